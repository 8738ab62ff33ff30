"""oilecon: what a barrel of heavy crude is worth to its producer, route by route.

Unit-aware, sourced, and every input can be varied. Start with ``oilecon.article.margin_loss()``,
or with ``oilecon.compare(oilecon.scenario("article"), "gulf", "asia")``.

Each public name is loaded when it is first asked for: a reader of one table need not wait for
rooms of the house that he does not enter.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oilecon import article, blending, core, shipping, testing
    from oilecon.blending import blend, crude, dilute
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
        LinearQuality,
        LumpSum,
        Market,
        PerBarrel,
        PerTonne,
        Risk,
        Route,
        Sale,
        SulphurDeescalator,
        Supply,
        TimeCharter,
        TimeCharterEquivalent,
        Vessel,
        Viscosity,
        Voyage,
        Worldscale,
    )
    from oilecon.reference import sources
    from oilecon.scenarios import Scenario, scenario, vessel
    from oilecon.shipping import distance, estimate, port
    from oilecon.units import Q

__version__ = version("oilecon")

__all__ = [
    "Crude",
    "Diluent",
    "InputError",
    "Intermediary",
    "LinearQuality",
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
    "SulphurDeescalator",
    "Supply",
    "TimeCharter",
    "TimeCharterEquivalent",
    "UndefinedWarning",
    "UnitError",
    "UnknownName",
    "Vessel",
    "Viscosity",
    "Voyage",
    "Worldscale",
    "article",
    "blend",
    "blending",
    "compare",
    "core",
    "crude",
    "dilute",
    "distance",
    "estimate",
    "evaluate",
    "port",
    "scenario",
    "shipping",
    "sources",
    "testing",
    "vessel",
]

# Where each name above is defined; what is not listed is a room itself.
_ROOMS = {
    "blending": "blend crude dilute",
    "errors": "InputError OilEconError PathError UndefinedWarning UnitError UnknownName",
    "evaluation": "compare evaluate",
    "model": (
        "Crude Diluent Intermediary LinearQuality LumpSum Market PerBarrel PerTonne Risk Route "
        "Sale SulphurDeescalator Supply TimeCharter TimeCharterEquivalent Vessel Viscosity Voyage "
        "Worldscale"
    ),
    "reference": "sources",
    "scenarios": "Scenario scenario vessel",
    "shipping": "distance estimate port",
    "units": "Q",
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """Load a public name from its room when it is first asked for."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    room = import_module(f"oilecon.{_HOMES.get(name, name)}")
    value = getattr(room, name) if name in _HOMES else room
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return what there is, loaded or not."""
    return sorted([*globals(), *__all__])
