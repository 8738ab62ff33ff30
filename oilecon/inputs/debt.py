"""Loans, and the oil that repays them. Nothing here computes a balance."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from oilecon.arguments import same_shape
from oilecon.errors import InputError, figure
from oilecon.fields import Choice, Date, Duration, Number, Schedule, Text
from oilecon.groups import Group, Members, Subgroup
from oilecon.holes import with_nan
from oilecon.inputs.catalogue import Shipped, ShippedFigure
from oilecon.inputs.contracts import fields_of, note_of, shelf_of
from oilecon.reference import loans as tables
from oilecon.units import first_shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oilecon.units import Raw

__all__ = ["Amendment", "CollectionAccount", "Debt", "Loan", "OilRepayment"]

_LONGEST = 60.0  # years; no loan known to us runs longer
_CENT = 0.005  # USD
_A_YEAR = {"monthly": 12, "quarterly": 4, "semiannual": 2, "annual": 1}
_WHOLE = 1e-6  # of a period; a twelfth of a year is not an exact float
_RATE = "'6 %/year'"


class Amendment(Group):
    """A change of a loan's terms from a day on, for later interest and service.

    A ``holiday`` defers principal, or interest too, until a day. A ``re-profile`` sets a new tenor
    or rate, or defers principal until a day. A ``write-down`` forgives a share of all debt
    outstanding, on the first day of a period on or after its date.
    """

    on: Date = Date("the day on which it takes effect")
    kind: Choice = Choice(("holiday", "re-profile", "write-down"), "what it changes")
    until: Date = Date("the first day on which principal is due again", default="")
    holiday_on: Choice = Choice(
        ("principal", "all"),
        "the service deferred; deferred interest is capitalised when it would be due",
        default="principal",
    )
    tenor: Number = Duration("the new tenor, from the loan's start", high=_LONGEST, default=None)
    rate: Number = Number(
        "1/year",
        "the new rate, or the new spread where there is a base",
        low=-0.2,
        high=1,
        default=None,
        typical=_RATE,
    )
    share: Number = Number(
        "fraction", "part of the debt forgiven", low=0, high=1, default=None, typical="'20 %'"
    )

    def check(self) -> None:
        """Raise an error if a field does not belong to the kind, or the kind lacks one."""
        kind = self._raw["kind"]
        given = {name for name in ("tenor", "rate", "share") if self._raw[name] is not None}
        given |= {"until"} if self._raw["until"] else set()
        takes = {
            "holiday": {"until"},
            "re-profile": {"tenor", "rate", "until"},
            "write-down": {"share"},
        }[kind]
        if odd := sorted(given - takes):
            msg = f"Amendment.{odd[0]}: a {kind} takes only {' and '.join(sorted(takes))}"
            raise InputError(msg)
        if not given:
            needed = " or ".join(sorted(takes))
            msg = f"Amendment.kind: a {kind} needs {needed}; write for example {_EXAMPLES[kind]}"
            raise InputError(msg)
        if self._raw["until"] and self._raw["until"] <= self._raw["on"]:
            msg = (
                f"Amendment.until: expected a day after {self._raw['on']}, got {self._raw['until']}"
            )
            raise InputError(msg)


_EXAMPLES = {
    "holiday": "until='2018-05-01'",
    "re-profile": "tenor='12 year'",
    "write-down": "share='20 %'",
}


class _DayCount(Choice):
    """A loan's day count; where left out, that of its kind of rate."""

    def __get__(self, group: Any, owner: type | None = None) -> Any:
        """Return the day count in force."""
        if group is None:
            return self
        own: str = super().__get__(group, owner)
        return own or ("30/360" if group.base is None else "ACT/360")

    def read(self, value: Any) -> str:
        """Return `value` if it is one of the options; empty for the day count of the rate."""
        return "" if isinstance(value, str) and not value else super().read(value)


