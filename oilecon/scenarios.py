"""The tree of groups that a question is asked of, the shipped ones, and files of them."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
import math
import operator
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import numpy as np

from oilecon import reference as tables
from oilecon.errors import (
    InputError,
    OilEconError,
    PathError,
    UnitError,
    UnknownName,
    as_step,
    did_you_mean,
    figure,
    quote,
)
from oilecon.fields import Number, Text
from oilecon.groups import Group, Members, Subgroup
from oilecon.inputs import Debt, Market, Route, Supply, Vessel
from oilecon.units import FRACTION, PURE, Raw

if TYPE_CHECKING:
    import os

    import pandas as pd

__all__ = ["Scenario", "scenario", "vessel", "vessel_figures"]

_FORMAT = 1  # of scenario files
_PART = 1 << 16  # bytes
_LARGEST_FILE = 50_000_000  # bytes; a scenario of scalars has about four thousand
_SHARES = {FRACTION, PURE}


class Scenario(Group):
    """Everything a comparison rests on: the market, the barrel, and the routes it can take.

    Any number has one dotted path, such as ``market.brent`` or ``asia.sea.charter.hire``; `vary`
    returns a new scenario with other values there, single ones or arrays.
    """

    market: Subgroup = Subgroup(Market, doc="what all routes share")
    supply: Subgroup = Subgroup(Supply, doc="the barrel before it is shipped")
    routes: Members = Members(Route, "the ways to sell it", least=1)
    debt: Subgroup = Subgroup(
        Debt, doc="what oil repays: the two parts that `repay` takes", default=None
    )
    title: Text = Text("one line on what the scenario is", default="")
    reference: Text = Text("the shipped scenario whose sourced rows this one rests on", default="")

    _reserved = frozenset({"loss", "difference"})

    def check(self) -> None:
        """Refuse an unknown reference, and arrays that do not broadcast together."""
        if self._raw["reference"]:
            try:
                tables.scenario_plan(self._raw["reference"])
            except UnknownName as error:
                msg = f"Scenario.reference: {error}"
                raise UnknownName(msg) from error
        for name, route in self._raw["routes"].items():
            if route.sale.terms == "DDP":
                self._refuse_observed(f"{name}.sale", route.sale.values["differential"])
        arrays = [(path, raw) for path, _, raw in self.leaves() if isinstance(raw, np.ndarray)]
        try:
            shape = np.broadcast_shapes(*(array.shape for _, array in arrays))
        except ValueError as error:
            listed = ", ".join(f"{path} {array.shape}" for path, array in arrays)
            msg = (
                f"Scenario: expected arrays that broadcast together, got {listed}; "
                "give each its own dimension, as with array[:, None]"
            )
            raise InputError(msg) from error
        self._cache["shape"] = shape

    def _refuse_observed(self, sale: str, differential: Raw) -> None:
        """Refuse import charges on top of a shipped quotation, which was observed without them."""
        row = self.row(f"{sale}.differential")
        if row is not None and np.any(np.equal(differential, row.value)):
            msg = (
                f"Scenario.{sale}.differential: {figure(row.value)} USD/bbl is an observed "
                f"quotation of {row.as_of} for oil whose import charges the buyer pays, and "
                "already reflects them; under DDP write your own price with duty paid"
            )
            raise InputError(msg)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape that all arrays of the scenario broadcast to; () when there is none."""
        return self._cache["shape"]  # type: ignore[no-any-return]

    def at(self, *index: int) -> Self:
        """Return the scenario of one element of the arrays.

        Parameters
        ----------
        *index : int
            One for each dimension of `shape`.

        Raises
        ------
        PathError
            If the index does not fit `shape`.
        """
        try:
            where = tuple(map(operator.index, index))
            if len(where) != len(self.shape):
                raise IndexError(where)  # noqa: TRY301  the same to the caller as one beyond
            changes = {
                path: field.show(float(np.broadcast_to(raw, self.shape)[where]))
                for path, field, raw in self.leaves()
                if isinstance(raw, np.ndarray)
            }
        except (IndexError, TypeError) as error:
            msg = (
                f"no element {index} in a scenario of shape {self.shape}; "
                "write one index for each dimension"
            )
            raise PathError(msg) from error
        return self.vary(changes)

    def row(self, path: str) -> tables.Row | None:
        """Return the sourced row behind a path, if the scenario rests on one.

        Raises
        ------
        PathError
            If there is no such path.
        """
        known: dict[str, tables.Row | None] = self._cache.setdefault("rows", {})
        if path not in known:
            known[path] = self._row(path)
        return known[path]

    def _row(self, path: str) -> tables.Row | None:
        *above, field = self._steps(path)
        group = self.get(".".join(above)) if above else self
        if isinstance(group, Vessel) and getattr(group, field) is not None:
            for row in _ship_rows().get(group.name, ()):
                if row.path == f"{group.name}:{field}":
                    return row
        return _covering(self._raw["reference"], path) if self._raw["reference"] else None

    def overrides(self) -> dict[str, Any]:
        """Return the inputs that are the user's: whatever differs from the sourced rows.

        Returns
        -------
        dict of str to Quantity, str or None
            By path: numbers that differ from their row; choices and names, such as the terms of a
            sale or the ship, that differ from the shipped scenario's; and None for what it has and
            this one leaves out. A neutral zero or one that no row speaks of is not listed.
        """
        numbers = {
            path: field.show(raw)
            for path, field, raw in self.leaves()
            if raw is not None and self._origin(path, field, raw)[0] == "you"
        }
        if not self._raw["reference"]:
            return numbers
        shipped = _shipped(self._raw["reference"])
        wanted, here = dict(shipped.choices()), dict(self.choices())
        chosen = {path: name for path, name in here.items() if wanted.get(path) != name}
        given = {path for path, _, raw in self.leaves() if raw is not None}
        gone = [path for path, _, raw in shipped.leaves() if raw is not None and path not in given]
        return numbers | chosen | dict.fromkeys(gone)

    def _origin(self, path: str, field: Number, raw: Raw) -> tuple[str, tables.Row | None]:
        row = self.row(path)
        if row is not None:
            return ("row" if isinstance(raw, float) and raw == row.value else "you"), row
        return ("neutral" if isinstance(raw, float) and raw == field.default else "you"), None

    def __repr__(self) -> str:
        """Return code that rebuilds the scenario, as what differs from a shipped one if it can."""
        if not self._raw["reference"]:
            return super().__repr__()
        shipped = _shipped(self._raw["reference"])
        base = f"scenario({self._raw['reference']!r})"
        if self == shipped:
            return base
        before = {path: raw for path, _, raw in shipped.leaves()}
        changes: dict[str, tuple[Any, str]] = {
            path: (field.show(raw), field.code(raw))
            for path, field, raw in self.leaves()
            if path in before and not _alike(raw, before[path])
        }
        names = dict(shipped.choices())
        changes |= {
            path: (name, repr(name))
            for path, name in self.choices()
            if path in names and name != names[path]
        }
        try:
            again = shipped.vary({path: value for path, (value, _) in changes.items()})
        except OilEconError:
            return super().__repr__()
        if again != self:  # it has other routes, or says something else about itself
            return super().__repr__()
        listed = ", ".join(f"{path!r}: {code}" for path, (_, code) in changes.items())
        return f"{base}.vary({{{listed}}})"

    def inputs(self) -> pd.DataFrame:
        """Return every number of the scenario with its range, date and source.

        Returns
        -------
        pandas.DataFrame
            By path: value, unit, low, high, kind, as_of, source, pattern (the path or pattern of
            the row, which other paths may share) and note. The source of a number that differs
            from its row is ``you``; a neutral zero or one has kind ``neutral`` and no source. An
            array shows its least and greatest value and its shape, as text.
        """
        import pandas as pd

        records = {}
        for path, field, raw in self.leaves():
            if raw is None:
                continue
            origin, row = self._origin(path, field, raw)
            record: dict[str, Any] = {"value": _shown(raw), "unit": _unit_shown(field.unit)}
            record |= {"low": math.nan, "high": math.nan, "kind": origin, "as_of": ""}
            record |= {"source": "", "pattern": "", "note": field.doc}
            if row is not None:
                record |= {"low": row.low, "high": row.high, "pattern": row.path}
            if origin == "row" and row is not None:
                record |= {"kind": row.kind, "as_of": row.as_of}
                record |= {"source": " ".join(row.source), "note": row.note}
            if origin == "you":
                record["source"] = "you"
                if row is not None:
                    record["note"] = f"{field.doc}; the row says {figure(row.value)}"
            records[path] = record
        return pd.DataFrame.from_dict(records, orient="index").rename_axis("path")

    # -- files ---------------------------------------------------------------------------------

    def to_toml(self) -> str:
        """Return the scenario as TOML text, from which `from_toml` makes an equal one."""
        lines = [f"format = {_FORMAT}"]
        _write_table(self.to_dict(), (), lines)
        return "\n".join(lines) + "\n"

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the scenario to a TOML file and return its path."""
        target = Path(path)
        try:
            target.write_text(self.to_toml(), encoding="utf-8")
        except (OSError, ValueError) as error:  # a ValueError: no file can have that name
            reason = error.strerror if isinstance(error, OSError) else error
            msg = f"{target}: cannot be written: {reason}"
            raise InputError(msg) from error
        return target

    @classmethod
    def from_toml(cls, text: Any, name: str = "scenario") -> Self:
        """Build a scenario from TOML text.

        Parameters
        ----------
        text : str
            As `to_toml` writes it. A vessel may also be the name of a shipped one.
        name : str
            What messages call the text, such as the file's name.

        Raises
        ------
        InputError, UnitError
            Naming the line that is no TOML, or the key that is wrong or missing.
        UnknownName
            If a named vessel or reference is not shipped.
        """
        if not isinstance(text, str):
            msg = f"{name}: expected TOML as text, got {type(text).__name__}"
            raise InputError(msg)
        try:
            data = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            msg = f"{name}: not valid TOML: {reason}"
            raise InputError(msg) from error
        found = data.pop("format", None)
        if found != _FORMAT or type(found) is not int:
            came = "got nothing" if found is None else f"got {quote(found)}"
            msg = f"{name}: format: expected {_FORMAT}, {came}; write format = {_FORMAT} at the top"
            raise InputError(msg)
        try:
            _name_vessels(data)
            return cls.from_dict(data)
        except (InputError, UnitError, UnknownName) as error:
            raise type(error)(f"{name}: {error}", error.problems) from error

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read a scenario from a TOML file.

        Raises
        ------
        InputError, UnitError, UnknownName
            As `from_toml`, with the file's name, and if it cannot be read or is too large.
        """
        source = Path(path)
        try:
            with source.open("rb") as file:  # it may be a device, which need not end
                content = _read(file)
            # Some editors put a mark before UTF-8, and some end lines otherwise.
            text = "" if len(content) > _LARGEST_FILE else _lines(content.decode("utf-8-sig"))
        except (OSError, ValueError) as error:
            undecoded = f"not text in UTF-8: {error}"
            reason = error.strerror if isinstance(error, OSError) else undecoded
            msg = f"{source}: cannot be read: {reason}"
            raise InputError(msg) from error
        if len(content) > _LARGEST_FILE:
            msg = f"{source}: no scenario is larger than {_LARGEST_FILE} bytes"
            raise InputError(msg)
        return cls.from_toml(text, source.name)


