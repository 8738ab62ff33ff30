"""The netback model: a pure function from a plain tree of values to a waterfall of lines.

The tree holds floats or arrays and names. Anything that varies an input, such as a block of a large
array, a draw, a corner or a solver's trial, only replaces leaves of it.
"""
