"""Checks of outputs.json: whether it can be read, and is of these notebooks."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.brought_outputs import code_of, read_outputs
from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.course_files import OUTPUTS_FILE
from officina_courses.errors import CourseError
from officina_courses.model import Finding


def check_outputs(subject: Subject) -> Iterator[Finding]:
    """Nothing where the course brings none."""
    try:
        brought = read_outputs(subject.folder)
    except CourseError as error:
        yield found("OFF230", error.what, path=OUTPUTS_FILE)
        return
    if brought is None:
        return
    here = {path: code_of(notebook) for path, notebook in subject.notebooks()}
    for path, known in brought.notebooks.items():
        if here.get(path) != known.code:
            what = f"The outputs of {path[:200]} are of other code than there is."
            yield found("OFF231", what, path=OUTPUTS_FILE)
