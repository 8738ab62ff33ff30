"""Parity of a crude with a marker in one refinery."""

from __future__ import annotations

import pickle
from functools import cache
from typing import Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.netback.assays import fractions
from oilecon.netback.refinery import priced, valued
from tests.samples import refusal

pytestmark = pytest.mark.filterwarnings("ignore::oilecon.AccuracyWarning")  # of light crudes
MARKER = "56.39 USD/bbl"  # Maya landed in November 2025
FIGURES = (
    *("delivered", "on_worth", "marker_price", "differential", "worth", "marker_worth"),
    *("margin", "ceiling", "lost", "above", "rent", "width"),
)


@cache
def prices() -> oe.ProductPrices:
    return oe.ProductPrices.shipped("US Gulf Coast", on="2025-11")


@cache
def plant(name: str = "US Gulf coking") -> oe.Refinery:
    return oe.Refinery.shipped(name)


def parity(crude: str = "Merey 16", marker: str = "Maya", **given: Any) -> Any:
    refinery = given.pop("refinery", plant())
    price = given.pop("price", MARKER)
    assays = (oe.Assay.shipped(crude), oe.Assay.shipped(marker))
    return oe.parity(*assays, refinery, given.pop("prices", prices()), price, **given)


def limited(capacity: str) -> oe.Refinery:
    coker: Any = plant().coker
    return plant().evolve(coker=coker.evolve(capacity=capacity))


def test_parity_is_the_markers_price_and_the_difference_of_value() -> None:
    of = {
        name: valued(
            fractions(oe.Assay.shipped(name).values), plant().values, priced(prices().values)
        )
        for name in ("Merey 16", "Maya")
    }
    merey, maya = of["Merey 16"], of["Maya"]
    price = parity()
    assert price.on_worth.magnitude == pytest.approx(56.39 + merey.gross - maya.gross)
    assert price.delivered.magnitude == pytest.approx(56.39 + merey.value - maya.value)
    assert price.worth.magnitude == merey.gross
    assert price.marker_worth.magnitude == maya.gross
    assert price.margin.magnitude == pytest.approx(maya.value - 56.39)
    # The refiner's margin is the same on both, and the ceiling leaves him none.
    assert (price.ceiling - price.delivered).magnitude == pytest.approx(price.margin.magnitude)


@pytest.mark.parametrize("name", ["US Gulf coking", "US Gulf cracking", "US Gulf hydroskimming"])
def test_parity_of_a_crude_with_itself_is_its_own_price(name: str) -> None:
    price = parity("Maya", refinery=plant(name))
    assert price.delivered.magnitude == pytest.approx(56.39, abs=1e-12)
    assert price.width.magnitude == pytest.approx(0.0, abs=1e-12)


def test_steps_lead_from_the_marker_to_parity() -> None:
    price = parity()
    table = price.table()
    assert list(table.index[[0, -2, -1]]) == ["marker", "running cost", "parity"]
    amounts = table["amount [USD/bbl]"]
    assert amounts.iloc[:-1].sum() == pytest.approx(amounts.iloc[-1])
    assert table["total [USD/bbl]"].iloc[-2] == pytest.approx(price.delivered.magnitude)


def test_the_bracket_has_every_model_of_the_coker_and_the_width_between_them() -> None:
    price = parity("WTI")
    bracket = price.bracket
    assert list(bracket.index) == ["carbon residue", "linear", "average"]
    on_worth = bracket["on worth [USD/bbl]"]
    assert price.width.magnitude == pytest.approx(on_worth.max() - on_worth.min())
    assert price.width > parity().width  # between a heavy and a light crude it is several dollars
    assert "wide over the coker's models" in repr(price)
    assert parity(refinery=plant("US Gulf cracking")).bracket.empty
    assert "models" not in repr(parity(refinery=plant("US Gulf cracking")))


def test_a_model_outside_its_range_is_a_hole_in_the_bracket() -> None:
    whole = oe.Assay.shipped("Castilla").evolve(carbon_residue=None)
    crude = whole.vary({"vr.carbon_residue": "34 %"})
    price = oe.parity(crude, oe.Assay.shipped("Maya"), plant(), prices(), MARKER)
    assert np.isnan(price.bracket.loc["linear"]).all()
    assert np.isfinite(price.bracket.drop("linear")).all().all()


