"""Evidence beside a group's numbers: how it is read, kept, replaced, compared and refused."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import PathError, UnitError
from oilecon.evidence import Evidence, Row
from tests.samples import refusal

CASE = oe.scenario("article-sanctioned").evolve(reference="")
WEATHER = oe.Sourced("5 %", low="3 %", high="9 %", source="desk")
BEHIND = Evidence("desk:row", "estimate", "2026", ("desk",), 3.0, 9.0)


def evidence(group: Any, path: str) -> Evidence:
    """Return the evidence at a path."""
    row = group.row(path)
    assert row is not None, path
    return row.evidence  # type: ignore[no-any-return]


# -- reading ---------------------------------------------------------------------------------------


def test_a_range_is_kept_in_the_unit_of_the_field() -> None:
    low, high = "60 USD/bbl", "70000 USD/kb"
    sold = CASE.vary({"market.brent": oe.Sourced("64 USD/bbl", low, high, kind="estimate")})
    row = sold.row("market.brent")
    assert row == Row(
        "market.brent",
        "market.brent",
        64.0,
        "USD/bbl",
        Evidence("", "estimate", "", (), 60.0, 70.0),
    )


@pytest.mark.parametrize(
    ("group", "name", "unit", "row", "wanted"),
    [
        (CASE.asia.sea, "weather", "%", (5.0, 3.0, 9.0), (0.05, 0.03, 0.09)),
        (CASE.asia.sea, "weather", "fraction", (0.05, 0.03, 0.09), (0.05, 0.03, 0.09)),
        (CASE.market, "finance_rate", "%/year", (10.0, 9.0, 11.0), (0.1, 0.09, 0.11)),
        (
            oe.Loan("1 MUSD", "5 year", rate="5 %/year"),
            "tenor",
            "months",
            (72, 60, 84),
            (6.0, 5.0, 7.0),
        ),
        (oe.Loan("1 MUSD", "5 year", rate="5 %/year"), "tenor", "year", (6, 5, 7), (6.0, 5.0, 7.0)),
        (CASE.supply.heavy, "api", "degAPI", (8.5, 8.0, 9.0), (8.5, 8.0, 9.0)),
        (
            oe.Viscosity("38 degC", "992 cSt"),
            *("temperature", "degF", (100.0, 95.0, 104.0), (340.0 / 9.0, 35.0, 40.0)),
        ),
        (
            oe.Viscosity("38 degC", "992 cSt"),
            *("temperature", "K", (311.15, 308.15, 313.15), (38.0, 35.0, 40.0)),
        ),
        (CASE.asia.sale, "differential", "USD/bbl", (-5.0, -9.0, -3.0), (-5.0, -9.0, -3.0)),
    ],
)
def test_a_row_of_another_unit_is_read_with_both_ends(
    group: Any, name: str, unit: str, row: tuple[float, ...], wanted: tuple[float, ...]
) -> None:
    value, low, high = map(float, row)
    given = Row("row", "", value, unit, replace(BEHIND, low=low, high=high))
    read = group.evolve(**{name: given}).row(name)
    assert (read.value, read.low, read.high) == pytest.approx(wanted, rel=1e-12)
    assert replace(read.evidence, low=3.0, high=9.0) == BEHIND
    text = oe.Sourced(*(f"{each!r} {unit}" for each in (value, low, high)))
    again = group.evolve(**{name: text}).row(name)
    assert (again.value, again.low, again.high) == pytest.approx(wanted, rel=1e-12)


def test_the_table_of_an_array_takes_evidence_and_no_range() -> None:
    table = {"value": [60.0, 61.0], "unit": "USD/bbl"}
    path = CASE.vary({"market.brent": oe.Sourced(table, source="desk")})  # type: ignore[arg-type]
    row = path.row("market.brent")
    assert row is not None
    np.testing.assert_array_equal(row.value, [60.0, 61.0])
    assert row.evidence.source == ("desk",)
    assert path.at(1).row("market.brent") == replace(row, value=61.0)
    for array in ([60.0], [60.0, 61.0], [[60.0]]):
        ranged = oe.Sourced(oe.Q(array, "USD/bbl"), low="1 USD/bbl")
        text = (
            f"market.brent: expected one number within a range, got an array of shape "
            f"{np.shape(array)}; leave low and high out"
        )
        assert refusal(lambda: CASE.vary({"market.brent": ranged})) == text  # noqa: B023
        tabled = Row("", "", np.array(array), "USD/bbl", BEHIND)  # type: ignore[arg-type]
        assert refusal(lambda: CASE.vary({"market.brent": tabled})) == text  # noqa: B023


@pytest.mark.parametrize(
    ("given", "kind", "text"),
    [
        (
            "64",
            UnitError,
            "expected USD/bbl, got the bare number 64; write '64 USD/bbl' if that is",
        ),
        ("abc", UnitError, "expected a number and a unit, got the text 'abc'; write for example"),
        ("64 USD/t", UnitError, "expected USD/bbl, got 64 in USD/t, another kind of quantity"),
        (
            "64 EUR/bbl",
            UnitError,
            "expected USD/bbl, got 64 in EUR/bbl, another currency; multiply",
        ),
        ("64 %", UnitError, "expected USD/bbl, got 64 in %, another kind of quantity; write for "),
        (True, UnitError, "expected USD/bbl, got True; a truth value is no quantity; write for"),
        ([], UnitError, "expected USD/bbl, got an empty array; give at least one element; write"),
        (float("nan"), UnitError, "expected USD/bbl, got nan, which is no finite number; write"),
        ("inf USD/bbl", UnitError, "expected a number and a unit, got the text 'inf USD/bbl'"),
        ("-1 USD/bbl", oe.InputError, "expected at least 0 and at most 1000 USD/bbl, got -1; wri"),
    ],
)
def test_value_and_ends_are_read_as_the_field_reads(given: Any, kind: Any, text: str) -> None:
    def refused(**sourced: Any) -> str:
        return refusal(lambda: CASE.vary({"market.brent": oe.Sourced(**sourced)}), kind)

    assert refused(value=given).startswith(f"market.brent: {text}")
    for end in ("low", "high"):
        assert refused(**{"value": "64 USD/bbl", end: given}).startswith(
            f"market.brent: {end}: {text}"
        )


def test_a_range_must_hold_its_value() -> None:
    def refused(**ends: str) -> str:
        return refusal(lambda: CASE.vary({"market.brent": oe.Sourced("64 USD/bbl", **ends)}))

    assert refused(low="65 USD/bbl") == (
        "market.brent: low: expected at most the value, '64.0 USD/bbl', got '65.0 USD/bbl'; write "
        "low='64.0 USD/bbl', or the range of this value"
    )
    assert refused(low="9 USD/bbl", high="63 USD/bbl") == (
        "market.brent: high: expected at least the value, '64.0 USD/bbl', got '63.0 USD/bbl'; "
        "write high='64.0 USD/bbl', or the range of this value"
    )
    assert refused(high=oe.Q([70.0, 80.0], "USD/bbl")) == (  # type: ignore[arg-type]
        "market.brent: high: expected one number, got an array of shape (2,); write for example "
        "high='64 USD/bbl'"
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "asia.sale.terms",
            "expected one of 'FOB', 'CFR', 'CIF', 'DAP', 'DDP', got Sourced(...), ",
        ),
        ("title", "expected text, got Sourced(...), and only numbers have evidence; write 'DAP'"),
        ("supply.heavy.as_of", "expected a date or a period, got Sourced(...), and only numbers h"),
        ("market", "expected Market(...), got Sourced"),
        ("asia", "expected Route(...), got Sourced"),
    ],
)
def test_only_numbers_take_evidence(path: str, text: str) -> None:
    given = oe.Sourced("DAP")
    assert refusal(lambda: CASE.vary({path: given})).startswith(f"{path}: {text}")


def test_no_number_has_no_evidence() -> None:
    assert (
        refusal(
            lambda: oe.Vessel.shipped("vlcc").evolve(dwt=oe.Sourced(None, source="desk"))  # type: ignore[arg-type]
        )
        == "Vessel.dwt: expected t, got nothing (None); evidence belongs to a number"
    )


# -- schedules and lengths of time -----------------------------------------------------------------

RATES = [f"0.{k + 1} %/year" for k in range(24)]


def loan(**terms: Any) -> oe.Loan:
    """Return a loan with a base rate."""
    given = {"base": "0.141 %/year", "start": "2012-02-27"} | terms
    return oe.Loan("495 MUSD", oe.Sourced("72 months", "60 months", "84 months"), **given)


@pytest.mark.parametrize(
    "base",
    [
        oe.Sourced("0.141 %/year", low="0.1 %/year", high="1 %/year", source="desk"),
        oe.Sourced(["0.141 %/year"], low="0.1 %/year", source="desk"),
        oe.Sourced(RATES, source="desk", as_of="2012 to 2018"),
    ],
)
def test_figures_in_time_keep_their_evidence(base: oe.Sourced) -> None:
    owed = loan(base=base)
    row = owed.row("base")
    assert row is not None
    assert row.evidence.source == ("desk",)
    assert row.unit == "1/year"
    assert evidence(owed, "tenor").low == 5.0
    assert owed.evolve(base=row) == owed
    assert oe.Loan.from_dict(owed.to_dict()) == owed
    assert pickle.loads(pickle.dumps(owed)) == owed  # noqa: S301  our own
    case = CASE.evolve(debt=oe.Debt(owed, oe.OilRepayment(volume="10 kb/day")))
    assert case.row("debt.loan.base") == replace(row, name="debt.loan.base", path="debt.loan.base")
    assert oe.Scenario.from_toml(case.to_toml()) == case


def test_one_figure_in_time_alone_has_a_range() -> None:
    assert refusal(lambda: loan(base=oe.Sourced(RATES, low="0.01 %/year"))) == (
        "Loan.base: expected one number within a range, got an array of shape (24,); leave low and "
        "high out"
    )


# -- replacing -------------------------------------------------------------------------------------


def test_a_plain_number_or_none_drops_the_evidence() -> None:
    sourced = CASE.vary({"market.brent": oe.Sourced("64 USD/bbl", low="60 USD/bbl")})
    assert sourced.vary({"market.brent": "64 USD/bbl"}).row("market.brent") is None
    assert sourced.market.evolve(brent="64 USD/bbl").row("brent") is None
    ship = oe.Vessel.shipped("vlcc")
    assert ship.evolve(dwt=None).row("dwt") is None
    assert ship.evolve(dwt=None)._evidence.keys() == ship._evidence.keys() - {"dwt"}


def test_a_kept_range_is_the_users_and_names_the_row_it_was_of() -> None:
    kept = CASE.vary({"market.brent": "63 USD/bbl"}, keep_range=True)
    assert evidence(kept, "market.brent") == Evidence(
        "", "you", "", (), 62.54, 63.8, "Range of venezuela:brent."
    )
    again = kept.vary({"market.brent": "63.5 USD/bbl"}, keep_range=True)
    assert evidence(again, "market.brent").note == "Range of the number it replaced."
    ship = CASE.vary({"asia.sea.vessel": oe.Vessel.shipped("vlcc")})
    heavier = ship.vary({"asia.sea.vessel.dwt": "310000 t"}, keep_range=True)
    assert evidence(heavier, "asia.sea.vessel.dwt").spread == "class"
    below = oe.Sourced("64 USD/bbl", high="80 USD/bbl")
    fallen = CASE.vary({"market.brent": below}).vary({"market.brent": "9 USD/bbl"}, keep_range=True)
    assert (evidence(fallen, "market.brent").low, evidence(fallen, "market.brent").high) == (
        None,
        80.0,
    )
    plain = CASE.vary({"supply.royalty": "30 %"}).vary({"supply.royalty": 0}, keep_range=True)
    assert plain.row("supply.royalty") is None


KEEPS = "expected one number in the range that keep_range keeps, {}; write Sourced(value, low=...,"


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("market.brent", "90 USD/bbl", "62.54 to 63.8 USD/bbl, got 90"),
        (
            "market.brent",
            oe.Q([63.0, 63.5], "USD/bbl"),
            "62.54 to 63.8 USD/bbl, got an array of shape (2,)",
        ),
        ("asia.sea.weather", 0.4, "0.03 to 0.08, got 0.4"),
    ],
)
def test_a_number_outside_the_kept_range_is_refused(path: str, value: Any, text: str) -> None:
    said = refusal(lambda: CASE.vary({path: value}, keep_range=True))
    assert said.startswith(f"{path}: {KEEPS.format(text)}")


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ({"low": "60 USD/bbl"}, "at least 60 USD/bbl"),
        ({"high": "64 USD/bbl"}, "at most 64 USD/bbl"),
    ],
)
def test_a_kept_range_may_have_one_end(ends: dict[str, str], text: str) -> None:
    case = CASE.vary({"market.brent": oe.Sourced("62 USD/bbl", **ends)})
    value = "59 USD/bbl" if "low" in ends else "65 USD/bbl"
    said = refusal(lambda: case.vary({"market.brent": value}, keep_range=True))
    assert said.startswith(f"market.brent: {KEEPS.format(f'{text}, got {value[:2]}')}")


def test_what_cannot_be_read_is_refused_as_without_a_kept_range() -> None:
    for value in ("abc", "63 USD/t", "-1 USD/bbl", None):
        texts = {
            refusal(lambda: CASE.vary({"market.brent": value}, keep_range=keep), kind)  # noqa: B023
            for keep in (True, False)
            for kind in [oe.InputError if value == "-1 USD/bbl" else UnitError]
        }
        assert len(texts) == 1


# -- patterns --------------------------------------------------------------------------------------


def test_a_pattern_is_one_row_and_single_paths_are_rows_of_their_own() -> None:
    both = CASE.vary({"*.sea.weather": WEATHER})
    assert evidence(both, "gulf.sea.weather") == evidence(both, "asia.sea.weather")
    assert evidence(both, "asia.sea.weather").row == "*.sea.weather"
    each = CASE.vary({"gulf.sea.weather": WEATHER, "asia.sea.weather": WEATHER})
    assert evidence(each, "asia.sea.weather").row == evidence(each, "gulf.sea.weather").row == ""
    named = CASE.vary({"*.sea.weather": replace(WEATHER, row="storms")})
    assert evidence(named, "asia.sea.weather").row == "storms"
    row = each.row("asia.sea.weather")
    assert row is not None
    assert CASE.vary({"*.sea.weather": row}) == both
    shipped = CASE.row("asia.sea.weather")
    assert both.vary({"*.sea.weather": shipped}) == CASE


def test_a_kept_range_under_a_pattern_is_one_row_only_if_it_was() -> None:
    both = CASE.vary({"*.sea.weather": "4 %"}, keep_range=True)
    assert evidence(both, "gulf.sea.weather") == evidence(both, "asia.sea.weather")
    assert evidence(both, "gulf.sea.weather").row == "*.sea.weather"
    each = CASE.vary({"*.sea.days_wait": "1 day"}, keep_range=True)
    assert [evidence(each, f"{route}.sea.days_wait").row for route in ("gulf", "asia")] == ["", ""]
    assert evidence(each, "gulf.sea.days_wait").high == 10.0
    assert evidence(each, "asia.sea.days_wait").high == 12.0


def test_one_id_of_two_evidences_is_refused_with_both_paths() -> None:
    other = CASE.vary({"*.sea.weather": replace(WEATHER, high="10 %")})
    ours = CASE.vary({"*.sea.weather": WEATHER})
    assert refusal(lambda: ours.vary({"asia": other.asia})) == (
        "Scenario: the row '*.sea.weather' is of gulf.sea.weather and of asia.sea.weather, which "
        "differ; numbers of one row have the same range, kind, date and sources: write another id "
        "for one of them, as Sourced(..., row='mine')"
    )
    own = replace(WEATHER, high="10 %", row="mine")
    moved = ours.vary({"asia": other.asia, "asia.sea.weather": own})
    assert evidence(moved, "asia.sea.weather").row == "mine"
    assert evidence(moved, "gulf.sea.weather").row == "*.sea.weather"
    equal = CASE.vary({"*.sea.weather": replace(WEATHER, value="6 %")})
    assert ours.vary({"asia": equal.asia}).row("asia.sea.weather") == equal.row("asia.sea.weather")


def test_one_key_of_two_sources_is_refused_with_both_paths() -> None:
    def cited(title: str, key: str = "desk") -> tuple[oe.Source, str]:
        return oe.Source(key, title=title), "wire"

    brent = oe.Sourced("64 USD/bbl", source=cited("House view"))
    assert refusal(
        lambda: CASE.vary(
            {"market.brent": brent, "market.mgo": oe.Sourced("700 USD/t", source=cited("Other"))}
        )
    ) == (
        "Scenario: the source 'desk' is of market.brent and of market.mgo, which differ; numbers "
        "of one source cite one document: write another key for one of them"
    )
    own = oe.Sourced("64 USD/bbl", source=oe.Source("eia-brent-monthly", title="Ours"))
    assert refusal(lambda: CASE.vary({"market.brent": own})) == (
        "Scenario: the shipped bibliography has the source 'eia-brent-monthly'; cite it by its "
        "key, source='eia-brent-monthly', or write another key for yours"
    )


def test_a_sourced_number_that_says_nothing_is_a_plain_one() -> None:
    assert CASE.vary({"market.brent": oe.Sourced("64 USD/bbl")}) == CASE.vary(
        {"market.brent": "64 USD/bbl"}
    )
    assert CASE.vary({"*.sea.extra_days": oe.Sourced("0 day", row="x")}).row("asia.sea.extra_days")
    royalty = oe.Q([0.3, 1.0], "fraction")
    assert CASE.supply.evolve(royalty=oe.Sourced(royalty)) == CASE.supply.evolve(royalty=royalty)


# -- equality --------------------------------------------------------------------------------------


def test_equality_sees_evidence_and_the_hash_does_not() -> None:
    plain = CASE.vary({"market.brent": "64 USD/bbl"})
    sourced = CASE.vary({"market.brent": oe.Sourced("64 USD/bbl", low="60 USD/bbl")})
    noted = CASE.vary({"market.brent": oe.Sourced("64 USD/bbl", low="60 USD/bbl", note="Low.")})
    for left, right in ((plain, sourced), (sourced, noted), (plain, noted)):
        assert left != right
        assert left.market != right.market
        assert left.asia == right.asia
        assert left.same_figures(right)
        assert right.same_figures(left)
        assert hash(left) == hash(right)
    assert not plain.same_figures(CASE)
    assert not plain.same_figures(CASE.market)
    assert not CASE.market.same_figures(None)  # type: ignore[arg-type]
    assert not CASE.same_figures(CASE.rename({"asia": "china"}))
    reversed_ = CASE.evolve(routes={"asia": CASE.asia, "gulf": CASE.gulf})
    assert not CASE.same_figures(reversed_)  # the order counts
    assert reversed_ != CASE


def test_an_entry_of_a_source_counts_once_in_a_whole() -> None:
    desk, wire = oe.Source("desk", title="House view"), oe.Source("desk", title="Other")

    def citing(left: oe.Source | str, right: oe.Source | str) -> oe.Scenario:
        varied: oe.Scenario = CASE.vary(
            {
                "market.brent": oe.Sourced("64 USD/bbl", source=left),
                "asia.sea.weather": oe.Sourced("5 %", source=right),
            }
        )
        return varied

    assert citing(desk, "desk") == citing("desk", desk) == citing(desk, desk)
    assert citing(desk, "desk") != citing("desk", "desk")
    assert citing(desk, "desk") != citing(wire, "desk")
    assert citing(desk, "desk").market != citing(wire, "desk").market
    assert citing(oe.Source("desk"), "desk") == citing("desk", "desk")


def test_evidence_reaches_copies_and_its_own_source_goes_with_a_group() -> None:
    desk = oe.Source("desk", title="House view")
    ship = oe.Vessel.shipped("vlcc").evolve(dwt=oe.Sourced("310000 t", source=["wire", desk]))
    for again in (
        copy.copy(ship),
        copy.deepcopy(ship),
        pickle.loads(pickle.dumps(ship)),  # noqa: S301  our own
        oe.Vessel.from_dict(ship.to_dict()),
        oe.Vessel.of_values(dict(ship.values), ship),
        ship.evolve(name="ours").evolve(name="vlcc"),
    ):
        assert again == ship
        assert again._evidence == ship._evidence
        assert evidence(again, "dwt").entries == (desk,)
    moved = CASE.vary({"asia.sea.vessel": ship})
    assert moved.sources().loc["desk", "title"] == "House view"
    assert moved.sources().loc["wire", "title"] == ""


def test_new_values_keep_the_evidence_of_numbers_that_are_still_there() -> None:
    ship = oe.Vessel.shipped("vlcc")
    values = {**ship.values, "dwt": None, "knots_laden": 11.0}
    again = oe.Vessel.of_values(values, ship)
    assert again.row("dwt") is None
    row = again.row("knots_laden")
    assert row is not None
    assert row.value == 11.0
    assert row.evidence == ship._evidence["knots_laden"]
    assert oe.Vessel.of_values(values)._evidence == {}


def test_a_group_is_code_that_makes_an_equal_one() -> None:
    names = {name: getattr(oe, name) for name in ("Market", "Q", "Source", "Sourced")}
    market = CASE.market.evolve(
        brent=oe.Sourced(
            oe.Q(64 + 1 / 3, "USD/bbl"),
            low=oe.Q(1 / 7, "USD/bbl"),
            source=[oe.Source("desk", title='"'), "wire"],
            note="two\nlines\u2028",
        ),
        finance_rate=oe.Sourced("150 %/year", as_of="2026"),
        mgo=oe.Sourced(oe.Q([1 / 3, 700.0], "USD/t"), source="desk"),
        vlsfo="445 USD/t",
    )
    assert eval(repr(market), names) == market  # noqa: S307  our own


def test_the_row_of_no_path_is_refused() -> None:
    assert refusal(lambda: CASE.row(5), PathError) == (  # type: ignore[arg-type]
        "expected a path as text, got 5; write 'market.brent'"
    )
    assert CASE.row("market") is None
    assert CASE.row("asia") is None
    assert CASE.row("asia.sale.terms") is None


def test_a_row_whose_number_lies_outside_its_range_is_refused() -> None:
    s = oe.scenario("article")
    row = s.row("market.brent")
    assert row is not None
    beyond = replace(row, value=90.0)
    assert refusal(lambda: s.vary({"market.brent": beyond})) == (
        "market.brent: expected a number within its range, '62.54 USD/bbl' to '63.8 USD/bbl', got "
        "'90.0 USD/bbl'"
    )
    below = replace(row, value=50.0, evidence=replace(row.evidence, high=None))
    assert refusal(lambda: s.vary({"market.brent": below})) == (
        "market.brent: expected a number within its range, '62.54 USD/bbl' to ..., got "
        "'50.0 USD/bbl'"
    )
    for end in (62.54, 63.8):
        kept = s.vary({"market.brent": replace(row, value=end)}).row("market.brent")
        assert kept is not None
        assert kept.value == end
    thousands = replace(
        row,
        value=64_000.0,
        unit="USD/kb",
        evidence=replace(row.evidence, low=60_000.0, high=63_000.0),
    )
    assert refusal(lambda: s.vary({"market.brent": thousands})) == (
        "market.brent: expected a number within its range, '60.0 USD/bbl' to '63.0 USD/bbl', got "
        "'64.0 USD/bbl'"
    )
