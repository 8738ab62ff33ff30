"""A file is written whole or not at all, whoever else reads or writes it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import oilecon as oe
from oilecon import cli, writing
from oilecon.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ARTICLE = oe.scenario("article")
OTHER = oe.scenario("article-sanctioned")
OLD = "the old file\n"


def save(path: Path) -> None:
    ARTICLE.save(path)


def command(*arguments: str) -> None:
    """Run the command line, and raise what it says."""
    with pytest.raises(SystemExit) as caught:
        cli.main(list(arguments))
    if caught.value.code:
        raise OSError(caught.value.code)


def write_csv(path: Path) -> None:
    command("scenarios", "--csv", str(path))


def write_page(path: Path) -> None:
    command("report", "--scenario", "article", "--out", str(path))


WRITERS: dict[str, Callable[[Path], None]] = {
    "save": save,
    "--csv": write_csv,
    "report --out": write_page,
}
writers = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
posix = pytest.mark.skipif(os.name != "posix", reason="pipes, links and modes are POSIX's")


def fails(write: Callable[[Path], None], path: Path) -> None:
    with pytest.raises((InputError, OSError)):
        write(path)


def alone(folder: Path, *names: str) -> None:
    """Assert that no temporary file is left."""
    assert sorted(one.name for one in folder.iterdir()) == sorted(names)


# -- a full disk -------------------------------------------------------------------------------


@pytest.fixture
def full_after_some(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full after a kilobyte of each file that is written."""
    room: dict[int, int] = {}
    write = os.write

    def stingy(file: int, content: Any) -> int:
        if os.fstat(file).st_size or room.get(file):
            room.pop(file, None)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        room[file] = write(file, bytes(content)[:1024])
        return room[file]

    monkeypatch.setattr(os, "write", stingy)


