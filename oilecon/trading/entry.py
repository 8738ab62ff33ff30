"""What a state takes when oil enters: shipped charges by customs code, and import parity."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon import dates
from oilecon.arguments import number, same_shape
from oilecon.errors import InputError, UnknownName, did_you_mean, is_among, quote
from oilecon.fields import Number
from oilecon.inputs import ImportCharges
from oilecon.netback.sale import charge_lines
from oilecon.reference import dated
from oilecon.trading.quantities import BBL_T
from oilecon.units import to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.units import Quantity

__all__ = ["ImportParity", "import_charges", "import_parity"]


def import_charges(code: str, on: Any, exchange_rate: Any = None) -> ImportCharges:
    """Return the shipped charges of a customs code on a date.

    Parameters
    ----------
    code : str
        China: '2709' for crude oil, '27150000' for diluted bitumen. The United States:
        '2709.00.10' for crude under 25 degrees API, '2709.00.20' for lighter.
    on : str, datetime.date, numpy.datetime64, pandas.Timestamp or Period
        The date, as '2021-07-14'.
    exchange_rate : str or pint.Quantity, optional
        Yuan for a dollar; needed where a tax is in yuan.

    Returns
    -------
    ImportCharges
        For a route under DDP, or for `import_parity`.

    Raises
    ------
    UnknownName
        If the code is not shipped.
    InputError
        If the date is not covered, or a rate is needed.

    Examples
    --------
    >>> print(import_charges("27150000", "2021-07-14", "6.474 CNY/USD").consumption_tax)
    1.2 CNY/L
    """
    tariffs = dated.tariffs()
    if not is_among(code, tariffs):
        msg = f"no shipped charges of {quote(code)}{did_you_mean(str(code), tariffs)}"
        raise UnknownName(msg)
    day = dates.day(on, "import_charges: on", example="'2021-07-14'").isoformat()
    rows = [row for row in tariffs[code] if row.start <= day]
    if not rows:
        first = min(row.start for row in tariffs[code])
        msg = f"import_charges: {code} is known from {first} on, and was asked for {day}"
        raise InputError(msg)
    found: dict[str, Any] = {
        row.field: row.value if row.unit == "1" else f"{row.value!r} {row.unit}" for row in rows
    }
    return ImportCharges(**found, exchange_rate=exchange_rate, customs_code=code)


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


def import_parity(value: Any, charges: Any, barrels_per_tonne: Any) -> ImportParity:
    """Return what a barrel costs once it has entered: value, duty, tax and fees.

    For a buyer's sum, and for comparing one customs code with another. An observed delivered
    quotation already reflects what its buyer pays on top: it is the value here, never a netback
    from which these charges are taken.

    Parameters
    ----------
    value : str or pint.Quantity
        Price delivered before charges, on which they are levied [USD/bbl].
    charges : ImportCharges
        As `import_charges` returns it, or your own.
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
    >>> charges = import_charges("27150000", "2021-07-14", "6.474 CNY/USD")
    >>> print(f"{import_parity('66 USD/bbl', charges, '6.8 bbl/t').consumption_tax_with_vat:.2f}")
    1376.34 CNY/t
    """
    if not isinstance(charges, ImportCharges):
        msg = f"import_parity: charges: expected ImportCharges(...), got {type(charges).__name__}"
        raise InputError(msg)
    worth = number(_VALUE, value, "import_parity: value")
    tonne = number(BBL_T, barrels_per_tonne, "import_parity: barrels_per_tonne")
    raw = charges.values
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
