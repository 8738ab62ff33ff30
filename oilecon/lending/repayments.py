"""`repay`: loans, the oil that serves them, and the prices they meet."""

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

_MOST_BARRELS = 2e7  # a day
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
    """Return the ledger of loans that oil repays.

    Parameters
    ----------
    loan : Loan, sequence or mapping of Loan
        What is owed; of several, the first is served first.
    repayment : OilRepayment
        How oil serves it.
    price : str or pint.Quantity, optional
        One price, or one for each period with time on axis 0 and any number of paths after it;
        that of the repayment if left out.
    volume : str or pint.Quantity, optional
        The stream out of which oil is delivered, and no more than it has; likewise.
    base : str or pint.Quantity, optional
        The base in each period of the ledger, likewise, in place of that of floating loans.
    periods : int, optional
        How many; as many as a path has, or to the last contractual payment. Figures of a path
        beyond them are left out.
    every : {'monthly', 'quarterly', 'semiannual', 'annual'}, optional
        Length of a period; the longest on which all payment days fall, if left out.

    Returns
    -------
    Ledger
        Its columns are computed when asked for.

    Raises
    ------
    UnitError, InputError
        If figures do not fit, a price is below zero, or paths have different lengths.

    Warns
    -----
    AssumptionWarning
        Once, if the repayment does not say its `sweep` and something is left after service, on
        any path, that prepays principal.
    UserWarning
        If a path has more figures than `periods`, or, without it, than the loan has periods to its
        last payment, as where monthly prices are given for a quarterly loan.

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
        repayment = repayment.evolve(price=None)  # an array of its own would be other paths
    loans = _loans(loan)
    paths = _paths({"price": price, "volume": volume, "base": base}, repayment, loans)
    grid = _grid(loans, periods, every, paths)
    _refuse_odd_hold(repayment.values["hold"], grid)
    if periods is not None:
        paths = {name: _cut(name, raw, grid.periods) for name, raw in paths.items()}
    for name, raw in paths.items():
        _refuse_other_length(name, raw, grid.periods)
    shape = _shape(loans, repayment, paths)
    _refuse_negative(paths["price"], repayment, grid)
    if "volume" not in paths:
        _refuse_endless(paths["price"], repayment, grid)
    if repayment.values["share"] is not None and "volume" not in paths:
        msg = "repay: volume: a share is of a stream, and none came; write volume='600 kb/day'"
        raise InputError(msg)
    run = Run(grid, plan_of(loans, grid), repayment, paths, shape)
    return Ledger(run, assumed=_assumes(run))


def schedule(loan: Loan | Sequence[Loan] | Mapping[str, Loan], every: str | None = None) -> Ledger:
    """Return the contractual table: all service paid in cash on its day.

    Parameters
    ----------
    loan : Loan, sequence or mapping of Loan
        What is owed.
    every : str, optional
        As for `repay`.

    Returns
    -------
    Ledger
        To the last payment.

    Examples
    --------
    >>> loan = Loan("100 MUSD", "4 year", rate="6 %/year", frequency="annual", profile="annuity")
    >>> print(schedule(loan)["paid"].to("MUSD").magnitude.round(3))
    [28.859 28.859 28.859 28.859]
    """
    loans = _loans(loan)
    grid = grid_of(loans, None, every)
    return Ledger(Run(grid, plan_of(loans, grid), None, {}, _shape(loans, None, {})))


def _loans(loan: Any) -> dict[str, Loan]:
    """Return loans by name, in their order."""
    if isinstance(loan, Loan):
        loan = [loan]
    if isinstance(loan, Mapping):
        loans = dict(loan)
    elif isinstance(loan, list | tuple):
        names = [getattr(one, "name", "") or f"loan{k + 1}" for k, one in enumerate(loan)]
        loans = dict(zip(names, loan, strict=True))
        if len(loans) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            msg = f"repay: two loans are called {quote(twice)}; write {{'a': loan, 'b': loan}}"
            raise InputError(msg)
    else:
        loans = {"loan": loan}
    if not loans:
        msg = "repay: expected at least one loan, got none"
        raise InputError(msg)
    for name, one in loans.items():
        if not isinstance(one, Loan) or not isinstance(name, str):
            came = type(one).__name__ if isinstance(name, str) else f"the name {quote(name)}"
            msg = f"repay: expected a Loan, or several by name, got {came}"
            raise InputError(msg)
    return loans


_FIELDS = {"price": _PRICE, "volume": _STREAM, "base": _BASE}


def _paths(
    given: Mapping[str, Any], repayment: OilRepayment, loans: Mapping[str, Loan]
) -> dict[str, Raw]:
    """Return the paths that came, without units."""
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
    if "base" in raws and all(one.values["base"] is None for one in loans.values()):
        msg = "repay: base: no loan has one, each has a fixed rate"
        raise InputError(msg)
    return raws


def _grid(
    loans: Mapping[str, Loan], periods: int | None, every: str | None, paths: Mapping[str, Raw]
) -> Grid:
    """Return the ledger's periods: as many as wanted, or as the longest path has."""
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
            "what is overdue then is to run on, or every='monthly' if the figures are of months"
        )
        warnings.warn(msg, UserWarning, stacklevel=3)
    return grid_of(loans, longest, every)


