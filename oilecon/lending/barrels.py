"""What a debt barrel costs: cash and debt barrels of a stream, its discount, and the true rate."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from oilecon.arguments import instance, number, same_shape
from oilecon.core import debt
from oilecon.core.waterfall import fold
from oilecon.errors import InputError, UndefinedWarning, quote
from oilecon.fields import Number
from oilecon.lending.ledger import Ledger
from oilecon.lending.measures import irr
from oilecon.lending.readouts import Readout
from oilecon.results import Netback
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.units import FloatArray

__all__ = [
    "BarrelDiscount",
    "Split",
    "barrel_discount",
    "cash_and_debt",
    "extra_barrels",
    "true_rate",
]

_SMALLEST = 1e-9  # USD; barrels of no worth serve nothing
_WORTH = Number("USD/bbl", "worth", low=-300, high=1000, typical="'51.3 USD/bbl'")
_STREAM = Number("bbl/day", "the stream", low=0, above=True, high=2e7, typical="'600 kb/day'")
_FALL = Number("USD/bbl", "price", low=0, above=True, high=1000, typical="'98.08 USD/bbl'")


@dataclass(frozen=True, slots=True)
class Split:
    """An export stream, split into what pays debt and what brings cash, by period.

    Attributes
    ----------
    debt, cash : pint.Quantity
        Barrels of each kind; those whose money comes back to the seller are cash [kb/day].
    share : pint.Quantity
        Debt barrels of all [percent].
    cash_netback : pint.Quantity
        Cash from a barrel exported, whatever its kind [USD/bbl].
    """

    debt: Quantity
    cash: Quantity
    share: Quantity
    cash_netback: Quantity
    ledger: Ledger

    def to_frame(self) -> pd.DataFrame:
        """Return the split of a single path, one row a period.

        Raises
        ------
        InputError
            If the ledger has several paths.
        """
        import pandas as pd

        if self.ledger.shape:
            msg = f"to_frame: shows one path, and this ledger has {self.ledger.shape}"
            raise InputError(msg)
        return pd.DataFrame(
            {
                "debt [kb/d]": self.debt.magnitude,
                "cash [kb/d]": self.cash.magnitude,
                "debt share [%]": self.share.magnitude,
                "cash netback [USD/bbl]": self.cash_netback.magnitude,
            },
            index=self.ledger.index(),
        )


def cash_and_debt(
    ledger: Ledger,
    exports: str | Quantity,
    netback: str | Quantity | Netback,
    *,
    cost: str | Quantity | Netback = "0 USD/bbl",
) -> Split:
    """Return how a stream of exports splits into cash and debt barrels.

    Parameters
    ----------
    ledger : Ledger
        The debt.
    exports : str or pint.Quantity
        All that is exported; one figure, or one a period with time on axis 0.
    netback : str, pint.Quantity or Netback
        What a cash barrel earns at the load port.
    cost : str, pint.Quantity or Netback
        What the seller bears to deliver a debt barrel; of a netback, price less netback.

    Raises
    ------
    InputError
        If more barrels serve the debt than are exported.
    """
    run = instance(Ledger, ledger, "cash_and_debt").run
    days = np.array([run.grid.days(period) for period in range(ledger.periods)])
    days = days.reshape(-1, *(1,) * len(ledger.shape))
    debt_rate = ledger["debt_barrels"].magnitude / days
    place = "cash_and_debt: exports"
    stream = _path(number(_STREAM, exports, place), ledger, place)
    worth = _worth(netback, ledger, "cash_and_debt: netback")
    borne = _borne(cost, ledger, "cash_and_debt: cost")
    over = debt_rate > stream * (1.0 + 1e-12)
    if np.any(over):
        period = int(np.argmax(over.reshape(ledger.periods, -1).any(axis=1)))
        msg = (
            f"cash_and_debt: exports: in {run.grid.label(period)}, more barrels serve the debt "
            "than are exported; give repay the stream, as volume='600 kb/day'"
        )
        raise InputError(msg)
    cash_rate = stream - debt_rate
    return Split(
        debt=to_quantity(debt_rate / 1000.0, "kb/day"),
        cash=to_quantity(cash_rate / 1000.0, "kb/day"),
        share=to_quantity(100.0 * debt_rate / stream, "percent"),
        cash_netback=to_quantity((cash_rate * worth - debt_rate * borne) / stream, "USD/bbl"),
        ledger=ledger,
    )


@dataclass(frozen=True, slots=True)
class BarrelDiscount(Readout):
    """What a delivered barrel brings under the debt against what it would bring elsewhere.

    Attributes
    ----------
    credited : pint.Quantity
        What it counts for the debt or brings back, less what delivering it costs [USD/bbl].
    elsewhere : pint.Quantity
        Its netback on the other route [USD/bbl].
    discount : pint.Quantity
        Elsewhere less credited [USD/bbl].
    share : pint.Quantity
        That, of elsewhere [percent]; NaN where elsewhere is nothing or less.
    """

    credited: Quantity
    elsewhere: Quantity
    discount: Quantity
    share: Quantity


def barrel_discount(
    ledger: Ledger,
    elsewhere: str | Quantity | Netback,
    *,
    cost: str | Quantity | Netback = "0 USD/bbl",
) -> BarrelDiscount:
    """Return the effective discount of a debt barrel against its netback elsewhere.

    Parameters
    ----------
    ledger : Ledger
        The debt.
    elsewhere : str, pint.Quantity or Netback
        What the barrel would earn on another route; one figure, or one a period.
    cost : str, pint.Quantity or Netback
        What the seller bears to deliver a debt barrel; of a netback, price less netback.

    Raises
    ------
    InputError
        If no barrel is delivered.

    Warns
    -----
    UndefinedWarning
        If the share is NaN.
    """
    instance(Ledger, ledger, "barrel_discount")
    found = {n: q.magnitude for n, q in ledger.columns("barrels", "value", "beyond").items()}
    other = _worth(elsewhere, ledger, "barrel_discount: elsewhere")
    borne = _borne(cost, ledger, "barrel_discount: cost")
    barrels = fold(found["barrels"])
    if np.any(barrels <= 0.0):
        msg = "barrel_discount: no barrel is delivered on some path; there is nothing to compare"
        raise InputError(msg)
    # Period after period: NumPy's own sum of one path has other bits than of one among many.
    brought = fold(found["value"] + found["beyond"] - found["barrels"] * borne) / barrels
    lost = fold(found["barrels"] * other) / barrels
    worthless = int(np.sum(lost <= 0.0))
    if worthless:
        msg = (
            f"barrel_discount: on {worthless} of {np.size(lost)} paths a barrel is worth nothing "
            "or less elsewhere, so that the discount is no share of it"
        )
        warnings.warn(msg, UndefinedWarning, stacklevel=2)
    share = np.where(lost > 0.0, 100.0 * (lost - brought) / np.where(lost > 0.0, lost, 1.0), np.nan)
    figures = (_plain(each) for each in (brought, lost, lost - brought, share))
    units = ("USD/bbl", "USD/bbl", "USD/bbl", "percent")
    return BarrelDiscount(
        *(to_quantity(raw, unit) for raw, unit in zip(figures, units, strict=True))
    )


def true_rate(
    ledger: Ledger,
    elsewhere: str | Quantity | Netback,
    *,
    cost: str | Quantity | Netback = "0 USD/bbl",
    barrels: Literal["debt", "all"] = "debt",
) -> Quantity:
    """Return the rate that the loan really costs, with barrels at their worth elsewhere [%/year].

    Parameters
    ----------
    ledger : Ledger
        The debt.
    elsewhere : str, pint.Quantity or Netback
        What a delivered barrel would earn on another route; one figure, or one a period.
    cost : str, pint.Quantity or Netback
        What the seller bears to deliver it; of a netback, price less netback.
    barrels : {'debt', 'all'}
        On which barrels the loan is charged what the seller loses against elsewhere: on those whose
        money serves the debt, the ledger's `debt_barrels` less what an account gave back of them;
        or on all that are delivered, also those whose money comes back to the seller, if they are
        only sold so because of the loan.

    Returns
    -------
    pint.Quantity
        The IRR of what was drawn against the money that the loan took, and on each barrel charged
        elsewhere plus cost less what it counted. At market value it is the loan's own rate.

    Raises
    ------
    UnitError, InputError
        If figures do not fit, or no rate is found.
    """
    run = instance(Ledger, ledger, "true_rate").run
    if barrels not in {"debt", "all"}:
        msg = f"true_rate: barrels: expected 'debt' or 'all', got {quote(barrels)}"
        raise InputError(msg)
    other = _worth(elsewhere, ledger, "true_rate: elsewhere")
    borne = _borne(cost, ledger, "true_rate: cost")
    names = ("barrels", "value", "beyond", "cash", "surplus", "released", "account", "held")
    found = {name: quantity.magnitude for name, quantity in ledger.columns(*names).items()}
    worth = found["value"] + found["beyond"]
    back = found["surplus"] + found["released"]
    back[-1] += found["account"][-1] + found["held"][-1]
    # All barrels at elsewhere, less what came back, is what the loan takes if each is charged.
    given = found["barrels"] * (other + borne) + found["cash"] - back
    if barrels == "debt":
        given = given - (1.0 - _serving(found)) * (found["barrels"] * (other + borne) - worth)
    flows = ledger.flows()
    opening = (
        0.0 if run.oil is None or run.oil["account"] is None else (run.oil["account"]["opening"])
    )
    paid = np.concatenate([np.zeros((1, *ledger.shape)) + opening, given])
    return irr(replace(flows, paid=to_quantity(paid, "USD")))


def _serving(found: Mapping[str, FloatArray]) -> FloatArray:
    """Return the share of each period's barrels whose money stayed with the debt.

    What an account gives back, or holds at the end, was barrels' money too: it is taken off in
    proportion, as `Ledger.payoff` does.
    """
    worth = found["value"] + found["beyond"]
    stayed = np.maximum(found["value"] - found["surplus"], 0.0)
    later = fold(np.maximum(found["surplus"] - found["value"], 0.0)) + found["account"][-1]
    kept = 1.0 - np.minimum(later / np.maximum(fold(stayed), _SMALLEST), 1.0)
    share: FloatArray = stayed / np.maximum(worth, _SMALLEST) * kept
    return share


def extra_barrels(before: str | Quantity, after: str | Quantity) -> Quantity:
    """Return how many more barrels the same debt service takes after a fall of the price [percent].

    Examples
    --------
    >>> print(f"{extra_barrels('98.08 USD/bbl', '77.65 USD/bbl'):.1f}")
    26.3 %
    """
    first, last = (
        number(_FALL, before, "extra_barrels: before"),
        number(_FALL, after, "extra_barrels: after"),
    )
    same_shape("extra_barrels", before=first, after=last)
    return to_quantity(100.0 * debt.more_barrels(1.0 - last / first), "percent")


def _worth(value: object, ledger: Ledger, where: str) -> Raw:
    """Return what a barrel is worth, as `_path` gives it; of a netback, that."""
    given = value.netback if isinstance(value, Netback) else value
    return _path(number(_WORTH, given, where), ledger, where)


def _borne(value: object, ledger: Ledger, where: str) -> Raw:
    """Return what delivering a barrel costs; of a netback, price less netback."""
    given = value.price - value.netback if isinstance(value, Netback) else value
    return _path(number(_WORTH, given, where), ledger, where)


def _path(raw: Raw, ledger: Ledger, where: str) -> Raw:
    """Return a figure, or one a period, in a shape that broadcasts with the ledger's columns."""
    if isinstance(raw, float):
        return raw
    wide = raw.reshape(len(raw), *(1,) * (1 + len(ledger.shape) - raw.ndim), *raw.shape[1:])
    try:
        np.broadcast_shapes(wide.shape, (ledger.periods, *ledger.shape))
    except ValueError as error:
        msg = (
            f"{where}: expected one figure, or one a period on axis 0, {ledger.periods} of "
            "them, got "
            f"an array of shape {raw.shape}"
        )
        raise InputError(msg) from error
    return wide


def _plain(raw: Any) -> Raw:
    return float(raw) if np.ndim(raw) == 0 else raw
