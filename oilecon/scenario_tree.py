"""Scenarios: the tree of all inputs, the shipped ones, and files of them."""

from __future__ import annotations

import math
import operator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, SupportsIndex

import numpy as np

from oilecon import reference as tables
from oilecon import scenario_files, shipped
from oilecon.arguments import same_shape
from oilecon.errors import (
    InputError,
    OilEconError,
    PathError,
    UnitError,
    UnknownName,
    figure,
    quote,
)
from oilecon.fields import Number, Text
from oilecon.groups import Group, Members, Subgroup
from oilecon.inputs import Debt, Market, Route, Supply, Vessel
from oilecon.inputs.ships import name_vessels
from oilecon.inputs.vessel import ship_rows
from oilecon.netback.lines import RESERVED_ROUTES
from oilecon.units import FRACTION, PURE, Raw

if TYPE_CHECKING:
    import os

    import pandas as pd

    from oilecon.typing import DateLike


__all__ = ["Scenario", "scenario", "scenarios"]

_SHARES = {FRACTION, PURE}


class Scenario(Group):
    """All inputs of a comparison: market, supply, and routes.

    Any number has one dotted path, such as ``market.brent`` or ``asia.sea.charter.hire``; `vary`
    returns a new scenario with other values there, single ones or arrays.
    """

    market: Subgroup[Market] = Subgroup(Market, doc="prices and interest, common to all routes")
    supply: Subgroup[Supply] = Subgroup(Supply, doc="crude, diluent and production cost")
    routes: Members[Route] = Members(Route, doc="the sales routes", minimum=1)
    debt: Subgroup[Debt | None] = Subgroup(
        Debt, doc="debt repaid in oil: the two arguments of `repay`", default=None
    )
    title: Text = Text("one-line description", default="")
    reference: Text = Text("the shipped scenario whose sourced rows this one uses", default="")

    _reserved = RESERVED_ROUTES | {"difference"}  # heading of a column beside the routes

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Route:
            """Return a route by its name."""

    def check(self) -> None:
        """Raise an error for an unknown reference, or arrays that do not broadcast together."""
        if self._raw["reference"]:
            try:
                tables.scenario_plan(self._raw["reference"])
            except UnknownName as error:
                msg = f"Scenario.reference: {error}"
                raise UnknownName(msg) from error
        for name, route in self._raw["routes"].items():
            if route.charges is not None:
                self._refuse_observed(f"{name}.sale", route.sale.values["differential"])
        arrays = {path: raw for path, _, raw in self.leaves() if isinstance(raw, np.ndarray)}
        self._cache["shape"] = same_shape("Scenario", **arrays)

    def _refuse_observed(self, sale: str, differential: Raw) -> None:
        """Raise an error for import charges on a shipped quotation, observed without them."""
        row = self.row(f"{sale}.differential")
        if row is not None and np.any(np.equal(differential, row.value)):
            msg = (
                f"Scenario.{sale}.differential: {figure(row.value)} USD/bbl is an observed "
                f"quotation of {row.evidence.as_of} for oil whose import charges the buyer pays, "
                "and already reflects them; under DDP write your own price with duty paid"
            )
            raise InputError(msg)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape that all arrays of the scenario broadcast to; () without arrays."""
        return self._cache["shape"]  # type: ignore[no-any-return]

    def at(self, *index: SupportsIndex) -> Self:
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
            if any(isinstance(at, bool | np.bool_) for at in index):
                raise TypeError(index)  # noqa: TRY301  to Python True is 1
            where = tuple(map(operator.index, index))
            if len(where) != len(self.shape):
                raise IndexError(where)  # noqa: TRY301  the same to the caller as one beyond
            changes = {
                path: field.show(float(np.broadcast_to(raw, self.shape)[where]))
                for path, field, raw in self.leaves()
                if isinstance(raw, np.ndarray)
            }
        except (IndexError, TypeError, OverflowError) as error:
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
        given: Any = path
        if not isinstance(given, str):
            msg = f"expected a path as text, got {quote(path)}; write 'market.brent'"
            raise PathError(msg)
        known: dict[str, tables.Row | None] = self._cache.setdefault("rows", {})
        if path not in known:
            known[path] = self._row(path)
        return known[path]

    def _row(self, path: str) -> tables.Row | None:
        *above, field = self._steps(path)
        group = self.get(".".join(above)) if above else self
        if isinstance(group, Vessel) and getattr(group, field) is not None:
            for row in ship_rows().get(group.name, ()):
                if row.path == f"{group.name}:{field}":
                    return row
        return shipped.covering(self._raw["reference"], path) if self._raw["reference"] else None

    def overrides(self) -> dict[str, Any]:
        """Return the user-defined inputs: all that differ from the sourced rows.

        Returns
        -------
        dict of str to Quantity, str or None
            By path: numbers that differ from their row; choices and names, such as the terms of a
            sale or the ship, that differ from the shipped scenario's; and None for its
            inputs that this one leaves out. A neutral zero or one without a row is not listed.
        """
        numbers = {
            path: field.show(raw)
            for path, field, raw in self.leaves()
            if raw is not None and self._origin(path, field, raw)[0] == "you"
        }
        if not self._raw["reference"]:
            return numbers
        original = _shipped(self._raw["reference"])
        shipped_choices = dict(original.choices())
        chosen = {path: name for path, name in self.choices() if shipped_choices.get(path) != name}
        given = {path for path, _, raw in self.leaves() if raw is not None}
        gone = [path for path, _, raw in original.leaves() if raw is not None and path not in given]
        return numbers | chosen | dict.fromkeys(gone)

    def _origin(self, path: str, field: Number, raw: Raw) -> tuple[str, tables.Row | None]:
        row = self.row(path)
        if row is not None:
            return ("row" if isinstance(raw, float) and raw == row.value else "you"), row
        return ("neutral" if isinstance(raw, float) and raw == field.default else "you"), None

    def __repr__(self) -> str:
        """Return code that rebuilds the scenario, if possible as changes of a shipped one."""
        if not self._raw["reference"]:
            return super().__repr__()
        original = _shipped(self._raw["reference"])
        base = f"scenario({self._raw['reference']!r})"
        if self == original:
            return base
        before = {path: raw for path, _, raw in original.leaves()}
        changes: dict[str, tuple[Any, str]] = {
            path: (field.show(raw), field.code(raw))
            for path, field, raw in self.leaves()
            if path in before and not _alike(raw, before[path])
        }
        names = dict(original.choices())
        changes |= {
            path: (name, repr(name))
            for path, name in self.choices()
            if path in names and name != names[path]
        }
        try:
            again = original.vary({path: value for path, (value, _) in changes.items()})
        except OilEconError:
            return super().__repr__()
        if again != self:  # it has other routes, or another title
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
            array shows its minimum, maximum and shape, as text.
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
                record |= {"kind": row.evidence.kind, "as_of": row.evidence.as_of}
                record |= {"source": " ".join(row.evidence.source), "note": row.evidence.note}
            if origin == "you":
                record["source"] = "you"
                if row is not None:
                    record["note"] = f"{field.doc}; the row says {figure(row.value)}"
            records[path] = record
        return pd.DataFrame.from_dict(records, orient="index").rename_axis("path")

    # -- files ---------------------------------------------------------------------------------

    def to_toml(self) -> str:
        """Return the scenario as TOML text, from which `from_toml` makes an equal one."""
        return scenario_files.to_text(self.to_dict())

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the scenario to a TOML file and return its path.

        Parameters
        ----------
        path : str or path
            The file. It is written whole or not at all: if the disk is full, an old one stays as it
            was, and a simultaneous reader sees the old or the new text. A link is followed. A file
            with several hard links keeps them: it is overwritten in place, with its old content
            restored on failure, and a simultaneous reader may see part of the text.

        Returns
        -------
        pathlib.Path
            The path.

        Raises
        ------
        InputError
            If the file cannot be written.
        """
        target = _path(path)
        scenario_files.write(target, self.to_toml())
        return target

    @classmethod
    def from_toml(cls, text: str, name: str = "scenario") -> Self:
        """Build a scenario from TOML text.

        Parameters
        ----------
        text : str
            As `to_toml` writes it. A vessel may also be the name of a shipped one.
        name : str
            Name of the text in messages, such as the file's name.

        Raises
        ------
        InputError, UnitError
            With the line that is not TOML, or the key that is wrong or missing.
        UnknownName
            If a named vessel or reference is not shipped.
        """
        data = scenario_files.parse(text, name)
        try:
            name_vessels(data)
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
        source = _path(path)
        return cls.from_toml(scenario_files.read(source), source.name)


