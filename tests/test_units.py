"""Units: the trade's meaning of each name, and the single point of conversion."""

from __future__ import annotations

import copy
import datetime as dt
import locale
import math
import multiprocessing
import operator
import pickle
import re
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import oilecon as oe
from oilecon.errors import UnitError, figure
from oilecon.units import CURRENCIES, UREG, to_magnitude, to_quantity, unit_text, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable


FINITE = st.floats(allow_nan=False, allow_infinity=False)
MODERATE = st.just(0.0) | st.floats(1e-12, 1e12) | st.floats(-1e12, -1e-12)
CANONICAL = (
    *("USD", "bbl", "nmi", "knot", "day", "t", "t/day", "USD/bbl", "USD/t", "USD/day"),
    *("fraction", "1", "1/year", "degAPI", "degC", "kg/m3", "cSt"),
)


def refusal(value: Any, unit: str | None = None) -> str:
    """Return the text with which Q refuses."""
    with pytest.raises(UnitError) as caught:
        oe.Q(value, unit)
    return str(caught.value)


def conversion_error(value: Any, unit: str) -> str:
    """Return the text with which a field of that unit refuses."""
    with pytest.raises(UnitError) as caught:
        to_magnitude(value, unit)
    return str(caught.value)


def attempt(make: Callable[[], Any]) -> tuple[Any, str]:
    """Return what `make` makes, or the text with which we, or pint's `to`, refuse."""
    try:
        return make(), ""
    except (UnitError, pint.DimensionalityError) as error:
        return None, str(error)


# -- what each name means --------------------------------------------------------------------------

SIZES = [
    ("1 m", "km", 0.001),
    ("1 km", "m", 1000.0),
    ("1 nmi", "m", 1852.0),
    ("1 knot", "nmi/hour", 1.0),
    ("1 knot", "nmi/day", 24.0),
    ("1 t", "kg", 1000.0),
    ("1 kg", "t", 0.001),
    ("1 s", "hour", 1 / 3600),
    ("1 hour", "s", 3600.0),
    ("1 min", "s", 60.0),
    ("1 kUSD", "USD", 1000.0),
    ("1 BUSD", "MUSD", 1000.0),
    ("1 MEUR", "EUR", 1_000_000.0),
    ("1 kRUB", "RUB", 1000.0),
    ("1 BINR", "INR", 1_000_000_000.0),
    ("1 MAED", "AED", 1_000_000.0),
    ("1 MBRL", "BRL", 1_000_000.0),
    ("1 kGBP", "GBP", 1000.0),
    ("1 BJPY", "JPY", 1_000_000_000.0),
    ("1 MNOK", "NOK", 1_000_000.0),
    *((f"1 k{name}", name, 1_000.0) for name in ("KZT", "AZN", "TRY", "SAR", "KWD", "IQD")),
    *((f"1 k{name}", name, 1_000.0) for name in ("NGN", "MXN", "COP", "ARS", "SDG")),
    ("1 MCAD", "CAD", 1_000_000.0),
    ("1 kCNY", "CNY", 1000.0),
    ("1 day", "hour", 24.0),
    ("1 year", "day", 365.0),
    ("1 L", "m3", 0.001),
    ("1 bbl", "m3", 0.158987294928),
    ("1 bbl", "L", pytest.approx(42 * 3.785411784, rel=1e-15)),  # US gallons
    ("1 kb", "bbl", 1000.0),
    ("1 Mb", "kb", 1000.0),
    ("1 Mb", "bbl", 1_000_000.0),
    ("1 kb/d", "bbl/day", 1000.0),
    ("1 Mb/d", "bbl/day", 1_000_000.0),
    ("1 MUSD", "USD", 1_000_000.0),
    ("1 USD/kb", "USD/bbl", 0.001),
    ("1 percent", "fraction", 0.01),
    ("57 %", "fraction", 0.57),  # 57 x 0.01 is another float
    ("250 %", "1", 2.5),
    ("12 %/year", "1/year", 0.12),
    ("1 cSt", "m2/s", 1e-6),
    ("1 cP", "kg/m/s", 0.001),
    ("1 GJ", "MJ", 1000.0),
    ("1 MJ", "GJ", 0.001),
    ("1 MWh", "kWh", 1000.0),
    ("1 kWh", "MJ", pytest.approx(3.6, rel=1e-14)),
    ("1 MMBtu", "MJ", pytest.approx(1055.05585262, rel=1e-14)),  # of the International Table
    ("1 USD/USgal", "USD/bbl", pytest.approx(42.0, rel=1e-14)),
    ("1 USgal", "L", 3.785411784),
    ("1 USc", "USD", 0.01),
    ("1 USc/USgal", "USD/bbl", pytest.approx(0.42, rel=1e-14)),
    ("1 g", "kg", 0.001),
    ("1 mg", "kg", 1e-6),
    ("1 mgKOH/g", "mgKOH/kg", 1000.0),
    ("1 CAD/m3", "CAD/bbl", 0.158987294928),
    ("1 CNY/L", "CNY/bbl", 158.987294928),
    ("1 API", "degAPI", 1.0),
    ("0 degC", "K", 273.15),
    ("0 K", "degC", -273.15),
    ("32 degF", "degC", 0.0),
    ("60 degF", "K", pytest.approx(288.705556, abs=1e-6)),
    ("100 degC", "degF", pytest.approx(212.0, rel=1e-14)),
]
SPELLINGS = {
    "m": ["metre", "meter"],
    "km": [],
    "nmi": [],
    "kg": [],
    "t": ["tonne", "tonnes"],
    "s": [],
    "hour": ["h", "hours"],
    "minute": ["min", "minutes"],
    "day": ["d", "days"],
    "year": ["years"],
    "knot": ["knots", "kn"],
    "L": ["litre", "liter"],
    "bbl": ["barrel", "barrels"],
    "kb": [],
    "Mb": [],
    "USD": [],
    "MUSD": [],
    "percent": ["%"],
    "degAPI": ["API", "°API"],
    "K": [],
    "degC": ["°C"],
    "degF": ["°F"],
    "cSt": [],
    "cP": ["mPa.s"],
    "MJ": [],
    "GJ": [],
    "kWh": [],
    "MWh": [],
    "MMBtu": [],
    "USgal": [],
    "USc": [],
    "g": [],
    "mg": [],
    "mgKOH": [],
    "CAD": [],
    "CNY": ["yuan"],
}
MONIES = {f"{many}{currency}" for currency in CURRENCIES for many in ("", "k", "M", "B")}


@pytest.mark.parametrize(("text", "unit", "expected"), SIZES)
def test_a_unit_has_its_trade_meaning(text: str, unit: str, expected: float) -> None:
    assert to_magnitude(text, unit) == expected


def test_every_name_has_its_size_and_every_spelling_is_known_here() -> None:
    sized = {text.split()[1].split("/")[0] for text, _, _ in SIZES}
    names = {name for spellings in SPELLINGS.values() for name in spellings} | set(SPELLINGS)
    assert set(vocabulary()[0]) == names | MONIES
    assert {name[-3:] for name in sized & MONIES} == set(CURRENCIES)
    for name, others in SPELLINGS.items():
        assert sized & {name, *others}


@pytest.mark.parametrize(
    ("name", "other"), [(name, other) for name, others in SPELLINGS.items() for other in others]
)
def test_spellings_of_one_unit_are_one_unit(name: str, other: str) -> None:
    assert oe.Q(5, other).units == oe.Q(5, name).units
    assert oe.Q(f"5 {other}").units == oe.Q(5, name).units


@pytest.mark.parametrize(
    ("name", "stock"),
    [
        ("bbl", "barrel"),  # of 31.5 gallons
        ("kb", "kilobarn"),
        ("kt", "knot"),
        ("mb", "millibarn"),
        ("dwt", "pennyweight"),
        ("mt", "millimetric_ton"),
        ("ton", "ton"),  # of 2000 pounds
        ("pct", "picocarat"),
        ("$", "dimensionless"),
        ("nm", "nanometer"),
        ("b", "barn"),
    ],
)
def test_stock_pint_reads_the_names_of_the_trade_otherwise(name: str, stock: str) -> None:
    """Why the vocabulary is closed: pint is silent about every one of these."""
    try:
        came = str(pint.UnitRegistry().Quantity(f"1 {name}").units)
    except pint.UndefinedUnitError:
        came = "refused"
    # From 0.26 on, pint refuses the dollar sign too.
    assert came == stock or (name, came) == ("$", "refused")


