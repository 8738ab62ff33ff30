"""No file leads back to itself by its imports, wherever in it they stand.

Import-linter sees the packages' order; this sees files, imports inside functions, and modules that
are loaded by name.
"""

from __future__ import annotations

import ast
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
DOOR = ("oilecon.plotting", "oilecon.present.plots")
"""The one load that may run upwards: a result's `plot`."""

Graph = dict[str, set[str]]


def files_of(root: Path, package: str) -> dict[str, Path]:
    """Return a package's modules by name."""
    names = {}
    for path in sorted((root / package).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def run_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield all of a file that runs; what stands under ``if TYPE_CHECKING:`` never does."""
    waiting = deque([tree])
    while waiting:
        node = waiting.popleft()
        yield node
        typing_only = isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        waiting.extend(node.orelse if typing_only else ast.iter_child_nodes(node))  # type: ignore[attr-defined]


def texts_by_name(tree: ast.Module) -> dict[str, str]:
    """Return the names that a file gives to texts at its top."""
    return {
        target.id: statement.value.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def loaded_by_name(call: ast.Call, texts: Mapping[str, str]) -> str | None:
    """Return the module that a call loads by its name, if it does."""
    if ast.unparse(call.func).rpartition(".")[2] not in {"import_module", "__import__"}:
        return None
    match call.args:
        case [ast.Constant(value=str(name)), *_]:
            return name
        case [ast.Name(id=name), *_]:
            return texts.get(name)
    return None


def named_by(node: ast.AST, home: str, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the modules that a statement may import: `from a import b` may mean a.b or a."""
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = home.split(".")[: 1 - node.level or None] if node.level else []
        source = ".".join([*above, *([node.module] if node.module else [])])
        yield from (f"{source}.{name.name}" for name in node.names)
    elif isinstance(node, ast.Call) and (loaded := loaded_by_name(node, texts)):
        yield loaded


def imports(root: Path, package: str) -> Graph:
    """Return which modules of a package each of its modules imports.

    A stub counts as its module's text: the face loads what the stub says. That ``import a.b`` runs
    ``a/__init__.py`` first is left out: each package would be a circle.
    """
    files = files_of(root, package)
    graph: Graph = {}
    for module, path in files.items():
        stub = path.with_suffix(".pyi")
        sources = [path, stub] if stub.exists() else [path]
        tree = ast.parse("\n".join(source.read_text(encoding="utf-8") for source in sources))
        home = module if path.stem == "__init__" else module.rpartition(".")[0]
        texts = texts_by_name(tree)
        graph[module] = set()
        for node in run_nodes(tree):
            for name in named_by(node, home, texts):
                known = name if name in files else name.rpartition(".")[0]
                if known in files and known != module:
                    graph[module].add(known)
    return graph


def way(graph: Graph, start: str, end: str) -> list[str]:
    """Return the shortest chain of imports from one module to another, or nothing."""
    came_from = dict.fromkeys(sorted(graph[start]), start)
    waiting = deque(came_from)
    while waiting and end not in came_from:
        module = waiting.popleft()
        for name in sorted(graph[module] - came_from.keys()):
            came_from[name] = module
            waiting.append(name)
    if end not in came_from:
        return []
    steps = [end]
    while len(steps) == 1 or steps[-1] != start:
        steps.append(came_from[steps[-1]])
    return steps[::-1]


def circles(graph: Graph) -> list[str]:
    """Return one chain through each set of modules that all lead to one another."""
    shown, told = [], set[str]()
    for module in graph:
        if module not in told and (chain := way(graph, module, module)):
            shown.append(" -> ".join(chain))
            told |= {
                name for name in graph if way(graph, module, name) and way(graph, name, module)
            }
    return shown


@pytest.fixture(scope="module")
def graph() -> Graph:
    return imports(ROOT, "oilecon")


def test_no_file_leads_back_to_itself(graph: Graph) -> None:
    start, end = DOOR
    assert end in graph[start], f"{start} no longer loads {end}: take the exception out"
    found = circles(graph | {start: graph[start] - {end}})
    assert not found, "circles of files by their imports:\n" + "\n".join(found)


def test_only_the_door_reaches_pictures_from_below(graph: Graph) -> None:
    above = ("oilecon.present", "oilecon.cli")
    reaching = {
        f"{module} -> {name}"
        for module, names in graph.items()
        if not module.startswith(above)
        for name in names
        if name.startswith("oilecon.present")
    }
    assert reaching == {" -> ".join(DOOR)}, "a result's `plot` stands in oilecon.plotting alone"


TOY = {
    "__init__.py": "",
    "top.py": "from toy import middle\n",
    "middle.py": "def later():\n    from toy.low import thing\n    return thing\n",
    "low.py": "from importlib import import_module\n_TOP = 'toy.top'\nt = import_module(_TOP)\n",
    "apart.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from toy import user\n",
    "user.py": "import toy.apart\n",
    "inner/__init__.py": "from . import one\n",
    "inner/one.py": "from ..inner.two import other\n",
    "inner/two.py": "from .. import inner\n\nother = inner\n",
    "faced/__init__.py": "def __getattr__(name): ...\n",
    "faced/__init__.pyi": "from toy.faced.behind import thing as thing\n",
    "faced/behind.py": "from toy.faced import thing\n",
}


def test_the_search_sees_circles_of_every_kind_and_names_their_way(tmp_path: Path) -> None:
    for name, source in TOY.items():
        path = tmp_path / "toy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    graph = imports(tmp_path, "toy")
    assert circles(graph) == [
        "toy.faced -> toy.faced.behind -> toy.faced",
        "toy.inner -> toy.inner.one -> toy.inner.two -> toy.inner",
        "toy.low -> toy.top -> toy.middle -> toy.low",
    ]
    assert graph["toy.apart"] == set()
    assert graph["toy.user"] == {"toy.apart"}
    for mended in ("middle", "inner.two", "faced.behind"):
        graph[f"toy.{mended}"].clear()
    assert circles(graph) == []
