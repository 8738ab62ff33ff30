"""A user's file is typed by the installed wheel alone, as mypy and pyright see it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
QUANTITY = "Quantity"

TYPES = {
    's := oe.scenario("article")': "Scenario",
    "s.market.brent": QUANTITY,
    's.routes["gulf"]': "Route",
    "s.gulf": "Route",
    "s.gulf.sale.differential": QUANTITY,
    's.gulf.legs["sea"].paths()': "list",
    's.vary({"market.brent": "70 USD/bbl"})': "Scenario",
    's.market.evolve(brent="60 USD/bbl")': "Market",
    'oe.evaluate(s, "gulf").netback': QUANTITY,
    'oe.compare(s, "gulf", "asia").loss()': QUANTITY,
    'oe.compare(s, "gulf", "asia", "far")': "Comparison",
    'oe.compare(s, "gulf", "asia", "far").pair("far")': "Comparison",
    'oe.compare(s, s, route="asia")': "ScenarioComparison",
    'oe.compare(s, s, route="asia").names': "tuple",
    'oe.compare(s, s, route="asia").per("heavy")': "ScenarioComparison",
    'oe.attribute(oe.compare(s, s, route="asia"))': "Attribution",
    "oe.article.margin_loss()": QUANTITY,
    'oe.Q([60, 70], "USD/bbl")': QUANTITY,
    "oe.scenarios()": "DataFrame",
    'oe.Crude.shipped("Merey")': "Crude",
    "oe.Crude.catalogue()": "DataFrame",
    'oe.Vessel.shipped("vlcc", dwt="310000 t").dwt': QUANTITY,
    'oe.Port.shipped("José")': "Port",
    'oe.Loan.shipped("CDB 2012 equipment")': "Loan",
    'oe.convert("50 USD/bbl", "FOB", terms="DAP", freight="3 USD/bbl")': QUANTITY,
    'oe.convert(s.gulf.sale, "FOB")': "Sale",
    'oe.blending.quality_rule("forties", on="2022-10")': "SulphurDeescalator",
    'oe.blending.quality_rule("uscrudes", on="1995-01")': "LinearQuality",
    'oe.compare(s, "gulf", "asia").plot()': "Axes",
    "oe.tornado(s).plot(max_rows=3)": "Axes",
    'oe.article.claims().plot("margin")': "Axes",
}
"""Expressions, and the class that each is of."""

MISTAKES = {
    "oe.Marke()": "Marke",
    'oe.Market(bren="64 USD/bbl")': "bren",
    "s.market.bren": "bren",
    "s.gulf.sale.diferential": "diferential",
    "s.market.brent = oe.Q(1, 'USD/bbl')": "brent",
    'oe.Market({"a": 1}, "535 USD/t", "754 USD/t", "10 %/year")': "dict",
    'oe.scenario("article", on=20240115)': "on",
    "oe.Crude.shipped(16)": "shipped",
    "oe.compare(s, s)": "compare",
    'oe.compare(s, "gulf", route="asia")': "compare",
    "oe.Crude.shiped": "shiped",
    'oe.evaluate(s, "gulf").netbac': "netbac",
}
"""Statements that are wrong, and what a type checker names when it says so."""

# What no type checker can see: a route stands in a scenario under the name that its owner gave it.
UNSEEN = ('oe.compare(s, "golf", "asia")', "s.golf", 'oe.Q("64 USD/bll")')

RIGHT = (
    "import datetime as dt",
    "import pandas as pd",
    "from oilecon.typing import DateLike, Quantity",
    "brent: Quantity = s.market.brent",
    "day: DateLike = pd.Period('2024-01-15', 'D')",
    "away = oe.distance('José', 'Houston', on=day)",
    "dues = oe.shipping.canal_dues('panama', oe.Vessel.shipped('aframax'), on=day)",
    "trading: object = oe.shipping.emissions_trading(on=day)",
)
"""Statements of a user's file that are right."""

LINES = [
    "import oilecon as oe",
    *(f"reveal_type({code})" for code in TYPES),
    *MISTAKES,
    *UNSEEN,
    *RIGHT,
]
FIRST_MISTAKE = 2 + len(TYPES)


class Said(NamedTuple):
    """What a type checker says of a file, by line."""

    types: dict[int, str]
    errors: dict[int, str]


def run(*command: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    outside = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env=outside | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, and return a folder with it installed, and a user's file beside it."""
    folder = tmp_path_factory.mktemp("user")
    quiet = ("-q", "--no-deps", "--disable-pip-version-check")
    build = ("-m", "pip", "wheel", *quiet, "--no-build-isolation", "-w", "dist", str(ROOT))
    ran = run(*build, cwd=folder)
    assert ran.returncode == 0, ran.stderr
    (wheel,) = (folder / "dist").glob("oilecon-*.whl")
    ran = run("-m", "pip", "install", *quiet, "--target", "lib", str(wheel), cwd=folder)
    assert ran.returncode == 0, ran.stderr
    (folder / "user.py").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    return folder


def short(kind: str) -> str:
    """Return the last name of a type without its arguments."""
    return kind.partition("[")[0].rpartition(".")[2]


def by_mypy(folder: Path) -> Said:
    # The stubs of pandas and NumPy are read once, not in every run.
    cache = f"--cache-dir={ROOT / '.mypy_cache' / 'user'}"
    options = ("--strict", "--config-file=", "--no-error-summary", cache)
    ran = run("-m", "mypy", *options, "user.py", cwd=folder, MYPYPATH=str(folder / "lib"))
    types, errors = {}, {}
    for line, level, text in re.findall(r"^user\.py:(\d+): (\w+): (.*)", ran.stdout, re.MULTILINE):
        if revealed := re.match(r'Revealed type is "(.*)"', text):
            types[int(line)] = short(revealed[1])
        elif level == "error":
            errors[int(line)] = text
    return Said(types, errors)


def by_pyright(folder: Path) -> Said:
    config = {"extraPaths": ["lib"], "pythonVersion": "3.11", "include": ["user.py"]}
    (folder / "pyrightconfig.json").write_text(json.dumps(config))
    options = ("--outputjson", "--pythonpath", sys.executable)
    ran = run("-m", "pyright", *options, cwd=folder)
    types, errors = {}, {}
    for said in json.loads(ran.stdout)["generalDiagnostics"]:
        line, text = said["range"]["start"]["line"] + 1, said["message"]
        if said["severity"] == "error":
            errors[line] = text
        elif revealed := re.search(r'is "([^"]*)"$', text):
            types[line] = short(revealed[1])
    return Said(types, errors)


@pytest.mark.parametrize("checker", [by_mypy, by_pyright])
def test_a_users_file_is_typed_and_mistakes_are_errors(
    checker: Callable[[Path], Said], installed: Path
) -> None:
    said = checker(installed)
    assert [said.types.get(line) for line in range(2, FIRST_MISTAKE)] == list(TYPES.values())
    named = {
        code: said.errors.get(line, "") for line, code in enumerate(MISTAKES, start=FIRST_MISTAKE)
    }
    assert all(MISTAKES[code] in error for code, error in named.items()), named
    assert len(said.errors) == len(MISTAKES), said.errors


def test_what_is_checked_is_the_wheel(installed: Path) -> None:
    where = "import oilecon; print(oilecon.__file__)"
    ran = run("-c", where, cwd=installed, PYTHONPATH=str(installed / "lib"))
    assert Path(ran.stdout.strip()).is_relative_to(installed), ran.stdout + ran.stderr
