"""Evidence in words: ranges, kinds and periods as every table, page and derivation prints them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from oilecon import dates
from oilecon.errors import figure
from oilecon.evidence import RANGES, YOURS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from oilecon.evidence import Evidence
    from oilecon.units import Raw

__all__ = [
    "UNSOURCED",
    "counted_kinds",
    "evidence_in_words",
    "figures_in_words",
    "kind_in_words",
    "meaning_in_words",
    "range_in_words",
    "sourced_in_words",
]

UNSOURCED = "without a source"
"""Of a number for which nobody names a document."""

_MEANINGS = {"bounds": "bounds", "quotes": "quotes", "p10-p90": "P10 to P90", "p5-p95": "P5 to P95"}
_WEAK = ("assumption", "estimate")


def meaning_in_words(meaning: str) -> str:
    """Return what a range is: 'bounds', 'P10 to P90', 'P5 to P95' or 'quotes'.

    Parameters
    ----------
    meaning : str
        One of `oilecon.evidence.RANGES`.
    """
    return _MEANINGS[meaning]


def range_in_words(evidence: Evidence, value: float, scale: float = 1.0) -> str:
    """Return a number's range with what it is, unless it is one of bounds; empty without a range.

    Parameters
    ----------
    evidence : Evidence
        Of the number.
    value : float
        The number, in the unit of the range: an end that is not known.
    scale : float
        By which ends are multiplied: 100 where a share is shown in percent.

    Examples
    --------
    >>> from oilecon.evidence import Evidence
    >>> range_in_words(Evidence("", "you", "", (), 55.0, 80.0, range="p10-p90"), 64.0)
    '55 to 80, P10 to P90'
    """
    if not evidence.ranged:
        return ""
    low, high = evidence.ends(value)
    words = [f"{_rounded(low * scale)} to {_rounded(high * scale)}"]
    if evidence.range != RANGES[0]:
        words.append(meaning_in_words(evidence.range))
    if evidence.spread:
        words.append(f"of a {evidence.spread} of ships")
    return ", ".join(words)


def _rounded(end: float) -> str:
    """Return an end to six significant digits, since one in another unit has no last one."""
    return figure(float(f"{end:.6g}"))


def kind_in_words(evidence: Evidence | None, *, yours: bool) -> str:
    """Return the kind of a number, after 'yours' for the user's, and whether it lacks a source.

    Parameters
    ----------
    evidence : Evidence or None
        None of a plain number.
    yours : bool
        Whether the number is the user's.

    Examples
    --------
    >>> from oilecon.evidence import Evidence
    >>> kind_in_words(None, yours=True)
    'yours, without a source'
    >>> kind_in_words(Evidence("", "estimate", "", ("desk-2026-11",)), yours=True)
    'yours, estimate'
    """
    words = ["yours"] if yours else []
    if evidence is not None and evidence.kind != YOURS:
        words.append(evidence.kind)
    if evidence is None or not evidence.source:
        words.append(UNSOURCED)
    return ", ".join(words) or "yours"


def evidence_in_words(evidence: Evidence | None, value: Raw, *, yours: bool) -> str:
    """Return range, kind, period and sources of a number in a line.

    Parameters
    ----------
    evidence : Evidence or None
        None of a plain number.
    value : float or array
        The number.
    yours : bool
        Whether to say that the number is the user's.

    Examples
    --------
    >>> from oilecon.evidence import Evidence
    >>> behind = Evidence("", "estimate", "2026-11", ("desk-2026-11",), 55.0, 80.0)
    >>> evidence_in_words(behind, 64.0, yours=True)
    '55 to 80; yours, estimate; 2026-11; desk-2026-11'
    """
    kind = kind_in_words(evidence, yours=yours)
    if evidence is None:
        return kind
    span = range_in_words(evidence, value) if isinstance(value, float) else ""
    parts = (span, kind, evidence.as_of, " ".join(evidence.source))
    return "; ".join(part for part in parts if part)


def counted_kinds(kinds: Iterable[tuple[str, bool]]) -> str:
    """Return how many numbers rest on less than a publication; empty for none.

    Parameters
    ----------
    kinds : iterable of (str, bool)
        Kind of each number, and whether it has a source. An assumption and an estimate count as
        that, others only if they have no source.

    Examples
    --------
    >>> counted_kinds([("published", True), ("estimate", True), ("you", False)])
    '1 estimate, 1 without a source'
    """
    count = Counter(
        kind if kind in _WEAK else "" if sourced else UNSOURCED for kind, sourced in kinds
    )
    words = [
        f"{count[kind]} {kind}{'s' if count[kind] > 1 else ''}" for kind in _WEAK if count[kind]
    ]
    if count[UNSOURCED]:
        words.append(f"{count[UNSOURCED]} {UNSOURCED}")
    return ", ".join(words)


def figures_in_words(evidence: Collection[Evidence | None]) -> str:
    """Return a sentence on some numbers: their periods, and how many are weakly founded.

    Parameters
    ----------
    evidence : collection of Evidence or None
        Of each number; None of a plain one. Empty text for no number.

    Examples
    --------
    >>> from oilecon.evidence import Evidence
    >>> published = Evidence("", "published", "2019 to 2021", ("desk-2026-11",))
    >>> estimate = Evidence("", "estimate", "2026-11", ("desk-2026-11",))
    >>> figures_in_words([published, estimate, None])
    '3 figures of 2019 to 2026-11: 1 estimate, 1 without a source, 1 without a date.'
    """
    if not evidence:
        return ""
    periods = [each.as_of for each in evidence if each and each.as_of not in ("", "undated")]
    span = f" of {dates.span(periods)}" if periods else ""
    facts = [
        counted_kinds((each.kind, bool(each.source)) if each else ("", False) for each in evidence)
    ]
    if undated := len(evidence) - len(periods):
        facts.append(f"{undated} without a date")
    words = ", ".join(filter(None, facts))
    several = "s" if len(evidence) > 1 else ""
    return f"{len(evidence)} figure{several}{span}{f': {words}' if words else ''}."


def sourced_in_words(evidence: Collection[Evidence | None]) -> str:
    """Return how many of some inputs have a source, as the end of a clause; empty for none.

    Parameters
    ----------
    evidence : collection of Evidence or None
        Of each input; None of a plain number, or of a name.

    Examples
    --------
    >>> from oilecon.evidence import Evidence
    >>> sourced_in_words([Evidence("", "estimate", "", ("desk-2026-11",)), None, None])
    ', 1 of them with a source'
    """
    sourced = sum(bool(each and each.source) for each in evidence)
    if not sourced:
        return ""
    if sourced < len(evidence):
        return f", {sourced} of them with a source"
    return ", with a source" if sourced == 1 else ", each with a source"
