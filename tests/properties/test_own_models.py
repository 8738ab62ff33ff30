"""This library's own models under its own kit: what anybody's cost model should keep."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import oilecon as oe
from oilecon import blending, shipping, testing, trading
from oilecon.errors import InputError
from oilecon.netback.lines import SUBTOTALS
from oilecon.shipping import transshipment

if TYPE_CHECKING:
    from hypothesis import strategies as st

FULL = oe.scenario("article-sanctioned")  # every input of the base case has a path here
SEA, MARKET = oe.scenario("article").asia.sea, oe.scenario("article").market
SOURCED = testing.ranges(FULL)
KEPT = [
    testing.finite(),
    testing.no_mutation(),
    testing.order_independent(),
    testing.array_equals_scalar(),  # to the last bit
    testing.unit_invariant(),
]
check = partial(testing.check_cost_model, refuses=(InputError,), raises=True, examples=25)


# -- a netback ---------------------------------------------------------------------------------


def asia(changes: dict[str, Any], outcome: str = "netback") -> Any:
    return oe.evaluate(FULL.vary(changes), "asia")[outcome]


def waterfall(changes: dict[str, Any]) -> Any:
    result = oe.evaluate(FULL.vary(changes), "asia")
    lines = result.waterfall()["amount [USD/bbl]"].to_dict()
    return {**lines, "total": result.net.to("USD/bbl").magnitude}


def loss(changes: dict[str, Any]) -> Any:
    return oe.compare(FULL.vary(changes), "gulf", "asia").loss("netback")


DEARER = [
    *("charter.hire", "distance", "days_wait", "extra_days", "port_cost_load", "shadow_multiple"),
    *("transfer_cost", "vessel.fuel_laden"),
]
LOWERS = [*(f"asia.sea.{path}" for path in DEARER), "market.vlsfo", "market.mgo", "asia.agent.fee"]
RAISES = ["market.brent", "asia.sale.differential", "asia.sea.vessel.knots_laden"]


@pytest.mark.parametrize("outcome", SUBTOTALS)
def test_each_subtotal_of_a_netback_keeps_the_rules(outcome: str) -> None:
    def model(changes: dict[str, Any]) -> Any:
        return asia(changes, outcome)

    check(model, SOURCED, takes="mapping", invariants=KEPT, examples=15)


@pytest.mark.parametrize("path", LOWERS)
def test_a_dearer_input_always_lowers_a_netback(path: str) -> None:
    testing.monotone(path, "down")(asia, SOURCED, takes="mapping", examples=25)


@pytest.mark.parametrize("path", RAISES)
def test_a_better_price_or_a_faster_ship_always_raises_it(path: str) -> None:
    testing.monotone(path)(asia, SOURCED, takes="mapping", examples=25)


def test_the_signed_lines_of_a_waterfall_sum_to_the_net_margin() -> None:
    testing.additive()(waterfall, SOURCED, takes="mapping", unit="USD/bbl", examples=25)


MONEY = [
    *("market.brent", "market.vlsfo", "market.mgo", "asia.sale.differential", "asia.agent.fee"),
    *("asia.sea.charter.hire", "asia.sea.port_cost_load", "asia.sea.port_cost_discharge"),
    *("asia.sea.transfer_cost", "supply.production_cost", "supply.diluent.differential"),
    "supply.diluent.freight",
]


def test_in_other_money_a_netback_is_the_same_multiple() -> None:
    testing.homogeneous(MONEY)(asia, SOURCED, takes="mapping", examples=25)


def test_a_loss_keeps_the_rules() -> None:
    own = [testing.bounded(high="100 %"), testing.continuous("asia.sea.distance")]
    check(loss, SOURCED, takes="mapping", invariants=[*KEPT, *own], examples=15)


# -- a voyage ----------------------------------------------------------------------------------


SIZES = {
    "distance": ("1000 nmi", "13350 nmi", "15000 nmi"),
    "cargo": ("200000 t", "270000 t", "300000 t"),
    "charter.hire": ("20000 USD/day", "60000 USD/day", "95900 USD/day"),
    "port_cost_load": ("0 USD", "93728 USD", "200000 USD"),
    "canal_dues_ballast": ("0 USD", "562243 USD", "900000 USD"),
    "vessel.fuel_laden": ("40 t/day", "70 t/day", "90 t/day"),
    "vessel.fuel_ballast": ("30 t/day", "53 t/day", "80 t/day"),
    "weather": ("0 %", "5 %", "8 %"),
}
EXTENSIVE = [
    *("cargo", "charter.hire", "port_cost_load", "canal_dues_ballast"),
    *("vessel.fuel_laden", "vessel.fuel_ballast"),
]
# Fuel in port grows with nothing that is varied here, so there is none.
BARE = SEA.vary(
    {
        "canal_dues_ballast": "0 USD",
        "port_cost_discharge": "0 USD",
        **{f"vessel.fuel_{state}": "0 t/day" for state in ("load", "discharge", "wait")},
    }
)


def freight(changes: dict[str, Any]) -> Any:
    return oe.estimate(BARE.vary(changes), MARKET, api="16 degAPI").freight_per_barrel


def estimated(changes: dict[str, Any]) -> Any:
    found = oe.estimate(BARE.vary(changes), MARKET, api="16 degAPI")
    names = [name for name in found.to_frame().index if name != "total"]
    return {**{name: found[name] for name in names}, "total": found["total"]}


def test_a_voyage_s_freight_keeps_the_rules() -> None:
    own = [
        *(testing.monotone(path) for path in SIZES if path != "cargo"),
        testing.monotone("cargo", "down"),
        testing.scale_free(EXTENSIVE),
        testing.continuous("distance"),
        testing.bounded("0 USD/bbl", "100 USD/bbl"),
    ]
    check(freight, SIZES, takes="mapping", invariants=KEPT, also=own)


def test_a_voyage_s_lines_sum_to_its_total() -> None:
    testing.additive()(estimated, SIZES, takes="mapping", examples=25)


CHARTERS: dict[type[Any], dict[str, Any]] = {
    oe.TimeCharterEquivalent: {"hire": ("0 USD/day", "60000 USD/day", "200000 USD/day")},
    oe.TimeCharter: {"hire": ("1 USD/day", "60000 USD/day", "200000 USD/day")},
    oe.Worldscale: {"points": (1.0, 75.0, 400.0), "flat": ("1 USD/t", "22.18 USD/t", "50 USD/t")},
    oe.LumpSum: {"amount": ("1 USD", "8000000 USD", "20000000 USD")},
    oe.PerTonne: {"rate": ("1 USD/t", "36 USD/t", "100 USD/t")},
    oe.PerBarrel: {"rate": ("1 USD/bbl", "5.5 USD/bbl", "20 USD/bbl")},
}


@pytest.mark.parametrize("kind", CHARTERS, ids=lambda kind: kind.__name__)
def test_every_charter_keeps_the_rules(kind: type[Any]) -> None:
    rates = CHARTERS[kind]

    def priced(**terms: Any) -> Any:
        leg = SEA.evolve(charter=kind(**terms))
        return oe.estimate(leg, MARKET, api="16 degAPI").freight

    commission = {} if kind is oe.TimeCharter else {"commission": ("0 %", "3.75 %", "10 %")}
    dearer = [testing.monotone(rate) for rate in rates]
    check(priced, {**rates, **commission}, invariants=KEPT, also=dearer)


def test_the_freight_for_an_equivalent_earns_it_on_any_voyage() -> None:
    def freight_for(leg: oe.Voyage, tce: Any) -> Any:
        return oe.estimate(leg, MARKET, api="16 degAPI").freight_for(tce)

    def earned(found: Any, leg: oe.Voyage) -> Any:
        share = getattr(leg.charter, "commission", "0 %")
        if isinstance(leg.charter, oe.TimeCharter):
            share = "0 %"  # its commission is on the hire
        return oe.estimate(
            leg.evolve(charter=oe.LumpSum(found, share)), MARKET, api="16 degAPI"
        ).tce

    inputs = {"leg": testing.voyages(), "tce": ("10000 USD/day", "60000 USD/day", "90000 USD/day")}
    testing.round_trip(earned, "tce")(freight_for, inputs, refuses=(InputError,), examples=40)


def test_a_chain_keeps_the_rules_and_the_order_of_its_legs_does_not_matter() -> None:
    def cost(legs: dict[str, oe.Voyage], vlsfo: Any) -> Any:
        return transshipment(legs, MARKET.evolve(vlsfo=vlsfo), api="16 degAPI").cost_per_barrel

    inputs = {
        "legs": testing.chains().filter(lambda legs: len(legs) > 1),
        "vlsfo": ("456 USD/t", "535 USD/t", "621 USD/t"),
    }
    own = [testing.finite(), testing.no_mutation(), testing.order_independent("legs")]
    check(cost, inputs, invariants=own, examples=15)


def test_a_chain_has_jumps_where_a_shuttle_sails_once_more() -> None:
    def cost(parcel: Any) -> Any:
        return transshipment(
            {"shuttle": BARE.evolve(cargo=parcel), "sea": SEA}, MARKET, api="16 degAPI"
        ).cost_per_barrel

    # 270,000 t in parcels of less than 67,500 t, but for rounding, take a fifth trip.
    inputs = {"parcel": ("60000 t", "67400 t", "67600 t")}
    with pytest.raises(testing.Broken, match=r"where parcel passes 67499\.99998"):
        testing.continuous("parcel")(cost, inputs)


# -- a blend -----------------------------------------------------------------------------------


def test_a_blend_keeps_the_rules() -> None:
    def sulphur_and_gravity(parts: list[tuple[oe.Crude, float]]) -> Any:
        mixed = oe.blend(parts)
        lines = {"gravity": mixed.api.magnitude, "shrinkage": mixed.shrinkage.magnitude}
        known = mixed.values["sulphur"]
        return lines if known is None else {**lines, "sulphur": known}

    own = [testing.finite(), testing.no_mutation(), testing.order_independent("parts")]
    check(sulphur_and_gravity, {"parts": testing.blends()}, invariants=own, examples=40)


OILS = {
    "heavy": ("8 degAPI", "8.5 degAPI", "14 degAPI"),
    "diluent": ("40 degAPI", "56.5 degAPI", "70 degAPI"),
    "target": ("15 degAPI", "16 degAPI", "22 degAPI"),
}


@pytest.mark.parametrize("shrunk", [False, True])
def test_a_dilution_keeps_the_rules(*, shrunk: bool) -> None:
    def share(heavy: Any, diluent: Any, target: Any) -> Any:
        return oe.dilute(oe.Crude(heavy), oe.Crude(diluent), api=target, shrunk=shrunk).share

    def target_of(found: Any, heavy: Any, diluent: Any) -> Any:
        parts = [(oe.Crude(heavy), 1.0 - found.magnitude), (oe.Crude(diluent), found.magnitude)]
        return oe.blend(parts, shrinkage=shrunk).api

    own = [
        testing.monotone("heavy", "down"),
        testing.monotone("diluent", "down"),
        testing.monotone("target"),
        testing.continuous("target"),
        testing.bounded("0 %", "100 %"),
        testing.round_trip(target_of, "target"),
    ]
    check(share, OILS, invariants=KEPT, also=own)


def test_the_blended_barrel_of_an_evaluation_is_that_of_a_dilution() -> None:
    def evaluated(heavy: Any, diluent: Any, target: Any) -> Any:
        supply = {"heavy.api": heavy, "diluent.api": diluent, "target_api": target}
        changed = FULL.vary({f"supply.{path}": value for path, value in supply.items()})
        found = oe.evaluate(changed, "gulf")["supply.diluent_share"]
        own = oe.dilute(oe.Crude(heavy), oe.Crude(diluent), api=target).share
        return {"difference": (found - own).magnitude, "total": 0.0}

    testing.additive()(evaluated, OILS)


def test_prices_along_a_path_are_each_evaluated_as_they_are_alone() -> None:
    def last(path: Any) -> Any:
        result = oe.evaluate(FULL.vary({"market.brent": path}), "asia").netback
        alone = [
            oe.evaluate(FULL.vary({"market.brent": price}), "asia").netback.magnitude
            for price in path
        ]
        return math.fsum(abs(a - b) for a, b in zip(result.magnitude, alone, strict=True))

    inputs: dict[str, st.SearchStrategy[Any]] = {"path": testing.price_paths(5)}
    testing.bounded(0.0, 0.0)(last, inputs, examples=20)


# -- prices under other terms ------------------------------------------------------------------


BORNE = {
    "price": ("20 USD/bbl", "54.8 USD/bbl", "120 USD/bbl"),
    "freight": ("0.5 USD/bbl", "3 USD/bbl", "12 USD/bbl"),
    "cargo_insurance": ("0 %", "0.1 %", "2 %"),
    "transit_loss": ("0 %", "0.3 %", "2 %"),
    "payment_days": ("0 day", "30 day", "90 day"),
    "laden_days": ("5 day", "45 day", "90 day"),
    "finance_rate": ("1 %/year", "10 %/year", "20 %/year"),
}
PRICED = ["prompt", "FOB", "CFR", "CIF", "DAP"]


@pytest.mark.parametrize("end", PRICED)
@pytest.mark.parametrize("start", PRICED)
def test_a_price_under_other_terms_keeps_the_rules(start: str, end: str) -> None:
    def other(price: Any, **costs: Any) -> Any:
        return oe.convert(price, end, terms=start, **costs)

    def back(found: Any, **costs: Any) -> Any:
        return oe.convert(found, start, terms=end, **costs)

    own = [
        testing.monotone("price"),
        testing.homogeneous(["price", "freight"]),
        testing.round_trip(back, "price"),
    ]
    check(other, BORNE, invariants=[*KEPT, *own], examples=10)


ENDS = {
    "delivered": ("30 USD/bbl", "54.8 USD/bbl", "120 USD/bbl"),
    "fob": ("20 USD/bbl", "48.8 USD/bbl", "100 USD/bbl"),
    "freight": ("0.5 USD/bbl", "3 USD/bbl", "12 USD/bbl"),
    "other": ("0 USD/bbl", "1 USD/bbl", "5 USD/bbl"),
}


def test_the_margin_between_two_prices_keeps_the_rules() -> None:
    def delivered(fob: Any, freight: Any, other: Any, margin: Any) -> Any:
        return fob + freight + other + margin

    def parts(**ends: Any) -> Any:
        kept = {name: ends[name] for name in ("fob", "freight", "other")}
        margin = trading.margin_taken(**ends)
        return {**kept, "margin": margin, "total": ends["delivered"]}

    def margin(**ends: Any) -> Any:
        return trading.margin_taken(**ends)

    own = [
        testing.monotone("delivered"),
        *(testing.monotone(name, "down") for name in ("fob", "freight", "other")),
        testing.round_trip(lambda found, **ends: delivered(margin=found, **ends), "delivered"),
    ]
    wide = ENDS | {"delivered": ("118 USD/bbl", "119 USD/bbl", "150 USD/bbl")}
    check(margin, wide, invariants=KEPT, also=[*own, testing.homogeneous([*ENDS])])
    testing.additive()(parts, ENDS)


@pytest.mark.parametrize(
    ("code", "on"),
    [("2709", "2021-07-14"), ("27150000", "2021-07-14"), ("2709.00.10", "2025-07-01")],
)
def test_what_a_barrel_costs_to_enter_keeps_the_rules(code: str, on: str) -> None:
    charges = oe.ImportCharges.shipped(code, on=on, exchange_rate="6.474 CNY/USD")

    def entered(value: Any, density: Any) -> Any:
        found = trading.import_parity(value, charges, density)
        names = ("value", "duty", "tax", "harbour_fee", "total")
        return {name: getattr(found, name) for name in names}

    inputs = {
        "value": ("20 USD/bbl", "66 USD/bbl", "120 USD/bbl"),
        "density": ("6 bbl/t", "6.8 bbl/t", "8 bbl/t"),
    }
    own = [testing.additive(), testing.monotone("value"), testing.continuous("value")]
    check(entered, inputs, invariants=KEPT, also=own)


def test_a_formula_price_keeps_the_rules_and_the_order_of_its_markers_does_not_matter() -> None:
    def priced(wti: Any, brent: Any, share: Any, constant: Any) -> Any:
        basket = {"WTI Houston": (share, wti), "ICE Brent": (1.0 - share.to("1"), brent)}
        return trading.formula_price(basket, constant)

    inputs = {
        "wti": ("20 USD/bbl", "60 USD/bbl", "120 USD/bbl"),
        "brent": ("20 USD/bbl", "64 USD/bbl", "120 USD/bbl"),
        "share": ("1 %", "65 %", "99 %"),
        "constant": ("-10 USD/bbl", "-2 USD/bbl", "5 USD/bbl"),
    }
    own = [
        *(testing.monotone(name) for name in ("wti", "brent", "constant")),
        testing.homogeneous(["wti", "brent", "constant"]),
    ]
    check(priced, inputs, invariants=KEPT, also=own)

    def of_basket(basket: dict[str, Any]) -> Any:
        return trading.formula_price(basket, "-2 USD/bbl")

    markers = {"a": ("65 %", "60 USD/bbl"), "b": ("35 %", "64 USD/bbl")}
    testing.order_independent("basket")(of_basket, {"basket": [markers]})


def test_what_buyers_owe_keeps_the_rules() -> None:
    def interest(**terms: Any) -> Any:
        return trading.outstanding(**terms).interest

    inputs = {
        "price": ("20 USD/bbl", "50 USD/bbl", "120 USD/bbl"),
        "volume": ("10 kb/day", "100 kb/day", "900 kb/day"),
        "days": ("1 day", "73 day", "180 day"),
        "finance_rate": ("1 %/year", "10 %/year", "20 %/year"),
        "prepayment": ("0 %", "10 %", "90 %"),
    }
    own = [
        *(testing.monotone(name) for name in inputs if name != "prepayment"),
        testing.monotone("prepayment", "down"),
        testing.homogeneous(["price", "volume", "days", "finance_rate"], 4),
    ]
    check(interest, inputs, invariants=KEPT, also=own)


def test_shares_of_invoices_keep_the_rules() -> None:
    def shares(**bills: Any) -> Any:
        found = trading.receivables(**bills)
        whole = 0.0 * found.owed + oe.Q(100.0, "percent")
        return {"collected": found.collected, "owed": found.owed, "total": whole}

    def lost(**bills: Any) -> Any:
        return trading.receivables(**bills).nonpayment

    inputs = {
        "invoiced": ("20000 MUSD", "25270 MUSD", "40000 MUSD"),
        "collected": ("10 MUSD", "4080 MUSD", "9000 MUSD"),
        "written_off": ("10 MUSD", "3600 MUSD", "9000 MUSD"),
    }
    check(shares, inputs, invariants=[*KEPT, testing.additive()])
    own = [testing.monotone("written_off"), testing.monotone("invoiced", "down")]
    check(lost, inputs, invariants=[*KEPT, *own, testing.scale_free([*inputs])])


def test_a_seller_s_own_insurance_keeps_the_rules() -> None:
    def cost(value: Any, days: Any, capital_rate: Any, probability: Any) -> Any:
        terms = {"days": days, "capital_rate": capital_rate, "probability": probability}
        found = trading.retained_risk(value, **terms)
        return {"expected": found.expected, "capital": found.capital, "total": found.total}

    inputs = {
        "value": ("1 MUSD", "100 MUSD", "300 MUSD"),
        "days": ("5 day", "73 day", "180 day"),
        "capital_rate": ("1 %/year", "10 %/year", "20 %/year"),
        "probability": ("0.1 %", "2 %", "50 %"),
    }
    own = [
        testing.additive(),
        *(testing.monotone(name) for name in inputs),
        testing.homogeneous("value"),
    ]
    check(cost, inputs, invariants=KEPT, also=own)


# -- canals and ways ---------------------------------------------------------------------------


def test_dues_of_a_canal_keep_the_rules() -> None:
    def panama(tonnage: Any) -> Any:
        ship = oe.Vessel.shipped("lr1").evolve(panama_tonnage=tonnage)
        return shipping.canal_dues("panama", ship, on="2020-06-01", cargo="50000 t").usd

    def suez(tonnage: Any, sdr: Any) -> Any:
        ship = oe.Vessel.shipped("aframax").evolve(suez_tonnage=tonnage)
        return shipping.canal_dues("suez", ship, on="2006-06-01", sdr=sdr).usd

    tons = {"tonnage": (5_000.0, 36_000.0, 70_000.0)}
    own = [testing.monotone("tonnage"), testing.continuous("tonnage")]
    check(panama, tons, invariants=KEPT, also=own, unit="USD")
    rates = {**tons, "sdr": ("1 USD", "1.44 USD", "2 USD")}
    check(suez, rates, invariants=KEPT, also=[*own, testing.homogeneous("sdr")])


PORTS = ["Jose", "Houston", "Rotterdam", "Jamnagar", "Qingdao", "Singapore"]


def test_a_way_by_sea_is_as_long_backwards_and_no_longer_than_one_with_a_call_on_it() -> None:
    def miles(one: str, other: str) -> Any:
        return oe.distance(one, other, published=False).miles

    def apart(one: str, other: str) -> Any:
        return miles(one, other) - miles(other, one)

    def round_about(one: str, other: str, call: str) -> Any:
        return miles(one, call) + miles(call, other) - miles(one, other)

    ports = {"one": PORTS, "other": PORTS}
    refuses: dict[str, Any] = {"refuses": (InputError,), "examples": 36}
    testing.bounded("-0.000001 nmi", "0.000001 nmi")(apart, ports, **refuses)
    testing.bounded("-0.000001 nmi")(round_about, {**ports, "call": PORTS}, **refuses)


# -- what quality is worth ---------------------------------------------------------------------


def test_quality_priced_by_a_line_keeps_the_rules() -> None:
    brent = oe.Crude("38 degAPI", sulphur="0.4 %")

    def worth(api: Any, sulphur: Any, price: Any) -> Any:
        own = oe.Crude(api, sulphur=sulphur)
        terms: dict[str, Any] = {"on": "2000-01", "extrapolate": True, "benchmark": brent}
        return blending.quality_differential(own, "uscrudes", price=price, **terms)

    inputs = {
        "api": ("12 degAPI", "16 degAPI", "30 degAPI"),
        "sulphur": ("1 %", "2.5 %", "3.5 %"),
        "price": ("20 USD/bbl", "64 USD/bbl", "120 USD/bbl"),
    }
    own = [
        testing.monotone("api"),
        testing.monotone("sulphur", "down"),
        testing.homogeneous("price"),
        testing.continuous("api"),
        testing.continuous("sulphur"),
    ]
    check(worth, inputs, invariants=KEPT, also=own)


def test_the_forties_rule_has_steps_by_design() -> None:
    def worth(sulphur: Any) -> Any:
        forties = oe.Crude("39.1 degAPI", sulphur=sulphur)
        return blending.quality_differential(forties, "forties", on="2022-10")

    inputs = {"sulphur": ("0.5 %", "0.63 %", "0.95 %")}
    never = testing.monotone("sulphur", "down", strictly=False)
    check(worth, inputs, invariants=[*KEPT, never])
    with pytest.raises(testing.Broken, match="the total jumps from"):
        testing.continuous("sulphur")(worth, inputs)


# -- diluent that is there ---------------------------------------------------------------------


THINNED = {
    "heavy": ("8 degAPI", "8.5 degAPI", "12 degAPI"),
    "light": ("45 degAPI", "56.5 degAPI", "70 degAPI"),
    "api": ("15 degAPI", "16 degAPI", "20 degAPI"),
    "rate": ("5 kb/day", "54 kb/day", "300 kb/day"),
    "output": ("50 kb/day", "630 kb/day", "900 kb/day"),
}


def left(heavy: Any, light: Any, api: Any, rate: Any, output: Any) -> Any:
    oils = oe.Crude(heavy), oe.Crude(light, name="naphtha")
    return blending.blend_balance(oils[0], [(oils[1], rate)], api=api, output=output)


def test_crude_evacuated_by_diluent_keeps_the_rules() -> None:
    def blend(**case: Any) -> Any:
        return left(**case).blend

    def crude(**case: Any) -> Any:
        found = left(**case)
        parts = {"blended": found.heavy_blended, "shut in": found.heavy_shut_in}
        return {**parts, "total": case["output"]}

    def shut_in(**case: Any) -> Any:
        return left(**case).heavy_shut_in

    own = [
        testing.monotone("rate", strictly=False),
        testing.monotone("output", strictly=False),
        testing.homogeneous(["rate", "output"]),
        testing.continuous("rate"),
        *(testing.counts(name) for name in THINNED),
    ]
    check(blend, THINNED, invariants=KEPT, also=own)
    check(crude, THINNED, invariants=[testing.additive()])
    never_less = testing.monotone("api", strictly=False)
    check(shut_in, THINNED, invariants=[never_less, testing.bounded("0 bbl/day")])


def test_a_stock_of_diluent_loses_nothing_from_month_to_month() -> None:
    def stock(rates: Any, output: Any, opening: Any, room: Any) -> Any:
        oils = oe.Crude("8.5 degAPI"), oe.Crude("56.5 degAPI")
        return blending.diluent_balance(
            *oils,
            {"Russia": rates, "Iran": rates / 2},
            start="2025-10",
            api="16 degAPI",
            output=output,
            stock=opening,
            capacity=room,
        )

    inputs = {
        "rates": testing.quantities("kb/day", 0, 300, typical=54, shape=6),
        "output": ("50 kb/day", "630 kb/day", "900 kb/day"),
        "opening": ("0 kb", "500 kb"),
        "room": ("500 kb", "2000 kb"),
    }
    testing.conserves(
        opening="opening stock [kb]",
        adds=("Russia [kb]", "Iran [kb]"),
        takes=("diluent used [kb]", "diluent rejected [kb]"),
        closing="closing stock [kb]",
    )(stock, inputs, examples=50)


def test_a_barrel_of_blend_s_cost_keeps_the_rules() -> None:
    base = oe.scenario("article").supply
    cheapest = base.diluent
    assert cheapest is not None

    def cost(differential: Any, price: Any, brent: Any) -> Any:
        options = {"naphtha": cheapest.evolve(differential=differential)}
        market = MARKET.evolve(brent=brent)
        frame = blending.diluent_costs(base, options, market, blend_price=price)
        lines = {name: frame[f"{name} [USD/bbl]"] for name in ("diluent", "heavy crude", "blend")}
        cases = np.ndim(differential.magnitude)
        return {n: line.to_numpy() if cases else line.iloc[0] for n, line in lines.items()}

    inputs = {
        "differential": ("-15 USD/bbl", "-6 USD/bbl", "15 USD/bbl"),
        "price": ("20 USD/bbl", "47.5 USD/bbl", "100 USD/bbl"),
        "brent": ("40 USD/bbl", "63.8 USD/bbl", "120 USD/bbl"),
    }
    how: dict[str, Any] = {"unit": "USD/bbl", "total": "blend"}
    own = [testing.additive(), testing.monotone("differential"), testing.monotone("brent")]
    check(cost, inputs, invariants=KEPT, also=own, **how)


def test_a_cargo_of_diluent_and_a_barter_keep_the_rules() -> None:
    def unlocked(cargo: Any, api: Any) -> Any:
        oils = oe.Crude("56.5 degAPI"), oe.Crude("8.5 degAPI")
        return blending.cargo_unlocks(cargo, *oils, api=api).blend

    sizes = {"cargo": ("10000 t", "70000 t", "90000 t"), "api": THINNED["api"]}
    own = [testing.monotone("cargo"), testing.monotone("api", "down"), testing.homogeneous("cargo")]
    check(unlocked, sizes, invariants=KEPT, also=own)

    def implied(heavy: Any, diluent: Any, price: Any, cash: Any) -> Any:
        return blending.barter(
            heavy=heavy, diluent=diluent, heavy_price=price, cash=cash
        ).diluent_price

    def back(found: Any, heavy: Any, diluent: Any, cash: Any) -> Any:
        return blending.barter(
            heavy=heavy, diluent=diluent, diluent_price=found, cash=cash
        ).heavy_price

    swap = {
        "heavy": ("1 Mb", "5.55 Mb", "10 Mb"),
        "diluent": ("1 Mb", "4.82 Mb", "10 Mb"),
        "price": ("20 USD/bbl", "47.9 USD/bbl", "100 USD/bbl"),
        "cash": ("0 MUSD", "10 MUSD"),
    }
    prices = [
        testing.homogeneous(["price", "cash"]),
        testing.scale_free(["heavy", "diluent", "cash"]),
        testing.round_trip(back, "price"),
    ]
    check(implied, swap, invariants=KEPT, also=prices)


def test_the_best_target_earns_at_least_what_any_end_does() -> None:
    def earned(price: Any, bonus: Any, penalty: Any, diluent_cost: Any) -> Any:
        found = blending.best_target(
            oe.Crude("8.5 degAPI"),
            oe.Crude("56.5 degAPI"),
            low="10 degAPI",
            high="20 degAPI",
            price=price,
            price_api="16 degAPI",
            bonus=bonus,
            penalty=penalty,
            diluent_cost=diluent_cost,
        )
        return found.earned

    inputs = {
        "price": ("30 USD/bbl", "47.5 USD/bbl", "100 USD/bbl"),
        "bonus": ("0 USD/bbl/degAPI", "0.2 USD/bbl/degAPI", "1 USD/bbl/degAPI"),
        "penalty": ("0 USD/bbl/degAPI", "0.6 USD/bbl/degAPI", "2 USD/bbl/degAPI"),
        "diluent_cost": ("30 USD/bbl", "60 USD/bbl", "120 USD/bbl"),
    }
    own = [
        testing.monotone("price"),
        testing.monotone("diluent_cost", "down"),
        testing.monotone("bonus", strictly=False),
        testing.monotone("penalty", "down", strictly=False),
        testing.homogeneous([*inputs]),
        testing.continuous("bonus"),
    ]
    check(earned, inputs, invariants=KEPT, also=own)


# -- who gets the barrel -----------------------------------------------------------------------


def test_an_allocation_keeps_the_rules() -> None:
    def split(output: Any, capacity: Any, brent: Any) -> Any:
        changed = oe.scenario("article").vary({"supply.output": output, "market.brent": brent})
        outlet = oe.Outlet
        return oe.allocate(changed, {"gulf": outlet(capacity=capacity), "asia": outlet()})

    def earnings(**case: Any) -> Any:
        return split(**case).earnings

    inputs = {
        "output": ("100 kb/day", "630 kb/day", "900 kb/day"),
        "capacity": ("10 kb/day", "200 kb/day", "900 kb/day"),
        "brent": ("55 USD/bbl", "63.8 USD/bbl", "79 USD/bbl"),
    }
    own = [
        testing.monotone("output"),
        testing.monotone("capacity", strictly=False),
        testing.monotone("brent"),
        testing.homogeneous(["output", "capacity"]),
        testing.continuous("capacity", jump=1e-5),
    ]
    kept = [rule for rule in KEPT if rule.words != testing.array_equals_scalar().words]
    check(earnings, inputs, invariants=kept, also=own, examples=10)  # it takes one case
