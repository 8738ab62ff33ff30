"""From values to terms: the model itself, a pure function of a plain tree.

The tree holds floats or arrays and names. Whatever varies an input, such as a block of a large
array, a draw, a corner or a solver's trial, only puts other leaves into it.
"""
