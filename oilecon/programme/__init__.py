"""Programmes: a producer's months, from wells and diluent to barrels, cash and debt."""

from oilecon.programme.runs import ProgrammeRun, run
from oilecon.programme.tree import Programme

__all__ = ["Programme", "ProgrammeRun", "run"]
