"""Scenario files: TOML text of a plain tree, and back."""

from __future__ import annotations

import io
import json
import os
import re
import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from oilecon.errors import InputError, quote
from oilecon.writing import write_whole

if TYPE_CHECKING:
    from pathlib import Path


__all__ = ["parse", "read", "to_text", "write"]


_FORMAT = 1  # of scenario files
_PART = 1 << 16  # bytes
_LARGEST_FILE = 5_000_000  # bytes; one of scalars has about three thousand
_MOST_KEYS = 20_000  # of tables too; a scenario has about a hundred, one of 500 parties 2,100
_MOST_STEPS = 16  # of a key; a scenario's have 7
_DEEPEST = 100  # tables and arrays in one another; NumPy's arrays have at most 64 dimensions


_RENAMED = {
    "risk_priced": "risk_in_price",
    "extraction_levy": "severance_tax",
    "gross_tax": "gross_revenue_tax",
    "drawings": "disbursements",
    "most": "max",
    "least": "min",
    "cover": "debt_service_reserve",
}
"""Keys of files written before the fields had these names."""
_RENAMED_CHOICES = {"risk_in_price": {"apart": "separate", "inside": "included"}}


def to_text(data: Mapping[str, Any]) -> str:
    """Return a scenario's plain tree as TOML text."""
    lines = [f"format = {_FORMAT}"]
    _write_table(data, (), lines)
    return "\n".join(lines) + "\n"


def parse(text: Any, name: str) -> dict[str, Any]:
    """Return the plain tree of TOML text; `name` is what messages call the text.

    Raises
    ------
    InputError
        If it is no text, no TOML, or of another format; or if it has more than any scenario: 5 MB,
        20,000 keys and tables, 16 steps in a key, or 100 tables and arrays in one another.
    """
    if not isinstance(text, str):
        msg = f"{name}: expected TOML as text, got {type(text).__name__}"
        raise InputError(msg)
    _refuse_more_than_any(text, name)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        msg = f"{name}: not valid TOML: {reason}"
        raise InputError(msg) from error
    found = data.pop("format", None)
    if found != _FORMAT or type(found) is not int:
        wrong = f"expected {_FORMAT}, got {quote(found)}"
        wrong = f"{_FORMAT} is required" if found is None else wrong
        msg = f"{name}: format: {wrong}; write format = {_FORMAT} at the top"
        raise InputError(msg)
    return _renewed(data)


_QUOTED = re.compile(
    r"""
    \"""[^"\\]*+ (?: (?: \\. | "(?!"") ) [^"\\]*+ )*+ \"""
    | \'\'\'[^']*+ (?: '(?!'') [^']*+ )*+ \'\'\'
    | "[^"\\\n]*+ (?: \\[^\n] [^"\\\n]*+ )*+ "
    | '[^'\n]*+'
    | \#[^\n]*+
    """,
    re.DOTALL | re.VERBOSE,
)
"""Texts and comments, in which signs mean nothing."""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{_MOST_STEPS}}}")
_DEEP = re.compile(rf"(?:[\[{{][^\[\]{{}}]*+){{{_DEEPEST + 1}}}")
_HEADER = re.compile(r"^[ \t]*\[[^\]\n,=]*\]+[ \t]*$", re.MULTILINE)


def _refuse_more_than_any(text: str, name: str) -> None:
    """Refuse what no scenario has, before it is parsed: keys of many steps take a parser hours.

    Raises
    ------
    InputError
        If it is too large, or has too many keys, or too long or too deep ones.
    """
    if len(text) > _LARGEST_FILE:
        msg = f"{name}: no scenario is larger than {_LARGEST_FILE} bytes"
        raise InputError(msg)
    bare = _QUOTED.sub(lambda quoted: "_" + "\n" * quoted[0].count("\n"), text)
    keys = bare.count("=")
    if max(keys, bare.count("[")) > _MOST_KEYS:  # of arrays, most brackets are no table's
        keys += sum(1 for _ in _HEADER.finditer(bare))
    if keys > _MOST_KEYS:
        msg = f"{name}: {keys} keys and tables; no scenario has more than {_MOST_KEYS}"
        raise InputError(msg)
    for pattern, what in (
        (_LONG_KEY, f"a key of more than {_MOST_STEPS} steps"),
        (_DEEP, f"more than {_DEEPEST} tables and arrays in one another"),
    ):
        found = pattern.search(bare)
        if found is not None:
            line = bare.count("\n", 0, found.start()) + 1
            msg = f"{name}: line {line}: {what}; no scenario is as deep"
            raise InputError(msg)


def _renewed(data: dict[str, Any]) -> dict[str, Any]:
    """Return a tree with earlier names of fields and choices replaced by today's."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        name = _RENAMED.get(key, key)
        if name in data and name != key:  # both are given: the field's own refusal names the old
            name = key
        choices = _RENAMED_CHOICES.get(name, {})
        found[name] = (
            _renewed(value)
            if isinstance(value, dict)
            else choices.get(value, value)
            if isinstance(value, str)
            else value
        )
    return found


def read(source: Path) -> str:
    """Return a file's text.

    Raises
    ------
    InputError
        If it cannot be read, is too large, or is not UTF-8.
    """
    try:
        with source.open("rb") as file:  # it may be a device, which need not end
            content = _read(file)
        # Some editors put a mark before UTF-8, and some end lines otherwise.
        text = "" if len(content) > _LARGEST_FILE else _lines(content.decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        undecoded = f"not text in UTF-8: {error}"
        reason = error.strerror if isinstance(error, OSError) else undecoded
        msg = f"{source}: cannot be read: {reason}"
        raise InputError(msg) from error
    if len(content) > _LARGEST_FILE:
        msg = f"{source}: no scenario is larger than {_LARGEST_FILE} bytes"
        raise InputError(msg)
    return text


def write(target: Path, text: str) -> None:
    """Write a file, whole or not at all; see `oilecon.writing.write_whole`.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    try:
        write_whole(target, text.replace("\n", os.linesep))
    except (OSError, ValueError) as error:  # a ValueError: no file can have that name
        reason = error.strerror if isinstance(error, OSError) else error
        msg = f"{target}: cannot be written: {reason}"
        raise InputError(msg) from error


def _read(file: BinaryIO) -> bytes:
    """Return a file's content, or more of it than a scenario has."""
    content = bytearray()
    # Asked for all at once, Python sets the memory aside before it has seen how much there is.
    while len(content) <= _LARGEST_FILE and (part := file.read(_PART)):
        content += part
    return bytes(content)


def _lines(text: str) -> str:
    """Return a text with each line ended as here."""
    return io.StringIO(text, newline=None).read()


def _write_table(data: Mapping[str, Any], place: tuple[str, ...], lines: list[str]) -> None:
    """Append TOML lines; only text, floats and tables occur, and arrays as {value, unit}."""
    plain = {name: v for name, v in data.items() if not _is_table(v)}
    if place and (plain or not data):
        lines += ["", f"[{'.'.join(place)}]"]
    lines += [f"{name} = {_toml(value)}" for name, value in plain.items()]
    for name, value in data.items():
        if _is_table(value):
            _write_table(value, (*place, name), lines)


def _is_table(value: Any) -> bool:
    array = isinstance(value, Mapping) and set(value) == {"value", "unit"}
    return isinstance(value, Mapping) and not (array and isinstance(value["unit"], str))


def _toml(value: Any) -> str:
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for the one control character that JSON leaves bare.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return f"{{ value = {value['value']!r}, unit = {_toml(value['unit'])} }}"
    return repr(value)
