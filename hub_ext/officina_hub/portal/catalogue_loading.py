"""A load: all that arrives of one source, batch by batch, each in a transaction of its own.

One bad record stops nothing, and a load that was cut off is simply begun again: what is in the
catalogue already is only read then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from pydantic import Field

from officina_courses.model import Frozen
from officina_hub.catalogue.arriving import Arriving, Cancelled, Refusal, Source
from officina_hub.catalogue.identity import record_id
from officina_hub.catalogue.names_on_disk import NameList, NamesOnDisk
from officina_hub.catalogue.parts import Part, lacking
from officina_hub.portal.db import Database
from officina_hub.portal.db import tables as t
from officina_hub.portal.names_met import MOST_TOLD, Ids, Met, batches
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_load import (
    open_source,
    shown_among,
    shown_iris,
    take_batch,
    withdraw_gone,
)
from officina_hub.portal.store.catalogue_names import StoredNames
from officina_hub.portal.store.catalogue_writing import RecordState
from officina_widgets.catalogue.words import seen_only

LONGEST_TOLD: Final = 500
TWICE = (
    "its IRI {iri} arrived before in this load, and one source says one thing of a record; the "
    "first stays. Take one of the two out"
)

Arrivals = Iterable[Arriving | Refusal | Part | Cancelled]
StillNamed = Callable[[Collection[str]], Iterable[str]]
Progress = Callable[[int], None]


class LoadOptions(Frozen):
    """What a load does beside taking in what arrives."""

    withdraw_missing: bool = False
    as_drafts: bool = False


class ToldRefusal(Frozen):
    """A refusal, fit for a terminal and a page."""

    where: str
    reason: str


class LoadReport(Frozen):
    """What a load did, for whoever ordered it and for the owner of the source."""

    source: str
    processed: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    refusals: tuple[ToldRefusal, ...] = ()
    gone: int = 0
    gone_ids: tuple[str, ...] = ()
    withdrawn: int = 0
    still_named: int = Field(
        default=0, description="How many did not arrive, but are named where the others stand"
    )
    still_named_ids: tuple[str, ...] = ()
    cancelled: int = Field(
        default=0, description="How many the source itself took back, which are withdrawn"
    )
    part: str | None = Field(
        default=None, description="Why this is a part of what the source has, if it says so"
    )
    is_withdrawing_unsafe: bool = Field(
        default=False,
        description="That nothing was withdrawn, because what was refused may be what seems gone",
    )


class Loader:
    """Takes in one source; ``report`` tells how far it is."""

    def __init__(self, database: Database, source: Source, act: Act, options: LoadOptions) -> None:
        self.report = LoadReport(source=source.id)
        self._database = database
        self._source = source
        self._act = act
        self._options = options
        self._is_anything_nameless = False
        self._parts: list[Part] = []

    def load(
        self,
        arrivals: Arrivals,
        progress: Progress = lambda done: None,
        *,
        still_named: StillNamed = lambda iris: (),
    ) -> LoadReport:
        """All of it; ``progress`` is told after each batch how many were processed.

        ``still_named`` is asked which IRIs of those that did not arrive are named nevertheless.
        """
        with self._database.writing() as session:
            open_source(session, self._source, self._act)
        with NamesOnDisk() as names:
            met = Met(names)
            for batch in batches(self._without_parts(arrivals, met)):
                self._take(batch, met)
                progress(self.report.processed)
            self._withdraw_cancelled(met)
            self._look_for_gone(met, still_named)
        self._close()
        return self.report

    def _without_parts(self, arrivals: Arrivals, met: Met) -> Iterator[Arriving | Refusal]:
        for each in arrivals:
            if isinstance(each, Part):
                self._parts.append(each)
            elif isinstance(each, Cancelled):
                met.take_back(each, record_id(self._source.id, each.iri))
            else:
                yield each

    def _take(self, batch: list[Arriving | Refusal], met: Met) -> None:
        arriving, refusals = self._sorted(self._as_stored(batch), met)
        state: RecordState = "draft" if self._options.as_drafts else "published"
        with self._database.writing() as session:
            outcome = take_batch(session, self._source, arriving, self._act, state)
        self._tell((*refusals, *outcome.refused), met)
        report = self.report
        self.report = report.model_copy(
            update={
                "processed": report.processed + len(batch),
                "added": report.added + outcome.added,
                "updated": report.updated + outcome.updated,
                "unchanged": report.unchanged + outcome.unchanged,
            }
        )

    def _as_stored(self, batch: list[Arriving | Refusal]) -> list[Arriving | Refusal]:
        """Each under the IRI that it has in the catalogue, where its format once gave another."""
        if not any(isinstance(each, Arriving) and each.formerly for each in batch):
            return batch
        with self._database.reading() as session:
            names = StoredNames(session, self._source.id)
        return [
            each._replace(
                record=each.record.model_copy(
                    update={"iri": names.iri_of(each.record.iri, each.formerly)}
                )
            )
            if isinstance(each, Arriving) and each.formerly
            else each
            for each in batch
        ]

    def _withdraw_cancelled(self, met: Met) -> None:
        """What the source itself takes back, unless it tells of it beside as well."""
        if not met.cancelled:
            return
        if met.formerly:
            self._take_back_by_old_names(met)
        taken_back = 0
        for ids in batches(iter(met.back)):
            with self._database.writing() as session:
                shown = shown_among(session, set(ids) - met.seen.among(ids))
                if shown:
                    withdraw_gone(session, sorted(shown), self._act)
            taken_back += len(shown)
        processed = self.report.processed + met.cancelled
        self.report = self.report.model_copy(
            update={"processed": processed, "cancelled": taken_back}
        )

    def _take_back_by_old_names(self, met: Met) -> None:
        """Under the IRIs that those have in the catalogue, which their format once gave them."""
        with self._database.reading() as session:
            names = StoredNames(session, self._source.id)
        for iri, formerly in met.formerly:
            met.back.add(record_id(self._source.id, names.known_iri_of(iri, formerly)))

    def _sorted(
        self, batch: list[Arriving | Refusal], met: Met
    ) -> tuple[list[Arriving], list[Refusal]]:
        """What may become rows, and what may not."""
        taken, refused = [], []
        for each in batch:
            if isinstance(each, Refusal):
                refused.append(each)
                continue
            if met.seen.add(record_id(self._source.id, each.record.iri)):
                taken.append(each)
                continue
            reason = TWICE.format(iri=each.record.iri)
            refused.append(Refusal(each.where, reason, each.record.iri))
        return taken, refused

    def _tell(self, refusals: tuple[Refusal, ...], met: Met) -> None:
        room = MOST_TOLD - len(self.report.refusals)
        for each in refusals:
            if each.iri is None:
                self._is_anything_nameless = True
            else:
                met.refused.add(record_id(self._source.id, each.iri))
        told = tuple(
            ToldRefusal(where=told_line(each.where), reason=told_line(each.reason))
            for each in refusals[:room]
        )
        self.report = self.report.model_copy(
            update={
                "refused": self.report.refused + len(refusals),
                "refusals": (*self.report.refusals, *told),
            }
        )

    def _look_for_gone(self, met: Met, still_named: StillNamed) -> None:
        """What the source had and has no more.

        What was refused under its IRI is still there, and so is what is named anywhere.
        """
        gone = self._missing(met)
        kept = Ids()
        for iris in batches(iter(still_named(gone))):
            kept.count(gone.take(iris))
        ids = Ids(gone.notes())
        part = lacking(self._parts)
        self.report = self.report.model_copy(
            update={
                "gone": ids.number,
                "gone_ids": ids.first,
                "still_named": kept.number,
                "still_named_ids": kept.first,
                "part": told_line(part) if part else None,
            }
        )
        if not self._options.withdraw_missing or not ids.number:
            return
        if self.report.processed and not self._is_anything_nameless and not part:
            self._withdraw(gone)
        else:
            self.report = self.report.model_copy(update={"is_withdrawing_unsafe": True})

    def _missing(self, met: Met) -> NameList:
        """The IRIs that the catalogue has and that did not arrive, each with its record's id."""
        with self._database.reading() as session:
            for shown in shown_iris(session, self._source.id):
                met.note_missing(shown)
        return met.missing

    def _withdraw(self, gone: NameList) -> None:
        for ids in batches(gone.notes()):
            with self._database.writing() as session:
                withdraw_gone(session, ids, self._act)
        self.report = self.report.model_copy(update={"withdrawn": self.report.gone})

    def _close(self) -> None:
        """Keep the report with the source."""
        with self._database.writing() as session:
            row = session.get_one(t.CatalogueSource, self._source.id)
            row.loaded_at = self._act.at
            row.report = self.report.model_dump(mode="json")


def told_line(text: str) -> str:
    """What a source says, fit for one line of a report."""
    return " ".join(seen_only(text).split())[:LONGEST_TOLD]
