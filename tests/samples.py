"""Cases and helpers that several files of tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import oilecon as oe
from oilecon.errors import InputError, OilEconError
from oilecon.groups import Members, Subgroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from oilecon.groups import Group

    Run = Callable[..., "Ran"]


class Ran(NamedTuple):
    """A command's exit code and output."""

    code: int
    out: str
    err: str


SANCTIONED: oe.Scenario = oe.scenario("article-sanctioned")
GROUPS: list[type[Group]] = [
    *(oe.Crude, oe.Diluent, oe.Intermediary, oe.Market, oe.Risk, oe.Route, oe.Sale, oe.Scenario),
    *(oe.Supply, oe.TimeCharterEquivalent, oe.TimeCharter, oe.Worldscale, oe.LumpSum),
    *(oe.PerTonne, oe.PerBarrel, oe.Vessel, oe.Voyage, oe.Overland, oe.Tariff),
    *(oe.Call, oe.Parcel),
    *(oe.LinearQuality, oe.SulphurDeescalator, oe.Viscosity),
    *(oe.Amendment, oe.CollectionAccount, oe.Debt, oe.Loan, oe.OilRepayment),
    *(oe.ImportCharges, oe.Marker, oe.FiscalTerms, oe.WindfallBand),
    *(oe.Assay, oe.Cut, oe.Refinery, oe.CrudeUnit, oe.VacuumUnit, oe.Reformer),
    *(oe.Hydrotreaters, oe.Cracker, oe.Coker, oe.BitumenUnit),
    *(oe.ProductPrice, oe.ProductPrices, oe.Parity),
    *(oe.Programme, oe.Outlet, oe.PriceStep, oe.Production, oe.LoanContract),
    *(oe.DiluentPool, oe.DiluentSource),
]


def plain(scenario: oe.Scenario) -> oe.Scenario:
    """Return a scenario with the same figures, none of which has evidence."""
    given = {path: scenario.get(path) for path, _, raw in scenario.leaves() if raw is not None}
    return scenario.vary(given)


ASSAY: oe.Assay = oe.Assay(
    {
        "naphtha": oe.Cut(boils_to="180 degC", volume="12 %", density="740 kg/m3"),
        "distillate": oe.Cut("180 degC", "340 degC", volume="20 %", density="864 kg/m3"),
        "gas_oil": oe.Cut("340 degC", "525 degC", volume="28 %", density="957 kg/m3"),
        "residue": oe.Cut(
            "525 degC", volume="40 %", density="1053 kg/m3", sulphur="4 %", carbon_residue="25 %"
        ),
    },
    name="a heavy crude",
)
"""A heavy crude with wide cuts."""

COKING: oe.Refinery = oe.Refinery(
    oe.CrudeUnit("0.07 MMBtu/bbl", "0.7 kWh/bbl"),
    vacuum_unit=oe.VacuumUnit("0.11 MMBtu/bbl", "2.2 kWh/bbl"),
    reformer=oe.Reformer("85 %", "5 %", hydrogen="3.1 %", gas="6.4 %", fuel="0.34 MMBtu/bbl"),
    hydrotreaters=oe.Hydrotreaters(gas_oil="1.2 kg/bbl", fuel="0.14 MMBtu/bbl"),
    cracker=oe.Cracker("26.6 %", "57.9 %", "18.7 %", "6.3 %", "5.3 %", "5.5 %"),
    coker=oe.Coker(
        "10 %", "14 %", "50 %", "26 %", "45 %", "50 %", "770 kg/m3", "934 kg/m3", coke_ratio=1.28
    ),
    catalyst="0.4 USD/bbl",
    hydrogen_gas="0.149 MMBtu/kg",
    fuel_gas_heat="51.6 MMBtu/t",
)
"""A coking refinery with plain figures."""

COKER: Any = COKING.coker
CRACKER: Any = COKING.cracker

PRICES: oe.ProductPrices = oe.ProductPrices(
    gasoline="76.81 USD/bbl",
    diesel="103.17 USD/bbl",
    jet="94.84 USD/bbl",
    propane="25.4 USD/bbl",
    naphtha="58.43 USD/bbl",
    fuel_oil="56.66 USD/bbl",
    coke="70 USD/t",
    natural_gas="3.79 USD/MMBtu",
    electricity="0.0844 USD/kWh",
)
"""Prices of every product of a coking refinery, by the barrel."""

