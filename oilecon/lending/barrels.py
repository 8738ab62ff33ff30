"""Cost of debt barrels: cash and debt barrels of a stream, their discount, and the true rate."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from oilecon.arguments import choice, instance, number, same_shape
from oilecon.core import debt
from oilecon.core.waterfall import fold
from oilecon.errors import InputError, UndefinedWarning
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

_SMALLEST = 1e-9  # USD; avoids division by the value of worthless barrels
_VALUE = Number("USD/bbl", "value", low=-300, high=1000, typical="'51.3 USD/bbl'")
_STREAM = Number("bbl/day", "the stream", low=0, above=True, high=2e7, typical="'600 kb/day'")
_FALL = Number("USD/bbl", "price", low=0, above=True, high=1000, typical="'98.08 USD/bbl'")


@dataclass(frozen=True, slots=True)
class Split:
    """An export stream by period, split into debt barrels and cash barrels.

    Attributes
    ----------
    debt, cash : pint.Quantity
        Barrels of each kind; cash barrels are those whose proceeds go to the seller [kb/day].
    share : pint.Quantity
        Share of debt barrels in all barrels [percent].
    cash_netback : pint.Quantity
        Mean cash from an exported barrel of either kind [USD/bbl].
    ledger : Ledger
        The debt.
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
    """Return the split of a stream of exports into cash and debt barrels.

    Parameters
    ----------
    ledger : Ledger
        The debt.
    exports : str or pint.Quantity
        Total exports; one figure, or one a period with time on axis 0.
    netback : str, pint.Quantity or Netback
        Value of a cash barrel at the load port.
    cost : str, pint.Quantity or Netback
        The seller's cost of delivering a debt barrel; of a netback, price less netback.

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
    value = _value(netback, ledger, "cash_and_debt: netback")
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
        cash_netback=to_quantity((cash_rate * value - debt_rate * borne) / stream, "USD/bbl"),
        ledger=ledger,
    )


@dataclass(frozen=True, slots=True)
class BarrelDiscount(Readout):
    """Discount of a barrel delivered under the debt against its netback elsewhere.

    Attributes
    ----------
    credited : pint.Quantity
        Its credit against the debt and cash returned, less the cost of delivery [USD/bbl].
    elsewhere : pint.Quantity
        Its netback on the other route [USD/bbl].
    discount : pint.Quantity
        Netback elsewhere less credited [USD/bbl].
    share : pint.Quantity
        Discount as a share of the netback elsewhere [percent]; NaN where that is zero or less.
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
        Netback of the barrel on another route; one figure, or one a period.
    cost : str, pint.Quantity or Netback
        The seller's cost of delivering a debt barrel; of a netback, price less netback.

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
    columns = {n: q.magnitude for n, q in ledger.columns("barrels", "value", "beyond").items()}
    other = _value(elsewhere, ledger, "barrel_discount: elsewhere")
    borne = _borne(cost, ledger, "barrel_discount: cost")
    barrels = fold(columns["barrels"])
    if np.any(barrels <= 0.0):
        msg = "barrel_discount: ledger: expected barrels delivered on every path, got none on some"
        raise InputError(msg)
    # Period after period: NumPy's own sum of a single path differs in its last bits from that of
    # the same path among several.
    credited = fold(columns["value"] + columns["beyond"] - columns["barrels"] * borne) / barrels
    netback = fold(columns["barrels"] * other) / barrels
    worthless = int(np.sum(netback <= 0.0))
    if worthless:
        msg = (
            f"barrel_discount: on {worthless} of {np.size(netback)} paths the netback elsewhere is "
            "zero or less, so that the discount is not a share of it"
        )
        warnings.warn(msg, UndefinedWarning, stacklevel=2)
    discount, positive = netback - credited, netback > 0.0
    share = np.where(positive, 100.0 * discount / np.where(positive, netback, 1.0), np.nan)
    figures = (_plain(each) for each in (credited, netback, discount, share))
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
    """Return the true cost of a loan, with barrels at their netback elsewhere [%/year].

    Parameters
    ----------
    ledger : Ledger
        The debt.
    elsewhere : str, pint.Quantity or Netback
        Netback of a delivered barrel on another route; one figure, or one a period.
    cost : str, pint.Quantity or Netback
        The seller's cost of delivering it; of a netback, price less netback.
    barrels : {'debt', 'all'}
        Barrels whose loss against the netback elsewhere is charged to the loan. 'debt' charges
        those whose proceeds serve the debt: the ledger's `debt_barrels`, less the part that an
        account gives back. 'all' charges every delivered barrel, for a seller who sells on these
        terms only because of the loan.

    Returns
    -------
    pint.Quantity
        The IRR of disbursements against payments, where each barrel charged adds to the payments
        its netback elsewhere, plus cost, less its credit. At market value it is the loan's own
        rate.

    Raises
    ------
    UnitError, InputError
        If figures do not fit, or no rate exists.
    """
    run = instance(Ledger, ledger, "true_rate").run
    charged = choice(barrels, ("debt", "all"), "true_rate: barrels")
    other = _value(elsewhere, ledger, "true_rate: elsewhere")
    borne = _borne(cost, ledger, "true_rate: cost")
    names = ("barrels", "value", "beyond", "cash", "surplus", "released", "account", "held")
    columns = {name: quantity.magnitude for name, quantity in ledger.columns(*names).items()}
    value = columns["value"] + columns["beyond"]
    returned = columns["surplus"] + columns["released"]
    returned[-1] += columns["account"][-1] + columns["held"][-1]
    # If every barrel is charged: all barrels at the netback elsewhere, less the cash returned.
    given = columns["barrels"] * (other + borne) + columns["cash"] - returned
    if charged == "debt":
        given = given - (1.0 - _serving(columns)) * (columns["barrels"] * (other + borne) - value)
    flows = ledger.flows()
    opening = (
        0.0 if run.oil is None or run.oil["account"] is None else (run.oil["account"]["opening"])
    )
    paid = np.concatenate([np.zeros((1, *ledger.shape)) + opening, given])
    return irr(replace(flows, paid=to_quantity(paid, "USD")))


