"""Directives of the pages for contributors and of the nomenclature."""

from __future__ import annotations

import ast
import re
import textwrap
import tomllib
from inspect import ismodule
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from from_package import plain, table, unit_word
from sphinx.util.docutils import SphinxDirective

import oilecon
from oilecon.fields import Choice, Date, Duration, Number, Schedule
from oilecon.groups import Group, Members, Subgroup
from oilecon.netback.legs import LEGS
from oilecon.netback.lines import LINES, OUTCOMES, RESERVED_ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from oilecon.fields import Field

DOCS = Path(__file__).parents[1]
SYNONYMS = DOCS / "reference" / "nomenclature.toml"
HEAD = ("Name and path", "Unit", "What it is")
WIDTHS = (38, 12, 50)


# -- decisions ---------------------------------------------------------------------------------


class Decision(NamedTuple):
    """What the head of a record says."""

    number: str
    page: str
    title: str
    date: str
    status: str


def decisions() -> Iterator[Decision]:
    """Yield the head of each record, the template first."""
    for path in sorted((DOCS / "decisions").glob("[0-9]*.md")):
        title, _, second = path.read_text(encoding="utf-8").splitlines()[:3]
        date, _, status = second.partition(", ")
        yield Decision(path.stem[:4], path.name, title.removeprefix("# "), date, status)


def list_decisions() -> str:
    """Return the table of decisions, the template left out."""
    rows = [
        (number, f"[{plain(title)}]({page})", date, status)
        for number, page, title, date, status in decisions()
        if status != "template"
    ]
    return table(("Number", "Decision", "Date", "Status"), (10, 60, 15, 15), rows)


# -- layers ------------------------------------------------------------------------------------


def layers() -> Iterator[tuple[str, str]]:
    """Yield each layer of the import contract, the top first, and what its modules say they hold.

    Several in one layer may not import one another.
    """
    settings = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (
        one for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers"
    )
    for layer in contract["layers"]:
        for module in layer.split(" | "):
            path = DOCS.parent.joinpath(*module.split("."))
            path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
            said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            yield module.partition(".")[2], " ".join(said.partition("\n\n")[0].split())


def list_layers() -> str:
    """Return the table of layers."""
    rows = [(f"`{name}`", plain(said)) for name, said in layers()]
    return table(("Package or module", "What it holds"), (25, 75), rows)


# -- nomenclature ------------------------------------------------------------------------------


class Quantity(NamedTuple):
    """One quantity of the library, with what the trade calls it."""

    name: str
    key: str  # under which nomenclature.toml has its other words
    unit: str
    words: tuple[str, ...]
    doc: str
    where: tuple[str, ...]  # paths, outcomes or functions


def synonyms() -> dict[str, dict[str, Any]]:
    """Return the hand-written words."""
    return tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))


def groups(kind: type[Group], before: str = "") -> Iterator[tuple[type[Group], str]]:
    """Yield each group of a scenario with the path that its fields begin with."""
    yield kind, before
    for name, field in kind._fields.items():
        if isinstance(field, Subgroup):
            for inner in field.main_kinds.values():
                yield from groups(inner, f"{before}{name}.")
        elif isinstance(field, Members):
            for inner in field.main_kinds.values():
                # Of a name of two words the last: a contract, a step of a price.
                word = re.findall("[A-Z][a-z]*", inner.__name__)[-1].lower()
                member = "leg" if inner.__name__ in LEGS else word
                yield from groups(inner, f"{before}<{member}>.")


def unit(field: Field[Any, Any]) -> str:
    """Return a field's unit, or what stands in place of one."""
    if isinstance(field, Schedule):
        return f"{unit(field.each)}, in time"
    if isinstance(field, Number | Duration):
        return unit_word(field.unit)
    if isinstance(field, Choice):
        return "choice"
    return "day" if isinstance(field, Date) else "text"


def fields() -> Iterator[Quantity]:
    """Yield every field that holds a value, once a group, with all paths to it."""
    words = synonyms()["fields"]
    places: dict[type[Group], list[str]] = {}
    for kind, before in (*groups(oilecon.Scenario), *groups(oilecon.Programme)):
        paths = places.setdefault(kind, [])
        if before not in paths:
            paths.append(before)
    for kind, paths in places.items():
        for name, field in kind._fields.items():
            if not isinstance(field, Subgroup | Members):
                key = f"{kind.__name__}.{name}"
                where = tuple(f"{before}{name}" for before in paths)
                yield Quantity(name, key, unit(field), tuple(words.get(key, ())), field.doc, where)


def outcomes() -> Iterator[Quantity]:
    """Yield every line of a waterfall, and every other outcome."""
    words = synonyms()
    for name, line in LINES.items():
        where = (f"<route>.<leg>.{name}",) if line.per_leg else (f"<route>.{name}",)
        yield Quantity(name, name, "USD/bbl", tuple(words["lines"].get(name, ())), line.doc, where)
    for name, other in OUTCOMES.items():
        head = name.partition(".")[0]
        path = name if head in RESERVED_ROUTES else f"<route>.{name}"
        measure = unit_word(other.unit)
        said = tuple(words["outcomes"].get(name, ()))
        yield Quantity(name, name, measure, said, other.doc, (path,))


