"""Baltic Exchange by way of mfame, 2025: TD22, US Gulf to China, lump sums and their equivalents.

7,224,173 USD earns 34,600 USD/day in the middle of the year, and "nearly" 12.5 million earns 81,250
in the autumn. What is left of the difference after commission, over the days of the voyage of 2023,
makes the difference in earnings; to 5 %, since 40 USD/t of bunkers, whose prices are not given, are
as much.

The level is not held. At the mean bunker prices of 2025 the constants of 2023 give 8 % less than
81,250, and only fuel at 422 USD/t, below all of that year, would meet it: the constants have
probably changed since, and those of 2025 were not found.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import oilecon as oe

_FILE = Path(__file__).parent / "baltic_route_constants.csv"


def td22(usd: str) -> oe.shipping.Estimate:
    rows = csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines())
    row = next(row for row in rows if (row["vintage"], row["route"]) == ("2023", "TD22"))

    def miles(leg: str) -> str:
        return f"{float(row[f'nm_{leg}_noneca']) + float(row[f'nm_{leg}_eca'])} nmi"

    sea = oe.Voyage(
        vessel=oe.Vessel.shipped("vlcc"),
        charter=oe.LumpSum(usd, commission=f"{row['commission_pct']} %"),
        distance=miles("laden"),
        eca_distance=f"{row['nm_laden_eca']} nmi",
        ballast_distance=miles("ballast"),
        ballast_eca_distance=f"{row['nm_ballast_eca']} nmi",
        cargo=f"{row['cargo_t']} t",
        weather=float(row["weather_factor"]),
        days_load=f"{row['days_load']} day",
        days_discharge=f"{row['days_disch']} day",
        days_wait=f"{row['days_wait']} day",
        port_cost_load=f"{row['port_charges_load_usd']} USD",
        port_cost_discharge=f"{row['port_charges_disch_usd']} USD",
        load_fuel="mgo",
        discharge_fuel="mgo",
        wait_fuel="mgo",
    )
    return oe.estimate(
        sea, oe.Market("64 USD/bbl", "535 USD/t", "754 USD/t", "8 %/year"), api="16 degAPI"
    )


def test_what_a_dearer_freight_earns_more_a_day() -> None:
    low, high = td22("7224173 USD"), td22("12500000 USD")
    more = high.tce.magnitude - low.tce.magnitude
    assert more == pytest.approx(81_250 - 34_600, rel=0.05)


def test_fuel_would_have_to_be_cheaper_than_it_was_all_year() -> None:
    assert td22("12500000 USD").tce.magnitude == pytest.approx(81_250 * 0.92, rel=0.01)
    assert td22("12500000 USD").bunker_price_for("81250 USD/day").magnitude < 456
    assert td22("7224173 USD").bunker_price_for("34600 USD/day").magnitude < 456
