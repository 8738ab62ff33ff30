"""The lines of a route besides freight: price, intermediaries, import, risk and payment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.core import finance, trade, waterfall
from oilecon.core.elementwise import maximum, minimum
from oilecon.errors import InputError
from oilecon.netback.legs import ships
from oilecon.netback.lines import LINES, paid_to
from oilecon.netback.voyage import whole_cargo
from oilecon.units import first_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.netback.lines import Line
    from oilecon.units import Raw

    Values = Mapping[str, Any]

__all__ = [
    "PERILS",
    "chain_lines",
    "charge_lines",
    "check_charges",
    "customs_value",
    "marker_lines",
    "on_top_lines",
    "peril_lines",
    "prefinanced_share",
    "settlement_lines",
    "take_lines",
    "war_risk_line",
]


# Recipients of lines, looked up once.
_TO_DUTY = paid_to("import_duty")
_TO_TAX = paid_to("import_tax")
_TO_HARBOUR = paid_to("harbour_fee")
_TO_WAR_RISK = paid_to("hull_war_risk")
_TO_CONVERSION = paid_to("conversion")
_TO_NONPAYMENT = paid_to("nonpayment")
_TO_ROYALTY = paid_to("royalty")
_TO_SEVERANCE = paid_to("severance_tax")
_TO_GROSS_REVENUE = paid_to("gross_revenue_tax")
_TO_WINDFALL = paid_to("windfall_levy")
_TO_INCOME = paid_to("income_tax")


def marker_lines(markers: Values, brent: Raw) -> tuple[Line, ...]:
    """Return the price component of each benchmark of a formula [USD/bbl]."""
    return tuple(
        (
            name,
            "",
            marker["weight"]
            * (brent + marker["differential"] if marker["price"] is None else marker["price"]),
        )
        for name, marker in markers.items()
    )


# -- the chain ---------------------------------------------------------------------------------


def _fixed(party: Values, barrels_per_tonne: Raw) -> Raw:
    """Return a party's fees per barrel [USD/bbl]."""
    taken: Raw = 0.0 if party["fee"] is None else party["fee"]
    if party["fee_per_tonne"] is not None:
        taken = taken + party["fee_per_tonne"] / barrels_per_tonne
    return taken


def on_top_lines(chain: Values, barrels_per_tonne: Raw) -> tuple[Line, ...]:
    """Return the fees that the buyer pays on top of the differential, by party [USD/bbl]."""
    return tuple(
        (f"{name}.on_top", "", _fixed(party, barrels_per_tonne))
        for name, party in chain.items()
        if party["paid_by"] == "buyer"
    )


def prefinanced_share(chain: Values) -> Raw:
    """Return the share of the price that parties of the chain prefinance at loading [1]."""
    share: Raw = 0.0
    for party in chain.values():
        if party["advance"] is not None:
            share = share + party["advance"]
    return share


def chain_lines(
    chain: Values, price: Raw, value: Raw, barrels_per_tonne: Raw, days: Raw
) -> list[Line]:
    """Return each party's line, from the buyer to the producer [USD/bbl].

    Shares and required margins are of the amount that the parties before pass on, and zero where
    that is below zero. An advance bears interest from loading until the buyer pays.
    """
    lines: list[Line] = []
    reaches = price
    for name, party in chain.items():
        taken = _fixed(party, barrels_per_tonne)
        if party["price_share"] is not None:
            taken = taken + party["price_share"] * value
        there = maximum(reaches, 0.0)
        if party["share"] is not None:
            taken = taken + party["share"] * there
        if party["required_margin"] is not None:
            taken = taken + trade.required_margin_usd_bbl(there, party["required_margin"])
        if party["advance"] is not None:
            lent = party["advance"] * value
            taken = taken + finance.carry_usd_bbl(lent, party["advance_rate"], days)
        lines.append((name, party["role"], taken))
        reaches = reaches - taken
    return lines


# -- import ------------------------------------------------------------------------------------


def _charges(charges: Values, barrels_per_tonne: Raw) -> tuple[Raw, Raw, Raw]:
    """Return tax on value [1], specific duty with its tax, and other charges [USD/bbl]."""
    on_value: Raw = 0.0 if charges["vat_credited"] == "yes" else charges["vat"]
    rate = 1.0 if charges["exchange_rate"] is None else charges["exchange_rate"]  # then all are 0
    tonne = rate * barrels_per_tonne
    consumption = charges["consumption_tax"] * charges["litres_per_tonne"] / tonne
    by_barrel = consumption * (1.0 + charges["vat"]) - charges["recovered"] / tonne
    return on_value, charges["duty_per_barrel"] * (1.0 + on_value), by_barrel


def customs_value(charges: Values, price: Raw, barrels_per_tonne: Raw) -> Raw:
    """Return the customs value inside a price with duty paid [USD/bbl]."""
    on_value, specific, by_barrel = _charges(charges, barrels_per_tonne)
    fixed = specific + by_barrel
    return trade.customs_value_usd_bbl(
        price, charges["duty"], on_value, charges["harbour_fee"], fixed
    )


def charge_lines(charges: Values, value: Raw, barrels_per_tonne: Raw) -> list[Line]:
    """Return the lines of import on a customs value: duty, tax less recovery, harbour fee."""
    on_value, _, by_barrel = _charges(charges, barrels_per_tonne)
    duty = value * charges["duty"] + charges["duty_per_barrel"]
    return [
        ("import_duty", _TO_DUTY, duty),
        ("import_tax", _TO_TAX, on_value * (value + duty) + by_barrel),
        ("harbour_fee", _TO_HARBOUR, value * charges["harbour_fee"]),
    ]


