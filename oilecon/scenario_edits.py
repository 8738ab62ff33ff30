"""Changes of a scenario's file in place: its comments, order and notation stay as they are.

tomlkit reads the text into keys, values and comments. The text is then changed between them, never
written anew, so that what is untouched stays as it is to the last blank. A text is a preamble of
keys and blocks of them, each under a header; a change is one of a value, of a key in its block, or
of whole blocks. The result is read again and compared with what it should say.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oilecon.errors import InputError, OilEconError, quote
from oilecon.scenario_files import (
    FORMAT,
    MARK,
    comments,
    has_comments,
    headed,
    is_table,
    parse,
    renewed,
    renewed_name,
    to_text,
    toml_key,
    toml_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

__all__ = ["updated"]

Path = tuple[str, ...]


def equal(path: Path, old: Any, new: Any, version: int) -> bool:  # noqa: ARG001  for `same`
    """Return whether two values of trees are equal, those that are not numbers included."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(equal((), old[k], new[k], 0) for k in old)
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        pairs = zip(old, new, strict=False)
        return len(old) == len(new) and all(equal((), *pair, 0) for pair in pairs)
    if isinstance(old, bool) or isinstance(new, bool):  # to Python True is 1
        return old is new
    return bool(old == new or (old != old and new != new))  # noqa: PLR0124  a missing value


def updated(
    document: str,
    data: Mapping[str, Any],
    name: str,
    *,
    same: Callable[[Path, Any, Any, int], bool] = equal,
    ordered: Container[str] = (),
) -> str:
    """Return a scenario's text, changed where it must be to say what a tree says.

    Comments, order, blank lines and the notation of what is not changed stay. A new value takes the
    old one's place, before the comment of its line. A new key goes to the end of its table; a new
    table goes behind the one that it follows in `data`. A key that is gone takes the comment of its
    line with it; comments on lines of their own stay, also those within a value or a table that is
    gone. A text of format 1 stays one unless a number with evidence, a source or an index is added.

    Parameters
    ----------
    document : str
        The text, of format 1 or 2.
    data : mapping
        The plain tree, without `format`.
    name : str
        Name of the text in messages.
    same : callable
        Called with a path, the value in the text, the value in the tree and the format in which the
        text is read; tells whether the text may stay. Tables are compared before what is in them.
    ordered : container of str
        Names of tables in which the order of tables matters, as that of routes.

    Raises
    ------
    InputError
        If the text is no scenario's, or no place in it can say what the tree says.
    OilEconError
        If tomlkit is not installed, and the text has comments.
    """
    tree, version = parse(document, name)
    compare = _Comparison(same, ordered, version)
    if compare.difference((), tree, data) is None:
        return document
    tomlkit = _tomlkit(document)
    if tomlkit is None:
        return to_text(data)
    _refuse_slow(document, name)
    mark = MARK if document.startswith(MARK) else ""
    text = _Text(tomlkit, document.removeprefix(MARK), name, version)
    edits = _Edits(text, compare)
    edits.table((), tree, data)
    if version != FORMAT and edits.needs_evidence:
        text.upgrade()
        compare = _Comparison(same, ordered, FORMAT)
        edits = _Edits(text, compare)
        edits.table((), parse(str(text), name)[0], data)
    edits.carry_out(data)
    result = mark + str(text)
    if not document.endswith("\n"):
        result = result.removesuffix(text.line_end)
    where = compare.difference((), parse(result, name)[0], data)
    if where is not None:
        raise _unwritable(name, f"no change of its text makes {toml_key(*where)} what it should be")
    return result


def _tomlkit(document: str) -> Any:
    """Return the library that keeps a text's notation; None if it is missing and not needed."""
    try:
        import tomlkit
    except ImportError as error:
        if has_comments(document):
            msg = (
                "a file with comments needs tomlkit: python -m pip install 'oilecon[toml]'; "
                "or write save(path, comments=False) to leave them out"
            )
            raise OilEconError(msg) from error
        return None
    return tomlkit


_LARGEST = 2_000_000  # characters; 3,000 numbers with evidence have 700,000, and take 3 s
_MOST_DOTTED = 1000  # keys; of 16 steps they take 10 s, and each twice as many four times as long
_DOTTED = re.compile(r"^[ \t]*+[^\s=#.\[\]{},]++[ \t]*+\.[^=\n\[\]{},]*+=", re.MULTILINE)


