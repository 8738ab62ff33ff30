"""A trace as JavaScript: every operation is translated, or named where it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from oilecon.errors import OilEconError
from oilecon.formulas.javascript import javascript
from oilecon.tracing import Traced
from tests.browsers import answer, asking

if TYPE_CHECKING:
    from pathlib import Path


CLOSE = 1e-9  # a browser's power and logarithm may differ from NumPy's in the last bits


# -- the arithmetic ----------------------------------------------------------------------------


def test_every_operation_is_translated(browser: str, tmp_path: Path) -> None:
    x: Any = Traced("leaf", (), 2.5, "x")
    made: dict[str, Any] = {
        "halves to even": np.rint(x),
        "and the next": np.rint(x + 1.0),
        "below zero": np.rint(x - 4.0),
        "maximum": np.maximum(x, 3.0),
        "minimum": np.minimum(x, 3.0),
        "power": np.power(x, -1.7),
        "log": np.log(x),
        "exp": np.exp(x),
        "floor": np.floor(-x),
        "ceil": np.ceil(x),
        "sine": np.sin(x),
        "cosine": np.cos(x),
        "arcsine": np.arcsin(x / 3.0),
        "where": np.where(x > 2.0, x, np.nan),
        "else": np.where(x <= 2.0, 1.0, -x * 1e-300),
        "equal": np.where(x == 2.5, 1.0, 2.0),
        "less": np.where(np.less(x, 2.0), 1.0, x - -2.0),
        "unequal": np.where(x != 2.0, x, 1.0),
    }
    figures = {**made, "number": 4.25, "shared": made["log"] * made["log"] + made["exp"]}
    script = f"answer = ({javascript(figures, ['x'])})({{x: 2.5}})"
    file = tmp_path / "operations.html"
    file.write_text(asking("<!doctype html><body></body>", script), encoding="utf-8")
    found = answer(browser, file)
    for name, figure in figures.items():
        value = figure.value if isinstance(figure, Traced) else figure
        assert found[name] == pytest.approx(value, rel=CLOSE), name


def test_what_does_not_move_is_a_number() -> None:
    price = Traced("leaf", (), 60.0, "brent") + Traced("leaf", (), -9.0, "differential")
    net = price - Traced("leaf", (), 5.0, "cost")
    text = javascript({"price": price, "net": net}, ["cost"])
    assert '"price": 51.0' in text
    assert "brent" not in text
    assert "51.0 - cost_0" in text


def test_what_cannot_be_translated_is_named() -> None:
    with pytest.raises(OilEconError) as refused:
        javascript({"y": np.tanh(Traced("leaf", (), 1.0, "x"))}, ["x"])
    assert str(refused.value) == (
        "JavaScript: cannot write 'tanh' yet; add it to formulas/javascript.py"
    )
