"""Every equation of `oilecon.core` recomputed with 40 digits, to measure rounding errors."""

from __future__ import annotations

import importlib
import math
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.core import elementwise

if TYPE_CHECKING:
    from collections.abc import Callable

mpmath = importlib.import_module("mpmath")  # which has no types

__all__ = ["CASES", "DIGITS", "rows"]

DIGITS = 40
SAMPLES = 300
ALLOWED = 1e-13
"""Relative error of about a hundred roundings, magnified by a difference of close numbers."""

_CORE = "oilecon.core"

# The range of each argument, within the equation's intended use.
API, LIGHT, SHARE = (5.0, 22.0), (35.0, 85.0), (0.01, 0.99)
USD, PRICE, DAYS = (1e3, 1e7), (5.0, 120.0), (0.1, 90.0)
CASES: dict[str, tuple[tuple[float, float], ...]] = {
    "blending.diluent_share": (API, LIGHT, (22.0, 35.0)),
    "blending.shrinkage_share": (SHARE, API, LIGHT),
    "blending.shrunk_api": (API, (0.0, 0.01)),
    "blending.physical_diluent_share": (API, LIGHT, (22.0, 34.0)),
    "blending.volume_share": (SHARE, (900.0, 1020.0), (600.0, 800.0)),
    "blending.share_for_number": ((40.0, 60.0), (5.0, 20.0), (20.0, 40.0)),
    "blending.heavy_evacuated": ((1.0, 500.0), (0.1, 0.9)),
    "finance.carry_usd_bbl": (PRICE, (0.0, 0.3), DAYS),
    "finance.discount_factor": ((-0.5, 1.0), (0.0, 30.0)),
    "finance.annuity_usd": (USD, (1e-6, 0.5), (1.0, 240.0)),
    "debt.annuity_share": ((1e-6, 0.5), (1.0, 240.0)),
    "debt.barrels_for": ((1e6, 1e7), PRICE, (1e3, 1e4), (1e5, 1e6)),
    "debt.more_barrels": ((0.0, 0.9),),
    "trade.prompt_usd_bbl": (PRICE, (0.0, 0.1), (0.0, 0.3), DAYS, (0.0, 10.0)),
    "trade.credit_price_usd_bbl": (PRICE, (0.0, 0.1), (0.0, 0.3), DAYS, (0.0, 10.0)),
    "trade.required_margin_usd_bbl": (PRICE, (0.01, 0.5)),
    "trade.customs_value_usd_bbl": (PRICE, (0.0, 0.1), (0.0, 0.2), (0.0, 0.01), (0.0, 5.0)),
    "trade.risk_probability": ((1e-6, 0.5), DAYS),
    "trade.time_structure_usd_bbl": ((-2.0, 2.0), DAYS),
    "waterfall.royalty_usd_bbl": (PRICE, (1.0, 20.0), (0.0, 0.5)),
    "waterfall.share_lost": ((50.0, 80.0), (5.0, 40.0), (50.0, 80.0)),
    "quality.specific_gravity": ((5.0, 85.0),),
    "quality.api_gravity": ((0.65, 0.95),),
    "quality.density_kg_m3": ((5.0, 85.0),),
    "quality.barrels_per_tonne": ((5.0, 85.0),),
    "viscosity.refutas_number": ((2.0, 1e6),),
    "viscosity.refutas_cst": ((15.0, 45.0),),
    "viscosity.d341_number": ((2.1, 1e6),),
    "viscosity.d341_cst": ((-0.2, 0.8),),
    "viscosity.interpolated_cst": ((30.0, 60.0), (15.0, 25.0), (5e3, 1e5), (70.0, 90.0), (20, 500)),
    "volume.ipts68_degf": ((0.0, 150.0),),
    "volume.expansion_per_degf": ((610.6, 1163.5),),
    "volume.volume_correction_factor": ((610.6, 1163.5), (-50.0, 150.0)),
    "volume.density_at_kg_m3": ((610.6, 1163.5), (-50.0, 150.0)),
    "volume.base_density_kg_m3": ((700.0, 1000.0), (-50.0, 150.0)),
    "voyage.sea_days": ((100.0, 15_000.0), (0.0, 0.2), (8.0, 16.0)),
    "voyage.fuel_t": (DAYS, (10.0, 90.0), DAYS, (10.0, 90.0)),
    "voyage.broker_commission_usd": (USD, (0.0, 0.05)),
    "voyage.worldscale_usd": ((20.0, 300.0), (5.0, 40.0), (0.0, 2.0), (3e4, 3e5)),
    "voyage.worldscale_points": (USD, (5.0, 40.0), (0.0, 0.1), (3e4, 3e5)),
    "voyage.tce_usd_day": ((5e6, 1e7), (1e4, 1e5), (1e5, 1e6), DAYS),
    "voyage.gross_for_tce_usd": ((1e4, 1e5), USD, DAYS, (0.0, 0.05)),
    "voyage.cubic_fuel_t_day": ((10.0, 90.0), (12.0, 15.0), (8.0, 16.0)),
    "voyage.speed_of_least_cost_knots": ((5e3, 1e5), (300.0, 900.0), (30.0, 90.0), (12.0, 15.0)),
    "voyage.cargo_at_draft_t": ((1e5, 3e5), (15.0, 22.0), (14.0, 15.0), (240, 340), (44.0, 60.0)),
    "voyage.draft_of_cargo_m": (
        *((1e5, 3e5), (15.0, 22.0), (7.0, 12.0), (3e4, 1e5), (240, 340), (44.0, 60.0)),
    ),
    "sea.great_circle_nmi": ((-60.0, 60.0), (-180.0, 180.0), (-60.0, 60.0), (-180.0, 180.0)),
}


