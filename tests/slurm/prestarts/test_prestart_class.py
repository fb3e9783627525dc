"""A class of three on two GPUs: two sessions run before it begins, and one waits and is told so."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from portal_house import House
from real_hub import RealHub
from slurm_cluster import Cluster, Plan, forget, start

from officina_hub.portal.bell import Bell
from officina_hub.portal.hub_client import HubClient
from officina_hub.portal.hub_prestarts import HubPrestarts
from officina_hub.portal.prestarter import Prestarter

pytestmark = pytest.mark.slurm

CONFIG = Path(__file__).parent.parent / "hub" / "prestart_config.py"
LEARNERS = tuple(f"aif-p{os.getpid()}{letter}" for letter in "abc")
CHOICE = {"profile": "class", "gpus": 1, "minutes": 30}
PORTAL_TOKEN = secrets.token_hex(16)


@pytest.fixture(scope="module")
def two_gpus() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="officina-slurm-test.", dir="/var/tmp"))
    try:
        yield start(folder, Plan(gpu_nodes=1, gpus_per_node=2, users=LEARNERS))
    finally:
        if found := Cluster.at(folder):
            forget(found)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def hub(two_gpus: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHub]:
    more = {"TEST_SLURM_CONF": str(two_gpus.conf), "TEST_PORTAL_TOKEN": PORTAL_TOKEN}
    made = RealHub(tmp_path_factory.mktemp("hub"), CONFIG, more)
    for user in LEARNERS:
        made.api("POST", f"users/{user}")
    yield made
    made.close()
    two_gpus.run("scancel", "--partition=gpu")


class Class:
    """The trainer's side of it."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def plan(self, **choice: Any) -> str:
        made = str(uuid.uuid4())
        path = f"courses/tea/prestarts/{made}"
        send = {"choice": choice or CHOICE, "users": LEARNERS}
        answer = await self.house.ask("PUT", path, "tina", send=send)
        assert answer.status == 200, answer.content
        return made

    async def cancel(self, plan: str) -> None:
        await self.house.ask("DELETE", f"courses/tea/prestarts/{plan}", "tina")

    async def read(self, plan: str) -> list[dict[str, Any]]:
        answer = await self.house.ask("GET", f"courses/tea/prestarts/{plan}", "tina")
        found: list[dict[str, Any]] = answer.json["seats"]
        return found

    async def until(self, plan: str, *states: str) -> list[dict[str, Any]]:
        """As soon as the seats are in these states, in whatever order."""
        seats: list[dict[str, Any]] = []
        try:
            async with asyncio.timeout(150):
                while True:
                    bell = self.house.portal.news_bell.listen()
                    seats = await self.read(plan)
                    if sorted(seat["state"] for seat in seats) == sorted(states):
                        return seats
                    await Bell.heard(bell, 10)
        except TimeoutError:
            pytest.fail(f"it stays so: {seats}")


@pytest.fixture
async def tea(hub: RealHub, tmp_path: Path) -> AsyncIterator[Class]:
    async with House(tmp_path) as house:
        await house.with_tea()
        for user in LEARNERS:
            house.hub.tokens[user] = {**house.hub.tokens["ada"], "name": user}
            await house.enrol(user)
        access = house.settings.hub.model_copy(
            update={"api_url": f"http://127.0.0.1:{hub.proxy_port}/hub/api"}
        )
        house.portal.hub_prestarts = HubPrestarts(HubClient(access).ask, lambda: PORTAL_TOKEN)
        task = asyncio.create_task(Prestarter(house.portal).run())
        yield Class(house)
        house.portal.say_goodbye()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def jobs(cluster: Cluster) -> dict[str, str]:
    """Each job's owner and state."""
    listed = cluster.run("squeue", "--local", "-h", "-o", "%i %u %T").stdout.split("\n")
    return {line.split()[1]: line.split()[2] for line in listed if line}


async def test_two_run_one_waits_and_a_killed_hub_loses_none(
    tea: Class, hub: RealHub, two_gpus: Cluster
) -> None:
    plan = await tea.plan()
    seats = await tea.until(plan, "queued", "running", "running")
    waits = next(seat for seat in seats if seat["state"] == "queued")
    assert waits["message"], "nobody says why it waits"
    assert waits["job"]
    assert sorted(jobs(two_gpus).values()) == ["PENDING", "RUNNING", "RUNNING"]
    assert set(jobs(two_gpus)) == set(LEARNERS), "each job runs as its learner"

    hub.kill_hub()
    hub.start_hub()
    again = await tea.plan()
    await tea.until(again, "own", "own", "own")
    assert sorted(jobs(two_gpus)) == sorted(LEARNERS), "nothing was started a second time"

    free = next(seat for seat in seats if seat["state"] == "running")
    two_gpus.run("scancel", str(free["job"]))
    await tea.until(plan, "ended", "running", "running")

    await tea.cancel(plan)
    await tea.until(plan, "cancelled", "cancelled", "ended")
    async with asyncio.timeout(60):
        while jobs(two_gpus):
            await asyncio.to_thread(two_gpus.run, "squeue", "--local")


async def test_what_no_learner_may_have_is_refused_for_each(tea: Class, two_gpus: Cluster) -> None:
    plan = await tea.plan(profile="class", gpus=1, account="nobodys")
    seats = await tea.until(plan, "refused", "refused", "refused")
    assert {seat["code"] for seat in seats} == {"account-refused"}
    assert not jobs(two_gpus)
