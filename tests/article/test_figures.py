"""Figures of the claims: from the record, from amounts, and from draws."""

from __future__ import annotations

import numpy as np
import pytest

import oilecon as oe
from oilecon.article import figures, record
from oilecon.article.parts import Figure


def test_a_published_figure_is_named_after_its_series_or_with_its_date() -> None:
    row = record.record("exports", "2025-11")
    figure = figures.published("exports", "2025-11")
    assert (figure.name, figure.value, figure.low, figure.high) == (
        "exports",
        row.value,
        row.low,
        row.high,
    )
    assert (figure.as_of, figure.source) == ("2025-11", row.evidence.source)
    assert figures.published("exports", "2025-11", dated=True) == figure.renamed("exports, 2025-11")


def test_a_series_goes_from_the_older_to_the_newer() -> None:
    outputs = figures.series("output", dated=True)
    assert [figure.as_of for figure in outputs] == sorted(figure.as_of for figure in outputs)
    assert outputs[0].name == f"output, {outputs[0].as_of}"


def test_one_number_is_a_figure_without_a_range() -> None:
    figure = figures.computed("loss", 15.0, "%", "a remark", as_of="2025", source=["a", "b"])
    assert figure == Figure(
        "loss", 15.0, 15.0, 15.0, "%", "computed", "2025", ("a", "b"), "a remark"
    )


def test_shares_become_percent() -> None:
    figure = figures.percent("share", (0.5, 0.25, 0.75))
    assert (figures.amounts_of(figure), figure.unit) == ((50.0, 25.0, 75.0), "%")
    assert figure.note == figures.DRAWN


def test_the_first_of_an_array_is_the_value() -> None:
    assert figures.extremes_of(np.array([2.0, 3.0, 1.0])) == (2.0, 1.0, 3.0)


def test_a_range_over_figures_spans_their_ranges_and_not_their_values() -> None:
    low, high = figures.percent("a", (0.2, 0.1, 0.3)), figures.percent("b", (0.4, 0.3, 0.9))
    assert figures.range_of(7.0, [low, high]) == pytest.approx((7.0, 10.0, 90.0))


def test_inputs_that_a_scenario_lacks_are_left_out_and_none_comes_twice() -> None:
    case = oe.scenario("article")
    (brent,) = figures.inputs_of(case, "market.brent", "asia.agent.fee.nothing")
    assert brent.value == case.row("market.brent").value  # type: ignore[union-attr]
    assert figures.without_repeats(brent, brent) == (brent,)


def test_a_range_of_draws_always_includes_the_value() -> None:
    drawn = {"a": np.array([2.0, 3.0, 4.0]), "b": np.array([4.0, 6.0, 8.0])}
    draws = figures.Draws({"a": 1.0, "b": 2.0}, drawn)
    value, low, high = draws.of("a", "b", scale=10.0)
    assert (value, low) == (30.0, 30.0)
    assert high == pytest.approx(10.0 * np.quantile([6.0, 9.0, 12.0], 0.95))
    assert draws.of("a", over="b") == (0.5, 0.5, 0.5)
    assert draws.spread(lambda outcomes: outcomes["b"] - outcomes["a"])[0] == 1.0
