"""Pages of courses from elsewhere: how they ran here, and the decision."""

from __future__ import annotations

from import_samples import NOTEBOOK, proved, taken
from page_house import PageHouse, soup, text_of
from sqlalchemy import select

from officina_courses.checks.codes import found
from officina_hub.portal.db import tables as t

HTMX = {"HX-Request": "true"}


def buttons(page: object) -> list[str]:
    return [button.get_text(strip=True) for button in soup(page).select("main form button")]


async def test_an_empty_list_says_what_to_do(empty_house: PageHouse) -> None:
    page = await empty_house.open("imports", "tina")
    assert "Nothing was imported yet." in text_of(page)
    assert "officina course import" in text_of(page)
    assert soup(await empty_house.open("teach", "tina")).select('a[href$="imports"]')


async def test_learners_and_trainers_of_other_courses_see_nothing_of_it(
    empty_house: PageHouse,
) -> None:
    with empty_house.portal.database.writing() as session:
        here = f"imports/{proved(session).release_id}"
    assert (await empty_house.open(here, "theo")).status == 404
    assert (await empty_house.open(here, "ada")).status == 404
    assert (await empty_house.open("imports", "ada")).status == 403
    assert "tea" not in text_of(await empty_house.open("imports", "theo"))
    assert "tea" not in text_of(await empty_house.open("courses", "ada"))


async def test_while_it_is_run_the_page_waits_and_can_be_cancelled(
    empty_house: PageHouse,
) -> None:
    with empty_house.portal.database.writing() as session:
        here = f"imports/{taken(session).release_id}"
    page = await empty_house.open(here, "tina")
    assert "Being run here" in text_of(page)
    poll = soup(page).select_one("[hx-get]")["hx-get"]
    asked = poll[poll.index("imports/") :]
    assert (await empty_house.open(asked, "tina", headers=HTMX)).status == 204
    done = await empty_house.open(f"{here}/discard", "tina", form={})
    assert empty_house.location(done) == here
    assert (await empty_house.open(asked, "tina", headers=HTMX)).headers["HX-Refresh"] == "true"
    assert "It was discarded" in text_of(await empty_house.open(here, "tina"))


async def test_what_ran_green_is_offered_for_publishing(empty_house: PageHouse) -> None:
    with empty_house.portal.database.writing() as session:
        here = f"imports/{proved(session).release_id}"
    page = await empty_house.open(here, "tina")
    told = text_of(page)
    assert "14 of 14 gates passed." in told
    assert "From LUMI AI Factory" in told
    assert "3 of 3 cells without a finding" in told
    assert "10 / 10" in told
    assert buttons(page) == ["Publish here", "Discard"]
    await empty_house.open(f"{here}/publish", "tina", form={})
    with empty_house.portal.database.reading() as session:
        waiting = session.scalars(select(t.Job.kind).where(t.Job.state == "waiting")).all()
    assert waiting == ["prepare"]
    assert "What learners get is being made." in text_of(await empty_house.open(here, "tina"))


async def test_what_did_not_run_green_says_where_and_is_not_offered(
    empty_house: PageHouse,
) -> None:
    fault = found("OFF100", "7 of 10 points.", path=NOTEBOOK, cell="test-mean")
    with empty_house.portal.database.writing() as session:
        here = f"imports/{proved(session, fault).release_id}"
    page = await empty_house.open(here, "tina")
    assert "7 of 10 points." in text_of(page)
    assert "2 of 3 cells without a finding" in text_of(page)
    red = soup(page).select(".chips .state-problem")
    assert [each.get_text(" ", strip=True) for each in red] == ["test-mean (code): see above"]
    assert buttons(page) == ["Run it again", "Discard"]
    assert (await empty_house.open(f"{here}/publish", "tina", form={})).status == 409
