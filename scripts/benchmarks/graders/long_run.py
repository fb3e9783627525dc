"""One worker grades for a long time: whether the last submission costs what the first did.

All go to one exercise of one course, each from a learner of its own, so that the gradebook and the
course's folders grow all the time, too.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import psutil
from benchmarks.exercises import LIGHT
from benchmarks.graders.contestants import grade_as_the_queue
from benchmarks.graders.course import Course, make_course
from benchmarks.graders.rush import FLAT, LOOK_SECONDS, MOST_MIB, PROCESSES, held_mib
from benchmarks.meter import Meter
from benchmarks.sessions.figures import table, verdict

from officina_courses.grading import best_engine
from officina_hub.grader.turns import CourseTurns

PARTS = 10
HEADS = (
    "submissions",
    "CPU ms each, median",
    "of which the worker's own process",
    "MiB of the worker's own process at the end",
    "most MiB with its warm process and forks",
)


class Part(NamedTuple):
    """So many submissions after one another: what one cost, and what was held."""

    end: int
    cpu_ms: float
    own_cpu_ms: float
    own_mib: float
    most_mib: float = 0

    def row(self) -> tuple[str, ...]:
        """As it stands in the table."""
        return (f"to {self.end:,}", *(f"{figure:.0f}" for figure in self[1:]))


def run(count: int) -> str:
    """Have so many submissions graded by one worker; the section for the reference."""
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder, "course"), LIGHT, students=count)
        parts = tuple(_graded(course))
        in_gradebook = _marked(course)
    return section(parts, in_gradebook=in_gradebook)


def _graded(course: Course) -> Iterator[Part]:
    """Each part as soon as it is done; it is told at once, too, because all of it takes long."""
    here, there = PROCESSES.Pipe(duplex=False)
    worker = PROCESSES.Process(target=_work, args=(course, there))
    worker.start()
    there.close()
    for _ in range(PARTS):
        most = 0.0
        while not here.poll(LOOK_SECONDS):
            most = max(most, held_mib(worker))
        part: Part = here.recv()._replace(most_mib=most)
        print(*part.row(), file=sys.stderr, flush=True)
        yield part
    worker.join()


def _work(course: Course, told: Connection) -> None:
    """A worker's life: it is warm before the first submission comes, as a grader is."""
    meter, turns = Meter(), CourseTurns(course.home.parent / "turns")
    size = len(course.students) // PARTS
    with best_engine("required") as engine:
        assert engine is not None, "this machine cannot nest sandboxes"
        grade_as_the_queue(course, course.students[0], engine)
        for start in range(0, size * PARTS, size):
            cpus, owns = [], []
            for student in course.students[start : start + size]:
                before, own = meter.seconds(), time.process_time()
                grade_as_the_queue(course, student, engine, turn=lambda: turns.take("course"))
                cpus.append(meter.seconds() - before)
                owns.append(time.process_time() - own)
            own_mib = psutil.Process().memory_info().rss / (1 << 20)
            cpu_ms, own_ms = statistics.median(cpus) * 1e3, statistics.median(owns) * 1e3
            told.send(Part(start + size, cpu_ms, own_ms, own_mib))
    meter.close()


def _marked(course: Course) -> int:
    """How many are in the gradebook."""
    with closing(sqlite3.connect(course.home / "gradebook.db")) as book:
        return int(book.execute("SELECT count(*) FROM submitted_assignment").fetchone()[0])


def section(parts: Sequence[Part], *, in_gradebook: int) -> str:
    """The table and what it says of the targets."""
    count = parts[-1].end
    most = max(part.most_mib for part in parts)
    grows = parts[-1].cpu_ms / parts[0].cpu_ms
    targets = (
        f"all marked: {verdict(is_met=in_gradebook == count)}",
        f"at most {MOST_MIB} MiB a worker: {verdict(is_met=most <= MOST_MIB)}",
        f"flat cost (the last part at most {FLAT} times the first): "
        f"{verdict(is_met=grows <= FLAT)} ({grows:.2f})",
    )
    return (
        f"### {count:,} light submissions through one worker\n\n"
        "Each from a learner of its own, to one exercise of one course, one after another: the "
        "gradebook and the folders grow with them. They come from folders, without the portal's "
        "queue. Of the worker's own process the table has what is resident; of all of them "
        "together what they share counts once.\n\n"
        f"{table(HEADS, [part.row() for part in parts])}\n\n"
        f"In the gradebook with full marks: {in_gradebook:,}. "
        f"Targets: {'; '.join(targets)}."
    )
