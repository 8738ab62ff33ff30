"""Ecuador: contracts, freight and who took the difference, by the press and two public bodies.

Each figure of the table below names its publication. Its tolerance is the rounding of what is
printed, or of what it is worked out from; another reason stands beside the figure. The loans have
a file of their own, `test_ecuador_loans.py`.

Petroecuador's differentials against WTI, -7.43 on the contract and -3.45 in a tender of the same
month of 2022, are by its trade manager in El Universo; freight is what it says that it lost by
Flopec's in 2022, 644.5 MUSD over 116.6 Mb (Primicias, 20 April 2023), no audited bill; landed
prices are the EIA's, by month of landing. The differential is of one month and freight of a year,
so that what is left between is arithmetic, to a cent, and nobody's published margin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import oilecon as oe

if TYPE_CHECKING:
    from oilecon.units import Quantity

Q = oe.Q


def of(money: str, oil: str) -> Quantity:
    """Return money by the barrel."""
    by_barrel: Quantity = Q(money) / Q(oil)
    return by_barrel


@pytest.mark.parametrize(
    ("figure", "printed", "tolerance"),
    [
        # Loans and the barrels that repay them
        (of("1000 MUSD", "69.12 Mb") / Q("28 %"), "51.67 USD/bbl", 0.01),  # OGJ 2009-08
        (Q("158 MUSD") + Q("316 MUSD") + Q("417 MUSD"), "891 MUSD", 0.5),  # demosinsight.com 2020
        (Q("745 MUSD") + Q("680 MUSD"), "1400 MUSD", 30),  # Finance Ministry; 1,420 elsewhere
        (of("18020 MUSD", "1310 Mb"), "13.75 USD/bbl", 0.01),  # El Universo 2017
        # The contract of 2016 is printed as 4.8 on 122 Mb, see below; El Comercio's 123.7 give
        # 4.85, to half of the printed digit.
        (of("600 MUSD", "123.7 Mb"), "4.8 USD/bbl", 0.06),
        (Q("181 Mb") + Q("76.3 Mb"), "257.3 Mb", 0.05),  # El Comercio 2016
        # Contract against spot. The commission may have summed cargo by cargo.
        (Q("1325 Mb") * Q("3.60 USD/bbl"), "4771 MUSD", 15),  # the Assembly's commission 2022
        (Q("-3.45 USD/bbl") - Q("-7.43 USD/bbl"), "3.98 USD/bbl", 0.005),  # El Universo 2022
        ((Q("58.7 USD/bbl") - Q("52.8 USD/bbl")) * Q("720 kb"), "4.248 MUSD", 0.01),  # 2017-12-12
        (of("34.45 MUSD", "69.12 Mb"), "0.4984 USD/bbl", 0.001),  # Comptroller DA3-0015-2012
        # Freight
        (Q("10034 MUSD") + Q("644.5 MUSD"), "10678 MUSD", 1),  # Primicias 2023-04-20
        (of("644.5 MUSD", "116.6 Mb"), "5.5274 USD/bbl", 0.01),
        (of("5.6 MUSD", "1.8 Mb"), "3.1111 USD/bbl", 0.01),  # America Economia 2023: 13.8 less 8.2
        # Renegotiation
        (of("2400 MUSD", "28.8 Mb"), "83.3333 USD/bbl", 0.1),  # enernews.com: 80 cargoes of 360 kb
        (Q("44 Mb") / Q("111 Mb"), "40 %", 0.5),  # Primicias 2022-12-06
        # Price, sovereignty margin, Amazon laws, transport and sale: El Universo, 30 March 2020
        (
            Q("25 %") * Q("16 USD/bbl") + Q("1.05 USD/bbl") + Q("2.60 USD/bbl"),
            "7.65 USD/bbl",
            0.005,
        ),
        # Prices, volumes and revenue
        (Q("-17 USD/bbl") / Q("-11.25 USD/bbl") - 1, "51 %", 0.5),  # Argus 2023-07-12
        (of("8579.5 MUSD", "89.5 Mb"), "95.8603 USD/bbl", 0.02),  # Andes 2011-11
        ((Q("385660 bbl/day") - Q("381965 bbl/day")) * Q("334 day"), "1234130 bbl", 0.5),
        (Q("18.5 Mb") * Q("82.7 USD/bbl"), "1530 MUSD", 1),  # El Universo 2023
        # Printed as barrels produced; the quotient shows that they are the barrels exported.
        (of("1080.141 MUSD", "15.97948 Mb"), "67.61 USD/bbl", 0.02),  # eldiario.ec 2025-06-10
    ],
)
def test_sums_and_quotients(figure: Quantity, printed: str, tolerance: float) -> None:
    wanted = Q(printed)
    assert figure.to(wanted.units).magnitude == pytest.approx(wanted.magnitude, abs=tolerance)


def test_money_advanced_by_the_barrel_that_does_not_follow_from_its_volume() -> None:
    """Printed as 4.8 USD/bbl for contract 2016916 beside 122 Mb, of 600 MUSD (El Universo 2017)."""
    found = of("600 MUSD", "122 Mb").to("USD/bbl").magnitude
    assert found == pytest.approx(4.918, abs=0.0005)
    assert abs(found - 4.8) > 0.06


def test_a_mean_price_that_does_not_follow_from_its_totals() -> None:
    """Printed as 31 USD/bbl for 2015, beside 5,607.385322 MUSD and 132.266232 Mb (notimundo)."""
    mean = of("5607.385322 MUSD", "132.266232 Mb").to("USD/bbl").magnitude
    assert mean == pytest.approx(42.3947, abs=0.0001)
    assert abs(mean - 31.0) > 0.5


def sold(wti: str, contract: str, landed: str, freight: str) -> oe.Scenario:
    """Return the producer's sale at the port beside a sale of the same oil where it lands."""
    basket = {"wti": oe.Marker("100 %", price=wti)}
    ship = oe.Vessel.shipped("aframax")
    return oe.Scenario(
        market=oe.Market("100 USD/bbl", "700 USD/t", "1000 USD/t", "0 %/year"),
        supply=oe.Supply(oe.Crude("23.7 degAPI", name="Oriente"), production_cost="0 USD/bbl"),
        routes={
            "contract": oe.Route(sale=oe.Sale(contract, terms="FOB", markers=basket)),
            "landed": oe.Route(
                sale=oe.Sale(landed, terms="DAP", markers=basket),
                legs={
                    "sea": oe.Voyage(ship, oe.PerBarrel(freight), "3007 nmi", cargo="70000 t"),
                },
                chain={"trader": oe.Intermediary(fee="0 USD/bbl")},
            ),
        },
    )


