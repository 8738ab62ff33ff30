"""Paths of groups: what stands at one, and what is varied at one, at several and by a pattern."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import InputError, OilEconError, PathError
from oilecon.fields import Choice, Number, Text
from oilecon.groups import Group, Members, Subgroup


class Room(Group):
    """What stands furthest down."""

    width: Number = Number("m", "across", low=0, high=50, typical="'4 m'")
    floor: Choice = Choice(("wood", "stone"), "what one walks on", default="wood")


class Storey(Group):
    """What holds named members."""

    height: Number = Number("m", "to the ceiling", low=0, high=10, typical="'3 m'")
    rooms: Members[Room] = Members(Room, doc="its rooms", minimum=1)


class Building(Group):
    """A tree of three levels."""

    storeys: Members[Storey] = Members(Storey, doc="above the ground", minimum=1)
    cellar: Subgroup[Storey | None] = Subgroup(Storey, doc="below the ground", default=None)
    name: Text = Text("what it is called", default="")


def building(**changes: Any) -> Building:
    first = Storey("3 m", rooms={"hall": Room("8 m", "stone"), "study": Room("4 m")})
    second = Storey("2.5 m", rooms={"hall": Room("6 m"), "attic": Room("5 m")})
    return Building(**({"storeys": {"first": first, "second": second}} | changes))


def refusal(make: Any, kind: type[OilEconError] = PathError) -> str:
    """Return the text with which `make` refuses."""
    with pytest.raises(kind) as caught:
        make()
    return str(caught.value)


def widths(group: Building) -> dict[str, Any]:
    return {path: raw for path, field, raw in group.leaves() if field.name == "width"}


BEFORE = {
    "first.hall.width": 8.0,
    "first.study.width": 4.0,
    "second.hall.width": 6.0,
    "second.attic.width": 5.0,
}


def test_members_stand_in_paths_by_their_own_names() -> None:
    assert widths(building()) == BEFORE
    assert building().paths() == [
        *("first.height", "first.hall.width", "first.study.width"),
        *("second.height", "second.hall.width", "second.attic.width"),
    ]


def test_a_path_leads_to_a_number_a_choice_a_text_or_a_group() -> None:
    house = building(name="mill")
    assert str(house.get("first.hall.width")) == "8.0 m"
    assert house.get("first.hall.floor") == "stone"
    assert house.get("name") == "mill"
    assert house.get("cellar") is None
    assert house.get("first.hall") is house.storeys["first"].rooms["hall"]


def test_the_place_of_a_path_is_the_keys_of_its_plain_values() -> None:
    house = building()
    place = house.keys_to("second.attic.width")
    assert place == ("storeys", "second", "rooms", "attic", "width")
    value: Any = house.values
    for key in place:
        value = value[key]
    assert value == 5.0
    assert refusal(lambda: house.keys_to("first.hall"), InputError) == (
        "first.hall: holds no number; see .paths() for those that do"
    )


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("frist.height", "no path 'frist.height'; did you mean 'first'?"),
        ("first.hall.widht", "'first.hall' has no 'widht'; did you mean 'width'?"),
        ("first.hall.width.x", "'first.hall.width' has nothing below it"),
        ("storeys.first.height", "did you mean 'first.height'?"),
        ("attic", "did you mean 'second.attic'?"),
        ("", "known: cellar, first, name, second"),
    ],
)
def test_a_wrong_path_is_refused_where_it_goes_wrong(path: str, sentence: str) -> None:
    house = building()
    assert refusal(lambda: house.get(path)).endswith(sentence)
    assert refusal(lambda: house.vary({path: "1 m"})).endswith(sentence)


def test_vary_changes_what_it_names_and_nothing_else() -> None:
    house = building()
    new = house.vary({"first.hall.width": "9 m", "second.hall.floor": "stone", "name": "mill"})
    assert widths(new) == BEFORE | {"first.hall.width": 9.0}
    assert new.get("second.hall.floor") == "stone"
    assert new.name == "mill"
    assert widths(house) == BEFORE
    assert new.storeys["first"].rooms["study"] is house.storeys["first"].rooms["study"]


def test_a_pattern_covers_one_step_a_star() -> None:
    house = building()
    assert widths(house.vary({"*.hall.width": "1 m"})) == BEFORE | {
        "first.hall.width": 1.0,
        "second.hall.width": 1.0,
    }
    assert set(widths(house.vary({"*.*.width": "2 m"})).values()) == {2.0}
    for pattern in ("*.width", "*.*.*.width", "*.kitchen.width", "**"):
        assert refusal(lambda p=pattern: house.vary({p: "1 m"})) == (
            f"no path fits the pattern {pattern!r}; see .paths() for all of them"
        )


def test_a_path_that_a_pattern_covers_too_is_given_twice() -> None:
    for first, second in (
        ("*.hall.width", "first.hall.width"),
        ("first.hall.width", "*.hall.width"),
        ("*.*.width", "first.*.width"),
    ):
        assert refusal(
            lambda a=first, b=second: building().vary({a: "1 m", b: "2 m"}), InputError
        ) == (f"first.hall.width: given twice, by {second!r} and by another path or pattern")


def test_a_group_and_what_is_below_it_are_set_in_either_order() -> None:
    changes = {"first.hall": Room("7 m", "wood"), "first.hall.width": "9 m"}
    for order in (1, -1):
        new = building().vary(dict([*changes.items()][::order]))
        assert new.get("first.hall") == Room("9 m", "wood")


def test_what_is_left_out_has_no_path_below_it_until_it_is_there() -> None:
    assert refusal(lambda: building().vary({"cellar.height": "2 m"})) == (
        "no path 'cellar.height': 'cellar' is left out (None)"
    )
    dug = building().vary({"cellar": Storey("2 m", rooms={"store": Room("3 m")})})
    assert dug.vary({"cellar.height": "1 m"}).cellar == Storey("1 m", rooms={"store": Room("3 m")})
    assert dug.vary({"cellar": None}) == building()


def test_all_problems_come_under_their_paths() -> None:
    with pytest.raises(InputError) as caught:
        building().vary({"*.height": "-1 m", "first.hall.floor": "mud", "cellar": 3})
    assert [where for where, _ in caught.value.problems] == [
        "first.height",
        "first.hall.floor",
        "second.height",
        "cellar",
    ]


def test_arrays_stand_at_paths_as_numbers_do() -> None:
    many = building().vary({"first.hall.width": oe.Q([1, 2], "m")})
    assert many.get("first.hall.width").magnitude.tolist() == [1.0, 2.0]
    assert many != building()
    assert many.vary({"first.hall.width": "8 m"}) == building()
