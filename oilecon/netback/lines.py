"""The lines of a waterfall and what they come to: what the model computes for a route."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from oilecon.core import waterfall as fold
from oilecon.units import Raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


__all__ = ["BASES", "IN_WORDS", "PRODUCER", "SUBTOTALS", "Line", "Waterfall", "residual"]


IN_WORDS: Mapping[str, str] = {
    "price": "contract price",
    "netback": "netback",
    "operating": "operating margin",
    "net": "net margin",
}
"""What the sums on the way down a route's lines are called."""

SUBTOTALS = tuple(IN_WORDS)
"""The sums on the way down a route's lines."""

BASES = SUBTOTALS
"""What a loss can be a share of. Each divides its own line, but `price`: the netbacks' difference
over the contract price of the reference."""

Line: TypeAlias = tuple[str, str, Raw]
"""Name, recipient, and amount: what it adds (the price's lines) or takes (all others)."""


class Waterfall(NamedTuple):
    """A route's lines in their order, and what they come to [USD/bbl]."""

    price_components: tuple[Line, ...]
    costs: tuple[Line, ...]
    counts: tuple[int, ...]  # lines down to each of SUBTOTALS
    price: Raw
    netback: Raw
    operating: Raw
    net: Raw

    def rows(self) -> list[tuple[str, str, Raw]]:
        """Return every line with its sign: price_components as they are, costs below zero."""
        # 0 - c rather than -c, which would show a cost of nothing as -0.
        taken = ((name, recipient, 0.0 - amount) for name, recipient, amount in self.costs)
        return [*self.price_components, *taken]

    def recipients(self) -> list[str]:
        """Return who gets a part of the price, the producer last."""
        return [*dict.fromkeys(to for _, to, _ in self.costs), PRODUCER]

    def paid(self, to: str) -> Raw:
        """Return what one recipient gets of the price; the producer, what all others leave."""
        if to == PRODUCER:
            return residual(self.price, [self.paid(name) for name in self.recipients()[:-1]])
        return fold.fold(amount for _, recipient, amount in self.costs if recipient == to)


PRODUCER = "producer"


def residual(price: Raw, paid: Iterable[Raw]) -> Raw:
    """Return what is left of a price when these are paid, one after the other."""
    return fold.fold([price, *(0.0 - amount for amount in paid)])
