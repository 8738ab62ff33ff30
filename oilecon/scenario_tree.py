"""Scenarios: the tree of all inputs, the shipped ones, and files of them."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, SupportsIndex, TypeVar

import numpy as np

from oilecon import reference as tables
from oilecon import scenario_edits, scenario_files, shipped
from oilecon.arguments import flag, mapping, shape_of_all
from oilecon.blocks import replace_leaves
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
from oilecon.evidence import YOURS, Source
from oilecon.fields import Number, Problems, Text, collect, no_table
from oilecon.frames import read_table
from oilecon.frozen import FrozenDict
from oilecon.groups import Group, Members, Subgroup, path_of, report
from oilecon.holes import Holed, filled, holes
from oilecon.inputs import Debt, Market, Route, Supply
from oilecon.inputs.by_name import name_shipped
from oilecon.labels import Axis, Labels
from oilecon.netback.lines import RESERVED_ROUTES
from oilecon.reference.pack_files import PACK_FILES, is_pack
from oilecon.reference.packs import Pack
from oilecon.units import FRACTION, PURE, Raw, first_index

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Iterator, Sequence

    import pandas as pd

    from oilecon.evidence import Evidence
    from oilecon.typing import DateLike, LabelLike, TableLike


__all__ = ["Scenario", "kind_of", "left_out", "scenario", "scenarios"]

Kind = TypeVar("Kind", bound="Scenario")

_SHARES = {FRACTION, PURE}
Tree = TypeVar("Tree", bound="Scenario")


class Scenario(Group):
    """All inputs of a comparison: market, supply, and routes.

    Further supplies are its streams, by name; a route says which it sells. Any number has one
    dotted path, such as ``market.brent`` or ``asia.sea.charter.hire``; `vary` returns a new
    scenario with other values there, single ones or arrays.
    """

    market: Subgroup[Market] = Subgroup(Market, doc="prices and interest, common to all routes")
    supply: Subgroup[Supply] = Subgroup(Supply, doc="crude, diluent and production cost")
    routes: Members[Route] = Members(Route, doc="the sales routes", minimum=1)
    debt: Subgroup[Debt | None] = Subgroup(
        Debt, doc="debt repaid in oil: the two arguments of `repay`", default=None
    )
    streams: Members[Supply] = Members(
        Supply, doc="further supplies, beside `supply`; a route names the one it sells", default={}
    )
    index: Labels = Labels("labels of the dimensions of arrays, such as the months of a table")
    title: Text = Text("one-line description", default="")
    reference: Text = Text("the shipped scenario whose sourced rows this one uses", default="")

    _reserved = RESERVED_ROUTES | {"difference"}  # heading of a column beside the routes

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Route:
            """Return a route by its name; a type checker sees a stream in `streams` alone."""

    def check(self) -> None:
        """Raise an error for an unknown reference, or arrays that do not broadcast together."""
        if self._raw["reference"]:
            try:
                tables.scenario_plan(self._raw["reference"])
            except UnknownName as error:
                msg = f"Scenario.reference: {error}"
                raise UnknownName(msg) from error
        streams = ("supply", *self._raw["streams"])
        for name, route in self._raw["routes"].items():
            if route.stream not in streams:
                msg = (
                    f"Scenario.{name}.stream: no stream {quote(route.stream)} in the scenario"
                    f"{did_you_mean(route.stream, streams)}"
                )
                raise InputError(msg)
            if route.charges is not None:
                self._refuse_observed(f"{name}.sale.differential")
        self._check_evidence()
        shapes = self.shapes
        self._cache["shape"] = (
            self._labelled(shapes) if self._raw["index"] else shape_of_all("Scenario", shapes)
        )

    def _check_evidence(self) -> None:
        """Raise an error for a row of two evidences, or a source of two entries."""
        try:
            _, sources = self._evidence_by_id()
        except InputError as error:
            raise self._twice() from error
        for key in sources.keys() & tables.known_sources() if sources else ():
            msg = (
                f"Scenario: the shipped bibliography has the source {quote(key)}; cite it by its "
                f"key, source={key!r}, or write another key for yours"
            )
            raise InputError(msg)

    def _twice(self) -> InputError:
        """Return the error for a row of two evidences, or a source of two entries."""
        known: dict[tuple[str, str], tuple[object, str]] = {}
        for keys, evidence in self.evidence():
            path = path_of(type(self), keys)
            given = [("row", evidence.row, evidence)] if evidence.row else []
            for what, key, each in [*given, *(("source", e.key, e) for e in evidence.entries)]:
                before, where = known.setdefault((what, key), (each, path))
                if before != each:
                    advice = (
                        "have the same range, kind, date and sources: write another id for one of "
                        "them, as Sourced(..., row='mine')"
                        if what == "row"
                        else "cite one document: write another key for one of them"
                    )
                    return InputError(
                        f"Scenario: the {what} {quote(key)} is of {where} and of {path}, which "
                        f"differ; numbers of one {what} {advice}"
                    )
        raise AssertionError  # pragma: no cover  called where there is one

    def _labelled(self, shapes: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
        """Return the shape of arrays along labels, after dropping labels that no array is along.

        Raises
        ------
        InputError
            If an array does not fit the labels.
        """
        axes: tuple[Axis, ...] = self._raw["index"]
        used = max((len(shape) for shape in shapes.values()), default=0)
        axes = self._raw["index"] = axes[max(len(axes) - used, 0) :]
        lengths = tuple(map(len, axes))
        named = {f"index {axis.name!r}": (len(axis), *(1,) * k) for k, axis in _from_last(axes)}
        shape = shape_of_all("Scenario", {**shapes, **named})
        if shape[len(shape) - len(axes) :] != lengths:  # labels of one case do not spread
            listed = ", ".join(f"{name} {each}" for name, each in shapes.items())
            labels = ", ".join(f"{axis.name!r} {len(axis)}" for axis in axes)
            msg = f"Scenario: expected arrays of one row a label, got {listed}, and labels {labels}"
            raise InputError(msg)
        return shape

    def _refuse_observed(self, path: str) -> None:
        """Raise an error for import charges on a quotation that was observed without them."""
        row = self.row(path)
        if row is None or row.evidence.basis == "duty paid":
            return
        shown = " to ".join(
            {figure(end): None for end in (np.nanmin(row.value), np.nanmax(row.value))}
        )
        where = f"Scenario.{path}: {shown} USD/bbl"
        of = f" of {row.evidence.as_of}" if row.evidence.as_of else ""
        if row.evidence.basis == "duty unpaid":
            msg = (
                f"{where} is an observed quotation{of} for oil whose import charges the buyer "
                "pays, and already reflects them; under DDP write your own price with duty paid"
            )
            raise InputError(msg)
        if row.evidence.kind == "published":
            msg = (
                f"{where} is a published price{of} that does not say whether it covers the import "
                "charges of DDP; write basis='duty paid' or basis='duty unpaid' beside it"
            )
            raise InputError(msg)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape that all arrays of the scenario broadcast to; () without arrays."""
        return self._cache["shape"]  # type: ignore[no-any-return]

    @property
    def cases(self) -> tuple[int, ...]:
        """Shape of the cases: `shape`, but for dimensions that the model itself walks through."""
        return self.shape

    def vary_cases(self, changes: Mapping[str, Any]) -> Self:
        """Return the scenario with other values, as `vary` does, of which arrays are of cases."""
        return self.vary(changes)

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
        InputError
            If a number is missing there.
        """
        try:
            if any(isinstance(at, bool | np.bool_) for at in index):
                raise TypeError(index)  # noqa: TRY301  to Python True is 1
            if len(index) != len(self.shape):
                raise IndexError(index)  # noqa: TRY301  the same to the caller as one beyond
            where = [range(n)[operator.index(at)] for n, at in zip(self.shape, index, strict=True)]
        except (IndexError, TypeError, OverflowError) as error:
            msg = (
                f"no element {index} in a scenario of shape {self.shape}; "
                "write one index for each dimension"
            )
            raise PathError(msg) from error
        return self._picked(dict(enumerate(reversed(where))))

    def sel(self, *label: LabelLike | slice, **labels: LabelLike | slice) -> Self:
        """Return the scenario of one label, or of a span of them.

        Parameters
        ----------
        *label : str, date, period or number
            A label, where one dimension has labels: a date or a period as an object or as text,
            such as ``'2024-03'``.
        **labels : str, date, period, number or slice
            A label by the name of its dimension, or ``slice(first, last)``, both included.

        Returns
        -------
        Scenario
            One case along these dimensions; or fewer rows, under the labels that remain, for a
            slice or a text that covers several, such as a year's.

        Raises
        ------
        PathError
            If there is no such dimension or label.
        InputError
            If a number is missing there.

        Examples
        --------
        >>> import pandas as pd
        >>> months = pd.period_range("2024-01", periods=3, freq="M")
        >>> brent = pd.Series([80.1, 83.5, 85.4], months, name="market.brent [USD/bbl]")
        >>> print(scenario("article").vary(brent).sel("2024-02").market.brent)
        83.5 USD/bbl
        """
        axes: tuple[Axis, ...] = self._raw["index"]
        names = [axis.name for axis in axes]
        if not axes:
            msg = "sel: the scenario has no labels; write .at(index), or vary it by a table first"
            raise PathError(msg)
        if len(label) > 1 or (label and (len(axes) > 1 or labels)) or not (label or labels):
            listed = ", ".join(f"{name}=..." for name in names)
            msg = f"sel: expected a label for each dimension by name; write sel({listed})"
            raise PathError(msg)
        given = {names[0]: label[0]} if label else labels
        picks: dict[int, int | slice] = {}
        for name, each in given.items():
            if name not in names:
                msg = f"sel: no dimension {quote(name)}{did_you_mean(name, names)}"
                raise PathError(msg)
            k = names.index(name)
            picks[len(names) - 1 - k] = axes[k].find(each)
        return self._picked(picks)

    def _picked(self, picks: Mapping[int, int | slice]) -> Self:
        """Return the scenario of some elements along dimensions, each counted from the last."""
        leaves: dict[tuple[str, ...], Any] = {}
        for path, _, raw in self.leaves():
            if isinstance(raw, np.ndarray):
                numbers, mask = filled(raw), holes(raw)
                where = tuple(
                    pick if size > 1 else slice(None) if isinstance(pick, slice) else 0
                    for pick, size in zip(
                        (picks.get(k, slice(None)) for k in reversed(range(raw.ndim))),
                        raw.shape,
                        strict=True,
                    )
                )
                part = numbers[where]
                if mask is not None and mask[where].any():
                    if mask[where].all():
                        raise self._missing_there(path, mask, picks)
                    part = Holed(part, mask[where])
                leaves[self.keys_to(path)] = part if np.ndim(part) else float(part)
        kept = ((axis, picks.get(k, slice(None))) for k, axis in _from_last(self._raw["index"]))
        axes = tuple(axis.part(pick) for axis, pick in kept if isinstance(pick, slice))[::-1]
        return self.of_values({**replace_leaves(self.filled, leaves), "index": axes}, self)

    def _missing_there(self, path: str, mask: Any, picks: Mapping[int, int | slice]) -> InputError:
        """Return the error for elements of which a number is missing."""
        axes = dict(_from_last(self._raw["index"]))
        where = ", ".join(
            f"{axis.name} {axis.at(pick) if isinstance(pick, int) else axis.part(pick).at(0)}"
            if axis
            else f"case {pick}"
            for k, pick in picks.items()
            if k < mask.ndim
            for axis in (axes.get(k),)
        )
        msg = (
            f"{path} is missing at {where}; {self._whole_rows(mask)}, or give the path a value "
            f"first: .vary({{{path!r}: ...}})"
        )
        return InputError(msg)

    def _whole_rows(self, mask: Any) -> str:
        """Return what to write for a row that is whole: of labels, by its label."""
        axes = self._raw["index"]
        if len(axes) != 1 or mask.ndim > 1:
            return super()._whole_rows(mask)
        return f"write .sel({axes[0].at(first_index(~mask))!r})"

    def _row_name(self, shape: tuple[int, ...], where: Sequence[int]) -> str:
        """Return an element's labels, or positions without them, but of dimensions of 1."""
        axes = dict(_from_last(self._raw["index"]))
        names = []
        for d, (size, at) in enumerate(zip(shape, where, strict=True)):
            axis = axes.get(len(shape) - 1 - d)
            if size > 1 or len(shape) == 1:
                names.append(axis.at(at) if axis else str(at))
        return " ".join(names)

    @property
    def one_row(self) -> str:
        """Code to write for one case of the scenario, in messages."""
        axes: tuple[Axis, ...] = self._raw["index"]
        if not axes or len(axes) < len(self.shape):
            return ".at(index)"
        if len(axes) == 1:
            return f".sel({axes[0].at(0)!r})"
        return f".sel({', '.join(f'{axis.name}={axis.at(0)!r}' for axis in axes)})"

    def vary(
        self,
        changes: Mapping[str, Any] | TableLike,
        *,
        keep_range: bool = False,
        units: Mapping[str, str] | None = None,
        month: str | Mapping[str, str] = "",
    ) -> Self:
        """Return a new scenario with other values at some dotted paths, or with those of a table.

        Parameters
        ----------
        changes : mapping of str to value, pandas.DataFrame or Series
            Path, or pattern with ``*`` for a step, to a quantity (text, Quantity or array), a
            choice, or a whole group. A plain number replaces the old one and its evidence; one with
            evidence is `Sourced`, or the `row` of another group. Under a pattern it is one row,
            unless it has an id of its own.

            Or a table: its headings are paths with units, as ``'market.brent [USD/bbl]'``, its
            rows are cases, and its index is the labels of a dimension with the index's name. A
            series has its path and unit as its name, or stands in a mapping at its path. A table of
            another library, such as polars, has its one column of dates as the index.
        keep_range : bool
            True if a plain number keeps the range that the old one has, whose source then is no
            longer its own.
        units : mapping of str to str, optional
            Units of the columns whose headings have none, by path.
        month : {'trade', 'loading', 'pricing', 'landing'} or mapping of str to them
            What a month of the table is that of, for all columns or by path. Columns that differ
            are joined by `oilecon.join`, with a shift.

        Returns
        -------
        Scenario
            Labels of the same name are the same dimension; of another name, a new first one. A
            missing value (NaN) is a hole: outcomes that read it are NaN in that row.

        Raises
        ------
        PathError
            If a path does not exist.
        UnitError, InputError
            If values do not fit, or a path lies below a group that the same call replaces by one
            without it, or a table's column has no path, no unit or no number, or its index has
            labels twice, dates out of order, or other labels than the scenario's dimension of that
            name; several are reported together.

        Examples
        --------
        >>> import pandas as pd
        >>> import oilecon as oe
        >>> months = pd.period_range("2024-01", periods=3, freq="M")
        >>> table = pd.DataFrame({"market.brent [USD/bbl]": [80.1, None, 85.4]}, index=months)
        >>> s = oe.scenario("article").vary(table)
        >>> s.index["time"].size
        3
        """
        table = read_table(self, changes, self._raw["index"], units, month)
        if table is None:
            plain: Any = changes
            return super().vary(plain, keep_range=keep_range)
        problems, new = list(table.problems), self
        try:
            new = super().vary({**table.changes, "index": table.axes}, keep_range=keep_range)
        except OilEconError as error:
            if not problems:
                raise
            problems += [(where, type(error)(text)) for where, text in error.problems]
        if problems:
            raise report(problems)
        return new

    def rename(self, names: Mapping[str, str]) -> Self:
        """Return the scenario with other names of some routes and streams, in the same order.

        Parameters
        ----------
        names : mapping of str to str
            Names to new names; routes sell a stream under its new name. No figure, and no draw of
            a simulation, depends on them.

        Raises
        ------
        PathError
            If no route or stream has a name.
        InputError
            If a new name does not fit, or two routes or streams would have one.
        """
        given = mapping(names, "names", "names of routes and streams to new names")
        routes, streams = self._raw["routes"], self._raw["streams"]
        known = (*routes, *streams)
        kinds = ("route", "stream") if streams else ("route",)
        for old in given:
            if old not in known:
                near = did_you_mean(str(old), known)
                msg = f"names: no {' or '.join(kinds)} {quote(old)}{near}"
                raise PathError(msg)
        for new in given.values():
            if not isinstance(new, str):
                msg = f"names: expected a name as text, got {quote(new)}; write for example 'china'"
                raise InputError(msg)
        renamed = [given.get(name, name) for name in known]
        twice = next((name for at, name in enumerate(renamed) if name in renamed[:at]), None)
        if twice is not None:
            both = " or ".join(f"{kind}s" for kind in kinds)
            msg = f"names: two {both} would be {quote(twice)}; write another name"
            raise InputError(msg)
        sold = {old: new for old, new in given.items() if old in streams}
        return self.evolve(
            routes={given.get(name, name): _selling(route, sold) for name, route in routes.items()},
            streams={given.get(name, name): stream for name, stream in streams.items()},
        )

    def overrides(self) -> dict[str, Any]:
        """Return the user-defined inputs: all that no table of sourced rows has.

        Returns
        -------
        dict of str to Quantity, str or None
            By path: numbers without evidence, or with evidence that the user wrote, and those that
            differ from the shipped scenario's; choices and names, such as the terms of a sale or
            the ship, that differ from its; and None for its inputs that this one leaves out. A
            neutral zero or one without evidence is not listed. A route or a stream may have another
            name than in the shipped scenario.
        """
        reference = self._raw["reference"]
        original = self._renamed_like(_shipped(reference)) if reference else None
        before = {} if original is None else {path: raw for path, _, raw in original.leaves()}
        numbers = {
            path: field.show(raw)
            for path, field, raw, evidence in self.sourced_leaves()
            if raw is not None and _is_yours(field, raw, evidence, before.get(path))
        }
        if original is None:
            return numbers
        shipped_choices = dict(original.choices())
        chosen = {path: name for path, name in self.choices() if shipped_choices.get(path) != name}
        given = {path for path, _, raw in self.leaves() if raw is not None}
        gone = [path for path, raw in before.items() if raw is not None and path not in given]
        return numbers | chosen | dict.fromkeys(gone)

    def _renamed_like(self, original: Scenario) -> Scenario:
        """Return the shipped scenario with the names that its routes and streams have here.

        Routes are the same that share the most rows, whatever their names; of several alike, those
        of one name; and so are streams. One whose name another one has here is not in it.
        """
        routes, streams = (
            _names_here(original._raw[name], self._raw[name]) for name in ("routes", "streams")
        )
        if all(old == new for old, new in (*routes.items(), *streams.items())):
            return original
        return original.evolve(
            routes={
                new: _selling(original._raw["routes"][old], streams) for old, new in routes.items()
            },
            streams={new: original._raw["streams"][old] for old, new in streams.items()},
        )

    def __repr__(self) -> str:
        """Return code that rebuilds the scenario, if possible as changes of a shipped one."""
        if not self._raw["reference"]:
            return super().__repr__()
        original = _shipped(self._raw["reference"])
        base = f"scenario({self._raw['reference']!r})"
        if self == original:
            return base
        before = {path: (raw, evidence) for path, _, raw, evidence in original.sourced_leaves()}
        changes: dict[str, tuple[Any, str]] = {}
        for path, field, raw, evidence in self.sourced_leaves():
            if path in before and not _alike((raw, evidence), before[path]):
                value = field.show(raw) if evidence is None else self.row(path)
                code = field.code(raw) if evidence is None else field.code_sourced(raw, evidence)
                changes[path] = value, code
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
        if not again.same_figures(self):  # it has other routes, or another title
            return super().__repr__()
        listed = ", ".join(f"{path!r}: {code}" for path, (_, code) in changes.items())
        return f"{base}.vary({{{listed}}})"

    def inputs(self) -> pd.DataFrame:
        """Return every number of the scenario with its range, date and source.

        Returns
        -------
        pandas.DataFrame
            By path: value, unit, low, high, range (what low and high are), kind, as_of, source,
            pattern (the path or pattern of all numbers of the same row) and note. The source of a
            number without evidence is ``you``; a neutral zero or one has kind ``neutral`` and no
            source. An array shows its minimum, maximum and shape, as text.
        """
        import pandas as pd

        overrides = self.overrides()
        leaves = [leaf for leaf in self.sourced_leaves() if leaf[2] is not None]
        of_row: dict[Any, list[str]] = {}  # numbers of one row that are equal, as one draw is
        for path, field, raw, evidence in leaves:
            if evidence is not None:
                of_row.setdefault(_one_draw(path, field, raw, evidence), []).append(path)
        records = {}
        for path, field, raw, evidence in leaves:
            assert raw is not None  # noqa: S101  for type checkers
            record: dict[str, Any] = {"value": _shown(raw), "unit": _unit_shown(field.unit)}
            record |= {"low": math.nan, "high": math.nan, "range": "", "kind": YOURS}
            record |= {"as_of": "", "source": YOURS, "pattern": "", "note": field.doc}
            if evidence is None:
                if path not in overrides:
                    record |= {"kind": "neutral", "source": ""}
            else:
                record |= _evidence_shown(evidence, raw)
                record["pattern"] = self.pattern(of_row[_one_draw(path, field, raw, evidence)])
            if isinstance(raw, np.ndarray):
                record["note"] += self._months_of(raw)
            records[path] = record
        return pd.DataFrame.from_dict(records, orient="index").rename_axis("path")

    def _months_of(self, raw: Any) -> str:
        """Return what a month of an array's dimensions is that of, to go behind its note."""
        axes = [(k, axis) for k, axis in _from_last(self._raw["index"]) if axis.month]
        along = [axis for k, axis in axes if k < raw.ndim and raw.shape[raw.ndim - 1 - k] > 1]
        return "".join(f"; {axis.name} is the month of {axis.month}" for axis in along)

    def pattern(self, paths: Sequence[str]) -> str:
        """Return the name of numbers that are one: a pattern that covers just these, or a list.

        Parameters
        ----------
        paths : sequence of str
            Their paths.

        Returns
        -------
        str
            The path of one; ``'*.sea.weather'`` where no other number fits it; else the paths with
            commas between.
        """
        if len(paths) == 1:
            return paths[0]
        steps = [set(each) for each in zip(*(path.split(".") for path in paths), strict=False)]
        name = ".".join(min(each) if len(each) == 1 else "*" for each in steps)
        depths = {path.count(".") for path in paths}
        whole = len(depths) == 1 and set(self.expand(name)) == set(paths)
        return name if whole else ",".join(paths)

    def sources(self) -> pd.DataFrame:
        """Return the bibliography of the scenario's numbers.

        Returns
        -------
        pandas.DataFrame
            One row a source, by key, in the order of the numbers: how many numbers cite it, title,
            publisher, date, retrieved, locator, confidence, note; the texts are empty where nobody
            wrote an entry.
        """
        import pandas as pd

        own = self._entries()
        count: dict[str, int] = {}
        for _, evidence in self.evidence():
            for key in evidence.source:
                count[key] = count.get(key, 0) + 1
        shipped_entries = tables.bibliography()
        blank = dict.fromkeys(tables.SOURCE_COLUMNS, "")
        records: dict[str, dict[str, Any]] = {}
        for key, number in count.items():
            entry = own[key].entry() if key in own else shipped_entries.get(key, {})
            records[key] = {"numbers": number, **blank, **entry}
        frame = pd.DataFrame.from_dict(records, orient="index", columns=["numbers", *blank])
        return frame.rename_axis("source")

    def _entries(self) -> dict[str, Source]:
        """Return the user's own entries of the bibliography, by key."""
        kept: Mapping[str, Source] = self._beside.get("sources", {})
        return {**kept, **self._evidence_by_id()[1]}

    # -- files ---------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return nested plain data from which `from_dict` makes an equal scenario.

        Returns
        -------
        dict
            By field; a number with evidence is a table, and ``sources`` holds the bibliography's
            entries that are not shipped, by key.
        """
        data = super().to_dict()
        entries = {key: entry.entry() for key, entry in self._entries().items()}
        for keys, evidence in self.evidence():
            if evidence.source:
                table: Any = data
                for key in keys:
                    table = table[key]
                table["source"] = list(evidence.source)
            for key in evidence.source:
                if key not in entries and key not in tables.known_sources():
                    entries[key] = {}
        return data | ({"sources": entries} if entries else {})

    @classmethod
    def _build(cls, data: Any, where: str, problems: Problems) -> Self | None:
        """Return the scenario from its plain form, with its bibliography."""
        if not isinstance(data, Mapping) or where:
            return super()._build(data, where, problems)
        before = len(problems)
        tree = {name: each for name, each in data.items() if name != "sources"}
        given = data.get("sources", {})
        entries: dict[str, Source] = {}
        if not isinstance(given, Mapping):
            problems.append(("sources", no_table(given)))
            given = {}
        for key, entry in given.items():
            source = collect(partial(Source.of_entry, key), entry, "", problems)
            if source is not None:
                entries[key] = source
            if key in tables.known_sources():
                msg = "the shipped bibliography has this source; leave it out, or write another key"
                problems.append((f"sources.{as_step(key)}", InputError(msg)))
        scenario = super()._build(tree, where, problems)
        known = tables.known_sources()
        cited = () if scenario is None else scenario.evidence()
        if (
            scenario is not None
            and None not in entries.values()
            and not all(key in known for _, evidence in cited for key in evidence.source)
        ):
            scenario = scenario.with_evidence(partial(_cited, entries=entries, problems=problems))
        if len(problems) > before or scenario is None:
            return None
        return scenario.keeping(sources=FrozenDict(entries)) if entries else scenario

    def to_toml(self, *, comments: bool = True) -> str:
        """Return the scenario as TOML text, from which `from_toml` makes an equal one.

        Parameters
        ----------
        comments : bool
            True to change the text that the scenario was read from, if any, only where they differ:
            its comments, order and notation stay. False to write the text anew.

        Raises
        ------
        OilEconError
            If the text has comments, and tomlkit is not installed, which keeps them.
        """
        document: tuple[str, str] | None = self._beside.get("document")
        if document is None or not flag(comments, "comments"):
            return scenario_files.to_text(self.to_dict())
        text, name = document
        tree, _ = scenario_files.parse(text, name)
        before = self.from_toml(text, name).to_dict()

        def same(path: tuple[str, ...], old: Any, new: Any, version: int) -> bool:
            """Return whether the text may stay: it reads as the tree's value does."""
            return scenario_edits.equal(path, old, new, version) or (
                _at(tree, path) == old and _at(before, path) == new
            )

        return scenario_edits.updated(
            text, self.to_dict(), name, same=same, ordered=_names_of_members(type(self))
        )

    def save(self, path: str | os.PathLike[str], *, comments: bool = True) -> Path:
        """Write the scenario to a TOML file and return its path.

        Parameters
        ----------
        path : str or path
            The file. It is written whole or not at all: if the disk is full, an old one stays as it
            was, and a simultaneous reader sees the old or the new text. A link is followed. A file
            with several hard links keeps them: it is overwritten in place, with its old content
            restored on failure, and a simultaneous reader may see part of the text.
        comments : bool
            As for `to_toml`.

        Returns
        -------
        pathlib.Path
            The path.

        Raises
        ------
        InputError
            If the file cannot be written.
        OilEconError
            As `to_toml`.
        """
        target = _path(path)
        scenario_files.write(target, self.to_toml(comments=comments))
        return target

    @classmethod
    def from_toml(cls, text: str, name: str = "scenario") -> Self:
        """Build a scenario from TOML text; of one with ``months``, a `Programme`.

        Parameters
        ----------
        text : str
            As `to_toml` writes it. A vessel, and the parts of a parity, may also be the name of a
            shipped one.
        name : str
            Name of the text in messages, such as the file's name.

        Raises
        ------
        InputError, UnitError
            With the line that is not TOML, or the key that is wrong or missing.
        UnknownName
            If a named vessel or reference is not shipped.
        """
        data, version = scenario_files.parse(text, name)
        try:
            name_shipped(data)
            scenario = kind_of(cls, data).from_dict(data)
            if version == 1:  # which had no place for evidence
                scenario = _like_shipped(scenario)
            return scenario.keeping(document=(text, name))
        except (InputError, UnitError, UnknownName) as error:
            raise type(error)(f"{name}: {error}", error.problems) from error

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, scenario: str | None = None) -> Self:
        """Read a scenario from a TOML file, or from a case pack; one with months is a `Programme`.

        Parameters
        ----------
        path : str or path
            A TOML file as `save` writes it; or a case pack: a folder, a TOML file with ``pack = 1``
            at its top, a workbook ``.xlsx`` or a table ``.csv`` of rows.
        scenario : str, optional
            Name of the pack's scenario, which a pack with one needs not; of a pack without
            scenarios, the shipped one in whose rows' place its own stand.

        Raises
        ------
        InputError, UnitError, UnknownName
            As `from_toml`, with the file's name, and if it cannot be read or is too large. Of a
            pack, with file, line or cell, and what to write: for any fault in it, in other
            scenarios too, and if it has several scenarios and none was named.
        """
        source = _path(path)
        if not source.is_dir() and source.suffix.casefold() not in PACK_FILES:
            text = scenario_files.read(source)
            if not is_pack(text):
                if scenario is None:
                    return cls.from_toml(text, source.name)
                msg = f"{source.name}: one scenario, not a case pack; leave scenario= out"
                raise InputError(msg)
        pack = Pack(source)
        pack.read()
        return _of_pack(cls, pack, pack.choose(scenario))


