"""Rank correlations between inputs from the shipped packs: named sets of assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oilecon.errors import UnknownName, did_you_mean, is_among, quote
from oilecon.reference.packs import packs

if TYPE_CHECKING:
    from oilecon.reference.packs import Correlation

__all__ = ["correlation_set", "correlations"]


def correlations() -> tuple[Correlation, ...]:
    """Return every shipped correlation."""
    return tuple(pair for pack in packs().values() for pair in pack.correlations)


def correlation_set(name: str) -> tuple[Correlation, ...]:
    """Return one set of correlations.

    Raises
    ------
    UnknownName
        If no set has that name.
    """
    known = {pair.family for pair in correlations()}
    if not is_among(name, known):
        msg = f"no set of correlations {quote(name)}{did_you_mean(str(name), known)}"
        raise UnknownName(msg)
    return tuple(pair for pair in correlations() if pair.family == name)
