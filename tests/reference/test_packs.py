"""Case packs: any folder of the form is read, and a fault names file, line, and column or key."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from oilecon import reference
from oilecon.errors import InputError, OilEconError, UnknownName
from oilecon.reference.oils import oils
from oilecon.reference.packs import Pack, packs
from oilecon.scenario_tree import _shipped
from oilecon.shipped import covering
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROWS = """scenario,name,path,value,low,high,unit,kind,as_of,source,note
,brent,market.brent,64,60,70,USD/bbl,published,2025,desk,Mean.
,cargo,*.sea.cargo,70000,65000,75000,t,estimate,2025,desk eia-brent-monthly,
,hire,near.sea.charter.hire,50000,,,USD/day,assumption,2025,desk,Usual.
late,brent,market.brent,80,70,90,USD/bbl,published,2026,desk,
"""
SCENARIOS = """[early]
title = "Early"
rows = ["cargo", "brent"]
paths = { "cargo" = "near.sea.cargo" }
tree.routes.near = { title = "Near" }

[late]
title = "Late"
like = "early"
tree.routes.near = { sale = { terms = "DAP" } }

[other]
title = "Other"
like = "early"
rows = ["hire"]
renamed = { near = "far" }
"""
SOURCES = """[desk]
title = "Our desk"
"""
CORRELATIONS = "set,left,right,value,low,high,kind,as_of,source,note\n"
SWAPPED = "a,near.sea.cargo,market.brent,0,,,assumption,2025,desk,\n"
STATEMENTS = "claim,subject,statement,figure,unit\n"
RECEIPTS = "name,as_of,role,runs,outcome,brent,value,low,high,unit,kind,source,note\n"
FILES = {"rows.csv": ROWS, "scenarios.toml": SCENARIOS, "sources.toml": SOURCES}


def written(folder: Path, **changes: str) -> Pack:
    """Return a pack in a folder, with other texts where a file's first part is named."""
    home = folder / "mine"
    home.mkdir()
    for name, text in FILES.items():
        (home / name).write_text(changes.pop(name.partition(".")[0], text), encoding="utf-8")
    for name, text in changes.items():
        (home / f"{name}.csv").write_text(text, encoding="utf-8")
    return Pack(home)


def read(pack: Pack) -> None:
    """Read all of a pack."""
    assert set(pack.sources) <= pack.known_sources
    list(pack.evidence())
    for name in pack.plans:
        pack.rows(name)
    assert pack.correlations is not None
    assert pack.statements is not None
    assert pack.record is not None
    assert pack.receipts is not None


def test_a_scenario_takes_the_rows_it_names_in_its_order(tmp_path: Path) -> None:
    pack = written(tmp_path)
    read(pack)
    assert [(row.name, row.path) for row in pack.rows("early")] == [
        ("cargo", "near.sea.cargo"),
        ("brent", "market.brent"),
    ]
    assert [row.evidence.row for row in pack.rows("early")] == ["mine:cargo", "mine:brent"]


def test_a_scenario_takes_rows_beside_those_of_the_one_that_it_is_like(tmp_path: Path) -> None:
    old = 'like = "early"\ntree'
    new = 'like = "early"\nalso = ["hire"]\npaths = { hire = "late.sea.charter.hire" }\ntree'
    pack = written(tmp_path, scenarios=SCENARIOS.replace(old, new, 1))
    read(pack)
    assert [(row.name, row.path) for row in pack.rows("late")] == [
        ("cargo", "near.sea.cargo"),
        ("brent", "market.brent"),
        ("hire", "late.sea.charter.hire"),
    ]
    assert [row.name for row in pack.rows("early")] == ["cargo", "brent"]


def test_a_scenario_like_another_has_its_rows_and_its_tree(tmp_path: Path) -> None:
    pack = written(tmp_path)
    assert [(row.name, row.path) for row in pack.rows("late")] == [
        ("cargo", "near.sea.cargo"),
        ("brent", "market.brent"),
    ]
    assert pack.rows("late")[1].value == 80.0
    assert pack.rows("late")[1].evidence.row == "mine:late:brent"
    assert pack.plan("late")["tree"] == {
        "routes": {"near": {"title": "Near", "sale": {"terms": "DAP"}}}
    }
    assert pack.plan("early")["tree"] == {"routes": {"near": {"title": "Near"}}}


