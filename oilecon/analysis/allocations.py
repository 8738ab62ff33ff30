"""The split of exports over routes that earns most within all limits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.analysis.inputs import one_case
from oilecon.analysis.outcomes import OwnOutcomes, read_outcomes
from oilecon.arguments import choice, mapping, one_number
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.extras import load
from oilecon.fields import Number
from oilecon.inputs import Outlet
from oilecon.netback.legs import ships
from oilecon.netback.route import Case, stream_values
from oilecon.netback.voyage import account
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from oilecon.scenario_tree import Scenario
    from oilecon.typing import QuantityLike
    from oilecon.units import FloatArray, Quantity

__all__ = ["Allocation", "allocate"]

BBL_DAY = "bbl/day"
_SHARE = Number("fraction", "a share", low=0, high=1, typical="'100 %'")
_NUMBER = Number("1", "a number", low=0, high=1e6, typical="5.0")
_DAYS = Number("day", "a period", low=1, high=3650, typical="'30 day'")

_NONE = 0.5  # barrels a day; less counts as none
_CENT = 0.005

_EARNINGS = ("operating", "net", "netback")


class _Lot(NamedTuple):
    """A variable: the volume that one route sells at one price."""

    route: str
    change: float  # of the differential [USD/bbl]
    volume: float  # the largest [bbl/day]
    margin: float  # [USD/bbl]


class _Limit(NamedTuple):
    """A row: use of something by the lots, and the amount of it there is."""

    name: str
    uses: FloatArray  # of each lot, for a barrel a day
    amount: float
    unit: str
    label: str  # as messages name it
    one_more: str  # one more of it, as messages name it
    minimum: bool = False  # at least the amount; else at most


class Allocation:
    """The split that earns most.

    Attributes
    ----------
    earnings : Quantity
        Its earnings [USD/day], with term volumes at their credit.
    volumes : dict of str to Quantity
        By route [bbl/day].
    cargoes : dict of str to int or None
        Whole cargoes in the period, where cargoes are whole.
    """

    def __init__(self, problem: _Problem, volumes: FloatArray) -> None:
        self._problem = problem
        self._volumes = volumes
        self.earnings: Quantity = to_quantity(problem.earned(volumes), "USD/day")
        self.volumes: dict[str, Quantity] = {
            route: to_quantity(problem.sold(volumes, route), BBL_DAY) for route in problem.routes
        }
        self.cargoes = problem.cargoes(volumes)
        self._marginal_values: dict[str, float] | None = None

    def to_frame(self) -> pd.DataFrame:
        """Return one row a route and price: volume, margin of a barrel, and earnings."""
        import pandas as pd

        rows = [
            {
                "route": lot.route,
                "price change [USD/bbl]": lot.change,
                "volume [kb/day]": volume / 1000.0,
                f"{self._problem.earning} [USD/bbl]": lot.margin,
                "earns [USD/day]": volume * lot.margin,
            }
            for lot, volume in zip(self._problem.lots, self._volumes, strict=True)
        ]
        return pd.DataFrame(rows).set_index("route")

    def limits(self) -> pd.DataFrame:
        """Return every limit: amount used, amount available, and marginal value.

        Returns
        -------
        pandas.DataFrame
            By limit: used, of, unit, whether it binds, and its marginal value (shadow price): the
            rise of the earnings [USD/day] with one more of the unit; for a term volume, with
            one barrel a day less. Where cargoes are whole, the marginal value is that of the same
            limits without that condition, since one barrel seldom makes a cargo.
        """
        import pandas as pd

        marginal_values = self.marginal_values()
        rows = {
            limit.name: {
                "used": float(limit.uses @ self._volumes),
                "of": limit.amount,
                "unit": limit.unit,
                "binds": self._binds(limit),
                "marginal value [USD/day]": marginal_values[limit.name],
            }
            for limit in self._problem.limits
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("limit")

    def _binds(self, limit: _Limit) -> bool:
        used = float(limit.uses @ self._volumes)
        slack = used - limit.amount if limit.minimum else limit.amount - used
        return slack <= 1e-6 * max(limit.amount, 1.0)

    def marginal_values(self) -> dict[str, float]:
        """Return the marginal value of each limit: its shadow price [USD/day].

        It is the rise of the earnings with one more of the limit. The problem is solved once more
        for each limit alone. Where two bind together, one more of either alone often adds nothing.
        """
        if self._marginal_values is None:
            self._marginal_values = self._problem.marginal_values()
        return dict(self._marginal_values)

    def words(self) -> list[str]:
        """Return in sentences where the oil goes, why, and each marginal value above zero."""
        return [self._why(route) for route in self._problem.routes] + self._valuations()

    def _why(self, route: str) -> str:
        problem = self._problem
        sold = float(self.volumes[route].magnitude)
        lots = [lot for lot in problem.lots if lot.route == route]
        lowest = min(
            (
                lot.margin
                for lot, volume in zip(problem.lots, self._volumes, strict=True)
                if volume > _NONE and (lot.route == route or sold <= _NONE)
            ),
            default=math.nan,
        )
        earn = f"{lots[0].margin:.2f} USD/bbl"
        binding = [
            limit.label
            for limit in problem.limits
            if limit.uses[problem.lots.index(lots[0])] and self._binds(limit) and not limit.minimum
        ]
        whole = self.cargoes.get(route)
        cargoes = "" if whole is None else f" in {whole} cargoes"
        if sold > _NONE:
            earn = earn if lowest == lots[0].margin else f"{earn} down to {lowest:.2f}"
            reason = f", limited by {' and '.join(binding)}" if binding else ""
            owed = [limit for limit in problem.limits if limit.name == f"{route}.term"]
            if any(self._binds(limit) for limit in owed):
                reason = ", no more than it is owed"
            return f"{route} takes {sold / 1000.0:.0f} kb/day{cargoes} at {earn}{reason}."
        shut = [limit.label for limit in problem.limits if limit.amount == 0.0 and limit.uses.any()]
        on_route = [label for label in shut if label.startswith(f"{route}'s")]
        if on_route:
            return f"{route} takes nothing: shut by {' and '.join(on_route)}."
        if lots[0].margin <= 0.0:
            return f"{route} takes nothing: a barrel there earns {earn}."
        if math.isnan(lowest):
            why = f", limited by {' and '.join(shut)}" if shut else ""
            return f"{route} takes nothing: nothing can leave{why}."
        return (
            f"{route} takes nothing: a barrel there earns {earn}, and all that can leave earns "
            f"at least {lowest:.2f} USD/bbl elsewhere."
        )

    def _valuations(self) -> list[str]:
        sentences = []
        relaxed = ", were cargoes not whole" if self._problem.period else ""
        for limit in self._problem.limits:
            value = self.marginal_values()[limit.name]
            if value > _CENT:
                sentences.append(f"{limit.one_more} would add {value:,.2f} USD a day{relaxed}.")
        if not sentences:
            sentences.append("No limit has a marginal value above zero.")
        return sentences

    def __str__(self) -> str:
        """Return the answer in sentences."""
        earns = f"It earns {self.earnings.magnitude:,.0f} USD/day."
        return "\n".join([*self.words(), earns])

    def __repr__(self) -> str:
        """Describe the result in one line."""
        parts = [f"{name} {q.magnitude / 1000.0:.1f}" for name, q in self.volumes.items()]
        return f"<Allocation: {', '.join(parts)} kb/day, {self.earnings.magnitude:,.0f} USD/day>"


class _Problem:
    """The linear program: lots to choose, limits on them."""

    def __init__(
        self,
        scenario: Scenario,
        outlets: Mapping[str, Outlet],
        credit: Mapping[str, float],
        earning: str,
        berths: float | None,
        period: float | None,
    ) -> None:
        self.earning = earning
        self.period = period
        self.routes = tuple(outlets)
        self.case = Case(scenario.values)
        self.values = scenario.values
        self.stream = _one_stream(self.case, self.routes)
        self.blend = self.case.blend(self.stream)
        self.lots = [lot for route in outlets for lot in _lots(scenario, route, outlets, earning)]
        self.barrels = {route: self._cargo(route) for route in outlets}
        # A term volume brings its credit, not its price: the same whatever the split.
        self.given_up = {
            route: (1.0 - credit.get(route, 1.0)) * float(self.case.waterfall(route).price)
            for route, outlet in outlets.items()
            if outlet.values["term"]
        }
        self.limits = [*self._route_limits(outlets), *self._shared_limits(berths)]

    def _of(self, route: str) -> FloatArray:
        return np.array([float(lot.route == route) for lot in self.lots])

    def _ships(self, route: str) -> list[Mapping[str, Any]]:
        """Return the values of the legs that a ship carries."""
        return list(ships(self.values["routes"][route]["legs"]).values())

    def _cargo(self, route: str) -> float:
        """Return the barrels sent for a route's cargo; 0 where the seller knows of no voyage."""
        largest = max((leg["cargo"] for leg in self._ships(route)), default=0.0)
        return self._sent(route, largest) if largest else 0.0

    def _sent(self, route: str, tonnes: float) -> float:
        """Return the barrels that go into the first leg for a cargo, some of them lost by land."""
        first = next(iter(ships(self.values["routes"][route]["legs"])))
        loaded: Any = self.case.point(route, first)  # None only after the first ship
        return float(tonnes * self.blend["barrels_per_tonne"] / loaded.barrels_in)

    def _route_limits(self, outlets: Mapping[str, Outlet]) -> list[_Limit]:
        limits = []
        for route, outlet in outlets.items():
            of_route, values = self._of(route), outlet.values
            for name, label, condition in (
                ("capacity", f"{route}'s buyers", f"of capacity at {route}'s buyers"),
                ("licence", f"{route}'s licence", f"under {route}'s licence"),
            ):
                if values[name] is not None:
                    where, amount = f"{route}.{name}", float(values[name])
                    one_more = f"One more barrel a day {condition}"
                    limits.append(_Limit(where, of_route, amount, BBL_DAY, label, one_more))
            if values["term"]:
                where, amount = f"{route}.term", float(values["term"])
                label, one_less = (
                    f"the oil owed to {route}",
                    f"One barrel a day less owed to {route}",
                )
                limits.append(
                    _Limit(where, of_route, amount, BBL_DAY, label, one_less, minimum=True)
                )
            if values["ships"] is not None:
                where, number = f"{route}.ships", float(values["ships"])
                cargo = self._cargo_of(route, where)
                uses = of_route * self._round_days(route) / cargo
                label, one_more = f"{route}'s ships", f"One more ship for {route}"
                limits.append(_Limit(where, uses, number, "ships", label, one_more))
            for lot in [lot for lot in self.lots if lot.route == route and values["steps"]]:
                only = np.array([float(other is lot) for other in self.lots])
                price = f"{lot.change:+g} USD/bbl"
                limits.append(
                    _Limit(
                        f"{route} at {price}",
                        only,
                        lot.volume,
                        BBL_DAY,
                        f"what {route} buys at {price}",
                        f"One more barrel a day sold to {route} at {price}",
                    )
                )
        return limits

    def _round_days(self, route: str) -> float:
        return float(account(self._ships(route)[-1], self.values["market"]).total_days)

    def _cargo_of(self, route: str, what: str) -> float:
        if not self.barrels[route]:
            msg = f"{what}: {route} has no voyage of the seller's to count; leave it out"
            raise InputError(msg)
        return self.barrels[route]

    def _shared_limits(self, berths: float | None) -> list[_Limit]:
        supply, blend = stream_values(self.values, self.stream), self.blend
        share, remaining = blend["diluent_share"], 1.0 - blend["shrinkage"]
        ones = np.ones(len(self.lots))
        limits = []
        if supply["output"] is not None:
            heavy = ones * (1.0 - share) / remaining
            one_more = "One more barrel a day of heavy crude"
            amount = float(supply["output"])
            limits.append(_Limit("output", heavy, amount, BBL_DAY, "the heavy crude", one_more))
        if supply["diluent"] is not None and supply["diluent_supply"] is not None:
            light = ones * share / remaining
            one_more = "One more barrel a day of diluent"
            amount = float(supply["diluent_supply"])
            limits.append(_Limit("diluent", light, amount, BBL_DAY, "the diluent", one_more))
        if berths is not None:
            uses = np.array([self._load_days(lot.route) for lot in self.lots])
            one_more = "One more berth"
            limits.append(_Limit("berths", uses, berths, "berths", "the berths", one_more))
        return limits

    def _load_days(self, route: str) -> float:
        """Return the days that a barrel a day keeps a berth busy each day."""
        self._cargo_of(route, "berths")  # refused without a voyage
        ship = self._ships(route)[0]
        first = self._sent(route, ship["cargo"])
        return float(ship["days_load"]) / first

    # -- solving -------------------------------------------------------------------------------

    def solve(self, limits: Sequence[_Limit], *, whole: bool) -> Any:
        """Return the solution of HiGHS; `x` is None where nothing fits."""
        optimize = load("scipy.optimize", "analysis", "an allocation")
        margins = np.array([lot.margin for lot in self.lots])
        count, ships = len(self.lots), len(self.routes) if whole else 0
        rows, lower, upper = [], [], []
        for limit in limits:
            size = float(np.abs(limit.uses).max()) or 1.0
            rows.append(np.concatenate([limit.uses / size, np.zeros(ships)]))
            lower.append(limit.amount / size if limit.minimum else -np.inf)
            upper.append(np.inf if limit.minimum else limit.amount / size)
        if whole:
            for k, route in enumerate(self.routes):
                cargoes = np.zeros(ships)
                cargoes[k] = -self._cargo_of(route, "whole_cargoes_in") / float(self.period or 1.0)
                rows.append(np.concatenate([self._of(route), cargoes]))
                lower.append(0.0)
                upper.append(0.0)
        if not rows:
            rows, lower, upper = [np.zeros(count)], [0.0], [0.0]
        constraints = optimize.LinearConstraint(np.array(rows), lower, upper)
        return optimize.milp(
            -np.concatenate([margins, np.zeros(ships)]),
            constraints=constraints,
            integrality=np.concatenate([np.zeros(count), np.ones(ships)]),
            options={"mip_rel_gap": 0.0},
        )

    def best(self) -> FloatArray:
        """Return the volumes that earn most.

        Raises
        ------
        InputError
            If nothing fits, with the limits that conflict, or nothing limits the sale.
        """
        solution = self.solve(self.limits, whole=self.period is not None)
        if solution.x is not None:
            volumes: FloatArray = np.maximum(solution.x[: len(self.lots)], 0.0)
            return volumes
        if self._fits([limit for limit in self.limits if limit.minimum]) and not self._bounded():
            msg = (
                "nothing limits how much is sold; give a route its capacity, or the supply its "
                f"output: scenario.vary({{'{self.stream}.output': '630 kb/day'}})"
            )
            raise InputError(msg)
        raise self._conflict()

    def _bounded(self) -> bool:
        used = sum((limit.uses for limit in self.limits if not limit.minimum), np.zeros(1))
        return bool(np.all(np.broadcast_to(used, len(self.lots)) > 0.0))

    def _fits(self, limits: Sequence[_Limit], *, whole: bool = False) -> bool:
        trial = self.solve(limits, whole=whole)
        return bool(trial.status != 2)  # noqa: PLR2004  HiGHS: infeasible

    def _conflict(self) -> InputError:
        """Return the error, with a smallest set of limits that do not fit together."""
        whole = self._fits(self.limits)  # then only whole cargoes do not fit
        kept = list(self.limits)
        for limit in self.limits:
            fewer = [other for other in kept if other is not limit]
            if not self._fits(fewer, whole=whole):
                kept = fewer
        listed = "; ".join(_stated(limit) for limit in kept)
        cargoes = f" with whole cargoes in {self.period:g} days" if whole else ""
        return InputError(f"no split fits{cargoes}: these limits conflict: {listed}")

    def earned(self, volumes: FloatArray) -> float:
        """Return the earnings [USD/day]."""
        margins = np.array([lot.margin for lot in self.lots])
        owed = {limit.name: limit.amount for limit in self.limits if limit.minimum}
        lost = sum(each * owed[f"{route}.term"] for route, each in self.given_up.items())
        return float(margins @ volumes) - lost

    def sold(self, volumes: FloatArray, route: str) -> float:
        """Return the sales of a route [bbl/day]."""
        return float(self._of(route) @ volumes)

    def cargoes(self, volumes: FloatArray) -> dict[str, int | None]:
        """Return the whole cargoes of each route in the period; None without one."""
        if self.period is None:
            return dict.fromkeys(self.routes)
        return {
            route: round(self.sold(volumes, route) * self.period / self.barrels[route])
            for route in self.routes
        }

    def marginal_values(self) -> dict[str, float]:
        """Return the marginal value of each limit, without whole cargoes [USD/day]."""
        base = self._earned(self.limits)
        values = {}
        for k, limit in enumerate(self.limits):
            step = -min(1.0, limit.amount) if limit.minimum else 1.0
            moved = limit._replace(amount=limit.amount + step)
            trial = [*self.limits[:k], moved, *self.limits[k + 1 :]]
            value = (self._earned(trial) - base) if step else 0.0
            if limit.minimum and step:
                value = value / -step + self.given_up[limit.name.removesuffix(".term")]
            values[limit.name] = max(value, 0.0)
        return values

    def _earned(self, limits: Sequence[_Limit]) -> float:
        return -float(self.solve(limits, whole=False).fun)


