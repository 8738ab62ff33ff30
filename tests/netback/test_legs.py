"""A route's legs may be of several kinds: a toy second kind goes wherever a voyage does."""

from __future__ import annotations

import copy
import pickle
import re
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from oilecon.analysis.bounding import _steps
from oilecon.fields import Number
from oilecon.groups import Group, Members, put
from oilecon.inputs.route import ships
from oilecon.netback import legs
from oilecon.netback.legs import LegKind
from oilecon.netback.lines import paid_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oilecon.netback.lines import Line
    from oilecon.units import Raw

ARTICLE = oe.scenario("article-sanctioned")


FIELD = oe.Route._fields["legs"]
KINDS = set(FIELD.kinds) if isinstance(FIELD, Members) else set()
ROWS = set(legs.LEGS)


class Pipeline(Group):
    """A leg over land: a toll by the barrel, and days on the way."""

    toll: Number = Number("USD/bbl", "toll", low=0, high=100, typical="'2 USD/bbl'")
    days: Number = Number("day", "in the line", low=0, high=365, default=0.0, typical="'7 day'")


def pipeline_lines(
    name: str, leg: Mapping[str, Any], _market: object, _tonne: Raw, _terms: str
) -> tuple[list[Line], tuple[Raw, Raw]]:
    return [(f"{name}.other", paid_to("other"), leg["toll"])], pipeline_time(leg)


def pipeline_time(leg: Mapping[str, Any]) -> tuple[Raw, Raw]:
    return leg["days"], 0.0


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy kind, registered where a real one is: in the table, and in the route's field."""
    monkeypatch.setitem(legs.LEGS, "Pipeline", LegKind(pipeline_lines, pipeline_time))
    monkeypatch.setattr(FIELD, "kinds", {"Voyage": oe.Voyage, "Pipeline": Pipeline})


def mixed(**given: Any) -> oe.Scenario:
    """The article's scenario, Asia by a pipeline and then by sea, credit from discharge."""
    route = ARTICLE.routes["asia"]
    pipe: Any = Pipeline(**{"toll": "2 USD/bbl", "days": "7 day", **given})
    sale = route.sale.evolve(prepayment="0 %")
    route = route.evolve(legs={"pipe": pipe, **route.legs}, sale=sale)
    return ARTICLE.evolve(routes={**ARTICLE.routes, "asia": route})


def by_sea() -> oe.Scenario:
    return ARTICLE.vary({"asia.sale.prepayment": "0 %"})


def test_a_leg_of_another_kind_has_its_own_lines_in_their_place() -> None:
    found = oe.evaluate(mixed(), "asia")
    lines = [line for line in found.waterfall().index if line.startswith(("pipe.", "sea."))]
    assert lines[0] == "pipe.other"
    assert lines[1:] == [
        line for line in oe.evaluate(by_sea(), "asia").waterfall().index if "sea." in line
    ]
    assert found["pipe.other"].magnitude == 2.0
    assert found["other"].magnitude == 2.0  # the sum over the legs
    freight = oe.evaluate(by_sea(), "asia")["freight"].magnitude
    assert found["freight"].magnitude == pytest.approx(freight + 2.0, abs=1e-12)
    assert found["to.others"].magnitude == 2.0


def test_days_of_a_leg_of_another_kind_bear_interest() -> None:
    found, before = (oe.evaluate(one, "asia") for one in (mixed(), by_sea()))
    more = found["finance_carry"] - before["finance_carry"]
    assert more.magnitude == pytest.approx(49.3 * 0.10 * 7 / 360, rel=1e-12)


def test_days_count_where_the_seller_pays_no_freight_too() -> None:
    fob = {"asia.sale.terms": "FOB", "asia.sale.credit_from": "discharge"}
    found, before = (oe.evaluate(one.vary(fob), "asia") for one in (mixed(), by_sea()))
    lines = [line for line in found.waterfall().index if line.startswith(("pipe.", "sea."))]
    assert lines == ["pipe.other"]  # which brings the oil to the ship
    more = found["finance_carry"] - before["finance_carry"]
    assert more.magnitude == pytest.approx(49.3 * 0.10 * 7 / 360, rel=1e-12)


