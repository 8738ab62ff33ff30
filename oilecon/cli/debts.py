"""``oilecon debt``: the debt service of a loan, and its repayment in oil."""

from __future__ import annotations

import datetime as dt
import warnings
from typing import TYPE_CHECKING, Any

import click

from oilecon import lending
from oilecon.cli.shared import answering, of_frame, put
from oilecon.errors import InputError
from oilecon.inputs import Loan, OilRepayment

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

__all__ = ["show_debt"]

_PROFILES = [name for name in Loan.profile.options if name != "own"]  # which needs its amounts
_LISTED = ("principal [MUSD]", "tenor [year]", "not published", "source")


def _loans(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Complete the name of a shipped loan."""
    del context, parameter
    return [str(name) for name in Loan.catalogue().index if str(name).startswith(begun)]


@click.command(
    "debt", short_help="Print a loan's debt service and its repayment in oil, by period."
)
@click.argument("name", metavar="[LOAN]", required=False, shell_complete=_loans)
@click.option(
    "--principal", metavar="VALUE", help="Principal of a loan of your own, such as '30000 MUSD'."
)
@click.option(
    "--tenor", metavar="VALUE", help="Tenor, such as '10 year'; replaces that of a shipped loan."
)
@click.option("--rate", metavar="VALUE", help="Interest rate, such as '6.7 %/year'.")
@click.option("--grace", metavar="VALUE", help="Grace period, such as '2 year'.")
@click.option(
    "--profile",
    metavar="NAME",
    help=f"Repayment profile: {', '.join(map(repr, _PROFILES))}.",
)
@click.option(
    "--frequency",
    metavar="NAME",
    help=f"Payment frequency: {', '.join(Loan.frequency.options)}.",
)
@click.option("--volume", metavar="VALUE", help="Oil delivered in repayment, such as '100 kb/day'.")
@click.option("--price", metavar="VALUE", help="Price credited per barrel, such as '55 USD/bbl'.")
@click.option(
    "--sweep",
    metavar="SHARE",
    help="Share of surplus proceeds that prepays the loan; all if left out.",
)
@answering
def show_debt(
    name: str | None,
    volume: str | None,
    price: str | None,
    sweep: str | None,
    as_json: bool,
    csv_file: str | None,
    **own: str | None,
) -> None:
    """Print a loan's debt service, or with --volume and --price its repayment in oil.

    LOAN is the name of a shipped loan. Without it and without --principal, the shipped loans are
    listed.

    \b
    Example:
      oilecon debt 'CDB 2012 equipment' --volume '10 kb/day' --price '55 USD/bbl' --sweep '0 %'
    """
    given: dict[str, Any] = {key: value for key, value in own.items() if value is not None}
    if name is None and not given:
        put(of_frame(Loan.catalogue()[list(_LISTED)]), as_json, csv_file)
        return
    loan = _loan(name, given)
    if (volume is None) != (price is None):
        msg = "--volume and --price go together; write --volume '10 kb/day' --price '55 USD/bbl'"
        raise InputError(msg)
    if volume is None:
        ledger, payoff = lending.schedule(loan), ""
    else:
        repayment = OilRepayment(volume=volume, sweep=sweep)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the sentence on the payoff repeats the warning
            ledger = lending.repay(loan, repayment, price=price)
            payoff = str(ledger.payoff())
    frame = _in_millions(ledger.to_frame())
    answer = of_frame(frame)
    document = {"loan": name, "payoff": payoff or None, "periods": answer.document}

    def show(console: Console) -> None:
        used = _used(frame)
        of_frame(used).show(console)
        after = len(frame) - len(used)
        if after:
            console.print(f"\nAll amounts are zero in the {after} periods after {used.index[-1]}.")
        if payoff:
            console.print(f"\n{payoff[0].upper()}{payoff[1:]}.")

    put(answer._replace(document=document, show=show), as_json, csv_file)


def _in_millions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a ledger's table in MUSD and kb."""
    scales = {"[USD]": ("[MUSD]", 1e6), "[bbl]": ("[kb]", 1e3)}
    columns = {}
    for name in frame.columns:
        head, _, unit = str(name).rpartition(" ")
        shown, scale = scales.get(unit, (unit, 1.0))
        columns[f"{head} {shown}"] = frame[name] / scale
    return frame.iloc[:, :0].assign(**columns).rename(index=_label)


def _used(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a ledger's table without columns of zeros and the periods after the last amount."""
    amounts = frame != 0.0
    last = amounts.any(axis="columns").to_numpy().nonzero()[0].max(initial=0)
    return frame.loc[:, amounts.any()].iloc[: last + 1]


def _label(end: Any) -> str:
    """Return a period's day as ISO text, or its number."""
    return f"{end:%Y-%m-%d}" if isinstance(end, dt.date) else str(end)


def _loan(name: str | None, given: dict[str, Any]) -> Loan:
    if name is not None:
        return Loan.shipped(name, **given)
    missing = [f"--{key}" for key in ("principal", "tenor", "rate") if key not in given]
    if missing:
        msg = (
            f"a loan of your own needs {' and '.join(missing)} too; write --principal '30000 MUSD' "
            "--tenor '10 year' --rate '6.7 %/year'"
        )
        raise InputError(msg)
    return Loan(**given)
