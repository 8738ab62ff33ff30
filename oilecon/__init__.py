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
    from oilecon import analysis, article, blending, core, lending, shipping, testing, trading
    from oilecon.analysis import (
        PERT,
        Beta,
        Empirical,
        LogNormal,
        Normal,
        Triangular,
        Uniform,
        allocate,
        attribute,
        bounds,
        breakeven,
        contour,
        simulate,
        sobol,
        sweep,
        tornado,
    )
    from oilecon.blending import blend, crude, dilute
    from oilecon.errors import (
        ExecutorError,
        InputError,
        InterruptedWarning,
        NegativePriceWarning,
        OilEconError,
        PathError,
        UndefinedWarning,
        UnitError,
        UnknownName,
    )
    from oilecon.evaluation import compare, evaluate
    from oilecon.inputs import (
        Amendment,
        CollectionAccount,
        Crude,
        Debt,
        Diluent,
        FiscalTerms,
        ImportCharges,
        Intermediary,
        LinearQuality,
        Loan,
        LumpSum,
        Marker,
        Market,
        OilRepayment,
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
    from oilecon.lending import (
        average_life,
        grant_element,
        irr,
        loan,
        npv,
        repay,
        schedule,
    )
    from oilecon.reference import sources
    from oilecon.scenarios import Scenario, scenario, vessel
    from oilecon.shipping import distance, estimate, port
    from oilecon.trading import annual, constant_dollars, convert, drop_price_year
    from oilecon.units import Q

__version__ = version("oilecon")

__all__ = [
    "PERT",
    "Amendment",
    "Beta",
    "CollectionAccount",
    "Crude",
    "Debt",
    "Diluent",
    "Empirical",
    "ExecutorError",
    "FiscalTerms",
    "ImportCharges",
    "InputError",
    "Intermediary",
    "InterruptedWarning",
    "LinearQuality",
    "Loan",
    "LogNormal",
    "LumpSum",
    "Marker",
    "Market",
    "NegativePriceWarning",
    "Normal",
    "OilEconError",
    "OilRepayment",
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
    "Triangular",
    "UndefinedWarning",
    "Uniform",
    "UnitError",
    "UnknownName",
    "Vessel",
    "Viscosity",
    "Voyage",
    "Worldscale",
    "allocate",
    "analysis",
    "annual",
    "article",
    "attribute",
    "average_life",
    "blend",
    "blending",
    "bounds",
    "breakeven",
    "compare",
    "constant_dollars",
    "contour",
    "convert",
    "core",
    "crude",
    "dilute",
    "distance",
    "drop_price_year",
    "estimate",
    "evaluate",
    "grant_element",
    "irr",
    "lending",
    "loan",
    "npv",
    "port",
    "repay",
    "scenario",
    "schedule",
    "shipping",
    "simulate",
    "sobol",
    "sources",
    "sweep",
    "testing",
    "tornado",
    "trading",
    "vessel",
]

# Where each name above is defined; what is not listed is a room itself.
_ROOMS = {
    "analysis": (
        "PERT Beta Empirical LogNormal Normal Triangular Uniform allocate attribute bounds "
        "breakeven contour simulate sobol sweep tornado"
    ),
    "blending": "blend crude dilute",
    "errors": (
        "ExecutorError InputError InterruptedWarning NegativePriceWarning OilEconError PathError "
        "UndefinedWarning UnitError UnknownName"
    ),
    "evaluation": "compare evaluate",
    "lending": "average_life grant_element irr loan npv repay schedule",
    "inputs": (
        "Amendment CollectionAccount Crude Debt Diluent ImportCharges Intermediary LinearQuality "
        "Loan LumpSum Marker Market OilRepayment PerBarrel PerTonne Risk Route Sale "
        "SulphurDeescalator Supply FiscalTerms TimeCharter TimeCharterEquivalent Vessel "
        "Viscosity Voyage "
        "Worldscale"
    ),
    "reference": "sources",
    "scenarios": "Scenario scenario vessel",
    "shipping": "distance estimate port",
    "trading": "annual convert constant_dollars drop_price_year",
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
