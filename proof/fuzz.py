"""Random and malformed text for every reader of text, which must reject it with its own error."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import gc
import io
import sys
import tempfile
import time
import tracemalloc
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import openpyxl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon import cli
from oilecon.case_packs import check
from oilecon.errors import OilEconError
from oilecon.reference import oils, tables
from oilecon.reference.packs import Pack, packs
from oilecon.units import unit_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["READERS", "Reader", "rows", "run", "sets_off"]

SLOWEST = 0.1  # seconds of processor time, maximum for one text, best of three
LARGEST = 50.0  # MB, maximum to read one text
_WEIGHED = 50  # measure memory for one text in so many, since it is slow

ARTICLE = oe.scenario("article-sanctioned")
TOML = ARTICLE.to_toml()
LINES = TOML.splitlines()

_ANY = st.text(st.characters(), max_size=40)
_NUMBERS = st.sampled_from(
    ["1", "63.8", "-1", "1e999", "1e-999", "nan", "inf", "9**9**9", "0x1F", "1_000", "80 000", ""]
)
_UNITS = st.sampled_from(
    [*vocabulary()[0], *vocabulary()[1], "1", "fraction", "USD/bbl", "m3", "²"]
)
_SIGNS = st.sampled_from(["/", "*", "**", "^", "·", "\u22c5", " ", "-", "(", ")", "%", "\x00", ""])
_WRITTEN = st.tuples(_NUMBERS, st.sampled_from([" ", "", "\t"]), _UNITS, _SIGNS, _UNITS).map(
    "".join
)
_PRICES = st.tuples(
    st.sampled_from(["63.8", "0", "1e2", "75."]), _SIGNS, st.just("USD/"), _UNITS
).map("".join)
_COMPOUND = st.lists(_UNITS, min_size=1, max_size=3).map("/".join)
_MEASURES = st.builds("{} {}".format, st.floats(allow_nan=False), _COMPOUND)
_QUANTITIES = (
    _MEASURES
    | _WRITTEN
    | _PRICES
    | st.lists(_NUMBERS | _UNITS | _SIGNS | _ANY, max_size=8).map("".join)
)

_STEPS = st.sampled_from(
    [step for path in ARTICLE.paths() for step in path.split(".")]
    + ["*", "", "__class__", "values"]
)
_PATHS = st.lists(_STEPS | _ANY, max_size=6).map(".".join) | st.sampled_from(ARTICLE.paths())

_OUTCOMES = st.sampled_from(
    ["loss", "loss.price", "asia.netback", "gulf.freight", "supply.shrinkage", "asia.sea.hire"]
)

_VALUES = st.sampled_from(
    [
        *("1", "'1 t'", "true", "{}", "[]", "{ value = [1, 2], unit = 't' }", "1979-05-27", "nan"),
        *("'../../etc/passwd'", '"\\u0000"', "[[1]]", "9" * 400, "'vlcc'", "'article'"),
    ]
)


@st.composite
def _documents(draw: st.DrawFn, shipped: list[str] = LINES) -> str:
    """Return a scenario's file with some lines lost, doubled, swapped or changed."""
    lines = list(shipped)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        key = lines[at].partition(" = ")[0]
        lines[at : at + 1] = draw(
            st.sampled_from([[], [lines[at]] * 2, [shipped[at % len(shipped)][::-1]]])
            | _VALUES.map(lambda value: [f"{key} = {value}"])  # noqa: B023  drawn at once
            | _ANY.map(lambda text: [text])
            | (_STEPS.map(lambda step: [f"[{step}]"]))
        ) or ["#"]
    return "\n".join(lines)


_BYTES = _documents().map(lambda text: text.encode("utf-8", "surrogatepass"))
_BYTES |= st.binary(max_size=60)
_BYTES |= st.tuples(st.binary(max_size=3), _BYTES).map(b"".join)

_TERMS = st.builds(
    "{} {}".format, _NUMBERS, st.sampled_from(["months", "month", "year", "years", "day", "1/year"])
)
_DAYS = st.sampled_from(["2014-11-27", "2014-2-30", "0000-01-01", "20141127", "2014-W01-1"])

_NAMES = (
    _ANY
    | _STEPS
    | st.sampled_from(
        ["José", "jose", "Cartagena", "vlcc", "VLCC ", "Merey", "article", "Iran", "../article"]
    )
)

_SHIPPED = (tables.DATA / "crudes.csv").read_text(encoding="utf-8").splitlines()


