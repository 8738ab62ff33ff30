"""Ledgers of loans: repaid in oil at given prices, or paid in cash by schedule."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import instance, number, shape_of_all
from oilecon.blocks import array_leaves
from oilecon.errors import AssumptionWarning, InputError, figure, quote
from oilecon.fields import Number
from oilecon.inputs import Loan, OilRepayment
from oilecon.lending.grids import grid_of
from oilecon.lending.ledger import Ledger
from oilecon.lending.plans import plan_of
from oilecon.lending.runs import Run
from oilecon.units import first_index, first_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.lending.grids import Grid
    from oilecon.units import Quantity, Raw

__all__ = ["repay", "schedule"]

_MAX_BARRELS = 2e7  # a day
_PRICE = Number("USD/bbl", "price", low=-1000, high=1000, typical="'55 USD/bbl'")
_STREAM = Number("bbl/day", "the stream", low=0, high=2e7, typical="'600 kb/day'")
_BASE = Number("1/year", "base", low=-0.2, high=1, typical="'0.3 %/year'")


def repay(
    loan: Loan | Sequence[Loan] | Mapping[str, Loan],
    repayment: OilRepayment,
    *,
    price: str | Quantity | None = None,
    volume: str | Quantity | None = None,
    base: str | Quantity | None = None,
    periods: int | None = None,
    every: str | None = None,
) -> Ledger:
    """Return the ledger of loans repaid in oil.

    Parameters
    ----------
    loan : Loan, sequence or mapping of Loan
        The loans; of several, the first is served first.
    repayment : OilRepayment
        Terms of repayment in oil.
    price : str or pint.Quantity, optional
        One price, or one for each period with time on axis 0 and any number of paths after it;
        that of the repayment if left out.
    volume : str or pint.Quantity, optional
        Stream that oil is delivered from, and that limits deliveries; likewise.
    base : str or pint.Quantity, optional
        Base rate in each period of the ledger, likewise, in place of that of floating loans.
    periods : int, optional
        Number of periods; if left out, as many as a path has, or up to the last contractual
        payment. Figures of a path beyond them are left out.
    every : {'monthly', 'quarterly', 'semiannual', 'annual'}, optional
        Length of a period; the longest on which all payment days fall, if left out.

    Returns
    -------
    Ledger
        The ledger, with columns computed on demand.

    Raises
    ------
    UnitError, InputError
        If figures do not fit, a price is below zero, or paths have different lengths.

    Warns
    -----
    AssumptionWarning
        Once, if the repayment has no `sweep` and a surplus after service prepays principal on any
        path.
    UserWarning
        If a path has more figures than `periods`, or, without it, than the loan has periods up to
        its last payment, such as monthly prices for a quarterly loan.

    Examples
    --------
    >>> loan = Loan("100 MUSD", "4 year", rate="6 %/year", frequency="annual")
    >>> oil = OilRepayment(volume="2 kb/day", price="50 USD/bbl", sweep="100 %")
    >>> ledger = repay(loan, oil)
    >>> print(ledger.payoff())
    paid off in period 4, with 2,251,484 barrels
    """
    instance(OilRepayment, repayment, "repay: repayment")
    if price is not None and repayment.values["price"] is not None:
        repayment = repayment.evolve(price=None)  # its array would count as further paths
    loans = _loans(loan)
    paths = _paths({"price": price, "volume": volume, "base": base}, repayment, loans)
    grid = _grid(loans, periods, every, paths)
    _check_hold(repayment.values["hold"], grid)
    if periods is not None:
        paths = {name: _cut(name, raw, grid.periods) for name, raw in paths.items()}
    for name, raw in paths.items():
        _check_length(name, raw, grid.periods)
    shape = _shape(loans, repayment, paths)
    _check_negative(paths["price"], repayment, grid)
    if "volume" not in paths:
        _check_barrels(paths["price"], repayment, grid)
    if repayment.values["share"] is not None and "volume" not in paths:
        msg = "repay: volume: a share of the stream needs the stream; write volume='600 kb/day'"
        raise InputError(msg)
    run = Run(grid, plan_of(loans, grid), repayment, paths, shape)
    return Ledger(run, assumed=_assumes(run))


def schedule(loan: Loan | Sequence[Loan] | Mapping[str, Loan], every: str | None = None) -> Ledger:
    """Return the contractual schedule: all service paid in cash when due.

    Parameters
    ----------
    loan : Loan, sequence or mapping of Loan
        The loans.
    every : str, optional
        As for `repay`.

    Returns
    -------
    Ledger
        Ledger up to the last payment.

    Raises
    ------
    InputError
        If there is no loan, or payment days cannot lie on ends of periods.

    Examples
    --------
    >>> loan = Loan("100 MUSD", "4 year", rate="6 %/year", frequency="annual", profile="annuity")
    >>> print(schedule(loan)["paid"].to("MUSD").magnitude.round(3))
    [28.859 28.859 28.859 28.859]
    """
    try:
        loans = _loans(loan)
        grid = grid_of(loans, None, every)
        return Ledger(Run(grid, plan_of(loans, grid), None, {}, _shape(loans, None, {})))
    except InputError as error:  # of what both functions read
        text = str(error)
        msg = f"schedule: {text.removeprefix('repay: ')}" if text.startswith("repay: ") else text
        raise InputError(msg) from error


def _loans(loan: Any) -> dict[str, Loan]:
    """Return loans by name, in their order."""
    if isinstance(loan, Loan):
        loan = [loan]
    if isinstance(loan, Mapping):
        loans = dict(loan)
    elif isinstance(loan, list | tuple):
        names = [getattr(each, "name", "") or f"loan{k + 1}" for k, each in enumerate(loan)]
        loans = dict(zip(names, loan, strict=True))
        if len(loans) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            msg = (
                f"repay: expected a name for each loan, got {quote(twice)} twice; write "
                "{'a': loan, 'b': loan}"
            )
            raise InputError(msg)
    else:
        loans = {"loan": loan}
    if not loans:
        msg = "repay: expected at least one loan, got none"
        raise InputError(msg)
    for name, each in loans.items():
        if not isinstance(each, Loan) or not isinstance(name, str):
            other = type(each).__name__ if isinstance(name, str) else f"the name {quote(name)}"
            msg = f"repay: expected a Loan, or several by name, got {other}"
            raise InputError(msg)
    return loans


_FIELDS = {"price": _PRICE, "volume": _STREAM, "base": _BASE}


def _paths(
    given: Mapping[str, Any], repayment: OilRepayment, loans: Mapping[str, Loan]
) -> dict[str, Raw]:
    """Return the given paths, without units."""
    raws = {
        name: number(_FIELDS[name], value, f"repay: {name}")
        for name, value in given.items()
        if value is not None
    }
    if "price" not in raws:
        own: Raw | None = repayment.values["price"]
        if own is None:
            msg = "repay: price: USD/bbl is required; write price='55 USD/bbl'"
            raise InputError(msg)
        raws["price"] = own if isinstance(own, float) else own[None, ...]
    if "base" in raws and all(each.values["base"] is None for each in loans.values()):
        msg = "repay: base: expected a loan with a floating rate, got fixed rates; leave it out"
        raise InputError(msg)
    return raws


def _grid(
    loans: Mapping[str, Loan], periods: int | None, every: str | None, paths: Mapping[str, Raw]
) -> Grid:
    """Return the ledger's periods: the given number, or that of the longest path."""
    lengths = {name: len(raw) for name, raw in paths.items() if isinstance(raw, np.ndarray)}
    longest = max(lengths.values(), default=1)
    if periods is not None or longest == 1:
        return grid_of(loans, periods, every)
    contract = grid_of(loans, None, every)
    if longest > contract.periods:
        name = max(lengths, key=lambda each: lengths[each])
        msg = (
            f"repay: {name}: {longest} figures, one a period of {contract.months} months, where "
            f"the last payment is due in period {contract.periods}; write periods={longest} if "
            "overdue debt is to run on, or every='monthly' if the figures are of months"
        )
        warnings.warn(msg, UserWarning, stacklevel=3)
    return grid_of(loans, longest, every)


