"""Recipients of a price, or of the difference between two prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.errors import UnknownName, did_you_mean, is_among, quote
from oilecon.frozen import FrozenDict
from oilecon.netback.lines import PRODUCER, residual
from oilecon.outcomes import BLEND, MEASURES, Model, case_index, frozen
from oilecon.plotting import Plot, Plotted
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.scenario_tree import Scenario

__all__ = ["Recipients"]


class Recipients(Plotted):
    """Amounts by recipient of a price, or of the difference between two prices.

    The recipients are paid out of the price one after the other, in the order of the lines, and
    the producer has the remainder, so that `residual` is exactly zero. Any amount is available by
    name, as ``recipients["shipowner"]``.
    """

    plots = FrozenDict(
        shares=Plot("amount of each recipient per barrel loaded, by route"),
        difference=Plot("difference of each recipient's amount between the routes"),
    )

    def __init__(
        self,
        price: Mapping[str, Raw],
        paid: Mapping[str, Mapping[str, Raw]],
        scenario: Scenario,
        measure: str = BLEND,
    ) -> None:
        """Store prices by column, and amounts by recipient (the producer last) and column."""
        self.scenario = scenario
        self.measure = measure
        self._unit, self._heading = MEASURES[measure].unit, MEASURES[measure].heading
        self._price = price
        self._paid = paid
        self._column = list(price)[-1]  # the only one, or the difference

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
            Of one case: the amounts, and of a single route also the share of its price. Of
            arrays: the price and one column a recipient.
        """
        import pandas as pd

        if np.ndim(self._price[self._column]):
            columns = {"price": self._price, **self._paid}
            amounts = {
                f"{name} [{self._heading}]": np.ravel(by[self._column])
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
        last = f"{self._column} [{self._heading}]"
        if len(self._price) == 1 and self._price[self._column] > 0.0:
            frame["share of price [%]"] = frame[last] / self._price[self._column] * 100.0
        return frame.sort_values(last, ascending=False, kind="stable")

    def __repr__(self) -> str:
        """Describe the amount shared and the number of recipients in one line."""
        if np.ndim(self._price[self._column]):
            return f"<Recipients of {self._column!r}: {len(self._paid)}, many cases>"
        amount = self._price[self._column]
        shared = f"{amount:.2f} {self._heading} among {len(self._paid)}"
        return f"<Recipients of {self._column!r}: {shared}>"

    def __str__(self) -> str:
        """Return the table."""
        return self.to_frame().to_string(float_format=lambda number: f"{number:.2f}")


def _recipients(model: Model) -> Recipients:
    """Return the recipients by each of a model's routes, and of their difference if there are two.

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
    if len(routes) > 1:
        left, right = routes
        price[_DIFFERENCE] = price[right] - price[left]
        for name in names:
            paid[name][_DIFFERENCE] = paid[name][right] - paid[name][left]
        others = [paid[name][_DIFFERENCE] for name in names]
        paid[PRODUCER][_DIFFERENCE] = residual(price[_DIFFERENCE], others)
    for column in (price, *paid.values()):
        for raw in column.values():
            frozen(raw)
    return Recipients(price, paid, model.scenario, model.measure)


_DIFFERENCE = "difference"
