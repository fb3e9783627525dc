"""What a trainer does on the class page: deadlines, feedback, people, grading again."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from officina_courses.model import Deadline
from officina_hub.portal.errors import BadRequest
from officina_hub.portal.pages.formats import zone_named
from officina_hub.portal.pages.submission import one_submission
from officina_hub.portal.pages.teach import TrainerHandler
from officina_hub.portal.store.deadlines import set_deadline
from officina_hub.portal.store.submissions import ask_feedback, no_such_submission, regrade

NOT_A_TIME = (
    "The deadline {found!r} is not a day and a time, so the old one stands. Choose both in the "
    "field and save again."
)
OUT_OF_REACH = (
    "The deadline {found!r} is not between 2000 and 2100, so the old one stands. Choose a day in "
    "that time, or remove the deadline."
)
DEADLINE: Final = TypeAdapter(Deadline)


def parse_deadline(text: str, zone: ZoneInfo) -> datetime:
    """What a ``datetime-local`` field sent, read on the trainer's own clock."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest("not-a-time", NOT_A_TIME.format(found=text[:40])) from None
    aware = local if local.tzinfo else local.replace(tzinfo=zone)
    try:
        deadline: datetime = DEADLINE.validate_python(aware)
    except ValidationError:
        raise BadRequest("deadline-out-of-reach", OUT_OF_REACH.format(found=text[:40])) from None
    return deadline


class DeadlineHandler(TrainerHandler):
    """Sets or removes the deadline of one exercise."""

    async def post(self, course_id: str, exercise_id: str) -> None:
        text = self.get_body_argument("deadline", "")
        is_removal = bool(self.get_body_argument("remove", ""))
        zone = zone_named(self.reader.zone)
        deadline = None if is_removal or not text else parse_deadline(text, zone)
        await self.portal.write(set_deadline, course_id, exercise_id, deadline, self.act())
        self.flash(
            self.t.gettext("The deadline is saved. Work handed in before keeps its verdict.")
        )
        self.go(f"courses/{course_id}/teach")


class PublishFeedbackHandler(TrainerHandler):
    """Has the marks read again from the gradebook and the feedback made anew."""

    right = "feedback.publish"

    async def post(self, course_id: str, exercise_id: str) -> None:
        count = await self.portal.write(ask_feedback, course_id, exercise_id, None, self.act())
        self.portal.work_bell.ring()
        text = self.t.ngettext(
            "The feedback of %(count)s learner is being published.",
            "The feedback of %(count)s learners is being published.",
            count,
        )
        self.flash(text % {"count": count})
        self.go(f"courses/{course_id}/teach")


class RegradeHandler(TrainerHandler):
    """Has one attempt graded again."""

    right = "submissions.regrade"

    async def post(self, course_id: str, submission_id: str) -> None:
        submission = await self.portal.read(one_submission, submission_id)
        if submission.course_id != course_id:
            raise no_such_submission(submission_id)
        await self.portal.write(regrade, submission_id, self.act())
        self.portal.work_bell.ring()
        self.flash(self.t.gettext("It is graded again; the marks change when that is done."))
        self.go(f"courses/{course_id}/submissions/{submission_id}")
