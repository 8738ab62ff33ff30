"""The demand of a market: one price for all, marginal revenue, and the volume that earns most."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import UnitError
from oilecon.trading import demand_schedule
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.trading import DemandSchedule

STEPS = (("100 kb/day", "-4 USD/bbl"), ("150 kb/day", "-6 USD/bbl"), ("250 kb/day", "-7 USD/bbl"))
MARKET = demand_schedule(STEPS)
WRITE = "; write [('100 kb/day', '-4 USD/bbl'), ('150 kb/day', '-6 USD/bbl')]"


def usd(*amounts: float) -> Any:
    return oe.Q(list(amounts), "USD/bbl")


def kb(*amounts: float) -> Any:
    return oe.Q(list(amounts), "kb/day")


def schedule(volumes: Sequence[float], prices: Sequence[float]) -> DemandSchedule:
    return demand_schedule(
        [
            (f"{volume} kb/day", oe.Q(price, "USD/bbl"))
            for volume, price in zip(volumes, prices, strict=True)
        ]
    )


# -- one price ---------------------------------------------------------------------------------


def test_all_that_is_sold_has_the_price_of_the_last_step() -> None:
    sold = kb(0.0, 50.0, 100.0, 100.1, 150.0, 250.0)
    assert MARKET.price(sold).magnitude.tolist() == [-4.0, -4.0, -4.0, -6.0, -6.0, -7.0]
    assert MARKET.revenue(kb(150.0)).to("kUSD/day").magnitude == pytest.approx([-900.0])
    assert str(MARKET.price("150 kb/day")) == "-6.0 USD/bbl"


def test_in_lots_each_step_would_have_its_own_price() -> None:
    # (100 x -4 + 50 x -6) / 150 = -4.667, so 200 kUSD a day are foregone at one price.
    assert MARKET.lots_price("150 kb/day").magnitude == pytest.approx(-700.0 / 150.0)
    assert MARKET.foregone("150 kb/day").to("kUSD/day").magnitude == pytest.approx(200.0)
    assert MARKET.lots_price("0 kb/day").magnitude == -4.0
    assert MARKET.foregone(kb(0.0, 60.0, 100.0)).magnitude.tolist() == [0.0, 0.0, 0.0]


def test_a_further_step_brings_less_than_its_own_price() -> None:
    # (150 x -6 - 100 x -4) / 50 = -10 and (250 x -7 - 150 x -6) / 100 = -8.5: it may rise again.
    marginal = MARKET.marginal_revenue(kb(0.0, 100.0, 125.0, 150.0, 250.0))
    assert marginal.magnitude == pytest.approx([-4.0, -4.0, -14.0, -10.0, -8.5])


def test_a_benchmark_makes_prices_of_differentials() -> None:
    priced = demand_schedule(STEPS, benchmark="60 USD/bbl")
    sold = kb(80.0, 120.0, 250.0)
    for name in ("price", "lots_price", "marginal_revenue"):
        asked = [getattr(market, name)(sold).magnitude for market in (priced, MARKET)]
        assert asked[0] == pytest.approx(asked[1] + 60.0)
    assert priced.foregone(sold).magnitude == pytest.approx(MARKET.foregone(sold).magnitude)
    assert priced.revenue("100 kb/day").to("kUSD/day").magnitude == pytest.approx(5600.0)


# -- beside another outlet -----------------------------------------------------------------------


def test_the_rest_goes_elsewhere_where_a_barrel_earns_more() -> None:
    elsewhere = usd(-3.0, -4.0, -8.9, -9.1, -20.0)
    best = MARKET.best_volume(elsewhere).to("kb/day").magnitude
    # From 100 to 250 the barrels bring (250 x -7 - 100 x -4) / 150 = -9.0: the second step, at
    # -10, would be refused alone, and the third makes up for it.
    assert best.tolist() == [0.0, 0.0, 100.0, 250.0, 250.0]
    assert str(MARKET.best_volume("-9 USD/bbl").to("kb/day")) == "100.0 kb/day"


def test_no_more_is_sold_than_there_is() -> None:
    best = MARKET.best_volume("-20 USD/bbl", available=kb(0.0, 80.0, 170.0, 900.0))
    assert best.to("kb/day").magnitude.tolist() == [0.0, 80.0, 170.0, 250.0]
    # A little beyond the end of a step lowers the price of all for too few barrels.
    assert str(MARKET.best_volume("-9.5 USD/bbl", available="101 kb/day")) == "100000.0 bbl/day"


STEPPED = st.lists(st.tuples(st.integers(1, 200), st.integers(0, 30)), min_size=1, max_size=5).map(
    lambda steps: (
        np.cumsum([volume for volume, _ in steps]).tolist(),
        (50.0 - np.cumsum([fall for _, fall in steps]) / 4.0).tolist(),
    )
)


@given(STEPPED, st.integers(0, 240), st.integers(0, 600))
def test_no_whole_volume_earns_more_than_the_best(
    steps: tuple[list[int], list[float]], quarter: int, available: int
) -> None:
    market, elsewhere = schedule(*steps), quarter / 4.0
    most = min(available, steps[0][-1])
    volumes = np.arange(most + 1.0)
    gains = volumes * (market.price(kb(*volumes)).magnitude - elsewhere)
    best = market.best_volume(oe.Q(elsewhere, "USD/bbl"), available=f"{available} kb/day").to(
        "kb/day"
    )
    assert best.magnitude == pytest.approx(volumes[int(np.argmax(gains))], abs=1e-9)


@given(STEPPED)
def test_marginal_revenues_of_the_steps_add_up_to_the_revenue(
    steps: tuple[list[int], list[float]],
) -> None:
    market, ends = schedule(*steps), kb(*steps[0])
    added = np.diff(steps[0], prepend=0) * market.marginal_revenue(ends).magnitude
    revenue = market.revenue(ends).to("kUSD/day").magnitude
    assert np.cumsum(added) == pytest.approx(revenue, rel=1e-9, abs=1e-6)
    lots = np.cumsum(np.diff(steps[0], prepend=0) * np.array(steps[1]))
    foregone = market.foregone(ends).to("kUSD/day").magnitude
    assert foregone == pytest.approx(lots - revenue, abs=1e-6)
    assert np.all(foregone >= 0.0)


# -- ranges and tables -----------------------------------------------------------------------------


def test_a_range_is_an_array_of_cases() -> None:
    wide = demand_schedule([("100 kb/day", usd(-4, -5, -3)), (kb(150, 140, 160), "-6 USD/bbl")])
    assert wide.price("120 kb/day").magnitude.tolist() == [-6.0, -6.0, -6.0]
    assert wide.price(kb(90)[:, None]).magnitude.tolist() == [[-4.0, -5.0, -3.0]]
    ends = [
        (-6 * last + first * 100) / (last - 100) for last, first in ((150, 4), (140, 5), (160, 3))
    ]
    assert wide.marginal_revenue(kb(150, 140, 160)).magnitude == pytest.approx(ends)
    alone = [
        demand_schedule([("100 kb/day", usd(first)[0]), (kb(last)[0], "-6 USD/bbl")])
        for first, last in ((-4, 150), (-5, 140), (-3, 160))
    ]
    other = usd(-9.9, -9.9, -9.9)
    assert wide.best_volume(other).magnitude.tolist() == [
        market.best_volume("-9.9 USD/bbl").magnitude for market in alone
    ]
    frame = wide.to_frame()
    assert frame.index.names == ["case", "step"]
    for case, market in enumerate(alone):
        rows = frame.xs(case, level="case")
        assert rows.to_numpy() == pytest.approx(market.to_frame().to_numpy())


def test_bounds_go_through_the_ranges_of_the_steps() -> None:
    def last(first: Any, then: Any) -> Any:
        return demand_schedule([("100 kb/day", first), ("150 kb/day", then)]).marginal_revenue(
            "150 kb/day"
        )

    interval = oe.bounds(last, {"first": usd(-5, -3), "then": usd(-7, -6)})
    # (150 x then - 100 x first) / 50
    assert (interval.low.magnitude, interval.high.magnitude) == pytest.approx((-15.0, -8.0))
    assert interval.directions == {"first": "falls", "then": "rises"}


def test_the_table_has_a_row_a_step() -> None:
    frame = MARKET.to_frame()
    assert frame.index.tolist() == [1, 2, 3]
    assert frame["volume [kb/day]"].tolist() == [100.0, 150.0, 250.0]
    assert frame.to_numpy()[1].tolist() == pytest.approx(
        [150.0, -6.0, -4.6667, -10.0, -900.0, 200.0], abs=1e-4
    )
    assert "marginal revenue [USD/bbl]" in str(MARKET)


def test_an_equal_price_makes_a_longer_step() -> None:
    split, whole = schedule([50, 100], [-4.0, -4.0]), schedule([100], [-4.0])
    for sold, name in itertools.product(("30 kb/day", "100 kb/day"), ("price", "marginal_revenue")):
        assert getattr(split, name)(sold) == getattr(whole, name)(sold)


# -- refusals --------------------------------------------------------------------------------------


def test_steps_are_pairs_that_go_on_and_fall() -> None:
    text = "demand_schedule: steps: expected "
    refused: list[tuple[Any, str]] = [
        ([], f"at least one step, got none{WRITE}"),
        ("steps", f"pairs of volume and price, got 'steps'{WRITE}"),
        (None, f"pairs of volume and price, got None{WRITE}"),
        (
            [STEPS[1], STEPS[0]],
            (
                "each volume above the one before, the first above 0, got 150,000 bbl/day and then "
                f"100,000 bbl/day{WRITE}"
            ),
        ),
        (
            [("0 kb/day", "-4 USD/bbl")],
            (
                "each volume above the one before, the first above 0, got 0 bbl/day and then 0 "
                f"bbl/day{WRITE}"
            ),
        ),
        (
            [STEPS[0], ("150 kb/day", "-3 USD/bbl")],
            f"no price above the one before, got -4 USD/bbl and then -3 USD/bbl{WRITE}",
        ),
        (
            [STEPS[0], ("150 kb/day", usd(-6, -3))],
            (
                "no price above the one before, got -4 USD/bbl and then -3 USD/bbl (1 of 2 cases)"
                f"{WRITE}"
            ),
        ),
    ]
    for steps, message in refused:
        assert refusal(lambda steps=steps: demand_schedule(steps)) == text + message


def test_a_figure_that_does_not_fit_is_named() -> None:
    assert refusal(lambda: demand_schedule([(150.0, "-4 USD/bbl")]), UnitError).startswith(
        "demand_schedule: steps[0]: volume: expected bbl/day, got the bare number 150"
    )
    assert refusal(
        lambda: demand_schedule([STEPS[0], ("150 kb/day", "6 kb/day")]), UnitError
    ).startswith("demand_schedule: steps[1]: price: expected USD/bbl, got ")
    assert refusal(
        lambda: demand_schedule([("100 kb/day", usd(-4, -5)), (kb(150, 160, 170), "-6 USD/bbl")])
    ).startswith(
        "demand_schedule: expected arrays that broadcast together, got steps[1] (3,), the price of "
        "steps[0] (2,)"
    )


def test_beyond_the_last_step_no_price_is_known() -> None:
    last = "where the last step ends, got"
    assert refusal(lambda: MARKET.price("300 kb/day")) == (
        f"price: volume: expected at most 250,000 bbl/day, {last} 300,000 bbl/day; give the "
        "schedule a further step"
    )
    assert refusal(lambda: MARKET.foregone(kb(250, 300))) == (
        f"foregone: volume: expected at most 250,000 bbl/day at index 1 (1 of 2), {last} 300,000 "
        "bbl/day at index 1 (1 of 2); give the schedule a further step"
    )
    assert "revenue: volume: expected at least 0 and at most" in refusal(
        lambda: MARKET.revenue("-1 kb/day")
    )
    assert refusal(lambda: MARKET.best_volume(usd(-5, -6), available=kb(1, 2, 3))).startswith(
        "best_volume: expected arrays that broadcast together, got elsewhere (2,)"
    )
