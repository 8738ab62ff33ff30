"""Loans and repayments in oil as inputs: what fits together, and what may be an array."""

from __future__ import annotations

import pickle
import warnings
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import InputError, OilEconError, UndefinedWarning, UnitError
from oilecon.lending import barrel_discount, cash_and_debt, deferred_sale, true_rate

LOAN = oe.Loan.shipped("CDB 2012 equipment")
OIL = oe.OilRepayment(volume="10 kb/day", price="55 USD/bbl", sweep="100 %")


# -- what single contracts do ------------------------------------------------------------------


def test_a_scenario_may_have_a_debt() -> None:
    s = oe.scenario("article").evolve(debt=oe.Debt(LOAN, OIL))
    assert oe.Scenario.from_toml(s.to_toml()) == s
    assert pickle.loads(pickle.dumps(s)) == s  # noqa: S301
    longer = s.vary({"debt.loan.spread": "6 %/year", "debt.repayment.volume": "20 kb/day"})
    price = oe.evaluate(s, "asia").price
    before, after = (
        oe.repay(each.get("debt.loan"), each.get("debt.repayment"), price=price)
        for each in (s, longer)
    )
    assert after.payoff().years < before.payoff().years
    assert (
        oe.compare(s, "gulf", "asia").loss()
        == oe.compare(oe.scenario("article"), "gulf", "asia").loss()
    )


# -- what is refused ---------------------------------------------------------------------------

GOOD: dict[str, Any] = {"principal": "100 MUSD", "tenor": "4 year", "rate": "6 %/year"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"grace": "5 year"},
            r"Loan.grace: expected less than the tenor of 4 year, got 5 year; no payment would be",
        ),
        (
            {"tenor": "50 months"},
            r"Loan.tenor: expected a whole number of quarterly payment periods, got 4.1\d+ year; w",
        ),
        (
            {"profile": "own", "amounts": oe.Q([50, 49], "MUSD"), "grace": "42 months"},
            r"Loan.amounts: expected a sum of 100000000 USD, the principal, got 99000000 USD",
        ),
        (
            {"profile": "own", "amounts": oe.Q([50, 50], "MUSD")},
            r"Loan.amounts: expected 16 instalments, one for each payment after the grace, got 2",
        ),
        ({"profile": "own"}, r"Loan.amounts: the profile 'own' needs them"),
        (
            {"amounts": oe.Q([100], "MUSD")},
            r"Loan.amounts: the profile is 'equal principal'; write profile='own'",
        ),
        (
            {"disbursements": oe.Q([80, 30], "MUSD")},
            (
                r"Loan.disbursements: expected at most the principal of 100000000 USD in all, "
                r"got 110000000"
            ),
        ),
        (
            {"disbursements": oe.Q([1] * 17, "MUSD")},
            r"Loan.disbursements: expected at most 16 of them",
        ),
        ({"base": "1 %/year"}, r"Loan.rate: expected either a fixed rate or a base, got both"),
        ({"rate": None}, r"Loan.rate: expected either a fixed rate or a base, got neither"),
        ({"spread": "1 %/year"}, r"Loan.spread: a fixed rate has none"),
        (
            {"rate": None, "base": oe.Q([1, 2], "%/year")},
            r"Loan.base: expected one rate, or one for each of the 16 payment periods, got 2",
        ),
        ({"start": "27.2.2012"}, r"Loan.start: expected a day, got '27.2.2012'; write for example"),
        ({"tenor": 48}, r"Loan.tenor: expected year, got the bare number 48"),
        (
            {"upfront_fee": "60 %", "management_fee": "50 %"},
            r"Loan.management_fee: expected less than the whole principal together with .* got 1.1",
        ),
        ({"upfront_fee": "120 %"}, r"Loan.upfront_fee: expected at least 0 and at most 1, got 1.2"),
        (
            {"amendments": {"rest": oe.Amendment("2015-01-01", "write-down", share="5 %")}},
            r"Loan.start: the amendment 'rest' is dated, so the loan needs a day too",
        ),
    ],
)
def test_loans_that_do_not_fit_are_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises((InputError, UnitError), match=says):
        oe.Loan(**(GOOD | change))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "holiday"}, r"Amendment.kind: a holiday needs until; write for example until="),
        (
            {"kind": "write-down", "share": "5 %", "tenor": "9 year"},
            r"Amendment.tenor: a write-down takes only share",
        ),
        (
            {"kind": "holiday", "until": "2014-01-01"},
            r"Amendment.until: expected a day after 2015-01-01, got 2014-01-01",
        ),
    ],
)
def test_amendments_that_do_not_fit_are_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        oe.Amendment("2015-01-01", **given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, r"OilRepayment: expected one of volume, value and share, got none"),
        ({"volume": "1 kb/day", "share": "5 %"}, r"got volume and share"),
        (
            {"value": "6.42 MUSD/day", "min": "153 kb/day", "max": "107 kb/day"},
            r"OilRepayment.max: expected at least `min`, 153000 bbl/day, got 107000 bbl/day",
        ),
        (
            {"volume": "200 kb/day", "call_limit": "100 kb/day"},
            r"OilRepayment.call_limit: expected at least `volume`, 200000 bbl/day, got 100000",
        ),
        ({"share": "120 %"}, r"OilRepayment.share: expected at least 0 and at most 1, got 1.2"),
        (
            {"share": 12},
            r"OilRepayment.share: expected a share, got the bare number 12; write '12 %'",
        ),
    ],
)
def test_repayments_that_do_not_fit_are_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises((InputError, UnitError), match=says):
        oe.OilRepayment(**given)


