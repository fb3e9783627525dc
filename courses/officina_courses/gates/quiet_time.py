"""How long a notebook would have run on a quiet machine: what is the course's own of its time.

Beside other work a notebook waits for a processor, which says nothing of the course. What it
computes and what it sleeps does, so both are held against its budget, and that waiting is not.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from officina_courses.gates.cells_run import RanCell
from officina_courses.running.protocol import Usage

CORES: Final = 2  # that budgets are declared for
PRESSURE: Final = Path("/proc/pressure/cpu")  # Linux, Documentation/accounting/psi.rst
OWN: Final = Path("/proc/thread-self/schedstat")


class Took(NamedTuple):
    """The time of one run: by the clock, and as it would be with nobody beside."""

    seconds: float
    quiet_seconds: float


class Stopwatch:
    """Begun right before a run, in the thread that runs it."""

    def __init__(self) -> None:
        self._began, self._stalled, self._waited = time.perf_counter(), _stalled(), _waited()

    def took(self, usage: Usage | None, cells: Sequence[RanCell]) -> Took:
        """The time until now; where the kernel told nothing of itself, by the clock alone."""
        seconds = time.perf_counter() - self._began
        stalled, waited = _stalled() - self._stalled, _waited() - self._waited
        return Took(seconds, quiet_seconds(seconds, stalled, waited, usage, cells))


def quiet_seconds(
    seconds: float, stalled: float, waited: float, usage: Usage | None, cells: Sequence[RanCell]
) -> float:
    """At least what it computed on two processors, and what it slept.

    ``stalled`` is how long somebody on the machine waited for a processor meanwhile, ``waited`` how
    long this thread did. How long child processes waited nobody knows, so of a notebook that let
    others compute what the cells slept is not known either.
    """
    if usage is None:
        return seconds
    kernel = usage.waited_seconds or 0.0
    computed = usage.cpu_seconds / CORES
    left = seconds - max(stalled, kernel)
    slept = 0.0
    if not usage.child_seconds:
        of_cells = sum(cell.seconds or 0.0 for cell in cells)
        slept = of_cells - usage.cpu_seconds - kernel - waited
    return min(seconds, max(computed, left, slept, 0.0))


def _stalled() -> float:
    """The seconds since the start of the machine in which anybody waited for a processor."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        some = PRESSURE.read_text(encoding="ascii").splitlines()[0]
        return int(some.rpartition("total=")[2]) / 1e6
    return 0.0


def _waited() -> float:
    """The seconds that this thread was ready and had no processor."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(OWN.read_text(encoding="ascii").split()[1]) / 1e9
    return 0.0
