"""The table of marks of a course: learners by exercises, also as CSV for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.attempts import UNGRADABLE, counting, newest, unread
from officina_hub.portal.store.courses import exercise_out, published
from officina_hub.portal.store.enrolment import members
from officina_hub.portal.store.spreadsheet import as_csv as table_as_csv
from officina_widgets.wire import ExerciseOut, SubmissionState


class GradebookCell(Frozen):
    """The attempt that counts of one learner at one exercise."""

    exercise_id: str
    submission_id: str
    state: SubmissionState
    attempt: int
    is_late: bool
    score: float | None
    max_score: float | None
    is_newest_ungradable: bool = False


class GradebookRow(Frozen):
    """One learner; exercises without a submission have no cell."""

    user: str
    cells: tuple[GradebookCell, ...]
    score: float

    def cell(self, exercise_id: str) -> GradebookCell | None:
        """The learner's cell of that exercise."""
        return next((cell for cell in self.cells if cell.exercise_id == exercise_id), None)


class Gradebook(Frozen):
    """The whole table."""

    course_id: str
    exercises: tuple[ExerciseOut, ...]
    max_score: float
    rows: tuple[GradebookRow, ...]


def gradebook(session: Session, course_id: str) -> Gradebook:
    """All learners, and all who ever handed something in, with the attempts that count."""
    published(session, course_id)
    rows = select(t.Exercise).where(t.Exercise.course_id == course_id)
    order = (t.Exercise.is_released.desc(), t.Exercise.position, t.Exercise.id)
    exercises = session.scalars(rows.order_by(*order)).all()
    cells = _cells(session, course_id)
    current = tuple(
        exercise_out(exercise)
        for exercise in exercises
        if exercise.is_released or any(key[1] == exercise.id for key in cells)
    )
    users = sorted({user for user, _ in cells} | set(members(session, course_id, "learner")))
    return Gradebook(
        course_id=course_id,
        exercises=current,
        max_score=sum(exercise.max_score for exercise in current),
        rows=tuple(_row(user, current, cells) for user in users),
    )


def as_csv(book: Gradebook) -> str:
    """The table with one line per learner: the score and the state of each exercise, the sum."""
    return table_as_csv(_lines(book))


def _lines(book: Gradebook) -> Iterator[list[str]]:
    head = ["user"]
    for exercise in book.exercises:
        head += [f"{exercise.id} (of {exercise.max_score:g})", f"{exercise.id} state"]
    yield [*head, f"sum (of {book.max_score:g})"]
    for row in book.rows:
        cells = [row.user]
        for exercise in book.exercises:
            cell = row.cell(exercise.id)
            scored = cell is not None and cell.score is not None
            cells.append(f"{cell.score:g}" if cell and scored else "")
            cells.append(_state(cell))
        yield [*cells, f"{row.score:g}"]


def _state(cell: GradebookCell | None) -> str:
    if cell is None:
        return "not submitted"
    return f"{cell.state}, late" if cell.is_late else cell.state


def _cells(session: Session, course_id: str) -> dict[tuple[str, str], GradebookCell]:
    rows = session.execute(
        select(t.Submission, t.Grade)
        .outerjoin(t.Grade, t.Grade.submission_id == t.Submission.id)
        .where(t.Submission.sequence.in_(counting(course_id)))
    )
    passed_over = and_(
        t.Submission.id.in_(unread(course_id)), t.Submission.sequence.not_in(counting(course_id))
    )
    in_vain = select(t.Submission.user, t.Submission.exercise_id).where(
        t.Submission.sequence.in_(newest(course_id)),
        or_(t.Submission.state == UNGRADABLE, passed_over),
    )
    ungradable = {(row.user, row.exercise_id) for row in session.execute(in_vain)}
    keyed = (((each[0].user, each[0].exercise_id), each) for each in rows)
    return {
        key: _cell(submission, grade, is_newest_ungradable=key in ungradable)
        for key, (submission, grade) in keyed
    }


def _cell(
    submission: t.Submission, grade: t.Grade | None, *, is_newest_ungradable: bool
) -> GradebookCell:
    return GradebookCell.model_validate(
        {
            "exercise_id": submission.exercise_id,
            "submission_id": submission.id,
            "state": submission.state,
            "attempt": submission.attempt,
            "is_late": submission.is_late,
            "score": grade.score if grade else None,
            "max_score": grade.max_score if grade else None,
            "is_newest_ungradable": is_newest_ungradable,
        }
    )


def _row(
    user: str, exercises: tuple[ExerciseOut, ...], cells: dict[tuple[str, str], GradebookCell]
) -> GradebookRow:
    mine = tuple(cells[user, each.id] for each in exercises if (user, each.id) in cells)
    return GradebookRow(user=user, cells=mine, score=sum(cell.score or 0.0 for cell in mine))
