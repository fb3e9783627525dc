"""What people wait for, as fingerprints that change when there is something new to see.

Of a learner's work that is a state, marks or feedback; of an exercise that is graded again, a
hundredth of the way; of a request for access, a step more; of data under terms, what was said last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.dataspace_shelf import process_key
from officina_hub.portal.store.regrade_progress import progress_of


class Work(NamedTuple):
    """One learner's work in one course."""

    course_id: str
    user: str


class Regrading(NamedTuple):
    """One exercise that is graded again, by the id of its preview."""

    regrade_id: str


class Asking(NamedTuple):
    """One request for access, by its id."""

    request_id: str


class Proving(NamedTuple):
    """One course from elsewhere that is run here, by the id of its release."""

    release_id: int


class Getting(NamedTuple):
    """One agreement on data, by its id."""

    data_id: str


Topic = Work | Regrading | Asking | Proving | Getting


def fingerprints(session: Session, topics: Collection[Topic]) -> dict[Topic, str]:
    """The fingerprint of each topic of which there is anything; a few questions for all."""
    works = {topic for topic in topics if isinstance(topic, Work)}
    regradings = {topic for topic in topics if isinstance(topic, Regrading)}
    askings = {topic.request_id for topic in topics if isinstance(topic, Asking)}
    told: dict[Topic, object] = {}
    if askings:
        requests = t.AccessRequest
        rows = select(requests.id, requests.steps).where(requests.id.in_(askings))
        told |= {Asking(key): steps for key, steps in session.execute(rows)}
    provings = {topic.release_id for topic in topics if isinstance(topic, Proving)}
    if provings:
        states = select(t.Release.id, t.Release.state).where(t.Release.id.in_(provings))
        told |= {Proving(key): state for key, state in session.execute(states)}
    gettings = {topic.data_id for topic in topics if isinstance(topic, Getting)}
    if gettings:
        agreements = t.DataAgreement
        for row in session.scalars(select(agreements).where(agreements.id.in_(gettings))):
            key = process_key("negotiation", row.negotiation)
            process = session.get(t.DataspaceProcess, key)
            told[Getting(row.id)] = (row.state, process.process["state"] if process else "")
    if works:
        told |= _of_works(session, works)
    if regradings:
        found = progress_of(session, {topic.regrade_id for topic in regradings})
        told |= {Regrading(key): (each.state, each.hundredth) for key, each in found.items()}
    return {topic: hashlib.sha256(repr(seen).encode()).hexdigest() for topic, seen in told.items()}


def _of_works(session: Session, topics: Collection[Work]) -> dict[Topic, object]:
    courses = {topic.course_id for topic in topics}
    users = {topic.user for topic in topics}
    rows = session.execute(
        select(t.Submission, t.Grade.graded_at)
        .outerjoin(t.Grade, t.Grade.submission_id == t.Submission.id)
        .where(t.Submission.course_id.in_(courses), t.Submission.user.in_(users))
        .order_by(t.Submission.sequence)
    )
    pages = session.execute(
        select(t.Submission.course_id, t.Submission.user, t.FeedbackFile)
        .join(t.FeedbackFile, t.FeedbackFile.submission_id == t.Submission.id)
        .where(t.Submission.course_id.in_(courses), t.Submission.user.in_(users))
        .order_by(t.FeedbackFile.submission_id, t.FeedbackFile.notebook)
    )
    told: dict[Work, list[object]] = {}
    for one, graded_at in rows:
        topic = Work(one.course_id, one.user)
        told.setdefault(topic, []).append((one.id, one.state, one.message, graded_at))
    for course_id, user, page in pages:
        seen = (page.submission_id, page.notebook, page.sha256, page.published_at)
        told[Work(course_id, user)].append(seen)
    return {topic: seen for topic, seen in told.items() if topic in topics}
