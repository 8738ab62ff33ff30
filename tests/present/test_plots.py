"""Pictures: true to their tables, legible without colour, and no text over other text.

They are checked by what stands on them, not against stored images: fonts and matplotlib's versions
move every pixel, and an image says nothing of whether a bar is as long as its figure.
"""

from __future__ import annotations

import re
import sys
import warnings
from functools import cache, partial
from itertools import combinations
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Annotation, Text

import oilecon as oe
from oilecon.article import record
from oilecon.errors import InputError, OilEconError
from oilecon.present import charts, plots
from tests.programmes import BLOCKADE, PRICES, SERVED
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.axes import Axes


mpl.use("Agg")
SOURCE = "Source: made up for the tests."


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    from matplotlib import pyplot as plt

    plt.close("all")


def sanctioned() -> Any:
    return oe.compare(oe.scenario("article-sanctioned"), "gulf", "asia")


def table(**columns: list[float]) -> pd.DataFrame:
    rows = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.Index([f"a line of name {n}" for n in range(rows)]))


def a_balance() -> pd.DataFrame:
    arrivals = {"Russia": oe.Q([89, 54, 39, 20, 60, 70, 80, 10], "kb/day")}
    oils = oe.Crude.shipped("Orinoco extra-heavy"), oe.Crude.shipped("heavy naphtha")
    return oe.blending.diluent_balance(
        *oils, arrivals, start="2025-06", api="16 degAPI", output="630 kb/day", stock="500 kb"
    )


RANDOM = np.random.default_rng(1)
WHEN = pd.DataFrame(
    {
        "start": ["2014-01", "2017-08", "2019-01", "2026-01"],
        "end": ["2017-08", "2019-01", "2026-01", None],
    },
    index=pd.Index(["before", "finance", "oil", "open again"]),
)
YEARS = pd.Index(range(2026, 2046))
QUANTILES = pd.DataFrame(
    {level: 20.0 + level * np.arange(20) for level in (0.05, 0.25, 0.5, 0.75, 0.95)}, index=YEARS
)
BARREL = pd.DataFrame(
    {"US Gulf Coast": [25.0, 14.0, 12.0, 1.4], "Asia": [20.0, 14.0, 12.0, 8.0]},
    index=pd.Index(["state", "oilfield", "diluent sellers", "shipowner"]),
)
ARTICLE = oe.scenario("article")
BRENT = oe.Q(np.linspace(50.0, 80.0, 13), "USD/bbl")
HIRE = {"asia.sea.charter.hire": oe.Q(np.linspace(30_000.0, 100_000.0, 15), "USD/day")}
STATEMENTS = tuple(record.statements())
CLAIMS = cache(oe.article.claims)


@cache
def simulated() -> oe.analysis.Simulation:
    return oe.simulate(ARTICLE, n=4000, seed=1)


def repaid(prices: list[float]) -> Any:
    served = oe.OilRepayment(volume="10 kb/day", sweep="100 %")
    return oe.repay(oe.Loan.shipped("CDB 2012 equipment"), served, price=oe.Q([prices], "USD/bbl"))


HOLES = [5, 6, 12, 14]  # the month between the last two stands alone
MONTHLY = pd.DataFrame(
    {"one": np.full(24, 9.0), "two": np.linspace(20.0, 40.0, 24)},
    index=pd.period_range("2024-01", periods=24, freq="M", name="month"),
)
MONTHLY.iloc[HOLES] = np.nan
MONTHLY = MONTHLY.assign(top=60.0 + MONTHLY["one"], left=60.0 - MONTHLY["two"])


def many_cases() -> Any:
    """Thirty cases, in some of which no loss is defined."""
    brent = 55.0 + 25.0 * np.cos(np.arange(30) / 3.0)
    brent[20] = 60.0  # alone between cases without a net margin
    return oe.compare(
        oe.scenario("article-sanctioned").vary({"market.brent": oe.Q(brent, "USD/bbl")}),
        *("gulf", "asia"),
    )


def losses_in_many_cases() -> Any:
    with pytest.warns(oe.UndefinedWarning, match="on operating .* and net"):
        return many_cases().plot("losses")


def several(routes: int) -> Any:
    """Return a comparison of some of five routes, the last of which does not pay."""
    found = oe.scenario("article-sanctioned")
    plain = oe.scenario("article").asia
    others = {
        "cape": plain.evolve(title="Singapore, by the Cape of Good Hope"),
        "near": found.gulf.evolve(title="Curaçao"),
    }
    whole = found.evolve(routes={"gulf": found.gulf, "plain": plain, **others, "asia": found.asia})
    whole = whole.vary({"plain.title": "China", "near.sale.differential": "-12 USD/bbl"})
    names = [*whole.routes][:routes]
    return oe.compare(whole, *names)


