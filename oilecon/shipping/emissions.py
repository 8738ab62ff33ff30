"""The EU's emissions trading: the share of a voyage that it charges, by date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon.arguments import choice, day
from oilecon.errors import InputError
from oilecon.reference import sea as tables
from oilecon.units import FRACTION, to_quantity

if TYPE_CHECKING:
    from oilecon.typing import DateLike

__all__ = ["emissions_trading"]

_ENDS = ("one", "both")


def emissions_trading(on: DateLike, *, eu_ends: str = "one") -> dict[str, Any]:
    """Return the share and the gases of a voyage that the EU's emissions trading charges.

    Parameters
    ----------
    on : str or datetime.date
        The day of the voyage, as '2026-03-01'.
    eu_ends : {'one', 'both'}
        Number of its ports in the European Economic Area; with one, half of the voyage counts.

    Returns
    -------
    dict
        Fields of a voyage: ``voyage.evolve(carbon_price="75 USD/t", **emissions_trading(...))``.
        40 % of CO2 in 2024, 70 % in 2025; from 2026 all of it, with methane and nitrous oxide
        (Directive (EU) 2023/959).

    Raises
    ------
    InputError
        If `on` is no day, or before shipping came into the scheme.

    Examples
    --------
    >>> terms = emissions_trading("2026-03-01")
    >>> print(terms["carbon_share"], terms["carbon_gases"])
    0.5 co2e
    """
    ends = choice(eu_ends, _ENDS, "emissions_trading: eu_ends")
    on_day = day(on, "emissions_trading")
    for row in tables.emissions_trading():
        if row.since <= on_day and (not row.until or on_day < row.until):
            share = row.share * (row.one_end if ends == "one" else 1.0)
            return {"carbon_share": to_quantity(share, FRACTION), "carbon_gases": row.gases}
    first = min(row.since for row in tables.emissions_trading())
    msg = (
        f"emissions_trading: shipping is in the EU's scheme from {first} on, got {on_day}; leave "
        "out carbon_price before"
    )
    raise InputError(msg)
