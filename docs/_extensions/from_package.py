"""Directives that write tables from the package itself, so that pages and package cannot differ."""

from __future__ import annotations

import inspect
import io
import os
import re
import shlex
from contextlib import redirect_stdout
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest import mock

from sphinx.util.docutils import SphinxDirective

import oilecon
from oilecon import article, cli, groups, reference, units
from oilecon.article import record
from oilecon.evidence_words import range_in_words
from oilecon.fields import Choice, Date, Name, Number, Schedule, Text
from oilecon.inputs.ports import PortField
from oilecon.netback import lines as model
from oilecon.plotting import Plotted
from oilecon.present.plots import draw
from oilecon.prices import correlated
from oilecon.reference import oils, sea, series
from oilecon.reference.citations import cited
from oilecon.reference.correlations import correlation_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx.application import Sphinx

FULL = "article-sanctioned"  # the shipped scenario that uses every row of the base case
_SPOT = article.FREIGHT["spot"]
READINGS = tuple(
    name
    for reading, name in article.READINGS.items()
    if reading == _SPOT or reading not in article.FREIGHT.values()
)
"""Those at spot rates; the other bases of freight have only hires of their own."""


def plain(text: str) -> str:
    """Return a text of the package as Markdown: what is between backticks as code, all else as is.

    Every text from the package goes through this. One backtick or two: docstrings have two.
    """
    prose, *more = re.split(r"`+([^`]+)`+", text)
    spans = zip(more[::2], more[1::2], strict=True)
    return _escaped(prose) + "".join(f"`{code}`{_escaped(after)}" for code, after in spans)


