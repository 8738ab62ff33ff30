"""The report page: its arithmetic in a real browser, what it holds, and how it can be read."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import oilecon as oe
from oilecon.errors import InputError, UnknownName
from oilecon.evaluation import Evaluator
from oilecon.netback.lines import BASES
from oilecon.present.report import _Page, article_report, scenario_report
from tests.browsers import answer, asking
from tests.samples import BRENT, YOURS
from tests.test_evaluation_streams import TWO

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


CLOSE = 1e-9  # a browser's power and logarithm may differ from NumPy's in the last bits


@pytest.fixture(scope="module")
def article_page() -> str:
    return article_report()


# -- the arithmetic ----------------------------------------------------------------------------

UNLIKE = {
    "Worldscale": oe.Worldscale(points=60.0, flat="30 USD/t", fixed_differential="0.27 USD/t"),
    "LumpSum": oe.LumpSum(amount="5000000 USD"),
    "PerTonne": oe.PerTonne(rate="20 USD/t"),
    "PerBarrel": oe.PerBarrel(rate="3 USD/bbl"),
    "TimeCharter": oe.TimeCharter(hire="50000 USD/day", commission="2.5 %"),
}


def thick() -> Any:
    """A scenario whose diluent a target viscosity decides: logarithms, powers, choices."""
    return oe.scenario("article-sanctioned").vary(
        {
            "supply.heavy_viscosity": "235000 cSt",
            "supply.diluent_viscosity": "0.9 cSt",
            "supply.target_viscosity": "350 cSt",
            "supply.viscosity_rule": "refutas",
            "supply.viscosity_basis": "mass",
        }
    )


def scenarios() -> dict[str, Any]:
    found = {name: oe.scenario(name) for name in oe.article.READINGS.values()}
    found["thick"] = thick()
    base = oe.scenario("article")
    for name, charter in UNLIKE.items():
        found[name] = base.vary({"asia.sea.charter": charter})
    take = oe.FiscalTerms(
        royalty="30 %",
        reference_differential="-9 USD/bbl",
        price_cap="50 USD/bbl",
        windfall={
            "low": oe.WindfallBand("20 USD/bbl", "20 %"),
            "high": oe.WindfallBand("70 USD/bbl", "80 %"),
        },
        windfall_exempt="10 %",
        income_tax="50 %",
    )
    found["taxed"] = base.vary({"supply.royalty": 0.0, "supply.take": take})
    return found


def drawn(page: _Page, n: int, seed: int) -> dict[str, Any]:
    """Random values for all that can be moved on a page, over the whole of each slider."""
    random = np.random.default_rng(seed)
    controls = [page._control(path, {}) for path in (*page.main, *page.more)]
    return {one.path: random.uniform(one.low, one.high, n) for one in controls}


def names_of(page: _Page) -> list[str]:
    lines = [f"{r}.{line['name']}" for r in page.routes for line in page.lines]
    return [*lines, *(f"asia.loss.{basis}" for basis in BASES)]


def test_the_page_computes_what_the_library_does(browser: str, tmp_path: Path) -> None:
    wanted: dict[str, Mapping[str, Any]] = {}
    calls = []
    for seed, (name, scenario) in enumerate(scenarios().items()):
        page = _Page(scenario, ("gulf", "asia"), {})
        values = drawn(page, 200, seed)
        engine = Evaluator(
            scenario.vary({path: page.fields[path][0].show(v) for path, v in values.items()}),
            ("gulf", "asia"),
        )
        figures = [one for one in names_of(page) if one.split(".")[1] != "loss"]
        figures = [one for one in figures if one.partition(".")[2] in page._own_lines(one[:4])]
        losses = [f"loss.{basis}" for basis in BASES]
        answers = engine.figures([*figures, *losses])
        keys = [*figures, *(f"asia.{loss}" for loss in losses)]
        wanted[name] = dict(zip(keys, answers, strict=True))
        columns = {path: column.tolist() for path, column in values.items()}
        calls.append(
            f"answer[{json.dumps(name)}] = all({page.compute(list(values))}, "
            f"{json.dumps(columns)}, {json.dumps(list(wanted[name]))})"
        )
    script = (
        "answer = {}; const all = (f, columns, names) => { const n = Object.values(columns)[0]"
        ".length, out = {}; for (const name of names) out[name] = []; for (let i = 0; i < n; i++) "
        "{ const x = {}; for (const path in columns) x[path] = columns[path][i]; const y = f(x); "
        "for (const name of names) out[name].push(y[name]); } return out; };" + "; ".join(calls)
    )
    file = tmp_path / "arithmetic.html"
    file.write_text(asking("<!doctype html><body></body>", script), encoding="utf-8")
    found = answer(browser, file)
    checked = 0
    for name, answers_there in wanted.items():
        for figure, raw in answers_there.items():
            here = np.array(found[name][figure], dtype=float)  # null, not a number, becomes NaN
            there = np.broadcast_to(raw, here.shape)
            assert (np.isnan(here) == np.isnan(there)).all(), (name, figure)
            defined = ~np.isnan(there)
            far = np.abs(here - there)[defined] / np.maximum(1.0, np.abs(there[defined]))
            assert (far <= CLOSE).all(), (name, figure, far.max())
            checked += int(defined.sum())
    assert checked > 50_000


# -- the page in use ---------------------------------------------------------------------------


def test_moving_inputs_changes_tables_at_once(
    browser: str, tmp_path: Path, article_page: str
) -> None:
    moves = {"market.brent": "75", "asia.sea.charter.hire": "80000", "supply.royalty": "20"}
    script = """
    const read = () => { const out = {};
      for (const cell of document.querySelectorAll("[data-loss]"))
        out[cell.dataset.loss] = cell.textContent;
      for (const cell of document.querySelectorAll("[data-line]"))
        out[cell.dataset.route + "." + data.lines[cell.dataset.line].name] = cell.textContent;
      out.bars = document.querySelectorAll("#fall rect").length;
      out.changed = document.getElementById("changed").textContent;
      out.pressed = [...document.querySelectorAll("[aria-pressed=true]")].map((b) => b.textContent);
      return out; };
    answer = {start: read(), presets: {}};
    for (const button of document.querySelectorAll("[data-preset]")) {
      button.click(); answer.presets[button.textContent] = read(); }
    document.getElementById("reset").click(); answer.reset = read();
    for (const [path, value] of Object.entries(MOVES)) {
      const input = document.getElementById("c-" + path.replaceAll(".", "-"));
      input.value = value; input.dispatchEvent(new Event("input")); }
    answer.moved = read();
    const brent = document.getElementById("c-market-brent");
    brent.value = ""; brent.dispatchEvent(new Event("input")); answer.emptied = read();
    brent.value = "1e9"; brent.dispatchEvent(new Event("input")); answer.beyond = read();
    const range = document.getElementById("c-market-brent-range");
    range.value = "60"; range.dispatchEvent(new Event("input")); answer.slid = [brent.value, read()]
    """.replace("MOVES", json.dumps(moves))
    file = tmp_path / "moves.html"
    file.write_text(asking(article_page, script), encoding="utf-8")
    found = answer(browser, file)
    for reading, losses in oe.article.readings().iterrows():
        shown = [found["presets"][reading][f"asia.loss.{basis}"] for basis in BASES]
        assert shown == [f"{loss:.1f} %" for loss in losses]
        assert found["presets"][reading]["pressed"] == [reading]
    assert found["start"] == found["reset"] == found["presets"]["transport only"]
    varied = oe.scenario("article").vary(
        {"market.brent": "75 USD/bbl", "asia.sea.charter.hire": "80000 USD/day"}
        | {"supply.royalty": "20 %"}
    )
    c = oe.compare(varied, "gulf", "asia")
    for basis, loss in c.losses().items():
        assert found["moved"][f"asia.loss.{basis}"] == f"{loss:.1f} %"
    for line, row in c.to_frame().iterrows():
        for route in ("gulf", "asia"):
            amount = f"{row[f'{route} [USD/bbl]']:.2f}".replace("-", "\u2212")
            assert found["moved"][f"{route}.{line}"] == amount
    assert found["moved"]["changed"] == "3 moved from the scenario's value"
    assert found["moved"]["pressed"] == []  # a hire of one's own is no basis of freight
    # What is no number, or beyond the bounds, changes nothing.
    assert found["moved"] == found["emptied"] == found["beyond"]
    assert found["slid"][0] == "60"
    assert found["slid"][1]["gulf.brent"] == "60.00"
    assert found["start"]["bars"] > 30


def test_one_control_moves_a_figure_on_every_route_that_has_it(
    browser: str, tmp_path: Path
) -> None:
    canada = oe.scenario("canada-2025-11")
    script = """
    const toll = document.getElementById("c-california-tmx-tariff-toll");
    toll.value = "13"; toll.dispatchEvent(new Event("input"));
    answer = {lines: {}, hidden: [], looks: []};
    for (const cell of document.querySelectorAll("[data-line]")) {
      const name = data.lines[cell.dataset.line].name;
      answer.lines[cell.dataset.route + "." + name] = cell.textContent; }
    for (const row of document.querySelectorAll("#lines tbody tr"))
      if (row.hidden) answer.hidden.push(row.firstChild.textContent);
    const bars = [...document.querySelectorAll("#fall > svg > rect")].slice(0, data.routes.length);
    answer.looks = bars.map((bar) => bar.getAttribute("fill"));
    answer.label = document.querySelector("label[for=c-california-tmx-tariff-toll]").textContent;
    answer.others = document.querySelectorAll("#c-china-tmx-tariff-toll").length;
    """
    file = tmp_path / "canada.html"
    file.write_text(asking(scenario_report(canada), script), encoding="utf-8")
    found = answer(browser, file)
    assert (found["label"], found["others"]) == ("tmx: toll", 0)
    c = oe.compare(canada.vary({"*.tmx.tariff.toll": "13 CAD/bbl"}), *canada.routes)
    for line, row in c.to_frame().iterrows():
        for route in canada.routes:
            amount = f"{row[f'{route} [USD/bbl]']:.2f}".replace("-", "\u2212")
            assert found["lines"][f"{route}.{line}"] == amount
    # Lines of zero are out of sight, and no two routes look alike.
    assert "transit loss" in found["hidden"]
    assert not {"tmx: toll", "netback", "royalty"} & {*found["hidden"]}
    assert len(set(found["looks"])) == len(canada.routes)


@pytest.mark.parametrize("wide", [320, 360, 390, 768])
def test_no_page_scrolls_sideways(
    browser: str, tmp_path: Path, article_page: str, wide: int
) -> None:
    (tmp_path / "report.html").write_text(article_page, encoding="utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(
        f'<!doctype html><body><iframe id="f" src="report.html" style="width:{wide}px;height:800px;'
        'border:0"></iframe><pre id="answer"></pre><script>onload = () => { const root = '
        'document.getElementById("f").contentDocument.documentElement; document.getElementById('
        '"answer").textContent = JSON.stringify([root.scrollWidth, root.clientWidth]); };'
        "</script></body>",
        encoding="utf-8",
    )
    scrolled, width = answer(browser, frame)
    assert width <= wide
    assert scrolled <= width


@pytest.mark.parametrize("wide", [320, 390])
def test_no_word_breaks_in_a_table_s_heads(
    browser: str, tmp_path: Path, article_page: str, wide: int
) -> None:
    (tmp_path / "report.html").write_text(article_page, encoding="utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(
        f'<!doctype html><body><iframe id="f" src="report.html" style="width:{wide}px;height:800px;'
        'border:0"></iframe><pre id="answer"></pre><script>onload = () => { const page = '
        'document.getElementById("f").contentDocument, broken = []; let seen = 0; '
        'for (const cell of page.querySelectorAll("th")) { '
        'if (cell.querySelector("code")) continue; '
        "const text = cell.firstChild; for (const word of text.data.matchAll(/\\S+/g)) { "
        "const range = page.createRange(); range.setStart(text, word.index); "
        "range.setEnd(text, word.index + word[0].length); seen += 1; const lines = new Set("
        "[...range.getClientRects()].map((box) => Math.round(box.top))); "
        'if (lines.size > 1) broken.push(word[0]); } } document.getElementById("answer")'
        ".textContent = JSON.stringify([seen, broken]); };</script></body>",
        encoding="utf-8",
    )
    seen, broken = answer(browser, frame)
    assert seen > 60
    assert broken == []


NOTES = """
    const read = () => Object.fromEntries(data.controls.map((one) =>
      [one.path, document.getElementById(one.id + "-note").textContent]));
    answer = {opened: read()};
    for (const button of document.querySelectorAll("[data-preset]")) {
      button.click(); answer[button.textContent] = read(); }
    document.getElementById("reset").click(); answer.reset = read()
