"""Every public function says what it takes and what it returns."""

from __future__ import annotations

import ast
import inspect
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
import oilecon.testing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BARE = {
    # What a user's own model is given is the user's; it goes on to it by name.
    "testing.searching.Invariant.__call__": {"options"},
    "testing.searching.Invariant.at": {"options", "extra"},
    "testing.ledgers.LedgerMachine.open": {"return"},  # a ledger of the user's own
    "testing.searching.Invariant.beside": {"return"},  # of the invariant's own
    "groups.Group.get": {"return"},  # of the type of the field at the path
    "Q": {"value"},  # numbers of any library; what it cannot read is an error
}
"""What may be `Any` or any object, with the reason; methods by the class that defines them."""

LOOSE = frozenset({"Any", "object"})
BY_NAME = frozenset({"dict", "Mapping", "FrozenDict", "Callable", "NDArray"})
"""Types whose parts may be anything: a mapping's values by their names, what a function takes."""


def public() -> Iterator[tuple[str, Any]]:
    """Yield what is public, with its name: at the top, and in the packages that stand there."""
    for name in (*oe.__all__, "testing"):
        value = getattr(oe, name)
        if not inspect.ismodule(value):
            yield name, value
            continue
        for inner in getattr(value, "__all__", ()):
            yield f"{name}.{inner}", getattr(value, inner)


def methods(cls: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public methods and properties of a class, inherited ones by where they stand."""
    for name in dir(cls):
        home = next((base for base in cls.__mro__ if name in vars(base)), object)
        if not home.__module__.startswith("oilecon"):
            continue
        member = vars(home)[name]
        for inside in ("fget", "func", "__func__"):  # properties, cached ones, class methods
            member = getattr(member, inside, member)
        shown = name in {"__call__", "__getitem__"} or not name.startswith("_")
        if shown and inspect.isfunction(member):
            yield f"{home.__module__.removeprefix('oilecon.')}.{home.__qualname__}.{name}", member


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public functions, and the methods and properties of public classes."""
    for name, value in public():
        if inspect.isclass(value):
            yield from methods(value)
        elif inspect.isfunction(inspect.unwrap(value)):
            yield name, inspect.unwrap(value)


FUNCTIONS = dict(functions())


def is_loose(annotation: ast.expr) -> bool:
    """Return whether a type takes anything: itself, in a union, or as what a sequence holds."""
    match annotation:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in LOOSE
        case ast.BinOp(left=left, right=right):
            return is_loose(left) or is_loose(right)
        case ast.Subscript(value=outer, slice=inner):
            if ast.unparse(outer).rpartition(".")[2] in BY_NAME:
                return False
            return any(map(is_loose, inner.elts if isinstance(inner, ast.Tuple) else [inner]))
    return False


def is_bare(annotation: object) -> bool:
    """Return whether an annotation is missing or loose."""
    if annotation is inspect.Signature.empty:
        return True
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return is_loose(ast.parse(text, mode="eval").body)


def bare(function: Callable[..., Any]) -> set[str]:
    """Return the arguments, and 'return', that have no type or a loose one.

    Keywords of any name, such as ``**own``, may each be an object: fields of a group, which reads
    them by their names.
    """
    signature = inspect.signature(function)
    annotations = {
        name: parameter.annotation
        for name, parameter in signature.parameters.items()
        if name not in {"self", "cls"}
        and (parameter.kind, parameter.annotation) != (parameter.VAR_KEYWORD, "object")
    }
    annotations["return"] = signature.return_annotation
    return {name for name, annotation in annotations.items() if is_bare(annotation)}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_says_what_it_takes_and_returns(name: str) -> None:
    assert bare(FUNCTIONS[name]) == BARE.get(name, set())


def test_what_may_be_anything_is_public() -> None:
    assert set(BARE) <= set(FUNCTIONS)


def test_what_is_not_annotated_is_seen() -> None:
    def unsaid(a, b: Any, c: int, **d: Any):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, ARG001
        return a

    def said(a: dict[str, Any], *b: int, **c: object) -> Callable[..., Any]: ...  # type: ignore[empty-body]

    assert bare(unsaid) == {"a", "b", "d", "return"}
    assert bare(said) == set()
    assert len(FUNCTIONS) > 200


@pytest.mark.parametrize(
    ("annotation", "loose"),
    [
        ("Any", True),
        ("t.Any | None", True),
        ("dict[str, Any] | Any", True),
        ("list[Any]", True),
        ("Sequence[int | Any]", True),
        ("tuple[str, object]", True),
        ("Optional[object]", True),
        (list[Any], True),
        ("list[int]", False),
        ("Mapping[str, Any]", False),
        ("npt.NDArray[Any] | Callable[..., Any]", False),
        (int, False),
    ],
)
def test_a_type_that_takes_anything_is_seen(annotation: object, *, loose: bool) -> None:
    assert is_bare(annotation) == loose


def test_methods_are_seen_where_they_are_defined() -> None:
    class Base:
        def inherited(self, price): ...  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202

        @cached_property
        def kept(self): ...  # type: ignore[no-untyped-def]  # noqa: ANN202

    class Charter(Base, dict[str, int]):
        @classmethod
        def shipped(cls, name: str) -> list[Any]: ...  # type: ignore[empty-body]

    Base.__module__ = Charter.__module__ = "oilecon.toy"
    faults = {name.rpartition(".")[2]: bare(method) for name, method in methods(Charter)}
    assert faults == {"inherited": {"price", "return"}, "kept": {"return"}, "shipped": {"return"}}


@pytest.mark.parametrize("name", ["plotting.Plotted.plot", "groups.Group.vary"])
def test_what_every_result_and_group_inherits_is_checked_once(name: str) -> None:
    assert name in FUNCTIONS
