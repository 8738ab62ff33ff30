"""Groups: checked once, frozen, addressed by dotted paths and varied into new ones."""

from __future__ import annotations

import copy
import math
import operator
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, PathError, UnitError
from oilecon.fields import Choice, Number, Text
from oilecon.groups import Group, Members, Subgroup, put
from tests.samples import refusal

ARTICLE = oe.scenario("article")
SANCTIONED = oe.scenario("article-sanctioned")
GIVEN = {
    "brent": "64 USD/bbl",
    "vlsfo": "535 USD/t",
    "mgo": "754 USD/t",
    "finance_rate": "10 %/year",
}


class Prices(Group):
    """A small group of plain numbers, of which all but one must be given."""

    brent: Number = Number("USD/bbl", "of crude", low=0, high=1000, typical="'64 USD/bbl'")
    vlsfo: Number = Number("USD/t", "of fuel", low=0, high=10_000, typical="'535 USD/t'")
    mgo: Number = Number("USD/t", "of gas oil", low=0, high=10_000, typical="'754 USD/t'")
    finance_rate: Number = Number("1/year", "of money", low=0, high=5, typical="'10 %/year'")
    monthly_structure: Number = Number("USD/bbl", "in time", low=-50, high=50, default=None)


def prices(**changes: Any) -> Prices:
    return Prices(**(GIVEN | changes))


class Tank(Group):
    """A small group with every kind of bound."""

    level: Number = Number("m", "from the bottom", low=0, high=20, typical="'12 m'")
    draught: Number = Number("m", "of the ship", low=0, high=20, above=True, default=1.0)
    heel: Number = Number("fraction", "signed", low=-2, high=2, default=0.0)
    factor: Number = Number("1", "a multiple", low=1, high=1e6, default=1.0)
    spare: Number = Number("m3", "what may be absent", low=0, high=100, default=None)
    fuel: Choice = Choice(("vlsfo", "mgo"), "what it burns", default="vlsfo")
    note: Text = Text("a remark", default="")


class Valve(Group):
    """A group whose only field may be left out."""

    note: Text = Text("a remark", default="")


class Farm(Group):
    """A group of groups."""

    first: Subgroup[Tank] = Subgroup(Tank, doc="the first tank")
    pumps: Members[Valve] = Members(Valve, doc="the pumps' valves", minimum=1)
    valve: Subgroup[Valve] = Subgroup(Valve, doc="its valve", default=Valve())
    second: Subgroup[Tank | None] = Subgroup(Tank, doc="the second tank", default=None)
    tanks: Members[Tank] = Members(Tank, doc="more tanks", default={})

    _reserved = frozenset({"total"})


class BigTank(Tank):
    """A kind of tank."""

    width: Number = Number("m", "across", low=0, high=50, default=2.0)


def farm(**changes: Any) -> Farm:
    given: dict[str, Any] = {"first": Tank("12 m"), "pumps": {"p": Valve()}}
    return Farm(**(given | changes))


# -- construction ----------------------------------------------------------------------------------


def test_what_may_be_left_out_has_its_neutral_value() -> None:
    tank = Tank("12 m")
    assert tank.values == {
        "level": 12.0,
        "draught": 1.0,
        "heel": 0.0,
        "factor": 1.0,
        "spare": None,
        "fuel": "vlsfo",
        "note": None,
    }
    assert tank.get("spare") is None
    assert tank.note == ""
    assert Tank("12 m", spare=None) == tank


def test_a_field_asked_of_the_class_is_the_field() -> None:
    assert Prices.brent.unit == "USD/bbl"
    assert Prices.brent.doc == "of crude"
    assert oe.Sale.terms.options == ("FOB", "CFR", "CIF", "DAP", "DDP")
    assert Farm.tanks.kinds == {"Tank": Tank}
    assert oe.Vessel.name.default == ""


def test_a_subclass_has_the_fields_of_both() -> None:
    tank = BigTank("12 m", width="3 m")
    assert tank.paths() == ["level", "draught", "heel", "factor", "spare", "width"]
    assert Tank("12 m").paths() == ["level", "draught", "heel", "factor", "spare"]
    assert tank != Tank("12 m")


def test_what_is_missing_is_named_with_what_to_write() -> None:
    assert refusal(lambda: Prices(brent="64 USD/bbl")) == (  # type: ignore[call-arg]
        "3 problems:\n"
        "  Prices.vlsfo: USD/t is required; write vlsfo='535 USD/t'\n"
        "  Prices.mgo: USD/t is required; write mgo='754 USD/t'\n"
        "  Prices.finance_rate: 1/year is required; write finance_rate='10 %/year'"
    )
    assert refusal(lambda: oe.Sale(differential="-9 USD/bbl")) == (  # type: ignore[call-arg]
        "Sale.terms: one of 'FOB', 'CFR', 'CIF', 'DAP', 'DDP' is required; write terms='FOB'"
    )
    assert refusal(lambda: Farm(first=Tank("12 m"))) == (  # type: ignore[call-arg]
        "Farm.pumps: a value is required; write pumps={'name': Valve(...)}"
    )
    assert refusal(lambda: Farm(pumps={"p": Valve()})) == (  # type: ignore[call-arg]
        "Farm.first: a value is required; write first=Tank(...)"
    )


