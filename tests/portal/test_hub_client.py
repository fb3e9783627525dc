"""What the portal asks of the Hub, against a Hub that is busy, slow to start, or gone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from officina_hub.portal import hub_client
from officina_hub.portal.errors import Forbidden, HubFailed, HubUnavailable
from officina_hub.portal.hub_client import HubClient, StartEvent
from officina_hub.portal.settings import HubAccess
from officina_hub.portal.start_refusals import PATIENCE_SECONDS

READY = {"progress": 100, "ready": True, "message": "Server ready", "url": "/user/ada/"}
HANG_UP, SAY_NOTHING = -1, -2  # instead of a status
PENDING_CHECK = (400, {"message": "ada is pending check"})


class ScriptedHub:
    """A Hub that gives the scripted answers, one by one, and remembers what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[tuple[int, Any]]] = {}
        self.events: list[dict[str, Any]] = [READY]
        self.asked: list[tuple[str, str, str, Any]] = []
        self.retry_after = ""
        self.does_break_off = False
        self.is_over = asyncio.Event()
        socket, self.port = bind_unused_port()
        self.server = HTTPServer(Application([(r"/hub/api/(.*)", _Scripted, {"hub": self})]))
        self.server.add_socket(socket)


class _Scripted(RequestHandler):
    def initialize(self, hub: ScriptedHub) -> None:
        self.hub = hub

    async def _answer(self, path: str) -> None:
        body = json.loads(self.request.body) if self.request.body else None
        token = self.request.headers["Authorization"]
        self.hub.asked.append((str(self.request.method), path, token, body))
        if path.endswith("/progress"):
            for event in self.hub.events:
                self.write(f"data: {json.dumps(event)}\n\n")
            if self.hub.does_break_off:
                await self.flush()
                self.request.connection.close()
            return
        script = self.hub.answers[f"{self.request.method} {path}"]
        status, answer = script.pop(0) if len(script) > 1 else script[0]
        if status == HANG_UP:
            self.request.connection.close()
            return
        if status == SAY_NOTHING:
            await self.hub.is_over.wait()
            return
        self.set_status(status)
        if self.hub.retry_after:
            self.set_header("Retry-After", self.hub.retry_after)
        if status != 204:
            self.write(answer)

    get = post = put = patch = delete = _answer


