"""Files of scenarios: what survives one, and what is refused with its key or its line."""

from __future__ import annotations

import datetime as dt
import math
import re
import time
import tomllib
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import reading
from oilecon import scenario_files as module
from oilecon.errors import InputError, OilEconError, UnitError, UnknownName
from tests.samples import plain, refusal

NAMES = ["article", "article-realised", "article-period", "article-discount", "article-sanctioned"]
ARTICLE = plain(oe.scenario("article"))
SANCTIONED = oe.scenario("article-sanctioned")
TOML = ARTICLE.to_toml()


def loaded(old: str, new: str) -> oe.Scenario:
    """Load the article's file with `old`, which it must hold, replaced once."""
    assert old in TOML
    return oe.Scenario.from_toml(TOML.replace(old, new, 1), "my.toml")


# -- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_scenario_survives_its_file(name: str, tmp_path: Path) -> None:
    scenario = oe.scenario(name)
    assert oe.Scenario.from_toml(scenario.to_toml()) == scenario
    path = tmp_path / "my scenario.toml"
    assert scenario.save(path) == path
    again = oe.Scenario.load(path)
    assert again == scenario
    assert oe.Scenario.load(str(path)) == scenario
    assert list(again.routes) == list(scenario.routes)
    assert path.read_text(encoding="utf-8") == again.to_toml() == scenario.to_toml()


def test_a_file_reads_as_a_person_would_write_it() -> None:
    assert TOML.startswith(
        'format = 2\ntitle = "Transport only"\nreference = "article"\n\n'
        '[market]\nbrent = "63.8 USD/bbl"\nvlsfo = "445.0 USD/t"\nmgo = "720.0 USD/t"\n'
        'finance_rate = "0.1 1/year"\n\n[supply]\n'
    )
    assert "[routes.asia.legs.sea.vessel]\n" in TOML
    assert "royalty = 0.3333\n" in TOML
    data = tomllib.loads(TOML)
    assert data["routes"]["asia"]["legs"]["sea"]["charter"] == {
        "kind": "TimeCharterEquivalent",
        "hire": "92300.0 USD/day",
        "commission": 0.0375,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"market.brent": oe.Q([[50], [1 / 3]], "USD/bbl"), "asia.sea.weather": [0.1, 0.7]},
        {"*.sea.weather": [[[1.5, 5e-324]]] * oe.Q("1 1")},
        {"asia.sea.shadow_multiple": [1, 1.1, 20.0]},
        {"market.finance_rate": ["7 %/year", "0.1 1/year"]},
        {"gulf.sale.differential": oe.Q([-1e-5, 1e2, -0.0], "USD/bbl")},
    ],
    ids=count(),
)
def test_arrays_survive_a_file(changes: dict[str, Any]) -> None:
    mine = ARTICLE.vary(changes)
    again = oe.Scenario.from_toml(mine.to_toml())
    assert again == mine
    assert again.shape == mine.shape
    assert again.to_toml() == mine.to_toml()


LEAVES = {path: field for path, field, raw in SANCTIONED.leaves() if raw is not None}
# Alone, these reach beyond what other fields allow.
NARROWER = {
    "supply.heavy.api": (0.0, 16.0),
    "supply.target_api": (8.5, 56.5),
    "supply.diluent.api": (16.0, 100.0),
    "gulf.sea.distance": (202.0, 50_000.0),
    "asia.sea.distance": (85.0, 50_000.0),
    "gulf.sea.eca_distance": (0.0, 2100.0),
    "asia.sea.eca_distance": (0.0, 13_350.0),
}


@given(data=st.data(), path=st.sampled_from(sorted(LEAVES)))
def test_any_number_within_its_bounds_survives_a_file(data: st.DataObject, path: str) -> None:
    field = LEAVES[path]
    low, high = NARROWER.get(path, (field.low, field.high))
    x = data.draw(st.floats(low, high, exclude_min=field.above))
    mine = SANCTIONED.vary({path: field.show(x)})
    again = oe.Scenario.from_toml(mine.to_toml())
    assert again == mine
    assert again.get(path).magnitude == x


