"""What diluent is bartered for, and the prices that the exchange implies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oilecon.arguments import number, same_shape
from oilecon.blending.quantities import CASH, PRICE, SWAPPED
from oilecon.errors import InputError, UnknownName, did_you_mean, is_among, quote
from oilecon.reference.oils import swaps
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    from oilecon.typing import QuantityLike

__all__ = ["Barter", "barter"]


class Barter:
    """Heavy crude against diluent, and the prices that it implies."""

    def __init__(
        self,
        heavy: Raw,
        diluent: Raw,
        heavy_price: Raw | None,
        diluent_price: Raw | None,
        cash: Raw | None,
    ) -> None:
        self._heavy, self._diluent = heavy, diluent
        self._heavy_price, self._diluent_price, self._cash = heavy_price, diluent_price, cash

    @property
    def heavy_per_diluent(self) -> Quantity:
        """Barrels of heavy crude for each barrel of diluent."""
        return to_quantity(self._heavy / self._diluent, "1")

    @property
    def diluent_per_heavy(self) -> Quantity:
        """Barrels of diluent for each barrel of heavy crude: the part of the volume it pays."""
        return to_quantity(self._diluent / self._heavy, "1")

    @property
    def diluent_price(self) -> Quantity:
        """Price of the diluent, given, or implied by the heavy crude's and the money."""
        if self._diluent_price is not None:
            return to_quantity(self._diluent_price, "USD/bbl")
        heavy, cash = self._given("diluent_price", "heavy_price", "cash")
        return to_quantity((self._heavy * heavy - cash) / self._diluent, "USD/bbl")

    @property
    def heavy_price(self) -> Quantity:
        """Price of the heavy crude, given, or implied by the diluent's and the money."""
        if self._heavy_price is not None:
            return to_quantity(self._heavy_price, "USD/bbl")
        light, cash = self._given("heavy_price", "diluent_price", "cash")
        return to_quantity((self._diluent * light + cash) / self._heavy, "USD/bbl")

    @property
    def cash(self) -> Quantity:
        """Money that the taker of the heavy crude pays beside the diluent, given or implied."""
        if self._cash is not None:
            return to_quantity(self._cash, "USD")
        heavy, light = self._given("cash", "heavy_price", "diluent_price")
        return to_quantity(self._heavy * heavy - self._diluent * light, "USD")

    def _given(self, expected: str, *names: str) -> list[Raw]:
        found = [getattr(self, f"_{name}") for name in names]
        lacking = [name for name, raw in zip(names, found, strict=True) if raw is None]
        if lacking:
            msg = (
                f"{expected}: follows from {' and '.join(names)}, and {' and '.join(lacking)} "
                f"{'is' if len(lacking) == 1 else 'are'} not known; write barter(..., "
                f"{lacking[0]}=...)"
            )
            raise InputError(msg)
        return found

    def __repr__(self) -> str:
        """Say what it is and what it comes to."""
        if isinstance(self._heavy, float) and isinstance(self._diluent, float):
            ratio = self._heavy / self._diluent
            return f"<Barter: {ratio:.3f} barrels of heavy crude per barrel of diluent>"
        return "<Barter of many cases>"


def barter(
    case: str | None = None,
    *,
    heavy: QuantityLike | None = None,
    diluent: QuantityLike | None = None,
    heavy_price: QuantityLike | None = None,
    diluent_price: QuantityLike | None = None,
    cash: QuantityLike | None = None,
) -> Barter:
    """Return what heavy crude and diluent were exchanged at.

    Parameters
    ----------
    case : str, optional
        A published swap, ``'Iran 2021'`` or ``'Reliance 2024'``, in place of the volumes.
    heavy, diluent : quantity
        Volumes exchanged, such as ``'5.55 Mb'``.
    heavy_price, diluent_price : quantity, optional
        Prices [USD/bbl]; of two prices and the money any one follows from the other two.
    cash : quantity, optional
        Money that the taker of the heavy crude pays beside the diluent; ``'0 USD'`` for a pure
        swap. A published case brings its own where it is known.

    Returns
    -------
    Barter
        Ratios and implied prices.

    Raises
    ------
    UnknownName
        If no published swap has that name.
    InputError, UnitError
        If volumes are missing, or given beside a published case.

    Examples
    --------
    >>> swap = barter("Iran 2021", heavy_price="47.90 USD/bbl")
    >>> print(f"{swap.heavy_per_diluent:.3f~P}, {swap.diluent_price:.2f~P}")
    1.151, 55.15 USD/bbl
    """
    if case is not None:
        if heavy is not None or diluent is not None:
            msg = "barter: expected a published case or volumes of your own, got both; write one"
            raise InputError(msg)
        known = {swap.name: swap for swap in swaps()}
        if not is_among(case, known):
            msg = f"no published swap {quote(case)}{did_you_mean(str(case), known)}"
            raise UnknownName(msg)
        found = known[case]
        heavy, diluent = f"{found.heavy!r} Mb", f"{found.diluent!r} Mb"
        if cash is None and found.cash is not None:
            cash = f"{found.cash!r} USD"
    raws = [
        number(SWAPPED, value, name) for name, value in (("heavy", heavy), ("diluent", diluent))
    ]
    prices = [
        None if value is None else number(PRICE, value, name)
        for name, value in (("heavy_price", heavy_price), ("diluent_price", diluent_price))
    ]
    money = None if cash is None else number(CASH, cash, "cash")
    same_shape(
        heavy=raws[0],
        diluent=raws[1],
        heavy_price=prices[0],
        diluent_price=prices[1],
        cash=money,
    )
    return Barter(raws[0], raws[1], prices[0], prices[1], money)
