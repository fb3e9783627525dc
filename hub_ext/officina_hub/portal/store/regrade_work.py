"""What graders are told for grading again, and what their answers do to the lines of a preview."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.recording import Because, StoredPage, record_grade
from officina_hub.portal.store.regrades import finish
from officina_widgets.wire import AgreedMarks, GradeResult

KINDS = ("regrade", "confirm", "undo")
# What becomes of a line whose work was given up.
GIVEN_UP = {"regrade": "failed", "confirm": "left", "undo": "kept"}


def told_of(session: Session, job: t.Job) -> dict[str, AgreedMarks | None]:
    """The marks that the work depends on."""
    line = _line(session, job) if job.kind in {"confirm", "undo"} else None
    if line is None:
        return {}
    seen = _agreed(line.after, line.after_tests)
    earlier = _agreed(line.before, line.before_tests) if job.kind == "undo" else None
    return {"seen": seen, "earlier": earlier}


def take(
    session: Session,
    job: t.Job,
    result: GradeResult,
    pages: tuple[StoredPage, ...],
    act: Act,
) -> None:
    """Note what came of one line; what came after the preview was discarded is dropped."""
    line = _line(session, job)
    run = session.get(t.Regrade, line.regrade_id) if line else None
    if line is None or run is None or run.state == "discarded":
        return
    if job.kind == "regrade":
        _preview(session, line, result)
    else:
        record_grade(session, line.submission_id, result, pages, act, _because(run, job))
        line.state = "written" if job.kind == "confirm" else "restored"
    finish(session, run, act)


def give_up(session: Session, job: t.Job, message: str, act: Act) -> None:
    """Note why a line came to nothing; its marks are as they were."""
    line = _line(session, job)
    run = session.get(t.Regrade, line.regrade_id) if line else None
    if line is None or run is None or run.state == "discarded":
        return
    line.state, line.message = GIVEN_UP[job.kind], message
    finish(session, run, act)


def _line(session: Session, job: t.Job) -> t.RegradeLine | None:
    rows = select(t.RegradeLine).where(t.RegradeLine.job_id == job.id)
    return session.scalars(rows).one_or_none()


def _preview(session: Session, line: t.RegradeLine, result: GradeResult) -> None:
    """Marks by hand that came meanwhile are in both sides of the comparison."""
    grade = session.get(t.Grade, line.submission_id)
    line.before = grade.document if grade else None
    line.before_tests = grade.tests if grade else ""
    line.after = result.grade.model_dump(mode="json") if result.grade else None
    line.after_tests = result.tests
    line.message = result.message
    line.state = "previewed" if result.grade else "failed"


def _because(run: t.Regrade, job: t.Job) -> Because:
    if job.kind == "undo":
        return Because(kind="undo", by=run.undone_by or "")
    return Because(kind="regrade", by=run.decided_by or "", reason=run.reason)


def _agreed(document: dict[str, Any] | None, tests: str) -> AgreedMarks | None:
    if document is None:
        return None
    return AgreedMarks.model_validate({"grade": document, "tests": tests})
