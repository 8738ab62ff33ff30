"""The check of a cost model: what it finds, what it says, and what it refuses."""

from __future__ import annotations

import itertools
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from oilecon import testing
from oilecon.errors import InputError, UnitError

if TYPE_CHECKING:
    from collections.abc import Callable


# -- what is drawn -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"inputs": {"hire": (60_000, "90000 USD/day"), "days": (20, 90)}},
            (
                "inputs: hire: expected all bounds as quantities, or all as numbers, got 60000 and "
                "'90000 USD/day'; write each with its unit"
            ),
        ),
        (
            {"also": testing.monotone("hire")},
            "also: expected a list of invariants, got a single one; write also=[...]",
        ),
        (
            {"invariants": testing.monotone("hire")},
            "invariants: expected a list of invariants, got a single one; write invariants=[...]",
        ),
        (
            {"model": lambda table: table["hire"] * table["days"]},
            (
                "takes: the model cannot be called with these inputs by name: missing a required "
                "argument: 'table'; name its inputs as it does, or write takes='mapping' for a "
                "model that takes one dictionary, takes='frame' for one that takes a DataFrame"
            ),
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(options: dict[str, Any], text: str) -> None:
    def freight(hire: Any, days: Any) -> Any:
        return hire * days

    usual: dict[str, Any] = {"model": freight, "inputs": {"hire": (20, 90), "days": (20, 90)}}
    with pytest.raises(InputError) as refused:
        testing.check_cost_model(**(usual | options))
    assert str(refused.value) == text


# -- what is found -----------------------------------------------------------------------------

RANGES: dict[str, Any] = {
    "hire": ("20000 USD/day", "60000 USD/day", "90000 USD/day"),
    "days": ("20 day", "30 day", "90 day"),
    "cargo": ("70000 t", "100000 t", "270000 t"),
}


def sound(hire: Any, days: Any, cargo: Any) -> Any:
    return hire * days / cargo


class Remembering:
    """A calculator that starts from the last call's hire, as some keep its restrictions."""

    __name__ = "remembering"

    def __init__(self) -> None:
        self.last: Any = None

    def __call__(self, hire: Any, days: Any, cargo: Any) -> Any:
        found = (self.last or hire) * days / cargo
        self.last = hire
        return found


def lines(hire: Any, days: Any, cargo: Any) -> Any:
    freight = hire * days / cargo
    return {"freight": freight, "dues": 0.1 * freight, "total": freight}


def test_hidden_state_is_found() -> None:
    report = testing.check_cost_model(
        Remembering(), RANGES, invariants=[testing.order_independent()]
    )
    assert "when called again after hire = " in report.broken[0].wrong


def test_a_model_that_answers_otherwise_each_time_is_found() -> None:
    rising = itertools.count(1)

    def dice(hire: Any, days: Any, cargo: Any) -> Any:
        return next(rising) * hire * days / cargo

    report = testing.check_cost_model(
        dice, RANGES, invariants=[testing.order_independent(), testing.unit_invariant()]
    )
    assert len(report.broken) == 2
    assert all(
        one.wrong.endswith("when called again with the same inputs") for one in report.broken
    )


def test_rows_that_a_table_loses_or_turns_are_found() -> None:
    def drops(voyages: pd.DataFrame) -> Any:
        return voyages[voyages["days"] > 40]["hire"]

    def turns(voyages: pd.DataFrame) -> Any:
        return voyages.sort_values("days")["hire"] * voyages["days"].max()

    def doubles(voyages: pd.DataFrame) -> Any:
        return pd.concat([voyages, voyages])["hire"]

    def leaves_out(voyages: pd.DataFrame) -> Any:
        return voyages["hire"].drop_duplicates()

    how: dict[str, Any] = {"takes": "frame", "unit": "USD", "raises": True}
    everywhere, alone = testing.finite(), testing.array_equals_scalar()
    for model, invariant, text in (
        (
            drops,
            everywhere,
            "the model returned 0 rows for one case\n  at hire = 60000 USD/day, days = ",
        ),
        (doubles, everywhere, "the model returned 2 rows for one case\n"),
        (turns, alone, " of 2 cases with days = ["),
        (leaves_out, alone, "the model returned 1 for 2 cases, in 'total'"),
    ):
        with pytest.raises(testing.Broken) as broken:
            testing.check_cost_model(model, RANGES, invariants=[invariant], **how)
        assert text in str(broken.value)


def test_a_path_is_tested_in_other_units_and_not_stacked() -> None:
    def mean(path: Any) -> Any:
        return path.to("USD/bbl").magnitude.mean()

    inputs = {"path": testing.price_paths(4)}
    report = testing.check_cost_model(mean, inputs, also=[testing.homogeneous("path")])
    assert report.ok
    assert (
        "not tested: each element of an array gives the result of a single case\n"
        "  no input is a number, of which an array can hold many"
    ) in str(report)
    with pytest.raises(testing.Broken, match=r"given as \[6.38e-08, .*\] BUSD/bbl instead of"):
        testing.unit_invariant()(lambda path: path.magnitude.mean(), inputs)


def test_an_input_that_is_read_and_not_used_is_found() -> None:
    def forgetful(hire: Any, days: Any, cargo: Any) -> Any:
        del cargo
        return hire * days

    report = testing.check_cost_model(forgetful, RANGES)
    assert [(one.invariant, one.wrong) for one in report.broken] == [
        (
            "cargo affects the total in some case",
            "the total did not change with cargo in any case",
        )
    ]


def test_choices_whole_numbers_and_strategies_are_inputs_too() -> None:
    seen = set()

    def model(year: int, kind: str, share: float, price: Any) -> Any:
        seen.add((type(year), type(kind), type(share)))
        return price * share * (year - 2000) + (1 if kind == "a" else 2) * price

    inputs = {
        "year": (2010, 2020, 2025),
        "kind": ["a", "b"],
        "share": (0.0, 1.0),
        "price": testing.quantities("USD/bbl", 1, 80),
    }
    assert testing.check_cost_model(model, inputs).ok
    assert seen == {(int, str, float), (np.ndarray, str, np.ndarray)}


def test_lines_may_come_as_a_series_and_tables_row_by_row() -> None:
    def series(hire: Any, days: Any, cargo: Any) -> Any:
        freight = (hire * days / cargo).to("USD/t").magnitude
        return pd.Series({"freight": freight, "dues": freight * 0.1, "total": freight * 1.1})

    assert testing.check_cost_model(series, RANGES, unit="USD/t").ok

    def table(frame: pd.DataFrame) -> Any:
        freight = frame["hire"] * frame["days"] / frame["cargo"]
        return pd.DataFrame({"freight": freight, "total": freight})

    report = testing.check_cost_model(table, RANGES, takes="frame", unit="USD/t")
    assert report.ok
    untried = "not tested: the unit of an input does not matter\n  the model gets plain numbers"
    assert untried in str(report)

    def sorts(frame: pd.DataFrame) -> Any:
        frame["freight"] = frame["hire"] * frame["days"] / frame["cargo"]
        return frame["freight"]

    wrong = testing.check_cost_model(sorts, RANGES, takes="frame").broken
    assert wrong[0].wrong.startswith("freight was absent before the call and ")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: testing.check_cost_model(sound, {}),
            (
                "inputs: expected a mapping of names to ranges, got an empty one; write "
                "{'distance': ('500 nmi', '9000 nmi')}"
            ),
        ),
        (
            lambda: testing.check_cost_model(sound, {"hire": 3}),
            (
                "inputs: hire: expected (low, high), (low, typical, high), a list of choices or a "
                "strategy, got 3; write for example ('500 nmi', '9000 nmi')"
            ),
        ),
        (
            lambda: testing.check_cost_model(sound, {"year": (2025, 2016)}),
            "inputs: year: expected low <= typical <= high, got 2025, 2025 and 2016",
        ),
        (
            lambda: testing.check_cost_model(sound, RANGES, also=[testing.monotone("hyre")]),
            "no input 'hyre'; did you mean 'hire'?",
        ),
        (
            lambda: testing.check_cost_model(sound, RANGES, also=["monotone"]),  # type: ignore[list-item]
            "invariants: expected for example monotone('distance'), got 'monotone'",
        ),
        (
            lambda: testing.check_cost_model(sound, RANGES, takes="rows"),
            "takes: expected one of 'keywords', 'mapping', 'frame', got 'rows'",
        ),
        (
            lambda: testing.monotone("hire", "upwards"),
            "monotone: expected 'up' or 'down', got 'upwards'",
        ),
        (
            lambda: testing.check_cost_model(lambda **_: object(), RANGES),
            (
                "expected a number, a quantity, an array or a mapping of lines from the model, got "
                "object"
            ),
        ),
        (
            lambda: testing.check_cost_model(lambda **_: [1.0, 2.0], RANGES),
            "expected one number a line, got 2 for 'total'",
        ),
        (
            lambda: testing.check_cost_model(lines, RANGES, total="totl"),
            "total: the result has no line 'totl'; did you mean 'total'?",
        ),
        (
            lambda: testing.check_cost_model(
                lambda hire, days, cargo: {"a": hire, "b": cargo, "c": days}, RANGES
            ),
            (
                "line 'b' of the answer: expected USD/day, got 100000 in t, another kind of "
                "quantity; answer with amounts of one kind"
            ),
        ),
        (
            testing.bounded,
            "bounded: a bound is required; write bounded(low='0 USD')",
        ),
        (
            lambda: testing.monotone("flag")(lambda flag: len(flag) + 1, {"flag": ["a", "b"]}),
            "expected an input that is one number, got 'a'; name another one",
        ),
        (
            lambda: testing.homogeneous("flag")(lambda flag: len(flag) + 1, {"flag": ["a", "b"]}),
            "flag: expected an input that can be multiplied, got 'a'; leave it out",
        ),
        (
            lambda: testing.homogeneous("at")(
                lambda at: at.magnitude, {"at": ("10 degC", "40 degC")}
            ),
            "at: expected an input that can be multiplied, got 10 degC; leave it out",
        ),
        (
            lambda: testing.balanced({"opening": [1.0]}),
            "balanced: the ledger has no 'drawn'; known: opening",
        ),
    ],
)
def test_what_cannot_be_checked_is_refused(call: Callable[[], Any], text: str) -> None:
    with pytest.raises((InputError, UnitError)) as refused:
        call()
    assert str(refused.value) == text


# -- the door ----------------------------------------------------------------------------------


def test_without_hypothesis_it_says_what_to_install() -> None:
    code = (
        "import importlib.util as util; util.find_spec = lambda name: None\n"
        "try:\n    import oilecon.testing\n"
        "except ImportError as error:\n    print(error, error.name)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == (
        "oilecon.testing needs Hypothesis: python -m pip install 'oilecon[testing]' hypothesis"
    )
