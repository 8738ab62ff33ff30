"""Directives of the pages for contributors: the table of decisions, and the nomenclature."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

DOCS = Path(__file__).parents[1]


class Decision(NamedTuple):
    """What the head of a record says."""

    number: str
    page: str
    title: str
    date: str
    status: str


def records() -> Iterator[Decision]:
    """Yield the head of each record, the template first."""
    for path in sorted((DOCS / "decisions").glob("[0-9]*.md")):
        title, _, second = path.read_text(encoding="utf-8").splitlines()[:3]
        date, _, status = second.partition(", ")
        yield Decision(path.stem[:4], path.name, title.removeprefix("# "), date, status)


class Decisions(SphinxDirective):
    """The table of decisions, the template left out."""

    def run(self) -> list[Any]:
        """Return the table."""
        rows = [
            f"| {number} | [{title}]({page}) | {date} | {status} |"
            for number, page, title, date, status in records()
            if status != "template"
        ]
        for path in (DOCS / "decisions").glob("*.md"):
            self.env.note_dependency(str(path))
        head = ["| Number | Decision | Date | Status |", "|---|---|---|---|"]
        return self.parse_text_to_nodes("\n".join([*head, *rows]))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_directive("decisions", Decisions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
