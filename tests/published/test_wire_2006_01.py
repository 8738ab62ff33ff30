"""Wire of January 2006 (copy: phronesisaical.blogspot.com): Venezuela to China and to the Gulf.

40 to 45 days to China against 4 to the US Gulf. The first is met by the Cape at 13 knots; the
second is wrong by its own first: at the speed that makes China in 40 days even the short leg from
Puerto Cabello to the Mississippi's Southwest Pass takes 5.1 days, and José to Houston 6.4. In four
days they need 17.6 and 22 knots.
"""

from __future__ import annotations

import pytest

import oilecon as oe


def test_china_is_40_to_45_days() -> None:
    scenario = oe.scenario("article")
    assert (
        40
        <= oe.estimate(scenario.asia.sea, scenario.market, api="16 degAPI")["days.laden"].magnitude
        <= 45
    )


def test_no_ship_that_takes_40_days_to_china_takes_four_to_the_gulf() -> None:
    china = oe.distance("José", "Ningbo", avoid=["panama", "suez"]).miles.magnitude
    nearest = oe.distance("Southwest Pass", "Puerto Cabello").miles.magnitude
    houston = oe.distance("José", "Houston").miles.magnitude
    assert nearest / (china / 40) == pytest.approx(5.1, abs=0.05)
    assert houston / (china / 40) == pytest.approx(6.4, abs=0.05)
    assert nearest / (4 * 24) == pytest.approx(17.6, abs=0.05)
    assert houston / (4 * 24) == pytest.approx(22.0, abs=0.05)
