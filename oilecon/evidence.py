"""Evidence of a number: its range, kind, date, sources and note."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon import dates
from oilecon.errors import InputError, did_you_mean, figure, quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.typing import FigureLike, YearLike

__all__ = [
    "ABSENT",
    "BASES",
    "KINDS",
    "QUANTILES",
    "RANGES",
    "SPREADS",
    "YOURS",
    "Evidence",
    "Row",
    "Source",
    "Sourced",
]

KINDS = ("published", "estimate", "assumption")
"""Kinds of evidence."""

ABSENT = "not published"
"""Kind of a term whose value is not published."""

YOURS = "you"
"""Kind of a number of which the user says no more; also its source in tables."""

RANGES = ("bounds", "p10-p90", "p5-p95", "quotes")
"""Meanings of a range: least and greatest possible value; quantiles, between which 80 % or 90 % of
the probability lies; or the lowest and highest of the figures quoted."""

SPREADS = ("", "class")
"""What a range is of: the uncertainty of the number, or a class of ships that it stands for."""

BASES = ("", "duty unpaid", "duty paid")
"""Bases of a price: not stated; for oil whose import charges the buyer pays; with them paid."""

QUANTILES = ("p10-p90", "p5-p95")
"""Those of `RANGES` that are quantiles, of which both are needed."""


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """An entry of a bibliography.

    Parameters
    ----------
    key : str
        Short name, by which numbers cite it: no blanks, as ``'desk-2026-11'``.
    title, publisher : str
        Of the document.
    date : str, int, datetime.date, numpy.datetime64, pandas.Timestamp or Period
        Date of publication; as text afterwards.
    retrieved : str, int, datetime.date, numpy.datetime64, pandas.Timestamp or Period
        Date of the version used, for what is revised after publication.
    locator : str
        Where in the document, or its address.
    confidence, note : str
        What makes it more or less reliable; anything else.

    Raises
    ------
    InputError
        If the key is empty or has blanks, a date is none, or another is no text.

    Examples
    --------
    >>> Source("desk-2026-11", title="House view, November", date="2026-11-02").date
    '2026-11-02'
    """

    key: str
    title: str = ""
    publisher: str = ""
    date: YearLike = ""
    retrieved: YearLike = ""
    locator: str = ""
    confidence: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        key: object = self.key
        if not isinstance(key, str) or not key or key.split() != [key]:
            msg = (
                f"Source.key: expected a short name without blanks, got {quote(key)}; write for "
                "example 'desk-2026-11'"
            )
            raise InputError(msg)
        for name in ("date", "retrieved"):
            object.__setattr__(self, name, _when(getattr(self, name), f"Source {key}: {name}"))
        for name in ("title", "publisher", "locator", "confidence", "note"):
            _text(getattr(self, name), f"Source {key}: {name}")

    def __repr__(self) -> str:
        """Return code that makes an equal one."""
        given = "".join(f", {name}={text!r}" for name, text in self.entry().items())
        return f"Source({self.key!r}{given})"

    def entry(self) -> dict[str, str]:
        """Return the entry as a table of a file: what is not empty, without the key."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: text for name, text in named.items() if text and name != "key"}

    @classmethod
    def of_entry(cls, key: str, entry: Mapping[str, Any] | Source) -> Source:
        """Return the source of a table of a file.

        Parameters
        ----------
        key : str
            Its short name.
        entry : mapping
            The other parameters by name; a source is returned as it is.

        Raises
        ------
        InputError
            If it is no table, has an unknown key, or a value does not fit.
        """
        if isinstance(entry, cls):
            return entry
        where = f"sources.{key}"
        table: Any = entry
        if not hasattr(table, "items"):
            msg = f"{where}: expected a table, got {quote(table)}; write [{where}]"
            raise InputError(msg)
        known = [field.name for field in fields(cls) if field.name != "key"]
        for name in table:
            if name not in known:
                msg = f"{where}: unknown key {quote(name)}{did_you_mean(str(name), known)}"
                raise InputError(msg)
        return cls(key, **table)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence of a number, apart from the number itself.

    Attributes
    ----------
    row : str
        The row's id: numbers of one row are one draw. Empty for a number that stands alone.
    kind : str
        One of `KINDS`, `YOURS` or `ABSENT`.
    as_of : str
        The date or span that the number refers to.
    source : tuple of str
        Keys of the bibliography.
    low, high : float or None
        The range, in the number's unit; None where none is known.
    note : str
        Meaning of the number, and derivation of value and range.
    range : str
        Meaning of low and high, one of `RANGES`.
    basis : str
        Basis of a price, one of `BASES`.
    spread : str
        What the range is of, one of `SPREADS`.
    entries : tuple of Source
        The bibliography's entries of sources that are the user's, which the number takes with it.
        They are not compared: numbers that cite one key have one source, whichever has its entry.

    Raises
    ------
    InputError
        If one is of another type, a word is unknown, or the range is not finite or ends below its
        beginning.

    Examples
    --------
    >>> Evidence("mine:brent", "estimate", "2026-11", ("desk-2026-11",), 55.0, 80.0).high
    80.0
    """

    row: str
    kind: str
    as_of: str
    source: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    note: str = ""
    range: str = RANGES[0]
    basis: str = ""
    spread: str = ""
    entries: tuple[Source, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        for name in ("row", "kind", "as_of", "note"):
            value = getattr(self, name)
            if not isinstance(value, str):
                raise _fault(name, "text", value)
        if self.kind not in (*KINDS, YOURS, ABSENT):
            raise _fault("kind", f"{_listed(*KINDS, YOURS)} or {ABSENT!r}", self.kind)
        for name, known in (("range", RANGES), ("basis", BASES), ("spread", SPREADS)):
            if getattr(self, name) not in known:
                raise _fault(name, _either(known), getattr(self, name))
        source: object = self.source  # a list would make it no key of a mapping
        if not isinstance(source, tuple) or not all(isinstance(key, str) for key in source):
            raise _fault("source", "a tuple of texts, such as ('desk-2026-11',)", source)
        for name in ("low", "high"):
            end = getattr(self, name)
            number = isinstance(end, (int, float)) and not isinstance(end, bool)
            if end is not None and not (number and math.isfinite(end)):
                raise _fault(name, "a finite number or None", end)
        if self.low is not None and self.high is not None and self.low > self.high:
            raise _fault("low", f"at most {self.high:g}, the high", self.low)

    def table(self) -> dict[str, Any]:
        """Return the evidence as part of a number's table in a file, without range and default."""
        sources = [
            next(({"key": key, **e.entry()} for e in self.entries if e.key == key), key)
            for key in self.source
        ]
        table = {"range": self.range, "kind": self.kind, "as_of": self.as_of, "source": sources}
        table |= {"note": self.note, "row": self.row, "basis": self.basis, "spread": self.spread}
        usual = {"range": RANGES[0], "kind": YOURS, "source": []}
        return {name: each for name, each in table.items() if each != usual.get(name, "")}

    def sourced(self, value: Any, low: Any, high: Any) -> Sourced:
        """Return the number with this evidence, as a user writes it."""
        own = {source.key: source for source in self.entries}
        return Sourced(
            value,
            low,
            high,
            self.range,
            self.kind,
            self.as_of,
            tuple(own.get(key, key) for key in self.source),
            self.note,
            self.row,
            self.basis,
            self.spread,
        )

    @property
    def ranged(self) -> bool:
        """True if a range is known, of one end at least."""
        return self.low is not None or self.high is not None

    def ends(self, value: float) -> tuple[float, float]:
        """Return low and high of the range around a value; an end that is not known is the value.

        Parameters
        ----------
        value : float
            The number of which this is the evidence.
        """
        return (
            value if self.low is None else self.low,
            value if self.high is None else self.high,
        )

    def holds(self, value: float) -> bool:
        """Return whether a number lies in the range, of which an end may be unknown.

        Parameters
        ----------
        value : float
            The number, in the unit of the range.
        """
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    @property
    def tabled(self) -> bool:
        """True if the number is a row of a table, shipped or of a case pack, not a single one."""
        return ":" in self.row


