"""Supplies as inputs: what can be blended, up to its limits."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

import oilecon as oe
from tests.samples import refusal

ARTICLE = oe.scenario("article")


# -- cross checks of the groups --------------------------------------------------------------------

HEAVY = oe.Crude("8.5 degAPI")
LIGHT = oe.Diluent("56.5 degAPI", price="57 USD/bbl")


def supply(**changes: Any) -> oe.Supply:
    given: dict[str, Any] = {
        "heavy": HEAVY,
        "production_cost": "17.5 USD/bbl",
        "diluent": LIGHT,
        "target_api": "16 degAPI",
    }
    return oe.Supply(**(given | changes))


TOGETHER = (
    "Supply: diluent and target_api go together, and {} is missing; "
    "write both, or neither for a crude sold as it is"
)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"target_api": None}, TOGETHER.format("target_api")),
        ({"diluent": None}, TOGETHER.format("diluent")),
        (
            {"target_api": "8 degAPI"},
            (
                "Supply.target_api: expected a gravity at least the heavy crude's 8.5 degAPI, "
                "got 8 degAPI"
            ),
        ),
        (
            {"target_api": "57 degAPI"},
            "Supply.diluent.api: expected a gravity at least the target 57 degAPI, got 56.5 degAPI",
        ),
        (
            {"target_api": "8.5 degAPI", "diluent": oe.Diluent("8.5 degAPI", price="1 USD/bbl")},
            (
                "Supply.diluent.api: expected a gravity above the heavy crude's 8.5 degAPI, "
                "got 8.5 degAPI"
            ),
        ),
        (
            {"target_api": oe.Q([9, 10, 60], "degAPI")},
            "Supply.diluent.api: expected a gravity at least the target 60 degAPI, got 56.5 degAPI",
        ),
        (
            {"target_api": oe.Q([10, 8], "degAPI")},
            (
                "Supply.target_api: expected a gravity at least the heavy crude's 8.5 degAPI, "
                "got 8 degAPI"
            ),
        ),
        (
            {"heavy": oe.Crude(oe.Q([8, 9], "degAPI")), "target_api": oe.Q([9, 9, 9], "degAPI")},
            (
                "Supply.target_api: expected arrays that broadcast together, got the heavy crude's "
                "(2,), its own (3,); give each its own dimension, as with array[:, None]"
            ),
        ),
    ],
    ids=count(),
)
def test_a_supply_that_cannot_be_blended_is_refused(changes: dict[str, Any], sentence: str) -> None:
    assert refusal(lambda: supply(**changes)) == sentence
    paths = {f"supply.{name}": value for name, value in changes.items()}
    base = ARTICLE.evolve(supply=supply())
    # Under vary, the path stands in the place of the class.
    assert refusal(lambda: base.vary(paths)) == sentence.replace("Supply", "supply", 1)


def test_a_supply_at_its_limits_is_taken() -> None:
    assert supply(target_api="8.5 degAPI").values["target_api"] == 8.5
    assert supply(target_api="56.5 degAPI").values["target_api"] == 56.5
    plain = supply(diluent=None, target_api=None)
    given = [path for path, _, raw in plain.leaves() if raw is not None]
    assert given == ["heavy.api", "production_cost", "royalty"]
    grid = supply(
        heavy=oe.Crude(oe.Q([[8], [9]], "degAPI")), target_api=oe.Q([10, 16, 20], "degAPI")
    )
    assert ARTICLE.evolve(supply=grid).shape == (2, 3)
