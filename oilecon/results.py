"""Results of an evaluation: arrays inside, quantities and tables outside.

A result computes each figure on request, through the model it was made with, since a million rows
of every line would fill memory that one loss does not need.
"""

from __future__ import annotations

import math
import warnings
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.arguments import choice, flag
from oilecon.core import waterfall as fold
from oilecon.errors import (
    InputError,
    UndefinedWarning,
    UnknownName,
    did_you_mean,
    is_among,
    quote,
)
from oilecon.frozen import FrozenDict
from oilecon.holes import with_nan
from oilecon.netback.lines import BASES, IN_WORDS, SUBTOTALS, Waterfall, compared, in_money
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
from oilecon.recipients import Recipients, _recipients, differences
from oilecon.units import Quantity, Raw, to_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Self, SupportsIndex

    import pandas as pd

    from oilecon.formulas.derivation import Derivation
    from oilecon.scenario_tree import Scenario
    from oilecon.typing import LabelLike


__all__ = ["Compared", "Comparison", "Netback", "aligned", "signed_amounts"]


class _Result(Plotted):
    """Base of all results: of one route, of several, and of one in two scenarios."""

    plots = FrozenDict(
        waterfall=Plot(
            "every line from the benchmark to the net margin; of arrays of one dimension, the "
            "largest lines of one route, stacked below its contract price over the cases",
            {"route": "the column to draw; over cases, the last if left out"},
        ),
        lines=Plot(
            "of arrays of one dimension, and their default: subtotals over the cases; of three "
            "routes or more, their netbacks"
        ),
    )

    def __init__(self, model: Model) -> None:
        self._model = model

    def _plots_by_kind(self) -> dict[str, Plot]:
        """Return the charts by kind; of arrays, that over the cases is the default."""
        plots = super()._plots_by_kind()
        return {"lines": plots["lines"], **plots} if self.shape else plots

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of every figure: () for one case."""
        return self._model.scenario.shape

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Scenario evaluated, or both of two that are compared."""
        return self._model.scenarios

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
        return type(self)(self._model.measured(measure))

    def at(self, *index: SupportsIndex) -> Self:
        """Return the result of one element of the arrays; see `Scenario.at`.

        Raises
        ------
        PathError, InputError
            As `Scenario.at`.
        """
        return type(self)(self._model.on(lambda scenario: scenario.at(*index)))

    def sel(self, *label: LabelLike | slice, **labels: LabelLike | slice) -> Self:
        """Return the result of one label, or of a span of them; see `Scenario.sel`.

        Raises
        ------
        PathError, InputError
            As `Scenario.sel`.
        """
        return type(self)(self._model.on(lambda scenario: scenario.sel(*label, **labels)))

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
                index=case_index(self._model.scenario),
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

        columns = self._varied()
        for outcome, raw in zip(outcomes, self._model.figures(outcomes), strict=True):
            shown = np.ravel(raw)
            if outcome_unit(outcome) == "percent":
                warn_undefined(outcome, raw, self._model.missing(outcome))
                shown = shown * 100.0
            columns[f"{outcome} [{heading(outcome, self.measure)}]"] = shown
        return pd.DataFrame(columns, index=case_index(self._model.scenario))

    def _varied(self) -> dict[str, Any]:
        """Return the inputs that vary, flat, by the headings of their columns."""
        columns: dict[str, Any] = {}
        for scenario, name in zip(self.scenarios, self._names_of_scenarios(), strict=True):
            for path, field, raw in scenario.leaves():
                if isinstance(raw, np.ndarray):
                    unit = "1" if field.unit == "fraction" else field.unit
                    flat = np.broadcast_to(with_nan(raw), self.shape).ravel()
                    columns[f"{name}{path} [{unit}]"] = flat
        return columns

    def _names_of_scenarios(self) -> tuple[str, ...]:
        """Return what the paths of each scenario's inputs begin with in headings."""
        return ("",)


