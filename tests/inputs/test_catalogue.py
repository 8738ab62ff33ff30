"""What is shipped by name: found, listed and sourced in one way for every class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd
import pytest

import oilecon as oe
from oilecon.evidence import ABSENT, Evidence
from oilecon.fields import Duration, Number, Text
from oilecon.groups import Group
from oilecon.inputs.catalogue import Shipped, ShippedFigure
from oilecon.reference import sources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KINDS: tuple[Any, ...] = (
    oe.Crude,
    oe.Vessel,
    oe.Port,
    oe.Loan,
    oe.OilRepayment,
    oe.ImportCharges,
    oe.Assay,
    oe.Refinery,
    oe.FiscalTerms,
)


def figure(
    field: str,
    value: str,
    unit: str = "",
    *,
    kind: str = "published",
    source: str = "a",
    low: float | None = None,
    high: float | None = None,
) -> ShippedFigure:
    evidence = Evidence(f"Tank:{field}", kind, "2026", tuple(source.split()), low, high)
    return ShippedFigure.of_text(field, value, unit, evidence)


class Tank(Shipped, Group):
    """A toy."""

    _noun = "tank"
    _index = ("tank",)
    _aliases: ClassVar = {"old": "North Tank"}

    level: Number = Number("m", "how full it is", low=0, high=50, typical="'3 m'", default=None)
    rest: Number = Duration("how long it rests", high=9, default=None)
    owner: Text = Text("whose it is", default="")

    @classmethod
    def _shelf(cls) -> Mapping[tuple[str, ...], Sequence[ShippedFigure]]:
        return {
            ("North Tank",): [
                figure("level", "3", "m", low=2.0, high=4.0, kind="estimate", source="b a"),
                figure("rest", "18", "months"),
                figure("owner", "PDVSA"),
            ],
            ("South",): [
                figure("level", "", "m", kind=ABSENT, source="c"),
                figure("rest", "2", "year"),
            ],
        }


def test_a_catalogue_has_units_in_its_headings_and_what_the_figures_rest_on() -> None:
    expected = pd.DataFrame(
        {
            "level [m]": [3.0, float("nan")],
            "rest [year]": [1.5, 2.0],
            "owner": ["PDVSA", ""],
            "not published": ["", "level"],
            "kind": ["estimate, published", "published"],
            "as_of": ["2026", "2026"],
            "source": ["b a", "c a"],
        },
        index=pd.Index(["North Tank", "South"], name="tank"),
    )
    pd.testing.assert_frame_equal(Tank.catalogue(), expected)


def test_figures_have_ranges_and_what_was_not_found() -> None:
    north: Any = Tank.figures("north tank")
    south = Tank.figures("South")
    assert list(north.loc["level", ["value", "low", "high", "unit"]]) == [3.0, 2.0, 4.0, "m"]
    assert list(north.loc["rest", ["value", "unit"]]) == [18.0, "months"]
    assert pd.isna(north.loc["owner", "low"])
    assert south.loc["level", "kind"] == "not published"
    assert list(south.columns) == [
        *("value", "low", "high", "unit", "kind", "as_of", "source", "note")
    ]


def test_a_field_takes_what_a_figure_gives() -> None:
    fields = {each.field: each.given for each in Tank._shelf()["North Tank",]}
    tank = Tank(**fields)
    assert tank.same_figures(Tank(level="3 m", rest="18 months", owner="PDVSA"))
    row = tank.row("level")
    assert row is not None
    assert (row.low, row.high, row.evidence.row) == (2.0, 4.0, "Tank:level")
    assert figure("share", "0.2", "1").given.value == 0.2
    assert figure("base", "1 2", "%/year").given.value.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("name", ["North Tank", " north tank ", "NORTH TANK", "Old"])
def test_a_name_is_found_whatever_its_capitals(name: str) -> None:
    assert Tank._key(name) == "North Tank"


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        (
            "Nort Tank",
            "no shipped tank 'Nort Tank'; did you mean 'North Tank'? Tank.catalogue() lists all",
        ),
        ("", "no shipped tank ''; known: North Tank, South, old"),
        (3, "no shipped tank 3; known: North Tank, South, old"),
        (None, "no shipped tank None; known: North Tank, South, old"),
    ],
)
def test_another_name_is_refused_with_those_that_there_are(name: Any, refusal: str) -> None:
    with pytest.raises(oe.UnknownName) as refused:
        Tank.figures(name)
    assert str(refused.value) == refusal


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_all_that_is_listed_is_sourced_and_found(kind: Any) -> None:
    table, known = kind.catalogue(), set(sources().index)
    assert table.index.is_unique
    assert set(" ".join(table["source"]).split()) <= known
    assert (table["as_of"] != "").all()
    for names in table.index:
        name = names[0] if isinstance(names, tuple) else names
        further = {oe.Crude: "sample", oe.Assay: "sample", oe.FiscalTerms: "on"}
        more = {further[kind]: names[1]} if kind in further else {}
        assert not kind.figures(name, **more).empty


def test_own_figures_stand_in_place_of_shipped_ones() -> None:
    ship = oe.Vessel.shipped("vlcc", dwt="310000 t")
    assert ship == oe.Vessel.shipped("VLCC").evolve(dwt="310000 t")
    oil = oe.Crude.shipped("Merey 16", sulphur="3 %")
    assert oil == oe.Crude.shipped("Merey 16").evolve(sulphur="3 %")
    with pytest.raises(oe.InputError, match="there is no such field"):
        oe.Vessel.shipped("vlcc", dwtt="310000 t")


def test_every_charge_of_a_code_is_listed_from_its_day_on() -> None:
    table = oe.ImportCharges.catalogue()
    assert table.index.names == ["code", "from"]
    assert table.loc[("27150000", "2021-06-12"), "consumption_tax [CNY/L]"] == 1.2


def test_a_member_may_not_be_named_after_what_its_own_class_does() -> None:
    point = oe.Viscosity("38 degC", "992 cSt")
    with pytest.raises(oe.InputError, match="'shipped' is that of a method or property of Crude"):
        oe.Crude("16 degAPI", viscosities={"shipped": point})
    article = oe.scenario("article")
    assert article.evolve(routes={"shipped": article.gulf}).shipped == article.gulf  # no method's


@pytest.mark.parametrize(
    ("kind", "name", "further"),
    [
        (oe.Vessel, "vlcc", {}),
        (oe.Crude, "Merey 16", {"sample": oe.Crude.shipped("Merey 16").sample}),
        (oe.Loan, "CDB 2012 equipment", {}),
        (oe.OilRepayment, "Joint Fund B 2010", {}),
        (oe.Assay, "Maya", {}),
        (oe.Refinery, "US Gulf coking", {}),
    ],
)
def test_a_name_of_one_s_own_replaces_the_shipped_one(
    kind: Any, name: str, further: dict[str, Any]
) -> None:
    assert kind.shipped(name, **further, name="mine").name == "mine"
    assert kind.shipped(name, **further).name != "mine"
