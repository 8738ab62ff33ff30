"""``oilecon refine``, ``parity`` and ``discount``: the refiner's side of a crude."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from oilecon.analysis import discount_split
from oilecon.analysis.discounts import POINTS
from oilecon.cli.shared import (
    answering,
    change_parts,
    changing,
    check_one_case,
    load_scenario,
    of_frame,
    put,
)
from oilecon.errors import InputError, OilEconError
from oilecon.inputs import Assay, ProductPrices, Refinery
from oilecon.inputs.refinery import CONFIGURATIONS
from oilecon.present.plain import plain
from oilecon.refining import parity, refine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from rich.console import Console

    from oilecon.groups import Group

__all__ = ["find_parity", "refine_crude", "split_discount"]

_USUAL = "US Gulf coking"
_ARGUMENT = re.compile(r"\b(observed|at|reference)=")  # in a message of `discount_split`


def _names(kind: Any) -> Callable[..., list[str]]:
    """Return the completion of the names of what is shipped of a class."""

    def complete(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
        del context, parameter
        index = kind.catalogue().index
        names = dict.fromkeys(str(index.get_level_values(0)[at]) for at in range(len(index)))
        return [name for name in names if name.casefold().startswith(begun.casefold())]

    return complete


def _priced(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a refinery's place and month."""
    command = click.option(
        "--on", metavar="MONTH", default="2025-11", show_default=True, help="Month of the prices."
    )(command)
    return click.option(
        "--prices",
        "place",
        metavar="PLACE",
        help="Shipped prices of products; those of the refinery's place if left out.",
        shell_complete=_names(ProductPrices),
    )(command)


def _prices(place: str | None, on: str, refinery: Refinery) -> ProductPrices:
    """Return the shipped prices of a place, or of the refinery's own."""
    own = refinery.place
    if place is None and own not in ProductPrices.catalogue().index.get_level_values(0):
        msg = f"--prices: no product prices of {own} are shipped; write --prices 'NW Europe'"
        raise InputError(msg)
    return ProductPrices.shipped(place or own, on=on)


def _assay(text: str) -> Assay:
    """Return a shipped assay by its grade and sample, or one of a file."""
    if Path(text).suffix.casefold() in {".csv", ".xlsx"}:
        return Assay.from_table(text)
    grade, _, sample = (part.strip() for part in text.partition(":"))
    return Assay.shipped(grade, sample=sample or None)


def _show(
    title: str, *tables: tuple[str, pd.DataFrame], notes: Sequence[str] = ()
) -> Callable[[Console], None]:
    """Return what prints tables below one another, each under its heading, and notes."""

    def show(console: Console) -> None:
        whole = not console.is_terminal
        console.print(f"{plain(title)}\n", style="bold", soft_wrap=whole)
        for k, (heading, table) in enumerate(tables):
            if heading:
                lead = "\n" if k else ""
                console.print(f"{lead}{plain(heading)}\n", soft_wrap=whole)
            of_frame(table).show(console)
        for k, note in enumerate(notes):
            console.print(f"{'' if k else chr(10)}{plain(note)}", soft_wrap=whole)

    return show


@click.command("refine", short_help="Value a crude at the refinery gate.")
@click.argument("crude", metavar="CRUDE", shell_complete=_names(Assay))
@click.option(
    "--refinery",
    metavar="NAME",
    help="Shipped refinery; each of the place's configurations if left out.",
    shell_complete=_names(Refinery),
)
@_priced
@click.option("--price", metavar="VALUE", help="Delivered price, such as '57 USD/bbl'.")
@changing
@answering
def refine_crude(
    crude: str,
    refinery: str | None,
    place: str | None,
    on: str,
    price: str | None,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
) -> None:
    """Value a barrel of crude at the refinery gate: products, worth, running cost.

    CRUDE is a shipped assay, with a sample after a colon as in Mars:MARS202503, or a table of your
    own, .csv or .xlsx. --set changes assay., refinery. and prices., as prices.diesel.price.

    \b
    Example:
      oilecon refine 'Merey 16' --refinery 'US Gulf coking' --price '57 USD/bbl'
    """
    assay = _assay(crude)
    plant = Refinery.shipped(refinery or _USUAL)
    prices = _prices(place, on, plant)
    if refinery is None:
        _put_plants(assay, prices, sets, as_json=as_json, csv_file=csv_file)
        return
    parts: dict[str, Group] = {
        "assay": assay,
        "refinery": plant,
        "prices": prices,
    }
    changed = change_parts(parts, sets)
    result = refine(changed["assay"], changed["refinery"], changed["prices"], price=price)
    waterfall = result.waterfall()
    tables = [("", waterfall), ("Products", result.yields)]
    if changed["refinery"].coker is not None:
        tables.append(("By the model of the coker's yields", result.bracket))
    answer = of_frame(waterfall)
    document = {
        "waterfall": answer.document,
        **{name: of_frame(table).document for name, table in tables[1:]},
    }
    title = f"{assay.name} in {refinery}, prices of {prices.place} in {prices.as_of}"
    put(answer._replace(document=document, show=_show(title, *tables)), as_json, csv_file)


