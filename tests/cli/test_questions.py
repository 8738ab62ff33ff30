"""The commands that sweep, solve and simulate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import oilecon as oe

if TYPE_CHECKING:
    from tests.samples import Run


# -- claims and questions ----------------------------------------------------------------------


def test_a_sweep_takes_lists_and_ranges(oilecon: Run) -> None:
    arguments = ["sweep", "--over", "market.brent=50 to 80 USD/bbl", "--points", "4"]
    rows = json.loads(oilecon(*arguments, "--json").out)
    assert [row["market.brent [USD/bbl]"] for row in rows] == [50.0, 60.0, 70.0, 80.0]
    listed = oilecon("sweep", "--over", "market.brent=50, 60,70,80 USD/bbl", "--json")
    assert json.loads(listed.out) == rows
    direct = oe.sweep(oe.scenario("article"), {"market.brent": oe.Q([50.0, 80.0], "USD/bbl")})
    assert [rows[0]["loss [%]"], rows[3]["loss [%]"]] == list(direct["loss"].magnitude)
    paired = oilecon(
        *("sweep", "--over", "market.brent=50, 60 USD/bbl", "--over", "*.sea.weather=3, 8 %"),
        *("--paired", "--outcome", "loss.net", "--csv", "-"),
    )
    assert len(paired.out.splitlines()) == 3
    choices = json.loads(oilecon("sweep", "--over", "asia.sale.terms=DAP, CIF", "--json").out)
    assert [row["asia.sale.terms"] for row in choices] == ["DAP", "CIF"]


def test_a_breakeven_is_the_library_s(oilecon: Run) -> None:
    ran = json.loads(oilecon("breakeven", "market.brent", "--target", "15 %", "--json").out)
    direct = oe.breakeven(oe.scenario("article"), "market.brent", target="15 %")
    assert ran["crossings"][0]["market.brent [USD/bbl]"] == direct.value.magnitude
    ran = oilecon("breakeven", "market.brent", "--between", "50 to 80 USD/bbl", "--target", "15 %")
    assert ran.out == "loss is 15 % at market.brent = 70.0246 USD/bbl\n"


def test_a_simulation_is_the_library_s(oilecon: Run) -> None:
    asked = ["simulate", "--draws", "2000", "--seed", "7", "--between", "12.5 to 17.5 %"]
    ran = json.loads(oilecon(*asked, "--json").out)
    direct = oe.simulate(oe.scenario("article"), n=2000, seed=7)
    assert ran["share_of_draws"] == direct.probability("loss", between=("12.5 %", "17.5 %"))
    assert ran["summary"][0]["mean"] == direct.summary().iloc[0]["mean"]
    text = oilecon("simulate", "--draws", "2000", "--outcome", "asia.netback").out
    assert "2,000 draws, seed 1\n49 inputs drawn, 0 held fixed; 6 neutral zeros or ones" in text
    fixed = ["simulate", "--draws", "200", "--set", "market.brent=70 USD/bbl", "--json"]
    (held,) = json.loads(oilecon(*fixed).out)["held"]
    assert (held["path"], held["why"]) == ("market.brent", "no range")
    assert "of the draws" not in text  # none was asked for
    assert "loss is from 12.5 % to 17.5 % in " in oilecon(*asked).out


def test_questions_take_a_loss_in_money(oilecon: Run) -> None:
    outcome = ["--outcome", "lost.netback"]
    over = ["--over", "market.brent=50, 60 USD/bbl"]
    rows = json.loads(oilecon("sweep", *over, *outcome, "--json").out)
    article = oe.scenario("article")
    lost = oe.sweep(
        article, {"market.brent": oe.Q([50.0, 60.0], "USD/bbl")}, outcomes="lost.netback"
    )
    assert [row["lost.netback [USD/bbl]"] for row in rows] == lost[
        "lost.netback"
    ].magnitude.tolist()
    ran = oilecon("breakeven", "asia.sea.charter.hire", *outcome, "--target", "5 USD/bbl")
    assert ran.out.startswith("lost.netback is 5 USD/bbl at asia.sea.charter.hire = ")
    draws = ["simulate", "--draws", "2000", *outcome, "--between", "3 to 5 USD/bbl"]
    assert "lost.netback is from 3 USD/bbl to 5 USD/bbl in " in oilecon(*draws).out
    assert oilecon("explain", "lost.netback", "--depth", "1").out.startswith("lost.netback = 4.27")


REFUSED = {
    ("claims", "det"): "no claim 'det'; did you mean 'debt'?",
    ("sweep",): (
        "--over: expected at least one PATH=VALUES, got none; write --over "
        "market.brent='50, 60, 70 USD/bbl'"
    ),
    ("sweep", "--over", "market.brent"): (
        "--over 'market.brent': expected PATH=VALUES; write market.brent='50, 60, 70 USD/bbl'"
    ),
    ("sweep", "--over", "market.brent=5 to x"): (
        "--over market.brent: expected a unit, got the bare number 5; write for example "
        "Q(5, 'USD/bbl'), or Q(5, '1') for a pure number"
    ),
    (
        *("sweep", "--over", "market.brent=50 to 80 USD/bbl"),
        *("--over", "market.vlsfo=400 to 700 USD/t", "--points", "1001"),
    ): (
        "--over: expected at most 1,000,000 cases, got 1,002,001; write fewer --points, or call "
        "oilecon.sweep, which keeps arrays"
    ),
    ("breakeven", "market.bren"): (
        "no path 'market.bren': 'market' has no 'bren'; did you mean 'brent'?"
    ),
    ("breakeven", "market.brent", "--between", "5"): (
        "--between '5': expected LOW to HIGH; write --between '50 to 80 USD/bbl'"
    ),
    ("simulate", "--routes", "gulf,"): (
        "--routes 'gulf,': expected FIRST,SECOND; write --routes gulf,asia"
    ),
    ("debt", "--rate", "5 %/year"): (
        "a loan of your own needs --principal and --tenor too; write --principal '30000 MUSD' "
        "--tenor '10 year' --rate '6.7 %/year'"
    ),
    ("debt", "CDB 2012 equipment", "--volume", "5 kb/day"): (
        "--volume and --price go together; write --volume '10 kb/day' --price '55 USD/bbl'"
    ),
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_bad_questions_are_one_message_and_exit_code_2(
    oilecon: Run, arguments: tuple[str, ...]
) -> None:
    ran = oilecon(*arguments)
    assert (ran.code, ran.out, ran.err) == (2, "", f"oilecon: {REFUSED[arguments]}\n")
