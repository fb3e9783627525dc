"""The list of courses: search, filters, pages, roles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_house import House, course, publish_course
from sqlalchemy.orm import Session

from officina_hub.portal.store.courses import CourseQuery, list_courses


@pytest.fixture
async def library(house: House) -> House:
    more = (
        course("rye", title="Rye bread", language="de", level="advanced", keywords=["Öfen"]),
        course("oat", title="Oat 100% _pure_", description="Long words about porridge."),
        course("ale", title="ale", summary="Also from rye."),
    )
    for each in more:
        publish_course(house.portal, each, trainer="theo")
    return house


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["ale", "tea", "oat", "rye"]),
        ("search=RYE", ["ale", "rye"]),
        ("search=rye%20bread", ["rye"]),
        ("search=%C3%B6fen", ["rye"]),
        ("search=porridge", ["oat"]),
        ("search=100%25", ["oat"]),
        ("search=_pure", ["oat"]),
        ("search=%25%25", []),
        ("search=nothing", []),
        ("language=de", ["rye"]),
        ("level=advanced", ["rye"]),
        ("limit=2&offset=1", ["tea", "oat"]),
        ("offset=9", []),
    ],
)
async def test_courses_are_found(library: House, query: str, found: list[str]) -> None:
    page = (await library.ask("GET", f"courses?{query}", "ada")).json

    assert [item["id"] for item in page["items"]] == found


async def test_the_page_tells_how_many_there_are(library: House) -> None:
    page = (await library.ask("GET", "courses?limit=1", "ada")).json

    assert (page["total"], page["limit"], page["offset"]) == (4, 1, 0)


async def test_each_course_tells_what_the_asker_is_in_it(library: House) -> None:
    by_person = {}
    for name in ("ada", "tina", "bob"):
        items = (await library.ask("GET", "courses", name)).json["items"]
        by_person[name] = {item["id"]: item["role"] for item in items}["tea"]

    assert by_person == {"ada": "learner", "tina": "trainer", "bob": None}


async def test_enrolling_twice_is_once_and_a_trainer_stays_one(library: House) -> None:
    first = await library.ask("PUT", "courses/tea/enrolment", "ada")
    library.clock.turn(hours=1)
    second = await library.ask("PUT", "courses/tea/enrolment", "ada")
    trainer = await library.ask("PUT", "courses/tea/enrolment", "tina")

    assert first.json == second.json
    assert trainer.json["role"] == "trainer"
    leaving = await library.ask("DELETE", "courses/tea/enrolment", "tina")
    assert (leaving.status, leaving.json["code"]) == (409, "trainer-cannot-leave")


async def test_nobody_enrols_in_what_is_not_there(library: House) -> None:
    assert (await library.ask("PUT", "courses/nix/enrolment", "ada")).status == 404


def test_no_search_breaks_the_list(session: Session) -> None:
    @given(st.text(max_size=200))
    def look(words: str) -> None:
        assert list_courses(session, CourseQuery(search=words), user=words).total == 0

    look()
