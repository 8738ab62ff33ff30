"""Production: decline, investment, wells shut in, storage, and diluent that streams share."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.inputs import DiluentPool, Production
from tests.samples import PROGRAMME, refusal

FULL = Production(
    decline="15 %/year",
    investment="5 MUSD/day",
    capital_cost="10000 USD*day/bbl",
    lag=6.0,
    shut_in="200 kb/day",
    reopening=2.0,
    domestic="150 kb/day",
    domestic_price="10 USD/bbl",
    partner_share="40 %",
    storage="15 Mb",
    stock="8 Mb",
)
POOL = DiluentPool("100 kb/day", stock="2 Mb", storage="3 Mb", bartered="50 %")


def test_production_comes_back_from_its_plain_form_and_its_code() -> None:
    for group in (FULL, POOL, Production()):
        assert type(group).from_dict(group.to_dict()) == group
        assert eval(repr(group), vars(oe) | {type(group).__name__: type(group)}) == group  # noqa: S307  our own text
    assert repr(Production()) == "Production()"


FAULTS: list[tuple[dict[str, Any], str]] = [
    (
        {"capital_cost": None},
        (
            "Production.capital_cost: required where there is investment; write "
            "capital_cost='10000 USD*day/bbl'"
        ),
    ),
    ({"lag": 1.5}, "Production.lag: expected a whole number of months, got 1.5; write 6.0"),
    (
        {"reopening": oe.Q([1.0, 2.0], "1")},
        "Production.reopening: expected a whole number of months, got an array; write 6.0",
    ),
    (
        {"stock": "20 Mb"},
        (
            "Production.stock: expected at most the storage of 15000000 bbl, got 20000000 bbl; "
            "write a smaller stock, or more storage"
        ),
    ),
    (
        {"storage": oe.Q([5.0, 15.0], "Mb")},
        (
            "Production.stock: expected at most the storage of 5000000 at index 0 (1 of 1) bbl, "
            "got 8000000 bbl; write a smaller stock, or more storage"
        ),
    ),
    (
        {"storage": "-1 Mb"},
        (
            "Production.storage: expected at least 0 and at most 10000000000 bbl, got -1000000; "
            "write for example '15 Mb'"
        ),
    ),
    (
        {"storage": oe.Q([9.0, -1.0], "Mb")},
        (
            "Production.storage: expected at least 0 and at most 10000000000 bbl, got -1000000 at "
            "index 1 (1 of 2); write for example '15 Mb'"
        ),
    ),
]


@pytest.mark.parametrize(("changes", "sentence"), FAULTS)
def test_faulty_production_is_refused(changes: dict[str, Any], sentence: str) -> None:
    assert refusal(lambda: FULL.evolve(**changes)) == sentence


def test_a_pool_holds_no_more_than_its_storage() -> None:
    assert refusal(lambda: POOL.evolve(stock="4 Mb")) == (
        "DiluentPool.stock: expected at most the storage of 3000000 bbl, got 4000000 bbl; write a "
        "smaller stock, or more storage"
    )


CLOSED = PROGRAMME.evolve(contracts={}).vary({"*.outlet.capacity": "0 kb/day"})


def test_storage_may_shrink_below_the_stock_in_a_later_month() -> None:
    """The stock is that of the first month; what is there already stays."""
    storage = oe.Q([15.0, 15.0, 15.0, 1.0, 1.0, 1.0], "Mb")
    months = oe.run(CLOSED.vary({"supply.production.storage": storage}))
    assert months["stock"].to("Mb").magnitude[-1] > 1.0


def test_storage_below_zero_in_a_month_is_named_by_its_path() -> None:
    storage = oe.Q([15.0, 15.0, 15.0, -1.0, 1.0, 1.0], "Mb")
    assert refusal(lambda: PROGRAMME.vary({"supply.production.storage": storage})) == (
        "supply.production.storage: expected at least 0 and at most 10000000000 bbl, got -1000000 "
        "in 2026-04 (1 of 6); write for example '15 Mb'"
    )