def _cut(name: str, raw: Raw, periods: int) -> Raw:
    """Return as much of a path as there are periods, and warn if it has more."""
    if isinstance(raw, float) or len(raw) <= periods:
        return raw
    msg = (
        f"repay: {name}: {len(raw)} figures for {periods} periods; the last "
        f"{len(raw) - periods} are left out; write periods={len(raw)} to use them"
    )
    warnings.warn(msg, UserWarning, stacklevel=4)
    return raw[:periods]


def _refuse_other_length(name: str, raw: Raw, periods: int) -> None:
    if isinstance(raw, np.ndarray) and len(raw) not in {1, periods}:
        msg = (
            f"repay: {name}: expected one figure a period on axis 0, {periods} of them, got "
            f"{len(raw)}; for cases that are constant in time write array[None, :]"
        )
        raise InputError(msg)


def _assumes(run: Run) -> bool:
    """Return whether a sweep that was not said makes a difference, and warn if so."""
    if run.repayment is None or run.repayment.values["sweep"] is not None:
        return False
    found = run.first_prepaid()
    if found is None:
        return False
    period, path, prepaid = found
    at = tuple(int(k) for k in np.unravel_index(path, run.shape))
    of = f" of path {at[0] if len(at) == 1 else at}" if at else ""
    msg = (
        f"repay: sweep was not given: the {prepaid:,.2f} USD left after service in period "
        f"{period + 1}{of} prepay principal, as sweep='100 %'; write sweep='0 %' where it goes "
        "back to the seller"
    )
    warnings.warn(msg, AssumptionWarning, stacklevel=3)
    return True


def _refuse_odd_hold(hold: float, grid: Grid) -> None:
    """Refuse to give back what is held on days on which no period ends."""
    if round(hold * 12.0) % grid.months:
        msg = (
            f"repay: repayment.hold: expected whole periods of {grid.months} months, got "
            f"{figure(hold * 12.0)} months; write every='monthly'"
        )
        raise InputError(msg)


def _refuse_negative(price: Raw, repayment: OilRepayment, grid: Grid) -> None:
    """Refuse what a barrel may not count: less than nothing, unless the repayment says so."""
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
                "below zero; "
                "write negative_prices='as zero' in the repayment if such barrels count nothing"
            )
            raise InputError(msg)


def _refuse_endless(price: Raw, repayment: OilRepayment, grid: Grid) -> None:
    """Refuse a fixed value that takes more barrels than there are, for want of a price."""
    value, ceiling = repayment.values["value"], repayment.values["max"]
    if value is None or ceiling is not None:
        return
    dearest = float(np.max(value))
    if float(np.min(price)) * _MOST_BARRELS >= dearest:
        return
    bad = np.asarray(price) * _MOST_BARRELS < dearest
    shown = first_shown(price, bad)
    msg = (
        f"repay: price: in {grid.label(_first_period(bad))}, the price is {shown} USD/bbl, at "
        f"which a value of {figure(dearest)} USD/day takes more than {figure(_MOST_BARRELS)} "
        "bbl/day; write max='200 kb/day' in the repayment, or give the stream as volume"
    )
    raise InputError(msg)


def _first_period(bad: Any) -> int:
    first = first_index(bad) if bad.ndim else 0
    return first[0] if isinstance(first, tuple) else first


def _shape(
    loans: Mapping[str, Loan], repayment: OilRepayment | None, paths: Mapping[str, Raw]
) -> tuple[int, ...]:
    """Return what all paths and other arrays broadcast to, time apart."""
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
