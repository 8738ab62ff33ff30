"""EIA landed cost, Merey less Maya by month: no skill month by month, and the mean about right.

Of 43 months kept here, 12 have every price. 30, all before 2017, lack Rotterdam's naphtha and fuel
oil: no published series at hand, of naphtha or of fuel oil, covers them. January 2025 lacks
gasoline and diesel of the Gulf. None is filled in. Mean on worth, by the outside check: 0.5 to 1.3
USD/bbl; it is 0.58 where 1.17 was paid.

Over the 12 months the published difference has a standard deviation of 1.21 and the model's 0.10:
skill over the mean 0.03, rank correlation 0.12, correlation of changes 0.13. Only January and
February 2017 follow each other: the model falls by 0.05, the published difference by 0.37.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

_FILE = Path(__file__).parent / "refining_vectors.csv"
ROWS = [
    r for r in csv.DictReader(_FILE.read_text("utf-8").splitlines()) if r["group"] == "merey-maya"
]
PRODUCTS = ("gasoline", "diesel", "jet", "naphtha", "fuel_oil", "propane")


class Months(NamedTuple):
    """Merey less Maya in the months that have every price, and what the others lack."""

    own: np.ndarray  # before running cost [USD/bbl]
    published: np.ndarray  # [USD/bbl]
    names: list[str]
    lacking: Counter[tuple[str, ...]]


@pytest.fixture(scope="module")
def months() -> Months:
    merey, maya = oe.Assay.shipped("Merey 16"), oe.Assay.shipped("Maya")
    plant = oe.Refinery.shipped("US Gulf coking")
    own, published, names = [], [], []
    lacking: Counter[tuple[str, ...]] = Counter()
    for row in ROWS:
        prices = oe.ProductPrices.shipped("US Gulf Coast", on=row["month"])
        absent = tuple(name for name in PRODUCTS if getattr(prices, name) is None)
        if absent:
            lacking[absent] += 1
            with pytest.raises(InputError, match=r"a coking refinery needs its price"):
                oe.parity(merey, maya, plant, prices, "60 USD/bbl")
            continue
        parity = oe.parity(merey, maya, plant, prices, "60 USD/bbl")
        own.append((parity.on_worth - parity.marker_price).magnitude)
        published.append(float(row["value"]))
        names.append(row["month"])
    return Months(np.array(own), np.array(published), names, lacking)


def correlation(one: Any, other: Any) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def test_months_without_a_price_are_left_out_and_counted(months: Months) -> None:
    assert len(ROWS) == 43
    assert len(months.own) == 12
    assert months.lacking == {("naphtha", "fuel_oil"): 30, ("gasoline", "diesel"): 1}


def test_the_mean_is_near(months: Months, record_property: Callable[[str, object], None]) -> None:
    bias = float((months.own - months.published).mean())
    record_property("bias, USD/bbl", round(bias, 2))
    assert 0.5 <= months.own.mean() <= 1.3
    assert bias == pytest.approx(-0.59, abs=0.05)


def test_months_are_not_told_apart(
    months: Months, record_property: Callable[[str, object], None]
) -> None:
    own, published = months.own, months.published
    skill = 1.0 - float((own - published).var() / published.var())
    ranks = correlation(*(np.argsort(np.argsort(each)) for each in (own, published)))
    changes = correlation(np.diff(own), np.diff(published))
    record_property("skill over the mean", round(skill, 2))
    record_property("rank correlation", round(ranks, 2))
    record_property("correlation of changes", round(changes, 2))
    assert skill == pytest.approx(0.03, abs=0.02)
    assert ranks == pytest.approx(0.12, abs=0.05)
    assert changes == pytest.approx(0.13, abs=0.05)
    assert own.std() < 0.1 * published.std()


def test_the_one_pair_of_months_that_follow_each_other(months: Months) -> None:
    number = [12 * int(name[:4]) + int(name[5:]) for name in months.names]
    follow = np.diff(number) == 1
    assert np.diff(months.own)[follow] == pytest.approx([-0.05], abs=0.02)
    assert np.diff(months.published)[follow] == pytest.approx([-0.37], abs=0.005)
