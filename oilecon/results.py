"""Results of an evaluation: arrays inside, quantities and tables outside.

A result computes each figure on request, through the model it was made with, since a million rows
of every line would fill memory that one loss does not need.
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.core import waterfall as fold
from oilecon.errors import InputError, UndefinedWarning
from oilecon.frozen import FrozenDict
from oilecon.netback.lines import BASES, IN_WORDS, SUBTOTALS, Waterfall
from oilecon.outcomes import (
    USD_BBL,
    Model,
    frames_to_the_caller,
    frozen,
    outcome_unit,
    warn_undefined,
)
from oilecon.plotting import Plot, Plotted
from oilecon.recipients import Recipients, _recipients
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from oilecon.formulas.derivation import Derivation
    from oilecon.scenario_tree import Scenario


__all__ = ["Comparison", "Netback", "aligned"]


class _Result(Plotted):
    """Base of the results of a single route and of a comparison."""

    plots = FrozenDict(
        waterfall=Plot("every line from the benchmark to the net margin"),
        map=Plot(
            "the routes by sea with their passages; needs the voyages' ports and the extra 'map'"
        ),
    )

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def scenario(self) -> Scenario:
        """Scenario evaluated."""
        return self._model.scenario

    @property
    def routes(self) -> tuple[str, ...]:
        """Names of the routes, a comparison's reference first."""
        return self._model.routes

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of every figure: () for one case."""
        return self.scenario.shape

    def inputs(self) -> pd.DataFrame:
        """Return the scenario's numbers with range, date and source; see `Scenario.inputs`."""
        return self.scenario.inputs()

    def overrides(self) -> dict[str, Any]:
        """Return the inputs that are the user's, by path; see `Scenario.overrides`."""
        return self.scenario.overrides()

    def explain(self, outcome: str) -> Derivation:
        """Return the derivation of a figure: formulas, numbers and units, down to sourced inputs.

        Parameters
        ----------
        outcome : str
            A figure by name, as for ``result[outcome]``.

        Returns
        -------
        oilecon.formulas.derivation.Derivation
            Printing it shows the tree; it also writes Markdown and LaTeX. It is traced through
            the code that computed the figure.

        Raises
        ------
        PathError
            If there is no such outcome.
        InputError
            If the scenario holds arrays, or the outcome is an input or a bare number.
        """
        return self._model.explain(self._outcome(outcome))

    def _outcome(self, name: str) -> str:
        """Return a figure's name in the model."""
        return str(name)

    def _quantity(self, outcome: str) -> Quantity:
        raw = self._model.figures((outcome,))[0]
        unit = outcome_unit(outcome)
        if unit == "percent":
            warn_undefined(outcome, raw)
            raw *= 100.0  # in place: the array is fresh
        return to_quantity(frozen(raw), unit)

    def _scalar_only(self, what: str) -> None:
        if self.shape:
            msg = (
                f"{what} shows one case, and this result holds {self.shape}; "
                "evaluate scenario.at(index), or ask for .to_frame()"
            )
            raise InputError(msg)

    def _waterfall(self, route: str) -> pd.DataFrame:
        import pandas as pd

        self._scalar_only("a waterfall")
        rows = self._model.waterfall(route).rows()
        amounts = [amount for _, _, amount in rows]
        return pd.DataFrame(
            {
                "recipient": [recipient for _, recipient, _ in rows],
                f"amount [{USD_BBL}]": amounts,
                f"total [{USD_BBL}]": fold.cumulate(amounts),
            },
            index=pd.Index([name for name, _, _ in rows], name="line"),
        )

    def _cases(self, outcomes: Sequence[str]) -> pd.DataFrame:
        """Return one row a case: the inputs that vary, then the outcomes."""
        import pandas as pd

        columns: dict[str, Any] = {}
        for path, field, raw in self.scenario.leaves():
            if isinstance(raw, np.ndarray):
                unit = "1" if field.unit == "fraction" else field.unit
                columns[f"{path} [{unit}]"] = np.broadcast_to(raw, self.shape).ravel()
        for outcome, raw in zip(outcomes, self._model.figures(outcomes), strict=True):
            if outcome_unit(outcome) == "percent":
                warn_undefined(outcome, raw)
                columns[f"{outcome} [%]"] = np.ravel(raw) * 100.0
            else:
                columns[f"{outcome} [{outcome_unit(outcome)}]"] = np.ravel(raw)
        index = (
            pd.RangeIndex(self.shape[0], name="case")
            if len(self.shape) == 1
            else pd.MultiIndex.from_product(
                [range(n) for n in self.shape], names=[f"case {k}" for k in range(len(self.shape))]
            )
        )
        return pd.DataFrame(columns, index=index)


