"""A session becomes as long as a new one might be: by its profile, partition, QOS and budget."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from memory_cluster import MemoryCluster, partition
from pydantic import ValidationError
from session_hub import API, Answer, SessionHub

from officina_hub.session_api.extending import SOMEBODY_WAITS
from officina_hub.session_api.lengths import TOO_LONG, room_minutes
from officina_spawners.profiles import Profile
from officina_spawners.slurm.client import NoAccounting, SlurmError, Unanswered
from officina_spawners.slurm.jobs import Job
from officina_spawners.slurm.resources import Budget, Wall

pytestmark = pytest.mark.asyncio(loop_scope="module")
GPU_MINUTES = 6000


async def extend(hub: SessionHub, body: Any = None) -> Answer:
    return await hub.ask("POST", f"{API}extend", "ada", body)


async def run(hub: SessionHub, port: int, *, minutes: int = 60) -> None:
    """A session with one GPU, ten minutes old."""
    await hub.run(await hub.start(profile="gpu"), port, minutes=minutes)


async def test_it_becomes_no_longer_than_its_profile_lets_one_be_started_for(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    slurm.all_partitions = (partition(max_seconds=None),)
    await run(hub, port, minutes=450)
    assert (await hub.mine())["extension"]["minutes"] == 30
    answer = await extend(hub, {"minutes": 31})
    assert answer.status == 409
    assert "481 minutes long" in answer.message
    assert "480 at most" in answer.message
    answer = await extend(hub)
    assert (answer.status, answer.json["minutes"]) == (200, 30)
    assert [minutes for _, minutes in slurm.extended] == [30]


async def test_one_that_is_as_long_as_can_be_is_offered_no_more(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    slurm.all_partitions = (partition(max_seconds=None),)
    await run(hub, port, minutes=480)
    assert (await hub.mine())["extension"] is None
    assert (await extend(hub)).status == 409
    assert slurm.extended == []


@pytest.mark.parametrize(
    ("walls", "owner"),
    [
        ([Wall(seconds=5400, qos="normal")], "The service class normal"),
        ([Wall(seconds=5400, account="proto")], "The project proto"),
        ([Wall(seconds=5400, account="proto", partition="gpu")], "The project proto"),
    ],
)
async def test_the_longest_time_of_its_qos_or_account_holds(
    hub: SessionHub, slurm: MemoryCluster, port: int, walls: list[Wall], owner: str
) -> None:
    slurm.all_walls = tuple(walls)
    await run(hub, port)
    answer = await extend(hub)
    assert answer.status == 409
    assert f"{owner} lets a job run for 90 minutes at most" in answer.message
    assert slurm.extended == []
    assert (await extend(hub, {"minutes": 30})).status == 200


@pytest.mark.parametrize(
    "walls",
    [
        [Wall(seconds=60, qos="short"), Wall(seconds=60, account="other")],
        [Wall(seconds=60, account="proto", partition="cpu")],
        [Wall(seconds=60, account="proto"), Wall(seconds=7200, qos="normal")],
    ],
)
async def test_a_limit_that_is_not_its_own_does_not(
    hub: SessionHub, slurm: MemoryCluster, port: int, walls: list[Wall]
) -> None:
    slurm.all_walls = tuple(walls)
    await run(hub, port)
    assert (await extend(hub)).status == 200


@pytest.mark.parametrize(
    ("wall", "owner"),
    [
        (Wall(seconds=3600, qos="short"), "The service class short"),
        (Wall(seconds=3600, account="proto"), "The project proto"),
    ],
)
async def test_a_quote_names_the_longest_time_of_qos_or_account_before_a_start(
    hub: SessionHub, slurm: MemoryCluster, wall: Wall, owner: str
) -> None:
    slurm.all_walls = (wall,)
    for minutes in (60, 61):
        query = f"?profile=slice&qos=short&minutes={minutes}"
        faults = (await hub.offers(query=query))["quote"]["faults"]
        assert [each["field"] for each in faults] == ["minutes"] * (minutes - 60)
    assert f"{owner} lets a job run for 60 minutes at most and 61 were" in faults[0]["message"]
    await hub.offers(query="?profile=gpu&minutes=240")
    assert slurm.asked["walls"] == 1, "kept, and not asked where no service class is named"


async def test_the_budget_has_to_last_to_the_new_end(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    """It has fifty minutes to go; ten are used and counted already."""
    slurm.all_budgets = (
        Budget(account="proto", gpu_minutes_limit=GPU_MINUTES, gpu_minutes_used=GPU_MINUTES - 100),
    )
    await run(hub, port)
    answer = await extend(hub)
    assert answer.status == 409
    assert "1.8 GPU-hours until the new end" in answer.message
    assert "proto has 1.7 left" in answer.message
    assert slurm.extended == []
    assert (await extend(hub, {"minutes": 45})).status == 200


@pytest.mark.parametrize(
    ("question", "fault", "status"),
    [
        ("budgets", Unanswered("timed out"), 503),
        ("budgets", NoAccounting("none"), 200),
        ("partitions", Unanswered("timed out"), 503),
        ("walls", Unanswered("timed out"), 503),
        ("queue", Unanswered("timed out"), 503),
    ],
)
async def test_who_cannot_be_asked_lets_nothing_pass_unless_there_is_nothing_to_tell(
    hub: SessionHub,
    slurm: MemoryCluster,
    port: int,
    question: str,
    fault: SlurmError,
    status: int,
) -> None:
    await run(hub, port)

    async def no_answer(*_: object) -> None:
        raise fault

    setattr(slurm, question, no_answer)
    answer = await extend(hub)
    assert answer.status == status
    assert len(slurm.extended) == (status == 200)


async def test_a_refusal_is_told_in_parts_for_readers_of_other_languages(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    slurm.all_partitions = (partition(max_seconds=110 * 60),)
    await run(hub, port)
    [part] = (await extend(hub)).json["said"]
    assert part["text"] == TOO_LONG.text
    assert part["values"]["owner"]["values"] == {"partition": "gpu"}
    slurm.rows["7"] = slurm.rows["1001"].model_copy(
        update={"id": "7", "state": "PENDING", "reason": "Resources"}
    )
    assert [each["text"] for each in (await extend(hub)).json["said"]] == [SOMEBODY_WAITS.text]


@pytest.mark.parametrize(
    ("settings", "long", "room"),
    [
        ({"minutes": 60}, 60, 0),
        ({"minutes": 60, "extended_minutes": 150}, 60, 60),
        ({"minutes": 60, "extended_minutes": 150}, 120, 30),
        ({"minutes": 60, "extended_minutes": 150}, 150, 0),
    ],
)
async def test_a_profile_may_have_a_longest_time_for_extended_sessions_alone(
    settings: dict[str, int], long: int, room: int
) -> None:
    profile = Profile.model_validate({"name": "p", "title": "P", "place": "slurm", **settings})
    starts = datetime(2026, 1, 1, tzinfo=UTC)
    row = Job(id="1", state="RUNNING", reason="", node="g1", starts_at=starts)
    assert room_minutes(row, profile, starts + timedelta(minutes=long)) == room


async def test_a_longest_time_below_what_can_be_started_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="extended_minutes not below"):
        Profile.model_validate({"name": "p", "title": "P", "minutes": 60, "extended_minutes": 59})
