"""Inputs that an analysis varied, with their evidence, and those held fixed, with the reason.

Every result of an analysis says this in the same words, and so do charts and the command line: the
sentences are made by `Coverage`, and nowhere else.
"""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from oilecon import dates
from oilecon.analysis.columns import shown_unit
from oilecon.errors import UnmovedWarning
from oilecon.evidence import RANGES
from oilecon.evidence_words import counted_kinds, meaning_in_words
from oilecon.scenario_tree import left_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import pandas as pd

    from oilecon.analysis.input_ranges import InputRange
    from oilecon.evidence import Evidence
    from oilecon.scenario_tree import Scenario

__all__ = [
    "DIFFER",
    "DRAWN",
    "MOVED",
    "NOTHING_COVERED",
    "RANKED",
    "Coverage",
    "Covered",
    "GivenNumber",
    "HeldInput",
    "VariedInput",
    "cover",
    "given_numbers",
    "warn_unmoved",
]

DRAWN, RANKED, MOVED, DIFFER = "drawn", "ranked", "moved", "differing"
"""What an analysis does with the inputs that vary."""

NO_RANGE = "no range"
NO_WIDTH = "a range of no width"
OF_A_CLASS = "its range is of a class of ships"
NOT_NAMED = "not named"

_COUNTED = {NO_RANGE: "without a range", OF_A_CLASS: "with a range of a class of ships"}
"""Reasons as they are counted, where they read otherwise than on a line of their own."""

_BOUNDS, *_OTHERS = RANGES
_NAMED = 3  # inputs that a sentence names
_NOISE = 1e-12  # of an outcome's size: the rounding error of one that does not move


class VariedInput(NamedTuple):
    """An input that an analysis varied, with as much of its evidence as the sentences need."""

    name: str
    range: str = ""  # meaning of its range; empty for a distribution or a pair of the user's
    kind: str = ""
    as_of: str = ""
    sourced: bool = True


class HeldInput(NamedTuple):
    """A number that an analysis held fixed."""

    path: str
    value: float
    unit: str
    why: str


@dataclass(frozen=True)
class Coverage:
    """The inputs that an analysis varied and those that it held fixed, as plain values.

    Attributes
    ----------
    verb : str
        What the inputs that vary are: 'drawn', 'ranked', 'moved' or 'differing'.
    varied : tuple of VariedInput
        In the order of the analysis.
    held : tuple of HeldInput
        Numbers given, in the order of the scenario.
    neutral : int
        Number of neutral zeros and ones, which are held fixed too.
    """

    verb: str
    varied: tuple[VariedInput, ...]
    held: tuple[HeldInput, ...]
    neutral: int

    @property
    def short(self) -> str:
        """Return the numbers of inputs: '3 inputs drawn, 38 held fixed'."""
        several = "s" if len(self.varied) != 1 else ""
        return f"{len(self.varied)} input{several} {self.verb}, {len(self.held)} held fixed"

    @property
    def counts(self) -> str:
        """Return the numbers of inputs, with the reasons of those held fixed."""
        reasons = Counter(_COUNTED.get(each.why, each.why) for each in self.held)
        if len(reasons) == 1:
            return f"{self.short}: {next(iter(reasons))}"
        listed = ", ".join(f"{count} {why}" for why, count in reasons.most_common())
        return f"{self.short}{f' ({listed})' if listed else ''}"

    @property
    def caption(self) -> str:
        """Return what a picture says: the numbers of inputs, and ranges that are no bounds."""
        ranges = f"; ranges that are no bounds: {self.no_bounds}" if self._warns else ""
        return f"{self.counts}{ranges}"

    @property
    def _warns(self) -> bool:
        """True if inputs were moved to ends of ranges beyond which they may lie."""
        return self.verb == RANKED and bool(self.no_bounds)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return all that a reader of the result must know of its inputs, a sentence each."""
        if not self.varied:
            return ()
        neutral = ""
        if self.neutral:
            several = "s" if self.neutral > 1 else ""
            neutral = f"; {self.neutral} neutral zero{several} or one{several} aside"
        lines = [f"{self.counts}{neutral}."]
        kinds, span = counted_kinds((each.kind, each.sourced) for each in self.varied), self._span()
        if kinds or span:
            lines.append(f"Of those {self.verb}: {'; '.join(filter(None, (kinds, span)))}.")
        if self._warns:
            lines.append(f"Ranges that are no bounds: {self.no_bounds}.")
        return tuple(lines)

    @property
    def no_bounds(self) -> str:
        """Return the inputs whose ranges are quantiles or quotes, by what they are."""
        return "; ".join(
            f"{meaning_in_words(meaning)} of {_some(names)}"
            for meaning in _OTHERS
            if (names := [each.name for each in self.varied if each.range == meaning])
        )

    def _span(self) -> str:
        """Return the span of the figures' dates where they differ."""
        different = {each.as_of for each in self.varied if each.as_of}
        span = dates.span(different) if len(different) > 1 else ""
        return f"figures of {span}" if span else ""

    def to_frame(self) -> pd.DataFrame:
        """Return the numbers held fixed; see `Covered.held`."""
        import pandas as pd

        frame = pd.DataFrame(
            [each[1:] for each in self.held],
            columns=["value", "unit", "why"],
            index=pd.Index([each.path for each in self.held], name="path", dtype=object),
        )
        return frame.astype({"value": float})