def some_of_each() -> Any:
    """Return three routes on which everybody gets something."""
    found = oe.scenario("article-discount")
    whole = found.evolve(routes={**found.routes, "near": found.gulf.evolve(title="Curaçao")})
    return oe.compare(whole, *whole.routes)


def over_time(c: Any) -> Any:
    months = pd.period_range("2025-01", periods=6, freq="M", name="month")
    brent = pd.DataFrame({"market.brent [USD/bbl]": [70, 66, 72, 80, 75, 64]}, index=months)
    return oe.compare(c.scenario.vary(brent), *c.routes)


def two_scenarios() -> Any:
    return oe.compare(oe.scenario("article"), oe.scenario("article-sanctioned"), route="asia")


PICTURES: dict[str, Callable[[], Axes]] = {
    "two routes": lambda: sanctioned().plot(),
    "one route": lambda: oe.evaluate(oe.scenario("article"), "asia").plot(),
    "map": lambda: sanctioned().plot("map"),
    "diluent": lambda: plots.diluent_by_month(a_balance(), source=SOURCE),
    "bridge": lambda: charts.bridge(
        {"hire": -1.9, "fuel": -0.9, "ports": 0.1},
        ("Gulf", 51.3),
        ("Asia", 48.6),
        unit="USD/bbl",
        title="A bridge",
        source=SOURCE,
    ),
    "bars": lambda: charts.bars(
        table(one=[6.2, 13.4, -3.0], two=[6.6, float("nan"), 9.0]),
        unit="%",
        title="Bars",
        source=SOURCE,
    ),
    "tornado": lambda: charts.tornado(
        table(low=[13.4, 12.0, 10.0], high=[13.4, 15.0, 20.0]),
        13.4,
        unit="loss, %",
        title="A tornado",
        source=SOURCE,
    ),
    "recipients": lambda: charts.recipients(
        BARREL, unit="USD/bbl", title="Who gets the barrel", source=SOURCE
    ),
    "histogram": lambda: charts.histogram(
        RANDOM.normal(14.0, 5.0, 5000),
        unit="loss, %",
        mark=15.0,
        mark_name="the article's figure",
        title="A histogram",
        source=SOURCE,
    ),
    "fan": lambda: charts.fan(
        QUANTILES, unit="billion USD", across="year", mark=25.0, title="A fan", source=SOURCE
    ),
    "heat map": lambda: charts.heat_map(
        np.linspace(40, 90, 20),
        np.linspace(30, 100, 15),
        np.add.outer(np.linspace(0, 20, 15), np.linspace(20, 0, 20)),
        x_name="Brent, USD/bbl",
        y_name="hire, thousand USD/day",
        z_name="loss, %",
        contour=15.0,
        title="A heat map",
        source=SOURCE,
    ),
    "balances": lambda: charts.balances(
        pd.DataFrame({f"Brent {b}": 30.0 - b / 40.0 * np.arange(20) for b in (50, 65)}, YEARS),
        unit="billion USD",
        title="Balances",
        source=SOURCE,
    ),
    "input_ranges": lambda: charts.spans(WHEN, title="Periods", source=SOURCE),
    "ranges": lambda: charts.ranges(
        table(value=[6.2, 13.4, -3.0], low=[5.0, 9.0, -3.5], high=[8.0, 21.0, 2.0]),
        unit="%",
        mark=15.0,
        title="Ranges",
        source=SOURCE,
    ),
    "balances by date": lambda: charts.balances(
        MONTHLY[["one", "two"]], unit="USD/bbl", across="month", title="By date", source=SOURCE
    ),
    "balances of a few days": lambda: charts.balances(
        MONTHLY[["one", "two"]].set_index(pd.date_range("2025-11-28", periods=24, freq="D")),
        unit="USD/bbl",
        across="day",
        title="By day",
        source=SOURCE,
    ),
    "balances by name": lambda: charts.balances(
        MONTHLY[["one"]].set_index(pd.Index([f"cargo {k}" for k in range(24)])),
        unit="USD/bbl",
        across="cargo",
        title="By name",
        source=SOURCE,
    ),
    "layers": lambda: charts.layers(
        MONTHLY["top"],
        MONTHLY[["one", "two"]],
        MONTHLY["left"],
        unit="USD/bbl",
        across="month",
        title="Layers",
        source=SOURCE,
    ),
    "of many cases": lambda: many_cases().plot(),
    "of one route in many cases": lambda: oe.evaluate(many_cases().scenario, "gulf").plot(),
    "of losses in many cases": losses_in_many_cases,
    "of lines in many cases": lambda: many_cases().per("heavy").plot("waterfall"),
    "of a route's lines in many cases": lambda: many_cases().plot("waterfall", route="gulf"),
    "of losses": lambda: sanctioned().plot("losses"),
    "of three routes": lambda: several(3).plot(),
    "of five routes": lambda: several(5).plot(),
    "of five routes' losses": lambda: several(5).plot("losses"),
    "of five routes' barrels": lambda: several(5).recipients().plot(),
    "of three barrels": lambda: some_of_each().recipients().plot(),
    "of five routes' differences": lambda: several(5).recipients().plot("difference"),
    "of five routes over time": lambda: over_time(several(5)).plot(),
    "of five routes' losses over time": lambda: over_time(several(5)).plot("losses"),
    "of five sea routes": lambda: several(5).plot("map"),
    "of two scenarios": lambda: two_scenarios().plot(),
    "of two scenarios' losses": lambda: two_scenarios().plot("losses"),
    "of two scenarios' barrels": lambda: two_scenarios().recipients().plot(),
    "of two scenarios over time": lambda: oe.compare(
        *(over_time(each).scenario for each in (sanctioned(), several(2))), route="gulf"
    ).plot(),
    "of one route of two": lambda: sanctioned().per("tonne").plot("waterfall", route="asia"),
    "of a tornado": lambda: oe.tornado(ARTICLE).plot(),
    "of an attribution": lambda: oe.attribute(sanctioned()).plot(),
    "of draws": lambda: simulated().plot(),
    "of draws over an input": lambda: simulated().plot("fan", across="market.brent"),
    "of a sweep": lambda: oe.sweep(ARTICLE, {"market.brent": BRENT}, outcomes="loss.net").plot(),
    "of a sweep of two": lambda: oe.sweep(ARTICLE, {"market.brent": BRENT} | HIRE).plot(),
    "of a contour": lambda: oe.contour(
        ARTICLE, "asia.sea.charter.hire", along="market.brent", target="15 %"
    ).plot(),
    "of one barrel": lambda: oe.evaluate(sanctioned().scenario, "asia").recipients().plot(),
    "of two barrels": lambda: sanctioned().recipients().plot(),
    "of their difference": lambda: sanctioned().recipients().plot("difference"),
    "of a debt": lambda: repaid([30.0, 40.0, 55.0, 70.0]).plot(),
    "of a debt over many prices": lambda: repaid(list(np.linspace(20, 60, 50))).plot(),
    **{f"of {name}": partial(lambda name: CLAIMS().plot(name), name) for name in STATEMENTS},
    "of barrels": lambda: oe.run(BLOCKADE).plot("barrels"),
    "of months of cash": lambda: oe.run(BLOCKADE).plot("cash"),
    "of months of debt": lambda: oe.run(BLOCKADE).plot("debt"),
    "of cash on many paths": lambda: oe.run(SERVED, PRICES, n=50, seed=1).plot("cash", path=3),
    "of the history": lambda: oe.article.history().plot(),
    "of the regimes": lambda: oe.article.history().plot("regimes"),
}


