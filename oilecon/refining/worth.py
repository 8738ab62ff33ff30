"""Worth of a barrel of crude at a refinery gate, product by product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.arguments import shape_of_all
from oilecon.core import refining
from oilecon.core.elementwise import maximum, minimum
from oilecon.errors import InputError, UnitError, caution
from oilecon.fields import Number
from oilecon.frozen import FrozenDict
from oilecon.groups import Group, Subgroup
from oilecon.inputs import Assay, ProductPrices, Refinery
from oilecon.inputs.parity import check_plant, refuse_unlimited
from oilecon.inputs.refinery import COKER_YIELDS
from oilecon.netback.assays import fractions
from oilecon.netback.refinery import (
    BY_MASS,
    BY_VOLUME,
    UNITS,
    limits,
    lost_in_diet,
    needs,
    priced,
    unlimited,
    valued,
)
from oilecon.plotting import Plot, Plotted
from oilecon.refining.balances import PLANT, balances
from oilecon.refining.crossings import crossing
from oilecon.refining.ranges import outside
from oilecon.refining.tables import in_words, table
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from oilecon.netback.assays import Fraction
    from oilecon.netback.refinery import Valued
    from oilecon.typing import QuantityLike
    from oilecon.units import Quantity, Raw

__all__ = ["AN_ASSAY", "A_REFINERY", "SOME_PRICES", "Refined", "Refining", "refine"]

AN_ASSAY = "oilecon.Assay.shipped('Maya')"
A_REFINERY = "oilecon.Refinery.shipped('US Gulf coking')"
SOME_PRICES = "oilecon.ProductPrices.shipped('US Gulf Coast', on='2025-11')"

_USD_BBL = "USD/bbl"


class Refining(Group):
    """A crude, the refinery that runs it, and the prices there."""

    assay: Subgroup[Assay] = Subgroup(Assay, doc="the crude")
    refinery: Subgroup[Refinery] = Subgroup(Refinery, doc="that runs it")
    prices: Subgroup[ProductPrices] = Subgroup(ProductPrices, doc="of its products and energy")
    price: Number = Number(
        _USD_BBL,
        "of the crude, delivered to the refinery",
        low=-100,
        high=1000,
        default=None,
        typical="'56.39 USD/bbl'",
    )
    benchmark: Number = Number(
        _USD_BBL,
        "the crude that crack spreads are over",
        low=-100,
        high=1000,
        default=None,
        typical="'63.8 USD/bbl'",
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
    base: Subgroup[Assay | None] = Subgroup(
        Assay, doc="assay of the rest of the diet", default=None
    )

    def check(self) -> None:
        """Raise an error for prices that are missing, or a crude that cannot be run."""
        raw = self._raw
        shape_of_all("refine", self.shapes)
        refinery, prices = raw["refinery"], raw["prices"]
        plant = refinery.unfilled
        self._check_diet(plant)
        prices.require(*needs(plant), by=f"a {refinery.configuration} refinery")
        prices.require_benchmark(raw["benchmark"], "Refining.", "benchmark")
        for name in ("assay", "base"):
            if raw[name] is not None:
                check_plant(raw[name], refinery, f"Refining.{name}")

    def _check_diet(self, plant: Mapping[str, Any]) -> None:
        """Raise an error for a diet of which half is given, or that nothing limits."""
        share, base = (self._raw[name] for name in ("share", "base"))
        if (share is None) != (base is None):
            lacks, write = ("base", "Assay(...)") if base is None else ("share", "'20 %'")
            msg = (
                f"Refining.{lacks}: expected share and base together, the crude's part of the diet "
                f"and the assay of the rest; write {lacks}={write} too"
            )
            raise InputError(msg)
        if share is not None and not limits(plant):
            refuse_unlimited("Refining.share", "a unit", "share and base")


class _Computed(NamedTuple):
    """Products of a crude in a refinery, and the loss where a unit is full."""

    of: Mapping[str, Fraction]
    plant: Mapping[str, Any]
    prices: Mapping[str, Raw]
    whole: Valued
    lost: Raw  # USD/bbl
    above: Raw  # bbl/bbl

    @property
    def value(self) -> Raw:
        """Worth less running cost and what is lost [USD/bbl]."""
        return self.whole.value - self.lost


def _computed(values: Mapping[str, Any]) -> _Computed:
    """Return what a refinery makes of a crude, from the values of both."""
    plant, prices = values["refinery"], priced(values["prices"], values["benchmark"])
    of, share = fractions(values["assay"]), values["share"]
    if share is None:
        whole = valued(of, plant, prices)
        return _Computed(of, plant, prices, whole, 0.0, whole.made.above)
    free, base = unlimited(plant), fractions(values["base"])
    before = valued(base, free, prices).value - valued(base, plant, prices).value
    lost = lost_in_diet(of, base, share, plant, prices, before)
    above: Raw = 0.0
    if "coker" in limits(plant):
        above = refining.above_limit(
            share, of["residue"].volume, base["residue"].volume, plant["coker"]["capacity"]
        )
    return _Computed(of, free, prices, valued(of, free, prices), lost, above)


def _figure(made: _Computed, price: Raw | None, name: str) -> Raw:
    """Return gross, value or margin [USD/bbl]."""
    if name == "gross":
        return made.whole.gross
    if name == "value":
        return made.value
    if price is None:
        msg = (
            "margin: expected a delivered price of the crude, got none; write "
            f"refine(..., price={Refining.price.example()})"
        )
        raise InputError(msg)
    margin: Raw = made.value - price
    return margin


class Refined(Plotted):
    """A barrel of crude in a refinery: its products, their worth, running cost and value.

    Attributes
    ----------
    inputs : Refining
        The crude, the refinery and the prices.
    shape : tuple of int
        Shape to which their arrays broadcast; empty for one case.
    """

    plots = FrozenDict(
        {"waterfall": Plot("the products' worth, down to the value at the refinery gate")}
    )

    def __init__(self, inputs: Refining) -> None:
        self.inputs = inputs
        self.shape = shape_of_all("refine", inputs.shapes)
        self._made = _computed(inputs.values)

    def __eq__(self, other: object) -> bool:
        """Compare by inputs."""
        return self.inputs == other.inputs if isinstance(other, Refined) else NotImplemented

    def __hash__(self) -> int:
        """Hash by inputs."""
        return hash(self.inputs)

    # -- figures -------------------------------------------------------------------------------

    def _shown(self, raw: Raw, unit: str) -> Quantity:
        """Return a figure with its unit, in the shape of the cases."""
        return to_quantity(np.broadcast_to(raw, self.shape) if self.shape else raw, unit)

    @property
    def gross(self) -> Quantity:
        """Gross product worth [USD/bbl]."""
        return self._shown(self._made.whole.gross, _USD_BBL)

    @property
    def cost(self) -> Quantity:
        """Variable running cost [USD/bbl]."""
        return self._shown(self._made.whole.cost.cost_usd_bbl, _USD_BBL)

    @property
    def lost(self) -> Quantity:
        """Loss of the diet where a unit is full, by the barrel of this crude [USD/bbl].

        Zero without `share`: what has no room then is among the products as fuel oil.
        """
        return self._shown(self._made.lost, _USD_BBL)

    @property
    def above(self) -> Quantity:
        """Residue that the coker has no room for, by the barrel of this crude [bbl/bbl].

        Below zero where the crude relieves a coker that the rest of the diet overfills.
        """
        return self._shown(self._made.above, "1")

    @property
    def value(self) -> Quantity:
        """Value at the refinery gate: `gross` less `cost`, and less `lost` [USD/bbl]."""
        return self._shown(self._made.value, _USD_BBL)

    @property
    def margin(self) -> Quantity:
        """Refiner's margin: `value` less the delivered price [USD/bbl].

        Raises
        ------
        InputError
            If no price was given.
        """
        return self._shown(_figure(self._made, self.inputs.values["price"], "margin"), _USD_BBL)

    @property
    def worth(self) -> Mapping[str, Quantity]:
        """Worth of each product, by the barrel of crude [USD/bbl]; it sums to `gross`."""
        worth = self._made.whole.worth
        return FrozenDict({name: self._shown(raw, _USD_BBL) for name, raw in worth.items()})

    @property
    def feeds(self) -> Mapping[str, Quantity]:
        """Feed of each unit [bbl per bbl of crude]."""
        feeds = self._made.whole.made.feeds
        return FrozenDict(
            {name: self._shown(feeds[name].volume, "1") for name in UNITS if name in feeds}
        )

    @property
    def costs(self) -> Mapping[str, Quantity]:
        """Running cost by kind [USD/bbl]: fuel, gas for hydrogen, power, catalyst.

        A plant that burns its own gas buys that much less, fuel first.
        """
        made, plant, prices, cost = (
            self._made.whole.made,
            self._made.plant,
            self._made.prices,
            self._made.whole.cost,
        )
        bought = maximum(made.needed_kg_bbl - made.hydrogen_kg_bbl, 0.0)
        hydrogen = minimum(bought * plant["hydrogen_gas"], cost.fuel_mmbtu_bbl)
        parts = {
            "fuel": (cost.fuel_mmbtu_bbl - hydrogen) * prices["natural_gas"],
            "hydrogen": hydrogen * prices["natural_gas"],
            "power": cost.power_kwh_bbl * prices["electricity"],
            "catalyst": plant["catalyst"],
        }
        return FrozenDict({name: self._shown(raw, _USD_BBL) for name, raw in parts.items()})

    # -- tables --------------------------------------------------------------------------------

    def _balances(self) -> Mapping[str, Any]:
        return balances(self._made.of, self._made.whole.made, self._made.plant)

    @property
    def yields(self) -> pd.DataFrame:
        """Products: amount, mass, share of the crude by mass, price, and worth.

        Amounts and prices are in the unit beside them. The price of fuel gas is that of natural
        gas. For arrays, the rows of each case follow those of the one before.
        """
        whole, prices = self._made.whole, self._made.prices
        masses = self._balances()[PLANT]
        rows: dict[Any, dict[str, Any]] = {}
        for name in (*BY_VOLUME, *BY_MASS):
            amount = whole.made.products[name]
            if not np.any(amount):
                continue
            by = "bbl" if name in BY_VOLUME else "kg"
            priced_as = {"fuel_gas": "natural_gas"}.get(name, name)
            per = {"coke": "t", "fuel_gas": "MMBtu"}.get(name, "bbl")
            rows[in_words(name)] = {
                "amount": amount,
                "unit": f"{by}/bbl",
                "mass [kg/bbl]": masses.products[name],
                "share by mass [%]": masses.products[name] / masses.feed * 100.0,
                "price": prices[priced_as]
                if name != "fuel_oil"  # whose sulphur and metals make its price
                else whole.worth[name] / np.where(amount == 0.0, np.nan, amount),
                "price unit": f"USD/{per}",
                "worth [USD/bbl]": whole.worth.get(name, 0.0),
            }
        return table(rows, self.shape, ("product",))

    def balance(self) -> pd.DataFrame:
        """Return the mass balance of each unit, and of the whole refinery at the end.

        Returns
        -------
        pandas.DataFrame
            By unit and stream: mass by the barrel of crude [kg/bbl], share of the unit's feed [%],
            and the factor on the published density of a cracker's liquids, with which its mass
            closes; 1 for all else. 'closing' is the sum of a unit's products. Of the reformer,
            gasoline is what the rest leaves. Hydrotreaters have no rows: oil passes through them
            unchanged. For arrays, the rows of each case follow those of the one before.
        """
        rows: dict[Any, dict[str, Any]] = {}
        for unit, each in self._balances().items():
            closing: Raw = 0.0
            streams = {"feed": each.feed, **each.products}
            for mass in each.products.values():
                closing = closing + mass
            feed = np.where(np.equal(each.feed, 0.0), 1.0, each.feed)  # which has no shares
            for name, mass in {**streams, "closing": closing}.items():
                scaled = each.factor is not None and name in _SCALED
                rows[in_words(unit), in_words(name)] = {
                    "mass [kg/bbl]": mass,
                    "share of feed [%]": mass / feed * 100.0,
                    "factor on density [1]": each.factor if scaled else 1.0,
                }
        return table(rows, self.shape, ("unit", "stream"))

    def waterfall(self) -> pd.DataFrame:
        """Return products, gross worth, cost and value; price and margin if known.

        Returns
        -------
        pandas.DataFrame
            By line: its kind, 'line' or 'subtotal', and the amount [USD/bbl]. For arrays, the rows
            of each case follow those of the one before.
        """
        made = self._made
        lines: list[tuple[str, str, Any]] = [
            (in_words(name), "line", raw) for name, raw in made.whole.worth.items()
        ]
        lines += [
            ("gross product worth", "subtotal", made.whole.gross),
            ("running cost", "line", 0.0 - made.whole.cost.cost_usd_bbl),
        ]
        if self.inputs.values["share"] is not None:
            lines.append(("lost where a unit is full", "line", 0.0 - made.lost))
        lines.append(("value at the refinery gate", "subtotal", made.value))
        price = self.inputs.values["price"]
        if price is not None:
            lines += [
                ("delivered price", "line", 0.0 - price),
                (
                    "margin of the refiner",
                    "subtotal",
                    _figure(self._made, self.inputs.values["price"], "margin"),
                ),
            ]
        rows: dict[Any, dict[str, Any]] = {
            name: {"kind": kind, f"amount [{_USD_BBL}]": raw} for name, kind, raw in lines
        }
        return table(rows, self.shape, ("line",))

    @property
    def bracket(self) -> pd.DataFrame:
        """Gross worth, cost and value under each model of the coker, and the width between them.

        A model that this crude is outside of, or that lacks its number, is a hole (NaN): 'linear'
        above a carbon residue of 32.9 %, and 'carbon residue' without a `coke_ratio`.

        Raises
        ------
        InputError
            If the refinery has no coker.
        """
        coker = self._made.plant["coker"]
        if coker is None:
            msg = (
                "bracket: expected a refinery with a coker, got a "
                f"{self.inputs.refinery.configuration} one, whose yields have one model"
            )
            raise InputError(msg)
        figures: dict[str, tuple[Raw, ...]] = {}
        for model in COKER_YIELDS:
            try:
                inputs = self.inputs.vary({"refinery.coker.yields": model})
            except InputError:
                figures[model] = (np.nan,) * len(_BRACKETED)
                continue
            made = _computed(inputs.values)
            figures[model] = (made.whole.gross, made.whole.cost.cost_usd_bbl, made.value)
        rows: dict[Any, dict[str, Any]] = {
            model: dict(zip(_BRACKETED, each, strict=True)) for model, each in figures.items()
        }
        known = [each for each in figures.values() if np.isfinite(each[0]).all()]
        rows["width"] = {
            name: np.ptp(np.broadcast_arrays(*each), axis=0)
            for name, each in zip(_BRACKETED, zip(*known, strict=True), strict=True)
        }
        return table(rows, self.shape, ("coker yields",))

    # -- changes -------------------------------------------------------------------------------

    def vary(self, changes: Mapping[str, Any]) -> Refined:
        """Return the result with other values at some dotted paths.

        Parameters
        ----------
        changes : mapping of str to value
            Paths such as ``'prices.diesel.price'``, ``'refinery.coker.coke_ratio'``,
            ``'assay.residue.carbon_residue'`` or ``'price'``; ``inputs.paths()`` lists them all.

        Returns
        -------
        Refined
            A new result.

        Raises
        ------
        PathError, UnitError, InputError
            If there is no such path, a value does not fit it, or as `refine`.
        """
        return _refined(self.inputs.vary(changes))

    def breakeven(
        self,
        path: str,
        target: QuantityLike,
        *,
        of: str = "margin",
        between: Sequence[QuantityLike] | None = None,
    ) -> Quantity:
        """Return the value of an input at which a figure equals a target.

        Parameters
        ----------
        path : str
            The input, as in `vary`: a price, a yield, a share or a cost.
        target : quantity
            [USD/bbl].
        of : {'margin', 'value', 'gross'}
            The figure.
        between : pair of quantities, optional
            Bounds of the search; the input's own if left out.

        Returns
        -------
        pint.Quantity
            In the input's unit; of several, the one nearest to the present value.

        Raises
        ------
        PathError, UnitError
            If there is no such path, or the target does not fit.
        InputError
            If there is no such value; the message gives the figure at both bounds. Also if the
            input does not move it, or this result holds arrays.
        """

        def figure_of(inputs: Refining) -> Raw:
            return _figure(_computed(inputs.values), inputs.values["price"], of)

        return crossing(self.inputs, path, target, of, between, figure_of)

    # -- itself --------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, str]:
        """Names of the crude and of the refinery; without one, what they are."""
        assay, refinery = self.inputs.assay, self.inputs.refinery
        return assay.name or "a crude", refinery.name or f"a {refinery.configuration} refinery"

    def __repr__(self) -> str:
        """Describe the result in one line."""
        named = " in ".join(self.names)
        if self.shape:
            return f"<Refined {named}, {self.shape} cases>"
        names = ["gross", "cost", "value"]
        if self.inputs.values["price"] is not None:
            names.append("margin")
        shown = ", ".join(f"{name} {getattr(self, name).magnitude:.2f}" for name in names)
        return f"<Refined {named}: {shown} {_USD_BBL}>"


_SCALED = frozenset({"lpg", "gasoline", "light_cycle_oil", "slurry"})
_BRACKETED = (f"gross [{_USD_BBL}]", f"cost [{_USD_BBL}]", f"value [{_USD_BBL}]")


def refine(
    assay: Assay,
    refinery: Refinery,
    prices: ProductPrices,
    *,
    price: QuantityLike | None = None,
    benchmark: QuantityLike | None = None,
    share: QuantityLike | None = None,
    base: Assay | None = None,
) -> Refined:
    """Return what a barrel of crude is worth in a refinery.

    Gross product worth is the sum of products by their prices; the value is that less the
    variable running cost: fuel, power, gas for hydrogen and catalysts. No fixed cost and no
    freight is in it, so that it is the most that a refiner could pay.

    Parameters
    ----------
    assay : Assay
        The crude.
    refinery : Refinery
        The plant. A unit's capacity binds on the crude alone, or with `share` on the diet.
    prices : ProductPrices
        Of all products that the plant makes, and of the energy that it buys.
    price : quantity, optional
        Of the crude, delivered [USD/bbl]; the margin needs it.
    benchmark : quantity, optional
        The crude that crack spreads among the prices are over [USD/bbl].
    share : quantity, optional
        Share of the crude in the plant's diet by volume. Yields and worth then are those of the
        crude where no unit is full, and `lost` is what the diet loses by it where one is: oil
        without room is sold as fuel oil.
    base : Assay, optional
        The rest of the diet.

    Returns
    -------
    Refined
        Gross worth, running cost, value and margin, with their tables.

    Raises
    ------
    InputError, UnitError
        If the price of a product is not known, a crack spread has no benchmark, the carbon residue
        that a coker needs is missing or leaves no naphtha, only one of share and base is given, or
        arrays do not broadcast together.

    Warns
    -----
    AccuracyWarning
        If the carbon residue of the coker's feed is outside the range of its model: 15 to 30 % for
        'carbon residue', up to 20 % for 'linear'.
    """
    try:
        inputs = Refining(assay, refinery, prices, price, benchmark, share, base)
    except (InputError, UnitError) as error:
        text = str(error).replace("Refining.", "refine: ")  # a class that the user never wrote
        raise type(error)(text) from error
    return _refined(inputs)


def _refined(inputs: Refining) -> Refined:
    """Return the result of checked inputs, with a warning for a coker outside its range."""
    refined = Refined(inputs)
    for text in outside(inputs.values["refinery"]["coker"], (inputs.assay, inputs.base)):
        caution(text)
    return refined
