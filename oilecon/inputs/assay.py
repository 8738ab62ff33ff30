"""Assays: a crude by boiling range, as a refinery distils it."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from oilecon.errors import InputError, UnknownName, did_you_mean, is_among, quote
from oilecon.fields import Number, Text, When
from oilecon.frozen import FrozenDict
from oilecon.groups import Group, Members
from oilecon.inputs.assay_tables import CUT_COLUMNS, read_assay_table
from oilecon.inputs.catalogue import Shipped, ShippedFigure
from oilecon.netback.assays import (
    FRACTIONS,
    SNAP_DEGC,
    api_kg_m3,
    boiling,
    density_kg_m3,
    mass_kg_bbl,
    parts,
    total,
)
from oilecon.reference.assays import UNITS, assay_samples
from oilecon.units import PURE, first_shown, to_magnitude, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from oilecon.netback.assays import Fraction
    from oilecon.reference.assays import CutRow
    from oilecon.units import Raw

__all__ = ["CLOSED", "Assay", "Cut"]

CLOSED = 0.005
"""How far cuts may be from the whole crude in volume, and each from its own mass [1]."""

_MASS_CLOSED = 0.01  # and in mass, which whole densities of another sample can shift
_SULPHUR_CLOSED = (0.0005, 0.02)  # of the crude's mass, and of the sulphur
_CARBON_CLOSED = (0.002, 0.03)  # likewise of carbon residue
_ROUNDING = 1e-9  # of a density: the parts of a divided cut have the same one
_RESIDUE_FROM = FRACTIONS["residue"][0]


class Cut(Group):
    """A part of a crude within a boiling range."""

    boils_from: Number = Number(
        "degC",
        "where the range begins; left out: the initial boiling point",
        low=-50,
        high=900,
        default=None,
        typical="'180 degC'",
    )
    boils_to: Number = Number(
        "degC",
        "where it ends; left out: the final boiling point",
        low=-50,
        high=900,
        default=None,
        typical="'290 degC'",
    )
    volume: Number = Number(
        "fraction", "share of the crude by volume", low=0, high=1, default=None, typical="'12.3 %'"
    )
    mass: Number = Number(
        "fraction", "share of the crude by mass", low=0, high=1, default=None, typical="'10.9 %'"
    )
    density: Number = Number(
        "kg/m3",
        "density at 60 °F",
        low=400,
        high=1300,
        default=None,
        typical="'847 kg/m3'",
    )
    sulphur: Number = Number(
        "fraction",
        "sulphur, by mass of the cut",
        low=0,
        high=0.2,
        default=None,
        typical="'0.6 %'",
    )
    carbon_residue: Number = Number(
        "fraction",
        "carbon residue (Conradson or micro), by mass of the cut",
        low=0,
        high=0.6,
        default=None,
        typical="'25 %'",
    )

    def check(self) -> None:
        """Raise an error for a range without width, or without one number for each row."""
        ends = [self._raw[name] for name in ("boils_from", "boils_to")]
        for name, end in zip(("boils_from", "boils_to"), ends, strict=True):
            if isinstance(end, np.ndarray):
                msg = f"Cut.{name}: expected one temperature, got an array of shape {end.shape}"
                raise InputError(msg)
        low, high = ends
        if low is not None and high is not None and low >= high:
            msg = (
                f"Cut.boils_to: expected more than boils_from, {low:g} degC, got {high:g} degC; "
                f"write boils_to='{low + 50:g} degC'"
            )
            raise InputError(msg)


class Assay(Shipped, Group):
    """A crude by its cuts, in the order of their boiling ranges.

    Each cut has its density with its volume or mass, or volume and mass. Together they make the
    crude: volumes sum to 100 %, masses agree with the whole crude's density where it is given, and
    so do sulphur and carbon residue; density rises with the boiling point. A refinery needs cuts
    up to 525 °C. ``Assay.shipped(name)`` returns a shipped one, ``Assay.catalogue()`` the table of
    all samples.
    """

    _noun = "assay"
    _index = ("crude", "sample")
    _aliases: ClassVar = FrozenDict(
        {
            "arab heavy": "Arabian Heavy",
            "brent": "Brent Blend",
            "castilla blend": "Castilla",
            "tia juana pesado": "Tia Juana heavy",
            "wcs": "Western Canadian Select",
        }
    )

    cuts: Members[Cut] = Members(Cut, doc="cuts, the lightest first", minimum=1)
    name: Text = Text("the grade", default="")
    density: Number = Number(
        "kg/m3",
        "of the whole crude at 60 °F; it follows from the cuts if left out",
        low=400,
        high=1300,
        default=None,
        typical="'952 kg/m3'",
    )
    sulphur: Number = Number(
        "fraction",
        "of the whole crude by mass, to check the cuts with",
        low=0,
        high=0.2,
        default=None,
        typical="'2.76 %'",
    )
    carbon_residue: Number = Number(
        "fraction",
        "of the whole crude by mass, likewise",
        low=0,
        high=0.6,
        default=None,
        typical="'11.5 %'",
    )
    sample: Text = Text("the record or other name of the sample", default="")
    as_of: When = When("the date or the period of the sample", default="")
    source: Text = Text("keys of the bibliography", default="")

    def check(self) -> None:
        """Raise an error for cuts that make no crude, naming the cut."""
        whole = self.unfilled_tree()
        cuts = whole["cuts"]
        for name, cut in cuts.items():
            _check_complete(f"Assay.cuts.{name}", cut, whole["density"])
        _check_ranges(cuts)
        made = parts(whole)
        _check_rising(cuts, made)
        _check_closed(whole, cuts, made)

    def unfilled_tree(self) -> dict[str, Any]:
        """Return the plain values with NaN in each hole, also in the cuts."""
        cuts = {name: cut.unfilled for name, cut in self._raw["cuts"].items()}
        return {**self.unfilled, "cuts": cuts}

    @classmethod
    def from_table(cls, source: str | os.PathLike[str] | pd.DataFrame, /, **own: object) -> Self:
        """Return the assay in a table, a row a cut.

        Parameters
        ----------
        source : str, path or pandas.DataFrame
            A file ``.csv`` or ``.xlsx`` (its first sheet), or a frame. Its columns are `cut`,
            ``boils_from [degC]``, ``boils_to [degC]``, ``volume [%]``, ``mass [%]``,
            ``density [kg/m3]`` or ``api [degAPI]``, ``sulphur [%]`` and ``carbon_residue [%]``, in
            any order and any unit that fits; those that are not known may be left out. IBP, FBP
            and an empty cell are the ends of boiling. A row 'whole' is of the whole crude.
        **own
            Further fields, such as ``name="our crude"``, and those in place of the table's.

        Returns
        -------
        Assay
            `to_frame` writes it as a table again.

        Raises
        ------
        InputError
            With file, line or cell, and column, if the table cannot be read; as for any assay, if
            its cuts make no crude.
        OilEconError
            If it is a workbook and openpyxl is not installed.
        """
        whole, cuts = read_assay_table(source, _COLUMNS)
        made = {name: Cut(**_of_api(fields)) for name, fields in cuts.items()}
        named = {"name": Path(source).stem} if isinstance(source, (str, os.PathLike)) else {}
        return cls(**{**named, **_of_api(whole), "cuts": made, **own})

    def to_frame(self) -> pd.DataFrame:
        """Return the assay as a table, a row a cut and one of the whole crude.

        Returns
        -------
        pandas.DataFrame
            By cut: the columns that `from_table` reads, NaN where a figure is not known.

        Raises
        ------
        InputError
            If the assay holds arrays.
        """
        import pandas as pd

        if self.shapes:
            msg = "Assay.to_frame: expected one case, got arrays"
            raise InputError(msg)
        rows = {"whole": self, **self.cuts}
        shown = {
            name: {
                f"{column} [{unit}]": _in_unit(group, column, unit)
                for column, unit in CUT_COLUMNS.items()
            }
            for name, group in rows.items()
        }
        return pd.DataFrame.from_dict(shown, orient="index").rename_axis("cut")

    @classmethod
    def shipped(cls, name: str, /, *, sample: str | None = None, **own: object) -> Self:
        """Return a shipped assay.

        Parameters
        ----------
        name : str
            The grade, such as ``'Maya'``, in any case.
        sample : str, optional
            Name of the sample. If left out, the first of the grade in the table, which is that in
            the eight cuts of PRELIM wherever it has one, so that grades compare.
        **own
            Fields that replace the shipped ones.

        Returns
        -------
        Assay
            With its published cuts; ``Assay.figures(name)`` gives their sources.

        Raises
        ------
        UnknownName
            If no grade or sample has that name.
        InputError
            If its published cuts make no crude.

        Examples
        --------
        >>> residue = Assay.shipped("Merey 16").cuts["vr"]
        >>> print(f"{residue.volume.to('percent'):.2f~P}")
        40.23 %
        >>> Assay.shipped("Mars", sample="MARS202503").as_of
        '2025-03-24'
        """
        whole, *cuts = _rows(cls._key(name), sample)
        fields = {
            **_given(whole),
            "cuts": {row.cut: Cut(**_given(row)) for row in cuts},
            "name": whole.crude,
            "sample": whole.sample,
            "as_of": whole.evidence.as_of,
            "source": " ".join(whole.evidence.source),
        }
        try:
            return cls(**{**fields, **own})
        except InputError as error:  # of a sample that the user never wrote
            msg = f"Assay.shipped: sample {whole.sample!r} of {whole.crude!r}: {error}"
            raise InputError(msg) from error

    @classmethod
    def figures(cls, name: str, *, sample: str | None = None) -> pd.DataFrame:
        """Return every figure of a shipped assay.

        Parameters
        ----------
        name, sample : str
            As for `shipped`.

        Returns
        -------
        pandas.DataFrame
            By field, those of a cut as ``vr.volume``: value, low, high, unit, kind, as_of, source
            and note.

        Raises
        ------
        UnknownName
            As `shipped`.
        """
        whole, *cuts = _rows(cls._key(name), sample)
        own = [
            each._replace(field=f"{row.cut}.{each.field}") for row in cuts for each in _figures(row)
        ]
        return cls._listed([*_figures(whole), *own])

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        """Return the figures of the whole crude of every sample, and how many cuts it has."""
        return {
            key: [*_figures(whole), ShippedFigure("cuts", float(len(cuts)), PURE, whole.evidence)]
            for key, (whole, *cuts) in assay_samples().items()
        }


_COLUMNS: Mapping[str, Number] = FrozenDict(
    {
        **{name: getattr(Cut, name) for name in CUT_COLUMNS},
        "api": Number("degAPI", "API gravity at 60 °F", low=0, high=100, typical="'34.7 degAPI'"),
    }
)


def _of_api(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with a density in place of a gravity."""
    rest = dict(fields)
    if (api := rest.pop("api", None)) is not None:
        rest["density"] = to_quantity(api_kg_m3(to_magnitude(api, "degAPI")), "kg/m3")
    return rest


