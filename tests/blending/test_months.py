"""Diluent month by month: arrivals, stock, and the heavy crude that it evacuates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from oilecon import blending
from oilecon.blending import diluent_balance
from oilecon.errors import InputError, OilEconError
from tests.samples import HEAVY, NAPHTHA, SHARE, oil


def months(**more: Any) -> Any:
    given_inputs: dict[str, Any] = {
        "start": "2025-09",
        "api": "16 degAPI",
        "output": "400 kb/day",
        "stock": "500 kb",
        "capacity": "2000 kb",
    }
    arrivals = {"imports": oe.Q([41, 73.5, 173, 45], "kb/day")}
    return diluent_balance(HEAVY, NAPHTHA, arrivals, **given_inputs | more)


def test_the_month_by_month_balance_closes() -> None:
    table = months()
    assert [str(month) for month in table.index] == ["2025-09", "2025-10", "2025-11", "2025-12"]
    assert table["days"].tolist() == [30, 31, 30, 31]
    inflow = table["opening stock [kb]"] + table["imports [kb]"]
    went = table["diluent used [kb]"] + table["diluent rejected [kb]"] + table["closing stock [kb]"]
    assert inflow.to_numpy() == pytest.approx(went.to_numpy(), rel=1e-12)
    assert table["opening stock [kb]"].tolist()[1:] == table["closing stock [kb]"].tolist()[:-1]
    assert table["closing stock [kb]"].max() <= 2000.0
    ratio = table["diluent used [kb]"] / table["days"] / table["heavy blended [kb/d]"]
    assert ratio.to_numpy() == pytest.approx(SHARE / (1 - SHARE), rel=1e-9)
    assert table["heavy shut in [kb/d]"].tolist()[2:] == [0.0, 0.0]
    assert table["diluent rejected [kb]"].tolist()[2] == pytest.approx(
        173 * 30 - 400 * 30 * SHARE / (1 - SHARE) - 2000, abs=0.01
    )


def test_without_a_capacity_nothing_is_turned_away() -> None:
    table = months(capacity=None)
    assert table["diluent rejected [kb]"].sum() == 0.0
    assert table["closing stock [kb]"].max() > 2000.0


def test_the_balance_by_month_takes_arrays() -> None:
    stocks = oe.Q([0, 500], "kb")
    table = months(stock=stocks, api=oe.Q([16, 16], "degAPI"))
    assert table.index.names == ["month", "case"]
    single = months(stock="500 kb")
    for name in single:
        assert table.xs(1, level="case")[name].tolist() == single[name].tolist()
    by_month = months(output=oe.Q([[400], [400], [400], [400]], "kb/day"))
    assert by_month["blend [kb/d]"].tolist() == single["blend [kb/d]"].tolist()


TARGET: Any = {"api": "16 degAPI", "output": "630 kb/day"}
REFUSED: dict[str, tuple[Any, type[OilEconError], str]] = {
    "months of different number": (
        lambda: diluent_balance(
            HEAVY,
            NAPHTHA,
            {"Russia": oe.Q([1, 2], "kb/day"), "US": oe.Q([1], "kb/day")},
            start="2025-09",
            **TARGET,
        ),
        InputError,
        "arrivals: expected one rate a month from every source, got Russia (2,), US (1,)",
    ),
    "a start that is no month": (
        lambda: months(start="autumn"),
        InputError,
        "start: expected a month, got 'autumn'; write for example '2025-10'",
    ),
    "more stock than room": (
        lambda: months(stock="3000 kb"),
        InputError,
        (
            "stock: expected at most the capacity of 2e+06 bbl, got 3e+06; write a smaller stock "
            "or a larger capacity"
        ),
    ),
    "output of another length": (
        lambda: months(output=oe.Q([400, 410], "kb/day")),
        InputError,
        "output: expected one rate or 4, one a month, got (2,)",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_named(case: str) -> None:
    call, kind, text = REFUSED[case]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == text


Q = oe.Q
AT = "15 degC"


def test_no_name_of_a_source_is_taken_for_an_argument_or_a_column() -> None:
    sources = [(oil(56.5, "output"), "54 kb/day")]
    balance = blending.blend_balance(oil(9.0), sources, api="16 degAPI", output="630 kb/day")
    assert balance.diluent_used.to("kb/day").magnitude == pytest.approx(54.0, rel=1e-12)
    months: Any = {"start": "2025-10", "api": "16 degAPI", "output": "400 kb/day"}
    table = blending.diluent_balance(
        oil(9.0), oil(56.5), {"stock": Q([54.0], "kb/day"), "output": Q([1.0], "kb/day")}, **months
    )
    assert table["diluent used [kb]"].tolist() == pytest.approx([55.0 * 31])
    with pytest.raises(InputError) as refused:
        blending.diluent_balance(oil(9.0), oil(56.5), {"diluent used": Q([54], "kb/day")}, **months)
    assert str(refused.value) == (
        "arrivals: expected names that are not columns of the table, got 'diluent used'; write "
        "another name"
    )


@pytest.mark.parametrize(
    ("arrivals", "given"),
    [
        (pd.Series({"Russia": "54 kb/day"}), "Series"),
        (pd.DataFrame({"Russia": [54.0]}), "DataFrame"),
        (np.array([54.0, 60.0]), "ndarray"),
        (None, "NoneType"),
        ({}, "an empty one"),
    ],
)
def test_arrivals_that_are_no_mapping_say_what_to_write(arrivals: Any, given: str) -> None:
    months: Any = {"start": "2025-10", "api": "16 degAPI", "output": "400 kb/day"}
    with pytest.raises(InputError) as refused:
        blending.diluent_balance(oil(9.0), oil(56.5), arrivals, **months)
    assert str(refused.value) == (
        f"arrivals: expected a mapping of sources to rates, got {given}; write "
        "{'Russia': Q([54], 'kb/day')}"
    )