@pytest.fixture(scope="module", params=PICTURES)
def picture(request: pytest.FixtureRequest) -> tuple[str, Axes]:
    """One of each, drawn once for all that is asked of it."""
    return request.param, PICTURES[request.param]()


def texts(ax: Axes) -> list[Text]:
    """Every text that is seen, ticks within the axes' limits included."""
    figure = ax.figure
    figure.canvas.draw()
    found = []
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_text().strip() and text.get_visible():
            found.append(text)
    hidden = set()
    for axes in figure.axes:
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            low, high = sorted(limits)
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if not low - 1e-9 <= tick.get_loc() <= high + 1e-9:
                    hidden |= {tick.label1, tick.label2}
            hidden |= {tick.label2 for tick in axis.get_major_ticks()}
    return [text for text in found if text not in hidden]


def test_no_text_lies_over_another_or_beyond_the_edge(picture: tuple[str, Axes]) -> None:
    _, ax = picture
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(ax)]
    assert len(boxes) > 5
    for (one, here), (other, there) in combinations(boxes, 2):
        wide = min(here.x1, there.x1) - max(here.x0, there.x0)
        tall = min(here.y1, there.y1) - max(here.y0, there.y0)
        assert wide <= 1.0 or tall <= 1.0, (one, other)
    figure = ax.figure
    for text, box in boxes:
        assert box.x0 >= -1.0, text
        assert box.y0 >= -1.0, text
        assert box.x1 <= figure.bbox.x1 + 1.0, text
        assert box.y1 <= figure.bbox.y1 + 1.0, text


