"""What an installation without any extra gives, in an interpreter that lacks them all."""

from __future__ import annotations

import subprocess
import sys

import pytest

BARRED = """
import sys

class Barred:
    def find_spec(self, name, path=None, target=None):
        extras = ("SALib", "click", "distributed", "hypothesis", "matplotlib", "mpl_toolkits")
        more = ("networkx", "openpyxl", "rich", "scipy", "tomlkit", "xarray")
        if name.partition(".")[0] in (*extras, *more):
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Barred())
"""


def told(code: str) -> str:
    """Return what a fresh interpreter without the extras prints."""
    given = [sys.executable, "-c", BARRED + code]
    ran = subprocess.run(given, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_all_names_of_the_package_are_there() -> None:
    code = """
from oilecon import *
import inspect
import oilecon
print(Q("1 t"), "testing" in dir(oilecon))
print({name for name in oilecon.__all__ if name not in globals()})
print(set(oilecon.__all__) - {name for name, _ in inspect.getmembers(oilecon)})
"""
    assert told(code).splitlines() == ["1.0 t False", "set()", "set()"]


def test_all_names_of_its_rooms_are_there() -> None:
    code = """
import inspect
import oilecon
rooms = [room for _, room in inspect.getmembers(oilecon, inspect.ismodule)]
rooms = [room for room in rooms if room.__name__.startswith("oilecon.")]
for room in rooms:
    inspect.getmembers(room)
    for name in room.__all__:
        getattr(room, name)
print({"analysis", "article", "blending", "core", "lending", "shipping", "trading"}
      - {room.__name__.removeprefix("oilecon.") for room in rooms})
"""
    assert told(code) == "set()"


def test_a_published_distance_is_read() -> None:
    code = """
import oilecon as oe
from oilecon.reference.sea import published
rows, vlcc = published(), oe.Vessel.shipped("vlcc")
for row in rows:
    for ends in ((row.origin, row.destination), (row.destination, row.origin)):
        way = oe.distance(*ends, via=row.via or ())
        assert way.published or "is not taken" in way.note
        assert way.eca.magnitude >= 0.0
        assert way.waypoints
print(oe.distance("Ras Tanura", "Ningbo", vessel=vlcc, via="malacca", on="2024-06-01").miles)
print(oe.distance("José", "Alexandria").published)
"""
    assert told(code).splitlines() == ["5897.0 nmi", "False"]


@pytest.mark.parametrize("asked", ["'José', 'Ningbo'", "'Ras Tanura', 'Ningbo', avoid='malacca'"])
def test_a_way_that_must_be_searched_names_the_extra(asked: str) -> None:
    code = f"""
import oilecon as oe
try:
    oe.distance({asked})
except oe.OilEconError as error:
    print(error)
"""
    assert told(code) == (
        "a computed distance needs networkx: python -m pip install 'oilecon[sea]'; published "
        "distances do not"
    )


def test_the_testing_kit_is_still_found_by_its_name() -> None:
    code = "import oilecon; print(oilecon.testing.__name__)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "oilecon.testing"
