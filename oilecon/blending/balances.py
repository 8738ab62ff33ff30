"""Blend from a limited supply of diluent, crude shut in, and the shadow price of diluent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from oilecon.arguments import number, same_shape
from oilecon.blending.mixing import Dilution, dilute
from oilecon.blending.parts import Read, pairs
from oilecon.blending.quantities import COST, DILUENT_RATE, PRICE, RATE
from oilecon.core import blending
from oilecon.core.elementwise import minimum, where
from oilecon.errors import InputError, UnknownName, did_you_mean, is_among, quote
from oilecon.netback.blend import spread
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt
    import pandas as pd

    from oilecon.inputs import Crude
    from oilecon.typing import QuantityLike

__all__ = ["Balance", "blend_balance", "needed"]


class Balance:
    """Balance of heavy crude and diluent: blend, crude shut in, and shadow price of diluent.

    Volumes are per day. Diluent is used in the order of its sources.
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
        self._blended: dict[str, Raw] = {}
        rest = output
        for name, rate in self._rates.items():
            self._blended[name] = minimum(blending.heavy_evacuated(rate, self._share(name)), rest)
            rest = rest - self._blended[name]
        self._rest = rest

    def _share(self, name: str) -> Raw:
        return self._dilutions[name]._share

    def _total(self, each: Mapping[str, Raw]) -> Raw:
        return blending.weighted_mean(list(each.values()), [1.0] * len(each))

    @property
    def heavy_blended(self) -> Quantity:
        """Heavy crude that is blended [bbl/day]."""
        return to_quantity(self._total(self._blended), "bbl/day")

    @property
    def heavy_shut_in(self) -> Quantity:
        """Heavy crude that is shut in for lack of diluent [bbl/day]."""
        return to_quantity(self._rest, "bbl/day")

    @property
    def diluent_used(self) -> Quantity:
        """Diluent used, of all sources [bbl/day]."""
        return to_quantity(self._total(self._used()), "bbl/day")

    def _used(self) -> dict[str, Raw]:
        return {
            name: blended * self._share(name) / (1.0 - self._share(name))
            for name, blended in self._blended.items()
        }

    @property
    def blend(self) -> Quantity:
        """Blend exported, after shrinkage [bbl/day]."""
        made = {
            name: blended * (1.0 - dilution._lost()) / (1.0 - dilution._share)
            for (name, blended), dilution in zip(
                self._blended.items(), self._dilutions.values(), strict=True
            )
        }
        return to_quantity(self._total(made), "bbl/day")

    @property
    def binds(self) -> str | npt.NDArray[np.str_]:
        """Limit of the blend: 'diluent', or 'heavy' where all of the crude is blended."""
        limits = np.where(np.greater(self._rest, 0.0), "diluent", "heavy")
        return str(limits) if limits.ndim == 0 else limits

    def shadow_price(self, source: str | None = None) -> Quantity:
        """Return the shadow price of diluent from a source: its marginal value.

        Parameters
        ----------
        source : str, optional
            Name of the source; optional if there is only one.

        Returns
        -------
        pint.Quantity
            Netback of the added blend less the cost of the heavy crude evacuated, before the
            diluent's own cost; zero where heavy crude runs out first [USD/bbl of diluent].

        Raises
        ------
        InputError
            If prices are missing, or one of several sources is not named.
        UnknownName
            If there is no such source.
        """
        if self._prices is None:
            msg = (
                "shadow_price: the price of the blend and the cost of heavy crude are required; "
                "write blend_balance(..., blend_price='47.5 USD/bbl', heavy_cost='17.5 USD/bbl')"
            )
            raise InputError(msg)
        names = list(self._dilutions)
        if source is None and len(names) > 1:
            msg = (
                f"shadow_price: source: expected one of {', '.join(map(repr, names))}, got "
                f"nothing; write shadow_price({names[0]!r})"
            )
            raise InputError(msg)
        name = names[0] if source is None else source
        if not is_among(name, self._dilutions):
            msg = f"no source {quote(name)}{did_you_mean(str(name), names)}"
            raise UnknownName(msg)
        blend_price, heavy_cost = self._prices
        value = blending.diluent_value_usd_bbl(
            blend_price,
            heavy_cost,
            self._share(name),
            self._dilutions[name]._lost(),
        )
        return to_quantity(where(np.greater(self._rest, 0.0), value, 0.0), "USD/bbl")

    def to_frame(self) -> pd.DataFrame:
        """Return one row a source: diluent available, used and spare, crude evacuated [kb/d]."""
        import pandas as pd

        if np.shape(self._output) or any(np.shape(raw) for raw in self._blended.values()):
            msg = (
                "to_frame: expected a balance of one case, got arrays; read its figures one by one"
            )
            raise InputError(msg)
        used = self._used()
        rows = {
            name: {
                "diluent [kb/d]": self._rates[name] / 1000.0,
                "used [kb/d]": used[name] / 1000.0,
                "spare [kb/d]": (self._rates[name] - used[name]) / 1000.0,
                "share of blend [1]": self._share(name),
                "heavy evacuated [kb/d]": self._blended[name] / 1000.0,
            }
            for name in self._rates
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("source")

    def __repr__(self) -> str:
        """Describe the result in one line."""
        if isinstance(self._rest, float):
            blend, rest = self.blend.to("kb/day"), self.heavy_shut_in.to("kb/day")
            return f"<Balance: {blend:.1f~P} of blend, {rest:.1f~P} shut in; binds: {self.binds}>"
        return f"<Balance, {np.shape(self._rest)} cases>"


def blend_balance(
    heavy: Crude,
    diluents: Iterable[tuple[Crude, QuantityLike]],
    *,
    api: QuantityLike,
    output: QuantityLike,
    blend_price: QuantityLike | None = None,
    heavy_cost: QuantityLike | None = None,
) -> Balance:
    """Return the balance of heavy crude and a limited supply of diluent.

    Parameters
    ----------
    heavy : Crude
        Crude to be diluted.
    diluents : iterable of (Crude, quantity)
        Pairs: diluent by source, such as ``[(Crude.shipped('heavy naphtha'), '54 kb/day')]``, in
        the order of use. Sources are named after the crudes. Diluent from storage is a further
        source. A mapping is an error, since equal crudes would be one key of it.
    api : quantity
        Target gravity of the blend as exported, after shrinkage. Each source dilutes its own part
        of the crude.
    output : quantity
        Heavy crude that could be produced [bbl/day].
    blend_price, heavy_cost : quantity, optional
        Netback of the blend, and production cost of heavy crude; for the shadow price [USD/bbl].

    Returns
    -------
    Balance
        Blend, heavy crude blended and shut in, diluent used, binding limit, and shadow price.

    Raises
    ------
    InputError, UnitError
        If two sources have one name, no diluent is needed, or as `dilute`.

    Examples
    --------
    >>> from oilecon.inputs import Crude
    >>> oils = Crude.shipped("Orinoco extra-heavy"), Crude.shipped("heavy naphtha")
    >>> blend_balance(oils[0], [(oils[1], "54 kb/day")], api="16 degAPI", output="630 kb/day")
    <Balance: 258.5 kb/day of blend, 424.8 kb/day shut in; binds: diluent>
    """
    sources = pairs(diluents, "diluents", "[(Crude.shipped('heavy naphtha'), '54 kb/day')]")
    produced = number(RATE, output, "output")
    dilutions: dict[str, Dilution] = {}
    rates: dict[str, Raw] = {}
    for at, (diluent, rate) in enumerate(sources):
        crude = Read(diluent, "diluent").crude
        name = crude.name or f"diluent {at + 1}"
        if name in dilutions:
            msg = f"diluents: got two sources named {name!r}; write .evolve(name=...) for one"
            raise InputError(msg)
        dilutions[name] = needed(dilute(heavy, crude, api=api))
        rates[name] = number(DILUENT_RATE, rate, f"diluents: {name}")
    prices = _prices(blend_price, heavy_cost)
    same_shape(
        output=produced,
        **{f"rate of {name}": rate for name, rate in rates.items()},
        **{f"share of {name}": dilution._lost() for name, dilution in dilutions.items()},
        **({} if prices is None else dict(zip(("blend_price", "heavy_cost"), prices, strict=True))),
    )
    return Balance(dilutions, rates, produced, prices)


def needed(dilution: Dilution) -> Dilution:
    """Return a dilution; raise an error if it takes no diluent, or no heavy crude."""
    share = dilution._share
    bad = np.less_equal(share, 0.0) | np.greater_equal(share, 1.0)
    if np.any(bad):
        msg = (
            "api: expected a target between the gravities of crude and diluent, got one that takes "
            f"a share of {spread(share, bad)} of diluent; write a gravity between the two"
        )
        raise InputError(msg)
    return dilution


def _prices(
    blend_price: QuantityLike | None, heavy_cost: QuantityLike | None
) -> tuple[Raw, Raw] | None:
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
