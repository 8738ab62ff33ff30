"""The command line: ``oilecon article``, ``oilecon run`` and the other commands."""

from __future__ import annotations

import sys
import warnings
from typing import Any

from oilecon import __version__
from oilecon.errors import OilEconError, UndefinedWarning
from oilecon.present.plain import plain

__all__ = ["commands", "main"]


def commands() -> Any:
    """Return the command group that holds every command."""
    import click

    from oilecon.cli.articles import show_article, show_claims, show_history
    from oilecon.cli.debts import show_debt
    from oilecon.cli.dilutions import dilute_crude
    from oilecon.cli.packs import packs
    from oilecon.cli.pages import write_report
    from oilecon.cli.pictures import draw_chart
    from oilecon.cli.programmes import run_programme
    from oilecon.cli.questions import find_breakeven, run_simulation, run_sweep
    from oilecon.cli.refineries import find_parity, refine_crude, split_discount
    from oilecon.cli.scenarios import explain_figure, run_scenario
    from oilecon.cli.tables import show_inputs, show_scenarios, show_sources
    from oilecon.cli.voyages import estimate_voyage, show_distance

    @click.group(context_settings={"help_option_names": ["-h", "--help"]})
    @click.version_option(__version__, prog_name="oilecon")
    def group() -> None:
        """Compute the netback and margins of a barrel of heavy crude, route by route.

        \b
        Example:
          oilecon article --set market.brent='75 USD/bbl'
        """

    for command in (
        show_article,
        show_claims,
        show_history,
        show_scenarios,
        show_inputs,
        run_scenario,
        explain_figure,
        run_sweep,
        find_breakeven,
        run_simulation,
        run_programme,
        show_debt,
        show_distance,
        estimate_voyage,
        dilute_crude,
        refine_crude,
        find_parity,
        split_discount,
        packs,
        show_sources,
        draw_chart,
        write_report,
    ):
        group.add_command(command)
    return group


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    """Print a warning as errors are printed, without the line of code that it comes from."""
    print(plain(f"oilecon: warning: {message}"), file=sys.stderr)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; report an error on standard error, with exit code 2."""
    try:
        group = commands()
    except ImportError as error:
        print(
            f"oilecon: the command line needs {error.name}; run pip install 'oilecon[cli]'",
            file=sys.stderr,
        )
        sys.exit(2)
    try:
        with warnings.catch_warnings():
            # An undefined figure is printed as words or null, so a warning would repeat it.
            warnings.simplefilter("ignore", UndefinedWarning)
            warnings.showwarning = _show_warning
            group.main(args=arguments, prog_name="oilecon")
    except (OilEconError, OSError) as error:
        print(plain(f"oilecon: {error}", lines=True), file=sys.stderr)
        sys.exit(2)
