"""Checks of a programme: months, names, shares, and limits that contradict one another."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import whole_number
from oilecon.errors import InputError, UnknownName, did_you_mean, figure, quote
from oilecon.holes import holes
from oilecon.inputs.route import ships
from oilecon.netback.route import Case, stream_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from oilecon.inputs import LoanContract, Outlet
    from oilecon.labels import Axis
    from oilecon.programme.months import Months
    from oilecon.programme.tree import Programme

__all__ = [
    "check_licences",
    "check_limits",
    "check_months",
    "check_names",
    "check_shares",
    "contract_months",
    "is_fixed",
    "known",
    "of_months",
    "read_path",
]

_NEVER = "9999-12-31"  # the end of an outlet without one
_MOST_CHOICES = 10_000  # of steps and least sales in a month: a second on one path
_ROUNDING = 1e-9  # of shares that add up to all


# -- months --------------------------------------------------------------------------------------


def check_months(programme: Programme) -> None:
    """Raise an error for arrays and labels that are of other months, or of none."""
    axes: tuple[Axis, ...] = programme._raw["index"]  # noqa: SLF001  its own checks
    for path, _, raw in programme.leaves():
        if isinstance(raw, np.ndarray):
            _check_array(programme, path, raw, axes)
    if axes and not of_months(axes[-1], programme.calendar):
        first, last = programme.calendar.labels[0], programme.calendar.labels[-1]
        write = f"for example table.set_axis(pandas.period_range({first!r}, {last!r}, freq='M'))"
        if axes[-1].dated:  # other labels would put its numbers into the wrong months
            write = f"a row for each month from {first!r} to {last!r}, and no other"
        msg = (
            f"Programme.index: expected the months {programme.months}, got {axes[-1].name} "
            f"{axes[-1].at(0)} to {axes[-1].at(-1)}; write {write}"
        )
        raise InputError(msg)


def _check_array(programme: Programme, path: str, raw: Any, axes: Sequence[Axis]) -> None:
    labels, got = programme.calendar.labels, raw.shape[-1]
    if got not in {1, len(labels)}:
        dated = bool(axes) and axes[-1].dated and len(axes[-1]) == got
        shown = f"{got}, {axes[-1].at(0)} to {axes[-1].at(-1)}" if dated else f"{got}"
        msg = (
            f"Programme.{path}: expected one number, or one for each of the {len(labels)} months "
            f"{programme.months}, got {shown}; write one for each, or several cases of one number "
            "as an array of shape (cases, 1)"
        )
        raise InputError(msg)
    missing = holes(raw)
    if missing is not None:
        month = labels[int(np.argwhere(missing)[0][-1])]
        msg = (
            f"Programme.{path}: no number in {month}; write one for every month, as each goes on "
            "from the one before"
        )
        raise InputError(msg)
    if got > 1 and is_fixed(path, programme):
        msg = f"Programme.{path}: expected one number for all months, got {got}; write one"
        raise InputError(msg)


def of_months(axis: Axis, months: Months) -> bool:
    """Return whether labels are days or periods of the months, one in each."""
    labels = tuple(axis.at(k)[: len("2026-01")] for k in range(len(axis)))
    return axis.dated and labels == months.labels


# Numbers of which a programme has one for all months: states when the first begins, and terms.
_FIXED = frozenset(
    {
        "lag",
        "held",
        "afloat",
        "receivable",
        "fund",
        "stock",
        "decline",
        "shut_in",
        "reopening",
        "partner_share",
        "discount",
    }
)


def is_fixed(path: str, programme: Programme) -> bool:
    """Return whether a number is one for all months."""
    steps = path.split(".")
    if steps[0] in programme.contracts:
        return True
    kinds = {"outlet", "production", "diluent_pool"}
    return steps[-1] in _FIXED and (bool(kinds & set(steps)) or len(steps) == 1)


# -- names ---------------------------------------------------------------------------------------


def check_names(programme: Programme) -> None:
    """Raise an error for contracts, outlets and streams that do not fit one another."""
    routes: Mapping[str, Any] = programme.routes
    pool = programme.diluent_pool
    sellers = {name: f"{name!r} sells it" for name in routes}
    for name, contract in programme.contracts.items():
        if contract.route:
            known(contract.route, routes, f"Programme.{name}.route")
            sellers[contract.route] = f"the oil of {name!r} comes from it"
        for loan, each in contract.loans.items():
            start = each.start
            if start and programme.calendar.position(start[:7]) is None:
                msg = (
                    f"Programme.{name}.{loan}.start: expected a day in {programme.months}, got "
                    f"{start}; leave it out for a loan that runs already, with what is owed when "
                    "the first month begins as its principal"
                )
                raise InputError(msg)
    if pool is not None and pool.valued_by:
        known(pool.valued_by, routes, "Programme.diluent_pool.valued_by")
    for stream, supply in _supplies(programme).items():
        sold = [sellers[name] for name, route in routes.items() if route.stream == stream]
        if supply.output is None and sold:
            msg = (
                f"Programme.{stream}.output: required, as {sold[0]}; write "
                f"{stream}.output='630 kb/day'"
            )
            raise InputError(msg)
    for name, route in routes.items():
        if route.outlet is not None and route.outlet.ships is not None and not ships(route):
            msg = (
                f"Programme.{name}.outlet.ships: the route has no voyage of the seller's to "
                "count; leave it out"
            )
            raise InputError(msg)


def check_licences(programme: Programme) -> None:
    """Raise an error for two outlets of the same buyers that are open on the same days.

    Terms that change on a day are two routes, of which one ends when the other begins; a day of
    both would count what the buyers take twice.
    """
    dated = [
        (route.outlet.since, route.outlet.until or _NEVER, name, route)
        for name, route in programme.routes.items()
        if route.outlet is not None and (route.outlet.since or route.outlet.until)
    ]
    dated.sort(key=lambda each: each[0])
    for at, (begins, until, name, route) in enumerate(dated):
        for since, last, other, second in dated[at + 1 :]:
            same = (route.title, route.stream) == (second.title, second.stream)
            if same and since <= until and route.legs == second.legs:
                end = min(until, last)
                days = f"from {since}" if since else "from the first day"
                days += "" if end == _NEVER else f" to {end}"
                write = "days that do not overlap"
                if since > begins:
                    before = dt.date.fromisoformat(since) - dt.timedelta(days=1)
                    write = f"until='{before}' for {name!r}"
                msg = (
                    f"Programme.{name}.outlet.until: {name!r} and {other!r} have one title and one "
                    f"way, and are both open {days}; write {write}, or another title for other "
                    "buyers"
                )
                raise InputError(msg)


def _supplies(programme: Programme) -> Mapping[str, Any]:
    return {"supply": programme.supply, **programme.streams}


def known(name: str, names: Mapping[str, object], where: str) -> None:
    """Raise an error unless a name is among those of routes or streams."""
    if name not in names:
        what = "stream" if where.endswith("production") else "route"
        msg = f"{where}: no {what} {quote(name)} in the scenario{did_you_mean(str(name), names)}"
        raise UnknownName(msg)


# -- limits --------------------------------------------------------------------------------------


def check_shares(programme: Programme) -> None:
    """Raise an error for fixed shares of a stream that are none, or exceed all of it."""
    for stream in _supplies(programme):
        outlets = {
            name: route.outlet
            for name, route in programme.routes.items()
            if route.stream == stream and route.outlet is not None
        }
        if outlets:
            _check_shares_of(programme, stream, outlets)


def _check_shares_of(programme: Programme, stream: str, outlets: Mapping[str, Outlet]) -> None:
    total = np.zeros(len(programme.calendar))
    for outlet in outlets.values():
        total = total + outlet.values["share"]
    first = next(iter(outlets))
    if not total.any():
        msg = (
            f"Programme.{first}.outlet.share: required where the split is by shares, as no outlet "
            f"of {stream!r} has one; write {first}.outlet.share='60 %'"
        )
        raise InputError(msg)
    over = np.argwhere(total > 1.0 + _ROUNDING)
    if over.size:
        month, most = programme.calendar.labels[int(over[0][-1])], total[tuple(over[0])]
        msg = (
            f"Programme.{first}.outlet.share: the shares of {stream!r} add up to "
            f"{figure(100.0 * float(most))} % in {month}, of {' and '.join(map(repr, outlets))}; "
            "write shares that add up to at most 100 %"
        )
        raise InputError(msg)


def check_limits(programme: Programme) -> None:
    """Raise an error for limits of which no month meets both; those of some months give way."""
    for name, route in programme.routes.items():
        if route.outlet is not None:
            _check_outlet(name, route.outlet.values, programme.calendar)
    _check_choices(programme)
    _check_volumes(programme)


def _check_outlet(name: str, outlet: Mapping[str, Any], months: Months) -> None:
    """Raise an error for a term or a least sale beyond the capacity of every month."""
    capacity = outlet["capacity"]
    if capacity is None or not np.any(capacity):
        return
    days = np.array(months.days)
    for field, unit, most in (
        ("term", "bbl/day", capacity + 0.0 * days),
        ("minimum", "bbl", capacity * days),
    ):
        least = outlet[field] + 0.0 * days
        if (least > most * (1.0 + _ROUNDING)).all():
            msg = (
                f"Programme.{name}.outlet.{field}: {figure(float(least[0]))} {unit} in "
                f"{months.labels[0]} are more than the capacity of {figure(float(most[0]))} "
                f"{unit}, and so in every later month; write a smaller {field}, or more capacity"
            )
            raise InputError(msg)


def _check_choices(programme: Programme) -> None:
    """Raise an error for more combinations of steps and least sales than a month can try."""
    if programme.split == "shares":
        return
    combinations, several = 1, []
    for name, route in programme.routes.items():
        if route.outlet is None:
            continue
        outlet = route.outlet.values
        choices = levels = max(len(outlet["steps"]), 1)
        if np.any(outlet["minimum"]):
            choices += levels if np.any(outlet["term"]) else 1
        if choices > 1:
            combinations *= choices
            several.append(name)
    if combinations > _MOST_CHOICES:
        msg = (
            f"Programme.{several[0]}.outlet: the steps and least sales of {len(several)} outlets "
            f"have {combinations:,} combinations a month, and at most {_MOST_CHOICES:,} are tried; "
            "write fewer steps, or no minimum"
        )
        raise InputError(msg)


def _check_volumes(programme: Programme) -> None:
    """Raise an error for oil owed to lenders that in each month exceeds all that can be made."""
    values, labels = programme.values, programme.calendar.labels
    case = Case(values)
    for stream in _supplies(programme):
        owed: Any = np.zeros(len(labels))
        names = []
        for name, contract in programme.contracts.items():
            oil = values["contracts"][name]["repayment"]
            if oil is None or oil["volume"] is None:
                continue
            if programme.routes[contract.route].stream == stream:
                owed = owed + np.where(contract_months(contract, labels), oil["volume"], 0.0)
                names.append(name)
        due = owed > 0.0
        if not due.any():
            continue
        most = _most(stream_values(values, stream), case.blend(stream), programme.calendar)
        if (owed[due] > most[due]).all():
            k = int(np.argmax(due))
            msg = (
                f"Programme.{names[0]}.repayment.volume: {figure(round(owed[k]))} bbl/day are "
                f"owed to {' and '.join(map(repr, names))} in {labels[k]}, and {stream!r} cannot "
                f"make more than {figure(round(most[k]))} bbl/day, then or in a later month; write "
                f"a smaller volume, or more {stream}.output"
            )
            raise InputError(msg)


def contract_months(contract: LoanContract, labels: Sequence[str]) -> list[bool]:
    """Return whether a contract's oil is delivered, by month."""
    since, until = contract.since[:7], contract.until[:7]
    return [(not since or label >= since) and (not until or label <= until) for label in labels]


def _most(
    supply: Mapping[str, Any], blend: Mapping[str, Any], months: Months
) -> npt.NDArray[np.float64]:
    """Return the most blend that can be delivered by month, without any decline [bbl/day]."""
    wells, days = supply["production"], np.array(months.days)
    heavy = np.zeros(len(months)) + supply["output"]
    stock: Any = 0.0
    if wells is not None:
        stock = wells["stock"]
        if wells["capital_cost"] is not None:
            heavy = heavy + np.cumsum(wells["investment"] * days / wells["capital_cost"])
        heavy = np.maximum(heavy - wells["domestic"], 0.0)
    made = heavy * (1.0 - blend["shrinkage"]) / (1.0 - blend["diluent_share"])
    most: npt.NDArray[np.float64] = made + stock / days
    return most


def read_path(path: object, n: int | None) -> int:
    """Return the position of a path of a run; raise an error if there is none."""
    last = 0 if n is None else n - 1
    at = whole_number(path, "path", least=0, example="path=0")
    if at > last:
        msg = f"path: expected one from 0 to {last}, got {at}; write path=0"
        raise InputError(msg)
    return at
