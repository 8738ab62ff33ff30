"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_writable", "write_whole"]

_SYSTEMS = ("/dev/", "/proc/")
"""Where a name stands for something that is open, as ``/dev/stdout`` does, whatever that is."""
_NO_OTHER_FILE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG})
"""Why a folder takes no other file, though one in it may be written."""


def write_whole(path: str | os.PathLike[str], text: str) -> None:
    """Write text to a file, so that nobody ever sees half of it.

    It goes to a temporary file beside the target, which then takes its place: if the disk is full,
    the old file stays as it was, and of two that write at once one wins. The mode of a file stays.
    A link is followed, also one to a file that is not there yet. A pipe or a device is written to
    as it is, and so is a file that has other names by hard links, or whose folder takes no other
    file.

    Parameters
    ----------
    path : str or path
        What to write.
    text : str
        Its content, in UTF-8; the ends of lines stay as they are.

    Raises
    ------
    OSError
        As the system refuses, with the name that was given.
    ValueError
        If no file can have that name, or the text does not go into UTF-8.
    """
    content = text.encode("utf-8")
    with _named(path):
        place, old = _target(path)
        if old is not None and not _replaceable(path, old):
            _write_in_place(place, content, old)
        else:
            _replace(place, content, old)


def check_writable(path: str | os.PathLike[str]) -> None:
    """Refuse a file that `write_whole` could not write; nothing changes on the disk.

    Raises
    ------
    OSError
        As the system refuses, with the name that was given.
    ValueError
        If no file can have that name.
    """
    with _named(path):
        place, old = _target(path)
        if old is not None and not _replaceable(path, old):
            return
        beside = _beside(place)
        try:
            os.close(_create(beside, old))
        except OSError as error:
            if old is None or error.errno not in _NO_OTHER_FILE:
                raise
        else:
            beside.unlink()


@contextmanager
def _named(path: str | os.PathLike[str]) -> Iterator[None]:
    """Raise what the system refuses with the name that was given, not the temporary one."""
    try:
        yield
    except OSError as error:
        raise type(error)(error.errno, error.strerror, os.fspath(path)) from error


def _target(path: str | os.PathLike[str]) -> tuple[Path, os.stat_result | None]:
    """Return the place that a name leads to, past links, and what is there."""
    place = Path(os.path.realpath(path))
    try:
        old = os.stat(path)  # noqa: PTH116  its name for /dev/stdout leads nowhere that has a path
    except FileNotFoundError:
        return place, None
    if stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return (place if _replaceable(path, old) else Path(path)), old


def _replaceable(path: str | os.PathLike[str], old: os.stat_result) -> bool:
    """Return whether what is there is a file with this one name, and not something open."""
    return (
        stat.S_ISREG(old.st_mode)
        and old.st_nlink == 1
        and not any(step.startswith(_SYSTEMS) for step in _links(path))
    )


def _links(path: str | os.PathLike[str]) -> Iterator[str]:
    """Yield a name and every name that it leads to by a link."""
    here = os.path.abspath(path)  # noqa: PTH100  it does not follow links
    yield here
    for _ in range(40):  # as many as a system follows
        try:
            here = os.path.join(os.path.dirname(here), os.readlink(here))  # noqa: PTH115, PTH118, PTH120
        except OSError:
            return
        yield here


def _beside(place: Path) -> Path:
    return place.with_name(f".oilecon-{secrets.token_hex(8)}.tmp")


def _create(beside: Path, old: os.stat_result | None) -> int:
    """Return a new file, open for writing, that has the mode and the owner of the old one."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    file = os.open(beside, flags, 0o666)  # less what the user masks
    if old is not None:
        with suppress(OSError, AttributeError):  # another's file: what was allowed is kept
            os.fchown(file, old.st_uid, old.st_gid)
        with suppress(OSError):
            os.chmod(beside, stat.S_IMODE(old.st_mode))  # noqa: PTH101  also where there is no fchmod
    return file


def _replace(place: Path, content: bytes, old: os.stat_result | None) -> None:
    beside = _beside(place)
    try:
        try:
            file = _create(beside, old)
        except OSError as error:
            if old is None or error.errno not in _NO_OTHER_FILE:
                raise
            _write_in_place(place, content, old)
            return
        try:
            _write_all(file, content)
            os.fsync(file)  # some systems find out only now that the disk is full
        finally:
            os.close(file)
        try:
            beside.replace(place)
        except OSError as error:
            if old is None or error.errno != errno.EBUSY:  # a file that is mounted by itself
                raise
            _write_in_place(place, content, old)
    finally:
        beside.unlink(missing_ok=True)


def _write_in_place(place: Path, content: bytes, old: os.stat_result) -> None:
    whole = stat.S_ISREG(old.st_mode) and not any(
        step.startswith(_SYSTEMS) for step in _links(place)
    )
    # What is open elsewhere goes on where it is: /dev/stdout may be a file that others write to.
    how = os.O_TRUNC if whole else os.O_APPEND
    file = os.open(place, os.O_WRONLY | how | getattr(os, "O_BINARY", 0))
    try:
        _write_all(file, content)
    finally:
        os.close(file)


def _write_all(file: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]
