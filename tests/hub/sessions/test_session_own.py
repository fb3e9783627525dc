"""A session asks about itself by the token that it was given, and about nothing else."""

from __future__ import annotations

import pytest
from memory_cluster import MemoryCluster
from session_hub import SessionHub

from officina_widgets.session.own_session import Lengthened, OwnSession

pytestmark = pytest.mark.asyncio(loop_scope="module")
OWN = "officina/session"


async def running(hub: SessionHub, slurm: MemoryCluster, port: int, **options: str) -> str:
    """A session that runs; returns its token."""
    job = await hub.start(**options)
    await hub.run(job, port)
    return slurm.submitted[int(job) - 1001][2]["JUPYTERHUB_API_TOKEN"]


async def test_it_is_told_its_end_as_its_client_reads_it(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    token = await running(hub, slurm, port, profile="gpu")
    answer = await hub.ask("GET", OWN, token)
    assert answer.status == 200
    end = OwnSession.model_validate(answer.json).end()
    assert end is not None
    assert end.extension_minutes == 60
    assert answer.json["ends_at"] == (await hub.mine())["ends_at"]
    assert (answer.json["user"], answer.json["server"]) == ("ada", "")


async def test_it_is_lengthened_by_what_its_profile_gives(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    token = await running(hub, slurm, port, profile="gpu")
    answer = await hub.ask("POST", f"{OWN}/extend", token)
    assert Lengthened.model_validate(answer.json).minutes == 60
    assert [minutes for _, minutes in slurm.extended] == [60]


async def test_profile_that_is_never_lengthened_offers_nothing(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    token = await running(hub, slurm, port, profile="cpu")
    end = OwnSession.model_validate((await hub.ask("GET", OWN, token)).json).end()
    assert end is not None
    assert end.extension_minutes == 0
    assert (await hub.ask("POST", f"{OWN}/extend", token)).status == 409


@pytest.mark.parametrize("path", ["officina/sessions/mine", "users/bob", "users"])
async def test_its_token_opens_nothing_more(
    hub: SessionHub, slurm: MemoryCluster, port: int, path: str
) -> None:
    token = await running(hub, slurm, port, profile="gpu")
    assert (await hub.ask("GET", path, token)).status in {403, 404}


@pytest.mark.parametrize("who", ["", "nonsense", "ada", "bob"])
async def test_no_other_token_is_a_session(
    hub: SessionHub, slurm: MemoryCluster, port: int, who: str
) -> None:
    await running(hub, slurm, port, profile="gpu")
    assert (await hub.ask("GET", OWN, who)).status == 403
    assert (await hub.ask("POST", f"{OWN}/extend", who)).status == 403
    assert slurm.extended == []