def _read(file: BinaryIO) -> bytes:
    """Return a file's content, or more of it than a scenario has."""
    content = bytearray()
    # Asked for all at once, Python sets the memory aside before it has seen how much there is.
    while len(content) <= _LARGEST_FILE and (part := file.read(_PART)):
        content += part
    return bytes(content)


def _lines(text: str) -> str:
    """Return a text with each line ended as here."""
    return io.StringIO(text, newline=None).read()


def _alike(left: Raw | None, right: Raw | None) -> bool:
    """Return whether two numbers that may be absent are the same."""
    if left is None or right is None:
        return left is right
    return np.array_equal(left, right)


def _shown(raw: Raw) -> float | str:
    if isinstance(raw, float):
        return raw
    return f"{figure(raw.min())} to {figure(raw.max())}, shape {raw.shape}"


def _unit_shown(unit: str) -> str:
    return PURE if unit in _SHARES else unit


def _name_vessels(data: Any) -> None:
    """Put the shipped numbers where a file only names a vessel."""
    for route_name, route in _members(data, "routes"):
        for voyage_name, voyage in _members(route, "voyages"):
            if isinstance(voyage.get("vessel"), str):
                try:
                    voyage["vessel"] = _netback_fields(vessel(voyage["vessel"]))
                except UnknownName as error:
                    where = f"routes.{as_step(route_name)}.voyages.{as_step(voyage_name)}.vessel"
                    msg = f"{where}: {error}"
                    raise UnknownName(msg) from error


