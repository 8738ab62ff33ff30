"""Blends and dilutions: what must hold for any input, and what is refused how."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import blending
from oilecon.errors import InputError, OilEconError, UndefinedWarning, UnitError
from tests.samples import HEAVY, NAPHTHA, oil

Q = oe.Q
AT = "15 degC"


gravities = st.floats(5.0, 85.0)
shares = st.floats(0.01, 0.99)
viscosities = st.floats(0.5, 1e6)
sulphurs = st.floats(0.0, 0.08)


@st.composite
def samples(draw: st.DrawFn) -> oe.Crude:
    return oil(
        draw(gravities),
        cst=draw(viscosities),
        sulphur=draw(sulphurs),
        acid_number=f"{draw(st.floats(0, 5))!r} mgKOH/g",
        vanadium=f"{draw(st.floats(0, 500))!r} mg/kg",
    )


@st.composite
def parts(draw: st.DrawFn, least: int = 2, most: int = 4) -> list[tuple[oe.Crude, Any]]:
    crudes = draw(st.lists(samples(), min_size=least, max_size=most, unique=True))
    volumes = [draw(st.floats(0.1, 1000.0)) for _ in crudes]
    return [(crude, f"{volume!r} kb") for crude, volume in zip(crudes, volumes, strict=True)]


def mass(crude: oe.Crude) -> float:
    return float(oe.blending.density(crude).magnitude)


def figures(crude: oe.Crude) -> list[float]:
    names = ("api", "sulphur", "acid_number", "vanadium")
    values = [float(getattr(crude, name).magnitude) for name in names]
    return [*values, float(oe.blending.viscosity_at(crude, AT).magnitude)]


# -- what must hold ----------------------------------------------------------------------------


@given(parts())
def test_mass_is_conserved(given_parts: list[tuple[oe.Crude, Any]]) -> None:
    mixed = oe.blend(given_parts)
    volumes = [oe.Q(volume, "m3").magnitude for _, volume in given_parts]
    going_in = sum(v * mass(crude) for v, (crude, _) in zip(volumes, given_parts, strict=True))
    coming_out = sum(volumes) * (1 - mixed.shrinkage.magnitude) * mass(mixed)
    assert coming_out == pytest.approx(going_in, rel=1e-13)
    for name in ("sulphur", "acid_number", "vanadium"):
        inside = sum(
            v * mass(crude) * getattr(crude, name).magnitude
            for v, (crude, _) in zip(volumes, given_parts, strict=True)
        )
        assert going_in * getattr(mixed, name).magnitude == pytest.approx(
            inside, rel=1e-12, abs=1e-9
        )


@given(given_parts=parts(), basis=st.sampled_from(["volume", "mass"]), shrinkage=st.booleans())
def test_the_order_of_the_parts_does_not_matter(
    given_parts: list[tuple[oe.Crude, Any]], basis: str, *, shrinkage: bool
) -> None:
    method: Any = {"viscosity_rule": "refutas", "viscosity_basis": basis, "temperature": AT}
    forward = oe.blend(given_parts, shrinkage=shrinkage, **method)
    other = oe.blend(given_parts[::-1], shrinkage=shrinkage, **method)
    assert figures(forward) == pytest.approx(figures(other), rel=1e-11, abs=1e-11)


@given(parts(least=3, most=3), st.sampled_from(["volume", "mass"]))
def test_without_shrinkage_it_does_not_matter_what_is_mixed_first(
    given_parts: list[tuple[oe.Crude, Any]], basis: str
) -> None:
    method: Any = {"viscosity_rule": "refutas", "viscosity_basis": basis, "temperature": AT}
    (a, va), (b, vb), (c, vc) = given_parts
    together = oe.blend(given_parts, shrinkage=False, **method)
    first = oe.blend([(a, va), (b, vb)], shrinkage=False, **method)
    volume: Any = oe.Q(va) + oe.Q(vb)
    later = oe.blend([(first, volume), (c, vc)], shrinkage=False, **method)
    assert figures(together) == pytest.approx(figures(later), rel=1e-8, abs=1e-8)


@given(samples())
def test_a_blend_of_one_crude_is_that_crude(crude: oe.Crude) -> None:
    assert oe.blend([(crude, 1.0)]) == crude
    assert oe.blend([(crude, "70 kb")]) == crude
    # And of two that are alike in all but the name, to rounding.
    twin = crude.evolve(name="twin")
    mixed = oe.blend(
        [(crude, 0.3), (twin, 0.7)],
        viscosity_rule="refutas",
        viscosity_basis="mass",
        temperature=AT,
    )
    assert figures(mixed) == pytest.approx(figures(crude), rel=1e-9, abs=1e-12)


@given(
    heavy=st.floats(5.0, 30.0),
    light=st.floats(35.0, 85.0),
    way=st.floats(0.0, 0.98),
    shrunk=st.booleans(),
)
def test_the_target_gravity_is_met(heavy: float, light: float, way: float, *, shrunk: bool) -> None:
    target = heavy + way * (light - heavy)
    dilution = oe.dilute(oil(heavy), oil(light), api=f"{target!r} degAPI", shrunk=shrunk)
    assert 0.0 <= dilution.share.magnitude <= 1.0
    met = dilution.gravity if shrunk else dilution.gravity_before_shrinkage
    assert met.magnitude == pytest.approx(target, abs=1e-9)
    assert dilution.blend.api.magnitude == pytest.approx(dilution.gravity.magnitude, abs=1e-9)


@given(
    st.floats(100.0, 1e6),
    st.floats(0.5, 20.0),
    st.floats(0.02, 1.0),
    st.sampled_from(["volume", "mass"]),
)
def test_the_target_viscosity_is_met(heavy: float, light: float, way: float, basis: str) -> None:
    target = light * (heavy / light) ** way
    thick, thin = oil(9.0, "thick", heavy), oil(60.0, "thin", light)
    dilution = oe.dilute(
        thick, thin, viscosity=f"{target!r} cSt", temperature=AT, rule="refutas", basis=basis
    )
    assert 0.0 <= dilution.share.magnitude <= 1.0
    reached = oe.blending.viscosity_at(dilution.blend, AT).magnitude
    assert reached == pytest.approx(target, rel=1e-9)


@given(st.floats(5.0, 30.0), st.floats(35.0, 85.0), shares, shares)
def test_more_diluent_is_never_heavier(
    heavy: float, light: float, first: float, other: float
) -> None:
    less, more = sorted((first, other))
    thick, thin = oil(heavy, "thick"), oil(light, "thin")
    for shrinkage in (True, False):
        apis = [
            oe.blend([(thick, 1 - share), (thin, share)], shrinkage=shrinkage).api.magnitude
            for share in (less, more)
        ]
        assert apis[1] >= apis[0] - 1e-12


@given(st.floats(5.0, 20.0), st.floats(40.0, 85.0), st.floats(12.0, 1e4))
def test_with_two_targets_the_greater_share_wins(heavy: float, light: float, cst: float) -> None:
    thick, thin = oil(heavy, "thick", 1e5), oil(light, "thin", 1.0)
    api = f"{(heavy + light) / 3!r} degAPI" if heavy < (heavy + light) / 3 else "21 degAPI"
    how: Any = {"temperature": AT, "rule": "refutas", "basis": "volume"}
    both = oe.dilute(thick, thin, api=api, viscosity=f"{cst!r} cSt", **how)
    alone = {
        "api": oe.dilute(thick, thin, api=api).share.magnitude,
        "viscosity": oe.dilute(thick, thin, viscosity=f"{cst!r} cSt", **how).share.magnitude,
    }
    assert both.share.magnitude == max(alone.values())
    assert both.binds == max(alone, key=lambda name: alone[name])


@given(gravities, gravities, st.floats(0.0, 1.0), st.floats(0.0, 100.0), st.floats(0.0, 200.0))
def test_a_barrel_of_blend_costs_what_is_in_it(
    heavy: float, light: float, way: float, dear: float, dearer: float
) -> None:
    assume(light - heavy > 0.1)
    target = f"{heavy + way * (light - heavy)!r} degAPI"
    made = blending.dilute(oil(heavy), oil(light), api=target)
    costs = f"{dear!r} USD/bbl", f"{dearer!r} USD/bbl"
    cost = float(made.cost(*costs).magnitude)
    diluent = float(made.per_barrel_of_blend.magnitude)
    mixed = 1.0 / (1.0 - float(made.shrinkage.magnitude))  # barrels in a barrel of blend
    assert cost == pytest.approx((mixed - diluent) * dear + diluent * dearer, rel=1e-12, abs=1e-12)
    same = float(made.cost(costs[0], costs[0]).magnitude)
    assert same == pytest.approx(dear * mixed, rel=1e-12)


def test_a_blend_costs_what_a_netback_deducts_for_it() -> None:
    s = oe.scenario("article")
    supply, gulf = s.supply, oe.evaluate(s, "gulf")
    diluent = supply.diluent
    assert diluent is not None
    made = blending.dilute(supply.heavy, oe.Crude(diluent.api), api=supply.target_api)
    bought = s.market.brent + diluent.differential + diluent.freight
    cost = made.cost(supply.production_cost, bought).magnitude
    deducted = gulf["production"].magnitude + gulf["diluent"].magnitude
    assert cost == pytest.approx(deducted, rel=1e-12)


def test_a_cost_is_refused_by_its_name() -> None:
    made = blending.dilute(HEAVY, NAPHTHA, api="16 degAPI")
    assert made.cost(Q([15.0, 20.0], "USD/bbl"), "60 USD/bbl").magnitude.shape == (2,)
    with pytest.raises(UnitError, match=r"^cost: diluent: expected USD/bbl, got the bare number 6"):
        made.cost("15 USD/bbl", 60)
    with pytest.raises(InputError, match=r"^cost: heavy: "):
        made.cost("-15 USD/bbl", "60 USD/bbl")
    with pytest.raises(InputError, match=r"^cost: expected arrays that broadcast together"):
        made.cost(Q([15.0, 20.0], "USD/bbl"), Q([60.0, 61.0, 62.0], "USD/bbl"))


def test_an_array_answers_as_its_elements_do() -> None:
    targets = np.array([9.0, 12.0, 16.0, 21.0])
    many = oe.dilute(HEAVY, NAPHTHA, api=oe.Q(targets, "degAPI"), shrunk=True)
    for at, target in enumerate(targets):
        element = oe.dilute(HEAVY, NAPHTHA, api=f"{target} degAPI", shrunk=True)
        for name in ("share", "ratio_to_heavy", "shrinkage", "gravity", "per_barrel_of_blend"):
            assert getattr(many, name).magnitude[at] == getattr(element, name).magnitude
    mixed = oe.blend([(HEAVY, 1 - targets / 100), (NAPHTHA, targets / 100), (oil(30.0), 0.0)])
    single = oe.blend([(HEAVY, 0.84), (NAPHTHA, 0.16), (oil(30.0), 0.0)])
    assert mixed.api.magnitude[2] == single.api.magnitude
    assert mixed.api.magnitude.shape == (4,)


def test_blocks_of_a_large_array_do_not_show() -> None:
    rng = np.random.default_rng(1)
    targets = rng.uniform(15.5, 16.2, (3, 20_000))
    heavy = oe.Crude(oe.Q(rng.uniform(8.0, 10.0, (3, 1)), "degAPI"))
    for shrunk in (False, True):
        whole = oe.dilute(heavy, NAPHTHA, api=oe.Q(targets, "degAPI"), shrunk=shrunk)
        part = oe.dilute(
            heavy, NAPHTHA, api=oe.Q(targets[:, 16_000:17_000], "degAPI"), shrunk=shrunk
        )
        for name in ("share", "shrinkage", "gravity", "ratio_to_heavy"):
            large, small = getattr(whole, name).magnitude, getattr(part, name).magnitude
            assert (large[:, 16_000:17_000] == small).all()
    targets[2, 19_000] = 60.0
    with pytest.raises(InputError, match=r"got 60 at index \(2, 19000\) \(1 of 60000\) degAPI"):
        oe.dilute(heavy, NAPHTHA, api=oe.Q(targets, "degAPI"))


def test_every_argument_may_be_an_array() -> None:
    rows = oe.Q(np.linspace(8, 10, 3)[:, None], "degAPI")
    heavy = oe.Crude(rows, viscosities={"a": oe.Viscosity(AT, oe.Q([[1e4], [1e5], [2e5]], "cSt"))})
    thin = oil(60.0, "thin", 1.0)
    dilution = oe.dilute(
        heavy,
        thin,
        api=oe.Q([12, 30], "degAPI"),
        viscosity="400 cSt",
        temperature=AT,
        rule="refutas",
        basis="volume",
    )
    assert dilution.share.magnitude.shape == (3, 2)
    assert np.asarray(dilution.binds).tolist() == [["viscosity", "api"]] * 3
    assert len(dilution.to_frame()) == 6
    assert dilution.blend.api.magnitude.shape == (3, 2)


# -- figures -----------------------------------------------------------------------------------


def test_the_example_of_the_design() -> None:
    dilution = oe.dilute(
        oe.Crude.shipped("Orinoco extra-heavy"), oe.Crude.shipped("heavy naphtha"), api="16 degAPI"
    )
    # By hand: a bisection of SG_h (1 - f) + SG_d f = SG_t (1 - S(f)), in plain floats.
    assert dilution.share.magnitude == pytest.approx(0.20835314489068818, rel=1e-12)
    scenario = oe.compare(oe.scenario("article"), "gulf", "asia")
    assert dilution.share.magnitude == scenario["supply.diluent_share"].magnitude
    assert dilution.shrinkage.magnitude == scenario["supply.shrinkage"].magnitude
    assert dilution.ratio_to_heavy.magnitude == scenario["supply.diluent_ratio"].magnitude
    assert dilution.gravity.magnitude == pytest.approx(scenario["supply.shrunk_api"].magnitude)
    assert repr(dilution) == (
        "<Dilution of 'Orinoco extra-heavy' with 'heavy naphtha': 0.2084 of the blend, 16.37 "
        "degAPI before shrinkage and 16.00 after; binds: api>"
    )


@pytest.mark.parametrize(
    ("light", "heavy", "percent"),
    [(55.0, 8.5, 20.4), (47.0, 8.5, 23.6), (29.8, 8.5, 38.5), (55.0, 8.0, 21.5)],
)
def test_the_share_for_merey_by_diluent(light: float, heavy: float, percent: float) -> None:
    dilution = oe.dilute(oil(heavy), oil(light), api="16 degAPI", shrunk=False)
    assert 100 * dilution.share.magnitude == pytest.approx(percent, abs=0.05)


def test_shrinkage_allowed_for_takes_more_diluent() -> None:
    before = oe.dilute(HEAVY, NAPHTHA, api="16 degAPI", shrunk=False)
    after = oe.dilute(HEAVY, NAPHTHA, api="16 degAPI")
    assert after.shrunk
    assert after.gravity.magnitude == pytest.approx(16.0, rel=1e-14)
    assert before.gravity.magnitude == pytest.approx(15.6477, abs=5e-5)
    assert after.share > before.share
    assert before.per_barrel_of_blend > before.share


def test_a_crude_light_enough_takes_no_diluent() -> None:
    dilution = oe.dilute(oil(22.0, "Maya"), NAPHTHA, api="16 degAPI")
    assert dilution.share.magnitude == 0.0
    assert dilution.binds == "none"
    assert dilution.gravity.magnitude == pytest.approx(22.0, abs=1e-9)


def test_pure_diluent_has_no_ratio_to_heavy_crude() -> None:
    full = oe.dilute(HEAVY, NAPHTHA, api="56.5 degAPI")
    assert full.share.magnitude == 1.0
    with pytest.raises(
        InputError, match="ratio_to_heavy: expected a blend with heavy crude, got all"
    ):
        _ = full.ratio_to_heavy
    many = oe.dilute(HEAVY, NAPHTHA, api=oe.Q([16, 56.5], "degAPI"))
    with pytest.warns(UndefinedWarning, match="ratio_to_heavy is not defined in 1 of 2 cases"):
        ratio = many.ratio_to_heavy
    assert math.isnan(ratio.magnitude[1])


def test_the_band_is_the_spread_of_the_rules_that_hold() -> None:
    thick, light = oil(15.0, "Merey", 992.0), oil(30.0, "Mesa", 8.4)
    every = {}
    for rule in ("refutas", "d341"):
        for basis in ("volume", "mass"):
            every[rule, basis] = oe.blend(
                [(thick, 0.7), (light, 0.3)],
                viscosity_rule=rule,
                viscosity_basis=basis,
                temperature=AT,
            )
    blended = [oe.blending.viscosity_at(mixed, AT).magnitude for mixed in every.values()]
    for mixed in every.values():
        assert mixed.viscosity_low.magnitude == min(blended)
        assert mixed.viscosity_high.magnitude == max(blended)


def test_a_blend_lacks_what_a_part_lacks() -> None:
    mixed = oe.blend([(oe.Crude.shipped("Merey 16"), 0.9), (NAPHTHA, 0.1)], name="mine")
    with pytest.raises(InputError) as refused:
        _ = mixed.sulphur
    assert str(refused.value) == (
        "Crude.sulphur: no figure is known for 'mine', and none is made up; write "
        ".evolve(sulphur='2.5 %') if you have one"
    )


# -- what is refused ---------------------------------------------------------------------------

THICK, THIN = oil(9.86, "bitumen", 235_000.0), oil(69.5, "diluent", 0.88)
HOW: Any = {"viscosity_rule": "refutas", "viscosity_basis": "volume", "temperature": AT}
REFUSED: dict[str, tuple[Any, type[OilEconError], str]] = {
    "shares that do not sum": (
        lambda: oe.blend([(THICK, 0.5), (THIN, 0.4)]),
        InputError,
        "blend: expected shares that sum to 1, got 0.9; write shares of the whole, or volumes",
    ),
    "shares of one case that do not": (
        lambda: oe.blend([(THICK, np.array([0.5, 0.7])), (THIN, 0.5)]),
        InputError,
        (
            "blend: expected shares that sum to 1, got 1.2 at index 1 (1 of 2); write "
            "shares of the "
            "whole, or volumes"
        ),
    ),
    "no volume at all": (
        lambda: oe.blend([(THICK, "0 kb"), (THIN, "0 kb")]),
        InputError,
        "blend: expected some volume, got 0; write shares of the whole, or volumes",
    ),
    "a negative volume": (
        lambda: oe.blend([(THICK, "-5 kb"), (THIN, "4 kb")]),
        InputError,
        (
            "part of 'bitumen': expected at least 0 and at most 1000000000000 bbl, got -5000; "
            "write for example '500 kb'"
        ),
    ),
    "a share above one": (
        lambda: oe.blend([(THICK, "-20 %"), (THIN, "120 %")]),
        InputError,
        (
            "part of 'bitumen': expected at least 0 and at most 1, got -0.2; write for "
            "example '30 %'"
        ),
    ),
    "a bare percentage": (
        lambda: oe.blend([(THICK, 70), (THIN, 30)]),
        UnitError,
        (
            "part of 'bitumen': expected a share, got the bare number 70; write '70 %' for "
            "percent, "
            "or the fraction 0.7"
        ),
    ),
    "shares and volumes": (
        lambda: oe.blend([(THICK, 0.7), (THIN, "30 kb")]),
        InputError,
        "blend: expected all shares or all volumes and masses, got some of each; write one kind",
    ),
    "nothing to blend": (
        lambda: oe.blend([]),
        InputError,
        (
            "blend: expected pairs of a crude and an amount, got none; write "
            "blend([(Crude.shipped('Jobo'), '70 %'), (Crude.shipped('Mesa 30'), '30 %')])"
        ),
    ),
    "what is no crude": (
        lambda: oe.blend([("Merey", 1.0)]),  # type: ignore[list-item]
        InputError,
        (
            "blend: expected a Crude, got 'Merey'; write Crude.shipped('Merey 16') for a shipped "
            "one, or Crude('16 degAPI') for your own"
        ),
    ),
    "a viscosity below the rule": (
        lambda: oe.blend([(THICK, 0.7), (THIN, 0.3)], **HOW | {"viscosity_rule": "d341"}),
        InputError,
        (
            "viscosity rule 'd341' holds from 2 to 2e+07 cSt, and 'diluent' has 0.88 cSt; "
            "'refutas' holds above 0.2 cSt"
        ),
    ),
    "no basis": (
        lambda: oe.blend([(THICK, 0.7), (THIN, 0.3)], **HOW | {"viscosity_basis": None}),
        InputError,
        (
            "viscosity_basis: expected 'volume' or 'mass', got nothing (None); write "
            "viscosity_basis='volume'"
        ),
    ),
    "no temperature": (
        lambda: oe.blend([(THICK, 0.7), (THIN, 0.3)], **HOW | {"temperature": None}),
        InputError,
        "temperature: required with a viscosity; write temperature='15 degC'",
    ),
    "another rule": (
        lambda: oe.blend([(THICK, 0.7), (THIN, 0.3)], **HOW | {"viscosity_rule": "wright"}),
        InputError,
        (
            "viscosity_rule: expected 'refutas' or 'd341', got 'wright'; write "
            "viscosity_rule='refutas'"
        ),
    ),
    "a temperature outside the measured": (
        lambda: oe.blend([(THICK, 0.7), (THIN, 0.3)], **HOW | {"temperature": "20 degC"}),
        InputError,
        (
            "temperature: viscosity of 'bitumen': expected 15 degC, as measured, got 20 degC; "
            "nothing is extrapolated, write one of these temperatures or add a measured point"
        ),
    ),
    "a target out of bounds": (
        lambda: oe.dilute(HEAVY, NAPHTHA, api="-3 degAPI"),
        InputError,
        "api: expected at least 0 and at most 100 degAPI, got -3; write for example '16 degAPI'",
    ),
    "no target": (
        lambda: oe.dilute(HEAVY, NAPHTHA),
        InputError,
        "dilute: a target is required; write api='16 degAPI', or viscosity='350 cSt'",
    ),
    "a diluent heavier than the target": (
        lambda: oe.dilute(HEAVY, oe.Crude.shipped("Mesa 30"), api="35 degAPI"),
        InputError,
        (
            "api: expected at most the gravity of 'Mesa 30', 29.8 degAPI, got 35 degAPI; write a "
            "lower target or a lighter diluent"
        ),
    ),
    "a diluent thicker than the target": (
        lambda: oe.dilute(
            THICK, THIN, viscosity="0.5 cSt", temperature=AT, rule="refutas", basis="mass"
        ),
        InputError,
        (
            "viscosity: expected a target and a heavy crude thicker than 'diluent', 0.88 cSt, got "
            "0.5 cSt for the target and 235000 cSt for the crude; write a higher target or a "
            "thinner diluent"
        ),
    ),
    "a diluent that thins nothing": (
        lambda: oe.dilute(NAPHTHA, HEAVY, api="16 degAPI"),
        InputError,
        (
            "diluent: expected an oil lighter than 'heavy naphtha' of 56.5 degAPI, got 'Orinoco "
            "extra-heavy' of 8.5 degAPI"
        ),
    ),
    "arrays that do not fit": (
        lambda: oe.dilute(
            oe.Crude(oe.Q([8, 9, 10], "degAPI")), NAPHTHA, api=oe.Q([15, 16], "degAPI")
        ),
        InputError,
        (
            "expected arrays that broadcast together, got heavy (3,), api (2,); give each its own "
            "dimension, as with array[:, None]"
        ),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_named(case: str) -> None:
    call, kind, text = REFUSED[case]
    with pytest.raises(kind) as refused:
        call()
    assert str(refused.value) == text


def test_nothing_is_mutated() -> None:
    targets = np.array([12.0, 16.0])
    quantity = oe.Q(targets, "degAPI")
    shares_given = np.array([0.5, 0.6])
    given_parts = [(HEAVY, 1 - shares_given), (NAPHTHA, shares_given)]
    before = [share.copy() for _, share in given_parts]
    oe.dilute(HEAVY, NAPHTHA, api=quantity).to_frame()
    oe.blend(given_parts)
    assert targets.tolist() == [12.0, 16.0]
    assert quantity.magnitude.tolist() == [12.0, 16.0]
    for (_, share), same in zip(given_parts, before, strict=True):
        assert share.tolist() == same.tolist()


def next_up(number: float, steps: int = 1) -> float:
    for _ in range(steps):
        number = float(np.nextafter(number, np.inf))
    return number


# -- masses ------------------------------------------------------------------------------------


def test_masses_are_blended_as_the_volumes_they_have() -> None:
    heavy, light = oil(16.0, "heavy"), oil(40.0, "light")
    barrels = [
        f"{70_000 * blending.barrels_per_tonne(crude).magnitude!r} bbl" for crude in (heavy, light)
    ]
    weighed = oe.blend([(heavy, "70000 t"), (light, "70 t")])
    assert weighed.api.magnitude < oe.blend([(heavy, "70000 t"), (light, "70000 t")]).api.magnitude
    both = oe.blend([(heavy, "70000 t"), (light, "70000 t")])
    assert both == oe.blend(list(zip((heavy, light), barrels, strict=True)))
    assert both == oe.blend([(heavy, "70000 t"), (light, barrels[1])])  # one weighed, one not


# -- oils that are alike -----------------------------------------------------------------------

ALIKE = "oils less than 1e-06 degAPI apart count as alike"


@pytest.mark.parametrize("steps", [1, 2, 17])
@pytest.mark.parametrize("shrunk", [False, True])
@pytest.mark.parametrize("array", [False, True])
def test_a_diluent_a_float_step_lighter_is_refused(
    *, steps: int, shrunk: bool, array: bool
) -> None:
    heavy, light = oil(16.0, "heavy"), oil(next_up(16.0, steps), "light")
    target: Any = [16.0, next_up(16.0, steps)] if array else next_up(16.0)
    with pytest.raises(InputError) as refused:
        oe.dilute(heavy, light, api=Q(target, "degAPI"), shrunk=shrunk)
    assert str(refused.value).endswith(ALIKE)
    assert "'heavy' of 16" in str(refused.value)
    mixed = oe.blend([(heavy, 0.5), (light, 0.5)])  # nothing to find, so nothing to refuse
    assert mixed.api.magnitude == pytest.approx(16.0, rel=1e-14)
    assert 0.0 <= mixed.shrinkage.magnitude < 1e-30


@given(st.floats(5.0, 40.0), st.floats(1e-6, 1e-3), st.floats(0.0, 1.0))
def test_oils_a_little_apart_meet_the_target(heavy: float, apart: float, way: float) -> None:
    # A shade more, since 1e-6 added to a gravity is not 1e-6 to the last digit.
    light = heavy + 1.01 * apart
    target = min(heavy + way * (light - heavy), light)
    dilution = oe.dilute(oil(heavy), oil(light), api=Q(target, "degAPI"))
    assert 0.0 <= dilution.share.magnitude <= 1.0
    assert dilution.gravity.magnitude == pytest.approx(target, abs=1e-12)


@pytest.mark.parametrize("rule", ["refutas", "d341"])
@pytest.mark.parametrize("basis", ["volume", "mass"])
def test_viscosities_that_are_alike_are_refused(rule: str, basis: str) -> None:
    heavy, light = oil(10.0, "heavy", next_up(90.0)), oil(60.0, "light", 90.0)
    with pytest.raises(
        InputError, match="viscosity: expected a target and a heavy crude thicker than 'light'"
    ):
        oe.dilute(heavy, light, viscosity="90 cSt", temperature=AT, rule=rule, basis=basis)
    supply = oe.scenario("article").supply
    with pytest.raises(InputError, match="which is 1e-14 more: the two are alike"):
        supply.evolve(
            heavy_viscosity=Q(next_up(90.0), "cSt"),
            diluent_viscosity="90 cSt",
            target_viscosity="90 cSt",
            viscosity_rule=rule,
            viscosity_basis=basis,
        )


# -- the end of the double logarithm -----------------------------------------------------------


@pytest.mark.parametrize("rule", ["refutas", "d341"])
@pytest.mark.parametrize("steps", [0, 1, 2])
def test_no_rule_mixes_an_oil_that_has_no_number(rule: str, steps: int) -> None:
    # 0.2 and 0.8 sum to one, and so do the two floats after 0.2 and 0.8.
    thin, thick = oil(60.0, "thin", next_up(0.2, steps)), oil(10.0, "thick", 100.0)
    refused = f"viscosity rule '{rule}' holds .*, and 'thin' has 0.2 cSt"
    method: Any = {"viscosity_rule": rule, "viscosity_basis": "volume", "temperature": AT}
    with pytest.raises(InputError, match=refused):
        oe.blend([(thin, 0.5), (thick, 0.5)], **method)
    with pytest.raises(InputError, match=refused):
        oe.dilute(thick, thin, viscosity="50 cSt", temperature=AT, rule=rule, basis="volume")
    s = oe.scenario("article")
    with pytest.raises(InputError, match=refused.replace("'thin'", r"supply\.diluent_viscosity")):
        _ = oe.evaluate(
            s.evolve(
                supply=s.supply.evolve(
                    heavy_viscosity="100 cSt",
                    diluent_viscosity=thin.viscosities["at_15c"].kinematic,
                    target_viscosity="50 cSt",
                    viscosity_rule=rule,
                    viscosity_basis="volume",
                )
            ),
            "gulf",
        )["netback"]


def test_a_mixed_viscosity_does_not_leave_what_it_is_mixed_of() -> None:
    thickest = oil(10.0, "a", 1e9), oil(60.0, "b", 1e9)  # the most that a viscosity may be
    mixed = oe.blend(
        [(thickest[0], 0.5), (thickest[1], 0.5)],
        viscosity_rule="refutas",
        viscosity_basis="mass",
        temperature=AT,
    )
    assert blending.viscosity_at(mixed, AT).magnitude == 1e9


@pytest.mark.parametrize("name", [0, None, b"DCO"])
def test_a_name_that_is_no_text_is_refused(name: Any) -> None:
    with pytest.raises(InputError) as refused:
        blending.blend([(HEAVY, "80 %"), (NAPHTHA, "20 %")], name=name)
    assert str(refused.value) == (
        f"expected a name of the blend, got {name!r}; write for example 'DCO'"
    )
