"""A person lets the trainers of a course into their own running session, and takes it back.

JupyterHub's shares do the work. Its own addresses for them need the scope ``shares``, with which a
person could let in anybody, for ever, or give away codes; nobody holds it here. This one opens a
running session to the trainers of one course, whom the portal has named to the Hub, and the
spawner takes the access back when the session ends.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from jupyterhub import orm
from pydantic import AwareDatetime
from tornado.web import HTTPError

from officina_courses.model import CourseId, Frozen
from officina_hub.hub_roles import COURSE_USER_PREFIX
from officina_spawners import OfficinaSpawner

NOTICE = (
    "Whoever is let in can see, change, run and delete everything in your session, with your "
    "files and in your name. It ends when you take it back or when the session ends; a page that "
    "is open already may stay so for some minutes. Stop the session to be sure."
)
NOT_RUNNING = (
    "This session does not run, so nobody was let in. Access is given to a running session and "
    "ends with it. Start it first."
)
NO_TRAINERS = (
    "The Hub knows no trainers of a course {course}, so nobody was let in. It knows them as soon "
    "as one of them has opened the course's own server. Look at the course's name, or ask a "
    "trainer to do that."
)


class ShareBody(Frozen):
    """The body of ``PUT shares``."""

    course: CourseId


class Access(Frozen):
    """One person, or one group, who may enter."""

    name: str
    kind: str
    since: AwareDatetime


class SharesAnswer(Frozen):
    """Who may enter this session beside its owner."""

    server: str
    url: str
    access: tuple[Access, ...]
    notice: str = NOTICE


def who_may_enter(server: OfficinaSpawner, url: str) -> SharesAnswer:
    """Everybody, also those whom an admin let in."""
    found = (_access(each) for each in server.orm_spawner.shares if not each.expired)
    access = tuple(sorted(found, key=lambda each: each.name))
    return SharesAnswer(server=server.name, url=url, access=access)


def let_in(db: Any, server: OfficinaSpawner, course: str) -> None:
    """Let the trainers of this course in, and nobody else.

    Each by name: JupyterHub 6.1.1 leaves the shares of a person's groups out of the scopes of
    their tokens, so that a session would turn them away. Share with the group once that is mended.

    Raises
    ------
    HTTPError
        When the session does not run, or there are no such trainers.

    """
    if not server.ready or server.pending:
        raise HTTPError(409, NOT_RUNNING)
    group = orm.Group.find(db, name=f"{COURSE_USER_PREFIX}{course}-trainers")
    owner = server.orm_spawner.user
    trainers = [each for each in group.users if each is not owner] if group else []
    if not trainers:
        raise HTTPError(404, NO_TRAINERS.format(course=course))
    for share in list(server.orm_spawner.shares):
        if share.user not in trainers:
            db.delete(share)
    for trainer in trainers:
        orm.Share.grant(db, server.orm_spawner, trainer)
    db.commit()


def let_nobody_in(db: Any, server: OfficinaSpawner) -> None:
    """Take all access back."""
    for share in list(server.orm_spawner.shares):
        db.delete(share)
    db.commit()


def _access(share: Any) -> Access:
    kind, holder = ("group", share.group) if share.group else ("user", share.user)
    return Access(name=holder.name, kind=kind, since=share.created_at.replace(tzinfo=UTC))
