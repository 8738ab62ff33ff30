"""One case: the article's loss of the operating margin.

The library answers with a Quantity in percent from a scenario that was built and checked before.
It races the same arithmetic on plain floats, which knows neither units nor bounds, and on pint
quantities throughout, which shows the cost of units that are not converted once on entry.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np

import oilecon as oe
from benchmarks import handwritten
from benchmarks.racing import Goal, clocked, race

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.racing import Row

__all__ = ["rows"]

IN_UNITS: dict[str, Any] = {
    "power": operator.pow,
    "unit": oe.Q("1 USD/bbl"),
    "degree": oe.Q("1 degAPI"),
    "tonnes": oe.Q("1 bbl/t"),
    "hours_a_day": 1.0,  # a knot and a day know their hours,
    "days_a_year": 360.0 / 365.0,  # and a rate its year, of which dollar credit counts 360 days
}
"""What `handwritten` needs for quantities: its constants that bear a unit."""


def quantities(scenario: oe.Scenario) -> dict[str, Any]:
    """Return a scenario's inputs as the hand-written function takes them, each a Quantity."""
    inputs = {path: scenario.get(path) for path in scenario.paths()}
    for route in handwritten.ROUTES:
        inputs[f"{route}.agent.fee"] = oe.Q("0 USD/bbl")
        inputs[f"{route}.sale.prepayment"] = oe.Q(0.0, "fraction")
    return inputs


def rows() -> Iterator[Row]:
    """Yield the races of one case, after all have given the same loss.

    Raises
    ------
    AssertionError
        If they have not, to 1e-12 of it.
    """
    scenario = oe.scenario("article")
    floats = handwritten.article_inputs()
    natural = quantities(scenario)
    friendly = natural | {  # so that distance over speed is in days, without conversion
        path: speed.to("nmi/day") for path, speed in natural.items() if ".knots_" in path
    }

    def ours() -> Any:
        return oe.compare(scenario, "gulf", "asia").loss("operating")

    def plain() -> float:
        return float(handwritten.operating_loss(floats))

    def in_knots() -> Any:
        return handwritten.operating_loss(natural, **IN_UNITS)

    def in_nmi_a_day() -> Any:
        return handwritten.operating_loss(friendly, **IN_UNITS)

    loss = ours().magnitude / 100.0
    np.testing.assert_allclose(plain(), loss, rtol=1e-12)
    for call in (in_knots, in_nmi_a_day):
        np.testing.assert_allclose(call().m_as("percent") / 100.0, loss, rtol=1e-12)

    yield race(clocked(ours), clocked(plain)).row("one case, against floats", Goal(4.5))
    faster = Goal(60, at_least=True)
    yield race(clocked(ours), clocked(in_knots)).row("one case, times faster than pint", faster)
    name = "one case, against pint given nmi/day for knots"
    yield race(clocked(ours), clocked(in_nmi_a_day)).row(name)