@given(
    st.lists(st.floats(0, 2), min_size=1, max_size=4),
    st.lists(st.floats(-300, 300), min_size=1, max_size=4),
)
def test_any_arrays_survive_a_file(weather: list[float], differential: list[float]) -> None:
    mine = ARTICLE.vary(
        {
            "*.sea.weather": oe.Q(weather, "1"),
            "asia.sale.differential": oe.Q(np.array(differential)[:, None], "USD/bbl"),
        }
    )
    again = oe.Scenario.from_toml(mine.to_toml())
    assert again == mine
    assert again.at(-1, -1) == mine.at(-1, -1)


ODD = "\"'\\\n\r\t\b\f\0\x1f\x7f\x80\x85\u2028\ufeff#[]{}=. é \U0001f6a2"
TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(ODD))
TEXTS = [*ODD, ODD, ODD[::-1], '"""', "'''", "\\u0041", "x" * 2000]


@given(title=TEXT, ship=TEXT)
def test_any_text_survives_a_file(title: str, ship: str, tmp_path_factory: Any) -> None:
    mine = ARTICLE.vary({"title": title, "gulf.title": title[::-1], "asia.sea.vessel.name": ship})
    path = tmp_path_factory.getbasetemp() / "odd.toml"
    mine.save(path)
    again = oe.Scenario.load(path)
    assert again == mine
    assert (again.title, again.gulf.title, again.asia.sea.vessel.name) == (title, title[::-1], ship)


@pytest.mark.parametrize("text", TEXTS, ids=count())
def test_odd_text_survives_a_file(text: str, tmp_path: Path) -> None:
    mine = ARTICLE.evolve(title=text)
    assert oe.Scenario.from_toml(mine.to_toml()).title == text
    assert oe.Scenario.load(mine.save(tmp_path / "odd.toml")).title == text


def test_text_that_no_file_can_hold_is_refused_before() -> None:
    assert refusal(lambda: ARTICLE.evolve(title="\ud800")) == (
        r"Scenario.title: expected text that UTF-8 can hold, got '\ud800'"
    )


VESSEL_TABLE = re.compile(r"\[routes\.(\w+)\.legs\.sea\.vessel\]\n(?:.+\n)+")
BY_NAME = VESSEL_TABLE.sub("", TOML)
for _route, _ship in (("gulf", "aframax"), ("asia", "vlcc")):
    _head = f"[routes.{_route}.legs.sea]\n"
    BY_NAME = BY_NAME.replace(_head, f'{_head}vessel = "{_ship}"\n')


def test_a_file_may_name_a_shipped_vessel() -> None:
    assert BY_NAME.count("vessel") == 2
    named = oe.Scenario.from_toml(BY_NAME)
    assert named.same_figures(ARTICLE)
    row = named.row("asia.sea.vessel.knots_laden")
    assert row is not None
    assert row.evidence.row == "Vessel:vlcc:knots_laden"
    wrong = BY_NAME.replace('"vlcc"', '"vlc"')
    assert refusal(lambda: oe.Scenario.from_toml(wrong, "my.toml"), UnknownName) == (
        "my.toml: routes.asia.legs.sea.vessel: no shipped vessel 'vlc'; did you mean 'vlcc' or "
        "'vlcc old'? Vessel.catalogue() lists all"
    )
    number = BY_NAME.replace('"vlcc"', "5")
    assert refusal(lambda: oe.Scenario.from_toml(number, "my.toml")) == (
        "my.toml: routes.asia.legs.sea.vessel: expected a table, got 5"
    )


def test_a_file_may_give_numbers_in_other_units_and_shapes() -> None:
    assert loaded('"63.8 USD/bbl"', '"63800 USD/kb"') == ARTICLE
    assert loaded('"63.8 USD/bbl"', '{ value = 63.8, unit = "USD/bbl" }') == ARTICLE
    assert loaded("royalty = 0.3333", 'royalty = "33.33 %"') == ARTICLE
    listed = loaded('"63.8 USD/bbl"', '["50 USD/bbl", "0.06 USD/L"]')
    tabled = loaded('"63.8 USD/bbl"', '{ value = [0.05, 60], unit = "USD/kb" }')
    assert listed.shape == tabled.shape == (2,)
    assert tabled.values["market"]["brent"].tolist() == pytest.approx([5e-5, 0.06])
    assert refusal(lambda: loaded('"63.8 USD/bbl"', "[50, 60]"), UnitError) == (
        "my.toml: market.brent: expected USD/bbl, got the bare number 50; "
        "write '50 USD/bbl' if that is the unit"
    )


