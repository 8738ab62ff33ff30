"""The forms ask for what an answer takes, in the words of the package, and are well formed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from oilecon import reference

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"


def form(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FORMS / name).read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("name", ["bug.yml", "data-correction.yml"])
def test_a_form_is_well_formed(name: str) -> None:
    fields = form(name)["body"]
    assert form(name)["name"]
    assert form(name)["description"]
    ids = [field["id"] for field in fields]
    assert len(set(ids)) == len(ids) > 0
    for field in fields:
        assert field["type"] in {"input", "textarea", "dropdown"}
        assert field["attributes"]["label"]
        assert field["validations"] == {"required": True}


def test_a_data_correction_asks_for_what_a_row_holds() -> None:
    fields = {field["id"]: field["attributes"] for field in form("data-correction.yml")["body"]}
    assert list(fields) == ["row", "published", "correct", "source", "as_of", "kind", "range"]
    kinds = {row.evidence.kind for row in reference.rows("article-sanctioned")}
    assert set(fields["kind"]["options"]) == kinds
    path = fields["row"]["placeholder"].partition(",")[0]
    assert path in {row.path for row in reference.rows("article-sanctioned")}


def test_the_security_policy_is_linked_where_an_issue_is_opened() -> None:
    links = form("config.yml")["contact_links"]
    private = "https://github.com/oilecon/oilecon/security/advisories/new"
    assert private in [link["url"] for link in links]
    for name in ("SECURITY.md", "CODE_OF_CONDUCT.md"):
        assert f"({private})" in (ROOT / name).read_text(encoding="utf-8"), name