def _in_unit(group: Group, column: str, unit: str) -> float:
    """Return a number of a cut or of the whole crude in a unit; NaN where it is not known."""
    raw = group.values.get(column)
    if raw is None:
        return np.nan
    return float(to_quantity(raw, getattr(type(group), column).unit).to(unit).magnitude)


def _rows(crude: str, sample: str | None) -> tuple[CutRow, ...]:
    """Return the rows of a sample, the first of the crude where none is named.

    Raises
    ------
    UnknownName
        As `Assay.shipped`.
    """
    samples = {key: rows for (name, key), rows in assay_samples().items() if name == crude}
    if sample is None:
        return next(iter(samples.values()))
    if not is_among(sample, samples):
        msg = f"{crude!r} has no sample {quote(sample)}{did_you_mean(str(sample), samples)}"
        raise UnknownName(msg)
    return samples[sample]


def _figures(row: CutRow) -> list[ShippedFigure]:
    """Return the figures of a cut, or of the whole crude, each as a row of its own."""
    behind = row.evidence
    return [
        ShippedFigure(name, each, UNITS[name], replace(behind, row=f"{behind.row}:{name}"))
        for name, each in row.values.items()
    ]


def _given(row: CutRow) -> dict[str, Any]:
    """Return the figures of a cut, or of the whole crude, by the field that takes them."""
    return {figure.field: figure.given for figure in _figures(row)}


