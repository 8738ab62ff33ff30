"""Contracts of loans that oil serves, month by month."""

from __future__ import annotations

from oilecon.errors import InputError
from oilecon.fields import Choice, Date, Key
from oilecon.groups import Group, Members, Subgroup
from oilecon.inputs.debt import Loan, OilRepayment

__all__ = ["LoanContract"]


class LoanContract(Group):
    """Loans, in their order of payment, and the oil of one route that serves them.

    A loan without a `start` stands at its principal when the first month begins, and brings no
    money; one that starts in a later month is drawn then, as cash. Arrears are a loan of one month.
    Without a `repayment` the loans are served in cash when due.
    """

    loans: Members[Loan] = Members(Loan, doc="the loans; the first is served first", minimum=1)
    repayment: Subgroup[OilRepayment | None] = Subgroup(
        OilRepayment,
        doc="how much oil, and what it counts; at the route's price if it has no `price`",
        default=None,
    )
    route: Key = Key("the route by which the oil leaves, at that route's costs", default="")
    deliveries: Choice = Choice(
        ("before cash sales", "after cash sales"),
        "whether the oil goes to lenders first, or what is left",
        default="before cash sales",
    )
    since: Date = Date("a day of the first month of deliveries", default="")
    until: Date = Date(
        "a day of the last month of deliveries; what falls due later is overdue", default=""
    )

    def check(self) -> None:
        """Raise an error for oil without a route, or an end before the beginning."""
        if self._raw["repayment"] is not None and not self._raw["route"]:
            msg = "LoanContract.route: the name of a route is required; write route='asia'"
            raise InputError(msg)
        since, until = self._raw["since"], self._raw["until"]
        if since and until and until < since:
            msg = f"LoanContract.until: expected {since}, the first day, or later, got {until}"
            raise InputError(msg)
