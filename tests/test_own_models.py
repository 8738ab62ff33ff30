"""This library's own models under its own kit: what anybody's cost model should keep."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from oilecon import testing
from oilecon.errors import InputError
from oilecon.results import SUBTOTALS
from oilecon.shipping import chain

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
    return oe.estimate(BARE.vary(changes), MARKET).freight_per_barrel


def estimated(changes: dict[str, Any]) -> Any:
    found = oe.estimate(BARE.vary(changes), MARKET)
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
        return oe.estimate(leg, MARKET).freight

    commission = {} if kind is oe.TimeCharter else {"commission": ("0 %", "3.75 %", "10 %")}
    dearer = [testing.monotone(rate) for rate in rates]
    check(priced, {**rates, **commission}, invariants=KEPT, also=dearer)


def test_the_freight_for_an_equivalent_earns_it_on_any_voyage() -> None:
    def wanted(leg: oe.Voyage, tce: Any) -> Any:
        return oe.estimate(leg, MARKET).freight_for(tce)

    def earned(found: Any, leg: oe.Voyage) -> Any:
        share = getattr(leg.charter, "commission", "0 %")
        if isinstance(leg.charter, oe.TimeCharter):
            share = "0 %"  # its commission is on the hire
        return oe.estimate(leg.evolve(charter=oe.LumpSum(found, share)), MARKET).tce

    inputs = {"leg": testing.voyages(), "tce": ("10000 USD/day", "60000 USD/day", "90000 USD/day")}
    testing.round_trip(earned, "tce")(wanted, inputs, refuses=(InputError,), examples=40)


def test_a_chain_keeps_the_rules_and_the_order_of_its_legs_does_not_matter() -> None:
    def cost(legs: dict[str, oe.Voyage], vlsfo: Any) -> Any:
        return chain(legs, MARKET.evolve(vlsfo=vlsfo)).cost_per_barrel

    inputs = {
        "legs": testing.chains().filter(lambda legs: len(legs) > 1),
        "vlsfo": ("456 USD/t", "535 USD/t", "621 USD/t"),
    }
    own = [testing.finite(), testing.no_mutation(), testing.order_independent("legs")]
    check(cost, inputs, invariants=own, examples=15)


def test_a_chain_has_jumps_where_a_shuttle_sails_once_more() -> None:
    def cost(parcel: Any) -> Any:
        return chain({"shuttle": BARE.evolve(cargo=parcel), "sea": SEA}, MARKET).cost_per_barrel

    # 270,000 t in parcels of less than 67,500 t, but for rounding, take a fifth trip.
    inputs = {"parcel": ("60000 t", "67400 t", "67600 t")}
    with pytest.raises(testing.Broken, match=r"where parcel passes 67499\.99998"):
        testing.continuous("parcel")(cost, inputs)


# -- a blend -----------------------------------------------------------------------------------


def test_a_blend_keeps_the_rules() -> None:
    def sulphur_and_gravity(parts: dict[oe.Crude, float]) -> Any:
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
        parts = {oe.Crude(heavy): 1.0 - found.magnitude, oe.Crude(diluent): found.magnitude}
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
