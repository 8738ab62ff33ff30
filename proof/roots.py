"""Equations that the library solves in closed form or by iteration, solved again by SciPy."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

import oilecon as oe
from oilecon.core import blending, quality, viscosity, voyage

if TYPE_CHECKING:
    from collections.abc import Callable

optimize = import_module("scipy.optimize")  # types are a package of their own

__all__ = ["rows"]

SAMPLES = 200

_S = oe.scenario("article")


def _row(what: str, method: str, errors: list[float], allowed: float) -> dict[str, Any]:
    worst = max(errors)
    return {
        "what": what,
        "SciPy": method,
        "samples": len(errors),
        "largest error": f"{worst:.1e}",
        "holds": worst <= allowed,
    }


def _relative(left: float, right: float) -> float:
    return abs(left - right) / max(abs(left), abs(right), 1e-300)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    return float(optimize.brentq(function, low, high, xtol=1e-15, rtol=1e-15))


def _shares(random: np.random.Generator) -> list[dict[str, Any]]:
    plain, physical = [], []
    for _ in range(SAMPLES):
        heavy, light, target = (float(random.uniform(*e)) for e in ((5, 14), (40, 80), (15, 30)))

        def gravity(share: float, lost: float, heavy: float = heavy, light: float = light) -> float:
            densities = quality.specific_gravity(heavy), quality.specific_gravity(light)
            mixed = (1 - share) * float(densities[0]) + share * float(densities[1])
            return float(quality.api_gravity(mixed / (1 - lost)))

        def lost(share: float, heavy: float = heavy, light: float = light) -> float:
            return float(blending.shrinkage_share(share, heavy, light))

        root = _root(lambda share: gravity(share, 0.0) - target, 0.0, 1.0)  # noqa: B023
        plain.append(_relative(root, float(blending.diluent_share(heavy, light, target))))
        root = _root(lambda share: gravity(share, lost(share)) - target, 0.0, 0.999)  # noqa: B023
        own = float(blending.physical_diluent_share(heavy, light, target))
        physical.append(_relative(root, own))
    return [
        _row("diluent share for a gravity", "brentq", plain, 1e-12),
        _row("the same with shrinkage, by Halley's method", "brentq", physical, 1e-9),
    ]


def _viscosities(random: np.random.Generator) -> list[dict[str, Any]]:
    table_rows = []
    for name, rule in viscosity.RULES.items():
        errors = []
        for _ in range(SAMPLES):
            target = float(np.exp(random.uniform(np.log(3.0), np.log(1e6))))
            number = float(rule.number(target))
            # On the logarithm, since the rule takes it twice.
            root = _root(lambda log: float(rule.number(np.exp(log))) - number, 0.8, 16.0)  # noqa: B023
            errors.append(_relative(float(np.exp(root)), float(rule.viscosity(number))))
        table_rows.append(_row(f"viscosity of a mixing number, {name}", "brentq", errors, 1e-10))
    return table_rows


def _voyages(random: np.random.Generator) -> list[dict[str, Any]]:
    freights, hires, speeds = [], [], []
    for _ in range(SAMPLES // 4):
        hire, miles = float(random.uniform(2e4, 9e4)), float(random.uniform(1e3, 1.4e4))
        leg = _S.asia.sea.evolve(distance=oe.Q(miles, "nmi"), eca_distance="0 nmi")
        estimate = oe.estimate(leg, _S.market, api="16 degAPI")

        def tce(freight: float, leg: oe.Voyage = leg) -> float:
            paid = leg.evolve(charter=oe.LumpSum(oe.Q(freight, "USD"), "3.75 %"))
            return float(oe.estimate(paid, _S.market, api="16 degAPI").tce.magnitude)

        root = _root(lambda freight: tce(freight) - hire, 0.0, 1e9)  # noqa: B023
        own = estimate.freight_for(oe.Q(hire, "USD/day")).magnitude
        freights.append(_relative(root, own))

        def earned(rate: float, leg: oe.Voyage = leg) -> float:
            charter = oe.TimeCharterEquivalent(oe.Q(rate, "USD/day"), "3.75 %")
            estimate = oe.estimate(leg.evolve(charter=charter), _S.market, api="16 degAPI")
            return float(estimate.freight.magnitude)

        target = float(estimate.freight.magnitude)
        root = _root(lambda rate: earned(rate) - target, -1e5, 1e6)  # noqa: B023
        hires.append(_relative(root, float(estimate.tce.magnitude)))

        day, bunker = float(random.uniform(1e4, 9e4)), float(random.uniform(300, 900))

        def per_mile(knots: float, day: float = day, bunker: float = bunker) -> float:
            burnt = float(voyage.cubic_fuel_t_day(64.0, 13.0, knots))
            return (day + bunker * burnt) / (24.0 * knots)

        lowest = optimize.minimize_scalar(per_mile, bounds=(3, 40), options={"xatol": 1e-10})
        own = float(voyage.speed_of_least_cost_knots(day, bunker, 64.0, 13.0))
        speeds.append(_relative(float(lowest.x), own))
    return [
        _row("freight for a time-charter equivalent", "brentq", freights, 1e-12),
        _row("time-charter equivalent of a freight", "brentq", hires, 1e-9),
        # A minimum is flat: half the digits of a root.
        _row("speed of lowest cost", "minimize_scalar", speeds, 1e-6),
    ]


def rows() -> list[dict[str, Any]]:
    """Return one row a solver: the largest relative difference from SciPy's."""
    random = np.random.default_rng(1)
    return [*_shares(random), *_viscosities(random), *_voyages(random)]
