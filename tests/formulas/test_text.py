"""A graph of formulas as text and as LaTeX, on a trace made up for the tests."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from oilecon.formulas import latex, text
from oilecon.formulas.derivation import Line, Step
from oilecon.formulas.tree import named, needs, walk
from oilecon.tracing import Traced


def toy() -> dict[str, Any]:
    """Return the numbers of price - (cost + (fee - rebate)), with steps that change nothing."""
    numbers: dict[str, Any] = {
        name: Traced("leaf", (), value, name)
        for name, value in {"price": 60.0, "cost": 12.0, "fee": 3.0, "rebate": 1.0}.items()
    }
    numbers["paid"] = numbers["cost"] + (numbers["fee"] - numbers["rebate"])
    numbers["paid"].label("paid")
    numbers["profit"] = numbers["price"] - (0.0 + numbers["paid"] * 1.0)
    numbers["profit"].label("profit")
    return numbers


def test_a_formula_is_written_in_the_named_numbers_below_it() -> None:
    numbers = toy()
    profit, paid = numbers["profit"], numbers["paid"]
    assert needs(profit) == [numbers["price"], paid]
    assert [node.name for node in named(profit)] == [
        *("price", "cost", "fee", "rebate"),
        *("paid", "profit"),
    ]
    names = {node: node.name for node in named(profit)}
    assert text.formula(profit, names.__getitem__, repr) == "price - paid"
    assert text.formula(paid, names.__getitem__, repr) == "cost + (fee - rebate)"
    numbers_in = text.formula(paid, lambda node: text.number(node.value, 6), repr)
    assert numbers_in == "12 + (3 - 1)"


def test_what_is_needed_twice_is_walked_down_once() -> None:
    numbers = toy()
    paid = numbers["paid"]
    twice = paid * numbers["price"] / (paid + 1.0)
    twice.label("twice")
    seen = [(node.name, again) for _, node, again in walk(twice, None)]
    assert seen == [
        ("twice", False),
        *((name, False) for name in ("paid", "cost", "fee", "rebate", "price")),
    ]
    root = twice + paid
    root.label("root")
    assert [again for _, node, again in walk(root, None) if node is paid] == [False, True]
    assert [node.name for _, node, _ in walk(root, 1)] == ["root", "twice", "paid"]


def test_lines_become_an_outline_and_a_list() -> None:
    leaf = Step("cost", "", "", 12.0, "USD/bbl", "10 to 14; estimate")
    head = Step("paid", "cost + fee", "12 + 3", 15.0, "USD/bbl", "")
    lines = [
        Line((), head, "15 USD/bbl", again=False, continued=True),
        Line((False,), leaf, "12 USD/bbl", again=False, continued=False),
        Line((True,), head, "15 USD/bbl", again=True, continued=True),
    ]
    assert text.outline(lines).splitlines() == [
        "paid = 15 USD/bbl",
        "│  = cost + fee",
        "│  = 12 + 3",
        "├─ cost = 12 USD/bbl  [10 to 14; estimate]",
        "└─ paid = 15 USD/bbl  (as above)",
    ]
    assert text.markdown(lines).splitlines() == [
        "- `paid` = 15 USD/bbl = `cost + fee` = `12 + 3`",
        "  - `cost` = 12 USD/bbl; 10 to 14; estimate",
        "  - `paid` = 15 USD/bbl; as above",
    ]


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (1234.5, 6, "1234.5"),
        (12345.6, 6, "12 345.6"),
        (0.00001234, 3, "1.23e-05"),
        (1 / 3, None, repr(1 / 3)),
        (True, 6, "True"),
    ],
)
def test_numbers_are_printed_so(value: Any, digits: int | None, shown: str) -> None:
    assert text.number(value, digits) == shown


def test_a_quotient_and_a_power_become_latex() -> None:
    numbers = toy()
    share = np.power(numbers["paid"] / numbers["price"], 2.0)
    share.label("gulf.share")
    names = {node: node.name for node in named(share)}
    assert latex.align([share], names) == (
        "\\begin{align*}\n"
        r"\text{gulf share} &= \left(\frac{\text{paid}}{\text{price}}\right)^{2}"
        "\n\\end{align*}"
    )
