"""Dues of the Panama and Suez Canals by dated tariffs, and an error where there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from oilecon.arguments import day, flag, instance, number, same_shape
from oilecon.core.canal import banded
from oilecon.core.elementwise import where
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.fields import Number
from oilecon.inputs import Vessel
from oilecon.reference import sea as tables
from oilecon.shipping.distances import restricted_by, size_of
from oilecon.shipping.limits import check_deadweight, draft_with
from oilecon.units import Quantity, to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oilecon.typing import DateLike, QuantityLike
    from oilecon.units import Raw

Size: TypeAlias = "Mapping[str, float | None]"

__all__ = ["ABSENT", "TRANSIT_DAYS", "Dues", "canal_dues", "canal_name"]

ABSENT = ("booking", "auction", "tugs and pilots", "surcharges and rebates")
"""Charges that a tariff's dues leave out."""

TRANSIT_DAYS = {"panama": 1.0, "suez": 1.25}
"""Worldscale's allowance for a transit: 24 and 30 hours."""

_PANAMAX_M = {"length": 294.13, "beam": 32.31, "draft": 12.04}
"""The largest ship of the Panamax locks; a larger one takes the Neopanamax locks."""

_FOOT_M = 0.3048
_ROUNDED = 1.0 + 1e-9  # the rounding error of a converted dimension

_SDR = Number(
    "USD", "dollars for one special drawing right", low=0.1, high=10, typical="'1.44 USD'"
)
_CARGO = Number("t", "cargo aboard", low=0, high=1_000_000, typical="'60000 t'")
_ALIKE = 0.1  # of a tonnage: the difference within which a ship takes the Baltic ship's dues


@dataclass(frozen=True, slots=True)
class Dues:
    """The dues of one transit.

    Attributes
    ----------
    canal : str
        panama or suez.
    usd : pint.Quantity
        The dues [USD].
    since, until : str
        The first day of the tariff, and the day on which it no longer holds.
    absent : tuple of str
        Charges that are not in them.
    source, note : str
        Source of the tariff, and its meaning.
    locks, why : str
        Of Panama, the locks that the ship takes (panamax, neopanamax, or both where cargoes
        differ), and the length, beam or draft that decides; empty for Suez.
    """

    canal: str
    usd: Quantity
    since: str
    until: str
    absent: tuple[str, ...]
    source: str
    note: str
    locks: str = ""
    why: str = ""


