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
_FIRST = 50  # cases that are tried to find one with a result

Case: TypeAlias = dict[str, Any]


class Broken(OilEconError, AssertionError):  # noqa: N818  an invariant's state, as pytest shows it
    """Failure of a model to satisfy an invariant, with the smallest case in the message."""


def _nothing(inputs: Inputs) -> SearchStrategy[Any]:
    del inputs
    return st.none()


@dataclass(frozen=True)
class Invariant:
    """A property that a cost model should have.

    Attributes
    ----------
    words : str
        Statement of the property, for reports.
    find : callable
        Function of a `ModelUnderTest`, a case and additional draws that returns a description of
        the failure, or None.
    beside : callable
        Function of the `Inputs` that returns a strategy of the additional draws.
    somewhere : bool
        If true, the property need hold in one case only.
    names : tuple of str
        Arguments of the property.
    crashes : bool
        If true, an exception breaks the invariant; otherwise such a case is ignored.
    stated : str
        Argument whose values the description gives, so that the case need not repeat them.
    """

    words: str
    find: Callable[[ModelUnderTest, Case, Any], str | None]
    beside: Callable[[Inputs], SearchStrategy[Any]] = _nothing
    somewhere: bool = False
    names: tuple[str, ...] = field(default=())
    crashes: bool = False
    stated: str = ""

    def __call__(
        self, model: Callable[..., Any], inputs: Mapping[str, Any], **options: Any
    ) -> None:
        """Search the inputs for a case that breaks the invariant.

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
        """Test a single case, as in a property of your own.

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
            msg = f"{self.words}: {wrong}\n  at {wrapped.case(case, self.stated)}"
            raise Broken(msg)


@dataclass(frozen=True)
class Finding:
    """Result of testing one invariant."""

    invariant: str
    verdict: str  # holds, broken, not tested
    wrong: str
    case: Mapping[str, Any] | None
    at: str  # the case in words
    calls: int  # of the model
    tried: bool = True  # cases were drawn, with or without a result


@dataclass(frozen=True)
class Report:
    """Result of `check_cost_model`.

    Attributes
    ----------
    model : str
        Name of the model.
    findings : tuple of Finding
        One finding for each invariant.
    """

    model: str
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """True if no invariant is broken."""
        return not self.broken

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The invariants that are broken, each with its smallest case."""
        return tuple(f for f in self.findings if f.verdict == "broken")

    def raise_if_broken(self) -> None:
        """Raise `Broken` if an invariant is broken.

        Raises
        ------
        Broken
            With all broken invariants, each with its smallest case.
        """
        if not self.ok:
            raise Broken(
                str(Report(self.model, self.broken)),
                [(finding.invariant, finding.wrong) for finding in self.broken],
            )

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each invariant: verdict, failure, case, and calls of the model."""
        import pandas as pd

        return pd.DataFrame(
            {
                "verdict": [finding.verdict for finding in self.findings],
                "wrong": [finding.wrong for finding in self.findings],
                "case": [finding.at for finding in self.findings],
                "calls": [finding.calls for finding in self.findings],
            },
            index=pd.Index([finding.invariant for finding in self.findings], name="invariant"),
        )

    def __str__(self) -> str:
        """Describe in words what holds and what is broken, with the cases."""
        tried = [finding for finding in self.findings if finding.verdict != "not tested"]
        head = f"{self.model}: {len(self.broken)} of {len(tried)} invariants broken"
        lines = [head if self.broken else f"{self.model}: all {len(tried)} invariants hold"]
        for finding in sorted(self.findings, key=lambda finding: _ORDER[finding.verdict]):
            lines += [""] if finding.wrong or lines[-1].startswith("  ") else []
            lines.append(f"{finding.verdict}: {finding.invariant}")
            lines += [f"  {finding.wrong}"] if finding.wrong else []
            lines += [f"  at {finding.at}"] if finding.at else []
        return "\n".join(lines)


