"""What one more of each limit is worth."""

from __future__ import annotations

import pytest

import oilecon as oe
from tests.samples import refusal

S = oe.scenario("article").vary(
    {"supply.output": "630 kb/day", "supply.diluent_supply": "120 kb/day"}
)
P = oe.Programme.of(
    S,
    "2026-01/2026-03",
    outlets={"gulf": oe.Outlet(capacity="200 kb/day"), "asia": oe.Outlet()},
)


def rise(path: str, more: str, outcome: str) -> float:
    """Return the rise of a column over all months."""
    before, after = (oe.run(each).total(outcome) for each in (P, P.vary({path: more})))
    return float((after - before).to("USD").magnitude)


def test_a_barrel_at_the_gulf_is_worth_its_advance_over_asia() -> None:
    worth = oe.run(P).marginal_values().to_frame()
    gulf, asia = (oe.evaluate(S, route).operating.magnitude for route in ("gulf", "asia"))
    assert worth.loc["gulf.outlet.capacity", "2026-02"] == pytest.approx(gulf - asia)
    assert worth.loc["gulf.outlet.capacity", "of one"] == "bbl"
    assert worth.loc["supply.output", "2026-02"] == 0.0


@pytest.mark.parametrize("outcome", ["objective", "cash", "take"])
def test_it_is_the_rise_of_a_run_with_one_more(outcome: str) -> None:
    worth = oe.run(P).marginal_values(outcome).to_frame()
    for path, more in (
        ("gulf.outlet.capacity", "200001 bbl/day"),
        ("supply.diluent_supply", "120001 bbl/day"),
    ):
        assert float(worth["all months"][path]) * 90 == pytest.approx(
            rise(path, more, outcome), abs=1e-3
        )


def test_it_agrees_with_the_linear_program_of_a_month() -> None:
    day = oe.allocate(
        S,
        {"gulf": oe.Outlet(capacity="200 kb/day"), "asia": oe.Outlet()},
    ).marginal_values()
    worth = oe.run(P).marginal_values().to_frame()
    assert worth.loc["gulf.outlet.capacity", "2026-01"] == pytest.approx(day["gulf.capacity"])
    assert worth.loc["supply.diluent_supply", "2026-01"] == pytest.approx(day["diluent"])


def test_it_is_told_in_sentences() -> None:
    assert oe.run(P).marginal_values().words() == [
        "One more barrel for the buyers of gulf is worth 4.27 USD, in every month.",
        "One more barrel of diluent of supply is worth 95.00 USD, in every month.",
    ]
    free = P.vary({"gulf.outlet.capacity": None, "supply.diluent_supply": None})
    assert "heavy crude" in str(oe.run(free).marginal_values())


def test_what_is_worth_something_in_one_month_may_cost_in_another() -> None:
    stored = oe.Programme.of(
        S,
        "2026-01/2026-03",
        outlets={"gulf": oe.Outlet(capacity="500 kb/day")},
        production={"supply": oe.Production(storage="40 Mb", stock="20 Mb")},
    )
    rising = stored.vary({"market.brent": oe.Q([60.0, 100.0, 100.0], "USD/bbl")})
    held = rising.vary({"gulf.outlet.capacity": oe.Q([500.0, 2000.0, 2000.0], "kb/day")})
    (sentence,) = (
        each for each in oe.run(held).marginal_values().words() if "buyers of gulf" in each
    )
    assert sentence.startswith("One more barrel for the buyers of gulf costs up to ")
    scarce = rising.vary({"gulf.outlet.capacity": oe.Q([500.0, 2000.0, 100.0], "kb/day")})
    (sentence,) = (
        each for each in oe.run(scarce).marginal_values().words() if "buyers of gulf" in each
    )
    assert " is worth up to " in sentence
    assert "; it costs up to " in sentence


def test_a_column_in_dollars_is_asked_for() -> None:
    assert refusal(lambda: oe.run(P).marginal_values("stock")).startswith(
        "marginal_values: expected a column in dollars, got 'stock'"
    )
