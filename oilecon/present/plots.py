"""Charts of results, as their `plot` draws them: one registration a kind of result.

Each function reads a result's own table and hands plain figures to `charts`; none computes any. A
result's `plots` says which kinds and options there are.
"""

from __future__ import annotations

import math
import textwrap
from functools import singledispatch
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from oilecon import reference
from oilecon.analysis import Attribution, Contour, Simulation, Sweep, Tornado
from oilecon.analysis.columns import PERCENT, unit_in
from oilecon.analysis.discounts import POINTS, DiscountSplit
from oilecon.analysis.outcomes import RequestedOutcomes
from oilecon.arguments import one_number
from oilecon.article import STATED, Claims, History
from oilecon.errors import InputError, did_you_mean, quote
from oilecon.fields import Number
from oilecon.lending.ledger import Ledger
from oilecon.netback.lines import IN_WORDS, OUTCOMES, PRODUCER, SUBTOTALS, compared
from oilecon.outcomes import MEASURES, USD_BBL, outcome_unit
from oilecon.present import charts, maps
from oilecon.present.months import draw_months
from oilecon.present.words import (
    column_titles,
    inputs_in_words,
    lines_in_words,
    route_titles,
    sources_of,
)
from oilecon.prices import PricePaths
from oilecon.programme import ProgrammeRun
from oilecon.recipients import Recipients
from oilecon.refining import GateValues, ParityPrice, Refined
from oilecon.results import Compared, Comparison, Netback
from oilecon.scenario_pairs import ScenarioComparison
from oilecon.units import PURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from matplotlib.axes import Axes

    from oilecon.scenario_tree import Scenario

__all__ = ["diluent_by_month", "draw"]

ARTICLE = "article"
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
_BINS = 16
_LABEL = 44  # letters of a row's name before it takes a second line
_MAX_LINES = 6  # that can be told apart
_MAX_RECIPIENTS = 6  # with a look of their own
_PAIR = 2  # routes of which a line each for several subtotals can be told apart


@singledispatch
def draw(result: Any, kind: str, ax: Axes | None, **options: Any) -> Axes:
    """Draw a result.

    Parameters
    ----------
    result : object
        An instance of a class that is registered below.
    kind : str
        One of its kinds.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; those of a new figure if left out.
    **options
        Options of that kind.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.
    """
    del kind, ax, options
    msg = f"nothing draws {type(result).__name__}: register a function in {__name__}"
    raise NotImplementedError(msg)


# -- shared -----------------------------------------------------------------------------------


def _is_share(outcome: str) -> bool:
    """Return whether an outcome is a loss, shown in percent."""
    return compared(outcome) in OUTCOMES and outcome_unit(outcome) == "percent"


def _words(outcome: str) -> str:
    """Return an outcome's name in words."""
    head, dot, line = outcome.partition(".")
    pair = compared(outcome)
    if pair in OUTCOMES:
        label = OUTCOMES[pair].label
        return label if pair == outcome else f"{head}: {label}"
    return f"{head}: {next(iter(lines_in_words([line]).values()))}" if dot else outcome


def _unit(unit: str) -> str:
    return {"percent": "%", "1": "", "dimensionless": ""}.get(unit, unit)


def _axis(name: str, unit: str) -> str:
    shown = _unit(unit)
    return f"{name}, {shown}" if shown else name


def _marked(mark: Any, result: Simulation | Sweep, outcome: str) -> float | None:
    """Return the figure to mark in the chart's unit; the article's for a loss."""
    share = _is_share(outcome)
    if isinstance(mark, str) and mark == ARTICLE:
        return STATED if share else None
    if mark is None:
        return None
    unit = PERCENT if share else f"{result[outcome].units:~C}" or PURE
    raw = RequestedOutcomes(result.scenario, (outcome,), (unit,)).read_figure(mark, "mark")
    return 100.0 * raw if share else raw


def _outcome_of(outcome: str | None, known: tuple[str, ...], result: str) -> str:
    if outcome is None:
        return known[0]
    if outcome not in known:
        msg = f"no outcome {quote(outcome)} in the {result}{did_you_mean(str(outcome), known)}"
        raise InputError(msg)
    return outcome


def _source(scenario: Scenario, note: str = "") -> str:
    return _noted(sources_of(scenario), note)


def _noted(source: str, note: str) -> str:
    return f"{source.removesuffix('.')}; {note}." if note else source


