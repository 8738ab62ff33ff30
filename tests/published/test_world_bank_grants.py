"""World Bank, "Grant element calculations" (ida.worldbank.org): the closed form of equal principal.

The grant element is defined as there: face less the present value of all service, over face, with
the interval from the commitment to one period before the first repayment in the place of the
grace. The closed form is the sum of the geometric series; ours adds up discounted payments, so the
two agree to rounding.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oilecon as oe


def closed_form(rate: float, discount: float, grace: float, tenor: float, a_year: int) -> float:
    per = (1.0 + discount) ** (1.0 / a_year) - 1.0
    payments = a_year * (tenor - grace)
    late: float = (1.0 + per) ** (-a_year * grace) - (1.0 + per) ** (-a_year * tenor)
    found: float = 100.0 * (1.0 - rate / a_year / per) * (1.0 - late / (per * payments))
    return found


@given(
    st.floats(0.001, 0.10),
    st.floats(0.01, 0.15),
    st.integers(0, 10),
    st.integers(1, 30),
    st.sampled_from([("annual", 1), ("semiannual", 2), ("quarterly", 4)]),
)
def test_the_closed_form_of_equal_principal(
    rate: float, discount: float, grace: int, more: int, often: tuple[str, int]
) -> None:
    frequency, a_year = often
    tenor = grace + more
    loan = oe.Loan(
        "1 MUSD",
        f"{tenor} year",
        rate=oe.Q(rate, "1/year"),
        grace=f"{grace} year",
        frequency=frequency,
    )
    found = oe.grant_element(oe.schedule(loan), oe.Q(discount, "1/year"))
    wanted = closed_form(rate, discount, grace, tenor, a_year)
    assert float(found.magnitude) == pytest.approx(wanted, abs=1e-9)
