"""What a state takes when oil enters: shipped charges by customs code, and import parity."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from oilecon.arguments import number, same_shape
from oilecon.errors import InputError
from oilecon.fields import Number
from oilecon.inputs import ImportCharges
from oilecon.netback.sale import charge_lines
from oilecon.trading.quantities import BBL_T
from oilecon.units import to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.typing import QuantityLike
    from oilecon.units import Quantity

__all__ = ["ImportParity", "import_parity"]


_VALUE = Number("USD/bbl", "a customs value", low=0, high=1000, typical="'66 USD/bbl'")


@dataclass(frozen=True, slots=True)
class ImportParity:
    """What a barrel costs a buyer who pays to enter it.

    Attributes
    ----------
    value, duty, tax, harbour_fee, total : pint.Quantity
        Customs value, duty, taxes less what is recovered, fees, and their sum [USD/bbl].
    consumption_tax_with_vat : pint.Quantity
        Consumption tax and the value-added tax on it, before anything is recovered [CNY/t].
    """

    value: Quantity
    duty: Quantity
    tax: Quantity
    harbour_fee: Quantity
    total: Quantity
    consumption_tax_with_vat: Quantity

    def to_frame(self) -> pd.DataFrame:
        """Return the sum by line; of arrays, one row a case and one column a line."""
        import pandas as pd

        names = [field.name for field in fields(self)][:-1]
        amounts = [getattr(self, name).magnitude for name in names]
        if any(map(np.ndim, amounts)):
            columns = map(np.ravel, np.broadcast_arrays(*amounts))
            titles = [f"{name} [USD/bbl]" for name in names]
            return pd.DataFrame(dict(zip(titles, columns, strict=True))).rename_axis("case")
        return pd.DataFrame({"amount [USD/bbl]": amounts}, index=pd.Index(names, name="line"))

    def __str__(self) -> str:
        """Return the table."""
        return self.to_frame().to_string(float_format=lambda amount: f"{amount:.2f}")


def _charges(value: object) -> ImportCharges:
    """Return charges, or refuse what is none."""
    if not isinstance(value, ImportCharges):
        msg = f"import_parity: charges: expected ImportCharges(...), got {type(value).__name__}"
        raise InputError(msg)
    return value


def import_parity(
    value: QuantityLike, charges: ImportCharges, barrels_per_tonne: QuantityLike
) -> ImportParity:
    """Return what a barrel costs once it has entered: value, duty, tax and fees.

    For a buyer's sum, and for comparing one customs code with another. An observed delivered
    quotation already reflects what its buyer pays on top: it is the value here, never a netback
    from which these charges are taken.

    Parameters
    ----------
    value : str or pint.Quantity
        Price delivered before charges, on which they are levied [USD/bbl].
    charges : ImportCharges
        As `ImportCharges.shipped` returns them, or your own.
    barrels_per_tonne : str or pint.Quantity
        Density of the oil, since taxes are by the litre and the tonne.

    Returns
    -------
    ImportParity
        Line by line.

    Raises
    ------
    InputError, UnitError
        If a figure does not fit.

    Examples
    --------
    >>> charges = ImportCharges.shipped(
    ...     "27150000", on="2021-07-14", exchange_rate="6.474 CNY/USD"
    ... )
    >>> print(f"{import_parity('66 USD/bbl', charges, '6.8 bbl/t').consumption_tax_with_vat:.2f}")
    1376.34 CNY/t
    """
    raw = _charges(charges).values
    worth = number(_VALUE, value, "import_parity: value")
    tonne = number(BBL_T, barrels_per_tonne, "import_parity: barrels_per_tonne")
    levied = {name: leaf for name, leaf in raw.items() if not isinstance(leaf, str)}
    same_shape(value=worth, barrels_per_tonne=tonne, **levied)
    (_, _, duty), (_, _, tax), (_, _, fee) = charge_lines(raw, worth, tonne)
    litre_tax = raw["consumption_tax"] * raw["litres_per_tonne"]
    return ImportParity(
        to_quantity(worth, "USD/bbl"),
        to_quantity(duty, "USD/bbl"),
        to_quantity(tax, "USD/bbl"),
        to_quantity(fee, "USD/bbl"),
        to_quantity(worth + duty + tax + fee, "USD/bbl"),
        to_quantity(litre_tax * (1.0 + raw["vat"]), "CNY/t"),
    )
