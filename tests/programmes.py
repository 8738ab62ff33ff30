"""Random programmes, which the properties of a run are tested on."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import oilecon as oe

__all__ = ["BLOCKADE", "PRICES", "SERVED", "programmes"]

S = oe.scenario("article-sanctioned")
PRICES = {
    "market.brent": oe.prices.MeanReverting(
        start="63.8 USD/bbl", kappa="0.83 1/year", level="67 USD/bbl", sigma="41 %"
    )
}

SERVED: oe.Programme = oe.Programme.of(
    oe.scenario("article").vary(
        {"supply.output": "630 kb/day", "supply.diluent_supply": "167 kb/day"}
    ),
    "2026-01/2026-12",
    outlets={
        "gulf": oe.Outlet(capacity="200 kb/day", lag="30 day"),
        "asia": oe.Outlet(ships=20.0, lag="60 day", held="10 day", receivable="100 MUSD"),
    },
    production={
        "supply": oe.Production(
            decline="15 %/year", storage="15 Mb", stock="8 Mb", domestic="50 kb/day"
        )
    },
    contracts={
        "fund": oe.LoanContract(
            {"term": oe.Loan("1000 MUSD", "4 year", rate="6 %/year", frequency="quarterly")},
            oe.OilRepayment(volume="40 kb/day", sweep="0 %"),
            "asia",
        )
    },
)
"""A year of two outlets and of oil for lenders."""

_OPEN = {"gulf.outlet.capacity": "200 kb/day", "asia.outlet.ships": 20.0}
BLOCKADE: oe.Programme = SERVED.by_date(
    {
        "2026-01/2026-03": _OPEN,
        "2026-04/2026-08": {"gulf.outlet.capacity": "0 kb/day", "asia.outlet.ships": 6.0},
        "2026-09/2026-12": _OPEN,
    }
)
"""The same, with five months in which hardly anything leaves: tanks fill, and wells are shut in."""


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


def amounts(low: float, high: float, unit: str) -> st.SearchStrategy[Any]:
    return st.floats(low, high).map(lambda number: oe.Q(number, unit))


@st.composite
def outlets(draw: Any) -> oe.Outlet:
    steps = draw(st.integers(0, 2))
    capacity = draw(maybe(amounts(0.0, 600.0, "kb/day")))
    most = 100.0 if capacity is None else min(capacity.magnitude, 100.0)
    return oe.Outlet(
        capacity=capacity,
        licence=draw(maybe(amounts(0.0, 600.0, "kb/day"))),
        since=draw(st.sampled_from(["", "2026-01-01", "2026-02-11"])),
        until=draw(st.sampled_from(["", "2026-06-20"])),
        term=draw(st.one_of(st.just(oe.Q(0.0, "kb/day")), amounts(0.0, most, "kb/day"))),
        steps={
            name: oe.PriceStep(oe.Q(100.0 + 50.0 * k, "kb/day"), oe.Q(-1.5 * k, "USD/bbl"))
            for k, name in enumerate(["high", "low"][:steps])
        },
        ships=draw(maybe(st.floats(0.0, 40.0))),
        fleet=draw(st.sampled_from(["under way", "at home"])),
        lag=draw(amounts(-45.0, 90.0, "day")),
        held=draw(st.sampled_from([oe.Q(0.0, "day"), oe.Q(20.0, "day")])),
        unpaid=draw(st.sampled_from([oe.Q(0.0, "%"), oe.Q(5.0, "%")])),
        receivable=draw(amounts(0.0, 500.0, "MUSD")),
        fund=draw(amounts(0.0, 200.0, "MUSD")),
        afloat=draw(amounts(0.0, 5.0, "Mb")),
    )


@st.composite
def productions(draw: Any) -> oe.Production:
    storage = draw(st.floats(0.0, 20.0))
    return oe.Production(
        decline=draw(amounts(0.0, 0.4, "1/year")),
        investment=draw(amounts(0.0, 3.0, "MUSD/day")),
        capital_cost="10000 USD*day/bbl",
        lag=float(draw(st.integers(0, 3))),
        shut_in=draw(amounts(0.0, 100.0, "kb/day")),
        reopening=float(draw(st.integers(1, 3))),
        domestic=draw(amounts(0.0, 100.0, "kb/day")),
        domestic_price=draw(amounts(0.0, 20.0, "USD/bbl")),
        partner_share=draw(st.sampled_from([oe.Q(0.0, "%"), oe.Q(40.0, "%")])),
        storage=oe.Q(storage, "Mb"),
        stock=oe.Q(storage * draw(st.floats(0.0, 1.0)), "Mb"),
    )


@st.composite
def contracts(draw: Any) -> oe.LoanContract:
    loan = oe.Loan(
        draw(amounts(50.0, 2000.0, "MUSD")),
        "3 year",
        rate="7 %/year",
        frequency="quarterly",
        start=draw(st.sampled_from(["", "2026-03-01"])),
        default_margin="2 %/year",
    )
    arrears = oe.Loan("80 MUSD", "1 month", rate="0 %/year", frequency="monthly")
    loans = {"arrears": arrears, "term": loan} if not loan.start else {"term": loan}
    oil = draw(
        st.sampled_from(
            [
                None,
                oe.OilRepayment(volume="60 kb/day", sweep="0 %"),
                oe.OilRepayment(volume="60 kb/day", sweep="100 %"),
                oe.OilRepayment(share="10 %", sweep="0 %", cash="60 MUSD/year"),
                oe.OilRepayment(volume="20 kb/day", sweep="50 %", call_limit="80 kb/day"),
                oe.OilRepayment(
                    value="2 MUSD/day",
                    max="90 kb/day",
                    sweep="0 %",
                    differential="-3 USD/bbl",
                    reference_price="55 USD/bbl",
                    hold="2 months",
                    account=oe.CollectionAccount(debt_service_reserve=1.2, opening="30 MUSD"),
                ),
            ]
        )
    )
    return oe.LoanContract(
        loans,
        oil,
        "" if oil is None else draw(st.sampled_from(["gulf", "asia"])),
        deliveries=draw(st.sampled_from(["before cash sales", "after cash sales"])),
        until=draw(st.sampled_from(["", "2026-05-10"])),
    )


@st.composite
def pools(draw: Any) -> oe.DiluentPool:
    storage = draw(st.floats(0.0, 3.0))
    further = {"overseas": oe.DiluentSource(volume="30 kb/day", change="5 USD/bbl")}
    return oe.DiluentPool(
        volume=draw(amounts(20.0, 200.0, "kb/day")),
        sources=draw(st.sampled_from([{}, further])),
        storage=oe.Q(storage, "Mb"),
        stock=oe.Q(storage * draw(st.floats(0.0, 1.0)), "Mb"),
        bartered=draw(st.sampled_from([oe.Q(0.0, "%"), oe.Q(40.0, "%")])),
    )


@st.composite
def programmes(draw: Any, *, plain: bool = False) -> oe.Programme:
    """Draw a programme of seven months; a plain one has outlets alone."""
    supply = S.vary(
        {
            "supply.output": draw(amounts(250.0, 900.0, "kb/day")),
            "supply.diluent_supply": draw(amounts(80.0, 250.0, "kb/day")),
            "market.brent": draw(amounts(50.0, 90.0, "USD/bbl")),
        }
    )
    light = S.supply.evolve(output="80 kb/day", diluent=None, target_api=None)
    if draw(st.booleans()):
        routes = dict(supply.routes)
        routes["spain"] = routes["gulf"].evolve(stream="light", title="Spain")
        supply = supply.evolve(streams={"light": light}, routes=routes)
    chosen = {name: draw(outlets()) for name in supply.routes}
    return oe.Programme.of(
        supply,
        "2026-01/2026-07",
        outlets=chosen,
        production=None if plain else {"supply": draw(productions())},
        contracts={}
        if plain
        else {f"loan{k}": draw(contracts()) for k in range(draw(st.integers(0, 2)))},
        diluent_pool=None if plain else draw(maybe(pools())),
        cargoes="part" if plain else draw(st.sampled_from(["part", "whole"])),
        objective=draw(st.sampled_from(["operating", "net", "netback"])),
        discount=draw(st.sampled_from([oe.Q(0.0, "1/year"), oe.Q(0.1, "1/year")])),
    )