def _in_words(scenario: Scenario, column: str) -> str:
    """Return the name in words of an input's column, such as ``market.brent [USD/bbl]``."""
    path, _, unit = column.removesuffix("]").partition(" [")
    shown = inputs_in_words(scenario, [path])[path]
    return f"{shown}, {unit}" if unit else shown


def _check_max_rows(max_rows: Any) -> None:
    """Raise if the number of rows is not a whole number of at least one."""
    if isinstance(max_rows, bool) or not isinstance(max_rows, int) or max_rows < 1:
        msg = (
            f"max_rows: expected a whole number of at least 1, got {quote(max_rows)}; "
            "write max_rows=12"
        )
        raise InputError(msg)


def _wrapped(name: str) -> str:
    return "\n".join(textwrap.wrap(name, _LABEL))


# -- routes, and a route in two scenarios -------------------------------------------------------


@draw.register(Netback)
@draw.register(Comparison)
@draw.register(ScenarioComparison)
def _of_routes(
    result: Netback | Compared, kind: str, ax: Axes | None, *, route: str | None = None
) -> Axes:
    """Draw the lines of what is compared, what is lost, or a map of the sailing routes."""
    names = _names(result)
    if route is not None and route not in names:
        msg = f"route: expected {' or '.join(map(repr, names))}, got {quote(route)}"
        raise InputError(msg + did_you_mean(str(route), names))
    if result.shape and (kind == "map" or len(result.shape) > 1):
        shows = "a map shows one case" if kind == "map" else "a chart shows one dimension of cases"
        held = f"this result holds {result.shape}"
        single = next(each.one_row for each in result.scenarios if each.shape)
        msg = f"{shows}, and {held}; evaluate scenario{single}"
        raise InputError(msg)
    if result.shape:
        return _over_cases(result, kind, route or names[-1], ax)
    if kind == "lines":
        msg = "lines: a chart over cases, and this result is of one; write plot('waterfall')"
        raise InputError(msg)
    if kind == "map":
        return maps.routes_map(result.scenarios[0], names, ax)
    if kind == "losses":
        return _losses(result, ax)
    return _waterfall(result, (route,) if route else names, ax)


def _names(result: Netback | Compared) -> tuple[str, ...]:
    """Return the names of a result's routes or scenarios, the reference first."""
    if isinstance(result, Netback):
        return (result.route,)
    return (result.reference, *result.alternatives)


def _losses(result: Any, ax: Axes | None) -> Axes:
    """Draw the loss on each basis of one case as bars, side by side for several alternatives."""
    table = result.losses().copy() if len(result.alternatives) > 1 else result.losses().to_frame()
    table.index = [OUTCOMES[f"loss.{basis}"].label for basis in table.index]
    titles = _titles(result)
    table.columns = [titles[name] for name in result.alternatives]
    return charts.bars(
        table,
        unit="%",
        title=_lost_title(result, titles),
        source=sources_of(*result.scenarios),
        ax=ax,
    )


def _titles(result: Netback | Compared, reserved: Iterable[str] = ()) -> dict[str, str]:
    """Return the titles of what is compared, by name."""
    return column_titles(result.scenarios, _names(result), reserved)


def _lost_title(result: Any, titles: Mapping[str, str], of: str = "") -> str:
    several = len(result.alternatives) > 1
    loses = "each route" if several else titles[result.alternative]
    return _headed(result, f"What {loses} loses{of} against {titles[result.reference]}")


def _headed(result: Netback | Compared, title: str) -> str:
    """Return a title, which names the route of two scenarios."""
    if not isinstance(result, ScenarioComparison):
        return title
    route = column_titles(result.scenarios[:1], [result.route])[result.route]
    return f"{route}: {title[0].lower()}{title[1:]}"


