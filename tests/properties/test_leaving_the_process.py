"""Every result pickles, copies and crosses processes, before and after its methods were called."""

from __future__ import annotations

import copy
import functools
import importlib
import inspect
import pickle
import pkgutil
import re
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pint
import pytest

import oilecon as oe
from oilecon import analysis, article, blending, lending, refining, shipping, trading
from oilecon.analysis.distributions import Distribution
from oilecon.errors import ExecutorError, OilEconError
from oilecon.groups import Group
from tests.samples import ASSAY, COKING, LIGHTER, PRICES, PROGRAMME

if TYPE_CHECKING:
    from collections.abc import Callable


mpl.use("Agg")
S = oe.scenario("article-sanctioned")
MANY = S.vary({"market.brent": oe.Q([55.0, 65.0, 75.0], "USD/bbl")})
TWO = S.evolve(streams={"second": S.supply}).vary({"asia.stream": "second"})
PRICIER = S.vary({"market.brent": "75 USD/bbl"})
SEVERAL = S.evolve(routes={**S.routes, "far": S.asia}).vary({"far.sea.distance": "14000 nmi"})
HEAVY, NAPHTHA = oe.Crude.shipped("Orinoco extra-heavy"), oe.Crude.shipped("heavy naphtha")
OWED = oe.Loan("100 MUSD", "5 year", rate="5 %/year")
RANGES = {"market.brent": ("60 USD/bbl", "70 USD/bbl")}
REVERTING = oe.prices.MeanReverting("64 USD/bbl", "0.8 1/year", "67 USD/bbl", 0.4)
DRAWN = {"market.brent": oe.Uniform("60 USD/bbl", "70 USD/bbl")}


def ledger() -> Any:
    return oe.repay(OWED, oe.OilRepayment(volume="10 kb/day", sweep="100 %"), price="55 USD/bbl")


def claims() -> Any:
    return article.claims()


def first_claim() -> Any:
    """Return the first of the claims: a run of all of them takes three times as long."""
    return article.claims(next(iter(article.record.statements())))


def parity(price: Any = "56 USD/bbl") -> Any:
    return oe.parity(ASSAY, LIGHTER, COKING, PRICES, price, brent="63.8 USD/bbl")


def refined(price: Any = "56 USD/bbl") -> Any:
    return oe.refine(ASSAY, COKING, PRICES, price=price)


