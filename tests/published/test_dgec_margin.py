"""DGEC (French ministry), gross refining margin on Brent by month, 2018 to 2026: 46 months.

Against a cracking refinery of North-West Europe. Correlation, spread after the bias, and skill
over the mean meet what is asked of them (0.90, 3.0 USD/bbl, 0.6). The slope of the levels does not
(1.29 where 0.8 to 1.2 is asked; 0.68 the other way round), that of changes does: in 2022 and 2023
the model overshoots, since it makes more gasoline than the national average. No yields are
published to mend it with, and that miss is held as it is. Fuel oil is priced by its sulphur, 1.3 %
of Brent, between the two qualities that Rotterdam quotes; at that of 3.5 % alone the skill is 0.60.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

import oilecon as oe
from oilecon.netback.assays import fractions
from oilecon.netback.refinery import priced, valued

_FILE = Path(__file__).parent / "refining_vectors.csv"
ROWS = [r for r in csv.DictReader(_FILE.read_text("utf-8").splitlines()) if r["group"] == "dgec"]


@pytest.fixture(scope="module")
def margins() -> tuple[np.ndarray, np.ndarray]:
    of = fractions(oe.Assay.shipped("Brent Blend").values)
    plant = oe.Refinery.shipped("NW Europe cracking").values
    brent = oe.prices.history("Brent")["Brent [USD/bbl]"]
    own = []
    for row in ROWS:
        prices = oe.ProductPrices.shipped("NW Europe", on=row["month"])
        own.append(valued(of, plant, priced(prices.values)).gross - brent[row["month"]])
    return np.array(own), np.array([float(row["value"]) for row in ROWS])


def test_correlation_spread_and_skill(margins: tuple[np.ndarray, np.ndarray]) -> None:
    own, published = margins
    off = own - published
    assert len(off) == 46
    assert off.mean() == pytest.approx(4.07, abs=0.05)  # the bias
    assert np.corrcoef(own, published)[0, 1] >= 0.90
    assert off.std() <= 3.0
    assert 1.0 - off.var() / published.var() >= 0.6


def test_the_slope_of_levels_is_missed(margins: tuple[np.ndarray, np.ndarray]) -> None:
    own, published = margins
    assert np.polyfit(published, own, 1)[0] == pytest.approx(1.29, abs=0.02)
    assert np.polyfit(np.diff(published), np.diff(own), 1)[0] == pytest.approx(1.06, abs=0.02)