def check_charges(charges: Values, price: Raw, barrels_per_tonne: Raw, where: str) -> None:
    """Raise an error if charges per barrel exceed a price with duty paid.

    Raises
    ------
    InputError
        With the customs value that remains.
    """
    value = customs_value(charges, price, barrels_per_tonne)
    bad = np.less_equal(value, 0.0)
    if np.any(bad):
        msg = (
            f"{where}.charges: taxes by the barrel leave a customs value of "
            f"{first_shown(value, bad, '{:.2f}'.format)} USD/bbl in the price; expected one above "
            "zero. Is the differential for oil with duty paid?"
        )
        raise InputError(msg)


# -- risk --------------------------------------------------------------------------------------


def _barrels(route: Values, barrels_per_tonne: Raw) -> Raw:
    """Return the barrels of one trip of the first ship, which bears the hull's premium.

    Every trip is a call, so that a cargo shuttled in four lifts bears four premiums. Parcels that
    share the ship share the premium by weight, so that all her oil counts.
    """
    first = next(iter(ships(route["legs"]).values()))
    barrels: Raw = whole_cargo(first) * barrels_per_tonne
    return barrels


PERILS = ("seizure", "casualty")
"""Perils: events in which the cargo, and perhaps the ship, is lost."""


def war_risk_line(route: Values, barrels_per_tonne: Raw) -> Line:
    """Return the hull's war risk premium for a call [USD/bbl]."""
    risk = route["risk"]
    premium = risk["hull_war_risk"] * risk["hull_value"] / _barrels(route, barrels_per_tonne)
    return "hull_war_risk", _TO_WAR_RISK, premium


def peril_lines(
    route: Values, value: Raw, barrels_per_tonne: Raw, laden_days: Raw, terms: str
) -> list[Line]:
    """Return the expected loss from seizure and from casualty [USD/bbl].

    The cargo's part falls on a seller who delivers, less the insurance recovery; the hull's part
    falls on the seller by the share `hull_borne`.
    """
    risk = route["risk"]
    lines: list[Line] = []
    for event in PERILS:
        kind, probability = LINES[event], risk[event]
        if terms not in kind.borne_under:
            continue
        if probability is None:
            if risk[f"{event}_rate"] is None:
                continue
            probability = trade.risk_probability(risk[f"{event}_rate"], laden_days)
        lost: Raw = 0.0
        if terms not in kind.partly_under:
            lost = value if risk["cargo_cover"] is None else value * (1.0 - risk["cargo_cover"])
        if risk["hull_borne"] is not None:
            hull = risk["hull_borne"] * risk["hull_value"]
            lost = lost + hull / _barrels(route, barrels_per_tonne)
        lines.append((event, kind.recipient, probability * lost))
    return lines


# -- payment and the state ---------------------------------------------------------------------


def settlement_lines(sale: Values, value: Raw) -> list[Line]:
    """Return currency conversion cost and expected nonpayment [USD/bbl].

    The uncollected share is of the invoice, also under prepayment: 83 % of one national
    oil company's cash and prepaid sales of 2019 to 2022 stayed unpaid (Armando.info, 2022).
    """
    lines: list[Line] = []
    if sale["conversion_cost"] is not None:
        lines.append(("conversion", _TO_CONVERSION, value * sale["conversion_cost"]))
    if sale["nonpayment"] is not None:
        lines.append(("nonpayment", _TO_NONPAYMENT, value * sale["nonpayment"]))
    return lines


def take_lines(
    take: Values,
    market: Values,
    rate: Raw,
    price: Raw,
    netback: Raw,
    operating: Raw,
    diluent: Raw,
) -> list[Line]:
    """Return the fiscal lines, of which income tax is on what the others leave [USD/bbl]."""
    gross = netback
    if take["reference_price"] is not None:
        gross = take["reference_price"]
    elif take["reference_differential"] is not None:
        gross = market["brent"] + take["reference_differential"]
    capped = gross if take["price_cap"] is None else minimum(gross, take["price_cap"])
    base = maximum(capped - diluent, 0.0)
    if take["royalty"] is not None:
        rate = take["royalty"]
    lines: list[Line] = [("royalty", _TO_ROYALTY, rate * base)]
    if take["severance_tax"] is not None:
        lines.append(("severance_tax", _TO_SEVERANCE, take["severance_tax"] * base))
    if take["gross_revenue_tax"] is not None:
        lines.append(
            (
                "gross_revenue_tax",
                _TO_GROSS_REVENUE,
                take["gross_revenue_tax"] * maximum(gross, 0.0),
            )
        )
    if take["windfall"]:
        lines.append(("windfall_levy", _TO_WINDFALL, _windfall_levy(take, market, price)))
    if take["income_tax"] is not None:
        profit = operating
        for _, _, amount in lines:
            profit = profit - amount
        lines.append(("income_tax", _TO_INCOME, take["income_tax"] * maximum(profit, 0.0)))
    return lines


def _windfall_levy(take: Values, market: Values, price: Raw) -> Raw:
    """Return the windfall levy on the basket or the contract price [USD/bbl]."""
    basket = price
    if take["basket_price"] is not None:
        basket = take["basket_price"]
    elif take["basket_differential"] is not None:
        basket = market["brent"] + take["basket_differential"]
    bands = [(band["above"], band["rate"]) for band in take["windfall"].values()]
    levy = waterfall.windfall_levy_usd_bbl(basket, bands)
    exempt = take["windfall_exempt"]
    return levy if exempt is None else levy * (1.0 - exempt)
