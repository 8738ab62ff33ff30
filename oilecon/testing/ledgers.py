"""Stateful tests of a ledger: disburse, accrue and pay in any order and of any amount."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import pint
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from oilecon.errors import InputError, did_you_mean, figure
from oilecon.testing.quantities import numbers
from oilecon.testing.searching import Broken

__all__ = ["LedgerMachine"]

_ROUNDING = 1e-9

_own: Any = st.runner()  # the machine itself, whose class may have other amounts


class LedgerMachine(RuleBasedStateMachine):
    """A machine that disburses, accrues and pays, and compares the ledger with its own books.

    Extend it, return your ledger in `open`, and let pytest collect ``YourMachine.TestCase``. By
    default it drives an object with methods ``draw(amount)``,
    ``accrue(rate)`` and ``pay(amount)`` and the running sums ``opening``, ``drawn``, ``interest``,
    ``paid`` and ``closing``, numbers or quantities; override `draw`, `accrue`, `pay` and `read`
    for another interface.

    Add rules of your own as in any `hypothesis.stateful.RuleBasedStateMachine`. A rule that changes
    the balance also calls `book`, with a column that `adds` or `takes` names::

        class WrittenDown(YourMachine):
            takes = ("paid", "written_off")

            @rule(share=st.floats(0.0, 1.0))
            def writes_down(self, share):
                self.ledger.write_down(share)
                self.book("written_off", share * self.owed)

    Attributes
    ----------
    amounts, rates : hypothesis.strategies.SearchStrategy
        Amounts disbursed and paid, and the interest of a period as a share of the balance.
    overpays : bool
        If true, payments may exceed the balance; otherwise the excess must not be booked.
    adds, takes : tuple of str
        Sums that raise and lower the balance; `read` returns each.
    owed : float
        Balance by the machine's own books.
    """

    amounts: ClassVar[st.SearchStrategy[float]] = numbers(0.0, 100.0, 10_000.0)
    rates: ClassVar[st.SearchStrategy[float]] = numbers(0.0, 0.01, 0.25)
    overpays: ClassVar[bool] = False
    adds: ClassVar[tuple[str, ...]] = ("drawn", "interest")
    takes: ClassVar[tuple[str, ...]] = ("paid",)

    ledger: Any
    owed: float

    # -- methods to override for another interface ---------------------------------------------

    def open(self, amount: float) -> Any:
        """Return a new ledger with a balance of `amount`."""
        msg = f"{type(self).__name__}.open: return your ledger, opened with {amount}"
        raise NotImplementedError(msg)

    def draw(self, amount: float) -> None:
        """Disburse an amount."""
        self.ledger.draw(amount)

    def accrue(self, rate: float) -> None:
        """Add one period's interest at a rate on the balance."""
        self.ledger.accrue(rate)

    def pay(self, amount: float) -> None:
        """Pay an amount."""
        self.ledger.pay(amount)

    def read(self) -> dict[str, float]:
        """Return the ledger's running sums since it was opened, and its balance."""
        names = ("opening", *self.adds, *self.takes, "closing")
        return {name: _number(getattr(self.ledger, name)) for name in names}

    def book(self, column: str, amount: float) -> None:
        """Record the amount of a rule in the machine's own books.

        Raises
        ------
        InputError
            If neither `adds` nor `takes` names the column.
        """
        if column not in self._sums:
            near = did_you_mean(column, self._sums)
            msg = f"{type(self).__name__}.book: no column {column!r} in adds or takes{near}"
            raise InputError(msg)
        self._sums[column] += amount
        self.owed += amount if column in self.adds else -amount

    # -- rules ---------------------------------------------------------------------------------

    @initialize(amount=_own.flatmap(lambda machine: machine.amounts))
    def opens(self, amount: float) -> None:
        """Open a ledger, and the machine's own books."""
        self.ledger = self.open(amount)
        self.owed = self._opened = amount
        self._sums = dict.fromkeys((*self.adds, *self.takes), 0.0)

    @rule(amount=_own.flatmap(lambda machine: machine.amounts))
    def draws(self, amount: float) -> None:
        """Disburse an amount and book it."""
        self.draw(amount)
        self.book("drawn", amount)

    @rule(rate=_own.flatmap(lambda machine: machine.rates))
    def accrues(self, rate: float) -> None:
        """Accrue interest and book it."""
        self.accrue(rate)
        self.book("interest", rate * self.owed)

    @rule(amount=_own.flatmap(lambda machine: machine.amounts))
    def pays(self, amount: float) -> None:
        """Pay an amount and book it, up to the balance."""
        self.pay(amount)
        self.book("paid", amount if self.overpays else min(amount, max(self.owed, 0.0)))

    # -- invariants after every step -----------------------------------------------------------

    @invariant()
    def balances(self) -> None:
        """Check that opening balance, additions and deductions give the closing balance."""
        sums = self.read()
        owed = sums["opening"] + math.fsum(sums[name] for name in self.adds)
        owed -= math.fsum(sums[name] for name in self.takes)
        formula = " - ".join([" + ".join(["opening", *self.adds]), *self.takes])
        self._alike(sums["closing"], owed, "closing", f"{formula} is")

    @invariant()
    def keeps_the_machine_s_own_books(self) -> None:
        """Check that each sum is that of the steps so far."""
        sums = self.read()
        expected = {"opening": self._opened, **self._sums, "closing": self.owed}
        for name, amount in expected.items():
            self._alike(sums[name], amount, name, "the steps so far sum to")

    @invariant()
    def owes_nothing_below_nothing(self) -> None:
        """Check that the balance is finite and, unless it may be overpaid, not below zero."""
        owed = self.read()["closing"]
        if not math.isfinite(owed) or (not self.overpays and owed < -self._slack()):
            msg = f"closing is {figure(owed)}"
            raise Broken(msg)

    def _slack(self) -> float:
        return _ROUNDING * max(1.0, self._opened, *self._sums.values())

    def _alike(self, booked: float, expected: float, name: str, why: str) -> None:
        if not abs(booked - expected) <= self._slack():
            msg = f"{name} is {figure(booked)}, and {why} {figure(expected)}"
            raise Broken(msg)


def _number(value: Any) -> float:
    return float(value.magnitude if isinstance(value, pint.Quantity) else value)
