"""A sale: contract, price basket, intermediaries, risks and charges on import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from oilecon import dates
from oilecon.errors import InputError
from oilecon.fields import Choice, Number, Text
from oilecon.groups import Group, Members, Subgroup
from oilecon.inputs.catalogue import Shipped, ShippedFigure
from oilecon.inputs.parity import Parity
from oilecon.inputs.quality import LinearQuality, SulphurDeescalator
from oilecon.netback.lines import DELIVERED, RESERVED, TERMS
from oilecon.reference.dated import tariffs
from oilecon.units import first_shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oilecon.typing import DateLike
    from oilecon.units import Raw


__all__ = ["WHOLE", "ImportCharges", "Intermediary", "Marker", "Risk", "Sale", "percent"]


def _share(doc: str, typical: str) -> Number:
    """Return an optional share."""
    return Number("fraction", doc, low=0, high=1, default=None, typical=typical)


class Marker(Group):
    """One benchmark of a price formula: its weight, and its price or differential to Brent."""

    weight: Number = Number("fraction", "in the basket", low=0, high=1, typical="'65 %'")
    differential: Number = Number(
        "USD/bbl",
        "its price less Brent, with which it then moves; 0 for Brent itself",
        low=-300,
        high=300,
        default=None,
        typical="'-3.7 USD/bbl'",
    )
    price: Number = Number(
        "USD/bbl",
        "its price, in place of a differential; it then does not move with Brent",
        low=-100,
        high=1000,
        default=None,
        typical="'54.95 USD/bbl'",
    )

    def check(self) -> None:
        """Raise an error unless exactly one of price and differential is given."""
        given = [name for name in ("differential", "price") if self._raw[name] is not None]
        if len(given) != 1:
            count = "both" if given else "neither"
            msg = f"Marker: expected a differential to Brent or a price, got {count}; write one"
            raise InputError(msg)


class Sale(Group):
    """The contract: a differential to Brent means nothing without its terms."""

    _reserved = RESERVED - {"brent"}  # a basket may hold Brent

    differential: Number = Number(
        "USD/bbl",
        "price at the contract point less Brent, or less the basket of `markers`; with `parity`, "
        "what the buyer pays on top of it",
        low=-300,
        high=300,
        typical="'-9 USD/bbl'",
    )
    terms: Choice = Choice(
        TERMS,
        "who bears freight, insurance, transit risk, duty: FOB the buyer, DDP the seller all",
    )
    payment_days: Number = Number(
        "day",
        "credit, counted from the event that `credit_from` names",
        low=0,
        high=3650,
        default=0.0,
        typical="'30 day'",
    )
    quality: Subgroup[LinearQuality | SulphurDeescalator | None] = Subgroup(
        LinearQuality,
        SulphurDeescalator,
        doc="rule for the blend's quality, in addition to the differential",
        default=None,
        named=True,
    )
    markers: Members[Marker] = Members(
        Marker, doc="the basket of the price formula, in place of Brent", default={}
    )
    parity: Subgroup[Parity | None] = Subgroup(
        Parity,
        doc="the buyer's refinery, whose parity with a marker crude is the price",
        default=None,
    )
    prepayment: Number = _share("share of the price that the buyer pays at loading", "'50 %'")
    conversion_cost: Number = _share("share of the price lost in currency conversion", "'2 %'")
    nonpayment: Number = _share(
        "uncollected share of the invoices, whatever the terms: a prepaid sale too may stay unpaid",
        "'14.2 %'",
    )
    risk_in_price: Choice = Choice(
        ("separate", "included"),
        "whether war risk, seizure and shadow freight are lines of their own, or in the price",
        default="separate",
    )
    credit_from: Choice = Choice(
        ("bill of lading", "notice of readiness", "discharge"),
        "what credit runs from, the seller's money being out until then from loading on; left out: "
        "discharge under DAP and DDP, the bill of lading otherwise",
        default=None,
    )

    def check(self) -> None:
        """Raise an error for a basket that is none, or a parity at another point than the sale."""
        if self._raw["parity"] is not None:
            self._check_parity()
        markers = self._raw["markers"]
        if not markers:
            return
        total = _together(marker.unfilled["weight"] for marker in markers.values())
        if total is not None and np.any(np.abs(total - 1.0) > WHOLE):
            bad = np.abs(np.asarray(total) - 1.0) > WHOLE
            msg = (
                "Sale.markers: expected weights that make 100 %, got "
                f"{first_shown(total, bad, percent)}"
            )
            raise InputError(msg)

    def _check_parity(self) -> None:
        """Raise an error for a parity beside a basket, or without the way from the sale to it."""
        if self._raw["markers"]:
            msg = (
                "Sale.parity: expected a basket of `markers` or a parity, got both; write "
                "parity=None or markers={}"
            )
            raise InputError(msg)
        terms = self._raw["terms"]
        if terms not in DELIVERED and self._raw["parity"].unfilled["delivery"] is None:
            msg = (
                "Sale.parity.delivery: parity is a price delivered to the refinery, and the buyer "
                f"pays from the point of sale on under {terms}; write delivery='3 USD/bbl', what "
                "that costs"
            )
            raise InputError(msg)


WHOLE = 1e-9  # rounding of weights written as decimals


def percent(share: float) -> str:
    """Return a share as text in percent."""
    return f"{share * 100.0:.6g} %"


def _together(raws: Any) -> Raw | None:
    """Return a sum; None where arrays do not broadcast, which the scenario reports."""
    try:
        total: Raw = sum(raws)
    except ValueError:
        return None
    return total


class Intermediary(Group):
    """An intermediary between producer and buyer, which keeps a part of the price.

    The chain runs from the buyer to the producer. A party's line is the sum of the terms given
    here. A share, and a required margin, are of the amount that the parties before it pass on.
    """

    fee: Number = Number(
        "USD/bbl", "by the barrel", low=0, high=300, default=None, typical="'2.70 USD/bbl'"
    )
    name: Text = Text("name of the party", default="")
    fee_per_tonne: Number = Number(
        "USD/t",
        "by the tonne, at the blend's density",
        low=0,
        high=3000,
        default=None,
        typical="'18 USD/t'",
    )
    price_share: Number = _share("share of the contract price, wherever in the chain", "'3 %'")
    share: Number = _share("share of the amount that reaches it", "'5 %'")
    required_margin: Number = Number(
        "fraction",
        "required margin, as a share of the amount it passes on",
        low=0,
        high=10,
        default=None,
        typical="'4 %'",
    )
    advance: Number = _share("share of the contract price that it pays at loading", "'100 %'")
    advance_rate: Number = Number(
        "1/year",
        "interest that it charges on the advance until the buyer pays",
        low=0,
        high=5,
        default=None,
        typical="'12 %/year'",
    )
    paid_by: Choice = Choice(
        ("seller", "buyer"), "a buyer pays a fee on top of the differential", default="seller"
    )
    role: Choice = Choice(
        ("intermediaries", "shipowner", "insurers", "others"),
        "recipient of the line in tables",
        default="intermediaries",
    )

    def check(self) -> None:
        """Raise an error for a party without terms, an incomplete advance, or a share on top."""
        raw = self._raw
        if all(raw[name] is None for name in (*_FIXED, *_RELATIVE)):
            msg = (
                "Intermediary: its terms are required; write fee='2.70 USD/bbl', or "
                "another of fee_per_tonne, price_share, share, required_margin, advance"
            )
            raise InputError(msg)
        if (raw["advance"] is None) != (raw["advance_rate"] is None):
            msg = (
                "Intermediary: advance and advance_rate go together; write both, as "
                "advance='100 %', advance_rate='12 %/year'"
            )
            raise InputError(msg)
        if raw["paid_by"] == "buyer" and any(raw[name] is not None for name in _RELATIVE):
            msg = (
                "Intermediary: a charge that the buyer pays on top of the price is a fee or "
                "fee_per_tonne; a share of a price that includes it would be circular"
            )
            raise InputError(msg)


_FIXED = ("fee", "fee_per_tonne")
_RELATIVE = ("price_share", "share", "required_margin", "advance")


class Risk(Group):
    """Transit loss, expected losses, and the cost of insurance."""

    transit_loss: Number = Number(
        "fraction",
        "share of the cargo lost on the way",
        low=0,
        high=1,
        default=0.0,
        typical="'0.3 %'",
    )
    cargo_insurance: Number = Number(
        "fraction",
        "premium over the cargo's value",
        low=0,
        high=1,
        default=0.0,
        typical="'0.1 %'",
    )
    hull_value: Number = Number(
        "USD", "value of the ship", low=0, high=1e9, default=None, typical="'39.1 MUSD'"
    )
    hull_war_risk: Number = _share("premium a call, as a share of the hull's value", "'0.5 %'")
    seizure: Number = _share(
        "probability on a voyage that the cargo is seized: laden ships seized over laden "
        "departures, empty and released ships left out",
        "'2 %'",
    )
    seizure_rate: Number = Number(
        "1/year",
        "expected seizures in a year of laden days, in place of `seizure`; seizures over ships in "
        "the area, laden or not, are no such rate",
        low=0,
        high=100,
        default=None,
        typical="'9 %/year'",
    )
    casualty: Number = _share("probability on a voyage of a total loss", "'0.1 %'")
    casualty_rate: Number = Number(
        "1/year",
        "expected casualties a year, over the laden days, in place of `casualty`",
        low=0,
        high=100,
        default=None,
        typical="'1.3 %/year'",
    )
    cargo_cover: Number = _share("share of a seized or lost cargo that insurance pays", "'100 %'")
    hull_borne: Number = _share(
        "share of a seized or lost hull that falls on the seller; none if left out", "'100 %'"
    )
    hull_risk_in_freight: Choice = Choice(
        ("separate", "included"),
        "whether a shadow premium on freight leaves the hull's risk to `hull_war_risk` and "
        "`hull_borne` ('separate': it is for tonnage alone), or pays the owner for it; required "
        "where both are given",
        default=None,
    )

    def check(self) -> None:
        """Raise an error for a field without effect, or two probabilities of one event."""
        given = {name for name, raw in self._raw.items() if raw is not None}
        for event in ("seizure", "casualty"):
            if {event, f"{event}_rate"} <= given:
                msg = (
                    f"Risk: expected {event} a voyage or {event}_rate a year, got both; write one "
                    "and set the other to None"
                )
                raise InputError(msg)
        perils = {"seizure", "seizure_rate", "casualty", "casualty_rate"} & given
        for name, needed in (("hull_war_risk", "hull_value"), ("hull_borne", "hull_value")):
            if name in given and needed not in given:
                msg = f"Risk.{name}: has no effect without {needed}; write {needed}='39.1 MUSD' too"
                raise InputError(msg)
        for name in ("cargo_cover", "hull_borne"):
            if name in given and not perils:
                msg = f"Risk.{name}: has no effect without seizure or casualty; write one too"
                raise InputError(msg)


class ImportCharges(Shipped, Group):
    """Charges of a state on the import of oil, for a sale with duty paid and for import parity.

    ``ImportCharges.shipped(code, on=day)`` returns shipped ones by customs code,
    ``ImportCharges.catalogue()`` the table of them.
    """

    _noun = "charges of"
    _further = ", on='2021-07-14'"
    _index = ("code", "from")

    duty: Number = Number(
        "fraction", "on the customs value", low=0, high=5, default=0.0, typical="'8 %'"
    )
    duty_per_barrel: Number = Number(
        "USD/bbl", "specific duty", low=0, high=100, default=0.0, typical="'0.0525 USD/bbl'"
    )
    harbour_fee: Number = Number(
        "fraction",
        "fees of the port of entry, on the customs value",
        low=0,
        high=1,
        default=0.0,
        typical="'0.125 %'",
    )
    consumption_tax: Number = Number(
        "CNY/L", "by the litre", low=0, high=100, default=0.0, typical="'1.20 CNY/L'"
    )
    litres_per_tonne: Number = Number(
        "L/t", "as the tax office counts", low=0, high=2000, default=0.0, typical="'1015 L/t'"
    )
    vat: Number = Number(
        "fraction",
        "value-added tax on value, duty and consumption tax",
        low=0,
        high=1,
        default=0.0,
        typical="'13 %'",
    )
    recovered: Number = Number(
        "CNY/t",
        "consumption tax with VAT that buyers of the products pay back",
        low=0,
        high=10_000,
        default=0.0,
        typical="'800 CNY/t'",
    )
    exchange_rate: Number = Number(
        "CNY/USD",
        "yuan for a dollar",
        low=0,
        high=1000,
        above=True,
        default=None,
        typical="'6.47 CNY/USD'",
    )
    vat_credited: Choice = Choice(
        ("no", "yes"), "whether the tax on value and duty is credited to the buyer", default="no"
    )
    customs_code: Text = Text("heading that the cargo enters under", default="")

    def check(self) -> None:
        """Raise an error for yuan without an exchange rate, or a tax per litre without litres."""
        raw = self._raw
        yuan = [name for name in ("consumption_tax", "recovered") if np.any(raw[name])]
        if yuan and raw["exchange_rate"] is None:
            msg = (
                f"ImportCharges.exchange_rate: {' and '.join(yuan)} is in yuan and needs a rate; "
                "write exchange_rate='6.47 CNY/USD'"
            )
            raise InputError(msg)
        if np.any(raw["consumption_tax"]) and not np.all(raw["litres_per_tonne"]):
            msg = (
                "ImportCharges.litres_per_tonne: required with a consumption tax; "
                "write litres_per_tonne='1015 L/t'"
            )
            raise InputError(msg)
        try:
            taxed = raw["consumption_tax"] * raw["litres_per_tonne"] * (1.0 + raw["vat"])
            bad = np.greater(raw["recovered"], taxed + WHOLE)
        except ValueError:
            return  # arrays that do not broadcast are the scenario's to report
        if np.any(bad):
            msg = (
                "ImportCharges.recovered: expected at most the consumption tax with VAT, "
                f"{first_shown(taxed, bad, '{:.6g} CNY/t'.format)}, got "
                f"{first_shown(raw['recovered'], bad, '{:.6g} CNY/t'.format)}; where the tax on "
                "value and duty is credited too, write vat_credited='yes'"
            )
            raise InputError(msg)

    @classmethod
    def shipped(cls, code: str, /, *, on: DateLike, **own: object) -> Self:
        """Return the shipped charges of a customs code on a date.

        Parameters
        ----------
        code : str
            China: '2709' for crude oil, '27150000' for diluted bitumen. The United States:
            '2709.00.10' for crude under 25 degrees API, '2709.00.20' for lighter.
        on : str, datetime.date, numpy.datetime64, pandas.Timestamp or Period
            The date, as '2021-07-14'.
        **own
            Fields that replace the shipped ones, or are not shipped: `exchange_rate`, in yuan per
            dollar, is required where a tax is in yuan.

        Returns
        -------
        ImportCharges
            For a route under DDP, or for `oilecon.trading.import_parity`.

        Raises
        ------
        UnknownName
            If the code is not shipped.
        InputError
            If the date is not covered, or a rate is needed.

        Examples
        --------
        >>> charges = ImportCharges.shipped(
        ...     "27150000", on="2021-07-14", exchange_rate="6.474 CNY/USD"
        ... )
        >>> print(charges.consumption_tax)
        1.2 CNY/L
        """
        key = cls._key(code)
        day = dates.day(on, "ImportCharges.shipped: on", example="'2021-07-14'").isoformat()
        charges = cls._of(key)  # the older first
        fields = {charge.field: charge.given for charge in charges if charge.evidence.as_of <= day}
        if not fields:
            first = charges[0].evidence.as_of
            msg = f"ImportCharges.shipped: {key} is known from {first} on, not for {day}"
            raise InputError(msg)
        return cls(**{**fields, "customs_code": key, **own})

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        """Return the charges of every customs code from each day on."""
        shelf: dict[tuple[str, ...], list[ShippedFigure]] = {}
        for code, rows in tariffs().items():
            for row in rows:
                figure = ShippedFigure(row.field, row.value, row.unit, row.evidence)
                shelf.setdefault((code, row.evidence.as_of), []).append(figure)
        return shelf
