"""`oilecon report`: one page in a single file, with inputs that can be moved.

The page holds tables, charts, inputs with their sources, and the model's arithmetic as JavaScript,
written from the trace of the model's own code. It loads nothing from anywhere.
"""

from __future__ import annotations

import html
import io
import json
import math
import re
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon import __version__, article, reference
from oilecon.article.losses import table_of
from oilecon.errors import InputError, OilEconError, UnknownName, did_you_mean, figure, quote
from oilecon.evaluation import Evaluator, compare, evaluate
from oilecon.evidence import YOURS, Evidence
from oilecon.evidence_words import kind_in_words, range_in_words
from oilecon.formulas.javascript import javascript
from oilecon.netback.lines import BASES, IN_WORDS, SUBTOTALS
from oilecon.outcomes import MEASURES, USD_BBL
from oilecon.present import charts, maps
from oilecon.present.console import blend_sentence, checks_heading, freight_rows
from oilecon.present.plain import plain
from oilecon.present.words import (
    evidence_of,
    input_in_words,
    inputs_in_words,
    lines_in_words,
    route_titles,
    yours_of,
)
from oilecon.results import aligned
from oilecon.units import FRACTION, PURE

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from oilecon.fields import Number
    from oilecon.reference import Row
    from oilecon.results import Comparison
    from oilecon.scenario_tree import Scenario

__all__ = ["article_report", "scenario_report"]


def article_report(changes: Mapping[str, Any] | None = None) -> str:
    """Return the article's report as HTML: its readings, and controls that move their inputs.

    Parameters
    ----------
    changes : mapping of str to value, optional
        As in `article.comparisons`.

    Returns
    -------
    str
        A complete page.

    Raises
    ------
    OilEconError
        If matplotlib is not installed.
    """
    comparisons = article.comparisons(changes)
    *_, widest = comparisons.values()
    readings = {name: comparison.scenario for name, comparison in comparisons.items()}
    presets = _presets(readings, widest.scenario)
    page = _Page(widest.scenario, (widest.reference, widest.alternative), presets, readings)
    first = next(iter(presets.values()))
    return page.html(
        "What a barrel of Venezuelan heavy crude earns its producer",
        "A press article says that sending heavy crude to Asia instead of the US Gulf Coast "
        f"“loses roughly {article.STATED:.0f} percent of profit margins”. This page says what "
        "sourced inputs make of that, and lets you move them.",
        _article_section(comparisons)
        + _freight_section(comparisons)
        + _checks_section(comparisons),
        first,
    )


def scenario_report(scenario: Scenario, reference_route: str | None = None) -> str:
    """Return a scenario's report as HTML.

    Parameters
    ----------
    scenario : Scenario
        A scenario of one case.
    reference_route : str, optional
        The route that the others are compared against; the first one if left out.

    Returns
    -------
    str
        A complete page.

    Raises
    ------
    InputError
        If the scenario holds arrays.
    UnknownName
        If there is no such route.
    OilEconError
        If matplotlib is not installed.
    """
    if scenario.shape:
        held = f"the scenario holds {scenario.shape}"
        msg = f"a report shows one case, and {held}; write {scenario.one_row}"
        raise InputError(msg)
    routes = list(scenario.routes)
    if reference_route is not None and reference_route not in routes:
        msg = f"no route {quote(reference_route)}{did_you_mean(reference_route, routes)}"
        raise UnknownName(msg)
    first = reference_route or routes[0]
    page = _Page(scenario, (first, *(route for route in routes if route != first)), {})
    lead = "What a barrel earns its producer, route by route, from the inputs below."
    return page.html(scenario.title or "A netback", lead, "", {})


# -- controls ----------------------------------------------------------------------------------


class _Control(NamedTuple):
    path: str
    paths: Sequence[str]  # all that it moves, its own the first
    label: str
    unit: str
    scale: float  # from raw values to shown ones
    value: float
    minimum: float  # the field's bounds, and those of the slider, as raw values
    maximum: float
    low: float
    high: float
    step: float  # as shown
    note: str

    @property
    def id(self) -> str:
        return "c-" + self.path.replace(".", "-")


