"""Where the oil goes: the split of exports over routes that earns most within all limits."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.analysis.extras import load
from oilecon.analysis.inputs import one_case
from oilecon.analysis.outcomes import read_outcomes
from oilecon.arguments import choice, mapping, one_number
from oilecon.errors import InputError, UnknownName, did_you_mean, quote
from oilecon.fields import Number
from oilecon.netback.legs import ships
from oilecon.netback.route import Case
from oilecon.netback.voyage import account
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from oilecon.scenario_tree import Scenario
    from oilecon.typing import QuantityLike
    from oilecon.units import FloatArray, Quantity

__all__ = ["Allocation", "Outlet", "allocate"]

BBL_DAY = "bbl/day"
_VOLUME = Number(BBL_DAY, "a volume", low=0, high=1e8, typical="'200 kb/day'")
_CHANGE = Number("USD/bbl", "a change of price", low=-300, high=300, typical="'-2 USD/bbl'")
_SHARE = Number("fraction", "a share", low=0, high=1, typical="'100 %'")
_NUMBER = Number("1", "a number", low=0, high=1e6, typical="5.0")
_DAYS = Number("day", "a period", low=1, high=3650, typical="'30 day'")

_NONE = 0.5  # barrels a day; less is none
_CENT = 0.005

_EARNINGS = ("operating", "net", "netback")


@dataclass(frozen=True)
class Outlet:
    """What limits the sale by one route; what is left out does not limit it.

    Parameters
    ----------
    capacity : quantity, optional
        The most that its buyers take, as ``'200 kb/day'``.
    licence : quantity, optional
        The most that sanctions allow; ``'0 kb/day'`` closes the route.
    owed : quantity, optional
        What must go there, such as oil that repays lenders.
    credit : quantity
        What a dollar of repayment by owed oil is worth to the producer: 100 % if it is as good as
        cash, 0 % if the oil is gone for nothing.
    ships : float, optional
        How many ships of the route's last voyage there are; each is away for a round voyage.
    steps : sequence of (quantity, quantity), optional
        How the price falls as more is sold: volume and change of the differential, lot after lot,
        each change below the one before. More than their sum is not sold.
    """

    capacity: QuantityLike | None = None
    licence: QuantityLike | None = None
    owed: QuantityLike | None = None
    credit: QuantityLike = "100 %"
    ships: QuantityLike | None = None
    steps: Sequence[tuple[QuantityLike, QuantityLike]] = ()


class _Lot(NamedTuple):
    """A variable: what one route sells at one price."""

    route: str
    change: float  # of the differential [USD/bbl]
    volume: float  # at most [bbl/day]
    margin: float  # [USD/bbl]


class _Limit(NamedTuple):
    """A row: what the lots use of something, and how much of it there is."""

    name: str
    uses: FloatArray  # of each lot, for a barrel a day
    amount: float
    unit: str
    said: str  # what a message calls it
    one: str  # what one more of it is called
    least: bool = False  # whether it asks for at least the amount


class Allocation:
    """The split that earns most.

    Attributes
    ----------
    earnings : Quantity
        What it earns [USD/day], with owed oil at its credit.
    volumes : dict of str to Quantity
        By route [bbl/day].
    cargoes : dict of str to int or None
        Whole cargoes in the period, where these were asked for.
    """

    def __init__(self, problem: _Problem, volumes: FloatArray) -> None:
        self._problem = problem
        self._volumes = volumes
        self.earnings: Quantity = to_quantity(problem.earned(volumes), "USD/day")
        self.volumes: dict[str, Quantity] = {
            route: to_quantity(problem.sold(volumes, route), BBL_DAY) for route in problem.routes
        }
        self.cargoes = problem.cargoes(volumes)
        self._worth: dict[str, float] | None = None

    def to_frame(self) -> pd.DataFrame:
        """Return one row a route and price: volume, margin of a barrel, and what it earns."""
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
        """Return every limit: what is used, what there is, and what one more is worth.

        Returns
        -------
        pandas.DataFrame
            By limit: used, of, unit, whether it binds, and worth: by how much the earnings rise
            [USD/day] with one more of the unit; for oil that is owed, with one barrel a day less.
            Where cargoes are whole, worth is that of the same limits without that condition, since
            one barrel seldom makes a cargo.
        """
        import pandas as pd

        worth = self.worth()
        rows = {
            limit.name: {
                "used": float(limit.uses @ self._volumes),
                "of": limit.amount,
                "unit": limit.unit,
                "binds": self._binds(limit),
                "worth [USD/day]": worth[limit.name],
            }
            for limit in self._problem.limits
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("limit")

    def _binds(self, limit: _Limit) -> bool:
        used = float(limit.uses @ self._volumes)
        slack = used - limit.amount if limit.least else limit.amount - used
        return slack <= 1e-6 * max(limit.amount, 1.0)

    def worth(self) -> dict[str, float]:
        """Return by how much the earnings rise with one more of each limit [USD/day].

        The problem is solved once more for each, so that limits that bind together are each told
        what they are worth alone: often nothing.
        """
        if self._worth is None:
            self._worth = self._problem.worths()
        return dict(self._worth)

    def words(self) -> list[str]:
        """Return in sentences where the oil goes, why, and what would be worth something."""
        return [self._why(route) for route in self._problem.routes] + self._worths()

    def _why(self, route: str) -> str:
        problem = self._problem
        sold = float(self.volumes[route].magnitude)
        lots = [lot for lot in problem.lots if lot.route == route]
        least = min(
            (
                lot.margin
                for lot, volume in zip(problem.lots, self._volumes, strict=True)
                if volume > _NONE and (lot.route == route or sold <= _NONE)
            ),
            default=math.nan,
        )
        earn = f"{lots[0].margin:.2f} USD/bbl"
        binding = [
            limit.said
            for limit in problem.limits
            if limit.uses[problem.lots.index(lots[0])] and self._binds(limit) and not limit.least
        ]
        whole = self.cargoes.get(route)
        cargoes = "" if whole is None else f" in {whole} cargoes"
        if sold > _NONE:
            earn = earn if least == lots[0].margin else f"{earn} down to {least:.2f}"
            held = f", limited by {' and '.join(binding)}" if binding else ""
            owed = [limit for limit in problem.limits if limit.name == f"{route}.owed"]
            if any(self._binds(limit) for limit in owed):
                held = ", no more than it is owed"
            return f"{route} takes {sold / 1000.0:.0f} kb/day{cargoes} at {earn}{held}."
        shut = [limit.said for limit in problem.limits if limit.amount == 0.0 and limit.uses.any()]
        mine = [said for said in shut if said.startswith(f"{route}'s")]
        if mine:
            return f"{route} takes nothing: shut by {' and '.join(mine)}."
        if lots[0].margin <= 0.0:
            return f"{route} takes nothing: a barrel there earns {earn}."
        if math.isnan(least):
            why = f", limited by {' and '.join(shut)}" if shut else ""
            return f"{route} takes nothing: nothing can leave{why}."
        return (
            f"{route} takes nothing: a barrel there earns {earn}, and all that can leave earns "
            f"at least {least:.2f} USD/bbl elsewhere."
        )

    def _worths(self) -> list[str]:
        sentences = []
        relaxed = ", were cargoes not whole" if self._problem.period else ""
        for limit in self._problem.limits:
            worth = self.worth()[limit.name]
            if worth > _CENT:
                sentences.append(f"{limit.one} is worth {worth:,.2f} USD a day{relaxed}.")
        if not sentences:
            sentences.append("No limit holds the earnings down.")
        return sentences

    def __str__(self) -> str:
        """Return the answer in sentences."""
        earns = f"It earns {self.earnings.magnitude:,.0f} USD/day."
        return "\n".join([*self.words(), earns])

    def __repr__(self) -> str:
        """Say what it is and what it comes to."""
        parts = [f"{name} {q.magnitude / 1000.0:.1f}" for name, q in self.volumes.items()]
        return f"<Allocation: {', '.join(parts)} kb/day, {self.earnings.magnitude:,.0f} USD/day>"


class _Problem:
    """The linear program: lots to choose, limits on them."""

    def __init__(
        self,
        scenario: Scenario,
        outlets: Mapping[str, Outlet],
        earning: str,
        berths: float | None,
        period: float | None,
    ) -> None:
        self.earning = earning
        self.period = period
        self.routes = tuple(outlets)
        self.case = Case(scenario.values)
        self.values = scenario.values
        self.lots = [lot for route in outlets for lot in _lots(scenario, route, outlets, earning)]
        self.barrels = {route: self._cargo(route) for route in outlets}
        # Owed oil brings its credit, not its price: the same whatever the split.
        self.given_up = {
            route: (1.0 - one_number(_SHARE, outlet.credit, f"{route}.credit"))
            * float(self.case.waterfall(route).price)
            for route, outlet in outlets.items()
            if outlet.owed is not None
        }
        for route, outlet in outlets.items():
            one_number(
                _SHARE, outlet.credit, f"{route}.credit"
            )  # also of a route that is owed nothing
        self.limits = [*self._route_limits(outlets), *self._shared_limits(berths)]

    def _of(self, route: str) -> FloatArray:
        return np.array([float(lot.route == route) for lot in self.lots])

    def _ships(self, route: str) -> list[Mapping[str, Any]]:
        """Return the values of the legs that a ship carries."""
        return list(ships(self.values["routes"][route]["voyages"]).values())

    def _cargo(self, route: str) -> float:
        """Return the barrels of a route's cargo; 0 where the seller knows of no voyage."""
        largest = max((leg["cargo"] for leg in self._ships(route)), default=0.0)
        return float(largest * self.case.blend["barrels_per_tonne"])

    def _route_limits(self, outlets: Mapping[str, Outlet]) -> list[_Limit]:
        found = []
        for route, outlet in outlets.items():
            mine = self._of(route)
            for name, said, one in (
                ("capacity", "'s buyers", "One more barrel a day of room at {}'s buyers"),
                ("licence", "'s licence", "One more barrel a day under {}'s licence"),
            ):
                value = getattr(outlet, name)
                if value is not None:
                    amount = one_number(_VOLUME, value, f"{route}.{name}")
                    said_ = f"{route}{said}"
                    limit = _Limit(
                        f"{route}.{name}", mine, amount, BBL_DAY, said_, one.format(route)
                    )
                    found.append(limit)
            if outlet.owed is not None:
                amount = one_number(_VOLUME, outlet.owed, f"{route}.owed")
                one = f"One barrel a day less owed to {route}"
                said = f"the oil owed to {route}"
                found.append(_Limit(f"{route}.owed", mine, amount, BBL_DAY, said, one, least=True))
            if outlet.ships is not None:
                number = one_number(_NUMBER, outlet.ships, f"{route}.ships")
                cargo = self._cargo_of(route, f"{route}.ships")
                uses = mine * self._round_days(route) / cargo
                said, one = f"{route}'s ships", f"One more ship for {route}"
                found.append(_Limit(f"{route}.ships", uses, number, "ships", said, one))
            for lot in [lot for lot in self.lots if lot.route == route and outlet.steps]:
                only = np.array([float(other is lot) for other in self.lots])
                price = f"{lot.change:+g} USD/bbl"
                found.append(
                    _Limit(
                        f"{route} at {price}",
                        only,
                        lot.volume,
                        BBL_DAY,
                        f"what {route} buys at {price}",
                        f"One more barrel a day sold to {route} at {price}",
                    )
                )
        return found

    def _round_days(self, route: str) -> float:
        return float(account(self._ships(route)[-1], self.values["market"]).total_days)

    def _cargo_of(self, route: str, what: str) -> float:
        if not self.barrels[route]:
            msg = f"{what}: {route} has no voyage of the seller's to count; leave it out"
            raise InputError(msg)
        return self.barrels[route]

    def _shared_limits(self, berths: float | None) -> list[_Limit]:
        supply, blend = self.values["supply"], self.case.blend
        share, left = blend["diluent_share"], 1.0 - blend["shrinkage"]
        ones = np.ones(len(self.lots))
        found = []
        if supply["output"] is not None:
            heavy = ones * (1.0 - share) / left
            one = "One more barrel a day of heavy crude"
            amount = float(supply["output"])
            found.append(_Limit("output", heavy, amount, BBL_DAY, "the heavy crude", one))
        if supply["diluent"] is not None and supply["diluent_supply"] is not None:
            light = ones * share / left
            one = "One more barrel a day of diluent"
            amount = float(supply["diluent_supply"])
            found.append(_Limit("diluent", light, amount, BBL_DAY, "the diluent", one))
        if berths is not None:
            uses = np.array([self._load_days(lot.route) for lot in self.lots])
            one = "One more berth"
            found.append(_Limit("berths", uses, berths, "berths", "the berths", one))
        return found

    def _load_days(self, route: str) -> float:
        """Return the days that a barrel a day keeps a berth busy each day."""
        cargo = self._cargo_of(route, "berths")
        ship = self._ships(route)[0]
        first = float(ship["cargo"] * self.case.blend["barrels_per_tonne"]) or cargo
        return float(ship["days_load"]) / first

    # -- solving -------------------------------------------------------------------------------

    def solve(self, limits: Sequence[_Limit], *, whole: bool) -> Any:
        """Return what HiGHS finds; `x` is None where nothing fits."""
        optimize = load("scipy.optimize", "analysis", "an allocation")
        margins = np.array([lot.margin for lot in self.lots])
        count, ships = len(self.lots), len(self.routes) if whole else 0
        rows, lower, upper = [], [], []
        for limit in limits:
            size = float(np.abs(limit.uses).max()) or 1.0
            rows.append(np.concatenate([limit.uses / size, np.zeros(ships)]))
            lower.append(limit.amount / size if limit.least else -np.inf)
            upper.append(np.inf if limit.least else limit.amount / size)
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
        found = self.solve(self.limits, whole=self.period is not None)
        if found.x is not None:
            volumes: FloatArray = np.maximum(found.x[: len(self.lots)], 0.0)
            return volumes
        if self._fits([limit for limit in self.limits if limit.least]) and not self._bounded():
            msg = (
                "nothing limits how much is sold; give a route its capacity, or the supply its "
                "output: scenario.vary({'supply.output': '630 kb/day'})"
            )
            raise InputError(msg)
        raise self._conflict()

    def _bounded(self) -> bool:
        used = sum((limit.uses for limit in self.limits if not limit.least), np.zeros(1))
        return bool(np.all(np.broadcast_to(used, len(self.lots)) > 0.0))

    def _fits(self, limits: Sequence[_Limit], *, whole: bool = False) -> bool:
        trial = self.solve(limits, whole=whole)
        return bool(trial.status != 2)  # noqa: PLR2004  HiGHS: infeasible

    def _conflict(self) -> InputError:
        """Return the refusal, with a smallest set of limits that do not fit together."""
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
        owed = {limit.name: limit.amount for limit in self.limits if limit.least}
        lost = sum(each * owed[f"{route}.owed"] for route, each in self.given_up.items())
        return float(margins @ volumes) - lost

    def sold(self, volumes: FloatArray, route: str) -> float:
        """Return what a route sells [bbl/day]."""
        return float(self._of(route) @ volumes)

    def cargoes(self, volumes: FloatArray) -> dict[str, int | None]:
        """Return the whole cargoes of each route in the period; None without one."""
        if self.period is None:
            return dict.fromkeys(self.routes)
        return {
            route: round(self.sold(volumes, route) * self.period / self.barrels[route])
            for route in self.routes
        }

    def worths(self) -> dict[str, float]:
        """Return what one more of each limit is worth, without whole cargoes [USD/day]."""
        base = self._earned(self.limits)
        found = {}
        for k, limit in enumerate(self.limits):
            step = -min(1.0, limit.amount) if limit.least else 1.0
            moved = limit._replace(amount=limit.amount + step)
            trial = [*self.limits[:k], moved, *self.limits[k + 1 :]]
            worth = (self._earned(trial) - base) if step else 0.0
            if limit.least and step:
                worth = worth / -step + self.given_up[limit.name.removesuffix(".owed")]
            found[limit.name] = max(worth, 0.0)
        return found

    def _earned(self, limits: Sequence[_Limit]) -> float:
        return -float(self.solve(limits, whole=False).fun)


