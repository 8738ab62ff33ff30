"""The refiner's side: the value of a crude at a refinery gate, and to whom it is worth most."""

from oilecon.refining.parities import ParityPrice, parity
from oilecon.refining.worth import Refined, refine

__all__ = ["ParityPrice", "Refined", "parity", "refine"]
