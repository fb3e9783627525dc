"""A kernel from its start to its first answer, and a notebook run by papermill, in turns.

"As it is" is ipykernel started by ``jupyter_client``'s own provisioner, without any sandbox; the
other is a fork of a warm process in a sandbox of its own. The client is the same, and counted too.
The start of the warm process is told apart: it is paid once.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.exercises import LIGHT, REALISTIC, notebook, write_data
from benchmarks.meter import Meter
from jupyter_client.manager import AsyncKernelManager

from officina_courses.grading.engine import CellToRun
from officina_courses.grading.zygote.warm_engine import wanted_imports
from officina_courses.kernels.manager import WarmKernelManager
from officina_courses.kernels.zygotes import ZYGOTES
from officina_courses.model import Environment
from officina_courses.running.protocol import NotebookToRun
from officina_courses.running.sandboxed import run_notebook
from officina_courses.running.warm import WarmWay

SECONDS = 60
MANAGERS = {"ipykernel as it is": AsyncKernelManager, "fork of a warm process": WarmKernelManager}


class Spent(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float


def run(*, rounds: int) -> None:
    """Measure in turns and print the tables."""
    meter = Meter()
    try:
        once = _spent(lambda: asyncio.run(_start(WarmKernelManager, meter)), meter)
        print("| start of a kernel | n | until ready, CPU ms | wall ms | ", end="")
        print("until the first answer, CPU ms | wall ms |\n|---|---|---|---|---|---|")
        taken: dict[str, list[tuple[Spent, Spent]]] = {name: [] for name in MANAGERS}
        for _ in range(rounds):
            for name, manager in MANAGERS.items():
                taken[name].append(asyncio.run(_start(manager, meter)))
        for name, figures in taken.items():
            ready, answered = (_middle(column) for column in zip(*figures, strict=True))
            print(f"| {name} | {rounds} | {_cells(ready)} | {_cells(answered)} |", flush=True)
        print(f"\nThe first fork also started the warm process: {_cells(once)} ms (CPU | wall).\n")
        _papermill(meter, max(3, rounds // 2))
    finally:
        ZYGOTES.close()
        meter.close()
    print(f"\nMedians; CPU {meter.about}, the client's share included.")


async def _start(manager: type[AsyncKernelManager], meter: Meter) -> tuple[Spent, Spent]:
    wall, cpu = time.perf_counter(), meter.seconds()
    kernel = manager(kernel_name="python3", transport="ipc")
    await kernel.start_kernel()
    client = kernel.client()
    client.start_channels()
    await client.wait_for_ready(timeout=SECONDS)
    ready = Spent(time.perf_counter() - wall, meter.seconds() - cpu)
    await client.execute_interactive("1 + 1", output_hook=lambda _: None, timeout=SECONDS)
    answered = Spent(time.perf_counter() - wall, meter.seconds() - cpu)
    client.stop_channels()
    await kernel.shutdown_kernel(now=True)
    return ready, answered


def _papermill(meter: Meter, rounds: int) -> None:
    print("| notebook, run by papermill | n | CPU ms | wall ms |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as above:
        for exercise in (LIGHT, REALISTIC):
            folder = Path(above, exercise.name)
            folder.mkdir()
            (folder / "tasks.ipynb").write_text(json.dumps(notebook(exercise)))
            write_data(folder)
            preload = wanted_imports(CellToRun("", cell[0]) for cell in exercise.cells)
            ways = {
                "in a sandbox made anew": run_notebook,
                "with a fork of a warm process": WarmWay(preload).run_notebook,
            }
            taken: dict[str, list[Spent]] = {name: [] for name in ways}
            for turn in range(-1, rounds):
                for name, way in ways.items():
                    spent = _spent(_whole(way, folder), meter)
                    if turn >= 0:  # the first one starts what is kept
                        taken[name].append(spent)
            for name, figures in taken.items():
                print(
                    f"| {exercise.name}, {name} | {rounds} | {_cells(_middle(figures))} |",
                    flush=True,
                )


def _whole(way: Callable[..., object], folder: Path) -> Callable[[], object]:
    what = NotebookToRun(
        folder=folder, name="tasks.ipynb", environment=Environment(), code_cells=20
    )
    return lambda: way(what)


def _spent(do: Callable[[], object], meter: Meter) -> Spent:
    wall, cpu = time.perf_counter(), meter.seconds()
    do()
    return Spent(time.perf_counter() - wall, meter.seconds() - cpu)


def _middle(figures: object) -> Spent:
    wall, cpu = (statistics.median(column) for column in zip(*figures, strict=True))  # type: ignore[call-overload]
    return Spent(wall, cpu)


def _cells(spent: Spent) -> str:
    return f"{spent.cpu * 1e3:.0f} | {spent.wall * 1e3:.0f}"
