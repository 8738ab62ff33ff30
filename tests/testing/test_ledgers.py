"""Ledgers under the kit: a faulty one is found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from oilecon import testing
from oilecon.errors import InputError

few = settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)


# -- ledgers -----------------------------------------------------------------------------------


class Account:
    def __init__(self, opening: float) -> None:
        self.opening = self.closing = opening
        self.drawn = self.interest = self.paid = 0.0

    def draw(self, amount: float) -> None:
        self.drawn += amount
        self.closing += amount

    def accrue(self, rate: float) -> None:
        self.interest += rate * self.closing
        self.closing += rate * self.closing

    def pay(self, amount: float) -> None:
        paid = min(amount, self.closing)
        self.paid += paid
        self.closing -= paid


class AccountMachine(testing.LedgerMachine):
    def open(self, amount: float) -> Any:
        return Account(amount)


class WrittenDown(Account):
    written_off = 0.0

    def write_down(self, share: float) -> None:
        self.written_off += share * self.closing
        self.closing -= share * self.closing


class WrittenDownMachine(testing.LedgerMachine):
    takes = ("paid", "written_off")

    def open(self, amount: float) -> Any:
        return WrittenDown(amount)

    @rule(share=st.floats(0.0, 1.0))
    def writes_down(self, share: float) -> None:
        self.ledger.write_down(share)
        self.book("written_off", share * self.owed)


class KeepsWhatWasForgiven(WrittenDown):
    def write_down(self, share: float) -> None:
        self.written_off += share * self.closing


class Overpaid(Account):
    def pay(self, amount: float) -> None:
        self.paid += amount
        self.closing -= amount


class LosesInterest(Account):
    def accrue(self, rate: float) -> None:
        self.closing += rate * self.closing


class InDollars(AccountMachine):
    def read(self) -> dict[str, float]:
        return {name: raw * 1.0 for name, raw in super().read().items()}


class OverpaidMachine(testing.LedgerMachine):
    overpays = True

    def open(self, amount: float) -> Any:
        return Overpaid(amount)


TestAccount = AccountMachine.TestCase
TestOverpaid = OverpaidMachine.TestCase
TestInDollars = InDollars.TestCase  # whose books are read in a way of its own
TestWrittenDown = WrittenDownMachine.TestCase
TestAccount.settings = TestInDollars.settings = few
TestOverpaid.settings = TestWrittenDown.settings = few


@pytest.mark.parametrize(
    ("account", "text"),
    [
        (Overpaid, r"paid is \d+, and the steps so far sum to [\d.]+"),
        (
            LosesInterest,
            r"closing is [\d.]+, and opening \+ drawn \+ interest - paid is [\d.]+",
        ),
    ],
)
def test_a_faulty_ledger_is_found(account: type[Account], text: str) -> None:
    class Machine(testing.LedgerMachine):
        def open(self, amount: float) -> Any:
            return account(amount)

    same = settings(derandomize=True, database=None, deadline=None)
    with pytest.raises(testing.Broken, match=text):
        run_state_machine_as_test(Machine, settings=same)


def test_a_rule_of_one_s_own_finds_what_it_moves_wrongly() -> None:
    class Machine(WrittenDownMachine):
        def open(self, amount: float) -> Any:
            return KeepsWhatWasForgiven(amount)

    same = settings(derandomize=True, database=None, deadline=None)
    text = r"closing is \d+, and opening \+ drawn \+ interest - paid - written_off is \d+"
    with pytest.raises(testing.Broken, match=text):
        run_state_machine_as_test(Machine, settings=same)


def test_a_column_that_is_not_in_the_books_is_refused() -> None:
    machine = WrittenDownMachine()
    machine.opens(100.0)
    with pytest.raises(InputError) as refused:
        machine.book("written", 20.0)
    assert str(refused.value) == (
        "WrittenDownMachine.book: no column 'written' in adds or takes; did you mean 'written_off'?"
    )


def test_a_machine_without_a_ledger_says_what_to_write() -> None:
    with pytest.raises(NotImplementedError, match=r"LedgerMachine\.open: return your ledger"):
        run_state_machine_as_test(testing.LedgerMachine, settings=settings(database=None))
