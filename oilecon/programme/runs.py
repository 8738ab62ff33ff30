"""The run of a programme: its columns by month and path, and what is asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import instance, whole_number
from oilecon.arguments import shares as read_shares
from oilecon.errors import InputError, PathError, UnitError, did_you_mean, quote
from oilecon.frozen import FrozenDict
from oilecon.netback.lines import PRODUCER
from oilecon.netback.route import Case
from oilecon.plotting import Plot, Plotted
from oilecon.prices.correlated import Correlated, together
from oilecon.programme.blocks import Task, in_blocks, stacked
from oilecon.programme.cases import over_months
from oilecon.programme.checks import check_limits, is_fixed, read_path
from oilecon.programme.columns import LARGE, SUM, Column, column_of
from oilecon.programme.explanations import Explainer, Explanation
from oilecon.programme.margins import MarginalValues, marginal_values
from oilecon.programme.recurrence import oil_by_recipient
from oilecon.programme.sentences import sentences
from oilecon.programme.tree import Programme
from oilecon.units import to_magnitude, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Executor

    import pandas as pd
    import xarray as xr

    from oilecon.programme.recurrence import Rule
    from oilecon.typing import QuantityLike
    from oilecon.units import FloatArray, Quantity, Raw

__all__ = ["ProgrammeRun", "run"]

_SHOWN = ("produced", "exported", "stock", "shut_in", "earned", "released", "cash", "debt")
_PATH = FrozenDict(path="of many, the path to draw; 0 if left out")
_HELD = 2_000_000  # figures of a column, or of all, that are kept once they are computed


class ProgrammeRun(Plotted):
    """A programme's months: barrels, prices, money and debt, on one path or on many.

    ``run["cash"]`` is a column, a Quantity with the months on axis 0 and the paths after it;
    `column_names` lists them, `about` says what each is. Columns are computed when they are asked
    for; `columns` computes several in one pass.
    """

    plots = FrozenDict(
        barrels=Plot("barrels by outlet and for lenders, with what is stored and shut in"),
        cash=Plot("cash by month; of many paths, a fan of quantiles with one path drawn", _PATH),
        debt=Plot("debt at the end of each month, on one path with arrears; a fan of many", _PATH),
        column=Plot("another column in the same way as cash", _PATH, each="column_names"),
    )

    def __init__(self, task: Task, n: int | None, executor: Executor | None) -> None:
        self._task, self._executor = task, executor
        self.n = n
        self._kept: dict[str, FloatArray] = {}

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled and copied: no executor, whose threads stay where they are."""
        return {**self.__dict__, "_executor": None}

    @property
    def programme(self) -> Programme:
        """The programme."""
        return self._task.programme

    @property
    def months(self) -> pd.PeriodIndex:
        """The months."""
        return self.programme.calendar.index()

    @property
    def seed(self) -> int:
        """Seed of the paths."""
        return self._task.seed

    # -- columns ---------------------------------------------------------------------------------

    @property
    def _about(self) -> Mapping[str, Column]:
        return self._task.about

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of all columns: totals first, then those of each stream, outlet and contract."""
        return tuple(self._about)

    def about(self) -> pd.DataFrame:
        """Return the unit of each column, what it is over several months, and what it is."""
        import pandas as pd

        rows = {
            name: {"unit": each.unit, "over months": each.over_months, "is": each.doc}
            for name, each in self._about.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("column")

    def _of(self, name: object) -> Column:
        return column_of(name, self._about)

    def _raw(self, *names: str) -> dict[str, FloatArray]:
        """Return columns as arrays, months by paths."""
        for name in names:
            self._of(name)
        wanted = [name for name in dict.fromkeys(names) if name not in self._kept]
        computed: dict[str, FloatArray] = {}
        if wanted:
            count = 1 if self.n is None else self.n
            every = self.column_names
            small = count * len(self._task.plan.months) * len(every) <= _HELD
            asked = every if small else wanted
            computed = self._walked(asked, count)
            for name, column in computed.items():
                column.flags.writeable = False
                if column.size <= _HELD:
                    self._kept[name] = column
        return {name: computed[name] if name in computed else self._kept[name] for name in names}

    def _walked(self, names: Sequence[str], count: int) -> dict[str, FloatArray]:
        whole = {name: np.empty((len(self._task.plan.months), count)) for name in names}
        for paths, part in in_blocks(self._task, names, count, self._executor):
            for name, column in part.items():
                for row, figure in zip(whole[name], column, strict=True):
                    row[paths] = figure
        return whole

    def columns(self, *names: str) -> dict[str, Quantity]:
        """Return several columns from one pass over the months.

        Parameters
        ----------
        *names : str
            Of `column_names`.

        Returns
        -------
        dict of str to pint.Quantity
            Months on axis 0; of many paths, these on axis 1.

        Raises
        ------
        PathError
            If there is no such column.
        ExecutorError
            If the executor fails.
        """
        raw = self._raw(*names)
        return {name: to_quantity(self._shaped(raw[name]), self._of(name).unit) for name in names}

    def __getitem__(self, name: str) -> Quantity:
        """Return one column."""
        only: Quantity = self.columns(name)[name]
        return only

    def _shaped(self, raw: FloatArray) -> FloatArray:
        return raw[:, 0] if self.n is None else raw

    # -- over months -----------------------------------------------------------------------------

    def total(self, name: str) -> Quantity:
        """Return a column over all months, of each path.

        Parameters
        ----------
        name : str
            The column.

        Returns
        -------
        pint.Quantity
            Its sum; of a balance, its value at the end; of a price, its mean.

        Raises
        ------
        PathError
            If there is no such column.
        """
        figures = over_months(self._raw(name)[name], self._of(name))
        return to_quantity(float(figures[0]) if self.n is None else figures, self._of(name).unit)

    def by_month(self, *names: str) -> pd.DataFrame:
        """Return columns by month: barrels a day, and of balances the value at the end.

        Parameters
        ----------
        *names : str
            Of `column_names`; a usual selection if none.

        Returns
        -------
        pandas.DataFrame
            By month; means over the paths.
        """
        import pandas as pd

        days = np.array(self.programme.calendar.days)
        frame = {}
        for name, raw in self._raw(*(names or _SHOWN)).items():
            column, mean = self._of(name), raw.mean(axis=1)
            if column.unit == "bbl" and column.over_months == SUM:
                frame[f"{name} [kb/day]"] = mean / days / 1000.0
            else:
                frame[_heading(name, column)] = mean / _scale(column)
        return pd.DataFrame(frame, index=self.months)

    def by_year(self, *names: str) -> pd.DataFrame:
        """Return columns by calendar year: sums, and of balances the value at the end.

        Parameters
        ----------
        *names : str
            Of `column_names`; a usual selection if none.

        Returns
        -------
        pandas.DataFrame
            By year; means over the paths.
        """
        import pandas as pd

        years = self.months.year
        raws = self._raw(*(names or _SHOWN))
        frame = {}
        for name, raw in raws.items():
            column, mean = self._of(name), raw.mean(axis=1)
            of_year = {
                int(year): float(over_months(mean[years == year], column))
                for year in dict.fromkeys(years)
            }
            frame[_heading(name, column)] = {
                year: amount / _scale(column) for year, amount in of_year.items()
            }
        return pd.DataFrame(frame).rename_axis("year")

    # -- over paths ------------------------------------------------------------------------------

    def quantiles(self, name: str, shares: Sequence[float] = (0.1, 0.5, 0.9)) -> pd.DataFrame:
        """Return quantiles of a column over the paths, by month.

        Parameters
        ----------
        name : str
            The column.
        shares : sequence of float
            Shares of the paths at or below, from 0 to 1.

        Returns
        -------
        pandas.DataFrame
            By month: one column a share, in millions of barrels or dollars, or dollars a barrel.

        Raises
        ------
        PathError
            If there is no such column.
        InputError
            If a share is not from 0 to 1.
        """
        import pandas as pd

        at = read_shares(shares, "quantiles", "[0.1, 0.9]")
        column = self._of(name)
        values = np.quantile(self._raw(name)[name], at, axis=1).T / _scale(column)
        headings = [f"{100.0 * share:g}%" for share in at]
        frame = pd.DataFrame(values, self.months, headings)
        return frame.rename_axis(columns=_heading(name, column))

    def probability(
        self,
        name: str,
        *,
        below: QuantityLike | None = None,
        above: QuantityLike | None = None,
        in_month: str | None = None,
    ) -> float:
        """Return the share of the paths on which a column is below or above a figure.

        Parameters
        ----------
        name : str
            The column.
        below, above : quantity
            One of the two.
        in_month : str, optional
            The month, such as ``'2026-04'``, or ``'any'`` for at least one of them; all months
            together if left out, as `total` has them.

        Returns
        -------
        float
            From 0 to 1.

        Raises
        ------
        PathError
            If there is no such column or month.
        InputError, UnitError
            If not one of the two figures is given, or its unit does not fit.
        """
        column = self._of(name)
        if (below is None) is (above is None):
            got = "both" if below is not None else "neither"
            msg = f"probability: expected one of below and above, got {got}"
            raise InputError(msg)
        side, figure = ("below", below) if above is None else ("above", above)
        try:
            limit = to_magnitude(figure, column.unit)
        except UnitError as error:
            msg = f"probability: {side}: {error}"
            raise type(error)(msg) from error
        if not isinstance(limit, float):
            msg = f"probability: expected one figure, got an array of shape {limit.shape}"
            raise InputError(msg)
        raw = self._raw(name)[name]
        if in_month is None:
            figures = np.atleast_1d(over_months(raw, column))
        elif in_month == "any":
            figures = raw.min(axis=0) if above is None else raw.max(axis=0)
        else:
            figures = raw[self._month(in_month)]
        inside = figures < limit if above is None else figures > limit
        return float(inside.mean())

    def _month(self, label: object) -> int:
        position = self.programme.calendar.position(str(label))
        if position is None:
            msg = (
                f"no month {quote(label)} in the run, which has {self.programme.months}; write "
                f"{self.programme.calendar.labels[0]!r}"
            )
            raise PathError(msg)
        return position

    # -- who has the money -------------------------------------------------------------------------

    def recipients(self) -> pd.DataFrame:
        """Return who has the value of what is exported: the mean over the paths.

        Returns
        -------
        pandas.DataFrame
            By recipient, the producer last: dollars over all months by outlet and contract, and in
            all [MUSD]. Of each outlet they add up to its barrels times its price; of a contract,
            to what its barrels count, of which lenders have the service that they keep.
        """
        import pandas as pd

        task, count = self._task, 1 if self.n is None else self.n
        amounts: dict[str, dict[str, float]] = {}

        def add(name: str, to: str, rows: list[Raw], more: int) -> None:
            column = amounts.setdefault(name, {})
            column[to] = column.get(to, 0.0) + float(stacked(rows, more).sum()) / count / 1e6

        for first in range(0, count, task.size):
            more = min(task.size, count - first)
            values = task.values_of(first, more)
            columns, outlets = task.walked(values)
            for outlet in outlets:
                barrels, levels = (columns[f"{outlet.name}.{of}"] for of in ("barrels", "level"))
                for to, rows in outlet.by_recipient(barrels, levels).items():
                    add(outlet.name, to, rows, more)
            case = Case(values)
            for each in task.plan.contracts:
                if each.route:
                    for to, rows in oil_by_recipient(each, case, columns).items():
                        add(each.name, to, rows, more)
        frame = pd.DataFrame(amounts).fillna(0.0).rename_axis("recipient")
        order = [name for name in frame.index if name != PRODUCER]
        frame = frame.loc[[*order, PRODUCER]] if PRODUCER in frame.index else frame
        frame.columns = [f"{name} [MUSD]" for name in frame.columns]
        frame["in all [MUSD]"] = frame.sum(axis=1)
        return frame

    def marginal_values(self, outcome: str = "objective") -> MarginalValues:
        """Return the marginal value of each limit by month, at the programme's own prices.

        Parameters
        ----------
        outcome : str
            The column whose rise over all months is the worth, such as ``'objective'`` or
            ``'cash'``.

        Returns
        -------
        MarginalValues
            By limit and month; printed, it is sentences.

        Raises
        ------
        InputError
            If there is no such column, or it is not in dollars.
        """
        return marginal_values(self.programme, outcome)

    # -- why ---------------------------------------------------------------------------------------

    def explain(self, month: str, column: str, *, path: int = 0, depth: int = 1) -> Explanation:
        """Return a cell as the sum of others.

        Parameters
        ----------
        month : str
            The month, such as ``'2026-04'``.
        column : str
            Of `column_names`.
        path : int
            Of many paths, the one.
        depth : int
            1 for the terms of the cell alone; 2 for those of its terms too, and so on.

        Returns
        -------
        Explanation
            The figure with the terms that add up to it; printing it shows them.

        Raises
        ------
        PathError
            If there is no such month or column.
        InputError
            If there is no such path.

        Examples
        --------
        >>> import oilecon as oe
        >>> programme = oe.Programme.of(
        ...     oe.scenario("article").vary({"supply.output": "630 kb/day"}),
        ...     "2026-01/2026-03",
        ...     outlets={"gulf": oe.Outlet(capacity="200 kb/day", lag="15 day")},
        ... )
        >>> print(oe.run(programme).explain("2026-02", "gulf.receivable"))
        gulf.receivable of 2026-02 = 151.86 MUSD (earned and not yet due, at the end)
          + 151.86 MUSD  gulf.receivable at the end of 2026-01
          + 283.47 MUSD  gulf.earned
          - 283.47 MUSD  gulf.due
        """
        position = self._month(month)
        self._of(column)
        depth = whole_number(depth, "explain: depth", least=1, example="depth=2")
        return Explainer(self._task, read_path(path, self.n)).explain(position, column, depth)

    def words(self) -> list[str]:
        """Return the run in sentences.

        Where the barrels went, what was stored and shut in and why, what gave way (a contract
        that was short, a term volume, arrears), and what reached the state; of many paths, means
        with their 10 % to 90 %. What did not go as agreed is named with its months.
        """
        return sentences(self)

    @property
    def streams(self) -> tuple[str, ...]:
        """Names of the streams that are sold or delivered."""
        return self._task.plan.streams

    @property
    def outlets(self) -> tuple[str, ...]:
        """Names of the routes that sell."""
        return self._task.plan.outlets

    # -- tables ------------------------------------------------------------------------------------

    def to_frame(self, *names: str) -> pd.DataFrame:
        """Return columns by month; of many paths, by month and path.

        Parameters
        ----------
        *names : str
            Of `column_names`; a usual selection if none.

        Returns
        -------
        pandas.DataFrame
            Units in the headings: barrels, dollars, and dollars a barrel.
        """
        import pandas as pd

        raws = self._raw(*(names or _SHOWN))
        headings = {name: f"{name} [{self._of(name).unit}]" for name in raws}
        if self.n is None:
            data = {headings[name]: raw[:, 0] for name, raw in raws.items()}
            return pd.DataFrame(data, index=self.months)
        index = pd.MultiIndex.from_product([self.months, range(self.n)], names=["month", "path"])
        return pd.DataFrame({headings[name]: raw.ravel() for name, raw in raws.items()}, index)

    def to_xarray(self, *names: str) -> xr.Dataset:
        """Return columns as an xarray dataset along months and paths, with units.

        Parameters
        ----------
        *names : str
            Of `column_names`; a usual selection if none.

        Returns
        -------
        xarray.Dataset
            Each variable with its unit and what it is; needs xarray.
        """
        from oilecon.extras import load

        xarray = load("xarray", "arrays", "a dataset")
        months = self.months.to_timestamp()
        dims = ("month",) if self.n is None else ("month", "path")
        variables = {
            name: (
                dims,
                self._shaped(raw),
                {"units": self._of(name).unit, "long_name": self._of(name).doc},
            )
            for name, raw in self._raw(*(names or _SHOWN)).items()
        }
        dataset: xr.Dataset = xarray.Dataset(variables, coords={"month": months})
        return dataset

    def __str__(self) -> str:
        """Return the usual columns by month; of many paths, their means."""
        table = self.by_month()
        means = "" if self.n is None else f"means of {self.n} paths\n"
        return means + table.to_string(float_format=lambda number: f"{number:,.1f}")

    def __repr__(self) -> str:
        """Describe the run in one line."""
        paths = "one path" if self.n is None else f"{self.n} paths, seed {self.seed}"
        routes = ", ".join(self._task.plan.outlets)
        return f"<ProgrammeRun: {self.programme.months}, {routes}; {paths}>"


def _scale(column: Column) -> float:
    return LARGE[column.unit][1]


def _heading(name: str, column: Column) -> str:
    return f"{name} [{LARGE[column.unit][0]}]"


def run(
    programme: Programme,
    prices: Correlated | Mapping[str, Any] | None = None,
    *,
    n: int = 1000,
    seed: int = 0,
    rule: Rule | None = None,
    executor: Executor | None = None,
) -> ProgrammeRun:
    """Return a programme's months.

    Parameters
    ----------
    programme : Programme
        One case.
    prices : Correlated or mapping of str to process, optional
        Processes of `oilecon.prices` by path, such as ``{'market.brent': MeanReverting(...)}``.
        Without it, the months have the programme's own numbers, on one path.
    n : int
        Number of paths.
    seed : int
        Seed of the paths. The same seed gives the same bits, on whatever executor, and the first
        of more paths are the same.
    rule : callable, optional
        Your own split of a month's barrels, in place of the best one: a function of the month's
        label, the barrels a day ready by stream, and the netback by outlet, that returns barrels a
        day by outlet. What exceeds a limit is cut.
    executor : concurrent.futures.Executor, optional
        The executor of blocks of paths; none if left out. For a Dask cluster,
        ``client.get_executor()``.

    Returns
    -------
    ProgrammeRun
        The run, with columns computed on demand.

    Raises
    ------
    InputError, UnitError, PathError
        If the programme is not one case, has no outlet, or a process is of another unit than the
        number at its path.

    Notes
    -----
    Each month in turn: the wells' potential after decline and restoration; diluent; oil for lenders
    whose contracts come first; term volumes; the split of the rest over the outlets within their
    capacities, licences, ships and price steps; oil for other lenders; storage of what is left, and
    shut-in of what exceeds it. The split takes no account of later months.

    Examples
    --------
    >>> import oilecon as oe
    >>> programme = oe.Programme.of(
    ...     oe.scenario("article").vary({"supply.output": "630 kb/day"}),
    ...     "2026-01/2026-03",
    ...     outlets={"gulf": oe.Outlet(capacity="200 kb/day"), "asia": oe.Outlet(lag="60 day")},
    ... )
    >>> months = oe.run(programme)
    >>> print(months["gulf.barrels"].to("Mb").round(3))
    [6.2 5.6 6.2] Mb
    """
    write = "oilecon.Programme.of(scenario, '2026-01/2026-12', outlets={...})"
    instance(Programme, programme, "run", write)
    if programme.cases:
        msg = (
            f"run: takes one case, and this programme holds {programme.cases} of them beside its "
            "months; write one number, or one a month, at each path"
        )
        raise InputError(msg)
    if not any(route.outlet is not None for route in programme.routes.values()):
        first = next(iter(programme.routes))
        msg = (
            f"run: no route has an outlet; write Programme.of(..., outlets={{{first!r}: Outlet()}})"
        )
        raise InputError(msg)
    check_limits(programme)
    split: object = rule
    if not (split is None or callable(split)):
        msg = f"run: rule: expected a function, got {quote(rule)}"
        raise InputError(msg)
    if split is not None and programme.cargoes == "whole":
        msg = (
            "run: rule: whole cargoes are chosen by what earns most, in place of which the rule "
            "stands; write programme.evolve(cargoes='part')"
        )
        raise InputError(msg)
    if not (executor is None or callable(getattr(executor, "submit", None))):
        kind = type(executor).__name__
        msg = f"run: executor: expected a concurrent.futures.Executor, got {kind}"
        raise InputError(msg)
    seed = whole_number(seed, "run: seed", least=0, example="seed=1")
    if prices is None:
        return ProgrammeRun(Task(programme, None, seed, rule), None, executor)
    drawn = together(prices, "run: prices")
    known = set(programme.paths())
    for path in drawn.units:
        if path not in known:
            msg = f"run: prices: no path {quote(path)}{did_you_mean(path, known)}"
            raise PathError(msg)
        if is_fixed(path, programme):
            msg = (
                f"run: prices: {path}: expected a number that differs between months, and this is "
                f"one for all of them; write oilecon.sweep(programme, {{{path!r}: values}}, "
                "outcomes='cash')"
            )
            raise InputError(msg)
    n = whole_number(n, "run: n", least=1, example="n=1000")
    task = Task(programme, drawn, seed, rule)
    task.drawn(0, 1)  # a process of another unit is refused before anything large is drawn
    return ProgrammeRun(task, n, executor)
