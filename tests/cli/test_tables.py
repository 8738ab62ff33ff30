"""The commands that list scenarios, inputs and sources."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import oilecon as oe

if TYPE_CHECKING:
    from tests.samples import Run


# -- each command ------------------------------------------------------------------------------


def test_scenarios_are_listed_in_every_form(oilecon: Run) -> None:
    table = oe.scenarios()
    lines = oilecon("scenarios").out.splitlines()
    assert len(lines) == len(table) + 1
    for name, line in zip(table.index, lines[1:], strict=True):
        assert line.startswith(name)
        assert line.endswith(table.loc[name, "summary"])
    records = json.loads(oilecon("scenarios", "--json").out)
    assert [record["scenario"] for record in records] == list(table.index)
    rows = list(csv.DictReader(io.StringIO(oilecon("scenarios", "--csv", "-").out)))
    assert rows == records


def test_inputs_are_a_line_each_with_all_their_digits(oilecon: Run) -> None:
    table = oe.scenario("article-sanctioned").inputs()
    ran = oilecon("inputs", "article-sanctioned")
    lines = ran.out.splitlines()
    assert len(lines) == len(table) + 1
    assert "…" not in ran.out
    for (path, record), line in zip(table.iterrows(), lines[1:], strict=True):
        assert line.split()[0] == path
        assert line.endswith(record["note"])
    records = json.loads(oilecon("inputs", "article-sanctioned", "--json").out)
    assert [record["value"] for record in records] == table["value"].tolist()
    neutral = next(record for record in records if record["kind"] == "neutral")
    assert neutral["low"] is None
    changed = oilecon("inputs", "--set", "market.brent=75 USD/bbl", "--json")
    brent = json.loads(changed.out)[0]
    assert (brent["path"], brent["value"], brent["source"]) == ("market.brent", 75.0, "you")


def test_sources_are_the_bibliography(oilecon: Run) -> None:
    table = oe.sources()
    ran = oilecon("sources")
    assert len(ran.out.splitlines()) == len(table) + 1
    assert len(json.loads(oilecon("sources", "--json").out)) == len(table)
