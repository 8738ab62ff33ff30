"""Sensitivity of an outcome's spread to its inputs: Sobol' indices and Morris screening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.analysis.columns import column, shown
from oilecon.analysis.coverage import DRAWN, Covered, cover
from oilecon.analysis.drawn_inputs import read_drawn_inputs
from oilecon.analysis.outcomes import read_outcome, read_outcomes, undefined_loss
from oilecon.arguments import whole_number
from oilecon.errors import InputError, quote
from oilecon.extras import load
from oilecon.units import bare_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from oilecon.analysis.distributions import Distribution, Drawn
    from oilecon.analysis.drawn_inputs import DrawnInputs
    from oilecon.analysis.inputs import Input
    from oilecon.analysis.outcomes import OneOutcome, OutcomeQuery, OutcomesLike
    from oilecon.scenario_tree import Scenario
    from oilecon.units import FloatArray

__all__ = ["Indices", "Screening", "morris", "saltelli", "sobol"]


class _OfMatrix:
    """The outcomes as a function of a matrix of inputs, one row an input."""

    def __init__(self, query: OutcomeQuery, inputs: Sequence[Input]) -> None:
        self.query = query
        self.inputs = inputs

    def __call__(self, matrix: FloatArray) -> FloatArray:
        """Return one row an outcome."""
        leaves: dict[Any, Any] = {}
        for varied, row in zip(self.inputs, matrix, strict=True):
            leaves |= varied.leaves(np.ascontiguousarray(row))
        raws = self.query.answers(leaves)
        for name, raw in zip(self.query.names, raws, strict=True):
            undefined = int(np.isnan(raw).sum())
            if undefined:
                cases = f"for {undefined} of {matrix.shape[1]} draws"
                raise undefined_loss(name, cases, ", or narrow the ranges")
        return np.array([np.broadcast_to(raw, matrix.shape[1:]) for raw in raws])


class Indices(Covered):
    """Sobol' indices of outcomes over independent inputs.

    Attributes
    ----------
    outcomes, inputs : tuple of str
        The requested outcomes, and the inputs that varied.
    first, total : numpy.ndarray
        One row an outcome, one column an input.
    """

    def __init__(
        self, query: OutcomeQuery, drawn_inputs: DrawnInputs, answers: Any, seed: int
    ) -> None:
        self.coverage = cover(query.scenario, query.routes, drawn_inputs.ranges, DRAWN)
        self.outcomes = query.names
        self.inputs = tuple(drawn_inputs.names)
        self._answers = answers
        self._seed = seed
        self.first, self.total = saltelli(*answers)

    def to_frame(self, *, confidence: float = 0.95, resamples: int = 200) -> pd.DataFrame:
        """Return first- and total-order indices with confidence intervals, sorted by total order.

        Parameters
        ----------
        confidence : float
            Level of the intervals, which are bootstrapped.
        resamples : int
            Number of bootstrap samples.

        Returns
        -------
        pandas.DataFrame
            By outcome and input. First: the share of the variance that this input alone explains.
            Total: with all its interactions. Small ones may come out below zero.

        Raises
        ------
        InputError
            If the confidence is not between 0 and 1, or `resamples` is no number above 0.
        """
        import pandas as pd

        level = bare_number(confidence)
        if level is None or not 0.0 < level < 1.0:
            msg = f"confidence: expected a share between 0 and 1, got {quote(confidence)}"
            raise InputError(msg)
        times = whole_number(resamples, "resamples", least=1, example="resamples=200")
        stats = load("scipy.stats", "analysis", "a Sobol' index")
        interval = stats.bootstrap(
            (np.arange(self._answers[0].shape[-1]),),
            lambda at: np.array(saltelli(*(each[..., at] for each in self._answers))),
            n_resamples=times,
            vectorized=False,
            method="percentile",
            confidence_level=level,
            rng=np.random.default_rng(self._seed),
        ).confidence_interval
        columns: dict[str, Any] = {}
        for k, (name, estimates) in enumerate((("first", self.first), ("total", self.total))):
            columns[name] = estimates.ravel()
            columns[f"{name} low"] = interval.low[k].ravel()
            columns[f"{name} high"] = interval.high[k].ravel()
        index = pd.MultiIndex.from_product([self.outcomes, self.inputs], names=["outcome", "input"])
        frame = pd.DataFrame(columns, index=index)
        if len(self.outcomes) == 1:
            frame = frame.droplevel("outcome")
        order = ["total"] if len(self.outcomes) == 1 else ["outcome", "total"]
        rising = [False] if len(self.outcomes) == 1 else [True, False]
        return frame.sort_values(order, ascending=rising, kind="stable")

    def __str__(self) -> str:
        """Return the table, and what was drawn and held fixed."""
        return self._printed(self.to_frame())

    def __repr__(self) -> str:
        """Describe the result in one line."""
        return f"<Sobol' indices of {', '.join(self.outcomes)}: {self.coverage.short}>"


def sobol(
    scenario: Scenario,
    inputs: Mapping[str, Distribution] | None = None,
    *,
    outcomes: OutcomesLike = "loss",
    routes: Sequence[str] | None = None,
    n: int = 4096,
    seed: int = 0,
) -> Indices:
    """Return the shares of an outcome's variance that come from each input.

    Parameters
    ----------
    scenario, inputs, outcomes, routes
        As in `simulate`. The inputs are independent.
    n : int
        A power of two; the model is evaluated n x (inputs + 2) times.
    seed : int
        Not negative.

    Returns
    -------
    Indices
        First and total order by Saltelli et al. (2010), from SciPy.

    Raises
    ------
    InputError
        If `n` is no power of two, or an outcome is not defined for some draw or never moves.
    PathError, UnitError
        As `simulate`.
    OilEconError
        If SciPy is not installed.
    """
    stats = load("scipy.stats", "analysis", "a Sobol' index")
    query = read_outcomes(scenario, outcomes, routes)
    drawn_inputs = read_drawn_inputs(scenario, inputs)
    _check_power_of_two(n)
    seed = whole_number(seed, "seed", least=0, example="seed=1")
    model = _OfMatrix(query, drawn_inputs.inputs)
    answers: list[Any] = []

    def keep_answers(f_A: Any, f_B: Any, f_AB: Any) -> Any:  # noqa: N803  SciPy's names
        if not np.ptp(f_A, axis=-1).all():
            msg = "an outcome never moves over these draws: it has no variance to share out"
            raise InputError(msg)
        answers.extend((f_A, f_B, f_AB))
        return np.zeros((2, 2))  # not used: SciPy cannot hold the indices of a single input

    stats.sobol_indices(
        func=model,
        n=int(n),
        dists=list(drawn_inputs.drawn),
        rng=np.random.default_rng(seed),
        method=keep_answers,
    )
    return Indices(query, drawn_inputs, answers, seed)


def saltelli(first_sample: Any, second_sample: Any, mixed: Any) -> tuple[FloatArray, FloatArray]:
    """Return first- and total-order indices, one row an outcome.

    Saltelli, A. et al. (2010), Variance based sensitivity analysis of model output, Computer
    Physics Communications 181(2), table 2, (b) and (f).
    """
    variance = np.var([first_sample, second_sample], axis=(0, -1))
    first = np.mean(second_sample * (mixed - first_sample), axis=-1) / variance
    total = 0.5 * np.mean((first_sample - mixed) ** 2, axis=-1) / variance
    return first.T, total.T


def _check_power_of_two(n: Any) -> None:
    whole = isinstance(n, (int, np.integer)) and not isinstance(n, bool)
    if not whole or n < 2 or n & (n - 1):  # noqa: PLR2004
        msg = f"n: expected a power of two, got {quote(n)}; write n=4096"
        raise InputError(msg)


class Screening(Covered):
    """Morris' elementary effects: a cheap first look at many inputs.

    Attributes
    ----------
    outcome : str
        The outcome.
    """

    def __init__(self, query: OutcomeQuery, drawn_inputs: DrawnInputs, effects: Any) -> None:
        self.coverage = cover(query.scenario, query.routes, drawn_inputs.ranges, DRAWN)
        self.outcome = query.names[0]
        self._unit = query.units[0]
        self._inputs = tuple(drawn_inputs.names)
        self._effects = effects

    def to_frame(self) -> pd.DataFrame:
        """Return the effects, the largest first.

        Returns
        -------
        pandas.DataFrame
            By input, in the outcome's unit for a move through the whole range of quantiles: mean
            effect, its mean absolute size with a 95 % confidence interval, and its spread, which is
            large where the effect is non-linear or depends on other inputs.
        """
        import pandas as pd

        columns = {"effect": "mu", "size": "mu_star", "size +-": "mu_star_conf", "spread": "sigma"}
        frame = pd.DataFrame(
            {
                column(name, self._unit): shown(np.asarray(self._effects[key], float), self._unit)
                for name, key in columns.items()
            },
            index=pd.Index(self._inputs, name="input"),
        )
        by = column("size", self._unit)
        return frame.sort_values(by, ascending=False, kind="stable")

    def __str__(self) -> str:
        """Return the table, and what was drawn and held fixed."""
        return self._printed(self.to_frame())

    def __repr__(self) -> str:
        """Describe the result in one line."""
        return f"<Morris screening of {self.outcome}: {self.coverage.short}>"


_LEVELS = 4
_TAIL = (
    0.005  # of each distribution's mass is left out in either tail, where quantiles may be infinite
)


def morris(
    scenario: Scenario,
    inputs: Mapping[str, Distribution] | None = None,
    *,
    outcome: OneOutcome = "loss",
    routes: Sequence[str] | None = None,
    trajectories: int = 50,
    seed: int = 0,
) -> Screening:
    """Return elementary effects of many inputs at few evaluations, by SALib.

    Parameters
    ----------
    scenario, inputs, routes
        As in `simulate`.
    outcome : str or callable
        As in `sweep`.
    trajectories : int
        Number of them; the model is evaluated (inputs + 1) times for each.
    seed : int
        Not negative.

    Returns
    -------
    Screening
        Effects over the central 99 % of each distribution.

    Raises
    ------
    InputError, PathError, UnitError
        As `sobol`.
    OilEconError
        If SALib is not installed.
    """
    sampling = load("SALib.sample.morris", "morris", "a Morris screening")
    analysing = load("SALib.analyze.morris", "morris", "a Morris screening")
    query = read_outcome(scenario, outcome, routes)
    drawn_inputs = read_drawn_inputs(scenario, inputs)
    trajectories = whole_number(trajectories, "trajectories", least=2, example="trajectories=50")
    seed = whole_number(seed, "seed", least=0, example="seed=1")
    count = len(drawn_inputs.inputs)
    problem = {
        "num_vars": count,
        "names": drawn_inputs.names,
        "bounds": [[_TAIL, 1.0 - _TAIL]] * count,
    }
    shares = sampling.sample(problem, trajectories, num_levels=_LEVELS, seed=seed)
    matrix = _quantiles(drawn_inputs.drawn, np.ascontiguousarray(shares.T))
    answers = _OfMatrix(query, drawn_inputs.inputs)(matrix)[0]
    effects = analysing.analyze(problem, shares, answers, num_levels=_LEVELS, seed=seed)
    return Screening(query, drawn_inputs, effects)


def _quantiles(drawn: Sequence[Drawn], shares: FloatArray) -> FloatArray:
    return np.array([each.ppf(row) for each, row in zip(drawn, shares, strict=True)])
