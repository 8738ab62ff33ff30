"""Columns of many cases, and what a column is over its months."""

from __future__ import annotations

import numpy as np

import oilecon as oe
from oilecon.programme.cases import CaseRun, over_months
from oilecon.programme.columns import END, MEAN, SUM, Column
from tests.samples import refusal

P = oe.Programme.of(
    oe.scenario("article").vary({"supply.output": "630 kb/day"}),
    "2026-01/2026-03",
    outlets={"gulf": oe.Outlet()},
)
RAW = np.array([[1.0, 10.0], [2.0, 20.0], [6.0, 60.0]])


def test_months_add_up_or_end_or_have_a_mean() -> None:
    assert over_months(RAW, Column("USD", SUM, "")).tolist() == [9.0, 90.0]
    assert over_months(RAW, Column("USD", END, "")).tolist() == [6.0, 60.0]
    assert over_months(RAW, Column("USD/bbl", MEAN, "")).tolist() == [3.0, 30.0]


def test_cases_are_read_as_a_run_s_columns() -> None:
    about = {"cash": Column("USD", SUM, "")}
    cases = CaseRun(P, about, {"cash": [1.0, np.array([2.0, 20.0]), 6.0]}, 2)
    assert cases["cash"].magnitude.tolist() == [[1.0, 1.0], [2.0, 20.0], [6.0, 6.0]]
    assert cases.total("cash").magnitude.tolist() == [9.0, 27.0]
    assert refusal(lambda: cases["cahs"], oe.PathError) == (
        "no column 'cahs' in the run; did you mean 'cash'?"
    )
