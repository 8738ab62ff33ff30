"""A user's case pack: its scenarios, its correlations, and the check of all that is in it."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import oilecon as oe
from oilecon.case_packs import CHECKS, check
from oilecon.errors import InputError, PathError, UnknownName
from oilecon.reference.packs import packs
from tests.samples import refusal

if TYPE_CHECKING:
    from pathlib import Path

ROWS = """path,value,low,high,kind,as_of,source,note
market.brent,64 USD/bbl,60,70,published,2026-10,desk,Mean.
asia.sale.differential,-12 USD/bbl,-15,-10,assumption,2026-10,,As our traders see it.
*.sea.weather,8 %,6,10,estimate,2026-10,desk,
"""
SOURCES = "key,title\ndesk,Our desk\n"
SCENARIOS = """scenario,base,as_of,mixed_dates
mine,article,2026-10,Ours are of October.
"""
CORRELATIONS = """set,left,right,value,kind,note
close,market.brent,asia.sale.differential,-0.5,assumption,Dear oil is sold at a wider discount.
"""
CASE = {
    "rows": ROWS,
    "sources": SOURCES,
    "scenarios": SCENARIOS,
    "correlations": CORRELATIONS,
}


def written(home: Path, **changes: str) -> Path:
    folder = home / "mine"
    folder.mkdir(exist_ok=True)
    for part, text in (CASE | changes).items():
        (folder / f"{part}.csv").write_text(text, encoding="utf-8")
        if not text:
            (folder / f"{part}.csv").unlink()
    return folder


def problems(path: Any, scenario: str | None = None) -> list[tuple[str, ...]]:
    return [tuple(row) for row in oe.CasePack(path).check(scenario).itertuples(index=False)]


# -- scenarios ---------------------------------------------------------------------------------


def test_rows_stand_in_place_of_those_of_the_shipped_scenario(tmp_path: Path) -> None:
    article = oe.scenario("article")
    mine = oe.Scenario.load(written(tmp_path))
    assert mine.market.brent == oe.Q("64 USD/bbl")
    assert mine.asia.sale.differential == oe.Q("-12 USD/bbl")
    assert mine.gulf.sale.differential == article.gulf.sale.differential
    weather = [mine.get(f"{route}.sea.weather") for route in ("gulf", "asia")]
    assert weather == [oe.Q("8 %"), oe.Q("8 %")]
    assert mine.title == "mine"
    ours = {"market.brent", "asia.sale.differential", "gulf.sea.weather", "asia.sea.weather"}
    assert {path for path in article.paths() if article.get(path) != mine.get(path)} == ours


def test_the_evidence_of_a_row_travels_with_its_number(tmp_path: Path) -> None:
    mine = oe.Scenario.load(written(tmp_path))
    brent, weather = mine.row("market.brent"), mine.row("asia.sea.weather")
    assert brent is not None
    assert weather is not None
    assert (brent.low, brent.high, brent.evidence.kind) == (60.0, 70.0, "published")
    assert brent.evidence.row == "mine:market.brent"
    assert brent.evidence.entries == (oe.Source("desk", title="Our desk"),)
    assert (weather.low, weather.value, weather.high) == (0.06, 0.08, 0.1)
    assert mine.inputs().loc["gulf.sea.weather", "pattern"] == "*.sea.weather"
    cited = mine.sources()[["numbers", "title"]]
    assert list(cited.loc["desk"]) == [3, "Our desk"]
    path = mine.save(tmp_path / "saved.toml")
    assert oe.Scenario.load(path) == mine


def test_a_pack_of_several_scenarios_names_them(tmp_path: Path) -> None:
    folder = written(tmp_path, scenarios=SCENARIOS + "late,article,2026-10,x\n")
    assert refusal(lambda: oe.Scenario.load(folder)) == (
        "mine: 2 scenarios, and none was named; write one of 'mine', 'late'"
    )
    assert oe.Scenario.load(folder, scenario="late").title == "late"
    assert refusal(lambda: oe.Scenario.load(folder, scenario="lat"), UnknownName) == (
        "no scenario 'lat' in the pack mine; did you mean 'late'?"
    )
    assert list(oe.CasePack(folder).scenarios().index) == ["mine", "late"]
    assert oe.CasePack(folder).scenario("late") == oe.Scenario.load(folder, scenario="late")


def test_rows_alone_stand_over_the_shipped_scenario_that_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path, scenarios="", correlations="")
    text = refusal(lambda: oe.Scenario.load(folder))
    assert text.startswith(
        "mine: no scenarios, so that its rows may stand over any shipped one; write one of '"
    )
    assert ", 'article-sanctioned', " in text
    mine = oe.Scenario.load(folder, scenario="article-sanctioned")
    assert mine.market.brent == oe.Q("64 USD/bbl")
    assert mine.title == f"{oe.scenario('article-sanctioned').title}, with mine"
    ((kind, _, text),) = problems(folder)
    assert kind == "scenarios"
    assert re.search("`oilecon pack check mine:[a-z0-9-]+`", text)
    assert problems(folder, "article") == []  # nowhere could they say why dates are mixed


@pytest.mark.parametrize("text", ["", "\n", "path,value\n"])
def test_a_table_without_a_row_is_no_case(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(text, encoding="utf-8")
    said = refusal(lambda: oe.Scenario.load(path, scenario="article"))
    assert said.startswith("rows.csv: no ")
    assert [row[:2] for row in problems(path, "article")] == [("files", "rows.csv")]


def test_an_assumption_without_its_reason_is_refused_as_a_saved_scenario_would_be(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path, rows=ROWS.replace("As our traders see it.", ""))
    reason = "note: an assumption needs its reason; write it there"
    assert refusal(lambda: oe.Scenario.load(folder)) == f"mine/rows.csv line 3: {reason}"
    assert ("sources", "mine/rows.csv line 3", reason) in problems(folder)


def test_a_point_between_semicolons_may_separate_thousands(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    rows = "path;value;low;unit;note\nasia.sea.charter.hire;{};{};USD/day;Broker\n"
    path.write_text(rows.format("70.000", "60.000"), encoding="utf-8")
    twofold = "is one number where the point separates thousands and another where it is the"
    assert refusal(lambda: oe.Scenario.load(path, scenario="article")) == (
        f"rows.csv line 2: value: '70.000' {twofold} decimal sign; write 70000, or 70.0000"
    )
    assert [row[0] for row in problems(path, "article")][:2] == ["ranges", "ranges"]
    for value, low, hire in (("70000", "60000.0", 70_000), ("70.0000", "0.125", 70)):
        path.write_text(rows.format(value, low), encoding="utf-8")
        mine = oe.Scenario.load(path, scenario="article")
        assert mine.get("asia.sea.charter.hire") == oe.Q(hire, "USD/day")
    path.write_text(rows.format("70.000", "60.000").replace(";", ","), encoding="utf-8")
    mine = oe.Scenario.load(path, scenario="article")
    assert mine.get("asia.sea.charter.hire") == oe.Q(70, "USD/day")


@pytest.mark.parametrize("path", ["", "market.brent "])
def test_a_path_with_blanks_is_named_as_what_it_is(tmp_path: Path, path: str) -> None:
    folder = written(tmp_path, rows=ROWS.replace("market.brent,64", f"{path},64"), correlations="")
    said = f"path: expected a text without blanks around, got {path!r}"
    assert refusal(lambda: oe.Scenario.load(folder)) == f"mine/rows.csv line 2: {said}"
    assert [text for _, place, text in problems(folder) if place.endswith("line 2")] == [said]


def test_a_path_twice_names_both_places(tmp_path: Path) -> None:
    folder = written(tmp_path, rows=ROWS + "market.brent,65 USD/bbl,,,you,2026-10,desk,\n")
    assert refusal(lambda: oe.Scenario.load(folder)) == (
        "mine/rows.csv line 5: path: another row is 'mine:market.brent' too, mine/rows.csv line 2; "
        "leave one out"
    )


def test_a_scenario_of_its_own_needs_no_shipped_one(tmp_path: Path) -> None:
    base = oe.scenario("article")
    rows = ["path,value,note,as_of"]
    rows += [
        f"{path},{raw!r} {field.unit.replace('fraction', '1')},Ours,2026"
        for path, field, raw in base.leaves()
        if raw is not None and "vessel" not in path
    ]
    folder = written(tmp_path, rows="\n".join(rows), scenarios="", sources="", correlations="")
    (folder / "scenarios.toml").write_text(
        """[mine]
