"""Barrels in a cargo's tonnes, by its gravity or as given."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from oilecon.arguments import number
from oilecon.core import quality
from oilecon.errors import InputError
from oilecon.fields import Number
from oilecon.inputs import Crude

if TYPE_CHECKING:
    from oilecon.typing import QuantityLike
    from oilecon.units import Raw

__all__ = ["Density", "cargo_density"]

_PER_TONNE = Number("bbl/t", "barrels in a tonne of cargo", low=4, high=15, typical="'7.33 bbl/t'")


class Density(NamedTuple):
    """A cargo's barrels by the tonne.

    Attributes
    ----------
    argument : str
        The argument that it was given by, as messages name it.
    barrels_per_tonne : float or numpy.ndarray
        The figure [bbl/t].
    """

    argument: str
    barrels_per_tonne: Raw


def cargo_density(
    api: QuantityLike | None, barrels_per_tonne: QuantityLike | None, where: str
) -> Density:
    """Return a cargo's density.

    Parameters
    ----------
    api : str, pint.Quantity or None
        Gravity.
    barrels_per_tonne : str, pint.Quantity or None
        In place of it.
    where : str
        The function, as messages name it.

    Raises
    ------
    UnitError, InputError
        If it does not fit, or both or neither are given.
    """
    if api is not None and barrels_per_tonne is not None:
        msg = f"{where}: expected the cargo's api or its barrels_per_tonne, got both; write one"
        raise InputError(msg)
    if api is not None:
        degrees = number(Crude.api, api, f"{where}: api")
        return Density("api", quality.barrels_per_tonne(degrees))
    if barrels_per_tonne is not None:
        given = number(_PER_TONNE, barrels_per_tonne, f"{where}: barrels_per_tonne")
        return Density("barrels_per_tonne", given)
    msg = (
        f"{where}: the cargo's gravity is required to convert its tonnes to barrels; write "
        "api='32 degAPI' or barrels_per_tonne='7.33 bbl/t'"
    )
    raise InputError(msg)
