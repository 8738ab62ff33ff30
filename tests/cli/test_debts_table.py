"""The printed table of a debt: it adds up, fits a terminal, and its options name what is taken."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

import oilecon as oe
from oilecon import cli
from oilecon.cli.debts import show_debt

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., str]

LOAN = ("debt", "CDB 2012 equipment")
OWN = ("debt", "--principal", "495 MUSD", "--tenor", "6 year", "--rate", "5 %/year")
OIL = (*LOAN, "--volume", "20 kb/day", "--price", "55 USD/bbl", "--sweep", "100 %")


@pytest.fixture
def oilecon(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as left:
            cli.main(list(arguments))
        printed = capsys.readouterr()
        assert not left.value.code, printed.err
        return printed.out

    return run


@pytest.mark.parametrize("command", [LOAN, OIL])
def test_each_period_of_a_debt_adds_up(oilecon: Run, command: tuple[str, ...]) -> None:
    periods = json.loads(oilecon(*command, "--json"))["periods"]
    assert periods[0]["drawn [MUSD]"] == 495.0
    for row in periods:
        added = row["opening [MUSD]"] + row["drawn [MUSD]"] + row["interest [MUSD]"]
        assert added - row["paid [MUSD]"] == pytest.approx(row["closing [MUSD]"], abs=1e-9)


def test_the_printed_debt_leaves_out_only_zeros(oilecon: Run) -> None:
    printed = oilecon(*OIL)
    assert "drawn" in printed
    table, note, _ = printed.split("\n\n")
    rows = [line for line in table.splitlines() if line.startswith("20")]
    periods = list(csv.DictReader(io.StringIO(oilecon(*OIL, "--csv", "-"))))
    left_out = periods[len(rows) :]
    assert note == f"All amounts are zero in the {len(left_out)} periods after {rows[-1][:10]}."
    assert {float(cell) for row in left_out for name, cell in row.items() if name != "end"} == {0.0}
    assert float(periods[len(rows) - 1]["paid [MUSD]"]) > 0.0
    kept = {name for name in periods[0] if name.split(" ")[0] in table}
    for name in periods[0].keys() - kept:
        assert {float(row[name]) for row in periods} == {0.0}


def test_a_table_has_five_significant_digits_and_data_have_all(oilecon: Run) -> None:
    printed = oilecon(*OIL)
    assert "5.8051 " in printed
    assert "5.80511" not in printed
    assert 5.8051125 in {
        row["interest [MUSD]"] for row in json.loads(oilecon(*OIL, "--json"))["periods"]
    }
    assert ",5.8051125," in oilecon(*OIL, "--csv", "-")
    over = ("sweep", "--over", "market.brent=50 to 80 USD/bbl", "--points", "2")
    assert "30.758\n" in oilecon(*over)
    assert "30.7578854" in oilecon(*over, "--csv", "-")
    simulated = oilecon("simulate", "--draws", "100")
    figures = simulated.splitlines()[2].split("]")[1].split()
    assert max(len(figure.replace(".", "").lstrip("0")) for figure in figures) == 5


def test_help_names_what_the_options_take(oilecon: Run) -> None:
    for option, field in (("profile", oe.Loan.profile), ("frequency", oe.Loan.frequency)):
        text = next(str(each.help) for each in show_debt.params if each.name == option)
        for name in field.options:
            if name != "own":  # its amounts cannot be written here
                assert name in text
                oilecon(*OWN, f"--{option}", name)
    assert "'equal principal'" in " ".join(oilecon("debt", "--help").split())