class Loan(Shipped, Group):
    """A loan: principal, rate, and schedule of repayment.

    Months are counted from `start`. The first instalment of principal falls due one payment period
    after the grace period. A stub, the period before a `first_payment` of its own, replaces a whole
    first period: tenor and grace count it as one. ``Loan.shipped(name)`` returns a
    shipped loan, ``Loan.catalogue()`` the table of them.
    """

    _noun = "loan"
    _index = ("loan",)

    principal: Number = Number(
        "USD", "total principal", low=0, above=True, high=1e12, typical="'495 MUSD'"
    )
    tenor: Number = Duration("from the first disbursement to the last payment", high=_LONGEST)
    rate: Number = Number("1/year", "fixed rate", low=-0.2, high=1, default=None, typical=_RATE)
    base: Schedule = Schedule(
        "1/year",
        "floating base, such as LIBOR: one for each payment period, or one for all",
        low=-0.2,
        high=1,
        typical="'0.141 %/year'",
        default=None,
    )
    spread: Number = Number(
        "1/year", "over the base", low=-0.2, high=1, default=None, typical="'4.55 %/year'"
    )
    grace: Number = Duration("until principal begins to fall due", high=_LONGEST, default=0.0)
    grace_on: Choice = Choice(
        ("principal", "all"),
        "the service that the grace defers; deferred interest is capitalised when it would be due",
        default="principal",
    )
    frequency: Choice = Choice(tuple(_A_YEAR), "of payments", default="quarterly")
    profile: Choice = Choice(
        ("equal principal", "annuity", "bullet", "own"),
        "how principal falls due; own: by `amounts`",
        default="equal principal",
    )
    amounts: Schedule = Schedule(
        "USD",
        "own instalments of principal, one for each payment after the grace",
        low=0,
        high=1e12,
        typical="Q([100, 395], 'MUSD')",
        default=None,
    )
    disbursements: Schedule = Schedule(
        "USD",
        "drawn at the start of each payment period from the first; all at once if left out",
        low=0,
        high=1e12,
        typical="Q([200, 295], 'MUSD')",
        default=None,
    )
    upfront_fee: Number = Number(
        "fraction",
        "of the principal, withheld from the first disbursement",
        low=0,
        high=1,
        default=0.0,
        typical="'0.5 %'",
    )
    management_fee: Number = Number(
        "fraction",
        "of the principal, once, withheld from the first disbursement",
        low=0,
        high=1,
        default=0.0,
        typical="'1.3 %'",
    )
    commitment_fee: Number = Number(
        "1/year",
        "on the undrawn principal, until the last disbursement",
        low=0,
        high=1,
        default=0.0,
        typical="'2 %/year'",
    )
    day_count: Choice = _DayCount(
        ("30/360", "ACT/360", "ACT/365"),
        "how a period's share of a year is counted; if left out, ACT/360 where there is a base, as "
        "dollars are lent over LIBOR and SOFR, and 30/360 at a fixed rate",
        default="",
    )
    default_margin: Number = Number(
        "1/year",
        "added to the rate on overdue amounts",
        low=0,
        high=1,
        default=0.0,
        typical="'3 %/year'",
    )
    start: Date = Date("day of the first disbursement", default="")
    first_payment: Date = Date(
        "day of the first payment, from which the others roll, where a stub period before it is "
        "longer or shorter than the rest; a payment period after the start if left out",
        default="",
    )
    roll: Choice = Choice(
        ("same day", "end of month"),
        "how payment days go from month to month: on the same day, or the last of a shorter month; "
        "or always on the last day",
        default="same day",
    )
    amendments: Members[Amendment] = Members(
        Amendment, doc="changes of the terms, by name", default={}
    )
    name: Text = Text("name of the loan", default="")
    note: Text = Text("its published terms, and their source", default="")

    @property
    def payments_a_year(self) -> int:
        """Number of payments a year."""
        return _A_YEAR[self._raw["frequency"]]

    @property
    def payment_months(self) -> int:
        """Months from one payment to the next."""
        return 12 // self.payments_a_year

    @property
    def tenor_months(self) -> int:
        """Months from the start to the last payment, as first agreed."""
        return _months(self._raw["tenor"])

    @property
    def grace_months(self) -> int:
        """Months until principal begins to fall due."""
        return _months(self._raw["grace"])

    def check(self) -> None:
        """Raise an error if terms do not fit one another."""
        self._check_rate()
        self._check_days()
        for name in ("tenor", "grace"):
            self._check_whole(name, self._raw[name])
        if self._raw["grace"] >= self._raw["tenor"]:
            msg = (
                f"Loan.grace: expected less than the tenor of {figure(self._raw['tenor'])} year, "
                f"got {figure(self._raw['grace'])} year; no payment would be left"
            )
            raise InputError(msg)
        self._check_amounts()
        self._check_disbursements()
        self._check_fees()
        self._check_amendments()

    def _check_rate(self) -> None:
        fixed, floating = self._raw["rate"] is not None, self._raw["base"] is not None
        if fixed == floating:
            count = "both" if fixed else "neither"
            msg = (
                f"Loan.rate: expected either a fixed rate or a base, got {count}; write "
                "rate='6 %/year', or base='0.141 %/year' with spread='4.55 %/year'"
            )
            raise InputError(msg)
        if fixed and self._raw["spread"] is not None:
            msg = "Loan.spread: a fixed rate has none; write base=... in place of rate=..."
            raise InputError(msg)
        base = self._raw["base"]
        periods = self.tenor_months // self.payment_months
        if floating and 1 < len(base) < periods:
            msg = (
                f"Loan.base: expected one rate, or one for each of the {periods} payment periods, "
                f"got {len(base)}"
            )
            raise InputError(msg)

    def _check_days(self) -> None:
        """Raise an error for payment days without a start, or a first one beyond a stub period."""
        start, first = self._raw["start"], self._raw["first_payment"]
        month_end = self._raw["roll"] == "end of month"
        if (first or month_end) and not start:
            what = "the first payment is dated" if first else "payments roll on days"
            msg = f"Loan.start: {what}, so the loan needs a day too; write start='2012-02-27'"
            raise InputError(msg)
        if first:
            begins, due = dt.date.fromisoformat(start), dt.date.fromisoformat(first)
            months = (due.year - begins.year) * 12 + due.month - begins.month
            longest = 2 * self.payment_months
            late = months > longest or (months == longest and due.day > begins.day)
            if due <= begins or late:
                msg = (
                    f"Loan.first_payment: expected a day after {start} and at most {longest} "
                    f"months later, two payment periods, got {first}; a longer deferral "
                    "is a grace, as grace='6 months'"
                )
                raise InputError(msg)
        rolls = first or start
        if month_end and (dt.date.fromisoformat(rolls) + dt.timedelta(1)).day != 1:
            name = "first_payment" if first else "start"
            msg = (
                f"Loan.roll: expected a {name} on the last day of a month, got {rolls}; write "
                f"roll='same day', or another {name}"
            )
            raise InputError(msg)

    def _check_whole(self, name: str, years: float) -> None:
        periods = years * self.payments_a_year
        whole = max(round(periods), name == "tenor")
        if abs(periods - whole) > _WHOLE:
            near = f"{whole * self.payment_months} months"
            msg = (
                f"Loan.{name}: expected a whole number of {self._raw['frequency']} payment "
                "periods, "
                f"got {figure(years)} year; write for example '{near}'"
            )
            raise InputError(msg)

    def _check_amounts(self) -> None:
        amounts = self._raw["amounts"]
        own = self._raw["profile"] == "own"
        if own != (amounts is not None):
            msg = (
                "Loan.amounts: the profile 'own' needs them; write amounts=Q([...], 'USD')"
                if own
                else f"Loan.amounts: the profile is {self._raw['profile']!r}; write profile='own'"
            )
            raise InputError(msg)
        if amounts is None:
            return
        expected = (self.tenor_months - self.grace_months) // self.payment_months
        if len(amounts) != expected:
            msg = (
                f"Loan.amounts: expected {expected} instalments, one for each payment after the "
                f"grace, got {len(amounts)}"
            )
            raise InputError(msg)
        self._check_sum("amounts", amounts)

    def _check_sum(self, name: str, figures: tuple[float, ...]) -> None:
        total, principal = math.fsum(figures), self._raw["principal"]
        off = np.abs(np.asarray(total - principal)) > _CENT
        if off.any():
            msg = (
                f"Loan.{name}: expected a sum of {first_shown(principal, off)} USD, the principal, "
                f"got {figure(total)} USD"
            )
            raise InputError(msg)

    def _check_disbursements(self) -> None:
        disbursements = self._raw["disbursements"]
        if disbursements is None:
            return
        periods = self.tenor_months // self.payment_months
        if len(disbursements) > periods:
            msg = (
                f"Loan.disbursements: expected at most {periods} of them, one for each "
                "payment period, "
                f"got {len(disbursements)}; the last would be drawn after the last payment"
            )
            raise InputError(msg)
        if self._raw["profile"] == "own":
            self._check_sum("disbursements", disbursements)
        total, principal = math.fsum(disbursements), self._raw["principal"]
        over = np.asarray(total - principal) > _CENT
        if over.any():
            msg = (
                f"Loan.disbursements: expected at most the principal of "
                f"{first_shown(principal, over)} USD in all, got {figure(total)} USD"
            )
            raise InputError(msg)
        if total <= 0.0:
            msg = "Loan.disbursements: expected something to be drawn, got zeros only"
            raise InputError(msg)

    def _check_fees(self) -> None:
        fees = {name: self._raw[name] for name in ("upfront_fee", "management_fee")}
        same_shape("Loan", **fees)
        kept = np.asarray(sum(fees.values()))
        bad = kept >= 1.0
        if bad.any():
            shown = first_shown(kept if bad.ndim else float(kept), bad)
            msg = (
                "Loan.management_fee: expected less than the whole principal together with the "
                f"upfront fee, got {shown} of it"
            )
            raise InputError(msg)

    def _check_amendments(self) -> None:
        for name, amendment in self._raw["amendments"].items():
            if not self._raw["start"]:
                msg = (
                    f"Loan.start: the amendment {name!r} is dated, so the loan needs a day too; "
                    "write start='2012-02-27'"
                )
                raise InputError(msg)
            if amendment.on < self._raw["start"]:
                msg = (
                    f"Loan.amendments: {name!r} is of {amendment.on}, before the loan's start "
                    f"on {self._raw['start']}"
                )
                raise InputError(msg)
            if amendment.filled["tenor"] is not None:
                self._check_whole(f"amendments.{name}.tenor", amendment.filled["tenor"])

    @classmethod
    def shipped(cls, name: str, /, **own: object) -> Self:
        """Return a shipped loan.

        Parameters
        ----------
        name : str
            Such as ``'CDB 2012 equipment'``, in any case.
        **own
            Fields that replace the shipped ones, or fill in those not published.

        Returns
        -------
        Loan
            Its note says which terms are published, and ``Loan.figures(name)`` gives the source of
            each.

        Raises
        ------
        UnknownName
            If no shipped loan has that name.
        InputError
            If a required term is neither published nor given.

        Examples
        --------
        >>> print(Loan.shipped("CDB 2012 equipment").principal.to("MUSD"))
        495.0 MUSD
        """
        key = cls._key(name)
        figures = cls._of(key)
        lacking = {figure.field for figure in figures if figure.absent} - own.keys()
        for field in ("rate", "base"):
            if field in lacking:
                msg = (
                    f"Loan.{field}: not published for {key!r}; give one of your own, as "
                    f"Loan.shipped({key!r}, {field}='6 %/year')"
                )
                raise InputError(msg)
        fields = fields_of(figures)
        return cls(**{"name": key, "note": note_of(figures, own), **fields, **own})

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        """Return the terms of every shipped loan."""
        return shelf_of(tables.loans())


