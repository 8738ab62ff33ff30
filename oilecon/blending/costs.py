"""What a barrel of blend costs with each of several diluents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import number, same_shape
from oilecon.blending.quantities import PRICE
from oilecon.blocks import array_leaves
from oilecon.core import blending
from oilecon.core.elementwise import where
from oilecon.errors import InputError, quote
from oilecon.inputs import Diluent, Market, Supply
from oilecon.netback.blend import barrel

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.typing import QuantityLike
    from oilecon.units import Raw

__all__ = ["diluent_costs"]


def diluent_costs(
    supply: Supply, diluents: Mapping[str, Diluent], market: Market, *, blend_price: QuantityLike
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
