"""A row of a table is the scalar case to the last bit, and a hole changes no other row."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import UndefinedWarning

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ("article", "article-sanctioned", "licensed-2026-01", "war-2026-04", "iran-china-2025-07")
BASES: dict[str, oe.Scenario] = {name: oe.scenario(name) for name in NAMES}
ROWS = 5
MONTHS = pd.period_range("2024-01", periods=ROWS, freq="M")


def varied_paths(base: oe.Scenario) -> dict[str, tuple[float, str]]:
    """Return each number above zero that a table may vary, with its unit."""
    return {
        path: (float(raw), field.unit)
        for path, field, raw in base.leaves()
        if isinstance(raw, float) and raw > 0.0 and not path.startswith("debt")
    }


@st.composite
def tables(draw: Callable[..., Any]) -> tuple[oe.Scenario, pd.DataFrame]:
    """Draw a shipped scenario and a table of some of its numbers, each within 2 % of its own."""
    base = BASES[draw(st.sampled_from(NAMES))]
    known = varied_paths(base)
    paths = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=6, unique=True))
    columns = {}
    for path in paths:
        value, unit = known[path]
        parts = draw(st.lists(st.floats(0.98, 1.0), min_size=ROWS, max_size=ROWS))
        heading = f"{path} [{'1' if unit == 'fraction' else unit}]"
        columns[heading] = [value * part for part in parts]
    return base, pd.DataFrame(columns, index=MONTHS)


def figures(scenario: oe.Scenario) -> pd.DataFrame:
    """Return every line, subtotal and loss of a scenario with labels, by row."""
    left, right = list(scenario.routes)[:2]
    result = oe.compare(scenario, left, right)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)
        parts = {
            "": result.to_frame(),
            **{route: result.waterfall(route) for route in (left, right)},
        }
    return pd.concat(parts, axis=1)


@given(tables())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_row_is_the_scalar_case_to_the_last_bit(drawn: tuple[oe.Scenario, pd.DataFrame]) -> None:
    base, table = drawn
    rows: Any = figures(base.vary(table))
    assert rows.index.equals(MONTHS)
    month: Any
    row: Any
    for month, row in table.iterrows():
        cells = {str(name).partition(" [")[0]: name for name in table}
        case = base.vary(
            {
                path: oe.Q(float(row[name]), str(name).partition("[")[2][:-1])
                for path, name in cells.items()
            }
        )
        assert case == base.vary(table).sel(month).vary({path: case.get(path) for path in cells})
        routes = list(case.routes)[:2]
        result = oe.compare(case, *routes)
        for route in routes:
            amounts = oe.evaluate(case, route).to_frame().iloc[:, -1]
            for line, amount in amounts.items():
                assert amount == rows.loc[month, (route, f"{line} [USD/bbl]")]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UndefinedWarning)
            for basis, loss in result.losses().items():
                there = rows.loc[month, ("", f"loss.{basis} [%]")]
                assert loss == there or (math.isnan(loss) and math.isnan(there))


@given(tables(), st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_hole_changes_no_other_row(
    drawn: tuple[oe.Scenario, pd.DataFrame], data: st.DataObject
) -> None:
    base, table = drawn
    at = data.draw(st.integers(0, ROWS - 1))
    column = data.draw(st.sampled_from(list(table)))
    whole = figures(base.vary(table))
    holed = figures(
        base.vary(table.mask((table.index == MONTHS[at])[:, None] & (table.columns == column)))
    )
    assert holed.columns.equals(whole.columns)
    assert holed.drop(index=MONTHS[at]).equals(whole.drop(index=MONTHS[at]))
    before: Any = whole.iloc[at]
    after: Any = holed.iloc[at]
    kept = after.notna()
    assert (after[kept] == before[kept]).all()
    assert math.isnan(after[("", column)])
    changed = figures(base.vary(table.assign(**{str(column): table[column] * 0.97})))
    read = (changed != whole).any() & whole.notna().all()
    assert not kept[read].any(), "a figure that reads the column is missing there"


def test_a_hole_is_a_hole_in_what_reads_it_alone() -> None:
    base = BASES["article"]
    reads = {}
    for path, (value, unit) in varied_paths(base).items():
        series = pd.Series(
            [value, np.nan], MONTHS[:2], name=f"{path} [{'1' if unit == 'fraction' else unit}]"
        )
        rows = figures(base.vary(series))
        holed: list[Any] = list(rows.columns[rows.isna().any()])
        reads[path] = {name for _, name in holed}
    assert "gulf.net [USD/bbl]" not in reads["asia.sea.charter.hire"]
    assert "sea.hire [USD/bbl]" in reads["asia.sea.charter.hire"]
    assert "sea.fuel [USD/bbl]" not in reads["asia.sea.charter.hire"]
    assert reads["supply.royalty"] & {"gulf.net [USD/bbl]", "gulf.operating [USD/bbl]"} == {
        "gulf.net [USD/bbl]"
    }
