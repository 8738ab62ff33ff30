"""Seasons and forward curves over a process."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from tests.samples import refusal

P: Any = oe.prices
BRENT: Any = P.MeanReverting("65 USD/bbl", "0.8/year", "70 USD/bbl", "40 %")
DIFFERENTIAL: Any = P.OrnsteinUhlenbeck("-16 USD/bbl", "2/year", "-9 USD/bbl", "4 USD/bbl")
FACTORS = [1.1, 1.05, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.95, 0.9]
ADDITIONS: Any = oe.Q([2.0, 1.0, *[0.0] * 8, -1.0, -2.0], "USD/bbl")
SEASON: Any = P.Seasonal(BRENT, factors=FACTORS)
MONTHS = "2026-09/2028-08"
CURVE = pd.Series(
    np.linspace(72.0, 60.0, 30),
    pd.period_range("2026-07", periods=30, freq="M"),
    name="Brent [USD/bbl]",
)
HISTORY: Any = P.history("Brent", since="2013-01", until="2026-07")
MANY = 100_000


def test_a_season_multiplies_prices_and_adds_to_the_others() -> None:
    bare = BRENT.simulate(MONTHS, n=3, seed=1)
    laid = SEASON.simulate(MONTHS, n=3, seed=1)
    of_year = bare.months.month - 1
    np.testing.assert_allclose(
        laid.values.magnitude / bare.values.magnitude,
        np.repeat(np.array(FACTORS)[of_year][:, None], 3, axis=1),
    )
    added = P.Seasonal(DIFFERENTIAL, additions=ADDITIONS)
    difference = added.simulate(MONTHS, n=3, seed=1).values.magnitude
    difference = difference - DIFFERENTIAL.simulate(MONTHS, n=3, seed=1).values.magnitude
    np.testing.assert_allclose(difference[:, 0], ADDITIONS.magnitude[of_year], atol=1e-12)


def test_the_moments_of_a_season_are_laid_as_the_paths_are() -> None:
    for process in (SEASON, P.Seasonal(DIFFERENTIAL, additions=ADDITIONS.to("USc/bbl"))):
        values = process.simulate(MONTHS, n=MANY, seed=1).values.magnitude
        known = process.moments(MONTHS)
        spread = known["sd [USD/bbl]"].to_numpy()
        error = np.abs(values.mean(axis=1) - known["mean [USD/bbl]"])
        assert (error < 4.5 * spread / MANY**0.5).all()
        np.testing.assert_allclose(values.std(axis=1), spread, rtol=0.03)


INNER = {
    "mean reverting": BRENT,
    "month means": BRENT.evolve(month="mean"),
    "geometric brownian": P.GeometricBrownian("65 USD/bbl", "30 %", "10 %/year"),
    "seasonal": SEASON,
    "history": P.BlockBootstrap(HISTORY),
    "differential": DIFFERENTIAL,
}


@pytest.mark.parametrize("name", INNER)
def test_the_mean_of_every_month_is_the_curve(name: str) -> None:
    process = P.ForwardConsistent(INNER[name], CURVE)
    values = process.simulate(MONTHS, n=MANY, seed=1).values.magnitude
    curve = CURVE.loc["2026-09":"2028-08"].to_numpy()
    known = process.moments(MONTHS)
    np.testing.assert_allclose(known["mean [USD/bbl]"], curve, rtol=1e-12)
    spread = known["sd [USD/bbl]"].to_numpy()
    assert (np.abs(values.mean(axis=1) - curve) < 4.5 * spread / MANY**0.5).all()


def test_start_and_level_have_no_part_in_paths_about_a_curve() -> None:
    other = BRENT.evolve(start="20 USD/bbl", level="200 USD/bbl")
    drawn = [
        P.ForwardConsistent(each, CURVE).simulate(MONTHS, n=5, seed=1).values.magnitude
        for each in (BRENT, other)
    ]
    np.testing.assert_allclose(drawn[0], drawn[1], rtol=1e-12)


def test_a_premium_lifts_the_mean_above_the_curve() -> None:
    lifted = P.ForwardConsistent(BRENT, CURVE, premium="6 %/year").moments(MONTHS)
    plain = P.ForwardConsistent(BRENT, CURVE).moments(MONTHS)
    ratio = lifted["mean [USD/bbl]"] / plain["mean [USD/bbl]"]
    np.testing.assert_allclose(ratio, np.exp(0.06 * np.arange(1, 25) / 12.0))


def test_a_curve_in_another_unit_is_converted() -> None:
    cents = (100.0 * CURVE).rename("Brent [USc/bbl]")
    one, other = (
        P.ForwardConsistent(BRENT, curve).simulate(MONTHS, n=3).values for curve in (CURVE, cents)
    )
    assert other.units == one.units
    np.testing.assert_allclose(one.magnitude, other.magnitude)
    flat = P.ForwardConsistent(BRENT, "65 USD/bbl").moments(5)
    np.testing.assert_allclose(flat["mean [USD/bbl]"], 65.0)


@pytest.mark.parametrize(
    ("make", "kind", "text"),
    [
        (
            lambda: SEASON.simulate(12),
            oe.InputError,
            (
                "months: expected months of the calendar, got the number 12, and a season needs "
                "to know "
                "them; write months='2026-01/2026-12'"
            ),
        ),
        (
            lambda: P.Seasonal(BRENT),
            oe.InputError,
            "Seasonal: expected factors over MeanReverting, got none; write factors=[...]",
        ),
        (
            lambda: P.Seasonal(BRENT, additions=ADDITIONS),
            oe.InputError,
            "Seasonal: expected factors over MeanReverting, got additions; write factors=[...]",
        ),
        (
            lambda: P.Seasonal(DIFFERENTIAL, factors=FACTORS),
            oe.InputError,
            (
                "Seasonal: expected additions over OrnsteinUhlenbeck, got factors; write "
                "additions=[...]"
            ),
        ),
        (
            lambda: P.Seasonal(BRENT, factors=FACTORS, additions=ADDITIONS),
            oe.InputError,
            "Seasonal: expected factors over MeanReverting, got both; write factors=[...]",
        ),
        (
            lambda: P.Seasonal(BRENT, factors=FACTORS[:11]),
            oe.InputError,
            "Seasonal.factors: expected 12 numbers, from January on, got 11",
        ),
        (
            lambda: P.Seasonal(BRENT, factors=[0.0, *FACTORS[1:]]),
            oe.InputError,
            "Seasonal.factors: expected factors above 0, got 0",
        ),
        (
            lambda: P.Seasonal(DIFFERENTIAL, additions=oe.Q([1.0] * 12, "USD/t")),
            oe.UnitError,
            "Seasonal.additions: expected USD/bbl, the unit of the process, got USD/t",
        ),
        (
            lambda: P.ForwardConsistent(BRENT, "65 USD/t"),
            oe.UnitError,
            "ForwardConsistent.curve: expected USD/bbl, the unit of the process, got USD/t",
        ),
        (
            lambda: P.ForwardConsistent(BRENT, "-1 USD/bbl"),
            oe.InputError,
            "ForwardConsistent.curve: expected prices above 0 for a MeanReverting, got -1 USD/bbl",
        ),
        (
            lambda: P.ForwardConsistent(DIFFERENTIAL, "-1 USD/bbl", premium="1 %/year"),
            oe.InputError,
            (
                "ForwardConsistent.premium: expected 0 for a series that may take either sign, "
                "got 0.01 "
                "1/year; add it to the curve"
            ),
        ),
        (
            lambda: P.ForwardConsistent(BRENT, CURVE).simulate("2026-01/2026-12"),
            oe.InputError,
            (
                "ForwardConsistent.curve: expected numbers from 2026-01 to 2026-12, got those from "
                "2026-07 to 2028-12"
            ),
        ),
        (
            lambda: P.ForwardConsistent("Brent", CURVE),
            oe.InputError,
            "ForwardConsistent.process: expected GeometricBrownian(...) or MeanReverting(...) or",
        ),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, kind: Any, text: str) -> None:
    assert refusal(make, kind).startswith(text)


@pytest.mark.parametrize("name", INNER)
def test_a_layer_is_a_value(name: str) -> None:
    process = P.ForwardConsistent(
        INNER[name], CURVE, premium="1 %/year" if INNER[name].logs else "0/year"
    )
    assert pickle.loads(pickle.dumps(process)) == process  # noqa: S301  our own
    assert P.ForwardConsistent.from_dict(process.to_dict()) == process
    assert eval(repr(process), vars(P) | {"Q": oe.Q}) == process  # noqa: S307  our own
