"""Break-evens and contours: at what value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import oilecon as oe
from oilecon.errors import InputError, OilEconError, UndefinedWarning, UnitError

ARTICLE = oe.scenario("article")
FULL = oe.scenario("article-sanctioned")
C = oe.compare(ARTICLE, "gulf", "asia")
BRENT, HIRE = "market.brent", "asia.sea.charter.hire"


def refused(kind: type[OilEconError], call: Any) -> str:
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


# -- breakeven ---------------------------------------------------------------------------------


@given(
    st.sampled_from([BRENT, HIRE, "asia.sea.distance", "gulf.sale.differential"]),
    st.floats(5.0, 20.0),
)
def test_a_breakeven_breaks_even(path: str, target: float) -> None:
    found = oe.breakeven(ARTICLE, path, target=oe.Q(target, "percent"))
    assume(len(found.values))  # some targets are out of reach, and most are not
    for value in found.values:
        loss = oe.compare(ARTICLE.vary({path: value}), "gulf", "asia").loss()
        assert loss.magnitude == pytest.approx(target, abs=1e-9)


def test_arrays_break_even_case_by_case_as_single_ones_do() -> None:
    brent = oe.Q(np.linspace(55.0, 75.0, 6).reshape(2, 3), "USD/bbl")
    many = ARTICLE.vary({BRENT: brent})
    found = oe.breakeven(many, HIRE, target="15 %")
    assert found.value.magnitude.shape == (2, 3)
    assert (found.count == 1).all()
    single = oe.breakeven(many.at(1, 2), HIRE, target="15 %").value
    assert found.value.magnitude[1, 2] == pytest.approx(single.magnitude, rel=1e-12)
    even = oe.compare(many.vary({HIRE: found.value}), "gulf", "asia").loss().magnitude
    np.testing.assert_allclose(even, 15.0, atol=1e-9)
    assert found.to_frame().columns.tolist() == ["asia.sea.charter.hire [USD/day]", "crossings"]
    assert found.to_frame().index.names == ["case 0", "case 1"]
    assert str(found) == "loss is 15 % at asia.sea.charter.hire by case, in 6 cases"
    months = pd.period_range("2024-01", periods=2, freq="M", name="month")
    series = pd.Series([60.0, 70.0], months, name=f"{BRENT} [USD/bbl]")
    monthly = oe.breakeven(ARTICLE.vary(series), HIRE, target="15 %")
    assert monthly.to_frame().index.equals(months)
    assert str(monthly) == "loss is 15 % at asia.sea.charter.hire by month, in 2 cases"


def test_several_crossings_are_all_told_and_the_nearest_is_the_value() -> None:
    def bent(c: Any) -> Any:
        away = c["asia.price"] - oe.Q("50 USD/bbl")
        return (away * away).magnitude * oe.Q("1 USD/bbl")

    found = oe.breakeven(ARTICLE, BRENT, outcome=bent, target="100 USD/bbl")
    assert [v.magnitude for v in found.values] == pytest.approx([49.0, 69.0])
    assert found.value.magnitude == pytest.approx(69.0)  # 63.8 now
    assert found.count == 2
    assert (
        str(found) == "bent is 100 USD/bbl at market.brent = 49 USD/bbl and 69 USD/bbl, 2 crossings"
    )
    assert len(found.to_frame()) == 2


def test_a_rate_that_amounts_are_divided_by_breaks_even_without_a_word() -> None:
    """Next to its bound of zero a toll is infinite, which no warning of NumPy's tells."""
    toll = oe.Tariff(toll="11 CAD/bbl", exchange_rate="1.4 CAD/USD")
    pipe = ARTICLE.asia.evolve(legs={"pipe": oe.Overland(toll), "sea": ARTICLE.asia.sea})
    land = ARTICLE.evolve(routes={"gulf": ARTICLE.gulf, "asia": pipe})
    path = "asia.pipe.tariff.exchange_rate"
    rate = oe.breakeven(land, path, target="10 USD/bbl", outcome="lost.netback").value
    left = oe.compare(land.vary({path: rate}), "gulf", "asia")["lost.netback"]
    assert left.magnitude == pytest.approx(10.0, abs=1e-9)
    tiny = land.vary({path: oe.Q([1e-320, 1.4], "CAD/USD")})
    assert refused(InputError, lambda: oe.evaluate(tiny, "asia").netback) == (
        "asia.netback is not a finite number, first at index 0 of a block; an input is far outside "
        "its range"
    )


