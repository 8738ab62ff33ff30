"""oilecon: what a barrel of heavy crude is worth to its producer, route by route.

Unit-aware, sourced, and every input can be varied. Write down your own case with
``oilecon.Scenario`` and compare its routes with ``oilecon.compare``, or begin with a shipped one,
which ``oilecon.scenarios()`` lists: ``oilecon.compare(oilecon.scenario("article"), "gulf",
"asia")``. The worked case, a press article checked claim by claim, is ``oilecon.article``.

The public names stand in the stub beside this file, ``__init__.pyi``, and nowhere else. Each is
loaded when it is first asked for, so that reading one table does not import the whole library.
"""

import ast
from importlib import import_module
from importlib.metadata import version
from importlib.resources import files
from typing import Any

__version__ = version("oilecon")


def _homes() -> dict[str, str]:
    """Return the module that each public name is imported from, as the stub says."""
    stub = files(__name__).joinpath("__init__.pyi").read_text(encoding="utf-8")
    return {
        name.name: statement.module
        for statement in ast.parse(stub).body
        if isinstance(statement, ast.ImportFrom) and statement.module
        for name in statement.names
    }


_HOMES = _homes()

# `oilecon.testing` needs an extra: it is loaded when it is asked for by name, and is not among what
# `from oilecon import *` and `dir(oilecon)` give, which a plain install must be able to load.
__all__ = sorted(_HOMES.keys() - {"testing"})  # noqa: PLE0605  from the stub


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first asked for."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    home = _HOMES[name]
    if home == __name__:  # a subpackage
        value = import_module(f"{home}.{name}")
    else:
        value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return what there is, loaded or not."""
    return sorted([*globals(), *__all__])
