"""Doing runs, several side by side; what is kept already is not done again."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.folder_grading.workers import WorkerDied, side_by_side
from officina_courses.model import Environment
from officina_courses.notebooks import load_notebook
from officina_courses.run import check_machine
from officina_courses.running.best import best_way
from officina_courses.running.protocol import NotebookToRun, RunResult
from officina_courses.runs.plan import PlannedRun
from officina_courses.runs.record import (
    RunRecord,
    keep,
    kept_record,
    this_machine,
    this_software,
)


def do_runs(
    folder: Path, runs: Iterable[PlannedRun], into: Path, *, workers: int
) -> Generator[RunRecord]:
    """Each run's record, as they end; it is kept in ``into`` before it is told.

    A run that passed before is told from there. To end early, close the generator: what was told
    is kept, and the rest is done the next time.

    Raises
    ------
    RunImpossible
        Where this machine has no sandbox or no papermill.
    EnvironmentMissing
        Where the course has packages of its own, and their Python is not built here.

    """
    to_do = []
    for run in runs:
        record = kept_record(into, run)
        if record is not None and record.outcome == "passed":
            yield record
        else:
            to_do.append(run)
    if not to_do:
        return
    check_machine()
    for environment in {run.environment for run in to_do}:
        EnvironmentsFolder().require(environment)
    sources = _sources(folder, to_do)
    work = _Work(folder, into, to_do[0].environment, sources)
    for run, answer in side_by_side(to_do, work.begin, workers=workers):
        yield _died(into, run) if isinstance(answer, WorkerDied) else answer


class _Work:
    """What each worker does: enter the best way once, then run after run."""

    def __init__(
        self, folder: Path, into: Path, environment: Environment, sources: list[str]
    ) -> None:
        self._folder = folder
        self._into = into
        self._environment = environment  # of the first; another kernel's run goes its own way
        self._sources = sources

    @contextmanager
    def begin(self) -> Iterator[Callable[[PlannedRun], RunRecord]]:
        with best_way(self._environment, self._sources) as run_notebook:
            yield lambda run: self._done(run, run_notebook)

    def _done(
        self, run: PlannedRun, run_notebook: Callable[[NotebookToRun], RunResult]
    ) -> RunRecord:
        place = self._folder / run.path
        began, clock = datetime.now(UTC), time.perf_counter()
        result = run_notebook(
            NotebookToRun(
                folder=place.parent,
                name=place.name,
                environment=run.environment,
                code_cells=run.code_cells + 1,  # the one that papermill writes
                parameters=run.parameters,
            )
        )
        seconds = round(time.perf_counter() - clock, 3)
        record = _record(run, result, began, seconds)
        keep(self._into, record, result.notebook)
        return record


def _record(run: PlannedRun, result: RunResult, began: datetime, seconds: float) -> RunRecord:
    return RunRecord(
        run=run,
        outcome=result.outcome,
        message=result.message,
        cell_index=result.cell_index,
        started_at=began,
        seconds=seconds,
        usage=result.usage,
        machine=this_machine(),
        software=this_software(),
    )


def _died(into: Path, run: PlannedRun) -> RunRecord:
    message = "the process that watched over it ended, most often for want of memory"
    record = _record(run, RunResult(outcome="impossible", message=message), datetime.now(UTC), 0)
    keep(into, record, None)
    return record


def _sources(folder: Path, runs: Iterable[PlannedRun]) -> list[str]:
    """The code of all notebooks to be run: what it imports is made warm."""
    paths = dict.fromkeys(run.path for run in runs)
    notebooks = [load_notebook(folder / path) for path in paths]
    return [cell.source for each in notebooks for cell in each.cells if cell.kind == "code"]
