"""Kinds of numbers in arguments of blending functions, each with its unit and bounds."""

from __future__ import annotations

from oilecon.fields import Number

__all__ = [
    "CAPACITY",
    "CARGO",
    "CARGO_TONNES",
    "CASH",
    "COST",
    "DENSITY",
    "DILUENT_RATE",
    "EXCHANGE",
    "EXPORTS",
    "GRAVITY",
    "MARKER",
    "PRICE",
    "RATE",
    "SLOPE",
    "SWAPPED",
    "TEMPERATURE",
    "VISCOSITY",
    "VISCOSITY_TEMPERATURE",
    "VOLUME",
]

_MAX_RATE = 1e8  # bbl/day; about the consumption of the world

DENSITY = Number("kg/m3", "density", low=470, high=1113, typical="'958.4 kg/m3'")
"""At any temperature: from the lightest crude at 150 degC to the heaviest at -50."""
TEMPERATURE = Number("degC", "temperature", low=-50, high=150, typical="'40 degC'")
"""Within the range of API MPMS 11.1."""
VISCOSITY_TEMPERATURE = Number("degC", "temperature", low=-50, high=300, typical="'15 degC'")
VISCOSITY = Number("cSt", "viscosity", low=0, high=1e9, above=True, typical="'350 cSt'")
GRAVITY = Number("degAPI", "gravity", low=0, high=100, typical="'16 degAPI'")
VOLUME = Number("bbl", "a volume", low=0, high=1e12, typical="'500 kb'")
SWAPPED = Number("bbl", "a volume", low=0, high=1e12, above=True, typical="'5.55 Mb'")
CAPACITY = Number("bbl", "storage", low=0, high=1e12, typical="'2000 kb'")
RATE = Number("bbl/day", "a flow of heavy crude", low=0, high=_MAX_RATE, typical="'630 kb/day'")
DILUENT_RATE = Number("bbl/day", "a flow of diluent", low=0, high=_MAX_RATE, typical="'54 kb/day'")
EXPORTS = Number(
    "bbl/day", "a flow of blend", low=0, high=_MAX_RATE, above=True, typical="'921 kb/day'"
)
CARGO = Number("bbl", "a cargo", low=0, high=1e9, typical="'500 kb'")
CARGO_TONNES = Number("t", "a cargo", low=0, high=1e8, typical="'70000 t'")
PRICE = Number("USD/bbl", "a price", low=-300, high=1000, typical="'47.5 USD/bbl'")
COST = Number("USD/bbl", "a cost", low=0, high=1000, typical="'17.5 USD/bbl'")
MARKER = Number("USD/bbl", "a marker's price", low=0, high=1000, above=True, typical="'64 USD/bbl'")
EXCHANGE = Number(
    "USD/CAD", "an exchange rate", low=0, high=10, above=True, typical="'0.78 USD/CAD'"
)
SLOPE = Number(
    "USD/bbl/degAPI", "a price by the degree", low=-100, high=100, typical="'0.3 USD/bbl/degAPI'"
)
CASH = Number("USD", "cash", low=-1e12, high=1e12, typical="'0 USD'")
