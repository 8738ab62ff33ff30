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
import threading
from functools import lru_cache
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pint

from oilecon.errors import UnitError, did_you_mean, figure, quote

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Q", "Quantity", "Raw", "to_magnitude", "to_quantity", "unit_text", "vocabulary"]

FloatArray: TypeAlias = npt.NDArray[np.float64]
Raw: TypeAlias = "float | FloatArray"
Quantity: TypeAlias = "pint.Quantity[Any]"

# name = what it is = symbol = aliases. The barrel is 42 US gallons = 0.158987294928 m3; a year of
# money is 365 days. USD, CAD, CNY and degAPI are dimensions of their own, and so is mgKOH, the base
# that neutralises an acid. Dollars of one year, such as USD2006, are made when first named.
_DEFINITIONS = """
m = [length] = m = metre = meter
km = 1000 * m
nmi = 1852 * m
kg = [mass]
t = 1000 * kg = t = tonne = tonnes
g = 0.001 * kg
mg = 0.000001 * kg
mgKOH = [acid] = mgKOH
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
CAD = [canadian_money]
CNY = [chinese_money] = CNY = yuan
MUSD = 1000000 * USD
percent = 0.01 = %
degAPI = [api_gravity] = degAPI = API
K = [temperature]
degC = K; offset: 273.15
degF = 5 / 9 * K; offset: 255.3722222222222
cSt = 0.000001 * m ** 2 / s
cP = 0.001 * kg / m / s
"""

# What each name means as the oil trade reads it, and what to write instead. The first nine are read
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
    "ppm": "is by mass or by volume; write 'mg/kg' for parts per million by mass",
    "c$": "is not in the vocabulary; write 'CAD'",
    "mpas": "is not in the vocabulary; write 'mPa.s' or 'cP'",
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
    "miles": "are statute or nautical miles; write 'nmi' or 'km'",
    "tons": "is short, long or metric tons; write 't' for the metric tonne",
    "us$": "is not in the vocabulary; write 'USD'",
    "usd$": "is not in the vocabulary; write 'USD'",
    "month": "has no fixed length; write days",
    "months": "have no fixed length; write days",
    "gal": "is a US or an imperial gallon; write 'bbl' (42 US gallons) or 'L'",
    "gallon": "is a US or an imperial gallon; write 'bbl' (42 US gallons) or 'L'",
    "gallons": "are US or imperial gallons; write 'bbl' (42 US gallons) or 'L'",
    "c": "is a cent or a degree; write USD or 'degC'",
    "f": "is not in the vocabulary; write 'degF'",
}

_POWERS = {f"m{hat}{n}": {"m": n} for n in (2, 3) for hat in ("", "^", "**")}
_POWERS |= {"m²": {"m": 2}, "m³": {"m": 3}}  # as pint prints them
_SPELLED = {"%": "percent", "°API": "degAPI", "°C": "degC", "°F": "degF"}
_SPELLED |= {"mPa.s": "cP"}

_LONGEST = 100  # characters of a quantity's text; the longest sensible one has about twenty
_DEEPEST = 32  # lists within lists, or dimensions, that are too many: as many as NumPy 1 takes
_TERMS = 6  # factors in a unit; 'USD/bbl/day' has three, m3 counts as three
_NUMBER = re.compile(
    r"\s*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)(.*)", re.DOTALL
)
_SEPARATED = re.compile(r"[,_']|\s+(?!1\s*(?:/|\Z))[0-9]")  # what follows the number in '80 000'
_PER = re.compile(r"\s*1\s*(?:/|\Z)")  # a unit that begins with a digit: '1/year', '1'

FRACTION = "fraction"  # a share of one, written as 0.3 or '30 %'
PURE = "1"  # a multiple, written as a bare number

_DATED = re.compile(r"USD(19|20)[0-9]{2}\Z")  # dollars of one year
_dated_lock = threading.RLock()  # pint reads the new name through the same gate
_dated_names: set[str] = set()


