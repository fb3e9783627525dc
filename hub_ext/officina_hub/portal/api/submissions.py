"""Submissions: sent, listed, looked at, graded again; their receipts and their feedback."""

from __future__ import annotations

from pydantic import Field
from sqlalchemy.orm import Session

from officina_courses.grading.feedback_told import told_in
from officina_courses.grading.feedback_words import in_language
from officina_courses.model import Frozen
from officina_courses.translations.words import Words
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.api.files import TarHandler
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.errors import Unacceptable
from officina_hub.portal.i18n import translations
from officina_hub.portal.openapi import Operation, operation
from officina_hub.portal.pages.formats import UTC, Formats, zone_named
from officina_hub.portal.store.feedback import feedback_blob
from officina_hub.portal.store.receipts import receipt_of
from officina_hub.portal.store.submissions import (
    Upload,
    ask_feedback,
    find_submission,
    list_submissions,
    receive,
    regrade,
    submission_files,
    submission_out,
)
from officina_hub.portal.store.told_words import words_of_submission
from officina_widgets.wire import Receipt, SubmissionOut

ME = "me"
EVERYBODY = "*"
# Learners' own pages: scripts never run, and the page has an origin of its own.
FEEDBACK_POLICY = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "frame-ancestors 'self'"
)


class UserQuery(Frozen):
    """Whose submissions are asked for."""

    user: str = Field(default=ME, min_length=1, max_length=255, description="me, * or a hub name")


class FeedbackRequest(Frozen):
    """Whose feedback is to be made anew; nobody named means all."""

    users: tuple[str, ...] | None = Field(default=None, max_length=5000)


class FeedbackQuery(Frozen):
    """In which language, and of when."""

    language: str = Field(
        default="",
        max_length=64,
        description="In which language the course is told: without it, the one that the asker "
        "chose for the course. What is not translated is told in the course's own",
    )
    v: str = Field(
        default="",
        max_length=32,
        description="Anything: with another one, a browser asks again",
    )


class SubmissionList(TarHandler):
    """The submissions of a course or of one exercise."""

    def right_of(self, described: Operation) -> str:
        """Others' submissions need more than one's own."""
        if described.right != "submissions.list_own" or self._whose() == self.caller.name:
            return described.right or ""
        return "submissions.list_all"

    @operation(
        "submissions.list_own",
        "List submissions, oldest first; others' ones as a trainer",
        query=UserQuery,
        response=tuple[SubmissionOut, ...],
    )
    async def get(self, course_id: str, exercise_id: str | None = None) -> None:
        """One's own, those of one learner, or all."""
        whose = self._whose()
        found = await self.portal.read(
            list_submissions,
            course_id,
            exercise_id=exercise_id,
            user=None if whose == EVERYBODY else whose,
        )
        self.answer_all(found)

    def _whose(self) -> str:
        asked = self.query_as(UserQuery).user
        return self.caller.name if asked == ME else asked


class ExerciseSubmissions(SubmissionList):
    """The submissions of one exercise, and the door for new ones."""

    @operation(
        "submissions.create",
        "Submit a folder as a tar; 200 where the latest submission was the same",
        response=Receipt,
        body="submission",
        status=201,
        errors=(413, 507),
    )
    async def post(self, course_id: str, exercise_id: str) -> None:
        """Take in a submission; the receipt is given once everything is on the disk."""
        received_at = self.portal.clock()
        files = await self.take_tar(self.portal.settings.submission_limits)
        if not files:
            raise Unacceptable(
                "empty-submission",
                "The package holds no file, so there is nothing to grade. Save your notebook in "
                "the exercise's folder and submit again.",
            )
        upload = Upload(
            course_id=course_id,
            exercise_id=exercise_id,
            user=self.caller.name,
            received_at=received_at,
            files=files,
            client_time=self.request.headers.get("X-Officina-Client-Time", "")[:64] or None,
        )
        taken = await self.portal.write(receive, upload, self.portal.signer, self.act())
        self.portal.work_bell.ring()
        self.portal.news_bell.ring()
        self.answer(taken.receipt, status=201 if taken.is_new else 200)


class Submission(ApiHandler):
    """One submission."""

    @operation("submissions.read", "One submission with its marks", response=SubmissionOut)
    async def get(self, submission_id: str) -> None:
        """State, marks, names of feedback, files."""
        self.answer(await self.portal.read(_one, submission_id))


class SubmissionTar(TarHandler):
    """What was handed in, whole."""

    @operation("submissions.read", "Download what was handed in", media="tar")
    async def get(self, submission_id: str) -> None:
        """As a tar."""
        files = await self.portal.read(submission_files, submission_id)
        await self.send_tar(files, self.portal.settings.submission_limits)


class SubmissionReceipt(ApiHandler):
    """The receipt of a submission."""

    @operation("submissions.receipt", "The receipt, again", response=Receipt)
    async def get(self, submission_id: str) -> None:
        """The same as was given at once."""
        self.answer(await self.portal.read(_receipt, submission_id))


class Feedback(ApiHandler):
    """The feedback page of one notebook."""

    @operation(
        "submissions.feedback",
        "The sanitised feedback page of a notebook",
        query=FeedbackQuery,
        media="html",
    )
    async def get(self, submission_id: str, notebook: str) -> None:
        """As HTML, in a sandbox of its own."""
        portal, language = self.portal, self.language
        sha256 = await portal.read(feedback_blob, submission_id, notebook)
        wanted = {"user": self.caller.name, "asked": self.query_as(FeedbackQuery).language}
        words = await portal.read(
            words_of_submission, portal.blobs, submission_id, notebook, **wanted
        )
        page = await portal.work(_feedback_in, language, portal.blobs, sha256, words)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Language", language)
        self.set_header("Vary", "Accept-Language, Cookie")
        self.set_header("Content-Security-Policy", FEEDBACK_POLICY)
        self.set_header("Cache-Control", "private, no-store")
        self.finish(page)


def _feedback_in(language: str, blobs: BlobStore, sha256: str, words: Words) -> str:
    """The page in the reader's language: it is translated when it is shown, not when it is made.

    What the course says is told in the language that they take it in.
    """
    formats = Formats(language, zone_named(UTC))
    page = told_in(blobs.read(sha256).decode(), words)
    return in_language(page, language, translations(language).gettext, formats.points)


class Regrade(ApiHandler):
    """Another grading of the same submission."""

    @operation("submissions.regrade", "Have it graded again", media="none", status=202)
    async def post(self, submission_id: str) -> None:
        """Queue it."""
        await self.portal.write(regrade, submission_id, self.act())
        self.portal.work_bell.ring()
        self.answer_nothing(202)


class ExerciseFeedback(ApiHandler):
    """Feedback made anew from the gradebook."""

    @operation(
        "feedback.publish",
        "Read manual marks from the gradebook and publish the feedback anew",
        request=FeedbackRequest,
        media="none",
        status=202,
    )
    async def post(self, course_id: str, exercise_id: str) -> None:
        """Queue it for the latest submission of each learner named, or of all."""
        users = self.body_as(FeedbackRequest).users
        await self.portal.write(ask_feedback, course_id, exercise_id, users, self.act())
        self.portal.work_bell.ring()
        self.answer_nothing(202)


def _one(session: Session, submission_id: str) -> SubmissionOut:
    return submission_out(session, find_submission(session, submission_id))


def _receipt(session: Session, submission_id: str) -> Receipt:
    return receipt_of(find_submission(session, submission_id))
