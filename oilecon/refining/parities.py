"""Parity: the delivered price at which a refiner is indifferent to a marker crude."""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from oilecon.arguments import instance, number, shape_of_all
from oilecon.errors import InputError, UnitError, caution
from oilecon.evaluation import tree_in_blocks
from oilecon.fields import Number
from oilecon.frozen import FrozenDict
from oilecon.inputs import Assay, Parity, ProductPrices, Refinery
from oilecon.inputs.refinery import COKER_YIELDS
from oilecon.netback.parity import AtParity, at_parity, margins_usd_bbl
from oilecon.netback.refinery import BY_MASS, BY_VOLUME
from oilecon.plotting import Plot, Plotted
from oilecon.refining.ranges import outside
from oilecon.refining.tables import in_words
from oilecon.refining.worth import A_REFINERY, AN_ASSAY, SOME_PRICES
from oilecon.units import first_shown, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.typing import QuantityLike
    from oilecon.units import Quantity, Raw

__all__ = ["BENCHMARK", "ParityPrice", "parity"]

BENCHMARK = Number(
    "USD/bbl", "the benchmark crude", low=0, high=1000, default=None, typical="'63.8 USD/bbl'"
)
"""Price of Brent, which crack spreads and differentials are over."""

_USD_BBL = "USD/bbl"


