"""Unit registry, `Q`, and the single point of conversion between quantities and plain numbers.

The vocabulary is closed. pint's stock registry reads `bbl` as 31.5 gallons, `kb` as a kilobarn,
`kt` as a knot and `$` as a pure number; here each of these either has its oil-trade meaning or is
rejected with the text to write instead. Unit text goes through a short grammar of its own before
pint sees it, so no text is ever evaluated.
"""

from __future__ import annotations

import copyreg
import datetime as dt
import math
import operator
import re
import threading
from decimal import Decimal
from functools import lru_cache, wraps
from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pint

from oilecon.errors import UnitError, figure, nearest, quote

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Q",
    "Quantity",
    "Raw",
    "bare_number",
    "to_magnitude",
    "to_quantity",
    "unit_text",
    "vocabulary",
]

FloatArray: TypeAlias = npt.NDArray[np.float64]
Raw: TypeAlias = "float | FloatArray"
Quantity: TypeAlias = "pint.Quantity[Any]"

# name = what it is = symbol = aliases. The barrel is 42 US gallons = 0.158987294928 m3; the British
# thermal unit is that of the International Table, by which natural gas is priced; a year of
# money is 365 days. USD, CAD, CNY and degAPI are dimensions of their own, and so is mgKOH, the base
# that neutralises an acid. The other currencies, multiples of them all, and dollars of one year,
# such as USD2006, are made when first named.
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
minute = 60 * s = min = minutes
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
MJ = 1000000 * kg * m ** 2 / s ** 2
GJ = 1000 * MJ
kWh = 3.6 * MJ
MWh = 1000 * kWh
MMBtu = 1055.05585262 * MJ
USgal = 3.785411784 * L
USc = 0.01 * USD
"""

FRACTION = "fraction"  # a share of one, written as 0.3 or '30 %'
PURE = "1"  # a multiple, written as a bare number
COUNT = "1 (count)"  # a pure number that is never written in percent, such as tonnage
POINTS = "1 (points)"  # a pure number of which a hundred are the whole, as Worldscale's

# The meaning of each rejected name in the oil trade, and the text to write instead. pint's stock
# registry silently misreads the first nine.
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
    "gal": "is a US or an imperial gallon; write 'USgal', 'bbl' (42 US gallons) or 'L'",
    "gallon": "is a US or an imperial gallon; write 'USgal', 'bbl' (42 US gallons) or 'L'",
    "gallons": "are US or imperial gallons; write 'USgal', 'bbl' (42 US gallons) or 'L'",
    "btu": "is not in the vocabulary; write 'MMBtu' for a million of them",
    "mbtu": "is a thousand of them to one and a million to another; write 'MMBtu' for a million",
    "cent": "is not in the vocabulary; write 'USc'",
    "cents": "are not in the vocabulary; write 'USc'",
    "cts": "are not in the vocabulary; write 'USc'",
    "c": "is a cent or a degree; write USD or 'degC'",
    "f": "is not in the vocabulary; write 'degF'",
    "m$": "is a thousand dollars to one and a million to another; write 'kUSD' or 'MUSD'",
    "mm$": "is not in the vocabulary; write 'MUSD' for a million dollars",
    "rmb": "is not in the vocabulary; write 'CNY'",
    "brl": "is a barrel to one and Brazil's real to another; write 'bbl' or 'BRL'",
    "lt": "is a long ton of 1.0160469088 t; write the mass in 't'",
    "lb": "is a pound of 0.45359237 kg; write the mass in 'kg'",
    "lbs": "are pounds of 0.45359237 kg; write the mass in 'kg'",
    "ft": "is a foot of 0.3048 m; write the length in 'm'",
    "feet": "are feet of 0.3048 m; write the length in 'm'",
    "cbm": "is not in the vocabulary; write 'm3'",
    "mm": "is a millimetre or a million; write the length in 'm', or a million in full",
    "k": "is a thousand of something; write 'kUSD' or 'kb'",
    "Mg": "is a thousand kilograms; write 't'",
    "week": "is not in the vocabulary; write days",
    "weeks": "are not in the vocabulary; write days",
    "sec": "is not in the vocabulary; write 's'",
    "hr": "is not in the vocabulary; write 'hour'",
    "hrs": "is not in the vocabulary; write 'hour'",
    "yr": "is not in the vocabulary; write 'year'",
    "yrs": "is not in the vocabulary; write 'year'",
    "annum": "is not in the vocabulary; write 'year'",
    "p.a.": "is not in the vocabulary; write '%/year'",
    "bp": "is a hundredth of a percent; write '%', or '%/year' for a rate",
    "bps": "are hundredths of a percent; write '%', or '%/year' for a rate",
    "points": "have no unit; write the bare number",
    "ws": "is no unit; write the bare number of points",
    "x": "is no unit; write the bare number",
    "€": "is not in the vocabulary; write 'EUR'",
    "£": "is not in the vocabulary; write 'GBP'",
    "₹": "is not in the vocabulary; write 'INR'",
    "r$": "is not in the vocabulary; write 'BRL'",
    "¥": "is yen to one and yuan to another; write 'JPY' or 'CNY'",
    "euro": "is not in the vocabulary; write 'EUR'",
    "euros": "is not in the vocabulary; write 'EUR'",
    "dollar": "does not say whose dollar; write 'USD'",
    "dollars": "does not say whose dollar; write 'USD'",
}

# Possible meanings of each, as (number, unit). A field offers those of its own dimension.
_MEANT: dict[str, tuple[tuple[float, str], ...]] = {
    "mb": ((1, "kb"), (1, "Mb")),
    "kt": ((1, "knot"), (1000, "t")),
    "ppm": ((1, "mg/kg"),),
    "bopd": ((1, "bbl/day"),),
    "bpd": ((1, "bbl/day"),),
    "kbd": ((1, "kb/day"),),
    "kbpd": ((1, "kb/day"),),
    "mbd": ((1, "kb/day"), (1, "Mb/day")),
    "mbpd": ((1, "kb/day"), (1, "Mb/day")),
    "mbbl": ((1, "kb"), (1, "Mb")),
    "mmbbl": ((1, "Mb"),),
    "mmb": ((1, "Mb"),),
    "kbbl": ((1, "kb"),),
    "gal": ((1, "USgal"),),
    "gallon": ((1, "USgal"),),
    "gallons": ((1, "USgal"),),
    "cent": ((1, "USc"),),
    "cents": ((1, "USc"),),
    "cts": ((1, "USc"),),
    "mi": ((1, "nmi"), (1.609344, "km")),
    "mile": ((1, "nmi"), (1.609344, "km")),
    "miles": ((1, "nmi"), (1.609344, "km")),
    "c": ((0.01, "USD"), (1, "degC")),
    "mpas": ((1, "mPa.s"),),
    "mm$": ((1, "MUSD"),),
    "m$": ((1, "kUSD"), (1, "MUSD")),
    "lt": ((1.0160469088, "t"),),
    "lb": ((0.45359237, "kg"),),
    "lbs": ((0.45359237, "kg"),),
    "ft": ((0.3048, "m"),),
    "feet": ((0.3048, "m"),),
    "week": ((7, "day"),),
    "weeks": ((7, "day"),),
    "bp": ((0.01, "%"), (0.01, "%/year")),
    "bps": ((0.01, "%"), (0.01, "%/year")),
    "p.a.": ((1, "%/year"),),
    "points": ((1, PURE),),
    "ws": ((1, PURE),),
    "x": ((1, PURE),),
}
_WORDS = {"thousand": 1e3, "million": 1e6, "mln": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9}

CURRENCIES = (
    *("USD", "EUR", "CNY", "RUB", "INR", "AED", "CAD", "BRL", "GBP", "JPY", "NOK"),
    *("KZT", "AZN", "TRY", "SAR", "KWD", "IQD", "NGN", "MXN", "COP", "ARS", "SDG"),
)
_THOUSANDS = {"k": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_MONEY = re.compile(f"([kMB]?)({'|'.join(CURRENCIES)})\\Z")
_CURRENCY_CODE = re.compile(r"[kMB]?[A-Z]{3}\Z")  # of a currency that is none of these
_MONEY_ODD = re.compile(
    f"(mm|mn|m|k|bn|b|)({'|'.join(CURRENCIES)})(mm|mn|m|k|bn|b|)\\Z", re.IGNORECASE
)

_POWERS = {f"m{hat}{n}": {"m": n} for n in (2, 3) for hat in ("", "^", "**")}
_POWERS |= {"m²": {"m": 2}, "m³": {"m": 3}}  # as pint prints them
_SPELLED = {"%": "percent", "°API": "degAPI", "°C": "degC", "°F": "degF"}
_SPELLED |= {"mPa.s": "cP"}

_QUANTITY = "write for example '63.8 USD/bbl'"
_UNIT = "write for example 'USD/bbl'"
_A_YEAR = "1/year"

_LONGEST = 100  # characters of a quantity's text; the longest sensible one has about twenty
_DEEPEST = 32  # lists within lists, or dimensions, that are too many: as many as NumPy 1 takes
_TERMS = 6  # factors in a unit; 'USD/bbl/day' has three, m3 counts as three
_NUMBER = re.compile(
    r"\s*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)(.*)", re.DOTALL
)
_SEPARATED = re.compile(r"[,_']|\s+(?!1\s*(?:/|\Z))[0-9]")  # what follows the number in '80 000'
_PER = re.compile(r"\s*1\s*(?:/|\Z)")  # a unit that begins with a digit: '1/year', '1'

_DATED = re.compile(r"USD(19|20)[0-9]{2}\Z")  # dollars of one year
_coined_lock = threading.RLock()  # pint reads the new name through the same grammar
_coined_names: set[str] = set()


class Offer(NamedTuple):
    """A value to write in place of the one given."""

    value: object  # as a field would read it
    shown: str  # as a message shows it


def refusal(
    reason: str, advice: str = "", offers: tuple[Offer, ...] = (), dimension: object = None
) -> UnitError:
    """Return an error with its reason apart from the advice on what to write.

    The field that reports it shows only the offers that it accepts.
    """
    error = UnitError(f"{reason}; {advice}" if advice else reason)
    error.reason, error.offers, error.dimension = reason, offers, dimension
    return error


class _Formatter(pint.delegates.Formatter):
    """Formatter that prints units as the trade writes them, with any format of the number."""

    def format_quantity(self, quantity: Any, spec: str = "", **more: Any) -> str:
        """Return the quantity as text; pint would print 'USD / bbl' for a spec such as '.2f'."""
        styled = re.search("[~PCHLD]", spec)
        return super().format_quantity(quantity, spec if styled else f"{spec}~P", **more)


def _registry() -> pint.UnitRegistry[Any]:
    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None)
    registry.load_definitions(_DEFINITIONS.strip().splitlines())
    registry.formatter = _Formatter(registry)
    # Text given to pint itself, as in quantity.to("bbl/d"), goes through the same grammar.
    registry.preprocessors.append(_checked_text)
    return registry


def _checked_text(text: str) -> str:
    """Return pint's spelling of unit text, with or without a number before it.

    Raises
    ------
    UnitError
        If the text is not in the vocabulary.
    """
    if _PER.match(text) or not _NUMBER.match(text):
        return _spell(_parse(text))
    number, unit = _split(text)
    if unit.startswith("*"):  # as returned below: where pint expects a unit, it calls twice
        msg = f"expected a unit without a number, got {quote(text)}; write for example 'USD/bbl'"
        raise UnitError(msg)
    return f"{_finite(number)!r} * {_spell(_parse(unit))}"


def _spell(powers: tuple[tuple[str, int], ...]) -> str:
    """Return unit text that both pint and the grammar read, since pint may pass it in again."""
    over = [name for name, power in powers for _ in range(power)]
    under = [name for name, power in powers for _ in range(-power)]
    text = " / ".join([" * ".join(over) or PURE, *under])
    return "dimensionless" if text == PURE else text


def _split(text: str) -> tuple[float, str]:
    """Return the number and the unit text of a quantity's text."""
    if len(text) > _LONGEST:
        raise refusal(
            f"expected a number and a unit, got {len(text)} characters {quote(text)}", _QUANTITY
        )
    matched = _NUMBER.match(text)
    if matched is None:
        raise refusal(f"expected a number and a unit, got the text {quote(text)}", _QUANTITY)
    number, rest = matched.groups()
    if _SEPARATED.match(rest):
        raise refusal(
            f"got the text {quote(text)}, whose number has a separator",
            "write the number with a point and no separators: '63.8 USD/bbl', '80000 USD/day'",
        )
    rest = rest.strip()
    if rest.startswith("/"):  # '1/year': the number is the rate's, the unit its denominator
        rest = f"1{rest}"
    return float(number), rest


