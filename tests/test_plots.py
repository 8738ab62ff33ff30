"""Pictures show what the tables hold."""

from __future__ import annotations

import io
from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import InputError
from oilecon.present.plots import draw_recipients

SCENARIO = oe.scenario("article-sanctioned")


def test_the_picture_has_a_bar_for_each_recipient_of_its_length() -> None:
    found = oe.evaluate(SCENARIO, "asia").recipients()
    axes = draw_recipients(found)
    names = [label.get_text() for label in axes.get_yticklabels()]
    bars: list[Any] = list(axes.patches)
    drawn = {name: bar.get_width() for name, bar in zip(names, bars, strict=True)}
    assert drawn == {name: found[name].magnitude for name in found.names}
    assert drawn[names[-1]] == max(drawn.values())
    marked = [name for name, bar in zip(names, bars, strict=True) if bar.get_facecolor()[0] < 0.2]
    assert marked == ["producer"]
    assert draw_recipients(oe.compare(SCENARIO, "gulf", "asia").recipients(), axes) is axes


@pytest.mark.parametrize(
    "title", ["price, asia: 49.30 USD/bbl", "price, difference: \u22125.50 USD/bbl"]
)
def test_no_figure_stands_over_the_names(title: str) -> None:
    one, two = oe.evaluate(SCENARIO, "asia"), oe.compare(SCENARIO, "gulf", "asia")
    found = (one if "asia" in title else two).recipients()
    axes = draw_recipients(found)
    figure: Any = axes.get_figure()
    figure.savefig(io.BytesIO())
    inside = axes.get_window_extent()
    assert len(axes.texts) == sum(found[name].magnitude != 0.0 for name in found.names)
    assert not any(text.get_text().startswith("\u22120.00") for text in axes.texts)
    for text in axes.texts:
        box = text.get_window_extent()
        assert inside.x0 <= box.x0 < box.x1 <= inside.x1, text.get_text()
    assert axes.get_title(loc="left") == title


def test_a_picture_shows_one_case() -> None:
    many = SCENARIO.vary({"market.brent": oe.Q([60, 70], "USD/bbl")})
    with pytest.raises(InputError, match=r"a picture shows one case"):
        draw_recipients(oe.evaluate(many, "asia").recipients())