def test_the_barrel_is_not_the_one_of_stock_pint() -> None:
    stock: Any = pint.UnitRegistry().Quantity(1, "bbl").to("m**3").magnitude
    assert stock == pytest.approx(31.5 * 0.003785411784)
    assert oe.Q("1 bbl").to("m3").magnitude == pytest.approx(42 * 0.003785411784)


# -- what is refused, and what to write instead ----------------------------------------------------

BARRELS = "write 'kb' for a thousand barrels or 'Mb' for a million"
RATE = "write 'bbl/day', 'kb/day' or 'Mb/day'"
GALLON = "or an imperial gallon; write 'USgal', 'bbl' (42 US gallons) or 'L'"
REFUSED = {
    "mb": f"'mb' is a thousand barrels to one and a million to another; {BARRELS}",
    "kt": "'kt' is a knot to one and a thousand tonnes to another; write 'knot' or '1000 t'",
    "dwt": "'dwt' is no unit; deadweight is a mass, write 't'",
    "mt": "'mt' is a tonne to one and a million tonnes to another; write 't'",
    "ton": "'ton' is a short, long or metric ton; write 't' for the metric tonne",
    "pct": "'pct' is not in the vocabulary; write '%'",
    "ppm": "'ppm' is by mass or by volume; write 'mg/kg' for parts per million by mass",
    "c$": "'c$' is not in the vocabulary; write 'CAD'",
    "mpas": "'mpas' is not in the vocabulary; write 'mPa.s' or 'cP'",
    "$": "'$' does not say whose dollar; write 'USD'",
    "nm": "'nm' is a nanometre; write 'nmi' for the nautical mile",
    "b": "'b' is not in the vocabulary; write 'bbl'",
    "bl": "'bl' is not in the vocabulary; write 'bbl'",
    "bbls": "'bbls' is not in the vocabulary; write 'bbl'",
    "mbbl": f"'mbbl' is a thousand barrels to one and a million to another; {BARRELS}",
    "mmbbl": "'mmbbl' is not in the vocabulary; write 'Mb' for a million barrels",
    "mmb": "'mmb' is not in the vocabulary; write 'Mb' for a million barrels",
    "kbbl": "'kbbl' is not in the vocabulary; write 'kb' for a thousand barrels",
    "bpd": f"'bpd' is not in the vocabulary; {RATE}",
    "bopd": f"'bopd' is not in the vocabulary; {RATE}",
    "kbd": f"'kbd' is not in the vocabulary; {RATE}",
    "kbpd": f"'kbpd' is not in the vocabulary; {RATE}",
    "mbd": f"'mbd' is a thousand barrels a day to one and a million to another; {RATE}",
    "mbpd": f"'mbpd' is a thousand barrels a day to one and a million to another; {RATE}",
    "mi": "'mi' is a statute mile; write 'nmi' for the nautical mile or 'km'",
    "mile": "'mile' is a statute or a nautical mile; write 'nmi' or 'km'",
    "miles": "'miles' are statute or nautical miles; write 'nmi' or 'km'",
    "tons": "'tons' is short, long or metric tons; write 't' for the metric tonne",
    "us$": "'us$' is not in the vocabulary; write 'USD'",
    "usd$": "'usd$' is not in the vocabulary; write 'USD'",
    "month": "'month' has no fixed length; write days",
    "months": "'months' have no fixed length; write days",
    "gal": f"'gal' is a US {GALLON}",
    "gallon": f"'gallon' is a US {GALLON}",
    "gallons": "'gallons' are US or imperial gallons; write 'USgal', 'bbl' (42 US gallons) or 'L'",
    "btu": "'btu' is not in the vocabulary; write 'MMBtu' for a million of them",
    "mbtu": "'mbtu' is a thousand of them to one and a million to another; write 'MMBtu' for a "
    "million",
    "cent": "'cent' is not in the vocabulary; write 'USc'",
    "cents": "'cents' are not in the vocabulary; write 'USc'",
    "cts": "'cts' are not in the vocabulary; write 'USc'",
    "c": "'c' is a cent or a degree; write USD or 'degC'",
    "f": "'f' is not in the vocabulary; write 'degF'",
    "m$": "'m$' is a thousand dollars to one and a million to another; write 'kUSD' or 'MUSD'",
    "mm$": "'mm$' is not in the vocabulary; write 'MUSD' for a million dollars",
    "rmb": "'rmb' is not in the vocabulary; write 'CNY'",
    "brl": "'brl' is a barrel to one and Brazil's real to another; write 'bbl' or 'BRL'",
    "lt": "'lt' is a long ton of 1.0160469088 t; write the mass in 't'",
    "lb": "'lb' is a pound of 0.45359237 kg; write the mass in 'kg'",
    "lbs": "'lbs' are pounds of 0.45359237 kg; write the mass in 'kg'",
    "ft": "'ft' is a foot of 0.3048 m; write the length in 'm'",
    "feet": "'feet' are feet of 0.3048 m; write the length in 'm'",
    "cbm": "'cbm' is not in the vocabulary; write 'm3'",
    "mm": "'mm' is a millimetre or a million; write the length in 'm', or a million in full",
    "k": "'k' is a thousand of something; write 'kUSD' or 'kb'",
    "Mg": "'Mg' is a thousand kilograms; write 't'",
    "week": "'week' is not in the vocabulary; write days",
    "weeks": "'weeks' are not in the vocabulary; write days",
    "sec": "'sec' is not in the vocabulary; write 's'",
    "hr": "'hr' is not in the vocabulary; write 'hour'",
    "hrs": "'hrs' is not in the vocabulary; write 'hour'",
    "yr": "'yr' is not in the vocabulary; write 'year'",
    "yrs": "'yrs' is not in the vocabulary; write 'year'",
    "annum": "'annum' is not in the vocabulary; write 'year'",
    "p.a.": "'p.a.' is not in the vocabulary; write '%/year'",
    "bp": "'bp' is a hundredth of a percent; write '%', or '%/year' for a rate",
    "bps": "'bps' are hundredths of a percent; write '%', or '%/year' for a rate",
    "points": "'points' have no unit; write the bare number",
    "ws": "'ws' is no unit; write the bare number of points",
    "x": "'x' is no unit; write the bare number",
    "€": "'€' is not in the vocabulary; write 'EUR'",
    "£": "'£' is not in the vocabulary; write 'GBP'",
    "₹": "'₹' is not in the vocabulary; write 'INR'",
    "r$": "'r$' is not in the vocabulary; write 'BRL'",
    "¥": "'¥' is yen to one and yuan to another; write 'JPY' or 'CNY'",
    "euro": "'euro' is not in the vocabulary; write 'EUR'",
    "euros": "'euros' is not in the vocabulary; write 'EUR'",
    "dollar": "'dollar' does not say whose dollar; write 'USD'",
    "dollars": "'dollars' does not say whose dollar; write 'USD'",
}


@pytest.mark.parametrize(("name", "sentence"), REFUSED.items())
def test_an_ambiguous_name_is_refused_with_what_to_write(name: str, sentence: str) -> None:
    assert refusal(f"1 {name}") == sentence
    assert refusal(1, name) == sentence
    assert refusal(f"1 USD/{name}") == sentence
    assert conversion_error(f"1 {name}", "t").partition("; ")[0] == sentence.partition("; ")[0]
    with pytest.raises(UnitError) as caught:
        oe.Q("1 t").to(name)
    assert str(caught.value) == sentence


def test_the_table_of_refused_names_is_held_in_full() -> None:
    assert {name: f"'{name}' {why}" for name, why in vocabulary()[1].items()} == REFUSED


@pytest.mark.parametrize(
    ("name", "as_in"),
    [("MB", "mb"), ("Kt", "kt"), ("MT", "mt"), ("NM", "nm"), ("BPD", "bpd"), ("US$", "us$")],
)
def test_an_ambiguous_name_is_refused_in_capitals_too(name: str, as_in: str) -> None:
    assert refusal(f"1 {name}") == REFUSED[as_in].replace(f"'{as_in}'", f"'{name}'", 1)


