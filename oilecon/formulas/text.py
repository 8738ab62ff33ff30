"""Formulas in Python's notation, numbers as they are printed, and a derivation's lines as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oilecon.formulas.tree import shown_operands
from oilecon.tracing import INFIX, Traced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from oilecon.formulas.derivation import Line

__all__ = ["BINDING", "formula", "markdown", "number", "outline", "text_of"]

BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}
"""Precedence of operators; comparisons bind least."""


def formula(node: Traced, name: Callable[[Traced], str], constant: Callable[[Any], str]) -> str:
    """Return a number's own formula, down to named numbers."""

    def written(operand: Any, binding: int | None) -> list[Any]:
        if not isinstance(operand, Traced):
            return [constant(operand)]
        if operand.name and binding is not None:
            text = name(operand)
            return [f"({text})" if text.startswith("-") and binding else text]
        given, sign = shown_operands(operand), operand.operation
        if sign not in INFIX:
            listed: list[Any] = [f"{sign}("]
            for at, argument in enumerate(given):
                listed += [", "] * (at > 0) + [(argument, 0)]
            return [*listed, ")"]
        tight = BINDING.get(sign, 0)
        # The right operand binds one tighter: a - (b - c), and in floats a + (b + c).
        both = [(given[0], tight), f" {sign} ", (given[1], tight + 1)]
        return ["(", *both, ")"] if tight < (binding or 0) else both

    return text_of((node, None), written)


def text_of(first: tuple[Any, ...], written: Callable[..., list[Any]]) -> str:
    """Return the text of a tree: `written` returns texts, and operands to write between them.

    The second element of an operand is the precedence around it, None for the figure itself.
    """
    parts: list[str] = []
    waiting: list[Any] = [first]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            parts.append(part)
        else:
            waiting += written(*part)[::-1]
    return "".join(parts)


def number(value: Any, digits: int | None) -> str:
    """Return a number as text, with all its digits or the significant ones."""
    if digits is None or isinstance(value, bool):
        return repr(value)
    if value and not 1e-4 <= abs(value) < 1e15:  # noqa: PLR2004  where plain digits get long
        return f"{value:.{digits}g}"
    text = f"{value:,.{digits}g}"
    if "e" in text:
        text = f"{value:,.0f}"
    return text.replace(",", " ") if abs(value) >= 10_000 else text.replace(",", "")  # noqa: PLR2004


def outline(lines: Iterable[Line]) -> str:
    """Return a derivation as a tree, each figure with its formula in names and in numbers."""
    rows: list[str] = []
    for line in lines:
        stem = "".join("   " if last else "│  " for last in line.lasts[:-1])
        turn, below = ("", "")
        if line.lasts:
            turn, below = ("└─ ", "   ") if line.lasts[-1] else ("├─ ", "│  ")
        step = line.step
        note = f"  [{step.source}]" if step.source else "  (as above)" if line.again else ""
        rows.append(f"{stem}{turn}{step.name} = {line.amount}{note}")
        if not note:
            bar = "│  " if line.continued else "   "
            rows += [f"{stem}{below}{bar}= {text}" for text in (step.formula, step.numbers)]
    return "\n".join(rows)


def markdown(lines: Iterable[Line]) -> str:
    """Return a derivation as a nested Markdown list."""
    rows = []
    for line in lines:
        step = line.step
        note = f"; {_literal(step.source)}" if step.source else "; as above" if line.again else ""
        note = note or f" = `{step.formula}` = `{step.numbers}`"
        rows.append(f"{'  ' * len(line.lasts)}- `{step.name}` = {line.amount}{note}")
    return "\n".join(rows)


def _literal(prose: str) -> str:
    """Return text as Markdown that only shows it: a user's key of a source may hold any sign."""
    return re.sub(r"([\\`*<>\[\]|&])", r"\\\1", prose)