[mine.tree.supply]
diluent = {}
[mine.tree.routes.gulf]
sale = { terms = "DAP" }
risk = {}
legs.sea = { vessel = "aframax", charter = { kind = "TimeCharterEquivalent" }, \
discharge_fuel = "mgo" }
[mine.tree.routes.asia]
sale = { terms = "DAP" }
risk = {}
legs.sea = { vessel = "vlcc", charter = { kind = "TimeCharterEquivalent" }, \
discharge_fuel = "mgo" }
""",
        encoding="utf-8",
    )
    mine = oe.Scenario.load(folder)
    assert mine.reference == ""
    theirs = oe.compare(base, "gulf", "asia")
    assert oe.compare(mine, "gulf", "asia")["loss"] == theirs["loss"]


def test_a_file_of_one_scenario_takes_no_name(tmp_path: Path) -> None:
    path = oe.scenario("article").save(tmp_path / "mine.toml")
    assert refusal(lambda: oe.Scenario.load(path, scenario="article")) == (
        "mine.toml: one scenario, not a case pack; leave scenario= out"
    )


def test_a_fault_in_another_scenario_is_refused_too(tmp_path: Path) -> None:
    folder = written(tmp_path, scenarios=SCENARIOS + "late,article,2026-10,x\n")
    with (folder / "rows.csv").open("a", encoding="utf-8") as rows:
        rows.write("market.vlsfo,x USD/t,,,you,2026,,x\n")
    assert refusal(lambda: oe.Scenario.load(folder, scenario="mine")).startswith(
        "mine/rows.csv line 5: value: expected a"
    )


def test_a_fault_of_a_scenario_names_the_row(tmp_path: Path) -> None:
    folder = written(tmp_path, rows=ROWS.replace("64 USD/bbl,60,70", "64 USD/t,60,70"))
    text = refusal(lambda: oe.Scenario.load(folder), oe.UnitError)
    assert text.startswith("mine/scenarios.csv line 2: 'mine': market.brent: expected USD/bbl, got")
    assert "market.brent stands in mine/rows.csv line 2" in text


# -- correlations ------------------------------------------------------------------------------


def test_correlations_go_into_a_simulation(tmp_path: Path) -> None:
    pack = oe.CasePack(written(tmp_path))
    pairs = pack.correlations()
    assert pairs == {("market.brent", "asia.sale.differential"): -0.5}
    assert pack.correlations("close") == pairs
    simulation = oe.simulate(pack.scenario(), n=5000, seed=1, correlations=pairs)
    assert simulation.correlations == pairs
    drawn = simulation.inputs().loc[["market.brent", "*.sea.weather"], ["low", "value", "high"]]
    assert drawn.to_numpy().tolist() == [[60.0, 64.0, 70.0], [0.06, 0.08, 0.1]]


def test_a_set_of_correlations_that_is_not_there_is_named(tmp_path: Path) -> None:
    more = CORRELATIONS + "far,market.brent,*.sea.weather,0.1,assumption,Unlikely.\n"
    pack = oe.CasePack(written(tmp_path, correlations=more))
    assert refusal(pack.correlations) == (
        "mine: 2 sets of correlations; write one of 'close', 'far'"
    )
    assert refusal(lambda: pack.correlations("clos"), UnknownName) == (
        "mine: no set of correlations 'clos'; did you mean 'close'?"
    )
    bare = oe.CasePack(written(tmp_path, correlations=""))
    assert refusal(bare.correlations, UnknownName) == "mine: no set of correlations; there is none"


# -- the check ---------------------------------------------------------------------------------


def test_a_sound_pack_has_no_problem(tmp_path: Path) -> None:
    counts, faults = check(written(tmp_path))
    assert faults == []
    assert list(counts) == list(CHECKS)
    assert counts["rows"] == 3
    assert counts["scenarios"] == 1
    assert counts["case"] == 1
    assert oe.CasePack(tmp_path / "mine").check().empty


@pytest.mark.parametrize("name", packs())
def test_the_shipped_packs_have_no_problem(name: str) -> None:
    counts, faults = check(files("oilecon.reference") / "cases" / name)
    assert faults == []
    assert counts["scenarios"] == len(packs()[name].plans)
    assert counts["rows"] == len(packs()[name].table("rows"))


@pytest.mark.parametrize(
    ("part", "old", "new", "problem"),
    [
        ("rows", "2026-10,desk,Mean.", "2026-10,,Mean.", ("sources", "rows.csv line 2", "source:")),
        (
            "rows",
            "desk,Mean.",
            "dusk,Mean.",
            ("sources", "rows.csv line 2", "source: no source 'd"),
        ),
        ("rows", "As our traders see it.", "", ("sources", "rows.csv line 3", "note: an assump")),
        (
            "rows",
            "estimate,2026-10,desk,",
            ",2026-10,,",
            ("sources", "rows.csv line 4", "source: neither a source nor a note; write one"),
        ),
        ("rows", "published", "publishd", ("sources", "rows.csv line 2", "kind: expected 'publi")),
        ("rows", "-15,-10", "-5,-10", ("ranges", "rows.csv line 3", "low: expected at most -12,")),
        ("rows", "64 USD/bbl", "64 USD/t", ("scenarios", "rows.csv line 2", "market.brent: expe")),
        ("rows", "64 USD/bbl", "64", ("units", "rows.csv line 2", "value: expected a number and")),
        ("rows", "64 USD/bbl", "64 furlongs", ("units", "rows.csv line 2", "unit: 'furlongs' is")),
        (
            "rows",
            "64 USD/bbl,60,70",
            "64000 USD/bbl,,",
            ("scenarios", "rows.csv line 2", "market.brent: expected at least"),
        ),
        (
            "rows",
            "market.brent",
            "market.brant",
            ("scenarios", "rows.csv line 2", "path: no place"),
        ),
        (
            "rows",
            "market.brent",
            "market..b",
            ("rows", "rows.csv line 2", "path: expected a path"),
        ),
        (
            "rows",
            "published,2026-10",
            "published,",
            ("dates", "rows.csv line 2", "as_of: no date;"),
        ),
        (
            "rows",
            "*.sea.weather",
            "*.brent",
            ("scenarios", "scenarios.csv line 2: 'mine'", "rows: 'market.brent' at 'market.bren"),
        ),
        (
            "scenarios",
            "Ours are of October.",
            "",
            ("dates", "scenarios.csv line 2: 'mine'", "30 rows of other periods than 2026-10: "),
        ),
        (
            "scenarios",
            "article,",
            "artcle,",
            ("scenarios", "scenarios.csv line 2: 'mine'", "base: no shipped scenario 'artcle';"),
        ),
        (
            "sources",
            "desk,Our desk",
            "desk,Our desk\nother,Another",
            ("sources", "sources.csv line 3: 'other'", "no row cites it; leave it out"),
        ),
        (
            "sources",
            "key,title\ndesk,Our desk",
            "key,title,date\ndesk,Our desk,November",
            ("sources", "sources.csv line 2: 'desk'", "date: expected "),
        ),
        (
            "correlations",
            "market.brent",
            "market.brant",
            ("case", "correlations.csv line 2", "left: no scenario has a row at 'market.brant';"),
        ),
        (
            "rows",
            "path,value",
            "paths,value",
            ("files", "rows.csv line 1", "unknown column 'paths'; did you mean 'path'?"),
        ),
    ],
)
def test_a_problem_is_told_with_its_place(
    tmp_path: Path, part: str, old: str, new: str, problem: tuple[str, str, str]
) -> None:
    assert old in CASE[part]
    kind, place, text = problem
    told = problems(written(tmp_path, **{part: CASE[part].replace(old, new, 1)}))
    named = [(of, where.removeprefix("mine/"), said[: len(text)]) for of, where, said in told]
    assert (kind, place, text) in named


def test_every_problem_is_told(tmp_path: Path) -> None:
    rows = ROWS.replace("64 USD/bbl,60,70,published", "64,5 USD/bbl,x,70,publshed")
    rows = rows.replace("*.sea.weather", "*.sea.wether").replace("-12 USD/bbl", "-12 USD/t")
    told = problems(written(tmp_path, rows=rows.replace("64,5 USD/bbl", '"64,5 USD/bbl"')))
    assert [
        (kind, place.rpartition(" ")[2], text.partition(":")[0]) for kind, place, text in told
    ] == [
        ("sources", "2", "kind"),
        ("ranges", "2", "value"),
        ("ranges", "2", "low"),
        ("units", "2", "value"),
        ("scenarios", "4", "path"),
        ("scenarios", "3", "asia.sale.differential"),
    ]
    with pytest.raises(InputError):
        oe.Scenario.load(tmp_path / "mine")


def test_a_row_that_no_scenario_takes_is_told(tmp_path: Path) -> None:
    scenarios = "scenario,base,mixed_dates,rows\nmine,article,x,market.brent *.sea.weather\n"
    folder = written(tmp_path, scenarios=scenarios, correlations="")
    assert problems(folder) == [
        ("rows", "mine/rows.csv line 3", "no scenario takes it; leave it out")
    ]


def test_a_scenario_of_one_span_mixes_no_dates(tmp_path: Path) -> None:
    scenarios = "scenario,base,as_of\nmine,article,2005 to 2026\n"
    assert problems(written(tmp_path, scenarios=scenarios)) == []


def test_a_problem_of_a_workbook_names_the_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["path", "value", "low"], ["market.brent", "64 USD/bbl", 65]]:
        book.active.append(row)
    book.save(tmp_path / "mine.xlsx")
    assert problems(tmp_path / "mine.xlsx", "article")[:2] == [
        (
            "sources",
            "mine.xlsx sheet Sheet row 2",
            "source: neither a source nor a note; write one",
        ),
        (
            "ranges",
            "mine.xlsx sheet Sheet cell C2",
            "low: expected at most 64, the value, got 65",
        ),
    ]


def test_a_row_may_rest_on_any_shipped_source(tmp_path: Path) -> None:
    key = next(iter(packs()["venezuela"].sources))
    folder = written(tmp_path, rows=ROWS.replace("desk,Mean.", f"desk {key},Mean."))
    assert problems(folder) == []
    folder = written(tmp_path, sources=f"key,title\ndesk,Our desk\n{key},Ours\n")
    assert problems(folder) == [
        (
            "sources",
            f"mine/sources.csv line 3: '{key}'",
            "the shipped bibliography has this source; leave it out",
        )
    ]


def test_what_is_no_pack_is_refused_when_opened(tmp_path: Path) -> None:
    assert refusal(lambda: oe.CasePack(tmp_path / "none")).endswith("No such file or directory")
    assert repr(oe.CasePack(written(tmp_path))) == f"CasePack({str(tmp_path / 'mine')!r})"


def test_two_rows_of_one_input_are_named_by_their_lines(tmp_path: Path) -> None:
    lines = ("a,market.brent,64 USD/bbl,,,,,,", "b,market.brent,65 USD/bbl,,,,,,")
    rows = "\n".join((f"name,{ROWS.splitlines()[0]}", *lines))
    pack = written(tmp_path, rows=rows)
    text = refusal(lambda: oe.Scenario.load(pack))
    assert "'a' at 'market.brent' (mine/rows.csv line 2)" in text
    assert "'b' at 'market.brent' (mine/rows.csv line 3) are of one input; leave one out" in text


def test_a_number_of_a_scenarios_tree_stands_over_the_shipped_row(tmp_path: Path) -> None:
    tree = "[mine.tree.routes.asia.legs.sea]\nweather = 0.07\n"
    scenarios = f'[mine]\nbase = "article"\n{tree}'
    rows = f"{ROWS.splitlines()[0]}\nmarket.brent,64 USD/bbl,,,,,,\n"
    pack = written(tmp_path, rows=rows, sources="", scenarios="", correlations="")
    (pack / "scenarios.toml").write_text(scenarios, encoding="utf-8")
    case = oe.Scenario.load(pack)
    assert case.asia.sea.weather == 0.07
    assert case.row("asia.sea.weather") is None
    assert case.row("gulf.sea.weather") is not None


def test_a_number_in_a_tree_and_in_a_row_is_refused(tmp_path: Path) -> None:
    scenarios = '[mine]\nbase = "article"\n[mine.tree.market]\nbrent = "70 USD/bbl"\n'
    rows = f"{ROWS.splitlines()[0]}\nmarket.brent,64 USD/bbl,,,,,,\n"
    pack = written(tmp_path, rows=rows, sources="", scenarios="", correlations="")
    (pack / "scenarios.toml").write_text(scenarios, encoding="utf-8")
    text = refusal(lambda: oe.Scenario.load(pack))
    assert "mine/rows.csv line 2: path: the tree of [mine] gives market.brent too" in text


PACK_OF_STREAMS = """
pack = 1

