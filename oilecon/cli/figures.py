"""A scenario's routes as plain data, for JSON and CSV."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from oilecon.evaluation import Evaluator
from oilecon.netback.lines import BASES
from oilecon.outcomes import MEASURES, USD_BBL, outcome_unit
from oilecon.present.words import evidence_of, override_sources
from oilecon.results import aligned
from oilecon.units import FRACTION, PURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oilecon.scenario_tree import Scenario

__all__ = ["COLUMNS", "document_of", "rows_of"]

COLUMNS = ("kind", "route", "name", "recipient", "value", "unit")
_SUPPLY = ("diluent_share", "shrinkage", "shrunk_api", "barrels_per_tonne")


def document_of(scenario: Scenario, routes: tuple[str, ...]) -> dict[str, Any]:
    """Return each route's lines, its loss against the first, the blend, and facts of the inputs."""
    engine = Evaluator(scenario, routes)
    frame = aligned({route: engine.waterfall(route) for route in routes})
    losses, lost = {}, {}
    for other in routes[1:]:
        shares = engine.figures([f"{other}.loss.{basis}" for basis in BASES])
        losses[other] = {
            basis: None if math.isnan(loss) else loss * 100.0
            for basis, loss in zip(BASES, shares, strict=True)
        }
        amounts = engine.figures([f"{other}.lost.{basis}" for basis in BASES])
        lost[other] = dict(zip(BASES, amounts, strict=True))
    blends = {
        stream: dict(
            zip(_SUPPLY, engine.figures([f"{stream}.{name}" for name in _SUPPLY]), strict=True)
        )
        for stream in engine.streams
    }
    return {
        "routes": {
            route: [
                {
                    "line": line,
                    "kind": row["kind"],
                    "recipient": row["recipient"],
                    "amount": row[f"{route} [{USD_BBL}]"],
                }
                for line, row in frame.iterrows()
            ]
            for route in routes
        },
        "loss_percent": losses,
        "lost": lost,
        "supply": blends.pop("supply", {}),
        "streams": blends,
        "measure": engine.measure,
        "evidence": evidence_of(scenario, routes),
        "overrides": {path: str(value) for path, value in scenario.overrides().items()},
        "override_sources": override_sources(scenario),
    }


def rows_of(document: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield a document as rows of `COLUMNS`."""
    amounts_in = MEASURES[document["measure"]].heading
    for route, lines in document["routes"].items():
        for line in lines:
            cells = [line["kind"], route, line["line"], line["recipient"], line["amount"]]
            yield [*cells, amounts_in]
    blends = {"supply": document["supply"], **document["streams"]}
    for stream, blend in blends.items():
        for name, value in blend.items():
            unit = outcome_unit(f"{stream}.{name}")
            yield [stream, "", name, "", value, PURE if unit == FRACTION else unit]
    for route, losses in document["loss_percent"].items():
        for basis, loss in losses.items():
            yield ["loss", route, basis, "", loss, "%"]
    for route, amounts in document["lost"].items():
        for basis, amount in amounts.items():
            yield ["lost", route, basis, "", amount, amounts_in]
