"""Tariffs of carriers by land, each in the currency of its contract."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from oilecon.errors import InputError, OilEconError, quote
from oilecon.evidence import Row, Sourced
from oilecon.fields import Number
from oilecon.groups import Group, Subgroup
from oilecon.units import CURRENCIES

if TYPE_CHECKING:
    from oilecon.fields import Problems

__all__ = ["TARIFFS", "Tariff", "TariffField"]

_HOME = "USD"
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
"""Units of a currency for a dollar, of the right magnitude for messages; no market figure."""

_AMOUNTS = ("toll", "toll_per_tonne", "toll_per_tonne_km")
_MONEY = re.compile(rf"\b[kMB]?({'|'.join(CURRENCIES)})\b")


def _fields(currency: str) -> dict[str, Number]:
    """Return the amounts of a tariff in a currency."""
    rate = _EXAMPLES.get(currency, 1.0)

    def amount(per: str, doc: str, usual: float, most: float) -> Number:
        unit = f"{currency}/{per}"
        return Number(
            unit,
            doc,
            low=0,
            high=most * max(rate, 1.0),
            default=None,
            typical=f"'{usual * rate:.3g} {unit}'",
        )

    return {
        "toll": amount(
            "bbl", "on each barrel; a toll by the cubic metre is one too, at 6.2898 bbl/m3", 9, 1000
        ),
        "toll_per_tonne": amount("t", "on each tonne, beside or in place of the others", 40, 1e4),
        "toll_per_tonne_km": amount(
            "t/km", "on each tonne and kilometre of the leg's `distance`", 0.03, 100
        ),
        "spot_toll": amount(
            "bbl", "in place of all of these, on barrels without a commitment", 12, 1000
        ),
        "deficiency": amount(
            "bbl", "on each committed barrel that is not shipped; as the toll if left out", 8, 1000
        ),
        "power": amount("bbl", "power or fuel surcharge on each barrel", 0.6, 1000),
        "terminal_fee": amount(
            "bbl", "loading, unloading and storage at the ends, on each barrel", 1.5, 1000
        ),
    }


_DOLLARS = _fields(_HOME)


class Tariff(Group):
    """The charges of a carrier by land, in the currency of the contract.

    ``Tariff(toll="9 USD/bbl")`` is in dollars; ``Tariff(toll="11.46 CAD/bbl",
    exchange_rate="1.4056 CAD/USD")`` is in Canadian dollars, and so is each of its amounts. Lines
    of the netback are in dollars, by the rate given.
    """

    toll: Number = _DOLLARS["toll"]
    toll_per_tonne: Number = _DOLLARS["toll_per_tonne"]
    toll_per_tonne_km: Number = _DOLLARS["toll_per_tonne_km"]
    spot_toll: Number = _DOLLARS["spot_toll"]
    deficiency: Number = _DOLLARS["deficiency"]
    power: Number = _DOLLARS["power"]
    terminal_fee: Number = _DOLLARS["terminal_fee"]
    if TYPE_CHECKING:  # of the classes of other currencies
        exchange_rate: Number = Number("1", "the rate", low=0, high=1, default=None)

    def __new__(cls, *args: Any, **given: Any) -> Self:
        """Return a tariff of the class for the currency of its amounts."""
        kind: type[Tariff] = cls
        if cls is Tariff:
            amounts = {**dict(zip(cls._fields, args, strict=False)), **given}
            kind = _kinds()[currency_of(amounts)]
        return object.__new__(kind)  # type: ignore[return-value]

    def check(self) -> None:
        """Raise an error for a missing rate, or a spot or deficiency toll without a toll."""
        raw = self._raw
        if raw.get("exchange_rate", "") is None:
            rate = type(self)._fields["exchange_rate"]
            currency = type(self).__name__.removeprefix("Tariff")
            msg = (
                f"{type(self).__name__}.exchange_rate: amounts in {currency} need a rate; write "
                f"exchange_rate={rate.example()}"
            )
            raise InputError(msg)
        if raw.get("exchange_rate") is not None and all(raw[name] is None for name in _DOLLARS):
            kind = type(self).__name__
            msg = (
                f"{kind}.exchange_rate: has no effect without an amount; write "
                f"toll={type(self)._fields['toll'].example()} too"
            )
            raise InputError(msg)
        if all(raw[name] is None for name in _AMOUNTS):
            for name in ("spot_toll", "deficiency"):
                if raw[name] is not None:
                    msg = (
                        f"{type(self).__name__}.{name}: stands beside a toll, and none is given; "
                        f"write toll={type(self)._fields['toll'].example()} too"
                    )
                    raise InputError(msg)

    @classmethod
    def _unknown(cls, name: object) -> OilEconError | None:
        """Return the error for a name that no field has; a tariff in dollars has no rate."""
        if name == "exchange_rate" and name not in cls._fields:
            return InputError(
                "amounts in USD need no rate; leave it out, or write them in another currency"
            )
        return super()._unknown(name)

    def __repr__(self) -> str:
        """Return code that rebuilds the tariff, whose amounts say their currency."""
        return super().__repr__().replace(f"{type(self).__name__}(", "Tariff(", 1)


def _in_currency(currency: str) -> type[Tariff]:
    """Return the class of tariffs in another currency than the dollar."""
    name = f"Tariff{currency}"
    example = f"'{_EXAMPLES[currency]:g} {currency}/USD'"
    rate = Number(
        f"{currency}/USD",
        f"{currency} for a dollar",
        low=0,
        high=1e6,
        above=True,
        default=None,
        typical=example,
    )
    text = f"The charges of a carrier by land, in {currency}; `Tariff` makes it."
    body = {**_fields(currency), "exchange_rate": rate, "__doc__": text, "__module__": __name__}
    return type(name, (Tariff,), body)


_OTHERS = {name: _in_currency(name) for name in CURRENCIES if name != _HOME}
globals().update({kind.__name__: kind for kind in _OTHERS.values()})  # where pickle looks for them

TARIFFS: tuple[type[Tariff], ...] = (Tariff, *_OTHERS.values())
"""The class of each currency, that of the dollar first."""


def _kinds() -> Mapping[str, type[Tariff]]:
    return {_HOME: Tariff, **_OTHERS}


def currency_of(amounts: Mapping[str, Any]) -> str:
    """Return the currency of the first amount that says one; the dollar where none does."""
    named = [value for name, value in amounts.items() if name != "exchange_rate"]
    for value in (*named, amounts.get("exchange_rate")):
        if (match := _MONEY.search(_unit_text(value))) is not None:
            return match[1]
    return _HOME


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


class TariffField(Subgroup[Tariff | None]):
    """A tariff inside a group: its plain form needs no kind, since its amounts say the currency."""

    def kind_of(self, tree: Mapping[str, Any]) -> type[Group]:
        """Return the class of the kind named, or of the currency of the amounts.

        Of a tree without an amount it is one of another currency than the dollar, which has every
        field that a path may lead to.
        """
        if "kind" in tree or not tree:
            return super().kind_of(tree) if tree else TARIFFS[-1]
        return _kinds()[currency_of(tree)]

    def read(self, value: Any) -> Group | None:
        """Return `value` if it is a tariff."""
        if value is None or self.fits(value):
            return value  # type: ignore[no-any-return]
        msg = (
            f"expected {self.one_of()}, got {type(value).__name__}; write Tariff(toll="
            f"{quote(value) if isinstance(value, str) else Tariff._fields['toll'].example()})"
        )
        raise InputError(msg)

    def build_one(
        self, data: Any, where: str, problems: Problems, usual: str | None
    ) -> Group | None:
        """Return the tariff from its plain form, of the class of its currency."""
        if isinstance(data, Mapping):
            usual = _kinds()[currency_of(data)].__name__
        return super().build_one(data, where, problems, usual)
