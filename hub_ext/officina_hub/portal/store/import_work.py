"""What graders' answers and endings do to a course that came from elsewhere."""

from __future__ import annotations

from sqlalchemy.orm import Session

from officina_courses.gates.report import GateReport
from officina_courses.gates.table import GATES
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act, note
from officina_widgets.import_wire import ProofProgress, ProofResult, ProofState
from officina_widgets.wire import ReleaseState

RUN = frozenset(gate.id for gate in GATES if gate.runs)


def is_proof(report: GateReport) -> bool:
    """Whether the course ran green: every gate that needs running was tried and is open.

    The other gates speak of texts and descriptions, which a trainer may judge.
    """
    return bool(report.measured) and all(
        gate.state == "passed" for gate in report.gates if gate.id in RUN
    )


def take(session: Session, job: t.Job, result: ProofResult, act: Act) -> None:
    """Keep the proof; of what was discarded meanwhile nothing is kept."""
    found = _under_proof(session, job)
    if found is None:
        return
    release, arrived = found
    arrived.proof = result.report.model_dump(mode="json")
    arrived.proved_at = act.at
    _set(session, release, "proved" if is_proof(result.report) else "unproved", act)


def keep_progress(session: Session, job: t.Job, progress: ProofProgress, act: Act) -> None:
    """Note which step it is at; a run that begins anew is told from its beginning."""
    found = _under_proof(session, job)
    if found is None:
        return
    _, arrived = found
    before = arrived.progress or {}
    goes_on = before and before["done"] <= progress.done
    began_at = before["began_at"] if goes_on else act.at
    told = ProofState.model_validate(
        {**progress.model_dump(), "began_at": began_at, "told_at": act.at}
    )
    arrived.progress = told.model_dump(mode="json")


def give_up(session: Session, job: t.Job, message: str, act: Act) -> None:
    """Note why it could not be run to the end."""
    found = _under_proof(session, job)
    if found is None:
        return
    release, arrived = found
    arrived.message = message
    _set(session, release, "unproved", act)


def _set(session: Session, release: t.Release, state: ReleaseState, act: Act) -> None:
    release.state = state
    note(session, act, f"import {state}", course_id=release.course_id, detail=release.version)


def _under_proof(session: Session, job: t.Job) -> tuple[t.Release, t.CourseImport] | None:
    # Under a lock, so that what is being discarded is not proved.
    release = session.get(t.Release, job.release_id, with_for_update={"key_share": True})
    arrived = session.get(t.CourseImport, job.release_id)
    if release is None or arrived is None or release.state != "proving":
        return None
    return release, arrived
