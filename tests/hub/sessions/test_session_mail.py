"""A mail when a session has started, or could not: from the wish to a real mail server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from mail_server import MailServer, running_mail_server
from memory_cluster import MemoryCluster
from session_hub import API, SessionHub

from officina_hub.factory.mail import Mail
from officina_hub.mail import in_hub
from officina_hub.mail.postman import SETTING, Postman
from officina_hub.mail.wishes import Wishes

pytestmark = pytest.mark.asyncio(loop_scope="module")
MAIL = f"{API}mail"


@pytest_asyncio.fixture(loop_scope="module")
async def server() -> AsyncIterator[MailServer]:
    async with running_mail_server() as found:
        yield found


@pytest.fixture
def postman(hub: SessionHub, app: Any, server: MailServer, tmp_path: Path) -> Any:
    mail = Mail(
        host="127.0.0.1",
        port=server.port,
        security="none",
        sender="officina@example.org",
        address="{name}@example.org",
        site="https://hub.example.org",
    )
    found = Postman(mail, "Demo", Wishes(tmp_path / "wishes"), app.users.get)
    app.tornado_application.settings[SETTING] = found
    yield found
    app.tornado_application.settings.pop(SETTING)


async def test_who_left_is_told_that_it_runs(
    hub: SessionHub, postman: Postman, server: MailServer, port: int
) -> None:
    job = await hub.start(profile="gpu")
    answer = await hub.ask("PUT", MAIL, body={"language": "fi"})
    assert answer.json == {"address": "ada@example.org", "is_wished": True}
    await postman.look()
    assert server.letters == []
    await hub.run(job, port)
    await postman.look()
    assert server.letters[0]["To"] == "ada@example.org"
    assert server.letters[0]["Subject"] == "Demo: istuntosi on alkanut"
    assert "https://hub.example.org/" in (text := server.letters[0].get_content())
    assert text.count("/user/ada/") == 1
    assert (await hub.ask("GET", MAIL)).json["is_wished"] is False


async def test_who_left_is_told_why_it_could_not_start(
    hub: SessionHub, postman: Postman, server: MailServer, slurm: MemoryCluster
) -> None:
    job = await hub.start(profile="gpu")
    assert (await hub.ask("PUT", MAIL, body={"language": "de"})).status == 200
    slurm.end(job)
    await hub.mine_when("stopped")
    await postman.look()
    assert server.letters[0]["Subject"] == "Demo: Ihre Sitzung konnte nicht beginnen"
    text = " ".join(server.letters[0].get_content().split())
    assert "abgebrochen, während er wartete." in text
    assert "https://hub.example.org" in text


async def test_a_wish_just_before_the_start_waits_for_it(
    hub: SessionHub, postman: Postman, server: MailServer
) -> None:
    assert (await hub.ask("PUT", MAIL, body={})).status == 200
    await postman.look()
    assert server.letters == []
    assert (await hub.ask("DELETE", MAIL)).status == 204
    assert (await hub.ask("GET", MAIL)).json["is_wished"] is False


async def test_a_running_session_takes_no_wish(
    hub: SessionHub, postman: Postman, port: int
) -> None:
    await hub.run(await hub.start(profile="gpu"), port)
    answer = await hub.ask("PUT", MAIL, body={})
    assert answer.status == 409
    assert "runs already" in answer.message


async def test_a_hub_without_a_mail_server_offers_none(hub: SessionHub) -> None:
    assert (await hub.ask("GET", MAIL)).status == 404
    assert (await hub.ask("PUT", MAIL, body={})).status == 404


async def test_nobody_wishes_for_somebody_else(hub: SessionHub, postman: Postman) -> None:
    assert (await hub.ask("PUT", MAIL, "token-of-a-service", {})).status == 403
    assert (await hub.ask("PUT", f"{API}nothing-of-mine/mail", body={})).status == 404
    assert (await hub.ask("PUT", MAIL, body={"language": "en", "to": "x@y.z"})).status == 400


async def test_the_hub_of_this_process_gets_its_postman(
    app: Any, postman: Postman, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del app.tornado_application.settings[SETTING]
    monkeypatch.setattr(in_hub.JupyterHub, "initialized", lambda: True)
    monkeypatch.setattr(in_hub.JupyterHub, "instance", lambda: app)
    in_hub.install(postman.mail, "Demo", tmp_path)
    async with asyncio.timeout(10):
        while SETTING not in app.tornado_application.settings:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)
    assert app.tornado_application.settings[SETTING].mail == postman.mail
    (task,) = in_hub._TASKS
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
