"""The command about debts, shipped or your own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import oilecon as oe

if TYPE_CHECKING:
    from tests.samples import Run


# -- claims and questions ----------------------------------------------------------------------


def test_a_debt_shipped_or_your_own(oilecon: Run) -> None:
    listed = json.loads(oilecon("debt", "--json").out)
    assert listed[0]["loan"] in set(oe.Loan.catalogue().index)
    arguments = ["debt", "CDB 2012 equipment", "--volume", "10 kb/day", "--price", "55 USD/bbl"]
    ran = json.loads(oilecon(*arguments, "--json").out)
    note = "; sweep was not given, so the surplus prepaid principal"
    assert ran["payoff"].endswith(f"with 9,631,165 barrels{note}")
    swept = json.loads(oilecon(*arguments, "--sweep", "100 %", "--json").out)
    assert ran["payoff"] == swept["payoff"] + note
    assert ran["periods"] == swept["periods"]
    kept = json.loads(oilecon(*arguments, "--sweep", "0 %", "--json").out)
    assert kept["payoff"].startswith("paid off in period 24")
    assert ran["periods"][0]["barrels [kb]"] == 900.0
    own = ["debt", "--principal", "30000 MUSD", "--tenor", "10 year", "--rate", "6.7 %/year"]
    due = json.loads(oilecon(*own, "--frequency", "annual", "--json").out)
    assert due["payoff"] is None
    assert due["periods"][0]["interest [MUSD]"] == pytest.approx(2010.0)
    assert "Paid off in period 11" in oilecon(*arguments).out
