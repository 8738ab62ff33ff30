"""Each input moves the answer the way economics says, in the readings and bases that use it.

Signs are of the loss on price, netback, operating margin and net margin when the input rises: '+'
the loss grows, '-' it shrinks, '0' the basis does not use the input.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon import reference
from oilecon.netback.lines import BASES

# What raises a route's own cost shrinks its netback; what is on both routes is listed below.
COSTS = {
    "fuel_laden": 1,
    "fuel_ballast": 1,
    "fuel_load": 1,
    "fuel_discharge": 1,
    "fuel_wait": 1,
    "knots_laden": -1,  # faster at the same fuel a day
    "knots_ballast": -1,
    "hire": 1,
    "distance": 1,
    "eca": 1,  # marine gasoil is dearer
    "cargo": -1,  # the same voyage over more barrels
    "days_load": 1,
    "days_discharge": 1,
    "days_wait": 1,
    "port_load": 1,
    "port_discharge": 1,
    "agent_fee": 1,
    "shadow_multiple": 1,
    "extra_days_sanctioned": 1,
    "transfer_cost": 1,
    "differential_sanctioned": -1,
}

SHARED = {
    # A dearer barrel carries the same freight more lightly.
    "brent": "----",
    # Asia burns more fuel oil a barrel, and less gasoil: the Gulf's miles are mostly near coasts.
    "vlsfo": "++++",
    "mgo": "----",
    # Asia waits longer for its money, sails longer in bad weather and pays commission on more.
    "finance_rate": "++++",
    "weather": "++++",
    "commission": "++++",
    # Equal costs leave the difference and shrink what it is a share of.
    "payment_days": "0+++",
    "transit_loss": "0+++",
    "cargo_insurance": "0+++",
    "production_cost": "00++",
    "naphtha_differential": "00++",
    "naphtha_freight": "00++",
    "royalty": "000+",
    # Less diluent is needed for a lighter crude, or of a lighter diluent.
    "heavy_api": "00--",
    "diluent_api": "00--",
    # A lighter blend counts more barrels a tonne, but takes more diluent.
    "target_api": "--++",
    # Delivered value, the same for both routes.
    "gulf.differential": "----",
}

# Prepaid, Asia waits for nothing: interest and credit are the Gulf's alone. Asia's net margin is
# below zero, so that a smaller one of the Gulf's makes the loss a larger share of it.
PREPAID = {
    "finance_rate": "---+",
    "payment_days": "---+",
    "gulf.differential": "+++-",
    "asia.prepayment": "----",
}

# Where the Asian price is lower, charges that are a share of it fall on the Gulf more heavily.
DISCOUNTED = SHARED | {
    "gulf.differential": "++++",
    "payment_days": "-+++",
    "transit_loss": "-+++",
    "cargo_insurance": "-+++",
}
SIGNS = {
    "article": SHARED,
    "article-discount": DISCOUNTED,
    # More freight burns no more gasoil but pays for it over again.
    "article-sanctioned": DISCOUNTED | {"mgo": "-+++"} | PREPAID,
}


SHIPS = {row.evidence.row: row.name for ship in reference.vessel_rows().values() for row in ship}
"""Names of the ships' rows, which say whose ship it is, by id."""


def named(row: reference.Row) -> str:
    return SHIPS.get(row.evidence.row, row.name)


def rows(scenario: oe.Scenario) -> list[str]:
    """The names of the sourced rows that a scenario rests on, each once."""
    found = (scenario.row(path) for path in scenario.paths())
    return list(dict.fromkeys(named(row) for row in found if row is not None))


CASES = [(name, row_name) for name in SIGNS for row_name in rows(oe.scenario(name))]


def expected(scenario: str, name: str) -> str:
    if name in SIGNS[scenario]:
        return SIGNS[scenario][name]
    route, _, field = name.partition(".")
    dearer = COSTS[field] > 0
    sign, other = ("+", "-") if dearer == (route == "asia") else ("-", "+")
    if scenario == "article-sanctioned" and route == "gulf":
        return sign * 3 + other  # of a net margin that Asia has below zero
    return sign * 4


@pytest.mark.parametrize(("name", "row_name"), CASES)
def test_a_higher_input_moves_the_loss_the_right_way(name: str, row_name: str) -> None:
    scenario = oe.scenario(name)
    leaves = {
        path: field
        for path, field, raw in scenario.leaves()
        if (row := scenario.row(path)) and named(row) == row_name
    }
    row = scenario.row(next(iter(leaves)))
    assert row is not None
    step = 0.05 * (row.high - row.low)
    upwards = row_name != "asia.prepayment"  # of which 100 % is all
    higher = row.value + (step if upwards else -step)
    moved = scenario.vary({path: field.show(higher) for path, field in leaves.items()})
    before, after = (oe.compare(s, "gulf", "asia").losses() for s in (scenario, moved))
    change = (after - before).to_numpy() * (1 if upwards else -1)
    signs = "".join("+" if c > 1e-9 else "-" if c < -1e-9 else "0" for c in change)
    assert dict(zip(BASES, signs, strict=True)) == dict(
        zip(BASES, expected(name, row_name), strict=True)
    )
    assert list(oe.compare(moved, "gulf", "asia").overrides()) == list(leaves)


def test_every_row_is_covered() -> None:
    shipped = {row.name for row in reference.rows("article-sanctioned")}
    shipped |= {row.name for ship in reference.vessel_rows().values() for row in ship}
    assert {row_name for _, row_name in CASES} == shipped
