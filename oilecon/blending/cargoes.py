"""Heavy crude and blend that a cargo of diluent evacuates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from oilecon.arguments import number, same_shape
from oilecon.blending.balances import needed
from oilecon.blending.mixing import Dilution, dilute
from oilecon.blending.parts import Read
from oilecon.blending.quantities import CARGO, CARGO_TONNES, EXPORTS
from oilecon.core import blending, quality
from oilecon.errors import UnitError
from oilecon.units import Quantity, Raw, to_magnitude, to_quantity

if TYPE_CHECKING:
    from oilecon.inputs import Crude
    from oilecon.typing import QuantityLike

__all__ = ["Cargo", "cargo_unlocks"]


class Cargo(NamedTuple):
    """Heavy crude and blend that a cargo of diluent evacuates."""

    diluent: Quantity
    heavy: Quantity
    blend: Quantity
    days: Quantity | None
    dilution: Dilution


def cargo_unlocks(
    cargo: QuantityLike,
    diluent: Crude,
    heavy: Crude,
    *,
    api: QuantityLike,
    exports: QuantityLike | None = None,
) -> Cargo:
    """Return the heavy crude and blend that a cargo of diluent evacuates.

    Parameters
    ----------
    cargo : quantity
        Size, as a mass such as ``'70000 t'`` or as a volume such as ``'500 kb'``.
    diluent, heavy : Crude
        Diluent in the cargo, and crude to be diluted.
    api : quantity
        Target gravity of the blend as exported, after shrinkage.
    exports : quantity, optional
        Rate of exports to express the blend in days [bbl/day].

    Returns
    -------
    Cargo
        Diluent, heavy crude evacuated, and blend after shrinkage [bbl]; days of exports in the
        blend, None without a rate; the `Dilution`.

    Raises
    ------
    InputError, UnitError
        As `dilute`.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> heavy, naphtha = Crude.shipped("Orinoco extra-heavy"), Crude.shipped("heavy naphtha")
    >>> cargo = cargo_unlocks("70000 t", naphtha, heavy, api="16 degAPI", exports="921 kb/day")
    >>> print(f"{cargo.blend.to('Mb'):.2f~P}, {cargo.days:.1f~P}")
    2.80 Mb, 3.0 day
    """
    dilution = needed(dilute(heavy, diluent, api=api))
    volume = _cargo_bbl(cargo, Read(diluent, "diluent"))
    share, lost = dilution._share, dilution._lost()
    same_shape(cargo=volume, share=share)
    evacuated = blending.heavy_evacuated(volume, share)
    made = (volume + evacuated) * (1.0 - lost)
    days = None
    if exports is not None:
        rate = number(EXPORTS, exports, "exports")
        same_shape(cargo=made, exports=rate)
        days = to_quantity(made / rate, "day")
    return Cargo(
        to_quantity(volume, "bbl"),
        to_quantity(evacuated, "bbl"),
        to_quantity(made, "bbl"),
        days,
        dilution,
    )


def _cargo_bbl(cargo: QuantityLike, diluent: Read) -> Raw:
    try:
        to_magnitude(cargo, "t")
    except UnitError:
        return number(CARGO, cargo, "cargo")
    tonnes = number(CARGO_TONNES, cargo, "cargo")
    same_shape(cargo=tonnes, diluent=diluent.api)
    return tonnes * quality.barrels_per_tonne(diluent.api)
