"""What a course from elsewhere would take the place of, and whether both have one maker.

A peer's packages are tied to the peer by its signed feed. A *file* only says which keys signed it,
and no key of a file is known here: whoever knows a course's id can make a file of that name, signed
or not. So a person has to say that both files have one maker before one replaces the other.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict
from officina_widgets.import_wire import EarlierFile, ImportOrigin

UNPROVED_MAKER: Final = (
    "Learners have version {version} of {course_id}, which came as a file {earlier}. This one came "
    "as a file {now}. Keys of files are not known here, so nobody can tell by them that both have "
    "one maker, and it was not published. Ask the maker on another way than this file came; then "
    "say so on the import's page, or by same_maker_as={version}. Otherwise discard it, or import "
    "it under another name."
)


def newest_published(session: Session, course_id: str) -> t.Release | None:
    """The release of a course that was published last."""
    return session.scalars(
        select(t.Release)
        .where(t.Release.course_id == course_id, t.Release.state == "published")
        .order_by(t.Release.id.desc())
        .limit(1)
    ).first()


def origin_of(session: Session, release_id: int) -> ImportOrigin | None:
    """Where a release came from; ``None`` for one that was made here."""
    arrived = session.get(t.CourseImport, release_id)
    return ImportOrigin.model_validate(arrived.origin) if arrived else None


def replaced_file(session: Session, release: t.Release) -> EarlierFile | None:
    """The file that an undecided one would take the place of."""
    if release.state not in {"proving", "proved", "unproved"}:
        return None
    newest = newest_published(session, release.course_id)
    earlier = origin_of(session, newest.id) if newest else None
    now = origin_of(session, release.id)
    if newest is None or earlier is None or now is None or earlier.peer or now.peer:
        return None
    return EarlierFile(version=newest.version, claimed_by=earlier.claimed_by)


def require_one_maker(session: Session, release: t.Release, same_maker_as: str | None) -> None:
    """Raise ``Conflict`` where nobody said that a file has the maker of the one before."""
    earlier = replaced_file(session, release)
    now = origin_of(session, release.id)
    if earlier is None or now is None or same_maker_as == earlier.version:
        return
    message = UNPROVED_MAKER.format(
        version=earlier.version,
        course_id=release.course_id,
        earlier=_signers(earlier.claimed_by),
        now=_signers(now.claimed_by),
    )
    raise Conflict("unproved-maker", message)


def _signers(claimed_by: tuple[str, ...]) -> str:
    if not claimed_by:
        return "that nobody signed"
    return f"that says it is signed with {', '.join(key[:16] for key in claimed_by)}…"
