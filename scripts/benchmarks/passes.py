"""One pass and one submission: fresh sandboxes, the warm process, and the cells alone, in turns.

"Cells alone" is what a pass's cells cost in an interpreter that is warm already, without isolation:
what lies above it is the engine's. A submission is graded from its folder to the gradebook and the
feedback; the copying of the submission is not counted. Starts of the warm process are not, either.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.cells_alone import cells_alone
from benchmarks.exercises import LIGHT, REALISTIC, Exercise, notebook, write_data
from benchmarks.meter import Meter

from officina_courses.grading import Engine, GradeRequest, Limits, grade_submission
from officina_courses.grading.engine import CellToRun, Pass
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_courses.grading.zygote.warm_engine import WarmEngine
from officina_courses.release import prepare_exercise

PER_ROUND = 5


def run(*, rounds: int) -> None:
    """Measure in turns and print the table."""
    meter = Meter()
    cold, warm = SandboxedEngine(isolated=True), WarmEngine(spare=None)
    print("| notebook | what | wall ms | CPU ms | CPU ms above the cells alone |")
    print("|---|---|---|---|---|")
    try:
        with tempfile.TemporaryDirectory() as folder:
            for exercise in (LIGHT, REALISTIC):
                _measure(Path(folder, exercise.name), exercise, cold, warm, meter, rounds)
    finally:
        warm.close()
        meter.close()
    print(f"\nMedians of {rounds} rounds with {PER_ROUND} each; CPU {meter.about}.")


def _measure(
    home: Path, exercise: Exercise, cold: Engine, warm: Engine, meter: Meter, rounds: int
) -> None:
    source = home / "source" / exercise.name
    source.mkdir(parents=True)
    (source / "tasks.ipynb").write_text(json.dumps(notebook(exercise)))
    write_data(source)
    prepare_exercise(home, exercise.name)
    files = home / "files"
    files.mkdir()
    write_data(files)
    home.chmod(0o755)
    cells = tuple(CellToRun(str(n), cell[0]) for n, cell in enumerate(exercise.cells))
    work = Pass(cells, files, Limits(), "show")
    alone = cells_alone(exercise, files)
    taken: dict[str, list[tuple[float, float]]] = {}
    for turn in range(-1, rounds):
        for name, engine in (("fresh sandbox", cold), ("warm process", warm)):
            for what, do in (
                (f"pass, {name}", lambda engine=engine: engine.run(work)),
                (f"submission, {name}", _submission(home, exercise, engine)),
            ):
                spent = _spent(do, meter)
                if turn >= 0:  # the first one starts what is kept
                    taken.setdefault(what, []).append(spent)
    print(f"| {exercise.name} | cells alone | | {alone * 1e3:.0f} | |")
    for what, figures in sorted(taken.items()):
        wall, cpu = (statistics.median(column) * 1e3 for column in zip(*figures, strict=True))
        above = cpu - alone * 1e3
        print(f"| {exercise.name} | {what} | {wall:.0f} | {cpu:.0f} | {above:.0f} |", flush=True)


def _submission(home: Path, exercise: Exercise, engine: Engine) -> Callable[[], object]:
    handed_in = home / "handed-in"
    shutil.rmtree(handed_in, ignore_errors=True)
    shutil.copytree(home / "source" / exercise.name, handed_in)
    request = GradeRequest(
        course_home=home,
        exercise_id=exercise.name,
        student_id="ada",
        submission_dir=handed_in,
        received_at=datetime.now(UTC),
    )

    def grade() -> None:
        grade = grade_submission(request, engine=engine).grade
        if grade is None or grade.score != grade.max_score:
            sys.exit(f"{exercise.name} has {grade and grade.score} points")

    return grade


def _spent(do: Callable[[], object], meter: Meter) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), meter.seconds()
    for _ in range(PER_ROUND):
        do()
    return (time.perf_counter() - wall) / PER_ROUND, (meter.seconds() - cpu) / PER_ROUND
