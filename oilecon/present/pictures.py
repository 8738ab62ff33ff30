"""What `result.plot()` draws: a result's table under the picture that suits it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from oilecon.errors import InputError, did_you_mean, quote
from oilecon.evaluation import Evaluator
from oilecon.inputs.route import ships
from oilecon.outcomes import USD_BBL
from oilecon.present import charts, maps
from oilecon.present.words import lines_in_words, route_titles, sources_of
from oilecon.results import aligned
from oilecon.shipping.distances import distance

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from oilecon.inputs import Voyage
    from oilecon.scenario_tree import Scenario
    from oilecon.shipping.distances import Distance

__all__ = ["diluent_by_month", "draw"]

_NEAR = 0.1  # of the voyage's miles: computed ways lie within 6 % of all published ones


def draw(scenario: Scenario, routes: tuple[str, ...], kind: str, ax: Axes | None) -> Axes:
    """Draw one or more routes of a scenario; see `Comparison.plot`."""
    kinds: dict[str, Any] = {"waterfall": _waterfall, "map": _map}
    if kind not in kinds:
        msg = f"no picture {quote(kind)}{did_you_mean(str(kind), kinds)}"
        raise InputError(msg)
    if scenario.shape:
        msg = (
            f"a picture shows one case, and this result holds {scenario.shape}; "
            "evaluate scenario.at(index)"
        )
        raise InputError(msg)
    drawn: Axes = kinds[kind](scenario, tuple(dict.fromkeys(routes)), ax)
    return drawn


def _waterfall(scenario: Scenario, routes: tuple[str, ...], ax: Axes | None) -> Axes:
    engine = Evaluator(scenario, routes)
    titles = route_titles(scenario, routes, ("kind", "recipient"))
    table = aligned({route: engine.waterfall(route) for route in routes})
    table = table.rename(columns={f"{route} [{USD_BBL}]": titles[route] for route in routes})
    shown = table[["kind", *titles.values()]]
    # A line of nothing on every route has no bar.
    shown = shown[(shown["kind"] == "subtotal") | (shown[list(titles.values())] != 0.0).any(axis=1)]
    shown = shown.set_axis(list(lines_in_words(shown.index).values()))
    heading = "What a barrel earns its producer"
    heading += f": {titles[routes[0]]}" if len(routes) == 1 else ""
    return charts.waterfall(
        shown,
        unit="USD per barrel loaded",
        title=heading,
        source=sources_of(scenario),
        ax=ax,
    )


def _map(scenario: Scenario, routes: tuple[str, ...], ax: Axes | None) -> Axes:
    legs = []
    for route, title in route_titles(scenario, routes).items():
        voyages = ships(scenario.routes[route])
        for name, voyage in voyages.items():
            for field in ("load_port", "discharge_port"):
                if not getattr(voyage, field):
                    msg = (
                        f"a map needs ports: {route}.{name}.{field} is empty; "
                        "write a shipped port there, such as 'Houston'"
                    )
                    raise InputError(msg)
            way = _way(voyage)
            shown = f"{title if len(voyages) == 1 else f'{title}, {name}'}: {voyage.distance:,.0f}"
            if not _fits(way, voyage):
                shown += f" (drawn: {way.miles:,.0f})"
            legs.append(maps.Leg(shown, way))
    if not legs:
        msg = f"a map needs voyages, and {' and '.join(map(repr, routes))} has none"
        raise InputError(msg)
    heading = "The sea route" if len(legs) == 1 else "The sea routes"
    source = "Source: oilecon's waypoints, a shortest route for the ship; miles are the scenario's."
    return maps.route_map(legs, title=heading, source=source, ax=ax)


def _way(voyage: Voyage) -> Distance:
    """Return the usual way; where its miles are not the voyage's, that by a canal if it is nearer.

    A voyage holds miles and no way, and the miles of a canal are far from those round a cape.
    """
    usual = distance(voyage.load_port, voyage.discharge_port, vessel=voyage.vessel)
    if _fits(usual, voyage):
        return usual
    ways = [usual]
    for canal in ("suez", "panama"):
        with suppress(InputError):  # the ship is too large, or the ports lie otherwise
            ways.append(
                distance(voyage.load_port, voyage.discharge_port, vessel=voyage.vessel, via=canal)
            )
    return min(ways, key=lambda way: abs(_share_off(way, voyage)))


def _fits(way: Distance, voyage: Voyage) -> bool:
    """Return whether a way is as long as the voyage, as nearly as computed miles are."""
    return abs(_share_off(way, voyage)) <= _NEAR


def _share_off(way: Distance, voyage: Voyage) -> float:
    """Return by what share of the voyage's miles a way is longer."""
    return float((way.miles / voyage.distance).magnitude) - 1.0


def diluent_by_month(balance: pd.DataFrame, *, source: str = "", ax: Axes | None = None) -> Axes:
    """Draw heavy crude blended and shut in month by month, and the blend that leaves.

    Parameters
    ----------
    balance : pandas.DataFrame
        As `blending.diluent_balance` returns it, of one case.
    source : str
        What stands under the picture.
    ax : matplotlib.axes.Axes, optional
        Where to.

    Returns
    -------
    matplotlib.axes.Axes
        With the picture.

    Raises
    ------
    InputError
        If the table holds several cases.
    OilEconError
        If matplotlib is not installed.
    """
    if balance.index.nlevels > 1:
        msg = "a picture shows one case; write balance.xs(case, level='case')"
        raise InputError(msg)
    parts = ("heavy blended", "heavy shut in", "blend")
    named = balance[[f"{part} [kb/d]" for part in parts]].set_axis(
        ["heavy crude blended", "heavy crude shut in", "blend that leaves"], axis="columns"
    )
    return charts.months(
        named.iloc[:, :2],
        named.iloc[:, 2:],
        unit="kb/d",
        title="Heavy crude blended and shut in, by month",
        source=source,
        ax=ax,
    )
