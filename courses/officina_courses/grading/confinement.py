"""What a runner may see, use and become: its sandbox, its limits, its account, its environment."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Literal

from officina_courses import sandbox
from officina_courses.grading.errors import GradingRefused
from officina_courses.grading.request import Limits
from officina_courses.pythons import Python
from officina_courses.sandbox import Account, Bind, Sandbox, Tmpfs

FILES = Path("/officina/files")
HOME = Path("/home/learner")
# bubblewrap's own process 1. Where an ordinary user started it, it has the account of the code
# inside, which could write itself into its memory, and no limit holds there.
FIRST_PROCESS = Path("/proc/1")
# As endless, and as full of zeros. But what is mapped of /dev/zero and shared stays in memory when
# a process has let go of all but a page of it, and no limit counts that.
ZEROS = Bind(source=Path("/dev/full"), target=Path("/dev/zero"), is_device=True)
Role = Literal["learner", "examiner", "foreign"]
ROLES: tuple[Role, ...] = ("learner", "examiner", "foreign")
FIRST_ACCOUNT = 64100
ACCOUNTS = 400


def require_isolation(isolation: str) -> bool:
    """Whether runners are isolated; raises where they must be and cannot."""
    if isolation == "off":
        return False
    found = sandbox.probe()
    if not found.is_possible:
        raise GradingRefused(
            "This machine cannot run learners' code apart from itself.",
            why=f"Grading without isolation would let a submission read and change everything "
            f"that the grader can: {found.reason}.",
            todo="Mend that, or allow it knowingly with grading.isolation = 'off' in factory.toml.",
        )
    return True


def account(role: Role) -> Account | None:
    """Whom root becomes: neighbours with other process ids most often get another account.

    An examiner's is never a learner's, which matters where nothing else keeps the two apart.
    """
    if os.geteuid() != 0:
        return None
    number = FIRST_ACCOUNT + ROLES.index(role) * ACCOUNTS + os.getpid() % ACCOUNTS
    return Account(uid=number, gid=number)


def runner_sandbox(
    files: Path | None,
    limits: Limits,
    role: Role,
    python: Python,
    *,
    info_fd: int,
    calls_fd: int | None,
) -> Sandbox:
    """The learner's files, if any, the Python, and small private folders; nothing else."""
    scratch = limits.scratch_mib << 20
    shown = () if files is None else (Bind(source=files, target=FILES),)
    return Sandbox(
        binds=(*python.binds, ZEROS, *shown),
        tmpfs=(
            Tmpfs(path=Path("/tmp"), size_bytes=scratch),  # noqa: S108 - inside the sandbox
            Tmpfs(path=HOME, size_bytes=scratch),
            Tmpfs(path=Path("/dev/shm"), size_bytes=scratch),  # noqa: S108 - the same
        ),
        masked=(*python.masked, FIRST_PROCESS),
        account=account(role),
        limits=_limits(limits),
        cwd=HOME,
        info_fd=info_fd,
        calls_fd=calls_fd,
    )


def _limits(limits: Limits) -> tuple[str, ...]:
    seconds = int(limits.notebook_timeout_seconds) + 30
    return (
        f"--as={limits.memory_mib << 20}",
        f"--data={limits.memory_mib << 20}",  # who starts it may have less for itself
        f"--cpu={seconds}",
        f"--nproc={limits.processes + processes_of_this_user()}",
        f"--fsize={limits.scratch_mib << 20}",
        "--nofile=512",
        "--core=0",
    )


def processes_of_this_user() -> int:
    """An ordinary user's limit counts all that runs as this user; root's runners have their own."""
    if os.geteuid() == 0:
        return 0
    count = 0
    for folder in Path("/proc").glob("[0-9]*/task"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == os.geteuid():
                count += sum(1 for _ in folder.iterdir())
    return count


def bare_prefix(limits: Limits, role: Role) -> list[str]:
    """Limits and another account, where an operator allows to go without a sandbox."""
    prefix = ["prlimit", *_limits(limits), "--"]
    who = account(role)
    if who is not None:
        prefix += ["setpriv", f"--reuid={who.uid}", f"--regid={who.gid}", "--clear-groups"]
        prefix += ["--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--"]
    return prefix


def environment(home: Path, python: Python) -> dict[str, str]:
    """All that a runner's environment holds."""
    return {
        "HOME": str(home),
        "PATH": f"{python.program.parent}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "IPYTHONDIR": str(home / ".ipython"),
        # glibc would reserve 64 MiB of the bounded address space for each thread.
        "MALLOC_ARENA_MAX": "2",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(home / ".matplotlib"),
        "NBGRADER_EXECUTION": "autograde",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
