"""A contestant on ground of its own: private Slurm, people with Unix accounts, hub and proxy."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.sessions import sdiag
from benchmarks.sessions.ground import ground
from benchmarks.sessions.hub import BIN, Hub, Usage
from benchmarks.sessions.patience import until
from jupyterhub.utils import random_port
from slurm_cluster import Cluster
from tornado.httpclient import HTTPClientError

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
READY_SECONDS = 180.0
SETPRIV = ("setpriv", "--reuid={uid}", "--regid={gid}", "--init-groups", "--")


@dataclass(frozen=True)
class Contestant:
    """Whose hub it is; ``letter`` keeps the two apart in the names of people."""

    name: str
    letter: str
    config: str
    real_program: tuple[str, ...]


OFFICINA = Contestant(
    "Officina", "o", "officina.py", (sys.executable, "-P", "-m", "officina_widgets.singleuser")
)
BATCHSPAWNER = Contestant(
    "batchspawner",
    "b",
    "batchspawner.py",
    (str(BIN / "batchspawner-singleuser"), str(BIN / "jupyterhub-singleuser")),
)
BOTH = (OFFICINA, BATCHSPAWNER)


@dataclass(frozen=True)
class Terrain:
    """What a part needs: nodes, people, and what runs in the place of JupyterLab."""

    people: int
    partition: str = "cpu"
    cpu_nodes: int = 1
    gpu_nodes: int = 1
    is_real_lab: bool = False
    is_emulated: bool = False
    start_seconds: int = 0  # 0: each contestant's own default


@dataclass(frozen=True)
class Reading:
    """All counters at one moment."""

    at: float
    requests: dict[str, int]
    accounting: dict[str, int]
    usage: Usage


@dataclass(frozen=True)
class Spell:
    """What happened between two readings, a minute."""

    requests: float
    listings: float
    accounting: float
    hub_cpu_seconds: float
    command_cpu_seconds: float
    memory_mib: float


@dataclass(frozen=True)
class Ring:
    """Ready for sessions."""

    contestant: Contestant
    terrain: Terrain
    cluster: Cluster
    hub: Hub

    @property
    def people(self) -> tuple[str, ...]:
        return self.cluster.plan.users

    async def begin(self, user: str, server: str = "") -> None:
        """The click: returns when the hub has taken it."""
        options = {"profile": self.terrain.partition} if self.contestant is OFFICINA else {}
        await self.hub.api("POST", _path(user, server), options)

    async def stop(self, user: str, server: str = "") -> None:
        with contextlib.suppress(HTTPClientError):  # it was over already
            await self.hub.api("DELETE", _path(user, server))

    async def begin_and_wait(self, sessions: Sequence[tuple[str, str]], *, at_once: int) -> None:
        """Start them, so many at a time, until all are ready."""
        turns = asyncio.Semaphore(at_once)

        async def one(user: str, server: str) -> None:
            async with turns:
                await self.begin(user, server)
                try:
                    await until(lambda: self.is_ready(user, server), seconds=READY_SECONDS)
                except TimeoutError:
                    raise RuntimeError(self.trouble(user, server)) from None

        await asyncio.gather(*(one(user, server) for user, server in sessions))

    def trouble(self, user: str, server: str) -> str:
        """What the hub's log says of a session that did not come about."""
        lines = (self.hub.data / "hub.log").read_text().splitlines()
        about = [line for line in lines if user in line and "200 GET" not in line][-30:]
        said = f"{self.contestant.name}: {user}:{server} was not ready in {READY_SECONDS:.0f} s."
        return "\n".join([said, *about])

    async def is_ready(self, user: str, server: str) -> bool:
        return bool((await self.hub.servers_of(user)).get(server, {}).get("ready"))

    async def counts(self, *states: str) -> dict[str, int]:
        """How many jobs each person has in these states."""
        listed = await self.slurm("squeue", "-h", "-t", ",".join(states), "-o", "%u")
        names = listed.split()
        return {name: names.count(name) for name in self.people if name in names}

    async def orphans(self) -> int:
        """Jobs that wait or run and belong to no session of the hub."""
        jobs = await self.counts("PENDING", "CONFIGURING", "RUNNING")
        known = {user: len(await self.hub.servers_of(user)) for user in jobs}
        return sum(max(0, count - known[user]) for user, count in jobs.items())

    async def read(self) -> Reading:
        requests = sdiag.counts_in(await self.slurm("sdiag"))
        accounting = sdiag.counts_in(await self.slurm("sacctmgr", "-n", "show", "stats"))
        return Reading(time.monotonic(), requests, accounting, self.hub.usage())

    async def watch(self, seconds: float) -> Spell:
        """Count for so long."""
        before = await self.read()
        await asyncio.sleep(seconds)
        return spell_between(before, await self.read())

    async def slurm(self, *argv: str) -> str:
        return (await asyncio.to_thread(self.cluster.run, *argv)).stdout

    async def until(self, state: str, count: int, *, seconds: float) -> None:
        """So many jobs are in this state."""

        async def is_so() -> bool:
            return sum((await self.counts(state)).values()) == count

        await until(is_so, seconds=seconds)


