"""Shipped scenarios as plain trees, and the days that they cover."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from oilecon import dates
from oilecon import reference as tables
from oilecon.errors import InputError, OilEconError, PathError, quote
from oilecon.frozen import thawed
from oilecon.groups import path_of, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oilecon.groups import Group
    from oilecon.reference.packs import Pack


__all__ = ["covering", "covers", "day", "fault", "refuse_other_date", "tree"]


@lru_cache(maxsize=4096)
def covering(reference: str, path: str) -> tables.Row | None:
    """Return the first row of a shipped scenario that covers a path."""
    return next((row for row in tables.rows(reference) if row.covers(path)), None)


def tree(
    pack: Pack, name: str, kind: type[Group], rows: Iterable[tables.Row] | None = None
) -> dict[str, Any]:
    """Return a scenario of a case pack as a plain tree: its names, choices and sourced values.

    Parameters
    ----------
    pack : Pack
        The pack.
    name : str
        Name of the scenario.
    kind : type of Group
        Class of the tree, which resolves paths.
    rows : iterable of Row, optional
        The rows to put into it; all of the scenario's if left out.

    Raises
    ------
    UnknownName
        If the pack has no scenario of that name.
    PathError
        If the tree has no place for a row, which is named by file and line.
    InputError
        If the tree has a group of an unknown kind in a row's way.
    """
    plan = pack.plan(name)
    plain: dict[str, Any] = thawed(plan["tree"])
    for row in pack.rows(name) if rows is None else rows:
        try:
            put(kind, plain, row.path.split("."), row)
        except (InputError, PathError) as error:
            place = pack.place_of(row)
            raise type(error)(f"{place}: path: {error}", [(place, f"path: {error}")]) from error
    _keep(pack, name, plan["given"], plain)
    reference = name if pack.shipped else plan.get("base", "")
    return plain | {"title": plan["title"], "reference": reference}


def _keep(pack: Pack, name: str, given: Mapping[str, Any], plain: dict[str, Any]) -> None:
    """Keep what a scenario's own tree gives, over the rows of the shipped one below it.

    Raises
    ------
    InputError
        If the tree gives a number and a row of the pack does too.
    """
    for key, value in given.items():
        placed = plain[key]
        if isinstance(placed, tables.Row):
            if placed.evidence.row in pack.row_places:
                place = pack.place_of(placed)
                text = (
                    f"path: the tree of [{name}] gives {placed.path} too; leave it out there, or "
                    f"write a row of scenario {name!r} for it"
                )
                raise InputError(f"{place}: {text}", [(place, text)])
            plain[key] = thawed(value)
        elif isinstance(value, dict) and isinstance(placed, dict):
            _keep(pack, name, value, placed)


def fault(pack: Pack, name: str, kind: type[Group], error: OilEconError) -> OilEconError:
    """Return the error of a tree that cannot be built, with the files and lines that it is from."""
    rows = pack.rows(name)
    places = {
        f"{path} stands in {pack.place_of(row)}"
        for path in (path_of(kind, field.split(".")) for field, _ in error.problems)
        for row in rows
        if row.covers(path)
    }
    text = f"{pack.place(name)}: {'; '.join([str(error), *sorted(places)])}"
    return type(error)(text, error.problems)


def day(on: object) -> str:
    """Return a day as ISO text."""
    return dates.day(on, "on", example="'2024-01-15'").isoformat()


def covers(plan: Mapping[str, Any], day: str) -> bool:
    """Return whether a shipped scenario covers a day."""
    first, last = plan.get("covers", ("", ""))
    return bool(first <= day <= last)


def refuse_other_date(name: str, day: str) -> None:
    """Raise an error if a scenario does not cover a day."""
    plans = tables.scenario_plans()
    if covers(plans[name], day):
        return
    span = plans[name].get("covers")
    spans = f"covers {span[0]} to {span[1]}" if span else "is of no one date"
    others = [quote(other) for other, plan in plans.items() if covers(plan, day)]
    hint = f"; {' and '.join(others)} covers it" if others else "; no shipped scenario covers it"
    msg = f"{name!r} {spans}, and was asked for {day}{hint}"
    raise InputError(msg)
