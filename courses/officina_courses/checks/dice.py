"""Checks that what throws dice has a seed, that ids are unique, and that points count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.checks.teaching import declares
from officina_courses.model import Finding
from officina_courses.notebooks import Notebook

DICE: Final = re.compile(
    r"\bimport random\b|\brandom\.|default_rng|train_test_split|\bmanual_seed\b|\brand(n|int)?\(|"
    r"\bshuffle\(|random_state"
)


def check_dice(subject: Subject) -> Iterator[Finding]:
    """Notebooks that throw dice without a parameter ``seed``."""
    for path, notebook in subject.notebooks():
        if declares(notebook, "seed"):
            continue
        cell = next((c for c in notebook.cells if c.kind == "code" and DICE.search(c.source)), None)
        if cell is not None:
            what = f"Cell {cell.index} throws dice, and no parameter seed is declared."
            yield found("OFF110", what, path=path, cell=cell.name)


def check_ids(subject: Subject) -> Iterator[Finding]:
    """Cells with one id, and graded cells without points."""
    for path, notebook in subject.notebooks():
        yield from _doubled(path, notebook)
        for cell in notebook.graded_cells:
            if cell.grading is not None and cell.grading.points == 0:
                what = f"Cell {cell.index} is graded and has no points."
                yield found("OFF181", what, path=path, cell=cell.name)


def _doubled(path: str, notebook: Notebook) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for number, cell in enumerate(notebook.content["cells"], 1):
        name = cell.get("id")
        if isinstance(name, str) and name in first:
            what = f'Cell {first[name]} and cell {number} both have the id "{name}".'
            yield found("OFF180", what, path=path, cell=f"cell {number}")
        elif isinstance(name, str):
            first[name] = number
