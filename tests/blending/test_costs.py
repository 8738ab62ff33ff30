"""What diluent costs: by source, by voyage, and net of what the blend earns."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.blending import diluent_costs
from oilecon.core import blending as kernel
from oilecon.errors import InputError, OilEconError
from tests.samples import HEAVY, LOST, NAPHTHA, SHARE

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
    route = ARTICLE.evolve(routes={"gulf": ARTICLE.gulf.evolve(legs={"sea": voyage})})
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
    net_cost = kernel.diluent_net_cost_usd_bbl(paid, price, share, lost)
    assert net_cost == pytest.approx((alone - blend) / (1 - lost), rel=1e-12)


# -- the scenario tree -------------------------------------------------------------------------

VISCOUS: dict[str, Any] = {
    "supply.target_viscosity": "350 cSt",
    "supply.heavy_viscosity": "235000 cSt",
    "supply.diluent_viscosity": "0.9 cSt",
    "supply.viscosity_rule": "refutas",
    "supply.viscosity_basis": "volume",
}


# -- what is refused ---------------------------------------------------------------------------

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
    "no supply": (
        lambda: diluent_costs(
            None,  # type: ignore[arg-type]
            {"naphtha": BOUGHT},
            ARTICLE.market,
            blend_price="47 USD/bbl",
        ),
        InputError,
        "supply: expected a Supply, got NoneType; write oilecon.scenario('article').supply",
    ),
    "a supply and a market that stand in each other's place": (
        lambda: diluent_costs(
            ARTICLE.market,  # type: ignore[arg-type]
            {"naphtha": BOUGHT},
            ARTICLE.supply,  # type: ignore[arg-type]
            blend_price="47 USD/bbl",
        ),
        InputError,
        "supply: expected a Supply, got Market; write oilecon.scenario('article').supply",
    ),
    "a supply for the market": (
        lambda: diluent_costs(
            ARTICLE.supply,
            {"naphtha": BOUGHT},
            ARTICLE.supply,  # type: ignore[arg-type]
            blend_price="47 USD/bbl",
        ),
        InputError,
        "market: expected a Market, got Supply; write oilecon.scenario('article').market",
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
            "supply: expected one without a target viscosity, as several diluents are compared; "
            "write .evolve(target_viscosity=None, heavy_viscosity=None, diluent_viscosity=None) to "
            "compare them at the gravity"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_named(case: str) -> None:
    call, kind, text = REFUSED[case]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == text
