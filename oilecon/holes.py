"""Arrays with holes: columns of a table in which some rows are missing.

A hole holds a number that the column has elsewhere, so that the arithmetic stays finite, and a mask
tells it apart. What reads numbers takes it through `values` of a group, which raises for holes;
only the evaluation, which makes every outcome of a hole NaN, takes them filled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.units import unchanging

if TYPE_CHECKING:
    from typing import Self

    import numpy.typing as npt

    from oilecon.units import FloatArray, Quantity, Raw

__all__ = ["Column", "Holed", "filled", "first_valid", "holes", "with_nan"]


class Column(NamedTuple):
    """The numbers of a column, its holes filled, and which of them are holes."""

    quantity: Quantity | FloatArray
    mask: npt.NDArray[np.bool_]


class Holed(np.ndarray[Any, np.dtype[np.float64]]):
    """An unchanging array, filled where `mask` is true.

    What is computed from it, or cut out of it, is a plain array of the filled numbers.
    """

    mask: npt.NDArray[np.bool_] | None
    plain: FloatArray

    def __new__(cls, numbers: FloatArray, mask: npt.NDArray[np.bool_]) -> Self:
        """Return the array of filled numbers and their mask, of one shape."""
        plain = unchanging(np.asarray(numbers))
        holed = plain.view(cls)
        holed.plain = plain
        holed.mask = np.frombuffer(mask.tobytes(), dtype=np.bool_).reshape(mask.shape)
        return holed

    def __array_finalize__(self, source: object) -> None:
        """Forget the mask, which is that of the whole array alone."""
        del source
        self.mask = None

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """Compute with the filled numbers."""
        return getattr(ufunc, method)(*map(filled, inputs), **options)

    def __getitem__(self, index: Any) -> Any:
        """Return a part of the filled numbers."""
        return np.asarray(self)[index]

    def __copy__(self) -> Self:
        """Return itself, since it never changes."""
        return self

    def __deepcopy__(self, memo: object) -> Self:
        """Return itself, since it never changes."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the filled numbers and the mask."""
        return Holed, (np.array(self), holes(self))


def holes(raw: Raw | None) -> npt.NDArray[np.bool_] | None:
    """Return which elements are missing; None where none is."""
    return raw.mask if isinstance(raw, Holed) else None


def filled(raw: Any) -> Any:
    """Return an array with holes as the plain one of its filled numbers; anything else, itself."""
    if not isinstance(raw, Holed):
        return raw
    return np.asarray(raw) if raw.mask is None else raw.plain


def with_nan(raw: Any) -> Any:
    """Return a number or an array with NaN in its holes."""
    mask = holes(raw)
    return raw if mask is None else np.where(mask, np.nan, filled(raw))


def first_valid(numbers: FloatArray, mask: npt.NDArray[np.bool_]) -> FloatArray:
    """Return the numbers with the first that is no hole in every hole; one at least is none."""
    return np.where(mask, numbers[~mask].flat[0], numbers)
