"""What a ship can lift where draft or terminal limits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.core import quality
from oilecon.core import voyage as kernels
from oilecon.errors import InputError
from oilecon.model import Crude
from oilecon.shipping.ports import place
from oilecon.shipping.reading import number
from oilecon.units import Quantity, put_on

if TYPE_CHECKING:
    from oilecon.model import Vessel, Voyage
    from oilecon.reference.sea import Place
    from oilecon.units import Raw

__all__ = ["largest_cargo", "refuse_what_ports_cannot_take"]

_SIZE = ("dwt", "draft_laden", "length", "beam")
_KB = 1000.0  # barrels


def _by_draft(vessel: Vessel, row: Place) -> Raw | None:
    """Return the cargo [t] at a port's draft; None where port or ship say nothing of it."""
    ship = vessel.values
    if row.draft_m is None or any(ship[name] is None for name in _SIZE):
        return None
    return kernels.cargo_at_draft_t(
        ship["dwt"], ship["draft_laden"], row.draft_m, ship["length"], ship["beam"]
    )


def largest_cargo(vessel: Vessel, port: str, *, api: str | Quantity = "16 degAPI") -> Quantity:
    """Return the largest cargo a ship can lift at a port [t].

    Parameters
    ----------
    vessel : Vessel
        With dwt, laden draft, length and beam.
    port : str
        As `oilecon.port` finds it.
    api : str or pint.Quantity
        Gravity of the cargo, for a limit in barrels.

    Returns
    -------
    pint.Quantity
        The least of the deadweight, what floats at the port's draft, and the port's own limit;
        stores and fuel count as cargo.

    Raises
    ------
    InputError
        If the ship's deadweight is missing.
    """
    row, dwt = place(port), vessel.values["dwt"]
    if dwt is None:
        msg = "largest_cargo: Vessel.dwt: wanted t, nothing came; write vessel.evolve(dwt='... t')"
        raise InputError(msg)
    limits = [dwt, _by_draft(vessel, row)]
    if row.cargo_limit_kb is not None:
        per_tonne = quality.barrels_per_tonne(number(Crude.api, api, "largest_cargo: api"))
        limits.append(row.cargo_limit_kb * _KB / per_tonne)
    return put_on(min(float(np.min(limit)) for limit in limits if limit is not None), "t")


def refuse_what_ports_cannot_take(voyage: Voyage, barrels_per_tonne: Raw) -> None:
    """Refuse a cargo over the limits of the voyage's ports.

    Raises
    ------
    InputError
        Naming the port, its limit and the largest cargo that fits.
    """
    cargo = float(np.max(voyage.values["cargo"]))
    for field in ("load_port", "discharge_port"):
        name = getattr(voyage, field)
        if not name:
            continue
        row = place(name)
        limits = []
        if row.cargo_limit_kb is not None:
            tonnes = row.cargo_limit_kb * _KB / float(np.max(barrels_per_tonne))
            limits.append((tonnes, f"its limit of {row.cargo_limit_kb:g} kb"))
        afloat = _by_draft(voyage.vessel, row)
        if afloat is not None:
            limits.append((float(np.min(afloat)), f"its draft of {row.draft_m:g} m"))
        for most, why in limits:
            if cargo > most:
                msg = (
                    f"Voyage.cargo: wanted at most {int(most)} t at {row.name} by {why}, got "
                    f"{cargo:.0f} t; write cargo='{int(most)} t', or a chain of smaller ships"
                )
                raise InputError(msg)
