"""Nothing is lost on the way: barrels to the barrel, money to the cent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

import oilecon as oe
from tests.programmes import PRICES, programmes


def raw(run: oe.ProgrammeRun, name: str) -> Any:
    return run[name].magnitude


def rise(balance: Any, opening: float) -> Any:
    return np.diff(balance, axis=0, prepend=np.broadcast_to(opening, balance[:1].shape))


@given(programmes())
def test_barrels_are_conserved(programme: oe.Programme) -> None:
    run = oe.run(programme, PRICES, n=3, seed=1)
    days = np.array(programme.calendar.days)[:, None]
    for name in run._task.plan.streams:
        supply = programme.supply if name == "supply" else programme.streams[name]
        wells = supply.production
        stock = raw(run, f"{name}.stock")
        opening = 0.0 if wells is None else wells.stock.magnitude
        sold = sum(
            raw(run, f"{each}.barrels")
            for each in (*programme.routes, *programme.contracts)
            if _stream(programme, each) == name
        )
        made = raw(run, f"{name}.made") - raw(run, f"{name}.bartered")
        np.testing.assert_allclose(rise(stock, opening), made - sold, atol=1e-2)
        storage = 0.0 if wells is None else wells.storage.magnitude
        assert stock.min() >= 0.0
        assert stock.max() <= max(storage, opening) * (1.0 + 1e-12)
        produced, shut = raw(run, f"{name}.produced"), raw(run, f"{name}.shut_in")
        np.testing.assert_allclose(
            produced + shut, raw(run, f"{name}.potential"), rtol=1e-12, atol=1e-3
        )
        assert shut.min() >= -1e-3
        evaluated = oe.evaluate(programme, _route_of(programme, name))
        ratio = evaluated[f"{name}.diluent_ratio"].magnitude if supply.diluent else 0.0
        blend = produced - raw(run, f"{name}.domestic")  # heavy crude that is blended
        np.testing.assert_allclose(raw(run, f"{name}.diluent"), blend * ratio, rtol=1e-9, atol=1e-2)
    for name in programme.routes:
        loaded = raw(run, f"{name}.loaded")
        delivered = sum(
            raw(run, f"{each}.barrels")
            for each, contract in programme.contracts.items()
            if contract.route == name
        )
        np.testing.assert_allclose(loaded, raw(run, f"{name}.barrels") + delivered, atol=1e-2)
        for limit in ("capacity", "licence"):
            most = getattr(programme.routes[name].outlet, limit)
            if most is not None:
                assert (loaded <= most.magnitude * days * (1.0 + 1e-9) + 1e-6).all()


def _stream(programme: oe.Programme, name: str) -> str:
    if name in programme.routes:
        return str(programme.routes[name].stream)
    route = programme.contracts[name].route
    return str(programme.routes[route].stream) if route else ""


def _route_of(programme: oe.Programme, stream: str) -> str:
    return next(name for name, route in programme.routes.items() if route.stream == stream)


@given(programmes())
def test_released_is_earned_less_what_waits_is_lost_or_is_kept(programme: oe.Programme) -> None:
    run = oe.run(programme, PRICES, n=3, seed=1)
    total: Any = 0.0
    for name in programme.routes:
        outlet = programme.routes[name].outlet
        assert outlet is not None
        receivable, fund = raw(run, f"{name}.receivable"), raw(run, f"{name}.fund")
        # Prepaid oil is owed to buyers when the first month begins.
        first = raw(run, f"{name}.earned")[0] - raw(run, f"{name}.due")[0]
        opening = receivable[0] - first
        assert (opening <= outlet.receivable.magnitude + 1e-2).all()
        of_fund = (
            fund[0]
            - (raw(run, f"{name}.due") - raw(run, f"{name}.uncollected"))[0]
            + raw(run, f"{name}.released")[0]
        )
        released = (
            raw(run, f"{name}.earned")
            - rise(receivable, opening)
            - raw(run, f"{name}.uncollected")
            - rise(fund, of_fund)
        )
        np.testing.assert_allclose(raw(run, f"{name}.released"), released, atol=1.0)
        total = total + raw(run, f"{name}.released")
    for name, contract in programme.contracts.items():
        terms = contract.repayment
        account = None if terms is None else terms.account
        opening = 0.0 if account is None else account.opening.magnitude
        released = (
            raw(run, f"{name}.earned")
            - rise(raw(run, f"{name}.fund"), opening)
            - raw(run, f"{name}.service")
        )
        np.testing.assert_allclose(raw(run, f"{name}.released"), released, atol=1.0)
        total = total + raw(run, f"{name}.released")
        debt = raw(run, f"{name}.debt")
        paid = raw(run, f"{name}.service") + raw(run, f"{name}.cash_service")
        assert (debt >= -1e-2).all()
        assert (paid >= -1e-2).all()
    np.testing.assert_allclose(raw(run, "released"), total, atol=1.0)


@given(programmes())
def test_cash_is_released_less_costs_and_is_the_state_s_and_partners(
    programme: oe.Programme,
) -> None:
    run = oe.run(programme, PRICES, n=3, seed=1)
    cash = (
        raw(run, "released")
        + raw(run, "domestic_sales")
        + raw(run, "drawn")
        - raw(run, "production_cost")
        - raw(run, "diluent_cost")
        - raw(run, "investment")
        - raw(run, "cash_service")
    )
    np.testing.assert_allclose(raw(run, "cash"), cash, atol=1.0)
    np.testing.assert_allclose(raw(run, "state") + raw(run, "partners"), raw(run, "cash"), atol=1.0)


@given(programmes())
def test_the_price_of_what_is_sold_is_had_by_somebody(programme: oe.Programme) -> None:
    run = oe.run(programme, PRICES, n=3, seed=1)
    table = run.recipients()
    for name in programme.routes:
        value = (run[f"{name}.barrels"] * run[f"{name}.price"]).to("MUSD").magnitude
        assert table[f"{name} [MUSD]"].sum() == pytest.approx(value.sum() / 3, abs=1e-6)
    for name, contract in programme.contracts.items():
        if not contract.route:
            assert f"{name} [MUSD]" not in table
            continue
        value = (run[f"{name}.earned"] + run[f"{name}.costs"]).to("MUSD").magnitude
        assert table[f"{name} [MUSD]"].sum() == pytest.approx(value.sum() / 3, abs=1e-6)
        kept = run[f"{name}.service"].to("MUSD").magnitude.sum() / 3
        assert table[f"{name} [MUSD]"]["lenders"] >= kept - 1e-6


@given(programmes())
def test_a_constant_path_is_the_one_path_of_the_programme(programme: oe.Programme) -> None:
    brent = programme.market.brent
    deck = oe.prices.PriceDeck(np.full(7, brent.magnitude) * brent.units)
    one, many = oe.run(programme), oe.run(programme, {"market.brent": deck}, n=2)
    for name in one.column_names:
        expected = np.repeat(raw(one, name)[:, None], 2, axis=1)
        np.testing.assert_allclose(raw(many, name), expected, rtol=1e-9, atol=1e-2, err_msg=name)


@given(programmes())
def test_the_order_of_outlets_changes_nothing(programme: oe.Programme) -> None:
    turned = programme.evolve(routes=dict(reversed(list(programme.routes.items()))))
    one, other = oe.run(programme), oe.run(turned)
    for name in one.column_names:
        np.testing.assert_allclose(
            raw(one, name), raw(other, name), rtol=1e-9, atol=1e-2, err_msg=name
        )


@given(programmes())
def test_a_debt_of_nothing_is_no_debt(programme: oe.Programme) -> None:
    free = programme.evolve(contracts={})
    settled = programme.evolve(
        contracts={
            "settled": oe.LoanContract(
                {"term": oe.Loan("1e-6 USD", "3 year", rate="7 %/year", frequency="quarterly")},
                oe.OilRepayment(volume="60 kb/day", sweep="0 %"),
                "gulf",
                until="2025-12-31",
            )
        }
    )
    one, other = oe.run(free), oe.run(settled)
    for name in one.column_names:
        np.testing.assert_allclose(
            raw(one, name), raw(other, name), rtol=1e-9, atol=1e-2, err_msg=name
        )


@given(programmes(plain=True))
def test_more_capacity_never_lowers_the_objective(programme: oe.Programme) -> None:
    programme = programme.evolve(
        routes={
            name: route.evolve(outlet=oe.Outlet(capacity=route.outlet.capacity, ships=None))
            for name, route in programme.routes.items()
            if route.outlet is not None
        }
    )
    before = raw(oe.run(programme), "objective")
    for name in programme.routes:
        outlet = programme.routes[name].outlet
        assert outlet is not None
        if outlet.capacity is not None:
            path = f"{name}.outlet.capacity"
            more = programme.vary({path: outlet.capacity + oe.Q(10.0, "kb/day")})
            after = raw(oe.run(more), "objective")
            assert (after >= before - 1e-2).all()


@given(programmes(plain=True))
def test_one_month_of_one_outlet_is_an_evaluation_times_its_volume(
    programme: oe.Programme,
) -> None:
    gulf = programme.gulf.evolve(outlet=oe.Outlet())
    one = programme.evolve(routes={"gulf": gulf}, streams={}, months="2026-01/2026-01")
    run, barrel = oe.run(one), oe.evaluate(one, "gulf")
    if barrel.operating.magnitude <= 0.0 or one.objective != "operating":
        return
    volume = barrel["supply.blend_rate"] * oe.Q(31.0, "day")
    assert raw(run, "sold")[0] == pytest.approx(volume.to("bbl").magnitude)
    for column, of_barrel in (("earned", barrel.netback), ("objective", barrel.operating)):
        assert raw(run, column)[0] == pytest.approx((volume * of_barrel).to("USD").magnitude)
    assert raw(run, "cash")[0] == pytest.approx(raw(run, "objective")[0])


@pytest.mark.parametrize(
    ("column", "gulf", "asia", "wells"),
    [
        ("asia.barrels", {"capacity": "200 kb/day"}, {"ships": 13.0, "fleet": "at home"}, {}),
        ("gulf.barrels", {}, {"capacity": "0 kb/day"}, {"storage": "60 Mb"}),
        ("released", {"lag": "95 day"}, {}, {}),
        ("arrears", {}, {}, {}),
    ],
)
def test_a_month_remembers_what_happened_three_months_before(
    column: str, gulf: dict[str, Any], asia: dict[str, Any], wells: dict[str, Any]
) -> None:
    """A ship at sea, oil in the tank, a receivable, and what is overdue."""
    loan = oe.Loan("900 MUSD", "1 year", rate="7 %/year", frequency="monthly")
    oil = oe.OilRepayment(volume="45 kb/day", sweep="0 %")
    base = oe.Programme.of(
        oe.scenario("article").vary({"supply.output": "500 kb/day"}),
        "2026-01/2026-06",
        outlets={"gulf": oe.Outlet(**gulf), "asia": oe.Outlet(**asia)},
        production={"supply": oe.Production(**wells)},
        contracts={"fund": oe.LoanContract({"first": loan}, oil, "gulf")},
    )
    shut = np.full(6, 900e3)
    shut[0] = 0.0
    after = base.vary({"gulf.outlet.licence": shut * oe.Q(1.0, "bbl/day")})
    before = base.vary({"gulf.outlet.licence": "900 kb/day"})
    left, right = raw(oe.run(before), column), raw(oe.run(after), column)
    assert left[3] != pytest.approx(right[3])