def _cut(name: str, raw: Raw, periods: int) -> Raw:
    """Return a path without figures beyond the periods, and warn if there are any."""
    if isinstance(raw, float) or len(raw) <= periods:
        return raw
    msg = (
        f"repay: {name}: {len(raw)} figures for {periods} periods; the last "
        f"{len(raw) - periods} are left out; write periods={len(raw)} to use them"
    )
    warnings.warn(msg, UserWarning, stacklevel=4)
    return raw[:periods]


def _check_length(name: str, raw: Raw, periods: int) -> None:
    if isinstance(raw, np.ndarray) and len(raw) not in {1, periods}:
        msg = (
            f"repay: {name}: expected one figure a period on axis 0, {periods} of them, got "
            f"{len(raw)}; for cases that are constant in time write array[None, :]"
        )
        raise InputError(msg)


def _assumes(run: Run) -> bool:
    """Return True if the sweep is not given and matters, after a warning."""
    if run.repayment is None or run.repayment.values["sweep"] is not None:
        return False
    prepayment = run.first_prepaid()
    if prepayment is None:
        return False
    period, path, prepaid = prepayment
    at = tuple(int(k) for k in np.unravel_index(path, run.shape))
    of = f" of path {at[0] if len(at) == 1 else at}" if at else ""
    msg = (
        f"repay: sweep was not given: the {prepaid:,.2f} USD left after service in period "
        f"{period + 1}{of} prepay principal, as sweep='100 %'; write sweep='0 %' where it goes "
        "back to the seller"
    )
    warnings.warn(msg, AssumptionWarning, stacklevel=3)
    return True


