"""``kill -9`` of each program in the middle of the work loses nothing that had a receipt."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import nbformat
import psutil
import pytest
from product import Product

from officina_courses.archive import SUBMISSION_LIMITS, Entry, read_tar, write_tar
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.db import Database
from officina_hub.portal.keys import receipt_key
from officina_hub.portal.store.audit import audit
from officina_hub.portal.store.receipts import Signer
from officina_widgets.client import PortalClient
from officina_widgets.errors import PortalError
from officina_widgets.wire import Receipt, SubmissionOut

COURSE, EXERCISE = "first-steps", "04-model-and-gpu"
DONE = {"graded", "needs_manual", "ungradable", "superseded"}
WAIT_SECONDS = 120
PROGRAMS = ("portal", "grader", "proxy", "hub")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    running = Product.start(tmp_path_factory.mktemp("kill") / "data")
    yield running
    assert running.stop() == 0


@dataclass
class Learner:
    """Somebody who submits again and again and keeps every receipt."""

    client: PortalClient
    release: bytes
    receipts: list[Receipt] = field(default_factory=list)

    def submit(self, *, halfway: Callable[[], None] = lambda: None) -> Receipt:
        """Hand in something new; ``halfway`` is called when half of it is on its way."""
        packed = _changed(self.release, len(self.receipts) + 1)
        receipt = self.client.submit(COURSE, EXERCISE, HalfwayFile(packed, halfway))
        self.receipts.append(receipt)
        return receipt

    def submissions(self) -> dict[str, SubmissionOut]:
        """What the portal says now; while it restarts, nothing."""
        try:
            return {one.id: one for one in self.client.submissions(COURSE, EXERCISE)}
        except PortalError:
            return {}


class HalfwayFile(io.BytesIO):
    """A file that tells once when half of it was read."""

    def __init__(self, content: bytes, halfway: Callable[[], None]) -> None:
        super().__init__(content)
        self._half = len(content) // 2
        self._halfway: Callable[[], None] | None = halfway

    def read(self, size: int | None = -1) -> bytes:
        chunk = super().read(min(size, 8192) if size and size > 0 else size)
        if self.tell() >= self._half and self._halfway is not None:
            told, self._halfway = self._halfway, None
            told()
        return chunk


def _changed(release: bytes, number: int) -> bytes:
    """The student version with one more cell, so that each submission is another one."""
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
    return packed.getvalue()


@pytest.fixture(scope="module")
def learner(product: Product) -> Iterator[Learner]:
    token = product.log_in("learner").token
    with PortalClient(f"{product.address}/services/officina", token) as client:
        client.enrol(COURSE)
        with client.exercise_tar(COURSE, EXERCISE) as tar:
            release = tar.read()
        yield Learner(client, release)


def kill(product: Product, program: str) -> None:
    """End it as a full machine or an impatient operator does; of the grader all there are."""
    victims = [product.program(name) for name in product.named(program)]
    for victim in victims:
        victim.kill()
    psutil.wait_procs(victims, timeout=10)


@pytest.mark.kill
@pytest.mark.parametrize("program", PROGRAMS)
def test_killed_in_the_middle_of_a_submission(product: Product, learner: Learner, program: str):
    name = product.named(program)[0]
    before = product.program(name).pid
    learner.submit(halfway=lambda: kill(product, program))
    assert product.program(name).pid != before
    await_marks(learner)
    check_nothing_is_lost(product, learner)


@pytest.mark.kill
@pytest.mark.parametrize("program", PROGRAMS)
def test_killed_in_the_middle_of_grading(product: Product, learner: Learner, program: str):
    receipt = learner.submit()
    await_state(learner, receipt, {"grading"} | DONE)
    kill(product, program)
    await_marks(learner)
    check_nothing_is_lost(product, learner)


def await_state(learner: Learner, receipt: Receipt, states: set[str]) -> None:
    """Look at short intervals until the submission is there."""
    pause = threading.Event()
    for _ in range(50 * WAIT_SECONDS):
        found = learner.submissions().get(receipt.submission_id)
        if found is not None and found.state in states:
            return
        pause.wait(0.02)
    raise AssertionError(f"submission {receipt.sequence} never was {states}")


def await_marks(learner: Learner) -> None:
    """Wait for every receipt's marks."""
    for receipt in learner.receipts:
        await_state(learner, receipt, DONE)


def check_nothing_is_lost(product: Product, learner: Learner) -> None:
    """Every receipt stands for a graded submission of that very content, once."""
    found = learner.submissions()
    assert len(found) == len(learner.receipts)
    for receipt in learner.receipts:
        assert found[receipt.submission_id].sha256 == receipt.sha256
        assert found[receipt.submission_id].state == "graded"
    assert len({receipt.sequence for receipt in learner.receipts}) == len(learner.receipts)
    portal = product.data_dir / "portal"
    signer = Signer(receipt_key(product.data_dir / "secrets" / "receipt-key"))
    with Database(f"sqlite:///{portal / 'portal.sqlite'}").reading() as session:
        report = audit(session, BlobStore(portal / "blobs"), signer, learner.receipts)
    assert report.is_clean, report.findings
