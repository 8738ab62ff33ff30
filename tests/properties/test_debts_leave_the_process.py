"""Every result of a debt pickles, copies and crosses processes, before and after its use."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

import oilecon as oe
from oilecon.lending import (
    barrel_discount,
    buy_back,
    cash_and_debt,
    petrocaribe,
)
from tests.samples import LOAN, OIL

PLAIN: dict[str, Any] = {"principal": "100 MUSD", "tenor": "2 year", "rate": "6 %/year"}


# -- other processes ---------------------------------------------------------------------------


def _made() -> dict[str, Any]:
    """Return one of each result."""
    held = OIL.evolve(reference_price="50 USD/bbl", sweep="0 %", account=oe.CollectionAccount(1.3))
    amended = LOAN.evolve(
        amendments={"cut": oe.Amendment("2015-01-01", "write-down", share="20 %")},
        first_payment="2012-04-27",
    )
    ledger = oe.repay(amended, held)
    return {
        "ledger": ledger,
        "paths": oe.repay([LOAN], held, price=oe.Q([[40, 60]], "USD/bbl"), base="1 %/year"),
        "schedule": oe.schedule({"first": LOAN, "second": LOAN}),
        "flows": ledger.flows(),
        "payoff": ledger.payoff(),
        "split": cash_and_debt(ledger, "600 kb/day", "50 USD/bbl"),
        "discount": barrel_discount(ledger, "60 USD/bbl"),
        "sale": petrocaribe(oe.Q([60, 100], "USD/bbl")),
        "buy back": buy_back(oe.Loan(**PLAIN), "80 MUSD", discount="9 %/year"),
        "loan": amended,
        "repayment": held,
        "debt": oe.Debt(amended, held),
    }


def _used(result: Any) -> str:
    """Return all that a result says, once each of its methods was called."""
    said = [str(result), repr(result)]
    if isinstance(result, oe.lending.Ledger):
        said += [result.to_frame().to_csv(), str(result.payoff()), str(result.flows().net)]
        said += [str(result.cover()), str(result.index()), str(result.balance("2014-01-01"))]
        said += [str(oe.irr(result)), str(result.shape), str(result.loans), str(result.ends)]
    elif isinstance(result, oe.lending.Split) and not result.ledger.shape:
        said.append(result.to_frame().to_csv())
    elif isinstance(result, oe.lending.Flows):
        said.append(str(result.net))
    elif hasattr(result, "values"):
        said += [str(result.to_dict()), str(result.shapes), str([*result.leaves()])]
        _ = result.values
    return "\n".join(text for text in said if " object at 0x" not in text)


@pytest.mark.parametrize("name", _made())
def test_every_result_pickles_and_copies_before_and_after_its_use(name: str) -> None:
    result = _made()[name]
    before = [pickle.loads(pickle.dumps(result)), copy.deepcopy(result), copy.copy(result)]  # noqa: S301
    said = _used(result)
    after = [pickle.loads(pickle.dumps(result)), copy.deepcopy(result), copy.copy(result)]  # noqa: S301
    for other in (*before, *after):
        assert _used(other) == said


def test_every_result_crosses_a_spawned_process() -> None:
    results = _made()
    said = {name: _used(result) for name, result in results.items()}
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        found = dict(zip(results, pool.map(_used, results.values()), strict=True))
    assert found == said