@st.composite
def _tables(draw: st.DrawFn, shipped: list[str] = _SHIPPED) -> str:
    """Return some rows of a shipped table, with some cells lost, doubled or changed."""
    lines = [shipped[0], *draw(st.lists(st.sampled_from(shipped[1:]), min_size=1, max_size=4))]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        cells = lines[at].split(",")
        cell = draw(st.integers(0, len(cells) - 1))
        cells[cell : cell + 1] = draw(st.lists(_ANY | _NUMBERS | st.just('"'), max_size=2))
        lines[at] = ",".join(cells)
    return "\n".join(lines)


_CASE = next(iter(packs().values())).folder
_FILES = ("rows.csv", "scenarios.toml", "sources.toml")
_WHOLE = [(_CASE / name).read_text(encoding="utf-8") for name in _FILES]
_PACKS = st.tuples(st.just(_WHOLE[0]), _documents(_WHOLE[1].splitlines()))
_PACKS |= st.tuples(_tables(_WHOLE[0].splitlines()), st.just(_WHOLE[1]))


_ONE_FILE = """pack = 1
[rows.brent]
path = "market.brent"
value = "64 USD/bbl"
low = 60
kind = "published"
as_of = 2025-11-03
source = ["desk"]
[sources.desk]
title = "Our desk"
[scenarios.mine]
base = "article"
tree.routes.asia.sale.terms = "DAP"
tree.routes.asia.legs.sea.charter.kind = "TimeCharterEquivalent"
tree.routes.more = { sale = { terms = "FOB" } }
[[correlations]]
set = "a"
left = "market.brent"
right = "market.vlsfo"
value = 0.5
""".splitlines()
_ROWS_ALONE = [
    "path;value;low;unit;note",
    'market.brent;"64";60;USD/bbl;"a, b"',
    "*.sea.weather;8 %;;;",
]


def _book() -> dict[str, bytes]:
    """Return the parts of a small workbook."""
    book = openpyxl.Workbook()
    for row in (["path", "value", "as_of"], ["market.brent", "64 USD/bbl", dt.date(2025, 11, 1)]):
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    with zipfile.ZipFile(packed) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


_BOOK = _book()


@st.composite
def _workbooks(draw: st.DrawFn) -> bytes:
    """Return a workbook with a piece of one of its parts lost, doubled or changed."""
    changed = draw(st.sampled_from(sorted(_BOOK)))
    text = _BOOK[changed]
    at, to = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    new = draw(st.sampled_from([b"", text[at:to] * 2]) | st.binary(max_size=8))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        for name, part in _BOOK.items():
            parts.writestr(name, text[:at] + new + text[to:] if name == changed else part)
    return packed.getvalue()


_PACK_FILES = st.tuples(
    st.just("toml"), _documents(_ONE_FILE).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
_PACK_FILES |= st.tuples(
    st.just("csv"),
    st.lists(st.sampled_from(_ROWS_ALONE) | _ANY, max_size=5).map(
        lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass")
    ),
)
_PACK_FILES |= st.tuples(st.just("xlsx"), _workbooks() | st.binary(max_size=60))


# -- the command line --------------------------------------------------------------------------


@cache
def _commands() -> dict[str, list[str]]:
    """Return each command with its options, as click itself has them."""
    return {
        name: sorted(
            option for parameter in command.params for option in parameter.opts if option[0] == "-"
        )
        for name, command in cli.commands().commands.items()
    }


_WORDS = (
    _QUANTITIES
    | _PATHS
    | _NAMES
    | _OUTCOMES
    | st.builds("{}={}".format, _PATHS, _QUANTITIES)
    | st.builds("{}={}, {}".format, _PATHS, _MEASURES, _QUANTITIES)
    | st.builds("{} to {}".format, _NUMBERS, _MEASURES)
    | st.sampled_from(["10", "2", "0", "-1", "9" * 30, "1e3", "gulf,asia", "asia,", "article", "-"])
)
# Command lines as in the documentation. The last commands would run long and read nothing, so
# they get an unknown option, which they reject.
_USUAL = [
    ["article", "--set", "market.brent=75 USD/bbl"],
    ["breakeven", "asia.sale.differential", "--target", "15 %", "--between", "-30 to 0 USD/bbl"],
    ["debt", "CDB 2012 equipment", "--volume", "10 kb/day", "--price", "55 USD/bbl"],
    ["debt", "--principal", "30 GUSD", "--tenor", "10 year", "--rate", "6.7 %/year"],
    ["explain", "asia.freight", "--depth", "2", "--markdown"],
    ["run", "article-sanctioned", "--against", "asia", "--csv", "any.csv"],
    ["simulate", "--draws", "10", "--seed", "2", "--outcome", "loss.net", "--between", "0 to 20 %"],
    ["sweep", "--over", "market.brent=50, 60 USD/bbl", "--points", "3", "--json"],
    ["sweep", "--over", "*.sea.weather=0 to 8 %", "--points", "2", "--outcome", "asia.netback"],
    *([name, "--nothing"] for name in ("claims", "history", "inputs", "report", "sources")),
]


@st.composite
def _arguments(draw: st.DrawFn) -> list[str]:
    """Return a usual command line with some words lost, doubled, changed or added."""
    words = list(draw(st.sampled_from(_USUAL)))
    options = st.sampled_from([*_commands().get(words[0], []), "--", "-h"])
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(words)))
        added = draw(st.lists(_WORDS | options, max_size=2))
        words[at : at + draw(st.integers(0, 1))] = added
    # Files are written in the folder where it runs, and nowhere else.
    return [word for word in words if not word.startswith(("/", ".")) or " " in word]


