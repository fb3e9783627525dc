"""Runs a notebook as papermill does, and judges time and memory by what is declared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from officina_courses.checks.codes import found
from officina_courses.gates.cell_place import CellPlace, place_of
from officina_courses.gates.cells_run import RanCell, ran_cells
from officina_courses.gates.energy import EnergyMeter
from officina_courses.gates.quiet_time import Stopwatch
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
    watch = Stopwatch()
    result = run_notebook(
        NotebookToRun(
            folder=file.parent,
            name=file.name,
            environment=environment,
            code_cells=sum(cell.kind == "code" for cell in notebook.cells),
        )
    )
    usage, cells = result.usage, ran_cells(result.notebook)
    took = watch.took(usage, cells)
    measured = Measured(
        path=path,
        profile=profile,
        outcome=result.outcome,
        seconds=round(took.seconds, 2),
        quiet_seconds=round(took.quiet_seconds, 2),
        cpu_seconds=usage.cpu_seconds if usage else None,
        memory_mib=usage.memory_mib if usage else None,
        energy_joules=meter.joules(),
    )
    place = _place(notebook, result)
    findings = [*_outcome(path, place, course, result), *budget_findings(measured, course)]
    return Ran(measured, findings, cells)


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


def _time(measured: Measured, quiet: float) -> str:
    """By the clock and of processors, so that who reads it knows where to look."""
    cpu = measured.cpu_seconds
    used = "what it computed is not known" if cpu is None else f"{cpu:.0f} of processors"
    told = f"It ran {measured.seconds:.0f} seconds ({used})"
    if round(quiet) == round(measured.seconds):
        return told
    return f"{told}, of which {quiet:.0f} were its own and not waiting for a busy machine"


def budget_findings(measured: Measured, course: Course) -> Iterator[Finding]:
    exercise = course.exercise(measured.path.split("/")[1])
    seconds = BUDGETS.get(measured.profile or "", exercise.minutes * 60.0)
    quiet = measured.seconds if measured.quiet_seconds is None else measured.quiet_seconds
    if measured.outcome == "passed" and quiet > seconds * PATIENCE:
        whose = f"the profile {measured.profile}" if measured.profile else "the exercise"
        yield found("OFF140", f"{_time(measured, quiet)}, and {whose} has {seconds:.0f}.",
            path=measured.path)  # fmt: skip
    most = course.environment.memory_mib
    if measured.memory_mib is not None and measured.memory_mib > most:
        what = f"It held {measured.memory_mib:.0f} MiB, and memory_mib is {most}."
        yield found("OFF141", what, path=measured.path)
