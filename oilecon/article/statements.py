"""The article's statements, each with what was computed of it and the verdict."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oilecon.article import record
from oilecon.article.parts import Figure, Part, verdict_of
from oilecon.errors import UnknownName, did_you_mean, is_among, quote
from oilecon.frozen import FrozenDict
from oilecon.plotting import Plot, Plotted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import pandas as pd

__all__ = ["Claim", "Claims", "claims"]

_WIDTH = 88


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the article and what sourced figures say of it.

    Attributes
    ----------
    name, subject, statement : str
        Its short name, what it is about, and what it says, in words of ours.
    formula : str
        What is computed.
    parts : tuple of Part
        What the statement says that a figure can decide; they make the verdict.
    figures : tuple of Figure
        What was computed and published, the most telling first.
    used : tuple of Figure
        The inputs, with source and date; of a scenario's, those that matter most here. All that
        were drawn stand in ``oe.scenario(...).inputs()``.
    why : str
        One sentence.
    """

    name: str
    subject: str
    statement: str
    formula: str
    parts: tuple[Part, ...]
    figures: tuple[Figure, ...]
    used: tuple[Figure, ...]
    why: str

    @property
    def verdict(self) -> str:
        """Supported, partly, not supported or depends on, by `oilecon.article.RULE`."""
        return verdict_of(self.parts)

    @property
    def figure(self) -> Figure:
        """The most telling figure."""
        return self.figures[0]

    def inputs(self) -> pd.DataFrame:
        """Return the inputs: value, range, unit, kind, date, source and note, by name."""
        return _frame(self.used)

    def to_frame(self) -> pd.DataFrame:
        """Return the figures: value, range, unit, kind, date, source and note, by name."""
        return _frame(self.figures)

    def explain(self) -> str:
        """Return formula, parts with their rules, figures and inputs in words."""
        lines = [f"{self.name}: {self.statement}", "", f"Verdict: {self.verdict}. {self.why}", ""]
        lines += ["What is computed", f"  {self.formula}", "", "What decides it"]
        lines += [f"  {part}" for part in self.parts]
        lines += ["", "Figures"]
        lines += [f"  {one.name}: {one}{_noted(one)}" for one in self.figures]
        lines += ["", "Inputs"]
        lines += [f"  {one.name} = {one} ({_dated(one)})" for one in self.used]
        return "\n".join(
            wrapped
            for line in lines
            for wrapped in textwrap.wrap(line, 100, subsequent_indent="    ") or [""]
        )

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data; what is not defined is None."""
        return {
            "claim": self.name,
            "subject": self.subject,
            "statement": self.statement,
            "formula": self.formula,
            "verdict": self.verdict,
            "why": self.why,
            "parts": [
                {
                    "words": part.words,
                    "rule": part.rule,
                    "holds": part.holds,
                    "figure": None if part.figure is None else _plain(part.figure),
                }
                for part in self.parts
            ],
            "figures": [_plain(one) for one in self.figures],
            "inputs": [_plain(one) for one in self.used],
        }

    def __str__(self) -> str:
        """Return statement, figure and verdict."""
        return f"{self.statement}: {self.verdict}. {self.why}"


def _plain(one: Figure) -> dict[str, Any]:
    return {name: None if cell != cell else cell for name, cell in one.record().items()}  # noqa: PLR0124  NaN


def _dated(one: Figure) -> str:
    return ", ".join(filter(None, [one.as_of, one.kind, " ".join(one.source)]))


def _noted(one: Figure) -> str:
    said = "; ".join(filter(None, [_dated(one) if one.source else "", one.note]))
    return f" ({said})" if said else ""


def _frame(figures: tuple[Figure, ...]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([one.record() for one in figures]).set_index("name")


class Claims(Plotted):
    """All statements with their verdicts; each by its short name as ``found["margin"]``."""

    plots = FrozenDict(
        claim=Plot("the figures of one unit of a claim, with their ranges", each="names")
    )

    def __init__(self, found: Mapping[str, Claim]) -> None:
        self._found = dict(found)

    @property
    def names(self) -> tuple[str, ...]:
        """The short names, in the article's order."""
        return tuple(self._found)

    def __getitem__(self, name: str) -> Claim:
        """Return one claim.

        Raises
        ------
        UnknownName
            If there is none of that name.
        """
        _refuse_unknown(name, self._found)
        return self._found[name]

    def __iter__(self) -> Iterator[Claim]:
        """Go through the claims."""
        return iter(self._found.values())

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a claim.

        Returns
        -------
        pandas.DataFrame
            By short name: statement, formula, the most telling figure with value, range and unit,
            verdict, why, and the inputs with date and source.
        """
        import pandas as pd

        rows = {
            one.name: {
                "statement": one.statement,
                "formula": one.formula,
                "figure": one.figure.name,
                "value": one.figure.value,
                "low": one.figure.low,
                "high": one.figure.high,
                "unit": one.figure.unit,
                "verdict": one.verdict,
                "why": one.why,
                "inputs": "; ".join(f"{row.name} = {row} ({_dated(row)})" for row in one.used),
            }
            for one in self
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("claim")

    def __str__(self) -> str:
        """Return each statement with its figure, verdict and reason."""
        blocks = []
        for one in self:
            said = [
                f"{one.name}: {one.statement}",
                f"  {one.figure.name}: {one.figure}",
                f"  {one.verdict.upper()}: {one.why}",
            ]
            blocks += [
                "\n".join(textwrap.fill(line, _WIDTH, subsequent_indent="    ") for line in said)
            ]
        return "\n\n".join(blocks)

    def __repr__(self) -> str:
        """Say how many verdicts of each kind there are."""
        verdicts = [one.verdict for one in self]
        counts = (f"{verdicts.count(each)} {each}" for each in dict.fromkeys(verdicts))
        return f"<Claims: {', '.join(counts)}>"


def _refuse_unknown(name: object, known: Collection[str]) -> None:
    if not is_among(name, known):
        msg = f"no claim {quote(name)}{did_you_mean(str(name), known)}"
        raise UnknownName(msg)


def claims(*names: str) -> Claims:
    """Return the checkable statements of the article with figures, inputs and a verdict each.

    Verdicts follow from figures by one rule, `oilecon.article.RULE`. A range of what is computed
    is from 5 to 95 % of 32,768 draws of the sourced ranges of its inputs, unless its note says
    otherwise; a range of what is published spans other counts of the same.

    Parameters
    ----------
    *names : str
        Short names of some, such as ``'debt'``; all if left out.

    Returns
    -------
    Claims
        One for each statement; printing it reads well.

    Raises
    ------
    UnknownName
        If there is none of a name.
    OilEconError
        If SciPy is not installed: one claim asks where exports would go.

    Examples
    --------
    >>> import oilecon as oe
    >>> oe.article.claims()
    <Claims: 7 depends on, 11 supported, 3 partly, 3 not supported>
    """
    from oilecon.article.answers import ANSWERS
    from oilecon.article.context import CONTEXT

    answers = {**ANSWERS, **CONTEXT}
    known = record.statements()
    for name in names:
        _refuse_unknown(name, known)
    found = {}
    for name in names or known:
        subject, statement = known[name].subject, known[name].statement
        found[name] = Claim(name=name, subject=subject, statement=statement, **answers[name]())
    return Claims(found)
