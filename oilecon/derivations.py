"""Derivation of a figure: a tree of formulas down to the inputs, each with its source."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from oilecon.errors import InputError, figure, quote
from oilecon.tracing import INFIX, Traced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from oilecon.scenario_tree import Scenario

__all__ = ["Derivation", "Step", "traced_leaves"]

_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}  # signs of comparison bind least
_MOST_DIGITS = 17  # of which a float is made again
_NEUTRAL = {("+", 0.0), ("-", 0.0), ("*", 1.0), ("/", 1.0)}
_NEUTRAL_LEFT = {("+", 0.0), ("*", 1.0)}
"""What changes no bit where it stands: shown, it would only be in the way."""
_SUFFIXES = {
    "barrels_per_tonne": "bbl/t",
    "barrels": "bbl",
    "_usd_bbl": "USD/bbl",
    "_usd_day": "USD/day",
    "_usd_t": "USD/t",
    "_usd": "USD",
    "_kg_m3": "kg/m3",
    "_t_day": "t/day",
    "_knots": "knot",
    "_days": "day",
    "_cst": "cSt",
}
"""Units that names in the model's code carry: needed where a formula has a constant with a unit."""
_DAYS = {"year": "day", "knot": "nmi/day"}
_PURE = {"", "1", "fraction", "percent", "degAPI"}
"""Units that a formula's dimension does not follow; API degrees meet bare constants throughout."""

