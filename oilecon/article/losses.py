"""The press article's statement on margins, under each reading of it.

The article says that sending heavy crude to Asia instead of the US Gulf Coast "loses roughly 15
percent of profit margins". It does not say which margin, nor what is held equal. Each reading here
is a shipped scenario; each basis is a line of the netback. The figure is never an input.
"""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

from oilecon import reference
from oilecon.arguments import flag
from oilecon.article import record
from oilecon.errors import (
    InputError,
    PathError,
    UndefinedWarning,
    UnknownName,
    did_you_mean,
    is_among,
    quote,
)
from oilecon.evaluation import compare
from oilecon.evidence import YOURS
from oilecon.groups import Group
from oilecon.inputs import Vessel
from oilecon.netback.lines import BASES, IN_WORDS
from oilecon.scenario_tree import Scenario, scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from oilecon.results import Comparison
    from oilecon.units import Quantity

__all__ = [
    "FREIGHT",
    "NEAR",
    "READINGS",
    "STATED",
    "USER",
    "bases_of",
    "comparisons",
    "dates",
    "freight_bases",
    "hire_at_stated",
    "listed",
    "margin_loss",
    "not_used",
    "of_freight",
    "readings",
    "table_of",
    "verdict",
]

READINGS: Mapping[str, str] = {
    "transport only": "article",
    "transport only at realised rates": "article-realised",
    "transport only at period rates": "article-period",
    "discount only": "article-discount",
    "sanctioned": "article-sanctioned",
}
"""Readings by what they hold equal, each a shipped scenario; at spot freight unless its name says
otherwise."""

FREIGHT: Mapping[str, str] = {
    "spot": "transport only",
    "realised": "transport only at realised rates",
    "period": "transport only at period rates",
}
"""Bases of freight that have sourced figures, and the reading on each: the month's spot market,
fleets' earnings in the quarter, and charters of one year."""

USER = "user-defined"
"""The basis of freight where either ship's hire is the user's: none of `FREIGHT`."""

STATED = record.statements()["margin"].figures[0]
"""Loss that the article states [%]."""

NEAR = 2.5
"""Distance from the stated figure that counts as near [percentage points]: half a step of five."""

_WHOLE = 100.0  # percent
_ROUTES = ("gulf", "asia")
_HIRES = {"VLCC": "asia.sea.charter.hire", "Aframax": "gulf.sea.charter.hire"}
_OTHER_BASES = frozenset(reading for basis, reading in FREIGHT.items() if basis != "spot")
_CALIBRATED = frozenset({"asia.shadow_multiple"})  # rows whose figure was solved from a receipt


def _reading(name: str) -> str:
    if not is_among(name, READINGS):
        msg = f"no reading {quote(name)}{did_you_mean(str(name), READINGS)}"
        raise UnknownName(msg)
    return READINGS[name]


def margin_loss(
    basis: str = "operating",
    reading: str = "transport only",
    freight: str = "spot",
) -> Quantity:
    """Return the loss of the Asian route against the Gulf Coast, from sourced inputs.

    Parameters
    ----------
    basis : {'operating', 'price', 'netback', 'net'}
        The line that the loss is a share of; see `Comparison.loss`.
    reading : {'transport only', 'discount only', 'sanctioned'}
        The differences between the routes that count; any of `READINGS`.
    freight : {'spot', 'realised', 'period'}
        The basis of both ships' hires in *transport only*: the spot market of the article's month,
        which is the rule for every input; the earnings that tanker fleets realised in that
        quarter; or charters of one year. See `freight_bases`.

    Returns
    -------
    pint.Quantity
        In percent.

    Raises
    ------
    PathError, UnknownName
        If there is no such basis, reading or basis of freight.
    InputError
        If another basis of freight is requested of a reading that has its own.

    Examples
    --------
    >>> import oilecon as oe
    >>> for freight in oe.article.FREIGHT:
    ...     print(f"{freight:9}{oe.article.margin_loss(freight=freight).magnitude:.1f} %")
    spot     17.7 %
    realised 14.9 %
    period   12.5 %
    """
    name = _reading(reading)
    if not is_among(freight, FREIGHT):
        msg = f"no basis of freight {quote(freight)}{did_you_mean(str(freight), FREIGHT)}"
        raise UnknownName(msg)
    if freight != "spot":
        if reading != "transport only":
            msg = (
                f"margin_loss: freight: {reading!r} has its own; write reading='transport only' "
                f"with freight={freight!r}, or vary the hires of oilecon.scenario({name!r})"
            )
            raise InputError(msg)
        name = READINGS[FREIGHT[freight]]
    if is_among(basis, READINGS):
        msg = f"{basis!r} is a reading, not a basis; write margin_loss(reading={basis!r})"
        raise PathError(msg)
    return compare(scenario(name), *_ROUTES).loss(basis)


