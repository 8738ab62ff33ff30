"""The testing kit: what it draws, what it finds, what it says, and what it refuses."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from hypothesis.vendor.pretty import pretty

import oilecon as oe
from oilecon import testing
from oilecon.errors import InputError, OilEconError, PathError, UnitError
from oilecon.testing.quantities import numbers
from oilecon.units import to_magnitude, unit_of

if TYPE_CHECKING:
    from collections.abc import Callable

PUBLIC: dict[str, Any] = {name: getattr(oe, name) for name in oe.__all__}
CANONICAL = [
    *("USD", "bbl", "nmi", "knot", "day", "t", "t/day", "USD/bbl", "USD/t", "USD/day", "fraction"),
    *("1/year", "degAPI", "degC", "kg/m3", "cSt", "1", "USD/bbl/degAPI", "bbl/day", "mg/kg", "m"),
]
few = settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)


# -- what is drawn -----------------------------------------------------------------------------


DRAWN: dict[str, st.SearchStrategy[Any]] = {
    "quantities": testing.quantities("USD/bbl", 40, 80, any_unit=True),
    "arrays": testing.quantities("m3", 0, 1, shape=(2, 2)),
    "arrays in any unit": testing.quantities("USD/bbl", 40, 80, shape=3, any_unit=True),
    "shares": testing.quantities("fraction", 0, 1, any_unit=True),
    "price paths": testing.price_paths(4),
    "crudes": testing.crudes(temperature="15 degC"),
    "blends": testing.blends(),
    "dilutions": testing.dilutions(),
    "vessels": testing.vessels(),
    "charters": testing.charters(),
    "voyages": testing.voyages(),
    "chains": testing.chains(),
    "scenarios": testing.scenarios(),
    "arrays of scenarios": testing.scenarios("article", "market.brent", "*.sea.weather", cases=3),
    "loans": testing.loans(),
    "oil repayments": testing.oil_repayments(),
    "shares of a stream": testing.oil_repayments("share"),
    "debts": testing.groups(oe.Debt, loan=testing.loans(profile="own")),
    "markets": testing.groups(oe.Market),
    "supplies": testing.groups(oe.Supply),
    "routes": testing.groups(oe.Route, voyages=st.fixed_dictionaries({"sea": testing.voyages()})),
}


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return list(one) == list(other) and all(alike(one[k], other[k]) for k in one)
    if hasattr(one, "magnitude"):
        return bool(one.units == other.units) and np.array_equal(one.magnitude, other.magnitude)
    return bool(one == other)


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_prints_as_code_that_rebuilds_it(name: str) -> None:
    @few
    @given(DRAWN[name])
    def rebuilt(value: Any) -> None:
        again = eval(pretty(value), PUBLIC)  # noqa: S307  our own text
        assert alike(again, value)

    rebuilt()


@pytest.mark.parametrize("unit", CANONICAL)
def test_a_quantity_in_any_unit_stays_in_its_bounds(unit: str) -> None:
    low, high = (0.1, 0.9) if unit == "fraction" else (0.3, 777.7)

    @few
    @given(testing.quantities(unit, low, high, any_unit=True))
    def inside(quantity: Any) -> None:
        assert low <= to_magnitude(quantity, unit) <= high

    inside()


@pytest.mark.parametrize("unit", CANONICAL)
def test_compatible_units_measure_the_same_thing(unit: str) -> None:
    found = testing.compatible_units(unit)
    assert found[0] == unit
    assert len(set(found)) == len(found)
    for other in found:
        assert unit_of(other).dimensionality == unit_of(unit).dimensionality


def test_every_pair_that_the_trade_uses_is_among_them() -> None:
    assert {"USD/kb", "USD/Mb", "MUSD/bbl", "USD/L", "USD/m3"} < {
        *testing.compatible_units("USD/bbl")
    }
    assert {"kb/day", "Mb/day", "bbl/year", "m3/day"} < {*testing.compatible_units("bbl/day")}
    assert {"percent"} < {*testing.compatible_units("fraction")}
    assert {"degF", "K"} < {*testing.compatible_units("degC")}


@few
@given(st.data(), st.tuples(*[st.floats(-1e6, 1e6)] * 3).map(sorted))
def test_numbers_keep_to_their_bounds(data: st.DataObject, ends: list[float]) -> None:
    low, typical, high = ends
    assert low <= data.draw(numbers(low, typical, high)) <= high


def smallest(
    strategy: st.SearchStrategy[Any], wanted: Callable[[Any], bool], first: int = 0
) -> Any:
    """Return the simplest case that is wanted, whichever tests were collected.

    Hypothesis also draws numbers that it finds in the modules that are loaded, so what one search
    of some hundred cases meets hangs on these. What several seeds do not meet is not drawn.
    """
    from hypothesis import find
    from hypothesis.errors import NoSuchExample

    how = settings(derandomize=False, database=None, deadline=None, max_examples=500)
    for seed in range(first, first + 20):
        with suppress(NoSuchExample):
            return find(strategy, wanted, settings=how, random=Random(seed))  # noqa: S311
    raise AssertionError(strategy)


def test_both_ends_are_drawn_and_a_case_shrinks_to_the_typical_one() -> None:
    drawn = numbers(62.54, 63.8, 79.27)
    assert smallest(drawn, lambda _: True) == 63.8
    assert smallest(drawn, lambda price: price == 79.27) == 79.27
    assert smallest(drawn, lambda price: price == 62.54) == 62.54
    assert smallest(numbers(5.0, 5.0, 5.0), lambda _: True) == 5.0
    assert smallest(
        testing.scenarios("article", "asia.*.*", "market.*"), lambda _: True
    ) == oe.scenario("article")
    assert smallest(testing.vessels(), lambda _: True) == oe.vessel("aframax")
    dear = smallest(
        testing.scenarios("article", "market.*"), lambda s: s.market.vlsfo.magnitude > 460
    )
    assert 460 < dear.market.vlsfo.magnitude <= 470
    assert [*dear.overrides()] == ["market.vlsfo"]


@few
@given(testing.scenarios("article-sanctioned"))
def test_a_scenario_keeps_to_its_sourced_ranges(scenario: oe.Scenario) -> None:
    for path, _, raw in scenario.leaves():
        row = scenario.row(path)
        if row is not None:
            assert row.low <= raw <= row.high  # type: ignore[operator]
    assert scenario.gulf.sea.weather == scenario.asia.sea.weather  # one row for all routes


def test_named_inputs_alone_vary_and_may_have_other_ranges() -> None:
    drawn = testing.scenarios("article", market__brent=("20 USD/bbl", "30 USD/bbl"))
    far = smallest(drawn, lambda s: s.market.brent.magnitude > 25)
    assert [*far.overrides()] == ["market.brent"]
    both = testing.scenarios("article", "market.mgo", market__brent=(20, 30))
    found = smallest(both, lambda s: s.market.mgo.magnitude > 750)
    assert {*found.overrides()} == {"market.brent", "market.mgo"}
    stacked = smallest(testing.scenarios("article", "market.brent", cases=5), lambda _: True)
    assert stacked.shape == (5,)


@few
@given(testing.price_paths(20, start=(40, 60), swing="5 %", low=35, high=70))
def test_a_price_path_moves_by_no_more_than_its_swing(path: Any) -> None:
    prices = path.magnitude
    assert prices.shape == (20,)
    assert 40 <= prices[0] <= 60
    assert 35 <= prices.min() <= prices.max() <= 70
    assert (abs(np.diff(prices)) <= 0.05 * prices[:-1] * (1 + 1e-9)).all()


@few
@given(testing.blends(parts=3, temperature="15 degC"))
def test_what_is_drawn_to_be_blended_can_be(parts: list[tuple[oe.Crude, float]]) -> None:
    assert 2 <= len(parts) <= 3
    method = {"viscosity_rule": "refutas", "viscosity_basis": "volume", "temperature": "15 degC"}
    mixed = oe.blend(parts, **method)  # type: ignore[arg-type]
    apis = [crude.api.magnitude for crude, _ in parts]
    assert min(apis) - 2 < mixed.api.magnitude < max(apis) + 1e-9


@few
@given(testing.dilutions())
def test_what_is_drawn_to_be_diluted_can_be(given_oils: dict[str, Any]) -> None:
    assert 0 <= oe.dilute(**given_oils).share.magnitude <= 1


@few
@given(testing.voyages(), testing.groups(oe.Market))
def test_what_is_drawn_can_be_sailed(voyage: oe.Voyage, market: oe.Market) -> None:
    assert math.isfinite(oe.estimate(voyage, market, api="16 degAPI").freight.magnitude)
    assert voyage.cargo <= voyage.vessel.dwt


@few
@pytest.mark.filterwarnings("ignore::oilecon.AssumptionWarning")  # at times sweep is not said
@given(testing.loans(), testing.oil_repayments(), testing.price_paths(24))
def test_what_is_drawn_is_owed_and_repaid(
    loan: oe.Loan, repayment: oe.OilRepayment, path: Any
) -> None:
    owed = oe.schedule(loan).columns("closing", "paid")
    assert abs(owed["closing"].magnitude[-1]) < 0.01
    ledger = oe.repay(loan, repayment, price=path, periods=24)
    assert ledger["closing"].magnitude.shape == (24,)
    adds, takes = ("drawn", "interest", "fees"), ("paid", "written_off")
    testing.balanced(ledger.columns("opening", *adds, *takes, "closing"), adds=adds, takes=takes)


LOANS: dict[str, Callable[[oe.Loan], object]] = {
    "floating": lambda loan: loan.spread,
    "a base each period": lambda loan: (loan.values["base"] or ())[1:],
    "graced on all": lambda loan: loan.grace.magnitude and loan.grace_on == "all",
    "drawn in parts": lambda loan: (loan.values["disbursements"] or ())[1:],
    "charged": lambda loan: loan.commitment_fee and loan.management_fee,
    "counted by days": lambda loan: loan.start and loan.day_count == "ACT/360",
    "own": lambda loan: loan.profile == "own",
    "a bullet": lambda loan: loan.profile == "bullet",
    "monthly": lambda loan: loan.frequency == "monthly",
    "rested": lambda loan: "holiday" in loan.amendments,
    "lengthened": lambda loan: "re_profile" in loan.amendments,
    "written down": lambda loan: "write_down" in loan.amendments,
}
REPAYMENTS: dict[str, Callable[[oe.OilRepayment], object]] = {
    "by value": lambda oil: oil.values["value"] is not None,
    "little comes": lambda oil: (oil.values["volume"] or 1e9) < 50_000.0,
    "held": lambda oil: oil.values["reference_price"] is not None and oil.hold.magnitude,
    "called": lambda oil: oil.values["call_limit"] is not None and oil.cash.magnitude,
    "collected": lambda oil: oil.account is not None and oil.account.opening.magnitude,
    "swept": lambda oil: oil.values["sweep"] == 1.0,
    "not swept": lambda oil: oil.values["sweep"] == 0.0,
    "sweep not said": lambda oil: oil.values["sweep"] is None and oil.account is not None,
}


@pytest.mark.parametrize("kind", LOANS)
def test_every_kind_of_loan_is_drawn(kind: str) -> None:
    found = smallest(testing.loans(), lambda loan: bool(LOANS[kind](loan)))
    assert found.principal == oe.Q("4000 MUSD")  # the middle one of those shipped


@pytest.mark.parametrize("first", [0, 100])
@pytest.mark.parametrize("kind", REPAYMENTS)
def test_every_kind_of_repayment_is_drawn(kind: str, first: int) -> None:
    smallest(testing.oil_repayments(), lambda oil: bool(REPAYMENTS[kind](oil)), first)


@few
@given(testing.loans())
def test_a_loan_keeps_to_what_the_shipped_ones_span(loan: oe.Loan) -> None:
    assert 495e6 <= loan.principal.magnitude <= 15e9
    assert 24 <= loan.tenor_months <= 144
    assert 0 <= loan.grace_months <= 30
    rate, spread = loan.values["rate"], loan.values["spread"]
    assert 0.06 <= rate <= 0.0725 if spread is None else 0.045 <= spread <= 0.0625
    assert loan.management_fee.magnitude <= 0.013


def test_a_loan_s_other_terms_go_with_what_is_given() -> None:
    short = testing.loans(tenor="7 months", rate=("0 %/year", "20 %/year"), principal="100 USD")
    assert smallest(short, lambda _: True) == oe.Loan(
        "100 USD", "7 months", rate="0 %/year", frequency="monthly"
    )
    longest = testing.loans(tenor=("1 year", "20 year"), grace=("0 months", "18 year"))
    graced = smallest(longest, lambda loan: loan.grace > oe.Q("10 year"))
    assert graced.grace < graced.tenor

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(longest)
    def whole(loan: oe.Loan) -> None:
        assert loan.grace < loan.tenor

    whole()
    parts = oe.Q([40, 60], "MUSD")
    own = testing.loans(principal="100 MUSD", tenor="6 months", grace="0 months", amounts=parts)
    assert smallest(own, lambda _: True).values["amounts"] == (40e6, 60e6)
    based = smallest(testing.loans(base="0.5 %/year"), lambda _: True)
    assert based.values["base"] == (0.005,)
    spread = smallest(testing.loans(spread=("1 %/year", "9 %/year")), lambda _: True)
    assert spread.values["rate"] is None
    stream = smallest(testing.oil_repayments(share=("10 %", "50 %")), lambda _: True)
    assert stream == oe.OilRepayment(share="10 %")


@pytest.mark.parametrize(
    ("make", "kind", "text"),
    [
        (
            lambda: testing.loans(principle="4 MUSD"),
            InputError,
            "Loan has no field 'principle'; did you mean 'principal'?",
        ),
        (
            lambda: testing.oil_repayments("volumes"),
            InputError,
            (
                "oil_repayments: expected 'volume', 'value', 'share', got 'volumes'; did you mean "
                "'volume'?"
            ),
        ),
        (
            lambda: testing.oil_repayments(sweeps="0 %"),
            InputError,
            "OilRepayment has no field 'sweeps'; did you mean 'sweep'?",
        ),
        (
            lambda: testing.quantities("USD/bbl", 80, 40),
            InputError,
            (
                "expected low <= typical <= high, got 80, 80 and 40 USD/bbl; write for example "
                "('40 USD/bbl', '64 USD/bbl', '80 USD/bbl')"
            ),
        ),
        (
            lambda: testing.quantities("USD/bbl", 40, math.inf),
            InputError,
            "expected one finite number in USD/bbl, got inf",
        ),
        (
            lambda: testing.quantities("USD/brl", 40, 80),
            UnitError,
            "'brl' is a barrel to one and Brazil's real to another; write 'bbl' or 'BRL'",
        ),
        (
            lambda: testing.groups(oe.Market, brnt=3),
            InputError,
            "Market has no field 'brnt'; did you mean 'brent'?",
        ),
        (
            lambda: testing.scenarios("article", "market.brnt"),
            PathError,
            "no path 'market.brnt': 'market' has no 'brnt'; did you mean 'brent'?",
        ),
        (
            lambda: testing.ranges("article", "asia.sea.extra_days"),
            InputError,
            "asia.sea.extra_days: no row gives its range; write it yourself, as ('low', 'high')",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    make: Callable[[], Any], kind: type[OilEconError], text: str
) -> None:
    with pytest.raises(kind) as refused:
        make()
    assert str(refused.value) == text


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"inputs": {"hire": (60_000, "90000 USD/day"), "days": (20, 90)}},
            (
                "inputs: hire: expected all ends as quantities, or all as numbers, got 60000 and "
                "'90000 USD/day'; write each with its unit"
            ),
        ),
        (
            {"also": testing.monotone("hire")},
            "also: expected a list of invariants, got one; write also=[...]",
        ),
        (
            {"invariants": testing.monotone("hire")},
            "invariants: expected a list of invariants, got one; write invariants=[...]",
        ),
        (
            {"model": lambda table: table["hire"] * table["days"]},
            (
                "takes: the model cannot be called with these inputs by name: missing a required "
                "argument: 'table'; name its inputs as it does, or write takes='mapping' for a "
                "model that takes one dictionary, takes='frame' for one that takes a DataFrame"
            ),
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(options: dict[str, Any], text: str) -> None:
    def freight(hire: Any, days: Any) -> Any:
        return hire * days

    usual: dict[str, Any] = {"model": freight, "inputs": {"hire": (20, 90), "days": (20, 90)}}
    with pytest.raises(InputError) as refused:
        testing.check_cost_model(**(usual | options))
    assert str(refused.value) == text


# -- what is found -----------------------------------------------------------------------------


RANGES: dict[str, Any] = {
    "hire": ("20000 USD/day", "60000 USD/day", "90000 USD/day"),
    "days": ("20 day", "30 day", "90 day"),
    "cargo": ("70000 t", "100000 t", "270000 t"),
}


def sound(hire: Any, days: Any, cargo: Any) -> Any:
    return hire * days / cargo


def stepped(hire: Any, days: Any, cargo: Any) -> Any:
    extra = 1.1 if days.to("day").magnitude > 45 else 1.0
    return hire * days / cargo * extra


class Remembering:
    """A calculator that starts from the last call's hire, as some keep its restrictions."""

    __name__ = "remembering"

    def __init__(self) -> None:
        self.last: Any = None

    def __call__(self, hire: Any, days: Any, cargo: Any) -> Any:
        found = (self.last or hire) * days / cargo
        self.last = hire
        return found


