"""Inputs that move together: rank correlations by a Gaussian copula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from oilecon.core.linear import triangular_factor
from oilecon.errors import InputError, PathError, did_you_mean, quote
from oilecon.extras import load
from oilecon.frozen import FrozenDict
from oilecon.reference import scenario_plans
from oilecon.reference.correlations import correlation_set
from oilecon.scenario_tree import scenario as shipped_scenario
from oilecon.units import bare_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from oilecon.analysis.inputs import Input
    from oilecon.scenario_tree import Scenario
    from oilecon.units import FloatArray

    CorrelationsLike: TypeAlias = str | Mapping[tuple[str, str], float] | pd.DataFrame

__all__ = ["Copula", "copula", "drawn_pairs", "read_correlations"]

_TINIEST = 2.0**-54
_SLACK = 1e-9  # the rounding error of a smallest eigenvalue of zero


@dataclass(frozen=True, slots=True)
class Copula:
    """A Gaussian copula: makes independent uniform numbers move together; picklable.

    Attributes
    ----------
    positions : tuple of int
        The rows of the draws that move together.
    factor : tuple of tuple of float
        Lower triangle of the factor of the normal scores' correlations.
    """

    positions: tuple[int, ...]
    factor: tuple[tuple[float, ...], ...]

    def mix(self, shares: FloatArray) -> None:
        """Make the rows of a block of uniform numbers move together, in place."""
        special = load("scipy.special", "analysis", "a correlation")
        scores = [special.ndtri(np.maximum(shares[at], _TINIEST)) for at in self.positions]
        for at, weights in zip(self.positions, self.factor, strict=True):
            row = shares[at]
            row.fill(0.0)
            # In this order on every machine, which a matrix product does not promise.
            for weight, score in zip(weights, scores, strict=False):
                if weight:
                    row += weight * score
            special.ndtr(row, out=row)


class _DrawnNames:
    """Names of drawn inputs by what they cover, whatever each is called."""

    def __init__(self, scenario: Scenario, inputs: Sequence[Input]) -> None:
        self.scenario = scenario
        self.all = [varied.name for varied in inputs]
        self._by_paths = {frozenset(varied.paths): varied.name for varied in inputs}
        rows: dict[str, list[str]] = {}
        for varied in inputs:
            ids = {_row_id(scenario, path) for path in varied.paths}
            if len(ids) == 1:
                rows.setdefault(ids.pop(), []).append(varied.name)
        self._by_row = {row: names[0] for row, names in rows.items() if row and len(names) == 1}

    def get(self, name: str, row: str = "") -> str | None:
        """Return the drawn input of a row, or that covers the paths of a name; None if none does.

        The name is a path, a pattern, or several of them with commas between. The row comes first:
        where routes have other names, a path may be that of another route.
        """
        if row in self._by_row:
            return self._by_row[row]
        if name in self.all:
            return name
        try:
            paths = {
                path for part in name.split(",") for path in self.scenario.expand(part.strip())
            }
        except PathError:
            paths = set()
        return self._by_paths.get(frozenset(paths))


def _row_id(scenario: Scenario, path: str) -> str:
    """Return the id of the row at a path; empty where there is none."""
    row = scenario.row(path)
    return "" if row is None else row.evidence.row


def drawn_pairs(
    pairs: Mapping[tuple[str, str], float],
    scenario: Scenario,
    inputs: Sequence[Input],
    rows: Mapping[str, str] = FrozenDict(),
) -> dict[tuple[str, str], float]:
    """Return those pairs of which both inputs are drawn, under the names that are drawn.

    Parameters
    ----------
    pairs : mapping of (str, str) to float
        Correlations by pair of paths or patterns.
    scenario : Scenario
        The scenario whose inputs are drawn.
    inputs : sequence of Input
        The inputs that are drawn.
    rows : mapping of str to str
        The id of the row that a path stood for where the pairs were written. The input of that row
        is meant, and only if none is drawn what has the path.
    """
    names = _DrawnNames(scenario, inputs)
    known = {}
    for pair, value in pairs.items():
        left, right = (names.get(name, rows.get(name, "")) for name in pair)
        if left is not None and right is not None and left != right:
            known[left, right] = value
    return known


def _routes_called(original: Scenario, scenario: Scenario) -> dict[str, str]:
    """Return what each route of a scenario is called in another that has rows of that route alone.

    A number of the user's has no row, so that only its route tells which one it stands for.
    """
    routes: dict[str, set[str]] = {}  # by id of row
    for path, _, _, evidence in original.sourced_leaves():
        if evidence is not None and evidence.row:
            routes.setdefault(evidence.row, set()).add(path.partition(".")[0])
    votes: Counter[tuple[str, str]] = Counter()
    for path, _, _, evidence in scenario.sourced_leaves():
        before = routes.get(evidence.row, ()) if evidence is not None else ()
        votes.update((route, path.partition(".")[0]) for route in before if len(before) == 1)
    called: dict[str, str] = {}
    for (old, new), _ in votes.most_common():
        if old not in called and new not in called.values():
            called[old] = new
    return called


def _path_now(path: str, called: Mapping[str, str]) -> str:
    """Return a path with its route's present name; without one, where another route has the old."""
    route, dot, rest = path.partition(".")
    kept = "" if route in called.values() else route
    return f"{called.get(route, kept)}{dot}{rest}"


