"""A way to sell the barrel: terms, voyages, intermediaries and risks."""

from __future__ import annotations

from oilecon.model.quality import LinearQuality, SulphurDeescalator
from oilecon.model.voyage import Voyage
from oilecon.params import Choice, Param, Params, Part, Parts, Text

__all__ = ["Intermediary", "Risk", "Route", "Sale"]


class Sale(Params):
    """The contract: a differential to Brent means nothing without its terms."""

    differential: Param = Param(
        "USD/bbl",
        "price at the contract point less Brent",
        low=-300,
        high=300,
        typical="'-9 USD/bbl'",
    )
    terms: Choice = Choice(
        ("FOB", "CFR", "CIF", "DAP"),
        "who bears freight, insurance and transit risk: FOB the buyer, DAP the seller",
    )
    payment_days: Param = Param(
        "day",
        "credit: from discharge under DAP, from the bill of lading otherwise",
        low=0,
        high=3650,
        default=0.0,
        typical="'30 day'",
    )
    quality: Part = Part(
        LinearQuality,
        SulphurDeescalator,
        doc="what the blend's quality adds to the price, beside the differential",
        default=None,
        named=True,
    )


class Intermediary(Params):
    """Someone who stands between producer and buyer and takes a fee."""

    fee: Param = Param("USD/bbl", "paid by the seller", low=0, high=300, typical="'2.70 USD/bbl'")
    name: Text = Text("who it is", default="")


class Risk(Params):
    """What is lost on the way and what insuring it costs."""

    transit_loss: Param = Param(
        "fraction",
        "share of the cargo that does not arrive",
        low=0,
        high=1,
        default=0.0,
        typical="'0.3 %'",
    )
    cargo_insurance: Param = Param(
        "fraction",
        "premium over the cargo's value",
        low=0,
        high=1,
        default=0.0,
        typical="'0.1 %'",
    )


class Route(Params):
    """One way from the load port to a buyer.

    Voyages and intermediaries are addressed by name: ``route.sea``, ``route.agent``.
    """

    sale: Part = Part(Sale, doc="the contract")
    voyages: Parts = Parts(Voyage, "the legs by sea, in order", default={})
    chain: Parts = Parts(Intermediary, "the intermediaries, in order", default={})
    risk: Part = Part(Risk, doc="what is lost on the way", default=Risk())
    title: Text = Text("what tables call the route", default="")

    _reserved = frozenset(
        {
            "price",
            "brent",
            "differential",
            "quality",
            "diluent_value",
            "transit_loss",
            "cargo_insurance",
            "hire",
            "fuel",
            "ports",
            "canal",
            "other",
            "carbon",
            "commission",
            "freight",
            "shadow_premium",
            "transfer",
            "demurrage",
            "finance_carry",
            "netback",
            "production",
            "diluent",
            "operating",
            "royalty",
            "net",
        }
    )
