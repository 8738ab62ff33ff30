"""Limits, names and volumes of a programme that do not fit together, told word for word."""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe
from oilecon.errors import OilEconError, UnknownName
from tests.samples import PROGRAMME, refusal

P = PROGRAMME
FUND = P.contracts["fund"]
SECOND = P.supply.evolve(output=None)

MISFITS: list[tuple[dict[str, Any], type[OilEconError] | None, str]] = [
    (
        {"contracts": {"fund": FUND.evolve(route="azia")}},
        UnknownName,
        "Programme.fund.route: no route 'azia' in the scenario; did you mean 'asia'?",
    ),
    (
        {"diluent_pool": P.diluent_pool.evolve(valued_by="golf")},  # type: ignore[union-attr]
        UnknownName,
        "Programme.diluent_pool.valued_by: no route 'golf' in the scenario; did you mean 'gulf'?",
    ),
    (
        {"supply": P.supply.evolve(output=None)},
        None,
        "Programme.supply.output: required, as 'gulf' sells it; write supply.output='630 kb/day'",
    ),
    (
        {
            "streams": {"second": SECOND},
            "routes": {**P.routes, "asia": P.asia.evolve(stream="second")},
        },
        None,
        (
            "Programme.second.output: required, as the oil of 'fund' comes from it; write "
            "second.output='630 kb/day'"
        ),
    ),
    (
        {"routes": {**P.routes, "pipe": oe.Route(P.gulf.sale, outlet=oe.Outlet(ships=3.0))}},
        None,
        (
            "Programme.pipe.outlet.ships: the route has no voyage of the seller's to count; leave "
            "it out"
        ),
    ),
    (
        {
            "contracts": {
                "fund": FUND.evolve(loans={"bank": FUND.loans["bank"].evolve(start="2025-03-01")})
            }
        },
        None,
        (
            "Programme.fund.bank.start: expected a day in 2026-01/2026-06, got 2025-03-01; leave "
            "it out for a loan that runs already, with what is owed when the first month begins "
            "as its principal"
        ),
    ),
    (
        {"split": "shares"},
        None,
        (
            "Programme.gulf.outlet.share: required where the split is by shares, as no outlet of "
            "'supply' has one; write gulf.outlet.share='60 %'"
        ),
    ),
]


@pytest.mark.parametrize(("changes", "kind", "sentence"), MISFITS)
def test_parts_that_do_not_fit_are_named(
    changes: dict[str, Any], kind: type[OilEconError] | None, sentence: str
) -> None:
    given = (kind,) if kind is not None else ()
    assert refusal(lambda: P.evolve(**changes), *given) == sentence


def test_shares_of_a_month_that_add_up_to_more_than_all_are_refused() -> None:
    shares = P.vary(
        {
            "split": "shares",
            "gulf.outlet.share": "40 %",
            "asia.outlet.share": oe.Q([0.5, 0.5, 0.5, 0.6, 0.5, 0.5], "1"),
        }
    )
    assert oe.run(shares).programme == shares
    assert refusal(lambda: shares.vary({"gulf.outlet.share": "45 %"})) == (
        "Programme.gulf.outlet.share: the shares of 'supply' add up to 105 % in 2026-04, of "
        "'gulf' and 'asia'; write shares that add up to at most 100 %"
    )


def _two(first: dict[str, Any], second: dict[str, Any], **more: Any) -> oe.Programme:
    """Return a programme whose Gulf has two regimes, as two routes."""
    later = P.gulf.evolve(outlet=oe.Outlet(**second), **more)
    gulf = P.gulf.evolve(outlet=oe.Outlet(**first))
    return P.evolve(routes={**P.routes, "gulf": gulf, "later": later})


OVERLAPPING = [
    (
        {"until": "2026-03-31"},
        {"since": "2026-03-15"},
        (
            "Programme.gulf.outlet.until: 'gulf' and 'later' have one title and one way, and are "
            "both open from 2026-03-15 to 2026-03-31; write until='2026-03-14' for 'gulf', or "
            "another title for other buyers"
        ),
    ),
    (
        {"since": "2026-03-01"},
        {"since": "2026-02-01"},
        (
            "Programme.later.outlet.until: 'later' and 'gulf' have one title and one way, and are "
            "both open from 2026-03-01; write until='2026-02-28' for 'later', or another title "
            "for other buyers"
        ),
    ),
    (
        {"until": "2026-03-31"},
        {"until": "2026-02-28"},
        (
            "Programme.gulf.outlet.until: 'gulf' and 'later' have one title and one way, and are "
            "both open from the first day to 2026-02-28; write days that do not overlap, or "
            "another title for other buyers"
        ),
    ),
]


