"""What learners wait for, as a fingerprint: it changes when a state, marks or feedback do."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t


class Topic(NamedTuple):
    """One learner's work in one course."""

    course_id: str
    user: str


def fingerprints(session: Session, topics: Collection[Topic]) -> dict[Topic, str]:
    """The fingerprint of each topic in which anything was handed in; two questions for all."""
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
    told: dict[Topic, list[object]] = {}
    for one, graded_at in rows:
        topic = Topic(one.course_id, one.user)
        told.setdefault(topic, []).append((one.id, one.state, one.message, graded_at))
    for course_id, user, page in pages:
        seen = (page.submission_id, page.notebook, page.sha256, page.published_at)
        told[Topic(course_id, user)].append(seen)
    return {
        topic: hashlib.sha256(repr(rows).encode()).hexdigest()
        for topic, rows in told.items()
        if topic in topics
    }
