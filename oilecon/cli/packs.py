"""``oilecon pack check``: what was checked in a case pack, and every problem."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from oilecon.case_packs import CHECKS, Problem, check
from oilecon.cli.shared import Answer, answering, parted, put

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["packs"]


@click.group("pack", short_help="Check a case pack.")
def packs() -> None:
    """Check a case pack: a folder, a workbook or a file with a case's rows, sources and scenarios.

    \b
    Example:
      oilecon pack check mycase/
    """


@packs.command("check", short_help="Print what was checked in a case pack, and every problem.")
@click.argument("path", metavar="PATH")
@answering
@click.pass_context
def check_pack(context: click.Context, path: str, as_json: bool, csv_file: str | None) -> None:
    """Print what was checked in a case pack, and every problem; the exit code is 1 if there is one.

    PATH is a folder, a TOML file, a workbook .xlsx or a table .csv. Of a pack of rows alone, name
    the shipped scenario that they stand over after a colon, as in mycase.xlsx:article.

    \b
    Example:
      oilecon pack check mycase/
    """
    import pandas as pd

    place, scenario = parted(path)
    counts, problems = check(place, scenario)
    of = Counter(problem.check for problem in problems)
    checked = [
        {"check": kind, "checked": counts[kind], "problems": of[kind], "meaning": meaning}
        for kind, meaning in CHECKS.items()
    ]
    document = {
        "path": path,
        "checked": checked,
        "problems": [problem._asdict() for problem in problems],
    }

    def show(console: Console) -> None:
        from oilecon.present.console import print_records

        print_records(pd.DataFrame(checked), console)
        for problem in problems:
            console.print()
            console.print(f"{problem.place}: {problem.problem}", soft_wrap=True)
        console.print()
        console.print(f"{len(problems) or 'No'} problem{'' if len(problems) == 1 else 's'}.")

    put(Answer(document, Problem._fields, problems, show), as_json, csv_file)
    context.exit(1 if problems else 0)
