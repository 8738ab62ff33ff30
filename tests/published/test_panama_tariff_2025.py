"""The Panama Canal's tariff of January 2025, as porteconomicsmanagement.org gives it.

A transit is 60,000 USD for a ship in the Panamax locks of less than 91 ft of beam, 100,000 from
there on and 300,000 in the Neopanamax locks, and 5.25 or 3.25 USD for each of the PC/UMS tons, of
which the guide of 2016 gives an Aframax 46,136. In ballast 85 % of the laden toll (Safety4Sea). To
the cent: the tariff is a sum.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError
from oilecon.shipping import canal_dues

AFRAMAX = oe.Vessel.shipped("aframax")
MR = oe.Vessel.shipped("mr").evolve(panama_tonnage=24_000.0)
DAY = "2025-06-01"


def test_the_aframax_of_2025() -> None:
    dues = canal_dues("panama", AFRAMAX, on="2025-01-01")
    assert dues.usd.magnitude == pytest.approx(300_000.0 + 3.25 * 46_136.0, abs=0.005)
    assert "booking" in dues.absent
    assert "auction" in dues.absent
    assert dues.locks == "neopanamax"
    assert dues.why == (
        "beam 44 m is over 32.31 m and draft 14.8 m is over 12.04 m, the maximum of the Panamax "
        "locks"
    )


@pytest.mark.parametrize(
    ("beam", "fee", "rate", "locks"),
    [
        ("27.7 m", 60_000.0, 5.25, "panamax"),
        ("27.74 m", 100_000.0, 5.25, "panamax"),
        ("32.2 m", 100_000.0, 5.25, "panamax"),
        ("32.4 m", 300_000.0, 3.25, "neopanamax"),
    ],
)
def test_the_fee_goes_by_locks_and_beam(beam: str, fee: float, rate: float, locks: str) -> None:
    ship = MR.evolve(beam=beam)
    laden = canal_dues("panama", ship, on=DAY, cargo="38000 t")
    assert laden.usd.magnitude == pytest.approx(fee + rate * 24_000.0, abs=0.005)
    assert laden.locks == locks
    ballast = canal_dues("panama", ship, on=DAY, laden=False)
    assert ballast.usd.magnitude == pytest.approx(0.85 * laden.usd.magnitude, abs=0.005)


def test_an_mr_with_38000_t_pays_226000() -> None:
    assert canal_dues("panama", MR, on=DAY, cargo="38000 t").usd == oe.Q("226000 USD")
    assert canal_dues("panama", MR, on=DAY, laden=False).usd.magnitude == pytest.approx(192_100.0)
    full = canal_dues("panama", MR, on=DAY)
    assert full.locks == "neopanamax"
    assert full.why == "draft 13 m is over 12.04 m, the maximum of the Panamax locks"


@given(st.lists(st.floats(20_000.0, 50_000.0), min_size=2, max_size=5))
def test_each_of_several_cargoes_takes_its_own_locks(cargoes: list[float]) -> None:
    many = canal_dues("panama", MR, on=DAY, cargo=oe.Q(cargoes, "t")).usd
    for k, cargo in enumerate(cargoes):
        one = canal_dues("panama", MR, on=DAY, cargo=oe.Q(cargo, "t")).usd.magnitude
        assert (many.magnitude if many.ndim == 0 else many.magnitude[k]) == one


def test_a_beam_that_is_not_known_is_asked_for() -> None:
    wide = MR.evolve(beam=None, draft_laden="11 m")
    with pytest.raises(InputError) as refused:
        canal_dues("panama", wide, on=DAY)
    assert str(refused.value) == (
        "canal_dues: Vessel.beam: the ship's beam is required, by which Panama's fees go; write "
        "vessel.evolve(beam='32.2 m')"
    )