def _put_plants(
    assay: Assay,
    prices: ProductPrices,
    sets: tuple[str, ...],
    *,
    as_json: bool,
    csv_file: str | None,
) -> None:
    """Write what a crude is worth in every shipped refinery that the prices are enough for."""
    import pandas as pd

    rows: dict[str, dict[str, float]] = {}
    refused: dict[str, str] = {}
    for name in Refinery.catalogue().index:
        parts: dict[str, Group] = {
            "assay": assay,
            "refinery": Refinery.shipped(str(name)),
            "prices": prices,
        }
        changed = change_parts(parts, sets)
        configuration = changed["refinery"].configuration
        try:
            result = refine(changed["assay"], changed["refinery"], changed["prices"])
        except InputError as error:  # such as a product of this plant without a price there
            refused.setdefault(configuration, str(error))
            continue
        rows.setdefault(
            configuration,
            {
                "gross product worth [USD/bbl]": float(result.gross.magnitude),
                "running cost [USD/bbl]": float(result.cost.magnitude),
                "value at the refinery gate [USD/bbl]": float(result.value.magnitude),
            },
        )
    if not rows:
        refine(assay, Refinery.shipped("US Gulf hydroskimming"), prices)  # raises what is missing
    ordered = {name: rows[name] for name in CONFIGURATIONS if name in rows}
    frame = pd.DataFrame.from_dict(ordered, orient="index").rename_axis("configuration")
    title = f"{assay.name}, prices of {prices.place} in {prices.as_of}"
    notes = [f"{name} is left out: {why}" for name, why in refused.items() if name not in rows]
    show = _show(title, ("", frame), notes=notes)
    put(of_frame(frame)._replace(show=show), as_json, csv_file)


@click.command("parity", short_help="Find the price at which a refiner is indifferent to a marker.")
@click.argument("crude", metavar="CRUDE", shell_complete=_names(Assay))
@click.option(
    "--marker",
    metavar="CRUDE",
    default="Maya",
    show_default=True,
    help="Crude that the refiner can buy.",
    shell_complete=_names(Assay),
)
@click.option(
    "--price", metavar="VALUE", required=True, help="Its delivered price, as '56.39 USD/bbl'."
)
@click.option(
    "--refinery",
    metavar="NAME",
    default=_USUAL,
    show_default=True,
    help="Shipped refinery.",
    shell_complete=_names(Refinery),
)
@_priced
@click.option("--brent", metavar="VALUE", help="Brent, for the differential, as '63.8 USD/bbl'.")
@click.option("--share", metavar="VALUE", help="Its part of the diet, where a unit has a capacity.")
@changing
@answering
def find_parity(
    crude: str,
    marker: str,
    price: str,
    refinery: str,
    place: str | None,
    on: str,
    brent: str | None,
    share: str | None,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
) -> None:
    """Find the delivered price at which a refiner is indifferent to a marker crude.

    CRUDE is a shipped assay, with a sample after a colon as in Mars:MARS202503, or a table of your
    own, .csv or .xlsx. --set changes crude., marker., refinery. and prices., as
    refinery.coker.coke_ratio.

    \b
    Example:
      oilecon parity 'Merey 16' --price '56.39 USD/bbl' --brent '63.8 USD/bbl'
    """
    plant = Refinery.shipped(refinery)
    parts: dict[str, Group] = {
        "crude": _assay(crude),
        "marker": _assay(marker),
        "refinery": plant,
        "prices": _prices(place, on, plant),
    }
    changed = change_parts(parts, sets)
    crudes = changed["crude"], changed["marker"]
    plant, there = changed["refinery"], changed["prices"]
    result = parity(*crudes, plant, there, price, brent=brent, share=share)
    steps = result.table()
    tables = [("", steps)]
    if not result.bracket.empty:
        width = f"{result.width.magnitude:.2f} USD/bbl wide"
        tables.append((f"By the model of the coker's yields, {width}", result.bracket))
    answer = of_frame(steps)
    document = {
        "delivered": float(result.delivered.magnitude),
        "on_worth": float(result.on_worth.magnitude),
        "differential": None if brent is None else float(result.differential.magnitude),
        "width": float(result.width.magnitude),
        "steps": answer.document,
        "bracket": of_frame(result.bracket).document,
    }
    title = f"{changed['crude'].name} at parity with {changed['marker'].name} in {refinery}"
    if brent is not None:
        title += f": Brent {result.differential.magnitude:+.2f} USD/bbl, delivered"
    put(answer._replace(document=document, show=_show(title, *tables)), as_json, csv_file)


@click.command("discount", short_help="Split a differential into quality, freight and sanctions.")
@click.option(
    "--scenario",
    "name",
    metavar="FILE",
    default="article-parity",
    show_default=True,
    help="Scenario with a route that is priced by parity.",
)
@click.option(
    "--route", metavar="NAME", default="asia", show_default=True, help="Whose sale it is."
)
@click.option("--reference", metavar="NAME", help="Route priced by parity; the only one.")
@click.option("--observed", metavar="VALUE", help="Differential to Brent, as '-16.29 USD/bbl'.")
@click.option(
    "--at",
    type=click.Choice(list(POINTS), case_sensitive=False),
    help="Point at which it is measured.",
)
@changing
@answering
def split_discount(
    name: str,
    route: str,
    reference: str | None,
    observed: str | None,
    at: str | None,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
) -> None:
    """Split a differential to Brent into quality, freight position, and sanctions with terms.

    Quality is parity at the refinery of the reference route, freight position the carriage between
    it and the point of measurement. A price FOB, one delivered and what reached the producer answer
    different questions, and are not compared with one another.

    \b
    Example:
      oilecon discount --observed '-16.29 USD/bbl' --at FOB
    """
    case = load_scenario(name, sets)
    check_one_case(case)
    try:
        result = discount_split(case, route, reference=reference, observed=observed, at=at)
    except OilEconError as error:
        text = _ARGUMENT.sub(r"--\1 ", str(error).replace("bbl', at=", "bbl' at="))
        raise type(error)(text.removeprefix("discount_split: ")) from error
    table = result.table()
    answer = of_frame(table)
    document = {"point": result.point, "reference": result.reference, "parts": answer.document}
    point, by = POINTS[result.point], result.reference
    show = _show(f"Differential to Brent, {point}; quality by parity on {by}", ("", table))
    put(answer._replace(document=document, show=show), as_json, csv_file)