class OtherKindError(UnitError):
    """A unit of the wrong dimension; whoever knows the field adds what to write."""


class _Formatter(pint.delegates.Formatter):
    """Prints units as the trade writes them, with a format for the number or without one."""

    def format_quantity(self, quantity: Any, spec: str = "", **more: Any) -> str:
        """Return the quantity as text; pint would print 'USD / bbl' for a spec such as '.2f'."""
        styled = re.search("[~PCHLD]", spec)
        return super().format_quantity(quantity, spec if styled else f"{spec}~P", **more)


def _registry() -> pint.UnitRegistry[Any]:
    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None)
    registry.load_definitions(_DEFINITIONS.strip().splitlines())
    registry.formatter = _Formatter(registry)
    # Text that a user hands to pint itself, as in quantity.to("bbl/d"), takes the same way in.
    registry.preprocessors.append(_checked_text)
    return registry


def _checked_text(text: str) -> str:
    """Return pint's spelling of unit text (with a number before it or not), or refuse it."""
    if _PER.match(text) or not _NUMBER.match(text):
        return _spell(_parse(text))
    number, unit = _split(text)
    if unit.startswith("*"):  # as written below: where pint wants a unit, it asks twice
        msg = f"expected a unit without a number, got {quote(text)}; write for example 'USD/bbl'"
        raise UnitError(msg)
    return f"{_finite(number)!r} * {_spell(_parse(unit))}"


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
            f"expected a number and a unit, got {len(text)} characters {quote(text)}; "
            "write for example '63.8 USD/bbl'"
        )
        raise UnitError(msg)
    matched = _NUMBER.match(text)
    if matched is None:
        msg = (
            f"expected a number and a unit, got the text {quote(text)}; "
            "write for example '63.8 USD/bbl'"
        )
        raise UnitError(msg)
    number, rest = matched.groups()
    if _SEPARATED.match(rest):
        msg = (
            f"got the text {quote(text)}; write the number with a point and no separators: "
            "'63.8 USD/bbl', '80000 USD/day'"
        )
        raise UnitError(msg)
    rest = rest.strip()
    if rest.startswith("/"):  # '1/year': the number is the rate's, the unit its denominator
        rest = f"1{rest}"
    return float(number), rest


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
    # Both dots, as pint prints a product: U+00B7, and from 0.26 on U+22C5.
    pieces = re.split(r"\s*(/|·|\u22c5|(?<!\*)\*(?!\*))\s*", text)
    if "" in pieces:
        msg = f"{quote(text)} is no unit: a name is missing; write for example 'USD/bbl'"
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
    if len(pieces) > 2 * _TERMS + 1 or sum(map(abs, powers.values())) > _TERMS:
        msg = f"{quote(text)} has more than {_TERMS} factors; write for example 'USD/bbl'"
        raise UnitError(msg)
    found = tuple((name, power) for name, power in powers.items() if power)
    if found not in {(("degC", 1),), (("degF", 1),)} and not {"degC", "degF"}.isdisjoint(powers):
        msg = (
            f"{quote(text)}: a temperature with an offset stands alone; write 'K' for a difference"
        )
        raise UnitError(msg)
    return found


def _name(piece: str, text: str) -> str:
    """Return the registry's name of one unit, or say what to write instead."""
    name = _NAMES.get(_SPELLED.get(piece, piece))
    if name is not None:
        return name
    if _DATED.match(piece):
        return _dated(piece)
    refused = _REFUSED.get(piece.lower())
    if refused is not None:
        msg = f"{quote(piece)} {refused}"
        raise UnitError(msg)
    where = "" if piece == text else f" in {quote(text)}"
    for known in _NAMES:  # of which no two differ by their case alone
        if known.lower() == piece.lower():
            msg = f"{quote(piece)}{where} is not a unit of oilecon; write {known!r}"
            raise UnitError(msg)
    msg = f"{quote(piece)}{where} is not a unit of oilecon{did_you_mean(piece, _NAMES)}"
    raise UnitError(msg)


