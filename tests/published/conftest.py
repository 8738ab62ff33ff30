"""``pytest tests/published --closeness`` prints how near each publication's figures are met."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

_approx = pytest.approx
_ROUNDING = 1e-12


@dataclass
class Met:
    """How near the figures of one publication were met; others are met exactly, or are a rule."""

    tests: int = 0
    figures: int = 0
    apart: float = 0.0  # relative
    used: float = 0.0  # of the tolerance


_MET: dict[Path, Met] = {}


class Seen:
    """An approximation that notes how near it was met."""

    __array_ufunc__ = None  # so that an array asks this, and not each of its elements
    __hash__ = None  # type: ignore[assignment]

    def __init__(
        self,
        met: Met,
        wanted: Any,
        rel: float | None = None,
        abs: float | None = None,  # noqa: A002  pytest's name
    ) -> None:
        self._met, self._wanted, self._rel, self._abs = met, wanted, rel, abs
        self._same = _approx(wanted, rel=rel, abs=abs)

    def __eq__(self, found: object) -> bool:
        same: bool = self._same == found
        own, wanted = (np.ravel(np.asarray(_numbers(one), float)) for one in (found, self._wanted))
        if own.shape == wanted.shape:
            self._note(own, wanted)
        return same

    def _note(self, own: Any, wanted: Any) -> None:
        off, size = np.abs(own - wanted), np.abs(wanted)
        allowed = np.full_like(size, 1e-12 if self._abs is None else self._abs)
        if self._abs is None or self._rel is not None:
            allowed = np.maximum(allowed, (1e-6 if self._rel is None else self._rel) * size)
        met = self._met
        met.figures += own.size
        met.used = max(met.used, float(np.max(off / allowed, initial=0.0)))
        some = (size > 0.0) & (off > _ROUNDING)  # a rate of nothing is far from none
        met.apart = max(met.apart, float(np.max(off[some] / size[some], initial=0.0)))

    def __repr__(self) -> str:
        return repr(self._same)


def _numbers(value: Any) -> Any:
    return list(value.values()) if isinstance(value, dict) else value


@pytest.fixture(autouse=True)
def _noting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.config.getoption("closeness"):
        return
    met = _MET.setdefault(request.path, Met())
    met.tests += 1
    monkeypatch.setattr(pytest, "approx", partial(Seen, met))


_LINE = "{:28}{:>7}{:>20}{:>11}{:>14}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print one row a publication."""
    if not _MET:
        return
    terminalreporter.section("how near the published figures are met")
    head = ("publication", "tests", "within a tolerance", "farthest", "of tolerance")
    terminalreporter.write_line(_LINE.format(*head))
    for path, met in sorted(_MET.items()):
        name = path.stem.removeprefix("test_")
        apart, used = (f"{met.apart:.1e}", f"{met.used:.0%}") if met.figures else ("", "")
        row = _LINE.format(name, met.tests, met.figures or "", apart, used)
        terminalreporter.write_line(row)
