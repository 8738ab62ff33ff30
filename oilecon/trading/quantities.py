"""Kinds of numbers in arguments of trading functions, each with its unit and bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon.arguments import number, same_shape
from oilecon.errors import InputError, OilEconError
from oilecon.fields import Number
from oilecon.units import Q

if TYPE_CHECKING:
    from oilecon.units import Raw

__all__ = ["BBL_T", "COST", "DAYS", "MONEY", "PRICE", "RATE", "SHARE", "VOLUME", "by_barrel"]

PRICE = Number(
    "USD/bbl", "a price or a differential", low=-1000, high=1000, typical="'54.8 USD/bbl'"
)
COST = Number("USD/bbl", "a cost", low=0, high=1000, typical="'3 USD/bbl'")
COST_T = Number("USD/t", "a cost", low=0, high=10_000, typical="'20 USD/t'")
SHARE = Number("fraction", "a share", low=0, high=1, typical="'0.3 %'")
RATE = Number("1/year", "simple interest", low=0, high=5, typical="'10 %/year'")
DAYS = Number("day", "time", low=0, high=3650, typical="'30 day'")
MONEY = Number("USD", "money", low=0, high=1e15, typical="'1500 MUSD'")
VOLUME = Number("bbl/day", "a flow", low=0, high=1e9, typical="'100 kb/day'")
BBL_T = Number("bbl/t", "barrels in a tonne", low=1, high=20, typical="'6.557 bbl/t'")


def by_barrel(value: Any, barrels_per_tonne: Any, where: str) -> Raw:
    """Return a cost in USD/bbl, converted from one per tonne by the density.

    Raises
    ------
    InputError
        If the cost is per tonne and no density is given, or a density does not fit, also where it
        is not needed.
    """
    tonne = (
        None
        if barrels_per_tonne is None
        else number(BBL_T, barrels_per_tonne, f"{where}: barrels_per_tonne")
    )
    if not _by_tonne(value):
        return number(COST, value, where)
    if tonne is None:
        msg = (
            f"{where}: a cost per tonne needs the density of the oil; write "
            "barrels_per_tonne='6.557 bbl/t' too, as oilecon.blending.barrels_per_tonne gives it"
        )
        raise InputError(msg)
    cost = number(COST_T, value, where)
    same_shape(**{where: cost, "barrels_per_tonne": tonne})
    return cost / tonne


def _by_tonne(value: Any) -> bool:
    try:
        quantity = Q(value)
    except OilEconError:
        return False  # the field raises the error, with its name
    return bool(quantity.dimensionality == Q(1.0, "USD/t").dimensionality)