def test_an_unknown_field_is_refused_with_the_nearest() -> None:
    assert refusal(lambda: prices(brnt="1 USD/bbl")) == (
        "Prices.brnt: there is no such field; did you mean 'brent'?"
    )
    assert refusal(lambda: prices(zzz=1)) == (
        "Prices.zzz: there is no such field; "
        "known: brent, finance_rate, mgo, monthly_structure, vlsfo"
    )
    assert refusal(lambda: prices(self=1)) == (
        "Prices.self: there is no such field; "
        "known: brent, finance_rate, mgo, monthly_structure, vlsfo"
    )


def test_too_many_values_and_one_given_twice_are_refused() -> None:
    assert refusal(lambda: Prices(*range(6))) == "Prices takes 5 values, got 6"
    assert refusal(lambda: Prices("64 USD/bbl", **GIVEN)) == (
        "Prices.brent: given twice, in order and by name"
    )


# -- bounds ----------------------------------------------------------------------------------------


def test_a_bound_is_allowed_itself_unless_it_says_above() -> None:
    tank = Tank("20 m", draught="20 m", heel="-200 %", factor=1)
    assert tank.values["level"] == 20.0
    assert tank.values["heel"] == -2.0
    assert Tank("0 m").values["level"] == 0.0
    assert Tank("1 m", draught="5e-324 m").values["draught"] > 0.0
    assert refusal(lambda: Tank("1 m", draught="0 m")) == (
        "Tank.draught: expected above 0 and at most 20 m, got 0; write for example '20 m'"
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("level", "-1 m", "expected at least 0 and at most 20 m, got -1; write for example '12 m'"),
        (
            "level",
            "20.0000001 m",
            "expected at least 0 and at most 20 m, got 20.0000001; write for example '12 m'",
        ),
        (
            "level",
            "1 km",
            "expected at least 0 and at most 20 m, got 1000; write for example '12 m'",
        ),
        ("heel", "201 %", "expected at least -2 and at most 2, got 2.01; write for example -1"),
        ("factor", 0, "expected at least 1 and at most 1000000, got 0; write for example 1"),
        (
            "spare",
            "101 m3",
            "expected at least 0 and at most 100 m3, got 101; write for example '0 m3'",
        ),
        (
            "level",
            oe.Q([0, 20, 30], "m"),  # the bounds themselves are not counted
            (
                "expected at least 0 and at most 20 m, got 30 at index 2 (1 of 3); "
                "write for example '12 m'"
            ),
        ),
        (
            "draught",
            oe.Q([20, 0, 5e-324], "m"),
            (
                "expected above 0 and at most 20 m, got 0 at index 1 (1 of 3); write for "
                "example '20 m'"
            ),
        ),
        (
            "level",
            oe.Q([1, 30, -4, 5], "m"),
            (
                "expected at least 0 and at most 20 m, got 30 at index 1 (2 of 4); "
                "write for example '12 m'"
            ),
        ),
        (
            "level",
            oe.Q([[1, 2], [3, -4]], "m"),
            (
                "expected at least 0 and at most 20 m, got -4 at index (1, 1) (1 of 4); "
                "write for example '12 m'"
            ),
        ),
        (
            "level",
            "1e999 m",
            "expected m, got inf, which is no finite number; write for example '12 m'",
        ),
        (
            "factor",
            math.nan,
            "expected a pure number, got nan, which is no finite number; write for example 1",
        ),
        (
            "heel",
            math.nan,
            "expected a share, got nan, which is no finite number; write for example -1",
        ),
        (
            "heel",
            "1e999 %",
            "expected a share, got inf, which is no finite number; write for example -1",
        ),
        (
            "heel",
            [0.5, math.nan, math.nan],
            (
                "expected a share, got nan at index 1 (2 of 3), which is no finite number; "
                "write for example -1"
            ),
        ),
        ("fuel", "coal", "expected one of 'vlsfo', 'mgo', got 'coal'"),
        ("fuel", None, "expected one of 'vlsfo', 'mgo', got None"),
        ("fuel", ["mgo"], "expected one of 'vlsfo', 'mgo', got ['mgo']"),
        ("note", 5, "expected text, got int"),
        ("note", "x" * 2001, "expected at most 2000 characters, got 2001"),
        ("note", "a\ud800", r"expected text that UTF-8 can hold, got 'a\ud800'"),
    ],
)
def test_a_value_out_of_bounds_is_refused(field: str, value: Any, sentence: str) -> None:
    given = {"level": "1 m", field: value}
    assert refusal(lambda: Tank(**given)) == f"Tank.{field}: {sentence}"
    assert refusal(lambda: Tank("1 m").evolve(**{field: value})) == f"Tank.{field}: {sentence}"
    assert refusal(lambda: Tank("1 m").vary({field: value})) == f"{field}: {sentence}"
    assert refusal(lambda: farm().vary({f"first.{field}": value})) == f"first.{field}: {sentence}"


