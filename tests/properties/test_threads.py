"""One scenario in many threads gives the same bits, and nothing that is shared changes."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.netback.lines import BASES, SUBTOTALS
from oilecon.shipping import transshipment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

THREADS, ROUNDS = 8, 25
SCENARIO = oe.scenario("article-sanctioned")
MANY = SCENARIO.vary({"market.brent": oe.Q(np.linspace(50.0, 80.0, 20_000), "USD/bbl")})
HEAVY, NAPHTHA = oe.Crude.shipped("Orinoco extra-heavy"), oe.Crude.shipped("heavy naphtha")


@pytest.fixture(autouse=True)
def switching() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def figures() -> list[float]:
    comparison = oe.compare(SCENARIO, "gulf", "asia")
    names = [f"{route}.{name}" for route in ("gulf", "asia") for name in (*SUBTOTALS, "freight")]
    losses = [comparison.loss(basis).magnitude for basis in BASES]
    return [*losses, *(comparison[name].magnitude for name in names)]


QUESTIONS: dict[str, Callable[[], Any]] = {
    "compare": figures,
    "arrays": lambda: [*oe.compare(MANY, "gulf", "asia").loss("price").magnitude[::997]],
    "vary": lambda: SCENARIO.vary({"*.sea.weather": "8 %"}).to_toml(),
    "file": lambda: oe.Scenario.from_toml(SCENARIO.to_toml()).overrides(),
    "dilute": lambda: oe.dilute(HEAVY, NAPHTHA, api="16 degAPI", shrunk=True).share.magnitude,
    "estimate": lambda: (
        oe.estimate(SCENARIO.asia.sea, SCENARIO.market, api="16 degAPI").tce.magnitude
    ),
    "chain": lambda: (
        transshipment(
            {"shuttle": SCENARIO.gulf.sea, "sea": SCENARIO.asia.sea},
            SCENARIO.market,
            api="16 degAPI",
        ).cost_per_barrel.magnitude
    ),
    # One way forbids what another needs: a state that is kept between calls would show.
    "round the Cape": lambda: oe.distance("José", "Ningbo", published=False).miles.magnitude,
    "by Panama": lambda: oe.distance("José", "Ningbo", via="panama").miles.magnitude,
    "units": lambda: [oe.Q(f"{k} USD/bbl").to("USD/m3").magnitude for k in range(20)],
}


def test_many_threads_get_the_bits_that_one_gets() -> None:
    alone = {name: ask() for name, ask in QUESTIONS.items()}
    start = threading.Barrier(THREADS)

    def ask_all(turn: int) -> list[str]:
        names = [*QUESTIONS]
        names = names[turn % len(names) :] + names[: turn % len(names)]
        start.wait()
        return [n for n in names * (ROUNDS // 5) if QUESTIONS[n]() != alone[n]]

    with ThreadPoolExecutor(THREADS) as pool:
        assert [*pool.map(ask_all, range(THREADS))] == [[]] * THREADS


def test_threads_that_ask_one_result_get_the_same_too() -> None:
    wanted = figures()
    for _ in range(ROUNDS):
        fresh = oe.Scenario.from_toml(SCENARIO.to_toml())  # with nothing cached
        comparison = oe.compare(fresh, "gulf", "asia")
        start = threading.Barrier(THREADS)

        def ask(
            basis: str, comparison: Any = comparison, start: threading.Barrier = start
        ) -> float:
            start.wait()
            return float(comparison.loss(basis).magnitude)

        with ThreadPoolExecutor(THREADS) as pool:
            assert [*pool.map(ask, BASES * 2)] == wanted[: len(BASES)] * 2


def test_nothing_that_modules_hold_changes_while_they_are_used() -> None:
    def state() -> dict[str, str]:
        # Caches of what was read or made once are no state: they never change an answer.
        return {
            f"{module}.{name}": repr(value)
            for module, found in sorted(sys.modules.items())
            if module.partition(".")[0] == "oilecon" and "testing" not in module
            for name, value in sorted(vars(found).items())
            if isinstance(value, (dict, list, set)) and not name.startswith("__")
        }

    for ask in QUESTIONS.values():
        ask()
    before = state()
    for ask in QUESTIONS.values():
        ask()
    oe.Scenario.from_toml(SCENARIO.to_toml().replace("63.8", "70.0"))
    assert state() == before
