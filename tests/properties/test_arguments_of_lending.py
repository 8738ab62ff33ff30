"""What the functions of debts are asked with, and how they refuse what does not fit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from oilecon.errors import (
    InputError,
    OilEconError,
    PathError,
    UndefinedWarning,
    UnitError,
    UnknownName,
)
from oilecon.lending import (
    barrel_discount,
    buy_back,
    cash_and_debt,
    deferred_sale,
    extra_barrels,
    petrocaribe,
    true_rate,
)
from tests.samples import LOAN, OIL

# -- what single contracts do ------------------------------------------------------------------

THREE = oe.Q([1, 2, 3], "%/year")
TWO = oe.Q([50, 60], "USD/bbl")


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (
            lambda: petrocaribe(TWO, discount=THREE),
            r"petrocaribe: .* price \(2,\), discount \(3,\)",
        ),
        (
            lambda: deferred_sale(TWO, "5 %", oe.Loan(**GOOD), discount=THREE),
            r"deferred_sale: .* price \(2,\), discount \(3,\); give each its own dimension",
        ),
        (
            lambda: extra_barrels(TWO, oe.Q([1, 2, 3], "USD/bbl")),
            r"extra_barrels: .* before \(2,\), after \(3,\)",
        ),
        (
            lambda: oe.npv(oe.repay(LOAN, OIL, price=TWO[None, :]), THREE),
            r"npv: .* paths \(2,\), rate \(3,\)",
        ),
        (
            lambda: oe.grant_element(oe.repay(LOAN, OIL, price=TWO[None, :]), THREE),
            r"grant_element: .* paths \(2,\), rate \(3,\)",
        ),
    ],
)
def test_arrays_that_do_not_broadcast_are_refused(ask: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        ask()


# -- what is refused ---------------------------------------------------------------------------

GOOD: dict[str, Any] = {"principal": "100 MUSD", "tenor": "4 year", "rate": "6 %/year"}


def test_questions_that_do_not_fit_are_refused() -> None:
    ledger = oe.repay(LOAN, OIL)
    with pytest.raises(PathError, match="no column 'closin'; did you mean 'closing'"):
        ledger["closin"]
    with pytest.raises(
        InputError, match="balance: on: expected a day from 2012-02-27 on, the first disbursement"
    ):
        ledger.balance("2012-02-26")
    with pytest.raises(InputError, match="balance: on: expected a day, got '2015'; write"):
        ledger.balance("2015")
    with pytest.raises(
        InputError, match="balance: expected a loan with dates, got none; write Loan"
    ):
        oe.schedule(oe.Loan(**GOOD)).balance("2015-01-01")
    with pytest.raises(UnknownName, match="no shipped loan 'cdb 2012'; did you mean 'CDB 2012 eq"):
        oe.Loan.shipped("cdb 2012")
    with pytest.raises(InputError, match=r"Loan\.rate: not published for 'Joint Fund A 2007'"):
        oe.Loan.shipped("Joint Fund A 2007")
    with pytest.raises(UnknownName, match="no shipped repayment 'x'"):
        oe.OilRepayment.shipped("x")
    with pytest.raises(InputError, match="irr: no unique rate"):
        oe.irr(oe.Q([1, 2], "USD"))
    with pytest.raises(InputError, match="irr: no unique rate"):
        oe.irr(oe.Q([-100, 230, -132], "USD"))
    with pytest.warns(UndefinedWarning, match="irr: 1 of 2 paths have no unique rate"):
        assert np.isnan(oe.irr(oe.Q([[-1, 1], [2, 1]], "USD")).magnitude).tolist() == [False, True]
    with pytest.raises(InputError, match="or the one that does lies outside -95 to 5360 %/year"):
        oe.irr(oe.Q([-100, 1], "USD"))
    with pytest.warns(
        UndefinedWarning, match="on 1 of 1 paths the netback elsewhere is zero or less"
    ):
        barrel_discount(ledger, "0 USD/bbl")
    with pytest.raises(InputError, match="npv: years: expected times in order, got"):
        oe.npv(oe.Q([1, 2], "USD"), "5 %/year", oe.Q([1, 0], "year"))
    with pytest.raises(InputError, match="npv: years: a ledger has its own times"):
        oe.npv(ledger, "5 %/year", oe.Q([1, 0], "year"))
    with pytest.raises(UnitError, match="npv: rate: expected 1/year, got the bare number 5"):
        oe.npv(ledger, 5)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="average_life: 1 of 1 paths still owe principal"):
        oe.average_life(oe.repay(LOAN, OIL, price="10 USD/bbl"))
    with pytest.raises(InputError, match="grant_element: expected a Ledger or its flows, got Loan"):
        oe.grant_element(LOAN)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="in period 1, which ends on 2012-05-27, more barrels"):
        cash_and_debt(ledger, "1 kb/day", "50 USD/bbl")
    with pytest.raises(InputError, match="barrel_discount: ledger: expected barrels delivered on"):
        barrel_discount(oe.schedule(LOAN), "50 USD/bbl")
    with pytest.raises(
        InputError, match="petrocaribe: on: expected a day from the agreement of 2005-06-29 on, got"
    ):
        petrocaribe("50 USD/bbl", on="2001-01-01")
    with pytest.raises(
        InputError, match="expected at least 40 USD/bbl, as the lower steps of the scale of 2005"
    ):
        petrocaribe("30 USD/bbl", on="2006-01-01")
    with pytest.raises(InputError, match="buy_back: expected one case, got arrays"):
        buy_back(oe.Loan(**GOOD), oe.Q([1, 2], "MUSD"), discount="5 %/year")
    with pytest.raises(InputError, match="extra_barrels: after: expected above 0"):
        extra_barrels("50 USD/bbl", "0 USD/bbl")


PLAIN: dict[str, Any] = {"principal": "100 MUSD", "tenor": "2 year", "rate": "6 %/year"}


# -- arrays ------------------------------------------------------------------------------------

FIGURES: dict[str, Any] = {
    "principal": oe.Q([100, 120, 130], "MUSD"),
    "tenor": oe.Q([1, 2, 3], "year"),
    "rate": oe.Q([5, 6, 7], "%/year"),
    "grace": oe.Q([0, 0.5, 1], "year"),
    "upfront_fee": oe.Q([1, 2, 3], "%"),
    "management_fee": oe.Q([1, 2, 3], "%"),
    "commitment_fee": oe.Q([1, 2, 3], "%/year"),
    "default_margin": oe.Q([1, 2, 3], "%/year"),
}
THREE_PRICES = oe.Q([50, 60, 70], "USD/bbl")
RATES = oe.Q([5, 6], "%/year")


def with_rate(rate: Any) -> oe.Loan:
    return oe.Loan(**{**PLAIN, "rate": rate})


TWO_PATHS = oe.repay(LOAN, OIL, price=TWO[None, :])
NOT_TOGETHER: dict[str, Any] = {
    "petrocaribe": lambda: petrocaribe(THREE_PRICES, discount=RATES),
    "extra barrels": lambda: extra_barrels(TWO, THREE_PRICES),
    "rate of a sale": lambda: deferred_sale(
        THREE_PRICES, "40 %", with_rate("6 %/year"), discount=RATES
    ),
    "credit of a sale": lambda: deferred_sale(TWO, "40 %", with_rate(FIGURES["rate"])),
    "price of a buy-back": lambda: buy_back(LOAN, oe.Q([1, 2], "MUSD"), discount="5 %/year"),
    "rate of a buy-back": lambda: buy_back(LOAN, "1 MUSD", discount=RATES),
    "npv": lambda: oe.npv(oe.Q(np.ones((2, 3)), "USD"), RATES),
    "grant element": lambda: oe.grant_element(oe.schedule(with_rate(FIGURES["rate"])), RATES),
    "loans": lambda: oe.schedule({"a": with_rate(RATES), "b": with_rate(FIGURES["rate"])}),
    "discount": lambda: barrel_discount(TWO_PATHS, THREE_PRICES[None, :]),
    "true rate": lambda: true_rate(TWO_PATHS, "9 USD/bbl", cost=THREE_PRICES[None, :]),
    "exports": lambda: cash_and_debt(TWO_PATHS, oe.Q([500, 600], "kb/day"), "50 USD/bbl"),
    "times": lambda: oe.irr(oe.Q([-1, 2], "USD"), oe.Q([[0, 1]], "year")),
    "every": lambda: oe.repay(LOAN, OIL, every=["monthly"]),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("ask", NOT_TOGETHER)
def test_functions_refuse_arrays_that_do_not_go_together(ask: str) -> None:
    with pytest.raises(OilEconError, match=r"broadcast|one figure|one case|one time|one of"):
        NOT_TOGETHER[ask]()


# -- balances ----------------------------------------------------------------------------------

DAYS: list[Any] = [
    "2015-12-31",
    dt.date(2015, 12, 31),
    dt.datetime(2015, 12, 31, 23, 59),  # noqa: DTZ001  a day has no zone
    pd.Timestamp("2015-12-31"),
    pd.Timestamp("2015-12-31 10:00", tz="Asia/Shanghai"),
    np.datetime64("2015-12-31"),
    np.datetime64("2015-12-31T10:00:00.000000001"),
    pd.Period("2015-12-31", "D"),
]
NO_DAYS: list[Any] = [
    pd.NaT,
    None,
    float("nan"),
    np.datetime64("NaT"),
    np.datetime64("2015-12"),
    pd.Period("2015-12", "M"),
    "",
    "2015",
    "31.12.2015",
    20151231,
    ["2015-12-31"],
    pd.DatetimeIndex(["2015-12-31"]),
]


@pytest.mark.parametrize("day", DAYS, ids=repr)
def test_each_kind_of_day_is_one_day(day: Any) -> None:
    assert float(oe.schedule(LOAN).balance(day).to("MUSD").magnitude) == pytest.approx(
        318.2, abs=0.1
    )
    assert petrocaribe("100 USD/bbl", on=day).share == petrocaribe("100 USD/bbl").share


@pytest.mark.parametrize("day", NO_DAYS, ids=repr)
def test_what_is_no_day_is_refused_at_the_door(day: Any) -> None:
    with pytest.raises(
        InputError, match=r"petrocaribe: on: expected a day, got .*; write for exam"
    ):
        petrocaribe("100 USD/bbl", on=day)
    with pytest.raises(InputError, match=r"balance: on: expected a day, got .*; write for example"):
        oe.schedule(LOAN).balance(day)
