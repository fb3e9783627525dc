"""Whether graders can use a course's Python: tried as they start it, before a learner hands in.

The account inside of a sandbox is another one than who built it. Where that account cannot enter a
folder, Python starts and finds no module, and a learner would read "No module named" of what the
course has brought.
"""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from officina_courses import sandbox
from officina_courses.environments.folder import FOLDER_VARIABLE, Built, EnvironmentsFolder
from officina_courses.errors import EnvironmentRefused
from officina_courses.grading import confinement
from officina_courses.pythons import python_of
from officina_courses.sandbox import Sandbox, bwrap_command

SECONDS: Final = 60
# Finds the modules without importing them, so that no code of theirs runs. A folder that may not be
# entered is found as a package without a file.
LOOK: Final = """\
import importlib.util, os, sys
for name in sys.argv[1:]:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None or not os.access(found.origin, os.R_OK):
        print(name)
"""
ALWAYS: Final = "ipykernel"
# What sandboxes cover with empty folders for the code inside.
OWN_OF_EACH: Final = (
    Path("/tmp"),  # noqa: S108 - inside the sandbox
    Path("/dev/shm"),  # noqa: S108 - the same
    confinement.HOME,
    confinement.FILES.parent,
)


def refuse_hidden(place: Path) -> None:
    """Raise ``EnvironmentRefused`` where each sandbox has a folder of its own in that place."""
    covering = next((one for one in OWN_OF_EACH if place.resolve().is_relative_to(one)), None)
    if covering is not None:
        raise EnvironmentRefused(
            f"The Pythons of courses cannot lie in {place}: no grader, session or run reaches it.",
            why=f"Each sandbox has a {covering} of its own, and learners would read: No module "
            "named.",
            todo=f"Set {FOLDER_VARIABLE} to a folder elsewhere, or name one with --into or as "
            "course_environments in factory.toml, and build into it: "
            "officina course environment build FOLDER",
        )


def refuse_unreachable(built: Built) -> None:
    """Raise ``EnvironmentRefused`` where graders cannot use that Python, with the place."""
    refuse_hidden(built.place)
    missing = _missing(built)
    if missing is None:
        return
    barred = next(_barred(built), None)
    reads = f"No module named {missing!r}" if missing else "the kernel died"
    what = f'The Python of the kernel "{built.kernel}" cannot be used where notebooks are graded: '
    if barred is None:
        raise EnvironmentRefused(
            f"{what}{missing or built.program} was not found in {built.place}.",
            why=f"Learners would read: {reads}.",
            todo=f"Build it anew: officina course environment remove {built.kernel}, then "
            "officina course environment build FOLDER",
        )
    raise EnvironmentRefused(
        f"{what}{_whom()} may not read {barred}.",
        why=f"Learners would read: {reads}.",
        todo=f"Let others read it, which changes nothing in it: chmod -R o+rX {barred}",
    )


def unreachable(environments: EnvironmentsFolder) -> Iterator[EnvironmentRefused]:
    """What there is to say about each Python of that folder which graders cannot use."""
    root = environments.root
    inside = (root, environments.kernels, environments.pythons)
    for folder in (*reversed(root.parents), *inside):
        rights = os.X_OK | (os.R_OK if folder in inside else 0)
        if os.path.exists(folder) and not os.access(folder, rights):  # noqa: PTH110 - never raises
            yield EnvironmentRefused(
                f"The Pythons of courses are looked for in {root}, and {_own_account()} may not "
                f"enter {folder}.",
                why="Courses with packages of their own count as not built, and nothing that is "
                "handed in for them is graded.",
                todo=f"Let that account in: chmod o+rx {folder}",
            )
            return
    yield from _closed(environments.pythons)
    for built in environments.kernels_there():
        try:
            refuse_unreachable(built)
        except EnvironmentRefused as error:
            yield error


def _closed(pythons: Path) -> Iterator[EnvironmentRefused]:
    """The Pythons that this account may not enter; what is in them counts as not built."""
    for place in sorted(pythons.iterdir()) if pythons.is_dir() else ():
        if place.is_dir() and not os.access(place, os.R_OK | os.X_OK):
            yield EnvironmentRefused(
                f"{_own_account()[:1].upper()}{_own_account()[1:]} may not enter {place}.",
                why="The courses of that Python count as not built, and nothing that is handed in "
                "for them is graded.",
                todo=f"Let others read it, which changes nothing in it: chmod -R o+rX {place}",
            )


def _missing(built: Built) -> str | None:
    """The first module that graders would not find, nothing where Python does not even start."""
    names = [ALWAYS, *built.record.imports]
    command = [str(built.program), "-I", "-c", LOOK, *names]
    python = python_of(built)
    account = confinement.account("learner")
    if sandbox.probe().is_possible:
        command = bwrap_command(Sandbox(binds=python.binds, account=account), command)
    elif account is not None:
        who = [f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
        command = ["setpriv", *who, "--", *command]
    try:
        ran = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, check=False, cwd="/"
        )
    except subprocess.TimeoutExpired as error:
        raise EnvironmentRefused(
            f'The Python of the kernel "{built.kernel}" did not answer for {SECONDS} seconds.',
            why="So nobody knows whether what is handed in for its courses can be graded.",
            todo=f"Look at the load of this machine and at the disk of {built.place}, then start "
            "again.",
        ) from error
    if ran.returncode != 0:
        return ""
    return next(iter(ran.stdout.split()), None)


def _barred(built: Built) -> Iterator[Path]:
    """What the account inside may not read, from the top; a sandbox of root's passes folders."""
    program = built.program.resolve()
    above = [*reversed(built.place.parents), *reversed(program.parents), program]
    if os.geteuid() == 0 and sandbox.probe().is_possible:
        above = []
    for place in (*above, built.place, *sorted(built.place.rglob("*"))):
        if not place.is_symlink() and not _is_open(place):
            yield place


def _is_open(place: Path) -> bool:
    if os.geteuid() != 0:
        return os.access(place, os.R_OK)
    mode = place.stat().st_mode
    wanted = stat.S_IROTH | (stat.S_IXOTH if stat.S_ISDIR(mode) else 0)
    return mode & wanted == wanted


def _whom() -> str:
    """Who runs learners' code, for a person who mends permissions."""
    if os.geteuid() != 0:
        return _own_account()
    first = confinement.FIRST_ACCOUNT
    return f"the account of graders (uid {first} to {first + confinement.ACCOUNTS - 1})"


def _own_account() -> str:
    uid = os.geteuid()
    try:
        return f"the account {pwd.getpwuid(uid).pw_name} (uid {uid})"
    except KeyError:
        return f"the account with uid {uid}"
