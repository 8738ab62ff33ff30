"""Every link inside the project leads somewhere, from the package index's page too.

Links to other sites take the network: `nox -s links` follows those.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from oilecon import inputs, reference

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SITE = f"{PROJECT['urls']['Documentation']}/en/latest/"
BLOB = f"{PROJECT['urls']['Source']}/blob/main/"
FORM = f"{PROJECT['urls']['Issues']}/new?template="
PAGES = sorted(
    path
    for path in (
        *ROOT.glob("*.md"),
        *(ROOT / ".github").rglob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
    )
    if "_build" not in path.parts
)

WRITTEN = {ROOT / "docs" / "reference" / "groups.md": {kind.lower() for kind in inputs.__all__}}
"""Headings that a page's own directive writes when the site is built."""


def prose(path: Path) -> str:
    """The text of a page without its blocks of code."""
    return re.sub(r"(?ms)^(`{3,}|:{3,})\{?.*?^\1", "", path.read_text(encoding="utf-8"))


def links(path: Path) -> Iterator[str]:
    """The targets of a page's links and pictures, of its references and its HTML."""
    text = re.sub(r"`[^`\n]*`", "", prose(path))
    yield from re.findall(r"\]\(([^)\s]+)[^)]*\)", text)
    yield from re.findall(r"(?m)^\[[^\]]+\]: +(\S+)", text)
    yield from re.findall(r"<(https?://[^>\s]+)>", text)
    yield from re.findall(r"""(?:href|src)=["']([^"']+)["']""", text)


def named(path: Path) -> set[str]:
    """The targets that a page names itself."""
    return set(re.findall(r"(?m)^\(([\w-]+)\)=$", prose(path)))


def anchors(path: Path) -> set[str]:
    """What a page's headings and named targets can be linked by."""
    titles = re.findall(r"(?m)^#+ +(.+?) *$", prose(path))
    slugs = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
    return slugs | named(path) | WRITTEN.get(path, set())


def inside(page: Path, link: str) -> Path | None:
    """The file of this project that a link of a page leads to: None if it leads elsewhere."""
    place = link.partition("#")[0]
    if place.startswith(SITE):
        return ROOT / "docs" / place.removeprefix(SITE).replace(".html", ".md")
    if place.startswith(BLOB):
        return ROOT / place.removeprefix(BLOB)
    if place.startswith(FORM):
        return ROOT / ".github" / "ISSUE_TEMPLATE" / place.removeprefix(FORM)
    if re.match(r"[a-z][a-z+.-]*:", place):
        return None
    return (page.parent / place).resolve() if place else page


def broken(page: Path) -> list[str]:
    """The links of a page that lead to no file of the project, or to no place in one."""
    wrong = []
    for link in links(page):
        file, anchor = inside(page, link), link.partition("#")[2]
        if file is None:
            continue
        shared = SHARED if link.startswith("#") and page.is_relative_to(ROOT / "docs") else set()
        if not file.exists() or (anchor and anchor not in anchors(file) | shared):
            wrong.append(link)
    return wrong


# A target that a page of the site names is known on every other; the build writes the sources'.
SHARED = {f"source-{key}" for key in reference.sources().index}
SHARED |= {name for page in PAGES for name in named(page)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_links_are_found_and_a_broken_one_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A title: here\n\n(target)=\n\n[a](#a-title-here) [b](#target) [c](other.md) [d](#no)\n"
        "[e]\n\n[e]: other.md#no\n\n```text\n[f](none.md)\n```\n\n`[g](none.md)`\n"
        f"<img src='none.svg'> <https://example.org> [h]({SITE}none.html) [i]({BLOB}none.md)\n",
        encoding="utf-8",
    )
    (tmp_path / "other.md").write_text("# Other\n", encoding="utf-8")
    nowhere = ["#no", f"{SITE}none.html", f"{BLOB}none.md", "other.md#no", "none.svg"]
    assert broken(page) == nowhere


def test_the_links_of_the_long_description_work_on_the_package_index() -> None:
    # It is the README as it stands: no step of the build changes it.
    assert PROJECT["readme"] == "README.md"
    assert "dynamic" not in PROJECT
    targets = list(links(ROOT / "README.md"))
    assert len(targets) >= 6
    assert not [target for target in targets if not target.startswith("https://")]
