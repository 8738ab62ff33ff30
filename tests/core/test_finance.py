"""Annuities, rates of return and average lives, against closed forms and rates chosen first.

Flows whose rates are known are the coefficients of a polynomial with roots at 1 + rate. Descartes'
rule of signs says how many rates there can be.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from oilecon.core import debt, finance

if TYPE_CHECKING:
    import numpy.typing as npt


def yearly(*flows: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    return np.array(flows), np.arange(float(len(flows)))


def rates_of(flows: npt.NDArray[np.float64]) -> list[float]:
    """Return the rates at which yearly flows are worth nothing."""
    roots = np.roots(flows)
    return [float(root.real) - 1.0 for root in roots if abs(root.imag) < 1e-9 and root.real > 0.0]


# -- annuities ---------------------------------------------------------------------------------


def test_an_annuity_at_a_rate_of_nothing_is_an_equal_part() -> None:
    assert finance.annuity_usd(300.0, 0.0, 4) == 75.0
    assert debt.annuity_share(0.0, 4) == 0.25


def test_an_annuity_at_a_rate_of_one_doubles_what_is_owed_each_time() -> None:
    """1 doubles to 8 in three periods; what is paid, x, grows to 4 x + 2 x + x = 7 x."""
    assert finance.annuity_usd(7.0, 1.0, 3) == pytest.approx(8.0)
    assert debt.annuity_share(1.0, 3) == pytest.approx(1.0 / 7.0)


def test_an_annuity_repays_its_principal_at_each_rate_of_an_array() -> None:
    rates = np.array([0.0, 0.01, 1.0])
    level, share = finance.annuity_usd(100.0, rates, 3), debt.annuity_share(rates, 3)
    owed: Any = 100.0
    for _ in range(3):
        owed = owed * (1.0 + rates) - level
    assert owed == pytest.approx(np.zeros(3), abs=1e-12)
    assert share == pytest.approx(level / 100.0 - rates)  # what is not interest
    for at, one in enumerate(rates.tolist()):
        assert finance.annuity_usd(100.0, one, 3) == np.asarray(level)[at]
        assert debt.annuity_share(one, 3) == np.asarray(share)[at]


# -- present values ----------------------------------------------------------------------------


def test_a_present_value_is_a_float_of_flows_and_an_array_of_paths() -> None:
    flows, years = yearly(-100.0, 60.0, 72.0)
    worth = finance.npv_usd(flows, years, 0.2)
    assert type(worth) is float
    assert worth == pytest.approx(0.0, abs=1e-12)  # -100 + 50 + 50
    paths = finance.npv_usd(np.stack([flows, 2.0 * flows], axis=1), years, np.array([0.0, 0.2]))
    assert paths == pytest.approx(np.array([32.0, 0.0]), abs=1e-12)


def test_each_flow_has_its_time() -> None:
    flows, years = yearly(-100.0, 60.0, 72.0)
    with pytest.raises(ValueError, match="shorter"):
        finance.npv_usd(flows, years[:-1], 0.2)


# -- rates of return ---------------------------------------------------------------------------


def test_a_loan_at_interest_has_that_rate() -> None:
    for rate in (-0.25, -0.01, 0.0, 0.07, 1.0, 20.0):
        for count in (1, 3, 40, 120):
            level = finance.annuity_usd(100.0, rate, count)
            flows, years = yearly(-100.0, *[float(level)] * count)
            found = finance.irr(flows, years)
            assert type(found) is float
            assert found == pytest.approx(rate, rel=1e-13, abs=1e-13)


def test_the_search_doubles_its_digits_and_then_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    looks, look = [], finance._value_and_slope

    def count(*args: Any) -> Any:
        looks.append(args)
        return look(*args)

    monkeypatch.setattr(finance, "_value_and_slope", count)
    for rate in np.linspace(-0.25, 1.0, 26).tolist():
        for payments in (2, 11, 29, 100):
            looks.clear()
            level = float(finance.annuity_usd(100.0, rate, payments))
            finance.irr(*yearly(-100.0, *[level] * payments))
            assert len(looks) < 20  # halving alone takes fifty
    looks.clear()
    assert finance.irr(*yearly(-1.0, math.exp(0.05))) == pytest.approx(math.expm1(0.05))
    assert len(looks) == 1  # the first guess, at which these are worth exactly nothing


def test_where_a_guess_has_no_slope_the_bracket_is_halved() -> None:
    """Of 1 now, a in a year and -a x / 2 in two, the worth turns where 1 + rate is x."""
    slopes = []
    for early in np.linspace(1.0, 2.0, 200).tolist():
        late = -early * math.exp(finance._FIRST) / 2.0
        flows, years = yearly(1.0, early, late)
        _, slope = finance._value_and_slope(flows[:, None], years, np.array([finance._FIRST]))
        slopes.append(float(slope[0]))
        rate = (-early + math.sqrt(early * early - 4.0 * late)) / 2.0 - 1.0
        assert finance.irr(flows, years) == pytest.approx(rate, rel=1e-12)
    assert 0.0 in slopes  # rounding leaves some of them a little


def test_flows_of_one_sign_or_of_nothing_have_no_rate() -> None:
    for flows in ((1.0, 2.0), (-1.0, -2.0), (0.0, 0.0), (0.0, 5.0), (-5.0, 0.0)):
        assert math.isnan(float(finance.irr(*yearly(*flows))))


def test_a_rate_beyond_the_bounds_is_not_found() -> None:
    assert math.isnan(float(finance.irr(*yearly(-1.0, 55.0))))  # 5,400 %
    assert finance.irr(*yearly(-1.0, 54.0)) == pytest.approx(53.0)
    assert math.isnan(float(finance.irr(*yearly(-1.0, 0.049))))  # -95.1 %
    assert finance.irr(*yearly(-1.0, 0.05)) == pytest.approx(-0.95)


def test_flows_with_two_rates_are_refused() -> None:
    for twice in ((1.10, 1.20), (0.5, 3.0), (1.01, 40.0)):
        assert math.isnan(float(finance.irr(*yearly(*-np.poly(twice)))))


def test_of_two_rates_one_beyond_the_bounds_does_not_count() -> None:
    assert finance.irr(*yearly(*-np.poly([1.10, 60.0]))) == pytest.approx(0.10)


def test_flows_with_three_rates_are_refused_whichever_the_search_would_find() -> None:
    rng = np.random.default_rng(17)
    three = [np.sort(rng.uniform(0.5, 3.0, 3)) for _ in range(150)]
    spread = [np.exp(rng.uniform(-2.5, 3.5, 3)) for _ in range(150)]
    lost = [np.sort(rng.uniform(0.06, 0.5, 3)) for _ in range(150)]
    kept = [one for one in (*three, *spread, *lost) if np.diff(np.log(np.sort(one))).min() > 0.02]
    flows = np.stack([-np.poly(one) for one in kept], axis=1)
    years = np.arange(4.0)
    assert len(kept) > 200
    assert np.isnan(finance.irr(flows, years)).all()
    both = np.stack([flows, -flows], axis=2)  # the lender's and the borrower's
    assert np.isnan(finance.irr(both, years)).all()
    # A year in which nothing is paid, and the unit of money, change no rate.
    held = np.insert(flows, 2, 0.0, axis=0)
    assert np.isnan(finance.irr(held, np.array([0.0, 1.0, 2.0, 2.0, 3.0]))).all()
    for unit in (1e-12, 1e12):
        assert np.isnan(finance.irr(flows * unit, years)).all()


def test_flows_that_change_their_sign_often_may_have_one_rate() -> None:
    rng = np.random.default_rng(19)
    flows, rates = [], []
    for _ in range(300):
        around, turned, rate = rng.uniform(0.5, 2.0), rng.uniform(0.3, 1.2), rng.uniform(-0.5, 2.0)
        pair = [around * np.exp(1j * turned), around * np.exp(-1j * turned)]
        flows.append(-np.real(np.poly([1.0 + rate, *pair])))
        rates.append(rate)
    found = finance.irr(np.stack(flows, axis=1), np.arange(4.0))
    assert found == pytest.approx(np.array(rates), rel=1e-9, abs=1e-9)


def test_paths_keep_their_places_and_their_bits() -> None:
    years = np.arange(4.0)
    paths = np.random.default_rng(23).normal(size=(4, 3, 5))
    found = finance.irr(paths, years)
    assert isinstance(found, np.ndarray)
    assert found.shape == (3, 5)
    for row in range(3):
        for column in range(5):
            flows = paths[:, row, column]
            alone = float(finance.irr(flows, years))
            assert found[row, column] == pytest.approx(alone, rel=0.0, abs=0.0, nan_ok=True)
            fits = [one for one in rates_of(flows) if -0.95 < one < 53.0]
            only = fits[0] if len(fits) == 1 else math.nan
            assert alone == pytest.approx(only, rel=1e-9, nan_ok=True)


def test_a_sign_changes_between_what_is_not_nothing() -> None:
    signs = {
        (1.0, 2.0, 0.0, 3.0): 0,
        (1.0, 0.0, -1.0, 0.0): 1,
        (0.0, -1.0, 2.0, 0.0, 0.0, -3.0): 2,
        (0.5, -0.5, 0.5, -0.5): 3,
    }
    for figures, count in signs.items():
        assert finance._changes(np.array(figures)[:, None]).tolist() == [count]


# -- average lives -----------------------------------------------------------------------------


def test_a_bullet_is_out_until_it_is_paid_and_equal_parts_half_as_long_and_half_a_part() -> None:
    lent, years = yearly(100.0, 0.0, 0.0, 0.0, 0.0)
    life = finance.average_life_years(lent, np.array([0.0, 0.0, 0.0, 0.0, 100.0]), years)
    assert type(life) is float
    assert life == 4.0
    assert finance.average_life_years(lent, np.array([0.0, 25.0, 25.0, 25.0, 25.0]), years) == 2.5


def test_what_is_drawn_later_is_out_for_less() -> None:
    lent, years = yearly(60.0, 40.0, 0.0)
    assert finance.average_life_years(lent, np.array([0.0, 0.0, 100.0]), years) == 1.6


def test_each_path_has_its_own_average_life() -> None:
    years = np.array([0.0, 1.0, 3.0])
    lent = np.array([[100.0, 50.0, 10.0], [0.0, 50.0, 30.0], [0.0, 0.0, 0.0]])
    back = np.array([[0.0, 0.0, 0.0], [100.0, 0.0, 10.0], [0.0, 100.0, 30.0]])
    life = finance.average_life_years(lent, back, years)
    # 1; 3 - 1/2; (1 x 10 + 3 x 30) / 40 - 30 / 40
    assert life == pytest.approx(np.array([1.0, 2.5, 1.75]))
    grid = finance.average_life_years(lent[:, :, None], back[:, :, None], years)
    assert grid == pytest.approx(np.array([[1.0], [2.5], [1.75]]))