class ParityPrice(Plotted):
    """The delivered price at which a refiner is indifferent to a marker crude.

    The refiner's own margin is in both and cancels, and with it most of what a model of its
    refinery has wrong. Where the coker's yields decide, `bracket` shows the price by each model
    of them, and `width` how far apart they are: less than a dollar between two heavy crudes,
    several between a heavy and a light one.
    """

    plots: ClassVar[Mapping[str, Plot]] = FrozenDict(
        steps=Plot("the steps from the marker's price to the crude's, as a waterfall"),
    )

    def __init__(self, terms: Parity, brent: Raw | None) -> None:
        self._terms, self._brent = terms, brent
        self._values = {"parity": terms.values, "brent": brent}
        shapes = {_ARGUMENTS.get(name, name): shape for name, shape in terms.shapes.items()}
        shapes |= {"brent": () if brent is None else np.shape(brent)}
        self._shape = shape_of_all("parity", shapes)
        self._bracket: dict[str, AtParity | None] | None = None

    def __eq__(self, other: object) -> bool:
        """Compare by inputs."""
        if not isinstance(other, ParityPrice):
            return NotImplemented
        return self._terms == other._terms and np.array_equal(self._brent, other._brent)  # type: ignore[arg-type]

    def __hash__(self) -> int:
        """Hash by inputs."""
        return hash(self._terms)

    @cached_property
    def _at(self) -> AtParity:
        """The whole answer, on whole arrays."""
        return _at(self._values)

    @cached_property
    def _prices(self) -> tuple[Raw, Raw]:
        """Parity delivered and on worth; of arrays, block by block and without the rest."""
        if not self._shape:
            return self._at.delivered, self._at.on_worth
        readers = {"delivered": _DELIVERED_OF, "on_worth": _ON_WORTH_OF}
        delivered, on_worth = tree_in_blocks(self._values, _at, readers)
        return delivered, on_worth

    def _shown(self, raw: Raw, unit: str = _USD_BBL) -> Quantity:
        """Return a figure with its unit, in the shape of the cases and not to be written to."""
        return to_quantity(np.broadcast_to(raw, self.shape) if self.shape else raw, unit)

    @property
    def terms(self) -> Parity:
        """Crudes, refinery and prices, as a sale takes them: ``Sale(..., parity=terms)``."""
        return self._terms

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of every figure: () for one case."""
        return self._shape

    @property
    def delivered(self) -> Quantity:
        """Parity, delivered to the refinery."""
        return self._shown(self._prices[0])

    @property
    def on_worth(self) -> Quantity:
        """Parity before differences of running cost and limits of units."""
        return self._shown(self._prices[1])

    @property
    def marker_price(self) -> Quantity:
        """Delivered price of the marker."""
        return self._shown(self._at.marker_price)

    @property
    def differential(self) -> Quantity:
        """Parity less Brent, delivered.

        Raises
        ------
        InputError
            If Brent was not given.
        """
        if self._brent is None:
            msg = "differential: needs the price of Brent; write parity(..., brent='63.8 USD/bbl')"
            raise InputError(msg)
        return self._shown(self._prices[0] - self._brent)

    @property
    def worth(self) -> Quantity:
        """Gross product worth of the crude."""
        return self._shown(self._at.crude.gross)

    @property
    def marker_worth(self) -> Quantity:
        """Gross product worth of the marker."""
        return self._shown(self._at.marker.gross)

    @property
    def margin(self) -> Quantity:
        """Worth less running cost and price: the refiner's, the same on both crudes."""
        return self._shown(self._at.marker.value - self._at.marker_price)

    @property
    def ceiling(self) -> Quantity:
        """The most the refiner could pay, with nothing left: no price that clears a market."""
        return self._shown(self._at.crude.value - self._at.lost)

    @property
    def lost(self) -> Quantity:
        """Loss where a unit is full, by the barrel of the crude."""
        return self._shown(self._at.lost)

    @property
    def above(self) -> Quantity:
        """Residue that the coker has no room for, more than with the marker [bbl/bbl]."""
        return self._shown(self._at.above, "fraction")

    @property
    def rent(self) -> Quantity:
        """Rent of room in the coker by the market, by the barrel of residue.

        Raises
        ------
        InputError
            If there is no light crude that shows it, or the coker has no limit.
        """
        if self._at.rent is None:
            msg = (
                "rent: needs a light crude to swap in, and a coker with a capacity; write "
                "parity(..., share='20 %', light=Assay(...), light_price='60 USD/bbl')"
            )
            raise InputError(msg)
        return self._shown(self._at.rent)

    @property
    def bracket(self) -> pd.DataFrame:
        """Parity by each model of the coker's yields.

        By model: parity on worth and delivered [USD/bbl], NaN where a crude is outside its range;
        over cases, their lowest and highest. Empty for a refinery without a coker.
        """
        import pandas as pd

        rows: dict[str, dict[str, float]] = {}
        for model, at in self._by_model().items():
            on_worth, delivered = (np.nan, np.nan) if at is None else (at.on_worth, at.delivered)
            if not self.shape:
                rows[model] = {_ON_WORTH: float(on_worth), _DELIVERED: float(delivered)}
                continue
            rows[model] = {
                f"{name}, {end}": float(choose(raw))
                for name, raw in ((_ON_WORTH, on_worth), (_DELIVERED, delivered))
                for end, choose in (("lowest", np.min), ("highest", np.max))
            }
        frame = pd.DataFrame.from_dict(rows, orient="index")
        return frame.rename_axis("coker yields")

    @property
    def width(self) -> Quantity:
        """Distance between the models of the coker's yields, of the parity on worth.

        Zero for a refinery without a coker.
        """
        made = [at.on_worth for at in self._by_model().values() if at is not None]
        if not made:
            return self._shown(0.0 * self._at.on_worth)
        low, high = made[0], made[0]
        for each in made[1:]:
            low, high = np.minimum(low, each), np.maximum(high, each)
        return self._shown(high - low)

    def _by_model(self) -> dict[str, AtParity | None]:
        """Return the parity by each model of the coker's yields; None outside its range."""
        if self._bracket is None:
            self._bracket = {}
            if self._terms.refinery.coker is not None:
                self._bracket = {model: self._under(model) for model in COKER_YIELDS}
        return self._bracket

    def _under(self, model: str) -> AtParity | None:
        """Return the parity under a model of the coker's yields."""
        coker: Any = self._terms.refinery.coker
        if model == coker.yields:
            return self._at
        try:
            plant = self._terms.refinery.evolve(coker=coker.evolve(yields=model))
            return at_parity(self._terms.evolve(refinery=plant).values, self._brent)
        except InputError:  # a crude whose carbon residue the model leaves no liquid of
            return None

    def table(self) -> pd.DataFrame:
        """Return the steps from the marker's price to the crude's.

        Returns
        -------
        pandas.DataFrame
            By step, the amount and the running total [USD/bbl]: the marker's price; the
            difference of each product's worth; of fuel, power and catalysts; the loss where a
            unit is full; parity.

        Raises
        ------
        InputError
            If the result is of several cases.
        """
        import pandas as pd

        if self.shape:
            msg = (
                f"table: expected one case, got {self.shape}; the figures by name, such as "
                "`delivered`, are arrays"
            )
            raise InputError(msg)
        steps = self._steps()
        amounts = [float(amount) for _, amount in steps]
        totals = [*np.cumsum(amounts[:-1]), amounts[-1]]
        return pd.DataFrame(
            {"amount [USD/bbl]": amounts, "total [USD/bbl]": totals},
            index=pd.Index([name for name, _ in steps], name="step"),
        )

    def _steps(self) -> list[tuple[str, Raw]]:
        """Return the steps from the marker's price, the last of them parity."""
        at = self._at
        steps: list[tuple[str, Raw]] = [("marker", at.marker_price)]
        for product in (*BY_VOLUME, *BY_MASS):
            of_crude, of_marker = (made.worth.get(product, 0.0) for made in (at.crude, at.marker))
            if product in at.crude.worth or product in at.marker.worth:
                steps.append((in_words(product), of_crude - of_marker))
        cost = at.marker.cost.cost_usd_bbl - at.crude.cost.cost_usd_bbl
        steps.append(("running cost", cost))
        if np.any(at.lost):
            steps.append(("coker full", -at.lost))
        steps.append(("parity", at.delivered))
        return steps

    def __str__(self) -> str:
        """Return the table of steps; of several cases, the one line of `repr`."""
        return repr(self) if self.shape else f"{self.table().to_string(float_format='%.2f')}"

    def __repr__(self) -> str:
        """Describe the result in one line."""
        if self.shape:
            return f"<ParityPrice of {self._who()}: {self.shape} cases>"
        on_worth, delivered = float(self._at.on_worth), float(self._at.delivered)
        models = ""
        if self._by_model():
            models = f"; {self.width.magnitude:.2f} wide over the coker's models"
        return (
            f"<ParityPrice of {self._who()}: {delivered:.2f} USD/bbl delivered, {on_worth:.2f} "
            f"before running cost{models}>"
        )

    def _who(self) -> str:
        """Return the crude and its marker, as far as they have names."""
        crude, marker = (
            getattr(self._terms, which).name or f"a {which}" for which in ("crude", "marker")
        )
        return f"{crude} to {marker}"