LIGHTER: oe.Assay = oe.Assay(
    {
        "naphtha": oe.Cut(boils_to="180 degC", volume="20 %", density="735 kg/m3"),
        "distillate": oe.Cut("180 degC", "340 degC", volume="26 %", density="850 kg/m3"),
        "gas_oil": oe.Cut("340 degC", "525 degC", volume="26 %", density="940 kg/m3"),
        "residue": oe.Cut("525 degC", volume="28 %", density="1040 kg/m3", carbon_residue="24 %"),
    },
    name="a lighter crude",
)
"""A crude with less residue than `ASSAY`."""

PARITY: oe.Parity = oe.Parity(
    ASSAY, LIGHTER, COKING, PRICES, marker_differential="-7.4 USD/bbl", delivery="3 USD/bbl"
)
"""The heavy crude against the lighter one."""


DESK = oe.Source(
    "desk-2026-11",
    title="House view, November",
    publisher="Our desk",
    date="2026-11-02",
    retrieved="2026-11-20",
    locator="https://desk.example/november",
)
PROGRAMME: oe.Programme = oe.Programme.of(
    oe.scenario("article").vary({"supply.output": "630 kb/day"}),
    "2026-01/2026-06",
    outlets={
        "gulf": oe.Outlet(
            capacity="200 kb/day",
            steps={
                "first": oe.PriceStep("120 kb/day", "0 USD/bbl"),
                "second": oe.PriceStep("80 kb/day", "-2 USD/bbl"),
            },
        ),
        "asia": oe.Outlet(
            capacity=oe.Sourced("400 kb/day", kind="estimate", source=DESK), lag="60 day"
        ),
    },
    production={"supply": oe.Production(decline="15 %/year", storage="15 Mb", stock="8 Mb")},
    contracts={
        "fund": oe.LoanContract(
            {"bank": oe.Loan("1000 MUSD", "5 year", "6 %/year", profile="bullet")},
            oe.OilRepayment(volume="50 kb/day"),
            "asia",
        )
    },
    diluent_pool=oe.DiluentPool("100 kb/day", valued_by="asia"),
)
"""Half a year with two outlets, a lender and shared diluent."""


def samples() -> dict[type[Group], Group]:
    """Return a group of each kind."""
    found: dict[type[Group], Group] = {}
    waiting: list[Group] = [
        SANCTIONED,
        oe.LinearQuality("40 degAPI"),
        oe.ImportCharges(duty="8 %"),
        oe.Marker("100 %", price="55 USD/bbl"),
        oe.FiscalTerms(
            gross_revenue_tax="15 %", windfall={"band": oe.WindfallBand("55 USD/bbl", "20 %")}
        ),
        oe.SulphurDeescalator("0.4 USD/bbl", "0.6 %"),
        oe.Viscosity("15 degC", "1 cSt"),
        oe.TimeCharter("60000 USD/day"),
        oe.Worldscale(75.0, "22.18 USD/t"),
        oe.LumpSum("8000000 USD"),
        oe.PerTonne("36 USD/t"),
        oe.PerBarrel("5.5 USD/bbl"),
        oe.Overland(oe.Tariff("9 USD/bbl", spot_toll="12 USD/bbl"), spot_share="20 %"),
        oe.ProductPrices(gasoline="76.8 USD/bbl", coke="70 USD/t"),
        oe.Call("load", share="50 %"),
        oe.Parcel("20000 t", "22 degAPI"),
        oe.Amendment("2015-01-01", "write-down", share="20 %"),
        ASSAY,
        COKING,
        PARITY,
        oe.BitumenUnit("50 %"),
        oe.DiluentSource("50 kb/day", "3 USD/bbl"),
        PROGRAMME,
        SANCTIONED,  # again, so that its groups are those without outlets
        oe.Debt(
            oe.Loan("495 MUSD", "72 months", base="0.141 %/year", start="2012-02-27"),
            oe.OilRepayment(volume="10 kb/day", account=oe.CollectionAccount(1.3)),
        ),
    ]
    while waiting:
        group = waiting.pop()
        found[type(group)] = group
        for name, field in group._fields.items():
            raw = group._raw[name]
            if isinstance(field, Members):
                waiting += raw.values()
            elif isinstance(field, Subgroup) and raw is not None:
                waiting.append(raw)
    return found


SAMPLES = samples()


