"""Writing files whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from bisect import bisect_left
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_writable", "write_whole"]

_SYSTEMS = ("/dev/", "/proc/")
"""Where a name stands for something that is open, as ``/dev/stdout`` does, whatever that is."""
_FILES = "/dev/shm/"  # noqa: S108  a name that is looked for, not one that is made
"""Where files are kept in memory all the same."""
_NO_OTHER_FILE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG})
"""Why a folder takes no other file, though one in it may be written."""
_MEGABYTE = 1 << 20


def write_whole(path: str | os.PathLike[str], text: str) -> None:
    """Write text to a file, so that nobody ever sees half of it.

    It goes to a temporary file beside the target, which then takes its place: if the disk is full,
    the old file stays as it was, and of two that write at once one wins. The mode of a file stays.
    A link is followed, also one to a file that is not there yet. A pipe or a device is written to
    as it is.

    A file that has other names by hard links keeps them: it is written to itself, after a file
    beside it has shown that there is room, and so is one whose folder takes no other file. If that
    fails midway, its old content is put back. Who reads it in the meantime may see a half, two that
    write it at once may mix, and where the computer goes down in it a half may stay.

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
        if old is None or _replaceable(path, old):
            _replace(place, content, old)
        elif _whole(place, old):
            _check_room(place, content, old)
            _write_over(place, content)
        else:
            _write_on(place, content)


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
            if _whole(place, old):
                _check_readable(place)
            return
        beside = _beside(place)
        try:
            os.close(_create(beside, old))
        except OSError as error:
            if old is None or error.errno not in _NO_OTHER_FILE:
                raise
            _check_readable(place)
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
    return (place if _whole(path, old) else Path(path)), old


def _replaceable(path: str | os.PathLike[str], old: os.stat_result) -> bool:
    """Return whether what is there is a file with this one name, and not something open."""
    return old.st_nlink == 1 and _whole(path, old)


def _whole(path: str | os.PathLike[str], old: os.stat_result) -> bool:
    """Return whether what is there is a file, and not something open."""
    return stat.S_ISREG(old.st_mode) and not any(
        step.startswith(_SYSTEMS) and not step.startswith(_FILES) for step in _links(path)
    )


def _check_readable(place: Path) -> None:
    """Refuse a file whose old content cannot be kept while it is written to itself."""
    if not os.access(place, os.R_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


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
            _write_over(place, content)
            return
        _fill(file, content)
        try:
            beside.replace(place)
        except OSError as error:
            if old is None or error.errno != errno.EBUSY:  # a file that is mounted by itself
                raise
            beside.unlink()  # its room may be needed
            _write_over(place, content)
    finally:
        beside.unlink(missing_ok=True)


def _fill(file: int, content: bytes) -> None:
    """Write a new file and close it."""
    try:
        _write_all(file, content)
        os.fsync(file)  # some systems find out only now that the disk is full
    finally:
        os.close(file)


def _check_room(place: Path, content: bytes, old: os.stat_result) -> None:
    """Refuse what the disk or a quota does not take, where the folder takes a file to try it."""
    beside = _beside(place)
    try:
        try:
            file = _create(beside, old)
        except OSError as error:
            if error.errno not in _NO_OTHER_FILE:
                raise
        else:
            _fill(file, content)
    finally:
        beside.unlink(missing_ok=True)


def _write_over(place: Path, content: bytes) -> None:
    """Write a file to itself, and put its old content back if that fails."""
    _check_readable(place)
    file = os.open(place, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        old = _read_all(file)
        size = len(old)
        # What needs more room comes first, while all that was there still is.
        with _restoring(file, old):
            os.lseek(file, size, os.SEEK_SET)
            _write_all(file, content[size:])
            os.fsync(file)
            os.lseek(file, 0, os.SEEK_SET)
            _write_all(file, content[:size])
            os.fsync(file)
            os.ftruncate(file, len(content))
    finally:
        os.close(file)


@contextmanager
def _restoring(file: int, old: bytes) -> Iterator[None]:
    """Put back what was in a file if writing to it fails."""
    try:
        yield
    except BaseException as cause:
        try:
            _restore(file, old)
        except OSError as error:
            why = f"{os.strerror(error.errno or 0)}, and its old content could not be put back"
            raise OSError(error.errno, why) from cause
        raise


def _restore(file: int, old: bytes) -> None:
    if os.fstat(file).st_size > len(old):
        os.ftruncate(file, len(old))
    now = _read_all(file)
    # Up to the last byte that differs: a limit on the size of files may lie below their end.
    reach = bisect_left(range(len(old)), 1, key=lambda k: int(now[k:] == old[k:]))
    os.lseek(file, 0, os.SEEK_SET)
    _write_all(file, old[:reach])


def _write_on(place: Path, content: bytes) -> None:
    # What is open elsewhere goes on where it is: /dev/stdout may be a file that others write to.
    file = os.open(place, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
    try:
        _write_all(file, content)
    finally:
        os.close(file)


def _read_all(file: int) -> bytes:
    os.lseek(file, 0, os.SEEK_SET)
    parts = []
    while part := os.read(file, _MEGABYTE):
        parts.append(part)
    return b"".join(parts)


def _write_all(file: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]
