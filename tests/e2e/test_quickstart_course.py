"""The course of ``nbgrader quickstart``, imported and published, gets nbgrader's own marks."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from product import OFFICINA, Product

from officina_courses.archive import SUBMISSION_LIMITS, tar_folder
from officina_widgets.client import PortalClient
from officina_widgets.wire import Receipt, SubmissionOut

NBGRADER = Path(sys.executable).with_name("nbgrader")
COURSE, EXERCISE = "course101", "ps1"
WAIT_SECONDS = 60


@pytest.fixture(scope="module")
def by_nbgrader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder in which nbgrader itself graded a right and a wrong submission."""
    home = tmp_path_factory.mktemp("nbgrader") / COURSE
    call(NBGRADER, "quickstart", COURSE, cwd=home.parent)
    call(NBGRADER, "generate_assignment", EXERCISE, cwd=home)
    for student, origin in (("right", "source"), ("wrong", "release")):
        shutil.copytree(home / origin / EXERCISE, home / "submitted" / student / EXERCISE)
    call(NBGRADER, "autograde", EXERCISE, cwd=home)
    return home


def call(*command: str | Path, cwd: Path) -> str:
    """Run a command; nbgrader 0.9.6 starts ``alembic`` by its bare name."""
    environment = os.environ | {"PATH": f"{NBGRADER.parent}:{os.environ['PATH']}"}
    ran = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env=environment
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def published(product: Product, by_nbgrader: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same folder, imported and published as its trainer would."""
    scratch = tmp_path_factory.mktemp("import")
    course, token_file = scratch / COURSE, scratch / "token"
    token_file.write_text(product.log_in("trainer").token)
    token_file.chmod(0o600)
    call(OFFICINA, "course", "import", by_nbgrader, course, cwd=scratch)
    call(OFFICINA, "course", "check", course, cwd=scratch)
    url = f"{product.address}/services/officina"
    call(
        *(OFFICINA, "course", "publish", course),
        *("--url", url, "--token-file", token_file),
        cwd=scratch,
    )
    return url


@pytest.mark.e2e
@pytest.mark.parametrize("student", ["wrong", "right"])
def test_marks_are_the_ones_nbgrader_gives(
    product: Product, published: str, by_nbgrader: Path, student: str
):
    with PortalClient(published, product.log_in("learner").token) as client:
        client.enrol(COURSE)
        packed = io.BytesIO()
        tar_folder(by_nbgrader / "submitted" / student / EXERCISE, packed, limits=SUBMISSION_LIMITS)
        packed.seek(0)
        marked = await_marks(client, client.submit(COURSE, EXERCISE, packed))
    expected = nbgraders_marks(by_nbgrader, student)
    assert marked.grade is not None
    assert {
        (notebook.name, cell.grade_id): cell.score or 0
        for notebook in marked.grade.notebooks
        for cell in notebook.cells
    } == expected
    assert (sum(expected.values()) > 0) == (student == "right")


def await_marks(client: PortalClient, receipt: Receipt) -> SubmissionOut:
    pause = threading.Event()
    for _ in range(5 * WAIT_SECONDS):
        found = client.submission(receipt.submission_id)
        if found.state in {"graded", "needs_manual"}:
            return found
        pause.wait(0.2)
    raise AssertionError(f"no marks in {WAIT_SECONDS} s: {found}")


def nbgraders_marks(home: Path, student: str) -> dict[tuple[str, str], float]:
    with Gradebook(f"sqlite:///{home / 'gradebook.db'}") as book:
        submission = book.find_submission(EXERCISE, student)
        return {
            (notebook.name, grade.name): grade.score
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