def _one_stream(case: Case, routes: Sequence[str]) -> str:
    """Return the stream that all routes sell.

    Raises
    ------
    InputError
        If they sell several.
    """
    by_stream: dict[str, list[str]] = {}
    for route in routes:
        by_stream.setdefault(case.stream(route), []).append(route)
    if len(by_stream) > 1:
        listed = " and ".join(
            f"{', '.join(of_it)} of {stream!r}" for stream, of_it in by_stream.items()
        )
        msg = (
            f"outlets: expected routes of one stream, whose output they share, got {listed}; "
            "allocate the routes of each stream apart"
        )
        raise InputError(msg)
    return next(iter(by_stream), "supply")


def _stated(limit: _Limit) -> str:
    bound = "at least" if limit.minimum else "at most"
    return f"{limit.label}, {bound} {limit.amount:,.6g} {limit.unit}"


def _lots(
    scenario: Scenario, route: str, outlets: Mapping[str, Outlet], earning: str
) -> list[_Lot]:
    """Return a route's lots: one, or one for each step of its price."""
    steps = outlets[route].values["steps"].values()
    volumes = [float(step["volume"]) for step in steps] or [math.inf]
    changes = [float(step["change"]) for step in steps] or [0.0]
    path = f"{route}.sale.differential"
    base = scenario.values["routes"][route]["sale"]["differential"]
    query = read_outcomes(scenario, f"{route}.{earning}", (route,))
    leaf = {scenario.keys_to(path): base + np.array(changes)}
    margins = np.broadcast_to(query.answers(leaf)[0], (len(changes),))
    return [
        _Lot(route, change, volume, float(margin))
        for change, volume, margin in zip(changes, volumes, margins, strict=True)
    ]