def _cli(arguments: list[str]) -> None:
    """Run the command line in an empty folder; it may only end by `SystemExit`."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        shown, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(errors):
            try:
                cli.main(arguments)
            except SystemExit as left:
                if left.code == 2:  # noqa: PLR2004  the code of an error
                    raise OilEconError(errors.getvalue()) from left
                if left.code not in (0, None):
                    msg = f"exit code {left.code}"
                    raise AssertionError(msg) from left
        for written in Path(folder).iterdir():
            with written.open(encoding="utf-8", newline="") as file:
                text = file.read()
            # All are CSV, but for the page that `report` writes.
            lines = () if text.startswith("<!doctype html>") else io.StringIO(text, newline="")
            widths = {len(row) for row in csv.reader(lines, strict=True)}
            if len(widths) > 1:
                msg = f"{written.name}: rows of {sorted(widths)} cells"
                raise AssertionError(msg)


# -- what a file may set off -------------------------------------------------------------------

_OUTSIDE = ("open", "import", "exec", "compile", "os", "subprocess", "socket", "ctypes", "shutil")


class _Listener:
    """Record of what the interpreter opens, imports, runs or connects to."""

    def __init__(self) -> None:
        self._heard: list[str] | None = None
        sys.addaudithook(self._hear)  # for good: a hook cannot be taken out again

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._heard is not None and event.partition(".")[0] in _OUTSIDE:
            self._heard.append(f"{event} {arguments[0] if arguments else ''}")

    def to(self, read: Callable[[], Any]) -> list[str]:
        """Return the audit events of a call."""
        heard: list[str] = []
        self._heard = heard
        try:
            read()
        except OilEconError:
            pass
        finally:
            self._heard = None
        return heard


_listener = cache(_Listener)


def sets_off(read: Callable[[], Any], *allowed: str) -> Any:
    """Call a reader of text; raise `AssertionError` on audit events that are not allowed."""
    for _ in range(2):  # first imports are not caused by the text
        heard = _listener().to(read)
        if heard == [*allowed]:
            return read()
    msg = f"unexpected events: {heard}"
    raise AssertionError(msg)


def _document(text: str) -> None:
    sets_off(lambda: oe.Scenario.from_toml(text))


def _file(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.toml"
        path.write_bytes(content)
        sets_off(lambda: oe.Scenario.load(path), f"open {path}")


def _oils(text: str) -> list[Any]:
    name = "crudes.csv"
    return [oils.oil(record) for record in tables.records(name, text, tables.TABLES[name])]


def _pack(texts: tuple[str, str]) -> list[Any]:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in zip(_FILES, (*texts, _WHOLE[2]), strict=True):
            archive.writestr(f"mine/{name}", text.encode("utf-8", "surrogatepass"))
    pack = Pack(zipfile.Path(held, "mine/"))
    return [*pack.evidence(), *map(pack.rows, pack.plans)]


def _pack_file(file: tuple[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"any.{file[0]}"
        path.write_bytes(file[1])
        scenario = "mine" if file[0] == "toml" else "article"
        check(path, scenario)
        Pack(path).read()
        oe.Scenario.load(path, scenario=scenario)


def _every(*reads: Callable[[Any], Any]) -> Callable[[Any], None]:
    """Return a reader that calls several readers, and fails if each of them fails."""

    def read(text: Any) -> None:
        refusals = []
        for reader in reads:
            try:
                reader(text)
            except OilEconError as error:
                refusals.append(error)
        if len(refusals) == len(reads):
            raise refusals[0]

    return read


def _loan(text: str) -> Any:
    return oe.Loan("1 MUSD", tenor=text, rate="5 %/year")


def _begun(text: str) -> Any:
    return oe.Loan("1 MUSD", tenor="5 year", rate="5 %/year", start=text)


class Reader(NamedTuple):
    """A reader with a strategy of texts; `works` is true if accepted text starts further work."""

    texts: st.SearchStrategy[Any]
    read: Callable[[Any], Any]
    works: bool = False


READERS = {
    "unit text": Reader(_COMPOUND | _QUANTITIES, unit_of),
    "quantity text": Reader(_QUANTITIES, oe.Q),
    "a field's text": Reader(_QUANTITIES, lambda text: ARTICLE.vary({"market.brent": text})),
    "terms and dates": Reader(_TERMS | _DAYS | _QUANTITIES, _every(_loan, _begun)),
    "paths": Reader(_PATHS, ARTICLE.get),
    "patterns": Reader(_PATHS, lambda path: ARTICLE.vary({path: "1 USD"})),
    "outcomes": Reader(_OUTCOMES | _PATHS, lambda path: oe.compare(ARTICLE, "gulf", "asia")[path]),
    "names": Reader(
        _NAMES,
        _every(*(kind.shipped for kind in (oe.Crude, oe.Port, oe.Vessel, oe.Loan)), oe.scenario),
    ),
    "scenario text": Reader(_documents() | _ANY, _document),
    "scenario files": Reader(_BYTES, _file),
    "tables": Reader(_tables(), _oils),
    "case packs": Reader(_PACKS, _pack),
    "files of a case pack": Reader(_PACK_FILES, _pack_file),
    "command line": Reader(_arguments(), _cli, works=True),
}


class Tally:
    """Tally of a reader's texts: accepted, rejected, and the slowest."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.accepted = self.rejected = 0
        self.slowest = self.largest = self.longest_work = 0.0
        self.slow_text = ""

    def __call__(self, text: Any) -> None:
        """Read one text; any exception other than an error of the library is raised."""
        spent, refused = self._timed(text)
        self.rejected += refused
        self.accepted += not refused
        if self._reader.works and not refused:
            self.longest_work = max(self.longest_work, spent)
            return
        if spent > SLOWEST:  # the first also pays for imports and caches
            spent = min(spent, self._timed(text)[0], self._timed(text)[0])
        if spent > self.slowest:
            self.slowest, self.slow_text = spent, repr(text)[:60]
        if (self.accepted + self.rejected) % _WEIGHED == 0:
            tracemalloc.start()
            self._timed(text)
            self.largest = max(self.largest, tracemalloc.get_traced_memory()[1] / 1e6)
            tracemalloc.stop()

    def _timed(self, text: Any) -> tuple[float, bool]:
        """Return the processor seconds, and whether the text was rejected."""
        gc.disable()  # collecting Hypothesis' objects would count as the reader's time
        start, refused = time.process_time(), False
        try:
            self._reader.read(text)
        except OilEconError:
            refused = True
        finally:
            spent = time.process_time() - start
            gc.enable()
        return spent, refused


