"""Fields: what each kind takes, shows, writes and refuses, for the author of a group."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import UnitError
from oilecon.fields import Choice, Date, Duration, Number, Schedule, Text
from oilecon.groups import Group, Members, Subgroup
from tests.samples import refusal


class Pump(Group):
    """One kind of lift."""

    power: Number = Number("1", "a multiple", low=0.5, high=4)


class Gas(Group):
    """Another kind of lift."""

    rate: Number = Number("bbl/day", "of gas", low=0, high=100, default=None)


GIVEN: dict[str, Any] = {
    "drilled": "2012-02-27",
    "life": "6 year",
    "output": ["3 kb", "2 kb"],
    "water": 0.25,
    "depth": "2000 m",
    "state": "shut",
    "lift": Pump(2),
    "pumps": {},
}
WRITTEN: dict[str, Any] = {
    "drilled": "2012-02-27",
    "life": "6.0 year",
    "output": {"value": [3.0, 2.0], "unit": "kb"},
    "water": 0.25,
    "depth": "2000.0 m",
    "state": "shut",
    "lift": {"kind": "Pump", "power": 2.0},
    "pumps": {},
    "fluid": "oil",
}


@pytest.fixture(name="kind")
def kind_() -> Any:
    """Return a group's class, defined anew for each test: its definition is what is tested."""

    class Well(Group):
        """A group with every kind of field, first as bare as can be, then with all it can say."""

        drilled: Date = Date("the day it was drilled")
        life: Number = Duration("how long it flows", high=30)
        output: Schedule = Schedule(
            "kb", "of each year", low=0, high=10, typical="['3 kb', '2 kb']"
        )
        water: Number = Number("fraction", "in what flows", low=0, high=1)
        depth: Number = Number(
            "m", "of the hole", low=10, high=9000, above=True, typical="'2000 m'"
        )
        state: Choice = Choice(("open", "shut"), "of the valve")
        lift: Subgroup[Pump | Gas] = Subgroup(Pump, Gas, doc="what lifts the oil")
        pumps: Members[Pump] = Members(Pump, doc="more pumps")
        closed: Date = Date("the day it was shut", default="")
        fluid: Choice = Choice(("oil", "gas"), "what flows", default="oil")
        rest: Number = Duration("how long it rests", high=2, default=None)
        cuts: Schedule = Schedule(
            "fraction", "by year", low=0, high=1, typical="'5 %'", default=None
        )
        name: Text = Text("a name", default="")
        spare: Subgroup[Pump | Gas | None] = Subgroup(
            Pump, Gas, doc="what stands by", default=None, named=True
        )
        more: Members[Gas] = Members(Gas, doc="more gas", minimum=0, default={})

    return Well


@pytest.fixture(name="well")
def well_(kind: Any) -> Any:
    """Return what makes a group of that class, with some fields changed."""

    def well(**changes: Any) -> Any:
        return kind(**(GIVEN | changes))

    return well


# -- what a field says of itself -------------------------------------------------------------------


def test_a_field_knows_its_meaning_its_name_and_its_group(kind: Any) -> None:
    said = {name: (field.doc, field.name, field.owner) for name, field in kind._fields.items()}
    assert said == {
        "drilled": ("the day it was drilled", "drilled", "Well"),
        "life": ("how long it flows", "life", "Well"),
        "output": ("of each year", "output", "Well"),
        "water": ("in what flows", "water", "Well"),
        "depth": ("of the hole", "depth", "Well"),
        "state": ("of the valve", "state", "Well"),
        "lift": ("what lifts the oil", "lift", "Well"),
        "pumps": ("more pumps", "pumps", "Well"),
        "closed": ("the day it was shut", "closed", "Well"),
        "fluid": ("what flows", "fluid", "Well"),
        "rest": ("how long it rests", "rest", "Well"),
        "cuts": ("by year", "cuts", "Well"),
        "name": ("a name", "name", "Well"),
        "spare": ("what stands by", "spare", "Well"),
        "more": ("more gas", "more", "Well"),
    }
    assert kind.output.each.doc == "of each year"


