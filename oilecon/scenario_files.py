"""Scenario files: TOML text of a plain tree, and back."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from oilecon.errors import (
    InputError,
    quote,
)

if TYPE_CHECKING:
    from pathlib import Path


__all__ = ["parse", "read", "to_text", "write"]


_FORMAT = 1  # of scenario files
_PART = 1 << 16  # bytes
_LARGEST_FILE = 50_000_000  # bytes; a scenario of scalars has about four thousand


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
        If it is no text, no TOML, or of another format.
    """
    if not isinstance(text, str):
        msg = f"{name}: expected TOML as text, got {type(text).__name__}"
        raise InputError(msg)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        msg = f"{name}: not valid TOML: {reason}"
        raise InputError(msg) from error
    found = data.pop("format", None)
    if found != _FORMAT or type(found) is not int:
        came = "got nothing" if found is None else f"got {quote(found)}"
        msg = f"{name}: format: expected {_FORMAT}, {came}; write format = {_FORMAT} at the top"
        raise InputError(msg)
    return _renewed(data)


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
    """Write a file.

    Raises
    ------
    InputError
        If it cannot be written.
    """
    try:
        target.write_text(text, encoding="utf-8")
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
