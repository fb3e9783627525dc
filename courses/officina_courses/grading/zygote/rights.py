"""What a fork may not do any more: limits, special rights, and the kernel's dangerous calls."""

from __future__ import annotations

import resource

from officina_courses.grading.zygote import system_calls
from officina_courses.grading.zygote.bounds import Bounds

OPEN_FILES = 512


def give_up(bounds: Bounds, calls: bytes) -> None:
    """Bind this process and all that it will start; ``calls`` is a compiled filter, or nothing.

    The number of processes is counted in the fork's own user namespace, so neighbours with the same
    account take nothing away; process 1 is one of them.
    """
    for kind, most in (
        (resource.RLIMIT_AS, bounds.memory_bytes),
        (resource.RLIMIT_DATA, bounds.memory_bytes),  # who starts it may have less for itself
        (resource.RLIMIT_CPU, bounds.cpu_seconds),
        (resource.RLIMIT_NPROC, bounds.processes + 1),
        (resource.RLIMIT_FSIZE, bounds.scratch_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    system_calls.take_own_keyring()
    system_calls.drop_capabilities()
    if calls:
        system_calls.filter_calls(calls)
