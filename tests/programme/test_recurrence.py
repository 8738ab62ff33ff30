"""The months one after the other: dates, term volumes, shares, rules and whole cargoes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import oilecon as oe
from tests.samples import refusal

S = oe.scenario("article").vary({"supply.output": "600 kb/day"})
HALF = "2026-01/2026-06"


def programme(months: str = HALF, **outlets: oe.Outlet) -> oe.Programme:
    return oe.Programme.of(S, months, outlets=outlets)


def a_day(run: oe.ProgrammeRun, column: str) -> Any:
    return run[column].to("kb").magnitude / np.array(run.programme.calendar.days)


def test_a_licence_counts_from_its_day() -> None:
    gulf = oe.Outlet(capacity="300 kb/day", since="2026-04-16", until="2026-05-31")
    sold = a_day(oe.run(programme(gulf=gulf, asia=oe.Outlet())), "gulf.barrels")
    assert sold == pytest.approx([0.0, 0.0, 0.0, 150.0, 300.0, 0.0])


def test_a_regime_changes_outlets_from_its_month_on() -> None:
    base = programme(gulf=oe.Outlet(), asia=oe.Outlet())
    run = oe.run(
        base.by_date(
            {
                "2026-01/2026-03": {"gulf.outlet.licence": "0 kb/day"},
                "2026-04/2026-06": {"gulf.outlet.licence": "250 kb/day"},
            }
        )
    )
    assert a_day(run, "gulf.barrels") == pytest.approx([0.0] * 3 + [250.0] * 3)
    alone = oe.run(base.vary({"gulf.outlet.licence": "0 kb/day"}))
    assert (run["cash"][:3] == alone["cash"][:3]).all()


def test_a_term_volume_goes_before_dearer_sales() -> None:
    # Asia pays less, so it would have nothing of what the Gulf can take.
    without = oe.run(programme(gulf=oe.Outlet(), asia=oe.Outlet()))
    assert a_day(without, "asia.barrels") == pytest.approx(0.0)
    run = oe.run(programme(gulf=oe.Outlet(), asia=oe.Outlet(term="100 kb/day")))
    assert a_day(run, "asia.barrels") == pytest.approx(100.0)


def test_fixed_shares_split_what_is_ready() -> None:
    base = programme(gulf=oe.Outlet(share="30 %"), asia=oe.Outlet(share="50 %"))
    run = oe.run(base.evolve(split="shares"))
    ready = run["made"].to("kb").magnitude / 0.8
    np.testing.assert_allclose(run["gulf.barrels"].to("kb").magnitude, 0.3 * ready)
    np.testing.assert_allclose(run["asia.barrels"].to("kb").magnitude, 0.5 * ready)


def test_a_rule_of_one_s_own_splits_within_the_limits() -> None:
    asked: list[str] = []

    def half(month: str, ready: Any, netbacks: Any) -> dict[str, Any]:
        asked.append(month)
        assert netbacks["gulf"] > netbacks["asia"]
        return {"gulf": 1e9, "asia": 0.5 * ready["supply"]}

    base = programme(gulf=oe.Outlet(capacity="100 kb/day"), asia=oe.Outlet())
    run = oe.run(base, rule=half)
    assert a_day(run, "gulf.barrels") == pytest.approx(100.0)
    best = oe.run(base)
    assert (run["asia.barrels"] < best["asia.barrels"]).all()
    assert (run["objective"] <= best["objective"]).all()
    assert asked == list(base.calendar.labels)


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (None, oe.InputError, "run: rule: 2026-01: expected a mapping of outlets to barrels a day"),
        ({"gulff": 1e5}, oe.UnknownName, "no outlet 'gulff'; did you mean 'gulf'?"),
        ({"gulf": float("nan")}, oe.InputError, "gulf: expected barrels a day, got nan (1 of 1)"),
        ({"gulf": oe.Q(1, "kb/day")}, oe.InputError, "expected barrels a day as a plain number"),
        ({"gulf": "100 kb/day"}, oe.InputError, "got '100 kb/day'; write for example 200_000.0"),
        ({"gulf": np.ones(3)}, oe.InputError, "got one of shape (3,); write"),
    ],
)
def test_what_a_rule_answers_is_read(answer: Any, kind: Any, message: str) -> None:
    run = oe.run(programme(gulf=oe.Outlet(), asia=oe.Outlet()), rule=lambda *_: answer)
    assert message in refusal(lambda: run["cash"], kind)


def test_a_rule_may_sell_nothing_and_changes_no_price() -> None:
    base = programme(gulf=oe.Outlet(), asia=oe.Outlet())
    assert (oe.run(base, rule=lambda *_: {})["sold"].magnitude == 0.0).all()
    prices = {"market.brent": oe.prices.GeometricBrownian("64 USD/bbl", "40 %")}

    def writes(_: str, __: Any, netbacks: Any) -> Any:
        netbacks["gulf"][:] = 0.0

    run = oe.run(base, prices, n=3, rule=writes)
    with pytest.raises(ValueError, match="read-only"):
        run["cash"]


@pytest.mark.parametrize("by", ["rule", "shares"])
def test_steps_and_least_sales_hold_whatever_splits(by: str) -> None:
    steps = {
        "first": oe.PriceStep("150 kb/day", "0 USD/bbl"),
        "second": oe.PriceStep("200 kb/day", "-1 USD/bbl"),
    }
    for share, sold, change in (("10 %", None, 0.0), ("40 %", None, -1.0), ("90 %", 350.0, -1.0)):
        base = programme(
            gulf=oe.Outlet(steps=steps, share=share), asia=oe.Outlet(minimum="90 Mb", share="9 %")
        )
        part = oe.Q(share).magnitude / 100.0

        def rule(_: str, ready: Any, __: Any, part: float = part) -> Any:
            return {"gulf": part * ready["supply"], "asia": 0.09 * ready["supply"]}

        run = oe.run(base, rule=rule) if by == "rule" else oe.run(base.evolve(split="shares"))
        price = S.market.brent.magnitude + S.gulf.sale.differential.magnitude + change
        assert run["gulf.price"].magnitude == pytest.approx(price)
        if sold is not None:
            assert a_day(run, "gulf.barrels") == pytest.approx(sold)
        assert (run["asia.barrels"].magnitude == 0.0).all()


@pytest.mark.parametrize("least", ["0 kb", "500 kb"])
def test_a_lower_price_is_that_of_the_term_volume_too(least: str) -> None:
    def steps(change: str) -> dict[str, oe.PriceStep]:
        lots = (("first", "150 kb/day", "0 USD/bbl"), ("second", "100 kb/day", change))
        return {name: oe.PriceStep(volume, less) for name, volume, less in lots}

    def sold(change: str, term: str, **limits: str) -> oe.ProgrammeRun:
        gulf = oe.Outlet(term=term, steps=steps(change), minimum=least, **limits)
        return oe.run(programme(gulf=gulf))

    # 100 kb/day more at 15 dollars less would cost the term volume more than they earn.
    steep = sold("-15 USD/bbl", "100 kb/day")
    assert a_day(steep, "gulf.barrels") == pytest.approx(150.0)
    less = sold("-15 USD/bbl", "100 kb/day", capacity="150 kb/day")
    assert (steep["objective"] >= less["objective"]).all()
    assert a_day(sold("-1 USD/bbl", "100 kb/day"), "gulf.barrels") == pytest.approx(250.0)
    # A term volume beyond the first lot has the price of the second.
    beyond = sold("-1 USD/bbl", "200 kb/day", capacity="200 kb/day")
    assert a_day(beyond, "gulf.barrels") == pytest.approx(200.0)
    price = S.market.brent.magnitude + S.gulf.sale.differential.magnitude - 1.0
    assert beyond["gulf.price"].magnitude == pytest.approx(price)


def test_whole_cargoes_are_of_the_best_split_alone() -> None:
    base = programme(gulf=oe.Outlet(share="50 %"), asia=oe.Outlet())
    shares = refusal(lambda: base.evolve(split="shares", cargoes="whole"))
    assert shares.startswith("Programme.cargoes: whole cargoes are chosen by what earns most")
    whole = base.evolve(cargoes="whole")
    rule = refusal(lambda: oe.run(whole, rule=lambda *_: {"gulf": 1e5}))
    assert rule.endswith("write programme.evolve(cargoes='part')")


def test_steps_have_one_price_in_a_month() -> None:
    steps = {
        "first": oe.PriceStep("150 kb/day", "0 USD/bbl"),
        "second": oe.PriceStep("200 kb/day", "-1 USD/bbl"),
    }
    run = oe.run(programme(gulf=oe.Outlet(steps=steps), asia=oe.Outlet()))
    full = S.gulf.sale.differential.magnitude
    assert a_day(run, "gulf.barrels") == pytest.approx(350.0)
    brent = S.market.brent.magnitude
    np.testing.assert_allclose(run["gulf.price"].magnitude, brent + full - 1.0)
    np.testing.assert_allclose(
        run["gulf.earned"].magnitude, (run["gulf.barrels"] * run["gulf.netback"]).magnitude
    )
    steep = {**steps, "second": oe.PriceStep("200 kb/day", "-8 USD/bbl")}
    short = oe.run(programme(gulf=oe.Outlet(steps=steep), asia=oe.Outlet()))
    assert a_day(short, "gulf.barrels") == pytest.approx(150.0)
    np.testing.assert_allclose(short["gulf.price"].magnitude, brent + full)


def test_whole_cargoes_are_whole_and_what_they_cost_is_told() -> None:
    wells = oe.Production(storage="30 Mb", stock="3 Mb")
    base = oe.Programme.of(
        S,
        HALF,
        outlets={"gulf": oe.Outlet(capacity="200 kb/day"), "asia": oe.Outlet()},
        production={"supply": wells},
    )
    whole = oe.run(base.evolve(cargoes="whole"))
    for name in ("gulf.cargoes", "asia.cargoes"):
        cargoes = whole[name].magnitude
        np.testing.assert_allclose(cargoes, np.rint(cargoes), atol=1e-9)
    assert (whole["cargo_gap"].magnitude >= 0.0).all()
    assert whole["cargo_gap"].magnitude.sum() > 0.0
    parts = oe.run(base)
    assert whole["sold"].magnitude[0] <= parts["sold"].magnitude[0]
    # What a month's cargoes leave in the tanks goes with a later cargo.
    assert whole["stock"].magnitude[0] > parts["stock"].magnitude[0]


def test_an_outlet_takes_its_least_or_nothing() -> None:
    small = oe.Outlet(capacity="100 kb/day", minimum="3.05 Mb")
    sold = oe.run(programme(gulf=small, asia=oe.Outlet()))["gulf.barrels"].to("Mb").magnitude
    # 100 kb a day are 3.1 Mb in a month of 31 days, and too few in any other.
    assert sold == pytest.approx([3.1, 0.0, 3.1, 0.0, 3.1, 0.0])


def test_the_objective_is_named_and_discounts_what_is_paid_late() -> None:
    late = programme(gulf=oe.Outlet(lag="400 day"), asia=oe.Outlet())
    assert a_day(oe.run(late), "asia.barrels") == pytest.approx(0.0)
    patient = late.vary({"discount": "30 %/year"})
    assert a_day(oe.run(patient), "gulf.barrels") == pytest.approx(0.0)
    # Below cost nothing is made for the operating margin; a netback is earned all the same.
    cheap = programme(gulf=oe.Outlet(), asia=oe.Outlet()).vary({"market.brent": "25 USD/bbl"})
    assert oe.run(cheap).total("sold").magnitude == 0.0
    assert oe.run(cheap.evolve(objective="netback")).total("sold").magnitude > 0.0


def test_each_stream_sells_by_its_own_routes() -> None:
    light = S.supply.evolve(diluent=None, target_api=None, output="100 kb/day")
    two = S.evolve(
        streams={"light": light},
        routes={**S.routes, "asia": S.asia.evolve(stream="light")},
    )
    run = oe.run(oe.Programme.of(two, HALF, outlets={"gulf": oe.Outlet(), "asia": oe.Outlet()}))
    assert a_day(run, "asia.barrels") == pytest.approx(100.0)
    assert a_day(run, "light.produced") == pytest.approx(100.0)
    assert a_day(run, "supply.produced") == pytest.approx(600.0)
    np.testing.assert_allclose(
        run["produced"].magnitude,
        (run["light.produced"] + run["supply.produced"]).magnitude,
    )


def test_oil_at_sea_is_what_is_loaded_and_has_not_arrived() -> None:
    run = oe.run(programme(asia=oe.Outlet(afloat="5 Mb")))
    afloat = run["asia.afloat"].to("Mb").magnitude
    days = 5.0 + run["asia.loaded"].to("Mb").magnitude.cumsum()
    assert (afloat <= days + 1e-9).all()
    rate = run["asia.loaded"].to("Mb").magnitude[-1] / 30.0
    # Laden, half the round voyage less what ships wait and load; and discharge.
    voyage = oe.shipping.estimate(S.asia.sea, market=S.market, api="16 degAPI")
    at_sea = 0.5 * voyage.days.magnitude
    assert afloat[-1] == pytest.approx(rate * at_sea, rel=0.1)
