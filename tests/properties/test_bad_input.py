"""Whatever comes, wherever it comes: refused by one of our own errors, shortly and at once."""

from __future__ import annotations

import datetime as dt
import json
import math
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import oilecon as oe
from oilecon.errors import InputError, OilEconError, PathError, UnitError
from oilecon.fields import Number
from oilecon.groups import Group
from oilecon.units import to_magnitude
from tests.samples import GROUPS, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLE: oe.Scenario = oe.scenario("article-sanctioned")
WORDS = [
    *("", " ", "5", "5 bbl", "30 %", "1e999 USD/bbl", "-1 t", "1 kt", "$", "64 USD/bbl", "DAP"),
    *("value", "unit", "USD/bbl", "kind", "TimeCharterEquivalent", "vlcc", "article", "market"),
    *("routes", "gulf", "asia", "sale", "terms", "legs", "sea", "vessel", "charter", "name"),
    *("title", "reference", "supply", "diluent", "api", "brent", "__class__", "self", "\ud800"),
]
TEXTS = st.sampled_from(WORDS) | st.text(st.characters(), max_size=20)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**400, -(10**400)]),
    st.floats(),
    TEXTS,
    st.dates(),
    st.times(),
    st.datetimes(),
)
PLAIN = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)
)
ODD = st.one_of(
    st.binary(max_size=5),
    st.complex_numbers(),
    st.decimals(),
    st.fractions(),
    st.sets(st.integers(), max_size=3),
    st.tuples(st.integers(), TEXTS),
    hnp.arrays(
        hnp.scalar_dtypes() | hnp.unicode_string_dtypes(),
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
    ),
    st.lists(SCALARS, max_size=3).map(lambda ones: np.array(ones, dtype=object)),
    st.builds(oe.Q, st.floats(-1e9, 1e9), st.sampled_from(["USD/bbl", "t", "1", "degC", "bbl"])),
    st.sampled_from([object(), object, len, ..., NotImplemented, ARTICLE, ARTICLE.market]),
)
ANYTHING = PLAIN | ODD


def attempt(make: Callable[[], Any], kind: type[OilEconError] = OilEconError) -> tuple[Any, str]:
    """Return what `make` makes, or the text with which it refuses; no other error passes."""
    try:
        return make(), ""
    except kind as error:
        return None, str(error)


# -- any value for any field -----------------------------------------------------------------------


def test_every_kind_of_group_has_a_sample_here() -> None:
    public = {getattr(oe, name) for name in oe.__all__}
    kinds = {kind for kind in public if isinstance(kind, type) and issubclass(kind, Group)}
    assert kinds == set(GROUPS) == set(SAMPLES)


@pytest.mark.parametrize("kind", GROUPS)
@given(data=st.data(), value=ANYTHING)
def test_any_value_for_any_field_is_taken_or_refused(
    kind: type[Group], data: st.DataObject, value: Any
) -> None:
    name = data.draw(st.sampled_from(sorted(kind._fields)))
    new, refused = attempt(lambda: SAMPLES[kind].evolve(**{name: value}))
    if refused:
        assert len(refused) < 700
        assert kind.__name__ in refused
        return
    raw = new._raw[name]
    if isinstance(kind._fields[name], Number) and raw is not None:
        assert np.isfinite(raw).all()
        assert type(raw) in {float, np.ndarray}
    public = {each: getattr(oe, each) for each in oe.__all__}
    assert eval(repr(new), public).same_figures(new)  # noqa: S307  our own text


@given(value=ANYTHING)
def test_any_value_is_a_finite_quantity_or_refused(value: Any) -> None:
    for make in (
        lambda: oe.Q(value),
        lambda: oe.Q(value, "USD/bbl"),
        lambda: oe.Q(value, "1"),
        lambda: oe.Q(1.0, value),
    ):
        quantity, refused = attempt(make, UnitError)
        assert len(refused) < 300
        if not refused:
            assert type(quantity.magnitude) in {float, np.ndarray}
            assert np.isfinite(quantity.magnitude).all()
    for unit in ("fraction", "degC"):
        raw, refused = attempt(partial(to_magnitude, value, unit), UnitError)
        assert len(refused) < 300
        assert refused or type(raw) in {float, np.ndarray}


