"""Prices under other terms and by formula, and the margin between two prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe

if TYPE_CHECKING:
    from oilecon.results import Netback


from oilecon import trading
from tests.samples import refusal


def test_a_cost_by_the_tonne_needs_a_density() -> None:
    ends = {"delivered": "-9 USD/bbl", "fob": "-15 USD/bbl"}
    margin = trading.margin_taken(**ends, freight="19.671 USD/t", barrels_per_tonne="6.557 bbl/t")
    assert margin.magnitude == pytest.approx(3.0)
    assert "write barrels_per_tonne=" in refusal(
        lambda: trading.margin_taken(**ends, freight="20 USD/t")
    )


@given(delivered=st.floats(-9.5, -8.5), fob=st.floats(-15, -15), freight=st.floats(2.5, 3.5))
def test_the_margin_of_any_point_lies_between_those_of_the_corners(
    delivered: float, fob: float, freight: float
) -> None:
    margin = trading.margin_taken(
        delivered=oe.Q(delivered, "USD/bbl"),
        fob=oe.Q(fob, "USD/bbl"),
        freight=oe.Q(freight, "USD/bbl"),
    )
    assert 2.0 <= margin.magnitude <= 4.0


def test_a_cost_is_not_below_zero_and_is_told_by_its_name() -> None:
    ends = {"delivered": "-9 USD/bbl", "fob": "-15 USD/bbl"}
    assert "margin_taken: freight: expected at least 0" in refusal(
        lambda: trading.margin_taken(**ends, freight="-3 USD/bbl")
    )
    assert "margin_taken: other: expected at least 0" in refusal(
        lambda: trading.margin_taken(
            **ends, freight="3 USD/bbl", other="-20 USD/t", barrels_per_tonne="6.5 bbl/t"
        )
    )
    assert "got delivered (3,), fob (2,)" in refusal(
        lambda: trading.margin_taken(
            delivered=oe.Q([1.0, 2.0, 3.0], "USD/bbl"),
            fob=oe.Q([1.0, 2.0], "USD/bbl"),
            freight="3 USD/bbl",
        )
    )


def test_formula_price_is_the_published_one_of_maya() -> None:
    basket = {"WTI Houston": ("65 %", "60 USD/bbl"), "ICE Brent": ("35 %", "64 USD/bbl")}
    assert trading.formula_price(basket, "-2 USD/bbl").magnitude == pytest.approx(59.4)
    assert "100 %" in refusal(
        lambda: trading.formula_price({"Brent": ("65 %", "60 USD/bbl")}, "0 USD/bbl")
    )
    assert "expected a mapping" in refusal(lambda: trading.formula_price([], "0 USD/bbl"))  # type: ignore[arg-type]
    assert "(weight, price)" in refusal(lambda: trading.formula_price({"a": 1}, "0 USD/bbl"))  # type: ignore[dict-item]


ARTICLE = oe.scenario("article-sanctioned").vary({"asia.sale.prepayment": None})


ASIA = ARTICLE.routes["asia"]


def asia(**changes: Any) -> Netback:
    """Return the netback of the Asian route with other parts."""
    routes = {"asia": ASIA.evolve(**changes)}
    return oe.evaluate(ARTICLE.evolve(routes=routes, reference=""), "asia")


def amount(netback: Netback, name: str) -> float:
    return float(netback[name].magnitude)


# -- terms of sale ---------------------------------------------------------------------------------


@given(
    price=st.floats(1, 200),
    ends=st.tuples(*[st.sampled_from(["prompt", "FOB", "CFR", "CIF", "DAP"])] * 2),
    days=st.floats(0, 365),
)
def test_a_price_converted_there_and_back_is_the_same(
    price: float, ends: tuple[str, str], days: float
) -> None:
    costs: dict[str, Any] = {
        "freight": "5.5 USD/bbl",
        "cargo_insurance": "0.1 %",
        "transit_loss": "0.3 %",
        "payment_days": oe.Q(days, "day"),
        "laden_days": "45 day",
        "finance_rate": "10 %/year",
    }
    first, other = ends
    there = oe.convert(oe.Q(price, "USD/bbl"), other, terms=first, **costs)
    back = oe.convert(there, first, terms=other, **costs)
    assert back.magnitude == pytest.approx(price, rel=1e-12)


def test_an_fob_quotation_is_the_netback_at_its_credit() -> None:
    costs = {"payment_days": "30 day", "finance_rate": "10 %/year"}
    fob = oe.convert("47.97 USD/bbl", "FOB", terms="prompt", **costs)
    assert fob.magnitude == 47.97 / (1.0 - 0.10 * 30.0 / 360.0)


@given(price=st.floats(-30, 30), freight=st.floats(0, 20))
def test_shares_of_a_price_below_zero_are_nothing_in_a_conversion_too(
    price: float, freight: float
) -> None:
    costs: dict[str, Any] = {
        "freight": oe.Q(freight, "USD/bbl"),
        "transit_loss": "5 %",
        "payment_days": "72 day",
        "finance_rate": "10 %/year",
    }
    fob = oe.convert(oe.Q(price, "USD/bbl"), "FOB", terms="DAP", **costs)
    gross = price - max(price, 0.0) * 0.07 - freight
    assert fob.magnitude == pytest.approx(gross / 0.98 if gross > 0.0 else gross, abs=1e-12)
    back = oe.convert(fob, "DAP", terms="FOB", **costs)
    assert back.magnitude == pytest.approx(price, abs=1e-9)


def test_a_conversion_in_which_nothing_is_left_is_refused() -> None:
    assert refusal(
        lambda: oe.convert(
            "50 USD/bbl", "FOB", terms="prompt", payment_days="360 day", finance_rate="100 %/year"
        )
    ) == ("convert: under FOB: expected shares and interest below 100 % of the price, got 100 %")
    assert "below 100 % of the price, got 120 % at index 1 (1 of 2)" in refusal(
        lambda: oe.convert(
            "50 USD/bbl",
            "DAP",
            terms="FOB",
            freight="3 USD/bbl",
            transit_loss=oe.Q([0.5, 1.0], "1"),
            cargo_insurance="20 %",
        )
    )


def test_convert_takes_nothing_twice_and_nothing_in_vain() -> None:
    sale = oe.Sale("-9 USD/bbl", "DAP", payment_days="30 day")
    given: dict[str, Any] = {"freight": "3 USD/bbl", "finance_rate": "10 %/year"}
    brent = oe.Q("63.8 USD/bbl")
    assert refusal(lambda: oe.convert(sale, "FOB", brent=brent, terms="CIF", **given)) == (
        "convert: terms: a Sale has its own; leave it out, or write sale.evolve(terms=...)"
    )
    assert "convert: payment_days: a Sale has its own" in refusal(
        lambda: oe.convert(sale, "FOB", brent=brent, payment_days="60 day", **given)
    )
    assert refusal(lambda: oe.convert("50 USD/bbl", "FOB", terms="DAP", brent=brent, **given)) == (
        "convert: brent: expected only with a Sale, got it with a price; leave it out"
    )
    assert "convert: freight: expected at least 0" in refusal(
        lambda: oe.convert("50 USD/bbl", "FOB", terms="DAP", freight="-3 USD/bbl")
    )
    assert "expected arrays that broadcast together, got price (2,), freight (3,)" in refusal(
        lambda: oe.convert(
            oe.Q([50.0, 51.0], "USD/bbl"),
            "FOB",
            terms="DAP",
            freight=oe.Q([1.0, 2.0, 3.0], "USD/bbl"),
        )
    )


def test_convert_refuses_what_it_cannot_know() -> None:
    assert refusal(lambda: oe.convert("50 USD/bbl", "FOB", terms="DAP")) == (
        "convert: freight: required from DAP to FOB; write freight='3 USD/bbl'"
    )
    assert refusal(lambda: oe.convert("50 USD/bbl", "FOP", terms="DAP")) == (
        "convert: to: expected one of 'prompt', 'FOB', 'CFR', 'CIF', 'DAP', got 'FOP'; "
        "did you mean 'FOB'?"
    )
    assert "got nothing" in refusal(lambda: oe.convert("50 USD/bbl", "FOB"))
    assert "deduct them first" in refusal(lambda: oe.convert("50 USD/bbl", "FOB", terms="DDP"))
    assert "write brent=" in refusal(
        lambda: oe.convert(ASIA.sale, "FOB", freight="3 USD/bbl", finance_rate="10 %/year")
    )
    assert "finance_rate: required with days of credit; write finance_rate=" in refusal(
        lambda: oe.convert("50 USD/bbl", "prompt", terms="FOB", payment_days="30 day")
    )


# -- payment, risk, take ---------------------------------------------------------------------------


def test_a_conversion_keeps_the_event_that_a_sale_names() -> None:
    sale = oe.Sale("-9 USD/bbl", "DAP", payment_days="30 day", credit_from="bill of lading")
    brent = oe.Q("63.8 USD/bbl")
    costs: dict[str, Any] = {"freight": "3 USD/bbl", "finance_rate": "10 %/year"}
    converted = oe.convert(sale, "FOB", brent=brent, laden_days="45 day", **costs)
    left = 1 - 0.10 * 30 / 360  # the days at sea cost nothing under either
    assert converted.differential.magnitude == pytest.approx((54.8 * left - 3) / left - 63.8)
    usual = oe.convert(
        sale.evolve(credit_from=None), "FOB", brent=brent, laden_days="45 day", **costs
    )
    delivered = 54.8 * (1 - 0.10 * 75 / 360) - 3
    assert usual.differential.magnitude == pytest.approx(delivered / left - 63.8)


def test_a_conversion_cost_is_on_the_whole_price() -> None:
    paid = asia(sale=ASIA.sale.evolve(conversion_cost="2 %"))
    assert amount(paid, "conversion") == pytest.approx(0.02 * 49.3)


@pytest.mark.parametrize("given", [[], {}, ["FOB"], 3])
def test_terms_that_are_no_text_are_named_with_the_terms_there_are(given: Any) -> None:
    for argument, call in {
        "to": lambda: oe.convert("60 USD/bbl", given, terms="CIF", freight="3 USD/bbl"),
        "terms": lambda: oe.convert("60 USD/bbl", "CIF", terms=given, freight="3 USD/bbl"),
    }.items():
        assert refusal(call).startswith(
            f"convert: {argument}: expected one of 'prompt', 'FOB', 'CFR', 'CIF', 'DAP', "
            f"got {given}"
        )


def test_a_density_that_does_not_fit_is_named_also_where_it_is_not_needed() -> None:
    ends: dict[str, Any] = {"delivered": "-9 USD/bbl", "fob": "-15 USD/bbl"}
    for name, call in {
        "margin_taken": lambda: trading.margin_taken(
            **ends, freight="3 USD/bbl", barrels_per_tonne="nonsense"
        ),
        "convert": lambda: oe.convert(
            "60 USD/bbl", "CFR", terms="CIF", barrels_per_tonne="nonsense"
        ),
    }.items():
        text = refusal(call, oe.UnitError)
        assert text.startswith(f"{name}: freight: barrels_per_tonne: ")
        assert "nonsense" in text
