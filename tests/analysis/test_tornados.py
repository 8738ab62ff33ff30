"""Tornadoes and elasticities: one input at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.analysis import elasticities
from oilecon.errors import InputError, OilEconError

ARTICLE = oe.scenario("article")
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"


def refused(kind: type[OilEconError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


# -- one input at a time -----------------------------------------------------------------------


def test_a_tornado_is_the_evaluation_at_each_end() -> None:
    frame: Any = oe.tornado(ARTICLE).to_frame()
    swings = frame["swing [%]"].tolist()
    assert swings == sorted(swings, reverse=True)
    assert len(frame) == 49
    for name in (HIRE, "*.sea.weather", "gulf.sea.vessel.fuel_laden"):
        row = frame.loc[name]
        unit = "1" if row["unit"] == "1" else row["unit"]
        for end in ("low", "high"):
            there = ARTICLE.vary({name: oe.Q(row[end], unit)})
            loss = oe.compare(there, "gulf", "asia").loss().magnitude
            assert row[f"loss at {end} [%]"] == pytest.approx(loss, rel=1e-12)


def test_elasticities_are_slopes() -> None:
    frame: Any = elasticities(ARTICLE, [BRENT, "asia.sea.cargo"], outcome="asia.netback").to_frame()
    up, down = (
        oe.evaluate(ARTICLE.vary({BRENT: oe.Q(63.8 * k, "USD/bbl")}), "asia").netback.magnitude
        for k in (1.01, 0.99)
    )
    slope = (up - down) / (0.02 * 63.8)
    assert frame.loc[BRENT, "slope [USD/bbl per unit]"] == pytest.approx(slope, rel=1e-9)
    base = oe.evaluate(ARTICLE, "asia").netback.magnitude
    assert frame.loc[BRENT, "elasticity"] == pytest.approx(slope * 63.8 / base, rel=1e-9)
    assert frame.loc["asia.sea.cargo", "elasticity"] > 0
    # At a bound only one side is left, and of a zero nothing is a share.
    zero = ARTICLE.vary({"gulf.sea.days_wait": "0 day"}, keep_range=True)
    assert (
        elasticities(zero, ["gulf.sea.days_wait"], outcome="gulf.netback")
        .table["elasticity"]
        .item()
        == 0
    )
    plain = ARTICLE.vary({"gulf.sea.days_wait": "0 day"})
    assert refused(InputError, lambda: elasticities(plain, ["gulf.sea.days_wait"])) == (
        "gulf.sea.days_wait: is 0 without a range, so that it has no small step; write "
        "{'gulf.sea.days_wait': (low, high)}"
    )
    named = elasticities(ARTICLE.vary({BRENT: "63.8 USD/bbl"}), [BRENT], outcome="asia.netback")
    assert named.table.loc[[BRENT]].equals(frame.loc[[BRENT]])  # a name needs no range
    said = refused(InputError, lambda: elasticities(ARTICLE, [BRENT], outcome="gulf.transfer"))
    assert said == "gulf.transfer is 0, and an elasticity is a share of it"


# -- at the edges ------------------------------------------------------------------------------


def test_a_pattern_over_unlike_inputs_leaves_the_base_case_as_it_is() -> None:
    hires = {"*.sea.charter.hire": ("30000 USD/day", "60000 USD/day"), BRENT: None}
    table = oe.tornado(ARTICLE, hires, outcome="loss")
    loss = oe.compare(ARTICLE, "gulf", "asia")["loss"].magnitude
    assert table.base.magnitude == loss
    alone = oe.tornado(ARTICLE, [BRENT], outcome="loss").to_frame()
    frame = table.to_frame()
    assert frame.loc[[BRENT]].equals(alone)
    both = ARTICLE.vary({"*.sea.charter.hire": "30000 USD/day"})
    moved = frame.loc["*.sea.charter.hire"]
    assert moved["loss at low [%]"] == oe.compare(both, "gulf", "asia")["loss"].magnitude
    assert np.isnan(moved["value"])
    said = refused(InputError, lambda: elasticities(ARTICLE, ranges=hires))
    assert said == "*.sea.charter.hire: covers inputs of several values; name them one by one"


def test_what_moves_as_one_has_one_unit() -> None:
    unlike = f"{BRENT},{HIRE}"
    said = (
        f"{unlike}: {BRENT} is in USD/bbl and {HIRE} in USD/day; inputs that move as one have one "
        "unit"
    )
    ends = {unlike: ("1 USD/bbl", "2 USD/bbl")}
    for call in (
        lambda: elasticities(ARTICLE, ranges=ends),
        lambda: oe.bounds(ARTICLE, ends),
        lambda: oe.breakeven(ARTICLE, unlike, target="15 %"),
    ):
        assert refused(InputError, call) == said