@lru_cache(maxsize=512)
def _parse(text: str) -> tuple[tuple[str, int], ...]:
    """Return (name, power) pairs of unit text such as 'USD/bbl'; the whole grammar is here."""
    text = text.strip()
    if text in {"", PURE, FRACTION, COUNT, POINTS, "dimensionless"}:
        return ()
    if len(text) > _LONGEST:
        raise refusal(f"{quote(text)} is no unit: {len(text)} characters", _UNIT)
    powers: dict[str, int] = {}
    # Both dots, as pint prints a product: U+00B7, and from 0.26 on U+22C5.
    pieces = re.split(r"\s*(/|·|\u22c5|(?<!\*)\*(?!\*))\s*", text)
    if "" in pieces:
        raise refusal(f"{quote(text)} is no unit: a name is missing", _UNIT)
    sign = 1
    for position, piece in enumerate(pieces):
        if position % 2:
            sign = -1 if piece == "/" else 1
            continue
        if piece == "1" and position == 0 and len(pieces) > 1:
            continue
        for name, power in (_POWERS.get(piece) or {_name(pieces, position): 1}).items():
            powers[name] = powers.get(name, 0) + sign * power
    if len(pieces) > 2 * _TERMS + 1 or sum(map(abs, powers.values())) > _TERMS:
        raise refusal(f"{quote(text)} has more than {_TERMS} factors", _UNIT)
    pairs = tuple((name, power) for name, power in powers.items() if power)
    if pairs not in {(("degC", 1),), (("degF", 1),)} and not {"degC", "degF"}.isdisjoint(powers):
        raise refusal(
            f"{quote(text)}: a temperature with an offset stands alone",
            "write 'K' for a difference",
        )
    return pairs