def _dated(name: str) -> str:
    """Return the name of one year's dollar, a dimension of its own that nothing else mixes with.

    A definition for every year beforehand would double the time that the registry takes.
    """
    with _dated_lock:
        if name not in _dated_names:
            _dated_names.add(name)
            UREG.define(f"{name} = [money_{name.removeprefix('USD')}]")
    return name


def _names() -> dict[str, str]:
    """Return the name that each spelling in the definitions stands for."""
    found: dict[str, str] = {}
    for line in _DEFINITIONS.strip().splitlines():
        name, _, *more = (part.strip() for part in line.split("="))
        found |= dict.fromkeys((name, *more), name)
    del found["%"]  # stands in `_SPELLED`, for pint cannot read it
    return found


_NAMES = _names()
UREG = _registry()


def vocabulary() -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the unit names that are understood, and those refused with what to write instead."""
    return tuple(sorted({*_NAMES, *_SPELLED})), dict(_REFUSED)


@lru_cache(maxsize=512)
def _powers_of(text: str) -> Any:
    """Return the registry's container for checked text, which makes a Quantity fastest."""
    return UREG.UnitsContainer(dict(_parse(text)))


@lru_cache(maxsize=512)
def unit_of(text: str) -> Any:
    """Return the registry's unit for checked text.

    Raises
    ------
    UnitError
        If the text is not in the vocabulary.
    """
    return UREG.Unit(_powers_of(text))


@lru_cache(maxsize=512)
def _factor(source: Any, target: str) -> float:
    """Return what one of `source` is in `target`; only for units without an offset."""
    factor = float(UREG.convert(1.0, source, unit_of(target)))
    # pint multiplies its way through the base units and may end beside 1000. No definition has
    # more than twelve digits.
    short = float(f"{factor:.12g}")
    return short if abs(short - factor) <= 4.0 * math.ulp(factor) else factor


_OFFSET = frozenset({"degC", "degF", "K"})


def _convert(raw: Raw, source: Any, target: str) -> Raw:
    """Return `raw` in the canonical unit `target`."""
    if target in _OFFSET:
        try:
            return UREG.Quantity(raw, source).to(unit_of(target)).magnitude
        except pint.DimensionalityError as error:  # a delta_degC that pint made
            msg = f"expected {target}, got a difference of temperatures in {source:~P}"
            raise UnitError(msg) from error
    factor = _factor(source, target)
    if factor == 1.0:
        return raw
    inverse = 1.0 / factor
    with np.errstate(over="ignore"):  # the callers refuse infinity
        # '57 %' is 57 / 100, the float 0.57; 57 x 0.01 is not.
        return raw / inverse if inverse.is_integer() else raw * factor


def _expected(unit: str) -> str:
    """Return a canonical unit as messages name it."""
    return {FRACTION: "a share", PURE: "a pure number"}.get(unit, unit)


def _bare(raw: Raw, unit: str) -> Raw:
    """Return a number that came without a unit, where that is allowed."""
    if unit == PURE:
        return raw
    array = np.asarray(raw)
    if unit == FRACTION and array.min() >= -1.0 and array.max() <= 1.0:
        return raw
    odd = np.abs(array) > 1.0 if unit == FRACTION else np.ones(array.shape, dtype=bool)
    if not odd.any():  # NaN, which the field refuses
        return raw
    first = float(array[odd].flat[0])
    shown = figure(first)
    # Where all are bare, the first stands for all.
    came = shown if odd.all() else first_shown(raw, odd)
    if not math.isfinite(first):
        msg = f"expected {_expected(unit)}, got {came}, which is no finite number"
    elif unit == FRACTION:
        msg = (
            f"expected a share, got the bare number {came}; "
            f"write '{shown} %' for percent, or the fraction {figure(first / 100)}"
        )
    else:
        msg = (
            f"expected {unit}, got the bare number {came}; write '{shown} {unit}' if that "
            "is the unit"
        )
    raise UnitError(msg)


