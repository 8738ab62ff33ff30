#!/usr/bin/env -S uv run --script

# /// script
# dependencies = ["nox>=2025.10.14"]
# ///
"""Sessions of CI: `nox` runs the defaults, `nox -l` lists them all."""

from __future__ import annotations

import filecmp
import json
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.10.14"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)
EXTRAS = PROJECT["project"]["optional-dependencies"]
FOR_USERS = EXTRAS["all"][0].removeprefix("oilecon[").removesuffix("]").split(",")
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


@nox.session(name="pre-commit")
def pre_commit(session: nox.Session) -> None:
    """Run every hook on the whole tree; needs the network the first time."""
    session.install("-e.[dev]")  # the hook of mypy is run from here
    session.run("pre-commit", "run", "--all-files", "--show-diff-on-failure", *session.posargs)


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types, and that a user's file is typed: by mypy and by pyright."""
    session.install("-e.[test]", "pyright[nodejs]")
    session.run("mypy", *session.posargs)
    users = Path(session.create_tmp()) / "users.py"
    users.write_text(CHECK_TYPED, encoding="utf-8")
    session.run("mypy", "--config-file=", "--strict", users)
    session.run("pyright", "--warnings", users)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests on each supported Python."""
    session.install("-e.[test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(default=False)
def random(session: nox.Session) -> None:
    """Run the tests in a random order; `-- tests --randomly-seed=N` repeats one.

    A page's examples keep their order, being one story: so this is of `tests` alone.
    """
    session.install("-e.[test]", "pytest-randomly>=3.16")
    session.run("python", "-m", "pytest", *(session.posargs or ["tests"]))


@nox.session(default=False)
def alone(session: nox.Session) -> None:
    """Run each file of tests, or those named, in a process of its own."""
    session.install("-e.[test]")
    files = session.posargs or sorted(str(path) for path in ROOT.glob("tests/**/test_*.py"))
    failed = []
    for file in files:
        try:
            session.run("python", "-m", "pytest", "--numprocesses=0", "--quiet", file)
        except nox.command.CommandFailed:  # go on: one run names them all
            failed.append(file)
    if failed:
        session.error(f"these fail alone: {', '.join(failed)}")


def _lowest(*extras: str) -> list[str]:
    """Return the lowest versions of what the package needs, or of what extras of it do."""
    project = PROJECT["project"]
    needs = [need for extra in extras for need in EXTRAS[extra]]
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
    # Not the command line's: import-linter, which is not run here, wants more of these.
    others = [extra for extra in FOR_USERS if extra != "cli"]
    pins = [*_lowest(), *_lowest(*others)] if versions == "lowest" else []
    session.install(f"oilecon[test] @ {wheel.as_uri()}", *pins)
    if versions == "lowest":
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
    """Check the repository against Scientific Python's guide."""
    session.install("sp-repo-review[cli]")
    session.run("repo-review", ".", *session.posargs)


@nox.session(default=False)
def audit(session: nox.Session) -> None:
    """Look for known vulnerabilities in the dependencies; needs the network."""
    session.install("-e.[all]", "pip-audit")
    session.run("pip-audit", "--skip-editable", "--progress-spinner=off", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a warning is an error."""
    session.install("-e.[cli,docs]")
    options = ["-EW", "--keep-going", "-b", "html", *session.posargs]
    session.run("sphinx-build", *options, "docs", "docs/_build/html")


@nox.session(default=False)
def links(session: nox.Session) -> None:
    """Follow every link of the documentation to other sites; needs the network."""
    session.install("-e.[cli,docs]")
    out = ROOT / "docs" / "_build" / "links"
    options = ["-q", "-b", "linkcheck", "--keep-going", *session.posargs]
    session.run("sphinx-build", *options, "docs", out, success_codes=[0, 1])
    lines = (out / "output.json").read_text(encoding="utf-8").splitlines()
    broken = [link for link in map(json.loads, lines) if link["status"] == "broken"]
    # 401, 403, 429: the page is there, and closed to programs, as newspapers' often are.
    dead = [link for link in broken if not link["info"].startswith(("401 ", "403 ", "429 "))]
    for link in dead:
        print(f"{link['filename']}: {link['uri']}: {link['info']}")
    if dead:
        session.error(f"{len(dead)} links lead nowhere")


@nox.session(reuse_venv=False)
def build(session: nox.Session) -> None:
    """Build sdist and wheel, both the same twice; check them, and use the wheel elsewhere."""
    session.install("build", "check-wheel-contents", "twine")
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    session.run("python", "-m", "build")  # the wheel from the sdist
    again = Path(session.create_tmp()).resolve() / "again"
    shutil.rmtree(again, ignore_errors=True)  # what an earlier run left
    session.run("python", "-m", "build", "--sdist", "--wheel", "--outdir", again)  # from the tree
    names = sorted(path.name for path in (ROOT / "dist").iterdir())
    _, differing, missing = filecmp.cmpfiles(ROOT / "dist", again, names, shallow=False)
    if differing or missing:
        session.error(f"built twice, not the same: {', '.join(differing + missing)}")
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
brent: Quantity = oe.scenario("article").market.brent
"""


if __name__ == "__main__":
    nox.main()