_CHARTERS = ("hire", "points", "amount", "rate")
_TOLLS = ("toll", "toll_per_tonne", "toll_per_tonne_km")
_FREIGHT = (*_CHARTERS, *_TOLLS)
_MAIN = ("differential", *_FREIGHT, "shadow_multiple")
_SUPPLY = (
    "supply.diluent.price",
    "supply.diluent.price_per_tonne",
    "supply.diluent.differential",
    "supply.production_cost",
    "supply.royalty",
    "supply.take.royalty",
)
_WHOLE = 100.0  # percent
_STEPS = {"USD/bbl": 0.1, "USD/day": 100.0, "USD/t": 1.0, "day": 0.5, "1": 0.05, "%": 0.5}
_PADDING = {"USD/bbl": 10.0, "USD/day": 30_000.0, "USD/t": 100.0, "day": 15.0, "1": 2.0, "%": 0.2}
"""Minimum travel of a slider to both sides; a neutral zero or one has no range of its own."""


def _main_paths(scenario: Scenario) -> list[str]:
    """Return the paths of the main inputs in the page's order."""
    order: dict[str, int] = {}
    for path, _, raw in scenario.leaves():
        steps = path.split(".")
        head, last = steps[0], steps[-1]  # of one step both are the same
        if raw is None or (last == "shadow_multiple" and _at_the_market(scenario, path, raw)):
            continue
        if path == "market.brent":
            order[path] = 0
        elif head in scenario.routes and last in _MAIN:
            order[path] = 1 if last == "differential" else 2 if last in _FREIGHT else 5
        elif (place := _of_supply(scenario, path)) in _SUPPLY:
            order[path] = 3 if place.startswith("supply.diluent") else 4
    for path in [path for path in order if path.endswith(".take.royalty")]:
        order.pop(f"{path.partition('.')[0]}.royalty")  # which is then levied in its place
    return sorted(order, key=order.__getitem__)


def _at_the_market(scenario: Scenario, path: str, multiple: Any) -> bool:
    """Return whether nobody gave a shadow multiple, and the market's freight is paid."""
    return bool(multiple == 1.0) and _row(scenario, path) is None


def _of_one_row(scenario: Scenario, paths: Sequence[str]) -> dict[str, list[str]]:
    """Return the inputs that one control moves, by the first of them.

    A carrier's toll or a benchmark of one row is one figure on every route. What a route is sold
    at is its own, even where two rows begin alike.
    """
    rows = {
        path: (each.row, raw)
        for path, _, raw, each in scenario.sourced_leaves()
        if each is not None and each.row and _is_shared(path)
    }
    groups: dict[object, list[str]] = {}
    for path in paths:
        groups.setdefault(rows.get(path, path), []).append(path)
    return {group[0]: group for group in groups.values()}


def _is_shared(path: str) -> bool:
    """Return whether an input is a freight, a toll, or one of a benchmark of a price."""
    *above, last = path.split(".")
    return last in _FREIGHT or (last == "differential" and above[1:2] == ["sale"] != above[1:])


def _label(scenario: Scenario, paths: Sequence[str]) -> str:
    """Return the words for the inputs of one control, which names the routes that it moves."""
    first = paths[0]
    below = {path.partition(".")[2] for path in paths}
    if len(paths) == 1 or len(below) > 1:
        return "; ".join(input_in_words(scenario, path) for path in paths)
    starred = f"*.{below.pop()}"
    if len(scenario.expand(starred)) == len(paths):
        return inputs_in_words(scenario, [starred])[starred]
    titles = route_titles(scenario, scenario.routes)
    heads = [titles[path.partition(".")[0]] for path in paths]
    return f"{'; '.join(heads)}{input_in_words(scenario, first).removeprefix(heads[0])}"


def _of_supply(scenario: Scenario, path: str) -> str:
    """Return the path that an input of a stream has in the supply; of any other, its own."""
    head, _, rest = path.partition(".")
    return f"supply.{rest}" if head in scenario.streams else path


def _presets(readings: Mapping[str, Scenario], widest: Scenario) -> dict[str, dict[str, float]]:
    """Return for each reading its values at the paths in which readings differ."""
    values = {
        name: {path: raw for path, _, raw in scenario.leaves() if raw is not None}
        for name, scenario in readings.items()
    }
    everywhere = {path: raw for path, _, raw in widest.leaves() if raw is not None}
    # An input that a reading lacks, such as an agent's fee, is zero there.
    return {
        name: {
            path: float(raws.get(path, 0.0))
            for path in everywhere
            if len({others.get(path, 0.0) for others in values.values()}) > 1
        }
        for name, raws in values.items()
    }


