"""Recipients of a price, or of the difference between two prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.errors import InputError, UnknownName, did_you_mean, is_among, quote
from oilecon.frozen import FrozenDict
from oilecon.netback.lines import PRODUCER, residual
from oilecon.outcomes import MEASURES, Model, case_index, frozen
from oilecon.plotting import Plot, Plotted
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd


__all__ = ["Recipients"]


class Recipients(Plotted):
    """Amounts by recipient of a price, or of the difference between two prices.

    The recipients are paid out of the price one after the other, in the order of the lines, and
    the producer has the remainder, so that `residual` is exactly zero. Any amount is available by
    name, as ``recipients["shipowner"]``; where there are several differences, in the table.
    """

    plots = FrozenDict(
        shares=Plot("amount of each recipient per barrel loaded, by route"),
        difference=Plot("difference of each recipient's amount between the routes"),
    )

    def __init__(
        self,
        price: Mapping[str, Raw],
        paid: Mapping[str, Mapping[str, Raw]],
        model: Model,
    ) -> None:
        """Store prices by column, and amounts by recipient (the producer last) and column."""
        self.scenario = model.scenario
        self.scenarios = model.scenarios
        self.routes = model.routes
        self.differences = tuple(differences(model.routes))
        self.measure = model.measure
        self._unit, self._heading = MEASURES[self.measure].unit, MEASURES[self.measure].heading
        self._price = price
        self._paid = paid
        self._shared = self.differences or self.routes  # columns of what is shared out

    @property
    def _column(self) -> str:
        """Column of what is shared out, if there is one."""
        if len(self._shared) > 1:
            first, *others = self.routes
            pairs = " or ".join(f"comparison.pair({name!r})" for name in others)
            msg = f"recipients: {len(others)} routes differ from {first!r}; write {pairs} first"
            raise InputError(msg)
        return self._shared[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the recipients, the producer last."""
        return tuple(self._paid)

    @property
    def price(self) -> Quantity:
        """Amount shared: the price, or the difference of two prices."""
        return to_quantity(self._price[self._column], self._unit)

    @property
    def residual(self) -> Quantity:
        """Residual after all payments: zero, to the last bit."""
        amounts = [paid[self._column] for paid in self._paid.values()]
        return to_quantity(residual(self._price[self._column], amounts), self._unit)

    def __getitem__(self, name: str) -> Quantity:
        """Return the amount of one recipient.

        Raises
        ------
        UnknownName
            If there is no recipient of that name.
        """
        if not is_among(name, self._paid):
            msg = f"nobody is called {quote(name)} here{did_you_mean(str(name), self._paid)}"
            raise UnknownName(msg)
        return to_quantity(self._paid[name][self._column], self._unit)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a recipient, the largest share first; of arrays, one row a case.

        Returns
        -------
        pandas.DataFrame
            Of one case: the amounts by route, and each difference to the reference; of a single
            route also the share of its price. Of arrays: the price and one column a recipient, of
            what is shared out; with its name before them where there are several differences.
        """
        import pandas as pd

        if self._many:
            columns = {"price": self._price, **self._paid}
            several = len(self._shared) > 1
            amounts = {
                f"{f'{shared}: ' if several else ''}{name} [{self._heading}]": np.ravel(by[shared])
                for shared in self._shared
                for name, by in columns.items()
            }
            return pd.DataFrame(amounts, index=case_index(self.scenario))
        frame = pd.DataFrame(
            {
                f"{column} [{self._heading}]": [paid[column] for paid in self._paid.values()]
                for column in self._price
            },
            index=pd.Index(self.names, name="recipient"),
        )
        last = f"{self._shared[-1]} [{self._heading}]"
        if len(self._price) == 1 and self._price[self._column] > 0.0:
            frame["share of price [%]"] = frame[last] / self._price[self._column] * 100.0
        return frame.sort_values(last, ascending=False, kind="stable")

    @property
    def _many(self) -> bool:
        """True if the amounts are arrays."""
        return bool(np.ndim(self._price[self.routes[0]]))

    def __repr__(self) -> str:
        """Describe the amount shared and the number of recipients in one line."""
        names = " and ".join(map(repr, self._shared))
        if self._many:
            return f"<Recipients of {names}: {len(self._paid)}, many cases>"
        shared = " and ".join(f"{self._price[column]:.2f}" for column in self._shared)
        return f"<Recipients of {names}: {shared} {self._heading} among {len(self._paid)}>"

    def __str__(self) -> str:
        """Return the table."""
        return self.to_frame().to_string(float_format=lambda number: f"{number:.2f}")


def differences(routes: Sequence[str]) -> dict[str, str]:
    """Return the route of each column of a difference to the first; of two, it needs no names."""
    first, *others = routes
    if len(others) == 1:
        return {"difference": others[0]}
    return {f"{name} less {first}": name for name in others}


def _recipients(model: Model) -> Recipients:
    """Return the recipients by each of a model's routes, and of differences to the first of them.

    A difference is shared like a price, and the producer has its residual.
    """
    routes = model.routes
    names = dict.fromkeys(name for route in routes for name in model.waterfall(route).recipients())
    names.pop(PRODUCER)
    price: dict[str, Raw] = {}
    paid: dict[str, dict[str, Raw]] = {name: {} for name in (*names, PRODUCER)}
    for route in routes:
        present = model.waterfall(route).recipients()
        figures = model.figures([f"{route}.price", *(f"{route}.to.{name}" for name in present)])
        price[route] = figures[0]
        zero = figures[0] * 0.0
        amounts = dict(zip(present, figures[1:], strict=True))
        for name, by_column in paid.items():
            by_column[route] = amounts.get(name, zero)
    left = routes[0]
    for column, right in differences(routes).items():
        price[column] = price[right] - price[left]
        for name in names:
            paid[name][column] = paid[name][right] - paid[name][left]
        others = [paid[name][column] for name in names]
        paid[PRODUCER][column] = residual(price[column], others)
    for by_column in (price, *paid.values()):
        for raw in by_column.values():
            frozen(raw)
    return Recipients(price, paid, model)
