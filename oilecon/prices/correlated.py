"""Several series whose shocks are correlated."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import mapping
from oilecon.errors import InputError, as_step, did_you_mean, quote
from oilecon.fields import Field, Problems, collect, no_table
from oilecon.frozen import FrozenDict
from oilecon.groups import Group, Subgroup
from oilecon.prices.bootstraps import BlockBootstrap
from oilecon.prices.decks import PriceDeck
from oilecon.prices.layers import ForwardConsistent, Seasonal
from oilecon.prices.months import A_MONTH
from oilecon.prices.noise import Noise
from oilecon.prices.paths import PricePaths
from oilecon.prices.processes import (
    GeometricBrownian,
    MeanReverting,
    OrnsteinUhlenbeck,
    Process,
    in_blocks,
    mixed,
    mixing,
    read_drawing,
)
from oilecon.units import bare_number, to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.prices.months import Months, MonthsLike
    from oilecon.units import FloatArray, Quantity

__all__ = ["Correlated", "block", "together"]

_SLACK = 1e-9  # the rounding error of a smallest eigenvalue of zero


def kinds() -> tuple[type[Process], ...]:
    """Return every kind of process that a user makes."""
    return (
        GeometricBrownian,
        MeanReverting,
        OrnsteinUhlenbeck,
        Seasonal,
        ForwardConsistent,
        BlockBootstrap,
        PriceDeck,
    )


_ONE: Subgroup[Any] = Subgroup(*kinds(), doc="one series", named=True)
"""The field of one process, which reads and writes its kind."""


class _ByName(Field[Mapping[str, Process], Any]):
    """Processes by the name of their series, such as the path of a scenario's number."""

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "processes by the names of their series"

    def example(self) -> str:
        """Return an example."""
        return "{'market.brent': MeanReverting(...)}"

    def read(self, value: Any) -> Mapping[str, Process]:
        """Return the processes in a read-only mapping."""
        if not isinstance(value, Mapping) or not value:
            got = "an empty one" if isinstance(value, Mapping) else type(value).__name__
            msg = f"expected a mapping of names to processes, got {got}; write {self.example()}"
            raise InputError(msg)
        for name, process in value.items():
            if not isinstance(name, str) or not name:
                msg = f"expected names as text, got {quote(name)}; write {self.example()}"
                raise InputError(msg)
            if not isinstance(process, Process):
                kind = quote(process) if isinstance(process, str) else type(process).__name__
                msg = f"{name}: expected a process, got {kind}; write {self.example()}"
                raise InputError(msg)
        return FrozenDict(value)

    def write(self, raw: Mapping[str, Process]) -> dict[str, Any]:
        """Return the plain form of each, with its kind."""
        return {name: _ONE.write(process) for name, process in raw.items()}

    def build(self, data: Any, where: str, problems: Problems) -> Any:
        """Return the processes from their plain forms, or add the errors to `problems`."""
        if not isinstance(data, Mapping):
            problems.append((where, no_table(data)))
            return None
        before = len(problems)
        built = {
            name: _ONE.build(plain, f"{where}.{as_step(name)}", problems)
            for name, plain in data.items()
        }
        return None if len(problems) > before else collect(self.read, built, where, problems)

    def value(self, raw: Mapping[str, Process]) -> Any:
        """Return each process's own values."""
        return FrozenDict({name: process.filled for name, process in raw.items()})

    def of_value(self, value: Any, like: Any) -> Any:
        """Return the old processes."""
        del value
        return like


