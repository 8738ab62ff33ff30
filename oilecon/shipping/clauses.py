"""Laytime and demurrage, as charter parties count them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from oilecon.arguments import number
from oilecon.core import voyage as kernels
from oilecon.core.elementwise import maximum, minimum
from oilecon.errors import InputError, quote
from oilecon.fields import Number
from oilecon.units import Quantity, first_shown, to_quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.units import Raw

__all__ = ["Laytime", "laytime"]


_DAYS = Number("day", "time", low=0, high=3650, typical="'72 h'")
_RATE = Number("USD/day", "demurrage", low=0, high=1_000_000, typical="'30000 USD/day'")
_PART = Number("fraction", "part of the cargo", low=0, high=1, typical="'50 %'")
_PAIR = 2  # days and rate
_TIERS = "[('5 day', '30000 USD/day'), ('', '45000 USD/day')]"


@dataclass(frozen=True, slots=True)
class Laytime:
    """A laytime statement.

    Attributes
    ----------
    allowed, used : pint.Quantity
        Laytime, and the time that counted against it [day].
    over : pint.Quantity
        Time on demurrage [day].
    demurrage : pint.Quantity
        What it costs [USD].
    """

    allowed: Quantity
    used: Quantity
    over: Quantity
    demurrage: Quantity


def laytime(
    in_port: str | Quantity,
    rate: str | Quantity | Sequence[tuple[str, str]],
    *,
    allowed: str | Quantity = "72 h",
    turn: str | Quantity = "6 h",
    interruptions: str | Quantity = "0 h",
    pro_rata: str | Quantity = "100 %",
) -> Laytime:
    """Return the laytime used and the demurrage due.

    Parameters
    ----------
    in_port : str or pint.Quantity
        Time from notice of readiness to the end of both operations, all ports together.
    rate : str, pint.Quantity or sequence of (str, str)
        Demurrage a day; or tiers of (days in the tier, rate), the last tier without an end, as
        ``[("5 day", "30000 USD/day"), ("", "45000 USD/day")]``.
    allowed : str or pint.Quantity
        Laytime; 72 running hours for loading and discharge together is Worldscale's.
    turn : str or pint.Quantity
        Time after notice that does not count; six hours is usual in tanker charter parties.
    interruptions : str or pint.Quantity
        Time that does not count, such as breakdown of the ship.
    pro_rata : str or pint.Quantity
        The share of the demurrage that falls on this part cargo; times stay those of the ship.

    Returns
    -------
    Laytime
        Allowed, used, over and demurrage; time on demurrage is not interrupted.

    Raises
    ------
    UnitError, InputError
        If a figure does not fit, or tiers are not of pairs.

    Examples
    --------
    >>> print(laytime("5 day", "24000 USD/day").demurrage)
    42000.0 USD
    """
    given = {"in_port": in_port, "allowed": allowed, "turn": turn, "interruptions": interruptions}
    spent, free, wait, lost = (
        number(_DAYS, value, f"laytime: {name}") for name, value in given.items()
    )
    part = number(_PART, pro_rata, "laytime: pro_rata")
    if np.any(np.greater(lost, spent)):
        over_by = np.asarray(np.greater(lost, spent))
        came = first_shown(np.asarray(lost) if over_by.ndim else lost, over_by)
        msg = (
            f"laytime: interruptions: expected no more than the time in port, got {came} day; "
            "write only what fell within it"
        )
        raise InputError(msg)
    used = kernels.laytime_used_days(spent, wait, lost)
    over = maximum(used - free, 0.0)
    due = _tiered(over, rate) * part
    return Laytime(
        allowed=to_quantity(free, "day"),
        used=to_quantity(used, "day"),
        over=to_quantity(over, "day"),
        demurrage=to_quantity(due, "USD"),
    )


def _tiered(over: Raw, rate: str | Quantity | Sequence[tuple[str, str]]) -> Raw:
    """Return demurrage by tiers; one rate is one tier."""
    tiers = list(rate) if isinstance(rate, list | tuple) else [("", rate)]
    pairs = [tier for tier in tiers if isinstance(tier, list | tuple) and len(tier) == _PAIR]
    if not tiers or len(pairs) < len(tiers):
        msg = (
            f"laytime: rate: expected a rate or tiers of (days, rate), got {quote(rate)}; "
            f"write for example {_TIERS}"
        )
        raise InputError(msg)
    *ended, (last, highest) = pairs
    if not (isinstance(last, str) and not last.strip()):
        msg = (
            f"laytime: rate: expected a last tier without an end, got one of {quote(last)}, after "
            f"which no rate would hold; write '' in its place, for example {_TIERS}"
        )
        raise InputError(msg)
    due: Raw = 0.0
    left = over
    for width, usd in ended:
        days = number(_DAYS, width, "laytime: rate: days of a tier")
        due = due + kernels.demurrage_usd(minimum(left, days), number(_RATE, usd, "laytime: rate"))
        left = maximum(left - days, 0.0)
    return due + kernels.demurrage_usd(left, number(_RATE, highest, "laytime: rate"))