def _name(pieces: list[str], position: int) -> str:
    """Return the registry's name of one unit.

    Raises
    ------
    UnitError
        With the text to write instead.
    """
    piece = pieces[position]
    name = _NAMES.get(_SPELLED.get(piece, piece))
    if name is not None:
        return name
    if _DATED.match(piece) or _MONEY.match(piece):
        return _coined(piece)
    raise _unknown(pieces, position)


def _unknown(pieces: list[str], position: int) -> UnitError:
    """Return the error for an unknown name, with the units it may mean."""
    piece, text = pieces[position], "".join(pieces)
    sentence, meant = _refused(piece)
    if sentence:
        reason, _, advice = f"{quote(piece)} {sentence}".partition("; ")
        return refusal(reason, advice, _in_place(pieces, position, meant))
    where = "" if len(pieces) == 1 else f" in {quote(text)}"
    reason = f"{quote(piece)}{where} is not a unit of oilecon"
    if len(pieces) > 1 and _CURRENCY_CODE.match(piece):
        reason += f", whose currencies are {', '.join(CURRENCIES)}"
    known = _same_letters(piece)
    if known:
        return refusal(reason, f"write {known!r}", _in_place(pieces, position, ((1, known),)))
    near = _alike(piece)
    offers = _in_place(pieces, position, tuple((1, name) for name in near))
    if near:
        return refusal(reason, f"did you mean {' or '.join(map(repr, near))}?", offers)
    return refusal(reason, "oilecon.units.vocabulary() lists those that are")


