"""What a load would do, told without writing anything."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from officina_hub.catalogue.arriving import Arriving, Cancelled, Refusal, Source
from officina_hub.catalogue.identity import record_id
from officina_hub.catalogue.names_on_disk import NamesOnDisk
from officina_hub.catalogue.parts import Part, lacking
from officina_hub.catalogue.stored_form import digest_of
from officina_hub.portal.catalogue_loading import (
    Arrivals,
    LoadOptions,
    LoadReport,
    StillNamed,
    ToldRefusal,
)
from officina_hub.portal.db import Database
from officina_hub.portal.db import tables as t
from officina_hub.portal.names_met import MOST_TOLD, Met, batches
from officina_hub.portal.store.catalogue_load import shown_iris


class Preview:
    """Asked as the ``Loader`` is; the figures are what that would have come to."""

    def __init__(self, database: Database, source: Source, options: LoadOptions) -> None:
        self._database = database
        self._source = source
        self._options = options
        self._counts = {"added": 0, "updated": 0, "unchanged": 0}
        self._refusals: list[ToldRefusal] = []
        self._refused_count = 0
        self._parts: list[Part] = []

    def load(
        self,
        arrivals: Arrivals,
        progress: Callable[[int], None] = lambda done: None,
        *,
        still_named: StillNamed = lambda iris: (),
    ) -> LoadReport:
        """Look at all of it."""
        with NamesOnDisk() as names:
            return self._looked(arrivals, progress, still_named, Met(names))

    def _looked(
        self,
        arrivals: Arrivals,
        progress: Callable[[int], None],
        still_named: StillNamed,
        met: Met,
    ) -> LoadReport:
        processed = 0
        for batch in batches(iter(arrivals)):
            self._look_at([each for each in batch if isinstance(each, Arriving)], met)
            for each in batch:
                self._note(each, met)
            processed += sum(not isinstance(each, Part) for each in batch)
            progress(processed)
        cancelled = 0
        with self._database.reading() as session:
            for shown in shown_iris(session, self._source.id):
                taken_back = met.back.among(shown)
                cancelled += len(taken_back - met.seen.among(taken_back))
                met.note_missing({k: iri for k, iri in shown.items() if k not in taken_back})
        for iris in batches(iter(still_named(met.missing))):
            met.missing.take(iris)
        gone = len(met.missing)
        part = lacking(self._parts)
        is_withdrawn = self._options.withdraw_missing and processed and not part
        return LoadReport(
            source=self._source.id,
            processed=processed,
            **self._counts,
            refused=self._refused_count,
            refusals=tuple(self._refusals),
            gone=gone,
            withdrawn=gone if is_withdrawn else 0,
            cancelled=cancelled,
            part=part,
        )

    def _note(self, each: Arriving | Refusal | Part | Cancelled, met: Met) -> None:
        if isinstance(each, Part):
            self._parts.append(each)
        elif isinstance(each, Cancelled):
            met.back.add(record_id(self._source.id, each.iri))
        elif isinstance(each, Refusal):
            self._refused_count += 1
            if each.iri:
                met.refused.add(record_id(self._source.id, each.iri))
            if len(self._refusals) < MOST_TOLD:
                self._refusals.append(ToldRefusal(where=each.where, reason=each.reason))

    def _look_at(self, batch: list[Arriving], met: Met) -> None:
        by_key = {record_id(self._source.id, each.record.iri): each for each in batch}
        met.seen.note((key, "") for key in by_key)
        known = select(t.CatalogueRecord.id, t.CatalogueRecord.digest).where(
            t.CatalogueRecord.id.in_(by_key), t.CatalogueRecord.missing_since.is_(None)
        )
        with self._database.reading() as session:
            digests = {row.id: row.digest for row in session.execute(known)}
        for key, each in by_key.items():
            if key not in digests:
                self._counts["added"] += 1
            elif digests[key] == digest_of(each, self._source):
                self._counts["unchanged"] += 1
            else:
                self._counts["updated"] += 1
