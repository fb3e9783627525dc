"""Courses that the grading tests work on, each made once per file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from grading_classroom import TASKS, Classroom

from officina_courses.grading.examiner.given import Given
from officina_courses.grading.examiner.planning import Plan
from officina_courses.grading.plans import PLANS
from officina_courses.grading.zygote.warm_engine import WarmEngine
from officina_courses.release import prepare_exercise


@pytest.fixture(scope="session")
def warm_engine() -> Iterator[WarmEngine]:
    """An engine that must never fall back to fresh sandboxes."""
    engine = WarmEngine(spare=None)
    yield engine
    engine.close()


@pytest.fixture(scope="module", params=["cold", "warm"])
def either_engine(request: pytest.FixtureRequest) -> WarmEngine | None:
    """Fresh sandboxes (None), and then forks of a warm process."""
    return request.getfixturevalue("warm_engine") if request.param == "warm" else None


@pytest.fixture(scope="module")
def classroom(
    either_engine: WarmEngine | None, tmp_path_factory: pytest.TempPathFactory
) -> Classroom:
    """A course whose exercise ``doubling`` has been prepared, graded in either way."""
    home = tmp_path_factory.mktemp("course") / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home, either_engine)
    (room.write_source("doubling", TASKS) / "numbers.txt").write_text("1 2 3\n")
    prepare_exercise(home, "doubling")
    return room


@pytest.fixture
def guarded_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test is examined: all run beside the learner's code, and are tried beside twins."""
    monkeypatch.setattr(PLANS, "plan", lambda *args, **options: Plan({}, Given({})))
