"""Rank correlations between inputs, as shipped: named sets of assumptions, each with its reason."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from oilecon.errors import UnknownName, did_you_mean, is_among, quote
from oilecon.reference.tables import table

__all__ = ["Correlation", "correlation_set", "correlations"]


class Correlation(NamedTuple):
    """How two inputs move together.

    Attributes
    ----------
    family : str
        The set's name.
    left, right : str
        Paths.
    value, low, high : float
        Spearman's rank correlation and its range.
    kind, as_of : str
        As in `Row`.
    source : tuple of str
        Keys of the bibliography.
    note : str
        The reason.
    """

    family: str
    left: str
    right: str
    value: float
    low: float
    high: float
    kind: str
    as_of: str
    source: tuple[str, ...]
    note: str

    @property
    def name(self) -> str:
        """What it is called."""
        return f"{self.left} with {self.right}"


@cache
def correlations() -> tuple[Correlation, ...]:
    """Return every shipped correlation."""
    return tuple(
        Correlation(
            row["set"],
            row["left"],
            row["right"],
            row.number("value"),
            row.number("low"),
            row.number("high"),
            row["kind"],
            row["as_of"],
            tuple(row["source"].split()),
            row["note"],
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