@pytest.mark.parametrize(("first", "second", "sentence"), OVERLAPPING)
def test_licences_of_the_same_buyers_do_not_overlap(
    first: dict[str, Any], second: dict[str, Any], sentence: str
) -> None:
    assert refusal(lambda: _two(first, second)) == sentence
    assert "later" in _two(first, second, title="Other buyers").routes


def test_licences_may_follow_one_another() -> None:
    """A route of the second regime begins on the day after the first ends."""
    two = _two({"until": "2026-03-31"}, {"since": "2026-04-01"})
    months = oe.run(two)
    assert list(months["gulf.barrels"].magnitude > 0.0) == [True] * 3 + [False] * 3
    assert list(months["later.barrels"].magnitude > 0.0) == [False] * 3 + [True] * 3
    assert "later" in _two({}, {"since": "2026-04-01"}).routes  # the first is no regime


CONTRADICTING = [
    (
        {"gulf.outlet.term": "250 kb/day"},
        (
            "Programme.gulf.outlet.term: 250000 bbl/day in 2026-01 are more than the capacity of "
            "200000 bbl/day, and so in every later month; write a smaller term, or more capacity"
        ),
    ),
    (
        {"gulf.outlet.minimum": "7 Mb"},
        (
            "Programme.gulf.outlet.minimum: 7000000 bbl in 2026-01 are more than the capacity of "
            "6200000 bbl, and so in every later month; write a smaller minimum, or more capacity"
        ),
    ),
]


@pytest.mark.parametrize(("changes", "sentence"), CONTRADICTING)
def test_a_limit_that_no_month_meets_is_refused(changes: dict[str, Any], sentence: str) -> None:
    assert refusal(lambda: oe.run(P.vary(changes))) == sentence


def test_a_limit_of_some_months_gives_way() -> None:
    """A blockade is no mistake: the term is cut to what may be sold."""
    capacity = oe.Q([200.0, 200.0, 50.0, 0.0, 200.0, 200.0], "kb/day")
    months = oe.run(P.vary({"gulf.outlet.term": "100 kb/day", "gulf.outlet.capacity": capacity}))
    days = [31, 28, 31, 30, 31, 30]
    sold = months["gulf.barrels"].to("kb").magnitude
    assert (sold[2:4] <= [50.0 * days[2] + 1e-6, 0.0]).all()
    assert (sold[[0, 1, 4]] >= [100.0 * days[k] - 1e-6 for k in (0, 1, 4)]).all()


def test_oil_owed_above_all_that_can_ever_be_made_is_refused() -> None:
    owed = P.vary({"fund.repayment.volume": "2 Mb/day"})
    assert refusal(lambda: oe.run(owed)) == (
        "Programme.fund.repayment.volume: 2000000 bbl/day are owed to 'fund' in 2026-01, and "
        "'supply' cannot make more than 1051904 bbl/day, then or in a later month; write a "
        "smaller volume, or more supply.output"
    )


def test_oil_owed_above_what_some_months_make_is_overdue() -> None:
    output = oe.Q([630.0, 0.0, 0.0, 630.0, 630.0, 630.0], "kb/day")
    stopped = P.vary(
        {
            "supply.output": output,
            "supply.production.stock": "0 Mb",
            "supply.production.decline": "0 %/year",
        }
    )
    short = oe.run(stopped)["fund.short"].to("bbl").magnitude
    assert list(short > 0.0) == [False, True, True, False, False, False]


def test_more_combinations_than_a_month_can_try_are_refused() -> None:
    base = oe.scenario("article").vary({"supply.output": "630 kb/day"})
    more = {f"o{k}": base.gulf.evolve(title=f"o{k}") for k in range(14)}
    outlets = {name: oe.Outlet(minimum="100 kb") for name in more}
    of_all = base.evolve(routes={**base.routes, **more})
    text = refusal(lambda: oe.run(oe.Programme.of(of_all, "2026-01/2026-01", outlets=outlets)))
    assert text == (
        "Programme.o0.outlet: the steps and least sales of 14 outlets have 16,384 combinations a "
        "month, and at most 10,000 are tried; write fewer steps, or no minimum"
    )
