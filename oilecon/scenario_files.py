"""Scenario files: conversion of a plain tree to TOML text and back."""

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
    """Return the plain tree of TOML text; `name` is its name in messages.

    Raises
    ------
    InputError
        If it is not text, not TOML, or of another format; or if it exceeds the limits of a
        scenario: 5 MB, 20,000 keys and tables, 16 steps in a key, or 100 nested tables and arrays.
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
    version = data.pop("format", None)
    if version not in (_FORMAT, 2) or type(version) is not int:
        wrong = f"expected {_FORMAT}, got {quote(version)}"
        wrong = f"{_FORMAT} is required" if version is None else wrong
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
"""Strings and comments, in which signs have no meaning."""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*+\.[ \t]*+){{{_MOST_STEPS}}}")
_DEEP = re.compile(rf"(?:[\[{{][^\[\]{{}}]*+){{{_DEEPEST + 1}}}")
_HEADER = re.compile(r"^[ \t]*\[[^\]\n,=]*\]+[ \t]*$", re.MULTILINE)


def _refuse_more_than_any(text: str, name: str) -> None:
    """Raise an error for text beyond any scenario, since keys of many steps take a parser hours.

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
        excess = pattern.search(bare)
        if excess is not None:
            line = bare.count("\n", 0, excess.start()) + 1
            msg = f"{name}: line {line}: {what}; no scenario is as deep"
            raise InputError(msg)


def _renewed(data: dict[str, Any]) -> dict[str, Any]:
    """Return a tree with earlier names of fields and choices replaced by today's."""
    renewed: dict[str, Any] = {}
    for key, value in data.items():
        name = _RENAMED.get(key, key)
        if name in data and name != key:  # both are given: the field's error then names the old one
            name = key
        choices = _RENAMED_CHOICES.get(name, {})
        renewed[name] = (
            _renewed(value)
            if isinstance(value, dict)
            else choices.get(value, value)
            if isinstance(value, str)
            else value
        )
    return renewed


def read(source: Path) -> str:
    """Return a file's text.

    Raises
    ------
    InputError
        If it cannot be read, is too large, or is not UTF-8.
    """
    try:
        with source.open("rb") as file:  # it may be a device, which may not end
            content = _read(file)
        # Some editors write a byte order mark, or other line endings.
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
    """Return a file's content, up to just more than any scenario has."""
    content = bytearray()
    # In one read, Python would allocate the maximum before it knows the size.
    while len(content) <= _LARGEST_FILE and (part := file.read(_PART)):
        content += part
    return bytes(content)


def _lines(text: str) -> str:
    """Return a text with each line ended by a line feed."""
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
    return isinstance(value, Mapping) and "value" not in value


def _toml(value: Any) -> str:
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for the one control character that JSON leaves bare.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{name} = {_toml(each)}' for name, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return repr(value)
