"""The article's readings: what each says of the loss, and by which freight."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import InputError, PathError, UnitError, UnknownName
from oilecon.netback.lines import BASES
from tests.samples import BRENT


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


def test_a_figure_of_the_user_s_has_its_own_date_range_and_source() -> None:
    hire = oe.Sourced(
        "80000 USD/day",
        low="70000 USD/day",
        high="95000 USD/day",
        kind="published",
        as_of="2026-10",
        source="desk-2026-11",
    )
    comparisons = oe.article.comparisons({"asia.sea.charter.hire": hire, "market.brent": BRENT})
    dates = oe.article.dates(comparisons)
    assert dates["2026-10"] == ["asia.sea.charter.hire (yours)"]
    assert dates["2026-11"] == ["market.brent (yours)"]
    assert "you" not in dates
    bases = oe.article.freight_bases({"asia.sea.charter.hire": hire})
    shown: Any = bases.xs(("user-defined", "VLCC")).to_dict()
    assert (shown["low [USD/day]"], shown["high [USD/day]"]) == (70_000.0, 95_000.0)
    assert (shown["as of"], shown["kind"], shown["source"]) == (
        *("2026-10", "published", "desk-2026-11"),
    )


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
