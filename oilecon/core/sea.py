"""Miles over the sphere, and how much of a track lies in an area."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from oilecon.core.elementwise import arcsine, cosine, minimum, power, sine

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from oilecon.core.elementwise import FloatOrArray

__all__ = ["EARTH_NMI", "STEP_NMI", "great_circle_nmi", "inside", "track", "turns_left"]

EARTH_NMI = 10_800.0 / math.pi
"""Radius of the sphere on which a minute of arc is a nautical mile."""

STEP_NMI = 4.0
"""How finely a track is cut to see what lies inside an area."""

_RADIAN = math.pi / 180.0


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
    here: tuple[float, float], there: tuple[float, float], step_nmi: float = STEP_NMI
) -> npt.NDArray[np.float64]:
    """Return the middles of the equal steps of a great circle.

    Parameters
    ----------
    here, there : tuple of float
        Latitude and longitude in degrees; not opposite each other.
    step_nmi : float
        No step is longer [nmi].

    Returns
    -------
    numpy.ndarray
        Shape (steps, 2): latitude and longitude in degrees, by spherical linear interpolation.
    """
    ends = np.radians(np.array([here, there]))
    latitude, longitude = ends.T
    xyz = np.stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ],
        axis=1,
    )
    miles = great_circle_nmi(*here, *there)
    steps = max(1, math.ceil(miles / step_nmi))
    share = (np.arange(steps)[:, None] + 0.5) / steps
    angle = miles / EARTH_NMI
    if angle == 0.0:
        return np.array([here], dtype=np.float64)
    points = (np.sin((1.0 - share) * angle) * xyz[0] + np.sin(share * angle) * xyz[1]) / np.sin(
        angle
    )
    found: npt.NDArray[np.float64] = np.degrees(
        np.stack(
            [np.arcsin(np.clip(points[:, 2], -1.0, 1.0)), np.arctan2(points[:, 1], points[:, 0])],
            axis=1,
        )
    )
    return found


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
    found = np.zeros(len(points), dtype=bool)
    for (south, west), (north, east) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if south == north:
            continue
        spans = (latitude < south) != (latitude < north)
        crossing = west + (latitude - south) * (east - west) / (north - south)
        found ^= spans & (longitude < crossing)
    return found


def turns_left(
    line: tuple[tuple[float, float], tuple[float, float]],
    here: tuple[float, float],
    there: tuple[float, float],
) -> bool:
    """Return whether a great circle sets out to the left of a line's direction.

    Parameters
    ----------
    line : tuple of tuple of float
        Latitude and longitude of its two ends in degrees, near `here`.
    here, there : tuple of float
        Latitude and longitude in degrees of where the great circle begins, and of where it ends.

    Returns
    -------
    bool
        By the course at `here` (W. M. Smart, Textbook on Spherical Astronomy, 1977, chapter 1).
    """
    (south, west), (north, east) = line
    line_north, line_east = north - south, (east - west) * math.cos(math.radians(here[0]))
    start, end = math.radians(here[0]), math.radians(there[0])
    turn = math.radians(there[1] - here[1])
    course_east = math.sin(turn) * math.cos(end)
    course_north = math.cos(start) * math.sin(end) - math.sin(start) * math.cos(end) * math.cos(
        turn
    )
    return line_north * course_east < line_east * course_north
