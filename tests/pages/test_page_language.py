"""A learner takes a course in one of its languages: chosen by starting in it, or on its page."""

from __future__ import annotations

import pytest
from lesson_samples import READ, publish_lessons
from page_house import PageHouse, soup, text_of
from sqlalchemy import select

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.catalogue_courses import listed_courses

FILES = "courses/tea/exercises/leaf/files"


@pytest.fixture
async def tea(empty_house: PageHouse) -> PageHouse:
    publish_lessons(empty_house.portal)
    return empty_house


async def notebook_of(house: PageHouse, name: str) -> bytes:
    """What of the leaf comes to that person's server."""
    tar = await house.ask("GET", f"{FILES}.tar", name)
    files = await house.ask("GET", FILES, name)
    spoken = b"Das *Blatt*" in tar.content
    assert files.json["language"] == ("de" if spoken else "en")
    return b"de" if spoken else b"en"


async def start(house: PageHouse, name: str, page: str) -> None:
    """Press the first button of a page that starts the course."""
    form = soup(await house.open(page, name)).select_one("form[action$='courses/tea/start']")
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    assert (await house.open("courses/tea/start", name, form=fields)).status == 303


@pytest.mark.parametrize("page", ["courses/tea", READ], ids=["course", "lesson"])
async def test_who_starts_in_german_gets_notebooks_in_german(tea: PageHouse, page: str) -> None:
    await start(tea, "ada", f"{page}?language=de")
    await start(tea, "bob", page)
    assert await notebook_of(tea, "ada") == b"de"
    assert await notebook_of(tea, "bob") == b"en"
    own = await tea.ask("GET", f"{FILES}?language=en", "ada")
    assert own.json == (await tea.ask("GET", FILES, "bob")).json
    tea.servers.may_finish.set()


async def test_the_choice_is_changed_on_the_page_and_told_there(tea: PageHouse) -> None:
    assert not soup(await tea.open("courses/tea", "ada")).select("#notebook-language")
    await tea.enrol("ada")
    for language in ("de", "en", "de"):
        answer = await tea.open("courses/tea/language", "ada", form={"language": language})
        assert answer.status == 303
        page = soup(await tea.open("courses/tea", "ada"))
        assert page.h1["lang"] == language
        chosen = page.select_one("#notebook-language [selected]")
        assert (chosen["value"], len(page.select("#notebook-language option"))) == (language, 2)
        assert await notebook_of(tea, "ada") == language.encode()


async def test_what_is_read_and_worked_on_is_in_the_chosen_language(tea: PageHouse) -> None:
    await tea.ask("PUT", "courses/tea/enrolment?language=de", "ada")
    lesson = soup(await tea.open(READ, "ada"))
    assert (lesson.h1.get_text(), lesson.h1["lang"]) == ("Das Blatt", "de")
    assert lesson.select_one(".crumbs a[href$='courses/tea']").get_text() == "Der Tee"
    entries = lesson.select_one(".lesson-entries")
    assert (entries["lang"], entries.a.get_text()) == ("de", "Das Blatt")
    english = f"{READ}?language=en"
    assert lesson.select_one(f".languages a[href$='{english}']")
    assert soup(await tea.open(english, "ada")).h1["lang"] == "en"
    mine = soup(await tea.open("courses/tea/mine", "ada"))
    assert (mine.h1.get_text(), mine.h1["lang"]) == ("Der Tee", "de")
    assert mine.select_one(".step h3").get_text() == "Das Blatt"
    for page in ("", "record", "courses"):
        assert "Der Tee" in text_of(await tea.open(page, "ada")), page
        assert "Der Tee" not in text_of(await tea.open(page, "bob")), page


async def test_who_looks_for_courses_in_german_finds_it_told_in_german(tea: PageHouse) -> None:
    page = soup(await tea.open("courses?language=de", "bob"))
    options = [one["value"] for one in page.select("#search-language option")]
    assert options == ["", "de", "en"]
    (found,) = page.select(".tile a")
    assert found.get_text() == "Der Tee"
    assert found["href"].endswith("courses/tea?language=de")
    listed = await tea.ask("GET", "courses?language=de", "bob")
    assert [one["id"] for one in listed.json["items"]] == ["tea"]
    assert (await tea.ask("GET", "courses?language=fi", "bob")).json["total"] == 0
    with tea.portal.database.reading() as session:
        (record,) = [one.record for one in listed_courses(session)]
    assert record.languages == ("en", "de")


async def test_a_notebook_without_translation_does_not_lead_out_of_the_language(
    tea: PageHouse,
) -> None:
    await tea.enrol("ada")
    cup = soup(await tea.open("courses/tea/exercises/cup/read/cup?language=de", "ada"))
    assert cup.h1["lang"] == "en"
    assert cup.select_one("a[rel=prev]")["href"].endswith("?language=de")
    assert cup.select_one("form[action$=start] [name=language]")["value"] == "de"


async def test_a_language_that_the_course_does_not_have_is_refused(tea: PageHouse) -> None:
    await tea.enrol("ada")
    refused = await tea.ask("PUT", "courses/tea/enrolment?language=xx", "ada")
    assert refused.status == 400
    assert "Its languages are: en, de." in refused.json["detail"]
    answer = await tea.open("courses/tea/language", "ada", form={"language": "xx"})
    assert answer.status == 400
    stranger = await tea.open("courses/tea/language", "bob", form={"language": "de"})
    assert stranger.status == 404
    kept = await tea.ask("PUT", "courses/tea/enrolment", "ada")
    assert kept.json["language"] == ""
    started = await tea.open("courses/tea/start", "ada", form={"language": "xx"})
    assert started.status == 303
    tea.servers.may_finish.set()


async def test_the_choices_stand_in_the_audit_trail_and_work_is_taken_as_ever(
    tea: PageHouse,
) -> None:
    await tea.ask("PUT", "courses/tea/enrolment?language=de", "ada")
    await tea.hand_in("ada")
    for language in ("en", "en"):
        await tea.open("courses/tea/language", "ada", form={"language": language})
    with tea.portal.database.reading() as session:
        chosen = select(t.Event.detail).where(t.Event.what == "language chosen")
        assert list(session.scalars(chosen)) == ["de", "en"]