def comparisons(changes: Mapping[str, Any] | None = None) -> dict[str, Comparison]:
    """Return the comparison of the Gulf Coast with Asia under each reading.

    Parameters
    ----------
    changes : mapping of str to value, optional
        Paths and other values, as in `Scenario.vary`. A change goes where a reading uses that
        input: the sanctioned differential has no place in *transport only*, where the Gulf's
        differential holds for both routes. With either ship's hire among them, the readings at
        realised and period rates are left out: each is a basis of both ships' hires, which a hire
        of your own is not.

    Returns
    -------
    dict of str to Comparison
        By reading.

    Raises
    ------
    PathError
        If no reading has such a path.
    UnitError, InputError
        If a value does not fit.
    """
    return {
        reading: compare(scenario(READINGS[reading]).vary(own), *_ROUTES)
        for reading, (own, _) in _placed(changes or {}).items()
    }


def not_used(changes: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the changed paths that a reading does not use, by reading; empty ones left out."""
    return {reading: unused for reading, (_, unused) in _placed(changes).items() if unused}


def _placed(changes: Mapping[str, Any]) -> dict[str, tuple[dict[str, Any], list[str]]]:
    """Return for each reading the changes at its own paths, and the paths that it does not use."""
    if not hasattr(changes, "items"):
        msg = f"expected a mapping of paths to values, got {type(changes).__name__}"
        raise InputError(msg)
    widest = scenario(READINGS["sanctioned"])  # it has every path that any reading has
    single: dict[str, Any] = {}
    for pattern, value in changes.items():
        whole = isinstance(value, Group) and not isinstance(value, Vessel)
        if whole or pattern in {"reference", "title"}:
            msg = f"{pattern}: expected a single input's path; write for example market.brent"
            raise InputError(msg)
        for path in widest.expand(str(pattern)):
            if path in single:
                msg = f"{path}: given twice, by {quote(pattern)} and by another path or pattern"
                raise InputError(msg)
            single[path] = value
    widest.vary(single)  # a value that does not fit raises even where a reading does not use it
    placed: dict[str, tuple[dict[str, Any], list[str]]] = {}
    left_out = _OTHER_BASES if set(single) & set(_HIRES.values()) else frozenset()
    for reading, name in READINGS.items():
        if reading in left_out:
            continue
        own: dict[str, Any] = {}
        unused: list[str] = []
        for path, value in single.items():
            place = _place(path, name)
            if place is None:
                unused.append(path)
            else:
                own[place] = value
        placed[reading] = own, unused
    return placed


def _place(path: str, name: str) -> str | None:
    """Return a reading's own path of the input at a path; None if it does not use the input."""
    everything = reference.rows(READINGS["sanctioned"])
    row = next((row for row in everything if row.covers(path)), None)
    if row is None:
        return path
    own = next((other for other in reference.rows(name) if other.name == row.name), None)
    if own is None:
        return None
    return path if own.path == row.path else own.path


def readings(changes: Mapping[str, Any] | None = None, *, regimes: bool = False) -> pd.DataFrame:
    """Return the loss under every reading on every basis.

    Parameters
    ----------
    changes : mapping of str to value, optional
        As in `comparisons`.
    regimes : bool
        Whether the dated regimes whose prices are known on both routes follow, by scenario.

    Returns
    -------
    pandas.DataFrame
        Reading by basis, in percent; NaN where the reference is not above zero, and for a scenario
        without costs of production on what comes after the netback.

    Raises
    ------
    InputError
        If changes are given for dated regimes, which have prices of their own.

    Examples
    --------
    >>> import oilecon as oe
    >>> print(oe.article.readings().drop(columns="netback [%]").round(1))
                                      price [%]  operating [%]  net [%]
    reading
    transport only                          7.8           17.7     24.9
    transport only at realised rates        6.7           14.9     20.7
    transport only at period rates          5.7           12.5     17.4
    discount only                          17.6           39.9     56.1
    sanctioned                             33.2           75.3    105.8
    """
    dated = flag(regimes, "readings: regimes")
    pairs = comparisons(changes)
    if dated and changes:
        msg = (
            "readings: changes go to the article's readings alone, since a dated regime has prices "
            "of its own; leave out regimes, or compare(scenario('china-2024-01').vary(...))"
        )
        raise InputError(msg)
    if not dated:
        return table_of(pairs)
    plans = {name: plan for name, plan in reference.scenario_plans().items() if "ends" in plan}
    pairs |= {name: compare(scenario(name), *plan["ends"]) for name, plan in plans.items()}
    table = table_of(pairs)
    costless = [name for name, plan in plans.items() if plan.get("without_costs")]
    table.loc[costless, ["operating [%]", "net [%]"]] = math.nan
    return table


def table_of(comparisons: Mapping[str, Comparison]) -> pd.DataFrame:
    """Return the losses of comparisons: a row each, by basis in percent."""
    import pandas as pd

    frame = pd.DataFrame({reading: pair.losses() for reading, pair in comparisons.items()}).T
    frame.columns = pd.Index([f"{basis} [%]" for basis in BASES])
    return frame.rename_axis("reading")


def freight_bases(changes: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """Return both ships' hires on each basis of freight, with dates and kinds.

    Parameters
    ----------
    changes : mapping of str to value, optional
        As in `comparisons`. With a hire of your own there is one basis, ``'user-defined'``.

    Returns
    -------
    pandas.DataFrame
        By basis and ship: the hire with its range [USD/day], its date and kind, when such a cargo
        is fixed and when it loads, and the sources. A plain hire of your own has no range or date,
        and 'you' as its source; a cargo on its basis has no date of fixing or loading.

    Raises
    ------
    PathError, UnitError, InputError
        As in `comparisons`; and if a hire is an array.

    Examples
    --------
    >>> import oilecon as oe
    >>> print(oe.article.freight_bases()["hire [USD/day]"].unstack().astype(int))
    ship      Aframax   VLCC
    basis
    period      36000  60000
    realised    38550  71850
    spot        52000  92300
    """
    return bases_of(comparisons(changes))


def bases_of(comparisons: Mapping[str, Comparison]) -> pd.DataFrame:
    """Return the bases of freight of comparisons, as `freight_bases` does."""
    import pandas as pd

    rows = {}
    for basis, reading in FREIGHT.items():
        if reading not in comparisons:
            continue
        case = comparisons[reading].scenario
        shown = USER if _own_hires(case) else basis
        plan = reference.scenario_plan(READINGS[reading]) if shown == basis else {}
        for ship, path in _HIRES.items():
            hire = case.get(path)
            if getattr(hire, "ndim", 0):
                msg = f"{path}: a table of freight shows one case; write one hire"
                raise InputError(msg)
            row = case.row(path)
            kind = YOURS if row is None else row.evidence.kind
            rows[shown, ship] = {
                "hire [USD/day]": float(hire.to("USD/day").magnitude),
                "low [USD/day]": math.nan if row is None else row.low,
                "high [USD/day]": math.nan if row is None else row.high,
                "as of": "" if row is None else row.evidence.as_of,
                "kind": USER if kind == YOURS else kind,
                "fixed": plan.get("fixed", ""),
                "loaded": plan.get("loaded", ""),
                "source": (" ".join(row.evidence.source) if row else "") or YOURS,
            }
    frame = pd.DataFrame.from_dict(rows, orient="index")
    frame.index = pd.MultiIndex.from_tuples(rows, names=["basis", "ship"])
    return frame


def _own_hires(case: Scenario) -> set[str]:
    """Return the paths of the hires that are the user's."""
    return set(case.overrides()) & set(_HIRES.values())


def hire_at_stated(comparison: Comparison, stated: float = STATED) -> float:
    """Return the VLCC's hire at which the operating margin loses the stated share [USD/day].

    All other inputs stay, the Aframax's hire too. The loss is a straight line in that hire, so two
    of its points give the answer that `oilecon.breakeven` searches for; NaN where the hire does not
    move it.

    Examples
    --------
    >>> import oilecon as oe
    >>> comparison = oe.article.comparisons()["transport only"]
    >>> print(f"{oe.article.hire_at_stated(comparison):.0f} USD/day")
    80832 USD/day
    """
    path = _HIRES["VLCC"]
    now = _hires(comparison)["VLCC"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)  # the answer is NaN then
        losses = [
            compare(comparison.scenario.vary({path: f"{hire!r} USD/day"}), *_ROUTES).losses()
            for hire in (0.0, now or 1.0)
        ]
    at_zero, at_hire = (float(shares["operating"]) for shares in losses)
    if at_zero == at_hire:
        return math.nan
    return (now or 1.0) * (stated - at_zero) / (at_hire - at_zero)


def of_freight(comparisons: Mapping[str, Comparison]) -> list[str]:
    """Return sentences on the answer's dependence on freight, and on the stated figure's place."""
    bases = {
        basis: comparisons[reading] for basis, reading in FREIGHT.items() if reading in comparisons
    }
    if any(_own_hires(pair.scenario) for pair in bases.values()):
        sentence = (
            "A hire is user-defined: the readings at realised and at period rates, each a basis of "
            "both ships' hires, are left out."
        )
        return [sentence]
    if set(bases) != set(FREIGHT) or any(pair.shape for pair in bases.values()):
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)
        losses = {basis: float(pair.losses()["operating"]) for basis, pair in bases.items()}
    if any(map(math.isnan, losses.values())):
        return []
    hires = {basis: _hires(pair) for basis, pair in bases.items()}
    words = [
        f"{losses['spot']:.1f} % at the spot rates of the month",
        f"{losses['realised']:.1f} % at what fleets realised in that quarter",
        f"{losses['period']:.1f} % at one-year charters",
    ]
    exact = hire_at_stated(bases["spot"])
    beside = f"with the Aframax at its spot rate of {hires['spot']['Aframax']:,.0f}"
    met = (
        f"It is met exactly at a VLCC hire of {exact:,.0f} USD a day {beside}."
        if math.isfinite(exact) and exact > 0.0
        else f"No VLCC hire above zero meets it {beside}."
    )
    vlcc = ", ".join(f"{hires[basis]['VLCC']:,.0f} {basis}" for basis in bases)
    sentence = (
        f"The answer hangs on freight: with transport only, the operating margin loses "
        f"{listed(words)} (VLCC, USD a day: {vlcc}). {_where(losses)} {met}"
    )
    return [sentence]


def _hires(comparison: Comparison) -> dict[str, float]:
    leaves: dict[str, Any] = {path: raw for path, _, raw in comparison.scenario.leaves()}
    return {ship: float(leaves[path]) for ship, path in _HIRES.items()}


def _where(losses: Mapping[str, float]) -> str:
    """Return a sentence on the bases of freight between which the stated figure lies."""
    ordered = sorted(losses, key=lambda basis: losses[basis])
    below = [basis for basis in ordered if losses[basis] <= STATED]
    above = [basis for basis in ordered if losses[basis] > STATED]
    if below and above:
        return f"The article's {STATED:.0f} % lies between {below[-1]} and {above[0]}."
    side = "above all three" if below else "below all three"
    return f"The article's {STATED:.0f} % lies {side}."


def verdict(comparisons: Mapping[str, Comparison]) -> list[str]:
    """Return sentences on the figures near the article's, and on what that shows.

    Parameters
    ----------
    comparisons : mapping of str to Comparison
        By reading, as `comparisons` returns them.

    Returns
    -------
    list of str
        The figures that are near, their dependence on freight, and the range of all figures.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedWarning)  # the last sentence counts them
        table = table_of(comparisons)
    near, undefined = [], 0
    for reading, losses in table.iterrows():
        for basis, loss in zip(BASES, losses, strict=True):
            undefined += math.isnan(loss)
            if abs(loss - STATED) <= NEAR:
                near.append(f"{loss:.1f} % of the {IN_WORDS[basis]} ({reading})")
    stated = f"the article's “roughly {STATED:.0f} percent of profit margins”"
    if not near:
        sentences = [f"None of the {table.size} figures lies within {NEAR} points of {stated}."]
    else:
        lie = "lies" if len(near) == 1 else "lie"
        total = f"{len(near)} of the {table.size} figures {lie}"
        sentences = [f"{total} within {NEAR} points of {stated}: {listed(near)}."]
    sentences += of_freight(comparisons)
    if len(near) > 1:
        sentences.append(
            "That several readings agree with it does not show which one was meant: the article "
            "says neither which margin it speaks of nor what it holds equal."
        )
    elif near:
        sentences.append(
            "That it agrees does not show that it was meant: the article gives no basis."
        )
    sentences.append(
        f"The loss runs from {table.min().min():.1f} % to {table.max().max():.1f} %, depending on "
        "what is held equal and on which margin it is measured against."
        + (f" {undefined} figures are not defined." if undefined else "")
        + _beyond(table)
    )
    return sentences


def _beyond(table: pd.DataFrame) -> str:
    """Return a sentence on losses above 100 %, where there are any."""
    lines = [IN_WORDS[basis] for basis in BASES if (table[f"{basis} [%]"] > _WHOLE).any()]
    if not lines:
        return ""
    verb = "is" if len(lines) == 1 else "are"
    return f" A loss above 100 % means that the {listed(lines)} in Asia {verb} negative."


def listed(parts: list[str]) -> str:
    """Return parts with commas and an 'and'."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def dates(comparisons: Mapping[str, Comparison]) -> dict[str, list[str]]:
    """Return the inputs' names by their dates; yours without a date under 'you'.

    A name without a route, such as ``days_load``, stands for both routes. A hire names its basis of
    freight, and a figure that was solved from a receipt says that it was calibrated.
    """
    by_date: dict[str, dict[str, None]] = {}
    for comparison in comparisons.values():
        case: Scenario = comparison.scenario
        overrides = case.overrides()
        plan = reference.scenario_plan(case.reference)
        for path in case.paths():
            row = case.row(path)
            if row is not None and path not in overrides:
                basis = plan["freight"] if path in _HIRES.values() else ""
                calibrated = "calibrated" if row.name in _CALIBRATED else ""
                remark = basis or calibrated
                name = f"{row.name} ({remark})" if remark else row.name
                by_date.setdefault(row.evidence.as_of, {})[name] = None
        for path in overrides:
            row = case.row(path) if path in case.paths() else None
            date = row.evidence.as_of if row is not None else ""
            by_date.setdefault(date or YOURS, {})[f"{path} (yours)" if date else path] = None
    return {
        date: list(names) if date == YOURS else _without_routes(list(names))
        for date, names in sorted(by_date.items())
    }


def _without_routes(names: list[str]) -> list[str]:
    """Return the names, with one for both where each route has one of the same name."""
    shared = {
        name.partition(".")[2]
        for name in names
        if all(f"{route}.{name.partition('.')[2]}" in names for route in _ROUTES)
    }
    kept = (name.partition(".")[2] if name.partition(".")[2] in shared else name for name in names)
    return list(dict.fromkeys(kept))
