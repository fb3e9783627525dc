"""Packages of peers that are nearly the same as a course that comes in, whether taken over or not.

Compared are the sketches that peers publish of their packages, which are what each says of its own:
a false one gives false advice, and nothing else. Only what stands in the catalogue is told of.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Course
from officina_courses.similarity.material import Sketch
from officina_hub.federation.feed.sketches import LIST
from officina_hub.federation.feed.taken_over import LIST as TAKEN_LIST
from officina_hub.federation.harvest.officina import SKETCHED, TAKEN
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.catalogue_read import readable
from officina_hub.portal.store.import_offers import FROM_PEER, Offer, offer_of
from officina_hub.portal.store.near_copies import LEAST_SHARE, MOST_TOLD, NearCopy
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.import_wire import ImportOrigin


class _Offered(NamedTuple):
    """A package of the catalogue; ``took`` are the names of courses that its peer took over."""

    filed: CatalogRecord
    offer: Offer
    share: float
    took: frozenset[str]


def near_offers(
    session: Session, sketch: Sketch, course: Course, origin: ImportOrigin | None
) -> tuple[NearCopy, ...]:
    """Those that have most of it, but nothing that it came of or that came of it."""
    shares: dict[tuple[str, str], float] = {}
    took: dict[str, frozenset[str]] = {}
    for peer in session.scalars(select(t.FederationPeer)):
        source = f"{FROM_PEER}{peer.id}"
        for one in LIST.validate_python(peer.position.get(SKETCHED, {}).get("facts", [])):
            share = sketch.share_in(one.sketch)
            if share >= LEAST_SHARE:
                shares[source, one.sha256] = share
        taken = TAKEN_LIST.validate_python(peer.position.get(TAKEN, {}).get("facts", []))
        took[source] = frozenset(one.course_id for one in taken)
    near = sorted(
        (one for one in _offered(session, shares, took) if not _is_kin(one, course, origin)),
        key=lambda one: (-one.share, one.filed.id),
    )
    # The nearest of each peer, so that none hides the others by many.
    nearest = {one.offer.source: one for one in reversed(near)}
    first = sorted(nearest.values(), key=near.index)
    return tuple(_told(session, one) for one in first[:MOST_TOLD])


def _offered(
    session: Session,
    shares: dict[tuple[str, str], float],
    took: dict[str, frozenset[str]],
) -> Iterator[_Offered]:
    if not shares:
        return
    row = t.CatalogueRecord
    rows = select(row).where(
        row.state == "published",
        row.source_id.in_({source for source, _ in shares}),
        row.record["package"]["sha256"].as_string().in_({sha256 for _, sha256 in shares}),
    )
    for filed in filter(None, map(readable, session.scalars(rows))):
        offer = offer_of(filed)
        if offer and (share := shares.get((offer.source, offer.link.sha256))):
            yield _Offered(filed, offer, share, took[offer.source])


def _is_kin(one: _Offered, course: Course, origin: ImportOrigin | None) -> bool:
    """Whether it is the same course, or one of the two says that it came of the other."""
    offer, forked = one.offer, course.forked_from
    if origin and offer.link.sha256 == origin.package_sha256:
        return True
    earlier = (f"{FROM_PEER}{origin.peer}", origin.course_id) if origin else None
    if (offer.source, offer.course_id) == earlier:
        return True
    if forked and (forked.sha256 == offer.link.sha256 or forked.course_id == offer.course_id):
        return True
    names = {course.id, origin.course_id if origin else course.id}
    return offer.course_id in names & one.took


def _told(session: Session, one: _Offered) -> NearCopy:
    source = session.get(t.CatalogueSource, one.offer.source)
    title = one.filed.record.title
    return NearCopy(
        course_id=one.offer.course_id,
        version=one.offer.link.version,
        title=title.get("en") or next(iter(title.values())),
        share=round(one.share, 2),
        factory=source.title if source else one.offer.source,
    )
