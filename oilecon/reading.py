"""Reading of users' files within limits, before a parser sees their content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from oilecon.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["QUOTED", "read_bytes", "refuse_excess"]

_PART = 1 << 16  # bytes
_LARGEST_FILE = 5_000_000  # bytes; a scenario of scalars has about three thousand
_MOST_KEYS = 50_000  # of tables too; 3,000 numbers with all eleven keys of evidence have 36,000
_MOST_STEPS = 16  # of a key; a scenario's have 7
_DEEPEST = 100  # tables and arrays in one another; NumPy's arrays have at most 64 dimensions


QUOTED = re.compile(
    r"""
    \"""[^"\\]*+ (?: (?: \\. | "(?!"") ) [^"\\]*+ )*+ "{3,5}
    | \'\'\'[^']*+ (?: '(?!'') [^']*+ )*+ '{3,5}
    | "[^"\\\n]*+ (?: \\[^\n] [^"\\\n]*+ )*+ "
    | '[^'\n]*+'
    | \#[^\n]*+
    """,
    re.DOTALL | re.VERBOSE,
)
"""Strings and comments, in which signs have no meaning."""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{_MOST_STEPS}}}")
_DEEP = re.compile(rf"(?:[\[{{][^\[\]{{}}]*+){{{_DEEPEST + 1}}}")
_HEADER = re.compile(r"^[ \t]*\[[^\]\n,=]*\]+[ \t\r_]*$", re.MULTILINE)


def refuse_excess(text: str, name: str, kind: str) -> None:
    """Raise an error for TOML beyond any file of its kind: keys of many steps take a parser hours.

    Parameters
    ----------
    text, name : str
        The text, and its name in messages.
    kind : str
        ``'scenario'`` or ``'case pack'``.

    Raises
    ------
    InputError
        If it is too large, or has too many keys, or too long or too deep ones.
    """
    if len(text) > _LARGEST_FILE:
        raise _too_large(name, kind)
    bare = QUOTED.sub(lambda quoted: "_" + "\n" * quoted[0].count("\n"), text)
    keys = bare.count("=")
    if max(keys, bare.count("[")) > _MOST_KEYS:  # of arrays, most brackets are no table's
        keys += sum(1 for _ in _HEADER.finditer(bare))
    if keys > _MOST_KEYS:
        msg = f"{name}: {keys} keys and tables; no {kind} has more than {_MOST_KEYS}"
        raise InputError(msg)
    for pattern, what in (
        (_LONG_KEY, f"a key of more than {_MOST_STEPS} steps"),
        (_DEEP, f"more than {_DEEPEST} tables and arrays in one another"),
    ):
        excess = pattern.search(bare)
        if excess is not None:
            line = bare.count("\n", 0, excess.start()) + 1
            msg = f"{name}: line {line}: {what}; no {kind} is as deep"
            raise InputError(msg)


def read_bytes(source: Path, kind: str) -> bytes:
    """Return a file's content.

    Parameters
    ----------
    source : Path
        The file; it may be a device, which may not end.
    kind : str
        ``'scenario'`` or ``'case pack'``, for messages.

    Raises
    ------
    InputError
        If it cannot be read, or is too large.
    """
    content = bytearray()
    try:
        with source.open("rb") as file:
            # In one read, Python would allocate the maximum before it knows the size.
            while len(content) <= _LARGEST_FILE and (part := file.read(_PART)):
                content += part
    except (OSError, ValueError) as error:  # a ValueError: no file can have that name
        reason = error.strerror if isinstance(error, OSError) else error
        msg = f"{source}: cannot be read: {reason}"
        raise InputError(msg) from error
    if len(content) > _LARGEST_FILE:
        raise _too_large(str(source), kind)
    return bytes(content)


def _too_large(name: str, kind: str) -> InputError:
    return InputError(f"{name}: no {kind} is larger than {_LARGEST_FILE} bytes")
