"""The kinds of legs that a route takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import oilecon as oe
from oilecon.inputs.legs import LEGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oilecon.groups import Group

KINDS: Sequence[type[Group]] = LEGS


def test_a_leg_that_names_no_kind_is_a_voyage() -> None:
    assert KINDS[0] is oe.Voyage
    assert 'kind = "Voyage"' not in oe.scenario("article").to_toml()


def test_every_kind_is_public_and_says_in_messages_how_it_is_written() -> None:
    written = oe.Route._fields["legs"].example()
    for kind in KINDS:
        assert getattr(oe, kind.__name__) is kind
        assert f"{kind.__name__}(...)" in written
