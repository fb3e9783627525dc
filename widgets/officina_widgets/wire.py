"""What travels between the notebook side and the portal, as frozen models.

The portal imports these from here (the stairway allows it), so that client and server cannot
disagree. Times are aware UTC; sizes are bytes; hashes are lower-case hex SHA-256.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from officina_courses.marks import ExerciseBuilt, FeedbackPage, Grade
from officina_courses.model import Course, Finding, Frozen, Level

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MemberRole = Literal["learner", "trainer"]

SubmissionState = Literal[
    "queued",  # acknowledged, waits for a grader
    "grading",  # a grader has it
    "graded",  # all marks are there
    "needs_manual",  # automatic marks are there, a trainer marks the rest
    "ungradable",  # the file could not be graded; ``message`` says why
    "superseded",  # a newer attempt came before this one was graded, and is graded in its place
]


class ExerciseOut(Frozen):
    """An exercise as the course page shows it."""

    id: str
    title: str
    summary: str = ""
    minutes: int
    deadline: AwareDatetime | None = None
    max_score: float
    has_manual: bool
    notebooks: tuple[str, ...] = Field(description="Notebook names without .ipynb, in order")


class CourseSummary(Frozen):
    """A course in a list."""

    id: str
    title: str
    summary: str
    language: str
    level: Level
    minutes: int
    licence: str
    version: str
    exercise_count: int
    role: MemberRole | None = Field(default=None, description="What the asking user is in it")


class CoursePage(Frozen):
    """One page of a course list, by limit and offset as the Hub does."""

    items: tuple[CourseSummary, ...]
    total: int
    limit: int
    offset: int


class CourseDetail(Frozen):
    """Everything a course page shows."""

    course: Course
    release_id: int
    published_at: AwareDatetime
    role: MemberRole | None
    exercises: tuple[ExerciseOut, ...]


class Enrolment(Frozen):
    """That a user belongs to a course."""

    course_id: str
    user: str
    role: MemberRole
    enrolled_at: AwareDatetime
    language: str = Field(default="", description="Which notebooks come in; empty: the course's")


class FileEntry(Frozen):
    """One file of a release or a submission; ``path`` is relative, with forward slashes."""

    path: str
    sha256: Sha256
    size: int


class ExerciseFiles(Frozen):
    """The files of an exercise's current release, as a learner gets them."""

    course_id: str
    exercise_id: str
    release_id: int
    version: str
    language: str = Field(
        default="",
        max_length=64,
        pattern=r"^[A-Za-z0-9-]*$",
        description="Which the notebooks are in, where they can be",
    )
    files: tuple[FileEntry, ...]


class Receipt(Frozen):
    """Proof that a submission was received whole: keep it."""

    submission_id: str
    sequence: int = Field(description="Counts all submissions of this portal, without gaps reused")
    course_id: str
    exercise_id: str
    user: str
    received_at: AwareDatetime = Field(description="The portal's clock at the last byte")
    sha256: Sha256 = Field(description="Hash over the sorted list of paths and file hashes")
    size: int
    is_late: bool = False
    signature: str = Field(description="HMAC-SHA256 by the portal over the fields above, hex")


class SubmissionOut(Frozen):
    """A submission with its state, and its marks once there are some."""

    id: str
    sequence: int
    course_id: str
    exercise_id: str
    user: str
    attempt: int
    received_at: AwareDatetime
    sha256: Sha256
    size: int
    is_late: bool
    state: SubmissionState
    message: str = ""
    queue_position: int | None = None
    grade: Grade | None = None
    feedback: tuple[str, ...] = Field(default=(), description="Notebooks with published feedback")
    feedback_at: AwareDatetime | None = None
    files: tuple[FileEntry, ...] = ()


ReleaseState = Literal[
    "proving",  # came from elsewhere and is being run here
    "proved",
    "unproved",
    "discarded",
    "preparing",
    "published",
    "failed",
]


class ReleaseOut(Frozen):
    """One published version of a course, or one on its way there."""

    id: int
    course_id: str
    version: str
    sha256: Sha256 = Field(description="Hash of the uploaded package")
    state: ReleaseState
    findings: tuple[Finding, ...] = ()
    created_by: str
    created_at: AwareDatetime


class PrepareResult(Frozen):
    """The grader's answer to a ``prepare`` job; the files were put there before."""

    exercises: tuple[ExerciseBuilt, ...]
    findings: tuple[Finding, ...] = ()


class GradeResult(Frozen):
    """The grader's answer to any job about a submission."""

    state: Literal["graded", "needs_manual", "ungradable"]
    message: str = ""
    grade: Grade | None = None
    feedback: tuple[FeedbackPage, ...] = ()
    tests: str = Field(
        default="", max_length=64, description="Fingerprint of the tests that gave these marks"
    )


class JobFailure(Frozen):
    """That a job could not be done, in words for the person who waits for it."""

    message: str
    retry: bool = Field(description="Whether another try can help")


class AgreedMarks(Frozen):
    """Marks that a trainer saw and agreed to, with the fingerprint of the tests behind them."""

    grade: Grade
    tests: str = ""


JobKind = Literal[
    "grade",
    "prepare",
    "feedback",
    "regrade",  # graded again without writing anything, for a preview
    "confirm",  # graded again, and written where the marks are those of the preview
    "undo",  # the marks from before a confirmed preview put back
    "check",  # run before it is handed in, for the learner alone; it counts nowhere
    "prove",  # a course from elsewhere taken through all gates here
]


class Job(Frozen):
    """One piece of work for a grader, held under a lease."""

    id: int
    kind: JobKind
    lease: str = Field(description="Opaque; sent back with the heartbeat and the result")
    lease_seconds: int
    tries: int
    course_id: str
    exercise_id: str | None = None
    release_id: int | None = None
    submission_id: str | None = None
    check_id: str | None = None
    user: str | None = None
    received_at: AwareDatetime | None = None
    is_late: bool = False
    course: Course | None = Field(default=None, description="Limits and titles of the release")
    seen: AgreedMarks | None = Field(
        default=None, description="What the preview showed; only that is written, or put back"
    )
    earlier: AgreedMarks | None = Field(
        default=None, description="The marks from before the preview, where they are put back"
    )


class QueueState(Frozen):
    """How much graders have to do; checks before handing in and proofs are counted apart."""

    waiting: int = Field(description="Pieces of work that wait")
    in_hand: int = Field(description="Pieces that a grader has, or had when it was heard of last")
    checks: int = Field(default=0, description="Checks that wait or are in hand")
    proofs: int = Field(default=0, description="Courses from elsewhere that wait to be run")
    proofs_in_hand: int = Field(default=0, description="Courses from elsewhere that are run")


class Problem(Frozen):
    """An error body, RFC 9457 ``application/problem+json``."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="What happened, why it matters, what to do now")
    code: str = Field(description="Stable name of the error, such as ``submission-too-large``")
    correlation_id: str