EXAMPLES: dict[str, Callable[[], Any]] = {
    "Comparison": lambda: oe.compare(S, "gulf", "asia"),
    "Comparison of arrays": lambda: oe.compare(MANY, "gulf", "asia"),
    "Comparison of streams": lambda: oe.compare(TWO, "gulf", "asia"),
    "Comparison of several routes": lambda: oe.compare(SEVERAL, "gulf", "asia", "far"),
    "ScenarioComparison": lambda: oe.compare(S, PRICIER, route="asia"),
    "ScenarioComparison of arrays": lambda: oe.compare(S, MANY, route="asia"),
    "Netback": lambda: oe.evaluate(S, "asia"),
    "Recipients": lambda: oe.compare(S, "gulf", "asia").recipients(),
    "Recipients of several routes": lambda: oe.compare(SEVERAL, "gulf", "asia", "far").recipients(),
    "Recipients of arrays": lambda: oe.compare(MANY, "gulf", "asia").recipients(),
    "Derivation": lambda: oe.compare(S, "gulf", "asia").explain("loss"),
    "Step": lambda: oe.compare(S, "gulf", "asia").explain("loss").steps[-1],
    "Scenario": lambda: S,
    "Scenario of arrays": lambda: MANY,
    "Scenario of streams": lambda: TWO,
    "Programme": lambda: PROGRAMME,
    "Outlet": lambda: oe.Outlet(capacity="400 kb/day"),
    "Allocation": lambda: oe.allocate(
        S.vary({"supply.output": "630 kb/day", "supply.diluent_supply": "120 kb/day"}),
        {"gulf": oe.Outlet(capacity="400 kb/day"), "asia": oe.Outlet()},
    ),
    "Attribution": lambda: oe.attribute(oe.compare(S, "gulf", "asia")),
    "Attribution of streams": lambda: oe.attribute(
        oe.compare(TWO, "gulf", "asia"), groups={"ship": ["sea"]}
    ),
    "Bounds": lambda: oe.bounds(S, RANGES),
    "Breakeven": lambda: oe.breakeven(S, "market.brent", outcome="asia.net", target="0 USD/bbl"),
    "Breakeven of arrays": lambda: oe.breakeven(
        MANY, "asia.sea.charter.hire", outcome="asia.net", target="0 USD/bbl"
    ),
    "Contour": lambda: oe.contour(S, "asia.sea.weather", along="market.brent", target="35 %"),
    "Elasticities": lambda: analysis.elasticities(S),
    "Indices": lambda: oe.sobol(S, {**DRAWN, "asia.sea.weather": oe.Uniform("1 %", "9 %")}, n=64),
    "Screening": lambda: analysis.morris(S, DRAWN, trajectories=4),
    "Simulation": lambda: oe.simulate(S, DRAWN, n=100),
    "Simulation, not kept": lambda: oe.simulate(S, DRAWN, n=100, keep=False),
    "Simulation of a function": lambda: oe.simulate(S, DRAWN, n=100, outcomes=lambda c: c.loss()),
    "Sweep of a function": lambda: oe.sweep(
        S, {"market.brent": ["55 USD/bbl", "65 USD/bbl"]}, outcomes=lambda c: c.loss()
    ),
    "Tornado of a function": lambda: oe.tornado(S, RANGES, outcome=lambda c: c.loss()),
    "Indices of a function": lambda: oe.sobol(
        S, {**DRAWN, "asia.sea.weather": oe.Uniform("1 %", "9 %")}, n=4, outcomes=lambda c: c.loss()
    ),
    "Bounds of a function": lambda: oe.bounds(S, RANGES, outcome=lambda c: c.loss()),
    "Sweep": lambda: oe.sweep(S, {"market.brent": ["55 USD/bbl", "65 USD/bbl"]}),
    "Sweep of choices": lambda: oe.sweep(S, {"asia.sale.terms": ["CIF", "DAP"]}),
    "Tornado": lambda: oe.tornado(S, RANGES, outcome="loss"),
    "Claim": lambda: next(iter(first_claim())),
    "Claims": claims,
    "Part": lambda: next(part for claim in first_claim() for part in claim.parts),
    "Figure": lambda: next(
        part.figure for claim in first_claim() for part in claim.parts if part.figure is not None
    ),
    "History": article.history,
    "Receipts": article.receipts,
    "Span": lambda: article.history().spans[0],
    "BestRoute": lambda: oe.best_route(
        S.gulf.sea.evolve(load_port="José", discharge_port="Ningbo"),
        S.market,
        on="2025-06-01",
        api="16 degAPI",
    ),
    "Balance": lambda: blending.blend_balance(
        HEAVY, [(NAPHTHA, "54 kb/day")], api="16 degAPI", output="630 kb/day"
    ),
    "Barter": lambda: blending.barter("Iran 2021", heavy_price="47.90 USD/bbl"),
    "BestTarget": lambda: blending.best_target(
        HEAVY,
        NAPHTHA,
        low="12 degAPI",
        high="20 degAPI",
        price="47.51 USD/bbl",
        price_api="16 degAPI",
        bonus="0.3 USD/bbl/degAPI",
        penalty="0.6 USD/bbl/degAPI",
        diluent_cost="60.40 USD/bbl",
    ),
    "Cargo": lambda: blending.cargo_unlocks("70000 t", NAPHTHA, HEAVY, api="16 degAPI"),
    "Dilution": lambda: oe.dilute(HEAVY, NAPHTHA, api="16 degAPI"),
    "BarrelDiscount": lambda: lending.barrel_discount(ledger(), "51 USD/bbl"),
    "BuyBack": lambda: lending.buy_back(OWED, "50 MUSD", discount="7 %/year"),
    "DeferredSale": lambda: lending.petrocaribe("60 USD/bbl"),
    "Flows": lambda: ledger().flows(),
    "Ledger": ledger,
    "Ledger of paths": lambda: oe.repay(
        OWED,
        oe.OilRepayment(volume="10 kb/day", sweep="100 %"),
        price=oe.Q([[40.0, 55.0]], "USD/bbl"),
    ),
    "Payoff": lambda: ledger().payoff(),
    "Split": lambda: lending.cash_and_debt(ledger(), "300 kb/day", "33 USD/bbl"),
    "Distance": lambda: oe.distance("José", "Ningbo"),
    "Dues": lambda: shipping.canal_dues("panama", oe.Vessel.shipped("aframax"), on="2025-06-01"),
    "Estimate": lambda: oe.estimate(S.asia.sea, S.market, api="16 degAPI"),
    "Estimate of arrays": lambda: oe.estimate(
        S.asia.sea.evolve(weather=oe.Q([0.0, 0.05], "fraction")), S.market, api="16 degAPI"
    ),
    "Laytime": lambda: shipping.laytime("6 day", "30000 USD/day", turn="6 h"),
    "Port": lambda: oe.Port.shipped("José"),
    "Transshipment": lambda: shipping.transshipment(
        {"shuttle": S.gulf.sea, "sea": S.asia.sea}, S.market, api="16 degAPI"
    ),
    "GateValues": lambda: refining.gate_values([ASSAY], {"coking": (COKING, PRICES)}),
    "AnnualRevenue": lambda: oe.annual_revenue(
        oe.compare(S, "gulf", "asia"), "600 kb/day", year=2025
    ),
    "DemandSchedule": lambda: trading.demand_schedule(
        [("100 kb/day", "-4 USD/bbl"), ("150 kb/day", oe.Q([-6.0, -7.0], "USD/bbl"))]
    ),
    "ImportParity": lambda: trading.import_parity(
        "66 USD/bbl", oe.ImportCharges.shipped("2709", on="2021-07-14"), "6.8 bbl/t"
    ),
    "Outstanding": lambda: trading.outstanding("40 USD/bbl", "1 kb/day", "30 day", "10 %/year"),
    "Receivables": lambda: trading.receivables(
        invoiced="100 USD", collected="80 USD", written_off="10 USD"
    ),
    "RetainedRisk": lambda: trading.retained_risk(
        "126.4 MUSD", rate="76 %/year", days="55 day", capital_rate="15 %/year"
    ),
    "Crude": lambda: oe.blend([(HEAVY, "800 kb"), (NAPHTHA, "200 kb")]),
    "Quantity": lambda: oe.npv(oe.Q([-100.0, 60.0, 60.0], "MUSD"), "5 %/year"),
    "DiscountSplit": lambda: oe.discount_split(oe.scenario("article-parity"), "asia", n=5),
    "ParityPrice": parity,
    "ParityPrice of arrays": lambda: parity(oe.Q([55.0, 57.0], "USD/bbl")),
    "Refined": refined,
    "Refined of arrays": lambda: refined(oe.Q([55.0, 57.0], "USD/bbl")),
    "ProgrammeRun": lambda: oe.run(PROGRAMME),
    "ProgrammeRun of paths": lambda: oe.run(PROGRAMME, {"market.brent": REVERTING}, n=5),
    "MarginalValues": lambda: oe.run(PROGRAMME).marginal_values(),
    "Explanation": lambda: oe.run(PROGRAMME).explain("2026-01", "cash"),
    "PricePaths": lambda: oe.prices.GeometricBrownian("65 USD/bbl", "30 %").simulate(3, n=2),
    "ProcessFit": lambda: oe.prices.fit(oe.prices.history("Brent", since="2020-01")),
    "ProcessFit of means": lambda: oe.prices.fit(
        oe.prices.history("Brent", since="2015-01"), averaged=True
    ),
    "Distribution": lambda: oe.Triangular("1 USD/bbl", "2 USD/bbl", "4 USD/bbl"),
}
NO_RESULTS = {
    # What the library works with and no public function answers.
    "oilecon.analysis": "Copula Drawn Point UniformDraw Triangle NormalDraw SplitNormalDraw "
    "BetaDraw Steps Figures Coverage Covered GivenNumber HeldInput VariedInput "
    "DrawPlan DrawnInputs InputRange Input OutcomeQuery TrialResult RequestedOutcomes "
    "Sketch Axis Counted OwnOutcomes",
    "oilecon.article": "Draws Answer",
    "oilecon.blending": "Read",
    "oilecon.case_packs": "CasePack Problem",
    "oilecon.evaluation": "Evaluator",
    "oilecon.evidence": "Evidence Row Source Sourced",
    "oilecon.fields": "Holder Field Number Duration Schedule Choice Text Key Name Date When",
    "oilecon.formulas": "Line",
    "oilecon.frames": "Table",
    "oilecon.frozen": "FrozenDict",
    "oilecon.groups": "Subgroup Members",
    "oilecon.holes": "Column Holed",
    "oilecon.inputs": "OfCurrencyField PortField ProductPriceField Rate Shipped ShippedFigure "
    "TariffField",
    "oilecon.labels": "Axis Labels",
    "oilecon.lending": "Each AmendedLoan Grid KnownTerms LoanDates LoanPlan Readout Visitor Run",
    "oilecon.netback": "Waterfall Case Account Lifted LineKind LegKind OutcomeKind Point PortCall "
    "Fraction AtParity Feed Run Cost Valued",
    "oilecon.outcomes": "Model Measure",
    "oilecon.plotting": "Plot Plotted",
    "oilecon.programme": "Task CaseRun Column ContractPlan Share Months MonthsField ProgrammeQuery "
    "Plan Level Lot Source Tier Split Pool Stream Fleet Term Explainer Sales Columns",
    "oilecon.prices": "Amount AmountField ByMonth Months Noise",
    "oilecon.reference": "Columns Pack Correlation Term Step BuyBackRow Oil QualityRow "
    "Swap Statement Record Place Passage Published Area Receipt Trading TomlPart TomlFile Series "
    "Cells CutRow Plant UnitFigure Regime",
    "oilecon.shipping": "Density Join PortLimit VoyageCase VoyagePlan",
    "oilecon.refining": "UnitBalance",
    "oilecon.results": "Compared",
    "oilecon.scenario_pairs": "ScenarioPair",
    "oilecon.tracing": "Traced",
    "oilecon.typing": "ToPandas",
    "oilecon.units": "Offer",
}
"""By package. Anything else that is a class is a result, and has its example above."""
NO_KIND = (Group, Distribution, BaseException)
NOT_WALKED = ("oilecon.testing", "oilecon.cli", "oilecon.present", "oilecon.core")


