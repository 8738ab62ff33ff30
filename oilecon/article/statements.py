"""The article's statements, each with figures and a verdict."""

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
        Its short name, its subject, and the statement in words of ours.
    formula : str
        The formula of what is computed.
    parts : tuple of Part
        The parts of the statement; they make the verdict.
    figures : tuple of Figure
        Computed and published figures, the most telling first.
    used : tuple of Figure
        The inputs, with source and date; of a scenario's, those that matter most. All that were
        drawn stand in ``oe.scenario(...).inputs()``.
    why : str
        The reason for the verdict.
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
        """Verdict by `oilecon.article.RULE`: supported, partly, not supported or depends on."""
        return verdict_of(self.parts)

    @property
    def figure(self) -> Figure:
        """Most telling figure."""
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
        lines += [f"  {figure.name}: {figure}{_noted(figure)}" for figure in self.figures]
        lines += ["", "Inputs"]
        lines += [f"  {figure.name} = {figure} ({_dated(figure)})" for figure in self.used]
        return "\n".join(
            wrapped
            for line in lines
            for wrapped in textwrap.wrap(line, 100, subsequent_indent="    ") or [""]
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the claim as plain data; a figure that is not defined is None."""
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
            "figures": [_plain(figure) for figure in self.figures],
            "inputs": [_plain(figure) for figure in self.used],
        }

    def __str__(self) -> str:
        """Return statement, figure and verdict."""
        return f"{self.statement}: {self.verdict}. {self.why}"


def _plain(figure: Figure) -> dict[str, Any]:
    return {name: None if cell != cell else cell for name, cell in figure.record().items()}  # noqa: PLR0124  NaN


def _dated(figure: Figure) -> str:
    return ", ".join(filter(None, [figure.as_of, figure.kind, " ".join(figure.source)]))


def _noted(figure: Figure) -> str:
    remark = "; ".join(filter(None, [_dated(figure) if figure.source else "", figure.note]))
    return f" ({remark})" if remark else ""


def _frame(figures: tuple[Figure, ...]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([figure.record() for figure in figures]).set_index("name")


class Claims(Plotted):
    """All statements with their verdicts; each by its short name as ``claims["margin"]``."""

    plots = FrozenDict(
        claim=Plot("the figures of one unit of a claim, with their ranges", each="names")
    )

    def __init__(self, claims: Mapping[str, Claim]) -> None:
        self._claims = dict(claims)

    @property
    def names(self) -> tuple[str, ...]:
        """Short names, in the article's order."""
        return tuple(self._claims)

    def __getitem__(self, name: str) -> Claim:
        """Return one claim.

        Raises
        ------
        UnknownName
            If there is no claim of that name.
        """
        _check_name(name, self._claims)
        return self._claims[name]

    def __iter__(self) -> Iterator[Claim]:
        """Iterate over the claims."""
        return iter(self._claims.values())

    def __len__(self) -> int:
        """Return the number of claims."""
        return len(self._claims)

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
            claim.name: {
                "statement": claim.statement,
                "formula": claim.formula,
                "figure": claim.figure.name,
                "value": claim.figure.value,
                "low": claim.figure.low,
                "high": claim.figure.high,
                "unit": claim.figure.unit,
                "verdict": claim.verdict,
                "why": claim.why,
                "inputs": "; ".join(f"{row.name} = {row} ({_dated(row)})" for row in claim.used),
            }
            for claim in self
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("claim")

    def __str__(self) -> str:
        """Return each statement with its figure, verdict and reason."""
        blocks = []
        for claim in self:
            lines = [
                f"{claim.name}: {claim.statement}",
                f"  {claim.figure.name}: {claim.figure}",
                f"  {claim.verdict.upper()}: {claim.why}",
            ]
            blocks += [
                "\n".join(textwrap.fill(line, _WIDTH, subsequent_indent="    ") for line in lines)
            ]
        return "\n\n".join(blocks)

    def __repr__(self) -> str:
        """Describe the result in one line."""
        verdicts = [claim.verdict for claim in self]
        counts = (f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts))
        return f"<Claims: {', '.join(counts)}>"


def _check_name(name: object, known: Collection[str]) -> None:
    """Raise `UnknownName` if there is no claim of that name."""
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
        If there is no claim of a name.
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
        _check_name(name, known)
    return Claims(
        {
            name: Claim(name, known[name].subject, known[name].statement, *answers[name]())
            for name in names or known
        }
    )
