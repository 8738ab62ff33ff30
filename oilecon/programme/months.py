"""The months of a programme: their labels and days, and what falls into them some days later."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.core.elementwise import maximum, minimum
from oilecon.errors import InputError, quote
from oilecon.fields import Text
from oilecon.prices.months import read_months

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.units import Raw

__all__ = ["Months", "MonthsField", "Share", "months_of"]

_MOST = 1200
_EXAMPLE = "'2026-01/2026-12'"


class Share(NamedTuple):
    """A share of one month's amount that falls into another month."""

    of: int
    into: int
    share: Raw


@dataclass(frozen=True)
class Months:
    """Months in a row.

    Attributes
    ----------
    labels : tuple of str
        Such as ``'2026-01'``.
    days : tuple of float
        Days of each.
    starts : tuple of float
        Days from the first day of the first month to that of each, and to the end of the last.
    """

    labels: tuple[str, ...]
    days: tuple[float, ...]
    starts: tuple[float, ...]

    def __len__(self) -> int:
        """Return the number of months."""
        return len(self.labels)

    @property
    def first(self) -> dt.date:
        """First day."""
        return dt.date.fromisoformat(f"{self.labels[0]}-01")

    def position(self, label: str) -> int | None:
        """Return the position of a month; None if it is not among them."""
        return self.labels.index(label) if label in self.labels else None

    def index(self) -> pd.PeriodIndex:
        """Return the labels as an index of periods."""
        import pandas as pd

        return pd.PeriodIndex(self.labels, freq="M", name="month")

    def open_share(self, k: int, since: str, until: str) -> float:
        """Return the share of a month's days from a first to a last day; '' where there is none."""
        begins, ends = self.starts[k], self.starts[k + 1]
        first = begins if not since else float((dt.date.fromisoformat(since) - self.first).days)
        last = ends if not until else float((dt.date.fromisoformat(until) - self.first).days) + 1.0
        return max(min(last, ends) - max(first, begins), 0.0) / self.days[k]

    def spread(self, lag: Raw) -> list[Share]:
        """Return into which months falls what is loaded evenly over each, some days later.

        What falls before the first month (where buyers pay before) has -1 for its month, and what
        falls after the last one is left out.
        """
        shares = []
        for k, days in enumerate(self.days):
            begins, ends = self.starts[k] + lag, self.starts[k + 1] + lag
            shares += [
                Share(k, into, part / days)
                for into, part in self.parts(begins, ends)
                if into < len(self)
            ]
        return shares

    def window(self, begins: Raw, length: Raw) -> list[Share]:
        """Return what falls into each month of an amount that is paid evenly over some days.

        Parameters
        ----------
        begins, length : float or array
            Days from the first day of the first month, and of the payment; at once if zero.
        """
        parts = self.parts(begins, begins + maximum(length, 1e-9))
        # Not the length, of which little is left beside a late beginning.
        whole: Raw = sum(part for _, part in parts)
        return [Share(-1, into, part / whole) for into, part in parts if 0 <= into < len(self)]

    def parts(self, begins: Raw, ends: Raw) -> list[tuple[int, Raw]]:
        """Return the days of a span in each month, those before the first and after the last."""
        parts: list[tuple[int, Raw]] = []
        edges = [float("-inf"), *self.starts, float("inf")]
        # Not all months are tried: a span has few, and a run asks for the span of each month.
        first = bisect_right(self.starts, float(np.min(begins))) - 1
        last = bisect_left(self.starts, float(np.max(ends)))
        for into in range(first, last):
            part = minimum(ends, edges[into + 2]) - maximum(begins, edges[into + 1])
            part = maximum(part, 0.0)
            if part if isinstance(part, float) else part.any():
                parts.append((into, part))
        return parts


def months_of(text: str) -> Months:
    """Return the months of a span such as ``'2026-01/2026-12'``, both included."""
    first, last = text.split("/")
    year, number = map(int, first.split("-"))
    until = tuple(map(int, last.split("-")))
    labels, days, starts = [], [], [0.0]
    while (year, number) <= until:
        labels.append(f"{year:04}-{number:02}")
        days.append(float(calendar.monthrange(year, number)[1]))
        starts.append(starts[-1] + days[-1])
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)  # noqa: PLR2004
    return Months(tuple(labels), tuple(days), tuple(starts))


class MonthsField(Text):
    """A span of months, as '2026-01/2026-12', both included."""

    def __init__(self, doc: str) -> None:
        super().__init__(doc, default="")

    def read(self, value: Any) -> str:
        """Return the span as text, from text or from an index of months."""
        if isinstance(value, str) and not value:
            msg = f"a span of months is required; write months={_EXAMPLE}"
            raise InputError(msg)
        if not isinstance(value, str) and not hasattr(value, "inferred_type"):
            msg = f"expected a first and a last month, got {quote(value)}; write {_EXAMPLE}"
            raise InputError(msg)
        try:
            months = read_months(value, "")
        except InputError as error:
            # a number of months is enough for paths, and not for a programme
            msg = str(error).removeprefix(": months: ").replace("write months=12, or ", "write ")
            raise InputError(msg) from error
        if months.count > _MOST:
            msg = f"expected at most {_MOST} months, got {months.count}"
            raise InputError(msg)
        return f"{months.label(0)}/{months.label(months.count - 1)}"

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "a span of months"

    def example(self) -> str:
        """Return a span."""
        return _EXAMPLE