def impatient(hire: Any, days: Any, cargo: Any) -> Any:
    if days.to("day").magnitude > 60:
        msg = "too far"
        raise RuntimeError(msg)
    return hire * days / cargo


def inverse(freight: Any, days: Any, cargo: Any) -> Any:
    return freight * cargo / days.to("day") * 1.01


def first_element(hire: Any, days: Any, cargo: Any) -> Any:
    return hire * days / np.ravel(cargo)[0]


def lines(hire: Any, days: Any, cargo: Any) -> Any:
    freight = hire * days / cargo
    return {"freight": freight, "dues": 0.1 * freight, "total": freight}


def vanishing(hire: Any, days: Any, cargo: Any) -> Any:
    # Dear hires, and those in another unit, come under another name.
    name = "hire" if 20_000 <= hire.magnitude <= 90_000 else "other"
    return {name: hire * days / cargo}


def impossible(freight: Any, days: Any, cargo: Any) -> Any:
    del days, cargo
    msg = f"no hire earns {freight.to('USD/t')}"
    raise ValueError(msg)


def careless(case: dict[str, Any]) -> Any:
    case["hire"] *= 2
    return case["hire"] * case["days"] / case["cargo"]


def by_weekday(hire: Any, days: Any, cargo: Any) -> Any:
    return hire.magnitude * days.magnitude / cargo.to("t").magnitude


