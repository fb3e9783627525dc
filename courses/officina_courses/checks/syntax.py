"""Checks that each code cell of a notebook in Python is Python, without running it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.python_code import no_python
from officina_courses.checks.subject import Subject
from officina_courses.model import HUB_KERNEL, Finding
from officina_courses.notebook_language import is_in_python

ON_PURPOSE: Final = "raises-exception"  # Jupyter's tag for a cell that shows an error


def check_syntax(subject: Subject) -> Iterator[Finding]:
    """Cells that no kernel can run; a cell that shows an error on purpose is tagged as that."""
    asked = subject.course.environment.kernel if subject.course else HUB_KERNEL
    for path, notebook in subject.notebooks():
        if not is_in_python(notebook, asked):
            continue
        for cell in notebook.cells:
            if cell.kind != "code" or ON_PURPOSE in cell.tags:
                continue
            if wrong := no_python(cell.source):
                what = f"Cell {cell.index}, line {wrong.line}: {wrong.what}."
                yield found("OFF065", what, path=path, cell=cell.name, line=wrong.line)