def test_the_example_of_a_number_is_taken_by_it() -> None:
    """Of one above zero it was '0 m', of a share from -2 on it was -2: both are refused."""
    for field in (Tank.draught, Tank.heel, Number("1", "a multiple", low=0, high=3, above=True)):
        field.read(field.example().strip("'"))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("level", 12, "expected m, got the bare number 12; write '12 m' if that is the unit"),
        ("level", "12 t", ("expected m, got 12 in t, another kind of quantity; "
         "write for example '12 m'")),
        ("level", None, "expected m, got nothing (None); write for example '12 m'"),
        ("level", "12 ft", "'ft' is a foot of 0.3048 m; write '3.6576 m'"),
        ("heel", 3, ("expected a share, got the bare number 3; write '3 %' for percent, or the "
         "fraction 0.03")),
        ("factor", "2 m", ("expected a pure number, got 2 in m, another kind of quantity; "
         "write for example 1")),
    ],
)  # fmt: skip
def test_a_unit_that_does_not_fit_is_a_unit_error(
    field: str, value: Any, sentence: str | None
) -> None:
    given = {"level": "1 m", field: value}
    text = refusal(lambda: Tank(**given), UnitError)
    assert text == f"Tank.{field}: {sentence or refusal(lambda: oe.Q(value), UnitError)}"


@given(st.floats(0, 1000))
def test_any_number_within_its_bounds_is_kept(x: float) -> None:
    assert prices(brent=f"{x!r} USD/bbl").values["brent"] == x
    assert prices(brent=oe.Q([x, 0.5], "USD/bbl")).values["brent"].tolist() == [x, 0.5]


@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: not 0 <= x <= 1000))
def test_any_number_out_of_its_bounds_is_refused(x: float) -> None:
    sentence = "expected at least 0 and at most 1000 USD/bbl"
    for value in (f"{x!r} USD/bbl", oe.Q([1.0, x], "USD/bbl")):
        assert sentence in refusal(lambda v=value: prices(brent=v))


def test_several_problems_are_reported_together() -> None:
    with pytest.raises(InputError) as caught:
        prices(brent="-1 USD/bbl", vlsfo=3, mgo="5 bbl", brnt=1)
    problems = [
        ("Prices.brnt", "there is no such field; did you mean 'brent'?"),
        (
            "Prices.brent",
            "expected at least 0 and at most 1000 USD/bbl, got -1; write for example '64 USD/bbl'",
        ),
        (
            "Prices.vlsfo",
            "expected USD/t, got the bare number 3; write '3 USD/t' if that is the unit",
        ),
        (
            "Prices.mgo",
            "expected USD/t, got 5 in bbl, another kind of quantity; write for example '754 USD/t'",
        ),
    ]
    assert caught.value.problems == tuple(problems)
    assert str(caught.value) == "\n  ".join(
        ["4 problems:", *(f"{where}: {text}" for where, text in problems)]
    )


def test_problems_with_units_only_are_a_unit_error() -> None:
    with pytest.raises(UnitError) as caught:
        prices(brent=64, mgo="5 bbl")
    assert str(caught.value) == (
        "2 problems:\n"
        "  Prices.brent: expected USD/bbl, got the bare number 64; "
        "write '64 USD/bbl' if that is the unit\n"
        "  Prices.mgo: expected USD/t, got 5 in bbl, another kind of quantity; "
        "write for example '754 USD/t'"
    )
    assert [where for where, _ in caught.value.problems] == ["Prices.brent", "Prices.mgo"]


def test_twenty_problems_are_listed_and_the_rest_counted() -> None:
    def wrong(count: int) -> InputError:
        with pytest.raises(InputError) as caught:
            Valve.from_dict({f"x{n}": 1 for n in range(count)})
        return caught.value

    line = "x{}: there is no such field; known: note"
    listed = [line.format(n) for n in range(20)]
    assert str(wrong(20)) == "\n  ".join(["20 problems:", *listed])
    assert str(wrong(21)) == "\n  ".join(["21 problems:", *listed, "and 1 more"])
    assert str(wrong(22)) == "\n  ".join(["22 problems:", *listed, "and 2 more"])
    assert wrong(22).problems[-1] == ("x21", line.format(21).removeprefix("x21: "))


# -- groups in groups ------------------------------------------------------------------------------


def test_members_are_addressed_by_name() -> None:
    group = farm(tanks={"north": Tank("3 m"), "south": Tank("4 m")})
    assert group.north is group.tanks["north"]  # type: ignore[attr-defined]
    assert list(group.tanks) == ["north", "south"]
    assert str(group.south.level) == "4.0 m"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        operator.setitem(group.tanks, "west", Tank("3 m"))  # type: ignore[call-overload]


def test_the_callers_mapping_is_copied() -> None:
    mine = {"north": Tank("3 m")}
    group = farm(tanks=mine)
    mine["south"] = Tank("4 m")
    assert list(group.tanks) == ["north"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("first", 3, "expected Tank(...), got int"),
        ("first", None, "expected Tank(...), got NoneType"),
        ("first", Valve(), "expected Tank(...), got Valve"),
        ("second", [], "expected Tank(...), got list"),
        (
            "tanks",
            [Tank("1 m")],
            "expected a mapping of names to Tank, got list; write {'name': Tank(...)}",
        ),
        ("tanks", {"a": 3}, "expected Tank(...) for 'a', got int"),
        ("pumps", {}, "expected at least 1 Valve, got 0"),
        *(
            (
                "tanks",
                {name: Tank("1 m")},
                (
                    "expected names of at most 40 small letters, digits and underscores, "
                    f"got {shown}; write for example 'asia'"
                ),
            )
            for name, shown in [
                ("North", "'North'"),
                ("a.b", "'a.b'"),
                ("", "''"),
                ("1a", "'1a'"),
                ("_a", "'_a'"),
                ("é", "'é'"),
                ("a\n", r"'a\n'"),
                (5, "5"),
                ("a" * 41, f"'{'a' * 40}...'"),
            ]
        ),
    ],
)
def test_what_is_no_group_or_no_name_is_refused(field: str, value: Any, sentence: str) -> None:
    assert refusal(lambda: farm(**{field: value})) == f"Farm.{field}: {sentence}"