BASE = "hire = 60000 USD/day, days = 30 day, cargo = 100000 t"
BROKEN: list[tuple[Any, Any, dict[str, Any], str, str]] = [
    (
        sound,
        testing.monotone("cargo"),
        {},
        "the total rises with cargo",
        (
            "the total went from 18 USD/t to 16.3636363636 USD/t when cargo rose from 100000 t to "
            "110000 t\n  at hire = 60000 USD/day, days = 30 day"
        ),
    ),
    (
        sound,
        testing.monotone("hire", "down", strictly=False),
        {},
        "the total never rises with hire",
        (
            "the total went from 18 USD/t to 18.3 USD/t when hire rose from 60000 USD/day to "
            "61000 USD/day\n  at days = 30 day, cargo = 100000 t"
        ),
    ),
    (
        sound,
        testing.homogeneous(["hire", "days"]),
        {},
        "the total is of degree 1 in hire, days together",
        (
            f"2 times hire and days took the total from 18 USD/t to 72 USD/t, and not to 36 USD/t\n"
            f"  at {BASE}"
        ),
    ),
    (
        sound,
        testing.scale_free("hire"),
        {},
        "no amount per barrel changes with the size of hire together",
        f"total went from 18 USD/t to 36 USD/t when hire became 2 times as large\n  at {BASE}",
    ),
    (
        stepped,
        testing.continuous("days"),
        {},
        "the total has no jump in days",
        "the total jumps from 27 USD/t to 29.7 USD/t where days passes 45 day",
    ),
    (
        sound,
        testing.bounded(high="20 USD/t"),
        {},
        "the total is at most 20 USD/t",
        " USD/t, above 20 USD/t\n  at hire = 60000 USD/day, days = ",
    ),
    (
        sound,
        testing.round_trip(inverse, "hire"),
        {},
        "the inverse gives hire back",
        f"the inverse gives 60600 USD/day for hire = 60000 USD/day\n  at {BASE}",
    ),
    (
        lines,
        testing.additive(),
        {},
        "the lines sum to the total",
        "the lines sum to 19.8 USD/t and total is 18 USD/t (freight 18 USD/t, dues 1.8 USD/t)",
    ),
    (
        impatient,
        testing.finite(),
        {},
        "every case has an answer, and it is finite",
        (
            "the model raised RuntimeError: too far\n  at hire = 60000 USD/day, days = 63 day, "
            "cargo = 100000 t"
        ),
    ),
    (
        careless,
        testing.no_mutation(),
        {"takes": "mapping"},
        "what the caller gave is left as it was",
        (
            "the caller's hire was 60000 USD/day before the call and 120000 USD/day after\n"
            f"  at {BASE}"
        ),
    ),
    (
        first_element,
        testing.array_equals_scalar(),
        {},
        "each element of an array is answered as it is alone",
        (
            "total was 18 USD/t and then 16.3636363636 USD/t as element 1 of 2 cases with cargo = "
            "[110000, 100000] t\n"
        ),
    ),
    (
        vanishing,
        testing.scale_free(["hire", "cargo"]),
        {},
        "no amount per barrel changes with the size of hire, cargo together",
        (
            "hire went from 18 USD/t to nothing when hire and cargo became 2 times as large\n"
            f"  at {BASE}"
        ),
    ),
    (
        vanishing,
        testing.unit_invariant(),
        {},
        "the unit of an input does not matter",
        "hire was 18 USD/t and then missing when hire was given as 6e-05 BUSD/day instead of 60000",
    ),
    (
        stepped,
        testing.round_trip(impossible, "hire"),
        {},
        "the inverse gives hire back",
        f"the inverse raised ValueError: no hire earns 18.0 USD/t\n  at {BASE}",
    ),
    (
        by_weekday,
        testing.unit_invariant(),
        {"unit": "USD/t"},
        "the unit of an input does not matter",
        (
            "total was 18 USD/t and then 432 USD/t when days was given as 720 h instead of 30 day\n"
            f"  at {BASE}"
        ),
    ),
]


