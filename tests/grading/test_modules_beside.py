"""Python files that lie beside the notebook are modules there, as in every Jupyter kernel."""

from __future__ import annotations

import pytest
from grading_classroom import Classroom, code, scores, solved

from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox


def test_an_answer_may_import_a_module_that_was_handed_in_with_it(classroom: Classroom) -> None:
    folder = classroom.hand_in("wim", solved("from mine import twice as double"))
    (folder / "mine.py").write_text("def twice(x):\n    return 2 * x\n")
    found = scores(classroom.grade("wim", folder))
    assert (found["test_double"], found["test_partly"]) == (2.0, 4.0)


def test_cells_and_tests_may_import_a_module_of_the_exercise(classroom: Classroom) -> None:
    cells = [
        code("import helper", grade_id="given", locked=True),
        code(
            "### BEGIN SOLUTION\ndef eight():\n    return helper.twice(4)\n### END SOLUTION",
            grade_id="double",
            solution=True,
        ),
        code(
            "assert eight() == 8\nassert helper.twice(1) == 2",
            grade_id="test_eight",
            grade=True,
            locked=True,
            points=1,
        ),
    ]
    folder = classroom.write_source("beside", cells)
    (folder / "helper.py").write_text("def twice(x):\n    return 2 * x\n")
    prepare_exercise(classroom.home, "beside")
    handed_in = classroom.hand_in("xia", solved("eight = lambda: helper.twice(4)"), "beside")
    (handed_in / "helper.py").write_text("twice = lambda x: 8")
    outcome = classroom.grade("xia", handed_in, exercise_id="beside")
    assert scores(outcome) == {"test_eight": 1.0}  # with the exercise's own module


def test_a_method_of_pythons_own_may_be_an_answer(classroom: Classroom) -> None:
    outcome = classroom.solve("yan", "double = (2).__mul__")
    found = scores(outcome)
    assert (found["test_double"], found["test_partly"]) == (2.0, 4.0)
    assert outcome.grade is not None
    modes = {cell.grade_id: cell.mode for cell in outcome.grade.notebooks[0].cells}
    assert modes["test_double"] == "examined"


def test_a_test_that_says_0_itself_waits_for_nobody(classroom: Classroom) -> None:
    outcome = classroom.solve("zoe", "async def double(x):\n    return 2 * x")
    assert outcome.grade is not None
    waits = {cell.grade_id: cell.needs_manual for cell in outcome.grade.notebooks[0].cells}
    assert (scores(outcome)["test_partly"], waits["test_partly"]) == (0.0, False)
