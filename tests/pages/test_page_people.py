"""Removing people from a course, on the class page and through the API."""

from __future__ import annotations

import re

import pytest
from page_browser import add_hub_files, chromium, page_of
from page_house import PageHouse, soup, text_of
from playwright.async_api import expect

TEACH = "courses/tea/teach"
REMOVE = f"{TEACH}/members/remove"


@pytest.fixture
async def full_house(house: PageHouse) -> PageHouse:
    """The course's server is shared with its trainers tina and theo."""
    await house.open(f"{TEACH}/members", "tina", form={"user": "theo", "role": "trainer"})
    house.servers.shares["course-tea"] = ["tina", "theo"]
    return house


async def removable(house: PageHouse) -> list[str]:
    """Whose line on the class page has a button."""
    links = soup(await house.open(TEACH, "tina")).select(".people a")
    return [link.select_one(".visually-hidden").get_text().removeprefix(": ") for link in links]


async def test_who_is_removed_keeps_what_was_handed_in_and_can_be_added_again(
    house: PageHouse,
) -> None:
    work = await house.hand_in("ada")
    asked = await house.open(f"{REMOVE}?user=ada", "tina")
    assert "Remove ada from this course?" in text_of(asked)
    assert (await house.ask("GET", "courses/tea", "ada")).json["role"] == "learner"

    answer = await house.open(REMOVE, "tina", form={"user": "ada"})
    assert house.location(answer) == TEACH
    assert (await house.ask("GET", "courses/tea", "ada")).json["role"] is None
    assert (await house.submit("ada", {"leaf.ipynb": b"more"})).status == 403
    assert (await house.ask("GET", f"submissions/{work}/receipt", "ada")).status == 200
    assert (await house.ask("GET", f"submissions/{work}", "tina")).status == 200
    assert house.servers.trainers == {}  # a learner never was at the course's server

    await house.open(f"{TEACH}/members", "tina", form={"user": "ada", "role": "learner"})
    assert (await house.ask("GET", "courses/tea", "ada")).json["role"] == "learner"


async def test_a_removed_trainer_is_shut_out_of_the_courses_server_at_once(
    full_house: PageHouse,
) -> None:
    asked = await full_house.open(f"{REMOVE}?user=theo", "tina")
    assert "no longer enter the course's own server" in text_of(asked)
    await full_house.open(REMOVE, "tina", form={"user": "theo"})

    assert (await full_house.open(TEACH, "theo")).status == 403
    assert full_house.servers.shares == {"course-tea": ["tina"]}
    assert full_house.servers.trainers == {"tea": ["tina"]}


async def test_everybody_but_the_last_trainer_can_be_removed(full_house: PageHouse) -> None:
    assert await removable(full_house) == ["theo", "tina", "ada"]
    await full_house.open(REMOVE, "tina", form={"user": "theo"})
    assert await removable(full_house) == ["ada"]
    answer = await full_house.open(REMOVE, "tina", form={"user": "tina"})
    assert answer.status == 409
    assert "Add another trainer first" in text_of(answer)
    assert (await full_house.open(TEACH, "tina")).status == 200


async def test_trainers_who_remove_themselves_are_led_to_their_other_courses(
    full_house: PageHouse,
) -> None:
    answer = await full_house.open(REMOVE, "theo", form={"user": "theo"})
    assert full_house.location(answer) == "teach"
    assert full_house.servers.shares == {"course-tea": ["tina"]}


async def test_a_hub_that_was_not_told_is_said_and_asking_again_mends_it(
    full_house: PageHouse,
) -> None:
    full_house.servers.knows_no_courses = True
    answer = await full_house.open(REMOVE, "tina", form={"user": "theo"})
    assert answer.status == 503
    assert "may still enter the course's own server" in text_of(answer)
    assert (await full_house.open(TEACH, "theo")).status == 403

    full_house.servers.knows_no_courses = False
    again = await full_house.ask("DELETE", "courses/tea/members/theo", "tina")
    assert again.status == 204
    assert full_house.servers.shares == {"course-tea": ["tina"]}


async def test_who_is_no_member_cannot_be_removed(house: PageHouse) -> None:
    asked = await house.open(f"{REMOVE}?user=bob", "tina")
    assert asked.status == 404
    assert "nobody to remove" in text_of(asked)
    assert house.location(await house.open(REMOVE, "tina", form={"user": "bob"})) == TEACH


async def test_the_api_removes_and_refuses_likewise(full_house: PageHouse) -> None:
    members = "courses/tea/members"
    answers = [
        await full_house.ask("DELETE", f"{members}/{user}", "tina")
        for user in ("ada", "ada", "theo", "tina", "a%00b")
    ]
    assert [answer.status for answer in answers] == [204, 204, 204, 409, 404]
    assert answers[3].json["code"] == "last-trainer"


async def test_a_learner_is_removed_without_javascript(house: PageHouse) -> None:
    add_hub_files(house)
    async with (
        chromium() as browser,
        page_of(browser, house, "tina", java_script_enabled=False) as page,
    ):
        await page.goto(house.url + TEACH)
        await page.locator("summary", has_text="1 learner").click()
        remove = page.get_by_role("link", name=re.compile("Remove.*ada"))
        await remove.click()
        await page.get_by_role("button", name="Remove ada").click()
        await expect(page.get_by_role("status").first).to_contain_text("does not belong")
        assert await remove.count() == 0


async def test_a_role_that_does_not_exist_is_refused(house: PageHouse) -> None:
    answer = await house.open(f"{TEACH}/members", "tina", form={"user": "bob", "role": "king"})

    assert answer.status == 400
    assert "is not a role in a course" in text_of(answer)
    assert (await house.ask("GET", "courses/tea", "bob")).json["role"] is None