def _refused(piece: str) -> tuple[str, tuple[tuple[float, str], ...]]:
    """Return the reason against a name, and its possible meanings; empty for an unknown name."""
    key = piece if piece in _REFUSED else piece.lower()
    sentence = _REFUSED.get(key)
    if sentence is not None:
        meant = _MEANT.get(key)
        named = re.findall(r"'([^']+)'", sentence.partition("; ")[2])
        return sentence, meant or tuple((1, name) for name in named)
    word, _, rest = piece.partition(" ")
    times = _WORDS.get(word.lower())
    if times is not None and rest:
        return f"is a number in words; write it in figures, as {times:.0f}", ((times, rest),)
    odd = _MONEY_ODD.match(piece)
    if odd is None:
        return "", ()
    before, currency, after = (part or "" for part in odd.groups())
    code, many = currency.upper(), (before or after).lower()
    if not many or (before and after):
        return "", ()
    if many == "m" and before == "m":
        why = f"is a thousand to one and a million to another; write 'k{code}' or 'M{code}'"
        return why, ((1, f"k{code}"), (1, f"M{code}"))
    unit = {"k": "k", "b": "B", "bn": "B"}.get(many, "M") + code
    return f"is not in the vocabulary; write {unit!r}", ((1, unit),)


def _in_place(
    pieces: list[str], position: int, meant: tuple[tuple[float, str], ...]
) -> tuple[Offer, ...]:
    """Return unit texts with a name replaced by its possible meanings, as (number, text)."""
    under = position > 0 and pieces[position - 1] == "/"
    pieces = [*map(_meant_alone, pieces)]  # 'cents/gal' has two names to replace
    offers = []
    for factor, unit in meant:
        if under and "/" in unit:
            continue
        text = "".join([*pieces[:position], unit, *pieces[position + 1 :]])
        offers.append(Offer(1.0 / factor if under else factor, text))
    return tuple(offers)


def _meant_alone(piece: str) -> str:
    """Return the one unit of the same size that a refused name means, or the name itself."""
    meant = () if piece in _NAMES else _MEANT.get(piece.lower(), ())
    return meant[0][1] if len(meant) == 1 and meant[0][0] == 1 else piece


def _same_letters(piece: str) -> str:
    """Return the known name that differs by case alone, unless case carries meaning."""
    if piece[:1] in {"M", "G"} and len(piece) <= 2:  # noqa: PLR2004  a prefix, or one: Mg, G, M
        return ""
    names = (*_NAMES, *_monies())
    return next((known for known in names if known.lower() == piece.lower()), "")


def _alike(piece: str) -> list[str]:
    """Return the names that a typing error may have meant: never one of another size.

    A letter before or after a short name makes another unit, so short names are not guessed.
    """
    plain = piece.strip("()[]{}.,; ")
    if plain in _NAMES:
        return [plain]
    if len(plain) < _GUESSED or not plain.isalpha():
        return []
    names = [name for name in _NAMES if len(name) >= _GUESSED and name[0] == plain[0].lower()]
    return nearest(plain, names, cutoff=0.8)


_GUESSED = 4  # letters of the shortest name that is guessed at


def _coined(name: str) -> str:
    """Define and return the name of a currency, of a multiple of it, or of one year's dollar.

    Each currency, and each year's dollar, is a dimension of its own. Defining all of them on import
    would double the time that the registry takes.
    """
    if name in _NAMES:
        return name
    with _coined_lock:
        if name not in _coined_names:
            many, currency = _MONEY.match(name).groups() if _MONEY.match(name) else ("", name)  # type: ignore[union-attr]
            if many:
                meaning = f"{_THOUSANDS[many]} * {_coined(currency)}"
            else:
                meaning = f"[money_{name.removeprefix('USD')}]"
            UREG.define(f"{name} = {meaning}")
            _coined_names.add(name)
    return name


def _monies() -> list[str]:
    """Return every currency and its multiples."""
    return [f"{many}{currency}" for currency in CURRENCIES for many in ("", *_THOUSANDS)]


def _names() -> dict[str, str]:
    """Return the name that each spelling in the definitions stands for."""
    names: dict[str, str] = {}
    for line in _DEFINITIONS.strip().splitlines():
        name, _, *more = (part.strip() for part in line.split("="))
        names |= dict.fromkeys((name, *more), name)
    del names["%"]  # in `_SPELLED` instead, since pint cannot read it
    return names


_NAMES = _names()
UREG = _registry()


