"""oilecon: what a barrel of heavy crude is worth to its producer, route by route.

Unit-aware, sourced, and every input can be varied. Start with ``oilecon.article.margin_loss()``,
or with ``oilecon.compare(oilecon.scenario("article"), "gulf", "asia")``.
"""

from importlib.metadata import version as _version

from oilecon import article, core, shipping
from oilecon.errors import (
    InputError,
    OilEconError,
    PathError,
    UndefinedWarning,
    UnitError,
    UnknownName,
)
from oilecon.evaluation import compare, evaluate
from oilecon.model import (
    Crude,
    Diluent,
    Intermediary,
    LumpSum,
    Market,
    PerBarrel,
    PerTonne,
    Risk,
    Route,
    Sale,
    Supply,
    TimeCharter,
    TimeCharterEquivalent,
    Vessel,
    Voyage,
    Worldscale,
)
from oilecon.reference import sources
from oilecon.scenarios import Scenario, scenario, vessel
from oilecon.shipping import distance, estimate, port
from oilecon.units import Q

__version__ = _version("oilecon")

__all__ = [
    "Crude",
    "Diluent",
    "InputError",
    "Intermediary",
    "LumpSum",
    "Market",
    "OilEconError",
    "PathError",
    "PerBarrel",
    "PerTonne",
    "Q",
    "Risk",
    "Route",
    "Sale",
    "Scenario",
    "Supply",
    "TimeCharter",
    "TimeCharterEquivalent",
    "UndefinedWarning",
    "UnitError",
    "UnknownName",
    "Vessel",
    "Voyage",
    "Worldscale",
    "article",
    "compare",
    "core",
    "distance",
    "estimate",
    "evaluate",
    "port",
    "scenario",
    "shipping",
    "sources",
    "vessel",
]
