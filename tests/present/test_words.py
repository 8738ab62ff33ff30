"""Titles in words: routes of one title are told apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import matplotlib as mpl
import pytest

import oilecon as oe
from oilecon import cli
from oilecon.present.words import (
    evidence_of,
    input_in_words,
    inputs_in_words,
    route_titles,
    sources_of,
    yours_of,
)
from tests.samples import BRENT, PROGRAMME, YOURS

if TYPE_CHECKING:
    from pathlib import Path


mpl.use("Agg")
S = oe.scenario("article-sanctioned")


def titled(*titles: str, title: str = "") -> oe.Scenario:
    """Return a scenario whose routes bear these titles."""
    routes = {"gulf": S.gulf.evolve(title=titles[0])}
    routes |= {f"asia{k}": S.asia.evolve(title=t) for k, t in enumerate(titles[1:])}
    return S.evolve(routes=routes, title=title)


def ran(*arguments: str) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(list(arguments))
    assert caught.value.code == 0


# -- titles are no keys ------------------------------------------------------------------------


def test_two_routes_of_one_title_have_a_row_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = titled("Gulf", "Asia", "Asia", "Asia").save(tmp_path / "mine.toml")
    ran("run", str(path))
    out = capsys.readouterr().out
    rows = re.findall(r"^Asia \((asia\d)\) +(?:[\d.-]+ % *){4}$", out, flags=re.MULTILINE)
    assert rows == ["asia0", "asia1", "asia2"]
    ran("report", "--scenario", str(path), "--out", str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for route in ("asia0", "asia1", "asia2"):
        assert f">Asia ({route})<" in page


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (["Gulf", "Asia"], ["Gulf", "Asia"]),
        (["", ""], ["gulf", "asia0"]),
        (["Asia", "Asia"], ["Asia (gulf)", "Asia (asia0)"]),
        (["asia0", ""], ["asia0 (gulf)", "asia0 (asia0)"]),
        (["A (asia0)", "A", "A"], ["gulf", "asia0", "asia1"]),
        (["kind", "Asia"], ["kind (gulf)", "Asia"]),
    ],
)
def test_routes_are_told_apart_where_they_stand_together(
    titles: list[str], told: list[str]
) -> None:
    scenario = titled(*titles)
    found = route_titles(scenario, scenario.routes, ("kind",))
    assert list(found) == list(scenario.routes)
    assert list(found.values()) == told


# -- evidence ----------------------------------------------------------------------------------


def test_inputs_of_the_user_are_counted_and_those_with_a_source_too() -> None:
    assert yours_of(S) == ""
    assert yours_of(YOURS) == "2 inputs are yours, 1 of them with a source."
    assert yours_of(oe.scenario("article").vary({"market.brent": BRENT})) == (
        "1 input is yours, with a source."
    )
    assert sources_of(YOURS) == (
        "Source: oilecon from the sourced inputs of “article” and 2 inputs of the user's, "
        "1 of them with a source."
    )


def test_figures_of_one_row_count_once_and_those_of_other_routes_not_at_all() -> None:
    ends = {"low": "5 %", "high": "12 %"}
    weather = oe.Sourced("8 %", kind="estimate", as_of="2026-11", source="desk", **ends)
    case = oe.scenario("article").vary({"*.sea.weather": weather})
    of_both = "49 figures of 2006-05 to 2026: 3 assumptions, 9 estimates, 1 without a date."
    assert evidence_of(case, ("gulf", "asia")) == of_both
    plain = case.vary({"*.sea.weather": "8 %"})  # nobody says that the two are one
    assert evidence_of(plain, ("gulf", "asia")) == (
        "50 figures of 2006-05 to 2026: 3 assumptions, 8 estimates, 2 without a source, "
        "3 without a date."
    )
    gulf = evidence_of(case, ("gulf",))
    assert int(gulf.split()[0]) < 49
    third = case.evolve(routes={**case.routes, "later": case.asia.vary({"sea.weather": "9 %"})})
    assert evidence_of(third, ("gulf", "asia")) == of_both
    assert evidence_of(third, ("gulf", "later")) != of_both


# -- inputs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("gulf.sale.differential", "US Gulf, pipeline: differential to WTI"),
        ("gulf.sale.wti.differential", "US Gulf, pipeline: WTI, differential to Brent"),
        ("china.sale.differential", "China, direct: differential to Brent"),
        ("sale.differential", "differential"),  # of a pair whose benchmarks differ
        ("gulf.sale.payment_days", "US Gulf, pipeline: payment days"),
        ("china.sea.charter.rate", "China, direct: sea, freight rate"),
        ("supply.diluent.differential", "diluent price less Brent"),
    ],
)
def test_a_differential_names_the_benchmark_that_it_is_to(path: str, words: str) -> None:
    assert input_in_words(oe.scenario("canada-2025-11"), path) == words


def test_a_differential_below_any_route_is_to_brent_where_every_sale_is() -> None:
    assert input_in_words(S, "sale.differential") == "differential to Brent"
    of_two = S.vary({"market.brent": "60 USD/bbl"}).asia.sale.evolve(
        markers={
            "wti": oe.Marker(weight="50 %", differential="-4 USD/bbl"),
            "oman": oe.Marker(weight="50 %", differential="1 USD/bbl"),
        }
    )
    basket = S.evolve(routes={**S.routes, "asia": S.asia.evolve(sale=of_two)})
    assert input_in_words(basket, "asia.sale.differential") == (
        "Asia: differential to WTI and oman"
    )


def test_an_input_of_some_routes_is_not_said_to_be_of_every_route() -> None:
    canada = oe.scenario("canada-2025-11")
    paths = ("*.tmx.tariff.toll", "*.sale.wti.differential", "*.sale.payment_days")
    assert list(inputs_in_words(canada, paths).values()) == [
        "tmx: toll",
        "WTI, differential to Brent",
        "every route: payment days",
    ]


def test_a_band_of_a_levy_is_named_before_its_threshold() -> None:
    take = oe.FiscalTerms(
        royalty="20 %", windfall={"band_1": oe.WindfallBand("55 USD/bbl", "20 %")}
    )
    taxed = S.vary({"supply.royalty": 0.0, "supply.take": take})
    assert input_in_words(taxed, "supply.take.band_1.above") == "band 1 above"
    assert input_in_words(taxed, "supply.take.royalty") == "royalty"


def test_a_programme_s_inputs_have_names_in_words_too() -> None:
    assert input_in_words(PROGRAMME, "discount") == "discount"
    assert input_in_words(PROGRAMME, "gulf.outlet.capacity") == "US Gulf Coast: capacity"
    assert input_in_words(PROGRAMME, "supply.production.decline") == "decline"
