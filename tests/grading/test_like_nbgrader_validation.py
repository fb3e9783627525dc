"""What *Validate* says to a learner beforehand, nbgrader's own, is what grading says afterwards.

Hidden tests aside, which a learner's notebook does not have.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpus_answers import NAME, NOTEBOOK, answers
from corpus_kinds import Exercise, collect, make_exercise
from corpus_shapes import shapes
from nbgrader_run import validation

from officina_courses.folder_grading import grade_folder, open_order
from officina_courses.grading.publish import find_record
from officina_courses.marks import NotebookMark

pytestmark = [pytest.mark.sandbox, pytest.mark.timeout(1200)]

Found = dict[str, set[str]]
STUDENTS: dict[str, Found] = {
    "shape-right": {},
    "shape-untouched": {
        "failed": {"test_double", "test_partly", "test_triple", "by_hand", "essay"}
    },
    "shape-weakened-test": {"changed": {"test_double"}},
    "shape-changed-setup": {"changed": {"setup"}},
    "shape-changed-task": {"changed": {"drawing"}},
    "shape-test-as-text": {"type_changed": {"test_double"}},
    "shape-essay-as-code": {"type_changed": {"essay"}},
    "answer-syntax-error": {"failed": {"test_double", "test_partly"}},
    "answer-partly-right": {"failed": {"test_partly"}},
    "answer-hidden-wrong": {},
    "answer-prints": {},
    "answer-both-wrong": {"failed": {"test_double", "test_partly"}},  # the next cell is right
}
TYPE_CHANGED, CHANGED = "Its type was changed", "Its text differed"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with these submissions, graded by Officina."""
    home = tmp_path_factory.mktemp("validated") / "course"
    chosen = tuple(one for one in (*answers(), *shapes()) if one.student in STUDENTS)
    make_exercise(home, Exercise(NAME, {"tasks": NOTEBOOK}, chosen))
    for one in chosen:
        collect(home, one)
    for _ in grade_folder(open_order(home / NAME), workers=2):
        pass
    return home


def test_nbgrader_finds_before_what_officina_finds_afterwards(home: Path) -> None:
    paths = [home / "submitted" / student / NAME / "tasks.ipynb" for student in STUDENTS]
    for path, theirs in zip(paths, validation(home, paths), strict=True):
        student = path.parent.parent.name
        found = {kind: _named(path, sources) for kind, sources in theirs.items()}
        assert found == STUDENTS[student], student
        assert _first_kind(_ours(home, student)) == found, student


def _ours(home: Path, student: str) -> Found:
    record = find_record(home, NAME, student)
    assert record is not None
    [mark] = record.notebooks
    return {
        "type_changed": _told(mark, TYPE_CHANGED),
        "changed": _told(mark, CHANGED),
        "failed": {
            cell.grade_id
            for cell in mark.cells
            if cell.score is not None and cell.score < cell.max_score and "hidden" not in cell.note
        },
    }


def _told(mark: NotebookMark, words: str) -> set[str]:
    """The cells of which that is told."""
    marked = {cell.grade_id for cell in mark.cells if words in cell.note}
    return marked | {note.partition(":")[0] for note in mark.notes if words in note}


def _first_kind(found: Found) -> Found:
    """nbgrader tells of one kind only, and the first of these hides the others."""
    return next(({kind: cells} for kind, cells in found.items() if cells), {})


def _named(path: Path, sources: list[str]) -> set[str]:
    cells = json.loads(path.read_text())["cells"]
    known = [(cell, cell["metadata"].get("nbgrader", {})) for cell in cells]
    return {
        nbgrader["grade_id"]
        for cell, nbgrader in known
        if (nbgrader.get("grade") or nbgrader.get("locked"))
        and "".join(cell["source"]).strip() in sources
    }
