"""``oilecon report``."""

from __future__ import annotations

import click

from oilecon.cli.shared import changing, load_scenario, read_changes, writable, write_file
from oilecon.present.plain import plain

__all__ = ["write_report"]


@click.command(
    "report", short_help="Write one HTML page with tables, charts and adjustable inputs."
)
@click.option("--out", required=True, metavar="FILE", callback=writable, help="File to write.")
@click.option(
    "--scenario", "name", metavar="FILE", help="Saved or shipped scenario; the article if left out."
)
@click.option(
    "--against", metavar="ROUTE", help="Reference route, which the others are compared with."
)
@changing
def write_report(out: str, name: str | None, against: str | None, sets: tuple[str, ...]) -> None:
    """Write one page for any browser, which works offline and follows its adjustable inputs.

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
        page = scenario_report(load_scenario(name, sets), against)
    write_file(out, page)
    click.echo(plain(f"wrote {out}"), err=True)
