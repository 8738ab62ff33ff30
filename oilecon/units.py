"""The one unit registry, `Q`, and the one gate through which a unit is taken off or put on.

The vocabulary is closed. pint's stock registry reads `bbl` as 31.5 gallons, `kb` as a kilobarn,
`kt` as a knot and `$` as a pure number; here each of these either has its oil-trade meaning or is
refused with the text to write instead. Unit text goes through a short grammar of our own before
pint sees it, so no text is ever evaluated.
"""

from __future__ import annotations

import copyreg
import math
import re
from functools import lru_cache
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pint

from oilecon.errors import UnitError, did_you_mean, quote

__all__ = ["Q", "Quantity", "Raw", "put_on", "take_off", "vocabulary"]

FloatArray: TypeAlias = npt.NDArray[np.float64]
Raw: TypeAlias = "float | FloatArray"
Quantity: TypeAlias = "pint.Quantity[Any]"

# name = what it is = symbol = aliases. The barrel is 42 US gallons = 0.158987294928 m3; a year of
# money is 365 days. USD and degAPI are dimensions of their own.
_DEFINITIONS = """
m = [length] = m = metre = meter
km = 1000 * m
nmi = 1852 * m
kg = [mass]
t = 1000 * kg = t = tonne = tonnes
s = [time]
hour = 3600 * s = h = hours
day = 24 * hour = day = d = days
year = 365 * day = year = years
knot = nmi / hour = knot = knots = kn
L = 0.001 * m ** 3 = L = litre = liter
bbl = 158.987294928 * L = bbl = barrel = barrels
kb = 1000 * bbl
Mb = 1000000 * bbl
USD = [money]
MUSD = 1000000 * USD
percent = 0.01 = %
degAPI = [api_gravity] = degAPI = API
K = [temperature]
degC = K; offset: 273.15
degF = 5 / 9 * K; offset: 255.3722222222222
cSt = 0.000001 * m ** 2 / s
"""

# What each name means in the trade's ears, and what to write instead. The first nine are read
# wrongly by pint's stock registry without a word.
_BARRELS = "write 'kb' for a thousand barrels or 'Mb' for a million"
_RATE = "write 'bbl/day', 'kb/day' or 'Mb/day'"
_REFUSED = {
    "mb": f"is a thousand barrels to one and a million to another; {_BARRELS}",
    "kt": "is a knot to one and a thousand tonnes to another; write 'knot' or '1000 t'",
    "dwt": "is no unit; deadweight is a mass, write 't'",
    "mt": "is a tonne to one and a million tonnes to another; write 't'",
    "ton": "is a short, long or metric ton; write 't' for the metric tonne",
    "pct": "is not in the vocabulary; write '%'",
    "$": "does not say whose dollar; write 'USD'",
    "nm": "is a nanometre; write 'nmi' for the nautical mile",
    "b": "is not in the vocabulary; write 'bbl'",
    "bl": "is not in the vocabulary; write 'bbl'",
    "bbls": "is not in the vocabulary; write 'bbl'",
    "mbbl": f"is a thousand barrels to one and a million to another; {_BARRELS}",
    "mmbbl": "is not in the vocabulary; write 'Mb' for a million barrels",
    "mmb": "is not in the vocabulary; write 'Mb' for a million barrels",
    "kbbl": "is not in the vocabulary; write 'kb' for a thousand barrels",
    "bpd": f"is not in the vocabulary; {_RATE}",
    "bopd": f"is not in the vocabulary; {_RATE}",
    "kbd": f"is not in the vocabulary; {_RATE}",
    "kbpd": f"is not in the vocabulary; {_RATE}",
    "mbd": f"is a thousand barrels a day to one and a million to another; {_RATE}",
    "mbpd": f"is a thousand barrels a day to one and a million to another; {_RATE}",
    "mi": "is a statute mile; write 'nmi' for the nautical mile or 'km'",
    "mile": "is a statute or a nautical mile; write 'nmi' or 'km'",
    "tons": "is short, long or metric tons; write 't' for the metric tonne",
    "us$": "is not in the vocabulary; write 'USD'",
    "usd$": "is not in the vocabulary; write 'USD'",
    "month": "has no fixed length; write days",
    "gal": "is a US or an imperial gallon; write 'bbl' (42 US gallons) or 'L'",
    "c": "is a cent or a degree; write USD or 'degC'",
    "f": "is not in the vocabulary; write 'degF'",
}
_CASED = {"Mb", "kb", "t", "d", "h", "L", "K"}  # names whose other cases mean something else