TAKEN = "is reserved or taken; write another than"


def test_reserved_and_duplicate_names_are_refused() -> None:
    fields = "first, p, pumps, second, tanks, total, valve"
    for name in ("total", "first", "tanks"):
        assert refusal(lambda n=name: farm(tanks={n: Tank("1 m")})) == (
            f"Farm.tanks: the name {name!r} {TAKEN} {fields}"
        )
    later = {"north": Tank("1 m"), "first": Tank("1 m")}
    assert refusal(lambda: farm(tanks=later)) == (
        f"Farm.tanks: the name 'first' {TAKEN} first, north, p, pumps, second, tanks, total, valve"
    )
    # 'p' is a pump, and the pumps come first.
    assert refusal(lambda: farm(tanks={"p": Tank("1 m")})) == (
        "Farm.tanks: the name 'p' is that of one of the pumps; write another"
    )
    for name in ("evolve", "paths", "values"):
        assert refusal(lambda n=name: farm(tanks={n: Tank("1 m")})) == (
            f"Farm.tanks: the name {name!r} is that of a method or property of Farm; write another"
        )


# -- frozen ----------------------------------------------------------------------------------------


def test_a_group_cannot_be_changed() -> None:
    group = prices()
    with pytest.raises(AttributeError) as caught:
        group.brent = "70 USD/bbl"  # type: ignore[misc]
    assert str(caught.value) == (
        "Prices.brent cannot be set: a group never changes; write .evolve(brent=...) for a new one"
    )
    with pytest.raises(AttributeError, match=r"^Prices.brent cannot be set: a group never changes"):
        setattr(group, "brent", 3)  # noqa: B010  as some tools do
    for name in ("brnt", "_raw", "_cache"):
        with pytest.raises(AttributeError, match=f"^Prices has no field '{name}' and never change"):
            setattr(group, name, 3)
        with pytest.raises(AttributeError, match=f"^Prices has no field '{name}' and never change"):
            delattr(group, name)
    assert group == prices()


@pytest.mark.parametrize(
    ("group", "name"),
    [(prices(), "brent"), (Tank("1 m"), "fuel"), (Tank("1 m"), "note"), (farm(), "first"),
     (farm(), "tanks")],
)  # fmt: skip
def test_a_field_cannot_be_deleted(group: Group, name: str) -> None:
    kind = type(group).__name__
    with pytest.raises(AttributeError) as caught:
        delattr(group, name)
    assert str(caught.value) == f"{kind}.{name} cannot be deleted: a group never changes"
    with pytest.raises(AttributeError, match=f"^{kind}.{name} cannot be set: a group never"):
        setattr(group, name, None)
    assert getattr(group, name) == getattr(copy.deepcopy(group), name)


def test_del_statements_are_refused() -> None:
    group = prices()
    with pytest.raises(AttributeError, match=r"^Prices.brent cannot be deleted"):
        del group.brent
    with pytest.raises(AttributeError, match=r"^Prices has no field '_raw' and never changes"):
        del group._raw
    assert str(group.brent) == "64.0 USD/bbl"


def test_arrays_are_copied_in_and_read_only() -> None:
    mine = np.array([60.0, 70.0])
    group = prices(brent=oe.Q(mine, "USD/bbl"))
    wrapped = oe.Q(mine, "USD/bbl")
    other = prices(brent=wrapped)
    mine[:] = 0.0
    with pytest.raises(ValueError, match="read-only"):
        wrapped.magnitude[:] = 0.0
    for each in (group, other, group.evolve(mgo="700 USD/t"), pickle.loads(pickle.dumps(group)),  # noqa: S301
                 copy.deepcopy(group)):  # fmt: skip
        assert each.values["brent"].tolist() == [60.0, 70.0]
        assert not each.values["brent"].flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            each.brent.magnitude[0] = 5.0
        with pytest.raises(ValueError, match="read-only"):
            each.brent.ito("USD/kb")
        assert each.values["brent"].tolist() == [60.0, 70.0]


@pytest.mark.parametrize(
    "array",
    [
        oe.Q([60000, 70000], "USD/kb"),
        ["60 USD/bbl", "70000 USD/kb"],
        [oe.Q("60 USD/bbl"), "70 USD/bbl"],
    ],
    ids=["other unit", "texts", "mixed"],
)
def test_an_array_made_from_what_came_is_read_only_too(array: Any) -> None:
    group = prices(brent=array)
    assert group.values["brent"].tolist() == [60.0, 70.0]
    with pytest.raises(ValueError, match="read-only"):
        group.values["brent"][0] = 5.0
    with pytest.raises(ValueError, match="cannot set WRITEABLE flag"):
        group.brent.magnitude.flags.writeable = True