@given(data=st.dictionaries(TEXTS, ANYTHING, max_size=4), kind=st.sampled_from(GROUPS))
def test_any_keywords_make_a_group_or_are_refused(data: dict[str, Any], kind: Any) -> None:
    group, refused = attempt(lambda: kind(**data))
    assert len(refused) < 8000
    assert refused or type(group) is kind


# -- any path --------------------------------------------------------------------------------------

STEPS = st.sampled_from([*WORDS, "*", "**", "hire", "weather", "values", "_raw", "__dict__"])


@given(path=st.lists(STEPS, max_size=5).map(".".join) | TEXTS, value=ANYTHING)
@example(path="asia.__class__", value="1")
@example(path="market._raw.brent", value="1")
def test_any_path_is_found_or_refused(path: str, value: Any) -> None:
    found, refused = attempt(lambda: ARTICLE.get(path), PathError)
    assert len(refused) < 400
    if not refused:
        kinds = (str, Group, type(None), type(oe.Q("1 t")))
        assert isinstance(found, kinds)
        assert path.partition(".")[0] in {"market", "supply", "gulf", "asia", "title", "reference"}
    varied, refused = attempt(lambda: ARTICLE.vary({path: value}))
    assert len(refused) < 8000
    assert refused or type(varied) is oe.Scenario


@given(changes=ANYTHING)
def test_any_changes_vary_or_are_refused(changes: Any) -> None:
    varied, refused = attempt(lambda: ARTICLE.vary(changes))
    assert len(refused) < 8000
    assert refused or type(varied) is oe.Scenario
    assert refused or isinstance(changes, dict)


@pytest.mark.parametrize("path", [5, None, ("market", "brent"), b"market.brent", math.nan])
def test_a_path_that_is_no_text_is_refused(path: Any) -> None:
    with pytest.raises(PathError, match=r"^no path "):
        ARTICLE.get(path)
    with pytest.raises(PathError, match=r"^no path "):
        ARTICLE.vary({path: "1 USD/bbl"})


# -- any plain data --------------------------------------------------------------------------------


def refused_or_same(make: Callable[[], Any]) -> str:
    """Check that a scenario survives its file, or return the text with which it is refused."""
    scenario, refused = attempt(make)
    assert refused or oe.Scenario.from_toml(scenario.to_toml()) == scenario
    return refused


@given(PLAIN)
def test_any_plain_data_is_a_scenario_or_refused(data: Any) -> None:
    assert len(refused_or_same(lambda: oe.Scenario.from_dict(data))) < 8000


