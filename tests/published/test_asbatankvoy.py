"""ASBATANKVOY, clauses 6 to 8: notice at each port, one laytime, half demurrage.

Clause 6 gives six hours after the notice of readiness "at each port of loading or discharge"; Part
I has one laytime for both; clause 8 halves demurrage owing to storm or breakdown ashore. Figures
are worked from the clauses, to the cent.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError
from oilecon.shipping import laytime

RATE = "24000 USD/day"  # 1,000 an hour
HOURS = st.floats(0.0, 400.0)


def due(in_port: str, **clauses: object) -> float:
    return float(laytime(in_port, RATE, **clauses).demurrage.magnitude)  # type: ignore[arg-type]


def test_notice_is_free_at_each_port() -> None:
    assert laytime("96 h", "30000 USD/day").demurrage.magnitude == pytest.approx(15_000.0)
    found = laytime("120 h", RATE)
    assert found.demurrage.magnitude == pytest.approx(36_000.0)
    assert found.notice.to("h").magnitude == pytest.approx(12.0)
    assert found.reversible
    assert due("120 h", load_ports=2) == pytest.approx(30_000.0)
    assert due("120 h", discharge_ports=0) == pytest.approx(42_000.0)


def test_the_second_notice_counts_where_the_form_says_so() -> None:
    clause = {"notice_on_demurrage": "counts"}
    # 100 - 6 hours are over the laytime of 72 at loading: all 20 at discharge count.
    assert due("120 h", at_discharge="20 h", **clause) == pytest.approx(42_000.0)
    # 60 - 6 hours are not: the second notice is free too.
    assert due("120 h", at_discharge="60 h", **clause) == pytest.approx(36_000.0)


def test_a_laytime_that_is_not_reversible_is_lost_at_the_other_end() -> None:
    ends = {"reversible": False, "allowed": "36 h", "allowed_at_discharge": "36 h"}
    # 20 - 6 at loading leave 22 unused; 100 - 6 - 36 at discharge are over.
    assert due("120 h", at_discharge="100 h", **ends) == pytest.approx(58_000.0)
    assert due("120 h", at_discharge="60 h", **ends) == pytest.approx(36_000.0)


def test_storm_halves_the_rate_of_its_own_time() -> None:
    assert due("120 h", half_rate="12 h") == pytest.approx(30_000.0)
    assert due("120 h", half_rate="200 h") == pytest.approx(18_000.0)  # no more than there is
    assert due("60 h", half_rate="12 h") == 0.0


@given(HOURS, st.floats(0.0, 1.0), st.sampled_from(["free", "counts"]))
def test_nobody_pays_less_for_a_laytime_of_two_halves(
    hours: float, share: float, notice: str
) -> None:
    clause = {"at_discharge": oe.Q(hours * share, "h"), "notice_on_demurrage": notice}
    shared = laytime(oe.Q(hours, "h"), RATE, **clause)  # type: ignore[arg-type]
    apart = laytime(
        oe.Q(hours, "h"),
        RATE,
        reversible=False,
        allowed="36 h",
        allowed_at_discharge="36 h",
        at_discharge=oe.Q(hours * share, "h"),
    )
    if notice == "free":
        assert apart.demurrage.magnitude >= shared.demurrage.magnitude - 1e-6
    assert shared.used.magnitude <= hours / 24.0


@pytest.mark.parametrize(
    ("in_port", "at_discharge", "lost", "free"),
    [
        ("120 h", "3 h", "0 h", 9.0),  # no more of the second six than the ship was there
        ("120 h", "116 h", "0 h", 10.0),
        ("120 h", "40 h", "20 h", 12.0),
        ("8 h", "4 h", "0 h", 8.0),
        ("8 h", "4 h", "5 h", 3.0),  # what is excepted is not notice too
        ("0 h", "0 h", "0 h", 0.0),
    ],
)
@pytest.mark.parametrize("own", [False, True], ids=["shared", "its own"])
def test_no_more_notice_is_free_than_the_ship_spent(
    in_port: str, at_discharge: str, lost: str, free: float, *, own: bool
) -> None:
    clause: Any = {"reversible": False, "allowed": "36 h", "allowed_at_discharge": "36 h"}
    found = laytime(
        in_port,
        RATE,
        at_discharge=at_discharge,
        interruptions=lost,
        **(clause if own else {}),
    )
    assert found.notice.to("h").magnitude == pytest.approx(free)
    excepted = oe.Q(lost).to("h").magnitude
    used = found.used.to("h").magnitude
    assert used + excepted + free == pytest.approx(oe.Q(in_port).magnitude)


@given(
    hours=HOURS,
    share=st.floats(0.0, 1.0),
    excepted=st.floats(0.0, 1.0),
    turn=st.floats(0.0, 12.0),
    ports=st.sampled_from([0.0, 1.0, 3.0]),
    form=st.sampled_from(["one sum", "shared", "counts", "its own"]),
)
def test_the_time_in_port_is_used_excepted_or_notice(
    hours: float, share: float, excepted: float, turn: float, ports: float, form: str
) -> None:
    clause: dict[str, Any] = {}
    if form != "one sum":
        clause["at_discharge"] = oe.Q(hours * share, "h")
    if form == "counts":
        clause["notice_on_demurrage"] = "counts"
    if form == "its own":
        clause |= {"reversible": False, "allowed": "36 h", "allowed_at_discharge": "36 h"}
    found = laytime(
        oe.Q(hours, "h"),
        RATE,
        turn=oe.Q(turn, "h"),
        interruptions=oe.Q(hours * excepted, "h"),
        load_ports=ports,
        **clause,
    )
    notice, used = (one.to("h").magnitude for one in (found.notice, found.used))
    assert 0.0 <= notice <= turn * (ports + 1.0) + 1e-9
    assert notice + used + hours * excepted == pytest.approx(hours, abs=1e-9)


ARRAYS = {
    "in_port": ("h", [100.0, 130.0]),
    "rate": ("USD/day", [20_000.0, 30_000.0]),
    "allowed": ("h", [60.0, 72.0]),
    "turn": ("h", [4.0, 6.0]),
    "interruptions": ("h", [0.0, 5.0]),
    "pro_rata": ("%", [40.0, 60.0]),
    "load_ports": ("1", [1.0, 2.0]),
    "discharge_ports": ("1", [1.0, 2.0]),
    "at_discharge": ("h", [20.0, 60.0]),
    "half_rate": ("h", [2.0, 8.0]),
}


@pytest.mark.parametrize("notice", ["free", "counts"])
@pytest.mark.parametrize("name", ARRAYS)
def test_an_array_of_any_argument_is_its_elements(name: str, notice: str) -> None:
    unit, raws = ARRAYS[name]
    given_ = {"in_port": "120 h", "rate": RATE, "at_discharge": "40 h", name: oe.Q(raws, unit)}
    many = laytime(**given_, notice_on_demurrage=notice)  # type: ignore[arg-type]
    for k, raw in enumerate(raws):
        one = laytime(**{**given_, name: oe.Q(raw, unit)}, notice_on_demurrage=notice)  # type: ignore[arg-type]
        assert many.demurrage.magnitude[k] == one.demurrage.magnitude
        assert np.broadcast_to(many.notice.magnitude, 2)[k] == one.notice.magnitude


@pytest.mark.parametrize("name", [name for name in ARRAYS if name != "in_port"])
def test_arrays_that_do_not_broadcast_are_refused_by_name(name: str) -> None:
    unit, raws = ARRAYS[name]
    given_ = {"rate": RATE, name: oe.Q([*raws, raws[0]], unit)}
    with pytest.raises(InputError) as refused:
        laytime(oe.Q([120.0, 130.0], "h"), **given_)  # type: ignore[arg-type]
    assert str(refused.value) == _expected(name)


def _expected(name: str) -> str:
    return (
        f"laytime: expected arrays that broadcast together, got in_port (2,), {name} (3,); "
        "give each "
        "its own dimension, as with array[:, None]"
    )


@pytest.mark.parametrize(
    ("clauses", "message"),
    [
        (
            {"reversible": False},
            (
                "laytime: at_discharge: the time at the discharge ports is required with "
                "reversible=False; write for example at_discharge='40 h'"
            ),
        ),
        (
            {"notice_on_demurrage": "counts"},
            (
                "laytime: at_discharge: the time at the discharge ports is required with "
                "notice_on_demurrage='counts'; write for example at_discharge='40 h'"
            ),
        ),
        (
            {"reversible": False, "at_discharge": "40 h"},
            (
                "laytime: allowed_at_discharge: the laytime of the discharge ports is "
                "required with reversible=False; write for example allowed='36 h', "
                "allowed_at_discharge='36 h'"
            ),
        ),
        (
            {"allowed_at_discharge": "36 h"},
            (
                "laytime: allowed_at_discharge: a reversible laytime covers loading and discharge; "
                "write it as allowed, or reversible=False"
            ),
        ),
        (
            {"at_discharge": "200 h"},
            (
                "laytime: at_discharge: expected no more than the time in port, got "
                "8.33333 day; it "
                "is a part of in_port"
            ),
        ),
        (
            {"notice_on_demurrage": "never"},
            (
                "laytime: notice_on_demurrage: expected 'free' or 'counts', got 'never'; write "
                "notice_on_demurrage='free'"
            ),
        ),
    ],
)
def test_half_a_clause_is_refused(clauses: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as refused:
        laytime("120 h", RATE, **clauses)  # type: ignore[arg-type]
    assert str(refused.value) == message
