"""The dated regimes: each complete, sourced, of its own date, and never another's unsaid."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon import reference, trading
from oilecon.errors import InputError

NAMES = [name for name, plan in reference.scenario_plans().items() if "covers" in plan]


def refusal(make: Any) -> str:
    with pytest.raises(InputError) as caught:
        make()
    return str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_a_regime_is_complete_and_sourced(name: str) -> None:
    regime = oe.scenario(name)
    assert regime.overrides() == {}
    assert not set(regime.inputs()["kind"]) - {"published", "estimate", "assumption", "neutral"}
    for row in reference.rows(name):
        assert row.low <= row.value <= row.high, row.name
        assert row.kind in {"published", "estimate", "assumption"}
        assert row.note
        assert row.source
        assert any(row.covers(path) for path in regime.paths()), row.path
    for route in regime.routes:
        assert 20 < oe.evaluate(regime, route)["netback"].magnitude < 100
    plan = reference.scenario_plan(name)
    proxies = [row for row in reference.rows(name) if row.note.startswith("Proxy")]
    assert bool(proxies) == ("proxy" in plan)
    assert {row.kind for row in proxies} <= {"assumption"}
    assert oe.Scenario.from_toml(regime.to_toml()) == regime


@pytest.mark.parametrize("name", NAMES)
def test_prices_are_of_the_regimes_own_date(name: str) -> None:
    others = trading.stand_ins(name)
    quoted = [path for path in others.index if path.endswith("sale.differential")]
    assert "market.brent" not in others.index
    # A quotation of another date may only be a proxy, or the article of the year before its month.
    assert all(others.loc[path, "kind"] == "assumption" for path in quoted)


def test_a_regime_refuses_a_date_that_it_does_not_cover() -> None:
    assert oe.scenario("china-2024-01", date="2024-01-15").title == "Under the waiver"
    assert refusal(lambda: oe.scenario("china-2024-01", date="2024-05-01")) == (
        "'china-2024-01' covers 2023-10-18 to 2024-04-17, and was asked for 2024-05-01; "
        "'china-2024-04' covers it"
    )
    assert refusal(lambda: oe.scenario("article", date="2030-01-01")) == (
        "'article' is of no one date, and was asked for 2030-01-01; no shipped scenario covers it"
    )
    assert "expected a day" in refusal(lambda: oe.scenario("article", date="May"))
    assert list(oe.scenarios(date="2025-12-16").index) == ["china-2025-12-16"]
    assert "is of no one date" in refusal(lambda: trading.stand_ins("article"))


def test_the_war_clause_is_inside_the_quotation_or_a_line_never_both() -> None:
    regime = oe.scenario("china-2025-12-16")
    assert "never both" in refusal(lambda: regime.vary({"asia.sea.shadow_multiple": 2.0}))
    assert "never both" in refusal(
        lambda: regime.vary({"asia.risk": oe.Risk(hull_value="39.1 MUSD", hull_war_risk="2 %")})
    )


def test_the_regimes_with_both_ends_are_compared() -> None:
    table = trading.regime_losses()
    assert list(table.index) == [
        "china-2023",
        "china-2024-01",
        "china-2024-04",
        "licensed-2026-01",
        "iran-china-2025-07",
    ]
    assert (table["proxy"] == "").tolist() == [False, False, False, True, False]
    for name, row in table.iterrows():
        found = oe.compare(oe.scenario(str(name)), row["reference"], row["alternative"])
        assert row["loss.netback [%]"] == found.loss("netback").magnitude
    # The waiver closed the gap, and its end opened it again.
    losses = table["loss [USD/bbl]"]
    assert losses["china-2024-01"] < losses["china-2024-04"] < losses["china-2023"]
