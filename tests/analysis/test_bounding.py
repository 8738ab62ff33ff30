"""Bounds: exact where the inputs allow it, and else said to be an estimate."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.analysis import input_ranges
from oilecon.errors import InputError, OilEconError, PathError, UnitError

ARTICLE = oe.scenario("article")
FULL = oe.scenario("article-sanctioned")
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"


def refused(kind: type[OilEconError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


# -- bounds ------------------------------------------------------------------------------------


def test_the_trading_house_of_january_2026() -> None:
    found = oe.bounds(
        lambda fob, delivered, freight: delivered - freight - fob,
        {
            "fob": "-15 USD/bbl",
            "delivered": ("-9.50 USD/bbl", "-8.50 USD/bbl"),
            "freight": ("2.50 USD/bbl", "3.50 USD/bbl"),
        },
    )
    assert (found.low.magnitude, found.high.magnitude) == (2.0, 4.0)
    assert found.exact
    assert found.directions == {"fob": "flat", "delivered": "rises", "freight": "falls"}
    assert str(found) == "2.00 to 4.00 USD/bbl (exact: it rises or falls along every input)"
    assert found.at_low["freight"] == oe.Q("3.5 USD/bbl")
    assert found.to_frame().loc["delivered", "at high"] == -8.5


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_no_case_within_the_ranges_lies_outside_exact_bounds(shares: list[float]) -> None:
    paths = [BRENT, HIRE, "gulf.sea.charter.hire"]
    found = oe.bounds(ARTICLE, paths)
    assert found.exact
    inside = {
        each.name: oe.Q(each.low + x * (each.high - each.low), each.input.field.unit)
        for each, x in zip(input_ranges.read_ranges(ARTICLE, paths), shares, strict=True)
    }
    loss = oe.compare(ARTICLE.vary(inside), "gulf", "asia").loss()
    assert found.low.magnitude - 1e-9 <= loss.magnitude <= found.high.magnitude + 1e-9


def test_a_direction_that_depends_on_the_others_is_still_exact() -> None:
    found = oe.bounds(
        lambda a, b: (a - oe.Q("5 t")) * (b - oe.Q("5 t")),
        {"a": ("0 t", "10 t"), "b": ("0 t", "10 t")},
    )
    assert found.directions == {"a": "depends", "b": "depends"}
    assert found.exact
    assert (found.low.magnitude, found.high.magnitude) == (-25.0, 25.0)


def test_what_turns_within_its_range_is_only_estimated() -> None:
    found = oe.bounds(lambda a: (a - oe.Q("4 t")) * (a - oe.Q("4 t")), {"a": ("0 t", "10 t")})
    assert not found.exact
    assert found.high.magnitude == 36.0
    assert 0.0 <= found.low.magnitude < 3.0
    assert "an estimate, may be too narrow: it turns within the range of a" in str(found)


def test_all_sourced_ranges_at_once_hold_the_tornado() -> None:
    every = oe.bounds(FULL, outcome="asia.netback")
    frame = oe.tornado(FULL, outcome="asia.netback").to_frame()
    assert every.exact
    assert every.low.magnitude < frame["asia.netback at low [USD/bbl]"].min()
    assert every.high.magnitude > frame["asia.netback at high [USD/bbl]"].max()


def test_what_bounds_refuse() -> None:
    bounds: Any = oe.bounds
    five: Any = 5

    def f(fob: Any) -> Any:
        return fob

    assert refused(InputError, lambda: oe.bounds(f, {"fbo": ("1 t", "2 t")})) == (
        "ranges: they do not fit the function: missing a required argument: 'fob'"
    )
    assert refused(InputError, lambda: oe.bounds(f, {"fob": ("2 t", "1 t")})) == (
        "fob: the low end 2 is above the high end 1; swap them"
    )
    assert refused(UnitError, lambda: oe.bounds(f, {"fob": ("2 t", "9 USD")})).startswith(
        "fob: expected t, got 9 in USD"
    )
    assert refused(InputError, lambda: oe.bounds(five, {"fob": ("1 t", "2 t")})) == (
        "scenario: expected a Scenario or a function, got int"
    )
    assert refused(InputError, lambda: bounds(f)).startswith("ranges: expected a mapping of")
    assert refused(UnitError, lambda: bounds(lambda fob: [fob], {"fob": ("1 t", "2 t")})) == (
        "the function's answer: expected a pure number, got 1 in t, another kind of quantity"
    )
    assert refused(InputError, lambda: oe.bounds(ARTICLE, {BRENT: (1, 2, 3)})).startswith(
        "market.brent: expected a range (low, high), got"
    )
    assert refused(PathError, lambda: oe.bounds(ARTICLE, ["gulf.sea.extra_days"])) == (
        "gulf.sea.extra_days: no range is known; write ranges={'gulf.sea.extra_days': (low, high)}"
    )
    # With demurrage the route has one line more, which this scenario's outcomes do not know.
    late = {"asia.sea.demurrage": ("1 USD/day", "2 USD/day")}
    assert refused(InputError, lambda: oe.bounds(ARTICLE, late)) == (
        "asia.sea.demurrage: is left out; put a number there first, with scenario.vary"
    )
    found = oe.sweep(
        ARTICLE,
        {"asia.sea.demurrage": ["1000 USD/day"], "asia.sea.demurrage_days": ["2 day"]},
        outcomes="asia.finance_carry",
    )
    assert found["asia.finance_carry"].magnitude.item() == (
        oe.evaluate(ARTICLE, "asia")["finance_carry"].magnitude
    )
    low = {BRENT: ("10 USD/bbl", "80 USD/bbl")}
    assert re.fullmatch(
        r"loss is not defined at \d+ of \d+ points of the ranges: its reference is not above zero "
        r"there; write 'lost', the loss in USD/bbl, or narrow the ranges",
        refused(InputError, lambda: oe.bounds(ARTICLE, low)),
    )
    assert oe.bounds(ARTICLE, low, outcome="lost").high.magnitude < 10.0
    over = {"supply.target_api": ("10 degAPI", "60 degAPI")}
    assert refused(InputError, lambda: oe.bounds(ARTICLE, over)).startswith(
        "the ranges hold cases that break a rule: "
    )