"""


def test_each_reading_has_the_ranges_of_its_own_values(
    browser: str, tmp_path: Path, article_page: str
) -> None:
    file = tmp_path / "notes.html"
    file.write_text(asking(article_page, NOTES), encoding="utf-8")
    found = answer(browser, file)
    hire = "asia.sea.charter.hire"
    assert found["opened"] == found["reset"] == found["transport only"]
    assert found["opened"]["asia.sale.differential"] == "published, -9.5 to -6"
    assert found["sanctioned"]["asia.sale.differential"] == "published, -15 to -10"
    assert found["opened"][hire] == "published, 88600 to 119000"
    assert found["transport only at period rates"][hire] == "estimate, 55000 to 64250"
    assert found["opened"]["asia.agent.fee"] == "not in this reading"
    for reading, name in oe.article.READINGS.items():
        case = oe.scenario(name)
        units = {path: field.unit for path, field, _ in case.leaves()}
        for path, note in found[reading].items():
            row = case.row(path) if path in case.paths() else None
            if row is None:
                assert note in {"no sourced range", "not in this reading"}
                continue
            percent = 100.0 if units[path] == "fraction" else 1.0
            kind, _, ends = note.partition(", ")
            assert kind == row.evidence.kind
            low, high = map(float, ends.split(" to "))
            assert [low, high] == pytest.approx([row.low * percent, row.high * percent], rel=1e-4)


def test_a_hire_of_your_own_is_no_basis_of_freight_on_the_page() -> None:
    page = article_report({"asia.sea.charter.hire": "80832 USD/day"})
    assert "transport only at realised rates</th>" not in page
    assert page.count("data-preset=") == 3
    freight = page.partition("Bases of freight")[2].partition("</table>")[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", freight)
    assert cells == [
        *("user-defined", "VLCC", "80,832", "6.38", "user-defined", "", ""),
        *("user-defined", "Aframax", "52,000", "3.36", "estimate", "", ""),
    ]
    note = re.search(r'id="c-asia-sea-charter-hire-note">(.*?)<', page)
    assert note is not None
    assert note[1] == "yours, without a source"


def test_the_page_has_the_bases_of_freight_and_the_calibration(article_page: str) -> None:
    freight = article_page.partition("Bases of freight")[2].partition("</table>")[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", freight)
    assert cells[:7] == ["spot", "VLCC", "92,300", "7.03", "published", "2025-11", "2025-11"]
    assert [cells[at] for at in range(4, len(cells), 7)] == ["published", *["estimate"] * 5]
    assert article_page.count("One input of the sanctioned reading is calibrated") == 1
    checks = article_page.partition("Receipts, USD/bbl")[2].partition("</table>")[0]
    rows = re.findall(r"<td[^>]*>(.*?)</td>", checks)
    assert rows[:6] == [
        *("sales to China under sanctions", "calibration", "2025-12"),
        *("30.5", "31.5", "+1.0"),
    ]
    assert len(rows) == 6 * len(oe.article.receipts())


def test_it_is_dark_where_the_reader_wants_it_dark(
    browser: str, tmp_path: Path, article_page: str
) -> None:
    file = tmp_path / "dark.html"
    colours = "const look = getComputedStyle(document.body); answer = [look.color, look.background]"
    file.write_text(asking(article_page, colours), encoding="utf-8")
    light = answer(browser, file, "--blink-settings=preferredColorScheme=1")
    dark = answer(browser, file, "--force-dark-mode", "--blink-settings=preferredColorScheme=0")
    assert light[0] == "rgb(27, 27, 27)"
    assert dark[0] == "rgb(236, 236, 236)"
    assert light[1] != dark[1]


def test_every_control_has_a_label_and_takes_the_keyboard(article_page: str) -> None:
    inputs = re.findall(r"<input [^>]*>", article_page)
    assert len(inputs) >= 20
    labels = set(re.findall(r'<label for="([^"]+)"', article_page))
    for one in inputs:
        assert 'aria-label="' in one or re.search(r' id="([^"]+)"', one)[1] in labels  # type: ignore[index]
        assert "tabindex" not in one
    assert '<meta name="viewport"' in article_page


# -- what it holds -----------------------------------------------------------------------------


def test_it_loads_nothing_from_anywhere(article_page: str) -> None:
    assert "default-src 'none'" in article_page
    for pattern in (
        r"<link\b",
        r"<img\b",
        r"@import",
        r"\bsrc=",
        r"url\((?!#|&quot;#)",
        r"fetch\(",
    ):
        assert not re.search(pattern, article_page), pattern


def test_it_holds_every_input_with_its_source(article_page: str) -> None:
    text = html.unescape(article_page.replace("<wbr>", ""))
    for path, record in oe.scenario("article-sanctioned").inputs().iterrows():
        assert f"<code>{path}</code>" in text
        for key in record["source"].split():
            assert f'href="#source-{key}"' in text
            assert f'<dt id="source-{key}">' in text
    for sentence in oe.article.verdict(oe.article.comparisons()):
        assert sentence in text


def test_the_main_inputs_can_be_moved() -> None:
    page = _Page(oe.scenario("article"), ("gulf", "asia"), {})
    assert page.main == [
        *("market.brent", "gulf.sale.differential", "asia.sale.differential"),
        *("gulf.sea.charter.hire", "asia.sea.charter.hire", "supply.diluent.differential"),
        *("supply.production_cost", "supply.royalty"),
    ]
    sanctioned = _Page(oe.scenario("article-sanctioned"), ("gulf", "asia"), {})
    assert sanctioned.main == [*page.main, "asia.sea.shadow_multiple"]
    doubled = oe.scenario("article").vary({"gulf.sea.shadow_multiple": 2.0})
    assert _Page(doubled, ("gulf", "asia"), {}).main == [*page.main, "gulf.sea.shadow_multiple"]
    taxed = _Page(scenarios()["taxed"], ("gulf", "asia"), {})
    assert taxed.main == [*page.main[:-1], "supply.take.royalty"]  # in place of the supply's own


def test_each_control_of_a_case_over_land_has_a_label_of_its_own() -> None:
    canada = oe.scenario("canada-2025-11")
    page = scenario_report(canada)
    labels = re.findall(r'<div class="control"><label[^>]*>([^<]*)</label>', page)
    assert len(set(labels)) == len(labels) > 10
    assert {"US Gulf, pipeline: differential to WTI", "China, direct: differential to Brent"} < {
        *labels
    }
    assert "WTI, differential to Brent" in labels  # one row of three routes
    assert "<h2>Routes</h2>" in page
    assert "<pre>rail.loss = 0.35388\n" in page  # which of the four losses it is
    assert "What a barrel earns its producer, USD per barrel loaded</figcaption>" in page


def test_a_page_of_several_streams_says_of_which_barrel_its_picture_is() -> None:
    page = scenario_report(TWO)
    assert "What a barrel earns its producer, USD per barrel of heavy crude</figcaption>" in page


def test_a_scenario_of_one_s_own_has_a_report() -> None:
    mine = oe.scenario("article").vary({"market.brent": "75 USD/bbl"})
    hostile = mine.evolve(title="</script><script>alert(1)</script> & co")
    page = scenario_report(hostile, "asia")
    assert page.count("<script") == scenario_report(mine).count("<script")
    assert "Share lost against Asia" in page
    assert row_of(page, "market.brent")[0] == ' class="yours"'
    assert "the benchmark crude</td>" in page
    assert "data-preset=" not in page


def row_of(page: str, path: str) -> tuple[str, list[str]]:
    """Return the class of an input's row, and its cells without their tags."""
    text = page.replace("<wbr>", "")
    found = re.search(rf"<tr([^>]*)><th[^>]*><code>{re.escape(path)}</code></th>(.*?)</tr>", text)
    assert found is not None
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found[2])
    return found[1], [html.unescape(re.sub(r"<[^>]*>", "", cell)) for cell in cells]


