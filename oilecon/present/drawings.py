"""What a result's `plot` draws: one registration a kind of result.

Each function reads a result's own table and hands plain figures to `charts`; none computes any. A
result's `plots` says which kinds and options there are.
"""

from __future__ import annotations

import math
import textwrap
from functools import singledispatch
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon import reference
from oilecon.analysis import Attribution, Contour, Simulation, Sweep, Tornado
from oilecon.article import STATED, Claims, History
from oilecon.errors import InputError, did_you_mean, quote
from oilecon.evaluation import Evaluator
from oilecon.lending.ledger import Ledger
from oilecon.netback.lines import OUTCOMES, PRODUCER
from oilecon.outcomes import USD_BBL, outcome_unit
from oilecon.present import charts, maps
from oilecon.present.words import inputs_in_words, lines_in_words, route_titles, sources_of
from oilecon.recipients import Recipients
from oilecon.results import Comparison, Netback, aligned
from oilecon.units import bare_number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from oilecon.scenario_tree import Scenario

__all__ = ["draw"]

ARTICLE = "article"
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
_BINS = 16
_LABEL = 44  # letters of a row's name before it takes a second line
_FEW = 6  # lines that can be told apart
_MOST = 6  # recipients with a look of their own


@singledispatch
def draw(result: Any, kind: str, ax: Axes | None, **options: Any) -> Axes:
    """Draw a result.

    Parameters
    ----------
    result : object
        Of a class that is registered below.
    kind : str
        One of its kinds.
    ax : matplotlib.axes.Axes, optional
        Where to; without it, on a new figure.
    **options
        Those of the kind.

    Returns
    -------
    matplotlib.axes.Axes
        With the picture.
    """
    del kind, ax, options
    msg = f"nothing draws {type(result).__name__}: register a function in {__name__}"
    raise NotImplementedError(msg)


# -- what they share ---------------------------------------------------------------------------


def _is_share(outcome: str) -> bool:
    """Return whether an outcome is a loss, shown in percent."""
    return outcome in OUTCOMES and outcome_unit(outcome) == "percent"


def _words(outcome: str) -> str:
    """Return what an outcome is called."""
    if _is_share(outcome):
        return OUTCOMES[outcome].label
    head, dot, line = outcome.partition(".")
    return f"{head}: {next(iter(lines_in_words([line]).values()))}" if dot else outcome


def _unit(unit: str) -> str:
    return {"percent": "%", "1": "", "dimensionless": ""}.get(unit, unit)


def _axis(name: str, unit: str) -> str:
    shown = _unit(unit)
    return f"{name}, {shown}" if shown else name


def _marked(mark: Any, outcome: str) -> float | None:
    """Return the figure to mark in the outcome's unit; the article's for a loss."""
    if isinstance(mark, str) and mark == ARTICLE:
        return STATED if _is_share(outcome) else None
    if mark is None:
        return None
    figure = bare_number(mark)
    if figure is None or not math.isfinite(figure):
        msg = f"mark: expected a number in the picture's unit, 'article' or None, got {quote(mark)}"
        raise InputError(msg)
    return figure


def _one_of(outcome: str | None, known: tuple[str, ...], what: str) -> str:
    if outcome is None:
        return known[0]
    if outcome not in known:
        msg = f"no outcome {quote(outcome)} in the {what}{did_you_mean(str(outcome), known)}"
        raise InputError(msg)
    return outcome


def _source(scenario: Scenario, what: str = "") -> str:
    said = sources_of(scenario)
    return f"{said.removesuffix('.')}; {what}." if what else said


def _in_words(scenario: Scenario, column: str) -> str:
    """Return what a column of an input, such as ``market.brent [USD/bbl]``, is called."""
    path, _, unit = column.removesuffix("]").partition(" [")
    shown = inputs_in_words(scenario, [path])[path]
    return f"{shown}, {unit}" if unit else shown


def _check_max_rows(max_rows: Any) -> None:
    """Raise if `max_rows` is no number of rows."""
    if isinstance(max_rows, bool) or not isinstance(max_rows, int) or max_rows < 1:
        msg = (
            f"max_rows: expected a whole number of at least 1, got {quote(max_rows)}; write "
            "max_rows=12"
        )
        raise InputError(msg)


def _wrapped(name: str) -> str:
    return "\n".join(textwrap.wrap(name, _LABEL))


