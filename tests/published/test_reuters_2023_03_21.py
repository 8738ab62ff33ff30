"""Reuters, 21 March 2023 (copy: dbenergyadvisors.live): PDVSA's invoices and what came of them.

25.27 billion USD invoiced from January 2020 to March 2023; 4.08, 16 %, confirmed; 21.2, 84 %, not;
3.6 of it may be lost. To half a percent and half a tenth of a billion, as printed.
"""

from __future__ import annotations

import pytest

from oilecon.trading import receivables


def test_sixteen_percent_was_collected_and_84_was_not() -> None:
    found = receivables(invoiced="25270 MUSD", collected="4080 MUSD", written_off="3600 MUSD")
    assert found.collected.magnitude == pytest.approx(16, abs=0.5)
    assert found.owed.magnitude == pytest.approx(84, abs=0.5)
    assert found.owed.magnitude / 100 * 25.27 == pytest.approx(21.2, abs=0.05)
