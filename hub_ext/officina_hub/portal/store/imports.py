"""Courses from elsewhere: taken in, run on this hub's machines, and only then published.

An import is a release that learners do not get. Its files are kept as those of any release; what
came of running it stands beside it. Publishing hands it to the grader as a trainer's own release.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from officina_courses.gates.report import GateReport
from officina_courses.version_order import is_older
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.courses import course_of_release
from officina_hub.portal.store.enrolment import role_of
from officina_hub.portal.store.import_lineage import (
    newest_published,
    origin_of,
    replaced_file,
    require_one_maker,
)
from officina_hub.portal.store.import_room import require_room, require_turn
from officina_hub.portal.store.jobs import LIVE, queue_prepare, queue_prove
from officina_hub.portal.store.releases import (
    Package,
    add_release,
    hold_course,
    same_content,
    standing,
)
from officina_widgets.import_wire import ImportOrigin, ImportOut
from officina_widgets.wire import ReleaseState

ALREADY_HERE: Final = (
    "Version {version} of {course_id} is here already with this very content, as {state}, so there "
    "is nothing to import. Look at the course's page."
)
NOT_YOURS: Final = (
    "There is a course {course_id!r} here already, and you are not one of its trainers, so this "
    "package was not taken under that name. Import it under another name, or ask a trainer of it "
    "to import the new version."
)
OF_ANOTHER: Final = (
    "The course {course_id!r} here was not imported, or came from another place ({earlier}), so a "
    "package from {now} was not taken as its new version. Import it under another name."
)
NO_SUCH_IMPORT: Final = "There is no import {release_id} that you may see."
NOT_IN_STATE: Final = (
    "This import is {state}, so it cannot be {deed} now. Look at its page for where it stands."
)
PUBLISHABLE: Final[tuple[ReleaseState, ...]] = ("proved",)
PROVABLE: Final[tuple[ReleaseState, ...]] = ("unproved",)
DISCARDABLE: Final[tuple[ReleaseState, ...]] = ("proving", "proved", "unproved")
TAKEN_MEANWHILE: Final = (
    "Version {version} of {course_id} was brought in once more meanwhile and is {state}, so this "
    "one was not run again. Go on with that one, and discard this one."
)
OLDER: Final = (
    "Version {version} is older than {newer}, which learners have, so it was not published: it "
    "would take them back. If that is meant, say that it comes instead of {newer}: its page has a "
    "box for it, the API instead_of={newer}."
)
BY_HAND: Final = "a file"


def take_import(session: Session, package: Package, origin: ImportOrigin, act: Act) -> ImportOut:
    """Keep a package and queue its proof.

    Raises
    ------
    Conflict
        Where the version is here already, the name belongs to somebody else's course or to one of
        other origin, or too many imports of this person are undecided.

    """
    course = package.course
    _check_name(session, course.id, origin, act)
    known = same_content(session, package)
    if known is not None:
        message = ALREADY_HERE.format(
            version=course.version, course_id=course.id, state=known.state
        )
        raise Conflict("already-here", message)
    require_room(session, act)
    release = add_release(session, package, "proving", act)
    session.add(
        t.CourseImport(
            release_id=release.id, origin=origin.model_dump(mode="json"), taken_at=act.at
        )
    )
    session.flush()
    queue_prove(session, release, act)
    note(session, act, "import received", course_id=course.id, detail=course.version)
    return import_out(session, release.id)


def import_out(session: Session, release_id: int) -> ImportOut:
    """How far it is; raises ``NotFound``."""
    release, arrived = _find(session, release_id)
    return ImportOut.model_validate(
        {
            "release_id": release.id,
            "course_id": release.course_id,
            "title": course_of_release(session, release.id).title,
            "version": release.version,
            "state": release.state,
            "origin": arrived.origin,
            "by": release.created_by,
            "taken_at": arrived.taken_at,
            "message": arrived.message,
            "progress": arrived.progress if release.state == "proving" else None,
            "findings": release.findings,
            "proof": arrived.proof,
            "proved_at": arrived.proved_at,
            "replaces_file": replaced_file(session, release),
        }
    )


def imports_of(session: Session, user: str) -> tuple[ImportOut, ...]:
    """Those of the courses that ``user`` is a trainer of, newest first, without the discarded."""
    rows = (
        select(t.Release.id)
        .join(t.CourseImport, t.CourseImport.release_id == t.Release.id)
        .join(t.Membership, t.Membership.course_id == t.Release.course_id)
        .where(
            t.Membership.user == user,
            t.Membership.role == "trainer",
            t.Release.state != "discarded",
        )
        .order_by(t.Release.id.desc())
    )
    return tuple(import_out(session, release_id) for release_id in session.scalars(rows))


def publish_import(
    session: Session,
    release_id: int,
    act: Act,
    *,
    same_maker_as: str | None = None,
    instead_of: str | None = None,
) -> ImportOut:
    """Let learners have it.

    Raises
    ------
    Conflict
        Where it has not been proved, or is a file that takes the place of another and
        ``same_maker_as`` is not that one's version, or is older than what learners have and
        ``instead_of`` is not that one's version.

    """
    release, arrived = _held(session, release_id)
    _require(release, PUBLISHABLE, "published")
    # What learners have may have become another's since this was taken in.
    _check_name(session, release.course_id, ImportOrigin.model_validate(arrived.origin), act)
    require_one_maker(session, release, same_maker_as)
    _require_said(session, release, instead_of)
    release.state = "preparing"
    queue_prepare(session, release, act)
    said = f", said to have the maker of {same_maker_as}" if same_maker_as else ""
    detail = f"{release.version}{said}"
    note(session, act, "import published", course_id=release.course_id, detail=detail)
    return import_out(session, release_id)


def prove_again(session: Session, release_id: int, act: Act) -> ImportOut:
    """Run it once more; raises ``Conflict`` where it is not unproved, or too many wait."""
    release, arrived = _held(session, release_id)
    _require(release, PROVABLE, "run again")
    other = standing(session, release.course_id, release.version)
    if other is not None:
        message = TAKEN_MEANWHILE.format(
            version=release.version, course_id=release.course_id, state=other.state
        )
        raise Conflict("version-taken", message)
    require_turn(session, act)
    release.state = "proving"
    arrived.proof, arrived.proved_at, arrived.message = None, None, ""
    arrived.progress = None
    queue_prove(session, release, act)
    note(session, act, "import received", course_id=release.course_id, detail=release.version)
    return import_out(session, release_id)


def discard_import(session: Session, release_id: int, act: Act) -> ImportOut:
    """Let it go, its version and its files with it; raises ``Conflict`` where it is published."""
    release, _ = _held(session, release_id)
    _require(release, DISCARDABLE, "discarded")
    # First the work, then the release, as whoever hands a proof in does.
    _end_proof(session, release_id, act)
    release.state = "discarded"
    # What nothing refers to is swept.
    session.execute(delete(t.ReleaseFile).where(t.ReleaseFile.release_id == release_id))
    note(session, act, "import discarded", course_id=release.course_id, detail=release.version)
    return import_out(session, release_id)


def proof_of(session: Session, release_id: int) -> GateReport | None:
    """How a release ran here before it was published; ``None`` for one that was made here."""
    arrived = session.get(t.CourseImport, release_id)
    return GateReport.model_validate(arrived.proof) if arrived and arrived.proof else None


def learners_have(session: Session, course_id: str) -> t.Release | None:
    """The release of a course that learners get now; ``None`` where they get none."""
    publication = session.get(t.Publication, course_id)
    return session.get(t.Release, publication.release_id) if publication else None


def _find(session: Session, release_id: int) -> tuple[t.Release, t.CourseImport]:
    release = session.get(t.Release, release_id)
    arrived = session.get(t.CourseImport, release_id)
    if release is None or arrived is None:
        raise NotFound("no-such-import", NO_SUCH_IMPORT.format(release_id=release_id))
    return release, arrived


def _held(session: Session, release_id: int) -> tuple[t.Release, t.CourseImport]:
    """The same, to be changed: two decisions on one course wait for each other."""
    release, arrived = _find(session, release_id)
    hold_course(session, release.course_id)
    session.refresh(release)
    return release, arrived


def _end_proof(session: Session, release_id: int, act: Act) -> None:
    """Nobody begins it any more, and whoever is at it has lost the lease."""
    jobs = select(t.Job).where(t.Job.release_id == release_id, t.Job.kind == "prove")
    for job in session.scalars(jobs.where(t.Job.state.in_(LIVE)).with_for_update()):
        job.state, job.finished_at = "superseded", act.at


def _require(release: t.Release, states: tuple[ReleaseState, ...], deed: str) -> None:
    if release.state not in states:
        message = NOT_IN_STATE.format(state=release.state, deed=deed)
        raise Conflict("import-state", message)


def _check_name(session: Session, course_id: str, origin: ImportOrigin, act: Act) -> None:
    """A name stays with its trainers, and with where its releases came from."""
    if session.get(t.Course, course_id) is None:
        return
    if role_of(session, course_id, act.user) != "trainer":
        raise Conflict("name-taken", NOT_YOURS.format(course_id=course_id))
    newest = newest_published(session, course_id)
    if newest is None:
        return
    earlier = origin_of(session, newest.id)
    if earlier is None or _whose(earlier) != _whose(origin):
        raise Conflict(
            "other-origin",
            OF_ANOTHER.format(
                course_id=course_id,
                earlier=_place(earlier) if earlier else "this hub",
                now=_place(origin),
            ),
        )


def _require_said(session: Session, release: t.Release, instead_of: str | None) -> None:
    """Nobody takes learners back to an older version by an oversight."""
    before = learners_have(session, release.course_id)
    if before is None or not is_older(release.version, before.version):
        return
    if instead_of != before.version:
        message = OLDER.format(version=release.version, newer=before.version)
        raise Conflict("older-version", message)


def _whose(origin: ImportOrigin) -> tuple[str | None, str]:
    return origin.peer, origin.course_id


def _place(origin: ImportOrigin) -> str:
    return origin.peer_title or origin.peer or BY_HAND
