"""Derivation of a figure: a tree of formulas down to the inputs, each with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon.errors import InputError, quote
from oilecon.evidence_words import evidence_in_words
from oilecon.formulas import latex, text
from oilecon.formulas.dimensions import unit_text, units_of
from oilecon.formulas.names import unique_names
from oilecon.formulas.tree import named, needs, walk
from oilecon.tracing import Traced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oilecon.scenario_tree import Scenario

__all__ = ["Derivation", "Line", "Step", "traced_leaves"]

_MOST_DIGITS = 17  # that determine a float exactly


class Step(NamedTuple):
    """One figure of a derivation.

    Parameters
    ----------
    name : str
        The figure, or the dotted path of an input.
    formula : str
        Its formula in the names of other steps; empty for an input.
    numbers : str
        The formula with the numbers put in.
    value : float
        The result, in `unit`.
    unit : str
        Its unit; ``'1'`` for a pure number, empty where the formula does not determine it.
    source : str
        For an input: its range with its meaning unless that is bounds, kind, date and source;
        'yours' before the kind of one that is the user's.
    """

    name: str
    formula: str
    numbers: str
    value: float
    unit: str
    source: str


class Line(NamedTuple):
    """One line of a derivation's tree.

    Parameters
    ----------
    lasts : tuple of bool
        For each branch down to it, True if it is the last among its siblings.
    step : Step
        The step on the line.
    amount : str
        The result of the step, with its unit.
    again : bool
        True if the step is shown further up already, with its operands.
    continued : bool
        True if its operands are shown below it.
    """

    lasts: tuple[bool, ...]
    step: Step
    amount: str
    again: bool
    continued: bool


class Derivation:
    """The tree of formulas behind one figure, traced through the model's own code.

    Printing it shows the tree. `steps` holds it as data, and `to_markdown` and `to_latex` write it
    for a report or a paper.

    Parameters
    ----------
    root : Traced
        The figure.
    name : str
        The name of the outcome requested.
    unit : str
        Its unit.
    scenario : Scenario
        The scenario whose inputs are the leaves.
    """

    def __init__(self, root: Traced, name: str, unit: str, scenario: Scenario) -> None:
        self._root = root
        self._order = list(named(root))
        leaves = [node.name for node in self._order if node.operation == "leaf"]
        self._sources = _sources(scenario, leaves)
        fields = {path: field.unit for path, field, _ in scenario.leaves()}
        self._units = units_of(root, fields)
        self._shown = {root: "1" if unit in ("fraction", "percent") else unit}
        for node in self._order:
            own = (
                fields.get(node.name) if node.operation == "leaf" else unit_text(self._units[node])
            )
            self._shown.setdefault(node, "1" if own in ("fraction", "1") else own or "")
        self._names = unique_names(self._order, root, name, scenario)

    def __getstate__(self) -> dict[str, Any]:
        """Return the tree as rows in order of dependence: pickle cannot nest a deep one."""
        nodes = list(self._units)
        at = {node: k for k, node in enumerate(nodes)}
        return {
            "rows": [
                (
                    node.operation,
                    [(at[o], None) if isinstance(o, Traced) else (None, o) for o in node.operands],
                    (node.value, node.name, node._rank),  # noqa: SLF001  all of its slots
                )
                for node in nodes
            ],
            "root": at[self._root],
            "order": [at[node] for node in self._order],
            "sources": self._sources,
            **{
                name: [(at[node], value) for node, value in held.items() if node in at]
                for name, held in self._by_node().items()
            },
        }

    def _by_node(self) -> dict[str, dict[Traced, Any]]:
        return {"units": self._units, "shown": self._shown, "names": self._names}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restore the tree from its rows."""
        nodes: list[Traced] = []
        for operation, operands, (value, name, rank) in state["rows"]:
            node = Traced(operation, [o if k is None else nodes[k] for k, o in operands], value)
            node.name, node._rank = name, rank  # noqa: SLF001  all of its slots
            nodes.append(node)
        self._root = nodes[state["root"]]
        self._order = [nodes[k] for k in state["order"]]
        self._sources = state["sources"]
        self._units = {nodes[k]: unit for k, unit in state["units"]}
        self._shown = {nodes[k]: unit for k, unit in state["shown"]}
        self._names = {nodes[k]: name for k, name in state["names"]}

    @property
    def value(self) -> float:
        """Value of the figure with its unit."""
        return float(self._root.value)

    @property
    def steps(self) -> list[Step]:
        """Steps in order of dependence, each once; formulas in Python's notation."""
        return [self._step(node, None) for node in self._order]

    def _step(self, node: Traced, digits: int | None) -> Step:
        leaf = node.operation == "leaf"
        return Step(
            self._names[node],
            "" if leaf else text.formula(node, self._names.__getitem__, repr),
            ""
            if leaf
            else text.formula(
                node,
                lambda named: text.number(named.value, digits),
                lambda c: text.number(c, digits),
            ),
            node.value,
            self._shown[node],
            self._sources[node.name] if leaf else "",  # a line may have the name of an input
        )

    def _words(self, node: Traced, digits: int | None) -> str:
        unit = self._shown[node]
        return text.number(node.value, digits) + (f" {unit}" if unit not in ("", "1") else "")

    def _lines(self, depth: int | None, digits: int | None) -> Iterator[Line]:
        digits, depth = _checked_digits(digits), _checked_depth(depth)
        for lasts, node, again in walk(self._root, depth):
            continued = bool(needs(node)) and len(lasts) != depth
            step, amount = self._step(node, digits), self._words(node, digits)
            yield Line(lasts, step, amount, again, continued)

    def to_text(self, depth: int | None = None, digits: int | None = 6) -> str:
        """Return the tree as text.

        Parameters
        ----------
        depth : int, optional
            Number of levels to show below the figure; without it, all.
        digits : int, optional
            Significant digits of the numbers, from 1 to 17; None for all of them.

        Raises
        ------
        InputError
            If either is not a number in range.
        """
        return text.outline(self._lines(depth, digits))

    def to_markdown(self, depth: int | None = None, digits: int | None = 6) -> str:
        """Return the tree as a nested Markdown list; the parameters are those of `to_text`."""
        return text.markdown(self._lines(depth, digits))

    def to_latex(self) -> str:
        r"""Return the formulas, the figure's first, as a LaTeX ``align*`` (needs amsmath).

        The inputs with their sources follow as comments, which a compiled document does not show.
        """
        figures = (node for node in reversed(self._order) if node.operation != "leaf")
        inputs = [
            f"\n% {self._names[node]} = {self._words(node, 6)}  [{self._sources[node.name]}]"
            for node in self._order
            if node.operation == "leaf"
        ]
        return latex.align(figures, self._names) + "".join(inputs)

    def __str__(self) -> str:
        """Return the whole tree."""
        return self.to_text()

    def __repr__(self) -> str:
        """Describe the derivation in one line, with its numbers of formulas and inputs."""
        inputs = sum(node.operation == "leaf" for node in self._order)
        return (
            f"<Derivation of {self._names[self._root]}: {self._words(self._root, 6)}, "
            f"{len(self._order) - inputs} formulas, {inputs} inputs>"
        )


