"""Releases that were stored before today's rules: read in full, without what no page can show."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from grader_hand import claim
from portal_house import NOON, House, course, publish_course
from sqlalchemy import update
from sqlalchemy.orm import Session

from officina_courses.model import FIRST_DEADLINE, LAST_DEADLINE
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.stored_courses import read_course
from officina_widgets.wire import CourseDetail, CoursePage, ExerciseOut, Job

LONG_GONE = datetime(1, 1, 1, tzinfo=UTC)
NEVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
BEFORE: dict[str, Any] = course("old", authors=[{"name": "Ada"}]).model_dump(mode="json") | {
    "title": "Old \u202etea",
    "summary": "From leaf\tto cup.\u2028",
    "description": "# Old\n\nwith\x08 a bell\x0b",
    "keywords": ["\u2066\u2069"],
    "authors": [{"name": "Ada\x9f", "affiliation": "\x00Tea house"}],
}


def put(session: Session, release_id: int) -> None:
    """Make the published release what an earlier version would have stored."""
    ours = t.Exercise.course_id == "old"
    exercises = [
        BEFORE["exercises"][0] | {"title": "The\u202d leaf", "deadline": "0001-01-01T00:00:00Z"},
        BEFORE["exercises"][1] | {"summary": "\x1fHot", "deadline": "9999-12-31T23:59:59Z"},
    ]
    document = BEFORE | {"exercises": exercises}
    session.execute(update(t.Release).where(t.Release.id == release_id).values(document=document))
    session.execute(
        update(t.Publication)
        .where(t.Publication.course_id == "old")
        .values(title=document["title"], summary=document["summary"])
    )
    for each, deadline in zip(exercises, (LONG_GONE, NEVER), strict=True):
        session.execute(
            update(t.Exercise)
            .where(ours, t.Exercise.id == each["id"])
            .values(title=each["title"], summary=each["summary"], deadline=deadline)
        )


@pytest.fixture
async def old_house(house: House) -> House:
    """The house with a second course, stored by a version that let everything in."""
    release_id = publish_course(house.portal, course("old"))
    with house.portal.database.writing() as session:
        put(session, release_id)
    await house.enrol("ada", "old")
    return house


async def test_the_course_is_read_and_its_client_can_read_it(old_house: House) -> None:
    answer = await old_house.ask("GET", "courses/old", "ada")
    assert answer.status == 200
    found = CourseDetail.model_validate_json(answer.content)

    assert found.course.title == "Old tea"
    assert found.course.summary == "From leaf to cup."
    assert found.course.description == "# Old\n\nwith a bell"
    assert found.course.keywords == ("\ufffd",)
    assert found.course.authors[0].affiliation == "Tea house"
    assert [each.title for each in found.course.exercises] == ["The leaf", "The cup"]
    assert [each.title for each in found.exercises] == ["The leaf", "The cup"]
    assert [each.summary for each in found.exercises] == ["", "Hot"]


async def test_a_deadline_out_of_reach_is_the_nearest_in_reach(old_house: House) -> None:
    answer = await old_house.ask("GET", "courses/old", "ada")
    found = CourseDetail.model_validate_json(answer.content)
    both: tuple[Any, ...] = (found.course.exercises, found.exercises)

    for exercises in both:
        first, last = (each.deadline for each in exercises)
        assert first == FIRST_DEADLINE
        assert NOON < last < LAST_DEADLINE


async def test_lateness_is_judged_as_before(old_house: House) -> None:
    for exercise, is_late in (("leaf", True), ("cup", False)):
        files = {f"{exercise}.ipynb": b"1"}
        answer = await old_house.submit("ada", files, exercise, "old")
        assert answer.json["is_late"] is is_late


async def test_lists_hold_it_beside_the_others(old_house: House) -> None:
    listed = CoursePage.model_validate_json((await old_house.ask("GET", "courses", "ada")).content)
    assert [(one.title, one.summary) for one in listed.items] == [
        ("All about tea", "From leaf to cup."),
        ("Old tea", "From leaf to cup."),
    ]
    assert (await old_house.ask("GET", "courses/old/releases", "tina")).status == 200
    book = (await old_house.ask("GET", "courses/old/gradebook", "tina")).json
    assert [ExerciseOut.model_validate(each).title for each in book["exercises"]] == [
        "The leaf",
        "The cup",
    ]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize(
    "path",
    ["", "courses", "courses/old", "courses/old/mine", "record", "teach", "courses/old/teach"],
)
async def test_pages_show_it_in_every_zone(old_house: House, path: str, zone: str) -> None:
    headers = {"Authorization": "token tina", "Cookie": f"officina-zone={zone}"}
    answer = await old_house.fetch_page(path, headers)
    assert answer.status == 200
    assert "\u202e" not in answer.content.decode()


async def test_the_grader_gets_its_work(old_house: House) -> None:
    await old_house.submit("ada", {"leaf.ipynb": b"1"}, "leaf", "old")
    job = await claim(old_house)
    assert Job.model_validate(job).course == read_course(job["course"])


def test_what_was_stored_rightly_is_read_as_it_is() -> None:
    what = course(description="# Tea\n\n\twith\ttabs\r\n")
    assert read_course(what.model_dump(mode="json")) == what