def _serving(columns: Mapping[str, FloatArray]) -> FloatArray:
    """Return the share of each period's barrels whose proceeds served the debt.

    Cash that an account gives back, or holds at the end, came from barrels too: it is deducted in
    proportion, as in `Ledger.payoff`.
    """
    value = columns["value"] + columns["beyond"]
    stayed = np.maximum(columns["value"] - columns["surplus"], 0.0)
    later = fold(np.maximum(columns["surplus"] - columns["value"], 0.0)) + columns["account"][-1]
    kept = 1.0 - np.minimum(later / np.maximum(fold(stayed), _SMALLEST), 1.0)
    share: FloatArray = stayed / np.maximum(value, _SMALLEST) * kept
    return share


def extra_barrels(before: str | Quantity, after: str | Quantity) -> Quantity:
    """Return the rise in barrels for the same debt service after a fall of the price [percent].

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


def _value(value: object, ledger: Ledger, where: str) -> Raw:
    """Return the value of a barrel as `_path` returns it; a result stands for its netback."""
    given = value.netback if isinstance(value, Netback) else value
    return _path(number(_VALUE, given, where), ledger, where)


def _borne(value: object, ledger: Ledger, where: str) -> Raw:
    """Return the cost of delivering a barrel; of a netback, price less netback."""
    given = value.price - value.netback if isinstance(value, Netback) else value
    return _path(number(_VALUE, given, where), ledger, where)


def _path(raw: Raw, ledger: Ledger, where: str) -> Raw:
    """Return one figure, or one a period, in a shape that broadcasts with the ledger's columns."""
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
