"""Legs over land: fields that go together."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from tests.samples import refusal

TARIFF = oe.Tariff(toll="9 USD/bbl")


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            {"commitment": "80 kb/day"},
            (
                "Overland.commitment: has no effect without nomination; write "
                "nomination='100 kb/day' too"
            ),
        ),
        (
            {"line_fill": "500 kb"},
            (
                "Overland.line_fill: has no effect without nomination; write "
                "nomination='100 kb/day' too"
            ),
        ),
        (
            {"tariff": oe.Tariff(toll_per_tonne_km="0.03 USD/t/km")},
            (
                "Overland.tariff.toll_per_tonne_km: has no effect without distance; write "
                "distance='1150 km' too"
            ),
        ),
        (
            {"tariff": TARIFF, "spot_share": "20 %"},
            (
                "Overland.spot_share: has no effect without tariff.spot_toll; write "
                "spot_toll='12 USD/bbl' in the tariff too"
            ),
        ),
        (
            {"tariff": TARIFF.evolve(spot_toll="12 USD/bbl")},
            (
                "Overland.tariff.spot_toll: has no effect without spot_share; write "
                "spot_share='20 %' too"
            ),
        ),
        (
            {"tariff": TARIFF.evolve(deficiency="8 USD/bbl")},
            (
                "Overland.tariff.deficiency: has no effect without commitment; write "
                "commitment='80 kb/day' too"
            ),
        ),
        (
            {
                "tariff": TARIFF.evolve(spot_toll="12 USD/bbl"),
                "spot_share": "20 %",
                "nomination": "100 kb/day",
                "commitment": "80 kb/day",
            },
            (
                "Overland.spot_share: follows from nomination and commitment; leave it out, or "
                "leave these out"
            ),
        ),
        (
            {"loss": "60 %", "fuel_share": "40 %"},
            (
                "Overland: loss and fuel_share take all of the barrels that go in; expected "
                "less than 100 % in all"
            ),
        ),
        (
            {"nomination": "100 kb/day", "apportionment": "100 %"},
            (
                "Overland.apportionment: all of the nomination is cut, and nothing is shipped; "
                "write less than 100 %, or a commitment"
            ),
        ),
        (
            {"nomination": "100 kb/day", "commitment": "80 kb/day", "capacity": "70 kb/day"},
            "Overland.commitment: expected at most the capacity, 70000 bbl/day, got 80000 bbl/day",
        ),
        (
            {"mode": "canal"},
            "Overland.mode: expected one of 'pipeline', 'rail', 'truck', got 'canal'",
        ),
    ],
)
def test_fields_that_do_not_fit_one_another_are_refused(given: dict[str, Any], text: str) -> None:
    assert refusal(lambda: oe.Overland(**given)) == text


def test_an_offer_in_another_currency_names_its_own_field() -> None:
    tariff = oe.Tariff(toll="9 CAD/bbl", deficiency="8 CAD/bbl", exchange_rate="1.4 CAD/USD")
    assert refusal(lambda: oe.Overland(tariff=tariff)) == (
        "Overland.tariff.deficiency: has no effect without commitment; write "
        "commitment='80 kb/day' too"
    )
    spot = oe.Tariff(toll="9 CAD/bbl", exchange_rate="1.4 CAD/USD")
    assert "write spot_toll='16.8 CAD/bbl' in the tariff too" in refusal(
        lambda: oe.Overland(tariff=spot, spot_share="20 %")
    )


def test_a_number_in_place_of_a_tariff_is_refused() -> None:
    toll: Any = "9 USD/bbl"
    text = refusal(lambda: oe.Overland(tariff=toll))
    assert text == "Overland.tariff: expected Tariff(...), got str; write Tariff(toll='9 USD/bbl')"