@pytest.mark.parametrize(("name", "known"), [("KB", "kb"), ("Bbl", "bbl"), ("T", "t"), ("D", "d")])
def test_another_case_is_refused_with_the_right_one(name: str, known: str) -> None:
    assert refusal(f"1 {name}") == f"'{name}' is not a unit of oilecon; write '{known}'"
    sentence = f"'{name}' in 'USD/{name}' is not a unit of oilecon; write '{known}'"
    assert refusal(f"1 USD/{name}") == sentence


def test_no_two_names_differ_by_their_case_alone() -> None:
    """So that a name in another case has one right spelling."""
    names = vocabulary()[0]
    assert len({name.lower() for name in names}) == len(names)


LISTED = "; oilecon.units.vocabulary() lists those that are"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1 barel", "'barel' is not a unit of oilecon; did you mean 'barrel' or 'barrels'?"),
        ("1 CHF", f"'CHF' is not a unit of oilecon{LISTED}"),
        (
            "1 CHF/bbl",
            (
                "'CHF' in 'CHF/bbl' is not a unit of oilecon, whose currencies are "
                f"{', '.join(CURRENCIES)}{LISTED}"
            ),
        ),
        ("1 bbl**2", f"'bbl**2' is not a unit of oilecon{LISTED}"),
        ("1 nmib", f"'nmib' is not a unit of oilecon{LISTED}"),
        ("1 M", f"'M' is not a unit of oilecon{LISTED}"),
        ("1 usd", "'usd' is not a unit of oilecon; write 'USD'"),
        ("1 USDm", "'USDm' is not in the vocabulary; write 'MUSD'"),
        ("1 EURk", "'EURk' is not in the vocabulary; write 'kEUR'"),
        ("1 bnEUR", "'bnEUR' is not in the vocabulary; write 'BEUR'"),
        (
            "1 mEUR",
            "'mEUR' is a thousand to one and a million to another; write 'kEUR' or 'MEUR'",
        ),
        ("5 million t", "'million t' is a number in words; write it in figures, as 1000000"),
        ("1 (bbl)", "'(bbl)' is not a unit of oilecon; did you mean 'bbl'?"),
        ("1 bbl 2", f"'bbl 2' is not a unit of oilecon{LISTED}"),
        ("1 bbl/", "'bbl/' is no unit: a name is missing; write for example 'USD/bbl'"),
        ("1 *bbl", "'*bbl' is no unit: a name is missing; write for example 'USD/bbl'"),
        ("1 USD//bbl", "'USD//bbl' is no unit: a name is missing; write for example 'USD/bbl'"),
        (
            "1 d/d/d/d/d/d/d/d",
            "'d/d/d/d/d/d/d/d' has more than 6 factors; write for example 'USD/bbl'",
        ),
        ("1 m3*m3*m3", "'m3*m3*m3' has more than 6 factors; write for example 'USD/bbl'"),
        (
            "1 degC/day",
            "'degC/day': a temperature with an offset stands alone; write 'K' for a difference",
        ),
        (
            "1 USD/degF",
            "'USD/degF': a temperature with an offset stands alone; write 'K' for a difference",
        ),
    ],
)
def test_what_is_no_unit_is_refused_with_the_nearest(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


# -- the text of a quantity ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("63.8 USD/bbl", 63.8, "USD/bbl"),
        ("  63.8   USD / bbl  ", 63.8, "USD/bbl"),
        ("63.8\u00a0USD/bbl", 63.8, "USD/bbl"),  # a no-break space
        ("63.8USD/bbl", 63.8, "USD/bbl"),
        ("30%", 30.0, "percent"),
        ("30 %", 30.0, "percent"),
        ("-9 USD/bbl", -9.0, "USD/bbl"),
        ("+9 USD/bbl", 9.0, "USD/bbl"),
        (".5 day", 0.5, "day"),
        ("5. day", 5.0, "day"),
        ("1e3 bbl", 1000.0, "bbl"),
        ("1.5E-3 bbl", 0.0015, "bbl"),
        ("1e+03 bbl", 1000.0, "bbl"),
        ("5 kb/d", 5.0, "kb/day"),
        ("0.1 1/year", 0.1, "1/year"),
        ("0.1/year", 0.1, "1/year"),
        ("0.1 / year", 0.1, "1/year"),
        ("10 %/year", 10.0, "percent/year"),
        ("2 USD/bbl/day", 2.0, "USD/bbl/day"),
        ("2 USD*day/bbl", 2.0, "USD*day/bbl"),
        ("2 USD·day/bbl", 2.0, "USD*day/bbl"),
        ("2 bbl*USD/bbl", 2.0, "USD"),
        ("850 kg/m3", 850.0, "kg/m3"),
        ("850 kg/m^3", 850.0, "kg/m3"),
        ("850 kg/m**3", 850.0, "kg/m3"),
        ("850 kg/m³", 850.0, "kg/m3"),
        ("5 m²", 5.0, "m2"),
        ("5 1", 5.0, "1"),
        ("0.3 fraction", 0.3, "1"),
        ("15 °C", 15.0, "degC"),
        ("16 °API", 16.0, "degAPI"),
    ],
)
def test_text_with_a_number_and_a_unit_is_read(text: str, number: float, unit: str) -> None:
    read = oe.Q(text)
    assert read.magnitude == number
    assert type(read.magnitude) is float
    assert read.units == oe.Q(1, unit).units


SEPARATORS = "write the number with a point and no separators: '63.8 USD/bbl', '80000 USD/day'"


@pytest.mark.parametrize(
    "text",
    [*("1,000 bbl", "1_000 bbl", "1'000 bbl", "1 000 bbl", "12 000", "1,5 bbl", "1 10 bbl")],
)
def test_a_number_with_separators_is_refused(text: str) -> None:
    assert refusal(text) == f"got the text {text!r}, whose number has a separator; {SEPARATORS}"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "   ",
            "bbl",
            "USD 5",
            "$5",
            "nan bbl",
            "inf bbl",
            "-inf bbl",
            "±5 bbl",
            "٣ bbl",
            "² d",
        )
    ],
)
def test_text_that_does_not_begin_with_a_number_is_refused(text: str) -> None:
    expected = (
        f"expected a number and a unit, got the text {text!r}; write for example '63.8 USD/bbl'"
    )
    assert refusal(text) == expected
    assert conversion_error(text, "bbl") == expected.replace("63.8 USD/bbl", "20 bbl")


def test_a_number_too_large_for_a_float_is_refused() -> None:
    assert refusal("1e999 bbl") == "expected a finite number, got inf"
    assert refusal("-1e999 bbl") == "expected a finite number, got -inf"
    assert refusal("1e308 Mb", "bbl") == "expected a finite number, got inf"
    assert refusal(oe.Q([1.0, 1e308], "Mb"), "bbl") == (
        "expected finite numbers, got inf at index 1 (1 of 2)"
    )
    huge = "1" + "0" * 400
    assert refusal(int(huge), "bbl") == (
        f"expected bbl, got {huge[:40]}..., which is no finite number"
    )
    assert refusal([int(huge), 1], "bbl") == "expected bbl, got a number that no float holds"
    assert refusal(10**5000, "bbl") == "expected bbl, got a huge int, which is no finite number"


def wide(number: str, unit: str, length: int) -> str:
    """Return a quantity's text of that length, with spaces within its unit."""
    head, tail = unit.split("/")
    return f"{number}{head}".ljust(length - len(tail) - 1) + f"/{tail}"


def test_a_text_may_have_a_hundred_characters() -> None:
    assert len(wide("63.8 ", "USD/bbl", 100)) == 100
    assert oe.Q(wide("63.8 ", "USD/bbl", 100)) == oe.Q("63.8 USD/bbl")
    assert oe.Q(63.8, wide("", "USD/bbl", 100)) == oe.Q("63.8 USD/bbl")
    assert refusal(wide("63.8 ", "USD/bbl", 101)) == (
        f"expected a number and a unit, got 101 characters '63.8 USD{' ' * 32}...'; "
        "write for example '63.8 USD/bbl'"
    )
    assert refusal(63.8, wide("", "USD/bbl", 101)) == (
        f"'USD{' ' * 37}...' is no unit: 101 characters; write for example 'USD/bbl'"
    )


