"""Run the Python in README.md and in the documentation's pages."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from doctest import NORMALIZE_WHITESPACE
from typing import Any

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser


def _enter_folder(namespace: dict[str, Any]) -> None:
    """Enter a temporary folder for the page, which may write files."""
    stack = namespace["_stack"] = ExitStack()
    stack.callback(os.chdir, os.getcwd())  # noqa: PTH109  a callback takes the plain path
    os.chdir(stack.enter_context(tempfile.TemporaryDirectory()))


def _leave_folder(namespace: dict[str, Any]) -> None:
    namespace["_stack"].close()


pytest_collect_file = Sybil(
    # pandas pads its headings with spaces that no editor keeps.
    parsers=[PythonCodeBlockParser(doctest_optionflags=NORMALIZE_WHITESPACE)],
    # Every page that pytest comes by: its testpaths name README.md and docs, without docs/_build.
    # A pattern with ** would do that too, but means one folder, no more and no less, before 3.13.
    patterns=["*.md"],
    setup=_enter_folder,
    teardown=_leave_folder,
).pytest()
