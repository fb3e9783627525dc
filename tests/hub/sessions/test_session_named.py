"""Further sessions with names of their own, through the real Hub: as many as allowed, each told."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

import pytest
from jupyterhub import orm
from memory_cluster import MemoryCluster
from session_hub import API, Answer, SessionHub

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOSTILE = ["../x", "a:b", "ä", "a" * 200, "a b", "$(id)", "a\nb", "Shouting"]


async def start(hub: SessionHub, name: str, **options: Any) -> Answer:
    path = f"users/ada/servers/{quote(name, safe='')}" if name else "users/ada/server"
    return await hub.ask("POST", path, "ada", {"user_options": options})


async def sessions(hub: SessionHub) -> dict[str, Any]:
    answer = await hub.ask("GET", f"{API}mine")
    return {each["server"]: each for each in answer.json["sessions"]}


async def when(hub: SessionHub, name: str, state: str) -> Any:
    async with asyncio.timeout(20):
        while (found := (await sessions(hub)).get(name)) is None or found["state"] != state:
            pass  # each question is a request, so the Hub goes on meanwhile
    return found


async def refusal(hub: SessionHub, name: str) -> str:
    """Why the start of that session was refused."""
    async with asyncio.timeout(20):
        while not (found := (await sessions(hub))[name])["last_ending"]:
            pass
    return str(found["last_ending"]["sentence"])


@pytest.mark.parametrize("name", HOSTILE)
async def test_an_odd_name_gets_no_session_and_leaves_no_file(
    hub: SessionHub, slurm: MemoryCluster, name: str
) -> None:
    answer = await start(hub, name, profile="cpu")
    assert answer.status in {400, 404}
    assert slurm.submitted == []
    assert not list(hub.data_dir.glob("run/**/*.json"))


@pytest.mark.parametrize("name", HOSTILE)
async def test_an_odd_name_of_an_older_hub_is_refused_by_the_spawner_itself(
    hub: SessionHub, slurm: MemoryCluster, name: str
) -> None:
    user = hub.app.users["ada"]
    hub.app.db.add(orm.Spawner(name=name, user=user.orm_user))
    hub.app.db.commit()
    spawner = user.get_spawner(name)
    spawner.user_options = {"profile": "cpu"}
    with pytest.raises(Exception, match="cannot be called"):
        await spawner.start()
    assert await spawner.poll() == 0
    assert slurm.submitted == []
    assert (await hub.ask("GET", f"{API}mine")).status == 200


async def test_two_sessions_of_a_kind_run_side_by_side_and_a_third_is_refused(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    assert (await start(hub, "", profile="cpu")).status == 202
    await when(hub, "", "waiting")
    assert (await start(hub, "training", profile="cpu")).status == 202
    await when(hub, "training", "waiting")
    found = await sessions(hub)
    assert {name: each["profile"] for name, each in found.items()} == {"": "cpu", "training": "cpu"}
    await start(hub, "third", profile="cpu")
    assert "2 of 2 sessions of the kind cpu" in await refusal(hub, "third")
    assert len(slurm.submitted) == 2


async def test_two_that_start_at_once_do_not_slip_through(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    names = ("one", "two", "three")
    await asyncio.gather(*(start(hub, name, profile="gpu") for name in names))

    async def refused() -> int:
        return len([1 for each in (await sessions(hub)).values() if each["last_ending"]])

    async with asyncio.timeout(20):
        while await refused() < 2 or not slurm.submitted:
            pass
    assert len(slurm.submitted) == 1


async def test_a_session_on_the_hubs_machine_has_no_name(hub: SessionHub) -> None:
    await start(hub, "second", profile="small")
    assert "run on a cluster" in await refusal(hub, "second")


async def test_there_is_an_end_to_names(hub: SessionHub) -> None:
    for name in ("a", "b", "c"):
        hub.app.users["ada"].get_or_create_spawner(name, "")
    answer = await start(hub, "d", profile="cpu")
    assert answer.status == 400
    assert "maximum of 3 named servers" in answer.message
