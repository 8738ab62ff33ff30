"""Arguments that are flags: whatever is neither True nor False is refused under its name."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import oilecon as oe
from oilecon import blending, lending, shipping, testing, trading
from oilecon.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable


def cost(days: Any) -> Any:
    """Return a cost by the day, for bare numbers."""
    return days * 2.0


ARTICLE = oe.scenario("article")
HEAVY, NAPHTHA = oe.Crude.shipped("Orinoco extra-heavy"), oe.Crude.shipped("heavy naphtha")
PARTS = [(HEAVY, "80 %"), (NAPHTHA, "20 %")]

CALLS: dict[str, Callable[..., Any]] = {
    "sweep": lambda **flag: oe.sweep(ARTICLE, {"market.brent": ["60 USD/bbl"]}, **flag),
    "simulate": lambda **flag: oe.simulate(ARTICLE, n=10, **flag),
    "blend": lambda **flag: blending.blend(PARTS, **flag),
    "dilute": lambda **flag: blending.dilute(HEAVY, NAPHTHA, api="16 degAPI", **flag),
    "quality_rule": lambda **flag: blending.quality_rule("forties", on="2022-10", **flag),
    "quality_differential": lambda **flag: blending.quality_differential(
        oe.Crude("39.1 degAPI", sulphur="0.629 %"), "forties", on="2022-10", **flag
    ),
    "readings": oe.article.readings,
    "monotone": lambda **flag: testing.monotone("distance", **flag),
    "check_cost_model": lambda **flag: testing.check_cost_model(
        cost, {"days": (20.0, 90.0)}, examples=5, **flag
    ),
    "quantities": lambda **flag: testing.quantities("day", "1 day", "9 day", **flag),
}
ELSEWHERE = {  # in the tests of their modules
    "laytime": "reversible",
    "best_speed": "laden",
    "canal_dues": "laden",
    "passage_restrictions": "laden",
    "distance": "laden published",
}


def flags(function: Callable[..., Any]) -> list[str]:
    """Return the names of a function's flags."""
    parameters = inspect.signature(function).parameters.values()
    return [each.name for each in parameters if str(each.annotation).startswith("bool")]


FUNCTIONS = {
    name: function
    for home in (oe, blending, lending, shipping, testing, trading, oe.article)
    for name in home.__all__
    if inspect.isfunction(function := getattr(home, name))
}
FLAGS = [(name, flag) for name in CALLS for flag in flags(FUNCTIONS[name])]


def test_every_flag_is_tried() -> None:
    there = {name: " ".join(found) for name in FUNCTIONS if (found := flags(FUNCTIONS[name]))}
    assert there == {**{name: " ".join(flags(FUNCTIONS[name])) for name in CALLS}, **ELSEWHERE}


@pytest.mark.parametrize(("name", "flag"), FLAGS)
def test_what_is_neither_true_nor_false_is_refused(name: str, flag: str) -> None:
    call = CALLS[name]
    usual = inspect.signature(FUNCTIONS[name]).parameters[flag].default
    wrong: list[Any] = ["no", 0, 1, []] if usual is None else ["no", 0, 1, [], None]
    for given in wrong:
        with pytest.raises(InputError) as refused:
            call(**{flag: given})
        text = f"{flag}: expected True or False, got {given!r}"
        assert str(refused.value).removeprefix(f"{name}: ") == text
    assert call(**{flag: np.False_}) is not None
