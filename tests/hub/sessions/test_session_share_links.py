"""One trainer more, or whoever has a link that expires: let in, listed, and let out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from jupyterhub import orm
from jupyterhub.scopes import get_scopes_for
from jupyterhub.tests.utils import add_user
from session_hub import API, Answer, SessionHub

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHARES = f"{API}shares"
LINKS = f"{API}shares/links"
INVITATION = f"{API}invitation"
TINA = {"course": "python", "user": "tina"}


@pytest.fixture
def trainers(hub: SessionHub) -> Iterator[None]:
    members = [add_user(hub.app.db, hub.app, name=name).orm_user for name in ("tina", "tom")]
    group = orm.Group(name="course-python-trainers", users=members)
    hub.app.db.add(group)
    hub.app.db.commit()
    yield
    hub.app.db.delete(group)
    hub.app.db.commit()


@pytest.fixture
def running(hub: SessionHub, trainers: None, port: int) -> Any:
    async def run() -> None:
        await hub.run(await hub.start(profile="gpu"), port)

    return run


def may_enter(hub: SessionHub, name: str) -> bool:
    user = orm.User.find(hub.app.db, name)
    hub.app.db.refresh(user)
    return "access:servers!server=ada/" in get_scopes_for(user)


async def link(hub: SessionHub, minutes: int = 60) -> str:
    answer = await hub.ask("POST", LINKS, body={"minutes": minutes})
    assert answer.status == 200, answer.json
    return str(answer.json["code"])


async def look(hub: SessionHub, code: str, who: str = "bob") -> Answer:
    return await hub.ask("POST", f"{INVITATION}/look", who, {"code": code})


async def enter(hub: SessionHub, code: str, who: str = "bob") -> Answer:
    return await hub.ask("POST", INVITATION, who, {"code": code})


async def test_one_trainer_is_let_in_beside_others_and_out_alone(
    hub: SessionHub, running: Any
) -> None:
    await running()
    await hub.ask("POST", SHARES, body={"course": "python", "user": "tom"})
    answer = await hub.ask("POST", SHARES, body=TINA)
    assert [each["name"] for each in answer.json["access"]] == ["tina", "tom"]
    assert may_enter(hub, "tina")
    answer = await hub.ask("DELETE", f"{SHARES}/users/tina")
    assert [each["name"] for each in answer.json["access"]] == ["tom"]
    assert not may_enter(hub, "tina")
    assert may_enter(hub, "tom")
    assert (await hub.ask("DELETE", f"{SHARES}/users/tina")).status == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"course": "python", "user": "bob"}, 404),
        ({"course": "rust", "user": "tina"}, 404),
        ({"course": "python"}, 400),
        ({"course": "python", "user": ""}, 400),
        ({"course": "python", "user": "tina", "more": 1}, 400),
    ],
)
async def test_nobody_but_a_trainer_of_that_course_is_named(
    hub: SessionHub, running: Any, body: Any, status: int
) -> None:
    await running()
    assert (await hub.ask("POST", SHARES, body=body)).status == status
    assert hub.app.db.query(orm.Share).count() == 0


async def test_a_link_lets_in_whoever_accepts_it(hub: SessionHub, running: Any) -> None:
    await running()
    code = await link(hub)
    assert not may_enter(hub, "bob")
    found = await look(hub, code)
    assert found.json == {"owner": "ada", "server": "", "url": ""}
    assert not may_enter(hub, "bob")
    assert (await enter(hub, code)).json["url"].endswith("/user/ada/")
    assert may_enter(hub, "bob")
    told = (await hub.ask("GET", SHARES)).json
    assert [each["name"] for each in told["access"]] == ["bob"]
    assert [each["used"] for each in told["links"]] == [1]
    assert code not in str(told)


async def test_a_link_that_was_taken_back_lets_nobody_in_and_leaves_those_inside(
    hub: SessionHub, running: Any
) -> None:
    await running()
    code = await link(hub)
    await enter(hub, code)
    [made] = (await hub.ask("GET", SHARES)).json["links"]
    answer = await hub.ask("DELETE", f"{SHARES}/links/{made['id']}")
    assert (answer.json["links"], len(answer.json["access"])) == ([], 1)
    assert (await enter(hub, code)).status == 404


async def test_a_new_link_is_never_called_as_one_that_was_taken_back(
    hub: SessionHub, running: Any
) -> None:
    """A page that still shows the old one takes back nothing else."""
    await running()
    await link(hub)
    [old] = (await hub.ask("GET", SHARES)).json["links"]
    await hub.ask("DELETE", f"{SHARES}/links/{old['id']}")
    code = await link(hub)
    assert (await hub.ask("DELETE", f"{SHARES}/links/{old['id']}")).status == 404
    assert (await look(hub, code)).status == 200


async def test_whoever_is_taken_out_cannot_come_back_by_a_link(
    hub: SessionHub, running: Any
) -> None:
    await running()
    codes = [await link(hub), await link(hub)]
    await enter(hub, codes[0])
    answer = await hub.ask("DELETE", f"{SHARES}/users/bob")
    assert (answer.json["links"], answer.json["access"]) == ([], [])
    assert [(await enter(hub, code)).status for code in codes] == [404, 404]
    assert not may_enter(hub, "bob")


async def test_whoever_is_left_off_the_list_cannot_come_back_by_a_link(
    hub: SessionHub, running: Any
) -> None:
    """``PUT`` says who may enter: the trainers of that course, and nobody else."""
    await running()
    codes = [await link(hub), await link(hub)]
    await enter(hub, codes[0])
    answer = await hub.ask("PUT", SHARES, body={"course": "python"})
    assert [each["name"] for each in answer.json["access"]] == ["tina", "tom"]
    assert answer.json["links"] == []
    assert not may_enter(hub, "bob")
    assert [(await enter(hub, code)).status for code in codes] == [404, 404]
    assert not may_enter(hub, "bob")


async def test_a_list_that_is_refused_takes_nothing_back(hub: SessionHub, running: Any) -> None:
    await running()
    code = await link(hub)
    assert (await hub.ask("PUT", SHARES, body={"course": "rust"})).status == 404
    assert (await enter(hub, code)).status == 200


async def test_an_expired_link_lets_nobody_in(hub: SessionHub, running: Any) -> None:
    await running()
    code = await link(hub)
    [made] = hub.app.db.query(orm.ShareCode)
    made.expires_at = datetime.now(UTC).replace(tzinfo=None) - timedelta(seconds=1)
    hub.app.db.commit()
    assert (await look(hub, code)).status == 404
    answer = await enter(hub, code)
    assert answer.status == 404
    assert "has expired" in answer.message
    assert (await hub.ask("GET", SHARES)).json["links"] == []
    assert not may_enter(hub, "bob")


@pytest.mark.parametrize("code", ["", "forged", "x" * 500, "../mine", "a b", "%00", "ä"])
async def test_a_forged_link_leads_nowhere(hub: SessionHub, running: Any, code: str) -> None:
    await running()
    await link(hub)
    answer = await look(hub, code)
    assert (answer.status, "leads to no session" in answer.message) == (404, True)
    assert (await enter(hub, code)).status in {400, 404}
    assert not may_enter(hub, "bob")


async def test_ones_own_link_is_for_others(hub: SessionHub, running: Any) -> None:
    await running()
    code = await link(hub)
    for answer in (await look(hub, code, "ada"), await enter(hub, code, "ada")):
        assert answer.status == 409
        assert "your own session" in answer.message


async def test_a_link_ends_with_its_session(hub: SessionHub, running: Any) -> None:
    await running()
    code = await link(hub)
    await hub.ask("DELETE", "users/ada/server")
    await hub.mine_when("stopped")
    assert (await enter(hub, code)).status == 404
    assert hub.app.db.query(orm.ShareCode).count() == 0


@pytest.mark.parametrize("minutes", [0, 4, 1441, -60, "60", None])
async def test_a_link_lives_five_minutes_to_a_day(
    hub: SessionHub, running: Any, minutes: Any
) -> None:
    await running()
    assert (await hub.ask("POST", LINKS, body={"minutes": minutes})).status == 400
    before = datetime.now(UTC)
    answer = await hub.ask("POST", LINKS, body={})
    lives = datetime.fromisoformat(answer.json["link"]["expires_at"]) - before
    assert timedelta(minutes=59) < lives < timedelta(minutes=61)


async def test_there_is_an_end_to_links(hub: SessionHub, running: Any) -> None:
    await running()
    for _ in range(10):
        await link(hub)
    assert (await hub.ask("POST", LINKS, body={})).status == 409
    await hub.ask("DELETE", SHARES)
    assert hub.app.db.query(orm.ShareCode).count() == 0


async def test_only_the_person_makes_and_takes_back(hub: SessionHub, running: Any) -> None:
    """Not a notebook by its session's token, nor a reader, nor who may not enter, nor others."""
    await running()
    await hub.ask("POST", SHARES, body=TINA)
    await link(hub)
    [made] = (await hub.ask("GET", SHARES)).json["links"]
    session = hub.slurm.submitted[0][2]["JUPYTERHUB_API_TOKEN"]
    reader = hub.token("ada", ["read:servers!user"])
    outside = hub.token("ada", ["servers!user"])
    for token in (session, reader, outside, "", "token-of-a-service"):
        assert (await hub.ask("POST", LINKS, token, {})).status == 403, token
        assert (await hub.ask("POST", SHARES, token, TINA)).status == 403, token
    for token in (session, reader, "", "token-of-a-service"):
        for wanted in ("users/tina", f"links/{made['id']}"):
            assert (await hub.ask("DELETE", f"{SHARES}/{wanted}", token)).status == 403
    assert (await hub.ask("DELETE", f"{SHARES}/users/tina", "bob")).status == 404  # of his own
    assert (await hub.ask("DELETE", f"{SHARES}/links/{made['id']}", "bob")).status == 404
    assert may_enter(hub, "tina")


async def test_a_notebook_accepts_no_invitation(hub: SessionHub, running: Any) -> None:
    await running()
    session = hub.slurm.submitted[0][2]["JUPYTERHUB_API_TOKEN"]
    assert (await enter(hub, "any", session)).status == 403
    assert (await look(hub, "any", "")).status == 403


async def test_nothing_is_given_to_what_does_not_run(hub: SessionHub, trainers: None) -> None:
    assert (await hub.ask("POST", LINKS, body={})).status == 409
    assert (await hub.ask("POST", SHARES, body=TINA)).status == 409
