"""What all commands share: how they take inputs, and how they answer."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from oilecon import reference
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.inputs import Vessel
from oilecon.present.plain import plain, plain_json
from oilecon.scenario_tree import Scenario, scenario
from oilecon.writing import check_writable, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd
    from rich.console import Console

__all__ = [
    "Answer",
    "answering",
    "changing",
    "found_scenario",
    "of_frame",
    "put",
    "read_changes",
    "scenario_argument",
    "writable",
    "write_file",
]


class Answer(NamedTuple):
    """What a command answers, in its three forms."""

    document: Any  # for JSON: plain data, None for what is not defined
    header: Sequence[str]  # for CSV
    rows: Iterable[Sequence[Any]]
    show: Callable[[Console], None]


def of_frame(frame: pd.DataFrame) -> Answer:
    """Return the answer that a table is: a record a row."""
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
    """Write an answer in the form that was asked for."""
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


def write_file(path: str, text: str) -> None:
    """Write text to a file, whole or not at all; what the system refuses, `main` says.

    Raises
    ------
    InputError
        If the path can be none, as one with a NUL.
    """
    try:
        write_whole(path, text)
    except ValueError as error:
        raise _no_name(path, error) from error


def _no_name(path: str, error: ValueError) -> InputError:
    return InputError(f"{path!r}: cannot be written: {error}")


def writable(context: click.Context, parameter: click.Parameter, path: str | None) -> str | None:
    """Refuse a file that cannot be written before the work whose answer it is to hold."""
    del context, parameter
    if path is None or path == "-":
        return path
    try:
        check_writable(path)
    except ValueError as error:
        raise _no_name(path, error) from error
    return path


def _show(answer: Answer) -> None:
    """Print for a person; into a pipe, without spaces that only fill a terminal's lines."""
    from rich.console import Console
    from rich.segment import Segment

    class PlainConsole(Console):
        """Shows what it is given, and lets none of it command the terminal."""

        def render(self, renderable: Any, options: Any = None) -> Any:
            for one in super().render(renderable, options):
                shown = one.text if one.control else plain(one.text, lines=True)
                yield one if shown == one.text else Segment(shown, one.style)

    # Titles are text.
    as_it_is: dict[str, Any] = {
        "markup": False,
        "emoji": False,
        "highlight": False,
    }  # titles are text
    console = PlainConsole(**as_it_is)
    if console.is_terminal:
        answer.show(console)
        return
    caught = PlainConsole(file=io.StringIO(), width=console.width, **as_it_is)
    answer.show(caught)
    for line in caught.file.getvalue().splitlines():  # type: ignore[attr-defined]
        click.echo(plain(line.rstrip()))


def _csv(answer: Answer) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(answer.header)
    for row in answer.rows:  # a float with all its digits
        writer.writerow(["" if cell is None else cell for cell in row])
    return file.getvalue()


def answering(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options ``--json`` and ``--csv``."""
    command = click.option(
        "--csv",
        "csv_file",
        metavar="FILE",
        callback=writable,
        help="Write CSV to FILE; - is standard output.",
    )(command)
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


# -- inputs ------------------------------------------------------------------------------------


def _paths(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Complete the path of a ``--set``."""
    del context, parameter
    widest = list(reference.scenario_plans())[-1]
    return [f"{path}=" for path in scenario(widest).paths() if path.startswith(begun)]


def _scenarios(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[click.shell_completion.CompletionItem]:
    """Complete the name of a shipped scenario, or a file."""
    del context, parameter
    item = click.shell_completion.CompletionItem
    names = [item(name) for name in reference.scenario_plans() if name.startswith(begun)]
    return names or [item(begun, type="file")]


changing = click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="PATH=VALUE",
    help="Another value for an input; may be repeated.",
    shell_complete=_paths,
)


def scenario_argument(default: str | None = None) -> Callable[..., Any]:
    """Return the argument that names a shipped scenario or a file."""
    given: dict[str, Any] = {"metavar": "FILE"}
    if default is not None:
        given = {"metavar": "[FILE]", "default": default}
    return click.argument("name", shell_complete=_scenarios, **given)


def found_scenario(name: str, sets: tuple[str, ...] = ()) -> Scenario:
    """Return a shipped scenario or one from a file, with changes.

    Raises
    ------
    UnknownName
        If it is neither.
    """
    known = reference.scenario_plans()
    if name in known:
        found: Scenario = scenario(name)
    elif Path(name).suffix or Path(name).exists():
        found = Scenario.load(name)
    else:
        near = did_you_mean(name, known)
        msg = f"{quote(name)} is no shipped scenario and no file{near}"
        raise UnknownName(msg)
    return found.vary(read_changes(sets))


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
            msg = f"--set {path}: given twice"
            raise InputError(msg)
        changes[path] = _value(path, value)
    return changes


def _value(path: str, text: str) -> Any:
    """Return what a text stands for: a shipped vessel by its name, None, or itself."""
    if path.endswith(".vessel"):
        return Vessel.shipped(text)
    return None if text.lower() == "none" else text
