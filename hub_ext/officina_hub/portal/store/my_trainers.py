"""The trainers of a person's own courses: whom they may ask for help."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t


class MyTrainer(Frozen):
    """One trainer of one course."""

    course_id: str
    course_title: str
    user: str


def my_trainers(session: Session, user: str) -> tuple[MyTrainer, ...]:
    """All of them but the person themselves, by course and name."""
    mine, theirs = aliased(t.Membership), aliased(t.Membership)
    rows = session.execute(
        select(t.Publication.course_id, t.Publication.title, theirs.user)
        .join(mine, mine.course_id == t.Publication.course_id)
        .join(theirs, theirs.course_id == t.Publication.course_id)
        .where(mine.user == user, theirs.role == "trainer", theirs.user != user)
        .order_by(t.Publication.title, t.Publication.course_id, theirs.user)
    )
    return tuple(
        MyTrainer(course_id=course_id, course_title=title, user=name)
        for course_id, title, name in rows
    )
