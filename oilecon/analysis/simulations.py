"""Simulations: outcomes over random draws of the inputs, block by block, on any executor.

The random numbers of each block come from its own seed, spawned from the seed of the simulation.
So an answer depends on the seed and the number of draws alone, not on the scheduling of the blocks.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.analysis.columns import column, shown, shown_unit, unit_in
from oilecon.analysis.correlations import copula, read_correlations
from oilecon.analysis.coverage import DRAWN, Covered, cover, warn_unmoved
from oilecon.analysis.drawn_inputs import read_drawn_inputs
from oilecon.analysis.draws import DrawPlan, Figures
from oilecon.analysis.outcomes import UNDEFINED, read_outcomes
from oilecon.analysis.scheduling import block_points, gather, progress_bar, task_pool
from oilecon.analysis.sketches import ERROR
from oilecon.arguments import choice, flag, pair, whole_number
from oilecon.arguments import shares as read_shares
from oilecon.errors import InputError, PathError, UndefinedWarning, did_you_mean, quote
from oilecon.evidence import QUANTILES
from oilecon.frozen import FrozenDict
from oilecon.plotting import Plot, Plotted
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Executor

    import pandas as pd

    from oilecon.analysis.correlations import CorrelationsLike
    from oilecon.analysis.coverage import Coverage
    from oilecon.analysis.distributions import Distribution
    from oilecon.analysis.outcomes import OutcomesLike
    from oilecon.scenario_tree import Scenario
    from oilecon.typing import QuantityLike
    from oilecon.units import FloatArray, Quantity

__all__ = ["Simulation", "simulate"]

_MAX_KEPT = 20_000_000  # figures that are kept by default: 160 MB
_MAX_SOBOL = 2**20
_POINTS = ("random", "sobol")


# -- the result --------------------------------------------------------------------------------


_PLOT_OPTIONS = {
    "outcome": "the outcome drawn; the first that was requested if left out",
    "mark": (
        "a figure to mark with its unit, such as '15 %'; 'article' marks 15 % on losses; none if "
        "left out"
    ),
}


class Simulation(Plotted, Covered):
    """Outcomes over draws of the inputs.

    Attributes
    ----------
    n : int
        Number of draws; fewer than requested after an interruption.
    seed : int
        Seed of the draws; with the same `n` it gives the same bits again.
    outcomes : tuple of str
        The requested outcomes.
    correlations : dict of (str, str) to float
        The rank correlations of the draws.
    kept : bool
        True if every outcome is held; else quantiles are within 0.1 % of the exact ones.
    """

    plots = FrozenDict(
        histogram=Plot("how often the outcome falls where", _PLOT_OPTIONS),
        fan=Plot(
            "quantiles of the outcome over one of the inputs that were drawn",
            {"across": "the input, as it was drawn", **_PLOT_OPTIONS},
        ),
    )

    def __init__(
        self,
        plan: DrawPlan,
        figures: Sequence[Figures],
        by_pair: Mapping[tuple[str, str], float],
        coverage: Coverage,
    ) -> None:
        self._plan = plan
        self.coverage = coverage
        self._figures = dict(zip(plan.query.names, figures, strict=True))
        self._units = dict(zip(plan.query.names, plan.query.units, strict=True))
        self._sorted: dict[str, FloatArray] = {}
        self.n = plan.n
        self.seed = plan.seed
        self.outcomes = plan.query.names
        self.correlations = dict(by_pair)
        self.kept = plan.keep

    def __getstate__(self) -> dict[str, Any]:
        """Leave out a user's functions, which need not pickle, and the sorted values."""
        return vars(self) | {"_plan": self._plan.without_readers(), "_sorted": {}}

    def _of(self, outcome: str) -> Figures:
        if str(outcome) not in self.outcomes:
            near = did_you_mean(str(outcome), self._figures)
            msg = f"no outcome {quote(outcome)} in the simulation{near}"
            raise PathError(msg)
        return self._figures[str(outcome)]

    def __getitem__(self, outcome: str) -> Quantity:
        """Return an outcome of every draw; NaN where it is not defined.

        Raises
        ------
        PathError
            If it was not requested.
        InputError
            If the draws were not kept.
        """
        values = self._of(outcome).values
        if values is None:
            raise self._not_kept()
        unit = self._units[outcome]
        return to_quantity(shown(values.copy(), unit), unit)

    def _not_kept(self) -> InputError:
        return InputError(f"the {self.n} draws were not kept; write simulate(..., keep=True)")

    def undefined(self, outcome: str) -> float:
        """Return the share of draws in which an outcome is not defined."""
        return self._of(outcome).undefined / self.n

    def _ordered(self, outcome: str) -> FloatArray:
        if outcome not in self._sorted:
            values = self._of(outcome).values
            assert values is not None  # noqa: S101  the callers check
            self._sorted[outcome] = np.sort(values[~np.isnan(values)])
        return self._sorted[outcome]

    def quantiles(self, shares: Sequence[float] = (0.05, 0.5, 0.95)) -> pd.DataFrame:
        """Return quantiles of every outcome over the draws in which it is defined.

        Parameters
        ----------
        shares : sequence of float
            From 0 to 1.

        Returns
        -------
        pandas.DataFrame
            By share: one column an outcome. Between two draws they are interpolated; of draws that
            were not kept they are within 0.1 % of the value at that rank.

        Raises
        ------
        InputError
            If a share is not from 0 to 1.
        """
        import pandas as pd

        at = read_shares(shares, "quantiles", "[0.05, 0.95]")
        columns = {}
        for outcome, figures in self._figures.items():
            if figures.sketch is not None:
                raw = figures.sketch.quantiles(at)
                raw = np.clip(raw, figures.low, figures.high) if figures.defined else raw
            elif figures.defined:
                raw = np.quantile(self._ordered(outcome), at)
            else:
                raw = np.full(at.shape, np.nan)
            unit = self._units[outcome]
            columns[column(outcome, unit)] = shown(raw, unit)
        return pd.DataFrame(columns, index=pd.Index(at, name="share of draws"))

    def summary(self) -> pd.DataFrame:
        """Return mean, standard deviation, minimum, maximum and quantiles of every outcome.

        Returns
        -------
        pandas.DataFrame
            By outcome: mean, standard error of the mean, sd, min, 5 %, 50 %, 95 %, max, the
            percentage of draws in which it is not defined and which the others leave out, and the
            numbers of inputs that were drawn and held fixed, on which the spread depends.
        """
        import pandas as pd

        quantiles = self.quantiles()
        rows = {}
        for name, outcome in zip(quantiles.columns, self._figures, strict=True):
            figures, unit = self._figures[outcome], self._units[outcome]
            count = figures.defined
            sd = (figures.squares / (count - 1)) ** 0.5 if count > 1 else np.nan
            rows[name] = {
                "mean": shown(figures.mean, unit) if count else np.nan,
                "error of mean": shown(sd / max(count, 1) ** 0.5, unit),
                "sd": shown(sd, unit),
                "min": shown(figures.low, unit) if count else np.nan,
                **{f"{share:.0%}": quantiles.loc[share, name] for share in quantiles.index},
                "max": shown(figures.high, unit) if count else np.nan,
                "undefined [%]": 100.0 * self.undefined(outcome),
                "drawn": len(self.coverage.varied),
                "held": len(self.coverage.held),
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("outcome")

    def unit(self, outcome: str) -> str:
        """Return the unit of a requested outcome, as headings show it."""
        return unit_in(column(outcome, self._units[outcome]))

    def to_frame(self) -> pd.DataFrame:
        """Return the summary; `samples` has every draw."""
        return self.summary()

    def probability(
        self,
        outcome: str,
        *,
        between: Sequence[QuantityLike] | None = None,
        above: QuantityLike | None = None,
        below: QuantityLike | None = None,
    ) -> float:
        """Return the share of all draws in which an outcome lies between, above or below figures.

        Parameters
        ----------
        outcome : str
            A requested outcome.
        between : pair of quantities
            Both ends included.
        above, below : quantity
            Not included. One of the three is given.

        Returns
        -------
        float
            From 0 to 1. A draw in which the outcome is not defined never counts. Of draws that were
            not kept, a threshold is resolved to 0.1 % of itself.

        Raises
        ------
        InputError
            If not exactly one of the three is given, a figure is not finite, or the first of
            `between` is the higher.
        UnitError
            If its unit does not fit.
        """
        given = {"between": between, "above": above, "below": below}
        places = [name for name, value in given.items() if value is not None]
        if len(places) != 1:
            listed = " and ".join(places) or "none"
            msg = f"probability: expected one of between, above and below, got {listed}"
            raise InputError(msg)
        count = self._of(outcome).defined
        if above is not None:
            inside = count - self._at_most(outcome, self._figure(outcome, above, "above"))
        elif below is not None:
            limit = self._figure(outcome, below, "below")
            inside = self._at_most(outcome, float(np.nextafter(limit, -np.inf)))
        else:
            first, second = pair(between, "between")
            low, high = (self._figure(outcome, limit, "between") for limit in (first, second))
            if low > high:
                msg = f"between: expected low first, got {quote(first)} and {quote(second)}"
                raise InputError(msg)
            below_low = float(np.nextafter(low, -np.inf))
            inside = self._at_most(outcome, high) - self._at_most(outcome, below_low)
        return max(inside, 0) / self.n

    def _figure(self, outcome: str, value: object, where: str) -> float:
        self._of(outcome)
        return self._plan.query.read_figure(value, where, self.outcomes.index(outcome))

    def _at_most(self, outcome: str, raw: float) -> int:
        sketch = self._of(outcome).sketch
        if sketch is not None:
            return sketch.at_most(raw)
        return int(np.searchsorted(self._ordered(outcome), raw, side="right"))

    def samples(self) -> pd.DataFrame:
        """Return the outcomes of every draw, one column each.

        Raises
        ------
        InputError
            If the draws were not kept.
        """
        import pandas as pd

        columns = {column(name, self._units[name]): self[name].magnitude for name in self.outcomes}
        return pd.DataFrame(columns).rename_axis("draw")

    def draws(self) -> pd.DataFrame:
        """Return the inputs of every draw, drawn once more from the seed.

        Raises
        ------
        InputError
            If there are more figures than a table holds.
        """
        import pandas as pd

        plan = self._plan
        if plan.n * len(plan.inputs) > _MAX_KEPT * 4:
            msg = f"{plan.n} draws of {len(plan.inputs)} inputs do not fit a table; draw fewer"
            raise InputError(msg)
        points = block_points(plan)
        blocks = [plan.draw(k, next(points)).copy() for k in range(plan.blocks)]
        values = np.concatenate(blocks, axis=1)
        names = [column(varied.name, varied.field.unit) for varied in plan.inputs]
        return pd.DataFrame(dict(zip(names, values, strict=True))).rename_axis("draw")

    def inputs(self) -> pd.DataFrame:
        """Return the drawn inputs.

        Returns
        -------
        pandas.DataFrame
            By path or pattern: unit, distribution, low and high with the scenario's value between,
            the share cut off at the input's bounds, and of the evidence that is drawn from:
            meaning of the range, kind and date. Low and high are the ends of a range of quantiles,
            beyond which values are drawn too; else the lowest and highest value drawn.
        """
        import pandas as pd

        plan = self._plan
        ends = {
            varied.name: (row.low, row.high)
            for varied, covered in zip(plan.inputs, self.coverage.varied, strict=True)
            if covered.range in QUANTILES and (row := self.scenario.row(varied.paths[0]))
        }
        rows = {
            varied.name: {
                "unit": shown_unit(varied.field.unit),
                "drawn": _KINDS.get(type(drawn).__name__, type(drawn).__name__),
                "low": ends.get(varied.name, (drawn.low,))[0],
                "value": varied.value,
                "high": ends.get(varied.name, (drawn.high,))[-1],
                "cut off [%]": 100.0 * drawn.cut,
                "range": covered.range,
                "kind": covered.kind,
                "as_of": covered.as_of,
            }
            for varied, drawn, covered in zip(
                plan.inputs, plan.drawn, self.coverage.varied, strict=True
            )
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("input")

    @property
    def scenario(self) -> Scenario:
        """Scenario whose inputs were drawn."""
        return self._plan.query.scenario

    def __str__(self) -> str:
        """Return the summary, and what was drawn and held fixed."""
        return self._printed(self.summary())

    def __repr__(self) -> str:
        """Describe the result in one line."""
        kept = "kept" if self.kept else f"summed up to within {100 * ERROR:g} %"
        drawn = f"{self.n} draws, seed {self.seed}, {kept}; {self.coverage.short}"
        return f"<Simulation of {', '.join(self.outcomes)}: {drawn}>"


_KINDS = {
    "Point": "one value",
    "UniformDraw": "uniform",
    "Triangle": "triangular",
    "NormalDraw": "normal",
    "SplitNormalDraw": "split normal",
    "BetaDraw": "beta",
    "Steps": "observed",
}


# -- the function ------------------------------------------------------------------------------


def simulate(
    scenario: Scenario,
    inputs: Mapping[str, Distribution] | None = None,
    *,
    outcomes: OutcomesLike = "loss",
    routes: Sequence[str] | None = None,
    n: int = 100_000,
    seed: int = 0,
    correlations: CorrelationsLike | None = None,
    points: str = "random",
    executor: Executor | None = None,
    keep: bool | None = None,
    progress: bool | None = None,
) -> Simulation:
    """Return outcomes over random draws of the inputs.

    Parameters
    ----------
    scenario : Scenario
        One case. Inputs that are not drawn keep their values.
    inputs : mapping of str to Distribution, optional
        By path or pattern. All inputs of a pattern are drawn as one, and so are several paths with
        commas between. Without it, every input that has a range, by what the range means; see
        `default_distributions`. Those without one are held fixed, and `held` lists them.
    outcomes : str, callable, or a sequence or mapping of them
        As in `sweep`.
    routes : sequence of str, optional
        As in `sweep`.
    n : int
        Number of draws.
    seed : int
        Not negative. The same seed and `n` give the same bits, on whatever executor.
    correlations : str, mapping or table, optional
        Spearman's rank correlations by a Gaussian copula: ``{(path, path): 0.5}``, a square table
        of them, or the name of a shipped set, ``'article'``, of which only pairs that are drawn
        are used (by their rows, where routes have other names). A pattern stands for the input
        that covers the same paths, however it is called.
    points : {'random', 'sobol'}
        Plain random numbers, or scrambled Sobol' points from SciPy, which are more evenly spread,
        slower, and for `n` a power of two up to 2^20.
    executor : concurrent.futures.Executor, optional
        The executor of the blocks; threads, one a core, if left out. For a Dask cluster,
        ``client.get_executor()``.
    keep : bool, optional
        True to keep the outcome of every draw, for `samples` and exact quantiles. If left out, up
        to 20 million figures are kept; of more, quantiles are within 0.1 % of the value at their
        rank.
    progress : bool, optional
        True to show a bar, with rich. If left out, from 5 million draws on a terminal.

    Returns
    -------
    Simulation
        Summaries, quantiles, probabilities. After an interruption (Ctrl-C) it holds the draws that
        were finished, with a warning.

    Raises
    ------
    PathError
        If there is no such path or outcome.
    UnitError, InputError
        If no input has a range, a distribution does not fit its input, correlations cannot hold
        together, draws could break a rule between inputs, or `n` or `seed` is no whole number.
    ExecutorError
        If the executor fails midway; the error's `finished` holds the draws that were done.

    Examples
    --------
    >>> import oilecon as oe
    >>> prices = {"market.brent": oe.Uniform("60 USD/bbl", "70 USD/bbl")}
    >>> simulation = oe.simulate(oe.scenario("article"), prices, n=1000, seed=1)
    >>> simulation.probability("loss", between=("10 %", "20 %"))
    1.0
    """
    query = read_outcomes(scenario, outcomes, routes)
    drawn_inputs = read_drawn_inputs(scenario, inputs)
    n = whole_number(n, "n", least=1, example="n=100_000")
    seed = whole_number(seed, "seed", least=0, example="seed=1")
    points = _read_points(points, n)
    by_pair = read_correlations(correlations, scenario, drawn_inputs.inputs)
    mix = copula(by_pair, drawn_inputs.names)
    given = _read_executor(executor)
    keep = n * len(query.names) <= _MAX_KEPT if keep is None else flag(keep, "keep")
    progress = None if progress is None else flag(progress, "progress")
    plan = DrawPlan(query, drawn_inputs.inputs, drawn_inputs.drawn, mix, seed, n, keep, points)
    coverage = cover(scenario, query.routes, drawn_inputs.ranges, DRAWN)

    def answer(done: int, figures: Sequence[Figures]) -> Simulation:
        return Simulation(replace(plan, n=done), figures, by_pair, coverage)

    with (
        task_pool(given, plan) as (pool, together),
        progress_bar(n, progress=progress) as advance,
    ):
        simulation = gather(plan, pool, together, advance, answer)
    for name, figures in simulation._figures.items():  # noqa: SLF001  same file
        if figures.undefined:
            draws = f"{figures.undefined} of {simulation.n} draws"
            msg = f"{name} is not defined in {draws}: {UNDEFINED}"
            warnings.warn(msg, UndefinedWarning, stacklevel=2)
        if figures.defined > 1:
            warn_unmoved(name, (figures.low, figures.high), coverage, drawn_inputs.ranges)
    return simulation


def _read_executor(executor: Executor | None) -> Executor | None:
    if executor is None or callable(getattr(executor, "submit", None)):
        return executor
    kind = type(executor).__name__
    msg = f"executor: expected a concurrent.futures.Executor, got {kind}"
    raise InputError(msg)


def _read_points(points: object, n: int) -> str:
    kind = choice(points, _POINTS, "points")
    if kind == "sobol" and (n & (n - 1) or n > _MAX_SOBOL):
        near = min(1 << max(n.bit_length() - 1, 1), _MAX_SOBOL)
        msg = (
            f"n: Sobol' points come as a power of two up to {_MAX_SOBOL}, got {n}; "
            f"write n={near}, or leave points out"
        )
        raise InputError(msg)
    return kind
