"""Price processes of one factor: geometric Brownian motion and mean reversion."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from oilecon.arguments import one_number, whole_number
from oilecon.core.linear import triangular_factor
from oilecon.errors import InputError, UnitError, figure
from oilecon.fields import Choice, Duration, Number
from oilecon.groups import Group
from oilecon.prices.amounts import Amount, AmountField
from oilecon.prices.months import A_MONTH, read_months
from oilecon.prices.noise import TILE, Noise
from oilecon.prices.paths import PricePaths
from oilecon.units import FRACTION, PURE, to_quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from oilecon.prices.months import Months, MonthsLike
    from oilecon.typing import QuantityLike
    from oilecon.units import FloatArray, Quantity

__all__ = ["Diffusion", "GeometricBrownian", "MeanReverting", "OrnsteinUhlenbeck", "Process"]

_BLOCK = 2**19  # figures that are drawn at once: 4 MB
_TIME = Duration("time from the start", high=1000)
_TIME.name = "time"
_HIGHEST = 700.0  # logarithm of a price that a number holds
_DAYS = 21  # quotations in a month, of which its mean is taken
_PIECES = np.polynomial.legendre.leggauss(8)
# Times of shocks within a month, and their weights in an integral: some in each day, since a day's
# quotation holds the shocks before it alone.
_NODES = A_MONTH / _DAYS * (np.arange(_DAYS)[:, None] + (1.0 + _PIECES[0]) / 2.0).ravel()
_WEIGHTS = np.tile(_PIECES[1] / 2.0 * A_MONTH / _DAYS, _DAYS)
_QUOTED = A_MONTH / _DAYS * np.arange(1, _DAYS + 1)
AFTER_MEAN = A_MONTH - float(_QUOTED.mean())
"""Time in years from the mean of a month's quotations to its end."""
_LOG = Number(PURE, "logarithm of a price in the unit of the start", low=-100, high=100)


def mixing(
    kernels: Sequence[Sequence[FloatArray]], correlations: FloatArray
) -> tuple[tuple[tuple[int, int], ...], FloatArray]:
    """Return the innovations of a month, and the factor that makes them of independent numbers.

    An innovation is the integral, over the month, of a kernel times the shocks of its process. The
    covariance of two is that of their kernels and shocks, so that processes of different speeds
    keep the correlation of their shocks at every moment.

    Parameters
    ----------
    kernels : sequence of sequences of numpy.ndarray
        Those of each process.
    correlations : numpy.ndarray
        Of the shocks of the processes.

    Returns
    -------
    rows : tuple of (int, int)
        Of each innovation, the position of its process, and which of the process's own it is.
    factor : numpy.ndarray
        A lower triangle: a row an innovation.
    """
    most = max(map(len, kernels))
    rows = tuple((k, row) for row in range(most) for k, own in enumerate(kernels) if row < len(own))
    functions = np.array([kernels[k][row] for k, row in rows])
    owners = [k for k, _ in rows]
    covariance = (functions * _WEIGHTS) @ functions.T * correlations[np.ix_(owners, owners)]
    sd = np.sqrt(np.diag(covariance))
    scale = np.where(sd > 0.0, sd, 1.0)
    return rows, triangular_factor(covariance / np.outer(scale, scale)) * sd[:, None]