def _numbers(value: object, unit: str) -> FloatArray:
    """Return an array of float64 that nobody can write to, or refuse what holds no numbers."""
    ones = value if isinstance(value, (list, tuple)) else (value,)
    if any(isinstance(one, np.ma.MaskedArray) and np.ma.is_masked(one) for one in ones):
        msg = f"expected {_expected(unit)}, got an array with masked elements; fill them first"
        raise UnitError(msg)
    deeper: Any = value
    for _ in range(_DEEPEST):
        deeper = deeper[0] if isinstance(deeper, (list, tuple)) and deeper else None
    if deeper is not None:
        raise _too_deep(unit)
    try:
        array = np.asarray(value)
    except (ValueError, TypeError) as error:
        msg = f"expected {_expected(unit)}, got a ragged list; every row needs the same length"
        raise UnitError(msg) from error
    if array.ndim >= _DEEPEST:
        raise _too_deep(unit)
    if array.size == 0:
        msg = f"expected {_expected(unit)}, got an empty array; give at least one element"
        raise UnitError(msg)
    odd = _odd(array)
    if odd is not None:
        came = f"{type(value).__name__} of {odd}" if array.ndim else type(value).__name__
        msg = f"expected {_expected(unit)}, got {came}, which is no number"
        raise UnitError(msg)
    try:
        return unchanging(np.asarray(array, dtype=np.float64))
    except OverflowError as error:
        msg = f"expected {_expected(unit)}, got an integer too large for a float"
        raise UnitError(msg) from error


def unchanging(array: FloatArray) -> FloatArray:
    """Return an array that nobody can write to: itself if it is one, or a copy.

    A flag would not do, since whoever owns an array may lift it, and pint aliases the caller's. An
    array over bytes is for good, and so needs no second copy on its way from group to group.
    """
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, bytes):
        return array
    return np.frombuffer(array.tobytes()).reshape(array.shape)


def _too_deep(unit: str) -> UnitError:
    return UnitError(f"expected {_expected(unit)}, got lists nested {_DEEPEST} deep or more")


def _odd(array: npt.NDArray[Any]) -> str | None:
    """Return the type of what makes an array not one of numbers, if anything does."""
    if array.dtype.kind in "iuf":
        return None
    if array.dtype.kind != "O":
        return str(array.dtype)
    odd = (one for one in array.flat if isinstance(one, bool) or not isinstance(one, Real))
    return next((type(one).__name__ for one in odd), None)