Unit: TypeAlias = "Counter[str] | None"
"""Powers of units; None where a formula adds what is unlike."""
_ANY: Counter[str] = Counter({"any": 1})  # of a bare zero, which adds to anything


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
        What it comes to, in `unit`.
    unit : str
        Its unit; ``'1'`` for a pure number, empty where the formula does not tell.
    source : str
        For an input: its range, kind, date and source.
    """

    name: str
    formula: str
    numbers: str
    value: float
    unit: str
    source: str


class Derivation:
    """The tree of formulas behind one figure, traced through the model's own code.

    Printing it shows the tree. `steps` holds it as data, and `to_markdown` and `to_latex` write it
    for a report or a paper.

    Parameters
    ----------
    root : Traced
        The figure.
    name : str
        What it was asked for as.
    unit : str
        Its unit.
    scenario : Scenario
        Whose inputs the leaves are.
    """

    def __init__(self, root: Traced, name: str, unit: str, scenario: Scenario) -> None:
        self._root = root
        self._order = list(_named(root))
        leaves = [node.name for node in self._order if node.operation == "leaf"]
        self._sources = _sources(scenario, leaves)
        fields = {path: field.unit for path, field, _ in scenario.leaves()}
        self._units = _units(root, fields)
        self._shown = {root: "1" if unit in ("fraction", "percent") else unit}
        for node in self._order:
            own = (
                fields.get(node.name) if node.operation == "leaf" else _unit_text(self._units[node])
            )
            self._shown.setdefault(node, "1" if own in ("fraction", "1") else own or "")
        self._names = _unique_names(self._order, root, name, scenario)

    def __getstate__(self) -> dict[str, Any]:
        """Return the tree as rows, each after those that it needs: a deep one pickles too."""
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
                name: [(at[node], one) for node, one in held.items() if node in at]
                for name, held in self._by_node().items()
            },
        }

    def _by_node(self) -> dict[str, dict[Traced, Any]]:
        return {"units": self._units, "shown": self._shown, "names": self._names}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make the tree of its rows."""
        nodes: list[Traced] = []
        for operation, operands, (value, name, rank) in state["rows"]:
            node = Traced(operation, [o if k is None else nodes[k] for k, o in operands], value)
            node.name, node._rank = name, rank  # noqa: SLF001  all of its slots
            nodes.append(node)
        self._root = nodes[state["root"]]
        self._order = [nodes[k] for k in state["order"]]
        self._sources = state["sources"]
        self._units = {nodes[k]: one for k, one in state["units"]}
        self._shown = {nodes[k]: one for k, one in state["shown"]}
        self._names = {nodes[k]: one for k, one in state["names"]}

    @property
    def value(self) -> float:
        """What the figure comes to."""
        return float(self._root.value)

    @property
    def steps(self) -> list[Step]:
        """Every step once, each after the steps that it needs; formulas in Python's notation."""
        return [self._step(node, None) for node in self._order]

    def _step(self, node: Traced, digits: int | None) -> Step:
        leaf = node.operation == "leaf"
        return Step(
            self._names[node],
            "" if leaf else _formula(node, self._names.__getitem__, repr),
            ""
            if leaf
            else _formula(
                node, lambda one: _number(one.value, digits), lambda c: _number(c, digits)
            ),
            node.value,
            self._shown[node],
            self._sources.get(node.name, ""),
        )

    def _walk(self, depth: int | None) -> Iterator[tuple[tuple[bool, ...], Traced, bool]]:
        """Yield (which of the branches down to it are the last ones, number, shown before)."""
        seen: set[Traced] = set()
        waiting: list[tuple[tuple[bool, ...], Traced]] = [((), self._root)]
        while waiting:  # on a stack: a chain of parties is deeper than Python calls itself
            lasts, node = waiting.pop()
            again = node in seen and node.operation != "leaf"
            seen.add(node)
            yield lasts, node, again
            if again or len(lasts) == depth:
                continue
            needs = _needs(node)
            waiting += [((*lasts, at == len(needs) - 1), need) for at, need in enumerate(needs)][
                ::-1
            ]

    def _words(self, node: Traced, digits: int | None) -> str:
        unit = self._shown[node]
        return _number(node.value, digits) + (f" {unit}" if unit not in ("", "1") else "")

    def to_text(self, depth: int | None = None, digits: int | None = 6) -> str:
        """Return the tree as text.

        Parameters
        ----------
        depth : int, optional
            How many levels to show below the figure; without it, all.
        digits : int, optional
            Significant digits of the numbers, from 1 to 17; None for all of them.

        Raises
        ------
        InputError
            If either is none.
        """
        lines: list[str] = []
        digits = _checked_digits(digits)
        for lasts, node, again in self._walk(_checked_depth(depth)):
            stem = "".join("   " if last else "│  " for last in lasts[:-1])
            turn, below = ("", "") if not lasts else ("└─ ", "   ") if lasts[-1] else ("├─ ", "│  ")
            step = self._step(node, digits)
            note = f"  [{step.source}]" if step.source else "  (as above)" if again else ""
            lines.append(f"{stem}{turn}{step.name} = {self._words(node, digits)}{note}")
            if not note:
                bar = "│  " if _needs(node) and len(lasts) != depth else "   "
                lines += [f"{stem}{below}{bar}= {text}" for text in (step.formula, step.numbers)]
        return "\n".join(lines)

    def to_markdown(self, depth: int | None = None, digits: int | None = 6) -> str:
        """Return the tree as a nested Markdown list; the parameters are those of `to_text`."""
        lines = []
        digits = _checked_digits(digits)
        for lasts, node, again in self._walk(_checked_depth(depth)):
            step = self._step(node, digits)
            note = f"; {step.source}" if step.source else "; as above" if again else ""
            note = note or f" = `{step.formula}` = `{step.numbers}`"
            lines.append(f"{'  ' * len(lasts)}- `{step.name}` = {self._words(node, digits)}{note}")
        return "\n".join(lines)

    def to_latex(self) -> str:
        r"""Return the formulas, the figure's first, as a LaTeX ``align*`` (needs amsmath)."""
        rows = [
            f"{_latex_name(self._names[node])} &= {_latex(node, self._names)}"
            for node in reversed(self._order)
            if node.operation != "leaf"
        ]
        return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"

    def __str__(self) -> str:
        """Return the whole tree."""
        return self.to_text()

    def __repr__(self) -> str:
        """Say what is derived, and from how many inputs."""
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


# -- leaves ----------------------------------------------------------------------------------------


def traced_leaves(scenario: Scenario) -> dict[tuple[str, ...], Traced]:
    """Return a traced number for every number of a scenario, by the keys of its values."""
    return {
        scenario.place(path): Traced("leaf", (), raw, path)
        for path, _, raw in scenario.leaves()
        if raw is not None
    }


def _sources(scenario: Scenario, paths: list[str]) -> dict[str, str]:
    """Return each input's range, kind, date and source in one line."""
    found = {}
    records: Any = scenario.inputs().to_dict("index")
    for path in paths:
        record = records[path]
        if record["source"] == "you":
            found[path] = "user-defined"
        elif record["kind"] == "neutral":
            found[path] = "left as it is"
        else:
            span = f"{figure(record['low'])} to {figure(record['high'])}"
            parts = (span, record["kind"], record["as_of"], record["source"])
            found[path] = "; ".join(part for part in parts if part)
    return found


# -- names -----------------------------------------------------------------------------------------


def _needs(node: Traced) -> list[Traced]:
    """Return the named numbers that a formula is written in, in its order."""
    found: dict[Traced, None] = {}
    waiting = list(_shown_operands(node)[::-1])
    seen: set[Traced] = set()
    while waiting:
        operand = waiting.pop()
        if not isinstance(operand, Traced) or operand in seen:
            continue
        seen.add(operand)
        if operand.name:
            found[operand] = None
        else:
            waiting += _shown_operands(operand)[::-1]
    return list(found)


