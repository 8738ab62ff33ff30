"""A monthly table to the table of losses: 240 months of 50 inputs, against hand-written pandas.

Both sides begin with one frame, whose headings have units, and end with the four losses by month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

import oilecon as oe
from benchmarks import handwritten
from benchmarks.racing import Goal, clocked, race

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.racing import Row

__all__ = ["rows"]

MONTHS = 240
INPUTS = 50


def monthly_table() -> pd.DataFrame:
    """Return 240 months of the article's first 50 inputs above zero, each within 1 % of its own."""
    known = oe.scenario("article").inputs()
    plain = handwritten.article_inputs()
    paths = [path for path in known.index if path in plain and known.loc[path, "value"] != 0.0]
    rng = np.random.default_rng(1)
    columns = {
        f"{path} [{known.loc[path, 'unit']}]": known.loc[path, "value"]
        * rng.uniform(0.995, 1.0, MONTHS)
        for path in paths[:INPUTS]
    }
    return pd.DataFrame(columns, index=pd.period_range("2005-01", periods=MONTHS, freq="M"))


def by_hand(table: pd.DataFrame, plain: dict[str, Any]) -> pd.DataFrame:
    """Return the losses by month as an analyst would, column by column in pandas."""
    inputs = plain | {str(name).partition(" [")[0]: table[name] for name in table}
    sides = handwritten.margins(inputs, maximum=np.maximum, power=np.power)
    left, right = (dict(zip(_LINES, sides[r], strict=True)) for r in handwritten.ROUTES)
    divided = {basis: "netback" if basis == "price" else basis for basis in _LINES}
    return pd.DataFrame(
        {
            f"{basis} [%]": (left[line] - right[line])
            / left[basis].where(left[basis] > 0.0)
            * 100.0
            for basis, line in divided.items()
        }
    )


_LINES = ("price", "netback", "operating", "net")


def rows() -> Iterator[Row]:
    """Yield the time of the whole way, after both sides have given the same table.

    Raises
    ------
    AssertionError
        If they have not, to 1e-9 of a percent.
    """
    scenario, table = oe.scenario("article"), monthly_table()
    plain = dict(handwritten.article_inputs())

    def ours() -> pd.DataFrame:
        losses: pd.DataFrame = oe.compare(scenario.vary(table), "gulf", "asia").losses()
        return losses

    def other() -> pd.DataFrame:
        return by_hand(table, plain)

    expected = other()
    np.testing.assert_allclose(ours().to_numpy(), expected.to_numpy(), atol=1e-9, rtol=1e-12)
    np.testing.assert_array_equal(ours().index, expected.index)
    name = f"{MONTHS} months of {table.shape[1]} inputs, table to losses"
    yield race(clocked(ours), clocked(other)).row(name, Goal(3))
