"""Parity: the price at which a refiner is indifferent to a marker crude that it can buy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from oilecon.errors import InputError
from oilecon.fields import Number
from oilecon.groups import Group, Subgroup
from oilecon.inputs.assay import Assay
from oilecon.inputs.product_prices import ProductPrices
from oilecon.inputs.refinery import Refinery
from oilecon.netback.assays import fractions
from oilecon.netback.refinery import coker_yields, limits, needs
from oilecon.units import first_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Parity", "check_plant", "refuse_unlimited"]


def _price(doc: str) -> Number:
    """Return a delivered price."""
    return Number("USD/bbl", doc, low=-100, high=1000, default=None, typical="'56.39 USD/bbl'")


def _differential(doc: str) -> Number:
    """Return a delivered price less Brent."""
    return Number("USD/bbl", doc, low=-300, high=300, default=None, typical="'-7.4 USD/bbl'")


class Parity(Group):
    """A buyer's refinery, the marker crude that it can buy, and prices of its products.

    Both crudes run in the same refinery, so that its own margin cancels: the delivered price of
    the crude is the marker's, plus what it is worth more in products, less what it costs more to
    run. With a capacity in the refinery, `share` is the crude's part of its diet, of which the
    marker is the rest.
    """

    crude: Subgroup[Assay] = Subgroup(Assay, doc="assay of the crude sold")
    marker: Subgroup[Assay] = Subgroup(Assay, doc="assay of the marker")
    refinery: Subgroup[Refinery] = Subgroup(Refinery, doc="the buyer's refinery")
    prices: Subgroup[ProductPrices] = Subgroup(ProductPrices, doc="of its products and energy")
    marker_price: Number = _price("the marker, delivered to the refinery")
    marker_differential: Number = _differential(
        "the same less Brent, with which it then moves, in place of `marker_price`"
    )
    delivery: Number = Number(
        "USD/bbl",
        "the buyer's cost from the point of sale to the refinery: freight, insurance, duty, losses",
        low=-50,
        high=300,
        default=None,
        typical="'3 USD/bbl'",
    )
    share: Number = Number(
        "fraction",
        "share of the crude in the refinery's diet",
        low=0,
        high=1,
        above=True,
        default=None,
        typical="'20 %'",
    )
    light: Subgroup[Assay | None] = Subgroup(
        Assay,
        doc="assay of a light crude that the refiner can swap in where its coker is full",
        default=None,
    )
    light_price: Number = _price("the light crude, delivered to the refinery")
    light_differential: Number = _differential("the same less Brent, in place of `light_price`")
    diluent: Subgroup[Assay | None] = Subgroup(
        Assay,
        doc="assay of the diluent in the blend that is sold, where `crude` is without it; its "
        "share is the stream's",
        default=None,
    )

    def check(self) -> None:
        """Raise an error for prices that are missing or twofold, or a crude that cannot be run."""
        raw = self._raw
        _check_price(raw, "marker")
        if raw["light"] is not None:
            _check_price(raw, "light")
        else:
            for name in ("light_price", "light_differential"):
                if raw[name] is not None:
                    msg = f"Parity.{name}: has no effect without light; write light=Assay(...) too"
                    raise InputError(msg)
        plant = raw["refinery"].unfilled
        if limits(plant) and raw["share"] is None:
            unit = limits(plant)[0]
            msg = (
                f"Parity.share: required where a unit has a capacity, as the {unit} has; write "
                "share='20 %', the crude's part of the diet"
            )
            raise InputError(msg)
        if raw["share"] is not None and not limits(plant):
            refuse_unlimited("Parity.share", "a unit")
        if raw["light"] is not None and "coker" not in limits(plant):
            refuse_unlimited("Parity.light", "the coker")
        raw["prices"].require(*needs(plant), by=f"a {raw['refinery'].configuration} refinery")
        for name in ("crude", "marker", "light", "diluent"):
            if raw[name] is not None:
                check_plant(raw[name], raw["refinery"], f"Parity.{name}")
        if raw["light"] is not None:
            _check_light(raw["light"], raw["marker"])


def _check_price(raw: Mapping[str, Any], which: str) -> None:
    """Raise an error unless a crude has one price."""
    given = [name for name in (f"{which}_price", f"{which}_differential") if raw[name] is not None]
    if len(given) != 1:
        count, other = ("both", ", and the other as None") if given else ("neither", "")
        msg = (
            f"Parity.{which}_price: expected a delivered price of the {which} crude or its "
            f"differential to Brent, got {count}; write one, as {which}_price='56.39 USD/bbl'"
            f"{other}"
        )
        raise InputError(msg)


def _check_light(light: Assay, marker: Assay) -> None:
    """Raise an error for a light crude with no less residue than the marker."""
    of_light, of_marker = (
        fractions(assay.unfilled_tree())["residue"].volume for assay in (light, marker)
    )
    bad = np.greater_equal(of_light, of_marker)
    if np.any(bad):
        msg = (
            "Parity.light: expected a crude with less residue than the marker, "
            f"{first_shown(of_marker, bad, _percent)}, got {first_shown(of_light, bad, _percent)}"
        )
        raise InputError(msg)


def refuse_unlimited(where: str, unit: str, fields: str = "it") -> NoReturn:
    """Raise an error for what only a full unit gives an effect, where none has a capacity."""
    msg = (
        f"{where}: has no effect without a capacity of {unit}; write capacity='35 %' for "
        f"refinery.coker, or leave {fields} out"
    )
    raise InputError(msg)


def check_plant(assay: Assay, refinery: Refinery, where: str) -> None:
    """Raise an error for a crude that a refinery's coker cannot be computed on.

    Raises
    ------
    InputError
        If the carbon residue of its residue is not known, or leaves no naphtha or no liquid.
    """
    coker = refinery.unfilled["coker"]
    if coker is None:
        return
    residue = fractions(assay.unfilled_tree())["residue"]
    if coker["yields"] == "average" or not np.any(residue.volume):
        return
    if residue.carbon_kg_bbl is None:
        last = list(assay.cuts)[-1]
        msg = (
            f"{where}.cuts.{last}.carbon_residue: required by a coker, whose yields it makes; "
            "write carbon_residue='25 %', or coker.yields='average'"
        )
        raise InputError(msg)
    carbon = residue.carbon_kg_bbl / residue.mass_kg_bbl
    made = coker_yields(coker, carbon)
    for product, share in (("naphtha", made.naphtha), ("gas oil", made.gas_oil)):
        bad = np.less(share, 0.0)
        if np.any(bad):
            msg = (
                f"{where}: a carbon residue of {first_shown(carbon, bad, _percent)} is above the "
                f"range of coker.yields={coker['yields']!r}, which leaves "
                f"{first_shown(share, bad, _percent)} of {product}; write yields='average', or "
                f"{_OR_WRITE[coker['yields']]}"
            )
            raise InputError(msg)


_OR_WRITE = {
    "carbon residue": "a smaller coke_ratio",
    "linear": "yields='carbon residue', coke_ratio=1.28",
}


def _percent(share: float) -> str:
    """Return a share as text in percent."""
    return f"{share * 100.0:.4g} %"
