"""Indices: which inputs an outcome's spread comes from."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.analysis import morris
from oilecon.errors import InputError, OilEconError, PathError

ARTICLE = oe.scenario("article")


def refused(kind: type[OilEconError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


# -- indices -----------------------------------------------------------------------------------


def test_sobol_indices_of_a_sum_are_its_shares_of_variance() -> None:
    # The contract price is a sum: each part's share of the variance is known.
    inputs = {
        "market.brent": oe.Uniform("60 USD/bbl", "66 USD/bbl"),
        "gulf.sale.differential": oe.Uniform("-10 USD/bbl", "-8 USD/bbl"),
    }
    found = oe.sobol(ARTICLE, inputs, n=4096, outcomes="gulf.price", seed=3)
    frame: Any = found.to_frame()
    for name, share in (("market.brent", 0.9), ("gulf.sale.differential", 0.1)):
        assert frame.loc[name, "first"] == pytest.approx(share, abs=0.01)
        assert frame.loc[name, "total"] == pytest.approx(share, abs=0.01)
        assert frame.loc[name, "first low"] <= share <= frame.loc[name, "first high"]
    assert frame.index[0] == "market.brent"
    again = oe.sobol(ARTICLE, inputs, n=4096, outcomes="gulf.price", seed=3).to_frame()
    assert again.equals(frame)
    two = oe.sobol(ARTICLE, inputs, n=256, outcomes=["gulf.price", "asia.price"])
    assert two.to_frame(resamples=20).index.names == ["outcome", "input"]
    assert two.total.shape == (2, 2)
    assert two.first[1, 1] == 0.0  # of Asia's price the Gulf's differential explains nothing


def test_sobol_indices_are_scipys() -> None:
    from scipy import stats

    inputs = {"market.brent": oe.Uniform("60 USD/bbl", "66 USD/bbl")}
    inputs["asia.sea.charter.hire"] = oe.Uniform("40000 USD/day", "80000 USD/day")
    found = oe.sobol(ARTICLE, inputs, n=512, seed=5)

    def hand(x: Any) -> Any:
        changes = {
            "market.brent": oe.Q(x[0], "USD/bbl"),
            "asia.sea.charter.hire": oe.Q(x[1], "USD/day"),
        }
        return oe.compare(ARTICLE.vary(changes), "gulf", "asia").loss().magnitude.copy()

    dists = [stats.uniform(60, 6), stats.uniform(40000, 40000)]
    theirs = stats.sobol_indices(func=hand, n=512, dists=dists, rng=np.random.default_rng(5))
    np.testing.assert_allclose(found.first[0], theirs.first_order, rtol=1e-6)
    np.testing.assert_allclose(found.total[0], theirs.total_order, rtol=1e-6)


def test_a_morris_screening_ranks_as_a_tornado_does() -> None:
    frame = morris(ARTICLE, trajectories=20, seed=1).to_frame()
    assert frame.index[0] == "asia.sea.charter.hire"
    assert frame.index[0] == oe.tornado(ARTICLE).to_frame().index[0]
    assert (frame["size [%]"] >= 0).all()
    # Lifting in the Gulf's berth fees moves the loss down by a straight line: no spread.
    straight = morris(
        ARTICLE, {"gulf.sea.days_wait": oe.Uniform("0 day", "10 day")}, outcome="gulf.netback"
    )
    assert straight.to_frame()["spread [USD/bbl]"].item() == pytest.approx(0.0, abs=1e-9)


def test_what_indices_refuse() -> None:
    one = {"market.brent": oe.Uniform("60 USD/bbl", "66 USD/bbl")}
    assert refused(InputError, lambda: oe.sobol(ARTICLE, one, n=1000)) == (
        "n: expected a power of two, got 1000; write n=4096"
    )
    assert refused(InputError, lambda: oe.sobol(ARTICLE, one, seed=-1)).startswith("seed: expected")
    assert refused(InputError, lambda: oe.sobol(ARTICLE, one, outcomes="asia.freight")) == (
        "an outcome never moves over these draws: it has no variance to share out"
    )
    wide = {"market.brent": oe.Uniform("20 USD/bbl", "66 USD/bbl")}
    assert re.fullmatch(
        r"loss is not defined for \d+ of \d+ draws: its reference is not above zero there; write "
        r"'lost', the loss in USD/bbl, or narrow the ranges",
        refused(InputError, lambda: oe.sobol(ARTICLE, wide, n=64)),
    )
    assert refused(InputError, lambda: oe.sobol(ARTICLE, one, n=64).to_frame(confidence=95)) == (
        "confidence: expected a share between 0 and 1, got 95"
    )
    assert refused(InputError, lambda: morris(ARTICLE, one, trajectories=1)).startswith(
        "trajectories: expected a whole number of at least 2, got 1"
    )
    assert refused(PathError, lambda: morris(ARTICLE, one, outcome="lots")).startswith("no outcome")


# -- at the edges ------------------------------------------------------------------------------


def test_argument_types_of_indices_never_come_back_raw() -> None:
    two = {
        "market.brent": oe.Uniform("60 USD/bbl", "70 USD/bbl"),
        "asia.sea.charter.hire": oe.Uniform("40000 USD/day", "80000 USD/day"),
    }
    count: Any = np.int64(64)
    found = oe.sobol(ARTICLE, two, n=count)
    for confidence in ("x", None, 1):
        assert "expected a share between 0 and 1" in refused(
            InputError, lambda confidence=confidence: found.to_frame(confidence=confidence)
        )
    for resamples in ("x", 0):
        assert "resamples: expected a whole number" in refused(
            InputError, lambda resamples=resamples: found.to_frame(resamples=resamples)
        )
    several: Any = ["loss", "asia.netback"]
    assert "expected one, got 2" in refused(
        InputError, lambda: morris(ARTICLE, two, outcome=several)
    )
