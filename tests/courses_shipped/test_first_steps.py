"""The shipped course holds what its description promises, and serves every reader."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise
from typing import Any

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from officina_courses.check import check_course
from officina_courses.loader import load_course

EXERCISES = ("01-welcome", "02-find", "03-data", "04-model-and-gpu")
each_exercise = pytest.mark.parametrize("exercise", EXERCISES)


def nbgrader_of(cell: Any) -> dict[str, Any]:
    return dict(cell.metadata.get("nbgrader", {}))


def test_the_course_check_finds_nothing(source: Any) -> None:
    assert check_course(source.folder.parent).findings == ()


def test_the_manifest_lists_the_exercises_in_order(source: Any) -> None:
    course = load_course(source.folder.parent)
    assert tuple(exercise.id for exercise in course.exercises) == EXERCISES
    assert {path.name for path in source.folder.iterdir()} == set(EXERCISES)
    assert 60 <= course.minutes <= 75
    assert course.minutes == sum(exercise.minutes for exercise in course.exercises)
    assert (course.licence, course.language, course.level) == ("CC-BY-4.0", "en", "beginner")
    assert "CC-BY-4.0" in (source.folder.parent / "LICENSE").read_text("utf-8")


@each_exercise
def test_the_notebook_bears_the_title_and_the_minutes_of_the_manifest(
    source: Any, exercise: str
) -> None:
    promised = load_course(source.folder.parent).exercise(exercise)
    first = source.cells(exercise)[0].source
    assert first.startswith(f"# {promised.title}\n")
    assert f"takes about {promised.minutes} minutes" in first


@each_exercise
def test_twelve_or_more_points_are_given_by_visible_and_hidden_tests(
    source: Any, exercise: str
) -> None:
    graded = source.cells_that("grade", exercise)
    assert sum(nbgrader_of(cell)["points"] for cell in graded) >= 12
    for cell in graded:
        visible, _, hidden = cell.source.partition("### BEGIN HIDDEN TESTS")
        assert "assert " in visible, f"{cell.id} has no visible test"
        assert "assert " in hidden, f"{cell.id} has no hidden test"


def test_one_answer_is_read_by_a_trainer_who_has_guidance(source: Any) -> None:
    tasks = [cell for exercise in EXERCISES for cell in source.cells_that("task", exercise)]
    assert [cell.id for cell in tasks] == ["request-task"]
    assert nbgrader_of(tasks[0])["points"] == 4
    assert "### BEGIN MARK SCHEME" in tasks[0].source


@each_exercise
def test_every_test_says_in_words_what_is_wrong(source: Any, exercise: str) -> None:
    for cell in source.cells_that("grade", exercise):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Assert):
                message = ast.unparse(node.msg) if node.msg else ""
                assert len(message.split()) > 4, f"{cell.id}: {ast.unparse(node)}"


@each_exercise
def test_the_points_printed_beside_the_tasks_are_right(source: Any, exercise: str) -> None:
    text = "\n".join(cell.source for cell in source.cells(exercise))
    printed = sum(
        int(points) for points in re.findall(r"^## Task \d+: .*\((\d+) point", text, re.M)
    )
    assert printed == sum(nbgrader_of(cell).get("points", 0) for cell in source.cells(exercise))


@each_exercise
def test_the_metadata_is_nbgraders_newest(source: Any, exercise: str) -> None:
    notebook = nbformat.read(source.path(exercise), as_version=4)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert (notebook.metadata.lang, notebook.metadata.license) == ("en", "CC-BY-4.0")
    for cell in notebook.cells:
        if marks := nbgrader_of(cell):
            assert marks["schema_version"] == 3
            assert marks["grade_id"] == cell.id, "a trainer finds a cell by either name"


@each_exercise
def test_the_committed_notebook_is_clean_and_tidy(source: Any, exercise: str) -> None:
    text = source.path(exercise).read_text("utf-8")
    tidy = json.dumps(json.loads(text), indent=1, ensure_ascii=False, sort_keys=True)
    assert text == tidy + "\n"
    for cell in source.cells(exercise):
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


@each_exercise
def test_headings_images_and_links_serve_a_screen_reader(source: Any, exercise: str) -> None:
    text = "\n".join(cell.source for cell in source.cells(exercise) if cell.cell_type == "markdown")
    text = re.sub(r"```.*?```|^### (BEGIN|END) .*?$", "", text, flags=re.DOTALL | re.MULTILINE)
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, flags=re.MULTILINE)]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}
    assert "\n## What next?\n" in text
    for alt, target in re.findall(r"!\[(.*?)\]\((.*?)\)", text):
        assert len(alt) > 40
        assert (source.folder / exercise / target).is_file()
    for words in re.findall(r"(?<!!)\[([^]]*)\]\(http", text):
        assert words.lower() not in {"here", "link", "this"}


def test_every_image_says_in_itself_what_it_shows(source: Any) -> None:
    images = list(source.folder.rglob("*.svg"))
    assert images
    for image in images:
        text = image.read_text("utf-8")
        assert "<title" in text
        assert "<desc" in text


@each_exercise
def test_every_answer_stands_below_three_hints_and_every_test_has_one_for_feedback(
    source: Any, exercise: str
) -> None:
    for before, cell in pairwise(source.cells(exercise)):
        if cell in source.cells_that("solution", exercise) and cell.cell_type == "code":
            summaries = re.findall(r"<summary>(.*?)</summary>", before.source)
            assert summaries == ["Hint 1", "Hint 2", "Hint 3"], cell.id
    for cell in source.cells_that("grade", exercise):
        assert re.search("^# HINT: .{20}", cell.source, re.M), cell.id


@each_exercise
def test_a_lesson_ends_with_its_key_points_and_what_comes_next(source: Any, exercise: str) -> None:
    *_, points, following = source.cells(exercise)
    assert points.source.startswith("## Key points\n")
    assert following.source.startswith("## What next?\n")


@each_exercise
def test_what_is_drawn_is_also_said(source: Any, exercise: str) -> None:
    cells = source.cells(exercise)
    for cell, after in pairwise(cells):
        if cell.cell_type == "code" and not nbgrader_of(cell) and "plt.subplots" in cell.source:
            assert after.source.startswith("*In words:*")


@each_exercise
def test_nothing_is_loaded_from_the_network(source: Any, exercise: str) -> None:
    for cell in source.cells(exercise):
        if cell.cell_type == "code":
            assert not re.search(r"http|fetch_|urllib|requests|socket", cell.source)
