"""Several attempts at one exercise: which waits, which counts, which may be graded again."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from grader_hand import GRADE, GRADED, UNGRADABLE, claim, hand_in, look, regrade
from portal_house import House
from sqlalchemy import select, text

from officina_hub.portal.db import tables as t
from officina_hub.portal.migrations.versions import v0014_superseded
from officina_hub.portal.store.audit import audit
from officina_hub.portal.store.jobs import SUPERSEDED
from officina_hub.portal.store.queue import MAX_TRIES

LATE = {"hours": 2}


async def submit(house: House, work: str) -> str:
    """Hand in for the exercise that has a deadline, an hour after noon."""
    answer = await house.submit("ada", {"cup.ipynb": work.encode()}, "cup")
    assert answer.status == 201
    return str(answer.json["submission_id"])


async def grade(house: House, result: Any = GRADED, **marks: float) -> str:
    """Do the next piece of work; gives the submission it was about."""
    job = await claim(house)
    given = result | {"grade": GRADE | marks} if marks else result
    assert await hand_in(house, job, grade=given) == 204
    return str(job["submission_id"])


async def counting(house: House) -> tuple[int, float]:
    """The attempt in the trainer's table, and the learner's points."""
    row = (await house.ask("GET", "courses/tea/gradebook", "tina")).json["rows"][0]
    return row["cells"][0]["attempt"], row["score"]


async def extend_deadline(house: House) -> None:
    """Give the exercise another month."""
    send = {"deadline": "2026-04-01T00:00:00Z"}
    assert (await house.ask("PATCH", "courses/tea/exercises/cup", "tina", send=send)).status == 200


async def events(house: House, submission_id: str) -> list[tuple[str, str, str]]:
    """What the audit trail tells of it: what, in detail, and who did it."""
    rows = select(t.Event).where(t.Event.submission_id == submission_id).order_by(t.Event.id)
    with house.portal.database.reading() as session:
        return [(event.what, event.detail, event.user) for event in session.scalars(rows)]


async def is_clean(house: House) -> bool:
    """Whether every submission is dealt with."""
    portal = house.portal
    return (await portal.read(audit, portal.blobs, portal.signer)).is_clean


async def test_a_late_attempt_leaves_one_that_came_in_time_in_the_queue(house: House) -> None:
    in_time = await submit(house, "1")
    house.clock.turn(**LATE)
    late = await submit(house, "2")

    assert [await grade(house, score=8.0), await grade(house)] == [in_time, late]
    assert (await look(house, in_time))["grade"]["score"] == 8.0
    assert await counting(house) == (2, 7.0)


async def test_nobody_stands_in_the_queue_more_than_once_on_each_side(house: House) -> None:
    for work in "12":
        in_time = await submit(house, work)
    house.clock.turn(**LATE)
    for work in "345":
        late = await submit(house, work)

    first = await claim(house)
    await hand_in(house, first, grade=GRADED)
    second = await claim(house)
    await hand_in(house, second, grade=GRADED)
    assert [first["submission_id"], second["submission_id"]] == [in_time, late]
    assert await claim(house) is None
    assert await is_clean(house)


async def test_a_moved_deadline_does_not_leave_two_of_one_side_waiting(house: House) -> None:
    first = await submit(house, "1")
    house.clock.turn(**LATE)
    late = await submit(house, "2")
    await extend_deadline(house)
    third = await submit(house, "3")

    assert (await look(house, first))["message"] == SUPERSEDED
    assert [await grade(house), await grade(house)] == [late, third]


async def test_superseding_is_noted(house: House) -> None:
    older = await submit(house, "1")
    await submit(house, "2")

    assert (await events(house, older))[-1] == ("superseded", "by attempt 2", "ada")


async def test_attempts_that_were_called_ungradable_for_it_get_their_own_state(
    house: House,
) -> None:
    older = await submit(house, "1")
    await submit(house, "2")
    await grade(house, UNGRADABLE)
    engine = house.portal.database.engine
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE submission SET state = 'ungradable'"))
        with Operations.context(MigrationContext.configure(connection)):
            v0014_superseded.upgrade()

    with engine.connect() as connection:
        told = connection.execute(text("SELECT id = :id, state FROM submission"), {"id": older})
        assert {tuple(row) for row in told} == {(1, "superseded"), (0, "ungradable")}


async def test_an_older_attempt_is_graded_where_all_newer_ones_could_not_be(house: House) -> None:
    older = await submit(house, "1")
    await submit(house, "2")
    assert (await regrade(house, older)).json["code"] == "not-the-latest"
    await grade(house, UNGRADABLE)

    assert (await regrade(house, older)).status == 202
    assert await grade(house) == older
    assert await counting(house) == (1, 7.0)
    assert (await look(house, older))["state"] == "graded"


async def test_what_could_not_be_graded_takes_no_marks_away(house: House) -> None:
    older = await submit(house, "1")
    await grade(house)
    newer = await submit(house, "2")
    assert await counting(house) == (2, 0.0)
    await grade(house, UNGRADABLE)

    assert await counting(house) == (1, 7.0)
    path = "courses/tea/exercises/cup/feedback"
    assert (await house.ask("POST", path, "tina", send={"users": None})).status == 202
    assert (await claim(house))["submission_id"] == older
    assert (await look(house, newer))["grade"] is None


async def test_where_nothing_could_be_graded_the_newest_is_shown(house: House) -> None:
    for work in "12":
        await submit(house, work)
        await grade(house, UNGRADABLE)

    assert await counting(house) == (2, 0.0)


async def test_a_trainer_may_have_the_attempt_in_time_count_until_a_newer_one_comes(
    house: House,
) -> None:
    in_time = await submit(house, "1")
    await grade(house, score=5.0)
    house.clock.turn(**LATE)
    await submit(house, "2")
    await grade(house, score=9.0)
    assert await counting(house) == (2, 9.0)

    assert (await regrade(house, in_time)).status == 202
    await grade(house, score=6.0)
    assert await counting(house) == (1, 6.0)
    await submit(house, "3")
    await grade(house, score=8.0)
    assert await counting(house) == (3, 8.0)


async def test_a_late_attempt_does_not_take_the_place_of_a_newer_one_in_time(house: House) -> None:
    house.clock.turn(**LATE)
    late = await submit(house, "1")
    await grade(house)
    await extend_deadline(house)
    await submit(house, "2")
    await grade(house)

    answer = await regrade(house, late)
    assert (answer.status, answer.json["code"]) == (409, "not-the-latest")
    assert "attempt 2" in answer.json["detail"]


@pytest.mark.parametrize(("needs_manual", "state"), [(False, "graded"), (True, "needs_manual")])
async def test_a_regrade_that_is_superseded_leaves_the_marks_as_they_were(
    house: House, needs_manual: bool, state: str
) -> None:
    note = {"name": "leaf", "state": "empty", "score": 7, "max_score": 10, "message": "No cell."}
    marks = GRADE | {"needs_manual": needs_manual, "notebooks": [note]}
    older = await submit(house, "1")
    await grade(house, GRADED | {"state": state, "message": "leaf: No cell.", "grade": marks})
    before = await look(house, older)
    await regrade(house, older)
    newer = await submit(house, "2")

    assert await look(house, older) == before
    assert await grade(house, UNGRADABLE) == newer
    assert await claim(house) is None
    assert await counting(house) == (1, 7.0)
    assert await is_clean(house)


async def test_a_superseded_regrade_does_not_make_its_attempt_count(house: House) -> None:
    in_time = await submit(house, "1")
    await grade(house, score=5.0)
    house.clock.turn(**LATE)
    await submit(house, "2")
    await grade(house, score=9.0)
    await regrade(house, in_time)
    await extend_deadline(house)
    await submit(house, "3")
    await grade(house, UNGRADABLE)

    assert await counting(house) == (2, 9.0)


async def give_up(house: House) -> None:
    """End the worker of the next piece of work as often as it takes."""
    for _ in range(MAX_TRIES):
        assert await claim(house) is not None
    assert await claim(house) is None


async def test_giving_up_is_noted(house: House) -> None:
    work = await submit(house, "1")
    await give_up(house)

    what, detail, who = (await events(house, work))[-1]
    assert (what, who) == ("grading given up", "officina-grader")
    assert "3 times" in detail
    assert (await look(house, work))["state"] == "ungradable"


async def test_a_regrade_that_is_given_up_leaves_the_marks_and_says_so(house: House) -> None:
    work = await submit(house, "1")
    await grade(house)
    await regrade(house, work)
    await give_up(house)

    seen = await look(house, work)
    assert (seen["state"], seen["grade"]["score"]) == ("graded", 7.0)
    assert "3 times" in seen["message"]
    assert "marks from before stay" in seen["message"]


async def test_feedback_that_is_given_up_is_noted(house: House) -> None:
    work = await submit(house, "1")
    await grade(house)
    path = "courses/tea/exercises/cup/feedback"
    await house.ask("POST", path, "tina", send={"users": None})
    await give_up(house)

    assert (await events(house, work))[-1][0] == "feedback given up"
