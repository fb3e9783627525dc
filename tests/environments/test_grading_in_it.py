"""Submissions of a course with packages of its own are graded in its own Python."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from course_environment import COURSE, FOLDER, built_environment

from officina_courses.errors import EnvironmentMissing
from officina_courses.grading import GradeOutcome, GradeRequest, grade_submission
from officina_courses.grading.engine import CellToRun, Engine
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_courses.grading.zygote.warm_engine import WarmEngine, wanted_imports
from officina_courses.pythons import python_of
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox

RIGHT = "def say(number):\n    return humanize.intword(number)"
WRONG = "def say(number):\n    return str(number)"
OTHERS = [str(Path(sys.prefix, "bin")), str(FOLDER / "kernels")]
SEES = f"""\
def say(number):
    import os
    seen = [place for place in {OTHERS} if os.path.exists(place)]
    return humanize.intword(number) if not seen else "the grader's Python"
"""
CHANGES = """\
def say(number):
    open(humanize.__file__, "a").close()
"""


@pytest.fixture(scope="module", params=["warm", "cold"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    built_environment()
    if request.param == "cold":
        yield SandboxedEngine(isolated=True)
        return
    engine = WarmEngine(spare=None)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("course")
    shutil.copytree(COURSE / "source", place / "source")
    prepare_exercise(place, "greet")
    return place


def graded(
    home: Path, folder: Path, answer: str, engine: Engine, *, environments: Path = FOLDER
) -> GradeOutcome:
    submission = folder / "submission"
    shutil.copytree(home / "release" / "greet", submission)
    path = submission / "greet.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "say":
            cell["source"] = answer
    path.write_text(json.dumps(notebook))
    return grade_submission(
        GradeRequest(
            course_home=home,
            exercise_id="greet",
            student_id="ada",
            submission_dir=submission,
            received_at=datetime.now(UTC),
            kernel="with-packages",
            has_packages=True,
            environments=environments,
        ),
        engine=engine,
    )


@pytest.mark.parametrize(
    ("answer", "points"),
    [(RIGHT, 2), (WRONG, 0), (SEES, 2), (CHANGES, 0)],
    ids=["right", "wrong", "sees only its own", "changes it"],
)
def test_marks_come_from_the_courses_own_python(
    home: Path, engine: Engine, tmp_path: Path, answer: str, points: int
) -> None:
    outcome = graded(home, tmp_path, answer, engine)
    assert outcome.state == "graded", outcome.message
    assert outcome.grade is not None
    [notebook] = outcome.grade.notebooks
    [mark] = [cell for cell in notebook.cells if cell.grade_id == "say-test"]
    assert mark.score == points
    assert mark.mode == "examined"
    page = outcome.feedback[0].html
    assert str(FOLDER) in page
    assert "24.2" in page


def test_a_warm_process_reaches_it_below_a_folder_that_only_root_enters(
    home: Path, tmp_path: Path
) -> None:
    built = built_environment()[1].built
    closed = tmp_path / "data"
    closed.mkdir(mode=0o700)
    below = closed / "environments"
    shutil.copytree(FOLDER / "kernels", below / "kernels")
    python = built.place.relative_to(FOLDER)
    shutil.copytree(built.place, below / python, symlinks=True)
    engine = WarmEngine(spare=None)  # so that nothing else can have graded it
    try:
        outcome = graded(home, tmp_path, RIGHT, engine, environments=below)
    finally:
        engine.close()
    assert outcome.state == "graded", outcome.message
    assert str(below) in outcome.feedback[0].html
    assert closed.stat().st_mode & 0o777 == 0o700


def test_without_that_python_nothing_is_marked(home: Path, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentMissing, match="officina course environment build"):
        graded(
            home, tmp_path, RIGHT, SandboxedEngine(isolated=True), environments=tmp_path / "none"
        )


def test_what_the_course_asked_for_is_imported_beforehand() -> None:
    python = python_of(built_environment()[1].built)
    cells = [CellToRun("", "import humanize, sys\nfrom json import dumps\nimport numpy as np")]
    assert wanted_imports(cells, python) == ("humanize", "numpy", "numpy.random", "numpy.testing")
