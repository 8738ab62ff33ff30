"""Monthly balance of diluent: arrivals, use and stock, and the blend exported."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from oilecon import dates
from oilecon.arguments import number, same_shape
from oilecon.blending.balances import needed
from oilecon.blending.mixing import Dilution, dilute
from oilecon.blending.quantities import CAPACITY, DILUENT_RATE, RATE, VOLUME
from oilecon.core import blending
from oilecon.errors import InputError, quote

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.inputs import Crude
    from oilecon.typing import DateLike, QuantityLike
    from oilecon.units import FloatArray, Raw

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
    """Return the monthly balance of heavy crude, diluent and stock.

    Parameters
    ----------
    heavy, diluent : Crude
        Crude to be diluted, and diluent, of one quality for all sources.
    arrivals : mapping of str to quantity
        Mean rate of each month by source, such as ``Q([89, 54, 39], 'kb/day')``, with the same
        number of months for all. Time is on axis 0; cases may follow on further ones.
    start : str, datetime.date, numpy.datetime64, pandas.Timestamp or Period
        First month, such as ``'2025-10'``, or a day in it.
    api : quantity
        Target gravity of the blend as exported, after shrinkage.
    output : quantity
        Heavy crude that could be produced [bbl/day]; one rate, or by month on axis 0.
    stock, capacity : quantity
        Opening stock of diluent, and maximum stock at the end of a month, unlimited if left out.
        Excess is rejected.

    Returns
    -------
    pandas.DataFrame
        By month, and by case for other arrays: days, arrivals by source, opening stock, diluent
        used and rejected, closing stock [kb], potential output of heavy crude, heavy crude blended
        and shut in, and blend exported [kb/d].

    Raises
    ------
    InputError, UnitError
        If rates differ in their months, the start is invalid, or the stock exceeds the capacity.
    """
    dilution = needed(dilute(heavy, diluent, api=api))
    rates = _monthly(arrivals)
    months = len(next(iter(rates.values())))
    produced = _by_month(output, months)
    opening = number(VOLUME, stock, "stock")
    limit: Raw = math.inf
    if capacity is not None:
        limit = number(CAPACITY, capacity, "capacity")
    first = {f"arrivals of {name}": rate[0] for name, rate in rates.items()}
    shape = same_shape(
        output=produced[0],
        stock=opening,
        capacity=limit,
        share=dilution._lost(),
        **first,
    )
    if np.any(np.greater(opening, limit)):
        msg = (
            f"stock: expected at most the capacity of {np.min(limit):g} bbl, "
            f"got {np.max(opening):g}; write a smaller stock or a larger capacity"
        )
        raise InputError(msg)
    periods = _periods(start, months)
    rows = []
    for at, days in enumerate(periods.days_in_month):
        arrived = {name: rate[at] * days for name, rate in rates.items()}
        row, opening = _month(arrived, produced[at], opening, limit, dilution, days)
        rows.append(row)
    return _month_frame(rows, periods, shape)


def _month(
    arrived: Mapping[str, Raw],
    output: Raw,
    opening: Raw,
    capacity: Raw,
    dilution: Dilution,
    days: int,
) -> tuple[dict[str, Raw], Raw]:
    """Return a month's columns, and its closing stock."""
    share, lost = dilution._share, dilution._lost()
    total = blending.weighted_mean(list(arrived.values()), [1.0] * len(arrived))
    used, short, rejected, closing = blending.diluent_stock(
        output * days, total, opening, capacity, share
    )
    shut_in = blending.heavy_evacuated(short, share) / days
    blended = output - shut_in
    row: dict[str, Raw] = {
        "days": float(days),
        **{f"{name} [kb]": volume / 1000.0 for name, volume in arrived.items()},
        "opening stock [kb]": opening / 1000.0,
        "diluent used [kb]": used / 1000.0,
        "diluent rejected [kb]": rejected / 1000.0,
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


_COLUMNS = ("opening stock", "diluent used", "diluent rejected", "closing stock")
"""Columns of the table in kb besides the sources."""


def _by_month(output: QuantityLike, months: int) -> FloatArray:
    """Return rates by month on axis 0, from a single rate or one for each month."""
    raw = number(RATE, output, "output")
    if np.shape(raw) and np.shape(raw)[0] != months:
        msg = f"output: expected one rate or {months}, one a month, got {np.shape(raw)}"
        raise InputError(msg)
    return raw if not isinstance(raw, float) else np.full(months, raw)


def _monthly(arrivals: object) -> dict[str, FloatArray]:
    if not isinstance(arrivals, Mapping) or not arrivals:
        given = "an empty one" if isinstance(arrivals, Mapping) else type(arrivals).__name__
        msg = (
            f"arrivals: expected a mapping of sources to rates, got {given}; write "
            "{'Russia': Q([54], 'kb/day')}"
        )
        raise InputError(msg)
    for name in arrivals:
        if name in _COLUMNS:
            msg = (
                f"arrivals: expected names that are not columns of the table, got {quote(name)}; "
                "write another name"
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


def _periods(start: DateLike, months: int) -> pd.PeriodIndex:
    import pandas as pd

    first = dates.month(start, "start", example="'2025-10'")
    try:
        return pd.period_range(first, periods=months, freq="M")
    except (ValueError, OverflowError) as error:  # beyond what pandas counts
        msg = f"start: expected {months} months that pandas counts from, got {quote(start)}"
        raise InputError(msg) from error
