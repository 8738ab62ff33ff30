"""Changes of a scenario's file in place: what is not changed stays as the user wrote it."""

from __future__ import annotations

import copy
import re
import sys
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oilecon.errors import InputError, OilEconError
from oilecon.scenario_edits import equal, updated
from oilecon.scenario_files import has_comments, is_table, parse, to_text
from tests.samples import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

Tree = dict[str, Any]

SOURCED = {
    "value": "63.8 USD/bbl",
    "low": "62.54 USD/bbl",
    "high": "79.27 USD/bbl",
    "range": "p10-p90",
    "kind": "published",
    "as_of": "2025-11",
    "source": ["eia-brent-monthly"],
    "note": "monthly mean",
}

DOCUMENT = """\
# My case, for the board
format = 2   # of oilecon
title = 'Desk, "low" case'  # a literal

# Prices of November
[market]  # as traded
  brent = "70 USD/bbl"  # the desk
  vlsfo = { value = [1.0, 2], unit = 'USD/t' } # two
  history = [  # by year
    1.5, # the first
    # and the last
    2.5,
  ] # end
  # mgo = "700 USD/t"

# The long way round
[routes.asia.sea]
vessel = "vlcc" # any
"odd. key".x = 3
# own of asia

[routes.gulf] # the neighbour
sale.terms = "DAP"
# between
sale.days = { value = 30.0, kind = 'assumption' , note = "it's ours" } # see mail

# Goodbye
"""


def tree_of(text: str) -> Tree:
    """Return a text's tree."""
    return parse(text, "mine.toml")[0]


def changed(change: Callable[[Tree], object], text: str = DOCUMENT, **options: Any) -> str:
    """Return a text after a change of its tree, which is held to be what it then says."""
    tree = tree_of(text)
    change(tree)
    again = updated(text, tree, "mine.toml", **options)
    assert tree_of(again) == tree
    assert updated(again, tree, "mine.toml", **options) == again
    return again


def put(value: Any, *path: str) -> Callable[[Tree], object]:
    """Return the change that puts a value at a path."""

    def change(tree: Tree) -> None:
        for step in path[:-1]:
            tree = tree.setdefault(step, {})
        tree[path[-1]] = value

    return change


def drop(*path: str) -> Callable[[Tree], object]:
    """Return the change that removes a path."""

    def change(tree: Tree) -> None:
        for step in path[:-1]:
            tree = tree[step]
        del tree[path[-1]]

    return change


def lines_changed(old: str, new: str) -> tuple[list[str], list[str]]:
    """Return the lines that only the old text has, and those that only the new one has."""
    before, after = old.splitlines(), new.splitlines()
    return [x for x in before if x not in after], [x for x in after if x not in before]


def test_a_text_that_says_it_already_stays_as_it_is() -> None:
    assert updated(DOCUMENT, tree_of(DOCUMENT), "mine.toml") == DOCUMENT


@pytest.mark.parametrize(
    ("change", "gone", "new"),
    [
        (
            put("71 USD/bbl", "market", "brent"),
            ['  brent = "70 USD/bbl"  # the desk'],
            ['  brent = "71 USD/bbl"  # the desk'],
        ),
        (
            put({"value": "71 USD/bbl", "low": "60 USD/bbl"}, "market", "brent"),
            ['  brent = "70 USD/bbl"  # the desk'],
            ['  brent = { value = "71 USD/bbl", low = "60 USD/bbl" }  # the desk'],
        ),
        (
            put(30.0, "routes", "gulf", "sale", "days"),
            ["sale.days = { value = 30.0, kind = 'assumption' , note = \"it's ours\" } # see mail"],
            ["sale.days = 30.0 # see mail"],
        ),
        (
            put("ours", "routes", "gulf", "sale", "days", "note"),
            ["sale.days = { value = 30.0, kind = 'assumption' , note = \"it's ours\" } # see mail"],
            ["sale.days = { value = 30.0, kind = 'assumption' , note = \"ours\" } # see mail"],
        ),
        (
            put([1.0, 3.0], "market", "vlsfo", "value"),
            ["  vlsfo = { value = [1.0, 2], unit = 'USD/t' } # two"],
            ["  vlsfo = { value = [1.0, 3.0], unit = 'USD/t' } # two"],
        ),
        (drop("market", "brent"), ['  brent = "70 USD/bbl"  # the desk'], []),
        (put("5 USD/t", "market", "mgo"), [], ['  mgo = "5 USD/t"']),
        (put("x", "routes", "gulf", "sale", "a b"), [], ['sale."a b" = "x"']),
        (
            put("suezmax", "routes", "asia", "sea", "vessel"),
            ['vessel = "vlcc" # any'],
            ['vessel = "suezmax" # any'],
        ),
        (
            put({"dwt": "300000 t", "crew": {"n": 20}}, "routes", "asia", "sea", "vessel"),
            ['vessel = "vlcc" # any'],
            [
                "[routes.asia.sea.vessel] # any",
                'dwt = "300000 t"',
                "[routes.asia.sea.vessel.crew]",
                "n = 20",
            ],
        ),
        (put({"title": "House view"}, "sources", "desk.2026"), [], None),
    ],
    ids=count(),
)
def test_a_change_is_one_of_its_lines(
    change: Callable[[Tree], object], gone: list[str], new: list[str] | None
) -> None:
    again = changed(change)
    without, added = lines_changed(DOCUMENT, again)
    assert without == gone
    assert added == (['[sources."desk.2026"]', 'title = "House view"'] if new is None else new)


