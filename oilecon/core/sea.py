"""Distances over the sphere, and the part of a track that lies in an area."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from oilecon.core.elementwise import arcsine, cosine, minimum, power, sine

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from oilecon.core.elementwise import FloatOrArray

__all__ = [
    "EARTH_NMI",
    "STEP_NMI",
    "crosses",
    "great_circle_nmi",
    "inside",
    "track",
    "turns_left",
]

EARTH_NMI = 10_800.0 / math.pi
"""Radius of the sphere on which a minute of arc is a nautical mile."""

STEP_NMI = 4.0
"""Default step of a track, short enough to measure the miles inside an area."""

_RADIAN = math.pi / 180.0
_HALF_TURN = 180.0  # degrees


def great_circle_nmi(
    latitude_from: FloatOrArray,
    longitude_from: FloatOrArray,
    latitude_to: FloatOrArray,
    longitude_to: FloatOrArray,
) -> FloatOrArray:
    """Return the shortest distance between two points of the sphere.

    Parameters
    ----------
    latitude_from, longitude_from, latitude_to, longitude_to : float or array
        Degrees, north and east above zero.

    Returns
    -------
    float or array
        Nautical miles by the haversine formula, which keeps its precision for near points
        (R. W. Sinnott, Sky and Telescope 68, 1984).

    Examples
    --------
    >>> round(great_circle_nmi(0.0, 0.0, 0.0, 90.0), 6)
    5400.0
    """
    north = sine((latitude_to - latitude_from) * _RADIAN / 2.0)
    east = sine((longitude_to - longitude_from) * _RADIAN / 2.0)
    cosines = cosine(latitude_from * _RADIAN) * cosine(latitude_to * _RADIAN)
    root = power(minimum(north * north + cosines * east * east, 1.0), 0.5)
    return 2.0 * EARTH_NMI * arcsine(root)


def track(
    start: tuple[float, float], end: tuple[float, float], step_nmi: float = STEP_NMI
) -> npt.NDArray[np.float64]:
    """Return the midpoints of equal steps along a great circle.

    Parameters
    ----------
    start, end : tuple of float
        Latitude and longitude in degrees; not antipodal.
    step_nmi : float
        Maximum length of a step [nmi].

    Returns
    -------
    numpy.ndarray
        Shape (steps, 2): latitude and longitude in degrees, by spherical linear interpolation.
    """
    latitude, longitude = np.radians(np.array([start, end])).T
    xyz = np.stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ],
        axis=1,
    )
    miles = great_circle_nmi(*start, *end)
    steps = max(1, math.ceil(miles / step_nmi))
    share = (np.arange(steps)[:, None] + 0.5) / steps
    angle = miles / EARTH_NMI
    if angle == 0.0:
        return np.array([start], dtype=np.float64)
    points = (np.sin((1.0 - share) * angle) * xyz[0] + np.sin(share * angle) * xyz[1]) / np.sin(
        angle
    )
    middles: npt.NDArray[np.float64] = np.degrees(
        np.stack(
            [np.arcsin(np.clip(points[:, 2], -1.0, 1.0)), np.arctan2(points[:, 1], points[:, 0])],
            axis=1,
        )
    )
    return middles


def inside(
    points: npt.NDArray[np.float64], corners: Sequence[tuple[float, float]]
) -> npt.NDArray[np.bool_]:
    """Return which points lie inside a polygon of latitudes and longitudes.

    Parameters
    ----------
    points : numpy.ndarray
        Shape (n, 2): latitude and longitude in degrees.
    corners : sequence of tuple of float
        Latitude and longitude in degrees, in order; sides are straight in these coordinates and
        none crosses the 180th meridian.

    Returns
    -------
    numpy.ndarray
        Shape (n,), True inside: an eastward ray crosses the border an odd number of times
        (M. Shimrat, Communications of the ACM 5, 1962). A point on the border is inside where the
        area lies to its north or east, so that areas that touch share none.
    """
    latitude, longitude = points.T
    within = np.zeros(len(points), dtype=bool)
    for (south, west), (north, east) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if south == north:
            continue
        spans = (latitude < south) != (latitude < north)
        crossing = west + (latitude - south) * (east - west) / (north - south)
        within ^= spans & (longitude < crossing)
    return within


def crosses(
    points: npt.NDArray[np.float64], line: tuple[tuple[float, float], tuple[float, float]]
) -> bool:
    """Return whether a track crosses a line straight in latitude and longitude.

    Parameters
    ----------
    points : numpy.ndarray
        Shape (n, 2): latitude and longitude of the track's points in degrees, in order.
    line : tuple of tuple of float
        Latitude and longitude of its two ends in degrees.

    Returns
    -------
    bool
        True if two points that follow each other lie across the line. A step over the 180th
        meridian crosses nothing.
    """
    (south, west), (north, east) = line
    along, off = np.array([north - south, east - west]), points - [south, west]
    side = along[0] * off[:, 1] - along[1] * off[:, 0]
    near = np.abs(np.diff(points[:, 1])) < _HALF_TURN
    turns = np.flatnonzero(((side[:-1] < 0.0) != (side[1:] < 0.0)) & near)
    share = side[turns] / (side[turns] - side[turns + 1])
    at = off[turns] + share[:, None] * (off[turns + 1] - off[turns])
    part = at @ along / (along @ along)
    return bool(((part >= 0.0) & (part <= 1.0)).any())


def turns_left(
    line: tuple[tuple[float, float], tuple[float, float]],
    start: tuple[float, float],
    end: tuple[float, float],
) -> bool:
    """Return whether a great circle sets out to the left of a line's direction.

    Parameters
    ----------
    line : tuple of tuple of float
        Latitude and longitude of its two ends in degrees, near `start`.
    start, end : tuple of float
        Latitude and longitude in degrees of the great circle's two ends.

    Returns
    -------
    bool
        By the course at `start` (W. M. Smart, Textbook on Spherical Astronomy, 1977, chapter 1).
    """
    (south, west), (north, east) = line
    line_north, line_east = north - south, (east - west) * math.cos(math.radians(start[0]))
    first, last = math.radians(start[0]), math.radians(end[0])
    turn = math.radians(end[1] - start[1])
    course_east = math.sin(turn) * math.cos(last)
    course_north = math.cos(first) * math.sin(last) - math.sin(first) * math.cos(last) * math.cos(
        turn
    )
    return line_north * course_east < line_east * course_north
