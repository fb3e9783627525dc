"""One submission after another: ``nbgrader autograde`` beside Officina's engine, in one run.

Both grade the same copies of the course that ``nbgrader quickstart`` makes; the marks of both are
compared, and a difference ends the benchmark. Wall and CPU seconds are per submission; the start of
the process is included for nbgrader, which pays it at each call, and not for Officina, whose grader
runs on.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import psutil
from nbgrader.api import Gradebook

from officina_courses.grading import GradeRequest, grade_submission
from officina_courses.release import prepare_exercise

STUDENTS = 5
EXERCISE = "ps1"
NBGRADER = Path(sys.executable).with_name("nbgrader")


class Spent(NamedTuple):
    """Seconds per submission."""

    wall: float
    cpu: float


def run(*, rounds: int) -> None:
    """Grade in turns and print the table."""
    nbgrader, officina = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            peer, ours = Path(folder, f"nbgrader{number}"), Path(folder, f"officina{number}")
            course(peer)
            nbgrader.append(by_nbgrader(peer))
            course(ours)
            officina.append(by_officina(ours))
            if marks(peer) != marks(ours):
                sys.exit(f"the marks differ: {marks(peer)} and {marks(ours)}")
    print("| grader | wall s | CPU s | wall ratio | CPU ratio |\n|---|---|---|---|---|")
    base = median(nbgrader)
    for name, spent in (("nbgrader autograde", base), ("Officina", median(officina))):
        print(
            f"| {name} | {spent.wall:.2f} | {spent.cpu:.2f} "
            f"| {base.wall / spent.wall:.1f} | {base.cpu / spent.cpu:.1f} |"
        )


def course(home: Path) -> None:
    """The course of ``nbgrader quickstart`` with some submissions, solved and unsolved."""
    call("quickstart", home.name, cwd=home.parent)
    prepare_exercise(home, EXERCISE)
    for number in range(STUDENTS):
        origin = home / ("source" if number % 2 else "release") / EXERCISE
        shutil.copytree(origin, home / "submitted" / f"student{number}" / EXERCISE)


def by_nbgrader(home: Path) -> Spent:
    """All submissions by one call, as a trainer does it."""
    return timed(lambda: call("autograde", EXERCISE, cwd=home))


def by_officina(home: Path) -> Spent:
    """All submissions one by one, as the queue does it."""

    def grade() -> None:
        for student in sorted((home / "submitted").iterdir()):
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder, "submission")
                shutil.copytree(student / EXERCISE, copy)
                grade_submission(
                    GradeRequest(
                        course_home=home,
                        exercise_id=EXERCISE,
                        student_id=student.name,
                        submission_dir=copy,
                        received_at=datetime.now(UTC),
                    )
                )

    return timed(grade)


def timed(work: object) -> Spent:
    """Wall and CPU seconds, per submission."""
    wall, cpu = time.perf_counter(), used()
    work()  # type: ignore[operator]
    return Spent((time.perf_counter() - wall) / STUDENTS, (used() - cpu) / STUDENTS)


def used() -> float:
    """Busy CPU seconds of the whole machine until now.

    The time of a sandbox's processes never reaches the resource usage of the process that started
    it, so the machine is asked; run this where nothing else runs.
    """
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)


def call(*arguments: str, cwd: Path) -> None:
    """One nbgrader command; its noise is shown only where it fails."""
    ran = subprocess.run(
        [NBGRADER, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        sys.exit(ran.stderr)


def marks(home: Path) -> list[tuple[str, float]]:
    """Each learner's marks in the gradebook."""
    with Gradebook(f"sqlite:///{home / 'gradebook.db'}") as book:
        return sorted((one.student.id, one.score) for one in book.assignment_submissions(EXERCISE))


def median(spent: list[Spent]) -> Spent:
    """The median of each figure."""
    return Spent(*(statistics.median(column) for column in zip(*spent, strict=True)))
