"""Tables as inputs: which columns are read, under which unit, and what of them is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from oilecon.errors import InputError, OilEconError, UndefinedWarning, UnitError
from tests.samples import refusal

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE: oe.Scenario = oe.scenario("article")
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"
MONTHS = pd.date_range("2024-01-01", periods=3, freq="MS")
PRICES = [80.0, 81.0, 82.0]


def table(index: Any = MONTHS, **columns: Any) -> pd.DataFrame:
    """Return a table of three months, with Brent and other columns."""
    return pd.DataFrame({f"{BRENT} [USD/bbl]": PRICES, **columns}, index=index)


def test_a_row_is_the_scalar_case() -> None:
    frame = table(**{f"{HIRE} [kUSD/day]": [30.0, 40.0, 50.0], "*.sea.weather [%]": [5, 6, 7]})
    s = ARTICLE.vary(frame)
    assert s.shape == (3,)
    for k in range(3):
        case = {BRENT: f"{PRICES[k]} USD/bbl", HIRE: f"{30 + 10 * k} kUSD/day"}
        assert s.at(k) == ARTICLE.vary({**case, "*.sea.weather": f"{5 + k} %"})


@pytest.mark.parametrize(
    ("given", "more"),
    [
        (table(), {}),
        (table()[f"{BRENT} [USD/bbl]"], {}),
        (pd.Series(PRICES, MONTHS, name=BRENT), {"units": {BRENT: "USD/bbl"}}),
        ({BRENT: pd.Series(PRICES, MONTHS)}, {"units": {BRENT: "USD/bbl"}}),
        ({BRENT: pd.Series(PRICES, MONTHS, name="Dated Brent [USD/bbl]")}, {}),
        ({f"{BRENT} [USD/bbl]": pd.Series(PRICES, MONTHS)}, {}),
        (table().rename(columns={f"{BRENT} [USD/bbl]": f" {BRENT}[USD/bbl] "}), {}),
        (table().astype("Float64"), {}),
        (table().astype("int64"), {}),
        (table().map(lambda price: Decimal(str(price))), {}),
        (table().astype(object), {}),
    ],
    ids=range(11),
)
def test_the_ways_to_write_a_column(given: Any, more: dict[str, Any]) -> None:
    assert ARTICLE.vary(given, **more) == ARTICLE.vary(table())


def test_a_missing_cell_of_any_type_is_a_hole() -> None:
    for cells in (
        pd.Series([80.0, None, 82.0]),
        pd.Series([80, pd.NA, 82], dtype="Int64"),
        pd.Series([Decimal(80), None, 82.0], dtype=object),
    ):
        s = ARTICLE.vary({BRENT: cells.set_axis(MONTHS)}, units={BRENT: "USD/bbl"})
        assert s.holes()[BRENT].tolist() == [False, True, False]


def test_a_table_goes_with_other_changes() -> None:
    series = table()[f"{BRENT} [USD/bbl]"]
    s = ARTICLE.vary({BRENT: series, "asia.sale.terms": "CFR", HIRE: "40000 USD/day"})
    both = ARTICLE.vary({"asia.sale.terms": "CFR", HIRE: "40000 USD/day"}).vary(table())
    assert s == both


def test_a_column_has_evidence() -> None:
    desk = oe.Source("desk-2026-11", title="House view")
    prices = oe.Sourced(pd.Series(PRICES, MONTHS), source=desk, kind="published", as_of="2024")
    s = ARTICLE.vary({BRENT: prices}, units={BRENT: "USD/bbl"})
    assert s.same_figures(ARTICLE.vary(table()))
    for again in (
        s,
        s.sel("2024-02"),
        s.sel(time=slice("2024-02", None)),
        oe.Scenario.from_dict(s.to_dict()),
    ):
        row = again.row(BRENT)
        assert row is not None
        assert row.evidence.kind == "published"
        assert row.evidence.source == ("desk-2026-11",)
        assert row.evidence.entries == (desk,)
    assert s.inputs().loc[BRENT, "source"] == "desk-2026-11"


def test_a_row_of_a_column_keeps_its_holes_at_another_path() -> None:
    hire = oe.Sourced(pd.Series([3e4, np.nan, 5e4], MONTHS, name="[USD/day]"), source="desk-1")
    s = ARTICLE.vary({HIRE: hire})
    row = s.row(HIRE)
    assert row is not None
    assert np.array_equal(row.value, [3e4, np.nan, 5e4], equal_nan=True)
    moved = s.vary({"gulf.sea.charter.hire": row})
    assert moved.holes()["gulf.sea.charter.hire"].tolist() == [False, True, False]
    there = moved.sel("2024-03")
    before = there.row(HIRE)
    assert before is not None
    assert there.row("gulf.sea.charter.hire") == replace(
        before, name="gulf.sea.charter.hire", path="gulf.sea.charter.hire"
    )
    weather = oe.Sourced(pd.Series([5.0, np.nan, 6.0], MONTHS, name="[%]"), source="desk-1")
    t = ARTICLE.vary({"asia.sea.weather": weather})
    again = t.vary({"gulf.sea.weather": t.row("asia.sea.weather")})
    assert again.gulf.sea.weather[2] == again.asia.sea.weather[2] == oe.Q(6, "%")
    assert list(again.holes()) == ["gulf.sea.weather", "asia.sea.weather"]


def test_an_observed_series_is_no_price_with_duty_paid() -> None:
    quotes = oe.Sourced(
        pd.Series([-9.0, np.nan, -11.0], MONTHS, name="[USD/bbl]"),
        kind="published",
        source="desk-1",
        basis="duty unpaid",
    )
    s = ARTICLE.vary({"asia.sale.differential": quotes})
    sale = s.asia.sale.evolve(terms="DDP")
    assert refusal(
        lambda: s.evolve(
            routes={"asia": s.asia.evolve(sale=sale, charges=oe.ImportCharges(duty="8 %"))}
        )
    ) == (
        "Scenario.asia.sale.differential: -11 to -9 USD/bbl is an observed quotation for oil whose "
        "import charges the buyer pays, and already reflects them; under DDP write your own price "
        "with duty paid"
    )


def test_what_comes_out_goes_in_again() -> None:
    frame = table(**{f"{HIRE} [USD/day]": [3e4, np.nan, 5e4], "asia.sea.weather [1]": [0.05] * 3})
    s = ARTICLE.vary(frame)
    with pytest.warns(UndefinedWarning):
        out = oe.compare(s, "gulf", "asia").to_frame()
    inputs = [name for name in out if str(name).partition(" [")[0] in s.paths()]
    assert len(inputs) == 3
    assert ARTICLE.vary(out[inputs]) == s
    assert "leave out what is no input: frame.drop(columns=['gulf.price [USD/bbl]', " in refusal(
        lambda: ARTICLE.vary(out)
    )


class Interchanged:
    """A table of another library, of which the interchange protocol alone is known."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def __dataframe__(self, **options: Any) -> Any:
        frame: Any = self.frame
        return frame.__dataframe__(**options)


