"""What is asked of a run: columns by month, year and path, quantiles, chances, tables and text."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from oilecon.errors import OilEconError, PathError, UnitError
from tests.samples import PROGRAMME, refusal

P = PROGRAMME.evolve(months="2025-11/2026-04")
BRENT = oe.prices.MeanReverting("64 USD/bbl", "0.8 1/year", "67 USD/bbl", 0.4)
ONE = oe.run(P)
MANY = oe.run(P, {"market.brent": BRENT}, n=40, seed=7)
DAYS = np.array([30.0, 31.0, 31.0, 28.0, 31.0, 30.0])


# -- columns -------------------------------------------------------------------------------------


def test_columns_have_units_and_months_and_paths() -> None:
    assert ONE["cash"].magnitude.shape == (6,)
    assert MANY["cash"].magnitude.shape == (6, 40)
    assert ONE.columns("cash", "gulf.barrels").keys() == {"cash", "gulf.barrels"}
    for name, row in ONE.about().iterrows():
        assert ONE[str(name)].check(oe.Q(1.0, row["unit"]).dimensionality)
    assert list(ONE.about().index) == list(ONE.column_names)


def test_a_column_is_told_from_a_misspelt_one() -> None:
    sentence = "no column 'cahs' in the run; did you mean 'cash'?"
    asks: list[Any] = [
        lambda: ONE["cahs"],
        lambda: ONE.total("cahs"),
        lambda: ONE.columns("cash", "cahs"),
        lambda: ONE.by_month("cahs"),
        lambda: ONE.by_year("cahs"),
        lambda: ONE.quantiles("cahs"),
        lambda: ONE.probability("cahs", below="0 USD"),
        lambda: ONE.to_frame("cahs"),
        lambda: ONE.to_xarray("cahs"),
    ]
    for ask in asks:
        assert refusal(ask, PathError) == sentence


@pytest.mark.parametrize(
    ("path", "unit"), [("gulf.outlet.lag", "day"), ("supply.production.stock", "bbl")]
)
def test_a_number_of_all_months_has_no_paths(path: str, unit: str) -> None:
    wells = oe.Production(storage="9 Mb", stock="2 Mb")
    base = P.evolve(supply=P.supply.evolve(production=wells))
    steady = oe.prices.MeanReverting(oe.Q(9.0, unit), "1/year", oe.Q(9.0, unit), 0.1)
    text = refusal(lambda: oe.run(base, {path: steady}))
    assert text.startswith(f"run: prices: {path}: expected a number that differs between months")


# -- months and years ----------------------------------------------------------------------------


def test_a_table_by_month_has_barrels_a_day_and_millions() -> None:
    table = ONE.by_month("exported", "cash", "debt", "gulf.netback")
    assert list(table) == [
        *("exported [kb/day]", "cash [MUSD]", "debt [MUSD]", "gulf.netback [USD/bbl]"),
    ]
    assert table.index.equals(ONE.months)
    exported = ONE["exported"].to("bbl").magnitude / DAYS / 1000.0
    assert list(table["exported [kb/day]"]) == pytest.approx(list(exported))
    means = MANY.by_month("cash")["cash [MUSD]"]
    assert list(means) == pytest.approx(list(MANY["cash"].to("MUSD").magnitude.mean(axis=1)))


def test_years_add_up_what_flows_and_end_with_what_stands() -> None:
    years = ONE.by_year("exported", "debt", "gulf.netback")
    assert list(years.index) == [2025, 2026]
    exported = ONE["exported"].to("Mb").magnitude
    assert list(years["exported [Mb]"]) == pytest.approx([exported[:2].sum(), exported[2:].sum()])
    debt = ONE["debt"].to("MUSD").magnitude
    assert list(years["debt [MUSD]"]) == pytest.approx([debt[1], debt[5]])
    netback = ONE["gulf.netback"].magnitude
    shown = list(years["gulf.netback [USD/bbl]"])
    assert shown == pytest.approx([netback[:2].mean(), netback[2:].mean()])
    assert ONE.total("exported").to("Mb").magnitude == pytest.approx(exported.sum())
    assert MANY.total("debt").magnitude.shape == (40,)


# -- paths ---------------------------------------------------------------------------------------


def test_one_seed_gives_the_same_bits_whoever_computes_and_however_many() -> None:
    with ThreadPoolExecutor(3) as pool:
        threads = oe.run(P, {"market.brent": BRENT}, n=9000, seed=7, executor=pool)
        again = pickle.loads(pickle.dumps(threads))  # noqa: S301  our own; the threads stay
        for ran in (threads, again, copy.deepcopy(threads)):
            assert (ran["cash"].magnitude[:, :40] == MANY["cash"].magnitude).all()
    other = oe.run(P, {"market.brent": BRENT}, n=40, seed=8)
    assert (other["cash"].magnitude != MANY["cash"].magnitude).any()


def test_quantiles_are_those_of_the_paths() -> None:
    table = MANY.quantiles("cash", [0.25, 0.5])
    assert list(table) == ["25%", "50%"]
    assert table.columns.name == "cash [MUSD]"
    cash = MANY["cash"].to("MUSD").magnitude
    assert list(table["25%"]) == pytest.approx(list(np.quantile(cash, 0.25, axis=1)))


def test_a_chance_is_a_share_of_the_paths() -> None:
    cash = MANY["cash"].to("MUSD").magnitude
    limit = float(np.median(cash[2]))
    text = f"{limit} MUSD"
    below = MANY.probability("cash", below=text, in_month="2026-01")
    assert below == pytest.approx((cash[2] < limit).mean())
    assert MANY.probability("cash", above=text, in_month="2026-01") == pytest.approx(
        (cash[2] > limit).mean()
    )
    any_month = (cash < limit).any(axis=0).mean()
    assert MANY.probability("cash", below=text, in_month="any") == pytest.approx(any_month)
    assert MANY.probability("cash", above=text) == pytest.approx((cash.sum(axis=0) > limit).mean())


FAULTS: list[tuple[Any, type[OilEconError] | None, str]] = [
    (
        lambda: MANY.quantiles("cash", [1.2]),
        None,
        "quantiles: expected shares from 0 to 1, got [1.2]; write [0.1, 0.9]",
    ),
    (
        lambda: MANY.probability("cash"),
        None,
        "probability: expected one of below and above, got neither",
    ),
    (
        lambda: MANY.probability("cash", below="1 USD", above="2 USD"),
        None,
        "probability: expected one of below and above, got both",
    ),
    (
        lambda: MANY.probability("cash", above=300),
        UnitError,
        (
            "probability: above: expected USD, got the bare number 300; write '300 USD' if that is "
            "the unit"
        ),
    ),
    (
        lambda: oe.run(P, cast("Any", BRENT)),
        None,
        (
            "run: prices: expected each process at its path, got a MeanReverting alone; write "
            "{'market.brent': MeanReverting(...)}"
        ),
    ),
    (
        lambda: MANY.probability("cash", below="1 USD", in_month="2026-05"),
        PathError,
        "no month '2026-05' in the run, which has 2025-11/2026-04; write '2025-11'",
    ),
    (
        lambda: oe.run(P.vary({"gulf.outlet.capacity": oe.Q([[1.0], [2.0]], "kb/day")})),
        None,
        (
            "run: takes one case, and this programme holds (2,) of them beside its months; write "
            "one number, or one a month, at each path"
        ),
    ),
    (
        lambda: oe.run(oe.Programme.of(P.in_month("2025-11"), "2026-01/2026-02")),
        None,
        "run: no route has an outlet; write Programme.of(..., outlets={'gulf': Outlet()})",
    ),
    (
        lambda: oe.run(P, {"market.brant": BRENT}),
        PathError,
        "run: prices: no path 'market.brant'; did you mean 'market.brent'?",
    ),
]


@pytest.mark.parametrize(("ask", "kind", "sentence"), FAULTS)
def test_what_cannot_be_answered_is_told(
    ask: Any, kind: type[OilEconError] | None, sentence: str
) -> None:
    given = (kind,) if kind is not None else ()
    assert refusal(ask, *given) == sentence


def test_a_figure_of_another_unit_is_refused() -> None:
    assert refusal(lambda: MANY.probability("cash", below="1 bbl"), UnitError)
    assert "market.brent" in refusal(lambda: oe.run(P, {"market.brent": TONNES}), UnitError)


TONNES = oe.prices.MeanReverting("64 USD/t", "0.8 1/year", "67 USD/t", 0.4)


# -- tables and text -----------------------------------------------------------------------------


def test_a_frame_has_a_row_a_month_or_a_month_and_path() -> None:
    frame = ONE.to_frame("cash", "stock")
    assert list(frame) == ["cash [USD]", "stock [bbl]"]
    assert frame.index.equals(ONE.months)
    many = MANY.to_frame("cash")
    assert many.index.names == ["month", "path"]
    paths = many["cash [USD]"].to_numpy().reshape(6, 40)
    assert (paths == MANY["cash"].to("USD").magnitude).all()


def test_a_dataset_has_units_and_meanings() -> None:
    pytest.importorskip("xarray")
    data = MANY.to_xarray("cash", "stock")
    assert data["cash"].dims == ("month", "path")
    assert data["stock"].attrs == {"units": "bbl", "long_name": "blend in storage at the end"}
    assert pd.Timestamp(data["month"].to_numpy()[0]) == pd.Timestamp("2025-11-01")
    assert ONE.to_xarray("cash")["cash"].dims == ("month",)


def test_text_shows_the_months_and_says_of_what() -> None:
    assert repr(ONE) == "<ProgrammeRun: 2025-11/2026-04, asia, gulf; one path>"
    assert repr(MANY) == "<ProgrammeRun: 2025-11/2026-04, asia, gulf; 40 paths, seed 7>"
    assert str(MANY).startswith("means of 40 paths\n")
    lines = str(ONE).splitlines()
    assert [line.split()[0] for line in lines[2:]] == list(ONE.months.astype(str))


def test_recipients_share_the_price_of_what_is_sold() -> None:
    table = ONE.recipients()
    sold = sum(
        float((ONE[f"{name}.barrels"] * ONE[f"{name}.price"]).to("MUSD").magnitude.sum())
        for name in ("gulf", "asia")
    )
    counted = (ONE["fund.earned"] + ONE["fund.costs"]).to("MUSD").magnitude.sum()
    assert table["in all [MUSD]"].sum() == pytest.approx(sold + counted)
    assert table.index[-1] == "producer"
