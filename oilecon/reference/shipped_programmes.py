"""Shipped programmes, and the regimes of each: files of the folder `programmes`.

A programme is a TOML file as a user would write one. The file of its regimes beside it has, for
each, a summary and the values that it puts into the programme, by path; the first regime is the
programme as it stands.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from oilecon.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["programme_regimes", "programme_text"]

_FOLDER = files("oilecon.reference") / "programmes"
_REGIMES = "-regimes.toml"


@cache
def programme_regimes() -> Mapping[str, Mapping[str, Any]]:
    """Return the regimes of each shipped programme by name, as they are written."""
    regimes = {}
    for file in sorted(_FOLDER.iterdir(), key=lambda file: file.name):
        if file.name.endswith(_REGIMES):
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            regimes[file.name.removesuffix(_REGIMES)] = FrozenDict(table)
    return FrozenDict(regimes)


@cache
def programme_text(name: str) -> str:
    """Return the file of a shipped programme."""
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
