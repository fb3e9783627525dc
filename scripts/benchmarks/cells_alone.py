"""What an exercise's cells cost in an interpreter that is warm already, without isolation."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.exercises import Exercise, write_data

from officina_courses.grading.engine import CellToRun
from officina_courses.grading.zygote.warm_engine import wanted_imports

TIMES = 11
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


def cells_alone(exercise: Exercise, folder: Path) -> float:
    """CPU seconds of all cells, tests included: the median of several runs in one process."""
    write_data(folder)
    cells = [CellToRun(str(number), cell[0]) for number, cell in enumerate(exercise.cells)]
    ran = subprocess.run(
        [sys.executable, "-c", ALONE],
        input=json.dumps([[cell.source for cell in cells], wanted_imports(cells), TIMES]),
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={"MPLBACKEND": "module://matplotlib_inline.backend_inline", "OMP_NUM_THREADS": "1"},
    )
    return float(ran.stdout)
