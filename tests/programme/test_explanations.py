"""Each cell of a run is the sum of its terms."""

from __future__ import annotations

import pytest
from hypothesis import given

import oilecon as oe
from oilecon.errors import PathError
from oilecon.programme.explanations import Explainer
from tests.programmes import BLOCKADE, PRICES, SERVED, programmes
from tests.samples import refusal

_SLACK = {"USD": 1.0, "bbl": 1e-2, "USD/bbl": 1e-9, "1": 1e-9}


def check_every_cell(run: oe.ProgrammeRun, path: int = 0) -> None:
    explainer = Explainer(run._task, path)
    about = run.about()["unit"]
    for month in range(len(run.months)):
        for column in run.column_names:
            each = explainer.explain(month, column, 1)
            figure = run[column].magnitude[month]
            figure = figure if run.n is None else figure[path]
            slack = _SLACK[str(about[column])] + 1e-9 * abs(figure)
            assert each.value == pytest.approx(figure, abs=slack), column
            total = sum(term.amount for term in each.terms)
            assert total == pytest.approx(figure, abs=slack), (column, month, str(each))


@given(programmes())
def test_every_cell_is_the_sum_of_its_terms(programme: oe.Programme) -> None:
    check_every_cell(oe.run(programme))
    check_every_cell(oe.run(programme, PRICES, n=3, seed=1), 2)


def test_a_blockade_is_explained() -> None:
    check_every_cell(oe.run(BLOCKADE))
    shown = str(oe.run(BLOCKADE).explain("2026-04", "cash", depth=2))
    assert "cash of 2026-04 = " in shown
    assert "\n    released of 2026-04 = " in shown
    markdown = oe.run(BLOCKADE).explain("2026-04", "cash").to_markdown()
    assert markdown.startswith("- **cash of 2026-04 = ")


def test_money_comes_of_earlier_months() -> None:
    each = oe.run(SERVED).explain("2026-05", "asia.released")
    origins = [term.cell for term in each.terms]
    assert origins == [(1, "asia.earned"), (2, "asia.earned")]


def test_a_netback_is_the_lines_of_its_route() -> None:
    run = oe.run(SERVED)
    each = run.explain("2026-01", "gulf.netback")
    lines = oe.evaluate(SERVED, "gulf")
    assert each.terms[0].words == "Brent"
    assert each.value == pytest.approx(lines["netback"].magnitude)


def test_cells_that_are_not_there_are_refused() -> None:
    run = oe.run(SERVED)
    assert refusal(lambda: run.explain("2026-01", "cash", path=1)) == (
        "path: expected one from 0 to 0, got 1; write path=0"
    )
    with pytest.raises(PathError, match="no month '2027-01' in the run"):
        run.explain("2027-01", "cash")
    with pytest.raises(PathError, match="no column 'cahs' in the run; did you mean 'cash'"):
        run.explain("2026-01", "cahs")
