"""What the public functions take, as type checkers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    import numpy.typing as npt

    from oilecon.results import Comparison, Netback
    from oilecon.units import Quantity

__all__ = ["OutcomeLike", "QuantityLike"]

QuantityLike: TypeAlias = (
    "str | float | Quantity | Sequence[str] | Sequence[float] | npt.NDArray[Any]"
)
"""A number with its unit, as ``'64 USD/bbl'`` or ``Q(64, 'USD/bbl')``; bare only where it is pure.
Arrays are quantities of arrays, or lists of texts."""

OutcomeLike: TypeAlias = "str | Callable[[Comparison], Quantity] | Callable[[Netback], Quantity]"
"""A figure's name, as ``'loss.net'``, or a function of the comparison (of the netback, where the
scenario has one route) that returns a quantity."""
