"""Programmes: a scenario over months, with its outlets, its storage and the oil that it owes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from oilecon.arguments import instance, mapping
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.fields import Choice, Number
from oilecon.groups import Members, Subgroup
from oilecon.holes import holes
from oilecon.inputs import DiluentPool, LoanContract, Outlet, Production
from oilecon.inputs.route import ships
from oilecon.programme.months import Months, MonthsField, months_of
from oilecon.programme.queries import query_of
from oilecon.scenario_tree import Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.analysis.outcomes import OutcomeQuery
    from oilecon.typing import OutcomeLike

__all__ = ["OBJECTIVES", "Programme"]

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
        super().check()
        if self._raw["debt"] is not None:
            msg = (
                "Programme.debt: oil for lenders leaves by a route; write contracts={'fund': "
                "LoanContract(loans, repayment, 'asia')}, and debt=None"
            )
            raise InputError(msg)
        self._check_months()
        self._check_names()

    def _check_months(self) -> None:
        """Raise an error for arrays that are of other months, or of none."""
        count = len(self.calendar)
        for path, _, raw in self.leaves():
            if isinstance(raw, np.ndarray) and raw.shape[-1] not in {1, count}:
                msg = (
                    f"Programme.{path}: expected one number, or one for each of the {count} months "
                    f"{self._raw['months']}, got {raw.shape[-1]}"
                )
                raise InputError(msg)
            if isinstance(raw, np.ndarray) and holes(raw) is not None:
                msg = (
                    f"Programme.{path}: a month is missing; write all, as each goes on from the "
                    "one before"
                )
                raise InputError(msg)
            if isinstance(raw, np.ndarray) and raw.shape[-1] > 1 and _is_fixed(path, self):
                msg = (
                    f"Programme.{path}: expected one number for all months, got {raw.shape[-1]}; "
                    "write one"
                )
                raise InputError(msg)
        axes = self._raw["index"]
        if axes and axes[-1].dated:
            labels = [axes[-1].at(k) for k in range(len(axes[-1]))]
            if labels != list(self.calendar.labels):
                msg = (
                    f"Programme.index: expected the months {self._raw['months']}, got "
                    f"{labels[0]} to {labels[-1]}; write months='{labels[0][:7]}/"
                    f"{labels[-1][:7]}', or a table of the programme's months"
                )
                raise InputError(msg)

    def _check_names(self) -> None:
        routes, streams = self._raw["routes"], ("supply", *self._raw["streams"])
        for name, contract in self._raw["contracts"].items():
            if contract.route:
                _known(contract.route, routes, f"Programme.{name}.route")
            for loan, each in contract.loans.items():
                start = each.start
                if start and self.calendar.position(start[:7]) is None:
                    msg = (
                        f"Programme.{name}.{loan}.start: expected a day in {self._raw['months']}, "
                        f"got {start}; leave it out for a loan that runs already, with what is "
                        "owed when the first month begins as its principal"
                    )
                    raise InputError(msg)
        pool = self._raw["diluent_pool"]
        if pool is not None and pool.valued_by:
            _known(pool.valued_by, routes, "Programme.diluent_pool.valued_by")
        for stream in streams:
            supply = self._raw["supply"] if stream == "supply" else self._raw["streams"][stream]
            sold = [name for name, route in routes.items() if route.stream == stream]
            if supply.output is None and sold:
                msg = (
                    f"Programme.{stream}.output: required, as {sold[0]!r} sells it; write "
                    f"{stream}.output='630 kb/day'"
                )
                raise InputError(msg)
        for name, route in routes.items():
            outlet = route.outlet
            if outlet is not None and outlet.ships is not None and not ships(route):
                msg = (
                    f"Programme.{name}.outlet.ships: the route has no voyage of the seller's to "
                    "count; leave it out"
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
        """The months."""
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
                    _known(name, groups, f"Programme: {where}")
                    groups[name] = groups[name].evolve(**{where: each})
        given |= {"routes": routes, "supply": supplies.pop("supply"), "streams": supplies}
        every: dict[str, Any] = {**given, "months": months, "debt": None, **fields}
        return cls(**every)

    def by_date(self, regimes: Mapping[str, Mapping[str, object]]) -> Self:
        """Return the programme with other numbers in each of several spans of its months.

        Parameters
        ----------
        regimes : mapping of str to mapping of str to object
            Span of months, such as ``'2026-02/2026-12'``, to values by path, as `vary` takes them.
            A path that one span has, all have; together they cover every month once.

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
            figures = {span: tree.get(path) for span, tree in trees.items()}
            if not all(hasattr(figure, "magnitude") for figure in figures.values()):
                msg = (
                    f"regimes: {path}: expected a number in each; for other terms of sale write a "
                    "route of its own, with Outlet(since=..., until=...)"
                )
                raise InputError(msg)
            rows = [
                np.broadcast_to(figures[span].magnitude, (len(of_month),))[month]
                for month, span in enumerate(of_month)
            ]
            varied[path] = np.array(rows) * figures[of_month[0]].units
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


# Numbers of which a programme has one for all months: states when the first begins, and terms.
_FIXED = frozenset(
    {
        "lag",
        "held",
        "afloat",
        "receivable",
        "fund",
        "stock",
        "decline",
        "shut_in",
        "reopening",
        "partner_share",
        "discount",
    }
)


def _is_fixed(path: str, programme: Programme) -> bool:
    """Return whether a number is one for all months."""
    steps = path.split(".")
    if steps[0] in programme.contracts:
        return True
    kinds = {"outlet", "production", "diluent_pool"}
    return steps[-1] in _FIXED and (bool(kinds & set(steps)) or len(steps) == 1)


def _of_cases(value: Any) -> Any:
    """Return an array of cases with a month's dimension behind them; all else as it is."""
    raw = getattr(value, "magnitude", None)
    return raw[..., None] * value.units if isinstance(raw, np.ndarray) and raw.ndim else value


def _known(name: str, names: Mapping[str, object], where: str) -> None:
    """Raise an error unless a name is among those of routes or streams."""
    if name not in names:
        what = "stream" if where.endswith("production") else "route"
        msg = f"{where}: no {what} {quote(name)} in the scenario{did_you_mean(str(name), names)}"
        raise UnknownName(msg)