def _refuse_slow(document: str, name: str) -> None:
    """Raise an error for a text that takes tomlkit minutes, though it is read at once."""
    if len(document) > _LARGEST:
        raise _unwritable(
            name, f"a text of more than {_LARGEST} characters is not changed in place"
        )
    if sum(1 for _ in _DOTTED.finditer(document)) > _MOST_DOTTED:
        raise _unwritable(
            name, f"a text of more than {_MOST_DOTTED} dotted keys is not changed in place"
        )


def _unwritable(name: str, reason: str) -> InputError:
    advice = "write save(path, comments=False) for a text without its comments"
    return InputError(f"{name}: {reason}; {advice}")


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The caller's comparison of values, in a format."""

    same: Callable[[Path, Any, Any, int], bool]
    ordered: Container[str]
    version: int

    def agree(self, path: Path, old: Any, new: Any) -> bool:
        """Return whether a value may stay as it is."""
        return (
            self.same(path, old, new, self.version) and self.first_disorder(path, old, new) is None
        )

    def in_order(self, path: Path, old: Any, new: Any) -> bool:
        """Return whether the tables that both have stand in the same order, if it matters."""
        if not path or path[-1] not in self.ordered:
            return True
        return [k for k in old if k in new] == [k for k in new if k in old]

    def first_disorder(self, path: Path, old: Any, new: Any) -> Path | None:
        """Return the path of the first table that is in another order."""
        if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
            return None
        if not self.in_order(path, old, new):
            return path
        inner = (self.first_disorder((*path, k), old[k], new[k]) for k in new if k in old)
        return next((where for where in inner if where is not None), None)

    def difference(self, path: Path, old: Any, new: Any) -> Path | None:
        """Return the path of the first value that differs."""
        if self.agree(path, old, new):
            return None
        if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
            return path
        if not self.in_order(path, old, new):
            return path
        for key in (*new, *old):
            if key not in old or key not in new:
                return (*path, key)
            where = self.difference((*path, key), old[key], new[key])
            if where is not None:
                return where
        return None


@dataclass(slots=True)
class _Piece:
    """A key with its value, a header, or what stands between: comments and blank lines."""

    before: str
    key: str = ""
    sign: str = ""  # behind the key
    value: str = ""
    after: str = ""
    path: Path | None = None  # in today's names; of what stands between: None
    item: Any = None  # tomlkit's, of a value
    renamed: bool = False

    def __str__(self) -> str:
        return self.before + self.key + self.sign + self.value + self.after

    @property
    def blank(self) -> bool:
        """True for blank lines."""
        return self.path is None and not self.before.strip()


@dataclass(slots=True)
class _Block:
    """A header with its keys; the first one of a text has none."""

    path: Path
    lead: list[_Piece] = field(default_factory=list)  # the comments above, with a blank line
    header: _Piece | None = None
    body: list[_Piece] = field(default_factory=list)

    def __str__(self) -> str:
        return "".join(map(str, self.pieces()))

    def pieces(self) -> Iterator[_Piece]:
        """Yield all pieces in their order."""
        yield from self.lead
        if self.header is not None:
            yield self.header
        yield from self.body


class _Text:
    """A text in blocks, with the comments at its end."""

    def __init__(self, tomlkit: Any, document: str, name: str, version: int) -> None:
        try:
            pieces = list(_pieces(tomlkit.parse(document).body, (), ""))
        except (tomlkit.exceptions.TOMLKitError, ValueError, RecursionError) as error:
            raise _unwritable(name, f"tomlkit does not read it: {quote(str(error))}") from error
        if "".join(map(str, pieces)) != document:
            raise _unwritable(name, "its notation cannot be kept, as of arrays of tables")
        if version != FORMAT:
            _rename(pieces)
        self.line_end = "\r\n" if "\r\n" in document else "\n"
        self.blocks = [_Block(())]
        for piece in pieces:
            if piece.path is not None and piece.item is None:
                lead = _cut_lead(self.blocks[-1].body)
                self.blocks.append(_Block(piece.path, lead, piece))
            else:
                self.blocks[-1].body.append(piece)
        self.tail = _cut_tail(self.blocks[-1].body)

    def __str__(self) -> str:
        return "".join(map(str, (*self.blocks, *self.tail)))

    def pieces(self) -> Iterator[_Piece]:
        """Yield the pieces of all blocks in their order."""
        for block in self.blocks:
            yield from block.pieces()

    def upgrade(self) -> None:
        """Rewrite the version and the earlier names of fields and choices of a text of format 1."""
        for block in self.blocks:
            for piece in block.pieces():
                if piece.path is None:
                    continue
                if piece.renamed:
                    start = 0 if piece.item is None else len(block.path)
                    blanks = piece.key[len(piece.key.rstrip()) :]
                    piece.key = toml_key(*piece.path[start:]) + blanks
                if piece.item is not None:
                    old = piece.item.unwrap()
                    new = renewed({piece.path[-1]: old}).get(piece.path[-1], old)
                    if new != old:
                        piece.value = toml_value(new)
                if piece.path == ("format",):
                    piece.value = str(FORMAT)


