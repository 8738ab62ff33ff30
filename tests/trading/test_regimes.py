"""The dated regimes: each complete, sourced, of its own date, and never another's unsaid."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon import reference, trading
from tests.samples import refusal

NAMES = [name for name, plan in reference.scenario_plans().items() if "covers" in plan]


@pytest.mark.parametrize("name", NAMES)
def test_a_regime_is_complete_and_sourced(name: str) -> None:
    regime = oe.scenario(name)
    assert regime.overrides() == {}
    assert not set(regime.inputs()["kind"]) - {"published", "estimate", "assumption", "neutral"}
    for row in reference.rows(name):
        assert row.low <= row.value <= row.high, row.name
        assert row.evidence.kind in {"published", "estimate", "assumption"}
        assert row.evidence.note
        assert row.evidence.source
        assert any(row.covers(path) for path in regime.paths()), row.path
    for route in regime.routes:
        assert 20 < oe.evaluate(regime, route)["netback"].magnitude < 100
    plan = reference.scenario_plan(name)
    proxies = [row for row in reference.rows(name) if row.evidence.note.startswith("Proxy")]
    assert bool(proxies) == ("proxy" in plan)
    assert {row.evidence.kind for row in proxies} <= {"assumption"}
    assert oe.Scenario.from_toml(regime.to_toml()) == regime


@pytest.mark.parametrize("name", NAMES)
def test_prices_are_of_the_regimes_own_date(name: str) -> None:
    others = trading.stand_ins(name)
    quoted = [path for path in others.index if path.endswith("sale.differential")]
    assert "market.brent" not in others.index
    # A quotation of another date may only be a proxy, or the article of the year before its month.
    assert all(others.loc[path, "kind"] == "assumption" for path in quoted)


def test_a_regime_refuses_a_date_that_it_does_not_cover() -> None:
    assert oe.scenario("china-2024-01", on="2024-01-15").title == "Under the waiver"
    assert refusal(lambda: oe.scenario("china-2024-01", on="2024-05-01")) == (
        "'china-2024-01' covers 2023-10-18 to 2024-04-17, and was asked for 2024-05-01; "
        "'china-2024-04' covers it"
    )
    assert refusal(lambda: oe.scenario("article", on="2030-01-01")) == (
        "'article' is of no one date, and was asked for 2030-01-01; no shipped scenario covers it"
    )
    assert "expected a day" in refusal(lambda: oe.scenario("article", on="May"))
    assert list(oe.scenarios(on="2025-12-16").index) == ["china-2025-12-16"]
    assert "expected a dated regime, got 'article'" in refusal(lambda: trading.stand_ins("article"))


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
        "india-2026-02",
        "war-2026-03",
        "war-2026-04",
        "spike-2026-10",
        "iran-china-2025-07",
    ]
    quoted = table.index[table["proxy"] == ""].tolist()
    assert quoted == ["licensed-2026-01", "india-2026-02"]
    for name, row in table.iterrows():
        comparison = oe.compare(oe.scenario(str(name)), row["reference"], row["alternative"])
        assert row["loss.netback [%]"] == comparison.loss("netback").magnitude
    # The waiver closed the gap, and its end opened it again.
    losses = table["loss [USD/bbl]"]
    assert losses["china-2024-01"] < losses["china-2024-04"] < losses["china-2023"]


# -- freight of each regime's own month ---------------------------------------------------------

BASES = {
    "petrochina-2019": "Realised",
    "china-2023": "Period",
    "china-2024-01": "Period",
    "china-2024-04": "Period",
    "china-2025-12-10": "Spot",
    "china-2025-12-16": "Spot",
    "licensed-2026-01": "Spot",
    "india-2026-02": "Spot",
    "war-2026-03": "Spot",
    "war-2026-04": "Spot",
    "spike-2026-10": "Period",
    "iran-china-2025-07": "Period",
}


def charters(name: str) -> list[reference.Row]:
    """Return a regime's rows of hire and lump sum that state a basis."""
    paths = ("charter.hire", "charter.amount")
    return [row for row in reference.rows(name) if row.path.endswith(paths)]


