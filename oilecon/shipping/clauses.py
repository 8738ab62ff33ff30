"""Laytime and demurrage, as charter parties count them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from oilecon.arguments import choice, flag, number, same_shape
from oilecon.core import voyage as kernels
from oilecon.core.elementwise import maximum, minimum, where
from oilecon.errors import InputError, quote
from oilecon.fields import Number
from oilecon.units import Quantity, first_shown, to_quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.typing import QuantityLike
    from oilecon.units import Raw

__all__ = ["Laytime", "laytime"]


_DAYS = Number("day", "time", low=0, high=3650, typical="'72 h'")
_RATE = Number("USD/day", "demurrage", low=0, high=1_000_000, typical="'30000 USD/day'")
_PART = Number("fraction", "part of the cargo", low=0, high=1, typical="'50 %'")
_PORTS = Number("1", "ports at which notice is given", low=0, high=20, typical="1")
_PAIR = 2  # days and rate
_TIERS = "[('5 day', '30000 USD/day'), ('', '45000 USD/day')]"
_NOTICE = ("free", "counts")


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
        Demurrage due [USD].
    notice : pint.Quantity
        Time after notice of readiness that did not count as laytime, of all ports together [day]:
        no more than the ship spent there. `used`, this time and the interruptions add up to the
        time in port.
    reversible : bool
        True if loading and discharge share one laytime.
    notice_on_demurrage : str
        'free' or 'counts'.
    """

    allowed: Quantity
    used: Quantity
    over: Quantity
    demurrage: Quantity
    notice: Quantity
    reversible: bool
    notice_on_demurrage: str


def laytime(
    in_port: QuantityLike,
    rate: QuantityLike | Sequence[tuple[QuantityLike, QuantityLike]],
    *,
    allowed: QuantityLike = "72 h",
    turn: QuantityLike = "6 h",
    interruptions: QuantityLike = "0 h",
    pro_rata: QuantityLike = "100 %",
    load_ports: QuantityLike = 1.0,
    discharge_ports: QuantityLike = 1.0,
    reversible: bool = True,
    at_discharge: QuantityLike | None = None,
    allowed_at_discharge: QuantityLike | None = None,
    notice_on_demurrage: str = "free",
    half_rate: QuantityLike = "0 h",
) -> Laytime:
    """Return the laytime used and the demurrage due.

    The defaults follow ASBATANKVOY: clause 6 gives six hours after the notice of readiness at each
    port of loading and discharge. Part I gives one laytime for both together, which
    Worldscale sets at 72 running hours.

    Parameters
    ----------
    in_port : str or pint.Quantity
        Time from notice of readiness to the end of the operation, all ports together.
    rate : str, pint.Quantity or sequence of (str, str)
        Demurrage a day; or tiers of (days in the tier, rate), the last tier without an end, as
        ``[("5 day", "30000 USD/day"), ("", "45000 USD/day")]``.
    allowed : str or pint.Quantity
        Laytime for loading and discharge; for loading alone where it is not `reversible`.
    turn : str or pint.Quantity
        Time after the notice that does not count, at each port: six hours in ASBATANKVOY, BPVOY and
        Shellvoy, or less where the ship berths before.
    interruptions : str or pint.Quantity
        Time that does not count, such as breakdown of the ship or shifting to the berth. It falls
        before demurrage, and on the loading ports first where the laytime is not `reversible`.
    pro_rata : str or pint.Quantity
        The share of the demurrage that falls on this part cargo; times stay those of the ship.
    load_ports, discharge_ports : float or pint.Quantity
        Ports at which notice is given.
    reversible : bool
        True if loading and discharge share one laytime; else each has its own, and time saved at
        one is lost at the other.
    at_discharge : str or pint.Quantity, optional
        Of `in_port`, the time at the discharge ports. Needed where the laytime is not reversible,
        or notice counts on demurrage.
    allowed_at_discharge : str or pint.Quantity, optional
        Laytime of the discharge ports, where it is not reversible.
    notice_on_demurrage : {'free', 'counts'}
        Treatment of the time after notice at the discharge ports of a ship that has used up her
        laytime at loading and comes on demurrage. Clause 6 of ASBATANKVOY gives it at each
        port, and its readers differ; a charter party that says "once on demurrage, always on
        demurrage" counts it.
    half_rate : str or pint.Quantity
        Time on demurrage owing to storm, fire, strike, or breakdown ashore, at half the rate
        (ASBATANKVOY, clause 8). No more of it counts than there is time on demurrage; of tiers,
        each is reduced by the same share.

    Returns
    -------
    Laytime
        Allowed, used, over and demurrage; time on demurrage is not interrupted.

    Raises
    ------
    UnitError, InputError
        If a figure does not fit, arrays do not broadcast together, or tiers are not of pairs.

    Examples
    --------
    >>> print(laytime("5 day", "24000 USD/day").demurrage)
    36000.0 USD
    """
    spent, free, wait, lost, half = (
        number(_DAYS, value, f"laytime: {name}")
        for name, value in {
            "in_port": in_port,
            "allowed": allowed,
            "turn": turn,
            "interruptions": interruptions,
            "half_rate": half_rate,
        }.items()
    )
    part = number(_PART, pro_rata, "laytime: pro_rata")
    ports = (
        number(_PORTS, load_ports, "laytime: load_ports"),
        number(_PORTS, discharge_ports, "laytime: discharge_ports"),
    )
    shared = flag(reversible, "laytime: reversible")
    notice = choice(notice_on_demurrage, _NOTICE, "laytime: notice_on_demurrage")
    counts = notice == "counts"
    later = _at_discharge(at_discharge, shared=shared, counts=counts)
    other = _allowed_later(allowed_at_discharge, shared=shared)
    tiers = _tiers(rate)
    named: dict[str, Raw | None] = {
        "in_port": spent,
        "allowed": free,
        "turn": wait,
        "interruptions": lost,
    }
    named |= {"pro_rata": part, "load_ports": ports[0], "discharge_ports": ports[1]}
    named |= {"at_discharge": later, "allowed_at_discharge": other, "half_rate": half}
    for k, (days, usd) in enumerate(tiers):
        label = "rate" if len(tiers) == 1 else f"rate_{k + 1}"
        named |= {label: usd, f"days_of_{label}": days}
    same_shape("laytime", **named)
    _check_no_more(
        lost, spent, "interruptions", "the time in port", "write only what fell within it"
    )
    notices = tuple(wait * count for count in ports)
    if later is None:
        used = kernels.laytime_used_days(spent, notices[0] + notices[1], lost)
        over, unpaid = maximum(used - free, 0.0), minimum(notices[0] + notices[1], spent - lost)
    else:
        _check_no_more(later, spent, "at_discharge", "the time in port", "it is a part of in_port")
        times = (spent - later, later)
        used, over, unpaid = _by_port(times, notices, lost, (free, other), counts=counts)
        free = free if other is None else free + other
    due = _tiered(over, tiers) * kernels.half_rate_share(over, half) * part
    return Laytime(
        allowed=to_quantity(free, "day"),
        used=to_quantity(used, "day"),
        over=to_quantity(over, "day"),
        demurrage=to_quantity(due, "USD"),
        notice=to_quantity(unpaid, "day"),
        reversible=shared,
        notice_on_demurrage=notice,
    )


