"""From a lock to a Python: built beside, and then renamed, so that nobody sees half of one."""

from __future__ import annotations

import compileall
import contextlib
import errno
import fcntl
import hashlib
import os
import platform
import secrets
import shutil
import sys
import venv
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from email.parser import HeaderParser
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from officina_courses.environments import pip
from officina_courses.environments.folder import RECORD, Built, EnvironmentsFolder, Record
from officina_courses.environments.lock import LOCK_FILE, Lock, read_lock
from officina_courses.errors import EnvironmentRefused
from officina_courses.loader import load_course
from officina_courses.model import Course
from officina_courses.whole_files import write_whole

FULL: Final = (errno.ENOSPC, errno.EDQUOT)


class Teller(Protocol):
    """Whoever is told how a build goes on."""

    def progress(self, text: str) -> None:
        """Something goes on and takes its time."""

    def bar(self, label: str, length: int) -> AbstractContextManager[Callable[[int], None]]:
        """Something goes on whose length is known."""


class Wanted(NamedTuple):
    """A course that has packages of its own, and their pins."""

    course: Course
    lock: Lock

    @property
    def key(self) -> str:
        """The name of the Python that these pins make on this kind of machine."""
        version = ".".join(platform.python_version_tuple()[:2])
        made_of = (*self.lock.lines, sys.implementation.name, version, platform.machine())
        return hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:16]


class Outcome(NamedTuple):
    """The kernel that a course has now, and whether its Python was there before."""

    built: Built
    was_there: bool


def wanted_by(folder: Path) -> Wanted | None:
    """What the course of that folder needs; None where it needs no Python of its own.

    Raises
    ------
    CourseFileError, EnvironmentRefused
        Where the course cannot be read, or has no lock that fits its packages.

    """
    course = load_course(folder)
    packages = course.environment.packages
    if not packages:
        return None
    lock = read_lock(folder)
    if lock is None:
        raise EnvironmentRefused(
            f"{folder} has no {LOCK_FILE}.",
            why="Its packages would be other ones at each site and on each day.",
            todo=f"Make it, which installs nothing: officina course environment lock {folder}",
        )
    for missed in lock.misses(packages):
        raise EnvironmentRefused(
            f"The {LOCK_FILE} of {folder} does not fit its course.toml: {missed}.",
            why="What is installed would not be what the course asks for.",
            todo=f"Make it again: officina course environment lock {folder}",
        )
    return Wanted(course, lock)


def build(wanted: Wanted, environments: EnvironmentsFolder, teller: Teller) -> Outcome:
    """Build the Python of a course, or find it built, and let the course's kernel lead to it.

    Raises
    ------
    EnvironmentRefused
        Which says why it cannot be built; nothing half-built is left.

    """
    before, course = os.umask(0o022), wanted.course  # graders and sessions have other accounts
    try:
        environments.make()
        key = wanted.key
        with _alone(environments.locks / f"{key}.lock", teller):
            was_there = environments.record(key) is not None
            if not was_there:
                _make(wanted, environments, teller)
            with _alone(environments.locks / "kernels.lock", teller):
                environments.name_kernel(course.environment.kernel, key, course)
    except OSError as error:
        raise _explained(error, environments.root) from error
    finally:
        os.umask(before)
    built = environments.find_for(course)
    if built is None:
        raise _explained(OSError("it was removed meanwhile"), environments.root)
    return Outcome(built, was_there)


@contextmanager
def _alone(path: Path, teller: Teller) -> Iterator[None]:
    """Wait until nobody else builds the same."""
    with path.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            teller.progress("Somebody else builds it; waiting until that is done")
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _make(wanted: Wanted, environments: EnvironmentsFolder, teller: Teller) -> None:
    key = wanted.key
    for left in environments.building.glob(f"{key}-*"):  # by a build that was killed
        shutil.rmtree(left, ignore_errors=True)
    draft = environments.building / f"{key}-{secrets.token_hex(4)}"
    final = environments.pythons / key
    try:
        venv.EnvBuilder(symlinks=True, with_pip=False).create(draft)
        pins = draft / LOCK_FILE
        pins.write_text("".join(f"{line}\n" for line in wanted.lock.lines))
        with teller.bar(f"Fetching packages of {wanted.course.id}", len(wanted.lock.pins)) as done:
            # With what they need: a wheel for another kind of machine may draw in more.
            got = pip.install(
                ("--no-compile", "--no-warn-script-location", "--requirement", str(pins)),
                into=draft / "bin" / "python",
                step=done,
            )
        teller.progress("Preparing what was installed")
        _let_scripts_start(draft, final)
        _compile(draft, final)
        record = Record(
            key=key,
            lock=wanted.lock.lines,
            installed=tuple(sorted(f"{one.name}=={one.version}" for one in got)),
            imports=tuple(sorted(_imports(draft, wanted.course.environment.packages))),
            python=platform.python_version(),
            base_prefix=sys.base_prefix,
            mib=sum(path.lstat().st_size for path in draft.rglob("*")) >> 20,
            built_at=datetime.now(UTC),
        )
        write_whole(draft / RECORD, record.model_dump_json(indent=1).encode())
        (draft / RECORD).chmod(0o644)
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(final)  # without a record, so nobody's
        draft.rename(final)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _let_scripts_start(draft: Path, final: Path) -> None:
    """Programs name the Python that starts them by its path, which is about to change."""
    for path in (draft / "bin").iterdir():
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        if str(draft).encode() in content[:4096] or path.name.startswith("activate"):
            path.write_bytes(content.replace(str(draft).encode(), str(final).encode()))


def _compile(draft: Path, final: Path) -> None:
    """Beforehand, because nobody can write there later; by our Python, which starts none of it.

    The environment's own would run what packages hang into the start of each Python.
    """
    for packages in draft.glob("lib/python*/site-packages"):
        compileall.compile_dir(
            str(packages), quiet=2, stripdir=str(draft), prependdir=str(final), force=True
        )


def _imports(draft: Path, packages: Iterable[str]) -> Iterator[str]:
    """By which names the course's own packages are imported, as their wheels say."""
    wanted = {canonicalize_name(Requirement(package).name) for package in packages}
    for info in draft.glob("lib/python*/site-packages/*.dist-info"):
        with contextlib.suppress(OSError):
            text = (info / "METADATA").read_text(encoding="utf-8", errors="replace")
            name = HeaderParser().parsestr(text, headersonly=True)["Name"] or ""
            if canonicalize_name(name) in wanted:
                yield from _modules((info / "RECORD").read_text(encoding="utf-8"))


def _modules(listed: str) -> set[str]:
    """The names at the top of a wheel that are packages or modules."""
    found = set()
    for line in listed.splitlines():
        path = line.partition(",")[0]
        top, slash, below = path.partition("/")
        if below == "__init__.py":
            found.add(top)
        elif not slash and top.endswith(".py"):
            found.add(top.removesuffix(".py"))
    return {name for name in found if name.isidentifier()}


def _explained(error: OSError, root: Path) -> EnvironmentRefused:
    if error.errno in FULL:
        return pip.explained("No space left on device")
    place = error.filename or root
    return EnvironmentRefused(
        f"{place}: {error.strerror or error}.",
        why="The Pythons of courses are kept there.",
        todo="Mend its permissions, or name another folder with --into.",
    )
