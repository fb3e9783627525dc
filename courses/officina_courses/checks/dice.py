"""Checks that what throws dice has a seed, and that points count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.checks.teaching import declares
from officina_courses.model import Finding

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


def check_points(subject: Subject) -> Iterator[Finding]:
    """Graded cells without points."""
    for path, notebook in subject.notebooks():
        for cell in notebook.graded_cells:
            if cell.grading is not None and cell.grading.points == 0:
                what = f"Cell {cell.index} is graded and has no points."
                yield found("OFF181", what, path=path, cell=cell.name)
