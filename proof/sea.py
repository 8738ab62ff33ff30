"""Ocean legs between named ports against searoute, each with the same passages closed."""

from __future__ import annotations

import math
from importlib import import_module
from typing import Any

import oilecon as oe

searoute = import_module("searoute")  # which has no types

__all__ = ["LEGS", "rows"]

# By default searoute uses the Panama Canal even for ships too large for it. Canals and ice passages
# are closed on both sides.
CLOSED = ("panama", "suez", "northwest")
LEGS = (
    ("José", "Houston"),
    ("José", "Rotterdam"),
    ("José", "Ningbo"),
    ("José", "Sikka"),
    ("Ras Tanura", "Ningbo"),
    ("Ras Tanura", "Rotterdam"),
    ("Ras Tanura", "Singapore"),
    ("Bonny", "Rotterdam"),
    ("Houston", "Rotterdam"),
)
ALLOWED = 0.05  # searoute's network is coarser, so it cuts or adds corners near coasts


def rows() -> list[dict[str, Any]]:
    """Return one row a leg: both distances, and their relative difference."""
    table_rows = []
    for start, end in LEGS:
        own = oe.distance(start, end, published=False).miles.magnitude
        ports = [oe.Port.shipped(name) for name in (start, end)]
        ends = [[port.longitude, port.latitude] for port in ports]
        theirs = searoute.searoute(*ends, units="naut", restrictions=[*CLOSED])
        miles = theirs["properties"]["length"]
        apart = own / miles - 1.0
        table_rows.append(
            {
                "leg": f"{start} to {end}",
                "oilecon [nmi]": round(own),
                "searoute [nmi]": round(miles),
                "apart": f"{100 * apart:+.1f} %",
                "holds": math.isfinite(miles) and abs(apart) <= ALLOWED,
            }
        )
    return table_rows