def _plain_case(scenario: Scenario) -> Scenario:
    """Return the one case, of a programme as a scenario with its outlets."""
    case: Any = one_case(scenario, "an allocation", "each case has a best split of its own")
    if isinstance(scenario, OwnOutcomes):
        first = case.calendar.labels[0]
        if case.shape:
            msg = (
                "an allocation takes one month, since each has a best split of its own, and this "
                f"programme has numbers by month; write .in_month({first!r}, outlets=True)"
            )
            raise InputError(msg)
        case = case.in_month(first, outlets=True)
    plain: Scenario = case
    return plain


def _outlets_of(scenario: Scenario) -> dict[str, Outlet]:
    """Return the outlets of the routes that have one."""
    own = {name: each.outlet for name, each in scenario.routes.items() if each.outlet is not None}
    if not own:
        first = next(iter(scenario.routes))
        msg = (
            "outlets: no route has an outlet; write "
            f"allocate(scenario, {{{first!r}: Outlet(capacity='200 kb/day')}})"
        )
        raise InputError(msg)
    return own


def _read_outlets(scenario: Scenario, outlets: object) -> dict[str, Outlet]:
    """Return the outlets given, each of a route and of one case."""
    given = mapping(outlets, "outlets", "routes to Outlet(...)")
    for route, outlet in given.items():
        if route not in scenario.routes:
            near = did_you_mean(str(route), scenario.routes)
            msg = f"outlets: no route {quote(route)} in the scenario{near}"
            raise UnknownName(msg)
        if not isinstance(outlet, Outlet):
            msg = (
                f"outlets: {route}: expected Outlet(...), got {quote(outlet)}; write for example "
                "Outlet(capacity='200 kb/day')"
            )
            raise InputError(msg)
        for path, shape in outlet.shapes.items():
            msg = (
                f"outlets: {route}.outlet.{path}: expected one number, since each case has a best "
                f"split of its own, got an array of shape {shape}; write one of its numbers"
            )
            raise InputError(msg)
    return dict(given)


