"""The ledger of a debt, period by period, with columns computed on demand.

The class stands here and not in `results`, beside the function that makes it, as `Estimate` does.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from oilecon import dates
from oilecon.core.debt import HALF_CENT
from oilecon.core.elementwise import maximum, minimum
from oilecon.errors import InputError, PathError, UndefinedWarning, did_you_mean, quote
from oilecon.frozen import FrozenDict
from oilecon.plotting import Plot, Plotted
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from oilecon.core import debt
    from oilecon.lending.runs import Run
    from oilecon.typing import DateLike
    from oilecon.units import FloatArray

__all__ = ["Flows", "Ledger", "Payoff"]

_SMALLEST = 1e-9  # USD; avoids division by the value of worthless barrels
Pick: TypeAlias = "Callable[[debt.Row, Raw], Raw]"


def _nothing(raw: Raw | None) -> Raw:
    return 0.0 if raw is None else raw


def _loans(read: Callable[[debt.LoanRow], Raw | None]) -> Pick:
    """Return a function that sums a figure over all loans."""

    def pick(row: debt.Row, price: Raw) -> Raw:
        del price
        total = _nothing(read(row.loans[0]))
        for loan in row.loans[1:]:
            total = total + _nothing(read(loan))
        return total

    return pick


_OF_LOANS: dict[str, Callable[[debt.LoanRow], Raw | None]] = {
    "opening": lambda loan: loan.opening,
    "drawn": lambda loan: loan.drawn,
    "interest": lambda loan: loan.interest,
    "fees": lambda loan: loan.fee,
    "written_off": lambda loan: loan.written_off,
    "service": lambda loan: loan.due,
    "paid": lambda loan: loan.paid,
    "arrears": lambda loan: loan.overdue,
    "accrued": lambda loan: loan.accrued,
    "closing": lambda loan: loan.closing,
}


def _stayed(row: debt.Row, price: Raw) -> Raw:
    """Return the proceeds of delivered barrels that were not returned in the period."""
    del price
    return maximum(row.value - row.surplus, 0.0)


def _given_back(row: debt.Row, price: Raw) -> Raw:
    """Return the proceeds of earlier periods' barrels that the account returned."""
    del price
    return maximum(row.surplus - row.value, 0.0)


def _debt_barrels(row: debt.Row, price: Raw) -> Raw:
    """Return the delivered barrels whose proceeds were not returned to the seller in the period."""
    credit = row.value
    value = credit if row.excess is None else credit + row.beyond
    return row.barrels * (_stayed(row, price) / maximum(value, _SMALLEST))


_OF_ALL: dict[str, tuple[str, Pick]] = {
    **{name: ("USD", _loans(read)) for name, read in _OF_LOANS.items()},
    "price": ("USD/bbl", lambda _, price: price),
    "barrels": ("bbl", lambda row, _: row.barrels),
    "debt_barrels": ("bbl", _debt_barrels),
    "value": ("USD", lambda row, _: row.value),
    "beyond": ("USD", lambda row, _: row.beyond),
    "cash": ("USD", lambda row, _: _nothing(row.cash)),
    "surplus": ("USD", lambda row, _: row.surplus),
    "released": ("USD", lambda row, _: _nothing(row.released)),
    "account": ("USD", lambda row, _: _nothing(row.account)),
    "held": ("USD", lambda row, _: _nothing(row.held)),
}
"""Every column of a ledger with its unit."""

_SHOWN = (
    *("opening", "drawn", "interest", "fees", "service", "barrels", "value", "cash", "paid"),
    *("surplus", "account", "arrears", "closing"),
)


class _Columns:
    """Visitor that fills a block of each requested column."""

    def __init__(self, picks: Sequence[Pick], outs: Sequence[FloatArray], block: slice) -> None:
        self.picks, self.outs, self.block = picks, outs, block

    def see(self, period: int, row: debt.Row, price: Raw) -> None:
        """Write one period."""
        for pick, out in zip(self.picks, self.outs, strict=True):
            out[period, self.block] = pick(row, price)