_ARGUMENTS = FrozenDict({"marker_price": "price"})  # of `parity`, by the field of its terms
_ON_WORTH = "on worth [USD/bbl]"
_DELIVERED = "delivered [USD/bbl]"


def parity(
    crude: Assay,
    marker: Assay,
    refinery: Refinery,
    prices: ProductPrices,
    price: QuantityLike,
    *,
    brent: QuantityLike | None = None,
    share: QuantityLike | None = None,
    light: Assay | None = None,
    light_price: QuantityLike | None = None,
) -> ParityPrice:
    """Return the delivered price at which a refiner is indifferent to a marker crude.

    Parameters
    ----------
    crude : Assay
        The crude that is valued.
    marker : Assay
        A crude that the refiner can buy.
    refinery : Refinery
        In which both run.
    prices : ProductPrices
        Of its products and energy. A cargo that is bought today is sold as products two to six
        weeks later, so that prices of the month of landing are the nearer ones.
    price : quantity
        Delivered price of the marker [USD/bbl]; or an array.
    brent : quantity, optional
        Price of Brent [USD/bbl], needed by crack spreads and by `ParityPrice.differential`.
    share : quantity, optional
        Share of the crude in the refinery's diet, of which the marker is the rest; required where
        a unit of the refinery has a capacity.
    light : Assay, optional
        A light crude that the refiner can swap in where the coker is full; what the market pays
        for room in a coker is the difference of margins on the marker and on it.
    light_price : quantity, optional
        Delivered price of the light crude [USD/bbl].

    Returns
    -------
    ParityPrice
        ``P(crude) = P(marker) + [worth - cost](crude) - [worth - cost](marker)``, less the loss
        where a unit is full.

    Raises
    ------
    InputError, UnitError
        If an argument does not fit, a price of a product that the refinery makes is missing, or a
        crude's carbon residue leaves no liquid by the coker's yields.

    Warns
    -----
    AccuracyWarning
        As `refine`, of the crude and of the marker. Also if the light crude leaves the refiner
        more than the marker, so that room in the coker has no rent.

    Examples
    --------
    >>> import oilecon as oe
    >>> crude, plant = oe.Assay.shipped("WCS"), oe.Refinery.shipped("US Gulf coking")
    >>> prices = oe.ProductPrices.shipped("US Gulf Coast", on="2025-11")
    >>> price = oe.parity(crude, oe.Assay.shipped("Maya"), plant, prices, "56.39 USD/bbl")
    >>> print(f"{price.delivered:.2f}, {price.on_worth:.2f} before running cost")
    56.16 USD/bbl, 56.20 USD/bbl before running cost
    >>> print(f"{price.width:.2f} wide over the models of the coker")
    2.39 USD/bbl wide over the models of the coker
    """
    benchmark = None if brent is None else number(BENCHMARK, brent, "parity: brent")
    given: dict[str, Any] = {
        "crude": instance(Assay, crude, "parity: crude", AN_ASSAY),
        "marker": instance(Assay, marker, "parity: marker", AN_ASSAY),
        "refinery": instance(Refinery, refinery, "parity: refinery", A_REFINERY),
        "prices": instance(ProductPrices, prices, "parity: prices", SOME_PRICES),
        "marker_price": price,
        "share": share,
        "light": light,
        "light_price": light_price,
    }
    try:
        terms = Parity(**given)
    except (InputError, UnitError) as error:  # in the words of the arguments
        text = str(error).replace("Parity.marker_price", "parity: price")
        raise type(error)(text.replace("Parity.", "parity: ")) from error
    terms.prices.require_benchmark(benchmark, "parity: ", "brent")
    for text in outside(terms.values["refinery"]["coker"], (terms.crude, terms.marker)):
        caution(text)
    if text := _without_rent(terms, benchmark):
        caution(text)
    return ParityPrice(terms, benchmark)


