"""Argus: an Aframax job of lightering, 400,000 USD in December 2018 and 215,000 in summer 2019.

IHS Markit and Platts have the same work at 0.50 to 0.80 USD/bbl in those two years, and McQuilling
has 500 kb a job. The dear job is then their upper end, to half its last digit; the cheap one, the
mean of three months, is 0.43 and lies below their range.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.shipping import transshipment

MARKET = oe.Market("60 USD/bbl", "400 USD/t", "600 USD/t", "8 %/year")


def by_barrel(job: str) -> float:
    tonnes = oe.Q("500 kb") / oe.blending.barrels_per_tonne(oe.Crude("40 degAPI"))
    shuttle = oe.Voyage(
        vessel=oe.Vessel.shipped("aframax"),
        charter=oe.LumpSum("0 USD"),
        distance="60 nmi",
        cargo=tonnes,
        transfer_fee=job,
    )
    ocean = shuttle.evolve(vessel=oe.Vessel.shipped("vlcc"), cargo=4 * tonnes, transfer_fee="0 USD")
    found = transshipment({"shuttle": shuttle, "ocean": ocean}, MARKET, api="40 degAPI")
    return float(found.cost_per_barrel.magnitude)


def test_a_dear_job_is_the_upper_end_by_the_barrel() -> None:
    assert by_barrel("400000 USD") == pytest.approx(0.80, abs=0.005)


def test_a_cheap_job_is_below_the_lower_end() -> None:
    assert 0.40 < by_barrel("215000 USD") < 0.50
