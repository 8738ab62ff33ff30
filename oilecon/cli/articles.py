"""``oilecon article``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from oilecon import article, reference
from oilecon.cli.figures import COLUMNS, document_of, rows_of
from oilecon.cli.shared import Answer, answering, changing, put, read_changes
from oilecon.results import USD_BBL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import Console

    from oilecon.results import Comparison

__all__ = ["show_article"]


@click.command("article", short_help="The article's 15 percent, from sourced inputs.")
@changing
@answering
def show_article(sets: tuple[str, ...], as_json: bool, csv_file: str | None) -> None:
    """The Gulf Coast against Asia: waterfalls, losses, and the article's 15 percent.

    \b
    Example:
      oilecon article --set market.brent='75 USD/bbl' --set '*.sea.weather=8 %'
    """
    changes = read_changes(sets)
    found = article.comparisons(changes)
    for reading, paths in article.not_used(changes).items():
        click.echo(f"not used in {reading}: {', '.join(paths)}", err=True)

    def show(console: Console) -> None:
        from oilecon.present.console import print_article

        print_article(found, console)

    document = _document(found)
    put(Answer(document, ("reading", *COLUMNS), _rows(document), show), as_json, csv_file)


def _document(found: Mapping[str, Comparison]) -> dict[str, Any]:
    """Return all that the tables show as plain data."""
    plans = reference.scenario_plans()
    readings = {}
    for reading, one in found.items():
        name = one.scenario.reference
        content = document_of(one.scenario, (one.reference, one.alternative))
        content["loss_percent"] = content["loss_percent"][one.alternative]
        readings[reading] = {"scenario": name, "summary": plans[name]["summary"], **content}
    return {
        "unit": USD_BBL,
        "stated_percent": article.STATED,
        "readings": readings,
        "dates": article.dates(found),
        "verdict": article.verdict(found),
    }


def _rows(document: Mapping[str, Any]) -> Iterator[list[Any]]:
    for reading, content in document["readings"].items():
        losses = {"": content["loss_percent"]}
        for row in rows_of({**content, "loss_percent": losses}):
            yield [reading, *row]
        yield [reading, "reading", "", "", "", content["summary"], ""]
    for date, names in document["dates"].items():
        for name in names:
            yield ["", "date", "", name, "", date, ""]
    for sentence in document["verdict"]:
        yield ["", "verdict", "", "", "", sentence, ""]
