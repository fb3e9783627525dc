"""What the machine tells about this session's work: its GPUs, and the processes it has started."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

log = logging.getLogger(__name__)

NVIDIA = "nvidia-smi"
QUERY = ("--query-gpu=index,uuid,utilization.gpu", "--format=csv,noheader,nounits")
PATIENCE_SECONDS = 10.0


class Gpu(NamedTuple):
    """One row; without a figure where the driver has none, as for MIG slices."""

    number: str
    uuid: str
    percent: float | None


async def gpu_percent(environment: Mapping[str, str] = os.environ) -> float | None:
    """How busy the busiest of this session's GPUs is; None where nobody can say."""
    table = await nvidia_table(*QUERY)
    if table is None:
        return None
    return busiest(gpus(table), environment.get("CUDA_VISIBLE_DEVICES"))


async def nvidia_table(*query: str) -> str | None:
    """What nvidia-smi says to that; None where there is none, or it does not answer."""
    program = shutil.which(NVIDIA)
    if program is None:
        return None
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            *query,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return None
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            output, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    return output.decode("utf-8", "replace")


def gpus(table: str) -> list[Gpu]:
    """The rows of nvidia-smi."""
    rows = [[cell.strip() for cell in line.split(",")] for line in table.splitlines()]
    return [Gpu(row[0], row[1], _number(row[2])) for row in rows if len(row) == 3]


def busiest(found: Iterable[Gpu], visible: str | None) -> float | None:
    """Among those that the session may use; all that are seen where nothing is said of that."""
    names = None if visible is None else {name.strip() for name in visible.split(",")}
    figures = [
        gpu.percent
        for gpu in found
        if gpu.percent is not None and (names is None or names & {gpu.number, gpu.uuid})
    ]
    return max(figures, default=None)


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


class CpuMeter:
    """How much of one core everything that this server has started used since the last look."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = clock()
        self._seconds = _by_process()

    def percent(self) -> float | None:
        """None where psutil is not installed, and on the first look at a process tree too young."""
        now, seconds = self._clock(), _by_process()
        elapsed, before = now - self._at, self._seconds
        self._at, self._seconds = now, seconds
        if seconds is None or before is None or elapsed <= 0:
            return None
        used = sum(spent - before.get(process, 0.0) for process, spent in seconds.items())
        return max(0.0, 100.0 * used / elapsed)


def _by_process() -> dict[tuple[int, float], float] | None:
    """CPU seconds of each descendant, by its number and birth; numbers are used again."""
    try:
        import psutil
    except ImportError:
        return None
    found = {}
    for process in psutil.Process().children(recursive=True):
        try:
            times = process.cpu_times()
            found[process.pid, process.create_time()] = times.user + times.system
        except psutil.Error:
            continue
    return found
