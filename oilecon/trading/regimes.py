"""The dated regimes side by side, and what in each is of another date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oilecon import reference
from oilecon.errors import InputError
from oilecon.evaluation import compare
from oilecon.scenario_tree import Scenario, scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["regime_losses", "stand_ins"]


def regime_losses() -> pd.DataFrame:
    """Return what the sanctioned or farther route lost in every regime that has both ends.

    Returns
    -------
    pandas.DataFrame
        By scenario: date, the two routes, what stands in for the first where nothing was quoted
        (its row then is an assumption), both netbacks [USD/bbl], what lies between them, and that
        as a share of the first's netback [%]. Below zero the alternative earned more. A regime of
        which one end is unknown is not in the table.

    Examples
    --------
    >>> table = regime_losses()
    >>> "china-2025-12-16" in table.index  # no Gulf price is known of that date
    False
    """
    import pandas as pd

    records: dict[str, dict[str, Any]] = {}
    for name, plan in reference.scenario_plans().items():
        if "ends" not in plan:
            continue
        reference_route, alternative = plan["ends"]
        found = compare(scenario(name), reference_route, alternative)
        ends = [found[f"{route}.netback"].magnitude for route in plan["ends"]]
        records[name] = {
            "as_of": plan["as_of"],
            "reference": reference_route,
            "alternative": alternative,
            "proxy": plan.get("proxy", ""),
            "reference netback [USD/bbl]": ends[0],
            "alternative netback [USD/bbl]": ends[1],
            "loss [USD/bbl]": ends[0] - ends[1],
            "loss.netback [%]": found.loss("netback").magnitude,
        }
    return pd.DataFrame.from_dict(records, orient="index").rename_axis("scenario")


def stand_ins(name: str) -> pd.DataFrame:
    """Return the inputs of a regime that are not of its own dates.

    Parameters
    ----------
    name : str
        A shipped regime.

    Returns
    -------
    pandas.DataFrame
        By path: value, unit, kind, as_of and note of every number whose date lies outside the days
        that the regime covers. Ships, miles and port charges are such as a rule; prices, freights
        and rates are where none of the regime's own date was found, and their notes say so.

    Raises
    ------
    UnknownName
        If no scenario has that name.
    InputError
        If it is of no one date.
    """
    found: Scenario = scenario(name)
    covers = reference.scenario_plan(name).get("covers")
    if covers is None:
        msg = f"{name!r} is of no one date; inputs() of the scenario has the dates of its numbers"
        raise InputError(msg)
    frame = found.inputs()
    dated = frame[frame["as_of"] != ""]
    other = [not _overlaps(as_of, *covers) for as_of in dated["as_of"]]
    return dated.loc[other, ["value", "unit", "kind", "as_of", "note"]]


def _overlaps(as_of: str, first: str, last: str) -> bool:
    """Return whether a date such as 2025, 2025-Q4, 2025-12 or 2025-12-10 meets a span of days."""
    if not as_of[:4].isdigit():
        return False
    if "Q" in as_of:
        quarter = int(as_of[-1])
        start, end = f"{as_of[:4]}-{3 * quarter - 2:02d}", f"{as_of[:4]}-{3 * quarter:02d}-31"
        return start <= last and first <= end
    return as_of <= last and first <= f"{as_of}-99"