class Netback(_Result):
    """The netback of a barrel to its producer on one route.

    Figures are available by name, as ``result["freight"]``: `price`, `netback`, `operating`,
    `net`, any line of the waterfall, a sum over the voyages such as `freight`, `hire` or `fuel`, or
    an outcome of the supply such as `supply.diluent_share`.
    """

    @property
    def route(self) -> str:
        """Name of the route."""
        return self._model.routes[0]

    def __getitem__(self, outcome: str) -> Quantity:
        """Return one figure by name; a cost is above zero.

        Raises
        ------
        PathError
            If there is no such outcome.
        """
        return self._quantity(self._outcome(outcome))

    def _outcome(self, name: str) -> str:
        return str(name) if str(name).startswith("supply.") else f"{self.route}.{name}"

    @property
    def price(self) -> Quantity:
        """Price at the contract point."""
        return self["price"]

    @property
    def netback(self) -> Quantity:
        """Price less all costs between contract point and load port."""
        return self["netback"]

    @property
    def operating(self) -> Quantity:
        """Netback less production and diluent: cash, before capital and income tax."""
        return self["operating"]

    @property
    def net(self) -> Quantity:
        """Operating margin less all fiscal lines."""
        return self["net"]

    def waterfall(self) -> pd.DataFrame:
        """Return every line in its order, signed, with the running total [USD/bbl].

        Raises
        ------
        InputError
            If the scenario holds arrays.
        """
        return self._waterfall(self.route)

    def recipients(self) -> Recipients:
        """Return the recipients of the contract price, the producer with the residual."""
        return _recipients(self._model)

    def to_frame(self) -> pd.DataFrame:
        """Return the lines with their subtotals, or one row a case where there are arrays."""
        if self.shape:
            return self._cases([f"{self.route}.{name}" for name in SUBTOTALS])
        return aligned({self.route: self._model.waterfall(self.route)})

    def __repr__(self) -> str:
        """Describe the result in one line."""
        if self.shape:
            return f"<Netback of {self.route!r}, {self.shape} cases>"
        waterfall = self._model.waterfall(self.route)
        return (
            f"<Netback of {self.route!r}: price {waterfall.price:.2f}, netback "
            f"{waterfall.netback:.2f}, "
            f"operating {waterfall.operating:.2f}, net {waterfall.net:.2f} USD/bbl>"
        )


