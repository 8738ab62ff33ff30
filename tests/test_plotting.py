"""The door to pictures: what each result can draw is said once, and asking otherwise is refused."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import pytest

import oilecon as oe
from oilecon.errors import InputError
from oilecon.plotting import Plot, Plotted
from oilecon.present.plots import draw

if TYPE_CHECKING:
    from collections.abc import Iterator

mpl.use("Agg")


def kinds_of_results(kind: type[Plotted] = Plotted) -> Iterator[type[Plotted]]:
    below = [one for one in kind.__subclasses__() if one.__module__.startswith("oilecon.")]
    for one in below:
        yield from kinds_of_results(one)
    if not below:
        yield kind


RESULTS = list(dict.fromkeys(kinds_of_results()))  # one of two bases stands below each


@cache
def compared() -> Any:
    return oe.compare(oe.scenario("article"), "gulf", "asia")


@cache
def repaid() -> Any:
    served = oe.OilRepayment(volume="10 kb/day", sweep="100 %")
    return oe.repay(oe.Loan.shipped("CDB 2012 equipment"), served, price="64 USD/bbl")


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    from matplotlib import pyplot as plt

    plt.close("all")


def test_the_results_that_can_be_drawn() -> None:
    assert {one.__name__ for one in RESULTS} == {
        *(
            "Netback",
            "Comparison",
            "ScenarioComparison",
            "Recipients",
            "GateValues",
            "Refined",
            "ParityPrice",
            "DiscountSplit",
            "Ledger",
            "Claims",
            "History",
            "PricePaths",
            "ProgrammeRun",
        ),
        *("Attribution", "Contour", "Simulation", "Sweep", "Tornado"),
    }


@pytest.mark.parametrize("result", RESULTS)
def test_what_a_result_says_of_its_options_is_what_its_drawing_takes(result: type[Plotted]) -> None:
    drawing = draw.dispatch(result)
    assert drawing is not draw.dispatch(object)
    taken = [
        name
        for name, parameter in inspect.signature(drawing).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    said = {option for plot in result.plots.values() for option in plot.options}
    assert sorted(taken) == sorted(said)
    for plot in result.plots.values():
        for words in (plot.draws, *plot.options.values()):
            assert re.fullmatch(r"[a-z].*[^.]", words), words


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            lambda: compared().plot("waterfal"),
            (
                "kind: expected one of 'waterfall', 'lines', 'map' and 'losses', got 'waterfal'; "
                "did you mean 'waterfall'?"
            ),
        ),
        (
            lambda: compared().plot(7),
            "kind: expected one of 'waterfall', 'lines', 'map' and 'losses', got 7",
        ),
        (
            lambda: repaid().plot("closng"),
            (
                "kind: expected one of 'closing', 'opening', 'drawn', 'interest', 'fees', "
                "'written_off', 'service', 'paid', ..., got 'closng'; did you mean 'closing'?"
            ),
        ),
        (
            lambda: oe.tornado(compared().scenario).plot("bars"),
            "kind: expected 'tornado', got 'bars'",
        ),
        (
            lambda: oe.tornado(compared().scenario).plot(max_row=3),
            (
                "options: expected one of ax and max_rows for 'tornado', got 'max_row'; "
                "did you mean 'max_rows'?"
            ),
        ),
        (
            lambda: compared().plot(max_rows=3),
            "options: expected one of ax and route for 'waterfall', got 'max_rows'",
        ),
        (
            lambda: oe.simulate(compared().scenario, n=64, seed=1).plot(across="market.brent"),
            (
                "options: expected one of ax, outcome and mark for 'histogram', got 'across'; "
                "write plot('fan', across=...)"
            ),
        ),
    ],
)
def test_a_kind_or_an_option_that_there_is_not_is_refused(asked: Any, message: str) -> None:
    with pytest.raises(InputError) as refused:
        asked()
    assert str(refused.value) == message


def test_a_kind_may_stand_for_each_of_a_results_own_names() -> None:
    ledger = repaid()
    assert ledger.plot("interest").get_title("left") == "Interest over time"
    (loan,) = ledger.loans
    assert ledger.plot(f"{loan}.paid").get_title("left").endswith("paid over time")
    assert set(ledger.column_names) >= {"closing", "price", f"{loan}.paid"}
    one = oe.article.claims("debt")
    assert one.plot().get_title("left") == one.plot("debt").get_title("left")


class Coin(Plotted):
    plots = {"toss": Plot("heads or tails", {"times": "how often"})}  # noqa: RUF012


@draw.register(Coin)
def _of_a_coin(result: Coin, kind: str, ax: Any, *, times: int = 1) -> Any:
    return (type(result), kind, ax, times)


def test_the_door_hands_over_the_result_its_kind_and_the_options() -> None:
    drawn: Any = Coin().plot(ax=None, times=3)
    assert drawn == (Coin, "toss", None, 3)


class Undrawn(Plotted):
    plots = {"nothing": Plot("nothing")}  # noqa: RUF012


def test_a_result_that_nothing_draws_says_where_to_register_it() -> None:
    with pytest.raises(NotImplementedError) as refused:
        Undrawn().plot()
    assert str(refused.value) == (
        "nothing draws Undrawn: register a function in oilecon.present.plots"
    )


def test_pictures_are_loaded_when_one_is_asked_for_and_not_before() -> None:
    code = (
        "import sys, oilecon as oe; c = oe.compare(oe.scenario('article'), 'gulf', 'asia'); "
        "c.loss(), c.recipients(), c.explain('loss'); "
        "print(any(name.startswith('oilecon.present') for name in sys.modules)); "
        "import matplotlib; matplotlib.use('Agg'); c.plot(); "
        "print('oilecon.present.plots' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout.split() == ["False", "True"], ran.stderr
