"""The list of one's own sessions: named ones, stopping with a question, and an empty state."""

from __future__ import annotations

import pytest
from page_house import PageHouse, soup, text_of
from stub_sessions import ENDED, FULL, RUNNING, WAITING, StubSessions, add_sessions, session

from officina_hub.session_api.answers import Fault, Named

HTMX = {"HX-Request": "true"}
SECOND = session("waiting", server="second")


@pytest.fixture
def sessions(house: PageHouse) -> StubSessions:
    found = add_sessions(house.hub)
    found.offers = FULL.model_copy(update={"named": Named(limit=3, used=("second",))})
    return found


async def test_a_name_is_asked_for_where_the_hub_gives_names(
    house: PageHouse, sessions: StubSessions
) -> None:
    page = soup(await house.open("launch?profile=gpu&name=training", "ada"))
    field = page.select_one("#field-name")
    assert (field["value"], field["aria-describedby"]) == ("training", "hint-name fault-name")
    assert page.select_one("label[for=field-name]").get_text() == "Name of the session (optional)"
    assert "1 of 3 names are taken." in page.select_one("#hint-name").get_text()
    assert "training" not in page.select_one("#link")["value"]
    local = soup(await house.open("launch?profile=small", "ada"))
    assert not local.select("#field-name")
    sessions.offers = FULL
    assert not soup(await house.open("launch?profile=gpu", "ada")).select("#field-name")


async def test_a_wrong_name_gets_its_sentence_at_the_field_and_starts_nothing(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.faults = (Fault(field="name", code="name-refused", message="Take small letters."),)
    form = {"profile": "gpu", "shown": "gpu", "name": "<b>No</b>"}
    answer = await house.open("launch/start", "ada", form=form)
    page = soup(answer)
    assert answer.status == 422
    assert page.select_one("#field-name")["value"] == "<b>No</b>"
    assert page.select_one("#field-name")["aria-invalid"] == "true"
    assert page.select_one("#fault-name").get_text() == "Take small letters."
    assert b"<b>No" not in answer.content
    assert house.servers.asked == []


async def test_a_named_session_is_started_followed_and_stopped_under_its_name(
    house: PageHouse, sessions: StubSessions
) -> None:
    form = {"profile": "gpu", "shown": "gpu", "gpus": "2", "name": "second"}
    answer = await house.open("launch/start", "ada", form=form)
    assert house.location(answer) == "launch/starting/second"
    assert ("check", {"profile": "gpu", "gpus": "2", "name": "second"}) in sessions.asked
    sessions.mine = (SECOND,)
    page = soup(await house.open("launch/starting/second", "ada"))
    assert page.select_one("h1").get_text() == "Your session second"
    assert page.select_one("[hx-get]")["hx-get"].partition("?")[0].endswith("starting/second")
    assert page.select_one("main input[name=server]")["value"] == "second"
    assert house.servers.asked == ["ada/second"]
    assert "name" not in house.servers.options[0]
    await house.open("launch/stop", "ada", form={"server": "second"})
    assert house.servers.states == {"ada/second": "stopping"}


async def test_a_named_session_that_is_ready_is_opened(
    house: PageHouse, sessions: StubSessions
) -> None:
    house.servers.states["ada/second"] = "running"
    answer = await house.open("launch/starting/second", "ada")
    assert answer.headers["Location"] == "/user/ada/second/"


async def test_stopping_asks_first(house: PageHouse, sessions: StubSessions) -> None:
    sessions.mine = (RUNNING, SECOND)
    page = soup(await house.open("launch/stop?server=second", "ada"))
    assert page.select_one("h1").get_text() == "Stop the session GPU second?"
    assert "loses its place in the queue" in page.get_text()
    form = page.select_one("main form")
    assert form.select_one("input[name=server]")["value"] == "second"
    assert form.select_one("a")["href"].endswith("/launch")
    own = await house.open("launch/stop?server=", "ada")
    assert "variables" in text_of(own)
    assert house.servers.states == {}


@pytest.mark.parametrize("name", ["", "gone", "%3Cscript%3E", "a" * 5000])
async def test_what_does_not_run_cannot_be_stopped(
    house: PageHouse, sessions: StubSessions, name: str
) -> None:
    answer = await house.open(f"launch/stop?server={name}", "ada")
    assert house.location(answer) == "launch"


async def test_a_jupyterlab_that_lost_its_session_is_told_how_it_ended_and_a_guest_is_not(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.mine = (ENDED, SECOND)
    told = (await house.open("launch/ended?user=ada&server=", "ada")).json
    assert told["state"] == "stopped"
    assert told["sentence"] == "The session used more memory than it had asked for."
    assert told["advice"] == "Start it again with more memory."
    second = (await house.open("launch/ended?user=ada&server=second", "ada")).json
    assert second == {"state": "waiting", "sentence": "", "advice": ""}
    unknown = {"state": "unknown", "sentence": "", "advice": ""}
    for query in ("user=bob&server=", "user=ada&server=third", ""):
        assert (await house.open(f"launch/ended?{query}", "ada")).json == unknown


async def test_a_name_is_freed_when_its_session_does_not_run(
    house: PageHouse, sessions: StubSessions
) -> None:
    ended = ENDED.model_copy(update={"server": "second"})
    sessions.mine = (ended,)
    panel = soup(await house.open("launch", "ada")).select_one("section.session")
    again = panel.select_one("form[action$='launch/start']")
    fields = {each["name"]: each["value"] for each in again.select("input")}
    assert (fields["profile"], fields["name"]) == ("gpu", "second")
    remove = panel.select_one("form[action$='launch/remove']")
    assert remove.select_one("input[name=server]")["value"] == "second"
    await house.open("launch/remove", "ada", form={"server": "second"})
    assert house.servers.removed == ["ada/second"]


@pytest.mark.parametrize("name", ["", "second", "other"])
async def test_nothing_that_runs_and_nothing_of_others_is_removed(
    house: PageHouse, sessions: StubSessions, name: str
) -> None:
    sessions.mine = (ENDED, SECOND)
    await house.open("launch/remove", "ada", form={"server": name})
    assert house.servers.removed == []
    assert house.servers.states == {}


async def test_without_a_session_the_list_says_what_to_do(
    house: PageHouse, sessions: StubSessions
) -> None:
    page = soup(await house.open("launch", "ada"))
    assert "You have no session at the moment." in page.select_one("#sessions").get_text()
    poll = page.select_one("#sessions [hx-get]")["hx-get"].removeprefix("/services/officina/")
    sessions.mine = (WAITING,)
    news = await house.open(poll, "ada", headers=HTMX)
    assert soup(news).select_one("#see-own")["href"].endswith("launch/starting")


async def test_buttons_say_whose_they_are(house: PageHouse, sessions: StubSessions) -> None:
    sessions.mine = (RUNNING, SECOND)
    page = soup(await house.open("launch", "ada"))
    assert page.select_one("#open-own").get_text() == "Open JupyterLab: GPU"
    assert page.select_one("#see-second").get_text() == "See the progress: GPU second"
    assert page.select_one("#stop-second").get_text() == "Stop the start: GPU second"