def spots(data: Any, place: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the places of all tables and values in nested data."""
    found = [place]
    if isinstance(data, dict):
        for key, value in data.items():
            found += spots(value, (*place, key))
    return found


SPOTS = spots(ARTICLE.to_dict())


def changed(place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Return the scenario's data with another value at a place."""
    data: dict[str, Any] = json.loads(json.dumps(ARTICLE.to_dict()))
    *above, last = place
    home = data
    for key in above:
        home = home[key]
    home[last] = value
    return data


@given(place=st.sampled_from(SPOTS[1:]), value=PLAIN)
def test_any_value_at_any_place_of_a_scenario_is_taken_or_refused(
    place: tuple[str, ...], value: Any
) -> None:
    data = changed(place, value)
    assert len(refused_or_same(lambda: oe.Scenario.from_dict(data))) < 8000


@given(place=st.sampled_from(SPOTS[1:]), key=TEXTS, value=PLAIN)
def test_any_key_at_any_place_of_a_scenario_is_taken_or_refused(
    place: tuple[str, ...], key: str, value: Any
) -> None:
    data = changed((*place[:-1], key), value)
    assert len(refused_or_same(lambda: oe.Scenario.from_dict(data))) < 8000


@given(place=st.sampled_from(SPOTS[1:]), key=st.integers() | st.none() | st.binary() | st.floats())
def test_a_key_that_is_no_text_is_refused(place: tuple[str, ...], key: Any) -> None:
    with pytest.raises(InputError):
        oe.Scenario.from_dict(changed((*place[:-1], key), {}))


def test_a_huge_key_does_not_flood_the_message() -> None:
    for key in ("a" * 10**6, "a." * 10**6, 10**5000, "\N{ZERO WIDTH JOINER}" * 10**6):
        for home in ((), ("market",), ("routes",), ("routes", "asia", "legs")):
            with pytest.raises(InputError) as caught:
                oe.Scenario.from_dict(changed((*home, key), 3))
            assert len(str(caught.value)) < 500


def test_a_thousand_problems_do_not_flood_the_message() -> None:
    data = ARTICLE.to_dict()
    data["market"] = dict.fromkeys(map(str, range(1000)), 1)
    with pytest.raises(InputError) as caught:
        oe.Scenario.from_dict(data)
    lines = str(caught.value).splitlines()
    assert lines[0] == "1004 problems:"
    assert lines[1].startswith("  market.'0': there is no such field; known: ")
    assert lines[-1] == "  and 984 more"
    assert len(lines) == 22
    assert len(caught.value.problems) == 1004
    assert caught.value.problems[-1][0] == "market.finance_rate"


def test_a_key_cannot_break_the_message_into_lines() -> None:
    for home in (("market",), ("routes",)):
        with pytest.raises(InputError) as caught:
            oe.Scenario.from_dict(changed((*home, "a\nb: c"), 3))
        assert "\n" not in str(caught.value)
        assert str(caught.value).startswith(f"{home[0]}.'a\\nb: c': ")
    with pytest.raises(InputError, match=r"^Market.'a\\nb': there is no such field"):
        ARTICLE.market.evolve(**{"a\nb": 1})


def test_data_nested_without_end_is_refused() -> None:
    endless: dict[str, Any] = {}
    endless["market"] = endless
    endless["routes"] = endless
    endless["supply"] = [endless]
    with pytest.raises(InputError):
        oe.Scenario.from_dict(endless)
    deep: Any = "DAP"
    for _ in range(100_000):
        deep = [deep]
    for spot in SPOTS[1:]:
        with pytest.raises(OilEconError) as caught:
            oe.Scenario.from_dict(changed(spot, deep))
        assert len(str(caught.value)) < 500


# -- any file --------------------------------------------------------------------------------------

LINES = ARTICLE.to_toml().splitlines()


@given(st.text() | st.lists(st.sampled_from(LINES)).map("\n".join))
@example("format = 1\n" + "a.b." * 400 + "c = 1")
@example("format = 1\nx = " + "9" * 5000)
@example("format = 1\nx = " + "[" * 5000)
def test_any_text_is_a_scenario_or_refused(text: str) -> None:
    refused = refused_or_same(lambda: oe.Scenario.from_toml(text))
    assert len(refused) < 8000
    assert not refused or refused.startswith("scenario: ")


@given(line=st.integers(0, len(LINES) - 1), new=st.text() | st.sampled_from(LINES))
def test_a_file_with_any_line_replaced_is_a_scenario_or_refused(line: int, new: str) -> None:
    text = "\n".join([*LINES[:line], new, *LINES[line + 1 :]])
    refused = refused_or_same(lambda: oe.Scenario.from_toml(text))
    assert len(refused) < 8000
    assert not refused or refused.startswith("scenario: ")


@given(content=st.binary())
def test_any_bytes_are_refused(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        oe.Scenario.load(path)
    assert path.name in str(caught.value)


# -- one of each, by its text ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (True, "expected USD/bbl, got True; a truth value is no quantity"),
        (b"64 USD/bbl", "expected USD/bbl, got bytes, which is no number"),
        (Decimal("NaN"), "expected USD/bbl, got nan, which is no finite number"),
        (dt.date(2026, 1, 1), "expected USD/bbl, got date, which is no number"),
        ({"value": 64}, "expected USD/bbl, got dict, which is no number"),
        (ARTICLE, "expected USD/bbl, got Scenario, which is no number"),
        (len, "expected USD/bbl, got builtin_function_or_method, which is no number"),
    ],
)
def test_what_is_no_number_is_named_by_its_type(value: Any, sentence: str) -> None:
    with pytest.raises(UnitError) as caught:
        ARTICLE.vary({"market.brent": value})
    sentence += "; write for example '64 USD/bbl'"
    assert str(caught.value) == f"market.brent: {sentence}"
    assert caught.value.problems == (("market.brent", sentence),)