def test_a_scenario_that_lists_rows_has_no_other_places_of_them(tmp_path: Path) -> None:
    (row,) = written(tmp_path).rows("other")
    assert row.path == "far.sea.charter.hire"


def test_a_further_row_changes_no_scenario(tmp_path: Path) -> None:
    before = written(tmp_path)
    more = ROWS + ",carbon,*.sea.carbon_price,75,60,90,USD/t,published,2025,desk,\n"
    (tmp_path / "more").mkdir()
    after = written(tmp_path / "more", rows=more)
    assert [before.rows(name) for name in before.plans] == [
        after.rows(name) for name in after.plans
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "text"),
    [
        (
            "rows",
            "late,brent",
            "lat,brent",
            "mine/rows.csv line 5: scenario: no scenario 'lat'; did",
        ),
        (
            "rows",
            "late,brent",
            "late,brant",
            "mine/rows.csv line 5: name: late does not take 'brant'; add it to its rows in scenar",
        ),
        (
            "rows",
            ",cargo,",
            ",brent,",
            "mine/rows.csv line 3: name: another row is 'mine:brent' too, mine/rows.csv line 2",
        ),
        (
            "rows",
            "desk,Mean.",
            "dusk,Mean.",
            "mine/rows.csv line 2: source: no source 'dusk' in the bibliography; did you mean",
        ),
        ("rows", ",64,", ",x,", "mine/rows.csv line 2: value: expected a finite number, got 'x'"),
        (
            "rows",
            ",60,",
            ",65,",
            "mine/rows.csv line 2: low: expected at most 64, the value, got 65",
        ),
        (
            "scenarios",
            '"cargo", "brent"]',
            '"carg", "brent"]',
            "mine/scenarios.toml line 1: [early]: paths: 'cargo' is not among its rows",
        ),
        (
            "scenarios",
            '"hire"',
            '"hires"',
            "mine/scenarios.toml line 12: [other]: rows: no row 'hires' in rows.csv; did you mean",
        ),
        (
            "scenarios",
            'like = "early"\ntree',
            'like = "earl"\ntree',
            "mine/scenarios.toml line 7: [late]: like: no scenario 'earl' above it; did you mean",
        ),
        (
            "scenarios",
            'like = "early"\ntree',
            'like = "early"\nalso = ["hires"]\ntree',
            "mine/scenarios.toml line 7: [late]: also: no row 'hires' in rows.csv; did you mean",
        ),
        (
            "scenarios",
            'like = "early"\ntree',
            'like = "early"\nalso = ["cargo"]\ntree',
            "mine/scenarios.toml line 7: [late]: also: 'cargo' is among the rows of early; leave",
        ),
        (
            "scenarios",
            'like = "early"\nrows',
            'like = "early"\nalso = ["cargo"]\nrows',
            "mine/scenarios.toml line 12: [other]: also: adds to the rows of a scenario; write",
        ),
        (
            "scenarios",
            'title = "Early"\n',
            'title = "Early"\nalso = ["hire"]\n',
            "mine/scenarios.toml line 1: [early]: also: adds to the rows of a scenario; write",
        ),
        (
            "scenarios",
            "paths =",
            "path =",
            "mine/scenarios.toml line 1: [early]: unknown key 'path'; did you mean 'paths'",
        ),
        (
            "rows",
            "low,high",
            "Low,high",
            "mine/rows.csv line 1: unknown column 'Low'; did you mean 'low'",
        ),
        (
            "rows",
            "source,note",
            "source,value",
            "mine/rows.csv line 1: column 'value' stands twice; leave one out",
        ),
        (
            "rows",
            ",cargo,",
            ",,",
            "mine/rows.csv line 3: name: expected a text without blanks around, got ''",
        ),
        (
            "rows",
            ",cargo,",
            ",a:b,",
            "mine/rows.csv line 3: name: expected a text without ':', got 'a:b'",
        ),
        *(
            (
                "rows",
                ",market.brent,64",
                f",{path},64",
                f"mine/rows.csv line 2: path: expected a {kind}",
            )
            for path, kind in (
                ("", "text without blanks around, got ''"),
                ("market..brent", "path such as 'market.brent', got 'market..brent'"),
                (".brent", "path such as 'market.brent', got '.brent'"),
                ("mar ket.brent", "path such as 'market.brent', got 'mar ket.brent'"),
                ("vlcc:dwt", "path such as 'market.brent', got 'vlcc:dwt'"),
                ("market.b*", "path such as 'market.brent', got 'market.b*'"),
            )
        ),
        (
            "rows",
            "USD/bbl",
            "furlong",
            "mine/rows.csv line 2: unit: 'furlong' is not a unit of oilecon",
        ),
        (
            "rows",
            "published,2025",
            "published,2026-13-45",
            "mine/rows.csv line 2: as_of: expected a year, month, quarter, day or span",
        ),
        (
            "scenarios",
            '"near.sea.cargo" }',
            '"market.brent" }',
            (
                "mine/scenarios.toml line 1: [early]: rows: 'cargo' at 'market.brent' "
                "(mine/rows.csv line 3) and 'brent' at"
            ),
        ),
        (
            "scenarios",
            '"near.sea.cargo" }',
            '"*.brent" }',
            (
                "mine/scenarios.toml line 1: [early]: rows: 'cargo' at '*.brent' "
                "(mine/rows.csv line 3) and 'brent' at 'marke"
            ),
        ),
        (
            "scenarios",
            '["cargo", "brent"]',
            '["cargo", "brent", "brent"]',
            "mine/scenarios.toml line 1: [early]: rows: 'brent' stands twice; leave one out",
        ),
        (
            "scenarios",
            'like = "early"\ntree',
            'like = "early"\nalso = ["hire", "hire"]\ntree',
            "mine/scenarios.toml line 7: [late]: also: 'hire' stands twice; leave one out",
        ),
        (
            "scenarios",
            'near = "far"',
            'neer = "far"',
            "mine/scenarios.toml line 12: [other]: renamed: no path of its rows begins with 'neer'",
        ),
        (
            "scenarios",
            'like = "early"\ntree',
            'like = "other"\ntree',
            "mine/scenarios.toml line 7: [late]: like: no scenario 'other' above it; write it a",
        ),
        (
            "scenarios",
            "[early]\n",
            '[ "early" ]\nproxi = "x"\n',
            "mine/scenarios.toml line 1: [early]: unknown key 'proxi'; did you mean 'proxy'",
        ),
        (
            "scenarios",
            "[early]\n",
            "  ['early']\nproxi = 'x'\n",
            "mine/scenarios.toml line 1: [early]: unknown key 'proxi'; did you mean 'proxy'",
        ),
        *(
            (
                "scenarios",
                "[early]\n",
                f'["{name}"]\ntitle = "x"\n[early]\n',
                f"mine/scenarios.toml line 1: [{name}]: expected a name of small letters, digits",
            )
            for name in ("", "a b:c", "Early", "a.b")
        ),
        (
            "scenarios",
            SCENARIOS,
            "# none",
            "mine/scenarios.toml: expected a scenario, got none; write [its-name]",
        ),
        (
            "sources",
            'desk"\n',
            'desk"\npublishr = "x"\n',
            "mine/sources.toml line 1: [desk]: unknown key 'publishr'; did you mean 'publisher'",
        ),
        (
            "sources",
            'desk"\n',
            'desk"\ndate = 2026\n',
            "mine/sources.toml line 1: [desk]: date: expected text, got 2026",
        ),
        (
            "sources",
            "[desk]",
            '[other]\ntitle = """\n[desk]\n"""\n[desks]',
            "mine/rows.csv line 2: source: no source 'desk' in the bibliography; did you mean",
        ),
        (
            "scenarios",
            "[early]",
            "[early",
            "mine/scenarios.toml: no TOML: Expected ']' at the end of",
        ),
        (
            "scenarios",
            "[early]\n",
            "x = 1\n[early]\n",
            "mine/scenarios.toml line 1: [x]: expected a table, ",
        ),
        ("sources", "title", "titel", "mine/sources.toml line 1: [desk]: title is required"),
        (
            "sources",
            "[desk]",
            "[eia-brent-monthly]\ntitle = 'x'\n[desk]",
            "mine/sources.toml line 1: [eia-brent-monthly]: the shipped bibliography has this",
        ),
    ],
)
def test_a_fault_names_its_place(tmp_path: Path, file: str, old: str, new: str, text: str) -> None:
    whole = {name.partition(".")[0]: text for name, text in FILES.items()}[file]
    assert old in whole
    with pytest.raises(InputError) as refused:
        read(written(tmp_path, **{file: whole.replace(old, new, 1)}))
    assert str(refused.value).startswith(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"Early"', "1", "[early]: title: expected text, got 1"),
        ('"Early"', '" "', "[early]: title: expected text, got ' '"),
        ('"Early"', '"Early"\nproxy = ""', "[early]: proxy: expected text, got ''"),
        ('["cargo", "brent"]', '"cargo"', "[early]: rows: expected a list of texts, got 'cargo'"),
        ('["cargo", "brent"]', '["x", 1]', "[early]: rows: expected a list of texts, got ['x', 1]"),
        ('{ "cargo" = "near.sea.cargo" }', "[1]", "[early]: paths: expected a table of texts, got"),
        (
            'title = "Late"',
            'title = "Late"\ncovers = ["2025"]',
            "[late]: covers: expected a list of ",
        ),
        (
            'like = "early"\ntree',
            'like = "early"\nalso = "hire"\ntree',
            "[late]: also: expected a list of texts, got 'hire'",
        ),
        ("near.sea.cargo", 'x", "y" = "z', "[early]: paths: 'y' is not among its rows"),
        ('like = "early"\ntree', "like = []\ntree", "[late]: like: expected text, got []"),
    ],
)
def test_a_scenario_says_of_itself_what_it_may(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in SCENARIOS
    with pytest.raises(InputError) as refused:
        read(written(tmp_path, scenarios=SCENARIOS.replace(old, new, 1)))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        (
            "statements",
            "claim,subject,statement,figure,unit\nloss,trade,It loses,15 x,percent\n",
            "mine/statements.csv line 2: figure: expected a finite number, got 'x'",
        ),
        (
            "record",
            "series,as_of,value,low,high,unit,kind,source,note\n"
            + 2 * "output,2025,3,2,4,kb/day,published,desk,\n",
            "mine/record.csv line 3: series, as_of: another row is 'mine:record:output:2025' too",
        ),
        (
            "statements",
            STATEMENTS + 2 * "loss,trade,It loses,15,percent\n",
            "mine/statements.csv line 3: claim: another row is 'mine:statements:loss' too",
        ),
        *(
            (
                "correlations",
                f"{CORRELATIONS}{rows}",
                f"mine/correlations.csv line {said}",
            )
            for rows, said in (
                (
                    "a,market.brent,near.sea.cargo,2,,,assumption,2025,desk,\n",
                    "2: value: expected a correlation from -1 to 1, got 2",
                ),
                (
                    "a,market.brent,near.sea.cargo,0.5,-1.5,,assumption,2025,desk,\n",
                    "2: low: expected a correlation from -1 to 1, got -1.5",
                ),
                (
                    "a,market.brent,market.brent,1,,,assumption,2025,desk,\n",
                    "2: right: expected another path than 'market.brent'",
                ),
                (
                    "a,market.brant,near.sea.cargo,1,,,assumption,2025,desk,\n",
                    "2: left: no scenario has a row at 'market.brant'; did you mean 'market.bren",
                ),
                (
                    "a,market.brent,near.sea.cargo,0,,,assumption,2025,desk,\n" + SWAPPED,
                    "3: left, right: a has the pair of 'near.sea.cargo' and 'market.brent' already",
                ),
            )
        ),
        *(
            (
                "receipts",
                f"{RECEIPTS}x,2025,{role},{runs},{outcome},,1,1,1,USD/bbl,published,desk,\n",
                f"mine/receipts.csv line 2: {said}",
            )
            for role, runs, outcome, said in (
                (
                    "rolle",
                    "early:near",
                    "netback",
                    "role: expected 'calibration', 'consistency' or",
                ),
                ("check", "earl:near", "netback", "runs: no scenario and route 'earl:near'; did"),
                ("check", "early:far", "netback", "runs: no scenario and route 'early:far'; did"),
                ("check", "early", "netback", "runs: no scenario and route 'early'"),
                ("check", "", "netback", "runs: expected a text without blanks around, got ''"),
                ("check", "early:near", "", "outcome: expected a text without blanks around"),
            )
        ),
        (
            "correlations",
            "set,left,right,value,low,high,kind,as_of,source,note\na,b,c,1,1,1,guess,2025,desk,\n",
            "mine/correlations.csv line 2: kind: expected 'published', 'estimate', 'assumption' or",
        ),
        (
            "receipts",
            RECEIPTS + "x,2025,check,early:near,netback,many,1,1,1,USD/bbl,published,desk,\n",
            "mine/receipts.csv line 2: brent: expected a finite number, got 'many'",
        ),
    ],
)
def test_a_fault_in_what_a_case_is_about_names_its_place(
    tmp_path: Path, table: str, text: str, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        read(written(tmp_path, **{table: text}))
    assert str(refused.value).startswith(said)


def test_both_texts_of_a_case_are_read_whole(tmp_path: Path) -> None:
    rows = "a,market.brent,near.sea.cargo,-1,,,assumption,2025,desk,\n"
    receipt = "x,2025,check,early:near late:near,netback,60,1,1,1,USD/bbl,published,desk,\n"
    pack = written(tmp_path, correlations=CORRELATIONS + rows, receipts=RECEIPTS + receipt)
    assert [(pair.left, pair.right, pair.value) for pair in pack.correlations] == [
        ("market.brent", "near.sea.cargo", -1.0)
    ]
    assert pack.receipts[0].runs == (("early", "near"), ("late", "near"))


def test_a_place_and_a_name_of_a_route_are_of_a_row_of_its_own_too(tmp_path: Path) -> None:
    rows = ROWS + "other,hire,near.sea.charter.hire,60000,,,USD/day,assumption,2025,desk,Usual.\n"
    (row,) = written(tmp_path, rows=rows).rows("other")
    assert (row.path, row.value) == ("far.sea.charter.hire", 60000.0)
    (tmp_path / "more").mkdir()
    rows = ROWS + "early,cargo,late.sea.cargo,60000,,,t,assumption,2025,desk,Usual.\n"
    row = written(tmp_path / "more", rows=rows).rows("early")[0]
    assert (row.path, row.value) == ("near.sea.cargo", 60000.0)


@pytest.mark.parametrize("entry", ['["desk"]', " [desk]"])
def test_a_source_may_be_written_in_any_toml(tmp_path: Path, entry: str) -> None:
    pack = written(tmp_path, sources=SOURCES.replace("[desk]", entry))
    read(pack)
    assert pack.rows("early")[0].evidence.source == ("desk", "eia-brent-monthly")


def test_a_row_may_not_rest_on_sources_that_are_no_toml(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"mine/sources.toml: no TOML: "):
        written(tmp_path, sources=SOURCES + "x\n").rows("early")


@pytest.mark.parametrize("name", FILES)
def test_a_file_may_begin_with_a_mark_and_is_refused_by_line_in_another_encoding(
    tmp_path: Path, name: str
) -> None:
    folder = written(tmp_path).folder
    (tmp_path / "mine" / name).write_text(FILES[name], encoding="utf-8-sig")
    read(Pack(folder))
    (tmp_path / "mine" / name).write_bytes(f"{FILES[name]}# José".encode("latin-1"))
    line = FILES[name].count("\n") + 1
    with pytest.raises(InputError) as refused:
        read(Pack(folder))
    said = f"mine/{name} line {line}: expected text in UTF-8; save the file as UTF-8"
    assert str(refused.value) == said
    (tmp_path / "mine" / name).write_text(FILES[name], encoding="utf-16")
    with pytest.raises(InputError, match=f"mine/{name} line 1: expected text in UTF-8"):
        read(Pack(folder))


def test_a_pack_is_opened_by_text_path_or_archive(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    rows = written(tmp_path).rows("early")
    assert Pack(str(folder)).rows("early") == Pack(folder).rows("early") == rows
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name, text in FILES.items():
            archive.writestr(f"mine/{name}", text)
    assert Pack(zipfile.Path(tmp_path / "x.zip", "mine/")).rows("early") == rows


def test_a_pack_is_known_by_its_folder_from_within(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)
    monkeypatch.chdir(tmp_path / "mine")
    assert Pack(".").name == "mine"
    (tmp_path / "mine" / "notes").mkdir()
    assert Pack("notes/..").name == "mine"


@pytest.mark.parametrize("folder", [None, 3, ["x"]])
def test_what_is_no_path_is_no_pack(folder: Any) -> None:
    with pytest.raises(InputError, match=r"folder: expected a path, got .*; write the path of a"):
        Pack(folder)


def test_a_pack_cannot_be_changed(tmp_path: Path) -> None:
    pack = written(tmp_path)
    assert pack.plans["late"]["rows"] == ("cargo", "brent")
    for mapping in (
        pack.plans,
        pack.plans["late"],
        pack.plans["late"]["paths"],
        pack.plans["late"]["tree"]["routes"]["near"]["sale"],
        pack.sources,
        pack.sources["desk"],
    ):
        with pytest.raises(TypeError, match="cannot be changed"):
            mapping["x"] = 1  # type: ignore[index]


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Yield a function that ships some packs in place of our own."""
    caches = [reference._pack_of, reference.scenario_plans, reference.rows, covering, _shipped]

    def ship(*others: Pack) -> None:
        monkeypatch.setattr(reference, "packs", lambda: {str(at): p for at, p in enumerate(others)})
        for kept in caches:
            kept.cache_clear()

    yield ship
    monkeypatch.undo()
    for kept in caches:
        kept.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "market.brent,64",
            "market.brant,64",
            "mine/rows.csv line 2: path: no place for 'brant' in Market",
        ),
        (
            "60,70,USD/bbl",
            "60,70,USD/t",
            r"mine/scenarios.toml line 1: [early]: [^:]+:\n  market.brent: expected USD/bbl",
        ),
    ],
)
def test_a_row_that_does_not_fit_its_scenario_is_named_by_line(
    tmp_path: Path, shipped: Callable[..., None], old: str, new: str, said: str
) -> None:
    plan = '[early]\ntitle = "Early"\nrows = ["brent"]\n\n[late]\ntitle = "x"\nlike = "early"\n'
    assert old in ROWS
    shipped(written(tmp_path, rows=ROWS.replace(old, new, 1), scenarios=plan))
    with pytest.raises(OilEconError, match=said.replace("[early]", r"\[early\]")) as refused:
        oe.scenario("early")
    assert "mine/rows.csv line 2" in str(refused.value)


def test_a_scenario_of_two_packs_is_named_by_file_and_line(
    tmp_path: Path, shipped: Callable[..., None]
) -> None:
    (tmp_path / "a").mkdir()
    shipped(written(tmp_path), written(tmp_path / "a"))
    with pytest.raises(InputError) as refused:
        reference.scenario_plans()
    said = "mine/scenarios.toml line 1: [early]: the pack mine has a scenario of this name too"
    assert str(refused.value).startswith(said)


def test_a_folder_without_rows_is_no_pack(tmp_path: Path) -> None:
    folder = written(tmp_path).folder
    (tmp_path / "mine" / "rows.csv").unlink()
    assert refusal(lambda: Pack(folder)) == (
        "mine: no rows; a case pack has rows.csv, a sheet 'rows' or, in TOML, tables [rows.NAME]"
    )


def test_a_scenario_that_a_pack_has_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as refused:
        written(tmp_path).rows("earli")
    assert str(refused.value) == "no scenario 'earli' in the pack mine; did you mean 'early'?"


def test_the_shipped_packs_are_whole_and_every_row_is_taken() -> None:
    for pack in packs().values():
        read(pack)
        taken = {row.evidence.row for name in pack.plans for row in pack.rows(name)}
        assert {behind.row for behind in pack.evidence() if behind.row.count(":") <= 2} >= taken
        shared = {f"{pack.name}:{name}" for name in pack._rows[""]}
        assert shared <= taken
        assert set(pack.plans) <= set(reference.scenario_plans())


def test_a_crude_that_a_scenario_blends_has_the_gravity_of_the_crudes_table() -> None:
    """The figure stands in both: a case may go by another sample than the shared table's."""
    gravities = {oil.grade: oil.api for oil in oils()}
    rows = {row.name: (row.value, row.low, row.high) for row in reference.rows("article")}
    assert gravities["Orinoco extra-heavy"] == rows["heavy_api"]
    assert gravities["heavy naphtha"] == rows["diluent_api"]
