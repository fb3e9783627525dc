"""A preview as it travels and as pages show it: each line with what changes in it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from officina_courses.marks import CellMark, Grade, points_of
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.attempts import counting
from officina_hub.portal.store.regrade_progress import progress_of
from officina_hub.portal.store.regrades import (
    find_regrade,
    is_outdated,
    undo_until,
)
from officina_widgets.regrade_wire import CellChange, RegradeLineOut, RegradeOut

AT_MOST_LISTED = 20


def one_regrade(session: Session, course_id: str, regrade_id: str) -> RegradeOut:
    """One preview with its lines; raises ``NotFound``."""
    run = find_regrade(session, course_id, regrade_id)
    counts = set(session.scalars(counting(course_id)))
    rows = session.execute(
        select(t.RegradeLine, t.Submission)
        .join(t.Submission, t.Submission.id == t.RegradeLine.submission_id)
        .where(t.RegradeLine.regrade_id == run.id)
        .order_by(t.Submission.user, t.Submission.attempt)
    )
    lines = (
        _line(line, submission, is_replaced=submission.sequence not in counts)
        for line, submission in rows
    )
    return _out(session, run, lines)


def list_regrades(session: Session, course_id: str, exercise_id: str) -> tuple[RegradeOut, ...]:
    """The last previews of an exercise without their lines, the newest first."""
    rows = select(t.Regrade).where(
        t.Regrade.course_id == course_id, t.Regrade.exercise_id == exercise_id
    )
    newest = rows.order_by(t.Regrade.created_at.desc(), t.Regrade.id).limit(AT_MOST_LISTED)
    return tuple(_out(session, run, ()) for run in session.scalars(newest))


def newest_regrades(session: Session, course_id: str) -> dict[str, RegradeOut]:
    """The last preview of each exercise that has one, unless it was discarded."""
    rows = select(t.Regrade).where(t.Regrade.course_id == course_id, t.Regrade.state != "discarded")
    runs = session.scalars(rows.order_by(t.Regrade.created_at, t.Regrade.id)).all()
    newest = {run.exercise_id: run for run in runs}
    return {exercise_id: _out(session, run, ()) for exercise_id, run in newest.items()}


def _out(session: Session, run: t.Regrade, lines: Iterable[RegradeLineOut]) -> RegradeOut:
    progress = progress_of(session, {run.id})[run.id]
    return RegradeOut.model_validate(
        {
            "id": run.id,
            "course_id": run.course_id,
            "exercise_id": run.exercise_id,
            "state": run.state,
            "created_by": run.created_by,
            "created_at": run.created_at,
            "reason": run.reason,
            "decided_by": run.decided_by,
            "decided_at": run.decided_at,
            "undone_by": run.undone_by,
            "undone_at": run.undone_at,
            "finished_at": run.finished_at,
            "undo_until": undo_until(session, run),
            "done": progress.done,
            "total": progress.total,
            "newer": _newer(session, run),
            "is_outdated": is_outdated(session, run),
            "lines": tuple(lines),
        }
    )


def _newer(session: Session, run: t.Regrade) -> int:
    inside = select(t.RegradeLine.submission_id).where(t.RegradeLine.regrade_id == run.id)
    newer = select(func.count()).where(
        t.Submission.exercise_id == run.exercise_id,
        t.Submission.sequence.in_(counting(run.course_id)),
        t.Submission.id.not_in(inside),
    )
    return session.scalar(newer) or 0


def _line(line: t.RegradeLine, submission: t.Submission, *, is_replaced: bool) -> RegradeLineOut:
    before = Grade.model_validate(line.before) if line.before else None
    after = Grade.model_validate(line.after) if line.after else None
    return RegradeLineOut.model_validate(
        {
            "submission_id": line.submission_id,
            "user": submission.user,
            "attempt": submission.attempt,
            "state": line.state,
            "message": line.message,
            "before": before.score if before else None,
            "after": after.score if after else None,
            "max_score": after.max_score if after else before.max_score if before else None,
            "changes": changes(before, after),
            "by_hand": tuple(cell.grade_id for cell in _cells(after) if cell.by_hand),
            "needs_manual": after.needs_manual if after else False,
            "is_replaced": is_replaced,
        }
    )


def changes(before: Grade | None, after: Grade | None) -> tuple[CellChange, ...]:
    """The cells that have other points, in the order of the newer marks."""
    if before is None or after is None:
        return ()
    old, new = points_of(before), points_of(after)
    places = [*new, *(place for place in old if place not in new)]
    found = ((place, _points(old, place), _points(new, place)) for place in places)
    return tuple(
        CellChange(notebook=place[0], cell=place[1], before=was, after=now)
        for place, was, now in found
        if was != now
    )


def _points(
    points: dict[tuple[str, str], tuple[float | None, float, bool]], place: tuple[str, str]
) -> float | None:
    return points[place][0] if place in points else None


def _cells(grade: Grade | None) -> tuple[CellMark, ...]:
    notebooks = grade.notebooks if grade else ()
    return tuple(cell for notebook in notebooks for cell in notebook.cells)
