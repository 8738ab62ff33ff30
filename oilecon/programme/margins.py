"""Shadow prices of a programme: the marginal value of each limit, by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.blocks import replace_leaves
from oilecon.errors import InputError, did_you_mean, quote
from oilecon.programme.blocks import Task, stacked
from oilecon.programme.cases import over_months

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from oilecon.programme.tree import Programme
    from oilecon.units import FloatArray

__all__ = ["MarginalValues", "marginal_values"]

_CENT = 0.005
_STEP = 1e-3  # of a ship: a whole one may take more than another limit leaves


@dataclass(frozen=True)
class _Limit:
    """A limit of a programme.

    Attributes
    ----------
    path : str
        Its path.
    label : str
        What one more of it is, in sentences.
    unit : str
        The unit of one more.
    daily : bool
        Whether it is of a day, so that one more barrel is one over the days of the month.
    step : float
        By how much it is moved, in its own unit; below zero where relief is less of it.
    """

    path: str
    label: str
    unit: str
    daily: bool = True
    step: float = 1.0


class MarginalValues:
    """The worth of one more of each limit, in each month and in all.

    Attributes
    ----------
    programme : Programme
        The programme.
    outcome : str
        The column of the run that rises, over all months.
    """

    def __init__(
        self,
        programme: Programme,
        outcome: str,
        limits: Mapping[_Limit, FloatArray],
    ) -> None:
        self.programme, self.outcome = programme, outcome
        self._limits = limits

    def to_frame(self) -> pd.DataFrame:
        """Return the worth of one more barrel, or ship, by limit and month [USD].

        Returns
        -------
        pandas.DataFrame
            By path of the limit: its unit, a column a month (for a ship, from that month on), and
            ``all months`` for one more in each of them. A limit that is one number for all months
            has that column alone.
        """
        import pandas as pd

        labels = [*self.programme.calendar.labels, "all months"]
        rows = {
            limit.path: {"of one": limit.unit, **dict(zip(labels, worth, strict=True))}
            for limit, worth in self._limits.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("limit")

    def words(self) -> list[str]:
        """Return a sentence for each limit with a marginal value."""
        labels, sentences = self.programme.calendar.labels, []
        for limit, worth in self._limits.items():
            months, whole = worth[:-1], worth[-1]
            known = months[~np.isnan(months)]
            some = known[np.abs(known) > _CENT]
            if known.size and not some.size:
                continue
            if not known.size:
                if abs(whole) > _CENT:
                    sentences.append(f"{limit.label} {_worth(whole)}.")
                continue
            if some.size == known.size and float(np.ptp(known)) < _CENT:
                sentences.append(f"{limit.label} {_worth(known[0])}, in every month.")
                continue
            told = []
            for sign in (1.0, -1.0):  # it may be worth something in one month, and cost in another
                at = int(np.nanargmax(sign * months))
                count = int((sign * known > _CENT).sum())
                if count:
                    others = "" if count == 1 else f" ({count} of {known.size} months)"
                    told.append(f"{_worth(months[at], 'up to ')}, in {labels[at]}{others}")
            sentences.append(f"{limit.label} {'; it '.join(told)}.")
        return sentences or ["No limit has a marginal value."]

    def __str__(self) -> str:
        """Return the sentences."""
        return "\n".join(self.words())

    def __repr__(self) -> str:
        """Describe the result in one line."""
        return f"<MarginalValues of {self.outcome}: {len(self._limits)} limits>"


def _worth(usd: float, most: str = "") -> str:
    """Return a worth, or a cost, in words."""
    return f"{'is worth' if usd > 0.0 else 'costs'} {most}{abs(usd):,.2f} USD"


def marginal_values(programme: Programme, outcome: str = "objective") -> MarginalValues:
    """Return what one more of each limit of a programme is worth, by month.

    The whole programme is run once more for each limit and month, so that what is stored, shipped
    or repaid later counts. Months do not look ahead, so that a barrel of storage is worth what it
    saves in later months under the same rule, and may be worth less than nothing.

    Parameters
    ----------
    programme : Programme
        One case.
    outcome : str
        The column whose rise over all months is the worth, such as ``'objective'`` or ``'cash'``.

    Returns
    -------
    MarginalValues
        By limit and month, in dollars for one more barrel, or for one more ship for a month.

    Raises
    ------
    InputError
        If there is no such column, or it is not in dollars.
    """
    task = Task(programme, None, 0, None)
    columns = task.about
    if outcome not in columns or columns[outcome].unit != "USD":
        known = [name for name, column in columns.items() if column.unit == "USD"]
        near = did_you_mean(str(outcome), known)
        msg = f"marginal_values: expected a column in dollars, got {quote(outcome)}{near}"
        raise InputError(msg)
    days, values = np.array(programme.calendar.days), task.values
    count = len(days)
    base = _totals(task, values, outcome, 1)[0]
    limits: dict[_Limit, FloatArray] = {}
    known_paths = {path: raw for path, _, raw in programme.leaves()}
    for limit in _limits(programme, known_paths):
        keys = programme.keys_to(limit.path)
        raw = np.broadcast_to(np.asarray(known_paths[limit.path]), (count,))
        size = days if limit.daily else np.ones(count)
        if limit.step < 0.0:  # terms of a contract are the same in all months
            moved = replace_leaves(values, {keys: float(raw[0]) + limit.step})
            whole = (_totals(task, moved, outcome, 1)[0] - base) / size.sum()
            limits[limit] = np.array([*[np.nan] * count, whole])
            continue
        # A ship stays from its month on; of the rest there is more in that month alone.
        months = np.tri(count) if limit.unit == "ship" else np.eye(count)
        cases = np.concatenate([months, np.ones((count, 1))], axis=1) * limit.step
        moved = replace_leaves(values, {keys: raw[:, None] + cases})
        rises = (_totals(task, moved, outcome, count + 1) - base) / limit.step
        limits[limit] = rises / np.append(size, size.sum() if limit.daily else 1.0)
    return MarginalValues(programme, outcome, limits)


def _totals(task: Task, values: Mapping[str, Any], outcome: str, cases: int) -> FloatArray:
    """Return a column over all months, by case [USD]."""
    columns, _ = task.walked(values)
    return over_months(stacked(columns[outcome], cases), task.about[outcome])


def _limits(programme: Programme, known: Mapping[str, Any]) -> Iterator[_Limit]:
    """Yield the limits that a programme has."""
    for name, route in programme.routes.items():
        if route.outlet is None:
            continue
        each = f"One more barrel {{}} {name}"
        yield from (
            _Limit(f"{name}.outlet.{limit}", each.format(what), "bbl")
            for limit, what in (
                ("capacity", "for the buyers of"),
                ("licence", "under the licence of"),
            )
            if known[f"{name}.outlet.{limit}"] is not None
        )
        if known[f"{name}.outlet.ships"] is not None:
            label = f"One more ship for {name}, from a month on,"
            yield _Limit(f"{name}.outlet.ships", label, "ship", daily=False, step=_STEP)
    for name in ("supply", *programme.streams):
        yield _Limit(f"{name}.output", f"One more barrel of heavy crude of {name}", "bbl")
        if known.get(f"{name}.diluent_supply") is not None:
            yield _Limit(f"{name}.diluent_supply", f"One more barrel of diluent of {name}", "bbl")
        if known.get(f"{name}.production.storage") is not None:
            label = f"Room for one more barrel of {name} in storage at the end of a month"
            yield _Limit(f"{name}.production.storage", label, "bbl", daily=False)
    if programme.diluent_pool is not None:
        yield _Limit("diluent_pool.volume", "One more barrel of shared diluent", "bbl")
    for name, contract in programme.contracts.items():
        path = f"{name}.repayment.volume"
        if contract.repayment is not None and known.get(path) is not None:
            yield _Limit(path, f"One barrel less owed to {name}", "bbl", step=-1.0)
