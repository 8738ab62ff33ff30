"""Analyses of routes that sell different streams: what each figure is a barrel of."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon import Outlet
from oilecon.errors import InputError
from tests.samples import refusal
from tests.test_evaluation_streams import ARTICLE, THICK, TWO, alone

ACROSS = oe.compare(TWO, "gulf", "asia")
ONE = TWO.vary({"asia.stream": "supply"})
BRENT = ["60 USD/bbl", "70 USD/bbl"]
STREAMS = ["boscan", "supply"]


def at(brent: str) -> oe.Scenario:
    return TWO.vary({"market.brent": brent})


# -- by name, a figure of one route is as `evaluate` has it, and a loss as `compare` has it --------


@pytest.mark.parametrize("outcome", ["lost", "lost.netback", "loss.netback"])
def test_a_loss_is_that_of_the_comparison(outcome: str) -> None:
    swept = oe.sweep(TWO, {"market.brent": BRENT}, outcomes=outcome)[outcome]
    for brent, figure in zip(BRENT, swept, strict=True):
        assert figure == oe.compare(at(brent), "gulf", "asia")[outcome]


@pytest.mark.parametrize("name", ["netback", "freight", "price", "diluent_value"])
def test_a_figure_of_one_route_is_as_evaluated(name: str) -> None:
    swept = oe.sweep(TWO, {"market.brent": BRENT}, outcomes=[f"asia.{name}", "lost"])
    for brent, figure in zip(BRENT, swept[f"asia.{name}"], strict=True):
        assert figure == oe.evaluate(at(brent), "asia")[name]


def test_a_function_gets_the_comparison() -> None:
    swept = oe.sweep(TWO, {"market.brent": BRENT}, outcomes={"x": lambda c: c["asia.netback"]})
    for brent, figure in zip(BRENT, swept["x"], strict=True):
        assert figure == oe.compare(at(brent), "gulf", "asia")["asia.netback"]
    of_blend = {"x": lambda c: c["boscan.diluent_share"]}
    assert (
        oe.sweep(TWO, {"market.brent": BRENT}, outcomes=of_blend)["x"][0]
        == (ACROSS["boscan.diluent_share"])
    )


def test_a_function_may_ask_for_another_measure_of_what_is_sold_alone() -> None:
    routes = {name: route.evolve(stream="boscan") for name, route in TWO.routes.items()}
    unsold = TWO.evolve(supply=THICK, routes=routes)
    swept = oe.sweep(
        unsold,
        {"market.brent": BRENT},
        outcomes={"x": lambda c: c.per("heavy")["asia.netback"]},
    )
    whole = TWO.evolve(routes=routes).vary({"market.brent": BRENT[0]})
    assert swept["x"][0] == oe.compare(whole, "gulf", "asia").per("heavy")["asia.netback"]


def test_an_outcome_of_a_stream_needs_no_route_before_it() -> None:
    single = TWO.evolve(routes={"asia": TWO.routes["asia"]})
    swept = oe.sweep(single, {"market.brent": BRENT}, outcomes=["boscan.blend_ratio", "netback"])
    assert swept["boscan.blend_ratio"][0] == ACROSS["boscan.blend_ratio"]


def test_rows_in_which_a_number_is_missing_are_by_the_same_barrel() -> None:
    import pandas as pd

    costs = pd.Series([12.0, np.nan, 14.0], name="boscan.production_cost [USD/bbl]")
    holed = TWO.vary(costs.rename_axis("year"))
    with pytest.warns(oe.errors.UndefinedWarning):
        swept = oe.sweep(
            holed, {"market.brent": BRENT}, outcomes=["asia.operating", "lost", "gulf.operating"]
        )
    for name in ("asia.operating", "lost", "gulf.operating"):
        figures = swept[name].magnitude
        whole = oe.sweep(TWO.vary({"boscan.production_cost": "14 USD/bbl"}),
                         {"market.brent": BRENT}, outcomes=name)[name].magnitude  # fmt: skip
        assert figures[:, 2].tolist() == whole.tolist()


def test_headings_and_pictures_say_what_a_loss_is_counted_by() -> None:
    from matplotlib.figure import Figure

    ranges = {"market.brent": ("60 USD/bbl", "70 USD/bbl")}
    asked = ["lost", "asia.netback", "loss"]
    swept = oe.sweep(TWO, {"market.brent": BRENT}, outcomes=asked)
    assert list(swept.to_frame())[1:] == [
        *("lost [USD/bbl heavy]", "asia.netback [USD/bbl]", "loss [%]"),
    ]
    drawn = {"market.brent": oe.Uniform("60 USD/bbl", "70 USD/bbl")}
    simulated = oe.simulate(TWO, drawn, n=50, seed=1, outcomes=asked)
    assert list(simulated.summary().index) == list(swept.to_frame())[1:]
    ranked, parts = oe.tornado(TWO, ranges, outcome="lost"), oe.attribute(ACROSS)
    assert next(iter(parts.to_frame())) == "contribution [USD/bbl heavy]"
    loss = "loss of the operating margin, USD/bbl heavy"
    axes = Figure().subplots(2, 2).flat
    assert swept.plot(ax=axes[0], outcome="lost").get_ylabel() == loss
    assert ranked.plot(ax=axes[1]).get_xlabel() == loss
    assert parts.plot(ax=axes[2]).get_xlabel() == "operating margin, USD/bbl heavy"
    assert simulated.plot(ax=axes[3], outcome="lost").get_xlabel().startswith(f"{loss}\n")
    again = pickle.loads(pickle.dumps(ranked))  # noqa: S301  our own
    assert again.to_frame().equals(ranked.to_frame())
    assert parts.before.units == ACROSS["lost"].units


# -- the stream itself is an input -----------------------------------------------------------------


def test_rows_of_one_stream_are_by_heavy_crude_where_the_scenario_is_across() -> None:
    swept = oe.sweep(TWO, {"asia.stream": STREAMS}, outcomes=["lost", "asia.netback"])
    straight = oe.compare(ONE, "gulf", "asia")
    assert swept["lost"][0] == ACROSS["lost"]
    assert swept["lost"][1] == straight.per("heavy")["lost"]
    assert swept["asia.netback"][1] == straight["asia.netback"]


def test_losses_by_two_barrels_in_one_table_are_refused() -> None:
    text = (
        "gulf and asia sell one stream in the scenario and different ones in some rows, whose "
        "losses are per barrel of blend and of heavy crude; begin with a scenario whose routes "
        "sell different streams, so that all are per barrel of heavy crude"
    )
    for outcome in ("lost", "loss", lambda c: c["asia.netback"]):
        outcomes: Any = {"x": outcome}
        assert text == refusal(
            lambda each=outcomes: oe.sweep(ONE, {"asia.stream": STREAMS}, outcomes=each), InputError
        )
    swept = oe.sweep(ONE, {"asia.stream": STREAMS}, outcomes="asia.netback")
    assert swept["asia.netback"][0] == oe.evaluate(TWO, "asia").netback


# -- draws, ranks, bounds --------------------------------------------------------------------------


def test_a_stream_that_no_route_sells_changes_no_draw() -> None:
    unsold = TWO.evolve(streams={**TWO.streams, "unsold": ARTICLE.supply})
    left, right = (
        oe.simulate(each, n=200, seed=3, outcomes=["lost", "asia.netback"])
        for each in (TWO, unsold)
    )
    assert left.samples().equals(right.samples()[left.samples().columns])


def test_ranks_and_bounds_read_the_inputs_of_each_stream() -> None:
    ranges = {"boscan.production_cost": ("11 USD/bbl", "13 USD/bbl")}
    swing = oe.tornado(TWO, ranges, outcome="lost").to_frame()["swing [USD/bbl heavy]"]
    assert swing["boscan.production_cost"] == pytest.approx(2.0)  # per barrel of heavy crude
    swing = oe.tornado(TWO, ranges, outcome="asia.operating").to_frame()["swing [USD/bbl]"]
    blend = ACROSS["boscan.blend_ratio"].magnitude
    assert swing["boscan.production_cost"] == pytest.approx(2.0 / blend)
    bounds = oe.bounds(TWO, ranges, outcome="lost")
    assert (bounds.high - bounds.low).magnitude == pytest.approx(2.0)
    even = oe.breakeven(TWO, "boscan.production_cost", outcome="lost", target="0 USD/bbl")
    changed = TWO.vary({"boscan.production_cost": even.value})
    assert oe.compare(changed, "gulf", "asia")["lost"].magnitude == pytest.approx(0.0, abs=1e-6)


def test_held_inputs_are_of_what_is_sold() -> None:
    ranges = {"market.brent": ("60 USD/bbl", "70 USD/bbl")}
    of_asia = oe.tornado(TWO, ranges, outcome="netback", routes=("asia",)).held().index
    assert any(path.startswith("boscan.") for path in of_asia)
    assert not any(path.startswith(("supply.", "gulf.")) for path in of_asia)


# -- attribution -----------------------------------------------------------------------------------


def test_a_comparison_across_streams_is_attributed_by_heavy_crude() -> None:
    parts = oe.attribute(ACROSS, groups={"ship": ["sea"]})
    assert parts.before == ACROSS["gulf.operating"]
    assert parts.after == ACROSS["asia.operating"]
    assert set(parts.contributions) == {"stream", "ship"}
    steps = oe.attribute(ACROSS, groups={"ship": ["sea"]}, method="sequential", order=["stream"])
    moved = oe.evaluate(TWO.vary({"gulf.stream": "boscan"}), "gulf").per("heavy").operating
    assert steps.contributions["stream"].magnitude == pytest.approx(
        (moved - ACROSS["gulf.operating"]).magnitude
    )


def test_two_scenarios_are_attributed_by_one_barrel() -> None:
    heavy = oe.compare(ONE, "gulf", "asia").per("heavy")
    for before, after, first, last in ((ONE, TWO, heavy, ACROSS), (TWO, ONE, ACROSS, heavy)):
        parts = oe.attribute(before, after, outcome="lost")
        assert (parts.before, parts.after) == (first["lost"], last["lost"])
        assert list(parts.contributions) == ["asia.stream"]
    parts = oe.attribute(ONE, TWO, outcome="asia.netback")
    assert parts.after == oe.evaluate(TWO, "asia").netback


def test_an_attribution_keeps_the_measure_of_its_comparison() -> None:
    tonnes = oe.compare(ONE, "gulf", "asia").per("tonne")
    parts = oe.attribute(tonnes, groups={"ship": ["sea"]})
    assert parts.before == tonnes["gulf.operating"]
    assert parts.after == tonnes["asia.operating"]


# -- allocations -----------------------------------------------------------------------------------


def test_the_output_of_the_stream_that_is_sold_limits_an_allocation() -> None:
    split, single = (oe.allocate(each, {"asia": Outlet()}) for each in (TWO, alone(TWO, "asia")))
    assert split.volumes == single.volumes
    assert split.limits().equals(single.limits())
    bare = TWO.vary({"boscan.output": None})
    assert refusal(lambda: oe.allocate(bare.vary({"boscan.diluent_supply": None}),
                                       {"asia": Outlet()})) == (
        "nothing limits how much is sold; give a route its capacity, or the supply its "
        "output: scenario.vary({'boscan.output': '630 kb/day'})"
    )  # fmt: skip


def test_an_allocation_of_several_streams_is_refused() -> None:
    outlets = {"gulf": Outlet(capacity="10 kb/day"), "asia": Outlet()}
    assert refusal(lambda: oe.allocate(TWO, outlets), InputError) == (
        "outlets: expected routes of one stream, whose output they share, got gulf of 'supply' and "
        "asia of 'boscan'; allocate the routes of each stream apart"
    )
