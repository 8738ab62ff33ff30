"""A function of the comparison as outcome gets the scenario that is tried, and all of it."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon import analysis
from oilecon.errors import InputError
from tests.samples import refusal

S = oe.scenario("article-sanctioned")
BRENT = {"market.brent": ("60 USD/bbl", "70 USD/bbl")}
BRENT_VALUES = {"market.brent": ["60 USD/bbl", "70 USD/bbl"]}
DRAWN = {
    "market.brent": oe.Uniform("60 USD/bbl", "70 USD/bbl"),
    "asia.sea.weather": oe.Uniform("1 %", "9 %"),
}
TERMS = {"asia.sale.terms": ["CIF", "DAP"], "market.brent": ["60 USD/bbl", "70 USD/bbl"]}


def again(comparison: Any) -> Any:
    """Compare once more, from the scenario that a comparison says it is of."""
    return oe.compare(comparison.scenario, "gulf", "asia")["asia.net"]


ASK: dict[str, Any] = {
    "sweep": lambda outcome: oe.sweep(S, TERMS, outcomes={"x": outcome}).to_frame(),
    "paired": lambda outcome: oe.sweep(S, TERMS, outcomes={"x": outcome}, paired=True).to_frame(),
    "tornado": lambda outcome: oe.tornado(S, BRENT, outcome={"x": outcome}).to_frame(),
    "simulate": lambda outcome: oe.simulate(S, DRAWN, n=500, outcomes={"x": outcome}).samples(),
    "bounds": lambda outcome: oe.bounds(S, BRENT, outcome={"x": outcome}).to_frame(),
    "breakeven": lambda outcome, target="20 USD/bbl": oe.breakeven(
        S, "market.brent", outcome={"x": outcome}, target=target
    ).to_frame(),
    "breakeven of arrays": lambda outcome, target="20 USD/bbl": oe.breakeven(
        S.vary({"asia.sea.weather": ["1 %", "9 %"]}),
        "market.brent",
        outcome={"x": outcome},
        target=target,
    ).to_frame(),
    "contour": lambda outcome, target="20 USD/bbl": oe.contour(
        S,
        "market.brent",
        along={"asia.sea.weather": ["1 %", "9 %"]},
        outcome={"x": outcome},
        target=target,
    ).to_frame(),
    "attribute": lambda outcome: oe.attribute(
        S,
        S.vary({"asia.sale.terms": "CIF", "market.brent": "70 USD/bbl"}),
        outcome={"x": outcome},
    ).to_frame(),
    "elasticities": lambda outcome: analysis.elasticities(S, outcome={"x": outcome}).to_frame(),
    "sobol": lambda outcome: oe.sobol(S, DRAWN, n=16, outcomes={"x": outcome}).to_frame(),
    "morris": lambda outcome: analysis.morris(
        S, DRAWN, outcome={"x": outcome}, trajectories=3
    ).to_frame(),
}


@pytest.mark.parametrize("question", ASK)
def test_the_tried_scenario_compared_again_gives_the_same_bits(question: str) -> None:
    assert ASK[question](again).equals(ASK[question]("asia.net"))


LOST = {
    "lost": lambda c: c["gulf.operating"] - c["asia.operating"],
    "lost.price": lambda c: c["gulf.price"] - c["asia.price"],
    "lost.netback": lambda c: c["gulf.netback"] - c["asia.netback"],
    "lost.net": lambda c: c["gulf.net"] - c["asia.net"],
}


SOLVED = {"breakeven", "breakeven of arrays", "contour"}


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        (question, outcome)
        for question in ASK
        for outcome in LOST
        # The difference of the prices moves with no input that is varied here.
        if outcome != "lost.price" or question not in SOLVED | {"sobol"}
    ],
)
@pytest.mark.filterwarnings("ignore:.*its spread is unknown:oilecon.errors.UnmovedWarning")
def test_every_question_takes_a_loss_in_money(question: str, outcome: str) -> None:
    solved = {"target": "10 USD/bbl"} if question in SOLVED else {}
    assert ASK[question](outcome, **solved).equals(ASK[question](LOST[outcome], **solved))


def test_a_loss_in_money_is_between_two_routes_that_are_named_where_there_are_more() -> None:
    three = S.evolve(routes={**S.routes, "other": S.routes["asia"]})
    assert refusal(lambda: oe.sweep(three, BRENT_VALUES, outcomes="lost.net")) == (
        "routes: the scenario has 'gulf', 'asia', 'other'; write routes=('gulf', 'asia')"
    )
    between = oe.sweep(three, BRENT_VALUES, outcomes="lost.net", routes=("gulf", "other"))
    of_two = oe.sweep(S, BRENT_VALUES, outcomes="lost.net")
    assert (between["lost.net"] == of_two["lost.net"]).all()


def test_a_loss_in_money_has_its_unit_in_every_table() -> None:
    cube = oe.sweep(S, BRENT_VALUES, outcomes=["loss.net", "lost.net"])
    assert [name for name in cube.to_frame().columns if "net" in name] == [
        *("loss.net [%]", "lost.net [USD/bbl]")
    ]
    assert cube.to_xarray()["lost.net"].attrs["units"] == "USD/bbl"


@pytest.mark.parametrize("question", ["sweep", "tornado", "simulate", "attribute", "sobol"])
def test_a_question_may_be_asked_per_tonne(question: str) -> None:
    def by_hand(comparison: Any) -> Any:
        tonne = comparison["supply.barrels_per_tonne"]
        return (comparison["gulf.netback"] - comparison["asia.netback"]) * tonne

    per_tonne = ASK[question](lambda c: c.per("tonne")["lost.netback"])
    other = ASK[question](by_hand)
    assert list(per_tonne.columns) == list(other.columns)
    one, two = (frame.select_dtypes("number").to_numpy() for frame in (per_tonne, other))
    np.testing.assert_allclose(one, two, rtol=1e-8, atol=1e-12)


def test_the_tried_scenario_is_one() -> None:
    seen = []

    def outcome(comparison: Any) -> Any:
        seen.append(comparison)
        return comparison["asia.net"]

    oe.sweep(
        S,
        {"asia.sale.terms": ["CIF"], "market.brent": ["60 USD/bbl", "70 USD/bbl"]},
        outcomes=outcome,
    )
    last = seen[-1].scenario
    assert isinstance(last, oe.Scenario)
    assert last == S.vary({"asia.sale.terms": "CIF", "market.brent": oe.Q([60.0, 70.0], "USD/bbl")})
    assert list(last.overrides()) == ["market.brent", "asia.sale.terms"]
    assert last.title == S.title
    assert last.asia.sea.vessel.name == S.asia.sea.vessel.name
    assert oe.Scenario.from_toml(last.to_toml()) == last
    assert pickle.loads(pickle.dumps(last)) == last  # noqa: S301  our own bytes
    assert seen[-1].to_frame().shape[0] == 2
    assert seen[-1]["gulf.brent"].magnitude.shape == seen[-1].shape == (2,)


def test_a_figure_that_does_not_move_comes_in_the_scenarios_shape() -> None:
    shapes = []

    def outcome(comparison: Any) -> Any:
        shapes.append((comparison.shape, np.shape(comparison["gulf.brent"].magnitude)))
        return comparison["gulf.brent"]

    two = {"market.brent": ["60 USD/bbl", "70 USD/bbl"], "asia.sea.weather": ["1 %", "9 %", "2 %"]}
    found = oe.sweep(S, two, outcomes=outcome)
    assert shapes[-1] == ((2, 3), (2, 3))
    assert found["outcome"].magnitude.tolist() == [[60.0] * 3, [70.0] * 3]


def test_a_scenario_that_is_kept_does_not_change_with_the_next_draws() -> None:
    kept: list[Any] = []

    def outcome(comparison: Any) -> Any:
        scenario = comparison.scenario
        kept.append((scenario, np.array(scenario.market.brent.magnitude)))
        return comparison.loss()

    oe.simulate(S, DRAWN, n=3 * 32_768, outcomes=outcome, executor=None)
    assert len(kept) >= 3  # a block each
    for scenario, brent in kept:
        assert np.array_equal(scenario.market.brent.magnitude, brent)


def test_values_make_the_group_that_they_are_of() -> None:
    for name in oe.scenarios().index:
        scenario = oe.scenario(name)
        assert oe.Scenario.of_values(scenario.values, scenario) is scenario
        assert oe.Scenario.of_values(scenario.values).values == scenario.values


def test_bytes_are_no_list_of_outcomes() -> None:
    for ask in (
        lambda: oe.sweep(S, {"market.brent": ["60 USD/bbl"]}, outcomes=b"loss"),  # type: ignore[arg-type]
        lambda: oe.simulate(S, n=10, outcomes=[b"loss"]),  # type: ignore[list-item]
    ):
        with pytest.raises(InputError) as refused:
            ask()
        assert str(refused.value) == (
            "outcome: expected a name or a function, got b'loss'; write 'loss'"
        )
