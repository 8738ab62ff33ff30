"""Sources by shipped number."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from oilecon.reference import sea
from oilecon.reference.packs import packs
from oilecon.reference.shipped_programmes import cited_by_programmes
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
    yield from cited_by_programmes()
    for entry in chain(*sea.canals().values()):
        yield entry["evidence"]
