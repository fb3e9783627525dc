"""Checks inside of notebooks: nbgrader's cells, marked regions, and Markdown for everybody."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from officina_courses.check import check_course
from officina_courses.model import Finding

SetCells = Callable[..., None]


def cell(kind: str, source: str, **nbgrader: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "source": source, "metadata": {}}
    if nbgrader:
        made["metadata"]["nbgrader"] = {"schema_version": 3, **nbgrader}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


TEST = cell("code", "assert True", grade_id="test", grade=True, points=1)


def found(folder: Path) -> dict[str, Finding]:
    return {finding.code: finding for finding in reversed(check_course(folder).findings)}


def test_two_grade_cells_of_one_id_are_told_by_number_and_id(
    course_folder: Path, set_cells: SetCells
) -> None:
    set_cells(TEST, cell("markdown", "text"), TEST)
    finding = found(course_folder)["OFF030"]
    assert 'Cell 1 and cell 3 both have the id "test"' in finding.message
    assert (finding.cell, finding.path) == ("test", "source/ps1/squares.ipynb")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (cell("code", "", grade=True, points=1), "OFF031"),
        (cell("code", "", grade_id="", grade=True, points=1), "OFF031"),
        (cell("code", "", grade_id="a", grade="yes", points=1), "OFF032"),
        (cell("code", "", grade_id="a", grade=True, points="many"), "OFF032"),
        (cell("code", "", grade_id="a", grade=True, points=-1), "OFF033"),
        (cell("markdown", "", grade_id="a", grade=True, points=1), "OFF036"),
        (cell("markdown", "", grade_id="a", solution=True), "OFF036"),
        (cell("code", "", grade_id="a", task=True, points=1), "OFF036"),
        (cell("code", "", grade_id="a", grade=True, points=1, schema_version=1), "OFF037"),
        (cell("code", "", grade_id="a", grade=True, points=1, schema_version=4), "OFF037"),
        (cell("code", "### BEGIN SOLUTION", grade_id="a", solution=True), "OFF038"),
        (cell("code", "### END SOLUTION", grade_id="a", solution=True), "OFF038"),
        (
            cell(
                "code",
                "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION",
                grade_id="a", solution=True,
            ),
            "OFF038",
        ),
        (cell("code", "# BEGIN HIDDEN TESTS", grade_id="a", grade=True), "OFF038"),
        (cell("code", "### BEGIN SOLUTION\n### END SOLUTION"), "OFF039"),
        (cell("code", "# BEGIN HIDDEN TESTS\n# END HIDDEN TESTS"), "OFF039"),
        (cell("markdown", "=== BEGIN MARK SCHEME ===\n=== END MARK SCHEME ==="), "OFF039"),
        (cell("code", "### AUTOTEST f(1)", grade_id="a", grade=True), "OFF040"),
    ],
)  # fmt: skip
def test_what_nbgrader_would_refuse_is_an_error(
    course_folder: Path, set_cells: SetCells, wrong: dict[str, Any], code: str
) -> None:
    set_cells(wrong, TEST)
    findings = found(course_folder)
    assert set(findings) == {code}
    assert findings[code].severity == "error"


def test_an_exercise_without_points_is_a_warning(course_folder: Path, set_cells: SetCells) -> None:
    set_cells(cell("code", "1", grade_id="a", grade=True, points=0))
    assert set(found(course_folder)) == {"OFF034"}


def test_an_answer_without_tests_is_a_warning(course_folder: Path, set_cells: SetCells) -> None:
    set_cells(TEST, cell("code", "answer", grade_id="a", solution=True))
    assert "answer in cell 2" in found(course_folder)["OFF035"].message


def test_a_manual_answer_and_a_task_are_fine(course_folder: Path, set_cells: SetCells) -> None:
    set_cells(
        cell("markdown", "why?", grade_id="a", grade=True, solution=True, points=1),
        cell("markdown", "do it", grade_id="b", grade=False, task=True, locked=True, points=1),
    )
    assert found(course_folder) == {}


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("![](a.png)", 1),
        ("text\n![ ](a.png)", 2),
        ('<img src="a.png">', 1),
        ("![][ref]", 1),
    ],
)
def test_an_image_without_alternative_text_is_a_warning(
    course_folder: Path, set_cells: SetCells, markdown: str, line: int
) -> None:
    set_cells(cell("markdown", markdown), TEST)
    finding = found(course_folder)["OFF050"]
    assert finding.line == line


@pytest.mark.parametrize(
    "markdown",
    ["![a cat](a.png)", '<img alt="" src="a">', "```\n![](a.png)\n```", "write `![](a.png)`"],
)
def test_described_decorative_and_quoted_images_are_fine(
    course_folder: Path, set_cells: SetCells, markdown: str
) -> None:
    set_cells(cell("markdown", markdown), TEST)
    assert found(course_folder) == {}


def test_a_skipped_heading_level_is_a_warning_across_cells(
    course_folder: Path, set_cells: SetCells
) -> None:
    set_cells(cell("markdown", "# One"), cell("markdown", "~~~\n# no\n~~~\n### Three"), TEST)
    finding = found(course_folder)["OFF051"]
    assert (finding.cell, finding.line) == ("cell 2", 4)


@pytest.mark.parametrize(
    ("source", "nbgrader", "told"),
    [
        ("assert True\n# HINT:", {"grade_id": "t", "grade": True, "points": 1}, "no words"),
        ("# HINT: look", {"grade_id": "a", "solution": True}, "no test"),
        ("# HINT: look", {}, "no test"),
    ],
)
def test_a_hint_that_nobody_would_see_is_told(
    course_folder: Path, set_cells: SetCells, source: str, nbgrader: dict[str, Any], told: str
) -> None:
    set_cells(TEST, cell("code", source, **nbgrader))
    finding = found(course_folder)["OFF041"]
    assert told in finding.message
    assert finding.severity == "warning"


def test_a_hint_in_a_test_is_as_it_should_be(course_folder: Path, set_cells: SetCells) -> None:
    hinted = cell("code", "# HINT: look\nassert True", grade_id="t", grade=True, points=1)
    set_cells(hinted)
    assert "OFF041" not in found(course_folder)
