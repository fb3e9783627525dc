"""Checks of outputs.json: whether it can be read, and is of these notebooks."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.brought_outputs import NotebookOutputs, cell_ids, code_of, read_outputs
from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.course_files import OUTPUTS_FILE
from officina_courses.errors import CourseError
from officina_courses.model import Finding
from officina_courses.notebooks import Notebook


def check_outputs(subject: Subject) -> Iterator[Finding]:
    """Nothing where the course brings none."""
    try:
        brought = read_outputs(subject.folder)
    except CourseError as error:
        yield found("OFF230", error.what, path=OUTPUTS_FILE)
        return
    if brought is None:
        return
    here = dict(subject.notebooks())
    for path, known in brought.notebooks.items():
        if what := _misfit(known, here.get(path)):
            yield found("OFF231", f"The outputs of {path[:200]} are {what}.", path=OUTPUTS_FILE)
    for path in sorted(here.keys() - brought.notebooks.keys()):
        yield found("OFF231", f"There are no outputs of {path}.", path=OUTPUTS_FILE)


def _misfit(known: NotebookOutputs, notebook: Notebook | None) -> str:
    """Why they cannot be compared; nothing where they can."""
    if notebook is None or code_of(notebook) != known.code:
        return "of other code than there is"
    strangers = sorted(known.cells.keys() - set(cell_ids(notebook)))
    return f"of cells that it does not have: {', '.join(strangers)[:200]}" if strangers else ""
