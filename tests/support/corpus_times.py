"""Sixty submissions of one exercise: every solution with every way and time of handing it in."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha1
from pathlib import Path
from typing import Any, NamedTuple

from corpus_kinds import Exercise, Handed, Notebook, answered, rewritten
from grading_classroom import TASKS, Cell, code, notebook, text
from nbgrader import api
from sqlalchemy import select

from officina_courses.grading import gradebook

EXERCISE = "doubling"
DUE = datetime(2026, 11, 21, 12)  # in UTC, without saying so, as nbgrader keeps it
EXTENSION = timedelta(hours=2)
MARK_BY_HAND = 1.5
EXTRA_CREDIT = 0.25


def _hashed(value: object, salt: str) -> str:
    return sha1(str(value).encode() + salt.encode()).hexdigest()


def _generated(call: str, salt: str, value: object) -> str:
    """A test as nbgrader writes it out of an AUTOTEST line."""
    kind, worth = _hashed(type(value), salt), _hashed(value, salt)
    return (
        "from hashlib import sha1\n"
        f'assert sha1(str(type({call})).encode("utf-8")+b"{salt}").hexdigest() == "{kind}", '
        f'"type of {call} is not right"\n'
        f'assert sha1(str({call}).encode("utf-8")+b"{salt}").hexdigest() == "{worth}", '
        f'"value of {call} is not right"\n'
    )


CELLS: list[Cell] = [
    *TASKS,
    code(
        _generated("double(8)", "3fa1", 16),
        grade_id="test_generated",
        grade=True,
        locked=True,
        points=2,
    ),
    code("0.5 * (double(2) == 4)", grade_id="test_half", grade=True, locked=True, points=1),
    code(
        "### BEGIN SOLUTION\nplot = 1\n### END SOLUTION",
        grade_id="by_hand",
        grade=True,
        solution=True,
        points=2,
    ),
    text("The end."),
]
SOLUTIONS = {
    "right": "def double(x):\n    return 2 * x",
    "adding": "double = lambda x: x + x",
    "talking": "def double(x):\n    print('doubling', x)\n    return 2 * x",
    "float": "def double(x):\n    return 2.0 * x",
    "small-only": "def double(x):\n    return 2 * x if x < 3 else 0",
    "tripling": "def double(x):\n    return 3 * x",
    "nothing": "def double(x):\n    pass",
    "raising": "def double(x):\n    raise ValueError(x)",
    "misspelt": "def double(x)\n    return 2 * x",
    "left": "",
}
TIMES = {
    "punctual": "2026-11-21 11:59:59.000000 UTC",
    "late": "2026-11-21 12:00:01.500000 UTC",
    "extended": "2026-11-21 13:30:00.000000 UTC",
}


class Kind(NamedTuple):
    """One submission of the corpus."""

    solution: str
    time: str
    is_written: bool

    @property
    def student(self) -> str:
        """A name that tells what it is."""
        return f"{self.solution}-{self.time}-{'written' if self.is_written else 'blank'}"


CORPUS = [Kind(*parts) for parts in itertools.product(SOLUTIONS, TIMES, (True, False))]


def times() -> Exercise:
    """The exercise; some of its submissions are extended, and some were marked by hand before."""
    handed = tuple(
        Handed(
            EXERCISE, kind.student, rewritten("tasks", _answered(kind)), timestamp=TIMES[kind.time]
        )
        for kind in CORPUS
    )
    return Exercise(EXERCISE, {"tasks": notebook(CELLS)}, handed, settle=_settle)


def _answered(kind: Kind) -> Callable[[Notebook], None]:
    answers = {"double": SOLUTIONS[kind.solution]} if SOLUTIONS[kind.solution] else {}
    if kind.is_written:
        answers |= {"essay": "Two halves make a whole.", "by_hand": "plot = 'mine'"}
    return answered(answers)


def _settle(home: Path) -> None:
    with gradebook.open_gradebook(home) as session:
        found = session.scalars(select(api.Assignment).where(api.Assignment.name == EXERCISE))
        exercise = found.one()
        exercise.duedate = DUE
        for number, kind in enumerate(CORPUS):
            _known_before(session, exercise, kind, is_marked=number % 7 == 0)


def _known_before(session: Any, exercise: Any, kind: Kind, *, is_marked: bool) -> None:
    if not is_marked and kind.time != "extended":
        return
    session.add(api.Student(id=kind.student))
    session.flush()
    submission = api.SubmittedAssignment(assignment_id=exercise.id, student_id=kind.student)
    session.add(submission)
    if kind.time == "extended":
        submission.extension = EXTENSION
    session.flush()
    session.refresh(submission)
    for _, row in gradebook.complete_submission(session, exercise, submission):
        session.flush()
        for grade in row.grades:
            if is_marked and grade.cell.name in ("essay", "drawing"):
                grade.manual_score = MARK_BY_HAND
                grade.extra_credit = EXTRA_CREDIT
        for comment in row.comments:
            if is_marked:
                comment.manual_comment = f"Well done, {comment.cell.name}."
