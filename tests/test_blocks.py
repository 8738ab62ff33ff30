"""Blocks of cases: their size does not show."""

from __future__ import annotations

import numpy as np
import pytest

import oilecon as oe
from oilecon import blocks
from oilecon.netback.lines import BASES

FULL = oe.scenario("article-sanctioned")  # every input of the base case has a path here


@pytest.mark.parametrize("shape", [(7,), (3, 5), (2, 1, 4), (1,), (40,)])
@pytest.mark.parametrize("block", [1, 2, 3, 7, 16])
def test_the_block_size_does_not_show(
    shape: tuple[int, ...], block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(1)
    last = random.uniform(50, 80, shape[-1:])
    scenario = FULL.vary(
        {
            "market.brent": oe.Q(random.uniform(50, 80, shape), "USD/bbl"),
            "asia.sea.charter.hire": oe.Q(last * 1000, "USD/day"),
            "supply.target_api": oe.Q(
                random.uniform(15, 17, (shape[0],) + (1,) * (len(shape) - 1)), "degAPI"
            ),
        }
    )
    whole = oe.compare(scenario, "gulf", "asia")
    wanted = [whole.loss(basis).magnitude for basis in BASES]
    monkeypatch.setattr(blocks, "BLOCK", block)
    cut = oe.compare(scenario, "gulf", "asia")
    for basis, loss in zip(BASES, wanted, strict=True):
        assert loss.shape == shape
        assert np.array_equal(cut.loss(basis).magnitude, loss)