def _months(years: float) -> int:
    return round(years * 12.0)


class CollectionAccount(Group):
    """The account that collects the proceeds, and its required balance."""

    debt_service_reserve: Number = Number(
        "1",
        "required balance as a multiple of the next service",
        low=0,
        high=100,
        typical="1.3",
        percent="ratio",
    )
    opening: Number = Number(
        "USD", "balance at the start", low=0, high=1e12, default=0.0, typical="'50 MUSD'"
    )


class OilRepayment(Shipped, Group):
    """Terms of repayment in oil: deliveries, their credit against the debt, and calls.

    Either a fixed `volume`, a fixed `value` whose volume follows the price within `min` and
    `max`, or a `share` of the stream. ``OilRepayment.shipped(name)`` returns the terms
    of a shipped loan, ``OilRepayment.catalogue()`` the table of them.
    """

    _noun = "repayment"
    _index = ("repayment",)

    volume: Number = Number(
        "bbl/day", "fixed volume", low=0, high=2e7, default=None, typical="'100 kb/day'"
    )
    value: Number = Number(
        "USD/day",
        "fixed value; its volume follows the price",
        low=0,
        high=2e9,
        default=None,
        typical="'6.42 MUSD/day'",
    )
    share: Number = Number(
        "fraction", "share of the stream's barrels", low=0, high=1, default=None, typical="'40 %'"
    )
    min: Number = Number(
        "bbl/day", "minimum delivered a day", low=0, high=2e7, default=0.0, typical="'107 kb/day'"
    )
    max: Number = Number(
        "bbl/day",
        "maximum delivered a day, before any call",
        low=0,
        high=2e7,
        default=None,
        typical="'153 kb/day'",
    )
    reset: Choice = Choice(
        ("period", "quarter"), "whose mean price sets the volume of a fixed value", default="period"
    )
    price: Number = Number(
        "USD/bbl",
        "price where `repay` is given none",
        low=0,
        high=1000,
        default=None,
        typical="'55 USD/bbl'",
    )
    factor: Number = Number(
        "1",
        "factor on the price that values a barrel",
        low=0,
        high=10,
        default=1.0,
        typical="1.0",
        percent="ratio",
    )
    differential: Number = Number(
        "USD/bbl",
        "added to that; below zero if debt barrels count less than the market",
        low=-300,
        high=300,
        default=0.0,
        typical="'-5 USD/bbl'",
    )
    reference_price: Number = Number(
        "USD/bbl",
        "the most that a barrel counts for the debt; what it is worth beyond is held for the "
        "seller",
        low=0,
        high=1000,
        default=None,
        typical="'50 USD/bbl'",
    )
    hold: Number = Duration(
        "how often the amount held is released to the seller; at once if left out",
        high=_LONGEST,
        default=0.0,
    )
    negative_prices: Choice = Choice(
        ("refused", "as zero"), "treatment of a price below zero", default="refused"
    )
    sweep: Number = Number(
        "fraction",
        "share of what is left after service and required balance that prepays principal; "
        "the rest goes back to the seller; all of it prepays if left out, and `repay` warns where "
        "that matters",
        low=0,
        high=1,
        default=None,
        typical="'0 %'",
    )
    call_limit: Number = Number(
        "bbl/day",
        "maximum delivered a day when proceeds fall short; no call if left out",
        low=0,
        high=2e7,
        default=None,
        typical="'200 kb/day'",
    )
    cash: Number = Number(
        "USD/year",
        "maximum cash that the borrower adds when the call is not enough",
        low=0,
        high=1e12,
        default=0.0,
        typical="'500 MUSD/year'",
    )
    account: Subgroup[CollectionAccount | None] = Subgroup(
        CollectionAccount, doc="where proceeds are collected; none if left out", default=None
    )
    name: Text = Text("name of the loan", default="")
    note: Text = Text("where its terms are from", default="")

    def check(self) -> None:
        """Raise an error unless one of volume, value and share is given, or if bounds cross."""
        given = [name for name in ("volume", "value", "share") if self._raw[name] is not None]
        if len(given) != 1:
            names = " and ".join(given) or "none"
            msg = (
                f"OilRepayment: expected one of volume, value and share, got {names}; "
                "write for example volume='100 kb/day'"
            )
            raise InputError(msg)
        self._check_above("max", "min")
        self._check_above("call_limit", "max")
        self._check_above("call_limit", "volume")

    def _check_above(self, upper: str, lower: str) -> None:
        high: Raw | None = with_nan(self._raw[upper])
        low: Raw | None = with_nan(self._raw[lower])
        if high is None or low is None:
            return
        same_shape("OilRepayment", **{upper: high, lower: low})
        bad = np.asarray(np.less(high, low))
        if bad.any():
            msg = (
                f"OilRepayment.{upper}: expected at least `{lower}`, "
                f"{first_shown(low, bad)} bbl/day, got {first_shown(high, bad)} bbl/day"
            )
            raise InputError(msg)

    @classmethod
    def shipped(cls, name: str, /, **own: object) -> Self:
        """Return the terms by which oil served a loan.

        Parameters
        ----------
        name : str
            ``'Joint Fund B 2010'``, ``'Long-term fund 2011'`` or ``'Collection account 2012'``, in
            any case.
        **own
            Fields that replace the shipped ones.

        Returns
        -------
        OilRepayment
            Its note says which terms are published, and ``OilRepayment.figures(name)`` gives the
            source of each.

        Raises
        ------
        UnknownName
            If none has that name.

        Examples
        --------
        >>> print(OilRepayment.shipped("Joint Fund B 2010").min)
        107000.0 bbl/day
        """
        key = cls._key(name)
        figures = cls._of(key)
        fields = fields_of(figures)
        account = {path: fields.pop(path) for path in list(fields) if "." in path}
        if account:
            terms = {path.partition(".")[2]: given for path, given in account.items()}
            fields["account"] = CollectionAccount(**terms)
        return cls(**{"name": key, "note": note_of(figures, own), **fields, **own})

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        """Return the terms of every shipped repayment."""
        return shelf_of(tables.repayments())


class Debt(Group):
    """A scenario's debt: a loan and the oil that serves it."""

    loan: Subgroup[Loan] = Subgroup(Loan, doc="the loan")
    repayment: Subgroup[OilRepayment] = Subgroup(OilRepayment, doc="terms of repayment in oil")
