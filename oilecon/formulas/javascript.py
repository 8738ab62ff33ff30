"""Traced figures as JavaScript, so that a page computes with the model's own formulas."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from oilecon.errors import OilEconError
from oilecon.tracing import Traced, operands

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["javascript"]

_SIGNS = ("+", "-", "*", "/", ">", ">=", "<", "<=")
_INFIX = {"==": "===", "!=": "!=="} | dict(zip(_SIGNS, _SIGNS, strict=True))
_FUNCTIONS = {
    "maximum": "Math.max({}, {})",
    "minimum": "Math.min({}, {})",
    "power": "Math.pow({}, {})",
    "log": "Math.log({})",
    "exp": "Math.exp({})",
    "expm1": "Math.expm1({})",
    "log1p": "Math.log1p({})",
    "floor": "Math.floor({})",
    "ceil": "Math.ceil({})",
    "rint": "rint({})",
    "sin": "Math.sin({})",
    "cos": "Math.cos({})",
    "arcsin": "Math.asin({})",
    "negative": "(-{})",
    "where": "({} ? {} : {})",
}
_RINT = (
    "  const rint = (v) => { const f = Math.floor(v), d = v - f;\n"
    "    return d < 0.5 ? f : d > 0.5 ? f + 1 : f % 2 === 0 ? f : f + 1; };"
)  # halves go to the even one, unlike Math.round


def javascript(figures: Mapping[str, Traced | float], inputs: Collection[str]) -> str:
    """Return a JavaScript function that computes figures from inputs.

    Intermediate results that do not depend on these inputs are written as numbers.

    Parameters
    ----------
    figures : mapping of str to Traced or float
        As `Evaluator.trace` returns them, by their names in the function's result.
    inputs : collection of str
        Paths of the inputs that vary: the keys of the function's argument.

    Returns
    -------
    str
        ``(x) => {...}``: an object of inputs in, an object of figures out.

    Raises
    ------
    OilEconError
        If the model uses an operation that is not translated yet.
    """
    names: dict[Traced, str] = {}
    lines: list[str] = []
    varying = _varying(figures, set(inputs))

    def term(operand: Any) -> str:
        if isinstance(operand, Traced) and operand in varying:
            return names[operand]
        return _literal(operand.value if isinstance(operand, Traced) else operand)

    for node in varying:
        names[node] = f"{re.sub(r'[^A-Za-z0-9]', '_', node.name) or 't'}_{len(names)}"
        if node.operation == "leaf":
            formula = f"x[{_text(node.name)}]"
        else:
            formula = _formula(node.operation, [term(operand) for operand in node.operands])
        lines.append(f"  const {names[node]} = {formula};")
    helpers = [_RINT] if any(node.operation == "rint" for node in varying) else []
    answer = ",\n".join(f"    {_text(name)}: {term(figure)}" for name, figure in figures.items())
    return "\n".join(["(x) => {", *helpers, *lines, "  return {", answer, "  };", "}"])


def _varying(figures: Mapping[str, Traced | float], inputs: set[str]) -> dict[Traced, None]:
    """Return the numbers that depend on the inputs, in order of dependence."""
    depends: dict[Traced, bool] = {}
    order: dict[Traced, None] = {}
    for figure in figures.values():
        for node in _deepest_first(figure, depends):
            own = node.operation == "leaf" and node.name in inputs
            depends[node] = own or any(depends[operand] for operand in operands(node))
            if depends[node]:
                order[node] = None
    return order


def _deepest_first(figure: Traced | float, seen: Mapping[Traced, bool]) -> Iterator[Traced]:
    """Yield the numbers below a figure, then itself, without those already in `seen`."""
    stack = [figure] if isinstance(figure, Traced) else []
    while stack:
        node = stack[-1]
        waiting = [operand for operand in operands(node) if operand not in seen]
        if waiting:
            stack += waiting
        else:
            stack.pop()
            if node not in seen:
                yield node


def _formula(operation: str, terms: list[str]) -> str:
    if operation in _INFIX:
        return f"{terms[0]} {_INFIX[operation]} {terms[1]}"
    if operation not in _FUNCTIONS:
        msg = f"JavaScript: cannot write {operation!r} yet; add it to formulas/javascript.py"
        raise OilEconError(msg)
    return _FUNCTIONS[operation].format(*terms)


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "(-Infinity)"
    text = repr(float(value))  # all its digits; JavaScript reads the same number
    return f"({text})" if text.startswith("-") else text


def _text(name: str) -> str:
    """Return a name as a JavaScript string that may also stand in a page."""
    import json

    return json.dumps(name).replace("<", "\\u003c")