def test_a_unit_may_have_six_factors() -> None:
    assert oe.Q("2 m3*m3").to("L*m3").magnitude == pytest.approx(2000.0)
    assert oe.Q("5 d/d/d/d/d/d").magnitude == 5.0
    assert refusal("1 m3*m3*d") == (
        "'m3*m3*d' has more than 6 factors; write for example 'USD/bbl'"
    )


HOSTILE = [
    "9**9**9",
    "1 9**9**9",
    "1 bbl**9**9",
    "1 bbl*9**9**9",
    "__import__('os').getcwd()",
    "1 __import__('os')",
    "1 bbl if 1 else 2",
    "1 lambda: 0",
    "1 " + "(" * 90 + "bbl" + ")" * 90,
    "1 " + "[" * 5000,
    "1 " + "bbl*" * 1000 + "bbl",
    "1 " + "bbl/" * 20 + "bbl",
    "1" * 1_000_000,
    "1e9" + "9" * 1_000_000,
    "1 " + "b" * 1_000_000,
    "1 " + "\N{ZERO WIDTH JOINER}" * 90,
    "1 \x00bbl",
    "1 \ud800",
    "1 ‰",
    "1 bbl×day²",
    "1 \N{FULLWIDTH LATIN SMALL LETTER T}",
]


@pytest.mark.parametrize("text", HOSTILE, ids=count())
def test_hostile_text_is_refused_at_once(text: str) -> None:
    """None is evaluated: 9**9**9 would not come back."""
    assert len(refusal(text)) < 300
    assert len(conversion_error(text, "bbl")) < 300
    assert len(refusal(1, text)) < 300
    for way in (oe.Q("1 bbl").to, oe.Q("1 bbl").m_as, oe.Q("1 bbl").ito, UREG, UREG.Quantity):
        with pytest.raises(UnitError) as caught:
            way(text)
        assert len(str(caught.value)) < 300


def test_a_quantity_converts_by_the_same_grammar() -> None:
    rate = oe.Q("365 %/year")
    assert rate.to("1/day").magnitude == pytest.approx(0.01)
    assert rate.to("1 / year").magnitude == pytest.approx(3.65)
    assert rate.to("%/year").magnitude == pytest.approx(365)
    assert oe.Q("1 kb/d").to("m3/day").magnitude == pytest.approx(158.987294928)
    assert oe.Q("1 bbl").to("m³").magnitude == pytest.approx(0.158987294928)
    assert oe.Q("30 %").to("1").magnitude == pytest.approx(0.3)
    assert oe.Q("0.3", "1").to("%").magnitude == pytest.approx(30)


@pytest.mark.parametrize("text", ["30 bbl", "1e3 bbl", "5"])
def test_a_quantity_converts_to_a_unit_without_a_number(text: str) -> None:
    with pytest.raises(UnitError, match=r"^expected a unit without a number, got '.*'; write for"):
        oe.Q("1 bbl").to(text)


def test_the_registry_itself_reads_the_same_text() -> None:
    for text, number, unit in (("5 1", 5.0, "1"), ("30 %", 30.0, "%"), ("2 kb/d", 2.0, "kb/day")):
        for read in (UREG(text), UREG.Quantity(text)):
            assert type(read) is UREG.Quantity
            assert read.magnitude == number
            assert read.units == oe.Q(1, unit).units


# -- how a quantity prints -------------------------------------------------------------------------

PRINTED = [
    ("63.8 USD/bbl", "", "63.8 USD/bbl"),
    ("63.8 USD/bbl", ".2f", "63.80 USD/bbl"),
    ("63.8 USD/bbl", ".1f~P", "63.8 USD/bbl"),
    ("63.8 USD/bbl", "D", "63.8 USD / bbl"),
    ("63.8 USD/bbl", "L", r"63.8\ \frac{\mathrm{USD}}{\mathrm{bbl}}"),
    ("63.8 USD/bbl", ".2f~L", r"63.80\ \frac{\mathrm{USD}}{\mathrm{bbl}}"),
    ("30 %", "", "30.0 %"),
    ("30 %", ".0f", "30 %"),
    ("30 %", "~C", "30.0 %"),
    ("30 %", "P", "30.0 percent"),
    ("30 %", "L", r"30.0\ \mathrm{percent}"),
    ("30 %", "~L", r"30.0\ \mathrm{\%}"),
    ("850 kg/m3", "", "850.0 kg/m³"),
    ("850 kg/m3", "P", "850.0 kg/m³"),
    ("850 kg/m3", "C", "850.0 kg/m**3"),
    ("850 kg/m3", "~C", "850.0 kg/m**3"),
    ("850 kg/m3", "D", "850.0 kg / m ** 3"),
    ("850 kg/m3", "H", "850.0 kg/m<sup>3</sup>"),
    ("850 kg/m3", ".1f~H", "850.0 kg/m<sup>3</sup>"),
    ("5 1", "", "5.0"),
    ("5 1", ".2f", "5.00"),
    ("16 API", "", "16.0 degAPI"),
]


@pytest.mark.parametrize(("text", "spec", "printed"), PRINTED)
def test_a_quantity_prints_as_the_trade_writes_it(text: str, spec: str, printed: str) -> None:
    """Without a style of pint's in the format; with one, as that style has it."""
    assert format(oe.Q(text), spec) == printed


def test_several_numbers_print_with_one_format_and_one_unit() -> None:
    quantity = oe.Q([50, 62.125], "kb/d")
    assert str(quantity) == "[50.0 62.125] kb/day"
    assert f"{quantity:.2f}" == "[50.00 62.12] kb/day"


def test_a_notebook_shows_the_styles_of_pint() -> None:
    assert oe.Q("63.8 USD/bbl")._repr_latex_() == (r"$63.8\ \frac{\mathrm{USD}}{\mathrm{bbl}}$")
    assert oe.Q("850 kg/m3")._repr_html_() == "850.0 kg/m<sup>3</sup>"


def test_a_language_that_the_system_lacks_is_not_passed_over() -> None:
    """What pint takes beside a format reaches it."""
    formatter: Any = UREG.formatter
    with pytest.raises(locale.Error, match="unsupported locale"):
        formatter.format_quantity_babel(oe.Q("2 bbl"), locale="nowhere")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (oe.Q("63.8 USD/bbl"), "USD/bbl"),
        (oe.Q([1, 2], "kb/d"), "kb/day"),
        (oe.Q("30 %"), "percent"),
        (oe.Q("12 %/year"), "percent/year"),
        (oe.Q("12 1/year"), "1/year"),
        (oe.Q("5 1"), "1"),
        (oe.Q("30 nmi") / oe.Q("10 nmi"), "1"),
        (oe.Q("3 bbl") * oe.Q("2 USD"), "bbl*USD"),
        (oe.Q("850 kg/m3"), "kg/m/m/m"),
        (oe.Q("60 USD2006/t"), "USD2006/t"),
    ],
)
def test_a_unit_as_text_heads_a_column_and_is_read_back(value: Any, text: str) -> None:
    assert unit_text(value) == text
    assert oe.Q(1, text).units == value.units


def test_a_bare_number_has_the_unit_of_a_pure_one() -> None:
    assert unit_text(5.0) == "1"


@pytest.mark.parametrize("name", sorted(vocabulary()[0]))
def test_a_printed_quantity_can_be_read_again(name: str) -> None:
    other = "bbl" if name == "USD" else "USD"
    alone = name in {"degC", "°C", "degF", "°F"}
    for unit in (name,) if alone else (name, f"{other}/{name}", f"{name}*{other}"):
        quantity = oe.Q(2.5, unit)
        again = oe.Q(str(quantity))
        assert again.magnitude == quantity.magnitude
        assert again.units == quantity.units


@given(st.text())
def test_any_text_is_a_finite_quantity_or_refused(text: str) -> None:
    for way in (oe.Q, lambda unit: oe.Q(1.0, unit), lambda rest: oe.Q(f"1 {rest}")):
        quantity, refused = attempt(partial(way, text))
        assert len(refused) < 300
        assert refused or math.isfinite(quantity.magnitude)