def full_route(terms: str) -> oe.Scenario:
    """Return a scenario of one route that has every line there is."""
    chain = {
        "trader": oe.Intermediary(fee="1.3 USD/bbl", required_margin="4 %"),
        "broker": oe.Intermediary(price_share="1 %", share="2 %"),
        "agent": oe.Intermediary(fee_per_tonne="9 USD/t", paid_by="buyer"),
        "bank": oe.Intermediary(advance="30 %", advance_rate="15 %/year", role="others"),
    }
    risk = oe.Risk(
        transit_loss="0.3 %",
        cargo_insurance="0.1 %",
        hull_value="39.1 MUSD",
        hull_war_risk="0.5 %",
        seizure_rate="76 %/year",
        casualty="1 %",
        cargo_cover="40 %",
        hull_borne="50 %",
        hull_risk_in_freight="separate",
    )
    sale = oe.Sale(
        "-14 USD/bbl",
        terms,
        payment_days="40 day",
        prepayment="20 %",
        conversion_cost="2 %",
        nonpayment="14.2 %",
    )
    charges = oe.ImportCharges(
        duty="8 %",
        duty_per_barrel="0.0525 USD/bbl",
        harbour_fee="0.125 %",
        consumption_tax="1.2 CNY/L",
        litres_per_tonne="1015 L/t",
        vat="13 %",
        recovered="1300 CNY/t",
        exchange_rate="6.47 CNY/USD",
    )
    sea = SANCTIONED.asia.sea.evolve(
        shadow_multiple=2.0,
        shadow_addition="0.7 USD/bbl",
        demurrage="50000 USD/day",
        demurrage_days="3 day",
        demurrage_days_discharge="2 day",
        extra_days="6 day",
        transfer_cost="0.65 USD/bbl",
        transfer_fee="100000 USD",
    )
    route = oe.Route(
        sale=sale,
        legs={"sea": sea},
        chain=chain,
        risk=risk,
        charges=charges if terms == "DDP" else None,
    )
    take = oe.FiscalTerms(
        reference_price="58 USD/bbl",
        severance_tax="16.7 %",
        gross_revenue_tax="5 %",
        income_tax="34 %",
        price_cap="50 USD/bbl",
        windfall={
            "low": oe.WindfallBand("55 USD/bbl", "20 %"),
            "high": oe.WindfallBand("80 USD/bbl", "80 %"),
        },
        windfall_exempt="25 %",
    )
    supply = SANCTIONED.supply.evolve(royalty="30 %", production_cost="1 USD/bbl", take=take)
    market = SANCTIONED.market.evolve(brent="130 USD/bbl")
    found: oe.Scenario = SANCTIONED.evolve(
        market=market, supply=supply, routes={"route": route}, reference=""
    )
    return found


def refusal(make: Any, kind: type[OilEconError] = InputError) -> str:
    """Return the text of the error that a call raises."""
    with pytest.raises(kind) as caught:
        make()
    assert type(caught.value) is kind
    return str(caught.value)


# -- evidence ------------------------------------------------------------------------------------

BRENT = oe.Sourced(
    "64 USD/bbl",
    low="55 USD/bbl",
    high="80 USD/bbl",
    range="p10-p90",
    kind="estimate",
    as_of="2026-11",
    source=DESK,
    note="Our quarterly view.",
)
YOURS: oe.Scenario = oe.scenario("article").vary(
    {"market.brent": BRENT, "supply.production_cost": "15 USD/bbl"}
)
"""The article's scenario with one sourced figure of the user's, and one plain one."""


# -- debts ---------------------------------------------------------------------------------------

LOAN: oe.Loan = oe.Loan.shipped("CDB 2012 equipment")
OIL = oe.OilRepayment(volume="10 kb/day", price="55 USD/bbl", sweep="100 %")


# -- oils ----------------------------------------------------------------------------------------

SHARE, LOST = 0.20835314489068818, 0.002474934111932868
"""Diluent in the summed volumes of Merey of 16 degAPI, and what mixing loses, bisected by hand."""
HEAVY, NAPHTHA, MESA = (
    oe.Crude.shipped(name) for name in ("Orinoco extra-heavy", "heavy naphtha", "Mesa 30")
)


def oil(api: float, name: str = "", cst: float | None = None, **more: Any) -> oe.Crude:
    """Return a crude of a gravity, with a viscosity at 15 degC if given."""
    points = {} if cst is None else {"at_15c": oe.Viscosity("15 degC", oe.Q(cst, "cSt"))}
    return oe.Crude(oe.Q(api, "degAPI"), name=name, viscosities=points, **more)