@pytest.mark.parametrize("name", BASES)
def test_both_ships_have_the_freight_of_the_month_on_one_basis(name: str) -> None:
    rows = charters(name)
    assert rows
    for row in rows:
        assert row.evidence.note.startswith(BASES[name]), row.evidence.note
    plan = reference.scenario_plan(name)
    assert plan["freight"] == BASES[name].lower()
    assert plan["fixed"]
    assert plan["loaded"]
    # Before August 2025 no spot rate of the route is held of a regime's month.
    if reference.scenario_plan(name)["as_of"] < "2025-08":
        assert BASES[name] != "Spot"
    others = trading.stand_ins(name)
    hires = [path for path in others.index if path.endswith((".hire", ".amount"))]
    # April has no lump sum of its own, and its row says so.
    assert hires == (["asia.sea.charter.amount"] if name == "war-2026-04" else [])


def test_td22_and_broker_means_of_the_month() -> None:
    # Gibson: TD22 89,668 in December, 80,212 in January, 98,617 in February; Fearnleys' one-year
    # rates of VLCC and Aframax.
    hires = {
        name: {row.name: row.value for row in charters(name)}
        for name in ("china-2024-04", "china-2025-12-16", "licensed-2026-01", "india-2026-02")
    }
    assert hires["china-2024-04"] == {"asia.hire": 49_250.0, "gulf.hire": 42_375.0}
    assert hires["china-2025-12-16"] == {"asia.hire": 89_668.0}
    assert hires["licensed-2026-01"] == {"asia.hire": 80_212.0}
    assert hires["india-2026-02"]["asia.hire"] == 98_617.0


@pytest.mark.parametrize(
    ("name", "points", "vlsfo", "mgo"),
    [
        ("india-2026-02", (292.0, 272.5, 320.0), 463.5, 715.0),
        ("war-2026-03", (404.4, 245.0, 750.0), 700.0, 1165.0),
        ("war-2026-04", (531.0, 335.0, 740.0), 795.0, 1325.0),
    ],
)
def test_aframax_earnings_follow_from_td25(
    name: str, points: tuple[float, float, float], vlsfo: float, mgo: float
) -> None:
    # The Baltic's description of TD25 of 2023, by hand: 4,457 miles out of and 655 in emission
    # control areas laden, 13 knots and 43 t/d; 4,458 in ballast, 12.5 knots and 36 t/d.
    def earns(ws: float) -> float:
        laden, ballast = 24.0 * 13.0, 24.0 * 12.5
        seas = [
            4457 * 1.05 / laden,
            655 * 1.05 / laden,
            4458 * 1.05 / ballast,
            655 * 1.05 / ballast,
        ]
        days = sum(seas) + 4.5
        oil = seas[0] * 43 + seas[2] * 36
        gas = seas[1] * 43 + seas[3] * 36 + 2 * 10 + 2 * 55 + 0.5 * 5
        gross = 70_000 * 20.75 * ws / 100 + 57_300 * 1.27623036649215
        spent = oil * vlsfo + gas * mgo + 50_570 + 108_345.4
        return (gross * (1 - 0.0375) - spent) / days

    row = next(row for row in charters(name) if row.name == "gulf.hire")
    earned = (row.value, row.low, row.high)
    assert earned == pytest.approx([earns(ws) for ws in points], rel=2e-3)


def test_one_stand_in_has_one_kind_wherever_it_stands() -> None:
    # Bunkers of the end of 2025 for a month of 2026, and Covenas for José on both ships.
    for name in ("licensed-2026-01", "india-2026-02"):
        rows = {row.name: row for row in reference.rows(name)}
        for fuel in ("vlsfo", "mgo"):
            assert rows[fuel].evidence.kind == "estimate", name
            assert "stands in" in rows[fuel].evidence.note
        assert rows["vlsfo"].low == 456.0
        assert "lowest of 2025" in rows["vlsfo"].evidence.note
    ports = {row.name: row.evidence.kind for row in reference.rows("article")}
    assert ports["gulf.port_load"] == ports["asia.port_load"] == "estimate"


def test_no_note_denies_the_spot_rates_that_other_months_had() -> None:
    # Lump sums of 2019 to 2022 and of mid-2025 were printed; only these months' are not held.
    notes = [row.evidence.note for name in NAMES for row in reference.rows(name)]
    assert not [note for note in notes if "spot rate" in note and "was published" in note]


