"""What goes into a blend: parts that are equal, weighed, alike, too thin, or do not fit."""

from __future__ import annotations

import itertools
import re
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import blending
from oilecon.core import viscosity
from oilecon.errors import AccuracyWarning, InputError, OilEconError, UnitError

if TYPE_CHECKING:
    from collections.abc import Callable

Q = oe.Q
AT = "15 degC"


def oil(api: float, name: str = "", cst: float | None = None, **more: Any) -> oe.Crude:
    points = {} if cst is None else {"at_15c": oe.Viscosity(AT, Q(cst, "cSt"))}
    return oe.Crude(Q(api, "degAPI"), name=name, viscosities=points, **more)


def next_up(number: float, steps: int = 1) -> float:
    for _ in range(steps):
        number = float(np.nextafter(number, np.inf))
    return number


# -- equal parts -------------------------------------------------------------------------------


def test_equal_crudes_are_two_parts() -> None:
    heavy, light = oe.Crude("16 degAPI"), oe.Crude("30 degAPI")
    mixed = oe.blend([(heavy, "300 kb"), (light, "500 kb"), (heavy, "200 kb")])
    assert mixed.api.magnitude == pytest.approx(22.645, abs=5e-4)
    whole = oe.blend([(heavy, "500 kb"), (light, "500 kb")])
    assert mixed.api.magnitude == pytest.approx(whole.api.magnitude, rel=1e-14)


@given(
    st.lists(st.floats(0.1, 100.0), min_size=2, max_size=4),
    st.floats(0.1, 100.0),
    st.sampled_from(["kb", "t"]),
)
def test_a_crude_in_parts_is_the_crude_whole(pieces: list[float], light: float, unit: str) -> None:
    heavy, thin = oil(12.0, "heavy", 900.0, sulphur="3 %"), oil(40.0, "light", 4.0, sulphur="1 %")
    how: Any = {"viscosity_rule": "refutas", "viscosity_basis": "mass", "temperature": AT}
    rest = (thin, Q(light, unit))
    parts = oe.blend([*((heavy, Q(one, unit)) for one in pieces), rest], **how)
    whole = oe.blend([(heavy, Q(sum(pieces), unit)), rest], **how)
    for name in ("api", "sulphur", "shrinkage", "viscosity_low"):
        ours, other = (getattr(one, name).magnitude for one in (parts, whole))
        assert ours == pytest.approx(other, rel=1e-9)


def test_two_equal_crudes_alone_are_not_the_first_of_them() -> None:
    # Of their own shares, which sum to one: a blend, with no shrinkage but for rounding.
    twice = oe.blend([(oil(16.0), "30 %"), (oil(16.0), "70 %")])
    assert twice.api.magnitude == pytest.approx(16.0, rel=1e-13)


def test_other_pairs_are_pairs() -> None:
    heavy, light = oil(12.0), oil(40.0)
    wanted = oe.blend([(heavy, 0.4), (light, 0.6)])
    assert oe.blend(zip([heavy, light], [0.4, 0.6], strict=True)) == wanted
    assert oe.blend(([heavy, 0.4], [light, 0.6])) == wanted  # type: ignore[arg-type]


EXAMPLE = "blend([(crude('Boscan', sample='AD02042'), '70 %'), (crude('Mesa 30'), '30 %')])"


@pytest.mark.parametrize(
    ("parts", "came"),
    [
        (None, "NoneType"),
        ("Merey", "str"),
        ([], "none"),
        ([oil(16.0)], "Crude at 0"),
        ([(oil(16.0), "100 %"), (oil(30.0),)], "tuple of 1 at 1"),
        ([(oil(16.0), "100 %", "kb")], "tuple of 3 at 0"),
    ],
)
def test_what_is_no_pairs_is_refused(parts: Any, came: str) -> None:
    with pytest.raises(InputError) as refused:
        oe.blend(parts)
    assert str(refused.value) == (
        f"blend: expected pairs of a crude and an amount, got {came}; write {EXAMPLE}"
    )


def test_a_mapping_is_refused_since_it_may_have_lost_a_part() -> None:
    mapping: Any = {oil(16.0): "300 kb", oil(30.0): "500 kb"}
    with pytest.raises(InputError) as refused:
        oe.blend(mapping)
    assert str(refused.value) == (
        "blend: expected pairs of a crude and an amount, got dict, in which equal crudes are one "
        f"key and all but the last amount of them is lost; write pairs, {EXAMPLE}"
    )
    with pytest.raises(InputError) as refused:
        blending.blend_balance(
            oil(9.0),
            mapping,
            api="16 degAPI",
            output="630 kb/day",
        )
    assert str(refused.value) == (
        "diluents: expected pairs of a crude and an amount, got dict, in which equal crudes are "
        "one key and all but the last amount of them is lost; write pairs, "
        "[(crude('heavy naphtha'), '54 kb/day')]"
    )


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