_POWERS = {"m2": {"m": 2}, "m3": {"m": 3}, "m^3": {"m": 3}, "m**3": {"m": 3}, "m^2": {"m": 2}}
_SPELLED = {"%": "percent", "°API": "degAPI", "°C": "degC", "°F": "degF", "knots": "knot"}

_LONGEST = 100  # characters of a quantity's text; the longest sensible one has about twenty
_TERMS = 6  # factors in a unit; 'USD/bbl/day' has three, m3 counts as three
_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)(.*)", re.DOTALL)

FRACTION = "fraction"  # a share of one, written as 0.3 or '30 %'
PURE = "1"  # a multiple, written as a bare number


def _registry() -> pint.UnitRegistry[Any]:
    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None)
    registry.load_definitions(_DEFINITIONS.strip().splitlines())
    registry.formatter.default_format = "~P"
    # Text that a user hands to pint itself, as in quantity.to("bbl/d"), takes the same way in.
    registry.preprocessors.append(_checked_text)
    return registry


def _checked_text(text: str) -> str:
    """Return pint's spelling of unit text (with a number before it or not), or refuse it."""
    number, unit = _split(text) if _NUMBER.match(text) and text != PURE else (None, text)
    spelled = _spell(_parse(unit))
    return spelled if number is None else f"{number!r} * {spelled}"


def _spell(powers: tuple[tuple[str, int], ...]) -> str:
    """Return unit text that pint and the grammar both read: pint may hand it in once more."""
    over = [name for name, power in powers for _ in range(power)]
    under = [name for name, power in powers for _ in range(-power)]
    text = " / ".join([" * ".join(over) or PURE, *under])
    return "dimensionless" if text == PURE else text


def _split(text: str) -> tuple[float, str]:
    """Return the number and the unit text of a quantity's text."""
    if len(text) > _LONGEST:
        msg = (
            f"wanted a number and a unit, got {len(text)} characters {quote(text)}; "
            "write for example '63.8 USD/bbl'"
        )
        raise UnitError(msg)
    matched = _NUMBER.match(text)
    if matched is None:
        msg = (
            f"wanted a number and a unit, got the text {quote(text)}; "
            "write for example '63.8 USD/bbl'"
        )
        raise UnitError(msg)
    number, rest = matched.groups()
    if rest[:1] in {",", "_", "'"}:
        msg = f"got the text {quote(text)}; write the number without separators: '80000 USD/day'"
        raise UnitError(msg)
    if rest.startswith("/"):  # '1/year': the number is the rate's, the unit its denominator
        return float(number), f"1{rest}"
    return float(number), rest.strip()


@lru_cache(maxsize=512)
def _parse(text: str) -> tuple[tuple[str, int], ...]:
    """Return (name, power) pairs of unit text such as 'USD/bbl'; the whole grammar is here."""
    text = text.strip()
    if text in {"", PURE, FRACTION, "dimensionless"}:
        return ()
    if len(text) > _LONGEST:
        msg = f"{quote(text)} is no unit: {len(text)} characters; write for example 'USD/bbl'"
        raise UnitError(msg)
    powers: dict[str, int] = {}
    pieces = re.split(r"\s*(/|(?<!\*)\*(?!\*))\s*", text)
    if len(pieces) > 2 * _TERMS - 1:
        msg = f"{quote(text)} has more than {_TERMS} factors; write for example 'USD/bbl'"
        raise UnitError(msg)
    sign = 1
    for position, piece in enumerate(pieces):
        if position % 2:
            sign = -1 if piece == "/" else 1
            continue
        if piece == "1" and position == 0 and len(pieces) > 1:
            continue
        for name, power in (_POWERS.get(piece) or {_name(piece, text): 1}).items():
            powers[name] = powers.get(name, 0) + sign * power
    return tuple((name, power) for name, power in powers.items() if power)


def _name(piece: str, text: str) -> str:
    """Return the registry's name of one unit, or say what to write instead."""
    name = _SPELLED.get(piece, piece)
    if name in _NAMES:
        return name
    refused = _REFUSED.get(piece.lower())
    if refused is not None and piece not in _CASED:
        msg = f"{quote(piece)} {refused}"
        raise UnitError(msg)
    where = "" if piece == text else f" in {quote(text)}"
    cased = sorted(known for known in _NAMES if known.lower() == piece.lower())
    if cased:
        msg = (
            f"{quote(piece)}{where} is not a unit of oilecon; write {' or '.join(map(repr, cased))}"
        )
        raise UnitError(msg)
    msg = f"{quote(piece)}{where} is not a unit of oilecon{did_you_mean(piece, _NAMES)}"
    raise UnitError(msg)