class Process(Group):
    """A random or given path of one price, freight rate, differential or index, month by month.

    Attributes
    ----------
    unit : str
        Unit of the paths.
    """

    @property
    def unit(self) -> str:
        """Unit of the paths, as text."""
        raise NotImplementedError  # pragma: no cover

    @property
    def logs(self) -> bool:
        """True if the shocks are those of the logarithm, so that the values stay above zero."""
        return False

    @property
    def diffusion(self) -> Diffusion | None:
        """The process of Gaussian shocks that the paths are made of, if they are."""
        return None

    def walk(self, innovations: Sequence[FloatArray], months: Months) -> FloatArray:
        """Return the values that the innovations of `diffusion` lead to, written over them."""
        raise NotImplementedError  # pragma: no cover

    def draw(self, months: Months, noise: Noise, name: str = "") -> FloatArray:
        """Return values of some paths, months by paths; the arguments are not checked.

        Parameters
        ----------
        months : Months
            The months.
        noise : Noise
            The random numbers of the paths.
        name : str
            Name of the series, which has random numbers of its own.
        """
        assert self.diffusion is not None  # noqa: S101  others draw their own way
        factor = self.diffusion.factor
        innovations = [noise.normal(name, row, months.count) for row in range(len(factor))]
        mixed(innovations, factor)
        return self.walk(innovations, months)

    def check_drawing(self, months: Months, n: int) -> None:
        """Raise an error if there are no values of these months, or not of so many paths.

        Raises
        ------
        InputError
            With what is missing.
        """

    def simulate(self, months: MonthsLike, *, n: int = 1000, seed: int = 0) -> PricePaths:
        """Return simulated paths.

        Parameters
        ----------
        months : int, str or pandas.PeriodIndex
            A number of months, or ``'2026-01/2026-12'``, both included. The start of a process is
            its value one month before the first of them.
        n : int
            Number of paths.
        seed : int
            Not negative. A path depends on the seed and its own position: the first 1,000 of
            100,000 paths are the 1,000 drawn alone, and the first 12 of 24 months the 12 drawn
            alone, to the last bit. Two processes draw the same random numbers under one seed, so
            that they can be compared; those of `Correlated` draw their own.

        Returns
        -------
        PricePaths
            Values with unit and months, time first.

        Raises
        ------
        InputError
            If an argument does not fit, or the process needs the calendar and `months` is a number.
        """
        where = f"{type(self).__name__}.simulate"
        span, n, seed = read_drawing(months, n, seed, where)
        self.check_drawing(span, n)

        def part(first: int, count: int) -> dict[str, FloatArray]:
            return {"": self.draw(span, Noise(seed, first, count))}

        return PricePaths(in_blocks(part, span, n)[""], span, seed, self)

    def moments(self, months: MonthsLike) -> pd.DataFrame:
        """Return mean and standard deviation of the value in each month.

        Parameters
        ----------
        months : int, str or pandas.PeriodIndex
            As in `simulate`.

        Returns
        -------
        pandas.DataFrame
            By month: mean and sd, in the unit of the paths.
        """
        import pandas as pd

        span = read_months(months, f"{type(self).__name__}.moments")
        mean, sd = self.mean_and_sd(span)
        columns = {f"mean [{self.unit}]": mean, f"sd [{self.unit}]": sd}
        return pd.DataFrame(columns, index=span.index)

    def mean_and_sd(self, months: Months) -> tuple[FloatArray, FloatArray]:
        """Return mean and standard deviation of the value in each month, without units."""
        raise NotImplementedError  # pragma: no cover


def read_drawing(months: object, n: object, seed: object, where: str) -> tuple[Months, int, int]:
    """Return the months, number of paths and seed of a drawing, checked."""
    return (
        read_months(months, where),
        whole_number(n, f"{where}: n", least=1, example="n=1000"),
        whole_number(seed, f"{where}: seed", least=0, example="seed=1"),
    )


def times_of(months: Months) -> FloatArray:
    """Return the time of each month's end from the start, in years."""
    return np.asarray(np.arange(1, months.count + 1) * A_MONTH, dtype=np.float64)


