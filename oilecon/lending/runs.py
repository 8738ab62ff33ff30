"""The recurrence over blocks of paths, which stores only the requested figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, overload

import numpy as np

from oilecon.blocks import BLOCK, array_leaves, replace_leaves
from oilecon.core import debt
from oilecon.core.elementwise import maximum, minimum
from oilecon.core.finance import YEAR_DAYS
from oilecon.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from oilecon.inputs import OilRepayment
    from oilecon.lending.grids import Grid
    from oilecon.lending.plans import LoanPlan
    from oilecon.units import FloatArray, Raw

__all__ = ["Each", "Run", "Visitor"]

_LARGEST = 1e13  # USD; beyond it a float no longer holds cents
_LOOKS = 12  # periods between two checks of that limit
_QUARTER = 3  # months
# Paths in a block: with fewer, the interpreter's time per period exceeds that of the arithmetic.
_PATHS = 2 * BLOCK


class Visitor(Protocol):
    """Reader of the rows of one block of paths."""

    def see(self, period: int, row: debt.Row, price: Raw) -> None:
        """Read one period."""


class Each(Sequence[Any]):
    """Entries computed on access, so that no block holds all its periods."""

    def __init__(self, periods: int, make: Callable[[int], Any]) -> None:
        self.periods, self.make = periods, make

    def __len__(self) -> int:
        return self.periods

    @overload
    def __getitem__(self, period: int) -> Any: ...
    @overload
    def __getitem__(self, period: slice) -> list[Any]: ...
    def __getitem__(self, period: int | slice) -> Any:
        """Return one entry."""
        if isinstance(period, slice):
            return [self.make(k) for k in range(*period.indices(self.periods))]
        return self.make(period)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Loans, the terms of repayment in oil, and the paths of prices and volumes.

    Attributes
    ----------
    grid : Grid
        The periods.
    plans : tuple of LoanPlan
        The loans, in their order of payment.
    repayment : OilRepayment or None
        Terms of repayment in oil; None where all service is paid in cash.
    paths : mapping of str to (float or array)
        ``price``, ``volume`` and ``base``, where given; arrays have time on axis 0.
    shape : tuple of int
        Shape that the paths and all other arrays broadcast to, time apart.
    """

    grid: Grid
    plans: tuple[LoanPlan, ...]
    repayment: OilRepayment | None
    paths: Mapping[str, Raw]
    shape: tuple[int, ...]

    @property
    def oil(self) -> Mapping[str, Any] | None:
        """Values of the repayment: a view, computed on access because it does not pickle."""
        return None if self.repayment is None else self.repayment.values

    def walk(self, look: Callable[[slice], Visitor]) -> None:
        """Pass the rows of every block to its own visitor.

        Parameters
        ----------
        look : callable
            Function that returns the visitor of a block from its slice of the flattened paths.

        Raises
        ------
        InputError
            If a debt grows too large for floats to balance to the cent.
        """
        for block in self._blocks():
            visitor, prices = look(block), self._path("price", block)
            for period, row in enumerate(self._rows(block)):
                if period % _LOOKS == 0 or period + 1 == self.grid.periods:
                    self._check(period, row)
                visitor.see(period, row, 0.0 if prices is None else prices[period])

    def first_prepaid(self) -> tuple[int, int, float] | None:
        """Return a period, a path and the principal it prepays [USD]; None if no path prepays.

        The period is the first with a prepayment on that path and in its block. A block whose debt
        grows too large to balance to the cent is skipped, as `walk` raises the error.
        """
        for block in self._blocks():
            for period, row in enumerate(self._rows(block)):
                prepaid = np.asarray(row.prepaid)
                at = int(prepaid.argmax())
                if prepaid.flat[at] > debt.HALF_CENT:
                    return period, block.start + at, float(prepaid.flat[at])
                if period % _LOOKS == 0 and not all(
                    np.max(loan.closing) <= _LARGEST for loan in row.loans
                ):
                    break
        return None

    def _blocks(self) -> Iterator[slice]:
        count = math.prod(self.shape)
        return (slice(k, min(k + _PATHS, count)) for k in range(0, count, _PATHS))

    def _check(self, period: int, row: debt.Row) -> None:
        for plan, loan in zip(self.plans, row.loans, strict=True):
            owed = float(np.max(loan.closing))
            if not owed <= _LARGEST:
                msg = (
                    f"repay: {plan.name}: the ledger cannot balance to the cent: by "
                    f"{self.grid.label(period)} the debt has grown to {owed:.3g} USD"
                )
                raise InputError(msg)

    def _rows(self, block: slice) -> Iterator[debt.Row]:
        base = self._path("base", block)
        loans = [plan.terms(self._cut(plan.loan.values, block), base) for plan in self.plans]
        terms = self.oil
        if terms is None:
            return debt.balances(loans, None)
        prices, stream = self._path("price", block), self._path("volume", block)
        assert prices is not None  # noqa: S101  `repay` requires a price
        return debt.balances(loans, self.oil_terms(self._cut(terms, block), prices, stream))

    # -- one block -----------------------------------------------------------------------------

    def _cut(self, values: Mapping[str, Any], block: slice) -> Mapping[str, Any]:
        """Return a tree whose arrays hold the block's paths."""
        leaves = {
            keys: array.reshape(-1)[self._places(array.shape, block)]
            for keys, array in array_leaves(values)
        }
        return replace_leaves(values, leaves) if leaves else values

    def _path(self, name: str, block: slice) -> Sequence[Raw] | None:
        """Return a path's figures, one entry a period, each of the block's paths."""
        raw = self.paths.get(name)
        if raw is None:
            return None
        if isinstance(raw, float):
            return [raw] * self.grid.periods
        if raw.size == raw.shape[0]:
            figures: list[float] = raw.reshape(-1).tolist()
            return figures * (self.grid.periods if len(figures) == 1 else 1)
        flat: FloatArray = raw.reshape(len(raw), -1)
        last, places = len(raw) - 1, self._places(raw.shape[1:], block)
        return Each(self.grid.periods, lambda period: flat[min(period, last), places])

    def _places(self, shape: tuple[int, ...], block: slice) -> Any:
        """Return where the block's paths stand in a flattened array that broadcasts to them."""
        if shape == self.shape:
            return block
        paths = np.unravel_index(np.arange(block.start, block.stop), self.shape)
        own = paths[len(paths) - len(shape) :]
        kept = [at * (size > 1) for at, size in zip(own, shape, strict=True)]
        return np.ravel_multi_index(kept, shape)

    def oil_terms(
        self, oil: Mapping[str, Any], prices: Sequence[Raw], stream: Sequence[Raw] | None
    ) -> debt.OilTerms:
        """Return the terms of deliveries from the values of a repayment.

        Parameters
        ----------
        oil : mapping
            `OilRepayment.values`, or the same tree with other leaves.
        prices, stream : sequence of float or array
            Price [USD/bbl] and stream [bbl/day] of each period. Those of a stream that is no list
            are asked for one by one, when the recurrence reaches their period.
        """
        count, grid = self.grid.periods, self.grid
        days = [grid.days(period) for period in range(count)]
        ceiling = oil["reference_price"]
        counts = _valuation(oil)
        call_limit = oil["call_limit"]
        cash = oil["cash"]
        no_cash = isinstance(cash, float) and cash == 0.0
        account = oil["account"]
        sweep = oil["sweep"]  # None: the whole surplus prepays
        return debt.OilTerms(
            barrels=self._barrels(oil, prices, stream, days),
            credited=prices
            if counts is None and ceiling is None
            else Each(count, lambda k: _credited(counts, ceiling, prices[k])),
            held=None
            if ceiling is None
            else Each(count, lambda k: maximum(_full(counts, prices[k]) - ceiling, 0.0)),
            released=self._releases(oil["hold"]),
            callable=None
            if call_limit is None
            else Each(count, lambda k: _limited(call_limit * days[k], stream, k, days[k])),
            cash=None if no_cash else [cash * days[k] / YEAR_DAYS for k in range(count)],
            reserve=self._reserve(account),
            opening=self._opening(account),
            sweeps=sweep is None or bool(np.any(sweep)),
            sweep=None if isinstance(sweep, float) and sweep == 1.0 else sweep,
        )

    def _barrels(
        self,
        oil: Mapping[str, Any],
        prices: Sequence[Raw],
        stream: Sequence[Raw] | None,
        days: Sequence[float],
    ) -> Sequence[Raw]:
        """Return the deliveries of each period, limited by the stream."""
        low, high = oil["min"], oil["max"]
        rule = self._rule_prices(oil["reset"], prices)

        def made(k: int) -> Raw:
            if oil["value"] is not None:
                ceiling = None if high is None else high * days[k]
                bbl = debt.barrels_for(oil["value"] * days[k], rule(k), low * days[k], ceiling)
            else:
                rate = (
                    oil["volume"]
                    if stream is None or oil["share"] is None
                    else (stream[k] * oil["share"])
                )
                bbl = maximum(rate, low) if high is None else minimum(maximum(rate, low), high)
                bbl = bbl * days[k]
            return _limited(bbl, stream, k, days[k])

        varies = oil["value"] is not None or not (stream is None or isinstance(stream, list))
        each = Each(self.grid.periods, made)
        return each if varies else list(each)

    def _rule_prices(self, reset: str, prices: Sequence[Raw]) -> Callable[[int], Raw]:
        """Return the price that sets a volume: the period's, or the mean of its quarter."""
        periods = max(_QUARTER // self.grid.months, 1) if reset == "quarter" else 1
        if periods == 1:
            return lambda k: prices[k]

        def mean(k: int) -> Raw:
            first = k - k % periods
            group = [prices[j] for j in range(first, min(first + periods, len(prices)))]
            total = group[0]
            for price in group[1:]:
                total = total + price
            return total / len(group)

        return mean

    def _releases(self, hold: float) -> list[bool]:
        """Return True for each period that releases the amount held, as the last always does."""
        count = self.grid.periods
        every = max(round(hold * 12.0) // self.grid.months, 1)
        return [(k + 1) % every == 0 or k + 1 == count for k in range(count)]

    def _reserve(self, account: Mapping[str, Any] | None) -> list[Raw | None]:
        """Return the required multiple of service: at least one between payment days."""
        reserve: Raw = 0.0 if account is None else account["debt_service_reserve"]
        multiples: list[Raw | None] = []
        for period in range(self.grid.periods):
            settles = all(
                plan.steps[period].pays
                or plan.steps[period].capitalises
                or not plan.steps[period].active
                for plan in self.plans
            )
            if account is None:
                multiples.append(None if settles else 1.0)
            else:
                multiples.append(reserve if settles else maximum(reserve, 1.0))
        return multiples

    def _opening(self, account: Mapping[str, Any] | None) -> Raw | None:
        """Return the account's opening balance; zero where only the next service is retained."""
        if account is not None:
            opening: Raw = account["opening"]
            return opening
        return None if all(reserve is None for reserve in self._reserve(None)) else 0.0


def _limited(bbl: Raw, stream: Sequence[Raw] | None, period: int, days: float) -> Raw:
    """Return barrels, limited by the stream."""
    return bbl if stream is None else minimum(bbl, stream[period] * days)


def _valuation(oil: Mapping[str, Any]) -> Callable[[Raw], Raw] | None:
    """Return the credit of a barrel as a function of the price; None if it is the price."""
    factor, differential = oil["factor"], oil["differential"]
    plain = isinstance(factor, float) and factor == 1.0
    plain = plain and isinstance(differential, float) and differential == 0.0
    lifts = oil["negative_prices"] == "as zero"
    if plain and not lifts:
        return None

    def value(price: Raw) -> Raw:
        counted = price * factor + differential
        return maximum(counted, 0.0) if lifts else counted

    return value


def _full(counts: Callable[[Raw], Raw] | None, price: Raw) -> Raw:
    return price if counts is None else counts(price)


def _credited(counts: Callable[[Raw], Raw] | None, ceiling: Raw | None, price: Raw) -> Raw:
    full = _full(counts, price)
    return full if ceiling is None else minimum(full, ceiling)
