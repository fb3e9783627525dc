"""Courses here that are nearly the same: kept sketches, compared when a course comes in.

Every course that learners have is looked at, wherever it was made. What somebody took in and has
not decided on is nobody else's to know, so it is not among them. What is found is advice to whoever
published, and stops nothing.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Course, Finding, Frozen
from officina_courses.similarity.material import CourseSketch, Sketch
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.courses import course_of_release

NEAR_COPY: Final = "OFF901"
LEAST_SHARE: Final = 0.4  # the shipped courses share at most a quarter with each other
MOST_TOLD: Final = 3
MESSAGE: Final = (
    "About {percent} % of this course stands in {title!r} ({course_id} {version}), too. Two copies "
    "are mended twice, and nobody sees that one came of the other. Fork it instead: officina "
    "course fork makes a folder of its package that names where it came from. If it is meant to be "
    "a course of its own, leave it."
)
MESSAGE_OF_PEER: Final = (
    "About {percent} % of this course stands in {title!r} ({course_id} {version}), too, which "
    "{factory} shares. That is by what {factory} says its package looks like; nobody here has "
    "compared the texts. Look at it under Find, and take it over or fork it instead of mending two "
    "copies. If yours is meant to be a course of its own, leave it."
)


class NearCopy(Frozen):
    """Another course, and about how much of the one that was asked about it has."""

    course_id: str
    version: str
    title: str
    share: float
    factory: str = ""  # that shares it; empty where learners have it here


def keep_sketch(session: Session, release_id: int, sketch: CourseSketch) -> None:
    """Remember it; a release never changes, so neither does its sketch."""
    session.merge(t.MaterialSketch(release_id=release_id, **_kept(sketch.whole)))
    for one in sketch.notebooks:
        session.merge(t.NotebookSketch(release_id=release_id, path=one.path, **_kept(one.sketch)))


def sketch_of_release(session: Session, release_id: int) -> Sketch | None:
    """As it is kept; ``None`` where nobody has looked at it yet."""
    kept = session.get(t.MaterialSketch, release_id)
    return read_sketch(kept) if kept else None


def read_sketch(kept: t.MaterialSketch | t.NotebookSketch) -> Sketch:
    """As it was kept."""
    return Sketch(prints=kept.prints, signature=tuple(kept.signature))


def without_sketch(session: Session) -> tuple[int, ...]:
    """Releases that came before sketches were kept, oldest first."""
    known = select(t.MaterialSketch.release_id)
    rows = select(t.Release.id).where(t.Release.id.not_in(known)).order_by(t.Release.id)
    return tuple(session.scalars(rows))


def near_copies(session: Session, sketch: Sketch, course: Course) -> tuple[NearCopy, ...]:
    """The courses that have most of it, but no fork that says so, of whichever of them."""
    rows = session.execute(
        select(t.MaterialSketch, t.Release)
        .join(t.Release, t.Release.id == t.MaterialSketch.release_id)
        .join(t.Publication, t.Publication.release_id == t.Release.id)
        .where(t.Release.course_id != course.id)
    )
    found = [
        (sketch.share_in(read_sketch(kept)), release)
        for kept, release in rows
        if not is_kin(session, course, release)
    ]
    near = sorted((one for one in found if one[0] >= LEAST_SHARE), key=_nearest_first)
    return tuple(
        NearCopy(
            course_id=release.course_id,
            version=release.version,
            title=course_of_release(session, release.id).title,
            share=round(share, 2),
        )
        for share, release in near[:MOST_TOLD]
    )


def as_finding(near: NearCopy) -> Finding:
    """The advice, for people and for ``officina course publish``."""
    message = (MESSAGE_OF_PEER if near.factory else MESSAGE).format(
        percent=round(near.share * 100),
        title=near.title,
        course_id=near.course_id,
        version=near.version,
        factory=near.factory,
    )
    return Finding(severity="warning", code=NEAR_COPY, message=message)


def is_kin(session: Session, course: Course, release: t.Release) -> bool:
    """Whether one of them says that it was forked from the other, by its name here or there."""
    theirs = (release.document.get("forked_from") or {}).get("course_id")
    arrived = session.get(t.CourseImport, release.id)
    names = {release.course_id, arrived.origin["course_id"] if arrived else None}
    return theirs == course.id or bool(course.forked_from and course.forked_from.course_id in names)


def _kept(sketch: Sketch) -> dict[str, Any]:
    return {"prints": sketch.prints, "signature": list(sketch.signature)}


def _nearest_first(one: tuple[float, t.Release]) -> tuple[float, str]:
    return -one[0], one[1].course_id
