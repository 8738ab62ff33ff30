"""The split of a month against the linear program that it solves."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from oilecon.programme.splits import Level, Lot, Source, Tier, best_split

NO_LIMIT = float("inf")


def program(
    values: list[Any], most: list[Any], of: list[int], sources: list[Source], pool: float | None
) -> float:
    """Return the optimum of the linear program: barrels from the tanks, and barrels made."""
    return program_with_floors(values, most, of, sources, pool, [0.0] * len(values))


amounts = st.one_of(st.just(0.0), st.floats(0.5, 1000.0))
margins = st.floats(-30.0, 60.0)


@st.composite
def months(draw: Any) -> tuple[list[float], list[float], list[int], list[Source], float | None]:
    streams, count = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    pool = draw(st.one_of(st.none(), amounts))
    sources = [
        Source(
            draw(amounts),
            draw(amounts),
            draw(st.floats(0.0, 40.0)),
            0.0 if pool is None else draw(st.sampled_from([0.0, 0.1, 0.25, 0.5])),
        )
        for _ in range(streams)
    ]
    values = [draw(margins) for _ in range(count)]
    most = [draw(st.one_of(st.just(NO_LIMIT), amounts)) for _ in range(count)]
    of = [draw(st.integers(0, streams - 1)) for _ in range(count)]
    return values, most, of, sources, pool


def lots(values: list[Any], most: list[Any], of: list[int]) -> list[Lot]:
    return [
        Lot(k, limit, (Level(value, NO_LIMIT),))
        for value, limit, k in zip(values, most, of, strict=True)
    ]


def tiers(pool: float | None) -> list[Tier]:
    return [] if pool is None else [Tier(pool, 0.0)]


@given(months())
def test_no_split_earns_more_than_ours(month: Any) -> None:
    values, most, of, sources, pool = month
    split = best_split(lots(values, most, of), sources, tiers(pool))
    best = program(values, most, of, sources, pool)
    assert split.earned == pytest.approx(best, rel=1e-9, abs=1e-6)


@given(st.lists(months(), min_size=2, max_size=6))
def test_paths_of_several_orders_are_split_as_each_alone(each: list[Any]) -> None:
    values, most, of, sources, pool = each[0]
    others = [one[0][: len(values)] for one in each[1:]]
    paths = [values, *(other + values[len(other) :] for other in others)]
    together = [np.array(column) for column in zip(*paths, strict=True)]
    split = best_split(lots(together, most, of), sources, tiers(pool))
    for k, path in enumerate(paths):
        alone = best_split(lots(path, most, of), sources, tiers(pool))
        assert np.broadcast_to(split.earned, len(paths))[k] == pytest.approx(alone.earned)
        for whole, one in zip(split.sold, alone.sold, strict=True):
            assert np.broadcast_to(whole, len(paths))[k] == one


def test_the_merit_order_by_margin_alone_fails_where_diluent_is_shared() -> None:
    sources = [Source(0.0, NO_LIMIT, 0.0, 0.30), Source(0.0, NO_LIMIT, 0.0, 0.15)]
    split = best_split(lots([30.0, 25.0], [NO_LIMIT, NO_LIMIT], [0, 1]), sources, tiers(30.0))
    assert split.sold == [0.0, 200.0]
    assert split.earned == pytest.approx(5000.0)  # where the dearer barrel first would earn 3,000


def test_an_outlet_with_steps_has_one_price() -> None:
    steps = (Level(30.0, 100.0), Level(28.0, 250.0), Level(10.0, 400.0))
    source = [Source(0.0, 1000.0, 5.0, 0.0)]
    split = best_split([Lot(0, NO_LIMIT, steps)], source, [])
    assert split.levels == [1]
    assert split.sold == [250.0]
    assert split.earned == 250.0 * 23.0


def test_one_price_for_all_is_less_than_lot_by_lot() -> None:
    # The Gulf in the year of the reopening: 150 kb/d at Brent - 6.75, 284 at - 9.00, 485 at - 9.50.
    brent, lot_by_lot = 63.8, (150.0 * -6.75 + 134.0 * -9.0) / 284.0
    steps = (Level(brent - 6.75, 150.0), Level(brent - 9.0, 284.0), Level(brent - 9.5, 485.0))
    gulf = Lot(0, NO_LIMIT, steps)
    split = best_split([gulf], [Source(0.0, 284.0, 0.0, 0.0)], [])
    assert split.sold == [284.0]
    assert split.earned == pytest.approx(284.0 * (brent - 9.0))
    too_much = (lot_by_lot + 9.0) * 284.0 * 365.0 / 1000.0  # MUSD a year, of kb/d and USD/bbl
    assert too_much == pytest.approx(123.0, abs=0.5)
    # So the barrels from 150 to 284 kb/d earn Brent - 11.52, and go elsewhere for more than that.
    for other, sold in ((-11.5, 150.0), (-11.55, 284.0)):
        asia = Lot(0, NO_LIMIT, (Level(brent + other, NO_LIMIT),))
        both = best_split([gulf, asia], [Source(0.0, 284.0, 0.0, 0.0)], [])
        assert both.sold == [sold, 284.0 - sold]


@given(
    st.lists(st.tuples(st.floats(0.0, 50.0), st.floats(1.0, 300.0)), min_size=1, max_size=3),
    st.lists(st.tuples(st.floats(0.0, 50.0), st.floats(1.0, 300.0)), min_size=1, max_size=3),
    st.floats(0.0, 900.0),
    st.floats(0.0, 30.0),
)
def test_steps_are_as_enumeration_has_them(
    first: list[Any], second: list[Any], ready: float, cost: float
) -> None:
    def levels(pairs: list[Any]) -> tuple[Level, ...]:
        prices = sorted({value for value, _ in pairs}, reverse=True)
        most = itertools.accumulate(volume for _, volume in pairs)
        return tuple(Level(*each) for each in zip(prices, most, strict=False))

    a, b = levels(first), levels(second)
    source = [Source(0.0, ready, cost, 0.0)]
    split = best_split([Lot(0, NO_LIMIT, a), Lot(0, NO_LIMIT, b)], source, [])
    best = max(
        program([one.value, other.value], [one.most, other.most], [0, 0], source, None)
        for one in a
        for other in b
    )
    assert split.earned == pytest.approx(best, abs=1e-6)


@given(months(), st.lists(st.tuples(amounts, st.floats(0.0, 80.0)), min_size=1, max_size=3))
def test_dearer_diluent_is_bought_while_it_pays(month: Any, further: list[Any]) -> None:
    values, most, of, sources, _ = month
    sources = [source._replace(pooled=source.pooled or 0.2) for source in sources]
    pool = [Tier(left, extra) for left, extra in sorted(further, key=lambda each: each[1])]
    split = best_split(lots(values, most, of), sources, pool)
    count, tiers_ = len(values), len(pool)
    # Of each lot: barrels from the tank, and barrels made by the diluent of each source.
    gain: list[Any] = [*values]
    for tier in pool:
        gain += [
            value - sources[k].cost - sources[k].pooled * tier.extra
            for value, k in zip(values, of, strict=True)
        ]
    rows: list[list[float]] = []
    limits: list[Any] = []
    size = count * (1 + tiers_)
    for j, limit in enumerate(most):
        if limit < NO_LIMIT:
            rows.append([float(k % count == j) for k in range(size)])
            limits.append(limit)
    for k, source in enumerate(sources):
        rows.append([float(j < count and of[j % count] == k) for j in range(size)])
        rows.append([float(j >= count and of[j % count] == k) for j in range(size)])
        limits += [source.tank, source.fresh]
    for t, tier in enumerate(pool):
        rows.append(
            [float(j // count == t + 1) * sources[of[j % count]].pooled for j in range(size)]
        )
        limits.append(tier.left)
    answer = linprog([-each for each in gain], A_ub=rows, b_ub=limits, method="highs")
    assert answer.status == 0
    assert split.earned == pytest.approx(-float(answer.fun), rel=1e-9, abs=1e-6)


def least(lot: Lot, barrels: float) -> Lot:
    return Lot(lot.source, lot.most, lot.levels, None, barrels)


@given(months(), st.lists(st.one_of(st.just(0.0), st.floats(1.0, 500.0)), min_size=5, max_size=5))
def test_an_outlet_takes_its_least_or_nothing(month: Any, minima: list[float]) -> None:
    values, most, of, sources, pool = month
    limited = [least(*each) for each in zip(lots(values, most, of), minima, strict=False)]
    split = best_split(limited, sources, tiers(pool))
    for sold, lot in zip(split.sold, limited, strict=True):
        assert sold == 0.0 or sold >= lot.least * (1.0 - 1e-9)
    free = best_split(lots(values, most, of), sources, tiers(pool))
    assert split.earned <= free.earned + 1e-6
    # No choice of outlets that are served, each with its least, earns more.
    best = -NO_LIMIT
    for served in itertools.product((False, True), repeat=len(values)):
        limits = [limit if each else 0.0 for limit, each in zip(most, served, strict=True)]
        floors = [x if each else 0.0 for x, each in zip(minima, served, strict=False)]
        best = max(best, program_with_floors(values, limits, of, sources, pool, floors))
    assert split.earned == pytest.approx(best, rel=1e-9, abs=1e-6)


def program_with_floors(
    values: list[Any],
    most: list[Any],
    of: list[int],
    sources: list[Source],
    pool: float | None,
    floors: list[float],
) -> float:
    """Return the optimum with the least of each lot; none where it cannot be met."""
    count = len(values)
    gain = [*values, *(value - sources[k].cost for value, k in zip(values, of, strict=True))]
    rows: list[list[Any]] = []
    limits: list[Any] = []
    for j, limit in enumerate(most):
        own = [float(k in {j, j + count}) for k in range(2 * count)]
        rows.append([-each for each in own])
        limits.append(-floors[j])
        if limit < NO_LIMIT:
            rows.append(own)
            limits.append(limit)
    for k, source in enumerate(sources):
        mine = [float(each == k) for each in of]
        rows += [[*mine, *[0.0] * count], [*[0.0] * count, *mine]]
        limits += [source.tank, source.fresh]
    if pool is not None:
        rows.append([*[0.0] * count, *(sources[k].pooled for k in of)])
        limits.append(pool)
    answer = linprog([-each for each in gain], A_ub=rows, b_ub=limits, method="highs")
    return -float(answer.fun) if answer.status == 0 else -NO_LIMIT


@given(months(), st.lists(st.floats(1.0, 400.0), min_size=5, max_size=5))
def test_whole_cargoes_are_whole_and_earn_no_more(month: Any, cargoes: list[float]) -> None:
    values, most, of, sources, pool = month
    whole = [
        Lot(lot.source, lot.most, lot.levels, cargo)
        for lot, cargo in zip(lots(values, most, of), cargoes, strict=False)
    ]
    split = best_split(whole, sources, tiers(pool))
    parts = best_split(lots(values, most, of), sources, tiers(pool))
    assert split.earned <= parts.earned + 1e-6
    for sold, lot in zip(split.sold, whole, strict=True):
        count: Any = sold / lot.cargo  # type: ignore[operator]
        assert count == pytest.approx(round(count), abs=1e-6)
