"""Units of a derivation's numbers, derived from its formulas and its inputs' units."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from oilecon.tracing import Traced

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["unit_text", "units_of"]

_SUFFIXES = {
    "barrels_per_tonne": "bbl/t",
    "barrels": "bbl",
    "_usd_bbl": "USD/bbl",
    "_usd_day": "USD/day",
    "_usd_t": "USD/t",
    "_usd": "USD",
    "_kg_m3": "kg/m3",
    "_bbl_bbl": "1",
    "_kg_bbl": "kg/bbl",
    "_mmbtu_bbl": "MMBtu/bbl",
    "_kwh_bbl": "kWh/bbl",
    "_t_day": "t/day",
    "_knots": "knot",
    "_days": "day",
    "_cst": "cSt",
}
"""Units that names in the model's code carry: needed where a formula has a constant with a unit."""
_DAYS = {"year": "day", "knot": "nmi/day"}
_PURE = {"", "1", "fraction", "percent", "degAPI"}
"""Units not derived through formulas: API degrees are combined with bare constants throughout."""

Unit: TypeAlias = "Counter[str] | None"
"""Powers of units; None where a formula adds unlike units."""
_ANY: Counter[str] = Counter({"any": 1})  # of a bare zero, which adds to anything


def _unit(text: str) -> Counter[str]:
    """Return the powers of a unit's parts: 'USD/day' is {'USD': 1, 'day': -1}."""
    powers: Counter[str] = Counter()
    for at, part in enumerate(text.split("/")):
        for name in part.split("*"):
            if name in _DAYS and "/" in _DAYS[name]:
                powers.update({"nmi": 1, "day": -1} if at == 0 else {"nmi": -1, "day": 1})
            elif name not in _PURE:
                powers[_DAYS.get(name, name)] += 1 if at == 0 else -1
    return Counter({part: power for part, power in powers.items() if power})


def unit_text(powers: Unit) -> str:
    """Return a unit as text, empty where a formula does not determine it."""
    if powers is None or powers == _ANY:
        return ""
    above = [part for part, power in powers.items() for _ in range(power)]
    below = [part for part, power in powers.items() for _ in range(-power)]
    return "/".join(["*".join(above) or "1", *below])


def units_of(root: Traced, fields: Mapping[str, str]) -> dict[Traced, Unit]:
    """Return each number's unit, by its formula or the suffix of its name."""
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
        like = [unit for unit in parts if unit != _ANY]
        return like[0] if like and all(unit == like[0] for unit in like) else None
    return Counter()  # a power, a logarithm: of pure numbers


def _of_constant(constant: float) -> Counter[str]:
    """Return a bare number's unit; zero and NaN add to any unit."""
    return _ANY if constant == 0.0 or constant != constant else Counter()  # noqa: PLR0124


def _multiplied(sign: str, left: Unit, right: Unit) -> Unit:
    if left is None or right is None:
        return None
    if _ANY in (left, right):
        return _ANY
    powers = Counter(left)
    (powers.update if sign == "*" else powers.subtract)(right)
    return Counter({part: power for part, power in powers.items() if power})
