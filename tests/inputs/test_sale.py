"""Sales, chains, risk, import charges and fiscal terms as inputs: what fits together."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import UnitError
from oilecon.netback.parity import parity_usd_bbl
from tests.samples import PARITY, refusal

ARTICLE = oe.scenario("article-sanctioned").vary({"asia.sale.prepayment": None})
ASIA = ARTICLE.routes["asia"]
CHARGES = oe.ImportCharges.shipped("27150000", on="2021-07-14", exchange_rate="6.474 CNY/USD")


# -- import ----------------------------------------------------------------------------------------


def test_import_charges_stand_only_under_ddp_and_never_on_an_observed_quotation() -> None:
    assert refusal(lambda: ASIA.evolve(charges=CHARGES)).startswith(
        "Route.charges: a price under DAP is for oil whose import charges the buyer pays, and an "
        "observed quotation already reflects them"
    )
    unpaid = ASIA.sale.evolve(terms="DDP")
    assert "none are given" in refusal(lambda: ASIA.evolve(sale=unpaid))
    observed = ASIA.evolve(sale=unpaid, charges=CHARGES)
    assert refusal(lambda: ARTICLE.vary({"asia": observed})).startswith(
        "Scenario.asia.sale.differential: -14.5 USD/bbl is an observed quotation of 2025-12-10"
    )


# -- payment, risk, take ---------------------------------------------------------------------------


def test_an_event_at_sea_needs_a_voyage() -> None:
    sale = oe.Sale("-9 USD/bbl", "FOB", payment_days="30 day", credit_from="discharge")
    assert refusal(lambda: oe.Route(sale)) == (
        "Route.sale.credit_from: 'discharge' needs a leg whose days count; write "
        "legs={...}, or credit_from='bill of lading' with all the days in payment_days"
    )
    assert refusal(lambda: oe.Sale("-9 USD/bbl", "FOB", credit_from="delivery")) == (
        "Sale.credit_from: expected one of 'bill of lading', 'notice of readiness', 'discharge', "
        "got 'delivery'"
    )


# -- bad input -------------------------------------------------------------------------------------


REFUSALS = [
    (
        lambda: ASIA.evolve(
            chain={
                "one": oe.Intermediary(price_share="60 %"),
                "two": oe.Intermediary(price_share="50 %"),
            }
        ),
        "Route.chain: the shares down to 'two' take 110 % of the price; expected at most 100 %",
    ),
    (
        lambda: ASIA.evolve(
            sale=ASIA.sale.evolve(prepayment="60 %"),
            chain={"bank": oe.Intermediary(advance="50 %", advance_rate="12 %/year")},
        ),
        (
            "Route: prepayment and advances are of the price, and come to 110 % of it; "
            "expected at most"
        ),
    ),
    (oe.Intermediary, "Intermediary: its terms are required; write fee="),
    (
        lambda: oe.Intermediary(share="5 %", paid_by="buyer"),
        "Intermediary: a charge that the buyer pays on top of the price is a fee or fee_per_tonne;",
    ),
    (
        lambda: oe.Intermediary(advance="50 %"),
        "Intermediary: advance and advance_rate go together; write both",
    ),
    (lambda: oe.Risk(seizure="120 %"), "Risk.seizure: expected at least 0 and at most 1, got 1.2"),
    (
        lambda: oe.Risk(seizure="2 %", seizure_rate="9 %/year"),
        "Risk: expected seizure a voyage or seizure_rate a year, got both; write one",
    ),
    (lambda: oe.Risk(hull_war_risk="1 %"), "Risk.hull_war_risk: has no effect without hull_value"),
    (lambda: oe.Risk(cargo_cover="50 %"), "Risk.cargo_cover: has no effect without seizure or"),
    (
        lambda: ASIA.evolve(legs={}, risk=oe.Risk(seizure_rate="9 %/year")),
        "Route.risk.seizure_rate: needs a voyage to be borne on",
    ),
    (
        lambda: ASIA.evolve(sale=ASIA.sale.evolve(risk_in_price="included")),
        (
            "Route: the quotation already reflects risk (sale.risk_in_price is 'included'), and "
            "sea.shadow_multiple would deduct it again; write one or the other, never both"
        ),
    ),
    (
        lambda: oe.ImportCharges(recovered="800 CNY/t"),
        "ImportCharges.exchange_rate: recovered is in yuan and needs a rate",
    ),
    (
        lambda: oe.ImportCharges(consumption_tax="1.2 CNY/L", exchange_rate="7 CNY/USD"),
        "ImportCharges.litres_per_tonne: required with a consumption tax",
    ),
]


@pytest.mark.parametrize(("make", "sentence"), REFUSALS)
def test_what_cannot_be_is_refused_with_what_would_fit(make: Any, sentence: str) -> None:
    assert refusal(make).startswith(sentence)


def test_a_fee_by_the_tonne_is_told_its_field() -> None:
    assert refusal(lambda: oe.Intermediary(fee="18 USD/t"), UnitError).endswith(
        "(fee_per_tonne takes this value)"
    )


def test_a_party_is_not_called_as_a_marker_is() -> None:
    sale = ASIA.sale.evolve(markers={"wti": oe.Marker("100 %", price="60 USD/bbl")})
    agent = {"wti": oe.Intermediary(fee="1 USD/bbl")}
    assert refusal(lambda: ASIA.evolve(sale=sale, chain=agent)) == (
        "Route: 'wti' is the name of a marker and of a party; write another"
    )


def test_an_addition_for_risk_that_is_in_the_quotation_is_refused() -> None:
    sea = ASIA.sea.evolve(shadow_multiple=1.0, shadow_addition="1 USD/bbl")
    inside = ASIA.sale.evolve(risk_in_price="included")
    assert "sea.shadow_addition would deduct it again" in refusal(
        lambda: ASIA.evolve(legs={"sea": sea}, sale=inside)
    )


def test_arrays_that_do_not_broadcast_are_named_by_the_scenario() -> None:
    two, three = oe.Q([0.01, 0.02], "1"), oe.Q([0.01, 0.02, 0.03], "1")
    parties = {"agent": oe.Intermediary(share=two), "broker": oe.Intermediary(share=three)}
    charges = oe.ImportCharges(
        consumption_tax=oe.Q([1.2, 1.3], "CNY/L"),
        litres_per_tonne=oe.Q([1000.0, 1015.0, 1020.0], "L/t"),
        recovered="800 CNY/t",
        exchange_rate="7 CNY/USD",
    )
    delivered = ASIA.sale.evolve(terms="DDP", differential="-10 USD/bbl")
    for route, first in (
        (ASIA.evolve(chain=parties), "asia.agent.share (2,), asia.broker.share (3,)"),
        (ASIA.evolve(charges=charges, sale=delivered), "asia.charges.consumption_tax (2,)"),
    ):
        text = refusal(lambda route=route: ARTICLE.evolve(routes={"asia": route}, reference=""))
        assert text.startswith("Scenario: expected arrays that broadcast together, got ")
        assert first in text


# -- parity ----------------------------------------------------------------------------------------


def at_parity(**changed: Any) -> oe.Scenario:
    """Return the article's scenario with the Gulf's price at parity."""
    sale = ARTICLE.gulf.sale.evolve(differential="0 USD/bbl", parity=PARITY, **changed)
    made: oe.Scenario = ARTICLE.vary({"gulf.sale": sale})
    return made


def test_parity_prices_a_sale_at_its_point() -> None:
    price = oe.evaluate(at_parity(), "gulf").price.magnitude
    assert price == pytest.approx(parity_usd_bbl(PARITY.values, ARTICLE.market.brent.magnitude, 0))


def test_a_sale_at_parity_is_written_to_a_file_and_read_back() -> None:
    scenario = at_parity()
    assert oe.Scenario.from_toml(scenario.to_toml()) == scenario


def test_a_basket_beside_a_parity_is_refused_and_fob_needs_a_delivery() -> None:
    wti = {"wti": oe.Marker("100 %", price="60 USD/bbl")}
    assert refusal(lambda: at_parity(markers=wti)) == (
        "Sale.parity: expected a basket of `markers` or a parity, got both; write parity=None or "
        "markers={}"
    )
    assert refusal(
        lambda: oe.Sale("0 USD/bbl", "FOB", parity=PARITY.evolve(delivery=None))
    ).startswith(
        "Sale.parity.delivery: parity is a price delivered to the refinery, and the buyer pays "
        "from the point of sale on under FOB; write delivery='3 USD/bbl'"
    )


def test_the_analyses_reach_a_product_price() -> None:
    path = "gulf.sale.parity.prices.diesel.price"
    scenario = at_parity()
    dearer = scenario.vary({path: "110 USD/bbl"})
    swept = oe.evaluate(scenario.vary({path: oe.Q([103.17, 110.0], "USD/bbl")}), "gulf")
    one, other = (oe.evaluate(each, "gulf").netback.magnitude for each in (scenario, dearer))
    assert list(swept.netback.magnitude) == [one, other]
    assert "gulf.sale.parity.delivery" in str(oe.evaluate(scenario, "gulf").explain("price"))
