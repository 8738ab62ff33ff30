"""Maps: ports, passages and shores, and the way that the voyage has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.text import Annotation

import oilecon as oe
from oilecon.present import maps

if TYPE_CHECKING:
    from collections.abc import Iterator


mpl.use("Agg")
SOURCE = "Source: made up for the tests."


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    from matplotlib import pyplot as plt

    plt.close("all")


def sanctioned() -> Any:
    return oe.compare(oe.scenario("article-sanctioned"), "gulf", "asia")


def test_the_map_shows_ports_passages_and_shores() -> None:
    ax = sanctioned().plot("map")
    shown = {text.get_text() for text in ax.texts}
    assert {"José", "Houston", "Ningbo", "Cape of Good Hope", "Strait of Malacca"} <= shown
    assert any(isinstance(one, PolyCollection) for one in ax.collections)
    labels = [str(line.get_label()) for line in ax.lines]
    assert labels[:2] == ["US Gulf Coast: 2,100 nmi", "Asia: 13,350 nmi"]


def to_rotterdam(miles: str) -> list[str]:
    """Return the names on the map of a Suezmax from Basrah to Rotterdam, and its legend."""
    s = oe.scenario("article")
    sea = s.asia.sea.evolve(
        vessel=oe.Vessel.shipped("suezmax"),
        load_port="Basrah",
        discharge_port="Rotterdam",
        distance=miles,
        cargo="130000 t",
    )
    ax = oe.evaluate(s.vary({"asia.sea": sea}), "asia").plot("map")
    return [*(text.get_text() for text in ax.texts), str(ax.lines[0].get_label())]


def test_the_map_goes_by_the_canal_whose_miles_the_voyage_has() -> None:
    by_suez = to_rotterdam("6600 nmi")
    assert "Suez Canal" in by_suez
    assert "Cape of Good Hope" not in by_suez
    assert by_suez[-1] == "Asia: 6,600 nmi"
    round_africa = to_rotterdam("11300 nmi")
    assert "Cape of Good Hope" in round_africa
    assert "Suez Canal" not in round_africa


def test_a_way_that_is_not_as_long_as_the_voyage_says_so_on_the_map() -> None:
    *_, legend = to_rotterdam("9000 nmi")
    assert re.fullmatch(r"Asia: 9,000 nmi \(drawn: [\d,]+ nmi\)", legend)


def test_without_shores_the_map_shows_sea_lanes_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(maps, "_shores", lambda: None)
    ax = sanctioned().plot("map")
    assert not any(isinstance(one, PolyCollection) for one in ax.collections)
    (source,) = [one for one in ax.findobj(Annotation) if one.get_gid() == "source"]
    assert "pip install 'oilecon[map]'" in source.get_text()


def test_a_way_over_the_date_line_is_one_line() -> None:
    way = oe.distance("Ningbo", "Los Angeles")
    ax = maps.route_map([maps.Leg("over the Pacific", way)], source=SOURCE)
    longitudes = np.asarray(ax.lines[0].get_xdata())
    assert np.abs(np.diff(longitudes)).max() < 10.0
    assert longitudes.max() > 180.0


def test_all_that_is_drawn_lies_in_the_frame_on_either_side_of_the_date_line() -> None:
    suva = oe.Port("Suva", latitude=-18.2, longitude=178.5)
    east = oe.distance(suva, "Houston", via="panama")
    for other in (("Ningbo", "Long Beach"), ("Long Beach", "Houston"), ("Houston", "José")):
        legs = [maps.Leg("east", east), maps.Leg("other", oe.distance(*other))]
        for shown in (legs, legs[::-1]):
            ax = maps.route_map(shown, source=SOURCE)
            (west, far), (south, north) = ax.get_xlim(), ax.get_ylim()
            assert far - west < 360.0
            assert any(text.get_text() == "Panama Canal" for text in ax.texts)
            for line in ax.lines:  # ways, and the marks of ports and passages
                points = np.asarray(line.get_xydata())
                assert ((points > (west, south)) & (points < (far, north))).all()


def test_a_name_too_long_for_the_map_is_cut() -> None:
    port = oe.Port("x" * 300, latitude=29.0, longitude=-90.0)
    ax = maps.route_map([maps.Leg("way", oe.distance(port, "José"))], source=SOURCE)
    assert any(text.get_text() == "x" * 47 + "…" for text in ax.texts)


def test_a_port_of_ones_own_is_on_the_map_and_the_way_starts_at_its_berth() -> None:
    s = oe.scenario("article")
    port = oe.Port("Whiffen Head", latitude=47.77, longitude=-54.02)
    sea = s.asia.sea.evolve(load_port=port, discharge_port=(51.0, 2.0), distance="2300 nmi")
    ax = oe.evaluate(s.vary({"asia.sea": sea}), "asia").plot("map")
    shown = {text.get_text() for text in ax.texts}
    assert {"Whiffen Head", "51° N, 2° E"} <= shown
    longitudes, latitudes = (np.asarray(c) for c in ax.lines[0].get_data())
    assert np.hypot(latitudes - 47.77, longitudes + 54.02).min() < 0.1
    assert latitudes.min() > 45.0  # round the headland, and not over Newfoundland


# -- over land -------------------------------------------------------------------------------------


def with_pipe(**given: Any) -> oe.Scenario:
    """The article's scenario with a pipeline before the ship to Asia."""
    s = oe.scenario("article")
    legs: dict[str, Any] = {"pipe": oe.Overland(**given), "sea": s.asia.sea}
    return s.evolve(routes={"gulf": s.gulf, "asia": s.asia.evolve(legs=legs)})


