"""The commands about one scenario: its figures, and the derivation of one."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

import oilecon as oe
from oilecon.netback.lines import BASES
from tests.samples import YOURS
from tests.test_evaluation_streams import THICK, TWO

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples import Run


# -- each command ------------------------------------------------------------------------------


def test_run_shows_the_figures_of_a_file(oilecon: Run, tmp_path: Path) -> None:
    case = oe.scenario("article").vary({"market.brent": "75 USD/bbl"}).evolve(title="My case")
    path = str(case.save(tmp_path / "mine.toml"))
    c = oe.compare(case, "gulf", "asia")
    ran = oilecon("run", path)
    assert ran.out.startswith("My case\n")
    frame = c.to_frame()
    for amount in frame["asia [USD/bbl]"]:
        assert f"{amount:.2f}" in ran.out or amount == 0.0
    of_zero = frame.drop(columns="kind").select_dtypes("number").eq(0.0).all(axis="columns")
    assert of_zero["sea.shadow_premium"]
    assert "shadow premium" not in ran.out  # of no route
    for loss in c.losses():
        assert f"{loss:.1f} %" in ran.out
    assert ran.out.endswith(
        "\n49 figures of 2006-05 to 2026: 3 assumptions, 8 estimates, 1 without a source, "
        "2 without a date.\n\nYour inputs\nmarket.brent = 75.0 USD/bbl\n"
        "1 input is yours, without a source.\n"
    )
    document = json.loads(oilecon("run", path, "--json").out)
    assert document["against"] == "gulf"
    assert list(document["loss_percent"]["asia"].values()) == c.losses().tolist()
    assert list(document["lost"]["asia"].values()) == c.losses(money=True).tolist()
    other = json.loads(oilecon("run", path, "--against", "asia", "--json").out)
    assert list(other["loss_percent"]) == ["gulf"]
    assert other["loss_percent"]["gulf"]["netback"] < 0
    rows = list(csv.DictReader(io.StringIO(oilecon("run", path, "--csv", "-").out)))
    losses = {row["name"]: float(row["value"]) for row in rows if row["kind"] == "loss"}
    assert list(losses) == list(BASES)
    assert list(losses.values()) == c.losses().tolist()
    lost = {row["name"]: float(row["value"]) for row in rows if row["kind"] == "lost"}
    assert lost == c.losses(money=True).to_dict()


def test_run_shows_several_routes_in_one_table(oilecon: Run, tmp_path: Path) -> None:
    case = oe.scenario("article")
    case = case.evolve(routes={**case.routes, "far": case.asia.evolve(title="Far")})
    case = case.vary({"far.sea.distance": "14000 nmi"})
    path = str(case.save(tmp_path / "three.toml"))
    c = oe.compare(case, "gulf", "asia", "far")
    document = json.loads(oilecon("run", path, "--json").out)
    for name in c.alternatives:
        assert list(document["loss_percent"][name].values()) == c.losses()[f"{name} [%]"].tolist()
        amounts = c.losses(money=True)[f"{name} [USD/bbl]"]
        assert list(document["lost"][name].values()) == amounts.tolist()
    (line,) = [line for line in oilecon("run", path).out.splitlines() if line.startswith("netback")]
    assert line.split()[1:] == [f"{c[f'{name}.netback'].magnitude:.2f}" for name in c.routes]
    derived = oilecon("explain", "far.loss.netback", "--scenario", path).out
    assert derived == f"{c.explain('far.loss.netback')}\n"


def test_run_shows_the_evidence_of_a_figure_of_yours(oilecon: Run, tmp_path: Path) -> None:
    path = str(YOURS.save(tmp_path / "yours.toml"))
    assert oilecon("run", path).out.endswith(
        "Your inputs\nmarket.brent = 64.0 USD/bbl  [55 to 80, P10 to P90; estimate; 2026-11; "
        "desk-2026-11]\nsupply.production_cost = 15.0 USD/bbl\n"
        "2 inputs are yours, 1 of them with a source.\n"
    )
    document = json.loads(oilecon("run", path, "--json").out)
    assert list(document["overrides"]) == ["market.brent", "supply.production_cost"]
    assert document["override_sources"] == {"market.brent": ["desk-2026-11"]}
    assert document["evidence"] in oilecon("run", path).out


def test_a_title_is_text_whatever_it_holds(oilecon: Run, tmp_path: Path) -> None:
    odd = oe.scenario("article").evolve(title="[red]a[/b] :smile: title")
    ran = oilecon("run", str(odd.save(tmp_path / "odd.toml")))
    assert ran.out.startswith("[red]a[/b] :smile: title\n")


def test_explain_is_the_derivation(oilecon: Run) -> None:
    derivation = oe.compare(oe.scenario("article"), "gulf", "asia").explain("asia.freight")
    assert oilecon("explain", "asia.freight").out == f"{derivation}\n"
    cut = oilecon("explain", "asia.freight", "--depth", "1", "--markdown").out
    assert cut == derivation.to_markdown(1) + "\n"
    assert oilecon("explain", "asia.freight", "--latex").out == derivation.to_latex() + "\n"
    steps = json.loads(oilecon("explain", "asia.freight", "--json").out)
    assert steps[-1]["value"] == derivation.value
    against = oilecon("explain", "loss", "--against", "asia", "--json")
    assert json.loads(against.out)[-1]["value"] < 0


# -- errors ------------------------------------------------------------------------------------


def test_arrays_are_refused(oilecon: Run, tmp_path: Path) -> None:
    many = oe.scenario("article").vary({"market.brent": oe.Q([60, 70], "USD/bbl")})
    path = str(many.save(tmp_path / "many.toml"))
    ran = oilecon("run", path)
    assert ran.code == 2
    assert "expected one case, got arrays of shape (2,); write one value for each input" in ran.err


def test_run_of_several_streams_says_what_its_barrels_are_of(oilecon: Run, tmp_path: Path) -> None:
    path = str(TWO.save(tmp_path / "two.toml"))
    c = oe.compare(TWO, "gulf", "asia")
    ran = oilecon("run", path)
    assert "USD/bbl heavy" in ran.out
    for amount in c.to_frame()["asia [USD/bbl heavy]"]:
        assert f"{amount:.2f}" in ran.out or amount == 0.0
    document = json.loads(oilecon("run", path, "--json").out)
    assert document["measure"] == "heavy"
    assert list(document["lost"]["asia"].values()) == c.losses(money=True).tolist()
    assert list(document["loss_percent"]["asia"].values()) == c.losses().tolist()
    assert document["streams"]["boscan"]["diluent_share"] == c["boscan.diluent_share"].magnitude
    rows = list(csv.DictReader(io.StringIO(oilecon("run", path, "--csv", "-").out)))
    assert {row["unit"] for row in rows if row["kind"] in {"line", "lost"}} == {"USD/bbl heavy"}
    assert [row["kind"] for row in rows if row["name"] == "shrinkage"] == ["supply", "boscan"]
    single = json.loads(oilecon("run", "article", "--json").out)
    assert (single["measure"], single["streams"]) == ("blend", {})


@pytest.mark.parametrize("sold", ["supply", "boscan"])
def test_run_asks_nothing_of_a_stream_that_no_route_sells(
    oilecon: Run, tmp_path: Path, sold: str
) -> None:
    supply, other = (TWO.supply, THICK) if sold == "supply" else (THICK, TWO.supply)
    routes = {name: route.evolve(stream=sold) for name, route in TWO.routes.items()}
    streams = {"boscan": TWO.streams["boscan"], "other": other}
    path = str(TWO.evolve(supply=supply, streams=streams, routes=routes).save(tmp_path / "s.toml"))
    assert oilecon("run", path).code == 0
    document = json.loads(oilecon("run", path, "--json").out)
    blends = {"supply": document["supply"], **document["streams"]}
    assert [name for name, blend in blends.items() if blend] == [sold]
    rows = list(csv.DictReader(io.StringIO(oilecon("run", path, "--csv", "-").out)))
    assert [row["kind"] for row in rows if row["name"] == "shrinkage"] == [sold]
