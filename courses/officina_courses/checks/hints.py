"""Checks of hints: whether feedback will ever show them."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.grading.hints import HINT
from officina_courses.model import Finding


def check_hints(subject: Subject) -> Iterator[Finding]:
    """Hints without words, and hints outside of a test."""
    for path, notebook in subject.notebooks():
        for cell in notebook.cells:
            is_test = cell.grading is not None and cell.grading.is_test
            for hint in HINT.finditer(cell.source if cell.kind == "code" else ""):
                line = cell.source.count("\n", 0, hint.start()) + 1
                told = "" if is_test else "a hint in a cell that is no test"
                told = told if hint[1] else "the hint has no words"
                if told:
                    what = f"Cell {cell.index}, line {line}: {told}."
                    yield found("OFF041", what, path=path, cell=cell.name, line=line)
