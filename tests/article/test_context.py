"""What the article says of the years around: each statement by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import oilecon as oe

if TYPE_CHECKING:
    from oilecon.article.parts import Figure


@pytest.fixture(scope="module")
def claims() -> oe.article.Claims:
    return oe.article.claims()


def figure(claim: oe.article.Claim, name: str) -> Figure:
    return next(one for one in claim.figures if one.name == name)


# -- the claims --------------------------------------------------------------------------------


def test_cuba_put_off_payment_by_the_institute_s_estimate(claims: oe.article.Claims) -> None:
    # Cuba Facts 10 of April 2005: 1,932 MUSD deferred or unpaid, 2000 to 2004. Its 288 MUSD are
    # what Venezuela paid Cuba for services in 2003 and 2004: no payment for oil.
    owed = figure(claims["cuba"], "unpaid by Cuba")
    assert (owed.value, owed.kind, owed.as_of) == (1932.0, "estimate", "2000 to 2004")
    assert not any("services" in one.name for one in claims["cuba"].figures)


def test_the_corrected_parts(claims: oe.article.Claims) -> None:
    held = {
        name: [part.holds for part in claims[name].parts]
        for name in ("debt", "price", "shortfall", "intermediaries")
    }
    assert held == {
        "debt": [True, True, True, True],  # no bar of half: oil repays, and nothing new is lent
        "price": [True, False],
        "shortfall": [True, True, True, True, None],
        "intermediaries": [True, True],
    }
    steps = next(one for one in claims["price"].figures if "steps down" in one.name)
    assert (steps.name, steps.value) == ("monthly steps down in 2025, of 11", 9.0)
    # (55 + 11 + 1) / 2048: nine or more of eleven steps one way.
    assert f"in {100.0 * 67.0 / 2048.0:.0f} years of a hundred" in steps.note
    assert claims["price"].parts[1].maximum == 8.0


def test_the_further_statements_by_hand(claims: oe.article.Claims) -> None:
    assert claims["india"].figure.value == 921.0 - 746.0 - 150.0 - 24.0
    russia = claims["symbolic_russia"].figure
    assert (russia.value, russia.low) == pytest.approx((100.0 * 54 / 167, 100.0 * 9.6 / 73.5))
    lost = claims["local_currency"].figure
    assert lost.value == pytest.approx(100.0 * (1.0 - 51.93 / 298.14))
    assert lost.high == pytest.approx(100.0 * (1.0 - 51.93 / 560.0))
    # PetroCaribe's scale: 2.3 USD a barrel at 35, 23.7 at 100.
    assert "a subsidy of 23.7 USD at 100 USD and of 2.3 at 35" in claims["oil_diplomacy"].why
    cagan = claims["hyperinflation"].parts[2]
    assert cagan.minimum == pytest.approx(12_874.6, abs=0.05)
    assert [part.holds for part in claims["hyperinflation"].parts] == [True, None, False]
    gap = claims["better_served"].figure
    assert gap.value == 45.0 - 31.0
    assert gap.high >= 50.0 - 30.0
    assert (
        gap.low
        == min(
            one.value
            for one in claims["better_served"].figures
            if "Gulf less Asia" in one.name[-16:]
        )
        or gap.low < gap.value
    )
    assert [part.holds for part in claims["suited"].parts] == [True, None, None, True, None]
    assert claims["incentive_80"].parts[0].figure is None
