"""The commands that list scenarios, inputs and sources."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import oilecon as oe
from tests.samples import YOURS

if TYPE_CHECKING:
    from pathlib import Path

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


def test_inputs_and_sources_of_a_file_are_the_user_s_too(oilecon: Run, tmp_path: Path) -> None:
    path = str(YOURS.save(tmp_path / "yours.toml"))
    brent = json.loads(oilecon("inputs", path, "--json").out)[0]
    assert (brent["value"], brent["low"], brent["high"]) == (64.0, 55.0, 80.0)
    assert (brent["range"], brent["kind"], brent["as_of"]) == ("p10-p90", "estimate", "2026-11")
    assert (brent["source"], brent["note"]) == ("desk-2026-11", "Our quarterly view.")
    records = json.loads(oilecon("sources", path, "--json").out)
    assert [record["source"] for record in records] == list(YOURS.sources().index)
    (desk,) = [record for record in records if record["source"] == "desk-2026-11"]
    assert (desk["numbers"], desk["title"]) == (1, "House view, November")
    assert (desk["date"], desk["retrieved"]) == ("2026-11-02", "2026-11-20")
    before = json.loads(oilecon("sources", "article", "--json").out)
    uses = [{each["source"]: each["numbers"] for each in of} for of in (before, records)]
    assert [of["eia-brent-monthly"] for of in uses] == [2, 1]  # one of its figures was replaced
    assert "desk-2026-11" not in uses[0]


def test_a_change_needs_the_scenario_that_it_is_of(oilecon: Run) -> None:
    ran = oilecon("sources", "--set", "market.brent=75 USD/bbl")
    assert ran.code == 2
    assert "--set changes a scenario; write oilecon sources article --set" in ran.err
