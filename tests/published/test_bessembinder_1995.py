"""How much of an oil price shock is expected to be reversed.

Bessembinder, H., Coughenour, J. F., Seguin, P. J. and Monroe Smoller, M. (1995), Mean reversion in
equilibrium asset prices: evidence from the futures term structure, Journal of Finance 50(1),
abstract: 44 % of an oil price shock is expected to be reversed over the next eight months.
"""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe

BRENT: Any = oe.prices.history("Brent", since="2013-01", until="2026-07")


def reversed_in_8_months(process: Any) -> float:
    """Return the share of a small shock of the price that is gone after eight months."""
    level = process.level.magnitude
    shocked = process.evolve(start=oe.Q(level * 1.001, process.unit), sigma=0.0)
    return 1.0 - float((shocked.mean("8 months").magnitude / level - 1.0) / 0.001)


def test_44_percent_in_8_months_is_a_kappa_and_a_half_life() -> None:
    process = oe.prices.MeanReverting("20 USD/bbl", "0.8697/year", "20 USD/bbl", "30 %")
    assert reversed_in_8_months(process) == pytest.approx(0.44, abs=0.0005)
    assert process.half_life.magnitude == pytest.approx(0.797, abs=0.0005)


def test_brents_own_fit_is_near() -> None:
    fitted: Any = oe.prices.fit(BRENT).process
    assert reversed_in_8_months(fitted) == pytest.approx(0.424, abs=0.001)
