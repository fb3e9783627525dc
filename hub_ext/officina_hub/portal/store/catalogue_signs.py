"""Keeps the signs of public records as far as these are; whoever reads has nothing to compare."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from officina_hub.catalogue.sameness import keys_of
from officina_hub.portal.db import Database
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.catalogue_read import Changes, Place, changes_after

AT_ONCE: Final = 500
MOST_ALIKE: Final = 20
"""What more records than that have is no sign of one thing, and would make every reader slow."""
BEFORE_ALL: Final[Place] = (0, "~")


def take_signs(database: Database) -> bool:
    """Those of the next records that were changed; whether there may be more."""
    with database.reading() as session:
        place = _place(session)
        changes = changes_after(session, place, AT_ONCE)
    if changes.place is None:
        return False
    # Made before the database is held, since everybody else's writing waits for that.
    rows = [
        {"record_id": one.id, "key": key, "source_id": one.provenance.source, "is_shared": False}
        for one in changes.public
        for key in sorted(keys_of(one.record))
    ]
    with database.writing() as session:
        # Another process may have taken them meanwhile; whoever comes second waits and sees that.
        session.scalars(select(t.CatalogueState).with_for_update()).one()
        if _place(session) == place:
            _replace(session, changes, rows)
            session.merge(
                t.CatalogueSignsTaken(id=1, revision=changes.place[0], record_id=changes.place[1])
            )
    return True


def _place(session: Session) -> Place:
    row = session.get(t.CatalogueSignsTaken, 1)
    return (row.revision, row.record_id) if row else BEFORE_ALL


def _replace(session: Session, changes: Changes, rows: Sequence[dict[str, object]]) -> None:
    ids = [*(one.id for one in changes.public), *changes.removed]
    of_these = t.CatalogueSign.record_id.in_(ids)
    touched = set(session.scalars(select(t.CatalogueSign.key).where(of_these)))
    session.execute(delete(t.CatalogueSign).where(of_these))
    if rows:
        session.execute(t.CatalogueSign.__table__.insert(), rows)  # type: ignore[attr-defined]
    touched |= {str(row["key"]) for row in rows}
    ordered = sorted(touched)
    for start in range(0, len(ordered), AT_ONCE):
        keys = ordered[start : start + AT_ONCE]
        shared = set(session.scalars(_shared_among(keys)).all())
        _mark(session, shared, is_shared=True)
        _mark(session, set(keys) - shared, is_shared=False)


def _shared_among(keys: Sequence[str]) -> Select[str]:
    """Those that tell one thing of several sources.

    A title that one source has twice tells nothing, since that source knows them for two.
    """
    sign = t.CatalogueSign
    records, sources = func.count(), func.count(sign.source_id.distinct())
    return (
        select(sign.key)
        .where(sign.key.in_(keys))
        .group_by(sign.key)
        .having(
            and_(
                sources > 1,
                records <= MOST_ALIKE,
                or_(records == sources, sign.key.not_like("title:%")),
            )
        )
    )


def _mark(session: Session, keys: Collection[str], *, is_shared: bool) -> None:
    if keys:
        sign = t.CatalogueSign
        session.execute(
            update(sign)
            .where(sign.key.in_(keys), sign.is_shared.is_not(is_shared))
            .values(is_shared=is_shared)
        )
