"""A crude's worth to the refiner: products, running cost, and parity with a marker crude."""

from oilecon.refining.parities import ParityPrice, parity

__all__ = ["ParityPrice", "parity"]
