"""The worker's loop against a queue that holds one job."""

from __future__ import annotations

import subprocess
import sys
from threading import Event
from typing import get_args

import pytest

from officina_courses.errors import CourseError
from officina_courses.grading import GradebookDamaged, NotPrepared, SandboxFailed
from officina_courses.grading.remarks import pieces
from officina_courses.model import Finding
from officina_hub.factory.sessions import Grading
from officina_hub.grader.errors import CourseRefused, JobError
from officina_hub.grader.heartbeat import Heartbeat
from officina_hub.grader.overtime import longest_seconds
from officina_hub.grader.sentences import TOO_MUCH_MEMORY, UNEXPECTED
from officina_hub.grader.worker import Worker
from officina_widgets.errors import Conflict, PortalUnreachable
from officina_widgets.import_wire import ProofProgress
from officina_widgets.wire import GradeResult, Job, JobFailure, JobKind, PrepareResult

JOB = Job(id=7, kind="grade", lease="secret", lease_seconds=60, tries=1, course_id="c")
GRADED = GradeResult(state="graded")


class OneJobQueue:
    """A client that has one job to give and then stops the worker."""

    def __init__(self) -> None:
        self.stop = Event()
        self.finished: list[object] = []
        self.given = False

    def claim(self, worker: str, *, wait_seconds: int, kinds: object = ()) -> Job | None:
        if self.given:
            self.stop.set()
            return None
        self.given = True
        return JOB

    def heartbeat(self, job: Job, *, progress: ProofProgress | None = None) -> None:
        raise AssertionError("a quick job needs no heartbeat")

    def finish(self, job: Job, result: object) -> None:
        self.finished.append(result)


def run(queue: OneJobQueue, work: object) -> list[object]:
    works = dict.fromkeys(get_args(JobKind), work)
    Worker(queue, works, name="grader-1", stop=queue.stop).run()  # type: ignore[arg-type]
    return queue.finished


def raising(error: Exception) -> object:
    def work(job: Job) -> GradeResult:
        raise error

    return work


def test_result_is_handed_in():
    assert run(OneJobQueue(), lambda job: GRADED) == [GRADED]


def test_findings_of_a_refused_course_are_handed_in_as_a_prepared_release():
    finding = Finding(severity="error", code="OFF001", message="no title")
    assert run(OneJobQueue(), raising(CourseRefused((finding,)))) == [
        PrepareResult(exercises=(), findings=(finding,))
    ]


def test_job_error_can_be_tried_again():
    assert run(OneJobQueue(), raising(JobError("no room"))) == [
        JobFailure(message="no room", retry=True)
    ]


@pytest.mark.parametrize(
    ("kind", "retry"), [(SandboxFailed, True), (NotPrepared, False), (CourseError, False)]
)
def test_only_a_sandbox_that_did_not_start_is_worth_another_try(kind, retry):
    error = kind("It did not start.", why="Nothing was graded.", todo="Try again.")
    assert run(OneJobQueue(), raising(error)) == [
        JobFailure(message="It did not start. Nothing was graded. Try again.", retry=retry)
    ]


def test_unexpected_error_is_told_without_its_text(caplog):
    (failure,) = run(OneJobQueue(), raising(ZeroDivisionError("secret detail")))
    assert isinstance(failure, JobFailure)
    assert failure.retry
    assert "secret detail" not in failure.message
    assert "job 7" in failure.message
    assert "secret detail" in caplog.text


def of_kind(kind: str) -> OneJobQueue:
    class OneKindQueue(OneJobQueue):
        def claim(self, worker: str, *, wait_seconds: int, kinds: object = ()) -> Job | None:
            job = super().claim(worker, wait_seconds=wait_seconds)
            return job and job.model_copy(update={"kind": kind})

    return OneKindQueue()


KINDS = pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("grade", "submission"),
        ("prepare", "release"),
        ("feedback", "feedback"),
        ("regrade", "marks"),
        ("confirm", "submission"),
        ("undo", "new"),
        ("check", "check"),
    ],
)


@KINDS
def test_a_damaged_gradebook_is_told_once_and_without_a_traceback(caplog, kind, about):
    error = GradebookDamaged("It is damaged.", why="Nothing was written.", todo="Restore it.")
    (failure,) = run(of_kind(kind), raising(error))
    assert isinstance(failure, JobFailure)
    assert not failure.retry
    assert failure.message.startswith("It is damaged. Nothing was written. Restore it.")
    assert about in failure.message
    assert [record.levelname for record in caplog.records if record.levelno > 20] == ["WARNING"]
    assert not any(record.exc_info for record in caplog.records)


