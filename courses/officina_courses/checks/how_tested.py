"""How the tests of a course will be run: no finding, for both ways give marks."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.checks.subject import Subject
from officina_courses.grading.examiner.given import Part, TrainerCell
from officina_courses.grading.examiner.modes import decide
from officina_courses.grading.hidden import visible
from officina_courses.model import HowTested
from officina_courses.notebooks import Cell, Notebook


def how_tested(subject: Subject) -> Iterator[HowTested]:
    """The mode of each test cell, as its text alone decides it."""
    for path, notebook in subject.notebooks():
        for grade_id, decision in decide(trainer_cells(notebook)).items():
            reason, rewrite = decision.why or ("", "")
            yield HowTested(
                path=path, cell=grade_id, mode=decision.mode, reason=reason, rewrite=rewrite
            )


def trainer_cells(notebook: Notebook) -> list[TrainerCell]:
    """The notebook's code cells, by what they are for."""
    return [_cell(cell) for cell in notebook.cells if cell.kind == "code"]


def _cell(cell: Cell) -> TrainerCell:
    grading = cell.grading
    if grading is not None and grading.is_test:
        return TrainerCell("test", cell.source, grading.grade_id, visible(cell.source))
    part: Part = "answer" if grading is not None and grading.solution else "given"
    return TrainerCell(part, cell.source)
