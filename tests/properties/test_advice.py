"""What a refusal says to write, of every number of every group: the field itself must take it."""

from __future__ import annotations

import datetime as dt
import inspect
import math
import re
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import analysis, blending, lending, shipping, trading
from oilecon.errors import InputError, OilEconError, UnitError
from oilecon.fields import Duration, Number, Schedule
from oilecon.units import CURRENCIES, PURE, unit_of, vocabulary
from tests.samples import GROUPS, SAMPLES

if TYPE_CHECKING:
    from types import ModuleType

    from oilecon.groups import Group


FIELDS: list[Number] = [
    field for kind in GROUPS for field in kind._fields.values() if isinstance(field, Number)
]
EACH: list[Number] = FIELDS + [
    field.each for kind in GROUPS for field in kind._fields.values() if isinstance(field, Schedule)
]


def _of_modules(*packages: ModuleType) -> dict[str, Number]:
    """Return the fields by which the functions of packages read their arguments, by name."""
    found: dict[int, tuple[str, Number]] = {}
    for package in packages:
        for _, module in inspect.getmembers(package, inspect.ismodule):
            for name, one in inspect.getmembers(module, lambda one: isinstance(one, Number)):
                found.setdefault(id(one), (f"{module.__name__}.{name}", one))
    return dict(found.values())


NAMED = _of_modules(analysis, blending, lending, shipping, trading)
ARGUMENTS = list(NAMED.values())
BAD: list[Any] = [
    *(8, 0.08, -3, 30, 130, 1e9, "8", "1e12", [8, 9], math.nan, math.inf, None, True, "", "x"),
    *("80 %", "8 %/year", "5 1", "0.5 fraction", "250 bps", "8 % p.a.", "3 wt%", "2 x"),
    *("75 points", "75 WS", "100 ppm", "5 mg/kg"),
    *("5 RMB", "5 RMB/bbl", "5 M$", "5 MM$", "5 mUSD", "5 USDm", "5 USDbn", "5 KUSD", "5 €", "5 ¥"),
    *("5 CAD/m3", "15 CAD", "5 EUR/t", "2 MEUR", "5 CNY/USD", "5 BUSD", "5 million USD", "5 $"),
    *("60 USD2006/bbl", "5 USD/brl", "5 USD/lb", "5 dollars"),
    *("5 LT", "70000 LT", "5 lbs", "5 mt", "5 kt", "5 dwt", "5 Mg", "5 tons", "5 short tons"),
    *("500 mb", "5 mbd", "5 kbbl", "5 million bbl", "5 bpd", "5 mmbpd", "5 gal", "5 cbm"),
    *("5 min", "5 mins", "5 weeks", "5 months", "5 hrs", "5 yrs", "5 dya"),
    *("5 miles", "5 mi", "5 nm", "5 ft", "5 nmii", "5 knts", "12 kts"),
    *("5 barel", "5 tonnnes", "5 bbl**2", "5 (bbl)", "5 USD//bbl", "5 m3*m3*m3"),
    *("15 degc", "15 F", "15 C", "16 api", "5 USD/bbl/%", "5 USD/bbl", "5 USD/t", "5 USD/day"),
    *("1,000 USD", "80 000 USD/day", "1.5,2 t", "5 cst", "5 mPas", "5 Pa.s"),
    *(dt.timedelta(days=3), np.timedelta64(3, "M"), np.timedelta64(3), pd.Timedelta(hours=1)),
    *(pd.NaT, np.timedelta64("NaT"), dt.date(2025, 1, 1), np.datetime64("2025-01-01"), pd.NA),
    *(oe.Q("5 nmi"), oe.Q([1, 2], "USD2006"), oe.Q("80 %"), [pd.NaT], ["5 t", "6 LT"]),
    *(Decimal("NaN"), Decimal("1e400"), object(), {}, b"5 t", [[1, 2], [3]], []),
]


def name_of(field: Number) -> str:
    """Return what a test calls a field."""
    named = next((name for name, one in NAMED.items() if one is field), "")
    return named or f"{getattr(field, 'owner', 'each')}.{getattr(field, 'name', field.doc)}"


