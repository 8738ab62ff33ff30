"""Run the Python in README.md and in the documentation's pages."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from contextlib import ExitStack
from doctest import NORMALIZE_WHITESPACE, Example
from typing import TYPE_CHECKING, Any

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from sybil import Document, Region


def exact(document: Document) -> Iterator[Region]:
    """Yield a page's examples, which print what stands there, blanks too.

    Only the message of an error may be broken into lines. Where a line ends sybil forgives blanks,
    since pandas pads its headings with some that no editor keeps.
    """
    for region in PythonCodeBlockParser()(document):
        if isinstance(region.parsed, Example) and region.parsed.exc_msg:
            region.parsed.options[NORMALIZE_WHITESPACE] = True
        yield region


def _enter_folder(namespace: dict[str, Any]) -> None:
    """Enter a temporary folder for the page, which may write files."""
    stack = namespace["_stack"] = ExitStack()
    stack.callback(os.chdir, os.getcwd())  # noqa: PTH109  a callback takes the plain path
    os.chdir(stack.enter_context(tempfile.TemporaryDirectory()))


def _leave_folder(namespace: dict[str, Any]) -> None:
    namespace["_stack"].close()
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")  # which keeps the charts of every page, and warns of the twenty-first


pytest_collect_file = Sybil(
    parsers=[exact],
    # Every page that pytest comes by: its testpaths name README.md and docs, without docs/_build.
    # A pattern with ** would do that too, but means one folder, no more and no less, before 3.13.
    patterns=["*.md"],
    setup=_enter_folder,
    teardown=_leave_folder,
).pytest()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep Python's garbage collector away from what stays: some ten thousand tests and modules.

    It went through them dozens of times while they were collected, and again in every full round.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
