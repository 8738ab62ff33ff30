"""How a result of several quantities prints."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, cast

import numpy as np

__all__ = ["Readout"]


class Readout:
    """A result of several quantities that prints as a table, one a line."""

    __slots__ = ()

    def __str__(self) -> str:
        """Show each quantity under its name, to two decimals."""
        found = {
            field.name.replace("_", " "): getattr(self, field.name)
            for field in fields(cast("Any", self))
        }
        wide = max(map(len, found))
        shown = (",.2f" if np.ndim(one.magnitude) == 0 else ".2f" for one in found.values())
        each = zip(found.items(), shown, strict=True)
        return "\n".join(f"{name:{wide}}  {one:{spec}}" for (name, one), spec in each)