def _over_cases(result: Any, kind: str, route: str, ax: Axes | None) -> Axes:
    """Draw figures over the cases of arrays of one dimension."""
    titles = _titles(result)
    unit = MEASURES[result.measure].words
    frame: pd.DataFrame
    if kind == "losses":
        frame, unit, title = result.losses(), "%", _lost_title(result, titles)
        if len(result.alternatives) > 1:
            frame = frame[[f"{name}.operating [%]" for name in result.alternatives]]
            frame.columns = [titles[name] for name in result.alternatives]
            title = _lost_title(result, titles, f" of the {IN_WORDS['operating']}")
        else:
            frame.columns = [OUTCOMES[f"loss.{_bare(name)}"].label for name in frame.columns]
    elif kind == "lines":
        title = _headed(result, "What a barrel earns its producer")
        if len(titles) > _PAIR:
            title = f"The {IN_WORDS['netback']} of each route"
        frame = _subtotals(result, titles)
    else:
        return _layers(result, route, titles[route], unit, ax)
    if not frame.notna().to_numpy().any():
        msg = "a chart needs figures, and none is defined in any case; write plot('lines')"
        raise InputError(msg)
    over, across = _over(frame.index)
    return charts.balances(
        frame,
        unit=unit,
        across=across,
        title=f"{title}{over}",
        source=sources_of(*result.scenarios),
        ax=ax,
    )


def _bare(column: object) -> str:
    """Return a column's name without its unit."""
    return str(column).partition(" [")[0]


def _over(index: pd.Index[Any]) -> tuple[str, str]:
    """Return what the cases run over, for a title and for an axis."""
    import pandas as pd

    timed = isinstance(index, pd.DatetimeIndex | pd.PeriodIndex)
    name = ("date" if timed else "case") if index.name is None else str(index.name)
    return (" over time" if timed else f" by {name}"), name


def _lines_by_case(result: Any, route: str) -> pd.DataFrame:
    """Return a route's lines and subtotals by their names, one row a case."""
    frame = result.waterfall(route) if isinstance(result, Compared) else result.waterfall()
    return cast("pd.DataFrame", frame.set_axis(list(map(_bare, frame.columns)), axis="columns"))


def _subtotals(result: Any, titles: Mapping[str, str]) -> pd.DataFrame:
    """Return a route's subtotals, two routes' netbacks and margins, or several ones' netbacks."""
    import pandas as pd

    frames = {route: _lines_by_case(result, route) for route in titles}
    if len(titles) > _PAIR:
        return pd.DataFrame({title: frames[route]["netback"] for route, title in titles.items()})
    several = len(titles) > 1
    return pd.DataFrame(
        {
            f"{title}: {IN_WORDS[name]}" if several else IN_WORDS[name]: frames[route][name]
            for name in (("netback", "operating") if several else SUBTOTALS)
            for route, title in titles.items()
        }
    )


def _layers(result: Any, route: str, title: str, unit: str, ax: Axes | None) -> Axes:
    """Draw what the lines of a route take from its contract price, over the cases."""
    frame = _lines_by_case(result, route)
    names = list(frame.columns)
    below = [name for name in names[names.index("price") :] if name not in SUBTOTALS]
    costs = 0.0 - frame[below]
    sizes = costs.abs().sum().sort_values(ascending=False, kind="stable")
    large = sizes[sizes > 0.0].index[:_MAX_RECIPIENTS]
    taken = costs[[name for name in below if name in large]]
    rest = costs[[name for name in below if name not in large and sizes[name] > 0.0]]
    taken = taken.set_axis(list(lines_in_words(taken.columns).values()), axis="columns")
    if rest.shape[1]:
        taken.insert(0, f"{rest.shape[1]} other lines", rest.sum(axis=1, skipna=False))
    over, across = _over(frame.index)
    return charts.layers(
        frame["price"].rename(IN_WORDS["price"]),
        taken,
        frame["net"].rename(IN_WORDS["net"]),
        unit=unit,
        across=across,
        title=f"{title}: what is taken from the contract price{over}",
        source=sources_of(*result.scenarios),
        ax=ax,
    )


def _waterfall(result: Netback | Compared, names: tuple[str, ...], ax: Axes | None) -> Axes:
    measure = MEASURES[result.measure]
    titles = _titles(result, ("kind", "recipient"))
    table = result.to_frame()
    columns = {f"{name} [{measure.heading}]": titles[name] for name in names}
    shown = table[["kind", *columns]].rename(columns=columns)
    # A line of nothing on every route has no bar.
    shown = shown[(shown["kind"] == "subtotal") | (shown[[*columns.values()]] != 0.0).any(axis=1)]
    shown = shown.set_axis(list(lines_in_words(shown.index).values()))
    heading = _headed(result, "What a barrel earns its producer")
    heading += f": {titles[names[0]]}" if len(names) == 1 else ""
    return charts.waterfall(
        shown,
        unit=measure.words,
        title=heading,
        source=sources_of(*result.scenarios),
        ax=ax,
    )


