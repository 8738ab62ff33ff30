"""This library's own debts under its own kit: ledgers, measures, soft credit, debt barrels."""

from __future__ import annotations

import datetime as dt
import warnings
from functools import partial
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule

import oilecon as oe
from oilecon import testing
from oilecon.errors import InputError, UndefinedWarning
from oilecon.lending import (
    barrel_discount,
    buy_back,
    cash_and_debt,
    deferred_sale,
    extra_barrels,
    petrocaribe,
    true_rate,
)
from oilecon.testing.quantities import numbers

HALF_CENT = 0.005  # USD, below which a debt is paid off
KEPT = [
    testing.finite(),
    testing.no_mutation(),
    testing.order_independent(),
    testing.array_equals_scalar(),  # to the last bit
    testing.unit_invariant(),
]
check = partial(testing.check_cost_model, refuses=(InputError,), raises=True, examples=25)
DRAWN = {
    "loan": testing.loans(),
    "repayment": testing.oil_repayments(sweep=("0 %", "100 %")),
    "path": testing.price_paths(16),
}


def summed(column: Any) -> Any:
    """Return the sum over time, one period after the other: NumPy's own order is another."""
    return sum(column[1:], start=column[0])


# -- a ledger of periods -----------------------------------------------------------------------


def served(
    principal: Any, rate: Any, volume: Any, price: Any, outcome: str = "interest", periods: int = 20
) -> Any:
    """Return a column of a four-year loan, summed, or what is owed at the end."""
    loan = oe.Loan(principal, "4 year", rate=rate)
    ledger = oe.repay(
        loan, oe.OilRepayment(volume=volume, price=price, sweep="100 %"), periods=periods
    )
    return ledger["closing"][-1] if outcome == "closing" else summed(ledger[outcome])


TERMS = {
    "principal": ("495 MUSD", "4000 MUSD", "15000 MUSD"),
    "rate": ("0 %/year", "6.6 %/year", "20 %/year"),
    "volume": ("0 kb/day", "50 kb/day", "250 kb/day"),
    "price": ("1 USD/bbl", "63.8 USD/bbl", "150 USD/bbl"),
}
MOVES = {
    "interest": {"principal": "up", "rate": "up", "volume": "down", "price": "down"},
    "paid": {"principal": "up", "rate": "up"},
    "closing": {"principal": "up", "rate": "up", "volume": "down", "price": "down"},
    "surplus": {},  # what is left of the last delivery, and none is made after it
    "barrels": {"principal": "up", "rate": "up", "price": "down"},
}


@pytest.mark.parametrize("outcome", MOVES)
def test_what_a_debt_comes_to_keeps_the_rules(outcome: str) -> None:
    def model(**terms: Any) -> Any:
        return served(**terms, outcome=outcome)

    own = [testing.monotone(name, way, strictly=False) for name, way in MOVES[outcome].items()]
    money = testing.homogeneous(["principal", "price"])
    size = testing.homogeneous(["principal", "volume"])
    own += [] if outcome == "barrels" else [money]  # whose number is no money
    check(model, TERMS, invariants=KEPT, also=[*own, size])


def test_dearer_oil_never_lengthens_what_a_fixed_volume_repays() -> None:
    def years(loan: oe.Loan, volume: Any, path: Any, lift: Any) -> float:
        dearer = path * (1.0 + lift.to("1").magnitude)
        oil = oe.OilRepayment(volume=volume, sweep="100 %")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UndefinedWarning)
            found = oe.repay(loan, oil, price=dearer, periods=16).payoff().years
        return float(np.nan_to_num(found.magnitude, nan=99.0))  # never is later than any day

    inputs = {
        **{name: DRAWN[name] for name in ("loan", "path")},
        "volume": ("0 kb/day", "50 kb/day", "250 kb/day"),
        "lift": ("0 %", "100 %"),
    }
    known = [
        testing.monotone("lift", "down", strictly=False),
        testing.monotone("volume", "down", strictly=False),
        testing.counts("lift"),  # or there would be nothing to see
    ]
    check(years, inputs, invariants=known, examples=100)


