"""The worker's loop: claim, do, hand in; and go on whatever one piece of work was like."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from threading import Event

from officina_courses.checked import CheckResult
from officina_courses.errors import CourseError
from officina_courses.grading.errors import ExerciseReplaced, GradebookDamaged, SandboxFailed
from officina_hub.grader.errors import CourseRefused, JobError
from officina_hub.grader.heartbeat import Heartbeat
from officina_hub.grader.sentences import AFTER_REPAIR, TOO_MUCH_MEMORY, UNEXPECTED
from officina_hub.grader.shift import Shift
from officina_widgets.client import PortalClient
from officina_widgets.errors import Conflict, PortalError
from officina_widgets.import_wire import ProofResult
from officina_widgets.wire import GradeResult, Job, JobFailure, JobKind, PrepareResult

log = logging.getLogger(__name__)

Answer = PrepareResult | GradeResult | CheckResult | ProofResult
Work = Callable[[Job], Answer]


class Worker:
    """One grader. ``name`` stays the same over restarts, so that its own lost leases come back.

    ``heartbeat`` keeps a job's lease while it is worked on, and decides how long that may be;
    ``shift`` says how long the grader stays. Where ``kinds`` are named, it takes no other work.
    """

    def __init__(
        self,
        client: PortalClient,
        work: Mapping[str, Work],
        *,
        name: str,
        stop: Event,
        kinds: Sequence[JobKind] = (),
        heartbeat: Callable[[PortalClient, Job], Heartbeat] = Heartbeat,
        shift: Shift | None = None,
    ) -> None:
        self._client = client
        self._work = work
        self._name = name
        self._stop = stop
        self._kinds = kinds
        self._heartbeat = heartbeat
        self._shift = shift or Shift()

    def run(self) -> None:
        """Work until ``stop`` is set or the shift is over; an unreachable portal is waited for."""
        pause, shift = 0.5, self._shift
        while not (self._stop.is_set() or shift.is_over):
            try:
                job = self._client.claim(
                    self._name, wait_seconds=shift.wait_seconds, kinds=self._kinds
                )
                shift.heard()
                pause = 0.5
                if job is not None:
                    self.do(job)
                    shift.worked()
            except PortalError as error:
                log.warning("the portal does not take or give work now: %s", error)
                self._stop.wait(pause)
                pause = min(pause * 2, 15.0)

    def do(self, job: Job) -> None:
        """Do one job and hand in what came of it, be it a failure."""
        log.info("job %s: %s of %s %s", job.id, job.kind, job.course_id, job.exercise_id or "")
        with self._heartbeat(self._client, job):
            answer = self._answer(job)
        try:
            self._client.finish(job, answer)
        except Conflict:
            log.warning("job %s: the lease was lost, somebody else has the work", job.id)

    def _answer(self, job: Job) -> Answer | JobFailure:
        try:
            return self._work[job.kind](job)
        except CourseRefused as error:
            return PrepareResult(exercises=(), findings=error.findings)
        except JobError as error:
            return JobFailure(message=str(error), retry=error.retry)
        # Nothing was graded, by no fault of the work.
        except (SandboxFailed, ExerciseReplaced, PortalError) as error:
            return JobFailure(message=str(error), retry=True)
        except GradebookDamaged as error:
            log.warning("job %s: %s", job.id, error)
            return JobFailure(message=f"{error} {AFTER_REPAIR[job.kind]}", retry=False)
        except CourseError as error:
            # Also NotPrepared: a retry comes at once, at its old place in the queue, so nothing
            # could have prepared the exercise meanwhile. It is always prepared before it can be
            # handed in; where its gradebook is gone, a trainer has to publish again.
            return JobFailure(message=str(error), retry=False)
        except MemoryError:  # it may have come of what was there before, so it is tried again
            log.error("job %s takes more memory than a grader may have", job.id)
            return JobFailure(message=TOO_MUCH_MEMORY[job.kind], retry=True)
        except Exception:  # one piece of work must never stop the queue
            log.exception("job %s failed", job.id)
            return JobFailure(message=UNEXPECTED[job.kind].format(id=job.id), retry=True)
