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
        click.echo(plain(f"not used in {reading}: {', '.join(paths)}"), err=True)

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
    bases = _freight(found)
    beside = next(row for row in bases if row["ship"] == "Aframax")  # of spot, or of the user
    exact = article.hire_at_stated(found[article.FREIGHT["spot"]])
    return {
        "unit": USD_BBL,
        "stated_percent": article.STATED,
        "readings": readings,
        "freight": bases,
        "vlcc_hire_at_stated": {
            "value": _finite(exact),
            "unit": "USD/day",
            "aframax_hire_usd_day": beside["hire_usd_day"],
            "aframax_kind": beside["kind"],
        },
        "receipts": _records(article.receipts().to_frame()),
        "dates": article.dates(found),
        "verdict": article.verdict(found),
    }


def _freight(found: Mapping[str, Comparison]) -> list[dict[str, Any]]:
    """Return what both ships are paid on each basis of freight."""
    return _records(bases_of(found))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows as plain data; what is not known is null."""
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
        losses = {"": content["loss_percent"]}
        for row in rows_of({**content, "loss_percent": losses}):
            yield [reading, *row]
        yield [reading, "reading", "", "", "", content["summary"], ""]
    for row in document["freight"]:
        name = f"{row['basis']}: {row['ship']} hire, {row['kind']}"
        if row["fixed"]:
            name += f", fixed {row['fixed']}, loaded {row['loaded']}"
        yield ["", "freight", "", name, "", row["hire_usd_day"], "USD/day"]
    exact = document["vlcc_hire_at_stated"]
    yield [
        "",
        "freight",
        "",
        f"VLCC hire at what is stated, the Aframax at {exact['aframax_hire_usd_day']:.0f} USD/day",
        "",
        "" if exact["value"] is None else exact["value"],
        exact["unit"],
    ]
    for row in document["receipts"]:
        for whose in ("published", "library"):
            name = f"{row['role']}: {row['receipt']}, {row['as_of']}, {whose}"
            yield ["", "receipt", "", name, "", row[f"{whose}_usd_bbl"], USD_BBL]
    for date, names in document["dates"].items():
        for name in names:
            yield ["", "date", "", name, "", date, ""]
    for sentence in document["verdict"]:
        yield ["", "verdict", "", "", "", sentence, ""]


@click.command("claims", short_help="What the article states, one by one, with a verdict each.")
@click.argument("name", metavar="[CLAIM]", required=False, shell_complete=_claims)
@answering
def show_claims(name: str | None, as_json: bool, csv_file: str | None) -> None:
    """Every checkable statement of the article: figure, range, verdict and why.

    CLAIM is the short name of one, such as debt; then formula, rules, figures and inputs follow.

    \b
    Example:
      oilecon claims debt
    """
    found = article.claims(*([] if name is None else [name]))
    if name is None:
        answer = of_frame(found.to_frame())
        every = [one.to_dict() for one in found]
        text = f"{found}\n\n{textwrap.fill(f'How a verdict follows: {article.RULE}', 88)}"
        put(answer._replace(document=every, show=_written(text)), as_json, csv_file)
        return
    one = found[name]
    document = one.to_dict()
    header = ("what", *document["figures"][0])
    rows = [
        [what.removesuffix("s"), *row.values()]
        for what in ("figures", "inputs")
        for row in document[what]
    ]
    put(Answer(document, header, rows, _written(one.explain())), as_json, csv_file)


@click.command("history", short_help="What the route to Asia lost in other years.")
@answering
def show_history(as_json: bool, csv_file: str | None) -> None:
    """The loss by year and regime, and what of it is measured, stands in or is assumed.

    \b
    Example:
      oilecon history --csv - | cut -d, -f1-7
    """
    found = article.history()
    put(of_frame(found.to_frame())._replace(show=_written(str(found))), as_json, csv_file)


def _written(text: str) -> Callable[[Console], None]:
    """Return what prints a text as it is: rich would wrap it once more."""

    def show(console: Console) -> None:
        console.file.write(plain(text, lines=True) + "\n")

    return show
