"""Figures in printed tables: five significant digits, points below each other, parts that fit."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from rich.console import Console

import oilecon as oe
from oilecon.present.console import print_records


def test_points_of_figures_stand_below_each_other_and_no_whole_digit_is_lost() -> None:
    frame = pd.DataFrame({"case": ["a", "b", "c", "d"], "x": [1234567.4, 12.5, 0.150351, 99999.7]})
    console = Console(file=io.StringIO(), width=80)
    print_records(frame, console)
    lines = [line.rstrip() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]
    assert lines[1:] == ["a     1234567", "b          12.5", "c           0.15035", "d      100000"]


@pytest.mark.parametrize("width", [40, 80])
def test_a_narrow_terminal_splits_figures_into_parts(width: int) -> None:
    loan, oil = (
        oe.Loan.shipped("CDB 2012 equipment"),
        oe.OilRepayment(volume="20 kb/day", sweep="0 %"),
    )
    ledger = oe.repay(loan, oil, price="55 USD/bbl").to_frame().reset_index()
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    print_records(ledger, console)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert max(map(len, lines)) <= width
    assert not any(";" in line for line in lines)
    for end in ledger["end"]:
        assert sum(line.startswith(str(end)) for line in lines) == sum(
            "end" in line for line in lines
        )