[rows]
api = { path = "boscan.heavy.api", value = "10.1 degAPI", kind = "assumption", note = "A sample." }
cost = { path = "*.production_cost", value = "13 USD/bbl", kind = "assumption", note = "Alike." }

[scenarios.mine]
base = "article"
as_of = "2026"
mixed_dates = "Made up."

[scenarios.mine.tree.routes.asia]
stream = "boscan"

[scenarios.mine.tree.streams.boscan.heavy]
name = "Boscan"
"""


def test_rows_of_a_pack_go_to_streams(tmp_path: Path) -> None:
    file = tmp_path / "two.toml"
    file.write_text(PACK_OF_STREAMS)
    scenario = oe.Scenario.load(file)
    assert scenario.asia.stream == "boscan"
    assert scenario.boscan.heavy.api.magnitude == 10.1
    for stream in ("supply", "boscan"):  # a star stands for the supply too, as in `vary`
        row = scenario.row(f"{stream}.production_cost")
        assert row is not None
        assert (row.value, row.evidence.row) == (13.0, "two:cost")
    assert scenario.inputs().loc["supply.production_cost", "pattern"] == "*.production_cost"
    file.write_text(PACK_OF_STREAMS.replace('"boscan.heavy', '"boscon.heavy'))
    assert refusal(lambda: oe.Scenario.load(file), PathError) == (
        "two.toml line 5: [rows.api]: path: no place for 'boscon.heavy.api' in Scenario; did you "
        "mean 'boscan'?"
    )
