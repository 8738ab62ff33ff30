"""A search of what a strategy draws, for several files of tests."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import Phase, find, settings
from hypothesis.errors import NoSuchExample

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis import strategies as st


def drawn(
    strategy: st.SearchStrategy[Any], wanted: Callable[[Any], bool], first: int = 0, *phases: Phase
) -> Any:
    """Return a case that is wanted, the simplest if a phase shrinks it, whatever was collected.

    Hypothesis also draws numbers that it finds in the modules that are loaded, so what one search
    of some hundred cases meets hangs on these. What several seeds do not meet is not drawn.
    """
    phases = (Phase.generate, *phases)
    how = settings(derandomize=False, database=None, deadline=None, max_examples=500, phases=phases)
    for seed in range(first, first + 20):
        with suppress(NoSuchExample):
            return find(strategy, wanted, settings=how, random=Random(seed))  # noqa: S311
    raise AssertionError(strategy)


def smallest(strategy: st.SearchStrategy[Any], wanted: Callable[[Any], bool]) -> Any:
    """Return the simplest case that is wanted.

    Without the phase that explains a failure to a reader: it draws a case some hundred times more,
    and there is nobody to read it.
    """
    return drawn(strategy, wanted, 0, Phase.shrink)
