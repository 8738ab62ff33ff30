"""A producer's months over 10,000 price paths, against time-first NumPy written by hand.

Twelve months, four outlets and two loans: wells that decline, storage, oil for lenders before cash
sales, the outlets in the order of their margins path by path, and money that comes later. Both
sides draw the same paths of Brent and of one differential by `oilecon.prices`, and answer with the
same six columns. The library starts from groups with units and checks what it draws; the
hand-written side starts from plain numbers and checks nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import oilecon as oe
from benchmarks import handwritten
from benchmarks.racing import Goal, clocked, megabytes, peak, race

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.racing import Row

__all__ = ["rows"]

PATHS = 10_000
PAIRS = 11
YEAR, LONG = "2026-01/2026-12", "2026-01/2040-12"
LONG_PATHS = 100_000
COLUMNS = ("exported", "stock", "take", "cash", "debt", "arrears")
OUTPUT, DOMESTIC, DECLINE, STORAGE, STOCK = 900e3, 60e3, 0.12, 5e6, 1e6
CONTRACTED, LENDERS = 100e3, "asia"
LOANS = {"first": (3000e6, 3, 0.06), "second": (2000e6, 4, 0.07)}  # principal, years, rate
DIFFERENTIALS = {"europe": -10.0, "gulf": -9.0, "india": -8.0}
OUTLETS = {  # barrels a day, days to payment, days held, share never paid
    "asia": (300e3, 60.0, 15.0, 0.0),
    "europe": (150e3, 30.0, 0.0, 0.0),
    "gulf": (250e3, 30.0, 0.0, 0.0),
    "india": (200e3, 45.0, 0.0, 0.02),
}
MILES = 4300.0  # to Europe
HALF_CENT = 0.005
PRICES = oe.prices.Correlated(
    {
        "market.brent": oe.prices.MeanReverting(
            "63.8 USD/bbl", kappa="0.83 1/year", level="67 USD/bbl", sigma="41 %"
        ),
        "asia.sale.differential": oe.prices.OrnsteinUhlenbeck(
            "-12 USD/bbl", kappa="2 1/year", level="-9 USD/bbl", sigma="4 USD/bbl"
        ),
    }
)


def programme(months: str) -> oe.Programme:
    """Return the programme, of the article's two routes and two more like them."""
    article = oe.scenario("article")
    routes = article.routes
    four = article.evolve(
        routes={**routes, "europe": routes["gulf"], "india": routes["asia"]}
    ).vary(
        {
            "supply.output": oe.Q(OUTPUT, "bbl/day"),
            "europe.sea.distance": oe.Q(MILES, "nmi"),
            **{f"{r}.sale.differential": oe.Q(d, "USD/bbl") for r, d in DIFFERENTIALS.items()},
        }
    )
    loans = {
        name: oe.Loan(
            oe.Q(principal, "USD"), f"{years} year", rate=oe.Q(rate, "1/year"), frequency="monthly"
        )
        for name, (principal, years, rate) in LOANS.items()
    }
    return oe.Programme.of(
        four,
        months,
        outlets={
            name: oe.Outlet(
                capacity=oe.Q(most, "bbl/day"),
                lag=oe.Q(lag, "day"),
                held=oe.Q(held, "day"),
                unpaid=unpaid,
            )
            for name, (most, lag, held, unpaid) in OUTLETS.items()
        },
        production={
            "supply": oe.Production(
                decline=oe.Q(DECLINE, "1/year"),
                domestic=oe.Q(DOMESTIC, "bbl/day"),
                storage=oe.Q(STORAGE, "bbl"),
                stock=oe.Q(STOCK, "bbl"),
            )
        },
        contracts={
            "fund": oe.LoanContract(
                loans, oe.OilRepayment(volume=oe.Q(CONTRACTED, "bbl/day"), sweep="0 %"), LENDERS
            )
        },
    )


def inputs() -> dict[str, Any]:
    """Return the plain inputs of the four routes."""
    i: dict[str, Any] = dict(handwritten.article_inputs())
    for new, old in (("europe", "gulf"), ("india", "asia")):
        i |= {new + path[len(old) :]: i[path] for path in list(i) if path.startswith(f"{old}.")}
    i["europe.sea.distance"] = MILES
    return i | {f"{name}.sale.differential": each for name, each in DIFFERENTIALS.items()}


def landing(days: Any, lag: float) -> Any:
    """Return the share of each month's money that comes into each later one, months by months."""
    ends = np.cumsum(days)
    begins = ends - days
    last = np.minimum(ends[:, None] + lag, ends)
    return np.maximum(last - np.maximum(begins[:, None] + lag, begins), 0.0) / days[:, None]


def fall_due(owing: list[list[Any]], month: int) -> list[Any]:
    """Return what is owed on each loan in a month, of which the instalment leaves its principal."""
    owed = []
    for loan, (_, years, rate) in zip(owing, LOANS.values(), strict=True):
        principal, overdue = loan
        left = 12 * years - month
        due = principal / left
        owed.append(overdue * (1.0 + rate / 12.0) + due + principal * (rate / 12.0))
        loan[0] = principal - due
    return owed


def serve(
    order: Any, most: Any, worth: Any, cost: Any, tank: Any, fresh: Any, sold: Any
) -> tuple[Any, Any]:
    """Sell to the outlets path by path in an order, and return what is left in tanks and wells."""
    every = np.arange(order.shape[1])
    for at in order:
        room, value = most[at, every], worth[at, every]
        from_tank = np.where(value > 0.0, np.minimum(room, tank), 0.0)
        new = np.where(value > cost, np.minimum(room - from_tank, fresh), 0.0)
        tank, fresh = tank - from_tank, fresh - new
        sold[at, every] = from_tank + new
    return tank, fresh