def _rename(pieces: list[_Piece]) -> None:
    """Give the pieces of a text of format 1 paths in today's names."""
    names: defaultdict[Path, set[str]] = defaultdict(set)
    for piece in pieces:
        path = piece.path or ()
        for depth, step in enumerate(path):
            names[path[:depth]].add(step)
    for piece in pieces:
        old = piece.path or ()
        new = tuple(renewed_name(step, names[old[:k]]) for k, step in enumerate(old))
        if new != old:
            piece.path, piece.renamed = new, True


def _pieces(body: Any, path: Path, prefix: str) -> Iterator[_Piece]:
    """Yield the pieces of tomlkit's items; the prefix is that of a dotted key."""
    for key, item in body:
        if key is None:
            yield _Piece(item.as_string())
        elif hasattr(item, "is_super_table"):
            inner = (*path, key.key)
            trivia = item.trivia
            if not item.is_super_table():
                after = trivia.comment_ws + trivia.comment + trivia.trail
                yield _Piece(trivia.indent + "[", item.display_name, "]", "", after, inner)
            dotted = f"{prefix}{key.as_string()}." if key.is_dotted() else ""
            yield from _pieces(item.value.body, inner, dotted)
        elif hasattr(item, "trivia"):
            trivia = item.trivia
            after = trivia.comment_ws + trivia.comment + trivia.trail
            name = prefix + key.as_string()
            where = (*path, key.key)
            yield _Piece(trivia.indent, name, key.sep, item.as_string(), after, where, item)


def _cut_lead(body: list[_Piece]) -> list[_Piece]:
    """Take the comments directly above the next header off a block's end."""
    start = len(body)
    while start and body[start - 1].path is None:
        start -= 1
        if body[start].blank:
            break
    lead = body[start:]
    del body[start:]
    return lead


def _cut_tail(body: list[_Piece]) -> list[_Piece]:
    """Take the comments behind the last blank line off the end of a text."""
    end = len(body)
    while end and body[end - 1].path is None:
        end -= 1
    start = next((k for k in range(end, len(body)) if body[k].blank), len(body))
    tail = body[start:]
    del body[start:]
    return tail


def _needs_evidence(path: Path, value: Any) -> bool:
    """Return whether only format 2 has a value."""
    if path[0] in ("sources", "index"):
        return True
    if not isinstance(value, Mapping):
        return False
    if not is_table(value):
        return value.keys() != {"value", "unit"}
    return any(_needs_evidence((*path, name), inner) for name, inner in value.items())