class Converted:
    """A table of another library that converts itself, as those of polars do."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def to_pandas(self) -> pd.DataFrame:
        return self.frame


class Unconverted(Converted):
    """One that needs a library for it."""

    def to_pandas(self) -> pd.DataFrame:
        raise ModuleNotFoundError("No module named 'pyarrow'")


def test_another_library_has_a_column_of_dates() -> None:
    named = table().rename_axis("date")
    bare = table(index=pd.RangeIndex(3))
    days = named.reset_index().assign(date=[each.date() for each in MONTHS])
    twice = named.reset_index().assign(published=MONTHS)
    kinds: tuple[Any, ...] = (Interchanged, Converted)
    for kind in kinds:
        assert ARTICLE.vary(kind(named.reset_index())) == ARTICLE.vary(named)
        assert ARTICLE.vary(kind(bare)) == ARTICLE.vary(bare)
        assert refusal(partial(ARTICLE.vary, kind(twice))) == (
            "columns: expected one of dates, got 'date', 'published'; leave one out"
        )
    assert ARTICLE.vary(Converted(days)) == ARTICLE.vary(named)
    assert refusal(lambda: ARTICLE.vary(Unconverted(bare))) == (
        "a table of tests cannot be read: No module named 'pyarrow'"
    )


# -- two tables ------------------------------------------------------------------------------------


def test_two_tables_of_dates_under_two_names_are_no_grid() -> None:
    s = ARTICLE.vary(table())
    fuel = pd.Series([500.0, 510.0, 520.0], MONTHS, name="market.vlsfo [USD/t]")
    said = (
        "index: the scenario has dates as 'time', the table as 'month', and each of one would meet "
        "each of the other; write frame.rename_axis('time') where they are the same dates, or "
        "oilecon.join(...) first"
    )
    for index in (MONTHS, MONTHS.to_period("M"), MONTHS.strftime("%Y-%m")):
        other = fuel.set_axis(index.rename("month"))
        assert refusal(lambda other=other: s.vary(other)) == said
    assert s.vary(fuel.set_axis(MONTHS.strftime("%b %y").rename("label"))).shape == (3, 3)


def test_a_table_read_from_a_file_has_its_dates(tmp_path: Path) -> None:
    whole = table(index=MONTHS.to_period("M").rename("month"))
    whole.to_csv(tmp_path / "mine.csv")
    read = pd.read_csv(tmp_path / "mine.csv", index_col="month")
    assert read.index.inferred_type == "string"
    assert ARTICLE.vary(read) == ARTICLE.vary(whole)
    assert ARTICLE.vary(read, month="loading") == ARTICLE.vary(whole, month="loading")
    assert "dates out of order" in refusal(lambda: ARTICLE.vary(read.iloc[::-1]))
    assert oe.join(read).equals(oe.join(whole))


def test_the_same_labels_are_one_dimension_and_another_name_is_a_new_one() -> None:
    fuel = pd.Series([500.0, 510.0, 520.0], MONTHS, name="market.vlsfo [USD/t]")
    ships = pd.Series([3e4, 4e4], pd.Index(["old", "new"], name="ship"), name=f"{HIRE} [USD/day]")
    both = ARTICLE.vary(table()).vary(fuel)
    assert both == ARTICLE.vary(table(**{"market.vlsfo [USD/t]": fuel}))
    wide = both.vary(ships)
    assert (wide.shape, list(wide.index)) == ((2, 3), ["ship", "time"])
    assert wide == ARTICLE.vary({BRENT: table().iloc[:, 0], HIRE: ships, "market.vlsfo": fuel})
    assert wide.sel(ship="new", time="2024-02") == both.sel("2024-02").vary({HIRE: "40000 USD/day"})
    assert wide.sel(time="2024-02").shape == (2,)
    losses = oe.compare(wide, "gulf", "asia").losses()
    assert losses.index.names == ["ship", "time"]
    assert losses.loc[("new", "2024-02-01")].tolist() == (
        oe.compare(wide.at(1, 1), "gulf", "asia").losses().tolist()
    )
    assert oe.Scenario.from_dict(wide.to_dict()) == wide
    holed = both.vary(ships.replace(4e4, np.nan))
    assert refusal(lambda: holed.sel(ship="new")) == (
        f"{HIRE} is missing at ship new; write .at(0, 0), or give the path a value first: "
        f".vary({{'{HIRE}': ...}})"
    )
    assert holed.sel(ship="old").holes() == {}


def test_arrays_without_labels_stand_beside_labels() -> None:
    s = ARTICLE.vary(table()).vary({"market.vlsfo": oe.Q([500.0, 510.0, 520.0], "USD/t")})
    assert (s.shape, list(s.index)) == ((3,), ["time"])
    assert s.sel("2024-03").market.vlsfo == oe.Q(520.0, "USD/t")
    wide = ARTICLE.vary(table()).vary({"market.vlsfo": oe.Q([[500.0], [510.0]], "USD/t")})
    assert wide.shape == (2, 3)
    assert oe.compare(wide, "gulf", "asia").losses().index.names == ["case 0", "time"]
    assert refusal(
        lambda: ARTICLE.vary(table()).vary({"market.vlsfo": oe.Q([1.0, 2.0], "USD/t")})
    ) == (
        "Scenario: expected arrays that broadcast together, got market.brent (3,), market.vlsfo "
        "(2,), index 'time' (3,); give each its own dimension, as with array[:, None]"
    )


def test_other_labels_of_the_same_name_are_refused() -> None:
    s = ARTICLE.vary(table())
    advice = "write frame.reindex(scenario.index['time']), where new rows are missing"
    later = table(index=MONTHS.shift(1))
    assert refusal(lambda: s.vary(later)) == (
        "index 'time': 3 labels in each, which differ first at position 0: 2024-01 there, 2024-02 "
        f"here; {advice}"
    )
    assert refusal(lambda: s.vary(later[:2])) == (
        "index 'time': 3 labels in the scenario and 2 in the table, which differ first at position "
        f"0: 2024-01 there, 2024-02 here; {advice}"
    )
    assert refusal(lambda: s.vary(table()[:2])) == (
        "index 'time': 3 labels in the scenario and 2 in the table, which differ first at position "
        f"2: 2024-03 there, nothing here; {advice}"
    )
    assert refusal(lambda: s.vary(table(index=MONTHS.to_period("M")))) == (
        "index 'time': DatetimeIndex in the scenario and PeriodIndex in the table; write "
        "frame.index = scenario.index['time'] where the rows are the same"
    )
    assert list(s.vary(later.reindex(s.index["time"])).holes()) == [BRENT]
    named = ARTICLE.vary(table(index=pd.Index(["a", "b", "c"])))
    assert refusal(lambda: named.vary(table(index=pd.Index(["a", "b", "d"])))).endswith(
        ", where new rows are missing, or frame.rename_axis('another') for a dimension of its own"
    )


# -- what is refused -------------------------------------------------------------------------------

KNOWN = "known: asia, debt, gulf, index, market, reference, supply, title"
BAD: dict[str, tuple[Any, dict[str, Any], type[OilEconError], str]] = {
    "unit": (
        table().rename(columns={f"{BRENT} [USD/bbl]": f"{BRENT} [USD/t]"}),
        {},
        UnitError,
        (
            "column 'market.brent [USD/t]': expected USD/bbl, got an array of shape (3,) in USD/t, "
            "another kind of quantity (a tonne has oilecon.blending.barrels_per_tonne(crude)); "
            "write for example '64 USD/bbl'"
        ),
    ),
    "no unit": (
        pd.Series(PRICES, name=BRENT),
        {},
        InputError,
        (
            "column 'market.brent': has no unit; write the heading 'market.brent [USD/bbl]', or "
            "units={'market.brent': 'USD/bbl'}"
        ),
    ),
    "unknown unit": (
        pd.Series(PRICES, name=f"{BRENT} [USD/gallon]"),
        {},
        UnitError,
        (
            "column 'market.brent [USD/gallon]': 'gallon' is a US or an imperial gallon; write "
            "'USgal', 'bbl' (42 US gallons) or 'L'"
        ),
    ),
    "two units": (
        table(),
        {"units": {BRENT: "USD/bbl"}},
        InputError,
        (
            "column 'market.brent [USD/bbl]': has its unit in its heading, [USD/bbl], and in "
            "units; write one of them"
        ),
    ),
    "unit of no column": (
        table(),
        {"units": {"market.brant": "USD/bbl"}},
        InputError,
        "units: no column 'market.brant'; did you mean 'market.brent'?",
    ),
    "no path": (
        table(**{"brent": PRICES, "loss.operating [%]": PRICES}),
        {},
        InputError,
        (
            "3 problems:\n"
            "  column 'brent': no path 'brent'; did you mean 'market.brent'?\n"
            f"  column 'loss.operating [%]': no path 'loss.operating'; {KNOWN}\n"
            "  leave out what is no input: frame.drop(columns=['brent', 'loss.operating [%]'])"
        ),
    ),
    "labels in a column": (
        table(index=pd.RangeIndex(3), month=["2024-01", "2024-02", "2024-03"]),
        {},
        InputError,
        (
            "2 problems:\n"
            f"  column 'month': no path 'month'; {KNOWN}; for labels, write "
            "frame.set_index('month')\n"
            "  leave out what is no input: frame.drop(columns=['month'])"
        ),
    ),
    "all together": (
        table(**{"market.vlsfo [USD/bbl]": PRICES, "market.mgo [USD/t]": ["a", 1, 2]}),
        {},
        InputError,
        (
            "2 problems:\n"
            "  column 'market.vlsfo [USD/bbl]': expected USD/t, got an array of shape (3,) in "
            "USD/bbl, another kind of quantity (a tonne has "
            "oilecon.blending.barrels_per_tonne(crude)); write for example '535 USD/t'\n"
            "  column 'market.mgo [USD/t]': row 2024-01-01: expected a number, got 'a'; write "
            "numbers, with their unit in the heading"
        ),
    ),
    "path twice": (
        table(**{"market.* [USD/bbl]": PRICES, "*.brent [USD/bbl]": PRICES}),
        {},
        InputError,
        (
            "2 problems:\n"
            "  column 'market.* [USD/bbl]': market.brent: given twice, also by 'market.brent "
            "[USD/bbl]'; leave one out\n"
            "  column '*.brent [USD/bbl]': market.brent: given twice, also by 'market.brent "
            "[USD/bbl]'; leave one out"
        ),
    ),
    "path twice in a mapping": (
        {f"{BRENT} [USD/bbl]": pd.Series(PRICES), BRENT: "80 USD/bbl"},
        {},
        InputError,
        "market.brent: given twice, also by 'market.brent [USD/bbl]'; leave one out",
    ),
    "heading twice": (
        pd.concat([table(), table()], axis=1),
        {},
        InputError,
        "columns: 'market.brent [USD/bbl]' is given twice; leave one out",
    ),
    "choice": (
        pd.DataFrame({"asia.sale.terms": ["DAP", "CFR"]}),
        {},
        InputError,
        (
            "2 problems:\n"
            "  column 'asia.sale.terms': asia.sale.terms is no number: it is one for all rows, "
            "since their lines depend on it; vary it by itself, or compare its values by "
            "oilecon.sweep\n"
            "  leave out what is no input: frame.drop(columns=['asia.sale.terms'])"
        ),
    ),
    "group": (
        pd.DataFrame({"asia.sea.charter [USD/day]": PRICES}),
        {},
        InputError,
        (
            "2 problems:\n"
            "  column 'asia.sea.charter [USD/day]': asia.sea.charter is a group; write a path "
            "below it,"
            " such as 'asia.sea.charter.hire'\n"
            "  leave out what is no input: frame.drop(columns=['asia.sea.charter [USD/day]'])"
        ),
    ),
    "truth": (
        table() > 80.0,
        {},
        InputError,
        (
            "column 'market.brent [USD/bbl]': row 2024-01-01: expected a number, got False; write "
            "numbers"
        ),
    ),
    "dates": (
        pd.DataFrame({f"{BRENT} [USD/bbl]": MONTHS}, index=["a", "b", "c"]),
        {},
        InputError,
        (
            "column 'market.brent [USD/bbl]': row a: expected a number, got 2024-01-01 00:00:00; "
            "write numbers"
        ),
    ),
    "all missing": (
        table() * np.nan,
        {},
        InputError,
        (
            "column 'market.brent [USD/bbl]': every row is missing; leave the column out, or write "
            "one value at least"
        ),
    ),
    "infinite": (
        table().replace(81.0, np.inf),
        {},
        InputError,
        "column 'market.brent [USD/bbl]': row 2024-02-01: expected a finite number, got inf",
    ),
    "out of bounds": (
        table() - 80.5,
        {},
        InputError,
        (
            "column 'market.brent [USD/bbl]': expected at least 0 and at most 1000 USD/bbl, got "
            "-0.5 in row 2024-01-01 (1 of 3); write for example '64 USD/bbl'"
        ),
    ),
    "percent": (
        pd.Series([5.0, 6.0], name="asia.sea.weather"),
        {},
        UnitError,
        (
            "column 'asia.sea.weather': expected a share, got the bare number 5; write '5 %' for "
            "percent, or the fraction 0.05"
        ),
    ),
    "levels of headings": (
        pd.concat({"market": table()}, axis=1),
        {},
        InputError,
        (
            "columns: expected one level of headings, got several; write for example frame.columns "
            "= frame.columns.map(' '.join)"
        ),
    ),
    "no columns": (
        pd.DataFrame(index=MONTHS),
        {},
        InputError,
        "columns: expected at least one, got none; write for example 'market.brent [USD/bbl]'",
    ),
    "no name": (
        pd.Series(PRICES),
        {},
        InputError,
        (
            "expected a series with its path and unit as its name, got one without; write "
            "series.rename('market.brent [USD/bbl]')"
        ),
    ),
    "units of what": (
        table(),
        {"units": "USD/bbl"},
        InputError,
        "units: expected a mapping of columns to units, got str",
    ),
    "units of no table": (
        {BRENT: "80 USD/bbl"},
        {"units": {BRENT: "USD/bbl"}},
        InputError,
        "units: belongs to a table, got none; write vary(frame, units=...)",
    ),
    "month": (
        table(),
        {"month": "loaded"},
        InputError,
        (
            "month: expected one of 'trade', 'loading', 'pricing', 'landing', got 'loaded'; write "
            "month='loading'"
        ),
    ),
    "month of texts": (
        table(index=["Jan 24", "Feb 24", "Mar 24"]),
        {"month": "loading"},
        InputError,
        (
            "month: expected an index of dates or periods, got string; write frame.index = "
            "pandas.PeriodIndex(frame.index, freq='M')"
        ),
    ),
    "month of no column": (
        table(),
        {"month": {"market.vlsfo": "loading"}},
        InputError,
        "month: no column 'market.vlsfo'; known: market.brent",
    ),
}


@pytest.mark.parametrize(("given", "more", "kind", "text"), BAD.values(), ids=BAD)
def test_what_is_no_table(
    given: Any, more: dict[str, Any], kind: type[OilEconError], text: str
) -> None:
    assert refusal(lambda: ARTICLE.vary(given, **more), kind) == text


def test_a_table_goes_into_a_scenario_alone() -> None:
    frame: Any = table()
    assert refusal(lambda: ARTICLE.market.vary(frame)) == (
        "expected a mapping of paths to values, got DataFrame; a table goes into a scenario"
    )


# -- what a month is that of -----------------------------------------------------------------------

ADVICE = (
    "shift one by the months between, 1 into the next and -1 into the one before: "
    "oilecon.join(..., month={...}, shift={'%s': %d})"
)


def test_months_of_two_events_are_refused_without_a_shift() -> None:
    fuel = pd.Series([500.0, 510.0, 520.0], MONTHS, name="market.vlsfo [USD/t]")
    frame = table(**{"market.vlsfo [USD/t]": fuel})
    assert refusal(
        lambda: ARTICLE.vary(frame, month={BRENT: "pricing", "market.vlsfo": "loading"})
    ) == (
        "month: 'market.brent [USD/bbl]' is by month of pricing, 'market.vlsfo [USD/t]' by month "
        f"of loading; {ADVICE % ('market.vlsfo', 1)}"
    )
    s = ARTICLE.vary(table(), month="loading")
    assert refusal(lambda: s.vary(fuel, month="landing")) == (
        "month: the scenario's 'time' is by month of loading, the table by month of landing; "
        f"{ADVICE % ('column', -1)}"
    )
    assert s.vary(fuel) == s.vary(fuel, month="loading") == ARTICLE.vary(frame, month="loading")
    assert ARTICLE.vary(table()).vary(fuel, month="loading") == s.vary(fuel)


def test_inputs_and_files_say_what_a_month_is_that_of() -> None:
    s = ARTICLE.vary(table(), month="loading")
    notes = s.inputs()["note"].astype(str)
    assert notes[BRENT].endswith("; time is the month of loading")
    assert "month of" not in notes["market.vlsfo"]
    assert oe.Scenario.from_dict(s.to_dict()) == s
    assert s.to_dict()["index"]["time"]["month"] == "loading"
    joined = oe.join(table(), month="loading")
    notes = ARTICLE.vary(joined).inputs()["note"].astype(str)
    assert notes[BRENT].endswith("; time is the month of loading")
    assert refusal(lambda: ARTICLE.vary(joined, month="trade")).startswith(
        "month: the joined table is by month of loading, the argument by month of trade; "
    )


def test_an_object_that_turns_into_no_table_is_refused() -> None:
    class Five:
        def to_pandas(self) -> int:
            return 5

    assert refusal(lambda: ARTICLE.vary(Five())) == "expected a table, got Five of int"  # type: ignore[arg-type]