# -- masses ------------------------------------------------------------------------------------


def test_masses_are_blended_as_the_volumes_they_have() -> None:
    heavy, light = oil(16.0, "heavy"), oil(40.0, "light")
    barrels = [
        f"{70_000 * blending.barrels_per_tonne(one).magnitude!r} bbl" for one in (heavy, light)
    ]
    weighed = oe.blend([(heavy, "70000 t"), (light, "70 t")])
    assert weighed.api.magnitude < oe.blend([(heavy, "70000 t"), (light, "70000 t")]).api.magnitude
    both = oe.blend([(heavy, "70000 t"), (light, "70000 t")])
    assert both == oe.blend(list(zip((heavy, light), barrels, strict=True)))
    assert both == oe.blend([(heavy, "70000 t"), (light, barrels[1])])  # one weighed, one not


def test_shares_do_not_go_with_amounts() -> None:
    with pytest.raises(InputError) as refused:
        oe.blend([(oil(16.0), "70000 t"), (oil(40.0), "30 %")])
    assert str(refused.value) == (
        "blend: expected all shares or all volumes and masses, got some of each; write one kind"
    )


@pytest.mark.parametrize("amount", ["100 USD", "54 kb/day", "16 degAPI", Q([1, 2], "day")])
def test_what_is_no_amount_is_told_all_three_kinds(amount: Any) -> None:
    with pytest.raises(UnitError) as refused:
        oe.blend([(oil(16.0, "Merey"), amount), (oil(40.0), "30 %")])
    assert str(refused.value).startswith(
        "part of 'Merey': expected a share, a volume or a mass, got "
    )
    assert str(refused.value).endswith("; write for example '30 %', '500 kb' or '70000 t'")


# -- oils that are alike -----------------------------------------------------------------------

ALIKE = "oils less than 1e-06 degAPI apart are alike, and thin nothing"


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


def test_a_supply_of_oils_that_are_alike_is_refused() -> None:
    supply = oe.scenario("article").supply
    light = oe.Diluent(Q(next_up(16.0), "degAPI"), price="50 USD/bbl")
    with pytest.raises(InputError) as refused:
        supply.evolve(heavy=oil(16.0), diluent=light, target_api="16 degAPI")
    assert str(refused.value) == (
        "Supply.diluent.api: expected a gravity above the heavy crude's 16 degAPI, got 16 degAPI, "
        "which is 4e-15 more: the two are alike"
    )


@given(st.floats(5.0, 40.0), st.floats(1e-6, 1e-3), st.floats(0.0, 1.0))
def test_oils_a_little_apart_meet_the_target(heavy: float, apart: float, way: float) -> None:
    # A shade more, since 1e-6 added to a gravity is not 1e-6 to the last digit.
    light = heavy + 1.01 * apart
    target = min(heavy + way * (light - heavy), light)
    found = oe.dilute(oil(heavy), oil(light), api=Q(target, "degAPI"))
    assert 0.0 <= found.share.magnitude <= 1.0
    assert found.gravity.magnitude == pytest.approx(target, abs=1e-12)


def test_the_best_target_is_not_all_diluent() -> None:
    with pytest.raises(InputError, match=r"low and high: expected heavy crude <= low < high < dil"):
        blending.best_target(
            oil(8.5),
            oil(56.5),
            low="12 degAPI",
            high=Q(float(np.nextafter(56.5, 0.0)), "degAPI"),
            price="47 USD/bbl",
            price_api="16 degAPI",
            bonus="0.3 USD/bbl/degAPI",
            penalty="0.6 USD/bbl/degAPI",
            diluent_cost="60 USD/bbl",
        )


@pytest.mark.parametrize("rule", ["refutas", "d341"])
@pytest.mark.parametrize("basis", ["volume", "mass"])
def test_viscosities_that_are_alike_are_refused(rule: str, basis: str) -> None:
    heavy, light = oil(10.0, "heavy", next_up(90.0)), oil(60.0, "light", 90.0)
    with pytest.raises(InputError, match="viscosity: no share of 'light' reaches 90 cSt"):
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


# -- the end of the double logarithm -----------------------------------------------------------


