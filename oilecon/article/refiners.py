"""Answer to the statement on whom the crude suits: its value by depth of refinery."""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

from oilecon.article.figures import Amounts, Answer, computed, inputs_of, published
from oilecon.article.losses import READINGS
from oilecon.article.parts import Figure, Part, from_row
from oilecon.errors import AccuracyWarning
from oilecon.inputs import Assay, ProductPrices, Refinery
from oilecon.inputs.refinery import COKER_YIELDS
from oilecon.reference import dated
from oilecon.reference.products import product_prices
from oilecon.reference.series import series
from oilecon.refining import parity, refine
from oilecon.scenario_tree import scenario

if TYPE_CHECKING:
    from oilecon.reference import Row

__all__ = ["suited"]

_CRUDE, _LIGHT, _MARKER = "Merey 16", "WTI", "Maya"
_OTHERS = (
    *(_MARKER, "Western Canadian Select", "Castilla", "Mars", "Basrah Heavy", "Arabian Heavy"),
    _LIGHT,
)
_GULF, _MONTH, _SOLD = "US Gulf Coast", "2025-11", "2026-01"
_MIDDLE = "carbon residue"
_PLANTS = {
    "a cracking refinery": "US Gulf cracking",
    "a hydroskimming one": "US Gulf hydroskimming",
}
_ELSEWHERE = {
    "cracking in North-West Europe": ("NW Europe cracking", "NW Europe", _MONTH),
    "cracking in Singapore": ("Singapore cracking", "Singapore", "2023"),
    "bitumen in Shandong": ("Shandong bitumen", "Shandong", _MONTH),
    "coking in Shandong": ("Shandong coking", "Shandong", _MONTH),
}
_STAND_INS = {
    "Singapore": "the year's means",
    "Shandong": "light products at Rotterdam's prices, for want of any there",
}
_WIDTH = "range over the coker's yield models"
_ROUTES = ("gulf", "asia")


