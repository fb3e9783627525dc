"""The notebook that the trainer marks: whose words stand in which text cell. No sandbox: pure."""

from __future__ import annotations

from typing import Any

import pytest
from grading_classroom import named

from officina_courses.grading.autograded import build
from officina_courses.grading.matching import match
from officina_courses.grading.spec import NotebookSpec, SpecCell

SCHEME = "=== BEGIN MARK SCHEME ===\nOne point for each label.\n=== END MARK SCHEME ==="
EVIL = '<img src="x" onerror="alert(1)">'


def spec_of(grade_id: str, source: str, visible: str, **is_what: bool) -> NotebookSpec:
    """An exercise of one text cell."""
    facts = {"locked": False, "is_grade": False, "is_solution": False, "is_task": False, **is_what}
    cell = SpecCell(
        grade_id=grade_id,
        cell_type="markdown",
        source=source,
        visible_source=visible,
        checksum=None,
        points=3.0,
        **facts,
    )
    return NotebookSpec("tasks", (cell,), (submitted(grade_id, visible),), {})


def submitted(grade_id: str, source: str) -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": grade_id}}
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def shown(spec: NotebookSpec, *cells: dict[str, Any]) -> str:
    """What the trainer reads in the cell."""
    cells_built = build(spec, match(spec, cells), {})["cells"]
    source: str = named(cells_built, spec.cells[0].grade_id)["source"]
    return source


TASK = spec_of("drawing", f"Draw it.\n{SCHEME}", "Draw it.", locked=True, is_task=True)
OPEN_TASK = spec_of("drawing", f"Draw it.\n{SCHEME}", "Draw it.", is_task=True)
ESSAY = spec_of("essay", "YOUR ANSWER HERE", "YOUR ANSWER HERE", is_grade=True, is_solution=True)


@pytest.mark.parametrize("source", ["Draw it.", "I deserve it.", f"Draw it.\n{EVIL}"])
def test_a_task_has_the_trainers_text_with_its_mark_scheme(source: str) -> None:
    assert shown(TASK, submitted("drawing", source)) == f"Draw it.\n{SCHEME}"


def test_a_task_that_was_deleted_has_it_too() -> None:
    own = {"cell_type": "markdown", "metadata": {}, "source": "I deleted it."}
    assert shown(TASK, own) == f"Draw it.\n{SCHEME}"


def test_an_answer_marked_by_hand_keeps_the_learners_text() -> None:
    assert shown(ESSAY, submitted("essay", "My *own* words.")) == "My *own* words."


def test_a_task_that_is_not_locked_keeps_the_learners_text_without_live_markup() -> None:
    kept = shown(OPEN_TASK, submitted("drawing", f"My drawing. {EVIL}"))
    assert "shown as it was written" in kept
    assert "```text\nMy drawing." in kept
