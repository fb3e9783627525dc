"""Checks of notebooks as files: readable, with a clear kernel, without leftovers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.errors import NotebookError
from officina_courses.model import Environment, Finding
from officina_courses.notebooks import Notebook

PECULIARITIES: Final = {
    "bom": "The file begins with a byte order mark, at which nbgrader stops.",
    "nan": "The file holds NaN or Infinity as a number, which is not JSON: browsers refuse it.",
    "surrogates": "The file holds half of a character, which cannot be saved.",
}


def check_notebook_state(subject: Subject) -> Iterator[Finding]:
    """What is wrong with each notebook file."""
    for exercise in subject.exercises:
        for path, notebook in exercise.notebooks.items():
            if isinstance(notebook, NotebookError):
                yield from _unreadable(path, notebook)
            else:
                yield from _peculiar(path, notebook)
                yield from _kernel(path, notebook, subject)
                yield from _outputs(path, notebook)


def _unreadable(path: str, error: NotebookError) -> Iterator[Finding]:
    if error.code != "notebook-too-large":  # told as a file that is too large
        finding = found("OFF020", "-", path=path, line=error.line)
        yield finding.model_copy(update={"message": str(error)})


def _peculiar(path: str, notebook: Notebook) -> Iterator[Finding]:
    for name in notebook.peculiarities:
        yield found("OFF021", PECULIARITIES[name], path=path)


def _kernel(path: str, notebook: Notebook, subject: Subject) -> Iterator[Finding]:
    wanted = (subject.course.environment if subject.course else Environment()).kernel
    name = notebook.kernel_name
    if not name:
        yield found("OFF022", f"The notebook names no kernel; the course's is {wanted}.", path=path)
    elif name != wanted:
        what = f'The notebook names the kernel "{name}", course.toml names "{wanted}".'
        yield found("OFF022", what, path=path)


def _outputs(path: str, notebook: Notebook) -> Iterator[Finding]:
    cells = [cell for cell in notebook.cells if cell.output_count]
    if cells:
        names = ", ".join(cell.name for cell in cells[:5]) + (", …" if len(cells) > 5 else "")
        count = "One cell still has" if len(cells) == 1 else f"{len(cells)} cells still have"
        what = f"{count} outputs ({names})."
        yield found("OFF023", what, path=path)
