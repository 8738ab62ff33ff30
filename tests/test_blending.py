"""Crudes, blends and dilutions: what must hold for any input, and what is refused how."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.blending import crudes
from oilecon.core import blending, quality
from oilecon.errors import InputError, OilEconError, UndefinedWarning, UnitError, UnknownName

HEAVY, NAPHTHA = oe.crude("Orinoco extra-heavy"), oe.crude("heavy naphtha")
AT = "15 degC"


def oil(api: float, name: str = "", cst: float | None = None, **more: Any) -> oe.Crude:
    points = {} if cst is None else {"at_15c": oe.Viscosity(AT, f"{cst!r} cSt")}
    return oe.Crude(f"{api!r} degAPI", name=name, viscosities=points, **more)


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
    found = draw(st.lists(samples(), min_size=least, max_size=most, unique=True))
    volumes = [draw(st.floats(0.1, 1000.0)) for _ in found]
    return [(one, f"{volume!r} kb") for one, volume in zip(found, volumes, strict=True)]


def mass(crude: oe.Crude) -> float:
    return float(oe.blending.density(crude).magnitude)


def figures(crude: oe.Crude) -> list[float]:
    names = ("api", "sulphur", "acid_number", "vanadium")
    found = [float(getattr(crude, name).magnitude) for name in names]
    return [*found, float(oe.blending.viscosity_at(crude, AT).magnitude)]


# -- what must hold ----------------------------------------------------------------------------


@given(parts())
def test_mass_is_conserved(given_parts: list[tuple[oe.Crude, Any]]) -> None:
    mixed = oe.blend(given_parts)
    volumes = [oe.Q(volume, "m3").magnitude for _, volume in given_parts]
    going_in = sum(v * mass(one) for v, (one, _) in zip(volumes, given_parts, strict=True))
    coming_out = sum(volumes) * (1 - mixed.shrinkage.magnitude) * mass(mixed)
    assert coming_out == pytest.approx(going_in, rel=1e-13)
    for name in ("sulphur", "acid_number", "vanadium"):
        inside = sum(
            v * mass(one) * getattr(one, name).magnitude
            for v, (one, _) in zip(volumes, given_parts, strict=True)
        )
        assert going_in * getattr(mixed, name).magnitude == pytest.approx(
            inside, rel=1e-12, abs=1e-9
        )


@given(given_parts=parts(), basis=st.sampled_from(["volume", "mass"]), shrinkage=st.booleans())
def test_the_order_of_the_parts_does_not_matter(
    given_parts: list[tuple[oe.Crude, Any]], basis: str, *, shrinkage: bool
) -> None:
    method: Any = {"viscosity_rule": "refutas", "viscosity_basis": basis, "temperature": AT}
    one = oe.blend(given_parts, shrinkage=shrinkage, **method)
    other = oe.blend(given_parts[::-1], shrinkage=shrinkage, **method)
    assert figures(one) == pytest.approx(figures(other), rel=1e-11, abs=1e-11)


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
    found = oe.dilute(oil(heavy), oil(light), api=f"{target!r} degAPI", shrunk=shrunk)
    assert 0.0 <= found.share.magnitude <= 1.0
    met = found.gravity if shrunk else found.gravity_before_shrinkage
    assert met.magnitude == pytest.approx(target, abs=1e-9)
    assert found.blend.api.magnitude == pytest.approx(found.gravity.magnitude, abs=1e-9)


@given(
    st.floats(100.0, 1e6),
    st.floats(0.5, 20.0),
    st.floats(0.02, 1.0),
    st.sampled_from(["volume", "mass"]),
)
def test_the_target_viscosity_is_met(heavy: float, light: float, way: float, basis: str) -> None:
    target = light * (heavy / light) ** way
    thick, thin = oil(9.0, "thick", heavy), oil(60.0, "thin", light)
    found = oe.dilute(
        thick, thin, viscosity=f"{target!r} cSt", temperature=AT, rule="refutas", basis=basis
    )
    assert 0.0 <= found.share.magnitude <= 1.0
    reached = oe.blending.viscosity_at(found.blend, AT).magnitude
    assert reached == pytest.approx(target, rel=1e-9)


@given(st.floats(5.0, 30.0), st.floats(35.0, 85.0), shares, shares)
def test_more_diluent_is_never_heavier(
    heavy: float, light: float, one: float, other: float
) -> None:
    less, more = sorted((one, other))
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


def test_an_array_answers_as_its_elements_do() -> None:
    targets = np.array([9.0, 12.0, 16.0, 21.0])
    many = oe.dilute(HEAVY, NAPHTHA, api=oe.Q(targets, "degAPI"), shrunk=True)
    for at, target in enumerate(targets):
        one = oe.dilute(HEAVY, NAPHTHA, api=f"{target} degAPI", shrunk=True)
        for name in ("share", "ratio_to_heavy", "shrinkage", "gravity", "per_barrel_of_blend"):
            assert getattr(many, name).magnitude[at] == getattr(one, name).magnitude
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
    with pytest.raises(InputError, match=r"reaches 60 at index \(2, 19000\) \(1 of 60000\) degAPI"):
        oe.dilute(heavy, NAPHTHA, api=oe.Q(targets, "degAPI"))


def test_every_argument_may_be_an_array() -> None:
    rows = oe.Q(np.linspace(8, 10, 3)[:, None], "degAPI")
    heavy = oe.Crude(rows, viscosities={"a": oe.Viscosity(AT, oe.Q([[1e4], [1e5], [2e5]], "cSt"))})
    thin = oil(60.0, "thin", 1.0)
    found = oe.dilute(
        heavy,
        thin,
        api=oe.Q([12, 30], "degAPI"),
        viscosity="400 cSt",
        temperature=AT,
        rule="refutas",
        basis="volume",
    )
    assert found.share.magnitude.shape == (3, 2)
    assert found.binds.tolist() == [["viscosity", "api"]] * 3
    assert len(found.to_frame()) == 6
    assert found.blend.api.magnitude.shape == (3, 2)


# -- figures -----------------------------------------------------------------------------------


def test_the_example_of_the_design() -> None:
    found = oe.dilute(oe.crude("Orinoco extra-heavy"), oe.crude("heavy naphtha"), api="16 degAPI")
    # By hand: a bisection of SG_h (1 - f) + SG_d f = SG_t (1 - S(f)), in plain floats.
    assert found.share.magnitude == pytest.approx(0.20835314489068818, rel=1e-12)
    scenario = oe.compare(oe.scenario("article"), "gulf", "asia")
    assert found.share.magnitude == scenario["supply.diluent_share"].magnitude
    assert found.shrinkage.magnitude == scenario["supply.shrinkage"].magnitude
    assert found.ratio_to_heavy.magnitude == scenario["supply.diluent_ratio"].magnitude
    assert found.gravity.magnitude == pytest.approx(scenario["supply.shrunk_api"].magnitude)
    assert repr(found) == (
        "<Dilution of 'Orinoco extra-heavy' with 'heavy naphtha': 0.2084 of the blend, 16.37 "
        "degAPI before shrinkage and 16.00 after; binds: api>"
    )


@pytest.mark.parametrize(
    ("light", "heavy", "percent"),
    [(55.0, 8.5, 20.4), (47.0, 8.5, 23.6), (29.8, 8.5, 38.5), (55.0, 8.0, 21.5)],
)
def test_the_share_for_merey_by_diluent(light: float, heavy: float, percent: float) -> None:
    found = oe.dilute(oil(heavy), oil(light), api="16 degAPI", shrunk=False)
    assert 100 * found.share.magnitude == pytest.approx(percent, abs=0.05)


def test_shrinkage_allowed_for_takes_more_diluent() -> None:
    before = oe.dilute(HEAVY, NAPHTHA, api="16 degAPI", shrunk=False)
    after = oe.dilute(HEAVY, NAPHTHA, api="16 degAPI")
    assert after.shrunk
    assert after.gravity.magnitude == pytest.approx(16.0, rel=1e-14)
    assert before.gravity.magnitude == pytest.approx(15.6477, abs=5e-5)
    assert after.share > before.share
    assert before.per_barrel_of_blend > before.share


def test_a_crude_light_enough_takes_no_diluent() -> None:
    found = oe.dilute(oil(22.0, "Maya"), NAPHTHA, api="16 degAPI")
    assert found.share.magnitude == 0.0
    assert found.binds == "none"
    assert found.gravity.magnitude == pytest.approx(22.0, abs=1e-9)


def test_pure_diluent_has_no_ratio_to_heavy_crude() -> None:
    full = oe.dilute(HEAVY, NAPHTHA, api="56.5 degAPI")
    assert full.share.magnitude == 1.0
    with pytest.raises(InputError, match="the blend is all diluent, so there is no heavy crude"):
        _ = full.ratio_to_heavy
    many = oe.dilute(HEAVY, NAPHTHA, api=oe.Q([16, 56.5], "degAPI"))
    with pytest.warns(UndefinedWarning, match="ratio_to_heavy is not defined in 1 of 2 cases"):
        ratio = many.ratio_to_heavy
    assert math.isnan(ratio.magnitude[1])


def test_a_measured_viscosity_is_returned_as_measured() -> None:
    boscan = oe.crude("Boscan", sample="AD02042")
    found = oe.blending.viscosity_at(boscan, oe.Q([0, 15, 38], "degC")).magnitude
    density = oe.blending.density(boscan).magnitude
    assert found == pytest.approx([8.83e9 / density, 4.86e8 / density, 19_800.0], rel=1e-15)
    kinematic = oe.crude("Boscan", sample="AD00171")  # published both ways
    assert oe.blending.viscosity_at(kinematic, "60 degC").magnitude == 640.0


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
    found = [oe.blending.viscosity_at(one, AT).magnitude for one in every.values()]
    for one in every.values():
        assert one.viscosity_low.magnitude == min(found)
        assert one.viscosity_high.magnitude == max(found)


def test_a_blend_lacks_what_a_part_lacks() -> None:
    mixed = oe.blend([(oe.crude("Merey 16"), 0.9), (NAPHTHA, 0.1)], name="mine")
    with pytest.raises(InputError) as refused:
        _ = mixed.sulphur
    assert str(refused.value) == (
        "Crude.sulphur: no figure is known for 'mine', and none is made up; write "
        ".evolve(sulphur='2.5 %') if you have one"
    )


# -- the table ---------------------------------------------------------------------------------


def test_the_table_lists_every_sample() -> None:
    table = oe.crude()
    assert table.index.is_unique
    assert table.index.names == ["grade", "sample"]
    row = table.xs(("Merey", "AD02257"))
    assert row["api [degAPI]"] == 14.7
    assert row["barrels per tonne [bbl/t]"] == pytest.approx(6.505, abs=5e-4)
    assert row["viscosity"] == "992 cSt at 38 degC; 39 cSt at 99 degC"
    assert row["source"] == "noaa-adios jokuty-1999"
    for grade, sample in table.index:
        crude = oe.crude(grade, sample=sample)
        assert crude.sample == sample
        assert crude.as_of == str(table.xs((grade, sample))["as_of"])


def test_what_is_not_published_is_absent_and_says_so() -> None:
    with pytest.raises(InputError) as refused:
        _ = oe.crude("Merey", sample="AD02257").acid_number
    assert str(refused.value) == (
        "Crude.acid_number: no figure is known for 'Merey' (AD02257), and none is made up; write "
        ".evolve(acid_number='1.3 mgKOH/g') if you have one"
    )
    with pytest.raises(InputError, match="no figure is known for 'DCO'"):
        _ = oe.crude("DCO").sulphur
    assert oe.crude("DCO").evolve(sulphur="2.8 %").sulphur.magnitude == pytest.approx(0.028)
    scenario = oe.scenario("article")
    assert scenario.get("supply.heavy.sulphur") is None
    assert scenario.vary({"supply.heavy.sulphur": "3 %"}).supply.heavy.sulphur.magnitude == 0.03


def test_several_samples_are_kept_apart() -> None:
    with pytest.raises(InputError) as refused:
        oe.crude("merey")
    assert str(refused.value) == (
        "'Merey' has 3 samples: AD01913 (1998, 17.4 degAPI); AD02257 (1999, 14.7 degAPI); "
        "shale24-2026 (2026-01-13, 15.5 degAPI); write crude('Merey', sample='AD01913') for one "
        "of them"
    )
    assert oe.crude("Merey", sample="AD01913").api != oe.crude("Merey", sample="AD02257").api


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: oe.crude("Mery"), "no shipped crude 'Mery'; did you mean 'Merey'?"),
        (
            lambda: oe.crude("Merey", sample="AD0225"),
            "'Merey' has no sample 'AD0225'; did you mean 'AD02257'?",
        ),
    ],
)
def test_an_unknown_name_is_named(call: Any, text: str) -> None:
    with pytest.raises(UnknownName) as refused:
        call()
    assert str(refused.value) == text


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
            "blend([(crude('Boscan', sample='AD02042'), '70 %'), (crude('Mesa 30'), '30 %')])"
        ),
    ),
    "what is no crude": (
        lambda: oe.blend([("Merey", 1.0)]),  # type: ignore[list-item]
        InputError,
        (
            "blend: expected a Crude, got 'Merey'; write crude('Merey 16') for a shipped one, or "
            "Crude('16 degAPI') for your own"
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
            "temperature: viscosity of 'bitumen' was measured at 15 degC, got 20 degC; nothing is "
            "extrapolated, write one of these temperatures or add a measured point"
        ),
    ),
    "a temperature above the measured range": (
        lambda: oe.blending.viscosity_at(oe.crude("Mesa 30"), oe.Q([40, 60], "degC")),
        InputError,
        (
            "temperature: viscosity of 'Mesa 30' was measured at 38 to 50 degC, got 60 at index 1 "
            "(1 of 2) degC; nothing is extrapolated, write one of these temperatures or add a "
            "measured point"
        ),
    ),
    "a crude without viscosity": (
        lambda: oe.blending.viscosity_at(HEAVY, AT),
        InputError,
        (
            "viscosity of 'Orinoco extra-heavy': no measurement is known, and none is made up; "
            "write .evolve(viscosities={'at_15c': Viscosity('15 degC', '... cSt')}) if you have one"
        ),
    ),
    "a gravity out of bounds": (
        lambda: oe.Crude("101 degAPI"),
        InputError,
        (
            "Crude.api: expected at least 0 and at most 100 degAPI, got 101; write for example "
            "'16 degAPI'"
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
        lambda: oe.dilute(HEAVY, oe.crude("Mesa 30"), api="35 degAPI"),
        InputError,
        (
            "api: no share of 'Mesa 30' reaches 35 degAPI: the diluent, at 29.8 degAPI, is "
            "heavier than the target; write a lower target or a lighter diluent"
        ),
    ),
    "a diluent thicker than the target": (
        lambda: oe.dilute(
            THICK, THIN, viscosity="0.5 cSt", temperature=AT, rule="refutas", basis="mass"
        ),
        InputError,
        (
            "viscosity: no share of 'diluent' reaches 0.5 cSt: the diluent, at 0.88 cSt, is "
            "thicker than the target or than the heavy crude; write a higher target or a thinner "
            "diluent"
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
    "two viscosities in one point": (
        lambda: oe.Viscosity(AT, "1 cSt", "1 cP"),
        InputError,
        "Viscosity: expected a kinematic or a dynamic viscosity, got both; write one",
    ),
    "no viscosity in a point": (
        lambda: oe.Viscosity(AT),
        InputError,
        "Viscosity: expected a kinematic or a dynamic viscosity, got neither; write one",
    ),
    "two points at one temperature": (
        lambda: oe.Crude(
            "9 degAPI", viscosities={"a": oe.Viscosity(AT, "1 cSt"), "b": oe.Viscosity(AT, "2 cSt")}
        ),
        InputError,
        "Crude.viscosities: expected one viscosity at each temperature, got two at 15 degC",
    ),
    "a density of no crude": (
        lambda: oe.blending.gravity("1200 kg/m3"),
        InputError,
        (
            "density: expected at least 610.6 and at most 1075.1 kg/m3, got 1200; write "
            "for example "
            "'958.4 kg/m3'"
        ),
    ),
    "a sample without its grade": (
        lambda: oe.crude(sample="AD02257"),  # type: ignore[call-overload]
        InputError,
        "expected the grade with its sample; write crude('...', sample='AD02257')",
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


def test_crossing_temperatures_are_refused() -> None:
    crossing = oe.Crude(
        "9 degAPI",
        viscosities={
            "a": oe.Viscosity(oe.Q([15, 40], "degC"), "900 cSt"),
            "b": oe.Viscosity(oe.Q([50, 20], "degC"), "200 cSt"),
            "c": oe.Viscosity("60 degC", "100 cSt"),
        },
    )
    with pytest.raises(InputError, match="arrays of temperatures may not cross"):
        oe.blending.viscosity_at(crossing, "45 degC")


def test_the_kernel_s_shrinkage_ignores_an_empty_part() -> None:
    full = blending.shrinkage_of_all((0.75, 0.25), (8.5, 55.0))
    for api in (2.0, 30.0, 90.0):
        assert blending.shrinkage_of_all((0.75, 0.0, 0.25), (8.5, api, 55.0)) == pytest.approx(
            full, rel=1e-12
        )
    assert full == pytest.approx(blending.shrinkage_share(0.25, 8.5, 55.0), rel=1e-12)


def test_the_kernel_adds_each_oil_to_what_is_mixed_with_its_own_volume_and_mass() -> None:
    """Half of 10 API and 0.3 of 30 API, and 0.2 of 60 API in what is left of these."""
    lost = 0.8 * blending.shrinkage_share(0.3 / 0.8, 10.0, 30.0)
    volume = 0.8 - lost
    mixed = quality.api_gravity(
        (0.5 * quality.specific_gravity(10.0) + 0.3 * quality.specific_gravity(30.0)) / volume
    )
    total = volume + 0.2
    lost += total * blending.shrinkage_share(0.2 / total, mixed, 60.0)
    found = blending.shrinkage_of_all((0.3, 0.2, 0.5), (30.0, 60.0, 10.0))
    assert found == pytest.approx(lost, rel=1e-13)


def test_the_kernel_takes_oils_of_one_gravity_as_one_oil() -> None:
    whole = blending.shrinkage_of_all((0.5, 0.5), (10.0, 30.0))
    for parts in ((0.2, 0.5, 0.3), (0.3, 0.5, 0.2)):
        found = blending.shrinkage_of_all(parts, (30.0, 10.0, 30.0))
        assert found == pytest.approx(whole, rel=1e-14)
    halves = blending.shrinkage_of_all((0.25, 0.25, 0.5), (10.0, 10.0, 30.0))
    assert halves == pytest.approx(whole, rel=1e-14)
    apis = np.array([20.0, 30.0, 40.0])  # only in the middle are two the same
    found = blending.shrinkage_of_all((0.2, 0.3, 0.5), (apis, 30.0, 10.0))
    for at, api in enumerate(apis.tolist()):
        alone = blending.shrinkage_of_all((0.2, 0.3, 0.5), (api, 30.0, 10.0))
        assert np.asarray(found)[at] == alone


def test_the_kernel_takes_as_many_gravities_densities_and_values_as_shares() -> None:
    for shares, figures in (((0.5, 0.5), (10.0, 20.0, 30.0)), ((0.2, 0.3, 0.5), (10.0, 20.0))):
        for take in (blending.shrinkage_of_all, blending.mass_shares, blending.weighted_mean):
            with pytest.raises(ValueError, match=r"argument 2 is (longer|shorter)"):
                take(shares, figures)


def test_the_kernel_reaches_a_target_next_to_pure_diluent() -> None:
    """There, a share of diluent and the gravity that it makes once shrunk agree."""
    heavy, light = quality.specific_gravity(8.5), quality.specific_gravity(55.0)
    for target in (54.0, 54.9, 54.99, 54.999, 55.0):
        share = blending.physical_diluent_share(8.5, 55.0, target)
        assert 0.97 < share <= 1.0
        volume = 1.0 - blending.shrinkage_share(share, 8.5, 55.0)
        made = quality.api_gravity((heavy - (heavy - light) * share) / volume)
        assert made == pytest.approx(target, rel=1e-9)


@given(heavy=st.floats(0, 40), wide=st.floats(10, 60), way=st.floats(0.0, 1.0))
def test_the_kernel_s_steps_are_enough(heavy: float, wide: float, way: float) -> None:
    """The mass of both oils over the shrunk volume is the target's, wherever it lies."""
    light, target = heavy + wide, heavy + wide * way
    share = blending.physical_diluent_share(heavy, light, target)
    assert 0.0 <= share <= 1.0
    thick, thin, aim = map(quality.specific_gravity, (heavy, light, target))
    mass = thick * (1.0 - share) + thin * share
    volume = 1.0 - blending.shrinkage_share(share, heavy, light)
    assert mass / volume == pytest.approx(aim, rel=1e-12)


def test_barrels_per_tonne_follow_from_the_gravity() -> None:
    assert oe.blending.barrels_per_tonne(oe.crude("Merey 16")).magnitude == pytest.approx(
        quality.barrels_per_tonne(16.0), rel=1e-15
    )
    assert crudes.density(oe.Crude("10 degAPI")).magnitude == quality.WATER_KG_M3
