"""Several attempts at one exercise, as learners and trainers see them."""

from __future__ import annotations

import pytest
from babel.support import NullTranslations
from page_house import PageHouse, soup, text_of
from page_samples import sample_grade, sample_submission

from officina_hub.portal.pages.states import why_an_older_counts

MINE = "courses/tea/mine"
TEACH = "courses/tea/teach"
KERNEL = "The notebook has another kernel."


async def hand_in(house: PageHouse, work: str) -> str:
    """Hand in for the exercise with a deadline; gives the path of the attempt's page."""
    answer = await house.submit("ada", {"cup.ipynb": work.encode()}, "cup")
    assert answer.status == 201
    return f"courses/tea/submissions/{answer.json['submission_id']}"


@pytest.fixture
async def ungradable_newest(house: PageHouse) -> str:
    """Attempt 1 has marks, attempt 2 could not be graded; gives the path of attempt 2."""
    await hand_in(house, "1")
    await house.grade(score=9.5)
    newest = await hand_in(house, "2")
    await house.grade("ungradable", message=KERNEL)
    return newest


async def test_a_learner_reads_which_attempt_counts_and_why(
    house: PageHouse, ungradable_newest: str
) -> None:
    seen = text_of(await house.open(MINE, "ada"))
    assert "9.5 of 22 points" in seen
    assert f"Attempt 2 could not be graded, so attempt 1 counts. {KERNEL}" in seen


async def test_a_trainer_sees_in_the_table_that_the_newest_could_not_be_graded(
    house: PageHouse, ungradable_newest: str
) -> None:
    cell = soup(await house.open(TEACH, "tina")).select_one("#marks-table tbody td:nth-child(3)")
    assert cell.get_text(" ", strip=True) == "9.5 : ada The newest could not be graded"


async def test_the_page_of_an_attempt_leads_to_the_others_and_names_the_one_that_counts(
    house: PageHouse, ungradable_newest: str
) -> None:
    page = soup(await house.open(ungradable_newest, "tina"))
    rows = [" ".join(row.get_text(" ").split()) for row in page.select("#attempts li")]
    assert rows == ["Attempt 1 Graded counts", "Attempt 2 Could not be graded"]
    other = page.select_one("#attempts a")["href"].partition("/services/officina/")[2]
    assert "Attempt 1 of ada" in text_of(await house.open(other, "ada"))


async def test_a_trainer_makes_the_attempt_in_time_count(house: PageHouse) -> None:
    in_time = await hand_in(house, "1")
    await house.grade(score=5)
    house.clock.turn(hours=2)
    await hand_in(house, "2")
    await house.grade(score=9)
    assert "Grade it again" in text_of(await house.open(in_time, "tina"))
    await house.open(f"{in_time}/regrade", "tina", form={})
    assert soup(await house.open(MINE, "ada")).select_one("[hx-trigger*=every]")
    await house.grade(score=6)

    seen = text_of(await house.open(MINE, "ada"))
    assert "6 of 22 points" in seen
    assert "Attempt 1 counts: a trainer had it graded again after attempt 2 came in." in seen


async def test_an_attempt_that_a_newer_one_replaced_cannot_be_graded_again(
    house: PageHouse,
) -> None:
    older = await hand_in(house, "1")
    await house.grade()
    await hand_in(house, "2")
    await house.grade()
    assert "Grade it again" not in text_of(await house.open(older, "tina"))


def test_a_learner_reads_why_an_attempt_that_could_not_be_read_does_not_count() -> None:
    marks = sample_grade(0)
    unread = marks.notebooks[0].model_copy(update={"state": "broken"})
    newest = sample_submission(
        id="newest",
        attempt=2,
        message="It is not JSON.",
        grade=marks.model_copy(update={"notebooks": (unread,)}),
    )
    told = why_an_older_counts(NullTranslations(), sample_submission(), newest)
    assert told == (
        "Attempt 2 could not be graded, so attempt 1 counts.",
        "It is not JSON.",
    )


async def test_a_trainer_reads_what_each_try_ended_with_and_a_learner_does_not(
    house: PageHouse,
) -> None:
    page = await hand_in(house, "1")
    await house.fail("The disk of the grader was full.")

    told = soup(await house.open(page, "tina")).select_one("#attempt details")
    assert told.summary.get_text() == "Tries that came to nothing"
    assert "grade, try 1 on w: The disk of the grader was full." in told.get_text()
    assert not soup(await house.open(page, "ada")).select("#attempt details ol")
