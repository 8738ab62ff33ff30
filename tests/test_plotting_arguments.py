"""Arguments of `plot`: marks are quantities, and what is drawn is what was asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import InputError, UnitError

if TYPE_CHECKING:
    from collections.abc import Iterator

mpl.use("Agg")

ARTICLE = oe.scenario("article")


@cache
def simulated() -> Any:
    return oe.simulate(ARTICLE, n=640, seed=1, outcomes=["loss", "asia.netback"])


@cache
def swept() -> Any:
    return oe.sweep(
        ARTICLE, {"market.brent": oe.Q([50.0, 60.0], "USD/bbl")}, outcomes=["loss", "asia.netback"]
    )


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    from matplotlib import pyplot as plt

    plt.close("all")


def places(axes: Any) -> set[float]:
    """Return where straight lines cross the chart."""
    return {
        round(float(line.get_ydata()[0]), 9)
        for line in axes.lines
        if np.ptp(np.asarray(line.get_ydata(), dtype=float)) == 0.0
    } | {
        round(float(line.get_xdata()[0]), 9)
        for line in axes.lines
        if np.ptp(np.asarray(line.get_xdata(), dtype=float)) == 0.0
    }


@pytest.mark.parametrize(
    ("outcome", "mark", "at"),
    [
        ("loss", "15 %", 15.0),
        ("loss", oe.Q(15.0, "%"), 15.0),
        ("loss", 0.15, 15.0),
        ("loss", "article", 15.0),
        ("asia.netback", "46 USD/bbl", 46.0),
        ("asia.netback", "46000 USD/kb", 46.0),
    ],
)
def test_a_mark_is_a_quantity(outcome: str, mark: Any, at: float) -> None:
    assert at in places(simulated().plot(outcome=outcome, mark=mark))
    fan = simulated().plot("fan", across="market.brent", outcome=outcome, mark=mark)
    assert at in places(fan)
    assert at in places(swept().plot(outcome=outcome, mark=mark))


def test_a_mark_is_a_contour_over_two_inputs() -> None:
    over = {
        "market.brent": oe.Q([50.0, 80.0], "USD/bbl"),
        "asia.sea.charter.hire": oe.Q([40e3, 130e3], "USD/day"),
    }
    both = oe.sweep(ARTICLE, over)
    contours = [both.plot(mark=mark).collections[-1].get_paths() for mark in ("15 %", "article")]
    assert contours[0][0].vertices == pytest.approx(contours[1][0].vertices)


@pytest.mark.parametrize("result", [simulated, swept])
def test_a_mark_follows_the_rule_of_units(result: Any) -> None:
    for outcome, mark, message in (
        ("loss", 15, "mark: expected a share, got the bare number 15; write '15 %' for percent"),
        ("asia.netback", 46, "mark: expected USD/bbl, got the bare number 46; write '46 USD/bbl'"),
        ("loss", "15 USD/bbl", "mark: expected a share, got 15 in USD/bbl"),
        ("loss", "artikle", "mark: expected a number and a unit, got the text 'artikle'"),
    ):
        with pytest.raises(UnitError) as refused:
            result().plot(outcome=outcome, mark=mark)
        assert str(refused.value).startswith(message)
    with pytest.raises(InputError, match="mark: expected a finite figure, got nan; write '15 %'"):
        result().plot(mark=float("nan"))


def test_the_axis_of_a_fan_names_its_input_in_words() -> None:
    assert simulated().plot("fan", across="market.brent").get_xlabel() == "Brent, USD/bbl"
    hire = simulated().plot("fan", across="asia.sea.charter.hire")
    assert hire.get_xlabel() == "Asia: hire, USD/day"


@pytest.mark.parametrize("name", ["margin", "debt"])
def test_the_title_of_a_claim_has_the_name_asked_for(name: str) -> None:
    claim = oe.article.claims(name)[name]
    title = oe.article.claims(name, "output").plot(name).get_title("left")
    assert title == f"{name.capitalize()} ({claim.subject}; verdict: {claim.verdict})"


def test_several_claims_have_no_default() -> None:
    with pytest.raises(InputError) as refused:
        oe.article.claims("debt", "output").plot()
    expected = "kind: expected one of 'debt' and 'output', got none; write plot('debt')"
    assert str(refused.value) == expected


def test_what_is_no_axes_is_refused_by_name() -> None:
    pair = oe.compare(ARTICLE, "gulf", "asia")
    for kind in ("waterfall", "map"):
        with pytest.raises(InputError, match=r"^ax: expected an Axes, got 3; write ax="):
            pair.plot(kind, ax=3)  # type: ignore[arg-type]
    with pytest.raises(InputError) as refused:
        pair.plot("map", mark=3)
    assert str(refused.value) == "options: expected none beside ax for 'map', got 'mark'"
