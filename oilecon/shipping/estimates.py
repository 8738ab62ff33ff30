"""A voyage estimate: days, fuel, every cost line, freight and the ship's earnings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon.arguments import choice, instance, number, shape_of_all, text
from oilecon.blocks import array_leaves, replace_leaves
from oilecon.core import quality, voyage
from oilecon.core import waterfall as fold
from oilecon.core.elementwise import minimum
from oilecon.errors import InputError, PathError, UnknownName, as_step, did_you_mean, quote
from oilecon.evaluation import check_finite, tree_in_blocks
from oilecon.inputs import Market, TimeCharter, TimeCharterEquivalent, Vessel, Voyage, Worldscale
from oilecon.netback.lines import LEG_LINES, LINES
from oilecon.netback.voyage import OWN, all_lines, borne_by, freight_tonnes, rotation
from oilecon.shipping.berths import place
from oilecon.shipping.cargo import cargo_density
from oilecon.shipping.figures import FIGURES, Reader, VoyageCase, barrels_by_parcel, mean_density
from oilecon.shipping.limits import check_ports, draft_with, intakes, port_limits, unchecked
from oilecon.units import Quantity, Raw, first_shown, to_quantity

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.typing import QuantityLike

__all__ = ["Estimate", "VoyagePlan", "estimate", "named_voyages", "read_voyage"]

_EVERY_VOYAGES = frozenset(name for name in LEG_LINES if LINES[name].when == "always")
"""Lines that every voyage has, even if they are zero."""

_SHOWN = ("days", "vlsfo", "mgo", "fuel_cost", "freight", "freight_per_barrel", "tce")


class VoyagePlan(NamedTuple):
    """The inputs of an estimate: read, checked, and plain.

    Attributes
    ----------
    voyage, market : Voyage, Market
        As the caller gave them.
    values : dict
        The plain values of both, and the cargo's barrels by the tonne.
    shape : tuple of int
        Shape to which their arrays broadcast.
    """

    voyage: Voyage
    market: Market
    values: dict[str, Any]
    shape: tuple[int, ...]


class Estimate:
    """Days, fuel, costs and earnings of a round voyage.

    It is of the ship: where the voyage carries other parcels too, by the tonne and the barrel of
    all the oil on board, and `parcels` and `of_parcel` say what each pays.

    Figures by name come as ``estimate["days.laden"]``: `days` and its states, tonnes of `vlsfo`
    and `mgo`, `co2` and `co2e`, `fuel_cost`, `port_cost`, `voyage_cost`, `freight` in all, per
    tonne and per barrel, `deadfreight` within it, `commission`, `tce`, and every line of the table.
    """

    def __init__(self, plan: VoyagePlan) -> None:
        self.voyage = plan.voyage
        self.market = plan.market
        self.shape = plan.shape
        self._plan = plan
        self._values = plan.values
        self._only: VoyageCase | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """Limits of the voyage's ports that could not be checked, since they are not known."""
        return unchecked(self.voyage)

    @property
    def leg(self) -> Mapping[str, Any]:
        """Plain values of the voyage."""
        leg: Mapping[str, Any] = self._values["voyage"]
        return leg

    @property
    def intake(self) -> Quantity:
        """The largest cargo for this voyage, by the deadweight and the limits of its ports [t].

        Stores and fuel count as cargo; other parcels stay as they are.

        Raises
        ------
        InputError
            If neither is known.
        """
        limits = intakes(self.voyage, self._mean_density())
        if not limits:
            msg = (
                "intake: Vessel.dwt: the ship's deadweight is required; write "
                f"vessel.evolve(dwt={Vessel.dwt.example()})"
            )
            raise InputError(msg)
        return to_quantity(reduce(minimum, limits.values()), "t")

    def of_parcel(self, name: str = OWN) -> Estimate:
        """Return the estimate as one parcel pays for it: by its own tonne and barrel.

        Costs are shared by weight, so by the tonne they are those of all the oil on board, but for
        the port charges of calls for one parcel alone. Days, and sums in USD, are those of a ship
        full of this parcel.

        Parameters
        ----------
        name : str
            A name in `Voyage.parcels`, or ``'cargo'`` for the voyage's own.

        Raises
        ------
        UnknownName
            If there is no such parcel.
        """
        parcels = self.leg["parcels"]
        if name != OWN and name not in parcels:
            msg = f"no parcel {quote(name)}{did_you_mean(str(name), (OWN, *parcels))}"
            raise UnknownName(msg)
        dense = self._values["barrels_per_tonne"]
        if name != OWN and parcels[name]["api"] is not None:
            dense = quality.barrels_per_tonne(parcels[name]["api"])
        return self._with(self.shape, voyage=borne_by(self.leg, name), barrels_per_tonne=dense)

    def _mean_density(self) -> Raw:
        return mean_density(self.leg, self._values["barrels_per_tonne"])

    def on_trip(self, leg: Mapping[str, Any]) -> Estimate:
        """Return the estimate of one of several trips, by its values."""
        shapes = [np.shape(leg[name]) for name in ("cargo", "days_wait")]
        shape = np.broadcast_shapes(self.shape, *shapes)
        return self._with(shape, voyage=leg)

    def _with(self, shape: tuple[int, ...], **values: Any) -> Estimate:
        return Estimate(self._plan._replace(values={**self._values, **values}, shape=shape))

    def raw(self, name: str, reader: Reader) -> Raw:
        """Return a figure as a float, or as an array of the estimate's shape."""
        if self.shape:
            return tree_in_blocks(self._values, VoyageCase, {name: reader})[0]
        figure = reader(self._case())
        check_finite(name, figure)
        return figure

    def _case(self) -> VoyageCase:
        """Return the case of one estimate, or of the first element of many."""
        if self._only is None:
            values = self._values
            if self.shape:
                firsts = {keys: float(a.flat[0]) for keys, a in array_leaves(values)}
                values = replace_leaves(values, firsts)
            self._only = VoyageCase(values)
        return self._only

    def __getitem__(self, name: str) -> Quantity:
        """Return one figure or line by name.

        Raises
        ------
        PathError
            If there is no such figure.
        """
        known = isinstance(name, str)
        if known and name in FIGURES:
            unit, reader = FIGURES[name]
            return to_quantity(self.raw(name, reader), unit)
        lines = self._case().lines
        if not known or name not in lines:
            msg = f"no figure {quote(name)}{did_you_mean(str(name), {*FIGURES, *lines})}"
            raise PathError(msg)
        return to_quantity(self.raw(name, lambda case: case.lines[name]), "USD")

    @property
    def days(self) -> Quantity:
        """Days of the round voyage."""
        return self["days"]

    @property
    def fuel_cost(self) -> Quantity:
        """Cost of all fuel."""
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
        """Brokers' commission."""
        return self["commission"]

    @property
    def tce(self) -> Quantity:
        """Time-charter equivalent: the ship's earnings a day."""
        return self["tce"]

    @property
    def co2(self) -> Quantity:
        """CO2 of the fuel burnt."""
        return self["co2"]

    # -- inverses ------------------------------------------------------------------------------

    def _inverse(self, name: str, given: Mapping[str, Raw], reader: Reader) -> Raw:
        """Return a figure that also takes the caller's values, which may be arrays."""
        shapes = {"the voyage": self.shape, **{key: np.shape(raw) for key, raw in given.items()}}
        other = self._with(shape_of_all(name, shapes), given=dict(given))
        try:
            with np.errstate(divide="ignore", invalid="ignore"):  # the caller raises for it
                return other.raw(name, reader)
        except ZeroDivisionError as error:
            msg = f"{name}: would divide by zero: fuel burnt, or a flat rate, is 0"
            raise InputError(msg) from error

    def freight_for(self, tce: QuantityLike) -> Quantity:
        """Return the freight at which the ship earns a given equivalent [USD].

        Raises
        ------
        InputError
            If that would be below zero.
        """
        given = {"tce": number(TimeCharterEquivalent.hire, tce, "freight_for: tce")}
        usd = self._inverse("freight_for", given, VoyageCase.gross_for)
        _check_not_below_zero(usd, "freight_for", "USD")
        return to_quantity(usd, "USD")

    def points_for(self, tce: QuantityLike, flat: QuantityLike | None = None) -> Quantity:
        """Return the Worldscale points at which the ship earns a given equivalent.

        Parameters
        ----------
        tce : str or pint.Quantity
            The equivalent.
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

        def reader(case: VoyageCase) -> Raw:
            charter, tonnage = case.leg["charter"], case.leg["vessel"]["gross_tonnage"]
            rate: Raw = case.given["flat"] if "flat" in case.given else charter["flat"]
            gross, fixed = case.gross_for(), 0.0
            if charter["kind"] == "Worldscale":  # its fixture has fixed parts beside the points
                fixed = charter["fixed_differential"]
                if tonnage is not None:
                    gross = gross - charter["premium_per_grt"] * tonnage
                full, paid = freight_tonnes(charter, case.leg["cargo"])
                if charter["minimum"] is not None:
                    return voyage.worldscale_points(gross - paid * fixed, rate, 0.0, full)
            return voyage.worldscale_points(gross, rate, fixed, case.leg["cargo"])

        points = self._inverse("points_for", given, reader)
        _check_not_below_zero(points, "points_for", "points")
        return to_quantity(points, "1")

    def bunker_price_for(self, tce: QuantityLike) -> Quantity:
        """Return the VLSFO price at which the voyage's own freight earns an equivalent [USD/t].

        Gasoil keeps its price difference from VLSFO. The freight is that of the charter, such as a
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

        def reader(case: VoyageCase) -> Raw:
            account, market = case.account, case.market
            residual = case.freight - case.commission - (case.costs - account.fuel_usd)
            spread: Raw = (market["mgo"] - market["vlsfo"]) * account.fuel.mgo
            tonnes = account.fuel.vlsfo + account.fuel.mgo
            return (residual - case.given["tce"] * account.total_days - spread) / tonnes

        given = {"tce": number(TimeCharterEquivalent.hire, tce, "bunker_price_for: tce")}
        price = self._inverse("bunker_price_for", given, reader)
        _check_not_below_zero(price, "bunker_price_for", "USD/t")
        return to_quantity(price, "USD/t")

    def breakeven_hire(
        self, commission: QuantityLike = "0 %", *, paid_by: str = "owner"
    ) -> Quantity:
        """Return the time-charter hire at which relet at this freight earns nothing [USD/day].

        It is below zero where the freight does not cover fuel, ports and canals.

        Parameters
        ----------
        commission : str or pint.Quantity
            Share of that hire that goes to brokers, or back to the charterer (address commission).
        paid_by : {'owner', 'charterer'}
            The owner's is deducted from the hire, so that the charterer spends hire x (1 -
            commission) a day; the charterer's is added to it, hire x (1 + commission), as in
            `TimeCharter`.

        Returns
        -------
        pint.Quantity
            The equivalent / (1 - commission), or / (1 + commission).
        """
        signs = {"owner": -1.0, "charterer": 1.0}
        sign = signs[choice(paid_by, tuple(signs), "breakeven_hire: paid_by")]
        given = {"share": number(TimeCharter.commission, commission, "breakeven_hire: commission")}
        hire = self._inverse(
            "breakeven_hire", given, lambda c: c.tce / (1.0 + sign * c.given["share"])
        )
        return to_quantity(hire, "USD/day")

    # -- tables --------------------------------------------------------------------------------

    def to_frame(self) -> pd.DataFrame:
        """Return the estimate's lines, or one row a case where there are arrays.

        Returns
        -------
        pandas.DataFrame
            For one case, by line: recipient, USD, USD/t and USD/bbl, then the sums.
        """
        import pandas as pd

        if self.shape:
            return pd.DataFrame(
                {f"{n} [{FIGURES[n][0]}]": np.ravel(self[n].magnitude) for n in _SHOWN}
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

    def parcels(self) -> pd.DataFrame:
        """Return what each parcel pays, for one case; the parcels add up to the voyage.

        Returns
        -------
        pandas.DataFrame
            By parcel, the voyage's own cargo first: tonnes, barrels, freight in USD, by the tonne
            and by the barrel, and the total of all lines likewise; then their sums.

        Raises
        ------
        InputError
            If the estimate holds arrays.
        """
        import pandas as pd

        self._check_single("parcels")
        tonnes = {OWN: self.leg["cargo"]}
        tonnes |= {name: parcel["cargo"] for name, parcel in self.leg["parcels"].items()}
        barrels = barrels_by_parcel(self.leg, self._values["barrels_per_tonne"])
        rows: dict[str, tuple[Any, ...]] = {}
        for name, cargo in tonnes.items():
            case = self.of_parcel(name)._case()  # noqa: SLF001  of the same class
            share = cargo / case.leg["cargo"]
            rows[name] = (
                cargo,
                barrels[name],
                case.freight * share,
                fold.fold(case.lines.values()) * share,
            )
        rows["voyage"] = tuple(map(fold.fold, zip(*rows.values(), strict=True)))
        frame = pd.DataFrame.from_dict(
            rows,
            orient="index",
            columns=["cargo [t]", "cargo [bbl]", "freight [USD]", "total [USD]"],
        ).rename_axis("parcel")
        for line in ("freight", "total"):
            for unit in ("t", "bbl"):
                frame[f"{line} [USD/{unit}]"] = frame[f"{line} [USD]"] / frame[f"cargo [{unit}]"]
        return frame

    def calls(self) -> pd.DataFrame:
        """Return the ports of the voyage in order, for one case.

        Returns
        -------
        pandas.DataFrame
            By call: what is done there, the oil loaded or discharged, the most on board there, the
            most that the port allows (NaN where that is not known), and the ship's draft with what
            is on board (fully laden where her size is not known).

        Raises
        ------
        InputError
            If the estimate holds arrays.
        """
        import pandas as pd

        self._check_single("calls")
        allowed: dict[str, float] = {}
        for limit in port_limits(self.voyage, self._mean_density()):
            name = limit.call.field
            allowed[name] = min(allowed.get(name, np.inf), float(limit.tonnes))
        rows = []
        for call in rotation(self.leg):
            draft = draft_with(self.voyage.vessel, call.on_board)
            port = self.voyage.port_names[call.field]
            row = {
                "call": call.field,
                "port": place(port).name if port else "",
                "operation": call.operation,
                "cargo [t]": call.cargo,
                "on board [t]": call.on_board,
                "allowed [t]": allowed.get(call.field, np.nan),
                "draft [m]": np.nan if draft is None else draft,
            }
            rows.append(row)
        return pd.DataFrame(rows).set_index("call")

    def _check_single(self, name: str) -> None:
        """Raise if the estimate holds arrays, of which a table by parts shows none."""
        if self.shape:
            msg = f"{name}: shows one case, and this estimate holds {self.shape}; use to_frame()"
            raise InputError(msg)

    def legs(self) -> pd.DataFrame:
        """Return days and fuel by leg and state, for one case; they add up to the estimate's.

        Raises
        ------
        InputError
            If the estimate holds arrays.
        """
        import pandas as pd

        self._check_single("legs")
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
        """Describe the result in one line."""
        if self.shape:
            return f"<Estimate of {self.shape} voyages>"
        notice = "; not every draft was checked, see .notes" if self.notes else ""
        return (
            f"<Estimate: {self.days.magnitude:.2f} days, freight {self.freight.magnitude:,.0f} USD"
            f" = {self.freight_per_tonne.magnitude:.2f} USD/t"
            f" = {self.freight_per_barrel.magnitude:.2f} USD/bbl,"
            f" TCE {self.tce.magnitude:,.0f} USD/day{notice}>"
        )


def _check_not_below_zero(inverse: Raw, where: str, unit: str) -> None:
    """Raise if an inverse is below zero, which no voyage takes."""
    below = np.asarray(np.less(inverse, 0.0))
    if below.any():
        shown = first_shown(inverse, below, lambda number: f"{number:.6g} {unit}")
        msg = (
            f"{where}: only {shown} would earn that, which is below zero; write another equivalent"
        )
        raise InputError(msg)


def named_voyages(voyages: object, where: str, example: str) -> dict[str, Voyage]:
    """Return voyages by name; raise if they are none."""
    if not isinstance(voyages, Mapping) or not voyages:
        given = "none" if isinstance(voyages, Mapping) else quote(voyages)
        msg = (
            f"{where}: expected at least one voyage by name, got {given}; "
            f"write {{{example!r}: Voyage(...)}}"
        )
        raise InputError(msg)
    return {
        text(name, f"{where}: the name of a voyage", example): instance(
            Voyage, leg, f"{where}: {as_step(name)}", "oilecon.Voyage(...)"
        )
        for name, leg in voyages.items()
    }


def read_voyage(
    voyage: Voyage,
    market: Market,
    api: QuantityLike | None,
    barrels_per_tonne: QuantityLike | None,
    where: str,
) -> VoyagePlan:
    """Return the plain values of a voyage, its market and its cargo's density.

    Raises
    ------
    UnitError, InputError
        As `estimate`; `where` is the function, as messages name it.
    """
    instance(Voyage, voyage, where, "oilecon.Voyage(...)")
    instance(Market, market, where, "oilecon.Market(...)")
    density = cargo_density(api, barrels_per_tonne, where)
    per_tonne = density.barrels_per_tonne
    shape: tuple[int, ...] = ()
    if voyage.shapes or market.shapes or not isinstance(per_tonne, float):
        shapes = {**voyage.shapes, **market.shapes, density.argument: np.shape(per_tonne)}
        shape = shape_of_all(where, shapes)
    if voyage.ports:
        check_ports(voyage, mean_density(voyage.values, per_tonne))
    values = {"voyage": voyage.values, "market": market.values, "barrels_per_tonne": per_tonne}
    return VoyagePlan(voyage, market, values, shape)


def estimate(
    voyage: Voyage,
    market: Market,
    *,
    api: QuantityLike | None = None,
    barrels_per_tonne: QuantityLike | None = None,
) -> Estimate:
    """Return days, fuel, costs and earnings of a round voyage.

    Parameters
    ----------
    voyage : Voyage
        Ship, charter, distance and days; its numbers may be arrays that broadcast together.
    market : Market
        Fuel prices.
    api : str or pint.Quantity
        Gravity of the cargo, which converts tonnes to barrels; it or `barrels_per_tonne` is
        required.
    barrels_per_tonne : str or pint.Quantity
        In place of the gravity, as '7.33 bbl/t'.

    Returns
    -------
    Estimate
        Days, fuel, lines, freight, the time-charter equivalent, and its inverses.

    Raises
    ------
    InputError
        If the cargo is over the ship's deadweight, or it or the draft over a limit of the voyage's
        ports, arrays do not fit, or not one of gravity and barrels a tonne is given.

    Examples
    --------
    >>> import oilecon as oe
    >>> s = oe.scenario("article")
    >>> print(f"{oe.estimate(s.asia.sea, s.market, api='16 degAPI').freight_per_barrel:.2f~P}")
    7.03 USD/bbl
    """
    return Estimate(read_voyage(voyage, market, api, barrels_per_tonne, "estimate"))
