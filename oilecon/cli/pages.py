"""``oilecon report``."""

from __future__ import annotations

import click

from oilecon.cli.shared import changing, found_scenario, read_changes, writable, write_file
from oilecon.present.plain import plain

__all__ = ["write_report"]


@click.command("report", short_help="One HTML page with tables, pictures and movable inputs.")
@click.option("--out", required=True, metavar="FILE", callback=writable, help="The page to write.")
@click.option("--scenario", "name", metavar="FILE", help="A file or a name; else the article.")
@click.option("--against", metavar="ROUTE", help="The route that others are compared with.")
@changing
def write_report(out: str, name: str | None, against: str | None, sets: tuple[str, ...]) -> None:
    """One page to open in any browser, with no network: inputs can be moved, figures follow.

    \b
    Example:
      oilecon report --out report.html --scenario mine.toml
    """
    from oilecon.present.report import article_report, scenario_report

    if name is None:
        if against is not None:
            raise click.UsageError("--against goes with --scenario")
        page = article_report(read_changes(sets))
    else:
        page = scenario_report(found_scenario(name, sets), against)
    write_file(out, page)
    click.echo(plain(f"wrote {out}"), err=True)
