"""Mutants that mutmut left undetected, tested again in new processes, and equivalent ones.

mutmut forks its workers after the package was imported, so a change of code that runs at import,
such as the definition of a field, has no effect there. Run it first (``nox -s mutants`` runs both).
"""

from __future__ import annotations

import ast
import difflib
import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Mutant", "left", "rows"]

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / "mutants"  # where mutmut works
LEAST = 0.95
_KILLED = {1, 3}  # pytest's exit codes; others are mutmut's
_TIMES_OUT = {36, 24, -24, 152, 255}
_LONGEST = 300.0  # seconds


@dataclass(frozen=True)
class Mutant:
    """A change that mutmut made."""

    name: str  # mutmut's
    module: str
    code: int | None  # exit code of the tests, None where they were not run

    @property
    def detected(self) -> bool:
        """True if the tests detect the change: one failed, or they did not end."""
        return self.code in _KILLED | _TIMES_OUT

    @property
    def function(self) -> str:
        """Name of the changed function or method, as in the source."""
        inner = self.name.rpartition("__mutmut_")[0].rpartition(".")[2]
        owner, _, method = inner.removeprefix("xǁ").partition("ǁ")
        plain = f"{owner}.{method}" if method else inner.removeprefix("x_")
        return f"{self.module.removeprefix('oilecon.')}.{plain}"

    @property
    def line(self) -> str:
        """Changed lines after the change; spaces and quotes are normalised."""
        inner = self.name.rpartition(".")[2]
        functions = _functions(COPY / f"{self.module.replace('.', '/')}.py")
        before, after = (
            functions[name].replace(name, "").splitlines()
            for name in (f"{inner.rpartition('__mutmut_')[0]}__mutmut_orig", inner)
        )
        differences = difflib.ndiff(before, after)
        return " ".join(line[2:].strip() for line in differences if line.startswith("+ "))


@cache
def _functions(path: Path) -> dict[str, str]:
    """Return the source of every function of a file, without comments and docstring."""
    sources = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name:
            if ast.get_docstring(node) is not None and len(node.body) > 1:
                node.body = node.body[1:]
            node.decorator_list = []
            sources[node.name] = ast.unparse(node)
    return sources


def mutants() -> Iterator[Mutant]:
    """Yield every change that mutmut made."""
    for path in sorted(COPY.rglob("*.py.meta")):
        module = ".".join(path.relative_to(COPY).parts).removesuffix(".py.meta")
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        for name, code in codes.items():
            yield Mutant(name, module, code)


def _tested_again(mutant: Mutant) -> Mutant:
    """Run the tests with a change that is there from the first import on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    chosen = project["tool"]["mutmut"]["pytest_add_cli_args_test_selection"]
    parts = mutant.module.split(".")[1:]
    # The first failure ends the run, so tests with the module's name come first.
    chosen = sorted(chosen, key=lambda path: -sum(part in path for part in parts))
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    env = {**os.environ, "MUTANT_UNDER_TEST": mutant.name, "HYPOTHESIS_PROFILE": "mutants"}
    try:
        ran = subprocess.run(
            [*command, *chosen],
            cwd=COPY,
            env=env,
            capture_output=True,
            check=False,
            timeout=_LONGEST,
        )
    except subprocess.TimeoutExpired:
        return Mutant(mutant.name, mutant.module, next(iter(_TIMES_OUT)))
    # Where the package cannot be imported, pytest ends with another code.
    return Mutant(mutant.name, mutant.module, min(ran.returncode, 1))


@cache
def _listed() -> Counter[tuple[str, str]]:
    """Return the equivalent changes that `equivalent.toml` lists."""
    text = (Path(__file__).parent / "equivalent.toml").read_text(encoding="utf-8")
    return Counter(
        (function, line)
        for function, reasons in tomllib.loads(text).items()
        for reason in reasons
        for line in reason["lines"]
    )


@cache
def _all() -> tuple[Mutant, ...]:
    """Return every change, with undetected ones tested again."""
    changes = [*mutants()]
    if not changes:
        sys.exit(
            "nothing in mutants/: run `mutmut run` first, or `nox -s mutants`, which runs both"
        )
    listed = _listed()
    missed = [
        mutant
        for mutant in changes
        if not mutant.detected and (mutant.function, mutant.line) not in listed
    ]
    print(f"{len(missed)} of {len(changes)} are tested again", file=sys.stderr, flush=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        again = {mutant.name: mutant for mutant in pool.map(_tested_again, missed)}
    return tuple(again.get(mutant.name, mutant) for mutant in changes)


def left() -> list[Mutant]:
    """Return the changes that are neither detected nor listed as equivalent."""
    listed = _listed()
    return [
        mutant
        for mutant in _all()
        if not mutant.detected and (mutant.function, mutant.line) not in listed
    ]


def rows() -> list[dict[str, Any]]:
    """Return one row a module: changes, and how many are detected or equivalent."""
    unexplained = Counter(mutant.module for mutant in left())
    table_rows = [_row("all", _all(), unexplained.total())]
    for module in sorted({mutant.module for mutant in _all()}):
        own = [mutant for mutant in _all() if mutant.module == module]
        table_rows.append(_row(module, own, unexplained[module]))
    for mutant in left():
        print(f"undetected: {mutant.function}: {mutant.line}")
    return table_rows


def _row(module: str, own: Sequence[Mutant], unexplained: int) -> dict[str, Any]:
    detected = sum(mutant.detected for mutant in own)
    score = detected / (detected + unexplained)
    return {
        "module": module,
        "changes": len(own),
        "detected": detected,
        "of all": f"{detected / len(own):.1%}",
        "equivalent": len(own) - detected - unexplained,
        "undetected": unexplained,
        "of the rest": f"{score:.1%}",
        "holds": score > LEAST,
    }
