"""Rosneft's prepayments to PDVSA, principal left: Sputnik, 21 August, and Argus, 8 November 2019.

The shipped instalments are differences of the published balances, so they close exactly.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_rosneft_by_quarter() -> None:
    found = oe.schedule(oe.Loan.shipped("Rosneft 2014-2019", rate="8 %/year"))["closing"].to("MUSD")
    published = [4000.0, 3600.0, 3100.0, 2300.0, 1800.0, 1100.0, 800.0, 0.0]
    assert found.magnitude == pytest.approx(published, abs=1e-3)