def _checked_depth(depth: Any) -> int | None:
    if depth is None or (type(depth) is int and depth >= 0):
        return depth
    msg = f"depth: expected a whole number from 0 on, or None for all levels, got {quote(depth)}"
    raise InputError(msg)


def _checked_digits(digits: Any) -> int | None:
    if digits is None or (type(digits) is int and 1 <= digits <= _MOST_DIGITS):
        return digits
    msg = (
        f"digits: expected a whole number from 1 to {_MOST_DIGITS}, or None for all digits, "
        f"got {quote(digits)}"
    )
    raise InputError(msg)


def traced_leaves(scenario: Scenario) -> dict[tuple[str, ...], Traced]:
    """Return a traced number for every number of a scenario, by the keys of its values."""
    return {
        scenario.keys_to(path): Traced("leaf", (), raw, path)
        for path, _, raw in scenario.leaves()
        if raw is not None
    }


def _sources(scenario: Scenario, paths: Sequence[str]) -> dict[str, str]:
    """Return each input's range with its meaning, kind, date and source in one line."""
    sources = {}
    yours = scenario.overrides()
    leaves: dict[str, Any] = {path: (raw, e) for path, _, raw, e in scenario.sourced_leaves()}
    for path in paths:
        raw, evidence = leaves[path]
        neutral = evidence is None and path not in yours
        words = evidence_in_words(evidence, raw, yours=path in yours)
        sources[path] = "left as it is" if neutral else words
    return sources
