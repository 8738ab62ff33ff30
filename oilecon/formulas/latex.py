"""Formulas in LaTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oilecon.formulas.text import BINDING, number, text_of
from oilecon.formulas.tree import shown_operands
from oilecon.tracing import INFIX, Traced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["align"]


def align(figures: Iterable[Traced], names: Mapping[Traced, str]) -> str:
    r"""Return the formulas of figures as a LaTeX ``align*`` (needs amsmath)."""
    rows = [f"{_name(names[node])} &= {_formula(node, names)}" for node in figures]
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"


def _formula(node: Traced, names: Mapping[Traced, str]) -> str:
    """Return a formula in LaTeX."""

    def written(node: Any, around: int | None) -> list[Any]:
        if not isinstance(node, Traced):
            return [number(node, 6)]
        if node.name and around is not None:
            return [_name(names[node])]
        given, sign = shown_operands(node), node.operation
        if sign == "/":
            return [r"\frac{", (given[0], 0), "}{", (given[1], 0), "}"]
        if sign == "power":
            power = f"{{{number(given[1], 6)}}}"
            return [r"\left(", (given[0], 0), rf"\right)^{power}"]
        if sign not in INFIX:
            known = {"maximum": r"\max", "minimum": r"\min", "log": r"\ln", "exp": r"\exp"}
            function = known.get(sign, rf"\operatorname{{{sign}}}")
            listed: list[Any] = [rf"{function}\left("]
            for at, argument in enumerate(given):
                listed += [", "] * (at > 0) + [(argument, 0)]
            return [*listed, r"\right)"]
        tight = BINDING.get(sign, 0)
        shown = {"*": r"\cdot", ">=": r"\ge", "<=": r"\le", "!=": r"\ne", "==": "="}.get(sign, sign)
        both = [(given[0], tight), f" {shown} ", (given[1], tight + 1)]
        return [r"\left(", *both, r"\right)"] if tight < (around or 0) else both

    return text_of((node, None), written)


def _name(name: str) -> str:
    return rf"\text{{{re.sub(r'[._]', ' ', name)}}}"
