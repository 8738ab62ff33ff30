"""Every public function says what it takes and what it returns."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
import oilecon.testing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BARE = {
    # What a user's own model is given is the user's; it goes on to it by name.
    "testing.Invariant.__call__": {"options"},
    "testing.Invariant.at": {"options"},
    "testing.LedgerMachine.open": {"return"},  # a ledger of the user's own
}
"""What may be `Any`, with the reason."""


def public() -> Iterator[tuple[str, Any]]:
    """Yield what is public, with its name: at the top, and in the packages that stand there."""
    for name in (*oe.__all__, "testing"):
        value = getattr(oe, name)
        if not inspect.ismodule(value):
            yield name, value
            continue
        for inner in getattr(value, "__all__", ()):
            yield f"{name}.{inner}", getattr(value, inner)


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the public functions, and the methods and properties of public classes."""
    for name, value in public():
        if inspect.isclass(value):
            for inner, member in vars(value).items():
                method = member.fget if isinstance(member, property) else member
                method = getattr(method, "__func__", method)
                shown = inner in {"__call__", "__getitem__"} or not inner.startswith("_")
                if inspect.isfunction(method) and shown:
                    yield f"{name}.{inner}", method
        elif inspect.isfunction(inspect.unwrap(value)):
            yield name, inspect.unwrap(value)


FUNCTIONS = dict(functions())


def bare(function: Callable[..., Any]) -> set[str]:
    """Return the arguments, and 'return', that are of no type or of any."""
    signature = inspect.signature(function)
    annotations = {
        name: parameter.annotation
        for name, parameter in signature.parameters.items()
        if name not in {"self", "cls"}
    }
    annotations["return"] = signature.return_annotation
    return {
        name
        for name, annotation in annotations.items()
        if annotation in {inspect.Signature.empty, Any, "Any", "Any | None"}
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_says_what_it_takes_and_returns(name: str) -> None:
    assert bare(FUNCTIONS[name]) == BARE.get(name, set())


def test_what_may_be_anything_is_public() -> None:
    assert set(BARE) <= set(FUNCTIONS)


def test_what_is_not_annotated_is_seen() -> None:
    def unsaid(a, b: Any, c: int):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, ARG001
        return a

    assert bare(unsaid) == {"a", "b", "return"}
    assert len(FUNCTIONS) > 200