class _Sums:
    """Visitor that sums columns over time and records the last period with debt outstanding."""

    def __init__(
        self, picks: Sequence[Pick], outs: Sequence[FloatArray], last: FloatArray, block: slice
    ) -> None:
        self.picks, self.outs, self.last, self.block = picks, outs, last, block
        self.closing = _OF_ALL["closing"][1]

    def see(self, period: int, row: debt.Row, price: Raw) -> None:
        """Add one period."""
        for pick, out in zip(self.picks, self.outs, strict=True):
            out[self.block] += pick(row, price)
        owed = np.asarray(self.closing(row, price)) > HALF_CENT
        self.last[self.block] = np.where(owed, period + 1.0, self.last[self.block])


@dataclass(frozen=True, slots=True)
class Flows:
    """The lender's cash flows: disbursed at the start of a period, received at its end.

    Attributes
    ----------
    lent, paid : pint.Quantity
        Disbursements less the fees withheld, and all receipts of the lender; time on axis 0, one
        entry more than the ledger has periods [USD].
    repaid : pint.Quantity
        Reduction of the principal by payments and write-downs; negative where interest is
        capitalised [USD].
    withheld : pint.Quantity
        Fees withheld from disbursements [USD].
    years : numpy.ndarray
        Time of each entry from the start [year].
    """

    lent: Quantity
    paid: Quantity
    repaid: Quantity
    withheld: Quantity
    years: FloatArray

    @property
    def net(self) -> Quantity:
        """Received less lent."""
        net: Quantity = self.paid - self.lent
        return net


@dataclass(frozen=True, slots=True)
class Payoff:
    """Payoff of a debt: its date, and the barrels and cash it took.

    Attributes
    ----------
    years : pint.Quantity
        Time from the start; NaN where the debt is not paid off within the ledger [year].
    share : float
        Share of the paths that are paid off.
    barrels, delivered : pint.Quantity
        Debt barrels, less the part whose proceeds an account gave back, and all barrels delivered
        until the payoff or the ledger's end [bbl].
    cash : pint.Quantity
        Cash that the borrower added [USD].
    date : str
        Day of the payoff, for a single path with dates; else empty.
    why : str
        The reason, for a single path; else the number of paths paid off.
    """

    years: Quantity
    share: float
    barrels: Quantity
    delivered: Quantity
    cash: Quantity
    date: str
    why: str

    def __str__(self) -> str:
        """Return the reason."""
        return self.why