def test_an_array_on_several_lines_keeps_its_comments_untouched_or_not() -> None:
    block = DOCUMENT[DOCUMENT.index("  history") : DOCUMENT.index("  # mgo")]
    assert block in changed(put(1, "market", "mgo"))
    assert "  # by year\n  # the first\n  # and the last\n  history = [9.5] # end\n" in changed(
        put([9.5], "market", "history")
    )
    assert "  # by year\n  # the first\n  # and the last\n  # mgo" in changed(
        drop("market", "history")
    )


def test_a_table_that_is_gone_leaves_the_comments_of_its_lines() -> None:
    text = changed(drop("routes", "gulf"))
    assert text.endswith('"odd. key".x = 3\n# own of asia\n\n# between\n\n# Goodbye\n')
    assert "# see mail" not in text
    text = changed(drop("market"))
    assert "\n# Prices of November\n  # by year\n  # the first\n" in text


def test_a_table_becomes_one_value_and_back() -> None:
    text = "format = 2\n[a.b] # of b\n# on x\nx = 1 # of x\n[a.c]\ny = 2\n"
    once = changed(put("name", "a", "b"), text)
    assert once == 'format = 2\n\n# on x\n\n[a]\nb = "name" # of b\n[a.c]\ny = 2\n'
    assert "[a.b] # of b\nx = 1\n" in changed(put({"x": 1}, "a", "b"), once)


def test_a_new_table_follows_the_one_before_it_and_a_new_key_goes_to_the_end_of_its_own() -> None:
    def change(tree: Tree) -> None:
        routes = tree["routes"]
        tree["routes"] = {"first": {"a": 1}, "asia": routes["asia"], "next": {"b": {"c": 2}}}
        tree["routes"] |= {"gulf": routes["gulf"]}
        tree["routes"]["asia"]["sea"]["days"] = 3
        tree["routes"]["asia"]["title"] = "late"

    text = changed(change)
    heads = [line.partition("]")[0] for line in text.splitlines() if line.startswith("[")]
    assert heads == [
        "[market",
        *("[routes.first", "[routes.asia", "[routes.asia.sea", "[routes.next.b", "[routes.gulf"),
    ]
    assert "# The long way round\n[routes.asia.sea]\n" in text
    assert '"odd. key".x = 3\ndays = 3\n# own of asia\n\n[routes.next.b]\nc = 2\n\n[routes' in text


def test_the_order_of_tables_is_changed_where_it_matters() -> None:
    def turn(tree: Tree) -> None:
        tree["routes"] = dict(reversed(tree["routes"].items()))

    assert changed(turn) == DOCUMENT
    text = changed(turn, ordered={"routes"})
    assert list(tree_of(text)["routes"]) == ["gulf", "asia"]
    assert sorted(text.splitlines()) == sorted(DOCUMENT.splitlines())
    assert "\n# The long way round\n[routes.asia.sea]\n" in text
    keys = "format = 2\n[chain] # of\n# one\na = {x = 1} # a\nb = { x = 2 }\nc={x=3}"
    again = changed(
        lambda tree: tree.update(chain={"c": {"x": 3}, "d": {"x": 4}, "a": {"x": 1}}),
        keys,
        ordered={"chain"},
    )
    assert again == "format = 2\n[chain] # of\n# one\nc={x=3}\nd = { x = 4 }\na = {x = 1} # a"
    braces = "format = 2\nchain = { a = {x=1}, b = {x=2} } # both\n"
    again = changed(
        lambda tree: tree.update(chain={"b": {"x": 2}, "a": {"x": 1}}), braces, ordered={"chain"}
    )
    assert again == "format = 2\nchain = { b = { x = 2 }, a = { x = 1 } } # both\n"