WANTED_FORMAT = "my.toml: format: expected 1 or 2, {}; write format = 2 at the top"


@pytest.mark.parametrize(
    ("line", "came"),
    [
        ("format = 3", "got 3"),
        ('format = "1"', "got '1'"),
        ("format = 1.0", "got 1.0"),
        ("format = true", "got True"),
        ("format = [1]", "got [1]"),
    ],
)
def test_another_format_is_refused(line: str, came: str) -> None:
    assert refusal(lambda: loaded("format = 2", line)) == WANTED_FORMAT.format(came)
    for text in ("", TOML.replace("format = 2", "")):
        assert refusal(lambda text=text: oe.Scenario.from_toml(text, "my.toml")) == (
            "my.toml: format: 2 is required; write format = 2 at the top"
        )


def test_text_that_is_no_toml_is_refused_with_the_line() -> None:
    for old, new, line in [
        ("[market]", "[market", 5),
        ('vlsfo = "445.0 USD/t"', "vlsfo = 445.0 USD/t", 7),
        ('vlsfo = "445.0 USD/t"', 'brent = "1 USD/bbl"', 7),
    ]:
        text = refusal(lambda old=old, new=new: loaded(old, new))
        assert text.startswith("my.toml: not valid TOML: ")
        assert f"(at line {line}, column " in text
    assert refusal(lambda: loaded('"63.8 USD/bbl"', "[" * 9999)) == (
        "my.toml: line 6: more than 100 tables and arrays in one another; no scenario is as deep"
    )
    assert refusal(lambda: oe.Scenario.from_toml("format = 1\nformat = 1\n")).startswith(
        "scenario: not valid TOML: "
    )


BRENT = '"63.8 USD/bbl"'
EXAMPLE = "; write for example '64 USD/bbl'"