PIECES = [
    *("1", "9", "0.5", "e", "-", ".", " ", "/", "*", "**", "^", "(", ")", "·", "×", ",", "_", "\n"),
    *("USD", "bbl", "kb", "m3", "m", "day", "%", "degC", "°API", "1/", "fraction", "$", "mt", "³"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_text_near_the_grammar_is_a_finite_quantity_or_refused(text: str) -> None:
    for way in (oe.Q, lambda unit: oe.Q(1.0, unit), oe.Q("1 bbl").to):
        quantity, refused = attempt(partial(way, text))
        assert len(refused) < 300
        assert refused or math.isfinite(quantity.magnitude)


# -- bare numbers and shares -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1850, "1850"), (1850.5, "1850.5"), ("18e2", "1800"), (1e300, "1e+300"), ([1, 2], "1")],
)
def test_a_bare_number_is_refused_where_a_unit_is_due(value: Any, shown: str) -> None:
    expected = f"expected nmi, got the bare number {shown}; write '{shown} nmi' if that is the unit"
    assert conversion_error(value, "nmi") == expected


def test_the_refusal_of_a_bare_number_repeats_all_its_digits() -> None:
    assert "write '93728.2512345 nmi'" in conversion_error(93728.2512345, "nmi")
    assert to_magnitude("93728.2512345 nmi", "nmi") == 93728.2512345


BARE = (
    "expected a unit, got the bare number 30; "
    "write for example Q(30, 'USD/bbl'), or Q(30, '1') for a pure number"
)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (30, BARE),
        (" 30 ", BARE),
        (["30", "5 kb"], BARE),
        (
            [30, 40],
            (
                "expected a unit, got bare numbers; "
                "write for example Q([...], 'USD/bbl'), or Q([...], '1') for pure numbers"
            ),
        ),
        (None, "expected a quantity, got nothing (None)"),
        (True, "expected a quantity, got True; a truth value is no quantity"),
        (b"1 bbl", "expected a quantity, got bytes, which is no number"),
        ({"a": 1}, "expected a quantity, got dict, which is no number"),
        ([], "expected a quantity, got an empty array; give at least one element"),
    ],
)
def test_a_quantity_without_a_unit_is_refused(value: Any, sentence: str) -> None:
    assert refusal(value) == sentence


@pytest.mark.parametrize(
    "value", [0.3, 0, 1, -1, 1.0, "0.25", "30 %", [0.1, 1], np.array([0.0, 1])]
)
def test_a_share_may_be_a_bare_fraction_of_at_most_one(value: Any) -> None:
    raw = to_magnitude(value, "fraction")
    assert np.all(np.abs(raw) <= 1)


@pytest.mark.parametrize(
    ("value", "shown", "fraction"),
    [
        (30, "30", "0.3"),
        ("31", "31", "0.31"),
        (1.5, "1.5", "0.015"),
        (-3, "-3", "-0.03"),
        ([30, 40], "30", "0.3"),
        (7, "7", "0.07"),
        (-1.5, "-1.5", "-0.015"),
    ],
)
def test_a_bare_number_above_one_is_refused_for_a_share(
    value: Any, shown: str, fraction: str
) -> None:
    assert conversion_error(value, "fraction") == (
        f"expected a share, got the bare number {shown}; "
        f"write '{shown} %' for percent, or the fraction {fraction}"
    )


def test_the_first_bare_number_among_shares_is_named_with_its_index() -> None:
    assert conversion_error([0.1, 30, 40], "fraction") == (
        "expected a share, got the bare number 30 at index 1 (2 of 3); "
        "write '30 %' for percent, or the fraction 0.3"
    )
    assert conversion_error(np.array([[0.1], [-2.5]]), "fraction") == (
        "expected a share, got the bare number -2.5 at index (1, 0) (1 of 2); "
        "write '-2.5 %' for percent, or the fraction -0.025"
    )
    assert conversion_error([0.1, math.nan, math.inf], "fraction") == (
        "expected a share, got inf at index 2 (1 of 3), which is no finite number"
    )
    # One and minus one are shares still.
    assert conversion_error([1, -1, 30], "fraction") == (
        "expected a share, got the bare number 30 at index 2 (1 of 3); "
        "write '30 %' for percent, or the fraction 0.3"
    )
    assert np.array_equal(
        to_magnitude([1, -1, math.nan], "fraction"), [1.0, -1.0, math.nan], equal_nan=True
    )


def test_a_share_above_one_may_be_given_with_a_unit() -> None:
    assert to_magnitude("150 %", "fraction") == 1.5
    assert to_magnitude("1.5 fraction", "fraction") == 1.5
    assert to_magnitude(to_quantity(1.5, "fraction"), "fraction") == 1.5
    assert to_magnitude(oe.Q("30 nmi") / oe.Q("10 nmi"), "fraction") == 3.0


def test_a_multiple_may_be_a_bare_number() -> None:
    assert to_magnitude(2, "1") == 2.0
    assert to_magnitude("2", "1") == 2.0
    assert to_magnitude("200 %", "1") == 2.0
    assert to_magnitude(oe.Q("30 nmi") / oe.Q("10 km"), "1") == pytest.approx(5.556)


@pytest.mark.parametrize(
    ("number", "shown"), [(math.nan, "nan"), (math.inf, "inf"), (-math.inf, "-inf")]
)
@pytest.mark.parametrize("unit", ["nmi", "fraction"])
def test_a_bare_number_that_is_not_finite_is_not_suggested(
    number: float, shown: str, unit: str
) -> None:
    if unit == "fraction" and math.isnan(number):
        assert math.isnan(to_magnitude(number, unit))  # the field refuses it
        return
    expected = "a share" if unit == "fraction" else unit
    assert conversion_error(number, unit) == (
        f"expected {expected}, got {shown}, which is no finite number"
    )


# -- the wrong kind of thing -----------------------------------------------------------------------

DENSITY = " (a tonne has oilecon.blending.barrels_per_tonne(crude))"


@pytest.mark.parametrize(
    ("value", "unit", "sentence"),
    [
        ("5 bbl", "USD/bbl", "expected USD/bbl, got 5 in bbl, another kind of quantity"),
        ("5 %", "USD/bbl", "expected USD/bbl, got 5 in %, another kind of quantity"),
        ("5 1", "day", "expected day, got 5 in a pure number, another kind of quantity"),
        ("5 day", "fraction", "expected a share, got 5 in day, another kind of quantity"),
        ("5 day", "1", "expected a pure number, got 5 in day, another kind of quantity"),
        (
            "5 USD/t",
            "USD/bbl",
            f"expected USD/bbl, got 5 in USD/t, another kind of quantity{DENSITY}",
        ),
        ("5 API", "kg/m3", "expected kg/m3, got 5 in degAPI, another kind of quantity"),
        (
            [["1 bbl", "2 bbl"], ["3 bbl", "4 day"]],
            "bbl",
            "expected bbl, got 4 in day, another kind of quantity",
        ),
    ],
)
def test_another_kind_of_quantity_is_refused(value: Any, unit: str, sentence: str) -> None:
    assert conversion_error(value, unit) == sentence


@pytest.mark.parametrize(
    ("value", "unit", "other", "written"),
    [
        ("0.711 USD/CAD", "CAD/USD", "0.711 in USD/CAD", "1.40647 CAD/USD"),
        ("0.711 kUSD/MCAD", "CAD/USD", "0.711 in kUSD/MCAD", "1406.47 CAD/USD"),
        ("0.1364 t/bbl", "bbl/t", "0.1364 in t/bbl", "7.33138 bbl/t"),
    ],
)
def test_a_rate_upside_down_is_refused_with_its_inverse(
    value: str, unit: str, other: str, written: str
) -> None:
    assert conversion_error(value, unit) == (
        f"expected {unit}, got {other}, which is its inverse; write {written!r}"
    )
    assert to_magnitude(written, unit) == pytest.approx(
        1.0 / to_magnitude(value, "/".join(reversed(unit.split("/")))), rel=1e-5
    )


def test_the_inverse_of_nothing_is_another_kind_of_quantity() -> None:
    assert conversion_error("0 USD/CAD", "CAD/USD") == (
        "expected CAD/USD, got 0 in USD/CAD, another kind of quantity"
    )


def test_another_kind_of_array_is_refused_by_its_shape() -> None:
    assert conversion_error(oe.Q([[1, 2]], "bbl"), "day") == (
        "expected day, got an array of shape (1, 2) in bbl, another kind of quantity"
    )


