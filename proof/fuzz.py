"""Everything that reads text, given text that nobody would write: refused in our words, at once."""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import time
import tracemalloc
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import oilecon as oe
from oilecon import cli
from oilecon.errors import OilEconError
from oilecon.units import unit_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["READERS", "Reader", "rows", "run"]

SLOWEST = 0.1  # seconds of the processor that one text may take, the best of three
LARGEST = 50.0  # MB that reading one text may take
_WEIGHED = 50  # one text in so many: to count memory takes longer than to read

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
def _documents(draw: st.DrawFn) -> str:
    """Return a scenario's file with some lines lost, doubled, swapped or changed."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        key = lines[at].partition(" = ")[0]
        lines[at : at + 1] = draw(
            st.sampled_from([[], [lines[at]] * 2, [LINES[at % len(LINES)][::-1]]])
            | _VALUES.map(lambda value: [f"{key} = {value}"])  # noqa: B023  drawn at once
            | _ANY.map(lambda text: [text])
            | (_STEPS.map(lambda step: [f"[{step}]"]))
        ) or ["#"]
    return "\n".join(lines)


_ARGUMENTS = st.lists(
    st.sampled_from(["article", "--set", "--json", "--csv", "-h", "--help", "--version", "--", "x"])
    | st.builds("{}={}".format, _PATHS, _QUANTITIES)
    | _ANY.filter(lambda text: "/" not in text),
    max_size=5,
)


def _cli(arguments: list[str]) -> None:
    """Run the command line away from everything; it may only leave by its own door."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            try:
                cli.main(arguments)
            except SystemExit as left:
                if left.code not in (0, 2, None):
                    msg = f"exit code {left.code}"
                    raise AssertionError(msg) from left


Reader = tuple[st.SearchStrategy[Any], "Callable[[Any], Any]"]

READERS: dict[str, Reader] = {
    "unit text": (_COMPOUND | _QUANTITIES, unit_of),
    "quantity text": (_QUANTITIES, oe.Q),
    "a field's text": (_QUANTITIES, lambda text: ARTICLE.vary({"market.brent": text})),
    "paths": (_PATHS, ARTICLE.get),
    "patterns": (_PATHS, lambda path: ARTICLE.vary({path: "1 USD"})),
    "outcomes": (_OUTCOMES | _PATHS, lambda path: oe.compare(ARTICLE, "gulf", "asia")[path]),
    "scenario files": (_documents() | _ANY, oe.Scenario.from_toml),
    "names": (_ANY | _STEPS, lambda name: [_tried(find, name) for find in (oe.crude, oe.port)]),
    "command line": (_ARGUMENTS, _cli),
}


def _tried(read: Callable[[Any], Any], text: Any) -> Any:
    try:
        return read(text)
    except OilEconError:
        return None


class Tally:
    """What a reader did with all its texts: taken, refused, and the slowest."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self._read = read
        self.taken = self.refused = 0
        self.slowest = self.largest = 0.0
        self.slow_text = ""

    def __call__(self, text: Any) -> None:
        """Read one text; anything but an answer or a refusal passes on."""
        spent = self._timed(text)
        if spent > SLOWEST:  # the first also pays for imports and caches
            spent = min(spent, self._timed(text), self._timed(text))
        if spent > self.slowest:
            self.slowest, self.slow_text = spent, repr(text)[:60]
        if (self.taken + self.refused) % _WEIGHED == 0:
            tracemalloc.start()
            self._timed(text)
            self.largest = max(self.largest, tracemalloc.get_traced_memory()[1] / 1e6)
            tracemalloc.stop()

    def _timed(self, text: Any) -> float:
        start = time.process_time()
        try:
            self._read(text)
        except OilEconError:
            self.refused += 1
        else:
            self.taken += 1
        return time.process_time() - start


def run(name: str, inputs: int) -> Tally:
    """Give a reader so many texts, the same ones each time.

    Raises
    ------
    Exception
        Whatever a reader raises beside an OilEconError, with the smallest text that makes it.
    """
    texts, read = READERS[name]
    tally = Tally(read)
    how = settings(
        max_examples=inputs,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    how(given(texts)(tally.__call__))()
    return tally


def rows(inputs: int) -> list[dict[str, Any]]:
    """Return one row a reader: how many texts it took and refused, the slowest, and the memory."""
    found = []
    for name in READERS:
        print(f"{name}: {inputs} inputs", file=sys.stderr, flush=True)  # it takes a while
        tally = run(name, inputs)
        found.append(
            {
                "reader": name,
                "taken": tally.taken,
                "refused": tally.refused,
                "slowest [ms]": round(1000 * tally.slowest, 1),
                "most memory [MB]": round(tally.largest, 1),
                "slowest text": tally.slow_text,
                "holds": tally.slowest <= SLOWEST and tally.largest <= LARGEST,
            }
        )
    return found
