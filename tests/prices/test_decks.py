"""Prices that are given: one, one a month, or the user's own paths."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from oilecon.prices.months import Months
from oilecon.prices.noise import Noise
from tests.samples import refusal

Deck: Any = oe.prices.PriceDeck
CURVE = pd.Series(
    [60.0, 61.0, 62.0], pd.period_range("2026-01", periods=3, freq="M"), name="Brent [USD/bbl]"
)
OWN = np.arange(12.0).reshape(3, 4)


def test_one_price_is_that_of_every_month_and_path() -> None:
    paths = Deck("65 USD/bbl").simulate(5, n=3)
    assert (paths.values.magnitude == 65.0).all()
    assert paths.values.shape == (5, 3)


def test_a_price_a_month_is_that_of_every_path() -> None:
    paths = Deck(CURVE).simulate("2026-02/2026-03", n=2)
    assert paths.to_frame().to_numpy().tolist() == [[61.0, 61.0], [62.0, 62.0]]
    moments = Deck(CURVE).moments(3)
    assert moments["mean [USD/bbl]"].tolist() == CURVE.tolist()
    assert moments["sd [USD/bbl]"].tolist() == [0.0, 0.0, 0.0]


def test_own_paths_come_back_as_they_are_and_in_their_places() -> None:
    deck = Deck(oe.Q(OWN, "USD/bbl"))
    np.testing.assert_array_equal(deck.simulate(3, n=4).values.magnitude, OWN)
    np.testing.assert_array_equal(deck.draw(Months(3), Noise(0, 1, 2)), OWN[:, 1:3])
    np.testing.assert_allclose(deck.moments(3)["sd [USD/bbl]"], OWN.std(axis=1))
    assert refusal(lambda: deck.simulate(3, n=5)) == "PriceDeck: expected 5 paths, got 4; write n=4"
    assert refusal(lambda: deck.simulate(4, n=4)).startswith("PriceDeck: expected 4 months, got 3")


def test_what_was_drawn_can_be_given_again() -> None:
    drawn = oe.prices.GeometricBrownian("65 USD/bbl", "30 %").simulate(6, n=5, seed=3)
    again = Deck(drawn.values).simulate(6, n=5)
    np.testing.assert_array_equal(again.values.magnitude, drawn.values.magnitude)


@pytest.mark.parametrize(
    "prices", ["65 USD/bbl", CURVE, oe.Q(OWN, "USD/bbl")], ids=["one", "by month", "own paths"]
)
def test_a_deck_is_a_value(prices: Any) -> None:
    deck = Deck(prices)
    assert pickle.loads(pickle.dumps(deck)) == deck  # noqa: S301  our own
    assert Deck.from_dict(deck.to_dict()) == deck
    assert eval(repr(deck), {"PriceDeck": Deck}) == deck  # noqa: S307  our own
    deck.draw(Months(3), Noise(0, 0, 2))[:] = -1.0
    assert (deck.simulate(3, n=2).values.magnitude >= 0.0).all()
