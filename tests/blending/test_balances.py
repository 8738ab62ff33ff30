"""Balance of crude and diluent: blend, crude shut in, and the shadow price."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon import blending
from oilecon.blending import blend_balance
from oilecon.errors import InputError, OilEconError, UnitError
from tests.samples import HEAVY, LOST, MESA, NAPHTHA, SHARE, oil

# -- balances ---------------------------------------------------------------------------------


def test_little_diluent_shuts_crude_in() -> None:
    balance = blend_balance(
        HEAVY,
        [(NAPHTHA, "54 kb/day")],
        api="16 degAPI",
        output="630 kb/day",
        blend_price="47.5 USD/bbl",
        heavy_cost="17.5 USD/bbl",
    )
    assert balance.binds == "diluent"
    evacuated = 54 * (1 - SHARE) / SHARE
    assert balance.heavy_blended.to("kb/day").magnitude == pytest.approx(evacuated, rel=1e-9)
    assert balance.heavy_shut_in.to("kb/day").magnitude == pytest.approx(630 - evacuated, rel=1e-9)
    assert balance.diluent_used.to("kb/day").magnitude == pytest.approx(54.0, rel=1e-12)
    assert balance.blend.to("kb/day").magnitude == pytest.approx((54 + evacuated) * (1 - LOST))


@given(st.floats(20, 60), st.floats(0, 20), st.floats(1, 100))
def test_the_shadow_price_is_the_value_of_one_more_barrel(
    price: float, cost: float, rate: float
) -> None:
    def earned(kb: float) -> float:
        balance = blend_balance(
            HEAVY,
            [(NAPHTHA, f"{kb!r} kb/day"), (MESA, "10 kb/day")],
            api="16 degAPI",
            output="630 kb/day",
            blend_price=f"{price!r} USD/bbl",
            heavy_cost=f"{cost!r} USD/bbl",
        )
        made = balance.blend.magnitude * price - balance.heavy_blended.magnitude * cost
        return float(made)

    balance = blend_balance(
        HEAVY,
        [(NAPHTHA, f"{rate!r} kb/day"), (MESA, "10 kb/day")],
        api="16 degAPI",
        output="630 kb/day",
        blend_price=f"{price!r} USD/bbl",
        heavy_cost=f"{cost!r} USD/bbl",
    )
    one_more = earned(rate + 0.001) - earned(rate)
    assert balance.shadow_price("heavy naphtha").magnitude == pytest.approx(one_more, rel=1e-5)


def test_much_diluent_is_worth_nothing_more() -> None:
    balance = blend_balance(
        HEAVY,
        [(NAPHTHA, "167 kb/day"), (MESA, "50 kb/day")],
        api="16 degAPI",
        output="540 kb/day",
        blend_price="47.5 USD/bbl",
        heavy_cost="17.5 USD/bbl",
    )
    assert balance.binds == "heavy"
    assert balance.heavy_shut_in.magnitude == 0.0
    assert balance.shadow_price("Mesa 30").magnitude == 0.0
    frame = balance.to_frame()
    assert frame.loc["Mesa 30", "used [kb/d]"] == 0.0
    assert frame.loc["heavy naphtha", "spare [kb/d]"] == pytest.approx(
        167 - 540 * SHARE / (1 - SHARE)
    )


def test_the_balance_takes_arrays() -> None:
    balance = blend_balance(
        HEAVY,
        [(NAPHTHA, oe.Q([0, 54, 300], "kb/day"))],
        api="16 degAPI",
        output="630 kb/day",
        blend_price="47.5 USD/bbl",
        heavy_cost="17.5 USD/bbl",
    )
    assert np.asarray(balance.binds).tolist() == ["diluent", "diluent", "heavy"]
    assert balance.blend.magnitude[0] == 0.0
    assert (balance.shadow_price().magnitude > 0).tolist() == [True, True, False]
    assert repr(balance) == "<Balance, (3,) cases>"


# -- what is refused ---------------------------------------------------------------------------

TARGET: Any = {"api": "16 degAPI", "output": "630 kb/day"}
REFUSED: dict[str, tuple[Any, type[OilEconError], str]] = {
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
            "shadow_price: the price of the blend and the cost of heavy crude are required; write "
            "blend_balance(..., blend_price='47.5 USD/bbl', heavy_cost='17.5 USD/bbl')"
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


# -- equal parts -------------------------------------------------------------------------------


def test_equal_sources_of_diluent_are_refused_until_they_have_names() -> None:
    sources = [(oil(56.5, "naphtha"), "54 kb/day"), (oil(56.5, "naphtha"), "20 kb/day")]
    with pytest.raises(InputError, match="got two sources named 'naphtha'"):
        blending.blend_balance(oil(9.0), sources, api="16 degAPI", output="630 kb/day")
    named = [(crude.evolve(name=f"{crude.name} {rate}"), rate) for crude, rate in sources]
    balance = blending.blend_balance(oil(9.0), named, api="16 degAPI", output="630 kb/day")
    assert balance.diluent_used.to("kb/day").magnitude == pytest.approx(74.0, rel=1e-12)
