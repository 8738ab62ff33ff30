"""A route with every line, recomputed in plain Python from its inputs, under each term of sale."""

from __future__ import annotations

import math

import pytest

import oilecon as oe
from tests.samples import full_route

DELIVERED = {"DAP", "DDP"}


def carriage(scenario: oe.Scenario, tonne: float) -> tuple[dict[str, float], float]:
    """Return the voyage's lines by hand [USD/bbl], and the laden days with the extra ones."""
    leg, market = scenario.routes["route"].legs["sea"].values, scenario.market.values
    ship, inside = leg["vessel"], leg["eca_distance"] / leg["distance"]
    miles = leg["distance"] * (1 + leg["weather"])
    laden, ballast = miles / 24 / ship["knots_laden"], miles / 24 / ship["knots_ballast"]
    waiting = leg["days_wait"] + 6
    at_sea = laden * ship["fuel_laden"] + ballast * ship["fuel_ballast"]
    burnt = {"vlsfo": at_sea * (1 - inside), "mgo": at_sea * inside}
    burnt[leg["load_fuel"]] += leg["days_load"] * ship["fuel_load"]
    burnt[leg["discharge_fuel"]] += leg["days_discharge"] * ship["fuel_discharge"]
    burnt[leg["wait_fuel"]] += waiting * ship["fuel_wait"]
    days = laden + ballast + leg["days_load"] + leg["days_discharge"] + waiting
    barrels = leg["cargo"] * tonne
    hire = leg["charter"]["hire"] * days / barrels
    fuel = sum(burnt[kind] * market[kind] for kind in burnt) / barrels
    ports = (leg["port_cost_load"] + leg["port_cost_discharge"]) / barrels
    freight = (hire + fuel + ports) / (1 - leg["charter"]["commission"])
    lines = {
        "sea.hire": hire,
        "sea.fuel": fuel,
        "sea.ports": ports,
        "sea.commission": freight * leg["charter"]["commission"],
        "sea.shadow_premium": freight * (2 - 1) + 0.7,
        "sea.transfer": 0.65 + 100_000 / barrels,
        "sea.demurrage": 50_000 * 3 / barrels,
    }
    return lines, laden + 6


@pytest.mark.parametrize("terms", ["FOB", "CFR", "CIF", "DAP", "DDP"])
def test_every_line_under_each_term(terms: str) -> None:
    scenario = full_route(terms)
    found = oe.evaluate(scenario, "route")
    tonne = found["supply.barrels_per_tonne"].magnitude
    hull = 39.1e6 / (270_000 * tonne)
    voyage, laden = carriage(scenario, tonne)
    leg = scenario.routes["route"].legs["sea"].values
    in_port = leg["days_wait"] + leg["days_discharge"]
    days = 40 + (laden + in_port if terms in DELIVERED else 0)
    rate = scenario.market.values["finance_rate"]
    price = 130 - 14 + 9 / tonne

    trader = 1.3 + price - price / 1.04
    lines = {
        "trader": trader,
        "broker": 0.01 * price + 0.02 * (price - trader),
        "agent": 9 / tonne,
        "bank": 0.3 * price * 0.15 * days / 360,
    }
    if terms == "DDP":
        yuan = 6.47 * tonne
        by_barrel = 1.2 * 1015 * 1.13 / yuan - 1300 / yuan
        value = (price - 0.0525 * 1.13 - by_barrel) / (1.08 * 1.13 + 0.00125)
        duty = 0.08 * value + 0.0525
        lines |= {
            "import_duty": duty,
            "import_tax": 0.13 * (value + duty) + by_barrel,
            "harbour_fee": 0.00125 * value,
        }
    if terms in DELIVERED:
        lines["transit_loss"] = 0.003 * price
    if terms in DELIVERED | {"CIF"}:
        lines["cargo_insurance"] = 0.001 * price
    if terms in {"CFR", "CIF"}:
        voyage["sea.demurrage"] /= 3  # two of the three days are at discharge
    if terms != "FOB":
        lines |= {"hull_war_risk": 0.005 * hull, **voyage}
        lost = (0.6 * price if terms in DELIVERED else 0) + 0.5 * hull
        lines["seizure"] = (1 - math.exp(-0.76 * laden / 365)) * lost
        lines["casualty"] = 0.01 * lost
    lines["finance_carry"] = price * (1 - 0.3 - 0.2) * rate * days / 360
    lines["conversion"] = 0.02 * price
    lines["nonpayment"] = price * 0.142
    netback = price - sum(lines.values())

    diluent = found["diluent"].magnitude
    below = {"production": found["production"].magnitude, "diluent": diluent}
    operating = netback - sum(below.values())
    base = 50 - diluent  # the cap of 50 is below the reference price of 58
    taken = {"royalty": 0.3 * base, "severance_tax": 0.167 * base, "gross_revenue_tax": 0.05 * 58}
    taken["windfall_levy"] = 0.75 * (0.2 * (80 - 55) + 0.8 * (price - 80))
    taken["income_tax"] = 0.34 * max(operating - sum(taken.values()), 0.0)
    lines |= below | taken

    waterfall = found.waterfall()
    assert list(waterfall.index) == ["brent", "differential", "agent.on_top", *lines]
    for name, expected in lines.items():
        assert found[name].magnitude == pytest.approx(expected, rel=1e-12), name
    assert found.netback.magnitude == pytest.approx(netback, rel=1e-12)
    assert found["operating"].magnitude == pytest.approx(operating, rel=1e-12)
    net = operating - sum(taken.values())
    assert found["net"].magnitude == pytest.approx(net, rel=1e-12)
    assert waterfall.iloc[-1, -1] == found["net"].magnitude
    assert found.recipients().residual.magnitude == 0.0


