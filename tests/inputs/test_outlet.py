"""Outlets: limits, licences by date, price steps, ships and terms of payment."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import UnitError
from tests.samples import PROGRAMME, refusal

FULL = oe.Outlet(
    capacity="200 kb/day",
    licence="150 kb/day",
    since="2026-02-01",
    until="2026-05-31",
    term="50 kb/day",
    share="60 %",
    steps={
        "first": oe.PriceStep("100 kb/day", "0 USD/bbl"),
        "second": oe.PriceStep("50 kb/day", "-2 USD/bbl"),
    },
    ships=12.0,
    fleet="at home",
    lag="45 day",
    held="10 day",
    unpaid="2 %",
    receivable="300 MUSD",
    fund="200 MUSD",
)


def test_an_outlet_without_limits_is_open_to_all() -> None:
    outlet = oe.Outlet()
    limits: list[object] = [outlet.capacity, outlet.licence]
    assert limits == [None, None]
    assert outlet.term == oe.Q("0 bbl/day")
    assert repr(outlet) == "Outlet()"


def test_an_outlet_comes_back_from_its_plain_form_and_its_code() -> None:
    assert oe.Outlet.from_dict(FULL.to_dict()) == FULL
    assert eval(repr(FULL), vars(oe) | {"PriceStep": oe.PriceStep, "Outlet": oe.Outlet}) == FULL  # noqa: S307  our own text


FAULTS: list[tuple[dict[str, Any], str]] = [
    (
        {"capacity": "-1 kb/day"},
        (
            "Outlet.capacity: expected at least 0 and at most 100000000 bbl/day, got -1000; write "
            "for example '200 kb/day'"
        ),
    ),
    (
        {
            "steps": {
                "a": oe.PriceStep("1 kb/day", "-1 USD/bbl"),
                "b": oe.PriceStep("1 kb/day", "0 USD/bbl"),
            }
        },
        (
            "Outlet.steps: expected each change of price below the one before, got -1 and then 0 "
            "USD/bbl, of 'a' and 'b'"
        ),
    ),
    (
        {"until": "2026-01-31"},
        "Outlet.until: expected 2026-02-01, the first day, or later, got 2026-01-31",
    ),
    (
        {"unpaid": "120 %"},
        "Outlet.unpaid: expected at least 0 and at most 1, got 1.2; write for example '2 %'",
    ),
    (
        {"lag": "-800 day"},
        (
            "Outlet.lag: expected at least -730 and at most 3650 day, got -800; write for example "
            "'60 day'"
        ),
    ),
    (
        {"fleet": "lost"},
        "Outlet.fleet: expected one of 'under way', 'at home', got 'lost'",
    ),
]


@pytest.mark.parametrize(("changes", "sentence"), FAULTS)
def test_a_faulty_outlet_is_refused(changes: dict[str, Any], sentence: str) -> None:
    assert refusal(lambda: FULL.evolve(**changes)) == sentence


def test_a_limit_is_a_rate_of_barrels() -> None:
    assert "Outlet.capacity" in refusal(lambda: oe.Outlet("200 USD"), UnitError)


def test_a_route_says_which_limit_of_its_outlet_is_wrong() -> None:
    capacity = oe.Q([200.0, 200.0, -1.0, 200.0, 200.0, 200.0], "kb/day")
    assert refusal(lambda: PROGRAMME.vary({"gulf.outlet.capacity": capacity})) == (
        "gulf.outlet.capacity: expected at least 0 and at most 100000000 bbl/day, got -1000 in "
        "2026-03 (1 of 6); write for example '200 kb/day'"
    )
