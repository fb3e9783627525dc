"""Each grader in turns on copies of the same course, and the table of what a submission cost."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks.cells_alone import cells_alone
from benchmarks.exercises import LIGHT, REALISTIC, Exercise
from benchmarks.graders import contestants
from benchmarks.graders.contestants import Contestant
from benchmarks.graders.course import Course, make_course
from benchmarks.graders.otter import otter
from benchmarks.graders.otter import version as otter_version
from benchmarks.meter import Meter
from benchmarks.sessions.figures import Spread, ratio, table, verdict

from officina_courses.grading.zygote.warm_engine import WarmEngine

STUDENTS = {"light": 4, "realistic": 3}
OURS = 20  # a few would say little of so short a time
TARGETS = {"light": 60, "realistic": 15}
ABOVE_CELLS_MS = 30
HEADS = (
    "notebook",
    "grader",
    "CPU ms a submission, median (least to most)",
    "wall ms",
    "times Officina's CPU",
    "times its wall",
)


class Spent(NamedTuple):
    """Milliseconds of one submission."""

    wall: float
    cpu: float


def run(*, rounds: int) -> str:
    """Grade in turns; the section for the reference."""
    meter, engine = Meter(), WarmEngine(spare=None)
    sections = []
    try:
        for exercise in (LIGHT, REALISTIC):
            with tempfile.TemporaryDirectory() as folder:
                sections.append(_exercise(Path(folder), exercise, engine, meter, rounds))
    finally:
        engine.close()
        meter.close()
    rows = [row for section in sections for row in section.rows]
    verdicts = "\n\n".join(section.verdict for section in sections)
    return f"{_about(rounds, meter)}\n\n{table(HEADS, rows)}\n\n{verdicts}"


class Section(NamedTuple):
    """What one exercise comes to."""

    rows: list[tuple[str, ...]]
    verdict: str


def _exercise(
    folder: Path, exercise: Exercise, engine: WarmEngine, meter: Meter, rounds: int
) -> Section:
    students = STUDENTS[exercise.name]
    template = make_course(folder / "template", exercise, students=students)
    class_ = make_course(folder / "class", exercise, students=OURS)
    ours = contestants.officina(engine)
    peers = [
        contestants.nbgrader(),
        contestants.by_nbclient(),
        contestants.by_papermill(),
        otter(),
    ]
    alone: list[float] = []
    spent: dict[str, list[Spent]] = {}
    for number in range(rounds):
        alone.append(cells_alone(exercise, folder) * 1e3)
        marks = []
        for contestant in (ours, *peers):
            chosen = class_ if contestant is ours else template
            course = chosen.copied(folder / f"{number}-{contestant.name}")
            contestant.prepare(course)
            start, one = _spent(contestant, course, meter)
            spent.setdefault(contestant.name, []).append(one)
            if contestant.alone:
                both = Spent(start.wall + one.wall, start.cpu + one.cpu)
                spent.setdefault(contestant.alone, []).append(both)
            marks += course.marks() if contestant.marks else []
        if len({score for _, score in marks}) != 1:
            sys.exit(f"the marks differ: {marks}")
        print(f"{exercise.name}, round {number + 1}: {spent}", file=sys.stderr, flush=True)
    return Section(
        list(_rows(exercise, ours.name, spent, Spread(tuple(alone)))),
        _verdict(exercise, spent[ours.name], spent[peers[0].name], Spread(tuple(alone))),
    )


def _spent(contestant: Contestant, course: Course, meter: Meter) -> tuple[Spent, Spent]:
    """Of what starts once, and of one submission without it."""
    start = _measured(contestant.start, meter)
    all_of_it = _measured(lambda: contestant.run(course), meter)
    count = len(course.students)
    return start, Spent((all_of_it.wall - start.wall) / count, (all_of_it.cpu - start.cpu) / count)


def _measured(do: Callable[[], None], meter: Meter) -> Spent:
    wall, cpu = time.perf_counter(), meter.seconds()
    do()
    return Spent((time.perf_counter() - wall) * 1e3, (meter.seconds() - cpu) * 1e3)


def _rows(
    exercise: Exercise, ours: str, spent: dict[str, list[Spent]], alone: Spread
) -> Iterator[tuple[str, ...]]:
    yield (exercise.name, "*the cells alone*", alone.row(0), "", "", "")
    base = _spreads(spent[ours])
    for name, found in spent.items():
        wall, cpu = _spreads(found)
        yield (
            exercise.name,
            name,
            cpu.row(0),
            wall.row(0),
            ratio(cpu.median, base[1].median),
            ratio(wall.median, base[0].median),
        )


def _spreads(found: list[Spent]) -> tuple[Spread, Spread]:
    walls, cpus = zip(*found, strict=True)
    return Spread(walls), Spread(cpus)


def _verdict(exercise: Exercise, ours: list[Spent], nbgrader: list[Spent], alone: Spread) -> str:
    mine, theirs = _spreads(ours)[1].median, _spreads(nbgrader)[1].median
    above, times, least = mine - alone.median, theirs / mine, TARGETS[exercise.name]
    return (
        f"Target for {exercise.name}, at most {ABOVE_CELLS_MS} ms of CPU above the cells alone: "
        f"{verdict(is_met=above <= ABOVE_CELLS_MS)} ({above:.0f} ms). At least {least} times below "
        f"nbgrader: {verdict(is_met=times >= least)} ({times:.0f} times)."
    )


def _about(rounds: int, meter: Meter) -> str:
    students = " and ".join(f"{count} ({name})" for name, count in STUDENTS.items())
    return (
        "### Graders side by side\n\n"
        f"The same files from each of {students} students, {OURS} for Officina, all answers right; "
        f"rounds of all graders in turns: {rounds}. Officina's figure is of one worker and has all "
        "of it: isolation, examiner, gradebook, folders and feedback page. nbclient and papermill "
        f"only run the cells. otter-grader is {otter_version()}, without its container. What is "
        "started once (the nbgrader command, otter's imports, Officina's warm process and "
        "rehearsal of the answers) is taken off. *The cells alone* is what they cost in an "
        "interpreter that is warm already. CPU of all processes, counted "
        f"{meter.about}; nbgrader {version('nbgrader')}, nbclient {version('nbclient')}, papermill "
        f"{version('papermill')}."
    )
