"""A test was too strict: mended, previewed, confirmed, and the learner sees the new marks."""

from __future__ import annotations

import io
import json
import tarfile
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import walk
from grading_classroom import code, notebook, text
from playwright.sync_api import Page, expect
from product import Product

from officina_courses.archive import COURSE_LIMITS
from officina_courses.course_files import pack_course
from officina_widgets.client import PortalClient

COURSE_TOML = """\
id = "sums"
title = "Sums"
version = "{version}"
summary = "Adding up, to the last digit."
language = "en"
level = "beginner"
minutes = 10
licence = "CC-BY-4.0"

[[authors]]
name = "Example Factory"

[[exercises]]
id = "third"
title = "A third"
minutes = 10
"""
STRICT = "assert third() == 1 / 3"
MENDED = "assert abs(third() - 1 / 3) < 0.001"
BECAUSE = "The test asked for more digits than the task did."
SECONDS = 120


@pytest.mark.e2e
@pytest.mark.timeout(600)
def test_a_mended_test_is_previewed_and_confirmed(
    product: Product, learner_page: Page, trainer_page: Page, tmp_path: Path
) -> None:
    trainer = PortalClient(f"{product.address}/services/officina", product.log_in("trainer").token)
    learner = PortalClient(f"{product.address}/services/officina", product.log_in("learner").token)
    with trainer, learner:
        publish(trainer, tmp_path / "first", "1.0.0", STRICT)
        hand_in(learner, "def third():\n    return 0.3333")
        assert points(learner) == 0
        publish(trainer, tmp_path / "mended", "1.0.1", MENDED)

        confirm_in_the_browser(product, trainer_page, lambda: points(learner) == 0)
        see_the_new_marks(product, learner_page)
        assert points(learner) == 2
        assert gradebook_score(product) == 2


def publish(trainer: PortalClient, folder: Path, version: str, test: str) -> None:
    """A course of one exercise with that test; learners have it when this returns."""
    source = folder / "source" / "third"
    source.mkdir(parents=True)
    (folder / "course.toml").write_text(COURSE_TOML.format(version=version))
    solution = "def third():\n    ### BEGIN SOLUTION\n    return 1 / 3\n    ### END SOLUTION"
    cells = [
        text("# A third\n\nGive a third, to three digits."),
        code(solution, grade_id="third", solution=True),
        code(test, grade_id="test_third", grade=True, locked=True, points=2),
    ]
    (source / "third.ipynb").write_text(json.dumps(notebook(cells)))
    with tempfile.TemporaryFile() as tar:
        pack_course(folder, tar, limits=COURSE_LIMITS)
        tar.seek(0)
        release = trainer.publish("sums", tar)
    until(lambda: trainer.release(release.id).state != "preparing")
    done = trainer.release(release.id)
    assert done.state == "published", done.findings


def hand_in(learner: PortalClient, answer: str) -> None:
    """The exercise with that answer in it, handed in and graded."""
    learner.enrol("sums")
    with (
        learner.exercise_tar("sums", "third") as stream,
        tarfile.open(fileobj=io.BytesIO(stream.read())) as fetched,
    ):
        opened = fetched.extractfile(fetched.getmember("third.ipynb"))
        assert opened is not None
        exercise = json.loads(opened.read())
    exercise["cells"][1]["source"] = answer
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        changed = json.dumps(exercise).encode()
        info = tarfile.TarInfo("third.ipynb")
        info.size = len(changed)
        tar.addfile(info, io.BytesIO(changed))
    packed.seek(0)
    learner.submit("sums", "third", packed)
    until(lambda: learner.submissions("sums")[-1].state == "graded")


def points(learner: PortalClient) -> float:
    """What the learner has."""
    grade = learner.submissions("sums")[-1].grade
    assert grade is not None
    return grade.score


def confirm_in_the_browser(
    product: Product, page: Page, nothing_changed: Callable[[], bool]
) -> None:
    walk.log_in(page, product.address, "trainer", product.accounts["trainer"])
    page.goto(f"{product.address}/services/officina/courses/sums/teach")
    expect(page.get_by_text("1 submission was marked with earlier ones.")).to_be_visible()
    walk.screenshot(page, "13-tests-changed")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", name="Your decision")).to_be_visible(timeout=90_000)
    expect(page.get_by_role("row").filter(has_text="Attempt 1")).to_contain_text("+2")
    walk.screenshot(page, "14-preview")
    assert nothing_changed()
    assert gradebook_score(product) == 0
    page.get_by_label("Reason, for the learners").fill(BECAUSE)
    page.get_by_role("button", name="Write these marks").click()
    expect(page.get_by_role("button", name="Put the earlier marks back")).to_be_visible(
        timeout=90_000
    )
    walk.screenshot(page, "15-confirmed")


def see_the_new_marks(product: Product, page: Page) -> None:
    walk.log_in(page, product.address, "learner", product.accounts["learner"])
    page.goto(f"{product.address}/services/officina/courses/sums/mine")
    expect(page.get_by_text("2 of 2 points").first).to_be_visible()
    expect(page.get_by_text(f"Because: {BECAUSE}")).to_be_visible()
    walk.screenshot(page, "16-marked-again")
    page.get_by_role("link", name="Read the feedback").first.click()
    feedback = page.frame_locator("iframe")
    expect(feedback.get_by_text("abs(third()").first).to_be_visible()


def gradebook_score(product: Product) -> float:
    """What nbgrader's own gradebook says."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{product.data_dir}/courses/sums/gradebook.db") as book:
        return float(book.find_submission("third", "learner").score)


def until(is_so: Callable[[], bool]) -> None:
    """Wait for it."""
    pause = threading.Event()
    for _ in range(SECONDS * 2):
        if is_so():
            return
        pause.wait(0.5)
    raise AssertionError(f"it did not come to that in {SECONDS} s")
