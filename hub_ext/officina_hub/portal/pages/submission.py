"""One attempt with its marks, its files and its receipt."""

from __future__ import annotations

from typing import Any, NamedTuple

from babel.support import NullTranslations
from sqlalchemy.orm import Session

from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.mine import LATER_SECONDS, SOON_SECONDS, bar_of, feedback_address
from officina_hub.portal.pages.states import is_moving, late_chip, submission_chip
from officina_hub.portal.store.attempts import counting, in_the_way
from officina_hub.portal.store.mark_history import mark_history
from officina_hub.portal.store.progress import awaits_feedback
from officina_hub.portal.store.receipts import receipt_of
from officina_hub.portal.store.story import EndedTry, story_of
from officina_hub.portal.store.submissions import (
    find_submission,
    list_submissions,
    no_such_submission,
    submission_out,
)
from officina_widgets.wire import CourseDetail, ExerciseOut, Receipt, SubmissionOut


class Back(NamedTuple):
    """Where the reader came from."""

    path: str
    label: str


def one_submission(session: Session, submission_id: str) -> SubmissionOut:
    """The submission; raises ``NotFound``."""
    return submission_out(session, find_submission(session, submission_id))


def can_be_regraded(session: Session, submission_id: str) -> bool:
    """Whether no newer attempt stands in the way of grading it again."""
    return in_the_way(session, find_submission(session, submission_id)) is None


def ended_tries(session: Session, submission_id: str) -> tuple[EndedTry, ...]:
    """What the tries ended with in which it could not be graded."""
    return story_of(session, find_submission(session, submission_id))


class Attempts(NamedTuple):
    """All attempts of one learner at one exercise, and the sequence of the one that counts."""

    all: tuple[SubmissionOut, ...]
    counts: int | None


def attempts_beside(session: Session, submission: SubmissionOut) -> Attempts:
    """The learner's attempts at that exercise, this one among them."""
    course_id, user = submission.course_id, submission.user
    exercise_id = submission.exercise_id
    found = list_submissions(session, course_id, exercise_id=exercise_id, user=user)
    counts = set(session.scalars(counting(course_id, user=user)))
    return Attempts(found, next((one.sequence for one in found if one.sequence in counts), None))


def one_receipt(session: Session, submission_id: str) -> Receipt:
    """The receipt given for it; raises ``NotFound``."""
    return receipt_of(find_submission(session, submission_id))


def exercise_of(detail: CourseDetail, exercise_id: str) -> ExerciseOut:
    """The exercise; one that is no longer released still has attempts, under its id."""
    found = next((e for e in detail.exercises if e.id == exercise_id), None)
    return found or ExerciseOut(
        id=exercise_id, title=exercise_id, minutes=0, max_score=0, has_manual=False, notebooks=()
    )


def way_back(t: NullTranslations, *, is_own: bool) -> Back:
    """To the learner's own page, or to the trainer's."""
    return Back("/mine", t.gettext("My progress")) if is_own else Back("/teach", t.gettext("Teach"))


class WorkHandler(PageHandler):
    """The base of pages about one attempt: for whose it is, and for the course's trainers."""

    right = "submissions.read"
    door = "learn"

    async def visible(
        self, course_id: str, submission_id: str
    ) -> tuple[CourseDetail, SubmissionOut]:
        """The course and the attempt, or ``NotFound`` for an attempt of another course."""
        detail = (await self.told(course_id)).detail
        submission = await self.portal.read(one_submission, submission_id)
        if submission.course_id != course_id:
            raise no_such_submission(submission_id)
        return detail, submission

    async def is_awaited(self, submission: SubmissionOut) -> bool:
        """Whether marks or feedback of that learner's are still to come."""
        if is_moving(submission) or submission.state == "needs_manual":
            return True
        return await self.portal.read(awaits_feedback, submission.course_id, submission.user)

    def listening(self, submission: SubmissionOut) -> dict[str, Any]:
        """Where a page hears of news about the attempt, and how often it asks without."""
        course = f"courses/{submission.course_id}"
        return {
            "news": self.address(f"{course}/submissions/{submission.id}/news"),
            "every_seconds": SOON_SECONDS if is_moving(submission) else LATER_SECONDS,
        }


class SubmissionHandler(WorkHandler):
    """The page of one attempt."""

    async def get(self, course_id: str, submission_id: str) -> None:
        detail, submission = await self.visible(course_id, submission_id)
        grade = submission.grade
        is_trainer = detail.role == "trainer"
        attempts = await self.portal.read(attempts_beside, submission)
        here = self.address(f"courses/{course_id}/submissions/{submission_id}")
        self.render_live(
            "submission.html",
            "_parts/attempt.html",
            here,
            is_live=await self.is_awaited(submission),
            **self.listening(submission),
            itself=here,
            detail=detail,
            submission=submission,
            waits_for_software=submission.state == "queued"
            and await self.portal.work(self.portal.unbuilt.lacks, detail.course),
            story=await self.portal.read(ended_tries, submission_id) if is_trainer else (),
            can_regrade=is_trainer and await self.portal.read(can_be_regraded, submission_id),
            exercise=exercise_of(detail, submission.exercise_id),
            chip=submission_chip(self.t, submission.state),
            chip_of=lambda one: submission_chip(self.t, one.state),
            late_chip=late_chip(self.t),
            attempts=attempts.all,
            counts=attempts.counts,
            history=await self.portal.read(mark_history, submission_id),
            bar=bar_of(self.t, grade.score, grade.max_score) if grade else "",
            back=way_back(self.t, is_own=submission.user == self.person),
            feedback_href=feedback_address(self.site.prefix),
        )


class ReceiptHandler(WorkHandler):
    """A receipt as a file to keep."""

    right = "submissions.receipt"

    async def get(self, course_id: str, submission_id: str) -> None:
        await self.visible(course_id, submission_id)
        receipt = await self.portal.read(one_receipt, submission_id)
        self.set_header("Content-Type", "application/json")
        name = f"receipt-{receipt.sequence}.json"
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(receipt.model_dump_json(indent=2) + "\n")
