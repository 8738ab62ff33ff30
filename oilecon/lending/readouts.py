"""Printed form of a result of several quantities."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, cast

import numpy as np

__all__ = ["Readout"]


class Readout:
    """A result of several quantities that prints as a table, one a line."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return each quantity under its name, to two decimals."""
        quantities = {
            field.name.replace("_", " "): getattr(self, field.name)
            for field in fields(cast("Any", self))
        }
        width = max(map(len, quantities))
        return "\n".join(
            f"{name:{width}}  {quantity:{',.2f' if np.ndim(quantity.magnitude) == 0 else '.2f'}}"
            for name, quantity in quantities.items()
        )
