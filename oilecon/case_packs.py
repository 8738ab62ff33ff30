"""A user's case pack: its scenarios, its correlations, and a check of all that is in it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from oilecon import shipped
from oilecon.errors import InputError, OilEconError, PathError, UnknownName, did_you_mean, quote
from oilecon.evidence import YOURS
from oilecon.groups import path_of
from oilecon.inputs.by_name import name_shipped
from oilecon.reference import scenario_plan
from oilecon.reference.packs import Pack, alike
from oilecon.reference.shipped_programmes import cited_by_programmes
from oilecon.reference.tables import UNDATED, days_of
from oilecon.scenario_tree import Scenario, kind_of

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    import pandas as pd

    from oilecon.evidence import Row

__all__ = ["CHECKS", "CasePack", "Problem", "check"]

CHECKS = {
    "files": "files read, tables and columns known",
    "rows": "rows of the form of one, each taken by a scenario",
    "sources": "each row sourced or explained, each source known and used",
    "ranges": "each value within its range",
    "units": "each number with a unit",
    "scenarios": "scenarios complete: paths exist, units fit, values within bounds, no input twice",
    "dates": "each row dated, and no scenario of several periods unless it says so",
    "case": "correlations, statements, record and receipts",
}
"""What is checked in a pack."""

_LISTED = 3  # rows that a message names


class Problem(NamedTuple):
    """A fault in a pack.

    Attributes
    ----------
    check : str
        One of `CHECKS`.
    place : str
        File and line, cell or table.
    problem : str
        The fault, and what to write.
    """

    check: str
    place: str
    problem: str


class CasePack:
    """A case as data: rows with their evidence, sources, scenarios.

    Parameters
    ----------
    path : str or path
        A folder, a TOML file with ``pack = 1`` at its top, a workbook ``.xlsx``, or a table
        ``.csv`` of rows. Its name, without the suffix, is the pack's and begins the ids of its
        rows.

    Raises
    ------
    InputError
        If it is none of these, cannot be read, has no rows, or reaches outside its folder.
    OilEconError
        If it is a workbook and openpyxl is not installed.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._pack = Pack(path)

    @property
    def name(self) -> str:
        """Name of the pack."""
        return self._pack.name

    def __repr__(self) -> str:
        """Return the code that opens it."""
        return f"CasePack({str(self._pack.folder)!r})"

    def scenarios(self) -> pd.DataFrame:
        """Return a table of the scenarios; of a pack without any, the shipped ones under its rows.

        Returns
        -------
        pandas.DataFrame
            By name: title, date, one line on each, and the shipped scenario that it stands on.

        Raises
        ------
        InputError
            If a scenario is faulty.
        """
        import pandas as pd

        columns = ["title", "as_of", "summary", "base"]
        plans = {
            name: [plan.get(column, "") for column in columns]
            for name, plan in self._pack.plans.items()
        }
        frame = pd.DataFrame.from_dict(plans, orient="index", columns=columns)
        return frame.rename_axis("scenario")

    def scenario(self, name: str | None = None) -> Scenario:
        """Return a scenario, as `Scenario.load` of the same path.

        Parameters
        ----------
        name : str, optional
            Its name, which a pack with one scenario needs not.

        Raises
        ------
        InputError, UnitError, UnknownName
            For any fault in the pack, or if there are several scenarios and none is named.
        """
        return Scenario.load(str(self._pack.folder), scenario=name)

    def correlations(self, name: str | None = None) -> dict[tuple[str, str], float]:
        """Return a set of rank correlations, as ``simulate(..., correlations=...)`` takes it.

        Parameters
        ----------
        name : str, optional
            Name of the set, which a pack with one needs not.

        Returns
        -------
        dict of (str, str) to float
            Spearman's correlation by pair of paths or patterns.

        Raises
        ------
        InputError
            If a correlation is faulty, or there are several sets and none is named.
        UnknownName
            If the pack has no set of that name.
        """
        pairs = self._pack.correlations
        names = list(dict.fromkeys(pair.family for pair in pairs))
        if name is None and len(names) > 1:
            listed = ", ".join(map(repr, names))
            msg = f"{self.name}: {len(names)} sets of correlations; write one of {listed}"
            raise InputError(msg)
        if name is None and names:
            name = names[0]
        if name not in names:
            near = did_you_mean(str(name), names)
            asked = "" if name is None else f" {quote(name)}"
            msg = f"{self.name}: no set of correlations{asked}{near}"
            raise UnknownName(msg)
        return {(pair.left, pair.right): pair.value for pair in pairs if pair.family == name}

    def check(self, scenario: str | None = None) -> pd.DataFrame:
        """Return every problem of the pack.

        Parameters
        ----------
        scenario : str, optional
            Of a pack without scenarios, the shipped one that its rows stand over.

        Returns
        -------
        pandas.DataFrame
            A row a problem: check, place (file and line, or cell) and problem; none if all is well.
        """
        import pandas as pd

        _, problems = check(self._pack.folder, scenario)
        return pd.DataFrame(problems, columns=list(Problem._fields))


