"""Tracing of the model's own arithmetic, with numbers that record their operations.

The model is a pure function of its leaves, and its functions hold to operators and to NumPy's
elementwise functions. A `Traced` number goes through them as a float does and comes out as the
formula that made it, so that a derivation never rests on a second, hand-written one.
"""

from __future__ import annotations

import operator
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    Operand: TypeAlias = "Traced | float | bool"

__all__ = [
    "INFIX",
    "Traced",
    "leaf_names",
    "name_from_functions",
    "named_from_functions",
    "operands",
    "untraced",
]

INFIX: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    "|": operator.or_,  # of conditions in the model's code
    "&": operator.and_,
}
_UFUNCS = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "greater": ">",
    "greater_equal": ">=",
    "less": "<",
    "less_equal": "<=",
    "equal": "==",
    "not_equal": "!=",
}
_NAMELESS = frozenset({"oilecon.core.elementwise", "oilecon.netback.lines"})
_BY_FUNCTION, _BY_ARGUMENT, _BY_VARIABLE, _BY_LABEL = range(4)
"""Origins of a name, in order of rank; a later one is closer to the field's terms and wins."""


class Traced:
    """A number with the operation and the operands that made it.

    Parameters
    ----------
    operation : str
        ``'leaf'``, an infix sign such as ``'+'``, or the name of one of NumPy's functions.
    operands : sequence of Traced, float or bool
        Operands of the operation; none for a leaf.
    value : float or bool
        Result of the operation.
    name : str
        Name of the number; empty until it is named.
    """

    __slots__ = ("_rank", "name", "operands", "operation", "value")

    def __init__(
        self, operation: str, operands: Sequence[Operand], value: Any, name: str = ""
    ) -> None:
        self.operation = operation
        self.operands = tuple(operands)
        self.value = value
        self.name = name
        self._rank = _BY_LABEL if name else -1

    def label(self, name: str, rank: int = _BY_LABEL) -> None:
        """Name the number, unless it has a name of equal or higher rank."""
        if rank > self._rank:
            self.name, self._rank = name, rank

    @property
    def labelled(self) -> bool:
        """True if it is a figure in its own right, not only a variable of the code."""
        return self._rank == _BY_LABEL

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """Trace NumPy's elementwise functions."""
        if method != "__call__" or options:
            return NotImplemented
        operation = _UFUNCS.get(ufunc.__name__, ufunc.__name__)
        return Traced(operation, inputs, _plain(ufunc(*map(_value, inputs))))

    def __array_function__(self, function: Any, types: Any, arguments: Any, options: Any) -> Any:
        """Trace `where`, and compute other functions, used in checks, on the values."""
        if function is np.where and len(arguments) == 3:  # noqa: PLR2004  condition, left, right
            return Traced("where", arguments, _plain(np.where(*map(_value, arguments))[()]))
        return function(*map(_value, arguments), **options)

    def __getitem__(self, index: tuple[()]) -> Traced:
        """Return itself for ``[()]``, as an array of no dimensions does."""
        if index != ():
            raise IndexError(index)
        return self

    def __neg__(self) -> Traced:
        return Traced("negative", (self,), -self.value)

    def __bool__(self) -> bool:
        """Raise an error: a branch taken outside the formula would make it incomplete."""
        msg = "a traced number decides nothing; the model chooses by `where`"
        raise TypeError(msg)

    def __repr__(self) -> str:
        """Describe the number in one line: name and value."""
        return f"<Traced {self.name or self.operation}: {self.value!r}>"

    def __hash__(self) -> int:
        """Hash by identity, since equal numbers may be different figures."""
        return id(self)

    if TYPE_CHECKING:  # set below, one for each sign

        def __add__(self, other: Any) -> Traced: ...
        def __sub__(self, other: Any) -> Traced: ...
        def __mul__(self, other: Any) -> Traced: ...
        def __gt__(self, other: Any) -> Any: ...


def _infix(sign: str) -> Callable[[Traced, Any], Traced]:
    compute = INFIX[sign]

    def method(self: Traced, other: Any) -> Traced:
        return Traced(sign, (self, other), compute(self.value, _value(other)))

    return method


