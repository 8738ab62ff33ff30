"""How hard Hypothesis tries (HYPOTHESIS_PROFILE=default, ci, thorough or mutants); the browser."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import Phase, settings

# No deadline: a first example also pays for imports and caches, and shared machines stall.
settings.register_profile("default", deadline=None)
# The same examples on every run, so that a failure is the change's and not the draw's.
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=2000)

# For a run of the tests on each of some thousand changed copies of the package: that one fails is
# all that is asked, and not where.
settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
)

_usual = "ci" if os.environ.get("CI") else "default"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", _usual))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a case so that it can be asked for: pytest finds no name with a backslash in it."""
    text = val.decode("latin-1") if isinstance(val, bytes) else val
    return ascii(text)[1:-1].replace("\\", "_") if isinstance(text, str) else None


_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def _browser() -> str | None:
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `published/conftest.py` reads: pytest asks for options before it goes down there."""
    parser.addoption(
        "--closeness", action="store_true", help="print how near each published figure is met"
    )


def pytest_report_header() -> str:
    """Say at the top whether the report page will be tested where it is read."""
    found = _browser()
    missing = "none found: the report page's arithmetic will NOT be checked (install chromium)"
    return f"browser: {found or missing}"


@pytest.fixture(scope="session")
def browser() -> str:
    """A real browser; without one its tests are skipped, and the run says so."""
    found = _browser()
    if found is None:
        pytest.skip(
            f"no browser found (looked for {', '.join(_BROWSERS)}): the report page's arithmetic "
            "was NOT checked"
        )
    return found