def _stated(limit: _Limit) -> str:
    most = "at least" if limit.least else "at most"
    return f"{limit.said}, {most} {limit.amount:,.6g} {limit.unit}"


def _lots(
    scenario: Scenario, route: str, outlets: Mapping[str, Outlet], earning: str
) -> list[_Lot]:
    """Return a route's lots: one, or one for each step of its price."""
    steps = outlets[route].steps
    try:
        pairs: list[tuple[Any, Any]] = [(volume, change) for volume, change in steps]
    except (TypeError, ValueError) as error:
        msg = f"{route}.steps: expected pairs of volume and change of price, got {quote(steps)}"
        raise InputError(msg) from error
    where = f"{route}.steps"
    pairs = pairs or [(None, "0 USD/bbl")]
    volumes = [one_number(_VOLUME, v, where) if steps else math.inf for v, _ in pairs]
    changes = [one_number(_CHANGE, change, where) for _, change in pairs]
    for before, after in pairwise(changes):
        if after >= before:
            msg = (
                f"{where}: expected each change of price below the one before, got {before:g} and "
                f"then {after:g} USD/bbl"
            )
            raise InputError(msg)
    path = f"{route}.sale.differential"
    base = scenario.values["routes"][route]["sale"]["differential"]
    query = read_outcomes(scenario, f"{route}.{earning}", (route,))
    leaf = {scenario.place(path): base + np.array(changes)}
    margins = np.broadcast_to(query.answers(leaf)[0], (len(changes),))
    return [
        _Lot(route, change, volume, float(margin))
        for change, volume, margin in zip(changes, volumes, margins, strict=True)
    ]


