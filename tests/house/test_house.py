"""The house stands as designed: style, types, import contracts, a light import, whole data."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

import oilecon as oe

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "ruff", "check"),
        ("-m", "ruff", "format", "--check"),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
    ],
    ids=["ruff check", "ruff format", "mypy", "import contracts"],
)
def test_the_checks_pass(command: tuple[str, ...]) -> None:
    ran = run(sys.executable, *command)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_import_is_light() -> None:
    # What numpy and pint load themselves is theirs: pint imports scipy where it is installed.
    code = (
        "import sys, numpy, pint; before = set(sys.modules); import oilecon as oe; "
        "oe.compare(oe.scenario('article'), 'gulf', 'asia').loss(); "
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    ran = run(sys.executable, "-c", code)
    assert ran.returncode == 0, ran.stderr
    loaded = set(ran.stdout.split())
    assert "oilecon" in loaded
    assert not loaded & {"pandas", "scipy", "matplotlib", "click", "rich", "hypothesis"}


def test_the_public_names_are_all_there_and_live_where_the_stub_says() -> None:
    assert sorted(oe.__all__) == oe.__all__
    assert set(oe.__all__) <= set(dir(oe))
    for name in oe.__all__:
        value, home = getattr(oe, name), vars(oe)["_HOMES"][name]
        if home == "oilecon":
            assert value.__name__ == f"oilecon.{name}"
        else:
            assert value.__module__.startswith(home)


def test_a_name_that_is_not_public_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="module 'oilecon' has no attribute 'compar'"):
        oe.compar  # type: ignore[attr-defined]  # noqa: B018


def test_no_module_bears_the_name_of_a_public_function() -> None:
    modules = {path.stem for path in (ROOT / "oilecon").iterdir() if path.stem != "__init__"}
    called = {n for n in oe.__all__ if callable(getattr(oe, n)) and n.islower()}
    assert not modules & called


def test_the_package_holds_its_data_and_its_types() -> None:
    reference = files("oilecon") / "reference"
    names = {entry.name for entry in (reference / "data").iterdir()}
    assert names >= {"vessels.csv", "sources.toml"}
    names = {entry.name for entry in (reference / "cases" / "venezuela").iterdir()}
    assert names >= {"rows.csv", "scenarios.toml", "sources.toml", "statements.csv"}
    assert (files("oilecon") / "py.typed").is_file()


def test_nothing_is_read_from_outside_the_package() -> None:
    sources = sorted((ROOT / "oilecon").rglob("*.py"))
    assert ROOT / "oilecon" / "units.py" in sources
    for source in sources:
        assert "shared/" not in source.read_text(encoding="utf-8")
