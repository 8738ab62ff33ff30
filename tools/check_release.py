"""Say where a tag, the package, its citation, changelog and recipe disagree on the version.

`python tools/check_release.py v0.1.0` ends with status 1 and names what disagrees, if anything
does. It needs nothing but Python, since it runs before anything is installed.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def disagreements(tag: str, root: Path = ROOT) -> list[str]:
    """Return a line for each place that does not name the version of `tag`, or its date."""

    def stated(name: str, pattern: str) -> list[str]:
        return re.findall(pattern, (root / name).read_text(encoding="utf-8"), re.MULTILINE)

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["version"]
    dates = stated("CHANGELOG.md", rf"^## \[{re.escape(version)}\] - (\d{{4}}-\d\d-\d\d)$")
    checks = [
        ("the tag", [tag], f"v{version}"),
        ("CITATION.cff: version", stated("CITATION.cff", r"^version: (\S+)$"), version),
        ("recipe.yaml: version", stated("recipe/recipe.yaml", r"^  version: \"(.+)\"$"), version),
    ]
    if dates:
        released = stated("CITATION.cff", r"^date-released: (\S+)$")
        checks.append(("CITATION.cff: date-released", released, dates[0]))
    wrong = [
        f"{place}: expected {expected!r}, got {', '.join(map(repr, values)) or 'nothing'}"
        for place, values, expected in checks
        if values != [expected]
    ]
    if len(dates) != 1:
        wrong.append(
            f"CHANGELOG.md: expected one heading '## [{version}] - YYYY-MM-DD', got {len(dates)}; "
            "what is under [Unreleased] belongs there"
        )
    return wrong


if __name__ == "__main__":
    tag = sys.argv[1]
    if wrong := disagreements(tag):
        sys.exit("\n".join(wrong))
    print(f"{tag}: package, citation, changelog and recipe agree")