def test_a_quantity_read_off_is_the_readers_own() -> None:
    group = prices()
    quantity = group.brent
    quantity.ito("USD/kb")
    assert str(group.brent) == "64.0 USD/bbl"


# -- equality, text, copies ------------------------------------------------------------------------


def test_groups_are_equal_by_value() -> None:
    assert prices() == prices(brent="64000 USD/kb")
    assert prices() != prices(brent="65 USD/bbl")
    assert prices() != GIVEN
    assert Tank("1 m") != BigTank("1 m")
    array = prices(brent=oe.Q([60, 70], "USD/bbl"))
    assert array == prices(brent=["60 USD/bbl", "70 USD/bbl"])
    assert array != prices(brent=oe.Q([60, 71], "USD/bbl"))
    assert array != prices(brent=oe.Q([60, 70, 80], "USD/bbl"))
    assert array != prices(brent=oe.Q([[60, 70]], "USD/bbl"))
    assert array != prices(brent="60 USD/bbl")
    assert prices(brent=oe.Q([64], "USD/bbl")) != prices()


def test_equal_groups_have_one_hash() -> None:
    pairs: list[tuple[Group, Group]] = [
        (prices(), prices(brent="64000 USD/kb")),
        (prices(finance_rate="-0.0 1/year"), prices(finance_rate="0 1/year")),
        (
            prices(finance_rate=oe.Q([-0.0, 1.0], "1/year")),
            prices(finance_rate=oe.Q([0.0, 1.0], "1/year")),
        ),
        (SANCTIONED, oe.scenario("article-sanctioned")),
        (farm(), farm(tanks={})),
    ]
    for left, right in pairs:
        assert left == right
        assert hash(left) == hash(right)
    assert len({prices(), prices(brent="65 USD/bbl"), Tank("1 m"), BigTank("1 m")}) == 4


def test_unequal_groups_have_hashes_of_their_own() -> None:
    """A dictionary of many scenarios stays quick to search."""

    class Cock(Valve):
        """Another kind of valve, with the same fields."""

    tiny, tinier = (oe.Q([x, 1.0], "m") for x in (1e-20, 2e-20))
    groups = [
        *(prices(), prices(brent="65 USD/bbl"), Valve(), Valve(note="x"), Cock()),
        *(Tank(tiny), Tank(tinier), Tank(oe.Q([[1e-20, 1.0]], "m"))),
        *(farm(), farm(tanks={"a": Tank("1 m")}), farm(tanks={"b": Tank("1 m")})),
    ]
    assert len({hash(group) for group in groups}) == len(groups)


def test_the_order_of_members_counts() -> None:
    """A chain is paid in order, and a table shows the voyages in order."""
    north, south = Tank("3 m"), Tank("4 m")
    one = farm(tanks={"north": north, "south": south})
    other = farm(tanks={"south": south, "north": north})
    assert one != other
    assert one == farm(tanks={"north": north, "south": south})
    assert list(other.vary({"north.level": "5 m"}).tanks) == ["south", "north"]


def test_text_shows_what_differs_from_the_default() -> None:
    assert repr(Tank("12 m")) == "Tank(level='12.0 m')"
    assert repr(Tank("12 m", heel="150 %", factor=2, spare="3 m3", fuel="mgo", note="it's")) == (
        "Tank(level='12.0 m', heel='1.5 fraction', factor=2.0, spare='3.0 m3', fuel='mgo', "
        'note="it\'s")'
    )
    assert repr(Tank(oe.Q([1, 2], "m"), heel=[[0.5], [1]])) == (
        "Tank(level=Q([1.0, 2.0], 'm'), heel=Q([[0.5], [1.0]], 'fraction'))"
    )
    assert repr(farm(tanks={"north": Tank("3 m")})) == (
        "Farm(first=Tank(level='12.0 m'), pumps={'p': Valve()}, "
        "tanks={'north': Tank(level='3.0 m')})"
    )


GROUPS: list[Group] = [
    prices(),
    prices(brent=oe.Q([[60.0], [1 / 3]], "USD/bbl"), finance_rate=["7 %/year", "0.1 1/year"]),
    *(oe.scenario(name) for name in ("article", "article-discount", "article-sanctioned")),
    SANCTIONED.vary({"*.sea.weather": [0.1, 0.2], "title": "a\n'\"\\\x7f\0 é \U0001f6a2"}),
    SANCTIONED.vary({"*.sea.weather": "150 %", "asia.sea.load_fuel": "mgo"}),
    ARTICLE.vary({"supply.diluent": None, "supply.target_api": None}),
]


@pytest.mark.parametrize("group", GROUPS)
def test_the_text_of_a_group_is_code_that_makes_it_again(group: Group) -> None:
    public = {name: getattr(oe, name) for name in oe.__all__} | {"Prices": Prices}
    again = eval(repr(group), public)  # noqa: S307  our own text
    assert again.same_figures(group)
    assert repr(again) == repr(group)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("way", ["pickle", "deepcopy", "copy"])
def test_a_copy_is_equal_and_frozen(group: Group, way: str) -> None:
    ways = {
        "pickle": lambda g: pickle.loads(pickle.dumps(g)),  # noqa: S301  our own bytes
        "deepcopy": copy.deepcopy,
        "copy": copy.copy,
    }
    again = ways[way](group)
    assert type(again) is type(group)
    assert again == group
    assert hash(again) == hash(group)
    assert again.paths() == group.paths()
    arrays = [raw for _, _, raw in again.leaves() if isinstance(raw, np.ndarray)]
    assert not any(array.flags.writeable for array in arrays)
    with pytest.raises(AttributeError):
        again.title = "x"


