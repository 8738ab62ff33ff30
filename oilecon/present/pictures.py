"""Pictures of tables that no result holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oilecon.errors import InputError
from oilecon.present import charts

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["diluent_by_month"]


def diluent_by_month(balance: pd.DataFrame, *, source: str = "", ax: Axes | None = None) -> Axes:
    """Draw heavy crude blended and shut in month by month, and the blend that leaves.

    Parameters
    ----------
    balance : pandas.DataFrame
        As `blending.diluent_balance` returns it, of one case.
    source : str
        What stands under the picture.
    ax : matplotlib.axes.Axes, optional
        Where to.

    Returns
    -------
    matplotlib.axes.Axes
        With the picture.

    Raises
    ------
    InputError
        If the table holds several cases.
    OilEconError
        If matplotlib is not installed.
    """
    if balance.index.nlevels > 1:
        msg = "a picture shows one case; write balance.xs(case, level='case')"
        raise InputError(msg)
    parts = ("heavy blended", "heavy shut in", "blend")
    named = balance[[f"{part} [kb/d]" for part in parts]].set_axis(
        ["heavy crude blended", "heavy crude shut in", "blend that leaves"], axis="columns"
    )
    return charts.months(
        named.iloc[:, :2],
        named.iloc[:, 2:],
        unit="kb/d",
        title="Heavy crude blended and shut in, by month",
        source=source,
        ax=ax,
    )
