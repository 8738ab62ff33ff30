"""Sources by shipped number."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from oilecon.reference import sea
from oilecon.reference.packs import packs
from oilecon.reference.tables import SOURCED, evidence, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oilecon.evidence import Evidence

__all__ = ["cited"]


def cited() -> Iterator[Evidence]:
    """Yield the evidence of every shipped number, table by table; ``row`` identifies the number."""
    for name in SOURCED:
        yield from map(evidence, table(name))
    for pack in packs().values():
        yield from pack.evidence()
    for entry in chain(*sea.canals().values()):
        yield entry["evidence"]
