"""What diluent costs, lets out and is bartered for; quality in prices; the supply in the tree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.blending import (
    barter,
    best_target,
    blend_balance,
    cargo_unlocks,
    diluent_balance,
    diluent_costs,
    quality_differential,
    quality_rule,
)
from oilecon.core import blending
from oilecon.errors import InputError, OilEconError, PathError, UnitError, UnknownName

SHARE, LOST = 0.20835314489068818, 0.002474934111932868
"""Diluent in the summed volumes of Merey of 16 degAPI, and what mixing loses, bisected by hand."""

HEAVY, NAPHTHA, MESA = (
    oe.crude(name) for name in ("Orinoco extra-heavy", "heavy naphtha", "Mesa 30")
)
ARTICLE = oe.scenario("article")
assert ARTICLE.supply.diluent is not None
BOUGHT = ARTICLE.supply.diluent


# -- diluent economics -------------------------------------------------------------------------


def costs(**diluents: oe.Diluent) -> Any:
    return diluent_costs(ARTICLE.supply, diluents, ARTICLE.market, blend_price="47.5 USD/bbl")


def test_diluents_are_compared_in_one_table() -> None:
    table = costs(
        naphtha=oe.Diluent("56.5 degAPI", differential="-6.4 USD/bbl", freight="3 USD/bbl"),
        mesa=oe.Diluent("29.8 degAPI", differential="-3 USD/bbl"),
        recycled=oe.Diluent("56.5 degAPI", price="5 USD/bbl"),
    )
    assert table.index.tolist() == ["recycled", "naphtha", "mesa"]  # the cheapest blend first
    row = table.loc["naphtha"]
    share, lost = SHARE, LOST
    assert row["delivered [USD/bbl diluent]"] == pytest.approx(63.80 - 6.4 + 3)
    assert row["diluent [USD/bbl]"] == pytest.approx(share * 60.4 / (1 - lost), rel=1e-6)
    assert row["heavy crude [USD/bbl]"] == pytest.approx((1 - share) * 17.5 / (1 - lost), rel=1e-6)
    assert row["blend [USD/bbl]"] == pytest.approx(26.504, abs=5e-4)
    # 0.20 to 0.25 of the blend at 56 to 60 against 47.5 was put at 1.7 to 3.1 USD/bbl.
    assert 1.7 < row["net cost of diluent [USD/bbl]"] < 3.1
    figures = oe.evaluate(ARTICLE, "gulf")
    assert row["diluent [USD/bbl]"] == figures["diluent"].magnitude


def test_a_diluent_comes_by_its_own_voyage_and_at_a_price_by_the_tonne() -> None:
    voyage = ARTICLE.gulf.sea.evolve(cargo="40000 t")
    table = costs(
        texas=oe.Diluent("56.5 degAPI", price_per_tonne="478.67 USD/t", voyage=voyage),
        plain=oe.Diluent("56.5 degAPI", price_per_tonne="478.67 USD/t"),
    )
    tonne = oe.core.quality.barrels_per_tonne(56.5)
    fob = 478.67 / tonne
    delivered = table["delivered [USD/bbl diluent]"]
    assert delivered["plain"] == pytest.approx(fob, rel=1e-14)
    # The same voyage of the same ship carrying Merey, over other barrels.
    route = ARTICLE.evolve(routes={"gulf": ARTICLE.gulf.evolve(voyages={"sea": voyage})})
    merey = oe.evaluate(route, "gulf")["freight"].magnitude
    freight = merey * oe.core.quality.barrels_per_tonne(16.0) / tonne
    assert delivered["texas"] - fob == pytest.approx(freight, rel=1e-12)


def test_diluent_costs_take_arrays() -> None:
    table = costs(
        naphtha=oe.Diluent("56.5 degAPI", price=oe.Q([50, 60], "USD/bbl")),
        mesa=oe.Diluent("29.8 degAPI", price="40 USD/bbl"),
    )
    assert table.index.names == ["diluent", "case"]
    assert len(table) == 3
    assert table.loc[("naphtha", 1), "delivered [USD/bbl diluent]"] == 60.0


def test_what_diluent_costs_net_is_what_the_blend_earns_less() -> None:
    # Per barrel of blend: heavy crude alone at the blend's price, against the blend and its bill.
    share, lost, price, paid = 0.2, 0.003, 47.5, 60.0
    blend = (1 - lost) * price - share * paid
    alone = (1 - share) * price
    found = blending.diluent_net_cost_usd_bbl(paid, price, share, lost)
    assert found == pytest.approx((alone - blend) / (1 - lost), rel=1e-12)


# -- what can leave ----------------------------------------------------------------------------


def test_little_diluent_shuts_crude_in() -> None:
    found = blend_balance(
        HEAVY,
        [(NAPHTHA, "54 kb/day")],
        api="16 degAPI",
        output="630 kb/day",
        blend_price="47.5 USD/bbl",
        heavy_cost="17.5 USD/bbl",
    )
    assert found.binds == "diluent"
    let_out = 54 * (1 - SHARE) / SHARE
    assert found.heavy_blended.to("kb/day").magnitude == pytest.approx(let_out, rel=1e-9)
    assert found.heavy_shut_in.to("kb/day").magnitude == pytest.approx(630 - let_out, rel=1e-9)
    assert found.diluent_used.to("kb/day").magnitude == pytest.approx(54.0, rel=1e-12)
    assert found.blend.to("kb/day").magnitude == pytest.approx((54 + let_out) * (1 - LOST))


@given(st.floats(20, 60), st.floats(0, 20), st.floats(1, 100))
def test_the_shadow_price_is_the_value_of_one_more_barrel(
    price: float, cost: float, rate: float
) -> None:
    def earned(kb: float) -> float:
        found = blend_balance(
            HEAVY,
            [(NAPHTHA, f"{kb!r} kb/day"), (MESA, "10 kb/day")],
            api="16 degAPI",
            output="630 kb/day",
            blend_price=f"{price!r} USD/bbl",
            heavy_cost=f"{cost!r} USD/bbl",
        )
        made = found.blend.magnitude * price - found.heavy_blended.magnitude * cost
        return float(made)

    found = blend_balance(
        HEAVY,
        [(NAPHTHA, f"{rate!r} kb/day"), (MESA, "10 kb/day")],
        api="16 degAPI",
        output="630 kb/day",
        blend_price=f"{price!r} USD/bbl",
        heavy_cost=f"{cost!r} USD/bbl",
    )
    one_more = earned(rate + 0.001) - earned(rate)
    assert found.shadow_price("heavy naphtha").magnitude == pytest.approx(one_more, rel=1e-5)


def test_much_diluent_is_worth_nothing_more() -> None:
    found = blend_balance(
        HEAVY,
        [(NAPHTHA, "167 kb/day"), (MESA, "50 kb/day")],
        api="16 degAPI",
        output="540 kb/day",
        blend_price="47.5 USD/bbl",
        heavy_cost="17.5 USD/bbl",
    )
    assert found.binds == "heavy"
    assert found.heavy_shut_in.magnitude == 0.0
    assert found.shadow_price("Mesa 30").magnitude == 0.0
    frame = found.to_frame()
    assert frame.loc["Mesa 30", "used [kb/d]"] == 0.0
    assert frame.loc["heavy naphtha", "spare [kb/d]"] == pytest.approx(
        167 - 540 * SHARE / (1 - SHARE)
    )


def test_the_balance_takes_arrays() -> None:
    found = blend_balance(
        HEAVY,
        [(NAPHTHA, oe.Q([0, 54, 300], "kb/day"))],
        api="16 degAPI",
        output="630 kb/day",
        blend_price="47.5 USD/bbl",
        heavy_cost="17.5 USD/bbl",
    )
    assert found.binds.tolist() == ["diluent", "diluent", "heavy"]
    assert found.blend.magnitude[0] == 0.0
    assert (found.shadow_price().magnitude > 0).tolist() == [True, True, False]
    assert repr(found) == "<Balance, (3,) cases>"


def months(**more: Any) -> Any:
    given_inputs: dict[str, Any] = {
        "start": "2025-09",
        "api": "16 degAPI",
        "output": "400 kb/day",
        "stock": "500 kb",
        "capacity": "2000 kb",
    }
    arrivals = {"imports": oe.Q([41, 73.5, 173, 45], "kb/day")}
    return diluent_balance(HEAVY, NAPHTHA, arrivals, **given_inputs | more)


def test_the_month_by_month_balance_closes() -> None:
    table = months()
    assert [str(month) for month in table.index] == ["2025-09", "2025-10", "2025-11", "2025-12"]
    assert table["days"].tolist() == [30, 31, 30, 31]
    came = table["opening stock [kb]"] + table["imports [kb]"]
    went = table["diluent used [kb]"] + table["turned away [kb]"] + table["closing stock [kb]"]
    assert came.to_numpy() == pytest.approx(went.to_numpy(), rel=1e-12)
    assert table["opening stock [kb]"].tolist()[1:] == table["closing stock [kb]"].tolist()[:-1]
    assert table["closing stock [kb]"].max() <= 2000.0
    ratio = table["diluent used [kb]"] / table["days"] / table["heavy blended [kb/d]"]
    assert ratio.to_numpy() == pytest.approx(SHARE / (1 - SHARE), rel=1e-9)
    assert table["heavy shut in [kb/d]"].tolist()[2:] == [0.0, 0.0]
    assert table["turned away [kb]"].tolist()[2] == pytest.approx(
        173 * 30 - 400 * 30 * SHARE / (1 - SHARE) - 2000, abs=0.01
    )


def test_without_a_capacity_nothing_is_turned_away() -> None:
    table = months(capacity=None)
    assert table["turned away [kb]"].sum() == 0.0
    assert table["closing stock [kb]"].max() > 2000.0


def test_the_balance_by_month_takes_arrays() -> None:
    stocks = oe.Q([0, 500], "kb")
    table = months(stock=stocks, api=oe.Q([16, 16], "degAPI"))
    assert table.index.names == ["month", "case"]
    one = months(stock="500 kb")
    for name in one:
        assert table.xs(1, level="case")[name].tolist() == one[name].tolist()
    by_month = months(output=oe.Q([[400], [400], [400], [400]], "kb/day"))
    assert by_month["blend [kb/d]"].tolist() == one["blend [kb/d]"].tolist()


def test_a_cargo_lets_out_its_barrels() -> None:
    found = cargo_unlocks("70000 t", NAPHTHA, HEAVY, api="16 degAPI", exports="921 kb/day")
    assert found.diluent.to("kb").magnitude == pytest.approx(585.55, abs=0.01)
    assert found.heavy.to("kb").magnitude == pytest.approx(585.55 * (1 - SHARE) / SHARE, rel=1e-5)
    assert found.blend.to("kb").magnitude == pytest.approx(585.55 * (1 - LOST) / SHARE, rel=1e-5)
    assert found.days is not None
    assert found.days.magnitude == pytest.approx(585.55 * (1 - LOST) / SHARE / 921, rel=1e-5)
    same = cargo_unlocks(found.diluent, NAPHTHA, HEAVY, api="16 degAPI")
    assert same.heavy.magnitude == pytest.approx(found.heavy.magnitude, rel=1e-14)
    assert same.days is None
    many = cargo_unlocks(oe.Q([35, 190], "t") * 1000, NAPHTHA, HEAVY, api="16 degAPI")
    assert many.blend.magnitude.shape == (2,)


# -- barter ------------------------------------------------------------------------------------


@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(10, 100), st.floats(10, 100))
def test_a_barter_s_prices_and_money_follow_from_each_other(
    heavy: float, diluent: float, heavy_price: float, diluent_price: float
) -> None:
    volumes: Any = {"heavy": f"{heavy!r} Mb", "diluent": f"{diluent!r} Mb"}
    prices = {"heavy_price": heavy_price, "diluent_price": diluent_price}
    texts = {name: f"{price!r} USD/bbl" for name, price in prices.items()}
    cash = barter(**volumes, **texts).cash
    for name, price in prices.items():
        other = {key: text for key, text in texts.items() if key != name}
        implied = getattr(barter(**volumes, **other, cash=cash), name).magnitude
        assert implied == pytest.approx(price, rel=1e-9)


# -- quality -----------------------------------------------------------------------------------

MEREY, BRENT = oe.crude("Merey 16"), oe.crude("Brent Blend")


def test_a_quality_line_is_absent_by_default_and_adds_to_the_price() -> None:
    plain = oe.evaluate(ARTICLE, "gulf")
    assert "quality" not in plain.waterfall().index
    rule = quality_rule("uscrudes", date="1995-01", benchmark=BRENT)
    priced = ARTICLE.vary(
        {
            "gulf.sale.quality": rule,
            "supply.heavy.sulphur": "4 %",
            "supply.diluent.sulphur": "0.05 %",
        }
    )
    found = oe.evaluate(priced, "gulf")
    lines = found.waterfall()
    assert lines.index.tolist()[:3] == ["brent", "differential", "quality"]
    comparison = oe.compare(priced, "gulf", "asia")
    made = oe.Crude(comparison["supply.shrunk_api"], sulphur=comparison["supply.blend_sulphur"])
    worth = quality_differential(made, "uscrudes", date="1995-01", benchmark=BRENT)
    assert found["quality"].magnitude == pytest.approx(worth.magnitude, rel=1e-12)
    assert found.price.magnitude == plain.price.magnitude + found["quality"].magnitude
    assert lines["total [USD/bbl]"].iloc[-1] == found.net.magnitude
    again = oe.Scenario.from_toml(priced.to_toml())
    assert oe.evaluate(again, "gulf").net == found.net
    swept = priced.vary({"gulf.sale.quality.api_value": oe.Q([0.1, 0.2], "USD/bbl/degAPI")})
    assert oe.compare(swept, "gulf", "asia")["gulf.quality"].magnitude.shape == (2,)


def test_a_quality_rule_is_not_extrapolated_silently() -> None:
    rule = oe.SulphurDeescalator(rate="0.40 USD/bbl", threshold="0.6 %", sulphur_high="1 %")
    priced = ARTICLE.vary(
        {
            "gulf.sale.quality": rule,
            "supply.heavy.sulphur": "4 %",
            "supply.diluent.sulphur": "0.05 %",
        }
    )
    with pytest.raises(InputError) as refused:
        oe.compare(priced, "gulf", "asia").loss()
    assert str(refused.value) == (
        "gulf.sale.quality: the rule holds for sulphur of at most 1 %, got 3.3527 %; set the "
        "rule's sulphur_high to None to go beyond it knowingly"
    )
    unknown = ARTICLE.vary({"gulf.sale.quality": rule})
    with pytest.raises(InputError) as refused:
        _ = oe.evaluate(unknown, "gulf").price
    assert str(refused.value) == (
        "gulf.sale.quality: the rule prices sulphur, and it is not known of every oil in the "
        "blend; give the crude and the diluent one, or a rule without sulphur"
    )


def test_a_quality_differential_takes_arrays() -> None:
    many = oe.Crude(oe.Q([16, 20, 30], "degAPI"), sulphur="2.5 %")
    found = quality_differential(many, "uscrudes", date="1995-01", benchmark=BRENT).magnitude
    assert found.shape == (3,)
    assert (np.diff(found) > 0).all()


def test_extrapolation_in_time_is_asked_for() -> None:
    scaled = quality_differential(
        MEREY, "uscrudes", date="2025-11", benchmark=BRENT, price="64 USD/bbl", extrapolate=True
    )
    assert -20 < scaled.magnitude < -18
    early = quality_rule("forties", date="2006-01", extrapolate=True)
    late = quality_rule("forties", date="2025-01", extrapolate=True)
    assert (early.rate.magnitude, late.rate.magnitude) == (0.40, 0.40)
    between = quality_rule("forties", date="2020-01", extrapolate=True)
    assert between.rate.magnitude == 0.20


# -- the target that earns most ----------------------------------------------------------------


@given(st.floats(0, 1), st.floats(0, 2), st.floats(20, 90), st.sampled_from(["heavy", "blend"]))
def test_no_gravity_between_earns_more_than_the_best(
    bonus: float, penalty: float, cost: float, per: str
) -> None:
    found = best_target(
        HEAVY,
        NAPHTHA,
        low="10 degAPI",
        high="40 degAPI",
        price="47.5 USD/bbl",
        price_api="16 degAPI",
        bonus=f"{bonus!r} USD/bbl/degAPI",
        penalty=f"{penalty!r} USD/bbl/degAPI",
        diluent_cost=f"{cost!r} USD/bbl",
        per=per,
    )
    target = np.linspace(10.0, 40.0, 3001)
    share = blending.physical_diluent_share(8.5, 56.5, target)
    lost = blending.shrinkage_share(share, 8.5, 56.5)
    paid = 47.5 + bonus * np.maximum(target - 16, 0) - penalty * np.maximum(16 - target, 0)
    left = (1 - lost) * paid - share * cost
    earned = left / ((1 - share) if per == "heavy" else (1 - lost))
    assert found.earned.magnitude >= earned.max() - 0.01
    assert found.earned.magnitude <= earned.max() + 1e-9 or found.at == "price_api"


def test_the_best_target_takes_arrays() -> None:
    found = best_target(
        HEAVY,
        NAPHTHA,
        low="10 degAPI",
        high="20 degAPI",
        price="47.5 USD/bbl",
        price_api="16 degAPI",
        bonus="0.2 USD/bbl/degAPI",
        penalty=oe.Q([0.1, 0.6, 0.6], "USD/bbl/degAPI"),
        diluent_cost=oe.Q([80, 60, 30], "USD/bbl"),
    )
    assert found.at.tolist() == ["low", "price_api", "high"]
    assert found.api.magnitude.tolist() == [10.0, 16.0, 20.0]


# -- the scenario tree -------------------------------------------------------------------------


def test_the_supply_of_a_scenario_says_what_leaves() -> None:
    tight = ARTICLE.vary({"supply.output": "630 kb/day", "supply.diluent_supply": "54 kb/day"})
    found = oe.compare(tight, "gulf", "asia")
    alone = blend_balance(HEAVY, [(NAPHTHA, "54 kb/day")], api="16 degAPI", output="630 kb/day")
    assert found["supply.blend_rate"].magnitude == pytest.approx(alone.blend.magnitude, rel=1e-12)
    assert found["supply.heavy_shut_in"].magnitude == pytest.approx(
        alone.heavy_shut_in.magnitude, rel=1e-12
    )
    assert found["supply.diluent_delivered"].magnitude == pytest.approx(60.4)
    assert found["gulf.diluent_value"] > found["asia.diluent_value"]
    plenty = tight.vary({"supply.diluent_supply": oe.Q([54, 300], "kb/day")})
    values = oe.compare(plenty, "gulf", "asia")["gulf.diluent_value"].magnitude
    assert values[0] == found["gulf.diluent_value"].magnitude
    assert values[1] == 0.0
    assert oe.compare(tight, "gulf", "asia").loss() == oe.compare(ARTICLE, "gulf", "asia").loss()
    assert oe.Scenario.from_toml(tight.to_toml()) == tight


VISCOUS: dict[str, Any] = {
    "supply.target_viscosity": "350 cSt",
    "supply.heavy_viscosity": "235000 cSt",
    "supply.diluent_viscosity": "0.9 cSt",
    "supply.viscosity_rule": "refutas",
    "supply.viscosity_basis": "volume",
}


@pytest.mark.parametrize("basis", ["volume", "mass"])
def test_a_scenario_may_have_a_target_viscosity(basis: str) -> None:
    scenario = ARTICLE.vary(VISCOUS | {"supply.viscosity_basis": basis})
    found = oe.compare(scenario, "gulf", "asia")
    at: Any = {"temperature": "15 degC"}
    thick, thin = (
        crude.evolve(viscosities={"a": oe.Viscosity("15 degC", cst)})
        for crude, cst in ((HEAVY, "235000 cSt"), (NAPHTHA, "0.9 cSt"))
    )
    alone = oe.dilute(
        thick, thin, api="16 degAPI", viscosity="350 cSt", rule="refutas", basis=basis, **at
    )
    assert alone.binds == "viscosity"
    assert found["supply.diluent_share"].magnitude == alone.share.magnitude
    assert found["supply.shrunk_api"].magnitude == pytest.approx(alone.gravity.magnitude)
    assert found["supply.barrels_per_tonne"].magnitude == pytest.approx(
        oe.core.quality.barrels_per_tonne(alone.gravity.magnitude)
    )
    assert oe.Scenario.from_toml(scenario.to_toml()) == scenario
    three = ("target_viscosity", "heavy_viscosity", "diluent_viscosity")
    freed = scenario.vary({f"supply.{name}": None for name in three})
    assert oe.compare(freed, "gulf", "asia").loss() == oe.compare(ARTICLE, "gulf", "asia").loss()
    swept = scenario.vary({"supply.target_viscosity": oe.Q([350, 1e5], "cSt")})
    shares = oe.compare(swept, "gulf", "asia")["supply.diluent_share"].magnitude
    assert shares[0] == alone.share.magnitude
    assert shares[1] == oe.compare(ARTICLE, "gulf", "asia")["supply.diluent_share"].magnitude


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"supply.viscosity_basis": None},
            (
                "supply: target_viscosity, heavy_viscosity, diluent_viscosity, viscosity_rule, "
                "viscosity_basis go together, and viscosity_basis came with nothing; write all, "
                "or none"
            ),
        ),
        (
            {"supply.diluent_viscosity": "400 cSt"},
            (
                "supply.target_viscosity: expected a viscosity at least the diluent's 400 "
                "cSt, got 350 cSt"
            ),
        ),
    ],
)
def test_a_target_viscosity_needs_all_of_its_kind(changes: dict[str, Any], text: str) -> None:
    with pytest.raises(InputError) as refused:
        ARTICLE.vary(VISCOUS | changes)
    assert str(refused.value) == text


def test_a_target_viscosity_comes_with_its_rule() -> None:
    with pytest.raises(InputError) as refused:
        ARTICLE.vary({"supply.target_viscosity": "350 cSt"})
    assert str(refused.value) == (
        "supply: target_viscosity, heavy_viscosity, diluent_viscosity, viscosity_rule, "
        "viscosity_basis go together, and heavy_viscosity and diluent_viscosity and "
        "viscosity_rule and viscosity_basis came with nothing; write all, or none"
    )
    beyond = ARTICLE.vary(VISCOUS | {"supply.viscosity_rule": "d341"})
    with pytest.raises(InputError) as refused:
        _ = oe.evaluate(beyond, "gulf").net
    assert str(refused.value) == (
        "viscosity rule 'd341' holds from 2 to 2e+07 cSt, and supply.diluent_viscosity has 0.9 "
        "cSt; 'refutas' holds above 0.2 cSt"
    )


def test_a_crude_sold_as_it_is_leaves_whole() -> None:
    supply = oe.Supply(
        heavy=oe.crude("Maya", sample="AD02254"), production_cost="20 USD/bbl", output="100 kb/day"
    )
    found = oe.compare(ARTICLE.evolve(supply=supply), "gulf", "asia")
    assert found["supply.blend_rate"].to("kb/day").magnitude == pytest.approx(100.0)
    assert found["supply.heavy_shut_in"].magnitude == 0.0
    assert found["supply.blend_sulphur"].magnitude == pytest.approx(0.03)
    with pytest.raises(InputError, match=r"asia\.diluent_value: the crude is sold as it is"):
        _ = found["asia.diluent_value"]


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (
            "supply.blend_rate",
            (
                "supply.blend_rate: needs supply.output and supply.diluent_supply; write for "
                "example '630 kb/day'"
            ),
        ),
        (
            "supply.blend_sulphur",
            (
                "supply.blend_sulphur: not known of every oil; write supply.heavy.sulphur and "
                "supply.diluent.sulphur"
            ),
        ),
    ],
)
def test_an_outcome_says_what_it_needs(outcome: str, text: str) -> None:
    with pytest.raises(InputError) as refused:
        _ = oe.compare(ARTICLE, "gulf", "asia")[outcome]
    assert str(refused.value) == text
    with pytest.raises(PathError):
        _ = oe.compare(ARTICLE, "gulf", "asia")["supply.blendrate"]


# -- what is refused ---------------------------------------------------------------------------

RANGE: Any = {
    "price": "47.5 USD/bbl",
    "price_api": "16 degAPI",
    "bonus": "0.2 USD/bbl/degAPI",
    "penalty": "0.6 USD/bbl/degAPI",
    "diluent_cost": "60 USD/bbl",
}
TARGET: Any = {"api": "16 degAPI", "output": "630 kb/day"}

REFUSED: dict[str, tuple[Any, type[OilEconError], str]] = {
    "two prices of a diluent": (
        lambda: oe.Diluent("56.5 degAPI", price="50 USD/bbl", price_per_tonne="478 USD/t"),
        InputError,
        (
            "Diluent: expected a differential to Brent or a price, got price and price_per_tonne; "
            "write one and set the other to None"
        ),
    ),
    "no diluents to compare": (
        lambda: diluent_costs(ARTICLE.supply, {}, ARTICLE.market, blend_price="47 USD/bbl"),
        InputError,
        (
            "diluents: expected a mapping of names to Diluent, got nothing in it; write "
            "{'naphtha': ...}"
        ),
    ),
    "a crude for a diluent": (
        lambda: diluent_costs(
            ARTICLE.supply,
            {"naphtha": NAPHTHA},  # type: ignore[dict-item]
            ARTICLE.market,
            blend_price="47 USD/bbl",
        ),
        InputError,
        (
            "diluents: expected a Diluent for 'naphtha', got Crude; write Diluent('56.5 degAPI', "
            "differential='-6.4 USD/bbl', freight='3 USD/bbl')"
        ),
    ),
    "a supply without a target": (
        lambda: diluent_costs(
            oe.Supply(heavy=HEAVY, production_cost="17.5 USD/bbl"),
            {"naphtha": BOUGHT},
            ARTICLE.market,
            blend_price="47 USD/bbl",
        ),
        InputError,
        (
            "supply: expected a Supply with a target_api, got one without; write for example "
            "oilecon.scenario('article').supply"
        ),
    ),
    "a target viscosity for several diluents": (
        lambda: diluent_costs(
            ARTICLE.vary(VISCOUS).supply,
            {"naphtha": BOUGHT},
            ARTICLE.market,
            blend_price="47 USD/bbl",
        ),
        InputError,
        (
            "supply: its target viscosity is for one diluent, and several are compared; write "
            ".evolve(target_viscosity=None, heavy_viscosity=None, diluent_viscosity=None) and "
            "compare them at the gravity"
        ),
    ),
    "a rate without a unit": (
        lambda: blend_balance(HEAVY, [(NAPHTHA, 54)], **TARGET),
        UnitError,
        (
            "diluents: heavy naphtha: expected bbl/day, got the bare number 54; write '54 bbl/day' "
            "if that is the unit"
        ),
    ),
    "two sources of one name": (
        lambda: blend_balance(
            HEAVY, [(NAPHTHA, "1 kb/day"), (NAPHTHA.evolve(api="60 degAPI"), "1 kb/day")], **TARGET
        ),
        InputError,
        "diluents: got two sources named 'heavy naphtha'; write .evolve(name=...) for one",
    ),
    "one price of two": (
        lambda: blend_balance(HEAVY, [(NAPHTHA, "1 kb/day")], **TARGET, blend_price="47 USD/bbl"),
        InputError,
        "heavy_cost: blend_price and heavy_cost go together; write heavy_cost='... USD/bbl'",
    ),
    "a shadow price without prices": (
        lambda: blend_balance(HEAVY, [(NAPHTHA, "1 kb/day")], **TARGET).shadow_price(),
        InputError,
        (
            "shadow_price: needs what a barrel of blend earns and a barrel of heavy crude costs; "
            "write blend_balance(..., blend_price='47.5 USD/bbl', heavy_cost='17.5 USD/bbl')"
        ),
    ),
    "a crude that needs no diluent": (
        lambda: cargo_unlocks("1 kb", NAPHTHA, oe.Crude("20 degAPI"), api="16 degAPI"),
        InputError,
        (
            "api: expected a target between the gravities of crude and diluent, and this one takes "
            "a share of 0: the crude needs none of it, or nothing else"
        ),
    ),
    "a cargo in another kind of unit": (
        lambda: cargo_unlocks("70000 USD", NAPHTHA, HEAVY, api="16 degAPI"),
        UnitError,
        (
            "cargo: expected bbl, got 70000 in USD, another kind of quantity; write for "
            "example '500 kb' or '70000 t'"
        ),
    ),
    "months of different number": (
        lambda: diluent_balance(
            HEAVY,
            NAPHTHA,
            {"Russia": oe.Q([1, 2], "kb/day"), "US": oe.Q([1], "kb/day")},
            start="2025-09",
            **TARGET,
        ),
        InputError,
        "arrivals: expected one rate a month from every source, got Russia (2,), US (1,)",
    ),
    "a start that is no month": (
        lambda: months(start="autumn"),
        InputError,
        "start: expected a month, got 'autumn'; write for example '2025-10'",
    ),
    "more stock than room": (
        lambda: months(stock="3000 kb"),
        InputError,
        "stock: expected at most the capacity of 2e+06 bbl, got 3e+06",
    ),
    "output of another length": (
        lambda: months(output=oe.Q([400, 410], "kb/day")),
        InputError,
        "output: expected one rate or 4, one a month, got (2,)",
    ),
    "an unknown swap": (
        lambda: barter("Iran 2012"),
        UnknownName,
        "no published swap 'Iran 2012'; did you mean 'Iran 2021'?",
    ),
    "a swap and volumes": (
        lambda: barter("Iran 2021", heavy="1 Mb"),
        InputError,
        "barter: expected a published case or volumes of your own, got both; write one",
    ),
    "an unknown rule": (
        lambda: quality_rule("fortys", date="2022-10"),
        UnknownName,
        "no quality rule 'fortys'; did you mean 'forties'?",
    ),
    "a date that is no month": (
        lambda: quality_rule("forties", date="October 2022"),
        InputError,
        "date: expected a month, got 'October 2022'; write for example '2022-10'",
    ),
    "a rule beyond its months": (
        lambda: quality_rule("uscrudes", date="2025-11", benchmark=BRENT),
        InputError,
        (
            "date: 'uscrudes' has a published api_value for 1990-01 to 1999-12, not for 2025-11; "
            "write one of these months, or extrapolate=True to carry the latest one on"
        ),
    ),
    "a rule without its benchmark": (
        lambda: quality_rule("uscrudes", date="1995-11"),
        InputError,
        "benchmark: 'uscrudes' measures from a crude; write benchmark=crude('Brent Blend')",
    ),
    "equalization without a rate of exchange": (
        lambda: quality_rule("equalization", date="2015-11", benchmark=BRENT),
        InputError,
        (
            "exchange: 'equalization' is in Canadian dollars, and no rate came; write for example "
            "exchange='0.78 USD/CAD'"
        ),
    ),
    "a crude beyond the rule": (
        lambda: quality_differential(MEREY, "forties", date="2022-10"),
        InputError,
        (
            "'forties' of 'Merey 16': the rule holds for sulphur of at most 1 %, got 2.95 %; set "
            "the rule's sulphur_high to None to go beyond it knowingly"
        ),
    ),
    "a benchmark beyond the rule": (
        lambda: quality_rule(
            "uscrudes", date="1995-11", benchmark=oe.Crude("45 degAPI", sulphur="0.2 %")
        ),
        InputError,
        (
            "benchmark the benchmark: the rule holds for api of at most 40.8 degAPI, got 45 "
            "degAPI; set the rule's api_high to None to go beyond it knowingly"
        ),
    ),
    "a range outside the oils": (
        lambda: best_target(HEAVY, NAPHTHA, low="5 degAPI", high="20 degAPI", **RANGE),
        InputError,
        (
            "low and high: expected heavy crude <= low < high < diluent, got 8.5, 5, 20 and 56.5 "
            "degAPI; write a range between the two oils"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_named(case: str) -> None:
    call, kind, text = REFUSED[case]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == text


# -- units -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("235 mPa.s", "cP", 235.0),
        ("1.32 mgKOH/g", "mgKOH/g", 1.32),
        ("350 mg/kg", "%", 0.035),
        ("0.49 CAD/kg", "CAD/t", 490.0),
        ("1 CAD/m3", "CAD/bbl", 0.158987294928),
    ],
)
def test_the_units_of_quality(text: str, unit: str, number: float) -> None:
    assert oe.Q(text, unit).magnitude == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("300 ppm", "'ppm' is by mass or by volume; write 'mg/kg' for parts per million by mass"),
        ("5 C$/m3", "'C$' is not in the vocabulary; write 'CAD'"),
        ("5 mPas", "'mPas' is not in the vocabulary; write 'mPa.s' or 'cP'"),
    ],
)
def test_what_the_units_of_quality_refuse(text: str, message: str) -> None:
    with pytest.raises(UnitError) as refused:
        oe.Q(text)
    assert str(refused.value) == message


def test_dollars_of_two_countries_do_not_mix() -> None:
    with pytest.raises(UnitError, match="another currency; multiply it by the rate"):
        oe.Q("1 CAD", "USD")