def left_out(scenario: Scenario, routes: Collection[str]) -> set[str]:
    """Return the first steps of paths that outcomes of some routes do not use.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    routes : collection of str
        Names of routes.

    Returns
    -------
    set of str
        The other routes, and the supply and streams that none of these routes sells.
    """
    sold = {scenario.routes[route].stream for route in routes}
    return {*scenario.routes, "supply", *scenario.streams}.difference(routes, sold)


_OF_MONTHS = "oilecon.programme.tree"
"""The module of scenarios over months, which stands above this one and is loaded by its name."""


def kind_of(kind: type[Kind], tree: Mapping[str, Any]) -> type[Kind]:
    """Return the class that a plain tree is of: a programme, if one of months is read."""
    if kind is not Scenario or "months" not in tree:
        return kind
    of_months: type[Kind] = import_module(_OF_MONTHS).Programme
    return of_months


def _of_pack(kind: type[Kind], pack: Pack, name: str) -> Kind:
    """Return a scenario of a case pack."""
    kind = kind_of(kind, pack.plan(name)["tree"])
    tree = shipped.tree(pack, name, kind)
    try:
        name_shipped(tree)
        return kind.from_dict(tree)
    except OilEconError as error:
        raise shipped.fault(pack, name, kind, error) from error


def _like_shipped(scenario: Tree) -> Tree:
    """Return a scenario with the evidence of the shipped one, where its numbers are those."""
    if not scenario.reference:
        return scenario
    original = _shipped(scenario.reference)
    rows = {path: row for path in original.paths() if (row := original.row(path)) is not None}
    return scenario.vary(
        {
            path: rows[path]
            for path, _, raw, evidence in scenario.sourced_leaves()
            if evidence is None
            and isinstance(raw, float)
            and path in rows
            and raw == rows[path].value
        }
    )


