"""`check_cost_model`: a sensible set of invariants, run on anyone's model, reported in words."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pint
from hypothesis import HealthCheck, Phase, Verbosity, assume, find, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky, NoSuchExample, Unsatisfiable

from oilecon.errors import InputError, quote
from oilecon.testing.invariants import (
    Broken,
    Invariant,
    additive,
    array_equals_scalar,
    counts,
    finite,
    no_mutation,
    order_independent,
    unit_invariant,
)
from oilecon.testing.models import Crash, Inputs, ModelUnderTest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

__all__ = ["Finding", "Report", "check_cost_model"]

_EXAMPLES = 100


@dataclass(frozen=True)
class Finding:
    """What was found of one invariant."""

    invariant: str
    verdict: str  # holds, broken, not tried
    wrong: str
    case: Mapping[str, Any] | None
    at: str  # the case in words
    asked: int
    tried: bool = True  # cases were drawn, whether or not the model answered


@dataclass(frozen=True)
class Report:
    """What `check_cost_model` found.

    Attributes
    ----------
    model : str
        The name of the model.
    findings : tuple of Finding
        One an invariant.
    """

    model: str
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether no invariant is broken."""
        return not self.broken

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The invariants that are broken, each with its smallest case."""
        return tuple(one for one in self.findings if one.verdict == "broken")

    def raise_if_broken(self) -> None:
        """Raise what is broken.

        Raises
        ------
        Broken
            With all that is, each with its smallest case.
        """
        if not self.ok:
            raise Broken(
                str(Report(self.model, self.broken)),
                [(one.invariant, one.wrong) for one in self.broken],
            )

    def to_frame(self) -> pd.DataFrame:
        """Return one row an invariant: verdict, what is wrong, the case, and calls of the model."""
        import pandas as pd

        return pd.DataFrame(
            {
                "verdict": [one.verdict for one in self.findings],
                "wrong": [one.wrong for one in self.findings],
                "case": [one.at for one in self.findings],
                "calls": [one.asked for one in self.findings],
            },
            index=pd.Index([one.invariant for one in self.findings], name="invariant"),
        )

    def __str__(self) -> str:
        """Say in words what holds and what is broken, and where."""
        tried = [one for one in self.findings if one.verdict != "not tried"]
        head = f"{self.model}: {len(self.broken)} of {len(tried)} invariants broken"
        lines = [head if self.broken else f"{self.model}: all {len(tried)} invariants hold"]
        for one in sorted(self.findings, key=lambda one: _ORDER[one.verdict]):
            lines += [""] if one.wrong or lines[-1].startswith("  ") else []
            lines.append(f"{one.verdict}: {one.invariant}")
            lines += [f"  {one.wrong}"] if one.wrong else []
            lines += [f"  at {one.at}"] if one.at else []
        return "\n".join(lines)


_ORDER = {"broken": 0, "not tried": 1, "holds": 2}


def check_cost_model(
    model: Callable[..., Any],
    inputs: Mapping[str, Any],
    *,
    invariants: Sequence[Invariant] | None = None,
    also: Sequence[Invariant] = (),
    takes: str = "keywords",
    plain: bool = False,
    unit: str = "",
    total: str = "total",
    refuses: tuple[type[Exception], ...] = (),
    examples: int = _EXAMPLES,
    raises: bool = False,
) -> Report:
    """Look for the smallest cases that break what any cost model should keep.

    Parameters
    ----------
    model : callable
        From inputs to an amount, or to lines by name: numbers, quantities, a mapping, or, for
        ``takes='frame'``, a Series or DataFrame of one row a case.
    inputs : mapping
        By name: a range ``(low, high)`` or ``(low, typical, high)`` of quantities or numbers, a
        list of choices, or a Hypothesis strategy. Two whole numbers give whole numbers.
    invariants : sequence of Invariant, optional
        What to look at. Without it: every case has a finite answer; nothing given is changed; no
        order matters; each input counts; the lines sum to the total, the unit of an input does not
        matter, and arrays are answered element by element, each where the model has or takes such.
    also : sequence of Invariant
        More of them.
    takes : {'keywords', 'mapping', 'frame'}
        How the model is called: with inputs by name, with one dictionary, or with a DataFrame of
        plain numbers.
    plain : bool
        Whether the model takes plain numbers, each in the unit of its range, and not quantities.
    unit : str
        The unit of plain amounts, for the report; or that in which quantities are compared.
    total : str
        The line that is the total; the sum of the lines where there is none.
    refuses : tuple of exception types
        What the model raises for cases that it refuses by design.
    examples : int
        Cases that are tried for each invariant. The same ones are tried each time.
    raises : bool
        Whether to raise what is broken.

    Returns
    -------
    Report
        In words when printed; also as a table, and `ok`. A model that answers no case at all, or
        refuses each, has kept nothing.

    Raises
    ------
    InputError
        If a range is none, or an invariant speaks of an input that there is not.
    Broken
        If asked to, and an invariant is broken.

    Examples
    --------
    >>> def freight(hire, days, cargo):  # USD/day, days, t
    ...     return hire * days / cargo
    >>> ranges = {
    ...     "hire": ("20000 USD/day", "90000 USD/day"),
    ...     "days": ("20 day", "90 day"),
    ...     "cargo": ("70000 t", "270000 t"),
    ... }
    >>> check_cost_model(freight, ranges).ok
    True
    """
    drawn = Inputs(inputs, plain=plain or takes == "frame")
    lists: dict[str, Any] = {"invariants": invariants, "also": also}
    for name, given in lists.items():
        if isinstance(given, Invariant):
            msg = f"{name}: expected a list of invariants, got one; write {name}=[...]"
            raise InputError(msg)
    if takes == "keywords":
        _called_by_name(model, drawn.names)
    wrapped = ModelUnderTest(model, takes=takes, unit=unit, total=total)
    wrapped.labels = drawn.labels
    chosen = _usual(wrapped, drawn, refuses) if invariants is None else [*invariants]
    findings = []
    for one in [*chosen, *also]:
        if isinstance(one, Finding):
            findings.append(one)
            continue
        if not isinstance(one, Invariant):
            msg = f"invariants: expected for example monotone('distance'), got {quote(one)}"
            raise InputError(msg)
        drawn.known(one.names)
        findings.append(_Search(wrapped, drawn, one, refuses, examples).run())
    report = Report(wrapped.name, _or_broken(findings))
    if raises:
        report.raise_if_broken()
    return report


def _or_broken(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings, broken where no case was answered and nothing else says so.

    What is asked of a model that never answers would otherwise pass.
    """
    if any(one.verdict == "broken" for one in findings):
        return tuple(findings)
    return tuple(
        replace(one, verdict="broken") if one.verdict == "not tried" and one.tried else one
        for one in findings
    )


