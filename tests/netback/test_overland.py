"""Legs over land: tolls, barrels in and out, days, committed space, and the netback on the way."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from tests.samples import refusal

if TYPE_CHECKING:
    from oilecon.results import Netback

ARTICLE = oe.scenario("article")
SEA = ARTICLE.asia.legs["sea"]
TOLL: dict[str, Any] = {"tariff": oe.Tariff(toll="9 USD/bbl")}


def with_legs(**given: Any) -> oe.Scenario:
    """The article's scenario with other legs to Asia, and with other fields of that route."""
    more = {name: given.pop(name) for name in ("sale", "risk", "chain") if name in given}
    route = ARTICLE.asia.evolve(legs=given, **more)
    return ARTICLE.evolve(routes={"gulf": ARTICLE.gulf, "asia": route})


def netback(**given: Any) -> Netback:
    return oe.evaluate(with_legs(**given), "asia")


def usd(result: Any, name: str) -> float:
    return float(result[name].magnitude)


# -- by hand ---------------------------------------------------------------------------------------


def test_a_pipeline_by_hand() -> None:
    """A barrel goes in, 0.994 come out; the rest is carried, sold and waited for."""
    pipe = oe.Overland(
        tariff=oe.Tariff(
            toll="11.46 CAD/bbl", power="0.58 CAD/bbl", exchange_rate="1.4056 CAD/USD"
        ),
        days="20 day",
        days_wait="3 day",
        loss="0.5 %",
        fuel_share="0.1 %",
    )
    both, alone = netback(pipe=pipe, sea=SEA), netback(sea=SEA)
    price, out = usd(alone, "price"), 0.994
    assert usd(both, "pipe.toll") == pytest.approx(11.46 / 1.4056, rel=1e-14)
    assert usd(both, "pipe.power") == pytest.approx(0.58 / 1.4056, rel=1e-14)
    assert usd(both, "pipe.line_loss") == pytest.approx(price * 0.005, rel=1e-14)
    assert usd(both, "pipe.line_fuel") == pytest.approx(price * 0.001, rel=1e-14)
    for line in ("transit_loss", "cargo_insurance", "sea.hire", "sea.fuel", "sea.transfer"):
        assert usd(both, line) == pytest.approx(usd(alone, line) * out, rel=1e-13)
    interest = price * 0.10 * 23.0 / 360.0
    waiting = usd(both, "finance_carry") - out * usd(alone, "finance_carry")
    assert waiting == pytest.approx(out * interest, rel=1e-12)
    assert usd(both, "netback") == pytest.approx(
        out * usd(alone, "netback") - (11.46 + 0.58) / 1.4056 - out * interest, rel=1e-13
    )
    assert usd(both, "to.pipelines") == pytest.approx(
        usd(both, "pipe.toll") + usd(both, "pipe.power") + usd(both, "pipe.line_fuel"), rel=1e-14
    )


@pytest.mark.parametrize(
    ("tariff", "toll"),
    [
        ({"toll": "56.61 USD/m3"}, 56.61 * 0.158987294928),
        ({"toll_per_tonne": "60 USD/t"}, 60.0 / 6.563),
        ({"toll_per_tonne_km": "0.03 USD/t/km"}, 0.03 * 1500.0 / 6.563),
        ({"toll": "1 USD/bbl", "toll_per_tonne": "60 USD/t"}, 1.0 + 60.0 / 6.563),
        ({"toll_per_tonne": "5400 RUB/t", "exchange_rate": "90 RUB/USD"}, 60.0 / 6.563),
    ],
)
def test_a_toll_by_volume_by_mass_and_by_mass_and_distance(
    tariff: dict[str, str], toll: float
) -> None:
    leg = oe.Overland(mode="rail", tariff=oe.Tariff(**tariff), distance="1500 km")
    result = netback(rail=leg, sea=SEA)
    assert usd(result, "supply.barrels_per_tonne") == pytest.approx(6.563, abs=1e-3)
    exact = toll * 6.563 / usd(result, "supply.barrels_per_tonne")
    if set(tariff) == {"toll"}:
        exact = toll
    elif "toll" in tariff:
        exact = 1.0 + 60.0 / usd(result, "supply.barrels_per_tonne")
    assert usd(result, "rail.toll") == pytest.approx(exact, rel=1e-12)
    assert usd(result, "to.railways") == usd(result, "toll")


