"""Pictures of a programme's months show the run's own figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pytest

import oilecon as oe
from tests.programmes import BLOCKADE, PRICES, SERVED
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

mpl.use("Agg")


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    from matplotlib import pyplot as plt

    plt.close("all")


def bars(ax: Any) -> dict[str, Any]:
    return {
        group.get_label(): np.array([bar.get_height() for bar in group]) for group in ax.containers
    }


def lines(ax: Any) -> dict[str, Any]:
    return {line.get_label(): line.get_ydata() for line in ax.lines}


def test_the_barrels_of_a_month_add_up_to_what_is_made_and_used_at_home() -> None:
    run = oe.run(BLOCKADE)
    days = np.array(BLOCKADE.calendar.days)
    ax = run.plot("barrels")
    drawn = bars(ax)
    assert [name.partition(",")[0] for name in drawn] == [
        "US Gulf Coast",
        "Asia",
        "to lenders",
        "used at home",
        "into storage",
        "out of storage",
    ]
    made = (run["made"] + run["domestic"]).magnitude / days / 1000.0
    np.testing.assert_allclose(sum(drawn.values()), made, atol=1e-6)
    (shut,) = (each for name, each in lines(ax).items() if name.startswith("shut in"))
    np.testing.assert_allclose(shut, run["shut_in"].magnitude / days / 1000.0)
    total = run.total("gulf.barrels").to("Mb").magnitude
    assert f"US Gulf Coast, {total:.1f} Mb" in drawn


def test_the_smallest_of_many_outlets_are_one() -> None:
    routes = dict(SERVED.routes)
    for k in range(9):
        capacity = oe.Q(1.0 + k, "kb/day")
        routes[f"port{k}"] = routes["gulf"].evolve(
            title=f"Port {k}", outlet=oe.Outlet(capacity=capacity)
        )
    run = oe.run(SERVED.evolve(routes=routes))
    drawn = bars(run.plot("barrels"))
    assert len({name.partition(",")[0] for name in drawn}) == len(drawn) <= 8
    others = [name for name in drawn if "other outlets" in name]
    assert len(others) == 1
    made = (run["made"] + run["domestic"]).magnitude / np.array(SERVED.calendar.days) / 1000.0
    np.testing.assert_allclose(sum(drawn.values()), made, rtol=1e-3)


def test_cash_of_one_path_is_bars_and_of_many_a_fan_with_one_drawn() -> None:
    run = oe.run(SERVED)
    np.testing.assert_allclose(bars(run.plot("cash"))["cash"], run["cash"].to("MUSD").magnitude)
    many = oe.run(SERVED, PRICES, n=40, seed=1)
    ax = many.plot("cash", path=7)
    cash = many["cash"].to("MUSD").magnitude
    np.testing.assert_allclose(lines(ax)["path 7"], cash[:, 7])
    np.testing.assert_allclose(lines(ax)["median"], np.median(cash, axis=1))
    assert ax.get_ylabel() == "million USD"
    assert ax.get_title("left") == "Cash of each month"


def test_debt_is_drawn_with_what_is_overdue() -> None:
    run = oe.run(BLOCKADE)
    drawn = bars(run.plot("debt"))
    assert list(drawn) == ["fund, not overdue", "fund, overdue"]
    np.testing.assert_allclose(sum(drawn.values()), run["debt"].to("MUSD").magnitude)
    np.testing.assert_allclose(drawn["fund, overdue"], run["arrears"].to("MUSD").magnitude)


def test_any_column_can_be_drawn() -> None:
    run = oe.run(BLOCKADE)
    ax = run.plot("gulf.netback")
    assert ax.get_title("left") == "US Gulf Coast: netback of each month"
    ax = run.plot("stock")
    assert ax.get_title("left") == "Stock at the end of each month"
    np.testing.assert_allclose(lines(ax)["stock"], run["stock"].to("Mb").magnitude)


def test_what_cannot_be_drawn_is_refused() -> None:
    assert refusal(lambda: oe.run(SERVED).plot("cash", path=1)) == (
        "path: expected one from 0 to 0, got 1; write path=0"
    )
    free = SERVED.evolve(contracts={})
    assert refusal(lambda: oe.run(free).plot("debt")) == (
        "debt: the programme owes nothing; write contracts={'fund': LoanContract(...)}"
    )