def advice(text: str) -> list[Any]:
    """Return what a refusal says to write: quoted text, and bare numbers."""
    _, _, after = text.rpartition("; write ")
    if not after:
        return []
    after = re.sub(r" \([^()]*(?:takes this value|is [A-Za-z ]+)\)\Z", "", after)
    if after.startswith("for example Q("):
        return [eval(after.removeprefix("for example "), {"Q": oe.Q})]  # noqa: S307  our own text
    quoted = re.findall(r"'([^']*)'", after)
    bare = re.findall(r"(?:^|\bor |example |fraction )(-?[0-9][0-9.e+-]*)", after)
    return quoted + [float(one) for one in bare]


def refused(field: Number, value: Any) -> str:
    """Return the refusal of a value; no other error may come, and '' if it is taken."""
    try:
        field.read(value)
    except (UnitError, InputError) as error:
        return str(error)
    return ""


def attempt(make: Any) -> tuple[Any, str]:
    """Return what `make` makes, or the text with which it refuses; no other error passes."""
    try:
        return make(), ""
    except OilEconError as error:
        return None, str(error)


# -- what is written -------------------------------------------------------------------------------


@pytest.mark.parametrize("field", EACH + ARGUMENTS, ids=name_of)
def test_every_suggestion_is_taken_by_the_field_that_makes_it(field: Number) -> None:
    """`rate=8` was told to write '8 1/year', itself refused; '5 LT' of a mass, 't'."""
    for value in BAD:
        text = refused(field, value)
        if not text or (value is None and field.default is None):
            continue
        found = advice(text)
        assert found, text
        assert len(text) < 500
        for one in found:
            assert refused(field, one) == "", (text, one)


@pytest.mark.parametrize("field", FIELDS, ids=name_of)
def test_a_suggestion_has_the_size_of_what_came(field: Number) -> None:
    """What is written for a unit that is not known is as large as what was meant by it."""
    sizes = {"LT": (1.0160469088, "t"), "lbs": (0.45359237, "kg"), "weeks": (7, "day")}
    sizes |= {"ft": (0.3048, "m"), "bps": (0.0001, PURE), "million USD": (1e6, "USD")}
    for unit, (size, in_unit) in sizes.items():
        if unit_of(in_unit).dimensionality != unit_of(field.unit).dimensionality:
            continue
        for number in (0.5, 3.0, 40.0, 1000.0, 70_000.0):
            text = refused(field, f"{number} {unit}")
            if "; write for example" in text:
                continue  # no suggestion lies within the field's bounds
            meant = oe.Q(number * size, in_unit).to(unit_of(field.unit)).magnitude
            assert field.read(advice(text)[0]) == pytest.approx(meant, rel=1e-12)


def text_of(make: Any) -> str:
    with pytest.raises(UnitError) as caught:
        make()
    return str(caught.value)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("5 RMB/bbl", "'RMB' is not in the vocabulary; write for example '64 USD/bbl'"),
        ("64 USD/brl", ("'brl' is a barrel to one and Brazil's real to another; "
         "write '64 USD/bbl'")),
        (64, "expected USD/bbl, got the bare number 64; write '64 USD/bbl' if that is the unit"),
        (1e9, "expected USD/bbl, got the bare number 1000000000; write for example '64 USD/bbl'"),
        ("15 CAD/m3", ("expected USD/bbl, got 15 in CAD/m³, another currency; multiply it by the "
         "rate of its day in USD/CAD; write for example '64 USD/bbl'")),
        ("0.4 MUSD/kb/%", ("expected USD/bbl, got a figure in MUSD/kb/%, which is for each "
         "percent; write for example '64 USD/bbl'")),
        ("480 USD/t", ("expected USD/bbl, got 480 in USD/t, another kind of quantity (a tonne has "
         "oilecon.blending.barrels_per_tonne(crude)); write for example '64 USD/bbl'")),
        (None, "expected USD/bbl, got nothing (None); write for example '64 USD/bbl'"),
    ],
)  # fmt: skip
def test_the_refusal_of_a_price(value: Any, sentence: str) -> None:
    assert text_of(lambda: oe.Market.brent.read(value)) == sentence


