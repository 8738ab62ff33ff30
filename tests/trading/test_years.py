"""Annual revenue, and dollars of one year."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import UnitError, UnknownName
from tests.samples import refusal

# -- annual revenue -------------------------------------------------------------------------------


def test_a_year_has_its_days() -> None:
    for year, days in ((2024, 366), (2025, 365), (1900, 365), (2000, 366)):
        assert oe.annual_revenue("10 USD/bbl", "100 kb/day", year=year).days == days
    revenue = oe.annual_revenue("10 USD/bbl", "100 kb/day", start="2025-11-01", end="2026-01-31")
    assert revenue.days == 92
    assert revenue["amount"].magnitude == pytest.approx(92.0)
    assert revenue.a_year("amount").magnitude == pytest.approx(365.0)


@given(volume=st.floats(1, 5000))
def test_scaling_the_volume_leaves_the_barrel_as_it_is(volume: float) -> None:
    netback = oe.evaluate(oe.scenario("article"), "asia")
    revenue = oe.annual_revenue(netback, oe.Q(volume, "kb/day"), year=2025)
    for name in ("price", "sea.fuel", "netback", "net"):
        per_barrel: Any = (revenue[name] / revenue.volume).m_as("USD/bbl")
        assert abs(per_barrel) == pytest.approx(netback[name].magnitude, rel=1e-12)


CASES = oe.scenario("article").vary(
    {"market.brent": oe.Q([[60.0], [70.0], [80.0]], "USD/bbl"), "supply.royalty": [0.2, 0.3]}
)
KINDS: dict[str, Any] = {
    "a netback": lambda s: oe.evaluate(s, "asia"),
    "a comparison": lambda s: oe.compare(s, "gulf", "asia"),
    "recipients": lambda s: oe.evaluate(s, "asia").recipients(),
    "their difference": lambda s: oe.compare(s, "gulf", "asia").recipients(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_year_of_many_cases_is_each_cases_year(kind: str) -> None:
    years = oe.annual_revenue(KINDS[kind](CASES), "100 kb/day", year=2024)
    frame = years.to_frame()
    assert frame.index.equals(oe.evaluate(CASES, "asia").to_frame().index)
    for at in np.ndindex(3, 2):
        one = oe.annual_revenue(KINDS[kind](CASES.at(*at)), "100 kb/day", year=2024)
        assert list(frame.columns) == [f"{name} [MUSD]" for name in one.money]
        assert frame.loc[at].tolist() == one.to_frame()["money [MUSD]"].tolist()
        for name, amount in one.money.items():
            assert years[name].magnitude[at] == amount.magnitude
            assert years.a_year(name).magnitude[at] == one.a_year(name).magnitude


def test_a_year_of_several_figures_or_volumes() -> None:
    two = oe.Q([10.0, 20.0], "USD/bbl")
    flows = oe.Q([1.0, 2.0], "kb/day")
    for what, volume, wanted in (
        (two, "100 kb/day", [366.0, 732.0]),
        ("10 USD/bbl", flows, [3.66, 7.32]),
        (two, flows, [3.66, 14.64]),
    ):
        years = oe.annual_revenue(what, volume, year=2024)
        assert years["amount"].magnitude == pytest.approx(wanted)
        assert years.to_frame().index.name == "case"
        assert years.to_frame()["amount [MUSD]"].tolist() == years["amount"].magnitude.tolist()
    one = oe.annual_revenue(oe.evaluate(oe.scenario("article"), "asia"), flows, year=2024)
    assert one.to_frame()["net [MUSD]"].tolist() == one["net"].magnitude.tolist()


def test_annual_refuses_what_does_not_go_together() -> None:
    many = oe.evaluate(CASES, "asia")
    three = oe.Q([1.0, 2.0, 3.0], "kb/day")
    assert refusal(lambda: oe.annual_revenue(many, three, year=2024)) == (
        "annual_revenue: expected arrays that broadcast together, got volume (3,), what (3, 2); "
        "give each its own dimension, as with array[:, None]"
    )
    for measure in ("heavy", "tonne"):
        counted = oe.compare(oe.scenario("article"), "gulf", "asia").per(measure)
        for what in (counted, counted.recipients()):
            assert refusal(lambda what=what: oe.annual_revenue(what, "1 kb/day", year=2024)) == (
                "annual_revenue: what: expected a result per barrel of blend, as `volume` counts "
                f"it, got one by {measure!r}; write result.per('blend')"
            )


def test_annual_takes_results_of_one_case() -> None:
    comparison = oe.compare(oe.scenario("article-sanctioned"), "gulf", "asia")
    year = oe.annual_revenue(comparison, "746 kb/day", year=2025)
    assert year["netback"].magnitude == pytest.approx(
        (comparison["asia.netback"] - comparison["gulf.netback"]).magnitude * 0.746 * 365
    )
    shared = oe.annual_revenue(comparison.recipients(), "746 kb/day", year=2025)
    assert shared["producer"].magnitude == pytest.approx(year["net"].magnitude)
    assert "money [MUSD]" in str(shared)
    assert refusal(lambda: year["netbak"], UnknownName) == (
        "no amount 'netbak'; did you mean 'netback'?"
    )
    assert "expected year=2025, or" in refusal(lambda: oe.annual_revenue("1 USD/bbl", "1 kb/day"))
    assert "expected an end on or after" in refusal(
        lambda: oe.annual_revenue("1 USD/bbl", "1 kb/day", start="2025-02-01", end="2025-01-01")
    )
    assert "expected USD/bbl, got 1 in USD/t" in refusal(
        lambda: oe.annual_revenue("1 USD/t", "1 kb/day", year=2025), UnitError
    )
    assert (
        "annual_revenue: year: expected a year of four digits, got 'x'; write for example 2025"
        in refusal(lambda: oe.annual_revenue("1 USD/bbl", "1 kb/day", year="x"))
    )


# -- dollars of one year ---------------------------------------------------------------------------


OLD = oe.Q("60 USD2006/bbl")


@pytest.mark.parametrize("other", ["1 USD/bbl", "1 USD2007/bbl"])
def test_dollars_of_one_year_do_not_mix(other: str) -> None:
    with pytest.raises(pint.DimensionalityError):
        OLD + oe.Q(other)


def test_a_field_takes_plain_dollars_only_and_says_how() -> None:
    assert refusal(lambda: oe.scenario("article").vary({"market.brent": OLD}), UnitError) == (
        "market.brent: expected USD/bbl, got 60 in USD2006/bbl, another kind of quantity (dollars "
        "of one year; see oilecon.constant_dollars and oilecon.drop_price_year); write for "
        "example '64 USD/bbl'"
    )
    now = oe.drop_price_year(oe.constant_dollars(OLD, 2025))
    assert oe.scenario("article").vary({"market.brent": now}).market.brent == now


def test_real_dollars_are_by_the_consumer_price_index() -> None:
    # The Bureau's own yearly averages, 201.6 in 2006 and 313.689 in 2024, are rounded.
    assert oe.constant_dollars(OLD, 2024).magnitude == pytest.approx(60 * 313.689 / 201.6, rel=1e-4)
    assert f"{oe.constant_dollars(OLD, 2024).units:~P}" == "USD2024/bbl"
    assert oe.constant_dollars("100 MUSD", 2024, of="2006-08").magnitude == pytest.approx(
        100e6 * 313.689 / 203.9, rel=1e-4
    )
    back = oe.constant_dollars(oe.constant_dollars(OLD, 2024), 2006)
    assert back.magnitude == pytest.approx(60.0)


@pytest.mark.parametrize("unit", ["CNY/USD", "t/USD", "bbl", "USD*USD"])
def test_only_an_amount_of_dollars_becomes_another_years(unit: str) -> None:
    # An exchange rate moves the other way: dividing by dollars is no amount of them.
    assert "expected dollars, got" in refusal(
        lambda: oe.constant_dollars(oe.Q(1.0, unit), 2025, of=2006), UnitError
    )
    flow = oe.constant_dollars(oe.Q("5 kb/day") * oe.Q("60 USD2006/bbl"), 2025)
    assert flow.m_as("USD2025/day") == pytest.approx(
        300_000 * oe.constant_dollars("1 USD2006", 2025).magnitude
    )


def test_a_month_that_was_never_published_says_so() -> None:
    assert refusal(lambda: oe.constant_dollars("60 USD/bbl", 2024, of="2025-10")) == (
        "constant_dollars: the consumer price index of 2025-10 was never published; "
        "take a neighbour"
    )
    assert "held from 2000-01 to 2026-05" in refusal(
        lambda: oe.constant_dollars("60 USD/bbl", 2024, of="2026-06")
    )
    assert "expected a year of 2000 to 2025" in refusal(lambda: oe.constant_dollars(OLD, 2026))
    assert "expected one year" in refusal(
        lambda: oe.constant_dollars("60 USD/bbl", 2024), UnitError
    )
    assert "expected one year" in refusal(
        lambda: oe.constant_dollars(OLD, 2024, of=2006), UnitError
    )
    assert "expected dollars" in refusal(lambda: oe.constant_dollars("60 t", 2024), UnitError)
    assert "expected dollars of one year" in refusal(
        lambda: oe.drop_price_year("60 USD/bbl"), UnitError
    )


def test_dollars_of_one_year_pickle() -> None:
    assert pickle.loads(pickle.dumps(OLD)) == OLD  # noqa: S301
    assert "is not a unit of oilecon" in refusal(lambda: oe.Q("1 USD1850"), UnitError)
