"""Voyages by sea: ports and distances, canals, estimates, transshipment, laytime and speed."""

from oilecon.shipping.alternatives import alternatives
from oilecon.shipping.canals import Dues, canal_dues
from oilecon.shipping.clauses import Laytime, laytime
from oilecon.shipping.distances import Distance, distance, passage_restrictions
from oilecon.shipping.emissions import emissions_trading
from oilecon.shipping.estimates import Estimate, estimate
from oilecon.shipping.limits import largest_cargo
from oilecon.shipping.sailing_routes import BestRoute, best_route
from oilecon.shipping.speeds import at_speed, best_speed, speeds
from oilecon.shipping.transshipment import Transshipment, transshipment

__all__ = [
    "BestRoute",
    "Distance",
    "Dues",
    "Estimate",
    "Laytime",
    "Transshipment",
    "alternatives",
    "at_speed",
    "best_route",
    "best_speed",
    "canal_dues",
    "distance",
    "emissions_trading",
    "estimate",
    "largest_cargo",
    "laytime",
    "passage_restrictions",
    "speeds",
    "transshipment",
]