@pytest.mark.parametrize(
    ("make", "kin"),
    [
        (lambda: oe.Diluent("50 degAPI", price="478 USD/t"), "price_per_tonne"),
        (lambda: oe.Intermediary(fee="18 USD/t"), "fee_per_tonne"),
        (lambda: SAMPLES[oe.Voyage].evolve(transfer_cost="200 kUSD"), "transfer_fee"),
        (lambda: oe.ImportCharges(duty="0.05 USD/bbl"), "duty_per_barrel"),
        (lambda: oe.Risk(seizure="9 %/year"), "seizure_rate"),
        (lambda: oe.Viscosity("15 degC", "486 cP"), "dynamic"),
        (lambda: oe.OilRepayment(volume="6 MUSD/day"), "value"),
    ],
    ids=count(),
)
def test_a_refusal_names_the_field_that_takes_what_came(make: Any, kin: str) -> None:
    assert text_of(make).endswith(f" ({kin} takes this value)")


@pytest.mark.parametrize("kind", GROUPS)
def test_the_field_that_takes_what_came_does(kind: type[Group]) -> None:
    found = 0
    for name, field in kind._fields.items():
        if not isinstance(field, Number):
            continue
        for value in BAD:
            text = refused(field, value)
            named = re.search(r"\(([a-z_ ]+) takes this value\)", text)
            for other in named[1].split(" or ") if named else []:
                found += 1
                assert other != name
                assert refused(kind._fields[other], value) == ""  # type: ignore[arg-type]
    assert found or kind not in {oe.Diluent, oe.Intermediary, oe.Voyage}


def test_an_argument_is_not_told_of_another_field() -> None:
    ship: Any = SAMPLES[oe.Voyage]
    market: Any = SAMPLES[oe.Market]
    text = text_of(lambda: oe.estimate(ship, market, api="2.5 %"))
    assert text == (
        "estimate: api: expected degAPI, got 2.5 in %, another kind of quantity; "
        "write for example '16 degAPI'"
    )


def test_tonnes_of_a_blend_are_not_told_to_be_a_share() -> None:
    parts = [(oe.Crude("16 degAPI"), "5 t"), (oe.Crude("30 degAPI"), "3 t")]
    assert 16.0 < oe.blend(parts).api.magnitude < 30.0  # masses are parts too
    said = text_of(lambda: oe.blend([(parts[0][0], "5 day"), parts[1]]))
    assert "expected a share, a volume or a mass, got '5 day'" in said


# -- shares and numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field", [field for field in EACH + ARGUMENTS if field.unit == PURE], ids=name_of
)
def test_a_pure_number_reads_a_percentage_as_meant_or_refuses_it(field: Number) -> None:
    """'80 %' of Worldscale was 0.8 points, and of a tonnage 0.8."""
    ratios = {"CollectionAccount.debt_service_reserve", "OilRepayment.factor", "Coker.coke_ratio"}
    for value in ("130 %", oe.Q("130 %"), ["130 %"], oe.Q([130, 130], "%")):
        if name_of(field) in ratios:
            assert np.all(field.read(value) == 1.3)
        else:
            assert "in %, a percentage; write " in refused(field, value)
    assert np.all(field.read([7, 7]) == 7.0)


def test_points_are_not_written_as_a_ratio_or_in_percent() -> None:
    assert refused(oe.Worldscale.points, "80 %") == (
        "expected a pure number, got 80 in %, a percentage; write 80 for 80 % of the whole"
    )
    assert refused(oe.Worldscale.points, 0.8) == (
        "expected at least 5 and at most 10000, got 0.8; write for example 75.0"
    )
    assert refused(oe.Voyage.shadow_multiple, 75).startswith("expected at least 0 and at most 20")


