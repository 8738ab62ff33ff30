"""Programmes: a scenario over months, with its outlets, its storage and the oil that it owes."""

from __future__ import annotations

import operator
import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, SupportsIndex

import numpy as np

from oilecon.arguments import instance, mapping
from oilecon.blocks import array_leaves, replace_leaves
from oilecon.errors import (
    InputError,
    OilEconError,
    PathError,
    UnknownName,
    did_you_mean,
    is_among,
    quote,
)
from oilecon.evidence import KINDS, YOURS, Sourced
from oilecon.fields import REQUIRED, Choice, Number
from oilecon.groups import Members, Subgroup
from oilecon.inputs import DiluentPool, LoanContract, Outlet, Production
from oilecon.labels import axis_of
from oilecon.programme.checks import (
    check_licences,
    check_months,
    check_names,
    check_shares,
    known,
    of_months,
)
from oilecon.programme.months import Months, MonthsField, months_of
from oilecon.programme.queries import query_of
from oilecon.reference.shipped_programmes import programme_regimes, programme_text
from oilecon.scenario_tree import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.analysis.outcomes import OutcomeQuery
    from oilecon.evidence import Evidence
    from oilecon.labels import Axis
    from oilecon.typing import LabelLike, OutcomeLike, TableLike

__all__ = ["OBJECTIVES", "Programme"]

_AT_INDEX = re.compile(r"\bat index (\d+)")

OBJECTIVES = ("operating", "net", "netback")
"""What a month's split earns most of, as the barrels are loaded."""


