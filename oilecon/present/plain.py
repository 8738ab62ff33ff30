"""Text of unknown origin made safe to show: control characters are written out.

Titles, names and notes may come from any file. A terminal obeys escape sequences in them, and marks
of direction make a text read in another order than it is written.
"""

from __future__ import annotations

import json
import unicodedata

__all__ = ["plain", "plain_json"]

_SPACES = frozenset({"Zs"})  # of any width; harmless, though Python counts them not printable


def _shown(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) in _SPACES


def plain(text: object, *, lines: bool = False) -> str:
    r"""Return a text in which every character that cannot be shown is written out.

    Parameters
    ----------
    text : object
        Any object; its `str` is shown.
    lines : bool
        Whether several lines are allowed; if not, a new line is written out too.

    Returns
    -------
    str
        With escapes as `repr` writes them.

    Examples
    --------
    >>> print(plain("Asia\x1b[31m"))
    Asia\x1b[31m
    """
    shown = str(text)
    if shown.isprintable():  # nearly always
        return shown
    kept = "\n\t" if lines else ""
    return "".join(
        character if character in kept or _shown(character) else repr(character)[1:-1]
        for character in shown
    )


def plain_json(text: str) -> str:
    """Return the same JSON with every character that cannot be shown as an escape of JSON."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        character if character == "\n" or _shown(character) else json.dumps(character)[1:-1]
        for character in text
    )