@pytest.mark.parametrize(
    ("model", "invariant", "options", "words", "wrong"),
    BROKEN,
    ids=[f"{one[0].__name__}: {one[3]}" for one in BROKEN],
)
def test_a_fault_is_found_and_said(
    model: Any, invariant: testing.Invariant, options: dict[str, Any], words: str, wrong: str
) -> None:
    with pytest.raises(testing.Broken) as broken:
        invariant(model, RANGES, **options)
    text = str(broken.value)
    assert text.startswith(f"{model.__name__}: 1 of 1 invariants broken\n\nbroken: {words}\n  ")
    assert wrong in text
    assert isinstance(broken.value, AssertionError)
    assert broken.value.problems[0][0] == words


def test_hidden_state_is_found() -> None:
    report = testing.check_cost_model(
        Remembering(), RANGES, invariants=[testing.order_independent()]
    )
    assert "when asked again after hire = " in report.broken[0].wrong


def test_a_model_that_answers_otherwise_each_time_is_found() -> None:
    rising = itertools.count(1)

    def dice(hire: Any, days: Any, cargo: Any) -> Any:
        return next(rising) * hire * days / cargo

    report = testing.check_cost_model(
        dice, RANGES, invariants=[testing.order_independent(), testing.unit_invariant()]
    )
    assert len(report.broken) == 2
    assert all(one.wrong.endswith("when asked the same again") for one in report.broken)


