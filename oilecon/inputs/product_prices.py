"""Prices of oil products at a place, each as it is quoted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from oilecon import dates
from oilecon.errors import InputError, UnitError, figure, quote
from oilecon.evidence import YOURS, Evidence, Row, Sourced
from oilecon.fields import Number, Text, When, collect
from oilecon.frozen import FrozenDict
from oilecon.groups import Group
from oilecon.inputs.catalogue import Shipped, ShippedFigure
from oilecon.inputs.currencies import HOME, OfCurrency, OfCurrencyField, units_for_a_dollar
from oilecon.netback.product_prices import product_usd_bbl
from oilecon.reference.products import barrels_per_tonne, product_prices
from oilecon.units import Q, first_shown, to_magnitude, unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from oilecon.fields import Holder, Problems
    from oilecon.typing import QuantityLike, YearLike
    from oilecon.units import Raw

__all__ = ["PRODUCTS", "ProductPrice", "ProductPriceField", "ProductPrices"]

_QUOTED = ("price", "price_per_tonne", "crack")
_BY_TONNE = ("barrels_per_tonne", "vat", "tax_per_tonne")  # what goes with a price by the tonne


def _amounts(currency: str) -> dict[str, Number]:
    """Return the amounts of a price in a currency."""
    rate = units_for_a_dollar(currency)
    unit = f"{currency}/t"

    def amount(doc: str, usual: float) -> Number:
        return Number(
            unit,
            doc,
            low=0,
            high=1e4 * max(rate, 1.0),
            default=None,
            typical=f"'{figure(usual * rate)} {unit}'",
        )

    return {
        "price_per_tonne": amount("by the tonne, with the taxes that it contains", 500),
        "tax_per_tonne": amount(
            "consumption tax in the price by the tonne, taken off after the value-added tax", 150
        ),
    }


_DOLLARS = _amounts(HOME)


class ProductPrice(OfCurrency):
    """The price of an oil product, in one of the ways in which it is quoted.

    ``ProductPrice(price="76.8 USD/bbl")`` is by the barrel; ``ProductPrice(crack="12 USD/bbl")``
    moves with the benchmark crude; ``ProductPrice(price_per_tonne="3385 CNY/t",
    barrels_per_tonne="6.05 bbl/t", vat="13 %", exchange_rate="7.1 CNY/USD")`` is by the tonne, in
    another currency and with a tax in it.
    """

    _amounts = tuple(_DOLLARS)

    price: Number = Number(
        "USD/bbl", "by the barrel", low=0, high=1000, default=None, typical="'76.8 USD/bbl'"
    )
    price_per_tonne: Number = _DOLLARS["price_per_tonne"]
    crack: Number = Number(
        "USD/bbl",
        "over the benchmark crude",
        low=-300,
        high=300,
        default=None,
        typical="'12 USD/bbl'",
    )
    barrels_per_tonne: Number = Number(
        "bbl/t",
        "by which the quotation by the tonne is converted; not the density of the product sold",
        low=4,
        high=16,
        default=None,
        typical="'8.33 bbl/t'",
    )
    vat: Number = Number(
        "fraction",
        "value-added tax in the price by the tonne",
        low=0,
        high=1,
        default=None,
        typical="'13 %'",
    )
    tax_per_tonne: Number = _DOLLARS["tax_per_tonne"]
    quality_discount: Number = Number(
        "fraction",
        "share by which the product is worth less than the quotation; below zero if more",
        low=-1,
        high=1,
        default=0.0,
        typical="'4.5 %'",
    )
    if TYPE_CHECKING:  # of the classes of other currencies
        exchange_rate: Number = Number("1", "the rate", low=0, high=1, default=None)

    def check(self) -> None:
        """Raise an error unless there is one price, with what belongs to it."""
        kind, raw = type(self).__name__, self._raw
        given = [name for name in _QUOTED if raw[name] is not None]
        if len(given) != 1:
            msg = (
                f"{kind}: expected one of price, price_per_tonne and crack, got "
                f"{' and '.join(given) or 'none'}; write one{', the rest as None' if given else ''}"
            )
            raise InputError(msg)
        super().check()
        if given == ["price_per_tonne"]:
            self._check_tonne()
            return
        for name in _BY_TONNE:
            if raw[name] is not None:
                usual = type(self)._fields["price_per_tonne"].example()
                msg = (
                    f"{kind}.{name}: belongs to a price by the tonne, got {given[0]}; leave it "
                    f"out, or write price_per_tonne={usual} in place of {given[0]}"
                )
                raise InputError(msg)

    def _check_tonne(self) -> None:
        """Raise an error for a quotation by the tonne without its factor, or below its taxes."""
        kind, raw = type(self).__name__, self.unfilled
        if raw["barrels_per_tonne"] is None:
            factors = barrels_per_tonne().items()
            usual = ", ".join(f"{row.value:g} of {name}" for name, row in factors)
            msg = (
                f"{kind}.barrels_per_tonne: a price by the tonne needs the factor of its "
                f"quotation; write barrels_per_tonne='8.33 bbl/t' (usual are {usual})"
            )
            raise InputError(msg)
        if raw["tax_per_tonne"] is not None:
            net = raw["price_per_tonne"] / (1.0 + (0.0 if raw["vat"] is None else raw["vat"]))
            bad = np.less(net, raw["tax_per_tonne"])
            if np.any(bad):
                unit = type(self).tax_per_tonne.unit
                msg = (
                    f"{kind}.tax_per_tonne: expected at most the price without value-added tax, "
                    f"{first_shown(net, bad, f'{{:.6g}} {unit}'.format)}, got "
                    f"{first_shown(raw['tax_per_tonne'], bad, f'{{:.6g}} {unit}'.format)}"
                )
                raise InputError(msg)


PRODUCT_PRICES: tuple[type[ProductPrice], ...] = ProductPrice.in_currencies(
    _amounts, "The price of an oil product"
)
"""The class of each currency, that of the dollar first."""

globals().update({kind.__name__: kind for kind in PRODUCT_PRICES})  # where pickle looks for them


class ProductPriceField(OfCurrencyField[ProductPrice]):
    """The price of a product: a group, or in its place a number by the barrel or by the tonne."""

    def __init__(self, doc: str) -> None:
        super().__init__(PRODUCT_PRICES, doc)

    if TYPE_CHECKING:

        def __set__(self, group: Holder, value: ProductPrice | QuantityLike | None) -> None: ...

    def read(self, value: Any) -> Group | None:
        """Return the price, made of `value` if that is a number."""
        if value is None or self.fits(value):
            return value  # type: ignore[no-any-return]
        if isinstance(value, Group):
            return super().read(value)
        fields = self._of_number(value)
        for name, each in fields.items():  # an error names the product, not the field below it
            ProductPrice._fields[name].read(each)
        return ProductPrice(**fields)

    def read_sourced(self, given: Sourced | Row) -> Any:
        """Return the price made of a number with evidence, which then is that number's."""
        return self.read(given), Evidence("", YOURS, "", ())

    def build(self, data: Any, where: str, problems: Problems) -> Group | None:
        """Return the price from its plain form, or from that of a number."""
        if isinstance(data, Mapping) and "value" in data:
            fields = collect(self._of_number, data, where, problems)
            return None if fields is None else self.build_one(fields, where, problems, None)
        if not isinstance(data, Mapping):
            return collect(self.read, data, where, problems)  # type: ignore[no-any-return]
        return super().build(data, where, problems)

    def _of_number(self, value: Any) -> dict[str, Any]:
        """Return the fields of the price that a number stands for."""
        if not _is_by_mass(value):
            return {"price": value}
        factor = barrels_per_tonne()[self.name]
        given = {"price_per_tonne": value, "barrels_per_tonne": factor}
        kind = ProductPrice.kind_for(given)
        if kind is not ProductPrice:
            example, rate = (kind._fields[name] for name in ("price_per_tonne", "exchange_rate"))
            msg = (
                "expected a number in dollars, got one in another currency, which needs a rate; "
                f"write ProductPrice(price_per_tonne={example.example()}, barrels_per_tonne="
                f"'{factor.value:g} bbl/t', exchange_rate={rate.example()})"
            )
            raise InputError(msg)
        return given


