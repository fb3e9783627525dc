"""All sectors and all steps of a Data Lab lead from the catalogue to a course, and back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl, urlsplit

import pytest
import pytest_asyncio
from find_samples import BASE, FORECASTS, id_of, load
from page_house import PageHouse, soup
from portal_house import publish_course

from officina_courses.loader import load_course
from officina_courses.shipped import shipped_courses
from officina_courses.subjects import SECTORS, STEPS
from officina_hub.portal.catalogue_keeping import begin, bring_up_to_date
from officina_widgets.catalogue.records import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")

WAYS = [*(("sector", one) for one in SECTORS), *(("step", one) for one in STEPS)]
CLEANERS = Service.model_validate(
    {"iri": BASE + "cleaners", "title": {"en": "We clean data"}, "steps": ("cleaning",)}
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def school(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PageHouse]:
    """A portal with the shipped courses, a dataset about the environment, and a service."""
    async with PageHouse(tmp_path_factory.mktemp("school")) as house:
        for folder in shipped_courses():
            publish_course(house.portal, load_course(folder))
        begin(house.portal)
        await load(house, (FORECASTS, CLEANERS))
        bring_up_to_date(house.portal)
        yield house


def hrefs(page: object, selector: str) -> list[str]:
    return [link["href"] for link in page.select(selector)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("facet", "value"), WAYS)
async def test_each_way_leads_to_a_course_and_back(
    school: PageHouse, facet: str, value: str
) -> None:
    listed = soup(await school.open(f"find?facet.kind=training&facet.{facet}={value}", "ada"))
    records = hrefs(listed, ".hit :is(h2, h3) a")
    assert records
    record = soup(await school.open(school.location_of(records[0]), "ada"))
    (course,) = hrefs(record, ".title-row a[href*='/courses/']")
    page = soup(await school.open(school.location_of(course), "ada"))
    back = [one for one in hrefs(page, ".facts a[href*='/find?facet.']") if value in one]
    assert [parse_qsl(urlsplit(one).query) for one in back] == [[(f"facet.{facet}", value)]]
    again = soup(await school.open(school.location_of(back[0]), "ada"))
    assert records[0].partition("?")[0] in {
        one.partition("?")[0] for one in hrefs(again, ".hit :is(h2, h3) a")
    }


@pytest.mark.parametrize(
    "course", [one.id for one in map(load_course, shipped_courses()) if not one.sectors + one.steps]
)
async def test_a_course_without_a_subject_is_found_by_its_words_and_leads_back(
    school: PageHouse, course: str
) -> None:
    page = soup(await school.open(f"courses/{course}", "ada"))
    keywords = hrefs(page, ".facts dd[lang] a[href*='/find?q=']")
    assert keywords
    found = soup(await school.open(school.location_of(keywords[0]), "ada"))
    records = [school.location_of(one) for one in hrefs(found, ".hit :is(h2, h3) a")]
    courses = [
        hrefs(soup(await school.open(one, "ada")), ".title-row a[href*='/courses/']")
        for one in records
    ]
    assert course in {one.rpartition("/")[2] for links in courses for one in links}


async def test_a_course_record_has_its_skills_as_terms(school: PageHouse) -> None:
    listed = soup(await school.open("find?facet.kind=training&facet.sector=energy", "ada"))
    path = school.location_of(hrefs(listed, ".hit :is(h2, h3) a")[0])
    page = soup(await school.open(path, "ada"))
    data = json.loads(page.select_one('script[type="application/ld+json"]').string)
    taught = [one for one in data["teaches"] if isinstance(one, dict)]
    assert "electricity consumption" in {one["name"] for one in taught}
    assert {one["@type"] for one in taught} == {"DefinedTerm"}
    for one in taught:
        assert one["@id"] in hrefs(page, ".facts a")


async def test_the_list_of_courses_names_every_way(school: PageHouse) -> None:
    page = soup(await school.open("courses", "ada"))
    asked = [dict(parse_qsl(urlsplit(one).query)) for one in hrefs(page, ".ways a")]
    assert [{"facet.kind": "training", f"facet.{facet}": one} for facet, one in WAYS] == asked


async def test_a_dataset_and_a_service_lead_to_courses(school: PageHouse) -> None:
    dataset = soup(await school.open(f"find/{id_of(FORECASTS)}", "ada"))
    assert hrefs(dataset, "section.panel a[href*='/courses/']")[0].endswith("/sector-climate")
    service = soup(await school.open(f"find/{id_of(CLEANERS)}", "ada"))
    courses = hrefs(service, "section.panel a[href*='/courses/']")
    assert {"data-lab-quality", "open-web-data"} <= {one.rpartition("/")[2] for one in courses}
    assert any("facet.step=cleaning" in one for one in hrefs(service, "section.panel a"))


async def test_a_record_without_a_subject_leads_to_no_course(school: PageHouse) -> None:
    listed = soup(await school.open("find?facet.kind=organisation", "ada"))
    record = hrefs(listed, ".hit :is(h2, h3) a")[0]
    page = soup(await school.open(school.location_of(record), "ada"))
    assert not hrefs(page, "section.panel a[href*='/courses/']")