def test_committed_and_spot_barrels_and_space_paid_for_in_vain() -> None:
    tariff = oe.Tariff(toll="10 USD/bbl", spot_toll="12 USD/bbl")
    leg = oe.Overland(
        tariff=tariff, nomination="120 kb/day", commitment="80 kb/day", apportionment="25 %"
    )
    result = netback(pipe=leg, sea=SEA)
    assert usd(result, "pipe.shipped") == 80e3 + 40e3 * 0.75
    assert usd(result, "pipe.toll") == pytest.approx((80 * 10 + 30 * 12) / 110, rel=1e-14)
    assert usd(result, "pipe.deficiency") == 0.0
    short = leg.evolve(nomination="60 kb/day")
    result = netback(pipe=short, sea=SEA)
    assert usd(result, "pipe.shipped") == 60e3  # committed space is not cut
    assert usd(result, "pipe.toll") == 10.0
    assert usd(result, "pipe.deficiency") == pytest.approx(20 * 10 / 60, rel=1e-14)
    cheap = short.evolve(tariff=tariff.evolve(deficiency="6 USD/bbl"))
    assert usd(netback(pipe=cheap, sea=SEA), "pipe.deficiency") == pytest.approx(2.0, rel=1e-14)
    full = leg.evolve(capacity="90 kb/day")
    assert usd(netback(pipe=full, sea=SEA), "pipe.shipped") == 90e3


def test_a_share_of_spot_barrels_without_volumes() -> None:
    tariff = oe.Tariff(toll="10 USD/bbl", spot_toll="12 USD/bbl")
    result = netback(pipe=oe.Overland(tariff=tariff, spot_share="20 %"), sea=SEA)
    assert usd(result, "pipe.toll") == pytest.approx(10.4, rel=1e-14)


def test_line_fill_costs_only_beyond_what_is_in_transit() -> None:
    """40 days at 50 USD and 10 % a year are 0.56 USD a barrel: once, and not twice."""
    leg = oe.Overland(days="40 day", nomination="100 kb/day", line_fill="4000 kb")
    with_fill, without = (
        netback(pipe=leg, sea=SEA),
        netback(pipe=leg.evolve(line_fill=None), sea=SEA),
    )
    assert usd(with_fill, "pipe.line_fill") == 0.0
    assert with_fill["netback"] == without["netback"]
    more = leg.evolve(line_fill="5000 kb")
    price = usd(without, "price")
    assert usd(netback(pipe=more, sea=SEA), "pipe.line_fill") == pytest.approx(
        price * 0.10 * 10.0 / 360.0, rel=1e-14
    )
    interest = usd(without, "finance_carry") - usd(netback(sea=SEA), "finance_carry")
    assert interest == pytest.approx(price * 0.10 * 40.0 / 360.0, rel=1e-12)


def test_tolls_are_on_the_barrels_that_the_leg_says() -> None:
    tendered = oe.Overland(**TOLL, loss="1 %")
    delivered = tendered.evolve(charged_on="delivered")
    assert usd(netback(pipe=tendered, sea=SEA), "pipe.toll") == 9.0
    assert usd(netback(pipe=delivered, sea=SEA), "pipe.toll") == pytest.approx(8.91, rel=1e-14)