def test_dollars_of_one_year_are_another_kind_and_the_refusal_says_where_to_turn() -> None:
    assert conversion_error("60 USD2006/bbl", "USD/bbl") == (
        "expected USD/bbl, got 60 in USD2006/bbl, another kind of quantity (dollars of one year; "
        "see oilecon.constant_dollars and oilecon.drop_price_year)"
    )
    assert conversion_error("60 USD2006", "bbl") == (
        "expected bbl, got 60 in USD2006, another kind of quantity"
    )
    assert conversion_error("60 USD/t", "USD2006/t") == (
        "expected USD2006/t, got 60 in USD/t, another kind of quantity"
    )
    assert refusal("60 USD1899") == f"'USD1899' is not a unit of oilecon{LISTED}"


def test_dollars_of_one_year_have_a_dimension_of_that_year() -> None:
    assert str(oe.Q("60 USD1987").dimensionality) == "[money_1987]"
    assert oe.Q("60 USD1987/bbl").to("USD1987/kb").magnitude == pytest.approx(60_000.0)
    with pytest.raises(pint.DimensionalityError, match=r"\[money_1987\].*\[money_1988\]"):
        oe.Q("60 USD1987").to("USD1988")


ELSEWHERE = (
    "got a Quantity of another registry, whose units may differ; "
    "write oilecon.Q(quantity.magnitude, '...') with a unit of oilecon"
)


@pytest.mark.parametrize(
    "make", [pint.UnitRegistry().Quantity, pint.Quantity], ids=["own", "application"]
)
def test_a_quantity_of_another_registry_is_refused(make: Any) -> None:
    assert conversion_error(make(1, "bbl"), "bbl") == f"expected bbl, {ELSEWHERE}"
    assert conversion_error([make(0.1, "")], "fraction") == f"expected a share, {ELSEWHERE}"
    assert refusal(make(1, "bbl")) == f"expected a quantity, {ELSEWHERE}"
    assert refusal(make(1, "bbl"), "bbl") == f"expected bbl, {ELSEWHERE}"


MASKED = np.ma.masked_array([1.0, 2.0], mask=[False, True])
RAGGED = "expected bbl, got a ragged list; every row needs the same length"
DEEP: list[Any] = []
DEEP.append(DEEP)
DEEP_TEXT: list[Any] = ["1 bbl"]
DEEP_TEXT.append(DEEP_TEXT)


def nested(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = [value]
    return value


def boxed(value: Any, depth: int) -> Any:
    """Return the value in arrays without a dimension, one within the other."""
    for _ in range(depth):
        box = np.empty((), dtype=object)
        box[()] = value
        value = box
    return value


@pytest.mark.parametrize("one", [1.0, "1 bbl", oe.Q("1 bbl")])
def test_lists_may_be_nested_thirty_one_deep(one: Any) -> None:
    unit = "1" if one == 1.0 else "bbl"
    assert np.shape(to_magnitude(nested(one, 31), unit)) == (1,) * 31
    assert to_magnitude(boxed(one, 31), unit) == 1.0
    assert np.shape(to_magnitude(np.ones((1,) * 31), "1")) == (1,) * 31
    for deep in (nested(one, 32), nested(one, 33), np.ones((1,) * 32)):
        assert conversion_error(deep, "bbl") == "expected bbl, got lists nested 32 deep or more"


def test_arrays_that_hold_each_other_are_refused() -> None:
    ring, other = boxed(None, 1), boxed(None, 1)
    ring[()], other[()] = other, ring
    assert conversion_error(ring, "bbl") == "expected bbl, got lists nested 32 deep or more"


class Patient(list[Any]):
    """A list that will not be walked through for ever."""

    walked = 0

    def __iter__(self) -> Any:
        self.walked += 1
        assert self.walked < 50
        return super().__iter__()


def test_lists_that_hold_each_other_twice_are_refused_at_once() -> None:
    """Walking through each again at every level would take 2**32 steps."""
    alone, left, right = Patient(), Patient(), Patient()
    alone += [alone, alone]
    left += [right, right]
    right += [left, left]
    for ring in (alone, left):
        assert conversion_error(ring, "bbl") == "expected bbl, got lists nested 32 deep or more"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (True, "expected bbl, got True; a truth value is no quantity"),
        (np.True_, f"expected bbl, got {type(np.True_).__name__}, which is no number"),
        ([True, False], "expected bbl, got list of bool, which is no number"),
        (1j, "expected bbl, got complex, which is no number"),
        (np.array([1j]), "expected bbl, got ndarray of complex128, which is no number"),
        (None, "expected bbl, got nothing (None)"),
        ([1, None], "expected bbl, got list of NoneType, which is no number"),
        ([1, True, None], "expected bbl, got list of bool, which is no number"),
        (object(), "expected bbl, got object, which is no number"),
        ({"value": 1}, "expected bbl, got dict, which is no number"),
        ({1, 2}, "expected bbl, got set, which is no number"),
        (b"1 bbl", "expected bbl, got bytes, which is no number"),
        (iter([1]), "expected bbl, got list_iterator, which is no number"),
        (np.datetime64("2026-01-01"), "expected bbl, got datetime64, which is no number"),
        (
            np.array(["2026-01-01"], dtype="datetime64[D]"),
            "expected bbl, got ndarray of datetime64[D], which is no number",
        ),
        ([], "expected bbl, got an empty array; give at least one element"),
        (np.empty((2, 0)), "expected bbl, got an empty array; give at least one element"),
        ([[1, 2], [3]], RAGGED),
        ([[1, 2], 3], RAGGED),
        ([["1 bbl"], ["1 bbl", "2 bbl"]], RAGGED),
        (MASKED, "expected bbl, got an array with masked elements; fill them first"),
        (
            oe.Q("1 bbl") * MASKED,
            "expected bbl, got an array with masked elements; fill them first",
        ),
        ([1, np.ma.masked], "expected bbl, got an array with masked elements; fill them first"),
        (nested(1.0, 40), "expected bbl, got lists nested 32 deep or more"),
        (nested("1 bbl", 40), "expected bbl, got lists nested 32 deep or more"),
        (nested(1.0, 50_000), "expected bbl, got lists nested 32 deep or more"),
        (DEEP, "expected bbl, got lists nested 32 deep or more"),
        (DEEP_TEXT, "expected bbl, got lists nested 32 deep or more"),
    ],
)
def test_what_holds_no_numbers_is_refused(value: Any, sentence: str) -> None:
    assert refusal(value, "bbl") == sentence
    assert conversion_error(value, "bbl") == sentence


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (math.nan, "expected a finite number, got nan"),
        (-math.inf, "expected a finite number, got -inf"),
        ([1, math.nan, math.inf], "expected finite numbers, got nan at index 1 (2 of 3)"),
        ([[1, 2], [3, math.inf]], "expected finite numbers, got inf at index (1, 1) (1 of 4)"),
        (pd.Series([1.0, None]), "expected finite numbers, got nan at index 1 (1 of 2)"),
    ],
)
def test_nan_and_infinity_are_refused_with_index_and_count(value: Any, sentence: str) -> None:
    assert refusal(value, "bbl") == sentence


@pytest.mark.parametrize("unit", [5, ["bbl"], oe.Q("1 bbl").units, b"bbl"])
def test_a_unit_that_is_no_text_is_refused(unit: Any) -> None:
    came = type(unit).__name__
    assert refusal(5, unit) == f"expected a unit as text, such as 'USD/bbl', got {came}"


def test_a_difference_of_temperatures_is_no_temperature() -> None:
    difference: Any = oe.Q("15 degC") - oe.Q("5 degC")
    sentence = "expected degC, got a difference of temperatures in ΔdegC"
    assert conversion_error(difference, "degC") == sentence
    assert to_magnitude(difference.to("K"), "K") == 10.0


# -- what is taken ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        5,
        5.0,
        np.float32(5),
        np.int16(5),
        np.uint64(5),
        np.longdouble(5),
        np.array(5),
        Fraction(5),
        Decimal(5),
        oe.Q("5 bbl"),
        oe.Q(np.array(5), "bbl"),
        "5 bbl",
        np.str_("5.0 bbl"),
        np.array("5 bbl"),
        "0.005 kb",
    ],
)
def test_one_number_is_taken_as_a_plain_float(value: Any) -> None:
    quantity = oe.Q(value, "bbl")
    assert quantity.magnitude == 5.0
    assert type(quantity.magnitude) is float


