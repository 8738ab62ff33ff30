"""OPEC's monthly price of Merey, as the press repeats it.

Petroguía 2021, Upata al Día 2022, Argaam 2024, Diario Contraste 2025 and 2026, ANSA 2025, AVN 2026.
"""

from __future__ import annotations

from typing import Any

import pytest

import oilecon as oe


@pytest.mark.parametrize(
    ("month", "printed", "source"),
    [
        ("2020-04", 7.0, "petroguia-2021-06"),
        ("2022-05", 88.07, "upataaldia-2022-06"),
        ("2022-06", 92.25, "petroguia-2022-09"),
        ("2024-05", 70.55, "argaam-2024-06"),
        ("2025-01", 66.86, "diariocontraste-2026-02"),
        ("2025-05", 51.73, "finanzasdigital-2025"),
        ("2025-11", 47.51, "ansa-2025-12-15"),
        ("2026-04", 90.47, "avn-2026-05-13"),
    ],
)
def test_merey_as_printed(month: str, printed: float, source: str) -> None:
    figure: Any = oe.prices.figures("Merey").loc["Merey", month]
    assert (figure["value"], figure["kind"], figure["source"]) == (printed, "published", source)


@pytest.mark.parametrize(
    ("month", "worked_out"),
    [
        ("2022-04", 88.07 / 1.056),
        ("2023-05", 63.28 / 1.125),
        ("2024-10", 59.58 - 1.28),
        ("2025-07", 56.22 + 1.92),
        ("2026-03", 90.47 - 4.55),
    ],
)
def test_a_month_told_by_its_change_is_an_estimate(month: str, worked_out: float) -> None:
    figure: Any = oe.prices.figures("Merey").loc["Merey", month]
    assert figure["value"] == pytest.approx(worked_out, abs=0.005)
    assert figure["kind"] == "estimate"


def test_the_basket_of_the_shipped_programme_is_merey_less_brent() -> None:
    """January by Diario Contraste, March by AVN, February between them; no levy from April."""
    inputs = oe.Programme.shipped("venezuela-2026").inputs()
    own: Any = oe.Programme.shipped("venezuela-2026").get("supply.take.basket_differential")
    january, march = 43.21 - 66.60, 85.92 - 103.13
    first = [january, (january + march) / 2, march]
    assert list(own.magnitude[:3]) == pytest.approx(first, abs=0.005)
    sources = str(inputs.loc["supply.take.basket_differential", "source"]).split()
    assert {"diariocontraste-2026-02", "avn-2026-05-13"} <= set(sources)