ADDS, TAKES = ("drawn", "interest", "fees"), ("paid", "written_off")
keeps_money = testing.conserves(adds=ADDS, takes=TAKES)


def ledger(loan: Any, repayment: oe.OilRepayment, path: Any) -> Any:
    return oe.repay(loan, repayment, price=path, periods=16)


def test_no_ledger_loses_or_invents_money() -> None:
    def debt(**drawn: Any) -> Any:
        return ledger(**drawn).columns("opening", *ADDS, *TAKES, "closing")

    def contract(loan: oe.Loan) -> Any:
        return oe.schedule(loan).columns("opening", *ADDS, *TAKES, "closing")

    check(debt, DRAWN, invariants=[keeps_money], examples=100)
    check(contract, {"loan": DRAWN["loan"]}, invariants=[keeps_money], examples=100)


def account(whole: Any, repayment: oe.OilRepayment) -> dict[str, Any]:
    """Return what the oil brings and where it goes, through the account if there is one."""
    terms = repayment.values["account"]
    found = whole.columns("value", "cash", "paid", "surplus", "account")
    raw = {name: column.magnitude for name, column in found.items()}
    first = 0.0 if terms is None else terms["opening"]
    return {**raw, "before": np.array([first, *raw["account"][:-1]])}


loses_no_oil = testing.conserves(
    opening="before", adds=("value", "cash"), takes=("paid", "surplus"), closing="account"
)


def test_the_oil_s_money_all_goes_somewhere() -> None:
    def through(**drawn: Any) -> Any:
        return account(ledger(**drawn), drawn["repayment"])

    def held(**drawn: Any) -> Any:
        found = ledger(**drawn).columns("beyond", "released", "held")
        raw = {name: column.magnitude for name, column in found.items()}
        return {**raw, "before": np.array([0.0, *raw["held"][:-1]])}

    check(through, DRAWN, invariants=[loses_no_oil], examples=100)
    aside = testing.conserves(
        opening="before", adds=("beyond",), takes=("released",), closing="held"
    )
    check(held, DRAWN, invariants=[aside], examples=100)


def test_two_loans_are_served_in_order_and_each_keeps_its_money() -> None:
    def whole(one: oe.Loan, two: oe.Loan, repayment: oe.OilRepayment, path: Any) -> Any:
        return oe.repay({"first": one, "second": two}, repayment, price=path, periods=16)

    def through(**drawn: Any) -> Any:
        return account(whole(**drawn), drawn["repayment"])

    def of(name: str, **drawn: Any) -> Any:
        columns = whole(**drawn).columns(
            *(f"{name}.{c}" for c in ("opening", *ADDS, *TAKES, "closing"))
        )
        return {column.partition(".")[2]: raw for column, raw in columns.items()}

    undated = testing.loans(start="")
    inputs = {"one": undated, "two": undated, **DRAWN}
    del inputs["loan"]
    for name in ("first", "second"):
        check(partial(of, name), inputs, invariants=[keeps_money], examples=40)
    check(through, inputs, invariants=[loses_no_oil], examples=40)

    def least(**drawn: Any) -> float:
        names = ("paid", "surplus", "closing", "arrears", "account", "held", "barrels")
        found = whole(**drawn).columns(*names)
        return min(float(column.magnitude.min()) for column in found.values())

    check(least, inputs, invariants=[testing.bounded(low=-HALF_CENT)], examples=40)


def test_a_ledger_keeps_the_rules_whatever_is_drawn() -> None:
    def lines(**drawn: Any) -> Any:
        found = ledger(**drawn).columns("interest", "paid", "closing", "barrels")
        return {name: summed(column.magnitude) for name, column in found.items()}

    kept = [rule for rule in KEPT if rule.words != testing.array_equals_scalar().words]
    check(lines, DRAWN, invariants=kept, examples=60)  # the path in other units too


