"""Miles, tracks, areas and turns on the sphere, against vectors, plain loops and what is plain."""

from __future__ import annotations

import math

import numpy as np
import pytest

from oilecon.core import sea

AN_L = [(0.0, 0.0), (0.0, 4.0), (1.0, 4.0), (1.0, 1.0), (3.0, 1.0), (3.0, 0.0)]
"""A foot from west to east, and a leg to the north at its western end."""


def winds_around(point: tuple[float, float], corners: list[tuple[float, float]]) -> bool:
    """Return whether the corners, seen from a point, go once around it."""
    seen = [math.atan2(north - point[0], east - point[1]) for north, east in corners]
    turns = [
        math.remainder(after - before, math.tau)
        for before, after in zip(seen, [*seen[1:], seen[0]], strict=True)
    ]
    return abs(math.fsum(turns)) > math.pi


def upwards(latitude: float, longitude: float) -> np.ndarray:
    """Return the unit vector from the middle of the earth to a place."""
    north, east = math.radians(latitude), math.radians(longitude)
    return np.array(
        [math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)]
    )


def test_degrees_of_the_equator_of_meridians_and_to_the_pole_are_sixty_miles_each() -> None:
    for degrees in (0.5, 30.0, 90.0, 120.0):
        assert sea.great_circle_nmi(0.0, 10.0, 0.0, 10.0 + degrees) == pytest.approx(60 * degrees)
        assert sea.great_circle_nmi(60.0, 25.0, 60.0 - degrees, 25.0) == pytest.approx(60 * degrees)
    assert sea.great_circle_nmi(30.0, -70.0, 90.0, 145.0) == pytest.approx(3_600.0)


def test_miles_are_those_of_the_angle_between_two_vectors() -> None:
    rng = np.random.default_rng(5)
    for here, there in zip(*rng.uniform((-90, -180), (90, 180), (2, 200, 2)), strict=True):
        angle = math.acos(float(upwards(*here) @ upwards(*there)))
        assert sea.great_circle_nmi(*here, *there) == pytest.approx(angle * sea.EARTH_NMI)


def test_opposite_places_are_half_the_way_round_apart() -> None:
    rng = np.random.default_rng(7)
    latitude, longitude = rng.uniform((-90, -180), (90, 0), (5000, 2)).T
    miles = sea.great_circle_nmi(latitude, longitude, -latitude, longitude + 180.0)
    np.testing.assert_allclose(miles, 10_800.0, rtol=1e-7)


def test_a_short_way_is_one_step_and_its_middle_stands_for_it() -> None:
    np.testing.assert_allclose(sea.track((0.0, 0.0), (0.0, 0.05)), [[0.0, 0.025]])
    thirds = sea.track((0.0, 0.0), (3.0, 0.0), step_nmi=61.0)
    np.testing.assert_allclose(thirds, [[0.5, 0.0], [1.5, 0.0], [2.5, 0.0]], atol=1e-12)


def test_a_way_of_no_length_is_its_place() -> None:
    stays = sea.track((10, 20), (10, 20))
    assert stays.dtype == np.float64
    assert stays.tolist() == [[10.0, 20.0]]


@pytest.mark.parametrize("pole", [90.0, -90.0])
def test_a_way_across_a_pole_passes_it(pole: float) -> None:
    # Rounding brings some of the heights above the sphere's, which is no angle's sine.
    for latitude in np.linspace(80.0, 89.5, 96).tolist():
        here, there = math.copysign(latitude, pole), math.copysign(latitude, pole)
        found = sea.track((here, 30.0), (there, -150.0), step_nmi=2_000.0)
        assert found[:, 0] == pytest.approx([pole], abs=1e-5)


@pytest.mark.parametrize("turned", range(len(AN_L)))
@pytest.mark.parametrize("back", [False, True])
def test_an_area_is_the_same_from_whichever_corner_and_way_round(
    turned: int, *, back: bool
) -> None:
    corners = [*AN_L[turned:], *AN_L[:turned]]
    places = {
        (0.5, 0.5): True,  # the heel
        (0.5, 3.5): True,  # the toe
        (2.5, 0.5): True,  # the leg
        (2.5, 2.5): False,  # in the bend
        (0.5, -0.5): False,
        (0.5, 4.5): False,
        (3.5, 0.5): False,
        (-0.5, 0.5): False,
    }
    found = sea.inside(np.array(list(places)), corners[::-1] if back else corners)
    assert found.dtype == np.bool_
    assert found.tolist() == list(places.values())


