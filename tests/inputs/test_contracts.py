"""Shipped loans: what is published of them, and what is one's own."""

from __future__ import annotations

import oilecon as oe
from oilecon.lending import cuba

# -- what single contracts do ------------------------------------------------------------------


def test_the_tables_say_what_is_not_published() -> None:
    table = oe.Loan.catalogue()
    assert "rate" in str(table.loc["Joint Fund A 2007", "not published"])
    assert oe.Loan.figures("CDB 2012 equipment").loc["day_count", "kind"] == "not published"
    assert "not published: day_count" in oe.Loan.shipped("CDB 2012 equipment").note
    assert cuba().loc["2024", "delivered [kb/d]"] == 32.0
    for name, row in table.iterrows():
        gap = str(row["not published"])
        own = {k: "6 %/year" for k in ("rate", "base") if k in gap.split(", ")}
        assert oe.schedule(oe.Loan.shipped(str(name), **own))["closing"].magnitude[-1] == 0.0


def test_a_shipped_loan_says_which_terms_are_yours() -> None:
    note = oe.Loan.shipped(
        "CDB 2012 equipment", principal="600 MUSD", default_margin="5 %/year"
    ).note
    assert note.startswith("your own: principal, default_margin; published: tenor, grace, base,")
    account = oe.CollectionAccount(2.0)
    repayment = oe.OilRepayment.shipped("Collection account 2012", account=account)
    assert repayment.note.startswith("your own: account; published: volume, sweep")