@writers
@pytest.mark.usefixtures("full_after_some")
def test_a_full_disk_leaves_the_old_file_whole(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "kept.txt"
    path.write_text(OLD)
    fails(write, path)
    assert path.read_text() == OLD
    alone(tmp_path, "kept.txt")
    fails(write, tmp_path / "new.txt")
    alone(tmp_path, "kept.txt")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a disk of 32 kB, where this user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(disk)]
    try:
        done = subprocess.run(mount, check=False, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no mount here")
    if done.returncode:
        pytest.skip("this user may not mount a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S607


def test_a_disk_that_is_really_full_leaves_the_old_file_whole(small_disk: Path) -> None:
    path = ARTICLE.save(small_disk / "kept.toml")
    large = ARTICLE.vary({"market.brent": oe.Q([60.0 + k / 7 for k in range(2_000)], "USD/bbl")})
    with pytest.raises(InputError, match=r"kept\.toml: cannot be written: No space left on device"):
        large.save(path)
    assert oe.Scenario.load(path) == ARTICLE
    alone(small_disk, "kept.toml")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@writers
def test_a_device_that_is_full_says_so(
    write: Callable[[Path], None], capfd: pytest.CaptureFixture[str]
) -> None:
    fails(write, Path("/dev/full"))
    if write is not save:
        assert (
            capfd.readouterr().err == "oilecon: [Errno 28] No space left on device: '/dev/full'\n"
        )


# -- who else reads and writes -----------------------------------------------------------------


def test_two_that_save_and_one_that_reads_never_see_a_half(tmp_path: Path) -> None:
    path = ARTICLE.save(tmp_path / "shared.toml")
    whole = {ARTICLE.to_toml(), OTHER.to_toml()}
    done = threading.Event()

    def saving(scenario: oe.Scenario) -> None:
        for _ in range(150):
            scenario.save(path)

    def reading() -> set[str]:
        seen = set()
        while not done.is_set():
            seen.add(path.read_text(encoding="utf-8"))
        return seen

    with ThreadPoolExecutor(3) as pool:
        read = pool.submit(reading)
        for task in [pool.submit(saving, one) for one in (ARTICLE, OTHER)]:
            task.result()
        done.set()
        assert read.result() <= whole
    alone(tmp_path, "shared.toml")


@writers
def test_an_interrupt_leaves_the_old_file_and_no_other(
    write: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept.txt"
    path.write_text(OLD)

    def interrupt(*_: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises((KeyboardInterrupt, OSError)):
        write(path)
    assert path.read_text() == OLD
    alone(tmp_path, "kept.txt")


# -- modes, links, pipes, devices --------------------------------------------------------------


@posix
@writers
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_the_mode_of_a_file_stays(write: Callable[[Path], None], mode: int, tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    path.write_text(OLD)
    path.chmod(mode)
    write(path)
    assert path.stat().st_mode & 0o7777 == mode
    assert path.read_text() != OLD


@posix
@writers
def test_a_new_file_has_the_mode_that_the_user_lets(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "new.txt")
    finally:
        os.umask(before)
    assert (tmp_path / "new.txt").stat().st_mode & 0o7777 == 0o640


@posix
@writers
@pytest.mark.parametrize("there", ["there", "dangling"])
def test_a_link_is_written_through(
    write: Callable[[Path], None], there: str, tmp_path: Path
) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "target.txt", tmp_path / "link.txt"
    if there == "there":
        target.write_text(OLD)
    (tmp_path / "between.txt").symlink_to("far/target.txt")
    link.symlink_to("between.txt")
    write(link)
    assert link.is_symlink()
    assert target.read_text() not in {"", OLD}
    alone(tmp_path / "far", "target.txt")
    alone(tmp_path, "between.txt", "far", "link.txt")


@posix
@writers
def test_a_link_into_nowhere_or_in_a_circle_is_refused_by_name(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    link, circle = tmp_path / "link.txt", tmp_path / "circle.txt"
    link.symlink_to("no folder/target.txt")
    circle.symlink_to("circle.txt")
    for path in (link, circle):
        fails(write, path)
        assert path.is_symlink()
    with pytest.raises(InputError, match=r"link\.txt: cannot be written: No such file"):
        save(link)
    with pytest.raises(InputError, match=r"circle\.txt: cannot be written: Too many levels"):
        save(circle)


@posix
@writers
def test_other_names_of_a_file_see_what_is_written(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    path, other = tmp_path / "one.txt", tmp_path / "two.txt"
    path.write_text(OLD * 10_000)
    other.hardlink_to(path)
    write(path)
    assert other.read_bytes() == path.read_bytes()
    assert OLD not in other.read_text()


# -- a file with other names, or in a folder that takes no other ---------------------------------


@contextmanager
def no_file_over(most: int) -> Iterator[None]:
    """Let no file grow over a number of bytes, as a quota does."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def linked(folder: Path, content: str) -> tuple[Path, Path]:
    """Return the two names of a file."""
    path, other = folder / "one.txt", folder / "two.txt"
    path.write_text(content)
    other.hardlink_to(path)
    return path, other


@posix
@writers
@pytest.mark.parametrize("lines", [1, 10_000], ids=["short", "long"])
def test_a_limit_leaves_a_file_of_two_names_whole(
    write: Callable[[Path], None], lines: int, tmp_path: Path
) -> None:
    path, other = linked(tmp_path, OLD * lines)
    with no_file_over(1000):
        fails(write, path)
    assert path.read_text() == other.read_text() == OLD * lines
    alone(tmp_path, "one.txt", "two.txt")
    write(path)
    assert path.samefile(other)
    assert OLD not in other.read_text()


@posix
@writers
@pytest.mark.usefixtures("full_after_some")
@pytest.mark.parametrize("content", ["", OLD])
def test_a_full_disk_leaves_a_file_of_two_names_whole(
    write: Callable[[Path], None], content: str, tmp_path: Path
) -> None:
    path, other = linked(tmp_path, content)
    fails(write, path)
    assert path.read_text() == other.read_text() == content
    assert path.samefile(other)
    alone(tmp_path, "one.txt", "two.txt")


def test_a_disk_that_is_really_full_leaves_a_file_of_two_names_whole(small_disk: Path) -> None:
    path = ARTICLE.save(small_disk / "one.toml")
    other = small_disk / "two.toml"
    other.hardlink_to(path)
    large = ARTICLE.vary({"market.brent": oe.Q([60.0 + k / 7 for k in range(2_000)], "USD/bbl")})
    with pytest.raises(InputError, match=r"one\.toml: cannot be written: No space left on device"):
        large.save(path)
    assert oe.Scenario.load(path) == oe.Scenario.load(other) == ARTICLE
    alone(small_disk, "one.toml", "two.toml")


@pytest.fixture
def no_other_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let folders take no other file."""
    open_ = os.open

    def guarded(name: Any, flags: int, *mode: int) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return open_(name, flags, *mode)

    monkeypatch.setattr(os, "open", guarded)


@posix
@pytest.mark.usefixtures("no_other_file")
@pytest.mark.parametrize("names", [1, 2])
@pytest.mark.parametrize(("before", "after"), [(400, 900), (900, 400), (400, 400), (0, 400)])
@pytest.mark.parametrize("most", [100, 399, 600])
def test_what_fails_midway_is_put_back(
    names: int, before: int, after: int, most: int, tmp_path: Path
) -> None:
    old, new = bytes(range(256)) * 4, "new\n" * 300
    path = tmp_path / "one.txt"
    path.write_bytes(old[:before])
    if names > 1:
        (tmp_path / "two.txt").hardlink_to(path)
    with no_file_over(most):
        if after <= most:
            writing.write_whole(path, new[:after])
            assert path.read_text() == new[:after]
            return
        with pytest.raises(OSError, match="File too large"):
            writing.write_whole(path, new[:after])
    assert path.read_bytes() == old[:before]


@posix
@pytest.mark.usefixtures("no_other_file")
@pytest.mark.parametrize("room", range(0, 60, 7))
@pytest.mark.parametrize(("before", "after"), [(20, 50), (50, 20), (30, 30)])
@pytest.mark.parametrize("error", [OSError(errno.EIO, "broken"), KeyboardInterrupt()])
def test_what_breaks_off_anywhere_is_put_back(
    room: int,
    before: int,
    after: int,
    error: BaseException,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, other = linked(tmp_path, "o" * before)
    write, left = os.write, [room]

    def breaks_once(file: int, content: Any) -> int:
        if left and left[0] == 0:
            left.clear()
            raise error
        done = write(file, bytes(content)[: min([3, *left])])
        left[:] = [n - done for n in left]
        return done

    monkeypatch.setattr(os, "write", breaks_once)
    if room >= after:
        writing.write_whole(path, "n" * after)
        assert other.read_text() == "n" * after
        return
    with pytest.raises(type(error)):
        writing.write_whole(path, "n" * after)
    assert path.read_text() == other.read_text() == "o" * before


@posix
@pytest.mark.usefixtures("no_other_file")
def test_what_cannot_be_put_back_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = linked(tmp_path, "o" * 50)
    write = os.write

    def breaks(file: int, content: Any) -> int:
        if os.lseek(file, 0, os.SEEK_CUR) or content[:1] == b"o":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return write(file, bytes(content)[:10])

    monkeypatch.setattr(os, "write", breaks)
    with pytest.raises(OSError, match=r"content could not be put back: '.*one\.txt'"):
        writing.write_whole(path, "n" * 50)


@posix
@writers
def test_an_interrupt_leaves_a_file_of_two_names(
    write: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = linked(tmp_path, OLD)

    def interrupt(*_: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises((KeyboardInterrupt, OSError)):
        write(path)
    assert path.read_text() == other.read_text() == OLD
    alone(tmp_path, "one.txt", "two.txt")


@posix
@writers
def test_a_link_to_a_file_of_two_names_is_written_through(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    (tmp_path / "far").mkdir()
    path, other = linked(tmp_path / "far", OLD)
    link = tmp_path / "link.txt"
    link.symlink_to(path)
    with no_file_over(1000):
        fails(write, link)
    assert other.read_text() == OLD
    write(link)
    assert link.is_symlink()
    assert path.read_text() == other.read_text() != OLD
    alone(tmp_path / "far", "one.txt", "two.txt")


@posix
def test_a_file_of_two_names_that_may_not_be_read_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = linked(tmp_path, OLD)
    monkeypatch.setattr(os, "access", lambda _, how: how != os.R_OK)  # root may read any
    for write in (writing.check_writable, lambda path: writing.write_whole(path, "new")):
        with pytest.raises(PermissionError, match=r"Permission denied: '.*one\.txt'"):
            write(path)
    assert path.read_text() == other.read_text() == OLD


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="the system has no /dev/shm")  # noqa: S108
def test_files_in_memory_are_files() -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        path = Path(folder) / "one.toml"
        for _ in range(2):
            ARTICLE.save(path)
        assert oe.Scenario.load(path) == ARTICLE
        alone(Path(folder), "one.toml")


@posix
@writers
def test_a_pipe_is_written_to(write: Callable[[Path], None], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_text, encoding="utf-8")
        write(pipe)
        assert read.result(timeout=10)
    alone(tmp_path, "pipe")


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="the system has no /dev/stdout")
def test_what_goes_to_dev_stdout_goes_after_what_is_there(tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    out.write_text("before\n")
    with out.open("ab") as file:
        code = "import oilecon as oe; oe.scenario('article').save('/dev/stdout'); print('after')"
        subprocess.run([sys.executable, "-c", code], stdout=file, check=True)
    assert out.read_text() == f"before\n{ARTICLE.to_toml()}after\n"
    alone(tmp_path, "out.txt")


@posix
def test_dev_null_takes_all(tmp_path: Path) -> None:
    link = tmp_path / "nowhere"
    link.symlink_to("/dev/null")
    for path in (Path("/dev/null"), link):
        ARTICLE.save(path)
        write_csv(path)
        assert not path.is_file()
    alone(tmp_path, "nowhere")


# -- what cannot be written --------------------------------------------------------------------


@writers
def test_a_folder_and_a_file_below_none_are_refused_by_name(
    write: Callable[[Path], None], tmp_path: Path
) -> None:
    for path in (tmp_path, tmp_path / "no folder" / "file.txt"):
        fails(write, path)
    with pytest.raises(InputError, match="cannot be written: Is a directory"):
        save(tmp_path)
    alone(tmp_path)


@writers
def test_a_file_that_may_not_be_written_is_left(
    write: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept.txt"
    path.write_text(OLD)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write to any
    fails(write, path)
    assert path.read_text() == OLD
    alone(tmp_path, "kept.txt")


@writers
def test_a_folder_that_takes_no_other_file_has_the_file_itself_written(
    write: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept.txt"
    path.write_text(OLD * 10_000)
    open_ = os.open

    def guarded(name: Any, flags: int, *mode: int) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return open_(name, flags, *mode)

    monkeypatch.setattr(os, "open", guarded)
    write(path)
    assert OLD not in path.read_text()
    fails(write, tmp_path / "new.txt")
    alone(tmp_path, "kept.txt")


def test_a_text_that_is_no_utf_8_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.txt"
    path.write_text(OLD)
    with pytest.raises(ValueError, match="surrogates not allowed"):
        writing.write_whole(path, "\ud800")
    assert path.read_text() == OLD


def test_asking_whether_a_file_can_be_written_changes_nothing(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept.txt", tmp_path / "link.txt"
    kept.write_text(OLD)
    link.symlink_to("new.txt")
    before = kept.stat()
    for path in (kept, link, tmp_path / "new.txt"):
        writing.check_writable(path)
    assert kept.stat().st_mtime_ns == before.st_mtime_ns
    alone(tmp_path, "kept.txt", "link.txt")
    with pytest.raises(IsADirectoryError, match=str(tmp_path)):
        writing.check_writable(tmp_path)


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "chart.png"
    path.write_text(OLD, encoding="utf-8")
    picture = b"\x89PNG\r\n\x1a\n\0" * 10_000
    writing.write_whole(path, picture)
    assert path.read_bytes() == picture