def test_a_loan_of_which_nothing_is_drawn_or_whose_change_has_no_day_is_refused() -> None:
    loan: dict[str, Any] = {"principal": "1 MUSD", "tenor": "1 year", "rate": "5 %/year"}
    with pytest.raises(InputError) as refused:
        oe.Loan(**loan, disbursements=oe.Q([0.0], "USD"))
    assert str(refused.value) == (
        "Loan.disbursements: expected something to be drawn, got zeros only"
    )
    later = oe.Amendment("2013-02-27", "write-down", share="20 %")
    with pytest.raises(InputError) as refused:
        oe.Loan(**loan, amendments={"cut": later})
    assert str(refused.value) == (
        "Loan.start: the amendment 'cut' is dated, so the loan needs a day too; write "
        "start='2012-02-27'"
    )


def test_a_file_with_the_names_of_before_is_read() -> None:
    loan = oe.Loan(**GOOD, disbursements=oe.Q([60, 40], "MUSD"))
    served = oe.OilRepayment(
        value="6.42 MUSD/day",
        min="107 kb/day",
        max="153 kb/day",
        account=oe.CollectionAccount(debt_service_reserve=1.3),
    )
    scenario = oe.scenario("article").evolve(debt=oe.Debt(loan, served))
    text = scenario.to_toml().replace("format = 2", "format = 1")
    before = {
        "\nmin = ": "\nleast = ",
        "\nmax = ": "\nmost = ",
        "debt_service_reserve": "cover",
        "disbursements": "drawings",
    }
    for name, old in before.items():
        assert name in text
        text = text.replace(name, old)
    assert oe.Scenario.from_toml(text) == scenario


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
ONE_FOR_ALL = ("tenor", "grace", "hold")


def of_loan(**fields: Any) -> list[Any]:
    """Return all that a loan of some fields comes to."""
    loan = oe.Loan(**{**PLAIN, **fields})
    schedule, ledger = oe.schedule(loan), oe.repay(loan, OIL)
    sale = deferred_sale("50 USD/bbl", "40 %", loan)
    return [
        *(schedule[name][-1] for name in ("paid", "closing", "fees")),
        *(oe.irr(schedule), oe.npv(schedule, "5 %/year"), oe.grant_element(schedule)),
        *(oe.average_life(schedule), ledger.payoff().barrels, sale.effective_price),
        *(barrel_discount(ledger, "60 USD/bbl").discount, ledger.cover()[0]),
        *(true_rate(ledger, "60 USD/bbl"), true_rate(ledger, "60 USD/bbl", barrels="all")),
    ]


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_of_a_loan_may_stand_for_several_or_says_that_it_may_not(name: str) -> None:
    many = FIGURES[name]
    if name in ONE_FOR_ALL:
        with pytest.raises(InputError, match=f"Loan.{name}: expected one length of time for all"):
            oe.Loan(**{**PLAIN, name: many})
        return
    found = of_loan(**{name: many})
    for k, one in enumerate(many):
        for several, alone in zip(found, of_loan(**{name: one}), strict=True):
            each = np.broadcast_to(several.magnitude, (3,))[k]
            assert each == pytest.approx(float(alone.magnitude), rel=1e-12)


OF_OIL: dict[str, Any] = {
    "volume": oe.Q([10, 20, 30], "kb/day"),
    "value": oe.Q([1, 2, 3], "MUSD/day"),
    "share": oe.Q([10, 20, 30], "%"),
    "min": oe.Q([11, 12, 13], "kb/day"),
    "max": oe.Q([14, 20, 30], "kb/day"),
    "price": oe.Q([50, 60, 70], "USD/bbl"),
    "factor": oe.Q([1, 0.9, 0.8], "1"),
    "differential": oe.Q([-1, -2, -3], "USD/bbl"),
    "reference_price": oe.Q([40, 50, 60], "USD/bbl"),
    "hold": oe.Q([0.25, 0.5, 1], "year"),
    "sweep": oe.Q([0, 50, 100], "%"),
    "call_limit": oe.Q([20, 30, 40], "kb/day"),
    "cash": oe.Q([10, 20, 30], "MUSD/year"),
}