def test_amounts_that_differ_in_the_last_bit_are_told_apart() -> None:
    def forgets_bits(days: Any) -> Any:
        return days * (1.0 if np.ndim(days) else 1.0 + 2.0**-52)

    with pytest.raises(testing.Broken) as broken:
        testing.array_equals_scalar()(forgets_bits, {"days": (20.0, 90.0)})
    assert "total was 20.000000000000004 and then 20 as element 0 of 2 cases" in str(broken.value)


def test_rows_that_a_table_loses_or_turns_are_found() -> None:
    def drops(voyages: pd.DataFrame) -> Any:
        return voyages[voyages["days"] > 40]["hire"]

    def turns(voyages: pd.DataFrame) -> Any:
        return voyages.sort_values("days")["hire"] * voyages["days"].max()

    def doubles(voyages: pd.DataFrame) -> Any:
        return pd.concat([voyages, voyages])["hire"]

    def leaves_out(voyages: pd.DataFrame) -> Any:
        return voyages["hire"].drop_duplicates()

    how: dict[str, Any] = {"takes": "frame", "unit": "USD", "raises": True}
    everywhere, alone = testing.finite(), testing.array_equals_scalar()
    for model, invariant, text in (
        (
            drops,
            everywhere,
            "the model answered 0 rows for one\n  at hire = 60000 USD/day, days = ",
        ),
        (doubles, everywhere, "the model answered 2 rows for one\n"),
        (turns, alone, " of 2 cases with days = ["),
        (leaves_out, alone, "the model answered 1 for 2 cases, in 'total'"),
    ):
        with pytest.raises(testing.Broken) as broken:
            testing.check_cost_model(model, RANGES, invariants=[invariant], **how)
        assert text in str(broken.value)