def test_a_leg_after_the_ship_takes_what_the_sea_has_left() -> None:
    risk = oe.Risk(transit_loss="2 %")
    inland = oe.Overland(**TOLL, loss="1 %", days="5 day")
    result = netback(sea=SEA, inland=inland, risk=risk)
    price = usd(result, "price")
    assert usd(result, "transit_loss") == pytest.approx(0.02 * price, rel=1e-14)
    assert usd(result, "inland.barrels_in") == pytest.approx(0.98, rel=1e-15)
    assert usd(result, "inland.barrels_out") == pytest.approx(0.98 * 0.99, rel=1e-15)
    assert usd(result, "inland.toll") == pytest.approx(9.0 * 0.98, rel=1e-14)
    assert usd(result, "inland.line_loss") == pytest.approx(price * 0.98 * 0.01, rel=1e-14)


# -- who bears it ----------------------------------------------------------------------------------


def sold(terms: str, **more: Any) -> dict[str, Any]:
    sale = oe.Sale("-9 USD/bbl", terms, payment_days="30 day", **more)
    return {"sale": sale, "risk": oe.Risk()}


def test_under_fob_the_seller_brings_the_oil_to_the_ship() -> None:
    up, down = oe.Overland(**TOLL, days="10 day"), oe.Overland(**TOLL, days="7 day")
    result = netback(up=up, sea=SEA, down=down, **sold("FOB"))
    lines = [line for line in result.waterfall().index if "." in line]
    assert lines == ["up.toll"]
    price = usd(result, "price")
    assert usd(result, "finance_carry") == pytest.approx(price * 0.10 * 40.0 / 360.0, rel=1e-14)
    assert usd(result, "sea.netback") == pytest.approx(price * (1 - 0.10 * 30.0 / 360.0), rel=1e-14)


@pytest.mark.parametrize("event", ["notice of readiness", "discharge"])
def test_under_fob_a_leg_between_two_ships_is_the_buyers(event: str) -> None:
    """Its days count where credit runs from the second ship; its toll, loss and fill do not."""
    up, across = oe.Overland(**TOLL, days="10 day"), oe.Overland(days="7 day")
    paid = across.evolve(
        **TOLL, loss="1 %", fuel_share="1 %", nomination="1 kb/day", line_fill="1 Mb"
    )
    fob = sold("FOB", credit_from=event)
    result = netback(up=up, sea=SEA, across=paid, coast=SEA, **fob)
    assert [line for line in result.waterfall().index if "." in line] == ["up.toll"]
    assert result.netback == netback(up=up, sea=SEA, across=across, coast=SEA, **fob).netback
    price = usd(result, "price")
    at_sea = usd(netback(sea=SEA, coast=SEA, **fob), "finance_carry")
    more = usd(result, "finance_carry") - at_sea
    assert more == pytest.approx(price * 0.10 * 17.0 / 360.0, rel=1e-12)


@pytest.mark.parametrize("terms", ["CFR", "CIF"])
def test_a_seller_who_does_not_deliver_is_done_with_the_last_ship(terms: str) -> None:
    down = oe.Overland(**TOLL, days="7 day", loss="1 %")
    with_it, without = netback(sea=SEA, down=down, **sold(terms)), netback(sea=SEA, **sold(terms))
    assert with_it.netback == without.netback


def test_a_seller_who_delivers_carries_it_to_the_end() -> None:
    down = oe.Overland(**TOLL, days="7 day")
    with_it, without = netback(sea=SEA, down=down), netback(sea=SEA)
    price = usd(without, "price")
    lost = usd(without, "netback") - usd(with_it, "netback")
    transit = ARTICLE.asia.risk.transit_loss.magnitude
    assert lost == pytest.approx(9.0 * (1.0 - transit) + price * 0.10 * 7.0 / 360.0, rel=1e-12)


def test_the_bill_of_lading_is_the_ships() -> None:
    up = oe.Overland(days="10 day", days_wait="2 day")
    result = netback(up=up, sea=SEA, **sold("DAP", credit_from="bill of lading"))
    price = usd(result, "price")
    assert usd(result, "finance_carry") == pytest.approx(price * 0.10 * 42.0 / 360.0, rel=1e-14)


