"""A voyage estimate: days, fuel, every cost line, freight and what the ship earns."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from oilecon.arguments import number
from oilecon.blocks import array_leaves, replace_leaves
from oilecon.core import voyage
from oilecon.core import waterfall as fold
from oilecon.errors import InputError, PathError, did_you_mean, quote
from oilecon.evaluation import check_finite, tree_in_blocks
from oilecon.inputs import Market, TimeCharter, TimeCharterEquivalent, Voyage, Worldscale
from oilecon.netback.lines import LEG_LINES, LINES
from oilecon.netback.voyage import (
    BY_THE_DAY,
    account,
    all_lines,
    deadfreight,
    freight_tonnes,
    market_freight,
)
from oilecon.shipping.limits import refuse_what_ports_cannot_take, unchecked
from oilecon.shipping.reading import MEREY, cargo_density, choice, flag, group
from oilecon.units import Quantity, Raw, first_shown, to_quantity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    import pandas as pd

__all__ = ["Estimate", "estimate"]


_EVERY_VOYAGES = frozenset(name for name in LEG_LINES if LINES[name].when == "always")
"""Lines that every voyage has, if only as zero."""


class Case:
    """The account and the lines [USD] of one tree of values."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.leg, self.market = values["voyage"], values["market"]
        self.given: Mapping[str, Raw] = values.get("given", {})
        self.barrels = self.leg["cargo"] * values["barrels_per_tonne"]
        self.account = account(self.leg, self.market)

    @cached_property
    def lines(self) -> dict[str, Raw]:
        """Every line, market freight and what stands beside it."""
        found = all_lines(self.leg, self.account, self.barrels, 1.0)
        return {name: usd for name, _, usd in found}

    @cached_property
    def freight(self) -> Raw:
        """Market freight, as the netback's lines add up to."""
        return market_freight(self.leg, self.account, self.barrels, 1.0)

    @property
    def freight_per_barrel(self) -> Raw:
        """Market freight a barrel, by the same lines and in the same order as a netback's."""
        return market_freight(self.leg, self.account, self.barrels, self.barrels)

    @property
    def commission(self) -> Raw:
        """What brokers take: a line of its own, or a share of the freight."""
        charter = self.leg["charter"]
        if charter["kind"] in BY_THE_DAY:
            return self.lines["commission"]
        share: Raw = charter["commission"]
        return self.freight * share

    @property
    def costs(self) -> Raw:
        """Fuel, ports and whatever else the voyage costs, hire and commission apart."""
        return fold.fold(usd for _, _, usd in self.account.costs())

    @property
    def tce(self) -> Raw:
        """What the ship earns a day."""
        days = self.account.total_days
        return voyage.tce_usd_day(self.freight, self.commission, self.costs, days)

    def gross_for(self) -> Raw:
        """Return the freight that earns the equivalent given; a time charter has no commission."""
        charter = self.leg["charter"]
        share = 0.0 if charter["kind"] == "TimeCharter" else charter["commission"]
        days = self.account.total_days
        return voyage.gross_for_tce_usd(self.given["tce"], self.costs, days, share)


Pick: TypeAlias = "Callable[[Case], Raw]"


def _in_state(state: str) -> Pick:
    return lambda case: getattr(case.account.days, state)


_FIGURES: dict[str, tuple[str, Pick]] = {
    "days": ("day", lambda case: case.account.total_days),
    "days.laden": ("day", lambda case: case.account.days.laden()),
    "days.ballast": (
        "day",
        lambda case: case.account.days.ballast_open + case.account.days.ballast_eca,
    ),
    **{f"days.{state}": ("day", _in_state(state)) for state in voyage.Days._fields},
    "vlsfo": ("t", lambda case: case.account.fuel.vlsfo),
    "mgo": ("t", lambda case: case.account.fuel.mgo),
    "fuel_cost": ("USD", lambda case: case.account.fuel_usd),
    "port_cost": ("USD", lambda case: case.account.ports_usd),
    "co2": ("t", lambda case: voyage.co2_t(case.account.fuel)),
    "co2e": ("t", lambda case: voyage.co2e_t(case.account.fuel)),
    "cargo_barrels": ("bbl", lambda case: case.barrels),
    "freight": ("USD", lambda case: case.freight),
    "freight_per_tonne": ("USD/t", lambda case: case.freight / case.leg["cargo"]),
    "freight_per_barrel": ("USD/bbl", lambda case: case.freight_per_barrel),
    "deadfreight": ("USD", lambda case: deadfreight(case.leg)),
    "commission": ("USD", lambda case: case.commission),
    "voyage_cost": ("USD", lambda case: case.costs),
    "total": ("USD", lambda case: fold.fold(case.lines.values())),
    "total_per_barrel": ("USD/bbl", lambda case: fold.fold(case.lines.values()) / case.barrels),
    "tce": ("USD/day", lambda case: case.tce),
}

