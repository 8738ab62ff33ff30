"""Evidence goes wherever its number goes: no journey loses, changes or lends any of it."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon.evidence import BASES, KINDS, RANGES, SPREADS, YOURS
from tests.samples import GROUPS, SAMPLES, SANCTIONED, full_route

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

    from oilecon.evidence import Evidence
    from oilecon.fields import Number
    from oilecon.groups import Group

SHIPPED = [oe.scenario(name) for name in ("article", "article-sanctioned", "china-2025-12-16")]
CASES = [*SHIPPED, full_route("FOB"), full_route("DAP")]
HOSTILE = (
    '"',
    "'''",
    '"""',
    "a\nb",
    "\r\n",
    "\t\x00\x7f",
    "\\",
    "# x",
    "[sources.x]",
    "\u2028é\U0001d518",
)
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20))
DATES = st.sampled_from(["", "2026", "2026-11", "2026-Q4", "2026-11-02", "2019 to 2021"])
OWN_KEYS = ["desk", "a.b", 'x"]', "é"]
SHIPPED_KEYS = ["eia-brent-monthly", "baltic-tce-2023"]


@st.composite
def bibliographies(draw: DrawFn) -> dict[str, oe.Source]:
    """Return an entry of each own key: numbers that cite one key cite one document."""
    return {
        key: oe.Source(key, title=draw(TEXTS), date=date)
        for key, date in zip(OWN_KEYS, ("", "2026", "2026-11-02", ""), strict=True)
    }


BIBLIOGRAPHY = st.shared(bibliographies())
"""One for all groups of an example."""


@st.composite
def sourced(
    draw: DrawFn, field: Number, raw: Any, entries: dict[str, oe.Source], row: str
) -> oe.Sourced:
    """Return a number with evidence that a user may give it; an array of it has no range."""
    ends: dict[str, Any] = {}
    if isinstance(raw, float):
        shares = draw(st.tuples(*[st.none() | st.floats(0.0, 0.9)] * 2))
        bounds = {"low": field.low, "high": field.high}
        ends = {
            name: field.show(raw + share * (bound - raw))
            for (name, bound), share in zip(bounds.items(), shares, strict=True)
            if share is not None
        }
    meanings = [name for name in RANGES if len(ends) == 2 or not name.startswith("p")]
    keys = draw(st.lists(st.sampled_from(OWN_KEYS + SHIPPED_KEYS), unique=True, max_size=3))
    source = [entries[key] if key in entries and draw(st.booleans()) else key for key in keys]
    note = draw(TEXTS)
    kinds = [YOURS, "estimate", *(KINDS[:1] if keys else ()), *(KINDS[2:] if note.strip() else ())]
    value: Any = field.show(raw)
    return oe.Sourced(
        value,
        **ends,
        range=draw(st.sampled_from(meanings)),
        kind=draw(st.sampled_from(kinds)),
        as_of=draw(DATES),
        source=source,
        note=note,
        row=draw(st.sampled_from(["", row])),
        basis=draw(st.sampled_from(BASES)),
        spread=draw(st.sampled_from(SPREADS)),
    )


@st.composite
def made(draw: DrawFn, group: Group, *, arrays: bool = False) -> Group:
    """Return a group with evidence of the user's on some of its numbers."""
    entries = draw(BIBLIOGRAPHY)
    numbers = [(path, field, raw) for path, field, raw in group.leaves() if isinstance(raw, float)]
    chosen = draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=6, unique_by=repr))
    changes = {}
    for path, field, raw in chosen:
        several = arrays and draw(st.booleans())
        value = np.array([raw, raw]) if several else raw
        changes[path] = draw(sourced(field, value, entries, f"row of {path}"))
    return group.vary(changes)


def scenarios(*, arrays: bool = False) -> st.SearchStrategy[Any]:
    """Return shipped and full scenarios with evidence of the user's."""
    return st.sampled_from(CASES).flatmap(lambda case: made(case, arrays=arrays))


def told(group: Group) -> list[Any]:
    """Return all that is written of a group, and its evidence, without the test of equality."""
    return [group.to_dict(), list(group.evidence())]


# -- wherever a group goes -------------------------------------------------------------------------

