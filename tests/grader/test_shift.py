"""How long a grader stays."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

import pytest

from officina_hub.grader.shift import Shift
from officina_hub.grader.worker import Worker
from officina_widgets.errors import PortalUnreachable
from officina_widgets.import_wire import ProofProgress
from officina_widgets.wire import GradeResult, Job

JOB = Job(id=7, kind="grade", lease="secret", lease_seconds=60, tries=1, course_id="c")


class Hours:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Queue:
    """Gives so many jobs; each claim without one takes the time it was allowed to wait."""

    def __init__(self, clock: Hours, jobs: int, *, seconds: float = 1) -> None:
        self._clock = clock
        self._seconds = seconds
        self.left = jobs
        self.finished = 0

    def claim(self, worker: str, *, wait_seconds: int, kinds: Sequence[str]) -> Job | None:
        assert 1 <= wait_seconds <= 20
        if not self.left:
            self._clock.now += wait_seconds
            return None
        self.left -= 1
        self._clock.now += self._seconds
        return JOB

    def heartbeat(self, job: Job, *, progress: ProofProgress | None = None) -> None:
        """Nothing."""

    def finish(self, job: Job, result: object) -> None:
        self.finished += 1


@pytest.fixture
def clock() -> Hours:
    return Hours()


def work(queue: object, shift: Shift) -> None:
    done = {"grade": lambda job: GradeResult(state="graded")}
    Worker(queue, done, name="job-1", stop=Event(), shift=shift).run()  # type: ignore[arg-type]


def test_a_grader_ends_when_nothing_has_waited_for_so_long(clock):
    queue = Queue(clock, 3)
    work(queue, Shift(idle_seconds=45, clock=clock))
    assert queue.finished == 3
    assert clock.now == 3 + 45


def test_a_grader_begins_nothing_after_its_time(clock):
    queue = Queue(clock, 100, seconds=10)
    shift = Shift(idle_seconds=60, working_seconds=95, clock=clock)
    work(queue, shift)
    assert queue.finished == 10
    assert shift.was_heard


def test_a_grader_that_is_worn_ends_after_its_work_and_leaves_the_rest(clock):
    queue = Queue(clock, 3)
    shift = Shift(is_worn=lambda: queue.finished == 2, clock=clock)
    work(queue, shift)
    assert (queue.finished, queue.left) == (2, 1)


def test_a_grader_stays_for_ever_where_nobody_says_how_long(clock):
    shift = Shift(clock=clock)
    clock.now = 1e9
    assert not shift.is_over
    assert shift.wait_seconds == 20


def test_a_portal_that_never_answers_is_noticed(clock):
    class SilentQueue(Queue):
        def claim(self, worker: str, *, wait_seconds: int, kinds: Sequence[str]) -> Job | None:
            self._clock.now += 30
            raise PortalUnreachable("no connection", code="unreachable")

    shift = Shift(idle_seconds=45, clock=clock)
    work(SilentQueue(clock, 1), shift)
    assert not shift.was_heard