# -- one or two routes -------------------------------------------------------------------------


@draw.register(Netback)
@draw.register(Comparison)
def _of_routes(result: Netback | Comparison, kind: str, ax: Axes | None) -> Axes:
    """Draw every line of the routes, or their ways by sea."""
    if result.shape:
        msg = (
            f"a picture shows one case, and this result holds {result.shape}; "
            "evaluate scenario.at(index)"
        )
        raise InputError(msg)
    scenario, routes = result.scenario, tuple(dict.fromkeys(result.routes))
    return (maps.routes_map if kind == "map" else _waterfall)(scenario, routes, ax)


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


# -- analyses ----------------------------------------------------------------------------------


@draw.register(Tornado)
def _of_tornado(result: Tornado, _: str, ax: Axes | None, *, max_rows: int = 12) -> Axes:
    """Draw the widest swings."""
    _check_max_rows(max_rows)
    frame = result.to_frame()
    unit = f"{result.base.units:~P}"
    ends = [name for name in frame.columns if str(name).startswith(result.outcome)]
    table = frame[ends].set_axis(["low", "high"], axis="columns").dropna().head(max_rows)
    left = len(frame) - len(table)
    table.index = table.index.map(inputs_in_words(result.scenario, table.index))
    more = f"the {len(table)} inputs of the widest swing, {left} not shown" if left else ""
    return charts.tornado(
        table,
        float(result.base.magnitude),
        unit=_axis(_words(result.outcome), unit),
        title="What each input moves over its range",
        source=_source(result.scenario, more),
        ax=ax,
    )


@draw.register(Attribution)
def _of_attribution(result: Attribution, _: str, ax: Axes | None, *, max_rows: int = 12) -> Axes:
    """Draw the bridge from before to after."""
    _check_max_rows(max_rows)
    first, second = result.scenarios
    words = _parts_in_words(result)
    parts = {words[name]: float(part.magnitude) for name, part in result.contributions.items()}
    kept = dict(list(parts.items())[:max_rows])
    rest = {name: part for name, part in parts.items() if name not in kept}
    if rest:
        kept[f"{len(rest)} others"] = math.fsum(rest.values())
    ends = [float(end.magnitude) for end in (result.before, result.after)]
    unit = f"{result.before.units:~P}"
    names = ["before", "after"]
    source = sources_of(first)
    if result.routes:
        names = [route_titles(first, result.routes)[route] for route in result.routes]
    elif sources_of(second) != source:
        later = sources_of(second).removeprefix("Source: oilecon ").removesuffix(".")
        source = f"{source.removesuffix('.')}; after, {later}."
    outcome = _words(result.outcome).rpartition(": ")[2]
    return charts.bridge(
        kept,
        (names[0], ends[0]),
        (names[1], ends[1]),
        unit=_axis(outcome, unit),
        title=f"What the difference of the {outcome} is made of",
        source=f"{source.removesuffix('.')}; shared out {_METHODS[result.method]}.",
        ax=ax,
    )


def _parts_in_words(result: Attribution) -> dict[str, str]:
    """Return what each part is called; of a comparison, the paths begin below its routes."""
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
    name = _one_of(outcome, result.outcomes, "simulation")
    drawn = result[name]
    unit = _axis(_words(name), "%" if _is_share(name) else f"{drawn.units:~P}")
    source = _source(result.scenario, f"{result.n:,} draws, seed {result.seed}")
    figure = _marked(mark, name)
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
    """Return quantiles of an outcome among draws of like values of one input."""
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
        here = places == place
        rows[float(values[here].mean())] = np.nanquantile(samples[here], _LEVELS)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(_LEVELS))
    return str(columns[across]).replace(" [", ", ").removesuffix("]"), frame.sort_index()


@draw.register(Sweep)
def _of_sweep(
    result: Sweep, _: str, ax: Axes | None, *, outcome: str | None = None, mark: Any = None
) -> Axes:
    """Draw a line over one input or shades over two."""
    name = _one_of(outcome, result.outcomes, "sweep")
    frame = result.to_frame()
    axes = list(frame.columns[: len(result.axes)])
    numeric = all(frame[column].dtype.kind == "f" for column in axes)
    if not numeric or len(axes) > 2 or (result.paired and len(axes) > 1):  # noqa: PLR2004  a plane
        msg = (
            "a picture shows a sweep of one or two inputs that are numbers, not paired, and this "
            f"one is of {', '.join(result.axes)}{', paired' * result.paired}; plot its .to_frame()"
        )
        raise InputError(msg)
    figure = _marked(mark, name)
    raw = result[name]
    shown = _axis(_words(name), "%" if _is_share(name) else f"{raw.units:~P}")
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