@pytest.mark.parametrize(
    "value",
    [
        [5, 6],
        (5, 6),
        range(5, 7),
        np.array([5, 6], dtype=np.int8),
        np.array([5, 6], dtype=">f4"),
        np.array([5, 6], dtype=object),
        np.array([4, 5, 6])[1:],
        np.ma.masked_array([5.0, 6.0], mask=[False, False]),
        pd.Series([5, 6], index=[8, 9]),
        [Fraction(5), Fraction(6)],
        ["5 bbl", "0.006 kb"],
        ("5 bbl", oe.Q("6 bbl")),
        [oe.Q("5 bbl"), oe.Q("0.006 kb")],
        np.array(["5 bbl", "6 bbl"]),
        np.array([oe.Q("5 bbl"), "6 bbl"], dtype=object),
        oe.Q([5, 6], "bbl"),
        oe.Q([0.005, 0.006], "kb"),
    ],
)
def test_several_numbers_are_taken_as_float64(value: Any) -> None:
    taken = oe.Q(value, "bbl").magnitude
    assert isinstance(taken, np.ndarray)
    assert taken.dtype == np.float64
    assert taken.dtype.isnative
    assert taken.tolist() == [5.0, 6.0]


def test_a_list_with_units_takes_the_unit_of_the_first() -> None:
    for value in (["1 kb", "500 bbl"], [oe.Q("1 kb"), "500 bbl"], np.array(["1 kb", "500 bbl"])):
        quantity = oe.Q(value)
        assert quantity.magnitude.tolist() == [1.0, 0.5]
        assert quantity.units == oe.Q("1 kb").units
    assert oe.Q([oe.Q("1 1"), "50 %"]).magnitude.tolist() == [1.0, 0.5]


def test_rows_of_texts_keep_their_shape() -> None:
    raw = to_magnitude([["1 kb", "2 bbl"], ["3 bbl", "4 Mb"]], "bbl")
    assert np.array_equal(raw, [[1000.0, 2.0], [3.0, 4_000_000.0]])


@pytest.mark.parametrize(
    "quantity", [oe.Q("1 kb"), oe.Q([1, 2], "USD/bbl"), oe.Q("30 1"), oe.Q("15 degC")]
)
def test_a_quantity_of_ours_is_taken_as_it_is(quantity: Any) -> None:
    again = oe.Q(quantity)
    assert np.array_equal(again.magnitude, quantity.magnitude)
    assert again.units == quantity.units


def test_a_quantity_in_units_that_only_arithmetic_makes_is_taken_too() -> None:
    square: Any = oe.Q("3 bbl") * oe.Q("2 bbl")
    again = oe.Q(square)
    assert again.magnitude == 6.0
    assert again.units == square.units


@pytest.mark.parametrize("unit", ["bbl", "kb", "fraction"])
def test_the_caller_keeps_its_array(unit: str) -> None:
    mine = np.array([0.25, 0.5])
    wrapped = UREG.Quantity(mine, "kb" if unit != "fraction" else "1")
    quantities = [oe.Q(mine, unit), oe.Q(wrapped), oe.Q(wrapped, unit)]
    raws = [to_magnitude(wrapped, unit)]
    if unit == "fraction":
        raws.append(to_magnitude(mine, unit))
    taken = [quantity.magnitude for quantity in quantities] + raws
    before = [np.array(raw) for raw in taken]
    for raw, held in zip(taken, before, strict=True):
        assert not np.shares_memory(raw, mine)
        mine[:] = 7.0
        assert np.array_equal(raw, held)
    for quantity in quantities[:2]:  # not even its owner may lift the flag
        with pytest.raises(ValueError, match="cannot set WRITEABLE"):
            quantity.magnitude.flags.writeable = True


def test_an_array_that_nobody_can_write_to_is_not_copied_again() -> None:
    quantity = oe.Q(np.array([0.25, 0.5]), "bbl")
    assert to_magnitude(quantity, "bbl") is quantity.magnitude
    assert np.shares_memory(to_magnitude(quantity[1:], "bbl"), quantity.magnitude)
    locked = np.array([0.25, 0.5])
    locked.flags.writeable = False  # which its owner can lift
    assert not np.shares_memory(oe.Q(locked, "bbl").magnitude, locked)


# -- round trips -----------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", CANONICAL)
@given(x=FINITE)
def test_a_unit_put_on_and_taken_off_leaves_the_number(unit: str, x: float) -> None:
    back = to_magnitude(to_quantity(x, unit), unit)
    assert type(back) is float
    assert back == x


@pytest.mark.parametrize("unit", CANONICAL)
@given(array=hnp.arrays(np.float64, hnp.array_shapes(max_dims=3), elements=FINITE))
def test_a_unit_put_on_and_taken_off_leaves_the_array(unit: str, array: Any) -> None:
    back = to_magnitude(to_quantity(array, unit), unit)
    assert np.array_equal(back, array)


@pytest.mark.parametrize("unit", CANONICAL)
@given(x=FINITE)
def test_text_with_all_digits_gives_the_same_float(unit: str, x: float) -> None:
    assert to_magnitude(f"{x!r} {unit}", unit) == x


OTHERS = [
    ("USD/bbl", "USD/kb"),
    ("USD/bbl", "MUSD/Mb"),
    ("USD/bbl", "USD/m3"),
    ("USD/t", "USD/kg"),
    ("USD/day", "MUSD/year"),
    ("USD", "MUSD"),
    ("bbl", "Mb"),
    ("nmi", "km"),
    ("knot", "m/s"),
    ("day", "hour"),
    ("day", "year"),
    ("t/day", "kg/hour"),
    ("fraction", "percent"),
    ("1", "percent"),
    ("1/year", "%/day"),
    ("kg/m3", "t/L"),
    ("cSt", "m2/s"),
    ("degC", "degF"),
    ("degC", "K"),
]


@pytest.mark.parametrize(("unit", "other"), OTHERS)
@given(x=MODERATE)
def test_the_same_quantity_in_another_unit_is_the_same_number(
    unit: str, other: str, x: float
) -> None:
    elsewhere = oe.Q(to_quantity(x, unit), other)
    assert elsewhere.units == oe.Q(1, other).units
    # Temperatures lose the digits below their offset.
    near = pytest.approx(x, rel=4e-15, abs=2e-12 if unit == "degC" else 0.0)
    assert to_magnitude(elsewhere, unit) == near
    assert to_magnitude(f"{elsewhere.magnitude!r} {other}", unit) == near
    assert elsewhere.to(unit if unit != "fraction" else "1").magnitude == near


@given(st.integers(-10_000, 10_000))
def test_percent_and_thousands_are_the_nearest_float(n: int) -> None:
    """So that '57 %' is 0.57 and not 0.5700000000000001."""
    assert to_magnitude(f"{n} %", "fraction") == n / 100
    assert to_magnitude(f"{n} USD/kb", "USD/bbl") == n / 1000
    assert to_magnitude(f"{n} kb", "bbl") == n * 1000
    assert to_magnitude(f"{n} hour", "day") == n / 24
    assert to_magnitude(f"{n} day", "hour") == n * 24
    assert to_magnitude(f"{n} hour", "s") == n * 3600
    assert to_magnitude(f"{n} nmi", "m") == n * 1852
    assert to_magnitude(f"{n} bbl", "L") == n * 158.987294928


# -- pickling --------------------------------------------------------------------------------------

QUANTITIES = [
    oe.Q("63.8 USD/bbl"),
    oe.Q([[50, 60], [70, 80]], "kb/d"),
    oe.Q("30 %"),
    oe.Q("5 1"),
    oe.Q("15 degC"),
    oe.Q("15 degC") - oe.Q("5 degC"),
    oe.Q("3 bbl") * oe.Q("2 bbl"),
]


@pytest.mark.parametrize("quantity", QUANTITIES)
@pytest.mark.parametrize("way", ["pickle", "deepcopy", "copy"])
def test_a_copy_of_a_quantity_is_of_our_registry(quantity: Any, way: str) -> None:
    ways = {
        "pickle": lambda q: pickle.loads(pickle.dumps(q)),  # noqa: S301  our own bytes
        "deepcopy": copy.deepcopy,
        "copy": copy.copy,
    }
    again = ways[way](quantity)
    assert type(again) is UREG.Quantity
    assert np.array_equal(again.magnitude, quantity.magnitude)
    assert again.units == quantity.units
    assert oe.Q(again).units == quantity.units


