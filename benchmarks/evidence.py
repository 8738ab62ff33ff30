"""Evidence beside the numbers: each race has the same figures with it and without it.

A case reads no evidence, and must take no longer with it; to build one, each number's range, date
and sources are read too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import oilecon as oe
from benchmarks.racing import Goal, clocked, race

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.racing import Row

__all__ = ["rows"]


def rows() -> Iterator[Row]:
    """Yield the races, after a check that both sides have the same figures.

    Raises
    ------
    AssertionError
        If they have not.
    """
    scenario = oe.scenario("article")
    tree = scenario.to_dict()
    plain_tree = without(tree)
    plain = oe.Scenario.from_dict(plain_tree)
    assert plain.same_figures(scenario)  # noqa: S101
    assert next(plain.evidence(), None) is None  # noqa: S101

    def compared(case: oe.Scenario) -> Callable[[], Any]:
        return lambda: oe.compare(case, "gulf", "asia").loss("operating")

    def varied(case: oe.Scenario) -> Callable[[], Any]:
        return lambda: case.vary({"asia.sea.charter.hire": "90000 USD/day"})

    def ship(fields: dict[str, Any]) -> Callable[[], Any]:
        return lambda: oe.Vessel(**fields)

    values = {name: value for name, (value, _, _) in SHIP.items()}
    cited = {
        name: oe.Sourced(value, kind="estimate", source="desk") for name, value in values.items()
    }
    ranged = {
        name: oe.Sourced(value, low=low, high=high, kind="estimate", source="desk")
        for name, (value, low, high) in SHIP.items()
    }

    def three_ships() -> None:
        for _ in range(3):  # value, low and high are three numbers to read
            oe.Vessel(**values)

    for name, ours, other, goal in (
        ("one case, against one without evidence", compared(scenario), compared(plain), 1.05),
        ("a changed scenario, the same", varied(scenario), varied(plain), 1.2),
        ("a sourced field, against a plain one", ship(cited), ship(values), 3.0),
        ("one with a range, against three plain ones", ship(ranged), three_ships, 3.0),
        (
            "a scenario from its tree, against one without evidence",
            lambda: oe.Scenario.from_dict(tree),
            lambda: oe.Scenario.from_dict(plain_tree),
            None,
        ),
    ):
        limit = None if goal is None else Goal(goal)
        yield race(clocked(ours), clocked(other)).row(name, limit)


SHIP: dict[str, tuple[str, str, str]] = {
    "knots_laden": ("13 knot", "12 knot", "14 knot"),
    "knots_ballast": ("12.5 knot", "12 knot", "13 knot"),
    "fuel_laden": ("70 t/day", "60 t/day", "80 t/day"),
    "fuel_ballast": ("53 t/day", "50 t/day", "60 t/day"),
    "fuel_load": ("20 t/day", "15 t/day", "25 t/day"),
    "fuel_discharge": ("110 t/day", "90 t/day", "120 t/day"),
    "fuel_wait": ("10 t/day", "9 t/day", "12 t/day"),
}
"""Value, low and high of each number that a vessel needs."""


def without(tree: Any) -> Any:
    """Return a scenario's plain tree without evidence."""
    if not isinstance(tree, dict):
        return tree
    if "value" in tree and "kind" in tree:
        return tree["value"]
    return {name: without(each) for name, each in tree.items()}
