"""Takes a course through all gates: reads it, runs it, grades its versions, and reports."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from pydantic import JsonValue

from officina_courses.brought_outputs import Outputs, read_outputs
from officina_courses.check import CHECKS, GATE_CHECKS
from officina_courses.checks.codes import found
from officina_courses.checks.data_files import data_files
from officina_courses.checks.places import placed
from officina_courses.checks.profiles import misfit
from officina_courses.checks.subject import ExerciseFolder, Subject, read_subject
from officina_courses.checks.wrong_answers import read_all
from officina_courses.course_files import SOURCE
from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.errors import CourseError, EnvironmentMissing
from officina_courses.gates import judging
from officina_courses.gates.cells_run import RanCell
from officina_courses.gates.grading import (
    Grader,
    PreparedExercise,
    Version,
    grader,
    prepared,
    released,
)
from officina_courses.gates.home import course_home, with_answers
from officina_courses.gates.measuring import measure
from officina_courses.gates.report import GateReport, Measured, results
from officina_courses.gates.seen_cells import seen_cells
from officina_courses.grading.errors import PrepareFailed, ReleaseLeaks
from officina_courses.model import Course, Finding
from officina_courses.notebooks import load_notebook
from officina_courses.run import check_machine
from officina_courses.running.best import RunNotebook, best_way
from officina_courses.runs.plan import RunRequest, plan_runs
from officina_courses.runs.record import this_machine
from officina_courses.sources.wrong import WrongAnswer

USUAL: Final = "smoke"
ON_A_GPU: Final = frozenset({"cuda", "gpu"})
FIRST_STEPS: Final = 4  # of a notebook: run, solution twice, untouched
FURTHER_STEPS: Final = 2  # with another profile: run, solution
MOST_AT_A_TIME: Final = 4  # each may hold memory_mib of course.toml
AGAIN: Final = "solution again"
UNTOUCHED: Final = "untouched"
TOO_LONG: Final = "timeout"
MEND_FIRST: Final = "What is skipped was not tried: mend the errors above first."
NOTHING: Final = "What is skipped was not tried: the course has no notebook that could be run."
NOT_ALL: Final = "What is skipped was not tried with all notebooks: mend the errors above first."

Progress = Callable[[int, int, str], None]


class Tools(NamedTuple):
    """What runs and grades the notebooks of one check."""

    grader: Grader
    run_notebook: RunNotebook
    progress: Callable[[str], None]


class Values(NamedTuple):
    """What notebooks' parameters are set to: by each of the profiles, else by the site."""

    profiles: tuple[str, ...]
    site: Mapping[str, JsonValue]


class Looked(NamedTuple):
    """What running found."""

    measured: list[Measured]
    findings: list[Finding]
    not_tried: list[str]  # exercises
    cells: dict[str, tuple[RanCell, ...]]  # as the first profile ran them, by notebook


class Trial(NamedTuple):
    """A course with one profile; without ``wrong`` answers only its solution is tried."""

    home: Path
    course: Course
    profile: str | None
    given: Mapping[str, Mapping[str, JsonValue]]  # parameters, by notebook
    wrong: list[WrongAnswer] | None
    tools: Tools
    looked: Looked


def check_gates(
    folder: Path,
    *,
    profiles: Sequence[str] = (),
    site: Mapping[str, JsonValue] | None = None,
    progress: Progress | None = None,
) -> GateReport:
    """All gates of a course folder. Without ``profiles`` it runs with smoke, where it has that.

    ``site`` are this site's values for parameters; those of a profile go before them.

    Raises
    ------
    RunImpossible, GradingRefused
        Where this machine has no sandbox.

    """
    began = time.perf_counter()
    subject = read_subject(folder)
    static = [finding for check in (*CHECKS, *GATE_CHECKS) for finding in check(subject)]
    looked = Looked([], [], [], {})
    ran: tuple[str, ...] = ()
    not_run = MEND_FIRST
    if subject.course is not None and not any(_stops(finding) for finding in static):
        check_machine()
        ran = _profiles(subject.course, profiles)
        try:
            EnvironmentsFolder().require(subject.course.environment)
            values = Values(ran, site or {})
            looked = _run_all(subject, subject.course, values, progress or _silent)
            not_run = _why_not_all(looked)
        except EnvironmentMissing as error:
            not_run = str(error).strip()
    findings = tuple(dict.fromkeys(placed(folder, [*static, *looked.findings])))
    return GateReport(
        course_id=subject.course.id if subject.course else folder.resolve().name,
        version=subject.course.version if subject.course else "",
        profiles=ran,
        gates=results(findings, not_run=not_run),
        measured=tuple(looked.measured),
        cells=tuple(seen_cells(subject, findings, looked.cells, _brought(folder, ran))),
        data_files=tuple(data_files(subject)),
        seconds=round(time.perf_counter() - began, 1),
        machine=this_machine(),
        checked_at=datetime.now(UTC),
    )


def _why_not_all(looked: Looked) -> str:
    if looked.not_tried:
        return NOT_ALL
    return "" if looked.measured else NOTHING


def _brought(folder: Path, ran: Sequence[str]) -> Outputs:
    """What the course came with, if it is of the values that it ran with here first."""
    none = Outputs(profile=None, notebooks={})
    try:
        outputs = read_outputs(folder) or none
    except CourseError:  # a check tells of it
        return none
    return outputs if outputs.profile == next(iter(ran), None) else none


def can_run_here(course: Course, profile: str) -> bool:
    """Whether this machine has the device that the profile asks for."""
    device = course.profiles[profile].parameters.get("device")
    return device not in ON_A_GPU or Path("/dev/nvidiactl").exists()


