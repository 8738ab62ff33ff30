"""Names that are not known: those that hold the text are offered, and the listing is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from oilecon.errors import UnknownName, did_you_mean
from oilecon.inputs.catalogue import Shipped

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ["Access Western Blend", "Merey 16", "Orinoco extra-heavy", "Orinoco blend", "Urals"]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("orinoco", "'Orinoco blend' or 'Orinoco extra-heavy'"),
        ("extra-heavy", "'Orinoco extra-heavy'"),
        ("Ural", "'Urals'"),
        ("Mery 16", "'Merey 16'"),
    ],
)
def test_parts_of_names_come_before_alike_names(text: str, offered: str) -> None:
    assert did_you_mean(text, NAMES) == f"; did you mean {offered}?"
    assert did_you_mean(text, NAMES, "list()") == f"; did you mean {offered}? list() lists all"


@pytest.mark.parametrize("text", ["", " ", "o", "en", "Zuata"])
def test_a_text_that_is_in_no_name_or_in_most_gets_the_list(text: str) -> None:
    listed = "; known: Access Western Blend, Merey 16, Orinoco blend, Orinoco extra-heavy, Urals"
    assert did_you_mean(text, NAMES) == listed
    assert did_you_mean(text, NAMES, "list()") == listed
    many = [f"A{k}" for k in range(12)] + NAMES
    assert did_you_mean(text, many, "list()").endswith(", ...; list() lists all")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: oe.Crude.shipped("Orinoco"),
            "no shipped crude 'Orinoco'; did you mean 'Orinoco extra-heavy'? Crude.catalogue()",
        ),
        (
            lambda: oe.Loan.shipped("CDB"),
            "no shipped loan 'CDB'; did you mean 'CDB 2012 equipment' or",
        ),
    ],
)
def test_a_shipped_name_is_found_by_its_beginning(call: Callable[[], object], message: str) -> None:
    with pytest.raises(UnknownName) as refused:
        call()
    assert str(refused.value).startswith(message)


SHIPPED = [
    kind
    for name in oe.__all__
    if isinstance(kind := getattr(oe, name), type) and issubclass(kind, Shipped)
]


def test_there_are_shelves() -> None:
    assert {oe.Crude, oe.Port, oe.Vessel} < set(SHIPPED)


@pytest.mark.parametrize("kind", SHIPPED)
def test_every_look_up_names_the_listing(kind: Any) -> None:
    dated = (oe.ImportCharges, oe.ProductPrices, oe.FiscalTerms)
    more = {"on": "2025-11-01" if kind is oe.ImportCharges else "2025-11"} if kind in dated else {}
    first = kind.catalogue().index[0]
    name = f"{first if isinstance(first, str) else first[0]}x"
    with pytest.raises(UnknownName, match=rf"{kind.__name__}\.catalogue\(\) lists all"):
        kind.shipped(name, **more)
