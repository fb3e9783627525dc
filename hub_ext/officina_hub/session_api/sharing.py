"""A person lets others into their own running session, and takes it back.

JupyterHub's shares do the work. Its own addresses for them need the scope ``shares``, with which a
person could let in anybody, for ever; nobody holds it here. These let in the trainers of a course,
whom the portal has named to the Hub, or whoever gets a link that expires; and the spawner takes
all access back when the session ends.
"""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import Any

from jupyterhub import orm
from tornado.web import HTTPError

from officina_courses.saying import say
from officina_hub.hub_roles import COURSE_USER_PREFIX
from officina_hub.session_api.share_answers import Access, Link, LinkAnswer, SharesAnswer
from officina_spawners import OfficinaSpawner

MOST_LINKS = 10

NOT_RUNNING = say(
    "This session does not run, so nobody was let in. Access is given to a running session and "
    "ends with it. Start it first."
)
NO_TRAINERS = (
    "The Hub knows no trainers of a course {course}, so nobody was let in. It knows them as soon "
    "as one of them has opened the course's own server. Look at the course's name, or ask a "
    "trainer to do that."
)
NOT_A_TRAINER = (
    "The Hub does not know {name!r} as a trainer of the course {course}, so nobody was let in. "
    "Choose one of its trainers, or make a link."
)
TOO_MANY_LINKS = say(
    "There are ten links to this session already, so no other was made. Take one back first."
)
NOTHING_TO_TAKE_BACK = say(
    "Nobody of that name, and no such link, may enter this session, so nothing was changed. The "
    "access may have ended already; load the page again."
)


def who_may_enter(server: OfficinaSpawner, url: str) -> SharesAnswer:
    """Everybody, also those whom an admin let in, and the links that are still good."""
    shares = (_access(each) for each in server.orm_spawner.shares if not each.expired)
    codes = sorted(server.orm_spawner.share_codes, key=lambda each: each.created_at)
    return SharesAnswer(
        server=server.name,
        url=url,
        access=tuple(sorted(shares, key=lambda each: each.name)),
        links=tuple(_link(each) for each in codes if not each.expired),
    )


def let_in(db: Any, server: OfficinaSpawner, course: str) -> None:
    """Let the trainers of this course in, and nobody else: all links end, too.

    Each by name: JupyterHub 6.1.1 leaves the shares of a person's groups out of the scopes of
    their tokens, so that a session would turn them away. Share with the group once that is mended.

    Raises
    ------
    HTTPError
        When the session does not run, or there are no such trainers.

    """
    _check_running(server)
    trainers = _trainers(db, server, course)
    if not trainers:
        raise HTTPError(404, NO_TRAINERS.format(course=course))
    for share in list(server.orm_spawner.shares):
        if share.user not in trainers:
            db.delete(share)
    for code in list(server.orm_spawner.share_codes):
        db.delete(code)
    for trainer in trainers:
        orm.Share.grant(db, server.orm_spawner, trainer)
    db.commit()


def let_one_in(db: Any, server: OfficinaSpawner, course: str, name: str) -> None:
    """Let one trainer of this course in, beside those who may enter already."""
    _check_running(server)
    for trainer in _trainers(db, server, course):
        if trainer.name == name:
            orm.Share.grant(db, server.orm_spawner, trainer)
            db.commit()
            return
    raise HTTPError(404, NOT_A_TRAINER.format(name=name[:60], course=course))


def make_link(db: Any, server: OfficinaSpawner, minutes: int) -> LinkAnswer:
    """A code that lets in whoever is logged in here and has it, until it expires."""
    _check_running(server)
    orm.ShareCode.purge_expired(db)
    if len(server.orm_spawner.share_codes) >= MOST_LINKS:
        raise HTTPError(409, str(TOO_MANY_LINKS))
    owner = server.orm_spawner.user.name
    scopes = [f"access:servers!server={owner}/{server.name}"]
    made, code = orm.ShareCode.new(db, server.orm_spawner, scopes=scopes, expires_in=60 * minutes)
    return LinkAnswer(code=code, link=_link(made))


def let_out(db: Any, server: OfficinaSpawner, *, user: str = "", link: str = "") -> None:
    """Take back the access of one person or group, or one link.

    With a person go all links, since nobody knows by which of them, if any, the person came, and
    who has one would be back at once.
    """
    shares = [each for each in server.orm_spawner.shares if user and _access(each).name == user]
    codes = [each for each in server.orm_spawner.share_codes if link and _id_of(each) == link]
    if not shares and not codes:
        raise HTTPError(404, str(NOTHING_TO_TAKE_BACK))
    if shares:
        codes = list(server.orm_spawner.share_codes)
    for each in (*shares, *codes):
        db.delete(each)
    db.commit()


def let_nobody_in(db: Any, server: OfficinaSpawner) -> None:
    """Take all access back, links included."""
    for each in (*server.orm_spawner.shares, *server.orm_spawner.share_codes):
        db.delete(each)
    db.commit()


def _check_running(server: OfficinaSpawner) -> None:
    if not server.ready or server.pending:
        raise HTTPError(409, str(NOT_RUNNING))


def _trainers(db: Any, server: OfficinaSpawner, course: str) -> list[Any]:
    """Those of the course but the owner themselves."""
    group = orm.Group.find(db, name=f"{COURSE_USER_PREFIX}{course}-trainers")
    owner = server.orm_spawner.user
    return [each for each in group.users if each is not owner] if group else []


def _access(share: Any) -> Access:
    kind, holder = ("group", share.group) if share.group else ("user", share.user)
    return Access(name=holder.name, kind=kind, since=share.created_at.replace(tzinfo=UTC))


def _link(code: Any) -> Link:
    expires_at = code.expires_at.replace(tzinfo=UTC) if code.expires_at else None
    return Link(id=_id_of(code), expires_at=expires_at, used=code.exchange_count or 0)


def _id_of(code: Any) -> str:
    """Of this link alone, for ever: the database gives the number of a deleted one to the next."""
    return hashlib.sha256(code.hashed.encode()).hexdigest()[:8]