# -- analyses ----------------------------------------------------------------------------------


@draw.register(Tornado)
def _of_tornado(result: Tornado, _: str, ax: Axes | None, *, max_rows: int = 12) -> Axes:
    """Draw the widest swings."""
    _check_max_rows(max_rows)
    frame = result.to_frame()
    outcomes = [name for name in frame.columns if str(name).startswith(result.outcome)]
    unit = unit_in(outcomes[0])
    table = frame[outcomes].set_axis(["low", "high"], axis="columns").dropna().head(max_rows)
    hidden = len(frame) - len(table)
    table.index = table.index.map(inputs_in_words(result.scenario, table.index))
    note = f"the {len(table)} widest swings, {hidden} not shown; " if hidden else ""
    return charts.tornado(
        table,
        float(result.base.magnitude),
        unit=_axis(_words(result.outcome), unit),
        title="What each input moves over its range",
        source=_source(result.scenario, note + result.coverage.caption),
        ax=ax,
    )


@draw.register(Attribution)
def _of_attribution(result: Attribution, _: str, ax: Axes | None, *, max_rows: int = 12) -> Axes:
    """Draw the bridge from before to after."""
    _check_max_rows(max_rows)
    first, second = result.scenarios
    words = _parts_in_words(result)
    parts = {words[name]: float(part.magnitude) for name, part in result.contributions.items()}
    shown = dict(list(parts.items())[:max_rows])
    rest = {name: part for name, part in parts.items() if name not in shown}
    if rest:
        shown[f"{len(rest)} others"] = math.fsum(rest.values())
    before, after = (float(outcome.magnitude) for outcome in (result.before, result.after))
    unit = unit_in(result.to_frame().columns[0])
    names = ["before", "after"]
    source = sources_of(first)
    if result.routes:
        names = [route_titles(first, result.routes)[route] for route in result.routes]
    elif sources_of(second) != source:
        later = sources_of(second).removeprefix("Source: oilecon ").removesuffix(".")
        source = f"{source.removesuffix('.')}; after, {later}."
    outcome = _words(result.outcome).rpartition(": ")[2]
    return charts.bridge(
        shown,
        (names[0], before),
        (names[1], after),
        unit=_axis(outcome, unit),
        title=f"What the difference of the {outcome} is made of",
        source=f"{source.removesuffix('.')}; shared out {_METHODS[result.method]}; "
        f"{result.coverage.caption}.",
        ax=ax,
    )


def _parts_in_words(result: Attribution) -> dict[str, str]:
    """Return the name of each part in words; a comparison's paths begin below its routes."""
    scenario, names = result.scenarios[0], list(result.contributions)
    if not result.routes:
        return inputs_in_words(scenario, names)
    head = result.routes[-1]
    paths = [f"{head}.{name}" if name.isidentifier() or "." in name else name for name in names]
    words = inputs_in_words(scenario, paths)
    begin = f"{route_titles(scenario, scenario.routes)[head]}: "
    return {
        name: name if words[path] == path else words[path].removeprefix(begin)
        for name, path in zip(names, paths, strict=True)
    }


_METHODS = {"shapley": "by Shapley's method", "sequential": "in sequence"}


@draw.register(Simulation)
def _of_simulation(
    result: Simulation,
    kind: str,
    ax: Axes | None,
    *,
    outcome: str | None = None,
    across: str | None = None,
    mark: Any = None,
) -> Axes:
    """Draw a histogram or a fan."""
    name = _outcome_of(outcome, result.outcomes, "simulation")
    drawn = result[name]
    unit = _axis(_words(name), result.unit(name))
    note = f"{result.n:,} draws, seed {result.seed}; {result.coverage.caption}"
    source = _source(result.scenario, note)
    figure = _marked(mark, result, name)
    if kind == "histogram":
        return charts.histogram(
            drawn.magnitude,
            unit=unit,
            mark=figure,
            mark_name="the article's figure" if mark == ARTICLE else "marked",
            title="What the inputs' ranges leave open",
            source=source,
            ax=ax,
        )
    at, quantiles = _fan(result, name, across)
    return charts.fan(
        quantiles,
        unit=unit,
        across=at,
        mark=figure,
        title="What the other inputs' ranges leave open",
        source=source,
        ax=ax,
    )


