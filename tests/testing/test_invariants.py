"""Invariants: each finds what breaks it, and says where."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

import oilecon as oe
from oilecon import testing

# -- what is found -----------------------------------------------------------------------------

RANGES: dict[str, Any] = {
    "hire": ("20000 USD/day", "60000 USD/day", "90000 USD/day"),
    "days": ("20 day", "30 day", "90 day"),
    "cargo": ("70000 t", "100000 t", "270000 t"),
}


def sound(hire: Any, days: Any, cargo: Any) -> Any:
    return hire * days / cargo


def stepped(hire: Any, days: Any, cargo: Any) -> Any:
    extra = 1.1 if days.to("day").magnitude > 45 else 1.0
    return hire * days / cargo * extra


def impatient(hire: Any, days: Any, cargo: Any) -> Any:
    if days.to("day").magnitude > 60:
        msg = "too far"
        raise RuntimeError(msg)
    return hire * days / cargo


def inverse(freight: Any, days: Any, cargo: Any) -> Any:
    return freight * cargo / days.to("day") * 1.01


def first_element(hire: Any, days: Any, cargo: Any) -> Any:
    return hire * days / np.ravel(cargo)[0]


def lines(hire: Any, days: Any, cargo: Any) -> Any:
    freight = hire * days / cargo
    return {"freight": freight, "dues": 0.1 * freight, "total": freight}


def vanishing(hire: Any, days: Any, cargo: Any) -> Any:
    # Dear hires, and those in another unit, come under another name.
    name = "hire" if 20_000 <= hire.magnitude <= 90_000 else "other"
    return {name: hire * days / cargo}


def impossible(freight: Any, days: Any, cargo: Any) -> Any:
    del days, cargo
    msg = f"no hire earns {freight.to('USD/t')}"
    raise ValueError(msg)


def careless(case: dict[str, Any]) -> Any:
    case["hire"] *= 2
    return case["hire"] * case["days"] / case["cargo"]


def by_weekday(hire: Any, days: Any, cargo: Any) -> Any:
    return hire.magnitude * days.magnitude / cargo.to("t").magnitude


BASE = "hire = 60000 USD/day, days = 30 day, cargo = 100000 t"
BROKEN: list[tuple[Any, Any, dict[str, Any], str, str]] = [
    (
        sound,
        testing.monotone("cargo"),
        {},
        "the total rises with cargo",
        (
            "the total went from 18 USD/t to 16.3636363636 USD/t when cargo rose from 100000 t to "
            "110000 t\n  at hire = 60000 USD/day, days = 30 day"
        ),
    ),
    (
        sound,
        testing.monotone("hire", "down", strictly=False),
        {},
        "the total never rises with hire",
        (
            "the total went from 18 USD/t to 18.3 USD/t when hire rose from 60000 USD/day to "
            "61000 USD/day\n  at days = 30 day, cargo = 100000 t"
        ),
    ),
    (
        sound,
        testing.homogeneous(["hire", "days"]),
        {},
        "the total is of degree 1 in hire, days together",
        (
            f"2 times hire and days took the total from 18 USD/t to 72 USD/t, and not to 36 USD/t\n"
            f"  at {BASE}"
        ),
    ),
    (
        sound,
        testing.scale_free("hire"),
        {},
        "no amount per barrel changes with the size of hire together",
        f"total went from 18 USD/t to 36 USD/t when hire became 2 times as large\n  at {BASE}",
    ),
    (
        stepped,
        testing.continuous("days"),
        {},
        "the total has no jump in days",
        "the total jumps from 27 USD/t to 29.7 USD/t where days passes 45 day",
    ),
    (
        sound,
        testing.bounded(high="20 USD/t"),
        {},
        "the total is at most 20 USD/t",
        " USD/t, above 20 USD/t\n  at hire = 60000 USD/day, days = ",
    ),
    (
        sound,
        testing.round_trip(inverse, "hire"),
        {},
        "the inverse gives hire back",
        f"the inverse gives 60600 USD/day for hire = 60000 USD/day\n  at {BASE}",
    ),
    (
        lines,
        testing.additive(),
        {},
        "the lines sum to the total",
        "the lines sum to 19.8 USD/t and total is 18 USD/t (freight 18 USD/t, dues 1.8 USD/t)",
    ),
    (
        impatient,
        testing.finite(),
        {},
        "every case has a finite result",
        (
            "the model raised RuntimeError: too far\n  at hire = 60000 USD/day, days = 63 day, "
            "cargo = 100000 t"
        ),
    ),
    (
        careless,
        testing.no_mutation(),
        {"takes": "mapping"},
        "the model leaves its inputs unchanged",
        (f"hire was 60000 USD/day before the call and 120000 USD/day after it\n  at {BASE}"),
    ),
    (
        first_element,
        testing.array_equals_scalar(),
        {},
        "each element of an array gives the result of a single case",
        (
            "total was 18 USD/t and then 16.3636363636 USD/t as element 1 of 2 cases with cargo = "
            "[110000, 100000] t\n"
        ),
    ),
    (
        vanishing,
        testing.scale_free(["hire", "cargo"]),
        {},
        "no amount per barrel changes with the size of hire, cargo together",
        (
            "hire went from 18 USD/t to nothing when hire and cargo became 2 times as large\n"
            f"  at {BASE}"
        ),
    ),
    (
        vanishing,
        testing.unit_invariant(),
        {},
        "the unit of an input does not matter",
        "hire was 18 USD/t and then missing when hire was given as 6e-05 BUSD/day instead of 60000",
    ),
    (
        stepped,
        testing.round_trip(impossible, "hire"),
        {},
        "the inverse gives hire back",
        f"the inverse raised ValueError: no hire earns 18.0 USD/t\n  at {BASE}",
    ),
    (
        by_weekday,
        testing.unit_invariant(),
        {"unit": "USD/t"},
        "the unit of an input does not matter",
        (
            "total was 18 USD/t and then 432 USD/t when days was given as 720 h instead of 30 day\n"
            f"  at {BASE}"
        ),
    ),
]


@pytest.mark.parametrize(
    ("model", "invariant", "options", "words", "wrong"),
    BROKEN,
    ids=[f"{one[0].__name__}: {one[3]}" for one in BROKEN],
)
def test_a_fault_is_found_and_said(
    model: Any, invariant: testing.Invariant, options: dict[str, Any], words: str, wrong: str
) -> None:
    with pytest.raises(testing.Broken) as broken:
        invariant(model, RANGES, **options)
    text = str(broken.value)
    assert text.startswith(f"{model.__name__}: 1 of 1 invariants broken\n\nbroken: {words}\n  ")
    assert wrong in text
    assert isinstance(broken.value, AssertionError)
    assert broken.value.problems[0][0] == words


def test_amounts_that_differ_in_the_last_bit_are_told_apart() -> None:
    def forgets_bits(days: Any) -> Any:
        return days * (1.0 if np.ndim(days) else 1.0 + 2.0**-52)

    with pytest.raises(testing.Broken) as broken:
        testing.array_equals_scalar()(forgets_bits, {"days": (20.0, 90.0)})
    assert "total was 20.000000000000004 and then 20 as element 0 of 2 cases" in str(broken.value)


def test_one_case_can_be_tested_alone() -> None:
    case = {"hire": oe.Q("60000 USD/day"), "days": oe.Q("30 day"), "cargo": oe.Q("1e5 t")}
    testing.monotone("hire").at(sound, case, oe.Q("70000 USD/day"))
    testing.finite().at(sound, case)
    with pytest.raises(testing.Broken) as broken:
        testing.monotone("hire", "down").at(sound, case, oe.Q("70000 USD/day"))
    assert str(broken.value) == (
        "the total falls with hire: the total went from 18 USD/t to 21 USD/t when hire rose from "
        "60000 USD/day to 70000 USD/day\n  at days = 30 day, cargo = 100000 t"
    )


def test_the_order_of_a_list_may_be_tested() -> None:
    def first_counts_twice(parts: dict[str, float]) -> float:
        return sum(parts.values()) + next(iter(parts.values()))

    inputs = {"parts": st.just({"a": 1.0, "b": 2.0})}
    testing.order_independent("parts")(lambda parts: sum(parts.values()), inputs)
    with pytest.raises(testing.Broken, match="total was 4 and then 5 when parts was in another"):
        testing.order_independent("parts")(first_counts_twice, inputs)


# -- ledgers -----------------------------------------------------------------------------------

LEDGER = {
    "opening": [100.0, 60.0],
    "drawn": [0.0, 10.0],
    "interest": [5.0, 3.0],
    "paid": [45.0, 73.0],
    "closing": [60.0, 0.0],
}


@pytest.mark.parametrize("form", [dict, pd.DataFrame])
def test_a_ledger_that_balances_does(form: Any) -> None:
    testing.balanced(form(LEDGER))
    testing.balanced({name: oe.Q(column, "MUSD") for name, column in LEDGER.items()})


@pytest.mark.parametrize(
    ("column", "values", "text"),
    [
        (
            "interest",
            [5.0, 4.0],
            "period 1: opening 60 + drawn 10 + interest 4 - paid 73 gives 1, and closing is 0",
        ),
        ("opening", [100.0, 61.0], "period 1: opening 61 + drawn 10"),
        ("closing", [math.nan, 0.0], "gives 60, and closing is nan"),
    ],
)
def test_a_ledger_that_does_not_balance_is_found(
    column: str, values: list[float], text: str
) -> None:
    with pytest.raises(testing.Broken) as broken:
        testing.balanced({**LEDGER, column: values})
    assert text in str(broken.value)


def test_a_period_that_does_not_open_with_the_last_one_s_balance_is_found() -> None:
    broken_chain = {"opening": [100.0, 61.0], "paid": [40.0, 61.0], "closing": [60.0, 0.0]}
    with pytest.raises(testing.Broken, match="period 1 opens with 61, and"):
        testing.balanced(broken_chain, adds=())


def test_a_model_s_ledger_is_tested_too() -> None:
    def ledger(opening: Any, paid: Any) -> Any:
        return {"opening": opening, "paid": paid, "closing": opening - 0.9 * paid}

    inputs = {"opening": ("100 MUSD", "200 MUSD"), "paid": ("10 MUSD", "50 MUSD")}
    with pytest.raises(testing.Broken) as broken:
        testing.conserves(adds=())(ledger, inputs)
    assert "period 0: opening 100 - paid 10 gives 90, and closing is 91 MUSD" in str(broken.value)
