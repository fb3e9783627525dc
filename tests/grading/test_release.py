"""Preparing exercises: nothing given away, nothing lost, version 1.1 possible."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from grading_classroom import RIGHT, TASKS, Classroom, code, named, notebook, scores, text

from officina_courses.grading import republish
from officina_courses.grading.errors import NameRefused, PrepareFailed, ReleaseLeaks
from officina_courses.release import prepare_exercise


@pytest.fixture
def fresh(tmp_path: Path) -> Classroom:
    home = tmp_path / "home"
    home.mkdir()
    room = Classroom(home)
    room.write_source("doubling", TASKS)
    return room


def tasks() -> list[dict[str, Any]]:
    return copy.deepcopy(TASKS)


def test_a_prepared_exercise_says_its_points(fresh: Classroom) -> None:
    built = prepare_exercise(fresh.home, "doubling")
    assert (built.max_score, built.has_manual, built.notebooks) == (14.0, True, ("tasks",))


def test_preparing_twice_changes_nothing(fresh: Classroom) -> None:
    first = prepare_exercise(fresh.home, "doubling")
    release = (fresh.home / "release/doubling/tasks.ipynb").read_bytes()
    assert prepare_exercise(fresh.home, "doubling") == first
    assert (fresh.home / "release/doubling/tasks.ipynb").read_bytes() == release


def test_the_release_holds_no_answer(fresh: Classroom) -> None:
    prepare_exercise(fresh.home, "doubling")
    released = (fresh.home / "release/doubling/tasks.ipynb").read_text()
    for secret in (fresh.secret, "offset - offset", "two halves", "axis label", "BEGIN "):
        assert secret not in released


def test_a_solution_in_a_text_cell_is_refused_and_the_former_release_stays(
    fresh: Classroom,
) -> None:
    prepare_exercise(fresh.home, "doubling")
    before = (fresh.home / "release/doubling/tasks.ipynb").read_bytes()
    fresh.write_source("doubling", [*tasks(), text("Hint: `return 2 * x + (offset - offset)`")])
    with pytest.raises(ReleaseLeaks, match=r"can be read in tasks\.ipynb"):
        prepare_exercise(fresh.home, "doubling")
    assert (fresh.home / "release/doubling/tasks.ipynb").read_bytes() == before


def test_a_hidden_test_in_a_data_file_is_refused(fresh: Classroom) -> None:
    leak = f"assert double(21) == 42, '{fresh.secret}'"
    (fresh.home / "source/doubling/helper.py").write_text(leak)
    with pytest.raises(ReleaseLeaks, match=r"helper\.py"):
        prepare_exercise(fresh.home, "doubling")


def test_a_marker_without_its_partner_is_refused(fresh: Classroom) -> None:
    cells = [*tasks(), text("### BEGIN SOLUTION\nforgotten")]
    fresh.write_source("doubling", cells)
    with pytest.raises(PrepareFailed, match=r"(?i)no end solution"):
        prepare_exercise(fresh.home, "doubling")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([*tasks(), code("1", grade_id="double", solution=True)], "Duplicate grade id: double"),
        ([code("### AUTOTEST double(1)", grade_id="a", grade=True, locked=True)], "AUTOTEST"),
    ],
    ids=["two cells of one id", "autotest"],
)
def test_what_nbgrader_cannot_make_is_told_in_words(
    fresh: Classroom, cells: list[dict[str, Any]], words: str
) -> None:
    fresh.write_source("doubling", cells)
    with pytest.raises(PrepareFailed, match=words):
        prepare_exercise(fresh.home, "doubling")


@pytest.mark.parametrize("content", ["", "{", json.dumps({"nbformat": 3, "worksheets": []})])
def test_a_notebook_that_cannot_be_read_is_told_in_words(fresh: Classroom, content: str) -> None:
    (fresh.home / "source/doubling/tasks.ipynb").write_text(content)
    with pytest.raises(PrepareFailed, match="could not be made into a release"):
        prepare_exercise(fresh.home, "doubling")


def test_an_exercise_without_notebooks_is_told(fresh: Classroom) -> None:
    (fresh.home / "source/empty").mkdir()
    with pytest.raises(PrepareFailed, match="no notebook"):
        prepare_exercise(fresh.home, "empty")


@pytest.mark.parametrize("name", ["../doubling", "/etc", "a/b", ""])
def test_an_exercise_never_leads_out_of_the_course(fresh: Classroom, name: str) -> None:
    with pytest.raises(NameRefused):
        prepare_exercise(fresh.home, name)


@pytest.mark.sandbox
def test_version_1_1_keeps_the_marks_of_the_cells_that_stay(fresh: Classroom) -> None:
    prepare_exercise(fresh.home, "doubling")
    fresh.solve("anna", RIGHT)
    cells = [cell for cell in tasks() if cell is not None]
    cells.remove(named(cells, "test_partly"))
    named(cells, "test_double")["metadata"]["nbgrader"]["points"] = 3
    added = code("assert double(5) == 10", grade_id="test_more", grade=True, locked=True, points=1)
    folder = fresh.write_source("doubling", [*cells, added])
    (folder / "extra.ipynb").write_text(json.dumps(notebook([text("New")])))
    built = prepare_exercise(fresh.home, "doubling")
    assert (built.max_score, built.notebooks) == (12.0, ("extra", "tasks"))
    before = republish(course_home=fresh.home, exercise_id="doubling", student_id="anna")
    assert scores(before) == {"test_double": 2.0, "test_more": None, "essay": 0.0, "drawing": None}
    after = scores(fresh.solve("anna", RIGHT))
    assert (after["test_double"], after["test_more"]) == (3.0, 1.0)


@pytest.mark.sandbox
def test_a_notebook_that_is_taken_out_takes_its_marks_along(fresh: Classroom) -> None:
    source = fresh.home / "source/doubling"
    (source / "second.ipynb").write_text((source / "tasks.ipynb").read_text())
    prepare_exercise(fresh.home, "doubling")
    fresh.solve("anna", RIGHT)
    (source / "second.ipynb").unlink()
    prepare_exercise(fresh.home, "doubling")
    outcome = republish(course_home=fresh.home, exercise_id="doubling", student_id="anna")
    assert outcome.grade is not None
    assert [book.name for book in outcome.grade.notebooks] == ["tasks"]
