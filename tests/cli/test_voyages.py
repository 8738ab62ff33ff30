"""The commands about voyages: distances, and estimates of a scenario's or of your own."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import oilecon as oe
from tests.test_evaluation_streams import TWO

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples import Run

OWN = (
    *("estimate", "--from", "José", "--to", "Houston", "--ship", "aframax"),
    *("--cargo", "70000 t", "--api", "16 degAPI"),
)
SETS = {
    "days_load": "2 day",
    "days_discharge": "2 day",
    "days_wait": "0.5 day",
    "port_cost_load": "93728 USD",
    "port_cost_discharge": "50570 USD",
    "weather": "5 %",
}


def figures(document: dict[str, list[dict[str, object]]]) -> dict[str, object]:
    return {str(row["figure"]): row["value"] for row in document["figures"]}


# -- distances ---------------------------------------------------------------------------------


def test_a_distance_is_the_library_s(oilecon: Run) -> None:
    document = json.loads(oilecon("distance", "jose", "NINGBO", "--ship", "vlcc", "--json").out)
    direct = oe.distance("Jose", "Ningbo", vessel=oe.Vessel.shipped("vlcc"))
    (leg,) = document["legs"]
    assert leg["distance [nmi]"] == direct.miles.magnitude == document["distance [nmi]"]
    assert leg["in ECA [nmi]"] == direct.eca.magnitude
    assert leg["passages"] == list(direct.passages)
    assert leg["restrictions"] == dict(direct.restrictions)
    assert leg["source"] == list(direct.source)
    printed = oilecon("distance", "jose", "NINGBO", "--ship", "vlcc").out
    row = next(line for line in printed.splitlines() if line.startswith("José  "))
    assert row.split() == ["José", "Ningbo", "13266", "85", "computed", "good_hope,", "malacca"]
    assert "\nClosed to this ship: panama, beam 60 m is over its 51.25 m; draft" in printed


def test_ports_in_order_make_legs_with_a_total(oilecon: Run) -> None:
    ports = ("Jose", "Houston", "Rotterdam")
    document = json.loads(oilecon("distance", *ports, "--json").out)
    legs = [oe.distance("Jose", "Houston"), oe.distance("Houston", "Rotterdam")]
    assert document["distance [nmi]"] == sum(leg.miles.magnitude for leg in legs)
    assert "\nIn all 7,225 nmi, of which 913 nmi in emission" in oilecon("distance", *ports).out
    rows = list(csv.DictReader(io.StringIO(oilecon("distance", *ports, "--csv", "-").out)))
    assert [(row["from"], row["to"]) for row in rows] == [
        ("José", "Houston"),
        ("Houston", "Rotterdam"),
    ]
    assert [row["basis"] for row in rows] == ["computed", "published"]


@pytest.mark.parametrize(
    ("options", "arguments"),
    [
        (("--via", "panama"), {"via": ["panama"]}),
        (("--avoid", "malacca", "--avoid", "sunda"), {"avoid": ["malacca", "sunda"]}),
        (("--on", "2024-06-01"), {"on": "2024-06-01"}),
        (("--computed",), {"published": False}),
        (("--draft", "20 m"), {"draft": "20 m"}),
        (("--ship", "suezmax"), {"vessel": oe.Vessel.shipped("suezmax")}),
        (
            ("--ship", "suezmax", "--ballast"),
            {"vessel": oe.Vessel.shipped("suezmax"), "laden": False},
        ),
    ],
)
def test_options_of_a_distance_are_the_library_s(
    oilecon: Run, options: tuple[str, ...], arguments: dict[str, object]
) -> None:
    for ports in (("Ras Tanura", "Singapore"), ("Jose", "Ningbo"), ("Novorossiysk", "Rotterdam")):
        ran = oilecon("distance", *ports, *options, "--json")
        if ran.code:  # a passage that the voyage cannot cross
            message = ran.err.removeprefix("oilecon: ").rstrip()
            with pytest.raises(oe.InputError, match=re.escape(message)):
                oe.distance(*ports, **arguments)  # type: ignore[arg-type]
            continue
        direct = oe.distance(*ports, **arguments)  # type: ignore[arg-type]
        (leg,) = json.loads(ran.out)["legs"]
        assert leg["distance [nmi]"] == direct.miles.magnitude
        assert leg["in ECA [nmi]"] == direct.eca.magnitude
        assert (leg["basis"] == "published") is direct.published
        assert leg["restrictions"] == dict(direct.restrictions)


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("-33.0,-71.6", (-33.0, -71.6)),
        ("10.15, -64.85", (10.15, -64.85)),
        ("+1,.5", (1.0, 0.5)),
        ("José", "José"),
        ("Cartagena, Spain", "Cartagena, Spain"),
    ],
)
def test_coordinates_are_passed_on_as_numbers_and_are_no_options(
    oilecon: Run, monkeypatch: pytest.MonkeyPatch, written: str, point: object
) -> None:
    asked: list[object] = []

    def noted(*places: object, **_: object) -> None:
        asked.extend(places)
        raise oe.InputError("enough")

    monkeypatch.setattr("oilecon.shipping.distance", noted)
    assert oilecon("distance", written, "Houston").err == "oilecon: enough\n"
    assert oilecon(*OWN[:1], "--from", written, *OWN[3:], "--lump-sum", "1 MUSD").code == 2
    assert asked == [point, "Houston", point, "Houston"]


# -- estimates ---------------------------------------------------------------------------------


@pytest.mark.parametrize("leg", ["gulf.sea", "asia.sea"])
def test_the_estimate_of_a_leg_is_the_freight_of_its_route(oilecon: Run, leg: str) -> None:
    scenario = oe.scenario("article")
    estimated = figures(json.loads(oilecon("estimate", leg, "--json").out))
    route = leg.partition(".")[0]
    freight = oe.compare(scenario, "gulf", "asia")[f"{route}.freight"].magnitude
    assert estimated["freight_per_barrel"] == pytest.approx(freight, rel=1e-14)
    hire = scenario.routes[route].sea.charter.hire.magnitude
    assert estimated["tce"] == pytest.approx(hire, rel=1e-12)


def test_the_estimate_of_a_leg_is_by_the_barrel_that_its_route_sells(
    oilecon: Run, tmp_path: Path
) -> None:
    path = str(TWO.vary({"boscan.target_api": "20 degAPI"}).save(tmp_path / "two.toml"))
    estimated = figures(
        json.loads(oilecon("estimate", "asia.sea", "--scenario", path, "--json").out)
    )
    freight = oe.evaluate(oe.Scenario.load(path), "asia")["freight"].magnitude
    assert estimated["freight_per_barrel"] == pytest.approx(freight, rel=1e-14)


def test_options_replace_what_a_leg_has(oilecon: Run) -> None:
    scenario = oe.scenario("article").vary({"market.vlsfo": "500 USD/t"})
    sea = scenario.asia.sea.evolve(
        cargo="260000 t",
        vessel=oe.Vessel.shipped("vlcc old"),
        charter=oe.Worldscale(62.0, "22.18 USD/t", commission="2.5 %"),
    )
    direct = oe.estimate(sea, scenario.market, api="20 degAPI")
    asked = (
        *("estimate", "asia.sea", "--set", "market.vlsfo=500 USD/t", "--cargo", "260000 t"),
        *("--ship", "vlcc old", "--ws", "62", "--flat", "22.18 USD/t", "--commission", "2.5 %"),
        *("--api", "20 degAPI", "--json"),
    )
    document = json.loads(oilecon(*asked).out)
    estimated = figures(document)
    for name in ("days", "vlsfo", "freight", "commission", "tce", "cargo_barrels"):
        assert estimated[name] == direct[name].magnitude
    assert estimated["worldscale_points"] == 62.0
    total = document["lines"][-1]
    assert (total["line"], total["cost [USD]"]) == ("total", direct["total"].magnitude)
    days = sum(state["days [day]"] for state in document["states"])
    assert days == pytest.approx(direct.days.magnitude, rel=1e-12)


@pytest.mark.parametrize(
    ("options", "charter"),
    [
        (("--hire", "60000 USD/day"), oe.TimeCharterEquivalent("60000 USD/day")),
        (("--lump-sum", "9 MUSD"), oe.LumpSum("9 MUSD")),
        (("--rate", "27 USD/t"), oe.PerTonne("27 USD/t")),
        (("--rate", "3 USD/bbl"), oe.PerBarrel("3 USD/bbl")),
        ((), None),
    ],
)
def test_a_freight_replaces_a_leg_s_but_for_the_brokers_share(
    oilecon: Run, options: tuple[str, ...], charter: oe.LumpSum | None
) -> None:
    scenario = oe.scenario("article")
    sea = scenario.asia.sea
    if charter is not None:
        sea = sea.evolve(charter=charter.evolve(commission=sea.charter.commission))
    direct = oe.estimate(sea, scenario.market, api="16 degAPI")
    asked = ("estimate", "asia.sea", "--api", "16 degAPI", "--flat", "22.18 USD/t", *options)
    estimated = figures(json.loads(oilecon(*asked, "--json").out))
    assert estimated["freight"] == direct.freight.magnitude
    assert estimated["commission"] == direct.commission.magnitude
    points = direct.points_for(direct.tce, flat="22.18 USD/t").magnitude
    assert estimated["worldscale_points"] == points


def test_a_time_charter_s_commission_is_none_on_freight(oilecon: Run, tmp_path: Path) -> None:
    charter = oe.TimeCharter("60000 USD/day", commission="1.25 %")
    case = oe.scenario("article").vary({"asia.sea.charter": charter})
    asked = ("estimate", "asia.sea", "--scenario", str(case.save(tmp_path / "hired.toml")))
    assert figures(json.loads(oilecon(*asked, "--json").out))["commission"] > 0  # type: ignore[operator]
    other = json.loads(oilecon(*asked, "--lump-sum", "9 MUSD", "--json").out)
    assert figures(other)["commission"] == 0.0


def test_a_voyage_of_your_own_is_the_library_s(oilecon: Run) -> None:
    sets = [part for name, value in SETS.items() for part in ("--set", f"voyage.{name}={value}")]
    freight = ("--hire", "52000 USD/day", "--commission", "3.75 %", "--flat", "7.5 USD/t")
    fuel = ("--set", "voyage.discharge_fuel=mgo", "--set", "market.mgo=720 USD/t")
    document = json.loads(oilecon(*OWN, *freight, *sets, *fuel, "--json").out)
    way = oe.distance("José", "Houston", vessel=oe.Vessel.shipped("aframax"))
    voyage = oe.Voyage(
        vessel=oe.Vessel.shipped("aframax"),
        charter=oe.TimeCharterEquivalent("52000 USD/day", commission="3.75 %"),
        load_port="José",
        discharge_port="Houston",
        distance=way.miles,
        eca_distance=way.eca,
        cargo="70000 t",
        discharge_fuel="mgo",
        **SETS,  # type: ignore[arg-type]
    )
    market = oe.scenario("article").market.vary({"mgo": "720 USD/t"})
    direct = oe.estimate(voyage, market, api="16 degAPI")
    estimated = figures(document)
    for name in ("days", "mgo", "freight", "freight_per_tonne", "freight_per_barrel", "tce"):
        assert estimated[name] == direct[name].magnitude
    points = direct.points_for("52000 USD/day", flat="7.5 USD/t").magnitude
    assert estimated["worldscale_points"] == pytest.approx(points, rel=1e-12)
    assert document["notes"] == list(direct.notes)


def test_an_estimate_says_what_it_counts_as_zero(oilecon: Run) -> None:
    ran = oilecon(*OWN, "--lump-sum", "1 MUSD", "--set", "voyage.weather=5 %")
    assert ran.out.startswith("aframax, José to Houston, 2,113 nmi computed by yucatan, of which")
    assert ran.out.endswith(
        "\nCounted as zero: days_load, days_discharge, days_wait, port_cost_load, "
        "port_cost_discharge; --set voyage.days_load=VALUE sets one.\n"
    )
    canal = (*OWN[:4], "Ningbo", *OWN[5:], "--via", "panama", "--lump-sum", "1 MUSD")
    assert "canal_dues_laden, canal_dues_ballast; " in oilecon(*canal).out
    measured = ("estimate", "--distance", "1900 nmi", *OWN[5:], "--rate", "3 USD/bbl")
    ran = oilecon(*measured)
    assert ran.out.startswith("aframax, a voyage of 1900 nmi\n")
    assert "canal_dues" not in ran.out


def test_an_estimate_in_csv_has_one_figure_a_row(oilecon: Run) -> None:
    asked = ("estimate", "asia.sea", "--csv", "-")
    rows = list(csv.DictReader(io.StringIO(oilecon(*asked).out)))
    lines = [row for row in rows if row["kind"] == "line" and row["unit"] == "USD"]
    *parts, total = [float(row["value"]) for row in lines]
    assert total == pytest.approx(sum(parts), rel=1e-12)
    assert lines[0]["to"] == "shipowner"
    fuels = {row["to"] for row in rows if row["kind"] == "fuel"}
    assert fuels == {"vlsfo", "mgo"}
    by_name = {row["name"]: row for row in rows if row["kind"] == "figure"}
    assert by_name["tce"]["unit"] == "USD/day"
    assert float(by_name["tce"]["value"]) == pytest.approx(92300.0)


# -- errors ------------------------------------------------------------------------------------

REFUSED = {
    ("estimate",): (
        "a voyage of your own needs --from, --to, --ship, --cargo, --api, a freight such as --hire "
        "too; of the scenario, write gulf.sea or asia.sea"
    ),
    ("estimate", "--distance", "1900 nmi", "--cargo", "70000 t", "--api", "16 degAPI"): (
        "a voyage of your own needs --ship, a freight such as --hire too; of the scenario, write "
        "gulf.sea or asia.sea"
    ),
    ("estimate", "asia.se"): "no voyage 'asia.se' in the scenario; did you mean 'asia.sea'?",
    ("estimate", "gulf.pipe", "--scenario", "canada-2025-11"): (
        "gulf.pipe is a leg over land, and an estimate is of a voyage; its lines are figures of "
        "the route, as in oilecon explain gulf.pipe.toll"
    ),
    ("estimate", "asia.sea", "--hire", "1 USD/day", "--ws", "60"): (
        "expected one freight, got --hire and --ws; leave one out"
    ),
    ("estimate", "asia.sea", "--ws", "60"): (
        "--ws goes with --flat; write --ws 62 --flat '22.18 USD/t'"
    ),
    (*OWN, "--hire", "1 USD/day", "--set", "asia.sea.weather=5 %"): (
        "--set asia.sea.weather: expected a path that begins with voyage. or market., got "
        "'asia.sea.weather'; known: market, voyage"
    ),
    (*OWN, "--hire", "1 USD/day", "--set", "voyage.weather=5 m"): (
        "--set voyage: weather: expected a share, got 5 in m, another kind of quantity; write for "
        "example '5 %'"
    ),
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_bad_voyages_are_one_message_and_exit_code_2(
    oilecon: Run, arguments: tuple[str, ...]
) -> None:
    ran = oilecon(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"oilecon: {REFUSED[arguments]}")
    assert ran.err.count("\n") == 1


MISUSED = {
    ("distance", "Jose"): "expected two ports or more; write oilecon distance José Ningbo",
    ("distance", "Jose", "Houston", "Ningbo", "--via", "panama"): (
        "--via goes with two ports; ask for each leg apart"
    ),
    ("distance", "Jose", "Ningbo", "--ballast"): "--ballast goes with --ship, without --draft",
    ("distance", "Jose", "Ningbo", "--shp", "vlcc"): "No such option '--shp'",
    ("estimate", "asia.sea", "--to", "Houston"): (
        "--to goes without LEG; write --set asia.sea.distance='1900 nmi'"
    ),
    (*OWN, "--hire", "1 USD/day", "--distance", "1900 nmi", "--avoid", "yucatan"): (
        "--avoid goes without --distance"
    ),
}


@pytest.mark.parametrize("arguments", MISUSED)
def test_a_wrong_call_says_what_goes_with_what(oilecon: Run, arguments: tuple[str, ...]) -> None:
    ran = oilecon(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert f"Error: {MISUSED[arguments]}" in ran.err


def test_arrays_are_refused_in_an_estimate(oilecon: Run, tmp_path: Path) -> None:
    many = oe.scenario("article").vary({"market.vlsfo": oe.Q([400, 500], "USD/t")})
    path = str(many.save(tmp_path / "many.toml"))
    for asked in (("estimate", "asia.sea"), (*OWN, "--lump-sum", "1 MUSD")):
        ran = oilecon(*asked, "--scenario", path)
        assert ran.code == 2
        assert "expected one case, got arrays of shape (2,); write one value" in ran.err


# -- a process of its own ----------------------------------------------------------------------


def test_both_commands_run_as_programs() -> None:
    for asked, begin in (
        (("distance", "Ras Tanura", "Singapore"), "               "),
        (("estimate", "gulf.sea"), "gulf.sea of Transport only\n"),
    ):
        ran = subprocess.run(
            [sys.executable, "-m", "oilecon", *asked],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert ran.stdout.startswith(begin)
        assert ran.stderr == ""
