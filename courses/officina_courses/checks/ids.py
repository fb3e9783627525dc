"""Checks that no two cells of a notebook have one id."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.model import Finding
from officina_courses.notebooks import Notebook


def check_ids(subject: Subject) -> Iterator[Finding]:
    """Each cell whose id an earlier one has."""
    for path, notebook in subject.notebooks():
        yield from _doubled(path, notebook)


def _doubled(path: str, notebook: Notebook) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for number, cell in enumerate(notebook.content["cells"], 1):
        name = cell.get("id")
        if isinstance(name, str) and name in first:
            what = f'Cell {first[name]} and cell {number} both have the id "{name}".'
            yield found("OFF180", what, path=path, cell=f"cell {number}")
        elif isinstance(name, str):
            first[name] = number