def vocabulary() -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the known unit names, and those rejected with the text to write instead."""
    return tuple(sorted({*_NAMES, *_SPELLED, *_monies()})), dict(_REFUSED)


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
    """Return the conversion factor from `source` to `target`, for units without an offset."""
    _refuse_lost_percent(source, target)
    factor = float(UREG.convert(1.0, source, unit_of(target)))
    # pint multiplies through the base units and may miss 1000 by rounding. No definition has more
    # than twelve digits.
    short = float(f"{factor:.12g}")
    return short if abs(short - factor) <= 4.0 * math.ulp(factor) else factor


def _refuse_lost_percent(source: Any, target: str) -> None:
    """Raise an error for '0.4 USD/bbl' as USD/bbl/percent or the reverse, a factor of 100."""
    given = min(0, dict((1 * source).unit_items()).get("percent", 0))
    wanted = min(0, dict(_parse(target)).get("percent", 0))
    if given != wanted:
        unit = f"{source:~P}"
        why = "is for each percent" if given else "does not say for how much"
        offers = () if given else (Offer(1.0, target),)
        advice = f"write it in {target}"
        raise refusal(f"expected {target}, got a figure in {unit}, which {why}", advice, offers)


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
    with np.errstate(over="ignore"):  # the callers reject infinity
        # '57 %' is 57 / 100, the float 0.57; 57 x 0.01 is not.
        return raw / inverse if inverse.is_integer() else raw * factor


def _expected(unit: str) -> str:
    """Return the name of a canonical unit in messages."""
    return _NAMED.get(unit, unit)


_BARE = frozenset({PURE, COUNT, POINTS})
_NAMED = {FRACTION: "a share"} | dict.fromkeys(_BARE, "a pure number")


def _bare(raw: Raw, unit: str) -> Raw:
    """Return a number without a unit, where that is allowed."""
    if unit in _BARE:
        return raw
    if unit == FRACTION and isinstance(raw, float) and -1.0 <= raw <= 1.0:
        return raw  # without an array, which would take as long as the rest of the conversion
    array = np.asarray(raw)
    if unit == FRACTION and array.min() >= -1.0 and array.max() <= 1.0:
        return raw
    odd = np.abs(array) > 1.0 if unit == FRACTION else np.ones(array.shape, dtype=bool)
    if not odd.any():  # NaN, which the field rejects
        return raw
    first = float(array[odd].flat[0])
    shown = figure(first)
    # Where all are out of range, the first stands for all.
    numbers = shown if odd.all() else first_shown(raw, odd)
    if not math.isfinite(first):
        raise refusal(f"expected {_expected(unit)}, got {numbers}, which is no finite number")
    if unit == FRACTION:
        reason = f"expected a share, got the bare number {numbers}"
        small = abs(first) <= 100.0  # noqa: PLR2004  percent
        bare = f", or the fraction {figure(first / 100)}" if small else ""
        text = f"'{shown} %' for percent{bare}"
        raise refusal(reason, f"write {text}", (Offer(f"{shown} %", text),))
    reason = f"expected {unit}, got the bare number {numbers}"
    if unit == _A_YEAR:  # where the trade writes percent
        offers = tuple(Offer(f"{shown} {u}", f"'{shown} {u}'") for u in ("%/year", unit))
        raise refusal(reason, f"write {offers[0].shown} if that is the rate", offers)
    text = f"'{shown} {unit}' if that is the unit"
    raise refusal(reason, f"write {text}", (Offer(f"{shown} {unit}", text),))


def _numbers(value: object, unit: str) -> FloatArray:
    """Return a read-only array of float64.

    Raises
    ------
    UnitError
        If anything in it is not a number.
    """
    items = value if isinstance(value, (list, tuple)) else (value,)
    if any(isinstance(item, np.ma.MaskedArray) and np.ma.is_masked(item) for item in items):
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
        kind = f"{type(value).__name__} of {odd}" if array.ndim else type(value).__name__
        msg = f"expected {_expected(unit)}, got {kind}, which is no number"
        raise UnitError(msg)
    try:
        return unchanging(np.asarray(array, dtype=np.float64))
    except (OverflowError, ValueError) as error:  # or a Decimal that signals
        msg = f"expected {_expected(unit)}, got a number that no float holds"
        raise UnitError(msg) from error


def unchanging(array: FloatArray) -> FloatArray:
    """Return an array that cannot be written to: itself if it is one, or a copy.

    The flag `writeable` is not enough, since the owner of an array may reset it, and pint shares
    the caller's array. An array over bytes stays read-only, so groups share it without a copy.
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
    """Return the type of the first element that is not a number, None if all are."""
    if array.dtype.kind in "iuf":
        return None
    if array.dtype.kind != "O":
        return str(array.dtype)
    odd = (item for item in array.flat if isinstance(item, bool) or not isinstance(item, _REAL))
    return next((type(item).__name__ for item in odd), None)


_REAL = (Real, Decimal)


def bare_number(value: object) -> float | None:
    """Return a number of any type without a unit as a float; None for anything else."""
    if isinstance(value, bool | np.timedelta64) or not isinstance(value, _REAL):
        return None  # NumPy's timedelta64 is an integer to Python
    try:
        return float(value)
    except (OverflowError, ValueError):  # or a Decimal that signals
        return None


_TIMED = (dt.timedelta, np.timedelta64)
_WHOLE = (str, pint.Quantity, float, int, list, tuple, np.generic, type)  # hold no other container


def _listed(value: object) -> object:
    """Return an array or Series of texts, quantities or lengths of time as a list or array.

    Anything else comes back as it is.
    """
    if isinstance(value, np.ndarray):
        array = value
    elif isinstance(value, _WHOLE) or not hasattr(value, "__array__"):
        return value
    else:  # a Series, an Index or their like
        array = _as_array(value)
        if array.dtype.kind not in "OUTm":
            return value
    if array.dtype.kind in "OUT":
        return array.tolist()
    return array


