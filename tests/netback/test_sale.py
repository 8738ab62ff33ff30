"""Terms of sale, chains, payment, risk, import and fiscal terms, as lines of the netback."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, NegativePriceWarning, PathError
from tests.samples import refusal

if TYPE_CHECKING:
    from oilecon.results import Netback


ARTICLE = oe.scenario("article-sanctioned").vary({"asia.sale.prepayment": None})
ASIA = ARTICLE.routes["asia"]
LADEN = 13350 * 1.05 / (24 * 13) + 10  # days at sea and those lost on the way
IN_PORT = 2 + 2  # days of waiting and of discharging
CHARGES = oe.ImportCharges.shipped("27150000", on="2021-07-14", exchange_rate="6.474 CNY/USD")


def asia(**changes: Any) -> Netback:
    """Return the netback of the Asian route with other parts."""
    routes = {"asia": ASIA.evolve(**changes)}
    return oe.evaluate(ARTICLE.evolve(routes=routes, reference=""), "asia")


def chain(**parties: oe.Intermediary) -> Netback:
    return asia(chain=parties)


def amount(found: Netback, name: str) -> float:
    return float(found[name].magnitude)


# -- drawn cases -----------------------------------------------------------------------------------


first = itemgetter(0)
SHARES = st.floats(0.0, 0.3)
FEES = st.floats(0.0, 5.0)
PARTIES = st.builds(
    lambda fee, price_share, share, margin: oe.Intermediary(
        fee=oe.Q(fee, "USD/bbl"), price_share=price_share, share=share, required_margin=margin
    ),
    FEES,
    SHARES,
    SHARES,
    SHARES,
)
CHAINS = st.lists(PARTIES, max_size=3).map(
    lambda parties: {f"party{k}": party for k, party in enumerate(parties)}
)
RISKS = st.builds(
    lambda loss, war, seizure, casualty, cover: oe.Risk(
        transit_loss=loss,
        hull_value="40 MUSD",
        hull_war_risk=war,
        seizure=seizure,
        casualty_rate=oe.Q(casualty, "1/year"),
        cargo_cover=cover,
        hull_borne=1.0,
        hull_risk_in_freight="separate",
    ),
    SHARES,
    SHARES,
    SHARES,
    SHARES,
    st.floats(0.0, 1.0),
)
TAKES = st.none() | st.builds(
    lambda levy, gross, tax, cap, windfall: oe.FiscalTerms(
        severance_tax=levy,
        gross_revenue_tax=gross,
        income_tax=tax,
        price_cap=cap,
        windfall=windfall,
    ),
    SHARES,
    SHARES,
    SHARES,
    st.none() | st.floats(0.0, 90.0).map(lambda cap: oe.Q(cap, "USD/bbl")),
    st.lists(st.tuples(st.floats(0.0, 90.0), st.floats(0.0, 1.0)), max_size=4, unique_by=first).map(
        lambda bands: {
            f"band_{k}": oe.WindfallBand(oe.Q(above, "USD/bbl"), rate)
            for k, (above, rate) in enumerate(sorted(bands))
        }
    ),
)


def fits(make: Any) -> Any:
    """Return what `make` makes; a chain that takes more than the whole is refused elsewhere."""
    try:
        return make()
    except InputError as error:
        assert "100 %" in str(error)  # noqa: PT017  nothing else may be refused
        return None


@st.composite
def netbacks(draw: Any) -> Netback | None:
    sale = ASIA.sale.evolve(
        differential=ASIA.sale.differential,  # without the evidence of a quotation, for DDP
        terms=draw(st.sampled_from(["FOB", "CFR", "CIF", "DAP", "DDP"])),
        prepayment=draw(st.none() | SHARES),
        nonpayment=draw(st.none() | SHARES),
        conversion_cost=draw(st.none() | SHARES),
    )
    duty = oe.ImportCharges(duty=draw(SHARES), vat=draw(SHARES), harbour_fee="0.125 %")
    parties, risk = draw(CHAINS), draw(RISKS)
    take = draw(TAKES)

    def make() -> Netback:
        route = ASIA.evolve(
            sale=sale, chain=parties, risk=risk, charges=duty if sale.terms == "DDP" else None
        )
        supply = ARTICLE.supply.evolve(take=take)
        return oe.evaluate(
            ARTICLE.evolve(supply=supply, routes={"asia": route}, reference=""), "asia"
        )

    found: Netback | None = fits(make)
    return found


@given(found=netbacks())
def test_lines_and_recipients_sum_to_the_price_on_the_fold(found: Netback | None) -> None:
    if found is None:
        return
    terms = found._model.waterfall("asia")
    rows = found.waterfall()
    assert rows["total [USD/bbl]"].iloc[-1] == terms.net
    for name, count in zip(("price", "netback", "operating", "net"), terms.counts, strict=True):
        assert rows["total [USD/bbl]"].iloc[count - 1] == getattr(terms, name)
    shared = found.recipients()
    left = shared.price.magnitude
    for name in shared.names:
        left = left - shared[name].magnitude
    assert left == 0.0
    assert shared.residual.magnitude == 0.0
    assert shared["producer"].magnitude == pytest.approx(terms.net, abs=1e-9)


@given(parties=CHAINS, other=PARTIES)
def test_adding_a_party_never_raises_the_netback(
    parties: dict[str, oe.Intermediary], other: oe.Intermediary
) -> None:
    before = fits(lambda: chain(**parties))
    after = fits(lambda: chain(**parties, extra=other))
    if after is not None:
        assert amount(after, "netback") <= amount(before, "netback")


@given(parties=CHAINS)
def test_a_party_that_takes_nothing_changes_nothing(parties: dict[str, oe.Intermediary]) -> None:
    before = fits(lambda: chain(**parties))
    if before is not None:
        after = chain(**parties, idle=oe.Intermediary(fee="0 USD/bbl"))
        assert amount(after, "netback") == amount(before, "netback")


def test_a_chain_of_none_changes_nothing() -> None:
    fob = asia(chain={}, sale=ASIA.sale.evolve(terms="FOB", payment_days="0 day"))
    assert amount(fob, "netback") == amount(fob, "price")


@given(one=FEES, two=FEES)
def test_a_fixed_fee_commutes_with_another(one: float, two: float) -> None:
    left, right = (oe.Intermediary(fee=oe.Q(fee, "USD/bbl")) for fee in (one, two))
    # Two subtractions in another order may round otherwise, once each.
    assert amount(chain(a=left, b=right), "netback") == pytest.approx(
        amount(chain(a=right, b=left), "netback"), rel=1e-14
    )


def test_the_order_matters_for_a_share_of_what_reaches_it() -> None:
    fee, share = oe.Intermediary(fee="10 USD/bbl"), oe.Intermediary(share="10 %")
    assert amount(chain(a=fee, b=share), "b") == pytest.approx(3.93)  # of 49.30 - 10
    assert amount(chain(b=share, a=fee), "b") == pytest.approx(4.93)
    of_price = oe.Intermediary(price_share="10 %")
    assert amount(chain(a=fee, b=of_price), "b") == amount(chain(b=of_price, a=fee), "b")


def test_what_a_party_takes_in_each_way() -> None:
    tonne = amount(asia(), "supply.barrels_per_tonne")
    assert amount(chain(a=oe.Intermediary(fee_per_tonne="13 USD/t")), "a") == 13.0 / tonne
    margin = oe.Intermediary(required_margin="25 %")
    assert amount(chain(a=margin), "a") == pytest.approx(49.30 / 5)  # pays 39.44, keeps 9.86
    advance = oe.Intermediary(advance="100 %", advance_rate="20 %/year")
    found = chain(a=advance)
    assert amount(found, "finance_carry") == 0.0  # the seller waits for nothing
    plain = chain()
    assert amount(found, "a") == pytest.approx(2 * amount(plain, "finance_carry"))


def test_a_fee_that_the_buyer_pays_stands_on_top_and_costs_the_seller_nothing() -> None:
    found = oe.evaluate(oe.scenario("petrochina-2019"), "asia")
    assert amount(found, "price") == pytest.approx(54.95 + 5.0272 + 2.70)
    assert amount(found, "agent.on_top") == amount(found, "agent") == 2.70
    assert found.recipients()["intermediaries"].magnitude == 2.70


# -- terms of sale ---------------------------------------------------------------------------------


@given(
    terms=st.sampled_from(["CFR", "CIF", "DAP"]),
    days=st.floats(0, 180),
    rate=st.floats(0, 0.5),
    brent=st.floats(40, 150),
    settled=st.tuples(*[st.none() | SHARES] * 3),
)
def test_a_cargo_quoted_fob_or_delivered_has_the_same_netback(
    terms: str, days: float, rate: float, brent: float, settled: tuple[float | None, ...]
) -> None:
    sale = ASIA.sale.evolve(
        terms=terms,
        payment_days=oe.Q(days, "day"),
        prepayment=settled[0],
        conversion_cost=settled[1],
        nonpayment=settled[2],
    )
    market = ARTICLE.market.evolve(brent=oe.Q(brent, "USD/bbl"), finance_rate=oe.Q(rate, "1/year"))
    route = ASIA.evolve(sale=sale, chain={})
    scenario = ARTICLE.evolve(market=market, routes={"asia": route}, reference="")
    found = oe.evaluate(scenario, "asia")
    assume(amount(found, "netback") > 0.0)  # else the FOB price is below zero, which warns
    carriage = sum(amount(found, name) for name in ("freight", "shadow_premium", "transfer"))
    fob = oe.convert(
        sale,
        "FOB",
        brent=market.brent,
        freight=oe.Q(carriage, "USD/bbl"),
        cargo_insurance=ASIA.risk.cargo_insurance,
        transit_loss=ASIA.risk.transit_loss,
        laden_days=oe.Q(LADEN + IN_PORT, "day"),
        finance_rate=market.finance_rate,
    )
    again = oe.evaluate(scenario.evolve(routes={"asia": route.evolve(sale=fob)}), "asia")
    assert fob.terms == "FOB"
    assert amount(again, "netback") == pytest.approx(amount(found, "netback"), abs=1e-9)


def test_a_formula_prices_on_its_basket() -> None:
    markers = {
        "wti_houston": oe.Marker("65 %", differential="-3 USD/bbl"),
        "brent": oe.Marker("35 %", differential="0 USD/bbl"),
    }
    found = asia(sale=ASIA.sale.evolve(markers=markers, differential="-2 USD/bbl"), chain={})
    assert amount(found, "price") == pytest.approx(63.8 - 0.65 * 3 - 2)
    assert amount(found, "wti_houston") == pytest.approx(0.65 * 60.8)
    assert refusal(
        lambda: ASIA.sale.evolve(markers={"wti": oe.Marker("65 %", price="60 USD/bbl")})
    ) == ("Sale.markers: expected weights that make 100 %, got 65 %")
    assert refusal(lambda: oe.Marker("1")).endswith("got neither; write one")


def test_the_time_structure_moves_a_delivered_price_over_the_voyage() -> None:
    market = ARTICLE.market.evolve(monthly_structure="-0.5 USD/bbl")
    scenario = ARTICLE.evolve(market=market)
    moved = oe.evaluate(scenario, "asia")
    assert amount(moved, "time_structure") == pytest.approx(-0.5 * LADEN * 12 / 365)
    fob = scenario.vary({"asia.sale.terms": "FOB"})
    assert "time_structure" not in oe.evaluate(fob, "asia").to_frame().index


# -- import ----------------------------------------------------------------------------------------


def ddp(**changes: Any) -> Netback:
    sale = ASIA.sale.evolve(terms="DDP", **changes)
    return asia(sale=sale, charges=CHARGES)


def test_duty_and_tax_are_on_the_value_that_is_left_of_a_price_with_duty_paid() -> None:
    found = ddp(differential="20 USD/bbl")
    names = ("import_duty", "import_tax", "harbour_fee")
    taken = sum(amount(found, name) for name in names)
    value = amount(found, "price") - taken
    assert amount(found, "import_duty") == pytest.approx(0.08 * value)
    tonne = amount(found, "supply.barrels_per_tonne")
    by_tonne = (1.2 * 1015 * 1.13 - 800) / 6.474 / tonne
    assert amount(found, "import_tax") == pytest.approx(0.13 * 1.08 * value + by_tonne)
    parity = oe.trading.import_parity(oe.Q(value, "USD/bbl"), CHARGES, oe.Q(tonne, "bbl/t"))
    assert parity.total.magnitude == pytest.approx(amount(found, "price"))


def test_charges_that_eat_the_price_are_refused() -> None:
    heavy = CHARGES.evolve(recovered="0 CNY/t")
    sale = ASIA.sale.evolve(terms="DDP", differential="-40 USD/bbl")
    assert "leave a customs value of -" in refusal(lambda: asia(sale=sale, charges=heavy).netback)


# -- payment, risk, take ---------------------------------------------------------------------------


@given(prepayment=st.none() | SHARES, uncollected=SHARES)
def test_prepayment_saves_interest_and_collects_nothing(
    prepayment: float | None, uncollected: float
) -> None:
    paid = ASIA.sale.evolve(nonpayment=uncollected, prepayment=prepayment)
    found, open_sale = asia(sale=paid), asia(sale=paid.evolve(prepayment=None))
    early = 0.0 if prepayment is None else prepayment
    carry = amount(open_sale, "finance_carry") * (1 - early)
    assert amount(found, "finance_carry") == pytest.approx(carry, abs=1e-12)
    # 83 % of Venezuela's cash and prepaid sales stayed unpaid: the share is of the invoice.
    assert amount(found, "nonpayment") == amount(open_sale, "nonpayment") == 49.3 * uncollected


@pytest.mark.parametrize("terms", ["FOB", "CFR", "CIF", "DAP"])
@pytest.mark.parametrize(
    ("event", "until"),
    [("bill of lading", 0.0), ("notice of readiness", LADEN), ("discharge", LADEN + IN_PORT)],
)
def test_money_is_out_until_the_event_that_credit_runs_from(
    terms: str, event: str, until: float
) -> None:
    sale = ASIA.sale.evolve(terms=terms, credit_from=event, payment_days="30 day")
    by_hand = 49.3 * 0.10 * (until + 30.0) / 360.0
    assert amount(asia(sale=sale), "finance_carry") == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize(
    ("terms", "event"), [("FOB", "bill of lading"), ("CIF", "bill of lading"), ("DAP", "discharge")]
)
def test_terms_name_the_usual_event(terms: str, event: str) -> None:
    sale = ASIA.sale.evolve(terms=terms)
    named = asia(sale=sale.evolve(credit_from=event))
    assert amount(asia(sale=sale), "finance_carry") == amount(named, "finance_carry")


@given(
    credit=st.floats(0.0, 90.0),
    waiting=st.floats(0.0, 20.0),
    discharging=st.floats(0.0, 10.0),
    lost=st.floats(0.0, 20.0),
    transit=st.floats(0.0, 10.0),
)
def test_an_event_is_so_many_days_after_the_bill_of_lading(
    credit: float, waiting: float, discharging: float, lost: float, transit: float
) -> None:
    """Credit from an event is credit from loading that is longer by the days until it."""
    sea = ASIA.legs["sea"].evolve(
        days_wait=oe.Q(waiting, "day"),
        days_discharge=oe.Q(discharging, "day"),
        extra_days=oe.Q(lost, "day"),
        canal_days_laden=oe.Q(transit, "day"),
    )
    under_way = 13350 * 1.05 / (24 * 13) + lost + transit
    for event, until in (
        ("notice of readiness", under_way),
        ("discharge", under_way + waiting + discharging),
    ):
        later = ASIA.sale.evolve(credit_from=event, payment_days=oe.Q(credit, "day"))
        longer = ASIA.sale.evolve(
            credit_from="bill of lading", payment_days=oe.Q(until + credit, "day")
        )
        found, same = (asia(sale=sale, legs={"sea": sea}) for sale in (later, longer))
        assert amount(found, "finance_carry") == pytest.approx(amount(same, "finance_carry"))


def test_a_second_ship_loads_what_the_first_discharges() -> None:
    shuttle = ASIA.legs["sea"].evolve(
        distance="312 nmi", weather=0.0, eca_distance="0 nmi", days_load="3 day", days_wait="1 day",
        days_discharge="2 day", extra_days="0 day", cargo="60000 t",
    )  # fmt: skip
    legs = {"shuttle": shuttle, "sea": ASIA.legs["sea"]}
    first = 1.0 + 1.0 + 2.0  # a day at 13 knots, waiting, and the transfer
    for event, until in (("notice of readiness", LADEN), ("discharge", LADEN + IN_PORT)):
        sale = ASIA.sale.evolve(credit_from=event, payment_days="30 day")
        by_hand = 49.3 * 0.10 * (first + until + 30.0) / 360.0
        found = asia(sale=sale, legs=legs)
        assert amount(found, "finance_carry") == pytest.approx(by_hand, rel=1e-12)


def test_war_risk_and_perils_are_per_barrel_of_the_cargo() -> None:
    risk = oe.Risk(
        hull_value="39.1 MUSD",
        hull_war_risk="0.5 %",
        seizure="2 %",
        hull_borne="100 %",
        hull_risk_in_freight="separate",
    )
    found = asia(risk=risk)
    barrels = 270_000 * amount(found, "supply.barrels_per_tonne")
    assert amount(found, "hull_war_risk") == pytest.approx(0.005 * 39.1e6 / barrels)
    assert amount(found, "seizure") == pytest.approx(0.02 * (49.3 + 39.1e6 / barrels))
    insured = asia(risk=risk.evolve(cargo_cover="100 %"))
    assert amount(insured, "seizure") == pytest.approx(0.02 * 39.1e6 / barrels)
    buyers = asia(risk=risk, sale=ASIA.sale.evolve(terms="CFR"))
    assert amount(buyers, "seizure") == pytest.approx(0.02 * 39.1e6 / barrels)
    yearly = asia(risk=oe.Risk(seizure_rate="9 %/year"))
    assert amount(yearly, "seizure") == pytest.approx(49.3 * -np.expm1(-0.09 * LADEN / 365))


HULL: dict[str, Any] = {"hull_value": "39.1 MUSD"}
MARKET_FREIGHT = ASIA.legs["sea"].evolve(shadow_multiple=1.0, shadow_addition=None)


@pytest.mark.parametrize(
    "given",
    [
        {"hull_war_risk": "3.5 %"},
        {"hull_borne": "100 %", "seizure": "17 %"},
        {"hull_borne": "10 %", "casualty_rate": "1.3 %/year"},
        {"hull_war_risk": "3.5 %", "hull_borne": "100 %", "seizure_rate": "9 %/year"},
    ],
)
@pytest.mark.parametrize(
    "premium",
    [
        {"shadow_multiple": 1.75},
        {"shadow_multiple": oe.Q([1.0, 2.0], "1")},
        {"shadow_addition": "5.5 USD/bbl"},
    ],
)
def test_the_hull_s_risk_is_in_the_freight_or_a_line_never_both(
    given: dict[str, Any], premium: dict[str, Any]
) -> None:
    risk, sea = oe.Risk(**HULL, **given), MARKET_FREIGHT.evolve(**premium)
    lines = " and ".join(f"risk.{n}" for n in ("hull_war_risk", "hull_borne") if n in given)
    said = refusal(lambda: ASIA.evolve(risk=risk, legs={"sea": sea}))
    assert said == (
        f"Route.risk.hull_risk_in_freight: required where {lines} stands beside "
        f"sea.{next(iter(premium))}, since a shadow premium often pays the owner for a hull that "
        f"may be seized or lost; leave out {lines}, or write hull_risk_in_freight='separate' if "
        "the premium is for tonnage alone"
    )
    inside = risk.evolve(hull_risk_in_freight="included")
    assert "never both" in refusal(lambda: ASIA.evolve(risk=inside, legs={"sea": sea}))
    apart = risk.evolve(hull_risk_in_freight="separate")
    both, alone = (asia(risk=r, legs={"sea": sea}) for r in (apart, oe.Risk()))
    assert np.all(both["shadow_premium"] == alone["shadow_premium"])
    # On market freight nothing is counted twice, and nothing need be said.
    at_market = asia(risk=risk, legs={"sea": MARKET_FREIGHT})
    assert amount(at_market, "shadow_premium") == 0.0


def test_a_cargo_s_risk_stands_beside_a_shadow_premium() -> None:
    """The premium pays the owner of the ship, not of the cargo."""
    found = asia(risk=oe.Risk(seizure="17 %", casualty="0.1 %"))
    assert amount(found, "seizure") == pytest.approx(0.17 * 49.3)


def test_shadow_freight_is_a_multiple_or_an_addition_apart_from_the_market() -> None:
    plain = asia()
    more = oe.evaluate(ARTICLE.vary({"asia.sea.shadow_addition": "2 USD/bbl"}), "asia")
    assert amount(more, "freight") == amount(plain, "freight")
    assert amount(more, "shadow_premium") == pytest.approx(amount(plain, "shadow_premium") + 2)


def test_royalty_on_a_reference_price_leaves_the_discount_to_the_producer() -> None:
    def net(differential: str, take: oe.FiscalTerms | None) -> tuple[float, float]:
        scenario = ARTICLE.vary({"asia.sale.differential": differential, "supply.take": take})
        found = oe.evaluate(scenario, "asia")
        return amount(found, "royalty"), amount(found, "net")

    fixed = oe.FiscalTerms(reference_differential="-9 USD/bbl")
    assert net("-14.5 USD/bbl", fixed)[0] == net("-21 USD/bbl", fixed)[0]
    assert net("-14.5 USD/bbl", None)[0] > net("-21 USD/bbl", None)[0]
    assert net("-14.5 USD/bbl", oe.FiscalTerms()) == net("-14.5 USD/bbl", None)


def test_the_reform_of_2026_taxes_the_gross() -> None:
    take = oe.FiscalTerms(gross_revenue_tax="15 %", severance_tax="1 %", income_tax="50 %")
    found = oe.evaluate(ARTICLE.vary({"supply.take": take, "supply.royalty": "20 %"}), "gulf")
    netback, diluent = amount(found, "netback"), amount(found, "diluent")
    assert amount(found, "gross_revenue_tax") == pytest.approx(0.15 * netback)
    assert amount(found, "severance_tax") == pytest.approx(0.01 * (netback - diluent))
    before = amount(found, "operating") - 0.15 * netback - 0.21 * (netback - diluent)
    assert amount(found, "income_tax") == pytest.approx(0.5 * before)
    state = sum(
        amount(found, name)
        for name in ("royalty", "gross_revenue_tax", "severance_tax", "income_tax")
    )
    assert found.recipients()["state"].magnitude == pytest.approx(state)


# -- who gets it -----------------------------------------------------------------------------------


def test_the_difference_of_two_routes_is_shared_out_to_nothing() -> None:
    found = oe.compare(ARTICLE, "gulf", "asia")
    shared = found.recipients()
    assert shared.residual.magnitude == 0.0
    assert shared.price.magnitude == 49.3 - 54.8
    assert shared["producer"].magnitude == pytest.approx(
        found["asia.net"].magnitude - found["gulf.net"].magnitude, abs=1e-12
    )
    frame = shared.to_frame()
    assert frame.index[0] == "shipowner"
    assert frame["difference [USD/bbl]"].sum() == pytest.approx(49.3 - 54.8)
    assert repr(shared) == "<Recipients of 'difference': -5.50 USD/bbl among 13>"
    assert "did you mean 'producer'" in refusal(lambda: shared["produser"], oe.UnknownName)


def test_recipients_of_arrays_are_those_of_each_case() -> None:
    many = oe.evaluate(ARTICLE.vary({"market.brent": oe.Q([50, 60, 70], "USD/bbl")}), "asia")
    shared = many.recipients()
    assert not shared.residual.magnitude.any()
    with pytest.raises(ValueError, match="read-only"):
        shared["lost"].magnitude[0] = 1.0
    one = oe.evaluate(ARTICLE.vary({"market.brent": "60 USD/bbl"}), "asia").recipients()
    for name in shared.names:
        assert shared[name].magnitude[1] == one[name].magnitude
    assert shared.to_frame().shape == (3, 14)
    lost = oe.compare(ARTICLE, "gulf", "asia")["asia.to.lost"].magnitude
    assert lost == pytest.approx(one["lost"].magnitude * 49.3 / 45.5)
    with pytest.raises(PathError, match=r"did you mean 'asia\.to\.lenders'"):
        oe.compare(ARTICLE, "gulf", "asia")["asia.to.lender"]


def test_a_price_below_zero_is_announced_and_no_share_of_it_is_a_gain() -> None:
    found = oe.evaluate(ARTICLE.vary({"market.brent": "5 USD/bbl"}), "asia")
    with pytest.warns(NegativePriceWarning, match=r"asia\.price is -9\.50 USD/bbl, below zero"):
        assert amount(found, "transit_loss") == 0.0
    assert amount(found, "finance_carry") == 0.0  # and says it once
    many = oe.evaluate(ARTICLE.vary({"market.brent": oe.Q([5, 60], "USD/bbl")}), "asia")
    with pytest.warns(NegativePriceWarning, match=r"-9\.50"):
        assert many["netback"].magnitude[1] > 0
