"""The wheel: identical to the byte in two builds with one clock, and complete."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

__all__ = ["rows"]

ROOT = Path(__file__).resolve().parents[1]
_EPOCH = 1_700_000_000  # any time, as long as both builds use the same


def rows() -> list[dict[str, Any]]:
    """Return one row a property of the wheel."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = (_built(Path(folder) / name) for name in ("digest", "two"))
        prints = [hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in (first, second)]
        names = set(zipfile.ZipFile(first).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "oilecon"],  # noqa: S607  the user's own git
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    missing = sorted(set(tracked) - names)
    return [
        {
            "what": "built twice",
            "found": " and ".join(digest[:12] for digest in prints),
            "holds": prints[0] == prints[1],
        },
        {
            "what": "files of the package in it",
            "found": f"{len(tracked) - len(missing)} of {len(tracked)} {' '.join(missing)}".strip(),
            "holds": not missing,
        },
        {"what": "py.typed", "found": "", "holds": "oilecon/py.typed" in names},
    ]


def _built(folder: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(_EPOCH)})
    return next(folder.glob("*.whl"))
