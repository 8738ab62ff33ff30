"""Text of others made fit to show: what a terminal obeys or turns about is written out.

Titles, names and notes may come from any file. A terminal obeys escape sequences in them, and marks
of direction let a text read otherwise than it is.
"""

from __future__ import annotations

import json
import unicodedata

__all__ = ["plain", "plain_json"]

_SPACES = frozenset({"Zs"})  # of any width; they are not printable to Python, and harm nobody


def _shown(sign: str) -> bool:
    return sign.isprintable() or unicodedata.category(sign) in _SPACES


def plain(text: object, *, lines: bool = False) -> str:
    r"""Return a text with every sign that would do anything but show written out.

    Parameters
    ----------
    text : object
        What is shown; `str` of it.
    lines : bool
        Whether it may have several lines; else a new line is written out too.

    Examples
    --------
    >>> print(plain("Asia\x1b[31m"))
    Asia\x1b[31m
    """
    shown = str(text)
    if shown.isprintable():  # nearly always
        return shown
    kept = "\n\t" if lines else ""
    return "".join(sign if sign in kept or _shown(sign) else repr(sign)[1:-1] for sign in shown)


def plain_json(text: str) -> str:
    """Return JSON that says the same, with every such sign as an escape of JSON."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        sign if sign == "\n" or _shown(sign) else json.dumps(sign)[1:-1] for sign in text
    )
