"""A route with every line, recomputed in plain Python from its inputs, under each term of sale."""

from __future__ import annotations

import math

import pytest

import oilecon as oe
from tests.samples import full_route

DELIVERED = {"DAP", "DDP"}


def carriage(scenario: oe.Scenario, tonne: float) -> tuple[dict[str, float], float]:
    """Return the voyage's lines by hand [USD/bbl], and the laden days with the extra ones."""
    leg, market = scenario.routes["route"].voyages["sea"].values, scenario.market.values
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
    leg = scenario.routes["route"].voyages["sea"].values
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
    base = 58 - diluent
    taken = {"royalty": 0.3 * base, "severance_tax": 0.167 * base, "gross_revenue_tax": 0.05 * 58}
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
    assert found.recipients().left.magnitude == 0.0