def _check_complete(where: str, cut: Mapping[str, Any], density: Raw | None) -> None:
    """Raise an error for a cut whose volume or mass isn't known."""
    given = {name for name in ("volume", "mass", "density") if cut[name] is not None}
    if given >= {"density", "volume"} or given >= {"density", "mass"}:
        return
    if given >= {"volume", "mass"}:
        if density is not None:
            return
        msg = (
            f"{where}: volume and mass make a cut's density with the whole crude's; write "
            "density='952 kg/m3' for the assay, or for the cut"
        )
        raise InputError(msg)
    listed = " and ".join(sorted(given)) or "none of these"
    msg = (
        f"{where}: expected density with volume or mass, got {listed}; write for example "
        "density='847 kg/m3', volume='12.3 %'"
    )
    raise InputError(msg)


def _check_ranges(cuts: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise an error for a gap or an overlap between cuts, or a cut that no refinery can use."""
    names = list(cuts)
    for before, after in pairwise(names):
        ends, begins = cuts[before]["boils_to"], cuts[after]["boils_from"]
        if ends is None or begins is None or abs(ends - begins) > SNAP_DEGC:
            shown = [
                "the final boiling point" if ends is None else f"{ends:g} degC",
                "the initial boiling point" if begins is None else f"{begins:g} degC",
            ]
            msg = (
                f"Assay.cuts.{after}: expected a cut from where {before!r} ends, {shown[0]}, got "
                f"one from {shown[1]}; write the cuts in order, without gap or overlap"
            )
            raise InputError(msg)
    last = names[-1]
    low, high = boiling(cuts[last])
    if np.isinf(high) and low < _RESIDUE_FROM:
        begins = "the initial boiling point" if np.isinf(low) else f"{low:g} degC"
        msg = (
            f"Assay.cuts.{last}: expected a last cut from {_RESIDUE_FROM:g} degC or more, the "
            f"residue of vacuum distillation, got one from {begins}; write what boils below it as "
            f"a cut of its own, boils_to='{_RESIDUE_FROM:g} degC'"
        )
        raise InputError(msg)


def _check_rising(cuts: Mapping[str, Mapping[str, Any]], made: Mapping[str, Fraction]) -> None:
    """Raise an error if a cut is lighter than the one before it, which boils lower."""
    before = ""
    for name in cuts:
        if before and np.any(made[name].volume) and np.any(made[before].volume):
            density, earlier = density_kg_m3(made[name]), density_kg_m3(made[before])
            bad = np.less(density, earlier * (1.0 - _ROUNDING))
            if np.any(bad):
                msg = (
                    f"Assay.cuts.{name}.density: expected more than that of {before!r}, "
                    f"{first_shown(earlier, bad, _kg_m3)}, since density rises with the boiling "
                    f"point, got {first_shown(density, bad, _kg_m3)}; volumes made with it are "
                    "impossible. Write the densities of another sample"
                )
                raise InputError(msg)
        before = name


def _kg_m3(value: float) -> str:
    """Return a density as text."""
    return f"{value:.6g} kg/m3"


def _percent(share: float) -> str:
    """Return a share as text in percent."""
    return f"{share * 100.0:.4g} %"


def _check_closed(
    whole: Mapping[str, Any],
    cuts: Mapping[str, Mapping[str, Any]],
    made: Mapping[str, Fraction],
) -> None:
    """Raise an error if the cuts do not make the whole crude."""
    volume = total(part.volume for part in made.values())
    mass = total(part.mass_kg_bbl for part in made.values())
    _refuse(volume, 1.0, CLOSED, "Assay.cuts: expected volumes that make 100 %")
    density = whole["density"]
    if density is not None:
        share = mass / mass_kg_bbl(density)
        write = "density=None for the whole crude's to follow from its cuts, or mend theirs"
        text = "Assay.cuts: expected masses, by the density of each, that make 100 % of the whole's"
        _refuse(share, 1.0, _MASS_CLOSED, text, write)
        for name, cut in cuts.items():
            if cut["mass"] is not None:
                own = made[name].mass_kg_bbl / mass_kg_bbl(density)
                text = f"Assay.cuts.{name}.mass: expected what its volume and density make"
                _refuse(cut["mass"], own, CLOSED, text)
    for at, (given, (least, relative)) in enumerate(
        {"sulphur": _SULPHUR_CLOSED, "carbon_residue": _CARBON_CLOSED}.items()
    ):
        amounts = [part[2 + at] for part in made.values()]
        if whole[given] is not None and all(amount is not None for amount in amounts):
            text = f"Assay.{given}: expected what the cuts make"
            share = total(amounts) / mass
            write = f"{given}=None in the same call, for the whole crude's to follow from its cuts"
            _refuse(whole[given], share, np.maximum(least, relative * share), text, write)


def _refuse(share: Raw, expected: Raw, within: Any, text: str, write: str = "") -> None:
    """Raise an error for a share that is not as expected."""
    bad = np.greater(np.abs(np.subtract(share, expected)), within)
    if np.any(bad):
        made = (
            ""
            if isinstance(expected, float) and expected == 1.0
            else (f", {first_shown(expected, bad, _percent)}")
        )
        shown = first_shown(share, bad, _percent)
        msg = f"{text}{made}, within {first_shown(within, bad, _percent)}, got {shown}"
        if write:
            msg += f"; write {write}"
        raise InputError(msg)
