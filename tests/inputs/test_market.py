"""The market as an input, and what of a group's machinery shows in it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from tests.samples import GROUPS

if TYPE_CHECKING:
    from oilecon.groups import Group

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
    given = {"brent": 64.0, "vlsfo": 535.0, "mgo": 754.0, "finance_rate": 0.1}
    assert by_name.values == dict.fromkeys(oe.Market._fields) | given


def test_attributes_read_as_quantities_in_the_canonical_unit() -> None:
    group = market(brent="64000 USD/kb")
    assert str(group.brent) == "64.0 USD/bbl"
    assert type(group.brent.magnitude) is float
    assert market(brent=group.brent * 1.5).values["brent"] == 96.0


@pytest.mark.parametrize("kind", GROUPS)
def test_a_signature_shows_the_fields_in_order_with_their_defaults(kind: type[Group]) -> None:
    parameters = inspect.signature(kind).parameters
    assert list(parameters) == list(kind._fields)
    for name, field in kind._fields.items():
        default = inspect.Parameter.empty if field.required else field.default
        assert parameters[name].default is default


def test_a_signature_reads_as_it_is_written() -> None:
    required = "(brent, vlsfo, mgo, finance_rate, monthly_structure=None"
    assert str(inspect.signature(oe.Market)).startswith(required)
    assert str(inspect.signature(oe.Risk)).startswith("(transit_loss=0.0, cargo_insurance=0.0, ")
