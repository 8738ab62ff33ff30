"""Names of lines, sums and inputs as a reader says them: one place for tables, pictures, pages."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from oilecon.netback.lines import IN_WORDS, LINES
from oilecon.present.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oilecon.scenario_tree import Scenario

__all__ = [
    "input_in_words",
    "inputs_in_words",
    "lines_in_words",
    "route_title",
    "route_titles",
    "sources_of",
]

_PATH = re.compile(r"[\w*]+(\.[\w*]+)+")  # and not the name of a group of inputs
_WORDS = {**{name: kind.label for name, kind in LINES.items()}, **IN_WORDS}
_INPUTS = {
    "market.brent": "Brent",
    "supply.production_cost": "production cost, a barrel of crude",
    "supply.royalty": "royalty",
    "supply.diluent.price": "diluent price",
    "supply.diluent.price_per_tonne": "diluent price, a tonne",
    "supply.diluent.differential": "diluent price less Brent",
    "differential": "differential to Brent",
    "shadow_multiple": "shadow multiple",
}


def lines_in_words(lines: Iterable[str]) -> dict[str, str]:
    """Return what each line is called; the voyage's name is left out where there is only one."""
    known = list(lines)
    voyages = {line.partition(".")[0] for line in known if "." in line}
    found = {}
    for line in known:
        voyage, _, name = line.rpartition(".")
        shown = _WORDS.get(name) or name.replace("_", " ")
        found[line] = f"{voyage}: {shown}" if voyage and len(voyages) > 1 else shown
    return found


def input_in_words(scenario: Scenario, path: str) -> str:
    """Return what an input is called, with its route and its voyage where there are several."""
    head, *middle, last = path.split(".")
    shown = _INPUTS.get(path) or _INPUTS.get(last) or last.replace("_", " ")
    if head not in scenario.routes:
        return shown
    route = scenario.routes[head]
    below = middle[0] if middle else ""
    if below in route.chain or (below in route.voyages and len(route.voyages) > 1):
        shown = f"{below}, {shown}"
    return f"{route_titles(scenario, scenario.routes)[head]}: {shown}"


def inputs_in_words(scenario: Scenario, paths: Iterable[str]) -> dict[str, str]:
    """Return what each input is called, as on a report page; by its path where two are alike.

    Parameters
    ----------
    scenario : Scenario
        Whose inputs they are.
    paths : iterable of str
        Their paths, or what begins below a route; a star stands for every route.
    """
    known = list(paths)
    shown = {
        path: plain(input_in_words(scenario, path)) if _PATH.fullmatch(path) else path
        for path in known
    }
    shown |= {path: f"every route: {said}" for path, said in shown.items() if path.startswith("*.")}
    count = Counter(shown.values())
    return {path: said if count[said] == 1 else path for path, said in shown.items()}


def route_title(scenario: Scenario, route: str) -> str:
    """Return what a route is called in tables: its title, or its name."""
    return scenario.routes[route].title or route


def route_titles(
    scenario: Scenario, routes: Iterable[str], reserved: Iterable[str] = ()
) -> dict[str, str]:
    """Return what each route is called where they stand together: by its name too if need be.

    Parameters
    ----------
    scenario : Scenario
        Whose routes they are.
    routes : iterable of str
        Their names.
    reserved : iterable of str
        What none may be called there.
    """
    titles = {route: plain(route_title(scenario, route)) for route in routes}
    count = Counter([*titles.values(), *reserved])
    told = {
        route: title if count[title] == 1 else f"{title} ({route})"
        for route, title in titles.items()
    }
    # A title may look like another with its name; names are never alike.
    return told if len(set(told.values())) == len(told) else {route: route for route in titles}


def sources_of(scenario: Scenario) -> str:
    """Return in a line where a scenario's numbers come from."""
    overrides = len(scenario.overrides())
    parts = []
    if scenario.reference:
        parts.append(f"the sourced inputs of “{scenario.reference}”")
    if overrides:
        parts.append(f"{overrides} {'input' if overrides == 1 else 'inputs'} of the user's")
    return f"Source: oilecon from {' and '.join(parts) or 'neutral inputs'}."
