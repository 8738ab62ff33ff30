"""The command about a producer's months."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

import oilecon as oe
from tests.samples import PROGRAMME

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples import Run

PRICES = """\
correlations = [["market.brent", "asia.sale.differential", 0.5]]

[market.brent]
kind = "MeanReverting"
start = "64 USD/bbl"
kappa = "0.8 1/year"
level = "67 USD/bbl"
sigma = 0.4

["asia.sale.differential"]
kind = "OrnsteinUhlenbeck"
start = "-9 USD/bbl"
kappa = "2 1/year"
level = "-9 USD/bbl"
sigma = "4 USD/bbl"
"""
DRAWN = oe.prices.Correlated(
    {
        "market.brent": oe.prices.MeanReverting("64 USD/bbl", "0.8 1/year", "67 USD/bbl", 0.4),
        "asia.sale.differential": oe.prices.OrnsteinUhlenbeck(
            "-9 USD/bbl", "2 1/year", "-9 USD/bbl", "4 USD/bbl"
        ),
    },
    {("market.brent", "asia.sale.differential"): 0.5},
)


@pytest.fixture
def months(tmp_path: Path) -> str:
    return str(PROGRAMME.save(tmp_path / "months.toml"))


@pytest.fixture
def prices(tmp_path: Path) -> str:
    file = tmp_path / "prices.toml"
    file.write_text(PRICES, encoding="utf-8")
    return str(file)


# -- one path ------------------------------------------------------------------------------------


def test_months_and_years_are_those_of_the_library(oilecon: Run, months: str) -> None:
    document = json.loads(oilecon("programme", months, "--json").out)
    ran = oe.run(PROGRAMME)
    assert document["months"] == "2026-01/2026-06"
    assert document["paths"] is document["seed"] is None
    assert [row["month"] for row in document["by_month"]] == list(ran.months.astype(str))
    cash = [row["cash [MUSD]"] for row in document["by_month"]]
    assert cash == pytest.approx(list(ran["cash"].to("MUSD").magnitude))
    (year,) = document["by_year"]
    assert year["year"] == 2026
    assert year["cash [MUSD]"] == pytest.approx(sum(cash))
    assert year["debt [MUSD]"] == document["by_month"][-1]["debt [MUSD]"]


def test_columns_are_chosen_and_written_as_csv(oilecon: Run, months: str, tmp_path: Path) -> None:
    printed = oilecon("programme", months, "--columns", "cash, gulf.barrels", "--csv", "-").out
    rows = list(csv.reader(io.StringIO(printed)))
    assert rows[0] == ["month", "cash [MUSD]", "gulf.barrels [kb/day]"]
    assert len(rows) == 7
    assert float(rows[1][2]) == pytest.approx(200.0)
    file = tmp_path / "out.csv"
    ran = oilecon("programme", months, "--columns", "cash, gulf.barrels", "--csv", str(file))
    assert file.read_text(encoding="utf-8") == printed
    assert ran.err == f"wrote {file}\n"


def test_a_change_of_an_outlet_changes_its_months(oilecon: Run, months: str) -> None:
    command = ["programme", months, "--columns", "gulf.barrels", "--json"]
    changed = json.loads(oilecon(*command, "--set", "gulf.outlet.capacity=90 kb/day").out)
    barrels = [row["gulf.barrels [kb/day]"] for row in changed["by_month"]]
    assert barrels == pytest.approx([90.0] * 6)


def test_the_columns_are_told_with_their_units(oilecon: Run, months: str) -> None:
    listed = json.loads(oilecon("programme", months, "--about", "--json").out)
    told = {row["column"]: row for row in listed}
    assert list(told) == list(oe.run(PROGRAMME).column_names)
    assert told["fund.debt"]["unit"] == "USD"
    assert told["fund.debt"]["over months"] == "end"


def test_shipped_programmes_are_listed_and_run_under_a_regime(oilecon: Run) -> None:
    listed = json.loads(oilecon("programme", "--json").out)
    assert [(row["programme"], row["regime"]) for row in listed] == list(
        oe.Programme.catalogue().index
    )
    row = listed[-1]
    command = ["programme", f"{row['programme']}:{row['regime']}", "--json"]
    document = json.loads(oilecon(*command).out)
    ran = oe.run(oe.Programme.shipped(row["programme"], regime=row["regime"]))
    cash = [each["cash [MUSD]"] for each in document["by_month"]]
    assert cash == pytest.approx(list(ran["cash"].to("MUSD").magnitude))
    assert document["title"] == ran.programme.title


def test_a_scenario_gets_months_and_is_saved_as_a_programme(oilecon: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    sets = ["--set", "supply.output=630 kb/day", "--set", "*.outlet.capacity=300 kb/day"]
    ran = oilecon("programme", "article", "--months", "2026-01/2026-03", "--save", str(file), *sets)
    assert ran.code == 0
    saved = oe.Scenario.load(file)
    assert isinstance(saved, oe.Programme)
    assert saved.gulf.outlet == saved.asia.outlet == oe.Outlet("300 kb/day")
    assert oilecon("programme", str(file)).out == ran.out
    longer = json.loads(
        oilecon("programme", str(file), "--months", "2026-01/2026-04", "--json").out
    )
    assert longer["months"] == "2026-01/2026-04"


def test_the_other_commands_take_a_programme_s_file(
    oilecon: Run, months: str, tmp_path: Path
) -> None:
    listed = json.loads(oilecon("inputs", months, "--json").out)
    assert {"gulf.outlet.capacity", "fund.repayment.volume"} <= {row["path"] for row in listed}
    assert "desk-2026-11" in oilecon("sources", months).out
    document = json.loads(oilecon("run", months, "--json").out)
    article = json.loads(oilecon("run", "article", "--json").out)
    assert document["routes"] == article["routes"]
    assert oilecon("explain", "asia.freight", "--scenario", months).code == 0
    page = tmp_path / "page.html"
    assert oilecon("report", "--scenario", months, "--out", str(page)).code == 0
    assert "US Gulf Coast" in page.read_text(encoding="utf-8")
    ran = oilecon(
        "breakeven", "market.brent", "--scenario", months, "--outcome", "cash", "--target", "0 USD"
    )
    assert ran.out.startswith("cash is 0 MUSD at market.brent = ")


# -- many paths ----------------------------------------------------------------------------------


def test_many_paths_are_means_of_those_of_the_library(
    oilecon: Run, months: str, prices: str
) -> None:
    command = ["programme", months, "--prices", prices, "--paths", "50", "--seed", "3"]
    document = json.loads(oilecon(*command, "--json").out)
    ran = oe.run(PROGRAMME, DRAWN, n=50, seed=3)
    assert (document["paths"], document["seed"]) == (50, 3)
    cash = [row["cash [MUSD]"] for row in document["by_month"]]
    assert cash == pytest.approx(list(ran["cash"].to("MUSD").magnitude.mean(axis=1)))
    assert "Means of 50 paths, seed 3" in oilecon(*command).out
    quantiles = json.loads(oilecon(*command, "--quantiles", "cash", "--json").out)
    expected = ran.quantiles("cash")
    assert [row["50%"] for row in quantiles] == pytest.approx(list(expected["50%"]))
    assert [row["month"] for row in quantiles] == list(ran.months.astype(str))


# -- faults --------------------------------------------------------------------------------------


def test_faults_are_one_message(oilecon: Run, months: str, tmp_path: Path) -> None:
    ran = oilecon("programme", "article")
    assert (ran.code, ran.err) == (
        2,
        "oilecon: article: a scenario without months; write --months 2026-01/2026-12\n",
    )
    for option in ("--paths", "--seed"):
        ran = oilecon("programme", months, option, "5")
        assert (ran.code, f"{option} goes with --prices" in ran.err) == (2, True)
    ran = oilecon("programme", months, "--quantiles", "cash")
    assert (ran.code, "--quantiles goes with --prices" in ran.err) == (2, True)
    ran = oilecon("programme", months, "--columns", "cahs")
    assert (ran.code, ran.err) == (
        2,
        "oilecon: no column 'cahs' in the run; did you mean 'cash'?\n",
    )
    assert oilecon("programme", months, "--prices", str(tmp_path / "none.toml")).code == 2
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[market.brent]\nkind = 'Lognormal'\n", encoding="utf-8")
    ran = oilecon("programme", months, "--prices", str(wrong))
    assert ran.code == 2
    assert ran.err.startswith("oilecon: wrong.toml: 'market.brent'")
    wrong.write_text("", encoding="utf-8")
    ran = oilecon("programme", months, "--prices", str(wrong))
    assert (ran.code, ran.err) == (
        2,
        "oilecon: wrong.toml: no process in it; write [market.brent] with kind = 'MeanReverting'\n",
    )
    wrong.write_text(PRICES.replace("market.brent", "market.brant"), encoding="utf-8")
    ran = oilecon("programme", months, "--prices", str(wrong))
    assert (ran.code, ran.err) == (
        2,
        "oilecon: run: prices: no path 'market.brant'; did you mean 'market.brent'?\n",
    )
