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
"""Folders whose names stand for open streams or devices, as ``/dev/stdout`` does."""
_FILES = "/dev/shm/"  # noqa: S108  a name that is looked for, not one that is made
"""Exception: a folder of ordinary files in memory."""
_NO_OTHER_FILE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG})
"""Errors of a folder that allows no new file, though a file in it may be written."""
_MEGABYTE = 1 << 20


def write_whole(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Write text or bytes to a file whole or not at all.

    The content goes to a temporary file in the same folder, which then replaces the target. If the
    disk is full, the old file stays as it was, and of two simultaneous writers one wins. The mode
    of a file stays. A link is followed, even to a file that does not exist yet. A pipe or a device
    is written to directly.

    A file with several hard links keeps them: it is overwritten in place, after a temporary file
    has shown that the disk has space. So is a file whose folder allows no new file. If this fails
    midway, the old content is restored. Meanwhile a reader may see part of the new, simultaneous
    writers may mix, and a crash of the computer may leave part of it.

    Parameters
    ----------
    path : str or path
        The file.
    content : str or bytes
        Its content, text in UTF-8; line endings stay as they are.

    Raises
    ------
    OSError
        As the system raises it, with the given name.
    ValueError
        If no file can have that name, or the text does not go into UTF-8.
    """
    encoded = content.encode("utf-8") if isinstance(content, str) else content
    with _named(path):
        place, old = _target(path)
        if old is None or _replaceable(path, old):
            _replace(place, encoded, old)
        elif _whole(place, old):
            _check_room(place, encoded, old)
            _write_over(place, encoded)
        else:
            _write_on(place, encoded)


def check_writable(path: str | os.PathLike[str]) -> None:
    """Raise an error if `write_whole` could not write a file; nothing changes on the disk.

    Raises
    ------
    OSError
        As the system raises it, with the given name.
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
    """Raise errors of the system with the given name, not the temporary one."""
    try:
        yield
    except OSError as error:
        raise type(error)(error.errno, error.strerror, os.fspath(path)) from error


def _target(path: str | os.PathLike[str]) -> tuple[Path, os.stat_result | None]:
    """Return the path that a name leads to through links, and the status of the file there."""
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
    """Return whether the path is a regular file with one hard link, not a stream or device."""
    return old.st_nlink == 1 and _whole(path, old)


def _whole(path: str | os.PathLike[str], old: os.stat_result) -> bool:
    """Return whether the path is a regular file, not a stream or device."""
    return stat.S_ISREG(old.st_mode) and not any(
        step.startswith(_SYSTEMS) and not step.startswith(_FILES) for step in _links(path)
    )


def _check_readable(place: Path) -> None:
    """Raise an error if the old content cannot be read, to be restored on failure."""
    if not os.access(place, os.R_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _links(path: str | os.PathLike[str]) -> Iterator[str]:
    """Yield a name and every name that it leads to by a link."""
    name = os.path.abspath(path)  # noqa: PTH100  it does not follow links
    yield name
    for _ in range(40):  # the limit of common systems
        try:
            name = os.path.join(os.path.dirname(name), os.readlink(name))  # noqa: PTH115, PTH118, PTH120
        except OSError:
            return
        yield name


def _beside(place: Path) -> Path:
    return place.with_name(f".oilecon-{secrets.token_hex(8)}.tmp")


def _create(beside: Path, old: os.stat_result | None) -> int:
    """Return a new file, open for writing, that has the mode and the owner of the old one."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    file = os.open(beside, flags, 0o666)  # less the user's mask
    if old is not None:
        with suppress(OSError, AttributeError):  # a file of another user: as far as allowed
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
            beside.unlink()  # its disk space may be needed
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
    """Raise an error if the disk or a quota lacks space, where a trial file can be created."""
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
    """Overwrite a file in place, and restore its old content on failure."""
    _check_readable(place)
    file = os.open(place, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        old = _read_all(file)
        size = len(old)
        # The part beyond the old size comes first, while the old content is intact.
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
    """Restore the old content of a file if writing to it fails."""
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
    # Append to an open stream: /dev/stdout may be a file that others write to.
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