_SHOWN = ("days", "vlsfo", "mgo", "fuel_cost", "freight", "freight_per_barrel", "tce")


class Estimate:
    """What a round voyage takes, costs and earns.

    Figures by name come as ``estimate["days.laden"]``: `days` and its states, tonnes of `vlsfo`
    and `mgo`, `co2` and `co2e`, `fuel_cost`, `port_cost`, `voyage_cost`, `freight` in all, per
    tonne and per barrel, `deadfreight` within it, `commission`, `tce`, and every line of the table.
    """

    def __init__(
        self, voyage: Voyage, market: Market, barrels_per_tonne: Raw, given: str = "api"
    ) -> None:
        self.voyage = voyage
        self.market = market
        self._density = given  # what the caller gave, as messages name it
        self._values: dict[str, Any] = {
            "voyage": voyage.values,
            "market": market.values,
            "barrels_per_tonne": barrels_per_tonne,
        }
        self.shape = self._shape()
        self._only: Case | None = None
        self.ways: pd.DataFrame | None = None

    def _shape(self) -> tuple[int, ...]:
        density = self._values["barrels_per_tonne"]
        if isinstance(density, float) and not (self.voyage.shapes or self.market.shapes):
            return ()
        shapes = {**self.voyage.shapes, **self.market.shapes, self._density: np.shape(density)}
        return _together("estimate", shapes)

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be checked at the voyage's ports, since it is not known."""
        return unchecked(self.voyage)

    @property
    def leg(self) -> Mapping[str, Any]:
        """The voyage's plain values."""
        leg: Mapping[str, Any] = self._values["voyage"]
        return leg

    def on_trip(self, leg: Mapping[str, Any]) -> Estimate:
        """Return the estimate of one of several trips, by its values."""
        other = self._like({**self._values, "voyage": leg})
        shapes = [np.shape(leg[name]) for name in ("cargo", "days_wait")]
        other.shape = np.broadcast_shapes(self.shape, *shapes)
        return other

    def _like(self, values: dict[str, Any]) -> Estimate:
        density = values["barrels_per_tonne"]
        other = Estimate(self.voyage, self.market, density, self._density)
        other._values = values
        return other

    def raw(self, name: str, pick: Pick) -> Raw:
        """Return a figure as a float, or as an array of the estimate's shape."""
        if self.shape:
            return tree_in_blocks(self._values, Case, {name: pick})[0]
        found = pick(self._case())
        check_finite(name, found)
        return found

    def _case(self) -> Case:
        """Return the case of one estimate, or of the first element of many."""
        if self._only is None:
            values = self._values
            if self.shape:
                firsts = {keys: float(a.flat[0]) for keys, a in array_leaves(values)}
                values = replace_leaves(values, firsts)
            self._only = Case(values)
        return self._only

    def __getitem__(self, name: str) -> Quantity:
        """Return one figure or line by name.

        Raises
        ------
        PathError
            If there is no such figure.
        """
        known = isinstance(name, str)
        if known and name in _FIGURES:
            unit, pick = _FIGURES[name]
            return to_quantity(self.raw(name, pick), unit)
        lines = self._case().lines
        if not known or name not in lines:
            msg = f"no figure {quote(name)}{did_you_mean(str(name), {*_FIGURES, *lines})}"
            raise PathError(msg)
        return to_quantity(self.raw(name, lambda case: case.lines[name]), "USD")

    @property
    def days(self) -> Quantity:
        """Days of the round voyage."""
        return self["days"]

    @property
    def fuel_cost(self) -> Quantity:
        """What all fuel costs."""
        return self["fuel_cost"]

    @property
    def freight(self) -> Quantity:
        """Market freight, commission included."""
        return self["freight"]

    @property
    def freight_per_tonne(self) -> Quantity:
        """Market freight by the tonne loaded."""
        return self["freight_per_tonne"]

    @property
    def freight_per_barrel(self) -> Quantity:
        """Market freight by the barrel loaded."""
        return self["freight_per_barrel"]

    @property
    def commission(self) -> Quantity:
        """What brokers take."""
        return self["commission"]

    @property
    def tce(self) -> Quantity:
        """The time-charter equivalent: what the ship earns a day."""
        return self["tce"]

    @property
    def co2(self) -> Quantity:
        """CO2 of the fuel burnt."""
        return self["co2"]

    # -- the other way round -------------------------------------------------------------------

    def _inverse(self, name: str, given: Mapping[str, Raw], pick: Pick) -> Raw:
        """Return a figure that also rests on what the caller gave, which may be arrays."""
        shapes = {"the voyage": self.shape, **{key: np.shape(raw) for key, raw in given.items()}}
        other = self._like({**self._values, "given": dict(given)})
        other.shape = _together(name, shapes)
        try:
            with np.errstate(divide="ignore", invalid="ignore"):  # what comes of it is refused
                return other.raw(name, pick)
        except ZeroDivisionError as error:
            msg = f"{name}: would divide by zero: fuel burnt, or a flat rate, is nothing"
            raise InputError(msg) from error

    def freight_for(self, tce: str | Quantity) -> Quantity:
        """Return the freight at which the ship earns a wanted equivalent [USD].

        Raises
        ------
        InputError
            If that would be below zero.
        """
        given = {"tce": number(TimeCharterEquivalent.hire, tce, "freight_for: tce")}
        found = self._inverse("freight_for", given, Case.gross_for)
        _refuse_below_zero(found, "freight_for", "USD")
        return to_quantity(found, "USD")

    def points_for(self, tce: str | Quantity, flat: str | Quantity | None = None) -> Quantity:
        """Return the Worldscale points at which the ship earns a wanted equivalent.

        Parameters
        ----------
        tce : str or pint.Quantity
            The wanted equivalent.
        flat : str or pint.Quantity, optional
            The route's flat rate; that of the voyage's own Worldscale charter if left out.

        Raises
        ------
        InputError
            If no flat rate is known, or points would be below zero.
        """
        given = {"tce": number(TimeCharterEquivalent.hire, tce, "points_for: tce")}
        if flat is not None:
            given["flat"] = number(Worldscale.flat, flat, "points_for: flat")
        elif not isinstance(self.voyage.charter, Worldscale):
            msg = "points_for: the flat rate is required; write flat='22.18 USD/t'"
            raise InputError(msg)

        def pick(case: Case) -> Raw:
            charter, tonnage = case.leg["charter"], case.leg["vessel"]["gross_tonnage"]
            rate: Raw = case.given["flat"] if "flat" in case.given else charter["flat"]
            gross, fixed = case.gross_for(), 0.0
            if charter["kind"] == "Worldscale":  # what its fixture has beside the points
                fixed = charter["fixed_differential"]
                if tonnage is not None:
                    gross = gross - charter["premium_per_grt"] * tonnage
                full, paid = freight_tonnes(charter, case.leg["cargo"])
                if charter["minimum"] is not None:
                    return voyage.worldscale_points(gross - paid * fixed, rate, 0.0, full)
            return voyage.worldscale_points(gross, rate, fixed, case.leg["cargo"])

        found = self._inverse("points_for", given, pick)
        _refuse_below_zero(found, "points_for", "points")
        return to_quantity(found, "1")

    def bunker_price_for(self, tce: str | Quantity) -> Quantity:
        """Return the VLSFO price at which the voyage's own freight earns an equivalent [USD/t].

        Gasoil keeps its distance from VLSFO. The freight is that of the charter, such as a
        `LumpSum`.

        Raises
        ------
        InputError
            If freight itself follows from costs, so that every price fits, or the price would be
            below zero.
        """
        if isinstance(self.voyage.charter, TimeCharter | TimeCharterEquivalent):
            msg = (
                "bunker_price_for: expected a charter with a freight, such as "
                "LumpSum('5000000 USD'),"
                f" got {type(self.voyage.charter).__name__}, whose freight follows the fuel"
            )
            raise InputError(msg)

        def pick(case: Case) -> Raw:
            found, market = case.account, case.market
            left = case.freight - case.commission - (case.costs - found.fuel_usd)
            spread: Raw = (market["mgo"] - market["vlsfo"]) * found.fuel.mgo
            bought = found.fuel.vlsfo + found.fuel.mgo
            return (left - case.given["tce"] * found.total_days - spread) / bought

        given = {"tce": number(TimeCharterEquivalent.hire, tce, "bunker_price_for: tce")}
        found = self._inverse("bunker_price_for", given, pick)
        _refuse_below_zero(found, "bunker_price_for", "USD/t")
        return to_quantity(found, "USD/t")

    def breakeven_hire(
        self, commission: str | Quantity = "0 %", *, paid_by: str = "owner"
    ) -> Quantity:
        """Return the time-charter hire at which relet at this freight earns nothing [USD/day].

        It is below zero where the freight does not cover fuel, ports and canals.

        Parameters
        ----------
        commission : str or pint.Quantity
            Share of that hire that goes to brokers, or back to the charterer (address commission).
        paid_by : {'owner', 'charterer'}
            The owner's is taken out of the hire, so that what the charterer spends a day is
            hire x (1 - commission); the charterer's is paid beside it, hire x (1 + commission), as
            in `TimeCharter`.

        Returns
        -------
        pint.Quantity
            The equivalent / (1 - commission), or / (1 + commission).
        """
        signs = {"owner": -1.0, "charterer": 1.0}
        sign = signs[choice(paid_by, tuple(signs), "breakeven_hire: paid_by")]
        given = {"share": number(TimeCharter.commission, commission, "breakeven_hire: commission")}
        found = self._inverse(
            "breakeven_hire", given, lambda c: c.tce / (1.0 + sign * c.given["share"])
        )
        return to_quantity(found, "USD/day")

    # -- tables --------------------------------------------------------------------------------

    def to_frame(self) -> pd.DataFrame:
        """Return the estimate's lines, or one row a case where there are arrays.

        Returns
        -------
        pandas.DataFrame
            For one case, by line: who is paid, USD, USD/t and USD/bbl, then the sums.
        """
        import pandas as pd

        if self.shape:
            return pd.DataFrame(
                {f"{n} [{_FIGURES[n][0]}]": np.ravel(self[n].magnitude) for n in _SHOWN}
            ).rename_axis("case")
        case = self._case()
        rows = [
            (name, to, usd)
            for name, to, usd in all_lines(case.leg, case.account, case.barrels, 1.0)
            if usd or name not in _EVERY_VOYAGES  # left out where it comes to nothing
        ]
        rows.append(("total", "", fold.fold(usd for *_, usd in rows)))
        usd = np.array([usd for *_, usd in rows])
        return pd.DataFrame(
            {
                "recipient": [to for _, to, _ in rows],
                "[USD]": usd,
                "[USD/t]": usd / case.leg["cargo"],
                "[USD/bbl]": usd / case.barrels,
            },
            index=pd.Index([name for name, *_ in rows], name="line"),
        )

    def legs(self) -> pd.DataFrame:
        """Return days and fuel by leg and state, for one case; they add up to the estimate's.

        Raises
        ------
        InputError
            If the estimate holds arrays.
        """
        import pandas as pd

        if self.shape:
            msg = f"legs: shows one case, and this estimate holds {self.shape}; use to_frame()"
            raise InputError(msg)
        case = self._case()
        days, ship = case.account.days, case.leg["vessel"]
        port = {"load": "fuel_load", "discharge": "fuel_discharge", "wait": "fuel_wait"}
        rows = []
        for state, spent in days._asdict().items():
            burns = port.get(state) or f"fuel_{'laden' if 'laden' in state else 'ballast'}"
            kind = case.leg.get(f"{state}_fuel") or ("mgo" if state.endswith("eca") else "vlsfo")
            rows.append((state, spent, kind, spent * ship[burns]))
        rows.append(("heating", 0.0, case.leg["heating"], case.leg["heating_fuel"] or 0.0))
        rows.append(("port_mgo", 0.0, "mgo", case.leg["port_mgo"] or 0.0))
        frame = pd.DataFrame(rows, columns=["state", "days [day]", "fuel", "fuel [t]"])
        return frame[(frame["days [day]"] > 0) | (frame["fuel [t]"] > 0)].set_index("state")

    def __repr__(self) -> str:
        """Say what it comes to."""
        if self.shape:
            return f"<Estimate of {self.shape} voyages>"
        unsure = "; not every draft was checked, see .notes" if self.notes else ""
        return (
            f"<Estimate: {self.days.magnitude:.2f} days, freight {self.freight.magnitude:,.0f} USD"
            f" = {self.freight_per_tonne.magnitude:.2f} USD/t"
            f" = {self.freight_per_barrel.magnitude:.2f} USD/bbl,"
            f" TCE {self.tce.magnitude:,.0f} USD/day{unsure}>"
        )


