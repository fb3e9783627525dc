"""The trainer's view of a class: learners by exercises, with totals and the plot of it."""

from __future__ import annotations

from typing import NamedTuple

from babel.support import NullTranslations
from markupsafe import Markup

from officina_hub.portal.pages.charts import Part, Row, class_plot
from officina_hub.portal.pages.states import Chip, submission_chip
from officina_hub.portal.store.gradebook import Gradebook, GradebookCell, GradebookRow
from officina_widgets.wire import ExerciseOut

# The pieces of a bar from left to right, with the states that belong to each.
PIECES: tuple[tuple[str, frozenset[str]], ...] = (
    ("plot-done", frozenset({"graded"})),
    ("plot-wait", frozenset({"queued", "grading", "needs_manual"})),
    ("plot-problem", frozenset({"ungradable", "superseded"})),
    ("plot-none", frozenset({""})),
)


class Cell(NamedTuple):
    """What one learner has in one exercise; ``work`` is the attempt that counts."""

    work: GradebookCell | None
    chip: Chip

    @property
    def is_remarkable(self) -> bool:
        """Whether the state says more than the marks."""
        work = self.work
        return work is not None and (work.state != "graded" or work.is_newest_ungradable)


class Learner(NamedTuple):
    """One row of the table."""

    name: str
    cells: tuple[Cell, ...]
    score: float


class ExerciseLine(NamedTuple):
    """One exercise with what waits in it."""

    exercise: ExerciseOut
    handed_in: int
    manual: int


class Board(NamedTuple):
    """Everything the trainer's page shows of the class."""

    learners: tuple[Learner, ...]
    learner_count: int
    exercises: tuple[ExerciseLine, ...]
    rows: tuple[Row, ...]
    legend: tuple[tuple[str, str], ...]
    plot: Markup

    @property
    def manual_count(self) -> int:
        """How many submissions wait for a trainer."""
        return sum(line.manual for line in self.exercises)


def make_board(t: NullTranslations, book: Gradebook, *, search: str = "") -> Board:
    """The class as a table and as a plot; ``search`` narrows the table, never the plot."""
    wanted = search.casefold().strip()
    shown = (row for row in book.rows if wanted in row.user.casefold())
    states = {exercise.id: _states(book, exercise.id) for exercise in book.exercises}
    rows = tuple(_plot_row(e.title, states[e.id]) for e in book.exercises)
    return Board(
        learners=tuple(_learner(t, book, row) for row in shown),
        learner_count=len(book.rows),
        exercises=tuple(_line(e, states[e.id]) for e in book.exercises),
        rows=rows,
        legend=_legend(t),
        plot=class_plot(rows, t.gettext("Where the class stands, one bar for each exercise")),
    )


def _learner(t: NullTranslations, book: Gradebook, row: GradebookRow) -> Learner:
    works = [row.cell(exercise.id) for exercise in book.exercises]
    cells = (Cell(work, _chip(t, work)) for work in works)
    return Learner(row.user, tuple(cells), row.score)


def _chip(t: NullTranslations, work: GradebookCell | None) -> Chip:
    if work is not None and work.is_newest_ungradable and work.state != "ungradable":
        label = t.gettext("The newest could not be graded")
        return Chip(label, "fa-triangle-exclamation", "state-problem")
    return submission_chip(t, work.state if work else None)


def _states(book: Gradebook, exercise_id: str) -> list[str]:
    """The state of each learner in that exercise; empty where nothing was handed in."""
    works = (row.cell(exercise_id) for row in book.rows)
    return [work.state if work else "" for work in works]


def _line(exercise: ExerciseOut, states: list[str]) -> ExerciseLine:
    return ExerciseLine(exercise, len(states) - states.count(""), states.count("needs_manual"))


def _plot_row(title: str, states: list[str]) -> Row:
    parts = (Part(sum(1 for s in states if s in wanted), css) for css, wanted in PIECES)
    return Row(title, tuple(parts))


def _legend(t: NullTranslations) -> tuple[tuple[str, str], ...]:
    labels = (
        t.gettext("Graded"),
        t.gettext("Waiting for marks"),
        t.gettext("Could not be graded"),
        t.gettext("Not handed in"),
    )
    return tuple((css, label) for (css, _), label in zip(PIECES, labels, strict=True))