_ORDER = {"broken": 0, "not tested": 1, "holds": 2}


class Search:
    """Search of a model's inputs for cases that break invariants.

    Parameters
    ----------
    model, inputs, takes, plain, unit, total, refuses, examples
        As of `check_cost_model`.

    Raises
    ------
    InputError
        If a range is invalid, or the model cannot be called in this form.
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
        """Return a finding for each invariant; findings among them are passed on.

        Raises
        ------
        InputError
            If an element is no invariant, or names an unknown input.
        """
        findings = []
        for given in invariants:
            if isinstance(given, Finding):
                findings.append(given)
                continue
            if not isinstance(given, Invariant):
                msg = f"invariants: expected for example monotone('distance'), got {quote(given)}"
                raise InputError(msg)
            self.inputs.known(given.names)
            findings.append(self._of(given, self._examples).run())
        return Report(self.model.name, _or_broken(findings))

    def first_case(self) -> dict[str, Any] | None:
        """Return the simplest case with a result."""
        search = self._of(Invariant("", _answered, somewhere=True), _FIRST)
        search.run()
        return search.good

    def _of(self, invariant: Invariant, examples: int) -> _SearchOfOne:
        return _SearchOfOne(self.model, self.inputs, invariant, self._refuses, examples)


def _answered(model: ModelUnderTest, case: dict[str, Any], _: None) -> None:
    model.evaluate(case)


def _or_broken(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings, as broken if no case had a result and none is broken yet.

    Otherwise the invariants of a model without any result would pass.
    """
    if any(finding.verdict == "broken" for finding in findings):
        return tuple(findings)
    return tuple(
        replace(f, verdict="broken") if f.verdict == "not tested" and f.tried else f
        for f in findings
    )


def _called_by_name(model: Callable[..., Any], names: Iterable[str]) -> None:
    """Raise `InputError` if a model cannot be called with its inputs by name."""
    try:
        signature = inspect.signature(model)
    except (TypeError, ValueError):  # a callable without a signature
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
    """Search for the smallest case that breaks an invariant, or that satisfies it."""

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
        self._crash = self._rejection = ""
        self.good: dict[str, Any] | None = None

    def run(self) -> Finding:
        """Return the finding."""
        before = self._model.calls
        drawn = st.tuples(self._inputs.cases(), self._invariant.beside(self._inputs))
        # The same cases each time, none kept on disk, and no clock: models may be slow.
        options = settings(
            max_examples=self._examples,
            derandomize=True,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )
        try:
            find(drawn, self._wanted, settings=options)
        except (NoSuchExample, Unsatisfiable):
            pass  # the attributes hold what was seen
        except Flaky:
            pass  # the result differs on a repeated call; the first failure is kept
        return self._finding(self._model.calls - before)

    def _wanted(self, drawn: tuple[dict[str, Any], Any]) -> bool:
        """Return whether a case breaks the invariant, or satisfies it where one case is enough."""
        case, extra = drawn
        try:
            wrong = self._invariant.find(self._model, case, extra)
        except Crash as crash:
            if isinstance(crash.__cause__, self._refuses):
                self._rejection = f"rejected each, as in: {crash.__cause__}"
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

    def _finding(self, calls: int) -> Finding:
        words = self._invariant.words
        if self._last is not None and not (self._invariant.somewhere and self.good is not None):
            wrong, case = self._last
            if self._invariant.somewhere:  # every case fails, so none is shown
                return Finding(words, "broken", wrong, None, "", calls)
            at = self._model.case(case, self._invariant.stated)
            return Finding(words, "broken", wrong, case, at, calls)
        if self.good is None:
            why = f"; it {self._crash or self._rejection}" if self._crash or self._rejection else ""
            return Finding(
                words, "not tested", f"the model gave no result in any case{why}", None, "", calls
            )
        but = f"but the model {self._crash} in some case" if self._crash else ""
        return Finding(words, "holds", but, None, "", calls)
