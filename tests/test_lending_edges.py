"""Debts at their edges: nothing drawn, too many prices, odd counts, arrays, other processes."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
import warnings
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.core import finance
from oilecon.errors import InputError, OilEconError, UndefinedWarning
from oilecon.lending import (
    barrel_discount,
    buy_back,
    cash_and_debt,
    deferred_sale,
    extra_barrels,
    petrocaribe,
    true_rate,
)

LOAN = oe.Loan.shipped("CDB 2012 equipment")
OIL = oe.OilRepayment(volume="10 kb/day", price="55 USD/bbl", sweep="100 %")
PLAIN: dict[str, Any] = {"principal": "100 MUSD", "tenor": "2 year", "rate": "6 %/year"}


# -- nothing drawn -----------------------------------------------------------------------------

LATE = oe.Loan(**PLAIN, disbursements=oe.Q([0, 0, 100], "MUSD"))


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (oe.average_life, "average_life: nothing is drawn in 2 periods; give repay more periods"),
        (oe.grant_element, "grant_element: nothing is drawn in 2 periods; give repay more periods"),
        (lambda ledger: ledger.payoff(), "payoff: nothing is drawn in 2 periods, so that nothing"),
        (oe.irr, "irr: there is no one rate: the flows keep one sign"),
        (lambda ledger: true_rate(ledger, "60 USD/bbl"), "irr: there is no one rate"),
        (lambda ledger: barrel_discount(ledger, "60 USD/bbl"), "barrel_discount: no barrel is del"),
    ],
)
def test_a_ledger_in_which_nothing_is_drawn_is_refused_by_name(ask: Any, says: str) -> None:
    ledger = oe.repay(LATE, OIL, periods=2)
    with pytest.raises(InputError, match=says):
        ask(ledger)
    assert float(oe.npv(ledger, "5 %/year").magnitude) == 0.0  # nothing is worth nothing


def test_flows_of_which_some_paths_lend_nothing_are_refused() -> None:
    flows = oe.schedule(oe.Loan(**{**PLAIN, "principal": oe.Q([1, 2], "MUSD")})).flows()
    lent = flows.lent.magnitude * np.array([0.0, 1.0])
    none = oe.lending.Flows(
        oe.Q(lent, "USD"), flows.paid, flows.repaid, flows.kept_back, flows.years
    )
    with pytest.raises(
        InputError, match="grant_element: nothing is drawn on 1 of 2 paths in 8 per"
    ):
        oe.grant_element(none)


def test_a_debt_of_which_more_is_drawn_after_the_ledger_is_not_paid_off() -> None:
    loan = oe.Loan(**PLAIN, disbursements=oe.Q([50, 0, 50], "MUSD"))
    with pytest.warns(UndefinedWarning, match="1 of 1 paths are not paid off in 2 periods"):
        found = oe.repay(loan, OIL.evolve(volume="40 kb/day"), periods=2).payoff()
    assert np.isnan(found.years.magnitude)
    assert found.share == 0.0
    assert str(found).startswith("not paid off in 2 periods: more of the loan is drawn after them")


def test_fees_are_withheld_from_the_first_disbursement_that_is_one() -> None:
    loan = oe.Loan(**PLAIN, disbursements=oe.Q([0, 60, 40], "MUSD"), upfront_fee="1 %")
    lent = oe.schedule(loan).flows().lent.to("MUSD").magnitude
    assert lent[:3] == pytest.approx([0.0, 59.0, 40.0])


# -- counts and lengths ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [int, np.int64, np.int8, np.uint32, np.array])
def test_any_whole_number_counts_periods(kind: Any) -> None:
    assert oe.repay(LOAN, OIL, periods=kind(7)).periods == 7


@pytest.mark.parametrize(
    "count",
    [True, np.True_, 7.0, np.float64(7.0), "7", np.array([7, 8]), 0, np.int64(-1), 2401],
    ids=repr,
)
def test_what_is_no_whole_number_counts_none(count: Any) -> None:
    with pytest.raises(InputError, match="repay: periods: expected a whole number from 1 to 2400"):
        oe.repay(LOAN, OIL, periods=count)


def test_more_prices_than_the_loan_has_periods_warn() -> None:
    monthly = oe.Q(np.full(72, 55.0), "USD/bbl")
    says = (
        "repay: price: 72 figures, one a period of 3 months, where the last payment is due in "
        "period 24; write periods=72 if what is overdue then is to run on, or every='monthly' if "
        "the figures are of months"
    )
    with pytest.warns(UserWarning) as caught:  # noqa: PT030  its text is compared
        assert oe.repay(LOAN, OIL, price=monthly).periods == 72
    assert [str(one.message) for one in caught] == [says]
    assert caught[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert oe.repay(LOAN, OIL, price=monthly, periods=72).periods == 72
        assert oe.repay(LOAN, OIL, price=monthly, every="monthly").periods == 72
        assert oe.repay(LOAN, OIL, price=monthly[:24]).periods == 24
        assert oe.repay(LOAN, OIL, price=monthly[:5]).periods == 5


def test_prices_beyond_the_wanted_periods_are_left_out_with_a_word() -> None:
    prices = oe.Q(np.linspace(40.0, 60.0, 24), "USD/bbl")
    with pytest.warns(
        UserWarning, match="repay: price: 24 figures for 10 periods; the last 14 are"
    ):
        cut = oe.repay(LOAN, OIL, price=prices, periods=10)
    assert (cut["paid"].magnitude == oe.repay(LOAN, OIL, price=prices[:10])["paid"].magnitude).all()


# -- numbers that a float cannot hold ----------------------------------------------------------


def test_a_worth_beyond_all_floats_is_refused_by_name() -> None:
    far = oe.Q([0, 1000], "year")
    says = "npv: rate: at -95 %/year, what falls after 1000 years is worth more than a number can"
    with pytest.raises(InputError, match=says):
        oe.npv(oe.Q([-100, 200], "USD"), "-95 %/year", far)
    with pytest.raises(InputError, match=says):  # inf less inf is none either
        oe.npv(oe.Q([[-100.0], [200.0]], "USD"), oe.Q([-95, 5], "%/year"), far)
    assert float(oe.npv(oe.Q([-100, 200], "USD"), "1 %/year", far).magnitude) < 0.0


@given(st.floats(-0.01, 0.02), st.floats(1.0, 1000.0))
def test_the_rate_of_very_long_flows_is_found(rate: float, years: float) -> None:
    grown = 100.0 * (1.0 + rate) ** years
    flows, times = np.array([-100.0, grown]), np.array([0.0, years])
    assert finance.irr(flows, times) == pytest.approx(rate, abs=1e-12)
    found = oe.irr(oe.Q(flows, "USD"), oe.Q(times, "year"))
    assert float(found.magnitude) == pytest.approx(100.0 * rate, abs=1e-9)


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


TWO, THREE = oe.Q([50, 60], "USD/bbl"), oe.Q([50, 60, 70], "USD/bbl")
RATES = oe.Q([5, 6], "%/year")


def with_rate(rate: Any) -> oe.Loan:
    return oe.Loan(**{**PLAIN, "rate": rate})


TWO_PATHS = oe.repay(LOAN, OIL, price=TWO[None, :])
NOT_TOGETHER: dict[str, Any] = {
    "petrocaribe": lambda: petrocaribe(THREE, discount=RATES),
    "extra barrels": lambda: extra_barrels(TWO, THREE),
    "rate of a sale": lambda: deferred_sale(THREE, "40 %", with_rate("6 %/year"), discount=RATES),
    "credit of a sale": lambda: deferred_sale(TWO, "40 %", with_rate(FIGURES["rate"])),
    "price of a buy-back": lambda: buy_back(LOAN, oe.Q([1, 2], "MUSD"), discount="5 %/year"),
    "rate of a buy-back": lambda: buy_back(LOAN, "1 MUSD", discount=RATES),
    "npv": lambda: oe.npv(oe.Q(np.ones((2, 3)), "USD"), RATES),
    "grant element": lambda: oe.grant_element(oe.schedule(with_rate(FIGURES["rate"])), RATES),
    "loans": lambda: oe.schedule({"a": with_rate(RATES), "b": with_rate(FIGURES["rate"])}),
    "discount": lambda: barrel_discount(TWO_PATHS, THREE[None, :]),
    "true rate": lambda: true_rate(TWO_PATHS, "9 USD/bbl", cost=THREE[None, :]),
    "exports": lambda: cash_and_debt(TWO_PATHS, oe.Q([500, 600], "kb/day"), "50 USD/bbl"),
    "times": lambda: oe.irr(oe.Q([-1, 2], "USD"), oe.Q([[0, 1]], "year")),
    "every": lambda: oe.repay(LOAN, OIL, every=["monthly"]),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("ask", NOT_TOGETHER)
def test_functions_refuse_arrays_that_do_not_go_together(ask: str) -> None:
    with pytest.raises(OilEconError, match=r"broadcast|one figure|one case|one time|one of"):
        NOT_TOGETHER[ask]()


def test_the_true_rate_says_which_barrels() -> None:
    with pytest.raises(
        InputError, match="true_rate: barrels: expected 'debt' or 'all', got 'some'"
    ):
        true_rate(oe.repay(LOAN, OIL), "60 USD/bbl", barrels="some")  # type: ignore[arg-type]


@given(st.floats(0.35, 3.0), st.floats(0.0, 10.0), st.booleans(), st.sampled_from(["0 %", "50 %"]))
def test_what_all_barrels_lose_is_never_less_than_what_the_debt_s_lose(
    volume: float,
    more: float,
    account: Any,
    sweep: str,
) -> None:
    own = oe.CollectionAccount(1.3) if account else None
    oil = oe.OilRepayment(volume=oe.Q(volume, "kb/day"), sweep=sweep, account=own)
    loan = oe.Loan("10 MUSD", "2 year", rate="6 %/year")
    ledger = oe.repay(loan, oil, price="50 USD/bbl")
    elsewhere = oe.Q(50.0 + more, "USD/bbl")
    debt, whole = (true_rate(ledger, elsewhere, barrels=one).magnitude for one in ("debt", "all"))
    assert debt <= whole + 1e-9
    if not more:
        assert debt == pytest.approx(whole, abs=1e-9)
    if not account:  # each dollar of service costs the same, however many barrels pass through
        expected = oe.schedule(loan).flows()
        grown = oe.Q(expected.paid.magnitude * (1.0 + more / 50.0), "USD") - expected.lent
        if sweep == "0 %":
            rate = oe.irr(grown, oe.Q(expected.years, "year")).magnitude
            assert debt == pytest.approx(rate, abs=1e-7)


# -- other processes ---------------------------------------------------------------------------


def _made() -> dict[str, Any]:
    """Return one of each result."""
    held = OIL.evolve(reference_price="50 USD/bbl", sweep="0 %", account=oe.CollectionAccount(1.3))
    amended = LOAN.evolve(
        amendments={"cut": oe.Amendment("2015-01-01", "write-down", share="20 %")},
        first_payment="2012-04-27",
    )
    ledger = oe.repay(amended, held)
    return {
        "ledger": ledger,
        "paths": oe.repay([LOAN], held, price=oe.Q([[40, 60]], "USD/bbl"), base="1 %/year"),
        "schedule": oe.schedule({"first": LOAN, "second": LOAN}),
        "flows": ledger.flows(),
        "payoff": ledger.payoff(),
        "split": cash_and_debt(ledger, "600 kb/day", "50 USD/bbl"),
        "discount": barrel_discount(ledger, "60 USD/bbl"),
        "sale": petrocaribe(oe.Q([60, 100], "USD/bbl")),
        "buy back": buy_back(oe.Loan(**PLAIN), "80 MUSD", discount="9 %/year"),
        "loan": amended,
        "repayment": held,
        "debt": oe.Debt(amended, held),
    }


def _used(result: Any) -> str:
    """Return all that a result says, once each of its methods was called."""
    said = [str(result), repr(result)]
    if isinstance(result, oe.lending.Ledger):
        said += [result.to_frame().to_csv(), str(result.payoff()), str(result.flows().net)]
        said += [str(result.cover()), str(result.index()), str(result.balance("2014-01-01"))]
        said += [str(oe.irr(result)), str(result.shape), str(result.loans), str(result.ends)]
    elif isinstance(result, oe.lending.Split) and not result.ledger.shape:
        said.append(result.to_frame().to_csv())
    elif isinstance(result, oe.lending.Flows):
        said.append(str(result.net))
    elif hasattr(result, "values"):
        said += [str(result.to_dict()), str(result.shapes), str([*result.leaves()])]
        _ = result.values
    return "\n".join(text for text in said if " object at 0x" not in text)


@pytest.mark.parametrize("name", _made())
def test_every_result_pickles_and_copies_before_and_after_its_use(name: str) -> None:
    result = _made()[name]
    before = [pickle.loads(pickle.dumps(result)), copy.deepcopy(result), copy.copy(result)]  # noqa: S301
    said = _used(result)
    after = [pickle.loads(pickle.dumps(result)), copy.deepcopy(result), copy.copy(result)]  # noqa: S301
    for other in (*before, *after):
        assert _used(other) == said


def test_every_result_crosses_a_spawned_process() -> None:
    results = _made()
    said = {name: _used(result) for name, result in results.items()}
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        found = dict(zip(results, pool.map(_used, results.values()), strict=True))
    assert found == said