def canal_dues(
    canal: str,
    vessel: Vessel,
    *,
    on: DateLike,
    laden: bool = True,
    cargo: QuantityLike | None = None,
    sdr: QuantityLike | None = None,
) -> Dues:
    """Return the dues of a transit of a canal on a day.

    Parameters
    ----------
    canal : {'panama', 'suez'}
        The canal; 'Panama Canal' is found too.
    vessel : Vessel
        With ``panama_tonnage`` or ``suez_tonnage``. Where Suez has no table, a ship within a tenth
        of the Baltic's standard ship takes its dues, in proportion to the tonnage. A ship over
        294.13 m of length, 32.31 m of beam or 12.04 m of draft takes Panama's Neopanamax locks.
    on : str or datetime.date
        The day, as '2025-06-01'.
    laden : bool
        True if laden, False in ballast.
    cargo : str or pint.Quantity, optional
        Cargo aboard, which sets the draft of a part-laden ship and so Panama's locks; without it a
        laden ship is full. No more than the ship's dwt, where that is
        known. The Neopanamax tariff of 2016 charges it.
    sdr : str or pint.Quantity, optional
        Dollars for one special drawing right; Suez tables are in these.

    Returns
    -------
    Dues
        Dues in USD, the days of the tariff, the charges it leaves out, and the locks.

    Raises
    ------
    UnknownName
        If there is no such canal.
    InputError
        If no tariff holds on that day, the ship is too large, the cargo is over its dwt, or a
        figure it needs is missing.

    Examples
    --------
    >>> import oilecon as oe
    >>> ship = oe.Vessel.shipped("mr").evolve(panama_tonnage=24000.0)
    >>> dues = canal_dues("panama", ship, on="2025-06-01", cargo="38000 t")
    >>> print(dues.usd, dues.locks)
    226000.0 USD panamax
    """
    name = canal_name(canal)
    ship = instance(Vessel, vessel, "canal_dues", "oilecon.Vessel.shipped('suezmax')")
    full = flag(laden, "canal_dues: laden")
    on_day, state = day(on, "canal_dues"), "laden" if full else "ballast"
    rate = None if sdr is None else number(_SDR, sdr, "canal_dues: sdr")
    tonnes = None if cargo is None else number(_CARGO, cargo, "canal_dues: cargo")
    if tonnes is not None:
        named = {f"{name}_tonnage": ship.values[f"{name}_tonnage"], "cargo": tonnes, "sdr": rate}
        same_shape("canal_dues", **named, dwt=ship.values["dwt"])
        check_deadweight(ship, tonnes, "canal_dues: cargo")
    size, depth = _size_in_canal(name, ship, tonnes, laden=full)
    figure = _all_in(name, ship, on_day, state)
    if figure is not None:
        return figure
    if name == "panama":
        return _panama(ship, size, depth, on_day, state, tonnes)
    tariff = _tariff(name, _entries(name), on_day, state)
    usd = _charge(tariff, state, _tonnage(name, ship), tonnes)
    if tariff.get("currency") == "SDR":
        if rate is None:
            msg = (
                f"canal_dues: the Suez tariff of {tariff['since']} is in special drawing rights, "
                "and sdr is required; write for example sdr='1.44 USD'"
            )
            raise InputError(msg)
        usd = usd * rate
    return _dues(name, usd, tariff, ABSENT)


def _panama(
    vessel: Vessel, size: Size, depth: Raw | None, on: str, state: str, tonnes: Raw | None
) -> Dues:
    """Return the dues of the locks that a ship takes, element by element of its cargoes."""
    wide = [name for name in ("length", "beam") if _over(size, name)]
    deep: Any = False if depth is None else depth > _PANAMAX_M["draft"] * _ROUNDED
    tariffs = {
        locks: _tariff("panama", _entries("panama", locks, size), on, state)
        for locks, used in (("panamax", not wide), ("neopanamax", bool(wide) or np.any(deep)))
        if used and not (locks == "panamax" and np.all(deep))
    }
    tons = _tonnage("panama", vessel)
    usd = [_charge(tariff, state, tons, tonnes) for tariff in tariffs.values()]
    paid = usd[0] if len(usd) == 1 else where(deep, usd[1], usd[0])
    by_locks = [_dues("panama", paid, tariff, ABSENT) for tariff in tariffs.values()]
    return replace(
        by_locks[0],
        since=max(dues.since for dues in by_locks),
        until=min(dues.until for dues in by_locks),
        note=" ".join(dict.fromkeys(dues.note for dues in by_locks)),
        locks=" and ".join(tariffs),
        why=_why(size, wide, depth, deep),
    )


def _why(size: Size, wide: list[str], depth: Raw | None, deep: Any) -> str:
    """Return the dimensions by which a ship takes the locks of Panama that it does."""
    over = [f"{name} {size[name]:g} m is over {_PANAMAX_M[name]:g} m" for name in wide]
    if depth is not None and np.any(deep):
        deepest = f"draft {float(np.max(depth)):.4g} m is over {_PANAMAX_M['draft']:g} m"
        over.append(deepest if np.all(deep) else f"of some cargoes {deepest}")
    if over:
        return f"{' and '.join(over)}, the maximum of the Panamax locks"
    known = [f"{name} {has:.4g} m" for name, has in size.items() if has is not None]
    fits = f"{', '.join(known)}: the Panamax locks take " if known else "the Panamax locks take "
    fits += ", ".join(f"{limit:g} m of {name}" for name, limit in _PANAMAX_M.items())
    unknown = [name for name, has in size.items() if has is None]
    return f"{fits}; {' and '.join(unknown)} is not known and was not checked" if unknown else fits


