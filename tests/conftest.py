"""How hard Hypothesis tries: HYPOTHESIS_PROFILE=default, ci, thorough or mutants."""

from __future__ import annotations

import os

from hypothesis import settings

# No deadline: a first example also pays for imports and caches, and shared machines stall.
settings.register_profile("default", deadline=None)
# The same examples on every run, so that a failure is the change's and not the draw's.
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=2000)

# For a run of the tests on each of some thousand changed copies of the package.
settings.register_profile(
    "mutants", deadline=None, derandomize=True, database=None, max_examples=10
)

_usual = "ci" if os.environ.get("CI") else "default"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", _usual))