def thin_oil(warm: Any = 0.25, cold: Any = 0.36) -> oe.Crude:
    points = {"20 degC": cold, "100 degC": warm}
    each = {f"at_{at[:-5]}": oe.Viscosity(at, Q(found, "cSt")) for at, found in points.items()}
    return oe.Crude("75 degAPI", name="pentane", viscosities=each)


def thin_text(came: str) -> str:
    return (
        "viscosity of 'pentane': expected measurements above 0.3 cSt to draw Walther's line "
        f"between, got {came} cSt at 100 degC, where its double logarithm has ended; write one of "
        "the measured temperatures, or add a measured point on either side"
    )


@pytest.mark.parametrize("warm", [0.25, 0.3, next_up(0.3), 1e-300])
def test_an_oil_too_thin_for_the_line_is_refused_by_name(warm: float) -> None:
    with pytest.raises(InputError) as refused:
        blending.viscosity_at(thin_oil(warm), "40 degC")
    assert str(refused.value) == thin_text(f"{warm:g}")
    method: Any = {"temperature": "40 degC"}
    other = oe.Crude("30 degAPI", viscosities={"a": oe.Viscosity("40 degC", "5 cSt")})
    with pytest.raises(InputError, match="its double logarithm has ended"):
        oe.blend(
            [(thin_oil(warm), 0.5), (other, 0.5)],
            viscosity_rule="refutas",
            viscosity_basis="mass",
            **method,
        )
    with pytest.raises(InputError, match="its double logarithm has ended"):
        oe.dilute(other, thin_oil(warm), viscosity="2 cSt", rule="refutas", basis="mass", **method)


def test_a_thin_oil_is_as_thin_as_it_was_measured() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = blending.viscosity_at(thin_oil(), Q([20, 100], "degC"))
    assert found.magnitude.tolist() == [0.36, 0.25]


def test_only_the_elements_that_need_the_line_are_refused() -> None:
    many = thin_oil(warm=[0.25, 0.35])
    assert blending.viscosity_at(many, "20 degC").magnitude.tolist() == [0.36, 0.36]
    with pytest.warns(AccuracyWarning, match="over more than 33 degC"):
        found = blending.viscosity_at(many, Q([20, 40], "degC")).magnitude
    assert found[0] == 0.36
    assert 0.35 < found[1] < 0.36
    with pytest.raises(InputError) as refused:
        blending.viscosity_at(many, "40 degC")
    assert str(refused.value) == thin_text("0.25 at index 0 (1 of 2)")


@given(st.floats(0.01, 2.0), st.floats(0.01, 2.0), st.floats(20.0, 100.0))
def test_a_thin_oil_is_refused_or_lies_between_its_measurements(
    one: float, other: float, at: float
) -> None:
    warm, cold = sorted((one, other))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", AccuracyWarning)
            found = blending.viscosity_at(thin_oil(warm, cold), Q(at, "degC")).magnitude
    except InputError:
        assert warm + 0.7 <= 1.0
        return
    assert warm * (1 - 1e-9) <= found <= cold * (1 + 1e-9)


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


def test_every_number_of_a_rule_that_holds_is_finite() -> None:
    for spec in viscosity.RULES.values():
        near = np.array([next_up(spec.least, steps) for steps in range(6)])
        holds = ~spec.outside(near)
        assert holds.any()
        assert np.isfinite(spec.number(near[holds])).all()


def test_a_mixed_viscosity_does_not_leave_what_it_is_mixed_of() -> None:
    thickest = oil(10.0, "a", 1e9), oil(60.0, "b", 1e9)  # the most that a viscosity may be
    mixed = oe.blend(
        [(thickest[0], 0.5), (thickest[1], 0.5)],
        viscosity_rule="refutas",
        viscosity_basis="mass",
        temperature=AT,
    )
    assert blending.viscosity_at(mixed, AT).magnitude == 1e9


# -- arrays ------------------------------------------------------------------------------------

OIL: dict[str, float] = {"api": 10.0, "sulphur": 0.02, "t1": 20.0, "v1": 5000.0, "v2": 200.0}
THIN: dict[str, float] = {"api": 60.0, "sulphur": 0.001, "t1": 20.0, "v1": 2.2, "v2": 2.1}


def made(figures: dict[str, Any], which: str) -> oe.Crude:
    own = {name[2:]: raw for name, raw in figures.items() if name.startswith(f"{which[0]}.")}
    base = (OIL if which == "heavy" else THIN) | own
    return oe.Crude(
        Q(base["api"], "degAPI"),
        name="one name",  # which tells nobody which of the two it was
        sulphur=Q(base["sulphur"], "fraction"),
        viscosities={
            "a": oe.Viscosity(Q(base["t1"], "degC"), Q(base["v1"], "cSt")),
            "b": oe.Viscosity("50 degC", Q(base["v2"], "cSt")),
        },
    )


