"""What diluent costs, what it lets out month by month, and what it is bartered for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from oilecon import dates
from oilecon.arguments import number, same_shape
from oilecon.blending.mixing import Dilution, dilute
from oilecon.blending.parts import Read, pairs
from oilecon.blending.quantities import (
    CARGO,
    CARGO_TONNES,
    CASH,
    COST,
    DILUENT_RATE,
    EXPORTS,
    PRICE,
    RATE,
    ROOM,
    SWAPPED,
    VOLUME,
)
from oilecon.blocks import array_leaves
from oilecon.core import blending, quality
from oilecon.core.elementwise import minimum, where
from oilecon.errors import InputError, UnknownName, did_you_mean, is_among, quote
from oilecon.inputs import Crude, Diluent, Market, Supply
from oilecon.netback.blend import barrel, spread
from oilecon.reference.oils import swaps
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

__all__ = [
    "Balance",
    "Barter",
    "Cargo",
    "barter",
    "blend_balance",
    "cargo_unlocks",
    "diluent_balance",
    "diluent_costs",
]


def diluent_costs(
    supply: Supply, diluents: Mapping[str, Diluent], market: Market, *, blend_price: Any
) -> pd.DataFrame:
    """Return what a barrel of blend costs with each of several diluents, in one table.

    Parameters
    ----------
    supply : Supply
        Heavy crude, production cost and target gravity; its own diluent does not matter.
    diluents : mapping of str to Diluent
        Imports with a price and a freight or a voyage of their own; domestic light crude at what
        it would earn if it were exported; recycled naphtha at what recovering it costs.
    market : Market
        Brent, and bunker prices for the voyages.
    blend_price : quantity
        What a barrel of blend earns at the load port; or an array.

    Returns
    -------
    pandas.DataFrame
        By diluent, and by case where anything is an array: the barrel of diluent delivered; its
        share of the blend and ratio to the heavy crude by volume before shrinkage; shrinkage; and
        per barrel of blend that leaves, the diluent, the heavy crude, their sum, and what the
        diluent costs net of being sold inside the blend. The cheapest stands first, by the mean
        of its cases.

    Raises
    ------
    InputError, UnitError
        If there is no target, or a diluent is heavier than it.
    """
    import pandas as pd

    if supply.values["target_api"] is None:
        msg = (
            "supply: expected a Supply with a target_api, got one without; write for example "
            "oilecon.scenario('article').supply"
        )
        raise InputError(msg)
    if supply.values["target_viscosity"] is not None:
        msg = (
            "supply: its target viscosity is for one diluent, and several are compared; write "
            ".evolve(target_viscosity=None, heavy_viscosity=None, diluent_viscosity=None) and "
            "compare them at the gravity"
        )
        raise InputError(msg)
    price = number(PRICE, blend_price, "blend_price")
    frames = {}
    for name, diluent in _diluents(diluents).items():
        frames[name] = _cost_frame(supply.evolve(diluent=diluent), market, price)
    order = sorted(frames, key=lambda name: float(frames[name][_COST].mean()))
    whole = pd.concat({name: frames[name] for name in order}, names=["diluent"])
    single = all(len(frame) == 1 for frame in frames.values())
    return whole.droplevel("case") if single else whole


_COST = "blend [USD/bbl]"


def _diluents(given: Any) -> dict[str, Diluent]:
    if not hasattr(given, "items") or not given:
        came = f"{type(given).__name__}" if given else "nothing in it"
        msg = (
            f"diluents: expected a mapping of names to Diluent, got {came}; write "
            f"{{'naphtha': ...}}"
        )
        raise InputError(msg)
    for name, diluent in given.items():
        if not isinstance(diluent, Diluent):
            msg = (
                f"diluents: expected a Diluent for {quote(name)}, got {type(diluent).__name__}; "
                "write Diluent('56.5 degAPI', differential='-6.4 USD/bbl', freight='3 USD/bbl')"
            )
            raise InputError(msg)
    return dict(given)


def _cost_frame(supply: Supply, market: Market, price: Raw) -> pd.DataFrame:
    import pandas as pd

    given = {"supply": supply.values, "market": market.values}
    leaves = {".".join(keys): leaf for keys, leaf in array_leaves(given)}
    same_shape(**leaves, blend_price=price)
    made = barrel(supply.values, market.values)
    share, lost = made["diluent_share"], made["shrinkage"]
    columns: dict[str, Raw] = {
        "delivered [USD/bbl diluent]": made["diluent_delivered"],
        "share of blend [1]": share,
        "ratio to heavy [1]": share / where(np.less(share, 1.0), 1.0 - share, np.nan),
        "shrinkage [1]": lost,
        "diluent [USD/bbl]": made["diluent"],
        "heavy crude [USD/bbl]": made["production"],
        _COST: made["diluent"] + made["production"],
        "net cost of diluent [USD/bbl]": blending.diluent_net_cost_usd_bbl(
            made["diluent_delivered"], price, share, lost
        ),
    }
    arrays = np.broadcast_arrays(*(np.atleast_1d(raw) for raw in columns.values()))
    flat = {name: array.ravel() for name, array in zip(columns, arrays, strict=True)}
    return pd.DataFrame(flat).rename_axis("case")


class Balance:
    """What leaves with the diluent there is, what stays in the ground, and what one more is worth.

    Volumes are per day. Diluent is used in the order in which its sources were given.
    """

    def __init__(
        self,
        dilutions: Mapping[str, Dilution],
        rates: Mapping[str, Raw],
        output: Raw,
        prices: tuple[Raw, Raw] | None,
    ) -> None:
        self._dilutions = dict(dilutions)
        self._rates = dict(rates)
        self._output = output
        self._prices = prices
        self._taken: dict[str, Raw] = {}
        rest = output
        for name, rate in self._rates.items():
            self._taken[name] = minimum(blending.heavy_evacuated(rate, self._share(name)), rest)
            rest = rest - self._taken[name]
        self._rest = rest

    def _share(self, name: str) -> Raw:
        return self._dilutions[name]._share

    def _total(self, each: Mapping[str, Raw]) -> Raw:
        return blending.weighted_mean(list(each.values()), [1.0] * len(each))

    @property
    def heavy_blended(self) -> Quantity:
        """Heavy crude that finds its diluent [bbl/day]."""
        return to_quantity(self._total(self._taken), "bbl/day")

    @property
    def heavy_shut_in(self) -> Quantity:
        """Heavy crude that does not [bbl/day]."""
        return to_quantity(self._rest, "bbl/day")

    @property
    def diluent_used(self) -> Quantity:
        """Diluent of all sources that is used [bbl/day]."""
        return to_quantity(self._total(self._used()), "bbl/day")

    def _used(self) -> dict[str, Raw]:
        return {
            name: taken * self._share(name) / (1.0 - self._share(name))
            for name, taken in self._taken.items()
        }

    @property
    def blend(self) -> Quantity:
        """Blend that can leave, after shrinkage [bbl/day]."""
        made = {
            name: taken * (1.0 - found._lost()) / (1.0 - found._share)
            for (name, taken), found in zip(
                self._taken.items(), self._dilutions.values(), strict=True
            )
        }
        return to_quantity(self._total(made), "bbl/day")

    @property
    def binds(self) -> Any:
        """What limits the blend: 'diluent', or 'heavy' where all of the crude finds its diluent."""
        found = np.where(np.greater(self._rest, 0.0), "diluent", "heavy")
        return str(found) if found.ndim == 0 else found

    def shadow_price(self, source: str | None = None) -> Quantity:
        """Return the value of one more barrel of diluent of a source.

        Parameters
        ----------
        source : str, optional
            Its name; may be left out where there is one.

        Returns
        -------
        pint.Quantity
            What the blend it makes earns less what the heavy crude it lets out costs, before the
            diluent's own cost; zero where heavy crude runs out first [USD/bbl of diluent].

        Raises
        ------
        InputError
            If no prices were given, or the source was not named.
        UnknownName
            If there is no such source.
        """
        if self._prices is None:
            msg = (
                "shadow_price: needs what a barrel of blend earns and a barrel of heavy crude "
                "costs; write blend_balance(..., blend_price='47.5 USD/bbl', "
                "heavy_cost='17.5 USD/bbl')"
            )
            raise InputError(msg)
        names = list(self._dilutions)
        if source is None and len(names) > 1:
            msg = f"shadow_price: expected a source, one of {', '.join(map(repr, names))}"
            raise InputError(msg)
        name = names[0] if source is None else source
        if not is_among(name, self._dilutions):
            msg = f"no source {quote(name)}{did_you_mean(str(name), names)}"
            raise UnknownName(msg)
        blend_price, heavy_cost = self._prices
        worth = blending.diluent_value_usd_bbl(
            blend_price,
            heavy_cost,
            self._share(name),
            self._dilutions[name]._lost(),
        )
        return to_quantity(where(np.greater(self._rest, 0.0), worth, 0.0), "USD/bbl")

    def to_frame(self) -> pd.DataFrame:
        """Return one row a source: diluent there, used and spare, heavy crude evacuated [kb/d]."""
        import pandas as pd

        if np.shape(self._output) or any(np.shape(raw) for raw in self._taken.values()):
            msg = "a balance by source shows one case, and this holds arrays; ask for its figures"
            raise InputError(msg)
        used = self._used()
        rows = {
            name: {
                "diluent [kb/d]": self._rates[name] / 1000.0,
                "used [kb/d]": used[name] / 1000.0,
                "spare [kb/d]": (self._rates[name] - used[name]) / 1000.0,
                "share of blend [1]": self._share(name),
                "heavy evacuated [kb/d]": self._taken[name] / 1000.0,
            }
            for name in self._rates
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("source")

    def __repr__(self) -> str:
        """Say what it is and what it comes to."""
        if isinstance(self._rest, float):
            blend, rest = self.blend.to("kb/day"), self.heavy_shut_in.to("kb/day")
            return f"<Balance: {blend:.1f~P} of blend, {rest:.1f~P} shut in; binds: {self.binds}>"
        return f"<Balance, {np.shape(self._rest)} cases>"


def blend_balance(
    heavy: Crude,
    diluents: Iterable[tuple[Crude, Any]],
    *,
    api: Any,
    output: Any,
    blend_price: Any = None,
    heavy_cost: Any = None,
) -> Balance:
    """Return the blend that can leave, for the heavy crude and the diluent that there is.

    Parameters
    ----------
    heavy : Crude
        What is thinned.
    diluents : iterable of (Crude, quantity)
        Pairs: diluent by source, such as ``[(crude('heavy naphtha'), '54 kb/day')]``, in the order
        of use. Sources are called by the crudes' names. Diluent out of storage is one more source.
        A mapping is refused, since equal crudes would be one key of it.
    api : quantity
        Target gravity of the blend as exported, after shrinkage. Each source thins its own part of
        the crude.
    output : quantity
        Heavy crude that could be produced [bbl/day].
    blend_price, heavy_cost : quantity, optional
        What a barrel of blend earns at the load port, and what a barrel of heavy crude costs; for
        the shadow price.

    Returns
    -------
    Balance
        Blend, heavy crude blended and shut in, diluent used, what binds, the shadow price.

    Raises
    ------
    InputError, UnitError
        If two sources bear one name, no diluent is needed, or as `dilute`.

    Examples
    --------
    >>> from oilecon.blending import crude
    >>> oils = crude("Orinoco extra-heavy"), crude("heavy naphtha")
    >>> blend_balance(oils[0], [(oils[1], "54 kb/day")], api="16 degAPI", output="630 kb/day")
    <Balance: 258.5 kb/day of blend, 424.8 kb/day shut in; binds: diluent>
    """
    sources = pairs(diluents, "diluents", "[(crude('heavy naphtha'), '54 kb/day')]")
    produced = number(RATE, output, "output")
    dilutions: dict[str, Dilution] = {}
    rates: dict[str, Raw] = {}
    for at, (diluent, rate) in enumerate(sources):
        name = Read(diluent, "diluent").crude.name or f"diluent {at + 1}"
        if name in dilutions:
            msg = f"diluents: got two sources named {name!r}; write .evolve(name=...) for one"
            raise InputError(msg)
        dilutions[name] = _needed(dilute(heavy, diluent, api=api))
        rates[name] = number(DILUENT_RATE, rate, f"diluents: {name}")
    prices = _prices(blend_price, heavy_cost)
    same_shape(
        output=produced,
        **{f"rate of {name}": rate for name, rate in rates.items()},
        **{f"share of {name}": found._lost() for name, found in dilutions.items()},
        **({} if prices is None else dict(zip(("blend_price", "heavy_cost"), prices, strict=True))),
    )
    return Balance(dilutions, rates, produced, prices)


def _needed(found: Dilution) -> Dilution:
    """Refuse a dilution that takes no diluent, or nothing else."""
    share = found._share
    bad = np.less_equal(share, 0.0) | np.greater_equal(share, 1.0)
    if np.any(bad):
        msg = (
            "api: expected a target between the gravities of crude and diluent, and this "
            "one takes "
            f"a share of {spread(share, bad)}: the crude needs none of it, or nothing else"
        )
        raise InputError(msg)
    return found


def _prices(blend_price: Any, heavy_cost: Any) -> tuple[Raw, Raw] | None:
    if blend_price is None and heavy_cost is None:
        return None
    if blend_price is None or heavy_cost is None:
        lacking = "blend_price" if blend_price is None else "heavy_cost"
        msg = f"{lacking}: blend_price and heavy_cost go together; write {lacking}='... USD/bbl'"
        raise InputError(msg)
    return (
        number(PRICE, blend_price, "blend_price"),
        number(COST, heavy_cost, "heavy_cost"),
    )


def diluent_balance(
    heavy: Crude,
    diluent: Crude,
    arrivals: Mapping[str, Any],
    *,
    start: Any,
    api: Any,
    output: Any,
    stock: Any = "0 kb",
    capacity: Any = None,
) -> pd.DataFrame:
    """Return heavy crude, diluent and stock month by month.

    Parameters
    ----------
    heavy, diluent : Crude
        The crude, and the one quality of diluent of all sources.
    arrivals : mapping of str to quantity
        By source, the mean rate of each month, such as ``Q([89, 54, 39], 'kb/day')``; one number of
        months. Here time is on axis 0; cases may follow on further ones.
    start : str, datetime.date, numpy.datetime64, pandas.Timestamp or Period
        The first month, such as ``'2025-10'``, or a day in it.
    api : quantity
        Target gravity of the blend as exported, after shrinkage.
    output : quantity
        Heavy crude that could be produced [bbl/day]; one rate, or by month on axis 0.
    stock, capacity : quantity
        Diluent at the start, and the most that can be kept from one month to the next, without end
        if left out. Excess is rejected.

    Returns
    -------
    pandas.DataFrame
        By month, and by case where anything else is an array: days, arrivals by source, opening
        stock, diluent used, turned away, closing stock [kb], heavy crude that could be produced,
        blended and shut in, and the blend that leaves [kb/d].

    Raises
    ------
    InputError, UnitError
        If rates differ in their months, the start is no month, or there is more stock than room.
    """
    found = _needed(dilute(heavy, diluent, api=api))
    rates = _monthly(arrivals)
    months = len(next(iter(rates.values())))
    produced = _by_month(output, months)
    opening = number(VOLUME, stock, "stock")
    room: Raw = math.inf
    if capacity is not None:
        room = number(ROOM, capacity, "capacity")
    first = {f"arrivals of {name}": rate[0] for name, rate in rates.items()}
    shape = same_shape(
        output=produced[0],
        stock=opening,
        capacity=room,
        share=found._lost(),
        **first,
    )
    if np.any(np.greater(opening, room)):
        msg = (
            f"stock: expected at most the capacity of {np.min(room):g} bbl, got {np.max(opening):g}"
        )
        raise InputError(msg)
    periods = _periods(start, months)
    rows = []
    for at, days in enumerate(periods.days_in_month):
        came = {name: rate[at] * days for name, rate in rates.items()}
        row, opening = _month(came, produced[at], opening, room, found, days)
        rows.append(row)
    return _month_frame(rows, periods, shape)


def _month(
    came: Mapping[str, Raw], output: Raw, opening: Raw, room: Raw, found: Dilution, days: int
) -> tuple[dict[str, Raw], Raw]:
    """Return a month's columns, and its closing stock."""
    share, lost = found._share, found._lost()
    arrived = blending.weighted_mean(list(came.values()), [1.0] * len(came))
    used, lacking, away, closing = blending.diluent_stock(
        output * days, arrived, opening, room, share
    )
    shut_in = blending.heavy_evacuated(lacking, share) / days
    blended = output - shut_in
    row: dict[str, Raw] = {
        "days": float(days),
        **{f"{name} [kb]": volume / 1000.0 for name, volume in came.items()},
        "opening stock [kb]": opening / 1000.0,
        "diluent used [kb]": used / 1000.0,
        "turned away [kb]": away / 1000.0,
        "closing stock [kb]": closing / 1000.0,
        "heavy output [kb/d]": output / 1000.0,
        "heavy blended [kb/d]": blended / 1000.0,
        "heavy shut in [kb/d]": shut_in / 1000.0,
        "blend [kb/d]": blended * (1.0 - lost) / (1.0 - share) / 1000.0,
    }
    return row, closing