def test_an_order_that_no_change_of_lines_gives_is_refused() -> None:
    text = "format = 2\n[routes]\na = { x = 1 } # own\n[routes.b]\nx = 2\n"
    tree = {"routes": {"b": {"x": 2}, "a": {"x": 1}}}
    assert refusal(lambda: updated(text, tree, "mine.toml", ordered={"routes"})) == (
        "mine.toml: no change of its text makes routes what it should be; "
        "write save(path, comments=False) for a text without its comments"
    )


def test_the_caller_says_what_is_the_same() -> None:
    seen = []

    def same(path: tuple[str, ...], old: Any, new: Any, version: int) -> bool:
        seen.append((path, version))
        if path == ("routes", "asia", "sea", "vessel"):
            return bool(old == "vlcc" and new == {"dwt": 3.0})
        return equal(path, old, new, version)

    tree = tree_of(DOCUMENT)
    put({"dwt": 3.0}, "routes", "asia", "sea", "vessel")(tree)
    assert updated(DOCUMENT, tree, "mine.toml", same=same) == DOCUMENT
    put("3 USD/bbl", "market", "brent")(tree)
    text = updated(DOCUMENT, tree, "mine.toml", same=same)
    assert text == DOCUMENT.replace("70 USD/bbl", "3 USD/bbl")
    assert {version for _, version in seen} == {2}
    put({"dwt": 4.0}, "routes", "asia", "sea", "vessel")(tree)
    assert "[routes.asia.sea.vessel] # any\ndwt = 4.0\n" in updated(
        DOCUMENT, tree, "mine.toml", same=same
    )


OLD = """\
format = 1 # the first edition
[sale]
risk_priced = "apart" # how
cover = 1.3
[debt]
account = { most = 3, 'least' = 1 }
loan.drawings = "3 MUSD" # paid
[routes.most]
x = 1
"""


def test_a_text_of_format_1_stays_one_unless_it_must_say_more() -> None:
    tree = tree_of(OLD)
    assert tree["sale"] == {"risk_in_price": "separate", "debt_service_reserve": 1.3}
    assert updated(OLD, tree, "mine.toml") == OLD
    plain = changed(put("4 MUSD", "debt", "loan", "disbursements"), OLD)
    assert plain == OLD.replace("3 MUSD", "4 MUSD")
    inner = changed(put(2, "debt", "account", "min"), OLD)
    assert inner == OLD.replace("{ most = 3, 'least' = 1 }", "{ max = 3, min = 2 }")


@pytest.mark.parametrize(
    ("change", "added"),
    [
        (put({"title": "T"}, "sources", "desk"), '\n[sources.desk]\ntitle = "T"\n'),
        (put({"labels": [1, 2]}, "index", "year"), "\n[index.year]\nlabels = [1, 2]\n"),
    ],
)
def test_a_text_of_format_1_becomes_one_of_format_2(
    change: Callable[[Tree], object], added: str
) -> None:
    assert changed(change, OLD) == (
        "format = 2 # the first edition\n"
        '[sale]\nrisk_in_price = "separate" # how\ndebt_service_reserve = 1.3\n'
        '[debt]\naccount = { max = 3, min = 1 }\nloan.disbursements = "3 MUSD" # paid\n'
        "[routes.max]\nx = 1\n" + added
    )


def test_evidence_alone_makes_a_text_one_of_format_2() -> None:
    text = "format = 1\n# x\na = 3\n[b]\nc = { value = [1, 2], unit = 'USD' }\n[d]\ne = { f = 1 }\n"
    array = {"value": [1, 3], "unit": "USD"}
    assert changed(put(array, "b", "c"), text).startswith("format = 1\n")
    for path in (("a",), ("b", "new"), ("d", "e", "f"), ("d", "e", "g"), ("new", "x")):
        assert changed(put(SOURCED, *path), text).startswith("format = 2\n# x\n")
    assert changed(put({**array, "kind": "estimate"}, "b", "c"), text).startswith("format = 2\n")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_line_ends_and_the_byte_order_mark_stay(mark: str, end: str, last: str) -> None:
    text = (
        mark
        + "format = 2\n# é \U0001f6a2\t\n[a]\n\tx = '''\nb\nc'''\t# tab\n[b]\ny = 1".replace(
            "\n", end
        )
        + (end if last else "")
    )
    new = changed(put(3, "a", "n"), text)
    assert new == text.replace(f"# tab{end}", f"# tab{end}\tn = 3{end}")
    new = changed(put({"z": 1}, "c"), text)
    assert new.startswith(text)
    assert new.count("\n") == new.count(end)
    assert new.endswith(f"{end}[c]{end}z = 1{end if last else ''}")