def both(figures: dict[str, Any]) -> tuple[oe.Crude, oe.Crude]:
    return made(figures, "heavy"), made(figures, "diluent")


def mixing(unit: str, rule: str, basis: str) -> Callable[[dict[str, Any]], Any]:
    def ask(given_figures: dict[str, Any]) -> Any:
        parts = zip(both(given_figures), (given_figures["p"], given_figures["q"]), strict=True)
        return oe.blend(
            [(one, Q(amount, unit)) for one, amount in parts],
            viscosity_rule=rule,
            viscosity_basis=basis,
            temperature=Q(given_figures["t"], "degC"),
        )

    return ask


def diluting(basis: str, *, thinned: bool) -> Callable[[dict[str, Any]], Any]:
    def ask(given_figures: dict[str, Any]) -> Any:
        found = oe.dilute(
            *both(given_figures),
            api=Q(given_figures["a"], "degAPI"),
            viscosity=Q(given_figures["v"], "cSt") if thinned else None,
            temperature=Q(given_figures["t"], "degC"),
            rule="refutas",
            basis=basis,
        )
        return found.blend, found.to_frame(), found.binds

    return ask


def priced(given_figures: dict[str, Any]) -> Any:
    figures = {name: raw for name, raw in given_figures.items() if "." not in name}
    units = {"low": "degAPI", "high": "degAPI", "price_api": "degAPI", "price": "USD/bbl"}
    units |= {"diluent_cost": "USD/bbl", "bonus": "USD/bbl/degAPI", "penalty": "USD/bbl/degAPI"}
    asked: Any = {name: Q(raw, units[name]) for name, raw in figures.items()}
    return blending.best_target(*both(given_figures), **asked)


def ruled(rule: str) -> Callable[[dict[str, Any]], Any]:
    date = {"uscrudes": "2025-11", "equalization": "2015-06"}[rule]
    given_too = {"uscrudes": ("price", "USD/bbl"), "equalization": ("exchange", "USD/CAD")}[rule]

    def ask(given_figures: dict[str, Any]) -> Any:
        more = {given_too[0]: Q(given_figures[given_too[0]], given_too[1])}
        heavy, benchmark = (made(given_figures, one) for one in ("heavy", "benchmark"))
        benchmark = benchmark.evolve(api=Q(given_figures["b.api"], "degAPI"))
        return blending.quality_differential(
            heavy, rule, date=date, benchmark=benchmark, extrapolate=True, **more
        )

    return ask


def let_out(given_figures: dict[str, Any]) -> Any:
    heavy, light = both(given_figures)
    cargo = Q(given_figures["cargo"], "t")
    exports = Q(given_figures["exports"], "kb/day")
    return blending.cargo_unlocks(
        cargo, light, heavy, api=Q(given_figures["a"], "degAPI"), exports=exports
    )


def balanced(given_figures: dict[str, Any]) -> Any:
    heavy, light = both(given_figures)
    found = blending.blend_balance(
        heavy,
        [(light, Q(given_figures["rate"], "kb/day"))],
        api=Q(given_figures["a"], "degAPI"),
        output=Q(given_figures["output"], "kb/day"),
        blend_price=Q(given_figures["blend_price"], "USD/bbl"),
        heavy_cost=Q(given_figures["heavy_cost"], "USD/bbl"),
    )
    return found.blend, found.shadow_price()


def costed(given_figures: dict[str, Any]) -> Any:
    s = oe.scenario("article")
    supply = s.supply.evolve(
        heavy=oil(given_figures["h.api"]), target_api=Q(given_figures["a"], "degAPI")
    )
    diluent = oe.Diluent(
        Q(given_figures["d.api"], "degAPI"),
        price=Q(given_figures["price"], "USD/bbl"),
        freight=Q(given_figures["freight"], "USD/bbl"),
    )
    price = Q(given_figures["blend_price"], "USD/bbl")
    return blending.diluent_costs(supply, {"naphtha": diluent}, s.market, blend_price=price)


def warmed(given_figures: dict[str, Any]) -> Any:
    heavy, at = made(given_figures, "heavy"), Q(given_figures["t"], "degC")
    barrels, was = Q(given_figures["volume"], "kb"), Q(given_figures["was"], "degC")
    return (
        blending.volume_at(heavy, barrels, at, measured_at=was),
        blending.density_at(heavy, at),
        blending.gravity(blending.density_at(heavy, was), temperature=at),
    )


