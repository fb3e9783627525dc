"""Shipped courses, taken from their pages to the last feedback as a learner would.

The ordinary run takes a short one. OFFICINA_TAKE names others, "gpu-prototyping sector-health" or
"all"; with OFFICINA_SCREENSHOTS their pictures are kept. Versions and marks are told by
--log-cli-level=INFO.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import course_walk
import pytest
import walk
from course_answers import written_by
from playwright.sync_api import Page, expect
from product import Product

from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.loader import load_course

LOG = logging.getLogger(__name__)
COURSES = Path(__file__).parents[2] / "courses"
TAKEN = os.environ.get("OFFICINA_TAKE", "sector-energy").split()
if TAKEN == ["all"]:
    TAKEN = sorted(path.parent.name for path in COURSES.glob("*/course.toml"))

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product with just the courses that are taken, and the Pythons that they need."""
    pythons = os.environ.get("OFFICINA_ENVIRONMENTS")
    there = EnvironmentsFolder(Path(pythons) if pythons else tmp_path_factory.mktemp("none"))
    if lacking := [each for each in TAKEN if there.is_missing_for(load_course(COURSES / each))]:
        said = (
            "{}: no Python with what they import. Build it with officina course environment build"
        )
        pytest.fail(
            f"{said.format(', '.join(lacking))}, and name its folder as OFFICINA_ENVIRONMENTS.",
            pytrace=False,
        )
    named = ", ".join(f'"{course}"' for course in TAKEN)
    factory = f"[portal]\nshipped_courses = [{named}]\n"
    if pythons:
        factory += f'course_environments = "{pythons}"\n'
    running = Product.start(tmp_path_factory.mktemp("courses") / "data", factory=factory)
    yield running
    assert running.stop() == 0


@pytest.mark.parametrize("course", TAKEN)
def test_a_course_is_taken_from_start_to_end(product: Product, learner_page: Page, course: str):
    page = learner_page
    LOG.info("%s %s", course, load_course(COURSES / course).version)
    walk.log_in(page, product.address, "learner", product.accounts["learner"])
    course_walk.enrol(page, product, course)
    stumble = True
    for at, written in enumerate(written_by(COURSES / course)):
        if at:
            course_walk.open_exercise(page, product, course, at)
        stumble = course_walk.fill_in(page, course, written, stumble=stumble)
        course_walk.run_all(page)
        course_walk.look_at_the_last_plot(page, f"course-{course}-5-{written.exercise}-plot")
        walk.save(page)
        home = product.data_dir / "homes" / "learner"
        saved = home / course / written.exercise / f"{written.notebook}.ipynb"
        assert course_walk.errors_in(saved) == []
        said = course_walk.check(page)
        expect(said.locator('[data-verdict="failed"]')).to_have_count(0)
        walk.screenshot(page, f"course-{course}-6-{written.exercise}-checked")
        walk.open_assignment_list(page)
        walk.choose_course(page, course)
        walk.submit(page, written.exercise)
        marks = course_walk.read_feedback(page, product, course, at, f"7-{written.exercise}")
        assert marks == f"{written.points_by_tests} of {written.points} points"
        LOG.info("%s: %d answers, %s", written.exercise, len(written.answers), marks)
    assert not stumble, "no check saw that an answer was wrong"
