"""An attempt of which no notebook could be read takes no marks away and bars no way back."""

from __future__ import annotations

from typing import Any

import pytest
from grader_hand import GRADE, GRADED, claim, hand_in, look, regrade
from portal_house import House

WORDS = "leaf: The notebook is not JSON."
STATES = ("missing", "broken", "empty", "too_large")


def marks(*states: str) -> dict[str, Any]:
    """What the grader hands in for notebooks of these states, all points for those it has read."""
    points = [0.0 if state in STATES else 10.0 for state in states]
    notebooks = [
        {"name": f"leaf{number}", "state": state, "score": score, "max_score": 10.0}
        for number, (state, score) in enumerate(zip(states, points, strict=True))
    ]
    return GRADE | {"score": sum(points), "notebooks": notebooks}


async def attempt(house: House, work: str, *states: str) -> str:
    answer = await house.submit("ada", {"cup.ipynb": work.encode()}, "cup")
    await grade(house, *states)
    return str(answer.json["submission_id"])


async def grade(house: House, *states: str) -> None:
    job = await claim(house)
    given = GRADED | {"grade": marks(*states), "message": WORDS}
    assert await hand_in(house, job, grade=given) == 204
    assert await hand_in(house, job, grade=given) == 204  # the same again changes nothing


async def cell(house: House) -> tuple[int, float, bool]:
    """The attempt that counts, its points, and whether the table marks a newer one as in vain."""
    row = (await house.ask("GET", "courses/tea/gradebook", "tina")).json["rows"][0]
    found = row["cells"][0]
    return found["attempt"], row["score"], found["is_newest_ungradable"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("hours", [0, 2])
async def test_marks_of_an_older_attempt_stay(house: House, state: str, hours: int) -> None:
    await attempt(house, "1", "graded")
    house.clock.turn(hours=hours)
    newer = await attempt(house, "2", state)

    assert await cell(house) == (1, 10.0, True)
    seen = await look(house, newer)
    assert (seen["state"], seen["message"], seen["grade"]["score"]) == ("graded", WORDS, 0.0)


async def test_one_notebook_that_was_read_makes_the_attempt_count(house: House) -> None:
    await attempt(house, "1", "graded", "graded")
    await attempt(house, "2", "broken", "graded")

    assert await cell(house) == (2, 10.0, False)


async def test_alone_it_counts_with_its_sentence(house: House) -> None:
    await attempt(house, "1", "broken")
    await attempt(house, "2", "missing")

    assert await cell(house) == (2, 0.0, False)


async def test_the_older_attempt_may_be_graded_again(house: House) -> None:
    older = await attempt(house, "1", "graded")
    newer = await attempt(house, "2", "broken")
    assert (await regrade(house, older)).status == 202
    await grade(house, "graded")
    assert await cell(house) == (1, 10.0, True)

    assert (await regrade(house, newer)).status == 202
    await grade(house, "broken")
    assert await cell(house) == (1, 10.0, True)


async def test_it_stands_in_the_way_while_it_waits_and_when_it_was_read_later(
    house: House,
) -> None:
    older = await attempt(house, "1", "graded")
    newer = await attempt(house, "2", "too_large")
    await regrade(house, newer)
    assert (await regrade(house, older)).json["code"] == "not-the-latest"
    await grade(house, "graded")

    assert (await regrade(house, older)).json["code"] == "not-the-latest"
    assert await cell(house) == (2, 10.0, False)


async def test_feedback_is_asked_for_the_attempt_that_counts(house: House) -> None:
    older = await attempt(house, "1", "graded")
    await attempt(house, "2", "broken")
    path = "courses/tea/exercises/cup/feedback"
    assert (await house.ask("POST", path, "tina", send={"users": None})).status == 202

    assert (await claim(house))["submission_id"] == older