def _month_frame(
    rows: list[dict[str, Raw]], periods: pd.PeriodIndex, shape: tuple[int, ...]
) -> pd.DataFrame:
    import pandas as pd

    cases = [
        pd.DataFrame({name: np.broadcast_to(raw, shape).ravel() for name, raw in row.items()})
        for row in rows
    ]
    whole = pd.concat(dict(zip(periods, cases, strict=True)), names=["month", "case"])
    return whole if shape else whole.droplevel("case")


_COLUMNS = ("opening stock", "diluent used", "turned away", "closing stock")
"""What the table has in kb beside the sources."""


def _by_month(output: Any, months: int) -> Any:
    """Return a rate for each month on axis 0, from one or from as many."""
    raw = number(RATE, output, "output")
    if np.shape(raw) and np.shape(raw)[0] != months:
        msg = f"output: expected one rate or {months}, one a month, got {np.shape(raw)}"
        raise InputError(msg)
    return raw if not isinstance(raw, float) else np.full(months, raw)


def _monthly(arrivals: Any) -> dict[str, Any]:
    if not hasattr(arrivals, "items") or not arrivals:
        msg = (
            "arrivals: expected a mapping of sources to rates; write {'Russia': Q([54], 'kb/day')}"
        )
        raise InputError(msg)
    for name in arrivals:
        if name in _COLUMNS:
            msg = (
                f"arrivals: {quote(name)} is a column of the table already, which a source of that "
                "name would lose; write another name"
            )
            raise InputError(msg)
    rates = {
        name: np.atleast_1d(number(DILUENT_RATE, rate, f"arrivals: {name}"))
        for name, rate in arrivals.items()
    }
    shapes = {name: rate.shape for name, rate in rates.items()}
    if len({shape[0] for shape in shapes.values()}) > 1:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        msg = f"arrivals: expected one rate a month from every source, got {listed}"
        raise InputError(msg)
    return rates