def check(path: Any, scenario: str | None = None) -> tuple[dict[str, int], list[Problem]]:
    """Return how much was checked in a pack, by what, and every problem.

    Parameters
    ----------
    path : str or path
        The pack.
    scenario : str, optional
        Of a pack without scenarios, the shipped one that its rows stand over.
    """
    checking = _Checking()
    try:
        pack = Pack(path)
        pack.skipped = set()
        records = pack.table("rows")
    except InputError as error:
        checking.add("files", error, str(path))
        return checking.counts, checking.problems
    checking.counts["files"] = 1
    checking.all_of(pack, scenario, records)
    return checking.counts, checking.problems


class _Checking:
    """The counts and problems of one check."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(CHECKS, 0)
        self._problems: dict[tuple[str, str], Problem] = {}  # by place and text

    @property
    def problems(self) -> list[Problem]:
        """Every problem once, in the order of the checks."""
        order = list(CHECKS)
        return sorted(self._problems.values(), key=lambda problem: order.index(problem.check))

    def add(self, kind: str, error: OilEconError, place: str = "") -> None:
        """Add the problems of an error; `place` is where its text names none."""
        if len(error.problems) == 1 and str(error).startswith(error.problems[0][0]):
            place, text = error.problems[0]
        else:
            text = str(error).removeprefix(f"{place}: ")
        self.put(kind, place, text)

    def put(self, kind: str, place: str, text: str) -> None:
        """Add a problem."""
        self._problems.setdefault((place, text), Problem(kind, place, text))

    def tried(self, kind: str, place: str, read: Callable[[], Any]) -> Any:
        """Return what a call returns; None after adding its error."""
        try:
            return read()
        except InputError as error:
            self.add(kind, error, place)
            return None

    def all_of(self, pack: Pack, scenario: str | None, records: list[Any]) -> None:
        """Check everything in a pack whose rows are a table."""
        self.counts |= dict.fromkeys(("rows", "sources", "ranges", "units", "dates"), len(records))
        sources = self.tried("files", pack.name, lambda: list(pack.source_faults()))
        for _, error in sources or ():
            self.add("sources", error)
        plans = self._plans(pack)
        for record in records:
            for kind, error in pack.problems_of(record):
                self.add(kind, error, record.where)
            self._sourcing(record)
        if plans is not None:
            self._scenarios(pack, scenario, records)
        if not sources:
            self.tried("files", pack.name, lambda: self._unused_sources(pack))
        for part in ("correlations", "statements", "record", "receipts"):
            if pack.has(part) and plans is not None:
                read = self.tried("case", pack.name, lambda part=part: getattr(pack, part))  # type: ignore[misc]
                self.counts["case"] += len(read or ())

    def _plans(self, pack: Pack) -> dict[str, Any] | None:
        """Return the plans of the scenarios; None if one is faulty."""
        plans: dict[str, Any] = {}
        names = self.tried("files", pack.name, lambda: list(pack.entries)) or []
        for name in names:
            plan = self.tried("scenarios", name, lambda name=name: pack.plan_of(name, plans))  # type: ignore[misc]
            if plan is not None:
                plans[name] = plan
        return plans if names and len(plans) == len(names) else None

    def _sourcing(self, record: Any) -> None:
        """Check that a row has a source, or says why it has none."""
        kind, note = record["kind"] or YOURS, record["note"].strip()
        if kind not in {"published", "assumption"} and not note and not record["source"]:
            self.put("sources", record.where, "source: neither a source nor a note; write one")
        if not record["as_of"]:
            text = f"as_of: no date; write the period that the number describes, or {UNDATED!r}"
            self.put("dates", record.where, text)

    def _unused_sources(self, pack: Pack) -> None:
        """Check that each of the pack's own sources is cited."""
        cited = {key for record in pack.numbers() for key in record["source"].split()}
        cited |= {key for evidence in cited_by_programmes() for key in evidence.source}
        for key in pack.sources:
            if key not in cited:
                self.put("sources", pack.place(key, "sources"), "no row cites it; leave it out")

    def _scenarios(self, pack: Pack, scenario: str | None, records: list[Any]) -> None:
        """Check each scenario with its rows."""
        if not pack.has("scenarios") and scenario is None:
            first = next(iter(pack.plans))
            text = (
                "no scenarios: its rows may stand over any shipped one; name one, as in "
                f"check({first!r}) or `oilecon pack check {pack.folder.name}:{first}`, "
                "or write a table scenarios with the columns scenario and base"
            )
            self.put("scenarios", pack.name, text)
            return
        names = list(pack.plans) if scenario is None else [scenario]
        taken: set[str] = set()
        for name in names:
            try:
                rows = pack.rows(name)
            except (InputError, UnknownName) as error:
                self.add("scenarios", error, pack.name)
                return
            self.counts["scenarios"] += 1
            taken |= {row.evidence.row for row in rows}
            self._scenario(pack, name, rows)
            self._dates(pack, name, rows)
        if scenario is None or not pack.has("scenarios"):
            for record in records:
                if record.row not in taken and record["name"] not in (pack.skipped or ()):
                    self.put("rows", record.where, "no scenario takes it; leave it out")

    def _scenario(self, pack: Pack, name: str, rows: tuple[Row, ...]) -> None:
        """Check that the rows of a scenario make one."""
        place, kind = pack.place(name), kind_of(Scenario, pack.plan(name)["tree"])
        own = [row for row in rows if row.evidence.row in pack.row_places]
        for pair in alike(own):
            self.put("scenarios", place, pack.fault_of_alike(*pair))
        placed = []
        for row in rows:
            try:
                shipped.tree(pack, name, kind, [row])
            except (InputError, PathError) as error:
                self.add("scenarios", error, pack.place_of(row))
            else:
                placed.append(row)
        tree = shipped.tree(pack, name, kind, placed)
        try:
            name_shipped(tree)
            kind.from_dict(tree)
        except OilEconError as error:
            for field, text in error.problems or (("", str(error)),):
                path = path_of(kind, field.split("."))
                at = [pack.place_of(row) for row in rows if row.covers(path)]
                self.put("scenarios", at[-1] if at else place, f"{path}: {text}".lstrip(": "))

    def _dates(self, pack: Pack, name: str, rows: tuple[Row, ...]) -> None:
        """Check that the rows of a scenario are of one period, unless it says why not."""
        plan = pack.plan(name)
        # Rows alone have no place to say it, and the scenario below them is not theirs.
        if plan.get("mixed_dates") or not pack.has("scenarios"):
            return
        spans = [(row, days_of(row.evidence.as_of)) for row in rows]
        dated = [(row, span) for row, span in spans if span is not None]
        periods = Counter(row.evidence.as_of for row, _ in dated).most_common(1)
        base = scenario_plan(plan["base"]) if "base" in plan else {}
        period = plan.get("as_of") or base.get("as_of") or (periods[0][0] if periods else "")
        days = days_of(period)
        if days is None:
            return
        first, last = days
        others = [row for row, (begin, end) in dated if end < first or begin > last]
        if others:
            listed = ", ".join(f"{row.name} ({row.evidence.as_of})" for row in others[:_LISTED])
            more = f" and {len(others) - _LISTED} more" if len(others) > _LISTED else ""
            text = (
                f"{len(others)} rows of other periods than {period}: {listed}{more}; write "
                'mixed_dates = "why", or as_of as the span of all'
            )
            self.put("dates", pack.place(name), text)