def entries_of(page: str) -> dict[str, str]:
    """Return the list of sources by key, with its tags."""
    section = page.partition("<h2>Sources</h2>")[2].partition("</section>")[0]
    return dict(re.findall(r'<dt id="source-[^"]*">(.*?)</dt><dd>(.*?)</dd>', section))


def test_a_sourced_figure_of_one_s_own_is_shown_as_the_shipped_ones_are() -> None:
    page = scenario_report(YOURS)
    assert row_of(page, "market.brent") == (
        ' class="yours"',
        [
            *("64 USD/bbl", "55 to 80, P10 to P90", "yours, estimate", "2026-11"),
            "Our quarterly view. desk-2026-11",
        ],
    )
    kind, cells = row_of(page, "supply.production_cost")
    assert kind == ' class="yours"'
    assert cells[:4] == ["15 USD/bbl", "", "yours, without a source", ""]
    shipped = YOURS.row("market.mgo")
    assert shipped is not None
    assert row_of(page, "market.mgo") == (
        "",
        [
            *("720 USD/t", "680 to 760", "published", "2025-11"),
            f"{shipped.evidence.note} {', '.join(shipped.evidence.source)}",
        ],
    )
    neutral = row_of(page, "asia.sea.extra_days")
    assert (neutral[0], neutral[1][:4]) == ("", ["0 day", "", "neutral", ""])
    assert row_of(page, "gulf.sale.differential")[1][4].startswith("Duty unpaid. ")
    address = "https://desk.example/november"
    assert entries_of(page)["desk-2026-11"] == (
        "House view, November. Our desk, 2026-11-02. retrieved 2026-11-20. "
        f'<a href="{address}">{address}</a>'
    )
    assert 'href="#source-desk-2026-11"' in page
    for name, note in (
        ("market-brent", "yours, estimate, 55 to 80, P10 to P90"),
        ("supply-production_cost", "yours, without a source"),
        ("supply-royalty", "published, 20 to 33.33"),
    ):
        assert f'id="c-{name}-note">{note}</div>' in page


