"""``oilecon article``, ``claims`` and ``history``."""

from __future__ import annotations

import math
import re
import textwrap
from typing import TYPE_CHECKING, Any

import click

from oilecon import article, reference
from oilecon.article import record
from oilecon.article.losses import bases_of
from oilecon.cli.figures import COLUMNS, document_of, rows_of
from oilecon.cli.shared import Answer, answering, changing, of_frame, put, read_changes
from oilecon.outcomes import USD_BBL
from oilecon.present.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd
    from rich.console import Console

    from oilecon.results import Comparison

__all__ = ["show_article", "show_claims", "show_history"]


def _claims(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Complete the name of a claim."""
    del context, parameter
    return [name for name in record.statements() if name.startswith(begun)]


@click.command(
    "article", short_help="Compare Asia with the Gulf Coast; check the article's 15 percent."
)
@changing
@answering
def show_article(sets: tuple[str, ...], as_json: bool, csv_file: str | None) -> None:
    """Compare Asia with the US Gulf Coast: waterfalls, losses, and the article's 15 percent.

    \b
    Example:
      oilecon article --set market.brent='75 USD/bbl' --set '*.sea.weather=8 %'
    """
    changes = read_changes(sets)
    comparisons = article.comparisons(changes)
    for reading, paths in article.not_used(changes).items():
        click.echo(plain(f"not used in {reading}: {', '.join(paths)}"), err=True)

    def show(console: Console) -> None:
        from oilecon.present.console import print_article

        print_article(comparisons, console)

    document = _document(comparisons)
    put(Answer(document, ("reading", *COLUMNS), _rows(document), show), as_json, csv_file)


def _document(comparisons: Mapping[str, Comparison]) -> dict[str, Any]:
    """Return everything that the tables show, as plain data."""
    plans = reference.scenario_plans()
    readings = {}
    for reading, pair in comparisons.items():
        name = pair.scenario.reference
        content = document_of(pair.scenario, (pair.reference, pair.alternative))
        for losses in ("loss_percent", "lost"):
            content[losses] = content[losses][pair.alternative]
        readings[reading] = {"scenario": name, "summary": plans[name]["summary"], **content}
    bases = _freight(comparisons)
    aframax = next(row for row in bases if row["ship"] == "Aframax")  # spot, or the user's
    hire = article.hire_at_stated(comparisons[article.FREIGHT["spot"]])
    return {
        "unit": USD_BBL,
        "stated_percent": article.STATED,
        "readings": readings,
        "freight": bases,
        "vlcc_hire_at_stated": {
            "value": _finite(hire),
            "unit": "USD/day",
            "aframax_hire_usd_day": aframax["hire_usd_day"],
            "aframax_kind": aframax["kind"],
        },
        "receipts": _records(article.receipts().to_frame()),
        "dates": article.dates(comparisons),
        "verdict": article.verdict(comparisons),
    }


def _freight(comparisons: Mapping[str, Comparison]) -> list[dict[str, Any]]:
    """Return the hire and freight of both ships on each basis of freight."""
    return _records(bases_of(comparisons))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows as plain data, with null for an unknown figure."""
    return [
        {
            _key(name): None if isinstance(value, float) and math.isnan(value) else value
            for name, value in row.items()
        }
        for row in frame.reset_index().to_dict("records")
    ]


def _key(name: object) -> str:
    """Return a column's name as a key, such as hire_usd_day."""
    return "_".join(re.findall("[a-z]+", str(name).lower()))


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _rows(document: Mapping[str, Any]) -> Iterator[list[Any]]:
    for reading, content in document["readings"].items():
        losses = {name: {"": content[name]} for name in ("loss_percent", "lost")}
        for row in rows_of({**content, **losses}):
            yield [reading, *row]
        yield [reading, "reading", "", "", "", content["summary"], ""]
    for row in document["freight"]:
        name = f"{row['basis']}: {row['ship']} hire, {row['kind']}"
        if row["fixed"]:
            name += f", fixed {row['fixed']}, loaded {row['loaded']}"
        yield ["", "freight", "", name, "", row["hire_usd_day"], "USD/day"]
    hire = document["vlcc_hire_at_stated"]
    yield [
        "",
        "freight",
        "",
        f"VLCC hire at the stated loss, the Aframax at {hire['aframax_hire_usd_day']:.0f} USD/day",
        "",
        "" if hire["value"] is None else hire["value"],
        hire["unit"],
    ]
    for row in document["receipts"]:
        for origin in ("published", "library"):
            name = f"{row['role']}: {row['receipt']}, {row['as_of']}, {origin}"
            yield ["", "receipt", "", name, "", row[f"{origin}_usd_bbl"], USD_BBL]
    for date, names in document["dates"].items():
        for name in names:
            yield ["", "date", "", name, "", date, ""]
    for sentence in document["verdict"]:
        yield ["", "verdict", "", "", "", sentence, ""]


@click.command("claims", short_help="List the article's statements, with a verdict on each.")
@click.argument("name", metavar="[CLAIM]", required=False, shell_complete=_claims)
@answering
def show_claims(name: str | None, as_json: bool, csv_file: str | None) -> None:
    """List each checkable statement of the article with figure, range, verdict and reason.

    CLAIM is the short name of one statement, such as debt. With it, the formula, the rules, the
    figures and the inputs of that statement are printed.

    \b
    Example:
      oilecon claims debt
    """
    claims = article.claims(*([] if name is None else [name]))
    if name is None:
        answer = of_frame(claims.to_frame())
        every = [claim.to_dict() for claim in claims]
        text = f"{claims}\n\n{textwrap.fill(f'How a verdict follows: {article.RULE}', 88)}"
        put(answer._replace(document=every, show=_written(text)), as_json, csv_file)
        return
    claim = claims[name]
    document = claim.to_dict()
    header = ("what", *document["figures"][0])
    rows = [
        [part.removesuffix("s"), *row.values()]
        for part in ("figures", "inputs")
        for row in document[part]
    ]
    put(Answer(document, header, rows, _written(claim.explain())), as_json, csv_file)


@click.command("history", short_help="Tabulate the loss by going to Asia in other years.")
@answering
def show_history(as_json: bool, csv_file: str | None) -> None:
    """Tabulate the loss by year and sanctions regime.

    Each price and the freight are marked as measured, as a stand-in or as assumed.

    \b
    Example:
      oilecon history --csv - | cut -d, -f1-7
    """
    history = article.history()
    put(of_frame(history.to_frame())._replace(show=_written(str(history))), as_json, csv_file)


def _written(text: str) -> Callable[[Console], None]:
    """Return a function that prints a text unwrapped, since rich would wrap it a second time."""

    def show(console: Console) -> None:
        console.file.write(plain(text, lines=True) + "\n")

    return show
