"""The asset registry: nothing of it is kept by itself, all is read from where it stands anyway.

*Courses* are those published here and the packages that peers offer, of whatever kind they are;
*datasets* are the catalogue's; *environments* the Pythons that courses bring along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from officina_courses.environments.lock import LOCK_FILE
from officina_courses.model import Course
from officina_hub.federation.feed.taken_over import LIST
from officina_hub.federation.harvest.officina import TAKEN
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.catalogue_read import readable
from officina_hub.portal.store.courses import course_of_release
from officina_hub.portal.store.import_lineage import origin_of
from officina_hub.portal.store.import_offers import FROM_PEER, offer_of
from officina_widgets.assets_wire import (
    AssetOut,
    AssetPage,
    AssetShelf,
    AssetTaker,
    AssetUse,
    Whence,
)
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Dataset
from officina_widgets.import_wire import ImportOrigin


class _Published(NamedTuple):
    release: t.Release
    course: Course
    origin: ImportOrigin | None


def assets(session: Session, shelf: AssetShelf, ours: str, *, limit: int, offset: int) -> AssetPage:
    """A part of one shelf, by title; ``ours`` is where this factory shares."""
    if shelf == "datasets":
        return _datasets(session, limit=limit, offset=offset)
    found = _courses(session, ours) if shelf == "courses" else _environments(session)
    ordered = sorted(found, key=lambda one: (one.title.casefold(), one.whence, one.id))
    return AssetPage(
        shelf=shelf, total=len(ordered), assets=tuple(ordered[offset : offset + limit])
    )


def _published(session: Session) -> list[_Published]:
    rows = session.scalars(
        select(t.Release).join(t.Publication, t.Publication.release_id == t.Release.id)
    )
    return [
        _Published(row, course_of_release(session, row.id), origin_of(session, row.id))
        for row in rows
    ]


def _courses(session: Session, ours: str) -> Iterator[AssetOut]:
    published = _published(session)
    takers = _takers(session, ours)
    for one in published:
        yield _here(one, tuple(takers[one.course.id]))
    for row in session.scalars(_of_peers()):
        if (filed := readable(row)) and (offered := _offered(session, filed, published)):
            yield offered


def _takers(session: Session, ours: str) -> dict[str, list[AssetTaker]]:
    """By our courses' ids, as each peer's own list of what it took over says."""
    found: dict[str, list[AssetTaker]] = defaultdict(list)
    for row in session.scalars(select(t.FederationPeer).order_by(t.FederationPeer.id)):
        name = _source_title(session, f"{FROM_PEER}{row.id}")
        for one in LIST.validate_python(row.position.get(TAKEN, {}).get("facts", [])):
            if ours and one.source == ours:
                found[one.course_id].append(AssetTaker(factory=name, version=one.version))
    return found


def _here(one: _Published, takers: tuple[AssetTaker, ...]) -> AssetOut:
    course, origin = one.course, one.origin
    whence: Whence = "own" if origin is None else "peer" if origin.peer else "file"
    return AssetOut(
        kind=course.kind,
        id=course.id,
        title=course.title,
        version=course.version,
        licence=course.licence,
        sha256=origin.package_sha256 if origin else one.release.sha256,
        whence=whence,
        source=origin.peer_title or origin.peer if origin else None,
        forked_from=course.forked_from or (origin.forked_from if origin else None),
        page=f"courses/{course.id}",
        used_in=(_use(course),),
        taken_over_by=takers,
    )


def _of_peers() -> Any:
    return select(t.CatalogueRecord).where(
        t.CatalogueRecord.state == "published",
        t.CatalogueRecord.source_id.like(f"{FROM_PEER}%"),
        t.CatalogueRecord.record["package"]["sha256"].as_string().is_not(None),
    )


def _offered(
    session: Session, filed: CatalogRecord, published: list[_Published]
) -> AssetOut | None:
    offer = offer_of(filed)
    if offer is None:
        return None
    peer = offer.source.removeprefix(FROM_PEER)
    taken = [
        one.course
        for one in published
        if one.origin and (one.origin.peer, one.origin.course_id) == (peer, offer.course_id)
    ]
    return AssetOut(
        kind=offer.link.kind,
        id=filed.id,
        title=_title(filed),
        version=offer.link.version,
        licence=filed.record.licence,
        sha256=offer.link.sha256,
        whence="peer",
        source=_source_title(session, offer.source),
        page=f"find/{filed.id}",
        used_in=tuple(map(_use, taken)),
    )


def _environments(session: Session) -> Iterator[AssetOut]:
    """By their locks: two courses with one lock share one Python."""
    users: dict[tuple[str, str], list[_Published]] = defaultdict(list)
    for one in _published(session):
        if one.course.environment.packages:
            lock = session.scalar(
                select(t.ReleaseFile.sha256).where(
                    t.ReleaseFile.release_id == one.release.id,
                    t.ReleaseFile.kind == "package",
                    t.ReleaseFile.path == LOCK_FILE,
                )
            )
            users[one.course.environment.kernel, lock or ""].append(one)
    for (kernel, lock), using in users.items():
        origin = using[0].origin
        yield AssetOut(
            kind="environment",
            id=kernel,
            title=kernel,
            sha256=lock or None,
            whence="own" if origin is None else "peer" if origin.peer else "file",
            source=origin.peer_title or origin.peer if origin else None,
            page=f"courses/{using[0].course.id}",
            used_in=tuple(_use(each.course) for each in using),
        )


def _datasets(session: Session, *, limit: int, offset: int) -> AssetPage:
    row = t.CatalogueRecord
    which = (row.state == "published", row.record["kind"].as_string() == "dataset")
    total = session.scalar(select(func.count()).select_from(row).where(*which)) or 0
    rows = session.scalars(select(row).where(*which).order_by(row.id).limit(limit).offset(offset))
    found = [_dataset(session, filed) for filed in filter(None, map(readable, rows))]
    return AssetPage(shelf="datasets", total=total, assets=tuple(found))


def _dataset(session: Session, filed: CatalogRecord) -> AssetOut:
    record, source = filed.record, filed.provenance.source
    sums = [
        part.checksum.checksum_value
        for part in (record.distributions if isinstance(record, Dataset) else ())
        if part.checksum and part.checksum.algorithm == "sha256"
    ]
    return AssetOut(
        kind="dataset",
        id=filed.id,
        title=_title(filed),
        version=record.version,
        licence=record.licence,
        sha256=sums[0] if len(sums) == 1 else None,
        whence="peer" if source.startswith(FROM_PEER) else "catalogue",
        source=_source_title(session, source),
        page=f"find/{filed.id}",
    )


def _use(course: Course) -> AssetUse:
    return AssetUse(course_id=course.id, version=course.version, title=course.title)


def _title(filed: CatalogRecord) -> str:
    title = filed.record.title
    return title.get("en") or next(iter(title.values()))


def _source_title(session: Session, source: str) -> str:
    known = session.get(t.CatalogueSource, source)
    return known.title if known else source
