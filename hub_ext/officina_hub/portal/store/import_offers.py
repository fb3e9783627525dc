"""Courses that peers offer as packages, as the catalogue knows them."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound
from officina_hub.portal.store.catalogue_read import published_record, readable
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import PackageLink, Training

FROM_PEER: Final = "peer-"
NO_PACKAGE: Final = (
    "{title!r} is described here, and nobody offers it as a course package, so it cannot be taken "
    "over with a proof. Ask its owner to share it."
)
NO_SUCH_OFFER: Final = (
    "The peer {peer!r} offers no course {course!r} here. Look under Find for what it offers; it is "
    "harvested from time to time, and Operate → Federation tells when it was last."
)


class Offer(NamedTuple):
    """One package; ``source`` is that of its record, ``course_id`` the peer's name for it."""

    source: str
    course_id: str
    link: PackageLink


def offer_of(filed: CatalogRecord) -> Offer | None:
    """What a record offers; ``None`` where it offers no package, or is not a peer's."""
    record, source = filed.record, filed.provenance.source
    if not source.startswith(FROM_PEER) or not isinstance(record, Training):
        return None
    if record.package is None:
        return None
    return Offer(source, _course_id(record.package), record.package)


def offer_of_record(session: Session, record_id: str) -> Offer:
    """The same by the record's id; raises ``NotFound``."""
    filed = published_record(session, record_id)
    offer = offer_of(filed)
    if offer is None:
        title = next(iter(filed.record.title.values()), record_id)
        raise NotFound("no-package", NO_PACKAGE.format(title=title))
    return offer


def offer_named(session: Session, peer_id: str, course_id: str) -> Offer:
    """The same by the peer and its own name for the course; raises ``NotFound``."""
    rows = select(t.CatalogueRecord).where(
        t.CatalogueRecord.source_id == f"{FROM_PEER}{peer_id}",
        t.CatalogueRecord.state == "published",
    )
    for filed in filter(None, map(readable, session.scalars(rows))):
        offer = offer_of(filed)
        if offer is not None and offer.course_id == course_id:
            return offer
    raise NotFound("no-such-offer", NO_SUCH_OFFER.format(peer=peer_id, course=course_id))


def _course_id(link: PackageLink) -> str:
    """``…/courses/<course>/<version>/<file>``."""
    parts = link.address.split("/")
    return parts[-3] if len(parts) > 3 else ""
