"""A real ``nbgrader autograde`` on a copy of the course, itself in a sandbox.

nbgrader runs learners' code with the rights of whoever calls it. Here it has a copy to spoil, no
network and nothing else of the machine; the course's ``nbgrader_config.py`` is not among the files.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from officina_courses.folder_grading.order import FolderOrder
from officina_courses.folder_grading.workers import WorkerDied, side_by_side
from officina_courses.grading import course_door
from officina_courses.grading.confinement import processes_of_this_user
from officina_courses.grading.course_copy import copy_tree
from officina_courses.grading.gradebook import FILE
from officina_courses.grading.removal import scratch_folder
from officina_courses.sandbox import Account, Bind, Sandbox, Tmpfs, bwrap_command, python_binds

ACCOUNT = Account(uid=64001, gid=64001)
COURSE = Path("/officina/course")
HOME = Path("/home/trainer")
TEMPORARY = Path("/tmp")  # noqa: S108 - inside the sandbox
MOST_GRADEBOOK_BYTES = 1 << 30
LONGEST_SECONDS = 24 * 3600
KEPT_LINES = 3
SCRATCH_BYTES = 1 << 30
MOST_ADDRESS_BYTES = 8 << 30
PROCESSES = 256


class NbgraderRan(NamedTuple):
    """How it went, what it cost, and its last words where it failed."""

    exit_code: int
    cpu_seconds: float
    wall_seconds: float
    last_words: str


@contextmanager
def copied(order: FolderOrder) -> Iterator[Path]:
    """A copy of the course with the submissions of the order alone."""
    with scratch_folder("officina-compare-") as top:
        home = top / "course"
        home.mkdir()
        for step in ("source", "release"):
            copy_tree(order.home, step, order.exercise_id, to=home / step / order.exercise_id)
        for collected in order.submissions:
            place = ("submitted", collected.student, order.exercise_id)
            copy_tree(order.home, *place, to=home.joinpath(*place))
        book = course_door.read_file(order.home, FILE, max_bytes=MOST_GRADEBOOK_BYTES)
        (home / FILE).write_bytes(book)
        _give_away(home)
        yield home


def autograde(home: Path, order: FolderOrder) -> NbgraderRan:
    """Grade the copy as a trainer would, all submissions with one command."""
    started, before = time.monotonic(), _cpu_seconds()
    work = partial(_autograde, home)
    with closing(side_by_side([order], lambda: nullcontext(work), workers=1)) as runs:
        [(_, ran)] = runs  # in a process of its own, so that every child's time is counted
    code, words = (1, "it was ended") if isinstance(ran, WorkerDied) else ran
    return NbgraderRan(code, _cpu_seconds() - before, time.monotonic() - started, words)


def _autograde(home: Path, order: FolderOrder) -> tuple[int, str]:
    late = f"--LateSubmissionPlugin.penalty_method={order.late_penalty}"
    program = [sys.executable, "-m", "nbgrader", "autograde", order.exercise_id, late]
    ran = subprocess.run(
        bwrap_command(_sandbox(home), program),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        env=_environment(),
        timeout=LONGEST_SECONDS,
        check=False,
    )
    with suppress(ChildProcessError):
        while True:
            os.wait()
    words = "" if ran.returncode == 0 else "\n".join(ran.stderr.strip().splitlines()[-KEPT_LINES:])
    return ran.returncode, words


def _sandbox(home: Path) -> Sandbox:
    return Sandbox(
        binds=(*python_binds(), Bind(source=home, target=COURSE, writable=True)),
        tmpfs=(
            Tmpfs(path=TEMPORARY, size_bytes=SCRATCH_BYTES),
            Tmpfs(path=HOME, size_bytes=SCRATCH_BYTES),
        ),
        account=ACCOUNT if os.geteuid() == 0 else None,
        # Of each process; the account has this many beside what it runs already.
        limits=(
            "--core=0",
            f"--as={MOST_ADDRESS_BYTES}",
            f"--fsize={SCRATCH_BYTES}",
            f"--nproc={PROCESSES + processes_of_this_user()}",
        ),
        cwd=COURSE,
    )


def _environment() -> dict[str, str]:
    return {
        "HOME": str(HOME),
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": f"{Path(sys.prefix, 'bin')}:/usr/local/bin:/usr/bin:/bin",
        "USER": "trainer",
    }


def _give_away(home: Path) -> None:
    """To the account that nbgrader runs as, where root made it."""
    if os.geteuid() == 0:
        for place in (home, *home.rglob("*")):
            shutil.chown(place, ACCOUNT.uid, ACCOUNT.gid)


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