def test_each_of_many_paths_has_the_bits_that_it_has_alone() -> None:
    def apart(loan: oe.Loan, repayment: oe.OilRepayment, one: Any, two: Any) -> float:
        paths = oe.Q(np.stack([one.magnitude, two.magnitude], axis=1), "USD/bbl")
        names = ("closing", "paid", "interest", "barrels", "surplus", "arrears")
        both = oe.repay(loan, repayment, price=paths, periods=12).columns(*names)
        off = 0.0
        for at, path in enumerate((one, two)):
            alone = oe.repay(loan, repayment, price=path, periods=12).columns(*names)
            off += sum(
                float(np.abs(both[name].magnitude[:, at] - alone[name].magnitude).max())
                for name in names
            )
        return off

    inputs = {**DRAWN, "one": testing.price_paths(12), "two": testing.price_paths(12)}
    del inputs["path"]
    testing.bounded(0.0, 0.0)(apart, inputs, examples=60)


# -- a ledger in any order of steps ------------------------------------------------------------


class Years:
    """The library's ledger, run anew after each step: a step is a year in which all else rests.

    What is paid comes as barrels of a dollar each, and the loan falls due after its last step.
    """

    first = 2001

    def __init__(self, amount: float) -> None:
        self.steps = [("drawn", amount)]

    def draw(self, amount: float) -> None:
        self.steps.append(("drawn", amount))

    def accrue(self, rate: float) -> None:
        self.steps.append(("rate", rate))

    def pay(self, amount: float) -> None:
        self.steps.append(("paid", amount))

    def write_down(self, share: float) -> None:
        self.steps.append(("share", share))

    def each(self, kind: str) -> list[float]:
        return [amount if one == kind else 0.0 for one, amount in self.steps]

    @property
    def loan(self) -> oe.Loan:
        cuts = {
            f"year{at}": oe.Amendment(f"{self.first + at}-01-01", "write-down", share=amount)
            for at, (kind, amount) in enumerate(self.steps)
            if kind == "share"
        }
        return oe.Loan(
            oe.Q(sum(self.each("drawn")), "USD"),
            f"{len(self.steps) + 1} year",
            base=oe.Q([*self.each("rate"), 0.0], "1/year"),
            frequency="annual",
            profile="bullet",
            disbursements=oe.Q(self.each("drawn"), "USD"),
            day_count="30/360",
            start=f"{self.first}-01-01",
            amendments=cuts,
        )

    @property
    def stream(self) -> Any:
        starts = [dt.date(self.first + at, 1, 1) for at in range(len(self.steps) + 1)]
        days = [(end - start).days for start, end in pairwise(starts)]
        return oe.Q(np.array(self.each("paid")) / np.array(days), "bbl/day")

    def columns(self) -> dict[str, Any]:
        names = ("opening", "drawn", "interest", "written_off", "paid", "closing")
        if not any(self.each("drawn")):  # no loan is of nothing
            return {name: np.zeros(len(self.steps)) for name in names}
        whole = oe.repay(
            self.loan,
            oe.OilRepayment(share="100 %", sweep="100 %"),
            price="1 USD/bbl",
            volume=self.stream,
            periods=len(self.steps),
        )
        return {name: column.magnitude for name, column in whole.columns(*names).items()}


class YearsMachine(testing.LedgerMachine):
    """The first year's drawing is what the machine opens with."""

    takes: ClassVar[tuple[str, ...]] = ("paid", "written_off")

    def open(self, amount: float) -> Years:
        return Years(amount)

    def read(self) -> dict[str, float]:
        found = self.ledger.columns()
        testing.balanced(found, adds=self.adds, takes=self.takes)
        opened = self.ledger.steps[0][1]
        sums = {name: float(found[name].sum()) for name in (*self.adds, *self.takes)}
        sums["drawn"] -= opened
        return {**sums, "opening": opened, "closing": float(found["closing"][-1])}

    @rule(share=numbers(0.0, 0.2, 1.0))
    def writes_down(self, share: float) -> None:
        self.ledger.write_down(share)
        self.book("written_off", share * self.owed)


TestYears = YearsMachine.TestCase
TestYears.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


