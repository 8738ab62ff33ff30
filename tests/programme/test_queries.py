"""Analyses of programmes: they take its months as one case."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from tests.samples import refusal

SUPPLY = {"supply.output": "630 kb/day", "supply.diluent_supply": "167 kb/day"}
S = oe.scenario("article").vary(SUPPLY)
P = oe.Programme.of(
    S,
    "2026-01/2026-06",
    outlets={
        "gulf": oe.Outlet(capacity="200 kb/day", lag="30 day"),
        "asia": oe.Outlet(lag="60 day"),
    },
    production={"supply": oe.Production(storage="15 Mb", stock="8 Mb")},
)
BRENT = oe.Q([50.0, 60.0, 70.0], "USD/bbl")


def cash(programme: oe.Programme) -> float:
    return float(oe.run(programme).total("cash").to("MUSD").magnitude)


def test_each_case_of_a_sweep_is_a_run() -> None:
    swept = oe.sweep(P, {"market.brent": BRENT}, outcomes=["cash", "2026-04.cash", "stock"])
    for k, brent in enumerate(BRENT):
        months = oe.run(P.vary({"market.brent": brent}))
        assert swept["cash"].magnitude[k] == pytest.approx(
            months.total("cash").to("MUSD").magnitude
        )
        assert swept["2026-04.cash"].magnitude[k] == pytest.approx(
            months["cash"].to("MUSD").magnitude[3]
        )
        assert swept["stock"].magnitude[k] == pytest.approx(months["stock"].to("Mb").magnitude[-1])


def test_a_grid_is_of_the_shape_of_its_axes() -> None:
    capacity = oe.Q([100.0, 200.0], "kb/day")
    axes = {"market.brent": BRENT, "gulf.outlet.capacity": capacity}
    swept = oe.sweep(P, axes, outcomes="cash")["cash"].magnitude
    assert swept.shape == (3, 2)
    one = P.vary({"market.brent": BRENT[2], "gulf.outlet.capacity": capacity[0]})
    assert swept[2, 0] == pytest.approx(cash(one))


def test_months_of_a_programme_stay_under_cases() -> None:
    months = pd.period_range("2026-01", periods=6, freq="M")
    brent = pd.Series(np.linspace(60.0, 70.0, 6), months, name="market.brent [USD/bbl]")
    moving = P.vary(brent)
    axes = {"gulf.outlet.capacity": oe.Q([100.0, 200.0], "kb/day")}
    swept = oe.sweep(moving, axes, outcomes="cash")["cash"].magnitude
    one = moving.vary({"gulf.outlet.capacity": "100 kb/day"})
    assert swept[0] == pytest.approx(cash(one))


def test_a_break_even_is_where_cash_covers_what_it_is_to_cover() -> None:
    at = oe.breakeven(P, "market.brent", outcome="2026-05.cash", target="400 MUSD")
    months = oe.run(P.vary({"market.brent": at.value}))
    assert months["cash"].to("MUSD").magnitude[4] == pytest.approx(400.0, abs=1e-4)


def test_a_contour_is_a_break_even_of_each_case() -> None:
    along = {"gulf.outlet.capacity": oe.Q([100.0, 200.0], "kb/day")}
    line = oe.contour(
        P,
        "market.brent",
        along=along,
        outcome="cash",
        target="1000 MUSD",
    )
    brent = float(line.to_frame()["market.brent [USD/bbl]"].iloc[1])
    one = P.vary({"gulf.outlet.capacity": "200 kb/day", "market.brent": oe.Q(brent, "USD/bbl")})
    assert cash(one) == pytest.approx(1000.0, abs=1e-3)


def test_an_attribution_of_a_blockade_adds_up() -> None:
    shut = P.vary({"gulf.outlet.capacity": "0 kb/day", "market.brent": "60 USD/bbl"})
    parts = oe.attribute(P, shut, outcome="cash")
    total = float(parts.to_frame()["contribution [MUSD]"].sum())
    assert total == pytest.approx(cash(shut) - cash(P))


def test_a_tornado_ranks_by_the_run() -> None:
    ranked = oe.tornado(P, outcome="cash").to_frame()
    top = ranked.iloc[0]
    one = P.vary({ranked.index[0]: oe.Q(float(top["low"]), str(top["unit"]))})
    assert float(top["cash at low [MUSD]"]) == pytest.approx(cash(one))


def test_a_simulation_has_the_same_bits_on_processes() -> None:
    drawn = {"market.brent": oe.Uniform("50 USD/bbl", "70 USD/bbl")}
    here = oe.simulate(P, drawn, outcomes=["cash", "debt"], n=500, seed=3)
    with ProcessPoolExecutor(1) as pool:
        there = oe.simulate(P, drawn, outcomes=["cash", "debt"], n=500, seed=3, executor=pool)
    assert (here["cash"].magnitude == there["cash"].magnitude).all()


def test_an_outcome_may_be_a_function_of_the_run() -> None:
    def least(run: Any) -> Any:
        return run["cash"].min(axis=0)

    def whole(run: Any) -> Any:
        return run.total("cash")

    swept = oe.sweep(P, {"market.brent": BRENT}, outcomes={"least": least, "whole": whole})
    one = oe.run(P.vary({"market.brent": BRENT[1]}))
    assert swept["least"].to("MUSD").magnitude[1] == pytest.approx(
        one["cash"].to("MUSD").magnitude.min()
    )
    assert swept["whole"].to("MUSD").magnitude[1] == pytest.approx(cash(one.programme))


def test_what_is_no_outcome_of_a_programme_is_refused() -> None:
    text = refusal(lambda: oe.tornado(P, outcome="cahs"), oe.UnknownName)
    assert text == ("outcome: no column 'cahs' in the run of a programme; did you mean 'cash'?")
    for month in ("2031-01", "2026"):
        text = refusal(lambda month=month: oe.tornado(P, outcome=f"{month}.cash"), oe.UnknownName)
        assert text == (
            f"outcome: no month '{month}' in the run, which has {P.months}; write "
            f"'{P.calendar.labels[0]}.cash', or 'cash' for all months"
        )


def test_a_count_of_months_cannot_be_varied() -> None:
    wells = oe.Production(
        decline="15 %/year", investment="1 MUSD/day", capital_cost="10000 USD*day/bbl"
    )
    programme = oe.Programme.of(
        S, "2026-01/2026-06", outlets={"gulf": oe.Outlet()}, production={"supply": wells}
    )
    axes = {"supply.production.lag": oe.Q([0.0, 3.0], "1")}
    text = refusal(lambda: oe.sweep(programme, axes, outcomes="cash"))
    assert text == (
        "supply.production.lag: expected a whole number of months, got an array; write 6.0"
    )


def test_a_programme_keeps_its_cases_out_of_a_run() -> None:
    many = P.vary_cases({"market.brent": BRENT})
    assert many.cases == (3,)
    text = refusal(lambda: oe.run(many))
    assert text == (
        "run: takes one case, and this programme holds (3,) of them beside its months; write one "
        "number, or one a month, at each path"
    )


def test_what_a_blockade_cost_is_attributed_by_month_s_numbers() -> None:
    before = P.vary({"gulf.outlet.licence": "300 kb/day"})
    after = before.by_date(
        {
            "2026-01/2026-03": {"gulf.outlet.licence": "0 kb/day", "market.brent": "60 USD/bbl"},
            "2026-04/2026-06": {"gulf.outlet.licence": "300 kb/day", "market.brent": "70 USD/bbl"},
        }
    )
    for one, other in ((before, after), (after, before)):
        parts = oe.attribute(one, other, outcome="cash").to_frame()["contribution [MUSD]"]
        assert parts.sum() == pytest.approx(cash(other) - cash(one))
    ends = ("50 USD/bbl", "70 USD/bbl")
    moved = oe.tornado(after, {"market.brent": ends}, outcome="cash").to_frame().iloc[0]
    for column, brent in (("cash at low [MUSD]", ends[0]), ("cash at high [MUSD]", ends[1])):
        assert float(moved[column]) == pytest.approx(cash(after.vary({"market.brent": brent})))
