"""Names of a derivation's numbers, by the part of the scenario that each belongs to."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from oilecon.formulas.tree import needs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.scenario_tree import Scenario
    from oilecon.tracing import Traced

__all__ = ["unique_names"]


def unique_names(
    order: list[Traced], root: Traced, name: str, scenario: Scenario
) -> dict[Traced, str]:
    """Return a unique name for each number, a local one with its part of the scenario before it.

    Inputs keep their paths, and the root the name of the outcome requested. A line with the name of
    one of its inputs, as demurrage and its rate, gets the suffix ``_line``.
    """
    names = {node: node.name for node in order if node.operation == "leaf"}
    inputs = frozenset(names.values())

    def free(own: str) -> str:
        own += "_line" * (own in inputs)
        numbered = (f"{own}_{count}" for count in itertools.count(2))
        return own if own not in taken else next(n for n in numbered if n not in taken)

    taken = set(inputs)
    names[root] = free(name)
    taken.add(names[root])
    homes: dict[Traced, tuple[str, ...] | None] = {}
    for node in order:
        homes[node] = _home(node, homes, scenario)
        if node in names:
            continue
        own = node.name
        if "." not in own:
            own = ".".join((*(homes[node] or ()), own))
        names[node] = free(own)
        taken.add(names[node])
    return names


def _home(
    node: Traced, homes: Mapping[Traced, tuple[str, ...] | None], scenario: Scenario
) -> tuple[str, ...] | None:
    """Return the path common to all route inputs of a number, else to its supply inputs."""
    if node.operation == "leaf":
        return scenario.home(node.name)
    below = [home for need in needs(node) if (home := homes[need])]
    of_routes = [home for home in below if home[0] in scenario.routes]
    below = of_routes or [home for home in below if home[0] != "market"] or below
    shared: list[str] = []
    for steps in zip(*below, strict=False):
        if len(set(steps)) > 1:
            break
        shared.append(steps[0])
    return tuple(shared)