FULL = oe.scenario("article-sanctioned")  # every input of the base case has a path here


# -- sale terms --------------------------------------------------------------------------------

BORNE = {
    "FOB": set(),
    "CFR": {"freight"},
    "CIF": {"freight", "cargo_insurance"},
    "DAP": {"freight", "cargo_insurance", "transit_loss"},
}


@pytest.mark.parametrize("terms", BORNE)
def test_the_terms_decide_what_the_seller_bears(terms: str) -> None:
    result = oe.evaluate(FULL.vary({"asia.sale.terms": terms}), "asia")
    lines = set(result.waterfall().index)
    for line in ("cargo_insurance", "transit_loss"):
        assert (line in lines) == (line in BORNE[terms])
    assert (result["freight"].magnitude > 0) == ("freight" in BORNE[terms])
    assert "agent" in lines  # a fee is the seller's under any terms


def test_carry_counts_the_laden_days_only_where_the_seller_waits_for_discharge() -> None:
    open_sale = FULL.vary({"asia.sale.prepayment": None})
    leg = open_sale.asia.sea
    knots = leg.vessel.knots_laden.magnitude
    laden = leg.distance.magnitude * 1.05 / (24 * knots) + leg.extra_days.magnitude
    price, rate, credit = 63.8 - 14.5, 0.10, 30.0
    until = laden + leg.days_wait.magnitude + leg.days_discharge.magnitude + credit
    for terms, days in (("DAP", until), ("CIF", credit), ("CFR", credit), ("FOB", credit)):
        result = oe.evaluate(open_sale.vary({"asia.sale.terms": terms}), "asia")
        carry = result["finance_carry"].magnitude
        assert carry == pytest.approx(price * rate * days / 360, rel=1e-12)


def test_every_charge_is_on_the_contract_price_whatever_stands_before_it() -> None:
    dear = FULL.vary({"asia.agent.fee": "20 USD/bbl"})
    for line in ("transit_loss", "cargo_insurance", "finance_carry"):
        before, after = (oe.evaluate(s, "asia")[line].magnitude for s in (FULL, dear))
        assert after == before


def test_a_second_voyage_adds_its_own_lines_and_days() -> None:
    sea = FULL.asia.legs["sea"]
    shuttle = sea.evolve(distance="100 nmi", eca_distance="0 nmi", cargo="67500 t")
    asia = FULL.asia.evolve(legs={"shuttle": shuttle, "sea": sea})
    chain = FULL.evolve(routes={"gulf": FULL.gulf, "asia": asia})
    one, two = oe.evaluate(FULL, "asia"), oe.evaluate(chain, "asia")
    alone = FULL.evolve(
        routes={"gulf": FULL.gulf, "asia": FULL.asia.evolve(legs={"shuttle": shuttle})}
    )
    shuttled = oe.evaluate(alone, "asia")
    assert two["shuttle.hire"] == shuttled["shuttle.hire"]
    assert two["sea.hire"] == one["sea.hire"]
    total = one["freight"].magnitude + shuttled["freight"].magnitude
    assert two["freight"].magnitude == pytest.approx(total, rel=1e-12)
    lines = list(two.waterfall().index)
    assert lines.index("shuttle.transfer") < lines.index("sea.hire")


def test_ballast_miles_may_differ_from_laden_ones() -> None:
    same = FULL.vary(
        {"asia.sea.ballast_distance": "13350 nmi", "asia.sea.ballast_eca_distance": "85 nmi"}
    )
    assert oe.evaluate(same, "asia").netback == oe.evaluate(FULL, "asia").netback
    shorter = FULL.vary({"asia.sea.ballast_distance": "11000 nmi"})
    saved = 2350 * 1.05 / (24 * 12.5)
    before, after = (oe.evaluate(s, "asia")["hire"].magnitude for s in (FULL, shorter))
    barrels = 270_000 * oe.core.quality.barrels_per_tonne(16.0)
    assert before - after == pytest.approx(92_300 * saved / barrels, rel=1e-9)


def test_a_crude_sold_as_it_is_needs_no_diluent() -> None:
    supply = oe.Supply(
        heavy=oe.Crude(api="21.5 degAPI"), production_cost="20 USD/bbl", royalty="10 %"
    )
    plain = FULL.evolve(supply=supply)
    result = oe.evaluate(plain, "asia")
    lines = set(result.waterfall().index)
    assert "diluent" not in lines
    assert result["production"].magnitude == 20.0
    assert result["royalty"].magnitude == pytest.approx(0.1 * result.netback.magnitude, rel=1e-15)
    comparison = oe.compare(plain, "gulf", "asia")
    assert comparison["supply.shrunk_api"].magnitude == 21.5
    assert comparison["supply.barrels_per_tonne"].magnitude == pytest.approx(
        1000 / (141.5 / 153 * 999.016 * 0.158987294928), rel=1e-15
    )


def test_a_priced_diluent_does_not_move_with_brent() -> None:
    fixed = FULL.vary({"supply.diluent.price": "57.4 USD/bbl", "supply.diluent.differential": None})
    dearer = fixed.vary({"market.brent": "90 USD/bbl"})
    assert oe.evaluate(fixed, "gulf")["diluent"] == oe.evaluate(dearer, "gulf")["diluent"]
    moving = FULL.vary({"market.brent": "90 USD/bbl"})
    assert oe.evaluate(moving, "gulf")["diluent"] > oe.evaluate(FULL, "gulf")["diluent"]


def test_royalty_is_never_below_zero() -> None:
    poor = FULL.vary({"market.brent": "20 USD/bbl"})
    result = oe.evaluate(poor, "asia")
    assert result.netback.magnitude < result["diluent"].magnitude
    assert result["royalty"].magnitude == 0.0
    assert result.net == result.operating
