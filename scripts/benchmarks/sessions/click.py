"""From the click to a ready session with the real JupyterLab, in turns.

Twice: with JupyterLab alone, and with the two server extensions of nbgrader beside it that a
learner's session needs. Officina's sessions have its learner's configuration both times, so also
what keeps nbgrader's place. batchspawner's have what this environment has, less what Officina
leaves out too, by a file in the person's home.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.sessions.figures import Spread, ratio, table, verdict
from benchmarks.sessions.patience import until
from benchmarks.sessions.quiet import Quiet
from benchmarks.sessions.ring import BATCHSPAWNER, BOTH, OFFICINA, Ring, Terrain, ring

ROUNDS = 9
LEAST_RATIO = 2.5
ALONE, FULL = "JupyterLab", "JupyterLab and nbgrader"
NBGRADER = "nbgrader.server_extensions."
OF_TRAINERS = (f"{NBGRADER}course_list", f"{NBGRADER}formgrader", "jupyter_server_proxy")
OF_LEARNERS = (f"{NBGRADER}assignment_list", f"{NBGRADER}validate_assignment")

Times = dict[tuple[str, str], list[float]]


async def run(quiet: Quiet) -> str:
    """The table."""
    terrain = Terrain(people=2, partition="gpu", is_real_lab=True)
    taken: Times = defaultdict(list)
    async with contextlib.AsyncExitStack() as stack:
        async with quiet.preparing():
            rings = [await stack.enter_async_context(ring(each, terrain)) for each in BOTH]
            for each in rings:
                homes = each.cluster.layout.homes
                leave_out(OF_TRAINERS + OF_LEARNERS, homes / each.people[0])
                leave_out(OF_TRAINERS, homes / each.people[1])
                await start_once(each, each.people[0])  # the first reads the files from the disk
        for number, what in enumerate((ALONE, FULL)):
            async with quiet.measuring():
                for _ in range(ROUNDS):
                    for each in rings:
                        seconds = await start_once(each, each.people[number])
                        taken[what, each.contestant.name].append(seconds)
    return told({key: Spread(tuple(values)) for key, values in taken.items()})


def told(spreads: dict[tuple[str, str], Spread]) -> str:
    """The section."""
    medians = {key: spread.median for key, spread in spreads.items()}
    rows = [
        (
            what,
            name,
            len(spread.values),
            spread.row(2),
            ratio(medians[what, name], medians[what, OFFICINA.name]),
        )
        for (what, name), spread in spreads.items()
    ]
    least = min(
        medians[what, BATCHSPAWNER.name] / medians[what, OFFICINA.name] for what in (ALONE, FULL)
    )
    return (
        "### From the click to a ready JupyterLab\n\n"
        "Real Hubs, one GPU job each, JupyterLab from the same environment; from the request that "
        "starts the server to the Hub's event `ready`, in turns. Each contestant uses its own "
        "launcher and server command, Officina its learner's configuration. What that leaves out "
        "(formgrader, course list, jupyter-server-proxy) is left out for batchspawner, too; of "
        "nbgrader both have the assignment list and validation, or batchspawner has nothing.\n\n"
        f"{table(('session', 'spawner', 'n', 's, median (least to most)', 'times Officina'), rows)}"
        f"\n\nTarget, at least {LEAST_RATIO} in both: {verdict(is_met=least >= LEAST_RATIO)} "
        f"({least:.1f})."
    )


def leave_out(extensions: Sequence[str], home: Path) -> None:
    """By the person's own configuration; Officina's wins where it has an opinion."""
    folder = home / ".jupyter"
    folder.mkdir()
    shutil.chown(folder, home.owner())
    text = json.dumps({"ServerApp": {"jpserver_extensions": dict.fromkeys(extensions, False)}})
    (folder / "jupyter_server_config.json").write_text(text)


async def start_once(each: Ring, user: str) -> float:
    """Seconds until ready; the session is gone again afterwards."""
    began = time.perf_counter()
    await each.begin(user)
    is_ready = await each.hub.until_ready(user)
    seconds = time.perf_counter() - began
    if not is_ready:
        raise RuntimeError(f"no session of {each.contestant.name} came about")
    await each.stop(user)
    await until(lambda: is_over(each, user), seconds=60)
    return seconds


async def is_over(each: Ring, user: str) -> bool:
    """Neither hub nor Slurm has anything of it."""
    jobs = await each.counts("RUNNING", "COMPLETING")
    return not jobs and not await each.hub.servers_of(user)