def allocate(
    scenario: Scenario,
    outlets: Mapping[str, Outlet],
    *,
    outcome: str = "operating",
    berths: QuantityLike | None = None,
    whole_cargoes_in: QuantityLike | None = None,
) -> Allocation:
    """Return the split of exports over routes that earns most.

    Parameters
    ----------
    scenario : Scenario
        One case. ``supply.output`` and ``supply.diluent_supply``, where given, limit what leaves.
    outlets : mapping of str to Outlet
        Route to what limits it. A route that is left out takes nothing.
    outcome : {'operating', 'net', 'netback'}
        What a barrel earns, and the split makes most of.
    berths : float, optional
        Berths at the load port, which all routes share; each cargo keeps one for its days there.
    whole_cargoes_in : quantity, optional
        A period, such as ``'30 day'``, in which each route takes a whole number of cargoes.

    Returns
    -------
    Allocation
        Volumes, earnings, what binds and what one more of it is worth.

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
    is sold at its own price; a lower price for the last lot does not lower that of the first.

    Examples
    --------
    >>> import oilecon as oe
    >>> s = oe.scenario("article").vary({"supply.output": "630 kb/day"})
    >>> found = oe.allocate(
    ...     s,
    ...     {"gulf": oe.analysis.Outlet(capacity="200 kb/day"), "asia": oe.analysis.Outlet()},
    ... )
    >>> print(found.volumes["gulf"].to("kb/day"))
    200.0 kb/day
    """
    one_case(scenario, "an allocation")
    given = mapping(outlets, "outlets", "routes to Outlet(...)")
    for route, outlet in given.items():
        if route not in scenario.routes:
            near = did_you_mean(str(route), scenario.routes)
            msg = f"outlets: no route {quote(route)} in the scenario{near}"
            raise UnknownName(msg)
        if not isinstance(outlet, Outlet):
            takes = ", ".join(field.name for field in fields(Outlet))
            msg = f"outlets: {route}: expected Outlet(...) of {takes}, got {quote(outlet)}"
            raise InputError(msg)
    earning = choice(outcome, _EARNINGS, "outcome")
    places = None if berths is None else one_number(_NUMBER, berths, "berths")
    period = (
        None
        if whole_cargoes_in is None
        else one_number(_DAYS, whole_cargoes_in, "whole_cargoes_in")
    )
    problem = _Problem(scenario, dict(given), earning, places, period)
    return Allocation(problem, problem.best())
