"""Supply: crude, diluent and production cost of a barrel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.arguments import same_shape
from oilecon.errors import InputError
from oilecon.fields import Choice, Number
from oilecon.groups import Group, Subgroup
from oilecon.holes import with_nan
from oilecon.inputs.crude import ALIKE_DEGAPI, Crude, Diluent
from oilecon.inputs.fiscal import FiscalTerms
from oilecon.inputs.production import Production

if TYPE_CHECKING:
    from oilecon.units import Raw

__all__ = ["Supply"]


class Supply(Group):
    """Heavy crude, diluted to a target gravity with bought diluent, and its costs.

    Without a diluent the crude is sold as it is, and `target_api` is left out. With a target
    viscosity, the blend takes the diluent that the stricter of the two targets requires.
    """

    heavy: Subgroup[Crude] = Subgroup(Crude, doc="the crude as produced")
    production_cost: Number = Number(
        "USD/bbl",
        "producing a barrel of the crude, in cash, before capital and income tax",
        low=0,
        high=1000,
        typical="'17.5 USD/bbl'",
    )
    royalty: Number = Number(
        "fraction",
        "the state's share of the netback, or of a reference price, less the diluent bought in",
        low=0,
        high=1,
        default=0.0,
        typical="'30 %'",
    )
    diluent: Subgroup[Diluent | None] = Subgroup(Diluent, doc="the diluent", default=None)
    target_api: Number = Number(
        "degAPI",
        "gravity of the blend as exported, after shrinkage",
        low=0,
        high=100,
        default=None,
        typical="'16 degAPI'",
    )
    output: Number = Number(
        "bbl/day",
        "heavy crude that could be produced if there were diluent for all of it",
        low=0,
        high=1e8,
        default=None,
        typical="'630 kb/day'",
    )
    diluent_supply: Number = Number(
        "bbl/day",
        "total supply of diluent",
        low=0,
        high=1e8,
        default=None,
        typical="'167 kb/day'",
    )

    target_viscosity: Number = Number(
        "cSt",
        "maximum viscosity of the blend, met in addition to the target gravity",
        low=0,
        high=1e9,
        above=True,
        default=None,
        typical="'350 cSt'",
    )
    heavy_viscosity: Number = Number(
        "cSt",
        "of the crude, at the temperature that the target viscosity is meant at",
        low=0,
        high=1e9,
        above=True,
        default=None,
        typical="'235000 cSt'",
    )
    diluent_viscosity: Number = Number(
        "cSt",
        "of the diluent, at that temperature",
        low=0,
        high=1e9,
        above=True,
        default=None,
        typical="'0.9 cSt'",
    )
    viscosity_rule: Choice = Choice(("refutas", "d341"), "viscosity mixing rule", default=None)
    viscosity_basis: Choice = Choice(("volume", "mass"), "weights of the mixing rule", default=None)
    take: Subgroup[FiscalTerms | None] = Subgroup(
        FiscalTerms, doc="other levies, and the base of all", default=None
    )
    production: Subgroup[Production | None] = Subgroup(
        Production, doc="how the output moves from month to month: of a programme", default=None
    )

    def check(self) -> None:
        """Raise an error for two royalties, a diluent without a target, or targets out of reach."""
        self._check_royalty()
        diluent, target = self._raw["diluent"], self._raw["target_api"]
        if (diluent is None) != (target is None):
            lacking = "target_api" if target is None else "diluent"
            msg = (
                f"Supply: diluent and target_api go together, and {lacking} is missing; "
                "write both, or neither for a crude sold as it is"
            )
            raise InputError(msg)
        if diluent is None:
            return
        heavy, light = self._raw["heavy"].unfilled["api"], diluent.unfilled["api"]
        _ordered(heavy, target, "Supply.target_api", "the heavy crude's", strict=False)
        _ordered(target, light, "Supply.diluent.api", "the target", strict=False)
        _ordered(heavy, light, "Supply.diluent.api", "the heavy crude's", strict=True)
        self._check_viscosity()

    def _check_royalty(self) -> None:
        take = self._raw["take"]
        if take is None or take.unfilled["royalty"] is None:
            return
        if np.any(np.greater(with_nan(self._raw["royalty"]), 0.0)):
            msg = (
                "Supply: expected a royalty or a royalty of `take`, got both; write royalty=0 here "
                "to levy that of `take`"
            )
            raise InputError(msg)

    def _check_viscosity(self) -> None:
        given = [name for name in _VISCOSITY if self._raw[name] is not None]
        if not any(name.endswith("_viscosity") for name in given):
            return  # rule and basis alone have no effect
        if len(given) < len(_VISCOSITY):
            lacking = " and ".join(name for name in _VISCOSITY if name not in given)
            msg = (
                f"Supply: {', '.join(_VISCOSITY)} go together, and {lacking} "
                f"{'are' if ' ' in lacking else 'is'} missing; write all, or none"
            )
            raise InputError(msg)
        thin = self._raw["diluent_viscosity"]
        for name in ("target_viscosity", "heavy_viscosity"):
            what, strict = "the diluent's", name == "heavy_viscosity"
            _ordered(thin, self._raw[name], f"Supply.{name}", what, strict=strict, unit="cSt")


_KINDS = {"degAPI": "gravity", "cSt": "viscosity"}
_ALIKE_CST = 1e-6  # of a viscosity, likewise
_VISCOSITY = (
    "target_viscosity",
    "heavy_viscosity",
    "diluent_viscosity",
    "viscosity_rule",
    "viscosity_basis",
)


def _ordered(
    low: Raw, high: Raw, field: str, what: str, *, strict: bool, unit: str = "degAPI"
) -> None:
    low, high = with_nan(low), with_nan(high)
    try:
        spread = np.subtract(high, low)
    except ValueError:
        same_shape(field, **{what: low, "its own": high})  # which refuses them
        raise
    alike = ALIKE_DEGAPI if unit == "degAPI" else _ALIKE_CST * np.abs(high)
    bad = spread < alike if strict else spread < 0
    if bad.any():
        limit = "above" if strict else "at least"
        top, bottom = np.broadcast_to(high, bad.shape)[bad], np.broadcast_to(low, bad.shape)[bad]
        msg = (
            f"{field}: expected a {_KINDS[unit]} {limit} {what} {bottom.flat[0]:g} {unit}, "
            f"got {top.flat[0]:g} {unit}"
        )
        if top.flat[0] > bottom.flat[0]:
            msg += f", which is {top.flat[0] - bottom.flat[0]:.1g} more: the two are alike"
        raise InputError(msg)
