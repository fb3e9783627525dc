"""Which of the shipped courses a demo publishes at its start."""

import logging

from officina_hub.portal.store.releases import list_releases
from officina_hub.shipped_releases import publish_shipped_courses


def published(house):
    with house.portal.database.reading() as session:
        return {
            course: len(list_releases(session, course))
            for course in ("first-steps", "trustworthy-ai")
        }


async def test_only_what_was_chosen_is_published_and_once(empty_house, caplog):
    for _ in range(2):
        publish_shipped_courses(empty_house.settings, "trainer", ("trustworthy-ai",))
    assert published(empty_house) == {"first-steps": 0, "trustworthy-ai": 1}


async def test_a_name_that_no_shipped_course_has_is_told(empty_house, caplog):
    with caplog.at_level(logging.WARNING):
        publish_shipped_courses(empty_house.settings, "trainer", ("frist-steps",))
    assert "no course frist-steps comes with Officina; there are first-steps" in caplog.text
    assert published(empty_house) == {"first-steps": 0, "trustworthy-ai": 0}