def test_a_coker_that_is_full_makes_the_same_crude_worth_less() -> None:
    """At 5, 20 and 50 % of the diet: Merey has more residue than Maya, 40 against 36 %."""
    found = [parity(refinery=limited("37 %"), share=share) for share in ("5 %", "20 %", "50 %")]
    above = [price.above.magnitude for price in found]
    assert above == pytest.approx([0.0, 0.0, (0.5 * (0.4023 + 0.3596) - 0.37) / 0.5])
    lost = [price.lost.magnitude for price in found]
    assert lost[:2] == pytest.approx([0.0, 0.0], abs=1e-9)
    assert lost[2] > 0.1
    assert found[2].delivered < found[0].delivered
    assert "coker full" in found[2].table().index
    assert "coker full" not in found[0].table().index


def test_swapping_in_a_light_crude_loses_no_more_than_selling_fuel_oil() -> None:
    light: dict[str, Any] = {"light": oe.Assay.shipped("WTI"), "light_price": "60.06 USD/bbl"}
    full: dict[str, Any] = {"refinery": limited("33 %"), "share": "20 %"}
    swapped, sold = parity(**full, **light), parity(**full)
    assert swapped.lost <= sold.lost
    # A coker full of the marker alone: the swap is by the barrel of residue more than the marker's.
    more = 0.4023 - 0.3596
    assert swapped.above.magnitude == pytest.approx(more)
    assert swapped.lost.magnitude == pytest.approx(swapped.rent.magnitude * more)
    margins = swapped.margin.magnitude - (parity("WTI", price=MARKER).ceiling.magnitude - 60.06)
    assert swapped.rent.magnitude == pytest.approx(margins / (0.3596 - 0.1308))


@pytest.mark.filterwarnings("error::oilecon.AccuracyWarning")
def test_a_light_crude_that_is_the_better_marker_is_announced() -> None:
    def swapped(light_price: Any) -> Any:
        given: dict[str, Any] = {"light": oe.Assay.shipped("WTI"), "light_price": light_price}
        return parity(refinery=limited("33 %"), share="20 %", **given)

    assert swapped("60.06 USD/bbl").rent.magnitude > 0.0
    with pytest.warns(oe.AccuracyWarning, match="room in the coker then has no rent") as caught:
        cheap = swapped("57 USD/bbl")
    assert cheap.rent.magnitude == 0.0
    assert caught[0].filename == __file__
    margin = cheap.margin.magnitude
    text = str(caught[0].message)
    assert text.startswith("light_price: 'WTI' leaves the refiner ")
    assert f"more than 'Maya', {margin:.2f} USD/bbl" in text
    with pytest.warns(oe.AccuracyWarning, match="1 of 3"):
        rows = swapped(oe.Q([60.06, 57.0, 61.0], "USD/bbl"))
    np.testing.assert_array_equal(rows.rent.magnitude == 0.0, [False, True, False])


def test_arrays_are_the_same_as_one_case_at_a_time() -> None:
    one = [parity(price=f"{price} USD/bbl").delivered.magnitude for price in (50, 56.39)]
    both = parity(price=oe.Q([50.0, 56.39], "USD/bbl"))
    assert both.delivered.magnitude == pytest.approx(one)
    assert both.shape == (2,)
    assert "(2,) cases" in str(both)
    assert list(both.bracket.columns)[:2] == [
        "on worth [USD/bbl], lowest",
        "on worth [USD/bbl], highest",
    ]
    text = refusal(both.table)
    assert text == (
        "table: expected one case, got (2,); the figures by name, such as `delivered`, are arrays"
    )


def test_a_crack_spread_moves_with_brent() -> None:
    crack = prices().evolve(diesel=oe.ProductPrice(crack="39.37 USD/bbl"))
    fixed, moving = parity(), parity(prices=crack, brent="63.8 USD/bbl")
    assert moving.delivered.magnitude == pytest.approx(fixed.delivered.magnitude, abs=0.01)
    assert moving.differential.magnitude == pytest.approx(moving.delivered.magnitude - 63.8)
    assert refusal(lambda: parity(prices=crack)) == (
        "parity: brent: required by the crack spread of diesel; write brent='63.8 USD/bbl'"
    )


def test_what_is_not_there_is_said() -> None:
    price = parity()
    assert refusal(lambda: price.differential) == (
        "differential: needs the price of Brent; write parity(..., brent='63.8 USD/bbl')"
    )
    assert refusal(lambda: price.rent) == (
        "rent: needs a light crude to swap in, and a coker with a capacity; write parity(..., "
        "share='20 %', light=Assay(...), light_price='60 USD/bbl')"
    )
    wrong: Any = "Maya"
    assert refusal(
        lambda: oe.parity(oe.Assay.shipped("WTI"), wrong, plant(), prices(), MARKER)
    ) == ("parity: marker: expected an Assay, got 'Maya'; write oilecon.Assay.shipped('Maya')")