def classes() -> Iterator[tuple[str, type]]:
    for found in pkgutil.walk_packages(oe.__path__, "oilecon."):
        if found.name.startswith((*NOT_WALKED, "oilecon.__main__")):
            continue
        for name, kind in vars(importlib.import_module(found.name)).items():
            own = inspect.isclass(kind) and kind.__module__ == found.name
            if not own or name.startswith("_") or issubclass(kind, NO_KIND):
                continue
            yield ".".join(found.name.split(".")[:2]), kind


def test_every_public_result_has_an_example() -> None:
    named = {name.partition(" ")[0].rstrip(",") for name in EXAMPLES}
    missing = [
        f"{package}: {kind.__name__}"
        for package, kind in classes()
        if kind.__name__ not in named and kind.__name__ not in NO_RESULTS.get(package, "").split()
    ]
    assert not missing, "write an example of each, or say that it is no result"


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_of_what_it_is_named_after(name: str) -> None:
    kinds = [kind.__name__ for kind in type(made(name)).__mro__]
    assert name.partition(" ")[0].rstrip(",") in kinds


@functools.cache
def made(name: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return EXAMPLES[name]()


def fresh(name: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return EXAMPLES[name]()


# -- what a result says of itself --------------------------------------------------------------


def members(result: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Yield every public attribute, and every method that needs no argument."""
    if isinstance(result, pint.Quantity):  # its properties are those of its unit and its number
        return
    names = [name for name in dir(type(result)) if not name.startswith("_")]
    names += [name for name in getattr(result, "__dict__", ()) if not name.startswith("_")]
    for name in dict.fromkeys(names):
        member = getattr(type(result), name, None)
        if not inspect.isroutine(member):
            yield name, functools.partial(getattr, result, name)
        elif not isinstance(
            inspect.getattr_static(type(result), name), (staticmethod, classmethod)
        ):
            needed = [
                one
                for one in list(inspect.signature(member).parameters.values())[1:]
                if one.default is one.empty
                and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
            ]
            if not needed:
                yield name, getattr(result, name)


def read(result: Any) -> dict[str, Any]:
    """Return what every one of them answers, as `told`; a refusal is an answer too."""
    said: dict[str, Any] = {"repr": told(repr(result)), "str": told(str(result))}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, ask in members(result):
            try:
                answer = ask()
                said[name] = told(list(answer) if isinstance(answer, Iterator) else answer)
            except (OilEconError, TypeError) as error:  # a TypeError: a tuple's own methods
                said[name] = told((type(error).__name__, str(error)))
    mpl.pyplot.close("all")
    return said


def told(answer: Any) -> Any:
    """Return an answer as what compares to the last bit."""
    if isinstance(answer, pd.DataFrame):
        answer = {"columns": [*map(str, answer)], "rows": [*answer.reset_index().itertuples()]}
    elif isinstance(answer, (pd.Series, pd.Index)):
        answer = [*answer]
    if isinstance(answer, pint.Quantity):
        return str(answer.units), told(answer.magnitude)
    if isinstance(answer, np.ndarray):
        return answer.shape, str(answer.dtype), answer.tobytes()
    if isinstance(answer, Mapping):
        return [(str(key), told(value)) for key, value in answer.items()]
    if isinstance(answer, (list, tuple)):
        return [told(each) for each in answer]
    if type(answer).__module__.partition(".")[0] in {"matplotlib", "xarray"}:
        return type(answer)
    return _ADDRESS.sub("", repr(answer))


_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def differing(left: dict[str, Any], right: dict[str, Any]) -> list[str]:
    return [name for name in left | right if left.get(name) != right.get(name)]


@functools.cache
def said_by(name: str) -> dict[str, Any]:
    """Return what an example answers, read once: each copy is held against it."""
    return read(made(name))


@functools.cache
def unasked(name: str) -> Any:
    """Return an example of which nothing is asked, for the ways that leave it as it is."""
    return fresh(name)


def pickled(result: Any) -> Any:
    return pickle.loads(pickle.dumps(result))  # noqa: S301  our own bytes


def clouded(result: Any) -> Any:
    """Send it as joblib, loky and Dask do."""
    cloudpickle = pytest.importorskip("cloudpickle")
    return cloudpickle.loads(cloudpickle.dumps(result))


WAYS: dict[str, Callable[[Any], Any]] = {
    "pickle": pickled,
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
    "cloudpickle": clouded,
}


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("way", WAYS)
def test_a_result_leaves_before_anything_was_asked_of_it(name: str, way: str) -> None:
    # A shallow copy shares what the original holds, and is asked here.
    again = WAYS[way](fresh(name) if way == "copy" else unasked(name))
    assert not differing(said_by(name), read(again))


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("way", ["pickle", "deepcopy"])  # the others go by the same door
def test_a_result_leaves_after_each_of_its_methods(name: str, way: str) -> None:
    result = fresh(name)
    failed = []
    for member, ask in members(result):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                answer = ask()
            except (OilEconError, TypeError):
                answer = None
        for what, value in ((f"after {member}", result), (f"the answer of {member}", answer)):
            if type(value).__module__.partition(".")[0] == "matplotlib" or callable(value):
                continue
            if isinstance(value, Iterator):  # it is walked through, not sent
                value = list(value)  # noqa: PLW2901
            try:
                WAYS[way](value)
            except Exception as error:  # noqa: BLE001  any is the fault looked for
                failed.append(f"{what}: {type(error).__name__}: {error}")
    mpl.pyplot.close("all")
    assert not failed
    assert not differing(said_by(name), read(WAYS[way](result)))


def test_every_result_crosses_a_spawned_pool_and_dask() -> None:
    used = [made(name) for name in EXAMPLES]
    for name in EXAMPLES:
        said_by(name)  # each was asked before it leaves
    first = itemgetter(0)  # returns what it was sent
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        for name, again in zip(EXAMPLES, pool.map(first, [[one] for one in used]), strict=True):
            assert not differing(said_by(name), read(again)), name
    dask = pytest.importorskip("distributed")
    with (
        dask.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        dask.Client(cluster) as client,
    ):
        sent = client.map(first, [[one] for one in used], pure=False)
        for name, again in zip(EXAMPLES, client.gather(sent), strict=True):
            assert not differing(said_by(name), read(again)), name


def test_an_executors_error_keeps_what_was_finished() -> None:
    error = ExecutorError("died")
    error.finished = made("Simulation")
    for again in (pickled(error), copy.deepcopy(error)):
        assert str(again) == "died"
        assert again.finished.n == 100


# -- the mapping that they hold ----------------------------------------------------------------


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_results_pickle_by_every_protocol(protocol: int) -> None:
    """By the two oldest, a netback and a dilution had slots that nothing wrote."""
    netback = oe.evaluate(S, "asia")
    back = pickle.loads(pickle.dumps(netback, protocol))  # noqa: S301
    assert back["netback"] == netback["netback"]
    assert back.recipients().names == netback.recipients().names
    compared = oe.compare(S, "gulf", "asia")
    other = pickle.loads(pickle.dumps(compared, protocol))  # noqa: S301
    assert other.loss() == compared.loss()
    dilution = oe.dilute(HEAVY, NAPHTHA, api="16 degAPI")
    again = pickle.loads(pickle.dumps(dilution, protocol))  # noqa: S301
    assert repr(again) == repr(dilution)