def suited() -> Answer:
    """Return what coking adds for the crude and others, and what the Gulf takes and pays."""
    levels, relative = (
        published(f"mark: accuracy of {what}", _MONTH)
        for what in ("refining levels", "relative refining values")
    )
    over = {words: _gain(_CRUDE, plant) for words, plant in _PLANTS.items()}
    cracking, skimming = (
        computed(f"what coking makes of {_CRUDE} over {words}, {_MONTH}", gain, "USD/bbl", _NET)
        for words, gain in over.items()
    )
    more = computed(
        f"coking over cracking, {_CRUDE} less {_LIGHT}",
        _less(_CRUDE, _LIGHT),
        "USD/bbl",
        f"{_NET}, each with the same model",
    )
    others = [
        computed(
            f"what coking makes of {name} over a cracking refinery",
            _gain(name, _PLANTS["a cracking refinery"]),
            "USD/bbl",
            _NET,
        )
        for name in _OTHERS
    ]
    metals = _discounted()
    capacity = published("Gulf refiners can add", "2025-12", dated=True)
    can = published("Gulf Coast can take", "2026", dated=True)
    takes = [published("exports to Asia", when, dated=True) for when in ("2025", "2026-02")]
    paid = _paid()
    values = _values()
    parities = [_parity(month) for month in (_MONTH, _SOLD)]
    article = scenario(READINGS["sanctioned"])
    first, then = (figure.value for figure in parities)
    gains = {figure.name: figure for figure in others}
    light = gains[f"what coking makes of {_LIGHT} over a cracking refinery"]
    return Answer(
        formula="worth of products less running cost, in a coking refinery less in a shallower one "
        "at the same prices; the same of a light crude; what Gulf refiners could add, and the "
        "delivered price there less Asia's; parity = Maya's price + worth less running cost, "
        "crude less Maya",
        parts=(
            Part(
                "coking beats hydroskimming by more than levels are accurate to",
                skimming,
                minimum=levels.value,
            ),
            Part(
                "coking beats cracking by more than levels are accurate to",
                cracking,
                minimum=levels.value,
            ),
            Part(
                "coking gains more on it than on a light crude, by more than relative values are "
                "accurate to",
                more,
                minimum=relative.value,
            ),
            Part("refiners there could take more of it", capacity, minimum=1.0),
            Part("they pay more for it than Asia", paid, minimum=0.0),
        ),
        figures=(
            cracking,
            skimming,
            more,
            metals,
            *others,
            *values,
            capacity,
            paid,
            can,
            *takes,
            published("exports to the US", "2026-05-08", dated=True),
            *parities,
        ),
        used=(
            levels,
            relative,
            capacity,
            *_prices(_MONTH),
            *inputs_of(article, *(f"{route}.sale.differential" for route in _ROUTES)),
        ),
        why=(
            f"At the Gulf's prices of November 2025 coking makes {skimming.value:.1f} USD a barrel "
            f"more of {_CRUDE} than hydroskimming ({skimming.low:.1f} to {skimming.high:.1f} over "
            f"the coker's yield models), and {cracking.value:.1f} more than cracking "
            f"({cracking.low:.1f} to {cracking.high:.1f}), against {light.value:.1f} on {_LIGHT}: "
            f"{more.value:.1f} more on the heavy crude ({more.low:.1f} to {more.high:.1f}), within "
            f"the {relative.value:g} that relative values are accurate to, so that the models do "
            "not settle it. The gain is understated, since fuel oil of so much vanadium may not "
            f"sell at its price: {metals.name.rpartition(', ')[2]}, it is {metals.value:.1f} "
            f"({metals.low:.1f} to {metals.high:.1f}) over cracking. Refiners on the Gulf Coast "
            f"could add {capacity.low:g} to {capacity.high:g} kb/d, and paid {paid.value:.1f} USD "
            f"a barrel more in January 2026 than China in December 2025; but at {can.low:g} kb/d "
            "they were full in February, when India paid more. Suited is not only there: by the "
            f"same yields a coker in Shandong makes {values[-1].value:.0f} of it and one on the "
            f"Gulf {values[0].value:.0f}, at prices that are in part stand-ins, Shandong's bitumen "
            f"plants {values[-2].value:.0f}, which ranks none of them since levels hold to "
            f"{levels.value:g}; cokers in India run it too, at prices that were not "
            f"found. Parity with {_MARKER} is Brent less {-first:.1f} delivered in November 2025 "
            f"and less {-then:.1f} in January 2026, when it sold at 8.5 to 9.5 less."
        ),
    )


_NET = f"running cost taken off; {_WIDTH}"


@cache
def _value(
    crude: str, plant: str, place: str, month: str, model: str = "", discount: str = ""
) -> float:
    """Return worth less running cost of a crude in a plant [USD/bbl]."""
    refinery = Refinery.shipped(plant)
    if model:
        coker: Any = refinery.coker
        refinery = refinery.evolve(coker=coker.evolve(yields=model))
    if discount:
        refinery = refinery.evolve(residue_discount=discount)
    assay, prices = Assay.shipped(crude), ProductPrices.shipped(place, on=month)
    with warnings.catch_warnings():
        # All models stand side by side, which is what the warning asks for.
        warnings.simplefilter("ignore", AccuracyWarning)
        return float(refine(assay, refinery, prices).value.magnitude)


def _coked(crude: str, plant: str = "US Gulf coking", place: str = _GULF) -> Amounts:
    """Return the value of a crude in a coking refinery, with its range over the models."""
    return _spread({each: _value(crude, plant, place, _MONTH, each) for each in COKER_YIELDS})


def _spread(by_model: dict[str, float]) -> Amounts:
    """Return the figure of the middle model, with the least and the greatest of all models."""
    return by_model[_MIDDLE], min(by_model.values()), max(by_model.values())


def _gain(crude: str, plant: str, discount: str = "") -> Amounts:
    """Return what coking makes of a crude over a shallower refinery on the Gulf [USD/bbl]."""
    base = _value(crude, plant, _GULF, _MONTH, discount=discount)
    value, low, high = (amount - base for amount in _coked(crude))
    return value, low, high


