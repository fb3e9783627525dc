"""What a portal's catalogue knows by itself: the AI Factories, and the courses of this hub."""

from __future__ import annotations

import asyncio

import pytest
from portal_house import House, course, publish_course
from sqlalchemy import delete
from until import until

from officina_hub.catalogue.identity import record_id
from officina_hub.catalogue.organisations import organisations
from officina_hub.portal.catalogue_keeping import begin, bring_up_to_date, keep_catalogue
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.catalogue_read import current_revision, standing
from officina_widgets.catalogue.asking import Ask


def revision(house: House) -> int:
    with house.portal.database.reading() as session:
        return current_revision(session)


def training(house: House, course_id: str = "tea"):
    key = record_id("courses", f"urn:officina:course:{course_id}")
    with house.portal.database.reading() as session:
        return standing(session, key).filed.record


def test_the_factories_and_antennas_come_with_address_and_day():
    all_of_them = list(organisations())
    roles = [each.record.role for each in all_of_them]

    assert (roles.count("ai-factory"), roles.count("antenna")) == (19, 13)
    assert len({each.record.iri for each in all_of_them}) == 32
    for each in all_of_them:
        assert each.address.startswith("https://")
        assert each.retrieved_at is not None
        assert each.record.country


def test_an_antenna_belongs_to_a_factory_that_there_is():
    records = [each.record for each in organisations()]
    factories = {record.factory for record in records} - {None}
    linked = {each: record.country for record in records for each in record.linked_factories}

    assert set(linked) == {"lumi-aif"} <= factories
    assert {each.country for each in records if each.linked_factories} == {"BE", "IS", "LV", "CH"}


async def test_nobody_offers_what_they_did_not_declare(house):
    begin(house.portal)
    bring_up_to_date(house.portal)
    kinds = house.portal.catalogue.answer(Ask()).facets["kind"]

    assert {each.value: each.count for each in kinds} == {"organisation": 32, "training": 1}


async def test_beginning_again_changes_nothing(house):
    begin(house.portal)
    was = revision(house)
    begin(house.portal)

    assert revision(house) == was


async def test_a_published_course_is_found_at_once_with_its_new_words(house):
    found = training(house)
    assert (found.title, found.course_id) == ({"en": "All about tea"}, "tea")
    assert (found.licence, found.time_required_minutes) == ("CC-BY-4.0", 30)

    publish_course(house.portal, course(version="1.1.0", title="All about green tea"))
    assert training(house).title == {"en": "All about green tea"}
    assert training(house).version == "1.1.0"


async def test_courses_from_before_the_catalogue_are_taken_in(house):
    with house.portal.database.writing() as session:
        for table in (t.CatalogueChange, t.CatalogueRecord):
            session.execute(delete(table))
    begin(house.portal)

    assert training(house).course_id == "tea"


@pytest.mark.parametrize(
    "words",
    [
        {"language": "pt-BR"},
        {"keywords": ["x" * 300] * 3, "objectives": ["to see"], "prerequisites": ["to be"]},
        {"description": "# " + "y" * 19_990},
        {"authors": [{"name": "A", "orcid": "0000-0002-1825-0097"}]},
    ],
    ids=["language", "lists", "long", "authors"],
)
async def test_any_course_that_can_be_published_is_in_the_catalogue(empty_house, words):
    publish_course(empty_house.portal, course(**words))

    assert training(empty_house).course_id == "tea"


async def test_a_running_portal_finds_what_is_published_without_being_told(empty_house):
    portal = empty_house.portal
    task = asyncio.create_task(keep_catalogue(portal))
    try:
        await until(lambda: portal.catalogue.answer(Ask(q="lumi")).total)
        publish_course(portal, course())
        portal.catalogue_bell.ring()
        await until(lambda: portal.catalogue.answer(Ask(q="tea")).total)
    finally:
        portal.say_goodbye()
        await task