def _cited(
    where: str, evidence: Evidence, *, entries: Mapping[str, Source], problems: Problems
) -> Evidence:
    """Return evidence with the entries of a file's bibliography that it cites."""
    own = {source.key: source for source in evidence.entries}
    for key in evidence.source:
        if key not in entries and key not in own and key not in tables.known_sources():
            msg = (
                f"no source {quote(key)} in the file or in the shipped bibliography"
                f"{did_you_mean(key, entries) if entries else ''}; write [sources.{as_step(key)}] "
                "with its title"
            )
            problems.append((f"{where}.source", InputError(msg)))
    cited = {key: entries[key] for key in evidence.source if key in entries and key not in own}
    with_texts = tuple(source for source in (*own.values(), *cited.values()) if source.entry())
    return evidence if with_texts == evidence.entries else replace(evidence, entries=with_texts)


def _at(tree: Any, path: tuple[str, ...]) -> Any:
    """Return the value at a path of a plain tree; None if it has none."""
    for key in path:
        tree = tree.get(key) if isinstance(tree, Mapping) else None
    return tree


def _names_of_members(kind: type[Group]) -> set[str]:
    """Return the names of the fields, here and below, whose groups have an order."""
    names: set[str] = set()
    for name, field in kind._fields.items():
        if isinstance(field, (Members, Subgroup)):
            names |= {name} if isinstance(field, Members) else set()
            names = names.union(*map(_names_of_members, field.kinds.values()))
    return names


