"""Two complete hubs: a course goes from one factory to another, is tried there, taken, renewed."""

from __future__ import annotations

import io
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from ports import unused_port
from product import OFFICINA, Product
from walk import log_in, screenshot

from officina_courses.archive import SUBMISSION_LIMITS, Entry, write_tar
from officina_courses.scaffold import FIRST_EXERCISE, new_course
from officina_courses.sources.folder import build_course
from officina_widgets.client import PortalClient
from officina_widgets.wire import SubmissionOut

NORTH = """\
[factory]
name = "North AI Factory"
id = "north"
shared_courses = "all"
federation_address = "{address}federation/"
[portal]
shipped_courses = []
[grading]
workers = 1
checkers = 0
"""
SOUTH = """\
[factory]
name = "South AI Factory"
id = "south"
[portal]
shipped_courses = []
[grading]
workers = 1
checkers = 0
[[peers]]
id = "north"
title = "North AI Factory"
address = "{address}federation/"
root = "{root}"
private_network = true
"""
PORTAL = "/services/officina/"
PROOF_MILLISECONDS = 180_000
MOMENT_MILLISECONDS = 90_000


def officina(*arguments: object, **environment: str) -> str:
    """The command as somebody types it."""
    command = [str(each) for each in (OFFICINA, *arguments)]
    kept = {"PATH": os.environ["PATH"], "HOME": str(Path.home()), "LANG": "C.UTF-8"}
    ran = subprocess.run(
        command, env=kept | environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


class Course:
    """A course folder at the giving factory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        new_course(folder, course_id="rain", title="Rain and sun")

    def renew(self, version: str, line: str) -> None:
        """A new version with a line more in the text."""
        file = self.folder / "course.toml"
        file.write_text(re.sub(r'version = ".*"', f'version = "{version}"', file.read_text()))
        source = next((self.folder / "source" / FIRST_EXERCISE).glob("*.py"))
        text = source.read_text()
        first = text.index("# %% [markdown]")
        end = text.index("\n\n", first)
        source.write_text(f"{text[:end]}\n#\n# {line}{text[end:]}")
        build_course(self.folder)

    def solved(self) -> io.BytesIO:
        """What the trainer would hand in."""
        place = self.folder / "source" / FIRST_EXERCISE
        files = [path for path in place.rglob("*") if path.is_file() and path.suffix != ".py"]
        tar = io.BytesIO()
        entries = (Entry(path.relative_to(place).as_posix(), path) for path in files)
        write_tar(entries, tar, limits=SUBMISSION_LIMITS)
        tar.seek(0)
        return tar


def publish(north: Product, course: Course) -> None:
    """To the learners there, and to the other factories."""
    token = north.log_in("trainer").token
    officina(
        *("course", "publish", course.folder, "--url", north.address + PORTAL.rstrip("/")),
        JUPYTERHUB_API_TOKEN=token,
    )
    officina("federation", "publish", "--data-dir", north.data_dir)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return Course(tmp_path_factory.mktemp("course") / "rain")


@pytest.fixture(scope="module")
def north(tmp_path_factory: pytest.TempPathFactory, course: Course) -> Iterator[Product]:
    port = unused_port()
    factory = NORTH.format(address=f"http://127.0.0.1:{port}{PORTAL}")
    running = Product.start(tmp_path_factory.mktemp("north") / "data", port, factory)
    officina("federation", "init", "--data-dir", running.data_dir)
    publish(running, course)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def south(tmp_path_factory: pytest.TempPathFactory, north: Product) -> Iterator[Product]:
    home = tmp_path_factory.mktemp("south")
    root, address = home / "north.root.json", north.address + PORTAL
    officina("federation", "trust", f"{address}federation/", "--into", root, "--private-network")
    running = Product.start(home / "data", factory=SOUTH.format(address=address, root=root))
    yield running
    assert running.stop() == 0


def person(browser: Browser, at: Product, name: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB").new_page()
    page.set_default_timeout(30_000)
    log_in(page, at.address, name, at.accounts[name])
    return page


def harvested(page: Page, version: str) -> None:
    """The operator has the peer harvested, and sees that it went well."""
    page.goto(page.url.split(PORTAL)[0] + PORTAL + "operate/federation")
    page.get_by_role("button", name="Harvest now").click()


def find_course(page: Page, version: str) -> None:
    """The trainer finds what the other factory offers, as soon as it was harvested."""
    address = page.url.split(PORTAL)[0] + PORTAL
    for _ in range(60):
        page.goto(f"{address}find?q=rain+and+sun")
        found = page.get_by_role("link", name="Rain and sun").first
        if found.is_visible():
            found.click()
            if page.get_by_text(version, exact=True).first.is_visible():
                return
        page.wait_for_timeout(1000)
    raise AssertionError(f"version {version} was not found")


def marks(at: Product, name: str) -> SubmissionOut:
    with PortalClient(at.address + PORTAL.rstrip("/"), at.log_in(name).token) as client:
        return client.submissions("rain", user="me")[-1]


@pytest.mark.e2e
@pytest.mark.timeout(600)
def test_a_course_is_shared_tried_taken_and_renewed(
    north: Product, south: Product, course: Course, chromium: Browser
) -> None:
    trainer = person(chromium, south, "trainer")
    find_course(trainer, "0.1.0")
    screenshot(trainer, "share-found")
    trainer.get_by_role("button", name="Import").click()
    expect(trainer.get_by_text("Being run here")).to_be_visible()
    screenshot(trainer, "share-running")
    publish_here = trainer.get_by_role("button", name="Publish here")
    expect(publish_here).to_be_visible(timeout=PROOF_MILLISECONDS)
    expect(trainer.get_by_text("14 of 14 gates passed.")).to_be_visible()
    screenshot(trainer, "share-proved")
    publish_here.click()
    expect(trainer.get_by_text("Learners have it.")).to_be_visible(timeout=MOMENT_MILLISECONDS)

    learner = person(chromium, south, "learner")
    learner.goto(f"{south.address}{PORTAL}courses/rain")
    url = south.address + PORTAL.rstrip("/")
    with PortalClient(url, south.log_in("learner").token) as client:
        client.enrol("rain")
        client.submit("rain", FIRST_EXERCISE, course.solved())
    learner.goto(f"{south.address}{PORTAL}courses/rain/mine")
    # All that is graded by itself; the last point is for a thought that a trainer reads.
    points = learner.get_by_text("8 of 9 points").first
    expect(points).to_be_visible(timeout=MOMENT_MILLISECONDS)
    screenshot(learner, "share-graded")
    before = marks(south, "learner")
    assert before.grade is not None
    assert (before.grade.score, before.grade.max_score) == (8, 9)

    course.renew("0.2.0", "Bring an umbrella.")
    publish(north, course)
    operator = person(chromium, south, "admin")
    harvested(operator, "0.2.0")
    find_course(trainer, "0.2.0")
    trainer.get_by_role("button", name="Import").click()
    expect(publish_here).to_be_visible(timeout=PROOF_MILLISECONDS)
    trainer.get_by_role("link", name=re.compile("See what changed")).click()
    trainer.locator("summary", has_text=".ipynb").click()
    expect(trainer.get_by_text("+Bring an umbrella.")).to_be_visible()
    screenshot(trainer, "share-changes")
    trainer.get_by_role("link", name="Back to the decision").click()
    publish_here.click()
    expect(trainer.get_by_text("Learners have it.")).to_be_visible(timeout=MOMENT_MILLISECONDS)
    after = marks(south, "learner")
    assert (after.id, after.grade) == (before.id, before.grade)

    # Each factory counts its own: nobody of the south is known in the north.
    with PortalClient(north.address + PORTAL.rstrip("/"), north.log_in("trainer").token) as client:
        assert client.submissions("rain", user="*") == ()
        assert "learner" not in client.gradebook_csv("rain")