def test_what_is_hit_at_an_end_counts() -> None:
    found = oe.breakeven(
        ARTICLE,
        "gulf.sea.extra_days",
        outcome="gulf.sea.hire",
        target=C["gulf.sea.hire"],
        between=["0 day", "9 day"],
    )
    assert found.value.magnitude == 0.0


def test_what_a_breakeven_refuses() -> None:
    assert refused(InputError, lambda: oe.breakeven(ARTICLE, "supply.royalty", target="15 %")) == (
        "no crossing in [0, 1]: loss is 17.72 % at 0 and is 17.72 % at 1, and never 15 % between; "
        "supply.royalty alone does not bring it there"
    )
    ends = ["60 USD/bbl", "90 USD/bbl"]
    said = refused(InputError, lambda: oe.breakeven(ARTICLE, BRENT, target="0 %", between=ends))
    assert said.startswith("no crossing in [60, 90] USD/bbl: loss is 20 % at 60 and is 10.26 %")
    assert refused(UnitError, lambda: oe.breakeven(ARTICLE, BRENT, target="15 USD/bbl")).startswith(
        "target: expected a share, got 15 in USD/bbl"
    )
    assert refused(InputError, lambda: oe.breakeven(ARTICLE, BRENT, target=[0.1, 0.2])) == (
        "target: expected one figure, got an array of shape (2,)"
    )
    assert refused(InputError, lambda: oe.breakeven(ARTICLE, BRENT, between=ends[::-1])) == (
        "between: expected low below high, got 90 and 60"
    )
    assert refused(InputError, lambda: oe.breakeven(ARTICLE, BRENT, between=ends[:1])) == (
        "between: expected a pair (low, high), got ['60 USD/bbl']"
    )
    assert refused(InputError, lambda: oe.breakeven(ARTICLE, "asia.sale.terms")) == (
        "asia.sale.terms: holds no number; see .paths() for those that do"
    )
    rule = ["40 degAPI", "70 degAPI"]
    path = "supply.target_api"
    assert "the target" in refused(InputError, lambda: oe.breakeven(ARTICLE, path, between=rule))


def test_cases_without_a_crossing_are_announced() -> None:
    many = ARTICLE.vary({BRENT: oe.Q([60.0, 70.0], "USD/bbl")})
    ends = ["70000 USD/day", "80000 USD/day"]
    with pytest.warns(UndefinedWarning, match=r"loss does not hit the target in 1 of 2 cases"):
        found = oe.breakeven(many, HIRE, target="15 %", between=ends)
    assert np.isnan(found.value.magnitude).tolist() == [False, True]
    assert found.count.tolist() == [1, 0]


def test_a_contour_lies_where_it_says() -> None:
    line = oe.contour(ARTICLE, HIRE, along=BRENT, target="15 %")
    frame = line.to_frame()
    assert len(frame) == 21
    pairs = {
        BRENT: oe.Q(frame["market.brent [USD/bbl]"].to_numpy(), "USD/bbl"),
        HIRE: oe.Q(frame["asia.sea.charter.hire [USD/day]"].to_numpy(), "USD/day"),
    }
    np.testing.assert_allclose(
        oe.sweep(ARTICLE, pairs, paired=True)["loss"].magnitude, 15.0, atol=1e-9
    )
    given = oe.contour(ARTICLE, HIRE, along={BRENT: ["60 USD/bbl"]}, target="15 %")
    assert given.to_frame().shape == (1, 3)
    both = {BRENT: ["60 USD/bbl"], "market.vlsfo": ["500 USD/t"]}
    assert refused(InputError, lambda: oe.contour(ARTICLE, HIRE, along=both, target="15 %")) == (
        "along: expected one path with its values, got 2"
    )