@pytest.mark.parametrize(
    ("old", "new", "kind", "sentence"),
    [
        (
            BRENT,
            '"63.8 USD/t"',
            UnitError,
            (
                "market.brent: expected USD/bbl, got 63.8 in USD/t, another kind of quantity "
                "(a tonne has oilecon.blending.barrels_per_tonne(crude)); "
                "write for example '64 USD/bbl'"
            ),
        ),
        (
            BRENT,
            '"63.8 $/bbl"',
            UnitError,
            "market.brent: '$' does not say whose dollar; write '63.8 USD/bbl'",
        ),
        (
            BRENT,
            "63.8",
            UnitError,
            (
                "market.brent: expected USD/bbl, got the bare number 63.8; "
                "write '63.8 USD/bbl' if that is the unit"
            ),
        ),
        (
            BRENT,
            '"-5 USD/bbl"',
            InputError,
            (
                "market.brent: expected at least 0 and at most 1000 USD/bbl, got -5; "
                "write for example '64 USD/bbl'"
            ),
        ),
        (
            BRENT,
            "true",
            UnitError,
            f"market.brent: expected USD/bbl, got True; a truth value is no quantity{EXAMPLE}",
        ),
        (
            BRENT,
            "inf",
            UnitError,
            f"market.brent: expected USD/bbl, got inf, which is no finite number{EXAMPLE}",
        ),
        (
            BRENT,
            "nan",
            UnitError,
            f"market.brent: expected USD/bbl, got nan, which is no finite number{EXAMPLE}",
        ),
        (
            BRENT,
            "2026-01-31",
            UnitError,
            f"market.brent: expected USD/bbl, got date, which is no number{EXAMPLE}",
        ),
        (
            BRENT,
            "[]",
            UnitError,
            (
                "market.brent: expected USD/bbl, got an empty array; give at least one "
                f"element{EXAMPLE}"
            ),
        ),
        (
            BRENT,
            "[" * 60 + "1" + "]" * 60,
            UnitError,
            f"market.brent: expected USD/bbl, got lists nested 32 deep or more{EXAMPLE}",
        ),
        (
            BRENT,
            "[" * 60 + '"1 USD/bbl"' + "]" * 60,
            UnitError,
            f"market.brent: expected USD/bbl, got lists nested 32 deep or more{EXAMPLE}",
        ),
        (
            BRENT,
            "1" + "0" * 400,
            UnitError,
            (
                f"market.brent: expected USD/bbl, got 1{'0' * 39}..., which is no finite "
                f"number{EXAMPLE}"
            ),
        ),
        (
            BRENT,
            '{ value = [1, 2], unit = "kt" }',
            UnitError,
            (
                "market.brent: 'kt' is a knot to one and a thousand tonnes to another; "
                "write 'knot' or '1000 t'"
            ),
        ),
        (
            BRENT,
            '{ value = [1, [2]], unit = "USD/bbl" }',
            UnitError,
            (
                "market.brent: expected a pure number, got a ragged list; "
                "every row needs the same length"
            ),
        ),
        (
            BRENT,
            '{ value = [nan], unit = "USD/bbl" }',
            InputError,
            (
                "market.brent: expected USD/bbl, got nan at index 0 (1 of 1), which is no "
                f"finite number{EXAMPLE}"
            ),
        ),
        (
            BRENT,
            "{ value = [1, 2] }",
            UnitError,
            (
                "market.brent: expected USD/bbl, got the bare number 1; write '1 USD/bbl' if that "
                "is the unit"
            ),
        ),
        (
            'terms = "DAP"',
            'terms = "DAPP"',
            InputError,
            "routes.gulf.sale.terms: expected one of 'FOB', 'CFR', 'CIF', 'DAP', 'DDP', got 'DAPP'",
        ),
        (
            'terms = "DAP"',
            "terms = 1" + "0" * 4000,
            InputError,
            (
                "routes.gulf.sale.terms: expected one of 'FOB', 'CFR', 'CIF', 'DAP', 'DDP', "
                f"got 1{'0' * 39}..."
            ),
        ),
        (
            'terms = "DAP"\n',
            "",
            InputError,
            (
                "routes.gulf.sale.terms: one of 'FOB', 'CFR', 'CIF', 'DAP', 'DDP' is required; "
                "write terms='FOB'"
            ),
        ),
        (
            'title = "US Gulf Coast"',
            "title = 5",
            InputError,
            "routes.gulf.title: expected text, got int",
        ),
        (
            'kind = "TimeCharterEquivalent"',
            'kind = "TCE"',
            InputError,
            (
                "routes.gulf.legs.sea.charter: expected kind = one of 'TimeCharterEquivalent', "
                "'TimeCharter', 'Worldscale', 'LumpSum', 'PerTonne', 'PerBarrel', "
                "got 'TCE'; write kind = 'TimeCharterEquivalent'"
            ),
        ),
        (
            'kind = "TimeCharterEquivalent"',
            'kind = ["TimeCharterEquivalent"]',
            InputError,
            (
                "routes.gulf.legs.sea.charter: expected kind = one of 'TimeCharterEquivalent', "
                "'TimeCharter', 'Worldscale', 'LumpSum', 'PerTonne', 'PerBarrel', "
                "got ['TimeCharterEquivalent']; write kind = 'TimeCharterEquivalent'"
            ),
        ),
        (
            'kind = "TimeCharterEquivalent"\n',
            "",
            InputError,
            (
                "routes.gulf.legs.sea.charter: expected kind = one of 'TimeCharterEquivalent', "
                "'TimeCharter', 'Worldscale', 'LumpSum', 'PerTonne', 'PerBarrel', "
                "got nothing; write kind = 'TimeCharterEquivalent'"
            ),
        ),
        (
            'reference = "article"',
            'reference = "articel"',
            UnknownName,
            "Scenario.reference: no shipped scenario 'articel'; did you mean 'article'?",
        ),
        (
            'target_api = "16.0 degAPI"',
            'target_api = "60 degAPI"',
            InputError,
            (
                "supply.diluent.api: expected a gravity at least the target 60 degAPI, got "
                "56.5 degAPI"
            ),
        ),
        (
            "[routes.gulf.sale]",
            "[routes.gulf.sail]",
            InputError,
            (
                "2 problems:\n"
                "  routes.gulf.sail: there is no such field; did you mean 'sale'?\n"
                "  routes.gulf.sale: a table is required; write [routes.gulf.sale]"
            ),
        ),
        (
            "brent =",
            "brnt =",
            InputError,
            (
                "2 problems:\n"
                "  market.brnt: there is no such field; did you mean 'brent'?\n"
                "  market.brent: USD/bbl is required; write brent='64 USD/bbl'"
            ),
        ),
    ],
    ids=count(),
)
def test_a_wrong_value_is_refused_with_its_key(
    old: str, new: str, kind: type[OilEconError], sentence: str
) -> None:
    assert refusal(lambda: loaded(old, new), kind) == f"my.toml: {sentence}"


