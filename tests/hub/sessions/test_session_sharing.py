"""Trainers are let into a running session on request, and out again, at its end at the latest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jupyterhub import orm
from jupyterhub.scopes import get_scopes_for
from jupyterhub.tests.utils import add_user
from session_hub import API, SessionHub

from officina_hub.session_api.share_answers import NOTICE

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHARES = f"{API}shares"
COURSE = {"course": "python"}


@pytest.fixture
def trainers(hub: SessionHub) -> Iterator[list[str]]:
    """The trainers of the course, as the portal names them to the Hub; Ada is one, too."""
    names = ["tina", "tom", "ada"]
    members = [add_user(hub.app.db, hub.app, name=name).orm_user for name in names]
    group = orm.Group(name="course-python-trainers", users=members)
    hub.app.db.add(group)
    hub.app.db.commit()
    yield names
    hub.app.db.delete(group)
    hub.app.db.commit()


@pytest.fixture
def running(hub: SessionHub, port: int) -> Any:
    async def run() -> str:
        job = await hub.start(profile="gpu")
        await hub.run(job, port)
        return job

    return run


def may_enter(hub: SessionHub, name: str) -> bool:
    """What the Hub answers the session about somebody who logs in there."""
    user = orm.User.find(hub.app.db, name)
    hub.app.db.refresh(user)
    return "access:servers!server=ada/" in get_scopes_for(user)


async def test_trainers_of_the_course_are_let_in_by_name(
    hub: SessionHub, trainers: list[str], running: Any
) -> None:
    await running()
    assert not may_enter(hub, "tina")
    answer = await hub.ask("PUT", SHARES, body=COURSE)
    assert answer.status == 200, answer.json
    assert [each["name"] for each in answer.json["access"]] == ["tina", "tom"]
    assert answer.json["notice"] == NOTICE
    assert answer.json["url"].endswith("/user/ada/")
    assert may_enter(hub, "tina")
    assert not may_enter(hub, "bob")
    again = await hub.ask("PUT", SHARES, body=COURSE)
    assert again.json == answer.json == (await hub.ask("GET", SHARES)).json


async def test_access_is_taken_back(hub: SessionHub, trainers: list[str], running: Any) -> None:
    await running()
    await hub.ask("PUT", SHARES, body=COURSE)
    answer = await hub.ask("DELETE", SHARES)
    assert (answer.status, answer.json["access"]) == (200, [])
    assert not may_enter(hub, "tina")


async def test_access_ends_when_the_person_stops_the_session(
    hub: SessionHub, trainers: list[str], running: Any
) -> None:
    await running()
    await hub.ask("PUT", SHARES, body=COURSE)
    await hub.ask("DELETE", "users/ada/server")
    await hub.mine_when("stopped")
    assert hub.app.db.query(orm.Share).count() == 0
    assert not may_enter(hub, "tina")


async def test_access_ends_when_the_job_ends_by_itself(
    hub: SessionHub, trainers: list[str], running: Any
) -> None:
    job = await running()
    await hub.ask("PUT", SHARES, body=COURSE)
    hub.slurm.end(job)
    hub.spawner("ada").job_session._site.watcher.nudge()
    await hub.mine_when("stopped")
    assert hub.app.db.query(orm.Share).count() == 0


async def test_a_hub_that_died_before_the_end_lets_nobody_into_the_next_session(
    hub: SessionHub, trainers: list[str], running: Any
) -> None:
    user = hub.app.users["ada"]
    spawner = user.get_or_create_spawner("", "")
    orm.Share.grant(hub.app.db, spawner.orm_spawner, orm.User.find(hub.app.db, "tina"))
    await running()
    assert (await hub.ask("GET", SHARES)).json["access"] == []


async def test_another_course_takes_the_place_of_the_first(
    hub: SessionHub, trainers: list[str], running: Any
) -> None:
    bob = orm.User.find(hub.app.db, "bob")
    hub.app.db.add(orm.Group(name="course-rust-trainers", users=[bob]))
    hub.app.db.commit()
    await running()
    await hub.ask("PUT", SHARES, body=COURSE)
    answer = await hub.ask("PUT", SHARES, body={"course": "rust"})
    assert [each["name"] for each in answer.json["access"]] == ["bob"]


async def test_nobody_is_let_into_what_does_not_run(hub: SessionHub, trainers: list[str]) -> None:
    assert (await hub.ask("PUT", SHARES, body=COURSE)).status == 409
    await hub.start(profile="gpu")
    await hub.mine_when("waiting")
    answer = await hub.ask("PUT", SHARES, body=COURSE)
    assert answer.status == 409
    assert "does not run" in answer.message


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"course": "unknown"}, 404),
        ({"course": "../python"}, 400),
        ({"course": "python", "user": "bob"}, 400),
        ({"user": "bob"}, 400),
        (b"", 400),
        (b"{" * 5000, 413),
    ],
)
async def test_nothing_but_a_course_with_trainers_is_taken(
    hub: SessionHub, trainers: list[str], running: Any, body: Any, status: int
) -> None:
    await running()
    assert (await hub.ask("PUT", SHARES, body=body)).status == status
    assert hub.app.db.query(orm.Share).count() == 0


async def test_only_the_person_lets_others_in(
    hub: SessionHub, trainers: list[str], running: Any
) -> None:
    """Not a notebook by its session's token, nor a reader, nor who may not enter, nor others."""
    await running()
    session = hub.slurm.submitted[0][2]["JUPYTERHUB_API_TOKEN"]
    reader = hub.token("ada", ["read:servers!user"])
    outside = hub.token("ada", ["servers!user"])
    for token in (session, reader, outside, "", "token-of-a-service"):
        assert (await hub.ask("PUT", SHARES, token, COURSE)).status == 403, token
    assert (await hub.ask("PUT", SHARES, "bob", COURSE)).status in {404, 409}  # his own
    assert (await hub.ask("PUT", f"{API}other/shares", "ada", COURSE)).status == 404
    assert hub.app.db.query(orm.Share).count() == 0


async def test_a_persons_own_token_lets_nobody_in_by_the_hubs_own_address(
    hub: SessionHub, trainers: list[str], running: Any
) -> None:
    await running()
    answer = await hub.ask("POST", "shares/ada/", "ada", {"user": "tina"})
    assert answer.status in {403, 404}


async def test_a_course_server_keeps_its_trainers_over_its_end(
    hub: SessionHub, trainers: list[str]
) -> None:
    course = add_user(hub.app.db, hub.app, name="course-python")
    spawner = course.get_or_create_spawner("", "")
    orm.Share.grant(hub.app.db, spawner.orm_spawner, orm.User.find(hub.app.db, "tina"))
    spawner.clear_state()
    hub.app.db.commit()
    assert hub.app.db.query(orm.Share).count() == 1
