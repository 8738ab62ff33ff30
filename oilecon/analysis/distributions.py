"""Distributions of inputs: named, with units, cut to the input's bounds.

Each turns uniform numbers into draws by its quantile function, in place. So plain draws,
correlated draws and Sobol' points share one method, and a draw takes a single uniform number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import number, one_number
from oilecon.errors import InputError, UnitError, figure, quote
from oilecon.extras import load
from oilecon.units import bare_number, to_magnitude

if TYPE_CHECKING:
    from oilecon.analysis.inputs import Input
    from oilecon.typing import QuantityLike
    from oilecon.units import FloatArray

__all__ = [
    "PERT",
    "Beta",
    "Distribution",
    "Drawn",
    "Empirical",
    "LogNormal",
    "Normal",
    "Triangular",
    "Uniform",
    "triangle",
]

_MIN_INSIDE = 0.5  # of a distribution's mass; with less, the draws would not be its own
_LARGEST = float(np.finfo(float).max)
_TINIEST = 2.0**-54  # half of the smallest step of a uniform number


class Drawn:
    """A distribution in an input's canonical unit, as plain numbers that are sent to workers.

    Attributes
    ----------
    low, high : float
        Lowest and highest value that is drawn.
    cut : float
        Share of the distribution that lies outside the input's bounds and is cut off.
    """

    low: float
    high: float
    cut: float = 0.0

    def fill(self, share: FloatArray, spare: FloatArray) -> None:
        """Turn uniform numbers into draws, in place; `spare` is of the same shape, to work in."""
        raise NotImplementedError  # pragma: no cover

    def ppf(self, share: Any) -> FloatArray:
        """Return the quantiles at some shares, as SciPy asks for them."""
        quantiles = np.array(share, dtype=float)
        self.fill(quantiles, np.empty_like(quantiles))
        return quantiles


@dataclass(frozen=True, slots=True)
class Point(Drawn):
    """One value."""

    low: float
    high: float
    cut: float = 0.0

    def fill(self, share: FloatArray, spare: FloatArray) -> None:
        """Write the value."""
        del spare
        share.fill(self.low)


@dataclass(frozen=True, slots=True)
class UniformDraw(Drawn):
    """A uniform distribution."""

    low: float
    high: float
    cut: float = 0.0

    def fill(self, share: FloatArray, spare: FloatArray) -> None:
        """Stretch the shares."""
        del spare
        share *= self.high - self.low
        share += self.low
        np.minimum(share, self.high, out=share)


@dataclass(frozen=True, slots=True)
class Triangle(Drawn):
    """A triangular distribution, by its inverse: two roots cost less than a choice between them."""

    low: float
    mode: float
    high: float
    cut: float = 0.0

    def fill(self, share: FloatArray, spare: FloatArray) -> None:
        """Return low + sqrt(u k) up to the mode's share, high - sqrt((1 - u) k') above it."""
        low, mode, high = self.low, self.mode, self.high
        at_mode = (mode - low) / (high - low)
        np.minimum(share, at_mode, out=spare)
        spare *= (high - low) * (mode - low)
        np.sqrt(spare, out=spare)
        np.maximum(share, at_mode, out=share)
        np.subtract(1.0, share, out=share)
        share *= (high - low) * (high - mode)
        np.sqrt(share, out=share)
        np.subtract(spare, share, out=share)
        share += low + (high - mode)
        np.maximum(share, low, out=share)  # rounding may pass an end by a last bit
        np.minimum(share, high, out=share)


@dataclass(frozen=True, slots=True)
class NormalDraw(Drawn):
    """A normal or log-normal distribution, cut to bounds."""

    mean: float
    sd: float
    low: float
    high: float
    first: float  # share of the whole distribution below the lower bound
    last: float  # and below the upper
    logs: bool
    cut: float = 0.0

    def fill(self, share: FloatArray, spare: FloatArray) -> None:
        """Take quantiles between the shares at the bounds."""
        del spare
        special = load("scipy.special", "analysis", "a normal distribution")
        share *= self.last - self.first
        share += self.first
        np.maximum(share, _TINIEST, out=share)
        special.ndtri(share, out=share)
        share *= self.sd
        share += self.mean
        if self.logs:
            np.exp(share, out=share)
        np.maximum(share, self.low, out=share)
        np.minimum(share, self.high, out=share)


@dataclass(frozen=True, slots=True)
class BetaDraw(Drawn):
    """A beta distribution between two bounds."""

    low: float
    high: float
    a: float
    b: float
    cut: float = 0.0

    def fill(self, share: FloatArray, spare: FloatArray) -> None:
        """Take quantiles by the inverse of the incomplete beta function."""
        del spare
        special = load("scipy.special", "analysis", "a beta or PERT distribution")
        special.betaincinv(self.a, self.b, share, out=share)
        share *= self.high - self.low
        share += self.low
        np.minimum(share, self.high, out=share)


@dataclass(frozen=True, slots=True)
class Steps(Drawn):
    """Observed values, each as likely."""

    low: float
    high: float
    values: FloatArray = field(compare=False)
    cut: float = 0.0

    def fill(self, share: FloatArray, spare: FloatArray) -> None:
        """Pick a value by rank."""
        del spare
        share *= len(self.values)
        share[...] = self.values[np.minimum(share.astype(np.intp), len(self.values) - 1)]


# -- what a user writes ------------------------------------------------------------------------


class Distribution:
    """A distribution of an input; its numbers take units as the input does."""

    def drawn(self, varied: Input) -> Drawn:
        """Return the distribution in the input's unit, checked against its bounds.

        Raises
        ------
        UnitError, InputError
            If a number does not fit the input, or most of the distribution lies outside its bounds.
        """
        raise NotImplementedError  # pragma: no cover

    def _where(self, varied: Input, argument: str) -> str:
        return f"{varied.name}: {type(self).__name__}.{argument}"

    def _read(self, varied: Input, argument: str) -> float:
        value, where = getattr(self, argument), self._where(varied, argument)
        return one_number(varied.field, value, where, siblings=True)

    def _spread(self, varied: Input, argument: str = "sd") -> float:
        where = self._where(varied, argument)
        try:
            raw = _single(to_magnitude(getattr(self, argument), varied.field.read_as), where)
        except UnitError as error:
            msg = f"{where}: {error}"
            raise UnitError(msg) from error
        if not 0.0 <= raw < np.inf:
            msg = f"{where}: expected a spread of at least 0, got {figure(raw)}"
            raise InputError(msg)
        return raw


def _single(raw: Any, where: str) -> float:
    if not isinstance(raw, float):
        msg = f"{where}: expected one number, got an array of shape {raw.shape}"
        raise InputError(msg)
    return raw


def _positive(value: Any, where: str) -> float:
    number = bare_number(value)
    if number is None or not 0 < number <= _LARGEST:
        msg = f"{where}: expected a pure number above 0, got {quote(value)}"
        raise InputError(msg)
    return number


@dataclass(frozen=True)
class Uniform(Distribution):
    """Uniform between two bounds.

    Parameters
    ----------
    low, high : quantity
        Both within the input's bounds.
    """

    low: QuantityLike
    high: QuantityLike

    def drawn(self, varied: Input) -> Drawn:
        """Return the distribution in the input's unit; see `Distribution.drawn`."""
        low, high = self._read(varied, "low"), self._read(varied, "high")
        _ascending(varied, low, high)
        return UniformDraw(low, high) if low < high else Point(low, high)


