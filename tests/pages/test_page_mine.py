"""What learners see of their own work: states, marks, receipts, feedback."""

from __future__ import annotations

import pytest
from page_house import PageHouse, soup, text_of
from portal_house import Answer

HTMX = {"HX-Request": "true"}
MINE = "courses/tea/mine"


def polls(answer: Answer) -> str:
    """The address the page asks for news; empty where it asks only when it is told to."""
    found = soup(answer).select_one("[hx-get][hx-trigger*=every]")
    return found["hx-get"].partition("/services/officina/")[2] if found else ""


async def test_without_work_everything_can_be_started(house: PageHouse) -> None:
    answer = await house.open(MINE, "ada")
    assert text_of(answer).count("Not handed in yet") == 2
    assert "Deadline: Mar 2, 2026, 1:00 PM UTC" in text_of(answer).replace("\u202f", " ")
    assert not polls(answer)


async def test_who_is_not_enrolled_is_sent_to_the_course_page(house: PageHouse) -> None:
    assert house.location(await house.open(MINE, "bob")) == "courses/tea"


async def test_the_page_follows_a_submission_until_it_is_graded(house: PageHouse) -> None:
    await house.hand_in("ada")
    waiting = await house.open(MINE, "ada")
    assert "is next in the queue" in text_of(waiting)
    poll = polls(waiting)
    assert (await house.open(poll, "ada", headers=HTMX)).status == 204

    await house.grade(score=9.5)
    news = await house.open(poll, "ada", headers=HTMX)
    assert soup(news).find("html") is None
    assert "9.5 of 12 points" in text_of(news)
    assert not polls(news)
    assert soup(news).select_one('a[href$="/feedback/notebook"]')


async def test_the_page_waits_for_feedback_that_a_trainer_has_just_published(
    house: PageHouse,
) -> None:
    await house.hand_in("ada")
    await house.grade("needs_manual")
    seldom = await house.open(MINE, "ada")
    assert soup(seldom).select_one("[hx-get]")["hx-trigger"] == "news, every 20s"
    path = "courses/tea/exercises/leaf/feedback"
    assert (await house.ask("POST", path, "tina", send={"users": None})).status == 202
    soon = await house.open(polls(seldom), "ada", headers=HTMX)
    assert soon.status == 204  # nothing that could be read has changed yet
    assert (
        soup(await house.open(MINE, "ada")).select_one("[hx-get]")["hx-trigger"] == "news, every 2s"
    )
    await house.grade(score=11)
    news = await house.open(polls(seldom), "ada", headers=HTMX)
    assert "11 of 12 points" in text_of(news)
    assert not polls(news)


async def test_the_place_in_the_queue_is_told(house: PageHouse) -> None:
    await house.hand_in("ada")
    await house.enrol("bob")
    await house.hand_in("bob")
    assert "about number 2" in text_of(await house.open(MINE, "bob"))


@pytest.mark.parametrize(
    ("state", "message", "expected"),
    [
        ("needs_manual", "", "when a trainer has read your answers"),
        ("ungradable", "The notebook is empty.", "The notebook is empty."),
    ],
)
async def test_each_end_has_a_sentence(
    house: PageHouse, state: str, message: str, expected: str
) -> None:
    await house.hand_in("ada")
    await house.grade(state, message=message)
    answer = await house.open(MINE, "ada")
    assert expected in text_of(answer)
    assert bool(polls(answer)) == (state == "needs_manual")


async def test_late_work_is_marked_as_such(house: PageHouse) -> None:
    house.clock.turn(hours=2)
    await house.hand_in("ada", "cup")
    assert "Late" in text_of(await house.open(MINE, "ada"))


async def test_a_receipt_can_be_kept_and_is_genuine(house: PageHouse) -> None:
    work = await house.hand_in("ada")
    link = soup(await house.open(MINE, "ada")).select_one('a[href$="receipt.json"]')
    answer = await house.open(link["href"].partition("/services/officina/")[2], "ada")
    asked = await house.ask("GET", f"submissions/{work}/receipt", "ada")
    assert answer.json == asked.json
    assert answer.headers["Content-Disposition"] == 'attachment; filename="receipt-1.json"'


async def test_feedback_is_shown_in_a_frame_that_can_do_nothing(house: PageHouse) -> None:
    work = await house.hand_in("ada")
    await house.grade()
    path = f"courses/tea/exercises/leaf/submissions/{work}/feedback/notebook"
    answer = await house.open(path, "ada")
    frame = soup(answer).iframe
    assert frame.has_attr("sandbox")
    assert not frame["sandbox"]
    assert frame["title"]
    shown = frame["src"].partition("/services/officina/api/")[2]
    assert b"Well done" in (await house.ask("GET", shown, "ada")).content
    rows = [row.get_text(" ", strip=True) for row in soup(answer).select("tbody tr")]
    assert rows == ["The mean of your numbers test_mean 7.5 / 10", "essay 2 / 2"]
    assert (await house.open(path + "x", "ada")).status == 404


async def test_the_record_adds_up_all_courses(house: PageHouse) -> None:
    await house.hand_in("ada")
    await house.grade()
    assert "9.5 of 22 points" in text_of(await house.open("record", "ada"))
    home = text_of(await house.open("", "ada"))
    assert "Continue where you left off All about tea · The cup" in home
    assert "1 of 2 exercises handed in" in home


async def test_times_are_in_the_readers_zone_once_it_is_known(house: PageHouse) -> None:
    headers = {"Cookie": "officina-zone=Europe%2FHelsinki"}
    answer = await house.open(MINE, "ada", headers=headers)
    assert "3:00" in text_of(answer)
    assert "UTC" not in text_of(answer)
    assert soup(answer).body["data-zone"] == "Europe/Helsinki"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "%00", "x" * 5000])
async def test_a_zone_that_does_not_exist_is_utc(house: PageHouse, zone: str) -> None:
    answer = await house.open(MINE, "ada", headers={"Cookie": f"officina-zone={zone}"})
    assert soup(answer).body["data-zone"] == "UTC"
