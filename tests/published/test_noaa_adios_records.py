"""NOAA ADIOS oil database (NOAA-ORR-ERD/noaa-oil-data @ca22bdb, 2023-11-27): all records collected.

`noaa_adios.csv` beside this file holds them as collected, two emulsions among them, which are no
crudes and are not shipped. Gravity and density: 0.3 degAPI, the rounding of the records and more.
Shipped figures: no tolerance, they are copied; viscosities are printed to three or four figures.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import oilecon as oe
from oilecon.core.quality import api_gravity, density_kg_m3, specific_gravity
from oilecon.reference.oils import Oil, oils

_FILE = Path(__file__).parent / "noaa_adios.csv"
RECORDS = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))
EMULSIONS = {"EC00662", "AD02290"}
SHIPPED = {oil.sample: oil for oil in oils()}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["oil_id"])
def test_gravity_to_density_and_back(record: dict[str, str]) -> None:
    api, density = float(record["api_gravity"]), float(record["specific_gravity_60F"])
    assert api_gravity(density) == pytest.approx(api, abs=0.3)
    assert api_gravity(float(specific_gravity(api))) == pytest.approx(api, abs=1e-9)
    quantity = oe.blending.gravity(f"{density * 999.016!r} kg/m3")
    assert quantity.magnitude == pytest.approx(api, abs=0.3)


def test_the_records_span_the_range() -> None:
    gravities = [float(record["api_gravity"]) for record in RECORDS]
    assert min(gravities) < 9
    assert max(gravities) > 80
    assert density_kg_m3(5.0) > 1000 > density_kg_m3(85.0)


def _points(text: str) -> dict[float, float]:
    pairs = (point.rstrip("C").split("@") for point in text.split(";") if point)
    return {float(at): float(value) for value, at in pairs}


@pytest.mark.parametrize(
    "record",
    [record for record in RECORDS if record["oil_id"] not in EMULSIONS],
    ids=lambda record: record["oil_id"],
)
def test_every_record_is_shipped_unchanged(record: dict[str, str]) -> None:
    oil = SHIPPED[record["oil_id"]]
    assert oil.api[0] == float(record["api_gravity"])
    sulphur, acid = record["sulphur_wt_pct"], record["tan_mgKOH_g"]
    assert oil.sulphur[0] == (float(sulphur) if sulphur else None)
    assert oil.acid_number == (float(acid) if acid else None)
    assert dict(oil.kinematic) == _points(record["kinematic_viscosity_cSt"])
    assert dict(oil.dynamic) == _points(record["dynamic_viscosity_mPas"])


def test_an_emulsion_is_not_shipped() -> None:
    assert not EMULSIONS & set(SHIPPED)


@pytest.mark.parametrize("sample", ["EX00011", "EX00031", "EX00027", "EX00007", "EX00013"])
def test_the_middle_of_three_measured_viscosities_lies_on_walther_s_line(sample: str) -> None:
    # 20, 40 and 50 degC were measured; the two ends give the middle to 3 %.
    oil = SHIPPED[sample]
    (cold, cold_cst), (middle, middle_cst), (warm, warm_cst) = oil.kinematic
    found = oe.core.viscosity.interpolated_cst(middle, cold, cold_cst, warm, warm_cst)
    assert found == pytest.approx(middle_cst, rel=0.03)


@pytest.mark.parametrize("oil", oils(), ids=lambda oil: f"{oil.grade} {oil.sample}")
def test_every_shipped_oil_is_whole(oil: Oil) -> None:
    assert oil.evidence.source
    assert set(oil.evidence.source) <= set(oe.sources().index)
    assert oil.evidence.kind in {"published", "estimate"}
    assert oil.evidence.as_of
    for value, low, high in (oil.api, oil.sulphur, oil.vanadium):
        if value is not None and low is not None and high is not None:
            assert low <= value <= high