# -- measures ----------------------------------------------------------------------------------


FLOWS = {
    "lent": ("50 MUSD", "100 MUSD", "500 MUSD"),
    "first": ("1 MUSD", "60 MUSD", "400 MUSD"),
    "last": ("1 MUSD", "60 MUSD", "400 MUSD"),
}


def flows(lent: Any, first: Any, last: Any) -> Any:
    each = [amount.to("USD").magnitude for amount in (-lent, first, last)]
    return oe.Q(np.stack(np.broadcast_arrays(*each)), "USD")


def test_a_present_value_keeps_the_rules() -> None:
    def worth(rate: Any, **amounts: Any) -> Any:
        return oe.npv(flows(**amounts), rate)

    def last_of(found: Any, rate: Any, lent: Any, first: Any) -> Any:
        grown = 1.0 + rate.to("1/year").magnitude
        return (found + lent) * grown * grown - first * grown

    rates = {**FLOWS, "rate": ("-10 %/year", "5 %/year", "50 %/year")}
    own = [
        testing.monotone("rate", "down"),
        testing.monotone("lent", "down"),
        testing.monotone("last"),
        testing.homogeneous([*FLOWS]),
        testing.continuous("rate"),
        testing.round_trip(last_of, "last"),
    ]
    check(worth, rates, invariants=KEPT, also=own)


def test_a_rate_of_return_keeps_the_rules() -> None:
    def rate(**amounts: Any) -> Any:
        return oe.irr(flows(**amounts))

    def last_of(found: Any, lent: Any, first: Any) -> Any:
        grown = 1.0 + found.to("1/year").magnitude
        return lent * grown * grown - first * grown

    # Where first and last do not repay what was lent the rate is below zero; one always exists.
    own = [
        testing.monotone("lent", "down"),
        testing.monotone("first"),
        testing.monotone("last"),
        testing.homogeneous([*FLOWS], 0),
        testing.round_trip(last_of, "last"),
    ]
    check(rate, FLOWS, invariants=KEPT, also=own)


def test_a_contract_s_rate_is_the_one_it_was_written_with() -> None:
    def effective(rate: Any, tenor: int, profile: str) -> Any:
        terms: dict[str, Any] = {"frequency": "annual", "profile": profile}
        return oe.irr(oe.schedule(oe.Loan("100 MUSD", f"{tenor} year", rate=rate, **terms)))

    inputs = {
        "rate": ("0.1 %/year", "6.6 %/year", "20 %/year"),
        "tenor": (2, 4, 12),
        "profile": ["equal principal", "annuity", "bullet"],
    }
    testing.round_trip(lambda found, tenor, profile: found, "rate")(  # noqa: ARG005
        effective, inputs
    )


SOFT = {
    "principal": ("495 MUSD", "4000 MUSD", "15000 MUSD"),
    "rate": ("0 %/year", "1 %/year", "20 %/year"),
    "discount": ("0.5 %/year", "5 %/year", "20 %/year"),
}


@pytest.mark.parametrize("profile", ["equal principal", "annuity", "bullet"])
def test_the_gift_in_a_loan_keeps_the_rules(profile: str) -> None:
    def gift(principal: Any, rate: Any, discount: Any) -> Any:
        soft = oe.Loan(principal, "25 year", rate=rate, grace="2 year", profile=profile)
        return oe.grant_element(oe.schedule(soft), discount)

    own = [
        testing.monotone("rate", "down"),
        testing.monotone("discount"),
        testing.scale_free(["principal"]),
        testing.continuous("rate", jump=1e-5),
        testing.bounded(high="100 %"),
    ]
    check(gift, SOFT, invariants=KEPT, also=own)