def test_it_has_a_title_units_and_a_source(picture: tuple[str, Axes]) -> None:
    _, ax = picture
    assert ax.get_title("left")
    assert ax.get_xlabel().strip()
    sources = [one for one in ax.findobj(Annotation) if one.get_gid() == "source"]
    assert [one.get_text()[:7] for one in sources] == ["Source:"]


def test_its_series_are_told_apart_without_colour(picture: tuple[str, Axes]) -> None:
    name, ax = picture
    looks = []
    for group in ax.containers:
        patch = getattr(group, "patches", [None])[0]
        if patch is not None:
            looks.append(patch.get_hatch())
    assert len(set(looks)) == len(looks) or name in {"input_ranges", "of the regimes"}
    named: list[Any] = [line for line in ax.lines if str(line.get_label())[0] != "_"]
    drawn = [(line._dash_pattern, line.get_marker()) for line in named]  # its dashes, with no name
    assert len(set(map(str, drawn))) == len(drawn)


def test_the_bars_of_a_waterfall_are_its_figures() -> None:
    c = sanctioned()
    ax = c.plot()
    frame = c.to_frame()
    places = []
    for route, bars in zip(("gulf", "asia"), ax.containers, strict=True):
        amounts = frame[f"{route} [USD/bbl]"]
        amounts = amounts[(frame["kind"] == "subtotal") | (amounts != 0.0)]
        lengths = [bar.get_width() for bar in bars]
        assert lengths == pytest.approx(amounts.to_numpy())
        # Each line begins where the one before it ended.
        falls = c.waterfall(route)["total [USD/bbl]"]
        ends = dict(zip(amounts.index, (b.get_x() + b.get_width() for b in bars), strict=True))
        places += [bar.get_y() for bar in bars]
        for line, total in falls.items():
            if line in ends:
                assert ends[line] == pytest.approx(total)
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels[:3] == ["Brent", "differential", "contract price"]
    assert "hire" in labels
    # Bars stand below each other, and none is left blank for a line that a route lacks.
    steps = np.diff(sorted(places))
    assert steps.min() == pytest.approx(1.0)
    assert steps.max() == pytest.approx(1.4)


def test_a_picture_goes_where_it_is_told_to() -> None:
    from matplotlib.figure import Figure

    left, right = Figure(figsize=(12, 8)).subplots(1, 2)
    c = sanctioned()
    assert c.plot(ax=left) is left
    assert c.plot("map", ax=right) is right
    changed = c.scenario.vary({"market.brent": "75 USD/bbl"})
    ax = oe.compare(changed, "gulf", "asia").plot()
    (source,) = [one for one in ax.findobj(Annotation) if one.get_gid() == "source"]
    assert source.get_text() == (
        "Source: oilecon from the sourced inputs of “article-sanctioned” and 1 input of the user's."
    )


def lines_of(ax: Axes) -> dict[str, Any]:
    """Every line with a name, by it."""
    return {
        str(line.get_label()): line
        for line in ax.get_lines()
        if not str(line.get_label()).startswith("_")
    }


def test_a_hole_is_a_gap_in_a_line_and_in_a_layer() -> None:
    for name in ("balances by date", "layers"):
        ax = PICTURES[name]()
        for label, line in lines_of(ax).items():
            column = {"top": "top", "left": "left"}.get(label, label)
            assert np.array_equal(line.get_ydata(), MONTHLY[column], equal_nan=True)
            assert set(line.get_markevery()) >= {13}  # alone between two holes: no stroke
    inside = [path for band in ax.collections for path in band.get_paths()]
    from matplotlib.dates import date2num

    number: Any = date2num
    for hole in HOLES:
        at = number(MONTHLY.index[hole].to_timestamp())
        assert not any(path.contains_point((at, y)) for path in inside for y in range(20, 69))


def test_dates_stand_at_their_place_in_the_calendar() -> None:
    gone = MONTHLY.drop(MONTHLY.index[1:4])
    ax = charts.balances(gone[["one"]], unit="USD/bbl", across="month")
    at = lines_of(ax)["one"].get_xdata()
    months: Any = gone.index
    assert at.tolist() == months.to_timestamp().to_numpy().tolist()
    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert {"2024", "2025"} <= set(labels)


def test_lines_over_cases_are_the_tables_figures() -> None:
    c = many_cases()
    with pytest.warns(oe.UndefinedWarning) as warned:
        ax = c.plot("losses")
    assert len(warned) == 1
    assert warned[0].filename == __file__
    drawn = list(lines_of(ax).values())
    with pytest.warns(oe.UndefinedWarning):
        table = c.losses()
    assert table.isna().to_numpy().any()
    for line, name in zip(drawn, table.columns, strict=True):
        assert np.array_equal(line.get_ydata(), table[name], equal_nan=True)
    assert ax.get_title("left") == "What Asia loses against US Gulf Coast by case"
    assert list(lines_of(c.plot())) == [
        *("US Gulf Coast: netback", "Asia: netback"),
        *("US Gulf Coast: operating margin", "Asia: operating margin"),
    ]


