"""calculatorfriend.com: 60 % of 5 cSt with 40 % of 20 cSt by Refutas.

Its answer is not public; ours, worked out by hand, is printed to four figures.
"""

from __future__ import annotations

import pytest

from oilecon.core.viscosity import refutas_cst, refutas_number


def test_a_worked_blend() -> None:
    numbers = refutas_number(5.0), refutas_number(20.0)
    assert numbers == pytest.approx((19.1736, 27.1106), abs=5e-5)
    mean = 0.6 * numbers[0] + 0.4 * numbers[1]
    assert mean == pytest.approx(22.3484, abs=5e-5)
    assert refutas_cst(mean) == pytest.approx(8.1085, abs=5e-5)