def test_a_place_is_inside_an_area_whose_corners_go_around_it() -> None:
    rng = np.random.default_rng(11)
    places = rng.uniform((20.0, 150.0), (60.0, 180.0), (100, 2))
    bearings = np.linspace(0.0, math.tau, 9, endpoint=False)
    for reach in rng.uniform(2.0, 15.0, (20, 9)):  # stars, most of them with bays
        corners = [
            (40.0 + far * math.sin(way), 165.0 + far * math.cos(way))
            for far, way in zip(reach.tolist(), bearings.tolist(), strict=True)
        ]
        expected = [winds_around((place[0], place[1]), corners) for place in places.tolist()]
        assert sea.inside(places, corners).tolist() == expected
        assert any(expected)


def test_areas_that_touch_share_no_place_and_leave_none_out() -> None:
    places = np.array([(north / 2, east / 2) for north in range(12) for east in range(12)])
    held = np.zeros(len(places), dtype=int)
    for south in range(6):
        for west in range(6):
            # Each square is two triangles, with all their borders on the places' own grid.
            left, right = (float(west), float(west + 1))
            low, high = (float(south), float(south + 1))
            held += sea.inside(places, [(low, left), (low, right), (high, left)])
            held += sea.inside(places, [(low, right), (high, right), (high, left)])
    assert held.tolist() == [1] * len(places)


def test_a_place_on_a_border_belongs_to_the_area_north_and_east_of_it() -> None:
    square = [(10.0, 170.0), (10.0, 180.0), (20.0, 180.0), (20.0, 170.0)]
    south, west, corner = (10.0, 175.0), (15.0, 170.0), (10.0, 170.0)
    north, east, date_line = (20.0, 175.0), (15.0, 180.0), (15.0, -180.0)
    found = sea.inside(np.array([south, west, corner, north, east, date_line]), square)
    assert found.tolist() == [True, True, True, False, False, False]


def test_west_is_left_of_north_and_straight_ahead_is_not_left() -> None:
    north, east = ((0.0, 0.0), (1.0, 0.0)), ((0.0, 0.0), (0.0, 1.0))
    assert sea.turns_left(north, (0.0, 0.0), (0.0, -10.0))
    assert not sea.turns_left(north, (0.0, 0.0), (0.0, 10.0))
    assert sea.turns_left(east, (0.0, 0.0), (10.0, 0.0))
    assert not sea.turns_left(east, (0.0, 0.0), (-10.0, 0.0))
    assert not sea.turns_left(east, (0.0, 0.0), (0.0, 10.0))  # ahead


def test_the_great_circle_to_a_place_due_east_sets_out_to_its_north() -> None:
    """From Lisbon's latitude the way to the same latitude far east begins with a turn north."""
    for latitude, north_of_east in ((38.7, True), (-38.7, False)):
        east = ((latitude, -10.0), (latitude, -9.0))
        assert sea.turns_left(east, (latitude, -10.0), (latitude, 80.0)) is north_of_east
        # Near by, or across the 180th meridian, it is the same.
        assert sea.turns_left(east, (latitude, -10.0), (latitude, -8.0)) is north_of_east
        far = ((latitude, 179.0), (latitude, 180.0))
        assert sea.turns_left(far, (latitude, 179.5), (latitude, -150.0)) is north_of_east


def test_a_way_turns_left_where_its_vector_lies_left_of_the_lines() -> None:
    rng = np.random.default_rng(13)
    for _ in range(300):
        latitude, longitude = rng.uniform((-80.0, -170.0), (80.0, 170.0)).tolist()
        north, east = rng.uniform(-0.5, 0.5, 2).tolist()
        there = tuple(rng.uniform((-80.0, -180.0), (80.0, 180.0)).tolist())
        line = ((latitude - north, longitude - east), (latitude + north, longitude + east))
        up = upwards(latitude, longitude)
        eastwards = np.cross([0.0, 0.0, 1.0], up)  # as long as the cosine of the latitude
        northwards = np.cross(up, eastwards) / np.hypot(*up[:2])
        left = np.cross(up, north * northwards + east * eastwards)
        assert sea.turns_left(line, (latitude, longitude), there) is bool(
            upwards(*there) @ left > 0.0
        )


def test_a_track_crosses_a_line_where_two_of_its_points_lie_across() -> None:
    gate = (10.0, 20.0), (12.0, 20.0)
    east = np.array([[11.0, 19.0], [11.0, 21.0]])
    assert sea.crosses(east, gate)
    assert sea.crosses(east[::-1], gate[::-1])
    beyond = np.array([[13.0, 19.0], [13.0, 21.0]])  # north of its end
    beside = np.array([[11.0, 24.0], [11.0, 26.0]])
    along = np.array([[9.0, 19.0], [13.0, 19.5]])
    assert not any(sea.crosses(track, gate) for track in (beyond, beside, along))
    assert sea.crosses(np.vstack([beyond, [11.0, 19.0]]), ((12.0, 20.0), (14.0, 20.0)))


def test_a_step_over_the_date_line_crosses_nothing() -> None:
    assert not sea.crosses(np.array([[11.0, 179.0], [11.0, -179.0]]), ((10.0, 20.0), (12.0, 20.0)))