def _exactly() -> ModuleType:
    """Return `elementwise` with the functions of mpmath, which take numbers of any precision."""
    made = ModuleType(elementwise.__name__)
    made.__dict__.update(
        FloatOrArray=elementwise.FloatOrArray,
        power=mpmath.power,
        log=mpmath.log,
        exp=mpmath.exp,
        expm1=mpmath.expm1,
        log1p=mpmath.log1p,
        floor=mpmath.floor,
        ceiling=mpmath.ceil,
        rint=mpmath.nint,
        sine=mpmath.sin,
        cosine=mpmath.cos,
        arcsine=mpmath.asin,
        maximum=max,
        minimum=min,
        where=lambda condition, left, right: left if condition else right,
    )
    return made


def exact_core() -> dict[str, ModuleType]:
    """Return the modules of `core` once more, with 40 digits below them."""
    kept = {name: module for name, module in sys.modules.items() if name.startswith(_CORE)}
    try:
        for name in kept:
            del sys.modules[name]
        sys.modules[_CORE] = kept[_CORE]
        sys.modules[elementwise.__name__] = _exactly()
        modules = {name.partition(".")[0] for name in CASES}
        return {module: importlib.import_module(f"{_CORE}.{module}") for module in modules}
    finally:
        for name in [name for name in sys.modules if name.startswith(_CORE)]:
            del sys.modules[name]
        sys.modules.update(kept)
        for name, module in kept.items():  # the import also set them on the package
            if name != _CORE:
                setattr(kept[_CORE], name.rpartition(".")[2], module)


def rows(samples: int = SAMPLES) -> list[dict[str, Any]]:
    """Return one row an equation: the largest relative difference from 40 digits."""
    exact = exact_core()
    random = np.random.default_rng(1)
    table_rows = []
    with mpmath.workdps(DIGITS):
        for name, ends in CASES.items():
            module, _, function = name.partition(".")
            own = getattr(importlib.import_module(f"{_CORE}.{module}"), function)
            arguments = [[float(random.uniform(*end)) for end in ends] for _ in range(samples)]
            worst = max(_off(own, getattr(exact[module], function), sample) for sample in arguments)
            row = {"equation": name, "samples": samples, "largest error": f"{worst:.1e}"}
            table_rows.append({**row, "holds": worst <= ALLOWED})
    return table_rows


def _off(own: Callable[..., Any], exact: Callable[..., Any], arguments: list[float]) -> float:
    """Return the error of a float relative to the exact figure."""
    reference = exact(*map(mpmath.mpf, arguments))
    off = abs(mpmath.mpf(own(*arguments)) - reference)
    return float(off / abs(reference)) if reference else (0.0 if off == 0.0 else math.inf)
