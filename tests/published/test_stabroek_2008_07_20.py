"""Stabroek News, 20 July 2008: PetroCaribe's scale as it was from 2005, before the amendment.

The whole table of 2005 was not found; what is known is copied, so there is no tolerance.
"""

from __future__ import annotations

from oilecon.lending import petrocaribe


def test_the_scale_of_2005() -> None:
    shares = [petrocaribe(f"{price} USD/bbl", on="2007-01-01").share for price in (40, 60, 140)]
    assert [float(share.magnitude) for share in shares] == [30.0, 40.0, 50.0]
