"""Tariffs of carriers by land, each in the currency of its contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon.errors import InputError, quote
from oilecon.fields import Number
from oilecon.inputs.currencies import (
    HOME,
    OfCurrency,
    OfCurrencyField,
    units_for_a_dollar,
)

if TYPE_CHECKING:
    from oilecon.groups import Group

__all__ = ["TARIFFS", "Tariff", "TariffField"]

_AMOUNTS = ("toll", "toll_per_tonne", "toll_per_tonne_km")


def _fields(currency: str) -> dict[str, Number]:
    """Return the amounts of a tariff in a currency."""
    rate = units_for_a_dollar(currency)

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


_DOLLARS = _fields(HOME)


class Tariff(OfCurrency):
    """The charges of a carrier by land, in the currency of the contract.

    ``Tariff(toll="9 USD/bbl")`` is in dollars; ``Tariff(toll="11.46 CAD/bbl",
    exchange_rate="1.4056 CAD/USD")`` is in Canadian dollars, and so is each of its amounts. Lines
    of the netback are in dollars, by the rate given.
    """

    _amounts = tuple(_DOLLARS)

    toll: Number = _DOLLARS["toll"]
    toll_per_tonne: Number = _DOLLARS["toll_per_tonne"]
    toll_per_tonne_km: Number = _DOLLARS["toll_per_tonne_km"]
    spot_toll: Number = _DOLLARS["spot_toll"]
    deficiency: Number = _DOLLARS["deficiency"]
    power: Number = _DOLLARS["power"]
    terminal_fee: Number = _DOLLARS["terminal_fee"]
    if TYPE_CHECKING:  # of the classes of other currencies
        exchange_rate: Number = Number("1", "the rate", low=0, high=1, default=None)

    def check(self) -> None:
        """Raise an error for a missing rate, or a spot or deficiency toll without a toll."""
        super().check()
        raw = self._raw
        if all(raw[name] is None for name in _AMOUNTS):
            for name in ("spot_toll", "deficiency"):
                if raw[name] is not None:
                    msg = (
                        f"{type(self).__name__}.{name}: stands beside a toll, and none is given; "
                        f"write toll={type(self)._fields['toll'].example()} too"
                    )
                    raise InputError(msg)


TARIFFS: tuple[type[Tariff], ...] = Tariff.in_currencies(
    _fields, "The charges of a carrier by land"
)
"""The class of each currency, that of the dollar first."""

globals().update({kind.__name__: kind for kind in TARIFFS})  # where pickle looks for them


class TariffField(OfCurrencyField[Tariff]):
    """A tariff inside a group."""

    def __init__(self, doc: str) -> None:
        super().__init__(TARIFFS, doc)

    def read(self, value: Any) -> Group | None:
        """Return `value` if it is a tariff."""
        if value is None or self.fits(value):
            return value  # type: ignore[no-any-return]
        msg = (
            f"expected {self.one_of()}, got {type(value).__name__}; write Tariff(toll="
            f"{quote(value) if isinstance(value, str) else Tariff._fields['toll'].example()})"
        )
        raise InputError(msg)
