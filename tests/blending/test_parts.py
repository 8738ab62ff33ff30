"""What goes into a blend: parts that are equal, weighed, or no parts; and numbers as arrays."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import blending
from oilecon.errors import InputError, OilEconError, UnitError
from tests.samples import oil

if TYPE_CHECKING:
    from collections.abc import Callable


Q = oe.Q
AT = "15 degC"


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
    parts = oe.blend([*((heavy, Q(piece, unit)) for piece in pieces), rest], **how)
    whole = oe.blend([(heavy, Q(sum(pieces), unit)), rest], **how)
    for name in ("api", "sulphur", "shrinkage", "viscosity_low"):
        ours, other = (getattr(crude, name).magnitude for crude in (parts, whole))
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


EXAMPLE = "blend([(Crude.shipped('Jobo'), '70 %'), (Crude.shipped('Mesa 30'), '30 %')])"


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        (None, "NoneType"),
        ("Merey", "str"),
        ([], "none"),
        ([oil(16.0)], "Crude at 0"),
        ([(oil(16.0), "100 %"), (oil(30.0),)], "tuple of 1 at 1"),
        ([(oil(16.0), "100 %", "kb")], "tuple of 3 at 0"),
    ],
)
def test_what_is_no_pairs_is_refused(parts: Any, kind: str) -> None:
    with pytest.raises(InputError) as refused:
        oe.blend(parts)
    assert str(refused.value) == (
        f"blend: expected pairs of a crude and an amount, got {kind}; write {EXAMPLE}"
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
        "[(Crude.shipped('heavy naphtha'), '54 kb/day')]"
    )


# -- masses ------------------------------------------------------------------------------------


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


# -- arrays ------------------------------------------------------------------------------------

OIL: dict[str, float] = {"api": 10.0, "sulphur": 0.02, "t1": 20.0, "v1": 5000.0, "v2": 200.0}
THIN: dict[str, float] = {"api": 60.0, "sulphur": 0.001, "t1": 20.0, "v1": 2.2, "v2": 2.1}


def made(figures: dict[str, Any], which: str) -> oe.Crude:
    own = {name[2:]: raw for name, raw in figures.items() if name.startswith(f"{which[0]}.")}
    base = (OIL if which == "heavy" else THIN) | own
    return oe.Crude(
        Q(base["api"], "degAPI"),
        name="one name",  # shared, so that messages cannot tell the two apart by it
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
            [(crude, Q(amount, unit)) for crude, amount in parts],
            viscosity_rule=rule,
            viscosity_basis=basis,
            temperature=Q(given_figures["t"], "degC"),
        )

    return ask


def diluting(basis: str, *, thinned: bool) -> Callable[[dict[str, Any]], Any]:
    def ask(given_figures: dict[str, Any]) -> Any:
        dilution = oe.dilute(
            *both(given_figures),
            api=Q(given_figures["a"], "degAPI"),
            viscosity=Q(given_figures["v"], "cSt") if thinned else None,
            temperature=Q(given_figures["t"], "degC"),
            rule="refutas",
            basis=basis,
        )
        return dilution.blend, dilution.to_frame(), dilution.binds

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
        heavy, benchmark = (made(given_figures, name) for name in ("heavy", "benchmark"))
        benchmark = benchmark.evolve(api=Q(given_figures["b.api"], "degAPI"))
        return blending.quality_differential(
            heavy, rule, on=date, benchmark=benchmark, extrapolate=True, **more
        )

    return ask


def evacuated(given_figures: dict[str, Any]) -> Any:
    heavy, light = both(given_figures)
    cargo = Q(given_figures["cargo"], "t")
    exports = Q(given_figures["exports"], "kb/day")
    return blending.cargo_unlocks(
        cargo, light, heavy, api=Q(given_figures["a"], "degAPI"), exports=exports
    )


def balanced(given_figures: dict[str, Any]) -> Any:
    heavy, light = both(given_figures)
    balance = blending.blend_balance(
        heavy,
        [(light, Q(given_figures["rate"], "kb/day"))],
        api=Q(given_figures["a"], "degAPI"),
        output=Q(given_figures["output"], "kb/day"),
        blend_price=Q(given_figures["blend_price"], "USD/bbl"),
        heavy_cost=Q(given_figures["heavy_cost"], "USD/bbl"),
    )
    return balance.blend, balance.shadow_price()


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
    "a cargo": (evacuated, {**GRAVITIES, "a": 16.0, "cargo": 70_000.0, "exports": 900.0}),
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
    for first, other in itertools.permutations(base, 2):
        given_figures: dict[str, Any] = {**base, first: [base[first]] * 2, other: [base[other]] * 3}
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