def _fan(result: Simulation, outcome: str, across: str | None) -> tuple[str, pd.DataFrame]:
    """Return an outcome's quantiles over one input, from draws with similar values of it."""
    import pandas as pd

    table = result.draws()
    columns = {str(name).partition(" [")[0]: name for name in table.columns}
    if across is None:
        msg = (
            f"a fan needs an input across; write across={quote(next(iter(columns)))}, "
            "or another that was drawn"
        )
        raise InputError(msg)
    if across not in columns:
        msg = f"across: {quote(across)} was not drawn{did_you_mean(str(across), columns)}"
        raise InputError(msg)
    values = table[columns[across]].to_numpy(dtype=float)
    samples = result[outcome].magnitude
    edges = np.quantile(values, np.linspace(0.0, 1.0, _BINS + 1))
    if edges[0] == edges[-1]:
        msg = f"across: {quote(across)} has one value in all draws; write another"
        raise InputError(msg)
    places = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, _BINS - 1)
    rows = {}
    for place in np.unique(places):
        inside = places == place
        rows[float(values[inside].mean())] = np.nanquantile(samples[inside], _LEVELS)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(_LEVELS))
    return _in_words(result.scenario, str(columns[across])), frame.sort_index()


@draw.register(Sweep)
def _of_sweep(
    result: Sweep, _: str, ax: Axes | None, *, outcome: str | None = None, mark: Any = None
) -> Axes:
    """Draw a line over one input or shades over two; over labels, a line for each value."""
    name = _outcome_of(outcome, result.outcomes, "sweep")
    if result.scenario.index:
        return _swept_over_labels(result, name, _marked(mark, result, name), ax)
    frame = result.to_frame()
    axes = list(frame.columns[: len(result.axes)])
    numeric = all(frame[column].dtype.kind == "f" for column in axes)
    if not numeric or len(axes) > 2 or (result.paired and len(axes) > 1):  # noqa: PLR2004  a plane
        msg = (
            "a chart shows a sweep of one or two inputs that are numbers, not paired, and this "
            f"one is of {', '.join(result.axes)}{', paired' * result.paired}; plot its .to_frame()"
        )
        raise InputError(msg)
    figure = _marked(mark, result, name)
    raw = result[name]
    shown = _axis(_words(name), result.unit(name))
    names = [_in_words(result.scenario, str(column)) for column in axes]
    places = [np.unique(frame[column].to_numpy(dtype=float)) for column in axes]
    order = [np.argsort(frame[column].drop_duplicates().to_numpy(dtype=float)) for column in axes]
    source = _source(result.scenario)
    if len(axes) == 1:
        import pandas as pd

        table = pd.DataFrame({shown: raw.magnitude[order[0]]}, index=places[0])
        return charts.balances(
            table,
            unit=shown,
            across=names[0],
            mark=figure,
            title=f"{shown.partition(',')[0].capitalize()} over {names[0].partition(', ')[0]}",
            source=source,
            ax=ax,
        )
    return charts.heat_map(
        places[0],
        places[1],
        raw.magnitude[np.ix_(*order)].T,
        x_name=names[0],
        y_name=names[1],
        z_name=shown,
        contour=figure,
        title=f"{shown.partition(',')[0].capitalize()} over two inputs",
        source=source,
        ax=ax,
    )


def _swept_over_labels(result: Sweep, name: str, mark: float | None, ax: Axes | None) -> Axes:
    """Draw a line over the labels for each value of one input."""
    import pandas as pd

    if len(result.shape) != 2 or len(result.axes) != 1:  # noqa: PLR2004  values and labels
        msg = (
            "a chart shows a sweep of one input over one dimension of labels, and this one has the "
            f"shape {result.shape}; sweep scenario{result.scenario.one_row}, or plot .to_frame()"
        )
        raise InputError(msg)
    ((label, index),) = result.scenario.index.items()
    values = result.to_frame().iloc[:: len(index), 0]
    raw = result[name]
    unit = result.unit(name)
    swept, _, swept_unit = _in_words(result.scenario, str(values.name)).partition(", ")
    shown = [f"{each:g} {swept_unit}" if values.dtype.kind == "f" else str(each) for each in values]
    over, across = _over(index.rename(label))
    words = _words(name)
    return charts.balances(
        pd.DataFrame(raw.magnitude.T, index=index, columns=pd.Index(shown)),
        unit=_axis(words, unit),
        across=across,
        mark=mark,
        title=f"{words.capitalize()}{over}, by {swept}",
        source=_source(result.scenario),
        ax=ax,
    )


