"""The article's statements: each answered once, and said in plain sentences."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

import oilecon as oe
from oilecon.article import answers, context, record
from oilecon.errors import UnknownName

if TYPE_CHECKING:
    from oilecon.article.parts import Figure

NAMES = [
    *("margin", "intermediaries", "diluent", "debt", "cuba", "shadow", "output", "price"),
    *("shortfall", "reopening", "india", "symbolic_russia", "suited", "halfway", "better_served"),
    *("collecting", "largest_financier", "oil_diplomacy", "incentive_80", "hyperinflation"),
    *("local_currency", "hard_currency", "equipment", "until_elections"),
]


@pytest.fixture(scope="module")
def claims() -> oe.article.Claims:
    return oe.article.claims()


def figure(claim: oe.article.Claim, name: str) -> Figure:
    return next(one for one in claim.figures if one.name == name)


# -- the claims --------------------------------------------------------------------------------


def test_every_statement_is_answered_once(claims: oe.article.Claims) -> None:
    answered = [*answers.ANSWERS, *context.CONTEXT]
    assert list(claims.names) == list(record.statements()) == answered == NAMES
    assert len(claims) == len(claims.to_frame()) == len(list(claims)) == 24
    assert [one.verdict for one in claims] == claims.to_frame()["verdict"].tolist()


def test_the_verdicts(claims: oe.article.Claims) -> None:
    # What these rest on are published figures; another verdict is news for the reader.
    assert {one.name: one.verdict for one in claims} == {
        "margin": "depends on",
        "intermediaries": "supported",
        "diluent": "partly",
        "debt": "supported",
        "cuba": "supported",
        "shadow": "depends on",
        "output": "depends on",
        "price": "partly",
        "shortfall": "depends on",
        "reopening": "depends on",
        "india": "not supported",
        "symbolic_russia": "not supported",
        "suited": "depends on",
        "halfway": "supported",
        "better_served": "supported",
        "collecting": "supported",
        "largest_financier": "supported",
        "oil_diplomacy": "supported",
        "incentive_80": "depends on",
        "hyperinflation": "partly",
        "local_currency": "supported",
        "hard_currency": "supported",
        "equipment": "supported",
        "until_elections": "not supported",
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_says_what_it_rests_on(claims: oe.article.Claims, name: str) -> None:
    one = claims[name]
    assert one.why.endswith(".")
    assert one.formula
    assert one.parts
    known = set(oe.sources().index)
    for row in one.used:
        assert row.source, row
        assert row.as_of
        assert set(row.source) <= known
        assert row.low <= row.value <= row.high, row
    for found in one.figures:
        if not math.isnan(found.low + found.high):
            assert found.low <= found.value <= found.high, found
    assert len({row.name for row in one.figures}) == len(one.figures)
    text = one.explain()
    for said in (one.statement, one.verdict, "What decides it", "Inputs"):
        assert said.split()[0] in text
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("name", NAMES)
def test_a_claim_is_plain_data_and_tables(claims: oe.article.Claims, name: str) -> None:
    one = claims[name]
    again = json.loads(json.dumps(one.to_dict(), allow_nan=False))
    assert again["verdict"] == one.verdict
    assert len(again["parts"]) == len(one.parts)
    assert one.to_frame()["value"].dtype == np.float64
    assert one.inputs().index.tolist() == [row.name for row in one.used]


def test_what_was_not_found_is_open_and_said(claims: oe.article.Claims) -> None:
    # A cargo that nobody reported is no cargo that did not come.
    cargoes = {part.words: part.holds for part in claims["diluent"].parts}
    assert cargoes["a Russian tanker brought naphtha"] is True
    assert cargoes["another brought light crude"] is None
    assert "an assumed 600 kb of light crude" in claims["diluent"].why
    # Reuters of 17 December 2025: more than one tanker's naphtha was loaded that month.
    loaded = figure(claims["diluent"], "Russian naphtha loaded for Venezuela, 2025-11")
    assert (loaded.value, loaded.unit) == (190_000.0, "t")
    assert cargoes["to India too: a cargo in the month"] is False
    assert "principal has not been published" in claims["debt"].why


def test_the_claims_print_and_refuse(claims: oe.article.Claims) -> None:
    text = str(claims)
    assert text.count("\n\n") == 23
    assert max(map(len, text.splitlines())) <= 88
    assert repr(claims) == "<Claims: 7 depends on, 11 supported, 3 partly, 3 not supported>"
    assert str(claims["price"]).startswith(
        "Oil prices had stabilized below 80 USD a barrel: partly"
    )
    with pytest.raises(UnknownName) as refused:
        claims["margins"]
    assert str(refused.value) == "no claim 'margins'; did you mean 'margin'?"


def test_no_percentage_is_rounded_twice(claims: oe.article.Claims) -> None:
    # 39.46 prints as 39.5 in the table; "39 %" beside it in the text reads as a slip.
    for claim in claims:
        for one in claim.figures:
            if one.unit != "%" or not math.isfinite(one.value):
                continue
            shown = float(str(one).split()[0].replace(",", ""))
            if round(one.value) != math.floor(shown + 0.5):
                assert f" {one.value:.0f} %" not in claim.why, (claim.name, one.name)


def test_the_verdicts_are_said_in_plain_sentences(claims: oe.article.Claims) -> None:
    why = {one.name: one.why for one in claims}
    gap = figure(claims["reopening"], "netback on the Gulf Coast less that in Asia").value
    assert (
        f"Under sanctions a barrel earned {gap:.1f} USD more on the Gulf Coast than in Asia; "
        "under the waiver (January 2024) and in the open market to India (February 2026) it "
        "earned less."
    ) in why["reopening"]
    table = oe.trading.regime_losses()
    own = table[~table.index.str.startswith(("iran", "urals"))]["loss [USD/bbl]"]
    assert len(own) == 8
    assert (
        f"in {(own < 0).sum()} of the 8 Venezuelan regimes whose loss is known Asia brought more"
    ) in why["better_served"]
    assert "3.1 (transport only at period rates) to 18.2 (sanctioned)" in why["better_served"]
    assert "(counts: 0.80 to 1.16; the 0.80 is a rounding of early 2026)" in why["output"]
    assert (
        "if about one laden departure in six is seized. Owners asked 6 to 7 for the same"
        in (why["shadow"])
    )
    assert "or 15 % if sold on the Gulf Coast. Matching 2013 there would take" in why["shortfall"]
    assert "leaves India at most 1 kb/d" in why["india"]
    assert why["until_elections"].startswith("Judged as of April 2026")
    extra = "extra freight to Asia over the Gulf, as a share of the price"
    assert figure(claims["halfway"], extra).unit == "%"


@pytest.mark.parametrize(("number", "said"), [(5.88, "six"), (10.2, "ten"), (1234.0, "1,234")])
def test_a_small_number_is_in_letters(number: float, said: str) -> None:
    assert answers._in_letters(number) == said


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Under the waiver", "under the waiver"),
        ("Open market to India", "in the open market to India"),
        ("Sanctioned", "in the sanctioned"),
    ],
)
def test_a_regime_stands_in_a_sentence(title: str, said: str) -> None:
    assert answers._under(title) == said


# -- the full matrix ---------------------------------------------------------------------------


def test_one_claim_can_be_worked_out_alone(claims: oe.article.Claims) -> None:
    alone = oe.article.claims("debt")
    assert [one.to_dict() for one in alone] == [claims["debt"].to_dict()]
    with pytest.raises(UnknownName) as refused:
        oe.article.claims("debt", "det")
    assert str(refused.value) == "no claim 'det'; did you mean 'debt'?"