def _listed(*words: str) -> str:
    return ", ".join(map(repr, words))


def _either(words: tuple[str, ...]) -> str:
    return f"{_listed(*words[:-1])} or {words[-1]!r}"


def _fault(name: str, expected: str, value: object) -> InputError:
    return InputError(f"Evidence: {name}: expected {expected}, got {quote(value)}")


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One sourced number.

    Attributes
    ----------
    name : str
        Its short name in the table it comes from.
    path : str
        Its path in a scenario, with ``*`` for any route, or in a group, as ``vessel:field``; empty
        for a number in neither.
    value : float
        The number, in `unit`; the array of an input that has one.
    unit : str
        The unit; ``1`` for a share or a multiple.
    evidence : Evidence
        Range, kind, date, sources and note.
    """

    name: str
    path: str
    value: float
    unit: str
    evidence: Evidence

    def __eq__(self, other: object) -> bool:
        """Compare all fields; the elements of an array together."""
        return _same_fields(self, other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        """Hash by all but the number, which may be an array."""
        return hash((self.name, self.path, self.unit, self.evidence))

    @property
    def low(self) -> float:
        """Lower bound of the range; the value itself where none is known."""
        return self.evidence.ends(self.value)[0]

    @property
    def high(self) -> float:
        """Upper bound of the range; the value itself where none is known."""
        return self.evidence.ends(self.value)[1]

    @property
    def field(self) -> str:
        """Field of the number: the last step of its path."""
        return self.path.replace(":", ".").rpartition(".")[2]

    def covers(self, path: str) -> bool:
        """Return whether the row's path or pattern covers a path."""
        if path == self.path:
            return True
        steps, parts = self.path.split("."), path.split(".")
        return len(steps) == len(parts) and all(
            step in ("*", part) for step, part in zip(steps, parts, strict=True)
        )


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Sourced:
    """A number with its evidence, for any place that takes a number.

    Parameters
    ----------
    value : str, number, Quantity, or a list or array of them
        The number with its unit, as the place takes it; in `Scenario.vary`, also a pandas series.
    low, high : str, number or Quantity, optional
        The range, of one number; an end that is left out is the value itself.
    range : {'bounds', 'p10-p90', 'p5-p95', 'quotes'}
        What low and high are: least and greatest possible value, quantiles, or the lowest and the
        highest figure quoted. A simulation draws from a triangular distribution between bounds,
        from a normal one in two halves with these quantiles, its median at the value, or evenly
        between quotes.
    kind : {'published', 'estimate', 'assumption', 'you'}
        Kind of evidence. A published figure needs a source, an assumption its reason in `note`.
    as_of : str, int, datetime.date, numpy.datetime64, pandas.Timestamp or Period
        The day, month, quarter, year or span that the number describes, not that of publication.
    source : str, Source, or a list of them
        Keys of the bibliography, or entries of it.
    note : str
        Meaning of the number, and derivation of value and range.
    row : str
        An id: numbers with one id and equal evidence are drawn as one. Left out, a pattern such as
        ``'*.sea.weather'`` is one row, and a single path is a row of its own.
    basis : {'', 'duty unpaid', 'duty paid'}
        Of a price: whether it covers import charges.
    spread : {'', 'class'}
        ``'class'`` if the range spans a class, as of ships, and is not the uncertainty of one: it
        is not drawn.

    Raises
    ------
    InputError
        If a word is unknown, a date is none, or what the kind or the range needs is missing. A
        field raises it too, if the value lies outside the range.

    Examples
    --------
    >>> brent = Sourced("64 USD/bbl", low="55 USD/bbl", high="80 USD/bbl", source="desk-2026-11")
    >>> brent
    Sourced('64 USD/bbl', low='55 USD/bbl', high='80 USD/bbl', source='desk-2026-11')
    """

    value: FigureLike | pd.Series[Any]
    low: FigureLike | None = None
    high: FigureLike | None = None
    range: str = RANGES[0]
    kind: str = YOURS
    as_of: YearLike = ""
    source: str | Source | tuple[str | Source, ...] | list[str | Source] = ()
    note: str = ""
    row: str = ""
    basis: str = ""
    spread: str = ""

    def __post_init__(self) -> None:
        for name in ("value", "low", "high"):
            if isinstance(getattr(self, name), (Sourced, Row)):
                msg = (
                    f"Sourced.{name}: expected a number, got one with evidence of its own; write "
                    ".value of it"
                )
                raise InputError(msg)
        for name, known in (
            *(("range", RANGES), ("kind", (*KINDS, YOURS))),
            *(("basis", BASES), ("spread", SPREADS)),
        ):
            given = getattr(self, name)
            if not isinstance(given, str) or given not in known:
                near = did_you_mean(given, known) if isinstance(given, str) and given else ""
                near = near if near.startswith("; did") else f"; write {name}={known[0]!r}"
                msg = f"Sourced.{name}: expected {_either(known)}, got {quote(given)}{near}"
                raise InputError(msg)
        object.__setattr__(self, "as_of", _when(self.as_of, "Sourced.as_of"))
        object.__setattr__(self, "source", _sources(self.source))
        for name in ("note", "row"):
            _text(getattr(self, name), f"Sourced.{name}")
        if self.kind == "published" and not self.source:
            msg = (
                "Sourced.source: a published figure needs one; write for example "
                "source=Source('desk-2026-11', title='...'), or kind='estimate'"
            )
            raise InputError(msg)
        if self.kind == "assumption" and not self.note.strip():
            msg = "Sourced.note: an assumption needs its reason; write note='...'"
            raise InputError(msg)
        if self.range in QUANTILES and (self.low is None or self.high is None):
            missing = "low" if self.low is None else "high"
            msg = f"Sourced.{missing}: a range of {self.range} needs both ends; write {missing}=..."
            raise InputError(msg)

    def __eq__(self, other: object) -> bool:
        """Compare all that is given; the elements of an array together."""
        return _same_fields(self, other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        """Hash by what is written beside the number."""
        return hash((self.kind, self.as_of, self.source, self.note, self.row))

    def __repr__(self) -> str:
        """Return code that makes an equal one."""
        shown = [_code(self.value)]
        for each in fields(self)[1:]:
            given = getattr(self, each.name)
            if given is None or given == each.default:
                continue
            if each.name == "source" and len(given) == 1:
                given = given[0]
            shown.append(f"{each.name}={_code(given)}")
        return f"Sourced({', '.join(shown)})"

    @classmethod
    def of_table(cls, table: Mapping[str, Any]) -> Sourced:
        """Return the number of a table of a file, as ``{value = '64 USD/bbl', low = ...}``.

        Raises
        ------
        InputError
            If a key is unknown, there is no value, or one does not fit.
        """
        given = dict(table)
        unit = given.pop("unit", None)
        known = [field.name for field in fields(cls)]
        for name in given:
            if name not in known:
                msg = f"unknown key {quote(name)}{did_you_mean(str(name), known)}"
                raise InputError(msg)
        if "value" not in given:
            msg = "value is required; write value = '...' beside its range and source"
            raise InputError(msg)
        if unit is not None:  # an array's
            given["value"] = {"value": given["value"], "unit": unit}
        cited = given.get("source")
        if isinstance(cited, list):
            given["source"] = [_cited(key) for key in cited]
        return cls(**given)

    def evidence(self, low: float | None, high: float | None, row: str = "") -> Evidence:
        """Return the evidence, with the range in the field's unit.

        Parameters
        ----------
        low, high : float or None
            The range.
        row : str
            The id of the row, unless the user wrote one.
        """
        given: Any = self.source
        keys = tuple(key.key if isinstance(key, Source) else key for key in given)
        # An entry that says nothing is its key.
        entries = tuple(key for key in given if isinstance(key, Source) and key.entry())
        return Evidence(
            self.row or row,
            self.kind,
            str(self.as_of),
            keys,
            low,
            high,
            self.note,
            self.range,
            self.basis,
            self.spread,
            entries,
        )


def _same_fields(left: Any, right: Any) -> bool:
    """Return whether two instances of a dataclass are the same, whose values may be arrays."""
    return all(_alike(getattr(left, each.name), getattr(right, each.name)) for each in fields(left))


def _alike(left: Any, right: Any) -> bool:
    """Return whether two values are the same; arrays are by shape and element."""
    if isinstance(left, (str, list, tuple)):
        return bool(left == right)
    shapes = [np.shape(getattr(value, "magnitude", value)) for value in (left, right)]
    return shapes[0] == shapes[1] and bool(np.all(left == right))


def _code(value: Any) -> str:
    """Return code of a value; a quantity as its text, or as the call of an array."""
    magnitude = getattr(value, "magnitude", None)
    if magnitude is None:
        return repr(value)
    if np.ndim(magnitude):
        return f"Q({np.asarray(magnitude).tolist()}, {f'{value.units:~C}'!r})"
    number = float(magnitude)
    short = figure(number)
    exact = short if float(short) == number else repr(number)
    return repr(f"{exact} {value.units:~C}".strip())


def _when(value: Any, where: str) -> str:
    """Return a date or a period as text; empty text is that none is known."""
    return "" if isinstance(value, str) and not value else dates.when(value, where)


def _text(value: Any, where: str) -> None:
    """Raise an error for what is no text, or what no file can hold."""
    if not isinstance(value, str):
        msg = f"{where}: expected text, got {quote(value)}; write it in quotation marks"
        raise InputError(msg)
    try:
        value.encode()
    except UnicodeEncodeError as error:  # an unpaired surrogate
        msg = f"{where}: expected text that UTF-8 can hold, got {quote(value)}"
        raise InputError(msg) from error


def _cited(key: Any) -> Any:
    """Return a source of a table's list: a key, or an entry with its key."""
    if hasattr(key, "items") and "key" in key:
        entry = dict(key)
        return Source.of_entry(str(entry.pop("key")), entry)
    return key


def _sources(given: Any) -> tuple[str | Source, ...]:
    """Return sources as a tuple of keys and entries; a text may hold several keys."""
    if isinstance(given, str):
        given = given.split()
    listed = list(given) if isinstance(given, (list, tuple)) else [given]
    for key in listed:
        if not isinstance(key, Source) and not (isinstance(key, str) and key.split() == [key]):
            msg = (
                "Sourced.source: expected keys of the bibliography or sources, got "
                f"{quote(key)}; write for example 'desk-2026-11'"
            )
            raise InputError(msg)
        _text(key.key if isinstance(key, Source) else key, "Sourced.source")
    keys = [key.key if isinstance(key, Source) else key for key in listed]
    twice = next((key for at, key in enumerate(keys) if key in keys[:at]), None)
    if twice is not None:
        msg = f"Sourced.source: {quote(twice)} is given twice; leave one out"
        raise InputError(msg)
    return tuple(listed)
