"""The model itself: a pure function from a plain tree of values to each route's waterfall.

The tree holds floats or arrays and names. Whatever varies an input, such as a block of a large
array, a draw, a corner or a solver's trial, only puts other leaves into it.
"""