def test_a_path_is_tested_in_other_units_and_not_stacked() -> None:
    def mean(path: Any) -> Any:
        return path.to("USD/bbl").magnitude.mean()

    inputs = {"path": testing.price_paths(4)}
    report = testing.check_cost_model(mean, inputs, also=[testing.homogeneous("path")])
    assert report.ok
    assert (
        "not tried: each element of an array is answered as it is alone\n"
        "  no input is a number, of which an array can hold many"
    ) in str(report)
    with pytest.raises(testing.Broken, match=r"given as \[6.38e-08, .*\] BUSD/bbl instead of"):
        testing.unit_invariant()(lambda path: path.magnitude.mean(), inputs)


GOOD = [
    testing.monotone("hire"),
    testing.monotone("days"),
    testing.monotone("cargo", "down"),
    testing.homogeneous(["hire"]),
    testing.homogeneous("cargo", -1),
    testing.homogeneous(["hire", "days"], 2),
    testing.scale_free(["hire", "cargo"]),
    testing.continuous("cargo"),
    testing.bounded("0 USD/t", "1000 USD/t"),
    testing.round_trip(lambda freight, days, cargo: freight * cargo / days, "hire"),
    testing.array_equals_scalar(),
    testing.order_independent(),
]


def test_a_sound_model_keeps_them_all() -> None:
    report = testing.check_cost_model(sound, RANGES, also=GOOD)
    assert report.ok
    assert str(report).startswith("sound: all 20 invariants hold\n")
    report.raise_if_broken()
    frame = report.to_frame()
    assert (frame["verdict"] == "holds").all()
    assert (frame["calls"] > 0).all()


def test_a_report_is_the_same_each_time() -> None:
    one, two = (
        str(testing.check_cost_model(stepped, RANGES, also=[testing.continuous("days")]))
        for _ in range(2)
    )
    assert one == two


def test_an_input_that_is_read_and_not_used_is_found() -> None:
    def forgetful(hire: Any, days: Any, cargo: Any) -> Any:
        del cargo
        return hire * days

    report = testing.check_cost_model(forgetful, RANGES)
    assert [(one.invariant, one.wrong) for one in report.broken] == [
        (
            "cargo counts: it moves the total in some case",
            "the total stayed the same in every case, whatever cargo was",
        )
    ]


def test_a_case_that_is_refused_by_design_counts_for_nothing() -> None:
    report = testing.check_cost_model(impatient, RANGES, refuses=(RuntimeError,))
    assert report.ok
    assert not testing.check_cost_model(impatient, RANGES).ok
    some = testing.check_cost_model(impatient, RANGES, invariants=[testing.monotone("hire")])
    assert some.ok
    assert some.findings[0].wrong == "but the model raised RuntimeError: too far in some case"


def test_a_model_that_answers_nothing_is_said_to() -> None:
    def broken(**case: Any) -> Any:
        raise KeyError(*case)

    report = testing.check_cost_model(broken, RANGES)
    verdicts = report.to_frame()["verdict"]
    assert verdicts["every case has an answer, and it is finite"] == "broken"
    assert verdicts["each element of an array is answered as it is alone"] == "not tried"
    assert "the model answered no case; it raised KeyError" in str(report)


def test_what_is_asked_of_a_model_that_never_answers_does_not_pass() -> None:
    def misspelt(hire: Any, days: Any, cargo: Any) -> Any:
        return hire.mangitude * days / cargo

    def refuses(hire: Any, days: Any, cargo: Any) -> Any:
        msg = f"no hire of {hire} for {days} and {cargo}"
        raise InputError(msg)

    with pytest.raises(testing.Broken, match="answered no case; it raised AttributeError: "):
        testing.bounded("0 USD/t")(misspelt, RANGES)
    text = "the model answered no case; it refused each, as in: no hire of "
    with pytest.raises(testing.Broken, match=text):
        testing.finite()(refuses, RANGES, refuses=(InputError,))
    assert not testing.check_cost_model(refuses, RANGES, refuses=(InputError,)).ok
    of_days = testing.monotone("days")
    with pytest.raises(testing.Broken, match=text):
        of_days(refuses, RANGES, refuses=(InputError,))


