"""Limits of draft and terminal on a ship's cargo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.arguments import instance, number, same_shape
from oilecon.core import voyage as kernels
from oilecon.core.elementwise import minimum
from oilecon.errors import InputError
from oilecon.evidence import YOURS
from oilecon.inputs import Vessel
from oilecon.netback.voyage import PortCall, rotation
from oilecon.shipping.berths import place
from oilecon.shipping.cargo import cargo_density
from oilecon.units import Quantity, first_shown, to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oilecon.inputs import Voyage
    from oilecon.inputs.ports import PortLike
    from oilecon.reference.sea import Place
    from oilecon.typing import QuantityLike
    from oilecon.units import Raw

__all__ = [
    "check_deadweight",
    "check_ports",
    "draft_with",
    "intakes",
    "largest_cargo",
    "unchecked",
]

_SIZE = ("dwt", "draft_laden", "length", "beam")
_KB = 1000.0  # barrels


def _lacks(vessel: Vessel) -> list[str]:
    """Return the missing dimensions without which a ship's draft is not known."""
    ship = vessel.values
    return [name for name in _SIZE if ship[name] is None]


def _afloat(vessel: Vessel, draft_m: Raw) -> Raw:
    """Return the cargo [t] that a ship of known size carries at a draft."""
    ship = vessel.values
    return kernels.cargo_at_draft_t(
        ship["dwt"], ship["draft_laden"], draft_m, ship["length"], ship["beam"]
    )


def draft_with(vessel: Vessel, cargo_t: Raw) -> Raw | None:
    """Return a ship's draft with a cargo [m]; its laden draft if its size is not known."""
    ship = vessel.values
    if _lacks(vessel):
        laden: Raw | None = ship["draft_laden"]
        return laden
    light = 0.0 if ship["draft_ballast"] is None else ship["draft_ballast"]
    return kernels.draft_of_cargo_m(
        ship["dwt"], ship["draft_laden"], light, cargo_t, ship["length"], ship["beam"]
    )


def largest_cargo(
    vessel: Vessel,
    port: PortLike,
    *,
    api: QuantityLike | None = None,
    barrels_per_tonne: QuantityLike | None = None,
    draft: QuantityLike | None = None,
) -> Quantity:
    """Return the largest cargo a ship can lift at a port [t].

    Parameters
    ----------
    vessel : Vessel
        With dwt, laden draft, length and beam; its numbers may be arrays.
    port : str, Port or pair of float
        A shipped port's name, or one of your own, as in `oilecon.distance`.
    api : str or pint.Quantity, optional
        Gravity of the cargo; it or `barrels_per_tonne` is required where the port's limit is in
        barrels.
    barrels_per_tonne : str or pint.Quantity, optional
        In place of the gravity, as '7.33 bbl/t'.
    draft : str or pint.Quantity, optional
        The draft allowed, in place of the port's; needed where none is published.

    Returns
    -------
    pint.Quantity
        The minimum of the deadweight, the cargo at the draft, and the port's own limit, element by
        element; stores and fuel count as cargo.

    Raises
    ------
    InputError
        If the ship's size is missing, or no draft is known.
    """
    ship = instance(Vessel, vessel, "largest_cargo", "oilecon.Vessel.shipped('aframax')")
    row = place(port)
    density = None
    if row.cargo_limit_kb is not None or api is not None or barrels_per_tonne is not None:
        density = cargo_density(api, barrels_per_tonne, "largest_cargo")
    if missing := _lacks(ship):
        field = Vessel._fields[missing[0]]
        msg = (
            f"largest_cargo: Vessel.{missing[0]}: {field.expected} is required; "
            f"write vessel.evolve({missing[0]}={field.example()})"
        )
        raise InputError(msg)
    allowed: Raw | None = row.draft_m
    if draft is not None:
        allowed = number(Vessel.draft_laden, draft, "largest_cargo: draft")
    if allowed is None:
        msg = (
            f"largest_cargo: no draft is {_known_by(row)} for {row.name}, so the cargo at its "
            "draft is not known; write the draft allowed, for example draft='13.7 m'"
        )
        raise InputError(msg)
    size = {name: ship.values[name] for name in (*_SIZE, "draft_ballast")}
    weighed = {} if density is None else {density.argument: density.barrels_per_tonne}
    same_shape("largest_cargo", **{**size, "draft": allowed, **weighed})
    _check_ballast_draft(ship, allowed, row.name, "largest_cargo: Vessel.draft_ballast")
    tonnes = _afloat(ship, allowed)
    if row.cargo_limit_kb is not None and density is not None:
        tonnes = minimum(tonnes, row.cargo_limit_kb * _KB / density.barrels_per_tonne)
    return to_quantity(tonnes, "t")


def check_deadweight(vessel: Vessel, cargo_t: Raw, where: str) -> None:
    """Raise if a cargo is over a ship's deadweight, element by element, as a voyage does.

    Raises
    ------
    InputError
        With the first cargo that is; none where the deadweight is not known.
    """
    dwt = vessel.values["dwt"]
    if dwt is None:
        return
    over = np.asarray(np.greater(cargo_t, dwt))
    if over.any():
        limit = np.broadcast_to(dwt, over.shape)[over].flat[0]
        shown = first_shown(
            cargo_t if over.ndim == 0 else np.asarray(cargo_t), over, "{:g} t".format
        )
        msg = (
            f"{where}: expected at most the {limit:g} t of the ship's dwt, got {shown}; write "
            "less, or a larger ship"
        )
        raise InputError(msg)