def test_a_stretch_on_the_target_has_an_edge_and_is_no_row_of_crossings() -> None:
    zero = "0 USD/bbl"
    found = oe.breakeven(FULL, BRENT, outcome="asia.royalty", target=zero)
    (edge,) = found.values
    assert found.value == edge
    assert found.count == 1
    assert found.flat == ((oe.Q("0 USD/bbl"), edge),)
    assert str(found) == (
        f"asia.royalty is 0 USD/bbl at market.brent = {edge:.6g}, and throughout from 0 USD/bbl "
        f"to {edge:.6g}"
    )
    step = oe.Q("0.000001 USD/bbl")
    for price, pays in ((edge, False), (edge - step, False), (edge + step, True)):
        royalty = oe.compare(FULL.vary({BRENT: price}), "gulf", "asia")["asia.royalty"]
        assert (royalty.magnitude > 0.0) == pays
    many = FULL.vary({"asia.sea.weather": ["1 %", "9 %", "5 %"]})
    each = oe.breakeven(many, BRENT, outcome="asia.royalty", target=zero)
    assert each.count.tolist() == [1, 1, 1]
    single = [
        oe.breakeven(many.at(k), BRENT, outcome="asia.royalty", target=zero).value for k in range(3)
    ]
    assert each.value.magnitude.tolist() == [one.magnitude for one in single]
    ends = ("5 USD/bbl", "10 USD/bbl")
    assert refused(
        InputError,
        lambda: oe.breakeven(FULL, BRENT, outcome="asia.royalty", target=zero, between=ends),
    ) == (
        "no crossing in [5, 10] USD/bbl: asia.royalty is 0 USD/bbl throughout; market.brent does "
        "not move it"
    )
    poor = many.vary({BRENT: "5 USD/bbl"})
    with pytest.warns(UndefinedWarning, match=r"is the target in 3 of 3 cases for every gulf\.sea"):
        none = oe.breakeven(poor, "gulf.sea.weather", outcome="asia.royalty", target=zero)
    assert np.isnan(none.value.magnitude).all()


def test_a_stretch_between_two_slopes_has_two_edges() -> None:
    def flat_from_60_to_70(comparison: Any) -> Any:
        brent = np.asarray(comparison["gulf.brent"].magnitude)
        return oe.Q(3.0 + np.maximum(brent - 70.0, 0.0) + np.minimum(brent - 60.0, 0.0), "USD/bbl")

    ends = ("40 USD/bbl", "90 USD/bbl")
    found = oe.breakeven(FULL, BRENT, outcome=flat_from_60_to_70, target="3 USD/bbl", between=ends)
    assert [one.magnitude for one in found.values] == pytest.approx([60.0, 70.0], abs=1e-9)
    ((low, high),) = found.flat
    assert (low, high) == found.values


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_target_is_a_finite_figure(bad: float) -> None:
    target = bad * oe.Q("1 percent")
    for call in (
        lambda: oe.breakeven(FULL, BRENT, target=target),
        lambda: oe.contour(FULL, "asia.sea.weather", along=BRENT, target=target),
    ):
        assert refused(InputError, call) == (
            f"target: expected a finite figure, got {bad} %; write '15 %'"
        )


# -- at the edges ------------------------------------------------------------------------------


def jumps(c: Any) -> Any:
    """Pass zero in a jump at a netback of 47 USD/bbl, and truly at 65."""
    netback = c["asia.netback"].magnitude
    return oe.Q(np.where(netback < 47.0, 1.0, netback - 65.0) + 0.0, "USD/bbl")


def test_a_jump_near_by_does_not_hide_a_crossing_farther_off() -> None:
    vlsfo = ARTICLE.get("market.vlsfo")
    many = ARTICLE.vary({"market.vlsfo": oe.Q([vlsfo.magnitude] * 2, "USD/t")})
    found = oe.breakeven(many, BRENT, outcome=jumps, target="0 USD/bbl")
    one = oe.breakeven(ARTICLE, BRENT, outcome=jumps, target="0 USD/bbl")
    assert found.count.tolist() == [1, 1] == [one.count] * 2
    assert found.value.magnitude == pytest.approx(one.value.magnitude, rel=1e-12)


