"""Notebooks that stand in another course here, where the courses as a whole are not alike.

One notebook of a large course is a small part of it, and may be a small part of the course that it
was taken into, so each notebook is compared with each. It is advice, as of whole courses.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Course, Finding
from officina_courses.similarity.material import NotebookSketch
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.courses import course_of_release
from officina_hub.portal.store.near_copies import NEAR_COPY, is_kin, read_sketch

LEAST_SHARE: Final = 0.6  # notebooks are shorter than courses, and begin alike
MOST_TOLD: Final = 5
MESSAGE: Final = (
    "About {percent} % of this notebook stands in {path} of {title!r} ({course_id} {version}), "
    "too. Say there or here where it came from, so that both are mended together, or leave it if "
    "it is meant to be one of its own."
)


class _Near(NamedTuple):
    """A notebook, and the one of another course that has most of it."""

    share: float
    path: str
    release: t.Release
    theirs: str


def near_notebooks(
    session: Session,
    notebooks: Sequence[NotebookSketch],
    course: Course,
    told: Collection[str],
) -> tuple[Finding, ...]:
    """Advice on those that stand in courses which learners have, but ``told`` and kin of it."""
    rows = session.execute(
        select(t.NotebookSketch, t.Release)
        .join(t.Release, t.Release.id == t.NotebookSketch.release_id)
        .join(t.Publication, t.Publication.release_id == t.Release.id)
        .where(t.Release.course_id.not_in({course.id, *told}))
        .order_by(t.Release.course_id, t.NotebookSketch.path)
    )
    best: dict[str, _Near] = {}
    for kept, release in rows if notebooks else ():
        theirs = read_sketch(kept)
        for mine in notebooks:
            share = mine.sketch.share_in(theirs)
            if (
                share >= LEAST_SHARE
                and (mine.path not in best or best[mine.path].share < share)
                and not is_kin(session, course, release)
            ):
                best[mine.path] = _Near(share, mine.path, release, kept.path)
    near = sorted(best.values(), key=lambda one: (-one.share, one.path))
    return tuple(_as_finding(session, one) for one in near[:MOST_TOLD])


def _as_finding(session: Session, near: _Near) -> Finding:
    message = MESSAGE.format(
        percent=round(near.share * 100),
        path=near.theirs,
        title=course_of_release(session, near.release.id).title,
        course_id=near.release.course_id,
        version=near.release.version,
    )
    return Finding(severity="warning", code=NEAR_COPY, message=message, path=near.path)
