"""A programme is a scenario: files, paths, months of a table, names, cases and code."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import oilecon as oe
from oilecon.errors import InputError, PathError, UnitError, UnknownName
from tests.samples import DESK, PROGRAMME, SAMPLES, refusal

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

S = oe.scenario("article").vary({"supply.output": "630 kb/day"})
P = PROGRAMME
MONTHS = pd.period_range("2026-01", periods=6, freq="M")
BRENT = pd.Series([61.0, 62.0, 63.0, 64.0, 65.0, 66.0], MONTHS, name="market.brent [USD/bbl]")
PUBLIC = {
    **{name: getattr(oe, name) for name in oe.__all__},
    "PeriodIndex": pd.PeriodIndex,
}


# -- leaving and coming back ---------------------------------------------------------------------


@pytest.mark.parametrize("programme", [P, P.vary(BRENT), P.vary({"market.brent": "70 USD/bbl"})])
def test_a_programme_is_the_same_after_every_way_out_and_back(programme: oe.Programme) -> None:
    for again in (
        oe.Programme.from_toml(programme.to_toml()),
        oe.Programme.from_dict(programme.to_dict()),
        pickle.loads(pickle.dumps(programme)),  # noqa: S301  our own
        copy.copy(programme),
        copy.deepcopy(programme),
        eval(repr(programme), PUBLIC),  # noqa: S307  our own text
    ):
        assert type(again) is oe.Programme
        assert again == programme


def test_a_file_with_months_is_read_as_a_programme(tmp_path: Path) -> None:
    path = P.vary(BRENT).save(tmp_path / "months.toml")
    read = oe.Scenario.load(path)
    assert isinstance(read, oe.Programme)
    assert read == P.vary(BRENT)
    assert oe.Programme.load(path) == read
    assert type(oe.Scenario.load(S.save(tmp_path / "plain.toml"))) is oe.Scenario
    assert refusal(lambda: oe.Programme.load(tmp_path / "plain.toml")) == (
        "plain.toml: Programme.months: a span of months is required; write months='2026-01/2026-12'"
    )


def test_a_file_s_comments_stay_when_a_number_changes() -> None:
    read = oe.Programme.from_toml("# our months\n" + P.to_toml())
    assert read.vary({"gulf.outlet.capacity": "150 kb/day"}).to_toml().startswith("# our months\n")


def test_a_case_pack_may_hold_a_programme(tmp_path: Path) -> None:
    (tmp_path / "scenarios.toml").write_text(
        "[licensed]\nbase = 'article'\ntitle = 'Licensed'\n"
        "mixed_dates = 'ours beside theirs'\n[licensed.tree]\nmonths = '2026-01/2026-03'\n"
        "[licensed.tree.routes.gulf.outlet]\nlag = '30 day'\n",
        encoding="utf-8",
    )
    (tmp_path / "rows.csv").write_text(
        "name,path,value,unit,kind,as_of,note\n"
        "output,supply.output,630,kb/day,assumption,2026,ours\n"
        "capacity,gulf.outlet.capacity,200,kb/day,assumption,2026,ours\n",
        encoding="utf-8",
    )
    pack = oe.CasePack(tmp_path)
    assert pack.check().empty
    programme = pack.scenario()
    assert isinstance(programme, oe.Programme)
    assert programme.gulf.outlet is not None
    assert programme.gulf.outlet.capacity == oe.Q("200 kb/day")
    row = programme.row("gulf.outlet.capacity")
    assert row is not None
    assert row.evidence.kind == "assumption"


def test_code_of_a_programme_is_that_of_its_scenario_with_months() -> None:
    plain = oe.Programme.of(S, "2026-01/2026-03", outlets={"gulf": oe.Outlet("200 kb/day")})
    assert repr(plain) == (
        "Programme.of(scenario('article').vary({'supply.output': '630000.0 bbl/day'}), "
        "'2026-01/2026-03', outlets={'gulf': Outlet(capacity='200000.0 bbl/day')})"
    )
    own = oe.Programme.of(S.evolve(reference=""), "2026-01/2026-03", outlets={"gulf": oe.Outlet()})
    assert repr(own).startswith("Programme(market=")
    assert eval(repr(own), PUBLIC).same_figures(own)  # noqa: S307  our own text


# -- paths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("gulf.outlet.capacity", "150 kb/day"),
        ("gulf.outlet.second.change", "-3 USD/bbl"),
        ("supply.production.decline", "10 %/year"),
        ("fund.repayment.volume", "20 kb/day"),
        ("fund.bank.principal", "500 MUSD"),
        ("diluent_pool.volume", "90 kb/day"),
        ("discount", "5 %/year"),
    ],
)
def test_every_number_of_a_programme_has_a_path(path: str, value: str) -> None:
    assert path in P.paths()
    varied = P.vary({path: value})
    assert varied.get(path).to(oe.Q(value).units).magnitude == pytest.approx(oe.Q(value).magnitude)
    changed = [each for each in P.paths() if P.get(each) is not None]
    differs = [each for each in changed if np.any(P.get(each) != varied.get(each))]
    assert differs == [path]


def test_a_choice_or_a_day_is_varied_too() -> None:
    changed = P.vary({"objective": "net", "gulf.outlet.until": "2026-03-31"})
    assert changed.objective == "net"
    assert changed.gulf.outlet is not None
    assert changed.gulf.outlet.until == "2026-03-31"


# -- months --------------------------------------------------------------------------------------


def test_a_table_of_the_months_may_be_labelled_in_any_way() -> None:
    given = P.vary(BRENT)
    assert list(given.market.brent.to("USD/bbl").magnitude) == list(BRENT)
    assert list(given.index) == ["month"]
    for index in (
        MONTHS.to_timestamp(),
        MONTHS.to_timestamp(how="end").normalize(),
        MONTHS.astype(str),
        MONTHS.rename("when"),
    ):
        assert P.vary(BRENT.set_axis(index)) == given
        assert P.vary(BRENT.to_frame().set_axis(index)) == given
        table = {"market.brent": BRENT.rename(None).set_axis(index)}
        assert P.vary(table, units={"market.brent": "USD/bbl"}) == given
    more = given.vary(BRENT.rename("gulf.outlet.capacity [kb/day]").set_axis(MONTHS.astype(str)))
    assert more.cases == ()
    assert more.shapes == {"market.brent": (6,), "gulf.outlet.capacity": (6,)}


def _array(*numbers: float) -> Any:
    return oe.Q(list(numbers), "kb/day")


NOT_THE_MONTHS = [
    (
        {"gulf.outlet.capacity": _array(1.0, 2.0, 3.0)},
        (
            "Programme.gulf.outlet.capacity: expected one number, or one for each of the 6 months "
            "2026-01/2026-06, got 3; write one for each, or several cases of one number as an "
            "array of shape (cases, 1)"
        ),
    ),
    (
        pd.Series(range(60, 67), pd.period_range("2026-01", periods=7, freq="M"))
        .astype(float)
        .rename("market.brent [USD/bbl]"),
        (
            "Programme.market.brent: expected one number, or one for each of the 6 months "
            "2026-01/2026-06, got 7, 2026-01 to 2026-07; write one for each, or several cases of "
            "one number as an array of shape (cases, 1)"
        ),
    ),
    (
        BRENT.set_axis(pd.period_range("2026-02", periods=6, freq="M")),
        (
            "Programme.index: expected the months 2026-01/2026-06, got time 2026-02 to 2026-07; "
            "write a row for each month from '2026-01' to '2026-06', and no other"
        ),
    ),
    (
        BRENT.reset_index(drop=True),
        (
            "Programme.index: expected the months 2026-01/2026-06, got case 0 to 5; write for "
            "example table.set_axis(pandas.period_range('2026-01', '2026-06', freq='M'))"
        ),
    ),
    (
        BRENT.where(BRENT != 63.0),
        (
            "Programme.market.brent: no number in 2026-03; write one for every month, as each "
            "goes on from the one before"
        ),
    ),
    (
        {"asia.outlet.lag": oe.Q([1.0] * 6, "day")},
        "Programme.asia.outlet.lag: expected one number for all months, got 6; write one",
    ),
    (
        {"fund.repayment.volume": _array(*[1.0] * 6)},
        "Programme.fund.repayment.volume: expected one number for all months, got 6; write one",
    ),
]


@pytest.mark.parametrize(("changes", "sentence"), NOT_THE_MONTHS)
def test_numbers_of_other_months_are_refused(changes: Any, sentence: str) -> None:
    assert refusal(lambda: P.vary(changes)) == sentence


def test_two_labels_of_the_months_are_refused() -> None:
    class Other:
        """A table of another library."""

        def to_pandas(self) -> pd.DataFrame:
            """Return it as one of pandas."""
            return pd.DataFrame(
                {"when": MONTHS.to_timestamp(), "gulf.outlet.capacity [kb/day]": [1.0] * 6}
            )

    frame: Any = Other()
    assert refusal(lambda: P.vary(BRENT).vary(frame)) == (
        "index: the scenario has dates as 'month', the table as 'when', and each of one would meet "
        "each of the other; write frame.rename_axis('month') where they are the same dates, or "
        "oilecon.join(...) first"
    )


def test_sourced_numbers_by_month_keep_their_source() -> None:
    sourced = oe.Sourced(_array(*range(100, 700, 100)), kind="estimate", source=DESK)
    programme = P.vary({"gulf.outlet.capacity": sourced})
    assert "desk-2026-11" in programme.sources().index
    assert oe.Programme.from_toml(programme.to_toml()) == programme


# -- months and cases ----------------------------------------------------------------------------

CASES = P.vary(BRENT).vary({"gulf.outlet.capacity": oe.Q([[100.0], [200.0]], "kb/day")})


def test_a_case_is_picked_with_all_its_months() -> None:
    assert CASES.cases == (2,)
    expected = P.vary(BRENT).vary({"gulf.outlet.capacity": "200 kb/day"})
    assert CASES.at(1) == CASES.at(-1) == expected
    assert CASES.one_row == ".at(index)"
    assert P.at() == P


MONTHS_ARE_NO_CASES = (
    "months are no cases{}: write .in_month('2026-01') for the scenario of one, or "
    "run(programme).to_frame().loc['2026-01'] for its figures"
)


@pytest.mark.parametrize("index", [(2,), (0, 3), ("a",)])
def test_a_month_is_no_case(index: Any) -> None:
    assert refusal(lambda: P.vary(BRENT).at(*index), PathError) == (
        f"no case {index} in a programme with cases of shape (); write one index for each "
        "dimension of these; " + MONTHS_ARE_NO_CASES.format("")
    )
    sentence = "sel: " + MONTHS_ARE_NO_CASES.format(", as each goes on from the one before")
    assert refusal(lambda: P.vary(BRENT).sel("2026-03"), PathError) == sentence
    assert refusal(lambda: P.vary(BRENT).sel(month="2026-03"), PathError) == sentence
    assert refusal(lambda: P.sel("2026-03"), PathError) == sentence


def test_labelled_cases_are_picked_by_their_label() -> None:
    years = pd.Index(["low", "high"], name="case")
    labelled = CASES.evolve(index={"case": years, "month": MONTHS})
    assert labelled.sel("high") == labelled.sel(case="high") == CASES.at(1)
    assert labelled.one_row == ".sel(case='low')"


def test_the_scenario_of_a_month_is_the_one_that_the_programme_was_made_of() -> None:
    month = P.vary(BRENT).in_month("2026-03")
    assert type(month) is oe.Scenario
    assert month == S.vary({"market.brent": oe.Q(63.0, "USD/bbl")})
    assert P.in_month("2026-01") == S
    assert P.vary(BRENT).one_row == ".in_month('2026-01')"
    assert refusal(lambda: P.in_month("2027-01"), PathError) == (
        "no month '2027-01' in the programme, which has 2026-01/2026-06; write '2026-01'"
    )


def test_a_route_is_evaluated_and_compared_month_by_month() -> None:
    programme = P.vary(BRENT)
    netbacks = oe.evaluate(programme, "asia").netback.to("USD/bbl").magnitude
    losses = oe.compare(programme, "gulf", "asia").loss().magnitude
    for k, label in enumerate(MONTHS.astype(str)):
        month = programme.in_month(label)
        assert netbacks[k] == oe.evaluate(month, "asia").netback.to("USD/bbl").magnitude
        assert losses[k] == oe.compare(month, "gulf", "asia").loss().magnitude


# -- names and evidence --------------------------------------------------------------------------


def test_contracts_and_the_pool_follow_a_renamed_route() -> None:
    renamed = P.rename({"asia": "china", "gulf": "asia"})
    assert list(renamed.routes) == ["asia", "china"]
    assert renamed.contracts["fund"].route == "china"
    assert renamed.diluent_pool is not None
    assert renamed.diluent_pool.valued_by == "china"
    assert renamed.rename({"china": "asia", "asia": "gulf"}) == P
    cash, before = (oe.run(each).total("cash").magnitude for each in (renamed, P))
    assert cash == pytest.approx(before, rel=1e-12)
    assert refusal(lambda: P.rename({"azia": "china"}), PathError) == (
        "names: no route 'azia'; did you mean 'asia'?"
    )
    assert refusal(lambda: P.rename({"asia": "fund"})) == (
        "Programme.contracts: the name 'fund' is that of one of the routes; write another"
    )


def test_your_figures_are_listed_with_their_sources() -> None:
    assert P.inputs().loc["asia.outlet.capacity", "source"] == "desk-2026-11"
    assert P.sources().loc["desk-2026-11", "title"] == "House view, November"
    yours = P.overrides()
    assert "asia.outlet.capacity" in yours
    assert "fund.bank.principal" in yours
    texts = {path: value for path, value in yours.items() if isinstance(value, str)}
    assert texts == {"fund.bank.profile": "bullet"}


def test_a_scenario_s_own_bibliography_comes_along() -> None:
    text = S.to_toml() + "\n[sources.house]\ntitle = 'Ours'\n"
    own = oe.Scenario.from_toml(text)
    programme = oe.Programme.of(own, "2026-01/2026-03", outlets={"gulf": oe.Outlet()})
    assert programme.to_dict()["sources"] == own.to_dict()["sources"]
    assert programme.in_month("2026-01").to_dict()["sources"] == own.to_dict()["sources"]


# -- regimes -------------------------------------------------------------------------------------


def test_regimes_by_date_change_numbers_from_their_month() -> None:
    spans: dict[str, dict[str, object]] = {
        "2026-04/2026-06": {
            "*.outlet.capacity": "300 kb/day",
            "asia.sale.differential": "-8 USD/bbl",
        },
        "2026-01/2026-03": {
            "*.outlet.capacity": "0 kb/day",
            "asia.sale.differential": "-20 USD/bbl",
        },
    }
    programme = P.by_date(spans)
    expected = [0.0] * 3 + [300.0] * 3
    for path in ("gulf.outlet.capacity", "asia.outlet.capacity"):
        assert list(programme.get(path).to("kb/day").magnitude) == pytest.approx(expected)
    differential = programme.get("asia.sale.differential").to("USD/bbl").magnitude
    assert list(differential) == [-20.0] * 3 + [-8.0] * 3
    by_month: npt.NDArray[Any] = oe.run(programme)["gulf.barrels"].to("Mb").magnitude
    assert (by_month[:3] == 0.0).all()
    assert (by_month[3:] > 0.0).all()


def test_regimes_keep_the_sources_of_their_numbers() -> None:
    told = {"kind": "estimate", "as_of": "2026", "note": "our desk"}
    first = oe.Sourced("100 kb/day", source=DESK, **told)
    second = oe.Sourced("200 kb/day", source=oe.Source("paper", title="A paper"), **told)
    path = "gulf.outlet.capacity"
    programme = P.by_date({"2026-01/2026-03": {path: first}, "2026-04/2026-06": {path: second}})
    row = programme.row(path)
    assert row is not None
    evidence = row.evidence
    assert (evidence.kind, evidence.as_of) == ("estimate", "2026")
    assert evidence.source == ("desk-2026-11", "paper")
    assert evidence.note == "2026-01/2026-03: our desk; 2026-04/2026-06: our desk"
    assert "A paper" in list(programme.sources()["title"])
    mixed = P.by_date({"2026-01/2026-03": {path: first}, "2026-04/2026-06": {path: "1 kb/day"}})
    row = mixed.row(path)
    assert row is not None
    assert (row.evidence.kind, row.evidence.source) == ("you", ("desk-2026-11",))


def test_regimes_take_cases_and_months() -> None:
    path = "gulf.outlet.capacity"
    by_month, cases = oe.Q(np.arange(6.0), "kb/day"), oe.Q([[10.0], [20.0]], "kb/day")
    programme = P.by_date({"2026-01/2026-03": {path: by_month}, "2026-04/2026-06": {path: cases}})
    assert programme.cases == (2,)
    expected = [[0.0, 1.0, 2.0, 10.0, 10.0, 10.0], [0.0, 1.0, 2.0, 20.0, 20.0, 20.0]]
    assert programme.get(path).to("kb/day").magnitude == pytest.approx(np.array(expected))


ZERO, OPEN = {"gulf.outlet.licence": "0 kb/day"}, {"gulf.outlet.licence": "300 kb/day"}
REGIMES: list[tuple[Any, str]] = [
    (
        {"2026-01/2026-02": ZERO, "2026-04/2026-06": OPEN},
        "regimes: 2026-03 is in none; write a span that covers it, as '2026-03/2026-06'",
    ),
    (
        {"2026-01/2026-03": ZERO, "2026-03/2026-06": OPEN},
        (
            "regimes: 2026-03 is in two, '2026-01/2026-03' and '2026-03/2026-06'; write spans "
            "that do not overlap"
        ),
    ),
    (
        {"2026-01/2026-03": ZERO, "2026-04/2026-06": {}},
        (
            "regimes: '2026-04/2026-06' has no 'gulf.outlet.licence', which another has; write it "
            "in all"
        ),
    ),
    (
        {"2026-01/2026-03": {"objective": "net"}, "2026-04/2026-06": {"objective": "operating"}},
        (
            "regimes: objective: expected a number in each; for other terms of sale write a route "
            "of its own, with Outlet(since=..., until=...)"
        ),
    ),
    (
        {"from May": ZERO},
        "regimes: expected a month, got 'from May'; write for example '2026-01'",
    ),
    (
        [],
        "regimes: expected a mapping of spans of months to values by path, got list",
    ),
]


@pytest.mark.parametrize(("regimes", "sentence"), REGIMES)
def test_a_month_is_in_one_regime(regimes: Any, sentence: str) -> None:
    assert refusal(lambda: P.by_date(regimes)) == sentence


def test_a_regime_of_another_unit_or_path_is_refused() -> None:
    wrong = {"2026-01/2026-06": {"gulf.outlet.licence": "300 USD"}}
    assert "gulf.outlet.licence" in refusal(lambda: P.by_date(wrong), UnitError)
    wrong = {"2026-01/2026-06": {"gulf.outlet.license": "300 kb/day"}}
    assert refusal(lambda: P.by_date(wrong), PathError) == (
        "no path 'gulf.outlet.license': 'gulf.outlet' has no 'license'; did you mean 'licence'?"
    )


# -- of a scenario -------------------------------------------------------------------------------


def test_a_name_that_no_route_or_stream_has_is_refused() -> None:
    def of(**more: Any) -> oe.Programme:
        return oe.Programme.of(S, "2026-01/2026-03", **more)

    assert refusal(lambda: of(outlets={"golf": oe.Outlet()}), UnknownName) == (
        "Programme: outlet: no route 'golf' in the scenario; did you mean 'gulf'?"
    )
    assert refusal(lambda: of(production={"merey": oe.Production()}), UnknownName) == (
        "Programme: production: no stream 'merey' in the scenario; known: supply"
    )
    assert refusal(lambda: of(debt=SAMPLES[oe.Debt])) == (
        "Programme.debt: oil for lenders leaves by a route; write contracts={'fund': "
        "LoanContract(loans, repayment, 'asia')}, and debt=None"
    )
    given: Any = "article"
    with pytest.raises(InputError, match=r"^Programme: scenario: expected"):
        oe.Programme.of(given, "2026-01/2026-03")


def test_shipped_programmes_are_listed_by_regime() -> None:
    catalogue = oe.Programme.catalogue()
    assert list(catalogue.loc["venezuela-2026"].index) == ["licensed", "sanctioned", "open"]
    for name, regime in catalogue.index:
        programme = oe.Programme.shipped(name, regime=regime)
        assert programme.title.endswith(f", {regime}")
        assert oe.Programme.from_toml(programme.to_toml()) == programme


def test_an_unknown_programme_or_regime_is_refused_with_those_that_there_are() -> None:
    assert refusal(lambda: oe.Programme.shipped("venezuela-2025"), UnknownName) == (
        "no shipped programme 'venezuela-2025'; did you mean 'venezuela-2026'?"
    )
    assert refusal(
        lambda: oe.Programme.shipped("venezuela-2026", regime="licenced"), UnknownName
    ) == ("the programme 'venezuela-2026' has no regime 'licenced'; did you mean 'licensed'?")


def test_oil_for_debt_ends_with_the_licence_and_what_is_owed_grows() -> None:
    licensed = oe.run(oe.Programme.shipped("venezuela-2026"))
    blockade = oe.run(oe.Programme.shipped("venezuela-2026", regime="sanctioned"))
    assert (licensed["china_loans.barrels"][1:] == 0).all()
    assert (np.diff(licensed["debt"].magnitude[1:]) > 0).all()
    assert (blockade["china_loans.barrels"] > 0).all()
    assert blockade.total("debt") < licensed.total("debt")
