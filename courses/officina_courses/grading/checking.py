"""Checks an exercise before it is handed in: the same sandbox and tests, and nothing is kept.

What is found out counts nowhere, so neither gradebook nor course folder is written. Hidden tests
are left out unless the course's trainers allow them: else learners could feel them out, one check
after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from nbconvert.filters.ansi import strip_ansi

from officina_courses.checked import (
    MOST_WORDS,
    CheckedCell,
    CheckedNotebook,
    CheckedTask,
    CheckResult,
    Verdict,
)
from officina_courses.grading import confinement, gradebook, leftovers, places
from officina_courses.grading.course_copy import copy_tree
from officina_courses.grading.engine import Engine
from officina_courses.grading.examination import Examined
from officina_courses.grading.foreign.choosing import UNKNOWN_KERNEL, unknown_kernel
from officina_courses.grading.grade import Exercise, Turn, examine_all, release_folder, replaced
from officina_courses.grading.hints import hints_in
from officina_courses.grading.known_exercises import KNOWN, Known
from officina_courses.grading.marking import FAILED
from officina_courses.grading.plain_engine import PlainEngine
from officina_courses.grading.plain_errors import plain_words
from officina_courses.grading.request import GradeRequest
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_courses.grading.spec import NotebookSpec, SpecCell, grade_id_of, read_spec
from officina_courses.grading.unanswered import unanswered_tests
from officina_courses.grading.which_python import InPython, python_for
from officina_courses.marks import CellMark

Scope = Literal["visible", "all"]

MOST_OF_AN_ERROR = 500  # characters
# The verdict says it already, and the cell tells the error.
FAILED_BY_ERROR = re.compile(re.escape(FAILED).replace(r"\{error\}", r"\w+") + "$")


def check_submission(
    request: GradeRequest, *, scope: Scope, turn: Turn, engine: Engine | None = None
) -> CheckResult:
    """Run what a learner would hand in, by the tests that ``scope`` allows.

    Raises
    ------
    GradingRefused, NotPrepared, NameRefused
        As ``grade_submission`` does.
    ExerciseReplaced
        When another release was prepared while the notebooks ran.

    """
    isolated = confinement.require_isolation(request.isolation)
    places.exercise_name(request.exercise_id)
    with leftovers.held_folder("officina-release-") as folder:
        known = _taken_in(request, folder, turn)
        python = python_for(request)
        unknown = None if python else unknown_kernel(request.kernel, known.specs)
        if unknown is not None:
            return CheckResult(message=UNKNOWN_KERNEL.format(kernel=unknown))
        exercise = Exercise(known.specs, folder)
        run = exercise if scope == "all" else _without_hidden(exercise)
        engine = engine or SandboxedEngine(isolated=isolated)
        plain: Engine = PlainEngine(engine)
        plain = InPython(plain, python) if python else plain
        examined = examine_all(request, run, plain, isolated=isolated)
    if release_folder(request) != known.folder:
        raise replaced(request.exercise_id)
    return CheckResult(
        notebooks=tuple(
            _notebook(spec, examined[spec.name], request, scope) for spec in known.specs
        )
    )


def _taken_in(request: GradeRequest, release: Path, turn: Turn) -> Known:
    """The exercise as it is now, its release copied; the gradebook is only looked at, and once."""
    home, exercise = request.course_home, request.exercise_id
    known = KNOWN.find(home, exercise, release_folder(request))
    if known is not None:
        # In nobody's turn: what changes meanwhile is found out by the folder afterwards.
        copy_tree(home, "release", exercise, to=release, max_bytes=request.max_course_bytes)
        return known
    with turn():
        found = release_folder(request)
        copy_tree(home, "release", exercise, to=release, max_bytes=request.max_course_bytes)
        with gradebook.trial(home) as session:
            specs = read_spec(session, exercise, release)
    return KNOWN.keep(home, exercise, Known(found, specs))


def _without_hidden(exercise: Exercise) -> Exercise:
    """The exercise with as much of its tests as learners have."""
    specs = (spec._replace(cells=tuple(map(_visible_cell, spec.cells))) for spec in exercise.specs)
    return exercise._replace(specs=tuple(specs))


def _visible_cell(cell: SpecCell) -> SpecCell:
    if not cell.is_test:
        return cell
    # Nothing counts, so a test without points gets some: they tell whether it passed.
    return cell._replace(source=cell.visible_source, points=cell.points or 1.0)


def _notebook(
    spec: NotebookSpec, found: Examined, request: GradeRequest, scope: Scope
) -> CheckedNotebook:
    mark = found.marked.mark
    rows = [] if found.notebook is None else found.notebook["cells"]
    seen = {grade_id_of(row): row["metadata"].get("officina", {}) for row in rows}
    marks = {each.grade_id: each for each in mark.cells}
    tasks = (
        _task(cell, marks[cell.grade_id], seen.get(cell.grade_id, {}), request, scope)
        for cell in spec.cells
        if cell.is_marked
    )
    return CheckedNotebook(
        name=spec.name,
        state=mark.state,
        message=mark.message,
        notes=mark.notes,
        tasks=tuple(
            task if found.marked.was_read else task.model_copy(update={"verdict": "not_reached"})
            for task in tasks
        ),
        cells=tuple(_cells(rows)),
    )


def _task(
    cell: SpecCell, mark: CellMark, seen: Mapping[str, Any], request: GradeRequest, scope: Scope
) -> CheckedTask:
    is_left_out = scope == "visible" and cell.has_hidden_tests
    verdict = _verdict(cell, mark)
    if is_left_out and not _has_code(cell.visible_source):
        verdict = "hidden"
    has_failed = cell.is_test and verdict in {"failed", "partly"}
    differs = has_failed and request.showing.differences
    return CheckedTask(
        grade_id=cell.grade_id,
        task=cell.task,
        verdict=verdict,
        has_hidden=is_left_out,
        note="" if verdict == "hidden" else FAILED_BY_ERROR.sub("", mark.note)[:MOST_WORDS],
        expected=_words(seen.get("expected")) if differs else None,
        got=_words(seen.get("got")) if differs else None,
        hints=hints_in(cell.visible_source if is_left_out else cell.source) if has_failed else (),
    )


def _verdict(cell: SpecCell, mark: CellMark) -> Verdict:
    if not cell.is_test:
        return "by_hand" if mark.needs_manual else "unanswered"
    if mark.score is None or mark.needs_manual:
        return "unsure"
    if mark.mode is None:
        return "not_reached"
    if mark.score >= (mark.max_score or 1.0):
        return "passed"
    return "partly" if mark.score > 0 else "failed"


def _has_code(source: str) -> bool:
    lines = (line.strip() for line in source.split("\n"))
    return any(line and not line.startswith("#") for line in lines)


def _words(text: object) -> str | None:
    return _sendable(text[:MOST_WORDS]) if isinstance(text, str) else None


def _sendable(text: str) -> str:
    """Without halves of characters, which a learner's text may have and JSON may not."""
    return text.encode(errors="replace").decode()


def _cells(rows: list[dict[str, Any]]) -> Iterator[CheckedCell]:
    unanswered = unanswered_tests(rows)
    told_below = set(unanswered.values())
    for place, row in enumerate(rows):
        ran = row["metadata"].get("officina")
        if row["cell_type"] != "code" or ran is None:
            continue
        # What is still to be answered is told once, at the task.
        telling = rows[unanswered.get(place, place)]
        name, error = ("", "") if place in told_below else _error(telling["outputs"])
        yield CheckedCell(
            number=place + 1,
            grade_id=grade_id_of(row) or "",
            seconds=ran["seconds"],
            error=error,
            plain=plain_words(name),
        )


def _error(outputs: list[dict[str, Any]]) -> tuple[str, str]:
    """The name of the exception that a cell showed, and what it said, as feedback shows it."""
    for output in outputs:
        if output["output_type"] == "error":
            name = str(output["ename"])
            said = strip_ansi(str(output["evalue"])).strip()
            is_told = not said or said.startswith(f"{name}:")
            told = (said or name) if is_told else f"{name}: {said}"
            return name, _sendable(told[:MOST_OF_AN_ERROR])
    return "", ""
