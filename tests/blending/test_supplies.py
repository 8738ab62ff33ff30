"""What diluent costs, lets out and is bartered for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import blending
from oilecon.blending import barter, blend_balance, cargo_unlocks, diluent_balance, diluent_costs
from oilecon.core import blending as kernel
from oilecon.errors import InputError, OilEconError, UnitError, UnknownName

SHARE, LOST = 0.20835314489068818, 0.002474934111932868
"""Diluent in the summed volumes of Merey of 16 degAPI, and what mixing loses, bisected by hand."""
HEAVY, NAPHTHA, MESA = (
    oe.Crude.shipped(name) for name in ("Orinoco extra-heavy", "heavy naphtha", "Mesa 30")
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
    found = kernel.diluent_net_cost_usd_bbl(paid, price, share, lost)
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
    assert np.asarray(found.binds).tolist() == ["diluent", "diluent", "heavy"]
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


# -- the scenario tree -------------------------------------------------------------------------

VISCOUS: dict[str, Any] = {
    "supply.target_viscosity": "350 cSt",
    "supply.heavy_viscosity": "235000 cSt",
    "supply.diluent_viscosity": "0.9 cSt",
    "supply.viscosity_rule": "refutas",
    "supply.viscosity_basis": "volume",
}


# -- what is refused ---------------------------------------------------------------------------

TARGET: Any = {"api": "16 degAPI", "output": "630 kb/day"}
REFUSED: dict[str, tuple[Any, type[OilEconError], str]] = {
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
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_named(case: str) -> None:
    call, kind, text = REFUSED[case]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == text


Q = oe.Q
AT = "15 degC"


def oil(api: float, name: str = "", cst: float | None = None, **more: Any) -> oe.Crude:
    points = {} if cst is None else {"at_15c": oe.Viscosity(AT, Q(cst, "cSt"))}
    return oe.Crude(Q(api, "degAPI"), name=name, viscosities=points, **more)


# -- equal parts -------------------------------------------------------------------------------


def test_equal_sources_of_diluent_are_refused_until_they_have_names() -> None:
    sources = [(oil(56.5, "naphtha"), "54 kb/day"), (oil(56.5, "naphtha"), "20 kb/day")]
    with pytest.raises(InputError, match="got two sources named 'naphtha'"):
        blending.blend_balance(oil(9.0), sources, api="16 degAPI", output="630 kb/day")
    named = [(crude.evolve(name=f"{crude.name} {rate}"), rate) for crude, rate in sources]
    found = blending.blend_balance(oil(9.0), named, api="16 degAPI", output="630 kb/day")
    assert found.diluent_used.to("kb/day").magnitude == pytest.approx(74.0, rel=1e-12)


def test_no_name_of_a_source_is_taken_for_an_argument_or_a_column() -> None:
    sources = [(oil(56.5, "output"), "54 kb/day")]
    found = blending.blend_balance(oil(9.0), sources, api="16 degAPI", output="630 kb/day")
    assert found.diluent_used.to("kb/day").magnitude == pytest.approx(54.0, rel=1e-12)
    months: Any = {"start": "2025-10", "api": "16 degAPI", "output": "400 kb/day"}
    table = blending.diluent_balance(
        oil(9.0), oil(56.5), {"stock": Q([54.0], "kb/day"), "output": Q([1.0], "kb/day")}, **months
    )
    assert table["diluent used [kb]"].tolist() == pytest.approx([55.0 * 31])
    with pytest.raises(InputError) as refused:
        blending.diluent_balance(oil(9.0), oil(56.5), {"diluent used": Q([54], "kb/day")}, **months)
    assert str(refused.value) == (
        "arrivals: 'diluent used' is a column of the table already, which a source of that name "
        "would lose; write another name"
    )
