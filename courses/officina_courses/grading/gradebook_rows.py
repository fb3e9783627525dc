"""An exercise and one submission of it as plain rows of the gradebook.

nbgrader's models make of each row an object that knows all its neighbours, which costs several
times what the database does. What every submission reads and writes goes by statements on the
tables instead. The values here are called as the models call theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from nbgrader import api
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from officina_courses.grading.errors import NotPrepared

ASSIGNMENT, NOTEBOOK = api.Assignment.__table__, api.Notebook.__table__
CELL, GRADED = api.BaseCell.__table__, api.GradeCell.__table__
TASK, SUBMITTED = api.TaskCell.__table__, api.SubmittedAssignment.__table__
PART, GRADE, COMMENT = (
    model.__table__ for model in (api.SubmittedNotebook, api.Grade, api.Comment)
)

EXERCISE = (
    select(
        ASSIGNMENT.c.id,
        ASSIGNMENT.c.duedate,
        NOTEBOOK.c.id,
        NOTEBOOK.c.name,
        NOTEBOOK.c.kernelspec,
        CELL.c.id,
        CELL.c.name,
        CELL.c.type,
        func.coalesce(GRADED.c.max_score, TASK.c.max_score, 0.0),
    )
    .select_from(
        ASSIGNMENT.join(NOTEBOOK)
        .outerjoin(CELL, CELL.c.notebook_id == NOTEBOOK.c.id)
        .outerjoin(GRADED, GRADED.c.id == CELL.c.id)
        .outerjoin(TASK, TASK.c.id == CELL.c.id)
    )
    .where(ASSIGNMENT.c.name == bindparam("exercise"))
    .order_by(NOTEBOOK.c.name)
)
SUBMISSION = (
    select(
        SUBMITTED.c.id,
        SUBMITTED.c.timestamp,
        SUBMITTED.c.extension,
        PART.c.notebook_id,
        PART.c.id,
        PART.c.late_submission_penalty,
    )
    .select_from(SUBMITTED.outerjoin(PART))
    .where(SUBMITTED.c.assignment_id == bindparam("exercise"))
    .where(SUBMITTED.c.student_id == bindparam("student"))
)
GRADES = (
    select(
        GRADE.c.notebook_id,
        GRADE.c.cell_id,
        GRADE.c.id,
        GRADE.c.auto_score,
        GRADE.c.manual_score,
        GRADE.c.extra_credit,
        GRADE.c.needs_manual_grade,
    )
    .select_from(GRADE.join(PART))
    .where(PART.c.assignment_id == bindparam("submission"))
)
COMMENTS = (
    select(
        COMMENT.c.notebook_id,
        COMMENT.c.cell_id,
        COMMENT.c.id,
        COMMENT.c.auto_comment,
        COMMENT.c.manual_comment,
    )
    .select_from(COMMENT.join(PART))
    .where(PART.c.assignment_id == bindparam("submission"))
)


class Cell(NamedTuple):
    """A cell that has a mark or a comment; ``kind`` is the name of nbgrader's model."""

    id: str
    name: str
    kind: str
    max_score: float

    @property
    def is_marked(self) -> bool:
        """Whether each submission has a grade of it."""
        return self.kind in ("GradeCell", "TaskCell")

    @property
    def is_commented(self) -> bool:
        """Whether each submission has a comment on it."""
        return self.kind in ("SolutionCell", "TaskCell")


class Notebook(NamedTuple):
    """A notebook of the exercise; a cell with points and an answer is in it twice, by its kinds."""

    id: str
    name: str
    kernelspec: str | None
    cells: tuple[Cell, ...]


class Exercise(NamedTuple):
    """An exercise with its notebooks, by their names."""

    id: str
    duedate: datetime | None
    notebooks: tuple[Notebook, ...]


@dataclass(slots=True)
class Grade:
    """The mark of one cell."""

    cell: Cell
    id: str
    auto_score: float | None = None
    manual_score: float | None = None
    extra_credit: float | None = None
    needs_manual_grade: bool = True

    @property
    def score(self) -> float:
        """As nbgrader's database counts it: without any mark an extra credit is none."""
        given = self.auto_score if self.manual_score is None else self.manual_score
        return 0.0 if given is None else given + (self.extra_credit or 0.0)


@dataclass(slots=True)
class Comment:
    """What is said of one cell."""

    cell: Cell
    id: str
    auto_comment: str | None = None
    manual_comment: str | None = None


@dataclass(slots=True)
class SubmittedNotebook:
    """A notebook as one learner handed it in."""

    id: str
    notebook: Notebook
    late_submission_penalty: float | None = None
    grades: list[Grade] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The exercise's name for it."""
        return self.notebook.name

    @property
    def score(self) -> float:
        """The points of all its cells."""
        return sum(grade.score for grade in self.grades)


@dataclass(slots=True)
class Submission:
    """One learner's place in the gradebook."""

    id: str
    timestamp: datetime | None = None
    extension: timedelta | None = None
    notebooks: list[SubmittedNotebook] = field(default_factory=list)


def exercise_of(session: Session, exercise_id: str) -> Exercise:
    """The exercise with its notebooks; raises ``NotPrepared`` where it has none."""
    rows = asked(session, EXERCISE, exercise=exercise_id)
    if not rows:
        raise NotPrepared(
            f"The gradebook does not know the exercise {exercise_id!a}.",
            why="Without its cells and points nothing can be graded.",
            todo="Publish the course again, or run: nbgrader generate_assignment " + exercise_id,
        )
    found: dict[str, tuple[str, str | None, list[Cell]]] = {}
    for _, _, notebook, name, kernelspec, *cell in rows:
        cells = found.setdefault(notebook, (name, kernelspec, []))[2]
        if cell[0] is not None:
            cells.append(Cell(*cell))
    notebooks = (Notebook(id_, name, k, tuple(cells)) for id_, (name, k, cells) in found.items())
    return Exercise(rows[0][0], rows[0][1], tuple(notebooks))


def submission_of(session: Session, exercise: Exercise, student_id: str) -> Submission:
    """The learner's submission; what the gradebook has not yet of it is added here, as new rows."""
    rows = asked(session, SUBMISSION, exercise=exercise.id, student=student_id)
    submission = Submission(*rows[0][:3]) if rows else Submission(api.new_uuid())
    parts = {notebook: part for _, _, _, notebook, *part in rows}
    grades = _by_cell(session, GRADES, submission) if rows else {}
    comments = _by_cell(session, COMMENTS, submission) if rows else {}
    for notebook in exercise.notebooks:
        id_, penalty = parts.get(notebook.id, (api.new_uuid(), None))
        part = SubmittedNotebook(id_, notebook, penalty)
        for cell in notebook.cells:
            if cell.is_marked:
                part.grades.append(Grade(cell, *grades.get((id_, cell.id), (api.new_uuid(),))))
            if cell.is_commented:
                part.comments.append(
                    Comment(cell, *comments.get((id_, cell.id), (api.new_uuid(),)))
                )
        submission.notebooks.append(part)
    return submission


def _by_cell(
    session: Session, query: Select[Any], submission: Submission
) -> dict[tuple[str, str], Sequence[Any]]:
    rows = asked(session, query, submission=submission.id)
    return {(notebook, cell): rest for notebook, cell, *rest in rows}


def asked(session: Session, query: Select[Any], **values: object) -> Sequence[Any]:
    """The rows of a query, in the session's transaction; what its models hold is written first."""
    session.flush()
    return session.connection().execute(query, values).all()
