"""What the portal's database has for other factories: records in two orders, and courses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Course
from officina_hub.factory.model import Identity
from officina_hub.factory.peers import Peer
from officina_hub.factory.service_levels import ServiceLevels
from officina_hub.federation.feed.folder import Content
from officina_hub.federation.feed.harvest_log import may_be_told
from officina_hub.federation.feed.offers import FROM_PEERS, Offering
from officina_hub.federation.feed.packages import SharedRelease
from officina_hub.federation.feed.resources import session_kinds
from officina_hub.federation.feed.taken_over import TakenOver
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.catalogue_read import readable
from officina_hub.portal.store.courses import course_of_release
from officina_hub.portal.store.federation_harvests import last_reports
from officina_hub.portal.store.import_lineage import origin_of
from officina_hub.portal.store.near_copies import sketch_of_release
from officina_hub.portal.store.releases import package_files
from officina_spawners.profiles import Profile
from officina_widgets.catalogue.filed import CatalogRecord

AT_ONCE = 500


def content_for_peers(
    session: Session, blobs: BlobStore, shared: tuple[str, ...] | str, peers: Sequence[Peer]
) -> Content:
    """As it is now; the session must stay open while it is told."""
    current = {
        one.course_id: (one.release_id, course_of_release(session, one.release_id))
        for one in session.scalars(select(t.Publication).order_by(t.Publication.course_id))
    }
    releases = [
        SharedRelease(
            course, partial(_lay_out, session, blobs, release), sketch_of_release(session, release)
        )
        for course_id, (release, course) in current.items()
        if shared == "all" or course_id in shared
    ]
    courses: dict[str, Course] = {name: course for name, (_, course) in current.items()}
    row = t.CatalogueRecord
    told = [peer for peer in peers if may_be_told(peer)]
    return Content(
        by_change=lambda: _records(session, row.updated_at, row.id),
        by_arrival=lambda: _records(session, row.added_at, row.id),
        courses=courses,
        shared=releases,
        harvests=last_reports(session, told),
        taken_over=list(_taken_over(session, current, told)),
    )


def _taken_over(
    session: Session, current: Mapping[str, tuple[int, Course]], peers: Sequence[Peer]
) -> Iterator[TakenOver]:
    addresses = {peer.id: f"{peer.address.rstrip('/')}/" for peer in peers}
    for release, course in current.values():
        origin = origin_of(session, release)
        if origin and origin.peer in addresses:
            yield TakenOver(
                source=addresses[origin.peer],
                course_id=origin.course_id,
                version=course.version,
                sha256=origin.package_sha256,
            )


def _records(session: Session, *order: object) -> Iterator[CatalogRecord]:
    mine = select(t.CatalogueRecord).where(
        t.CatalogueRecord.state == "published",
        t.CatalogueRecord.source_id.not_like(f"{FROM_PEERS}%"),
    )
    rows = session.scalars(mine.order_by(*order).execution_options(yield_per=AT_ONCE))  # type: ignore[arg-type]
    for row in rows:
        if one := readable(row):
            yield one


def _lay_out(session: Session, blobs: BlobStore, release_id: int, folder: Path) -> None:
    for file in package_files(session, release_id):
        place = folder / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        with blobs.open(file.sha256) as source, place.open("xb") as target:
            shutil.copyfileobj(source, target)


def offering_of(identity: Identity, profiles: Sequence[Profile], levels: ServiceLevels) -> Offering:
    """Who publishes, by ``factory.toml``; the hub's own pages stand beside the folder."""
    home = identity.federation_address.removesuffix("federation/")
    return Offering(
        factory=identity.own_id,
        name=identity.name,
        contact=identity.contact,
        address=identity.federation_address,
        home=home,
        find=f"{home}find/",
        sessions=session_kinds(profiles),
        levels=levels,
    )