def pickled(group: Group) -> Any:
    return pickle.loads(pickle.dumps(group))  # noqa: S301  our own bytes


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_the_members_of_a_copy_cannot_be_changed_either(again: Any) -> None:
    made = again(farm(tanks={"north": Tank("3 m")}))
    for members in (made.pumps, made.tanks):
        with pytest.raises(TypeError, match="cannot be changed; make a copy"):
            members["south"] = Tank("3 m")


@pytest.mark.parametrize("group", GROUPS)
def test_plain_data_makes_an_equal_group(group: Group) -> None:
    data = group.to_dict()
    again = type(group).from_dict(data)
    assert again == group
    assert again.to_dict() == data


def test_plain_data_leaves_out_what_need_not_be_said() -> None:
    assert farm().to_dict() == {
        "first": {
            "level": "12.0 m",
            "draught": "1.0 m",
            "heel": 0.0,
            "factor": 1.0,
            "fuel": "vlsfo",
        },
        "valve": {},
        "pumps": {"p": {}},
    }
    assert Farm.from_dict(farm().to_dict()) == farm()


def test_plain_data_writes_shares_so_that_they_can_be_read_again() -> None:
    for share, written in [("30 %", 0.3), ("-100 %", -1.0), ("150 %", "1.5 fraction")]:
        tank = Tank("1 m", heel=share)
        assert tank.to_dict()["heel"] == written
        assert Tank.from_dict(tank.to_dict()) == tank
        assert Tank("1 m", heel=tank.heel) == tank


def test_groups_may_stand_in_plain_data() -> None:
    data = {"first": Tank("12 m"), "second": None, "pumps": {"p": Valve(), "q": {"note": "n"}}}
    assert Farm.from_dict(data) == farm(pumps={"p": Valve(), "q": Valve(note="n")})


def test_problems_of_plain_data_are_reported_together_under_their_places() -> None:
    data = {
        "first": {"level": 12, "fuel": "coal", "drought": 1},
        "valve": 3,
        "second": Valve(),
        "tanks": {"north": {"level": "-1 m"}, "south": {}, "west": 5},
        "extra": 1,
    }
    with pytest.raises(InputError) as caught:
        Farm.from_dict(data)
    assert str(caught.value) == (
        "10 problems:\n"
        "  extra: there is no such field; known: first, pumps, second, tanks, valve\n"
        "  first.drought: there is no such field; did you mean 'draught'?\n"
        "  first.level: expected m, got the bare number 12; write '12 m' if that is the unit\n"
        "  first.fuel: expected one of 'vlsfo', 'mgo', got 'coal'\n"
        "  pumps: a table is required; write [pumps.name] for each\n"
        "  valve: expected a table, got 3\n"
        "  second: expected Tank(...), got Valve\n"
        "  tanks.north.level: expected at least 0 and at most 20 m, got -1; "
        "write for example '12 m'\n"
        "  tanks.south.level: m is required; write level='12 m'\n"
        "  tanks.west: expected a table, got 5"
    )
    assert len(caught.value.problems) == 10
    with pytest.raises(InputError) as caught:
        Farm.from_dict({"first": {}}, "farms.big")
    assert [where for where, _ in caught.value.problems] == [
        "farms.big.first.level",
        "farms.big.pumps",
    ]


class Rig(Group):
    """A group whose fields must fit one another."""

    height: Number = Number("m", "of the mast", low=0, high=100)
    note: Text = Text("a remark", default="")

    def check(self) -> None:
        if self.note == "all":
            msg = "Rig: expected one thing: not all"
            raise InputError(msg)
        if self.note == "no class":
            msg = "expected one thing: a class"
            raise InputError(msg)
        if self.values["height"] > 50:
            msg = "Rig.height: expected a mast under the bridge: at most 50 m"
            raise InputError(msg)


class Yard(Group):
    """A group of such groups; an author may write a name in capitals."""

    RIGX: Subgroup[Rig] = Subgroup(Rig, doc="the rig")
    rigs: Members[Rig] = Members(Rig, doc="more", default={})


@pytest.mark.parametrize(
    ("height", "note", "below", "sentence"),
    [
        ("60 m", "", ".height", "expected a mast under the bridge: at most 50 m"),
        ("5 m", "all", "", "expected one thing: not all"),
        ("5 m", "no class", "", "expected one thing: a class"),
    ],
)
def test_what_does_not_fit_is_refused_under_its_place(
    height: str, note: str, below: str, sentence: str
) -> None:
    data = {"height": height, "note": note}
    rig = Rig("5 m")
    kind = "" if note == "no class" else f"Rig{below}: "
    assert refusal(lambda: Rig.from_dict(data)) == f"{kind}{sentence}"
    assert refusal(lambda: rig.vary(data)) == f"{kind}{sentence}"
    assert refusal(lambda: Yard.from_dict({"RIGX": data})) == f"RIGX{below}: {sentence}"
    assert refusal(lambda: Yard(rig).vary({f"RIGX.{k}": v for k, v in data.items()})) == (
        f"RIGX{below}: {sentence}"
    )
    with pytest.raises(InputError) as caught:
        Yard.from_dict({"RIGX": rig, "rigs": {"a": data}}, "yards.b")
    assert caught.value.problems == ((f"yards.b.rigs.a{below}", sentence),)


