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
from oilecon.units import FRACTION, bare_number, to_magnitude

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
    "SplitNormal",
    "Triangular",
    "Uniform",
    "distribution_over",
    "drawn_over",
]

_MIN_INSIDE = 0.5  # of a distribution's mass; with less, the draws would not be its own
_LARGEST = float(np.finfo(float).max)
_TINIEST = 2.0**-54  # half of the smallest step of a uniform number
_GREATEST = 1.0 - 2.0**-53  # the greatest share below one


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
        _scores(share, self.first, self.last)
        share *= self.sd
        share += self.mean
        if self.logs:
            np.exp(share, out=share)
        np.maximum(share, self.low, out=share)
        np.minimum(share, self.high, out=share)


@dataclass(frozen=True, slots=True)
class SplitNormalDraw(Drawn):
    """Two halves of normal distributions that meet at their common median, cut to bounds."""

    median: float
    below: float  # standard deviation of the lower half
    above: float  # and of the upper
    low: float
    high: float
    first: float  # share of the whole distribution below the lower bound
    last: float  # and below the upper
    cut: float = 0.0

    def fill(self, share: FloatArray, spare: FloatArray) -> None:
        """Stretch the normal scores on either side of zero by that side's deviation."""
        _scores(share, self.first, self.last)
        np.minimum(share, 0.0, out=spare)
        spare *= self.below
        np.maximum(share, 0.0, out=share)
        share *= self.above
        share += spare
        share += self.median
        np.maximum(share, self.low, out=share)
        np.minimum(share, self.high, out=share)


def _scores(share: FloatArray, first: float, last: float) -> None:
    """Turn uniform numbers into normal scores between two shares, in place; all finite."""
    special = load("scipy.special", "analysis", "a normal distribution")
    share *= last - first
    share += first
    np.maximum(share, _TINIEST, out=share)
    np.minimum(share, _GREATEST, out=share)
    special.ndtri(share, out=share)


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

    def _ascending(self, varied: Input, *arguments: str) -> tuple[float, ...]:
        """Return several numbers, which must not fall from one to the next."""
        values = tuple(self._read(varied, argument) for argument in arguments)
        if list(values) != sorted(values):
            listed = ", ".join(map(figure, values))
            order = ", ".join(arguments)
            msg = f"{varied.name}: expected {order} in ascending order, got {listed}"
            raise InputError(msg)
        return values

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
        return _uniform(*self._ascending(varied, "low", "high"))


def _uniform(low: float, high: float) -> Drawn:
    """Return a uniform distribution of plain numbers; a point where low and high are equal."""
    return UniformDraw(low, high) if low < high else Point(low, high)


def _triangle(low: float, mode: float, high: float) -> Drawn:
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
        return _triangle(*self._ascending(varied, "low", "mode", "high"))


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
        low, mode, high = self._ascending(varied, "low", "mode", "high")
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
        low, high = self._ascending(varied, "low", "high")
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
    return NormalDraw(mean, sd, low, high, first, last, logs, _cut(varied, first, last, shown))


def _cut(varied: Input, first: float, last: float, shown: float) -> float:
    """Return the share of a distribution outside the input's bounds, if it is no more than half."""
    if last - first < _MIN_INSIDE:
        low, high = varied.field.low, varied.field.high
        msg = (
            f"{varied.name}: only {100.0 * (last - first):.3g} % of the distribution around "
            f"{figure(shown)} lies within the input's bounds, {figure(low)} to {figure(high)}"
        )
        raise InputError(msg)
    return 1.0 - (last - first)


@dataclass(frozen=True)
class SplitNormal(Distribution):
    """Normal in two halves, by a median and two quantiles, cut to the input's bounds.

    Parameters
    ----------
    low, median, high : quantity
        Ascending, within the input's bounds: low and high are the quantiles between which `mass`
        of the probability lies, with as much below low as above high.
    mass : str or float
        A share above 0 and below 1: ``'80 %'`` between P10 and P90, ``'90 %'`` between P5 and P95.

    Notes
    -----
    With z a normal score and z' that of the quantile high, x = median + z (high - median) / z' for
    z above 0, and median + z (median - low) / z' below: Barlow, R. (2003), Asymmetric systematic
    errors, arXiv:physics/0306138, model of two straight lines. Each half has half of the
    probability, so that the three quantiles are exact as far as the bounds cut nothing off. The
    two-piece normal of Fechner and of central banks' fan charts joins its halves at the mode
    instead, and has other quantiles: Wallis, K. F. (2014), Statistical Science 29(1).
    """

    low: QuantityLike
    median: QuantityLike
    high: QuantityLike
    mass: QuantityLike = 0.8

    def drawn(self, varied: Input) -> Drawn:
        """Return the distribution in the input's unit; see `Distribution.drawn`."""
        low, median, high = self._ascending(varied, "low", "median", "high")
        where = self._where(varied, "mass")
        try:
            mass = _single(to_magnitude(self.mass, FRACTION), where)
        except UnitError as error:
            msg = f"{where}: {error}"
            raise UnitError(msg) from error
        if not 0.0 < mass < 1.0:
            msg = (
                f"{where}: expected a share above 0 and below 1, got {quote(self.mass)}; "
                "write '80 %' between P10 and P90"
            )
            raise InputError(msg)
        return _split_normal(varied, low, median, high, mass)


def _split_normal(varied: Input, low: float, median: float, high: float, mass: float) -> Drawn:
    """Return a split normal distribution of plain numbers; a point where low and high are equal."""
    if low == high:
        return Point(low, high)
    special = load("scipy.special", "analysis", "a normal distribution")
    score = float(special.ndtri(0.5 + mass / 2.0))
    below, above = (median - low) / score, (high - median) / score
    least, most = varied.field.low, varied.field.high
    first = float(special.ndtr((least - median) / below)) if below else 0.0
    last = float(special.ndtr((most - median) / above)) if above else 1.0
    cut = _cut(varied, first, last, median)
    return SplitNormalDraw(median, below, above, least, most, first, last, cut)


# -- over a range ------------------------------------------------------------------------------

_MASS = {"p10-p90": 0.8, "p5-p95": 0.9}
"""Probability between the two quantiles of a range."""


def distribution_over(
    low: QuantityLike, value: QuantityLike, high: QuantityLike, meaning: str
) -> Distribution:
    """Return the distribution over a range by its meaning, one of `oilecon.evidence.RANGES`.

    Between bounds it is triangular with the mode at the value; between quantiles a normal one in
    two halves with the median at the value; between quotes uniform.
    """
    if meaning in _MASS:
        return SplitNormal(low, value, high, _MASS[meaning])
    return Uniform(low, high) if meaning == "quotes" else Triangular(low, value, high)


def drawn_over(varied: Input, low: float, high: float, meaning: str) -> Drawn:
    """Return the same of plain numbers in the input's unit, around its value."""
    if meaning in _MASS:
        return _split_normal(varied, low, varied.value, high, _MASS[meaning])
    return _uniform(low, high) if meaning == "quotes" else _triangle(low, varied.value, high)