GRAVITIES = {"h.api": 10.0, "d.api": 60.0}
EVERY = {f"h.{name}": raw for name, raw in OIL.items()}
EVERY |= {f"d.{name}": raw for name, raw in THIN.items()}
ASKED: dict[str, tuple[Callable[[dict[str, Any]], Any], dict[str, float]]] = {
    "volumes": (mixing("kb", "refutas", "volume"), {**EVERY, "p": 3.0, "q": 2.0, "t": 30.0}),
    "masses": (mixing("t", "d341", "mass"), {**EVERY, "p": 3.0, "q": 2.0, "t": 30.0}),
    "a gravity": (diluting("mass", thinned=False), {**EVERY, "a": 16.0, "t": 30.0}),
    "a viscosity": (diluting("mass", thinned=True), {**EVERY, "a": 16.0, "v": 300.0, "t": 30.0}),
    "a temperature": (warmed, {"h.api": 10.0, "t": 30.0, "volume": 5.0, "was": 30.0}),
    "the best target": (
        priced,
        {
            **GRAVITIES,
            "low": 12.0,
            "high": 20.0,
            "price": 47.0,
            "price_api": 16.0,
            "bonus": 0.3,
            "penalty": 0.6,
            "diluent_cost": 60.0,
        },
    ),
    "a price of quality": (
        ruled("uscrudes"),
        {"h.api": 20.0, "h.sulphur": 0.02, "b.api": 38.0, "b.sulphur": 0.004, "price": 64.0},
    ),
    "another": (
        ruled("equalization"),
        {"h.api": 20.0, "h.sulphur": 0.02, "b.api": 38.0, "b.sulphur": 0.004, "exchange": 0.78},
    ),
    "a cargo": (let_out, {**GRAVITIES, "a": 16.0, "cargo": 70_000.0, "exports": 900.0}),
    "a balance": (
        balanced,
        {
            **GRAVITIES,
            "a": 16.0,
            "rate": 54.0,
            "output": 630.0,
            "blend_price": 47.0,
            "heavy_cost": 17.0,
        },
    ),
    "costs": (
        costed,
        {**GRAVITIES, "a": 16.0, "price": 60.0, "freight": 3.0, "blend_price": 47.0},
    ),
}


@pytest.mark.parametrize("case", ASKED)
def test_every_number_may_be_an_array(case: str) -> None:
    ask, base = ASKED[case]
    ask(base)
    for name, raw in base.items():
        ask({**base, name: [raw, raw]})


@pytest.mark.parametrize("case", ASKED)
def test_two_that_do_not_broadcast_are_refused_by_oilecon(case: str) -> None:
    ask, base = ASKED[case]
    refused = 0
    for one, other in itertools.permutations(base, 2):
        given_figures: dict[str, Any] = {**base, one: [base[one]] * 2, other: [base[other]] * 3}
        text = ""
        try:
            ask(given_figures)
        except OilEconError as error:  # which some pairs need not come to
            text = str(error)
        if text:
            assert re.search(r"broadcast together, got .*\([23],\).*\([23],\)", text)
            refused += 1
    # Most pairs go into one figure; sulphur and viscosity, for one, never meet.
    assert refused >= 0.75 * len(base) * (len(base) - 1)


def test_points_whose_arrays_do_not_fit_are_refused_when_they_are_written() -> None:
    with pytest.raises(
        InputError, match=r"Viscosity: expected arrays that broadcast.* \(2,\).* \(3,"
    ):
        oe.Viscosity(Q([20, 30], "degC"), Q([1, 2, 3], "cSt"))
    points = {
        "a": oe.Viscosity(Q([20, 30], "degC"), "5 cSt"),
        "b": oe.Viscosity(Q([40, 50, 60], "degC"), "4 cSt"),
    }
    with pytest.raises(InputError) as refused:
        oe.Crude("10 degAPI", viscosities=points)
    assert str(refused.value) == (
        "Crude.viscosities: expected arrays that broadcast together, got a.temperature (2,), "
        "b.temperature (3,); give each its own dimension, as with array[:, None]"
    )


def test_two_temperatures_a_float_step_apart_are_one() -> None:
    points = {
        "a": oe.Viscosity("20 degC", "5 cSt"),
        "b": oe.Viscosity(Q(next_up(20.0), "degC"), "4 cSt"),
    }
    with pytest.raises(InputError, match="got two at 20 degC"):
        oe.Crude("10 degAPI", viscosities=points)
