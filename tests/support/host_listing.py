"""What there is of ours on this machine, so that before and after can be compared.

The machine is not ours alone, and nothing is counted that somebody else may have made: processes
and sockets are those of this process and of all that descends from it, whoever they became; of the
rest it is what bears the mark that hostile code leaves.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

# Where hostile code tries to leave files, and how many folders deep it is looked for.
SHARED = {
    **dict.fromkeys(("/", "/usr", "/srv"), 1),
    **dict.fromkeys(("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run"), 2),
    **dict.fromkeys(("/home", "/root", "/etc", "/opt"), 2),
}
PR_SET_CHILD_SUBREAPER = 36
KEYS = 256  # so many numbers of System V belong to one mark
TRIES = 5


class Host(NamedTuple):
    """One listing."""

    processes: frozenset[str]
    sockets: frozenset[str]
    open_files: frozenset[str]
    files: frozenset[str]
    mounts: frozenset[str]
    segments: frozenset[str]
    cgroups: frozenset[str]
    keys: frozenset[str]

    def new_since(self, before: Host, what: str) -> frozenset[str]:
        """What was not there before, of one kind."""
        found: frozenset[str] = getattr(self, what) - getattr(before, what)
        return found


def listing(mark: str, key: int) -> Host:
    """What there is now."""
    return Host(
        processes=frozenset(_living()),
        sockets=frozenset(_sockets(mark)),
        open_files=frozenset(_numbered(_open_in(os.getpid()))),
        files=frozenset(_files(mark)),
        mounts=frozenset(line for line in _lines("/proc/self/mountinfo") if mark in line),
        segments=frozenset(_segments(range(key, key + KEYS))),
        cgroups=frozenset([Path("/proc/self/cgroup").read_text(), *_cgroups(mark)]),
        keys=frozenset(line for line in _lines("/proc/keys") if mark in line),
    )


def content(folder: Path) -> dict[str, str]:
    """Every file below a folder, by its hash."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@contextlib.contextmanager
def adopting() -> Iterator[None]:
    """Whoever of our descendants loses its parent becomes our child, however it got away.

    At the end those that came since then are ended: a test that fails leaves nothing running.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    before = set(_family())
    assert libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    try:
        yield
    finally:
        for _ in range(TRIES):  # whoever a killed one leaves comes to us, too
            for pid in set(_family()) - before:
                _end(pid)
        libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _end(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _living() -> Iterator[str]:
    for pid, state in _family().items():
        if state != "Z":  # an orphan that nobody but us can bury
            with contextlib.suppress(OSError):
                words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
                name = Path(f"/proc/{pid}/comm").read_text().strip()
                yield f"{pid} {name} {words[:80].decode(errors='replace')}"


def _family() -> dict[int, str]:
    """Our descendants, and the state of each."""
    known = dict(_processes())
    return {pid: state for pid, (_, state) in known.items() if _descends(pid, known)}


def _processes() -> Iterator[tuple[int, tuple[int, str]]]:
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, parent = (place / "stat").read_text().rpartition(")")[2].split()[:2]
            yield int(place.name), (int(parent), state)


def _descends(pid: int, known: dict[int, tuple[int, str]]) -> bool:
    while pid in known:
        pid = known[pid][0]
        if pid == os.getpid():
            return True
    return False


def _open_in(pid: int) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for place in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                link = str(place.readlink())
                if not link.startswith(f"/proc/{pid}/"):  # what looks is not looked at
                    yield link


def _numbered(links: Iterable[str]) -> Iterator[str]:
    """Each as often as it is there: all descriptors of processes have one name."""
    for link, count in Counter(links).items():
        yield from (f"{link} {number}" for number in range(count))


def _sockets(mark: str) -> Iterator[str]:
    links = [link for pid in (os.getpid(), *_family()) for link in _open_in(pid)]
    held = {link[len("socket:[") : -1] for link in links if link.startswith("socket:[")}
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "packet", "unix"):
        for line in _lines(f"/proc/net/{kind}")[1:]:
            fields = line.split()
            if mark in fields[-1] or held & set(fields):
                yield f"{kind} {' '.join(fields[1:4])} {fields[-1]}"


def _files(mark: str) -> Iterator[str]:
    for top, deep in SHARED.items():
        yield from (str(path) for path in _below(Path(top), deep) if mark in path.name)


def _below(folder: Path, deep: int) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            yield path
            if deep > 1 and path.is_dir() and not path.is_symlink():
                yield from _below(path, deep - 1)


def _segments(keys: range) -> Iterator[str]:
    for kind in ("shm", "sem", "msg"):
        for line in _lines(f"/proc/sysvipc/{kind}")[1:]:
            if int(line.split()[0]) in keys:
                yield f"{kind} {line}"


def _cgroups(mark: str) -> Iterator[str]:
    for top, folders, _ in os.walk("/sys/fs/cgroup"):
        yield from (f"{top}/{name}" for name in folders if mark in name)


def _lines(place: str) -> list[str]:
    with contextlib.suppress(OSError):
        return Path(place).read_text(errors="replace").splitlines()
    return []
