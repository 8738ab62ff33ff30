"""The EU's emissions trading at sea: Directive (EU) 2023/959 and Regulation (EU) 2015/757, Annex I.

40, 70 and 100 % of the emissions of 2024, 2025 and 2026; from 2026 with methane and nitrous oxide,
which add 1.6 % to the CO2 of fuel oil. Shares are exact; the 1.6 % to its last digit.
"""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.errors import InputError
from oilecon.shipping import emissions_trading

S = oe.scenario("article")
SEA = S.asia.sea


@pytest.mark.parametrize(
    ("on", "share", "gases"),
    [
        ("2024-01-01", 0.4, "co2"),
        ("2025-12-31", 0.7, "co2"),
        ("2026-01-01", 1.0, "co2e"),
        ("2031-05-01", 1.0, "co2e"),
    ],
)
def test_phases(on: str, share: float, gases: str) -> None:
    both, one = emissions_trading(on, eu_ends="both"), emissions_trading(on)
    assert both["carbon_share"].magnitude == pytest.approx(share)
    assert one["carbon_share"].magnitude == pytest.approx(share / 2)
    assert one["carbon_gases"] == gases


def test_methane_and_nitrous_oxide_add_1_6_percent() -> None:
    paid = {
        on: oe.estimate(
            SEA.evolve(carbon_price="100 USD/t", **emissions_trading(on, eu_ends="both")),
            S.market,
            api="16 degAPI",
        )
        for on in ("2025-06-01", "2026-06-01")
    }
    before, after = (found["carbon"].magnitude for found in paid.values())
    assert after * 0.7 / before == pytest.approx(1.016, abs=0.0005)
    found = paid["2026-06-01"]
    tonnes = found["vlsfo"].magnitude + found["mgo"].magnitude
    extra = found["co2e"].magnitude - found["co2"].magnitude
    assert extra == pytest.approx(tonnes * (0.00005 * 28 + 0.00018 * 265), rel=1e-9)
    assert after == pytest.approx(100.0 * found["co2e"].magnitude)


def test_what_has_no_effect_or_is_too_early_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        emissions_trading("2023-12-31")
    assert str(refused.value) == (
        "emissions_trading: shipping is in the EU's scheme from 2024-01-01 on, got 2023-12-31; "
        "leave out carbon_price before"
    )
    with pytest.raises(InputError) as refused:
        SEA.evolve(carbon_gases="co2e")
    assert str(refused.value) == (
        "Voyage.carbon_gases: has no effect without carbon_price; write carbon_price='75 USD/t' too"
    )