def test_its_terms_price_a_sale() -> None:
    terms = parity(brent="63.8 USD/bbl").terms
    s = oe.scenario("article")
    sale = s.gulf.sale.evolve(differential="0 USD/bbl", parity=terms)
    priced_by_it = s.vary({"gulf.sale": sale})
    price = oe.evaluate(priced_by_it, "gulf").price
    assert price.magnitude == pytest.approx(parity().delivered.magnitude)


def test_the_picture_has_every_step() -> None:
    pytest.importorskip("matplotlib")
    price = parity()
    names = [label.get_text() for label in price.plot().get_yticklabels()]
    assert names[0] == "Maya, delivered"
    assert names[-1] == "Merey 16, at parity"
    assert len(names) == len(price.table())


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize("room", [0.5, 0.37, 0.35, 0.33])
@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 1.0])
def test_parity_is_the_break_even_price_of_a_linear_programme(
    share: float, room: float, *, swap: bool
) -> None:
    """A plant that buys crude, marker and light crude, cokes what has room, and sells the rest."""
    linprog: Any = pytest.importorskip("scipy.optimize").linprog
    costs = {"Maya": 56.39, "WTI": 60.06}
    residue = {"Merey 16": 0.4023, "Maya": 0.3596, "WTI": 0.1308}
    coked, uncoked = (
        {name: parity(name, refinery=each).ceiling.magnitude for name in residue}
        for each in (plant(), plant().evolve(coker=None, catalyst=plant().catalyst))
    )
    kinds = ["Merey 16", "Maya", *(["WTI"] if swap else [])]

    def most(price: float, of_crude: float) -> float:
        """Return the most that the plant makes with a share of the crude in its diet."""
        diet = {"Merey 16": of_crude, "Maya": 1.0 - of_crude}
        spread = sum(part * (coked[name] - uncoked[name]) for name, part in diet.items())
        spread /= sum(part * residue[name] for name, part in diet.items())
        bought = {"Merey 16": price, **costs}
        gains = [coked[name] - bought[name] for name in kinds]
        answer = linprog(
            [-gain for gain in gains] + [spread],
            A_ub=[[1.0] * len(kinds) + [0.0], [residue[name] for name in kinds] + [-1.0]],
            b_ub=[1.0, room],
            A_eq=[[1.0] + [0.0] * len(kinds)],
            b_eq=[of_crude],
        )
        return float(-answer.fun)

    light = {"light": oe.Assay.shipped("WTI"), "light_price": "60.06 USD/bbl"} if swap else {}
    given: dict[str, Any] = {"refinery": limited(f"{room} fraction"), "share": share, **light}
    price = parity(**given).delivered.magnitude
    assert most(price, share) == pytest.approx(most(price, 0.0), abs=1e-6)


def test_figures_of_cases_have_their_shape_and_cannot_be_written_to() -> None:
    rows = oe.Q([56.39, 60.0], "USD/bbl")
    light: dict[str, Any] = {"light": oe.Assay.shipped("WTI"), "light_price": "70 USD/bbl"}
    price = parity(refinery=limited("33 %"), share="20 %", price=rows, brent="64 USD/bbl", **light)
    for name in FIGURES:
        figure = getattr(price, name).magnitude
        assert figure.shape == price.shape == (2,), name
        kept = figure.copy()
        with pytest.raises(ValueError, match="read-only"):
            figure[:] = 0.0
        np.testing.assert_array_equal(getattr(price, name).magnitude, kept)


def test_a_parity_compares_by_its_inputs_and_survives_pickling() -> None:
    price = parity(brent="63.8 USD/bbl")
    again = pickle.loads(pickle.dumps(price))  # noqa: S301 - our own
    assert again == price
    assert hash(again) == hash(price)
    assert len({price, again, parity(brent="64 USD/bbl"), parity()}) == 3
    assert price != parity(price="56.4 USD/bbl", brent="63.8 USD/bbl")
    rows = oe.Q([63.0, 64.0], "USD/bbl")
    assert parity(brent=rows) == parity(brent=rows)
    assert price != price.terms


def test_shapes_that_clash_are_named_as_the_arguments_are() -> None:
    rows = prices().evolve(diesel=oe.Q([100.0, 101.0, 102.0], "USD/bbl"))
    assert refusal(lambda: parity(prices=rows, price=oe.Q([56.0, 57.0], "USD/bbl"))) == (
        "parity: expected arrays that broadcast together, got prices.diesel.price (3,), price (2,);"
        " give each its own dimension, as with array[:, None]"
    )
