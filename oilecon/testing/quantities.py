"""Strategies of numbers, quantities in any unit of their kind, and paths of prices."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from oilecon import reference
from oilecon.arguments import flag
from oilecon.errors import InputError, quote
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
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

    from oilecon.typing import QuantityLike


__all__ = ["Range", "checked", "compatible_units", "numbers", "price_paths", "quantities"]

Range: TypeAlias = tuple[float, float, float]  # low, typical, high
_STEPS = 20.0  # from a typical number to either bound
_FINER = 1e4  # the numbers between the steps are this much finer


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


_DOWN, _AWAY = st.booleans(), st.floats(0.0, _STEPS)


@st.composite
def numbers(draw: DrawFn, /, low: float, typical: float, high: float) -> float:
    """Draw round floats from `low` to `high`, which shrink to `typical`."""
    # The draws do not depend on the range, so a failing case can shrink to one of another ship.
    # A float shrinks to a whole number if any fails, so every search ends at the same case.
    down = draw(_DOWN)
    steps = draw(_AWAY)
    down = (down or typical == high) and typical != low
    end = low if down else high
    if steps == _STEPS or low == high:
        return end
    step = 10.0 ** math.floor(math.log10((high - low) / _STEPS))
    step = step if steps.is_integer() else step / _FINER
    # Rounded towards the typical number, which itself need not be round.
    snapped = (math.ceil if down else math.floor)(
        (typical + steps / _STEPS * (end - typical)) / step
    )
    number = float(f"{snapped * step:.12g}")
    beyond = number < typical if down else number > typical
    return min(max(number, low), high) if beyond else typical


@lru_cache(maxsize=1024)
def _within(bounds: Range) -> st.SearchStrategy[float]:
    """Return the numbers of a range, made once: Hypothesis examines each strategy that it meets."""
    return numbers(*bounds)


def checked(low: float, typical: float, high: float, unit: str) -> Range:
    """Return a range; raise `InputError` unless its typical value lies within it."""
    if not low <= typical <= high:
        msg = (
            f"expected low <= typical <= high, got {low:g}, {typical:g} and {high:g} "
            f"{unit}; write for example ('40 USD/bbl', '64 USD/bbl', '80 USD/bbl')"
        )
        raise InputError(msg)
    return low, typical, high


def one_number(value: Any, unit: str) -> float:
    raw = float(value) if type(value) in (int, float) else to_magnitude(value, unit)
    if not isinstance(raw, float) or not math.isfinite(raw):
        msg = f"expected one finite number in {unit}, got {quote(value)}"
        raise InputError(msg)
    return raw


def quantities(
    unit: str,
    low: QuantityLike,
    high: QuantityLike,
    *,
    typical: QuantityLike | None = None,
    shape: int | tuple[int, ...] | None = None,
    any_unit: bool = False,
) -> st.SearchStrategy[Quantity]:
    """Draw quantities of a unit.

    Parameters
    ----------
    unit : str
        A unit of the vocabulary, such as ``'USD/bbl'``.
    low, high : float, str or pint.Quantity
        Bounds, which are drawn too; a bare number is in `unit`.
    typical : float, str or pint.Quantity, optional
        Value to which cases shrink; by default the number within the bounds nearest to zero.
    shape : int or tuple of int, optional
        Shape of arrays; single numbers if left out.
    any_unit : bool
        If true, draw quantities in any compatible unit of the vocabulary.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Of quantities.

    Raises
    ------
    UnitError, InputError
        If the unit or a bound is invalid.

    Examples
    --------
    >>> from hypothesis import find
    >>> print(find(quantities("USD/bbl", 40, 80), lambda price: True))
    40.0 USD/bbl
    """
    unit_of(unit)
    lower, upper = one_number(low, unit), one_number(high, unit)
    near = max(min(0.0, upper), lower) if typical is None else one_number(typical, unit)
    converted = flag(any_unit, "any_unit")
    return drawn_quantities(unit, checked(lower, near, upper, unit), shape, any_unit=converted)


@st.composite
def drawn_quantities(
    draw: DrawFn,
    /,
    unit: str,
    bounds: Range,
    shape: int | tuple[int, ...] | None,
    *,
    any_unit: bool,
) -> Quantity:
    number = _within(bounds)
    if shape is None:
        raw: Any = draw(number)
    else:
        size = math.prod(shape) if isinstance(shape, tuple) else shape
        raw = np.array(draw(st.lists(number, min_size=size, max_size=size))).reshape(shape)
    quantity = to_quantity(raw, unit)
    if any_unit:
        other = quantity.to(unit_of(draw(st.sampled_from(compatible_units(unit)))))
        back = to_magnitude(other, unit)
        if bounds[0] <= np.min(back) and np.max(back) <= bounds[2]:  # not rounded out of bounds
            return other
    return quantity


@cache
def compatible_units(unit: str) -> tuple[str, ...]:
    """Return the units of the vocabulary compatible with a unit, the unit itself first.

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


_SPEEDS = tuple(f"{length}/{time}" for time in ("hour", "day") for length in ("nmi", "km", "m"))
_POWERS = {1: "", 2: "2", 3: "3"}


@cache
def _names() -> tuple[str, ...]:
    """Return the first name of each unit of the vocabulary, and the cubic metre."""
    return (*dict.fromkeys(f"{unit_of(name):C}" for name in vocabulary()[0]), "m3")


def _alternatives(name: str, power: int) -> list[str]:
    """Return the units that can replace one factor of a unit."""
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
    start: tuple[QuantityLike, QuantityLike] | None = None,
    swing: QuantityLike = "10 %",
    low: QuantityLike = 1.0,
    high: QuantityLike = 300.0,
    unit: str = "USD/bbl",
) -> st.SearchStrategy[Quantity]:
    """Draw price paths, with one element a period.

    Parameters
    ----------
    periods : int
        Number of periods.
    start : tuple of quantity, optional
        Bounds of the first price; by default the sourced range of Brent over all scenarios.
    swing : quantity
        Maximum change from one price to the next, as a share of the former.
    low, high : float or quantity
        Bounds of every price.
    unit : str
        Unit of the price.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Quantities that hold an array; they shrink to a constant path.

    Examples
    --------
    >>> from hypothesis import find
    >>> print(find(price_paths(3), lambda path: True))
    [63.8 63.8 63.8] USD/bbl
    """
    if start is None:
        every = [row for name in reference.scenario_plans() for row in reference.rows(name)]
        brent = [row for row in every if row.path == "market.brent"]
        lowest, highest = min(row.low for row in brent), max(row.high for row in brent)
        first = checked(lowest, brent[0].value, highest, unit)
    else:
        lowest, highest = (one_number(bound, unit) for bound in start)
        first = checked(lowest, lowest, highest, unit)
    share = one_number(swing, FRACTION)
    return _paths(periods, first, share, (one_number(low, unit), one_number(high, unit)), unit)


@st.composite
def _paths(
    draw: DrawFn,
    /,
    periods: int,
    first: Range,
    swing: float,
    bounds: tuple[float, float],
    unit: str,
) -> Quantity:
    path = [draw(numbers(*first))]
    for _ in range(periods - 1):
        moved = path[-1] * (1.0 + draw(numbers(-swing, 0.0, swing)))
        path.append(min(max(float(f"{moved:.12g}"), bounds[0]), bounds[1]))
    return to_quantity(np.array(path[:periods]), unit)
