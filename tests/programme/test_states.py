"""What is carried from month to month: wells, tanks, diluent and ships."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.programme.months import months_of
from oilecon.programme.states import Fleet, of_month

S = oe.scenario("article").vary({"supply.output": "600 kb/day"})
YEAR = "2026-01/2026-12"
DAYS = np.array(months_of(YEAR).days)


def programme(gulf: oe.Outlet | None = None, months: str = YEAR, **wells: Any) -> oe.Programme:
    return oe.Programme.of(
        S,
        months,
        outlets={"gulf": gulf or oe.Outlet()},
        production={"supply": oe.Production(**wells)},
    )


def rate(run: oe.ProgrammeRun, column: str) -> Any:
    return run[column].to("kb").magnitude / DAYS[: len(run.months)]


# -- wells ---------------------------------------------------------------------------------------


def test_a_decline_is_compounded_by_the_month() -> None:
    run = oe.run(programme(decline="25 %/year", months="2026-01/2027-01"))
    potential = run["potential"].to("kb").magnitude
    assert potential[0] / 31 == pytest.approx(600.0)
    assert potential[12] / 31 == pytest.approx(600.0 * 0.75)


def test_holding_output_costs_what_the_monthly_decline_takes() -> None:
    # 12 [1 - (1 - d)^(1/12)] K q: 10,000 USD for a barrel a day and 25 % a year of 1.1 Mb/d
    # take 3.13 bn USD a year, 15 % 1.78 and 10 % 1.15, as against 3.53 of Rystad.
    for decline, bn in ((0.10, 1.15), (0.15, 1.78), (0.25, 3.13)):
        lost = (1.0 - (1.0 - decline) ** (1.0 / 12.0)) * 1.1e6
        a_day = lost * 10_000.0 / DAYS
        wells = programme(
            decline=decline * oe.Q(1.0, "1/year"),
            investment=a_day * oe.Q(1.0, "USD/day"),
            capital_cost="10000 USD*day/bbl",
            lag=1.0,
        ).vary({"supply.output": "1100 kb/day"})
        run = oe.run(wells)
        np.testing.assert_allclose(rate(run, "potential"), 1100.0)
        assert run.total("investment").to("BUSD").magnitude == pytest.approx(bn, abs=0.006)


def test_restored_barrels_come_after_a_lag_and_decline_too() -> None:
    spending = np.zeros(12)
    spending[0] = 1e6
    run = oe.run(
        programme(
            decline="20 %/year",
            investment=spending * oe.Q(1.0, "USD/day"),
            capital_cost="1000 USD*day/bbl",
            lag=3.0,
        )
    )
    keeps = 0.8 ** (1.0 / 12.0)
    potential = rate(run, "potential")
    np.testing.assert_allclose(potential[:3], 600.0 * keeps ** np.arange(3))
    np.testing.assert_allclose(
        potential[3:], (600.0 * keeps**3 + 31.0) * keeps ** np.arange(9), rtol=1e-12
    )


def test_wells_that_are_shut_in_do_not_decline() -> None:
    shut = oe.run(programme(oe.Outlet(capacity="0 kb/day"), decline="20 %/year"))
    np.testing.assert_allclose(rate(shut, "potential"), 600.0)
    np.testing.assert_allclose(rate(shut, "shut_in"), 600.0)


def test_wells_open_again_some_months_after_they_were_shut() -> None:
    capacity = np.full(12, 800e3)
    capacity[2] = 0.0
    for months in (1, 2, 4):
        run = oe.run(
            programme(oe.Outlet(capacity=capacity * oe.Q(1.0, "bbl/day")), reopening=float(months))
        )
        shut = rate(run, "shut_in") > 1.0
        assert shut.tolist() == [2 <= k < 2 + months for k in range(12)]


def test_wells_that_are_shut_in_at_first_open_when_they_can() -> None:
    run = oe.run(programme(shut_in="200 kb/day", reopening=3.0))
    np.testing.assert_allclose(rate(run, "produced")[:4], [400.0, 400.0, 600.0, 600.0])


def test_an_output_of_months_is_taken_as_it_is() -> None:
    path = np.linspace(500.0, 600.0, 12)
    moving = programme(decline="20 %/year").vary({"supply.output": oe.Q(path, "kb/day")})
    np.testing.assert_allclose(rate(oe.run(moving), "potential"), path)


# -- tanks ---------------------------------------------------------------------------------------


def test_tanks_fill_before_wells_are_shut_in() -> None:
    run = oe.run(programme(oe.Outlet(capacity="500 kb/day"), storage="20 Mb", stock="5 Mb"))
    stock, shut = run["stock"].to("Mb").magnitude, rate(run, "shut_in")
    assert (np.diff(stock) >= 0.0).all()
    assert stock.max() == 20.0
    assert (shut[stock < 20.0] == 0.0).all()
    assert (shut[2:] > 0.0).all()


def test_a_stock_is_sold_before_anything_is_made() -> None:
    run = oe.run(programme(oe.Outlet(capacity="500 kb/day"), storage="40 Mb", stock="40 Mb"))
    assert run["gulf.barrels"].to("kb").magnitude == pytest.approx(500.0 * DAYS)


# -- diluent -------------------------------------------------------------------------------------


def test_a_shared_stock_of_diluent_is_used_and_filled() -> None:
    pool = oe.DiluentPool(volume="100 kb/day", stock="1 Mb", storage="2 Mb")
    base = programme(months="2026-01/2026-03").evolve(diluent_pool=pool)
    run = oe.run(base)
    stock, bought = run["diluent_stock"].to("Mb").magnitude, run["diluent_bought"].magnitude
    used = run["diluent"].magnitude
    before = np.concatenate([[1e6], stock[:-1] * 1e6])
    np.testing.assert_allclose(before + bought - used, stock * 1e6)
    assert stock[0] == 0.0  # short of diluent, all of it goes
    idle = oe.run(base.vary({"gulf.outlet.capacity": "0 kb/day"}))
    np.testing.assert_allclose(idle["diluent_stock"].to("Mb").magnitude, 2.0)
    assert idle["diluent_bought"].to("Mb").magnitude.tolist() == [1.0, 0.0, 0.0]


def test_a_dearer_source_is_bought_after_the_first_and_costs_more() -> None:
    source = oe.DiluentSource(volume="40 kb/day", change="3 USD/bbl")
    pool = oe.DiluentPool(volume="100 kb/day", sources={"overseas": source})
    base = programme(months="2026-01/2026-03").evolve(diluent_pool=pool)
    run = oe.run(base)
    days = DAYS[:3]
    np.testing.assert_allclose(run["diluent_bought"].to("kb").magnitude, 140.0 * days)
    np.testing.assert_allclose(run["overseas.bought"].to("kb").magnitude, 40.0 * days)
    alone = oe.run(base.vary({"diluent_pool.overseas.change": "0 USD/bbl"}))
    extra = (run["diluent_cost"] - alone["diluent_cost"]).to("kUSD").magnitude
    np.testing.assert_allclose(extra, 3.0 * 40.0 * days)
    dear = oe.run(base.vary({"diluent_pool.overseas.change": "250 USD/bbl"}))
    assert dear["overseas.bought"].magnitude.tolist() == [0.0] * 3


def test_bartered_diluent_is_paid_in_blend() -> None:
    pool = oe.DiluentPool(volume="200 kb/day", bartered="50 %")
    base = programme(months="2026-01/2026-03").evolve(diluent_pool=pool)
    run, cash = oe.run(base), oe.run(base.vary({"diluent_pool.bartered": "0 %"}))
    given = (run["supply.bartered"] * run["gulf.netback"]).to("MUSD").magnitude
    np.testing.assert_allclose(given, 0.5 * cash["diluent_cost"].to("MUSD").magnitude)
    np.testing.assert_allclose(
        run["diluent_cost"].to("MUSD").magnitude, 0.5 * cash["diluent_cost"].to("MUSD").magnitude
    )
    np.testing.assert_allclose(
        (run["made"] - run["supply.bartered"]).magnitude, run["sold"].magnitude
    )


# -- ships ---------------------------------------------------------------------------------------


def walk(fleet: Fleet, months: int, wanted: float = 1e12) -> tuple[list[float], list[float]]:
    loaded, away = [], []
    for month in range(months):
        most = float(fleet.open(month))
        loaded.append(min(wanted, most))
        away.append(float(fleet.close(month, loaded[-1])))
    return loaded, away


def test_ships_under_way_load_at_a_steady_rate() -> None:
    months = months_of(YEAR)
    loaded, away = walk(Fleet(20.0, 97.0, 2e6, months, home=False), 12)
    np.testing.assert_allclose(loaded, 20.0 / 97.0 * 2e6 * DAYS)
    np.testing.assert_allclose(away, 20.0)


def test_ships_that_400_thousand_barrels_a_day_to_ningbo_take() -> None:
    """VLCCs of 1.9 Mb: 20.4 at 97 days for the round voyage, 23.1 at the 109.8 of TD22."""
    for trip, ships in ((97.0, 20.4), (109.8, 23.1)):
        fleet = Fleet(400e3 * trip / 1.9e6, trip, 1.9e6, months_of(YEAR), home=False)
        loaded, away = walk(fleet, 12)
        np.testing.assert_allclose(loaded, 400e3 * DAYS)
        assert away == pytest.approx([ships] * 12, abs=0.05)


def test_ships_of_the_route_to_ningbo_and_their_cargo() -> None:
    """270,000 t and 97.7 days by the route's own distance and speeds: 22 ships."""
    article = oe.scenario("article").vary({"supply.output": "900 kb/day"})
    laden, ballast = (13350 * 1.05 / (knots * 24) for knots in (13.0, 12.5))
    trip = laden + ballast + 2 + 2 + 2  # at both ports, and waiting
    only = article.evolve(routes={"asia": article.routes["asia"]})
    run = oe.run(oe.Programme.of(only, YEAR, outlets={"asia": oe.Outlet(ships=22.0)}))
    cargo = (run["asia.loaded"] / run["asia.cargoes"]).magnitude[0]
    np.testing.assert_allclose(run["asia.loaded"].magnitude / DAYS, 22.0 * cargo / trip)
    assert 22.0 * cargo / trip == pytest.approx(400e3, rel=0.005)


