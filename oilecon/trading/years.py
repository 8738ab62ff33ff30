"""Annual revenue, and dollars of one year in those of another."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pint

from oilecon import dates
from oilecon.arguments import number, same_shape
from oilecon.core.finance import YEAR_DAYS
from oilecon.errors import InputError, UnitError, UnknownName, did_you_mean, is_among, quote
from oilecon.fields import Number
from oilecon.outcomes import BLEND, case_index, numbered
from oilecon.recipients import Recipients
from oilecon.reference import dated
from oilecon.results import Compared, Netback, signed_amounts
from oilecon.trading.quantities import VOLUME
from oilecon.units import Q, to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.typing import DateLike, QuantityLike, YearLike
    from oilecon.units import Quantity, Raw

__all__ = ["AnnualRevenue", "annual_revenue", "constant_dollars", "drop_price_year"]

_YEAR = re.compile(r"(19|20)[0-9]{2}\Z")
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])\Z")
_UNIT = re.compile(r"USD((?:19|20)[0-9]{2})")
_FIGURE = Number("USD/bbl", "a figure", low=-1e9, high=1e9, typical="'54.8 USD/bbl'")
_DOLLARS = {"[money]", *(f"[money_{year}]" for year in range(1900, 2100))}


@dataclass(frozen=True, slots=True)
class AnnualRevenue:
    """Revenue of a year, or of another period, line by line.

    Attributes
    ----------
    money : dict of str to pint.Quantity
        Amount of the period by line, recipient or figure [MUSD]: single ones, or of each case.
    volume : pint.Quantity
        Barrels of the period [Mb].
    days : int
        Days of the period, the first and last included.
    cases : pandas.Index, optional
        Of arrays: the index of the cases.
    """

    money: dict[str, Quantity]
    volume: Quantity
    days: int
    cases: pd.Index[Any] | None = field(default=None, compare=False)

    def __getitem__(self, name: str) -> Quantity:
        """Return one amount by name.

        Raises
        ------
        UnknownName
            If there is no such amount.
        """
        if not is_among(name, self.money):
            msg = f"no amount {quote(name)}{did_you_mean(str(name), self.money)}"
            raise UnknownName(msg)
        return self.money[name]

    def a_year(self, name: str) -> Quantity:
        """Return one amount as a rate over a year of 365 days [MUSD/year]."""
        return to_quantity(self[name].magnitude * YEAR_DAYS / self.days, "MUSD/year")

    def to_frame(self) -> pd.DataFrame:
        """Return the amounts, one a row; of arrays, one row a case and one column an amount."""
        import pandas as pd

        if self.cases is not None:
            columns = {
                f"{name} [MUSD]": np.ravel(amount.magnitude) for name, amount in self.money.items()
            }
            return pd.DataFrame(columns, index=self.cases)
        amounts = [amount.magnitude for amount in self.money.values()]
        return pd.DataFrame({"money [MUSD]": amounts}, index=pd.Index(self.money, name="what"))

    def __str__(self) -> str:
        """Return the table."""
        return self.to_frame().to_string(float_format=lambda amount: f"{amount:,.0f}")


def annual_revenue(
    what: Netback | Compared | Recipients | QuantityLike,
    volume: QuantityLike,
    *,
    year: YearLike | None = None,
    start: DateLike | None = None,
    end: DateLike | None = None,
) -> AnnualRevenue:
    """Return the revenue of a year, or of another period, at a steady volume.

    Parameters
    ----------
    what : Netback, Comparison, ScenarioComparison, Recipients or pint.Quantity
        A result: a netback's lines and subtotals, the differences of two routes or scenarios, or a
        recipient's shares; or a figure [USD/bbl]. Of arrays, each case is a period of its own at
        its figures: the amounts of several cases are not added up.
    volume : str or pint.Quantity
        Sales [bbl/day], single or one for each case.
    year : int, str, numpy.datetime64 or pandas.Period, optional
        A calendar year, leap years with 366 days.
    start, end : str, datetime.date, numpy.datetime64, pandas.Timestamp or Period, optional
        First and last day instead of a year, such as '2025-11-01'; both count.

    Returns
    -------
    AnnualRevenue
        Amounts by name [MUSD].

    Raises
    ------
    InputError, UnitError
        If neither a year nor a period is given, the end is before the start, the arrays do not
        broadcast together, a result is by another measure than a barrel of blend, or a comparison
        has several alternatives.

    Examples
    --------
    >>> print(annual_revenue("10 USD/bbl", "100 kb/day", year=2024)["amount"])
    366.0 MUSD
    """
    days = _days(year, start, end)
    barrels = number(VOLUME, volume, "annual_revenue: volume") * days
    amounts = _per_barrel(what)
    first = next(iter(amounts.values()))
    shape = same_shape("annual_revenue", volume=barrels, what=first)
    money = {name: to_quantity(raw * barrels / 1e6, "MUSD") for name, raw in amounts.items()}
    cases = None
    if shape:
        scenarios: Any = getattr(what, "scenarios", ())
        own = [scenario for scenario in scenarios if scenario.shape == shape]
        cases = case_index(own[0]) if own else numbered(shape)
    return AnnualRevenue(money, to_quantity(barrels / 1e6, "Mb"), days, cases)


def _days(year: Any, start: Any, end: Any) -> int:
    if (year is None) == (start is None and end is None) or (start is None) != (end is None):
        msg = "annual_revenue: expected year=2025, or start='2025-11-01' and end='2026-01-31'"
        raise InputError(msg)
    if year is not None:
        year = dates.year(year, "annual_revenue: year")
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    else:
        first = dates.day(start, "annual_revenue: start", example="'2025-11-01'")
        last = dates.day(end, "annual_revenue: end", example="'2026-01-31'")
    if last < first:
        msg = f"annual_revenue: expected an end on or after {first}, got {last}"
        raise InputError(msg)
    return (last - first).days + 1


def _per_barrel(what: Any) -> dict[str, Raw]:
    if isinstance(what, Netback | Compared | Recipients) and what.measure != BLEND:
        msg = (
            f"annual_revenue: what: expected a result per barrel of blend, as `volume` counts it, "
            f"got one by {what.measure!r}; write result.per({BLEND!r})"
        )
        raise InputError(msg)
    if isinstance(what, Netback | Compared):
        return signed_amounts(what)
    if isinstance(what, Recipients):
        return {"price": what.price.magnitude} | {n: what[n].magnitude for n in what.names}
    if isinstance(what, str | pint.Quantity):
        return {"amount": number(_FIGURE, what, "annual_revenue: what")}
    msg = f"annual_revenue: expected a result or a quantity in USD/bbl, got {type(what).__name__}"
    raise InputError(msg)


# -- dollars of one year -----------------------------------------------------------------------


def constant_dollars(
    quantity: QuantityLike, year: YearLike, of: YearLike | None = None
) -> Quantity:
    """Return money in the dollars of another year, by the US consumer price index.

    Parameters
    ----------
    quantity : str or pint.Quantity
        Dollars of one year, as '60 USD2006/bbl'; or plain dollars of the year `of`.
    year : int, str, numpy.datetime64 or pandas.Period
        The new year, such as 2025.
    of : int, str, datetime.date, numpy.datetime64, pandas.Timestamp or Period, optional
        Year of plain dollars, or their month, such as '2006-08'.

    Returns
    -------
    pint.Quantity
        In dollars of that year, a unit that does not mix with plain dollars or those of another
        year; `drop_price_year` removes the year.

    Raises
    ------
    InputError
        If the index has no figure. It covers 2000 to May 2026 without October 2025, which was never
        published. A year's index is the mean of its months, that of 2025 the mean of eleven.
    UnitError
        If the quantity is not money, or its year is given twice or not at all.

    Examples
    --------
    >>> print(f"{constant_dollars('60 USD2006/bbl', 2025):.1f}")
    95.8 USD2025/bbl
    """
    example = "60 USD2006/bbl" if of is None else "60 USD/bbl"
    given = _money(quantity, "constant_dollars", example)
    years = set(_UNIT.findall(f"{given.units:~C}"))
    if len(years) > 1:
        msg = f"constant_dollars: expected dollars of one year, got {given.units:~P}"
        raise UnitError(msg)
    if bool(years) == (of is not None):
        given_by = "both the unit and of=" if years else "neither the unit nor of="
        msg = (
            f"constant_dollars: of: expected one year of the dollars, got it from {given_by}; "
            "write of=2006 for plain dollars only"
        )
        raise UnitError(msg)
    to = f"{dates.year(year, 'constant_dollars: year'):04d}"
    source = years.pop() if years else _when(of)
    factor = _index(to) / _index(source)
    text = re.sub(r"[kMB]USD", "USD", f"{given.units:~C}")
    unit = re.sub(r"USD(?:19|20)?[0-9]*", f"USD{to}", text)
    plain = given.to(text) if text != f"{given.units:~C}" else given
    return to_quantity(plain.magnitude * factor, unit)


def _when(of: Any) -> str:
    """Return a year or a month as the index writes it."""
    try:
        return f"{dates.year(of):04d}"
    except InputError:
        return dates.month(of, "constant_dollars: of", expected="a year or a month")


def drop_price_year(quantity: QuantityLike) -> Quantity:
    """Return dollars of one year as plain dollars: the same number, without conversion.

    Plain dollars are those of the scenario's own date; convert with `constant_dollars` first.

    Raises
    ------
    UnitError
        If the quantity is not in dollars of a year.

    Examples
    --------
    >>> print(drop_price_year("60 USD2006/bbl"))
    60.0 USD/bbl
    """
    given = _money(quantity, "drop_price_year", "60 USD2006/bbl")
    text = f"{given.units:~C}"
    if not _UNIT.search(text):
        msg = (
            "drop_price_year: expected dollars of one year, such as '60 USD2006/bbl', "
            f"got {given.units:~P}"
        )
        raise UnitError(msg)
    return to_quantity(given.magnitude, _UNIT.sub("USD", text))


def _money(quantity: Any, where: str, example: str) -> Quantity:
    """Return dollars, plain or of a year; an error for another unit shows dollars to write."""
    try:
        given = Q(quantity)
    except UnitError as error:
        dollars = [offer.shown for offer in error.offers if _is_dollars(offer.value)]
        offer = " or ".join(dollars) or f"for example {example!r}"
        reason = error.reason or str(error).partition("; write ")[0]
        msg = f"{where}: {reason}; write {offer}"
        raise UnitError(msg) from error
    if not _dollars(given):
        msg = f"{where}: expected dollars, got {given.units:~P}; write for example {example!r}"
        raise UnitError(msg)
    return given


def _dollars(given: Quantity) -> bool:
    powers = [power for name, power in given.dimensionality.items() if name in _DOLLARS]
    return bool(powers) and all(power == 1 for power in powers)


def _is_dollars(text: Any) -> bool:
    try:
        return _dollars(Q(text))
    except UnitError:
        return False


def _index(when: str) -> float:
    """Return the consumer price index of a year or a month."""
    prices = dated.consumer_prices()
    first, last = min(prices), max(prices)
    if _MONTH.match(when):
        if when in prices:
            return prices[when]
        if first < when < last:
            msg = (
                f"constant_dollars: the consumer price index of {when} was never "
                "published; take a neighbour"
            )
        else:
            msg = (
                f"constant_dollars: the consumer price index is held from {first} to "
                f"{last}, not for {when}"
            )
        raise InputError(msg)
    months = [index for month, index in prices.items() if month.startswith(f"{when}-")]
    if not _YEAR.match(when) or len(months) < 11:  # noqa: PLR2004  2025 has only eleven
        whole = f"{first[:4]} to {int(last[:4]) - 1}"
        msg = (
            f"constant_dollars: expected a year of {whole} or a month such as '2006-08', "
            f"got {quote(when)}"
        )
        raise InputError(msg)
    return float(np.mean(months))
