"""Shipped objects by name: one lookup and one catalogue for every class."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

import numpy as np

from oilecon.errors import UnknownName, did_you_mean, quote
from oilecon.evidence import ABSENT, Row
from oilecon.units import PURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from oilecon.evidence import Evidence

__all__ = ["Shipped", "ShippedFigure"]

_LAST = (ABSENT, "kind", "as_of", "source")  # columns of a catalogue


class ShippedFigure(NamedTuple):
    """One sourced figure, or word, of something shipped.

    Attributes
    ----------
    field : str
        The attribute that the figure fills.
    value : float, str or None
        The figure in `unit`; several figures, and a word, as text.
    unit : str
        The unit; ``1`` for a share or a multiple, empty for a word.
    evidence : Evidence
        Range, kind, date, sources and note; its kind may also be ``'not published'``.
    """

    field: str
    value: float | str | None
    unit: str
    evidence: Evidence

    @classmethod
    def of_text(cls, field: str, value: str, unit: str, evidence: Evidence) -> Self:
        """Return the figure, or word, in a cell of a table."""
        if not unit or " " in value:
            return cls(field, value, unit, evidence)
        return cls(field, float(value) if value else None, unit, evidence)

    @property
    def absent(self) -> bool:
        """True if the figure is not published."""
        return self.evidence.kind == ABSENT

    def record(self) -> dict[str, Any]:
        """Return the figure as a row of a table."""
        return {
            "field": self.field,
            "value": self.value,
            "low": self.evidence.low,
            "high": self.evidence.high,
            "unit": self.unit,
            "kind": self.evidence.kind,
            "as_of": self.evidence.as_of,
            "source": " ".join(self.evidence.source),
            "note": self.evidence.note,
        }

    @property
    def given(self) -> Any:
        """Return the value for the field of a group, a number with its evidence."""
        if self.value is None or not self.unit:
            return self.value
        value: Any = self.value
        if isinstance(value, str):
            value = np.array([float(each) for each in value.split()])
        return Row(self.field, "", value, self.unit, self.evidence)

    @property
    def tabled(self) -> ShippedFigure:
        """Return the figure in the unit of its column, as durations in months count in years."""
        if self.unit != "months":
            return self
        months = (self.value, self.evidence.low, self.evidence.high)
        value, low, high = (None if each is None else float(each) / 12.0 for each in months)
        evidence = replace(self.evidence, low=low, high=high)
        return self._replace(value=value, unit="year", evidence=evidence)

    @property
    def heading(self) -> str:
        """Return the field with its unit, as tables head their columns."""
        return self.field if self.unit in {"", PURE} else f"{self.field} [{self.unit}]"


class Shipped:
    """Base of classes with shipped instances: `shipped` returns one by name, `catalogue` lists all.

    A subclass provides its shelf of figures, and builds an instance from them in `shipped`.
    """

    __slots__ = ()

    _noun: ClassVar[str]  # name of the class in messages
    _index: ClassVar[tuple[str, ...]]  # names of the catalogue's index
    _aliases: ClassVar[Mapping[str, str]] = {}
    _further: ClassVar[str] = ""  # what `shipped` requires beside the name, as a message writes it

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        """Return the figures of each instance by its key in the catalogue's index."""
        raise NotImplementedError  # pragma: no cover

    @classmethod
    def catalogue(cls) -> pd.DataFrame:
        """Return the table of all shipped instances.

        Returns
        -------
        pandas.DataFrame
            By name: every figure under its field, with its unit in the heading, then the fields
            that are not published, and kind, as_of and source, several where figures differ.
            ``figures(name)`` lists each figure with its range and note.
        """
        import pandas as pd

        shelf = {name: [each.tabled for each in of] for name, of in cls._shelf().items()}
        records = {name: _record(figures) for name, figures in shelf.items()}
        columns = _columns(figure for figures in shelf.values() for figure in figures)
        frame = pd.DataFrame(list(records.values()), index=_labels(records, cls._index))
        frame = frame.reindex(columns=[*columns, *(name for name in _LAST if name in frame)])
        numbers = [name for name, is_number in columns.items() if is_number]
        words = frame.columns.difference(numbers)
        return frame.astype(dict.fromkeys(numbers, float)).fillna(dict.fromkeys(words, ""))

    @classmethod
    def figures(cls, name: str) -> pd.DataFrame:
        """Return every figure of a shipped instance, those not published included.

        Parameters
        ----------
        name : str
            As for `shipped`.

        Returns
        -------
        pandas.DataFrame
            By field: value, low, high, unit, kind, as_of, source and note.

        Raises
        ------
        UnknownName
            If none has that name.
        """
        return cls._listed(cls._of(cls._key(name)))

    @staticmethod
    def _listed(figures: Iterable[ShippedFigure]) -> pd.DataFrame:
        """Return figures as a table, one row each."""
        import pandas as pd

        return pd.DataFrame([figure.record() for figure in figures]).set_index("field")

    @classmethod
    def shipped_call(cls, name: str) -> str:
        """Return the call of `shipped` for a name, as messages write it."""
        return f"{cls.__name__}.shipped({quote(name)}{cls._further})"

    @classmethod
    def _key(cls, name: object) -> str:
        """Return the shipped name for a name in any case.

        Raises
        ------
        UnknownName
            If there is none.
        """
        known = dict.fromkeys(first for first, *_ in cls._shelf())
        return named(name, known, cls._noun, f"{cls.__name__}.catalogue()", cls._aliases)

    @classmethod
    def _of(cls, key: str) -> list[ShippedFigure]:
        """Return the figures of a name."""
        shelf = cls._shelf()
        return [figure for keys, figures in shelf.items() if keys[0] == key for figure in figures]


def named(
    name: object,
    known: Iterable[str],
    noun: str,
    listing: str,
    aliases: Mapping[str, str] | None = None,
) -> str:
    """Return the known name for a name in any case.

    Raises
    ------
    UnknownName
        With the nearest names, and the call that lists all.
    """
    names = {each.casefold(): each for each in known} | dict(aliases or {})
    meant = names.get(name.strip().casefold()) if isinstance(name, str) else None
    if meant is None:
        every = [*known, *(aliases or {})]
        msg = f"no shipped {noun} {quote(name)}{did_you_mean(str(name), every, listing)}"
        raise UnknownName(msg)
    return meant


def _record(figures: Sequence[ShippedFigure]) -> dict[str, Any]:
    """Return the row of a catalogue: every figure, and their evidence."""
    published = [figure for figure in figures if not figure.absent]
    last = {
        ABSENT: ", ".join(figure.field for figure in figures if figure.absent),
        "kind": ", ".join(sorted({figure.evidence.kind for figure in published})),
        "as_of": ", ".join(sorted({figure.evidence.as_of for figure in published})),
        "source": " ".join(dict.fromkeys(key for each in figures for key in each.evidence.source)),
    }
    record = {figure.heading: figure.value for figure in published}
    return record | {name: text for name, text in last.items() if text}


def _columns(figures: Iterable[ShippedFigure]) -> dict[str, bool]:
    """Return the headings in order, each with True if its column is numeric."""
    columns: dict[str, bool] = {}
    for figure in figures:
        if not figure.absent:
            number = not isinstance(figure.value, str)
            columns[figure.heading] = columns.get(figure.heading, True) and number
    return columns


def _labels(keys: Iterable[tuple[str, ...]], index: tuple[str, ...]) -> pd.Index[Any]:
    """Return the index of a catalogue."""
    import pandas as pd

    if len(index) > 1:
        return pd.MultiIndex.from_tuples(list(keys), names=index)
    return pd.Index([name for (name,) in keys], name=index[0])
