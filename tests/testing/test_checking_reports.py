"""Reports on models that are sound, refuse cases, or answer nothing."""

from __future__ import annotations

from typing import Any

import pytest

from oilecon import testing
from oilecon.errors import InputError

RANGES: dict[str, Any] = {
    "hire": ("20000 USD/day", "60000 USD/day", "90000 USD/day"),
    "days": ("20 day", "30 day", "90 day"),
    "cargo": ("70000 t", "100000 t", "270000 t"),
}


def sound(hire: Any, days: Any, cargo: Any) -> Any:
    return hire * days / cargo


def stepped(hire: Any, days: Any, cargo: Any) -> Any:
    extra = 1.1 if days.to("day").magnitude > 45 else 1.0
    return hire * days / cargo * extra


def impatient(hire: Any, days: Any, cargo: Any) -> Any:
    if days.to("day").magnitude > 60:
        msg = "too far"
        raise RuntimeError(msg)
    return hire * days / cargo


GOOD = [
    testing.monotone("hire"),
    testing.monotone("days"),
    testing.monotone("cargo", "down"),
    testing.homogeneous(["hire"]),
    testing.homogeneous("cargo", -1),
    testing.homogeneous(["hire", "days"], 2),
    testing.scale_free(["hire", "cargo"]),
    testing.continuous("cargo"),
    testing.bounded("0 USD/t", "1000 USD/t"),
    testing.round_trip(lambda freight, days, cargo: freight * cargo / days, "hire"),
    testing.array_equals_scalar(),
    testing.order_independent(),
]


def test_a_sound_model_keeps_them_all() -> None:
    report = testing.check_cost_model(sound, RANGES, also=GOOD)
    assert report.ok
    assert str(report).startswith("sound: all 20 invariants hold\n")
    report.raise_if_broken()
    frame = report.to_frame()
    assert (frame["verdict"] == "holds").all()
    assert (frame["calls"] > 0).all()


def test_a_report_is_the_same_each_time() -> None:
    one, two = (
        str(testing.check_cost_model(stepped, RANGES, also=[testing.continuous("days")]))
        for _ in range(2)
    )
    assert one == two


def test_a_case_that_is_refused_by_design_counts_for_nothing() -> None:
    report = testing.check_cost_model(impatient, RANGES, refuses=(RuntimeError,))
    assert report.ok
    assert not testing.check_cost_model(impatient, RANGES).ok
    some = testing.check_cost_model(impatient, RANGES, invariants=[testing.monotone("hire")])
    assert some.ok
    assert some.findings[0].wrong == "but the model raised RuntimeError: too far in some case"


def test_a_model_that_answers_nothing_is_said_to() -> None:
    def broken(**case: Any) -> Any:
        raise KeyError(*case)

    report = testing.check_cost_model(broken, RANGES)
    verdicts = report.to_frame()["verdict"]
    assert verdicts["every case has a finite result"] == "broken"
    assert verdicts["each element of an array gives the result of a single case"] == "not tested"
    assert "the model gave no result in any case; it raised KeyError" in str(report)


def test_what_is_asked_of_a_model_that_never_answers_does_not_pass() -> None:
    def misspelt(hire: Any, days: Any, cargo: Any) -> Any:
        return hire.mangitude * days / cargo

    def refuses(hire: Any, days: Any, cargo: Any) -> Any:
        msg = f"no hire of {hire} for {days} and {cargo}"
        raise InputError(msg)

    with pytest.raises(
        testing.Broken, match="gave no result in any case; it raised AttributeError: "
    ):
        testing.bounded("0 USD/t")(misspelt, RANGES)
    text = "the model gave no result in any case; it rejected each, as in: no hire of "
    with pytest.raises(testing.Broken, match=text):
        testing.finite()(refuses, RANGES, refuses=(InputError,))
    assert not testing.check_cost_model(refuses, RANGES, refuses=(InputError,)).ok
    of_days = testing.monotone("days")
    with pytest.raises(testing.Broken, match=text):
        of_days(refuses, RANGES, refuses=(InputError,))