def in_blocks(
    draw: Callable[[int, int], Mapping[str, FloatArray]], months: Months, n: int
) -> Mapping[str, FloatArray]:
    """Return paths by series, drawn block by block, so that little more is held than the answer.

    Parameters
    ----------
    draw : callable
        Takes the first path and the number of paths; returns their values by series.
    months : Months
        The months.
    n : int
        Number of paths.
    """
    size = max(_BLOCK // months.count // TILE, 1) * TILE
    if n <= size:
        return draw(0, n)
    whole: dict[str, FloatArray] = {}
    for first in range(0, n, size):
        for name, part in draw(first, min(size, n - first)).items():
            if name not in whole:
                whole[name] = np.empty((months.count, n))
            whole[name][:, first : first + size] = part
    return whole


class Diffusion(Process):
    """A process of Gaussian shocks: x (the price or its logarithm) of dx = k (a - x) dt + s dW.

    The step of a month is exact, whatever its length.
    """

    @property
    def logs(self) -> bool:
        """True, but for a process of the value itself."""
        return True

    @property
    def unit(self) -> str:
        """Unit of the start, and of the paths."""
        raw: Amount = self._raw["start"]
        return raw.unit

    @property
    def _terms(self) -> tuple[float, float, float, float, float]:
        """Start, speed, level, drift without reversion, and volatility of x; without units."""
        raise NotImplementedError  # pragma: no cover

    @property
    def speed(self) -> float:
        """Speed of reversion a year; 0 where there is none."""
        return self._terms[1]

    @property
    def averaged(self) -> bool:
        """True if each value is the mean over its month, of a price that moves within it."""
        return bool(self._raw["month"] == "mean")

    @property
    def kernels(self) -> list[FloatArray]:
        """Effects of a shock on x, at `_NODES`: at the month's end, and on the month's mean."""
        _, speed, _, _, sigma = self._terms
        return [sigma * kernel for kernel in kernels(speed)[: 1 + self.averaged]]

    @property
    def factor(self) -> FloatArray:
        """The factor that makes a month's innovations of independent numbers; see `mixing`."""
        known: FloatArray | None = self._cache.get("factor")
        if known is None:
            known = self._cache["factor"] = mixing([self.kernels], np.ones((1, 1)))[1]
        return known

    @property
    def diffusion(self) -> Diffusion:
        """The process itself."""
        return self

    def walk(self, innovations: Sequence[FloatArray], months: Months) -> FloatArray:
        """Return the values that the innovations lead to, written over them."""
        del months
        start, speed, level, drift, _ = self._terms
        end, *means = innovations
        values = means[0] if means else end
        keep = math.exp(-speed * A_MONTH)
        shift = -math.expm1(-speed * A_MONTH) * level if speed else drift * A_MONTH
        weight, middle = self._start_in_mean()
        before: Any = start
        for step, shown in zip(end, values, strict=True):
            if means:
                shown += weight * before + middle  # noqa: PLW2901  in place
            step += keep * before + shift  # noqa: PLW2901
            before = step
        return raised(values, type(self).__name__) if self.logs else values

    def _start_in_mean(self) -> tuple[float, float]:
        """Return what a month's mean takes of x at the month's start, and what it takes besides."""
        _, speed, level, drift, _ = self._terms
        weight = start_in_mean(speed)
        return weight, (1.0 - weight) * level if speed else drift * (A_MONTH - AFTER_MEAN)

    def moments_of_x(self, times: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return mean and variance of x at some times in years."""
        start, speed, level, drift, sigma = self._terms
        if not speed:
            return start + drift * times, sigma**2 * times
        gone = -np.expm1(-speed * times)
        variance = sigma**2 / (2.0 * speed) * -np.expm1(-2.0 * speed * times)
        return start + gone * (level - start), variance

    def mean_and_sd(self, months: Months) -> tuple[FloatArray, FloatArray]:
        """Return mean and standard deviation of the value in each month, without units."""
        ends = times_of(months)
        mean, variance = self.moments_of_x(ends)
        if self.averaged:
            weight, middle = self._start_in_mean()
            before, spread = self.moments_of_x(ends - A_MONTH)
            _, own = self.kernels
            mean, variance = weight * before + middle, weight**2 * spread + covariance(own, own)
        return self._of_x(mean, variance)

    def _of_x(self, mean: Any, variance: Any) -> tuple[Any, Any]:
        """Return mean and standard deviation of the price from mean and variance of x."""
        if not self.logs:
            return mean, np.sqrt(variance)
        kind = type(self).__name__
        price = raised(np.array(mean + variance / 2.0), kind)
        _refuse_huge(float(np.max(variance)), kind)
        return price, price * np.sqrt(np.expm1(variance))

    def mean(self, time: QuantityLike) -> Quantity:
        """Return the expected price at a time from the start, such as '6 months' or '2 year'."""
        return to_quantity(self._priced(time, "mean")[0], self.unit)

    def sd(self, time: QuantityLike) -> Quantity:
        """Return the standard deviation of the price at a time from the start."""
        return to_quantity(self._priced(time, "sd")[1], self.unit)

    def _priced(self, time: Any, method: str) -> tuple[float, float]:
        """Return mean and standard deviation of the price at a time."""
        years = one_number(_TIME, time, f"{type(self).__name__}.{method}: time")
        mean, variance = self.moments_of_x(np.array(years))
        price, spread = self._of_x(mean, variance)
        return float(price), float(spread)

    def _same_unit(self, *names: str) -> None:
        """Raise an error if a number has another dimension than the start."""
        for name in names:
            raw = self._raw[name]
            try:
                raw.within(self.unit)
            except UnitError as error:
                msg = (
                    f"{type(self).__name__}.{name}: expected {self.unit}, the unit of start, got "
                    f"{raw.unit}; write for example '{figure(raw.magnitude)} {self.unit}'"
                )
                raise UnitError(msg) from error


def kernels(speed: float) -> tuple[FloatArray, FloatArray]:
    """Return what a shock within a month does to x at the month's end, and to the month's mean.

    They are taken at the times `_NODES` of the shock, for a volatility of one.
    """
    left = _QUOTED[:, None] - _NODES  # from the shock to each quotation; below zero before it
    on_each = np.where(left > 0.0, np.exp(-speed * np.maximum(left, 0.0)), 0.0)
    return on_each[-1], on_each.mean(axis=0)


def covariance(left: FloatArray, right: FloatArray) -> float:
    """Return the covariance of two innovations of the same shocks, of their kernels."""
    return float((_WEIGHTS * left) @ right)


def start_in_mean(speed: float) -> float:
    """Return what part of the distance from the level at a month's start its mean has."""
    return float(np.exp(-speed * _QUOTED).mean())


def raised(logs: FloatArray, kind: str) -> FloatArray:
    """Return e to the power of logarithms, written over them.

    Raises
    ------
    InputError
        If a price is too large for a number.
    """
    _refuse_huge(float(logs.max()), kind)
    return np.exp(logs, out=logs)


def _refuse_huge(log: float, kind: str) -> None:
    """Raise an error for the logarithm of a price that is too large for a number."""
    if log > _HIGHEST:
        msg = (
            f"{kind}: expected prices that a number can hold, got exp({log:.4g}); write a lower "
            "sigma, or fewer months"
        )
        raise InputError(msg)


def mixed(scores: Sequence[FloatArray], factor: FloatArray) -> None:
    """Make independent standard normal numbers the innovations of a factor's rows, in place."""
    # In this order on every machine, which a matrix product does not promise.
    for k in reversed(range(len(scores))):
        row = scores[k]
        row *= factor[k, k]
        for weight, score in zip(factor[k, :k], scores, strict=False):
            if weight:
                row += weight * score


def _month() -> Choice:
    """Return the field that says what a month's value is."""
    return Choice(
        ("step", "mean"),
        "what a month's value is: 'step', one step of the series itself, whose parameters are "
        "those of month means if it was fitted to month means; 'mean', the mean over the month "
        "(of logarithms, in a process of them) of 21 daily quotations of a price that moves with "
        "these parameters",
        default="step",
    )


def _volatility() -> Number:
    return Number(
        FRACTION,
        "volatility: standard deviation of the logarithm's shocks over a year",
        low=0,
        high=10,
        typical="'40 %'",
    )


class GeometricBrownian(Diffusion):
    """Geometric Brownian motion, dS = m S dt + s S dW: no level to return to."""

    start = AmountField("price one month before the first", positive=True)
    sigma = _volatility()
    drift = Number(
        "1/year",
        "rate at which the expected price grows",
        low=-10,
        high=10,
        default=0.0,
        typical="'2 %/year'",
    )
    month = _month()

    @property
    def _terms(self) -> tuple[float, float, float, float, float]:
        sigma = self._raw["sigma"]
        start = math.log(self._raw["start"].magnitude)
        return start, 0.0, 0.0, self._raw["drift"] - sigma**2 / 2.0, sigma


def _speed() -> Number:
    return Number(
        "1/year",
        "speed of mean reversion",
        low=0,
        high=1000,
        above=True,
        typical="'0.8/year'",
    )


class _Reverting(Diffusion):
    """Base of the two processes of mean reversion."""

    @property
    def half_life(self) -> Quantity:
        """Time in which the expected distance from the level halves, ln 2 / kappa."""
        return to_quantity(math.log(2.0) / self._raw["kappa"], "year")

    @property
    def stationary_mean(self) -> Quantity:
        """Expected price in the long run."""
        return to_quantity(self._stationary()[0], self.unit)

    @property
    def stationary_sd(self) -> Quantity:
        """Standard deviation of the price in the long run."""
        return to_quantity(self._stationary()[1], self.unit)

    def _stationary(self) -> tuple[float, float]:
        _, speed, level, _, sigma = self._terms
        mean, sd = self._of_x(level, sigma**2 / (2.0 * speed))
        return float(mean), float(sd)


class MeanReverting(_Reverting):
    """Mean reversion of the logarithm: Schwartz's first model, dS = k (m - ln S) S dt + s S dW.

    Notes
    -----
    X = ln S follows dX = k (a - X) dt + s dW with a = m - s^2 / 2k, and `level` is exp(a), the
    median of the long run. Schwartz, E. S. (1997), The stochastic behavior of commodity prices,
    Journal of Finance 52(3), equations 1 to 7. The step of a month is exact: twelve of them have
    the law of one of a year.
    """

    start = AmountField("price one month before the first", positive=True)
    kappa = _speed()
    level = AmountField("median price of the long run, exp(alpha)", positive=True)
    sigma = _volatility()
    market_price_of_risk = Number(
        PURE,
        "Schwartz's lambda: how much lower the logarithm of the level is under the law by which "
        "futures are priced",
        low=-10,
        high=10,
        default=0.0,
        typical="0.1",
    )
    month = _month()

    @classmethod
    def schwartz(
        cls,
        start: QuantityLike,
        *,
        kappa: QuantityLike,
        mu: float | None = None,
        alpha: float | None = None,
        sigma: QuantityLike,
        market_price_of_risk: float = 0.0,
    ) -> Self:
        """Return the process of published parameters, whose level is a logarithm.

        Parameters
        ----------
        start : quantity
            Price one month before the first; the logarithms are of numbers in its unit.
        kappa : quantity
            Speed of mean reversion.
        mu, alpha : float
            Either Schwartz's mu, or alpha = mu - sigma^2 / 2 kappa.
        sigma : quantity
            Volatility.
        market_price_of_risk : float
            Schwartz's lambda.

        Raises
        ------
        UnitError, InputError
            If a number does not fit, or not exactly one of `mu` and `alpha` is given.
        """
        where = f"{cls.__name__}.schwartz"
        if (mu is None) == (alpha is None):
            got = "none" if mu is None else "both"
            msg = f"{where}: expected either mu or alpha, got {got}; write for example mu=3.093"
            raise InputError(msg)
        name, log = ("alpha", alpha) if mu is None else ("mu", mu)
        first = cls(start, kappa, start, sigma, market_price_of_risk)
        raw = first._raw
        center = one_number(_LOG, log, f"{where}: {name}")
        if mu is not None:
            center -= raw["sigma"] ** 2 / (2.0 * raw["kappa"])
        return first.evolve(level=to_quantity(math.exp(center), first.unit))

    def check(self) -> None:
        """Raise an error if the level has another dimension than the start."""
        self._same_unit("level")

    @property
    def _terms(self) -> tuple[float, float, float, float, float]:
        start, sigma = math.log(self._raw["start"].magnitude), self._raw["sigma"]
        return start, self._raw["kappa"], self.alpha, 0.0, sigma

    @property
    def alpha(self) -> float:
        """Logarithm of the level, in the unit of the start."""
        level: Any = self._raw["level"].within(self.unit)
        return math.log(level)

    @property
    def mu(self) -> float:
        """Schwartz's mu, alpha + sigma^2 / 2 kappa."""
        return self.alpha + float(self._raw["sigma"] ** 2 / (2.0 * self._raw["kappa"]))

    def risk_neutral(self) -> Self:
        """Return the process by which futures are priced: its level is lower by exp(-lambda)."""
        level = math.exp(self.alpha - self._raw["market_price_of_risk"])
        return self.evolve(level=to_quantity(level, self.unit), market_price_of_risk=0.0)

    def forward(self, time: QuantityLike) -> Quantity:
        """Return the price of a future or forward for delivery at a time from the start.

        It is the expected price under the law of `risk_neutral`.
        """
        return self.risk_neutral().mean(time)


class OrnsteinUhlenbeck(_Reverting):
    """Mean reversion of the value itself, dX = k (a - X) dt + s dW: it may take either sign.

    It suits differentials and a ship's earnings, which fall below zero. Uhlenbeck, G. E. and
    Ornstein, L. S. (1930), On the theory of the Brownian motion, Physical Review 36.
    """

    @property
    def logs(self) -> bool:
        """False: the shocks are those of the value itself."""
        return False

    start = AmountField("value one month before the first", typical="-16 USD/bbl")
    kappa = _speed()
    level = AmountField("mean of the long run", typical="-9 USD/bbl")
    sigma = AmountField(
        "standard deviation of the shocks over a year, in the unit of the start",
        positive=True,
        zero=True,
        typical="4 USD/bbl",
    )
    month = _month()

    def check(self) -> None:
        """Raise an error if a number has another dimension than the start."""
        self._same_unit("level", "sigma")

    @property
    def _terms(self) -> tuple[float, float, float, float, float]:
        start, level, sigma = (
            self._raw[name].within(self.unit) for name in ("start", "level", "sigma")
        )
        return start, self._raw["kappa"], level, 0.0, sigma