def test_the_page_has_the_periods_of_its_figures_and_how_many_are_assumed(
    article_page: str,
) -> None:
    sentence = (
        "49 figures of 2006-05 to 2026: 3 assumptions, 9 estimates, 1 without a source, 2 without a"
        " date."
    )
    page = scenario_report(YOURS)
    assert page.count(sentence) == 2  # below the lines, and above the inputs
    assert "2 inputs are yours, 1 of them with a source." in page
    assert '<a href="#inputs">All inputs</a>' in page
    assert '<section id="inputs">' in page
    opened = "49 figures of 2006-05 to 2026: 3 assumptions, 8 estimates, 1 without a date."
    assert opened in article_page  # of the reading that the page opens with, not of the widest
    assert "are yours" not in article_page


def test_every_meaning_of_a_range_is_beside_it() -> None:
    brent = {"low": "55 USD/bbl", "high": "80 USD/bbl"}
    for changes, words in (
        ({"range": "p5-p95"}, "55 to 80, P5 to P95"),
        ({"range": "quotes"}, "55 to 80, quotes"),
        ({"spread": "class"}, "55 to 80, of a class of ships"),
        ({}, "55 to 80"),
    ):
        case = YOURS.vary({"market.brent": oe.Sourced("64 USD/bbl", **brent, **changes)})
        assert row_of(scenario_report(case), "market.brent")[1][1] == words


