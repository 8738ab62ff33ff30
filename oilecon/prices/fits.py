"""Processes fitted to a monthly series by maximum likelihood, with what the fit cannot tell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.arguments import choice, flag, one_number, whole_number
from oilecon.errors import InputError, figure
from oilecon.fields import Number
from oilecon.prices.amounts import Amount, monthly
from oilecon.prices.months import A_MONTH, Months
from oilecon.prices.noise import Noise
from oilecon.prices.processes import (
    AFTER_MEAN,
    GeometricBrownian,
    MeanReverting,
    OrnsteinUhlenbeck,
    covariance,
    kernels,
    start_in_mean,
)
from oilecon.prices.statistics import statistics_of
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from oilecon.prices.processes import Diffusion
    from oilecon.typing import QuantityLike, TableLike
    from oilecon.units import FloatArray, Quantity

__all__ = ["ProcessFit", "fit"]

_KINDS: dict[str, type[Diffusion]] = {
    "mean reverting": MeanReverting,
    "geometric brownian": GeometricBrownian,
    "ornstein uhlenbeck": OrnsteinUhlenbeck,
}
_FEWEST = 24  # months
_SLOWEST, _FASTEST = 1e-3, 100.0  # kappa a year, between which the likelihood is searched
_GRID = 60  # speeds looked at before the search narrows
_DEPTH = 60  # times that the search narrows
_ROUNDING = 1e-12  # of a month's phi
_STEP = 1e-4  # of a parameter, for second differences of the likelihood
_SPEED = Number("1/year", "speed of mean reversion", low=0, high=1000, typical="'0.5/year'")


class _Estimate(NamedTuple):
    """A number with its standard error; without a unit."""

    value: float
    error: float = math.nan


@dataclass(frozen=True)
class _Reversion:
    """Maximum of the likelihood of a process that reverts: dx = kappa (alpha - x) dt + sigma dW."""

    kappa: float
    alpha: float
    sigma: float
    log_likelihood: float
    of_steps: float  # the same given the first month


@dataclass(frozen=True)
class _Walk:
    """Maximum of the likelihood of a random walk, dx = drift dt + sigma dW."""

    drift: float
    sigma: float
    log_likelihood: float


class ProcessFit:
    """A process fitted to a monthly series.

    Attributes
    ----------
    process : MeanReverting, GeometricBrownian or OrnsteinUhlenbeck
        The fitted process; it starts at the last month of the series. One that knows of averaging
        starts at the estimated price at the end of that month, and draws month means.
    series : str
        Name of the series.
    averaged : bool
        True if the fit takes each month's value as the mean of 21 daily quotations.
    steps : int
        Number of steps from one month to the next.
    log_likelihood : float
        Natural logarithm of the likelihood: of the steps, given the first month; with `averaged`,
        of a process that reverts, of all months.
    t_statistic, critical_value : float
        Of the test against a random walk: (phi - 1) / its standard error, and the value of Dickey
        and Fuller below which 5 % of random walks lie. NaN for a random walk itself.
    kappa_bias : float
        By how much kappa is overestimated on the average, a year; NaN for a random walk.
    """

    def __init__(
        self,
        process: Diffusion,
        amount: Amount,
        *,
        series: str,
        averaged: bool,
        best: _Reversion | _Walk,
        errors: FloatArray,
        beside: _Walk,
        without: float,
    ) -> None:
        self.process = process
        self.series = series
        self.averaged = averaged
        self.steps = np.size(amount.magnitude) - 1
        self.log_likelihood = best.log_likelihood
        self._amount = amount
        self._best = best
        self._errors = errors
        self._beside = beside
        self._without = without
        self.t_statistic = self.critical_value = self.kappa_bias = math.nan
        if isinstance(best, _Reversion):
            phi, error = _regression(_x_of(amount, logs=process.logs))
            self.t_statistic = (phi - 1.0) / error
            self.critical_value = _dickey_fuller(self.steps)
            self.kappa_bias = _bias(best.kappa, self.steps)

    @property
    def months(self) -> pd.PeriodIndex | pd.RangeIndex:
        """Months of the series."""
        index: pd.PeriodIndex | pd.RangeIndex = self._span.index
        return index

    @property
    def _span(self) -> Months:
        return Months(self.steps + 1, self._amount.first)

    def _estimates(self) -> dict[str, _Estimate]:
        """Return the estimates by name and unit."""
        best, unit, errors = self._best, self.process.unit, self._errors
        logs = self.process.logs
        year = f"{unit} in a year" if not logs else "in a year"
        sigma = {f"sigma [{year}]": _Estimate(best.sigma, errors[-1])}
        if isinstance(best, _Walk):
            shift = best.sigma**2 / 2.0 if logs else 0.0
            spread = math.hypot(errors[0], best.sigma * errors[1] if logs else 0.0)
            per = "1/year" if logs else f"{unit}/year"
            return {f"drift [{per}]": _Estimate(best.drift + shift, spread), **sigma}
        keep = math.exp(-best.kappa * A_MONTH)
        half = math.log(2.0) / best.kappa
        level = math.exp(best.alpha) if logs else best.alpha
        alpha = {"alpha [1]": _Estimate(best.alpha, errors[1])} if logs else {}
        residual = best.sigma * math.sqrt(
            covariance(kernels(best.kappa)[0], kernels(best.kappa)[0])
        )
        return {
            "kappa [1/year]": _Estimate(best.kappa, errors[0]),
            "half-life [year]": _Estimate(half, half / best.kappa * errors[0]),
            "phi, of a month [1]": _Estimate(keep, keep * A_MONTH * errors[0]),
            **alpha,
            f"level [{unit}]": _Estimate(level, (level if logs else 1.0) * errors[1]),
            **sigma,
            f"sd of a month's shock [{'1' if logs else unit}]": _Estimate(residual),
        }

    def to_frame(self) -> pd.DataFrame:
        """Return the estimates with their standard errors.

        Returns
        -------
        pandas.DataFrame
            By parameter and unit. Standard errors are those of a large sample, from the curvature
            of the likelihood; that of kappa understates what is not known, see `kappa_if`.
        """
        import pandas as pd

        rows = {name: each._asdict() for name, each in self._estimates().items()}
        table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("parameter")
        return table.rename(columns={"value": "estimate", "error": "standard error"})

    def shocks(self) -> pd.Series[float]:
        """Return each month's shock, in standard deviations.

        They are what a month adds to what the months before made expected. Those of several series
        show how these move together: ``table.corr()`` is the correlation of monthly steps, from
        which that of `Correlated` differs little.

        Returns
        -------
        pandas.Series
            By month from the second on.
        """
        import pandas as pd

        best, x = self._best, _x_of(self._amount, logs=self.process.logs)
        if isinstance(best, _Walk):
            steps = _of_steps(0.0, averaged=self.averaged)
            changes = np.diff(x) - best.drift * A_MONTH
            white, _ = _whitened(changes[:, None], steps[0], steps)
        else:
            distance = (x - best.alpha)[:, None]
            white, _, _ = _white_months(distance, best.kappa, averaged=self.averaged)
        shocks = white[-self.steps :, 0] / best.sigma
        return pd.Series(shocks, index=self.months[1:], name=self.series)

    def kappa_if(self, kappa: QuantityLike, *, n: int = 10_000, seed: int = 0) -> pd.Series[float]:
        """Return what kappa is estimated at when the true one is another, by simulation.

        Parameters
        ----------
        kappa : quantity
            The true speed; ``'0/year'`` for a random walk.
        n : int
            Number of series of as many months that are simulated and fitted, without averaging.
        seed : int
            Not negative.

        Returns
        -------
        pandas.Series
            Mean, and the quantiles of 5, 50 and 95 %, of the estimates a year.

        Raises
        ------
        UnitError, InputError
            If an argument does not fit.
        """
        import pandas as pd

        where = f"{type(self).__name__}.kappa_if"
        speed = one_number(_SPEED, kappa, f"{where}: kappa")
        n = whole_number(n, f"{where}: n", least=1, example="n=10_000")
        seed = whole_number(seed, f"{where}: seed", least=0, example="seed=1")
        estimates = _estimated(speed, self.steps, Noise(seed, 0, n))
        at = np.quantile(estimates, [0.05, 0.5, 0.95])
        return pd.Series(
            [estimates.mean(), *at],
            index=pd.Index(["mean", "5 %", "50 %", "95 %"], name="kappa [1/year]"),
            name=f"true kappa {figure(speed)}",
        )

    def statistics(self, *, n: int = 1000, seed: int = 0) -> pd.DataFrame:
        """Return statistics of the series beside those of paths simulated from its first month on.

        Parameters
        ----------
        n : int
            Number of paths.
        seed : int
            Not negative.

        Returns
        -------
        pandas.DataFrame
            By statistic, as `oilecon.prices.statistics` has them: of the series, and the quantiles
            of 5, 50 and 95 % over the paths.
        """
        import pandas as pd

        where = f"{type(self).__name__}.statistics"
        n = whole_number(n, f"{where}: n", least=1, example="n=1000")
        seed = whole_number(seed, f"{where}: seed", least=0, example="seed=1")
        values: Any = self._amount.magnitude
        unit, logs = self.process.unit, self.process.logs
        begun = self.process.evolve(start=to_quantity(float(values[0]), unit))
        paths = np.empty((self.steps + 1, n))
        paths[0] = values[0]
        paths[1:] = begun.draw(Months(self.steps), Noise(seed, 0, n))
        history = statistics_of(values[:, None], unit, logs=logs)
        simulated = statistics_of(paths, unit, logs=logs)
        rows = {
            name: [float(history[name][0]), *np.quantile(of_paths, [0.05, 0.5, 0.95])]
            for name, of_paths in simulated.items()
        }
        columns = [self.series, "5 %", "50 %", "95 %"]
        table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
        return table.rename_axis("statistic")

    def __repr__(self) -> str:
        """Describe the fit in one line."""
        span = f"{self._span.label(0)} to {self._span.label(self.steps)}"
        return f"<ProcessFit of {self.series}, {span}: {self.process!r}>"

    def __str__(self) -> str:
        """Return the estimates, and in words what they rest on and what they cannot tell."""
        return "\n".join([self.to_frame().to_string(float_format=_digits), *self._words()])

    def _words(self) -> list[str]:
        span = f"{self._span.label(0)} to {self._span.label(self.steps)}"
        kind = type(self.process).__name__
        first = (
            f"{kind} fitted to {self.series}, {span}, {self.steps} steps: log likelihood "
            f"{self.log_likelihood:.3f}."
        )
        if self.averaged:
            first += f" Without regard to averaging within the month {self._without:.3f}."
            means = "Each value is taken as the mean of 21 daily quotations, and so are the paths'."
        else:
            means = (
                "Each value is taken as one step of the series. If it is of month means, so are "
                "the paths, and sigma is too low for a daily price; averaged=True allows for it."
            )
        if isinstance(self._best, _Walk):
            return [first, means]
        walk, logs = self._beside, self.process.logs
        drift = walk.drift + (walk.sigma**2 / 2.0 if logs else 0.0)
        unit = "" if logs else f" {self.process.unit}"
        steps = self._best.of_steps
        chance = self.kappa_if("0/year")
        refused = self.t_statistic < self.critical_value
        kind = "a GeometricBrownian" if logs else "a random walk"
        return [
            first,
            means,
            (
                f"Against a random walk: t = {self.t_statistic:.2f}, and 5 % of random walks lie "
                f"below {self.critical_value:.2f} (Dickey and Fuller): it is "
                f"{'rejected' if refused else 'not rejected'}. Of random walks of as many months, "
                f"half show a kappa above {chance['50 %']:.1f}, one in twenty above "
                f"{chance['95 %']:.1f}."
            ),
            (
                f"Kappa is overestimated by about {self.kappa_bias:.2f} on the average; less that, "
                f"it is {self._estimates()['kappa [1/year]'].value - self.kappa_bias:.2f}."
            ),
            (
                f"Beside it {kind}: drift {drift:.4g}{unit} a year, sigma {walk.sigma:.4g}{unit}; "
                f"log likelihood of the steps {walk.log_likelihood:.3f}, here {steps:.3f}."
            ),
        ]


def _digits(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.5g}"


def fit(
    series: TableLike,
    process: str = "mean reverting",
    *,
    averaged: bool = False,
) -> ProcessFit:
    """Return a process fitted to a monthly series by maximum likelihood.

    Parameters
    ----------
    series : pandas.Series, or a table of one column
        By month, without a gap; its name says the unit, as ``'Brent [USD/bbl]'``. `history` returns
        such columns.
    process : {'mean reverting', 'geometric brownian', 'ornstein uhlenbeck'}
        The first two are of logarithms, and suit prices alone; the third suits what may take either
        sign.
    averaged : bool
        True if each value is a month's mean, and the parameters are to be those of the price from
        day to day. A mean over the month moves less than the price, and its changes are correlated:
        Working, H. (1960), Note on the correlation of first differences of averages in a random
        chain, Econometrica 28(4). If False, the parameters are those of the monthly series itself,
        which is right for paths of month means by the month, and wrong for daily ones.

    Returns
    -------
    ProcessFit
        Its `process` simulates; printed, it shows the estimates and what they cannot tell.

    Raises
    ------
    InputError
        If a month is missing or stands twice, a number is missing or not finite, there are fewer
        than 24 months, a process of logarithms meets a value that is not above zero, or the series
        does not revert.
    UnitError
        If the name holds no unit.

    Notes
    -----
    Without averaging the likelihood is that of the steps given the first month, which for a process
    that reverts is a regression of each month on the one before. With it, the likelihood of all
    months is that of the stationary process, whose covariances are exact for means of 21 daily
    quotations. The bias of kappa is (5 + 2 exp(kappa t) + exp(2 kappa t)) / 2T for months of t
    years over T years: Tang, C. Y. and Chen, S. X. (2009), Parameter estimation and bias correction
    for diffusion processes, Journal of Econometrics 149(1). The value of Dickey and Fuller is
    MacKinnon's, J. G. (2010), Critical values for cointegration tests, Queen's Economics Department
    Working Paper 1227, table 2.

    Examples
    --------
    >>> import oilecon as oe
    >>> brent = oe.prices.history("Brent", since="2013-01", until="2026-07")
    >>> fitted = oe.prices.fit(brent)
    >>> print(f"{fitted.process.half_life:.2f}, sigma {fitted.process.sigma:.3f}")
    0.84 year, sigma 0.407
    """
    kind = choice(process, _KINDS, "fit: process")
    averaged = flag(averaged, "fit: averaged")
    amount, name = _read(series, kind)
    return _fitted(amount, name, kind, averaged=averaged)


def _read(series: TableLike, kind: str) -> tuple[Amount, str]:
    """Return the numbers of a series, and its name."""
    name, amount = monthly(series, "fit")
    numbers: Any = amount.magnitude
    if len(numbers) < _FEWEST:
        msg = f"fit: {name}: expected at least {_FEWEST} months, got {len(numbers)}"
        raise InputError(msg)
    if np.ptp(numbers) == 0.0:
        msg = f"fit: {name}: expected a series that moves, got {figure(numbers[0])} every month"
        raise InputError(msg)
    if _KINDS[kind] is not OrnsteinUhlenbeck and (numbers <= 0.0).any():
        at = int(np.argmax(numbers <= 0.0))
        label = Months(len(numbers), amount.first).label(at)
        msg = (
            f"fit: {name}: expected values above 0 for a process of logarithms, got "
            f"{figure(numbers[at])} {amount.unit} in {label}; write process='ornstein uhlenbeck'"
        )
        raise InputError(msg)
    return amount, name


def _fitted(amount: Amount, name: str, kind: str, *, averaged: bool) -> ProcessFit:
    """Return the fit of checked numbers."""
    cls = _KINDS[kind]
    logs = cls is not OrnsteinUhlenbeck
    x = _x_of(amount, logs=logs)
    walk = _walk(x, averaged=averaged)
    best: _Reversion | _Walk
    if cls is GeometricBrownian:
        best, without = walk, _walk(x, averaged=False).log_likelihood
        changes = len(x) - 1
        per_year = walk.sigma / math.sqrt(changes * A_MONTH)
        errors = np.array([per_year, walk.sigma / math.sqrt(2.0 * changes)])
    else:
        best = _stationary(x, name, averaged=True) if averaged else _conditional(x, name)
        without = _stationary(x, name, averaged=False).log_likelihood if averaged else math.nan
        likelihood = _all_months if averaged else _steps
        errors = _standard_errors(
            lambda kappa, alpha, sigma: likelihood(x, kappa, alpha, sigma, averaged=averaged),
            (best.kappa, best.alpha, best.sigma),
        )
    last = _last(x, best) if averaged else float(x[-1])
    start = to_quantity(math.exp(last) if logs else last, amount.unit)
    month = "mean" if averaged else "step"
    return ProcessFit(
        _process(cls, best, start, month),
        amount,
        series=name,
        averaged=averaged,
        best=best,
        errors=errors,
        beside=walk,
        without=without,
    )


def _process(
    cls: type[Diffusion], best: _Reversion | _Walk, start: Quantity, month: str
) -> Diffusion:
    """Return the process of the estimates."""
    if isinstance(best, _Walk):
        drift = to_quantity(best.drift + best.sigma**2 / 2.0, "1/year")
        return GeometricBrownian(start, to_quantity(best.sigma, "fraction"), drift, month)
    kappa = to_quantity(best.kappa, "1/year")
    unit = f"{start.units:~}".replace(" ", "") or "1"
    if cls is OrnsteinUhlenbeck:
        level, sigma = (to_quantity(each, unit) for each in (best.alpha, best.sigma))
        return OrnsteinUhlenbeck(start, kappa, level, sigma, month)
    level = to_quantity(math.exp(best.alpha), unit)
    return MeanReverting(start, kappa, level, to_quantity(best.sigma, "fraction"), month=month)


# -- likelihoods, of x: the values or their logarithms -----------------------------------------


def _x_of(amount: Amount, *, logs: bool) -> FloatArray:
    numbers: Any = amount.magnitude
    return np.log(numbers) if logs else np.array(numbers)


def _gaussian(squares: float, count: int) -> float:
    """Return the log likelihood of numbers whose variance is the mean of their squares."""
    return -0.5 * count * (math.log(2.0 * math.pi * squares / count) + 1.0)


def _regression(x: FloatArray) -> tuple[float, float]:
    """Return the slope of each month on the one before, and its standard error."""
    before, after = x[:-1] - x[:-1].mean(), x[1:] - x[1:].mean()
    spread = float(before @ before)
    phi = float(before @ after) / spread
    residuals = after - phi * before
    return phi, math.sqrt(float(residuals @ residuals) / len(before) / spread)


def _conditional(x: FloatArray, name: str) -> _Reversion:
    """Return the maximum of the likelihood of the steps, a regression."""
    phi, _ = _regression(x)
    last = 1.0 - _ROUNDING  # nearer to 1, the level of a steady trend is anywhere
    if not 0.0 < phi < last:
        how = "does not revert" if phi >= last else "turns about its level within the month"
        raise _no_reversion(name, how, f"phi {phi:.4f}")
    alpha = (x[1:].mean() - phi * x[:-1].mean()) / (1.0 - phi)
    residuals = x[1:] - alpha - phi * (x[:-1] - alpha)
    squares, kappa = float(residuals @ residuals), -math.log(phi) / A_MONTH
    variance = squares / len(residuals)
    sigma = math.sqrt(2.0 * kappa * variance / -math.expm1(-2.0 * kappa * A_MONTH))
    height = _gaussian(squares, len(residuals))
    return _Reversion(kappa, float(alpha), sigma, height, height)


def _no_reversion(name: str, how: str, shown: str) -> InputError:
    msg = (
        f"fit: {name}: the series {how} ({shown}); write process='geometric brownian' for prices, "
        "or a longer series"
    )
    return InputError(msg)


def _steps(x: FloatArray, kappa: float, alpha: float, sigma: float, *, averaged: bool) -> float:
    """Return the log likelihood of the steps, given the first month."""
    del averaged
    keep = math.exp(-kappa * A_MONTH)
    variance = sigma**2 * -math.expm1(-2.0 * kappa * A_MONTH) / (2.0 * kappa)
    residuals = x[1:] - alpha - keep * (x[:-1] - alpha)
    squares = float(residuals @ residuals)
    return -0.5 * (len(residuals) * math.log(2.0 * math.pi * variance) + squares / variance)


def _of_steps(kappa: float, *, averaged: bool) -> tuple[float, float]:
    """Return variance, and covariance with the next, of steps x - phi (x before); sigma is one."""
    at_end, in_mean = kernels(kappa)
    if not averaged:
        return covariance(at_end, at_end), 0.0
    # What a month's shocks do to the step from its mean to the next month's.
    rest = start_in_mean(kappa) * at_end - math.exp(-kappa * A_MONTH) * in_mean
    return covariance(in_mean, in_mean) + covariance(rest, rest), covariance(in_mean, rest)


def _whitened(
    columns: FloatArray, first: float, steps: tuple[float, float]
) -> tuple[FloatArray, float]:
    """Return columns of steps as independent numbers, and the logarithm of their determinant.

    Their covariance has three diagonals: `first`, then the variance of `steps`; beside them the
    covariance of each with the next.
    """
    variance, beside = steps
    left, scale, log = 0.0, math.sqrt(first), math.log(first)
    before = columns[0] / scale
    white = [before]
    for column in columns[1:]:
        left = beside / scale
        scale = math.sqrt(variance - left * left)
        before = (column - left * before) / scale
        white.append(before)
        log += 2.0 * math.log(scale)
    return np.array(white), log


def _white_months(
    columns: FloatArray, kappa: float, *, averaged: bool
) -> tuple[FloatArray, float, float]:
    """Return columns by month as independent numbers, their determinant's log, and the variance."""
    variance = _variance(kappa, averaged=averaged)
    steps = columns.copy()
    steps[1:] -= math.exp(-kappa * A_MONTH) * columns[:-1]
    return *_whitened(steps, variance, _of_steps(kappa, averaged=averaged)), variance