class Comparison(_Result):
    """The loss of an alternative route against a reference.

    Figures are available by name, as ``result["asia.freight"]``: a route's `price`, `netback`,
    `operating`, `net`, any line of its waterfall, a sum over its voyages such as `freight`; `loss`
    (of the operating margin), `loss.price`, `loss.netback`, `loss.net`; or an outcome of the supply
    such as `supply.diluent_share`. An unknown name raises an error with the nearest ones.
    """

    @property
    def reference(self) -> str:
        """Name of the reference route."""
        return self._model.routes[0]

    @property
    def alternative(self) -> str:
        """Name of the alternative route."""
        return self._model.routes[1]

    def __getitem__(self, outcome: str) -> Quantity:
        """Return one figure by name; a cost is above zero.

        Raises
        ------
        PathError
            If there is no such outcome.
        InputError
            For a loss of a single case whose reference is not above zero.
        """
        head, dot, basis = str(outcome).partition(".")
        if head != "loss":
            return self._quantity(outcome)
        return self.loss(basis if dot else "operating")

    def loss(self, basis: str = "operating") -> Quantity:
        """Return the loss of the alternative, as a share of the reference.

        Parameters
        ----------
        basis : {'operating', 'price', 'netback', 'net'}
            Each divides its own line; `price` divides the netbacks' difference by the contract
            price of the reference.

        Returns
        -------
        pint.Quantity
            In percent. Arrays carry NaN, with a warning, where the reference is not above zero.

        Raises
        ------
        InputError
            For a single case whose reference is not above zero.
        PathError
            If there is no such basis.
        """
        quantity = self._quantity(f"loss.{basis}")
        magnitude = quantity.magnitude
        if isinstance(magnitude, float) and math.isnan(magnitude):
            base = self._model.figures((f"{self.reference}.{basis}",))[0]
            msg = (
                f"loss on {basis!r}: the {IN_WORDS[basis]} of the reference {self.reference!r} is "
                f"{base:.2f} USD/bbl, and a share of it is defined only above zero; compare the "
                f"difference in .to_frame(), or write another basis"
            )
            raise InputError(msg)
        return quantity

    def undefined(self, basis: str = "operating") -> int:
        """Return the number of cases in which the loss is not defined."""
        return int(np.isnan(self._model.figures((f"loss.{basis}",))[0]).sum())

    def waterfall(self, route: str) -> pd.DataFrame:
        """Return every line of a route in its order, signed, with the running total [USD/bbl].

        Raises
        ------
        InputError
            If the scenario holds arrays.
        UnknownName
            If there is no such route.
        """
        return self._waterfall(route)

    def to_frame(self) -> pd.DataFrame:
        """Return the two routes side by side.

        Returns
        -------
        pandas.DataFrame
            For one case: every line and subtotal, signed, so that lines add up, with the recipient
            and the difference. For arrays: one row a case with the inputs that vary, both routes'
            subtotals and the losses.
        """
        import pandas as pd

        routes = (self.reference, self.alternative)
        if self.shape:
            figures = [f"{route}.{name}" for route in dict.fromkeys(routes) for name in SUBTOTALS]
            return self._cases([*figures, *(f"loss.{basis}" for basis in BASES)])
        frame = aligned({route: self._model.waterfall(route) for route in routes})
        left, right = (frame[f"{route} [{USD_BBL}]"] for route in routes)
        return pd.concat([frame, (right - left).rename(f"difference [{USD_BBL}]")], axis=1)

    def recipients(self) -> Recipients:
        """Return the recipients of the two prices, and of the difference between them.

        Raises
        ------
        InputError
            If a route is compared with itself.
        """
        if self.reference == self.alternative:
            msg = f"recipients: {self.reference!r} is compared with itself; name two routes"
            raise InputError(msg)
        return _recipients(self._model)

    def losses(self) -> pd.Series[float]:
        """Return the loss on each basis in percent; NaN where a single case's is not defined."""
        import pandas as pd

        self._scalar_only("a list of losses")
        raws = self._model.figures([f"loss.{basis}" for basis in BASES])
        undefined = [basis for basis, raw in zip(BASES, raws, strict=True) if math.isnan(raw)]
        if undefined:
            msg = (
                f"the loss on {' and '.join(undefined)} is not defined: the reference "
                f"{self.reference!r} is not above zero there; NaN"
            )
            warnings.warn(msg, UndefinedWarning, stacklevel=frames_to_the_caller())
        return pd.Series(
            [raw * 100.0 for raw in raws], index=pd.Index(BASES, name="basis"), name="loss [%]"
        )

    def __repr__(self) -> str:
        """Describe the result in one line."""
        names = f"{self.alternative!r} against {self.reference!r}"
        if self.shape:
            return f"<Comparison of {names}, {self.shape} cases>"
        left, right = (self._model.waterfall(route) for route in (self.reference, self.alternative))
        return (
            f"<Comparison of {names}: netback {right.netback:.2f} against {left.netback:.2f}, "
            f"operating margin {right.operating:.2f} against {left.operating:.2f} USD/bbl>"
        )


def aligned(routes: Mapping[str, Waterfall]) -> pd.DataFrame:
    """Return routes side by side by line, with their subtotals; a line that a route lacks is 0.

    Parameters
    ----------
    routes : mapping of str to Waterfall
        By the headings of their columns.

    Returns
    -------
    pandas.DataFrame
        By line: kind, recipient, and the signed amounts of each [USD/bbl].
    """
    import pandas as pd

    order: list[str] = []
    recipients: dict[str, str] = {}
    amounts: dict[str, dict[str, Raw]] = {}
    for route, waterfall in routes.items():
        at = 0
        amounts[route] = {}
        for name, recipient, amount in _with_subtotals(waterfall):
            at = order.index(name) + 1 if name in order else at + 1
            if name not in recipients:
                order.insert(at - 1, name)
                recipients[name] = recipient
            amounts[route][name] = amount
    columns: dict[str, Any] = {
        "kind": ["subtotal" if name in SUBTOTALS else "line" for name in order],
        "recipient": [recipients[name] for name in order],
    }
    for route, by_line in amounts.items():
        columns[f"{route} [{USD_BBL}]"] = [by_line.get(name, 0.0) for name in order]
    return pd.DataFrame(columns, index=pd.Index(order, name="line"))


def _with_subtotals(waterfall: Waterfall) -> list[tuple[str, str, Raw]]:
    rows = waterfall.rows()
    shown: list[tuple[str, str, Raw]] = []
    before = 0
    for name, count in zip(SUBTOTALS, waterfall.counts, strict=True):
        shown += [*rows[before:count], (name, "", getattr(waterfall, name))]
        before = count
    return shown