def test_several_routes_over_cases_have_a_line_each() -> None:
    c = over_time(several(5))
    titles = ["US Gulf Coast", "China", "Singapore, by the Cape of Good Hope", "Curaçao", "Asia"]
    earned, lost = c.plot(), c.plot("losses")
    assert list(lines_of(earned)) == titles
    assert list(lines_of(lost)) == titles[1:]
    for name, line in zip(c.routes, lines_of(earned).values(), strict=True):
        assert np.array_equal(line.get_ydata(), c[f"{name}.netback"].magnitude)
    for name, line in zip(c.alternatives, lines_of(lost).values(), strict=True):
        assert np.array_equal(line.get_ydata(), c[f"{name}.loss.operating"].magnitude)
    assert earned.get_title("left") == "The netback of each route over time"
    assert lost.get_title("left") == (
        "What each route loses of the operating margin against US Gulf Coast over time"
    )


def legend_of(ax: Axes) -> list[str]:
    legend = ax.get_legend()
    assert legend is not None
    return [text.get_text() for text in legend.get_texts()]


def test_several_routes_are_drawn_in_the_order_of_their_legend() -> None:
    c = several(5)
    titles = ["US Gulf Coast", "China", "Singapore, by the Cape of Good Hope", "Curaçao", "Asia"]
    losses, differences = c.plot("losses"), c.recipients().plot("difference")
    assert legend_of(c.plot()) == titles
    assert legend_of(losses) == legend_of(differences) == titles[1:]
    assert losses.get_title("left") == "What each route loses against US Gulf Coast"
    assert differences.get_title("left") == (
        "What each route shares out differently from US Gulf Coast"
    )
    frame = c.losses()
    for bars, name in zip(losses.containers, frame, strict=True):
        assert [bar.get_width() for bar in bars] == frame[name].tolist()
    tops = [bars[0].get_y() for bars in losses.containers]
    assert tops == sorted(tops)
    one = c.plot("waterfall", route="asia")
    assert one.get_title("left") == "What a barrel earns its producer: Asia"


def test_a_picture_of_two_scenarios_has_their_titles_and_both_sources() -> None:
    c = two_scenarios()
    ax, lost = c.plot(), c.plot("losses")
    assert legend_of(ax) == ["Transport only", "Sanctioned"]
    assert ax.get_title("left") == "Asia: what a barrel earns its producer"
    assert lost.get_title("left") == "Asia: what Sanctioned loses against Transport only"
    assert "".join(source_of(ax).split()) == (
        "Source:oileconfromthesourcedinputsof“article”;thenfromthesourcedinputsof"
        "“article-sanctioned”."
    )
    alike = oe.compare(
        c.scenarios[0], c.scenarios[0].vary({"market.brent": "70 USD/bbl"}), route="asia"
    )
    assert legend_of(alike.plot()) == ["first", "second"]
    text = refusal(lambda: c.plot("waterfall", route="third"))
    assert text == "route: expected 'first' or 'second', got 'third'; known: first, second"
    assert "expected one of 'waterfall', 'lines' and 'losses'" in refusal(lambda: c.plot("map"))


def test_layers_lead_from_the_price_to_the_net_margin() -> None:
    c = many_cases().per("heavy")
    ax = c.plot("waterfall")
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == [
        *("contract price", "6 other lines", "agent", "hire", "shadow premium"),
        *("production", "diluent", "royalty", "net margin"),
    ]
    table = c.waterfall("asia")
    first, *_, last = lines_of(ax).values()
    assert np.array_equal(first.get_ydata(), table["price [USD/bbl heavy]"])
    assert np.array_equal(last.get_ydata(), table["net [USD/bbl heavy]"])
    lowest = ax.collections[-1].get_paths()[0].vertices
    bottom = {x: lowest[lowest[:, 0] == x, 1].min() for x in range(30)}
    assert list(bottom.values()) == pytest.approx(table["net [USD/bbl heavy]"].tolist())
    assert ax.get_ylabel() == "USD per barrel of heavy crude"


