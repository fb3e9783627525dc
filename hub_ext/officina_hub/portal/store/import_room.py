"""How much one person may bring in at once: each import holds files, and minutes of the prover."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict
from officina_hub.portal.store.act import Act

MOST_WAITING: Final = 5
MOST_UNDECIDED: Final = 20
MOST_WAITING_OF_ALL: Final = 40  # one after the other, that is hours
UNDECIDED: Final = ("proving", "proved", "unproved")

TOO_MANY_WAIT: Final = (
    "{count} courses that you brought in are run or wait to be run, so no further one was taken: "
    "others wait for the same machine. Wait until one has been run, or discard one."
)
TOO_MANY_UNDECIDED: Final = (
    "{count} courses that you brought in are neither published nor discarded, so no further one "
    "was taken: each keeps its files. Publish or discard some under Teach, Courses from elsewhere."
)
TOO_MANY_OF_ALL: Final = (
    "{count} courses from elsewhere are run on this hub or wait to be run, so no further one was "
    "taken: it would wait for hours. Try again when some have been run."
)


def require_turn(session: Session, act: Act) -> None:
    """Raise ``Conflict`` where too many courses of this person wait to be run."""
    count = _count(session, act, ("proving",))
    if count >= MOST_WAITING:
        raise Conflict("too-many-imports", TOO_MANY_WAIT.format(count=count))
    everybody = select(func.count()).select_from(t.Release).where(t.Release.state == "proving")
    of_all = session.scalar(everybody) or 0
    if of_all >= MOST_WAITING_OF_ALL:
        raise Conflict("too-many-imports", TOO_MANY_OF_ALL.format(count=of_all))


def require_room(session: Session, act: Act) -> None:
    """Raise ``Conflict`` where one more may not be kept for this person, or not be run."""
    require_turn(session, act)
    count = _count(session, act, UNDECIDED)
    if count >= MOST_UNDECIDED:
        raise Conflict("too-many-imports", TOO_MANY_UNDECIDED.format(count=count))


def _count(session: Session, act: Act, states: Collection[str]) -> int:
    theirs = (
        select(func.count())
        .select_from(t.CourseImport)
        .join(t.Release, t.Release.id == t.CourseImport.release_id)
        .where(t.Release.created_by == act.user, t.Release.state.in_(states))
    )
    return session.scalar(theirs) or 0
