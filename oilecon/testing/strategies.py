"""Hypothesis strategies for the inputs of a cost model.

A number is drawn a number of round steps away from a typical one, within bounds, and shrinks
towards it. What remains unusual in a failing case is therefore the cause of the failure. Drawn
values print as code that rebuilds them, after ``from oilecon import *``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import reject
from hypothesis import strategies as st

from oilecon import reference
from oilecon.analysis.input_ranges import read_ranges
from oilecon.errors import InputError
from oilecon.inputs import (
    Call,
    Crude,
    LumpSum,
    Parcel,
    PerBarrel,
    PerTonne,
    TimeCharter,
    TimeCharterEquivalent,
    Vessel,
    Viscosity,
    Voyage,
    Worldscale,
)
from oilecon.scenario_tree import Scenario, scenario
from oilecon.testing.groups import as_strategy, groups, of_field, sourced
from oilecon.testing.quantities import Range, numbers, one_number
from oilecon.units import (
    Quantity,
    to_quantity,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DrawFn

    from oilecon.groups import Group
    from oilecon.typing import QuantityLike


__all__ = [
    "blends",
    "chains",
    "charters",
    "crudes",
    "dilutions",
    "ranges",
    "scenarios",
    "vessels",
    "voyages",
]


_HEAVY, _LIGHT = 22.3, 31.1  # degAPI: the usual bounds of heavy and of light crude


def crudes(*, temperature: QuantityLike | None = None, **given: object) -> st.SearchStrategy[Crude]:
    """Draw crudes, each property within the range of the shipped samples.

    Parameters
    ----------
    temperature : quantity, optional
        Temperature of a viscosity, from 1 to a million cSt, which each crude then has.
    **given
        As for `groups`: ``api=('8 degAPI', '22 degAPI')``.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Crudes.
    """
    if temperature is not None:
        at = to_quantity(one_number(temperature, "degC"), "degC")
        tens = numbers(0.0, 2.0, 6.0)
        given["viscosities"] = tens.map(
            lambda power: {"at": Viscosity(at, to_quantity(float(f"{10.0**power:.6g}"), "cSt"))}
        )
    return groups(Crude, **given)


@st.composite
def blends(
    draw: DrawFn, /, *, parts: int = 4, temperature: QuantityLike | None = None, **given: object
) -> list[tuple[Crude, float]]:
    """Draw inputs of `blend`: two or more pairs of a crude and its share, which sum to one.

    Parameters
    ----------
    parts : int
        Maximum number of crudes.
    temperature : quantity, optional
        Temperature of a viscosity, which each crude then has.
    **given
        As for `crudes`.

    Returns
    -------
    list of (Crude, float)
        Shares of the summed volumes. The crudes have different gravities.
    """
    drawn = draw(
        st.lists(
            crudes(temperature=temperature, **given),
            min_size=2,
            max_size=parts,
            unique_by=lambda crude: crude.values["api"],
        )
    )
    weights = draw(st.lists(st.integers(1, 9), min_size=len(drawn), max_size=len(drawn)))
    return [(crude, weight / sum(weights)) for crude, weight in zip(drawn, weights, strict=True)]


@st.composite
def dilutions(draw: DrawFn, /) -> dict[str, Any]:
    """Draw inputs of `dilute`: a heavy crude, a light oil, and a target gravity between them.

    Returns
    -------
    dict
        heavy, diluent and api. Heavy crude has less than 22.3 degAPI and light oil more than 31.1,
        the usual bounds.
    """
    heaviest, _, lightest = sourced()["Crude", "api"]
    heavy = draw(crudes(api=(heaviest, _HEAVY)))
    diluent = draw(crudes(api=(_LIGHT, lightest)))
    share = draw(numbers(0.0, 0.0, 1.0))
    low, high = heavy.values["api"], diluent.values["api"]
    target = float(f"{low + share * (high - low):.6g}")
    target = min(max(target, low), high)
    return {"heavy": heavy, "diluent": diluent, "api": to_quantity(target, "degAPI")}


@st.composite
def vessels(draw: DrawFn, /, *names: str, **given: object) -> Vessel:
    """Draw vessels: a shipped class, each figure within its row's range.

    Parameters
    ----------
    *names : str
        Of shipped vessels; all if left out.
    **given
        As for `groups`.

    Returns
    -------
    Vessel
        With speeds, fuel, size and tonnages.
    """
    name = draw(st.sampled_from(names or sorted(_ships())))
    ship: Vessel = draw(groups(Vessel, name=name, **{**_ships()[name], **given}))
    return ship


@cache
def _ships() -> Mapping[str, Mapping[str, Range | None]]:
    """Return the figures of each shipped vessel, with None for an absent one."""
    vessels_by_name: dict[str, dict[str, Range | None]] = {}
    for table in (reference.vessel_rows(), reference.ship_rows()):
        for name, rows in table.items():
            fields = vessels_by_name.setdefault(name, {})
            fields |= {row.field: (row.low, row.value, row.high) for row in rows}
    # Each ship draws as many numbers, so that a failing case can shrink to another ship.
    every = sorted({field for fields in vessels_by_name.values() for field in fields})
    return {
        name: {field: fields.get(field) for field in every}
        for name, fields in vessels_by_name.items()
    }


_CHARTERS = (TimeCharterEquivalent, TimeCharter, Worldscale, LumpSum, PerTonne, PerBarrel)


def charters(*kinds: type[Group]) -> st.SearchStrategy[Group]:
    """Draw charters of these kinds, or of all six."""
    return st.one_of(*(groups(kind) for kind in kinds or _CHARTERS))


@st.composite
def voyages(draw: DrawFn, /, **given: object) -> Voyage:
    """Draw voyages: a shipped class of ship, loaded to at least half its deadweight.

    Parameters
    ----------
    **given
        As for `groups`: ``vessel=vessels('vlcc')``, ``distance=('500 nmi', '9000 nmi')``.

    Returns
    -------
    Voyage
        Distance, days, dues and fees in their sourced ranges, or left out. In some cases with a
        further load or discharge port, and with another parcel on board.
    """
    given = {"vessel": vessels(), "charter": charters(), **given}
    given["vessel"] = vessel = draw(as_strategy(given["vessel"]))
    dwt = vessel.values["dwt"]
    if dwt is not None and "cargo" not in given:
        drawn = draw(as_strategy(given.get("parcels", _parcels(dwt))))
        room = dwt - sum(parcel.values["cargo"] for parcel in drawn.values())
        given |= {"parcels": drawn, "cargo": (0.5 * dwt, float(f"{0.9 * room:.2g}"), room)}
    given.setdefault("calls", _calls())
    voyage: Voyage = draw(groups(Voyage, **given))
    return voyage


def _parcels(dwt: float) -> st.SearchStrategy[dict[str, Parcel]]:
    """Draw no other parcel or one, of at most a tenth of the deadweight."""
    span = (0.01 * dwt, float(f"{0.05 * dwt:.2g}"), 0.1 * dwt)
    parcel = groups(Parcel, cargo=span, api=st.none() | of_field(Parcel.api, _LIGHTER))
    return st.fixed_dictionaries({}, optional={"parcel": parcel})


_LIGHTER = ("8 degAPI", "16 degAPI", "40 degAPI")


def _calls() -> st.SearchStrategy[dict[str, Call]]:
    """Draw no further ports, or one more to load at, to discharge at, or both."""
    spans = {
        "share": ("0 %", "50 %", "100 %"),
        "days": ("0 day", "1.5 day", "5 day"),
        "port_cost": ("0 USD", "50000 USD", "200000 USD"),
    }
    further = {f"{name}_too": groups(Call, operation=name, **spans) for name in _OPERATIONS}
    return st.fixed_dictionaries({}, optional=further)


_OPERATIONS = Call.operation.options


@st.composite
def chains(draw: DrawFn, /) -> dict[str, Voyage]:
    """Draw inputs of `shipping.transshipment`: a ship, and smaller ones beside it in some cases."""
    legs = draw(st.sampled_from([("sea",), ("shuttle", "sea"), ("shuttle", "sea", "lighter")]))
    large = voyages(vessel=vessels("vlcc", "suezmax"))
    small = voyages(vessel=vessels("aframax", "lr1", "mr"))
    return {leg: draw(large if leg == "sea" else small) for leg in legs}


# -- scenarios ---------------------------------------------------------------------------------


def ranges(base: str | Scenario, *paths: str) -> dict[str, tuple[Any, ...]]:
    """Return the ranges of a scenario's inputs, as `check_cost_model` takes them.

    Parameters
    ----------
    base : str or Scenario
        A shipped scenario by name, or one of your own.
    *paths : str
        Paths or patterns; if left out every input that has a range, as `simulate` draws them.

    Returns
    -------
    dict of str to tuple
        By path, or for a row that several paths share by its pattern, or by the paths with commas
        between: low, typical and high.

    Raises
    ------
    PathError
        If there is no such path.
    InputError
        If a named path, or all that a pattern covers, has no range; or no input has one.

    Examples
    --------
    >>> [str(end) for end in ranges("article", "market.brent")["market.brent"]]
    ['62.54 USD/bbl', '63.8 USD/bbl', '63.8 USD/bbl']
    """
    whole = scenario(base) if isinstance(base, str) else base
    if not paths:
        return {
            each.name: tuple(map(each.input.field.show, (each.low, each.input.value, each.high)))
            for each in read_ranges(whole)
        }
    fields = {path: field for path, field, _ in whole.leaves()}
    spans: dict[str, tuple[Any, ...]] = {}
    for pattern in paths:
        ranged: dict[str, tuple[Any, ...]] = {}
        for path in whole.expand(pattern):
            row = whole.row(path)
            if path in fields and row is not None and row.low < row.high:
                ranged[path] = tuple(map(fields[path].show, (row.low, row.value, row.high)))
        if not ranged:
            msg = f"{pattern}: no row gives its range; write it yourself, as ('low', 'high')"
            raise InputError(msg)
        spans |= ranged
    return spans


def scenarios(
    base: str | Scenario,
    *paths: str,
    cases: int | None = None,
    streams: int = 0,
    **given: object,
) -> st.SearchStrategy[Scenario]:
    """Draw scenarios, with every input that has a range, or those named, anywhere in it.

    Parameters
    ----------
    base : str or Scenario
        A shipped scenario by name, or one of your own.
    *paths : str
        Paths or patterns of the inputs that vary; all that have a range if left out.
    cases : int, optional
        Number of cases in each array; single cases if left out.
    streams : int
        Maximum number of further streams, each the supply with numbers drawn once more; every route
        sells any of them or the supply.
    **given
        Other ranges, as for `groups`, with ``__`` for each dot: ``market__brent=(40, 90)``.

    Returns
    -------
    hypothesis.strategies.SearchStrategy
        Scenarios; they shrink to `base`, and print the differences from a shipped one. A number
        that is drawn has no evidence; one that is drawn as it was keeps its own.

    Raises
    ------
    PathError, InputError
        As `ranges`.
    """
    whole = scenario(base) if isinstance(base, str) else base
    fields = {path: field for path, field, _ in whole.leaves()}
    own = {name.replace("__", "."): bounds for name, bounds in given.items()}
    named = {} if own and not paths else ranges(whole, *paths)
    drawn = {}
    for pattern, bounds in {**named, **own}.items():
        field = fields[whole.expand(pattern.partition(",")[0])[0]]
        strategy = of_field(field, bounds)
        if cases is not None:
            strategy = _stacked(strategy, field.unit, cases)
        drawn[pattern] = strategy
    varied = _scenarios(whole, drawn)
    return _with_streams(varied, drawn, streams) if streams else varied


@st.composite
def _stacked(draw: DrawFn, /, single: st.SearchStrategy[Any], unit: str, cases: int) -> Quantity:
    each = draw(st.lists(single, min_size=cases, max_size=cases))
    return to_quantity(np.array([one_number(value, unit) for value in each]), unit)


@st.composite
def _scenarios(draw: DrawFn, /, base: Scenario, drawn: Mapping[str, Any]) -> Scenario:
    changes = {
        path: value
        for name, strategy in drawn.items()
        if not _as_it_was(base, name, value := draw(strategy))
        for path in name.split(",")
    }
    try:
        return base.vary(changes)
    except InputError:  # inputs that do not fit one another
        reject()


@st.composite
def _with_streams(draw: DrawFn, /, scenarios: Any, drawn: Mapping[str, Any], most: int) -> Scenario:
    whole: Scenario = draw(scenarios)
    below = {
        name.removeprefix("supply."): strategy
        for name, strategy in drawn.items()
        if name.startswith("supply.") and "," not in name
    }
    names = [f"stream_{k}" for k in range(1, 1 + draw(st.integers(0, most)))]
    try:
        streams = {
            name: whole.supply.vary({path: draw(each) for path, each in below.items()})
            for name in names
        }
    except InputError:  # inputs that do not fit one another
        reject()
    sells = {route: draw(st.sampled_from(["supply", *names])) for route in whole.routes}
    routes = {name: whole.routes[name].evolve(stream=stream) for name, stream in sells.items()}
    return whole.evolve(routes=routes, streams=streams)


def _as_it_was(base: Scenario, name: str, value: Any) -> bool:
    """Return whether all that a name covers has a value already; an array is another."""
    single = np.ndim(getattr(value, "magnitude", 0.0)) == 0
    paths = [path for part in name.split(",") for path in base.expand(part)]
    return single and all(base.get(path) == value for path in paths)