def test_no_text_of_a_figure_or_a_source_is_markup() -> None:
    key, odd = "<img/src=x>&\"q'", "</script><script>alert(1)</script>"
    source = oe.Source(key, title=odd, publisher=odd, locator="javascript:alert(1)")
    hostile = oe.Sourced("64 USD/bbl", source=[source, "desk-2026-11"], note=odd)
    cost = replace(BRENT, value="15 USD/bbl", low="10 USD/bbl", high="20 USD/bbl")
    page = scenario_report(YOURS.vary({"market.brent": hostile, "supply.production_cost": cost}))
    plain = scenario_report(YOURS)
    for tag in ("<script", "<img", "<b>"):
        assert page.count(tag) == plain.count(tag)
    links = re.findall(r'href="([^"]*)"', page)
    assert {link.partition(":")[0] for link in links if link[0] != "#"} <= {"https", "http"}
    assert html.escape(key) in entries_of(page)
    assert entries_of(page)[html.escape(key)] == (
        f"{html.escape(odd)}. {html.escape(odd)}. javascript:alert(1)"
    )
    assert row_of(page, "market.brent")[1][4] == f"{odd} {key}, desk-2026-11"


def test_a_key_without_an_entry_is_listed_as_such() -> None:
    bare = oe.scenario("article").vary({"market.brent": oe.Sourced("64 USD/bbl", source="note-7")})
    page = scenario_report(bare)
    assert entries_of(page)["note-7"] == "No entry: the scenario has the key alone."
    assert row_of(page, "market.brent")[1][2] == "yours"


