"""Ranges in the shell: a unit at either end, pure numbers without one, and no advice in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oilecon import cli

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str]]


@pytest.fixture
def oilecon(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            cli.main(list(arguments))
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out + printed.err

    return run


def test_a_range_takes_its_unit_from_either_end(oilecon: Run) -> None:
    printed = {
        oilecon("sweep", "--over", f"market.brent={text}", "--points", "2")
        for text in ("50 to 80 USD/bbl", "50 USD/bbl to 80", "50 USD/bbl to 80 USD/bbl")
    }
    ((code, _),) = printed
    assert code == 0
    code, _ = oilecon(
        "breakeven", "market.brent", "--target", "15 %", "--between", "50 USD/bbl to 80"
    )
    assert code == 0


def test_a_range_of_pure_numbers_needs_no_unit(oilecon: Run) -> None:
    code, printed = oilecon("sweep", "--over", "asia.sea.shadow_multiple=1 to 3", "--points", "3")
    assert code == 0, printed
    assert [line.split()[1] for line in printed.splitlines()[-3:]] == ["1", "2", "3"]


@pytest.mark.parametrize("values", ["50 to 80", "50, 60", "50"])
def test_a_missing_unit_is_named_as_the_shell_takes_it(oilecon: Run, values: str) -> None:
    code, printed = oilecon("sweep", "--over", f"market.brent={values}")
    assert code == 2
    assert printed == (
        "oilecon: market.brent: expected USD/bbl, got the bare number 50; write '50 USD/bbl' if "
        "that is the unit\n"
    )
