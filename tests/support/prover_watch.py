"""What it costs to run a stranger's package: memory of the prover, disk and time."""

from __future__ import annotations

import asyncio
import subprocess
import time
from pathlib import Path
from typing import Any, Final, NamedTuple

from portal_house import House
from prover_hand import proof_of, start_prover

MIB: Final = 1 << 20
MOST_MEMORY_MIB: Final = 512  # of the prover itself; what notebooks hold is their sandboxes'
MOST_DISK_MIB: Final = 200
MOST_SECONDS: Final = 120


class Cost(NamedTuple):
    """At its most, while the package was run; ``kept_mib`` is what lay there afterwards."""

    memory_mib: float
    disk_mib: float
    kept_mib: float
    seconds: float


async def proved_by(
    house: House, data_dir: Path, release_id: int, *, scratch: Path
) -> tuple[Any, Cost]:
    """What became of a release by a prover of its own, which must outlive it."""
    prover = start_prover(house, data_dir, TMPDIR=str(scratch))
    watch = asyncio.create_task(_largest(scratch))
    began = time.monotonic()
    try:
        ran = await proof_of(house, release_id)
        seconds = time.monotonic() - began
        watch.cancel()
        disk = await watch
        memory = _most_memory_mib(prover)
        assert prover.poll() is None  # it goes on to the next course
    finally:
        prover.terminate()
        prover.wait(30)
    return ran, Cost(memory, disk / MIB, _bytes_below(scratch) / MIB, seconds)


def check_ceilings(cost: Cost) -> None:
    """The same for every package, whatever it tries."""
    assert cost.memory_mib < MOST_MEMORY_MIB, cost
    assert cost.disk_mib < MOST_DISK_MIB, cost
    assert cost.kept_mib < 1, cost
    assert cost.seconds < MOST_SECONDS, cost


async def _largest(folder: Path) -> int:
    """The most bytes that lay there, until cancelled."""
    most = 0
    try:
        while True:
            found = await asyncio.to_thread(_bytes_below, folder)
            most = max(most, found)
            await asyncio.sleep(0.2)  # nothing tells of what is written
    except asyncio.CancelledError:
        return most


def _bytes_below(folder: Path) -> int:
    done = subprocess.run(["du", "-sbx", folder], capture_output=True, text=True, check=False)
    return int(done.stdout.split()[0])


def _most_memory_mib(process: subprocess.Popen[bytes]) -> int:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) >> 10