@draw.register(Contour)
def _of_contour(result: Contour, _: str, ax: Axes | None) -> Axes:
    """Draw the solved line over two inputs."""
    frame = result.to_frame()
    along, path = (str(name) for name in frame.columns[:2])
    table = frame.set_index(along)[[path]].dropna().sort_index()
    if table.empty:
        msg = "a chart needs points, and the outcome reaches its target nowhere"
        raise InputError(msg)
    target = f"{result.breakeven.target:.4g~P}"
    names = [_in_words(result.scenario, name) for name in (along, path)]
    outcome = _words(result.breakeven.outcome)
    return charts.balances(
        table.set_axis([f"{outcome} = {target}"], axis="columns"),
        unit=names[1],
        across=names[0],
        from_zero=False,
        title=f"Where the {outcome} is {target}",
        source=_source(result.scenario, "solved for at each point"),
        ax=ax,
    )


# -- who gets the barrel, and debts ------------------------------------------------------------


@draw.register(Recipients)
def _of_recipients(result: Recipients, kind: str, ax: Axes | None) -> Axes:
    """Draw the recipients' shares."""
    import pandas as pd

    frame = result.to_frame()
    if frame.index.name != "recipient":
        msg = f"a chart shows one case; evaluate scenario{result.scenario.one_row}"
        raise InputError(msg)
    measure = MEASURES[result.measure]
    frame = frame.filter(like=measure.heading)
    frame.columns = pd.Index([_bare(name) for name in frame.columns])
    if kind == "difference" and not result.differences:
        msg = "a difference is of two routes; write compare(scenario, first, second).recipients()"
        raise InputError(msg)
    titles = column_titles(result.scenarios, result.routes, result.differences)
    frame = frame.rename(columns=titles)
    routes = [titles[route] for route in result.routes]
    source = _noted(sources_of(*result.scenarios), "the producer has what all others leave")
    title = "Who gets the barrel"
    unit = measure.words
    if kind == "difference":
        first, *others = routes
        subject = others[0] if len(others) == 1 else "each route"
        beside = "" if len(others) == 1 else f" from {first}"
        return charts.bars(
            frame[[*result.differences]].set_axis(others, axis="columns"),
            unit=unit,
            title=f"What {subject} shares out differently{beside}",
            source=source,
            ax=ax,
            digits=2,
        )
    if len(routes) == 1 or (frame[routes] < 0.0).any(axis=None):
        return charts.bars(
            frame[routes],
            unit=unit,
            title=title,
            source=source,
            ax=ax,
            digits=2,
        )
    # Only so many can be told apart without colour.
    paid = frame[routes].drop(PRODUCER)
    sizes = paid.max(axis=1).sort_values(ascending=False, kind="stable").index
    large, small = paid.loc[sizes[:_MAX_RECIPIENTS]], paid.loc[sizes[_MAX_RECIPIENTS:]]
    parts = [large, small.sum().to_frame("all others").T, frame.loc[[PRODUCER], routes]]
    shown = pd.concat([part for part in parts if part.to_numpy().any()])
    return charts.recipients(shown, unit=unit, title=title, source=source, ax=ax)


@draw.register(Ledger)
def _of_ledger(result: Ledger, column: str, ax: Axes | None) -> Axes:
    """Draw a column over time."""
    import pandas as pd

    amounts = result[column]
    raw, unit = amounts.magnitude, f"{amounts.units:~P}"
    if unit == "USD":
        raw, unit = raw / 1e6, "million USD"
    at = np.asarray(result.run.grid.years(), dtype=float)[-len(raw) :]  # where periods end
    years = pd.Index(at, name="years from the start")
    paths = raw.reshape(len(raw), -1)
    words = {"closing": "what is owed"}.get(column, column.replace("_", " "))
    title = f"{words.capitalize()} over time"
    source = f"Source: oilecon, {' and '.join(result.loans)}, at the prices given."
    if paths.shape[1] > _MAX_LINES:
        table = pd.DataFrame(
            np.quantile(paths, _LEVELS, axis=1).T, index=years, columns=list(_LEVELS)
        )
        return charts.fan(
            table,
            unit=_axis(words, unit),
            across=str(years.name),
            title=title,
            source=f"{source.removesuffix('.')}; {paths.shape[1]:,} paths.",
            ax=ax,
        )
    names = [words] if paths.shape[1] == 1 else [f"path {k}" for k in range(paths.shape[1])]
    price = result["price"].magnitude.reshape(-1, *result.shape) if result.shape else None
    if price is not None and paths.shape[1] > 1:
        flat = np.broadcast_to(price, (len(price), *result.shape)).reshape(len(price), -1)
        if (flat == flat[0]).all() and len(set(flat[0])) == flat.shape[1]:
            names = [f"at {level:g} {USD_BBL}" for level in flat[0]]
    table = pd.DataFrame(paths, index=years, columns=names)
    return charts.balances(
        table, unit=_axis(words, unit), across=str(years.name), title=title, source=source, ax=ax
    )


