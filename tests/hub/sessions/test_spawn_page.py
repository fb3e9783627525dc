"""The Hub's own page of a start: no link starts anything, and a button does what it shows."""

from __future__ import annotations

import asyncio
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from memory_cluster import MemoryCluster
from session_hub import SessionHub
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse

pytestmark = pytest.mark.asyncio(loop_scope="module")

LAUNCH = "/services/officina/launch"
LINKS = [
    "",
    "opt-profile=gpu&opt-gpus=2",
    "opt-gpus=99",
    "opt-account=%0A%23SBATCH",
    "opt-frobnicate=1",
    "opt-=1",
    "opt-gpus=1&opt-gpus=2",
    "profile=gpu",
    "opt-profile=%3Cscript%3Ealert(1)%3C/script%3E",
]

WRONG = [{"gpus": "99"}, {"account": "\n#SBATCH"}, {"frobnicate": "1"}, {"profile": "none"}]


@pytest.fixture
def portal(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config.OfficinaSpawner, "launch_page", LAUNCH)


class Person:
    """A browser in which Ada is logged in."""

    def __init__(self, hub: SessionHub) -> None:
        self._url = hub.app.hub.url
        self._cookies: dict[str, str] = {}

    async def log_in(self) -> None:
        await self.open("login")
        form = {"username": "ada", "password": "ada", "_xsrf": self._cookies["_xsrf"]}
        assert (await self.open("login", form)).code == 302
        await self.open("home")  # the token of a page is another one after the login

    async def open(self, path: str, form: dict[str, str] | None = None) -> HTTPResponse:
        sent = [f"{name}={value}" for name, value in self._cookies.items()]
        request = HTTPRequest(
            self._url + path,
            method="GET" if form is None else "POST",
            headers={"Cookie": "; ".join(sent)},
            body=None if form is None else urlencode(form),
            follow_redirects=False,
        )
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        for line in answer.headers.get_list("Set-Cookie"):
            found = SimpleCookie(line)
            self._cookies |= {name: morsel.value for name, morsel in found.items()}
        return answer

    async def press(self, page: HTTPResponse, **changed: str) -> HTTPResponse:
        """The page's own button."""
        form = BeautifulSoup(page.body, "html.parser").select_one("#spawn_form")
        assert form is not None
        fields = {str(each["name"]): str(each["value"]) for each in form.select("input")}
        path = str(form["action"]).partition("/hub/")[2]
        return await self.open(path, fields | changed)


async def ada_in(hub: SessionHub) -> Person:
    ada = Person(hub)
    await ada.log_in()
    return ada


def nothing_is_there(hub: SessionHub, slurm: MemoryCluster) -> bool:
    ada = hub.app.users["ada"]
    is_idle = not any(spawner.active for spawner in ada.spawners.values())
    return is_idle and slurm.submitted == [] and set(ada.orm_spawners) <= {""}


@pytest.mark.parametrize("path", ["spawn", "spawn/ada", "spawn/ada/second"])
async def test_a_link_leads_to_the_portal_and_starts_nothing(
    hub: SessionHub, slurm: MemoryCluster, portal: None, path: str
) -> None:
    ada = await ada_in(hub)
    for link in LINKS:
        answer = await ada.open(f"{path}?{link}")
        assert answer.code == 302, link
        assert urlsplit(answer.headers["Location"]).path == LAUNCH
        assert nothing_is_there(hub, slurm)


@pytest.mark.parametrize("path", ["spawn/ada", "spawn/ada/second"])
async def test_without_a_portal_a_link_is_a_question(
    hub: SessionHub, slurm: MemoryCluster, path: str
) -> None:
    ada = await ada_in(hub)
    for link in LINKS:
        answer = await ada.open(f"{path}?{link}")
        assert answer.code == 200, link
        assert b"Nothing is started before you press" in answer.body
        assert b"<script>alert" not in answer.body
        assert nothing_is_there(hub, slurm)


async def test_the_portal_gets_the_values_and_the_name(hub: SessionHub, portal: None) -> None:
    link = "opt-profile=gpu&opt-account=%0A%23SBATCH%20-x&opt-odd=1&opt-name=else&next=/evil"
    answer = await (await ada_in(hub)).open(f"spawn/ada/second?{link}")
    assert dict(parse_qsl(urlsplit(answer.headers["Location"]).query)) == {
        "profile": "gpu",
        "account": "\n#SBATCH -x",
        "opt-odd": "1",
        "opt-name": "else",
        "name": "second",
    }


async def test_an_odd_name_is_refused_and_leaves_no_server(
    hub: SessionHub, slurm: MemoryCluster, portal: None
) -> None:
    ada = await ada_in(hub)
    for name in ["Shouting", "a%20b", "..%2Fx", "a" * 200]:
        answer = await ada.open(f"spawn/ada/{name}?opt-profile=gpu")
        assert answer.code in {400, 404}, name
    assert nothing_is_there(hub, slurm)


async def test_the_button_starts_what_it_shows(hub: SessionHub, slurm: MemoryCluster) -> None:
    ada = await ada_in(hub)
    page = await ada.open("spawn/ada?opt-profile=gpu&opt-gpus=3")
    answer = await ada.press(page)
    assert answer.code == 302
    async with asyncio.timeout(10):
        await slurm.is_submitted.wait()
    assert hub.spawner("ada").user_options == {"profile": "gpu", "gpus": "3"}


@pytest.mark.parametrize("path", ["spawn/ada", "spawn/ada/second"])
async def test_wrong_values_are_refused_at_the_button_too(
    hub: SessionHub, slurm: MemoryCluster, path: str
) -> None:
    ada = await ada_in(hub)
    page = await ada.open(path)
    for wrong in WRONG:
        answer = await ada.press(page, **({"profile": "gpu"} | wrong))
        assert answer.code == 400, wrong
        assert b"The session was not started" in answer.body
        again = await ada.press(answer)  # the form keeps the values, so nothing else is started
        assert again.code == 400, wrong
        assert nothing_is_there(hub, slurm)


async def test_a_name_is_refused_for_a_kind_that_has_none(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    ada = await ada_in(hub)
    answer = await ada.press(await ada.open("spawn/ada/second"), profile="small")
    assert answer.code == 400
    assert b"Choose another profile" in answer.body
    assert nothing_is_there(hub, slurm)


async def test_without_the_token_of_the_page_nothing_is_started(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    answer = await (await ada_in(hub)).open("spawn/ada", {"profile": "gpu"})
    assert answer.code == 403
    assert nothing_is_there(hub, slurm)


async def test_a_session_that_is_there_is_led_to(
    hub: SessionHub, slurm: MemoryCluster, port: int, portal: None
) -> None:
    ada = await ada_in(hub)
    job = await hub.start(profile="gpu")
    waiting = await ada.open("spawn/ada")
    assert "spawn-pending/ada" in waiting.headers["Location"]
    await hub.run(job, port)
    assert (await ada.open("spawn/ada")).headers["Location"].endswith("/user/ada/")