def test_a_route_without_a_ship_is_computed() -> None:
    route = ARTICLE.routes["gulf"]
    pipe: Any = Pipeline("3 USD/bbl")
    only = ARTICLE.evolve(routes={"land": route.evolve(legs={"pipe": pipe})})
    found = oe.evaluate(only, "land")
    assert found["freight"].magnitude == 3.0
    assert ships(only.routes["land"]) == {}


def test_a_leg_of_another_kind_is_no_trip_of_a_ship() -> None:
    scenario = mixed()
    assert list(ships(scenario.routes["asia"])) == ["sea"]
    assert _steps(scenario, ["asia"]) == set()  # one ship's cargo: nothing jumps
    parcel = scenario.vary({"asia.parcel": "540000 t"})  # two sailings of the one ship
    for line in ("sea.hire", "pipe.other"):
        left, right = (oe.evaluate(one, "asia")[line] for one in (scenario, parcel))
        assert left.magnitude == pytest.approx(right.magnitude, rel=1e-12)


def test_a_hulls_risk_is_over_the_cargo_of_the_first_ship() -> None:
    risk = oe.Risk(hull_value="40 MUSD", hull_war_risk="1 %", hull_risk_in_freight="separate")
    left, right = (one.vary({"asia.risk": risk}) for one in (mixed(), by_sea()))
    line = [oe.evaluate(one, "asia")["hull_war_risk"].magnitude for one in (left, right)]
    assert line[0] == line[1] > 0.0


def test_what_needs_a_ship_is_refused_without_one() -> None:
    route = ARTICLE.routes["gulf"]
    pipe: Any = {"pipe": Pipeline("3 USD/bbl")}
    with pytest.raises(oe.InputError, match=r"Route\.parcel: has no effect without a voyage"):
        route.evolve(legs=pipe, parcel="1000 t")
    risk = oe.Risk(hull_value="40 MUSD", hull_war_risk="1 %")
    with pytest.raises(oe.InputError, match=r"hull_war_risk: needs a voyage to be borne on"):
        route.evolve(legs=pipe, risk=risk)


def test_it_is_explained_down_to_its_inputs() -> None:
    found = str(oe.compare(mixed(), "gulf", "asia").explain("asia.finance_carry"))
    assert "asia.pipe.days" in found
    freight = str(oe.evaluate(mixed(), "asia").explain("freight"))
    assert "asia.pipe.toll" in freight


def test_it_is_varied_and_swept_and_attributed_by_path() -> None:
    scenario = mixed()
    assert str(scenario.get("asia.pipe.toll")) == "2.0 USD/bbl"
    assert isinstance(scenario.asia.pipe, Pipeline)
    many = oe.evaluate(scenario.vary({"asia.pipe.toll": oe.Q([1.0, 2.0, 4.0], "USD/bbl")}), "asia")
    assert many["pipe.other"].magnitude.tolist() == [1.0, 2.0, 4.0]
    dear = scenario.vary({"*.pipe.toll": "5 USD/bbl"})
    parts = oe.attribute(scenario, dear, outcome="asia.netback")
    assert list(parts.contributions) == ["asia.pipe.toll"]
    assert parts.contributions["asia.pipe.toll"].magnitude == pytest.approx(-3.0)
    tornado = oe.tornado(
        scenario, {"asia.pipe.toll": ("1 USD/bbl", "3 USD/bbl")}, outcome="asia.netback"
    )
    assert list(tornado.to_frame().index) == ["asia.pipe.toll"]


def test_a_leg_changes_its_kind() -> None:
    pipe = Pipeline("3 USD/bbl", "1 day")
    changed = by_sea().vary({"asia.sea": pipe})
    assert changed.routes["asia"].legs["sea"] == pipe
    assert oe.evaluate(changed, "asia")["freight"].magnitude == 3.0
    whole = oe.attribute(by_sea(), changed, outcome="asia.netback")
    assert list(whole.contributions) == ["asia.sea"]


def test_it_is_saved_and_loaded_with_its_kind() -> None:
    scenario = mixed()
    text = scenario.to_toml()
    assert '[routes.asia.legs.pipe]\nkind = "Pipeline"\ntoll = "2.0 USD/bbl"' in text
    assert oe.Scenario.from_toml(text) == scenario


