"""Rates of return and present values of loans and of random flows, compared with pyxirr."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import numpy as np
import pyxirr

import oilecon as oe

__all__ = ["rows"]

SAMPLES = 2000
_START = dt.date(2012, 2, 27)
_TERMS = {"tenor": "72 months", "rate": "6 %/year", "grace": "24 months", "upfront_fee": "1 %"}


def _row(what: str, function: str, errors: list[float], allowed: float) -> dict[str, Any]:
    return {
        "what": what,
        "pyxirr": function,
        "samples": len(errors),
        "largest error": f"{max(errors):.1e}",
        "holds": max(errors) <= allowed,
    }


def _flows(random: np.random.Generator) -> list[list[float]]:
    """Return flows of a single disbursement and several repayments."""
    flows = []
    for _ in range(SAMPLES):
        paid = random.uniform(1.0, 1000.0, random.integers(1, 30))
        lent = paid.sum() / random.uniform(0.5, 3.0)
        flows.append([-float(lent), *map(float, paid)])
    return flows


def _random(random: np.random.Generator) -> list[dict[str, Any]]:
    flows = _flows(random)
    rates, values, residuals = [], [], []
    failures = 0
    for amounts in flows:
        money = oe.Q(amounts, "USD")
        own, theirs = oe.irr(money), pyxirr.irr(amounts)
        residuals.append(abs(float(oe.npv(money, own).magnitude)) / -amounts[0])
        if theirs is None:
            failures += 1
        else:
            rates.append(abs(float(own.magnitude) / 100.0 - theirs))
        rate = float(random.uniform(-0.2, 0.5))
        value: Any = pyxirr.npv(rate, amounts)
        own_value = float(oe.npv(money, oe.Q(rate, "1/year")).magnitude)
        largest = sum(abs(flow) / (1.0 + rate) ** year for year, flow in enumerate(amounts))
        values.append(abs(own_value - value) / largest)
    table_rows = [
        _row("rate of return of yearly flows, as a fraction", "irr", rates, 1e-9),
        _row("present value at that rate, as a share of the loan", "", residuals, 1e-9),
        _row("present value at any rate, as a share of all flows' own", "npv", values, 1e-14),
    ]
    table_rows[0]["what"] += f"; it failed for {failures}" if failures else ""
    return table_rows


def _loans() -> list[dict[str, Any]]:
    rates, values = [], []
    profiles, counts = ("equal principal", "annuity", "bullet"), ("30/360", "ACT/360", "ACT/365")
    for profile, count, every in product(profiles, counts, ("quarterly", "semiannual", "annual")):
        own_terms: dict[str, Any] = {
            **_TERMS,
            "profile": profile,
            "day_count": count,
            "frequency": every,
        }
        schedule = oe.schedule(oe.Loan("495 MUSD", start=_START.isoformat(), **own_terms))
        days = [_START, *schedule.ends]
        amounts = schedule.flows().net.magnitude.tolist()
        theirs: Any = pyxirr.xirr(days, amounts)
        rates.append(abs(float(oe.irr(schedule).magnitude) / 100.0 - theirs))
        value: Any = pyxirr.xnpv(0.07, days, amounts)
        own = float(oe.npv(schedule, "7 %/year").magnitude)
        values.append(abs(own - value) / 495e6)
    return [
        _row("rate of return of a loan on its days, as a fraction", "xirr", rates, 1e-9),
        _row("present value of a loan, as a share of its principal", "xnpv", values, 1e-13),
    ]


def rows() -> list[dict[str, Any]]:
    """Return one row a measure: the largest difference from pyxirr's."""
    return [*_random(np.random.default_rng(1)), *_loans()]
