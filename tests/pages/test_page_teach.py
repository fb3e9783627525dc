"""The class page and what a trainer does on it."""

from __future__ import annotations

import pytest
from page_house import PageHouse, soup, text_of
from portal_house import course

from officina_hub.portal.store.act import Act
from officina_hub.portal.store.publishing import fail
from officina_hub.portal.store.releases import Package, receive

TEACH = "courses/tea/teach"


async def test_the_table_has_learners_by_exercises(house: PageHouse) -> None:
    await house.enrol("bob")
    await house.hand_in("ada")
    await house.grade("needs_manual", score=7)
    answer = await house.open(TEACH, "tina")
    rows = soup(answer).select("#marks-table tbody tr")
    found = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in rows
    ]
    assert found[0][0] == "ada"
    assert found[0][1].startswith("7 : ada")
    assert "A trainer marks the rest" in found[0][1]
    assert found[0][-1] == "7"
    assert found[1][0] == "bob"
    assert "1 submission waits for your marks" in text_of(answer)


async def test_the_plot_says_the_same_as_its_table(house: PageHouse) -> None:
    await house.hand_in("ada")
    await house.grade()
    page = soup(await house.open(TEACH, "tina"))
    plot = page.select_one(".class-plot")
    assert plot["role"] == "img"
    assert plot["aria-label"]
    drawn = [text.get_text() for text in plot.select(".plot-label, text")]
    assert drawn == ["The leaf", "1", "The cup", "1"]
    table = page.select("details table tbody tr")
    assert [cell.get_text() for cell in table[0].find_all("td")] == ["1", "0", "0", "0"]


async def test_a_search_narrows_the_table_but_not_the_plot(house: PageHouse) -> None:
    await house.enrol("bob")
    answer = await house.open(f"{TEACH}?search=BO", "tina")
    rows = soup(answer).select("#marks-table tbody tr")
    assert [row.th.get_text() for row in rows] == ["bob"]
    assert "2 learners" in text_of(answer)
    none = await house.open(f"{TEACH}?search=zoe", "tina")
    assert "No learner's name contains “zoe”" in text_of(none)


async def test_a_deadline_is_read_on_the_trainers_clock(house: PageHouse) -> None:
    zone = {"Cookie": "officina-zone=Europe%2FHelsinki"}
    form = {"deadline": "2026-04-01T12:00"}
    path = f"{TEACH}/exercises/leaf/deadline"
    answer = await house.open(path, "tina", form=form, headers=zone)
    assert house.location(answer) == TEACH
    found = (await house.ask("GET", "courses/tea", "tina")).json["exercises"][0]
    assert found["deadline"] == "2026-04-01T09:00:00Z"
    page = soup(await house.open(TEACH, "tina", headers=zone))
    assert page.select_one("#deadline-1")["value"] == "2026-04-01T12:00"

    await house.open(path, "tina", form={"deadline": "2026-04-01T12:00", "remove": "1"})
    found = (await house.ask("GET", "courses/tea", "tina")).json["exercises"][0]
    assert found["deadline"] is None


@pytest.mark.parametrize("text", ["soon", "2026-13-01T00:00", "2026"])
async def test_a_deadline_that_is_no_time_is_refused(house: PageHouse, text: str) -> None:
    path = f"{TEACH}/exercises/leaf/deadline"
    answer = await house.open(path, "tina", form={"deadline": text})
    assert answer.status == 400
    assert "is not a day and a time" in text_of(answer)


async def test_publishing_feedback_queues_it_and_says_so_once(house: PageHouse) -> None:
    await house.hand_in("ada")
    await house.grade("needs_manual")
    answer = await house.open(f"{TEACH}/exercises/leaf/feedback", "tina", form={})
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    page = await house.open(TEACH, "tina", headers={"Cookie": cookie})
    assert "The feedback of 1 learner is being published." in text_of(page)
    assert 'officina-flash=""' in page.headers["Set-Cookie"]
    claimed = await house.ask("POST", "queue/claim", "grader", send={"worker": "w"})
    assert claimed.json["kind"] == "feedback"


async def test_an_attempt_can_be_graded_again(house: PageHouse) -> None:
    work = await house.hand_in("ada")
    await house.grade()
    path = f"courses/tea/submissions/{work}"
    assert (await house.open(f"{path}/regrade", "ada", form={})).status == 404
    assert house.location(await house.open(f"{path}/regrade", "tina", form={})) == path
    assert "Waiting to be graded" in text_of(await house.open(path, "tina"))


async def test_marks_can_be_taken_to_a_spreadsheet(house: PageHouse) -> None:
    answer = await house.open(f"{TEACH}/gradebook.csv", "tina")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.content.decode().splitlines()[1].startswith("ada,")


async def test_a_second_trainer_is_added_by_name(house: PageHouse) -> None:
    assert (await house.open(TEACH, "theo")).status == 403
    form = {"user": "theo", "role": "trainer"}
    await house.open(f"{TEACH}/members", "tina", form=form)
    assert (await house.open(TEACH, "theo")).status == 200
    await house.open(f"{TEACH}/members", "theo", form={"user": "tina", "role": "learner"})
    assert (await house.open(TEACH, "tina")).status == 200


@pytest.mark.parametrize("name", ["", "a/b", "x" * 300, "a\u200bb", "course-tea"])
async def test_what_is_no_persons_name_is_refused(house: PageHouse, name: str) -> None:
    form = {"user": name, "role": "trainer"}
    answer = await house.open(f"{TEACH}/members", "tina", form=form)
    assert answer.status == 400
    assert "nobody was added" in text_of(answer)


async def test_who_has_never_logged_in_cannot_be_added(house: PageHouse) -> None:
    house.servers.strangers.add("tihna")
    form = {"user": "tihna", "role": "trainer"}
    answer = await house.open(f"{TEACH}/members", "tina", form=form)
    assert answer.status == 400
    assert "has not logged in here yet" in text_of(answer)


async def test_a_release_that_failed_says_why_even_if_it_is_the_first(house: PageHouse) -> None:
    act = Act(user="tina", at=house.clock())
    with house.portal.database.writing() as session:
        release = receive(session, Package(course=course("oat"), sha256="0" * 64, files=()), act)
        fail(session, release.id, "The notebook cannot be read.", act)
    answer = await house.open("courses/oat/teach", "tina")
    assert "The notebook cannot be read." in text_of(answer)
    assert "No release of this course is published yet" in text_of(answer)


async def test_teach_lists_the_trainers_courses(house: PageHouse) -> None:
    assert "All about tea" in text_of(await house.open("teach", "tina"))
    assert "officina course publish" in text_of(await house.open("teach", "theo"))


async def test_a_deadline_out_of_reach_is_refused(house: PageHouse) -> None:
    path = f"{TEACH}/exercises/leaf/deadline"
    for text in ("9999-12-31T23:59", "0001-01-01T00:00", "2100-01-02T00:00"):
        answer = await house.open(path, "tina", form={"deadline": text})
        assert answer.status == 400
        assert "not between 2000 and 2100" in text_of(answer)
