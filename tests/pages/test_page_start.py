"""From the Start button to JupyterLab, with everything that can come between."""

from __future__ import annotations

import pytest
from page_house import PageHouse, soup, text_of
from portal_house import Answer

from officina_hub.portal.pages.starts import Start

STARTING = "courses/tea/exercises/leaf/starting"
HTMX = {"HX-Request": "true"}


async def press_start(house: PageHouse, who: str = "bob", exercise: str = "") -> Answer:
    return await house.open("courses/tea/start", who, form={"exercise": exercise})


def start_of(house: PageHouse, user: str) -> Start:
    return house.app.settings["starts"].of(user)


async def told(house: PageHouse, user: str) -> None:
    """Wait until the whole story of a start is known."""
    task = start_of(house, user).task
    assert task is not None
    await task


def poll_of(answer: Answer) -> str:
    return soup(answer).select_one("[hx-get]")["hx-get"].partition("/services/officina/")[2]


async def test_start_enrols_and_starts_the_server_as_the_learner(house: PageHouse) -> None:
    answer = await press_start(house)
    assert (answer.status, house.location(answer)) == (303, STARTING)
    page = await house.open(STARTING, "bob")
    assert "The server is starting" in text_of(page)
    assert "“The leaf” opens in JupyterLab" in text_of(page)
    assert house.servers.asked == ["bob"]
    mine = await house.ask("GET", "courses/tea", "bob")
    assert mine.json["role"] == "learner"


