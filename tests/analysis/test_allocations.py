"""Allocations: where the oil goes, and the marginal value of each limit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon import Outlet, PriceStep
from oilecon.errors import InputError, OilEconError, UnitError, UnknownName

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
    split = allocate()
    leaves = oe.compare(S, "gulf", "asia")["supply.blend_rate"].magnitude
    assert split.volumes["gulf"].magnitude == pytest.approx(250_000)
    assert split.volumes["asia"].magnitude == pytest.approx(leaves - 250_000)
    earned = 250_000 * MARGINS["gulf"] + (leaves - 250_000) * MARGINS["asia"]
    assert split.earnings.magnitude == pytest.approx(earned)
    limits = split.limits()
    assert limits.loc["gulf.capacity", "marginal value [USD/day]"] == pytest.approx(
        MARGINS["gulf"] - MARGINS["asia"]
    )
    # A barrel of diluent evacuates so much blend, which the other limits send to Asia.
    per_diluent = leaves / 120_000
    assert limits.loc["diluent", "marginal value [USD/day]"] == pytest.approx(
        MARGINS["asia"] * per_diluent
    )
    assert not limits.loc["output", "binds"]
    words = split.words()
    assert (
        words[0]
        == "gulf takes 250 kb/day at 24.12 USD/bbl, limited by gulf's buyers and the diluent."
    )
    assert "One more barrel a day of diluent would add 28.47 USD a day." in words
    assert str(split).endswith("USD/day.")
    assert split.to_frame()["earns [USD/day]"].sum() == pytest.approx(earned)


@settings(max_examples=25)
@given(st.floats(0, 600), st.floats(0, 600), st.floats(0, 50))
def test_more_capacity_never_earns_less_and_none_sends_nothing(
    gulf: float, asia: float, more: float
) -> None:
    def at(g: float, a: float) -> Any:
        return allocate(Outlet(capacity=oe.Q(g, "kb/day")), Outlet(capacity=oe.Q(a, "kb/day")))

    base = at(gulf, asia)
    earned = base.earnings.magnitude
    assert at(gulf + more, asia).earnings.magnitude >= earned - 1e-6 * earned
    assert at(gulf, asia + more).earnings.magnitude >= earned - 1e-6 * earned
    assert at(0.0, asia).volumes["gulf"].magnitude == 0.0
    assert at(gulf, 0.0).volumes["asia"].magnitude == 0.0
    assert base.volumes["gulf"].magnitude <= gulf * 1000 * (1 + 1e-9)


def test_a_closed_market_is_said_to_be_closed_and_opening_has_a_value() -> None:
    split = allocate(Outlet(licence="0 kb/day", capacity="250 kb/day"))
    assert split.volumes["gulf"].magnitude == 0.0
    assert split.words()[0] == "gulf takes nothing: shut by gulf's licence."
    value = split.marginal_values()["gulf.licence"]
    assert value == pytest.approx(MARGINS["gulf"] - MARGINS["asia"])


def test_a_price_that_falls_splits_the_oil() -> None:
    steps = {"a": PriceStep("100 kb/day", "0 USD/bbl"), "b": PriceStep("200 kb/day", "-25 USD/bbl")}
    split = allocate(Outlet(steps=steps))
    assert split.volumes["gulf"].magnitude == pytest.approx(100_000)
    frame = split.to_frame()
    gulf = frame.loc["gulf"]
    there = S.vary({"gulf.sale.differential": S.gulf.sale.differential - oe.Q("25 USD/bbl")})
    assert gulf["operating [USD/bbl]"].iloc[1] == oe.evaluate(there, "gulf").operating.magnitude


def test_owed_oil_goes_first_and_its_relief_is_valued_at_what_it_lacks() -> None:
    split = allocate(asia=Outlet(term="500 kb/day"), credit={"asia": "40 %"})
    assert split.volumes["asia"].magnitude == pytest.approx(500_000)
    price = oe.evaluate(S, "asia").price.magnitude
    relief = MARGINS["gulf"] - MARGINS["asia"] + 0.6 * price
    assert split.marginal_values()["asia.term"] == pytest.approx(relief)
    full = allocate(asia=Outlet(term="500 kb/day"))
    apart = full.earnings.magnitude - split.earnings.magnitude
    assert apart == pytest.approx(500_000 * 0.6 * price)
    assert any(w.startswith("One barrel a day less owed to asia would add") for w in split.words())


def test_ships_and_berths_limit_what_their_days_allow() -> None:
    split = allocate(asia=Outlet(ships=10))
    leg = S.asia.sea
    days = oe.estimate(leg, S.market, api="16 degAPI").days.magnitude
    barrels = leg.cargo.magnitude * oe.evaluate(S, "asia")["supply.barrels_per_tonne"].magnitude
    assert split.volumes["asia"].magnitude == pytest.approx(10 * barrels / days)
    berths = allocate(berths=0.5)
    limits = berths.limits()
    assert limits.loc["berths", "binds"]
    assert limits.loc["berths", "used"] == pytest.approx(0.5)


def test_what_is_lost_by_land_takes_no_place_aboard() -> None:
    """Half the barrels sent are loaded: ships, berths and cargoes are of those."""
    pipe = oe.Overland(oe.Tariff("1 USD/bbl"), loss="50 %")
    asia = S.asia.evolve(legs={"pipe": pipe, "sea": S.asia.sea})
    lossy = S.evolve(routes={"gulf": S.gulf, "asia": asia})

    def sent(scenario: oe.Scenario, **more: Any) -> Any:
        outlet = Outlet(ships=more.pop("ships", None), capacity="300 kb/day")
        return oe.allocate(scenario, {"asia": outlet}, outcome="netback", **more)

    for limit in ({"ships": 5}, {"berths": 0.05}):
        few, twice = (sent(each, **limit).volumes["asia"] for each in (S, lossy))
        assert twice.magnitude == pytest.approx(2.0 * few.magnitude)
    split = sent(lossy, whole_cargoes_in="30 day")
    tonne = oe.evaluate(S, "asia")["supply.barrels_per_tonne"].magnitude
    cargo = S.asia.sea.cargo.magnitude * tonne
    assert split.volumes["asia"].magnitude == pytest.approx(split.cargoes["asia"] * 2 * cargo / 30)


def test_whole_cargoes_are_whole() -> None:
    split = allocate(whole_cargoes_in="30 day")
    assert all(isinstance(count, int) for count in split.cargoes.values())
    gulf = S.gulf.sea.cargo.magnitude
    barrels = gulf * oe.evaluate(S, "gulf")["supply.barrels_per_tonne"].magnitude
    assert split.volumes["gulf"].magnitude == pytest.approx(split.cargoes["gulf"] * barrels / 30)
    assert split.earnings.magnitude <= allocate().earnings.magnitude
    assert "in 16 cargoes" in split.words()[0]
    assert any(word.endswith("were cargoes not whole.") for word in split.words())


def test_what_earns_too_little_stays_and_is_said_to() -> None:
    split = allocate(Outlet(capacity="800 kb/day"))
    assert split.words()[1] == (
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
    owed = Outlet(term="900 kb/day", capacity="2 Mb/day")
    assert refused(InputError, lambda: allocate(asia=owed)) == (
        "no split fits: these limits conflict: the oil owed to asia, at least 900,000 bbl/day; "
        "the diluent, at most 120,000 bbl/day"
    )
    both = Outlet(term="50 kb/day", capacity="10 kb/day")
    assert refused(InputError, lambda: allocate(asia=both)) == (
        "no split fits: these limits conflict: asia's buyers, at most 10,000 bbl/day; "
        "the oil owed to asia, at least 50,000 bbl/day"
    )
    tight = Outlet(term="10 kb/day", capacity="11 kb/day")
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
        "outlets: gulf: expected Outlet(...), got '200 kb/day'; write for example "
        "Outlet(capacity='200 kb/day')"
    )
    assert refused(InputError, lambda: allocate(outcome="profit")) == (
        "outcome: expected 'operating' or 'net' or 'netback', got 'profit'; write "
        "outcome='operating'"
    )
    assert refused(UnitError, lambda: allocate(Outlet(capacity=250))).startswith(
        "Outlet.capacity: expected bbl/day, got the bare number 250"
    )
    fields = Outlet(capacity=oe.Q([1.0, 2.0], "kb/day"))
    assert refused(InputError, lambda: allocate(fields)) == (
        "outlets: gulf.outlet.capacity: expected one number, since each case has a best split of "
        "its own, got an array of shape (2,); write one of its numbers"
    )
    assert refused(InputError, lambda: oe.allocate(S)) == (
        "outlets: no route has an outlet; write allocate(scenario, {'gulf': "
        "Outlet(capacity='200 kb/day')})"
    )
    many = S.vary({"market.brent": oe.Q([50, 60], "USD/bbl")})
    assert refused(InputError, lambda: allocate(scenario=many)) == (
        "an allocation takes one case, since each case has a best split of its own, and this "
        "scenario holds (2,); write .at(index)"
    )


# -- at the edges ------------------------------------------------------------------------------


def test_a_route_without_a_voyage_has_no_ships_berths_or_cargoes() -> None:
    fob = oe.scenario("licensed-2026-01").vary({"supply.output": "600 kb/day"})
    for what, outlet, more in (
        ("fob.ships", Outlet(ships=5), {}),
        ("berths", Outlet(), {"berths": 5}),
        ("whole_cargoes_in", Outlet(), {"whole_cargoes_in": "30 day"}),
    ):
        message = refused(
            InputError, lambda outlet=outlet, more=more: oe.allocate(fob, {"fob": outlet}, **more)
        )
        assert message == f"{what}: fob has no voyage of the seller's to count; leave it out"


def test_no_berth_is_why_nothing_leaves() -> None:
    assert "gulf takes nothing: nothing can leave, limited by the berths." in str(
        allocate(berths=0)
    )


def test_a_credit_is_of_a_term_volume() -> None:
    term = Outlet(term="50 kb/day")
    assert "credit: asia: expected at least 0 and at most 1" in refused(
        InputError, lambda: allocate(asia=term, credit={"asia": "150 %"})
    )
    assert refused(InputError, lambda: allocate(asia=term, credit={"gulf": "50 %"})) == (
        "credit: gulf has no term volume to be credited; leave it out, or write 'gulf': "
        "Outlet(term='100 kb/day')"
    )
    assert refused(UnknownName, lambda: allocate(asia=term, credit={"aisa": "50 %"})) == (
        "credit: no outlet 'aisa'; did you mean 'asia'?"
    )
    assert allocate(asia=term).earnings == allocate(asia=term, credit={"asia": "100 %"}).earnings


def test_what_is_no_scenario_is_refused() -> None:
    five: Any = 5
    assert "expected a Scenario, got 5" in refused(InputError, lambda: allocate(scenario=five))


# -- a route's own outlet ----------------------------------------------------------------------


def test_the_routes_own_outlets_are_used_where_none_are_given() -> None:
    outlets = {"gulf": Outlet(capacity="250 kb/day"), "asia": Outlet(lag="60 day")}
    programme = oe.Programme.of(S, "2026-01/2026-02", outlets=outlets)
    for own in (programme, programme.in_month("2026-02", outlets=True)):
        split = oe.allocate(own)
        assert split.volumes == allocate().volumes
        assert split.earnings == allocate().earnings


def test_a_programme_by_month_is_allocated_month_by_month() -> None:
    outlets = {"gulf": Outlet(capacity=oe.Q([100.0, 250.0], "kb/day")), "asia": Outlet()}
    programme = oe.Programme.of(S, "2026-01/2026-02", outlets=outlets)
    assert refused(InputError, lambda: oe.allocate(programme)) == (
        "an allocation takes one month, since each has a best split of its own, and this "
        "programme has numbers by month; write .in_month('2026-01', outlets=True)"
    )
    first, second = (oe.allocate(programme.in_month(f"2026-0{k}", outlets=True)) for k in (1, 2))
    assert first.volumes["gulf"].magnitude == pytest.approx(100_000)
    assert second.earnings == allocate().earnings