def test_what_has_no_picture_over_cases_is_refused() -> None:
    c = many_cases()
    brent = oe.Q([[60], [70]], "USD/bbl")
    grid = c.scenario.vary({"market.brent": brent, "supply.royalty": [0.2, 0.3]})
    poor = c.scenario.vary({"market.brent": oe.Q([1, 2], "USD/bbl")})
    refusals: dict[str, Callable[[], Any]] = {
        "a map shows one case, and this result holds (30,); evaluate scenario.at(index)": (
            lambda: c.plot("map")
        ),
        "a chart shows one dimension of cases, and this result holds (2, 2); evaluate "
        "scenario.at(index)": lambda: oe.compare(grid, "gulf", "asia").plot(),
        "lines: a chart over cases, and this result is of one; write plot('waterfall')": (
            lambda: sanctioned().plot("lines")
        ),
        "route: expected 'gulf' or 'asia', got 'asai'; did you mean 'asia'?": (
            lambda: c.plot("waterfall", route="asai")
        ),
        "a chart needs figures, and none is defined in any case; write plot('lines')": (
            lambda: oe.compare(poor, "gulf", "asia").plot("losses")
        ),
    }
    for message, draw in refusals.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert refusal(draw) == message


def test_what_has_no_picture_is_refused() -> None:
    c = sanctioned()
    with pytest.raises(InputError) as refused:
        c.plot("waterfal")
    assert str(refused.value) == (
        "kind: expected one of 'waterfall', 'lines', 'map' and 'losses', got 'waterfal'; did you "
        "mean 'waterfall'?"
    )
    bare = c.scenario.vary({"asia.sea.discharge_port": ""})
    with pytest.raises(InputError) as lacking:
        oe.compare(bare, "gulf", "asia").plot("map")
    assert str(lacking.value) == (
        "a map needs ports: asia.sea.discharge_port is empty; write a shipped port there, such as "
        "'Houston'"
    )
    fob = c.scenario.evolve(routes={"fob": c.scenario.gulf.evolve(legs={})})
    with pytest.raises(InputError, match="a map needs voyages, and 'fob' has none"):
        oe.evaluate(fob, "fob").plot("map")
    road = c.scenario.gulf.evolve(legs={"road": oe.Overland(mode="truck", destination="Houston")})
    with pytest.raises(InputError) as endless:
        oe.evaluate(c.scenario.evolve(routes={"fob": road}), "fob").plot("map")
    assert str(endless.value) == (
        "a map needs the ends of a leg over land, and 'fob' names none; write its origin='...' and "
        "destination='...', each a shipped port or an oilecon.Port"
    )


def test_what_does_not_fit_a_chart_is_refused() -> None:
    with pytest.raises(InputError, match=r"the lines lead from 51\.3 to 50\.3, not to 48"):
        charts.bridge({"hire": -1.0}, ("a", 51.3), ("b", 48.0), unit="USD/bbl")
    with pytest.raises(InputError, match=r"in the shape \(3, 2\) of y and x, got \(2, 3\)"):
        charts.heat_map(
            np.arange(2.0), np.arange(3.0), np.ones((2, 3)), x_name="x", y_name="y", z_name="z"
        )
    with pytest.raises(InputError, match="none of the samples is defined"):
        charts.histogram(np.array([np.nan]), unit="%")
    with pytest.raises(InputError, match="a chart needs rows and 1 or more columns"):
        charts.bars(pd.DataFrame(), unit="%")
    cases = pd.concat({0: a_balance(), 1: a_balance()}, names=["case"])
    with pytest.raises(InputError, match="a chart shows one case"):
        plots.diluent_by_month(cases)


def test_a_histogram_counts_what_is_not_defined() -> None:
    ax = charts.histogram(np.array([1.0, 2.0, 3.0, np.nan]), unit="%")
    assert "not defined in 1 of 4" in ax.get_xlabel()


def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(OilEconError) as refused:
        sanctioned().plot()
    assert str(refused.value) == "charts need matplotlib: python -m pip install 'oilecon[plot]'"


def test_a_plot_shows_the_result_s_own_figures() -> None:
    found = oe.tornado(ARTICLE)
    ax = found.plot(max_rows=3)
    frame = found.to_frame().head(3)
    assert frame.index.tolist() == [
        "asia.sea.charter.hire",
        "supply.production_cost",
        "gulf.sea.days_wait",
    ]
    assert [text.get_text() for text in ax.get_yticklabels()] == [
        "Asia: hire",
        "production cost, a barrel of crude",
        "US Gulf Coast: days wait",
    ]
    base = found.base.magnitude
    for bars, end in zip(ax.containers, ("low", "high"), strict=True):
        reached = [bar.get_x() + bar.get_width() for bar in bars]
        ends = frame[f"loss at {end} [%]"].to_numpy()
        starts = [bar.get_x() for bar in bars]
        assert starts == pytest.approx([base] * 3)
        assert reached == pytest.approx(ends)
    (source,) = [one for one in ax.findobj(Annotation) if one.get_gid() == "source"]
    assert f"{len(found.to_frame()) - 3} not shown" in source.get_text()