def _together(where: str, shapes: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """Return the shape to which arrays broadcast, or refuse them."""
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError as error:
        listed = ", ".join(f"{path} {shape}" for path, shape in shapes.items())
        msg = (
            f"{where}: expected arrays that broadcast together, got {listed}; "
            "give each its own dimension, as with array[:, None]"
        )
        raise InputError(msg) from error


def _refuse_below_zero(found: Raw, where: str, unit: str) -> None:
    """Refuse an inverse that no voyage could be given."""
    below = np.asarray(np.less(found, 0.0))
    if below.any():
        came = first_shown(found, below, lambda number: f"{number:.6g} {unit}")
        msg = f"{where}: only {came} would earn that, which is below zero; write another equivalent"
        raise InputError(msg)


def estimate(
    voyage: Voyage,
    market: Market,
    *,
    api: str | Quantity = MEREY,
    barrels_per_tonne: str | Quantity | None = None,
    best_route: bool = False,
    on: str | dt.date | None = None,
) -> Estimate:
    """Return what a round voyage takes, costs and earns.

    Parameters
    ----------
    voyage : Voyage
        Ship, charter, miles and days; its numbers may be arrays that broadcast together.
    market : Market
        Fuel prices.
    api : str or pint.Quantity
        Gravity of the cargo, which makes barrels of tonnes; 16 degrees is Merey's.
    barrels_per_tonne : str or pint.Quantity, optional
        In place of the gravity, as '7.33 bbl/t'.
    best_route : bool
        Whether to compare the ways the ship may go between the voyage's ports, and estimate the
        one that costs least; the comparison is the result's ``ways``.
    on : str or datetime.date, optional
        The day of the canal tariffs, as '2023-06-01'; needed with `best_route`.

    Returns
    -------
    Estimate
        Days, fuel, lines, freight, the time-charter equivalent, and its inverses.

    Raises
    ------
    InputError
        If the cargo is over the ship's deadweight, or it or the draft over a limit of the voyage's
        ports, arrays do not fit, or both gravity and barrels a tonne are given.

    Examples
    --------
    >>> import oilecon as oe
    >>> s = oe.scenario("article")
    >>> print(f"{oe.estimate(s.asia.sea, s.market).freight_per_barrel:.2f~P}")
    7.03 USD/bbl
    """
    group(Voyage, voyage, "estimate", "oilecon.Voyage(...)")
    group(Market, market, "estimate", "oilecon.Market(...)")
    given, density = cargo_density(api, barrels_per_tonne, "estimate")
    found = Estimate(voyage, market, density, given)  # which refuses arrays that do not broadcast
    if voyage.ports:
        refuse_what_ports_cannot_take(voyage, density)
    if not flag(best_route, "estimate: best_route"):
        if on is not None:
            msg = "estimate: on: has no effect without best_route; write best_route=True too"
            raise InputError(msg)
        return found
    from oilecon.shipping.canal_choice import cheapest

    return cheapest(voyage, market, density, on)