def test_a_leg_over_land_is_dashes_between_the_places_that_it_names() -> None:
    field = oe.Port("El Pao", latitude=8.0, longitude=-64.6)
    s = with_pipe(origin=field, destination="José", distance="250 km")
    ax = oe.evaluate(s, "asia").plot("map")
    lines = {str(line.get_label()): line for line in ax.lines if str(line.get_label())[0] != "_"}
    assert list(lines) == ["El Pao to José by pipeline: 250 km", "Asia, sea: 13,350 nmi"]
    pipe = np.asarray(lines["El Pao to José by pipeline: 250 km"].get_xydata())
    assert pipe[0] == pytest.approx([-64.6, 8.0], abs=0.1)
    assert pipe[-1] == pytest.approx([oe.Port.shipped("José").longitude, 10.15], abs=0.2)
    assert lines["El Pao to José by pipeline: 250 km"].is_dashed()
    assert "El Pao" in {text.get_text() for text in ax.texts}
    assert ax.get_title(loc="left").startswith("The routes")
    (low, high), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert low < -64.6 < high
    assert bottom < 8.0 < top
    assert oe.Scenario.from_toml(s.to_toml()) == s


def test_a_leg_over_land_without_places_is_said_not_to_be_drawn() -> None:
    ax = oe.evaluate(with_pipe(), "asia").plot("map")
    labels = [str(line.get_label()) for line in ax.lines]
    assert labels[0] == "Asia, sea: 13,350 nmi"
    notes = " ".join(text.get_text() for text in [*ax.texts, *ax.figure.texts]).replace("\n", " ")
    assert "Not drawn: legs over land without named ends (1)." in notes


def test_a_route_over_land_alone_is_drawn() -> None:
    a, b = (oe.Port(name, latitude=8.0, longitude=x) for name, x in (("A", -64.0), ("B", -70.0)))
    s = oe.scenario("article")
    land = s.asia.evolve(legs={"road": oe.Overland(mode="truck", origin=a, destination=b)})
    ax = oe.evaluate(s.evolve(routes={"land": land}), "land").plot("map")
    assert str(ax.lines[0].get_label()) == "A to B by truck"
    assert ax.get_title(loc="left") == "The route"


def test_a_pipeline_that_routes_share_is_drawn_once_and_a_railway_beside_it_otherwise() -> None:
    s = oe.scenario("canada-2025-11")
    ax = oe.compare(s, *s.routes).plot("map")
    drawn = {str(line.get_label()): line for line in ax.lines if str(line.get_label())[0] != "_"}
    assert [label for label in drawn if " by " in label and ": " not in label] == [
        "Hardisty to Houston by pipeline",
        "Hardisty to Houston by rail",
        "Edmonton to Westridge by pipeline",
    ]
    by_pipe, by_rail = (
        drawn[f"Hardisty to Houston by {mode}"]._unscaled_dash_pattern  # type: ignore[attr-defined]
        for mode in ("pipeline", "rail")
    )
    assert by_pipe != by_rail
