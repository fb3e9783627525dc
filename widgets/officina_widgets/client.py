"""The portal's REST API as Python calls, for the notebook side, the CLI and the grader.

It runs wherever a token is: in a learner's own server, in a course's server, in the grader, on a
trainer's laptop. It needs neither nbgrader nor Jupyter. Each call either returns one of the models
in :mod:`officina_widgets.wire` or raises one of :mod:`officina_widgets.errors`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from officina_courses.checked import CheckResult
from officina_widgets.check_wire import CheckOut
from officina_widgets.environment import (
    SESSION_KEY_VARIABLE,
    SESSION_URL_VARIABLE,
    TOKEN_VARIABLE,
    URL_VARIABLE,
)
from officina_widgets.errors import NotConfigured, PortalBroken
from officina_widgets.prestart_wire import PrestartOrder, PrestartOut, PrestartQuote
from officina_widgets.regrade_wire import RegradeOut
from officina_widgets.transport import PATIENT, Counted, Patience, Progress, Transport
from officina_widgets.wire import (
    CourseDetail,
    CoursePage,
    Enrolment,
    ExerciseFiles,
    ExerciseOut,
    GradeResult,
    Job,
    JobFailure,
    JobKind,
    PrepareResult,
    QueueState,
    Receipt,
    ReleaseOut,
    SubmissionOut,
)

if TYPE_CHECKING:  # they bring the gates of courses, which no kernel needs
    from officina_widgets.data_wire import DataAgreementOut
    from officina_widgets.import_wire import ProofProgress, ProofResult

    Result = PrepareResult | GradeResult | CheckResult | ProofResult | JobFailure

TAR = {"Content-Type": "application/x-tar"}
RESULTS = {
    "PrepareResult": "prepare",
    "GradeResult": "grade",
    "CheckResult": "check",
    "ProofResult": "proof",
    "JobFailure": "failure",
}

NO_ENVIRONMENT = (
    "The environment variable {name} is not set, so there is no learning portal to speak with. "
    "Start this from a session of the hub, or set {url} and {token} yourself."
)

T = TypeVar("T")
Params = Sequence[tuple[str, Any]]


class PortalClient:
    """One person's (or service's) way to one portal; close it, or use it in a ``with``."""

    def __init__(self, url: str, token: str, *, patience: Patience = PATIENT) -> None:
        self._transport = Transport(url, token, patience)

    @classmethod
    def from_environment(cls, *, patience: Patience = PATIENT) -> PortalClient:
        """The client of this session: what the spawner put into its environment.

        A kernel has the key of its session's server instead, which passes on what kernels need.
        """
        server, key = (
            os.environ.get(name) for name in (SESSION_URL_VARIABLE, SESSION_KEY_VARIABLE)
        )
        if server and key:
            return cls(f"{server}/portal", key, patience=patience)
        values = []
        for name in (URL_VARIABLE, TOKEN_VARIABLE):
            if not os.environ.get(name):
                message = NO_ENVIRONMENT.format(name=name, url=URL_VARIABLE, token=TOKEN_VARIABLE)
                raise NotConfigured(message, code="not-configured")
            values.append(os.environ[name])
        return cls(values[0], values[1], patience=patience)

    @property
    def url(self) -> str:
        """The portal's address, without a slash at the end."""
        return self._transport.url

    def close(self) -> None:
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, model: type[T], method: str, *segments: str, **options: Any) -> T:
        return self._noted("", model, method, *segments, **options)[1]

    def _noted(
        self, header: str, model: type[T], method: str, *segments: str, **options: Any
    ) -> tuple[str | None, T]:
        response = self._transport.json(method, *segments, **options)
        try:
            return response.headers.get(header), TypeAdapter(model).validate_json(response.content)
        except ValidationError as error:
            raise PortalBroken(
                f"The portal's answer on {'/'.join(segments)} has a form this version does not "
                "know, so it was not used. Portal and session may have different versions: "
                "restart your server (File, Hub Control Panel), or tell your support.",
                code="unknown-answer",
            ) from error

    def read(self, model: type[T], *segments: str, params: Params = ()) -> T:
        """What one address below ``api/`` tells, for parts that bring their own models."""
        return self._ask(model, "GET", *segments, params=params)

    def read_noted(
        self, header: str, model: type[T], *segments: str, params: Params = ()
    ) -> tuple[str | None, T]:
        """The same, and what stands in that header, if it is there."""
        return self._noted(header, model, "GET", *segments, params=params)

    # Courses and enrolment

    def health(self) -> dict[str, Any]:
        """What the portal says of itself; raises where it is not well."""
        return cast("dict[str, Any]", self._ask(dict, "GET", "health"))

    def courses(
        self,
        *,
        search: str = "",
        language: str = "",
        level: str = "",
        limit: int = 50,
        offset: int = 0,
    ) -> CoursePage:
        """One page of the courses that match."""
        asked = {"search": search, "language": language, "level": level}
        params: dict[str, Any] = {name: value for name, value in asked.items() if value}
        params |= {"limit": limit, "offset": offset}
        return self._ask(CoursePage, "GET", "courses", params=params)

    def course(self, course_id: str) -> CourseDetail:
        return self._ask(CourseDetail, "GET", "courses", course_id)

    def enrol(self, course_id: str, *, language: str = "") -> Enrolment:
        """Enrol; ``language`` is the one that notebooks come in from now on."""
        params = {"language": language} if language else {}
        return self._ask(Enrolment, "PUT", "courses", course_id, "enrolment", params=params)

    def leave(self, course_id: str) -> None:
        """Leave a course; submissions and receipts stay."""
        self._transport.send("DELETE", "courses", course_id, "enrolment")

    # Exercises

    def exercise_files(self, course_id: str, exercise_id: str) -> ExerciseFiles:
        return self._ask(ExerciseFiles, "GET", *_exercise(course_id, exercise_id), "files")

    def exercise_tar(self, course_id: str, exercise_id: str) -> AbstractContextManager[IO[bytes]]:
        """The student version as a whole tar: ``with client.exercise_tar(c, e) as tar: …``."""
        return self._transport.download(*_exercise(course_id, exercise_id), "files.tar")

    def release_exercise(
        self, course_id: str, exercise_id: str, tar: IO[bytes], *, force: bool = False
    ) -> ExerciseFiles:
        """Put a student version in place; only ``force`` replaces one that is there."""
        place = (*_exercise(course_id, exercise_id), "files.tar")
        params = {"force": int(force)}
        return self._ask(ExerciseFiles, "PUT", *place, data=tar, headers=TAR, params=params)

    def unrelease_exercise(self, course_id: str, exercise_id: str) -> None:
        self._transport.send("DELETE", *_exercise(course_id, exercise_id), "files")

    def set_deadline(
        self, course_id: str, exercise_id: str, deadline: datetime | None
    ) -> ExerciseOut:
        """Set the moment after which a submission is late, or take it away."""
        body = {"deadline": deadline.isoformat() if deadline else None}
        return self._ask(ExerciseOut, "PATCH", *_exercise(course_id, exercise_id), json=body)

    # Submissions

    def submit(self, course_id: str, exercise_id: str, tar: IO[bytes]) -> Receipt:
        """Hand in one tar; sending the same again gives the same receipt."""
        headers = TAR | {"X-Officina-Client-Time": datetime.now(UTC).isoformat()}
        place = (*_exercise(course_id, exercise_id), "submissions")
        return self._ask(Receipt, "POST", *place, data=tar, headers=headers)

    def submissions(
        self, course_id: str, exercise_id: str | None = None, *, user: str = "me"
    ) -> tuple[SubmissionOut, ...]:
        """Submissions of ``me``, of one learner, or of all (``*``), oldest first."""
        place = _exercise(course_id, exercise_id) if exercise_id else ("courses", course_id)
        return self._ask(
            tuple[SubmissionOut, ...], "GET", *place, "submissions", params={"user": user}
        )

    def submission(self, submission_id: str) -> SubmissionOut:
        return self._ask(SubmissionOut, "GET", "submissions", submission_id)

    def submission_tar(self, submission_id: str) -> AbstractContextManager[IO[bytes]]:
        return self._transport.download("submissions", submission_id, "files.tar")

    def receipt(self, submission_id: str) -> Receipt:
        return self._ask(Receipt, "GET", "submissions", submission_id, "receipt")

    def feedback(self, submission_id: str, notebook: str) -> bytes:
        """The sanitised page of one notebook, as UTF-8 HTML."""
        place = ("submissions", submission_id, "feedback", f"{notebook}.html")
        return self._transport.send("GET", *place).content

    def regrade(self, submission_id: str) -> None:
        self._transport.send("POST", "submissions", submission_id, "regrade")

    # Checks before handing in

    def begin_check(
        self, course_id: str, exercise_id: str, tar: IO[bytes], *, language: str = ""
    ) -> CheckOut:
        """Have an exercise run as it is; nothing is handed in, and nothing counts."""
        place = (*_exercise(course_id, exercise_id), "checks")
        headers = TAR | _told_in(language)
        return self._ask(CheckOut, "POST", *place, data=tar, headers=headers)

    def check(
        self, check_id: str, *, seen: str = "", wait_seconds: int = 0, language: str = ""
    ) -> CheckOut:
        """One check; waits until its state is another than ``seen``, at most so long."""
        params: dict[str, Any] = {"seen": seen, "wait_seconds": wait_seconds}
        headers = _told_in(language)
        return self._ask(CheckOut, "GET", "checks", check_id, params=params, headers=headers)

    # Data that came under an agreement

    def data_agreements(self) -> tuple[DataAgreementOut, ...]:
        """One's own, the newest first."""
        from officina_widgets.data_wire import DataAgreementOut

        return self._ask(tuple[DataAgreementOut, ...], "GET", "data-agreements")

    def data_agreement(self, agreement_id: str) -> dict[str, Any]:
        """The agreement itself, as JSON-LD."""
        place = ("data-agreements", agreement_id, "agreement")
        return cast("dict[str, Any]", self._ask(dict, "GET", *place))

    def agreed_data(self, agreement_id: str, *, at_most: int) -> Iterator[bytes]:
        """Its bytes, piece by piece, and no more than that."""
        return self._transport.pieces("data-agreements", agreement_id, "data", at_most=at_most)

    # Teaching

    def publish_feedback(
        self, course_id: str, exercise_id: str, users: tuple[str, ...] | None = None
    ) -> None:
        """Ask for feedback to be made anew from the gradebook, for all learners or for some."""
        body = {"users": None if users is None else list(users)}
        self._transport.send("POST", *_exercise(course_id, exercise_id), "feedback", json=body)

    def gradebook(self, course_id: str) -> dict[str, Any]:
        return cast("dict[str, Any]", self._ask(dict, "GET", "courses", course_id, "gradebook"))

    def gradebook_csv(self, course_id: str) -> str:
        return self._transport.send("GET", "courses", course_id, "gradebook.csv").text

    def publish(
        self, course_id: str, tar: IO[bytes], *, progress: Progress | None = None
    ) -> ReleaseOut:
        """Upload a course folder; ``progress`` is called with bytes sent and bytes in all."""
        body = Counted(tar, progress) if progress else tar
        return self._ask(
            ReleaseOut, "POST", "courses", course_id, "releases", data=body, headers=TAR
        )

    def releases(self, course_id: str) -> tuple[ReleaseOut, ...]:
        return self._ask(tuple[ReleaseOut, ...], "GET", "courses", course_id, "releases")

    def release(self, release_id: int) -> ReleaseOut:
        return self._ask(ReleaseOut, "GET", "releases", str(release_id))

    # Grading again

    def start_regrade(self, course_id: str, exercise_id: str) -> RegradeOut:
        """Have an exercise graded again for a preview, or find the one under way."""
        return self._ask(RegradeOut, "POST", *_exercise(course_id, exercise_id), "regrades")

    def regrades(self, course_id: str, exercise_id: str) -> tuple[RegradeOut, ...]:
        """The previews of an exercise, the newest first, without their lines."""
        place = (*_exercise(course_id, exercise_id), "regrades")
        return self._ask(tuple[RegradeOut, ...], "GET", *place)

    def regrade_preview(self, course_id: str, regrade_id: str) -> RegradeOut:
        return self._ask(RegradeOut, "GET", "courses", course_id, "regrades", regrade_id)

    def confirm_regrade(self, course_id: str, regrade_id: str, reason: str) -> RegradeOut:
        """Have the previewed marks written; learners whose marks change are told the reason."""
        place = ("courses", course_id, "regrades", regrade_id, "confirm")
        return self._ask(RegradeOut, "POST", *place, json={"reason": reason})

    def discard_regrade(self, course_id: str, regrade_id: str) -> RegradeOut:
        return self._ask(RegradeOut, "DELETE", "courses", course_id, "regrades", regrade_id)

    def undo_regrade(self, course_id: str, regrade_id: str) -> RegradeOut:
        """Have the marks from before a confirmed preview put back."""
        place = ("courses", course_id, "regrades", regrade_id, "undo")
        return self._ask(RegradeOut, "POST", *place)

    # Sessions for a class

    def prestart_quote(self, course_id: str, order: PrestartOrder) -> PrestartQuote:
        """What a plan would cost and whom it could not serve; nothing is started."""
        place = ("courses", course_id, "prestarts", "quotes")
        return self._ask(PrestartQuote, "POST", *place, json=order.model_dump(mode="json"))

    def prepare(self, course_id: str, prestart_id: str, order: PrestartOrder) -> PrestartOut:
        """Have sessions prepared under an id of one's own; doing it twice is doing it once."""
        place = ("courses", course_id, "prestarts", prestart_id)
        return self._ask(PrestartOut, "PUT", *place, json=order.model_dump(mode="json"))

    def prestart(
        self, course_id: str, prestart_id: str, *, seen: int = -1, wait_seconds: int = 0
    ) -> PrestartOut:
        """How far a plan is; waits for something other than what was ``seen``."""
        place = ("courses", course_id, "prestarts", prestart_id)
        params = {"seen": seen, "wait_seconds": wait_seconds}
        return self._ask(PrestartOut, "GET", *place, params=params)

    def prestarts(self, course_id: str) -> tuple[PrestartOut, ...]:
        return self._ask(tuple[PrestartOut, ...], "GET", "courses", course_id, "prestarts")

    def cancel_prestart(self, course_id: str, prestart_id: str) -> PrestartOut:
        """Take back what nobody has opened."""
        return self._ask(PrestartOut, "DELETE", "courses", course_id, "prestarts", prestart_id)

    # The grader

    def package_tar(self, release_id: int) -> AbstractContextManager[IO[bytes]]:
        return self._transport.download("releases", str(release_id), "package.tar")

    def put_release_files(self, release_id: int, tar: IO[bytes]) -> None:
        """Hand in the student versions of all exercises; possible while the release prepares."""
        place = ("releases", str(release_id), "files.tar")
        self._transport.send("PUT", *place, data=tar, headers=TAR)

    def check_tar(self, check_id: str) -> AbstractContextManager[IO[bytes]]:
        return self._transport.download("checks", check_id, "files.tar")

    def queue_state(self, *, wait_seconds: int = 0) -> QueueState:
        """How much there is to do; waits a while until something is to be taken."""
        return self._ask(QueueState, "GET", "queue", params={"wait_seconds": wait_seconds})

    def claim(
        self, worker: str, *, wait_seconds: int = 25, kinds: Sequence[JobKind] = ()
    ) -> Job | None:
        """Take one job, of these kinds where any are named; ``None`` where none came in time."""
        body = {"worker": worker, "wait_seconds": wait_seconds, "kinds": list(kinds)}
        response = self._transport.send("POST", "queue", "claim", json=body)
        return Job.model_validate_json(response.content) if response.status_code == 200 else None

    def heartbeat(self, job: Job, *, progress: ProofProgress | None = None) -> None:
        """Keep the lease; raises :class:`~officina_widgets.errors.Conflict` where it is lost."""
        told = {} if progress is None else {"progress": progress.model_dump()}
        body = {"lease": job.lease, **told}
        self._transport.send("POST", "queue", str(job.id), "heartbeat", json=body)

    def finish(self, job: Job, result: Result) -> None:
        """Hand in what came of a job; raises ``Conflict`` where the lease is lost."""
        body: dict[str, Any] = {"lease": job.lease, **dict.fromkeys(RESULTS.values())}
        body[RESULTS[type(result).__name__]] = result.model_dump(mode="json")
        self._transport.send("POST", "queue", str(job.id), "result", json=body)


def _told_in(language: str) -> dict[str, str]:
    """The header that asks for sentences in a language; none where nobody said which."""
    return {"Accept-Language": language} if language else {}


def _exercise(course_id: str, exercise_id: str) -> tuple[str, str, str, str]:
    return ("courses", course_id, "exercises", exercise_id)