def _named(root: Traced) -> Iterator[Traced]:
    """Yield every named number once, each after those that it needs."""
    seen = {root}
    waiting = [(root, iter(_needs(root)))]
    while waiting:
        node, needs = waiting[-1]
        need = next((one for one in needs if one not in seen), None)
        if need is None:
            waiting.pop()
            yield node
        else:
            seen.add(need)
            waiting.append((need, iter(_needs(need))))


def _unique_names(
    order: list[Traced], root: Traced, name: str, scenario: Scenario
) -> dict[Traced, str]:
    """Return a name for each number: a local one gets the part of the scenario that it is of.

    Inputs keep their paths and the root the name that was asked for; no two share one. A line that
    is called as one of its inputs is, as demurrage after its rate, gets ``_line`` to its name.
    """
    names = {node: node.name for node in order if node.operation == "leaf"}
    inputs = frozenset(names.values())

    def free(own: str) -> str:
        own += "_line" * (own in inputs)
        numbered = (f"{own}_{count}" for count in itertools.count(2))
        return own if own not in taken else next(n for n in numbered if n not in taken)

    taken = set(inputs)
    names[root] = free(name)
    taken.add(names[root])
    homes: dict[Traced, tuple[str, ...] | None] = {}
    for node in order:
        homes[node] = _home(node, homes, scenario)
        if node in names:
            continue
        own = node.name
        if "." not in own:
            own = ".".join((*(homes[node] or ()), own))
        names[node] = free(own)
        taken.add(names[node])
    return names


def _home(
    node: Traced, homes: Mapping[Traced, tuple[str, ...] | None], scenario: Scenario
) -> tuple[str, ...] | None:
    """Return the steps of path that all route inputs below a number share, else of its supply."""
    if node.operation == "leaf":
        return scenario.home(node.name)
    below = [home for need in _needs(node) if (home := homes[need])]
    of_routes = [home for home in below if home[0] in scenario.routes]
    below = of_routes or [home for home in below if home[0] != "market"] or below
    shared: list[str] = []
    for steps in zip(*below, strict=False):
        if len(set(steps)) > 1:
            break
        shared.append(steps[0])
    return tuple(shared)


# -- units -----------------------------------------------------------------------------------------


def _unit(text: str) -> Counter[str]:
    """Return the powers of a unit's parts: 'USD/day' is {'USD': 1, 'day': -1}."""
    powers: Counter[str] = Counter()
    for at, part in enumerate(text.split("/")):
        for one in part.split("*"):
            if one in _DAYS and "/" in _DAYS[one]:
                powers.update({"nmi": 1, "day": -1} if at == 0 else {"nmi": -1, "day": 1})
            elif one not in _PURE:
                powers[_DAYS.get(one, one)] += 1 if at == 0 else -1
    return Counter({part: power for part, power in powers.items() if power})


def _unit_text(powers: Unit) -> str:
    if powers is None or powers == _ANY:
        return ""
    above = [part for part, power in powers.items() for _ in range(power)]
    below = [part for part, power in powers.items() for _ in range(-power)]
    return "/".join(["*".join(above) or "1", *below])


def _units(root: Traced, fields: Mapping[str, str]) -> dict[Traced, Unit]:
    """Return each number's unit, as its formula or the suffix of its name has it."""
    units: dict[Traced, Unit] = {}
    stack = [root]
    while stack:
        node = stack[-1]
        waiting = [o for o in node.operands if isinstance(o, Traced) and o not in units]
        if waiting:
            stack += waiting
            continue
        stack.pop()
        units[node] = _own_unit(node, units, fields)
    return units


def _own_unit(node: Traced, units: Mapping[Traced, Unit], fields: Mapping[str, str]) -> Unit:
    if node.operation == "leaf":
        return _unit(fields[node.name])
    for suffix, text in _SUFFIXES.items():
        if node.name.endswith(suffix):
            return _unit(text)
    parts = [units[o] if isinstance(o, Traced) else _of_constant(o) for o in node.operands]
    if node.operation in ("*", "/"):
        return _multiplied(node.operation, *parts)
    if node.operation == "where":
        parts = parts[1:]
    if node.operation in ("+", "-", "maximum", "minimum", "where", "negative", "rint", "floor"):
        like = [one for one in parts if one != _ANY]
        return like[0] if like and all(one == like[0] for one in like) else None
    return Counter()  # a power, a logarithm: of pure numbers


