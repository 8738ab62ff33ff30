"""Viscosity blending numbers of Refutas.

calculator.academy prints 12.492 for 2.234 cSt where its own equation gives 12.490: tolerance 0.005.
calculatorfriend.com states 60 % of 5 cSt with 40 % of 20 cSt; its answer is not public, and ours,
worked out by hand, is printed to four figures.
"""

from __future__ import annotations

import pytest

from oilecon.core.viscosity import d341_cst, d341_number, refutas_cst, refutas_number


def test_a_printed_number() -> None:
    assert refutas_number(2.234) == pytest.approx(12.492, abs=0.005)
    assert refutas_number(2.234) == pytest.approx(12.4902, abs=5e-5)


def test_a_worked_blend() -> None:
    numbers = refutas_number(5.0), refutas_number(20.0)
    assert numbers == pytest.approx((19.1736, 27.1106), abs=5e-5)
    mean = 0.6 * numbers[0] + 0.4 * numbers[1]
    assert mean == pytest.approx(22.3484, abs=5e-5)
    assert refutas_cst(mean) == pytest.approx(8.1085, abs=5e-5)


@pytest.mark.parametrize("cst", [0.3, 2.0, 163.6, 2e5, 2e7])
def test_both_rules_have_their_inverse(cst: float) -> None:
    assert refutas_cst(refutas_number(cst)) == pytest.approx(cst, rel=1e-11)
    assert d341_cst(d341_number(cst + 0.1)) == pytest.approx(cst + 0.1, rel=1e-11)