def _periods(start: Any, months: int) -> pd.PeriodIndex:
    import pandas as pd

    first = dates.month(start, "start", example="'2025-10'")
    try:
        return pd.period_range(first, periods=months, freq="M")
    except (ValueError, OverflowError) as error:  # beyond what pandas counts
        msg = f"start: expected {months} months that pandas counts from, got {quote(start)}"
        raise InputError(msg) from error


class Cargo(NamedTuple):
    """What a cargo of diluent lets out."""

    diluent: Quantity
    heavy: Quantity
    blend: Quantity
    days: Quantity | None
    dilution: Dilution


def cargo_unlocks(
    cargo: Any, diluent: Crude, heavy: Crude, *, api: Any, exports: Any = None
) -> Cargo:
    """Return what a cargo of diluent lets out.

    Parameters
    ----------
    cargo : quantity
        Its size, as a mass such as ``'70000 t'`` or as a volume such as ``'500 kb'``.
    diluent, heavy : Crude
        What it holds, and what it thins.
    api : quantity
        Target gravity of the blend as exported, after shrinkage.
    exports : quantity, optional
        The rate to reckon days at [bbl/day].

    Returns
    -------
    Cargo
        Barrels of diluent, of heavy crude evacuated and of blend after shrinkage [bbl]; days of
        exports that the blend makes, None if no rate was given; the `Dilution`.

    Raises
    ------
    InputError, UnitError
        As `dilute`.

    Examples
    --------
    >>> from oilecon.blending import crude
    >>> found = cargo_unlocks(
    ...     "70000 t", crude("heavy naphtha"), crude("Orinoco extra-heavy"), api="16 degAPI",
    ...     exports="921 kb/day",
    ... )
    >>> print(f"{found.blend.to('Mb'):.2f~P}, {found.days:.1f~P}")
    2.80 Mb, 3.0 day
    """
    found = _needed(dilute(heavy, diluent, api=api))
    volume = _cargo_bbl(cargo, Read(diluent, "diluent"))
    share, lost = found._share, found._lost()
    same_shape(cargo=volume, share=share)
    let_out = blending.heavy_evacuated(volume, share)
    made = (volume + let_out) * (1.0 - lost)
    days = None
    if exports is not None:
        rate = number(EXPORTS, exports, "exports")
        same_shape(cargo=made, exports=rate)
        days = to_quantity(made / rate, "day")
    return Cargo(
        to_quantity(volume, "bbl"),
        to_quantity(let_out, "bbl"),
        to_quantity(made, "bbl"),
        days,
        found,
    )