class _Edits:
    """Changes that make a text say what a tree says: collected first, then carried out."""

    def __init__(self, text: _Text, compare: _Comparison) -> None:
        self.text = text
        self.compare = compare
        self.needs_evidence = False
        self.headers = {block.path: block.header for block in text.blocks}
        self.keys = {
            piece.path: piece
            for block in text.blocks
            for piece in block.body
            if piece.path is not None
        }
        self.values: list[tuple[_Piece, str]] = []
        self.removed: set[Path] = set()
        self.added: list[tuple[Path, Any, str]] = []

    # -- collection ----------------------------------------------------------------------------

    def table(self, path: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Collect the changes of a table that is written in keys and headers."""
        self.removed |= {(*path, name) for name in old if name not in new}
        for name, value in new.items():
            where = (*path, name)
            if name not in old:
                self._add(where, value)
            elif not self.compare.agree(where, old[name], value):
                self._change(where, old[name], value)
        if not new and path not in self.headers:  # nothing else of the table is left
            self._add(path, new)

    def _add(self, where: Path, value: Any, comment: str = "") -> None:
        self.needs_evidence |= _needs_evidence(where, value)
        self.added.append((where, value, comment))

    def _change(self, where: Path, old: Any, new: Any) -> None:
        piece = self.keys.get(where)
        tables = isinstance(old, Mapping) and isinstance(new, Mapping)
        if piece is None and tables:
            self.table(where, old, new)
        elif piece is None or (is_table(new) and not tables):
            self.removed.add(where)
            line = piece or self.headers.get(where)
            self._add(where, new, "" if line is None else line.after)
        else:
            self.values.append((piece, self._value(where, piece.item, old, new)))

    def _value(self, where: Path, item: Any, old: Any, new: Any) -> str:
        """Return a new value's text; one in braces is changed key by key, if it can be."""
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            pieces = list(_pieces(item.value.body, where, ""))
            names = [name for name in old if name in new]
            names += [name for name in new if name not in old]
            if (
                old
                and new
                and {piece.path for piece in pieces} - {None} == {(*where, name) for name in old}
                and "".join(map(str, pieces)) == item.as_string()[1:-1]
                and (where[-1] not in self.compare.ordered or names == list(new))
            ):
                return self._braces(pieces, old, new, where)
        self.needs_evidence |= _needs_evidence(where, new)
        return toml_value(new)

    def _braces(
        self, pieces: list[_Piece], old: Mapping[str, Any], new: Mapping[str, Any], where: Path
    ) -> str:
        """Return the text of a table in braces with the keys that differ changed."""
        entries: list[tuple[str, str]] = []  # what stands before a key, as a comma; the key
        between = ""
        opening = None
        for piece in pieces:
            if piece.path is None:
                between += str(piece)
                continue
            opening = between if opening is None else opening
            name = piece.path[-1]
            if name in new:
                if not self.compare.agree(piece.path, old[name], new[name]):
                    piece.value = self._value(piece.path, piece.item, old[name], new[name])
                entries.append((between, str(piece)))
            between = ""
        added = {name: value for name, value in new.items() if name not in old}
        self.needs_evidence |= _needs_evidence(where, added if is_table(new) else new)
        entries += [(", ", f"{toml_key(name)} = {toml_value(v)}") for name, v in added.items()]
        (_, first), *rest = entries
        inner = "".join(lead + entry for lead, entry in rest)
        return f"{{{opening}{first}{inner}{between}}}"

    # -- carrying out --------------------------------------------------------------------------

    def carry_out(self, data: Mapping[str, Any]) -> None:
        """Change the text as collected; `data` gives the order of tables."""
        for piece, value in self.values:
            lost = Counter(comments(piece.value)) - Counter(comments(value))
            piece.before = self._own_lines(lost.elements(), piece) + piece.before
            piece.value = value
        self._remove()
        self._end_line(list(self.text.pieces()))
        for where, value, comment in self.added:
            if is_table(value) and not self._among_keys(where[:-1], data):
                (block, *_) = self._insert_table(where, value, data)
                if block.header is not None:
                    block.header.after = comment or block.header.after
            else:
                self._insert_key(where, value, comment, data)
        self._reorder((), data)

    def _own_lines(self, texts: Iterable[str], piece: _Piece) -> str:
        """Return comments on lines of their own, as far in as a key."""
        indent = piece.before.rpartition("\n")[2]
        return "".join(indent + text + self.text.line_end for text in texts)

    def _remove(self) -> None:
        """Remove keys, headers and the comments of their lines, but no comment on its own line."""
        blocks: list[_Block] = []
        for block in self.text.blocks:
            body = [kept for piece in block.body for kept in self._left(piece)]
            if self._gone(block.path):
                body = [piece for piece in body if not piece.blank]
                if any(not piece.blank for piece in block.lead):
                    body = block.lead + body
                elif body:
                    body.insert(0, _Piece(self.text.line_end))
                blocks[-1].body += body
            else:
                block.body = body
                blocks.append(block)
        self.text.blocks = blocks

    def _left(self, piece: _Piece) -> list[_Piece]:
        """Return what is left of a piece: of a key that is gone, the comments within its value."""
        if piece.path is None or not self._gone(piece.path):
            return [piece]
        lines = self._own_lines(comments(piece.value), piece)
        return [_Piece(lines)] if lines else []

    def _gone(self, path: Path) -> bool:
        return any(path[:depth] in self.removed for depth in range(1, len(path) + 1))

    def _end_line(self, pieces: list[_Piece]) -> None:
        """End the line of the last piece, which may be the text's last line."""
        if pieces and not str(pieces[-1]).endswith("\n"):
            pieces[-1].after += self.text.line_end

    def _among_keys(self, path: Path, data: Any) -> bool:
        """Return whether a table's tables are written as keys: in braces, or in dotted keys."""
        for step in path:
            data = data[step]
        blocks = [block for block in self.text.blocks if _meet(block.path, path)]
        keys = {piece.path for block in blocks for piece in block.body}
        return all(len(block.path) < len(path) for block in blocks) or any(
            (*path, name) in keys and is_table(value) for name, value in data.items()
        )

    def _key(self, steps: Path, value: Any, path: Path) -> _Piece:
        end = self.text.line_end
        return _Piece("", toml_key(*steps), " = ", toml_value(value), end, path)

    def _insert_key(self, where: Path, value: Any, comment: str, data: Mapping[str, Any]) -> None:
        """Add a key to the end of its table, wherever that is written."""
        parent = where[:-1]
        block, last = self._home(parent)
        if block is None:
            (block, *_) = self._insert_table(parent, {where[-1]: value}, data)
            last_piece = block.body[-1] if block.body else block.header  # of an empty table
            if last_piece is not None:
                last_piece.after = comment or last_piece.after
            return
        piece = self._key(where[len(block.path) :], value, where)
        piece.after = comment or piece.after
        if last >= 0:
            piece.before = block.body[last].before.rpartition("\n")[2]
        block.body.insert(last + 1, piece)

    def _home(self, path: Path) -> tuple[_Block | None, int]:
        """Return the block in which a table has its keys, and the place of the last of them."""
        for block in self.text.blocks:
            depth = len(block.path)
            if path[:depth] == block.path:
                own = [k for k, piece in enumerate(block.body) if piece.path is not None]
                if block.path != path:  # its keys are dotted
                    own = [k for k in own if _within(block.body[k].path, path)]
                if own or block.path == path:
                    return block, max(own, default=-1)
        return None, -1

    def _insert_table(
        self, where: Path, value: Mapping[str, Any], data: Mapping[str, Any]
    ) -> list[_Block]:
        """Add a table, behind the one that it follows in the tree."""
        end = self.text.line_end
        new = [
            _Block(
                path,
                [_Piece(end)],
                _Piece("[", toml_key(*path), "]", "", end, path),
                [self._key((name,), inner, (*path, name)) for name, inner in plain.items()],
            )
            for path, plain in headed(value, where)
        ]
        at = self._place(where, data)
        self.text.blocks[at:at] = new
        return new

    def _place(self, where: Path, data: Any) -> int:
        """Return the place among the blocks for a new table."""
        ends: dict[Path, tuple[int, int]] = {}
        for k, block in enumerate(self.text.blocks):
            for depth in range(len(block.path) + 1):
                first, _ = ends.get(block.path[:depth], (k, k))
                ends[block.path[:depth]] = first, k
        *above, name = where
        for step in above:
            data = data[step]
        if where in ends:  # so far it has only tables within it
            return ends[where][0]
        names = list(data)
        at = names.index(name)
        for before in reversed(names[:at]):
            if (*above, before) in ends:
                return ends[(*above, before)][1] + 1
        for behind in names[at + 1 :]:
            if (*above, behind) in ends:
                return ends[(*above, behind)][0]
        while tuple(above) not in ends:
            above.pop()
        return ends[tuple(above)][1] + 1

    def _reorder(self, path: Path, data: Mapping[str, Any]) -> None:
        """Put tables whose order matters into that of the tree."""
        if path and path[-1] in self.compare.ordered:
            _sort(self.text.blocks, path, list(data))
            for block in self.text.blocks:
                if path[: len(block.path)] == block.path:
                    _sort(block.body, path, list(data))
        for name, value in data.items():
            if is_table(value):
                self._reorder((*path, name), value)


def _meet(path: Path, other: Path) -> bool:
    """Return whether one path is that of the other's table, or of one that holds it."""
    return all(step == twin for step, twin in zip(path, other, strict=False))


def _within(path: Path | None, table: Path) -> bool:
    return path is not None and path[: len(table)] == table and len(path) > len(table)


def _sort(items: list[Any], path: Path, names: list[str]) -> None:
    """Sort those of a text's blocks or keys that are within a table's tables, in their places."""
    ranks = {(*path, name): rank for rank, name in enumerate(names)}
    depth = len(path) + 1
    places = [k for k, item in enumerate(items) if item.path and item.path[:depth] in ranks]
    order = list(dict.fromkeys(ranks[items[k].path[:depth]] for k in places))
    if order != sorted(order):
        ranked = sorted((items[k] for k in places), key=lambda item: ranks[item.path[:depth]])
        for place, item in zip(places, ranked, strict=True):
            items[place] = item