def _variance(kappa: float, *, averaged: bool) -> float:
    """Return the variance of a month in the long run, for a volatility of one."""
    of_price = 1.0 / (2.0 * kappa)
    if not averaged:
        return of_price
    _, in_mean = kernels(kappa)
    return start_in_mean(kappa) ** 2 * of_price + covariance(in_mean, in_mean)


def _all_months(
    x: FloatArray, kappa: float, alpha: float, sigma: float, *, averaged: bool
) -> float:
    """Return the log likelihood of all months of the stationary process."""
    white, log, _ = _white_months((x - alpha)[:, None], kappa, averaged=averaged)
    squares = float((white * white).sum()) / sigma**2
    return -0.5 * (len(x) * math.log(2.0 * math.pi * sigma**2) + log + squares)


def _stationary(x: FloatArray, name: str, *, averaged: bool) -> _Reversion:
    """Return the maximum of the likelihood of all months."""

    def best_at(kappa: float) -> _Reversion:
        """Return the best level and volatility at a speed, which have a closed form."""
        both = np.column_stack([x, np.ones(len(x))])
        white, log, variance = _white_months(both, kappa, averaged=averaged)
        alpha = float(white[:, 0] @ white[:, 1]) / float(white[:, 1] @ white[:, 1])
        distance = white[:, 0] - alpha * white[:, 1]
        squares = float(distance @ distance)
        sigma = math.sqrt(squares / len(x))
        height = _gaussian(squares, len(x)) - 0.5 * log
        first = sigma**2 * variance
        of_first = -0.5 * (math.log(2.0 * math.pi * first) + float(x[0] - alpha) ** 2 / first)
        return _Reversion(kappa, alpha, sigma, height, height - of_first)

    speeds = np.geomspace(_SLOWEST, _FASTEST, _GRID)
    heights = [best_at(float(speed)).log_likelihood for speed in speeds]
    at = int(np.argmax(heights))
    if at in (0, len(speeds) - 1):
        how = "does not revert" if not at else "turns about its level within the month"
        raise _no_reversion(name, how, f"kappa {speeds[at]:.3g} a year")
    logs = np.log(speeds)
    peak = _maximum(
        lambda log: best_at(math.exp(log)).log_likelihood, float(logs[at - 1]), float(logs[at + 1])
    )
    return best_at(math.exp(peak))


