"""What mutmut left, asked once more in processes of their own, and what changes nothing.

mutmut forks its workers after the package was imported, so a change of what runs at import, such as
the making of a field, never came into force there. Run it first (``nox -s mutants`` runs both).
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
    code: int | None  # how the tests ended, None where they were not run

    @property
    def seen(self) -> bool:
        """Whether the tests saw the change: one failed, or none ended."""
        return self.code in _KILLED | _TIMES_OUT

    @property
    def function(self) -> str:
        """The function or method that was changed, as it is written."""
        inner = self.name.rpartition("__mutmut_")[0].rpartition(".")[2]
        owner, _, method = inner.removeprefix("xǁ").partition("ǁ")
        plain = f"{owner}.{method}" if method else inner.removeprefix("x_")
        return f"{self.module.removeprefix('oilecon.')}.{plain}"

    @property
    def line(self) -> str:
        """The changed lines as they are after the change; spaces and quotes count for nothing."""
        inner = self.name.rpartition(".")[2]
        functions = _functions(COPY / f"{self.module.replace('.', '/')}.py")
        before, after = (
            functions[name].replace(name, "").splitlines()
            for name in (f"{inner.rpartition('__mutmut_')[0]}__mutmut_orig", inner)
        )
        found = difflib.ndiff(before, after)
        return " ".join(line[2:].strip() for line in found if line.startswith("+ "))


@cache
def _functions(path: Path) -> dict[str, str]:
    """Return the text of every function of a file, each but for comments and its docstring."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name:
            if ast.get_docstring(node) is not None and len(node.body) > 1:
                node.body = node.body[1:]
            node.decorator_list = []
            found[node.name] = ast.unparse(node)
    return found


def mutants() -> Iterator[Mutant]:
    """Yield every change that mutmut made."""
    for path in sorted(COPY.rglob("*.py.meta")):
        module = ".".join(path.relative_to(COPY).parts).removesuffix(".py.meta")
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        for name, code in codes.items():
            yield Mutant(name, module, code)


def _asked_again(mutant: Mutant) -> Mutant:
    """Run the tests with a change that is there from the first import on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    chosen = project["tool"]["mutmut"]["pytest_add_cli_args_test_selection"]
    parts = mutant.module.split(".")[1:]
    # The first failure ends it: those that bear the module's name come first.
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
    # Where the package cannot even be imported, pytest ends with a code of its own.
    return Mutant(mutant.name, mutant.module, min(ran.returncode, 1))


@cache
def _listed() -> Counter[tuple[str, str]]:
    """Return the changes that change nothing, as `equivalent.toml` has them."""
    text = (Path(__file__).parent / "equivalent.toml").read_text(encoding="utf-8")
    return Counter(
        (function, line)
        for function, reasons in tomllib.loads(text).items()
        for one in reasons
        for line in one["lines"]
    )


@cache
def _all() -> tuple[Mutant, ...]:
    """Return every change, those that were not seen asked again."""
    found = [*mutants()]
    if not found:
        sys.exit(
            "nothing in mutants/: run `mutmut run` first, or `nox -s mutants`, which runs both"
        )
    listed = _listed()
    missed = [one for one in found if not one.seen and (one.function, one.line) not in listed]
    print(f"{len(missed)} of {len(found)} are asked again", file=sys.stderr, flush=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        again = {one.name: one for one in pool.map(_asked_again, missed)}
    return tuple(again.get(one.name, one) for one in found)


def left() -> list[Mutant]:
    """Return the changes that no test sees and that no list explains."""
    listed = _listed()
    return [one for one in _all() if not one.seen and (one.function, one.line) not in listed]


def rows() -> list[dict[str, Any]]:
    """Return one row a module: changes, those that the tests see, and those that change nothing."""
    unexplained = Counter(one.module for one in left())
    found = [_row("all", _all(), unexplained.total())]
    for module in sorted({one.module for one in _all()}):
        own = [one for one in _all() if one.module == module]
        found.append(_row(module, own, unexplained[module]))
    for one in left():
        print(f"not seen: {one.function}: {one.line}")
    return found


def _row(module: str, own: Sequence[Mutant], unexplained: int) -> dict[str, Any]:
    seen = sum(one.seen for one in own)
    score = seen / (seen + unexplained)
    return {
        "module": module,
        "changes": len(own),
        "seen": seen,
        "of all": f"{seen / len(own):.1%}",
        "change nothing": len(own) - seen - unexplained,
        "not seen": unexplained,
        "of the rest": f"{score:.1%}",
        "holds": score > LEAST,
    }