def by_hand(i: dict[str, Any], days: Any) -> dict[str, Any]:  # noqa: PLR0915  as one writes it
    """Return the six columns from plain inputs, of which two have months by paths."""
    names, months = sorted(OUTLETS), len(days)
    paths = i["market.brent"].shape[1]
    share, shrinkage, tonne = handwritten.mixture(i)
    heavy = (1.0 - share) / (1.0 - shrinkage)
    diluent_price = (
        i["market.brent"] + i["supply.diluent.differential"] + i["supply.diluent.freight"]
    )
    production = heavy * i["supply.production_cost"]
    diluent = diluent_price * (share / (1.0 - shrinkage))
    figures = {
        name: handwritten.route_margin(i, name, tonne, production, diluent, np.maximum)
        for name in names
    }
    prices, netbacks, operating = ({n: figures[n][k] for n in names} for k in (0, 1, 2))
    taken = {name: operating[name] - figures[name][3] for name in names}
    order = np.argsort(-np.stack([operating[name] for name in names]), axis=0, kind="stable")
    worth = np.stack([netbacks[name] for name in names])

    columns = {name: np.empty((months, paths)) for name in COLUMNS}
    sold = np.empty((len(names), months, paths))
    made = np.empty((months, paths))
    released = np.empty((months, paths))
    base, tank = np.full(paths, OUTPUT), np.full(paths, STOCK)
    kept = (1.0 - DECLINE) ** (1.0 / 12.0)
    owing = [[np.full(paths, principal), np.zeros(paths)] for principal, _, _ in LOANS.values()]
    lenders = names.index(LENDERS)
    for month, length in enumerate(days):
        at_home = np.minimum(DOMESTIC, base)
        offered = (base - at_home) * length / heavy
        fresh = offered

        owed = fall_due(owing, month)
        indebted = sum(owed) + sum(loan[0] for loan in owing) > HALF_CENT
        capacity = [OUTLETS[name][0] * length for name in names]
        ready = np.minimum(tank + fresh, capacity[lenders])
        delivered = np.where(indebted, np.minimum(CONTRACTED * length, ready), 0.0)
        have = delivered * prices[LENDERS][month]
        for loan, claim in zip(owing, owed, strict=True):
            paid = np.minimum(claim, have)
            loan[1], have = claim - paid, have - paid
        columns["arrears"][month] = sum(loan[1] for loan in owing)
        columns["debt"][month] = sum(loan[0] for loan in owing) + columns["arrears"][month]
        released[month] = have - delivered * (prices[LENDERS][month] - netbacks[LENDERS][month])
        from_tank = np.minimum(delivered, tank)
        tank, fresh = tank - from_tank, fresh - (delivered - from_tank)

        most = np.repeat(np.array(capacity)[:, None], paths, axis=1)
        most[lenders] -= delivered
        cost = production + diluent[month]
        tank, fresh = serve(
            order[:, month], most, worth[:, month], cost, tank, fresh, sold[:, month]
        )
        stored = np.minimum(STORAGE - tank, fresh)
        tank, fresh = tank + stored, fresh - stored
        made[month] = offered - fresh
        produced = made[month] * heavy / length + at_home
        columns["stock"][month] = tank
        columns["exported"][month] = sold[:, month].sum(axis=0) + delivered
        columns["take"][month] = delivered * taken[LENDERS][month]
        base = base * (1.0 - (1.0 - kept) * produced / base)

    for at, name in enumerate(names):
        _, lag, held, unpaid = OUTLETS[name]
        earned = sold[at] * netbacks[name]
        released += landing(days, lag + held).T @ earned * (1.0 - unpaid)
        columns["take"] += sold[at] * taken[name]
    costs = made * (production + diluent) + DOMESTIC * i["supply.production_cost"] * days[:, None]
    columns["cash"] = released - costs
    return columns


def rows() -> Iterator[Row]:
    """Yield the race, after both sides have given the same figures, and memory of long months.

    Raises
    ------
    AssertionError
        If they have not, to 1e-9 of the largest.
    """
    months = programme(YEAR)
    days = np.array(months.calendar.days)

    def ours() -> Any:
        return oe.run(months, PRICES, n=PATHS, seed=1).columns(*COLUMNS)

    def other() -> Any:
        drawn = PRICES.simulate(YEAR, n=PATHS, seed=1)
        return by_hand(inputs() | {name: drawn[name].values.magnitude for name in drawn}, days)

    expected = other()
    for name, column in ours().items():
        largest = float(np.abs(expected[name]).max())
        np.testing.assert_allclose(column.magnitude, expected[name], rtol=0, atol=1e-9 * largest)
    name = "12 months x 10,000 paths, 4 outlets, 2 loans"
    yield race(clocked(ours), clocked(other), PAIRS).row(name, Goal(1.3))
    yield megabytes(f"{name}: memory", peak(ours), peak(other))

    years = programme(LONG)

    def long() -> Any:
        return oe.run(years, PRICES, n=LONG_PATHS, seed=1).columns("cash", "debt")

    asked = 2 * 8 * len(years.calendar) * LONG_PATHS
    yield megabytes(
        "180 months x 100,000 paths: memory of two columns", peak(long), asked, Goal(1.2)
    )