def test_without_tomlkit_comments_are_not_lost_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomlkit", None)
    tree = tree_of(DOCUMENT)
    assert updated(DOCUMENT, tree, "mine.toml") == DOCUMENT
    put("3 USD/bbl", "market", "brent")(tree)
    assert refusal(lambda: updated(DOCUMENT, tree, "mine.toml"), OilEconError) == (
        "a file with comments needs tomlkit: python -m pip install 'oilecon[toml]'; "
        "or write save(path, comments=False) to leave them out"
    )
    bare = "format = 1\n[market]\nbrent='#1'\n"
    assert not has_comments(bare)
    assert updated(bare, tree, "mine.toml") == to_text(tree)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[x]]\na = 1\n", "its notation cannot be kept, as of arrays of tables"),
        (
            "x = 1\n" + "# x\n" * 500_000,
            "a text of more than 2000000 characters is not changed in place",
        ),
        (
            "\n".join(f"a.b{k} = 1" for k in range(1001)),
            "a text of more than 1000 dotted keys is not changed in place",
        ),
    ],
    ids=count(),
)
def test_a_text_that_tomlkit_cannot_keep_is_refused(text: str, reason: str) -> None:
    document = f"format = 2\n{text}"
    assert refusal(lambda: updated(document, {"y": 1}, "mine.toml")) == (
        f"mine.toml: {reason}; write save(path, comments=False) for a text without its comments"
    )


# -- any document ----------------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "c", "d-e", "x y", 'q"', "k.l", "é", "#", ""])
TEXTS = st.text(st.sampled_from("ab #'\"\\\n\t=[]{},.é"), max_size=6)
FLOATS = st.floats(allow_nan=False)
LEAVES = st.one_of(
    TEXTS,
    FLOATS,
    st.booleans(),
    st.lists(FLOATS, max_size=3),
    st.fixed_dictionaries({"value": st.lists(FLOATS, max_size=2), "unit": TEXTS}),
    st.fixed_dictionaries(
        {"value": TEXTS, "note": TEXTS},
        optional={"source": st.lists(TEXTS, max_size=2), "as_of": st.just("2026-11-01")},
    ),
)
TABLES = st.recursive(
    st.dictionaries(NAMES, LEAVES, max_size=3),
    lambda inner: st.dictionaries(NAMES, LEAVES | inner, max_size=4),
    max_leaves=8,
)


def key(draw: Any, path: tuple[str, ...]) -> str:
    """Write a key, quoted or not, with or without blanks about its dots."""
    steps = [
        step if re.fullmatch(r"[\w-]+", step, re.ASCII) and draw(st.booleans())
        else f"'{step}'" if draw(st.booleans())
        else '"' + step.replace('"', '\\"') + '"'
        for step in path
    ]  # fmt: skip
    dot: str = draw(st.sampled_from([".", " . ", "."]))
    return dot.join(steps)


def value_text(draw: Any, value: Any) -> str:
    """Write a value in one of its notations."""
    if isinstance(value, dict):
        inner = [f"{key(draw, (k,))}={value_text(draw, v)}" for k, v in value.items()]
        comma = draw(st.sampled_from([", ", ",", " , "]))
        blank = draw(st.sampled_from(["", " "]))
        return f"{{{blank}{comma.join(inner)}{blank}}}"
    if isinstance(value, list) and draw(st.booleans()):
        inner = [f"{value_text(draw, v)}, # in {draw(st.integers(0, 9))}\n" for v in value]
        return f"[ # in\n{''.join(inner)}  # in the end\n]"
    if isinstance(value, str) and draw(st.booleans()):
        if "'" not in value and "\n" not in value:
            return f"'{value}'"
        if "'" not in value:
            return f"'''\n{value}'''"
    text = to_text({"k": value}).splitlines()[1]
    return text.removeprefix("k = ")