def test_a_bridge_adds_up_with_its_small_parts_together() -> None:
    found = oe.attribute(sanctioned())
    ax = found.plot(max_rows=3)
    names = [text.get_text() for text in ax.get_yticklabels()]
    assert list(found.contributions)[:3] == ["sea.cargo", "sea.distance", "sea.shadow_multiple"]
    assert names[:4] == ["US Gulf Coast", "cargo", "distance", "shadow multiple"]
    assert names[4:] == [f"{len(found.contributions) - 3} others", "Asia"]
    ends = [bar.get_x() + bar.get_width() for bar in ax.containers[0]]
    assert ends[-1] == pytest.approx(found.after.magnitude)
    assert ends[-2] == pytest.approx(found.after.magnitude)


def source_of(ax: Axes) -> str:
    (found,) = [one for one in ax.findobj(Annotation) if one.get_gid() == "source"]
    return found.get_text().replace("\n", " ")


def test_gains_and_losses_of_a_bridge_differ_in_colour_and_hatch() -> None:
    found = oe.attribute(sanctioned())
    ax = found.plot()
    first, *bars, last = ax.containers[0]
    names = [text.get_text() for text in ax.get_yticklabels()]
    assert "agent, fee" in names
    looks: dict[bool, set[Any]] = {True: set(), False: set()}
    for bar in bars:
        looks[bar.get_width() < 0.0].add((bar.get_facecolor(), bar.get_hatch()))
    (gain,), (loss,) = looks[False], looks[True]
    assert gain[0] != loss[0]
    assert gain[1] != loss[1]
    assert first.get_facecolor() == last.get_facecolor() == (1.0, 1.0, 1.0, 1.0)
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["adds", "takes away"]


def test_a_bridge_of_two_scenarios_names_both() -> None:
    later = ARTICLE.vary({"market.brent": "75 USD/bbl", "asia.sea.distance": "14000 nmi"})
    ax = oe.attribute(ARTICLE, later, outcome="loss", method="sequential").plot()
    names = [text.get_text() for text in ax.get_yticklabels()]
    assert (names[0], names[-1]) == ("before", "after")
    assert {"Brent", "Asia: distance"} <= set(names)
    assert source_of(ax) == (
        "Source: oilecon from the sourced inputs of “article”; after, from the sourced inputs of "
        "“article” and 2 inputs of the user's; shared out in sequence; 2 inputs differing, 53 held "
        "fixed: the same on both sides."
    )
    grouped = oe.attribute(sanctioned(), groups={"ship and voyage": ["sea"]}).plot()
    assert "ship and voyage" in [text.get_text() for text in grouped.get_yticklabels()]


@pytest.mark.parametrize(
    "name",
    [
        *("of an attribution", "of a contour", "of one barrel", "of two barrels"),
        *("of their difference", "of a tornado", "of draws", "of a sweep", "of a sweep of two"),
    ],
)
def test_the_source_names_the_scenario(name: str) -> None:
    source = source_of(PICTURES[name]())
    assert re.match(r"Source: oilecon from the sourced inputs of “article(-sanctioned)?”", source)


def test_recipients_go_by_the_routes_titles() -> None:
    legend = sanctioned().recipients().plot().get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["US Gulf Coast", "Asia"]
    difference = sanctioned().recipients().plot("difference")
    assert difference.get_title("left") == "What Asia shares out differently"


@pytest.mark.parametrize("months", [4, 8])
def test_a_legend_keeps_within_a_narrow_figure(months: int) -> None:
    ax = plots.diluent_by_month(a_balance().head(months), source=SOURCE)
    assert ax.get_title("left") == "Heavy crude blended and shut in, by month"
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(ax)]
    assert max(box.x1 for _, box in boxes) <= ax.figure.bbox.x1
    # The legend takes no width from the picture.
    assert ax.get_window_extent().width > 0.75 * ax.figure.bbox.width


def test_a_legend_goes_into_a_subfigure_too() -> None:
    from matplotlib.figure import Figure

    parts: Any = Figure(figsize=(12, 6), layout="constrained").subfigures(1, 2)
    for part in parts:
        assert oe.tornado(ARTICLE).plot(ax=part.subplots()).get_legend() is not None


def test_a_legend_shows_the_look_of_each_route_though_its_first_line_is_another_s() -> None:
    basket = {"wti": oe.Marker("100 %", differential="-4 USD/bbl")}
    case = ARTICLE.evolve(
        routes={
            "gulf": ARTICLE.gulf.evolve(sale=ARTICLE.gulf.sale.evolve(markers=basket)),
            "asia": ARTICLE.asia,
        }
    )
    ax = oe.compare(case, "gulf", "asia").plot()
    legend = ax.get_legend()
    assert legend is not None
    for shown, bars in zip(legend.legend_handles, ax.containers, strict=True):
        drawn: Any = next(bar for bar in bars if bar.get_visible())
        handle: Any = shown
        assert handle.get_visible()
        assert handle.get_facecolor() == drawn.get_facecolor()
        assert handle.get_hatch() == drawn.get_hatch()


