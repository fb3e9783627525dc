"""Grading again on pages: told, previewed, decided, told to learners, taken back."""

from __future__ import annotations

import csv
import io

import pytest
from page_house import PageHouse, soup, text_of
from regrade_samples import answer, marked_class, marks, preview_all, previewed_class, write_all
from regrade_samples import result as graded

TEACH = "courses/tea/teach"
BECAUSE = {"reason": "One test asked for more digits than the task did."}


@pytest.fixture
async def ids(house: PageHouse) -> dict[str, str]:
    return await marked_class(house)


async def begin(house: PageHouse) -> str:
    """Start from the class page's button; gives the address of the preview."""
    begun = await house.open(f"{TEACH}/exercises/leaf/regrade", "tina", form={})
    assert begun.status == 303
    return house.location(begun)


async def test_the_class_page_tells_of_mended_tests(house: PageHouse, ids: dict[str, str]) -> None:
    page = await house.open(TEACH, "tina")
    assert "The tests changed. 5 submissions were marked with earlier ones." in text_of(page)
    buttons = [button.get_text() for button in soup(page).select("button")]
    assert "See what would change: The leaf" in buttons
    assert "Grade all again…: The cup" in buttons


async def test_a_preview_tells_how_far_it_is_and_can_be_discarded(
    house: PageHouse, ids: dict[str, str]
) -> None:
    here = await begin(house)
    page = await house.open(here, "tina")
    assert "0 of 5 submissions" in text_of(page)
    assert "Nothing is written" in text_of(page)
    assert soup(page).select_one("progress")["max"] == "5"
    assert "Grading again: 0 of 5" in text_of(await house.open(TEACH, "tina"))

    done = await house.open(f"{here}/discard", "tina", form={})
    assert house.location(done) == TEACH
    assert "This preview was discarded" in text_of(await house.open(here, "tina"))
    assert "The tests changed." in text_of(await house.open(TEACH, "tina"))


async def test_the_progress_asks_for_news_and_ends_in_a_new_page(
    house: PageHouse, ids: dict[str, str]
) -> None:
    here = await begin(house)
    poll = soup(await house.open(here, "tina")).select_one("[hx-get]")["hx-get"]
    asked = poll[poll.index("courses/") :]
    htmx = {"HX-Request": "true"}
    assert (await house.open(asked, "tina", headers=htmx)).status == 204
    await preview_all(house)
    assert (await house.open(asked, "tina", headers=htmx)).headers["HX-Refresh"] == "true"


async def test_the_preview_says_who_gains_loses_and_stays(
    house: PageHouse, ids: dict[str, str]
) -> None:
    here = f"{TEACH}/regrades/{await previewed_class(house)}"
    page = await house.open(here, "tina")
    told = text_of(page)
    assert "2 gain" in told
    assert "1 loses" in told
    assert "1 stays" in told
    assert "1 could not be compared" in told
    assert "the kernel 'ir'" in told
    assert "In 1 submission marks that a trainer gave by hand stay as they are." in told
    rows = [" ".join(row.get_text(" ").split()) for row in soup(page).select("tbody tr")]
    learners = [row for row in rows if "Attempt" in row]
    assert [row.split()[0] for row in learners] == ["cem", "ada", "dana", "bob", "eva"]
    assert "10 8.5 / 12 -1.5 Loses test_mean 10 → 8.5" in learners[0]
    labels = [label.get_text() for label in soup(page).select(".plot-label")]
    assert labels == ["-1.5", "no change", "+4"]


@pytest.mark.parametrize(
    ("sort", "first"), [("user", "ada"), ("before", "dana"), ("after", "eva"), ("?", "cem")]
)
async def test_the_table_is_sorted_by_each_column(
    house: PageHouse, ids: dict[str, str], sort: str, first: str
) -> None:
    here = f"{TEACH}/regrades/{await previewed_class(house)}"
    page = await house.open(f"{here}?sort={sort}", "tina")
    assert soup(page).select_one(".table-wrap tbody th a").get_text() == first


async def test_the_table_can_be_searched_and_says_when_nobody_is_found(
    house: PageHouse, ids: dict[str, str]
) -> None:
    here = f"{TEACH}/regrades/{await previewed_class(house)}"
    found = soup(await house.open(f"{here}?search=DA", "tina")).select(".table-wrap tbody th a")
    assert [link.get_text() for link in found] == ["ada", "dana"]
    assert "No learner's name contains" in text_of(await house.open(f"{here}?search=zoe", "tina"))


async def test_the_preview_is_a_csv_file_as_well(house: PageHouse, ids: dict[str, str]) -> None:
    answer = await house.open(f"{TEACH}/regrades/{await previewed_class(house)}.csv", "tina")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["user"], row["difference"]) for row in rows] == [
        ("ada", "4"),
        ("bob", "0"),
        ("cem", "'-1.5"),
        ("dana", "4"),
        ("eva", ""),
    ]
    assert rows[0]["changed cells"] == "leaf/test_mean"


async def test_confirming_needs_a_reason(house: PageHouse, ids: dict[str, str]) -> None:
    here = f"{TEACH}/regrades/{await previewed_class(house)}"
    refused = await house.open(f"{here}/confirm", "tina", form={"reason": "  "})
    assert refused.status == 400
    assert "waits for your decision" in text_of(await house.open(TEACH, "tina"))


async def test_learners_are_told_with_the_reason_and_find_their_earlier_marks(
    house: PageHouse, ids: dict[str, str]
) -> None:
    here = f"{TEACH}/regrades/{await previewed_class(house)}"
    await house.open(f"{here}/confirm", "tina", form=BECAUSE)
    await write_all(house)

    ended = text_of(await house.open(here, "tina"))
    assert "The new marks are written" in ended
    assert "came out otherwise than in the preview" in ended
    assert "1 submission was left as it was" in ended
    mine = text_of(await house.open("courses/tea/mine", "ada"))
    assert f"Because: {BECAUSE['reason']}" in mine
    assert "Marked again:" in mine
    work = text_of(await house.open(f"courses/tea/submissions/{ids['ada']}", "ada"))
    assert "2 → 6" in work
    assert "Marked again by tina for everybody" in work
    assert "Marked again" not in text_of(await house.open("courses/tea/mine", "bob"))


async def test_undo_tells_the_learners_too(house: PageHouse, ids: dict[str, str]) -> None:
    here = f"{TEACH}/regrades/{await previewed_class(house)}"
    await house.open(f"{here}/confirm", "tina", form=BECAUSE)
    await write_all(house)
    await house.open(f"{here}/undo", "tina", form={})
    await answer(house, graded(marks(2.0), "old"))
    mine = text_of(await house.open("courses/tea/mine", "ada"))
    assert "The marks from before were put back:" in mine


async def test_only_trainers_of_the_course_see_and_decide(
    house: PageHouse, ids: dict[str, str]
) -> None:
    here = f"{TEACH}/regrades/{await previewed_class(house)}"
    for who in ("ada", "theo"):
        assert (await house.open(here, who)).status == 403
        assert (await house.open(f"{here}.csv", who)).status == 403
        for deed in ("confirm", "discard", "undo"):
            assert (await house.open(f"{here}/{deed}", who, form=BECAUSE)).status == 403
        start = f"{TEACH}/exercises/leaf/regrade"
        assert (await house.open(start, who, form={})).status == 403
