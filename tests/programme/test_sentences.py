"""A run is told in sentences, and what did not go as agreed is among them."""

from __future__ import annotations

from hypothesis import given

import oilecon as oe
from tests.programmes import BLOCKADE, PRICES, SERVED, programmes


def told(run: oe.ProgrammeRun, about: str) -> str:
    (sentence,) = (each for each in run.words() if about in each)
    return sentence


def test_a_blockade_is_told_with_its_months() -> None:
    run = oe.run(BLOCKADE)
    made = run.total("made").to("Mb").magnitude
    assert run.words()[0].startswith(f"2026-01 to 2026-12: {made:.1f} Mb of blend made")
    shut = run.total("shut_in").to("Mb").magnitude
    assert told(run, "shut in").startswith(f"supply: {shut:.1f} Mb of heavy crude shut in")
    assert "storage was full in 2026-02 to 2026-08" in told(run, "shut in")
    assert "in 2026-04 to 2026-05, 2026-08 and 2026-11" in told(run, "not delivered")
    assert "payments were overdue in 2026-06" in told(run, "overdue")


def test_a_term_volume_and_diluent_that_lack_are_told() -> None:
    outlet = oe.Outlet(capacity="200 kb/day", term="150 kb/day", until="2026-06-30")
    run = oe.run(SERVED.vary({"supply.diluent_supply": "20 kb/day"}))
    assert "diluent was short by" in told(run, "diluent was short")
    assert "diluent lacked in" in told(run, "shut in")
    run = oe.run(
        SERVED.evolve(routes={**SERVED.routes, "gulf": SERVED.gulf.evolve(outlet=outlet)}).vary(
            {"gulf.outlet.licence": "100 kb/day"}
        )
    )
    assert told(run, "term volume") == (
        "gulf: its term volume is short by 9.1 Mb, in 2026-01 to 2026-06."
    )


def test_many_paths_have_ranges_and_say_on_how_many() -> None:
    run = oe.run(SERVED, PRICES, n=200, seed=1)
    words = run.words()
    assert words[0].startswith("Figures are means of 200 paths")
    below = told(run, "below zero")
    assert "in 2026-01 to 2026-02, and in " in below
    assert "% of the paths" in below
    assert " to " in told(run, "reached the state").partition("(")[2]


def test_years_are_told_apart() -> None:
    programme = SERVED.evolve(months="2026-07/2027-06")
    words = oe.run(programme).words()
    assert [each[:5] for each in words[1:3]] == ["2026:", "2027:"]


@given(programmes())
def test_nothing_gives_way_in_silence(programme: oe.Programme) -> None:
    run = oe.run(programme)
    words = " ".join(run.words())
    assert "nan" not in words
    for name in programme.contracts:
        if run[f"{name}.short"].magnitude.max() > 1.0:
            assert f"{name}: " in words
            assert "contracted for lenders were not delivered" in words
        if run[f"{name}.arrears"].magnitude.max() > 1.0:
            assert f"{name}: payments were overdue" in words
    for stream in run.streams:
        if run[f"{stream}.shut_in"].magnitude.max() > 1.0:
            assert f"{stream}: " in words
            assert "heavy crude shut in" in words
