"""What several sources offer, read from the signs; and pairs that a curator holds apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from officina_hub.catalogue.sameness import because_of
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.catalogue_read import published_record, readable
from officina_widgets.catalogue.also_offered import AlsoOffered, AlsoOfferedList, Because

STRENGTH: Final[tuple[Because, ...]] = ("doi", "address", "title")
Pair = tuple[str, str]
NOT_ALIKE: Final = (
    "{one} and {other} have no sign in common by which they would be shown together, so nothing "
    "was changed. Look at the page of either record again."
)


def also_offered(session: Session, record_id: str) -> AlsoOfferedList:
    """Who else offers that; raises ``NotFound`` of a record that is not public."""
    published_record(session, record_id)
    alike = _alike(session, {record_id})
    others = {other: because for (_, other), because in alike.items()}
    apart = {other for pair in _apart(session, {record_id}) for other in pair} - {record_id}
    shown = list(_shown(session, others))
    return AlsoOfferedList(
        also_offered=tuple(one for one in shown if one.id not in apart),
        held_apart=tuple(one for one in shown if one.id in apart),
    )


def pairs_among(session: Session, ids: Collection[str]) -> frozenset[Pair]:
    """Which of these are offered together, each pair both ways round."""
    among = {pair for pair in _alike(session, ids) if pair[1] in ids}
    return frozenset(among - _apart(session, ids)) if among else frozenset()


def hold_apart(session: Session, record_id: str, other_id: str, act: Act) -> None:
    """Show two records no more as one thing.

    Raises
    ------
    NotFound
        When they are not shown so.

    """
    if (record_id, other_id) not in _alike(session, {record_id}):
        raise NotFound("not-alike", NOT_ALIKE.format(one=record_id, other=other_id))
    one, other = sorted((record_id, other_id))
    session.merge(
        t.CatalogueApart(
            one=one, other=other, by=act.user, at=act.at, undone_by=None, undone_at=None
        )
    )
    note(session, act, "catalogue.apart", detail=f"{one} {other}")


def put_together(session: Session, record_id: str, other_id: str, act: Act) -> None:
    """Take that back; changes nothing where they are not held apart."""
    row = session.get(t.CatalogueApart, tuple(sorted((record_id, other_id))))
    if row is not None and row.undone_at is None:
        row.undone_by, row.undone_at = act.user, act.at
        note(session, act, "catalogue.together", detail=f"{row.one} {row.other}")


def _alike(session: Session, ids: Collection[str]) -> Mapping[Pair, list[Because]]:
    mine, theirs = aliased(t.CatalogueSign), aliased(t.CatalogueSign)
    pairs = (
        select(mine.record_id, theirs.record_id, mine.key)
        .join(theirs, and_(theirs.key == mine.key, theirs.source_id != mine.source_id))
        .where(mine.record_id.in_(ids), mine.is_shared)
    )
    found: dict[Pair, set[Because]] = defaultdict(set)
    for one, other, key in session.execute(pairs):
        found[one, other].add(because_of(key))
    return {pair: sorted(because, key=STRENGTH.index) for pair, because in found.items()}


def _apart(session: Session, ids: Collection[str]) -> set[Pair]:
    """Both ways round."""
    row = t.CatalogueApart
    held = select(row.one, row.other).where(
        row.undone_at.is_(None), or_(row.one.in_(ids), row.other.in_(ids))
    )
    return {pair for one, other in session.execute(held) for pair in ((one, other), (other, one))}


def _shown(session: Session, others: Mapping[str, list[Because]]) -> Iterator[AlsoOffered]:
    row = t.CatalogueRecord
    rows = session.execute(
        select(row, t.CatalogueSource.title)
        .join(t.CatalogueSource, t.CatalogueSource.id == row.source_id)
        .where(row.id.in_(others), row.state == "published")
        .order_by(t.CatalogueSource.title, row.id)
    )
    for each, source_title in rows:
        if filed := readable(each):
            yield AlsoOffered(
                id=filed.id,
                title=filed.record.title,
                source=filed.provenance.source,
                source_title=source_title,
                landing_page=filed.record.landing_page,
                because=tuple(others[filed.id]),
            )