def _check_hold(hold: float, grid: Grid) -> None:
    """Raise an error if the amount held would be released within a period."""
    if round(hold * 12.0) % grid.months:
        msg = (
            f"repay: repayment.hold: expected whole periods of {grid.months} months, got "
            f"{figure(hold * 12.0)} months; write every='monthly'"
        )
        raise InputError(msg)


def _check_negative(price: Raw, repayment: OilRepayment, grid: Grid) -> None:
    """Raise an error if a barrel counts less than zero, unless the repayment lifts it to zero."""
    values = repayment.values
    lifted = values["negative_prices"] == "as zero"
    if lifted or (np.min(values["differential"]) >= 0.0 and np.min(price) >= 0.0):
        return
    path = np.asarray(price)
    if cases := max(np.ndim(values["factor"]), np.ndim(values["differential"])):
        path = np.atleast_1d(path)  # with time on axis 0, before the cases
        path = path.reshape(*path.shape, *(1,) * max(cases + 1 - path.ndim, 0))
    counted = path * values["factor"] + values["differential"]
    for what, figures in (("the price is", np.asarray(price)), ("a barrel counts", counted)):
        bad = figures < 0.0
        if bad.any():
            shown = first_shown(figures if bad.ndim else float(figures), bad)
            msg = (
                f"repay: price: in {grid.label(_first_period(bad))}, {what} {shown} USD/bbl, "
                "below zero; write negative_prices='as zero' in the repayment if such barrels "
                "count nothing"
            )
            raise InputError(msg)


def _check_barrels(price: Raw, repayment: OilRepayment, grid: Grid) -> None:
    """Raise an error if a fixed value takes an impossible number of barrels at a low price."""
    value, ceiling = repayment.values["value"], repayment.values["max"]
    if value is None or ceiling is not None:
        return
    highest = float(np.max(value))
    if float(np.min(price)) * _MAX_BARRELS >= highest:
        return
    bad = np.asarray(price) * _MAX_BARRELS < highest
    shown = first_shown(price, bad)
    msg = (
        f"repay: price: in {grid.label(_first_period(bad))}, the price is {shown} USD/bbl, at "
        f"which a value of {figure(highest)} USD/day takes more than {figure(_MAX_BARRELS)} "
        "bbl/day; write max='200 kb/day' in the repayment, or give the stream as volume"
    )
    raise InputError(msg)


def _first_period(bad: Any) -> int:
    first = first_index(bad) if bad.ndim else 0
    return first[0] if isinstance(first, tuple) else first


def _shape(
    loans: Mapping[str, Loan], repayment: OilRepayment | None, paths: Mapping[str, Raw]
) -> tuple[int, ...]:
    """Return the shape that all paths and other arrays broadcast to, time apart."""
    shapes = {name: np.shape(raw)[1:] for name, raw in paths.items()}
    trees = {name: loan.values for name, loan in loans.items()}
    if repayment is not None:
        trees["repayment"] = repayment.values
    for name, tree in trees.items():
        shapes |= {
            f"{name}.{'.'.join(keys)}": array.shape
            for keys, array in array_leaves(tree)
            if keys != ("price",)
        }
    return shape_of_all("repay: time apart", shapes)
