"""Loading a case pack of 500 rows, against twenty plain loads of as much TOML.

The pack is read whole: rows with their evidence, sources, and a scenario of 27 routes made of
them. The other side only parses the same rows, written as a file of TOML.
"""

from __future__ import annotations

import csv
import io
import tomllib
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import openpyxl

import oilecon as oe
from benchmarks.racing import Goal, Row, clocked, race

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["case", "rows"]

LOADS = 20
ROUTES = 27
GOAL = Goal(3.0)
PAIRS = 7

COLUMNS = ("name", "path", "value", "low", "high", "unit", "kind", "as_of", "source", "note")

Cells = list[tuple[str, ...]]


def case() -> tuple[Cells, str]:
    """Return the rows of a case of some 500, and its scenario in TOML: the article's many times."""
    article = oe.scenario("article")
    table: Cells = [COLUMNS]
    tree = ["[large.tree.supply.diluent]"]
    for at in range(ROUTES):
        route = f"r{at}"
        tree += [f"[large.tree.routes.{route}]", 'sale = { terms = "DAP" }', "risk = {}"]
        tree += [f"[large.tree.routes.{route}.legs.sea]", 'vessel = "vlcc"']
        tree += ['charter = { kind = "TimeCharterEquivalent" }', 'discharge_fuel = "mgo"']
    for path, field, raw in article.leaves():
        head, _, rest = path.partition(".")
        if raw is None or ".vessel." in path or head == "gulf":
            continue
        paths = [f"r{at}.{rest}" for at in range(ROUTES)] if head == "asia" else [path]
        unit = "1" if field.unit == "fraction" else field.unit
        value = repr(raw)
        evidence = (unit, "estimate", "2025-11", "desk", "As the desk sees it in November 2025.")
        table += [(each, each, value, value, value, *evidence) for each in paths]
    return table, "\n".join(["[large]", 'title = "Large"', *tree, ""])


def in_toml(table: Cells) -> str:
    """Return the rows as TOML."""
    lines = []
    for row in table[1:]:
        lines.append(f'[rows."{row[0]}"]')
        lines += [f'{name} = "{cell}"' for name, cell in zip(COLUMNS[1:], row[1:], strict=True)]
    return "\n".join([*lines, "[sources.desk]", 'title = "Our desk"', ""])


def rows() -> Iterator[Row]:
    """Yield a race for each form of a pack."""
    table, scenario = case()
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    toml = in_toml(table)

    def load_plainly() -> None:
        for _ in range(LOADS):
            tomllib.loads(toml)

    with TemporaryDirectory() as home:
        folder, one, book = Path(home, "folder"), Path(home, "one.toml"), Path(home, "book")
        for place in (folder, book):
            place.mkdir()
            (place / "scenarios.toml").write_text(scenario, encoding="utf-8")
            (place / "sources.toml").write_text('[desk]\ntitle = "Our desk"\n', encoding="utf-8")
        (folder / "rows.csv").write_text(text.getvalue(), encoding="utf-8")
        whole = "pack = 1\n" + toml + scenario.replace("[large", "[scenarios.large")
        one.write_text(whole, encoding="utf-8")
        workbook = openpyxl.Workbook()
        for row in table:
            workbook.active.append(row)
        workbook.save(book / "rows.xlsx")
        for form, path in (("folder", folder), ("file of TOML", one), ("workbook", book)):
            load = partial(oe.Scenario.load, path)
            timed = race(clocked(load), clocked(load_plainly), PAIRS)
            name = f"{form} of {len(table) - 1} rows, against {LOADS} plain loads"
            yield timed.row(name, GOAL, of_medians=True)
