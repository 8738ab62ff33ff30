"""Programmes: a producer's months, from wells and diluent to barrels, cash and debt."""
