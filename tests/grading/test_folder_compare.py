"""The same folder through a real ``nbgrader autograde``: what differs is named with its reason."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from grading_classroom import RIGHT, TASKS, Classroom, solved

from officina_courses.folder_grading import compare
from officina_courses.importing.nbgrader_config import CONFIG_FILE
from officina_courses.release import prepare_exercise
from officina_hub.cli.main import cli

pytestmark = pytest.mark.sandbox

WARNS = "import sys\ndef double(x):\n    print('beware', file=sys.stderr)\n    return 2 * x"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the comparison of a right, a warning and a broken submission says."""
    from click.testing import CliRunner

    course = Classroom(tmp_path_factory.mktemp("compared") / "course")
    course.home.mkdir()
    course.write_source("doubling", TASKS)
    prepare_exercise(course.home, "doubling")
    (course.home / CONFIG_FILE).write_text("raise SystemExit('it was run')")
    for student, solution in (("ada", RIGHT), ("bob", WARNS), ("eve", RIGHT)):
        handed_in = course.hand_in(student, solved(solution))
        shutil.copytree(handed_in, course.home / "submitted" / student / "doubling")
    Path(course.home, "submitted/eve/doubling/tasks.ipynb").write_text("{")
    argv = ["grade", str(course.home / "doubling"), "--compare-nbgrader", "--json"]
    answer = CliRunner().invoke(cli, argv)
    assert answer.exit_code == 0, answer.output
    found: dict[str, object] = json.loads(answer.stdout)["comparison"]
    return found


def test_each_cell_that_differs_is_named_with_its_reason(told) -> None:
    found = {
        (one["student"], one["cell"]): (one["ours"], one["theirs"], one["reason"])
        for one in told["differences"]
    }
    assert found == {
        ("bob", "test_double"): (2.0, 0.0, compare.STANDARD_ERROR),
        ("bob", "test_partly"): (4.0, 0.0, compare.STANDARD_ERROR),
        ("eve", ""): (0.0, None, compare.NO_MARKS),
    }


def test_the_processor_time_within_the_sandbox_is_counted(told) -> None:
    assert told["nbgrader_exit_code"] == 1
    assert "'eve'" in told["nbgrader_last_words"]
    assert told["nbgrader_cpu_seconds"] > 1
