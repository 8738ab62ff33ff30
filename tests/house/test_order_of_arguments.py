"""One order of arguments in `analysis`, exact types, and no default of one country's case."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from oilecon import analysis, blending, lending, shipping, trading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

PACKAGES = (analysis, blending, lending, shipping, trading)
SCENARIOS = {"scenario", "before"}  # `attribute` takes two
NOT_ASKED = {  # these ask for no outcome: what would be drawn, the parts of a differential
    "default_distributions",
    "discount_split",
}


def functions(package: ModuleType) -> dict[str, Callable[..., Any]]:
    every = {name: getattr(package, name) for name in package.__all__}
    return {name: found for name, found in every.items() if inspect.isfunction(found)}


def methods(package: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in package.__all__:
        kind = getattr(package, name)
        if inspect.isclass(kind):
            for method, found in inspect.getmembers(kind, inspect.isfunction):
                yield f"{name}.{method}", found


@pytest.mark.parametrize("name", sorted(functions(analysis).keys() - NOT_ASKED))
def test_an_analysis_takes_the_scenario_what_is_varied_then_keywords(name: str) -> None:
    parameters = list(inspect.signature(functions(analysis)[name]).parameters.values())
    first, varied, *keywords = parameters
    assert first.name in SCENARIOS
    assert varied.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert all(each.kind is inspect.Parameter.KEYWORD_ONLY for each in keywords)
    # What must be given may come before what need not.
    optional = [each.name for each in keywords if each.default is not inspect.Parameter.empty]
    assert optional[0] in {"outcome", "outcomes"}
    if "routes" in optional:
        assert optional[1] == "routes"


def test_several_outcomes_are_asked_for_under_a_plural() -> None:
    plural = {name for name, ask in functions(analysis).items() if "outcomes" in signed(ask)}
    assert plural == {"simulate", "sobol", "sweep"}


def signed(ask: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(ask).parameters)


@pytest.mark.parametrize("package", [analysis, shipping], ids=["analysis", "shipping"])
def test_no_parameter_of_a_public_function_is_of_any_type(package: ModuleType) -> None:
    loose = [
        f"{name}({parameter.name})"
        for name, ask in functions(package).items()
        for parameter in inspect.signature(ask).parameters.values()
        if re.search(r"\bAny\b", str(parameter.annotation))
    ]
    assert not loose


OF_ONE_CASE = re.compile(r"article|merey|venezuela|\b15(\.0)? ?%|\b16(\.0)? ?degAPI", re.IGNORECASE)


@pytest.mark.parametrize("default", ["article", "15 %", "16 degAPI", "Merey 16"])
def test_such_a_default_would_be_seen(default: str) -> None:
    assert OF_ONE_CASE.search(str(default))


def test_no_default_is_of_one_countrys_case() -> None:
    public: list[tuple[str, Callable[..., Any]]] = []
    for package in PACKAGES:
        public += [*functions(package).items(), *methods(package)]
    public += [
        (name, getattr(oe, name)) for name in oe.__all__ if inspect.isfunction(getattr(oe, name))
    ]
    assert len(public) > 100
    named = [
        f"{name}({parameter.name}={parameter.default!r})"
        for name, ask in public
        for parameter in inspect.signature(ask).parameters.values()
        if OF_ONE_CASE.search(str(parameter.default))
    ]
    assert not named