def _names_here(theirs: Mapping[str, Group], ours: Mapping[str, Group]) -> dict[str, str]:
    """Return the names that a shipped scenario's members have in another, by their own.

    One that has no counterpart and whose name is taken is not among them.
    """
    left = {name: _row_ids(member) for name, member in theirs.items()}
    right = {name: _row_ids(member) for name, member in ours.items()}
    shared = {(old, new): len(left[old] & right[new]) for old in left for new in right}
    names: dict[str, str] = {}
    for old, new in sorted(shared, key=lambda pair: (-shared[pair], pair[0] != pair[1])):
        if shared[old, new] and old not in names and new not in names.values():
            names[old] = new
    taken = set(names.values())
    return {old: names.get(old, old) for old in theirs if old in names or old not in taken}


def _row_ids(member: Group) -> set[str]:
    """Return the ids of the rows that a route's or a stream's numbers are of."""
    return {each.row for *_, each in member.sourced_leaves() if each is not None and each.tabled}


def _selling(route: Route, names: Mapping[str, str]) -> Route:
    """Return a route that sells its stream under its new name, if that has one."""
    name = names.get(route.stream, route.stream)
    return route if name == route.stream else route.evolve(stream=name)


def _one_draw(path: str, field: Number, raw: Raw | None, evidence: Evidence) -> Any:
    """Return what numbers of one draw have in common; the path of one whose row has no id."""
    value: Any = raw.tobytes() if isinstance(raw, np.ndarray) else raw
    return (evidence, field.unit, value) if evidence.row else path


