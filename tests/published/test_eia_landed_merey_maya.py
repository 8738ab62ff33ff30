"""EIA landed cost, Merey less Maya by month: no skill month by month, and the mean about right.

Of 43 months kept here, 12 have every price: the others lack naphtha and fuel oil (30, all before
2017), or gasoline and diesel (January 2025). Mean on worth, by the outside check: 0.5 to 1.3.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

import oilecon as oe
from oilecon.errors import InputError

_FILE = Path(__file__).parent / "refining_vectors.csv"
ROWS = [
    r for r in csv.DictReader(_FILE.read_text("utf-8").splitlines()) if r["group"] == "merey-maya"
]


def test_the_mean_is_near_and_months_are_not_told_apart() -> None:
    merey, maya = oe.Assay.shipped("Merey 16"), oe.Assay.shipped("Maya")
    plant = oe.Refinery.shipped("US Gulf coking")
    own, published = [], []
    for row in ROWS:
        prices = oe.ProductPrices.shipped("US Gulf Coast", on=row["month"])
        try:
            parity = oe.parity(merey, maya, plant, prices, "60 USD/bbl")
        except InputError:
            continue
        own.append((parity.on_worth - parity.marker_price).magnitude)
        published.append(float(row["value"]))
    off = np.array(own) - published
    assert len(off) == 12
    assert 0.5 <= np.mean(own) <= 1.3
    assert 1.0 - off.var() / np.var(published) < 0.2  # no skill
