"""calculator.academy, "Refutas equation calculator": a viscosity blending number.

It prints 12.492 for 2.234 cSt where its own equation gives 12.490: tolerance 0.005 for what it
prints, half the last digit for what the equation gives.
"""

from __future__ import annotations

import pytest

from oilecon.core.viscosity import refutas_number


def test_a_printed_number() -> None:
    assert refutas_number(2.234) == pytest.approx(12.492, abs=0.005)
    assert refutas_number(2.234) == pytest.approx(12.4902, abs=5e-5)