def _less(crude: str, other: str) -> Amounts:
    """Return what coking gains over cracking on a crude more than on another, model by model."""
    plant = _PLANTS["a cracking refinery"]
    cracked = [_value(each, plant, _GULF, _MONTH) for each in (crude, other)]

    def gained(model: str) -> float:
        coked = [_value(each, "US Gulf coking", _GULF, _MONTH, model) for each in (crude, other)]
        return (coked[0] - cracked[0]) - (coked[1] - cracked[1])

    return _spread({model: gained(model) for model in COKER_YIELDS})


def _discounted() -> Figure:
    """Return the gain over cracking where residue sells below the quotation for its metals."""
    discount = published("fuel oil of residue with metals, less than quoted", _MONTH)
    gain = _gain(_CRUDE, _PLANTS["a cracking refinery"], f"{discount.value} {discount.unit}")
    return computed(
        f"what coking makes of {_CRUDE} over a cracking refinery, with fuel oil of its residue at "
        f"{discount.value:g} {discount.unit} below the quotation",
        gain,
        "USD/bbl",
        _NET,
    )


def _values() -> list[Figure]:
    """Return what refineries of places and depths make of the crude, after running cost."""
    figures = [
        computed(
            f"value of {_CRUDE}, coking on the Gulf Coast, {_MONTH}",
            _coked(_CRUDE),
            "USD/bbl",
            _NET,
        )
    ]
    for words, (plant, place, month) in _ELSEWHERE.items():
        deep = Refinery.shipped(plant).coker is not None
        amounts = _coked(_CRUDE, plant, place) if deep else _value(_CRUDE, plant, place, month)
        remarks = [_NET if deep else "running cost taken off", _STAND_INS.get(place, "")]
        figures.append(
            computed(
                f"value of {_CRUDE}, {words}, {month}",
                amounts,
                "USD/bbl",
                "; ".join(filter(None, remarks)),
            )
        )
    return figures


def _parity(month: str) -> Figure:
    """Return parity with the marker on the Gulf, delivered and to Brent, with its range."""
    known = series()[f"{_MARKER} landed"].figures
    landed = next(row.value for row in known if row.evidence.as_of == month)
    brent = dated.brent(month, month).value
    at = parity(
        Assay.shipped(_CRUDE),
        Assay.shipped(_MARKER),
        Refinery.shipped("US Gulf coking"),
        ProductPrices.shipped(_GULF, on=month),
        f"{landed} USD/bbl",
        brent=f"{brent} USD/bbl",
    )
    delivered = at.bracket["delivered [USD/bbl]"] - brent
    return computed(
        f"parity of {_CRUDE} with {_MARKER} on the Gulf Coast, to Brent, {month}",
        (float(at.differential.magnitude), float(delivered.min()), float(delivered.max())),
        "USD/bbl",
        f"delivered; {_MARKER} landed at {landed:.2f}, Brent {brent:.2f}; {_WIDTH}",
    )


def _paid() -> Figure:
    """Return what the Gulf Coast paid more than Asia, delivered."""

    def row(name: str, route: str) -> Row:
        known = scenario(name).row(f"{route}.sale.differential")
        assert known is not None  # noqa: S101  the case ships it
        return known

    gulf, asia = (row(READINGS["sanctioned"], route) for route in _ROUTES)
    later, india = (row("india-2026-02", route) for route in ("gulf", "india"))
    return computed(
        "what the Gulf Coast paid more than Asia, delivered",
        (
            gulf.value - asia.value,
            min(gulf.low - asia.high, later.low - india.high),
            max(gulf.high - asia.low, later.high - india.low),
        ),
        "USD/bbl",
        "January 2026 against December 2025; low: February 2026, Gulf against India",
    )


def _prices(month: str) -> list[Figure]:
    """Return the Gulf's prices that matter most to what coking adds."""
    rows = product_prices()[_GULF][month]
    paths = ("gasoline.price", "diesel.price", "fuel_oil.price", "coke")
    return [from_row(rows[path], f"{_GULF}: {path}, {month}") for path in paths]