def _called_by_name(model: Callable[..., Any], names: Iterable[str]) -> None:
    """Refuse a model that cannot be called with its inputs by name, before any is drawn."""
    try:
        signature = inspect.signature(model)
    except (TypeError, ValueError):  # a callable that does not say what it takes
        return
    try:
        signature.bind(**dict.fromkeys(names))
    except TypeError as error:
        msg = (
            f"takes: the model cannot be called with these inputs by name: {error}; name its "
            "inputs as it does, or write takes='mapping' for a model that takes one dictionary, "
            "takes='frame' for one that takes a DataFrame"
        )
        raise InputError(msg) from error


def _usual(
    model: ModelUnderTest, inputs: Inputs, refuses: tuple[type[Exception], ...]
) -> list[Invariant | Finding]:
    """Return the invariants that fit a model, and why others do not."""
    chosen: list[Invariant | Finding] = [finite(), no_mutation(), order_independent()]
    chosen += [counts(name) for name in inputs.names]
    tried = _first_case(model, inputs, refuses)
    lines = {} if tried is None else model.ask(tried).lines
    if model.total in lines and len(lines) > 1:
        chosen.append(additive())
    units = unit_invariant()
    drawn = [] if tried is None else [*tried.values()]
    if inputs.units or any(isinstance(one, pint.Quantity) for one in drawn):
        chosen.append(units)
    else:
        why = "the model gets plain numbers" if inputs.labels else "no input is a quantity"
        chosen.append(_untried(units, why))
    arrays = array_equals_scalar(rounding=1e-12)
    if tried is None:
        return [*chosen, _untried(arrays, "no case was found that the model answers")]
    if not any(map(model.stacks, drawn)):
        return [*chosen, _untried(arrays, "no input is a number, of which an array can hold many")]
    try:
        model.ask_stacked([tried, tried])
    except (Crash, InputError, ValueError) as error:
        return [*chosen, _untried(arrays, f"the model takes no arrays: {_what(error)}")]
    return [*chosen, arrays]


