"""Crude oils and what thins them."""

from __future__ import annotations

from oilecon.errors import InputError
from oilecon.params import Param, Params, Text

__all__ = ["Crude", "Diluent"]


class Crude(Params):
    """A crude oil."""

    api: Param = Param("degAPI", "API gravity at 60 °F", low=0, high=100, typical="'16 degAPI'")
    name: Text = Text("the grade", default="")


class Diluent(Params):
    """A light oil bought in to thin heavy crude.

    It is priced at a differential to Brent, so that it moves with Brent, or at a price of its own.
    """

    api: Param = Param("degAPI", "API gravity at 60 °F", low=0, high=100, typical="'56.5 degAPI'")
    differential: Param = Param(
        "USD/bbl",
        "its FOB price less Brent",
        low=-300,
        high=300,
        default=None,
        typical="'-6.4 USD/bbl'",
    )
    price: Param = Param(
        "USD/bbl",
        "its FOB price, in place of a differential",
        low=0,
        high=1000,
        default=None,
        typical="'57.4 USD/bbl'",
    )
    freight: Param = Param(
        "USD/bbl",
        "bringing it to the blending plant",
        low=0,
        high=300,
        default=0.0,
        typical="'3 USD/bbl'",
    )
    name: Text = Text("the grade", default="")

    def check(self) -> None:
        """Refuse both a differential and a price, or neither."""
        given = [name for name in ("differential", "price") if self._raw[name] is not None]
        if len(given) != 1:
            came = "both" if given else "neither"
            msg = (
                f"Diluent: wanted a differential to Brent or a price, got {came}; "
                "write one and set the other to None"
            )
            raise InputError(msg)