def _control(
    scenario: Scenario,
    paths: Sequence[str],
    field: Number,
    value: float,
    cases: Sequence[Scenario],
) -> _Control:
    """Return the control of an input, wide enough for all cases; the page opens on the first."""
    path = paths[0]
    percent = field.unit == FRACTION
    unit = "%" if percent else field.unit
    rows = [row for row in (_row(case, path) for case in cases) if row is not None]
    sourced_low = min(value, *(row.low for row in rows), value)
    sourced_high = max(value, *(row.high for row in rows), value)
    padding = max(_PADDING.get(unit, abs(value)), 0.5 * (sourced_high - sourced_low))
    scale = _WHOLE if percent else 1.0
    step = _STEPS.get(unit, 0.1 if unit.endswith("/bbl") else 1.0) / scale  # of any currency
    # Whole steps, so that the slider stops at round figures.
    low = step * math.floor((sourced_low - padding) / step)
    high = step * math.ceil((sourced_high + padding) / step)
    return _Control(
        path,
        paths,
        _label(scenario, paths),
        "" if unit == "1" else unit,
        scale,
        value,
        field.low,
        field.high,
        max(low, field.low),
        min(high, field.high),
        step * scale,
        _note(cases[0], path, field),
    )


def _row(scenario: Scenario, path: str) -> Row | None:
    """Return the sourced row of an input; None if a reading lacks the input or its source."""
    return scenario.row(path) if path in scenario.paths() else None


def _note(scenario: Scenario, path: str, field: Number) -> str:
    """Return the kind and range of an input in the scenario whose value is shown."""
    yours = path in scenario.overrides()
    row = _row(scenario, path)
    if row is None and not yours:
        return "no sourced range" if path in scenario.paths() else "not in this reading"
    if row is None:
        return kind_in_words(None, yours=True)
    scale = _WHOLE if field.unit == FRACTION else 1.0
    spread = range_in_words(row.evidence, row.value, scale)
    return ", ".join(filter(None, (kind_in_words(row.evidence, yours=yours), spread)))


def escape(text: object) -> str:
    """Return text as HTML that only shows it."""
    return html.escape(plain(text, lines=True))


# -- the page ----------------------------------------------------------------------------------


