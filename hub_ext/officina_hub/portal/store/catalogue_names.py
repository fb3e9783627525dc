"""By which IRI a source's record is stored, where formats once named it otherwise.

An event of a calendar is known by its UID. Those that were loaded while title or page counted, too,
keep their IRI and so their address, history and locks; by the UID among their identifiers they are
found again whatever their title becomes.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.catalogue.arriving import Formerly
from officina_hub.portal.db import tables as t


class StoredNames:
    """All names of one source."""

    def __init__(self, session: Session, source_id: str) -> None:
        rows = session.execute(
            select(t.CatalogueRecord.iri, t.CatalogueRecord.record).where(
                t.CatalogueRecord.source_id == source_id
            )
        )
        self._iris: set[str] = set()
        self._unclaimed: set[str] = set()
        self._by_identifier: dict[str, str] = {}
        for iri, fields in rows:
            self._iris.add(iri)
            identifiers = fields.get("identifiers", ())
            self._by_identifier.update(dict.fromkeys(identifiers, iri))
            if not identifiers:
                self._unclaimed.add(iri)

    def known_iri_of(self, iri: str, formerly: Formerly) -> str:
        """The same by its own names alone: for what is taken back, a page's name is a guess."""
        return iri if iri in self._iris else self._by_identifier.get(formerly.identifier, iri)

    def iri_of(self, iri: str, formerly: Formerly) -> str:
        """The IRI that the record has in the catalogue, or else its own."""
        known = self.known_iri_of(iri, formerly)
        if known in self._iris:
            return known
        old = next((each for each in formerly.iris if each in self._unclaimed), None)
        if old is None:
            return iri
        self._unclaimed.discard(old)  # a page may be that of several events: it was the first's
        return old