def _read_credit(credit: object, outlets: Mapping[str, Outlet]) -> dict[str, float]:
    """Return the credit by route, each with a term volume."""
    if credit is None:
        return {}
    given = mapping(credit, "credit", "routes to shares, as {'asia': '40 %'}")
    for route in given:
        if route not in outlets:
            msg = f"credit: no outlet {quote(route)}{did_you_mean(str(route), outlets)}"
            raise UnknownName(msg)
        if not outlets[route].values["term"]:
            msg = (
                f"credit: {route} has no term volume to be credited; leave it out, or write "
                f"{route!r}: Outlet(term='100 kb/day')"
            )
            raise InputError(msg)
    return {route: one_number(_SHARE, each, f"credit: {route}") for route, each in given.items()}


def allocate(
    scenario: Scenario,
    outlets: Mapping[str, Outlet] | None = None,
    *,
    outcome: str = "operating",
    credit: Mapping[str, QuantityLike] | None = None,
    berths: QuantityLike | None = None,
    whole_cargoes_in: QuantityLike | None = None,
) -> Allocation:
    """Return the split of exports over routes that earns most.

    Parameters
    ----------
    scenario : Scenario
        One case: of arrays, each has a best split of its own, so allocate ``scenario.at(index)``.
        Of a programme with numbers by month, ``programme.in_month('2026-03', outlets=True)``.
        The ``output`` and ``diluent_supply`` of the stream that the routes sell, such as
        ``supply.output``, limit exports where given.
    outlets : mapping of str to Outlet, optional
        Route to its limits: `capacity`, `licence`, `term`, `steps` and `ships`. A route that is
        left out takes nothing. All sell one stream. If the argument is left out, the routes' own
        `outlet`. Dates, minimum, shares, payment and opening balances are of a programme alone.
    outcome : {'operating', 'net', 'netback'}
        The margin of a barrel, of which the split earns the most in all.
    credit : mapping of str to quantity, optional
        By route, the value to the producer of a dollar of repayment by its term volume: 100 %, as
        where it is left out, if it is as good as cash; 0 % if the oil is gone for nothing.
    berths : float, optional
        Berths at the load port, which all routes share; each cargo keeps one for its days there.
    whole_cargoes_in : quantity, optional
        A period, such as ``'30 day'``, in which each route takes a whole number of cargoes.

    Returns
    -------
    Allocation
        Volumes, earnings, and the limits with their marginal values.

    Raises
    ------
    InputError
        If no split fits (the message names limits that conflict), nothing limits the sale, or a
        figure does not fit.
    UnitError
        If a unit does not fit.
    UnknownName
        If there is no such route.
    OilEconError
        If SciPy is not installed.

    Notes
    -----
    A linear program, with whole cargoes a mixed-integer one, solved by HiGHS. Each lot of `steps`
    is sold at its own price, not all at the lowest
    as in `oilecon.run`; a lower price for the last lot does not lower that of the first. In a
    market with one price it does: see `oilecon.trading.demand_schedule`.

    Examples
    --------
    >>> import oilecon as oe
    >>> s = oe.scenario("article").vary({"supply.output": "630 kb/day"})
    >>> split = oe.allocate(
    ...     s,
    ...     {"gulf": oe.Outlet(capacity="200 kb/day"), "asia": oe.Outlet()},
    ... )
    >>> print(split.volumes["gulf"].to("kb/day"))
    200.0 kb/day
    """
    case = _plain_case(scenario)
    given = _outlets_of(case) if outlets is None else _read_outlets(case, outlets)
    credited = _read_credit(credit, given)
    earning = choice(outcome, _EARNINGS, "outcome")
    places = None if berths is None else one_number(_NUMBER, berths, "berths")
    period = (
        None
        if whole_cargoes_in is None
        else one_number(_DAYS, whole_cargoes_in, "whole_cargoes_in")
    )
    problem = _Problem(case, given, credited, earning, places, period)
    return Allocation(problem, problem.best())
