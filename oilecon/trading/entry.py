"""Import parity: the price of oil with duty, taxes and fees of import."""

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
    """Cost of a barrel to a buyer who pays its import charges.

    Attributes
    ----------
    value, duty, tax, harbour_fee, total : pint.Quantity
        Customs value, duty, taxes less recovery, fees, and their sum [USD/bbl].
    consumption_tax_with_vat : pint.Quantity
        Consumption tax and the value-added tax on it, before recovery [CNY/t].
    """

    value: Quantity
    duty: Quantity
    tax: Quantity
    harbour_fee: Quantity
    total: Quantity
    consumption_tax_with_vat: Quantity

    def to_frame(self) -> pd.DataFrame:
        """Return the lines and their sum; of arrays, one row a case and one column a line."""
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
    """Return charges, or raise an error if the value is of another type."""
    if not isinstance(value, ImportCharges):
        msg = f"import_parity: charges: expected ImportCharges(...), got {type(value).__name__}"
        raise InputError(msg)
    return value


def import_parity(
    value: QuantityLike, charges: ImportCharges, barrels_per_tonne: QuantityLike
) -> ImportParity:
    """Return the cost of an imported barrel: value, duty, tax and fees.

    It serves to compute a buyer's cost, and to compare customs codes. A delivered quotation already
    reflects the charges that its buyer pays on top: it is the value here, and these charges are
    never deducted from it to reach a netback.

    Parameters
    ----------
    value : str or pint.Quantity
        Delivered price before charges, on which they are levied [USD/bbl].
    charges : ImportCharges
        Charges from `ImportCharges.shipped`, or your own.
    barrels_per_tonne : str or pint.Quantity
        Density of the oil, since taxes are per litre and per tonne.

    Returns
    -------
    ImportParity
        The cost line by line.

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
    customs = number(_VALUE, value, "import_parity: value")
    tonne = number(BBL_T, barrels_per_tonne, "import_parity: barrels_per_tonne")
    levied = {name: leaf for name, leaf in raw.items() if not isinstance(leaf, str)}
    same_shape(value=customs, barrels_per_tonne=tonne, **levied)
    (_, _, duty), (_, _, tax), (_, _, fee) = charge_lines(raw, customs, tonne)
    litre_tax = raw["consumption_tax"] * raw["litres_per_tonne"]
    return ImportParity(
        to_quantity(customs, "USD/bbl"),
        to_quantity(duty, "USD/bbl"),
        to_quantity(tax, "USD/bbl"),
        to_quantity(fee, "USD/bbl"),
        to_quantity(customs + duty + tax + fee, "USD/bbl"),
        to_quantity(litre_tax * (1.0 + raw["vat"]), "CNY/t"),
    )
