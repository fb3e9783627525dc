"""What the process that looks may see, use and become.

It has a sandbox of its own wherever this machine can make one: no network, no files but Python's
and one folder, no rights, an account that owns nothing else. Where it cannot, the same ceilings of
time, memory and processes hold for a plain process.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from pydantic import Field

from officina_courses import sandbox
from officina_courses.archive.limits import MIB
from officina_courses.grading.confinement import processes_of_this_user
from officina_courses.looking.answers import LookOrder
from officina_courses.model import Frozen
from officina_courses.sandbox import Account, Bind, Sandbox, Tmpfs

PLACE: Final = Path("/officina/looking")
TEMPORARY: Final = Path("/tmp")  # noqa: S108 - inside the sandbox
ACCOUNT: Final = Account(uid=63990, gid=63990)  # no runner's and no grader's
SCRATCH_BYTES: Final = 64 * MIB


class LookBounds(Frozen):
    """How much looking at one course may take."""

    cpu_seconds: int = Field(default=40, ge=1, description="Of the processor")
    seconds: float = Field(default=75, gt=0, description="By the clock, on a busy machine")
    memory_mib: int = Field(default=2048, ge=64, description="Address space")
    processes: int = Field(default=64, ge=1, description="Processes and threads at one time")


def looking_command(order: LookOrder, place: Path, bounds: LookBounds) -> list[str]:
    """The full argument list of a process that looks and may write below ``place`` alone.

    It may wait for a trial of the machine's sandbox, the first time.
    """
    # -B, since nothing of Python's own can be written.
    program = [sys.executable, "-I", "-B", "-m", "officina_courses.looking"]
    program.append(order.model_dump_json())
    limits = _limits(order, bounds)
    if not sandbox.probe().is_possible:
        return ["prlimit", *limits, "--", *program]
    shown = Sandbox(
        binds=(*sandbox.python_binds(), Bind(source=place, target=PLACE, writable=True)),
        tmpfs=(Tmpfs(path=TEMPORARY, size_bytes=SCRATCH_BYTES),),
        masked=sandbox.shipped_courses_mask(),
        account=account(),
        limits=limits,
        cwd=PLACE,
    )
    return sandbox.bwrap_command(shown, program)


def account() -> Account | None:
    """Whom root becomes, and who must own the folder; anybody else stays who they are."""
    return ACCOUNT if os.geteuid() == 0 and sandbox.probe().is_possible else None


def environment() -> dict[str, str]:
    """A few variables of our own; none of the caller's, which may hold tokens."""
    return {
        "HOME": str(TEMPORARY),
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
    }


def _limits(order: LookOrder, bounds: LookBounds) -> tuple[str, ...]:
    return (
        f"--as={bounds.memory_mib * MIB}",
        # First the signal that says why, and only then the one that says nothing.
        f"--cpu={bounds.cpu_seconds}:{bounds.cpu_seconds + 5}",
        f"--fsize={2 * order.limits.max_stream_bytes}",
        f"--nproc={bounds.processes + processes_of_this_user()}",
        "--nofile=256",
        "--core=0",
    )
