"""``oilecon distance`` and ``oilecon estimate``: sailing routes, and what a round voyage costs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from oilecon import shipping
from oilecon.cli.shared import (
    Answer,
    PlacesCommand,
    answering,
    change_parts,
    changing,
    check_one_case,
    load_scenario,
    of_frame,
    put,
    read_place,
)
from oilecon.errors import InputError, PathError, UnitError, did_you_mean, quote
from oilecon.evaluation import evaluate
from oilecon.inputs import (
    LumpSum,
    PerBarrel,
    PerTonne,
    Port,
    TimeCharter,
    TimeCharterEquivalent,
    Vessel,
    Voyage,
    Worldscale,
)
from oilecon.inputs.route import ships
from oilecon.present.plain import plain
from oilecon.shipping.figures import FIGURES
from oilecon.units import PURE, to_magnitude

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    from rich.console import Console

    from oilecon.scenario_tree import Scenario
    from oilecon.shipping import Distance, Estimate

__all__ = ["estimate_voyage", "show_distance"]


def _ports(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Complete the name of a shipped port."""
    del context, parameter
    names = [str(name) for name in Port.catalogue().index]
    return [name for name in names if name.casefold().startswith(begun.casefold())]


def _ships(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Complete the name of a shipped vessel."""
    del context, parameter
    return [str(name) for name in Vessel.catalogue().index if str(name).startswith(begun)]


_ship = click.option(
    "--ship",
    metavar="NAME",
    shell_complete=_ships,
    help="Shipped vessel: vlcc, suezmax, aframax, lr1 or mr.",
)
_via = click.option(
    "--via",
    multiple=True,
    metavar="PASSAGE",
    help="Passage to cross, such as panama; may be repeated, in order.",
)
_avoid = click.option(
    "--avoid", multiple=True, metavar="PASSAGE", help="Passage not to use; may be repeated."
)
_on = click.option(
    "--on",
    metavar="DAY",
    help="Day of the voyage, as 2024-06-01: emission control areas that came later do not count.",
)
_LEGS = 2  # places of one leg
_MILES, _INSIDE = "distance [nmi]", "in ECA [nmi]"


# -- distances ---------------------------------------------------------------------------------


@click.command(
    "distance", cls=PlacesCommand, short_help="Print the sailing distance between ports."
)
@click.argument("places", metavar="PORT PORT...", nargs=-1, shell_complete=_ports)
@_ship
@click.option("--ballast", is_flag=True, help="The ship sails in ballast, at her ballast draft.")
@click.option("--draft", metavar="VALUE", help="Draft of a part cargo, such as '15 m'.")
@_via
@_avoid
@_on
@click.option(
    "--computed", is_flag=True, help="Compute the route even where a distance is published."
)
@answering
def show_distance(
    places: tuple[str, ...],
    ballast: bool,
    draft: str | None,
    via: tuple[str, ...],
    computed: bool,
    as_json: bool,
    csv_file: str | None,
    **own: Any,
) -> None:
    """Print the sailing distance from port to port, with its part in emission control areas.

    PORT is a shipped port, or latitude and longitude in degrees as in 10.15,-64.85. Several ports
    are sailed to in order.

    \b
    Example:
      oilecon distance José Ningbo --ship vlcc --avoid malacca
    """
    if len(places) < _LEGS:
        raise click.UsageError("expected two ports or more; write oilecon distance José Ningbo")
    if via and len(places) > _LEGS:
        raise click.UsageError("--via goes with two ports; ask for each leg apart")
    if ballast and (draft is not None or own["ship"] is None):
        msg = "--ballast goes with --ship, without --draft; write --ship vlcc --ballast"
        raise click.UsageError(msg)
    vessel = None if own["ship"] is None else Vessel.shipped(own["ship"])
    legs = [
        shipping.distance(
            *map(read_place, pair),
            vessel=vessel,
            laden=not ballast,
            draft=draft,
            via=via,
            avoid=own["avoid"],
            on=own["on"],
            published=not computed,
        )
        for pair in pairwise(places)
    ]
    frame = _legs_frame(legs)
    total, inside = (float(frame[name].sum()) for name in (_MILES, _INSIDE))
    answer = of_frame(frame)
    records = [{**row, **_details(leg)} for row, leg in zip(answer.document, legs, strict=True)]
    document = {_MILES: total, _INSIDE: inside, "legs": records}

    def show(console: Console) -> None:
        answer.show(console)
        console.print()
        if len(legs) > 1:
            _say(
                console,
                f"In all {total:,.0f} nmi, of which {inside:,.0f} nmi in emission control areas.",
            )
        for leg in legs:
            _say(console, f"{leg.origin} to {leg.destination}: {leg.note} ({_cited(leg)}).")
            if any(leg.eca_by_area.values()):
                by_area = (f"{area} {nmi:,.0f} nmi" for area, nmi in leg.eca_by_area.items() if nmi)
                _say(console, f"Emission control areas: {', '.join(by_area)}.")
        for passage, why in legs[0].restrictions.items():
            _say(console, f"Closed to this ship: {passage}, {why}.")

    put(answer._replace(document=document, show=show), as_json, csv_file)


def _legs_frame(legs: Sequence[Distance]) -> pd.DataFrame:
    """Return sailing routes as a table, one row each."""
    import pandas as pd

    return pd.DataFrame(
        {
            "from": [leg.origin for leg in legs],
            "to": [leg.destination for leg in legs],
            _MILES: [float(leg.miles.magnitude) for leg in legs],
            _INSIDE: [float(leg.eca.magnitude) for leg in legs],
            "basis": [_basis(leg) for leg in legs],
            "passages": [", ".join(leg.passages) for leg in legs],
        }
    ).set_index("from")


def _in_words(sailing: Distance) -> str:
    """Return a distance in words, with passages and basis."""
    through = f" by {', '.join(sailing.passages)}" if sailing.passages else ""
    return (
        f"{sailing.miles.magnitude:,.0f} nmi {_basis(sailing)}{through}, of which "
        f"{sailing.eca.magnitude:,.0f} nmi in emission control areas"
    )


def _basis(leg: Distance) -> str:
    return "published" if leg.published else "computed"


def _cited(leg: Distance) -> str:
    return ", ".join(leg.source)


def _details(leg: Distance) -> dict[str, Any]:
    """Return what a table of distances has no column for, as plain data."""
    return {
        "passages": list(leg.passages),
        "emission_areas_basis": "published" if leg.eca_published else "computed",
        "emission_areas": {area: float(nmi) for area, nmi in leg.eca_by_area.items()},
        "restrictions": dict(leg.restrictions),
        "waypoints": list(leg.waypoints),
        "source": list(leg.source),
        "note": leg.note,
    }


def _say(console: Console, sentence: str) -> None:
    """Print a sentence; a pipe gets it on one line."""
    console.print(sentence, soft_wrap=not console.is_terminal)


# -- estimates ---------------------------------------------------------------------------------

_FREIGHTS = ("hire", "ws", "lump_sum", "rate")
_OF_SAILING = ("origin", "destination", "distance", "via", "avoid", "on")
_NEEDED = ("origin", "destination", "ship", "cargo", "api")
_ZEROS = (
    *("weather", "days_load", "days_discharge", "days_wait"),
    *("port_cost_load", "port_cost_discharge"),
)
"""Inputs of a voyage made of options that count as zero until they are set."""

_CANALS = {"panama", "suez"}
_DUES = ("canal_dues_laden", "canal_dues_ballast")
_SHOWN = (
    *("days", "days.laden", "days.ballast", "vlsfo", "mgo", "co2", "cargo_barrels"),
    *("freight", "freight_per_tonne", "freight_per_barrel", "deadfreight", "commission"),
    *("voyage_cost", "tce"),
)
"""Figures of an estimate that are printed, deadfreight only where there is any."""


@click.command("estimate", short_help="Estimate a round voyage: days, fuel, costs, freight, TCE.")
@click.argument("leg", metavar="[LEG]", required=False)
@click.option(
    "--scenario",
    "name",
    metavar="FILE",
    default="article",
    help="Saved or shipped scenario, with LEG and the fuel prices; article if left out.",
)
@click.option("--from", "origin", metavar="PORT", shell_complete=_ports, help="Load port.")
@click.option("--to", "destination", metavar="PORT", shell_complete=_ports, help="Discharge port.")
@click.option(
    "--distance",
    metavar="VALUE",
    help="Distance one way, such as '1900 nmi', in place of that between the ports.",
)
@_via
@_avoid
@_on
@_ship
@click.option("--cargo", metavar="VALUE", help="Oil loaded, such as '70000 t'.")
@click.option(
    "--api", metavar="VALUE", help="Gravity of the cargo, such as '16 degAPI'; LEG's if left out."
)
@click.option("--hire", metavar="VALUE", help="Freight at which the ship earns this TCE a day.")
@click.option("--ws", metavar="POINTS", help="Freight in Worldscale points, with --flat.")
@click.option(
    "--flat",
    metavar="VALUE",
    help="Flat rate, such as '22.18 USD/t'; any other freight is printed in its points.",
)
@click.option("--lump-sum", metavar="VALUE", help="Freight of the voyage, such as '5000000 USD'.")
@click.option("--rate", metavar="VALUE", help="Freight such as '27 USD/t' or '3 USD/bbl'.")
@click.option("--commission", metavar="SHARE", help="Brokers' share, such as '3.75 %'.")
@changing
@answering
def estimate_voyage(
    leg: str | None,
    name: str,
    sets: tuple[str, ...],
    as_json: bool,
    csv_file: str | None,
    **own: Any,
) -> None:
    """Estimate a round voyage: days, fuel, every cost line, freight and the ship's earnings.

    LEG is a voyage of the scenario, such as asia.sea; --ship, --cargo, --api, --commission and a
    freight replace its own. Without it, --from, --to, --ship, --cargo, --api and a freight make a
    voyage at the scenario's fuel prices, and --set changes it, as voyage.days_load or market.vlsfo.

    \b
    Example:
      oilecon estimate asia.sea --ws 62 --flat '22.18 USD/t'
    """
    given = {key: value for key, value in own.items() if value not in {None, ()}}
    freights = [key for key in _FREIGHTS if key in given]
    if len(freights) > 1:
        msg = f"expected one freight, got {' and '.join(map(_option, freights))}; leave one out"
        raise InputError(msg)
    if "ws" in given and "flat" not in given:
        msg = "--ws goes with --flat; write --ws 62 --flat '22.18 USD/t'"
        raise InputError(msg)
    if leg is None:
        plan = _of_options(load_scenario(name), given, sets)
    else:
        plan = _of_leg(load_scenario(name, sets), leg, given)
    put(_estimated(plan, _points(plan.estimate, given)), as_json, csv_file)


class _Plan(NamedTuple):
    """An estimate with what is said about it."""

    estimate: Estimate
    title: str
    notes: Sequence[str]


def _option(name: str) -> str:
    """Return an option as it is written."""
    written = {"origin": "from", "destination": "to"}.get(name, name)
    return f"--{written.replace('_', '-')}"


def _of_leg(scenario: Scenario, leg: str, given: Mapping[str, Any]) -> _Plan:
    """Return the estimate of a scenario's voyage, with options in place of its own inputs."""
    if own := [name for name in _OF_SAILING if name in given]:
        msg = f"{_option(own[0])} goes without LEG; write --set {leg}.distance='1900 nmi'"
        raise click.UsageError(msg)
    check_one_case(scenario)
    voyages = _voyages(scenario)
    legs = {f"{route}.{name}" for route, of in scenario.routes.items() for name in of.legs}
    if leg in legs - {*voyages}:
        msg = (
            f"{leg} is a leg over land, and an estimate is of a voyage; its lines are figures of "
            f"the route, as in oilecon explain {leg}.toll"
        )
        raise InputError(msg)
    if leg not in voyages:
        msg = f"no voyage {quote(leg)} in the scenario{did_you_mean(leg, voyages)}"
        raise PathError(msg)
    voyage = voyages[leg]
    changes: dict[str, Any] = {"charter": _charter(given, voyage)}
    if "cargo" in given:
        changes["cargo"] = given["cargo"]
    if "ship" in given:
        changes["vessel"] = Vessel.shipped(given["ship"])
    density = {"api": given["api"]} if "api" in given else _density(scenario, leg)
    estimate = shipping.estimate(voyage.evolve(**changes), scenario.market, **density)
    return _Plan(estimate, f"{leg} of {scenario.title or 'the scenario'}", estimate.notes)


def _voyages(scenario: Scenario) -> dict[str, Voyage]:
    """Return the voyages of a scenario's routes, by their paths."""
    return {
        f"{route}.{name}": voyage
        for route, member in scenario.routes.items()
        for name, voyage in ships(member).items()
    }


def _density(scenario: Scenario, leg: str) -> dict[str, Any]:
    """Return the barrels in a tonne of what a scenario's voyage carries."""
    route = leg.partition(".")[0]
    stream = scenario.routes[route].stream
    return {"barrels_per_tonne": evaluate(scenario, route)[f"{stream}.barrels_per_tonne"]}


def _of_options(scenario: Scenario, given: Mapping[str, Any], sets: tuple[str, ...]) -> _Plan:
    """Return the estimate of a voyage made of options, at a scenario's fuel prices."""
    measured = "distance" in given
    missing = [
        _option(name)
        for name in _NEEDED
        if name not in given and not (measured and name in _OF_SAILING)
    ]
    if not any(name in given for name in _FREIGHTS):
        missing.append("a freight such as --hire")
    if missing:
        legs = " or ".join(_voyages(scenario))
        msg = f"a voyage of your own needs {', '.join(missing)} too"
        raise InputError(f"{msg}; of the scenario, write {legs}" if legs else msg)
    if measured and (idle := [name for name in ("via", "avoid", "on") if name in given]):
        raise click.UsageError(f"{_option(idle[0])} goes without --distance")
    check_one_case(scenario)
    ends = {name: read_place(given.get(name, "")) for name in ("origin", "destination")}
    vessel = Vessel.shipped(given["ship"])
    if measured:
        way, title = {"distance": given["distance"]}, f"a voyage of {given['distance']}"
        canals = set()
    else:
        through = {name: given.get(name, ()) for name in ("via", "avoid")}
        sailing = shipping.distance(*ends.values(), vessel=vessel, on=given.get("on"), **through)
        way = {"distance": sailing.miles, "eca_distance": sailing.eca}
        title = f"{sailing.origin} to {sailing.destination}, {_in_words(sailing)}"
        canals = _CANALS & set(sailing.passages)
    voyage = Voyage(
        vessel=vessel,
        charter=_charter(given),
        cargo=given["cargo"],
        load_port=ends["origin"],
        discharge_port=ends["destination"],
        **way,
    )
    parts = change_parts({"voyage": voyage, "market": scenario.market}, sets)
    estimate = shipping.estimate(parts["voyage"], parts["market"], api=given["api"])
    values = parts["voyage"].values
    zeros = [name for name in (*_ZEROS, *(_DUES if canals else ())) if not values[name]]
    notes = [*estimate.notes]
    if zeros:
        notes.append(f"counted as zero: {', '.join(zeros)}; --set voyage.{zeros[0]}=VALUE sets one")
    return _Plan(estimate, f"{given['ship']}, {title}", notes)


def _charter(given: Mapping[str, Any], leg: Voyage | None = None) -> Any:
    """Return the charter of the freight given, with the brokers' share of a leg if it has one.

    A leg's time charter has a commission on the hire, which is none on freight.
    """
    commission = {}
    if "commission" in given:
        commission["commission"] = given["commission"]
    elif leg is not None and not isinstance(leg.charter, TimeCharter):
        commission["commission"] = leg.charter.commission
    if "hire" in given:
        return TimeCharterEquivalent(hire=given["hire"], **commission)
    if "ws" in given:
        return Worldscale(points=given["ws"], flat=given["flat"], **commission)
    if "lump_sum" in given:
        return LumpSum(amount=given["lump_sum"], **commission)
    if "rate" in given:
        try:
            to_magnitude(given["rate"], "USD/bbl")
        except UnitError:
            return PerTonne(rate=given["rate"], **commission)
        return PerBarrel(rate=given["rate"], **commission)
    return None if leg is None else leg.charter.evolve(**commission)


def _points(estimate: Estimate, given: Mapping[str, Any]) -> float | None:
    """Return the Worldscale points of a freight; None where no flat rate is known."""
    charter = estimate.voyage.charter
    if isinstance(charter, Worldscale) and ("ws" in given or "flat" not in given):
        return float(charter.points.magnitude)
    if "flat" not in given:
        return None
    return float(estimate.points_for(estimate.tce, flat=given["flat"]).magnitude)


def _estimated(plan: _Plan, points: float | None) -> Answer:
    """Return an estimate as an answer: its lines, days and fuel by state, and figures."""
    import pandas as pd

    estimate = plan.estimate
    units = ("USD", "USD/t", "USD/bbl")
    lines = estimate.to_frame().rename(columns={f"[{unit}]": f"cost [{unit}]" for unit in units})
    figures = [
        (name, float(estimate[name].magnitude), FIGURES[name][0])
        for name in _SHOWN
        if name != "deadfreight" or estimate[name].magnitude
    ]
    if points is not None:
        figures.append(("worldscale_points", points, PURE))
    listed = pd.DataFrame(figures, columns=["figure", "value", "unit"]).set_index("figure")
    tables = {"lines": lines, "states": estimate.legs(), "figures": listed}
    answers = {name: of_frame(table) for name, table in tables.items()}
    document = {
        "title": plan.title,
        **{name: answer.document for name, answer in answers.items()},
        "notes": list(plan.notes),
    }

    def show(console: Console) -> None:
        console.print(f"{plain(plan.title)}\n", style="bold", soft_wrap=not console.is_terminal)
        for answer in answers.values():
            answer.show(console)
            console.print()
        for note in plan.notes:
            _say(console, f"{note[0].upper()}{note[1:]}.")

    return Answer(document, ("kind", "name", "to", "value", "unit"), _rows(document), show)


def _rows(document: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Yield an estimate as rows, one figure each."""
    for line in document["lines"]:
        for heading, value in line.items():
            if heading.startswith("cost "):
                unit = heading.removeprefix("cost [").removesuffix("]")
                yield ["line", line["line"], line["recipient"], value, unit]
    for state in document["states"]:
        yield ["days", state["state"], "", state["days [day]"], "day"]
        yield ["fuel", state["state"], state["fuel"], state["fuel [t]"], "t"]
    for figure in document["figures"]:
        yield ["figure", figure["figure"], "", figure["value"], figure["unit"]]
