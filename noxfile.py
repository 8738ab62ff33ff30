#!/usr/bin/env -S uv run --script

# /// script
# dependencies = ["nox>=2025.10.14"]
# ///
"""What CI runs, one session each: `nox` runs the defaults, `nox -l` lists them all."""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.10.14"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)
FOR_USERS = ("analysis", "morris", "xarray", "dask", "sea", "plot", "map", "testing")
BESIDE = (
    "benchmarks",
    "conftest.py",
    "docs",
    "proof",
    "pyproject.toml",
    "README.md",
    "tests",
    "tools",
)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and who imports whom."""
    session.install("-e.[test]")
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")
    session.run("lint-imports")


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types."""
    session.install("-e.[test]")
    session.run("mypy", *session.posargs)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests on each supported Python."""
    session.install("-e.[test]")
    session.run("python", "-m", "pytest", *session.posargs)


def _lowest(*extras: str) -> list[str]:
    """Return the lowest versions of what the package needs, or of what extras of it do."""
    project = PROJECT["project"]
    needs = [one for extra in extras for one in project["optional-dependencies"][extra]]
    needs = needs if extras else project["dependencies"]
    return [need.replace(">=", "==") for need in needs if not need.startswith("oilecon")]


@nox.session(default=False, reuse_venv=False)
@nox.parametrize(
    ("python", "versions"),
    # The lowest versions have no builds for later Pythons.
    [(PYTHONS[0], "lowest"), *((python, "latest") for python in PYTHONS)],
)
def matrix(session: nox.Session, versions: str) -> None:
    """Test the installed wheel away from the checkout, on each Python that is found."""
    folder = Path(session.create_tmp()).resolve()
    shutil.rmtree(folder)  # what an earlier run left
    session.install("build")
    session.run("python", "-m", "build", "--wheel", "--outdir", folder / "dist", ROOT, silent=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    pins = [*_lowest(), *_lowest(*FOR_USERS)] if versions == "lowest" else []
    session.install(f"oilecon[test] @ {wheel.as_uri()}", *pins)
    if versions == "lowest":  # import-linter, which is not run here, wants more of these
        session.install("--no-deps", *_lowest("cli"))
    for name in BESIDE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, folder / name)
    session.chdir(folder)
    session.run("python", "-I", "-c", CHECK_INSTALLED, ROOT / "oilecon")
    session.run("python", "-m", "mypy", "--config-file=", "--strict", "-c", CHECK_TYPED)
    # Style, imports and the like are the checkout's own.
    tests = ["tests", "docs", "README.md", "--ignore=tests/house", "--pyargs", "oilecon"]
    if versions == "lowest":
        # Old releases warn of what others have since left behind. The pages are built with
        # matplotlib's latest, and one shows what SALib's latest draws.
        tests += [f"-W=ignore::{kind}" for kind in ("DeprecationWarning", "FutureWarning")]
        tests += ["--ignore=tests/docs/test_pages.py", "--ignore=docs/how-to/sensitivity.md"]
    session.run("python", "-m", "pytest", *tests, *session.posargs)


@nox.session(default=False)
def coverage(session: nox.Session) -> None:
    """Run the tests and report the lines and branches they miss."""
    session.install("-e.[test]", "coverage")
    session.run("coverage", "run", "-m", "pytest", *session.posargs)
    session.run("coverage", "report")
    session.run("coverage", "json", "-q", "-o", "coverage.json")
    session.run("python", "-c", CHECK_BRANCHES, "coverage.json")


@nox.session(default=False)
def proof(session: nox.Session) -> None:
    """Print what the library was checked against: every group, or those named."""
    session.install("-e.[test]")
    session.run("python", "-m", "proof", *session.posargs)


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Change one thing at a time in what `[tool.mutmut]` names, and list what no test sees."""
    session.install("-e.[test]", "mutmut>=3.8")
    env = {"HYPOTHESIS_PROFILE": "mutants"}
    session.run("mutmut", "run", *session.posargs, env=env, success_codes=[0, 1])
    session.run("python", "-m", "proof", "mutants")


@nox.session(default=False)
def review(session: nox.Session) -> None:
    """Hold the repository against Scientific Python's guide."""
    session.install("sp-repo-review[cli]")
    session.run("repo-review", ".", *session.posargs)


@nox.session(default=False)
def audit(session: nox.Session) -> None:
    """Look for known vulnerabilities in what the library depends on; needs the network."""
    session.install("-e.[all]", "pip-audit")
    session.run("pip-audit", "--skip-editable", "--progress-spinner=off", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a warning is an error."""
    session.install("-e.[cli,docs]")
    options = ["-EW", "--keep-going", "-b", "html", *session.posargs]
    session.run("sphinx-build", *options, "docs", "docs/_build/html")


@nox.session(reuse_venv=False)
def build(session: nox.Session) -> None:
    """Build sdist and wheel, check both, and use the wheel away from the checkout."""
    session.install("build", "check-wheel-contents", "twine")
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    session.run("python", "-m", "build")
    (wheel,) = (ROOT / "dist").glob("*.whl")
    session.run("twine", "check", "--strict", *(ROOT / "dist").iterdir())
    session.run("check-wheel-contents", wheel)
    session.install(f"oilecon[cli] @ {wheel.as_uri()}")
    session.cd(session.create_tmp())
    session.run("python", "-I", "-c", CHECK_INSTALLED, ROOT / "oilecon")
    session.run("oilecon", "--help")


@nox.session(default=False)
def benchmarks(session: nox.Session) -> None:
    """Run the benchmarks: every group, or those named."""
    session.install("-e.[test]")
    session.run("python", "-m", "benchmarks", *session.posargs)


CHECK_INSTALLED = """
import sys
from pathlib import Path

import oilecon

source, installed = Path(sys.argv[1]), Path(oilecon.__file__).parent
assert source != installed, "the checkout was imported, not the wheel"
expected = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
expected = {path for path in expected if path.suffix != ".pyc"}
missing = sorted(str(path) for path in expected if not (installed / path).is_file())
assert Path("py.typed") in expected, "oilecon/py.typed is missing"
assert not missing, f"not in the wheel: {missing}"
print(f"{len(expected)} files of oilecon, all in the wheel")
"""

# Of what everything rests on.
CHECK_BRANCHES = """
import json
import sys
from pathlib import Path

files = json.loads(Path(sys.argv[1]).read_text())["files"]
good = True
for part in ("core/", "inputs/", "evaluation.py", "units.py"):
    own = [one["summary"] for name, one in files.items() if name.startswith(f"oilecon/{part}")]
    taken = sum(one["covered_branches"] for one in own)
    branches = sum(one["num_branches"] for one in own)
    good = good and taken >= 0.98 * branches > 0
    print(f"oilecon/{part}: {taken} of {branches} branches, {taken / branches:.1%}")
sys.exit(not good)
"""

# Only with the marker py.typed is it no error to import it.
CHECK_TYPED = """
import oilecon as oe
from oilecon.units import Quantity

loss: Quantity = oe.article.margin_loss()
"""


if __name__ == "__main__":
    nox.main()
