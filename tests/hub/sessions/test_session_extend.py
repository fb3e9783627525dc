"""A running session is lengthened as far as its profile and the partition allow."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import pytest_asyncio
from memory_cluster import MemoryCluster, partition, row
from session_hub import API, Answer, SessionHub

from officina_courses.saying import say
from officina_spawners.slurm.client import Refused, Unanswered
from officina_spawners.slurm.explanation import explained

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def extend(hub: SessionHub, body: Any = None, who: str = "ada") -> Answer:
    return await hub.ask("POST", f"{API}extend", who, body)


@pytest_asyncio.fixture(loop_scope="module")
async def job(hub: SessionHub, port: int) -> str:
    number = await hub.start(profile="gpu")
    await hub.run(number, port)
    return number


async def test_an_empty_body_means_as_much_as_the_profile_gives(
    hub: SessionHub, slurm: MemoryCluster, job: str
) -> None:
    before = (await hub.mine())["ends_at"]
    answer = await extend(hub)
    assert (answer.status, answer.json["minutes"]) == (200, 60)
    assert answer.json["ends_at"] > before
    assert slurm.extended == [(job, 60)]


async def test_the_new_end_is_told_before_the_queue_is_asked_again(
    hub: SessionHub, slurm: MemoryCluster, job: str
) -> None:
    """The cluster in memory never shows a later end."""
    before = await hub.mine()
    answer = await extend(hub)
    now = await hub.mine()
    assert now["ends_at"] == answer.json["ends_at"] > before["ends_at"]
    assert now["seconds_left"] > before["seconds_left"] + 3500


async def test_two_clicks_lengthen_once(hub: SessionHub, slurm: MemoryCluster, job: str) -> None:
    answers = await asyncio.gather(extend(hub), extend(hub))
    assert sorted(each.status for each in answers) == [200, 409]
    assert slurm.extended == [(job, 60)]


async def test_it_is_not_lengthened_while_others_wait(
    hub: SessionHub, slurm: MemoryCluster, job: str
) -> None:
    slurm.rows["7"] = row("7")
    answer = await extend(hub)
    assert answer.status == 409
    assert "Others wait" in answer.message
    assert slurm.extended == []


@pytest.mark.parametrize(
    "changes", [{"partition": "other"}, {"reason": "Dependency"}, {"state": "RUNNING"}]
)
async def test_jobs_that_would_not_start_there_stand_against_nothing(
    hub: SessionHub, slurm: MemoryCluster, job: str, changes: dict[str, Any]
) -> None:
    slurm.rows["7"] = row("7", **changes)
    assert (await extend(hub)).status == 200


async def test_the_partitions_own_limit_holds(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    slurm.all_partitions = (partition(max_seconds=110 * 60),)
    await hub.run(await hub.start(profile="gpu"), port)
    answer = await extend(hub)
    assert answer.status == 409
    assert "for 110 minutes at most" in answer.message
    assert (await extend(hub, {"minutes": 50})).status == 200


@pytest.mark.usefixtures("job")
async def test_a_silent_slurm_lengthens_nothing_and_may_be_asked_again(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    slurm.refusal = Unanswered("timed out")
    answer = await extend(hub)
    assert answer.status == 503
    assert "runs on as before" in answer.message
    slurm.refusal = None
    assert (await extend(hub)).status == 200


@pytest.mark.usefixtures("job")
async def test_slurms_refusal_is_told_in_words(hub: SessionHub, slurm: MemoryCluster) -> None:
    told = explained("x", say("The hub is no operator of Slurm."), advice=[say("Tell it.")])
    slurm.refusal = Refused(told, "Access/permission denied")
    answer = await extend(hub)
    assert (answer.status, "no operator" in answer.message) == (409, True)


async def test_a_profile_may_forbid_it(hub: SessionHub, slurm: MemoryCluster, port: int) -> None:
    number = await hub.start(profile="cpu")
    await hub.run(number, port)
    assert (await hub.mine())["extension"] is None
    answer = await extend(hub)
    assert (answer.status, "are not lengthened" in answer.message) == (409, True)
    assert slurm.extended == []


async def test_a_session_that_waits_cannot_be_lengthened(hub: SessionHub) -> None:
    await hub.start(profile="gpu")
    await hub.mine_when("waiting")
    assert (await extend(hub)).status == 409


@pytest.mark.usefixtures("job")
async def test_anything_but_a_number_of_minutes_is_refused(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    numbers = (61, 0, -5, "60", 1.5, True, 10**9, [60])
    bodies = [{"minutes": each} for each in numbers]
    for body in (*bodies, {"hours": 1}, [], b"\xff\xfe"):
        assert (await extend(hub, body)).status == 400, body
    assert (await extend(hub, b"x" * 5000)).status == 413
    assert slurm.extended == []
