"""The cases stand apart from the library: nothing of general use names one.

Examples are a user's own words and may name any shipped scenario or crude; code, messages and the
prose of docstrings may not, but for the places listed here, each with its reason.
"""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE = Path(__file__).resolve().parents[2] / "oilecon"

CASES = [path.name for path in (PACKAGE / "reference" / "cases").iterdir() if path.is_dir()]

WORDS = re.compile(
    r"\barticles?\b|venezuel|merey|pdvsa|orinoco|\bjos[eé]\b|\b15 ?(?:%|per ?cent)"
    r"|alberta|hardisty|westridge|\btmx\b|trans.mountain|dilbit"
    rf"|\b(?:{'|'.join(CASES)})\b",
    re.IGNORECASE,
)
"""Of the article's case and of the others, with the name of every pack."""

SHIPPED = re.compile(
    r"""\bscenario\(['"][a-z0-9-]+['"]\)|\b(?:crude|Crude\.shipped)\(['"][^'"]+['"]"""
)
"""A call of a shipped scenario or crude by its name, as a message tells a user to write it."""

ALLOWED = {
    "article/": "the case itself",
    "cli/": "the command line answers for the article where no scenario is named",
    "present/report.py": "the article's report",
    "present/console.py": "what `oilecon article` prints",
    "present/plots.py": "the charts of the article's claims and history",
    "__init__.py": "the introduction says where the worked case is",
    "__init__.pyi": "the public name of the worked case",
    "core/debt.py": "the author of a source",
    "inputs/fiscal.py": "how a share is written",
    "analysis/outcomes.py": "how a share is written",
    "scenario_tree.py": "a scenario's name as an example",
    "analysis/simulations.py": "the name of a shipped set of correlations",
    "analysis/sweeps.py": "plot(mark='article')",
}


def named(text: str) -> list[str]:
    """Return the lines of a module that name the case outside its examples."""
    parts = doctest.DocTestParser().parse(text)
    prose = "".join(part if isinstance(part, str) else "\n" for part in parts)
    return [line.strip() for line in prose.splitlines() if WORDS.search(SHIPPED.sub("", line))]


def modules() -> list[str]:
    """Return every module of the package, as a path below it."""
    files = sorted(path for end in ("py", "pyi") for path in PACKAGE.rglob(f"*.{end}"))
    return [path.relative_to(PACKAGE).as_posix() for path in files]


def reason(module: str) -> str | None:
    """Return the entry of `ALLOWED` that a module falls under."""
    within = (
        key for key in ALLOWED if module == key or (key[-1] == "/" and module.startswith(key))
    )
    return next(within, None)


@pytest.mark.parametrize("module", [name for name in modules() if reason(name) is None])
def test_nothing_of_general_use_names_the_case(module: str) -> None:
    assert not named((PACKAGE / module).read_text(encoding="utf-8"))


def of_the_case(files: Iterable[str]) -> list[str]:
    """Return the shared files that are named after the case; each pack of a case has its own."""
    return [
        file
        for file in files
        if WORDS.search(file.replace("_", " "))
        and not file.startswith("reference/cases/")
        and reason(file) is None
    ]


def test_no_shared_file_is_named_after_the_case() -> None:
    files = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.*")]
    assert of_the_case(file for file in files if "__pycache__" not in file) == []


def test_a_file_that_is_named_after_the_case_is_seen() -> None:
    shared = ["reference/data/venezuela.csv", "reference/data/article_case.csv", "core/pdvsa.py"]
    shared += [f"reference/data/{case}_ports.csv" for case in CASES]
    apart = ["reference/cases/venezuela/rows.csv", "article/parts.py", "core/particles.py"]
    apart += [f"reference/cases/{case}/rows.csv" for case in CASES]
    assert of_the_case([*shared, *apart]) == shared


@pytest.mark.parametrize("entry", ALLOWED)
def test_an_exception_is_still_needed(entry: str) -> None:
    of_entry = [name for name in modules() if reason(name) == entry]
    assert any(named((PACKAGE / name).read_text(encoding="utf-8")) for name in of_entry), entry


@pytest.mark.parametrize(
    "line",
    [
        'def plot(mark="article"): ...',
        "    # near the 15 % of it",
        '"""Return Merey\'s gravity."""',
        "_BASE = 'article-sanctioned'",
        "x = VENEZUELA",
        "about 15 per cent of it",
        "# PDVSA's prices",
        '_PORT = "José"',
        "from Jose to Houston",
        "of the Orinoco belt",
        "the toll from Hardisty",
        '_PACK = "canada"',
    ],
)
def test_a_name_of_the_case_is_found(line: str) -> None:
    assert named(line) == [line.strip()]


@pytest.mark.parametrize(
    "text",
    [
        ">>> s = scenario('article')\n>>> s.market.brent\n63.8 USD/bbl\n",
        "write oilecon.scenario('article')",
        "particles of 115 % and a 150 %",
        'def f():\n    """Do.\n\n    >>> target = "15 %"\n    """\n',
    ],
)
def test_an_example_may_name_it(text: str) -> None:
    assert named(text) == []
