"""Refineries: the units of a plant, their yields, and what they burn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from oilecon.errors import InputError
from oilecon.fields import Choice, Number, Text
from oilecon.frozen import FrozenDict
from oilecon.groups import Group, Subgroup
from oilecon.inputs.catalogue import Shipped, ShippedFigure
from oilecon.netback.assays import total
from oilecon.reference.refineries import plants, unit_figures
from oilecon.units import first_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from oilecon.reference.refineries import Plant, UnitFigure
    from oilecon.units import Raw

__all__ = [
    "COKER_YIELDS",
    "CONFIGURATIONS",
    "BitumenUnit",
    "Coker",
    "Cracker",
    "CrudeUnit",
    "Hydrotreaters",
    "Refinery",
    "Reformer",
    "VacuumUnit",
]

COKER_YIELDS = ("carbon residue", "linear", "average")
"""Models of a coker's yields."""

CONFIGURATIONS = ("hydroskimming", "cracking", "coking", "bitumen")
"""Configurations of a refinery, by the deepest unit that it has."""

_WHOLE = 1e-9  # rounding of shares written as decimals


def _fuel(typical: str) -> Number:
    """Return a unit's use of fuel."""
    return Number(
        "MMBtu/bbl", "fuel, by the barrel of its feed", low=0, high=5, default=0.0, typical=typical
    )


def _power(typical: str) -> Number:
    """Return a unit's use of electricity."""
    return Number(
        "kWh/bbl",
        "electricity, by the barrel of its feed",
        low=0,
        high=100,
        default=0.0,
        typical=typical,
    )


def _capacity(doc: str) -> Number:
    """Return a unit's limit."""
    return Number(
        "fraction",
        f"{doc}, by the barrel of crude that the plant runs; what is above it is sold as fuel oil",
        low=0,
        high=2,
        default=None,
        typical="'35 %'",
    )


class CrudeUnit(Group):
    """Distillation of the crude at atmospheric pressure."""

    fuel: Number = _fuel("'0.066 MMBtu/bbl'")
    power: Number = _power("'0.7 kWh/bbl'")
    loss: Number = Number(
        "fraction",
        "share of the crude by mass that no product accounts for",
        low=0,
        high=0.2,
        default=0.0,
        typical="'0.5 %'",
    )


class VacuumUnit(Group):
    """Distillation of the atmospheric residue under vacuum."""

    fuel: Number = _fuel("'0.11 MMBtu/bbl'")
    power: Number = _power("'2.2 kWh/bbl'")


class Reformer(Group):
    """Catalytic reforming of naphtha into gasoline."""

    gasoline: Number = Number(
        "fraction", "reformate by volume of the naphtha", low=0, high=1.2, typical="'85 %'"
    )
    lpg: Number = Number(
        "fraction", "liquefied gas by volume of the naphtha", low=0, high=0.5, typical="'5 %'"
    )
    hydrogen: Number = Number(
        "fraction",
        "hydrogen by mass of the naphtha; the hydrotreaters use it",
        low=0,
        high=0.1,
        default=0.0,
        typical="'3.1 %'",
    )
    gas: Number = Number(
        "fraction",
        "C4 and lighter by mass of the naphtha, the liquefied gas included; what is not liquefied "
        "is burnt in its own heaters",
        low=0,
        high=0.3,
        default=0.0,
        typical="'6.4 %'",
    )
    fuel: Number = _fuel("'0.34 MMBtu/bbl'")
    power: Number = _power("'0.9 kWh/bbl'")


def _hydrogen(what: str, typical: str) -> Number:
    """Return the hydrogen that a feed takes up."""
    return Number(
        "kg/bbl",
        f"hydrogen by the barrel of {what}",
        low=0,
        high=20,
        default=0.0,
        typical=typical,
    )


