"""Readers of a trace: one graph of formulas as a derivation, text, LaTeX or JavaScript."""
