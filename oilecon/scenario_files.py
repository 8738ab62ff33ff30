"""Scenario files: conversion of a plain tree to TOML text and back.

A tree has tables, texts and numbers; an array is a table of value and unit, and a number with
evidence is one of value, range, kind, date, sources and note. Beside the scenario's own tables it
has those of its bibliography, `sources`, and of the labels of its arrays, `index`.
`oilecon.scenario_edits` changes a text in place.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from oilecon.errors import InputError, quote
from oilecon.evidence import Sourced
from oilecon.reading import QUOTED, read_bytes, refuse_excess
from oilecon.writing import write_whole

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Container, Iterator

    Path = tuple[str, ...]


__all__ = ["has_comments", "parse", "read", "to_text", "write"]


FORMAT = 2
"""Format of files that are written, with evidence; that of the first edition is read too."""
_FORMATS = (1, FORMAT)


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
_RENAMED_BESIDE = {"voyages": ("legs", "sale")}
"""Such keys that a route or a leg may be called by too: with the field that tells the table."""
_RENAMED_CHOICES = {"risk_in_price": {"apart": "separate", "inside": "included"}}


def to_text(data: Mapping[str, Any]) -> str:
    """Return a scenario's plain tree as TOML text."""
    lines = [f"format = {FORMAT}"]
    for place, plain in headed(data, ()):
        lines += ["", f"[{toml_key(*place)}]"] if place else []
        lines += [f"{toml_key(name)} = {toml_value(value)}" for name, value in plain.items()]
    return "\n".join(lines) + "\n"


def parse(text: Any, name: str) -> tuple[dict[str, Any], int]:
    """Return the plain tree of TOML text, and its format; `name` is its name in messages.

    In a tree of format 1, fields have today's names. In one of format 2 the dates of evidence and
    of sources, which may be written without quotation marks, are text, and the tables `sources` and
    `index` are part of it.

    Raises
    ------
    InputError
        If it is not text, not TOML, or of another format; or if it exceeds the limits of a
        scenario: 5 MB, 50,000 keys and tables, 16 steps in a key, or 100 nested tables and arrays.
    """
    data = raw_tree(text, name)
    version = data.pop("format", None)
    if type(version) is not int or version not in _FORMATS:
        wrong = f"expected {' or '.join(map(str, _FORMATS))}, got {quote(version)}"
        wrong = f"{FORMAT} is required" if version is None else wrong
        msg = f"{name}: format: {wrong}; write format = {FORMAT} at the top"
        if not {"pack", "rows", "scenarios"}.isdisjoint(data):
            msg += ", or pack = 1 for a case pack, which is loaded from its file"
        raise InputError(msg)
    return (_dated(data) if version == FORMAT else renewed(data)), version


def raw_tree(text: Any, name: str) -> dict[str, Any]:
    """Return the tables of TOML text as they are.

    Raises
    ------
    InputError
        If it is not text, not TOML, or exceeds the limits of a scenario.
    """
    if not isinstance(text, str):
        msg = f"{name}: expected TOML as text, got {type(text).__name__}"
        raise InputError(msg)
    refuse_excess(text, name, "scenario")
    try:
        return tomllib.loads(text.removeprefix(MARK))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        msg = f"{name}: not valid TOML: {reason}"
        raise InputError(msg) from error


MARK = "\ufeff"
"""The byte order mark, with which some editors begin a file."""


def renewed_name(key: str, table: Container[str]) -> str:
    """Return today's name of a key of a table of format 1.

    If both names are given, the key stays, and the field's error names it.
    """
    name, beside = _RENAMED_BESIDE.get(key, (_RENAMED.get(key, key), ""))
    if beside and beside not in table:
        return key
    return key if name in table else name


def renewed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a tree of format 1 with earlier names of fields and choices replaced by today's."""
    tree: dict[str, Any] = {}
    for key, value in data.items():
        name = renewed_name(key, data)
        choices = _RENAMED_CHOICES.get(name, {})
        tree[name] = (
            renewed(value)
            if isinstance(value, dict)
            else choices.get(value, value)
            if isinstance(value, str)
            else value
        )
    return tree


_DATES = frozenset({"as_of", "date", "retrieved"})


def _dated(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a tree with the dates of evidence and sources as text."""
    return {
        key: _dated(value)
        if isinstance(value, dict)
        else value.isoformat()
        if key in _DATES and isinstance(value, (dt.date, dt.time))
        else value
        for key, value in data.items()
    }


def comments(text: str) -> list[str]:
    """Return the comments of TOML text, each from its number sign to the end of its line."""
    # A sign within quotation marks opens none.
    return [match[0].rstrip() for match in QUOTED.finditer(text) if match[0][0] == "#"]


def has_comments(text: str) -> bool:
    """Return whether TOML text has a comment."""
    return any(match[0][0] == "#" for match in QUOTED.finditer(text))


def read(source: pathlib.Path) -> str:
    """Return a file's text, with its line endings and its byte order mark, if it has one.

    Raises
    ------
    InputError
        If it cannot be read, is too large, or is not UTF-8.
    """
    try:
        return _lines(read_bytes(source, "scenario").decode())
    except UnicodeDecodeError as error:
        msg = f"{source}: cannot be read: not text in UTF-8: {error}"
        raise InputError(msg) from error


def write(target: pathlib.Path, text: str) -> None:
    """Write a file, whole or not at all; see `oilecon.writing.write_whole`.

    Lines end as the system ends them, unless the text says how: if some end in carriage return and
    line feed.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    try:
        write_whole(target, text if "\r\n" in text else text.replace("\n", os.linesep))
    except (OSError, ValueError) as error:  # a ValueError: no file can have that name
        reason = error.strerror if isinstance(error, OSError) else error
        msg = f"{target}: cannot be written: {reason}"
        raise InputError(msg) from error


def _lines(text: str) -> str:
    """Return a text with line endings that TOML knows, which a lone carriage return is not."""
    return re.sub("\r(?!\n)", "\n", text)


_INLINE = frozenset({"unit", *(field.name for field in fields(Sourced))})
"""Keys of an array, and of a number with evidence."""


def is_table(value: Any) -> bool:
    """Return whether a value has a header of its own, rather than being one number in braces."""
    number = isinstance(value, Mapping) and "value" in value and len(value) > 1
    return isinstance(value, Mapping) and not (number and value.keys() <= _INLINE)


def headed(data: Mapping[str, Any], place: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the tables that get a header, each with its path and its own keys, in their order."""
    plain = {name: value for name, value in data.items() if not is_table(value)}
    if plain or not data:
        yield place, plain
    for name, value in data.items():
        if is_table(value):
            yield from headed(value, (*place, name))


_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_key(*path: str) -> str:
    """Return the steps of a path as a key of TOML."""
    return ".".join(step if _BARE.fullmatch(step) else toml_value(step) for step in path)


def toml_value(value: Any) -> str:
    """Return a value of a tree as TOML on one line."""
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for the one control character that JSON leaves bare.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        inner = ", ".join(f"{toml_key(name)} = {toml_value(v)}" for name, v in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else repr(value)