def canal_name(canal: object) -> str:
    """Return a canal's own name, from that or its title."""
    names = {tables.plain(tables.passages()[name].title): name for name in TRANSIT_DAYS}
    names |= {name: name for name in TRANSIT_DAYS}
    name = names.get(tables.plain(canal)) if isinstance(canal, str) else None
    if name is None:
        msg = f"no canal {quote(canal)}{did_you_mean(str(canal), TRANSIT_DAYS)}"
        raise UnknownName(msg)
    return name


def _size_in_canal(
    canal: str, vessel: Vessel, tonnes: Raw | None, *, laden: bool
) -> tuple[Size, Raw | None]:
    """Return a ship's size [m], and its draft by cargo; raise if it is too large.

    Of several cargoes, the heaviest decides whether the ship fits.
    """
    depth = draft_with(vessel, tonnes) if laden and tonnes is not None else None
    size = size_of(vessel, laden=laden, draft=None if depth is None else float(np.max(depth)))
    why = restricted_by(size).get(canal)
    if not why:
        return size, size["draft"] if depth is None else depth
    fits = "a smaller ship"
    if laden and "draft" in why and "beam" not in why:
        fits = "less cargo" if tonnes is not None else "the cargo aboard, as cargo='60000 t'"
        fits += ", or a smaller ship"
    title = tables.passages()[canal].title
    msg = f"canal_dues: {title}: the ship does not fit: {why}; write {fits}"
    raise InputError(msg)


def _dues(canal: str, usd: Raw, entry: Mapping[str, Any], absent: tuple[str, ...]) -> Dues:
    return Dues(
        canal=canal,
        usd=to_quantity(usd, "USD"),
        since=entry["since"],
        until=entry["until"],
        absent=absent,
        source=entry["source"],
        note=entry["note"],
    )


def _holds(entry: Mapping[str, Any], canal: str, on: str) -> bool:
    return bool(entry["canal"] == canal and entry["since"] <= on < entry["until"])


def _all_in(canal: str, vessel: Vessel, on: str, state: str) -> Dues | None:
    """Return a published all-in figure for a similar ship; one for both transits is halved.

    Raises
    ------
    InputError
        If figures hold on that day, and none is for such a ship.
    """
    for entry in tables.canals()["all_in"]:
        if not _holds(entry, canal, on):
            continue
        fits = []
        for name, usd in entry["figures"].items():
            ship, _, leg = name.rpartition(" ")
            if leg not in (state, "both"):
                continue
            measure, own = _measure(ship)
            fits.append(f"{ship} of {own:.0f} {_MEASURES[measure]}")
            has = vessel.values[measure]
            if has is None or np.any(np.abs(np.asarray(has) / own - 1.0) > _ALIKE):
                continue
            part = 0.5 if leg == "both" else 1.0
            # Without a published tonnage the figure stands for all ships of the class.
            scale = has / own if measure == "suez_tonnage" else 1.0
            return _dues(canal, usd * part * scale, entry, ())
        msg = (
            f"canal_dues: the {canal} figures of {on} {state} are for ships within a tenth of "
            f"{_listed(fits)}; this ship has {_measured(vessel)}; write such a ship, or the dues "
            f"themselves as Voyage(canal_dues_{state}='... USD')"
        )
        raise InputError(msg)
    return None


_MEASURES = {"suez_tonnage": "Suez net tons", "dwt": "t dwt"}


def _measure(ship: str) -> tuple[str, float]:
    """Return the measure of a standard ship, its Suez tonnage or else its deadweight."""
    values = Vessel.shipped(ship).values
    measure = "dwt" if values["suez_tonnage"] is None else "suez_tonnage"
    return measure, values[measure]


