"""A testing kit for cost models, this library's or your own; needs the extra ``testing``.

Strategies draw a model's inputs: quantities in any unit, crudes, ships, voyages, and scenarios
within their sourced ranges. Invariants are properties that any cost model should have.
`check_cost_model` tests those that fit yours, and reports the smallest case that breaks one.
"""

from importlib.util import find_spec

if find_spec("hypothesis") is None:
    msg = "oilecon.testing needs Hypothesis: python -m pip install 'oilecon[testing]'"
    raise ImportError(msg, name="hypothesis")

from oilecon.testing.checking import check_cost_model
from oilecon.testing.contracts import loans, oil_repayments
from oilecon.testing.groups import groups
from oilecon.testing.invariants import (
    additive,
    array_equals_scalar,
    balanced,
    bounded,
    conserves,
    continuous,
    counts,
    finite,
    homogeneous,
    monotone,
    no_mutation,
    order_independent,
    round_trip,
    scale_free,
    unit_invariant,
)
from oilecon.testing.ledgers import LedgerMachine
from oilecon.testing.quantities import compatible_units, price_paths, quantities
from oilecon.testing.searching import Broken, Invariant, Report
from oilecon.testing.strategies import (
    blends,
    chains,
    charters,
    crudes,
    dilutions,
    ranges,
    scenarios,
    vessels,
    voyages,
)

__all__ = [
    "Broken",
    "Invariant",
    "LedgerMachine",
    "Report",
    "additive",
    "array_equals_scalar",
    "balanced",
    "blends",
    "bounded",
    "chains",
    "charters",
    "check_cost_model",
    "compatible_units",
    "conserves",
    "continuous",
    "counts",
    "crudes",
    "dilutions",
    "finite",
    "groups",
    "homogeneous",
    "loans",
    "monotone",
    "no_mutation",
    "oil_repayments",
    "order_independent",
    "price_paths",
    "quantities",
    "ranges",
    "round_trip",
    "scale_free",
    "scenarios",
    "unit_invariant",
    "vessels",
    "voyages",
]