@pytest.mark.parametrize(
    "field", [field for field in EACH + ARGUMENTS if field.unit == "fraction"], ids=name_of
)
def test_a_share_reads_a_percentage_and_no_bare_number_above_one(field: Number) -> None:
    high = min(field.high, 1.0)
    assert field.read(f"{50 * high} %") == pytest.approx(0.5 * high)
    assert field.read(0.5 * high) == 0.5 * high
    assert "expected a share, got the bare number" in refused(field, 80 * high if high == 1 else 80)


def test_a_price_for_each_percent_says_so_and_no_other_does() -> None:
    """'0.4 USD/bbl' was read as 0.004 a percent, '0.4 USD/bbl/percent' as 40 USD/bbl."""
    assert refused(oe.LinearQuality.sulphur_value, "-0.4 USD/bbl") == (
        "expected USD/bbl/percent, got a figure in USD/bbl, which does not say for how much; "
        "write '-0.4 USD/bbl/percent'"
    )
    assert oe.LinearQuality.sulphur_value.read("-0.4 USD/bbl/percent") == -0.4
    assert "is for each percent" in refused(oe.SulphurDeescalator.rate, "0.4 USD/bbl/percent")
    assert oe.SulphurDeescalator.rate.read(oe.Q("5 %") * oe.Q("60 USD/bbl")) == pytest.approx(3.0)


# -- lengths of time -------------------------------------------------------------------------------

TIMES = [
    field for field in EACH + ARGUMENTS if unit_of(field.unit) in map(unit_of, ("day", "year"))
]
_PARTS = {"": 0, "m": 3, "u": 6, "n": 9}
HOURS = [
    dt.timedelta(hours=6),
    pd.Timedelta(hours=6),
    pd.Timedelta(hours=6).as_unit("s"),
    np.timedelta64(6, "h"),
    *(np.array(21_600 * 10**k, f"timedelta64[{name}s]")[()] for name, k in _PARTS.items()),
    np.timedelta64(360, "m"),
    np.array(2, "timedelta64[3h]")[()],
    np.array(dt.timedelta(hours=6), dtype="timedelta64[s]"),
    "6 hour",
    "360 min",
]  # fmt: skip


@pytest.mark.parametrize("value", HOURS, ids=count())
def test_six_hours_are_a_quarter_of_a_day_in_whatever_they_are_counted(value: Any) -> None:
    """`np.timedelta64(6, 'h')` was read as the bare count 6, where it was not a TypeError."""
    assert oe.Q(value, "day").magnitude == 0.25
    assert oe.Q(value, "hour").magnitude == 6.0
    for field in TIMES:
        if field.high >= 1.0 and field.low <= 0.25 / (365.0 if field.unit == "year" else 1.0):
            days = field.read(value) * (365.0 if field.unit == "year" else 1.0)  # type: ignore[operator]
            assert days == pytest.approx(0.25, rel=1e-15)
    assert shipping.laytime(value, "30000 USD/day").demurrage.magnitude == 0.0


def test_a_length_of_time_without_a_wanted_unit_is_in_days() -> None:
    for value in (dt.timedelta(days=3), np.timedelta64(72, "h"), pd.Timedelta(days=3)):
        assert str(oe.Q(value)) == "3.0 day"
    assert str(oe.Q(pd.to_timedelta(["1D", "36h"]))) == "[1.0 1.5] day"
    assert str(oe.Q([dt.timedelta(days=1), "12 hour"])) == "[1.0 0.5] day"


