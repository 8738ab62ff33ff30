"""Barter of heavy crude for diluent, and the prices that it implies."""

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
    """Barter of heavy crude for diluent, and the prices that it implies."""

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
        """Barrels of diluent for each barrel of heavy crude."""
        return to_quantity(self._diluent / self._heavy, "1")

    @property
    def diluent_price(self) -> Quantity:
        """Price of the diluent, given, or implied by that of the heavy crude and the cash."""
        if self._diluent_price is not None:
            return to_quantity(self._diluent_price, "USD/bbl")
        heavy, cash = self._given("diluent_price", "heavy_price", "cash")
        return to_quantity((self._heavy * heavy - cash) / self._diluent, "USD/bbl")

    @property
    def heavy_price(self) -> Quantity:
        """Price of the heavy crude, given, or implied by that of the diluent and the cash."""
        if self._heavy_price is not None:
            return to_quantity(self._heavy_price, "USD/bbl")
        light, cash = self._given("heavy_price", "diluent_price", "cash")
        return to_quantity((self._diluent * light + cash) / self._heavy, "USD/bbl")

    @property
    def cash(self) -> Quantity:
        """Cash that the buyer of the heavy crude pays in addition, given or implied."""
        if self._cash is not None:
            return to_quantity(self._cash, "USD")
        heavy, light = self._given("cash", "heavy_price", "diluent_price")
        return to_quantity(self._heavy * heavy - self._diluent * light, "USD")

    def _given(self, expected: str, *names: str) -> list[Raw]:
        amounts = [getattr(self, f"_{name}") for name in names]
        lacking = [name for name, raw in zip(names, amounts, strict=True) if raw is None]
        if lacking:
            msg = (
                f"{expected}: expected {' and '.join(names)} to derive it from, got no "
                f"{' and no '.join(lacking)}; write barter(..., {lacking[0]}=...)"
            )
            raise InputError(msg)
        return amounts

    def __repr__(self) -> str:
        """Describe the result in one line."""
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
    """Return the ratios and implied prices of a barter of heavy crude for diluent.

    Parameters
    ----------
    case : str, optional
        A published swap, ``'Iran 2021'`` or ``'Reliance 2024'``, instead of volumes.
    heavy, diluent : quantity
        Volumes exchanged, such as ``'5.55 Mb'``.
    heavy_price, diluent_price : quantity, optional
        Prices [USD/bbl]; of the two prices and the cash, any one follows from the other two.
    cash : quantity, optional
        Cash that the buyer of the heavy crude pays in addition; ``'0 USD'`` for a pure swap. A
        published swap has its own where it is known.

    Returns
    -------
    Barter
        Ratios and implied prices.

    Raises
    ------
    UnknownName
        If no published swap has that name.
    InputError, UnitError
        If volumes are missing, or given together with a published swap.

    Examples
    --------
    >>> swap = barter("Iran 2021", heavy_price="47.90 USD/bbl")
    >>> print(f"{swap.heavy_per_diluent:.3f~P}, {swap.diluent_price:.2f~P}")
    1.151, 55.15 USD/bbl
    """
    if case is not None:
        if heavy is not None or diluent is not None:
            msg = "barter: expected a published swap or volumes of your own, got both; write one"
            raise InputError(msg)
        known = {each.name: each for each in swaps()}
        if not is_among(case, known):
            msg = f"no published swap {quote(case)}{did_you_mean(str(case), known)}"
            raise UnknownName(msg)
        swap = known[case]
        heavy, diluent = f"{swap.heavy!r} Mb", f"{swap.diluent!r} Mb"
        if cash is None and swap.cash is not None:
            cash = f"{swap.cash!r} USD"
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
