"""Shipped loan contracts, term by term, published or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon.inputs.catalogue import ShippedFigure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from oilecon.reference.loans import Term

__all__ = ["fields_of", "note_of", "shelf_of"]


def shelf_of(contracts: Mapping[str, Sequence[Term]]) -> dict[tuple[str, ...], list[ShippedFigure]]:
    """Return the figures of contracts by name."""
    return {
        (name,): [
            ShippedFigure.of_text(term.field, term.value, term.unit, term.evidence)
            for term in terms
        ]
        for name, terms in contracts.items()
    }


def fields_of(figures: Iterable[ShippedFigure]) -> dict[str, Any]:
    """Return the values for a group's fields, without terms that are not published."""
    return {figure.field: figure.given for figure in figures if not figure.absent}


def note_of(figures: Iterable[ShippedFigure], own: Mapping[str, Any]) -> str:
    """Return which terms are published, estimated, assumed or the caller's own."""
    kinds = {"your own": list(own)} if own else {}
    for figure in figures:
        if figure.field.partition(".")[0] not in own:
            kinds.setdefault(figure.evidence.kind, []).append(figure.field)
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items())