class Hydrotreaters(Group):
    """Removal of sulphur from the naphtha, middle distillates, and the cracker's feed."""

    naphtha: Number = _hydrogen("naphtha to the reformer", "'0.2 kg/bbl'")
    kerosene: Number = _hydrogen("kerosene", "'0.7 kg/bbl'")
    diesel: Number = _hydrogen(
        "diesel, with the coker's gas oil and the cracker's cycle oil that are sold as it",
        "'0.5 kg/bbl'",
    )
    gas_oil: Number = _hydrogen("the cracker's feed", "'1.2 kg/bbl'")
    fuel: Number = _fuel("'0.14 MMBtu/bbl'")
    power: Number = _power("'6.3 kWh/bbl'")


class Cracker(Group):
    """A fluid catalytic cracker, of gas oils."""

    lpg: Number = Number(
        "fraction", "liquefied gas by volume of the feed", low=0, high=1, typical="'26.6 %'"
    )
    gasoline: Number = Number(
        "fraction", "gasoline by volume of the feed", low=0, high=1, typical="'57.9 %'"
    )
    light_cycle_oil: Number = Number(
        "fraction",
        "light cycle oil by volume of the feed; it is sold as diesel",
        low=0,
        high=1,
        typical="'18.7 %'",
    )
    slurry: Number = Number(
        "fraction",
        "heavy cycle oil by volume of the feed; it is sold as fuel oil",
        low=0,
        high=1,
        typical="'6.3 %'",
    )
    fuel_gas: Number = Number(
        "fraction", "C2 and lighter by mass of the feed", low=0, high=1, typical="'5.3 %'"
    )
    coke: Number = Number(
        "fraction",
        "coke burnt in the regenerator, by mass of the feed",
        low=0,
        high=1,
        typical="'5.5 %'",
    )
    fuel: Number = _fuel("'0.054 MMBtu/bbl'")
    power: Number = _power("'8.6 kWh/bbl'")
    capacity: Number = _capacity("gas oil that it takes")

    def check(self) -> None:
        """Raise an error for gas and coke that leave no liquid."""
        _refuse_above("Cracker", self.unfilled, ("fuel_gas", "coke"))


class Coker(Group):
    """A delayed coker, of vacuum residue.

    Its yields by mass are of one of three models. 'carbon residue': coke is `coke_ratio` times the
    carbon residue of the feed, and gas, naphtha and gas oil divide the rest in their proportion.
    'linear': the correlation of Gary, Handwerk & Kaiser on carbon residue, for feeds below about
    20 %. 'average': the four averages as given, whatever the feed.
    """

    gas: Number = Number(
        "fraction", "average yield of C4 and lighter by mass", low=0, high=1, typical="'10 %'"
    )
    naphtha: Number = Number(
        "fraction", "average yield of naphtha by mass", low=0, high=1, typical="'14 %'"
    )
    gas_oil: Number = Number(
        "fraction", "average yield of gas oil by mass", low=0, high=1, typical="'50 %'"
    )
    coke: Number = Number(
        "fraction", "average yield of coke by mass", low=0, high=1, typical="'26 %'"
    )
    lpg_share: Number = Number(
        "fraction",
        "share of the gas by mass that is liquefied gas",
        low=0,
        high=1,
        typical="'45 %'",
    )
    diesel_share: Number = Number(
        "fraction",
        "share of the gas oil by volume that is sold as diesel; the cracker takes the rest",
        low=0,
        high=1,
        typical="'50 %'",
    )
    naphtha_density: Number = Number(
        "kg/m3", "of its naphtha", low=400, high=1200, typical="'770 kg/m3'"
    )
    gas_oil_density: Number = Number(
        "kg/m3", "of its gas oil", low=400, high=1200, typical="'934 kg/m3'"
    )
    yields: Choice = Choice(COKER_YIELDS, "model of its yields", default="carbon residue")
    coke_ratio: Number = Number(
        "1",
        "coke over the feed's carbon residue, both by mass, of the model 'carbon residue'",
        low=0,
        high=10,
        default=None,
        typical="1.28",
        percent="ratio",
    )
    fuel: Number = _fuel("'0.18 MMBtu/bbl'")
    power: Number = _power("'3.5 kWh/bbl'")
    capacity: Number = _capacity("residue that it takes")

    def check(self) -> None:
        """Raise an error for averages that are no whole, or a model without its number."""
        raw = self.unfilled
        _refuse_above("Coker", raw, ("gas", "naphtha", "gas_oil", "coke"))
        if raw["yields"] == "carbon residue" and raw["coke_ratio"] is None:
            msg = (
                "Coker.coke_ratio: required by yields='carbon residue'; write coke_ratio=1.28, "
                "or yields='average'"
            )
            raise InputError(msg)


