"""How the tests of one notebook are to be run, from the trainer's version of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from officina_courses.grading.examiner.alone import find_alone
from officina_courses.grading.examiner.given import Given, Part, TrainerCell, find_given
from officina_courses.grading.examiner.modes import Decision, decide
from officina_courses.grading.examiner.touching import bound_names
from officina_courses.grading.literals import Telling
from officina_courses.grading.spec import NotebookSpec, SpecCell, grade_id_of


class Plan(NamedTuple):
    """The modes of a notebook's tests and what is given to them.

    ``bound`` are the names that its other cells bind in the trainer's version.
    ``proven`` are the tests that the trainer's own answers passed in the examiner's process: for
    these a submission that cannot be examined is no honest answer's fault of being odd.
    ``alone`` are guarded tests that bind nothing which the trainer's other cells know.
    ``numbered`` are the tests that end in a number with the trainer's own answers.
    ``telling`` are, of guarded tests that the trainer's own answers pass, the literals at which
    they fail with other values, and these values.
    ``unwatched`` are guarded tests for which the trainer's own cells exchange what these read.
    A notebook that is not in Python has no examined tests, and its cells are left as they are.
    """

    modes: dict[str, Decision]
    given: Given
    bound: frozenset[str] = frozenset()
    proven: frozenset[str] = frozenset()
    is_python: bool = True
    unwatched: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    telling: Mapping[str, tuple[Telling, ...]] = MappingProxyType({})

    def is_examined(self, grade_id: str) -> bool:
        """Whether the test runs in the examiner's process."""
        decision = self.modes.get(grade_id)
        return decision is not None and decision.mode == "examined"


def make_plan(cells: Sequence[TrainerCell], *, is_solved: bool) -> Plan:
    """The plan that the text of the cells leads to."""
    bound = bound_names(cell.source for cell in cells if cell.part != "test")
    alone = find_alone(cells) if is_solved else frozenset()
    return Plan(decide(cells), find_given(cells, is_solved=is_solved), bound, alone=alone)


def released_cells(spec: NotebookSpec) -> list[TrainerCell]:
    """The cells as they were handed out, tests with all their lines."""
    return trainer_cells(spec, spec.layout)


def trainer_cells(spec: NotebookSpec, rows: Iterable[dict[str, Any]]) -> list[TrainerCell]:
    """The code cells of a trainer's notebook, as its rows have them."""
    known = spec.by_id()
    cells = [
        _cell(known.get(grade_id_of(row) or ""), str(row["source"]))
        for row in rows
        if row["cell_type"] == "code"
    ]
    missing = {cell.grade_id for cell in spec.cells if cell.is_test} - {c.grade_id for c in cells}
    return [*cells, *(_cell(known[grade_id], "") for grade_id in sorted(missing))]


def _cell(spec: SpecCell | None, source: str) -> TrainerCell:
    if spec is None:
        return TrainerCell("given", source)
    if spec.is_test:
        return TrainerCell("test", spec.source, spec.grade_id, spec.visible_source)
    part: Part = "answer" if spec.is_solution else "given"
    return TrainerCell(part, source, spec.grade_id)
