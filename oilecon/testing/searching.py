"""Invariants, and the search for the smallest case that breaks one."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from hypothesis import HealthCheck, Phase, Verbosity, assume, find, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky, NoSuchExample, Unsatisfiable

from oilecon.errors import InputError, OilEconError, quote
from oilecon.testing.models import Crash, Inputs, ModelUnderTest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pandas as pd
    from hypothesis.strategies import SearchStrategy

__all__ = ["EXAMPLES", "Broken", "Case", "Finding", "Invariant", "Report", "Search"]

EXAMPLES = 100
_FIRST = 50  # cases that are tried for one that the model answers

Case: TypeAlias = dict[str, Any]


class Broken(OilEconError, AssertionError):  # noqa: N818  an invariant's state, as pytest shows it
    """A model breaks an invariant; the message holds the smallest case that was found."""


def _nothing(inputs: Inputs) -> SearchStrategy[Any]:
    del inputs
    return st.none()


@dataclass(frozen=True)
class Invariant:
    """Something that a cost model should keep.

    Attributes
    ----------
    words : str
        What should hold, as reports say it.
    find : callable
        Takes a `ModelUnderTest`, a case and what else was drawn, and returns what is wrong, or
        nothing.
    beside : callable
        Takes the `Inputs`, and returns a strategy of what is needed beside a case.
    somewhere : bool
        Whether it is enough that it holds in some case.
    names : tuple of str
        The arguments that it speaks of.
    crashes : bool
        Whether an exception breaks it; for others, the case counts for nothing.
    said : str
        The argument whose values stand in the finding itself, and not in the case again.
    """

    words: str
    find: Callable[[ModelUnderTest, Case, Any], str | None]
    beside: Callable[[Inputs], SearchStrategy[Any]] = _nothing
    somewhere: bool = False
    names: tuple[str, ...] = field(default=())
    crashes: bool = False
    said: str = ""

    def __call__(
        self, model: Callable[..., Any], inputs: Mapping[str, Any], **options: Any
    ) -> None:
        """Search the inputs for a case that breaks it.

        Parameters
        ----------
        model : callable
            From inputs to an amount or to lines.
        inputs : mapping
            By name: what `check_cost_model` takes.
        **options
            As of `check_cost_model`: takes, plain, unit, total, refuses, examples.

        Raises
        ------
        Broken
            With the smallest case in words.
        """
        Search(model, inputs, **options).report([self]).raise_if_broken()

    def at(
        self,
        model: Callable[..., Any],
        case: Mapping[str, Any],
        extra: object = None,
        **options: Any,
    ) -> None:
        """Test one case only, as in a property of your own.

        Parameters
        ----------
        model : callable
            From inputs to an amount or to lines.
        case : mapping
            Inputs by name.
        extra : object
            What the invariant needs beside a case: the other value of a `monotone` or
            `continuous` argument, the factor of a `homogeneous` one, the other case of
            `order_independent`, a list of cases for `array_equals_scalar`, units by name for
            `unit_invariant`.
        **options
            As of `check_cost_model`: takes, plain, unit, total.

        Raises
        ------
        Broken
            With the case in words.
        """
        wrapped = ModelUnderTest(model, **options)
        wrong = self.find(wrapped, dict(case), extra)
        if wrong is not None:
            msg = f"{self.words}: {wrong}\n  at {wrapped.case(case, self.said)}"
            raise Broken(msg)


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


class Search:
    """How a model is asked and its inputs are drawn, to look for cases that break invariants.

    Parameters
    ----------
    model, inputs, takes, plain, unit, total, refuses, examples
        As of `check_cost_model`.

    Raises
    ------
    InputError
        If a range is none, or the model cannot be called so.
    """

    def __init__(
        self,
        model: Callable[..., Any],
        inputs: Mapping[str, Any],
        *,
        takes: str = "keywords",
        plain: bool = False,
        unit: str = "",
        total: str = "total",
        refuses: tuple[type[Exception], ...] = (),
        examples: int = EXAMPLES,
    ) -> None:
        self.inputs = Inputs(inputs, plain=plain or takes == "frame")
        if takes == "keywords":
            _called_by_name(model, self.inputs.names)
        self.model = ModelUnderTest(model, takes=takes, unit=unit, total=total)
        self.model.labels = self.inputs.labels
        self._refuses, self._examples = refuses, examples

    def report(self, invariants: Iterable[Any]) -> Report:
        """Return what is found of each invariant; of some it may be known already.

        Raises
        ------
        InputError
            If one is no invariant, or speaks of an input that there is not.
        """
        findings = []
        for one in invariants:
            if isinstance(one, Finding):
                findings.append(one)
                continue
            if not isinstance(one, Invariant):
                msg = f"invariants: expected for example monotone('distance'), got {quote(one)}"
                raise InputError(msg)
            self.inputs.known(one.names)
            findings.append(self._of(one, self._examples).run())
        return Report(self.model.name, _or_broken(findings))

    def first_case(self) -> dict[str, Any] | None:
        """Return the simplest case that the model answers."""
        search = self._of(Invariant("", _answered, somewhere=True), _FIRST)
        search.run()
        return search.good

    def _of(self, invariant: Invariant, examples: int) -> _SearchOfOne:
        return _SearchOfOne(self.model, self.inputs, invariant, self._refuses, examples)


def _answered(model: ModelUnderTest, case: dict[str, Any], _: None) -> None:
    model.ask(case)


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


class _SearchOfOne:
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
