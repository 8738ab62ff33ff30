"""Quality in prices: rules in their months and ranges, and the target that earns most."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import blending
from oilecon.blending import best_target, quality_differential, quality_rule
from oilecon.core import blending as kernel
from oilecon.errors import InputError, OilEconError, UnknownName
from tests.samples import HEAVY, NAPHTHA, oil

ARTICLE = oe.scenario("article")


# -- quality -----------------------------------------------------------------------------------

MEREY, BRENT = oe.Crude.shipped("Merey 16"), oe.Crude.shipped("Brent Blend")


def test_a_quality_line_is_absent_by_default_and_adds_to_the_price() -> None:
    plain = oe.evaluate(ARTICLE, "gulf")
    assert "quality" not in plain.waterfall().index
    rule = quality_rule("uscrudes", on="1995-01", benchmark=BRENT)
    priced = ARTICLE.vary(
        {
            "gulf.sale.quality": rule,
            "supply.heavy.sulphur": "4 %",
            "supply.diluent.sulphur": "0.05 %",
        }
    )
    netback = oe.evaluate(priced, "gulf")
    lines = netback.waterfall()
    assert lines.index.tolist()[:3] == ["brent", "differential", "quality"]
    comparison = oe.compare(priced, "gulf", "asia")
    made = oe.Crude(comparison["supply.shrunk_api"], sulphur=comparison["supply.blend_sulphur"])
    differential = quality_differential(made, "uscrudes", on="1995-01", benchmark=BRENT)
    assert netback["quality"].magnitude == pytest.approx(differential.magnitude, rel=1e-12)
    assert netback.price.magnitude == plain.price.magnitude + netback["quality"].magnitude
    assert lines["total [USD/bbl]"].iloc[-1] == netback.net.magnitude
    again = oe.Scenario.from_toml(priced.to_toml())
    assert oe.evaluate(again, "gulf").net == netback.net
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
    differentials = quality_differential(many, "uscrudes", on="1995-01", benchmark=BRENT).magnitude
    assert differentials.shape == (3,)
    assert (np.diff(differentials) > 0).all()


def test_extrapolation_in_time_is_asked_for() -> None:
    scaled = quality_differential(
        MEREY, "uscrudes", on="2025-11", benchmark=BRENT, price="64 USD/bbl", extrapolate=True
    )
    assert -20 < scaled.magnitude < -18
    early = quality_rule("forties", on="2006-01", extrapolate=True)
    late = quality_rule("forties", on="2025-01", extrapolate=True)
    assert (early.rate.magnitude, late.rate.magnitude) == (0.40, 0.40)
    between = quality_rule("forties", on="2020-01", extrapolate=True)
    assert between.rate.magnitude == 0.20


# -- the target that earns most ----------------------------------------------------------------


@given(st.floats(0, 1), st.floats(0, 2), st.floats(20, 90), st.sampled_from(["heavy", "blend"]))
def test_no_gravity_between_earns_more_than_the_best(
    bonus: float, penalty: float, cost: float, per: str
) -> None:
    best = best_target(
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
    share = kernel.physical_diluent_share(8.5, 56.5, target)
    lost = kernel.shrinkage_share(share, 8.5, 56.5)
    paid = 47.5 + bonus * np.maximum(target - 16, 0) - penalty * np.maximum(16 - target, 0)
    left = (1 - lost) * paid - share * cost
    earned = left / ((1 - share) if per == "heavy" else (1 - lost))
    assert best.earned.magnitude >= earned.max() - 0.01
    assert best.earned.magnitude <= earned.max() + 1e-9 or best.at == "price_api"


def test_the_best_target_takes_arrays() -> None:
    best = best_target(
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
    assert best.at.tolist() == ["low", "price_api", "high"]
    assert best.api.magnitude.tolist() == [10.0, 16.0, 20.0]


# -- what is refused ---------------------------------------------------------------------------

RANGE: Any = {
    "price": "47.5 USD/bbl",
    "price_api": "16 degAPI",
    "bonus": "0.2 USD/bbl/degAPI",
    "penalty": "0.6 USD/bbl/degAPI",
    "diluent_cost": "60 USD/bbl",
}
REFUSED: dict[str, tuple[Any, type[OilEconError], str]] = {
    "an unknown rule": (
        lambda: quality_rule("fortys", on="2022-10"),
        UnknownName,
        "no quality rule 'fortys'; did you mean 'forties'?",
    ),
    "a date that is no month": (
        lambda: quality_rule("forties", on="October 2022"),
        InputError,
        "on: expected a month, got 'October 2022'; write for example '2022-10'",
    ),
    "a rule beyond its months": (
        lambda: quality_rule("uscrudes", on="2025-11", benchmark=BRENT),
        InputError,
        (
            "on: expected a month with a published api_value of 'uscrudes', 1990-01 to 1999-12, "
            "got 2025-11; write one of these months, or extrapolate=True to use the latest one"
        ),
    ),
    "a rule without its benchmark": (
        lambda: quality_rule("uscrudes", on="1995-11"),
        InputError,
        (
            "benchmark: required, as 'uscrudes' measures from a crude; write "
            "benchmark=Crude.shipped('Brent Blend')"
        ),
    ),
    "equalization without a rate of exchange": (
        lambda: quality_rule("equalization", on="2015-11", benchmark=BRENT),
        InputError,
        (
            "exchange: required, as 'equalization' is in Canadian dollars; write for example "
            "exchange='0.78 USD/CAD'"
        ),
    ),
    "a crude beyond the rule": (
        lambda: quality_differential(MEREY, "forties", on="2022-10"),
        InputError,
        (
            "'forties' of 'Merey 16': the rule holds for sulphur of at most 1 %, got 2.95 %; set "
            "the rule's sulphur_high to None to go beyond it knowingly"
        ),
    ),
    "a benchmark beyond the rule": (
        lambda: quality_rule(
            "uscrudes", on="1995-11", benchmark=oe.Crude("45 degAPI", sulphur="0.2 %")
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


Q = oe.Q
AT = "15 degC"


# -- oils that are alike -----------------------------------------------------------------------


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