def _as_array(value: object) -> npt.NDArray[Any]:
    try:
        return np.asarray(value)
    except (ValueError, TypeError):
        return np.empty(0)  # rejected where it is read as numbers


def _is_nat(value: object) -> bool:
    """Return whether a value is NaT, of pandas or of NumPy."""
    return type(value).__name__ == "NaTType" or (
        isinstance(value, np.datetime64 | np.timedelta64) and bool(np.isnat(value))
    )


def _is_timed(value: object) -> bool:
    """Return whether a value is a length of time, or an array of them."""
    if isinstance(value, np.ndarray):
        return bool(value.dtype.kind == "m")
    return isinstance(value, _TIMED) or _is_nat(value)


# NumPy's resolutions of time, as (number, unit), or as parts of a second.
_TICKS = {
    "W": (7.0, "day"),
    "D": (1.0, "day"),
    "h": (1.0, "hour"),
    "m": (1.0, "minute"),
    "s": (1.0, "s"),
    **{
        name: (10.0**power, "s")
        for name, power in (("ms", 3), ("us", 6), ("ns", 9), ("ps", 12), ("fs", 15), ("as", 18))
    },
}
_UNEVEN = {"M": "month", "Y": "year"}
_LENGTHS = frozenset({"s", "minute", "min", "hour", "day", "year"})


def _time(value: Any, unit: str) -> tuple[Raw, str]:
    """Return lengths of time as numbers and their unit.

    Raises
    ------
    UnitError
        If one is NaT, or in a resolution without a fixed length.
    """
    expected = _expected(unit)
    if isinstance(value, dt.timedelta) and not _is_nat(value):
        if not hasattr(value, "to_timedelta64"):
            return value.total_seconds(), "s"
        value = value.to_timedelta64()  # of pandas, with its nanoseconds
    if type(value).__name__ == "NaTType":
        raise refusal(f"expected {expected}, got NaT, which is no length of time")
    array = np.asarray(value)
    if array.size == 0:
        raise refusal(f"expected {expected}, got an empty array; give at least one element")
    bad = np.isnat(array)
    if bad.any():
        where = "" if array.ndim == 0 else f" at index {first_index(bad)}"
        raise refusal(f"expected {expected}, got NaT{where}, which is no length of time")
    name, each = np.datetime_data(array.dtype)
    first = int(array.flat[0].astype(np.int64)) * each
    if name == "Y" and unit == "year":
        size, source = 1.0, "year"
    elif name in _UNEVEN:
        raise refusal(
            f"expected {expected}, got {first} {_UNEVEN[name]}s, which have no fixed length",
            "write days" if unit in _LENGTHS else f"write for example {_example(unit)}",
        )
    elif name not in _TICKS:
        raise refusal(f"expected {expected}, got a timedelta64 of {first} without a unit of time")
    else:
        size, source = _TICKS[name]
    counts = array.astype(np.int64).astype(np.float64) * each
    raw = counts / size if source == "s" else counts * size
    return (float(raw) if array.ndim == 0 else unchanging(raw)), source


_OWN = (str, pint.Quantity, dt.timedelta, np.timedelta64)


def _has_units(value: object) -> bool:
    """Return whether a list holds texts, quantities or times, each with its own unit."""
    level, seen = [value], set()
    for _ in range(_DEEPEST):
        lists = [item for item in level if isinstance(item, (list, tuple)) and id(item) not in seen]
        if not lists:
            return False
        seen |= set(map(id, lists))  # a list may hold itself, even twice
        level = [inner for outer in lists for inner in outer]
        if any(isinstance(inner, _OWN) or _is_nat(inner) for inner in level):
            return True
    return False


def _texts(values: Any, unit: str, depth: int) -> Raw:
    """Return an array from a list of texts or quantities, each with its own unit."""
    rows = [_take(value, unit, depth) for value in values]
    try:
        return np.array(rows)
    except ValueError as error:
        msg = f"expected {_expected(unit)}, got a ragged list; every row needs the same length"
        raise UnitError(msg) from error


