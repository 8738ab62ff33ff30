"""How the reference tables are read."""

from __future__ import annotations

import csv
from importlib.resources import files

__all__ = ["DATA", "table"]

DATA = files("oilecon.reference") / "data"


def table(name: str) -> list[dict[str, str]]:
    """Return a table's rows."""
    text = (DATA / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
