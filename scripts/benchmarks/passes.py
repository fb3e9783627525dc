"""One pass and one submission: fresh sandboxes, the warm process, and the cells alone, in turns.

"Cells alone" is what a pass's cells cost in an interpreter that is warm already, without isolation:
what lies above it is the engine's. A submission is graded from its folder to the gradebook and the
feedback; the copying of the submission is not counted. Starts of the warm process are not, either.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.exercises import LIGHT, REALISTIC, Exercise, notebook, write_data
from benchmarks.meter import Meter

from officina_courses.grading import Engine, GradeRequest, Limits, grade_submission
from officina_courses.grading.engine import CellToRun, Pass
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_courses.grading.zygote.warm_engine import WarmEngine, wanted_imports
from officina_courses.release import prepare_exercise

PER_ROUND = 5
ALONE = """
import json, sys, time
from officina_courses.grading.runner.outputs import Outputs
from officina_courses.grading.runner.shell import make_shell
from officina_courses.grading.zygote.preload import warm_up
cells, modules, rounds = json.load(sys.stdin)
warm_up(modules)
shell = make_shell(Outputs(1 << 24))
taken = []
for _ in range(rounds):
    began = time.process_time()
    for cell in cells:
        shell.run_cell(cell, store_history=True)
        shell.outputs.take()
        shell.outputs.begin()
    taken.append(time.process_time() - began)
    shell.reset()
print(json.dumps(sorted(taken)[len(taken) // 2]), file=sys.__stdout__, flush=True)
"""


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
    alone = _alone(cells, files)
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


def _alone(cells: tuple[CellToRun, ...], files: Path) -> float:
    told = json.dumps([[cell.source for cell in cells], wanted_imports(cells), 2 * PER_ROUND + 1])
    ran = subprocess.run(
        [sys.executable, "-c", ALONE],
        input=told,
        cwd=files,
        capture_output=True,
        text=True,
        check=True,
        env={"MPLBACKEND": "module://matplotlib_inline.backend_inline", "OMP_NUM_THREADS": "1"},
    )
    return float(ran.stdout)
