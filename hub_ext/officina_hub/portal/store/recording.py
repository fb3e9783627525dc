"""Recording marks and feedback of a submission, and the history of marks that changed."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from officina_courses.marks import Grade, points_of
from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.submissions import find_submission
from officina_widgets.wire import GradeResult


class StoredPage(Frozen):
    """A feedback page whose content is in the blob store."""

    notebook: str
    sha256: str
    size: int


class Because(Frozen):
    """Why marks are recorded, as the history tells it: a decision of somebody's, or only work."""

    kind: Literal["regrade", "undo", "other"] = "other"
    by: str = ""
    reason: str = ""


JUST_WORK = Because()


def record_grade(
    session: Session,
    submission_id: str,
    result: GradeResult,
    pages: tuple[StoredPage, ...],
    act: Act,
    because: Because = JUST_WORK,
) -> None:
    """Replace marks and feedback of a submission by these; marks that change are kept beside."""
    submission = find_submission(session, submission_id)
    submission.state = result.state
    submission.message = result.message
    _keep_history(session, submission_id, result, act, because)
    _set_marks(session, submission_id, result)
    session.execute(delete(t.FeedbackFile).where(t.FeedbackFile.submission_id == submission_id))
    session.add_all(
        t.FeedbackFile(
            submission_id=submission_id,
            notebook=page.notebook,
            sha256=page.sha256,
            size=page.size,
            published_at=act.at,
        )
        for page in pages
    )
    note(
        session,
        act,
        "graded",
        course_id=submission.course_id,
        exercise_id=submission.exercise_id,
        submission_id=submission_id,
        detail=result.state,
    )


def _keep_history(
    session: Session, submission_id: str, result: GradeResult, act: Act, because: Because
) -> None:
    known = session.get(t.Grade, submission_id)
    if known is None:
        return
    before, after = Grade.model_validate(known.document), result.grade
    if after is not None and _told(before) == _told(after):
        return
    change = t.MarkChange(
        submission_id=submission_id,
        at=act.at,
        kind=because.kind,
        by=because.by or act.user,
        reason=because.reason,
        before=known.document,
        after=after.model_dump(mode="json") if after else None,
    )
    session.add(change)


def _told(grade: Grade) -> tuple[float, float, object]:
    return grade.score, grade.max_score, points_of(grade)


def _set_marks(session: Session, submission_id: str, result: GradeResult) -> None:
    known = session.get(t.Grade, submission_id)
    if result.grade is None:
        if known is not None:
            session.delete(known)
        return
    grade = known or t.Grade(submission_id=submission_id)
    grade.score = result.grade.score
    grade.max_score = result.grade.max_score
    grade.needs_manual = result.grade.needs_manual
    grade.graded_at = result.grade.graded_at
    grade.document = result.grade.model_dump(mode="json")
    grade.tests = result.tests
    session.add(grade)
