"""Groups with amounts in one currency: a class for each, of which one name makes them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from oilecon.errors import InputError, OilEconError
from oilecon.evidence import Row, Sourced
from oilecon.fields import Number
from oilecon.frozen import FrozenDict
from oilecon.groups import Group, Subgroup
from oilecon.units import CURRENCIES

if TYPE_CHECKING:
    from oilecon.fields import Problems

__all__ = ["HOME", "OfCurrency", "OfCurrencyField", "units_for_a_dollar"]

HOME = "USD"
"""The currency that needs no rate."""

_EXAMPLES = {
    "EUR": 0.9,
    "CNY": 7.1,
    "RUB": 80.0,
    "INR": 88.0,
    "AED": 3.67,
    "CAD": 1.4,
    "BRL": 5.4,
    "GBP": 0.75,
    "JPY": 150.0,
    "NOK": 10.0,
    "KZT": 520.0,
    "AZN": 1.7,
    "TRY": 42.0,
    "SAR": 3.75,
    "KWD": 0.31,
    "IQD": 1310.0,
    "NGN": 1500.0,
    "MXN": 18.5,
    "COP": 4000.0,
    "ARS": 1400.0,
    "SDG": 600.0,
}
_MONEY = re.compile(rf"\b[kMB]?({'|'.join(CURRENCIES)})\b")
_RATE = "exchange_rate"

Kind = TypeVar("Kind", bound="OfCurrency")


def units_for_a_dollar(currency: str) -> float:
    """Return units of a currency for a dollar, of the right magnitude for messages and bounds."""
    return _EXAMPLES.get(currency, 1.0)


class OfCurrency(Group):
    """Base of groups with amounts in the currency of a contract or a quotation.

    The class itself is of dollars; its call makes a group of the class for the currency of the
    amounts given, which has a field for the exchange rate besides.
    """

    _amounts: ClassVar[tuple[str, ...]] = ()  # the fields in the currency; the first is the usual
    _by_currency: ClassVar[Mapping[str, type[OfCurrency]]] = FrozenDict({})

    def __new__(cls, *args: Any, **given: Any) -> Self:
        """Return a group of the class for the currency of its amounts."""
        kind: type[Any] = cls
        if cls is cls._by_currency.get(HOME):
            named = {**dict(zip(cls._fields, args, strict=False)), **given}
            kind = cls.kind_for(named)
        return object.__new__(kind)  # type: ignore[no-any-return]

    def check(self) -> None:
        """Raise an error for a missing rate, or one without an amount."""
        raw = self._raw
        if _RATE not in raw:
            return
        kind, base = type(self).__name__, self._by_currency[HOME].__name__
        given = any(raw[name] is not None for name in self._amounts)
        if raw[_RATE] is None:
            rate = type(self)._fields[_RATE]
            msg = (
                f"{kind}.{_RATE}: amounts in {kind.removeprefix(base)} need a rate; write "
                f"{_RATE}={rate.example()}"
            )
            raise InputError(msg)
        if not given:
            usual = self._amounts[0]
            msg = (
                f"{kind}.{_RATE}: has no effect without an amount; write "
                f"{usual}={type(self)._fields[usual].example()} too"
            )
            raise InputError(msg)

    @classmethod
    def in_currencies(
        cls, amounts: Callable[[str], Mapping[str, Number]], text: str
    ) -> tuple[type[Self], ...]:
        """Return the class of each currency, that of the dollar, which this is, first.

        The module keeps the others by name too, where pickle looks for them.

        Parameters
        ----------
        amounts : callable
            Takes a currency; returns the fields in it, by name.
        text : str
            What the groups are, for the docstrings of the others.
        """
        others = {
            currency: _in_currency(cls, currency, amounts(currency), text)
            for currency in CURRENCIES
            if currency != HOME
        }
        cls._by_currency = FrozenDict({HOME: cls, **others})
        return (cls, *others.values())

    @classmethod
    def kind_for(cls, given: Mapping[str, Any]) -> type[OfCurrency]:
        """Return the class for the first currency that an amount says, or of the dollar."""
        named = [value for name, value in given.items() if name in cls._amounts]
        for value in (*named, given.get(_RATE)):
            if (match := _MONEY.search(_unit_text(value))) is not None:
                return cls._by_currency[match[1]]
        return cls._by_currency[HOME]

    @classmethod
    def _unknown(cls, name: object) -> OilEconError | None:
        """Return the error for a name that no field has; a group in dollars has no rate."""
        if name == _RATE and name not in cls._fields:
            return InputError(
                "amounts in USD need no rate; leave it out, or write them in another currency"
            )
        return super()._unknown(name)

    def __repr__(self) -> str:
        """Return code that rebuilds the group, whose amounts say their currency."""
        base = self._by_currency[HOME].__name__
        return super().__repr__().replace(f"{type(self).__name__}(", f"{base}(", 1)


def _in_currency(
    base: type[Kind], currency: str, amounts: Mapping[str, Number], text: str
) -> type[Kind]:
    """Return the class of groups in another currency than the dollar."""
    rate = Number(
        f"{currency}/{HOME}",
        f"{currency} for a dollar",
        low=0,
        high=1e6,
        above=True,
        default=None,
        typical=f"'{_EXAMPLES[currency]:g} {currency}/{HOME}'",
    )
    doc = f"{text}, in {currency}; `{base.__name__}` makes it."
    body = {**amounts, _RATE: rate, "__doc__": doc, "__module__": base.__module__}
    return type(f"{base.__name__}{currency}", (base,), body)


def _unit_text(value: Any) -> str:
    """Return the text in which an amount says its unit; '' where it says none."""
    if isinstance(value, (Sourced, Row)):
        return value.unit if isinstance(value, Row) else _unit_text(value.value)
    if isinstance(value, Mapping):  # of a file
        return _unit_text(value.get("unit", value.get("value")))
    if isinstance(value, str):
        return value
    if hasattr(value, "units"):
        return str(value.units)
    if isinstance(value, list | tuple):
        return next(filter(None, map(_unit_text, value)), "")
    return ""


class OfCurrencyField(Subgroup[Kind | None]):
    """A group with amounts in a currency, inside a group: they say its kind in files."""

    def __init__(self, kinds: Iterable[type[Kind]], doc: str) -> None:
        listed = tuple(kinds)
        super().__init__(*listed, doc=doc, default=None)
        self.base = listed[0]
        self.last = listed[-1]

    def kind_of(self, tree: Mapping[str, Any]) -> type[Group]:
        """Return the class of the kind named, or of the currency of the amounts.

        Of a tree without an amount it is one of another currency than the dollar, which has every
        field that a path may lead to.
        """
        if "kind" in tree:
            return super().kind_of(tree)
        return self.base.kind_for(tree) if tree else self.last

    def build_one(
        self, data: Any, where: str, problems: Problems, usual: str | None
    ) -> Group | None:
        """Return the group from its plain form, of the class of its currency."""
        if isinstance(data, Mapping):
            usual = self.base.kind_for(data).__name__
        return super().build_one(data, where, problems, usual)

    def write(self, raw: Group) -> dict[str, Any]:
        """Return the group's plain form, with its kind where its amounts do not say it."""
        return self.plain(raw, self.base.kind_for(raw.to_dict()).__name__)
