"""The recipes for contributors: their excerpts are true, and carried out they do what they say."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "contributing"
RECIPES = sorted(page.stem for page in FOLDER.glob("*.md") if page.stem != "index")
NOTHING_TO_SPARE = ["cost-line"]
COPIED = (
    *(".ci", ".github", "oilecon", "docs", "tests", "benchmarks", "proof", "tools"),
    *("conftest.py", "noxfile.py", "pyproject.toml", "README.md"),
)
OF_EVERY_RECIPE = "tests/house/test_mirror.py"

_PART = re.compile(
    r"^## (?:\d+\. `(?P<file>[^`]+)`|(?P<end>These tests will tell you))$", re.MULTILINE
)
_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


_AT_THE_END = {"text", "toml"}


class Step(NamedTuple):
    """One block of a recipe: what to do to one file."""

    file: str
    kind: str  # diff: lines with + and -; text, toml: what goes at the end; py: a file
    # Text for a table begins with the table's heading, so that a reader sees what is what.
    body: str

    def apply(self, root: Path) -> None:
        """Do it in a copy of the repository."""
        path = root / self.file
        if self.kind in _AT_THE_END and path.exists():
            there = path.read_text(encoding="utf-8")
            assert there.endswith("\n")
            body = self.body
            if path.suffix == ".csv":
                heading, _, body = body.partition("\n")
                assert heading == there.partition("\n")[0], f"{self.file}: no heading"
            with path.open("a", encoding="utf-8", newline="") as table:
                table.write(body)
        elif self.kind == "diff":
            old, new = self.sides()
            text = "\n" + path.read_text(encoding="utf-8")  # so that every line begins after one
            times = text.count("\n" + old)
            assert times == 1, f"{self.file}: stands there {times} times:\n{old}"
            changed = text.replace("\n" + old, "\n" + new)
            path.write_text(changed.removeprefix("\n"), encoding="utf-8")
        else:
            assert not path.exists(), self.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.body, encoding="utf-8")

    def sides(self) -> tuple[str, str]:
        """Return the lines of a diff as they are, and as they shall be."""
        lines = self.body.splitlines(keepends=True)
        assert all(line[0] in " +-\n" for line in lines), self.body
        cut = [(line[0], line[1:] if line != "\n" else line) for line in lines]
        old = "".join(line for sign, line in cut if sign != "+")
        return old, "".join(line for sign, line in cut if sign != "-")


def read(recipe: str) -> tuple[list[Step], list[list[str]]]:
    """Return a recipe's steps, and the commands of the tests that it names."""
    text = (FOLDER / f"{recipe}.md").read_text(encoding="utf-8")
    parts = list(_PART.finditer(text))
    ends = [*(part.start() for part in parts[1:]), len(text)]
    steps: list[Step] = []
    commands: list[list[str]] = []
    for part, end in zip(parts, ends, strict=True):
        for block in _BLOCK.finditer(text[part.end() : end]):
            if part["end"]:
                commands += [shlex.split(line) for line in block["body"].splitlines()]
            else:
                steps.append(Step(part["file"], block["kind"], block["body"]))
    return steps, commands


def copy_to(folder: Path) -> Path:
    """Copy what the recipes touch and their tests need, compiled as far as it is."""
    junk = shutil.ignore_patterns("_build", ".*_cache")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=junk)
        else:
            shutil.copy2(ROOT / name, folder / name)
    return folder


def copy_files(steps: list[Step], folder: Path) -> None:
    """Copy the files that some steps touch, as far as they are there."""
    for step in steps:
        (folder / step.file).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / step.file).exists():
            shutil.copy2(ROOT / step.file, folder / step.file)


def run(command: list[str], root: Path) -> subprocess.CompletedProcess[str]:
    """Run a recipe's `python -m pytest ...` in a copy, in one process and without caches."""
    assert command[:3] == ["python", "-m", "pytest"]
    args = [sys.executable, *command[1:], "-n0", "-q", "-x", "-p", "no:cacheprovider"]
    env = {"PYTHONPATH": str(root), "HYPOTHESIS_PROFILE": "ci"}
    return subprocess.run(
        args, cwd=root, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_names_files_and_tests_that_exist(recipe: str) -> None:
    steps, commands = read(recipe)
    assert steps
    assert commands
    made = {step.file for step in steps if step.kind == "py"}
    for command in commands:
        files = [word for word in command[3:] if "/" in word]
        assert files
        assert all((ROOT / file).exists() or file in made for file in files), command


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipes_excerpts_stand_in_the_files_as_they_are(recipe: str, tmp_path: Path) -> None:
    steps, _ = read(recipe)
    copy_files(steps, tmp_path)
    for step in steps:
        step.apply(tmp_path)


def test_a_line_beside_that_of_the_recipe_leaves_its_excerpts_where_they_are(
    tmp_path: Path,
) -> None:
    steps, _ = read("cost-line")
    copy_files(steps, tmp_path)
    for step in steps:
        renamed = [re.sub("(?i)levy", "tithe", text) for text in step]
        Step(*renamed).apply(tmp_path)
    for step in steps:
        step.apply(tmp_path)


def test_the_recipes_carried_out_one_after_another_pass_their_tests(tmp_path: Path) -> None:
    root = copy_to(tmp_path)
    tests = {OF_EVERY_RECIPE: None}
    for recipe in RECIPES:
        steps, commands = read(recipe)
        for step in steps:
            step.apply(root)
        tests |= dict.fromkeys(word for command in commands for word in command[3:])
    ran = run(["python", "-m", "pytest", *tests], root)
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]


@pytest.mark.parametrize("recipe", NOTHING_TO_SPARE)
def test_a_step_left_out_fails_its_tests(recipe: str, tmp_path: Path) -> None:
    steps, commands = read(recipe)
    # One by one, files first: most steps are missed by a single file, and folders take longer.
    words = [word for command in commands for word in command[3:]]
    words.sort(key=lambda word: not word.endswith(".py"))

    def fails(left_out: Step) -> bool:
        root = copy_to(tmp_path / str(steps.index(left_out)))
        for step in steps:
            if step is not left_out:
                step.apply(root)
        failed = any(run(["python", "-m", "pytest", word], root).returncode for word in words)
        shutil.rmtree(root)
        return failed

    with ThreadPoolExecutor(2) as pool:
        assert [
            step.file
            for step, failed in zip(steps, pool.map(fails, steps), strict=True)
            if not failed
        ] == []


def test_what_contributing_names_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"(?<![\w/])tests/\w+(?=[\s`])", text)
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert named
    assert links
    missing = [path for path in (*named, *links) if not (ROOT / path).exists()]
    assert not missing
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(re.findall(r"\.\[(\w+)\]", text)) <= set(extras["optional-dependencies"])
