"""The budget of a notebook is held against what is the course's own, and not the machine's load."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from officina_courses.gates.cells_run import RanCell
from officina_courses.gates.measuring import budget_findings
from officina_courses.gates.quiet_time import quiet_seconds
from officina_courses.gates.report import Measured
from officina_courses.loader import load_course
from officina_courses.running.protocol import Usage
from officina_courses.scaffold import new_course


def usage(cpu: float, waited: float | None, child: float = 0.0) -> Usage:
    return Usage(cpu_seconds=cpu, memory_mib=1, child_seconds=child, waited_seconds=waited)


@pytest.mark.parametrize(
    ("seconds", "stalled", "used", "quiet"),
    [
        (30, 0, usage(28, 0), 30),
        (90, 85, usage(15, 70), 7.5),
        (60, 60, usage(100, 20), 50),
        (90, 0, usage(1, 0), 90),
        (90, 90, usage(1, 4), 84),
        (90, 85, usage(16, 0, child=15), 8),
        (90, 85, None, 90),
    ],
    ids=["computes", "is crowded out", "computes too much beside others", "sleeps",
         "sleeps beside others", "lets others compute beside others", "another language"],
)  # fmt: skip
def test_what_is_held_against_the_budget(
    seconds: float, stalled: float, used: Usage | None, quiet: float
) -> None:
    cells = [RanCell(seconds - 1.0, "")]
    assert quiet_seconds(seconds, stalled, 0.0, used, cells) == quiet


@pytest.mark.parametrize(
    ("seconds", "quiet", "told"),
    [
        (95.0, 25.0, None),
        (95.0, 40.0, "It ran 95 seconds (22 of processors), of which 40 were its own and not "
         "waiting for a busy machine, and the profile smoke has 20."),
        (40.0, 40.0, "It ran 40 seconds (22 of processors), and the profile smoke has 20."),
    ],
)  # fmt: skip
def test_both_times_are_told(
    tmp_path: Path, seconds: float, quiet: float, told: str | None
) -> None:
    new_course(tmp_path / "c", course_id="c", title="C")
    path = "source/01-first-steps/first-steps.ipynb"
    measured = Measured(
        path=path, profile="smoke", outcome="passed", seconds=seconds, quiet_seconds=quiet,
        cpu_seconds=22.0,
    )  # fmt: skip
    found = [each.message for each in budget_findings(measured, load_course(tmp_path / "c"))]
    assert [message.startswith(told or "-") for message in found] == ([True] if told else [])


MEASURES = """
import json, sys
from pathlib import Path
from officina_courses.gates.quiet_time import Stopwatch
from officina_courses.gates.cells_run import ran_cells
from officina_courses.model import Environment
from officina_courses.running.best import best_way
from officina_courses.running.protocol import NotebookToRun
what = NotebookToRun(
    folder=Path(sys.argv[1]), name="nb.ipynb", environment=Environment(), code_cells=1
)
with best_way(what.environment, ()) as run:
    run(what)  # which starts the warm process
    watch = Stopwatch()
    result = run(what)
    took = watch.took(result.usage, ran_cells(result.notebook))
print(json.dumps({"usage": result.usage.model_dump(), "took": took}))
"""


@pytest.mark.sandbox
def test_a_notebook_that_sleeps_has_slept_however_busy_the_machine_is(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": "import time; time.sleep(4)", "metadata": {},
            "outputs": [], "execution_count": None}  # fmt: skip
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}
    (tmp_path / "nb.ipynb").write_text(json.dumps(content))
    ran = subprocess.run(
        [sys.executable, "-c", MEASURES, tmp_path], capture_output=True, text=True, check=True
    )
    told = json.loads(ran.stdout.splitlines()[-1])
    assert told["usage"]["waited_seconds"] is not None
    assert 3 < told["took"][1] <= told["took"][0]