def test_all_problems_of_a_file_are_reported_together() -> None:
    text = TOML.replace("nmi", "t").replace(BRENT, '"-3 USD/bbl"')
    with pytest.raises(InputError) as caught:
        oe.Scenario.from_toml(text, "my.toml")
    routes = {"gulf": (2100, 202), "asia": (13350, 85)}
    problems = [
        (
            "market.brent",
            "expected at least 0 and at most 1000 USD/bbl, got -3; write for example '64 USD/bbl'",
        ),
        *(
            (
                f"routes.{route}.legs.sea.{name}",
                (
                    f"expected nmi, got {miles} in t, another kind of quantity; "
                    f"write for example '{typical} nmi'"
                ),
            )
            for route, both in routes.items()
            for name, miles, typical in zip(
                ("distance", "eca_distance"), both, (2100, 202), strict=True
            )
        ),
    ]
    assert caught.value.problems == tuple(problems)
    assert str(caught.value) == "my.toml: " + "\n  ".join(
        ["5 problems:", *(f"{where}: {text}" for where, text in problems)]
    )
    only_units = TOML.replace("nmi", "t")
    assert refusal(lambda: oe.Scenario.from_toml(only_units), UnitError).startswith(
        "scenario: 4 problems:\n  routes.gulf.legs.sea.distance: expected nmi, got 2100 in t"
    )


def test_a_file_with_the_wrong_kinds_of_tables_is_refused() -> None:
    text = 'format = 1\nmarket = 3\nsupply = "x"\n[routes]\nasia = []\n"far east" = {}\n'
    assert refusal(lambda: oe.Scenario.from_toml(text)) == (
        "scenario: 4 problems:\n"
        "  market: expected a table, got 3\n"
        "  supply: expected a table, got 'x'\n"
        "  routes.asia: expected a table, got []\n"
        "  routes.'far east'.sale: a table is required; write [routes.'far east'.sale]"
    )
    assert refusal(lambda: oe.Scenario.from_toml("format = 1\n")) == (
        "scenario: 3 problems:\n"
        "  market: a table is required; write [market]\n"
        "  supply: a table is required; write [supply]\n"
        "  routes: a table is required; write [routes.name] for each"
    )
    names = TOML.replace("routes.asia", 'routes."Far East"')
    assert refusal(lambda: oe.Scenario.from_toml(names)) == (
        "scenario: routes: expected names of at most 40 small letters, digits and underscores, "
        "got 'Far East'; write for example 'asia'"
    )
    assert refusal(lambda: loaded("[routes.asia]", "[routes.asia.chain.sea]\nfee = '1 USD/bbl'\n"
                                  "[routes.asia]")).startswith(
        "my.toml: routes.asia.chain: the name 'sea' is that of one of the legs; write another"
    )  # fmt: skip


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "missing.toml"
    assert refusal(lambda: oe.Scenario.load(missing)).startswith(
        f"{missing}: cannot be read: No such file"
    )
    assert refusal(lambda: oe.Scenario.load(tmp_path)).startswith(f"{tmp_path.name}: no rows; a ")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"format = 1\ntitle = '\xff'\n")
    assert refusal(lambda: oe.Scenario.load(binary)).startswith(
        f"{binary}: cannot be read: not text in UTF-8: 'utf-8' codec can't decode byte 0xff"
    )
    assert refusal(lambda: oe.Scenario.load("a\0b")).startswith("a\0b: cannot be read: ")


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ARTICLE.save(tmp_path / "large.toml")
    size = path.stat().st_size
    monkeypatch.setattr(reading, "_LARGEST_FILE", size)
    assert oe.Scenario.load(path) == ARTICLE
    monkeypatch.setattr(reading, "_LARGEST_FILE", size - 1)
    assert refusal(lambda: oe.Scenario.load(path)) == (
        f"{path}: no scenario is larger than {size - 1} bytes"
    )