def _listed(value: object) -> object:
    """Return an array of texts or quantities as a list, and anything else as it is."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "OU":
        return value.tolist()
    return value


def _has_units(value: object) -> bool:
    """Return whether a list holds texts or quantities, each with its own unit."""
    level, seen = [value], set()
    for _ in range(_DEEPEST):
        lists = [one for one in level if isinstance(one, (list, tuple)) and id(one) not in seen]
        if not lists:
            return False
        seen |= set(map(id, lists))  # a list may hold itself, even twice
        level = [inner for one in lists for inner in one]
        if any(isinstance(inner, (str, pint.Quantity)) for inner in level):
            return True
    return False


def _texts(values: Any, unit: str, depth: int) -> Raw:
    """Return an array from a list of texts or quantities, each with its own unit."""
    rows = [_take(one, unit, depth) for one in values]
    try:
        return np.array(rows)
    except ValueError as error:
        msg = f"expected {_expected(unit)}, got a ragged list; every row needs the same length"
        raise UnitError(msg) from error


def to_magnitude(value: object, unit: str) -> Raw:
    """Take the unit off: return float64 numbers in `unit`.

    Parameters
    ----------
    value : str, number, Quantity, or a list or array of them
        A text such as ``'63.8 USD/bbl'``, a Quantity of this registry, or, for a share, a bare
        fraction of at most one.
    unit : str
        The canonical unit of the field.

    Returns
    -------
    float or numpy.ndarray
        A float, or an array that shares nothing that the caller could change.

    Raises
    ------
    UnitError
        If the unit is missing, unknown, ambiguous, of another dimension or of another registry.
    """
    return _take(value, unit, 0)


def _take(value: object, unit: str, depth: int) -> Raw:
    if depth >= _DEEPEST:
        raise _too_deep(unit)
    if isinstance(value, str):
        number, text = _split(value)
        return _checked(number, unit_of(text), unit) if text else _bare(number, unit)
    if isinstance(value, pint.Quantity):
        return _checked(_ours(value, unit), value.units, unit)
    listed = _listed(value)
    if listed is not value and not isinstance(listed, list):  # an array without a dimension
        return _take(listed, unit, depth + 1)  # which may hold another
    value = listed
    if _has_units(value):
        return _texts(value, unit, depth + 1)
    return _bare(_plain(value, unit), unit)


def _ours(quantity: Any, unit: str) -> Raw:
    """Return the numbers of a Quantity, if it is of this registry."""
    if quantity._REGISTRY is not UREG:  # noqa: SLF001  pint has no public name
        msg = (
            f"expected {_expected(unit)}, got a Quantity of another registry, whose units "
            "may differ; "
            "write oilecon.Q(quantity.magnitude, '...') with a unit of oilecon"
        )
        raise UnitError(msg)
    return _plain(quantity.magnitude, unit)


def _plain(value: object, unit: str) -> Raw:
    """Return a float or an unchanging float64 array from numbers without a unit."""
    if isinstance(value, bool):
        msg = f"expected {_expected(unit)}, got {value}; a truth value is no quantity"
        raise UnitError(msg)
    if isinstance(value, Real):
        try:
            return float(value)
        except OverflowError as error:
            msg = f"expected {_expected(unit)}, got {quote(value)}, which is no finite number"
            raise UnitError(msg) from error
    if value is None:
        msg = f"expected {_expected(unit)}, got nothing (None)"
        raise UnitError(msg)
    array = _numbers(value, unit)
    return float(array) if array.ndim == 0 else array


def _checked(raw: Raw, source: Any, unit: str) -> Raw:
    """Return `raw` in `unit` if `source` is the same kind of quantity."""
    if source.dimensionality != unit_of(unit).dimensionality:
        shown = figure(raw) if isinstance(raw, float) else f"an array of shape {raw.shape}"
        came = f"{source:~P}" or "a pure number"
        msg = f"expected {_expected(unit)}, got {shown} in {came}, another kind of quantity"
        if "USD" in unit and re.search(r"USD[0-9]", came):
            msg += (
                " (dollars of one year; see oilecon.constant_dollars and oilecon.drop_price_year)"
            )
        raise OtherKindError(msg)
    return _convert(raw, source, unit)


def unit_text(value: object) -> str:
    """Return the unit of a quantity as text that is read back; '1' of a pure number."""
    if not isinstance(value, pint.Quantity):
        return PURE
    powers: Any = value.unit_items()
    text = _spell(tuple(powers)).replace(" ", "")
    return PURE if text == "dimensionless" else text


def to_quantity(raw: Raw, unit: str) -> Quantity:
    """Put the unit on: return `raw` as a Quantity, without a copy."""
    # pint's constructor asks what it was given, which takes longer than a whole voyage's arithmetic
    # in floats. Here that is known: a float or an array, and a checked unit.
    quantity = object.__new__(UREG.Quantity)
    quantity._magnitude = raw
    quantity._units = _powers_of(unit)
    return quantity


def Q(value: object, unit: str | None = None) -> Quantity:  # noqa: N802  the public name
    """Make a quantity in the oil trade's units.

    Parameters
    ----------
    value : str, number, Quantity, or a list or array of numbers
        A text with number and unit, or numbers when `unit` is given. Arrays are copied. A list of
        texts or quantities is converted to the unit of the first.
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
    value = _listed(value)
    if unit is not None:
        unit_of(_text(unit))  # refuse it before looking at the value
        own = isinstance(value, (str, pint.Quantity)) or _has_units(value)
        return to_quantity(_finite(to_magnitude(value, unit) if own else _plain(value, unit)), unit)
    if isinstance(value, pint.Quantity):
        return UREG.Quantity(_finite(_ours(value, "a quantity")), value.units)
    first = value[0] if isinstance(value, (list, tuple)) and value else value
    if isinstance(first, str):
        number, text = _split(first)
        if not text:
            raise _no_unit(first.strip())
        return to_quantity(_finite(number if first is value else to_magnitude(value, text)), text)
    if isinstance(first, pint.Quantity):
        text = f"{first.units:~C}" or PURE
        return to_quantity(_finite(to_magnitude(value, text)), text)
    raise _no_unit(_plain(value, "a quantity"))


