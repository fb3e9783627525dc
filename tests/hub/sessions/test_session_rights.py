"""Each person asks about themselves, with a right of their own; nobody else gets an answer."""

from __future__ import annotations

import asyncio

import pytest
from jupyterhub.tests.utils import AsyncSession
from session_hub import API, SessionHub

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROUTES = (("GET", "offers"), ("GET", "mine"), ("POST", "check"), ("POST", "extend"))


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("token", ["", "nonsense", "token-of-a-service"])
async def test_nobody_in_particular_is_told_nothing(
    hub: SessionHub, method: str, path: str, token: str
) -> None:
    answer = await hub.ask(method, API + path, token)
    assert answer.status == 403


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_a_token_without_the_scope_is_refused(
    hub: SessionHub, method: str, path: str
) -> None:
    poor = hub.token("ada", ["read:users:name!user", "access:servers!user"])
    answer = await hub.ask(method, API + path, poor)
    assert answer.status == 403
    assert "does not hold" in answer.message


async def test_a_reading_token_reads_and_does_nothing(hub: SessionHub) -> None:
    reader = hub.token("ada", ["read:servers!user"])
    assert (await hub.ask("GET", f"{API}mine", reader)).status == 200
    assert (await hub.ask("GET", f"{API}offers", reader)).status == 200
    assert (await hub.ask("POST", f"{API}check", reader, {"profile": "gpu"})).status == 403
    assert (await hub.ask("POST", f"{API}extend", reader)).status == 403


async def test_nobody_sees_or_extends_another_persons_session(hub: SessionHub, port: int) -> None:
    job = await hub.start("ada", profile="gpu")
    await hub.run(job, port)
    assert (await hub.mine("bob"))["state"] == "stopped"
    answer = await hub.ask("POST", f"{API}extend", "bob", {"minutes": 10})
    assert answer.status == 409
    assert hub.slurm.extended == []


@pytest.mark.parametrize("name", ["other", "..", "%2e%2e", "a" * 300, "%0a", "ada", "a/b", "a//"])
async def test_a_server_that_is_not_there_is_not_found(hub: SessionHub, name: str) -> None:
    """Nor an address that a name with a slash leads to; a person reads why."""
    answer = await hub.ask("POST", f"{API}{name}/extend", "ada", {})
    assert answer.status == 404
    assert "so nothing was" in answer.message


async def test_a_cookie_alone_is_not_enough(hub: SessionHub) -> None:
    browser = AsyncSession()
    login = hub.app.hub.url + "login"
    await browser.get(login)
    form = {"username": "ada", "password": "ada", "_xsrf": browser.cookies["_xsrf"]}
    await browser.post(login, data=form, allow_redirects=False)
    token = {"X-XSRFToken": browser.cookies["_xsrf"]}
    for method, path in ROUTES:
        ask = browser.get if method == "GET" else browser.post
        url = f"{hub.app.hub.url}api/{API}{path}"
        by_script = {"Sec-Fetch-Mode": "cors"}
        assert (await ask(url, headers=by_script)).status_code == 403, path
        assert (await ask(url, headers={**by_script, **token})).status_code != 403, path


async def test_a_hub_with_another_spawner_says_so(hub: SessionHub) -> None:
    from jupyterhub.spawner import SimpleLocalProcessSpawner

    user = hub.app.users["bob"]
    user.settings["spawner_class"] = SimpleLocalProcessSpawner
    user.spawners.pop("", None)
    answer = await hub.ask("GET", f"{API}offers", "bob")
    assert answer.status == 404
    assert "another spawner" in answer.message


async def test_the_routes_take_no_other_method(hub: SessionHub) -> None:
    answers = await asyncio.gather(
        hub.ask("POST", f"{API}offers"),
        hub.ask("GET", f"{API}check"),
        hub.ask("DELETE", f"{API}mine"),
    )
    assert [each.status for each in answers] == [405, 405, 405]