def _some(names: Sequence[str]) -> str:
    """Return the first names, and the number of the others."""
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


NOTHING_COVERED = Coverage(MOVED, (), (), 0)
"""Of a function of quantities, which is no scenario."""


class Covered:
    """A result that tells which inputs were varied and which held fixed.

    Attributes
    ----------
    coverage : Coverage
        Both as plain values, with the sentences that `print`, charts and the command line show.
    """

    coverage: Coverage

    def held(self) -> pd.DataFrame:
        """Return the numbers that were held fixed, and why.

        Returns
        -------
        pandas.DataFrame
            By path, in the order of the scenario: value, unit and reason, such as ``'no range'``.
            Numbers of routes that the outcomes do not use are left out, those of streams that no
            route of theirs sells, and neutral zeros and ones, which `print` of the result counts.
        """
        return self.coverage.to_frame()

    def _printed(self, table: pd.DataFrame) -> str:
        """Return a table with the sentences on its inputs below."""
        shown = table.to_string(float_format=lambda number: f"{number:.2f}")
        return "\n".join((shown, *self.coverage.sentences))


class GivenNumber(NamedTuple):
    """A number of a case, with its unit as tables show it and its evidence."""

    path: str
    unit: str
    raw: float
    evidence: Evidence | None
    neutral: bool  # the neutral value of its field, without evidence


def given_numbers(scenario: Scenario, routes: Collection[str]) -> Iterator[GivenNumber]:
    """Yield the numbers of one case that outcomes of some routes may use."""
    unused = left_out(scenario, routes)
    for path, field, raw, evidence in scenario.sourced_leaves():
        if not isinstance(raw, float) or path.partition(".")[0] in unused:
            continue
        neutral = evidence is None and raw == field.default
        yield GivenNumber(path, shown_unit(field.unit), raw, evidence, neutral)


def cover(
    scenario: Scenario, routes: Collection[str], ranges: Iterable[InputRange], verb: str
) -> Coverage:
    """Return the coverage of an analysis of some routes that varies inputs over these ranges."""
    ranges = tuple(ranges)
    covered = {path for ranged in ranges for path in ranged.input.paths}
    rest = [each for each in given_numbers(scenario, routes) if each.path not in covered]
    held = [
        HeldInput(each.path, each.raw, each.unit, _why(each.evidence, each.raw))
        for each in rest
        if not each.neutral
    ]
    varied = []
    for name, evidence in ((ranged.name, ranged.evidence) for ranged in ranges):
        if evidence is None:
            varied.append(VariedInput(name))
        else:
            facts = evidence.range, evidence.kind, evidence.as_of, bool(evidence.source)
            varied.append(VariedInput(name, *facts))
    return Coverage(verb, tuple(varied), tuple(held), len(rest) - len(held))


def _why(evidence: Evidence | None, value: float) -> str:
    """Return why a number that is given was held fixed."""
    if evidence is None or not evidence.ranged:
        return NO_RANGE
    if evidence.spread:
        return OF_A_CLASS
    low, high = evidence.ends(value)
    return NOT_NAMED if low < high else NO_WIDTH


def warn_unmoved(
    outcome: str,
    extremes: tuple[float, float],
    coverage: Coverage,
    ranges: Iterable[InputRange],
) -> None:
    """Warn that an outcome never moved, though some input did: a spread of zero is no answer.

    An outcome of zero is a line that nobody charges; if nothing was held fixed, it is a constant.
    """
    low, high = extremes
    size = max(abs(low), abs(high))
    names = [ranged.name for ranged in ranges if ranged.low < ranged.high]
    if names and coverage.held and high - low <= _NOISE * size and size > _NOISE:
        msg = (
            f"{outcome} does not depend on {_some(names)}, and nothing else was varied: its spread "
            "is unknown, not zero; give a range to an input that it depends on"
        )
        warnings.warn(msg, UnmovedWarning, stacklevel=3)  # the caller of the analysis