def test_a_file_that_names_no_kind_means_a_voyage() -> None:
    text = mixed().to_toml()
    assert 'kind = "Voyage"' not in text
    sea = "[routes.asia.legs.sea]\n"
    named = text.replace(sea, f'{sea}kind = "Voyage"\n')
    assert named != text
    assert oe.Scenario.from_toml(named) == oe.Scenario.from_toml(text) == mixed()


def test_a_misspelt_kind_is_refused_with_those_that_there_are() -> None:
    text = mixed().to_toml()
    for kind, came in (('"Pipline"', "got 'Pipline'"), ("3", "got 3")):
        said = re.escape(
            "routes.asia.legs.pipe: expected kind = one of 'Voyage', 'Pipeline', " + came
        )
        with pytest.raises(oe.InputError, match=said):
            oe.Scenario.from_toml(text.replace('kind = "Pipeline"', f"kind = {kind}"))


def test_a_misspelt_field_of_it_is_refused_at_its_place() -> None:
    text = mixed().to_toml().replace('toll = "2.0', 'tol = "2.0')
    said = r"routes\.asia\.legs\.pipe\.tol: there is no such field; did you mean 'toll'"
    with pytest.raises(oe.InputError, match=said):
        oe.Scenario.from_toml(text)
    with pytest.raises(oe.PathError, match=r"'asia\.pipe' has no 'tol'; did you mean 'toll'"):
        mixed().get("asia.pipe.tol")


def test_what_is_no_leg_is_refused() -> None:
    route = ARTICLE.routes["asia"]
    wrong: Any = {"sea": oe.Marker("100 %", "0 USD/bbl")}
    said = re.escape("expected Voyage(...) or Pipeline(...) for 'sea', got Marker")
    with pytest.raises(oe.InputError, match=said):
        route.evolve(legs=wrong)
    none: Any = "sea"
    said = re.escape(
        "expected a mapping of names to Voyage or Pipeline, got str; "
        "write {'name': Voyage(...) or Pipeline(...)}"
    )
    with pytest.raises(oe.InputError, match=said):
        route.evolve(legs=none)
    said = re.escape("asia.sea: expected Voyage(...) or Pipeline(...), got Marker")
    with pytest.raises(oe.InputError, match=said):
        ARTICLE.vary({"asia.sea": wrong["sea"]})


def test_it_leaves_the_process_and_comes_back() -> None:
    scenario = mixed()
    for again in (pickle.loads(pickle.dumps(scenario)), copy.deepcopy(scenario)):  # noqa: S301
        assert again == scenario
        assert hash(again) == hash(scenario)
        assert again.values == scenario.values
    code = repr(scenario.asia.pipe)
    assert eval(code, {"Pipeline": Pipeline}) == scenario.asia.pipe  # noqa: S307  our own text


def test_values_make_the_group_again_each_of_its_kind() -> None:
    scenario = mixed()
    again = oe.Scenario.of_values(scenario.values, scenario)
    assert again == scenario
    kinds = [type(leg).__name__ for leg in again.routes["asia"].legs.values()]
    assert kinds == ["Pipeline", "Voyage"]


def test_a_value_is_put_into_a_plain_tree_by_the_members_kind() -> None:
    tree = mixed().to_dict()
    put(oe.Scenario, tree, ["asia", "pipe", "toll"], "9 USD/bbl")
    put(oe.Scenario, tree, ["*", "pipe", "days"], "1 day")
    asia = oe.Scenario.from_dict(tree).routes["asia"]
    assert asia.legs["pipe"] == Pipeline("9 USD/bbl", "1 day")


def test_it_is_simulated_with_the_rest() -> None:
    ranges: Any = {"asia.pipe.toll": oe.Uniform("1 USD/bbl", "3 USD/bbl")}
    found = oe.simulate(mixed(), ranges, n=500, seed=1, outcomes="asia.pipe.other")
    tolls = found["asia.pipe.other"].magnitude
    assert tolls.min() >= 1.0
    assert tolls.max() <= 3.0
    assert tolls.std() > 0.3


def test_every_kind_that_a_route_takes_has_a_row_and_no_other_has() -> None:
    assert KINDS == ROWS