class CountedPause:
    """Lets no time pass, and counts how much it should have been."""

    def __init__(self) -> None:
        self.seconds = 0.0

    async def __call__(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
async def hub() -> AsyncIterator[ScriptedHub]:
    hub = ScriptedHub()
    yield hub
    hub.is_over.set()
    hub.server.stop()
    await hub.server.close_all_connections()
    AsyncHTTPClient().close()


@pytest.fixture
def pause() -> CountedPause:
    return CountedPause()


@pytest.fixture
def client(hub: ScriptedHub, pause: CountedPause) -> HubClient:
    url = f"http://127.0.0.1:{hub.port}/hub/api"
    return HubClient(HubAccess(api_url=url, api_token=SecretStr("own")), pause=pause)


async def told(events: AsyncIterator[StartEvent]) -> list[str]:
    return [event.state async for event in events]


async def test_a_start_is_followed_to_its_end_with_the_learners_own_token(
    hub: ScriptedHub, client: HubClient
) -> None:
    hub.answers["POST users/ada/server"] = [(202, "")]
    hub.events = [{"progress": 30, "message": "Getting there"}, READY]
    events = [event async for event in client.start_server("ada", "hers")]

    assert [event.state for event in events] == ["starting", "ready"]
    assert (events[0].message, events[1].url) == ("Getting there", "/user/ada/")
    assert {asked[2] for asked in hub.asked} == {"token hers"}


async def test_a_running_server_is_ready(hub: ScriptedHub, client: HubClient) -> None:
    hub.answers["POST users/ada/server"] = [(400, {"message": "ada is already running"})]

    assert await told(client.start_server("ada", "hers")) == ["ready"]


async def test_a_pending_check_is_waited_for(
    hub: ScriptedHub, client: HubClient, pause: CountedPause
) -> None:
    hub.answers["POST users/ada/server"] = [PENDING_CHECK] * 3 + [(202, "")]

    assert await told(client.start_server("ada", "hers")) == ["waiting"] * 3 + ["ready"]
    assert pause.seconds == 6


async def test_patience_ends_with_a_sentence(
    hub: ScriptedHub, client: HubClient, pause: CountedPause
) -> None:
    hub.answers["POST users/ada/server"] = [PENDING_CHECK]
    events = [event async for event in client.start_server("ada", "hers")]

    assert events[-1].state == "failed"
    assert "pending check" in events[-1].message
    assert pause.seconds == PATIENCE_SECONDS


async def test_a_failed_start_says_why(hub: ScriptedHub, client: HubClient) -> None:
    hub.answers["POST users/ada/server"] = [(202, "")]
    hub.events = [{"progress": 100, "failed": True, "message": "Spawn failed: no memory"}]
    events = [event async for event in client.start_server("ada", "hers")]

    assert (events[-1].state, events[-1].message) == ("failed", "Spawn failed: no memory")


@pytest.mark.parametrize(
    ("server", "state"),
    [
        (None, "stopped"),
        ({"ready": True, "url": "/user/ada/"}, "running"),
        ({"pending": "spawn"}, "starting"),
        ({"pending": "stop"}, "stopping"),
        ({"pending": None}, "stopped"),
    ],
)
async def test_the_state_of_a_server(
    hub: ScriptedHub, client: HubClient, server: Any, state: str
) -> None:
    hub.answers["GET users/ada"] = [(200, {"servers": {"": server} if server else {}})]

    assert (await client.server_status("ada", "hers")).state == state


async def test_a_course_server_is_made_shared_and_started(
    hub: ScriptedHub, client: HubClient
) -> None:
    shares = [{"user": {"name": "former"}}, {"user": {"name": "tina"}}, {"user": None}]
    hub.answers["PUT officina/courses/tea"] = [(200, {"user": "course-tea", "group": "g"})]
    hub.answers["GET shares/course-tea/"] = [(200, {"items": shares})]
    hub.answers["POST shares/course-tea/"] = [(200, {})]
    hub.answers["PATCH shares/course-tea/"] = [(200, {})]
    hub.answers["POST users/course-tea/server"] = [(202, "")]

    assert await told(client.open_course_server("tea", ("tina", "theo"))) == ["ready"]
    assert hub.asked[0] == (
        "PUT",
        "officina/courses/tea",
        "token own",
        {"trainers": ["tina", "theo"]},
    )
    changed = [(asked[0], asked[3]) for asked in hub.asked if asked[1] == "shares/course-tea/"]
    assert changed == [("GET", None), ("PATCH", {"user": "former"}), ("POST", {"user": "theo"})]


async def test_a_refusal_is_told(hub: ScriptedHub, client: HubClient) -> None:
    hub.answers["GET users/ada"] = [(404, {"message": "not found"})]
    with pytest.raises(Forbidden, match="refused to tell about the server"):
        await client.server_status("ada", "hers")


async def test_a_hub_that_is_gone_is_unavailable(hub: ScriptedHub, client: HubClient) -> None:
    hub.server.stop()
    await hub.server.close_all_connections()
    with pytest.raises(HubUnavailable, match="does not answer"):
        await client.server_status("ada", "hers")


async def test_a_start_does_not_take_over_the_options_of_the_last_one(
    hub: ScriptedHub, client: HubClient
) -> None:
    hub.answers["POST users/ada/server"] = [(202, "")]
    await told(client.start_server("ada", "hers"))

    assert hub.asked[0][3] == {"user_options": {}}


async def test_a_refused_start_is_told_in_the_hubs_own_words(
    hub: ScriptedHub, client: HubClient
) -> None:
    hub.answers["POST users/ada/server"] = [(400, {"message": "There is no profile 'gone' here."})]

    with pytest.raises(Forbidden, match="There is no profile 'gone' here"):
        await told(client.start_server("ada", "hers"))


@pytest.mark.parametrize("status", [500, 503, 507])
async def test_a_start_that_the_hub_could_not_do_is_asked_for_once(
    hub: ScriptedHub, client: HubClient, pause: CountedPause, status: int
) -> None:
    hub.answers["POST users/ada/server"] = [(status, {"message": "No room in the home folder"})]

    with pytest.raises(
        HubFailed, match=r"It says: No room in the home folder\. Your files are safe"
    ):
        await told(client.start_server("ada", "hers"))
    assert (len(hub.asked), pause.seconds) == (1, 0)


async def test_a_hub_that_lets_wait_is_asked_again_when_it_said(
    hub: ScriptedHub, client: HubClient, pause: CountedPause
) -> None:
    hub.retry_after = "40"
    hub.answers["POST users/ada/server"] = [(429, {"message": "Too many users"}), (202, "")]
    events = [event async for event in client.start_server("ada", "hers")]

    assert [event.state for event in events] == ["waiting", "ready"]
    assert "Too many users." in events[0].message
    assert pause.seconds == 40


async def test_a_full_hub_is_told_at_once(
    hub: ScriptedHub, client: HubClient, pause: CountedPause
) -> None:
    hub.answers["POST users/ada/server"] = [(429, {"message": "Active user limit exceeded."})]
    events = [event async for event in client.start_server("ada", "hers")]

    assert [event.state for event in events] == ["failed"]
    assert "Active user limit exceeded." in events[0].message
    assert pause.seconds == 0


async def test_a_hub_that_restarts_is_waited_for(hub: ScriptedHub, client: HubClient) -> None:
    hub.answers["POST users/ada/server"] = [(503, "<h1>Service Unavailable</h1>"), (202, "")]

    assert await told(client.start_server("ada", "hers")) == ["waiting", "ready"]


async def test_a_hub_that_does_not_come_back_ends_a_start_with_a_sentence(
    hub: ScriptedHub, client: HubClient, pause: CountedPause
) -> None:
    hub.server.stop()
    events = [event async for event in client.start_server("ada", "hers")]

    assert events[-1].state == "failed"
    assert "did not answer for a minute" in events[-1].message
    assert pause.seconds == PATIENCE_SECONDS


async def test_a_hub_that_ends_in_the_middle_of_its_answer_is_unavailable(
    hub: ScriptedHub, client: HubClient
) -> None:
    hub.answers["GET users/ada"] = [(HANG_UP, "")]
    with pytest.raises(HubUnavailable, match="does not answer"):
        await client.server_status("ada", "hers")


async def test_a_hub_that_says_nothing_is_unavailable(
    hub: ScriptedHub, client: HubClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_client, "REQUEST_SECONDS", 0.05)
    hub.answers["GET users/ada"] = [(SAY_NOTHING, "")]
    with pytest.raises(HubUnavailable, match="does not answer"):
        await client.server_status("ada", "hers")


async def test_events_that_break_off_leave_the_word_to_the_servers_state(
    hub: ScriptedHub, client: HubClient
) -> None:
    hub.answers["POST users/ada/server"] = [(202, "")]
    hub.events = [{"progress": 30, "message": "Getting there"}]
    hub.does_break_off = True
    hub.answers["GET users/ada"] = [(200, {"servers": {"": {"ready": True, "url": "/user/ada/"}}})]

    assert (await told(client.start_server("ada", "hers")))[-1] == "ready"


async def test_a_queue_may_outlast_the_hubs_events(
    hub: ScriptedHub, client: HubClient, pause: CountedPause
) -> None:
    def server(**state: Any) -> tuple[int, dict[str, Any]]:
        return 200, {"name": "ada", "servers": {"": {"url": "/user/ada/", **state}}}

    hub.events = [{"progress": 10, "message": "Number 3 in the queue"}]
    hub.answers["GET users/ada"] = [
        server(pending="spawn"),
        server(pending="spawn"),
        server(ready=True),
    ]
    assert await told(client.progress("ada", "hers")) == ["starting"] * 3 + ["ready"]
    assert pause.seconds == 4


async def test_a_hub_that_is_silent_during_a_start_is_asked_again_ever_more_rarely(
    hub: ScriptedHub, client: HubClient, pause: CountedPause
) -> None:
    starting = (200, {"servers": {"": {"pending": "spawn"}}})
    running = (200, {"servers": {"": {"ready": True, "url": "/user/ada/"}}})
    hub.events = []
    hub.answers["GET users/ada"] = [*[(HANG_UP, "")] * 6, starting, running]
    told_events = await told(client.progress("ada", "hers"))
    assert told_events == ["silent"] * 6 + ["ready"]
    assert pause.seconds == 4 + 8 + 16 + 30 * 3 + 2


async def test_a_new_hub_has_time_to_take_up_what_waits(
    hub: ScriptedHub, client: HubClient
) -> None:
    running = (200, {"servers": {"": {"ready": True, "url": "/user/ada/"}}})
    hub.events = []
    hub.answers["GET users/ada"] = [(HANG_UP, ""), *[(200, {"servers": {}})] * 3, running]
    assert await told(client.progress("ada", "hers")) == ["silent", "ready"]
    hub.answers["GET users/ada"] = [(HANG_UP, ""), (200, {"servers": {}})]
    assert await told(client.progress("ada", "hers")) == ["silent", "failed"]


async def test_the_choice_travels_with_the_start(hub: ScriptedHub, client: HubClient) -> None:
    hub.answers["POST users/ada/server"] = [(202, "")]
    await told(client.start_server("ada", "hers", {"profile": "gpu", "gpus": 2}))
    assert hub.asked[0][3] == {"user_options": {"profile": "gpu", "gpus": 2}}


async def test_only_the_server_of_that_name_is_stopped(hub: ScriptedHub, client: HubClient) -> None:
    hub.answers["DELETE users/ada/servers/second"] = [(202, "")]
    await client.stop_server("ada", "hers", "second")
    assert [path for _, path, _, _ in hub.asked] == ["users/ada/servers/second"]