def test_a_field_without_a_default_must_be_given(kind: Any) -> None:
    assert [name for name, field in kind._fields.items() if field.required] == list(GIVEN)
    assert str(inspect.signature(kind)) == (
        "(drilled, life, output, water, depth, state, lift, pumps, closed='', fluid='oil', "
        "rest=None, cuts=None, name='', spare=None, more={})"
    )
    assert refusal(kind) == (
        "8 problems:\n"
        "  Well.drilled: a day is required; write drilled='2012-02-27'\n"
        "  Well.life: year is required; write life='6 year' or '72 months'\n"
        "  Well.output: kb is required; write output=['3 kb', '2 kb']\n"
        "  Well.water: a share is required; write water=0\n"
        "  Well.depth: m is required; write depth='2000 m'\n"
        "  Well.state: one of 'open', 'shut' is required; write state='open'\n"
        "  Well.lift: a value is required; write lift=Pump(...) or Gas(...)\n"
        "  Well.pumps: a value is required; write pumps={'name': Pump(...)}"
    )


def test_what_is_missing_in_a_file_is_a_table_for_a_group_and_a_line_for_the_rest(
    kind: Any,
) -> None:
    assert refusal(lambda: kind.from_dict({}, "wells.a")) == (
        "8 problems:\n"
        "  wells.a.drilled: a day is required; write drilled='2012-02-27'\n"
        "  wells.a.life: year is required; write life='6 year' or '72 months'\n"
        "  wells.a.output: kb is required; write output=['3 kb', '2 kb']\n"
        "  wells.a.water: a share is required; write water=0\n"
        "  wells.a.depth: m is required; write depth='2000 m'\n"
        "  wells.a.state: one of 'open', 'shut' is required; write state='open'\n"
        "  wells.a.lift: a table is required; write [wells.a.lift]\n"
        "  wells.a.pumps: a table is required; write [wells.a.pumps.name] for each"
    )


def test_the_neutral_values_stand_where_nothing_was_given(well: Any) -> None:
    group = well()
    left_out = ("closed", "fluid", "rest", "cuts", "name", "spare", "more")
    assert [getattr(group, name) for name in left_out] == ["", "oil", None, None, "", None, {}]
    with pytest.raises(TypeError):
        group.more["a"] = Gas()


# -- numbers ---------------------------------------------------------------------------------------


def test_low_is_allowed_unless_it_says_above(well: Any) -> None:
    assert well(water=0).values["water"] == 0.0
    assert refusal(lambda: well(depth="10 m")) == (
        "Well.depth: expected above 10 and at most 9000 m, got 10; write for example '2000 m'"
    )


def test_the_lowest_is_the_example_where_none_is_typical() -> None:
    assert refusal(lambda: Pump("0.4")) == (
        "Pump.power: expected at least 0.5 and at most 4, got 0.4; write for example 0.5"
    )
    assert refusal(lambda: Gas("-1 bbl/day")) == (
        "Gas.rate: expected at least 0 and at most 100 bbl/day, got -1; write for example "
        "'0 bbl/day'"
    )


@pytest.mark.parametrize(
    "table",
    [
        {"value": [0.1], "unit": 5},
        {"value": "0.1", "unit": "%"},
    ],
)
def test_a_table_that_is_no_array_is_no_number(kind: Any, table: dict[str, Any]) -> None:
    sentence = "expected a share, got dict, which is no number; write for example"
    for name, example in (("water", "0"), ("cuts", "'5 %'")):
        data = WRITTEN | {name: table}
        text = refusal(lambda d=data: kind.from_dict(d), UnitError)
        assert text == f"{name}: {sentence} {example}"


