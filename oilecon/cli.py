"""The command line: ``oilecon article``."""

from __future__ import annotations

import csv
import json
import math
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oilecon import __version__, article
from oilecon.errors import InputError, OilEconError, UndefinedWarning
from oilecon.results import BASES, USD_BBL
from oilecon.scenarios import scenario, vessel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.results import Comparison

__all__ = ["main"]


_UNITS = {
    "diluent_share": "1",
    "shrinkage": "1",
    "shrunk_api": "degAPI",
    "barrels_per_tonne": "bbl/t",
}


def _changes(pairs: tuple[str, ...]) -> dict[str, Any]:
    """Return path and value of each ``--set PATH=VALUE``."""
    changes: dict[str, Any] = {}
    for pair in pairs:
        path, equals, value = pair.partition("=")
        path, value = path.strip(), value.strip()
        if not equals or not path or not value:
            msg = f"--set {pair!r}: wanted PATH=VALUE; write --set market.brent='75 USD/bbl'"
            raise InputError(msg)
        if path in changes:
            msg = f"--set {path}: given twice"
            raise InputError(msg)
        changes[path] = _value(path, value)
    return changes


def _value(path: str, text: str) -> Any:
    """Return what a text stands for: a shipped vessel by its name, None, or itself."""
    if path.endswith(".vessel"):
        return vessel(text)
    return None if text.lower() == "none" else text


def _document(found: Mapping[str, Comparison]) -> dict[str, Any]:
    """Return all that the tables show as plain data."""
    plans = scenario()["summary"]
    document: dict[str, Any] = {"unit": USD_BBL, "stated_percent": article.STATED, "readings": {}}
    for reading, comparison in found.items():
        frame = comparison.to_frame()
        routes = (comparison.reference, comparison.alternative)
        document["readings"][reading] = {
            "scenario": comparison.scenario.reference,
            "summary": plans[comparison.scenario.reference],
            "routes": {
                route: [
                    {
                        "line": line,
                        "kind": row["kind"],
                        "recipient": row["recipient"],
                        "amount": row[f"{route} [{USD_BBL}]"],
                    }
                    for line, row in frame.iterrows()
                ]
                for route in routes
            },
            "loss_percent": {
                basis: None if math.isnan(loss) else loss
                for basis, loss in comparison.losses().items()
            },
            "supply": {name: comparison[f"supply.{name}"].magnitude for name in _UNITS},
            "yours": {path: str(value) for path, value in comparison.yours().items()},
        }
    document["dates"] = article.dates(found)
    document["verdict"] = article.verdict(found)
    return document


def _write_csv(found: Mapping[str, Comparison], target: str) -> None:
    """Write one row a figure: reading, kind, route, name, recipient, value, unit."""
    with Path(target).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["reading", "kind", "route", "name", "recipient", "value", "unit"])
        for reading, content in _document(found)["readings"].items():
            for route, lines in content["routes"].items():
                for line in lines:
                    writer.writerow(
                        [
                            reading,
                            line["kind"],
                            route,
                            line["line"],
                            line["recipient"],
                            repr(line["amount"]),
                            USD_BBL,
                        ]
                    )
            for name, figure in content["supply"].items():
                writer.writerow([reading, "supply", "", name, "", repr(figure), _UNITS[name]])
            writer.writerow([reading, "reading", "", "", "", content["summary"], ""])
            for basis in BASES:
                loss = content["loss_percent"][basis]
                shown = "" if loss is None else repr(loss)
                writer.writerow([reading, "loss", "", basis, "", shown, "%"])
        for date, names in article.dates(found).items():
            for name in names:
                writer.writerow(["", "date", "", name, "", date, ""])
        for sentence in article.verdict(found):
            writer.writerow(["", "verdict", "", "", "", sentence, ""])


def _command() -> Any:
    import click

    @click.group(context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(__version__, prog_name="oilecon")
    def group() -> None:
        """What a barrel of heavy crude is worth to its producer, route by route."""

    @group.command("article", short_help="The article's 15 percent, from sourced inputs.")
    @click.option(
        "--set",
        "sets",
        multiple=True,
        metavar="PATH=VALUE",
        help="Another value for an input; may be repeated.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
    @click.option("--csv", "csv_file", metavar="FILE", help="Write CSV to FILE instead of tables.")
    def show_article(sets: tuple[str, ...], as_json: bool, csv_file: str | None) -> None:  # noqa: FBT001  click's way
        """The Gulf Coast against Asia: waterfalls, losses, and the article's 15 percent.

        \b
        Example:
          oilecon article --set market.brent='75 USD/bbl' --set '*.sea.weather=8 %'
        """
        changes = _changes(sets)
        # What is not defined is said in words, or null.
        warnings.simplefilter("ignore", UndefinedWarning)
        found = article.comparisons(changes)
        for reading, paths in article.not_used(changes).items():
            click.echo(f"not used in {reading}: {', '.join(paths)}", err=True)
        if csv_file is not None:
            _write_csv(found, csv_file)
            click.echo(f"wrote {csv_file}", err=True)
        if as_json:
            click.echo(json.dumps(_document(found), indent=2, ensure_ascii=False, allow_nan=False))
        if csv_file is None and not as_json:
            from rich.console import Console

            from oilecon.present.console import print_article

            print_article(found, Console())

    return group


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; an error is one message on standard error and exit code 2."""
    try:
        command = _command()
    except ImportError as error:
        print(
            f"oilecon: the command line needs {error.name}; run pip install 'oilecon[cli]'",
            file=sys.stderr,
        )
        sys.exit(2)
    try:
        command.main(args=arguments, prog_name="oilecon")
    except (OilEconError, OSError) as error:
        print(f"oilecon: {error}", file=sys.stderr)
        sys.exit(2)