@pytest.mark.parametrize(
    "make",
    [
        lambda days: [dt.timedelta(days=day) for day in days],
        lambda days: np.array(days, dtype="timedelta64[D]"),
        lambda days: pd.to_timedelta(days, unit="D"),
        lambda days: pd.Series(pd.to_timedelta(days, unit="D")),
        lambda days: pd.Series([dt.timedelta(days=day) for day in days], dtype=object),
        lambda days: np.array([dt.timedelta(days=day) for day in days], dtype=object),
        lambda days: [pd.Timedelta(days=days[0]), *(f"{day} day" for day in days[1:])],
    ],
    ids=count(),
)
def test_several_lengths_of_time_are_an_array(make: Any) -> None:
    assert oe.Q(make([1, 2, 30]), "day").magnitude.tolist() == [1.0, 2.0, 30.0]
    assert oe.Voyage.days_wait.read(make([1, 2, 30])).tolist() == [1.0, 2.0, 30.0]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "came"),
    [
        (np.timedelta64(3, "M"), "got 3 months, which have no fixed length"),
        (np.timedelta64(2, "Y"), "got 2 years, which have no fixed length"),
        (np.array([3, 4], dtype="timedelta64[M]"), "got 3 months, which have no fixed length"),
        (np.timedelta64(3), "got a timedelta64 of 3 without a unit of time"),
        (pd.NaT, "got NaT, which is no length of time"),
        (np.timedelta64("NaT"), "got NaT, which is no length of time"),
        ([dt.timedelta(1), pd.NaT], "got NaT, which is no length of time"),
        (pd.to_timedelta(["1D", None]), "got NaT at index 1, which is no length of time"),
        (pd.Series(["5 day", pd.NaT]), "got NaT, which is no length of time"),
        (np.array([], dtype="timedelta64[D]"), "got an empty array; give at least one element"),
    ],
    ids=count(),
)
def test_what_is_no_fixed_length_of_time_is_refused(value: Any, came: str) -> None:
    for field in [field for field in TIMES if field.unit == "day"]:
        text = refused(field, value)
        assert text.startswith(f"expected day, {came}; write for example '")
    assert text_of(lambda: oe.Q(value, "day")).startswith(f"expected day, {came}")


@pytest.mark.parametrize(
    ("value", "years"),
    [(np.timedelta64(72, "M"), 6.0), (np.timedelta64(6, "Y"), 6.0), (np.timedelta64(365, "D"), 1)],
)
def test_a_contract_counts_months_and_years(value: Any, years: float) -> None:
    for field in FIELDS:
        if isinstance(field, Duration) and field.high >= years:
            assert field.read(value) == years


def test_a_length_of_time_is_another_kind_elsewhere() -> None:
    for field in EACH:
        if unit_of(field.unit).dimensionality != unit_of("day").dimensionality:
            assert "another kind of quantity" in refused(field, dt.timedelta(days=3))


@given(st.timedeltas(dt.timedelta(0), dt.timedelta(days=3000)))
def test_every_length_of_time_is_read_alike(value: dt.timedelta) -> None:
    days = value / dt.timedelta(days=1)
    for written in (value, pd.Timedelta(value), np.timedelta64(value)):
        assert oe.Q(written, "day").magnitude == pytest.approx(days, rel=1e-14)


# -- containers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        list,
        tuple,
        pd.Series,
        lambda ones: pd.Series(ones, dtype="string"),
        lambda ones: pd.Series(ones, index=[7, 8], dtype=object),
        pd.Index,
        lambda ones: np.array(ones, dtype=object),
        np.array,
        lambda ones: pd.Series([oe.Q(one) for one in ones], dtype=object),
        lambda ones: pd.DataFrame({"a": ones})["a"],
        lambda ones: pd.Series(ones).astype("category"),
    ],
    ids=count(),
)
def test_any_container_of_texts_reads_as_the_list_does(make: Any) -> None:
    """A Series of texts was 'Series of object, which is no number'."""
    texts = ["5.2 t", "72 kg"]
    assert oe.Q(make(texts), "t").magnitude.tolist() == [5.2, 0.072]
    assert oe.Q(make(texts)).magnitude.tolist() == [5.2, 0.072]
    assert oe.Voyage.cargo.read(make(["5.2 t", "7200 kg"])).tolist() == [5.2, 7.2]  # type: ignore[union-attr]