def _text(unit: object) -> str:
    if isinstance(unit, str):
        return unit
    msg = f"expected a unit as text, such as 'USD/bbl', got {type(unit).__name__}"
    raise UnitError(msg)


def _no_unit(came: str | Raw) -> UnitError:
    if isinstance(came, np.ndarray):
        shown, bare, pure = "[...]", "bare numbers", "pure numbers"
    else:
        shown = came if isinstance(came, str) else figure(came)
        bare, pure = f"the bare number {shown}", "a pure number"
    return UnitError(
        f"expected a unit, got {bare}; write for example Q({shown}, 'USD/bbl'), "
        f"or Q({shown}, '1') for {pure}"
    )


def _finite(raw: Raw) -> Raw:
    if isinstance(raw, float):
        if not math.isfinite(raw):
            msg = f"expected a finite number, got {raw}"
            raise UnitError(msg)
    elif not np.isfinite(raw).all():
        msg = f"expected finite numbers, got {first_shown(raw, ~np.isfinite(raw))}"
        raise UnitError(msg)
    return raw


def first_shown(raw: Raw, bad: Any, show: Callable[[float], str] = figure) -> str:
    """Return the first number that is bad and, in an array, where it is and how many are."""
    if isinstance(raw, float):
        return show(raw)
    first = np.broadcast_to(raw, np.shape(bad))[bad].flat[0]
    return f"{show(first)} at index {first_index(bad)} ({int(bad.sum())} of {bad.size})"


def first_index(bad: npt.NDArray[np.bool_]) -> int | tuple[int, ...]:
    """Return the index of the first True."""
    where = tuple(int(k) for k in np.unravel_index(int(np.argmax(bad)), bad.shape))
    return where[0] if len(where) == 1 else where


def _rebuild(magnitude: Any, powers: tuple[tuple[str, int], ...]) -> Any:
    return UREG.Quantity(magnitude, _rebuild_unit(powers))


def _rebuild_unit(powers: tuple[tuple[str, int], ...]) -> Any:
    for name, _ in powers:
        if _DATED.match(name):  # another process may not have named it yet
            _dated(name)
    return UREG.Unit(UREG.UnitsContainer(dict(powers)))


def _reduce(quantity: Any) -> tuple[Any, tuple[Any, tuple[tuple[str, int], ...]]]:
    """Pickle a quantity by its own registry; pint's way loads the application registry."""
    return _rebuild, (quantity.magnitude, tuple(quantity.unit_items()))


def _reduce_unit(unit: Any) -> tuple[Any, tuple[tuple[tuple[str, int], ...]]]:
    """Pickle a unit likewise: another registry would read a barrel as 31.5 gallons."""
    return _rebuild_unit, (tuple((1 * unit).unit_items()),)


copyreg.pickle(UREG.Quantity, _reduce)
copyreg.pickle(UREG.Unit, _reduce_unit)
