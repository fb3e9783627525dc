"""The list of courses and the page of one course."""

from __future__ import annotations

import json

from page_house import PageHouse, soup, text_of
from portal_house import Answer, course, publish_course

HTMX = {"HX-Request": "true"}


def titles(answer: Answer) -> list[str]:
    return [link.get_text() for link in soup(answer).select(".tile h2 a")]


async def test_the_list_tells_what_it_found(house: PageHouse) -> None:
    answer = await house.open("courses", "ada")
    assert titles(answer) == ["All about tea"]
    assert "1 course found" in text_of(answer)
    assert "You are enrolled" in text_of(answer)


async def test_a_search_narrows_the_list_and_keeps_its_form(house: PageHouse) -> None:
    publish_course(house.portal, course("rye", language="de", level="advanced"))
    answer = await house.open("courses?search=rye&language=de&level=advanced", "ada")
    page = soup(answer)
    assert titles(answer) == ["All about rye"]
    assert page.select_one("#search-text")["value"] == "rye"
    assert page.select_one("#search-language option[selected]")["value"] == "de"
    assert page.select_one("#search-level option[selected]")["value"] == "advanced"


async def test_htmx_gets_the_results_alone(house: PageHouse) -> None:
    answer = await house.open("courses?search=tea", "ada", headers=HTMX)
    assert soup(answer).find("html") is None
    assert titles(answer) == ["All about tea"]
    assert answer.headers["Vary"] == "HX-Request"


async def test_going_back_gets_the_whole_page(house: PageHouse) -> None:
    headers = HTMX | {"HX-History-Restore-Request": "true"}
    assert soup(await house.open("courses", "ada", headers=headers)).find("html")


async def test_a_search_without_a_find_says_what_to_try(house: PageHouse) -> None:
    answer = await house.open("courses?search=coffee", "ada")
    assert "No course matches this search" in text_of(answer)


async def test_a_house_without_courses_says_who_can_help(empty_house: PageHouse) -> None:
    assert "A trainer of the factory" in text_of(await empty_house.open("courses", "ada"))
    assert "publish the first one" in text_of(await empty_house.open("courses", "tina"))
    assert "not started a course" in text_of(await empty_house.open("", "ada"))


async def test_nonsense_in_the_search_is_no_error(house: PageHouse) -> None:
    for query in ("level=galactic", "page=-1", "page=x", "page=99999999999", "language=%00%01"):
        assert (await house.open(f"courses?{query}", "ada")).status == 200


async def test_a_long_list_has_pages(house: PageHouse) -> None:
    for number in range(26):
        publish_course(house.portal, course(f"c{number}", title=f"Course {number:02}"))
    first = await house.open("courses?search=course", "ada")
    assert len(titles(first)) == 24
    following = soup(first).select_one('a[rel="next"]')["href"]
    second = await house.open(f"courses{following}", "ada")
    assert titles(second) == ["Course 24", "Course 25"]
    assert soup(second).select_one('a[rel="prev"]')


async def test_the_course_page_shows_everything_about_the_course(house: PageHouse) -> None:
    publish_course(
        house.portal,
        course(
            "rye",
            objectives=["Bake a loaf"],
            prerequisites=["An oven"],
            authors=[{"name": "Ada", "affiliation": "Mill", "orcid": "0000-0002-1825-0097"}],
            description="About **rye**.",
        ),
    )
    answer = await house.open("courses/rye", "ada")
    text = text_of(answer)
    for expected in ("Bake a loaf", "An oven", "Ada , Mill", "CC-BY-4.0", "30 min", "10 points"):
        assert expected in text
    page = soup(answer)
    assert page.select_one(".prose strong").get_text() == "rye"
    assert [form["action"].rpartition("/")[2] for form in page.select("main form")] == ["start"]
    assert page.select_one("main form button").get_text() == "Start"


async def test_what_trainers_write_cannot_become_markup(house: PageHouse) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    changes = {"title": evil, "summary": evil, "description": evil + "\n\n[x](javascript:alert(1))"}
    publish_course(house.portal, course("rye", **changes))
    for path in ("courses", "courses/rye"):
        page = soup(await house.open(path, "ada"))
        assert all(script.get("src") or script.get("type") for script in page.find_all("script"))
        assert page.find("img") is None
        assert not page.select('a[href^="javascript"]')
    data = page.select_one('script[type="application/ld+json"]').string
    assert json.loads(data)["name"] == evil


async def test_skills_are_told_to_people_and_to_catalogues(house: PageHouse) -> None:
    esco = "http://data.europa.eu/esco/skill/7ee4c2ea-b349-4bd2-81a3-ec31475d4833"
    skills = (
        {"id": esco, "label": "statistics"},
        {"id": esco.replace("7ee4", "ccd0"), "label": "Python", "use": "requires"},
        {"id": "javascript:alert(1)", "label": "from before there were forms"},
    )
    publish_course(house.portal, course("rye", objectives=["Bake"], skills=skills))
    page = soup(await house.open("courses/rye", "ada"))
    data = json.loads(page.select_one('script[type="application/ld+json"]').string)
    text, term = data["teaches"]
    assert text == "Bake"
    assert (term["@type"], term["@id"], term["name"]) == ("DefinedTerm", esco, "statistics")
    assert term["inDefinedTermSet"] == "http://data.europa.eu/esco/concept-scheme/skills"
    assert [one["name"] for one in data["competencyRequired"]] == ["Python"]
    assert page.select_one(f'.facts a[href="{esco}"]').get_text() == "statistics"
    assert not page.select('a[href^="javascript"]')


async def test_pages_have_no_inline_script_or_style(house: PageHouse) -> None:
    for path in ("", "courses", "courses/tea", "courses/tea/mine", "launch", "record"):
        page = soup(await house.open(path, "ada"))
        inline = [s for s in page.find_all("script") if not s.get("src")]
        assert all(script["type"] == "application/ld+json" for script in inline)
        assert page.find("style") is None
        assert not page.select("[style], [onclick], [onload], [onsubmit]")


async def test_leaving_keeps_the_work(house: PageHouse) -> None:
    await house.hand_in("ada")
    answer = await house.open("courses/tea/leave", "ada", form={})
    assert house.location(answer) == "courses/tea"
    assert "enrolled" not in text_of(await house.open("courses", "ada"))
    await house.enrol("ada")
    assert "1 attempt" in text_of(await house.open("courses/tea/mine", "ada"))


async def test_a_trainer_who_leaves_gets_a_sentence(house: PageHouse) -> None:
    answer = await house.open("courses/tea/leave", "tina", form={})
    assert answer.status == 409
    assert "trainers cannot leave" in text_of(answer)
