"""The dated regimes side by side, and the inputs of each that are of another date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon import reference
from oilecon.errors import InputError, quote
from oilecon.evaluation import compare
from oilecon.scenario_tree import Scenario, scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["regime_losses", "stand_ins"]


def regime_losses() -> pd.DataFrame:
    """Return the loss of the sanctioned or farther route in every regime with both routes.

    Returns
    -------
    pandas.DataFrame
        By scenario: date, the two routes, the proxy for the first where it had no quotation (its
        row then is an assumption), both netbacks [USD/bbl], their difference, and the difference
        as a share of the first netback [%]. It is negative where the alternative earned more. A
        regime with one route unknown is not in the table.

    Examples
    --------
    >>> table = regime_losses()
    >>> "china-2025-12-16" in table.index  # no Gulf price of that date is known
    False
    """
    import pandas as pd

    records: dict[str, dict[str, Any]] = {}
    for name, plan in reference.scenario_plans().items():
        if "ends" not in plan:
            continue
        reference_route, alternative = plan["ends"]
        comparison = compare(scenario(name), reference_route, alternative)
        first, second = (comparison[f"{route}.netback"].magnitude for route in plan["ends"])
        records[name] = {
            "as_of": plan["as_of"],
            "reference": reference_route,
            "alternative": alternative,
            "proxy": plan.get("proxy", ""),
            "reference netback [USD/bbl]": first,
            "alternative netback [USD/bbl]": second,
            "loss [USD/bbl]": first - second,
            "loss.netback [%]": comparison.loss("netback").magnitude,
        }
    return pd.DataFrame.from_dict(records, orient="index").rename_axis("scenario")


def stand_ins(name: str) -> pd.DataFrame:
    """Return the inputs of a regime that are of other dates than its own.

    Parameters
    ----------
    name : str
        A shipped regime.

    Returns
    -------
    pandas.DataFrame
        By path: value, unit, kind, as_of and note of every number with a date outside the days
        of the regime. These are mostly ships, distances and port charges. Prices, freights and
        rates are among them only where none of the regime's own date is known, as their notes say.

    Raises
    ------
    UnknownName
        If no scenario has that name.
    InputError
        If the scenario is not of a single date.
    """
    regime: Scenario = scenario(name)
    covers = reference.scenario_plan(name).get("covers")
    if covers is None:
        msg = (
            f"stand_ins: name: expected a dated regime, got {quote(name)}, of no single date; "
            "write scenario(name).inputs() for the dates of its numbers"
        )
        raise InputError(msg)
    frame = regime.inputs()
    dated = frame[frame["as_of"] != ""]
    other = [not _overlaps(as_of, *covers) for as_of in dated["as_of"]]
    return dated.loc[other, ["value", "unit", "kind", "as_of", "note"]]


def _overlaps(as_of: str, first: str, last: str) -> bool:
    """Return True if a date such as 2025, 2025-Q4, 2025-12 or 2025-12-10 meets a span of days."""
    if not as_of[:4].isdigit():
        return False
    if "Q" in as_of:
        quarter = int(as_of[-1])
        start, end = f"{as_of[:4]}-{3 * quarter - 2:02d}", f"{as_of[:4]}-{3 * quarter:02d}-31"
        return start <= last and first <= end
    return as_of <= last and first <= f"{as_of}-99"