def test_a_scenario_without_sources_has_no_list_of_them() -> None:
    yours = {
        path: field.show(raw)
        for path, field, raw, evidence in oe.scenario("article").sourced_leaves()
        if evidence is not None
    }
    page = scenario_report(oe.scenario("article").vary(yours))
    assert "<p>No input has a source.</p>" in page


def test_a_single_route_and_a_voyage_without_ports_are_shown_too() -> None:
    base = oe.scenario("article")
    alone = base.evolve(routes={"gulf": base.gulf}).vary({"gulf.sea.load_port": ""})
    page = scenario_report(alone)
    assert 'data-loss="' not in page
    assert "No map: a map needs ports: gulf.sea.load_port is empty" in page


def test_what_a_report_cannot_show_is_refused() -> None:
    base = oe.scenario("article")
    with pytest.raises(InputError, match=r"a report shows one case, and the scenario holds \(2,\)"):
        scenario_report(base.vary({"market.brent": oe.Q([60, 70], "USD/bbl")}))
    with pytest.raises(UnknownName, match="no route 'gulff'; did you mean 'gulf'"):
        scenario_report(base, "gulff")


def test_a_page_of_several_streams_shows_each_barrel_by_heavy_crude() -> None:
    page = scenario_report(TWO)
    assert "<caption>Line by line, USD per barrel of heavy crude</caption>" in page
    assert "<h2>The barrels</h2>" in page
    assert "<p>supply: 20.8 % diluent brings 8.5 °API crude" in page
    assert "<p>boscan: 17.0 % diluent brings 10.1 °API crude" in page
    for path in ("supply-production_cost", "boscan-production_cost", "boscan-diluent-differential"):
        assert f'id="c-{path}"' in page
    assert ">boscan: production cost, a barrel of crude</label>" in page
    netback = oe.compare(TWO, "gulf", "asia")["asia.netback"].magnitude
    assert f">{netback:.2f}</td>" in page
