"""Inputs and answers that all commands share."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from oilecon import reference
from oilecon.case_packs import CasePack
from oilecon.errors import InputError, OilEconError, PathError, UnknownName, did_you_mean, quote
from oilecon.inputs import Vessel
from oilecon.present.plain import plain, plain_json
from oilecon.scenario_tree import Scenario, scenario
from oilecon.writing import check_writable, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd
    from rich.console import Console

    from oilecon.groups import Group

__all__ = [
    "Answer",
    "PlacesCommand",
    "answering",
    "change_parts",
    "changing",
    "check_one_case",
    "correlations_of",
    "load_scenario",
    "of_frame",
    "of_scenario",
    "parted",
    "put",
    "read_changes",
    "read_place",
    "scenario_argument",
    "writable",
    "write_file",
]


class Answer(NamedTuple):
    """A command's answer in its three forms: JSON, CSV and text."""

    document: Any  # for JSON: plain data, None for what is not defined
    header: Sequence[str]  # for CSV
    rows: Iterable[Sequence[Any]]
    show: Callable[[Console], None]


def of_frame(frame: pd.DataFrame) -> Answer:
    """Return a table as an answer, with one record a row."""
    plain = frame.reset_index()
    names = [str(name) for name in plain.columns]
    rows = [[_plain(cell) for cell in row] for row in plain.itertuples(index=False, name=None)]

    def show(console: Console) -> None:
        from oilecon.present.console import print_records

        print_records(plain, console)

    return Answer([dict(zip(names, row, strict=True)) for row in rows], names, rows, show)


def _plain(cell: Any) -> Any:
    value = cell.item() if hasattr(cell, "item") else cell
    return None if isinstance(value, float) and math.isnan(value) else value


def put(answer: Answer, as_json: bool, csv_file: str | None) -> None:
    """Write an answer in the requested form."""
    if csv_file is not None:
        text = _csv(answer)
        if csv_file == "-":
            click.echo(plain(text, lines=True), nl=False)
        else:
            write_file(csv_file, text)
            click.echo(plain(f"wrote {csv_file}"), err=True)
    if as_json:
        text = json.dumps(answer.document, indent=2, ensure_ascii=False, allow_nan=False)
        click.echo(plain_json(text))
    if csv_file is None and not as_json:
        _show(answer)


def write_file(path: str, content: str | bytes) -> None:
    """Write text or bytes to a file, whole or not at all.

    Raises
    ------
    InputError
        If no file can have this path, such as one with a NUL.
    OSError
        If the system refuses the file.
    """
    try:
        write_whole(path, content)
    except ValueError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: str, error: ValueError) -> InputError:
    return InputError(f"{path!r}: cannot be written: {error}")


def writable(context: click.Context, parameter: click.Parameter, path: str | None) -> str | None:
    """Raise `InputError` if a file cannot be written, before the figures for it are computed."""
    del context, parameter
    if path is None or path == "-":
        return path
    try:
        check_writable(path)
    except ValueError as error:
        raise _unwritable(path, error) from error
    return path


def _show(answer: Answer) -> None:
    """Print an answer as text; into a pipe, without the blanks that fill a terminal's lines."""
    from rich.console import Console
    from rich.segment import Segment

    class PlainConsole(Console):
        """A console that strips control sequences, so that no text commands the terminal."""

        def render(self, renderable: Any, options: Any = None) -> Any:
            for segment in super().render(renderable, options):
                text = segment.text if segment.control else plain(segment.text, lines=True)
                yield segment if text == segment.text else Segment(text, segment.style)

    # A title may hold what rich would read as markup.
    literal: dict[str, Any] = {"markup": False, "emoji": False, "highlight": False}
    console = PlainConsole(**literal)
    if console.is_terminal:
        answer.show(console)
        return
    caught = PlainConsole(file=io.StringIO(), width=console.width, **literal)
    answer.show(caught)
    for line in caught.file.getvalue().splitlines():  # type: ignore[attr-defined]
        click.echo(plain(line.rstrip()))


def _csv(answer: Answer) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(answer.header)
    for row in answer.rows:
        writer.writerow(["" if cell is None else cell for cell in row])
    return file.getvalue()