def _cargo_bbl(cargo: Any, diluent: Read) -> Raw:
    from oilecon.errors import UnitError
    from oilecon.units import to_magnitude

    try:
        to_magnitude(cargo, "t")
    except UnitError:
        return number(CARGO, cargo, "cargo")
    tonnes = number(CARGO_TONNES, cargo, "cargo")
    same_shape(cargo=tonnes, diluent=diluent.api)
    return tonnes * quality.barrels_per_tonne(diluent.api)


class Barter:
    """Heavy crude against diluent, and the prices that it implies."""

    def __init__(
        self,
        heavy: Raw,
        diluent: Raw,
        heavy_price: Raw | None,
        diluent_price: Raw | None,
        cash: Raw | None,
    ) -> None:
        self._heavy, self._diluent = heavy, diluent
        self._heavy_price, self._diluent_price, self._cash = heavy_price, diluent_price, cash

    @property
    def heavy_per_diluent(self) -> Quantity:
        """Barrels of heavy crude for each barrel of diluent."""
        return to_quantity(self._heavy / self._diluent, "1")

    @property
    def diluent_per_heavy(self) -> Quantity:
        """Barrels of diluent for each barrel of heavy crude: the part of the volume it pays."""
        return to_quantity(self._diluent / self._heavy, "1")

    @property
    def diluent_price(self) -> Quantity:
        """Price of the diluent, given, or implied by the heavy crude's and the money."""
        if self._diluent_price is not None:
            return to_quantity(self._diluent_price, "USD/bbl")
        heavy, cash = self._given("diluent_price", "heavy_price", "cash")
        return to_quantity((self._heavy * heavy - cash) / self._diluent, "USD/bbl")

    @property
    def heavy_price(self) -> Quantity:
        """Price of the heavy crude, given, or implied by the diluent's and the money."""
        if self._heavy_price is not None:
            return to_quantity(self._heavy_price, "USD/bbl")
        light, cash = self._given("heavy_price", "diluent_price", "cash")
        return to_quantity((self._diluent * light + cash) / self._heavy, "USD/bbl")

    @property
    def cash(self) -> Quantity:
        """Money that the taker of the heavy crude pays beside the diluent, given or implied."""
        if self._cash is not None:
            return to_quantity(self._cash, "USD")
        heavy, light = self._given("cash", "heavy_price", "diluent_price")
        return to_quantity(self._heavy * heavy - self._diluent * light, "USD")

    def _given(self, expected: str, *names: str) -> list[Raw]:
        found = [getattr(self, f"_{name}") for name in names]
        lacking = [name for name, raw in zip(names, found, strict=True) if raw is None]
        if lacking:
            msg = (
                f"{expected}: follows from {' and '.join(names)}, and {' and '.join(lacking)} "
                f"{'is' if len(lacking) == 1 else 'are'} not known; write barter(..., "
                f"{lacking[0]}=...)"
            )
            raise InputError(msg)
        return found

    def __repr__(self) -> str:
        """Say what it is and what it comes to."""
        if isinstance(self._heavy, float) and isinstance(self._diluent, float):
            ratio = self._heavy / self._diluent
            return f"<Barter: {ratio:.3f} barrels of heavy crude per barrel of diluent>"
        return "<Barter of many cases>"


