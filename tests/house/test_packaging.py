"""What is declared about the package in several places agrees, and is complete."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from tools.check_release import disagreements

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
RECIPE = yaml.safe_load((ROOT / "recipe" / "recipe.yaml").read_text(encoding="utf-8"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]


def packages(extra: str) -> set[str]:
    """The packages that an extra brings, with those of the extras that it names."""
    named: set[str] = set()
    for need in EXTRAS[extra]:
        if inner := re.fullmatch(r"oilecon\[(.+)\]", need):
            named |= set().union(*map(packages, inner[1].split(",")))
        else:
            named.add(re.split(r"[<>=\[]", need)[0])
    return named


def test_all_is_every_extra_but_those_with_which_the_library_is_made() -> None:
    users = set(EXTRAS) - {"all", "dev", "docs", "test"}
    assert EXTRAS["all"] == [f"oilecon[{','.join(sorted(users))}]"]


def test_all_brings_no_tool_with_which_the_library_is_made() -> None:
    assert packages("all") == {
        "SALib", "basemap-data", "click", "distributed", "hypothesis", "matplotlib", "networkx",
        "openpyxl", "rich", "scipy", "tomlkit", "xarray",
    }  # fmt: skip
    assert packages("dev") > packages("all")


def test_no_hook_lists_packages_a_second_time() -> None:
    hooks = {hook["id"]: hook for repository in HOOKS for hook in repository["hooks"]}
    assert not [name for name, hook in hooks.items() if "additional_dependencies" in hook]
    assert hooks["mypy"]["language"] == "system"
    assert hooks["mypy"]["entry"] == "mypy"


def test_the_hooks_run_in_continuous_integration() -> None:
    checks = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    assert "pre-commit" in checks["jobs"]["checks"]["strategy"]["matrix"]["session"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_to_one_commit_and_names_its_version(path: Path) -> None:
    pins: dict[str, set[str]] = {}
    for other in WORKFLOWS:
        for action, pin in re.findall(r"uses: ([^@\s]+)@(.*)", other.read_text(encoding="utf-8")):
            pins.setdefault(action, set()).add(pin)
    text = path.read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)@(.*)", text)
    assert len(used) == text.count("uses:") > 0
    for action, pin in used:
        assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", pin), (action, pin)
        assert pins[action] == {pin}, f"{action} has another version in another workflow"


def test_a_release_is_published_without_a_token_by_a_job_that_runs_no_code_of_ours() -> None:
    release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    publish = release["jobs"]["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["environment"]["name"] == "pypi"
    assert release["permissions"] == {"contents": "read"}
    assert not [step for step in publish["steps"] if "run" in step]
    assert "secrets." not in str(release)


def spaced(need: str) -> str:
    """A requirement as a recipe writes it."""
    return re.sub(r"(?<![<>=])(?=[<>=])", " ", need, count=1)


def test_the_recipe_says_what_the_project_says() -> None:
    context, requirements = RECIPE["context"], RECIPE["requirements"]
    assert RECIPE["package"] == {"name": PROJECT["name"], "version": "${{ version }}"}
    assert context["version"] == PROJECT["version"]
    assert f">={context['python_min']}" == PROJECT["requires-python"]
    run = ["python >=${{ python_min }}", *map(spaced, PROJECT["dependencies"])]
    assert requirements["run"] == run
    built_with = map(spaced, PYPROJECT["build-system"]["requires"])
    assert requirements["host"] == ["python ${{ python_min }}.*", "pip", *built_with]
    (script,) = PROJECT["scripts"].items()
    assert RECIPE["build"]["python"]["entry_points"] == [" = ".join(script)]
    assert RECIPE["build"]["noarch"] == "python"
    assert RECIPE["tests"][0]["python"]["pip_check"] is True
    about = RECIPE["about"]
    assert about["summary"] == PROJECT["description"]
    assert about["license"] == PROJECT["license"]
    urls = PROJECT["urls"]
    shown = (about["homepage"], about["documentation"], about["repository"])
    assert shown == (urls["Homepage"], urls["Documentation"], urls["Source"])


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs what git tracks")
def test_the_sdist_holds_all_that_git_tracks() -> None:
    command = ("git", "ls-files")
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    tracked = {"/" + path.partition("/")[0] for path in ran.stdout.splitlines()}
    included = PYPROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    by_itself = {"/.gitignore", "/pyproject.toml"}  # hatchling adds these
    assert tracked - by_itself <= set(included)


def test_every_python_that_is_tested_is_declared() -> None:
    tests = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]
    minor = r"Programming Language :: Python :: (3\.\d+)"
    declared = [found[1] for c in PROJECT["classifiers"] if (found := re.fullmatch(minor, c))]
    assert tests["tests"]["strategy"]["matrix"]["python"] == declared
    assert PROJECT["requires-python"] == f">={declared[0]}"


RELEASED = "2026-12-01"


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A copy of the files that name the version, ready for a release."""
    for name in ("pyproject.toml", "CITATION.cff", "recipe/recipe.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    changes = f"# Changelog\n\n## [Unreleased]\n\n## [{PROJECT['version']}] - {RELEASED}\n"
    (tmp_path / "CHANGELOG.md").write_text(changes, encoding="utf-8")
    edit(tmp_path / "CITATION.cff", r"(?m)^date-released: .*$", f"date-released: {RELEASED}")
    return tmp_path


def edit(path: Path, pattern: str, replacement: str) -> None:
    before = path.read_text(encoding="utf-8")
    after = re.sub(pattern, replacement, before)
    assert after != before or replacement in before
    path.write_text(after, encoding="utf-8")


def test_a_release_that_agrees_passes(ready: Path) -> None:
    assert disagreements(f"v{PROJECT['version']}", ready) == []


@pytest.mark.parametrize(
    ("name", "pattern", "replacement", "message"),
    [
        (
            "CITATION.cff",
            r"\nversion: .*",
            "\nversion: 9.9.9",
            "CITATION.cff: version: expected '{}', got '9.9.9'",
        ),
        (
            "CITATION.cff",
            r"\nversion: .*",
            "\n",
            "CITATION.cff: version: expected '{}', got nothing",
        ),
        (
            "CITATION.cff",
            r"date-released: .*",
            "date-released: 2026-11-30",
            f"CITATION.cff: date-released: expected '{RELEASED}', got '2026-11-30'",
        ),
        (
            "recipe/recipe.yaml",
            r'version: ".*"',
            'version: "9.9.9"',
            "recipe.yaml: version: expected '{}', got '9.9.9'",
        ),
        (
            "CHANGELOG.md",
            r"## \[\d.*",
            "## [9.9.9] - 2026-12-01",
            (
                "CHANGELOG.md: expected one heading '## [{}] - YYYY-MM-DD', got 0; "
                "what is under [Unreleased] belongs there"
            ),
        ),
    ],
    ids=["citation", "no citation", "date", "recipe", "changelog"],
)
def test_a_release_that_disagrees_is_named(
    ready: Path, name: str, pattern: str, replacement: str, message: str
) -> None:
    edit(ready / name, pattern, replacement)
    version = PROJECT["version"]
    assert disagreements(f"v{version}", ready) == [message.format(version)]


def test_a_tag_of_another_version_is_named(ready: Path) -> None:
    version = PROJECT["version"]
    message = f"the tag: expected 'v{version}', got 'v9.9.9'"
    assert disagreements("v9.9.9", ready) == [message]


def test_the_version_is_the_same_wherever_it_stands() -> None:
    # The tag and the changelog's heading are made at the release.
    wrong = disagreements(f"v{PROJECT['version']}")
    assert [line for line in wrong if not line.startswith("CHANGELOG.md")] == []
