"""What learners do to notebooks, and what is made of it. No sandbox: matching is pure."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from grading_classroom import TASKS, code, named, notebook, text

from officina_courses.grading.hidden import visible
from officina_courses.grading.matching import Matched, match
from officina_courses.grading.spec import NotebookSpec, SpecCell

Cells = list[dict[str, Any]]


def spec_of(cells: Cells) -> NotebookSpec:
    """The spec that preparing ``cells`` gives, written down by hand."""
    released: Cells = copy.deepcopy(notebook(cells)["cells"])
    found = []
    for cell in released:
        nbgrader = cell["metadata"].get("nbgrader")
        full = cell["source"] if not nbgrader or not nbgrader["solution"] else "# YOUR CODE HERE"
        cell["source"] = visible(full)
        if nbgrader:
            found.append(
                SpecCell(
                    grade_id=nbgrader["grade_id"],
                    cell_type=cell["cell_type"],
                    locked=nbgrader["locked"],
                    source=full,
                    visible_source=visible(full),
                    checksum="",
                    is_grade=nbgrader["grade"],
                    is_solution=nbgrader["solution"],
                    is_task=nbgrader["task"],
                    points=nbgrader.get("points", 0),
                )
            )
    return NotebookSpec("tasks", tuple(found), tuple(released), {})


SPEC = spec_of(TASKS)


def released() -> Cells:
    return copy.deepcopy(list(SPEC.layout))


def ids(matched: Matched) -> list[str]:
    return [cell.spec.grade_id if cell.spec else "-" for cell in matched.cells]


AS_RELEASED = ["-", "setup", "double", "test_double", "test_partly", "essay", "drawing"]


def test_an_untouched_notebook_needs_no_note() -> None:
    matched = match(SPEC, released())
    assert ids(matched) == AS_RELEASED
    assert (matched.notes, matched.cell_notes) == ((), {})


def test_a_moved_cell_runs_where_the_learner_put_it() -> None:
    cells = released()
    cells.append(cells.pop(1))
    matched = match(SPEC, cells)
    assert ids(matched)[-1] == "setup"
    assert "Some cells were moved" in matched.notes[0]


def test_a_copied_test_cell_counts_once() -> None:
    cells = released()
    cells.insert(1, copy.deepcopy(named(cells, "test_double")))
    matched = match(SPEC, cells)
    assert ids(matched) == ["-", "-", *AS_RELEASED[1:]]
    assert "was there 2 times" in matched.cell_notes["test_double"]


def test_of_a_copied_answer_the_one_that_was_worked_on_counts() -> None:
    cells = released()
    answer = named(cells, "essay")
    cells.append(copy.deepcopy(answer))
    answer["source"] = "My answer."
    matched = match(SPEC, cells)
    assert [
        cell.source for cell in matched.cells if cell.spec and cell.spec.grade_id == "essay"
    ] == ["My answer."]


def test_a_changed_read_only_cell_is_restored_with_a_note() -> None:
    cells = released()
    named(cells, "test_double")["source"] = "pass"
    matched = match(SPEC, cells)
    assert matched.cells[3].source == "assert double(1) == 2"
    assert "graded with the exercise's text" in matched.cell_notes["test_double"]


@pytest.mark.parametrize("grade_id", ["test_double", "essay", "setup"])
def test_a_retyped_cell_gets_its_type_back(grade_id: str) -> None:
    cells = released()
    cell = named(cells, grade_id)
    original = cell["cell_type"]
    cell["cell_type"] = "raw" if original == "markdown" else "markdown"
    matched = match(SPEC, cells)
    assert matched.cells[AS_RELEASED.index(grade_id)].cell_type == original
    assert "Its type was changed" in matched.cell_notes[grade_id]


def test_a_missing_test_cell_is_put_in_where_it_belongs() -> None:
    cells = [cell for cell in released() if cell is not None]
    cells.remove(named(cells, "test_double"))
    matched = match(SPEC, cells)
    assert ids(matched) == AS_RELEASED
    assert "put in again" in matched.cell_notes["test_double"]


def test_a_missing_answer_is_nothing_to_mark() -> None:
    cells = released()
    cells.remove(named(cells, "essay"))
    matched = match(SPEC, cells)
    essay = matched.cells[ids(matched).index("essay")]
    assert essay.is_unchanged
    assert "nothing here to mark" in matched.cell_notes["essay"]


def test_all_cells_missing_are_put_in_in_the_order_of_the_release() -> None:
    matched = match(SPEC, [text("I deleted everything.")])
    assert ids(matched) == ["setup", "test_double", "test_partly", "essay", "drawing", "-"]


@pytest.mark.parametrize("keep_ids", [True, False], ids=["with cell ids", "without cell ids"])
def test_stripped_metadata_is_found_again(keep_ids: bool) -> None:
    cells = released()
    named(cells, "double")["source"] = "def double(x):\n    return 2 * x"
    named(cells, "essay")["source"] = "My own words."
    for cell in cells:
        cell["metadata"] = {}
        if not keep_ids:
            del cell["id"]
    matched = match(SPEC, cells)
    assert ids(matched) == AS_RELEASED
    assert matched.cells[5].source == "My own words."
    assert "found again" in matched.cell_notes["essay"]


def test_a_grade_id_that_the_exercise_does_not_have_is_told() -> None:
    cells = [*released(), code("1", grade_id="bonus", grade=True, locked=True, points=99)]
    matched = match(SPEC, cells)
    assert matched.cells[-1].spec is None
    assert "does not have" in matched.notes[0]


@pytest.mark.parametrize(
    "metadata",
    [None, [], "x", {"nbgrader": None}, {"nbgrader": []}, {"nbgrader": {"grade_id": 7}}],
)
def test_metadata_of_any_shape_is_read(metadata: Any) -> None:
    cells = released()
    for cell in cells:
        cell["metadata"] = metadata
    assert ids(match(SPEC, cells)) == AS_RELEASED


def test_a_learner_cannot_lend_points_to_a_cell_of_their_own() -> None:
    cells = released()
    forged = code("pass", grade_id="test_double", grade=True, solution=True, points=50)
    cells.append(forged)
    matched = match(SPEC, cells)
    places = [cell for cell in matched.cells if cell.spec and cell.spec.grade_id == "test_double"]
    assert [(cell.source, cell.spec.points) for cell in places if cell.spec] == [
        ("assert double(1) == 2", 2)
    ]