def of_oil(**fields: Any) -> list[Any]:
    """Return all that a loan comes to that oil serves by some fields."""
    given_ = {"price": "55 USD/bbl", "sweep": "100 %", **fields}
    ways = {"volume", "value", "share"} & {*given_}
    if not ways:
        given_ |= (
            {"value": "0.3 MUSD/day"} if {"min", "max"} & {*given_} else {"volume": "4 kb/day"}
        )
    ledger = oe.repay(oe.Loan(**PLAIN), oe.OilRepayment(**given_), volume="200 kb/day")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)
        paid = ledger.payoff().barrels
    return [
        *(
            ledger[name][-1]
            for name in ("paid", "closing", "held", "barrels", "surplus", "account")
        ),
        *(paid, ledger.cover()[0], barrel_discount(ledger, "60 USD/bbl").discount),
        *(cash_and_debt(ledger, "200 kb/day", "50 USD/bbl").share[0], oe.irr(ledger)),
        *(true_rate(ledger, "60 USD/bbl"), true_rate(ledger, "60 USD/bbl", barrels="all")),
    ]


@pytest.mark.parametrize("name", OF_OIL)
def test_each_figure_of_a_repayment_may_too(name: str) -> None:
    many = OF_OIL[name]
    if name in ONE_FOR_ALL:
        with pytest.raises(InputError, match=f"OilRepayment.{name}: expected one length of time"):
            oe.OilRepayment(volume="1 kb/day", **{name: many})
        return
    found = of_oil(**{name: many})
    for k, one in enumerate(many):
        for several, alone in zip(found, of_oil(**{name: one}), strict=True):
            each = np.broadcast_to(several.magnitude, (3,))[k]
            assert each == pytest.approx(float(alone.magnitude), rel=1e-12)


def test_an_account_s_figures_may_too() -> None:
    reserves, openings = oe.Q([1.0, 1.3], "1"), oe.Q([0, 5], "MUSD")
    both = of_oil(account=oe.CollectionAccount(reserves, openings))
    for k in range(2):
        alone = of_oil(account=oe.CollectionAccount(reserves[k], openings[k]))
        for several, single in zip(both, alone, strict=True):
            assert several.magnitude[k] == pytest.approx(float(single.magnitude), rel=1e-12)


@pytest.mark.parametrize(
    "pair",
    [
        *(
            (FIGURES, "Loan", name, other)
            for name, other in zip(FIGURES, [*FIGURES][1:], strict=False)
        ),
        *((OF_OIL, "OilRepayment", one, two) for one in OF_OIL for two in OF_OIL if one < two),
    ],
    ids=lambda pair: f"{pair[2]} {pair[3]}",
)
def test_two_arrays_that_do_not_broadcast_meet_our_own_error(pair: Any) -> None:
    figures, kind, first, second = pair
    given_ = {first: figures[first][:2], second: figures[second]}
    with pytest.raises(OilEconError) as refused:
        (of_loan if kind == "Loan" else of_oil)(**given_)
    words = ("broadcast together", "one length of time", "expected one of volume, value and share")
    assert any(word in str(refused.value) for word in words)


# -- what is refused ---------------------------------------------------------------------------

TERMS: dict[str, Any] = {"principal": "1 MUSD", "tenor": "1 year", "rate": "5 %/year"}


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        (
            {"first_payment": "2024-03-31"},
            "Loan.start: the first payment is dated, so the loan needs a day too; write start=",
        ),
        ({"roll": "end of month"}, "Loan.start: payments roll on days, so the loan needs a day"),
        (
            {"start": "2024-03-31", "first_payment": "2024-03-31"},
            "months later, two payment periods, got 2024-03-31; a longer deferral is",
        ),
        (
            {"start": "2024-03-30", "first_payment": "2024-10-01"},
            "Loan.first_payment: expected a day after 2024-03-30 and at most 6 months later",
        ),
        (
            {"start": "2024-03-30", "roll": "end of month"},
            "Loan.roll: expected a start on the last day of a month, got 2024-03-30; write",
        ),
        (
            {"start": "2024-03-31", "first_payment": "2024-06-29", "roll": "end of month"},
            "Loan.roll: expected a first_payment on the last day of a month, got 2024-06-29",
        ),
        ({"start": "2024-03-31", "roll": "modified following"}, "Loan.roll: expected one of 'same"),
    ],
)
def test_days_that_do_not_fit_are_refused(given_: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError) as refused:
        oe.Loan(**TERMS, **given_)
    assert says in str(refused.value)
