"""Charts of a programme's months: barrels, cash and debt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from oilecon.errors import InputError
from oilecon.present import charts
from oilecon.present.words import route_titles, sources_of
from oilecon.programme.checks import read_path
from oilecon.programme.columns import END, LARGE, SUM

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from oilecon.programme import ProgrammeRun
    from oilecon.units import FloatArray

__all__ = ["draw_months"]

_LEVELS = (0.05, 0.1, 0.5, 0.9, 0.95)
_MAX_PARTS = 8  # that can be told apart
_NONE = 1e-3  # of the largest: less is not drawn


def draw_months(result: ProgrammeRun, kind: str, ax: Axes | None, *, path: Any = 0) -> Axes:
    """Draw the barrels, the debt, or a column by month."""
    path = read_path(path, result.n)
    if kind == "barrels":
        return _barrels(result, ax)
    if kind == "debt" and not result.programme.contracts:
        msg = "debt: the programme owes nothing; write contracts={'fund': LoanContract(...)}"
        raise InputError(msg)
    if kind == "debt" and result.n is None:
        return _owed(result, ax)
    return _column(result, kind, path, ax)


def _source(result: ProgrammeRun, note: str = "") -> str:
    paths = [] if result.n is None else [f"{result.n:,} paths, seed {result.seed}"]
    notes = "; ".join([*paths, *([note] if note else [])])
    source = sources_of(result.programme)
    return f"{source.removesuffix('.')}; {notes}." if notes else source


def _barrels(result: ProgrammeRun, ax: Axes | None) -> Axes:
    """Draw where the barrels go, month by month; of many paths, their means."""
    import pandas as pd

    programme = result.programme
    outlets = [name for name, route in programme.routes.items() if route.outlet is not None]
    lenders = [name for name, each in programme.contracts.items() if each.route]
    titles = route_titles(programme, programme.routes)
    labels = {f"{name}.barrels": titles[name] for name in outlets}
    labels |= {f"{name}.barrels": f"to lenders, {name}" for name in lenders}
    labels |= {"bartered": "given for diluent", "domestic": "used at home"}
    balance = {name: result[name].to("bbl").magnitude for name in ("made", "bartered", "exported")}
    days = np.array(programme.calendar.days)
    columns = result.columns(*labels, "shut_in")
    raws = {name: _mean(column.magnitude) for name, column in columns.items()}
    rise = _mean(balance["made"] - balance["bartered"] - balance["exported"])
    less = _NONE * max(float(raws[name].max()) for name in raws)
    moved = {
        f"{words}, {_total(barrels)}": barrels
        for words, barrels in (
            ("into storage", np.maximum(rise, 0.0)),
            ("out of storage", np.minimum(rise, 0.0)),
        )
        if np.abs(barrels).max() > less
    }
    drawn = {name: raws[name] for name in labels if raws[name].max() > less}
    parts = _largest(drawn, titles, _MAX_PARTS - len(moved))
    stacked = {f"{labels.get(name, name)}, {_total(each)}": each for name, each in parts.items()}
    stacked |= moved
    shut = raws["shut_in"]
    lines = {f"shut in, {_total(shut)}": shut} if shut.max() > less else {}
    months = result.months
    heavy = "used at home and shut in: heavy crude, the rest: blend"
    means = "" if result.n is None else ", means of all paths"
    return charts.months(
        pd.DataFrame({name: each / days / 1e3 for name, each in stacked.items()}, months),
        pd.DataFrame({name: each / days / 1e3 for name, each in lines.items()}, months),
        unit="kb/day",
        title=f"Barrels of each month{means}",
        source=_source(result, heavy),
        ax=ax,
    )


def _largest(
    parts: dict[str, FloatArray], titles: dict[str, str], most: int
) -> dict[str, FloatArray]:
    """Return the parts, the smallest of many outlets in one."""
    over = len(parts) - most
    outlets = [name for name in parts if name.removesuffix(".barrels") in titles]
    if over <= 0 or over >= len(outlets):
        return parts
    small = sorted(outlets, key=lambda name: float(parts[name].sum()))[: over + 1]
    rest = {name: each for name, each in parts.items() if name not in small}
    total: Any = sum(parts[name] for name in small)
    return {f"{len(small)} other outlets": total, **rest}


def _total(barrels: FloatArray) -> str:
    """Return the sum over all months, for the legend."""
    total = abs(float(barrels.sum())) / 1e6
    return f"{total:,.1f} Mb" if total >= 1.0 else f"{1e3 * total:,.3g} kb"


def _mean(raw: Any) -> FloatArray:
    """Return a column's mean over the paths, by month."""
    mean: FloatArray = raw if raw.ndim == 1 else raw.mean(axis=1)
    return mean


def _owed(result: ProgrammeRun, ax: Axes | None) -> Axes:
    """Draw what is owed at the end of each month on one path, and of that what is overdue."""
    import pandas as pd

    table = {}
    for name in result.programme.contracts:
        debt, overdue = (result[f"{name}.{each}"].magnitude / 1e6 for each in ("debt", "arrears"))
        table[f"{name}, not overdue"] = debt - overdue
        if overdue.max() > _NONE * debt.max():
            table[f"{name}, overdue"] = overdue
    return charts.months(
        pd.DataFrame(table, result.months),
        pd.DataFrame(index=result.months),
        unit="million USD",
        title="Debt at the end of each month",
        source=_source(result),
        ax=ax,
    )


def _column(result: ProgrammeRun, column: str, path: int, ax: Axes | None) -> Axes:
    """Draw a column: bars or a line of one path; of many, a fan with one path drawn."""
    import pandas as pd

    own, over, what = map(str, result.about().loc[column])
    unit, scale = LARGE[own]
    name, when = _in_words(result, column, over)
    axis = {"MUSD": "million USD", "1": name}.get(unit, unit)
    raw = result[column].magnitude / scale
    title = f"{name[:1].upper()}{name[1:]} {when}"
    source = _source(result, "" if name.endswith(what) else f"{name}: {what}")
    if result.n is None:
        table = pd.DataFrame({name: raw}, result.months)
        if over == SUM:
            return charts.months(
                table,
                pd.DataFrame(index=result.months),
                unit=axis,
                title=title,
                source=source,
                ax=ax,
            )
        return charts.balances(table, unit=axis, across="month", title=title, source=source, ax=ax)
    shares = np.quantile(raw, _LEVELS, axis=1).T
    return charts.fan(
        pd.DataFrame(shares, result.months, list(_LEVELS)),
        unit=axis,
        across="month",
        line=pd.Series(raw[:, path], result.months, name=f"path {path}"),
        title=title,
        source=source,
        ax=ax,
    )


def _in_words(result: ProgrammeRun, column: str, over_months: str) -> tuple[str, str]:
    """Return a column's name in words, and when it is so."""
    head, _, last = column.rpartition(".")
    words = last.replace("_", " ")
    titles = route_titles(result.programme, result.programme.routes)
    name = f"{titles.get(head, head)}: {words}" if head else words
    return name, "at the end of each month" if over_months == END else "of each month"