def _by_port(
    times: tuple[Raw, Raw],
    notices: tuple[Raw, ...],
    lost: Raw,
    free: tuple[Raw, Raw | None],
    *,
    counts: bool,
) -> tuple[Raw, Raw, Raw]:
    """Return time used, on demurrage, and free after notice [day], loading before discharge."""
    first = minimum(lost, maximum(times[0] - notices[0], 0.0))
    loading = kernels.laytime_used_days(times[0], notices[0], first)
    # Where it counts, the second notice is free only to a ship that is not on demurrage yet.
    second = where(np.greater(loading, free[0]), 0.0, notices[1]) if counts else notices[1]
    discharging = kernels.laytime_used_days(times[1], second, lost - first)
    used = loading + discharging
    # Notice is no longer than the time in port, less the interruptions.
    unpaid = minimum(notices[0], times[0]) + minimum(second, times[1])
    unpaid = minimum(unpaid, times[0] + times[1] - lost)
    if free[1] is None:
        return used, maximum(used - free[0], 0.0), unpaid
    over = maximum(loading - free[0], 0.0) + maximum(discharging - free[1], 0.0)
    return used, over, unpaid


def _at_discharge(value: object, *, shared: bool, counts: bool) -> Raw | None:
    """Return the time at discharge, which two clauses need."""
    if value is not None:
        return number(_DAYS, value, "laytime: at_discharge")
    if shared and not counts:
        return None
    clause = "notice_on_demurrage='counts'" if shared else "reversible=False"
    msg = (
        f"laytime: at_discharge: the time at the discharge ports is required with {clause}; write "
        "for example at_discharge='40 h'"
    )
    raise InputError(msg)


def _allowed_later(value: object, *, shared: bool) -> Raw | None:
    """Return the laytime of the discharge ports, where they have their own."""
    if shared and value is None:
        return None
    if shared:
        msg = (
            "laytime: allowed_at_discharge: a reversible laytime covers loading and discharge; "
            "write it as allowed, or reversible=False"
        )
        raise InputError(msg)
    if value is None:
        msg = (
            "laytime: allowed_at_discharge: the laytime of the discharge ports is required with "
            "reversible=False; write for example allowed='36 h', allowed_at_discharge='36 h'"
        )
        raise InputError(msg)
    return number(_DAYS, value, "laytime: allowed_at_discharge")


def _check_no_more(part: Raw, whole: Raw, name: str, words: str, write: str) -> None:
    """Raise if a time is longer than the whole that it is a part of, element by element."""
    over = np.asarray(np.greater(part, whole))
    if over.any():
        longest = first_shown(np.asarray(part) if over.ndim else part, over, "{:g}".format)
        msg = f"laytime: {name}: expected no more than {words}, got {longest} day; {write}"
        raise InputError(msg)


def _tiers(
    rate: QuantityLike | Sequence[tuple[QuantityLike, QuantityLike]],
) -> list[tuple[Raw | None, Raw]]:
    """Return the days and the rate of each tier, the last without an end; one rate is one tier."""
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
    read: list[tuple[Raw | None, Raw]] = [
        (
            number(_DAYS, width, "laytime: rate: days of a tier"),
            number(_RATE, usd, "laytime: rate"),
        )
        for width, usd in ended
    ]
    return [*read, (None, number(_RATE, highest, "laytime: rate"))]


def _tiered(over: Raw, tiers: Sequence[tuple[Raw | None, Raw]]) -> Raw:
    """Return demurrage by tiers [USD]."""
    due: Raw = 0.0
    remaining = over
    for days, usd in tiers:
        if days is None:
            return due + kernels.demurrage_usd(remaining, usd)
        due = due + kernels.demurrage_usd(minimum(remaining, days), usd)
        remaining = maximum(remaining - days, 0.0)
    return due
