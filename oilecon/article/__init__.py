"""The press article's statements, checked against sourced figures.

The article says that sending heavy crude to Asia instead of the US Gulf Coast "loses roughly 15
percent of profit margins". It does not say which margin, nor what is held equal, so `readings` and
`margin_loss` compute each reading. `claims` checks all its statements one by one, and `history`
gives the losses of the route to Asia in other years.
"""

from oilecon.article.losses import (
    FREIGHT,
    NEAR,
    READINGS,
    STATED,
    USER,
    comparisons,
    dates,
    freight_bases,
    hire_at_stated,
    margin_loss,
    not_used,
    readings,
    verdict,
)
from oilecon.article.parts import RULE, Figure, Part
from oilecon.article.past import History, history
from oilecon.article.receipts import Receipts, receipts
from oilecon.article.statements import Claim, Claims, claims

__all__ = [
    "FREIGHT",
    "NEAR",
    "READINGS",
    "RULE",
    "STATED",
    "USER",
    "Claim",
    "Claims",
    "Figure",
    "History",
    "Part",
    "Receipts",
    "claims",
    "comparisons",
    "dates",
    "freight_bases",
    "hire_at_stated",
    "history",
    "margin_loss",
    "not_used",
    "readings",
    "receipts",
    "verdict",
]
