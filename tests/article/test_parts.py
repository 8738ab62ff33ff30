"""Parts of a statement: whether one holds follows from its figures."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilecon.article.parts import Figure, Part, verdict_of

# -- the rule ----------------------------------------------------------------------------------


def part(low: float, high: float, minimum: float = -math.inf, maximum: float = math.inf) -> Part:
    return Part("p", Figure("f", (low + high) / 2.0, low, high, "%"), minimum, maximum)


HOLDS, FAILS, OPEN = part(2, 3, minimum=1), part(2, 3, minimum=4), part(2, 3, minimum=2.5)


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([HOLDS], "supported"),
        ([FAILS], "not supported"),
        ([OPEN], "depends on"),
        ([HOLDS, HOLDS], "supported"),
        ([HOLDS, FAILS], "partly"),
        ([HOLDS, OPEN], "depends on"),
        ([FAILS, OPEN], "not supported"),
        ([HOLDS, FAILS, OPEN], "partly"),
        ([HOLDS, Part("nobody knows", None)], "depends on"),
    ],
)
def test_the_verdict_follows_from_the_parts(parts: list[Part], verdict: str) -> None:
    assert verdict_of(parts) == verdict
    assert verdict_of(parts[::-1]) == verdict


@given(
    st.floats(-1e3, 1e3),
    st.floats(0, 1e3),
    st.floats(-1e3, 1e3),
    st.floats(0, 1e3),
    st.floats(0, 1),
)
def test_a_part_holds_or_fails_only_if_every_figure_of_the_range_does(
    low: float, wide: float, least: float, room: float, at: float
) -> None:
    found = part(low, low + wide, least, least + room)
    inside = found.minimum <= low + at * wide <= found.maximum
    if found.holds is not None:
        assert inside == found.holds
    assert part(math.nan, 1.0, minimum=0.0).holds is None
