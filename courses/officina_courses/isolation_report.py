"""What this machine has to keep other people's code apart, each with a reason and a way out.

Words used here: a *means* is one thing of the kernel's or a program; it is *needed* where no
sandbox can be made without it. Everything is tried, not read from version numbers: containers and
security modules refuse what the kernel has.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from officina_courses import sandbox
from officina_courses.grading import confinement, landlock
from officina_courses.model import Frozen

HOWTO = "see docs/howto/user-namespaces.md"
TRY_SECONDS = 20
CGROUPS = Path("/sys/fs/cgroup")
NAMESPACES = {
    "pid": "a session or submission can neither see nor end the processes of others",
    "net": "a submission has no network, so that nothing of a hidden test gets out",
}


class Means(Frozen):
    """One thing that keeps code apart, and whether it is here."""

    name: str
    is_here: bool
    is_needed: bool
    found: str
    why: str
    todo: str = ""


class IsolationReport(Frozen):
    """What is here, and what the grader and the sessions make of it."""

    means: tuple[Means, ...]
    grader: Literal["sandbox", "refuses"]
    grader_if_off: Literal["account", "nothing"]
    sessions: Literal["sandbox", "account", "nothing"]
    reason: str


def look() -> IsolationReport:
    """Try everything once."""
    found = sandbox.probe()
    bare: Literal["account", "nothing"] = "account" if os.geteuid() == 0 else "nothing"
    return IsolationReport(
        means=tuple(_all_means()),
        grader="sandbox" if found.is_possible else "refuses",
        grader_if_off=bare,
        sessions="sandbox" if found.is_possible else bare,
        reason=found.reason,
    )


def _all_means() -> Iterator[Means]:
    yield _programs()
    yield _user_namespaces()
    for kind, why in NAMESPACES.items():
        yield _namespace(kind, why)
    yield _account()
    yield _landlock()
    yield _seccomp()
    yield _cgroups()


def _programs() -> Means:
    needed = ["bwrap", "prlimit", *(["setpriv"] if os.geteuid() == 0 else [])]
    missing = [name for name in needed if shutil.which(name) is None]
    return Means(
        name="bubblewrap",
        is_here=not missing,
        is_needed=True,
        found=f"missing: {', '.join(missing)}" if missing else f"{', '.join(needed)} are installed",
        why="it makes the sandbox, and prlimit and setpriv bound what runs inside",
        todo="apt-get install bubblewrap util-linux" if missing else "",
    )


def _user_namespaces() -> Means:
    said = _tried(["unshare", "--user", "true"])
    as_root = os.geteuid() == 0
    return Means(
        name="user namespaces",
        is_here=not said,
        is_needed=not as_root,
        found=said or "they can be made",
        why="an ordinary user needs them to make a sandbox"
        + ("; root, who asks here, does not" if as_root else ""),
        todo=f"allow them; {HOWTO}" if said else "",
    )


def _namespace(kind: str, why: str) -> Means:
    as_user = [] if os.geteuid() == 0 else ["--user"]
    said = _tried(["unshare", *as_user, f"--{kind}", "--fork", "true"])
    return Means(
        name=f"{kind} namespaces",
        is_here=not said,
        is_needed=True,
        found=said or "they can be made",
        why=why,
        todo=f"give Officina a machine or container that allows them; {HOWTO}" if said else "",
    )


def _account() -> Means:
    number = os.geteuid()
    first, last = confinement.FIRST_ACCOUNT, confinement.FIRST_ACCOUNT + confinement.ACCOUNTS - 1
    found = f"submissions run as this account, {number}"
    if number == 0:
        found = f"started by root, submissions run as one of the accounts {first} to {last}"
    return Means(
        name="account",
        is_here=number == 0,
        is_needed=False,
        found=found,
        why="an account of its own cannot touch the grader's files even without a sandbox; "
        "learners' code never runs as root",
    )


def _landlock() -> Means:
    is_here = landlock.is_possible()
    return Means(
        name="Landlock",
        is_here=is_here,
        is_needed=False,
        found="the kernel has it" if is_here else "the kernel has it not, or refuses it",
        why="it keeps the gradebook's database to the course's folder where the grader is not root",
        todo="" if is_here else "boot Linux 5.13 or later with landlock among its lsm=",
    )


def _seccomp() -> Means:
    filters = Path("/proc/sys/kernel/seccomp/actions_avail").is_file()
    try:
        ctypes.CDLL("libseccomp.so.2")
        library = True
    except OSError:
        library = False
    has_kernel = "the kernel has it" if filters else "the kernel has it not"
    has_library = "libseccomp is installed" if library else "libseccomp is missing"
    return Means(
        name="seccomp",
        is_here=filters and library,
        is_needed=False,
        found=f"{has_kernel}, {has_library}",
        why="it can refuse system calls; the sandbox stands without it",
        todo="" if filters and library else "apt-get install libseccomp2",
    )


def _cgroups() -> Means:
    is_unified = (CGROUPS / "cgroup.controllers").is_file()
    is_ours = is_unified and os.access(_own_cgroup(), os.W_OK)
    told = "version 2, and this account may divide its own" if is_ours else "version 2, read only"
    return Means(
        name="cgroups",
        is_here=is_ours,
        is_needed=False,
        found=told if is_unified else "version 2 is not mounted",
        why="they can bound a whole sandbox; without them memory is bounded for each process",
        todo="" if is_ours else "run the grader as a systemd service with Delegate=yes",
    )


def _own_cgroup() -> Path:
    lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    mine = next((line.removeprefix("0::/") for line in lines if line.startswith("0::/")), "")
    return CGROUPS / mine


def _tried(command: Sequence[str]) -> str:
    """Nothing where it works, else what it said."""
    try:
        ran = subprocess.run(
            command, capture_output=True, text=True, timeout=TRY_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"could not be tried: {error}"
    return "" if ran.returncode == 0 else ran.stderr.strip() or f"refused ({ran.returncode})"
