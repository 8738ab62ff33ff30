"""Names of lines, sums, inputs and routes in words, for tables, charts and pages."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from oilecon.evidence_words import UNSOURCED, figures_in_words, sourced_in_words
from oilecon.netback.lines import IN_WORDS, LINES
from oilecon.present.plain import plain
from oilecon.scenario_tree import left_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oilecon.evidence import Evidence
    from oilecon.scenario_tree import Scenario

__all__ = [
    "column_titles",
    "evidence_of",
    "input_in_words",
    "inputs_in_words",
    "lines_in_words",
    "override_sources",
    "route_title",
    "route_titles",
    "sources_of",
    "yours_of",
]

_PATH = re.compile(r"[\w*]+(\.[\w*]+)+")  # a group of inputs has a name without a point
_WORDS = {**{name: kind.label for name, kind in LINES.items()}, **IN_WORDS, "wti": "WTI"}
_INPUTS = {
    "market.brent": "Brent",
    "supply.production_cost": "production cost, a barrel of crude",
    "supply.royalty": "royalty",
    "supply.diluent.price": "diluent price",
    "supply.diluent.price_per_tonne": "diluent price, a tonne",
    "supply.diluent.differential": "diluent price less Brent",
    "shadow_multiple": "shadow multiple",
    "rate": "freight rate",
}


def lines_in_words(lines: Iterable[str]) -> dict[str, str]:
    """Return each line's name in words; with its voyage's name where there are several."""
    known = list(lines)
    voyages = {line.partition(".")[0] for line in known if "." in line}
    names = {}
    for line in known:
        voyage, _, name = line.rpartition(".")
        shown = _WORDS.get(name) or name.replace("_", " ")
        names[line] = f"{voyage}: {shown}" if voyage and len(voyages) > 1 else shown
    return names


def input_in_words(scenario: Scenario, path: str) -> str:
    """Return an input's name in words, with its route and, where there are several, its voyage."""
    head, *middle = path.split(".")
    last = middle.pop() if middle else head  # of a number of the scenario itself
    if head in scenario.streams:
        return f"{head}: {input_in_words(scenario, '.'.join(('supply', *middle, last)))}"
    shown = _INPUTS.get(path) or _of_sale(scenario, path) or _INPUTS.get(last)
    shown = shown or last.replace("_", " ")
    if head == "supply" and middle[:1] == ["take"]:
        return f"{' '.join(middle[1:]).replace('_', ' ')} {shown}".strip()
    if head not in scenario.routes:
        return shown
    route = scenario.routes[head]
    below = middle[0] if middle else ""
    if below in route.chain or (below in route.legs and len(route.legs) > 1):
        shown = f"{below}, {shown}"
    return f"{route_titles(scenario, scenario.routes)[head]}: {shown}"


def _of_sale(scenario: Scenario, path: str) -> str:
    """Return an input of a sale with its benchmark; empty for any other input."""
    head, sale, below = path.rpartition("sale.")
    if not sale:
        return ""
    marker, _, last = below.rpartition(".")
    words = "differential to Brent" if last == "differential" else last.replace("_", " ")
    if marker:
        return f"{_benchmark(marker)}, {words}"
    if last != "differential":
        return ""
    named = scenario.routes.get(head.partition(".")[0])
    sales = [route.sale for route in ([named] if named else scenario.routes.values())]
    baskets = {" and ".join(map(_benchmark, sale.markers or ("Brent",))) for sale in sales}
    return f"differential to {baskets.pop()}" if len(baskets) == 1 else "differential"


def _starred(scenario: Scenario, path: str, shown: str) -> str:
    """Return an input of every route, or of those that have it, in words."""
    below = path.removeprefix("*.")
    known = scenario.paths()
    with_it = sum(f"{route}.{below}" in known for route in scenario.routes)
    if with_it in (0, len(scenario.routes)):
        return f"every route: {shown}"
    leg = below.partition(".")[0]
    of_legs = any(leg in route.legs for route in scenario.routes.values())
    return f"{leg}: {shown}" if of_legs else shown


def _benchmark(name: str) -> str:
    return _WORDS.get(name) or name.replace("_", " ")


def inputs_in_words(scenario: Scenario, paths: Iterable[str]) -> dict[str, str]:
    """Return each input's name in words, as on a report page; its path where two are alike.

    Parameters
    ----------
    scenario : Scenario
        The scenario that holds the inputs.
    paths : iterable of str
        Their paths, whole or below a route; a star for a route's name stands for every route.

    Returns
    -------
    dict of str to str
        Names by path.
    """
    known = list(paths)
    shown = {
        path: plain(input_in_words(scenario, path)) if _PATH.fullmatch(path) else path
        for path in known
    }
    shown |= {path: _starred(scenario, path, shown[path]) for path in known if path[:2] == "*."}
    count = Counter(shown.values())
    return {path: name if count[name] == 1 else path for path, name in shown.items()}