def test_what_is_paid_at_loading_is_owed_until_then() -> None:
    """Half prepaid, 40 % advanced: both at the ship, and the line before her bears interest."""
    pipe = oe.Overland(**TOLL, days="30 day", days_wait="6 day", loss="1 %")
    agent = oe.Intermediary(advance="40 %", advance_rate="20 %/year")
    sale = oe.Sale("-9 USD/bbl", "DAP", payment_days="30 day", prepayment="50 %")
    both, alone = (
        netback(**legs, sale=sale, chain={"agent": agent})
        for legs in ({"pipe": pipe, "sea": SEA}, {"sea": SEA})
    )
    price = usd(both, "price")
    assert usd(both, "agent") == pytest.approx(0.99 * usd(alone, "agent"), rel=1e-12)
    waiting = usd(both, "finance_carry") - 0.99 * usd(alone, "finance_carry")
    assert waiting == pytest.approx(0.99 * price * 0.10 * 36.0 / 360.0, rel=1e-12)
    at_port = usd(alone, "netback") - price * 0.10 * 36.0 / 360.0
    assert usd(both, "netback") == pytest.approx(0.99 * at_port - 9.0, rel=1e-13)
    assert both["sea.netback"] == alone.netback


def test_days_over_land_are_no_days_at_sea_for_the_risks_there() -> None:
    risk = oe.Risk(seizure_rate="9 %/year")
    both = netback(up=oe.Overland(days="90 day"), sea=SEA, risk=risk)
    assert both["seizure"] == netback(sea=SEA, risk=risk)["seizure"]


@pytest.mark.parametrize("terms", ["CFR", "CIF"])
def test_terms_at_sea_need_a_ship(terms: str) -> None:
    assert refusal(lambda: with_legs(pipe=oe.Overland(), **sold(terms))) == (
        f"Route.sale.terms: {terms} is for carriage by sea, and no leg is a voyage; write "
        "terms='DAP' for oil delivered at the end of the legs, or 'FOB' for oil that the buyer "
        "loads there"
    )


def test_a_route_over_land_alone() -> None:
    pipe = oe.Overland(**TOLL, days="30 day")
    delivered = netback(pipe=pipe, **sold("DAP"))
    price = usd(delivered, "price")
    days = usd(delivered, "finance_carry") / price / 0.10 * 360.0
    assert days == pytest.approx(60.0, rel=1e-13)
    assert usd(delivered, "netback") == pytest.approx(
        price - 9.0 - price * 0.10 * 60.0 / 360.0, rel=1e-14
    )
    assert netback(pipe=pipe, **sold("FOB"))["netback"] == delivered["netback"]


# -- the netback on the way ------------------------------------------------------------------------


def test_the_netback_at_the_port_is_that_of_a_supply_that_sits_there() -> None:
    pipe = oe.Overland(**TOLL, days="12 day", loss="0.4 %")
    both = netback(pipe=pipe, sea=SEA)
    assert both["sea.netback"] == netback(sea=SEA)["netback"]
    assert both["pipe.netback"] == both["netback"]
    heavy = both.per("heavy")
    ratio = usd(both, "supply.blend_ratio")
    assert usd(heavy, "sea.netback") == pytest.approx(ratio * usd(both, "sea.netback"), rel=1e-14)
    assert usd(heavy, "pipe.barrels_out") == pytest.approx(0.996, rel=1e-15)


