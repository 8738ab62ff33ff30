"""The refiner's side: the value of a crude at a refinery gate, and to whom it is worth most."""

from oilecon.refining.blends import blend_assays
from oilecon.refining.parities import ParityPrice, parity
from oilecon.refining.plants import GateValues, between_plants, gate_values
from oilecon.refining.worth import Refined, refine

__all__ = [
    "GateValues",
    "ParityPrice",
    "Refined",
    "between_plants",
    "blend_assays",
    "gate_values",
    "parity",
    "refine",
]
