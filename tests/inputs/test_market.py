"""The market as an input, and what of a group's machinery shows in it."""

from __future__ import annotations

import inspect
from typing import Any

import oilecon as oe

MARKET = {
    "brent": "64 USD/bbl",
    "vlsfo": "535 USD/t",
    "mgo": "754 USD/t",
    "finance_rate": "10 %/year",
}


def market(**changes: Any) -> oe.Market:
    return oe.Market(**(MARKET | changes))


def test_a_group_is_built_by_name_or_in_order() -> None:
    by_name = market()
    assert by_name == oe.Market("64 USD/bbl", "535 USD/t", "754 USD/t", "10 %/year")
    assert by_name == oe.Market(
        "64 USD/bbl", mgo="754 USD/t", finance_rate="0.1 1/year", vlsfo="535 USD/t"
    )
    assert by_name.values == {
        "brent": 64.0,
        "vlsfo": 535.0,
        "mgo": 754.0,
        "finance_rate": 0.1,
        "monthly_structure": None,
    }


def test_attributes_read_as_quantities_in_the_canonical_unit() -> None:
    group = market(brent="64000 USD/kb")
    assert str(group.brent) == "64.0 USD/bbl"
    assert type(group.brent.magnitude) is float
    assert market(brent=group.brent * 1.5).values["brent"] == 96.0


def test_a_signature_shows_the_fields_in_order() -> None:
    assert str(inspect.signature(oe.Market)) == (
        "(brent, vlsfo, mgo, finance_rate, monthly_structure=None)"
    )
    parameters = inspect.signature(oe.Risk).parameters
    assert [(p.name, p.default) for p in parameters.values()] == [
        ("transit_loss", 0.0),
        ("cargo_insurance", 0.0),
        ("hull_value", None),
        ("hull_war_risk", None),
        ("seizure", None),
        ("seizure_rate", None),
        ("casualty", None),
        ("casualty_rate", None),
        ("cargo_cover", None),
        ("hull_borne", None),
        ("hull_risk_in_freight", None),
    ]