def _is_yours(field: Number, raw: Raw, evidence: Evidence | None, shipped_raw: Raw | None) -> bool:
    """Return whether a number is the user's: not neutral, and not of a table or another row."""
    differs = shipped_raw is not None and not np.array_equal(raw, shipped_raw)
    if evidence is None:
        return differs or not (isinstance(raw, float) and raw == field.default)
    if not evidence.tabled or evidence.kind == YOURS:
        return True
    named = evidence.row[0].isupper()  # of a ship or a crude by name, which is a choice
    return differs and not named


def _from_last(axes: Sequence[Axis]) -> Iterator[tuple[int, Axis]]:
    """Yield the axes from the last to the first, each with its place counted from the last."""
    return enumerate(reversed(axes))


def _evidence_shown(evidence: Evidence, raw: Raw) -> dict[str, Any]:
    """Return evidence as a part of a table's row; an end that nobody gave is the value."""
    alone = raw if isinstance(raw, float) else math.nan
    low, high = evidence.ends(alone)
    return {
        "low": low,
        "high": high,
        "range": evidence.range if evidence.ranged else "",
        "kind": evidence.kind,
        "as_of": evidence.as_of,
        "source": " ".join(evidence.source) or YOURS,
        "note": evidence.note,
    }


def _path(path: Any) -> Path:
    try:
        return Path(path)
    except TypeError as error:
        msg = f"expected the path of a file, got {quote(path)}; write for example 'mine.toml'"
        raise InputError(msg) from error