# -- look-ups by name ------------------------------------------------------------------------------

NO_NAMES: list[Any] = [
    *([], {}, [[]], {1}, ("a", []), 5, 1.5, True, b"x", np.array([1, 2, 3]), np.array(["article"])),
    *(pd.Series(["a", "b"]), "", "no such name"),
]


def _look_ups() -> dict[str, Any]:
    scenario = oe.scenario("article")
    case, compared = oe.evaluate(scenario, "asia"), oe.compare(scenario, "gulf", "asia")
    drawn, heavy = oe.simulate(scenario, n=8), oe.Crude("8 degAPI", sulphur="2 %")
    money = oe.annual_revenue("5 USD/bbl", "1 kb/day", year=2025)
    charges = oe.ImportCharges.shipped
    return {
        "scenario": oe.scenario,
        "crude": oe.Crude.shipped,
        "sample": lambda name: oe.Crude.shipped("Merey", sample=name),
        "vessel": oe.Vessel.shipped,
        "loan": oe.Loan.shipped,
        "barter": oe.blending.barter,
        "rule": lambda name: oe.blending.quality_rule(name, on="2022-10"),
        "differential": lambda name: oe.blending.quality_differential(heavy, name, on="2022-10"),
        "charges": lambda name: charges(name, on="2021-07-14", exchange_rate="6.474 CNY/USD"),
        "route": lambda name: oe.evaluate(scenario, name),
        "reference": lambda name: oe.compare(scenario, name, "asia"),
        "netback": lambda name: case[name],
        "comparison": lambda name: compared[name],
        "simulation": lambda name: drawn[name],
        "threshold": lambda name: drawn.probability(name, above="5 %"),
        "annual": lambda name: money[name],
        "row": scenario.row,
        "path": scenario.get,
        "claims": oe.article.claims,
        "margin": lambda name: oe.article.margin_loss(reading=name),
        "basis": oe.article.margin_loss,
        "freight": lambda name: oe.article.margin_loss(freight=name),
        "breakeven": lambda name: oe.breakeven(
            scenario, "market.brent", outcome=name, target="5 %"
        ),
        "correlations": lambda name: oe.simulate(scenario, n=8, correlations=name),
        "distance": lambda name: oe.distance(name, "Houston"),
        "port": oe.Port.shipped,
    }


@pytest.mark.parametrize("look_up", _look_ups().values(), ids=_look_ups())
def test_what_is_no_name_is_refused_by_name(look_up: Any) -> None:
    """`scenario([])`, `barter([])`, `quality_rule([])` and others were a bare TypeError."""
    for name in NO_NAMES:
        try:
            look_up(name)
        except OilEconError:
            continue
        else:
            # An empty mapping has no correlation, and no text is the scenario itself.
            assert name in ({}, ""), name


def test_a_truth_value_is_no_element() -> None:
    """`at(True)` was the second element."""
    scenario = oe.scenario("article").vary({"market.brent": oe.Q([50, 60], "USD/bbl")})
    at: Any
    for at in (True, False, np.True_):
        with pytest.raises(oe.PathError, match="write one index for each dimension"):
            scenario.at(at)
