"""How an exercise went for the class: its marks, its cells and its errors, summed up.

Every figure comes with how many it is of; nothing is averaged over work that has no marks yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from statistics import mean, median

from pydantic import Field
from sqlalchemy.orm import Session

from officina_courses.grading.marking import HIDDEN_FAILED
from officina_courses.marks import CellMark, Grade, TaskName
from officina_courses.model import Frozen
from officina_hub.portal.store.courses import exercise_out, find_exercise
from officina_hub.portal.store.exercise_work import Which, Work, exercise_work
from officina_widgets.wire import ExerciseOut

TENTHS = 10
LONGEST_ERROR = 60  # an exception's name is the learner's own text


class OverviewQuery(Frozen):
    """Which work is summed up."""

    which: Which = Field(default="counts", description="The attempt that counts, or the first one")
    version: str = Field(default="", max_length=64, description="Of one release of the course only")


class Scores(Frozen):
    """The marks of the class, as shares of the points that could be had."""

    tenths: tuple[int, ...] = Field(
        description="How many have from 0, 10 … 90 per cent on, and how many all points"
    )
    mean: float
    median: float

    @property
    def count(self) -> int:
        """How many pieces of work these are."""
        return sum(self.tenths)


class Place(Frozen):
    """One graded cell."""

    notebook: str
    grade_id: str


class CellSummary(Frozen):
    """What became of one cell; ``timed`` tells how many times there are of it."""

    place: Place
    task: TaskName | None = None
    full: int
    part: int
    none: int
    waiting: int
    timed: int
    median_seconds: float | None
    max_seconds: float | None

    @property
    def marked(self) -> int:
        """How many have a mark."""
        return self.full + self.part + self.none

    @property
    def failure(self) -> float:
        """The share of those marked that got no point."""
        return self.none / self.marked if self.marked else 0.0


class Whose(Frozen):
    """A submission and who handed it in."""

    submission_id: str
    user: str


class ErrorSummary(Frozen):
    """One error in one cell, and where it was; a hidden test's is told to nobody."""

    place: Place
    task: TaskName | None = None
    error: str
    is_hidden: bool = False
    submissions: tuple[Whose, ...]


class Overview(Frozen):
    """Everything about one exercise; cells and errors the most troublesome first."""

    exercise: ExerciseOut
    versions: tuple[str, ...] = Field(description="The releases that there is work of")
    handed_in: int
    marked: int
    scores: Scores | None
    waiting: tuple[Whose, ...] = Field(description="Submissions that wait for a trainer's marks")
    cells: tuple[CellSummary, ...]
    errors: tuple[ErrorSummary, ...]


def overview(session: Session, course_id: str, exercise_id: str, query: OverviewQuery) -> Overview:
    """The exercise summed up; raises ``NotFound`` where the course has no such exercise."""
    exercise = exercise_out(find_exercise(session, course_id, exercise_id))
    found = exercise_work(session, course_id, exercise_id, query.which)
    return sum_up(exercise, found, query.version)


def sum_up(exercise: ExerciseOut, found: tuple[Work, ...], version: str) -> Overview:
    """The work of one version, or of all, as figures."""
    chosen = tuple(work for work in found if version in {"", work.version})
    grades = tuple(work.grade for work in chosen if work.grade is not None)
    return Overview(
        exercise=exercise,
        versions=tuple(sorted({work.version for work in found})),
        handed_in=len(chosen),
        marked=len(grades),
        scores=_scores(grades),
        waiting=tuple(_whose(work) for work in chosen if work.state == "needs_manual"),
        cells=_cells(chosen),
        errors=_errors(chosen),
    )


def _scores(grades: tuple[Grade, ...]) -> Scores | None:
    """Shares of what is final; half a mark would show as a bad one."""
    final = (grade for grade in grades if not grade.needs_manual and grade.max_score > 0)
    shares = [min(1.0, max(0.0, grade.score / grade.max_score)) for grade in final]
    if not shares:
        return None
    places = [int(share * TENTHS + 1e-9) for share in shares]
    tenths = tuple(places.count(tenth) for tenth in range(TENTHS + 1))
    return Scores(tenths=tenths, mean=mean(shares), median=median(shares))


def _marks(found: Iterable[Work]) -> Iterator[tuple[Place, CellMark, Work]]:
    for work in found:
        for notebook in work.grade.notebooks if work.grade else ():
            for cell in notebook.cells:
                yield Place(notebook=notebook.name, grade_id=cell.grade_id), cell, work


def _names(found: tuple[Work, ...]) -> dict[Place, TaskName]:
    """What each cell is called in the marks that were given last: a release may name it anew."""
    graded = [(work.grade.graded_at, work) for work in found if work.grade is not None]
    graded.sort(key=itemgetter(0))
    named = _marks(work for _, work in graded)
    return {place: cell.task for place, cell, _ in named if cell.task is not None}


def _cells(found: tuple[Work, ...]) -> tuple[CellSummary, ...]:
    marks: dict[Place, list[CellMark]] = {}
    for place, cell, _ in _marks(found):
        marks.setdefault(place, []).append(cell)
    names = _names(found)
    cells = [_cell(place, names.get(place), each) for place, each in marks.items()]
    return tuple(sorted(cells, key=lambda cell: (-cell.failure, -cell.none)))


def _cell(place: Place, task: TaskName | None, marks: list[CellMark]) -> CellSummary:
    scored = [mark for mark in marks if mark.score is not None and mark.max_score > 0]
    full = sum(1 for mark in scored if (mark.score or 0) >= mark.max_score)
    none = sum(1 for mark in scored if (mark.score or 0) <= 0)
    times = [mark.seconds for mark in marks if mark.seconds is not None]
    return CellSummary(
        place=place,
        task=task,
        full=full,
        part=len(scored) - full - none,
        none=none,
        waiting=sum(1 for mark in marks if mark.needs_manual),
        timed=len(times),
        median_seconds=median(times) if times else None,
        max_seconds=max(times, default=None),
    )


def _errors(found: tuple[Work, ...]) -> tuple[ErrorSummary, ...]:
    groups: dict[tuple[Place, str, bool], list[Whose]] = {}
    for place, cell, work in _marks(found):
        is_hidden = not cell.error and HIDDEN_FAILED in cell.note
        error = HIDDEN_FAILED if is_hidden else cell.error[:LONGEST_ERROR]
        if error:
            groups.setdefault((place, error, is_hidden), []).append(_whose(work))
    names = _names(found)
    errors = [
        ErrorSummary(
            place=place,
            task=names.get(place),
            error=error,
            is_hidden=is_hidden,
            submissions=tuple(group),
        )
        for (place, error, is_hidden), group in groups.items()
    ]
    return tuple(sorted(errors, key=lambda error: -len(error.submissions)))


def _whose(work: Work) -> Whose:
    return Whose(submission_id=work.submission_id, user=work.user)
