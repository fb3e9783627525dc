"""Bounds on what one session's processes may use, as prlimit options."""

from __future__ import annotations

import resource
from typing import Final

from pydantic import Field

from officina_courses.model import Frozen

MIB: Final = 1024 * 1024


class Limits(Frozen):
    """The kernel's resource limits of a session; 0 leaves the machine's own limit."""

    processes: int = Field(default=2048, ge=0)
    open_files: int = Field(default=16_384, ge=0)
    file_size_mib: int = Field(default=16_384, ge=0)
    address_space_mib: int = Field(default=0, ge=0)


def prlimit_options(limits: Limits) -> tuple[str, ...]:
    """``limits`` as options; never above what this process itself may use, which would fail."""
    wanted = {
        "nproc": (resource.RLIMIT_NPROC, limits.processes),
        "nofile": (resource.RLIMIT_NOFILE, limits.open_files),
        "fsize": (resource.RLIMIT_FSIZE, limits.file_size_mib * MIB),
        "as": (resource.RLIMIT_AS, limits.address_space_mib * MIB),
    }
    options = [
        f"--{name}={_at_most_hard(number, value)}"
        for name, (number, value) in wanted.items()
        if value
    ]
    return ("--core=0", *options)


def _at_most_hard(number: int, value: int) -> int:
    hard = resource.getrlimit(number)[1]
    return value if hard == resource.RLIM_INFINITY else min(value, hard)