def _ascending(varied: Input, *values: float) -> None:
    if list(values) != sorted(values):
        listed = ", ".join(map(figure, values))
        order = "low, high" if len(values) == 2 else "low, mode, high"  # noqa: PLR2004
        msg = f"{varied.name}: expected {order} in ascending order, got {listed}"
        raise InputError(msg)


def triangle(low: float, mode: float, high: float) -> Drawn:
    """Return a triangular distribution of plain numbers; a point where low and high are equal."""
    return Triangle(low, mode, high) if low < high else Point(low, high)


@dataclass(frozen=True)
class Triangular(Distribution):
    """Triangular between two bounds, with the mode at the most likely value.

    Parameters
    ----------
    low, mode, high : quantity
        Ascending, within the input's bounds.
    """

    low: QuantityLike
    mode: QuantityLike
    high: QuantityLike

    def drawn(self, varied: Input) -> Drawn:
        """Return the distribution in the input's unit; see `Distribution.drawn`."""
        low, mode, high = (self._read(varied, name) for name in ("low", "mode", "high"))
        _ascending(varied, low, mode, high)
        return triangle(low, mode, high)


@dataclass(frozen=True)
class PERT(Distribution):
    """Beta over low, mode and high: as a triangle, with thinner corners.

    Parameters
    ----------
    low, mode, high : quantity
        Ascending, within the input's bounds.
    weight : float
        Weight of the mode in the mean, (low + weight mode + high) / (weight + 2).

    Notes
    -----
    Malcolm, D. G. et al. (1959), Application of a technique for research and development program
    evaluation, Operations Research 7(5); the modified form with another weight than 4 is Vose's.
    """

    low: QuantityLike
    mode: QuantityLike
    high: QuantityLike
    weight: float = 4.0

    def drawn(self, varied: Input) -> Drawn:
        """Return the distribution in the input's unit; see `Distribution.drawn`."""
        low, mode, high = (self._read(varied, name) for name in ("low", "mode", "high"))
        _ascending(varied, low, mode, high)
        weight = _positive(self.weight, self._where(varied, "weight"))
        if low == high:
            return Point(low, high)
        a = 1.0 + weight * (mode - low) / (high - low)
        return BetaDraw(low, high, a, 2.0 + weight - a)


