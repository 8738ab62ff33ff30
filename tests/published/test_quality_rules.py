"""Quality adjustments: HMRC OT05328, Platts, Baltagi's USCrudes, Canadian equalization.

HMRC's example is in whole cents: no tolerance beyond floats. The regression is fitted here to
`uscrudes_baltagi.csv` beside this file (R package AER) and held to the figures shipped, which are
printed to four. Equalization: the factors converted by hand.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

import oilecon as oe
from oilecon.core.quality import deescalator_usd_bbl
from oilecon.reference.oils import quality_rows

_FILE = Path(__file__).parent / "uscrudes_baltagi.csv"
USCRUDES = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(
    ("percent", "cents"),
    [(0.5, 0), (0.60, 0), (0.609, 0), (0.61, 4), (0.62, 8), (0.629, 8), (0.63, 12)],
)
def test_the_example_of_hmrc(percent: float, cents: float) -> None:
    assert deescalator_usd_bbl(percent / 100, 0.006, 0.40) == pytest.approx(cents / 100, abs=1e-15)


@pytest.mark.parametrize("hundredths", range(60, 101))
@pytest.mark.parametrize("thousandth", [0, 9])
def test_every_full_hundredth_counts_once(hundredths: int, thousandth: int) -> None:
    # A floor of floats goes wrong at 0.69, 0.70 and 0.71.
    percent = float(f"{hundredths / 100:.2f}") + thousandth / 1000
    found = deescalator_usd_bbl(percent / 100, 0.6 / 100, 0.40)
    assert found == pytest.approx(0.04 * (hundredths - 60), abs=1e-12)


def test_the_published_rates_by_month() -> None:
    forties = oe.crude("Forties Blend")  # 0.8175 %: 21 full hundredths
    for date, rate in (("2008-06", 0.60), ("2015-03", 0.20), ("2022-06", 0.45), ("2022-10", 0.40)):
        found = oe.blending.quality_differential(forties, "forties", date=date)
        assert found.magnitude == pytest.approx(-2.1 * rate, abs=1e-12)


def test_the_regression_is_the_fit_to_its_data() -> None:
    columns = ("price", "gravity", "sulphur")
    price, gravity, sulphur = (np.array([float(r[c]) for r in USCRUDES]) for c in columns)
    fit, *_ = np.linalg.lstsq(np.column_stack([np.ones(99), sulphur, gravity]), price, rcond=None)
    shipped = {row.coefficient: row.value for row in quality_rows() if row.rule == "uscrudes"}
    assert len(price) == 99
    assert shipped["sulphur_value"] == pytest.approx(fit[1], abs=5e-5)
    assert shipped["api_value"] == pytest.approx(fit[2], abs=5e-6)
    assert shipped["price_level"] == pytest.approx(price.mean(), abs=0.005)
    ranges = (gravity.min(), gravity.max(), sulphur.min(), sulphur.max())
    names = ("api_low", "api_high", "sulphur_low", "sulphur_high")
    assert tuple(shipped[name] for name in names) == ranges


def test_merey_against_brent_by_the_regression() -> None:
    # -24.1 x 0.14664 - 2.15 x 0.4147 = -4.43 at 15.34 USD/bbl, -18.5 at 64.
    merey, brent = (
        oe.Crude("16 degAPI", sulphur="2.5 %"),
        oe.crude("Brent Blend").evolve(sulphur="0.35 %"),
    )
    rule = {"benchmark": brent, "date": "1995-01"}
    found = oe.blending.quality_differential(merey, "uscrudes", **rule)  # type: ignore[arg-type]
    assert found.magnitude == pytest.approx(-4.4256, abs=5e-4)
    scaled = oe.blending.quality_differential(merey, "uscrudes", price="64 USD/bbl", **rule)  # type: ignore[arg-type]
    assert scaled.magnitude == pytest.approx(-18.5, abs=0.05)


def test_equalization_by_hand() -> None:
    # 0.49 CAD/m3 per kg/m3 and 1.38 per 0.1 % are 0.0779 and 2.194 CAD/bbl per kg/m3 and per %.
    light, heavy = oe.Crude("30 degAPI", sulphur="1 %"), oe.Crude("20 degAPI", sulphur="3 %")
    found = oe.blending.quality_differential(
        heavy, "equalization", benchmark=light, date="2015-06", exchange="1 USD/CAD"
    )
    denser = oe.core.quality.density_kg_m3(20.0) - oe.core.quality.density_kg_m3(30.0)
    assert found.magnitude == pytest.approx(-0.0779 * denser - 2.194 * 2, abs=2e-3)