@KINDS
def test_an_unexpected_error_is_told_of_what_was_worked_on(kind, about):
    (failure,) = run(of_kind(kind), raising(ZeroDivisionError()))
    assert isinstance(failure, JobFailure)
    assert about in failure.message
    assert "tried again" not in failure.message
    assert ("submission" in failure.message) == (kind in {"grade", "confirm"})


@KINDS
def test_too_much_memory_is_told_and_tried_again_with_less_in_it(kind, about, caplog):
    (failure,) = run(of_kind(kind), raising(MemoryError()))
    assert isinstance(failure, JobFailure)
    assert failure.retry
    assert "more memory than a grader may have" in failure.message
    assert about in failure.message or kind == "grade"
    assert not any(record.exc_info for record in caplog.records)


def test_what_is_told_of_a_check_is_known_in_other_languages():
    said = [error_words["check"].format(id=7) for error_words in (UNEXPECTED, TOO_MUCH_MEMORY)]
    assert not [piece for text in said for piece in pieces(text) if isinstance(piece, str)]


def test_lost_lease_is_not_an_error():
    class LostLeaseQueue(OneJobQueue):
        def finish(self, job: Job, result: object) -> None:
            self.finished.append(result)
            raise Conflict("gone", code="lease-lost")

    assert run(LostLeaseQueue(), lambda job: GRADED) == [GRADED]


def test_unreachable_portal_is_waited_for():
    class RestartingPortal(OneJobQueue):
        refusals = 1

        def claim(self, worker: str, *, wait_seconds: int, kinds: object = ()) -> Job | None:
            if self.refusals:
                self.refusals -= 1
                raise PortalUnreachable("restarting", code="unreachable")
            return super().claim(worker, wait_seconds=wait_seconds)

    assert run(RestartingPortal(), lambda job: GRADED) == [GRADED]


def test_long_job_keeps_its_lease():
    beaten = Event()

    class BeatenQueue(OneJobQueue):
        def claim(self, worker: str, *, wait_seconds: int, kinds: object = ()) -> Job | None:
            job = super().claim(worker, wait_seconds=wait_seconds)
            return job and job.model_copy(update={"lease_seconds": 0})

        def heartbeat(self, job: Job, *, progress: ProofProgress | None = None) -> None:
            beaten.set()

    def work(job: Job) -> GradeResult:
        assert beaten.wait(10)
        return GRADED

    assert run(BeatenQueue(), work) == [GRADED]


def test_progress_is_told_and_not_at_each_step():
    told: list[int] = []

    class ToldQueue(OneJobQueue):
        def heartbeat(self, job: Job, *, progress: ProofProgress | None = None) -> None:
            assert progress is not None
            told.append(progress.done)

    beat = Heartbeat(ToldQueue(), JOB)
    for done in range(3):
        beat.tell(ProofProgress(done=done, of=3, what="leaf: run"))
    assert told == [0]


def test_work_that_nobody_wants_any_more_ends_at_its_next_step():
    class LostQueue(OneJobQueue):
        def heartbeat(self, job: Job, *, progress: ProofProgress | None = None) -> None:
            raise Conflict("gone", code="lost-lease")

    with pytest.raises(Conflict):
        Heartbeat(LostQueue(), JOB).tell(ProofProgress(done=0, of=3, what="leaf: run"))


def test_stuck_job_loses_its_lease():
    over = Event()

    class NeverBeatenQueue(OneJobQueue):
        def heartbeat(self, job: Job, *, progress: ProofProgress | None = None) -> None:
            raise AssertionError("its time is over")

    job = JOB.model_copy(update={"lease_seconds": 0})
    with Heartbeat(NeverBeatenQueue(), job, longest_seconds=-1, overtime=over.set):
        assert over.wait(10)


def test_only_grading_may_take_the_time_of_notebooks():
    rules = Grading(submission_timeout_seconds=300)
    publishing = JOB.model_copy(update={"kind": "feedback"})
    assert longest_seconds(publishing, rules) == 1800
    for kind in ("grade", "regrade", "confirm"):
        longest = longest_seconds(JOB.model_copy(update={"kind": kind}), rules)
        assert longest == (4 * 20 + 1) * 300 + 1800, "and one that is run again with a full share"


def test_stuck_process_is_ended_also_where_it_does_not_listen():
    stuck = (
        "import signal, threading\n"
        "from officina_hub.grader import overtime\n"
        "overtime.GRACE_SECONDS = 0.1\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "threading.Thread(target=overtime.end_stuck_process).start()\n"
        "threading.Event().wait()\n"
    )
    ended = subprocess.run([sys.executable, "-c", stuck], timeout=30, check=False)
    assert ended.returncode == 1


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_being_told_to_stop_stops(error):
    with pytest.raises(error):
        run(OneJobQueue(), raising(error()))
