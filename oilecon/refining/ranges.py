"""Ranges of the models of a coker, and the words for a feed outside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.netback.assays import fractions
from oilecon.netback.refinery import carbon_residue
from oilecon.units import first_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oilecon.inputs import Assay

__all__ = ["RANGES", "outside"]

RANGES: Mapping[str, tuple[float, float]] = {"carbon residue": (0.15, 0.30), "linear": (0.0, 0.20)}
"""Carbon residue of the feed for which each model is made [1]."""


def outside(coker: Mapping[str, Any] | None, assays: Iterable[Assay | None]) -> list[str]:
    """Return a sentence for each crude whose residue is outside the range of a coker's model."""
    span = None if coker is None else RANGES.get(coker["yields"])
    if coker is None or span is None:
        return []
    low, high = span
    texts = []
    for assay in assays:
        if assay is None:
            continue
        residue = fractions(assay.values)["residue"]
        carbon = carbon_residue(residue)
        bad = np.greater(residue.volume, 0.0) & (np.less(carbon, low) | np.greater(carbon, high))
        if np.any(bad):
            name = repr(assay.name) if assay.name else "the crude"
            of = f"{low * 100.0:g} to {high * 100.0:g} %" if low else f"up to {high * 100.0:g} %"
            texts.append(
                f"coker: the residue of {name} has a carbon residue of "
                f"{first_shown(carbon, bad, lambda share: f'{share * 100.0:.4g} %')}, outside the "
                f"range of yields={coker['yields']!r}, {of}; the bracket of the result shows the "
                "other models"
            )
    return texts
