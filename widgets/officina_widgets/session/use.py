"""What this session uses at the moment: memory, and its GPUs with theirs."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from officina_widgets.session.signals import nvidia_table

MIB: Final = 1024 * 1024
QUERY: Final = (
    "--query-gpu=index,uuid,name,utilization.gpu,memory.used,memory.total",
    "--format=csv,noheader,nounits",
)
CGROUPS: Final = Path("/sys/fs/cgroup")
OWN_CGROUP: Final = Path("/proc/self/cgroup")
NODE_MEMORY: Final = "SLURM_MEM_PER_NODE"  # MiB, as Slurm has it


class GpuUse(NamedTuple):
    """One of the session's GPUs; None where the driver has no figure, as for MIG slices."""

    name: str
    percent: float | None
    memory_mib: float | None
    memory_of_mib: float | None


class Use(NamedTuple):
    """A look at all of it."""

    memory_mib: float | None
    memory_of_mib: float | None
    gpus: tuple[GpuUse, ...]


async def use_of(environment: Mapping[str, str] = os.environ) -> Use:
    """Of everything that this server has started, itself included."""
    used = await asyncio.to_thread(_resident_mib)
    table = await nvidia_table(*QUERY)
    gpus = gpus_of(table or "", environment.get("CUDA_VISIBLE_DEVICES"))
    return Use(used, await asyncio.to_thread(memory_limit_mib, environment), gpus)


def gpus_of(table: str, visible: str | None) -> tuple[GpuUse, ...]:
    """Those that the session may use; all that are seen where nothing is said of that."""
    names = None if visible is None else {name.strip() for name in visible.split(",")}
    return tuple(
        GpuUse(name, *map(_number, figures))
        for number, uuid, name, *figures in _rows(table)
        if names is None or names & {number, uuid}
    )


def memory_limit_mib(
    environment: Mapping[str, str], *, own: Path = OWN_CGROUP, cgroups: Path = CGROUPS
) -> float | None:
    """The least of what the job, its control group and the machine give."""
    job = _number(environment.get(NODE_MEMORY, ""))
    return min(
        (one for one in (job or None, *_group_limits(own, cgroups), _machine_mib()) if one),
        default=None,
    )


def _group_limits(own: Path, cgroups: Path) -> Iterator[float]:
    """Of the session's own control group and of those above it (version 2)."""
    try:
        path = own.read_text().strip().rpartition("::/")[2]
    except OSError:
        return
    folder = cgroups / path
    while folder.is_relative_to(cgroups):
        try:
            limit = _number((folder / "memory.max").read_text())
        except OSError:
            limit = None
        if limit:
            yield limit / MIB
        folder = folder.parent


def _resident_mib() -> float | None:
    try:
        import psutil
    except ImportError:
        return None
    own = psutil.Process()
    return sum(_resident([own, *own.children(recursive=True)])) / MIB


def _resident(processes: Iterable[object]) -> Iterator[int]:
    import psutil

    for process in processes:
        try:
            yield process.memory_info().rss  # type: ignore[attr-defined]
        except psutil.Error:
            continue


def _machine_mib() -> float | None:
    try:
        import psutil
    except ImportError:
        return None
    return float(psutil.virtual_memory().total / MIB)


def _rows(table: str) -> Iterator[list[str]]:
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.split(",")]
        if len(cells) == 6:
            yield cells


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None