def _netback_fields(ship: Vessel) -> dict[str, Any]:
    """Return what a netback needs of a ship: what decides where it can go is left out."""
    fields = Vessel._fields
    return {
        name: v for name, v in ship.to_dict().items() if fields[name].required or name == "name"
    }


def _members(data: Mapping[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    members = data.get(name)
    if not isinstance(members, dict):
        return []
    return [(key, member) for key, member in members.items() if isinstance(member, dict)]


def _write_table(data: Mapping[str, Any], place: tuple[str, ...], lines: list[str]) -> None:
    """Append TOML lines; only text, floats and tables occur, and arrays as {value, unit}."""
    plain = {name: v for name, v in data.items() if not _is_table(v)}
    if place and (plain or not data):
        lines += ["", f"[{'.'.join(place)}]"]
    lines += [f"{name} = {_toml(value)}" for name, value in plain.items()]
    for name, value in data.items():
        if _is_table(value):
            _write_table(value, (*place, name), lines)


def _is_table(value: Any) -> bool:
    array = isinstance(value, Mapping) and set(value) == {"value", "unit"}
    return isinstance(value, Mapping) and not (array and isinstance(value["unit"], str))


def _toml(value: Any) -> str:
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for the one control character that JSON leaves bare.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return f"{{ value = {value['value']!r}, unit = {_toml(value['unit'])} }}"
    return repr(value)


@lru_cache(maxsize=4096)
def _covering(reference: str, path: str) -> tables.Row | None:
    """Return the first row of a shipped scenario that covers a path."""
    return next((row for row in tables.rows(reference) if row.covers(path)), None)


# -- the shipped ones --------------------------------------------------------------------------


_SHIP_ALIASES = {"panamax": "lr1", "shadow vlcc": "vlcc old", "lr2": "aframax"}


@cache
def _ship_rows() -> Mapping[str, tuple[tables.Row, ...]]:
    """Return every row of every shipped vessel."""
    ships = {name: list(rows) for name, rows in tables.vessel_rows().items()}
    for name, more in tables.ship_rows().items():
        ships.setdefault(name, []).extend(more)
    return {name: tuple(rows) for name, rows in ships.items()}


def vessel(name: str = "") -> Vessel:
    """Return a shipped vessel.

    Parameters
    ----------
    name : str
        ``'vlcc'``, ``'suezmax'``, ``'aframax'`` (or LR2), ``'lr1'`` (or Panamax), ``'mr'``, or
        ``'vlcc old'``, which stands for the old ships of the shadow fleet. Capitals do not matter.
        Without a name, the refusal lists them.

    Returns
    -------
    Vessel
        Speeds, fuel by state, size and tonnages; ``oilecon.shipping.vessel_figures(name)`` gives
        each figure's range, date and source.

    Raises
    ------
    UnknownName
        If no shipped vessel has that name.

    Examples
    --------
    >>> print(vessel("vlcc").knots_laden)
    13.0 knot
    """
    ships = _ship_rows()
    key = str(name).lower()
    key = _SHIP_ALIASES.get(key, key)
    if key not in ships:
        known = [*ships, *_SHIP_ALIASES]
        if not str(name):
            msg = f"expected the name of a vessel; known: {', '.join(sorted(known))}"
            raise UnknownName(msg)
        msg = f"no shipped vessel {quote(name)}{did_you_mean(str(name), known)}"
        raise UnknownName(msg)
    fields = {
        row.path.partition(":")[2]: row.value if row.unit == PURE else f"{row.value!r} {row.unit}"
        for row in ships[key]
    }
    return Vessel(**fields, name=key)


def vessel_figures(name: str) -> pd.DataFrame:
    """Return a shipped vessel's figures with range, date and source.

    Parameters
    ----------
    name : str
        As for `vessel`.

    Returns
    -------
    pandas.DataFrame
        By field: value, low, high, unit, kind, as_of, source and note.

    Raises
    ------
    UnknownName
        If no shipped vessel has that name.
    """
    import pandas as pd

    columns = ["value", "low", "high", "unit", "kind", "as_of", "source", "note"]
    records = {
        row.path.partition(":")[2]: {
            name: " ".join(row.source) if name == "source" else getattr(row, name)
            for name in columns
        }
        for row in _ship_rows()[vessel(name).name]
    }
    return pd.DataFrame.from_dict(records, orient="index").rename_axis("field")


def _merge(base: dict[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in extra.items():
        if isinstance(value, Mapping):
            base[key] = _merge(base.get(key, {}), value)
        else:
            base[key] = value
    return base


def _tree(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names and choices of a shipped scenario."""
    below = _tree(tables.scenario_plan(plan["like"])) if "like" in plan else {}
    return _merge(below, copy.deepcopy(plan.get("tree", {})))


def _put(tree: dict[str, Any], path: str, value: str | float) -> None:
    """Put a row's value at its path, in every route for '*'."""
    head, *steps = path.split(".")
    routes = tree["routes"]
    if head in routes or head == "*":
        for name, route in routes.items():
            absent = steps[0] not in Route._fields and steps[0] not in route.get("voyages", {})
            if head == name or (head == "*" and not absent):  # an FOB sale has no voyage
                _put_below(route, steps, value)
    else:
        _put_below(tree.setdefault(head, {}), steps, value)


def _put_below(home: dict[str, Any], steps: list[str], value: str | float) -> None:
    for step in steps[:-1]:
        for members in ("voyages", "chain", "markers"):
            if step in home.get(members, {}):
                home = home[members]
        home = home.setdefault(step, {})
    home[steps[-1]] = value


@cache
def _shipped(name: str) -> Scenario:
    """Return a shipped scenario, made once: it never changes."""
    plan = tables.scenario_plan(name)
    tree = _tree(plan)
    for row in tables.rows(name):
        _put(tree, row.path, row.value if row.unit == PURE else f"{row.value!r} {row.unit}")
    _name_vessels(tree)
    return Scenario.from_dict(tree | {"title": plan["title"], "reference": name})


def scenario(name: str | None = None, *, date: str | None = None) -> Any:
    """Return a shipped scenario, or a table of them.

    Parameters
    ----------
    name : str, optional
        Such as ``'article'``. Without it, the table.
    date : str, optional
        A day that the scenario must cover, as ``'2024-01-15'``. Without a name, the table holds
        the dated regimes that cover it.

    Returns
    -------
    Scenario or pandas.DataFrame
        The scenario, every number in it sourced; or, by name: title, date and one line each.

    Raises
    ------
    UnknownName
        If no scenario has that name.
    InputError
        If it does not cover the date: a regime's figures are never those of another's.

    Examples
    --------
    >>> print(scenario("article").market.brent)
    63.8 USD/bbl
    """
    day = None if date is None else _day(date)
    if name is None:
        import pandas as pd

        plans = {
            key: dict(plan)
            for key, plan in tables.scenario_plans().items()
            if day is None or _covers(plan, day)
        }
        columns = ["title", "as_of", "summary"]
        frame = pd.DataFrame.from_dict(plans, orient="index")
        return frame.reindex(columns=columns).rename_axis("scenario")
    found = _shipped(name)
    if day is not None:
        _refuse_other_date(name, day)
    return found


def _day(date: str) -> str:
    try:
        return dt.date.fromisoformat(str(date)).isoformat()
    except ValueError as error:
        msg = f"date: expected a day such as '2024-01-15', got {quote(date)}"
        raise InputError(msg) from error


def _covers(plan: Mapping[str, Any], day: str) -> bool:
    first, last = plan.get("covers", ("", ""))
    return bool(first <= day <= last)


def _refuse_other_date(name: str, day: str) -> None:
    plans = tables.scenario_plans()
    if _covers(plans[name], day):
        return
    covers = plans[name].get("covers")
    spans = f"covers {covers[0]} to {covers[1]}" if covers else "is of no one date"
    others = [quote(other) for other, plan in plans.items() if _covers(plan, day)]
    hint = f"; {' and '.join(others)} covers it" if others else "; no shipped scenario covers it"
    msg = f"{name!r} {spans}, and was asked for {day}{hint}"
    raise InputError(msg)