def run(name: str, inputs: int) -> Tally:
    """Give a reader a number of texts, the same ones each time.

    Raises
    ------
    Exception
        Any exception other than an OilEconError, with the smallest text that causes it.
    """
    tally = Tally(READERS[name])
    how = settings(
        max_examples=inputs,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    how(given(READERS[name].texts)(tally.__call__))()
    return tally


def rows(inputs: int, readers: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Yield one row a reader: texts accepted and rejected, the slowest, and the memory."""
    for name in readers or READERS:
        print(f"{name}: {inputs} inputs", file=sys.stderr, flush=True)  # it takes a while
        try:
            tally = run(name, inputs)
        except Exception as error:  # noqa: BLE001  any exception is a finding; test the other readers
            failure = f"{type(error).__name__}: {error}"[:200]
            yield {"reader": name, "slowest text": failure, "holds": False}
            continue
        yield {
            "reader": name,
            "accepted": tally.accepted,
            "rejected": tally.rejected,
            "slowest [ms]": round(1000 * tally.slowest, 1),
            "peak memory [MB]": round(tally.largest, 1),
            "slowest text": tally.slow_text,
            "longest work [ms]": round(1000 * tally.longest_work, 1) or "",
            "holds": tally.slowest <= SLOWEST and tally.largest <= LARGEST,
        }
