"""The inputs that an analysis varies: their paths, places in the tree, and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from oilecon.analysis.columns import shown_unit
from oilecon.arguments import instance
from oilecon.errors import InputError, quote
from oilecon.scenario_tree import Scenario

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.units import Raw

__all__ = ["Input", "Keys", "one_case", "read_inputs", "read_scenario"]

Keys: TypeAlias = tuple[str, ...]


class Input(NamedTuple):
    """A number that is varied: one path, or all paths of a pattern, as one.

    Attributes
    ----------
    name : str
        The path or pattern.
    paths : tuple of str
        The paths that it covers.
    places : tuple of tuple of str
        The keys of each in the tree of values.
    field : oilecon.fields.Number
        Unit and bounds.
    value : float or array
        The value at the first of the paths.
    """

    name: str
    paths: tuple[str, ...]
    places: tuple[Keys, ...]
    field: Any
    value: Any

    def leaves(self, raw: Raw) -> dict[Keys, Raw]:
        """Return the raw value at every place."""
        return dict.fromkeys(self.places, raw)


def read_scenario(scenario: object) -> Scenario:
    """Return the scenario itself.

    Raises
    ------
    InputError
        If it is not a scenario.
    """
    return instance(Scenario, scenario, example="oilecon.scenario('article')")


def one_case(scenario: object, what: str, reason: str = "") -> Scenario:
    """Return the scenario itself, which is one case without arrays.

    Parameters
    ----------
    scenario : Scenario
        It may hold arrays, which is an error.
    what : str
        What takes one case, such as 'a sweep'.
    reason : str
        Why it does, if a user may expect otherwise.

    Raises
    ------
    InputError
        If it holds arrays, or is not a scenario.
    """
    case = read_scenario(scenario)
    if case.cases:
        why = f", since {reason}" if reason else ""
        held = f"this scenario holds {case.cases}"
        msg = f"{what} takes one case{why}, and {held}; write {case.one_row}"
        raise InputError(msg)
    return case


def read_inputs(scenario: Scenario, names: Sequence[str], *, absent: bool = False) -> list[Input]:
    """Return the inputs behind paths and patterns; several with commas between are one input.

    A number that is left out is an error unless `absent`: with a number there, a route may have
    other lines, which only a scenario made with it knows.

    Raises
    ------
    PathError
        If there is no such path.
    InputError
        If a path is given twice, holds no number, or one that is left out.
    """
    known = {path: (field, raw) for path, field, raw in scenario.leaves()}
    owner: dict[str, str] = {}
    inputs = []
    for name in names:
        parts = [part.strip() for part in str(name).split(",")]
        paths = tuple(path for part in parts for path in scenario.expand(part))
        for path in paths:
            if path in owner:
                msg = f"{path}: given twice, by {quote(owner[path])} and by {quote(name)}"
                raise InputError(msg)
            owner[path] = name
        places = tuple(map(scenario.keys_to, paths))
        field = known[paths[0]][0]
        for path in paths:
            if known[path][0].unit != field.unit:
                msg = (
                    f"{name}: {paths[0]} is in {shown_unit(field.unit)} and {path} in "
                    f"{shown_unit(known[path][0].unit)}; inputs that move as one have one unit"
                )
                raise InputError(msg)
            if known[path][1] is None and not absent:
                msg = f"{path}: is left out; put a number there first, with scenario.vary"
                raise InputError(msg)
        inputs.append(Input(str(name), paths, places, *known[paths[0]]))
    return inputs