@pytest.mark.parametrize("make", [Decimal, Fraction])
def test_decimals_and_fractions_are_numbers(make: Any) -> None:
    assert oe.Q(make("0.3"), "t").magnitude == 0.3
    assert oe.Risk.transit_loss.read(make("0.3")) == 0.3
    for container in (list, pd.Series, lambda ones: np.array(ones, dtype=object)):
        assert oe.Q(container([make("0.3"), make("5")]), "t").magnitude.tolist() == [0.3, 5.0]
        assert oe.Risk.transit_loss.read(container([make("0.3"), 1])).tolist() == [0.3, 1.0]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "value", [Decimal("NaN"), Decimal("sNaN"), Decimal("1e400"), Decimal("-inf")]
)
def test_a_decimal_that_is_no_number_is_refused(value: Decimal) -> None:
    for one in (value, [value], pd.Series([value])):
        assert "number" in text_of(lambda one=one: oe.Q(one, "t"))


# -- currencies ------------------------------------------------------------------------------------


def test_the_currencies_of_the_trade_are_units_of_their_own() -> None:
    assert set(CURRENCIES) >= {"EUR", "CNY", "RUB", "INR", "AED", "CAD", "BRL", "GBP", "JPY", "NOK"}
    dimensions = {str(oe.Q(1.0, currency).dimensionality) for currency in CURRENCIES}
    assert len(dimensions) == len(CURRENCIES)
    for currency in CURRENCIES:
        for many, size in (("k", 1e3), ("M", 1e6), ("B", 1e9)):
            assert oe.Q(f"2 {many}{currency}").to(currency).magnitude == 2 * size
            assert f"{many}{currency}" in vocabulary()[0]


@pytest.mark.parametrize("currency", [one for one in CURRENCIES if one != "USD"])
def test_a_currency_converts_by_a_rate_that_is_given_and_by_nothing_else(currency: str) -> None:
    price, rate = oe.Q(f"15 {currency}/m3"), oe.Q(f"0.72 USD/{currency}")
    usd = 15 * 0.72 * 0.158987294928
    assert oe.Market.brent.read(price * rate) == pytest.approx(usd, rel=1e-15)
    assert oe.Market.brent.read(price / oe.Q(f"4 {currency}/USD")) == pytest.approx(
        15 / 4 * 0.158987294928
    )
    for field in FIELDS:
        if re.fullmatch("USD(/[a-z]+)?", field.unit):
            text = refused(field, f"15 {field.unit.replace('USD', currency)}")
            assert f"multiply it by the rate of its day in USD/{currency}; write " in text
            text = refused(field, f"15 {field.unit.replace('USD', f'M{currency}')}")
            assert f"multiply it by the rate of its day in USD/{currency}; write " in text
    assert "multiply" not in refused(oe.Market.brent, f"15 {currency}/t")


# -- arrays where a number is meant ----------------------------------------------------------------


def usual(field: Number, raw: Any) -> float:
    """Return a number that a field holds: what a sample has, or what it writes as an example."""
    if raw is None:
        written = advice(f"; write for example {field.example()}")[0]
        raw = field.read(written)
    return float(np.asarray(raw).flat[0])


def numbers_of(group: Group) -> list[tuple[Number, float]]:
    fields = [field for field in group._fields.values() if isinstance(field, Number)]
    return [(field, usual(field, group._raw[field.name])) for field in fields]


@pytest.mark.parametrize("kind", GROUPS)
@pytest.mark.parametrize("shape", [(2,), (2, 1)])
def test_every_number_may_be_an_array_or_says_why_not(kind: type[Group], shape: Any) -> None:
    """`FiscalTerms(reference_price=Q([50, 60], 'USD/bbl'))` was a bare ValueError."""
    group = SAMPLES[kind]
    for field, number in numbers_of(group):
        for other in (number, field.low, field.high):
            array = np.resize(np.array([number, other]), shape)
            value = oe.Q(array, field.unit)
            for make in (
                lambda f=field, v=value: group.evolve(**{f.name: v}),
                lambda f=field, v=value: kind(**{f.name: v}),
                lambda f=field, v=value: group.vary({f.name: v}),
            ):
                made, text = attempt(make)
                assert text or np.shape(made._raw[field.name]) == shape
                assert not text or kind.__name__ in text or field.name in text


