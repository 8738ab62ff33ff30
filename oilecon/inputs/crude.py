"""Crude oils and diluents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, overload

import numpy as np

from oilecon.arguments import same_shape
from oilecon.errors import InputError, UnknownName, did_you_mean, is_among, quote
from oilecon.fields import Holder, Number, Text, When
from oilecon.groups import Group, Members, Subgroup
from oilecon.inputs.catalogue import Shipped, ShippedFigure, named
from oilecon.inputs.voyage import Voyage
from oilecon.reference.oils import oils

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from oilecon.reference.oils import Oil
    from oilecon.units import Quantity

__all__ = ["ALIKE_DEGAPI", "ALIKE_DEGC", "Crude", "Diluent", "Viscosity"]

ALIKE_DEGAPI = 1e-6
"""Oils closer in gravity count as alike: a diluent share between them would be rounding alone."""

ALIKE_DEGC = 1e-6
"""Temperatures closer than this count as one: a line between them would be rounding alone."""


class _Measured(Number):
    """A property that a published sample may lack, and whose access then raises an error."""

    @overload
    def __get__(self, group: None, owner: type | None = None) -> Self: ...
    @overload
    def __get__(self, group: Holder, owner: type | None = None) -> Quantity: ...
    def __get__(self, group: Holder | None, owner: type | None = None) -> Any:
        """Return the property as a Quantity.

        Raises
        ------
        InputError
            If the property is absent.
        """
        if isinstance(group, Crude) and group.filled[self.name] is None:
            raise InputError(_absent(group, self.name, self.typical))
        return super().__get__(group, owner)


def _absent(crude: Crude, name: str, typical: str) -> str:
    """Return the message for a property that a crude does not have."""
    which = repr(crude.name) if crude.name else "this crude"
    if crude.sample:
        which += f" ({crude.sample})"
    return (
        f"Crude.{name}: no figure is known for {which}, and none is made up; "
        f"write .evolve({name}={typical}) if you have one"
    )


class Viscosity(Group):
    """One measured viscosity, kinematic or dynamic, as it was published."""

    temperature: Number = Number(
        "degC", "at which it was measured", low=-50, high=300, typical="'38 degC'"
    )
    kinematic: Number = Number(
        "cSt",
        "kinematic viscosity",
        low=0,
        high=1e9,
        above=True,
        default=None,
        typical="'992 cSt'",
    )
    dynamic: Number = Number(
        "cP",
        "dynamic viscosity, in place of the kinematic",
        low=0,
        high=1e9,
        above=True,
        default=None,
        typical="'486000 cP'",
    )

    def check(self) -> None:
        """Raise an error unless exactly one of kinematic and dynamic viscosity is given."""
        given = [name for name in ("kinematic", "dynamic") if self._raw[name] is not None]
        if len(given) != 1:
            count = "both" if given else "neither"
            msg = f"Viscosity: expected a kinematic or a dynamic viscosity, got {count}; write one"
            raise InputError(msg)
        same_shape("Viscosity", **{name: self._raw[name] for name in ("temperature", *given)})


class Crude(Shipped, Group):
    """A crude oil, or a light oil that can thin one.

    Only the gravity is required. Unknown sulphur, acid number, metals and viscosity are absent, and
    access to them raises an `InputError`. ``Crude.shipped(name)`` returns a
    shipped one, ``Crude.catalogue()`` the table of all samples.
    """

    _noun = "crude"
    _index = ("grade", "sample")

    api: Number = Number("degAPI", "API gravity at 60 °F", low=0, high=100, typical="'16 degAPI'")
    name: Text = Text("the grade", default="")
    sulphur: Number = _Measured(
        "fraction", "sulphur by mass", low=0, high=0.2, default=None, typical="'2.5 %'"
    )
    acid_number: Number = _Measured(
        "mgKOH/g", "total acid number", low=0, high=50, default=None, typical="'1.3 mgKOH/g'"
    )
    vanadium: Number = _Measured(
        "mg/kg", "vanadium by mass", low=0, high=5000, default=None, typical="'350 mg/kg'"
    )
    nickel: Number = _Measured(
        "mg/kg", "nickel by mass", low=0, high=5000, default=None, typical="'90 mg/kg'"
    )
    viscosities: Members[Viscosity] = Members(
        Viscosity, doc="viscosities at their temperatures", default={}
    )
    viscosity_low: Number = _Measured(
        "cSt",
        "of a blend: lowest by the mixing rules",
        low=0,
        high=1e12,
        default=None,
        typical="'130 cSt'",
    )
    viscosity_high: Number = _Measured(
        "cSt",
        "of a blend: highest by the mixing rules",
        low=0,
        high=1e12,
        default=None,
        typical="'520 cSt'",
    )
    shrinkage: Number = _Measured(
        "fraction",
        "of a blend: shrinkage, as a share of the summed volumes",
        low=0,
        high=1,
        default=None,
        typical="'0.3 %'",
    )
    sample: Text = Text("the record or other name of the sample", default="")
    as_of: When = When("the date or the period of the sample", default="")
    source: Text = Text("keys of the bibliography", default="")

    def check(self) -> None:
        """Raise an error if two viscosities are at one temperature."""
        points = self._raw["viscosities"]
        temperatures = [point.unfilled["temperature"] for point in points.values()]
        if len(temperatures) > 1:
            named = zip(points, temperatures, strict=True)
            same_shape("Crude.viscosities", **{f"{name}.temperature": raw for name, raw in named})
        for at, temperature in enumerate(temperatures):
            apart = (np.abs(np.subtract(temperature, other)) for other in temperatures[:at])
            if any(np.any(gap < ALIKE_DEGC) for gap in apart):
                msg = (
                    "Crude.viscosities: expected one viscosity at each temperature, got two at "
                    f"{np.nanmin(temperature):g} degC"
                )
                raise InputError(msg)

    @classmethod
    def shipped(cls, name: str, /, *, sample: str | None = None, **own: object) -> Self:
        """Return a shipped crude or diluent.

        Parameters
        ----------
        name : str
            The grade, such as ``'Arabian Heavy'``, in any case.
        sample : str, optional
            Record id of the sample; required where there are several.
        **own
            Fields that replace the shipped ones.

        Returns
        -------
        Crude
            With its published properties; ``Crude.figures(name)`` gives ranges and sources.

        Raises
        ------
        UnknownName
            If no grade or sample has that name.
        InputError
            If there are several samples and none is named.

        Examples
        --------
        >>> print(Crude.shipped("Merey 16").api)
        16.0 degAPI
        >>> print(f"{Crude.shipped('Merey', sample='AD02257').sulphur.to('percent'):.2f~P}")
        2.74 %
        """
        oil = _oil(name, sample)
        figures = {figure.field: figure.given for figure in _figures(oil) if figure.unit}
        points = {at: _viscosity(oil, at, dynamic=cp) for at, cp in oil.dynamic}
        # Where both were published at one temperature, the kinematic one needs no density.
        points |= {at: _viscosity(oil, at, kinematic=cst) for at, cst in oil.kinematic}
        fields = {
            **figures,
            "name": oil.grade,
            "viscosities": {_point(at): point for at, point in sorted(points.items())},
            "sample": oil.sample,
            "as_of": oil.evidence.as_of,
            "source": " ".join(oil.evidence.source),
        }
        return cls(**{**fields, **own})

    @classmethod
    def figures(cls, name: str, *, sample: str | None = None) -> pd.DataFrame:
        """Return every figure of a shipped crude.

        Parameters
        ----------
        name, sample : str
            As for `shipped`.

        Returns
        -------
        pandas.DataFrame
            By field: value, low, high, unit, kind, as_of, source and note.

        Raises
        ------
        UnknownName, InputError
            As `shipped`.
        """
        return cls._listed(_figures(_oil(name, sample)))

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        """Return the figures of every sample."""
        return {(oil.grade, oil.sample): _figures(oil) for oil in oils()}


def _oil(name: str, sample: str | None) -> Oil:
    """Return the named sample of a grade, or its only one where none is named.

    Raises
    ------
    UnknownName, InputError
        As `Crude.shipped`.
    """
    grade = named(name, dict.fromkeys(oil.grade for oil in oils()), "crude", "Crude.catalogue()")
    samples = {oil.sample: oil for oil in oils() if oil.grade == grade}
    if sample is None:
        if len(samples) == 1:
            return next(iter(samples.values()))
        listed = "; ".join(
            f"{oil.sample} ({oil.evidence.as_of}, {oil.api[0]:g} degAPI)"
            for oil in samples.values()
        )
        msg = (
            f"{grade!r} has {len(samples)} samples: {listed}; "
            f"write Crude.shipped({grade!r}, sample={next(iter(samples))!r}) for one of them"
        )
        raise InputError(msg)
    if not is_among(sample, samples):
        msg = f"{grade!r} has no sample {quote(sample)}{did_you_mean(str(sample), samples)}"
        raise UnknownName(msg)
    return samples[sample]


def _figures(oil: Oil) -> list[ShippedFigure]:
    """Return the published figures of a sample."""
    viscosity = "; ".join(
        f"{value:g} {unit} at {at:g} degC"
        for points, unit in ((oil.kinematic, "cSt"), (oil.dynamic, "cP"))
        for at, value in points
    )
    return [
        ShippedFigure("location", oil.location, "", oil.evidence),
        _figure(oil, "api", oil.api, "degAPI"),
        _figure(oil, "sulphur", oil.sulphur, "%"),
        _figure(oil, "acid_number", (oil.acid_number, None, None), "mgKOH/g"),
        _figure(oil, "vanadium", oil.vanadium, "mg/kg"),
        ShippedFigure("viscosity", viscosity, "", oil.evidence),
    ]


def _figure(
    oil: Oil, field: str, values: tuple[float | None, float | None, float | None], unit: str
) -> ShippedFigure:
    """Return a figure of a sample with its own range, as a row of its own."""
    value, low, high = values
    row = f"{oil.evidence.row}:{field}"
    return ShippedFigure(field, value, unit, replace(oil.evidence, row=row, low=low, high=high))


def _point(at: float) -> str:
    """Return the name of the viscosity at a temperature [degC]."""
    return f"at_{at:g}c"


def _viscosity(oil: Oil, at: float, **value: float) -> Viscosity:
    """Return a viscosity of a sample [cSt or cP] at a temperature [degC]."""
    units = {"temperature": "degC", "kinematic": "cSt", "dynamic": "cP"}
    return Viscosity(
        **{
            name: _figure(oil, f"{_point(at)}.{name}", (each, None, None), units[name]).given
            for name, each in {"temperature": at, **value}.items()
        }
    )


class Diluent(Group):
    """A light oil bought to dilute heavy crude.

    It is priced at a differential to Brent, so that it moves with Brent, or at a price of its own
    by the barrel or by the tonne. Its delivery costs a voyage of its own, a freight per barrel, or
    both.
    """

    api: Number = Number("degAPI", "API gravity at 60 °F", low=0, high=100, typical="'56.5 degAPI'")
    differential: Number = Number(
        "USD/bbl",
        "its FOB price less Brent",
        low=-300,
        high=300,
        default=None,
        typical="'-6.4 USD/bbl'",
    )
    price: Number = Number(
        "USD/bbl",
        "its FOB price, in place of a differential",
        low=0,
        high=1000,
        default=None,
        typical="'57.4 USD/bbl'",
    )
    freight: Number = Number(
        "USD/bbl",
        "freight to the blending plant",
        low=0,
        high=300,
        default=0.0,
        typical="'3 USD/bbl'",
    )
    name: Text = Text("the grade", default="")
    price_per_tonne: Number = Number(
        "USD/t",
        "its FOB price by the tonne, in place of a price by the barrel",
        low=0,
        high=10_000,
        default=None,
        typical="'478.67 USD/t'",
    )
    sulphur: Number = Number(
        "fraction", "sulphur by mass", low=0, high=0.2, default=None, typical="'0.05 %'"
    )
    voyage: Subgroup[Voyage | None] = Subgroup(
        Voyage, doc="the voyage that brings it, beside the freight", default=None
    )

    def check(self) -> None:
        """Raise an error unless exactly one price is given."""
        names = ("differential", "price", "price_per_tonne")
        given = [name for name in names if self._raw[name] is not None]
        if len(given) != 1:
            prices = "both" if given else "neither"
            if "price_per_tonne" in given:
                prices = " and ".join(given)
            msg = (
                f"Diluent: expected a differential to Brent or a price, got {prices}; "
                "write one and set the other to None"
            )
            raise InputError(msg)
