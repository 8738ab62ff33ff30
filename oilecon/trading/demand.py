"""The demand of a market: one price for all that is sold there, lower as more is sold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import number, same_shape, shape_of_all
from oilecon.errors import InputError, quote
from oilecon.trading.quantities import PRICE, VOLUME
from oilecon.units import first_shown, to_quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy.typing as npt
    import pandas as pd

    from oilecon.fields import Number
    from oilecon.typing import QuantityLike
    from oilecon.units import FloatArray, Quantity

__all__ = ["DemandSchedule", "demand_schedule"]

_EXAMPLE = "[('100 kb/day', '-4 USD/bbl'), ('150 kb/day', '-6 USD/bbl')]"
_VOLUME_SHOWN = "{:,.6g} bbl/day".format
_PRICE_SHOWN = "{:.6g} USD/bbl".format


@dataclass(frozen=True, slots=True, eq=False)
class DemandSchedule:
    """Price of a market by the volume sold there: all of it is sold at the price of the last step.

    Attributes
    ----------
    volumes : pint.Quantity
        Volume up to which each step's price holds, by case and step, the steps on the last axis
        [bbl/day].
    prices : pint.Quantity
        Price of each step, of the same shape; differentials where no benchmark was given, so that
        every figure below is to the benchmark [USD/bbl].
    """

    volumes: Quantity
    prices: Quantity

    def price(self, volume: QuantityLike) -> Quantity:
        """Return the price of all that is sold [USD/bbl].

        Parameters
        ----------
        volume : str or pint.Quantity
            Sales, single or an array that broadcasts with the cases of the steps [bbl/day].

        Raises
        ------
        InputError, UnitError
            If a volume does not fit, or is above that of the last step; here and below.
        """
        return _quantity(self._at(self._volume(volume, "price")), "USD/bbl")

    def revenue(self, volume: QuantityLike) -> Quantity:
        """Return the revenue at the one price: volume x price [USD/day]."""
        sold = self._volume(volume, "revenue")
        return _quantity(sold * self._at(sold) + 0.0, "USD/day")

    def lots_price(self, volume: QuantityLike) -> Quantity:
        """Return the mean price if each step's volume were sold at its own price [USD/bbl].

        No market with one price pays it: it takes a seller who can ask each buyer another price.
        """
        sold = self._volume(volume, "lots_price")
        return _quantity(self._at(sold) + self._saved(sold), "USD/bbl")

    def foregone(self, volume: QuantityLike) -> Quantity:
        """Return the revenue in lots, each at its own price, less that at one price [USD/day]."""
        sold = self._volume(volume, "foregone")
        return _quantity(sold * self._saved(sold), "USD/day")

    def marginal_revenue(self, volume: QuantityLike) -> Quantity:
        """Return the revenue that the barrels since the step before add, per barrel [USD/bbl].

        At the end of a step it is the marginal revenue of the step: its own price less the fall on
        all that was sold at the price before. Early in a step few barrels bear that fall.
        """
        sold = self._volume(volume, "marginal_revenue")
        ends, prices = self._steps()
        step = self._step(sold)
        before = _pick(_starts(ends), step)
        fall = _pick(-np.diff(prices, axis=-1, prepend=prices[..., :1]), step)
        added = np.where(step > 0, sold - before, 1.0)
        return _quantity(self._at(sold) - before * fall / added, "USD/bbl")

    def best_volume(
        self, elsewhere: QuantityLike, available: QuantityLike | None = None
    ) -> Quantity:
        """Return the volume to sell here that earns most where the rest is sold elsewhere.

        Parameters
        ----------
        elsewhere : str or pint.Quantity
            What a barrel earns elsewhere, as the price here at which it would earn as much, to the
            benchmark if the steps are: see `breakeven`. It holds for any volume sold there
            [USD/bbl].
        available : str or pint.Quantity, optional
            Volume to sell in all [bbl/day]; at least that of the last step, if left out.

        Returns
        -------
        pint.Quantity
            The end of a step, all that is available, or zero; of equal ones the least [bbl/day].

        Notes
        -----
        The greatest of volume x (price - elsewhere) over the ends of the steps. Marginal revenue
        does not fall from step to step: a step that adds less than a barrel earns elsewhere may
        come before one that makes up for it, so that no step is judged alone.
        """
        other = number(PRICE, elsewhere, "best_volume: elsewhere")
        ends, prices = self._steps()
        most = ends[..., -1]
        if available is not None:
            supply = number(VOLUME, available, "best_volume: available")
            same_shape("best_volume", elsewhere=other, available=supply, steps=most)
            most = np.minimum(most, supply)
        same_shape("best_volume", elsewhere=other, steps=most)
        sold = np.minimum(ends, most[..., None])
        # A step that starts at or above what there is sells no more than the one before, for less.
        gain = sold * (prices - np.asarray(other)[..., None])
        sold = np.broadcast_to(sold, gain.shape)
        nothing = np.zeros_like(gain[..., :1])
        best = np.argmax(np.concatenate([nothing, gain], axis=-1), axis=-1)
        return _quantity(_pick(np.concatenate([nothing, sold], axis=-1), best), "bbl/day")

    def to_frame(self) -> pd.DataFrame:
        """Return one row a step, each sold to its end; of arrays, one a case and step.

        Returns
        -------
        pandas.DataFrame
            Volume [kb/day], price, mean price in lots and marginal revenue [USD/bbl], revenue and
            revenue foregone against lots [kUSD/day].
        """
        import pandas as pd

        ends, _ = self._steps()
        frames = []
        for step in range(ends.shape[-1]):
            volume = to_quantity(ends[..., step], "bbl/day")
            columns = {
                "volume [kb/day]": ends[..., step] / 1e3,
                "price [USD/bbl]": self.price(volume).magnitude,
                "in lots [USD/bbl]": self.lots_price(volume).magnitude,
                "marginal revenue [USD/bbl]": self.marginal_revenue(volume).magnitude,
                "revenue [kUSD/day]": self.revenue(volume).magnitude / 1e3,
                "foregone [kUSD/day]": self.foregone(volume).magnitude / 1e3,
            }
            flat = pd.DataFrame({name: np.ravel(column) for name, column in columns.items()})
            frames.append(flat.assign(step=step + 1).rename_axis("case"))
        table = pd.concat(frames).set_index("step", append=True).sort_index()
        return table.droplevel("case") if ends.ndim == 1 else table

    def __str__(self) -> str:
        """Return the table."""
        return self.to_frame().to_string(float_format=lambda amount: f"{amount:,.2f}")

    # -- arithmetic ----------------------------------------------------------------------------

    def _steps(self) -> tuple[FloatArray, FloatArray]:
        """Return volumes and prices of the steps."""
        ends: Any = self.volumes.magnitude
        prices: Any = self.prices.magnitude
        return ends, prices

    def _volume(self, given: QuantityLike, name: str) -> FloatArray:
        """Return a volume, none of it above what the last step takes."""
        sold = np.asarray(number(VOLUME, given, f"{name}: volume"))
        most = self._steps()[0][..., -1]
        shape = same_shape(name, volume=sold, steps=most)
        above = np.broadcast_to(sold > most, shape)
        if np.any(above):
            ends, got = (
                first_shown(raw if shape else float(raw), above, _VOLUME_SHOWN)
                for raw in (most, sold)
            )
            msg = (
                f"{name}: volume: expected at most {ends}, where the last step ends, got {got}; "
                "give the schedule a further step"
            )
            raise InputError(msg)
        return np.broadcast_to(sold, shape)

    def _step(self, sold: FloatArray) -> Any:
        """Return the step in which each volume ends, from 0."""
        return np.sum(sold[..., None] > self._steps()[0], axis=-1)

    def _at(self, sold: FloatArray) -> FloatArray:
        """Return the price at each volume [USD/bbl]."""
        return _pick(self._steps()[1], self._step(sold))

    def _saved(self, sold: FloatArray) -> FloatArray:
        """Return by how much the mean price in lots is above the one price [USD/bbl]."""
        ends, prices = self._steps()
        starts = _starts(ends)
        lots = np.clip(sold[..., None], starts, ends) - starts
        above = np.sum(lots * (prices - self._at(sold)[..., None]), axis=-1)
        saved: FloatArray = above / np.where(sold > 0.0, sold, 1.0)
        return saved


def _quantity(raw: FloatArray, unit: str) -> Quantity:
    """Return one number or an array in a unit."""
    return to_quantity(raw if np.ndim(raw) else float(raw), unit)


def _starts(ends: FloatArray) -> FloatArray:
    """Return the volume from which each step's price holds."""
    starts: FloatArray = np.concatenate([np.zeros_like(ends[..., :1]), ends[..., :-1]], axis=-1)
    return starts