def _maximum(height: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one peak is highest, by the golden section."""
    golden = (math.sqrt(5.0) - 1.0) / 2.0
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = height(left), height(right)
    for _ in range(_DEPTH):
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = height(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = height(right)
    return (low + high) / 2.0


def _walk(x: FloatArray, *, averaged: bool) -> _Walk:
    """Return the maximum of the likelihood of a random walk's changes."""
    changes = np.diff(x)
    steps = _of_steps(0.0, averaged=averaged)
    both = np.column_stack([changes, np.ones(len(changes))])
    white, log = _whitened(both, steps[0], steps)
    drift = float(white[:, 0] @ white[:, 1]) / float(white[:, 1] @ white[:, 1])
    distance = white[:, 0] - drift * white[:, 1]
    squares = float(distance @ distance)
    height = _gaussian(squares, len(changes)) - 0.5 * log
    return _Walk(drift / A_MONTH, math.sqrt(squares / len(changes)), height)


def _last(x: FloatArray, best: _Reversion | _Walk) -> float:
    """Return the expected x at the end of the last month, given all month means."""
    if isinstance(best, _Walk):
        at_end, in_mean = kernels(0.0)
        changes = np.diff(x) - best.drift * A_MONTH
        with_each = np.zeros(len(changes))
        with_each[-1] = covariance(at_end - in_mean, in_mean)
        steps = _of_steps(0.0, averaged=True)
        white, _ = _whitened(np.column_stack([changes, with_each]), steps[0], steps)
        after = float(white[:, 0] @ white[:, 1])
        return float(x[-1]) + after + best.drift * AFTER_MEAN
    kappa = best.kappa
    at_end, in_mean = kernels(kappa)
    keep = math.exp(-kappa * A_MONTH)
    now = keep * start_in_mean(kappa) / (2.0 * kappa) + covariance(at_end, in_mean)
    with_each = now * np.exp(-kappa * A_MONTH * np.arange(len(x))[::-1])
    both = np.column_stack([x - best.alpha, with_each])
    white, _, _ = _white_months(both, kappa, averaged=True)
    return best.alpha + float(white[:, 0] @ white[:, 1])


def _standard_errors(
    likelihood: Callable[[float, float, float], float], peak: Sequence[float]
) -> FloatArray:
    """Return standard errors from the curvature of a log likelihood at its peak."""
    at = np.array(peak)
    steps = _STEP * np.maximum(np.abs(at), _STEP)
    count = len(at)
    curvature = np.empty((count, count))
    units = np.diag(steps)
    for j in range(count):
        for k in range(j + 1):
            corners = [
                sign * other * likelihood(*(at + sign * units[j] + other * units[k]))
                for sign in (1.0, -1.0)
                for other in (1.0, -1.0)
            ]
            curvature[j, k] = curvature[k, j] = sum(corners) / (4.0 * steps[j] * steps[k])
    return np.sqrt(np.diag(np.linalg.inv(-curvature)))


# -- what a fit cannot tell --------------------------------------------------------------------


def _dickey_fuller(steps: int) -> float:
    """Return the 5 % point of the t statistic with a constant, by MacKinnon's response surface."""
    return -2.86154 - 2.8903 / steps - 4.234 / steps**2 - 40.04 / steps**3


def _bias(kappa: float, steps: int) -> float:
    """Return the bias of kappa, a year, by Tang and Chen's expansion."""
    grown = math.exp(kappa * A_MONTH)
    return (5.0 + 2.0 * grown + grown**2) / (2.0 * steps * A_MONTH)


def _estimated(kappa: float, steps: int, noise: Noise) -> FloatArray:
    """Return the estimates of kappa on simulated series, for a true one.

    A slope not above zero counts as the fastest reversion that is looked for.
    """
    shocks = noise.normal("kappa", 0, steps + 1)
    keep = math.exp(-kappa * A_MONTH)
    if kappa:
        shocks[0] /= math.sqrt(-math.expm1(-2.0 * kappa * A_MONTH))  # stationary from the start
    for at in range(1, len(shocks)):
        shocks[at] += keep * shocks[at - 1]
    before, after = shocks[:-1] - shocks[:-1].mean(axis=0), shocks[1:] - shocks[1:].mean(axis=0)
    phi = (before * after).sum(axis=0) / (before * before).sum(axis=0)
    return np.asarray(-np.log(np.maximum(phi, math.exp(-_FASTEST * A_MONTH))) / A_MONTH)