class BitumenUnit(Group):
    """Bitumen made of the residue of vacuum distillation, with some of the heaviest gas oil."""

    heavy_gas_oil: Number = Number(
        "fraction",
        "share of the heavy vacuum gas oil that goes into the bitumen",
        low=0,
        high=1,
        default=0.0,
        typical="'50 %'",
    )
    fuel: Number = _fuel("'0.05 MMBtu/bbl'")
    power: Number = _power("'1 kWh/bbl'")


def _refuse_above(kind: str, shares: Mapping[str, Raw], names: tuple[str, ...]) -> None:
    """Raise an error if shares by mass are more than the whole."""
    whole = total(shares[name] for name in names)
    bad = np.greater(whole, 1.0 + _WHOLE)
    if np.any(bad):
        msg = (
            f"{kind}: expected {', '.join(names[:-1])} and {names[-1]} that make at most 100 % by "
            f"mass, got {first_shown(whole, bad, lambda share: f'{share * 100.0:.4g} %')}"
        )
        raise InputError(msg)


class Refinery(Shipped, Group):
    """A refinery by its units. Which of them it has makes its configuration.

    Light naphtha is sold as naphtha, kerosene as jet fuel. Naphtha goes to the reformer, gas oils
    to the cracker, residue to the coker or into bitumen; each is sold as it is where that unit is
    missing, gas oils and residue as fuel oil. ``Refinery.shipped(name)`` returns a shipped one,
    ``Refinery.catalogue()`` the table of them.
    """

    _noun = "refinery"
    _index = ("refinery",)

    crude_unit: Subgroup[CrudeUnit] = Subgroup(CrudeUnit, doc="atmospheric distillation")
    name: Text = Text("the plant", default="")
    place: Text = Text("where it stands", default="")
    vacuum_unit: Subgroup[VacuumUnit | None] = Subgroup(
        VacuumUnit, doc="vacuum distillation", default=None
    )
    reformer: Subgroup[Reformer | None] = Subgroup(Reformer, doc="catalytic reformer", default=None)
    hydrotreaters: Subgroup[Hydrotreaters | None] = Subgroup(
        Hydrotreaters, doc="hydrotreaters", default=None
    )
    cracker: Subgroup[Cracker | None] = Subgroup(
        Cracker, doc="fluid catalytic cracker", default=None
    )
    coker: Subgroup[Coker | None] = Subgroup(Coker, doc="delayed coker", default=None)
    bitumen_unit: Subgroup[BitumenUnit | None] = Subgroup(
        BitumenUnit, doc="bitumen unit", default=None
    )
    catalyst: Number = Number(
        "USD/bbl",
        "catalysts and chemicals, by the barrel of crude",
        low=0,
        high=50,
        default=0.0,
        typical="'0.40 USD/bbl'",
    )
    hydrogen_gas: Number = Number(
        "MMBtu/kg",
        "natural gas for hydrogen beyond the reformer's, feed and fuel",
        low=0,
        high=2,
        default=0.0,
        typical="'0.149 MMBtu/kg'",
    )
    fuel_gas: Choice = Choice(
        ("credited", "burnt"),
        "whether the plant's own gas counts as a product at the price of natural gas, all fuel "
        "then being charged ('credited'), or replaces fuel that is then not charged ('burnt'), "
        "where gas beyond what the units burn is worth nothing",
        default="credited",
    )
    fuel_gas_heat: Number = Number(
        "MMBtu/t",
        "gross heating value of the plant's own gas",
        low=0,
        high=150,
        default=0.0,
        typical="'51.6 MMBtu/t'",
    )
    residue_discount: Number = Number(
        "USD/bbl",
        "by how much straight-run residue and gas oil sell below the price of fuel oil, for "
        "metals and for the lighter oil that thins them",
        low=-50,
        high=300,
        default=0.0,
        typical="'5 USD/bbl'",
    )

    def check(self) -> None:
        """Raise an error for units that lack the one before them."""
        raw = self._raw
        deep = [name for name in ("cracker", "coker", "bitumen_unit") if raw[name] is not None]
        if deep and raw["vacuum_unit"] is None:
            msg = (
                f"Refinery.vacuum_unit: required by {deep[0]}, which takes its products; write "
                "vacuum_unit=VacuumUnit(...)"
            )
            raise InputError(msg)
        if raw["coker"] is not None and raw["bitumen_unit"] is not None:
            msg = (
                "Refinery: expected one unit for the residue, got a coker and a bitumen_unit; "
                "write one, and set the other to None"
            )
            raise InputError(msg)
        if raw["coker"] is not None and raw["cracker"] is None:
            shares = raw["coker"].unfilled["diesel_share"]
            bad = np.less(shares, 1.0)
            if np.any(bad):
                msg = (
                    "Refinery.coker: without a cracker all gas oil of the coker is sold as diesel; "
                    "expected diesel_share='100 %', got "
                    f"{first_shown(shares, bad, lambda share: f'{share * 100.0:.4g} %')}"
                )
                raise InputError(msg)

    @property
    def configuration(self) -> str:
        """Configuration that the units make: one of `CONFIGURATIONS`."""
        raw = self._raw
        if raw["bitumen_unit"] is not None:
            return "bitumen"
        if raw["coker"] is not None:
            return "coking"
        return "hydroskimming" if raw["cracker"] is None else "cracking"

    @classmethod
    def shipped(cls, name: str, /, **own: object) -> Self:
        """Return a shipped refinery.

        No yields of plants of a place are published: it has the units of its configuration, whose
        figures are the same rows in every plant, so that a simulation draws them together.

        Parameters
        ----------
        name : str
            Place and configuration, such as ``'US Gulf coking'``, in any case.
        **own
            Fields that replace the shipped ones.

        Returns
        -------
        Refinery
            Its figures have their ranges; ``Refinery.figures(name)`` gives them and their sources.

        Raises
        ------
        UnknownName
            If no shipped refinery has that name.

        Examples
        --------
        >>> plant = Refinery.shipped("US Gulf coking")
        >>> print(plant.configuration, plant.coker.coke_ratio)
        coking 1.28
        """
        key = cls._key(name)
        (plant,) = (each for each in plants() if each.name == key)
        given: dict[str, dict[str, Any]] = {part: {} for part in ("", *plant.parts)}
        for figure in _figures_of(plant):
            if figure.value is not None:
                shown = _shown(figure)
                given[figure.part][figure.field] = shown._replace(field=figure.field).given
        fields: dict[str, Any] = {"name": plant.name, "place": plant.place, **given.pop("")}
        for part, figures in given.items():
            fields[part] = _PARTS[part](**figures)
        return cls(**{**fields, **own})

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        """Return the figures of every shipped refinery."""
        return {
            (plant.name,): [
                ShippedFigure("place", plant.place, "", plant.evidence),
                ShippedFigure("configuration", plant.configuration, "", plant.evidence),
                *map(_shown, _figures_of(plant)),
            ]
            for plant in plants()
        }


_PARTS: Mapping[str, type[Group]] = FrozenDict(
    {
        name: next(iter(field.kinds.values()))
        for name, field in Refinery._fields.items()
        if isinstance(field, Subgroup)
    }
)


def _figures_of(plant: Plant) -> Iterator[UnitFigure]:
    """Yield the figures of a plant's units, and of the plant."""
    for figure in unit_figures():
        if (not figure.part or figure.part in plant.parts) and (
            figure.configuration in {"", plant.configuration}
        ):
            yield figure


def _shown(figure: UnitFigure) -> ShippedFigure:
    """Return a figure under its path in a refinery."""
    return ShippedFigure(figure.path, figure.value, figure.unit, figure.evidence)
