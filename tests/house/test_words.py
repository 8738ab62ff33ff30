"""Plain English in the field's terms: words that do not come back, and how docstrings open."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]
RECORDS = ("CHANGELOG.md", "docs/decisions/")
"""Records of changes and decisions, which keep the words of their day."""

WORDS = {
    r"\blets? [\w\s]{0,30}\bout\b": "evacuates",
    r"\bmoney changers?\b": "FX dealers",
    r"\bgifts?\b": "grant element or subsidy",
    r"\bhumps?\b": "beta distribution",
    r"\bone more (?:\w+ ){0,3}is worth\b": "marginal value or shadow price",
    r"\bfinds? no room\b": "excess is rejected",
    r"\bheld down by\b": "limited by",
    r"\blaid on\b": "aligned to",
    r"\bput(?:s|ting)? off\b": "defer",
    r"\bkept back\b": "withheld",
    r"\bdollar (?:\w+ ){0,3}is out\b": "outstanding",
    r"\bnothing came\b|\b(?:what|neither|both|rate) came\b": "is required, or the value given",
    r"\bbears? the name\b|\bwhose name \w+(?: \w+)? bears\b": "has the name",
    r"\bthe trade's ears\b": "as the oil trade reads it",
    r"\bwanted [^\n]{1,60}, got\b": "expected ..., got ...",
    r"\bwhoever\b": "the caller, or the party by its name",
    r"\b(?:he|him|his|himself)\b": "the user, the seller, or the party by its name",
    r"\bgates?\b": "single point of conversion",
}
"""Words that are not used, as regular expressions, with the field's term to write instead.

A space in an expression stands for any white space: a line ends between any two words.
"""

ALLOWED = (
    r"\bgate is a line from shore to shore\b",
    r"^gate$",  # a column of the table of passages
    r"\b(?:gate of a passage|passage's gate|refinery's? gate|refinery gate)\b",
    r"\b(?:value|worth|values|valued) at (?:the|a) gate\b",  # of a refinery
    r"\bbeam_m draft_m open gate\b",  # columns of the table of passages
    r"\bEach has a gate, a line from shore to shore\b",
)
"""Uses of these words in an ordinary or a technical sense, which are right."""

OPENERS = frozenset(
    {
        *("what", "how", "where", "whether", "who", "whom", "whose", "which", "why", "when"),
        *("refuse", "refuses", "say", "says", "announce", "announces", "it", "they", "he"),
    }
)
"""First words of docstrings that are neither an imperative nor a noun."""

LOCALS = frozenset({"found", "one", "here", "came", "said", "mine"})
"""Names that are no nouns of the subject."""


class Fault(NamedTuple):
    """A place that another word would suit better."""

    line: int
    text: str


def prose_of(source: str) -> Iterator[tuple[int, str]]:
    """Yield comments, docstrings and other texts, each with its first line.

    Comments on successive lines are one text, and so are the pieces of a string, with ``{}`` for
    what an f-string fills in.
    """
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token for token in tokens if token.type == tokenize.COMMENT]
    lines: list[str] = []
    starts = [token.start for token in comments]
    for token, after in zip(comments, [*starts[1:], None], strict=False):
        lines.append(token.string.replace("#", " ", 1))
        row, column = token.start
        if after != (row + 1, column):
            yield row - len(lines) + 1, "\n".join(lines)
            lines = []
    yield from texts_of(ast.parse(source))


def texts_of(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the strings below a node, an f-string as one."""
    match node:
        case ast.Constant(value=str(text)):
            yield node.lineno, text
        case ast.JoinedStr(values=parts):
            pieces = [part.value if isinstance(part, ast.Constant) else "{}" for part in parts]
            yield node.lineno, "".join(map(str, pieces))
            for part in parts:
                if isinstance(part, ast.FormattedValue):
                    yield from texts_of(part)
        case _:
            for inner in ast.iter_child_nodes(node):
                yield from texts_of(inner)


def uses_of(pattern: str, text: str) -> Iterator[re.Match[str]]:
    """Yield where a text has a pattern, whose spaces may be the ends of lines."""
    return re.finditer(pattern.replace(" ", r"\s+"), text, re.IGNORECASE)


def banned_words(texts: Iterable[tuple[int, str]]) -> list[Fault]:
    """Return the words of `WORDS` in texts, outside of what `ALLOWED` covers."""
    faults = []
    for start, text in texts:
        right = [use.span() for pattern in ALLOWED for use in uses_of(pattern, text)]
        for pattern, instead in WORDS.items():
            for use in uses_of(pattern, text):
                if not any(first <= use.start() < end for first, end in right):
                    line = start + text.count("\n", 0, use.start())
                    faults.append(Fault(line, f"{use[0]!r}: write {instead!r}"))
    return faults


def odd_openers(source: str) -> list[Fault]:
    """Return the docstrings that open with a word of `OPENERS`."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            words = re.findall(r"[\w']+", (ast.get_docstring(node) or "").lower())
            if words and words[0] in OPENERS:
                advice = "open with an imperative such as 'Return', or with a noun"
                faults.append(Fault(node.body[0].lineno, f"docstring opens {words[0]!r}: {advice}"))
    return faults


def names_given(node: ast.AST) -> list[str | None]:
    """Return the names that a node gives to something."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            return [name]
        case ast.arg(arg=name) | ast.alias(asname=name):
            return [name]
        case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
            return [name]
        case ast.MatchMapping(rest=name):
            return [name]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
    return []