FEW = settings(max_examples=40)  # each goes all ways
WAYS: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda group: pickle.loads(pickle.dumps(group)),  # noqa: S301  our own bytes
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "evolve": lambda group: group.evolve(),
    "vary": lambda group: group.vary({}),
    "values": lambda group: type(group).of_values(dict(group.values), group),
    "dict": lambda group: type(group).from_dict(group.to_dict()),
    "rows": lambda group: group.vary(
        {path: row for path in group.paths() if (row := group.row(path)) is not None}
    ),
}
WITH_NUMBERS = [kind for kind in GROUPS if any(r is not None for _, _, r in SAMPLES[kind].leaves())]


@FEW
@given(data=st.data())
def test_a_group_keeps_its_evidence(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(WITH_NUMBERS))
    group = data.draw(made(SAMPLES[kind]))
    for way, go in WAYS.items():
        again = go(group)
        assert told(again) == told(group), way
        assert again == group, way
        assert hash(again) == hash(group), way
    assert group.same_figures(SAMPLES[kind])
    assert hash(group) == hash(SAMPLES[kind])


@FEW
@given(case=scenarios())
def test_a_file_keeps_the_evidence_of_a_scenario(case: oe.Scenario) -> None:
    again = oe.Scenario.from_toml(case.to_toml())
    assert told(again) == told(case)
    assert again == case
    assert again.to_toml() == case.to_toml()
    assert again.sources().equals(case.sources())
    assert again.inputs().equals(case.inputs())


@FEW
@given(case=scenarios(arrays=True))
def test_one_element_has_the_evidence_of_its_array(case: oe.Scenario) -> None:
    alone = case.at(*[0] * len(case.shape))
    assert list(alone.evidence()) == list(case.evidence())
    assert alone.shape == ()
    assert oe.Scenario.from_dict(case.to_dict()) == case


def test_another_process_sees_the_evidence() -> None:
    desk = oe.Source("desk", title="House view")
    case = SANCTIONED.vary({"*.sea.weather": oe.Sourced("5 %", high="9 %", source=["wire", desk])})
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(copy.deepcopy, case).result() == case
        row = pool.submit(oe.Scenario.row, case, "asia.sea.weather").result()
        sources = pool.submit(oe.Scenario.sources, case).result()
    assert row is not None
    assert row == case.row("asia.sea.weather")
    assert row.evidence.entries == (desk,)
    assert sources.equals(case.sources())


# -- wherever a part goes --------------------------------------------------------------------------


def evidences(group: Group) -> dict[str, Evidence]:
    """Return the evidence of a group's numbers by path."""
    return {path: each for path, _, _, each in group.sourced_leaves() if each is not None}


@FEW
@given(case=scenarios())
def test_a_route_has_the_same_evidence_under_any_name(case: oe.Scenario) -> None:
    names = {name: f"r{k}" for k, name in enumerate(case.routes)}
    renamed = case.rename(names)
    assert renamed == case.evolve(routes={names[name]: r for name, r in case.routes.items()})
    assert list(renamed.routes) == list(names.values())

    def new(path: str) -> str:
        first, _, rest = path.partition(".")
        return f"{names.get(first, first)}.{rest}"

    assert evidences(renamed) == {new(path): each for path, each in evidences(case).items()}
    assert set(renamed.overrides()) == {new(path) for path in case.overrides()}
    assert renamed.rename({name: old for old, name in names.items()}) == case


@FEW
@given(route=made(SANCTIONED.asia), heavy=made(SAMPLES[oe.Crude]), ship=made(SAMPLES[oe.Vessel]))
def test_parts_take_their_evidence_into_another_scenario(route: Any, heavy: Any, ship: Any) -> None:
    article = SHIPPED[0]
    moved = article.evolve(routes={"gulf": article.gulf, "there": route})
    assert moved.there == route
    assert evidences(moved.there) == evidences(route)
    assert evidences(moved.gulf) == evidences(article.gulf)
    supplied = article.vary({"supply.heavy": heavy, "asia.sea.vessel": ship})
    assert evidences(supplied.supply.heavy) == evidences(heavy)
    assert evidences(supplied.asia.sea.vessel) == evidences(ship)
    assert (
        supplied.vary(
            {"supply.heavy": article.supply.heavy, "asia.sea.vessel": article.asia.sea.vessel}
        )
        == article
    )
