"""Tests whose end IPython tells by an output, not by an exception: nbgrader's marks for them."""

from __future__ import annotations

import shutil

import pytest
from grading_classroom import Classroom, code, scores, solved
from nbgrader_marks import nbgrader_marks

from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox

TESTS = {
    "%run wrong.py": 0.0,
    "%run right.py": 1.0,
    "%run wrong.py\n0.5": 0.0,
    "%run wrong.py\nfrom IPython.display import clear_output\nclear_output()": 1.0,
    "get_ipython().run_cell('assert double == 1')": 0.0,
    "get_ipython().run_cell('assert double == 2')": 1.0,
    "get_ipython().run_cell('syntax error');": 0.0,
    "x = get_ipython().run_cell('0.25')": 0.25,
    "get_ipython().run_cell('0.25')\n0.75": 0.25,
    "get_ipython().run_cell('0.25')\nx = get_ipython().run_cell('1 / 0')": 0.25,
    "%time assert double == 1": 0.0,
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, float], dict[str, float]]:
    """The marks of one submission by nbgrader and by Officina."""
    home = tmp_path_factory.mktemp("told") / "home"
    home.mkdir(mode=0o700)
    course = Classroom(home)
    cells = [code("### BEGIN SOLUTION\n### END SOLUTION", grade_id="double", solution=True)]
    cells += [
        code(test, grade_id=f"test_{number:02}", grade=True, locked=True, points=1)
        for number, test in enumerate(TESTS)
    ]
    folder = course.write_source("odd", cells)
    (folder / "wrong.py").write_text("assert 1 == 2")
    (folder / "right.py").write_text("assert 1 == 1")
    prepare_exercise(home, "odd")
    handed_in = course.hand_in("mia", solved("double = 2"), "odd")
    theirs = home.parent / "theirs"
    shutil.copytree(home, theirs)
    shutil.copytree(handed_in, theirs / "submitted/mia/odd")
    ours = course.grade("mia", handed_in, exercise_id="odd")
    return nbgrader_marks(theirs, "odd")["mia"], {
        test: score or 0.0 for test, score in scores(ours).items()
    }


def test_marks_of_what_ipython_tells_are_nbgraders(
    both: tuple[dict[str, float], dict[str, float]],
) -> None:
    theirs, ours = both
    assert list(dict(sorted(theirs.items())).values()) == list(TESTS.values())
    assert ours == theirs
