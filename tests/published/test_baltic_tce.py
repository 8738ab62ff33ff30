"""Baltic Exchange, tanker TCE calculator, route constants of 2021 and 2023.

Five published results of 6 October 2021, to 0.01 USD: they were computed in the same arithmetic, so
only the last printed digit of the inputs can differ. The row of TD22 passes its lump sum in the
Worldscale column, as its source does. The dues that the calculator allows for Suez are copied.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

import oilecon as oe
from oilecon.shipping import canal_dues

HERE = Path(__file__).parent
CENT = 0.01
FUELS = {"IFO": "vlsfo", "LSMGO": "mgo"}


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((HERE / name).read_text(encoding="utf-8").splitlines()))


CONSTANTS = {(r["vintage"], r["route"]): r for r in table("baltic_route_constants.csv")}


def amount(row: dict[str, str], field: str) -> float:
    return float(row[field] or 0.0)


def vessel(row: dict[str, str]) -> oe.Vessel:
    def q(field: str, unit: str) -> Any:
        return oe.Q(amount(row, field), unit)

    return oe.Vessel(
        knots_laden=q("kn_laden", "knot"),
        knots_ballast=q("kn_ballast", "knot"),
        fuel_laden=q("fuel_laden_tpd", "t/day"),
        fuel_ballast=q("fuel_ballast_tpd", "t/day"),
        fuel_load=q("fuel_load_tpd", "t/day"),
        fuel_discharge=q("fuel_disch_tpd", "t/day"),
        fuel_wait=q("fuel_anchor_tpd", "t/day"),
        gross_tonnage=amount(row, "grt"),
    )


def voyage(row: dict[str, str], charter: Any) -> oe.Voyage:
    def q(field: str, unit: str, other: str = "") -> Any:
        return oe.Q(amount(row, field) + (amount(row, other) if other else 0.0), unit)

    # The canal days of these round voyages are one for each transit.
    laden = {"TD1": 0.0}.get(row["route"], amount(row, "days_canal") / 2.0)
    return oe.Voyage(
        vessel=vessel(row),
        charter=charter,
        distance=q("nm_laden_noneca", "nmi", "nm_laden_eca"),
        eca_distance=q("nm_laden_eca", "nmi"),
        ballast_distance=q("nm_ballast_noneca", "nmi", "nm_ballast_eca"),
        ballast_eca_distance=q("nm_ballast_eca", "nmi"),
        cargo=q("cargo_t", "t"),
        weather=amount(row, "weather_factor"),
        days_load=q("days_load", "day"),
        days_discharge=q("days_disch", "day"),
        days_wait=q("days_wait", "day"),
        port_cost_load=q("port_charges_load_usd", "USD"),
        port_cost_discharge=q("port_charges_disch_usd", "USD"),
        canal_days_laden=oe.Q(laden, "day"),
        canal_days_ballast=oe.Q(amount(row, "days_canal") - laden, "day"),
        canal_dues_ballast=q("canal_dues_usd", "USD"),
        heating_fuel=q("heating_fuel_t", "t"),
        heating=FUELS.get(row["heating_fuel_flag"], "vlsfo"),
        load_fuel=FUELS[row["fuel_type_load"]],
        discharge_fuel=FUELS[row["fuel_type_disch"]],
        wait_fuel=FUELS[row["fuel_type_wait"]],
    )


def worldscale(row: dict[str, str], points: float, flat: float) -> oe.Worldscale:
    return oe.Worldscale(
        points=points,
        flat=oe.Q(flat, "USD/t"),
        fixed_differential=oe.Q(amount(row, "ws_fixed_diff_usd_per_t"), "USD/t"),
        commission=amount(row, "commission_pct") / 100.0,
        premium_per_grt=oe.Q(amount(row, "owner_premium_usd_per_grt"), "USD"),
    )


def market(vlsfo: float, mgo: float) -> oe.Market:
    return oe.Market("0 USD/bbl", oe.Q(vlsfo, "USD/t"), oe.Q(mgo, "USD/t"), "0 %/year")


@pytest.mark.parametrize("vector", table("baltic_tce_vectors.csv"), ids=lambda v: v["route"])
def test_the_published_equivalent(vector: dict[str, str]) -> None:
    row = CONSTANTS[vector["vintage"], vector["route"]]
    points, flat = amount(vector, "worldscale"), amount(vector, "flat_rate_usd_per_t")
    commission = amount(row, "commission_pct") / 100.0
    charter = (
        oe.LumpSum(oe.Q(points, "USD"), commission=commission)
        if row["lumpsum"] == "YES"
        else worldscale(row, points, flat)
    )
    prices = market(amount(vector, "vlsfo_usd_per_t"), amount(vector, "mgo_usd_per_t"))
    found = oe.estimate(voyage(row, charter), prices, api="16 degAPI")
    assert found.freight.magnitude == pytest.approx(
        amount(vector, "exp_gross_freight_usd"), abs=CENT
    )
    assert found.fuel_cost.magnitude == pytest.approx(
        amount(vector, "exp_bunker_cost_usd"), abs=CENT
    )
    assert found.tce.magnitude == pytest.approx(amount(vector, "exp_tce_usd_per_day"), abs=CENT)


@pytest.mark.parametrize("key", CONSTANTS, ids=" ".join)
def test_every_route_is_the_arithmetic_written_out(key: tuple[str, str]) -> None:
    row = CONSTANTS[key]
    found = oe.estimate(
        voyage(row, worldscale(row, 75.0, 12.0)), market(535.0, 754.0), api="16 degAPI"
    )
    days, tonnes = by_hand(row)
    gross = amount(row, "cargo_t") * (9.0 + amount(row, "ws_fixed_diff_usd_per_t"))
    gross += amount(row, "grt") * amount(row, "owner_premium_usd_per_grt")
    fuel = tonnes["IFO"] * 535.0 + tonnes["LSMGO"] * 754.0
    costs = fuel + amount(row, "canal_dues_usd")
    costs += amount(row, "port_charges_load_usd") + amount(row, "port_charges_disch_usd")
    left = gross * (1.0 - amount(row, "commission_pct") / 100.0)
    assert found.freight.magnitude == pytest.approx(gross)
    assert found.fuel_cost.magnitude == pytest.approx(fuel)
    assert found.tce.magnitude == pytest.approx((left - costs) / days)


def by_hand(row: dict[str, str]) -> tuple[float, dict[str, float]]:
    """Days and tonnes as the calculator's description has them, dues on the leg that transits."""
    canal = amount(row, "days_canal")
    laden_canal = 0.0 if row["route"] == "TD1" else canal / 2.0
    days, tonnes = canal, {"IFO": 0.0, "LSMGO": 0.0}
    transit = {"laden": laden_canal, "ballast": canal - laden_canal}
    for leg in ("laden", "ballast"):
        for area, kind in (("noneca", "IFO"), ("eca", "LSMGO")):
            spent = amount(row, f"nm_{leg}_{area}") * 1.05 / (24.0 * amount(row, f"kn_{leg}"))
            days += spent
            tonnes[kind] += spent * amount(row, f"fuel_{leg}_tpd")
        tonnes["IFO"] += transit[leg] * amount(row, f"fuel_{leg}_tpd")
    for stay, burns in (("load", "load"), ("disch", "disch"), ("wait", "anchor")):
        spent = amount(row, f"days_{stay}")
        days += spent
        tonnes[row[f"fuel_type_{stay}"]] += spent * amount(row, f"fuel_{burns}_tpd")
    if row["heating_fuel_flag"] in tonnes:
        tonnes[row["heating_fuel_flag"]] += amount(row, "heating_fuel_t")
    return days, tonnes


def test_what_the_baltic_allows_for_suez() -> None:
    vlcc = canal_dues("suez", oe.Vessel.shipped("vlcc"), on="2023-06-01", laden=False)
    assert vlcc.usd.magnitude == 562_243.0
    suezmax = canal_dues("suez", oe.Vessel.shipped("suezmax"), on="2023-06-01")
    assert suezmax.usd.magnitude == pytest.approx(775_534.72 / 2.0)
