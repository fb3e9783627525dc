"""How the tests of a course will be run: no finding, for both ways give marks."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from officina_courses.checks.subject import Subject
from officina_courses.grading.examiner.given import Part, TrainerCell
from officina_courses.grading.examiner.modes import Decision, decide, guarded
from officina_courses.grading.foreign.languages import foreign_kernel
from officina_courses.grading.hidden import visible
from officina_courses.model import Environment, HowTested
from officina_courses.notebooks import Cell, Notebook
from officina_courses.python_text import UNREADABLE, tree_of

BY_FUNCTIONS = (
    " It has no assert that compares by itself (==, <, in): where an answer gives another meaning "
    "to the functions that compare here, a trainer has to mark it, if the grader sees that at all."
)


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
    tests = [cell for cell in cells if cell.part == "test"]
    if foreign is None:
        decisions = decide(cells)
        return {test.grade_id: _warned(test, decisions[test.grade_id]) for test in tests}
    return {test.grade_id: guarded("language", foreign) for test in tests}


def _warned(test: TrainerCell, decision: Decision) -> Decision:
    """A guarded test that compares by functions alone says so: not every exchange is seen."""
    if decision.why is None or _compares(test.source):
        return decision
    return decision._replace(why=decision.why._replace(rewrite=decision.why.rewrite + BY_FUNCTIONS))


def _compares(source: str) -> bool:
    try:
        found = [node.test for node in ast.walk(tree_of(source)) if isinstance(node, ast.Assert)]
    except UNREADABLE:  # magics: nothing can be said of their asserts
        return True
    return any(isinstance(node, ast.Compare) for test in found for node in ast.walk(test))


def trainer_cells(notebook: Notebook) -> list[TrainerCell]:
    """The notebook's code cells, by what they are for."""
    return [_cell(cell) for cell in notebook.cells if cell.kind == "code"]


def _cell(cell: Cell) -> TrainerCell:
    grading = cell.grading
    if grading is not None and grading.is_test:
        return TrainerCell("test", cell.source, grading.grade_id, visible(cell.source))
    part: Part = "answer" if grading is not None and grading.solution else "given"
    return TrainerCell(part, cell.source)
