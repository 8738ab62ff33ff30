"""Baltagi's USCrudes (R package AER, after Baltagi 2002): price, gravity and sulphur of 99 crudes.

The regression is fitted here to `uscrudes_baltagi.csv` beside this file and held to the figures
shipped, which are printed to four.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

import oilecon as oe
from oilecon.reference.oils import quality_rows

_FILE = Path(__file__).parent / "uscrudes_baltagi.csv"
USCRUDES = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))


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
        oe.Crude.shipped("Brent Blend").evolve(sulphur="0.35 %"),
    )
    rule = {"benchmark": brent, "on": "1995-01"}
    found = oe.blending.quality_differential(merey, "uscrudes", **rule)  # type: ignore[arg-type]
    assert found.magnitude == pytest.approx(-4.4256, abs=5e-4)
    scaled = oe.blending.quality_differential(merey, "uscrudes", price="64 USD/bbl", **rule)  # type: ignore[arg-type]
    assert scaled.magnitude == pytest.approx(-18.5, abs=0.05)