def _escaped(prose: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>$|#])", r"\\\1", prose)


def unit_word(unit: str) -> str:
    """Return a unit as the tables name it: a word where there is none."""
    return {units.FRACTION: "share", units.PURE: "number"}.get(unit, unit)


def number(value: float) -> str:
    """Return a number as the tables hold it, without a trailing '.0'."""
    return f"{value:.10g}"


def with_unit(row: reference.Row) -> str:
    """Return a row's value with its unit, if it has one."""
    return number(row.value) if row.unit == units.PURE else f"{number(row.value)} {row.unit}"


def table(heading: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose cells may hold several paragraphs."""
    lines = ["::::{list-table}", ":header-rows: 1", ":class: from-package"]
    lines += [f":widths: {' '.join(map(str, widths))}", ""]
    for row in (heading, *rows):
        for position, cell in enumerate(row):
            first, *more = cell.split("\n")
            lines.append(f"{'* -' if position == 0 else '  -'} {first}".rstrip())
            lines += [f"    {line}".rstrip() for line in more]
    return "\n".join([*lines, "::::"])


# -- the numbers -------------------------------------------------------------------------------


def source_links(keys: Iterable[str]) -> str:
    """Return links to the bibliography."""
    return ", ".join(f"[{key}](#source-{key})" for key in keys)


def usage(name: str, path: str) -> Iterator[str]:
    """Yield how the article's scenarios differ in the use of a row."""
    users = {
        scenario: row.path
        for scenario in READINGS
        for row in reference.rows(scenario)
        if row.name == name
    }
    if len(users) < len(READINGS):
        yield f"Only in {' and '.join(users)}."
    for scenario, other in users.items():
        if other != path:
            yield f"In {scenario} it stands at `{other}`, for both routes."


def cells(row: reference.Row, path: str, notes: Iterable[str] = ()) -> tuple[str, ...]:
    """Return one row of the table of inputs."""
    note = "\n\n".join(
        (plain(row.evidence.note), *notes, f"Source: {source_links(row.evidence.source)}")
    )
    return (
        f"`{path}`",
        number(row.value),
        range_in_words(row.evidence, row.value),
        row.unit,
        f"{row.evidence.kind}\n\n{row.evidence.as_of}",
        note,
    )


def inputs_table(rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table of sourced numbers."""
    heading = ("Path", "Value", "Range", "Unit", "Kind and date", "Note and source")
    return table(heading, (24, 8, 14, 8, 10, 36), rows)


def inputs(first_step: str) -> str:
    """Return the rows whose path begins with a step, such as market, gulf or '*'."""
    found = [row for row in reference.rows(FULL) if row.path.partition(".")[0] == first_step]
    return inputs_table(cells(row, row.path, usage(row.name, row.path)) for row in found)


def ship(name: str) -> str:
    """Return the rows of a shipped vessel; a path is that of the field below a voyage."""
    rows = reference.vessel_rows()[name]
    return inputs_table(cells(row, f"vessel.{row.field}") for row in rows)


def unpublished(kind: str) -> str:
    """Return the inputs of a kind, assumption or estimate, with their notes."""
    rows = [row for row in reference.rows(FULL) if row.evidence.kind == kind]
    return table(
        ("Path and value", "Note"),
        (30, 70),
        [(f"`{row.path}`\n\n{with_unit(row)}", plain(row.evidence.note)) for row in rows],
    )


def correlated_inputs(family: str) -> str:
    """Return the rank correlations of a shipped set, with their reasons."""
    rows = [
        (
            f"`{one.left}`\n\n`{one.right}`",
            number(one.value),
            f"{number(one.low)} to {number(one.high)}",
            one.evidence.kind,
            f"{plain(one.evidence.note)}\n\nSource: {source_links(one.evidence.source)}",
        )
        for one in correlation_set(family)
    ]
    heading = ("Paths", "Value", "Range", "Kind", "Reason and source")
    return table(heading, (30, 8, 12, 12, 38), rows)


MOST = 12  # uses that the bibliography lists of one source; some have dozens


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:MOST])
    return shown if len(names) <= MOST else f"{shown} and {len(names) - MOST} more"


def bibliography(_: str) -> str:
    """Return every source, with the inputs that rest on it."""
    users: dict[str, list[str]] = {}
    for behind in cited():
        for key in behind.source:
            users.setdefault(key, []).append(behind.row)
    parts = []
    for key, entry in sorted(reference.bibliography().items()):
        where = entry["locator"]
        where = f"<{where}>" if where.startswith("http") else plain(where)
        note = f" {plain(entry['note'])}" if "note" in entry else ""
        used = _listed(list(dict.fromkeys(users[key])))
        parts.append(
            f"(source-{key})=\n"
            f"`{key}`\n"
            f": {plain(entry['title'])}. {plain(entry['publisher'])}, {entry['date']}. "
            f"Where: {where}. Confidence: {entry['confidence']}.{note}\n\n"
            f"  Used for {used}.\n"
        )
    return "\n".join(parts)


def samples(_: str) -> str:
    """Return every shipped crude and diluent with what was published of it."""
    rows = [
        (
            f"{plain(oil.grade)}\n\n`{oil.sample}`",
            ranged(oil.api),
            ranged(oil.sulphur),
            ranged((oil.acid_number, None, None)),
            "\n\n".join(
                f"{number(value)} {unit} at {number(at)} °C"
                for points, unit in ((oil.kinematic, "cSt"), (oil.dynamic, "cP"))
                for at, value in points
            ),
            "\n\n".join(
                (
                    f"{oil.evidence.kind}, {oil.evidence.as_of}. {plain(oil.evidence.note)}",
                    source_links(oil.evidence.source),
                )
            ),
        )
        for oil in oils.oils()
    ]
    heading = (
        "Grade and sample",
        "°API",
        "Sulphur, %",
        "mgKOH/g",
        "Viscosity",
        "Kind, date, source",
    )
    return table(heading, (20, 12, 12, 8, 22, 26), rows)


def ranged(values: tuple[float | None, float | None, float | None]) -> str:
    """Return a value with its range, or a dash where none was published."""
    value, low, high = values
    if value is None:
        return "–"
    if low is None or high is None:
        return number(value)
    return f"{number(value)}\n\n{number(low)} to {number(high)}"


def rows_of(scenario: str) -> str:
    """Return all rows of a shipped scenario."""
    return inputs_table(cells(row, row.path) for row in reference.rows(scenario))


def regime(name: str) -> str:
    """Return the rows that a dated regime has of its own."""
    return inputs_table(cells(row, row.path) for row in reference.regime_rows()[name])


# -- at sea ------------------------------------------------------------------------------------


def vessels(_: str) -> str:
    """Return every shipped vessel with its size, speeds and fuel."""
    names = reference.ship_rows()
    figures = {name: oilecon.Vessel.figures(name)["value"] for name in names}
    heading = (
        "Ship",
        "Dwt, t",
        "Length, beam, m",
        "Draft laden, m",
        "Knots laden, in ballast",
        "Fuel laden, in ballast, t/day",
    )
    columns = (
        ("dwt",),
        ("length", "beam"),
        ("draft_laden",),
        ("knots_laden", "knots_ballast"),
        ("fuel_laden", "fuel_ballast"),
    )
    rows = [
        (f"`{name}`", *(", ".join(number(found[field]) for field in some) for some in columns))
        for name, found in sorted(figures.items(), key=lambda one: (one[1]["dwt"], one[0]))
    ]
    return table(heading, (20, 14, 18, 14, 16, 18), rows)


def passages(_: str) -> str:
    """Return every passage with the ship that it lets through, and whether it has to be named."""
    rows = [
        (
            f"`{one.name}`",
            plain(one.title),
            "only where named" if one.named else "yes",
            ", ".join(
                f"{name} {number(most)}"
                for name, most in (
                    ("length", one.length_m),
                    ("beam", one.beam_m),
                    ("draft", one.draft_m),
                )
                if most is not None
            )
            or "–",
            f"{plain(one.evidence.note)}\n\nSource: {source_links(one.evidence.source)}",
        )
        for one in sea.passages().values()
    ]
    heading = ("Name", "Passage", "Used", "Largest ship, m", "Note and source")
    return table(heading, (14, 20, 14, 18, 34), rows)


def ports(_: str) -> str:
    """Return every port with its other names and limits."""
    rows = [
        (
            plain("\n\n".join((place.name, *place.aliases))),
            plain(place.country),
            place.unlocode or "–",
            "–" if place.draft_m is None else number(place.draft_m),
            "–" if place.cargo_limit_kb is None else number(place.cargo_limit_kb),
            f"{plain(place.evidence.note)}\n\nSource: {source_links(place.evidence.source)}",
        )
        for place in sorted(sea.places().values(), key=lambda place: (place.country, place.name))
    ]
    heading = (
        "Port and other names",
        "Country",
        "Code",
        "Draft, m",
        "Cargo, kb",
        "Note and source",
    )
    return table(heading, (24, 16, 10, 9, 9, 32), rows)


def equations(figure: str) -> str:
    """Return the formulas of a figure of the article's sanctioned comparison, from its trace."""
    found = oilecon.compare(oilecon.scenario("article-sanctioned"), "gulf", "asia")
    steps = reversed(found.explain(figure).steps)
    rows = [f"{step.name} = {step.formula}" for step in steps if step.formula]
    return "\n".join(["```text", *rows, "```"])


# -- the article -------------------------------------------------------------------------------


def claims(_: str) -> str:
    """Return every statement of the article with figure, verdict and reason."""
    rows = [
        (
            f"[{one.name}](#claim-{one.name})",
            f"**{one.verdict}**",
            f"{plain(one.statement)}.\n\n{plain(one.figure.name)}: {plain(str(one.figure))}",
        )
        for one in found_claims()
    ]
    heading = ("Claim", "Verdict", "Statement, in words of ours, and the most telling figure")
    return table(heading, (14, 14, 72), rows)


def claim(name: str) -> str:
    """Return one claim: why, what decides it, its figures and inputs."""
    one = found_claims()[name]
    said = {True: "holds", False: "fails", None: "open"}
    parts = [
        f"- **{said[part.holds]}**: {plain(part.words)} ({plain(part.rule)})" for part in one.parts
    ]
    figures = [
        (
            plain(figure.name),
            plain(str(figure)),
            "\n\n".join(filter(None, (plain(figure.note), source_links(figure.source)))),
        )
        for figure in one.figures
    ]
    used = [
        (
            plain(row.name),
            plain(str(row)),
            f"{row.kind}, {row.as_of}\n\n{source_links(row.source)}",
        )
        for row in one.used
    ]
    return "\n\n".join(
        (
            f"{plain(one.statement)}: **{one.verdict}**.",
            plain(one.why),
            f"Computed: {plain(one.formula)}.",
            "\n".join(parts),
            table(("Figure", "Value and range", "What to know of it"), (38, 26, 36), figures),
            ":::{dropdown} Inputs",
            table(("Input", "Value and range", "Kind, date, source"), (34, 26, 40), used),
            ":::",
        )
    )


@cache
def found_claims() -> article.Claims:
    """Return the claims, computed once."""
    return article.claims()


def past(_: str) -> str:
    """Return the loss by year and regime, with what of it is measured."""
    rows = []
    for one in article.history():
        loss, low, high = one.netback
        said = "not known" if loss != loss else f"{loss:.1f} % ({low:.1f} to {high:.1f})"  # noqa: PLR0124  NaN
        how = ", ".join(f"{what} {kind}" for what, kind in one.quality.items())
        known = f"Against {plain(one.against)}. {how[0].upper()}{how[1:]}."
        links = source_links(one.source.split())
        rows.append((f"{one.period}\n\n{plain(one.regime)}", said, f"{known}\n\n{links}"))
    heading = ("When", "Loss of the netback", "Against what, how it is known, and sources")
    return table(heading, (24, 22, 54), rows)


def plots(_: str) -> str:
    """Return what `plot` draws of each result: kinds, what they show, and their options."""
    rows = []
    drawn = [result for result in draw.registry if issubclass(result, Plotted)]
    for result in drawn:
        alike = [one for one in drawn if one.plots is result.plots]
        if result is not alike[0]:
            continue
        names = ", ".join(f"`{one.__name__}`" for one in alike)
        for at, (kind, plot) in enumerate(result.plots.items()):
            word = f"each of its `{plot.each}`" if plot.each else f"`{kind!r}`"
            first = ", drawn if left out" if at == 0 and len(result.plots) > 1 else ""
            options = (f"`{name}`: {plain(words)}" for name, words in plot.options.items())
            rows.append((names, f"{word}{first}", plain(plot.draws), "\n\n".join(options) or "–"))
    heading = ("Result", "Kind", "Draws", "Options beside `ax`")
    return table(heading, (14, 18, 34, 34), rows)


def published(_: str) -> str:
    """Return the figures that go by date."""
    rows = [
        (
            f"{plain(row.name)}\n\n{row.evidence.as_of}",
            number(row.value),
            f"{number(row.low)} to {number(row.high)}",
            row.unit,
            row.evidence.kind,
            "\n\n".join(
                filter(None, (plain(row.evidence.note), source_links(row.evidence.source)))
            ),
        )
        for row in record.every()
    ]
    return table(
        ("Series and date", "Value", "Range", "Unit", "Kind", "Note and source"),
        (24, 8, 14, 8, 10, 36),
        rows,
    )


# -- series by date ----------------------------------------------------------------------------


def words(of: str) -> str:
    """Return the words of the column `quote` or `month` of the series, each with its meaning."""
    known = {"quote": series.QUOTES, "month": series.MEANINGS}[of]
    return "\n\n".join(f"`{word}`\n: {plain(meaning)}" for word, meaning in known.items())


def shipped_series(every: str) -> str:
    """Return the series by the month, or those by anything else."""
    rows = [
        (
            f"{plain(each.name)}\n\n{each.unit}",
            plain(each.title),
            f"{each.quote}\n\n{each.month}",
            spans(each),
            "\n\n".join(filter(None, (plain(each.note), source_links(sources_of(each))))),
        )
        for each in series.series().values()
        if (each.every == "month") == (every == "month")
    ]
    heading = ("Name and unit", "What it is", "Quote and month", "Dates", "Note and source")
    return table(heading, (18, 22, 13, 13, 34), rows)


def spans(each: series.Series) -> str:
    """Return the dates and counts of the figures of a series."""
    first, last = (each.figures[at].evidence.as_of for at in (0, -1))
    shown = [first if first == last else f"{first} to {last}"]
    if each.every == "month":
        dates = list(each.months)
        shown = [f"{dates[0]} to {dates[-1]}", f"{len(dates)} months"]
    others = len(each.figures) - len(each.months)
    return "\n\n".join(shown) + (f"\n\n{others} of days" if each.months and others else "")


def sources_of(each: series.Series) -> list[str]:
    """Return the sources of the figures of a series."""
    return list(dict.fromkeys(key for figure in each.figures for key in figure.evidence.source))


# -- lines and outcomes ------------------------------------------------------------------------


def named(name: str) -> str:
    """Return a line's name as an outcome of a route has it."""
    return f"`<leg>.{name}`" if model.LINES[name].per_leg else f"`{name}`"


def there(kind: model.LineKind) -> str:
    """Return where a line is there, in words."""
    if kind.borne_under == frozenset(model.TERMS):
        return kind.when
    terms = ", ".join(terms for terms in model.TERMS if terms in kind.borne_under)
    return terms if kind.when == "always" else f"{terms}, {kind.when}"


def lines(what: str) -> str:
    """Return every line of a route in its order: what it is, or with `terms`, who bears it."""
    if what == "terms":
        rows = [
            (
                plain(f"each leg's {kind.label}" if kind.per_leg else kind.label),
                plain(kind.recipient),
                *(borne(kind, terms) for terms in model.TERMS),
            )
            for kind in model.LINES.values()
            if kind.enters == "netback"
        ]
        return table(("Line", "Paid to", *model.TERMS), (20, 16, 8, 14, 14, 14, 14), rows)
    rows = []
    for subtotal in model.SUBTOTALS:
        rows += [
            (named(name), plain(kind.recipient) or "–", plain(kind.doc), plain(there(kind)))
            for name, kind in model.LINES.items()
            if kind.enters == subtotal
        ]
        rows.append((f"**`{subtotal}`**", "", plain(model.OUTCOMES[subtotal].doc), "always"))
    return table(("Name", "Paid to", "What it is", "When it is there"), (24, 16, 36, 24), rows)


def borne(kind: model.LineKind, terms: str) -> str:
    """Return whether the seller bears a line under terms of delivery, or what of it."""
    if terms not in kind.borne_under:
        return ""
    return plain(kind.part) if terms in kind.partly_under else "yes"


def outcomes(of: str) -> str:
    """Return the outcomes that are no lines: of a route, or those that begin with a word."""
    if of == "sums":
        added = "all of " + ", ".join(f"`{name}`" for name in model.FREIGHT)
        rows = [
            (f"`{name}`", added if name == "freight" else f"`<leg>.{name}`")
            for name in model.LEG_LINES
        ]
        return table(("Sum", "Of these lines, over the legs"), (24, 76), rows)
    within = {
        name: kind
        for name, kind in model.OUTCOMES.items()
        if (name in model.ROUTE_OUTCOMES if of == "route" else name.partition(".")[0] == of)
        and not kind.subtotal
    }
    rows = [
        (f"`{name}`", unit_word(kind.unit), plain(kind.doc), plain(kind.when))
        for name, kind in within.items()
    ]
    return table(("Name", "Unit", "What it is", "When it is there"), (28, 10, 40, 22), rows)


# -- the groups --------------------------------------------------------------------------------


def every_group(of: str) -> str:
    """Return every group of scenarios and programmes, or every process, with its fields."""
    parts = []
    processes = (*correlated.kinds(), oilecon.prices.Correlated)
    groups = below(oilecon.Programme, below(oilecon.Scenario, {}))
    for kind in processes if of == "processes" else groups:
        name = kind.__name__
        text = str(inspect.getdoc(kind)).replace("Notes\n-----\n", "")  # no section of the page
        parts += [f"({name.lower()})=\n## {name}", text, fields(kind)]
    return "\n\n".join(parts)


def below(
    kind: type[groups.Group], seen: dict[type[groups.Group], None]
) -> dict[type[groups.Group], None]:
    """Return a group and all that its fields hold, each once."""
    if kind not in seen:
        seen[kind] = None
        for field in kind._fields.values():
            if isinstance(field, groups.Subgroup | groups.Members):
                for held in field.main_kinds.values():
                    below(held, seen)
    return seen


def fields(kind: type[groups.Group]) -> str:
    """Return the fields of a group: unit, bounds, neutral value and meaning."""
    return table(
        ("Field", "Takes", "If left out", "Meaning"),
        (22, 30, 14, 34),
        [
            (f"`{field.name}`", takes(field), left_out(field), plain(field.doc))
            for field in kind._fields.values()
        ],
    )


def takes(field: Any) -> str:
    """Return what a field takes, in words."""
    if isinstance(field, Number):
        least = "above" if field.above else "from"
        return f"{unit_word(field.unit)}, {least} {number(field.low)} to {number(field.high)}"
    if isinstance(field, Choice):
        return " or ".join(f"`{option!r}`" for option in field.options)
    if isinstance(field, Text | PortField):
        port = "a port's name, `Port(...)` or coordinates"
        return field.expected if isinstance(field, Text) else port
    if isinstance(field, Date):
        return f"a day, as `{field.example()}`"
    if isinstance(field, groups.Subgroup | groups.Members):
        by_name = "by name: " if isinstance(field, groups.Members) else ""
        return by_name + " or ".join(f"`{name}(...)`" for name in field.main_kinds)
    several = isinstance(field, Schedule)
    return f"{takes(field.each)}, one or several in time" if several else f"`{field.example()}`"


def left_out(field: Any) -> str:
    """Return what holds when a field is not given."""
    if field.required:
        return "refused"
    if field.default is None or field.default == "":
        return "none"
    if isinstance(field, Number):
        return number(field.default)
    if isinstance(field, Choice | Name):
        return f"`{field.default!r}`"
    return f"`{field.default!r}`" if isinstance(field, groups.Subgroup) else "none"


# -- units -------------------------------------------------------------------------------------

_KINDS = {
    "": "share",
    "[money]": "money",
    "[canadian_money]": "money, Canadian",
    "[chinese_money]": "money, Chinese",
    **{f"[money_{currency}]": f"money, {currency}" for currency in units.CURRENCIES},
    "[mass]": "mass",
    "[length]": "length",
    "[length] ** 3": "volume",
    "[length] / [time]": "speed",
    "[time]": "time",
    "[api_gravity]": "API gravity",
    "[temperature]": "temperature",
    "[length] ** 2 / [time]": "kinematic viscosity",
    "[mass] * [length] ** 2 / [time] ** 2": "energy",
    "[mass] / [length] / [time]": "dynamic viscosity",
    "[acid]": "acid, as the base that neutralises it",
}


def vocabulary(_: str) -> str:
    """Return every unit that is understood, by kind, with its spellings and size."""
    spellings: dict[str, list[str]] = {}
    for name in units.vocabulary()[0]:
        spellings.setdefault(f"{oilecon.Q(1, name).units:~C}", []).append(name)
    rows = []
    for unit, names in spellings.items():
        one = oilecon.Q(1, unit)
        dimension = str(one.dimensionality).replace("dimensionless", "")
        kind = _KINDS[dimension]
        if kind == "temperature" and unit != "K":
            size = f"0 is {oilecon.Q(0, unit).to('K').magnitude:.2f} K"
        else:
            base = one.to_base_units()
            size = f"{base.magnitude:.12g} {base.units:~P}".strip()
        others = ", ".join(f"`{name}`" for name in names if name != unit)
        rows.append((kind, f"`{unit}`", others, size))
    order = list(_KINDS.values())
    rows.sort(key=lambda row: (order.index(row[0]), row[1].lower()))
    return table(("Kind", "Unit", "Also written", "Size"), (22, 16, 34, 28), rows)


def refused(_: str) -> str:
    """Return every name that is refused, with the sentence that refuses it."""
    rows = [(f"`{name}`", plain(why)) for name, why in units.vocabulary()[1].items()]
    return table(("Name", "Why, and what to write"), (16, 84), rows)


# -- the command line --------------------------------------------------------------------------


class Command(SphinxDirective):
    """A command and what it prints."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[Any]:
        """Run the command line and return the command with its output."""
        _, *arguments = shlex.split(self.arguments[0])
        printed = io.StringIO()
        with mock.patch.dict(os.environ, COLUMNS="90"), redirect_stdout(printed):
            os.environ.pop("FORCE_COLOR", None)  # rich would print escape codes
            try:
                cli.main(arguments)
            except SystemExit as leaving:
                if leaving.code:
                    raise
        lines = [line.rstrip() for line in printed.getvalue().splitlines()]
        text = "\n".join(["````console", f"$ {self.arguments[0]}", *lines, "````"])
        return self.parse_text_to_nodes(text)


def _directive(write: Callable[[str], str]) -> type[SphinxDirective]:
    """Return a directive whose Markdown a function writes from its argument."""

    class Written(SphinxDirective):
        optional_arguments = 1
        final_argument_whitespace = True

        def run(self) -> list[Any]:
            text = write(self.arguments[0] if self.arguments else "")
            return self.parse_text_to_nodes(text, allow_section_headings=True)

    return Written


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    app.add_directive("command", Command)
    for name, write in {
        "bibliography": bibliography,
        "claim": claim,
        "claims": claims,
        "correlations": correlated_inputs,
        "equations": equations,
        "groups": every_group,
        "history": past,
        "inputs": inputs,
        "lines": lines,
        "outcomes": outcomes,
        "published": published,
        "refused-units": refused,
        "passages": passages,
        "plots": plots,
        "ports": ports,
        "regime": regime,
        "rows": rows_of,
        "samples": samples,
        "series": shipped_series,
        "series-words": words,
        "ship": ship,
        "units": vocabulary,
        "unpublished": unpublished,
        "vessels": vessels,
    }.items():
        app.add_directive(name, _directive(write))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
