"""The page of a start that waits in a queue, and of one that failed."""

from __future__ import annotations

import asyncio

import pytest
from page_house import PageHouse, soup, text_of
from stub_sessions import ENDED, WAITING, StubSessions, add_sessions, session


@pytest.fixture
def sessions(house: PageHouse) -> StubSessions:
    return add_sessions(house.hub)


async def start(house: PageHouse) -> None:
    form = {"profile": "gpu", "gpus": "2", "minutes": "120"}
    answer = await house.open("launch/start", "ada", form=form)
    assert house.location(answer) == "launch/starting"


async def test_a_queued_session_tells_its_place_why_and_when(
    house: PageHouse, sessions: StubSessions
) -> None:
    await start(house)
    sessions.mine = (WAITING,)
    answer = await house.open("launch/starting", "ada")
    text = text_of(answer)
    assert "Your session waits in the queue." in text
    assert "Number 3 of 12 that wait there" in text
    assert "Everything that would suit your session is in use." in text
    assert "Probably in 5 to 20 minutes" in text
    assert "You may close this page." in text
    assert "How long it takes" not in text
    assert soup(answer).select_one("main form")["action"].endswith("launch/stop")
    assert not soup(answer).select("progress[value]")


async def test_a_session_that_starts_tells_its_job_and_node(
    house: PageHouse, sessions: StubSessions
) -> None:
    await start(house)
    sessions.mine = (session("starting", node="g1"),)
    text = text_of(await house.open("launch/starting", "ada"))
    assert "The server is starting." in text
    assert "4711 on g1" in text


async def test_a_failed_start_tells_the_log_and_starts_the_same_again(
    house: PageHouse, sessions: StubSessions
) -> None:
    house.servers.failure = "The session used more memory than it had asked for."
    house.servers.may_finish.set()
    await start(house)
    task = house.app.settings["starts"].of("ada").task
    await task
    sessions.mine = (ENDED,)
    page = soup(await house.open("launch/starting", "ada"))
    assert "used more memory" in page.get_text()
    assert page.select_one("pre").get_text() == "Loading the data\nKilled"
    fields = {each["name"]: each["value"] for each in page.select("main form input")}
    assert (fields["profile"], fields["gpus"], fields["minutes"]) == ("gpu", "2", "120")


async def test_who_waits_for_nothing_is_offered_no_message(
    house: PageHouse, sessions: StubSessions
) -> None:
    await start(house)
    sessions.mine = (WAITING,)
    assert soup(await house.open("launch/starting", "ada")).select_one("#tell-panel #tell-me")
    house.servers.failure = "The node was lost."
    house.servers.may_finish.set()
    await house.app.settings["starts"].of("ada").task
    sessions.mine = (ENDED,)
    whole = await house.open("launch/starting", "ada")
    assert not soup(whole).select("#tell-me")
    news = await house.open("launch/starting", "ada", headers={"HX-Request": "true"})
    assert soup(news).select_one("#tell-panel")["hx-swap-oob"] == "delete"


async def test_a_wait_in_the_queue_says_nothing_about_how_long_starts_take(
    house: PageHouse, sessions: StubSessions
) -> None:
    await start(house)
    house.servers.may_finish.set()
    starts = house.app.settings["starts"]
    await asyncio.wait_for(starts.of("ada").task, 10)
    assert starts.of("ada").state == "ready"
    assert starts.usual_seconds() is None