# -- paths -----------------------------------------------------------------------------------------


def test_paths_are_all_numbers_in_order() -> None:
    group = farm(tanks={"north": BigTank("3 m")})
    below = ["level", "draught", "heel", "factor", "spare"]
    assert group.paths() == [
        *(f"first.{name}" for name in below),
        *(f"north.{name}" for name in (*below, "width")),
    ]
    paths = SANCTIONED.paths()
    assert len(paths) == len(set(paths))
    assert {"market.brent", "asia.sea.charter.hire", "asia.agent.fee", "supply.diluent.price"} <= {
        *paths
    }


def test_three_paths_are_meant_at_most() -> None:
    three = farm(tanks={name: Tank("1 m") for name in ("a", "b")})
    assert refusal(lambda: three.get("level"), PathError) == (
        "no path 'level'; did you mean 'first.level' or 'a.level' or 'b.level'?"
    )
    four = farm(tanks={name: Tank("1 m") for name in ("a", "b", "c")})
    assert refusal(lambda: four.get("level"), PathError) == (
        "no path 'level'; did you mean 'valve'?"
    )


# -- vary ------------------------------------------------------------------------------------------


def test_evolve_refuses_as_construction_does() -> None:
    assert refusal(lambda: prices().evolve(brnt="65 USD/bbl", brent="-1 USD/bbl")) == (
        "2 problems:\n"
        "  Prices.brnt: there is no such field; did you mean 'brent'?\n"
        "  Prices.brent: expected at least 0 and at most 1000 USD/bbl, got -1; "
        "write for example '64 USD/bbl'"
    )
    assert refusal(lambda: prices().evolve(self=1)).startswith("Prices.self: there is no such")


def test_a_change_below_a_group_that_the_same_call_replaces_is_never_lost() -> None:
    fixed = oe.LumpSum(amount="12 MUSD")
    charter, hire = "asia.sea.charter", "asia.sea.charter.hire"
    sentence = (
        f"{hire}: the LumpSum given in the same call has no 'hire'; "
        "known: amount, commission, fixed_differential, premium_per_grt"
    )
    for changes in (
        {charter: fixed, hire: "1 kUSD/day"},
        {hire: "1 kUSD/day", charter: fixed},
        {"*.sea.charter": fixed, hire: "1 kUSD/day"},
        {"asia.sea": ARTICLE.asia.sea.evolve(charter=fixed), hire: "1 kUSD/day"},
    ):
        assert refusal(lambda changes=changes: ARTICLE.vary(changes)) == sentence
    assert refusal(
        lambda: ARTICLE.vary({"asia": ARTICLE.asia.evolve(legs={}), hire: "1 kUSD/day"})
    ) == (f"{hire}: the Route given in the same call has no 'sea'; did you mean 'stream'?")
    assert refusal(
        lambda: ARTICLE.vary({"supply.diluent": None, "supply.diluent.api": "50 degAPI"})
    ) == (
        "supply.diluent.api: 'supply.diluent' is left out (None) in the same call; "
        "write one or the other"
    )
    both = ARTICLE.vary({charter: fixed, f"{charter}.commission": "2 %"})
    assert both.get(charter) == fixed.evolve(commission="2 %")


# -- kinds -----------------------------------------------------------------------------------------


class Depot(Group):
    """A group whose fields hold one of several kinds."""

    tanks: Members[Tank | Valve] = Members(Tank, Valve, doc="of both kinds", default={})
    main: Subgroup[Tank | Valve] = Subgroup(Tank, Valve, doc="of either kind", default=Valve())


@pytest.mark.parametrize(
    "depot",
    [
        Depot({"a": Tank("1 m"), "b": Valve("shut")}, Valve("shut")),
        Depot({"b": Valve("shut"), "a": Tank("1 m")}, Tank("2 m")),
    ],
)
def test_several_kinds_are_named_in_values_and_files_without_being_asked(depot: Depot) -> None:
    assert Depot.from_dict(depot.to_dict()) == depot
    again = Depot.of_values(depot.values, depot)
    assert again == depot
    bare = Depot.of_values(dict(depot.values)).tanks
    assert [type(tank) for tank in bare.values()] == [type(tank) for tank in depot.tanks.values()]


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("tank", "got 'tank'; write kind = 'Tank'"),
        ("Valv", "got 'Valv'; write kind = 'Valve'"),
        ("Zea", "got 'Zea'; write kind = 'Tank'"),
        (None, "got nothing; write kind = 'Tank'"),
        ([], "got []; write kind = 'Tank'"),
    ],
)
def test_a_kind_that_does_not_exist_is_named_with_what_to_write(kind: Any, sentence: str) -> None:
    wanted = f"expected kind = one of 'Tank', 'Valve', {sentence}"
    data = {"kind": kind, "level": "1 m"}
    assert refusal(lambda: Depot.from_dict({"tanks": {"a": data}})) == f"tanks.a: {wanted}"
    assert refusal(lambda: Depot.from_dict({"main": data})) == f"main: {wanted}"
    tank = {**Tank("1 m").values, "kind": kind}
    valve = {**Valve().values, "kind": "Valve"}
    assert refusal(lambda: Depot.of_values({"tanks": {"a": tank}, "main": valve})) == wanted
    assert refusal(lambda: Depot.of_values({"tanks": {}, "main": tank})) == wanted