def to_magnitude(value: object, unit: str) -> Raw:
    """Return a quantity as float64 numbers in `unit`.

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
        try:
            number, text = _split(value)
        except UnitError as error:
            raise refusal(error.reason, f"write for example {_example(unit)}") from error
        if not text:
            return _bare(number, unit)
        try:
            source = unit_of(text)
        except UnitError as error:
            raise _offering(error, number, unit) from error
        return _checked(number, source, unit)
    if isinstance(value, pint.Quantity):
        return _checked(_ours(value, unit), value.units, unit)
    return _take_other(value, unit, depth)


def _take_other(value: object, unit: str, depth: int) -> Raw:
    """Return lengths of time, containers and bare numbers as numbers in `unit`."""
    if type(value) is float:
        return _bare(value, unit)
    listed = _listed(value)
    if _is_timed(listed):
        raw, source = _time(listed, unit)
        return _checked(raw, unit_of(source), unit)
    if listed is not value and not isinstance(listed, list):  # an array without a dimension
        return _take(listed, unit, depth + 1)  # which may hold another container
    if _has_units(listed):
        return _texts(listed, unit, depth + 1)
    return _bare(_plain(listed, unit), unit)


def _offering(error: UnitError, number: float, unit: str) -> UnitError:
    """Return the error for a unit's text, with complete quantities in place of its offered units.

    Where none of the offered units is of the dimension of `unit`, an example stands for them.
    """
    offers = []
    for factor, text in error.offers:
        shown = figure(number * float(factor))
        quantity = shown if text == PURE else f"{shown} {text}"
        try:
            _take(quantity, unit, 0)
        except UnitError:
            continue
        offers.append(Offer(quantity, quantity if text == PURE else repr(quantity)))
    due = " or ".join(offer.shown for offer in offers) or f"for example {_example(unit)}"
    return refusal(error.reason, f"write {due}", tuple(offers))


def _understand(text: str, number: float) -> None:
    """Raise an error for unknown unit text, with complete quantities as offers for the caller."""
    try:
        unit_of(text)
    except UnitError as error:
        advice = str(error).removeprefix(error.reason).removeprefix("; ")
        whole = [f"{figure(number * float(factor))} {unit}" for factor, unit in error.offers]
        offers = tuple(Offer(quantity, repr(quantity)) for quantity in whole)
        raise refusal(error.reason, advice, offers) from error


def _example(unit: str) -> str:
    """Return an example in `unit`, as a message shows it."""
    if unit in _BARE:
        return "20"
    return {FRACTION: "'20 %'", "USD/bbl": "'64 USD/bbl'"}.get(unit, f"'20 {unit}'")


def _ours(quantity: Any, unit: str) -> Raw:
    """Return the numbers of a Quantity of this registry."""
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
    if isinstance(value, _REAL):
        try:
            return float(value)
        except (OverflowError, ValueError) as error:  # or a Decimal that signals
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
        raise _other_kind(raw, source, unit)
    if unit in _NO_PERCENT and "percent" in str(source):
        first = figure(_first(raw))
        offers = (Offer(first, f"{first} for {first} % of the whole"),) if unit == POINTS else ()
        reason = f"expected a pure number, got {_shown(raw, source)}, a percentage"
        raise refusal(reason, "write the number itself", offers)
    try:
        return _convert(raw, source, unit)
    except UnitError as error:
        if not error.offers:
            raise
        raise _offering(error, _first(raw), unit) from error


_NO_PERCENT = frozenset({COUNT, POINTS})


def _first(raw: Raw) -> float:
    return raw if isinstance(raw, float) else float(raw.flat[0])


def _shown(raw: Raw, source: Any) -> str:
    """Return a number and its unit as text for messages."""
    number = figure(raw) if isinstance(raw, float) else f"an array of shape {raw.shape}"
    return f"{number} in {f'{source:~P}' or 'a pure number'}"


def _other_kind(raw: Raw, source: Any, unit: str) -> UnitError:
    """Return the error for another kind of quantity, with the conversion where there is one."""
    reason = f"expected {_expected(unit)}, got {_shown(raw, source)}"
    other = _other_currency(source, unit)
    if other:
        wanted, given = other
        return refusal(
            f"{reason}, another currency; multiply it by the rate of its day in {wanted}/{given}",
            dimension=source.dimensionality,
        )
    inverse = _upside_down(raw, source, unit)
    if inverse is not None:
        return refusal(f"{reason}, which is its inverse", f"write {inverse.shown}", (inverse,))
    reason += ", another kind of quantity"
    if source.dimensionality / unit_of(unit).dimensionality in _density():
        reason += " (a tonne has oilecon.blending.barrels_per_tonne(crude))"
    if "USD" in unit and re.search(r"USD[0-9]", f"{source:~P}"):
        reason += " (dollars of one year; see oilecon.constant_dollars and oilecon.drop_price_year)"
    return refusal(reason, dimension=source.dimensionality)


def _upside_down(raw: Raw, source: Any, unit: str) -> Offer | None:
    """Return the inverse of a number in the inverse of the unit expected, such as 0.71 USD/CAD."""
    over, _, under = unit.partition("/")
    if not isinstance(raw, float) or raw == 0.0 or not under or over == PURE:
        return None
    if source.dimensionality * unit_of(unit).dimensionality != UREG.dimensionless.dimensionality:
        return None
    value = f"{_convert(1.0 / raw, 1 / source, unit):.6g} {unit}"
    return Offer(value, repr(value))


@lru_cache(maxsize=1)
def _density() -> tuple[Any, Any]:
    """Return the dimensions of barrels per tonne and of tonnes per barrel."""
    return unit_of("bbl/t").dimensionality, unit_of("t/bbl").dimensionality


def _other_currency(source: Any, unit: str) -> tuple[str, str] | None:
    """Return the expected currency and the given one, where only these differ."""
    powers = dict((1 * source).unit_items())
    wanted = [money[2] for name, _ in _parse(unit) if (money := _MONEY.match(name))]
    given = [(name, money[2]) for name in powers if (money := _MONEY.match(name))]
    if len(wanted) != 1 or len(given) != 1 or given[0][1] == wanted[0]:
        return None
    name, currency = given[0]
    there = UREG.UnitsContainer({_coined(wanted[0]): powers.pop(name), **powers})
    if UREG.Unit(there).dimensionality != unit_of(unit).dimensionality:
        return None
    return wanted[0], currency


def unit_text(value: object) -> str:
    """Return the unit of a quantity as text that can be read back; '1' for a pure number."""
    if not isinstance(value, pint.Quantity):
        return PURE
    powers: Any = value.unit_items()
    text = _spell(tuple(powers)).replace(" ", "")
    return PURE if text == "dimensionless" else text


def to_quantity(raw: Raw, unit: str) -> Quantity:
    """Return `raw` in `unit` as a Quantity, without a copy."""
    # pint's constructor checks types, which takes longer than the arithmetic of a whole voyage in
    # floats. Here they are known: a float or an array, and a checked unit.
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
        unit_of(_text(unit))  # an unknown unit is reported before the value
        own = isinstance(value, _OWN) or _is_timed(value) or _has_units(value)
        return to_quantity(_finite(to_magnitude(value, unit) if own else _plain(value, unit)), unit)
    if isinstance(value, pint.Quantity):
        return UREG.Quantity(_finite(_ours(value, "a quantity")), value.units)
    first = value
    for _ in range(_DEEPEST):
        first = first[0] if isinstance(first, (list, tuple)) and first else first
    if _is_timed(first):
        return to_quantity(_finite(to_magnitude(value, "day")), "day")
    if isinstance(first, str):
        number, text = _split(first)
        if not text:
            raise _no_unit(first.strip())
        _understand(text, number)
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


def _no_unit(numbers: str | Raw) -> UnitError:
    if isinstance(numbers, np.ndarray):
        shown, bare, pure = "[...]", "bare numbers", "pure numbers"
    else:
        shown = numbers if isinstance(numbers, str) else figure(numbers)
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
    """Return the first bad number as text; in an array, with its index and their count."""
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
        if _DATED.match(name) or _MONEY.match(name):  # another process may not have defined it yet
            _coined(name)
    return UREG.Unit(UREG.UnitsContainer(dict(powers)))


def _reduce(quantity: Any) -> tuple[Any, tuple[Any, tuple[tuple[str, int], ...]]]:
    """Pickle a quantity with its own registry; pint would use the application registry."""
    return _rebuild, (quantity.magnitude, tuple(quantity.unit_items()))


def _reduce_unit(unit: Any) -> tuple[Any, tuple[tuple[tuple[str, int], ...]]]:
    """Pickle a unit with its own registry; another would read a barrel as 31.5 gallons."""
    return _rebuild_unit, (tuple((1 * unit).unit_items()),)


def _function(quantity: Any, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
    """Call NumPy's function as pint does, except a mean, whose weights' unit makes pint recurse.

    The unit of the weights cancels; their sum, if requested, has it.
    """
    if function is not np.average:
        return _array_function(quantity, function, types, args, kwargs)
    given = dict(zip(("a", "axis", "weights", "returned"), args, strict=False)) | kwargs
    for name in ("a", "weights"):
        if _has_units(given.get(name)):
            given[name] = Q(given[name])
    units = {name: item.units for name, item in given.items() if isinstance(item, UREG.Quantity)}
    means = np.average(**given | {name: given[name].magnitude for name in units})
    each = zip(("a", "weights"), means if given.get("returned") else (means,), strict=False)
    result = [UREG.Quantity(item, units[name]) if name in units else item for name, item in each]
    return tuple(result) if given.get("returned") else result[0]


def _ufunc(quantity: Any, function: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
    """Call a ufunc as pint does, with a number or a length of time of any type as operand."""
    return _array_ufunc(quantity, function, method, *map(_operand, inputs), **kwargs)


def _operand(other: Any) -> Any:
    """Return the other operand of a quantity: Decimal and Fraction as floats, times with a unit.

    pint reads NumPy's times as numbers without a unit, and cannot multiply a float by a Decimal.
    """
    if isinstance(other, float | int | pint.Quantity | str):
        return other
    listed = _listed(other)
    if _is_timed(listed):
        return to_quantity(to_magnitude(listed, "day"), "day")
    if isinstance(other, _REAL):
        return _plain(other, PURE)
    if isinstance(other, np.ndarray) and other.dtype.kind == "O" and _odd(other) is None:
        return _numbers(other, PURE)
    return other


def _operator(name: str) -> Any:
    """Return one of pint's operators that reads its other operand first."""
    method = getattr(UREG.Quantity, name)

    forward = getattr(operator, f"__{name[3:]}", None) if name.startswith("__r") else None

    @wraps(method)
    def operate(quantity: Any, other: Any) -> Any:
        read = _operand(other)
        if forward is not None and isinstance(read, pint.Quantity):
            return forward(read, quantity)  # where it stands first, pint takes a bare number
        return method(quantity, read)

    return operate


_array_function: Any = UREG.Quantity.__array_function__
_array_ufunc: Any = UREG.Quantity.__array_ufunc__
UREG.Quantity.__array_function__ = _function  # type: ignore[method-assign]
UREG.Quantity.__array_ufunc__ = _ufunc  # type: ignore[method-assign, assignment]
for _each in ("add", "sub", "mul", "truediv", "floordiv", "mod"):
    for _way in ("", "r", "i"):
        if hasattr(UREG.Quantity, f"__{_way}{_each}__"):
            setattr(UREG.Quantity, f"__{_way}{_each}__", _operator(f"__{_way}{_each}__"))
for _each in ("pow", "lt", "le", "gt", "ge"):
    setattr(UREG.Quantity, f"__{_each}__", _operator(f"__{_each}__"))

copyreg.pickle(UREG.Quantity, _reduce)
copyreg.pickle(UREG.Unit, _reduce_unit)