def _reflected(sign: str) -> Callable[[Traced, Any], Traced]:
    compute = INFIX[sign]

    def method(self: Traced, other: Any) -> Traced:
        return Traced(sign, (other, self), compute(_value(other), self.value))

    return method


for _name, _sign in {"add": "+", "sub": "-", "mul": "*", "truediv": "/"}.items():
    setattr(Traced, f"__{_name}__", _infix(_sign))
    setattr(Traced, f"__r{_name}__", _reflected(_sign))
_CONDITIONS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "eq": "==", "ne": "!="}
for _name, _sign in (_CONDITIONS | {"or": "|", "and": "&"}).items():
    setattr(Traced, f"__{_name}__", _infix(_sign))


def _value(operand: Any) -> Any:
    return operand.value if isinstance(operand, Traced) else operand


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def untraced(number: Any) -> Any:
    """Return the value of a number that decides which formula there is, and is no part of it."""
    return _value(number)


def operands(number: Traced) -> list[Traced]:
    """Return the operands that are traced themselves."""
    return [operand for operand in number.operands if isinstance(operand, Traced)]


def leaf_names(number: Traced) -> frozenset[str]:
    """Return the names of the leaves in the formula of a number."""
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [number]
    while waiting:
        at = waiting.pop()
        if id(at) in seen:
            continue
        seen.add(id(at))
        if at.operation == "leaf":
            names.add(at.name)
        waiting += operands(at)
    return frozenset(names)


@contextmanager
def name_from_functions(*modules: str) -> Iterator[None]:
    """Name traced numbers after the variables that hold them in functions of some modules.

    The names of the model's code are the field's terms. They are read when a function returns, from
    the frame that the interpreter shows to a profiler; so another profiler in this thread
    pauses. `named_from_functions` does not affect it.

    Parameters
    ----------
    *modules : str
        Beginnings of the modules' names, such as ``'oilecon.core.'``.
    """

    def returned(frame: FrameType, event: str, answer: Any) -> None:
        module = frame.f_globals.get("__name__", "")
        if event == "return" and module.startswith(modules) and module not in _NAMELESS:
            _name_locals(frame, answer)

    before = sys.getprofile()
    sys.setprofile(returned)
    try:
        yield
    finally:
        sys.setprofile(before if callable(before) else None)  # one in C is not callable


def named_from_functions(compute: Callable[[], Any], *modules: str) -> Any:
    """Return what a function returns, its traced numbers named as by `name_from_functions`.

    A thread has one profiler, and one that is written in C, such as `cProfile` up to Python 3.11,
    cannot be restored once replaced. So while one is running, the function runs in a thread of its
    own, which that profiler does not see.
    """

    def named() -> Any:
        with name_from_functions(*modules):
            return compute()

    if sys.getprofile() is None:
        return named()
    with ThreadPoolExecutor(1, thread_name_prefix="oilecon") as thread:
        return thread.submit(copy_context().run, named).result()


def _name_locals(frame: FrameType, answer: Any) -> None:
    code = frame.f_code
    if code.co_name.startswith("<"):  # a generator or a lambda, whose name is not a term
        return
    taken = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    for name, held in frame.f_locals.items():
        if not name.startswith(("_", ".")):
            _name_held(name, held, _BY_ARGUMENT if name in taken else _BY_VARIABLE)
    if isinstance(answer, Traced):
        answer.label(code.co_name.lstrip("_"), _BY_FUNCTION)
    else:
        _name_held("", answer, _BY_VARIABLE)


def _name_held(name: str, held: Any, rank: int) -> None:
    """Name a number, or the fields of a named tuple and the entries of a dictionary."""
    if isinstance(held, Traced):
        held.label(name, rank)
        return
    fields = getattr(held, "_asdict", None)
    entries = fields() if fields is not None else held
    if isinstance(entries, dict):
        for key, entry in entries.items():
            if isinstance(entry, Traced) and isinstance(key, str):
                entry.label(key, rank)
