"""The kinds of legs that a route takes: by ship, over land, and any that are small enough here."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from oilecon.inputs.overland import Overland
from oilecon.inputs.voyage import Voyage

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "LEGS",
    "Leg",
]


Leg: TypeAlias = (
    Voyage
    | Overland
)  # fmt: skip  # a line for each kind
"""The type of a leg to a type checker: each kind, joined by `|`."""

LEGS: Sequence[type[Leg]] = [
    Voyage,
    Overland,
]
"""A file's leg that names no kind is the first."""
