"""The article's readings, and the command that prints them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon import cli
from oilecon.cli.shared import read_changes
from oilecon.errors import InputError, PathError, UnitError, UnknownName
from oilecon.netback.lines import BASES, SUBTOTALS


def test_the_margin_loss_is_the_comparison_s() -> None:
    assert oe.article.margin_loss() == oe.compare(oe.scenario("article"), "gulf", "asia").loss()
    assert oe.article.margin_loss().units == oe.Q("1 %").units
    net = oe.article.margin_loss("net", "sanctioned")
    assert net == oe.compare(oe.scenario("article-sanctioned"), "gulf", "asia").loss("net")


def test_a_reading_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownName) as refused:
        oe.article.margin_loss(reading="sanction")
    assert str(refused.value) == "no reading 'sanction'; did you mean 'sanctioned'?"
    with pytest.raises(PathError, match=r"no outcome 'loss\.gross'"):
        oe.article.margin_loss("gross")
    with pytest.raises(PathError) as refused_reading:
        oe.article.margin_loss("sanctioned")
    assert str(refused_reading.value) == (
        "'sanctioned' is a reading, not a basis; write margin_loss(reading='sanctioned')"
    )


def test_the_readings_are_reading_by_basis() -> None:
    table = oe.article.readings()
    assert table.index.tolist() == [
        "transport only",
        "transport only at realised rates",
        "transport only at period rates",
        "discount only",
        "sanctioned",
    ]
    assert table.columns.tolist() == [f"{basis} [%]" for basis in BASES]
    assert (table.dtypes == np.float64).all()
    assert table.loc["transport only", "operating [%]"] == oe.article.margin_loss().magnitude


@pytest.mark.parametrize(
    ("freight", "reading"),
    [
        ("spot", "transport only"),
        ("realised", "transport only at realised rates"),
        ("period", "transport only at period rates"),
    ],
)
def test_the_margin_loss_takes_a_basis_of_freight(freight: str, reading: str) -> None:
    table = oe.article.readings()
    for basis in BASES:
        found = oe.article.margin_loss(basis, freight=freight)
        assert found.magnitude == table.loc[reading, f"{basis} [%]"]


def test_a_basis_of_freight_that_does_not_exist_or_fit_is_named() -> None:
    with pytest.raises(UnknownName) as refused:
        oe.article.margin_loss(freight="spott")
    assert str(refused.value) == "no basis of freight 'spott'; did you mean 'spot'?"
    with pytest.raises(InputError) as unfit:
        oe.article.margin_loss(reading="sanctioned", freight="period")
    assert str(unfit.value) == (
        "margin_loss: freight: 'sanctioned' has its own; write reading='transport only' with "
        "freight='period', or vary the hires of oilecon.scenario('article-sanctioned')"
    )


def test_the_bases_of_freight_name_both_ships_date_kind_and_lag() -> None:
    frame = oe.article.freight_bases()
    hires = frame["hire [USD/day]"]
    # As published: Gibson, Bloomberg; Frontline and DHT, Teekay; Fearnleys and Intermodal.
    assert hires["spot"].to_dict() == {"VLCC": 92_300.0, "Aframax": 52_000.0}
    assert hires["realised"].to_dict() == {"VLCC": 71_850.0, "Aframax": 38_550.0}
    assert hires["period"].to_dict() == {"VLCC": 60_000.0, "Aframax": 36_000.0}
    words = frame[["as of", "kind", "fixed", "loaded", "source"]]
    assert all(str(word) for word in words.to_numpy().ravel())
    for basis in oe.article.FREIGHT:  # one basis, one date, one lag
        for column in ("as of", "fixed", "loaded"):
            assert len(set(words.xs(basis)[column])) == 1


def test_the_bases_of_freight_differ_by_the_hires_and_nothing_else() -> None:
    spot, *others = (
        {path: raw for path, _, raw in oe.scenario(oe.article.READINGS[reading]).leaves()}
        for reading in oe.article.FREIGHT.values()
    )
    for other in others:
        assert {path for path in spot if spot[path] != other[path]} == {
            "gulf.sea.charter.hire",
            "asia.sea.charter.hire",
        }


def test_the_readings_differ_by_what_they_say_and_nothing_else() -> None:
    transport, discount, sanctioned = (
        {path: raw for path, _, raw in oe.scenario(name).leaves()}
        for name in ("article", "article-discount", "article-sanctioned")
    )
    assert {p for p in transport if transport[p] != discount[p]} == {"asia.sale.differential"}
    assert transport["asia.sale.differential"] == transport["gulf.sale.differential"]
    assert {p for p in sanctioned if sanctioned[p] != discount.get(p)} == {
        "gulf.agent.fee",
        "asia.agent.fee",
        "asia.sea.shadow_multiple",
        "asia.sea.extra_days",
        "asia.sea.transfer_cost",
        "asia.sale.prepayment",
    }


def test_a_change_goes_where_a_reading_uses_the_input() -> None:
    found = oe.article.comparisons({"gulf.sale.differential": "-6 USD/bbl"})
    transport = found["transport only"].scenario
    assert (
        transport.asia.sale.differential == transport.gulf.sale.differential == oe.Q("-6 USD/bbl")
    )
    discount = found["discount only"].scenario
    assert discount.gulf.sale.differential == oe.Q("-6 USD/bbl")
    assert discount.asia.sale.differential == oe.Q("-14.5 USD/bbl")
    fee = oe.article.comparisons({"asia.agent.fee": "4 USD/bbl"})
    assert [list(c.overrides()) for c in fee.values()] == [[], [], [], [], ["asia.agent.fee"]]
    hire = oe.article.readings({"asia.sea.charter.hire": "80000 USD/day"})
    shipped = oe.article.readings()
    for reading in hire.index:  # the change is to every reading that is left
        assert (hire.loc[reading] < shipped.loc[reading]).all()


def test_a_change_that_no_reading_knows_is_refused() -> None:
    with pytest.raises(PathError, match=r"no path 'asia\.sea\.charter\.hir'"):
        oe.article.comparisons({"asia.sea.charter.hir": "1 USD/day"})
    with pytest.raises(UnitError, match=r"market\.brent: expected USD/bbl"):
        oe.article.readings({"market.brent": 70})
    with pytest.raises(InputError, match=r"asia\.sale: expected a single input's path"):
        oe.article.readings({"asia.sale": oe.scenario("article").gulf.sale})
    with pytest.raises(InputError, match="expected a mapping of paths to values, got list"):
        oe.article.readings([1])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("leaf", "pattern", "value"),
    [
        ("asia.sea.shadow_multiple", "asia.*.shadow_multiple", 1.5),
        ("asia.sale.differential", "asia.*.differential", "-12 USD/bbl"),
        ("asia.agent.fee", "asia.*.fee", "4 USD/bbl"),
    ],
)
def test_a_pattern_is_the_leaves_it_covers(leaf: str, pattern: str, value: Any) -> None:
    one, many = oe.article.readings({leaf: value}), oe.article.readings({pattern: value})
    assert one.equals(many)
    untouched = oe.article.readings().to_numpy()[0]  # transport only
    assert one.to_numpy()[0].tolist() == untouched.tolist()
    assert oe.article.not_used({pattern: value})["transport only"] == [leaf]


def test_what_a_reading_does_not_use_is_said() -> None:
    ran = run("article", "--set", "asia.sale.differential=-12 USD/bbl", "--json")
    assert ran.stderr.splitlines() == [
        f"not used in {reading}: asia.sale.differential" for reading in oe.article.FREIGHT.values()
    ]
    assert json.loads(ran.stdout)["readings"]["transport only"]["overrides"] == {}


def test_the_command_takes_a_ship_by_name_and_none() -> None:
    sets = ["--set", "supply.diluent.price=57.4 USD/bbl"]
    sets += ["--set", "supply.diluent.differential=none", "--set", "gulf.sea.vessel=suezmax"]
    document = json.loads(run("article", *sets, "--json").stdout)
    overrides = document["readings"]["sanctioned"]["overrides"]
    assert overrides["gulf.sea.vessel.name"] == "suezmax"
    assert overrides["supply.diluent.price"] == "57.4 USD/bbl"


def test_the_verdict_counts_what_comes_near() -> None:
    sentences = oe.article.verdict(oe.article.comparisons())
    assert sentences[0] == (
        "3 of the 20 figures lie within 2.5 points of the article's “roughly 15 percent of profit "
        "margins”: 14.9 % of the operating margin (transport only at realised rates), 12.5 % of "
        "the operating margin (transport only at period rates) and 17.4 % of the net margin "
        "(transport only at period rates)."
    )
    assert sentences[1] == (
        "The answer hangs on freight: with transport only, the operating margin loses 17.7 % at "
        "the spot rates of the month, 14.9 % at what fleets realised in that quarter and 12.5 % at "
        "one-year charters (VLCC, USD a day: 92,300 spot, 71,850 realised, 60,000 period). The "
        "article's 15 % lies between realised and spot. It is met exactly at a VLCC hire of 80,832 "
        "USD a day with the Aframax at its spot rate of 52,000."
    )
    assert "does not show which one was meant" in sentences[2]
    assert sentences[3] == (
        "The loss runs from 5.7 % to 105.8 %, depending on what is held equal and on which margin "
        "it is measured against. A loss above 100 % means that the net margin in Asia is negative."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"market.brent": "71 USD/bbl"}, "lies above all three. It is met exactly at"),
        ({"market.brent": "55 USD/bbl"}, "lies below all three. It is met exactly at"),
        ({"market.brent": "67 USD/bbl"}, "lies between realised and spot."),
    ],
)
def test_the_verdict_follows_where_the_bases_of_freight_move(
    changes: dict[str, Any], said: str
) -> None:
    assert said in oe.article.verdict(oe.article.comparisons(changes))[1]


HIRES = {"VLCC": "asia.sea.charter.hire", "Aframax": "gulf.sea.charter.hire"}


@pytest.mark.parametrize("ship", HIRES)
def test_a_hire_of_your_own_is_shown_alone_and_as_yours(ship: str) -> None:
    own = {HIRES[ship]: "41000 USD/day"}
    assert list(oe.article.readings(own).index) == ["transport only", "discount only", "sanctioned"]
    assert oe.article.not_used(own) == {}
    frame = oe.article.freight_bases(own)
    shipped = oe.article.freight_bases()["hire [USD/day]"]["spot"]
    (other,) = set(HIRES) - {ship}
    assert set(frame.index) == {("user-defined", ship), ("user-defined", other)}
    mine, beside = (frame.xs(("user-defined", one)).to_dict() for one in (ship, other))
    assert (mine["hire [USD/day]"], mine["kind"]) == (41_000.0, "user-defined")
    assert (mine["as of"], mine["source"]) == ("", "you")
    assert np.isnan([mine["low [USD/day]"], mine["high [USD/day]"]]).all()
    assert beside["hire [USD/day]"] == shipped[other]
    assert beside["kind"] != "user-defined"
    assert set(frame[["fixed", "loaded"]].to_numpy().ravel()) == {""}


def test_a_hire_of_your_own_is_no_basis_of_freight_on_any_output() -> None:
    changed = ("--set", "asia.sea.charter.hire=80832 USD/day")
    ran = run("article", *changed)
    shown = " ".join(ran.stdout.split())
    assert (
        "user-defined VLCC 80,832 6.38 user-defined Aframax 52,000 3.36 estimate transport" in shown
    )
    assert "A hire is user-defined: the readings at realised and at period rates" in shown
    assert "of the inputs as shipped" in shown
    for words in ("some weeks before", "for a year", "at period rates:", "38,550", "36,000"):
        assert words not in shown
    document = json.loads(run("article", *changed, "--json").stdout)
    assert list(document["readings"]) == ["transport only", "discount only", "sanctioned"]
    assert [row["basis"] for row in document["freight"]] == ["user-defined"] * 2
    assert [row["low_usd_day"] for row in document["freight"]] == [None, 45_000.0]
    rows = list(csv.DictReader(run("article", *changed, "--csv", "-").stdout.splitlines()))
    assert [row["name"] for row in rows if row["kind"] == "freight"] == [
        "user-defined: VLCC hire, user-defined",
        "user-defined: Aframax hire, estimate",
        "VLCC hire at what is stated, the Aframax at 52000 USD/day",
    ]


def test_a_table_of_freight_takes_one_hire() -> None:
    with pytest.raises(InputError) as refused:
        oe.article.freight_bases({"asia.sea.charter.hire": oe.Q([1.0, 2.0], "USD/day")})
    assert str(refused.value) == (
        "asia.sea.charter.hire: a table of freight shows one case; write one hire"
    )


def test_hires_of_your_own_are_no_longer_the_bases_of_freight() -> None:
    own = oe.article.comparisons({"asia.sea.charter.hire": "80000 USD/day"})
    assert not any("hangs on freight" in one for one in oe.article.verdict(own))
    exact = oe.article.hire_at_stated(own["transport only"])
    shipped = oe.article.hire_at_stated(oe.article.comparisons()["transport only"])
    assert exact == pytest.approx(shipped, rel=1e-12)  # the hire that it starts from is no matter


def test_receipts_are_one_calibration_and_checks_that_no_input_was_taken_from() -> None:
    found = oe.article.receipts()
    frame = found.to_frame()
    assert len(found) == len(frame) == 7
    published, library = frame["published [USD/bbl]"], frame["library [USD/bbl]"]
    assert (frame["difference [USD/bbl]"] == library - published).all()
    calibrated = frame[frame["role"] == "calibration"]
    assert (calibrated["published [USD/bbl]"] == 30.5).all()
    # By hand, in plain floats, with Brent 62.54 and TD22's mean of December, 89,668 USD/day.
    assert calibrated["library [USD/bbl]"].tolist() == pytest.approx([31.487, 32.451], abs=5e-4)
    checks = frame[frame["role"] == "check"]
    assert checks["published [USD/bbl]"].tolist() == [59.43, 56.5, 16.0]
    # The 15 below Brent of the first sale is an input, so that its receipt tests nothing.
    same = frame[frame["role"] == "consistency"]
    assert same["published [USD/bbl]"].tolist() == [45.45, 45.45]
    assert same["note"].str.contains("onsistency only").all()
    by_hand = [66.60 - 15.0, 62.0 - 15.0]  # FOB is Brent less 15
    assert same["library [USD/bbl]"].tolist() == pytest.approx(by_hand, rel=1e-12)
    for _, row in checks.iterrows():
        assert row["library, low [USD/bbl]"] <= row["library [USD/bbl]"]
        assert row["library [USD/bbl]"] <= row["library, high [USD/bbl]"]
    multiple = oe.scenario("article-sanctioned").row("asia.sea.shadow_multiple")
    assert multiple is not None
    assert "calibration" in multiple.evidence.note
    assert set(multiple.evidence.source) & set(" ".join(calibrated["source"]).split())
    assert not frame["note"].eq("").any()
    assert found.calibration == (
        "One input of the sanctioned reading is calibrated: the shadow multiple, 1.75, was solved "
        "outside the library from one target, state receipts of 30 to 31 USD/bbl in December "
        "2025. At that multiple the library gives 31.5 (china-2025-12-10) and 32.5 "
        "(article-sanctioned)."
    )


def test_receipts_print_whole_in_eighty_columns() -> None:
    found = oe.article.receipts()
    text = str(found)
    assert max(map(len, text.splitlines())) <= 80
    assert "..." not in text
    assert repr(found) == "<Receipts: 7, 2 of them what was calibrated on>"
    one_line = " ".join(text.split())
    for _, row in found.to_frame().iterrows():
        figures = f"{row['published [USD/bbl]']:.1f} {row['library [USD/bbl]']:.1f}"
        since = str(row["as of"]).partition(" to ")[0]
        assert f"{since} {figures}" in one_line


def test_the_verdict_says_when_nothing_comes_near() -> None:
    dear = oe.article.comparisons({"market.brent": "500 USD/bbl"})
    sentences = oe.article.verdict(dear)
    assert sentences[0].startswith("None of the 20 figures lies within 2.5 points")
    assert "lies above all three" in sentences[1]
    assert len(sentences) == 3


def test_the_verdict_says_when_one_comes_near_and_what_is_not_defined() -> None:
    poor = oe.article.comparisons(
        {"supply.production_cost": "60 USD/bbl", "asia.sale.differential": "-14 USD/bbl"}
    )
    sentences = oe.article.verdict(poor)
    assert sentences[0].startswith("1 of the 20 figures lies")
    assert "10 figures are not defined." in sentences[-1]
    realised = oe.article.FREIGHT["realised"]
    one = oe.article.verdict({realised: oe.article.comparisons()[realised]})
    assert one[0].startswith("1 of the 4 figures lies within")
    assert one[1] == "That it agrees does not show that it was meant: the article gives no basis."


def test_every_input_has_a_date() -> None:
    dates = oe.article.dates(oe.article.comparisons({"market.brent": "75 USD/bbl"}))
    assert dates["you"] == ["market.brent"]
    assert dates["2025-12-10"] == ["asia.differential_sanctioned"]
    assert "days_load" in dates["2023"]  # one name for both routes
    assert dates["2025-12"] == ["asia.shadow_multiple (calibrated)"]
    assert dates["2025-11"][-2:] == ["hire (spot)", "hire (period)"]
    assert "hire (realised)" in dates["2025-Q4"]
    names = [name for names in dates.values() for name in names]
    assert len(names) == len(set(names))


# -- the command -------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "oilecon", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_command_prints_every_line_loss_date_and_the_verdict() -> None:
    ran = run("article")
    assert ran.returncode == 0
    assert ran.stderr == ""
    shown = " ".join(ran.stdout.split())
    frame = oe.compare(oe.scenario("article-sanctioned"), "gulf", "asia").to_frame()
    for column in ("gulf [USD/bbl]", "asia [USD/bbl]"):
        for amount in frame[column]:
            assert f"{amount:.2f}" in shown
    for loss in oe.article.readings().to_numpy().ravel():
        assert f"{loss:.1f} %" in shown
    for words in (
        *("Brent", "contract price", "agent", "transit loss", "cargo insurance", "hire", "fuel"),
        *("ports", "commission", "shadow premium", "transfer", "finance carry", "netback"),
        *("production", "diluent", "operating margin", "royalty", "net margin"),
        "2025-12-10: asia.differential_sanctioned",
        "roughly 15 percent of profit margins",
        "does not show which one was meant",
        "20.8 % diluent brings 8.5 °API crude to a blend that loads at 16.0 °API",
        "spot VLCC 92,300 7.03 published 2025-11 2025-11 Aframax 52,000 3.36 estimate 2025-11",
        "sales to China under sanctions 2025-12 30.5 31.5 +1.0",
        "One input of the sanctioned reading is calibrated: the shadow multiple, 1.75,",
        "hire (spot), hire (period)",
        "asia.shadow_multiple (calibrated)",
        "hangs on freight",
    ):
        assert words in shown
    assert max(len(line) for line in ran.stdout.splitlines()) <= 80


def test_the_readme_shows_what_the_command_prints() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    block = readme.partition("<!-- what `oilecon article` prints -->\n```text\n")[2]
    shown = block.partition("\n```")[0]
    assert len(shown.splitlines()) > 30
    printed = "\n".join(line.rstrip() for line in run("article").stdout.splitlines())
    assert printed.startswith(f"{shown}\n\n")  # up to the end of a section, and nothing left out


def test_the_readme_s_receipts_and_october_are_those_that_the_library_gives() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    frame = oe.article.receipts().to_frame()
    published, library = frame["published [USD/bbl]"], frame["library [USD/bbl]"]
    december, article, dear, cheap, mixed, half, early = library
    _, _, sold, _, year, months, march = published
    checks = (
        f"2024, {year:.1f} ({mixed:.1f} here); January to July 2024, {months:.1f} "
        f"({half:.1f} here); March 2020, {march:g} ({early:.1f} here, far too low). The first "
        f"sale of January 2026, {sold:.1f} ({cheap:.1f} to {dear:.1f} here), has"
    )
    calibrated = f"The library gives {december:.1f} (December) and {article:.1f} (article)"
    for sentence in (calibrated, checks):
        assert sentence in readme
    october = {HIRES["VLCC"]: "74266 USD/day", HIRES["Aframax"]: "40850 USD/day"}
    loss = oe.article.readings(october).loc["transport only"]["operating [%]"]
    assert f"(VLCC 74,266, Aframax about 40,850) the loss is {loss:.1f} %" in readme
    kinds = oe.article.freight_bases()["kind"].to_dict()
    assert [where for where, kind in kinds.items() if kind == "published"] == [("spot", "VLCC")]
    assert "Only the VLCC's spot rate is published as such; the other five hires" in readme


def test_json_is_the_same_figures() -> None:
    document = json.loads(run("article", "--json").stdout)
    assert list(document["readings"]) == list(oe.article.READINGS)
    table = oe.article.readings()
    for reading, content in document["readings"].items():
        assert [content["loss_percent"][b] for b in BASES] == table.loc[reading].tolist()
        comparison = oe.compare(oe.scenario(content["scenario"]), "gulf", "asia")
        frame = comparison.to_frame()
        for route, lines in content["routes"].items():
            assert [line["line"] for line in lines] == frame.index.tolist()
            assert [line["amount"] for line in lines] == frame[f"{route} [USD/bbl]"].tolist()
        assert content["overrides"] == {}
    assert document["verdict"] == oe.article.verdict(oe.article.comparisons())
    assert document["dates"]["2025-11"] == ["brent", "vlsfo", "mgo", "hire (spot)", "hire (period)"]
    hires = {(row["basis"], row["ship"]): row["hire_usd_day"] for row in document["freight"]}
    assert hires == oe.article.freight_bases()["hire [USD/day]"].to_dict()
    exact = oe.article.hire_at_stated(oe.article.comparisons()["transport only"])
    assert document["vlcc_hire_at_stated"]["value"] == exact
    assert document["vlcc_hire_at_stated"]["aframax_hire_usd_day"] == 52_000.0
    receipts = oe.article.receipts().to_frame()
    library = [row["library_usd_bbl"] for row in document["receipts"]]
    assert library == receipts["library [USD/bbl]"].tolist()


def test_csv_is_the_same_figures(tmp_path: Path) -> None:
    target = tmp_path / "article.csv"
    ran = run("article", "--csv", str(target))
    assert ran.returncode == 0
    assert ran.stdout == ""
    assert ran.stderr == f"wrote {target}\n"
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))
    table = oe.article.readings()
    losses = [row for row in rows if row["kind"] == "loss"]
    assert [float(row["value"]) for row in losses] == table.to_numpy().ravel().tolist()
    for row in rows:
        if row["kind"] == "subtotal":
            comparison = oe.article.comparisons()[row["reading"]]
            assert float(row["value"]) == comparison[f"{row['route']}.{row['name']}"].magnitude
    assert {row["name"] for row in rows if row["kind"] == "subtotal"} == set(SUBTOTALS)
    assert sum(row["kind"] == "verdict" for row in rows) == 4
    assert sum(row["kind"] == "freight" for row in rows) == 7
    assert sum(row["kind"] == "receipt" for row in rows) == 2 * len(oe.article.receipts())


def test_set_changes_an_input_and_the_output_says_whose_it_is() -> None:
    ran = run("article", "--set", "market.brent=75 USD/bbl", "--json")
    document = json.loads(ran.stdout)
    loss = document["readings"]["transport only"]["loss_percent"]["operating"]
    varied = oe.scenario("article").vary({"market.brent": "75 USD/bbl"})
    assert loss == oe.compare(varied, "gulf", "asia").loss().magnitude
    assert document["dates"]["you"] == ["market.brent"]
    assert document["readings"]["sanctioned"]["overrides"] == {"market.brent": "75.0 USD/bbl"}


def test_a_loss_that_is_not_defined_is_null_and_said() -> None:
    changed = ("--set", "supply.production_cost=60 USD/bbl")
    document = json.loads(run("article", *changed, "--json").stdout)
    assert document["readings"]["transport only"]["loss_percent"]["operating"] is None
    assert "not defined" in run("article", *changed).stdout


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ["--set", "market.brent=75"],
            (
                "market.brent: expected USD/bbl, got the bare number 75; write '75 "
                "USD/bbl' if that "
                "is the unit"
            ),
        ),
        (
            ["--set", "asia.sea.charter.hir=3 USD/day"],
            "no path 'asia.sea.charter.hir': 'asia.sea.charter' has no 'hir'; did you mean 'hire'?",
        ),
        (
            ["--set", "market.brent"],
            "--set 'market.brent': expected PATH=VALUE; write --set market.brent='75 USD/bbl'",
        ),
        (
            ["--set", "market.mgo=1 USD/t", "--set", "market.mgo=2 USD/t"],
            "--set market.mgo: given twice",
        ),
    ],
)
def test_an_error_is_one_message_and_exit_code_two(arguments: list[str], text: str) -> None:
    ran = run("article", *arguments)
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr == f"oilecon: {text}\n"


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    ran = run("article", "--csv", str(tmp_path / "none" / "x.csv"))
    assert ran.returncode == 2
    assert ran.stderr.startswith("oilecon: ")
    assert "Traceback" not in ran.stderr


def test_a_reader_that_stops_early_is_no_error() -> None:
    shell = f"{sys.executable} -m oilecon article --json | head -1"
    ran = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert ran.stdout == "{\n"
    assert "Traceback" not in ran.stderr


def test_without_its_extra_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "click", None)
    with pytest.raises(SystemExit) as left:
        cli.main(["article"])
    assert left.value.code == 2
    assert "pip install 'oilecon[cli]'" in capsys.readouterr().err


def test_changes_are_checked_as_text() -> None:
    with pytest.raises(InputError):
        read_changes(("=3 USD/bbl",))
