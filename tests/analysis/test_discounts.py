"""A discount in parts: quality, freight position, and sanctions with terms."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import PathError
from tests.samples import refusal

if TYPE_CHECKING:
    from oilecon.analysis.discounts import DiscountSplit

S = oe.scenario("article-parity")
N = 50


def split(**given: Any) -> DiscountSplit:
    scenario = given.pop("scenario", S)
    return oe.discount_split(scenario, given.pop("route", "asia"), n=N, **given)


@cache
def at_fob() -> DiscountSplit:
    return split(observed="-16.29 USD/bbl", at="FOB")


def amounts(of: DiscountSplit) -> dict[str, float]:
    return dict(of.table().iloc[:, 0])


def test_the_parts_sum_to_the_differential_in_every_draw() -> None:
    for made in (split(), at_fob(), split(observed="-32 USD/bbl", at="receipt")):
        parts = amounts(made)
        observed = parts.pop("observed")
        assert sum(parts.values()) == pytest.approx(observed)
        drawn = {name: draws.copy() for name, draws in made._draws.items()}
        whole = drawn.pop("observed")
        np.testing.assert_allclose(sum(drawn.values()), whole)


def test_quality_is_parity_and_freight_position_is_carriage_between_the_points() -> None:
    made = oe.compare(S, "gulf", "asia")

    def carried(route: str) -> float:
        names = ("freight", "transit_loss", "cargo_insurance")
        return float(sum(made[f"{route}.{name}"].magnitude for name in names))

    fob, delivered = amounts(at_fob()), amounts(split())
    for parts in (fob, delivered):
        assert parts["quality"] == pytest.approx(made["gulf.parity"].magnitude)
    assert fob["freight position"] == pytest.approx(-carried("gulf"))
    assert delivered["freight position"] == pytest.approx(carried("asia") - carried("gulf"))
    assert delivered["observed"] == pytest.approx(
        (made["asia.price"] - made["asia.brent"]).magnitude
    )


def test_a_reference_sold_fob_has_its_way_in_the_parity() -> None:
    parity: Any = S.gulf.sale.parity
    sale = S.gulf.sale.evolve(terms="FOB", parity=parity.evolve(delivery="3 USD/bbl"))
    parts = amounts(
        split(scenario=S.vary({"gulf.sale": sale}), observed="-16.29 USD/bbl", at="FOB")
    )
    assert parts["freight position"] == pytest.approx(-3.0)
    assert parts["quality"] == pytest.approx(amounts(at_fob())["quality"])


def test_two_points_of_measurement_answer_two_questions() -> None:
    """OPEC's Merey of November, and what the state received in December 2025."""
    december = S.vary({"market.brent": "62.54 USD/bbl"})
    receipt = split(scenario=december, observed=oe.Q(30.5 - 62.54, "USD/bbl"), at="receipt")
    assert at_fob().sanctions_and_terms.magnitude == pytest.approx(-6.5, abs=1.0)
    assert receipt.sanctions_and_terms.magnitude == pytest.approx(-22.5, abs=1.5)
    assert str(at_fob()).startswith("differential to Brent, FOB at the load port\n")
    assert "what reached the producer, at the load port" in str(receipt)


@pytest.mark.parametrize("given", ["47.51 USD/bbl", "16.29 USD/bbl"])
def test_a_price_is_no_differential_and_a_discount_has_its_sign(given: str) -> None:
    assert refusal(lambda: split(observed=given, at="FOB")) == (
        "discount_split: observed: expected at least -100 and at most 15 USD/bbl, got "
        f"{given.partition(' ')[0]}; write for example '-16.29 USD/bbl'"
    )


def test_a_range_of_what_was_observed_is_drawn() -> None:
    observed = oe.Sourced("-14 USD/bbl", low="-15 USD/bbl", high="-13 USD/bbl")
    made = split(observed=observed, at="delivered")
    draws = made._draws["observed"]
    assert -15.0 <= draws.min() < -14.5
    assert -13.5 < draws.max() <= -13.0
    assert made.observed.magnitude == -14.0


def test_the_median_explains_an_amount_outside_its_range() -> None:
    table = at_fob().table()
    low, middle, high = (table[f"{share}% [USD/bbl]"] for share in (5, 50, 95))
    assert (low <= middle).all()
    assert (middle <= high).all()
    amount = table.loc["sanctions and terms", "amount [USD/bbl]"]
    assert amount < low["sanctions and terms"]


@pytest.mark.filterwarnings("error::oilecon.errors.UnmovedWarning")
def test_a_brent_of_ones_own_needs_no_range() -> None:
    made = split(scenario=S.vary({"market.brent": "66.6 USD/bbl"}))
    assert made.brent.magnitude == 66.6


def test_fob_and_delivered_are_not_compared() -> None:
    assert refusal(lambda: split(at="FOB")) == (
        "discount_split: at: the differential of 'asia' is delivered at the port of discharge, not "
        "FOB at the load port, and the two are not compared; write at='delivered', or the figure "
        "measured there, observed='-16.29 USD/bbl', at='FOB'"
    )
    assert refusal(lambda: split(observed="-16.29 USD/bbl")) == (
        "discount_split: at: required with an observed differential, since FOB and delivered ones "
        "are not compared; write at='FOB', at='delivered' or at='receipt'"
    )
    fob = S.vary({"asia.sale.terms": "FOB"})
    assert refusal(lambda: split(scenario=fob, observed="-14 USD/bbl", at="delivered")).startswith(
        "discount_split: at: 'asia' is sold FOB, whose buyer pays the freight"
    )
    cfr = S.vary({"asia.sale.terms": "CFR"})
    assert "is sold CFR, whose price is neither FOB nor delivered" in refusal(
        lambda: split(scenario=cfr)
    )


def test_a_reference_is_a_route_priced_by_parity() -> None:
    assert refusal(lambda: split(scenario=oe.scenario("article"))) == (
        "discount_split: expected a route whose sale has a parity, got none; write "
        "scenario.vary({'gulf.sale': sale.evolve(parity=oilecon.Parity(...))})"
    )
    assert refusal(lambda: split(reference="asia")) == (
        "discount_split: reference: expected a route that is priced by parity, 'gulf', got 'asia'"
    )
    assert "no route 'asja'; did you mean 'asia'?" in refusal(
        lambda: split(route="asja"), PathError
    )


def test_a_basket_has_no_differential_to_brent_of_its_own() -> None:
    markers = {"dubai": oe.Marker("100 %", differential="-2 USD/bbl")}
    basket = S.vary({"asia.sale": S.asia.sale.evolve(markers=markers)})
    assert "is priced by a basket" in refusal(lambda: split(scenario=basket))
    assert split(scenario=basket, observed="-14 USD/bbl", at="delivered").point == "delivered"


def test_the_picture_leads_from_brent_to_the_price() -> None:
    pytest.importorskip("matplotlib")
    names = [label.get_text() for label in at_fob().plot().get_yticklabels()]
    assert names == [
        "Brent",
        "quality",
        "freight position",
        "sanctions and terms",
        "observed price",
    ]