def test_the_nearest_of_several_crossings_is_the_nearest_for_arrays_too() -> None:
    def two(c: Any) -> Any:
        netback = c["asia.netback"].magnitude
        return oe.Q((netback - 45.0) * (netback - 49.0), "USD/bbl")

    prices: Any = oe.Q([50.0, 63.0, 66.0, 80.0], "USD/bbl")
    ends = ("40 USD/bbl", "90 USD/bbl")
    found = oe.breakeven(
        ARTICLE.vary({BRENT: prices}), BRENT, outcome=two, target="0 USD/bbl", between=ends
    )
    for k, price in enumerate(prices):
        one = oe.breakeven(
            ARTICLE.vary({BRENT: price}), BRENT, outcome=two, target="0 USD/bbl", between=ends
        )
        assert found.value[k].magnitude == pytest.approx(one.value.magnitude, rel=1e-12)
        assert found.count[k] == one.count


def test_what_stays_on_its_target_has_no_crossing() -> None:
    said = refused(InputError, lambda: oe.breakeven(ARTICLE, "supply.royalty", target=C["loss"]))
    assert said == (
        "no crossing in [0, 1]: loss is 17.72 % throughout; supply.royalty does not move it"
    )


def test_a_contour_is_over_two_inputs() -> None:
    said = refused(InputError, lambda: oe.contour(ARTICLE, BRENT, along=BRENT, target="15 %"))
    assert said == (
        "path: expected another input than the one along the line, got 'market.brent' for both"
    )
    flat = {BRENT: oe.Q([[50.0, 60.0]], "USD/bbl")}
    assert "expected a list of values" in refused(
        InputError, lambda: oe.contour(ARTICLE, HIRE, along=flat, target="15 %")
    )
    nothing: Any = None
    assert "expected a Scenario" in refused(
        InputError, lambda: oe.contour(nothing, HIRE, along=flat, target="15 %")
    )


def test_a_contour_that_closes_is_told_whole() -> None:
    def ring(c: Any) -> Any:
        gulf, asia = c["gulf.netback"].magnitude - 52.28, c["asia.netback"].magnitude - 46.0
        return oe.Q(gulf * gulf + asia * asia, "USD/bbl")

    prices = {BRENT: ["50 USD/bbl", "63.8 USD/bbl", "64.5 USD/bbl"]}
    ends = ("20000 USD/day", "200000 USD/day")
    with pytest.warns(UndefinedWarning, match="1 of 3 cases"):
        line = oe.contour(
            ARTICLE, HIRE, along=prices, outcome=ring, target="4 USD/bbl", between=ends
        ).to_frame()
    assert line["crossings"].tolist() == [0, 2, 2, 2, 2]
    assert np.isnan(line[f"{HIRE} [USD/day]"][0])
    assert (line[f"{HIRE} [USD/day]"].diff()[[2, 4]] > 0.0).all()
    for price, hire in line.iloc[1:, :2].to_numpy():
        changes = {BRENT: oe.Q(price, "USD/bbl"), HIRE: oe.Q(hire, "USD/day")}
        c = oe.compare(ARTICLE.vary(changes), "gulf", "asia")
        assert ring(c).magnitude == pytest.approx(4.0, rel=1e-9)


def test_an_open_end_is_said_to_be_one() -> None:
    served = oe.OilRepayment(volume="10 kb/day", sweep="0 %")
    owing = ARTICLE.evolve(debt=oe.Debt(oe.Loan.shipped("CDB 2012 equipment"), served))
    said = refused(InputError, lambda: oe.breakeven(owing, "debt.loan.principal", target="15 %"))
    assert said.startswith("no crossing in (0, 1000000000000] USD: loss is 17.72 % at just above 0")


def test_an_input_that_others_hold_where_it_is_says_which_and_why() -> None:
    gate = oe.scenario("article-parity")

    def search(path: str) -> Any:
        ours = f"gulf.sale.parity.crude.{path}"
        return oe.breakeven(
            gate, ours, outcome="gulf.price", target="57.5 USD/bbl", routes=("gulf",)
        )

    said = refused(InputError, lambda: search("vr.volume"))
    assert said.startswith(
        "gulf.sale.parity.crude.vr.volume: no value that was tried but the present one fits the "
        "other inputs: gulf.sale.parity.crude.cuts: expected volumes that make 100 %, within 0.5 %"
    )
    assert "at index" not in said
    # The end of a cut moves by 5 degC at most, and is no array: it is tried one by one.
    assert refused(InputError, lambda: search("lsr.boils_to")).startswith(
        "no crossing in [75, 85] degC: gulf.price is 57 USD/bbl at 75"
    )
