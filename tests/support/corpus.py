"""The whole corpus, graded by nbgrader and by Officina: more than 250 submissions.

nbgrader takes one to two seconds of a processor for each, so an ordinary run takes the first
example of each documented case and a part of the rest; ``OFFICINA_WHOLE_CORPUS=1`` takes all.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus_answers import NAME as SHAPES
from corpus_answers import NOTEBOOK, answers
from corpus_books import books
from corpus_deviations import deviations
from corpus_drawn import drawn
from corpus_kinds import Exercise, Handed, collect, make_exercise
from corpus_marks import Told, told
from corpus_nbgrader import make_documentation_course
from corpus_shapes import shapes
from corpus_times import times
from corpus_values import values
from nbgrader_run import autograding, refusals

from officina_courses.folder_grading import grade_folder, open_order
from officina_courses.importing.nbgrader_config import CONFIG_FILE

WHOLE = os.environ.get("OFFICINA_WHOLE_CORPUS") == "1"
EVERY = 6
# nbgrader grades one after the other, so it gets two copies of each course, half of it each.
HALVES = 2


class Graded(NamedTuple):
    """One submission, and what both gradebooks say; ``refusal`` is nbgrader's where it failed."""

    handed: Handed
    ours: Told
    theirs: Told | None
    refusal: str


def generated() -> tuple[Exercise, ...]:
    """The exercises that are ours."""
    shaped = Exercise(SHAPES, {"tasks": NOTEBOOK}, (*shapes(), *answers()))
    return times(), shaped, drawn(), values(), books(), deviations()


def chosen(handed: Sequence[Handed]) -> tuple[Handed, ...]:
    """All, or of each case the first that is an example of it, and one of every few others."""
    if WHOLE:
        return tuple(handed)
    seen: set[str] = set()
    found = []
    for number, one in enumerate(handed):
        if number % EVERY == 0 or one.cases - seen:
            found.append(one)
            seen |= one.cases
    return tuple(found)


def grade_generated(home: Path) -> list[Graded]:
    """Our own exercises, where lateness costs all points."""
    handed: list[Handed] = []
    for exercise in generated():
        make_exercise(home, exercise)
        handed += chosen(exercise.handed)
    return _graded(home, handed, "zero")


def grade_documentation(home: Path) -> list[Graded]:
    """The exercises of nbgrader's documentation, all of them, where lateness costs nothing."""
    return _graded(home, make_documentation_course(home), "none")


def _graded(home: Path, handed: Sequence[Handed], penalty: str) -> list[Graded]:
    for one in handed:
        collect(home, one)
    halves = [shutil.copytree(home, home.parent / f"half-{half}") for half in range(HALVES)]
    running = [
        autograding(half, [one.place for one in handed[number::HALVES]], penalty)
        for number, half in enumerate(halves)
    ]
    (home / CONFIG_FILE).write_text(f"c.LateSubmissionPlugin.penalty_method = {penalty!r}")
    for exercise in _exercises(handed):
        for _ in grade_folder(open_order(home / exercise), workers=2):
            pass
    failed = {
        one.place: said
        for number, process in enumerate(running)
        for one, said in zip(handed[number::HALVES], refusals(process), strict=True)
    }
    ours, *theirs = (_read(place, handed) for place in (home, *halves))
    return [
        Graded(one, ours[one.place], theirs[number % HALVES].get(one.place), failed[one.place])
        for number, one in enumerate(handed)
    ]


def _exercises(handed: Iterable[Handed]) -> list[str]:
    return sorted({one.exercise for one in handed})


def _read(home: Path, handed: Iterable[Handed]) -> dict[tuple[str, str], Told]:
    return {
        (exercise, student): found
        for exercise in _exercises(handed)
        for student, found in told(home, exercise).items()
    }