draw.register(ProgrammeRun)(draw_months)


# -- what a crude is worth to a refinery --------------------------------------------------------


@draw.register(GateValues)
def _of_gate_values(result: GateValues, _: str, ax: Axes | None) -> Axes:
    """Draw the value of each crude in each refinery."""
    if result.shape:
        msg = f"a chart shows one case, and this result holds {result.shape}; plot its .table()"
        raise InputError(msg)
    return charts.grid(
        result.table().set_axis(list(result.plants), axis="columns"),
        unit=USD_BBL,
        title="The value of each crude at each refinery gate",
        source="Source: oilecon, product worth less running cost.",
        ax=ax,
    )


@draw.register(Refined)
def _of_refined(result: Refined, _: str, ax: Axes | None) -> Axes:
    """Draw products' worth down to the value at the refinery gate."""
    if result.shape:
        msg = (
            f"a chart shows one case, and this result holds {result.shape}; vary its inputs to "
            "single numbers"
        )
        raise InputError(msg)
    crude, plant = result.names
    lines = result.waterfall()
    return charts.waterfall(
        lines,
        unit=USD_BBL,
        title=_wrapped(f"{crude} in {plant}: from the products to the {lines.index[-1]}"),
        source=_source_of_prices(result),
        ax=ax,
    )


def _source_of_prices(result: Refined) -> str:
    """Return the line under a chart of a refinery."""
    prices = result.inputs.prices
    where = " ".join(each for each in (prices.place, prices.as_of) if each)
    return f"Source: oilecon, product prices {where or 'given'}."


# -- the article -------------------------------------------------------------------------------


@draw.register(Claims)
def _of_claims(result: Claims, name: str, ax: Axes | None) -> Axes:
    """Draw a claim's figures that share the unit of the first."""
    import pandas as pd

    claim = result[name]
    known = [figure for figure in claim.figures if not math.isnan(figure.value)]
    units = [figure.unit for figure in known]
    unit = max(units, key=units.count)  # of several as frequent, the first
    shown = [figure for figure in known if figure.unit == unit]
    table = pd.DataFrame(
        [(figure.value, figure.low, figure.high) for figure in shown],
        columns=["value", "low", "high"],
        index=pd.Index([_wrapped(figure.name) for figure in shown]),
    )
    marks = [
        bound
        for part in claim.parts
        if part.figure is not None and part.figure.unit == unit
        for bound in (part.minimum, part.maximum)
        if math.isfinite(bound)
    ]
    mark = STATED if claim.name == "margin" else next(iter(marks), None)
    dashed = "" if mark is None else f" Dashed: {mark:g} {unit}, which decides."
    return charts.ranges(
        table,
        unit=unit,
        mark=mark,
        title=f"{name.capitalize()} ({claim.subject}; verdict: {claim.verdict})",
        source=f"Source: oilecon, oe.article.claims(). {claim.statement}.{dashed}",
        ax=ax,
    )


@draw.register(History)
def _of_history(result: History, kind: str, ax: Axes | None) -> Axes:
    """Draw losses by span, or the regimes over time."""
    import pandas as pd

    if kind == "regimes":
        return _regimes(ax)
    known = [span for span in result if not math.isnan(span.netback[0])]
    stars = ["" if set(span.quality.values()) == {"measured"} else " *" for span in known]
    table = pd.DataFrame(
        [span.netback for span in known],
        columns=["value", "low", "high"],
        index=pd.Index(
            [f"{span.period} {span.regime}{star}" for span, star in zip(known, stars, strict=True)]
        ),
    )
    return charts.ranges(
        table,
        unit="loss of the netback by going to Asia, %",
        mark=STATED,
        title="What the route to Asia lost",
        source=(
            "Source: oilecon, oe.article.history(). * a price or freight in it stands in for one "
            f"that is not known. Dashed: the article's {STATED:g} %."
        ),
        ax=ax,
    )


