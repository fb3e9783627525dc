"""Whose turn it is: lanes, courses, learners, deadlines, age; and what learners are told of it."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from portal_house import NOON
from sqlalchemy import insert
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.kinds import KINDS, MUST_BE_NAMED
from officina_hub.portal.store.line import (
    NO_DEADLINE,
    OLDEST_EVERY,
    Line,
    next_in_line,
    stand_in_line,
)

MANY = 10_000


class Waiting:
    """A queue that a test fills and empties."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def add(
        self,
        course: str,
        user: str | None,
        *,
        kind: str = "grade",
        exercise: str = "leaf",
        deadline: datetime | None = None,
    ) -> t.Job:
        self.know(course)
        job = t.Job(
            kind=kind,
            state="waiting",
            course_id=course,
            user=user,
            exercise_id=exercise,
            created_at=NOON,
        )
        stand_in_line(self.session, job, deadline=deadline)
        self.session.add(job)
        self.session.flush()
        return job

    def know(self, course: str) -> None:
        if self.session.get(t.Course, course) is None:
            self.session.add(t.Course(id=course, created_by="tina", created_at=NOON))
            self.session.flush()

    def take(self, state: str = "done") -> t.Job | None:
        job = next_in_line(self.session)
        if job is not None:
            job.state = state
            self.session.flush()
        return job

    def order(self) -> list[str]:
        """Everything that waits, in the order in which it is done."""
        taken = iter(self.take, None)
        return [f"{job.course_id}:{job.user}:{job.exercise_id}" for job in taken]


@pytest.fixture
def line(session: Session) -> Waiting:
    return Waiting(session)


def test_a_single_submission_does_not_wait_for_a_courses_thousand(line: Waiting) -> None:
    for number in range(50):
        line.add("big", f"learner-{number}")
    line.add("small", "ada")

    order = line.order()
    assert order.index("small:ada:leaf") == 1
    assert len(order) == 51


def test_courses_take_turns_for_as_long_as_they_wait(line: Waiting) -> None:
    for course in ("a", "b", "c"):
        for number in range(4):
            line.add(course, f"learner-{number}")

    courses = [entry[0] for entry in line.order()]
    assert [sorted(courses[at : at + 3]) for at in (0, 3)] == [["a", "b", "c"]] * 2
    assert all(abs(courses[:9].count(one) - 3) <= 1 for one in "abc")


def test_a_course_that_comes_back_has_not_saved_up_turns(line: Waiting) -> None:
    for number in range(6):
        line.add("a", f"learner-{number}")
    for _ in range(3):
        line.take()
    for number in range(3):
        line.add("b", f"learner-{number}")

    assert [line.take().course_id for _ in range(4)] == ["b", "a", "b", "a"]


def test_a_learners_fiftieth_stands_behind_the_others_first(line: Waiting) -> None:
    for number in range(50):
        line.add("tea", "ada", exercise=f"e{number}")
    line.add("tea", "bob")
    line.add("tea", "cyd")

    order = line.order()
    assert order[:3] == ["tea:ada:e0", "tea:bob:leaf", "tea:cyd:leaf"]
    assert order[3:] == [f"tea:ada:e{number}" for number in range(1, 50)]


def test_the_nearer_deadline_goes_first_among_equals(line: Waiting) -> None:
    line.add("tea", "ada")
    line.add("tea", "bob", deadline=NOON + timedelta(hours=5))
    line.add("tea", "cyd", deadline=NOON + timedelta(minutes=5))
    line.add("tea", "dan", deadline=NOON - timedelta(minutes=5))

    assert [entry.split(":")[1] for entry in line.order()] == ["cyd", "bob", "ada", "dan"]


def test_what_somebody_waits_for_goes_first_and_marks_come_last(line: Waiting) -> None:
    kinds = sorted(KINDS, key=lambda kind: -KINDS[kind].lane)
    for number, kind in enumerate(kinds):
        line.add("tea", f"learner-{number}", kind=kind)

    taken = [job.kind for job in iter(line.take, None)]
    assert set(taken) == set(KINDS) - set(MUST_BE_NAMED)
    assert [KINDS[kind].lane for kind in taken] == sorted(KINDS[kind].lane for kind in taken)


def test_age_wins_in_the_end_whatever_comes_in(line: Waiting) -> None:
    oldest = line.add("tea", "ada")
    for number in range(OLDEST_EVERY):
        line.add(f"course-{number}", None, kind="prepare")

    taken = [line.take() for _ in range(OLDEST_EVERY)]
    assert oldest in taken
    assert {job.kind for job in taken if job is not oldest} == {"prepare"}


def test_one_learners_exercise_is_in_one_workers_hands(line: Waiting) -> None:
    first, second = line.add("tea", "ada"), line.add("tea", "ada")
    other = line.add("tea", "ada", exercise="cup")

    assert line.take("leased") is first
    assert line.take("leased") is other
    assert line.take("leased") is None
    first.state = "done"
    assert line.take() is second


def test_a_course_is_prepared_by_one_worker(line: Waiting) -> None:
    first, second = (line.add("tea", None, kind="prepare") for _ in range(2))

    assert line.take("leased") is first
    assert line.take("leased") is None
    first.state = "done"
    assert line.take() is second


def test_what_learners_are_told_is_what_happens(line: Waiting) -> None:
    jobs = [line.add("big", f"learner-{number}") for number in range(6)]
    jobs += [line.add("small", "ada"), line.add("small", "bob"), line.add("tea", "cyd")]
    jobs += [line.add("tea", None, kind="prepare")]
    now = Line(line.session)
    told = {job.id: now.place(job) for job in jobs}

    taken = [job.id for job in iter(line.take, None)]
    # Now and then the oldest comes in between, so the last may come one sooner.
    assert all(abs(told[job] - place) <= 1 for place, job in enumerate(taken, 1))
    assert [told[job] for job in taken[: OLDEST_EVERY - 1]] == list(range(1, OLDEST_EVERY))


def test_taking_stays_cheap_when_ten_thousand_wait(line: Waiting) -> None:
    for course in range(50):
        line.know(f"course-{course}")
    rows = [
        {
            "kind": "grade",
            "state": "waiting",
            "course_id": f"course-{number % 50}",
            "exercise_id": "leaf",
            "user": f"learner-{number}",
            "created_at": NOON,
            "tries": 0,
            "message": "",
            "lane": KINDS["grade"].lane,
            "turn": 0,
            "due_at": NO_DEADLINE,
            "claimed": 0,
        }
        for number in range(MANY)
    ]
    line.session.execute(insert(t.Job), rows)

    began = time.process_time()
    taken = [line.take() for _ in range(50)]
    seconds = (time.process_time() - began) / 50
    assert len({job.course_id for job in taken if job}) >= 40
    assert seconds < 0.1, f"a claim took {seconds:.3f} s of processor time"
