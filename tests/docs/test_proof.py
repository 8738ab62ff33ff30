"""The commands of `python -m proof`, with few samples: what they find still holds."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from oilecon import core
from proof import digits, fuzz, indices, rates, roots, sea

if TYPE_CHECKING:
    from pathlib import Path

# Without an equation of its own: they add, choose or count, or answer with a table; flows over time
# are held against pyxirr.
PLAIN = {
    *("blending.weighted_mean", "blending.mass_shares", "blending.shrinkage_of_all"),
    *("blending.diluent_value_usd_bbl", "blending.diluent_net_cost_usd_bbl"),
    *("blending.diluent_stock", "canal.banded", "waterfall.cumulate", "waterfall.fold"),
    "waterfall.windfall_levy_usd_bbl",
    *("quality.linear_differential_usd_bbl", "quality.deescalator_usd_bbl", "sea.track"),
    *("trade.margin_usd_bbl", "trade.retained_risk_usd", "trade.credit_event"),
    *("finance.irr", "finance.npv_usd", "finance.grant_element"),
    *("finance.average_life_years", "debt.balances", "sea.turns_left", "sea.crosses"),
    *(
        "viscosity.too_thin",
        "sea.inside",
        "voyage.co2_t",
        "voyage.laytime_used_days",
        "voyage.demurrage_usd",
    ),
    *("voyage.co2e_t", "voyage.whole_trips", "voyage.freight_tonnes_t"),
    *("voyage.filling_wait_days", "voyage.half_rate_share"),
    *("overland.shipped_bbl_day", "overland.unused_bbl_day", "overland.spot_share"),
    *("overland.average_toll", "overland.fill_days", "overland.held_share"),
}

ROOMS = ["blending", "canal", "debt", "finance", "waterfall", "quality", "sea", "trade"]
ROOMS += ["overland", "viscosity", "volume", "voyage"]


@pytest.mark.parametrize("row", digits.rows(samples=20), ids=lambda row: row["equation"])
def test_an_equation_agrees_with_forty_digits(row: dict[str, object]) -> None:
    assert row["holds"], row


def test_every_equation_is_taken_or_passed_over_with_a_reason() -> None:
    own = {
        f"{room}.{name}"
        for room in ROOMS
        for name, one in vars(getattr(core, room)).items()
        if inspect.isfunction(one) and one.__module__.endswith(room) and name[0] != "_"
    }
    assert own == PLAIN | set(digits.CASES)


@pytest.mark.parametrize("name", fuzz.READERS)
def test_nothing_but_our_own_errors(name: str) -> None:
    tally = fuzz.run(name, 60)
    assert tally.accepted + tally.rejected >= 60


def test_scipy_finds_the_same_roots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roots, "SAMPLES", 20)
    assert all(row["holds"] for row in roots.rows())


def test_pyxirr_finds_the_same_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "SAMPLES", 50)
    assert [row for row in rates.rows() if not row["holds"]] == []


def test_scipy_salib_and_the_closed_form_find_the_same_indices() -> None:
    assert [row for row in indices.rows() if not row["holds"]] == []


def test_what_a_text_sets_off_is_heard(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"unexpected events: \['open .*any.toml'\]"):
        fuzz.sets_off(lambda: (tmp_path / "any.toml").write_text("", encoding="utf-8"))


def test_searoute_finds_ways_of_about_the_same_length() -> None:
    assert [row["leg"] for row in sea.rows() if not row["holds"]] == []