def _profiles(course: Course, asked: Sequence[str]) -> tuple[str, ...]:
    if asked:
        return tuple(asked)
    return (USUAL,) if USUAL in course.profiles else ()


def _stops(finding: Finding) -> bool:
    """Whether nothing can be run because of it: the errors that stop publishing."""
    return finding.severity == "error" and finding.code < "OFF100"


def _silent(_done: int, _of: int, _what: str) -> None:
    pass


def _run_all(subject: Subject, course: Course, values: Values, progress: Progress) -> Looked:
    profiles = values.profiles
    wrong = [each for each in read_all(subject) if isinstance(each, WrongAnswer)]
    notebooks = list(subject.notebooks())
    further = max(len(profiles) - 1, 0)
    steps = len(notebooks) * (FIRST_STEPS + FURTHER_STEPS * further) + len(wrong)
    done = 0

    def tell(what: str) -> None:
        nonlocal done
        progress(done, steps, what)
        done += 1

    looked = Looked([], [], [], {})
    sources = [cell.source for _, notebook in notebooks for cell in notebook.cells]
    with ExitStack() as stack:
        tools = Tools(
            stack.enter_context(grader(course.environment)),
            stack.enter_context(best_way(course.environment, sources)),
            tell,
        )
        for number, profile in enumerate(profiles or (None,)):
            # Its names were checked with the profiles; a wrong one is told and not run.
            try:
                request = RunRequest(profile=profile, site=dict(values.site))
                runs = plan_runs(subject.folder, request)
            except CourseError as error:
                looked.not_tried.extend(exercise.id for exercise in subject.exercises)
                looked.findings.append(misfit(profile, error))
                continue
            given = {run.path: run.parameters for run in runs}
            with course_home(subject.folder, given) as place:
                answers = None if number else wrong
                trial = Trial(place, course, profile, given, answers, tools, looked)
                for exercise in subject.exercises:
                    _try_exercise(exercise, trial)
    progress(steps, steps, "")
    return looked


def _try_exercise(exercise: ExerciseFolder, trial: Trial) -> None:
    try:
        with prepared(trial.home, exercise.id) as ready:
            for path, _ in exercise.readable():
                _try_notebook(ready, path, trial)
    except CourseError as error:
        is_about_release = isinstance(error, PrepareFailed | ReleaseLeaks)
        paths = list(exercise.notebooks)
        path = paths[0] if len(paths) == 1 else f"{SOURCE}/{exercise.id}"
        code = "OFF130" if is_about_release else "OFF101"
        trial.looked.not_tried.append(exercise.id)
        trial.looked.findings.append(found(code, str(error).strip(), path=path))


def _try_notebook(ready: PreparedExercise, path: str, trial: Trial) -> None:
    name = PurePosixPath(path).stem
    solved = load_notebook(trial.home / path).content
    tools, findings = trial.tools, trial.looked.findings
    grade = partial(tools.grader.grade, trial.home, ready, name)
    grade_plain = partial(tools.grader.plain().grade, trial.home, ready, name)
    # Alone, because their times are told; the first grading also decides how tests are run.
    tools.progress(f"{name}: run")
    measured, told, cells = measure(
        tools.run_notebook, trial.home, path, trial.course, trial.profile
    )
    trial.looked.cells.setdefault(path, cells)
    findings += told
    measured = measured.model_copy(update={"parameters": dict(trial.given.get(path, {}))})
    if measured.outcome == TOO_LONG:
        # Each version would wait as long for the same cell, and tell nothing more.
        trial.looked.measured.append(measured)
        trial.looked.not_tried.append(ready.id)
        return
    tools.progress(f"{name}: solution")
    solution = grade(solved)
    findings += judging.of_solution(path, trial.profile, solution)
    trial.looked.measured.append(_with_marks(measured, solution))
    if trial.wrong is None:
        return
    release = released(ready, name)
    given = "\n".join(cell.source for cell in release.cells)
    wrong = [answer for answer in trial.wrong if answer.notebook == path]
    # What a plot makes of an answer that is missing must not end a cell, so those are drawn.
    others = {UNTOUCHED: partial(grade, release.content), AGAIN: partial(grade_plain, solved)}
    for answer in wrong:
        others[answer.path] = partial(grade_plain, with_answers(solved, answer.answers))
    with _side_by_side(others) as graded:
        tools.progress(f"{name}: {AGAIN}")
        findings += judging.of_repeated(path, solution, graded[AGAIN].result())
        tools.progress(f"{name}: {UNTOUCHED}")
        untouched = graded[UNTOUCHED].result()
        findings += judging.of_untouched(path, untouched, release)
        findings += judging.of_feedback(path, untouched, given)
        for answer in wrong:
            tools.progress(f"{name}: {answer.path}")
            version = graded[answer.path].result()
            findings += judging.of_wrong(answer, version)
            findings += judging.of_feedback(path, version, given)


@contextmanager
def _side_by_side(
    gradings: Mapping[str, Callable[[], Version]],
) -> Iterator[Mapping[str, Future[Version]]]:
    """Versions being graded, as many at a time as there are processors for this program."""
    workers = min(MOST_AT_A_TIME, len(os.sched_getaffinity(0)))
    pool = ThreadPoolExecutor(workers)
    try:
        yield {name: pool.submit(grading) for name, grading in gradings.items()}
    finally:
        pool.shutdown(cancel_futures=True)


def _with_marks(measured: Measured, solution: Version) -> Measured:
    scores = solution.scores
    return measured.model_copy(
        update={
            "points": sum(score or 0.0 for score in scores.values()),
            "most_points": sum(cell.points for cell in solution.spec.cells if cell.is_test),
            "tests": len(scores),
            "guarded": solution.guarded,
            "grading_seconds": round(solution.seconds, 2),
        }
    )