@dataclass(frozen=True)
class Beta(Distribution):
    """Beta with shapes `a` and `b`, between two bounds.

    Parameters
    ----------
    low, high : quantity
        Within the input's bounds.
    a, b : float
        Shapes, above zero; the mean is low + (high - low) a / (a + b).
    """

    low: QuantityLike
    high: QuantityLike
    a: float
    b: float

    def drawn(self, varied: Input) -> Drawn:
        """Return the distribution in the input's unit; see `Distribution.drawn`."""
        low, high = self._read(varied, "low"), self._read(varied, "high")
        _ascending(varied, low, high)
        a, b = (_positive(getattr(self, name), self._where(varied, name)) for name in "ab")
        return BetaDraw(low, high, a, b) if low < high else Point(low, high)


@dataclass(frozen=True)
class Empirical(Distribution):
    """Observed values, each as likely.

    Parameters
    ----------
    values : list or array of quantities
        Within the input's bounds.
    """

    values: QuantityLike

    def drawn(self, varied: Input) -> Drawn:
        """Return the distribution in the input's unit; see `Distribution.drawn`."""
        raw = number(varied.field, self.values, self._where(varied, "values"), siblings=True)
        values = np.sort(np.ravel(raw))
        return Steps(float(values[0]), float(values[-1]), values)


@dataclass(frozen=True)
class Normal(Distribution):
    """Normal, cut to the input's bounds.

    Parameters
    ----------
    mean : quantity
        Before it is cut.
    sd : quantity
        Standard deviation, before it is cut.
    """

    mean: QuantityLike
    sd: QuantityLike

    def drawn(self, varied: Input) -> Drawn:
        """Return the distribution in the input's unit; see `Distribution.drawn`."""
        mean, sd = self._read(varied, "mean"), self._spread(varied)
        return _normal(varied, mean, sd, mean, logs=False) if sd else Point(mean, mean)


@dataclass(frozen=True)
class LogNormal(Distribution):
    """Log-normal, cut to the input's bounds.

    Parameters
    ----------
    mean, sd : quantity
        Of the input itself, not of its logarithm, before it is cut; the mean above zero.
    """

    mean: QuantityLike
    sd: QuantityLike

    def drawn(self, varied: Input) -> Drawn:
        """Return the distribution in the input's unit; see `Distribution.drawn`."""
        mean, sd = self._read(varied, "mean"), self._spread(varied)
        if mean <= 0.0:
            where = self._where(varied, "mean")
            msg = f"{where}: expected a mean above 0, got {figure(mean)}; a Normal may lie below"
            raise InputError(msg)
        if not sd:
            return Point(mean, mean)
        ratio = sd / mean
        # The variance of the logarithm; for a huge ratio log1p(ratio**2) is 2 log(ratio).
        spread = (
            float(np.log1p(ratio**2)) if ratio < _HUGE else 2.0 * float(np.log(sd) - np.log(mean))
        )
        if not spread:  # too small for a float
            return Point(mean, mean)
        return _normal(varied, float(np.log(mean)) - spread / 2.0, spread**0.5, mean, logs=True)


_HUGE = 1e150  # whose square is still a float


def _normal(varied: Input, mean: float, sd: float, shown: float, *, logs: bool) -> Drawn:
    special = load("scipy.special", "analysis", "a normal distribution")
    low, high = varied.field.low, varied.field.high
    bounds = (np.log(x) if x > 0.0 else -np.inf for x in (low, high)) if logs else (low, high)
    first, last = (float(special.ndtr((bound - mean) / sd)) for bound in bounds)
    if last - first < _MIN_INSIDE:
        msg = (
            f"{varied.name}: only {100.0 * (last - first):.3g} % of the distribution around "
            f"{figure(shown)} lies within the input's bounds, {figure(low)} to {figure(high)}"
        )
        raise InputError(msg)
    return NormalDraw(mean, sd, low, high, first, last, logs, 1.0 - (last - first))