def _shipped(
    name: str, scenario: Scenario, inputs: Sequence[Input]
) -> dict[tuple[str, str], float]:
    """Return the pairs of a shipped set that are drawn, whatever the routes are called.

    Raises
    ------
    InputError
        If there is none.
    """
    pairs = {(row.left, row.right): row.value for row in correlation_set(name)}
    rows: dict[str, str] = {}
    if name in scenario_plans():
        original = shipped_scenario(name)
        called = _routes_called(original, scenario)
        pairs = {
            (_path_now(left, called), _path_now(right, called)): value
            for (left, right), value in pairs.items()
        }
        rows = {_path_now(path, called): _row_id(original, path) for path in original.paths()}
    by_pair = drawn_pairs(pairs, scenario, inputs, rows)
    if not by_pair:
        listed = "; ".join(" with ".join(pair) for pair in pairs)
        msg = (
            f"correlations: none of the pairs of {quote(name)} is drawn: {listed}; write your own, "
            "as {(path, path): 0.5}"
        )
        raise InputError(msg)
    return by_pair


def read_correlations(
    correlations: CorrelationsLike | None, scenario: Scenario, inputs: Sequence[Input]
) -> dict[tuple[str, str], float]:
    """Return the correlations by pair, from a name, a mapping of pairs, or a square table.

    A path or pattern stands for the drawn input that covers exactly the same paths.

    Raises
    ------
    InputError, PathError, UnknownName
        If it is none of these, it names an input that is not drawn, or a figure is no correlation.
    """
    if correlations is None:
        return {}
    if isinstance(correlations, str):
        return _shipped(correlations, scenario, inputs)
    if hasattr(correlations, "columns"):
        correlations = _from_table(correlations)
    given: Any = correlations
    if not isinstance(given, Mapping):
        kind = type(correlations).__name__
        msg = f"correlations: expected {{(path, path): 0.5}}, a table or a set's name, got {kind}"
        raise InputError(msg)
    names = _DrawnNames(scenario, inputs)
    by_pair: dict[tuple[str, str], float] = {}
    for pair, value in given.items():
        left, right = _both(pair, names)
        figure = _correlation(value, left, right)
        if by_pair.get((right, left), by_pair.get((left, right), figure)) != figure:
            msg = f"correlations: {left} with {right}: given twice, with two values"
            raise InputError(msg)
        if (right, left) not in by_pair:
            by_pair[left, right] = figure
    return by_pair


def _both(pair: Any, names: _DrawnNames) -> tuple[str, str]:
    try:
        left, right = (str(name) for name in pair)
    except (TypeError, ValueError) as error:
        msg = f"correlations: expected a pair of paths, got {quote(pair)}"
        raise InputError(msg) from error
    both = []
    for name in (left, right):
        known = names.get(name)
        if known is None:
            near = did_you_mean(name, names.all)
            msg = f"correlations: {quote(name)} is not drawn under that name{near}"
            raise PathError(msg)
        both.append(known)
    left, right = both
    if left == right:
        msg = f"correlations: {left} with itself is always 1; leave it out"
        raise InputError(msg)
    return left, right


def _correlation(value: Any, left: str, right: str) -> float:
    number = bare_number(value)
    if number is None or not -1.0 <= number <= 1.0:
        msg = (
            f"correlations: {left} with {right}: expected a number from -1 to 1, got {quote(value)}"
        )
        raise InputError(msg)
    return number


def _from_table(table: Any) -> dict[tuple[str, str], Any]:
    """Return the upper triangle of a square table, after checking that it is one of correlations.

    Raises
    ------
    InputError
        If it is not square, not symmetric, or has another diagonal than one.
    """
    names = list(table.columns)
    try:
        matrix = np.asarray(table, dtype=float)
    except (TypeError, ValueError) as error:
        msg = "correlations: expected a table of numbers from -1 to 1"
        raise InputError(msg) from error
    if list(table.index) != names:
        msg = "correlations: expected a table with the same paths in rows and columns"
        raise InputError(msg)
    for k, left in enumerate(names):
        if matrix[k, k] != 1.0:
            msg = f"correlations: {left} with itself is 1, got {matrix[k, k]:g}"
            raise InputError(msg)
        for j in range(k):
            if matrix[k, j] != matrix[j, k]:
                msg = (
                    f"correlations: expected a symmetric table, got {matrix[j, k]:g} for "
                    f"{names[j]} with {left} and {matrix[k, j]:g} the other way"
                )
                raise InputError(msg)
    return {
        (names[j], names[k]): float(matrix[j, k])
        for j in range(len(names))
        for k in range(j + 1, len(names))
        if matrix[j, k]
    }


def copula(by_pair: Mapping[tuple[str, str], float], names: Sequence[str]) -> Copula | None:
    """Return the copula of draws that move together, from Spearman's rank correlations.

    Raises
    ------
    InputError
        If no draws can have these correlations: the matrix has an eigenvalue below zero.

    Notes
    -----
    Normal scores of correlation r = 2 sin(pi rho / 6) have the rank correlation rho: Pearson, K.
    (1907), On further methods of determining correlation, Drapers' Company Research Memoirs 4.
    """
    if not by_pair:
        return None
    used = [name for name in names if any(name in pair for pair in by_pair)]
    matrix = np.eye(len(used))
    for (left, right), rho in by_pair.items():
        j, k = used.index(left), used.index(right)
        matrix[j, k] = matrix[k, j] = 2.0 * np.sin(np.pi * rho / 6.0)
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    if smallest < -_SLACK:
        msg = (
            "correlations: these cannot hold together (smallest eigenvalue "
            f"{smallest:.3g}, which must not be below 0); bring some nearer to 0: "
            + ", ".join(f"{left} with {right} {rho:g}" for (left, right), rho in by_pair.items())
        )
        raise InputError(msg)
    rows = tuple(
        tuple(float(x) for x in row[: k + 1]) for k, row in enumerate(triangular_factor(matrix))
    )
    return Copula(tuple(list(names).index(name) for name in used), rows)
