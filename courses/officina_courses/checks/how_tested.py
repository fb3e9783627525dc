"""How the tests of a course will be run: no finding, for both ways give marks."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.checks.subject import Subject
from officina_courses.grading.examiner.given import Part, TrainerCell
from officina_courses.grading.examiner.modes import Decision, decide, guarded
from officina_courses.grading.foreign.languages import foreign_kernel
from officina_courses.grading.hidden import visible
from officina_courses.model import Environment, HowTested
from officina_courses.notebooks import Cell, Notebook


def how_tested(subject: Subject) -> Iterator[HowTested]:
    """The mode of each test cell, as its text alone decides it."""
    asked = (subject.course.environment if subject.course else Environment()).kernel
    for path, notebook in subject.notebooks():
        for grade_id, decision in _decided(notebook, asked).items():
            reason, rewrite = decision.why or ("", "")
            yield HowTested(
                path=path, cell=grade_id, mode=decision.mode, reason=reason, rewrite=rewrite
            )


def _decided(notebook: Notebook, asked: str) -> dict[str, Decision]:
    cells = trainer_cells(notebook)
    kernelspec = notebook.content.get("metadata", {}).get("kernelspec")
    foreign = foreign_kernel(asked, kernelspec if isinstance(kernelspec, dict) else {})
    if foreign is None:
        return decide(cells)
    tests = (cell for cell in cells if cell.part == "test")
    return {test.grade_id: guarded("language", foreign) for test in tests}


def trainer_cells(notebook: Notebook) -> list[TrainerCell]:
    """The notebook's code cells, by what they are for."""
    return [_cell(cell) for cell in notebook.cells if cell.kind == "code"]


def _cell(cell: Cell) -> TrainerCell:
    grading = cell.grading
    if grading is not None and grading.is_test:
        return TrainerCell("test", cell.source, grading.grade_id, visible(cell.source))
    part: Part = "answer" if grading is not None and grading.solution else "given"
    return TrainerCell(part, cell.source)
