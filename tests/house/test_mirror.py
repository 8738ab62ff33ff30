"""Whoever changes a module finds its tests by its path, and a file of tests says what it tests.

`tests/netback/test_sale.py` holds the tests of `oilecon/netback/sale.py`; a further file of the
same module names what it is about behind that, as `test_repayments_sweep.py` does.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PACKAGE = TESTS.parent / "oilecon"

PATH = re.compile(r"\btests/\w+(?:/\w+)*(?:\.\w+)?")
STEP = re.compile(r"^## \d+\. `(tests/\S+\.py)`$", re.MULTILINE)

KINDS = {
    "docs": "pages and proofs",
    "house": "the checkout itself: style, types, imports, packaging",
    "properties": "what holds across the library, whichever module it is of",
    "published": "figures of outside sources, one source a file",
    "tools": "the scripts beside the package",
}
"""Folders that mirror no package, and what they hold."""

ELSEWHERE = {
    "__main__": "cli/test_articles.py",
    "analysis/columns": "analysis/test_sweeps.py",
    "analysis/corners": "analysis/test_bounding.py",
    "analysis/drawn_inputs": "analysis/test_simulations.py",
    "analysis/draws": "analysis/test_simulations.py",
    "extras": "analysis/test_simulations.py",
    "analysis/input_ranges": "analysis/test_tornados.py",
    "analysis/inputs": "analysis/test_sweeps.py",
    "blending/quantities": "blending/test_parts.py",
    "cli/figures": "cli/test_articles.py",
    "core/canal": "shipping/test_canals.py",
    "core/trade": "netback/test_sale.py",
    "formulas/dimensions": "formulas/test_derivation.py",
    "formulas/latex": "formulas/test_derivation.py",
    "formulas/names": "formulas/test_derivation.py",
    "formulas/tree": "formulas/test_derivation.py",
    "inputs/quality": "blending/test_differentials.py",
    "inputs/by_name": "test_scenario_files.py",
    "lending/plans": "lending/test_amendments.py",
    "lending/readouts": "lending/test_barrels.py",
    "lending/runs": "lending/test_repayments.py",
    "netback/quality": "blending/test_differentials.py",
    "outcomes": "test_evaluation.py",
    "present/charts/barred": "present/test_plots.py",
    "present/charts/frame": "present/test_plots.py",
    "present/charts/spread": "present/test_plots.py",
    "present/charts/timed": "present/test_plots.py",
    "reading": "test_scenario_files.py",
    "refining/blends": "refining/test_worth.py",
    "refining/crossings": "refining/test_worth.py",
    "refining/plants": "refining/test_worth.py",
    "refining/tables": "refining/test_worth.py",
    "searching": "analysis/test_solving.py",
    "reference/correlations": "analysis/test_correlations.py",
    "reference/dated": "shipping/test_canals.py",
    "reference/loans": "inputs/test_contracts.py",
    "reference/oils": "blending/test_crudes.py",
    "reference/ships": "inputs/test_vessel.py",
    "shipping/cargo": "shipping/test_estimates.py",
    "shipping/emissions": "shipping/test_estimates.py",
    "shipping/figures": "shipping/test_estimates.py",
    "testing/groups": "testing/test_strategies.py",
    "testing/models": "testing/test_checking.py",
    "testing/searching": "testing/test_checking.py",
    "trading/quantities": "trading/test_quotations.py",
}
"""Modules that show only through another, and where: add a file of their own when they grow."""

MODULES = sorted(
    path.relative_to(PACKAGE).with_suffix("").as_posix()
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py"
)
FILES = sorted(path.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py"))


def mirrored(file: str) -> str | None:
    """Return the module that a file of tests is named after: the longest name that there is."""
    folder, _, name = file.removesuffix(".py").rpartition("/")
    words = name.removeprefix("test_").split("_")
    for end in range(len(words), 0, -1):
        module = "/".join(filter(None, (folder, "_".join(words[:end]))))
        if module in MODULES:
            return module
    return None


def has_tests(source: str) -> bool:
    """Return whether a file has anything that pytest runs: a function, or a class of them."""
    return any(
        name.lower().startswith("test")
        for node in ast.parse(source).body
        for name in (
            [target.id for target in node.targets if isinstance(target, ast.Name)]
            if isinstance(node, ast.Assign)
            else [getattr(node, "name", "")]
        )
    )


def is_placed(file: str) -> bool:
    """Return whether a file of tests mirrors a module or lies right in the folder of a kind."""
    folder = file.rpartition("/")[0]
    return folder in KINDS or mirrored(file) is not None


def missing(page: str, text: str) -> list[str]:
    """Return the paths of tests that a text names and that are not there.

    A recipe writes files of tests of its own: those that head one of its steps.
    """
    written = set(STEP.findall(text)) if page.startswith("docs/contributing/") else set()
    paths = set(PATH.findall(text)) - written
    return sorted(path for path in paths if not (TESTS.parent / path).exists())


def test_a_file_is_named_after_a_module_or_after_what_it_is_about_in_it() -> None:
    assert mirrored("netback/test_sale.py") == "netback/sale"
    assert mirrored("lending/test_repayments_sweep.py") == "lending/repayments"
    assert mirrored("test_scenario_files.py") == "scenario_files"
    assert mirrored("netback/test_nothing.py") is None


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_tests_mirrors_a_module_or_is_of_a_kind(file: str) -> None:
    assert is_placed(file), (
        f"tests/{file} is named after no module; name it after the one that it tests, or put it "
        f"into one of {', '.join(KINDS)}"
    )


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_tests_where_one_looks_for_them(module: str) -> None:
    own = [file for file in FILES if mirrored(file) == module]
    folder, _, name = module.rpartition("/")
    place = f"tests/{folder}/test_{name}.py".replace("//", "/")
    if module in ELSEWHERE:
        assert not own, f"{module} has tests of its own in {own}; take it out of ELSEWHERE"
    else:
        assert own, f"oilecon/{module}.py has no tests; write {place}, or say in ELSEWHERE where"


@pytest.mark.parametrize("module", ELSEWHERE)
def test_what_is_tested_elsewhere_is_a_module_and_its_tests_are_there(module: str) -> None:
    assert module in MODULES
    assert ELSEWHERE[module] in FILES


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_tests_and_is_no_package(kind: str) -> None:
    assert any(file.startswith(f"{kind}/") for file in FILES)
    assert not (PACKAGE / kind).is_dir()


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_tests_has_tests(file: str) -> None:
    assert has_tests((TESTS / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def test_price():\n    pass", True),
        ("class TestPrice:\n    pass", True),
        ("TestLedger = Ledger.TestCase", True),
        ("", False),
        ('"""Tests of prices."""\nimport pytest\n\ndef price():\n    pass', False),
    ],
)
def test_a_file_without_tests_is_seen(source: str, *, expected: bool) -> None:
    assert has_tests(source) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("house/test_new.py", True),
        ("netback/test_sale.py", True),
        ("house/deep/test_new.py", False),
        ("netback/deep/test_sale.py", False),
        ("test_new.py", False),
    ],
)
def test_a_file_lies_beside_others_of_its_kind(file: str, *, expected: bool) -> None:
    assert is_placed(file) == expected


PLACES = [
    *("pyproject.toml", "noxfile.py", "*.md", "docs/**/*.md", "docs/**/*.toml", ".github/**/*"),
    *(".ci/*", "proof/*.*", "tools/*.*"),
]


@pytest.mark.parametrize("place", PLACES)
def test_every_path_of_tests_that_is_named_is_there(place: str) -> None:
    root = TESTS.parent
    pages = [path for path in root.glob(place) if path.is_file()]
    assert pages
    for path in pages:
        page = path.relative_to(root).as_posix()
        assert missing(page, path.read_text(encoding="utf-8")) == [], page


def test_a_path_that_is_not_there_is_named_unless_a_recipe_writes_it() -> None:
    text = "## 3. `tests/core/test_new.py`\nRun tests/core/test_new.py tests/house tests/new.\n"
    assert missing("docs/contributing/leg.md", text) == ["tests/new"]
    assert missing("CONTRIBUTING.md", text) == ["tests/core/test_new.py", "tests/new"]