def _is_by_mass(value: Any) -> bool:
    """Return whether a number is money by mass, of whatever currency."""
    if isinstance(value, Row):
        value = Q(value.value, value.unit)
    elif isinstance(value, Sourced):
        value = value.value
    elif isinstance(value, Mapping) and "value" in value:  # of a file
        unit = value.get("unit")
        value = value["value"] if unit is None else Q(value["value"], unit)
    try:
        to_magnitude(value, "USD/bbl")
    except UnitError as error:
        amount: Any = ProductPrice.kind_for({"price_per_tonne": value})._fields["price_per_tonne"]
        return bool(error.dimension == unit_of(amount.unit).dimensionality)
    return False


class ProductPrices(Shipped, Group):
    """Prices of a refinery's products at a place, and of the energy that it buys.

    A product without a price is not known there, and a refinery that makes it is refused. A number
    stands for a price: ``gasoline="76.8 USD/bbl"`` by the barrel, ``gasoline="640 USD/t"`` by the
    tonne at the usual barrels of a tonne of gasoline.

    ``ProductPrices.shipped(place, on=month)`` returns shipped ones, ``ProductPrices.catalogue()``
    the table of them, and ``ProductPrices.history(place)`` the prices of a place by month.
    """

    _noun = "product prices of"
    _further = ", on='2025-11'"
    _index = ("place", "month")
    _aliases = FrozenDict({"usgc": "US Gulf Coast", "rotterdam": "NW Europe"})

    gasoline: ProductPriceField = ProductPriceField("motor gasoline")
    diesel: ProductPriceField = ProductPriceField("diesel and gasoil")
    jet: ProductPriceField = ProductPriceField("jet fuel and kerosene")
    naphtha: ProductPriceField = ProductPriceField("naphtha")
    fuel_oil: ProductPriceField = ProductPriceField("residual fuel oil")
    low_sulphur_fuel_oil: ProductPriceField = ProductPriceField(
        "residual fuel oil of 1 % sulphur; `fuel_oil` is then of 3.5 %, and a refinery's is priced "
        "between the two by its own sulphur"
    )
    propane: ProductPriceField = ProductPriceField("propane")
    bitumen: ProductPriceField = ProductPriceField("bitumen")
    coke: Number = Number(
        "USD/t",
        "fuel-grade petroleum coke, net of handling",
        low=-500,
        high=2000,
        default=None,
        typical="'70 USD/t'",
    )
    natural_gas: Number = Number(
        "USD/MMBtu", "natural gas", low=-50, high=500, default=None, typical="'3.79 USD/MMBtu'"
    )
    electricity: Number = Number(
        "USD/kWh", "electricity", low=-1, high=10, default=None, typical="'0.0844 USD/kWh'"
    )
    lpg_propane: Number = Number(
        "fraction",
        "propane in LPG, by volume; the rest is butane",
        low=0,
        high=1,
        default=0.35,
        typical="'35 %'",
    )
    lpg_gasoline: Number = Number(
        "fraction",
        "price of the butane in LPG, as a share of that of gasoline",
        low=0,
        high=2,
        default=0.85,
        typical="'85 %'",
    )
    obligation: Number = Number(
        "USD/bbl",
        "cost of blending obligations that the prices of gasoline and diesel contain",
        low=0,
        high=100,
        default=0.0,
        typical="'3 USD/bbl'",
    )
    place: Text = Text("where the prices are of", default="")
    as_of: When = When("the month or the year of the prices", default="")

    @property
    def cracks(self) -> tuple[str, ...]:
        """Products whose price is a spread over the benchmark crude."""
        return tuple(
            name
            for name, raw in self._raw.items()
            if isinstance(raw, ProductPrice) and raw.unfilled["crack"] is not None
        )

    def require(self, *names: str, by: str = "the refinery") -> None:
        """Raise an error for the prices that are not known.

        Parameters
        ----------
        *names : str
            Fields, such as ``'gasoline'`` or ``'natural_gas'``.
        by : str
            What needs them, in the message.

        Raises
        ------
        InputError
            With the first of them that has no price, and what to write.
        """
        for name in names:
            if self._raw[name] is None:
                where = "".join(
                    f" {word} {self._raw[field]}"
                    for word, field in (("at", "place"), ("in", "as_of"))
                    if self._raw[field]
                )
                field = self._fields[name]
                usual = field.example() if isinstance(field, Number) else _USUAL[name]
                msg = (
                    f"ProductPrices.{name}: {by} needs its price, and none is known{where}; "
                    f"write .evolve({name}={usual}) if you have one"
                )
                raise InputError(msg)

    def require_benchmark(self, benchmark: Raw | None, where: str, name: str) -> None:
        """Raise an error for a crack spread without the price of the crude that it is over.

        Parameters
        ----------
        benchmark : float or array, optional
            Price of that crude [USD/bbl].
        where, name : str
            What takes it and its name there, in the message.

        Raises
        ------
        InputError
            With the first product whose price is a crack spread, and what to write.
        """
        if benchmark is None and self.cracks:
            msg = (
                f"{where}{name}: required by the crack spread of {self.cracks[0]}; write "
                f"{name}='63.8 USD/bbl'"
            )
            raise InputError(msg)

    @classmethod
    def shipped(cls, place: str, /, *, on: YearLike, **own: object) -> Self:
        """Return the shipped prices of a place in a month.

        Parameters
        ----------
        place : str
            ``'US Gulf Coast'``, ``'NW Europe'``, ``'Singapore'`` or ``'Shandong'``, in any case.
        on : str, int, datetime.date, numpy.datetime64, pandas.Timestamp or Period
            The month, as ``'2025-11'``; the year where the place has yearly means.
        **own
            Fields that replace the shipped ones.

        Returns
        -------
        ProductPrices
            Each number with its evidence. Where no price of the place is published another stands
            in for it, of kind ``'assumption'`` with range and reason; ``figures`` lists them.

        Raises
        ------
        UnknownName
            If the place is not shipped.
        InputError
            If it has no prices of that month.

        Examples
        --------
        >>> prices = ProductPrices.shipped("US Gulf Coast", on="2025-11")
        >>> print(f"{prices.jet.price:.2f}, {prices.natural_gas:.2f}")
        94.84 USD/bbl, 3.79 USD/MMBtu
        """
        key, month = cls._month(place, on)
        fields: dict[str, Any] = {}
        for path, row in product_prices()[key][month].items():
            product, _, name = path.partition(".")
            if name:
                fields.setdefault(product, {})[name] = row
            else:
                fields[product] = row
        made = {name: _price(each) for name, each in fields.items()}
        given: dict[str, Any] = {**made, "place": key, "as_of": month, **own}
        return cls(**given)

    @classmethod
    def figures(cls, place: str, *, on: YearLike) -> pd.DataFrame:  # type: ignore[override]
        """Return every figure of the shipped prices of a place in a month.

        Parameters
        ----------
        place : str
        on : str, int, datetime.date, numpy.datetime64, pandas.Timestamp or Period
            As for `shipped`.

        Returns
        -------
        pandas.DataFrame
            By field: value, low, high, unit, kind, as_of, source and note.

        Raises
        ------
        UnknownName, InputError
            As `shipped`.
        """
        return cls._listed(cls._shelf()[cls._month(place, on)])

    @classmethod
    def history(cls, place: str) -> pd.DataFrame:
        """Return the shipped prices of a place by month: nothing is filled in.

        Parameters
        ----------
        place : str
            As for `shipped`.

        Returns
        -------
        pandas.DataFrame
            A column a product, in USD/bbl as a refinery counts it: free of taxes, less the quality
            discount. Coke is in USD/t, natural gas in USD/MMBtu, electricity in USD/kWh. A row a
            month, or a year where the place has yearly means, from the first to the last; one
            without a price is NaN.

        Raises
        ------
        UnknownName
            If the place is not shipped.
        """
        import pandas as pd

        key = cls._key(place)
        rows = {month: dict(_worth(numbers)) for month, numbers in product_prices()[key].items()}
        freq = "M" if all(map(_is_month, rows)) else "Y"
        index = pd.PeriodIndex(list(rows), freq=freq, name="month" if freq == "M" else "year")
        table = pd.DataFrame(list(rows.values()), index=index, dtype="float64")
        whole = pd.period_range(index[0], index[-1], freq=freq, name=index.name)
        table = table.reindex(index=whole, columns=[each for each in _HEADINGS if each in table])
        table.attrs["month"] = dict.fromkeys(table, "trade")
        return table

    @classmethod
    def _month(cls, place: str, on: YearLike) -> tuple[str, str]:
        """Return the place, and its month or year.

        Raises
        ------
        UnknownName, InputError
            As `shipped`.
        """
        key = cls._key(place)
        months = list(product_prices()[key])
        where = "ProductPrices.shipped: on"
        if _is_month(months[0]):
            month = dates.month(on, where, example=quote(months[-1]))
        else:
            example = f"{quote(months[-1])}, since {key} has yearly means, {', '.join(months)}"
            month = str(dates.year(on, where, example=example))
        if month not in months:
            msg = f"{where}: no prices of {key} in {month}; {_offered(key, months, month)}"
            raise InputError(msg)
        return key, month

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        """Return the figures of every place and month."""
        return {
            (place, month): [
                ShippedFigure(path, row.value, row.unit, row.evidence)
                for path, row in numbers.items()
            ]
            for place, months in product_prices().items()
            for month, numbers in months.items()
        }