def _names() -> frozenset[str]:
    """Return every spelling that the definitions give."""
    found: set[str] = set()
    for line in _DEFINITIONS.strip().splitlines():
        name, _, *more = line.split(";")[0].split("=")
        found |= {spelling.strip() for spelling in (name, *more)} - {"%"}
    return frozenset(found)


_NAMES = _names()
UREG = _registry()


def vocabulary() -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the unit names that are understood, and those refused with what to write instead."""
    return tuple(sorted(_NAMES | set(_SPELLED))), dict(_REFUSED)


@lru_cache(maxsize=512)
def unit_of(text: str) -> Any:
    """Return the registry's unit for checked text.

    Raises
    ------
    UnitError
        If the text is not in the vocabulary.
    """
    return UREG.Unit(UREG.UnitsContainer(dict(_parse(text))))


@lru_cache(maxsize=512)
def _factor(source: Any, target: str) -> float:
    """Return what one of `source` is in `target`; only for units without an offset."""
    return float(UREG.convert(1.0, source, unit_of(target)))


_OFFSET = frozenset({"degC", "degF", "K"})


def _convert(raw: Raw, source: Any, target: str) -> Raw:
    """Return `raw` in the canonical unit `target`."""
    if target in _OFFSET:
        return UREG.Quantity(raw, source).to(unit_of(target)).magnitude
    factor = _factor(source, target)
    return raw if factor == 1.0 else raw * factor


def _refuse_bare(shown: str, unit: str, number: float) -> UnitError:
    if unit == FRACTION:
        return UnitError(
            f"wanted a share, got the bare number {shown}; "
            f"write '{number:g} %' for percent, or the fraction {number / 100:g}"
        )
    return UnitError(
        f"wanted {unit}, got the bare number {shown}; write '{number:g} {unit}' if that is the unit"
    )


def _bare(raw: Raw, unit: str) -> Raw:
    """Return a number that came without a unit, where that is allowed."""
    if unit == PURE:
        return raw
    first = float(np.asarray(raw).flat[0])
    if unit == FRACTION:
        beyond = np.abs(np.asarray(raw)) > 1.0
        if not beyond.any():
            return raw
        first = float(np.asarray(raw)[beyond].flat[0])
    raise _refuse_bare(f"{first:g}", unit, first)


def _numbers(value: object, unit: str) -> FloatArray:
    """Return an array of float64 copied from the caller's, or refuse what holds no numbers."""
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        msg = f"wanted {unit}, got an array with masked elements; fill them first"
        raise UnitError(msg)
    try:
        array = np.asarray(value)
    except (ValueError, TypeError) as error:
        msg = f"wanted {unit}, got a ragged list; every row needs the same length"
        raise UnitError(msg) from error
    if array.dtype.kind not in "iuf":
        msg = f"wanted numbers in {unit}, got {type(value).__name__} of {array.dtype}"
        raise UnitError(msg)
    if array.size == 0:
        msg = f"wanted {unit}, got an empty array; give at least one element"
        raise UnitError(msg)
    return np.array(array, dtype=np.float64)  # a copy: pint aliases the caller's array


def _texts(values: Any, unit: str) -> Raw:
    """Return an array from a list of texts or quantities, each with its own unit."""
    rows = [take_off(one, unit) for one in values]
    try:
        return np.array(rows, dtype=np.float64)
    except ValueError as error:
        msg = f"wanted {unit}, got a ragged list; every row needs the same length"
        raise UnitError(msg) from error


def take_off(value: object, unit: str) -> Raw:
    """Take the unit off: return float64 numbers in `unit`.

    Parameters
    ----------
    value : str, number, Quantity, or a list or array of them
        A text such as ``'63.8 USD/bbl'``, a Quantity of this registry, or, for a share, a bare
        fraction.
    unit : str
        The canonical unit of the field.

    Returns
    -------
    float or numpy.ndarray
        A float, or a new array that shares nothing with the caller's.

    Raises
    ------
    UnitError
        If the unit is missing, unknown, ambiguous, of another dimension or of another registry.
    """
    if isinstance(value, str):
        number, text = _split(value)
        return float(_checked(number, unit_of(text), unit, has_unit=bool(text)))
    if isinstance(value, pint.Quantity):
        if value._REGISTRY is not UREG:  # noqa: SLF001  pint has no public name
            msg = (
                f"wanted {unit}, got a Quantity of another registry, whose units may differ; "
                "write oilecon.Q(quantity.magnitude, '...') with a unit of oilecon"
            )
            raise UnitError(msg)
        return _checked(_plain(value.magnitude, unit), value.units, unit, has_unit=True)
    if isinstance(value, (list, tuple)) and any(
        isinstance(one, (str, pint.Quantity, list, tuple)) for one in value
    ):
        return _texts(value, unit)
    return _bare(_plain(value, unit), unit)