def answers() -> Iterator[Quantity]:
    """Yield what functions and results answer with, by the trade's word."""
    for name, entry in synonyms()["terms"].items():
        measure = unit_word(entry["unit"])
        yield Quantity(name, name, measure, (), entry["means"], (entry["at"],))


def _cells(name: str, quantity: Quantity) -> tuple[str, ...]:
    said = plain(quantity.doc)
    beside = {
        quantity.name.replace("_", " "),
        quantity.doc,
    }  # a word may be the name: for the index
    if others := [word for word in quantity.words if word not in beside]:
        said += f"\n\nAlso called: {plain(', '.join(others))}"
    return ("\n\n".join((name, *(f"`{place}`" for place in quantity.where))), quantity.unit, said)


def list_fields() -> str:
    """Return the table of fields, in alphabetical order; what is alike in several groups once."""
    merged: dict[tuple[Any, ...], list[Quantity]] = {}
    for one in fields():
        merged.setdefault((one.name, one.unit, one.words, one.doc), []).append(one)
    rows = []
    for alike in sorted(merged.values(), key=lambda alike: (alike[0].name, alike[0].key)):
        owners = ", ".join(one.key.partition(".")[0] for one in alike)
        where = dict.fromkeys(place for one in alike for place in one.where)
        first, *rest = textwrap.wrap(owners, 32)
        name = "\n\n".join((f"**{plain(alike[0].name)}** of {first}", *rest))
        rows.append(_cells(name, alike[0]._replace(where=tuple(where))))
    return table(HEAD, WIDTHS, rows)


def list_outcomes() -> str:
    """Return the table of lines in the order of the waterfall, and of the other outcomes."""
    return table(HEAD, WIDTHS, [_cells(f"**{plain(one.name)}**", one) for one in outcomes()])


def list_answers() -> str:
    """Return the table of what functions answer with."""
    return table(HEAD, WIDTHS, [_cells(f"**{plain(one.name)}**", one) for one in answers()])


def list_words() -> str:
    """Return the trade's words in alphabetical order, each with where it is found."""
    found: dict[str, list[str]] = {}
    for one in (*fields(), *outcomes()):
        for word in one.words:
            found.setdefault(word, []).extend(one.where[-1:])
    for one in answers():
        found.setdefault(one.name, []).extend(one.where)
    rows = [
        (plain(word), ", ".join(f"`{place}`" for place in dict.fromkeys(places)))
        for word, places in sorted(found.items(), key=lambda item: str.casefold(item[0]))
    ]
    return table(("The trade's word", "Where"), (40, 60), rows)


# -- public names ------------------------------------------------------------------------------

# By where a name comes from, the more special first; a class or function of that module or below.
SUBJECTS = {
    "oilecon.units": "Quantities and scenarios",
    "oilecon.scenario_tree": "Quantities and scenarios",
    "oilecon.reference": "Quantities and scenarios",
    "oilecon.inputs.debt": "What is owed",
    "oilecon.inputs": "What a scenario is made of",
    "oilecon.evaluation": "One barrel, one route against another",
    "oilecon.programme": "A producer's months",
    "oilecon.analysis.distributions": "Distributions",
    "oilecon.analysis": "What if",
    "oilecon.blending": "Oil, ships, prices and debt by themselves",
    "oilecon.shipping": "Oil, ships, prices and debt by themselves",
    "oilecon.trading": "Oil, ships, prices and debt by themselves",
    "oilecon.lending": "Oil, ships, prices and debt by themselves",
    "oilecon.errors": "Errors and warnings",
    "oilecon": "More of one subject",  # a package of its own
}


def public_names() -> dict[str, list[str]]:
    """Return the public names by subject, each where it comes from."""
    names: dict[str, list[str]] = {subject: [] for subject in SUBJECTS.values()}
    for name in [*oilecon.__all__, "testing"]:
        value = getattr(oilecon, name)
        home = "oilecon" if ismodule(value) else value.__module__
        subject = next(
            subject for place, subject in SUBJECTS.items() if f"{home}.".startswith(f"{place}.")
        )
        names[subject].append(name)
    return names


def list_public_names() -> str:
    """Return the public names as a list of definitions, a subject each."""
    return "\n\n".join(
        f"{subject}\n: {', '.join(f'`{name}`' for name in names)}"
        for subject, names in public_names().items()
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives."""
    for name, write in {
        "answers": list_answers,
        "decisions": list_decisions,
        "field-names": list_fields,
        "layers": list_layers,
        "outcome-names": list_outcomes,
        "public-names": list_public_names,
        "trade-words": list_words,
    }.items():

        class Written(SphinxDirective):
            """A table that a function writes."""

            written = staticmethod(write)

            def run(self) -> list[Any]:
                """Return the table, to be written again when this, the words or a record change."""
                self.env.note_dependency(__file__)
                self.env.note_dependency(str(SYNONYMS))
                for record in (DOCS / "decisions").glob("[0-9]*.md"):
                    self.env.note_dependency(str(record))
                return self.parse_text_to_nodes(self.written())

        app.add_directive(name, Written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
