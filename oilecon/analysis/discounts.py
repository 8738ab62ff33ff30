"""A discount taken apart: quality by parity, freight position, and sanctions with terms."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from oilecon.analysis.inputs import one_case
from oilecon.analysis.simulations import simulate
from oilecon.arguments import choice, one_number, whole_number
from oilecon.errors import InputError, PathError, UnmovedWarning, did_you_mean, quote
from oilecon.evaluation import evaluate
from oilecon.evidence import Sourced
from oilecon.fields import Number
from oilecon.frozen import FrozenDict
from oilecon.netback.lines import DELIVERED
from oilecon.plotting import Plot, Plotted
from oilecon.units import to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.scenario_tree import Scenario
    from oilecon.typing import QuantityLike
    from oilecon.units import FloatArray, Quantity

__all__ = ["POINTS", "DiscountSplit", "discount_split"]

POINTS: Mapping[str, str] = FrozenDict(
    {
        "FOB": "FOB at the load port",
        "delivered": "delivered at the port of discharge",
        "receipt": "what reached the producer, at the load port",
    }
)
"""Points at which a differential is measured."""

# Below what any crude was bid at, and above any heavy crude's premium: a price is refused, and a
# discount without its sign.
_OBSERVED = Number("USD/bbl", "less Brent", low=-100, high=15, typical="'-16.29 USD/bbl'")
_CARRIED = ("transit_loss", "cargo_insurance")  # beside market freight, on any free route
_QUANTILES = (0.05, 0.5, 0.95)


class DiscountSplit(Plotted):
    """An observed differential to Brent in three parts, which sum to it.

    `quality` is parity with a marker crude, delivered to a refinery that may buy freely.
    `freight_position` is the way between that refinery and the point at which the differential is
    measured. `sanctions_and_terms` is the rest: what the seller gave away to be bought from at
    all, with whatever the contract's terms, or the model, account for.
    """

    plots: ClassVar[Mapping[str, Plot]] = FrozenDict(
        steps=Plot("the parts from Brent to the observed price, as a waterfall"),
    )

    def __init__(
        self,
        point: str,
        reference: str,
        brent: float,
        parts: Mapping[str, float],
        draws: Mapping[str, FloatArray],
    ) -> None:
        self._point, self._reference, self._brent = point, reference, brent
        self._parts, self._draws = dict(parts), dict(draws)

    @property
    def point(self) -> str:
        """Point at which the differential is measured: 'FOB', 'delivered' or 'receipt'."""
        return self._point

    @property
    def reference(self) -> str:
        """Route whose buyer's refinery sets the quality's part."""
        return self._reference

    @property
    def brent(self) -> Quantity:
        """Brent, which the differential is to."""
        return to_quantity(self._brent, "USD/bbl")

    @property
    def observed(self) -> Quantity:
        """The observed differential."""
        return self._of("observed")

    @property
    def quality(self) -> Quantity:
        """Parity at the reference's refinery, delivered there, less Brent."""
        return self._of("quality")

    @property
    def freight_position(self) -> Quantity:
        """Carriage to the point of measurement, less carriage to the reference's refinery."""
        return self._of("freight position")

    @property
    def sanctions_and_terms(self) -> Quantity:
        """The rest of the observed differential; below zero where the seller gave it away."""
        return self._of("sanctions and terms")

    def _of(self, part: str) -> Quantity:
        return to_quantity(self._parts[part], "USD/bbl")

    def table(self) -> pd.DataFrame:
        """Return the parts with the range of each.

        Returns
        -------
        pandas.DataFrame
            By part: amount, at the inputs as they stand, and its 5 %, 50 % and 95 % quantile over
            draws of every input that has a range [USD/bbl]. Ranges reach farther to one side than
            to the other, so that an amount differs from its median and can lie outside the two
            others. The three parts sum to the observed differential in every draw, so that their
            quantiles do not.
        """
        import pandas as pd

        rows = {
            part: {
                "amount [USD/bbl]": amount,
                **{
                    f"{share:.0%} [USD/bbl]": float(np.quantile(self._draws[part], share))
                    for share in _QUANTILES
                },
            }
            for part, amount in self._parts.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("part")

    def __str__(self) -> str:
        """Return the table, under the point at which it measures."""
        return (
            f"differential to Brent, {POINTS[self.point]}\n"
            f"{self.table().to_string(float_format='%.2f')}"
        )

    def __repr__(self) -> str:
        """Describe the result in one line."""
        shown = ", ".join(f"{part} {amount:.2f}" for part, amount in self._parts.items())
        return f"<DiscountSplit {POINTS[self.point]}: {shown} USD/bbl>"


def discount_split(
    scenario: Scenario,
    route: str,
    *,
    reference: str | None = None,
    observed: QuantityLike | Sourced | None = None,
    at: str | None = None,
    n: int = 2_000,
    seed: int = 0,
) -> DiscountSplit:
    """Return a differential in parts: quality, freight position, sanctions and terms.

    Parameters
    ----------
    scenario : Scenario
        One case, at the Brent of the month of the differential.
    route : str
        The route whose sale it is.
    reference : str, optional
        A route whose sale has a `parity`, of a buyer that is free to buy; the only one, if left
        out.
    observed : quantity or Sourced, optional
        A published differential to Brent [USD/bbl], drawn between its low and high where it has
        them; the contract's own if left out.
    at : {'FOB', 'delivered', 'receipt'}, optional
        Point at which `observed` is measured, required with it: a price at the load port, one at
        the port of discharge, or what reached the producer. These are answers to different
        questions, several dollars apart, and no two of them are compared.
    n, seed : int
        Draws of the ranges, and their seed.

    Returns
    -------
    DiscountSplit
        Its parts with ranges; printing it shows the table.

    Raises
    ------
    InputError, PathError, UnitError
        If no route is priced by parity, or a differential FOB would be compared with a delivered
        one.
    """
    case = one_case(scenario, "discount_split")
    reference = _reference(case, reference)
    if route not in case.routes:
        msg = f"no route {quote(route)}{did_you_mean(str(route), list(case.routes))}"
        raise PathError(msg)
    whole_number(n, "n", least=1, example="n=2_000")
    own = case.routes[route].sale.terms
    delivered_there = own in DELIVERED
    point = _point(route, own, observed, at)
    if point == "delivered" and not delivered_there:
        msg = (
            f"discount_split: at: {route!r} is sold {own}, whose buyer pays the freight, so that "
            "nothing here says what carriage to a delivered price costs; write a route sold DAP, "
            "or at='FOB' with an FOB differential"
        )
        raise InputError(msg)
    sums = _outcomes(case, route, reference, point)
    if observed is not None:
        sums["price"] = sums["brent"] = []
    elif f"{route}.brent" not in {f"{route}.{line}" for line in _lines(case, route)}:
        msg = (
            f"discount_split: {route!r} is priced by a basket, which is not Brent; write its "
            f"differential to Brent, observed='-16.29 USD/bbl', at={point!r}"
        )
        raise InputError(msg)
    names = list(dict.fromkeys(name for each in sums.values() for name in each))
    routes = list(dict.fromkeys((reference, route)))
    with warnings.catch_warnings():
        # A Brent of one's own has no range, and only stands beside a price here.
        warnings.filterwarnings("ignore", r"\w+\.brent does not depend", UnmovedWarning)
        simulation = simulate(case, outcomes=names, routes=routes, n=n, seed=seed)
    drawn = {name: np.asarray(simulation[name].magnitude) for name in names}
    single = {name: np.asarray(_one(case, name)) for name in names}
    delivery = case.values["routes"][reference]["sale"]["parity"]["delivery"]
    made = []
    for figures, seen in ((single, _seen(observed)), (drawn, _seen(observed, n, seed))):
        total = {part: sum(figures[name] for name in of) for part, of in sums.items()}
        if seen is None:
            made.append(_parts(total, delivery, total["price"] - total["brent"]))
        else:
            made.append(_parts(total, delivery, seen))
    parts = {part: float(raw) for part, raw in made[0].items()}
    draws = {part: np.broadcast_to(np.asarray(raw, float), (n,)) for part, raw in made[1].items()}
    return DiscountSplit(point, reference, float(case.values["market"]["brent"]), parts, draws)


def _one(case: Scenario, outcome: str) -> float:
    """Return an outcome of the scenario itself."""
    route, name = outcome.split(".", 1)
    return float(evaluate(case, route)[name].magnitude)


def _parts(total: Mapping[str, Any], delivery: Any, seen: Any) -> dict[str, Any]:
    """Return the observed differential and its parts."""
    outward = 0.0 if delivery is None else delivery
    quality = total["parity"] + outward  # what the line has less, at the refinery
    freight = total["here"] - total["there"] - outward
    return {
        "observed": seen,
        "quality": quality,
        "freight position": freight,
        "sanctions and terms": seen - quality - freight,
    }


def _seen(observed: Any, n: int = 0, seed: int = 0) -> Any:
    """Return an observed differential, or draws of it within its range."""
    if observed is None:
        return None
    value = one_number(_OBSERVED, observed, "discount_split: observed")
    if not n or not isinstance(observed, Sourced):
        return value
    low, high = (
        value if end is None else one_number(_OBSERVED, end, "discount_split: observed")
        for end in (observed.low, observed.high)
    )
    return np.random.default_rng([seed, 1]).uniform(low, high, n)


def _reference(case: Scenario, name: str | None) -> str:
    """Return the route whose sale is priced by parity."""
    priced = [each for each, route in case.routes.items() if route.sale.parity is not None]
    if name is None and len(priced) == 1:
        return priced[0]
    if name in priced:
        return str(name)
    if not priced:
        msg = (
            "discount_split: expected a route whose sale has a parity, got none; write "
            "scenario.vary({'gulf.sale': sale.evolve(parity=oilecon.Parity(...))})"
        )
        raise InputError(msg)
    listed = ", ".join(map(repr, priced))
    got = "none" if name is None else quote(name)
    msg = (
        f"discount_split: reference: expected a route that is priced by parity, {listed}, got {got}"
    )
    raise InputError(msg)


def _point(route: str, terms: str, observed: object, at: str | None) -> str:
    """Return the point at which the differential is measured."""
    own = "delivered" if terms in DELIVERED else "FOB" if terms == "FOB" else ""
    if observed is not None:
        if at is None:
            msg = (
                "discount_split: at: required with an observed differential, since FOB and "
                "delivered ones are not compared; write at='FOB', at='delivered' or at='receipt'"
            )
            raise InputError(msg)
        return choice(at, POINTS, "discount_split: at")
    if not own:
        msg = (
            f"discount_split: {route!r} is sold {terms}, whose price is neither FOB nor delivered; "
            "write observed='-16.29 USD/bbl', at='FOB'"
        )
        raise InputError(msg)
    if at is not None and choice(at, POINTS, "discount_split: at") != own:
        msg = (
            f"discount_split: at: the differential of {route!r} is {POINTS[own]}, not "
            f"{POINTS[at]}, and the two are not compared; write at={own!r}, or the figure "
            f"measured there, observed='-16.29 USD/bbl', at={at!r}"
        )
        raise InputError(msg)
    return own


def _lines(case: Scenario, route: str) -> set[str]:
    """Return the lines of a route's waterfall."""
    return set(evaluate(case, route).waterfall().index)


def _outcomes(case: Scenario, route: str, reference: str, point: str) -> dict[str, list[str]]:
    """Return the outcomes that each part adds up."""
    carried = {
        each: [f"{each}.freight", *(f"{each}.{line}" for line in _CARRIED if line in lines)]
        for each, lines in ((each, _lines(case, each)) for each in (route, reference))
    }
    terms = case.routes[reference].sale.terms
    return {
        "parity": [f"{reference}.parity"],
        "there": carried[reference] if terms in DELIVERED else [],
        "here": carried[route] if point == "delivered" else [],
        "price": [f"{route}.price"],
        "brent": [f"{route}.brent"],
    }