def test_the_table_of_legs() -> None:
    """A leg by land, a ship, and a leg that is the buyer's under the terms of sale."""
    legs = {"up": oe.Overland(**TOLL, loss="0.4 %"), "sea": SEA, "down": oe.Overland()}
    table = netback(**legs, **sold("CIF")).legs()
    assert list(table.index) == ["up", "sea"]
    assert table["kind"].tolist() == ["Overland", "Voyage"]
    assert table["barrels in"].tolist() == [1.0, 0.996]
    assert table["barrels out"].tolist() == [0.996, 0.996]
    result = netback(**legs, **sold("CIF"))
    costs = [usd(result, "toll") + usd(result, "line_loss"), usd(result, "freight")]
    assert table["cost [USD/bbl]"].tolist() == pytest.approx(costs, rel=1e-14)
    at = [usd(result, "netback"), usd(result, "sea.netback")]
    assert table["netback [USD/bbl]"].tolist() == at
    by_heavy = netback(**legs, **sold("CIF")).per("heavy").legs()
    ratio = usd(result, "supply.blend_ratio")
    assert by_heavy["netback [USD/bbl heavy]"].tolist() == pytest.approx([ratio * x for x in at])
    fob = netback(**legs, **sold("FOB")).legs()
    assert list(fob.index) == ["up", "sea"]
    assert fob["cost [USD/bbl]"].iloc[1] == 0.0
    assert fob["barrels in"].tolist() == [1.0, 0.996]
    assert fob["barrels out"].tolist() == [0.996, 0.996]
    many = with_legs(**legs).vary({"market.brent": oe.Q([60.0, 70.0], "USD/bbl")})
    assert refusal(lambda: oe.evaluate(many, "asia").legs()) == (
        "legs: shows one case, and the scenario holds (2,); write "
        "evaluate(scenario.at(index), 'asia').legs(), or name a figure, as result['sea.netback']"
    )


def test_an_outcome_of_a_leg_that_is_the_buyers_is_refused() -> None:
    result = netback(up=oe.Overland(), sea=SEA, down=oe.Overland(), **sold("FOB"))
    assert refusal(lambda: result["down.netback"]) == (
        "asia.down.netback: under FOB the oil is the buyer's before this leg begins"
    )
    assert refusal(lambda: result["up.shipped"]) == (
        "asia.up.shipped: needs asia.up.nomination; write for example '100 kb/day'"
    )
    assert refusal(lambda: result["sea.shipped"]) == (
        "asia.sea.shipped: expected a leg over land, got a voyage; write 'asia.sea.barrels_in' for "
        "what goes into it"
    )


# -- laws ------------------------------------------------------------------------------------------

shares = st.floats(0.0, 0.2)
tolls = st.floats(0.0, 40.0)
transit = st.floats(0.0, 90.0)


@given(st.sampled_from(["before", "after"]), st.sampled_from(["pipeline", "rail", "truck"]))
def test_a_leg_of_no_toll_no_days_and_no_loss_changes_nothing(where: str, mode: str) -> None:
    nothing = oe.Overland(
        mode=mode,
        tariff=oe.Tariff(toll="0 USD/bbl"),
        loss="0 %",
        fuel_share="0 %",
        nomination="1 kb/day",
        line_fill="0 bbl",
    )
    legs = {"sea": SEA, "land": nothing} if where == "after" else {"land": nothing, "sea": SEA}
    with_it, without = netback(**legs), netback(sea=SEA)
    for name in ("price", "netback", "operating", "net", "finance_carry", "sea.hire"):
        assert with_it[name] == without[name]


@given(tolls, tolls, transit, transit)
def test_two_legs_without_loss_are_one_of_their_sums(
    one: float, two: float, first: float, second: float
) -> None:
    def leg(toll: float, days: float) -> oe.Overland:
        return oe.Overland(tariff=oe.Tariff(toll=oe.Q(toll, "USD/bbl")), days=oe.Q(days, "day"))

    split = netback(a=leg(one, first), b=leg(two, second), sea=SEA)
    whole = netback(a=leg(one + two, first + second), sea=SEA)
    assert usd(split, "netback") == pytest.approx(usd(whole, "netback"), rel=1e-12, abs=1e-11)


@given(shares, shares)
def test_losses_compound(one: float, two: float) -> None:
    split = netback(a=oe.Overland(loss=oe.Q(one, "1")), b=oe.Overland(loss=oe.Q(two, "1")), sea=SEA)
    lost = 1.0 - (1.0 - one) * (1.0 - two)
    whole = netback(a=oe.Overland(loss=oe.Q(lost, "1")), sea=SEA)
    assert usd(split, "sea.barrels_in") == pytest.approx(1.0 - lost, rel=1e-14)
    assert usd(split, "netback") == pytest.approx(usd(whole, "netback"), rel=1e-12)
    value = usd(split, "price") * lost
    assert usd(split, "line_loss") == pytest.approx(value, rel=1e-12, abs=1e-13)