def _regimes(ax: Axes | None) -> Axes:
    """Draw the days that each shipped regime covers."""
    import pandas as pd

    plans = {name: plan for name, plan in reference.scenario_plans().items() if "covers" in plan}
    table = pd.DataFrame(
        [plan["covers"] for plan in plans.values()],
        columns=["start", "end"],
        index=pd.Index([str(plan["title"]) for plan in plans.values()]),
    ).sort_values("start")
    return charts.spans(
        table,
        title="The dated regimes",
        source="Source: oilecon's shipped scenarios; the days that each speaks of.",
        ax=ax,
    )


# -- a table that no result holds ---------------------------------------------------------------


def diluent_by_month(balance: pd.DataFrame, *, source: str = "", ax: Axes | None = None) -> Axes:
    """Draw heavy crude blended and shut in month by month, and the blend that leaves [kb/d].

    Parameters
    ----------
    balance : pandas.DataFrame
        A table of one case, as `blending.diluent_balance` returns it.
    source : str
        The line under the chart.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; those of a new figure if left out.

    Returns
    -------
    matplotlib.axes.Axes
        The axes with the chart.

    Raises
    ------
    InputError
        If the table holds several cases.
    OilEconError
        If matplotlib is not installed.
    """
    if balance.index.nlevels > 1:
        msg = "a chart shows one case; write balance.xs(case, level='case')"
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


# -- refining ---------------------------------------------------------------------------------


@draw.register(ParityPrice)
def _parity(result: ParityPrice, kind: str, ax: Axes | None) -> Axes:
    del kind
    table = result.table()["amount [USD/bbl]"]
    crude, marker = (getattr(result.terms, which).name or which for which in ("crude", "marker"))
    place = result.terms.refinery.name
    stops = table[:-1].cumsum()
    begins = math.floor(float(stops.min()) / _PARITY_STEP) * _PARITY_STEP
    axes = charts.bridge(
        {str(step): float(table[step]) for step in table.index[1:-1]},
        (f"{marker}, delivered", float(table.iloc[0])),
        (f"{crude}, at parity", float(table.iloc[-1])),
        unit=USD_BBL,
        title=f"{crude} at parity with {marker}",
        source=f"Source: oilecon{f'; {place}' if place else ''}; the axis begins at {begins:g}; "
        f"before running cost {result.width.magnitude:.2f} wide over models of the coker.",
        ax=ax,
    )
    axes.set_xlim(left=begins)  # a bar from zero would leave no room for the steps
    return axes


_PARITY_STEP = 5.0  # USD/bbl


@draw.register(DiscountSplit)
def _discount_split(result: DiscountSplit, kind: str, ax: Axes | None) -> Axes:
    del kind
    amounts = {str(part): float(row) for part, row in result.table().iloc[:, 0].items()}
    observed = amounts.pop("observed")
    brent = float(result.brent.magnitude)
    return charts.bridge(
        amounts,
        ("Brent", brent),
        ("observed price", brent + observed),
        unit=USD_BBL,
        title=f"What a discount of {-observed:.2f} is made of",
        source=f"Source: oilecon; {POINTS[result.point]}; quality by parity on {result.reference}.",
        ax=ax,
    )


@draw.register(PricePaths)
def _of_price_paths(
    result: PricePaths, _: str, ax: Axes | None, *, path: int = 0, mark: Any = None
) -> Axes:
    """Draw the quantiles of simulated paths by month, and one of them."""
    shown = result.path(path)
    marked = None
    if mark is not None:
        marked = one_number(
            Number(result.unit, "a mark", low=-math.inf, high=math.inf), mark, "mark"
        )
    kind = type(result.process).__name__
    return charts.fan(
        result.quantiles(_LEVELS),
        unit=_axis(result.name or "value", result.unit),
        across="month",
        line=shown.rename(f"path {path}"),
        mark=marked,
        title=f"Simulated paths: {result.name}" if result.name else "Simulated paths",
        source=f"{kind}; {result.n:,} paths, seed {result.seed}.",
        ax=ax,
    )
