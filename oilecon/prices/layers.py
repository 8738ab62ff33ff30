"""Layers over a process: a season, and the curve of forward prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.errors import InputError, UnitError
from oilecon.fields import Number, Schedule
from oilecon.groups import Subgroup
from oilecon.prices.amounts import ByMonth
from oilecon.prices.bootstraps import BlockBootstrap
from oilecon.prices.processes import (
    Diffusion,
    GeometricBrownian,
    MeanReverting,
    OrnsteinUhlenbeck,
    Process,
    times_of,
)
from oilecon.units import PURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.prices.months import Months
    from oilecon.prices.noise import Noise
    from oilecon.units import FloatArray

__all__ = ["ForwardConsistent", "Seasonal"]

_YEAR = 12  # months


class _Layer(Process):
    """A layer over another process, which it multiplies or adds to."""

    @property
    def inner(self) -> Process:
        """The process below."""
        process: Process = self._raw["process"]
        return process

    @property
    def unit(self) -> str:
        """Unit of the paths, which is that of the process below."""
        return self.inner.unit

    @property
    def diffusion(self) -> Diffusion | None:
        """The process of Gaussian shocks below."""
        return self.inner.diffusion

    def _over(self, months: Months) -> FloatArray:
        """Return what each month's value is multiplied by, or what is added to it."""
        raise NotImplementedError  # pragma: no cover

    def walk(self, innovations: Sequence[FloatArray], months: Months) -> FloatArray:
        """Return the values that the innovations lead to, written over them."""
        return self._laid(self.inner.walk(innovations, months), months)

    def draw(self, months: Months, noise: Noise, name: str = "") -> FloatArray:
        """Return values of some paths, months by paths; see `Process.draw`."""
        return self._laid(self.inner.draw(months, noise, name), months)

    def _laid(self, values: FloatArray, months: Months) -> FloatArray:
        over = self._over(months)[:, None]
        if self.inner.logs:
            values *= over
        else:
            values += over
        return values

    def check_drawing(self, months: Months, n: int) -> None:
        """Raise an error if the months do not fit; see `Process.check_drawing`."""
        self.inner.check_drawing(months, n)
        self._over(months)

    def mean_and_sd(self, months: Months) -> tuple[FloatArray, FloatArray]:
        """Return mean and standard deviation of the value in each month, without units."""
        mean, sd = self.inner.mean_and_sd(months)
        over = self._over(months)
        return (mean * over, sd * over) if self.inner.logs else (mean + over, sd)


class Seasonal(_Layer):
    """A season over a process, which is of the price without its season.

    The paths need months of the calendar, such as '2026-01/2026-12'.
    """

    process = Subgroup(
        GeometricBrownian,
        MeanReverting,
        OrnsteinUhlenbeck,
        doc="the series without its season",
    )
    factors = Schedule(
        PURE,
        "what each month of the year multiplies a price by, from January on",
        low=0,
        high=100,
        typical="[1.02, 1.01, 1, 1, 1, 1, 1, 1, 1, 1, 0.99, 0.98]",
        default=None,
    )
    additions = ByMonth(
        "what each month of the year adds to a value that may take either sign, from January on",
        default=None,
    )

    def check(self) -> None:
        """Raise an error unless there are twelve factors of prices, or additions of the others."""
        kind, below = type(self).__name__, type(self.inner).__name__
        name, other = ("factors", "additions") if self.inner.logs else ("additions", "factors")
        given = self._raw[name]
        if given is None or self._raw[other] is not None:
            got = other if given is None else "both"
            got = "none" if given is None and self._raw[other] is None else got
            msg = f"{kind}: expected {name} over {below}, got {got}; write {name}=[...]"
            raise InputError(msg)
        count = np.size(given if isinstance(given, tuple) else given.magnitude)
        if count != _YEAR:
            msg = f"{kind}.{name}: expected 12 numbers, from January on, got {count}"
            raise InputError(msg)
        if isinstance(given, tuple):
            if min(given) <= 0.0:
                msg = f"{kind}.factors: expected factors above 0, got {min(given):g}"
                raise InputError(msg)
            return
        _same_unit(kind, name, given, self.unit)

    def _over(self, months: Months) -> FloatArray:
        """Return the factor or addition of each month."""
        given = self._raw["factors"] if self.inner.logs else self._raw["additions"]
        numbers = np.array(given if isinstance(given, tuple) else given.within(self.unit))
        over: FloatArray = numbers[months.of_year()]
        return over


class ForwardConsistent(_Layer):
    """Paths whose mean in every month is the forward price of that month.

    The spread around the curve is that of the process below, whose start and level have no part in
    it. So drawn, the paths have the risk-neutral law: they suit the value of an option or of a
    contract, and their quantiles are not those of what will be. For these add the `premium` that
    holders of futures earn, which says how fast the expected price rises above the curve.
    """

    process = Subgroup(
        GeometricBrownian,
        MeanReverting,
        OrnsteinUhlenbeck,
        Seasonal,
        BlockBootstrap,
        doc="the series' spread about the curve",
    )
    curve = ByMonth("forward price of each month, or one for all")
    premium = Number(
        "1/year",
        "rate at which the expected price rises above the curve; 0 for the risk-neutral law",
        low=-10,
        high=10,
        default=0.0,
        typical="'3 %/year'",
    )

    def check(self) -> None:
        """Raise an error if the curve does not fit the process."""
        kind, curve = type(self).__name__, self._raw["curve"]
        _same_unit(kind, "curve", curve, self.unit)
        if self.inner.logs and np.min(curve.magnitude) <= 0.0:
            msg = (
                f"{kind}.curve: expected prices above 0 for a {type(self.inner).__name__}, got "
                f"{np.min(curve.magnitude):g} {curve.unit}"
            )
            raise InputError(msg)
        if not self.inner.logs and self._raw["premium"]:
            msg = (
                f"{kind}.premium: expected 0 for a series that may take either sign, got "
                f"{self._raw['premium']:g} 1/year; add it to the curve"
            )
            raise InputError(msg)

    def _over(self, months: Months) -> FloatArray:
        """Return the ratio of curve to mean, or their difference, in each month."""
        where = f"{type(self).__name__}.curve"
        target: Any = self._raw["curve"].over(months, where, self.unit)
        mean = self.inner.mean_and_sd(months)[0]
        if not self.inner.logs:
            return np.asarray(target - mean)
        return np.asarray(target * np.exp(self._raw["premium"] * times_of(months)) / mean)


def _same_unit(kind: str, name: str, given: Any, unit: str) -> None:
    """Raise an error if numbers have another dimension than the process."""
    try:
        given.within(unit)
    except UnitError as error:
        msg = f"{kind}.{name}: expected {unit}, the unit of the process, got {given.unit}"
        raise UnitError(msg) from error