class Ledger(Plotted):
    """Ledger of a debt by period: balances, disbursements, payments and deliveries.

    ``ledger["closing"]`` is a column, a Quantity with time on axis 0 and the paths after it;
    ``ledger["first.closing"]`` is that of one loan among several. Columns are computed on each
    access and not stored; `columns` computes several in one pass.
    """

    plots = FrozenDict(
        closing=Plot("debt over time: a line per price path, or a fan of many"),
        column=Plot("another column of the ledger in the same way", each="column_names"),
    )

    def __init__(self, run: Run, *, assumed: bool = False) -> None:
        self.run = run
        self.assumed = assumed  # True if the result depends on the default sweep

    @property
    def periods(self) -> int:
        """Number of periods."""
        return self.run.grid.periods

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the paths: () for a single one."""
        return self.run.shape

    @property
    def loans(self) -> tuple[str, ...]:
        """Names of the loans, in their order of payment."""
        return tuple(plan.name for plan in self.run.plans)

    @property
    def ends(self) -> list[dt.date]:
        """Last days of the periods; empty for loans without dates."""
        days = (self.run.grid.end(period) for period in range(self.periods))
        return [day for day in days if day is not None]

    # -- columns -------------------------------------------------------------------------------

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of all columns, those of all loans together first."""
        each = (f"{loan}.{column}" for loan in self.loans for column in _OF_LOANS)
        return (*_OF_ALL, *each)

    def columns(self, *names: str) -> dict[str, Quantity]:
        """Return several columns from one pass over the periods.

        Parameters
        ----------
        *names : str
            Of `opening`, `drawn`, `interest`, `fees`, `written_off`, `service`, `paid`, `arrears`,
            `accrued` (interest not yet due) and `closing`, for all loans or, as
            ``'name.closing'``, for one of them; and of `price`, `barrels`, `debt_barrels`, `value`,
            `beyond`, `cash`, `surplus`, `released`, `account` and `held`.

        Returns
        -------
        dict of str to pint.Quantity
            Time on axis 0, then the paths.

        Raises
        ------
        PathError
            If there is no such column.
        """
        picks = {name: self._pick(name) for name in names}
        raw = self._computed({name: pick for name, (_, pick) in picks.items()})
        return {name: to_quantity(raw[name], unit) for name, (unit, _) in picks.items()}

    def __getitem__(self, name: str) -> Quantity:
        """Return one column."""
        only: Quantity = self.columns(name)[name]
        return only

    def _pick(self, name: str) -> tuple[str, Pick]:
        pick = _OF_ALL.get(str(name))
        if pick is not None:
            return pick
        loan, _, column = str(name).rpartition(".")
        if loan in self.loans and column in _OF_LOANS:
            at, read = self.loans.index(loan), _OF_LOANS[column]
            return "USD", lambda row, _: _nothing(read(row.loans[at]))
        msg = f"no column {quote(name)}{did_you_mean(str(name), self.column_names)}"
        raise PathError(msg)

    def _computed(self, picks: Mapping[str, Pick]) -> dict[str, FloatArray]:
        count = math.prod(self.shape)
        outs = [np.empty((self.periods, count)) for _ in picks]
        self.run.walk(lambda block: _Columns(list(picks.values()), outs, block))
        shaped = (out.reshape(self.periods, *self.shape) for out in outs)
        return dict(zip(picks, shaped, strict=True))

    def _totals(self, *picks: Pick) -> tuple[list[FloatArray], FloatArray]:
        """Return sums over time, and the last period with debt outstanding."""
        count = math.prod(self.shape)
        outs, last = [np.zeros(count) for _ in picks], np.zeros(count)
        self.run.walk(lambda block: _Sums(picks, outs, last, block))
        return [out.reshape(self.shape) for out in outs], last.reshape(self.shape)

    def index(self) -> pd.DatetimeIndex | pd.RangeIndex:
        """Return the index of a table of one row a period: its last day, or its number."""
        import pandas as pd

        if not self.ends:
            return pd.RangeIndex(1, self.periods + 1, name="period")
        # In seconds, as a loan of sixty years may end after the last date that nanoseconds hold.
        return pd.DatetimeIndex(np.array(self.ends, dtype="datetime64[s]"), name="end")

    def to_frame(self, *names: str) -> pd.DataFrame:
        """Return columns as a table, one row a period; of several paths, one a period and path.

        Parameters
        ----------
        *names : str
            As for `columns`; the usual ones if left out.

        Returns
        -------
        pandas.DataFrame
            By the last day of each period, a DatetimeIndex; by number for loans without dates.
        """
        import pandas as pd

        shown = names or tuple(n for n in _SHOWN if not self._empty(n))
        columns = self.columns(*shown)
        index: Any = self.index()
        if self.shape:
            cases = [range(size) for size in self.shape]
            heads = [f"path {k}" for k in range(len(cases))] if len(cases) > 1 else ["path"]
            index = pd.MultiIndex.from_product([index, *cases], names=[index.name, *heads])
        units = {name: f"{columns[name].units:~C}" for name in shown}
        return pd.DataFrame(
            {f"{n} [{units[n]}]": np.ravel(columns[n].magnitude) for n in shown}, index=index
        )

    def _empty(self, name: str) -> bool:
        """Return True if a column is always zero under the terms of the contract."""
        oil = self.run.oil
        if name == "account":
            return oil is None or oil["account"] is None
        if name in {"barrels", "value", "surplus", "arrears"}:
            return oil is None
        if name == "fees":
            return all(not np.any(p.loan.values["commitment_fee"]) for p in self.run.plans)
        return False

    # -- results -------------------------------------------------------------------------------

    def balance(self, on: DateLike) -> Quantity:
        """Return the debt outstanding on a day, after the payments and disbursements of that day.

        Parameters
        ----------
        on : str, datetime.date or another date of one day
            A day from the first disbursement on.

        Returns
        -------
        pint.Quantity
            Debt at the end of the last period that ended by that day, plus later disbursements and
            less later write-downs: the principal on the day it is drawn, and zero after the last
            payment. Interest counts at the end of a period [USD].

        Raises
        ------
        InputError
            If the loans have no dates, or the day is before the first disbursement, or after the
            end of a ledger that is shorter than the debt.
        """
        day = dates.day(on, "balance: on", example="'2015-12-31'")
        ends, start = self.ends, self.run.grid.start
        if start is None:
            msg = "balance: expected a loan with dates, got none; write Loan(start='2012-02-27')"
            raise InputError(msg)
        start = self.run.grid.end(min(plan.first for plan in self.run.plans) - 1) or start
        if day < start:
            msg = f"balance: on: expected a day from {start} on, the first disbursement, got {day}"
            raise InputError(msg)
        names = ("closing", "drawn", "written_off")
        columns = {name: quantity.magnitude for name, quantity in self.columns(*names).items()}
        ended = sum(end <= day for end in ends)
        owed = columns["closing"][ended - 1] if ended else np.zeros(self.shape)
        if ended < self.periods:
            owed = owed + columns["drawn"][ended] - columns["written_off"][ended]
        elif (
            self._draws_later() or np.any(owed > HALF_CENT)
            if day > ends[-1]
            else any(self.periods in plan.drawn_in for plan in self.run.plans)
        ):
            msg = (
                f"balance: on: expected a day from {start} to {ends[-1]}, at which this ledger "
                f"ends before the debt does, got {day}; give repay more periods"
            )
            raise InputError(msg)
        return to_quantity(_plain(np.asarray(owed)), "USD")

    def _draws_later(self) -> bool:
        """Return True if a loan has disbursements after the ledger's end."""
        return any(plan.drawn_in[-1] >= self.periods for plan in self.run.plans)

    def payoff(self) -> Payoff:
        """Return the payoff of the debt: its date and barrels, or the reason why there is none.

        Raises
        ------
        InputError
            If there is no disbursement within the ledger.

        Warns
        -----
        UndefinedWarning
            If any path is not paid off within the ledger.
        """
        if all(plan.first >= self.periods for plan in self.run.plans):
            msg = (
                f"payoff: expected a disbursement, got none in {self.periods} periods; write more "
                "periods in repay, or leave them out"
            )
            raise InputError(msg)
        columns = (self._pick(name)[1] for name in ("barrels", "cash"))
        sums, last = self._totals(*columns, _debt_barrels, _stayed, _given_back)
        taken, stayed, given_back = sums[2:]
        # Cash that an account gives back at the end came from barrels too.
        served = taken * (1.0 - minimum(given_back / maximum(stayed, _SMALLEST), 1.0))
        closes = (last < self.periods) & (not self._draws_later())
        when = np.array(self.run.grid.years())[np.minimum(last.astype(int) + 1, self.periods)]
        years = np.where(closes, when, np.nan)
        never = int(closes.size - closes.sum())
        if never:
            msg = (
                f"payoff: {never} of {closes.size} paths are not paid off in {self.periods} periods"
            )
            warnings.warn(msg, UndefinedWarning, stacklevel=2)
        single = not self.shape
        ends = self.ends
        date = str(ends[int(last)]) if single and ends and not never else ""
        share = float(closes.mean())
        barrels, delivered, cash = (_plain(total) for total in (served, *sums[:2]))
        return Payoff(
            to_quantity(_plain(years), "year"),
            share,
            to_quantity(barrels, "bbl"),
            to_quantity(delivered, "bbl"),
            to_quantity(cash, "USD"),
            date,
            (
                self._why(int(last), barrels, paid_off=not never)
                if single
                else f"{closes.size - never} of {closes.size} paths are paid off"
            )
            + self._assumption("the surplus prepaid principal"),
        )

    def _assumption(self, what: str) -> str:
        """Return the assumed sweep in words, or empty if it was given or has no effect."""
        return f"; sweep was not given, so {what}" if self.assumed else ""

    def _why(self, last: int, barrels: Raw, *, paid_off: bool) -> str:
        """Return the outcome of a single path in words."""
        grid = self.run.grid
        if last < self.periods and not paid_off:
            return (
                f"not paid off in {self.periods} periods: more of the loan is drawn after them; "
                "give repay more periods"
            )
        if paid_off:
            return f"paid off in {grid.label(last)}, with {float(barrels):,.0f} barrels"
        names = ("closing", "paid", "interest")
        last_of = {
            name: float(column.magnitude[-1]) for name, column in self.columns(*names).items()
        }
        paid, interest = last_of["paid"], last_of["interest"]
        owed = f"{last_of['closing']:,.0f}"
        why = (
            "the interest is more than what is paid, so the debt grows"
            if paid < interest
            else "what is paid covers the interest, and more periods would pay it off"
            if paid > interest
            else "what is paid only covers the interest"
        )
        return (
            f"not paid off in {self.periods} periods: {owed} USD are owed; in the last, "
            f"{paid:,.0f} USD were paid against {interest:,.0f} USD of interest: "
            f"{why}"
        )

    def cover(self) -> Quantity:
        """Return the debt service cover by period: credit of the oil over service due.

        Returns
        -------
        pint.Quantity
            A pure number, time on axis 0: credit of the oil since the payment day before, over the
            service; infinite where no service is due.
        """
        value, service = (column.magnitude for column in self.columns("value", "service").values())
        for period in range(1, self.periods):
            before = (plan.steps[period - 1] for plan in self.run.plans)
            if not any(step.pays or step.capitalises for step in before):
                value[period] += value[period - 1]
        covers = np.full(service.shape, np.inf)
        np.divide(value, service, out=covers, where=service > 0.0)
        return to_quantity(covers, "1")

    def flows(self) -> Flows:
        """Return the lender's flows, for `npv`, `irr`, `average_life` and `grant_element`."""
        names = ("drawn", "paid", "interest", "fees", "written_off", "accrued")
        raw = {name: quantity.magnitude for name, quantity in self.columns(*names).items()}
        none = np.zeros((1, *self.shape))
        withheld = np.zeros((self.periods + 1, *self.shape))
        drawn = (plan for plan in self.run.plans if plan.first < self.periods)
        for plan in drawn:
            withheld[plan.first] += self._withheld(plan.loan.values)
        paid = np.concatenate([none, raw["paid"]])
        not_due = np.concatenate([none, np.diff(raw["accrued"], axis=0, prepend=none)])
        repaid = paid - np.concatenate([none, raw["interest"] + raw["fees"]]) + not_due
        return Flows(
            lent=to_quantity(np.concatenate([raw["drawn"], none]) - withheld, "USD"),
            paid=to_quantity(paid, "USD"),
            repaid=to_quantity(repaid + np.concatenate([raw["written_off"], none]), "USD"),
            withheld=to_quantity(withheld, "USD"),
            years=np.array(self.run.grid.years()),
        )

    def _withheld(self, loan: Mapping[str, Any]) -> Raw:
        withheld: Raw = loan["principal"] * (loan["upfront_fee"] + loan["management_fee"])
        return withheld

    def __repr__(self) -> str:
        """Describe the result in one line."""
        paths = f", paths of shape {self.shape}" if self.shape else ""
        assumed = self._assumption("the surplus prepays")
        return f"<Ledger of {', '.join(self.loans)}: {self.periods} periods{paths}{assumed}>"


def _plain(array: FloatArray) -> Raw:
    return float(array) if array.ndim == 0 else array