STEPS = [
    ("bare", ".".join(["a"] * 20_000) + " = 1"),
    ("spaced", " . ".join(["a"] * 17) + " = 1"),
    ("quoted", ".".join(['"a.b c"'] * 17) + " = 1"),
    ("literal", ".".join(["'a'"] * 17) + " = 1"),
    ("header", f"[{'.'.join(['a'] * 20_000)}]"),
    ("after a text", '"""a\n\n"b\\"""" = 1\n' + ".".join(["a"] * 17) + " = 1"),
]


@pytest.mark.parametrize(("how", "line"), STEPS)
def test_a_key_of_more_steps_than_any_scenario_has_is_refused_unparsed(how: str, line: str) -> None:
    started = time.process_time()
    said = refusal(lambda: oe.Scenario.from_toml(f"format = 1\n{line}\n", "mine.toml"))
    assert time.process_time() - started < 0.5
    at = 5 if how == "after a text" else 2
    assert said == (f"mine.toml: line {at}: a key of more than 16 steps; no scenario is as deep")


@pytest.mark.parametrize(
    "value", ["[" * 101 + "]" * 101, "{a = " * 101 + "1" + "}" * 101, "[" * 100_000]
)
def test_tables_and_arrays_deeper_than_any_scenarios_are_refused(value: str) -> None:
    assert refusal(lambda: oe.Scenario.from_toml(f"format = 1\nx = {value}\n")) == (
        "scenario: line 2: more than 100 tables and arrays in one another; no scenario is as deep"
    )


@pytest.mark.parametrize(
    "line",
    [
        *("a{} = 1\n", "[a{}]\n", "[[a]]  \n", "[a{}]\nb = 1\n"),
        *("[a{}]\r\n", "[a{}] # with a comment\n"),
    ],
)
def test_more_keys_than_any_scenario_has_are_refused(line: str) -> None:
    text = "format = 1\n" + "".join(line.format(k) for k in range(50_001))
    assert refusal(lambda: oe.Scenario.from_toml(text)).endswith(
        " keys and tables; no scenario has more than 50000"
    )


def test_a_text_that_is_too_large_is_refused_too() -> None:
    text = "format = 1\n" + "# " + "x" * 5_000_000
    assert refusal(lambda: oe.Scenario.from_toml(text, "mine.toml")) == (
        "mine.toml: no scenario is larger than 5000000 bytes"
    )


@pytest.mark.parametrize("quotes", ['"{}"', "'{}'", '"""\n{}\n"""', "'''{}'''"])
def test_prose_and_comments_may_hold_any_signs(quotes: str) -> None:
    signs = ".".join(["a"] * 50) + "[[[[[[[[[[[[[[[[[[[[[" + "=" * 50_001 + "# "
    lines = TOML.splitlines()
    at = next(k for k, line in enumerate(lines) if line.startswith("title"))
    lines[at] = f'title = {quotes.format("x")}  # {signs} " """ \''
    assert oe.Scenario.from_toml("\n".join(lines)).title.strip() == "x"
    lines[at] = f"title = {quotes.format(signs)}"
    assert "no scenario" not in refusal(lambda: oe.Scenario.from_toml("\n".join(lines)))


