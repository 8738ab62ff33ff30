"""Rank correlations between inputs, as shipped: named sets of assumptions, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from oilecon.errors import UnknownName, did_you_mean, is_among, quote
from oilecon.reference.tables import Row, evidence, table
from oilecon.units import PURE

__all__ = ["Correlation", "correlation_set", "correlations"]


@dataclass(frozen=True, slots=True)
class Correlation(Row):
    """How two inputs move together: Spearman's rank correlation.

    Attributes
    ----------
    family : str
        The set's name.
    left, right : str
        Paths.
    """

    family: str
    left: str
    right: str


@cache
def correlations() -> tuple[Correlation, ...]:
    """Return every shipped correlation."""
    return tuple(
        Correlation(
            f"{row['left']} with {row['right']}",
            "",
            row.number("value"),
            PURE,
            evidence(row),
            family=row["set"],
            left=row["left"],
            right=row["right"],
        )
        for row in table("correlations.csv")
    )


def correlation_set(name: str) -> tuple[Correlation, ...]:
    """Return one set.

    Raises
    ------
    UnknownName
        If no set has that name.
    """
    known = {one.family for one in correlations()}
    if not is_among(name, known):
        msg = f"no set of correlations {quote(name)}{did_you_mean(str(name), known)}"
        raise UnknownName(msg)
    return tuple(one for one in correlations() if one.family == name)