def _measured(vessel: Vessel) -> str:
    has = {words: vessel.values[name] for name, words in _MEASURES.items()}
    shown = [
        f"no {words}" if raw is None else f"{_span(raw)} {words}" for words, raw in has.items()
    ]
    return " and ".join(shown)


def _span(raw: Raw) -> str:
    low, high = float(np.min(raw)), float(np.max(raw))
    return f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"


def _entries(canal: str, locks: str = "", size: Size | None = None) -> list[Mapping[str, Any]]:
    """Return the tariffs of a canal, or of one of Panama's locks for a ship's beam."""
    entries = [e for e in tables.canals()["tariff"] if e["canal"] == canal]
    if size is None:
        return entries
    return [e for e in entries if e["locks"] == locks and _for_beam(e, size["beam"])]


def _for_beam(entry: Mapping[str, Any], beam: float | None) -> bool:
    """Return whether a tariff is for a ship of this beam, which some of Panama's fees go by."""
    lower, upper = entry.get("beam_from_ft", 0.0), entry.get("beam_below_ft", np.inf)
    if beam is None and (lower or upper < np.inf):
        msg = (
            "canal_dues: Vessel.beam: the ship's beam is required, by which Panama's fees go; "
            "write vessel.evolve(beam='32.2 m')"
        )
        raise InputError(msg)
    # 27.7368 m are 91 ft, though the conversion in floats comes out a last bit below.
    return beam is None or bool(lower <= beam / _FOOT_M * _ROUNDED < upper)


def _tariff(
    canal: str, entries: Iterable[Mapping[str, Any]], on: str, state: str
) -> Mapping[str, Any]:
    entries = [e for e in entries if state in e or f"{state}_share" in e]
    for entry in entries:
        if _holds(entry, canal, on):
            return dict(entry)
    spans = [f"{e['since']} to {e['until']}" for e in entries]
    spans += [
        f"{e['since']} to {e['until']} (all in, {', '.join(e['figures'])})"
        for e in tables.canals()["all_in"]
        if e["canal"] == canal
    ]
    msg = (
        f"canal_dues: no {canal} tariff for this ship {state} on {on}; shipped: "
        f"{_listed(spans)}; write such a day, or the dues themselves as "
        f"Voyage(canal_dues_{state}='... USD')"
    )
    raise InputError(msg)


def _listed(spans: Iterable[str]) -> str:
    return "; ".join(spans) or "none"


def _over(size: Size, name: str) -> bool:
    """Return whether a dimension is known to be over the Panamax locks'."""
    has = size[name]
    return has is not None and has > _PANAMAX_M[name] * _ROUNDED


def _tonnage(canal: str, vessel: Vessel) -> Raw:
    tons: Raw | None = vessel.values[f"{canal}_tonnage"]
    if tons is None:
        msg = (
            f"canal_dues: Vessel.{canal}_tonnage: the ship's tonnage is required; "
            f"write vessel.evolve({canal}_tonnage=46136.0)"
        )
        raise InputError(msg)
    return tons


def _charge(tariff: Mapping[str, Any], state: str, tons: Raw, cargo: Raw | None) -> Raw:
    """Return the charge of a transit; in ballast it may be a share of the laden toll."""
    if state not in tariff:
        share: Raw = tariff[f"{state}_share"]
        return _charge(tariff, "laden", tons, cargo) * share
    rates = tariff[state]
    usd: Raw = float(rates.get("fixed", 0.0)) + banded(tons, rates["widths"], rates["rates"])
    if "cargo_rates" not in rates:
        return usd
    if cargo is None:
        msg = "canal_dues: this tariff also charges the cargo; write for example cargo='60000 t'"
        raise InputError(msg)
    return usd + banded(cargo, rates["cargo_widths"], rates["cargo_rates"])