def test_ranges_reach_what_their_notes_name() -> None:
    def row(name: str, path: str) -> Any:
        return next(row for row in reference.rows(name) if row.path == path)

    # OPEC's Merey of April, 90.47, less Brent of 117.29; Aframaxes rose from WS 404.4 to 531.
    for path in ("gulf.sale.differential", "asia.sale.differential"):
        assert row("spike-2026-10", path).low == pytest.approx(90.47 - 117.29, abs=0.05)
    freight = row("war-2026-04", "asia.sea.charter.amount")
    assert freight.high == pytest.approx(freight.value * 531.0 / 404.4, abs=0.05e6)
    assert row("spike-2026-10", "market.vlsfo").high == 792.0
    realised = row("petrochina-2019", "asia.sea.charter.hire")
    assert realised.high - realised.value == realised.value - realised.low
    assert row("iran-china-2025-07", "*.sale.payment_days").high == 60.0
    maya = row("china-2024-01", "gulf.sale.differential")
    assert maya.high == pytest.approx(77.56 - 6.0 - 83.0)


def test_a_plan_says_what_of_the_state_it_leaves_out() -> None:
    for name, usd in (("war-2026-03", "9 to 10"), ("china-2024-04", "3 to 4")):
        left = f"windfall contribution of {usd} USD a barrel is left out"
        assert left in reference.scenario_plan(name)["summary"]


def test_no_multiple_is_put_on_a_spike_of_freight() -> None:
    # A premium by shadow tonnage is not in proportion to freight: from March 2026 on, and above
    # 10 USD/bbl of market freight, it is an addition by the barrel.
    spikes = []
    for name in BASES:
        regime, plan = oe.scenario(name), reference.scenario_plan(name)
        for route, sales_route in regime.routes.items():
            if not sales_route.legs:
                continue
            freight = oe.evaluate(regime, route)["freight"].magnitude
            if plan["as_of"] >= "2026-03" or freight > 10.0:
                spikes.append(name)
                assert sales_route.sea.shadow_multiple == 1.0, name
    assert set(spikes) == {"war-2026-03", "war-2026-04", "spike-2026-10"}
    war = oe.scenario("war-2026-03")
    dearer = war.vary({"asia.sea.shadow_addition": "5.5 USD/bbl"})
    gap = oe.evaluate(war, "asia").netback - oe.evaluate(dearer, "asia").netback
    assert gap.magnitude == pytest.approx(5.5)


def test_the_war_in_the_gulf_has_freight_above_20_musd() -> None:
    for name in ("war-2026-03", "war-2026-04"):
        charter = oe.scenario(name).asia.sea.charter
        assert charter.amount.to("MUSD").magnitude > 20.0
    assert list(oe.scenarios(on="2026-04-02").index) == ["war-2026-03"]
    assert list(oe.scenarios(on="2026-04-03").index) == ["war-2026-04"]


@pytest.mark.parametrize("name", NAMES)
def test_the_reform_bites_from_3_april_2026(name: str) -> None:
    supply = oe.scenario(name).supply
    first = reference.scenario_plan(name)["covers"][0]
    if first >= "2026-04-03":
        assert supply.royalty == 0.30
        assert supply.take is not None
        assert supply.take.gross_revenue_tax == 0.15
    else:
        assert supply.take is None


def test_royalty_and_tax_take_45_percent_of_gross_at_most() -> None:
    case = oe.evaluate(oe.scenario("war-2026-04"), "gulf")
    taken = case["royalty"].magnitude + case["gross_revenue_tax"].magnitude
    diluent, netback = case["diluent"].magnitude, case.netback.magnitude
    assert taken == pytest.approx(0.30 * (netback - diluent) + 0.15 * netback)
    assert taken <= 0.45 * netback
    before = oe.evaluate(oe.scenario("war-2026-03"), "gulf")
    with pytest.raises(oe.OilEconError):
        before["gross_revenue_tax"]


@pytest.mark.parametrize(
    "name", ["licensed-2026-01", "india-2026-02", "war-2026-03", "war-2026-04", "spike-2026-10"]
)
def test_licensed_sales_are_paid_into_the_fund(name: str) -> None:
    regime = oe.scenario(name)
    for route, sales_route in regime.routes.items():
        assert sales_route.sale.prepayment == 1.0
        assert oe.evaluate(regime, route)["finance_carry"].magnitude == 0.0
