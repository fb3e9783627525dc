"""Similar solutions on the trainer's pages: the list, the pair, what was looked at."""

from __future__ import annotations

import pytest
from page_house import PageHouse, soup, text_of
from similar_class import SIMILAR, alike, hand_in

from officina_hub.portal.pages.similar import groups_of
from officina_hub.portal.store.similar_material import SimilarWork
from officina_hub.portal.store.similarity import SimilarPair


def pair(one: str, other: str, degree: float = 0.9) -> SimilarPair:
    works = [SimilarWork(submission_id=name, user=name, attempt=1) for name in (one, other)]
    return SimilarPair(
        one=works[0],
        other=works[1],
        one_in_other=degree,
        other_in_one=0.5,
        tokens=99,
        passages=(),
        looked_at=None,
    )


@pytest.mark.parametrize(
    ("pairs", "groups"),
    [
        ("", ""),
        ("ab", "ab"),
        ("ab cd", "ab cd"),
        ("ab cd bc", "abcd"),
        ("ab bc ca de", "abc de"),
        ("ab cd ef ad fb", "abcdef"),
    ],
)
def test_what_hangs_together_is_one_group(pairs: str, groups: str) -> None:
    found = groups_of([pair(*each) for each in pairs.split()])

    assert sorted("".join(group.users) for group in found) == groups.split()
    assert sum(len(group.pairs) for group in found) == len(pairs.split())


async def compared(house: PageHouse) -> tuple[str, str]:
    found = await alike(house)
    answer = await house.open(f"{SIMILAR}/compare", "tina", form={})
    assert house.location(answer) == SIMILAR
    return found


async def test_with_nothing_to_compare_the_page_says_so(house: PageHouse) -> None:
    assert "There is nothing to compare yet" in text_of(await house.open(SIMILAR, "tina"))


async def test_before_anybody_looked_there_is_a_button(house: PageHouse) -> None:
    await alike(house)
    answer = await house.open(SIMILAR, "tina")

    assert "3 solutions can be compared" in text_of(answer)
    assert soup(answer).select_one(f'form[action$="{SIMILAR}/compare"] button') is not None


async def test_pairs_are_listed_as_a_hint(house: PageHouse) -> None:
    await compared(house)
    answer = await house.open(SIMILAR, "tina")
    rows = soup(answer).select("main table tbody tr")

    assert "A hint, never a verdict." in text_of(answer)
    assert [row.th.get_text(strip=True) for row in rows if row.th] == ["ada and bob"]
    assert soup(answer).select_one("form[action$=compare]") is None


async def test_a_class_without_copies_gets_a_quiet_page(house: PageHouse) -> None:
    await house.enrol("bob")
    for user in ("ada", "bob"):
        await hand_in(house, user, {"read": f"answer = '{user}'"})
    await house.open(f"{SIMILAR}/compare", "tina", form={})
    answer = await house.open(SIMILAR, "tina")

    assert "No two solutions are more alike than chance explains." in text_of(answer)
    assert "2 have too little own code" in text_of(answer)


async def test_marked_passages_lead_to_each_other(house: PageHouse) -> None:
    one, other = await compared(house)
    page = soup(await house.open(f"{SIMILAR}/{one}/{other}", "tina"))
    marks = page.select("a.code-mark")
    targets = {str(mark["href"])[1:] for mark in marks}

    assert marks
    assert targets == {str(mark["id"]) for mark in marks}
    assert all(mark.parent and "code-same" in mark.parent["class"] for mark in marks)


async def test_learners_code_is_shown_as_text(house: PageHouse) -> None:
    one, other = await alike(house, {"evil": "x = '<script>alert(1)</script>'"})
    await house.open(f"{SIMILAR}/compare", "tina", form={})
    page = await house.open(f"{SIMILAR}/{one}/{other}", "tina")

    assert b"&lt;script&gt;alert" in page.content
    assert b"<script>alert" not in page.content


async def test_looked_at_is_kept_with_its_note(house: PageHouse) -> None:
    one, other = await compared(house)
    path = f"{SIMILAR}/{one}/{other}"
    await house.open(path, "tina", form={"text": "<b>They pair up.</b>"})
    page = await house.open(SIMILAR, "tina")

    assert "Fine" in text_of(page)
    assert "<b>They pair up.</b>" in text_of(page)
    await house.open(path, "tina", form={"again": "1"})
    assert "Not yet" in text_of(await house.open(SIMILAR, "tina"))


async def test_a_pair_of_old_work_is_gone(house: PageHouse) -> None:
    one, other = await compared(house)
    await hand_in(house, "ada", {"read": "pass"})
    answer = await house.open(f"{SIMILAR}/{one}/{other}", "tina")

    assert answer.status == 404
    assert "has handed in again" in text_of(answer)


async def test_submissions_that_were_not_told_as_alike_are_no_pair(house: PageHouse) -> None:
    one, _ = await compared(house)

    assert (await house.open(f"{SIMILAR}/{one}/{'0' * 36}", "tina")).status == 404


async def test_learners_and_other_trainers_see_nothing_of_it(house: PageHouse) -> None:
    one, other = await compared(house)
    for path in (SIMILAR, f"{SIMILAR}/{one}/{other}"):
        for who in ("ada", "bob", "theo", "root"):
            assert (await house.open(path, who)).status == 403, (who, path)