class _Page:
    """A scenario with the routes that its page shows, the first the reference."""

    def __init__(
        self,
        scenario: Scenario,
        routes: tuple[str, ...],
        presets: Mapping[str, Mapping[str, float]],
        readings: Mapping[str, Scenario] | None = None,
    ) -> None:
        self.scenario = scenario
        self.readings = readings or {}
        self.opened = next(iter(self.readings.values()), scenario)
        self.routes = routes
        self.presets = presets
        self.fields = {
            path: (field, float(raw)) for path, field, raw in scenario.leaves() if raw is not None
        }
        main = _main_paths(scenario)
        # Readings differ in inputs of one row, so that each has a control of its own there.
        self.moved = {path: [path] for path in main} if presets else _of_one_row(scenario, main)
        self.main = list(self.moved)
        moved = dict.fromkeys(path for values in presets.values() for path in values)
        self.more = [path for path in moved if path not in self.main]
        self.lines = _lines(scenario, routes)
        self.titles = route_titles(scenario, routes)

    def html(self, title: str, lead: str, first: str, start: Mapping[str, float]) -> str:
        """Return the page; it opens with the values of `start`."""
        controls = {path: self._control(path, start) for path in (*self.main, *self.more)}
        shown = self.scenario.vary(
            {path: self.fields[path][0].show(value) for path, value in start.items()}
        )
        parts = {
            "version": escape(__version__),
            "measure": escape(MEASURES[Evaluator(shown, self.routes).measure].words),
            "title": escape(title),
            "lead": escape(lead),
            "style": _file("report.css"),
            "first": first,
            "how": _HOW,
            "presets": self._preset_buttons(),
            "controls": "\n".join(_entry(controls[path]) for path in self.main),
            "more": self._more(controls),
            "losses": self._losses(shown),
            "lines": self._line_table(shown),
            "rest": "\n".join(self._rest(shown)),
            "footer": f"Made by oilecon {escape(__version__)}. The page loads nothing from "
            "anywhere and sends nothing.",
            "data": self._data(list(controls.values())),
            "compute": self.compute([path for each in controls.values() for path in each.paths]),
            "script": _file("report.js"),
        }
        return Template(_file("report.html")).substitute(parts)

    def _control(self, path: str, start: Mapping[str, float]) -> _Control:
        field, raw = self.fields[path]
        value = start.get(path)
        cases = tuple(self.readings.values()) or (self.scenario,)
        paths = self.moved.get(path, [path])
        return _control(self.scenario, paths, field, raw if value is None else value, cases)

    def compute(self, paths: Sequence[str]) -> str:
        """Return the page's arithmetic as JavaScript."""
        figures: dict[str, Any] = {}
        engine = Evaluator(self.scenario, self.routes)
        names = [
            f"{route}.{line['name']}"
            for route in self.routes
            for line in self.lines
            if line["name"] in self._own_lines(route)
        ]
        figures |= zip(names, engine.trace(*names), strict=True)
        losses = [f"{other}.loss.{basis}" for other in self.routes[1:] for basis in BASES]
        figures |= zip(losses, engine.trace(*losses), strict=True)
        return javascript(figures, paths)

    def _own_lines(self, route: str) -> set[str]:
        waterfall = Evaluator(self.scenario, self.routes).waterfall(route)
        return {
            *SUBTOTALS,
            *(name for name, _, _ in (*waterfall.price_components, *waterfall.costs)),
        }

    def _data(self, controls: list[_Control]) -> str:
        names = ("path", "paths", "id", "unit", "scale", "value", "note")
        document = {
            "controls": [{name: getattr(control, name) for name in names} for control in controls],
            "routes": [{"name": route, "title": self.titles[route]} for route in self.routes],
            "lines": self.lines,
            "presets": self.presets,
            "notes": {
                name: {
                    control.path: _note(case, control.path, self.fields[control.path][0])
                    for control in controls
                }
                for name, case in self.readings.items()
            },
        }
        return json.dumps(document, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")

    # -- parts of the page ---------------------------------------------------------------------

    def _preset_buttons(self) -> str:
        if not self.presets:
            return ""
        buttons = "\n".join(
            f'<button type="button" data-preset="{escape(name)}">{escape(name)}</button>'
            for name in self.presets
        )
        return f'<div class="presets" role="group" aria-label="Readings">{buttons}</div>'

    def _more(self, controls: Mapping[str, _Control]) -> str:
        if not self.more:
            return ""
        entries = "\n".join(_entry(controls[path]) for path in self.more)
        inside = f'<div class="controls">{entries}</div>'
        return f"<details><summary>More inputs</summary>{inside}</details>"

    def _losses(self, shown: Scenario) -> str:
        if len(self.routes) == 1:
            return ""
        rows = []
        engine = Evaluator(shown, self.routes)
        for other in self.routes[1:]:
            losses = engine.figures([f"{other}.loss.{basis}" for basis in BASES])
            cells = "".join(
                f'<td class="number" data-loss="{escape(other)}.loss.{basis}">{_percent(loss)}</td>'
                for basis, loss in zip(BASES, losses, strict=True)
            )
            title = escape(self.titles[other])
            rows.append(f'<tr><th scope="row">{title}</th>{cells}</tr>')
        heads = "".join(f'<th scope="col" class="number">of {IN_WORDS[b]}</th>' for b in BASES)
        against = escape(self.titles[self.routes[0]])
        return (
            '<div class="losses"><table aria-live="polite">'
            f"<caption>Share lost against {against}</caption>"
            f'<thead><tr><th scope="col">by going to</th>{heads}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )

    def _line_table(self, shown: Scenario) -> str:
        engine = Evaluator(shown, self.routes)
        frame = aligned({route: engine.waterfall(route) for route in self.routes})
        heads = "".join(
            f'<th scope="col" class="number">{escape(self.titles[route])}</th>'
            for route in self.routes
        )
        rows = []
        for at, line in enumerate(self.lines):
            record = frame.loc[line["name"]]
            cells = "".join(
                f'<td class="number" data-line="{at}" data-route="{escape(route)}">'
                f"{_signed(float(record[f'{route} [{USD_BBL}]']))}</td>"
                for route in self.routes
            )
            kind = ' class="subtotal"' if line["subtotal"] else ""
            payee = f'<td class="payee soft">{escape(str(record["recipient"]))}</td>'
            rows.append(
                f'<tr{kind}><th scope="row">{escape(line["label"])}</th>{payee}{cells}</tr>'
            )
        return (
            f'<table id="lines"><caption>Line by line, {MEASURES[engine.measure].words}</caption>'
            "<thead><tr>"
            f'<th scope="col">line</th><th scope="col" class="payee">paid to</th>{heads}</tr>'
            f"</thead><tbody>{''.join(rows)}</tbody></table>"
            f'<p class="note">{escape(evidence_of(self.opened, self.routes))} '
            '<a href="#inputs">All inputs</a></p>'
        )

    def _rest(self, shown: Scenario) -> Iterable[str]:
        yield _section("Routes", self._map())
        streams = Evaluator(shown, self.routes).streams
        blends = [name for name in streams if shown.get(name).diluent is not None]
        if blends:
            sold = evaluate(shown, self.routes[0])
            words = {name: escape(blend_sentence(sold, name)) for name in blends}
            named = {name: f"{name}: " if len(streams) > 1 else "" for name in blends}
            text = "".join(f"<p>{named[name]}{words[name]}</p>" for name in blends)
            yield _section("The barrels" if len(blends) > 1 else "The barrel", text)
        yield _section(
            "Derivation of the figure",
            "<p>The first levels of the tree, for the inputs that the page opens with; "
            "<code>oilecon explain</code> shows all of it.</p>"
            f"<pre>{escape(self._derivation(self.opened))}</pre>",
        )
        yield _section("Inputs", _inputs_section(self.scenario, self.routes), "inputs")
        yield _section("Sources", _source_list(self.scenario.sources()))

    def _derivation(self, shown: Scenario) -> str:
        if len(self.routes) == 1:
            return Evaluator(shown, self.routes).explain(f"{self.routes[0]}.net").to_text(2, 5)
        _, first, *others = self.routes
        figure_shown = f"{first}.loss" if others else "loss"
        return compare(shown, *self.routes).explain(figure_shown).to_text(2, 5)

    def _map(self) -> str:
        with charts.style():  # without matplotlib there is no report
            try:
                return _chart(lambda ax: maps.routes_map(self.scenario, self.routes, ax))
            except OilEconError as error:
                return f"<p>No map: {escape(str(error))}</p>"


_HOW = (
    "The figures and the picture follow at once. They are computed by the model's own formulas, "
    "which oilecon wrote into this page; inputs that stand further below keep their values."
)


def _lines(scenario: Scenario, routes: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the lines of all routes in order, for the tables and the chart."""
    engine = Evaluator(scenario, routes)
    waterfalls = {route: engine.waterfall(route) for route in routes}
    frame = aligned(waterfalls)
    costs = {name for waterfall in waterfalls.values() for name, _, _ in waterfall.costs}
    labels = lines_in_words(frame.index)
    return [
        {
            "name": name,
            "label": labels[name],
            "subtotal": name in SUBTOTALS,
            "cost": name in costs,
        }
        for name in frame.index
    ]


def _article_section(comparisons: Mapping[str, Comparison]) -> str:
    table = table_of(comparisons)  # readings() would evaluate again
    heads = "".join(f'<th scope="col" class="number">of {IN_WORDS[b]}</th>' for b in BASES)
    rows = "".join(
        f'<tr><th scope="row">{escape(str(reading))}</th>'
        + "".join(f'<td class="number">{loss:.1f} %</td>' for loss in losses)
        + "</tr>"
        for reading, losses in zip(table.index, table.to_numpy(), strict=True)
    )
    plans = reference.scenario_plans()
    readings = "".join(
        f"<dt>{escape(reading)}</dt><dd>{escape(plans[name]['summary'])}.</dd>"
        for reading, name in article.READINGS.items()
        if reading in comparisons
    )
    words = "".join(f"<p>{escape(sentence)}</p>" for sentence in article.verdict(comparisons))
    return _section(
        "What the figures say",
        words + '<table><caption>Share lost by going to Asia</caption><thead><tr><th scope="col">'
        f"reading</th>{heads}</tr></thead><tbody>{rows}</tbody></table><dl>{readings}</dl>"
        + _chart(lambda ax: _readings_chart(table, ax), 4.6),
    )


def _freight_section(comparisons: Mapping[str, Comparison]) -> str:
    return _section(
        "Freight",
        "<p>The VLCC sails to Asia, the Aframax to the Gulf Coast.</p>"
        + _brief("Bases of freight", freight_rows(comparisons), {"USD/day", "USD/bbl"}),
    )


def _checks_section(comparisons: Mapping[str, Comparison]) -> str:
    checks = article.receipts()
    figures = {"published": "{:.1f}", "library": "{:.1f}", "difference": "{:+.1f}"}
    rows = [
        {
            "receipt": name,
            **{column: str(row[column]) for column in ("role", "as of")},
            **{
                column: shown.format(row[f"{column} [{USD_BBL}]"]).replace("-", "\u2212")
                for column, shown in figures.items()
            },
        }
        for name, row in checks.to_frame().iterrows()
    ]
    return _section(
        checks_heading(comparisons),
        f"<p>{escape(checks.calibration)} No input was taken from the checks.</p>"
        + _brief("Receipts, USD/bbl", rows, set(figures)),
    )


def _brief(caption: str, rows: Sequence[Mapping[str, object]], figures: Container[str]) -> str:
    """Return a short table, which a narrow screen shows as cards."""

    def number(name: str) -> str:
        return ' class="number"' if name in figures else ""

    heads = "".join(f'<th scope="col"{number(name)}>{escape(name)}</th>' for name in rows[0])
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-name="{escape(name)}"{number(name)}>{escape(cell)}</td>'
            for name, cell in row.items()
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<table class="records brief"><caption>{escape(caption)}</caption><thead><tr>{heads}</tr>'
        f"</thead><tbody>{body}</tbody></table>"
    )


def _readings_chart(table: pd.DataFrame, ax: Axes) -> Axes:
    shown = table.set_axis([f"of {IN_WORDS[basis]}" for basis in BASES], axis="columns")
    return charts.bars(
        shown,
        unit=f"share lost, %; the dashed line is the article's {article.STATED:.0f} %",
        mark=article.STATED,
        title="Share lost by going to Asia",
        source="Source: oilecon from the sourced inputs below.",
        ax=ax,
    )


# -- HTML --------------------------------------------------------------------------------------


def _file(name: str) -> str:
    return (files("oilecon.present") / "page" / name).read_text(encoding="utf-8")


def _section(heading: str, inside: str, anchor: str = "") -> str:
    identity = f' id="{anchor}"' if anchor else ""
    return f"<section{identity}><h2>{escape(heading)}</h2>\n{inside}\n</section>"


def _percent(share: Any) -> str:
    return "not defined" if math.isnan(share) else f"{_signed(100.0 * share, 1)} %"


def _signed(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace("-", "\u2212")


def _entry(control: _Control) -> str:
    """Return an input's number and slider."""
    unit = f' <span class="soft">{escape(control.unit)}</span>' if control.unit else ""
    low, high, value = (
        f"{v * control.scale:.10g}" for v in (control.low, control.high, control.value)
    )
    minimum, maximum = (figure(v * control.scale) for v in (control.minimum, control.maximum))
    label = escape(control.label)
    return (
        f'<div class="control"><label for="{control.id}">{label}</label>'
        f'<div class="entry"><input type="number" id="{control.id}" step="any" min="{minimum}" '
        f'max="{maximum}" value="{value}" aria-describedby="{control.id}-note">{unit}</div>'
        f'<input type="range" id="{control.id}-range" aria-label="{label}" min="{low}" '
        f'max="{high}" step="{figure(control.step)}" value="{value}">'
        f'<div class="note" id="{control.id}-note">{escape(control.note)}</div></div>'
    )


def _inputs_section(scenario: Scenario, routes: Sequence[str]) -> str:
    sentences = " ".join(filter(None, (evidence_of(scenario, routes), yours_of(scenario))))
    return f"<p>{escape(sentences)} {_RANGES}</p>{_inputs_table(scenario)}"


_RANGES = (
    "A range is from the least to the greatest possible value, unless its meaning stands beside it."
)


def _inputs_table(scenario: Scenario) -> str:
    rows = []
    yours = scenario.overrides()
    for path, field, raw, evidence in scenario.sourced_leaves():
        if raw is None:
            continue
        value, own = float(raw), path in yours
        unit = "" if field.unit in (FRACTION, PURE) else field.unit
        known = evidence or _UNKNOWN
        cells = {
            "": f"{value:.10g} {unit}",
            "range": range_in_words(known, value),
            "kind": "neutral"
            if evidence is None and not own
            else kind_in_words(evidence, yours=own),
            "as of": known.as_of,
        }
        filled = "".join(
            f'<td data-name="{name}">{escape(text.strip())}</td>' for name, text in cells.items()
        )
        note = " ".join(filter(None, (escape(_note_of(field, evidence)), _links(known.source))))
        kind = ' class="yours"' if own else ""
        head = f'<th scope="row"><code>{_breakable(path)}</code></th>'
        rows.append(f"<tr{kind}>{head}{filled}<td>{note}</td></tr>")
    heads = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("input", "value", "range", "kind", "as of", "note and source")
    )
    return (
        f'<table class="records"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody>'
        "</table>"
    )


def _breakable(path: str) -> str:
    """Return a path that a narrow column breaks between its steps and words, if it must."""
    return re.sub(r"([._])", r"\1<wbr>", escape(path))


_UNKNOWN = Evidence("", YOURS, "", ())


def _note_of(field: Number, evidence: Evidence | None) -> str:
    """Return the note of a number, its basis first; without one, the meaning of its field."""
    note = evidence.note if evidence is not None else ""
    basis = f"{evidence.basis.capitalize()}." if evidence is not None and evidence.basis else ""
    return " ".join(filter(None, (basis, note or field.doc.replace("`", ""))))


def _links(keys: Sequence[str]) -> str:
    """Return links to the list of sources."""
    return ", ".join(f'<a href="#{_anchor(key)}">{escape(key)}</a>' for key in keys)


def _anchor(key: str) -> str:
    return f"source-{escape(key)}"


def _source_list(sources: pd.DataFrame) -> str:
    entries = []
    shown: Any = sources.sort_index().drop(columns="numbers").to_dict("index")
    for key, entry in shown.items():
        text = _citation(entry)
        entries.append(f'<dt id="{_anchor(key)}">{escape(key)}</dt><dd>{text}</dd>')
    return f"<dl>{''.join(entries)}</dl>" if entries else "<p>No input has a source.</p>"


def _citation(entry: Mapping[str, str]) -> str:
    """Return an entry of the bibliography, its address as a link."""
    if not any(entry.values()):
        return "No entry: the scenario has the key alone."
    published = ", ".join(filter(None, (entry["publisher"], entry["date"])))
    retrieved = f"retrieved {entry['retrieved']}" if entry["retrieved"] else ""
    parts = (entry["title"], published, retrieved)
    where = escape(entry["locator"])
    if entry["locator"].startswith(_LINKED):
        where = f'<a href="{where}">{where}</a>'
    text = " ".join(f"{escape(part)}." for part in parts if part)
    return " ".join(filter(None, (text, where)))


_LINKED = ("https://", "http://")
"""Starts of an address that the page links to: no other kind of a link does what it seems to."""


def _chart(draw: Callable[[Axes], Axes], height: float = 5.0) -> str:
    """Return a chart as SVG inside the page."""
    with charts.style():
        from matplotlib.figure import Figure

        sheet = Figure(figsize=(9.0, height), layout="constrained")
        axes = draw(sheet.subplots())
        file = io.StringIO()
        # Tight, since the title stands higher by each line of a legend.
        sheet.savefig(
            file, format="svg", metadata={"Date": None}, transparent=True, bbox_inches="tight"
        )
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    # Hundredths of a point are finer than any screen.
    svg = re.sub(r' d="[^"]*"', lambda path: re.sub(r"(\.\d\d)\d+", r"\1", path[0]), svg)
    title = axes.get_title(loc="left").replace(r"\$", "$")
    label = f'role="img" aria-label="{escape(title)}"'
    return f'<figure class="picture">{svg.replace("<svg ", f"<svg {label} ", 1)}</figure>'
