"""Runs a notebook as papermill does, and judges time and memory by what is declared."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from officina_courses.checks.codes import found
from officina_courses.gates.cell_place import CellPlace, place_of
from officina_courses.gates.cells_run import RanCell, ran_cells
from officina_courses.gates.energy import EnergyMeter
from officina_courses.gates.report import Measured
from officina_courses.model import Course, Finding
from officina_courses.notebooks import Notebook, load_notebook
from officina_courses.run import environment_of
from officina_courses.running.best import RunNotebook
from officina_courses.running.protocol import NotebookToRun, RunResult

# Of one notebook on two processors; other profiles have the exercise's minutes.
BUDGETS: Final = {"smoke": 20.0, "cpu": 180.0}
PATIENCE: Final = 1.5  # machines differ


class Ran(NamedTuple):
    """How a solution ran, what there is to say about it, and what its cells did."""

    measured: Measured
    findings: list[Finding]
    cells: tuple[RanCell, ...]


def measure(
    run_notebook: RunNotebook, home: Path, path: str, course: Course, profile: str | None
) -> Ran:
    """Run the solution."""
    notebook = load_notebook(home / path)
    environment = environment_of(notebook, course.environment)
    file = home / path
    meter = EnergyMeter()
    began = time.perf_counter()
    result = run_notebook(
        NotebookToRun(
            folder=file.parent,
            name=file.name,
            environment=environment,
            code_cells=sum(cell.kind == "code" for cell in notebook.cells),
        )
    )
    usage = result.usage
    measured = Measured(
        path=path,
        profile=profile,
        outcome=result.outcome,
        seconds=round(time.perf_counter() - began, 2),
        cpu_seconds=usage.cpu_seconds if usage else None,
        memory_mib=usage.memory_mib if usage else None,
        energy_joules=meter.joules(),
    )
    place = _place(notebook, result)
    findings = [*_outcome(path, place, course, result), *_budget(measured, course)]
    return Ran(measured, findings, ran_cells(result.notebook))


def _place(notebook: Notebook, result: RunResult) -> CellPlace:
    index = result.cell_index
    if index is None or not 0 <= index < len(notebook.cells):
        return CellPlace(None, "The notebook")
    return place_of(notebook, index)


def _outcome(path: str, place: CellPlace, course: Course, result: RunResult) -> Iterator[Finding]:
    cell, where = place
    if result.outcome == "failed":
        yield found("OFF060", f"{where} fails with {result.message}.", path=path, cell=cell)
    elif result.outcome == "timeout":
        seconds = course.environment.cell_timeout_seconds
        yield found("OFF061", f"{where} ran longer than {seconds} seconds.", path=path, cell=cell)
    elif result.outcome == "died":
        what = f"{where} ended the kernel, most often by taking too much memory."
        yield found("OFF060", what, path=path, cell=cell)
    elif result.outcome == "impossible":
        yield found("OFF062", f"The notebook could not be run: {result.message}.", path=path)


def _budget(measured: Measured, course: Course) -> Iterator[Finding]:
    exercise = course.exercise(measured.path.split("/")[1])
    seconds = BUDGETS.get(measured.profile or "", exercise.minutes * 60.0)
    if measured.outcome == "passed" and measured.seconds > seconds * PATIENCE:
        whose = f"the profile {measured.profile}" if measured.profile else "the exercise"
        what = f"It ran {measured.seconds:.0f} seconds, and {whose} has {seconds:.0f}."
        yield found("OFF140", what, path=measured.path)
    most = course.environment.memory_mib
    if measured.memory_mib is not None and measured.memory_mib > most:
        what = f"It held {measured.memory_mib:.0f} MiB, and memory_mib is {most}."
        yield found("OFF141", what, path=measured.path)