def _alike(left: tuple[Any, Any], right: tuple[Any, Any]) -> bool:
    """Return whether two numbers that may be absent are the same, with the same evidence."""
    (raw, evidence), (other, behind) = left, right
    same = raw is other if raw is None or other is None else np.array_equal(raw, other)
    return bool(same) and evidence == behind


def _shown(raw: Raw) -> float | str:
    if isinstance(raw, float):
        return raw
    mask = holes(raw)
    missing = "" if mask is None else f", {int(mask.sum())} missing"
    return f"{figure(filled(raw).min())} to {figure(filled(raw).max())}, shape {raw.shape}{missing}"


def _unit_shown(unit: str) -> str:
    return PURE if unit in _SHARES else unit


@cache
def _shipped(name: str) -> Scenario:
    """Return a shipped scenario, built once, since it never changes."""
    return _of_pack(Scenario, tables.pack_of(name), name)


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
        By name: the case pack that it is of, title, date and one line on each.

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
        key: {"case": tables.pack_of(key).name, **plan}
        for key, plan in tables.scenario_plans().items()
        if day is None or shipped.covers(plan, day)
    }
    columns = ["case", "title", "as_of", "summary"]
    frame = pd.DataFrame.from_dict(plans, orient="index")
    return frame.reindex(columns=columns).rename_axis("scenario")