def spell_between(before: Reading, after: Reading) -> Spell:
    """Two readings as figures a minute."""
    minutes = (after.at - before.at) / 60
    counted = sdiag.counted_between(before.requests, after.requests)
    asked = sdiag.counted_between(before.accounting, after.accounting)
    old, new = before.usage, after.usage
    return Spell(
        requests=sdiag.by_clients(counted) / minutes,
        listings=sdiag.listings(counted) / minutes,
        accounting=asked.get("DBD_GET_JOBS_COND", 0) / minutes,
        hub_cpu_seconds=(new.cpu_seconds - old.cpu_seconds) / minutes,
        command_cpu_seconds=(new.children_seconds - old.children_seconds) / minutes,
        memory_mib=new.memory_mib,
    )


@contextlib.asynccontextmanager
async def ring(contestant: Contestant, terrain: Terrain) -> AsyncIterator[Ring]:
    """A cluster and a hub of its own, and nothing left of them afterwards."""
    async with ground(
        contestant.letter,
        people=terrain.people,
        cpu_nodes=terrain.cpu_nodes,
        gpu_nodes=terrain.gpu_nodes,
    ) as place:
        with _stand_in(terrain) as port:
            facts = _facts(contestant, terrain, place.cluster, _copies(place.folder), port)
            hub = Hub(contestant.config, place.folder / "hub", place.cluster.conf, facts)
            try:
                await hub.start()
                await asyncio.gather(*(hub.api("POST", f"users/{user}") for user in place.people))
                yield Ring(contestant, terrain, place.cluster, hub)
            finally:
                await hub.close()


def _facts(
    contestant: Contestant, terrain: Terrain, cluster: Cluster, programs: Path, port: int
) -> dict[str, Any]:
    emulated = (SYSTEM_PYTHON, "-I", str(programs / "emulated_job.py"), str(port))
    light = (SYSTEM_PYTHON, "-I", "-S", str(programs / "stand_in.py"))
    names = [node.name for node in cluster.plan.nodes]
    return {
        "partition": terrain.partition,
        "addresses": dict.fromkeys([*names, cluster.facts.host.name], "127.0.0.1"),
        "program": contestant.real_program if terrain.is_real_lab else light,
        "submit_prefix": (*SETPRIV, *emulated) if terrain.is_emulated else (),
        "submit_command": f"{' '.join(emulated)} sbatch" if terrain.is_emulated else "",
        "start_seconds": terrain.start_seconds,
    }


def _copies(folder: Path) -> Path:
    """Where everybody's job can read them, which a checkout may not be."""
    place = folder / "programs"
    place.mkdir()
    for name in ("stand_in.py", "emulated_job.py"):
        shutil.copy(HERE / name, place / name)
    return place


@contextlib.contextmanager
def _stand_in(terrain: Terrain) -> Iterator[int]:
    """The one server that answers for all emulated sessions."""
    port = random_port()
    if not terrain.is_emulated:
        yield port
        return
    program = [SYSTEM_PYTHON, "-I", "-S", str(HERE / "stand_in.py"), str(port)]
    process = subprocess.Popen(program)
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


def _path(user: str, server: str) -> str:
    return f"users/{user}/servers/{server}" if server else f"users/{user}/server"
