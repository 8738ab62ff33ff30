"""Shipped programmes: their files, their regimes and their evidence."""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon.evidence import KINDS
from oilecon.reference import bibliography
from oilecon.reference.shipped_programmes import programme_regimes, programme_text

ALL = [(name, regime) for name, regimes in programme_regimes().items() for regime in regimes]


@pytest.mark.parametrize("name", sorted(programme_regimes()))
def test_a_file_is_as_the_library_writes_it(name: str) -> None:
    text = programme_text(name)
    assert oe.Programme.from_toml(text).to_toml() == text


@pytest.mark.parametrize(("name", "regime"), ALL)
def test_every_number_has_evidence_and_every_source_is_known(name: str, regime: str) -> None:
    programme = oe.Programme.shipped(name, regime=regime)
    inputs = programme.inputs()
    assert set(inputs["kind"]) <= {*KINDS, "neutral"}  # zeros and ones that change nothing
    assumed = inputs[inputs["kind"] == "assumption"]
    assert assumed["note"].str.len().min() > 5
    titled = programme.sources()["title"].astype(bool)
    cited = {key for keys in inputs["source"] for key in keys.split()}
    untold = {key for key in cited - set(bibliography()) if not titled.get(key, False)}
    assert not untold


@pytest.mark.parametrize("name", sorted(programme_regimes()))
def test_the_first_regime_is_the_programme_itself(name: str) -> None:
    first = next(iter(programme_regimes()[name]))
    own = oe.Programme.from_toml(programme_text(name))
    assert oe.Programme.shipped(name) == oe.Programme.shipped(name, regime=first)
    assert oe.Programme.shipped(name).evolve(title=own.title) == own
