"""Checks that a run can set what a notebook's parameters cell declares."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.errors import DeclaredWrongly
from officina_courses.model import Finding
from officina_courses.parameters.declared import TAG, declared_in
from officina_courses.python_text import UNREADABLE, tree_of


def check_parameters_cell(subject: Subject) -> Iterator[Finding]:
    """What declares no parameters; what is no Python is told as that."""
    for path, notebook in subject.notebooks():
        if not all(_is_python(cell.source) for cell in notebook.cells if TAG in cell.tags):
            continue
        try:
            declared_in(notebook)
        except DeclaredWrongly as error:
            what = f"The parameters cell, line {error.line}, {error.reason}."
            yield found("OFF066", what, path=path, cell=error.cell, line=error.line)


def _is_python(source: str) -> bool:
    try:
        tree_of(source)
    except UNREADABLE:
        return False
    return True
