"""Courses that the grading tests work on, each made once per file."""

from __future__ import annotations

import pytest
from grading_classroom import TASKS, Classroom

from officina_courses.release import prepare_exercise


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """A course whose exercise ``doubling`` has been prepared."""
    home = tmp_path_factory.mktemp("course") / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home)
    (room.write_source("doubling", TASKS) / "numbers.txt").write_text("1 2 3\n")
    prepare_exercise(home, "doubling")
    return room