def test_ships_at_home_load_once_and_are_gone() -> None:
    months = months_of("2026-01/2026-06")
    loaded, away = walk(Fleet(10.0, 120.0, 1.0, months, home=True), 6)
    assert loaded[0] == pytest.approx(10.0)
    assert away[0] == pytest.approx(10.0)
    assert loaded[1:3] == [0.0, 0.0]
    assert sum(loaded[3:5]) > 0.0


@given(
    days=st.floats(5.0, 200.0),
    count=st.floats(0.0, 40.0),
    home=st.booleans(),
    wanted=st.floats(0.0, 60.0),
)
def test_no_more_ships_are_away_than_there_are(
    *, days: float, count: float, home: bool, wanted: float
) -> None:
    months = months_of("2026-01/2027-12")
    loaded, away = walk(Fleet(count, days, 1.0, months, home=home), 24, wanted)
    assert min(loaded) >= 0.0
    assert min(away) >= -1e-9 * max(count, 1.0)
    assert max(away) <= count * (1.0 + 1e-9) + 1e-9


def test_a_number_of_a_month_is_a_float_where_paths_do_not_differ() -> None:
    assert of_month(3.0, 5) == 3.0
    assert of_month(np.array([[1.0], [2.0]]), 1) == 2.0
    assert of_month(np.array([[1.0, 2.0]]), 7).tolist() == [1.0, 2.0]