@given(tolls, shares, transit, st.sampled_from(["tendered", "delivered"]))
def test_the_netback_at_the_field_follows_from_that_at_the_port(
    toll: float, loss: float, days: float, charged_on: str
) -> None:
    pipe = oe.Overland(
        tariff=oe.Tariff(toll=oe.Q(toll, "USD/bbl")),
        loss=oe.Q(loss, "1"),
        days=oe.Q(days, "day"),
        charged_on=charged_on,
    )
    result = netback(pipe=pipe, sea=SEA)
    out = 1.0 - loss
    charged = out if charged_on == "delivered" else 1.0
    interest = usd(result, "price") * 0.10 * days / 360.0
    field = out * (usd(result, "sea.netback") - interest) - toll * charged
    assert usd(result, "netback") == pytest.approx(field, rel=1e-11, abs=1e-11)


@given(st.floats(1e3, 1e6), st.floats(1e3, 1e6), st.floats(0.0, 0.99))
def test_nothing_is_shipped_beyond_the_nomination_and_space_is_paid_once(
    nomination: float, commitment: float, cut: float
) -> None:
    leg = oe.Overland(
        tariff=oe.Tariff(toll="10 USD/bbl"),
        nomination=oe.Q(nomination, "bbl/day"),
        commitment=oe.Q(commitment, "bbl/day"),
        apportionment=oe.Q(cut, "1"),
    )
    result = netback(pipe=leg, sea=SEA)
    volume = usd(result, "pipe.shipped")
    assert min(nomination, commitment) <= volume * (1 + 1e-12)
    assert volume <= nomination * (1 + 1e-12)
    paid = (usd(result, "pipe.toll") + usd(result, "pipe.deficiency")) * volume
    assert paid == pytest.approx(10.0 * max(volume, commitment), rel=1e-9)


# -- a leg among the other inputs ------------------------------------------------------------------


def test_a_leg_over_land_is_varied_swept_saved_and_pickled() -> None:
    pipe = oe.Overland(**TOLL, days="12 day", loss="0.4 %")
    scenario = with_legs(pipe=pipe, sea=SEA)
    assert oe.Scenario.from_toml(scenario.to_toml()) == scenario
    assert pickle.loads(pickle.dumps(scenario)) == scenario  # noqa: S301  our own bytes
    many = oe.evaluate(
        scenario.vary({"asia.pipe.tariff.toll": oe.Q([8.0, 9.0, 10.0], "USD/bbl")}), "asia"
    )
    tariffs = [oe.Tariff(toll=f"{usd_bbl} USD/bbl") for usd_bbl in (8.0, 9.0, 10.0)]
    alone = [usd(netback(pipe=pipe.evolve(tariff=t), sea=SEA), "netback") for t in tariffs]
    assert many.netback.magnitude.tolist() == alone
    assert many["sea.netback"].magnitude.tolist() == [usd(netback(sea=SEA), "netback")] * 3
    at = oe.breakeven(
        scenario, "asia.pipe.tariff.toll", target="45 USD/bbl", outcome="asia.netback"
    )
    left = oe.evaluate(scenario.vary({"asia.pipe.tariff.toll": at.value}), "asia").netback
    assert left.magnitude == pytest.approx(45.0, abs=1e-9)


def test_a_sourced_toll_is_drawn() -> None:
    toll = oe.Sourced("9 USD/bbl", low="8 USD/bbl", high="10 USD/bbl", kind="estimate", note="n")
    scenario = with_legs(pipe=oe.Overland(tariff=oe.Tariff(toll=toll)), sea=SEA)
    bars = oe.tornado(scenario, outcome="asia.netback").to_frame()
    assert "asia.pipe.tariff.toll" in bars.index