# -- a length of time ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("18 months", 1.5),
        ("1 month", 1 / 12),
        (" 1.5 months ", 0.125),
        ("0 months", 0.0),
        ("30 year", 30.0),
        ("360 months", 30.0),
        ("73 day", 0.2),
    ],
)
def test_a_month_is_a_twelfth_of_a_year(well: Any, text: str, years: float) -> None:
    assert well(life=text).values["life"] == years


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("361 months", ("expected at least 0 and at most 30 year, got 30.0833333333333; "
         "write for example '6 year' or '72 months'")),
        ("-1 day", ("expected at least 0 and at most 30 year, got -0.00273972602739726; "
         "write for example '6 year' or '72 months'")),
        (["1 year", "2 year"], ("expected one length of time for all cases, got an array of shape "
         "(2,); write one loan for each")),
        (oe.Q([[1.0]], "year"), ("expected one length of time for all cases, got an array of shape "
         "(1, 1); write one loan for each")),
    ],
)  # fmt: skip
def test_what_is_no_length_of_time_is_refused(well: Any, value: Any, sentence: str) -> None:
    assert refusal(lambda: well(life=value)) == f"Well.life: {sentence}"


def test_another_kind_of_quantity_is_no_length_of_time(well: Any) -> None:
    assert refusal(lambda: well(life="5 kb"), UnitError) == (
        "Well.life: expected year, got 5 in kb, another kind of quantity; "
        "write for example '6 year' or '72 months'"
    )
    assert refusal(lambda: well(life=None), UnitError) == (
        "Well.life: expected year, got nothing (None); write for example '6 year' or '72 months'"
    )


# -- figures in time -------------------------------------------------------------------------------


def test_figures_in_time_show_as_an_array_and_lie_as_a_tuple(well: Any) -> None:
    group = well(output=["3 kb", "2000 bbl"], cuts=["5 %", "7 %"])
    assert str(group.output) == "[3.0 2.0] kb"
    assert group.output.magnitude.tolist() == [3.0, 2.0]
    assert group.values["output"] == (3.0, 2.0)
    assert group.cuts.magnitude.tolist() == [0.05, 0.07]
    assert well(output="3 kb").values["output"] == (3.0,)
    assert well(output=oe.Q([0, 10], "kb")).values["output"] == (0.0, 10.0)
    assert "output" not in group.paths()


def test_figures_in_time_write_as_a_table_and_as_code(well: Any) -> None:
    group = well(cuts=["5 %"])
    assert group.to_dict() == WRITTEN | {"cuts": {"value": [0.05], "unit": "fraction"}}
    assert well().to_dict() == WRITTEN
    assert repr(group) == (
        "Well(drilled='2012-02-27', life='6.0 year', output=Q([3.0, 2.0], 'kb'), water=0.25, "
        "depth='2000.0 m', state='shut', lift=Pump(power=2.0), pumps={}, "
        "cuts=Q([0.05], 'fraction'))"
    )


def test_figures_that_are_absent_are_not_written(kind: Any, well: Any) -> None:
    assert "cuts" not in well(cuts=None).to_dict()
    assert "cuts" not in repr(well(cuts=None))
    assert kind.from_dict(WRITTEN | {"cuts": None}) == well()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("11 kb", ("expected at least 0 and at most 10 kb, got 11; "
         "write for example ['3 kb', '2 kb']")),
        (["1 kb", "-1 kb"], ("expected at least 0 and at most 10 kb, got -1 at index 1 (1 of 2); "
         "write for example ['3 kb', '2 kb']")),
        ([["1 kb"], ["2 kb"]], "expected one figure a period, got an array of shape (2, 1)"),
        ([[["1 kb"]]], "expected one figure a period, got an array of shape (1, 1, 1)"),
    ],
)  # fmt: skip
def test_what_are_no_figures_in_time_is_refused(well: Any, value: Any, sentence: str) -> None:
    assert refusal(lambda: well(output=value)) == f"Well.output: {sentence}"


def test_figures_that_must_be_given_cannot_be_none(well: Any) -> None:
    assert refusal(lambda: well(output=None), UnitError) == (
        "Well.output: expected kb, got nothing (None); write for example ['3 kb', '2 kb']"
    )


# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day",
    ["2012-02-27", "20120227", dt.date(2012, 2, 27), dt.datetime(2012, 2, 27, 23, 59)],  # noqa: DTZ001
    ids=repr,
)
def test_a_day_is_kept_as_iso_text(well: Any, day: Any) -> None:
    assert well(drilled=day, closed=day).drilled == "2012-02-27"
    assert well(closed=day).to_dict()["closed"] == "2012-02-27"


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2012-02-30", "'2012-02-30'"),
        ("27/02/2012", "'27/02/2012'"),
        (5, "5"),
        (None, "nothing (None)"),
    ],
)
def test_what_is_no_day_is_refused(well: Any, day: Any, shown: str) -> None:
    for name in ("drilled", "closed"):
        assert refusal(lambda n=name: well(**{n: day})) == (
            f"Well.{name}: expected a day, got {shown}; write for example '2012-02-27'"
        )


def test_a_day_may_be_unknown_only_where_it_may_be_left_out(well: Any) -> None:
    assert well(closed="") == well()
    assert refusal(lambda: well(drilled="")) == (
        "Well.drilled: expected a day, got ''; write for example '2012-02-27'"
    )


# -- groups ----------------------------------------------------------------------------------------


def test_a_group_of_several_kinds_names_them_all(well: Any) -> None:
    assert refusal(lambda: well(lift=3)) == "Well.lift: expected Pump(...) or Gas(...), got int"
    assert refusal(lambda: well(lift=None)) == (
        "Well.lift: expected Pump(...) or Gas(...), got NoneType"
    )


def test_only_a_group_that_is_shipped_says_where_from(well: Any) -> None:
    assert refusal(lambda: well(lift="big")) == "Well.lift: expected Pump(...) or Gas(...), got str"

    class Tank(Group):
        oil: Subgroup[oe.Crude] = Subgroup(oe.Crude, doc="what it holds")

    assert refusal(lambda: Tank(oil="big")) == (  # type: ignore[arg-type]
        "Tank.oil: expected Crude(...), got str; "
        "write oilecon.Crude.shipped('big') for a shipped one"
    )


def test_a_group_of_several_kinds_writes_which_it_is(kind: Any, well: Any) -> None:
    group = well(spare=Gas("5 bbl/day"))
    assert group.to_dict() == WRITTEN | {"spare": {"kind": "Gas", "rate": "5.0 bbl/day"}}
    assert group.values["spare"] == {"kind": "Gas", "rate": 5.0}
    assert group.values["lift"] == {"kind": "Pump", "power": 2.0}
    assert kind.from_dict(group.to_dict()) == group


@pytest.mark.parametrize(
    ("table", "came"),
    [({}, "got nothing"), ({"kind": "Wind"}, "got 'Wind'"), ({"kind": 3}, "got 3")],
)
def test_a_named_group_must_say_a_kind_that_there_is(
    kind: Any, table: dict[str, Any], came: str
) -> None:
    assert refusal(lambda: kind.from_dict(WRITTEN | {"spare": table}, "wells.a")) == (
        f"wells.a.spare: expected kind = one of 'Pump', 'Gas', {came}; write kind = 'Pump'"
    )


@pytest.mark.parametrize("name", ["lift", "pumps"])
def test_a_group_in_a_file_must_be_a_table(kind: Any, name: str) -> None:
    for data, shown in ((5, "5"), ("big", "'big'"), ([1], "[1]"), (None, "None")):
        wrong = WRITTEN | {name: data}
        assert refusal(lambda w=wrong: kind.from_dict(w)) == (
            f"{name}: expected a table, got {shown}"
        )


def test_members_may_be_none_at_all_unless_it_says_at_least(well: Any) -> None:
    assert well(pumps={}).pumps == {}
    assert well(pumps={}).to_dict()["pumps"] == {}

    class Field(Group):
        wells: Members[Pump] = Members(Pump, doc="pumps", minimum=2)

    assert Field(wells={"a": Pump(1), "b": Pump(1)}).paths() == ["a.power", "b.power"]
    assert refusal(lambda: Field(wells={"a": Pump(1)})) == (
        "Field.wells: expected at least 2 Pump, got 1"
    )
