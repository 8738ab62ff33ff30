"""The loans of a programme: each contract's ledger, one month behind the other parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oilecon.blocks import array_leaves, replace_leaves
from oilecon.core import debt
from oilecon.core.elementwise import maximum, where
from oilecon.errors import InputError
from oilecon.lending.grids import grid_of
from oilecon.lending.plans import plan_of
from oilecon.lending.runs import Each, Run
from oilecon.programme.checks import contract_months
from oilecon.programme.states import of_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from oilecon.inputs import LoanContract
    from oilecon.programme.months import Months
    from oilecon.units import Raw

__all__ = ["ContractPlan", "Ledger", "plan_contract"]


@dataclass(frozen=True)
class ContractPlan:
    """A contract's loans aligned to the months."""

    name: str
    route: str
    first: bool  # whether it is served before the cash sales
    begins: int  # the month in which the first loan starts
    delivers: tuple[bool, ...]  # by month
    existing: frozenset[str]  # loans that stand when the first month begins
    run: Run


def plan_contract(name: str, contract: LoanContract, months: Months) -> ContractPlan:
    """Return a contract's loans aligned to the months.

    Raises
    ------
    InputError
        If a loan's payment days are not ends of the programme's months.
    """
    existing = frozenset(loan for loan, each in contract.loans.items() if not each.start)
    begin = f"{months.first}"
    loans = {
        loan: each.evolve(start=begin, first_payment="") if loan in existing else each
        for loan, each in contract.loans.items()
    }
    for loan, each in loans.items():
        if not each.start.endswith("-01"):
            msg = (
                f"Programme.{name}.{loan}.start: expected the first day of a month, got "
                f"{each.start}; write start='{each.start[:7]}-01'"
            )
            raise InputError(msg)
    start = min(each.start for each in loans.values())
    begins = months.position(start[:7])
    assert begins is not None  # noqa: S101  checked by the programme
    try:
        grid = grid_of(loans, len(months) - begins, "monthly")
        plans = plan_of(loans, grid)
    except InputError as error:
        msg = f"Programme.{name}: {str(error).removeprefix('repay: ')}"
        raise InputError(msg) from error
    delivers = tuple(contract_months(contract, months.labels))
    return ContractPlan(
        name,
        contract.route,
        contract.deliveries == "before cash sales",
        begins,
        delivers,
        existing,
        Run(grid, plans, contract.repayment, {}, ()),
    )


class Ledger:
    """A contract's ledger, which is asked for one month after the other."""

    def __init__(self, plan: ContractPlan, values: Mapping[str, Any], price: Any) -> None:
        """Start the ledger: `price` is the route's, by month and path [USD/bbl]."""
        self.plan = plan
        # Barrels a day that could be delivered in the month that is asked for next. The rows read
        # them from this list and not from the ledger, which holds the rows.
        self.available: list[Raw] = [0.0]
        available = self.available
        self.opening: Raw = 0.0  # in the account, also before the first loan starts [USD]
        begins, count = plan.begins, plan.run.grid.periods
        loans = [
            each.terms(_one_month(values["loans"][each.name]), None) for each in plan.run.plans
        ]
        terms = values["repayment"]
        if terms is None:
            self.rows: Iterator[debt.Row] = debt.balances(loans, None)
            self.contracted: Sequence[Raw] | None = None
            return
        own = _one_month(terms)
        if own["account"] is not None:
            self.opening = own["account"]["opening"]
        fixed = own["price"]
        prices = Each(count, lambda k: of_month(price, begins + k) if fixed is None else fixed)
        stream = Each(count, lambda _: available[0])
        self.rows = debt.balances(loans, plan.run.oil_terms(own, prices, stream))
        whole = None if own["share"] is not None else plan.run.oil_terms(own, prices, None)
        self.contracted = None if whole is None else whole.barrels

    def month(self, month: int, available: Raw) -> debt.Row | None:
        """Return the ledger's row of a month; None before its loans start."""
        if month < self.plan.begins:
            return None
        self.available[0] = available if self.plan.delivers[month] else 0.0
        return next(self.rows)

    def short(self, month: int, row: debt.Row) -> Raw:
        """Return the barrels contracted in a month and not delivered, while anything is owed."""
        if self.contracted is None:
            return 0.0
        owed: Raw = 0.0
        for loan in row.loans:
            owed = owed + loan.closing + loan.paid
        lacking = maximum(self.wanted(month, row) - row.barrels, 0.0)
        return where(owed > debt.HALF_CENT, lacking, 0.0)

    def wanted(self, month: int, _: debt.Row) -> Raw:
        """Return the barrels contracted in a month."""
        return 0.0 if self.contracted is None else self.contracted[month - self.plan.begins]


def _one_month(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a tree whose arrays have the paths on axis 0 alone: terms are the same all months."""
    leaves = {keys: of_month(array, 0) for keys, array in array_leaves(values)}
    return replace_leaves(values, leaves) if leaves else values


def inflow(plan: ContractPlan, row: debt.Row) -> Raw:
    """Return what is drawn of new loans [USD]."""
    drawn: Raw = 0.0
    for each, loan in zip(plan.run.plans, row.loans, strict=True):
        if loan.drawn is not None and each.name not in plan.existing:
            drawn = drawn + loan.drawn
    return drawn


def total(row: debt.Row, name: str) -> Raw:
    """Return a figure of a row over its loans [USD]."""
    amount: Raw = 0.0
    for loan in row.loans:
        amount = amount + getattr(loan, name)
    return amount