def answering(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options ``--json`` and ``--csv``."""
    command = click.option(
        "--csv",
        "csv_file",
        metavar="FILE",
        callback=writable,
        help="Write CSV to FILE; - writes to standard output.",
    )(command)
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


# -- inputs ------------------------------------------------------------------------------------


def _paths(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Complete the path of ``--set``."""
    del context, parameter
    widest = list(reference.scenario_plans())[-1]
    return [f"{path}=" for path in scenario(widest).paths() if path.startswith(begun)]


def _scenarios(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[click.shell_completion.CompletionItem]:
    """Complete the name of a shipped scenario or a file."""
    del context, parameter
    item = click.shell_completion.CompletionItem
    names = [item(name) for name in reference.scenario_plans() if name.startswith(begun)]
    return names or [item(begun, type="file")]


of_scenario = click.option(
    "--scenario",
    "name",
    metavar="FILE",
    default="article",
    help="Saved or shipped scenario; article if left out.",
)
changing = click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change an input; may be repeated.",
    shell_complete=_paths,
)


def scenario_argument(default: str | None = None, *, required: bool = True) -> Callable[..., Any]:
    """Return the argument that names a shipped scenario or a file."""
    given: dict[str, Any] = {"metavar": "FILE", "required": True}
    if default is not None or not required:
        given = {"metavar": "[FILE]", "default": default, "required": False}
    return click.argument("name", shell_complete=_scenarios, **given)


def load_scenario(name: str, sets: tuple[str, ...] = ()) -> Scenario:
    """Return a shipped or saved scenario, or one of a case pack, with changes.

    Raises
    ------
    UnknownName
        If no scenario is shipped or saved under this name.
    """
    known = reference.scenario_plans()
    path, of = parted(name)
    if name in known:
        base: Scenario = scenario(name)
    elif Path(path).suffix or Path(path).exists():
        base = Scenario.load(path, scenario=of)
    else:
        near = did_you_mean(name, known)
        msg = f"expected a shipped scenario or a file, got {quote(name)}{near}"
        raise UnknownName(msg)
    return base.vary(read_changes(sets))


def check_one_case(scenario: Scenario) -> None:
    """Raise an error if a scenario holds arrays, of which a table would show one element."""
    if scenario.shape:
        msg = (
            f"expected one case, got arrays of shape {scenario.shape}; write one value for each "
            "input"
        )
        raise InputError(msg)


def correlations_of(name: str, of: str | None) -> str | dict[tuple[str, str], float] | None:
    """Return a set of correlations of a loaded scenario's case pack; else its name, if shipped."""
    path, _ = parted(name)
    if of is None or name in reference.scenario_plans() or not Path(path).exists():
        return of
    try:
        return CasePack(path).correlations(of)
    except (InputError, UnknownName):  # a scenario's file, or a pack without this set
        return of


def parted(name: str) -> tuple[str, str | None]:
    """Return the path of a case pack and the scenario after a colon, None if there is none."""
    path, colon, of = name.rpartition(":")
    if not colon or Path(name).exists() or not Path(path).exists():
        return name, None
    return path, of


def read_changes(pairs: tuple[str, ...]) -> dict[str, Any]:
    """Return path and value of each ``--set PATH=VALUE``."""
    changes: dict[str, Any] = {}
    for pair in pairs:
        path, equals, value = pair.partition("=")
        path, value = path.strip(), value.strip()
        if not equals or not path or not value:
            msg = f"--set {pair!r}: expected PATH=VALUE; write --set market.brent='75 USD/bbl'"
            raise InputError(msg)
        if path in changes:
            msg = f"--set {path}: expected once, got twice; leave one out"
            raise InputError(msg)
        changes[path] = _value(path, value)
    return changes


def change_parts(parts: Mapping[str, Group], sets: tuple[str, ...]) -> dict[str, Any]:
    """Return groups by name with the changes of ``--set NAME.PATH=VALUE``."""
    changes: dict[str, dict[str, Any]] = {name: {} for name in parts}
    for path, value in read_changes(sets).items():
        head, _, rest = path.partition(".")
        if head not in parts or not rest:
            near = did_you_mean(head, parts) if head not in parts else ""
            begins = " or ".join(f"{name}." for name in parts)
            msg = f"--set {path}: expected a path that begins with {begins}, got {quote(path)}"
            raise PathError(msg + near)
        changes[head][rest] = value
    changed = {}
    for name, part in parts.items():
        try:
            changed[name] = part.vary(changes[name])
        except OilEconError as error:
            msg = f"--set {name}: {error}"
            raise type(error)(msg) from error
    return changed


_DEGREES = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_POINT = re.compile(rf"\s*({_DEGREES})\s*,\s*({_DEGREES})\s*")


def read_place(text: str) -> Any:
    """Return a port's name, or the latitude and longitude of a text such as '10.15, -64.85'."""
    point = _POINT.fullmatch(text)
    return text if point is None else (float(point[1]), float(point[2]))


class PlacesCommand(click.Command):
    """A command whose arguments are places, and coordinates south of the equator no options."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Read the arguments; a blank keeps a negative latitude from being read as an option."""
        shielded = [f" {each}" if _POINT.fullmatch(each) else each for each in arguments]
        return super().parse_args(context, shielded)


def _value(path: str, text: str) -> Any:
    """Return the value of a text: a shipped vessel for its name, None for none, else the text."""
    if path.endswith(".vessel"):
        return Vessel.shipped(text)
    return None if text.lower() == "none" else text
