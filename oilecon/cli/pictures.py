"""``oilecon plot``: a chart of a scenario's routes, or of an analysis, as a file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from oilecon import analysis
from oilecon.cli.questions import values_over
from oilecon.cli.shared import changing, load_scenario, of_scenario, writable, write_file
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.evaluation import compare, evaluate
from oilecon.outcomes import MEASURES
from oilecon.present.plain import plain
from oilecon.recipients import Recipients
from oilecon.results import Comparison

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes

    from oilecon.plotting import Plot, Plotted
    from oilecon.scenario_tree import Scenario

__all__ = ["draw_chart"]

_SUFFIXES = (".png", ".svg", ".pdf")
_PIXELS = 150  # of a picture, by the inch


def _of_routes(scenario: Scenario, routes: tuple[str, ...], given: Mapping[str, Any]) -> Any:
    """Return the netback of one route, or the comparison of several."""
    routes = routes or tuple(scenario.routes)
    result = evaluate(scenario, *routes) if len(routes) == 1 else compare(scenario, *routes)
    return result.per(given["per"]) if "per" in given else result


def _of_recipients(scenario: Scenario, routes: tuple[str, ...], given: Mapping[str, Any]) -> Any:
    return _of_routes(scenario, routes, given).recipients()


def _of_tornado(scenario: Scenario, routes: tuple[str, ...], given: Mapping[str, Any]) -> Any:
    return analysis.tornado(scenario, outcome=given.get("outcome", "loss"), routes=routes or None)


def _of_difference(scenario: Scenario, routes: tuple[str, ...], given: Mapping[str, Any]) -> Any:
    return analysis.attribute(_of_routes(scenario, routes, {}), outcome=given.get("outcome"))


def _of_draws(scenario: Scenario, routes: tuple[str, ...], given: Mapping[str, Any]) -> Any:
    """Return a simulation; without `draws` and `seed`, that of `oilecon simulate`."""
    outcomes = [given.get("outcome", "loss")]
    n, seed = given.get("draws", 100_000), given.get("seed", 1)
    return analysis.simulate(scenario, n=n, seed=seed, outcomes=outcomes, routes=routes or None)


def _of_sweep(scenario: Scenario, routes: tuple[str, ...], given: Mapping[str, Any]) -> Any:
    values = values_over(given.get("over", ()), given.get("points", 11))
    outcomes = [given.get("outcome", "loss")]
    return analysis.sweep(scenario, values, outcomes=outcomes, routes=routes or None)


class _Asked(NamedTuple):
    """Charts of one kind of result, the function that computes it, and the options it takes."""

    plots: Mapping[str, Plot]
    result: Callable[[Scenario, tuple[str, ...], Mapping[str, Any]], Any]
    options: tuple[str, ...]


_ASKED = (
    _Asked(Comparison.plots, _of_routes, ("per",)),
    _Asked(Recipients.plots, _of_recipients, ("per",)),
    _Asked(analysis.Attribution.plots, _of_difference, ("outcome",)),
    _Asked(analysis.Tornado.plots, _of_tornado, ("outcome",)),
    _Asked(analysis.Simulation.plots, _of_draws, ("outcome", "draws", "seed")),
    _Asked(analysis.Sweep.plots, _of_sweep, ("outcome", "over", "points")),
)
_KINDS = {kind: asked for asked in _ASKED for kind in asked.plots}
_OF_SEVERAL = ("losses", "difference", "bridge")
"""Charts of the difference between routes."""

_OF_TWO = ("bridge", "tornado", "histogram", "fan", "sweep")
"""Charts of an analysis, which asks about a reference and an alternative."""


def _picture(context: click.Context, parameter: click.Parameter, path: str) -> str:
    """Raise an error if a picture cannot be written, before it is computed."""
    if Path(path).suffix.lower() not in _SUFFIXES:
        *first, last = _SUFFIXES
        msg = f"--out: expected a file that ends in {', '.join(first)} or {last}, got {path!r}"
        raise InputError(f"{msg}; write --out chart.png")
    writable(context, parameter, path)
    return path


@click.command("plot", short_help="Draw a chart of a scenario or of an analysis as a picture.")
@click.argument("kind", metavar="KIND", type=click.Choice(list(_KINDS)))
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    callback=_picture,
    help="Picture to write: .png, .svg or .pdf.",
)
@of_scenario
@click.option(
    "--route",
    "routes",
    multiple=True,
    metavar="ROUTE",
    help="Route to draw, with --against if given; may be repeated. All routes if left out.",
)
@click.option(
    "--against", metavar="ROUTE", help="Reference route, which the others are compared with."
)
@click.option(
    "--per",
    type=click.Choice(list(MEASURES)),
    help="Amounts by the barrel of blend or of heavy crude, or by the tonne; blend if left out.",
)
@click.option("--outcome", metavar="FIGURE", help="Outcome of an analysis; loss if left out.")
@click.option(
    "--over",
    multiple=True,
    metavar="PATH=VALUES",
    help="Of a sweep, as for oilecon sweep: one input, or two.",
)
@click.option("--points", type=click.IntRange(2), help="Of a sweep: values in a range; 11.")
@click.option("--draws", type=click.IntRange(1), help="Of a simulation: draws; 100,000.")
@click.option("--seed", type=click.IntRange(0), help="Of a simulation: seed; 1.")
@click.option("--across", metavar="PATH", help="Of a fan: the input that it is drawn over.")
@click.option(
    "--mark", metavar="VALUE", help="Figure to mark, such as '15 %', or article for the article's."
)
@click.option("--max-rows", type=click.IntRange(1), help="Bars of a tornado or a bridge; 12.")
@click.option("--title", metavar="TEXT", help="Title in place of the chart's own.")
@changing
def draw_chart(
    kind: str,
    out: str,
    name: str,
    routes: tuple[str, ...],
    against: str | None,
    title: str | None,
    sets: tuple[str, ...],
    **own: Any,
) -> None:
    """Draw a chart of a scenario's routes, or of an analysis, and write it as a picture.

    KIND is waterfall, losses, map or lines (over cases) of routes; shares or difference, for who
    gets the barrel; bridge, for what makes up a difference; tornado; histogram or fan of draws;
    sweep.

    \b
    Example:
      oilecon plot waterfall --out waterfall.png --scenario article-sanctioned --route asia
    """
    given = {key: value for key, value in own.items() if value not in {None, ()}}
    asked = _KINDS[kind]
    drawn = asked.plots[kind].options
    for key in given:
        if key not in asked.options and key not in drawn:
            takers = [
                each for each, of in _KINDS.items() if key in (*of.options, *of.plots[each].options)
            ]
            msg = f"--{key.replace('_', '-')} goes with {', '.join(takers)}, not with {kind}"
            raise click.UsageError(msg)
    if kind == "fan" and "across" not in given:
        msg = "fan: expected an input to draw over, got none; write --across market.brent"
        raise InputError(msg)
    scenario = load_scenario(name, sets)
    chosen = _chosen(scenario, routes, against)
    _check_number_of(chosen or tuple(scenario.routes), kind)
    result = asked.result(scenario, chosen, given)
    options = {key: given[key] for key in given if key in drawn and key not in asked.options}
    write_file(out, _drawn(result, kind, options, title, Path(out).suffix.lower()[1:]))
    click.echo(plain(f"wrote {out}"), err=True)


def _check_number_of(routes: tuple[str, ...], kind: str) -> None:
    """Raise an error if a chart is of more routes, or of fewer, than a scenario or a user names."""
    first, *others = routes
    if kind in _OF_SEVERAL and not others:
        msg = f"{kind}: expected two routes or more, got {first} alone; write --against ROUTE too"
        raise InputError(msg)
    if kind in _OF_TWO and len(others) > 1:
        msg = f"{kind}: expected two routes, got {', '.join(routes)}; write --against {first} "
        raise InputError(f"{msg}--route {others[0]}")


def _chosen(scenario: Scenario, routes: tuple[str, ...], against: str | None) -> tuple[str, ...]:
    """Return the routes asked for, the reference first; none if all are."""
    known = list(scenario.routes)
    for option, route in (("--against", against), *(("--route", route) for route in routes)):
        if route is not None and route not in known:
            msg = f"{option}: no route {quote(route)}{did_you_mean(route, known)}"
            raise UnknownName(msg)
    if against is None:
        return tuple(dict.fromkeys(routes))
    return tuple(dict.fromkeys((against, *(routes or known))))


def _drawn(
    result: Plotted, kind: str, options: Mapping[str, Any], title: str | None, form: str
) -> bytes:
    """Return the picture of a result, the same to the byte whenever it is drawn."""
    from oilecon.present import charts

    with charts.style():
        import matplotlib as mpl

        mpl.use("agg")  # draws files alone, on a machine without a screen too
        from matplotlib import pyplot as plt

        axes = result.plot(kind, **options)
        if title is not None:
            _retitle(axes, charts.as_text(title))
        figure: Any = axes.figure
        file = io.BytesIO()
        undated: dict[str, Any] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
        figure.savefig(file, format=form, dpi=_PIXELS, metadata=undated.get(form))
        plt.close(figure)
    return file.getvalue()


def _retitle(axes: Axes, title: str) -> None:
    """Replace a chart's title where it stands, clear of the legend."""
    from matplotlib.text import Text

    old = axes.get_title(loc="left")
    for text in axes.findobj(Text):
        if text.get_text() == old:
            text.set_text(title)
