"""Optional libraries, loaded where they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from oilecon.errors import OilEconError

__all__ = ["load"]


def load(module: str, extra: str, what: str) -> Any:
    """Return a module of an optional library.

    Parameters
    ----------
    module : str
        Name of the module.
    extra : str
        Extra of oilecon that installs it.
    what : str
        The feature that needs it, for the message.

    Raises
    ------
    OilEconError
        If it is not installed, with the command that installs it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        msg = f"{what} needs {library}: python -m pip install 'oilecon[{extra}]'"
        raise OilEconError(msg) from error
