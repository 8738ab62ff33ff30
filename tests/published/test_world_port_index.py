"""NGA, World Port Index (Pub. 150), 2025-05-07: coordinates of ports, by name and by code.

What a name or a code of the Index finds lies within 30 nmi of where the Index has it, or is not
found at all. A terminal at sea and the town it is named after may be 30 nmi apart, and a port's
own name comes before that of a namesake that takes no tankers.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import oilecon as oe
from oilecon.core import sea
from oilecon.errors import UnknownName

with (Path(__file__).parent / "world_port_index.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
CLOSE_NMI = 30.0
NAMED = [
    (name, row)
    for row in ROWS
    for name in dict.fromkeys((row["port"], *filter(None, row["other_names"].split("; "))))
]
NAMESAKES = {("Port Arthur", "CN LSH"), ("Augusta", "US AUG")}  # Texas's, and Sicily's, are meant
MEANT = {"Port Arthur": "United States", "Augusta": "Italy"}
NOT_SHIPPED = {"Ireland Island", "Al Basrah"}
"""Bermuda's dockyard, and the port of Basra's city, 70 nmi from its oil terminal."""
MANY = {"Freeport", "Vancouver", "Cartagena", "San Nicolas", "Al Ahmadi"}


def title(case: tuple[str, dict[str, str]]) -> str:
    return f"{case[0]}, {case[1]['code']} {case[1]['latitude']}"


@pytest.mark.parametrize("case", NAMED, ids=title)
def test_a_name_of_the_index_finds_the_port_it_names_or_none(
    case: tuple[str, dict[str, str]],
) -> None:
    name, row = case
    if name in NOT_SHIPPED | MANY:
        with pytest.raises(UnknownName):
            oe.Port.shipped(name)
        return
    found = oe.Port.shipped(name)
    if (name, row["code"]) in NAMESAKES:
        assert found.country == MEANT[name]
        return
    there = float(row["latitude"]), float(row["longitude"])
    assert sea.great_circle_nmi(found.latitude, found.longitude, *there) < CLOSE_NMI


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["code"]], ids=lambda row: row["code"] + row["latitude"]
)
def test_a_code_of_the_index_finds_the_port_it_stands_for_or_none(row: dict[str, str]) -> None:
    try:
        found = oe.Port.shipped(row["code"])
    except UnknownName:
        return
    there = float(row["latitude"]), float(row["longitude"])
    assert sea.great_circle_nmi(found.latitude, found.longitude, *there) < CLOSE_NMI