def test_a_copied_unit_is_of_our_registry() -> None:
    """By pint's own way it would come back as a unit of stock pint: a barrel of 31.5 gallons."""
    unit = oe.Q("1 USD/bbl").units
    for again in (
        pickle.loads(pickle.dumps(unit)),  # noqa: S301  our own bytes
        copy.deepcopy(unit),
    ):
        assert type(again) is UREG.Unit
        assert again == unit
        assert to_magnitude(5 * again, "USD/kb") == 5000.0


def test_a_quantity_is_the_same_in_a_fresh_process() -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        there = executor.submit(operator.methodcaller("to", "m3"), oe.Q([1, 1000], "bbl")).result()
        units = executor.submit(operator.attrgetter("units"), oe.Q("1 USD/bbl")).result()
    assert there.magnitude == pytest.approx([0.158987294928, 158.987294928])
    assert to_magnitude(there, "kb") == pytest.approx([0.001, 1.0])
    assert units == oe.Q("1 USD/bbl").units


def test_dollars_of_one_year_are_known_in_a_fresh_process() -> None:
    """Which has never named that year."""
    dated = oe.Q([60, 70], "USD2006/bbl")
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        there = executor.submit(operator.methodcaller("to", "USD2006/kb"), dated).result()
        units = executor.submit(operator.attrgetter("units"), dated).result()
    assert there.magnitude == pytest.approx([60_000.0, 70_000.0])
    assert units == dated.units


def test_naming_a_year_again_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """As pint does, in its log, of a unit that is defined anew."""
    quantity = oe.Q("60 USD1986/bbl")
    with caplog.at_level("DEBUG"):
        again = pickle.loads(pickle.dumps(quantity))  # noqa: S301  our own bytes
        assert again == quantity
        assert oe.Q("60 USD1986/kb").magnitude == 60.0
    assert not [one for one in caplog.records if "USD1986" in one.getMessage()]


# -- errors ----------------------------------------------------------------------------------------


@given(st.floats(-1e300, 1e300))
def test_a_message_repeats_the_digits_of_a_number(x: float) -> None:
    assert float(figure(x)) == pytest.approx(x, rel=1e-14)
    assert not re.fullmatch(r"-?\d+\.0", figure(x))


def test_an_array_of_more_dimensions_than_numpy_used_to_have_is_refused() -> None:
    if np.lib.NumpyVersion(np.__version__) < "2.0.0":
        pytest.skip("NumPy itself refuses it")
    with pytest.raises(UnitError) as refused:
        oe.Q(np.ones((1,) * 40), "t")
    assert str(refused.value) == "expected t, got lists nested 32 deep or more"


# -- what stands beside a quantity -----------------------------------------------------------------

TWO: list[Any] = [
    *(dt.timedelta(days=2), pd.Timedelta(days=2), np.array(2, "m8[D]")),
    *(np.timedelta64(2, "D"), np.timedelta64(48, "h"), np.timedelta64(172_800, "s")),
]


@pytest.mark.parametrize("time", TWO, ids=repr)
def test_a_length_of_time_beside_a_quantity_has_its_unit(time: Any) -> None:
    """`Q("5 kb/day") * np.timedelta64(2, "D")` was 10 days in 'kb / day'."""
    rate, volume = oe.Q("5 kb/day"), oe.Q("10 kb")
    assert rate * time == time * rate == volume
    assert (rate * time).units == volume.units
    assert volume / time == rate
    assert (time / oe.Q("1 day")).to(UREG.dimensionless).magnitude == 2
    assert (oe.Q("1 day") + time).to("day").magnitude == 3
    assert oe.Q("1 day") < time
    assert np.multiply(rate, time) == volume


def test_an_array_of_times_beside_a_quantity_has_its_unit() -> None:
    times = np.array([1, 2], "m8[D]")
    product: Any
    for product in (oe.Q("5 kb/day") * times, times * oe.Q("5 kb/day")):
        np.testing.assert_array_equal(product.to("kb").magnitude, [5, 10])
    product = oe.Q("5 kb/day") * pd.to_timedelta([1, 2], "D")
    np.testing.assert_array_equal(product.to("kb").magnitude, [5, 10])


@pytest.mark.parametrize("time", [np.timedelta64(2, "M"), np.timedelta64("NaT"), pd.NaT], ids=repr)
def test_a_time_of_no_length_beside_a_quantity_is_refused(time: Any) -> None:
    with pytest.raises(UnitError, match=r"no fixed length; write days|NaT, which is no length"):
        oe.Q("5 kb/day") * time


@pytest.mark.parametrize("two", [Decimal(2), Fraction(2), np.float32(2), np.int64(2)], ids=repr)
def test_a_number_of_any_kind_multiplies_and_divides(two: Any) -> None:
    """`Q("5 t") * Decimal(2)` was a bare TypeError."""
    for mass, number in ((oe.Q("5 t"), 5.0), (oe.Q([5, 6], "t"), np.array([5.0, 6.0]))):
        for product in (mass * two, two * mass):
            np.testing.assert_array_equal(product.to("t").magnitude, number * 2)
        np.testing.assert_array_equal((mass / two).to("t").magnitude, number / 2)
        np.testing.assert_array_equal((two / mass).magnitude, 2 / number)
    assert (oe.Q(3, "1") + two).magnitude == 5
    assert oe.Q(3, "1") > two


def test_a_mean_takes_its_arguments_in_any_way() -> None:
    """With weights in the third place it ran for ever, and their sum came in tonnes."""
    average: Any = np.average  # whose types know nothing of quantities
    masses, weights = oe.Q([1, 2], "t"), oe.Q([1, 3], "bbl")
    mean, total = average(masses, None, weights, True)  # noqa: FBT003  as it is called
    assert mean == average(masses, None, weights) == oe.Q("1.75 t")
    assert total == oe.Q("4 bbl")
    mean, total = average(masses, weights=[1, 3], returned=True)
    assert (mean, total) == (oe.Q("1.75 t"), 4)
    assert not isinstance(total, UREG.Quantity)
    assert average([1, 2], weights=weights) == 1.75
    rows = average(oe.Q([[1, 2], [3, 4]], "t"), 1, weights, keepdims=True)
    np.testing.assert_array_equal(rows.to("t").magnitude, [[1.75], [3.75]])


def test_nested_texts_read_without_a_unit_as_with_one() -> None:
    """`got list of <U4` where no unit was given."""
    rows = [["5 t", "6 t"], ["7 t", "8 kg"]]
    np.testing.assert_array_equal(oe.Q(rows).magnitude, oe.Q(rows, "t").magnitude)
    with pytest.raises(UnitError, match="ragged"):
        oe.Q([["5 t", "6 t"], ["7 t"]])


# -- units -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("235 mPa.s", "cP", 235.0),
        ("1.32 mgKOH/g", "mgKOH/g", 1.32),
        ("350 mg/kg", "%", 0.035),
        ("0.49 CAD/kg", "CAD/t", 490.0),
        ("1 CAD/m3", "CAD/bbl", 0.158987294928),
    ],
)
def test_the_units_of_quality(text: str, unit: str, number: float) -> None:
    assert oe.Q(text, unit).magnitude == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("300 ppm", "'ppm' is by mass or by volume; write 'mg/kg' for parts per million by mass"),
        ("5 C$/m3", "'C$' is not in the vocabulary; write 'CAD'"),
        ("5 mPas", "'mPas' is not in the vocabulary; write 'mPa.s' or 'cP'"),
    ],
)
def test_what_the_units_of_quality_refuse(text: str, message: str) -> None:
    with pytest.raises(UnitError) as refused:
        oe.Q(text)
    assert str(refused.value) == message


def test_dollars_of_two_countries_do_not_mix() -> None:
    with pytest.raises(UnitError, match="another currency; multiply it by the rate"):
        oe.Q("1 CAD", "USD")


def test_a_barrel_is_commodutil_s() -> None:
    assert oe.Q("1 bbl").to("L").magnitude == pytest.approx(158.987294928, rel=1e-15)