def _of_constant(constant: float) -> Counter[str]:
    """Return a bare number's unit: nothing and not-a-number add to anything."""
    return _ANY if constant == 0.0 or constant != constant else Counter()  # noqa: PLR0124


def _multiplied(sign: str, left: Unit, right: Unit) -> Unit:
    if left is None or right is None:
        return None
    if _ANY in (left, right):
        return _ANY
    powers = Counter(left)
    (powers.update if sign == "*" else powers.subtract)(right)
    return Counter({part: power for part, power in powers.items() if power})


# -- formulas --------------------------------------------------------------------------------------


def _shown_operands(node: Traced) -> tuple[Any, ...]:
    """Return the operands, past those that change no bit."""
    return tuple(_past_neutral(operand) for operand in node.operands)


def _past_neutral(node: Any) -> Any:
    """Return a number past operations that change no bit, as adding a bare nothing."""
    while isinstance(node, Traced) and len(node.operands) == 2 and not node.labelled:  # noqa: PLR2004
        left, right = node.operands
        if not isinstance(right, Traced) and (node.operation, right) in _NEUTRAL:
            node = left
        elif not isinstance(left, Traced) and (node.operation, left) in _NEUTRAL_LEFT:
            node = right
        else:
            break
    return node


def _formula(node: Traced, name: Callable[[Traced], str], constant: Callable[[Any], str]) -> str:
    """Return a number's own formula, down to named numbers."""

    def written(operand: Any, binding: int | None) -> list[Any]:
        if not isinstance(operand, Traced):
            return [constant(operand)]
        if operand.name and binding is not None:
            text = name(operand)
            return [f"({text})" if text.startswith("-") and binding else text]
        given, sign = _shown_operands(operand), operand.operation
        if sign not in INFIX:
            listed: list[Any] = [f"{sign}("]
            for at, one in enumerate(given):
                listed += [", "] * (at > 0) + [(one, 0)]
            return [*listed, ")"]
        tight = _BINDING.get(sign, 0)
        # What stands to the right is bound one tighter: a - (b - c), and in floats a + (b + c).
        both = [(given[0], tight), f" {sign} ", (given[1], tight + 1)]
        return ["(", *both, ")"] if tight < (binding or 0) else both

    return _text_of((node, None), written)


def _text_of(first: tuple[Any, ...], written: Callable[..., list[Any]]) -> str:
    """Return the text of a tree: `written` returns texts, and what is to be written in between.

    What surrounds a number binds so tightly; None is the figure whose formula it is.
    """
    parts: list[str] = []
    waiting: list[Any] = [first]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
        else:
            waiting += written(*one)[::-1]
    return "".join(parts)


def _number(value: Any, digits: int | None) -> str:
    if digits is None or isinstance(value, bool):
        return repr(value)
    if value and not 1e-4 <= abs(value) < 1e15:  # noqa: PLR2004  where plain digits get long
        return f"{value:.{digits}g}"
    text = f"{value:,.{digits}g}"
    if "e" in text:
        text = f"{value:,.0f}"
    return text.replace(",", " ") if abs(value) >= 10_000 else text.replace(",", "")  # noqa: PLR2004


def _latex(node: Traced, names: Mapping[Traced, str]) -> str:
    """Return a formula in LaTeX."""

    def written(node: Any, around: int | None) -> list[Any]:
        if not isinstance(node, Traced):
            return [_number(node, 6)]
        if node.name and around is not None:
            return [_latex_name(names[node])]
        given, sign = _shown_operands(node), node.operation
        if sign == "/":
            return [r"\frac{", (given[0], 0), "}{", (given[1], 0), "}"]
        if sign == "power":
            power = f"{{{_number(given[1], 6)}}}"
            return [r"\left(", (given[0], 0), rf"\right)^{power}"]
        if sign not in INFIX:
            known = {"maximum": r"\max", "minimum": r"\min", "log": r"\ln", "exp": r"\exp"}
            function = known.get(sign, rf"\operatorname{{{sign}}}")
            listed: list[Any] = [rf"{function}\left("]
            for at, one in enumerate(given):
                listed += [", "] * (at > 0) + [(one, 0)]
            return [*listed, r"\right)"]
        tight = _BINDING.get(sign, 0)
        shown = {"*": r"\cdot", ">=": r"\ge", "<=": r"\le", "!=": r"\ne", "==": "="}.get(sign, sign)
        both = [(given[0], tight), f" {shown} ", (given[1], tight + 1)]
        return [r"\left(", *both, r"\right)"] if tight < (around or 0) else both

    return _text_of((node, None), written)


def _latex_name(name: str) -> str:
    return rf"\text{{{re.sub(r'[._]', ' ', name)}}}"