def check_ports(voyage: Voyage, barrels_per_tonne: Raw) -> None:
    """Raise if a cargo is over a limit of the voyage's ports, or the ship too deep for one.

    Parameters
    ----------
    voyage : Voyage
        Its cargo and ship may hold arrays, compared element by element.
    barrels_per_tonne : float or array
        Of the cargo [bbl/t].

    Raises
    ------
    InputError
        With the port, its limit and the largest cargo or draft that fits.
    """
    several = bool(voyage.calls or voyage.parcels)
    for row in map(place, voyage.ports):
        if row.draft_m is not None:
            draft = row.draft_m
            _check_ballast_draft(voyage.vessel, draft, row.name, "Voyage.vessel.draft_ballast")
    for limit in port_limits(voyage, barrels_per_tonne):
        _check_cargo(limit.call.on_board, limit.tonnes, limit.where, several=several)


class PortLimit(NamedTuple):
    """The most oil that a ship may have on board at a port of her voyage."""

    call: PortCall
    tonnes: Raw
    where: str
    """The port and what limits the oil there."""


def port_limits(voyage: Voyage, barrels_per_tonne: Raw) -> Iterator[PortLimit]:
    """Yield what the voyage's ports allow on board, as far as it is known."""
    sized = not _lacks(voyage.vessel)
    calls = rotation(voyage.values)
    for call, port in zip(calls, voyage.port_names.values(), strict=True):
        if not port:
            continue
        row = place(port)
        if row.cargo_limit_kb is not None:
            tonnes = row.cargo_limit_kb * _KB / barrels_per_tonne
            yield PortLimit(call, tonnes, f"{row.name} by its limit of {row.cargo_limit_kb:g} kb")
        if row.draft_m is not None and sized:
            afloat = _afloat(voyage.vessel, row.draft_m)
            yield PortLimit(call, afloat, f"{row.name} by its draft of {row.draft_m:g} m")


def intakes(voyage: Voyage, barrels_per_tonne: Raw) -> dict[str, Raw]:
    """Return the largest own cargo of a voyage [t] by what limits it, as far as it is known.

    The oil on board at a call is linear in the cargo: other parcels stay as they are.
    """
    leg = voyage.values
    others = {call.field: call.on_board for call in rotation({**leg, "cargo": 0.0})}
    most: dict[str, Raw] = {}
    if leg["vessel"]["dwt"] is not None:
        carried: Raw = 0.0
        for parcel in leg["parcels"].values():
            carried = carried + parcel["cargo"]
        most["dwt"] = leg["vessel"]["dwt"] - carried
    for call, tonnes, where in port_limits(voyage, barrels_per_tonne):
        share = (call.on_board - others[call.field]) / leg["cargo"]
        if np.all(np.greater(share, 0.0)):  # else none of the cargo is on board there
            most[where] = (tonnes - others[call.field]) / share
    return most


def _check_ballast_draft(vessel: Vessel, draft_m: Raw, port: str, where: str) -> None:
    """Raise if a ship is too deep for a port even without cargo."""
    ballast = vessel.values["draft_ballast"]
    if ballast is None:
        return
    compared: Any = ballast > draft_m
    if compared is False:  # two floats, the usual case
        return
    over = np.asarray(compared)
    if over.any():
        limit = np.broadcast_to(draft_m, over.shape)[over].flat[0]
        shown = first_shown(
            ballast if over.ndim == 0 else np.asarray(ballast), over, "{:g} m".format
        )
        msg = (
            f"{where}: expected at most the {limit:g} m of {port}, got {shown}; the ship is "
            "too deep there even without cargo: write a smaller one"
        )
        raise InputError(msg)


def _check_cargo(cargo: Raw, limits: Raw, where: str, *, several: bool) -> None:
    """Raise for the first cargo that is over its own limit; of several, as much as is on board."""
    compared: Any = cargo > limits
    if compared is False:  # two floats, the usual case
        return
    over = np.asarray(compared)
    if not over.any():
        return
    limit = int(np.broadcast_to(limits, over.shape)[over].flat[0])
    # One cargo against an array of limits has the index of its limit.
    shown = first_shown(
        cargo if over.ndim == 0 else np.asarray(cargo), over, lambda t: f"{t:.0f} t"
    )
    aboard, write = "", f"cargo='{limit} t', or smaller ships by transshipment"
    if several:
        aboard, write = " on board", "a smaller cargo, or move more of it at other calls"
    msg = f"Voyage.cargo: expected at most {limit} t{aboard} at {where}, got {shown}; write {write}"
    raise InputError(msg)


def _known_by(row: Place) -> str:
    """Return how a limit of a port would be known."""
    return "given" if row.evidence.kind == YOURS else "published"


def unchecked(voyage: Voyage) -> tuple[str, ...]:
    """Return notes of the limits that could not be checked, since they are not known."""
    notes = []
    for row in map(place, voyage.ports):
        if row.draft_m is None:
            notes.append(f"the draft at {row.name} was not checked: none is {_known_by(row)}")
        elif missing := _lacks(voyage.vessel):
            listed = ", ".join(missing)
            notes.append(f"the draft at {row.name} was not checked: the ship has no {listed}")
        if row.draft_m is not None and voyage.values["vessel"]["draft_ballast"] is None:
            notes.append(f"the draft at {row.name} in ballast was not checked: the ship has none")
    return tuple(notes)