def route_title(scenario: Scenario, route: str) -> str:
    """Return a route's title, or its name where it has none."""
    return scenario.routes[route].title or route


def route_titles(
    scenario: Scenario, routes: Iterable[str], reserved: Iterable[str] = ()
) -> dict[str, str]:
    """Return a different title for each of several routes, with its name where titles are alike.

    Parameters
    ----------
    scenario : Scenario
        The scenario that holds the routes.
    routes : iterable of str
        Their names.
    reserved : iterable of str
        Titles that are taken, such as those of other columns.

    Returns
    -------
    dict of str to str
        Titles by name.
    """
    titles = {route: plain(route_title(scenario, route)) for route in routes}
    count = Counter([*titles.values(), *reserved])
    distinct = {
        route: title if count[title] == 1 else f"{title} ({route})"
        for route, title in titles.items()
    }
    # A title may look like another with its name; names are never alike.
    return (
        distinct
        if len(set(distinct.values())) == len(distinct)
        else {route: route for route in titles}
    )


def column_titles(
    scenarios: Sequence[Scenario], names: Iterable[str], reserved: Iterable[str] = ()
) -> dict[str, str]:
    """Return a different title for each column of a result.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The scenario that holds the routes, or two scenarios, one for each column.
    names : iterable of str
        Names of the routes, or of the two scenarios.
    reserved : iterable of str
        Titles that are taken, such as those of other columns.

    Returns
    -------
    dict of str to str
        Titles by name.
    """
    if len(scenarios) == 1:
        return route_titles(scenarios[0], names, reserved)
    columns = list(names)
    titles = [plain(each.title) for each in scenarios]
    taken = not all(titles) or len({*titles}) < len(titles) or not {*titles}.isdisjoint(reserved)
    return dict(zip(columns, columns if taken else titles, strict=True))


def sources_of(*scenarios: Scenario) -> str:
    """Return the origin of a scenario's numbers in a line; of two, that of both if they differ."""
    origins = list(dict.fromkeys(map(_origin, scenarios)))
    return f"Source: oilecon from {'; then from '.join(origins)}."


def _origin(scenario: Scenario) -> str:
    """Return where a scenario's numbers come from."""
    overrides = _yours(scenario)
    parts = []
    if scenario.reference:
        parts.append(f"the sourced inputs of “{scenario.reference}”")
    if overrides:
        several = "input" if len(overrides) == 1 else "inputs"
        sourced = sourced_in_words(overrides.values())
        parts.append(f"{len(overrides)} {several} of the user's{sourced}")
    return " and ".join(parts) or "neutral inputs"


def yours_of(scenario: Scenario) -> str:
    """Return how many inputs are the user's, and how many of those have a source; empty for none.

    Parameters
    ----------
    scenario : Scenario
        The scenario; an input is the user's if `Scenario.overrides` lists it.
    """
    overrides = _yours(scenario)
    if not overrides:
        return ""
    inputs = "1 input is" if len(overrides) == 1 else f"{len(overrides)} inputs are"
    return f"{inputs} yours{sourced_in_words(overrides.values()) or f', {UNSOURCED}'}."


def override_sources(scenario: Scenario) -> dict[str, list[str]]:
    """Return the keys of the sources of each input that is the user's and has any, by path."""
    return {
        path: list(each.source) for path, each in _yours(scenario).items() if each and each.source
    }


def _yours(scenario: Scenario) -> dict[str, Evidence | None]:
    """Return the evidence of each input that is the user's."""
    evidence = {path: each for path, _, _, each in scenario.sourced_leaves()}
    return {path: evidence.get(path) for path in scenario.overrides()}


def evidence_of(scenario: Scenario, routes: Iterable[str]) -> str:
    """Return the periods of the inputs, and how many are estimates, assumptions, or unsourced.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    routes : iterable of str
        The routes that are shown; inputs of others, and of what they do not sell, are not counted.

    Returns
    -------
    str
        A sentence. Inputs of one row count once, neutral zeros and ones not at all.
    """
    rows: dict[tuple[str, str], Evidence | None] = {}
    unused = left_out(scenario, tuple(routes))
    yours = scenario.overrides()
    for path, _, raw, evidence in scenario.sourced_leaves():
        known = raw is not None and (evidence is not None or path in yours)
        if known and path.partition(".")[0] not in unused:
            row = evidence.row if evidence is not None else ""
            rows[(row, str(raw)) if row else (path, "")] = evidence
    return figures_in_words(rows.values())