@pytest.mark.parametrize("kind", GROUPS)
def test_two_numbers_that_do_not_broadcast_are_refused_by_name(kind: type[Group]) -> None:
    group = SAMPLES[kind]
    numbers = numbers_of(group)
    for field, number in numbers:
        for other, second in numbers:
            if other is field:
                continue
            changes = {
                field.name: oe.Q([number] * 2, field.unit),
                other.name: oe.Q([second] * 3, other.unit),
            }
            # The scenario refuses it, if no rule here sees both.
            _, text = attempt(lambda changes=changes: group.evolve(**changes))
            assert not text or kind.__name__ in text


def test_the_refusal_of_two_that_do_not_broadcast() -> None:
    with pytest.raises(InputError) as refused_:
        oe.OilRepayment(
            volume="1 kb/day", min=oe.Q([1, 2], "kb/day"), max=oe.Q([3, 4, 5], "kb/day")
        )
    assert str(refused_.value) == (
        "OilRepayment: expected arrays that broadcast together, got max (3,), min (2,); "
        "give each its own dimension, as with array[:, None]"
    )
    fiscal = oe.FiscalTerms(reference_price=oe.Q([50, 60], "USD/bbl"), income_tax="50 %")
    article = oe.scenario("article")
    field = next(
        name
        for name, one in oe.Supply._fields.items()
        if oe.FiscalTerms.__name__ in getattr(one, "kinds", {})
    )
    taxed = article.evolve(supply=article.supply.evolve(**{field: fiscal}))
    assert oe.compare(taxed, "gulf", "asia").shape == (2,)
    path = f"supply.{field}.reference_price"
    swept = oe.sweep(taxed.at(0), {path: oe.Q([50, 55, 60], "USD/bbl")}, outcomes="gulf.net")
    assert swept.to_frame().shape[0] == 3


@pytest.mark.parametrize("shape", [(2,), (2, 1)])
def test_every_number_of_a_scenario_may_be_an_array_that_is_evaluated(shape: Any) -> None:
    scenario = oe.scenario("article-sanctioned")
    for path, field, raw in scenario.leaves():
        array = np.full(shape, usual(field, raw))
        change = {path: oe.Q(array, field.unit)}
        varied, text = attempt(lambda change=change: scenario.vary(change))
        if text:
            assert field.name in text
            continue
        found = oe.compare(varied, "gulf", "asia")
        assert found.shape == (shape if isinstance(raw, float) or raw is None else found.shape)


# -- bare exceptions -------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::oilecon.UndefinedWarning")
@pytest.mark.parametrize(
    ("mean", "sd"), [("60", "1e200"), ("1e-300", "1e10"), ("60", "1e-200"), ("1e-300", "1e-300")]
)
def test_a_spread_beyond_the_floats_is_drawn(mean: str, sd: str) -> None:
    """'1e200 USD/bbl' was an OverflowError, '1e-200 USD/bbl' a ZeroDivisionError."""
    drawn = oe.LogNormal(f"{mean} USD/bbl", f"{sd} USD/bbl")
    found = oe.simulate(oe.scenario("article"), {"market.brent": drawn}, n=50)
    assert found.n == 50


@pytest.mark.parametrize("path", [None, 5, b"x", object()], ids=count())
def test_what_is_no_path_of_a_file_is_refused(path: Any) -> None:
    for make in (lambda: oe.Scenario.load(path), lambda: oe.scenario("article").save(path)):
        with pytest.raises(InputError, match="expected the path of a file, got "):
            make()


def test_an_index_beyond_the_machine_is_refused() -> None:
    swept = oe.scenario("article").vary({"market.brent": oe.Q([50, 60], "USD/bbl")})
    for index in (2**63, -(2**63) - 1, 10**30):
        with pytest.raises(oe.PathError, match="no element"):
            swept.at(index)