def _pick(values: FloatArray, step: Any) -> FloatArray:
    """Return of each case the value of a step, which may be another for each volume."""
    shape = np.broadcast_shapes(values.shape[:-1], np.shape(step))
    values = np.broadcast_to(values, (*shape, values.shape[-1]))
    picked: FloatArray = np.take_along_axis(
        values, np.broadcast_to(step, shape)[..., None], axis=-1
    )
    return picked[..., 0]


def demand_schedule(
    steps: Iterable[tuple[QuantityLike, QuantityLike]], *, benchmark: QuantityLike = "0 USD/bbl"
) -> DemandSchedule:
    """Return the demand of a market whose price falls in steps as more is sold there.

    A market pays one price: a buyer of the first barrels does not pay more than the buyer of the
    last. Selling a step further lowers the price of all that is sold, so that the further barrels
    bring less than their own price, and revenue is below that of sales in lots
    (`oilecon.Outlet.steps`, in `oilecon.allocate`), each at its own price.

    Parameters
    ----------
    steps : iterable of (volume, price)
        The volume in all up to which each price holds [bbl/day], each above the one before, and the
        price or differential of all barrels up to there [USD/bbl], none above the one before.
        Arrays hold a value a case, such as one for the middle and one for each end of a range.
    benchmark : str or pint.Quantity
        Price that the steps are differentials to [USD/bbl].

    Returns
    -------
    DemandSchedule
        Price, revenue and marginal revenue by volume, and the volume that earns most beside another
        outlet.

    Raises
    ------
    InputError, UnitError
        If the steps are no pairs, volumes do not rise or prices do not fall, or a figure does not
        fit.

    Examples
    --------
    >>> market = demand_schedule([("100 kb/day", "-4 USD/bbl"), ("150 kb/day", "-6 USD/bbl")])
    >>> print(market.price("120 kb/day"), market.lots_price("150 kb/day").round(2))
    -6.0 USD/bbl -4.67 USD/bbl
    >>> print(market.marginal_revenue("150 kb/day"))
    -10.0 USD/bbl
    >>> print(market.best_volume(elsewhere="-9 USD/bbl").to("kb/day"))
    100.0 kb/day
    """
    try:
        pairs = [(volume, price) for volume, price in steps]
    except (TypeError, ValueError) as error:
        msg = (
            "demand_schedule: steps: expected pairs of volume and price, got "
            f"{quote(steps)}; write {_EXAMPLE}"
        )
        raise InputError(msg) from error
    if not pairs:
        msg = f"demand_schedule: steps: expected at least one step, got none; write {_EXAMPLE}"
        raise InputError(msg)
    marker = number(PRICE, benchmark, "demand_schedule: benchmark")
    ends, prices = _read(pairs, 0, VOLUME), _read(pairs, 1, PRICE)
    named = {f"steps[{at}]": np.shape(raw) for at, raw in enumerate(ends)}
    named |= {f"the price of steps[{at}]": np.shape(raw) for at, raw in enumerate(prices)}
    shape = shape_of_all("demand_schedule", {**named, "benchmark": np.shape(marker)})
    volumes = np.stack([np.broadcast_to(raw, shape) for raw in ends], axis=-1)
    falling = np.stack([np.broadcast_to(raw, shape) for raw in prices], axis=-1)
    rule = "each volume above the one before, the first above 0"
    _check(rule, _VOLUME_SHOWN, _starts(volumes), volumes, volumes > _starts(volumes))
    first, then = falling[..., :-1], falling[..., 1:]
    _check("no price above the one before", _PRICE_SHOWN, first, then, then <= first)
    return DemandSchedule(
        to_quantity(volumes, "bbl/day"),
        to_quantity(falling + np.asarray(marker)[..., None], "USD/bbl"),
    )


def _read(pairs: Sequence[tuple[QuantityLike, QuantityLike]], part: int, field: Number) -> Any:
    """Return volumes or prices of the steps."""
    name = ("volume", "price")[part]
    return [
        number(field, pair[part], f"demand_schedule: steps[{at}]: {name}")
        for at, pair in enumerate(pairs)
    ]


def _check(
    rule: str,
    show: Callable[[float], str],
    first: FloatArray,
    then: FloatArray,
    holds: npt.NDArray[np.bool_],
) -> None:
    """Raise an error unless a rule holds of each step and the one before."""
    if not np.all(holds):
        cases = int(np.sum(~holds.all(axis=-1)))
        count = f" ({cases} of {holds[..., 0].size} cases)" if holds.ndim > 1 else ""
        msg = (
            f"demand_schedule: steps: expected {rule}, got {show(first[~holds][0])} and then "
            f"{show(then[~holds][0])}{count}; write {_EXAMPLE}"
        )
        raise InputError(msg)
