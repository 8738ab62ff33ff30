"""The loss over time: what is measured, and what stands in for it."""

from __future__ import annotations

import pytest

import oilecon as oe
from oilecon import reference
from oilecon.errors import InputError

# -- history -----------------------------------------------------------------------------------


def test_the_history_says_what_is_measured() -> None:
    found = oe.article.history()
    table = found.to_frame()
    assert [one.period for one in found] == sorted(one.period for one in found)
    assert repr(found) == f"<History: {len(table)} spans, the loss known of 13>"
    words = {"measured", "stand-in", "assumed", "not known", "not needed"}
    for column in ("reference price", "Asia price", "Asia freight"):
        assert set(table[column]) <= words
    known = table[table["loss.netback [%]"].notna()]
    assert (known["low [%]"] <= known["loss.netback [%]"]).all()
    assert (known["loss.netback [%]"] <= known["high [%]"]).all()
    missing = table[table["loss.netback [%]"].isna()]
    assert set(missing["reference price"]) == {"not known"}
    assert set(known["reference price"]) == {"stand-in", "measured"}
    assert set(" ".join(table["source"]).split()) <= set(oe.sources().index)
    lines = str(found).splitlines()
    assert "not known" in str(found)
    assert lines[0].split("  ")[-1] == "Gulf price, Asia price, freight"
    assert lines[-1].startswith("not needed: both prices are at the load port")
    without = oe.article.past.History(
        tuple(one for one in found if "not needed" not in one.quality.values())
    )
    assert "not needed" not in str(without)


def test_a_period_rate_is_no_measured_freight_and_a_price_of_unknown_terms_no_measured_price() -> (
    None
):
    table = oe.article.history().to_frame().reset_index("regime")
    for period in ("2023-10", "2024-01", "2024-04", "2026-10-07"):
        assert table.loc[period, "Asia freight"] == "stand-in"
    assert table.loc["2026-01", "Asia freight"] == "measured"  # TD22 of the month
    assert table.loc["2025-12-16", "Asia price"] == "stand-in"
    row = next(
        row for row in reference.rows("china-2025-12-16") if row.path == "asia.sale.differential"
    )
    assert row.high == -14.0
    assert "two readings" in row.evidence.note


def test_the_widest_freight_to_china_counts_the_caribbean_once() -> None:
    # Platts, 2 October 2019: Caribbean to China at 10.2 MUSD. By hand the losses end at 7.60,
    # 12.17 and -1.07 %: 1 - (84.627 - 5.756) / 85.36 for 2014.
    table = oe.article.history().to_frame()
    found = [table.loc[year].iloc[0]["high [%]"] for year in ("2014", "2015", "2016")]
    assert found == pytest.approx([7.60, 12.17, -1.07], abs=0.005)


def test_like_oil_in_europe_makes_the_early_years() -> None:
    # By hand, at 6.562974 bbl/t and so 1,772,003 barrels: 2014 in China 84.627 - 3.696 = 80.931,
    # in Europe 86.36 - 2 = 84.36: 4.07 %. 2015: 36.261 against 37.94, 4.42 %. 2016, of 366 days:
    # 30.288 against 26.93, -12.47 %. Against the mean of all exports it was 8.5, 18.8, 13.8 %.
    table = oe.article.history().to_frame()
    found = [table.loc[year].iloc[0]["loss.netback [%]"] for year in ("2014", "2015", "2016")]
    assert found == pytest.approx([4.07, 4.42, -12.47], abs=0.005)
    barrels = oe.evaluate(oe.scenario("article"), "asia")["supply.barrels_per_tonne"].magnitude
    asia = 8.34e9 / (270e3 * 365.0) - 6.55e6 / (270_000.0 * barrels)
    row = table.loc["2014"].iloc[0]
    assert row["Asia netback [USD/bbl]"] == pytest.approx(asia)
    assert row["reference netback [USD/bbl]"] == pytest.approx(86.36 - 2.0)
    assert row["loss.netback [%]"] == pytest.approx(100.0 * (84.36 - asia) / 84.36)
    assert row["low [%]"] < row["loss.netback [%]"] < row["high [%]"]
    assert row["reference price"] == "stand-in"
    assert f"so biased, it would be {100.0 * (88.42 - asia) / 88.42:.1f} %" in row["note"]
    leap = table.loc["2016"].iloc[0]["Asia netback [USD/bbl]"]
    assert leap == pytest.approx(4.54e9 / (365e3 * 366.0) - 6.55e6 / (270_000.0 * barrels))
    late = table.loc["2019-11"].iloc[0]
    assert late["loss.netback [%]"] == pytest.approx(100.0 * 9.0 / (63.21 - 7.0))


def test_a_price_of_another_month_is_a_stand_in() -> None:
    # The article's month is November 2025; the discount in China is of 10 December.
    row = oe.article.history().to_frame().loc["2025-11"].iloc[0]
    quoted = oe.scenario("article-sanctioned").row("asia.sale.differential")
    assert quoted is not None
    assert quoted.evidence.as_of == "2025-12-10"
    assert row["Asia price"] == "stand-in"
    assert str(oe.article.history()).count("like oil sold in Europe") == 3


def test_the_regimes_in_it_are_the_regime_losses() -> None:
    table = oe.article.history().to_frame()
    regimes = oe.trading.regime_losses()
    for name, plan in reference.scenario_plans().items():
        if name in regimes.index and not plan.get("without_costs"):
            row = table.loc[(plan["as_of"], plan["title"])]
            assert row["loss.netback [%]"] == pytest.approx(regimes.loc[name, "loss.netback [%]"])


# -- the full matrix ---------------------------------------------------------------------------


def test_readings_grow_to_the_regimes() -> None:
    table = oe.article.readings(regimes=True)
    own = len(oe.article.READINGS)
    assert table.index[:own].tolist() == list(oe.article.READINGS)
    assert (table.iloc[:own] == oe.article.readings()).all(axis=None)
    losses = oe.trading.regime_losses()
    assert table.index[own:].tolist() == losses.index.tolist()
    assert table["netback [%]"].iloc[own:].tolist() == pytest.approx(
        losses["loss.netback [%]"].tolist()
    )
    iran = table.loc["iran-china-2025-07"]
    assert iran[["operating [%]", "net [%]"]].isna().all()  # it has no costs of production
    with pytest.raises(InputError) as refused:
        oe.article.readings({"market.brent": "70 USD/bbl"}, regimes=True)
    assert str(refused.value) == (
        "readings: changes go to the article's readings alone, since a dated regime has prices of "
        "its own; leave out regimes, or compare(scenario('china-2024-01').vary(...))"
    )
