"""Tariffs over land: the class of a currency, and what is refused."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.inputs.tariff import TARIFFS
from oilecon.units import CURRENCIES


def test_there_is_a_class_for_each_currency_and_none_is_public_but_the_maker() -> None:
    assert [kind.__name__ for kind in TARIFFS] == [
        "Tariff",
        *(f"Tariff{name}" for name in CURRENCIES if name != "USD"),
    ]


@pytest.mark.parametrize("kind", TARIFFS)
def test_a_tariff_is_of_the_class_of_its_amounts(kind: type[oe.Tariff]) -> None:
    given = {
        name: kind._fields[name].example().strip("'")
        for name in ("toll", "exchange_rate")
        if name in kind._fields
    }
    tariff = oe.Tariff(**given)
    assert type(tariff) is kind
    assert pickle.loads(pickle.dumps(tariff)) == tariff  # noqa: S301  our own bytes
    assert eval(repr(tariff), vars(oe)) == tariff  # noqa: S307  our own text
    assert repr(tariff).startswith("Tariff(toll=")
    assert type(tariff.evolve(power=given["toll"])) is kind


@pytest.mark.parametrize(
    "toll",
    [
        "11.46 CAD/bbl",
        "72.08 CAD/m3",
        oe.Q(11.46, "CAD/bbl"),
        oe.Q([11.0, 12.0], "CAD/bbl"),
        ["11.46 CAD/bbl", "12 CAD/bbl"],
        np.array("11.46 CAD/bbl"),
        oe.Sourced("11.46 CAD/bbl", low="10.88 CAD/bbl", high="12 CAD/bbl"),
    ],
)
def test_the_currency_is_read_of_whatever_a_number_may_be(toll: Any) -> None:
    tariff = oe.Tariff(toll=toll, exchange_rate="1.4056 CAD/USD")
    assert type(tariff).__name__ == "TariffCAD"
    leg = oe.Overland(tariff=tariff)
    assert oe.Overland.from_dict(leg.to_dict()) == leg


def test_a_file_needs_no_kind_for_a_tariff() -> None:
    plain = {"tariff": {"toll": "11.46 CAD/bbl", "exchange_rate": "1.4056 CAD/USD"}}
    tariff = oe.Overland.from_dict(plain).tariff
    assert type(tariff).__name__ == "TariffCAD"
    dollars = oe.Overland.from_dict({"tariff": {"toll": "9 USD/bbl"}}).tariff
    assert type(dollars) is oe.Tariff


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            {"toll": "9 CAD/bbl"},
            (
                "TariffCAD.exchange_rate: amounts in CAD need a rate; write "
                "exchange_rate='1.4 CAD/USD'"
            ),
        ),
        (
            {"toll": "9 CAD/bbl", "power": "3 USD/bbl", "exchange_rate": "1.4 CAD/USD"},
            (
                "TariffCAD.power: expected CAD/bbl, got 3 in USD/bbl, another currency; "
                "multiply it by the rate of its day in CAD/USD; write for example '0.84 CAD/bbl'"
            ),
        ),
        (
            {"toll": 9},
            (
                "Tariff.toll: expected USD/bbl, got the bare number 9; write '9 USD/bbl' if "
                "that is the unit"
            ),
        ),
        (
            {"toll": np.array(9.0)},
            (
                "Tariff.toll: expected USD/bbl, got the bare number 9; write '9 USD/bbl' if "
                "that is the unit"
            ),
        ),
        (
            {"toll": "9 USD/bbl", "exchange_rate": "1.4 CAD/USD"},
            (
                "Tariff.exchange_rate: amounts in USD need no rate; leave it out, or write them in "
                "another currency"
            ),
        ),
        (
            {"exchange_rate": "1.4 CAD/USD"},
            (
                "TariffCAD.exchange_rate: has no effect without an amount; write "
                "toll='12.6 CAD/bbl' too"
            ),
        ),
        (
            {"spot_toll": "12 USD/bbl"},
            "Tariff.spot_toll: stands beside a toll, and none is given; write toll='9 USD/bbl' too",
        ),
    ],
)
def test_what_no_tariff_can_be_is_refused(given: dict[str, Any], text: str) -> None:
    with pytest.raises(oe.OilEconError) as caught:
        oe.Tariff(**given)
    assert str(caught.value) == text
