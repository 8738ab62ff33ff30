"""Month by month: diluent that arrives, is used and is kept, and the blend that leaves with it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon import dates
from oilecon.arguments import number, same_shape
from oilecon.blending.balances import needed
from oilecon.blending.mixing import Dilution, dilute
from oilecon.blending.quantities import DILUENT_RATE, RATE, ROOM, VOLUME
from oilecon.core import blending
from oilecon.errors import InputError, quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.inputs import Crude
    from oilecon.typing import DateLike, QuantityLike
    from oilecon.units import Raw

__all__ = ["diluent_balance"]


def diluent_balance(
    heavy: Crude,
    diluent: Crude,
    arrivals: Mapping[str, QuantityLike],
    *,
    start: DateLike,
    api: QuantityLike,
    output: QuantityLike,
    stock: QuantityLike = "0 kb",
    capacity: QuantityLike | None = None,
) -> pd.DataFrame:
    """Return heavy crude, diluent and stock month by month.

    Parameters
    ----------
    heavy, diluent : Crude
        The crude, and the one quality of diluent of all sources.
    arrivals : mapping of str to quantity
        By source, the mean rate of each month, such as ``Q([89, 54, 39], 'kb/day')``; one number of
        months. Here time is on axis 0; cases may follow on further ones.
    start : str, datetime.date, numpy.datetime64, pandas.Timestamp or Period
        The first month, such as ``'2025-10'``, or a day in it.
    api : quantity
        Target gravity of the blend as exported, after shrinkage.
    output : quantity
        Heavy crude that could be produced [bbl/day]; one rate, or by month on axis 0.
    stock, capacity : quantity
        Diluent at the start, and the most that can be kept from one month to the next, without end
        if left out. Excess is rejected.

    Returns
    -------
    pandas.DataFrame
        By month, and by case where anything else is an array: days, arrivals by source, opening
        stock, diluent used, turned away, closing stock [kb], heavy crude that could be produced,
        blended and shut in, and the blend that leaves [kb/d].

    Raises
    ------
    InputError, UnitError
        If rates differ in their months, the start is no month, or there is more stock than room.
    """
    found = needed(dilute(heavy, diluent, api=api))
    rates = _monthly(arrivals)
    months = len(next(iter(rates.values())))
    produced = _by_month(output, months)
    opening = number(VOLUME, stock, "stock")
    room: Raw = math.inf
    if capacity is not None:
        room = number(ROOM, capacity, "capacity")
    first = {f"arrivals of {name}": rate[0] for name, rate in rates.items()}
    shape = same_shape(
        output=produced[0],
        stock=opening,
        capacity=room,
        share=found._lost(),
        **first,
    )
    if np.any(np.greater(opening, room)):
        msg = (
            f"stock: expected at most the capacity of {np.min(room):g} bbl, got {np.max(opening):g}"
        )
        raise InputError(msg)
    periods = _periods(start, months)
    rows = []
    for at, days in enumerate(periods.days_in_month):
        came = {name: rate[at] * days for name, rate in rates.items()}
        row, opening = _month(came, produced[at], opening, room, found, days)
        rows.append(row)
    return _month_frame(rows, periods, shape)


def _month(
    came: Mapping[str, Raw], output: Raw, opening: Raw, room: Raw, found: Dilution, days: int
) -> tuple[dict[str, Raw], Raw]:
    """Return a month's columns, and its closing stock."""
    share, lost = found._share, found._lost()
    arrived = blending.weighted_mean(list(came.values()), [1.0] * len(came))
    used, lacking, away, closing = blending.diluent_stock(
        output * days, arrived, opening, room, share
    )
    shut_in = blending.heavy_evacuated(lacking, share) / days
    blended = output - shut_in
    row: dict[str, Raw] = {
        "days": float(days),
        **{f"{name} [kb]": volume / 1000.0 for name, volume in came.items()},
        "opening stock [kb]": opening / 1000.0,
        "diluent used [kb]": used / 1000.0,
        "turned away [kb]": away / 1000.0,
        "closing stock [kb]": closing / 1000.0,
        "heavy output [kb/d]": output / 1000.0,
        "heavy blended [kb/d]": blended / 1000.0,
        "heavy shut in [kb/d]": shut_in / 1000.0,
        "blend [kb/d]": blended * (1.0 - lost) / (1.0 - share) / 1000.0,
    }
    return row, closing


def _month_frame(
    rows: list[dict[str, Raw]], periods: pd.PeriodIndex, shape: tuple[int, ...]
) -> pd.DataFrame:
    import pandas as pd

    cases = [
        pd.DataFrame({name: np.broadcast_to(raw, shape).ravel() for name, raw in row.items()})
        for row in rows
    ]
    whole = pd.concat(dict(zip(periods, cases, strict=True)), names=["month", "case"])
    return whole if shape else whole.droplevel("case")


_COLUMNS = ("opening stock", "diluent used", "turned away", "closing stock")
"""What the table has in kb beside the sources."""


def _by_month(output: Any, months: int) -> Any:
    """Return a rate for each month on axis 0, from one or from as many."""
    raw = number(RATE, output, "output")
    if np.shape(raw) and np.shape(raw)[0] != months:
        msg = f"output: expected one rate or {months}, one a month, got {np.shape(raw)}"
        raise InputError(msg)
    return raw if not isinstance(raw, float) else np.full(months, raw)


def _monthly(arrivals: Any) -> dict[str, Any]:
    if not hasattr(arrivals, "items") or not arrivals:
        msg = (
            "arrivals: expected a mapping of sources to rates; write {'Russia': Q([54], 'kb/day')}"
        )
        raise InputError(msg)
    for name in arrivals:
        if name in _COLUMNS:
            msg = (
                f"arrivals: {quote(name)} is a column of the table already, which a source of that "
                "name would lose; write another name"
            )
            raise InputError(msg)
    rates = {
        name: np.atleast_1d(number(DILUENT_RATE, rate, f"arrivals: {name}"))
        for name, rate in arrivals.items()
    }
    shapes = {name: rate.shape for name, rate in rates.items()}
    if len({shape[0] for shape in shapes.values()}) > 1:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        msg = f"arrivals: expected one rate a month from every source, got {listed}"
        raise InputError(msg)
    return rates


def _periods(start: Any, months: int) -> pd.PeriodIndex:
    import pandas as pd

    first = dates.month(start, "start", example="'2025-10'")
    try:
        return pd.period_range(first, periods=months, freq="M")
    except (ValueError, OverflowError) as error:  # beyond what pandas counts
        msg = f"start: expected {months} months that pandas counts from, got {quote(start)}"
        raise InputError(msg) from error
