"""Run every notebook of a course as its trainer wrote it, with the solutions in."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

from officina_courses.checks.codes import found
from officina_courses.checks.subject import read_subject
from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.errors import RunImpossible
from officina_courses.grading.foreign.languages import foreign_kernel
from officina_courses.model import Environment, Finding, Frozen
from officina_courses.notebooks import Notebook
from officina_courses.running.best import best_way
from officina_courses.running.protocol import NotebookToRun, RunResult
from officina_courses.sandbox import probe


class RunReport(Frozen):
    """Which notebooks were run, and what there is to say about them."""

    notebooks: tuple[str, ...]
    findings: tuple[Finding, ...]


def run_course(folder: Path, *, progress: Callable[[str], None] | None = None) -> RunReport:
    """Run all notebooks that can be read, each in a sandbox without network.

    ``progress`` is called with the path of each notebook before it is run.

    Raises
    ------
    RunImpossible
        Where this machine has no sandbox or no papermill.
    EnvironmentMissing
        Where the course has packages of its own, and their Python is not built here.

    """
    check_machine()
    subject = read_subject(folder)
    environment = subject.course.environment if subject.course else Environment()
    EnvironmentsFolder().require(environment)
    notebooks = list(subject.notebooks())
    sources = [cell.source for _, notebook in notebooks for cell in notebook.cells]
    ran: list[str] = []
    findings: list[Finding] = []
    with best_way(environment, sources) as run_notebook:
        for path, notebook in notebooks:
            if progress is not None:
                progress(path)
            place = folder / path
            code_cells = sum(cell.kind == "code" for cell in notebook.cells)
            result = run_notebook(
                NotebookToRun(
                    folder=place.parent,
                    name=place.name,
                    environment=environment_of(notebook, environment),
                    code_cells=code_cells,
                )
            )
            ran.append(path)
            findings += _findings(path, notebook, environment, result)
    return RunReport(notebooks=tuple(ran), findings=tuple(findings))


def environment_of(notebook: Notebook, environment: Environment) -> Environment:
    """The course's environment, with the kernel of a notebook that is in another language."""
    kernelspec = notebook.content.get("metadata", {}).get("kernelspec")
    found = kernelspec if isinstance(kernelspec, dict) else {}
    kernel = foreign_kernel(environment.kernel, found)
    return environment if kernel is None else environment.model_copy(update={"kernel": kernel})


def check_machine() -> None:
    """Raise ``RunImpossible`` where this machine has no sandbox or no papermill."""
    isolation = probe()
    if not isolation.is_possible:
        raise RunImpossible(
            f"The notebooks cannot be run here: {isolation.reason}.",
            why="Without a sandbox, a notebook could read and change everything that you can.",
            todo="Mend that, or check without running: officina course check FOLDER",
        )
    if importlib.util.find_spec("papermill") is None:
        raise RunImpossible(
            "The notebooks cannot be run here: papermill is not installed.",
            why="It is what runs them.",
            todo='Install it: pip install "officina[grader]"',
        )


def _findings(
    path: str, notebook: Notebook, environment: Environment, result: RunResult
) -> list[Finding]:
    index = result.cell_index
    known = index is not None and 0 <= index < len(notebook.cells)
    cell = notebook.cells[index].name if known and index is not None else None
    where = f"Cell {index + 1}" if known and index is not None else "The notebook"
    seconds = environment.cell_timeout_seconds
    if result.outcome == "passed":
        return []
    if result.outcome == "failed":
        return [found("OFF060", f"{where} fails with {result.message}.", path=path, cell=cell)]
    if result.outcome == "timeout":
        what = f"{where} ran longer than {seconds} seconds."
        return [found("OFF061", what, path=path, cell=cell)]
    if result.outcome == "died":
        what = f"{where} ended the kernel, most often by taking too much memory."
        return [found("OFF060", what, path=path, cell=cell)]
    return [found("OFF062", f"The notebook could not be run: {result.message}.", path=path)]