def _path(path: Any) -> Path:
    try:
        return Path(path)
    except TypeError as error:
        msg = f"expected the path of a file, got {quote(path)}; write for example 'mine.toml'"
        raise InputError(msg) from error


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


@cache
def _shipped(name: str) -> Scenario:
    """Return a shipped scenario, built once, since it never changes."""
    tree = shipped.tree(name, Scenario)
    try:
        name_vessels(tree)
        return Scenario.from_dict(tree)
    except OilEconError as error:
        raise shipped.fault(name, error) from error


def scenario(name: str, *, on: DateLike | None = None) -> Scenario:
    """Return a shipped scenario, every number in it sourced; `scenarios` lists them.

    Parameters
    ----------
    name : str
        Name of the scenario, such as ``'article'``.
    on : str, datetime.date, numpy.datetime64, pandas.Timestamp or Period, optional
        A day that the scenario must cover, as ``'2024-01-15'``.

    Returns
    -------
    Scenario
        The scenario.

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
    tables.scenario_plan(name)  # raises an error for an unknown name, before the cache
    shipped_scenario = _shipped(name)
    if on is not None:
        shipped.refuse_other_date(name, shipped.day(on))
    return shipped_scenario


def scenarios(*, on: DateLike | None = None) -> pd.DataFrame:
    """Return a table of the shipped scenarios.

    Parameters
    ----------
    on : str, datetime.date, numpy.datetime64, pandas.Timestamp or Period, optional
        A day, as ``'2024-01-15'``: only the dated regimes that cover it.

    Returns
    -------
    pandas.DataFrame
        By name: title, date and one line on each.

    Raises
    ------
    InputError
        If the date is not a day.

    Examples
    --------
    >>> print(scenarios(on="2025-12-16").index[0])
    china-2025-12-16
    """
    import pandas as pd

    day = None if on is None else shipped.day(on)
    plans = {
        key: dict(plan)
        for key, plan in tables.scenario_plans().items()
        if day is None or shipped.covers(plan, day)
    }
    columns = ["title", "as_of", "summary"]
    frame = pd.DataFrame.from_dict(plans, orient="index")
    return frame.reindex(columns=columns).rename_axis("scenario")
