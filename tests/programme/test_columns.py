"""The columns of a run: every one has a unit, a meaning, and figures."""

from __future__ import annotations

import numpy as np

import oilecon as oe
from oilecon.programme.columns import END, LARGE, MEAN, SUM

P = oe.Programme.of(
    oe.scenario("article").vary({"supply.output": "630 kb/day"}),
    "2026-01/2026-03",
    outlets={"gulf": oe.Outlet(ships=10.0), "asia": oe.Outlet()},
    contracts={
        "fund": oe.LoanContract(
            {"first": oe.Loan("100 MUSD", "1 year", rate="6 %/year", frequency="quarterly")},
            oe.OilRepayment(volume="20 kb/day", sweep="0 %"),
            "asia",
        )
    },
    diluent_pool=oe.DiluentPool(volume="120 kb/day"),
)


def test_every_column_can_be_read_and_is_said_to_be_something() -> None:
    months = oe.run(P)
    about = months.about()
    assert list(about.index) == list(months.column_names)
    assert about["is"].str.len().min() > 3
    assert set(about["over months"]) == {SUM, END, MEAN}
    columns = months.columns(*months.column_names)
    for name, column in columns.items():
        assert str(column.units) == str(oe.Q(1.0, str(about.loc[name, "unit"])).units)
        assert column.shape == (3,)
        assert np.isfinite(column.magnitude).all(), name
    assert set(about["unit"]) <= set(LARGE)


def test_a_part_that_is_not_there_has_no_column() -> None:
    assert "diluent_stock" in oe.run(P).column_names
    bare = P.evolve(contracts={}, diluent_pool=None).vary({"gulf.outlet.ships": None})
    names = oe.run(bare).column_names
    assert not [name for name in names if name.startswith(("fund.", "diluent_stock"))]
    assert "gulf.ships_away" not in names