PRODUCTS = tuple(
    name for name, each in ProductPrices._fields.items() if isinstance(each, ProductPriceField)
)
"""The products with prices by the barrel or by the tonne of liquid."""

_NEUTRAL = {name: field.default for name, field in ProductPrice._fields.items()}
_LISTED = 12  # months that a message names
_NUMBERS = ("coke", "natural_gas", "electricity")
_USUAL = {
    "gasoline": "'76.8 USD/bbl'",
    "diesel": "'103 USD/bbl'",
    "jet": "'94.8 USD/bbl'",
    "naphtha": "'58.4 USD/bbl'",
    "fuel_oil": "'56.7 USD/bbl'",
    "low_sulphur_fuel_oil": "'60.7 USD/bbl'",
    "propane": "'25.4 USD/bbl'",
    "bitumen": "'420 USD/t'",
}
_HEADINGS = (
    *(f"{name} [USD/bbl]" for name in PRODUCTS),
    *(f"{name} [{ProductPrices._fields[name].unit}]" for name in _NUMBERS),  # type: ignore[attr-defined]
)


def _price(given: Row | dict[str, Row]) -> Row | ProductPrice:
    """Return a number of a table, or the price of a product of those by field."""
    return given if isinstance(given, Row) else ProductPrice(**given)


def _worth(numbers: Mapping[str, Row]) -> Iterator[tuple[str, float]]:
    """Yield what the products and the energy of a month are worth, under a history's headings."""
    prices: dict[str, dict[str, Any]] = {}
    for path, row in numbers.items():
        product, _, field = path.partition(".")
        if field:
            prices.setdefault(product, dict(_NEUTRAL))[field] = row.value
    for heading, name in zip(_HEADINGS, (*PRODUCTS, *_NUMBERS), strict=True):
        if name in prices:
            yield heading, float(product_usd_bbl(prices[name]))
        elif name in numbers:
            yield heading, numbers[name].value


def _is_month(text: str) -> bool:
    """Return whether a date of a table is a month, not a year."""
    return "-" in text


def _offered(place: str, months: list[str], month: str) -> str:
    """Return the months or years that there are, those nearest to the one asked for first."""
    if len(months) <= _LISTED:
        return f"write on={' or '.join(map(quote, months))}"
    before = [each for each in months if each < month][-1:]
    after = [each for each in months if each > month][:1]
    return (
        f"write on={' or '.join(map(quote, before + after))}; there are {len(months)} months from "
        f"{months[0]} to {months[-1]}, listed by ProductPrices.history({quote(place)})"
    )
