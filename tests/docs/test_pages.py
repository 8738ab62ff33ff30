"""The documentation builds without a warning, and its generated tables hold all that they should.

Its examples run by themselves: the root conftest.py collects the Python in every page.
"""

from __future__ import annotations

import html
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import oilecon as oe
from oilecon import article, inputs, reference, units
from oilecon.groups import Group
from oilecon.netback.lines import LINES, OUTCOMES, TERMS
from oilecon.reference import sea

DOCS = Path(__file__).parents[2] / "docs"
TUTORIALS = [page.stem for page in (DOCS / "tutorials").glob("*.md") if page.stem != "index"]
TRACEBACK = r"(?sm)\ATraceback .*?^(\w+\.)*(?=\w)"  # up to the error's name
# As a browser shows them: text in a window of 1400 pixels, between the two columns of links.
PIXELS_OF_A_PAGE = 841
PIXELS_A_LETTER = 7.3
PIXELS_OF_PADDING = 24  # of a cell, and of code in it
FULL = "article-sanctioned"  # the shipped scenario that uses every row of the base case


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built pages. A link that leads nowhere is a warning, and a warning fails the build."""
    folder = tmp_path_factory.mktemp("docs")
    options = ["-b", "html", "-W", "--keep-going", "-n", "-E", "-d", str(folder / "doctrees")]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(DOCS), str(folder / "html")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        pytest.fail(f"sphinx failed:\n{done.stdout}\n{done.stderr}")
    return folder / "html"


def text_of(markup: str) -> str:
    """The text of some HTML, with straight quotes and single spaces."""
    bare = html.unescape(re.sub(r"<[^>]+>", " ", markup))
    straight = bare.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\""))
    return " ".join(straight.split())


def table_rows(page: Path) -> set[tuple[str, ...]]:
    """The cells of every row of every table of a page."""
    found = re.findall(r"<tr\b.*?</tr>", page.read_text(encoding="utf-8"), re.DOTALL)
    return {
        tuple(text_of(cell) for cell in re.findall(r"<td\b.*?</td>", row, re.DOTALL))
        for row in found
    }


def wanted_cells(row: reference.Row, path: str) -> tuple[str, ...]:
    """The cells that a row of the table of inputs begins with."""
    spread = f"{row.low:.10g} to {row.high:.10g}"
    known = f"{row.evidence.kind} {row.evidence.as_of}"
    return (path, f"{row.value:.10g}", spread, row.unit, known)


def assert_shown(row: reference.Row, path: str, shown: set[tuple[str, ...]]) -> None:
    wanted = wanted_cells(row, path)
    notes = [cells[-1] for cells in shown if cells[:-1] == wanted]
    assert any(" ".join(row.evidence.note.split()) in note for note in notes), wanted
    assert any(all(key in note for key in row.evidence.source) for note in notes), wanted


def test_the_inputs_page_shows_every_row(built: Path) -> None:
    shown = table_rows(built / "reference" / "inputs.html")
    for row in reference.rows(FULL):
        assert_shown(row, row.path, shown)
    for ship in reference.vessel_rows().values():
        for row in ship:
            assert_shown(row, f"vessel.{row.path.partition(':')[2]}", shown)
    for scenario in article.READINGS.values():  # those of other bases of freight too
        for row in reference.regime_rows().get(scenario, ()):
            assert_shown(row, row.path, shown)
    whole = reference.pack_of(FULL)
    for scenario in reference.scenario_plans():
        for row in reference.rows(scenario) if reference.pack_of(scenario) != whole else ():
            assert_shown(row, row.path, shown)


def test_every_reading_of_the_article_rests_on_rows_of_the_full_one() -> None:
    names = {row.name for row in reference.rows(FULL)}
    for scenario in article.READINGS.values():
        assert {row.name for row in reference.rows(scenario)} <= names


def test_the_regimes_page_shows_every_row_of_their_own(built: Path) -> None:
    pages = ("regimes", "refining")  # the scenario that is priced by parity is no regime
    shown = {row for page in pages for row in table_rows(built / "explanation" / f"{page}.html")}
    for scenario, rows in reference.regime_rows().items():
        if scenario in article.READINGS.values():
            continue  # which stand among the inputs
        for row in rows:
            assert_shown(row, row.path, shown)


def test_the_page_of_the_sea_has_every_ship_passage_and_port(built: Path) -> None:
    rows = table_rows(built / "reference" / "at-sea.html")
    first = {cells[0] for cells in rows if cells}
    assert set(reference.ship_rows()) <= first
    assert set(sea.passages()) <= first
    for place in sea.places().values():
        assert " ".join((place.name, *place.aliases)) in first


def test_the_page_of_prices_has_every_series(built: Path) -> None:
    rows = table_rows(built / "reference" / "prices.html")
    first = {cells[0] for cells in rows if cells}
    table = oe.prices.series()
    assert first == {f"{name} {unit}" for name, unit in table["unit"].items()}


def test_the_sources_page_has_every_source(built: Path) -> None:
    page = (built / "reference" / "sources.html").read_text(encoding="utf-8")
    text = text_of(page)
    for key, entry in reference.bibliography().items():
        assert f'id="source-{key}"' in page
        assert " ".join(entry["title"].split()) in text


def test_the_units_page_has_the_whole_vocabulary(built: Path) -> None:
    understood, refused = units.vocabulary()
    rows = table_rows(built / "reference" / "units.html")
    written = {name for cells in rows if cells for name in re.split(r"[ ,]+", " ".join(cells[1:3]))}
    assert set(understood) <= written
    assert {name for name, _ in (cells for cells in rows if len(cells) == 2)} == set(refused)
    for name, why in refused.items():
        assert (name, why) in rows


def bare(text: str) -> str:
    """A text without blanks and marks of code, which pages turn into others."""
    return "".join(text.replace("`", "").split())


def test_the_outcomes_page_has_every_line_and_outcome(built: Path) -> None:
    rows = table_rows(built / "reference" / "outcomes.html")
    shown = {cells[0]: cells[1:] for cells in rows if len(cells) == 4}
    for name, kind in LINES.items():
        paid, doc, _ = shown[f"<leg>.{name}" if kind.per_leg else name]
        assert paid in {kind.recipient, "–"}
        assert bare(doc) == bare(kind.doc)
    for name, outcome in OUTCOMES.items():
        assert bare(outcome.doc) in map(bare, shown[name]), name


def test_the_models_page_says_who_bears_every_line_of_the_netback(built: Path) -> None:
    rows = table_rows(built / "explanation" / "model.html")
    shown = {cells[0]: cells[2:] for cells in rows if len(cells) == 2 + len(TERMS)}
    for kind in LINES.values():
        if kind.enters == "netback":
            borne = shown[f"each leg's {kind.label}" if kind.per_leg else kind.label]
            assert {terms for terms, cell in zip(TERMS, borne, strict=True) if cell} == set(
                kind.borne_under
            )
            for terms, cell in zip(TERMS, borne, strict=True):
                assert (cell not in {"", "yes"}) is (terms in kind.partly_under)


def test_the_groups_page_has_every_field_of_every_group(built: Path) -> None:
    page = (built / "reference" / "groups.html").read_text(encoding="utf-8")
    held = (kind for kind in vars(inputs).values() if isinstance(kind, type))
    kinds: list[type[Group]] = [oe.Scenario, *(kind for kind in held if issubclass(kind, Group))]
    for kind in kinds:
        section = page.partition(f"<h2>{kind.__name__}<")[2].partition("<h2>")[0]
        for name in kind._fields:
            assert f">{name}<" in section, (kind, name)


def test_no_page_shows_where_it_was_built(built: Path) -> None:
    pages = sorted(built.rglob("*.html"))
    assert built / "index.html" in pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert str(DOCS.parent) not in text, page
        assert " object at 0x" not in text, page


def test_no_page_shows_a_bare_backtick(built: Path) -> None:
    pages = sorted(built.glob("*/*.html"))
    assert built / "reference" / "groups.html" in pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        prose = re.sub(r"<(pre|code|script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
        assert not re.findall(r".{0,40}`.{0,40}", text_of(prose)), page


def narrowest(table: str) -> float:
    """The width in pixels that a table needs: each column its longest word, and its padding."""
    columns: dict[int, int] = {}
    for row in re.findall(r"<tr\b.*?</tr>", table, re.DOTALL):
        for at, cell in enumerate(re.findall(r"<t[dh]\b.*?</t[dh]>", row, re.DOTALL)):
            bare = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</p>", " ", cell)))
            longest = max(map(len, re.split(r"[\s-]", bare)))
            columns[at] = max(columns.get(at, 0), longest)
    return sum(PIXELS_A_LETTER * length + PIXELS_OF_PADDING for length in columns.values())


def test_every_table_of_the_package_fits_the_page(built: Path) -> None:
    style = (DOCS / "_static" / "oilecon.css").read_text(encoding="utf-8")
    assert "nowrap" not in style
    tables = [
        table
        for page in sorted(built.glob("*/*.html"))
        for table in re.findall(
            r"<table class=\"[^\"]*from-package.*?</table>", page.read_text("utf-8"), re.DOTALL
        )
    ]
    assert len(tables) > 100
    assert [text_of(table)[:80] for table in tables if narrowest(table) > PIXELS_OF_A_PAGE] == []


def printed(cell: nbformat.NotebookNode) -> str:
    """What a cell shows as text, but for where lines end, and for how an error is broken."""
    texts, broken = [], False
    for output in cell.outputs:
        if output.output_type == "error":
            texts.append(f"{output.ename}: {output.evalue}")
            broken = True
        elif output.output_type == "stream":
            texts.append(re.sub(TRACEBACK, "", output.text))
            broken |= output.name == "stderr"
        elif output.output_type == "execute_result":
            texts.append(output.data["text/plain"])
    text = "".join(texts)
    return " ".join(text.split()) if broken else re.sub(r"(?m)[ \t]+$", "", text).rstrip("\n")


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_tutorials_notebook_prints_what_its_page_shows(
    name: str, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (built / "tutorials" / f"{name}.html").read_text(encoding="utf-8")
    assert f'href="{name}.ipynb"' in page
    for variable in ("IPYTHONDIR", "JUPYTER_DATA_DIR"):  # no kernels or habits of whoever runs it
        monkeypatch.setenv(variable, str(tmp_path))
    notebook = nbformat.read(built / "tutorials" / f"{name}.ipynb", as_version=4)
    shown = [printed(cell) for cell in notebook.cells if cell.cell_type == "code"]
    assert any(shown)
    strict = nbformat.v4.new_code_cell("import warnings\nwarnings.simplefilter('error')")
    notebook.cells.insert(0, strict)
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, timeout=120).execute()
    code = [cell for cell in notebook.cells[1:] if cell.cell_type == "code"]
    assert [printed(cell) for cell in code] == shown
