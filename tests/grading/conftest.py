"""Courses that the grading tests work on, each made once per file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from grading_classroom import TASKS, Classroom

from officina_courses.grading.zygote.warm_engine import WarmEngine
from officina_courses.release import prepare_exercise


@pytest.fixture(scope="session")
def warm_engine() -> Iterator[WarmEngine]:
    """An engine that must never fall back to fresh sandboxes."""
    engine = WarmEngine(spare=None)
    yield engine
    engine.close()


@pytest.fixture(scope="module", params=["cold", "warm"])
def classroom(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Classroom:
    """A course whose exercise ``doubling`` has been prepared, graded in either way."""
    home = tmp_path_factory.mktemp("course") / "home"
    home.mkdir(mode=0o700)
    engine = request.getfixturevalue("warm_engine") if request.param == "warm" else None
    room = Classroom(home, engine)
    (room.write_source("doubling", TASKS) / "numbers.txt").write_text("1 2 3\n")
    prepare_exercise(home, "doubling")
    return room
