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
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
RECORDS = "docs/decisions/"
"""Records of decisions, which keep the words of their day."""

WORDS = {
    r"\blets? [\w ]{0,30}\bout\b": "evacuates",
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
"""Words that are not used, as regular expressions, with the field's term to write instead."""

ALLOWED = (
    r"\bgate is a line from shore to shore\b",
    r"\b(?:gate of a passage|passage's gate|refinery's? gate|refinery gate)\b",
    r"\bbeam_m draft_m open gate\b",  # columns of the table of passages
    r"\bEach has a gate, a line from shore to shore\b",
)
"""Uses of these words in an ordinary or a technical sense, which are right."""

OPENERS = frozenset(
    {
        *("what", "how", "where", "whether", "who", "whom", "whose", "which", "why", "when"),
        *("refuse", "say", "announce", "it", "they", "he"),
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
    """Yield docstrings, comments and other texts with a space, each with its first line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    kinds = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1)}
    yield from ((t.start[0], t.string) for t in tokens if t.type in kinds and " " in t.string)


def banned_words(texts: Iterator[tuple[int, str]]) -> list[Fault]:
    """Return the words of `WORDS` in texts, outside of what `ALLOWED` covers."""
    faults = []
    for start, text in texts:
        plain = text
        for pattern in ALLOWED:
            plain = re.sub(pattern, lambda use: "_" * len(use[0]), plain, flags=re.IGNORECASE)
        for pattern, instead in WORDS.items():
            for use in re.finditer(pattern, plain, re.IGNORECASE):
                line = start + plain.count("\n", 0, use.start())
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


def odd_locals(source: str) -> list[Fault]:
    """Return the assignments and parameters that have a name of `LOCALS`."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name, line = node.id, node.lineno
        elif isinstance(node, ast.arg):
            name, line = node.arg, node.lineno
        else:
            continue
        if name in LOCALS:
            faults.append(Fault(line, f"{name!r}: write a noun of the subject"))
    return faults


def modules() -> list[Path]:
    return sorted((ROOT / "oilecon").rglob("*.py"))


def pages() -> list[Path]:
    every = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in every if RECORDS not in page.as_posix()]


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
    check(listed(path, banned_words(iter([(1, path.read_text(encoding="utf-8"))]))))


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
    (fault,) = banned_words(iter([(7, f"first\n{text}")]))
    assert fault.line == 8
    assert fault.text.endswith(f"write {term!r}")


def test_every_word_has_an_example_that_it_finds() -> None:
    marks = vars(test_a_word_that_came_back_is_named_with_its_term)["pytestmark"]
    assert {term for _, term in marks[0].args[1]} == set(WORDS.values())


def test_words_that_are_right_are_let_be() -> None:
    text = "The refinery gate, and a passage's gate. The shelf, the theory, this."
    assert banned_words(iter([(1, text)])) == []


def test_comments_docstrings_and_messages_are_read() -> None:
    source = (
        'def run():\n    """Return a gift."""\n    # kept back\n    return f"no {1} hump here"\n'
    )
    assert [fault.line for fault in banned_words(prose_of(source))] == [2, 3, 4]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('"""What is sold."""', [1]),
        ('class A:\n    """A crude."""\n    def b(self):\n        """Refuse none."""', [4]),
        ('def f():\n    """Return what is sold."""', []),
    ],
)
def test_docstrings_open_with_an_imperative_or_a_noun(source: str, lines: list[int]) -> None:
    assert [fault.line for fault in odd_openers(source)] == lines


def test_locals_are_nouns_of_the_subject() -> None:
    source = "def f(one):\n    found = 1\n    return [here for here in (one, found)]\n"
    assert sorted(fault.line for fault in odd_locals(source)) == [1, 2, 3]
    assert odd_locals("price = cargo.found") == []