def test_choices_whole_numbers_and_strategies_are_inputs_too() -> None:
    seen = set()

    def model(year: int, kind: str, share: float, price: Any) -> Any:
        seen.add((type(year), type(kind), type(share)))
        return price * share * (year - 2000) + (1 if kind == "a" else 2) * price

    inputs = {
        "year": (2010, 2020, 2025),
        "kind": ["a", "b"],
        "share": (0.0, 1.0),
        "price": testing.quantities("USD/bbl", 1, 80),
    }
    assert testing.check_cost_model(model, inputs).ok
    assert seen == {(int, str, float), (np.ndarray, str, np.ndarray)}


def test_lines_may_come_as_a_series_and_tables_row_by_row() -> None:
    def series(hire: Any, days: Any, cargo: Any) -> Any:
        freight = (hire * days / cargo).to("USD/t").magnitude
        return pd.Series({"freight": freight, "dues": freight * 0.1, "total": freight * 1.1})

    assert testing.check_cost_model(series, RANGES, unit="USD/t").ok

    def table(frame: pd.DataFrame) -> Any:
        freight = frame["hire"] * frame["days"] / frame["cargo"]
        return pd.DataFrame({"freight": freight, "total": freight})

    report = testing.check_cost_model(table, RANGES, takes="frame", unit="USD/t")
    assert report.ok
    untried = "not tried: the unit of an input does not matter\n  the model gets plain numbers"
    assert untried in str(report)

    def sorts(frame: pd.DataFrame) -> Any:
        frame["freight"] = frame["hire"] * frame["days"] / frame["cargo"]
        return frame["freight"]

    wrong = testing.check_cost_model(sorts, RANGES, takes="frame").broken
    assert wrong[0].wrong.startswith("the caller gave no freight, and had one of")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: testing.check_cost_model(sound, {}),
            (
                "inputs: expected a mapping of names to ranges, got nothing; write {'distance': "
                "('500 nmi', '9000 nmi')}"
            ),
        ),
        (
            lambda: testing.check_cost_model(sound, {"hire": 3}),
            (
                "inputs: hire: expected (low, high), (low, typical, high), a list of choices or a "
                "strategy, got 3; write for example ('500 nmi', '9000 nmi')"
            ),
        ),
        (
            lambda: testing.check_cost_model(sound, {"year": (2025, 2016)}),
            "inputs: year: expected low <= typical <= high, got 2025, 2025 and 2016",
        ),
        (
            lambda: testing.check_cost_model(sound, RANGES, also=[testing.monotone("hyre")]),
            "no input 'hyre'; did you mean 'hire'?",
        ),
        (
            lambda: testing.check_cost_model(sound, RANGES, also=["monotone"]),  # type: ignore[list-item]
            "invariants: expected for example monotone('distance'), got 'monotone'",
        ),
        (
            lambda: testing.check_cost_model(sound, RANGES, takes="rows"),
            "takes: expected one of 'keywords', 'mapping', 'frame', got 'rows'",
        ),
        (
            lambda: testing.monotone("hire", "upwards"),
            "monotone: expected 'up' or 'down', got 'upwards'",
        ),
        (
            lambda: testing.check_cost_model(lambda **_: object(), RANGES),
            (
                "expected a number, a quantity, an array or a mapping of lines from the model, got "
                "object"
            ),
        ),
        (
            lambda: testing.check_cost_model(lambda **_: [1.0, 2.0], RANGES),
            "expected one number a line, got 2 for 'total'",
        ),
        (
            lambda: testing.check_cost_model(lines, RANGES, total="totl"),
            "total: the answer has no line 'totl'; did you mean 'total'?",
        ),
        (
            lambda: testing.check_cost_model(
                lambda hire, days, cargo: {"a": hire, "b": cargo, "c": days}, RANGES
            ),
            (
                "line 'b' of the answer: expected USD/day, got 100000 in t, another kind of "
                "quantity; answer with amounts of one kind"
            ),
        ),
        (
            testing.bounded,
            "bounded: a bound is required; write bounded(low='0 USD')",
        ),
        (
            lambda: testing.monotone("flag")(lambda flag: len(flag) + 1, {"flag": ["a", "b"]}),
            "expected an input that is one number, got 'a'; name another one",
        ),
        (
            lambda: testing.homogeneous("flag")(lambda flag: len(flag) + 1, {"flag": ["a", "b"]}),
            "flag: expected an input that can be multiplied, got 'a'; leave it out",
        ),
        (
            lambda: testing.homogeneous("at")(
                lambda at: at.magnitude, {"at": ("10 degC", "40 degC")}
            ),
            "at: expected an input that can be multiplied, got 10 degC; leave it out",
        ),
        (
            lambda: testing.balanced({"opening": [1.0]}),
            "balanced: the ledger has no 'drawn'; known: opening",
        ),
    ],
)
def test_what_cannot_be_checked_is_refused(call: Callable[[], Any], text: str) -> None:
    with pytest.raises((InputError, UnitError)) as refused:
        call()
    assert str(refused.value) == text


