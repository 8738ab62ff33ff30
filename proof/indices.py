"""Sobol' indices of Ishigami's function: in closed form, by SciPy and by SALib."""

from __future__ import annotations

import math
from importlib import import_module
from typing import Any

import numpy as np

from oilecon.analysis import indices

__all__ = ["rows"]

POINTS = 2**14
SAME, NEAR = 1e-12, 5e-3  # SciPy uses the same draws; the others differ by sampling
_A, _B = 7.0, 0.1
_NAMES = ("x1", "x2", "x3")


def ishigami(x: Any) -> Any:
    """Return sin x1 + a sin^2 x2 + b x3^4 sin x1, one column a case.

    Ishigami and Homma (1990), An importance quantification technique in uncertainty analysis for
    computer models; a = 7 and b = 0.1 as in Saltelli, Chan and Scott (2000).
    """
    return np.sin(x[0]) + _A * np.sin(x[1]) ** 2 + _B * x[2] ** 4 * np.sin(x[0])


def exact() -> dict[str, list[float]]:
    """Return the indices in closed form."""
    fourth, eighth = math.pi**4 / 5.0, math.pi**8
    alone = [0.5 * (1.0 + _B * fourth) ** 2, _A**2 / 8.0, 0.0]
    both = eighth * _B**2 * (1.0 / 18.0 - 1.0 / 50.0)  # of x1 and x3 together
    variance = sum(alone) + both
    total = [alone[0] + both, alone[1], both]
    return {"first": [v / variance for v in alone], "total": [v / variance for v in total]}


def _own() -> dict[str, Any]:
    """Return the library's indices, over the draws that it takes itself."""
    stats = import_module("scipy.stats")
    dists = [stats.uniform(-math.pi, 2.0 * math.pi)] * 3
    answers: list[Any] = []

    def kept(f_A: Any, f_B: Any, f_AB: Any) -> Any:  # noqa: N803  SciPy's names
        answers.extend((f_A, f_B, f_AB))
        return np.zeros((2, 3))

    how: dict[str, Any] = {"func": ishigami, "n": POINTS, "dists": dists}
    stats.sobol_indices(**how, rng=np.random.default_rng(1), method=kept)
    first, total = indices.saltelli(*answers)
    theirs = stats.sobol_indices(**how, rng=np.random.default_rng(1))
    return {
        "first": first[0],
        "total": total[0],
        "scipy": {"first": theirs.first_order, "total": theirs.total_order},
    }


def _salib() -> dict[str, Any]:
    sample, analyse = import_module("SALib.sample.sobol"), import_module("SALib.analyze.sobol")
    problem = {"num_vars": 3, "names": [*_NAMES], "bounds": [[-math.pi, math.pi]] * 3}
    points = sample.sample(problem, POINTS, calc_second_order=False, seed=1)
    estimates = analyse.analyze(problem, ishigami(points.T), calc_second_order=False, seed=1)
    return {"first": estimates["S1"], "total": estimates["ST"]}


def rows() -> list[dict[str, Any]]:
    """Return one row an index: ours, the closed form's, and the other estimators'."""
    own, other, closed_form = _own(), _salib(), exact()
    table_rows = []
    for order in ("first", "total"):
        for k, name in enumerate(_NAMES):
            ours, closed = float(own[order][k]), closed_form[order][k]
            scipys, salibs = float(own["scipy"][order][k]), float(other[order][k])
            table_rows.append(
                {
                    "index": f"{order} order of {name}",
                    "closed form": round(closed, 5),
                    "oilecon": round(ours, 5),
                    "SciPy": round(scipys, 5),
                    "SALib": round(salibs, 5),
                    "holds": abs(ours - scipys) <= SAME
                    and abs(ours - closed) <= NEAR
                    and abs(salibs - closed) <= NEAR,
                }
            )
    return table_rows