def _what(error: Exception) -> str:
    return f"it {error}" if isinstance(error, Crash) else str(error)


def _untried(invariant: Invariant, why: str) -> Finding:
    return Finding(invariant.words, "not tried", why, None, "", 0, tried=False)


def _first_case(
    model: ModelUnderTest, inputs: Inputs, refuses: tuple[type[Exception], ...]
) -> dict[str, Any] | None:
    """Return the simplest case that the model answers."""
    answers = Invariant("", _answered, somewhere=True)
    search = _Search(model, inputs, answers, refuses, 50)
    search.run()
    return search.good


def _answered(model: ModelUnderTest, case: dict[str, Any], _: None) -> None:
    model.ask(case)


class _Search:
    """One search for the smallest case that breaks an invariant, or that shows it."""

    def __init__(
        self,
        model: ModelUnderTest,
        inputs: Inputs,
        invariant: Invariant,
        refuses: tuple[type[Exception], ...],
        examples: int,
    ) -> None:
        self._model, self._inputs, self._invariant = model, inputs, invariant
        self._refuses, self._examples = refuses, examples
        self._last: tuple[str, dict[str, Any]] | None = None
        self._crash = self._refusal = ""
        self.good: dict[str, Any] | None = None

    def run(self) -> Finding:
        """Return what was found."""
        before = self._model.asked
        drawn = st.tuples(self._inputs.cases(), self._invariant.beside(self._inputs))
        # The same cases each time, none kept on disk, and no clock: models may be slow.
        how = settings(
            max_examples=self._examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )
        try:
            find(drawn, self._wanted, settings=how)
        except (NoSuchExample, Unsatisfiable):
            pass  # what was seen is kept here
        except Flaky:
            pass  # the model answers otherwise when asked again, and what it did first is kept
        return self._finding(self._model.asked - before)

    def _wanted(self, drawn: tuple[dict[str, Any], Any]) -> bool:
        """Return whether a case breaks the invariant; or shows it, where one is enough."""
        case, extra = drawn
        try:
            wrong = self._invariant.find(self._model, case, extra)
        except Crash as crash:
            if isinstance(crash.__cause__, self._refuses):
                self._refusal = f"refused each, as in: {crash.__cause__}"
                assume(condition=False)
            self._crash = str(crash)
            if not self._invariant.crashes:
                return False
            wrong = f"the model {crash}"
        if wrong is None:
            self.good = case
            return self._invariant.somewhere
        self._last = wrong, case
        return not self._invariant.somewhere

    def _finding(self, asked: int) -> Finding:
        words = self._invariant.words
        if self._last is not None and not (self._invariant.somewhere and self.good is not None):
            wrong, case = self._last
            if self._invariant.somewhere:  # no one case shows what none does
                return Finding(words, "broken", wrong, None, "", asked)
            at = self._model.case(case, self._invariant.said)
            return Finding(words, "broken", wrong, case, at, asked)
        if self.good is None:
            why = f"; it {self._crash or self._refusal}" if self._crash or self._refusal else ""
            return Finding(words, "not tried", f"the model answered no case{why}", None, "", asked)
        but = f"but the model {self._crash} in some case" if self._crash else ""
        return Finding(words, "holds", but, None, "", asked)