@pytest.mark.parametrize(
    ("wti", "contract", "landed", "freight", "left"),
    [
        # 2022: landed at WTI + 2.06, ten months; the year's mean freight
        ("94.79 USD/bbl", "-7.43 USD/bbl", "2.06 USD/bbl", "5.53 USD/bbl", 3.96),
        # the tender of the same month
        ("94.79 USD/bbl", "-3.45 USD/bbl", "2.06 USD/bbl", "5.53 USD/bbl", -0.02),
        # January 2023: landed at 80.78
        ("78.12 USD/bbl", "-15.01 USD/bbl", "2.66 USD/bbl", "9.85 USD/bbl", 7.82),
    ],
)
def test_what_is_left_to_those_between(
    wti: str, contract: str, landed: str, freight: str, left: float
) -> None:
    case = sold(wti, contract, landed, freight)
    paid, worth = (oe.evaluate(case, route).netback for route in ("contract", "landed"))
    assert (worth - paid).magnitude == pytest.approx(left, abs=0.01)


def test_it_is_the_fee_at_which_both_sales_leave_the_producer_the_same() -> None:
    """3.96, against the 3.69 that Petroecuador itself reported: consistent, and no proof."""
    case = sold("94.79 USD/bbl", "-7.43 USD/bbl", "2.06 USD/bbl", "5.53 USD/bbl")
    assert oe.evaluate(case, "landed").price.magnitude == pytest.approx(96.85)
    assert oe.evaluate(case, "contract").netback.magnitude == pytest.approx(87.36)
    even = oe.breakeven(
        case, "landed.trader.fee", outcome="loss.netback", routes=("contract", "landed")
    )
    assert even.value.to("USD/bbl").magnitude == pytest.approx(3.96, abs=0.01)


def test_the_revenue_of_a_tender_of_two_grades() -> None:
    """El Universo, 9 November 2023: 816.6 MUSD; WTI of 79.24 is worked out from it."""
    lots = {"-3.90 USD/bbl": "6.84 Mb", "-9.50 USD/bbl": "4.32 Mb"}
    paid = sum(
        oe.evaluate(sold("79.24 USD/bbl", at, "0 USD/bbl", "0 USD/bbl"), "contract").price * Q(oil)
        for at, oil in lots.items()
    )
    assert paid.to("MUSD").magnitude == pytest.approx(816.6, abs=0.1)


@pytest.mark.parametrize(("toll", "a_day"), [("3 USD/bbl", 30_900), ("30 USD/bbl", 309_000)])
def test_what_a_toll_costs_a_shipper(toll: str, a_day: float) -> None:
    """Expreso and kienyke.com, January 2026: 10,300 b/d on SOTE, before the reprisal and after."""
    case = sold("60 USD/bbl", "0 USD/bbl", "0 USD/bbl", "0 USD/bbl")
    line = {"sote": oe.Overland(oe.Tariff(toll=toll))}
    found = oe.evaluate(
        case.evolve(routes={"piped": oe.Route(sale=case.contract.sale, legs=line)}), "piped"
    )
    paid = (found.price - found.netback) * Q("10300 bbl/day")
    assert paid.to("USD/day").magnitude == pytest.approx(a_day, abs=0.5)
