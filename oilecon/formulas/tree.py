"""A traced graph as a tree of named numbers, in order of dependence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon.tracing import Traced

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["named", "needs", "shown_operands", "walk"]

_NEUTRAL = {("+", 0.0), ("-", 0.0), ("*", 1.0), ("/", 1.0)}
_NEUTRAL_LEFT = {("+", 0.0), ("*", 1.0)}
"""Operations that change no bit, which formulas leave out for clarity."""


def shown_operands(node: Traced) -> tuple[Any, ...]:
    """Return the operands, past operations that change no bit."""
    return tuple(_past_neutral(operand) for operand in node.operands)


def _past_neutral(node: Any) -> Any:
    """Return a number past operations that change no bit, such as adding zero."""
    while isinstance(node, Traced) and len(node.operands) == 2 and not node.labelled:  # noqa: PLR2004
        left, right = node.operands
        if not isinstance(right, Traced) and (node.operation, right) in _NEUTRAL:
            node = left
        elif not isinstance(left, Traced) and (node.operation, left) in _NEUTRAL_LEFT:
            node = right
        else:
            break
    return node


def needs(node: Traced) -> list[Traced]:
    """Return the named numbers in a formula, in its order."""
    needed: dict[Traced, None] = {}
    waiting = list(shown_operands(node)[::-1])
    seen: set[Traced] = set()
    while waiting:
        operand = waiting.pop()
        if not isinstance(operand, Traced) or operand in seen:
            continue
        seen.add(operand)
        if operand.name:
            needed[operand] = None
        else:
            waiting += shown_operands(operand)[::-1]
    return list(needed)


def named(root: Traced) -> Iterator[Traced]:
    """Yield every named number once, in order of dependence."""
    seen = {root}
    waiting = [(root, iter(needs(root)))]
    while waiting:
        node, below = waiting[-1]
        need = next((number for number in below if number not in seen), None)
        if need is None:
            waiting.pop()
            yield node
        else:
            seen.add(need)
            waiting.append((need, iter(needs(need))))


def walk(root: Traced, depth: int | None) -> Iterator[tuple[tuple[bool, ...], Traced, bool]]:
    """Yield (last among siblings by level, number, shown before) in the order of the tree."""
    seen: set[Traced] = set()
    waiting: list[tuple[tuple[bool, ...], Traced]] = [((), root)]
    while waiting:  # on a stack: a chain of parties is deeper than Python calls itself
        lasts, node = waiting.pop()
        again = node in seen and node.operation != "leaf"
        seen.add(node)
        yield lasts, node, again
        if again or len(lasts) == depth:
            continue
        below = needs(node)
        waiting += [((*lasts, at == len(below) - 1), need) for at, need in enumerate(below)][::-1]