class Programme(Scenario):
    """A producer's months: a scenario with outlets, storage, diluent and oil owed to lenders.

    Any number may be an array of one value a month, on its last dimension: `vary` takes a series
    of months. ``Programme.of(scenario, months, ...)`` makes one from a scenario, and `run` returns
    its barrels and its cash.
    """

    months: MonthsField = MonthsField("the months, first and last: '2026-01/2026-12'")
    contracts: Members[LoanContract] = Members(
        LoanContract, doc="oil owed to lenders, delivered in this order", default={}
    )
    diluent_pool: Subgroup[DiluentPool | None] = Subgroup(
        DiluentPool, doc="diluent that all streams share", default=None
    )
    objective: Choice = Choice(
        OBJECTIVES,
        "what the split of a month's barrels earns most of, as they are loaded",
        default="operating",
    )
    split: Choice = Choice(
        ("best", "shares"),
        "of the barrels for cash sale: what earns most, or the outlets' fixed shares",
        default="best",
    )
    cargoes: Choice = Choice(
        ("part", "whole"),
        "whether a month's cash sales may hold a part of a cargo, or whole ones alone",
        default="part",
    )
    discount: Number = Number(
        "1/year",
        "rate at which the split discounts what an outlet pays later, by its `lag` and `held`",
        low=0,
        high=1,
        default=0.0,
        typical="'10 %/year'",
    )

    def check(self) -> None:
        """Raise an error if contracts, outlets and arrays do not fit the routes and the months."""
        if not self._raw["months"]:
            msg = "Programme.months: a span of months is required; write months='2026-01/2026-12'"
            raise InputError(msg)
        super().check()
        if self._raw["debt"] is not None:
            msg = (
                "Programme.debt: oil for lenders leaves by a route; write contracts={'fund': "
                "LoanContract(loans, repayment, 'asia')}, and debt=None"
            )
            raise InputError(msg)
        check_months(self)
        check_names(self)
        check_licences(self)
        if self._raw["split"] == "shares":
            check_shares(self)
            if self._raw["cargoes"] == "whole":
                msg = (
                    "Programme.cargoes: whole cargoes are chosen by what earns most, and the split "
                    "is by shares; write cargoes='part', or split='best'"
                )
                raise InputError(msg)

    @property
    def cases(self) -> tuple[int, ...]:
        """Shape of the cases, without the months."""
        shape = self.shape
        return shape[:-1] if shape and shape[-1] in {1, len(self.calendar)} else shape

    def vary_cases(self, changes: Mapping[str, Any]) -> Self:
        """Return the programme with other values, of which arrays are of cases, not of months."""
        return self.vary({path: _of_cases(value) for path, value in changes.items()})

    def query_outcomes(self, requested: Mapping[str, OutcomeLike]) -> OutcomeQuery:
        """Return the outcomes that an analysis asks for; see `oilecon.programme.queries`."""
        return query_of(self, requested)

    @property
    def calendar(self) -> Months:
        """The months, with their days."""
        months: Months | None = self._cache.get("months")
        if months is None:
            months = self._cache["months"] = months_of(self._raw["months"])
        return months

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        months: str | pd.PeriodIndex,
        *,
        outlets: Mapping[str, Outlet] | None = None,
        production: Mapping[str, Production] | None = None,
        **fields: object,
    ) -> Self:
        """Return the programme of a scenario.

        Parameters
        ----------
        scenario : Scenario
            Its routes, supplies and prices.
        months : str or pandas.PeriodIndex
            First and last month, as ``'2026-01/2026-12'``.
        outlets : mapping of str to Outlet, optional
            The limits on the sale by a route, by its name.
        production : mapping of str to Production, optional
            Decline, storage and domestic use of a stream, by its name; that of the usual one is
            ``supply``.
        **fields
            Other fields of `Programme`, such as `contracts`.

        Returns
        -------
        Programme
            The programme.

        Raises
        ------
        InputError, UnknownName
            If a name is no route's or stream's, or a field does not fit.

        Examples
        --------
        >>> import oilecon as oe
        >>> programme = oe.Programme.of(
        ...     oe.scenario("article").vary({"supply.output": "630 kb/day"}),
        ...     "2026-01/2026-12",
        ...     outlets={"gulf": oe.Outlet(capacity="200 kb/day")},
        ... )
        >>> print(programme.gulf.outlet.capacity.to("kb/day"))
        200.0 kb/day
        """
        instance(Scenario, scenario, "Programme: scenario", "oilecon.scenario('article')")
        given = {name: getattr(scenario, name) for name in Scenario._fields}
        routes, supplies = dict(given["routes"]), {"supply": given["supply"], **given["streams"]}
        for where, kind, groups, further in (
            ("outlet", Outlet, routes, outlets),
            ("production", Production, supplies, production),
        ):
            if further is not None:
                expected = f"names to {kind.__name__}(...)"
                for name, each in mapping(further, f"Programme: {where}", expected).items():
                    known(name, groups, f"Programme: {where}")
                    groups[name] = groups[name].evolve(**{where: each})
        given |= {"routes": routes, "supply": supplies.pop("supply"), "streams": supplies}
        every: dict[str, Any] = {**given, "months": months, "debt": None, **fields}
        programme = cls(**every)
        kept = scenario._beside.get("sources")  # noqa: SLF001  of one class
        return programme.keeping(sources=kept) if kept else programme

    def vary(
        self,
        changes: Mapping[str, Any] | TableLike,
        *,
        keep_range: bool = False,
        units: Mapping[str, str] | None = None,
        month: str | Mapping[str, str] = "",
    ) -> Self:
        """Return a new programme with other values at some dotted paths, or with those of a table.

        Parameters
        ----------
        changes : mapping of str to value, pandas.DataFrame or Series
            As `Scenario.vary` takes them. The last dimension of arrays is the months: one number in
            all, or one in each. The labels of a table are days or periods, one in each month.
        keep_range : bool
            True if a plain number keeps the range that the old one has.
        units : mapping of str to str, optional
            Units of the columns whose headings have none, by path.
        month : {'trade', 'loading', 'pricing', 'landing'} or mapping of str to them
            What a month of the table is that of.

        Raises
        ------
        PathError, UnitError, InputError
            As `Scenario.vary`, and if an array or a table is of other months.

        Examples
        --------
        >>> import pandas as pd
        >>> import oilecon as oe
        >>> programme = oe.Programme.of(
        ...     oe.scenario("article").vary({"supply.output": "630 kb/day"}),
        ...     "2026-01/2026-03",
        ...     outlets={"gulf": oe.Outlet()},
        ... )
        >>> months = pd.period_range("2026-01", periods=3, freq="M")
        >>> brent = pd.Series([61.0, 64.0, 69.0], months, name="market.brent [USD/bbl]")
        >>> print(programme.vary(brent).market.brent)
        [61.0 64.0 69.0] USD/bbl
        """
        given: Any = changes
        if isinstance(changes, Mapping):
            given = {path: self._by_month(value) for path, value in changes.items()}
        given = self._by_month(given)
        try:
            return super().vary(given, keep_range=keep_range, units=units, month=month)
        except OilEconError as error:
            text = _AT_INDEX.sub(self._in_month_at, str(error))
            raise type(error)(text, error.problems) from error

    def _in_month_at(self, index: re.Match[str]) -> str:
        """Return the month of an array's index, for a message."""
        labels, at = self.calendar.labels, int(index[1])
        return f"in {labels[at]}" if at < len(labels) else index[0]

    def _by_month(self, table: Any) -> Any:
        """Return a table of the programme's months with their labels; all else as it is."""
        pandas = sys.modules.get("pandas")
        if pandas is None or not isinstance(table, (pandas.DataFrame, pandas.Series)):
            return table
        try:
            axis = axis_of(table.index)
        except InputError:  # `vary` says what is wrong
            return table
        return table.set_axis(self.calendar.index()) if of_months(axis, self.calendar) else table

    def rename(self, names: Mapping[str, str]) -> Self:
        """Return the programme with other names of some routes and streams, in the same order.

        Parameters
        ----------
        names : mapping of str to str
            Names to new names; contracts and the pool of diluent have those of their routes.

        Raises
        ------
        PathError
            If no route or stream has a name.
        InputError
            If a new name does not fit, or two routes or streams would have one.
        """
        mapping(names, "names", "names of routes and streams to new names")
        contracts, pool = self._raw["contracts"], self._raw["diluent_pool"]
        apart = {
            name: each.evolve(route="", repayment=None) if each.route in names else each
            for name, each in contracts.items()
        }
        free = None if pool is None else pool.evolve(valued_by="")
        renamed = super(Programme, self.evolve(contracts=apart, diluent_pool=free)).rename(names)
        if pool is not None and pool.valued_by:
            pool = pool.evolve(valued_by=names.get(pool.valued_by, pool.valued_by))
        return renamed.evolve(
            contracts={
                name: each.evolve(route=names.get(each.route, each.route))
                for name, each in contracts.items()
            },
            diluent_pool=pool,
        )

    def overrides(self) -> dict[str, Any]:
        """Return the user-defined inputs, as `Scenario.overrides`, but for choices left as usual.

        Returns
        -------
        dict of str to Quantity, str or None
            By path.
        """
        before = dict(self._without_months().choices())
        return {
            path: value
            for path, value in super().overrides().items()
            if not isinstance(value, str) or path in before or value != self._usual(path)
        }

    def _usual(self, path: str) -> Any:
        field = self._field_at(path)
        return REQUIRED if field.required else field.default

    # -- months and cases ------------------------------------------------------------------------

    def at(self, *index: SupportsIndex) -> Self:
        """Return the programme of one of its cases, with all its months.

        Parameters
        ----------
        *index : int
            One for each dimension of `cases`.

        Raises
        ------
        PathError
            If the index does not fit `cases`.
        """
        try:
            where = [
                range(size)[operator.index(at)] for size, at in zip(self.cases, index, strict=True)
            ]
        except (IndexError, TypeError, ValueError, OverflowError) as error:
            msg = (
                f"no case {index} in a programme with cases of shape {self.cases}; write one index "
                f"for each dimension of these; months are no cases: {self._one_month}"
            )
            raise PathError(msg) from error
        return self._picked(dict(enumerate(reversed(where), 1)))

    def _picked(self, picks: Mapping[int, int | slice]) -> Self:
        """Return the programme of some cases; a number that all months share is a single one."""
        picked = super()._picked(picks)
        single = {
            keys: float(raw[0]) for keys, raw in array_leaves(picked.values) if raw.shape == (1,)
        }
        return self.of_values(replace_leaves(picked.values, single), picked) if single else picked

    def sel(self, *label: LabelLike | slice, **labels: LabelLike | slice) -> Self:
        """Return the programme of one label of its cases, with all its months.

        Parameters
        ----------
        *label : str, date, period or number
            A label, where one dimension of cases has labels.
        **labels : str, date, period, number or slice
            A label by the name of its dimension.

        Raises
        ------
        PathError
            If there is no such dimension or label, or it is that of the months.
        """
        axes: tuple[Axis, ...] = self._raw["index"]
        if not axes[:-1] or axes[-1].name in labels:
            msg = (
                f"sel: months are no cases, as each goes on from the one before: {self._one_month}"
            )
            raise PathError(msg)
        if len(label) == 1 and len(axes) == 2:  # noqa: PLR2004  cases and months
            labels, label = {axes[0].name: label[0], **labels}, ()
        return super().sel(*label, **labels)

    def in_month(self, label: str, *, outlets: bool = False) -> Scenario:
        """Return the scenario of one month: its numbers, without storage and contracts.

        Parameters
        ----------
        label : str
            The month, such as ``'2026-03'``.
        outlets : bool
            Keep the routes' outlets, which `allocate` takes.

        Returns
        -------
        Scenario
            For `evaluate`, `compare`, `allocate` and what explains a figure of the month's sale.

        Raises
        ------
        PathError
            If there is no such month.
        """
        at = self.calendar.position(str(label))
        if at is None:
            msg = (
                f"no month {quote(label)} in the programme, which has {self._raw['months']}; write "
                f"{self.calendar.labels[0]!r}"
            )
            raise PathError(msg)
        return self._without_months(outlets=outlets)._picked({0: at})  # noqa: SLF001  of one class

    @property
    def one_row(self) -> str:
        """Code to write for one case of the programme, in messages; without cases, one month."""
        if not self.cases:
            return f".in_month({self.calendar.labels[0]!r})"
        axes: tuple[Axis, ...] = self._raw["index"][:-1]
        if not axes or len(axes) < len(self.cases):
            return ".at(index)"
        return f".sel({', '.join(f'{axis.name}={axis.at(0)!r}' for axis in axes)})"

    @property
    def _one_month(self) -> str:
        first = self.calendar.labels[0]
        return (
            f"write .in_month({first!r}) for the scenario of one, or run(programme).to_frame()"
            f".loc[{first!r}] for its figures"
        )

    def _without_months(self, *, outlets: bool = False) -> Scenario:
        """Return the scenario, without production and what else a programme has."""
        raw = self._raw
        given: dict[str, Any] = {name: raw[name] for name in Scenario._fields}
        if not outlets:
            given["routes"] = {
                name: each.evolve(outlet=None) for name, each in raw["routes"].items()
            }
        given["supply"] = raw["supply"].evolve(production=None)
        given["streams"] = {
            name: each.evolve(production=None) for name, each in raw["streams"].items()
        }
        kept = self._beside.get("sources")
        scenario = Scenario(**given)
        return scenario.keeping(sources=kept) if kept else scenario

    def __repr__(self) -> str:
        """Return code that rebuilds the programme, if possible from a shipped scenario."""
        code = super().__repr__()
        if not (self._raw["reference"] and code.startswith("Programme(")):
            return code
        scenario = repr(self._without_months().evolve(index={}))
        if not scenario.startswith("scenario("):
            return code
        supplies = {"supply": self._raw["supply"], **self._raw["streams"]}
        parts = [scenario, repr(self._raw["months"])]
        for name, groups, field in (
            ("outlets", self._raw["routes"], "outlet"),
            ("production", supplies, "production"),
        ):
            held = {key: getattr(each, field) for key, each in groups.items()}
            listed = ", ".join(f"{key!r}: {each!r}" for key, each in held.items() if each)
            parts += [f"{name}={{{listed}}}"] if listed else []
        parts += [
            f"{name}={code}"
            for name, code in self._arguments().items()
            if name == "index" or name not in {*Scenario._fields, "months"}
        ]
        return f"Programme.of({', '.join(parts)})"

    @classmethod
    def shipped(cls, name: str, /, *, regime: str | None = None) -> Self:
        """Return a shipped programme, its numbers sourced; `catalogue` lists them.

        Parameters
        ----------
        name : str
            Its name.
        regime : str, optional
            One of its regimes; if left out the first, which is what happened.

        Returns
        -------
        Programme
            The programme.

        Raises
        ------
        UnknownName
            If no programme has that name, or it has no such regime.

        Examples
        --------
        >>> import oilecon as oe
        >>> blockade = oe.Programme.shipped("venezuela-2026", regime="sanctioned")
        >>> print(blockade.asia.outlet.licence.to("kb/day"))
        348.0 kb/day
        """
        known = programme_regimes()
        if not is_among(name, known):
            msg = f"no shipped programme {quote(name)}{did_you_mean(str(name), known)}"
            raise UnknownName(msg)
        regimes = known[name]
        chosen: Any = next(iter(regimes)) if regime is None else regime
        if not is_among(chosen, regimes):
            near = did_you_mean(str(chosen), regimes)
            msg = f"the programme {name!r} has no regime {quote(chosen)}{near}"
            raise UnknownName(msg)
        values = regimes[chosen].get("values", {})
        changes = {
            path: Sourced.of_table(value) if isinstance(value, dict) else value
            for path, value in values.items()
        }
        own = cls.from_toml(programme_text(name), name)
        return own.vary(changes).evolve(title=f"{own.title}, {chosen}")

    @classmethod
    def catalogue(cls) -> pd.DataFrame:
        """Return the table of the shipped programmes and their regimes.

        Returns
        -------
        pandas.DataFrame
            By programme and regime: one line on each.
        """
        import pandas as pd

        rows = {
            (name, regime): {"summary": entry["summary"]}
            for name, regimes in programme_regimes().items()
            for regime, entry in regimes.items()
        }
        frame = pd.DataFrame.from_dict(rows, orient="index")
        return frame.rename_axis(["programme", "regime"])

    def by_date(self, regimes: Mapping[str, Mapping[str, object]]) -> Self:
        """Return the programme with other numbers in each of several spans of its months.

        Parameters
        ----------
        regimes : mapping of str to mapping of str to object
            Span of months, such as ``'2026-02/2026-12'``, to values by path, as `vary` takes them.
            Numbers by month have no range: of sourced ones the sources, the weakest kind and the
            notes are kept. A path that one span has, all have; together they cover every month
            once.

        Returns
        -------
        Programme
            The programme, with one number a month at these paths.

        Raises
        ------
        InputError
            If a month has no regime, or two; or a path is not in all.

        Examples
        --------
        >>> import oilecon as oe
        >>> programme = oe.Programme.of(
        ...     oe.scenario("article").vary({"supply.output": "630 kb/day"}),
        ...     "2026-01/2026-06",
        ...     outlets={"gulf": oe.Outlet()},
        ... )
        >>> licensed = programme.by_date(
        ...     {
        ...         "2026-01/2026-03": {"gulf.outlet.licence": "0 kb/day"},
        ...         "2026-04/2026-06": {"gulf.outlet.licence": "300 kb/day"},
        ...     }
        ... )
        >>> print(licensed.gulf.outlet.licence.to("kb/day").magnitude)
        [  0.   0.   0. 300. 300. 300.]
        """
        spans = mapping(regimes, "regimes", "spans of months to values by path")
        of_month = self._regime_of_month(spans)
        patterns = list(dict.fromkeys(path for values in spans.values() for path in values))
        for span, values in spans.items():
            lacking = [pattern for pattern in patterns if pattern not in values]
            if lacking:
                msg = f"regimes: {span!r} has no {lacking[0]!r}, which another has; write it in all"
                raise InputError(msg)
        trees = {span: self.vary(dict(values)) for span, values in spans.items()}
        varied: dict[str, Any] = {}
        for path in (path for pattern in patterns for path in self.expand(pattern)):
            given = {span: tree.get(path) for span, tree in trees.items()}
            if not all(hasattr(each, "magnitude") for each in given.values()):
                msg = (
                    f"regimes: {path}: expected a number in each; for other terms of sale write a "
                    "route of its own, with Outlet(since=..., until=...)"
                )
                raise InputError(msg)
            numbers = {span: np.atleast_1d(each.magnitude) for span, each in given.items()}
            rows = [
                numbers[span][..., month if numbers[span].shape[-1] > 1 else 0]
                for month, span in enumerate(of_month)
            ]
            by_month = np.stack(np.broadcast_arrays(*rows), axis=-1) * given[of_month[0]].units
            evidence = {span: row.evidence for span in spans if (row := trees[span].row(path))}
            varied[path] = _by_regime(by_month, evidence, len(spans)) if evidence else by_month
        return self.vary(varied)

    def _regime_of_month(self, spans: Mapping[str, object]) -> list[str]:
        """Return the span that each month is in.

        Raises
        ------
        InputError
            If a month is in none, or in two.
        """
        labels, read = self.calendar.labels, MonthsField("")
        regime: dict[str, str] = {}
        for span in spans:
            try:
                within = months_of(read.read(span if "/" in span else f"{span}/{span}"))
            except InputError as error:
                msg = f"regimes: {error}"
                raise InputError(msg) from error
            for label in within.labels:
                if label in regime:
                    msg = (
                        f"regimes: {label} is in two, {regime[label]!r} and {span!r}; write spans "
                        "that do not overlap"
                    )
                    raise InputError(msg)
                regime[label] = span
        for label in labels:
            if label not in regime:
                msg = (
                    f"regimes: {label} is in none; write a span that covers it, as "
                    f"'{label}/{labels[-1]}'"
                )
                raise InputError(msg)
        return [regime[label] for label in labels]


def _by_regime(numbers: Any, evidence: Mapping[str, Evidence], regimes: int) -> Sourced:
    """Return numbers by month with the evidence of their regimes: its weakest kind, all sources."""
    each = list(evidence.values())
    kinds = (*KINDS, YOURS)
    entries = {entry.key: entry for some in each for entry in some.entries}
    keys = dict.fromkeys(key for some in each for key in some.source)
    dates, bases = ({getattr(some, name) for some in each} for name in ("as_of", "basis"))
    all_sourced = len(each) == regimes
    return Sourced(
        numbers,
        kind=max((some.kind for some in each), key=kinds.index) if all_sourced else YOURS,
        as_of=dates.pop() if len(dates) == 1 else "",
        basis=bases.pop() if len(bases) == 1 else "",
        source=[entries.get(key, key) for key in keys],
        note="; ".join(f"{span}: {some.note}" for span, some in evidence.items() if some.note),
    )


def _of_cases(value: Any) -> Any:
    """Return an array of cases with a month's dimension behind them; all else as it is."""
    raw = getattr(value, "magnitude", None)
    return raw[..., None] * value.units if isinstance(raw, np.ndarray) and raw.ndim else value