def _plain(value: object, unit: str) -> Raw:
    """Return a float or a fresh float64 array from numbers without a unit."""
    if isinstance(value, bool):
        msg = f"wanted {unit}, got {value}; a truth value is no quantity"
        raise UnitError(msg)
    if isinstance(value, Real):
        return float(value)
    if value is None:
        msg = f"wanted {unit}, got nothing (None)"
        raise UnitError(msg)
    array = _numbers(value, unit)
    return float(array) if array.ndim == 0 else array


def _checked(raw: Raw, source: Any, unit: str, *, has_unit: bool) -> Raw:
    if not has_unit:
        return _bare(raw, unit)
    wanted = unit_of(unit)
    if source.dimensionality != wanted.dimensionality:
        shown = f"{raw:g}" if isinstance(raw, float) else f"an array of shape {raw.shape}"
        came = f"{source:~P}" or "a pure number"
        msg = f"wanted {unit}, got {shown} in {came}, another kind of quantity"
        raise UnitError(msg)
    if source.dimensionless and source == UREG.dimensionless:
        return _bare(raw, unit)
    return _convert(raw, source, unit)


def put_on(raw: Raw, unit: str) -> Quantity:
    """Put the unit on: return `raw` as a Quantity, without a copy."""
    return UREG.Quantity(raw, unit_of(unit))


def Q(value: object, unit: str | None = None) -> Quantity:  # noqa: N802  the public name
    """Make a quantity in the oil trade's units.

    Parameters
    ----------
    value : str, number, Quantity, or a list or array of numbers
        A text with number and unit, or numbers when `unit` is given. Arrays are copied.
    unit : str, optional
        A unit of the vocabulary, such as ``'USD/bbl'``. A quantity is converted to it.

    Returns
    -------
    pint.Quantity
        Of oilecon's registry, with float64 numbers.

    Raises
    ------
    UnitError
        If the unit is missing, unknown or ambiguous, or a number is not finite.

    Examples
    --------
    >>> print(Q("1850 nmi"))
    1850.0 nmi
    >>> print(Q([50, 60], "USD/bbl").magnitude)
    [50. 60.]
    >>> print(Q("1 kb", "bbl"))
    1000.0 bbl
    """
    if unit is not None:
        wanted = unit_of(unit)
        if isinstance(value, (str, pint.Quantity)):
            return put_on(_finite(take_off(value, unit)), unit)
        return UREG.Quantity(_finite(_plain(value, unit)), wanted)
    if isinstance(value, str):
        number, text = _split(value)
        if not text:
            raise _no_unit(value)
        return UREG.Quantity(_finite(number), unit_of(text))
    if isinstance(value, pint.Quantity):
        text = f"{value.units:~C}"
        return put_on(_finite(take_off(value, text)), text)
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], str):
        text = _split(value[0])[1]
        return put_on(_finite(take_off(value, text)), text)
    raise _no_unit(value)


def _no_unit(value: object) -> UnitError:
    shown = quote(value)[1:-1]
    return UnitError(
        f"wanted a unit, got the bare {shown}; write for example Q({shown}, 'USD/bbl'), "
        f"or Q({shown}, '1') for a pure number"
    )


def _finite(raw: Raw) -> Raw:
    if isinstance(raw, float):
        if not math.isfinite(raw):
            msg = f"wanted a finite number, got {raw}"
            raise UnitError(msg)
    elif not np.isfinite(raw).all():
        bad = ~np.isfinite(raw)
        msg = (
            f"wanted finite numbers, got {raw[bad].flat[0]} at index {first_index(bad)} "
            f"({int(bad.sum())} of {raw.size})"
        )
        raise UnitError(msg)
    return raw


def first_index(bad: npt.NDArray[np.bool_]) -> int | tuple[int, ...]:
    """Return the index of the first True."""
    where = tuple(int(k) for k in np.unravel_index(int(np.argmax(bad)), bad.shape))
    return where[0] if len(where) == 1 else where


def _rebuild(magnitude: Any, powers: tuple[tuple[str, int], ...]) -> Any:
    return UREG.Quantity(magnitude, UREG.UnitsContainer(dict(powers)))


def _reduce(quantity: Any) -> tuple[Any, tuple[Any, tuple[tuple[str, int], ...]]]:
    """Pickle a quantity by its own registry; pint's way loads the application registry."""
    return _rebuild, (quantity.magnitude, tuple(quantity.unit_items()))


copyreg.pickle(UREG.Quantity, _reduce)