@st.composite
def documents(draw: Any) -> tuple[str, Tree]:
    """Write a tree by hand: comments everywhere, any notation, tables in any order."""
    tree = draw(TABLES)
    number = count()
    blocks: list[str] = []

    def own() -> str:
        return "".join(
            draw(
                st.sampled_from(["\n", f"# own {next(number)}\n", f"  # own {next(number)} = [\n"])
            )
            for _ in range(draw(st.integers(0, 2)))
        )

    def end(path: tuple[str, ...]) -> str:
        return f" # end {path!r}\n" if draw(st.booleans()) else "\n"

    def keys(path: tuple[str, ...], table: Tree, start: tuple[str, ...]) -> str:
        lines = ""
        for name, value in table.items():
            where, written = (*path, name), (*start, name)
            form = draw(st.sampled_from(["header", "braces", "dotted"]))
            if not is_table(value) or form == "braces" or (start and form == "header"):
                lines += own() + f"{key(draw, written)} = {value_text(draw, value)}{end(where)}"
            elif form == "dotted" and value:
                lines += keys(where, value, written)
            else:
                inner = keys(where, value, ())
                blocks.append(own() + f"[{key(draw, where)}]{end(where)}{inner}")
        return lines

    first = keys((), tree, ())
    rest = draw(st.permutations(blocks))
    text = f"{own()}format = 2{end(('format',))}{first}{''.join(rest)}{own()}"
    return text, tree


def other(draw: Any, tree: Tree) -> Tree:
    """Return a tree with some values changed, some gone, some new, and in another order."""
    new: Tree = draw(st.dictionaries(NAMES, LEAVES | TABLES, max_size=2))
    for name, value in draw(st.permutations(list(tree.items()))):
        how = draw(st.sampled_from(["stay", "stay", "change", "go", "turn"]))
        if how == "change" and is_table(value):
            new[name] = other(draw, value)
        elif how == "turn":
            new[name] = draw(LEAVES | TABLES)
        elif how != "go":
            new[name] = value if how == "stay" else draw(LEAVES)
    return new


@given(made=documents())
def test_any_document_stays_as_it_is(made: tuple[str, Tree]) -> None:
    text, tree = made
    assert equal((), tree_of(text), tree, 2)
    assert updated(text, copy.deepcopy(tree), "x") == text


def within(tree: Any, path: tuple[str, ...]) -> bool:
    """Return whether a tree has a path."""
    for step in path:
        if not isinstance(tree, dict) or step not in tree:
            return False
        tree = tree[step]
    return True


@given(made=documents(), data=st.data(), crlf=st.booleans())
def test_any_change_of_any_document_keeps_its_comments(
    made: tuple[str, Tree], data: st.DataObject, *, crlf: bool
) -> None:
    text, tree = made
    text = text.replace("\n", "\r\n") if crlf else text
    new = other(data.draw, tree)
    again = updated(text, new, "x")
    assert equal((), tree_of(again), new, 2)
    assert updated(again, new, "x") == again
    assert updated(again, tree_of(again), "x") == again
    for comment in re.findall(r"# own \d+", text):
        assert re.search(rf"{comment}\b", again)
    for comment, path in re.findall(r"# (end (\(.*\)))", text):
        if within(new, eval(path)) or path == "('format',)":  # noqa: S307  written above
            assert comment in again
    if crlf:
        assert "\n" not in again.replace("\r\n", "")


@given(made=documents(), data=st.data())
def test_tables_are_in_the_order_of_the_tree_where_it_matters_or_refused(
    made: tuple[str, Tree], data: st.DataObject
) -> None:
    text, tree = made
    new = other(data.draw, tree)
    new["b"] = {name: data.draw(TABLES) for name in data.draw(st.permutations(["x", "y", "z"]))}
    try:
        again = updated(text, new, "x", ordered={"b"})
    except InputError as error:
        refused = str(error)
    else:
        refused = ""
        assert list(tree_of(again)["b"]) == list(new["b"])
    assert not refused or "what it should be; write save(" in refused


def test_empty_tables_in_place_of_a_dotted_key_have_headers() -> None:
    text = 'format = 2\nb.a = 0.0\n[x]\na = ""\n'
    again = updated(text, {"x": {"a": ""}, "b": {"y": {}, "z": {}}}, "x", ordered={"b"})
    assert tree_of(again) == {"x": {"a": ""}, "b": {"y": {}, "z": {}}}