def test_a_kind_with_a_field_of_that_name_is_refused() -> None:
    class Pump(Group):
        kind: Text = Text("what moves it", default="")

    assert Members(Pump, doc="of one kind").kinds == {"Pump": Pump}
    for declare in (
        lambda: Members(Tank, Pump, doc="of two kinds"),
        lambda: Subgroup(Tank, Pump, doc="of two kinds"),
        lambda: Members(Pump, doc="of one kind", named=True),
    ):
        assert refusal(declare) == (
            "Pump.kind: a file has the group's kind there; write another name"
        )


class Ship(oe.Vessel):
    """A ship with a field of its own."""

    paint: Number = Number("USD", "each year", low=0, high=1e6, default=0.0)


class Passage(oe.Voyage):
    """A voyage of the user's own class."""


def test_a_derived_group_stands_where_its_base_does() -> None:
    sea = ARTICLE.asia.sea
    ship = Ship.shipped("vlcc", paint="5 USD")
    passage = Passage(**{**{name: getattr(sea, name) for name in sea._fields}, "vessel": ship})
    own = ARTICLE.vary({"asia.sea": passage})
    assert type(own.asia.sea) is Passage
    assert type(own.get("asia.sea.vessel")) is Ship
    assert own.values["routes"]["asia"]["legs"]["sea"]["kind"] == "Voyage"
    assert oe.compare(own, "gulf", "asia").loss() == oe.compare(ARTICLE, "gulf", "asia").loss()
    farther = oe.Q([13_000.0, 14_000.0], "nmi")
    assert (
        oe.sweep(own, {"asia.sea.distance": farther})["loss"].magnitude.tolist()
        == oe.sweep(ARTICLE, {"asia.sea.distance": farther})["loss"].magnitude.tolist()
    )
    again = oe.Scenario.of_values({**own.values, "market": {**own.values["market"]}}, own)
    assert again == own
    assert oe.Scenario.of_values(dict(own.values)).asia.sea.distance == sea.distance
    assert pickle.loads(pickle.dumps(own)) == own  # noqa: S301  its own


def test_text_in_place_of_a_shipped_group_is_answered_with_a_call_that_works() -> None:
    text = refusal(lambda: ARTICLE.vary({"asia.charges": "2709"}))
    assert text == (
        "asia.charges: expected ImportCharges(...), got str; write "
        "oilecon.ImportCharges.shipped('2709', on='2021-07-14') for a shipped one"
    )
    call = text.partition("write ")[2].removesuffix(" for a shipped one")
    assert type(eval(call, {"oilecon": oe})) is oe.ImportCharges  # noqa: S307  what a user would do


def routes_in_plain_form() -> dict[str, Any]:
    """Two routes, of which one alone has a marker, and the other alone a hire."""
    dear = {"vessel": "aframax", "charter": {"kind": "TimeCharter"}}
    cheap = {"vessel": "aframax", "charter": {"kind": "LumpSum"}}
    return {
        "routes": {
            "near": {"sale": {"markers": {"wti": {}}}, "legs": {"sea": cheap}},
            "far": {"sale": {}, "legs": {"sea": dear}},
        }
    }


@pytest.mark.parametrize(
    ("pattern", "routes"),
    [
        ("*.sale.wti.weight", ["near"]),
        ("*.sea.charter.hire", ["far"]),
        ("*.*.charter.hire", ["far"]),
        ("*.sale.payment_days", ["near", "far"]),
        ("*.sea.weather", ["near", "far"]),
        ("*.risk.transit_loss", ["near", "far"]),
    ],
)
def test_a_pattern_stands_for_every_member_that_has_its_whole_path(
    pattern: str, routes: list[str]
) -> None:
    plain = routes_in_plain_form()
    before = copy.deepcopy(plain)
    put(oe.Scenario, plain, pattern.split("."), "mine")
    changed = [name for name in before["routes"] if plain["routes"][name] != before["routes"][name]]
    assert changed == routes
    assert str(plain).count("mine") == len(routes)


@pytest.mark.parametrize("pattern", ["*.heavy.api", "*.*.api", "supply.*.api"])
def test_a_star_stands_for_a_group_in_a_field_too_and_makes_no_optional_one(pattern: str) -> None:
    plain: dict[str, Any] = routes_in_plain_form()
    put(oe.Scenario, plain, pattern.split("."), "mine")
    assert plain == {**routes_in_plain_form(), "supply": {"heavy": {"api": "mine"}}}


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("*.sea.wether", "no place for 'wether' in Voyage; did you mean 'weather'?"),
        ("*.sale.dubai.weight", "no place for 'dubai.weight' in Sale; known: "),
        ("*.lake.weather", "no place for '*.lake.weather' in Scenario"),
    ],
)
def test_a_pattern_that_no_member_has_is_refused_where_it_ends(pattern: str, fault: str) -> None:
    plain = routes_in_plain_form()
    with pytest.raises(PathError) as refused:
        put(oe.Scenario, plain, pattern.split("."), "mine")
    assert str(refused.value).startswith(fault)
