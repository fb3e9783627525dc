"""``environment.lock``: the pins of all that a course's packages draw in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from officina_courses.errors import EnvironmentRefused
from officina_courses.utf8 import NotUtf8, text_of
from officina_courses.whole_files import write_whole

LOCK_FILE: Final = "environment.lock"
MOST_BYTES: Final = 1 << 20
PIN: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([A-Za-z0-9][A-Za-z0-9.!_-]*)")
HEAD: Final = (
    "# All that the packages of course.toml draw in.\n"
    "# Made by: officina course environment lock FOLDER, for {made_for}\n"
)
AGAIN: Final = "Make it again: officina course environment lock FOLDER"


class Lock(NamedTuple):
    """The version of each package, by its name in the one way of writing that indexes compare."""

    pins: Mapping[str, str]

    @property
    def lines(self) -> tuple[str, ...]:
        """One ``name==version`` for each, in the order of the names."""
        return tuple(f"{name}=={self.pins[name]}" for name in sorted(self.pins))

    def misses(self, packages: Iterable[str]) -> Iterator[str]:
        """The packages that no pin fits, in words."""
        for package in packages:
            wanted = Requirement(package)
            if wanted.marker is not None and not wanted.marker.evaluate():
                continue
            pinned = self.pins.get(canonicalize_name(wanted.name))
            if pinned is None:
                yield f"{package} is not in it"
            elif not wanted.specifier.contains(pinned, prereleases=True):
                yield f"{package} is asked for and {pinned} is in it"


class Changes(NamedTuple):
    """What is otherwise in a later lock, as lines to read."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def read_lock(folder: Path) -> Lock | None:
    """The lock of a course; None where it has none.

    Raises
    ------
    EnvironmentRefused
        Where a line is anything but a pin: options and addresses could install what nobody named.

    """
    path = folder / LOCK_FILE
    try:
        if path.is_symlink():  # it may have come with the course, and lead anywhere
            raise _refused(f"{path} is a link.")
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise _refused(f"{path} is no file.")
        if path.stat().st_size > MOST_BYTES:
            raise _refused(f"{path} has more than {MOST_BYTES} bytes.")
        text = text_of(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused(f"{path} cannot be read ({error.strerror}).") from error
    except NotUtf8 as error:
        raise _refused(f"{path} cannot be read: {error}.") from error
    return parse_lock(text)


def parse_lock(text: str) -> Lock:
    """The lock that a text is; raises as ``read_lock`` does."""
    pins: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        pin = line.strip()
        if not pin or pin.startswith("#"):
            continue
        match = PIN.fullmatch(pin)
        if match is None or not _is_version(match[2]):
            raise _refused(f"Line {number} of {LOCK_FILE} is {pin[:80]!r}, not name==version.")
        name = canonicalize_name(match[1])
        if pins.setdefault(name, match[2]) != match[2]:
            raise _refused(f"Line {number} of {LOCK_FILE} pins {name} a second time.")
    return Lock(pins)


def write_lock(folder: Path, lock: Lock, *, made_for: str) -> None:
    """Write it beside ``course.toml``, whole or not at all."""
    text = HEAD.format(made_for=made_for) + "".join(f"{line}\n" for line in lock.lines)
    path = folder / LOCK_FILE
    write_whole(path, text.encode())
    path.chmod(0o644)  # it travels with the course, which others read


def compare(before: Lock | None, after: Lock) -> Changes:
    """What the later lock has otherwise."""
    old = before.pins if before else {}
    new = after.pins
    return Changes(
        added=tuple(f"{name} {new[name]}" for name in sorted(new.keys() - old.keys())),
        removed=tuple(f"{name} {old[name]}" for name in sorted(old.keys() - new.keys())),
        changed=tuple(
            f"{name} {old[name]} -> {new[name]}"
            for name in sorted(new.keys() & old.keys())
            if old[name] != new[name]
        ),
    )


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def _refused(what: str) -> EnvironmentRefused:
    return EnvironmentRefused(
        what, why="A course's Python is made of these pins and of nothing else.", todo=AGAIN
    )
