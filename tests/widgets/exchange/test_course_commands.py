"""What the course's own server and trainers do through nbgrader."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from officina_widgets.autograde_guard import REFUSAL
from officina_widgets.client import PortalClient

COURSE = "first-steps"

pytestmark = pytest.mark.usefixtures("course_config")


@pytest.fixture
def hand_in(portal: Any, tar_of: Callable[[dict[str, bytes]], io.BytesIO]) -> Callable[..., None]:
    """A learner hands in a notebook."""

    def send(user: str, text: str, *, is_late: bool = False) -> None:
        with PortalClient(portal.url, f"token-{user}") as client:
            client.submit(COURSE, "hello", tar_of({"hello.ipynb": text.encode()}))
        one, files = portal.submissions[-1]
        portal.submissions[-1] = (one.model_copy(update={"is_late": is_late}), files)

    return send


def collected(home: Path, user: str) -> str:
    return (home / "submitted" / user / "hello" / "hello.ipynb").read_text()


def test_release_uploads_the_student_version(course_home: Path, nbgrader: Any, portal: Any) -> None:
    folder = course_home / "release" / "new one"
    folder.mkdir(parents=True)
    (folder / "a.ipynb").write_text("{}")
    ran = nbgrader("release_assignment", "new one")
    assert ran.status == 0, ran.log
    assert portal.files["new one"] == {"a.ipynb": b"{}"}


def test_release_over_a_release_needs_force(course_home: Path, nbgrader: Any, portal: Any) -> None:
    folder = course_home / "release" / "hello"
    folder.mkdir(parents=True)
    (folder / "hello.ipynb").write_text("{}")
    refused = nbgrader("release_assignment", "hello")
    assert refused.status == 1
    assert "hello is released already" in refused.log
    assert nbgrader("release_assignment", "hello", "--force").status == 0
    assert portal.files["hello"] == {"hello.ipynb": b"{}"}


def test_release_before_generating_says_what_to_do_first(course_home: Path, nbgrader: Any) -> None:
    ran = nbgrader("release_assignment", "hello")
    assert ran.status == 1
    assert "nbgrader generate_assignment" in ran.log


def test_remove_unreleases_one_named_exercise_only(
    course_home: Path, nbgrader: Any, portal: Any
) -> None:
    refused = nbgrader("list", "--remove")
    assert refused.status == 1
    assert "all of the course's would be taken" in refused.log
    assert nbgrader("list", "--remove", "hello").status == 0
    assert portal.files == {}


def test_collect_brings_the_newest_of_each_learner(
    course_home: Path, nbgrader: Any, hand_in: Any
) -> None:
    hand_in("ada", "first")
    hand_in("ada", "second")
    hand_in("bo", "only")
    ran = nbgrader("collect", "hello")
    assert ran.status == 0, ran.log
    assert (collected(course_home, "ada"), collected(course_home, "bo")) == ("second", "only")
    stamp = course_home / "submitted/ada/hello/timestamp.txt"
    assert stamp.read_text() == "2026-11-21 09:02:00.123456 UTC"


def test_collect_leaves_alone_what_the_grader_brought_already(
    course_home: Path, nbgrader: Any, hand_in: Any
) -> None:
    hand_in("ada", "sent")
    place = course_home / "submitted/ada/hello"
    place.mkdir(parents=True)
    (place / "hello.ipynb").write_text("by the grader")
    (place / "timestamp.txt").write_text("2026-11-21 09:01:00.123456 UTC")
    ran = nbgrader("collect", "hello", "--update")
    assert "No newer submission to collect: ada hello" in ran.log
    assert collected(course_home, "ada") == "by the grader"


def test_collect_updates_only_when_told_to(course_home: Path, nbgrader: Any, hand_in: Any) -> None:
    hand_in("ada", "first")
    nbgrader("collect", "hello")
    hand_in("ada", "second")
    assert "Use --update" in nbgrader("collect", "hello").log
    assert collected(course_home, "ada") == "first"
    nbgrader("collect", "hello", "--update")
    assert collected(course_home, "ada") == "second"
    leftovers = [path.name for path in (course_home / "submitted/ada").iterdir()]
    assert leftovers == ["hello"]


def test_collect_before_due_date_prefers_the_last_in_time(
    course_home: Path, nbgrader: Any, hand_in: Any
) -> None:
    hand_in("ada", "in time")
    hand_in("ada", "late", is_late=True)
    hand_in("bo", "only late", is_late=True)
    nbgrader("collect", "hello", "--before-duedate")
    assert (collected(course_home, "ada"), collected(course_home, "bo")) == (
        "in time",
        "only late",
    )


def test_nobody_elses_user_name_can_lead_a_collect_astray(
    course_home: Path, nbgrader: Any, hand_in: Any, portal: Any
) -> None:
    hand_in("ada", "x")
    one, files = portal.submissions[0]
    portal.submissions[0] = (one.model_copy(update={"user": "../../etc"}), files)
    ran = nbgrader("collect", "hello")
    assert ran.status == 1
    assert "cannot be the name of a learner" in ran.log
    assert list(course_home.rglob("*.ipynb")) == []


def test_inbound_list_shows_all_learners(course_home: Path, nbgrader: Any, hand_in: Any) -> None:
    hand_in("ada", "a")
    hand_in("bo", "b")
    log = nbgrader("list", "--inbound").log
    assert "first-steps ada hello 2026-11-21 09:01" in log
    assert "first-steps bo hello 2026-11-21 09:02" in log


@pytest.mark.parametrize(
    ("options", "body"),
    [
        ((), '{"users": null}'),
        (("--student", "ada"), '{"users": ["ada"]}'),
        (("--CourseDirectory.student_id_exclude=ada",), '{"users": ["bo"]}'),
    ],
)
def test_release_feedback_asks_the_portal_to_render_it(
    course_home: Path, nbgrader: Any, hand_in: Any, portal: Any, options: Any, body: str
) -> None:
    hand_in("ada", "a")
    hand_in("bo", "b")
    ran = nbgrader("release_feedback", "hello", *options)
    assert ran.status == 0, ran.log
    assert portal.calls[-1] == f"POST courses/{COURSE}/exercises/hello/feedback"
    assert portal.bodies[-1].decode() == body


def test_autograde_is_refused_and_removes_no_graded_work(
    course_home: Path, nbgrader: Any, hand_in: Any
) -> None:
    hand_in("ada", "{}")
    nbgrader("collect", "hello")
    graded = course_home / "autograded/ada/hello/hello.ipynb"
    graded.parent.mkdir(parents=True)
    graded.write_text("graded")
    ran = nbgrader("autograde", "hello", "--force")
    assert ran.status == 1
    assert REFUSAL in ran.log
    assert graded.read_text() == "graded"


def test_an_old_config_in_the_course_folder_does_not_change_the_course(
    course_home: Path, nbgrader: Any
) -> None:
    config = "get_config().CourseDirectory.course_id = 'course101'\n"
    (course_home / "nbgrader_config.py").write_text(config)
    assert "first-steps hello" in nbgrader("list").log
