"""Shipped programmes, and the regimes of each: files of a case's folder `programmes`.

A programme is a TOML file as a user would write one. The file of its regimes beside it has, for
each, a summary and the values that it puts into the programme, by path; the first regime is the
programme as it stands.
"""

from __future__ import annotations

import operator
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from oilecon.evidence import Sourced
from oilecon.frozen import FrozenDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

    from oilecon.evidence import Evidence

__all__ = ["cited_by_programmes", "programme_regimes", "programme_text"]

_CASES = files("oilecon.reference") / "cases"
_REGIMES = "-regimes.toml"


@cache
def _folders() -> Mapping[str, Traversable]:
    """Return the folder of each shipped programme by name."""
    folders = (case / "programmes" for case in _CASES.iterdir())
    return {
        file.name.removesuffix(_REGIMES): folder
        for folder in folders
        if folder.is_dir()
        for file in folder.iterdir()
        if file.name.endswith(_REGIMES)
    }


@cache
def programme_regimes() -> Mapping[str, Mapping[str, Any]]:
    """Return the regimes of each shipped programme by name, as they are written."""
    regimes = {}
    for name, folder in sorted(_folders().items(), key=operator.itemgetter(0)):
        text = (folder / f"{name}{_REGIMES}").read_text(encoding="utf-8")
        regimes[name] = FrozenDict(tomllib.loads(text))
    return FrozenDict(regimes)


@cache
def programme_text(name: str) -> str:
    """Return the file of a shipped programme."""
    return (_folders()[name] / f"{name}.toml").read_text(encoding="utf-8")


def cited_by_programmes() -> Iterator[Evidence]:
    """Yield the evidence of every number of the shipped programmes and of their regimes."""
    for name, regimes in programme_regimes().items():
        yield from _cited(tomllib.loads(programme_text(name)), name)
        for regime, entry in regimes.items():
            yield from _cited(entry, f"{name}:{regime}")


def _cited(tree: Mapping[str, Any], place: str) -> Iterator[Evidence]:
    for key, value in tree.items():
        if isinstance(value, dict):
            if "value" in value and "kind" in value:
                # By its place: a number may be that of a shipped scenario, with its row.
                behind = Sourced.of_table(value).evidence(None, None)
                yield replace(behind, row=f"{place}:{key}")
            else:
                yield from _cited(value, f"{place}:{key}")