class _OfScenario(_Result):
    """A result of one scenario."""

    plots = FrozenDict(
        {
            **_Result.plots,
            "map": Plot(
                "the routes by sea with their passages; needs the voyages' ports and the extra "
                "'map'"
            ),
        }
    )

    @property
    def scenario(self) -> Scenario:
        """Scenario evaluated."""
        return self._model.scenario

    @property
    def routes(self) -> tuple[str, ...]:
        """Names of the routes, a comparison's reference first."""
        return self._model.routes

    def inputs(self) -> pd.DataFrame:
        """Return the scenario's numbers with range, date and source; see `Scenario.inputs`."""
        return self.scenario.inputs()

    def sources(self) -> pd.DataFrame:
        """Return the bibliography of the scenario's numbers; see `Scenario.sources`."""
        return self.scenario.sources()

    def overrides(self) -> dict[str, Any]:
        """Return the inputs that are the user's, by path; see `Scenario.overrides`."""
        return self.scenario.overrides()


class Netback(_OfScenario):
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


class Compared(_Result):
    """Base of comparisons: of routes, and of a route in two scenarios.

    The model calls by name what is compared: routes, or the columns of two scenarios.
    """

    plots = FrozenDict(
        {
            **_Result.plots,
            "losses": Plot(
                "the loss on each basis, as a share; of arrays, over the cases: of several "
                "alternatives, that of the operating margin"
            ),
        }
    )

    @property
    def reference(self) -> str:
        """Name of the reference: a route, or the first of two scenarios."""
        return self._model.routes[0]

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Names of what is compared with the reference."""
        return self._model.routes[1:]

    @property
    def alternative(self) -> str:
        """Name of the alternative.

        Raises
        ------
        InputError
            If there are several.
        """
        if len(self.alternatives) > 1:
            pairs = " or ".join(f"pair({name!r})" for name in self.alternatives)
            msg = f"alternative: there are several against {self.reference!r}; write {pairs} first"
            raise InputError(msg)
        return self.alternatives[0]

    def __getitem__(self, outcome: str) -> Quantity:
        """Return one figure by name; a cost is above zero.

        Raises
        ------
        PathError
            If there is no such outcome.
        InputError
            For a loss of a single case whose reference is not above zero, or a loss without its
            route where there are several alternatives.
        """
        name = str(outcome)
        pair = compared(name)
        head, dot, _ = pair.partition(".")
        if head != "loss":
            return self._quantity(name)
        return self._share(name if dot else f"{name}.operating")

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
            For a single case whose reference is not above zero; or where there are several
            alternatives, whose losses are ``result["asia.loss"]`` and `losses`.
        PathError
            If there is no such basis.
        """
        return self._share(f"loss.{basis}")

    def _share(self, outcome: str) -> Quantity:
        """Return a loss by its name, such as 'loss.net' or 'asia.loss.net'."""
        quantity = self._quantity(outcome)
        magnitude = quantity.magnitude
        if isinstance(magnitude, float) and math.isnan(magnitude):
            basis = outcome.rpartition(".")[2]
            base = self._model.figures((f"{self.reference}.{basis}",))[0]
            msg = (
                f"loss on {basis!r}: the {IN_WORDS[basis]} of the reference {self.reference!r} is "
                f"{base:.2f} {self._unit}, and a share of it is defined only above zero; write "
                f"['{in_money(outcome)}'] for the loss in {self._unit}, or another basis"
            )
            raise InputError(msg)
        return quantity

    def undefined(self, basis: str = "operating") -> int:
        """Return the number of cases in which the loss, or one of several, is not defined."""
        outcomes = self._of_pairs(f"loss.{basis}")
        return self._undefined(outcomes, self._model.figures(outcomes))

    def _undefined(self, outcomes: Sequence[str], raws: Sequence[Raw]) -> int:
        """Return the number of cases in which one of these losses is not defined."""
        masks = [
            undefined_in(raw, self._model.missing(outcome))
            for outcome, raw in zip(outcomes, raws, strict=True)
        ]
        return int(np.logical_or.reduce(masks).sum())

    def _of_pairs(self, loss: str) -> list[str]:
        """Return the outcome of each alternative: the loss itself where there is only one."""
        several = len(self.alternatives) > 1
        return [f"{name}.{loss}" for name in self.alternatives] if several else [loss]

    def waterfall(self, route: str) -> pd.DataFrame:
        """Return every line of a route in its order, signed, with the running total [USD/bbl].

        Parameters
        ----------
        route : str
            Name of the route; of two scenarios, the name of one of them.

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
        """Return what is compared side by side.

        Returns
        -------
        pandas.DataFrame
            For one case: every line and subtotal, signed, so that lines add up, with the recipient,
            and the difference to the reference: one of two routes, and of several one for each
            alternative, such as ``far less gulf [USD/bbl]``. For arrays: one row a case with the
            inputs that vary, all subtotals, and the losses as shares and in money.
        """
        import pandas as pd

        routes = self._model.routes
        if self.shape:
            figures = [f"{route}.{name}" for route in routes for name in SUBTOTALS]
            losses = [f"{head}.{basis}" for head in ("loss", "lost") for basis in BASES]
            pairs = zip(*(self._of_pairs(loss) for loss in losses), strict=True)
            return self._cases([*figures, *(loss for pair in pairs for loss in pair)])
        frame = aligned({route: self._model.waterfall(route) for route in routes}, self._unit)
        columns = []
        for name, alternative in differences(routes).items():
            left, right = (frame[f"{route} [{self._unit}]"] for route in (routes[0], alternative))
            columns.append((right - left).rename(f"{name} [{self._unit}]"))
        return pd.concat([frame, *columns], axis=1)

    def recipients(self) -> Recipients:
        """Return the recipients of the prices, and of each difference to the reference."""
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
            Of one case: a series by basis; of several alternatives, a frame with one column each.
            Of arrays: a frame with one row a case and one column a basis, or an alternative and
            basis, such as ``far.net [%]``. A share is NaN, with one warning that counts them, where
            the reference is not above zero.
        """
        import pandas as pd

        head, unit = ("lost", self._unit) if flag(money, "losses: money") else ("loss", "%")
        by_basis = {basis: self._of_pairs(f"{head}.{basis}") for basis in BASES}
        names = [name for outcomes in by_basis.values() for name in outcomes]
        raws = dict(zip(names, self._model.figures(names), strict=True))
        undefined = {
            basis: count
            for basis, outcomes in by_basis.items()
            if (count := self._undefined(outcomes, [raws[name] for name in outcomes]))
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
            raws = {name: raw * 100.0 for name, raw in raws.items()}
        if self.shape:
            columns = {
                f"{name.replace(f'{head}.', '')} [{unit}]": np.ravel(raws[name])
                for pair in zip(*by_basis.values(), strict=True)
                for name in pair
            }
            return pd.DataFrame(columns, index=case_index(self._model.scenario))
        index = pd.Index(BASES, name="basis")
        if len(self.alternatives) == 1:
            return pd.Series(list(raws.values()), index=index, name=f"{head} [{unit}]")
        return pd.DataFrame(
            {
                f"{route} [{unit}]": [raws[outcomes[at]] for outcomes in by_basis.values()]
                for at, route in enumerate(self.alternatives)
            },
            index=index,
        )

    def _described(self) -> str:
        """Return the alternatives against the reference, and their main figures, in one line."""
        against = f" against {self.reference!r}"
        names = f"{_listed([repr(name) for name in self.alternatives])}{against}"
        if self.shape:
            return f"{names}, {self.shape} cases"
        left, *others = (self._model.waterfall(route) for route in self._model.routes)
        netbacks = _listed([f"{other.netback:.2f}" for other in others])
        margins = _listed([f"{other.operating:.2f}" for other in others])
        return (
            f"{names}: netback {netbacks} against {left.netback:.2f}, "
            f"operating margin {margins} against {left.operating:.2f} {self._unit}"
        )


class Comparison(Compared, _OfScenario):
    """The losses of one or several alternative routes against a reference.

    Figures are available by name, as ``result["asia.freight"]``: a route's `price`, `netback`,
    `operating`, `net`, any line of its waterfall, a sum over its voyages such as `freight`; `loss`
    (of the operating margin), `loss.price`, `loss.netback`, `loss.net`; `lost` and `lost.price` to
    `lost.net`, in money, reference less alternative; or an outcome of the supply such as
    `supply.diluent_share`. A loss may begin with its route, as ``result["asia.loss.net"]``, and
    does where there are several alternatives. An unknown name raises an error with the nearest
    ones.
    """

    plots = FrozenDict({**_OfScenario.plots, **Compared.plots})

    def pair(self, alternative: str) -> Comparison:
        """Return the comparison of one of the alternatives with the reference.

        Parameters
        ----------
        alternative : str
            Name of the route.

        Raises
        ------
        UnknownName
            If it is none of the alternatives.
        """
        if not is_among(alternative, self.alternatives):
            near = did_you_mean(str(alternative), self.alternatives)
            msg = f"pair: no alternative {quote(alternative)} to {self.reference!r}{near}"
            raise UnknownName(msg)
        return Comparison(self._model.between((self.reference, str(alternative))))

    def __repr__(self) -> str:
        """Describe the result in one line."""
        return f"<Comparison of {self._described()}>"


def _listed(names: Sequence[str]) -> str:
    """Return names in a sentence."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def signed_amounts(result: Netback | Compared) -> dict[str, Raw]:
    """Return a netback's lines and subtotals, signed; of a comparison, their differences.

    Raises
    ------
    InputError
        If there are several alternatives.
    """
    model = result._model  # noqa: SLF001  same file
    if isinstance(result, Netback):
        return result._signed(result.route)  # noqa: SLF001  same file
    sides = (result.reference, result.alternative)
    left, right = (result._signed(side) for side in sides)  # noqa: SLF001  same file
    order = aligned({side: model.waterfall(side) for side in sides}).index
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

    recipients: dict[str, str] = {}
    amounts: dict[str, dict[str, Raw]] = {}
    for route, waterfall in routes.items():
        amounts[route] = {}
        for name, recipient, amount in _with_subtotals(waterfall):
            amounts[route][name] = amount
            recipients.setdefault(name, recipient)
    order = _merged(amounts.values())
    columns: dict[str, Any] = {
        "kind": ["subtotal" if name in SUBTOTALS else "line" for name in order],
        "recipient": [recipients[name] for name in order],
    }
    for route, by_line in amounts.items():
        columns[f"{route} [{unit}]"] = [by_line.get(name, 0.0) for name in order]
    return pd.DataFrame(columns, index=pd.Index(order, name="line"))


def _merged(orders: Iterable[Iterable[str]]) -> list[str]:
    """Return all names, each list's in its own order; the first list's where two disagree."""
    known = [list(order) for order in orders]
    names = list(dict.fromkeys(name for order in known for name in order))
    before: dict[str, set[str]] = {name: set() for name in names}
    for order in known:
        for name, following in pairwise(order):
            before[following].add(name)
    merged: list[str] = []
    while names:
        ready = (name for name in names if before[name].isdisjoint(names))
        merged.append(next(ready, names[0]))
        names.remove(merged[-1])
    return merged


def _with_subtotals(waterfall: Waterfall) -> list[tuple[str, str, Raw]]:
    rows = waterfall.rows()
    shown: list[tuple[str, str, Raw]] = []
    before = 0
    for name, count in zip(SUBTOTALS, waterfall.counts, strict=True):
        shown += [*rows[before:count], (name, "", getattr(waterfall, name))]
        before = count
    return shown
