"""Correlations: reached in ranks, written as pairs or as a table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import oilecon as oe
from oilecon.analysis import default_distributions
from oilecon.errors import InputError, OilEconError, PathError, UnknownName
from oilecon.reference.correlations import correlations

ARTICLE = oe.scenario("article")
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"
ONE = {BRENT: oe.Normal("64 USD/bbl", "6 USD/bbl")}


def refused(kind: type[OilEconError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def simulate(inputs: Any = ONE, **more: Any) -> Any:
    return oe.simulate(ARTICLE, inputs, **({"n": 1000, "seed": 1} | more))


# -- correlations ------------------------------------------------------------------------------


def test_the_shipped_set_is_reached_in_ranks() -> None:
    found = simulate(None, n=60_000, correlations="article")
    assert len(found.correlations) == 6
    drawn = found.draws()
    drawn.columns = [name.partition(" [")[0] for name in drawn]
    for (left, right), rho in found.correlations.items():
        got = stats.spearmanr(drawn[left], drawn[right]).statistic
        assert got == pytest.approx(rho, abs=0.015)
    assert stats.spearmanr(drawn[HIRE], drawn[BRENT]).statistic == pytest.approx(0, abs=0.015)
    # Each by itself is drawn as before.
    alone = simulate(None, n=60_000).draws()
    assert stats.ks_2samp(alone.iloc[:, 0], drawn.iloc[:, 0]).pvalue > 0.001
    for one in correlations():
        assert one.low <= one.value <= one.high
        assert one.evidence.kind == "assumption"
        assert one.evidence.note.endswith(".")


@pytest.mark.parametrize(
    "names",
    [{"asia": "china"}, {"gulf": "texas", "asia": "gulf"}, {"gulf": "asia", "asia": "gulf"}],
)
def test_a_figure_of_the_users_keeps_its_pair_where_its_route_is_renamed(
    names: dict[str, str],
) -> None:
    ends = {"low": "60000 USD/day", "high": "90000 USD/day"}
    mine = ARTICLE.vary({HIRE: oe.Sourced("70000 USD/day", **ends)})
    before = oe.simulate(mine, n=1000, seed=1, correlations="article", routes=("gulf", "asia"))
    routes = names.get("gulf", "gulf"), names["asia"]
    named = mine.rename(names)
    after = oe.simulate(named, n=1000, seed=1, correlations="article", routes=routes)
    assert len(before.correlations) == 6
    assert (
        after.correlations[f"{routes[0]}.sea.charter.hire", f"{routes[1]}.sea.charter.hire"] == 0.7
    )
    assert list(after.correlations.values()) == list(before.correlations.values())
    assert np.array_equal(after["loss"].magnitude, before["loss"].magnitude)


def test_a_route_in_the_place_of_another_takes_none_of_its_pairs() -> None:
    ends = {"low": "60000 USD/day", "high": "90000 USD/day"}
    far = ARTICLE.asia.vary({"sea.charter.hire": oe.Sourced("70000 USD/day", **ends)})
    one = ARTICLE.evolve(routes={"gulf": far})
    found = oe.simulate(one, n=10, correlations="article", outcomes="gulf.netback")
    assert "gulf.sea.charter.hire" not in {name for pair in found.correlations for name in pair}


def test_correlations_come_as_pairs_or_as_a_table() -> None:

    two = ONE | {HIRE: oe.Uniform("40000 USD/day", "90000 USD/day")}
    table = pd.DataFrame([[1.0, 0.5], [0.5, 1.0]], index=[BRENT, HIRE], columns=[BRENT, HIRE])
    by_table, by_pair = (
        simulate(two, correlations=given) for given in (table, {(BRENT, HIRE): 0.5})
    )
    assert (by_table["loss"] == by_pair["loss"]).all()
    whole = simulate(two, correlations={(BRENT, HIRE): 1.0}).draws()
    assert stats.spearmanr(*whole.to_numpy().T).statistic == pytest.approx(1.0)


def test_what_is_no_correlation_is_refused() -> None:

    names = [BRENT, HIRE, "market.vlsfo"]
    three = {name: default_distributions(ARTICLE)[name] for name in names}

    def said(given: Any, kind: type[OilEconError] = InputError) -> str:
        return refused(kind, lambda: simulate(three, correlations=given))

    impossible = {(BRENT, HIRE): 0.9, (HIRE, "market.vlsfo"): 0.9, (BRENT, "market.vlsfo"): -0.9}
    assert said(impossible).startswith(
        "correlations: these cannot hold together (smallest eigenvalue -0.8"
    )
    assert said({(BRENT, HIRE): 1.5}) == (
        "correlations: market.brent with asia.sea.charter.hire: expected a number from -1 to 1, "
        "got 1.5"
    )
    assert said({(BRENT, "market.mgo"): 0.5}, PathError).startswith(
        "correlations: 'market.mgo' is not drawn under that name"
    )
    assert said({(BRENT, BRENT): 0.5}) == (
        "correlations: market.brent with itself is always 1; leave it out"
    )
    assert said({BRENT: 0.5}).startswith(
        "correlations: expected a pair of paths, got 'market.brent'"
    )
    assert said({(BRENT, HIRE): 0.5, (HIRE, BRENT): 0.4}) == (
        "correlations: asia.sea.charter.hire with market.brent: given twice, with two values"
    )
    assert (
        said(0.5) == "correlations: expected {(path, path): 0.5}, a table or a set's name, "
        "got float"
    )
    assert said("articel", UnknownName) == (
        "no set of correlations 'articel'; did you mean 'article'?"
    )
    table = pd.DataFrame(np.eye(2), index=[BRENT, HIRE], columns=[BRENT, HIRE])
    table.iloc[0, 1] = 0.3
    assert said(table) == (
        "correlations: expected a symmetric table, got 0.3 for market.brent with "
        "asia.sea.charter.hire and 0 the other way"
    )
    table.iloc[0, 0] = 0.9
    assert said(table) == "correlations: market.brent with itself is 1, got 0.9"
    assert said(table.iloc[:, :1]).startswith("correlations: expected a table with the same paths")