class _Pairs(Field[Mapping[tuple[str, str], float], Any]):
    """Correlations by pairs of names."""

    @property
    def expected(self) -> str:
        """Expected kind of value, for messages."""
        return "correlations by pairs of names"

    def example(self) -> str:
        """Return an example."""
        return "{('market.brent', 'us.sale.differential'): 0.5}"

    def read(self, value: Any) -> tuple[tuple[str, str, float], ...]:
        """Return (left, right, correlation) of each pair, from a mapping, a table or a list."""
        if hasattr(value, "columns"):
            value = self._of_table(value)
        if isinstance(value, Mapping):
            value = [(*self._pair(pair), rho) for pair, rho in value.items()]
        if not isinstance(value, (list, tuple)):
            msg = f"expected {self.expected}, got {type(value).__name__}; write {self.example()}"
            raise InputError(msg)
        known: dict[frozenset[str], tuple[str, str, float]] = {}
        for triple in value:
            left, right, rho = self._triple(triple)
            pair = frozenset((left, right))
            if pair in known and known[pair][2] != rho:
                left, right, _ = known[pair]
                msg = f"{left} with {right}: given twice, with two values"
                raise InputError(msg)
            known.setdefault(pair, (left, right, rho))
        return tuple(known.values())

    def _pair(self, pair: Any) -> tuple[str, str]:
        if not isinstance(pair, tuple) or len(pair) != 2:  # noqa: PLR2004  a pair
            msg = f"expected a pair of names, got {quote(pair)}; write {self.example()}"
            raise InputError(msg)
        return pair

    def _triple(self, triple: Any) -> tuple[str, str, float]:
        try:
            left, right, value = triple
        except (TypeError, ValueError) as error:
            msg = f"expected two names and a correlation, got {quote(triple)}"
            raise InputError(msg) from error
        if not isinstance(left, str) or not isinstance(right, str):
            msg = f"expected a pair of names, got {quote((left, right))}; write {self.example()}"
            raise InputError(msg)
        rho = bare_number(value)
        if left == right:
            msg = f"{left} with itself is always 1; leave it out"
            raise InputError(msg)
        if rho is None or not -1.0 <= rho <= 1.0:
            msg = f"{left} with {right}: expected a number from -1 to 1, got {quote(value)}"
            raise InputError(msg)
        return left, right, float(rho)

    def _of_table(self, table: Any) -> list[tuple[str, str, float]]:
        """Return the pairs of a square table, which must be one of correlations."""
        names = [str(name) for name in table.columns]
        if [str(name) for name in table.index] != names:
            msg = "expected a table with the same names in rows and columns"
            raise InputError(msg)
        try:
            matrix = np.asarray(table, dtype=float)
        except (TypeError, ValueError) as error:
            msg = "expected a table of numbers from -1 to 1"
            raise InputError(msg) from error
        if not (np.array_equal(matrix, matrix.T) and (np.diag(matrix) == 1.0).all()):
            msg = "expected a symmetric table with ones in its diagonal"
            raise InputError(msg)
        return [
            (left, names[k], float(matrix[j, k]))
            for j, left in enumerate(names)
            for k in range(j + 1, len(names))
        ]

    def show(self, raw: tuple[tuple[str, str, float], ...]) -> Mapping[tuple[str, str], float]:
        """Return the correlations by pair."""
        return FrozenDict({(left, right): rho for left, right, rho in raw})

    def code(self, raw: tuple[tuple[str, str, float], ...]) -> str:
        """Return code that evaluates to an equal value."""
        return repr(dict(self.show(raw)))

    def write(self, raw: tuple[tuple[str, str, float], ...]) -> list[list[Any]]:
        """Return a list of pairs with their correlation, as a file has it."""
        return [list(triple) for triple in raw]


