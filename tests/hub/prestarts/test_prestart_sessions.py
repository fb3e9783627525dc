"""Sessions of a class are started for their learners by the portal, under the learners' limits."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from prestart_hub import GPU, OTHER, PLAN, PORTAL, Portal
from pydantic import SecretStr
from session_hub import SessionHub

from officina_hub.portal.hub_client import HubClient
from officina_hub.portal.hub_prestarts import HubPrestarts, Throttled
from officina_hub.portal.settings import HubAccess
from officina_hub.session_api.prestart_answers import PrestartBody

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def waiting_job(hub: SessionHub) -> str:
    async with asyncio.timeout(10):
        await hub.slurm.is_submitted.wait()
    hub.slurm.is_submitted.clear()
    return str(1000 + len(hub.slurm.submitted))


async def test_a_session_is_started_as_its_learner_and_belongs_to_the_plan(
    hub: SessionHub, portal: Portal
) -> None:
    await portal.start("ada")
    job = await waiting_job(hub)
    await hub.mine_when("waiting")
    found = await portal.state("ada")
    assert (found["state"], found["is_of_plan"], found["is_opened"]) == ("waiting", True, False)
    assert found["job"] == job
    assert (await hub.mine())["choice"]["gpus"] == 1


async def test_asking_twice_is_asking_once(hub: SessionHub, portal: Portal) -> None:
    await asyncio.gather(portal.put("ada"), portal.put("ada"))
    await waiting_job(hub)
    again = await portal.start("ada")
    assert again["is_of_plan"]
    assert len(hub.slurm.submitted) == 1


async def test_somebodys_own_session_is_left_as_it_is(hub: SessionHub, portal: Portal) -> None:
    await hub.start(profile="cpu")
    quoted = (await portal.quotes("ada"))["seats"][0]
    assert quoted["is_active"]
    assert not quoted["faults"]
    found = await portal.start("ada")
    assert not found["is_of_plan"]
    assert (await portal.end("ada"))["state"] == "waiting"
    assert len(hub.slurm.submitted) == 1


async def test_another_plan_neither_takes_nor_ends_it(hub: SessionHub, portal: Portal) -> None:
    await portal.start("ada")
    await waiting_job(hub)
    assert not (await portal.start("ada", OTHER))["is_of_plan"]
    assert (await portal.end("ada", OTHER))["state"] in {"waiting", "starting"}


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({"profile": "gpu", "gpus": 9}, "options-refused"),
        ({"profile": "gpu", "gpus": "1; rm"}, "options-refused"),
        ({"profile": "gpu", "shell": "x"}, "options-refused"),
        ({"profile": "none"}, "options-refused"),
        ({"profile": "gpu", "account": "foreign"}, "options-refused"),
    ],
)
async def test_what_the_learner_could_not_choose_is_refused(
    hub: SessionHub, portal: Portal, choice: dict[str, Any], code: str
) -> None:
    quoted = (await portal.quotes("ada", **choice))["seats"][0]
    assert quoted["faults"][0]["code"] == code
    found = await portal.start("ada", **choice)
    assert (found["state"], found["refusal"]["code"]) == ("stopped", code)
    assert not hub.slurm.submitted


@pytest.mark.parametrize("odd", [True, 1.0, None, [1]])
async def test_what_is_no_number_is_not_taken_for_one(
    hub: SessionHub, portal: Portal, odd: Any
) -> None:
    assert (await portal.put("ada", profile="gpu", gpus=odd)).status == 400
    body = {"users": ["ada"], "choice": {"profile": "gpu", "gpus": odd}}
    assert (await hub.ask("POST", "officina/prestarts/quotes", PORTAL, body)).status == 400
    assert not hub.slurm.submitted


async def test_an_option_that_nobody_knows_is_refused_although_it_is_empty(
    hub: SessionHub, portal: Portal
) -> None:
    found = await portal.start("ada", profile="gpu", shell="")
    assert found["refusal"]["code"] == "options-refused"
    assert "'shell'" in found["refusal"]["message"]


async def test_nobody_of_the_hub_is_said_to_be_unknown(hub: SessionHub, portal: Portal) -> None:
    for name in ("nobody", "course-tea"):
        quoted = (await portal.quotes(name))["seats"][0]
        assert not quoted["is_known"]
        assert (await portal.start(name))["refusal"]["code"] == "unknown-user"


async def test_the_roster_is_offered_what_all_of_them_may(hub: SessionHub, portal: Portal) -> None:
    found = await portal.quotes("ada", "bob", "nobody")
    assert [each["user"] for each in found["seats"]] == ["ada", "bob", "nobody"]
    assert found["offer"]["name"] == "gpu"
    assert all(one["gpu_hours_left"] is None for one in found["offer"]["accounts"])
    assert found["seats"][0]["gpu_hours"] == 1


async def test_what_nobody_opened_is_ended_and_what_was_opened_stays(
    hub: SessionHub, portal: Portal, port: int
) -> None:
    for name in ("ada", "bob"):
        await portal.start(name)
        await hub.run(await waiting_job(hub), port, name)
    portal.open("bob")
    assert (await portal.state("ada"))["running_since"]
    await portal.end("ada")
    await hub.mine_when("stopped", "ada")
    kept = await portal.end("bob")
    assert (kept["state"], kept["is_opened"]) == ("running", True)


async def test_what_waits_is_ended_and_its_job_leaves_the_queue(
    hub: SessionHub, portal: Portal
) -> None:
    await portal.start("ada")
    await waiting_job(hub)
    await hub.mine_when("waiting")
    await portal.end("ada")
    await hub.mine_when("stopped")
    assert (await portal.end("ada"))["state"] == "stopped"


async def test_the_next_session_of_the_same_person_is_not_the_plans(
    hub: SessionHub, portal: Portal
) -> None:
    await portal.start("ada")
    await waiting_job(hub)
    await hub.mine_when("waiting")
    await hub.ask("DELETE", "users/ada/server")
    await hub.mine_when("stopped")
    await hub.start(profile="gpu")
    assert not (await portal.state("ada"))["is_of_plan"]


async def test_who_loses_their_account_while_they_wait_is_still_told_of(
    hub: SessionHub, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    await portal.start("ada")
    job = await waiting_job(hub)
    await hub.mine_when("waiting")
    monkeypatch.setattr(hub.spawner("ada"), "unix_accounts", {"ada": "no-such-account"})
    found = await portal.state("ada")
    assert (found["state"], found["job"]) == ("waiting", job)
    assert (await hub.mine())["state"] == "waiting"


async def test_the_plan_is_on_the_disk_before_the_job_is(hub: SessionHub, portal: Portal) -> None:
    await portal.start("ada")
    await waiting_job(hub)
    stored = hub.spawner("ada").orm_spawner
    hub.app.db.refresh(stored)
    assert stored.state["prepared"] == {"plan": PLAN, "course": "tea", "by": "tina"}


async def test_who_waits_when_the_hub_begins_again_is_still_of_the_plan(
    hub: SessionHub, portal: Portal
) -> None:
    """JupyterHub finds the server not running, and clears its state."""
    await portal.start("ada")
    await waiting_job(hub)
    await hub.mine_when("waiting")
    spawner = hub.spawner("ada")
    spawner.handler = None
    spawner.clear_state()
    assert (await portal.state("ada"))["is_of_plan"]
    assert spawner.get_state()["prepared"]["plan"] == PLAN
    await portal.end("ada")
    await hub.mine_when("stopped")
    assert spawner.prepared is None


async def test_the_hubs_own_limit_comes_with_the_time_to_ask_again(
    hub: SessionHub, portal: Portal
) -> None:
    settings = hub.app.tornado_application.settings
    access = HubAccess(api_url=f"{hub.app.hub.url}api", api_token=SecretStr(PORTAL))
    prestarts = HubPrestarts(HubClient(access).ask, lambda: PORTAL)
    body = PrestartBody(plan=PLAN, course="tea", by="tina", choice=GPU)
    limit = settings["concurrent_spawn_limit"]
    settings["concurrent_spawn_limit"] = 1
    try:
        assert (await prestarts.start("ada", body)).is_of_plan
        with pytest.raises(Throttled) as later:
            await prestarts.start("bob", body)
    finally:
        settings["concurrent_spawn_limit"] = limit
    assert later.value.seconds >= 2
    await waiting_job(hub)
    assert len(hub.slurm.submitted) == 1


async def test_only_the_portals_scope_opens_the_door(hub: SessionHub, portal: Portal) -> None:
    body = {"users": ["ada"], "choice": GPU}
    for token in ("ada", "bob", "token-of-a-service", ""):
        asked = await hub.ask("POST", "officina/prestarts/quotes", token, body)
        assert asked.status == 403, token
        assert (await portal.put("ada", token=token)).status == 403
        path = f"officina/prestarts/seats/ada?plan={PLAN}"
        assert (await hub.ask("DELETE", path, token)).status == 403
    assert (await hub.ask("POST", "users/ada/server", PORTAL, {})).status in {403, 404}
    assert not hub.slurm.submitted


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"plan": "x"}', b"{" * 300_000])
async def test_another_body_is_refused(hub: SessionHub, body: bytes) -> None:
    answer = await hub.ask("PUT", "officina/prestarts/seats/ada", PORTAL, body)
    assert answer.status in {400, 413}
    assert "started" in answer.message or "not read" in answer.message