def odd_locals(source: str) -> list[Fault]:
    """Return the names of `LOCALS` that a module gives to anything."""
    return [
        Fault(getattr(node, "lineno", 0), f"{name!r}: write a noun of the subject")
        for node in ast.walk(ast.parse(source))
        for name in names_given(node)
        if name in LOCALS
    ]


def modules() -> list[Path]:
    return sorted((ROOT / "oilecon").rglob("*.py"))


def pages() -> list[Path]:
    every = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in every if not any(record in page.as_posix() for record in RECORDS)]


def listed(path: Path, faults: list[Fault]) -> list[str]:
    name = path.relative_to(ROOT).as_posix()
    return [f"{name}:{line}: {text}" for line, text in sorted(faults)]


def check(lines: list[str]) -> None:
    assert not lines, "\n" + "\n".join(lines)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_are_in_the_field_s_terms(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    faults = banned_words(prose_of(source)) + odd_openers(source)
    faults += odd_locals(source)
    check(listed(path, faults))


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages_are_in_the_field_s_terms(path: Path) -> None:
    check(listed(path, banned_words([(1, path.read_text(encoding="utf-8"))])))


def test_every_module_is_checked() -> None:
    assert len(modules()) > 150


EXAMPLES = [
    ("diluent that lets more heavy crude out", "evacuates"),
    ("paid to the money changers", "FX dealers"),
    ("the gift in a soft loan", "grant element or subsidy"),
    ("a hump between two bounds", "beta distribution"),
    ("what one more barrel of it is worth", "marginal value or shadow price"),
    ("what finds no room in the tank", "excess is rejected"),
    ("sales held down by diluent", "limited by"),
    ("dates laid on months", "aligned to"),
    ("a holiday puts off principal", "defer"),
    ("fees kept back at first", "withheld"),
    ("the time that a dollar of principal is out", "outstanding"),
    ("a rate is needed and nothing came", "is required, or the value given"),
    ("the folder bears the name", "has the name"),
    ("in the trade's ears", "as the oil trade reads it"),
    ("wanted USD/bbl, got 3", "expected ..., got ..."),
    ("for Whoever reads it", "the caller, or the party by its name"),
    ("the seller bears it if he\nmust", "the user, the seller, or the party by its name"),
    ("the one gate of units", "single point of conversion"),
]


@pytest.mark.parametrize(("text", "term"), EXAMPLES)
def test_a_word_that_came_back_is_named_with_its_term(text: str, term: str) -> None:
    (fault,) = banned_words([(7, f"first\n{text}")])
    assert fault.line == 8
    assert fault.text.endswith(f"write {term!r}")


def test_every_word_has_an_example_that_it_finds() -> None:
    marks = vars(test_a_word_that_came_back_is_named_with_its_term)["pytestmark"]
    assert {term for _, term in marks[0].args[1]} == set(WORDS.values())


def test_words_that_are_right_are_let_be() -> None:
    text = "The refinery gate, and a passage's gate. The shelf, the theory, this."
    assert banned_words([(1, text)]) == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('def run():\n    """Return a gift."""', 2),
        ("tax = 1\n# kept back", 2),
        ("tax = 1  # kept back", 1),
        ("# the fees are kept\n# back at first", 1),
        ("if tax:\n    # of fees\n    # are kept\n    # back at first\n    pass", 3),
        ("def run():\n    pass  # it is\n\n# kept back", 4),
        ('"""Return fees.\n\n    Those kept\n    back."""', 3),
        ('text = (\n    "fees kept "\n    "back at first"\n)', 2),
        ('text = (\n    f"fees of {tax} kept "\n    "back at first"\n)', 2),
        ('text = f"fees {tax:g} kept {share}back"', None),
        ('raise ValueError(\n    "gift"\n)', 2),
        ('text = f"no {tax} hump here"', 1),
        ("text = f\"{names['gift']}\"", 1),
        ("# kept\nback = 1", None),
        ("# kept\n\n# back", None),
    ],
)
def test_comments_docstrings_and_messages_are_read(source: str, line: int | None) -> None:
    lines = [fault.line for fault in banned_words(prose_of(source))]
    assert lines == ([] if line is None else [line])


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('"""What is sold."""', [1]),
        ('class A:\n    """A crude."""\n    def b(self):\n        """Refuse none."""', [4]),
        ('def f():\n    """Return what is sold."""', []),
        *(
            (f'def f():\n    """{word} a price."""', [2])
            for word in ("Refuses", "Announces", "Says")
        ),
    ],
)
def test_docstrings_open_with_an_imperative_or_a_noun(source: str, lines: list[int]) -> None:
    assert [fault.line for fault in odd_openers(source)] == lines


def test_locals_are_nouns_of_the_subject() -> None:
    source = "def f(one):\n    found = 1\n    return [here for here in (one, found)]\n"
    assert sorted(fault.line for fault in odd_locals(source)) == [1, 2, 3]
    assert odd_locals("price = cargo.found") == []


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    pass\nexcept OSError as one:\n    pass",
        "import os as found",
        "from os import path as found",
        "with price as mine:\n    pass",
        "for one in prices:\n    pass",
        "if here := price:\n    pass",
        "match price:\n    case [*said]:\n        pass",
        "match price:\n    case {'a': came, **one}:\n        pass",
        "def came():\n    pass",
    ],
)
def test_every_way_to_give_a_name_is_seen(source: str) -> None:
    assert odd_locals(source)