def barter(
    case: str | None = None,
    *,
    heavy: Any = None,
    diluent: Any = None,
    heavy_price: Any = None,
    diluent_price: Any = None,
    cash: Any = None,
) -> Barter:
    """Return what heavy crude and diluent were exchanged at.

    Parameters
    ----------
    case : str, optional
        A published swap, ``'Iran 2021'`` or ``'Reliance 2024'``, in place of the volumes.
    heavy, diluent : quantity
        Volumes exchanged, such as ``'5.55 Mb'``.
    heavy_price, diluent_price : quantity, optional
        Prices [USD/bbl]; of two prices and the money any one follows from the other two.
    cash : quantity, optional
        Money that the taker of the heavy crude pays beside the diluent; ``'0 USD'`` for a pure
        swap. A published case brings its own where it is known.

    Returns
    -------
    Barter
        Ratios and implied prices.

    Raises
    ------
    UnknownName
        If no published swap has that name.
    InputError, UnitError
        If volumes are missing, or given beside a published case.

    Examples
    --------
    >>> swap = barter("Iran 2021", heavy_price="47.90 USD/bbl")
    >>> print(f"{swap.heavy_per_diluent:.3f~P}, {swap.diluent_price:.2f~P}")
    1.151, 55.15 USD/bbl
    """
    if case is not None:
        if heavy is not None or diluent is not None:
            msg = "barter: expected a published case or volumes of your own, got both; write one"
            raise InputError(msg)
        known = {swap.name: swap for swap in swaps()}
        if not is_among(case, known):
            msg = f"no published swap {quote(case)}{did_you_mean(str(case), known)}"
            raise UnknownName(msg)
        found = known[case]
        heavy, diluent = f"{found.heavy!r} Mb", f"{found.diluent!r} Mb"
        if cash is None and found.cash is not None:
            cash = f"{found.cash!r} USD"
    raws = [
        number(SWAPPED, value, name) for name, value in (("heavy", heavy), ("diluent", diluent))
    ]
    prices = [
        None if value is None else number(PRICE, value, name)
        for name, value in (("heavy_price", heavy_price), ("diluent_price", diluent_price))
    ]
    money = None if cash is None else number(CASH, cash, "cash")
    same_shape(
        heavy=raws[0],
        diluent=raws[1],
        heavy_price=prices[0],
        diluent_price=prices[1],
        cash=money,
    )
    return Barter(raws[0], raws[1], prices[0], prices[1], money)