async def test_the_page_goes_on_to_the_exercise_when_the_server_is_ready(house: PageHouse) -> None:
    await press_start(house)
    house.servers.may_finish.set()
    await told(house, "bob")
    answer = await house.open(STARTING, "bob", headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/user/bob/officina/open/tea/leaf"
    again = await house.open(STARTING, "bob")
    assert again.headers["Location"] == "/user/bob/officina/open/tea/leaf"


async def test_a_running_server_is_used_at_once(house: PageHouse) -> None:
    house.servers.states["bob"] = "running"
    answer = await press_start(house, exercise="cup")
    assert answer.headers["Location"] == "/user/bob/officina/open/tea/cup"
    assert house.servers.asked == []


async def test_continue_leads_to_the_first_exercise_not_handed_in(house: PageHouse) -> None:
    await house.hand_in("ada")
    house.servers.states["ada"] = "running"
    assert (await press_start(house, "ada")).headers["Location"].endswith("/tea/cup")


async def test_a_poll_without_news_gets_an_empty_answer(house: PageHouse) -> None:
    await press_start(house)
    first = await house.open(STARTING, "bob", headers=HTMX)
    while "Spawning" not in text_of(first):
        first = await house.open(STARTING, "bob", headers=HTMX)
    assert (await house.open(poll_of(first), "bob", headers=HTMX)).status == 204


async def test_pressing_start_twice_starts_once(house: PageHouse) -> None:
    await press_start(house)
    await press_start(house)
    await house.open(STARTING, "bob")
    assert house.servers.asked == ["bob"]


async def test_a_busy_hub_is_asked_again(house: PageHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(_: float) -> None:
        return None

    monkeypatch.setattr(house.portal.hub, "_pause", at_once)
    house.servers.refusals = ["bob is pending check"]
    house.servers.may_finish.set()
    await press_start(house)
    await told(house, "bob")
    assert house.servers.asked == ["bob", "bob"]
    assert start_of(house, "bob").state == "ready"


async def test_a_failed_start_tells_why_and_offers_another(house: PageHouse) -> None:
    house.servers.failure = "There is no memory left."
    house.servers.may_finish.set()
    await press_start(house)
    await told(house, "bob")
    answer = await house.open(STARTING, "bob")
    page = soup(answer)
    assert "There is no memory left." in text_of(answer)
    assert start_of(house, "bob").correlation_id in text_of(answer)
    assert page.select_one("main form")["action"].endswith("courses/tea/start")
    assert not page.select("[hx-get]")
    house.servers.failure = ""
    await press_start(house)
    await told(house, "bob")
    assert start_of(house, "bob").state == "ready"


async def test_the_address_of_the_page_alone_starts_nothing(house: PageHouse) -> None:
    answer = await house.open(STARTING, "bob")
    assert "The server is not running" in text_of(answer)
    assert house.servers.asked == []


async def test_a_portal_that_was_restarted_follows_a_start_under_way(house: PageHouse) -> None:
    house.servers.states["bob"] = "starting"
    await house.open(STARTING, "bob")
    house.servers.may_finish.set()
    await told(house, "bob")
    assert house.servers.asked == []
    assert (await house.open(STARTING, "bob")).status == 303


async def test_what_the_hub_says_wins_over_a_remembered_failure(house: PageHouse) -> None:
    house.servers.failure = "Connection refused"
    house.servers.may_finish.set()
    await press_start(house)
    await told(house, "bob")
    assert "Connection refused" in text_of(await house.open(STARTING, "bob"))
    house.servers.failure = ""
    house.servers.may_finish.clear()
    house.servers.states["bob"] = "starting"
    text = text_of(await house.open(STARTING, "bob"))
    assert "The server is starting" in text
    assert "Connection refused" not in text
    house.servers.may_finish.set()
    await told(house, "bob")
    assert (await house.open(STARTING, "bob")).status == 303


@pytest.mark.parametrize("page", [STARTING, "launch/starting"])
async def test_a_silent_hub_is_unknown_and_not_failed(house: PageHouse, page: str) -> None:
    await press_start(house)
    await house.open(page, "bob")
    house.servers.is_silent = True
    silent = await house.open(page, "bob")
    assert silent.status == 200
    assert "does not answer at the moment; your session is not lost" in text_of(silent)
    assert "did not start" not in text_of(silent)
    assert poll_of(silent)
    house.servers.is_silent = False
    assert "The server is starting" in text_of(await house.open(page, "bob"))


@pytest.mark.parametrize("page", [STARTING, "launch/starting"])
async def test_a_start_that_was_stopped_in_another_window_is_told_as_that(
    house: PageHouse, page: str
) -> None:
    await press_start(house)
    while not house.servers.asked:
        await house.open(page, "bob")
    await house.open("launch/stop", "bob", form={})
    house.servers.states.pop("bob")
    text = text_of(await house.open(page, "bob"))
    assert "You have stopped this start, here or in another window." in text
    assert "is not running" not in text
    await press_start(house)
    assert "The server is starting" in text_of(await house.open(page, "bob"))


async def test_a_start_can_be_stopped(house: PageHouse) -> None:
    await press_start(house)
    answer = await house.open("launch/stop", "bob", form={})
    assert house.location(answer) == "launch"
    assert house.servers.states["bob"] == "stopping"
    assert "Stopping" in text_of(await house.open("launch", "bob"))


@pytest.mark.parametrize("exercise", ["no-such", "../leaf", "x" * 300])
async def test_an_exercise_that_is_not_there_is_refused_without_enrolling(
    house: PageHouse, exercise: str
) -> None:
    assert (await press_start(house, exercise=exercise)).status == 404
    mine = await house.ask("GET", "courses/tea", "bob")
    assert mine.json["role"] is None


@pytest.mark.parametrize(
    ("state", "expected", "button"),
    [
        (None, "Not running", "launch/start"),
        ("starting", "Starting", "launch/stop"),
        ("running", "Running", "launch/stop"),
    ],
)
async def test_launch_shows_the_server_as_it_is(
    house: PageHouse, state: str | None, expected: str, button: str
) -> None:
    if state:
        house.servers.states["bob"] = state
    answer = await house.open("launch", "bob")
    assert expected in text_of(answer)
    assert soup(answer).select("main form")[-1]["action"].endswith(button)
    assert "GPU sessions appear here once" in text_of(answer)


async def test_launch_starts_and_opens_jupyterlab(house: PageHouse) -> None:
    answer = await house.open("launch/start", "bob", form={})
    assert house.location(answer) == "launch/starting"
    house.servers.may_finish.set()
    await told(house, "bob")
    assert (await house.open("launch/starting", "bob")).headers["Location"] == "/user/bob/"
    assert (await house.open("launch/start", "bob", form={})).headers["Location"] == "/user/bob/"


async def test_formgrader_opens_in_the_courses_own_server(house: PageHouse) -> None:
    path = "courses/tea/teach/formgrader"
    answer = await house.open(path, "tina", form={})
    assert house.location(answer) == path
    house.servers.may_finish.set()
    await told(house, "course-tea")
    assert house.servers.trainers == {"tea": ["tina"]}
    assert house.servers.shares == {"course-tea": ["tina"]}
    assert (await house.open(path, "tina")).headers["Location"] == "/user/course-tea/formgrader"
