"""OPEC, Monthly Oil Market Report: refining margin on WTI at the US Gulf Coast.

Its yields are not published, so that levels are compared after the bias of the group. Of the six
months held, May 2025 has no price of gasoline and diesel; three of the other five are valued at
estimated prices. Five months prove little: the skill over the mean is printed, and is that of the
direction in which margins moved. The bias of the cracking plant is a miss of single rows: in June
2025 it exceeds the 5 USD/bbl that levels hold to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import oilecon as oe

if TYPE_CHECKING:
    from collections.abc import Callable

MARGINS = {"2024-06": 13.49, "2024-09": 11.74, "2025-06": 17.05, "2025-09": 18.02, "2025-10": 18.47}
NO_PRICES = "2025-05"


def margin(plant: str, month: str) -> float:
    """Return gross product worth of WTI less its price in a month [USD/bbl]."""
    crude, refinery = oe.Assay.shipped("WTI"), oe.Refinery.shipped(plant)
    prices = oe.ProductPrices.shipped("US Gulf Coast", on=month)
    wti: Any = oe.prices.history("WTI", since=month, until=month).iloc[0, 0]
    return float(oe.refine(crude, refinery, prices).gross.magnitude) - float(wti)


@pytest.mark.filterwarnings("ignore::oilecon.AccuracyWarning")  # WTI has little carbon residue
@pytest.mark.parametrize(
    ("plant", "bias", "skill"), [("US Gulf cracking", -4.9, 0.97), ("US Gulf coking", -3.3, 0.94)]
)
def test_margins_move_as_published_below_them(
    plant: str, bias: float, skill: float, record_property: Callable[[str, object], None]
) -> None:
    published = np.array([*MARGINS.values()])
    off = np.array([margin(plant, month) for month in MARGINS]) - published
    own_skill = 1.0 - off.var() / published.var()
    record_property("bias, USD/bbl", round(float(off.mean()), 2))
    record_property("skill over the mean", round(float(own_skill), 2))
    assert off.mean() == pytest.approx(bias, abs=0.1)
    assert own_skill == pytest.approx(skill, abs=0.02)
    assert np.array_equal(np.sign(np.diff(off + published)), np.sign(np.diff(published)))


def test_a_month_without_prices_is_refused_by_name() -> None:
    with pytest.raises(oe.InputError, match=r"ProductPrices\.diesel: a cracking refinery needs"):
        margin("US Gulf cracking", NO_PRICES)
