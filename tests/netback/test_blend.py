"""The supply of a scenario as the model blends it: what leaves, and a target viscosity."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.blending import blend_balance
from oilecon.errors import InputError, PathError

HEAVY, NAPHTHA, MESA = (
    oe.Crude.shipped(name) for name in ("Orinoco extra-heavy", "heavy naphtha", "Mesa 30")
)
ARTICLE = oe.scenario("article")


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
                "viscosity_basis go together, and viscosity_basis is missing; write all, "
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
        "viscosity_rule and viscosity_basis are missing; write all, or none"
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
        heavy=oe.Crude.shipped("Maya", sample="AD02254"),
        production_cost="20 USD/bbl",
        output="100 kb/day",
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


Q = oe.Q
AT = "15 degC"


def oil(api: float, name: str = "", cst: float | None = None, **more: Any) -> oe.Crude:
    points = {} if cst is None else {"at_15c": oe.Viscosity(AT, Q(cst, "cSt"))}
    return oe.Crude(Q(api, "degAPI"), name=name, viscosities=points, **more)


def next_up(number: float, steps: int = 1) -> float:
    for _ in range(steps):
        number = float(np.nextafter(number, np.inf))
    return number


# -- oils that are alike -----------------------------------------------------------------------


def test_a_supply_of_oils_that_are_alike_is_refused() -> None:
    supply = oe.scenario("article").supply
    light = oe.Diluent(Q(next_up(16.0), "degAPI"), price="50 USD/bbl")
    with pytest.raises(InputError) as refused:
        supply.evolve(heavy=oil(16.0), diluent=light, target_api="16 degAPI")
    assert str(refused.value) == (
        "Supply.diluent.api: expected a gravity above the heavy crude's 16 degAPI, got 16 degAPI, "
        "which is 4e-15 more: the two are alike"
    )


def test_all_diluent_has_no_rate_of_blend() -> None:
    s = oe.scenario("article")
    full = s.vary(
        {
            "supply.target_api": s.get("supply.diluent.api"),
            "supply.output": "600 kb/day",
            "supply.diluent_supply": "100 kb/day",
        }
    )
    with pytest.raises(InputError, match=r"supply\.blend_rate is not a finite number"):
        _ = oe.evaluate(full, "gulf")["supply.blend_rate"]
