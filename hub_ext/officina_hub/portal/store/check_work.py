"""What graders are told of a check, and what their answers and endings do to it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.checked import CheckResult
from officina_hub.portal.db import tables as t
from officina_widgets.check_wire import CheckState


def told_of(session: Session, job: t.Job) -> dict[str, str]:
    """Which check it is."""
    check = _check(session, job) if job.kind == "check" else None
    return {} if check is None else {"check_id": check.id}


def set_state(session: Session, job: t.Job, state: CheckState, message: str = "") -> None:
    """Let whoever waits see how it goes on."""
    check = _check(session, job)
    if check is not None:
        check.state, check.message = state, message


def take(session: Session, job: t.Job, result: CheckResult) -> None:
    """Keep what came of it, for as long as the check is kept."""
    check = _check(session, job)
    if check is not None:
        check.state, check.result = "done", result.model_dump(mode="json")


def _check(session: Session, job: t.Job) -> t.Check | None:
    rows = select(t.Check).where(t.Check.job_id == job.id)
    return session.scalars(rows).one_or_none()
