"""The same course and submissions through ``nbgrader autograde`` and through Officina."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
import pytest
from grading_classroom import text

from officina_courses.grading import GradeRequest, grade_submission
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox

# What ``nbgrader quickstart`` copies.
QUICKSTART = Path(nbgrader.__file__).parent / "docs/source/user_guide/source"
RECEIVED = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SCHEME = "One point for each axis label."
TASK = text(
    f"Draw it.\n### BEGIN MARK SCHEME\n{SCHEME}\n### END MARK SCHEME",
    grade_id="drawing",
    locked=True,
    task=True,
    points=2,
)
MARKS = """
SELECT submitted_assignment.student_id, notebook.name, base_cell.name, grade.auto_score,
       grade.manual_score, grade.needs_manual_grade
FROM grade JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id
JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
JOIN notebook ON submitted_notebook.notebook_id = notebook.id
JOIN base_cell ON grade.cell_id = base_cell.id ORDER BY 1, 2, 3
"""


def write_source(home: Path) -> None:
    """The quickstart's exercise, and in it a task with a mark scheme."""
    shutil.copytree(QUICKSTART / "ps1", home / "source/ps1")
    path = home / "source/ps1/problem1.ipynb"
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "cells": [*content["cells"], TASK]}))


def write_submission(home: Path, student: str, answered: int) -> Path:
    """The release with the first ``answered`` answers taken from the trainer's solution."""
    folder = home / "submitted" / student / "ps1"
    shutil.copytree(home / "release/ps1", folder)
    (folder / "timestamp.txt").write_text("2026-11-21 12:00:00.000000 UTC\n")
    for path in folder.glob("*.ipynb"):
        source = json.loads((home / "source/ps1" / path.name).read_text())
        solutions = {
            cell["metadata"]["nbgrader"]["grade_id"]: cell["source"]
            for cell in source["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution")
        }
        content: dict[str, Any] = json.loads(path.read_text())
        left = answered
        for cell in content["cells"]:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if grade_id in solutions and left > 0:
                cell["source"], left = solutions[grade_id], left - 1
        path.write_text(json.dumps(content))
    return folder


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(home / "gradebook.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def both_homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The quickstart course, graded by nbgrader and by Officina."""
    theirs = tmp_path_factory.mktemp("nbgrader") / "course101"
    write_source(theirs)
    prepare_exercise(theirs, "ps1")
    ours = theirs.parent / "ours"
    shutil.copytree(theirs, ours)
    for student, answered in (("correct", 99), ("partial", 1), ("wrong", 0)):
        folder = write_submission(theirs, student, answered)
        grade_submission(
            GradeRequest(
                course_home=ours,
                exercise_id="ps1",
                student_id=student,
                submission_dir=folder,
                received_at=RECEIVED,
            )
        )
    command = [str(Path(sys.executable).with_name("nbgrader")), "autograde", "ps1"]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=theirs, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return theirs, ours


def test_marks_are_nbgraders(both_homes: tuple[Path, Path]) -> None:
    theirs, ours = (rows(home, MARKS) for home in both_homes)
    assert len(theirs) == 30
    assert ours == theirs


def test_comments_are_nbgraders(both_homes: tuple[Path, Path]) -> None:
    query = """
    SELECT submitted_assignment.student_id, base_cell.name, comment.auto_comment
    FROM comment JOIN submitted_notebook ON comment.notebook_id = submitted_notebook.id
    JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id
    JOIN base_cell ON comment.cell_id = base_cell.id ORDER BY 1, 2
    """
    theirs, ours = (rows(home, query) for home in both_homes)
    assert ours == theirs


def test_times_of_submission_are_nbgraders(both_homes: tuple[Path, Path]) -> None:
    query = "SELECT student_id, timestamp FROM submitted_assignment ORDER BY 1"
    theirs, ours = (rows(home, query) for home in both_homes)
    assert ours == theirs


def test_graded_notebooks_are_valid_and_have_nbgraders_metadata(
    both_homes: tuple[Path, Path],
) -> None:
    theirs, ours = both_homes
    for path in sorted(theirs.glob("autograded/*/ps1/*.ipynb")):
        expected = nbformat.read(path, as_version=4)
        found = nbformat.read(ours / path.relative_to(theirs), as_version=4)
        nbformat.validate(found)
        assert metadata_of(found) == metadata_of(expected)
        assert [cell.source for cell in found.cells] == [cell.source for cell in expected.cells]


def test_the_trainer_sees_the_mark_scheme_and_the_learner_does_not(
    both_homes: tuple[Path, Path],
) -> None:
    theirs, ours = both_homes
    for home in both_homes:
        assert SCHEME not in (theirs / "release/ps1/problem1.ipynb").read_text()
        assert SCHEME in (home / "autograded/correct/ps1/problem1.ipynb").read_text()
    assert SCHEME not in (ours / "feedback/correct/ps1/problem1.html").read_text()


def metadata_of(notebook: Any) -> list[dict[str, Any]]:
    """Of every cell, without what nbgrader leaves as it found it: no task, and tests are locked."""
    found = [cell.metadata.get("nbgrader") for cell in notebook.cells]
    fixed = {"task": False, "locked": True}
    return [{**nbgrader, **fixed} if nbgrader else {} for nbgrader in found]
