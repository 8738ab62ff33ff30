"""Paths made of a history's own changes, in blocks of months."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.errors import InputError, UnitError, figure
from oilecon.fields import Choice, Number
from oilecon.prices.amounts import AmountField, ByMonth
from oilecon.prices.months import Months
from oilecon.prices.processes import Process, raised
from oilecon.units import PURE

if TYPE_CHECKING:
    from oilecon.prices.amounts import Amount
    from oilecon.prices.noise import Noise
    from oilecon.units import FloatArray

__all__ = ["BlockBootstrap"]

_FEWEST = 12  # changes of a history, of which paths can be made


class BlockBootstrap(Process):
    """Paths of a history's monthly changes, drawn in blocks of months that lie side by side.

    The changes are taken less their mean, so that the paths drift nowhere; `ForwardConsistent`
    gives them a forward curve. Series whose histories have the same months, and blocks of one
    length, draw the same months of history on each path, so that they move together as they did.

    Notes
    -----
    The circular block bootstrap of Politis, D. N. and Romano, J. P. (1992), A circular
    block-resampling procedure for stationary data: a block that runs beyond the last month goes on
    at the first, so that each change is as likely. Blocks of b months keep 1 - 1/b of the
    correlation of one month's change with the next.
    """

    history = ByMonth("the series by month, without a gap")
    block = Number(PURE, "months in a block", low=1, high=1200, default=12.0, typical="12")
    changes = Choice(
        ("log", "plain"),
        "changes of the logarithm, for prices; or of the value itself, which may take either sign",
        default="log",
    )
    start = AmountField(
        "value one month before the first; the last of the history if left out", default=None
    )

    def check(self) -> None:
        """Raise an error if the history is too short, or not above zero for changes of logs."""
        kind, history = type(self).__name__, self._raw["history"]
        count, block = np.size(history.magnitude) - 1, self._raw["block"]
        if not isinstance(block, float) or block != int(block) or block > max(count, 1):
            got = figure(block) if isinstance(block, float) else "an array"
            msg = f"{kind}.block: expected a whole number of months up to {count}, got {got}"
            raise InputError(msg)
        if count < _FEWEST:
            msg = f"{kind}.history: expected at least {_FEWEST + 1} months, got {count + 1}"
            raise InputError(msg)
        if self._raw["start"] is not None:
            try:
                self._raw["start"].within(self.unit)
            except UnitError as error:
                unit = self._raw["start"].unit
                msg = f"{kind}.start: expected {self.unit}, the unit of history, got {unit}"
                raise UnitError(msg) from error
        lowest = min(float(history.magnitude.min()), self._start)
        if self.logs and lowest <= 0.0:
            msg = (
                f"{kind}.changes: expected values above 0 for changes of the logarithm, got "
                f"{figure(lowest)} {self.unit}; write changes='plain'"
            )
            raise InputError(msg)

    @property
    def logs(self) -> bool:
        """True if the changes are those of logarithms."""
        return bool(self._raw["changes"] == "log")

    @property
    def unit(self) -> str:
        """Unit of the history."""
        history: Amount = self._raw["history"]
        return history.unit

    @property
    def _start(self) -> float:
        start = self._raw["start"]
        raw = self._raw["history"].magnitude[-1] if start is None else start.within(self.unit)
        return float(raw)

    @property
    def _changes(self) -> FloatArray:
        """The changes of x, the value or its logarithm, less their mean."""
        history = self._raw["history"].magnitude
        changes: FloatArray = np.diff(np.log(history) if self.logs else history)
        return np.asarray(changes - changes.mean())

    def draw(self, months: Months, noise: Noise, name: str = "") -> FloatArray:
        """Return values of some paths, months by paths; see `Process.draw`."""
        del name  # series of the same months draw the same rows
        history, block, changes = self._raw["history"], int(self._raw["block"]), self._changes
        rows = f"rows of {Months(1, history.first).label(0)}, {len(changes)} by {block}"
        starts = noise.uniform(rows, 0, -(-months.count // block))
        positions = (starts * len(changes)).astype(np.intp)
        x: Any = math.log(self._start) if self.logs else self._start
        values = np.empty((months.count, noise.count))
        for month, step in enumerate(values):
            at = positions[month // block] + month % block
            np.add(x, changes[at % len(changes)], out=step)
            x = step
        return raised(values, type(self).__name__) if self.logs else values

    def mean_and_sd(self, months: Months) -> tuple[FloatArray, FloatArray]:
        """Return mean and standard deviation of the value in each month, without units."""
        block, changes, start = int(self._raw["block"]), self._changes, self._start
        runs = np.array([np.roll(changes, -k) for k in range(block)]).cumsum(axis=0)
        times = np.arange(1, months.count + 1)
        whole, part = times // block, times % block
        if not self.logs:
            spread = np.concatenate(([0.0], runs.var(axis=1)))
            return np.full(times.shape, start), np.sqrt(whole * spread[-1] + spread[part])
        first, second = (
            np.concatenate(([1.0], np.exp(power * runs).mean(axis=1))) for power in (1.0, 2.0)
        )
        mean, square = (each[-1] ** whole * each[part] for each in (first, second))
        return start * mean, start * np.sqrt(np.maximum(square - mean * mean, 0.0))
