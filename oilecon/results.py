"""Results of an evaluation: arrays inside, quantities and tables outside.

A result computes each figure on request, through the model it was made with, since a million rows
of every line would fill memory that one loss does not need.
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import choice, flag
from oilecon.core import waterfall as fold
from oilecon.errors import InputError, UndefinedWarning
from oilecon.frozen import FrozenDict
from oilecon.holes import with_nan
from oilecon.netback.lines import BASES, IN_WORDS, SUBTOTALS, Waterfall, in_money
from oilecon.outcomes import (
    MEASURES,
    USD_BBL,
    Model,
    case_index,
    frames_to_the_caller,
    frozen,
    heading,
    of_stream,
    outcome_unit,
    undefined_in,
    warn_undefined,
)
from oilecon.plotting import Plot, Plotted
from oilecon.recipients import Recipients, _recipients
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self, SupportsIndex

    import pandas as pd

    from oilecon.formulas.derivation import Derivation
    from oilecon.scenario_tree import Scenario
    from oilecon.typing import LabelLike


__all__ = ["Comparison", "Netback", "aligned", "signed_amounts"]


class _Result(Plotted):
    """Base of the results of a single route and of a comparison."""

    plots = FrozenDict(
        waterfall=Plot(
            "every line from the benchmark to the net margin; of arrays of one dimension, the "
            "largest lines of one route, stacked below its contract price over the cases",
            {"route": "the route to draw; over cases, the alternative if left out"},
        ),
        lines=Plot("of arrays of one dimension, and their default: subtotals over the cases"),
        map=Plot(
            "the routes by sea with their passages; needs the voyages' ports and the extra 'map'"
        ),
    )

    def __init__(self, model: Model) -> None:
        self._model = model

    def _plots_by_kind(self) -> dict[str, Plot]:
        """Return the charts by kind; of arrays, that over the cases is the default."""
        plots = super()._plots_by_kind()
        return {"lines": plots["lines"], **plots} if self.shape else plots

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

    @property
    def measure(self) -> str:
        """Measure that amounts are counted by: 'blend', 'heavy' or 'tonne'; see `per`."""
        return self._model.measure

    def per(self, measure: str) -> Self:
        """Return the same result with its amounts by another measure.

        Every line is multiplied by the barrels of blend in one of the measure, and the subtotals
        are added up from the lines again, so that they stay the exact sums of what the tables
        show. Losses in percent and outcomes of the supply are the same by every measure.

        Parameters
        ----------
        measure : {'blend', 'heavy', 'tonne'}
            A barrel of blend as loaded [USD/bbl], which results are by at first; a barrel of the
            heavy crude in it [USD/bbl, 'USD/bbl heavy' in headings], by the outcome
            ``supply.blend_ratio``; or a tonne of blend [USD/t], by ``supply.barrels_per_tonne``.

        Returns
        -------
        Netback or Comparison
            Its figures, tables, recipients and charts are by the measure.

        Raises
        ------
        InputError
            If there is no such measure, or the blend is all diluent and holds no heavy crude.

        Examples
        --------
        >>> import oilecon as oe
        >>> gulf = oe.evaluate(oe.scenario("article"), "gulf")
        >>> for measure in ("blend", "heavy", "tonne"):
        ...     print(f"{gulf.per(measure).netback:.2f}")
        50.62 USD/bbl
        63.78 USD/bbl
        332.22 USD/t
        """
        measure = choice(measure, MEASURES, "per: measure")
        if factor := MEASURES[measure].factor:
            # Refuses one that is not a finite number.
            self._model.figures([f"{stream}.{factor}" for stream in self._model.streams])
        return type(self)(self._model.measured(measure))

    def at(self, *index: SupportsIndex) -> Self:
        """Return the result of one element of the arrays; see `Scenario.at`.

        Raises
        ------
        PathError, InputError
            As `Scenario.at`.
        """
        return type(self)(self._model.on(self.scenario.at(*index)))

    def sel(self, *label: LabelLike | slice, **labels: LabelLike | slice) -> Self:
        """Return the result of one label, or of a span of them; see `Scenario.sel`.

        Raises
        ------
        PathError, InputError
            As `Scenario.sel`.
        """
        return type(self)(self._model.on(self.scenario.sel(*label, **labels)))

    def inputs(self) -> pd.DataFrame:
        """Return the scenario's numbers with range, date and source; see `Scenario.inputs`."""
        return self.scenario.inputs()

    def sources(self) -> pd.DataFrame:
        """Return the bibliography of the scenario's numbers; see `Scenario.sources`."""
        return self.scenario.sources()

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
        unit = outcome_unit(outcome, self.measure)
        if unit == "percent":
            if not isinstance(raw, float):
                warn_undefined(outcome, raw, self._model.missing(outcome))
            raw *= 100.0  # in place: the array is fresh
        return to_quantity(frozen(raw), unit)

    @property
    def _unit(self) -> str:
        """Unit of an amount, as headings show it."""
        return MEASURES[self.measure].heading

    def _waterfall(self, route: str) -> pd.DataFrame:
        import pandas as pd

        if self.shape:
            return pd.DataFrame(
                {f"{name} [{self._unit}]": np.ravel(r) for name, r in self._signed(route).items()},
                index=case_index(self.scenario),
            )
        rows = self._model.waterfall(route).rows()
        amounts = [amount for _, _, amount in rows]
        return pd.DataFrame(
            {
                "recipient": [recipient for _, recipient, _ in rows],
                f"amount [{self._unit}]": amounts,
                f"total [{self._unit}]": fold.cumulate(amounts),
            },
            index=pd.Index([name for name, _, _ in rows], name="line"),
        )

    def _signed(self, route: str) -> dict[str, Raw]:
        """Return a route's lines and subtotals in their order, signed."""
        waterfall = self._model.waterfall(route)
        shown = _with_subtotals(waterfall)
        if not self.shape:
            return {name: amount for name, _, amount in shown}
        names = [name for name, _, _ in shown]
        raws = self._model.figures([f"{route}.{name}" for name in names])
        costs = {name for name, _, _ in waterfall.costs}
        return {
            name: 0.0 - raw if name in costs else raw for name, raw in zip(names, raws, strict=True)
        }

    def _cases(self, outcomes: Sequence[str]) -> pd.DataFrame:
        """Return one row a case: the inputs that vary, then the outcomes."""
        import pandas as pd

        columns: dict[str, Any] = {}
        for path, field, raw in self.scenario.leaves():
            if isinstance(raw, np.ndarray):
                unit = "1" if field.unit == "fraction" else field.unit
                columns[f"{path} [{unit}]"] = np.broadcast_to(with_nan(raw), self.shape).ravel()
        for outcome, raw in zip(outcomes, self._model.figures(outcomes), strict=True):
            shown = np.ravel(raw)
            if outcome_unit(outcome) == "percent":
                warn_undefined(outcome, raw, self._model.missing(outcome))
                shown = shown * 100.0
            columns[f"{outcome} [{heading(outcome, self.measure)}]"] = shown
        return pd.DataFrame(columns, index=case_index(self.scenario))


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
        return str(name) if of_stream(str(name)) else f"{self.route}.{name}"

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

        Returns
        -------
        pandas.DataFrame
            Of one case: one row a line. Of arrays: one row a case, and one column a line or
            subtotal; each subtotal is the sum of the lines before it, added up left to right.
        """
        return self._waterfall(self.route)

    def legs(self) -> pd.DataFrame:
        """Return the legs up to the point of sale: barrels in and out, cost, and the netback there.

        Returns
        -------
        pandas.DataFrame
            One row a leg, of one case: its kind; the barrels that go in and come out, and the cost
            of its lines [USD/bbl], of each barrel that goes into the first leg; and the netback
            where the leg begins, by the barrel there [USD/bbl]. A leg that begins where the oil is
            the buyer's is left out.

        Raises
        ------
        InputError
            If the scenario holds arrays.
        """
        import pandas as pd

        if self.shape:
            msg = (
                f"legs: shows one case, and the scenario holds {self.shape}; write "
                f"evaluate(scenario{self.scenario.one_row}, {self.route!r}).legs(), or name a "
                "figure, as result['sea.netback']"
            )
            raise InputError(msg)
        rows = {}
        waterfall = self._model.waterfall(self.route)
        for name in self._model.legs_of(self.route):
            kind = type(self.scenario.routes[self.route].legs[name]).__name__
            points = ("barrels_in", "barrels_out", "netback")
            figures = self._model.figures([f"{self.route}.{name}.{point}" for point in points])
            own = [amount for line, _, amount in waterfall.costs if line.startswith(f"{name}.")]
            rows[name] = (kind, *figures[:2], fold.fold([0.0, *own]), figures[2])
        amounts = [f"{each} [{self._unit}]" for each in ("cost", "netback")]
        columns = ["kind", "barrels in", "barrels out", *amounts]
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
        return frame.rename_axis("leg")

    def recipients(self) -> Recipients:
        """Return the recipients of the contract price, the producer with the residual."""
        return _recipients(self._model)

    def to_frame(self) -> pd.DataFrame:
        """Return the lines with their subtotals, or one row a case where there are arrays."""
        if self.shape:
            return self._cases([f"{self.route}.{name}" for name in SUBTOTALS])
        return aligned({self.route: self._model.waterfall(self.route)}, self._unit)

    def __repr__(self) -> str:
        """Describe the result in one line."""
        if self.shape:
            return f"<Netback of {self.route!r}, {self.shape} cases>"
        waterfall = self._model.waterfall(self.route)
        return (
            f"<Netback of {self.route!r}: price {waterfall.price:.2f}, netback "
            f"{waterfall.netback:.2f}, "
            f"operating {waterfall.operating:.2f}, net {waterfall.net:.2f} {self._unit}>"
        )


class Comparison(_Result):
    """The loss of an alternative route against a reference.

    Figures are available by name, as ``result["asia.freight"]``: a route's `price`, `netback`,
    `operating`, `net`, any line of its waterfall, a sum over its voyages such as `freight`; `loss`
    (of the operating margin), `loss.price`, `loss.netback`, `loss.net`; `lost` and `lost.price` to
    `lost.net`, in money, reference less alternative; or an outcome of the supply such as
    `supply.diluent_share`. An unknown name raises an error with the nearest ones.
    """

    plots = FrozenDict(
        {
            **_Result.plots,
            "losses": Plot("the loss on each basis, as a share; of arrays, over the cases"),
        }
    )

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
                f"{base:.2f} {self._unit}, and a share of it is defined only above zero; write "
                f"['{in_money(f'loss.{basis}')}'] for the loss in {self._unit}, or another basis"
            )
            raise InputError(msg)
        return quantity

    def undefined(self, basis: str = "operating") -> int:
        """Return the number of cases in which the loss is not defined."""
        outcome = f"loss.{basis}"
        raw = self._model.figures((outcome,))[0]
        return int(undefined_in(raw, self._model.missing(outcome)).sum())

    def waterfall(self, route: str) -> pd.DataFrame:
        """Return every line of a route in its order, signed, with the running total [USD/bbl].

        Returns
        -------
        pandas.DataFrame
            Of one case: one row a line. Of arrays: one row a case, and one column a line or
            subtotal; each subtotal is the sum of the lines before it, added up left to right.

        Raises
        ------
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
            subtotals and the losses, as shares and in money.
        """
        import pandas as pd

        routes = (self.reference, self.alternative)
        if self.shape:
            figures = [f"{route}.{name}" for route in dict.fromkeys(routes) for name in SUBTOTALS]
            figures += [f"{head}.{basis}" for head in ("loss", "lost") for basis in BASES]
            return self._cases(figures)
        frame = aligned({route: self._model.waterfall(route) for route in routes}, self._unit)
        left, right = (frame[f"{route} [{self._unit}]"] for route in routes)
        return pd.concat([frame, (right - left).rename(f"difference [{self._unit}]")], axis=1)

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

    def losses(self, *, money: bool = False) -> Any:
        """Return the loss on each basis, as a share of the reference or in money.

        Parameters
        ----------
        money : bool
            Whether to return each loss as an amount, reference less alternative [USD/bbl], which
            is defined everywhere, in place of a share [%].

        Returns
        -------
        pandas.Series or pandas.DataFrame
            Of one case: a series by basis. Of arrays: a frame with one row a case and one column a
            basis. A share is NaN, with one warning that counts them, where the reference is not
            above zero.
        """
        import pandas as pd

        head, unit = ("lost", self._unit) if flag(money, "losses: money") else ("loss", "%")
        raws = self._model.figures([f"{head}.{basis}" for basis in BASES])
        undefined = {
            basis: int(count)
            for basis, raw in zip(BASES, raws, strict=True)
            if (count := undefined_in(raw, self._model.missing(f"{head}.{basis}")).sum())
        }
        if undefined:
            listed = (
                undefined
                if not self.shape
                else [
                    f"{basis} (in {count} of {math.prod(self.shape)} cases)"
                    for basis, count in undefined.items()
                ]
            )
            msg = (
                f"the loss on {' and '.join(listed)} is not defined: the reference "
                f"{self.reference!r} is not above zero there; NaN"
            )
            warnings.warn(msg, UndefinedWarning, stacklevel=frames_to_the_caller())
        if head == "loss":
            raws = [raw * 100.0 for raw in raws]
        if self.shape:
            columns = {
                f"{basis} [{unit}]": np.ravel(raw) for basis, raw in zip(BASES, raws, strict=True)
            }
            return pd.DataFrame(columns, index=case_index(self.scenario))
        return pd.Series(raws, index=pd.Index(BASES, name="basis"), name=f"{head} [{unit}]")

    def __repr__(self) -> str:
        """Describe the result in one line."""
        names = f"{self.alternative!r} against {self.reference!r}"
        if self.shape:
            return f"<Comparison of {names}, {self.shape} cases>"
        left, right = (self._model.waterfall(route) for route in (self.reference, self.alternative))
        return (
            f"<Comparison of {names}: netback {right.netback:.2f} against {left.netback:.2f}, "
            f"operating margin {right.operating:.2f} against {left.operating:.2f} {self._unit}>"
        )


def signed_amounts(result: Netback | Comparison) -> dict[str, Raw]:
    """Return a netback's lines and subtotals, signed; of a comparison, their differences."""
    sides = [result._signed(route) for route in result.routes]  # noqa: SLF001  same file
    if len(sides) == 1:
        return sides[0]
    left, right = sides
    model = result._model  # noqa: SLF001  same file
    order = aligned({route: model.waterfall(route) for route in result.routes}).index
    return {str(name): right.get(name, 0.0) - left.get(name, 0.0) for name in order}


def aligned(routes: Mapping[str, Waterfall], unit: str = USD_BBL) -> pd.DataFrame:
    """Return routes side by side by line, with their subtotals; a line that a route lacks is 0.

    Parameters
    ----------
    routes : mapping of str to Waterfall
        By the headings of their columns.
    unit : str
        The amounts' unit, as the headings show it.

    Returns
    -------
    pandas.DataFrame
        By line: kind, recipient, and the signed amounts of each.
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
        columns[f"{route} [{unit}]"] = [by_line.get(name, 0.0) for name in order]
    return pd.DataFrame(columns, index=pd.Index(order, name="line"))


def _with_subtotals(waterfall: Waterfall) -> list[tuple[str, str, Raw]]:
    rows = waterfall.rows()
    shown: list[tuple[str, str, Raw]] = []
    before = 0
    for name, count in zip(SUBTOTALS, waterfall.counts, strict=True):
        shown += [*rows[before:count], (name, "", getattr(waterfall, name))]
        before = count
    return shown
