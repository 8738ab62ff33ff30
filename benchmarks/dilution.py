"""A million dilutions of heavy crude to a target gravity, against whole-array NumPy.

Crude, diluent and target all vary. Both sides answer with the diluent's share of the blend, its
ratio to the heavy crude, the shrinkage and the gravity of the physical blend, by the same formulas.
The library starts from crudes and a target as quantities, and checks and copies the target in the
timed call; the hand-written side starts from plain arrays and checks nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import oilecon as oe
from benchmarks.racing import Goal, clocked, race

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.racing import Row

__all__ = ["rows"]

ROWS = 1_000_000
PAIRS = 15


def by_hand(heavy: Any, light: Any, target: Any) -> tuple[Any, ...]:
    """Return share, ratio, shrinkage and gravity after it from gravities in degAPI."""
    heavy_sg, light_sg, target_sg = (141.5 / (api + 131.5) for api in (heavy, light, target))
    share = (heavy_sg - target_sg) / (heavy_sg - light_sg)
    percent = 100.0 * share
    lost = 4.86e-8 * percent * (100.0 - percent) ** 0.819 * (light - heavy) ** 2.28 / 100.0
    mixed = (1.0 - share) * heavy_sg + share * light_sg
    return share, share / (1.0 - share), lost, 141.5 / (mixed / (1.0 - lost)) - 131.5


def rows() -> Iterator[Row]:
    """Yield the race, after both sides have given the same figures.

    Raises
    ------
    AssertionError
        If they have not, to 1e-12.
    """
    rng = np.random.default_rng(1)
    heavy, light, target = (
        rng.uniform(low, high, ROWS) for low, high in ((8.0, 10.0), (50.0, 63.0), (15.5, 16.2))
    )
    thick, thin = oe.Crude(oe.Q(heavy, "degAPI")), oe.Crude(oe.Q(light, "degAPI"))
    target_api = oe.Q(target, "degAPI")

    def ours() -> tuple[Any, ...]:
        dilution = oe.dilute(thick, thin, api=target_api)
        every = (dilution.share, dilution.ratio_to_heavy, dilution.shrinkage, dilution.gravity)
        return tuple(quantity.magnitude for quantity in every)

    def share_only() -> Any:
        return oe.dilute(thick, thin, api=target_api).share.magnitude

    def hand_share() -> Any:
        heavy_sg, light_sg, target_sg = (141.5 / (api + 131.5) for api in (heavy, light, target))
        return (heavy_sg - target_sg) / (heavy_sg - light_sg)

    def other() -> tuple[Any, ...]:
        return by_hand(heavy, light, target)

    for left, right in zip(ours(), other(), strict=True):
        np.testing.assert_allclose(left, right, rtol=1e-12)

    yield race(clocked(ours), clocked(other), PAIRS).row("a million dilutions", Goal(1.3))
    yield race(clocked(share_only), clocked(hand_share), PAIRS).row(
        "a million dilutions, the share alone"
    )
