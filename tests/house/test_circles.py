"""No file leads back to itself by its imports, wherever in it they stand.

Import-linter sees the packages' order; this sees files, imports inside functions, and modules that
are loaded by name.
"""

from __future__ import annotations

import ast
from collections import deque
from importlib.util import resolve_name
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
DOOR = ("oilecon.plotting", "oilecon.present.plots")
"""The load of pictures that may run upwards: a result's `plot`."""
MONTHS = ("oilecon.scenario_tree", "oilecon.programme.tree")
"""The other one: a scenario's file that has months is read as a programme, which is a scenario."""

UNREAD = {
    "oilecon: import_module(f'{home}.{name}')": "names of the stub, which is read",
    "oilecon: import_module(home)": "names of the stub, which is read",
    "oilecon.extras: import_module(module)": "packages of other projects",
}
"""Loads of a module that the file alone does not name, with the reason why none is of a circle."""

Graph = dict[str, set[str]]


def files_of(root: Path, package: str) -> dict[str, Path]:
    """Return a package's modules by name."""
    names = {}
    for path in sorted((root / package).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def for_typing(test: ast.expr) -> bool:
    """Return whether a condition is `TYPE_CHECKING` itself, by whichever path."""
    return ast.unparse(test).split(".")[-1] == "TYPE_CHECKING"


def run_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield all of a file that runs; what stands under ``if TYPE_CHECKING:`` never does."""
    waiting = deque([tree])
    while waiting:
        node = waiting.popleft()
        yield node
        match node:
            case ast.If(test=test, orelse=never_else) if for_typing(test):
                waiting.extend(never_else)
            case ast.If(test=ast.UnaryOp(ast.Not(), test), body=body) if for_typing(test):
                waiting.extend(body)
            case _:
                waiting.extend(ast.iter_child_nodes(node))


def texts_by_name(tree: ast.Module) -> dict[str, str]:
    """Return the names that a file gives to texts at its top."""
    texts: dict[str, str] = {}
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=targets, value=ast.Constant(value=str(text))):
                texts |= {target.id: text for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(text))):
                texts[name] = text
    return texts


def text_of(node: ast.expr | None, texts: Mapping[str, str]) -> str | None:
    """Return the text that an expression comes to, if the file alone says it."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            return texts.get(name)
        case ast.FormattedValue(value=value, format_spec=None):
            return text_of(value, texts)
        case ast.JoinedStr(values=parts):
            pieces = [text_of(part, texts) for part in parts]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            pieces = [text_of(left, texts), text_of(right, texts)]
        case _:
            return None
    read = [piece for piece in pieces if piece is not None]
    return "".join(read) if len(read) == len(pieces) else None


def argument(call: ast.Call) -> ast.expr | None:
    """Return the argument that names the module to load."""
    named = (keyword.value for keyword in call.keywords if keyword.arg == "name")
    return call.args[0] if call.args else next(named, None)


def loads_by_name(tree: ast.Module, home: str) -> Iterator[tuple[ast.AST, str | None]]:
    """Yield each use of a function that loads a module by name, with the module, if it is read.

    A use that is not a call, such as another name for the function, is one that is not read.
    """
    nodes = list(run_nodes(tree))
    texts = {"__package__": home} | texts_by_name(tree)
    loaders = {"import_module", "__import__"} | {
        name.asname
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name in {"import_module", "__import__"} and name.asname
    }
    calls = {id(node.func): node for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        if isinstance(node, ast.Name | ast.Attribute):
            if ast.unparse(node).rpartition(".")[2] not in loaders:
                continue
            call = calls.get(id(node))
            text = text_of(argument(call), texts) if call else None
            if text and text.startswith("."):
                text = resolve_name(text, home)
            yield call or node, text


def named_by(node: ast.AST, home: str) -> Iterator[str]:
    """Yield the modules that a statement may import: `from a import b` may mean a.b or a."""
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = home.split(".")[: 1 - node.level or None] if node.level else []
        source = ".".join([*above, *([node.module] if node.module else [])])
        yield from (f"{source}.{name.name}" for name in node.names)


class Source(NamedTuple):
    """A module's text, and the package that it stands in."""

    home: str
    tree: ast.Module


def sources(root: Path, package: str) -> dict[str, Source]:
    """Return a package's modules by name, each read with its stub.

    A stub counts as its module's text: the face loads what the stub says.
    """
    read = {}
    for module, path in files_of(root, package).items():
        stub = path.with_suffix(".pyi")
        parts = [path, stub] if stub.exists() else [path]
        tree = ast.parse("\n".join(part.read_text(encoding="utf-8") for part in parts))
        home = module if path.stem == "__init__" else module.rpartition(".")[0]
        read[module] = Source(home, tree)
    return read


def imports(root: Path, package: str) -> Graph:
    """Return which modules of a package each of its modules imports.

    That ``import a.b`` runs ``a/__init__.py`` first is left out: each package would be a circle.
    """
    modules = sources(root, package)
    graph: Graph = {module: set() for module in modules}
    for module, (home, tree) in modules.items():
        named = {name for node in run_nodes(tree) for name in named_by(node, home)}
        named |= {name for _, name in loads_by_name(tree, home) if name}
        for name in named:
            known = name if name in modules else name.rpartition(".")[0]
            if known in modules and known != module:
                graph[module].add(known)
    return graph


def unread_loads(root: Path, package: str) -> list[str]:
    """Return the loads by name whose module the file alone does not say."""
    return [
        f"{module}: {ast.unparse(node)}"
        for module, (home, tree) in sources(root, package).items()
        for node, name in loads_by_name(tree, home)
        if name is None
    ]


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
    closed = dict(graph)
    for start, end in (DOOR, MONTHS):
        assert end in graph[start], f"{start} no longer loads {end}: take the exception out"
        closed[start] = graph[start] - {end}
    found = circles(closed)
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


def test_every_load_by_name_is_read_or_has_a_reason() -> None:
    assert unread_loads(ROOT, "oilecon") == list(UNREAD)


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


LOADS = {
    "in the else of typing": "if TYPE_CHECKING:\n    pass\nelse:\n    import toy.end",
    "where types are not checked": "if not TYPE_CHECKING:\n    import toy.end",
    "by keyword": "import_module(package=None, name='toy.end')",
    "by another name": "from importlib import import_module as _load\n_load('toy.end')",
    "by an attribute": "import importlib as i\ni.import_module('toy.end')",
    "of an annotated name": "_END: str = 'toy.end'\nimport_module(_END)",
    "of an f-string": "_TOY = 'toy'\nimport_module(f'{_TOY}.end')",
    "of the package": "import_module(f'{__package__}.end')",
    "of a sum": "import_module('toy' + '.end')",
    "relative": "import_module('.end', __package__)",
}


@pytest.mark.parametrize("source", LOADS.values(), ids=list(LOADS))
def test_a_load_is_seen_however_it_is_written(tmp_path: Path, source: str) -> None:
    folder = tmp_path / "toy"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "start.py").write_text(source)
    (folder / "end.py").write_text("import toy.start")
    assert circles(imports(tmp_path, "toy")) == ["toy.end -> toy.start -> toy.end"]
    assert unread_loads(tmp_path, "toy") == []


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("import_module(f'toy.{name}')", "import_module(f'toy.{name}')"),
        ("import_module(*names)", "import_module(*names)"),
        ("_load = importlib.import_module\n_load('toy.end')", "importlib.import_module"),
        ("list(map(__import__, names))", "__import__"),
    ],
)
def test_a_load_that_the_file_does_not_name_is_reported(
    tmp_path: Path, source: str, shown: str
) -> None:
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy" / "start.py").write_text(source)
    assert unread_loads(tmp_path, "toy") == [f"toy.start: {shown}"]