class Correlated(Group):
    """Several series, whose shocks are correlated at every moment.

    A correlation is that of the shocks, the Wiener processes dW. That of the exact monthly steps is
    a little lower where the speeds of two series differ, and that of the values in the long run
    lower still: `correlation_table` has all three. A series without Gaussian shocks, such as a
    price deck, takes none.

    Notes
    -----
    With the speeds k and l and correlated shocks r, the steps of a time t have the correlation
    r 2 sqrt(kl)/(k + l) (1 - exp(-(k + l)t)) / sqrt((1 - exp(-2kt))(1 - exp(-2lt))), and the values
    in the long run r 2 sqrt(kl)/(k + l).
    """

    processes = _ByName("each series by name, such as the path of a number in a scenario")
    correlations = _Pairs("of the shocks, by pairs of names; 0 where a pair is left out", ())

    def check(self) -> None:
        """Raise an error for a pair that cannot be, or correlations that cannot hold together."""
        kind = type(self).__name__
        for left, right, rho in self._raw["correlations"]:
            for name in (left, right):
                if name not in self.processes:
                    near = did_you_mean(name, self.processes)
                    msg = f"{kind}.correlations: there is no series {quote(name)}{near}"
                    raise InputError(msg)
                if rho and self.processes[name].diffusion is None:
                    what = type(self.processes[name]).__name__
                    msg = (
                        f"{kind}.correlations: {name} is a {what}, which has no Gaussian shocks to "
                        "correlate; leave the pair out"
                    )
                    raise InputError(msg)
        smallest = float(np.linalg.eigvalsh(self._matrix(list(self.processes)))[0])
        if smallest < -_SLACK:
            listed = ", ".join(f"{a} with {b} {rho:g}" for a, b, rho in self._raw["correlations"])
            msg = (
                f"{kind}.correlations: these cannot hold together (smallest eigenvalue "
                f"{smallest:.3g}, which must not be below 0); bring some nearer to 0: {listed}"
            )
            raise InputError(msg)

    def _matrix(self, names: list[str]) -> FloatArray:
        """Return the correlations of some series' shocks as a matrix."""
        matrix = np.eye(len(names))
        for left, right, rho in self._raw["correlations"]:
            if left in names and right in names:
                j, k = names.index(left), names.index(right)
                matrix[j, k] = matrix[k, j] = rho
        return matrix

    @property
    def units(self) -> Mapping[str, str]:
        """Unit of each series."""
        return FrozenDict({name: process.unit for name, process in self.processes.items()})

    def check_drawing(self, months: Months, n: int) -> None:
        """Raise an error if a series has no values of these months, or not of so many paths.

        Raises
        ------
        InputError
            With the series, and what is missing.
        """
        for name, process in self.processes.items():
            try:
                process.check_drawing(months, n)
            except InputError as error:
                msg = f"{name}: {error}"
                raise InputError(msg) from error

    def draw(self, months: Months, noise: Noise) -> dict[str, FloatArray]:
        """Return values of some paths by series, months by paths; arguments are not checked."""
        rows, factor = self._mixing()
        drawn = [noise.normal(name, row, months.count) for name, row in rows]
        mixed(drawn, factor)
        innovations: dict[str, list[FloatArray]] = {}
        for (name, _), each in zip(rows, drawn, strict=True):
            innovations.setdefault(name, []).append(each)
        return {
            name: process.walk(innovations[name], months)
            if name in innovations
            else process.draw(months, noise, name)
            for name, process in self.processes.items()
        }

    def _mixing(self) -> tuple[list[tuple[str, int]], FloatArray]:
        """Return the innovations by name and row, and their factor; see `mixing`."""
        known: tuple[list[tuple[str, int]], FloatArray] | None = self._cache.get("mixing")
        if known is None:
            kernels = {
                name: process.diffusion.kernels
                for name, process in self.processes.items()
                if process.diffusion
            }
            names = list(kernels)
            known = [], np.empty((0, 0))
            if names:
                rows, factor = mixing(list(kernels.values()), self._matrix(names))
                known = [(names[k], row) for k, row in rows], factor
            self._cache["mixing"] = known
        return known

    def simulate(
        self, months: MonthsLike, *, n: int = 1000, seed: int = 0
    ) -> Mapping[str, PricePaths]:
        """Return simulated paths of every series.

        Parameters
        ----------
        months : int, str or pandas.PeriodIndex
            As in `Process.simulate`.
        n : int
            Number of paths.
        seed : int
            Not negative. A path depends on the seed, the name of the series and its own position.

        Returns
        -------
        mapping of str to PricePaths
            By name of the series; path k of one belongs with path k of the others.

        Raises
        ------
        InputError
            If an argument does not fit.
        """
        where = f"{type(self).__name__}.simulate"
        span, n, seed = read_drawing(months, n, seed, where)
        self.check_drawing(span, n)

        def part(first: int, count: int) -> dict[str, FloatArray]:
            return self.draw(span, Noise(seed, first, count))

        values = in_blocks(part, span, n)
        return FrozenDict(
            {
                name: PricePaths(values[name], span, seed, process, name)
                for name, process in self.processes.items()
            }
        )

    def correlation_table(self) -> pd.DataFrame:
        """Return what the correlation of each pair means: at a moment, monthly, in the long run.

        Returns
        -------
        pandas.DataFrame
            By pair: the correlation of the shocks, as given; of the exact monthly steps; and of the
            values in the long run (of the logarithms, in processes of them), NaN where a series
            returns to no level.
        """
        import pandas as pd

        rows = {}
        for left, right, rho in self._raw["correlations"]:
            both = [self.processes[name].diffusion for name in (left, right)]
            speeds = [0.0 if each is None else each.speed for each in both]
            rows[left, right] = {
                "shocks": rho,
                "monthly steps": rho * _weight(speeds[0], speeds[1], A_MONTH),
                "long run": rho * _weight(speeds[0], speeds[1], math.inf),
            }
        index = pd.MultiIndex.from_tuples(list(rows), names=["series", "with"])
        return pd.DataFrame(list(rows.values()), index=index)


def _weight(left: float, right: float, time: float) -> float:
    """Return the share of the shocks' correlation that the steps of a time have."""

    def gone(speed: float) -> float:  # the integral of exp(-speed u) over the time
        if not speed:
            return time
        return -math.expm1(-speed * time) / speed

    if math.isinf(time) and not (left and right):
        return math.nan
    return gone(left + right) / math.sqrt(gone(2.0 * left) * gone(2.0 * right))


def together(prices: object, where: str) -> Correlated:
    """Return series by name, from a mapping of processes or from what already is one.

    Raises
    ------
    InputError
        If it is neither.
    """
    if isinstance(prices, Correlated):
        return prices
    if isinstance(prices, Process):
        kind = type(prices).__name__
        msg = f"{where}: expected each process at its path, got a {kind} alone; write "
        raise InputError(f"{msg}{{'market.brent': {kind}(...)}}")
    try:
        return Correlated(mapping(prices, where, "names to processes"))
    except InputError as error:
        msg = str(error).replace("Correlated.processes", where)
        raise InputError(msg) from error


def block(
    prices: Correlated, months: Months, first: int, count: int, seed: int
) -> dict[str, Quantity]:
    """Return some paths of every series: a task for a worker. The arguments are not checked.

    Parameters
    ----------
    prices : Correlated
        The series, as `together` reads them.
    months : Months
        As `oilecon.prices.months.read_months` reads them.
    first, count : int
        The first path, from 0, and the number of paths.
    seed : int
        Seed of all paths.

    Returns
    -------
    dict of str to Quantity
        By name of the series: months by paths. The bits of a path do not depend on the block.
    """
    drawn = prices.draw(months, Noise(seed, first, count))
    return {name: to_quantity(values, prices.units[name]) for name, values in drawn.items()}