@draw.register(Contour)
def _of_contour(result: Contour, _: str, ax: Axes | None) -> Axes:
    """Draw the line over two inputs."""
    frame = result.to_frame()
    along, path = (str(name) for name in frame.columns[:2])
    table = frame.set_index(along)[[path]].dropna().sort_index()
    if table.empty:
        msg = "a picture needs points, and the outcome is nowhere what was asked"
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
    """Draw who gets what."""
    import pandas as pd

    if np.ndim(result.price.magnitude):
        msg = "a picture shows one case; evaluate scenario.at(index)"
        raise InputError(msg)
    frame = result.to_frame().filter(like=USD_BBL)
    frame.columns = pd.Index([str(name).partition(" [")[0] for name in frame.columns])
    routes = [name for name in frame.columns if name != "difference"]
    if kind == "difference" and len(routes) == 1:
        msg = "a difference is of two routes; write compare(scenario, first, second).recipients()"
        raise InputError(msg)
    titles = route_titles(result.scenario, routes, ("difference",))
    frame = frame.rename(columns=titles)
    routes = [titles[route] for route in routes]
    source = _source(result.scenario, "the producer has what all others leave")
    title = "Who gets the barrel"
    unit = "USD per barrel loaded"
    if kind == "difference":
        table = frame[["difference"]]
        return charts.bars(
            table,
            unit=unit,
            title=f"What {routes[1]} shares out differently",
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
    # As many as can be told apart without colour: the largest, all others together, the producer.
    others = frame[routes].drop(PRODUCER)
    sizes = others.max(axis=1).sort_values(ascending=False, kind="stable")
    large, small = others.loc[sizes.index[:_MOST]], others.loc[sizes.index[_MOST:]]
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
    if paths.shape[1] > _FEW:
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
            names = [f"at {each:g} {USD_BBL}" for each in flat[0]]
    table = pd.DataFrame(paths, index=years, columns=names)
    return charts.balances(
        table, unit=_axis(words, unit), across=str(years.name), title=title, source=source, ax=ax
    )


# -- the article -------------------------------------------------------------------------------


@draw.register(Claims)
def _of_claims(result: Claims, name: str, ax: Axes | None) -> Axes:
    """Draw a claim's figures that share the unit of the first."""
    import pandas as pd

    claim = result[name]
    known = [one for one in claim.figures if not math.isnan(one.value)]
    units = [one.unit for one in known]
    unit = max(units, key=units.count)  # of several as frequent, the first
    shown = [one for one in known if one.unit == unit]
    table = pd.DataFrame(
        {name: [getattr(one, name) for one in shown] for name in ("value", "low", "high")},
        index=pd.Index([_wrapped(one.name) for one in shown]),
    )
    marks = [
        end
        for part in claim.parts
        if part.figure is not None and part.figure.unit == unit
        for end in (part.least, part.most)
        if math.isfinite(end)
    ]
    mark = STATED if claim.name == "margin" else next(iter(marks), None)
    dashed = "" if mark is None else f" Dashed: {mark:g} {unit}, which decides."
    return charts.ranges(
        table,
        unit=unit,
        mark=mark,
        title=f"{claim.subject.capitalize()} (verdict: {claim.verdict})",
        source=f"Source: oilecon, oe.article.claims(). {claim.statement}.{dashed}",
        ax=ax,
    )


@draw.register(History)
def _of_history(result: History, kind: str, ax: Axes | None) -> Axes:
    """Draw losses by span, or the regimes over time."""
    import pandas as pd

    if kind == "regimes":
        return _regimes(ax)
    known = [one for one in result if not math.isnan(one.netback[0])]
    table = pd.DataFrame(
        [one.netback for one in known],
        columns=["value", "low", "high"],
        index=pd.Index(
            [
                f"{one.period} {one.regime}{'' if set(one.how.values()) == {'measured'} else ' *'}"
                for one in known
            ]
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
    """Draw the days that each shipped regime speaks of."""
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
