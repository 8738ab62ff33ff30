"""Dues of canals: for any ship, day and cargo, and what is refused."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, OilEconError
from oilecon.shipping import canal_dues, passage_restrictions

VLCC, SUEZMAX, AFRAMAX = map(oe.Vessel.shipped, ("vlcc", "suezmax", "aframax"))


# -- what must hold ----------------------------------------------------------------------------


@given(st.dates(dt.date(1990, 1, 1), dt.date(2035, 12, 31)), st.booleans())
def test_dues_are_never_nan_for_any_date(day: dt.date, laden: bool) -> None:  # noqa: FBT001
    for name in ("vlcc", "suezmax", "aframax", "lr1", "mr"):
        for canal in ("panama", "suez"):
            try:
                dues = canal_dues(
                    canal,
                    oe.Vessel.shipped(name),
                    on=day.isoformat(),
                    laden=laden,
                    cargo="50000 t",
                    sdr="1.4 USD",
                )
            except OilEconError:
                continue
            assert math.isfinite(dues.usd.magnitude)
            assert dues.usd.magnitude > 0


# -- refusals ----------------------------------------------------------------------------------

PANAMA_DAYS = "2016-04-01 to 2023-01-01; 2025-01-01 to 2026-01-01"


# -- the tables --------------------------------------------------------------------------------


@pytest.mark.parametrize("beam", ["27.7368 m", "0.0277368 km"])
def test_a_beam_of_exactly_91_feet_pays_as_one_of_91_feet_or_more(beam: str) -> None:
    # 91 ft are 27.7368 m, which as a product of floats is a rounding above that.
    ship = oe.Vessel.shipped("mr").evolve(panama_tonnage=24000.0)
    at, above, below = (
        canal_dues("panama", ship.evolve(beam=each), on="2025-06-01", cargo="38000 t").usd
        for each in (beam, "27.74 m", "27.73 m")
    )
    assert at == above
    assert at.magnitude == 226_000.0
    assert below < at


@pytest.mark.parametrize("beam", ["32.31 m", "0.03231 km"])
def test_a_beam_of_exactly_the_panamax_locks_takes_them(beam: str) -> None:
    ship = oe.Vessel.shipped("mr").evolve(panama_tonnage=24000.0, beam=beam)
    assert canal_dues("panama", ship, on="2025-06-01", cargo="38000 t").locks == "panamax"


MR = oe.Vessel.shipped("mr").evolve(panama_tonnage=24_000.0)


# -- canals ------------------------------------------------------------------------------------


def test_suez_dues_go_by_tonnage_and_not_by_name() -> None:
    own = canal_dues("suez", SUEZMAX, on="2023-06-01").usd.magnitude
    renamed = SUEZMAX.evolve(name="Ark", suez_tonnage=80_000.0)
    larger = canal_dues("Suez Canal", renamed, on="2023-06-01").usd.magnitude
    assert larger == pytest.approx(own * 80_000 / 76_714)
    old = canal_dues("suez", oe.Vessel.shipped("vlcc old"), on="2023-06-01", laden=False)
    assert old.usd.magnitude == 562_243.0


def test_a_part_laden_ship_fits_where_a_full_one_does_not() -> None:
    ship = SUEZMAX.evolve(panama_tonnage=70_000.0)
    dues = canal_dues("panama", ship, on="2025-06-01", cargo="100000 t")
    assert dues.usd.magnitude == pytest.approx(300_000 + 3.25 * 70_000)
    assert "panama" in passage_restrictions(ship)
    assert "panama" not in passage_restrictions(ship, draft="13 m")


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: canal_dues("panama", AFRAMAX, on="2024-05-01"),
            InputError,
            (
                "canal_dues: no panama tariff for this ship laden on 2024-05-01; shipped: "
                f"{PANAMA_DAYS}; write such a day, or the dues themselves as "
                "Voyage(canal_dues_laden='... USD')"
            ),
        ),
        (
            lambda: canal_dues("panama", AFRAMAX, on="May"),
            InputError,
            ("canal_dues: on: expected a day, got 'May'; write for example '2025-06-01'"),
        ),
        (
            lambda: canal_dues("panama", SUEZMAX, on="2025-06-01"),
            OilEconError,
            (
                "canal_dues: Panama Canal: the ship does not fit: draft 16.2 m is over "
                "its 15.24 m; "
                "write the cargo aboard, as cargo='60000 t', or a smaller ship"
            ),
        ),
        (
            lambda: canal_dues("panama", MR, on="2025-06-01", cargo="60000 t"),
            OilEconError,
            (
                "canal_dues: cargo: expected at most the 50000 t of the ship's dwt, got 60000 t; "
                "write less, or a larger ship"
            ),
        ),
        (
            lambda: canal_dues("panama", MR, on="2025-06-01", cargo="50001 t", laden=False),
            OilEconError,
            (
                "canal_dues: cargo: expected at most the 50000 t of the ship's dwt, got 50001 t; "
                "write less, or a larger ship"
            ),
        ),
        (
            lambda: canal_dues(
                "panama", MR, on="2025-06-01", cargo=oe.Q([38_000.0, 60_000.0, 70_000.0], "t")
            ),
            OilEconError,
            (
                "canal_dues: cargo: expected at most the 50000 t of the ship's dwt, got 60000 t at "
                "index 1 (2 of 3); write less, or a larger ship"
            ),
        ),
        (
            lambda: canal_dues(
                "suez",
                SUEZMAX.evolve(dwt=oe.Q([150_000.0, 155_000.0], "t")),
                on="2023-06-01",
                cargo="152000 t",
            ),
            OilEconError,
            (
                "canal_dues: cargo: expected at most the 150000 t of the ship's dwt, got 152000 t "
                "at index 0 (1 of 2); write less, or a larger ship"
            ),
        ),
        (
            lambda: canal_dues(
                "suez",
                SUEZMAX.evolve(dwt=oe.Q([150_000.0, 155_000.0], "t")),
                on="2023-06-01",
                cargo=oe.Q([1.0, 2.0, 3.0], "t"),
            ),
            OilEconError,
            (
                "canal_dues: expected arrays that broadcast together, got cargo (3,), dwt (2,); "
                "give each its own dimension, as with array[:, None]"
            ),
        ),
        (
            lambda: canal_dues("suez", SUEZMAX.evolve(suez_tonnage=45_000.0), on="2023-06-01"),
            OilEconError,
            (
                "canal_dues: the suez figures of 2023-06-01 laden are for ships within a tenth of "
                "suezmax of 76714 Suez net tons; aframax of 115000 t dwt; lr1 of 74000 t dwt; this "
                "ship has 45000 Suez net tons and 155000 t dwt; write such a ship, or the dues "
                "themselves as Voyage(canal_dues_laden='... USD')"
            ),
        ),
    ],
)
def test_what_is_refused_says_what_fits(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message