def test_a_scenario_of_five_hundred_parties_and_one_of_large_arrays_come_back() -> None:
    parties = {f"p{k}": oe.Intermediary("0.001 USD/bbl") for k in range(500)}
    asia = ARTICLE.asia.evolve(chain=parties)
    brent = oe.Q(np.linspace(50.0, 80.0, 20_000), "USD/bbl")
    for many in (
        ARTICLE.evolve(routes={"gulf": ARTICLE.gulf, "asia": asia}),
        ARTICLE.vary({"market.brent": brent}),
    ):
        assert oe.Scenario.from_toml(many.to_toml()) == many


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no device without end")
def test_a_device_without_end_is_refused() -> None:
    assert refusal(lambda: oe.Scenario.load("/dev/zero")) == (
        "/dev/zero: no scenario is larger than 5000000 bytes"
    )


def test_a_file_names_itself_in_its_problems(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TOML.replace("format = 2", ""), encoding="utf-8")
    assert refusal(lambda: oe.Scenario.load(path)) == (
        "mine.toml: format: 2 is required; write format = 2 at the top"
    )


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_from_another_editor_is_read(newline: str, mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    path.write_bytes(mark + TOML.replace("\n", newline).encode())
    assert oe.Scenario.load(path) == ARTICLE


# -- the whole -------------------------------------------------------------------------------------


def test_a_file_with_the_names_that_fields_had_before_is_read() -> None:
    loan = oe.Loan.shipped("CDB 2012 equipment")
    amounts = oe.Q([200, 295], "MUSD")
    account = oe.CollectionAccount(debt_service_reserve=1.3)
    take = oe.FiscalTerms(severance_tax="3 %", gross_revenue_tax="1 %")
    scenario = ARTICLE.evolve(
        supply=ARTICLE.supply.evolve(take=take),
        debt=oe.Debt(
            loan.evolve(disbursements=amounts),
            oe.OilRepayment(value="6 MUSD/day", min="50 kb/day", max="90 kb/day", account=account),
        ),
    )
    text = scenario.to_toml().replace("format = 2", "format = 1")
    for new, old in (
        ('risk_in_price = "separate"', 'risk_priced = "apart"'),
        ("severance_tax", "extraction_levy"),
        ("gross_revenue_tax", "gross_tax"),
        ("disbursements", "drawings"),
        ("\nmin = ", "\nleast = "),
        ("\nmax = ", "\nmost = "),
        ("debt_service_reserve", "cover"),
        (".legs.sea", ".voyages.sea"),
    ):
        assert new in text
        text = text.replace(new, old)
    assert oe.Scenario.from_toml(text).same_figures(scenario)
    assert "there is no such field" in refusal(
        lambda: oe.Scenario.from_toml(text.replace("format = 1", "format = 2")), InputError
    )
    both = scenario.to_toml().replace("severance_tax", "severance_tax = 0.1\nextraction_levy", 1)
    both = both.replace("format = 2", "format = 1")
    assert "there is no such field" in refusal(lambda: oe.Scenario.from_toml(both), InputError)


def test_a_route_of_a_file_of_the_first_edition_may_bear_an_old_name_of_a_field() -> None:
    scenario = ARTICLE.rename({"asia": "voyages"})
    text = scenario.to_toml().replace("format = 2", "format = 1").replace(".legs.", ".voyages.")
    assert list(oe.Scenario.from_toml(text).routes) == ["gulf", "voyages"]


# -- plain trees -----------------------------------------------------------------------------------

SOURCED = {
    "value": "63.8 USD/bbl",
    "low": "62.54 USD/bbl",
    "kind": "published",
    "as_of": "2025-11",
    "source": ["eia-brent-monthly", "desk"],
    "note": 'the "mean"',
}
TREE: dict[str, Any] = {
    "title": "x",
    "market": {
        "brent": SOURCED,
        "vlsfo": {"value": [1.0, math.inf], "unit": "USD/t", "kind": "estimate", "note": "n"},
        "mgo": {"value": [[1.0], [2.0]], "unit": "USD/t"},
        "rate": 0.1,
        "repayment": {"value": "6 MUSD/day", "min": "1 kb/day"},
        "alone": {"value": "6 MUSD/day"},
    },
    "routes": {"far east": {}, "a.b": {"": {"x": True, "y": 3}}},
    "sources": {"desk": {"title": "T", "date": "2026"}, "a b": {"title": "U"}},
    "index": {
        "month": {"labels": ["2026-01", "2026-02"], "at": dt.date(2026, 1, 31)},
        "hour": {"labels": [dt.time(1, 2), dt.datetime(2026, 1, 1, 3, tzinfo=dt.UTC)]},
    },
}


def test_evidence_and_sources_survive_a_file_and_read_as_a_person_would_write_them() -> None:
    text = module.to_text(TREE)
    assert module.parse(text, "my.toml") == (TREE, 2)
    assert (
        '[market]\nbrent = { value = "63.8 USD/bbl", low = "62.54 USD/bbl", kind = "published", '
        'as_of = "2025-11", source = ["eia-brent-monthly", "desk"], note = "the \\"mean\\"" }\n'
        'vlsfo = { value = [1.0, inf], unit = "USD/t", kind = "estimate", note = "n" }\n'
    ) in text
    for line in (
        '[market.repayment]\nvalue = "6 MUSD/day"\nmin = "1 kb/day"\n',
        '[market.alone]\nvalue = "6 MUSD/day"\n',
        '[routes."far east"]\n\n[routes."a.b".""]\nx = true\n',
        '[sources."a b"]\ntitle = "U"\n',
        'labels = ["2026-01", "2026-02"]\nat = 2026-01-31\n',
    ):
        assert line in text


@pytest.mark.parametrize(
    "day", ["2026-11-01", "2026-11-01T07:32:00", "2026-11-01 07:32:00Z", "07:32:00"]
)
def test_a_date_of_evidence_may_be_written_without_quotation_marks(day: str) -> None:
    text = (
        f"format = 2\na = {{ value = 1, as_of = {day} }}\n"
        f"[sources.x]\ndate = {day}\nretrieved = {day}\n[index.x]\nday = {day}\n"
    )
    tree, version = module.parse(text, "my.toml")
    assert version == 2
    as_text = day.replace(" ", "T").replace("Z", "+00:00")
    assert tree["a"]["as_of"] == as_text
    assert tree["sources"]["x"] == {"date": as_text, "retrieved": as_text}
    assert tree["index"]["x"]["day"].isoformat() == as_text
    first, version = module.parse(text.replace("format = 2", "format = 1"), "my.toml")
    assert version == 1
    assert first["a"]["as_of"].isoformat() == as_text


def test_a_file_of_five_hundred_numbers_with_evidence_is_far_from_the_limits() -> None:
    full = {**SOURCED, "high": "70", "range": "p10-p90", "row": "r", "basis": "", "spread": ""}
    for many in (500, 3000):
        tree = {"market": {f"x{k}": full for k in range(many)}}
        assert module.parse(module.to_text(tree), "my.toml") == (tree, 2)


@pytest.mark.parametrize(
    "text",
    [
        *("a = 1 # b", "#", 'a = "x" # "', "a = [ # b\n1]"),
        *('a = """b""""" # c "', "a = '''b'''' # c '"),
    ],
)
def test_comments_are_seen(text: str) -> None:
    assert module.has_comments(text)
    assert not module.has_comments(re.sub("#.*", "", text))


@pytest.mark.parametrize("text", ["", "a = '#'", 'a = "\\"#"', "a = '''\n# b\n'''", '"#" = 1'])
def test_signs_in_texts_are_no_comments(text: str) -> None:
    assert not module.has_comments(text)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_of_a_file_stay(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "windows.toml"
    text = f"{mark}format = 2\r\na = 1\n"
    module.write(path, text)
    assert path.read_bytes() == text.encode()
    assert module.read(path) == text
    path.write_bytes(b"format = 2\ra = 1\r\n")
    assert module.read(path) == "format = 2\na = 1\r\n"
