"""Cost of a barrel of blend with each of several diluents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from oilecon.arguments import instance, number, same_shape
from oilecon.blending.quantities import PRICE
from oilecon.blocks import array_leaves
from oilecon.core import blending
from oilecon.core.elementwise import where
from oilecon.errors import InputError, quote
from oilecon.inputs import Diluent, Market, Supply
from oilecon.netback.blend import barrel

if TYPE_CHECKING:
    import pandas as pd

    from oilecon.typing import QuantityLike
    from oilecon.units import Raw

__all__ = ["diluent_costs"]


def diluent_costs(
    supply: Supply, diluents: Mapping[str, Diluent], market: Market, *, blend_price: QuantityLike
) -> pd.DataFrame:
    """Return the cost of a barrel of blend with each of several diluents, in one table.

    Parameters
    ----------
    supply : Supply
        Heavy crude, production cost and target gravity; its own diluent is ignored.
    diluents : mapping of str to Diluent
        Diluents with their prices: imports with a freight or a voyage, domestic light crude at its
        export netback, recycled naphtha at the cost of recovery.
    market : Market
        Brent, and bunker prices for the voyages.
    blend_price : quantity
        Netback of the blend [USD/bbl]; or an array.

    Returns
    -------
    pandas.DataFrame
        By diluent, and by case for arrays: cost of diluent delivered; its share of the blend and
        ratio to the heavy crude by volume before shrinkage; shrinkage; and, per barrel of blend
        exported, the cost of diluent, of heavy crude, of both, and the cost of diluent net of its
        sale within the blend. The cheapest blend comes first, by the mean of its cases.

    Raises
    ------
    InputError, UnitError
        If the supply has no target gravity, or a diluent is heavier than the target.
    """
    import pandas as pd

    made = instance(Supply, supply, "supply", "oilecon.scenario('article').supply")
    prices = instance(Market, market, "market", "oilecon.scenario('article').market")
    if made.values["target_api"] is None:
        msg = (
            "supply: expected a Supply with a target_api, got one without; write for example "
            "oilecon.scenario('article').supply"
        )
        raise InputError(msg)
    if made.values["target_viscosity"] is not None:
        msg = (
            "supply: expected one without a target viscosity, as several diluents are compared; "
            "write .evolve(target_viscosity=None, heavy_viscosity=None, diluent_viscosity=None) to "
            "compare them at the gravity"
        )
        raise InputError(msg)
    price = number(PRICE, blend_price, "blend_price")
    frames = {}
    for name, diluent in _diluents(diluents).items():
        frames[name] = _cost_frame(made.evolve(diluent=diluent), prices, price)
    order = sorted(frames, key=lambda name: float(frames[name][_COST].mean()))
    whole = pd.concat({name: frames[name] for name in order}, names=["diluent"])
    single = all(len(frame) == 1 for frame in frames.values())
    return whole.droplevel("case") if single else whole


_COST = "blend [USD/bbl]"


def _diluents(given: object) -> dict[str, Diluent]:
    if not isinstance(given, Mapping) or not given:
        content = f"{type(given).__name__}" if given else "nothing in it"
        msg = (
            f"diluents: expected a mapping of names to Diluent, got {content}; write "
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