def test_one_case_can_be_tested_alone() -> None:
    case = {"hire": oe.Q("60000 USD/day"), "days": oe.Q("30 day"), "cargo": oe.Q("1e5 t")}
    testing.monotone("hire").at(sound, case, oe.Q("70000 USD/day"))
    testing.finite().at(sound, case)
    with pytest.raises(testing.Broken) as broken:
        testing.monotone("hire", "down").at(sound, case, oe.Q("70000 USD/day"))
    assert str(broken.value) == (
        "the total falls with hire: the total went from 18 USD/t to 21 USD/t when hire rose from "
        "60000 USD/day to 70000 USD/day\n  at days = 30 day, cargo = 100000 t"
    )


def test_the_order_of_a_list_may_be_tested() -> None:
    def first_counts_twice(parts: dict[str, float]) -> float:
        return sum(parts.values()) + next(iter(parts.values()))

    inputs = {"parts": st.just({"a": 1.0, "b": 2.0})}
    testing.order_independent("parts")(lambda parts: sum(parts.values()), inputs)
    with pytest.raises(testing.Broken, match="total was 4 and then 5 when parts came in another"):
        testing.order_independent("parts")(first_counts_twice, inputs)


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
TestWrittenDown = WrittenDownMachine.TestCase
TestAccount.settings = TestOverpaid.settings = TestWrittenDown.settings = few


@pytest.mark.parametrize(
    ("account", "text"),
    [
        (Overpaid, r"paid is \d+, and the steps so far come to [\d.]+"),
        (
            LosesInterest,
            r"closing is [\d.]+, and opening \+ drawn \+ interest - paid comes to [\d.]+",
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
    text = r"closing is \d+, and opening \+ drawn \+ interest - paid - written_off comes to \d+"
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


LEDGER = {
    "opening": [100.0, 60.0],
    "drawn": [0.0, 10.0],
    "interest": [5.0, 3.0],
    "paid": [45.0, 73.0],
    "closing": [60.0, 0.0],
}


@pytest.mark.parametrize("form", [dict, pd.DataFrame])
def test_a_ledger_that_balances_does(form: Any) -> None:
    testing.balanced(form(LEDGER))
    testing.balanced({name: oe.Q(column, "MUSD") for name, column in LEDGER.items()})


@pytest.mark.parametrize(
    ("column", "values", "text"),
    [
        (
            "interest",
            [5.0, 4.0],
            "period 1: opening 60 + drawn 10 + interest 4 - paid 73 makes 1, and closing is 0",
        ),
        ("opening", [100.0, 61.0], "period 1: opening 61 + drawn 10"),
        ("closing", [math.nan, 0.0], "makes 60, and closing is nan"),
    ],
)
def test_a_ledger_that_does_not_balance_is_found(
    column: str, values: list[float], text: str
) -> None:
    with pytest.raises(testing.Broken) as broken:
        testing.balanced({**LEDGER, column: values})
    assert text in str(broken.value)


def test_a_period_that_does_not_open_with_the_last_one_s_balance_is_found() -> None:
    broken_chain = {"opening": [100.0, 61.0], "paid": [40.0, 61.0], "closing": [60.0, 0.0]}
    with pytest.raises(testing.Broken, match="period 1 opens with 61, and"):
        testing.balanced(broken_chain, adds=())


def test_a_model_s_ledger_is_tested_too() -> None:
    def ledger(opening: Any, paid: Any) -> Any:
        return {"opening": opening, "paid": paid, "closing": opening - 0.9 * paid}

    inputs = {"opening": ("100 MUSD", "200 MUSD"), "paid": ("10 MUSD", "50 MUSD")}
    with pytest.raises(testing.Broken) as broken:
        testing.conserves(adds=())(ledger, inputs)
    assert "period 0: opening 100 - paid 10 makes 90, and closing is 91 MUSD" in str(broken.value)


# -- the door ----------------------------------------------------------------------------------


def test_without_hypothesis_it_says_what_to_install() -> None:
    code = (
        "import importlib.util as util; util.find_spec = lambda name: None\n"
        "try:\n    import oilecon.testing\n"
        "except ImportError as error:\n    print(error, error.name)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == (
        "oilecon.testing needs Hypothesis: python -m pip install 'oilecon[testing]' hypothesis"
    )


def test_only_hypothesis_sees_a_quantity_as_code() -> None:
    price = oe.Q("63.8 USD/bbl")
    assert pretty(price) == "Q('63.8 USD/bbl')"
    assert f"{price}" == "63.8 USD/bbl"

    class Notebook:
        def text(self, text: str) -> None:
            self.shown = text

    notebook = Notebook()
    price._repr_pretty_(notebook, cycle=False)
    assert notebook.shown.replace(" ", "") == "63.8USD/bbl"