def test_a_heat_map_writes_thousands_with_commas() -> None:
    ax = PICTURES["of a sweep of two"]()
    ax.figure.canvas.draw()
    assert "100,000" in [text.get_text() for text in ax.get_yticklabels()]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Brent, USD/bbl", "Asia: hire, USD/day")


def test_a_figure_stands_over_its_own_dot() -> None:
    ax = oe.article.history().plot()
    ax.figure.canvas.draw()
    (dots,) = [line for line in ax.lines if line.get_marker() == "o"]
    figures = [one for one in ax.texts if one.get_gid() != "source"]
    places = np.column_stack([np.asarray(dots.get_xdata()), np.asarray(dots.get_ydata())])
    for at, text in zip(ax.transData.transform(places), figures, strict=True):
        box = text.get_window_extent()
        assert (box.x0 + box.x1) / 2.0 == pytest.approx(at[0], abs=1.0)
        assert box.y0 > at[1]


def test_a_claim_s_title_says_that_it_is_a_verdict() -> None:
    ax = PICTURES["of margin"]()
    assert ax.get_title("left") == "Margin (rerouting; verdict: depends on)"


def test_the_bars_of_recipients_are_what_they_get() -> None:
    found = sanctioned().recipients()
    difference = found.plot("difference")
    names = [text.get_text() for text in difference.get_yticklabels()]
    drawn = {name: bar.get_width() for name, bar in zip(names, difference.patches, strict=True)}
    assert drawn == pytest.approx({name: found[name].magnitude for name in found.names})
    whole = oe.compare(oe.scenario("article-discount"), "gulf", "asia")  # all get something
    shares = whole.recipients().plot()
    width = sum(bars[1].get_width() for bars in shares.containers)
    price = whole["asia.price"].magnitude
    assert width == pytest.approx(price)  # all of it


def test_a_heat_map_has_the_sweep_s_figures_at_their_places() -> None:
    backwards = {"market.brent": oe.Q([80.0, 50.0], "USD/bbl")} | HIRE
    found = oe.sweep(ARTICLE, backwards)
    mesh = found.plot(mark=None).collections[0]
    shown = np.asarray(mesh.get_array()).reshape(15, 2)
    assert shown == pytest.approx(found["loss"].magnitude[::-1].T)


def test_marks_and_kinds_that_do_not_exist_are_refused() -> None:
    drawn = simulated()
    refusals: dict[str, Callable[[], Any]] = {
        "kind: expected one of 'histogram' and 'fan', got 'fans'; did you mean 'fan'?": (
            lambda: drawn.plot("fans")
        ),
        "no outcome 'los' in the simulation; did you mean 'loss'?": lambda: drawn.plot(
            outcome="los"
        ),
        "a fan needs an input across; write across='market.brent', or another that was drawn": (
            lambda: drawn.plot("fan")
        ),
        "across: 'market.bren' was not drawn; did you mean 'market.brent'?": lambda: drawn.plot(
            "fan", across="market.bren"
        ),
        "max_rows: expected a whole number of at least 1, got 0; write max_rows=12": lambda: (
            oe.tornado(ARTICLE).plot(max_rows=0)
        ),
        "a chart shows a sweep of one or two inputs that are numbers, not paired, and this one "
        "is of asia.sale.terms; plot its .to_frame()": lambda: oe.sweep(
            ARTICLE, {"asia.sale.terms": ["DAP", "CIF"]}
        ).plot(),
        "a difference is of two routes; write compare(scenario, first, second).recipients()": (
            lambda: oe.evaluate(ARTICLE, "asia").recipients().plot("difference")
        ),
        "kind: expected one of 'losses' and 'regimes', got 'regime'; did you mean 'regimes'?": (
            lambda: oe.article.history().plot("regime")
        ),
    }
    for message, draw in refusals.items():
        with pytest.raises(InputError) as refused:
            draw()
        assert str(refused.value) == message
    many = ARTICLE.vary({"market.brent": BRENT})
    with pytest.raises(InputError, match="a chart shows one case"):
        oe.evaluate(many, "asia").recipients().plot()
    forgotten = oe.simulate(ARTICLE, n=100, seed=1, keep=False)
    with pytest.raises(InputError, match="the 100 draws were not kept"):
        forgotten.plot()
