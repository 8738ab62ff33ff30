"""Hypothesis strategies for what a cost model takes.

A number is drawn as so many round steps away from a typical one, within bounds, and shrinks towards
it: what is still odd in a failing case is what made it fail. What is drawn prints as code that
rebuilds it, after ``from oilecon import *``.
"""

from __future__ import annotations

import datetime as dt
import math
from functools import cache
from statistics import median_low
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from oilecon import reference
from oilecon.errors import InputError, did_you_mean, quote
from oilecon.fields import Choice, Number, Schedule
from oilecon.groups import Group, Subgroup
from oilecon.inputs import (
    Amendment,
    CollectionAccount,
    Crude,
    Loan,
    LumpSum,
    OilRepayment,
    PerBarrel,
    PerTonne,
    TimeCharter,
    TimeCharterEquivalent,
    Vessel,
    Viscosity,
    Voyage,
    Worldscale,
)
from oilecon.reference.loans import loans as loan_rows
from oilecon.reference.loans import repayments as repayment_rows
from oilecon.reference.oils import oils
from oilecon.scenario_tree import Scenario, scenario
from oilecon.units import (
    FRACTION,
    PURE,
    UREG,
    Quantity,
    to_magnitude,
    to_quantity,
    unit_of,
    vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hypothesis.strategies import DrawFn

__all__ = [
    "blends",
    "chains",
    "charters",
    "compatible_units",
    "crudes",
    "dilutions",
    "groups",
    "loans",
    "numbers",
    "oil_repayments",
    "price_paths",
    "quantities",
    "ranges",
    "scenarios",
    "vessels",
    "voyages",
]

AnyGroup = TypeVar("AnyGroup", bound=Group)
Range: TypeAlias = tuple[float, float, float]  # low, typical, high

_HEAVY, _LIGHT = 22.3, 31.1  # degAPI: the usual ends of heavy and of light crude
_WIDE = 4.0  # an unsourced number is drawn from a quarter to four times its typical figure
_STEPS = 20.0  # from a typical number to either end
_FINER = 1e4  # times finer are the numbers between the steps


# -- numbers -----------------------------------------------------------------------------------


def _as_code(self: Any, printer: Any, cycle: bool) -> None:  # noqa: FBT001  the protocol's way
    """Print a quantity as code for Hypothesis, and for all others as pint does."""
    if not isinstance(printer, RepresentationPrinter):
        _as_pint(self, printer, cycle)
        return
    unit = f"{self.units:~C}".replace("**", "")
    magnitude = self.magnitude
    if isinstance(magnitude, np.ndarray):
        printer.text(f"Q({magnitude.tolist()!r}, {unit or PURE!r})")
    elif unit:
        printer.text(f"Q({f'{magnitude!r} {unit}'!r})")
    else:
        printer.text(f"Q({magnitude!r}, {PURE!r})")


# Only for the class of this library's registry. Hypothesis asks the object first, before any
# printer that one could register for its class.
_as_pint = UREG.Quantity._repr_pretty_
UREG.Quantity._repr_pretty_ = _as_code  # type: ignore[assignment,method-assign]


@st.composite
def numbers(draw: DrawFn, /, low: float, typical: float, high: float) -> float:
    """Draw floats of `low` to `high`: round ones, which shrink to `typical`."""
    # What is drawn does not depend on the range: a failing case can shrink to one of another ship.
    # A float shrinks to a whole number if any fails, so that one search ends as another does.
    down = draw(st.booleans())
    way = draw(st.floats(0.0, _STEPS))
    down = (down or typical == high) and typical != low
    end = low if down else high
    if way == _STEPS or low == high:
        return end
    step = 10.0 ** math.floor(math.log10((high - low) / _STEPS))
    step = step if way.is_integer() else step / _FINER
    # Towards the typical number, which itself need not be round.
    snapped = (math.ceil if down else math.floor)((typical + way / _STEPS * (end - typical)) / step)
    found = float(f"{snapped * step:.12g}")
    beyond = found < typical if down else found > typical
    return min(max(found, low), high) if beyond else typical


def _checked(low: float, typical: float, high: float, unit: str) -> Range:
    if not low <= typical <= high:
        msg = (
            f"expected low <= typical <= high, got {low:g}, {typical:g} and {high:g} "
            f"{unit}; write for example ('40 USD/bbl', '64 USD/bbl', '80 USD/bbl')"
        )
        raise InputError(msg)
    return low, typical, high


def _one(value: Any, unit: str) -> float:
    raw = float(value) if type(value) in (int, float) else to_magnitude(value, unit)
    if not isinstance(raw, float) or not math.isfinite(raw):
        msg = f"expected one finite number in {unit}, got {quote(value)}"
        raise InputError(msg)
    return raw


def quantities(
    unit: str,
    low: Any,
    high: Any,
    *,
    typical: Any = None,
    shape: int | tuple[int, ...] | None = None,
    any_unit: bool = False,
) -> st.SearchStrategy[Quantity]:
    """Draw quantities of a unit.

    Parameters
    ----------
    unit : str
        A unit of the vocabulary, such as ``'USD/bbl'``.
    low, high : float, str or pint.Quantity
        Bounds, both of which are drawn; a bare number is in `unit`.
    typical : float, str or pint.Quantity, optional
        What cases shrink to; without it the number between the bounds that is nearest to nothing.
    shape : int or tuple of int, optional
        Of arrays; without it single numbers.
    any_unit : bool
        Whether quantities come in any compatible unit of the vocabulary.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Of quantities.

    Raises
    ------
    UnitError, InputError
        If unit or bounds are none.

    Examples
    --------
    >>> from hypothesis import find
    >>> print(find(quantities("USD/bbl", 40, 80), lambda price: True))
    40.0 USD/bbl
    """
    unit_of(unit)
    least, most = _one(low, unit), _one(high, unit)
    near = max(min(0.0, most), least) if typical is None else _one(typical, unit)
    return _quantities(unit, _checked(least, near, most, unit), shape, any_unit=any_unit)


@st.composite
def _quantities(
    draw: DrawFn,
    /,
    unit: str,
    bounds: Range,
    shape: int | tuple[int, ...] | None,
    *,
    any_unit: bool,
) -> Quantity:
    one = numbers(*bounds)
    if shape is None:
        raw: Any = draw(one)
    else:
        size = math.prod(shape) if isinstance(shape, tuple) else shape
        raw = np.array(draw(st.lists(one, min_size=size, max_size=size))).reshape(shape)
    found = to_quantity(raw, unit)
    if any_unit:
        other = found.to(unit_of(draw(st.sampled_from(compatible_units(unit)))))
        back = to_magnitude(other, unit)
        if bounds[0] <= np.min(back) and np.max(back) <= bounds[2]:  # not rounded out of bounds
            return other
    return found


@cache
def compatible_units(unit: str) -> tuple[str, ...]:
    """Return the units of the vocabulary that a quantity can be written in, itself first.

    Examples
    --------
    >>> compatible_units("knot")[:3]
    ('knot', 'nmi/hour', 'km/hour')
    >>> "USD/kb" in compatible_units("USD/bbl")
    True
    """
    texts = [unit, *_SPEEDS] if unit == "knot" else [unit]
    if unit in (FRACTION, PURE):
        texts.append("percent")
    powers = [(name, int(power)) for name, power in (1.0 * unit_of(unit)).unit_items()]
    for at, (name, power) in enumerate(powers):
        texts += [
            _spelled([*powers[:at], (other, power), *powers[at + 1 :]])
            for other in _alternatives(name, power)
        ]
    return tuple(dict.fromkeys(texts))


_SPEEDS = tuple(f"{way}/{time}" for time in ("hour", "day") for way in ("nmi", "km", "m"))
_POWERS = {1: "", 2: "2", 3: "3"}


@cache
def _names() -> tuple[str, ...]:
    """Return each unit of the vocabulary by its first name, and the cubic metre."""
    return (*dict.fromkeys(f"{unit_of(name):C}" for name in vocabulary()[0]), "m3")


def _alternatives(name: str, power: int) -> list[str]:
    """Return what can stand for one factor of a unit."""
    if abs(power) > 1:
        return []
    kind = unit_of(name).dimensionality
    return [other for other in _names() if unit_of(other).dimensionality == kind]


def _spelled(powers: Sequence[tuple[str, int]]) -> str:
    over = [f"{name}{_POWERS[power]}" for name, power in powers if power > 0]
    under = [f"{name}{_POWERS[-power]}" for name, power in powers if power < 0]
    return "/".join(["*".join(over) or PURE, *under])


def price_paths(
    periods: int = 12,
    *,
    start: tuple[Any, Any] | None = None,
    swing: Any = "10 %",
    low: Any = 1.0,
    high: Any = 300.0,
    unit: str = "USD/bbl",
) -> st.SearchStrategy[Quantity]:
    """Draw paths of a price, one element a period.

    Parameters
    ----------
    periods : int
        How many.
    start : tuple of quantity, optional
        Bounds of the first price; without it the sourced range of Brent.
    swing : quantity
        The most by which a price differs from the one before, as a share of that.
    low, high : float or quantity
        Bounds of every price.
    unit : str
        Of the price.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Of quantities that hold an array; they shrink to a flat path.

    Examples
    --------
    >>> from hypothesis import find
    >>> print(find(price_paths(3), lambda path: True))
    [63.8 63.8 63.8] USD/bbl
    """
    if start is None:
        (brent,) = (row for row in reference.rows("article") if row.path == "market.brent")
        first = _checked(brent.low, brent.value, brent.high, unit)
    else:
        least, most = (_one(end, unit) for end in start)
        first = _checked(least, least, most, unit)
    share = _one(swing, FRACTION)
    return _paths(periods, first, share, (_one(low, unit), _one(high, unit)), unit)


@st.composite
def _paths(
    draw: DrawFn, /, periods: int, first: Range, swing: float, ends: tuple[float, float], unit: str
) -> Quantity:
    path = [draw(numbers(*first))]
    for _ in range(periods - 1):
        moved = path[-1] * (1.0 + draw(numbers(-swing, 0.0, swing)))
        path.append(min(max(float(f"{moved:.12g}"), ends[0]), ends[1]))
    return to_quantity(np.array(path[:periods]), unit)


# -- groups ------------------------------------------------------------------------------------


@cache
def _sourced() -> Mapping[tuple[str, str], Range]:
    """Return the ranges of the rows behind each group's fields, joined over routes and ships."""
    found: dict[tuple[str, str], Range] = {}
    base = scenario("article-sanctioned")
    for path in base.paths():
        row = base.row(path)
        if row is not None:
            above, _, field = path.rpartition(".")
            _join(found, (type(base.get(above)).__name__, field), row)
    for rows in (*reference.vessel_rows().values(), *reference.ship_rows().values()):
        for row in rows:
            _join(found, ("Vessel", row.path.partition(":")[2]), row)
    for oil in oils():
        for field, unit, value in (
            ("api", "degAPI", oil.api[0]),
            ("sulphur", "percent", oil.sulphur[0]),
            ("acid_number", "mgKOH/g", oil.acid_number),
            ("vanadium", "mg/kg", oil.vanadium[0]),
        ):
            if value is not None:
                raw = _one(to_quantity(value, unit), getattr(Crude, field).unit)
                key = ("Crude", field)
                low, typical, high = found.get(key, (raw, raw, raw))
                found[key] = min(low, raw), typical, max(high, raw)
    return found


def _join(found: dict[tuple[str, str], Range], key: tuple[str, str], row: reference.Row) -> None:
    low, typical, high = found.get(key, (row.low, row.value, row.high))
    found[key] = min(low, row.low), typical, max(high, row.high)


def _range(kind: type[Group], field: Number) -> Range | None:
    """Return where a field is drawn from, None for one that can be left out and has no row."""
    found = _sourced().get((kind.__name__, field.name))
    return found if found is not None or not field.required else _wide(field)


def _wide(field: Number) -> Range:
    """Return a quarter to four times the figure that a field gives as an example."""
    typical = _one(field.read(_literal(field.typical)), field.unit)
    ends = sorted((typical / _WIDE, typical * _WIDE))
    return max(ends[0], field.low), typical, min(ends[1], field.high)


def _literal(typical: str) -> str | float:
    """Return the value that a field's example writes: text in quotes, or a number."""
    return typical[1:-1] if typical.startswith("'") else float(typical)


def _of(field: Number, bounds: Any) -> st.SearchStrategy[Any]:
    """Return what draws a field's quantities: a strategy, a pair or triple of bounds, a value."""
    if isinstance(bounds, st.SearchStrategy):
        return bounds
    if bounds is None:
        return numbers(0.0, 0.0, 1.0).map(lambda _: None)
    if not isinstance(bounds, tuple):
        return st.just(bounds)
    ends = [_one(end, field.unit) for end in bounds]
    low, typical, high = ends if len(ends) == 3 else (ends[0], ends[0], ends[1])  # noqa: PLR2004
    return _quantities(field.unit, _checked(low, typical, high, field.unit), None, any_unit=False)


def _strategy(kind: type[Group], field: Any, given: Mapping[str, Any]) -> Any:
    """Return what draws a field, None to leave it out."""
    if field.name in given:
        bounds = given[field.name]
        return _of(field, bounds) if isinstance(field, Number) else _as_strategy(bounds)
    if isinstance(field, Number):
        found = _range(kind, field)
        if found is None:
            return None
        drawn = _quantities(field.unit, found, None, any_unit=False)
        return drawn if field.required else st.none() | drawn
    if isinstance(field, Choice) and field.required:
        return st.sampled_from(field.options)
    if isinstance(field, Subgroup) and field.required:
        return st.one_of(*(groups(one) for one in field.kinds.values()))
    return None


def _as_strategy(value: Any) -> st.SearchStrategy[Any]:
    return value if isinstance(value, st.SearchStrategy) else st.just(value)


def groups(kind: type[AnyGroup], /, **given: Any) -> st.SearchStrategy[AnyGroup]:
    """Draw groups of any class, such as ``groups(oe.Market)``.

    Parameters
    ----------
    kind : type
        The class of the group.
    **given
        By field: a strategy, a range ``(low, high)`` or ``(low, typical, high)``, or one value.
        Other numbers are drawn from the ranges of the shipped rows, joined over routes and ships.
        A required number without a row is drawn from a quarter to four times the figure that the
        class gives as an example; an optional one without a row is left out.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Of groups.

    Raises
    ------
    InputError
        If there is no such field.

    Examples
    --------
    >>> from hypothesis import find
    >>> from oilecon import Market
    >>> find(groups(Market, brent=("40 USD/bbl", "90 USD/bbl")), lambda market: True)
    Market(brent='40.0 USD/bbl', vlsfo='445.0 USD/t', mgo='720.0 USD/t', finance_rate='0.1 1/year')
    """
    _known(kind, given)
    if kind in (Loan, OilRepayment):  # whose fields go with one another
        draws: Any = loans if kind is Loan else oil_repayments
        return draws(**given)  # type: ignore[no-any-return]
    fields = kind._fields.values()
    strategies = {field.name: _strategy(kind, field, given) for field in fields}
    return _groups(kind, {name: one for name, one in strategies.items() if one is not None})


def _known(kind: type[Group], given: Mapping[str, Any]) -> None:
    for name in given:
        if name not in kind._fields:
            msg = f"{kind.__name__} has no field {name!r}{did_you_mean(name, kind._fields)}"
            raise InputError(msg)


@st.composite
def _groups(draw: DrawFn, /, kind: type[AnyGroup], fields: Mapping[str, Any]) -> AnyGroup:
    return _fitting(kind, {name: draw(one) for name, one in fields.items()})


def _fitting(kind: type[AnyGroup], drawn: Mapping[str, Any]) -> AnyGroup:
    """Return a group of what is there, or draw another case if its fields do not fit."""
    try:
        return kind(**{name: value for name, value in drawn.items() if value is not None})
    except InputError:
        reject()


def crudes(*, temperature: Any = None, **given: Any) -> st.SearchStrategy[Crude]:
    """Draw crudes, each property within what the shipped samples span.

    Parameters
    ----------
    temperature : quantity, optional
        Where each has a viscosity, of 1 to a million cSt.
    **given
        As for `groups`: ``api=('8 degAPI', '22 degAPI')``.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Of crudes.
    """
    if temperature is not None:
        at = to_quantity(_one(temperature, "degC"), "degC")
        tens = numbers(0.0, 2.0, 6.0)
        given["viscosities"] = tens.map(
            lambda power: {"at": Viscosity(at, to_quantity(float(f"{10.0**power:.6g}"), "cSt"))}
        )
    return groups(Crude, **given)


@st.composite
def blends(
    draw: DrawFn, /, *, parts: int = 4, temperature: Any = None, **given: Any
) -> list[tuple[Crude, float]]:
    """Draw what `blend` takes: pairs of two or more crudes with shares that sum to one.

    Parameters
    ----------
    parts : int
        The most crudes.
    temperature : quantity, optional
        Where each has a viscosity.
    **given
        As for `crudes`.

    Returns
    -------
    list of (Crude, float)
        Shares of the summed volumes. The crudes have different gravities.
    """
    found = draw(
        st.lists(
            crudes(temperature=temperature, **given),
            min_size=2,
            max_size=parts,
            unique_by=lambda crude: crude.values["api"],
        )
    )
    weights = draw(st.lists(st.integers(1, 9), min_size=len(found), max_size=len(found)))
    return [(crude, weight / sum(weights)) for crude, weight in zip(found, weights, strict=True)]


@st.composite
def dilutions(draw: DrawFn, /) -> dict[str, Any]:
    """Draw what `dilute` takes and can meet: a heavy crude, a light oil, a gravity between.

    Returns
    -------
    dict
        heavy, diluent and api. Heavy crude has less than 22.3 degAPI and light oil more than 31.1,
        the usual ends.
    """
    low, _, high = _sourced()["Crude", "api"]
    heavy = draw(crudes(api=(low, _HEAVY)))
    diluent = draw(crudes(api=(_LIGHT, high)))
    share = draw(numbers(0.0, 0.0, 1.0))
    ends = heavy.values["api"], diluent.values["api"]
    target = float(f"{ends[0] + share * (ends[1] - ends[0]):.6g}")
    target = min(max(target, ends[0]), ends[1])
    return {"heavy": heavy, "diluent": diluent, "api": to_quantity(target, "degAPI")}


@st.composite
def vessels(draw: DrawFn, /, *names: str, **given: Any) -> Vessel:
    """Draw vessels: a shipped class, each figure within its row's range.

    Parameters
    ----------
    *names : str
        Of shipped vessels; all if left out.
    **given
        As for `groups`.

    Returns
    -------
    Vessel
        With speeds, fuel, size and tonnages.
    """
    name = draw(st.sampled_from(names or sorted(_ships())))
    ship: Vessel = draw(groups(Vessel, name=name, **{**_ships()[name], **given}))
    return ship


@cache
def _ships() -> Mapping[str, Mapping[str, Range | None]]:
    """Return the figures of each shipped vessel; None for one that it does not have."""
    found: dict[str, dict[str, Range | None]] = {}
    for table in (reference.vessel_rows(), reference.ship_rows()):
        for name, rows in table.items():
            fields = found.setdefault(name, {})
            fields |= {row.path.partition(":")[2]: (row.low, row.value, row.high) for row in rows}
    # Each ship draws as many numbers, so that a failing case can shrink to another ship.
    every = sorted({field for fields in found.values() for field in fields})
    return {name: {field: fields.get(field) for field in every} for name, fields in found.items()}


_CHARTERS = (TimeCharterEquivalent, TimeCharter, Worldscale, LumpSum, PerTonne, PerBarrel)


def charters(*kinds: type[Group]) -> st.SearchStrategy[Any]:
    """Draw charters of these kinds, or of all six."""
    return st.one_of(*(groups(kind) for kind in kinds or _CHARTERS))


@st.composite
def voyages(draw: DrawFn, /, **given: Any) -> Voyage:
    """Draw voyages: a shipped class of ship, loaded to at least half its deadweight.

    Parameters
    ----------
    **given
        As for `groups`: ``vessel=vessels('vlcc')``, ``distance=('500 nmi', '9000 nmi')``.

    Returns
    -------
    Voyage
        Miles, days, dues and fees in their sourced ranges, or left out.
    """
    given = {"vessel": vessels(), "charter": charters(), **given}
    given["vessel"] = vessel = draw(_as_strategy(given["vessel"]))
    dwt = vessel.values["dwt"]
    if dwt is not None:
        given.setdefault("cargo", (0.5 * dwt, float(f"{0.9 * dwt:.2g}"), dwt))
    voyage: Voyage = draw(groups(Voyage, **given))
    return voyage


@st.composite
def chains(draw: DrawFn, /) -> dict[str, Voyage]:
    """Draw what `shipping.transshipment` takes: a ship, and perhaps smaller ones beside it."""
    legs = draw(st.sampled_from([("sea",), ("shuttle", "sea"), ("shuttle", "sea", "lighter")]))
    large = voyages(vessel=vessels("vlcc", "suezmax"))
    small = voyages(vessel=vessels("aframax", "lr1", "mr"))
    return {leg: draw(large if leg == "sea" else small) for leg in legs}


# -- debts -------------------------------------------------------------------------------------

_MONTHS = {"quarterly": 3, "semiannual": 6, "annual": 12, "monthly": 1}
_LENGTHS = ("tenor", "grace")
_WAYS = ("volume", "value", "share")
_WHOLE = 1e-6  # of a period; a twelfth of a year is no exact float
_DISBURSEMENTS = 8  # the most, and few enough to be read
_HOLIDAY = 4  # the most payment periods
_EVERY_MONTH = 28  # the last day that each month has


@cache
def _published() -> Mapping[tuple[str, str], Range]:
    """Return the least, the middle and the most that shipped contracts have for a field."""
    found: dict[tuple[str, str], tuple[list[float], list[float]]] = {}
    for kind, contracts in ((Loan, loan_rows()), (OilRepayment, repayment_rows())):
        for term in (term for rows in contracts.values() for term in rows):
            group = CollectionAccount if term.field.startswith("account.") else kind
            name = term.field.removeprefix("account.")
            field = group._fields.get(name)
            each = field.each if isinstance(field, Schedule) else field
            if isinstance(each, Number) and term.value and name != "amounts":
                texts = [text for text in (term.value, term.low, term.high) if text]
                raws = [_raw(each, f"{text} {term.unit}") for text in texts]
                values, ends = found.setdefault((group.__name__, name), ([], []))
                values.append(raws[0])
                ends.extend(raws)
    return {
        key: (min(ends), median_low(values), max(ends)) for key, (values, ends) in found.items()
    }


def _raw(field: Number, value: Any) -> float:
    """Return one figure of a field, which for a length of time may be text in months."""
    return float(f"{_one(field.read(value), field.unit):.12g}")  # a term stays whole months


@cache
def _starts() -> tuple[str, ...]:
    rows = (term for terms in loan_rows().values() for term in terms)
    return tuple(sorted({term.value for term in rows if term.field == "start" and term.value}))


def _span(kind: type[Group], name: str) -> Range:
    """Return what shipped contracts span, or what surrounds the example of a field."""
    field: Any = kind._fields[name]
    return _published().get((kind.__name__, name)) or _wide(field)


def _up_to(kind: type[Group], name: str, typical: float = 0.0) -> st.SearchStrategy[Any]:
    """Return what draws a figure from nothing on, for what a contract need not have."""
    return _of(kind._fields[name], (0.0, typical, _span(kind, name)[2]))  # type: ignore[arg-type]


def _within(kind: type[Group], name: str) -> st.SearchStrategy[Any]:
    return _of(kind._fields[name], _span(kind, name))  # type: ignore[arg-type]


def _given(kind: type[Group], given: Mapping[str, Any]) -> dict[str, st.SearchStrategy[Any]]:
    """Return what draws the fields that a user speaks of."""
    found = {}
    for name, one in given.items():
        field = kind._fields[name]
        found[name] = _of(field, one) if isinstance(field, Number) else _as_strategy(one)
    return found


def loans(**given: Any) -> st.SearchStrategy[Loan]:
    """Draw loans that can exist, as `repay` and `schedule` take them.

    Parameters
    ----------
    **given
        By field, as for `groups`: ``rate=('0 %/year', '20 %/year')``, ``profile='annuity'``,
        ``tenor=('12 months', '6 year')``, ``amendments={}``. What is not given goes with it: a
        grace with the tenor, own instalments and disbursements with the principal, a base with the
        payment periods.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Of loans with a fixed or a floating rate, of any frequency and profile, perhaps with a
        grace, disbursements, fees, a start and amendments. Money, rates and lengths lie within what
        the shipped loans span, and shrink to the middle one; what a loan need not have goes from
        nothing to the most of any. Where no shipped loan has a figure, as of an upfront fee, it
        is drawn as `groups` does.

    Raises
    ------
    InputError
        If there is no such field.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(loans(), lambda loan: True)
    Loan(principal='4000000000.0 USD', tenor='4.0 year', rate='0.066 1/year')
    """
    _known(Loan, given)
    lengths: dict[str, Any] = {name: given[name] for name in _LENGTHS if name in given}
    others = {name: one for name, one in given.items() if name not in lengths}
    return _loans(lengths, _given(Loan, others))


class _Frame(NamedTuple):
    """What the other terms of a loan go with."""

    principal: float  # USD
    start: str
    step: int  # months from one payment to the next
    payments: int
    left: int  # payments after the grace
    own: bool  # instalments
    floating: bool


@st.composite
def _loans(
    draw: DrawFn, /, lengths: Mapping[str, Any], given: Mapping[str, st.SearchStrategy[Any]]
) -> Loan:
    first = {
        "principal": _within(Loan, "principal"),
        "frequency": st.sampled_from([*_MONTHS]),
        "profile": st.just("own") if "amounts" in given else _options(Loan, "profile"),
        "start": st.just("") | st.sampled_from(_starts()),
    }
    drawn = {name: draw(given.get(name, one)) for name, one in first.items()}
    step = _MONTHS[Loan.frequency.read(drawn["frequency"])]
    tenor = draw(_lengths(lengths.get("tenor"), _span(Loan, "tenor"), step, 1, math.inf))
    longest = min(_span(Loan, "grace")[2], (tenor - 1) * step / 12.0)
    grace = draw(_lengths(lengths.get("grace"), (0.0, 0.0, longest), step, 0, tenor - 1))
    drawn |= {"tenor": f"{tenor * step} months", "grace": f"{grace * step} months"}
    settled = {"rate", "base", "spread"} & {*given}
    frame = _Frame(
        principal=float(np.min(Loan.principal.read(drawn["principal"]))),  # type: ignore[arg-type]
        start=drawn["start"],
        step=step,
        payments=tenor,
        left=tenor - grace,
        own=drawn["profile"] == "own",
        floating="rate" not in given if settled else draw(st.booleans()),
    )
    terms = {**_rates(frame), **_money(frame), "amendments": _amendments(frame), **given}
    return _fitting(Loan, {**{name: draw(one) for name, one in terms.items()}, **drawn})


def _options(kind: type[Group], name: str) -> st.SearchStrategy[str]:
    field: Any = kind._fields[name]
    return st.sampled_from(field.options)


@st.composite
def _lengths(draw: DrawFn, /, given: Any, span: Range, step: int, least: int, most: float) -> int:
    """Draw a length of time as a whole number of payment periods."""
    if given is not None and not isinstance(given, tuple):
        given = (draw(_as_strategy(given)),)
    if given is not None:
        ends = [_raw(Loan.tenor, end) for end in given]
        typical = ends[1] if len(ends) == 3 else ends[0]  # noqa: PLR2004  low, typical, high
        span = _checked(ends[0], typical, ends[-1], "year")
    low, typical, high = (end * 12.0 / step for end in span)
    first, last = max(math.ceil(low - _WHOLE), least), math.floor(min(high + _WHOLE, most))
    if first > last:  # none is whole
        reject()
    middle = min(max(round(typical), first), last)
    return middle + draw(st.integers(first - middle, last - middle))


def _rates(frame: _Frame) -> dict[str, st.SearchStrategy[Any]]:
    if not frame.floating:
        return {"rate": _within(Loan, "rate")}
    rate, count = numbers(*_span(Loan, "base")), frame.payments
    each = st.lists(rate, min_size=count, max_size=count)
    base = rate.map(lambda one: [one]) | each
    return {
        "base": base.map(lambda rates: to_quantity(np.array(rates), "1/year")),
        "spread": _within(Loan, "spread"),
    }


def _money(frame: _Frame) -> dict[str, st.SearchStrategy[Any]]:
    """Return what draws instalments, disbursements, fees, and what is counted how."""
    fees = ("upfront_fee", "management_fee", "commitment_fee", "default_margin")
    most = min(frame.payments, _DISBURSEMENTS)
    disbursements = _parts(frame.principal, 1, most, all_of_it=frame.own)
    own = _parts(frame.principal, frame.left, frame.left, all_of_it=True)
    return {
        **{name: _up_to(Loan, name) for name in fees},
        "grace_on": _options(Loan, "grace_on"),
        "day_count": st.just("") | _options(Loan, "day_count"),  # left out, it goes with the rate
        "disbursements": st.none() | disbursements,
        "amounts": own if frame.own else st.none(),
    }


@st.composite
def _parts(draw: DrawFn, /, whole: float, least: int, most: int, *, all_of_it: bool) -> Quantity:
    """Draw parts of a sum in whole dollars: of all of it, or of some."""
    weights = draw(st.lists(st.integers(1, 9), min_size=least, max_size=most))
    left_over = 0 if all_of_it else draw(st.integers(0, 9))
    total = sum(weights) + left_over
    each = [float(math.floor(whole * weight / total)) for weight in weights]
    if not left_over:
        each[-1] = whole - math.fsum(each[:-1])
    return to_quantity(np.array(each), "USD")


@st.composite
def _amendments(draw: DrawFn, /, frame: _Frame) -> dict[str, Amendment]:
    """Draw up to two changes of terms, of a loan whose days are known."""
    if not frame.start or frame.payments == 1:
        return {}
    kinds = draw(st.lists(_options(Amendment, "kind"), unique=True, max_size=2))
    return {kind.replace("-", "_"): draw(_amendment(frame, kind)) for kind in kinds}


@st.composite
def _amendment(draw: DrawFn, /, frame: _Frame, kind: str) -> Amendment:
    after = draw(st.integers(1, frame.payments - 1))
    terms: dict[str, Any] = {}
    if kind == "holiday":
        terms["until"] = _later(frame, after + draw(st.integers(1, _HOLIDAY)))
        terms["holiday_on"] = draw(_options(Amendment, "holiday_on"))
    elif kind == "write-down":
        terms["share"] = draw(_of(Amendment.share, _wide(Amendment.share)))
    else:  # longer, so that no other change comes after the last payment
        longer = frame.payments + draw(st.integers(1, frame.payments))
        terms["tenor"] = f"{longer * frame.step} months"
        new = _within(Loan, "spread" if frame.floating else "rate")
        terms["rate"] = draw(st.none() | new)
    return Amendment(_later(frame, after), kind, **terms)


def _later(frame: _Frame, payments: int) -> str:
    """Return a day some payment periods after the start, and one that its month has."""
    start = dt.date.fromisoformat(frame.start)
    year, month = divmod(start.year * 12 + start.month - 1 + payments * frame.step, 12)
    return dt.date(year, month + 1, min(start.day, _EVERY_MONTH)).isoformat()


def oil_repayments(*ways: str, **given: Any) -> st.SearchStrategy[OilRepayment]:
    """Draw ways in which oil serves a debt, for `repay` with a price or a path of prices.

    Parameters
    ----------
    *ways : {'volume', 'value', 'share'}
        How it is said what is delivered; a fixed volume or a fixed value if left out. A share is of
        a stream, which `repay` then needs as ``volume='600 kb/day'``.
    **given
        By field, as for `groups`: ``volume=('0 kb/day', '100 kb/day')``, ``account=None``.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Of repayments whose volumes and values go from nothing to the most of the shipped ones,
        perhaps with a price beyond which the seller keeps the rest, an account, more volume or
        cash when proceeds fall short, and a sweep of what is left. Where that is not said, `repay`
        warns; ``sweep=('0 %', '100 %')`` always says it. What no shipped one has is drawn as
        `groups` does.

    Raises
    ------
    InputError
        If there is no such way or field.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(oil_repayments(), lambda repayment: True)
    OilRepayment(volume='200000.0 bbl/day')
    """
    _known(OilRepayment, given)
    for way in ways:
        if way not in _WAYS:
            msg = (
                f"oil_repayments: expected {', '.join(map(repr, _WAYS))}, got {quote(way)}"
                f"{did_you_mean(str(way), _WAYS)}"
            )
            raise InputError(msg)
    own = tuple(way for way in _WAYS if way in given)
    return _repayments(ways or own or _WAYS[:2], _given(OilRepayment, given))


@st.composite
def _repayments(
    draw: DrawFn, /, ways: tuple[str, ...], given: Mapping[str, st.SearchStrategy[Any]]
) -> OilRepayment:
    kind = OilRepayment
    way = draw(st.sampled_from(ways))
    amounts = {way: _up_to(kind, way, _span(kind, way)[1])}
    if way == "value":  # whose volume would know no bounds at a low price
        amounts |= {"min": _up_to(kind, "min"), "max": _within(kind, "max")}
        amounts["reset"] = _options(kind, "reset")
    drawn = {name: draw(given.get(name, one)) for name, one in amounts.items()}
    upper = drawn.get("volume", drawn.get("max"))
    held = f"{_span(kind, 'hold')[2]!r} year"
    terms = {
        "reference_price": st.none() | _within(kind, "reference_price"),
        "hold": st.sampled_from(["0 year", held]),
        "sweep": st.none() | _of(kind.sweep, (0.0, 1.0, 1.0)),
        "call_limit": st.none() | _calls(0.0 if upper is None else _raw(kind.volume, upper)),
        "cash": _up_to(kind, "cash"),
        "account": st.none() | _accounts(),
        **given,
    }
    return _fitting(kind, {**{name: draw(one) for name, one in terms.items()}, **drawn})


def _calls(least: float) -> st.SearchStrategy[Quantity]:
    """Return what draws the most that is delivered when proceeds fall short."""
    field = OilRepayment.call_limit
    _, typical, most = _wide(field)
    return _of(field, (least, max(least, typical), max(least, most)))


def _accounts() -> st.SearchStrategy[CollectionAccount]:
    reserve = _span(CollectionAccount, "debt_service_reserve")
    opening = _up_to(CollectionAccount, "opening")
    return groups(CollectionAccount, debt_service_reserve=(0.0, *reserve[1:]), opening=opening)


# -- scenarios ---------------------------------------------------------------------------------


def ranges(base: str | Scenario = "article", *paths: str) -> dict[str, tuple[Any, ...]]:
    """Return the sourced ranges of a scenario's inputs, as `check_cost_model` takes them.

    Parameters
    ----------
    base : str or Scenario
        A shipped scenario by name, or one that rests on it.
    *paths : str
        Paths or patterns; every input that has a range if left out.

    Returns
    -------
    dict of str to tuple
        By path, or by the pattern of a row that several paths share: low, typical and high.

    Raises
    ------
    PathError
        If there is no such path.
    InputError
        If a named path, or all that a pattern covers, has no row with a range.

    Examples
    --------
    >>> [str(end) for end in ranges("article", "market.brent")["market.brent"]]
    ['62.54 USD/bbl', '63.8 USD/bbl', '63.8 USD/bbl']
    """
    whole = scenario(base) if isinstance(base, str) else base
    fields = {path: field for path, field, _ in whole.leaves()}
    found: dict[str, tuple[Any, ...]] = {}
    for pattern in paths or fields:
        ranged: dict[str, tuple[Any, ...]] = {}
        for path in whole.expand(pattern):
            row = whole.row(path)
            if path in fields and row is not None and row.low < row.high:
                shared = row.path if "*" in row.path and not paths else path
                ranged[shared] = tuple(map(fields[path].show, (row.low, row.value, row.high)))
        if paths and not ranged:
            msg = f"{pattern}: no row gives its range; write it yourself, as ('low', 'high')"
            raise InputError(msg)
        found |= ranged
    return found


def scenarios(
    base: str | Scenario = "article",
    *paths: str,
    cases: int | None = None,
    **given: Any,
) -> st.SearchStrategy[Scenario]:
    """Draw scenarios, with every input, or those named, anywhere in its sourced range.

    Parameters
    ----------
    base : str or Scenario
        A shipped scenario by name, or one that rests on it.
    *paths : str
        Paths or patterns of the inputs that vary; all that have a range if left out.
    cases : int, optional
        Draw arrays of so many cases; without it, single ones.
    **given
        Other ranges, as for `groups`, with ``__`` for each dot: ``market__brent=(40, 90)``.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Of scenarios; they shrink to the shipped one, and print what differs from it.

    Raises
    ------
    PathError, InputError
        As `ranges`.
    """
    whole = scenario(base) if isinstance(base, str) else base
    fields = {path: field for path, field, _ in whole.leaves()}
    own = {name.replace("__", "."): bounds for name, bounds in given.items()}
    named = {} if own and not paths else ranges(whole, *paths)
    drawn = {}
    for pattern, bounds in {**named, **own}.items():
        field = fields[whole.expand(pattern)[0]]
        one = _of(field, bounds)
        drawn[pattern] = one if cases is None else _stacked(one, field.unit, cases)
    return _scenarios(whole, drawn)


@st.composite
def _stacked(draw: DrawFn, /, one: st.SearchStrategy[Any], unit: str, cases: int) -> Quantity:
    each = draw(st.lists(one, min_size=cases, max_size=cases))
    return to_quantity(np.array([_one(value, unit) for value in each]), unit)


@st.composite
def _scenarios(draw: DrawFn, /, base: Scenario, drawn: Mapping[str, Any]) -> Scenario:
    changes = {path: draw(one) for path, one in drawn.items()}
    try:
        return base.vary(changes)
    except InputError:  # inputs that do not fit one another
        reject()
