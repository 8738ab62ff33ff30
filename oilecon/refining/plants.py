"""Several crudes in several refineries: to whom each is worth most, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import instance, mapping, number, pair
from oilecon.core.refining import parity_usd_bbl
from oilecon.errors import InputError, PathError, did_you_mean, quote
from oilecon.frozen import FrozenDict
from oilecon.inputs import Assay, ProductPrices, Refinery
from oilecon.plotting import Plot, Plotted
from oilecon.refining.tables import table
from oilecon.refining.worth import A_REFINERY, AN_ASSAY, SOME_PRICES, Refined, Refining, refine
from oilecon.units import to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.typing import QuantityLike
    from oilecon.units import Quantity

__all__ = ["GateValues", "between_plants", "gate_values"]

_PAIR = "a pair (refinery, prices)"


class GateValues(Plotted):
    """The value of each of several crudes in several refineries.

    ``values["Maya", "US Gulf"]`` is the `Refined` of one crude in one plant.

    Attributes
    ----------
    crudes, plants : tuple of str
        Their names.
    """

    plots = FrozenDict({"values": Plot("the value of each crude at each refinery gate")})

    def __init__(self, refined: Mapping[tuple[str, str], Refined]) -> None:
        self._refined = FrozenDict(refined)
        self.crudes = tuple(dict.fromkeys(crude for crude, _ in refined))
        self.plants = tuple(dict.fromkeys(plant for _, plant in refined))
        self.shape = np.broadcast_shapes(*(each.shape for each in refined.values()))

    def __getitem__(self, names: tuple[str, str]) -> Refined:
        """Return a crude in a plant.

        Raises
        ------
        PathError
            If there is no such crude or plant.
        """
        crude, plant = pair(names, "names", "a pair (crude, plant)")
        for name, known in ((crude, self.crudes), (plant, self.plants)):
            if name not in known:
                msg = f"no {quote(name)} among the values{did_you_mean(str(name), known)}"
                raise PathError(msg)
        return self._refined[crude, plant]

    def __eq__(self, other: object) -> bool:
        """Compare by inputs."""
        return self._refined == other._refined if isinstance(other, GateValues) else NotImplemented

    def __hash__(self) -> int:
        """Hash by inputs."""
        return hash(tuple(self._refined.items()))

    def _raw(self, crude: str, plant: str) -> Any:
        return self._refined[crude, plant].value.magnitude

    def table(self) -> pd.DataFrame:
        """Return the value of each crude, by plant [USD/bbl]."""
        rows = {
            crude: {f"{plant} [USD/bbl]": self._raw(crude, plant) for plant in self.plants}
            for crude in self.crudes
        }
        return table(rows, self.shape, ("crude",))

    def best(self) -> pd.DataFrame:
        """Return which plant pays most for each crude, and by how much more than the next.

        Returns
        -------
        pandas.DataFrame
            By crude: the plant, its value [USD/bbl], the plant that is next, and the lead over it
            [USD/bbl]. Of plants that pay alike, the first given.

        Raises
        ------
        InputError
            If there is one plant alone.
        """
        if len(self.plants) == 1:
            msg = f"best: expected at least 2 plants, got {self.plants[0]!r} alone"
            raise InputError(msg)
        names = np.array(self.plants, dtype=object)
        rows: dict[str, dict[str, Any]] = {}
        for crude in self.crudes:
            values = np.stack(
                [np.broadcast_to(self._raw(crude, plant), self.shape) for plant in self.plants]
            )
            order = np.argsort(-values, axis=0, kind="stable")
            first, second = (np.take_along_axis(values, order[k : k + 1], 0)[0] for k in (0, 1))
            rows[crude] = {
                "plant": names[order[0]],
                "value [USD/bbl]": first,
                "next": names[order[1]],
                "lead [USD/bbl]": first - second,
            }
        return table(rows, self.shape, ("crude",))

    def __repr__(self) -> str:
        """Describe the result in one line."""
        cases = f", {self.shape} cases" if self.shape else ""
        return f"<GateValues of {len(self.crudes)} crudes in {', '.join(self.plants)}{cases}>"


def gate_values(
    crudes: Iterable[Assay] | Mapping[str, Assay],
    plants: Mapping[str, tuple[Refinery, ProductPrices]],
    *,
    benchmark: QuantityLike | None = None,
) -> GateValues:
    """Return the value of each crude at each refinery gate: who would outbid whom.

    Parameters
    ----------
    crudes : iterable of Assay, or mapping of str to Assay
        The crudes, by the name of each assay, or by the names given.
    plants : mapping of str to (Refinery, ProductPrices)
        The refineries with the prices of their place, by name.
    benchmark : quantity, optional
        As in `refine`, for all plants.

    Returns
    -------
    GateValues
        The values as a table, a picture, and the best plant of each crude.

    Raises
    ------
    InputError, UnitError
        If crudes share a name or have none, or as `refine`.
    """
    named = _named(crudes)
    mapping(plants, "gate_values: plants", "names to (refinery, prices)")
    read = {str(name): _plant(each, f"gate_values: {name}") for name, each in plants.items()}
    return GateValues(
        {
            (crude, plant): refine(assay, *each, benchmark=benchmark)
            for crude, assay in named.items()
            for plant, each in read.items()
        }
    )


def _named(crudes: object) -> dict[str, Assay]:
    """Return assays by name."""
    if isinstance(crudes, Mapping):
        items = [(str(name), assay) for name, assay in crudes.items()]
    elif isinstance(crudes, Iterable) and not isinstance(crudes, str):
        items = [
            (instance(Assay, assay, "gate_values: crudes", AN_ASSAY).name, assay)
            for assay in crudes
        ]
    else:
        items = []
    if not items:
        msg = (
            "gate_values: crudes: expected assays, or a mapping of names to assays, got "
            f"{quote(crudes)}; write [Assay.shipped('Maya'), Assay.shipped('Mars')]"
        )
        raise InputError(msg)
    named = {name: instance(Assay, assay, "gate_values: crudes", AN_ASSAY) for name, assay in items}
    if "" in named or len(named) < len(items):
        msg = (
            "gate_values: crudes: expected a name of its own for each assay; write a mapping of "
            "names to assays"
        )
        raise InputError(msg)
    return named


def _plant(each: object, where: str) -> tuple[Refinery, ProductPrices]:
    """Return a refinery and its prices."""
    if isinstance(each, Refinery):
        msg = f"{where}: expected {_PAIR}, got a Refinery alone; write (refinery, {SOME_PRICES})"
        raise InputError(msg)
    refinery, prices = pair(each, where, _PAIR)
    return (
        instance(Refinery, refinery, where, A_REFINERY),
        instance(ProductPrices, prices, where, SOME_PRICES),
    )


def between_plants(
    crude: Assay,
    first: tuple[Refinery, ProductPrices],
    second: tuple[Refinery, ProductPrices],
    price: QuantityLike,
    *,
    benchmark: QuantityLike | None = None,
) -> Quantity:
    """Return the price at which a crude leaves a second refiner the margin of a first.

    Parameters
    ----------
    crude : Assay
        The crude.
    first, second : (Refinery, ProductPrices)
        The two refineries, each with the prices of its place.
    price : quantity
        Delivered to the first [USD/bbl].
    benchmark : quantity, optional
        As in `refine`, for both.

    Returns
    -------
    pint.Quantity
        Price delivered to the second [USD/bbl]: that at the first, and what the crude is worth
        more at the second less running cost.

    Raises
    ------
    InputError, UnitError
        As `refine`.
    """
    paid = number(Refining.price, price, "between_plants: price")
    values = [
        refine(crude, *_plant(each, f"between_plants: {which}"), benchmark=benchmark)
        for which, each in (("first", first), ("second", second))
    ]
    at_first, at_second = (each.value.magnitude for each in values)
    return to_quantity(parity_usd_bbl(paid, at_second, at_first), "USD/bbl")
