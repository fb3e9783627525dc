"""``kill -9`` of each program in the middle of the work loses nothing that had a receipt."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import nbformat
import psutil
import pytest
from product import Product

from officina_courses.archive import SUBMISSION_LIMITS, Entry, write_tar
from officina_widgets.client import PortalClient
from officina_widgets.wire import Receipt, SubmissionOut

COURSE, EXERCISE = "first-steps", "01-welcome"
DONE = {"graded", "needs_manual", "ungradable"}
ROUNDS = 4
WAIT_SECONDS = 120


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    running = Product.start(tmp_path_factory.mktemp("kill") / "data")
    yield running
    assert running.stop() == 0


@dataclass
class Learner:
    """Somebody who submits again and again and keeps every receipt."""

    client: PortalClient
    receipts: list[Receipt] = field(default_factory=list)

    def submit(self, number: int) -> None:
        with self.client.exercise_tar(COURSE, EXERCISE) as tar:
            content = tar.read()
        self.receipts.append(self.client.submit(COURSE, EXERCISE, _changed(content, number)))

    def submissions(self) -> dict[str, SubmissionOut]:
        return {one.id: one for one in self.client.submissions(COURSE, EXERCISE)}


def _changed(release: bytes, number: int) -> io.BytesIO:
    """The student version with one more cell, so that each submission is another one."""
    from officina_courses.archive import read_tar

    entries = []
    for member in read_tar(io.BytesIO(release), SUBMISSION_LIMITS):
        content = member.stream.read()
        if member.path.endswith(".ipynb"):
            notebook = nbformat.reads(content.decode(), as_version=4)
            notebook.cells.append(nbformat.v4.new_code_cell(f"attempt = {number}"))
            content = nbformat.writes(notebook).encode()
        entries.append(Entry(member.path, content))
    packed = io.BytesIO()
    write_tar(entries, packed, limits=SUBMISSION_LIMITS)
    packed.seek(0)
    return packed


@pytest.fixture(scope="module")
def learner(product: Product) -> Iterator[Learner]:
    token = product.log_in("learner").token
    with PortalClient(f"{product.address}/services/officina", token) as client:
        client.enrol(COURSE)
        yield Learner(client)


@pytest.mark.kill
@pytest.mark.timeout(600)
@pytest.mark.parametrize("program", ["portal", "grader", "proxy", "hub"])
def test_killing_a_program_mid_work_loses_nothing(product: Product, learner: Learner, program: str):
    for number in range(ROUNDS):
        victim = product.program(program)
        submitting = threading.Thread(target=learner.submit, args=(len(learner.receipts) + 1,))
        submitting.start()
        # Early rounds hit the upload, later ones the grading: each waits a little longer.
        submitting.join(timeout=0.15 * number)
        victim.kill()
        psutil.wait_procs([victim], timeout=10)
        submitting.join(timeout=WAIT_SECONDS)
        assert not submitting.is_alive()
    _await_all_done(learner)
    found = learner.submissions()
    for receipt in learner.receipts:
        assert found[receipt.submission_id].sha256 == receipt.sha256
        assert found[receipt.submission_id].state in DONE - {"ungradable"}
    assert len({receipt.sequence for receipt in learner.receipts}) == len(learner.receipts)


def _await_all_done(learner: Learner) -> None:
    waited = threading.Event()
    for _ in range(WAIT_SECONDS):
        states = {one.state for one in learner.submissions().values()}
        if states <= DONE:
            return
        waited.wait(1)
    raise AssertionError(f"not all submissions were graded in {WAIT_SECONDS} s: {states}")