def _without_rent(terms: Parity, brent: Raw | None) -> str:
    """Return a sentence for a light crude that leaves more than the marker; empty if none does."""
    if terms.light is None:
        return ""
    values = {"parity": terms.values, "brent": brent}
    readers = {"marker": _FIRST_OF, "light": _SECOND_OF}
    of_marker, of_light = tree_in_blocks(values, _margins, readers)
    bad = np.greater(of_light, of_marker)
    if not np.any(bad):
        return ""
    light, marker = (
        repr(crude.name) if crude.name else f"the {which} crude"
        for crude, which in ((terms.light, "light"), (terms.marker, "marker"))
    )
    return (
        f"light_price: {light} leaves the refiner {first_shown(of_light, bad, _usd_bbl)}, more "
        f"than {marker}, {first_shown(of_marker, bad, _usd_bbl)}; room in the coker then has no "
        f"rent, and {light} is what the refiner would buy; write it as the marker, or a higher "
        "light_price"
    )


def _margins(values: Mapping[str, Any]) -> tuple[Raw, Raw]:
    """Return the margins on the marker and on the light crude."""
    return margins_usd_bbl(values["parity"], values["brent"])


def _usd_bbl(value: float) -> str:
    """Return a margin as text."""
    return f"{value:.2f} {_USD_BBL}"


def _at(values: Mapping[str, Any]) -> AtParity:
    """Return the answer of the values of a parity and of Brent."""
    return at_parity(values["parity"], values["brent"])


_DELIVERED_OF, _ON_WORTH_OF = attrgetter("delivered"), attrgetter("on_worth")
_FIRST_OF, _SECOND_OF = itemgetter(0), itemgetter(1)
