"""Allocations and indices: where the oil goes, and which inputs an outcome's spread comes from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon.analysis import Outlet, morris
from oilecon.errors import InputError, OilEconError, PathError, UnitError, UnknownName

ARTICLE = oe.scenario("article")
SUPPLY = {"supply.output": "630 kb/day", "supply.diluent_supply": "120 kb/day"}
S = oe.scenario("article-sanctioned").vary(SUPPLY)
MARGINS = {r: oe.evaluate(S, r).operating.magnitude for r in ("gulf", "asia")}


def refused(kind: type[OilEconError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def allocate(gulf: Any = None, asia: Any = None, scenario: oe.Scenario = S, **more: Any) -> Any:
    outlets = {"gulf": gulf or Outlet(capacity="250 kb/day"), "asia": asia or Outlet()}
    return oe.allocate(scenario, outlets, **more)


# -- allocate ----------------------------------------------------------------------------------


def test_the_dearer_route_is_filled_first_and_diluent_limits_the_rest() -> None:
    found = allocate()
    leaves = oe.compare(S, "gulf", "asia")["supply.blend_rate"].magnitude
    assert found.volumes["gulf"].magnitude == pytest.approx(250_000)
    assert found.volumes["asia"].magnitude == pytest.approx(leaves - 250_000)
    earned = 250_000 * MARGINS["gulf"] + (leaves - 250_000) * MARGINS["asia"]
    assert found.earnings.magnitude == pytest.approx(earned)
    limits = found.limits()
    assert limits.loc["gulf.capacity", "worth [USD/day]"] == pytest.approx(
        MARGINS["gulf"] - MARGINS["asia"]
    )
    # A barrel of diluent lets out so much blend, which the other limits send to Asia.
    per_diluent = leaves / 120_000
    assert limits.loc["diluent", "worth [USD/day]"] == pytest.approx(MARGINS["asia"] * per_diluent)
    assert not limits.loc["output", "binds"]
    words = found.words()
    assert (
        words[0]
        == "gulf takes 250 kb/day at 24.12 USD/bbl, limited by gulf's buyers and the diluent."
    )
    assert "One more barrel a day of diluent is worth 28.47 USD a day." in words
    assert str(found).endswith("USD/day.")
    assert found.to_frame()["earns [USD/day]"].sum() == pytest.approx(earned)


@settings(max_examples=25)
@given(st.floats(0, 600), st.floats(0, 600), st.floats(0, 50))
def test_more_capacity_never_earns_less_and_none_sends_nothing(
    gulf: float, asia: float, more: float
) -> None:
    def at(g: float, a: float) -> Any:
        return allocate(Outlet(capacity=oe.Q(g, "kb/day")), Outlet(capacity=oe.Q(a, "kb/day")))

    here = at(gulf, asia)
    earned = here.earnings.magnitude
    assert at(gulf + more, asia).earnings.magnitude >= earned - 1e-6 * earned
    assert at(gulf, asia + more).earnings.magnitude >= earned - 1e-6 * earned
    assert at(0.0, asia).volumes["gulf"].magnitude == 0.0
    assert at(gulf, 0.0).volumes["asia"].magnitude == 0.0
    assert here.volumes["gulf"].magnitude <= gulf * 1000 * (1 + 1e-9)


def test_a_closed_market_is_said_to_be_closed_and_what_opening_is_worth() -> None:
    found = allocate(Outlet(licence="0 kb/day", capacity="250 kb/day"))
    assert found.volumes["gulf"].magnitude == 0.0
    assert found.words()[0] == "gulf takes nothing: shut by gulf's licence."
    worth = found.worth()["gulf.licence"]
    assert worth == pytest.approx(MARGINS["gulf"] - MARGINS["asia"])


def test_a_price_that_falls_splits_the_oil() -> None:
    steps = [("100 kb/day", "0 USD/bbl"), ("200 kb/day", "-25 USD/bbl")]
    found = allocate(Outlet(steps=steps))
    assert found.volumes["gulf"].magnitude == pytest.approx(100_000)
    frame = found.to_frame()
    gulf = frame.loc["gulf"]
    there = S.vary({"gulf.sale.differential": S.gulf.sale.differential - oe.Q("25 USD/bbl")})
    assert gulf["operating [USD/bbl]"].iloc[1] == oe.evaluate(there, "gulf").operating.magnitude


def test_owed_oil_goes_first_and_its_relief_is_worth_what_it_lacks() -> None:
    found = allocate(asia=Outlet(owed="500 kb/day", credit="40 %"))
    assert found.volumes["asia"].magnitude == pytest.approx(500_000)
    price = oe.evaluate(S, "asia").price.magnitude
    relief = MARGINS["gulf"] - MARGINS["asia"] + 0.6 * price
    assert found.worth()["asia.owed"] == pytest.approx(relief)
    full = allocate(asia=Outlet(owed="500 kb/day"))
    apart = full.earnings.magnitude - found.earnings.magnitude
    assert apart == pytest.approx(500_000 * 0.6 * price)
    assert any(w.startswith("One barrel a day less owed to asia is worth") for w in found.words())


def test_ships_and_berths_limit_what_their_days_allow() -> None:
    found = allocate(asia=Outlet(ships=10))
    leg = S.asia.sea
    days = oe.estimate(leg, S.market, api="16 degAPI").days.magnitude
    barrels = leg.cargo.magnitude * oe.evaluate(S, "asia")["supply.barrels_per_tonne"].magnitude
    assert found.volumes["asia"].magnitude == pytest.approx(10 * barrels / days)
    berths = allocate(berths=0.5)
    limits = berths.limits()
    assert limits.loc["berths", "binds"]
    assert limits.loc["berths", "used"] == pytest.approx(0.5)


def test_whole_cargoes_are_whole() -> None:
    found = allocate(whole_cargoes_in="30 day")
    assert all(isinstance(count, int) for count in found.cargoes.values())
    gulf = S.gulf.sea.cargo.magnitude
    barrels = gulf * oe.evaluate(S, "gulf")["supply.barrels_per_tonne"].magnitude
    assert found.volumes["gulf"].magnitude == pytest.approx(found.cargoes["gulf"] * barrels / 30)
    assert found.earnings.magnitude <= allocate().earnings.magnitude
    assert "in 16 cargoes" in found.words()[0]
    assert any(word.endswith("were cargoes not whole.") for word in found.words())


def test_what_earns_too_little_stays_and_is_said_to() -> None:
    found = allocate(Outlet(capacity="800 kb/day"))
    assert found.words()[1] == (
        "asia takes nothing: a barrel there earns 5.95 USD/bbl, and all that can leave earns at "
        "least 24.12 USD/bbl elsewhere."
    )
    poor = S.vary({"asia.sale.differential": "-30 USD/bbl"})
    assert (
        allocate(scenario=poor).words()[1].startswith("asia takes nothing: a barrel there earns -")
    )
    dry = S.vary({"supply.diluent_supply": "0 kb/day"})
    assert allocate(scenario=dry).words()[0] == (
        "gulf takes nothing: nothing can leave, limited by the diluent."
    )


def test_what_an_allocation_refuses() -> None:
    owed = Outlet(owed="900 kb/day", capacity="2 Mb/day")
    assert refused(InputError, lambda: allocate(asia=owed)) == (
        "no split fits: these limits conflict: the oil owed to asia, at least 900,000 bbl/day; "
        "the diluent, at most 120,000 bbl/day"
    )
    both = Outlet(owed="50 kb/day", capacity="10 kb/day")
    assert refused(InputError, lambda: allocate(asia=both)) == (
        "no split fits: these limits conflict: asia's buyers, at most 10,000 bbl/day; "
        "the oil owed to asia, at least 50,000 bbl/day"
    )
    tight = Outlet(owed="10 kb/day", capacity="11 kb/day")
    assert refused(InputError, lambda: allocate(asia=tight, whole_cargoes_in="30 day")).startswith(
        "no split fits with whole cargoes in 30 days: these limits conflict: asia's buyers"
    )
    free = ARTICLE
    assert refused(InputError, lambda: allocate(scenario=free)).startswith(
        "nothing limits how much is sold; give a route its capacity, or the supply its output"
    )
    assert refused(InputError, lambda: oe.allocate(S, {})) == (
        "outlets: expected a mapping of routes to Outlet(...), got an empty one"
    )
    assert refused(UnknownName, lambda: oe.allocate(S, {"china": Outlet()})).startswith(
        "outlets: no route 'china' in the scenario"
    )
    assert refused(InputError, lambda: oe.allocate(S, {"gulf": "200 kb/day"})) == (  # type: ignore[dict-item]
        "outlets: gulf: expected Outlet(...) of capacity, licence, owed, credit, ships, steps, got "
        "'200 kb/day'"
    )
    assert refused(InputError, lambda: allocate(outcome="profit")) == (
        "outcome: expected 'operating' or 'net' or 'netback', got 'profit'; write "
        "outcome='operating'"
    )
    assert refused(UnitError, lambda: allocate(Outlet(capacity=250))).startswith(
        "gulf.capacity: expected bbl/day, got the bare number 250"
    )
    rising = [("1 kb/day", "0 USD/bbl"), ("1 kb/day", "1 USD/bbl")]
    assert refused(InputError, lambda: allocate(Outlet(steps=rising))) == (
        "gulf.steps: expected each change of price below the one before, got 0 and then 1 USD/bbl"
    )
    bare: Any = ["1 kb/day"]
    assert refused(InputError, lambda: allocate(Outlet(steps=bare))) == (
        "gulf.steps: expected pairs of volume and change of price, got ['1 kb/day']"
    )
    many = S.vary({"market.brent": oe.Q([50, 60], "USD/bbl")})
    assert refused(InputError, lambda: allocate(scenario=many)).startswith(
        "an allocation takes one"
    )


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
    assert refused(InputError, lambda: oe.sobol(ARTICLE, wide, n=64)).startswith(
        "loss is not defined for"
    )
    assert refused(InputError, lambda: oe.sobol(ARTICLE, one, n=64).to_frame(confidence=95)) == (
        "confidence: expected a share between 0 and 1, got 95"
    )
    assert refused(InputError, lambda: morris(ARTICLE, one, trajectories=1)).startswith(
        "trajectories: expected a whole number of at least 2, got 1"
    )
    assert refused(PathError, lambda: morris(ARTICLE, one, outcome="lost")).startswith("no outcome")


# -- at the edges ------------------------------------------------------------------------------


def test_a_route_without_a_voyage_has_no_ships_berths_or_cargoes() -> None:
    fob = oe.scenario("licensed-2026-01").vary({"supply.output": "600 kb/day"})
    for what, outlet, more in (
        ("fob.ships", Outlet(ships=5), {}),
        ("berths", Outlet(), {"berths": 5}),
        ("whole_cargoes_in", Outlet(), {"whole_cargoes_in": "30 day"}),
    ):
        said = refused(
            InputError, lambda outlet=outlet, more=more: oe.allocate(fob, {"fob": outlet}, **more)
        )
        assert said == f"{what}: fob has no voyage of the seller's to count; leave it out"


def test_no_berth_is_why_nothing_leaves() -> None:
    assert "gulf takes nothing: nothing can leave, limited by the berths." in str(
        allocate(berths=0)
    )


def test_what_stands_unused_in_an_outlet_is_still_read() -> None:
    assert "gulf.credit: expected at least 0 and at most 1" in refused(
        InputError, lambda: allocate(Outlet(credit="150 %"))
    )
    nothing: Any = None
    unsized = Outlet(steps=[("100 kb/day", "0 USD/bbl"), (nothing, "-5 USD/bbl")])
    assert "gulf.steps: expected bbl/day" in refused(InputError, lambda: allocate(unsized))
    five: Any = 5
    assert "expected a Scenario, got 5" in refused(InputError, lambda: allocate(scenario=five))


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
