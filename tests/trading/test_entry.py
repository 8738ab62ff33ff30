"""Import parity: charges by code and date, and their sum."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import UnknownName
from tests.samples import refusal

CHARGES = oe.ImportCharges.shipped("27150000", on="2021-07-14", exchange_rate="6.474 CNY/USD")


# -- import ----------------------------------------------------------------------------------------


def test_the_consumption_tax_with_vat_is_the_published_one() -> None:
    parity = oe.trading.import_parity("66 USD/bbl", CHARGES, "6.8 bbl/t")
    assert parity.consumption_tax_with_vat.magnitude == pytest.approx(1376.34, abs=0.005)
    # 212.59 USD/t as published, 31.3 USD/bbl at 6.80 bbl/t.
    dollars = 1376.34 / 6.474
    assert dollars == pytest.approx(212.59, abs=0.01)
    assert parity.tax.magnitude == pytest.approx(
        0.13 * 1.08 * 66 + (1376.34 - 800) / 6.474 / 6.8, abs=1e-3
    )
    assert "duty" in str(parity)


def test_a_parity_sum_takes_arrays_and_no_value_below_zero() -> None:
    values: Any = oe.Q([60.0, 70.0], "USD/bbl")
    frame = oe.trading.import_parity(values, CHARGES, "6.8 bbl/t").to_frame()
    for value, total in zip(values, frame["total [USD/bbl]"], strict=True):
        assert oe.trading.import_parity(value, CHARGES, "6.8 bbl/t").total.magnitude == total
    assert "import_parity: value: expected at least 0" in refusal(
        lambda: oe.trading.import_parity("-5 USD/bbl", CHARGES, "6.8 bbl/t")
    )
    assert "got value (2,), barrels_per_tonne (3,)" in refusal(
        lambda: oe.trading.import_parity(values, CHARGES, oe.Q([6.0, 7.0, 8.0], "bbl/t"))
    )
    assert "ImportCharges.exchange_rate: expected above 0" in refusal(
        lambda: oe.ImportCharges.shipped("27150000", on="2021-07-14", exchange_rate="0 CNY/USD")
    )
    assert refusal(lambda: CHARGES.evolve(recovered="2000 CNY/t")) == (
        "ImportCharges.recovered: expected at most the consumption tax with VAT, 1376.34 "
        "CNY/t, got "
        "2000 CNY/t; where the tax on value and duty is credited too, write vat_credited='yes'"
    )
    assert "did you mean '2709' or " in refusal(
        lambda: oe.ImportCharges.shipped(2709, on="2021-07-14"),  # type: ignore[arg-type]
        UnknownName,
    )


def test_charges_are_shipped_by_code_and_date() -> None:
    crude = oe.ImportCharges.shipped("2709", on="2024-01-01")
    assert crude.values["duty"] == crude.values["consumption_tax"] == 0.0
    american = oe.ImportCharges.shipped("2709.00.10", on="2026-01-21")
    assert str(american.duty_per_barrel) == "0.0525 USD/bbl"
    assert refusal(
        lambda: oe.ImportCharges.shipped("27150000", on="2020-01-01", exchange_rate="7 CNY/USD")
    ) == ("ImportCharges.shipped: 27150000 is known from 2021-06-12 on, not for 2020-01-01")
    assert "is in yuan and needs a rate" in refusal(
        lambda: oe.ImportCharges.shipped("27150000", on="2021-07-14")
    )
    assert "did you mean" in refusal(
        lambda: oe.ImportCharges.shipped("2715000", on="2021-07-14"), oe.UnknownName
    )
    assert "on: expected a day, got 'July'; write" in refusal(
        lambda: oe.ImportCharges.shipped("2709", on="July")
    )
