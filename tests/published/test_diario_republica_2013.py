"""Venezuela's special contribution of February 2013, as Diario República printed its bands.

The page is cut off before the band from 100 USD/bbl, which no figure here reaches. The baskets are
the means of 2012 to 2014 as the ministry revised them, taken as if each were a month; the levies
were worked out by hand to the cent, which is the tolerance. The rates before 2013 were not read:
their case checks the arithmetic of the rows alone.
"""

from __future__ import annotations

import pytest

import oilecon as oe

MARKET = oe.scenario("article").market.evolve(brent="108.70 USD/bbl")


def levied(basket: str, on: str) -> dict[str, float]:
    """Return the state's lines of a crude that is sold as it is, at the basket's price."""
    supply = oe.Supply(
        oe.Crude("16 degAPI"),
        production_cost="15 USD/bbl",
        take=oe.FiscalTerms.shipped("Venezuela", on=on),
    )
    sale = oe.Sale(oe.Q(basket) - oe.Q("108.70 USD/bbl"), "FOB")
    scenario = oe.Scenario(MARKET, supply, {"fob": oe.Route(sale=sale)})
    found = oe.evaluate(scenario, "fob")
    names = ("royalty", "severance_tax", "windfall_levy", "income_tax", "net")
    return {name: float(found[name].magnitude) for name in names}


@pytest.mark.parametrize(
    ("basket", "on", "levy", "third"),
    [
        ("98.08 USD/bbl", "2013-06", 19.46, 26.67),  # a third of 80, not 32.69 of the price
        ("88.42 USD/bbl", "2013-06", 11.74, 26.67),
        ("103.42 USD/bbl", "2012", 34.25, 23.33),  # a third of 70
        ("54 USD/bbl", "2013-06", 0.0, 18.0),
    ],
)
def test_levy_and_capped_royalty(basket: str, on: str, levy: float, third: float) -> None:
    lines = levied(basket, on)
    assert lines["windfall_levy"] == pytest.approx(levy, abs=0.005)
    assert lines["royalty"] + lines["severance_tax"] == pytest.approx(third, abs=0.005)


def test_the_levy_is_deducted_from_income_tax_and_all_of_it_comes_to_the_price() -> None:
    lines = levied("98.08 USD/bbl", "2013-06")
    profit = 98.08 - 15 - 26.667 - 19.464
    assert lines["income_tax"] == pytest.approx(profit / 2, abs=0.001)
    assert sum(lines.values()) + 15 == pytest.approx(98.08, abs=1e-9)