def test_the_mean_time_of_a_dollar_keeps_the_rules() -> None:
    def life(grace: int, principal: Any, profile: str) -> Any:
        terms: dict[str, Any] = {"grace": f"{grace} year", "profile": profile, "rate": "6.6 %/year"}
        return oe.average_life(oe.schedule(oe.Loan(principal, "10 year", **terms)))

    inputs = {
        "grace": (0, 2, 9),
        "principal": SOFT["principal"],
        "profile": ["equal principal", "annuity"],
    }
    own = [
        testing.monotone("grace"),
        testing.scale_free(["principal"]),
        testing.bounded("0 year", "10 year"),
    ]
    kept = [rule for rule in KEPT if rule.words != testing.array_equals_scalar().words]
    check(life, inputs, invariants=kept, also=own)  # a grace is one for all cases


def test_what_is_drawn_is_out_no_longer_than_its_loan() -> None:
    def share_of_life(loan: oe.Loan) -> float:
        whole = oe.schedule(loan)
        return float(oe.average_life(whole).magnitude) / (whole.run.grid.years()[-1])

    testing.bounded(0.0, 1.0)(share_of_life, {"loan": testing.loans()}, refuses=(InputError,))


# -- soft credit -------------------------------------------------------------------------------


def test_a_sale_on_soft_credit_keeps_the_rules() -> None:
    credit = oe.Loan("1 USD", "25 year", rate="1 %/year", grace="2 year", profile="annuity")

    def effective(price: Any, share: Any, discount: Any) -> Any:
        return deferred_sale(price, share, credit, discount=discount).effective_price

    inputs = {
        "price": ("20 USD/bbl", "60 USD/bbl", "150 USD/bbl"),
        "share": ("1 %", "40 %", "100 %"),
        "discount": ("1.5 %/year", "5 %/year", "20 %/year"),
    }
    own = [
        testing.monotone("price"),
        testing.monotone("share", "down"),
        testing.monotone("discount", "down"),
        testing.homogeneous("price"),
        testing.continuous("discount"),
    ]
    check(effective, inputs, invariants=KEPT, also=own)


PRICED = {
    "price": ("20 USD/bbl", "60 USD/bbl", "160 USD/bbl"),
    "discount": ("1.5 %/year", "5 %/year", "20 %/year"),
}


def bought(price: Any, discount: Any) -> Any:
    return petrocaribe(price, discount=discount).effective_price


def test_petrocaribe_keeps_the_rules() -> None:
    own = [testing.monotone("discount", "down"), testing.bounded("0 USD/bbl", "160 USD/bbl")]
    check(bought, PRICED, invariants=KEPT, also=own)

    def parts(price: Any, discount: Any) -> Any:
        sale = petrocaribe(price, discount=discount)
        return {"paid": sale.effective_price, "gift": sale.subsidy, "total": sale.price}

    testing.additive()(parts, PRICED)


def test_petrocaribe_s_scale_has_steps_at_which_a_dearer_barrel_is_cheaper() -> None:
    # By design: the agreement's scale is one of steps, and finances more from 100 USD/bbl on.
    near = {"price": ("95 USD/bbl", "99 USD/bbl", "101 USD/bbl"), "discount": PRICED["discount"]}
    with pytest.raises(testing.Broken, match="where price passes 100 USD/bbl"):
        testing.continuous("price")(bought, near)
    with pytest.raises(testing.Broken, match="when price rose from"):
        testing.monotone("price")(bought, near)


def test_a_buy_back_keeps_the_rules() -> None:
    def gain(face: Any, paid: Any, discount: Any) -> Any:
        left = oe.Loan(face, "23 year", rate="1 %/year", frequency="annual", profile="annuity")
        return buy_back(left, paid, discount=discount).gain

    inputs = {
        "face": ("2000 MUSD", "3000 MUSD", "15000 MUSD"),
        "paid": ("100 MUSD", "1500 MUSD", "1900 MUSD"),
        "discount": ("2 %/year", "7 %/year", "20 %/year"),
    }
    own = [
        testing.monotone("face"),
        testing.monotone("paid", "down"),
        testing.monotone("discount", "down"),
        testing.homogeneous(["face", "paid"]),
    ]
    kept = [rule for rule in KEPT if rule.words != testing.array_equals_scalar().words]
    check(gain, inputs, invariants=kept, also=own)  # it takes one case


# -- what a debt barrel costs ------------------------------------------------------------------


