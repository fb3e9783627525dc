"""A class hands in within a minute: how long two workers take, what they hold, and what it costs.

Each worker is a process with an engine of its own and takes a course's folders in turns, as the
platform's graders do. The portal's queue is left out: who comes first is a number that both count.
"""

from __future__ import annotations

import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from benchmarks.exercises import LIGHT, REALISTIC
from benchmarks.graders.contestants import grade_as_the_queue
from benchmarks.graders.course import Course, make_course
from benchmarks.meter import Meter
from benchmarks.sessions.figures import Spread, table, verdict

from officina_courses.grading import best_engine
from officina_hub.grader.turns import CourseTurns

WORKERS = 2
HANDED_IN_SECONDS = 60
MARKED_SECONDS = 60
MOST_MIB = 400
LOOK_SECONDS = 2.0
PART = 100
FLAT = 1.1
PROCESSES = multiprocessing.get_context("spawn")


class Marked(NamedTuple):
    """One submission: when its marks stood, seconds after the first came, and its CPU seconds."""

    number: int
    moment: float
    cpu: float


def run(count: int, *, light: bool) -> str:
    """Have so many submissions graded; the section for the reference."""
    exercise = LIGHT if light else REALISTIC
    within = 0.0 if light else float(HANDED_IN_SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder, "course"), exercise, students=count)
        marked, most = _graded(course, within)
        right = {score for _, score in course.marks()}
    cpus = [one.cpu * 1e3 for one in sorted(marked, key=lambda one: one.moment)]
    return _section(course, within, marked[-1].moment, cpus, most, is_whole=len(right) == 1)


def _graded(course: Course, within: float) -> tuple[list[Marked], float]:
    next_one, found = PROCESSES.Value("i", 0), PROCESSES.SimpleQueue()
    ready, go = PROCESSES.Semaphore(0), PROCESSES.Event()
    arguments = (course, within, next_one, found, ready, go)
    workers = [PROCESSES.Process(target=_work, args=arguments) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for _ in workers:
        ready.acquire()
    go.set()
    marked: list[Marked] = []
    most, looked = 0.0, 0.0
    while len(marked) < len(course.students):
        marked.append(found.get())
        if time.monotonic() - looked > LOOK_SECONDS:
            most, looked = max(most, *map(held_mib, workers)), time.monotonic()
    for worker in workers:
        worker.join()
    return sorted(marked, key=lambda one: one.moment), most


def _work(course: Course, within: float, next_one: Any, found: Any, ready: Any, go: Any) -> None:
    """A worker's life: it is warm before the first submission comes, as a grader is."""
    meter, turns = Meter(), CourseTurns(course.home.parent / "turns")
    count = len(course.students)
    with best_engine("required") as engine:
        assert engine is not None, "this machine cannot nest sandboxes"
        grade_as_the_queue(course, course.students[0], engine)
        ready.release()
        go.wait()
        began, before = time.monotonic(), meter.seconds()
        while (number := _taken(next_one)) < count:
            time.sleep(max(0.0, within * number / count - (time.monotonic() - began)))
            grade_as_the_queue(
                course, course.students[number], engine, turn=lambda: turns.take("course")
            )
            spent = meter.seconds()
            found.put(Marked(number, time.monotonic() - began, spent - before))
            before = spent
    meter.close()


def _taken(next_one: Any) -> int:
    with next_one.get_lock():
        number: int = next_one.value
        next_one.value += 1
    return number


def held_mib(worker: BaseProcess) -> float:
    """What a worker and all below it hold; memory that they share counts once."""
    total = 0
    top = psutil.Process(worker.pid)
    for process in (top, *top.children(recursive=True)):
        try:
            total += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue  # a fork that has ended meanwhile
    return total / (1 << 20)


def _section(
    course: Course,
    within: float,
    last: float,
    cpus: Sequence[float],
    most: float,
    *,
    is_whole: bool,
) -> str:
    count = len(course.students)
    part = min(PART, len(cpus) // 2)
    first, end = Spread(tuple(cpus[:part])), Spread(tuple(cpus[-part:]))
    grows = end.median / first.median
    rows = [
        ("all marked, seconds after the first came", f"{last:.0f}"),
        ("all marked, seconds after the last came", f"{last - within:.0f}"),
        ("submissions a minute", f"{count / last * 60:.0f}"),
        ("CPU ms a submission, median", f"{statistics.median(cpus):.0f}"),
        (f"CPU ms of the first {part}, median", f"{first.median:.0f}"),
        (f"CPU ms of the last {part}, median", f"{end.median:.0f}"),
        ("most MiB that a worker held, its warm process and forks included", f"{most:.0f}"),
        ("all have the same, full marks", "yes" if is_whole else "**no**"),
    ]
    came = "at once" if within == 0 else f"evenly within {within:.0f} s"
    targets = [
        f"at most {MOST_MIB} MiB a worker: {verdict(is_met=most <= MOST_MIB)}",
        f"flat cost (the last {part} at most {FLAT} times the first): "
        f"{verdict(is_met=grows <= FLAT)} ({grows:.2f})",
    ]
    if within:
        is_met = last - within <= MARKED_SECONDS
        targets.insert(0, f"all marked {MARKED_SECONDS} s after the last: {verdict(is_met=is_met)}")
    return (
        f"### {count:,} {course.exercise.name} submissions\n\n"
        f"Handed in {came}, to one exercise of one course; {WORKERS} workers, each a process with "
        "an engine of its own, warm when the first comes. They take the submissions from folders, "
        "without the portal's queue and its database.\n\n"
        f"{table(('what', 'figure'), rows)}\n\nTargets: {'; '.join(targets)}."
    )
