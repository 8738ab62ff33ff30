"""What a refinery makes of the crude by its depth: the figures against `oilecon.refine`."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import AccuracyWarning

MODELS = ("carbon residue", "linear", "average")


@pytest.fixture(scope="module")
def claim() -> oe.article.Claim:
    return oe.article.claims("suited")["suited"]


@pytest.mark.filterwarnings(f"ignore::{AccuracyWarning.__module__}.AccuracyWarning")
def test_the_gain_over_cracking_is_that_of_two_refineries(claim: oe.article.Claim) -> None:
    prices = oe.ProductPrices.shipped("US Gulf Coast", on="2025-11")
    deep = oe.Refinery.shipped("US Gulf coking")
    coker: Any = deep.coker
    gains: dict[str, list[float]] = {}
    for crude in ("Merey 16", "WTI"):
        assay = oe.Assay.shipped(crude)
        base = oe.refine(assay, oe.Refinery.shipped("US Gulf cracking"), prices).value
        gains[crude] = [
            (
                oe.refine(assay, deep.evolve(coker=coker.evolve(yields=model)), prices).value - base
            ).magnitude
            for model in MODELS
        ]
    heavy, light = gains.values()
    assert claim.figure.value == pytest.approx(heavy[0])
    assert (claim.figure.low, claim.figure.high) == pytest.approx((min(heavy), max(heavy)))
    less = [one - other for one, other in zip(heavy, light, strict=True)]
    more = next(one for one in claim.figures if one.name.endswith("Merey 16 less WTI"))
    assert (more.value, more.low, more.high) == pytest.approx((less[0], min(less), max(less)))


def test_only_what_the_accuracy_bears_holds(claim: oe.article.Claim) -> None:
    # Over hydroskimming beyond doubt; over cracking, and against a light crude, it is not settled.
    assert [part.holds for part in claim.parts] == [True, None, None, True, None]
    assert [part.minimum for part in claim.parts[:3]] == [5.0, 5.0, 1.3]


def test_the_metals_of_its_fuel_oil_raise_the_gain(claim: oe.article.Claim) -> None:
    metals = next(one for one in claim.figures if "below the quotation" in one.name)
    assert 0.3 * 8.0 < metals.value - claim.figure.value < 0.5 * 8.0