def test_a_mean_of_quantities_may_be_weighted_by_quantities() -> None:
    """Pint goes round for ever."""
    prices, volumes = oe.Q([50, 60], "USD/bbl"), oe.Q([1, 3], "kb")
    assert str(np.average(prices, weights=volumes)) == "57.5 USD/bbl"
    assert str(np.average(prices, weights=[1, 3])) == "57.5 USD/bbl"
    assert str(np.average(prices)) == "55.0 USD/bbl"
    assert np.average([50, 60], weights=volumes) == 57.5
    rows: Any = oe.Q([[1, 2], [3, 4]], "t")
    means: Any = np.average(rows, axis=0, weights=volumes)
    assert means.magnitude.tolist() == [2.5, 3.5]


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ((dt.date(2020, 1, 1), dt.date(2021, 1, 1)), "strategies.dates(low, high), or a list"),
        ((pd.Timestamp("2020-01-01"), pd.Timestamp("2021-01-01")), "or a list of choices"),
        ((np.datetime64("2020-01-01"), np.datetime64("2021-01-01")), "or a list of choices"),
        ((dt.timedelta(1), dt.timedelta(2)), "write a list of choices"),
        ((dt.date(2020, 1, 1), 5), "or a list of choices"),
    ],
    ids=count(),
)
def test_a_range_of_days_in_a_cost_model_is_refused_with_what_to_draw(
    ends: Any, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        oe.testing.check_cost_model(lambda start: float(start.day), {"start": ends})
    assert str(caught.value).startswith("inputs: start: expected numbers or quantities as bounds, ")
    assert words in str(caught.value)


# -- outside the fields of groups ------------------------------------------------------------------


def suggestions(make: Any) -> list[Any]:
    """Return what a refusal says to write; it says something, and nothing but what is quoted."""
    _, text = attempt(make)
    found = advice(text)
    assert found, text
    return found


MISREAD = [
    "45 LT",
    "45 c/bbl",
    "50 bps",
    "five",
    "5 RMB",
    "5 kt",
    "1,000 t",
    "5 m$",
    "5 foo",
    "5 brl",
]


@pytest.mark.parametrize("unit", ["t", "USD/bbl", "fraction", "1", "1/year", "kb", "CNY", "day"])
def test_what_is_written_for_a_unit_is_taken_as_that_unit(unit: str) -> None:
    """`Q("45 LT", "t")` was told to write 't', a target in USD/bbl the same."""
    for text in MISREAD:
        value, why = attempt(lambda text=text: oe.Q(text, unit))
        if value is not None:
            continue
        found = advice(why)
        assert found, why
        for one in found:
            assert oe.Q(one, unit).units == oe.Q(1.0, unit).units
    assert suggestions(lambda: oe.Q("45 LT", "t")) == ["45.722110896 t"]
    assert suggestions(lambda: oe.Q("5 kt", "t")) == ["5000 t"]
    assert suggestions(lambda: oe.Q("45 c/bbl", "USD/bbl")) == ["0.45 USD/bbl"]
    assert suggestions(lambda: oe.Q("50 bps", "fraction")) == ["0.5 %"]


@pytest.mark.parametrize("text", MISREAD)
def test_a_reader_of_figures_says_what_it_takes(text: str) -> None:
    """Targets, thresholds and figures of a year said what to write in any dimension."""
    scenario = oe.scenario("article")
    drawn = oe.simulate(scenario, outcomes="loss", n=64)
    readers: list[Any] = [
        lambda value: drawn.probability("loss", above=value),
        lambda value: oe.breakeven(scenario, "market.brent", outcome="asia.netback", target=value),
        lambda value: oe.annual_revenue(value, "10 kb/day", year=2025),
        lambda value: oe.constant_dollars(value, 2025),
        lambda value: oe.constant_dollars(value, 2025, of=2006),
        oe.drop_price_year,
    ]
    for read in readers:
        for one in suggestions(lambda read=read: read(text)):
            _, again = attempt(lambda read=read, one=one: read(one))
            # Plain dollars are dollars, whose year is another matter.
            assert not again or "of one year" in again or "neither the unit nor of=" in again
