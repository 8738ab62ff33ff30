"""Write down what the library computes and prints, and compare two such records.

A change of structure alters no figure: `write` before it and after it, then `compare`.

    python tools/snapshots.py write FOLDER
    python tools/snapshots.py compare BEFORE AFTER
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

COMMANDS = (
    ("article",),
    ("claims",),
    ("history",),
    ("scenarios",),
    ("run", "article"),
    ("run", "article-sanctioned"),
    ("run", "licensed-2026-01"),
    ("inputs", "article"),
    ("sources",),
    ("explain", "loss.operating"),
    ("simulate", "article", "-n", "2000", "--seed", "1"),
    ("breakeven", "market.brent", "--target", "15 %"),
    ("sweep", "--over", "market.brent=50 to 90 USD/bbl", "--points", "5"),
    ("debt", "CDB 2012 equipment"),
)
"""Command lines whose output is kept; a refusal counts as output."""


def derivations(folder: Path) -> None:
    """Write the names and formulas of every outcome of every shipped scenario."""
    import oilecon as oe
    from oilecon.errors import OilEconError

    for name in oe.scenarios().index:
        scenario = oe.scenario(name)
        lines: list[str] = []
        routes = list(scenario.routes)
        results: list[Any] = [oe.evaluate(scenario, route) for route in routes]
        asked = [(one, one._model._known(one.route)) for one in results]  # noqa: SLF001
        if len(routes) > 1:
            both = oe.compare(scenario, *routes[:2])
            asked.append((both, ["loss.price", "loss.netback", "loss.operating", "loss.net"]))
        for result, outcomes in asked:
            prefix = getattr(result, "route", "compare")
            for outcome in sorted(outcomes):
                try:
                    steps = result.explain(outcome).steps
                except OilEconError as error:
                    lines.append(f"{prefix}: {outcome}: {error}")
                    continue
                lines += [
                    f"{prefix}: {outcome}: {s.name} = {s.formula} = {s.value!r}" for s in steps
                ]
        (folder / f"{name}.explain.txt").write_text("\n".join(lines) + "\n")
        (folder / f"{name}.toml").write_text(scenario.to_toml())
        (folder / f"{name}.inputs.csv").write_text(scenario.inputs().to_csv())


def commands(folder: Path) -> None:
    """Write what the command line prints."""
    env = os.environ | {"COLUMNS": "100"}
    for words in COMMANDS:
        line = [sys.executable, "-m", "oilecon", *words]
        found = subprocess.run(line, env=env, capture_output=True, text=True, check=False)
        name = "_".join(words).replace("/", "-").replace(" ", "-")
        (folder / f"{name}.out.txt").write_text(found.stdout + found.stderr)


def write(folder: Path) -> None:
    """Write one file a scenario and command into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        derivations(folder)
        commands(folder)


def compare(before: Path, after: Path) -> int:
    """Print where two records differ, and return how many files do."""
    names = sorted({path.name for folder in (before, after) for path in folder.iterdir()})
    different = 0
    for name in names:
        old, new = ((folder / name) for folder in (before, after))
        texts = [path.read_text().splitlines() if path.exists() else [] for path in (old, new)]
        if texts[0] != texts[1]:
            different += 1
            sys.stdout.writelines(
                f"{line}\n"
                for line in difflib.unified_diff(*texts, str(old), str(new), "", "", 0, "")
            )
    print(f"{different} of {len(names)} files differ")
    return different


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", folder]:
            write(Path(folder))
        case ["compare", before, after]:
            sys.exit(bool(compare(Path(before), Path(after))))
        case _:
            sys.exit(__doc__)