def test_cash_and_debt_barrels_are_all_that_is_exported() -> None:
    def stream(loan: oe.Loan, share: Any, exports: Any, path: Any) -> Any:
        oil = oe.OilRepayment(share=share, sweep="100 %")
        flow = oe.Q(np.full(16, exports.to("bbl/day").magnitude), "bbl/day")
        split = cash_and_debt(
            oe.repay(loan, oil, price=path, volume=flow, periods=16), exports, "50 USD/bbl"
        )
        kinds = {"debt": split.debt, "cash": split.cash}
        return {**{name: summed(rate) for name, rate in kinds.items()}, "total": exports * 16}

    inputs = {
        "loan": testing.loans(),
        "share": ("0 %", "40 %", "100 %"),
        "exports": ("100 kb/day", "600 kb/day", "900 kb/day"),
        "path": testing.price_paths(16),
    }
    own = [testing.additive(), *(r for r in KEPT if "array" not in r.words)]
    check(stream, inputs, invariants=own, examples=40)


def repaid(price: Any) -> Any:
    loan = oe.Loan("4000 MUSD", "4 year", rate="6.6 %/year")
    oil = oe.OilRepayment(volume="60 kb/day", price=price, sweep="100 %")
    return oe.repay(loan, oil, periods=40)


WORTH = {
    "price": ("40 USD/bbl", "55 USD/bbl", "60 USD/bbl"),
    "elsewhere": ("61 USD/bbl", "63.8 USD/bbl", "120 USD/bbl"),
}


def test_a_debt_barrel_s_discount_keeps_the_rules() -> None:
    def lost(price: Any, elsewhere: Any) -> Any:
        worth = elsewhere if not np.ndim(elsewhere.magnitude) else elsewhere[None, :]
        return barrel_discount(repaid(price), worth).discount

    own = [
        testing.monotone("elsewhere"),
        testing.monotone("price", "down"),
        testing.homogeneous(["price", "elsewhere"]),
        testing.round_trip(lambda found, price: found + price, "elsewhere"),
    ]
    check(lost, WORTH, invariants=KEPT, also=own)


def test_a_discount_has_the_same_bits_on_one_path_and_among_many() -> None:
    prices = np.linspace(40.0, 60.0, 50)
    many = barrel_discount(repaid(oe.Q(prices, "USD/bbl")), "63.8 USD/bbl").discount.magnitude
    alone = [
        barrel_discount(repaid(oe.Q(price, "USD/bbl")), "63.8 USD/bbl").discount.magnitude
        for price in prices
    ]
    assert many.tolist() == alone


def test_the_true_rate_is_the_loan_s_own_at_market_value_and_rises_with_what_is_lost() -> None:
    def rate(elsewhere: Any) -> Any:
        return true_rate(repaid("63.8 USD/bbl"), elsewhere)

    inputs = {"elsewhere": WORTH["elsewhere"]}
    own = [testing.monotone("elsewhere"), testing.continuous("elsewhere", jump=1e-5)]
    check(rate, inputs, invariants=[r for r in KEPT if "array" not in r.words], also=own)
    effective = 100.0 * ((1.0 + 0.066 / 4) ** 4 - 1.0)
    assert rate("63.8 USD/bbl").magnitude == pytest.approx(effective, abs=1e-6)


def test_the_barrels_that_a_fall_of_the_price_takes_keep_the_rules() -> None:
    def more(before: Any, after: Any) -> Any:
        return extra_barrels(before, after)

    def before_of(found: Any, after: Any) -> Any:
        return after * (1.0 + found.to("1").magnitude)

    inputs = {
        "before": ("60 USD/bbl", "98 USD/bbl", "130 USD/bbl"),
        "after": ("20 USD/bbl", "40 USD/bbl", "59 USD/bbl"),
    }
    own = [
        testing.monotone("before"),
        testing.monotone("after", "down"),
        testing.homogeneous(["before", "after"], 0),
        testing.round_trip(before_of, "before"),
    ]
    check(more, inputs, invariants=KEPT, also=own)
